// SPDX-License-Identifier: GPL-2.0-only
/*
 * All that looks at tokens gets them without comments.
 */
#include "rules/relation.h"

#include <string.h>

#include "base/strings.h"
#include "format/csource.h"
#include "rules/stmt.h"

static guint block_end(const GArray *tokens, guint from)
{
	int depth = 0;

	for (guint i = from; i < tokens->len; i++) {
		depth += token_is(tokens, i, "{") - token_is(tokens, i, "}");
		if (depth < 0)
			return i;
	}
	return tokens->len;
}

/*
 * Where the body of the loop at @from ends at the latest.  Without braces that is where the
 * block around it ends; with a directive in between, which may hide a brace, the text.
 */
static guint body_end(const GArray *tokens, guint from)
{
	guint body = token_is(tokens, from + 1, "(") ?
			     tokens_closing(tokens, from + 1, tokens->len) + 1 : from + 1;
	guint end = token_is(tokens, body, "{") ? tokens_closing(tokens, body, tokens->len) :
						  block_end(tokens, body);

	for (guint i = from; i < end; i++) {
		if (token_of(tokens, i)->kind == CTOKEN_DIRECTIVE)
			return tokens->len;
	}
	return end;
}

static bool is_any(const struct need *relation, const struct ctoken *token)
{
	for (guint i = 0; token->kind == CTOKEN_WORD && i < relation->parts->len; i++) {
		if (ctoken_is(token, ((struct need *)relation->parts->pdata[i])->word))
			return true;
	}
	return false;
}

/* a macro may stand for anything that its lines hold */
static bool in_directive(const GArray *tokens, const char *word)
{
	gsize size = strlen(word);

	for (guint i = 0; i < tokens->len; i++) {
		const struct ctoken *token = token_of(tokens, i);
		const char *from = token->text, *end = token->text + token->size;

		while (token->kind == CTOKEN_DIRECTIVE &&
		       (from = g_strstr_len(from, end - from, word))) {
			if (!byte_is_word(from[-1]) &&
			    (from + size == end || !byte_is_word(from[size])))
				return true;
			from += size;
		}
	}
	return false;
}

static bool any_in_directive(const GArray *tokens, const struct need *relation)
{
	for (guint i = 0; i < relation->parts->len; i++) {
		if (in_directive(tokens, ((struct need *)relation->parts->pdata[i])->word))
			return true;
	}
	return false;
}

static bool within(const GArray *tokens, const struct need *relation)
{
	for (guint i = 0; i < tokens->len; i++) {
		guint end = is_any(relation, token_of(tokens, i)) ? body_end(tokens, i) : i;

		for (guint j = i + 1; j < end; j++) {
			if (ctoken_is(token_of(tokens, j), relation->word))
				return true;
		}
	}
	return in_directive(tokens, relation->word) || any_in_directive(tokens, relation);
}

/* spatch takes any "name(…)" for a loop that is followed by a statement */
static bool may_loop(const GArray *tokens, guint i)
{
	static const char *const no_loops[] = { "if", "switch", "return", "sizeof", NULL };
	const struct ctoken *token = token_of(tokens, i);
	g_autofree char *word = NULL;
	guint close;

	if (token->kind != CTOKEN_WORD || !token->depth)
		return false;
	if (ctoken_is(token, "for") || ctoken_is(token, "while") || ctoken_is(token, "do"))
		return true;
	close = token_is(tokens, i + 1, "(") ? tokens_closing(tokens, i + 1, tokens->len) :
					       tokens->len;
	if (close + 1 >= tokens->len)
		return false;
	word = g_strndup(token->text, token->size);
	token = token_of(tokens, close + 1);
	return !g_strv_contains(no_loops, word) &&
	       (token->kind == CTOKEN_WORD || token->kind == CTOKEN_DIRECTIVE ||
		ctoken_is(token, "{") || ctoken_is(token, "*") || ctoken_is(token, "(") ||
		ctoken_is(token, "++") || ctoken_is(token, "--"));
}

static bool is_label(const GArray *tokens, guint i, const struct ctoken *name)
{
	return token_word(tokens, i) && ctoken_same(token_of(tokens, i), name) &&
	       token_is(tokens, i + 1, ":");
}

/* can what stands at @place come after itself? */
static bool comes_by_again(const GArray *tokens, guint place)
{
	for (guint i = 0; i < place; i++) {
		if (may_loop(tokens, i) && body_end(tokens, i) > place)
			return true;
	}
	for (guint i = place; i + 1 < tokens->len; i++) {
		if (!token_is(tokens, i, "goto"))
			continue;
		if (!token_word(tokens, i + 1))
			return true;
		for (guint label = 0; label < place; label++) {
			if (is_label(tokens, label, token_of(tokens, i + 1)))
				return true;
		}
	}
	return false;
}

