// SPDX-License-Identifier: GPL-2.0-only
/*
 * Upstream's file before and after the commit is put into this tree's words, and
 * then merged: merge(ours, D(base), D(theirs)).  What upstream adds in words that
 * this tree lacks, and that nobody can put into its own, is left to a person.
 */
#include "engine/pick/pickfile.h"

#include "engine/code/lex.h"
#include "engine/ladder/said.h"
#include "engine/merge/threeway.h"

/* a text of a pick, for what is said in the words of its tree */
struct speech {
	const struct pick_job *job;
	GBytes *base;
	GBytes *ours;
};

static GBytes *translate(void *data, GBytes *source, GPtrArray *changed, GPtrArray *left)
{
	const struct speech *speech = data;
	const struct translator *translator = speech->job->picker->options.translator;

	return translator->translate(translator->data, speech->job->objects, speech->job->onto,
				     source, speech->base, speech->ours, changed, left);
}

/* false when upstream's words are this tree's, or mean nothing here */
static bool say(struct pick_job *job, const struct pick_text *text, struct said *said)
{
	const struct translator *translator = job->picker->options.translator;
	struct speech speech = { job, text->base, text->ours };

	if (!translator || !job->onto || !text->base || !text->ours || !text->theirs ||
	    !path_is_c(text->file->path))
		return false;
	return translator->applies(translator->data, job->objects, job->onto) &&
	       said_make(said, translate, &speech, text->base, text->theirs);
}

static void note(struct picked_file *file, const struct said *said)
{
	g_free(file->note);
	file->note = said_note(said);
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
		merge = threeway_new(said.base, text->ours, said.theirs, NULL);
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
		g_autoptr(threeway) merge = threeway_new(said.base, text->ours, said.theirs, NULL);

		if (said.left->len) {
			text->file->note = g_strdup_printf("'%s': this tree spells it otherwise: "
							   "%s", text->file->path,
							   (char *)said.left->pdata[0]);
			settled = true;
		} else {
			text->result = threeway_result(merge);
			settled = text->result != NULL;
			if (settled)
				text->file->rung = "dialect";
			/* else other rungs go on from there, and what they make rests on it */
			note(text->file, &said);
			take(text, &said);
		}
	}
	said_clear(&said);
	return settled;
}
