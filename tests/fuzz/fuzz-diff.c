// SPDX-License-Identifier: GPL-2.0-only
/*
 * Diffs: what was parsed, written and parsed again is the same; a patch that
 * was applied and then reversed gives the input back.
 */
#include <string.h>

#include "base/error.h"
#include "format/diffscan.h"
#include "format/diffstat.h"
#include "format/patch.h"
#include "format/patchid.h"
#include "fuzz.h"
#include "properties.h"

/* bytes of a diff that trees are made for */
#define APPLY_MAX 20000

static void same_summary(const struct diff *diff, const GPtrArray *scanned)
{
	g_assert_cmpuint(diff->files->len, ==, scanned->len);
	for (guint i = 0; i < scanned->len; i++) {
		const struct file_diff *file = diff->files->pdata[i];
		const struct scanned_file *seen = scanned->pdata[i];

		g_assert_cmpint(file->change, ==, seen->head->change);
		g_assert_cmpstr(file->old_path, ==, seen->head->old_path);
		g_assert_cmpstr(file->new_path, ==, seen->head->new_path);
		g_assert_cmpuint(file->old_mode, ==, seen->head->old_mode);
		g_assert_cmpuint(file->new_mode, ==, seen->head->new_mode);
		g_assert_true(file->binary == seen->head->binary);
		g_assert_cmpuint(file->hunks->len, ==, seen->hunks);
	}
}

/* what the parser takes, the scanner takes, and sees the same in it */
static void scan_too(const struct diff *diff, const char *at, size_t size)
{
	g_autoptr(diff_scan) scan = diff_scan_new();
	g_autoptr(patch_id) id = patch_id_new();
	g_autoptr(GPtrArray) scanned = NULL;
	g_autoptr(GError) error = NULL;
	const char *end = at + size;

	while (at < end) {
		const char *newline = memchr(at, '\n', end - at);
		const char *next = newline ? newline + 1 : end;

		diff_scan_line(scan, at, next - at);
		patch_id_line(id, at, next - at);
		at = next;
	}
	scanned = diff_scan_end(scan, &error);
	g_free(patch_id_end(id));
	if (!diff)
		return;
	g_assert_no_error(error);
	same_summary(diff, scanned);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct tree *empty;
	g_autoptr(GBytes) bytes = g_bytes_new(data, size);
	g_autoptr(GError) error = NULL;
	g_autoptr(diff) diff = diff_parse(bytes, &error);
	g_autoptr(GString) stat = g_string_new(NULL);

	fuzz_assert_outcome(diff, error);
	scan_too(diff, size ? (const char *)data : "", size);
	if (!diff)
		return 0;
	property_diff_again(diff);
	diffstat_write(diff, stat);
	/* a folder in which no file can be */
	if (!empty)
		empty = tree_open_folder("/proc/self/task", NULL);
	if (size <= APPLY_MAX)
		property_reverse(empty, diff);
	return 0;
}
