// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files of resolutions: read, written, and read again; and a conflict and its
 * resolution made of the input, through the same.
 */
#include <string.h>

#include "engine/ladder/recorded.h"
#include "fuzz.h"

static void round_trip(const struct records *records)
{
	g_autofree char *written = records_text(records), *rewritten = NULL;
	g_autoptr(GBytes) bytes = g_bytes_new_static(written, strlen(written));
	g_autoptr(records) again = records_new();
	g_autoptr(GError) error = NULL;

	records_parse(again, bytes, "again", &error);
	g_assert_no_error(error);
	g_assert_cmpuint(records_count(again), ==, records_count(records));
	rewritten = records_text(again);
	g_assert_cmpstr(rewritten, ==, written);
}

static void learn_from(GBytes *input)
{
	gsize size = g_bytes_get_size(input), part = size / 4;
	g_autoptr(GBytes) base = g_bytes_new_from_bytes(input, 0, part);
	g_autoptr(GBytes) ours = g_bytes_new_from_bytes(input, part, part);
	g_autoptr(GBytes) theirs = g_bytes_new_from_bytes(input, 2 * part, part);
	g_autoptr(GBytes) edited = g_bytes_new_from_bytes(input, 3 * part, part);
	g_autoptr(threeway) merge = threeway_new(base, ours, theirs, NULL);
	g_autoptr(GBytes) marked = threeway_marked(merge, "a", "b", "c");
	const struct record_about about = { "a.c", "x", "y", "z" };
	g_autoptr(records) records = records_new();

	records_learn(records, &about, merge, marked, edited, NULL);
	for (guint i = 0; i < merge->regions->len; i++) {
		g_autoptr(GBytes) found = records_find(
			records, "a.c", merge, &g_array_index(merge->regions, struct region, i),
			NULL);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GBytes) bytes = g_bytes_new(data, size);
	g_autoptr(records) records = records_new();
	g_autoptr(GError) error = NULL;

	if (records_parse(records, bytes, "file", &error)) {
		g_assert_no_error(error);
		round_trip(records);
	} else {
		g_assert_nonnull(error);
		g_assert_cmpuint(records_count(records), ==, 0);
	}
	learn_from(bytes);
	return 0;
}
