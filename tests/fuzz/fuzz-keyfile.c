// SPDX-License-Identifier: GPL-2.0-only
/*
 * The files of a workspace.  The first byte says which: series.ini, review.ini,
 * a tree file, backstitch.conf, verdict.json.  What was read, written and read
 * again is the same.
 */
#include <string.h>

#include "base/file.h"
#include "base/tmpdir.h"
#include "format/series.h"
#include "fuzz.h"
#include "job/workspace.h"
#include "report/report.h"
#include "tree/conf.h"

static const char PATCH[] = "From: A B <a@b.org>\n"
			    "Subject: [PATCH] area: change a line\n"
			    "\n"
			    "Why.\n"
			    "---\n"
			    "diff --git a/file b/file\n"
			    "--- a/file\n"
			    "+++ b/file\n"
			    "@@ -1 +1 @@\n"
			    "-old\n"
			    "+new\n";

static void put(const char *folder, const char *name, const void *data, size_t size)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);

	g_assert_true(g_file_set_contents_full(path, data, size, G_FILE_SET_CONTENTS_NONE, 0666,
					       NULL));
}

static void same_list(const GPtrArray *a, const GPtrArray *b)
{
	g_assert_cmpuint(a->len, ==, b->len);
	for (guint i = 0; i < a->len; i++)
		g_assert_cmpstr(a->pdata[i], ==, b->pdata[i]);
}

static void same_comment(const struct comment *a, const struct comment *b)
{
	g_assert_cmpstr(a->author, ==, b->author);
	g_assert_cmpstr(a->message_id, ==, b->message_id);
	g_assert_cmpuint(a->patch, ==, b->patch);
	g_assert_cmpstr(a->file, ==, b->file);
	if (a->file)
		g_assert_cmpuint(a->line, ==, b->line);
	g_assert_cmpstr(a->quote, ==, b->quote);
	g_assert_cmpstr(a->word, ==, b->word);
	g_assert_cmpstr(a->text, ==, b->text);
	g_assert_cmpstr(a->state, ==, b->state);
}

static void same_patch(const struct patch *a, const struct patch *b)
{
	g_assert_true(!a == !b);
	if (!a)
		return;
	g_assert_cmpstr(a->message_id, ==, b->message_id);
	g_assert_cmpstr(a->in_reply_to, ==, b->in_reply_to);
	g_assert_cmpstr(a->upstream, ==, b->upstream);
	same_list(a->references, b->references);
	fuzz_assert_same_diff(a->diff, b->diff);
}

static void same_series(const struct series *a, const struct series *b)
{
	g_assert_cmpstr(a->change_id, ==, b->change_id);
	g_assert_cmpuint(a->version, ==, b->version);
	g_assert_cmpuint(a->total, ==, b->total);
	g_assert_cmpstr(a->rule, ==, b->rule);
	same_list(a->sources, b->sources);
	same_list(a->cc, b->cc);
	same_patch(a->cover, b->cover);
	g_assert_cmpuint(a->patches->len, ==, b->patches->len);
	for (guint i = 0; i < a->patches->len; i++)
		same_patch(a->patches->pdata[i], b->patches->pdata[i]);
	g_assert_cmpuint(a->comments->len, ==, b->comments->len);
	for (guint i = 0; i < a->comments->len; i++)
		same_comment(a->comments->pdata[i], b->comments->pdata[i]);
}

static void read_series(const char *root, const char *name, const uint8_t *data, size_t size)
{
	g_autofree char *folder = g_build_filename(root, "in", NULL);
	g_autofree char *copy = g_build_filename(root, "out", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(series) series = NULL, again = NULL;

	g_assert_true(folder_make(folder, NULL));
	put(folder, "series", "0001-area-change-a-line.patch\n", 30);
	put(folder, "0001-area-change-a-line.patch", PATCH, strlen(PATCH));
	put(folder, "0000-cover-letter.patch", PATCH, strlen(PATCH));
	put(folder, "series.ini", "[series]\n", 9);
	put(folder, name, data, size);
	series = series_load(folder, &error);
	fuzz_assert_outcome(series, error);
	if (series) {
		g_assert_true(series_save(series, copy, root, &error));
		again = series_load(copy, &error);
		g_assert_no_error(error);
		same_series(series, again);
	}
	remove_recursively(folder);
	remove_recursively(copy);
}

static void same_conf(const struct tree_conf *a, const struct tree_conf *b)
{
	g_assert_cmpstr(a->name, ==, b->name);
	g_assert_cmpstr(a->status, ==, b->status);
	g_assert_cmpstr(a->git, ==, b->git);
	g_assert_cmpstr(a->ref, ==, b->ref);
	g_assert_cmpstr(a->source, ==, b->source);
	g_assert_cmpstr(a->arch, ==, b->arch);
	g_assert_cmpstr(a->config, ==, b->config);
	same_list(a->options, b->options);
	same_list(a->include, b->include);
	same_list(a->required, b->required);
}

static void read_tree_file(const char *root, const uint8_t *data, size_t size)
{
	g_autofree char *path = g_build_filename(root, "a.ini", NULL);
	g_autofree char *copy = g_build_filename(root, "b.ini", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(tree_conf) conf = NULL, again = NULL;

	put(root, "a.ini", data, size);
	conf = tree_conf_load(path, &error);
	fuzz_assert_outcome(conf, error);
	if (!conf)
		return;
	g_assert_true(tree_conf_save(conf, copy, &error));
	again = tree_conf_load(copy, &error);
	g_assert_no_error(error);
	same_conf(conf, again);
}

static void read_workspace(const char *root, const uint8_t *data, size_t size)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(workspace) workspace = NULL;

	put(root, "backstitch.conf", data, size);
	workspace = workspace_open(root, &error);
	fuzz_assert_outcome(workspace, error);
}

static void read_verdict(const uint8_t *data, size_t size)
{
	g_autofree char *text = fuzz_string(data, size);
	g_autofree char *written = NULL, *twice = NULL;
	g_autoptr(GError) error = NULL;
	g_autoptr(tree_result) result = verdict_parse(text, &error);
	g_autoptr(tree_result) again = NULL;

	fuzz_assert_outcome(result, error);
	if (!result)
		return;
	written = verdict_json(result);
	again = verdict_parse(written, &error);
	g_assert_no_error(error);
	twice = verdict_json(again);
	g_assert_cmpstr(written, ==, twice);
}

static const char *scratch(void)
{
	static struct tmpdir *dir;

	if (!dir) {
		g_setenv("TMPDIR", "/dev/shm", FALSE);
		/* no user name asked of git: that is a process each time */
		g_setenv("PATH", "/nonexistent", TRUE);
		dir = tmpdir_new(NULL);
	}
	return tmpdir_path(dir);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!size)
		return 0;
	switch (data[0]) {
	case 's':
		read_series(scratch(), "series.ini", data + 1, size - 1);
		break;
	case 'r':
		read_series(scratch(), "review.ini", data + 1, size - 1);
		break;
	case 't':
		read_tree_file(scratch(), data + 1, size - 1);
		break;
	case 'c':
		read_workspace(scratch(), data + 1, size - 1);
		break;
	case 'v':
		read_verdict(data + 1, size - 1);
		break;
	}
	return 0;
}