static bool again(const GArray *tokens, const struct need *relation)
{
	static const char *const ways_back[] = { "goto", "for", "while" };

	for (size_t i = 0; i < G_N_ELEMENTS(ways_back); i++) {
		if (in_directive(tokens, ways_back[i]))
			return true;
	}
	for (guint w = 0; w < relation->parts->len; w++) {
		const char *word = ((struct need *)relation->parts->pdata[w])->word;
		guint count = 0;

		for (guint i = 0; i < tokens->len; i++) {
			if (!token_word(tokens, i) || !token_is(tokens, i, word))
				continue;
			if (++count > 1 || comes_by_again(tokens, i))
				return true;
		}
	}
	return any_in_directive(tokens, relation);
}

/* where the statement begins that @at is in, as far as it is plain; @at when it is not */
static guint assigned_from(const GArray *tokens, guint at)
{
	static const char *const inside[] = { "->", ".", "[", "]" };
	guint from = at;

	for (; from; from--) {
		const struct ctoken *token = token_of(tokens, from - 1);
		bool known = token->kind == CTOKEN_WORD || token->kind == CTOKEN_NUMBER;

		/* "int x = …" is a declaration */
		if (known && from < at && token_word(tokens, from))
			return at;
		for (size_t i = 0; !known && i < G_N_ELEMENTS(inside); i++)
			known = ctoken_is(token, inside[i]);
		if (!known)
			break;
	}
	if (!token_word(tokens, from) || (from && !token_is(tokens, from - 1, ";") &&
	    !token_is(tokens, from - 1, "{") && !token_is(tokens, from - 1, "}")))
		return at;
	return from;
}

/* "if (!x)", where x is what stands from @from up to @to */
static bool is_test(const GArray *tokens, guint at, guint from, guint to)
{
	guint behind = at + 3 + (to - from);

	if (!token_is(tokens, at, "if") || !token_is(tokens, at + 1, "(") ||
	    !token_is(tokens, at + 2, "!") || behind >= tokens->len)
		return false;
	for (guint i = from; i < to; i++) {
		if (!ctoken_same(token_of(tokens, i), token_of(tokens, at + 3 + i - from)))
			return false;
	}
	return token_is(tokens, behind, ")") || token_is(tokens, behind, "||") ||
	       token_is(tokens, behind, "&&");
}

/* "x = word(…); if (!x)": what is anything else may be untested */
static bool is_tested(const GArray *tokens, guint word)
{
	guint close, from;

	if (word < 2 || !token_is(tokens, word - 1, "=") || !token_is(tokens, word + 1, "("))
		return false;
	from = assigned_from(tokens, word - 1);
	close = tokens_closing(tokens, word + 1, tokens->len);
	return from < word - 1 && token_is(tokens, close + 1, ";") &&
	       is_test(tokens, close + 2, from, word - 1);
}

static bool untested(const GArray *tokens, const struct need *relation)
{
	for (guint i = 0; i < tokens->len; i++) {
		if (is_any(relation, token_of(tokens, i)) && !is_tested(tokens, i))
			return true;
	}
	return any_in_directive(tokens, relation);
}

static bool holds(const GArray *tokens, const struct need *relation)
{
	switch (relation->kind) {
	case NEED_WITHIN:
		return within(tokens, relation);
	case NEED_AGAIN:
		return again(tokens, relation);
	default:
		return untested(tokens, relation);
	}
}

void relations_bind(const GPtrArray *relations, const struct wordset *words)
{
	for (guint i = 0; i < relations->len; i++)
		((struct need *)relations->pdata[i])->index = wordset_count(words) + 1 + i;
}

void relations_search(const GPtrArray *relations, const char *text, gsize size, guint8 *present)
{
	g_autoptr(GBytes) bytes = g_bytes_new_static(text, size);
	g_autoptr(csource) source = csource_scan(bytes);
	g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(struct ctoken));

	for (guint i = 0; i < source->tokens->len; i++) {
		const struct ctoken *token = token_of(source->tokens, i);

		if (token->kind != CTOKEN_COMMENT)
			g_array_append_val(tokens, *token);
	}
	for (guint i = 0; i < relations->len; i++) {
		const struct need *relation = relations->pdata[i];

		present[relation->index] = holds(tokens, relation);
	}
}
