// SPDX-License-Identifier: GPL-2.0-only
#include "properties.h"

#include "engine/ladder/ladder.h"
#include "format/message.h"
#include "fuzz.h"

/* lines put before a hunk */
#define LINES_MAX 500

void property_diff_again(const struct diff *diff)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GString) twice = g_string_new(NULL);
	g_autoptr(GBytes) bytes = NULL;
	g_autoptr(diff) again = NULL;
	g_autoptr(GError) error = NULL;

	diff_write(diff, text);
	bytes = g_bytes_new(text->str, text->len);
	again = diff_parse(bytes, &error);
	g_assert_no_error(error);
	fuzz_assert_same_diff(diff, again);
	diff_write(again, twice);
	g_assert_cmpmem(text->str, text->len, twice->str, twice->len);
}

static void same_patch(const struct patch *a, const struct patch *b)
{
	g_assert_cmpstr(a->author_name, ==, b->author_name);
	g_assert_cmpstr(a->author_email, ==, b->author_email);
	g_assert_cmpint(a->when, ==, b->when);
	g_assert_cmpstr(a->subject->title, ==, b->subject->title);
	g_assert_cmpuint(a->subject->version, ==, b->subject->version);
	g_assert_cmpuint(a->subject->number, ==, b->subject->number);
	g_assert_cmpuint(a->subject->total, ==, b->subject->total);
	g_assert_cmpstr(a->body, ==, b->body);
	fuzz_assert_same_diff(a->diff, b->diff);
}

void property_patch_again(const struct patch *patch)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GBytes) bytes = NULL;
	g_autoptr(GError) error = NULL;
	g_autoptr(patch) again = NULL;

	patch_write(patch, text);
	bytes = g_bytes_new(text->str, text->len);
	again = patch_parse(bytes, "name", &error);
	g_assert_no_error(error);
	same_patch(patch, again);
}

/* line numbers of the post-image as they must be; false when hunks do not follow each other */
static bool renumber(struct file_diff *file)
{
	unsigned long end = 1, grown = 0;

	for (guint i = 0; i < file->hunks->len; i++) {
		struct hunk *hunk = file->hunks->pdata[i];
		unsigned long start = hunk->old_start + !hunk->old_lines;

		if (start < end || start > end + LINES_MAX)
			return false;
		end = start + hunk->old_lines;
		hunk->new_start = start + grown - !hunk->new_lines;
		grown += hunk->new_lines - hunk->old_lines;
	}
	return true;
}

/* a file that the hunks fit, each in a function of the name it wants */
static GBytes *pre_image(const struct file_diff *file)
{
	GString *text = g_string_new(NULL);
	unsigned long line = 1;

	for (guint i = 0; i < file->hunks->len; i++) {
		const struct hunk *hunk = file->hunks->pdata[i];
		unsigned long start = hunk->old_start + !hunk->old_lines;
		g_autoptr(GString) image = hunk_image(hunk, '+');

		for (; line + 1 < start; line++)
			g_string_append_printf(text, "\tline %lu\n", line);
		if (line < start)
			g_string_append_printf(text, "%s\n", hunk->section);
		g_string_append_len(text, image->str, image->len);
		line = start + hunk->old_lines;
	}
	return g_string_free_to_bytes(text);
}

static bool add_files(struct tree *tree, const struct diff *diff)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < diff->files->len; i++) {
		struct file_diff *file = diff->files->pdata[i];
		g_autoptr(GBytes) bytes = NULL;

		if (!renumber(file))
			return false;
		if (!g_hash_table_add(seen, (char *)file_diff_path(file)) ||
		    (file->old_path && file->change == FILE_RENAMED &&
		     !g_hash_table_add(seen, file->old_path)))
			return false;
		if (!file->old_path)
			continue;
		bytes = pre_image(file);
		tree_put(tree, file->old_path, bytes,
			 file->old_mode & 0100 ? TREE_EXECUTABLE : TREE_FILE);
	}
	return true;
}

/* every hunk at its line */
static bool apply(const struct tree *tree, struct diff *diff, struct tree *after)
{
	struct patch patch = { .diff = diff };
	struct climb climb = { .tree = tree, .patch = &patch };
	bool done;

	climb.after = after;
	climb.landings = g_ptr_array_new_with_free_func((GDestroyNotify)landing_free);
	done = rung_exact(&climb, NULL);
	g_assert_true(done == !climb.reason);
	for (guint i = 0; done && i < climb.landings->len; i++) {
		const struct landing *landing = climb.landings->pdata[i];

		done = landing->placement == PLACED_EXACT;
	}
	climb.after = NULL;
	climb_clear(&climb);
	return done;
}

static void same_content(const struct tree *a, const struct tree *b, const char *path)
{
	g_autoptr(GBytes) in_a = tree_read(a, path, NULL);
	g_autoptr(GBytes) in_b = tree_read(b, path, NULL);

	g_assert_true(!in_a == !in_b);
	if (in_a)
		g_assert_true(g_bytes_equal(in_a, in_b));
}

static void same_tree(const struct tree *a, const struct tree *b)
{
	g_autoptr(GPtrArray) paths = tree_changed_all(b);

	for (guint i = 0; i < paths->len; i++)
		same_content(a, b, paths->pdata[i]);
}

bool property_reverse(const struct tree *empty, struct diff *diff)
{
	g_autoptr(tree) before = tree_overlay(empty);
	g_autoptr(tree) after = NULL, back = NULL;
	g_autoptr(diff) reverse = NULL;

	if (!add_files(before, diff))
		return false;
	after = tree_overlay(before);
	if (!apply(before, diff, after))
		return false;
	reverse = diff_reverse(diff);
	back = tree_overlay(after);
	if (!apply(after, reverse, back))
		return false;
	same_tree(before, back);
	return true;
}
