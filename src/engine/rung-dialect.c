// SPDX-License-Identifier: GPL-2.0-only
/*
 * Upstream's file before and after the commit is put into this tree's words, and
 * then merged: merge(ours, D(base), D(theirs)).  What upstream adds in words that
 * this tree lacks, and that nobody can put into its own, is left to a person.
 */
#include "engine/pickfile.h"

#include <string.h>

#include "engine/lex.h"
#include "engine/threeway.h"

/* both versions in this tree's words */
struct said {
	GBytes *base;
	GBytes *theirs;
	GPtrArray *changed;
	GPtrArray *left;	/* not understood in what upstream changes */
};

static void said_clear(struct said *said)
{
	g_clear_pointer(&said->base, g_bytes_unref);
	g_clear_pointer(&said->theirs, g_bytes_unref);
	g_clear_pointer(&said->changed, g_ptr_array_unref);
	g_clear_pointer(&said->left, g_ptr_array_unref);
}

/* "timer/timer_delete: line 12: why" without the line, which a change moves */
static char *without_line(const char *left)
{
	const char *line = strstr(left, ": line ");
	const char *rest = line ? strchr(line + strlen(": line "), ':') : NULL;

	return rest ? g_strdup_printf("%.*s%s", (int)(line - left), left, rest) : g_strdup(left);
}

/* what the base says as often is no matter of the commit */
static void take_away(GPtrArray *left, const GPtrArray *base)
{
	for (guint i = 0; i < base->len; i++) {
		g_autofree char *old = without_line(base->pdata[i]);
		bool found = false;

		for (guint k = 0; !found && k < left->len; k++) {
			g_autofree char *new = without_line(left->pdata[k]);

			found = !strcmp(old, new);
			if (found)
				g_ptr_array_remove_index(left, k);
		}
	}
}

/* false when upstream's words are this tree's, or mean nothing here */
static bool say(struct pick_job *job, const struct pick_text *text, struct said *said)
{
	const struct translator *translator = job->picker->options.translator;
	g_autoptr(GPtrArray) old = g_ptr_array_new_with_free_func(g_free);

	if (!translator || !job->onto || !text->base || !text->ours || !text->theirs ||
	    !path_is_c(text->file->path))
		return false;
	if (!translator->applies(translator->data, job->objects, job->onto))
		return false;
	said->changed = g_ptr_array_new_with_free_func(g_free);
	said->left = g_ptr_array_new_with_free_func(g_free);
	said->base = translator->translate(translator->data, job->objects, job->onto, text->base,
					   text->ours, said->changed, old);
	said->theirs = translator->translate(translator->data, job->objects, job->onto,
					     text->theirs, text->ours, said->changed, said->left);
	take_away(said->left, old);
	return said->left->len || !g_bytes_equal(said->base, text->base) ||
	       !g_bytes_equal(said->theirs, text->theirs);
}

static void note(struct picked_file *file, const struct said *said)
{
	g_autoptr(GString) text = g_string_new("in this tree's words:");

	for (guint i = 0; i < said->changed->len; i++)
		g_string_append_printf(text, "%s %s", i ? "," : "",
				       (char *)said->changed->pdata[i]);
	g_free(file->note);
	file->note = g_strdup(text->str);
	/* no project's history has measured this rung so far */
	file->doubted = true;
}

static void take(struct pick_text *text, struct said *said)
{
	g_bytes_unref(text->base);
	g_bytes_unref(text->theirs);
	text->base = g_steal_pointer(&said->base);
	text->theirs = g_steal_pointer(&said->theirs);
}

void pick_dialect_clean(struct pick_job *job, struct pick_text *text)
{
	struct said said = { NULL };
	g_autoptr(threeway) merge = NULL;
	g_autoptr(GBytes) result = NULL;

	if (say(job, text, &said)) {
		merge = threeway_new(said.base, text->ours, said.theirs);
		result = said.left->len ? NULL : threeway_result(merge);
		if (!result) {
			text->file->doubted = true;
			text->file->note = g_strdup(said.left->len ?
				said.left->pdata[0] : "in this tree's words it does not merge");
		} else if (!g_bytes_equal(result, text->result)) {
			g_bytes_unref(text->result);
			text->result = g_steal_pointer(&result);
			text->file->rung = "dialect";
			note(text->file, &said);
			take(text, &said);
		}
	}
	said_clear(&said);
}

bool pick_dialect(struct pick_job *job, struct pick_text *text)
{
	struct said said = { NULL };
	bool settled = false;

	if (say(job, text, &said)) {
		g_autoptr(threeway) merge = threeway_new(said.base, text->ours, said.theirs);

		if (said.left->len) {
			text->file->note = g_strdup_printf("'%s': this tree spells it otherwise: "
							   "%s", text->file->path,
							   (char *)said.left->pdata[0]);
			settled = true;
		} else {
			text->result = threeway_result(merge);
			settled = text->result != NULL;
			take(text, &said);
		}
		if (text->result) {
			text->file->rung = "dialect";
			note(text->file, &said);
		}
	}
	said_clear(&said);
	return settled;
}
