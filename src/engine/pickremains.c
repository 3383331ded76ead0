// SPDX-License-Identifier: GPL-2.0-only
/*
 * That a tree is not affected may only be said when nothing of what upstream
 * changes is in it: neither lines, nor the function, nor what hardly anything
 * else calls.
 */
#include <string.h>

#include "engine/pickabsent.h"

/* lines around an insertion whose calls count */
#define CONTEXT 4
/* what no more files call is no interface that everybody uses */
#define FEW_FILES 2

static unsigned int files_with(const struct words *words, enum word_role role,
			       const struct line *name)
{
	return words_count(words, role, name->text, name->size);
}

/* a function that more files of this tree have than upstream's other files */
static bool function_remains(struct pick_job *job, const struct line *name)
{
	return files_with(job->picker->ours_words, WORD_CALLABLE, name) >=
	       MAX(files_with(job->base_words, WORD_CALLABLE, name), 1);
}

/* a call of a function that hardly anything else calls: there and here */
static bool call_remains(struct pick_job *job, const struct line *name)
{
	unsigned int here = files_with(job->picker->ours_words, WORD_CALLED, name);

	return here && here <= FEW_FILES && function_remains(job, name) &&
	       files_with(job->base_words, WORD_CALLED, name) <= FEW_FILES;
}

/* the first such call; its name is empty when there is none */
static struct line find_call(struct pick_job *job, GBytes *text)
{
	g_autoptr(csource) source = csource_scan(text);

	for (guint i = 0; i + 1 < source->tokens->len; i++) {
		const struct ctoken *token = &g_array_index(source->tokens, struct ctoken, i);
		struct line name = { token->text, token->size };

		if (token->kind == CTOKEN_WORD && ctoken_is(token + 1, "(") &&
		    call_remains(job, &name))
			return name;
	}
	return (struct line){ "", 0 };
}

/* what upstream removes, or where it only adds, the lines around that */
static GBytes *old_text(const struct wanted *wanted, const struct change *change)
{
	struct span span = { change->old_at, change->old_at + change->old_count };

	if (!change->old_count) {
		span.at -= MIN(span.at, CONTEXT);
		span.end = MIN(span.end + CONTEXT, wanted->base->lines->len);
	}
	return threeway_text(wanted->base->lines, span);
}

char *what_remains(struct pick_job *job, const struct wanted *wanted, const struct change *change,
		   const GPtrArray *targets)
{
	const struct span old = { change->old_at, change->old_at + change->old_count };
	const struct cregion *region = definitions_holding(wanted->base, old);
	g_autoptr(GBytes) text = old_text(wanted, change);
	struct line call;

	for (guint i = 0; i < targets->len; i++) {
		const struct target *target = targets->pdata[i];

		if (target_score(wanted, change, target))
			return g_strdup_printf("'%s' has lines of it", target->path);
	}
	if (!wanted->code)
		return NULL;
	if (region && region->kind == CREGION_FUNCTION) {
		struct line name = { region->name, strlen(region->name) };

		if (function_remains(job, &name))
			return g_strdup_printf("'%s' is", region->name);
	}
	call = find_call(job, text);
	return call.size ? g_strdup_printf("'%.*s' is", (int)call.size, call.text) : NULL;
}
