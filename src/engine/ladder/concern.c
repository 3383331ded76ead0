// SPDX-License-Identifier: GPL-2.0-only
#include "engine/ladder/concern.h"

#include "engine/code/text.h"

/* lines around upstream's change whose names matter to it */
#define NEAR_LINES 6

static void append_near(GByteArray *out, const GArray *lines, size_t at, size_t end)
{
	text_join(out, lines, at > NEAR_LINES ? at - NEAR_LINES : 0,
		  MIN(end + NEAR_LINES, lines->len));
}

GBytes *concern_text(const struct resolve_input *input, struct scans *scans,
		     const struct resolution *plain)
{
	const GArray *base = scans_lines(scans, input->base);
	const GArray *theirs = scans_lines(scans, input->theirs);
	const GArray *changes = scans_merge_changes(scans, input->base, input->theirs);
	GByteArray *out = g_byte_array_new();

	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		append_near(out, base, change->old_at, change->old_at + change->old_count);
		text_join(out, theirs, change->new_at, change->new_at + change->new_count);
	}
	for (guint i = 0; i < plain->regions->len; i++) {
		const struct resolved *resolved = plain->regions->pdata[i];
		gsize size;
		const void *data = g_bytes_get_data(resolved->base, &size);

		if (size)
			g_byte_array_append(out, data, size);
	}
	return g_byte_array_free_to_bytes(out);
}

GBytes *concern_added(const struct resolve_input *input, struct scans *scans)
{
	const GArray *theirs = scans_lines(scans, input->theirs);
	const GArray *changes = scans_merge_changes(scans, input->base, input->theirs);
	GByteArray *out = g_byte_array_new();

	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		text_join(out, theirs, change->new_at, change->new_at + change->new_count);
	}
	return g_byte_array_free_to_bytes(out);
}

struct lacking {
	const struct wording *wording;
	bool some;
};

static void look_up(void *data, const struct line *word)
{
	struct lacking *lacking = data;
	g_autofree char *name = NULL;

	if (lacking->some || word->size < 3)
		return;
	name = g_strndup(word->text, word->size);
	lacking->some = !lacking->wording->has(lacking->wording->data, name);
}

bool concern_unknown(const struct resolve_input *input, GBytes *text)
{
	struct lacking lacking = { .wording = input->wording };

	if (!input->wording || !input->wording->has)
		return false;
	text_each_word(text, look_up, &lacking);
	return lacking.some;
}
