// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where a function's variables are seen: two blocks beside each other may each
 * have one of the same name, and so may two loops.
 */
#include "engine/code/tokens.h"
#include "engine/doubt/doubtparts.h"

/* how a token changes how deep in parentheses one is */
static int goes_into(const struct csource *source, guint i)
{
	return token_is_punct(source, i, "(") - token_is_punct(source, i, ")");
}

/* the '(' that is open at a token of a statement; 0 for none */
static guint open_round(const struct csource *source, guint i)
{
	int depth = ctoken_at(source, i)->depth, round = 0;

	while (i--) {
		round += goes_into(source, i);
		if (round > 0)
			return i;
		if (ctoken_at(source, i)->depth != depth)
			return 0;
	}
	return 0;
}

/* the '}' of the block that a token is in, or the last token */
static guint block_end(const struct csource *source, guint i)
{
	int depth = ctoken_at(source, i)->depth;

	while (i + 1 < source->tokens->len &&
	       !(token_is_punct(source, i, "}") && ctoken_at(source, i)->depth == depth))
		i++;
	return i;
}

static bool goes_on(const struct csource *source, guint i)
{
	return i < source->tokens->len && ctoken_is(ctoken_at(source, i), "else");
}

/* where a "for" ends whose '(' is given: at a ';', or at the '}' of what is in braces */
static guint loop_end(const struct csource *source, guint i)
{
	int depth = ctoken_at(source, i)->depth, round = 0;

	for (; i + 1 < source->tokens->len; i++) {
		const int now = ctoken_at(source, i)->depth;
		const bool ends = token_is_punct(source, i, ";") ? now == depth :
				  token_is_punct(source, i, "}") && now == depth + 1;

		round += goes_into(source, i);
		if (now < depth || (!round && ends && !goes_on(source, i + 1)))
			return i;
	}
	return i;
}

/* the last token that sees a variable, by where it is declared */
static guint scope_end(const struct csource *source, guint i)
{
	guint round = open_round(source, i);

	if (!round)
		return block_end(source, i);
	/* in parentheses of something else it is declared for what nobody knows */
	return ctoken_is(ctoken_at(source, round - 1), "for") ? loop_end(source, round) : i;
}

/* is there a declaration that a token sees, and that the one at @apart does not? */
static bool sees_another(const struct csource *source, const struct cregion *function, guint i,
			 guint apart)
{
	const struct line word = { ctoken_at(source, i)->text, ctoken_at(source, i)->size };

	for (guint k = function->first_token; k <= i; k++) {
		guint end;

		if (!token_spells(source, k, &word) || !ctoken_at(source, k)->depth ||
		    token_is_part(source, k) || !token_is_declared(source, k))
			continue;
		end = scope_end(source, k);
		if (i <= end && (apart < k || apart > end))
			return true;
	}
	return false;
}

bool scene_is_apart(struct scene *scene, guint i, const struct cregion *function)
{
	const struct csource *source = scene_source(scene, RESULT);
	const struct ctoken *token = ctoken_at(source, i);
	const struct line word = { token->text, token->size };
	const guint end = scope_end(source, i);

	for (guint k = function->first_token; k <= function->last_token; k++) {
		if (!token_spells(source, k, &word) || token_is_part(source, k))
			continue;
		/* what was here means another one */
		if (k >= i && k <= end ? !scene_changed(scene, ctoken_at(source, k)->line - 1) :
					 !sees_another(source, function, k, i))
			return false;
	}
	return true;
}
