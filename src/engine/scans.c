// SPDX-License-Identifier: GPL-2.0-only
#include "engine/scans.h"

/* bytes of texts above which all is forgotten; what is read of them takes ten times as much */
#define TEXTS_MAX (1 << 20)

/* @blob: that it was read from; null for what was made */
struct text {
	GBytes *bytes;
	struct object_id blob;
	GArray *lines;
	struct csource *source;
};

typedef GArray *differ(const GArray *old, const GArray *new);

struct difference {
	GBytes *old;
	GBytes *new;
	differ *diff;
	GArray *changes;
};

/* @texts, @differences: few, and searched from the front */
struct scans {
	GPtrArray *texts;
	GPtrArray *differences;
	gsize size;
};

static void text_free(gpointer data)
{
	struct text *text = data;

	g_clear_pointer(&text->lines, g_array_unref);
	csource_free(text->source);
	g_bytes_unref(text->bytes);
	g_free(text);
}

static void difference_free(gpointer data)
{
	struct difference *difference = data;

	g_array_unref(difference->changes);
	g_free(difference);
}

struct scans *scans_new(void)
{
	struct scans *scans = g_new0(struct scans, 1);

	scans->texts = g_ptr_array_new_with_free_func(text_free);
	scans->differences = g_ptr_array_new_with_free_func(difference_free);
	return scans;
}

void scans_free(struct scans *scans)
{
	if (!scans)
		return;
	g_ptr_array_unref(scans->differences);
	g_ptr_array_unref(scans->texts);
	g_free(scans);
}

struct scans *scans_given(struct scans *given, struct scans **own)
{
	*own = given ? NULL : scans_new();
	return given ? given : *own;
}

static struct text *text_of(struct scans *scans, GBytes *bytes)
{
	struct text *text;

	for (guint i = 0; i < scans->texts->len; i++) {
		text = scans->texts->pdata[i];
		if (text->bytes == bytes)
			return text;
	}
	text = g_new0(struct text, 1);
	text->bytes = g_bytes_ref(bytes);
	scans->size += g_bytes_get_size(bytes);
	g_ptr_array_add(scans->texts, text);
	return text;
}

GBytes *scans_blob(struct scans *scans, const struct object_id *id)
{
	for (guint i = 0; i < scans->texts->len; i++) {
		const struct text *text = scans->texts->pdata[i];

		if (object_id_equal(&text->blob, id))
			return g_bytes_ref(text->bytes);
	}
	return NULL;
}

void scans_keep_blob(struct scans *scans, const struct object_id *id, GBytes *bytes)
{
	text_of(scans, bytes)->blob = *id;
}

const GArray *scans_lines(struct scans *scans, GBytes *bytes)
{
	struct text *text = text_of(scans, bytes);

	if (!text->lines)
		text->lines = lines_of(bytes);
	return text->lines;
}

void scans_keep_lines(struct scans *scans, GBytes *bytes, GArray *lines)
{
	struct text *text = text_of(scans, bytes);

	if (!text->lines)
		text->lines = g_array_ref(lines);
}

const struct csource *scans_source(struct scans *scans, GBytes *bytes)
{
	struct text *text = text_of(scans, bytes);

	if (!text->source)
		text->source = csource_scan(bytes);
	return text->source;
}

static const struct difference *known_difference(const struct scans *scans, const GBytes *old,
						 const GBytes *new, differ *diff)
{
	for (guint i = 0; i < scans->differences->len; i++) {
		const struct difference *difference = scans->differences->pdata[i];

		if (difference->old == old && difference->new == new && difference->diff == diff)
			return difference;
	}
	return NULL;
}

/* takes @changes over */
static const GArray *keep_difference(struct scans *scans, GBytes *old, GBytes *new, differ *diff,
				     GArray *changes)
{
	struct difference *difference = g_new0(struct difference, 1);

	*difference = (struct difference){ old, new, diff, changes };
	g_ptr_array_add(scans->differences, difference);
	return changes;
}

static const GArray *changes_of(struct scans *scans, GBytes *old, GBytes *new, differ *diff)
{
	const struct difference *known = known_difference(scans, old, new, diff);

	if (known)
		return known->changes;
	return keep_difference(scans, old, new, diff,
			       diff(scans_lines(scans, old), scans_lines(scans, new)));
}

const GArray *scans_changes(struct scans *scans, GBytes *old, GBytes *new)
{
	return changes_of(scans, old, new, line_diff);
}

const GArray *scans_merge_changes(struct scans *scans, GBytes *old, GBytes *new)
{
	return changes_of(scans, old, new, line_diff_merge);
}

void scans_keep_merge_changes(struct scans *scans, GBytes *old, GBytes *new, GArray *changes)
{
	if (!known_difference(scans, old, new, line_diff_merge))
		keep_difference(scans, old, new, line_diff_merge, g_array_ref(changes));
}

void scans_trim(struct scans *scans)
{
	if (scans->size <= TEXTS_MAX)
		return;
	g_ptr_array_set_size(scans->differences, 0);
	g_ptr_array_set_size(scans->texts, 0);
	scans->size = 0;
}
