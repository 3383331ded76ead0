// SPDX-License-Identifier: GPL-2.0-only
/* Diffs: the parser, the scanner, and what is written of them; patch files as quilt has them. */
#include <string.h>

#include "format/diffscan.h"
#include "format/diffstat.h"
#include "format/message.h"
#include "format/patchid.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void scan(const char *at, gsize size)
{
	g_autoptr(diff_scan) scan = diff_scan_new();
	g_autoptr(patch_id) id = patch_id_new();
	g_autoptr(GPtrArray) files = NULL;
	const char *end = at + size;

	while (at < end) {
		const char *newline = memchr(at, '\n', end - at);
		const char *next = newline ? newline + 1 : end;

		diff_scan_line(scan, at, next - at);
		patch_id_line(id, at, next - at);
		at = next;
	}
	files = diff_scan_end(scan, NULL);
	g_free(patch_id_end(id));
}

/* what was parsed and written is parsed and written the same */
static void round_trip(GBytes *bytes)
{
	g_autoptr(diff) first = diff_parse(bytes, NULL), second = NULL;
	g_autoptr(GString) once = g_string_new(NULL), twice = g_string_new(NULL);
	g_autoptr(GBytes) written = NULL;

	if (!first)
		return;
	diffstat_write(first, once);
	g_string_truncate(once, 0);
	diff_write(first, once);
	written = g_bytes_new(once->str, once->len);
	second = diff_parse(written, NULL);
	if (!second)
		return;
	diff_write(second, twice);
	g_assert_cmpuint(first->files->len, ==, second->files->len);
	g_assert_true(g_string_equal(once, twice));
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autoptr(GBytes) bytes = g_bytes_new(data, size);
	g_autoptr(patch) patch = NULL;

	scan((const char *)data, size);
	if (!size)
		return 0;
	round_trip(bytes);
	patch = patch_parse(bytes, "0001-fuzz.patch", NULL);
	return 0;
}
