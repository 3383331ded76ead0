// SPDX-License-Identifier: GPL-2.0-only
#include "format/reroll.h"

#include <string.h>

#include "base/strings.h"
#include "format/trailer.h"

static const struct patch *first_mail(const struct series *series)
{
	if (series->cover)
		return series->cover;
	for (guint i = 0; i < series->patches->len; i++) {
		if (series->patches->pdata[i])
			return series->patches->pdata[i];
	}
	return NULL;
}

bool reroll_same_author(const struct series *a, const struct series *b)
{
	const struct patch *first = first_mail(a), *second = first_mail(b);

	return first && second &&
	       (!g_ascii_strcasecmp(first->author_email, second->author_email) ||
		same_person(first->author_name, second->author_name));
}

static const struct patch *by_title(const struct series *series, const char *title)
{
	for (guint i = 0; i < series->patches->len; i++) {
		const struct patch *patch = series->patches->pdata[i];

		if (patch && !strcmp(patch->subject->title, title))
			return patch;
	}
	return NULL;
}

unsigned int reroll_common(const struct series *a, const struct series *b)
{
	g_autoptr(GHashTable) titles = g_hash_table_new(g_str_hash, g_str_equal);
	unsigned int common = 0;

	for (guint i = 0; i < a->patches->len; i++) {
		const struct patch *patch = a->patches->pdata[i];

		if (patch)
			g_hash_table_add(titles, patch->subject->title);
	}
	for (guint i = 0; i < b->patches->len; i++) {
		const struct patch *patch = b->patches->pdata[i];

		common += patch && g_hash_table_contains(titles, patch->subject->title);
	}
	return common;
}

static bool answers(const struct patch *patch, const struct patch *to)
{
	if (!to || !to->message_id)
		return false;
	return !g_strcmp0(patch->in_reply_to, to->message_id) ||
	       g_ptr_array_find_with_equal_func(patch->references, to->message_id, g_str_equal,
						NULL);
}

bool reroll_is_partial(const struct series *newer, const struct series *older)
{
	unsigned int there = 0;

	if (newer->total != older->total || newer->version <= older->version)
		return false;
	for (guint i = 0; i < newer->patches->len; i++) {
		const struct patch *patch = newer->patches->pdata[i];

		if (!patch)
			continue;
		there++;
		if (!answers(patch, older->patches->pdata[i]) &&
		    (newer->cover || !answers(patch, older->cover)))
			return false;
	}
	return there && there < newer->total;
}

/* the same lines change in the same files, wherever they stand now */
static bool same_hunk(const struct hunk *a, const struct hunk *b)
{
	if (a->lines->len != b->lines->len)
		return false;
	for (guint i = 0; i < a->lines->len; i++) {
		const struct diff_line *one = &g_array_index(a->lines, struct diff_line, i);
		const struct diff_line *two = &g_array_index(b->lines, struct diff_line, i);

		if (one->kind != two->kind || one->size != two->size ||
		    memcmp(one->text, two->text, one->size))
			return false;
	}
	return true;
}

static bool same_change(const struct patch *a, const struct patch *b)
{
	if (!a->diff->files->len || a->diff->files->len != b->diff->files->len)
		return false;
	for (guint i = 0; i < a->diff->files->len; i++) {
		const struct file_diff *one = a->diff->files->pdata[i];
		const struct file_diff *two = b->diff->files->pdata[i];

		if (strcmp(file_diff_path(one), file_diff_path(two)) ||
		    one->hunks->len != two->hunks->len || !one->hunks->len)
			return false;
		for (guint k = 0; k < one->hunks->len; k++) {
			if (!same_hunk(one->hunks->pdata[k], two->hunks->pdata[k]))
				return false;
		}
	}
	return true;
}

/* what reviewers said of the very same change holds for it */
static void keep_tags(struct thread *newer, struct patch *patch, const struct patch *old,
		      unsigned int version)
{
	static const char *const names[] = { "Reviewed-by", "Acked-by", "Tested-by" };
	g_autoptr(GPtrArray) trailers = trailers_parse(old->body);

	for (guint i = 0; i < trailers->len; i++) {
		const struct trailer *trailer = trailers->pdata[i];
		bool tag = false;

		for (size_t k = 0; k < G_N_ELEMENTS(names); k++)
			tag |= trailer_is(trailer, names[k]);
		if (tag && !trailer_present(patch->body, trailer)) {
			g_autofree char *body = patch->body;

			patch->body = trailer_add(body, trailer);
			thread_note(newer, "'%s' is as in v%u, so '%s: %s' stays",
				    patch->subject->title, version, trailer->name, trailer->value);
		}
	}
}

