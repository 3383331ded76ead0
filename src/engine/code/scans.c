// SPDX-License-Identifier: GPL-2.0-only
#include "engine/code/scans.h"

/*
 * Bytes that are kept, with what was read of the texts: the tokens of one take six times its own.
 * More would be slower: new texts come to stand where others were, in the processor's cache.
 */
#define KEPT_MAX (1 << 20)

/* what a text counts besides: so there are never more than are soon searched through */
#define TEXT_COST 4096

typedef GArray *differ(const GArray *old, const GArray *new);

struct difference {
	const GBytes *new;
	differ *diff;
	GArray *changes;
};

/*
 * @blob: that it was read from or written to; null for what was made and is in no tree yet
 * @differences: struct difference, from this text to others that are kept
 * @size: bytes of this; changes are fewer than lines, and are not counted
 */
struct text {
	GBytes *bytes;
	struct object_id blob;
	GArray *lines;
	struct csource *source;
	GPtrArray *differences;
	gsize size;
};

/*
 * @texts: struct text, the one that was asked for last in front: most questions are of a few
 * @size: theirs together
 */
struct scans {
	GQueue texts;
	gsize size;
};

static void difference_free(gpointer data)
{
	struct difference *difference = data;

	g_array_unref(difference->changes);
	g_free(difference);
}

static void text_free(gpointer data)
{
	struct text *text = data;

	g_ptr_array_unref(text->differences);
	g_clear_pointer(&text->lines, g_array_unref);
	csource_free(text->source);
	g_bytes_unref(text->bytes);
	g_free(text);
}

struct scans *scans_new(void)
{
	struct scans *scans = g_new0(struct scans, 1);

	g_queue_init(&scans->texts);
	return scans;
}

void scans_free(struct scans *scans)
{
	if (!scans)
		return;
	g_queue_clear_full(&scans->texts, text_free);
	g_free(scans);
}

struct scans *scans_given(struct scans *given, struct scans **own)
{
	*own = given ? NULL : scans_new();
	return given ? given : *own;
}

static struct text *in_front(struct scans *scans, GList *link)
{
	if (link != scans->texts.head) {
		g_queue_unlink(&scans->texts, link);
		g_queue_push_head_link(&scans->texts, link);
	}
	return link->data;
}

static struct text *known_text(struct scans *scans, const GBytes *bytes)
{
	for (GList *link = scans->texts.head; link; link = link->next)
		if (((const struct text *)link->data)->bytes == bytes)
			return in_front(scans, link);
	return NULL;
}

static void grow(struct scans *scans, struct text *text, gsize by)
{
	text->size += by;
	scans->size += by;
}

static struct text *text_of(struct scans *scans, GBytes *bytes)
{
	struct text *text = known_text(scans, bytes);

	if (text)
		return text;
	text = g_new0(struct text, 1);
	text->bytes = g_bytes_ref(bytes);
	text->differences = g_ptr_array_new_with_free_func(difference_free);
	grow(scans, text, TEXT_COST + g_bytes_get_size(bytes));
	g_queue_push_head(&scans->texts, text);
	return text;
}

static struct text *text_of_blob(struct scans *scans, const struct object_id *id)
{
	for (GList *link = scans->texts.head; link; link = link->next)
		if (object_id_equal(&((const struct text *)link->data)->blob, id))
			return in_front(scans, link);
	return NULL;
}

GBytes *scans_blob(struct scans *scans, const struct object_id *id)
{
	const struct text *text = text_of_blob(scans, id);

	return text ? g_bytes_ref(text->bytes) : NULL;
}

void scans_keep_blob(struct scans *scans, const struct object_id *id, GBytes *bytes)
{
	if (!text_of_blob(scans, id))
		text_of(scans, bytes)->blob = *id;
}

/* takes @lines over */
static void put_lines(struct scans *scans, struct text *text, GArray *lines)
{
	text->lines = lines;
	grow(scans, text, lines->len * sizeof(struct line));
}

const GArray *scans_lines(struct scans *scans, GBytes *bytes)
{
	struct text *text = text_of(scans, bytes);

	if (!text->lines)
		put_lines(scans, text, lines_of(bytes));
	return text->lines;
}

void scans_keep_lines(struct scans *scans, GBytes *bytes, GArray *lines)
{
	struct text *text = text_of(scans, bytes);

	if (!text->lines)
		put_lines(scans, text, g_array_ref(lines));
}

const struct csource *scans_source(struct scans *scans, GBytes *bytes)
{
	struct text *text = text_of(scans, bytes);

	if (!text->source) {
		text->source = csource_scan(bytes);
		grow(scans, text, text->source->tokens->len * sizeof(struct ctoken) +
				  text->source->regions->len * sizeof(struct cregion));
	}
	return text->source;
}

static const GArray *known_changes(const struct text *text, const GBytes *new, differ *diff)
{
	for (guint i = 0; i < text->differences->len; i++) {
		const struct difference *difference = text->differences->pdata[i];

		if (difference->new == new && difference->diff == diff)
			return difference->changes;
	}
	return NULL;
}

/* takes @changes over */
static const GArray *keep_changes(struct scans *scans, GBytes *old, GBytes *new, differ *diff,
				  GArray *changes)
{
	struct difference *difference = g_new0(struct difference, 1);

	*difference = (struct difference){ text_of(scans, new)->bytes, diff, changes };
	g_ptr_array_add(text_of(scans, old)->differences, difference);
	return changes;
}

static const GArray *changes_of(struct scans *scans, GBytes *old, GBytes *new, differ *diff)
{
	const GArray *known = known_changes(text_of(scans, old), new, diff);

	return known ? known :
		       keep_changes(scans, old, new, diff,
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
	if (!known_changes(text_of(scans, old), new, line_diff_merge))
		keep_changes(scans, old, new, line_diff_merge, g_array_ref(changes));
}

GArray *scans_known_lines(struct scans *scans, GBytes *bytes)
{
	const struct text *text = known_text(scans, bytes);

	return text && text->lines ? g_array_ref(text->lines) : NULL;
}

GArray *scans_known_merge_changes(struct scans *scans, GBytes *old, GBytes *new)
{
	const struct text *text = known_text(scans, old);
	const GArray *known = text ? known_changes(text, new, line_diff_merge) : NULL;

	return known ? g_array_ref((GArray *)known) : NULL;
}

/* no text is kept that has this address from now on */
static void forget_differences(const struct scans *scans, const GBytes *new)
{
	for (const GList *link = scans->texts.head; link; link = link->next) {
		GPtrArray *differences = ((const struct text *)link->data)->differences;

		for (guint i = differences->len; i-- > 0;)
			if (((const struct difference *)differences->pdata[i])->new == new)
				g_ptr_array_remove_index_fast(differences, i);
	}
}

void scans_trim(struct scans *scans)
{
	while (scans->size > KEPT_MAX) {
		struct text *text = g_queue_pop_tail(&scans->texts);

		forget_differences(scans, text->bytes);
		scans->size -= text->size;
		text_free(text);
	}
}
