// SPDX-License-Identifier: GPL-2.0-only
#include "engine/merge/patchmerge.h"

#include "engine/code/text.h"
#include "engine/merge/near.h"
#include "engine/merge/place.h"

static void append(GByteArray *out, const char *text, size_t size)
{
	g_byte_array_append(out, (const guint8 *)text, size);
}

static void append_image(GByteArray *out, const struct hunk *hunk, char skip)
{
	g_autoptr(GString) text = hunk_image(hunk, skip);

	append(out, text->str, text->len);
}

struct patch_merge *patch_merge_new(struct image *ours, const struct file_diff *file)
{
	struct patch_merge *merge = g_new0(struct patch_merge, 1);
	GByteArray *base = g_byte_array_new(), *theirs = g_byte_array_new();
	size_t done = 0;

	merge->lost = g_ptr_array_new();
	merge->spots = g_array_new(FALSE, FALSE, sizeof(struct near));
	for (guint i = 0; i < file->hunks->len; i++) {
		const struct hunk *hunk = file->hunks->pdata[i];
		struct place place = place_hunk(ours, hunk, '+', done);
		struct near spot = { place.line, place.line + hunk->old_lines, 0, 0 };

		g_free(place.note);
		if (place.fit != FIT_ONE && !place_near(ours, hunk, done, &spot)) {
			g_ptr_array_add(merge->lost, (gpointer)hunk);
			continue;
		}
		g_array_append_val(merge->spots, spot);
		text_join(base, ours->lines, done, spot.first);
		text_join(theirs, ours->lines, done, spot.first);
		append_image(base, hunk, '+');
		append_image(theirs, hunk, '-');
		done = spot.end;
	}
	text_join(base, ours->lines, done, ours->lines->len);
	text_join(theirs, ours->lines, done, ours->lines->len);
	merge->base = g_byte_array_free_to_bytes(base);
	merge->theirs = g_byte_array_free_to_bytes(theirs);
	return merge;
}

void patch_merge_free(struct patch_merge *merge)
{
	if (!merge)
		return;
	g_bytes_unref(merge->base);
	g_bytes_unref(merge->theirs);
	g_ptr_array_unref(merge->lost);
	g_array_unref(merge->spots);
	g_free(merge);
}