static void keep_all_tags(struct thread *newer, const struct series *older)
{
	const struct series *series = newer->series;

	for (guint i = 0; i < series->patches->len; i++) {
		struct patch *patch = series->patches->pdata[i];
		const struct patch *old = patch ? by_title(older, patch->subject->title) : NULL;

		if (old && same_change(patch, old))
			keep_tags(newer, patch, old, older->version);
	}
}

/* "1/7, 4/7" */
static void list_slot(GString *text, guint slot, unsigned int total)
{
	g_string_append_printf(text, "%s%u/%u", text->len ? ", " : "", slot + 1, total);
}

/* take the patches of @older into the empty slots of @newer; says which */
static void fill(struct thread *newer, struct thread *older)
{
	GPtrArray *to = newer->series->patches, *from = older->series->patches;
	g_autoptr(GString) own = g_string_new(NULL), kept = g_string_new(NULL);

	for (guint i = 0; i < to->len; i++) {
		if (to->pdata[i]) {
			list_slot(own, i, to->len);
		} else if (from->pdata[i]) {
			list_slot(kept, i, to->len);
			to->pdata[i] = g_steal_pointer(&from->pdata[i]);
			newer->added += !older->known;
		}
	}
	if (!newer->series->cover)
		newer->series->cover = g_steal_pointer(&older->series->cover);
	thread_note(newer, "v%u is %s alone; %s stay%s from v%u", newer->series->version, own->str,
		    kept->str, strchr(kept->str, ',') ? "" : "s", older->series->version);
}

static bool said_before(const struct series *series, const struct comment *comment)
{
	for (guint i = 0; i < series->comments->len; i++) {
		const struct comment *old = series->comments->pdata[i];

		if (old->version == comment->version && old->patch == comment->patch &&
		    old->line == comment->line && !g_strcmp0(old->author, comment->author) &&
		    !strcmp(old->text, comment->text))
			return true;
	}
	return false;
}

/* does the patch that the comment is about stand in @series as it was commented on? */
static bool is_current(const struct series *series, const struct comment *comment)
{
	const struct patch *patch = !comment->patch ? series->cover :
				    comment->patch <= series->patches->len ?
						      series->patches->pdata[comment->patch - 1] :
						      NULL;

	return patch && patch->subject->version == comment->version;
}

static void keep_comments(struct thread *newer, struct thread *older)
{
	struct series *to = newer->series, *from = older->series;
	unsigned int outdated = 0;

	for (guint i = 0; i < from->comments->len; i++) {
		struct comment *comment = from->comments->pdata[i];

		if (said_before(to, comment))
			continue;
		if (!is_current(to, comment) && !strcmp(comment->state, "open")) {
			g_free(comment->state);
			comment->state = g_strdup("outdated");
			outdated++;
		}
		g_ptr_array_add(to->comments, g_steal_pointer(&from->comments->pdata[i]));
	}
	newer->comments += older->comments;
	if (outdated)
		thread_note(newer, "%u comment%s on v%u kept as outdated", outdated,
			    outdated == 1 ? "" : "s", from->version);
}

static void take_missing(char **to, char **from)
{
	if (*to || !*from)
		return;
	*to = *from;
	*from = NULL;
}

void reroll_settle(struct thread *newer, struct thread *older)
{
	struct series *to = newer->series, *from = older->series;
	bool partial = reroll_is_partial(to, from);

	if (newer->touched)
		thread_note(newer, partial ? "v%u replaces v%u in part" : "v%u replaces v%u",
			    to->version, from->version);
	else if (!partial)
		thread_note(newer, "v%u was left out: v%u is there", from->version, to->version);
	if (partial)
		fill(newer, older);
	keep_all_tags(newer, from);
	keep_comments(newer, older);
	for (guint i = 0; i < from->sources->len; i++) {
		if (!has_string(to->sources, from->sources->pdata[i]))
			g_ptr_array_add(to->sources, g_strdup(from->sources->pdata[i]));
	}
	take_missing(&to->name, &from->name);
	take_missing(&to->rule, &from->rule);
	if (from->change_id && (older->known || !to->change_id)) {
		g_free(to->change_id);
		to->change_id = g_strdup(from->change_id);
	}
	newer->known |= older->known;
	newer->touched |= older->touched;
	older->replaced = true;
}
