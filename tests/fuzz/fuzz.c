// SPDX-License-Identifier: GPL-2.0-only
#include "fuzz.h"

#include <string.h>

char *fuzz_string(const uint8_t *data, size_t size)
{
	return g_strndup((const char *)data, size);
}

void fuzz_assert_outcome(const void *result, const GError *error)
{
	g_assert_true(!result == !!error);
	if (!error)
		return;
	g_assert_true(*error->message != '\0');
	g_assert_null(strchr(error->message, '\n'));
}

static void same_line(const struct diff_line *a, const struct diff_line *b)
{
	g_assert_cmpint(a->kind, ==, b->kind);
	g_assert_true(a->no_eol == b->no_eol);
	g_assert_cmpmem(a->text, a->size, b->text, b->size);
}

static void same_hunk(const struct hunk *a, const struct hunk *b)
{
	g_assert_cmpuint(a->old_start, ==, b->old_start);
	g_assert_cmpuint(a->old_lines, ==, b->old_lines);
	g_assert_cmpuint(a->new_start, ==, b->new_start);
	g_assert_cmpuint(a->new_lines, ==, b->new_lines);
	g_assert_cmpstr(a->section, ==, b->section);
	g_assert_cmpuint(a->lines->len, ==, b->lines->len);
	for (guint i = 0; i < a->lines->len; i++)
		same_line(&g_array_index(a->lines, struct diff_line, i),
			  &g_array_index(b->lines, struct diff_line, i));
}

static void same_binary(const struct binary *a, const struct binary *b)
{
	g_assert_true(!a == !b);
	if (!a)
		return;
	g_assert_true(a->delta == b->delta);
	g_assert_cmpuint(a->length, ==, b->length);
	g_assert_cmpmem(a->text, a->size, b->text, b->size);
}

static void same_file(const struct file_diff *a, const struct file_diff *b)
{
	g_assert_cmpint(a->change, ==, b->change);
	g_assert_cmpstr(a->old_path, ==, b->old_path);
	g_assert_cmpstr(a->new_path, ==, b->new_path);
	g_assert_cmpuint(a->old_mode, ==, b->old_mode);
	g_assert_cmpuint(a->new_mode, ==, b->new_mode);
	g_assert_cmpstr(a->old_id, ==, b->old_id);
	g_assert_cmpstr(a->new_id, ==, b->new_id);
	g_assert_true(a->binary == b->binary);
	g_assert_true(a->plain == b->plain);
	same_binary(a->forward, b->forward);
	same_binary(a->backward, b->backward);
	g_assert_cmpuint(a->hunks->len, ==, b->hunks->len);
	for (guint i = 0; i < a->hunks->len; i++)
		same_hunk(a->hunks->pdata[i], b->hunks->pdata[i]);
}

void fuzz_assert_same_diff(const struct diff *a, const struct diff *b)
{
	g_assert_cmpuint(a->files->len, ==, b->files->len);
	for (guint i = 0; i < a->files->len; i++)
		same_file(a->files->pdata[i], b->files->pdata[i]);
}
