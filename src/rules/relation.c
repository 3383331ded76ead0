// SPDX-License-Identifier: GPL-2.0-only
#include "rules/relation.h"

#include <string.h>

#include "format/csource.h"

struct text {
	const GArray *tokens;	/* without comments */
};

static const struct ctoken *at(const struct text *text, guint i)
{
	return &g_array_index(text->tokens, struct ctoken, i);
}

static bool is(const struct text *text, guint i, const char *word)
{
	return i < text->tokens->len && ctoken_is(at(text, i), word);
}

/* the bracket that closes the one at @open, or the end */
static guint closing(const struct text *text, guint open)
{
	int depth = 0;

	for (guint i = open; i < text->tokens->len; i++) {
		const struct ctoken *token = at(text, i);

		if (token->kind != CTOKEN_PUNCT || token->size != 1)
			continue;
		if (strchr("([{", *token->text))
			depth++;
		else if (strchr(")]}", *token->text) && --depth <= 0)
			return i;
	}
	return text->tokens->len;
}

static guint block_end(const struct text *text, guint from)
{
	int depth = 0;

	for (guint i = from; i < text->tokens->len; i++) {
		depth += is(text, i, "{") - is(text, i, "}");
		if (depth < 0)
			return i;
	}
	return text->tokens->len;
}

/*
 * Where the body of the loop at @from ends at the latest.  Without braces that is where the
 * block around it ends; with a directive in between, which may hide a brace, the text.
 */
static guint body_end(const struct text *text, guint from)
{
	guint body = is(text, from + 1, "(") ? closing(text, from + 1) + 1 : from + 1;
	guint end = is(text, body, "{") ? closing(text, body) : block_end(text, body);

	for (guint i = from; i < end; i++) {
		if (at(text, i)->kind == CTOKEN_DIRECTIVE)
			return text->tokens->len;
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

static bool is_word(char c)
{
	return g_ascii_isalnum(c) || c == '_';
}

/* a macro may stand for anything that its lines hold */
static bool in_directive(const struct text *text, const char *word)
{
	gsize size = strlen(word);

	for (guint i = 0; i < text->tokens->len; i++) {
		const struct ctoken *token = at(text, i);
		const char *from = token->text, *end = token->text + token->size;

		while (token->kind == CTOKEN_DIRECTIVE &&
		       (from = g_strstr_len(from, end - from, word))) {
			if (!is_word(from[-1]) && (from + size == end || !is_word(from[size])))
				return true;
			from += size;
		}
	}
	return false;
}

static bool any_in_directive(const struct text *text, const struct need *relation)
{
	for (guint i = 0; i < relation->parts->len; i++) {
		if (in_directive(text, ((struct need *)relation->parts->pdata[i])->word))
			return true;
	}
	return false;
}

static bool within(const struct text *text, const struct need *relation)
{
	for (guint i = 0; i < text->tokens->len; i++) {
		guint end = is_any(relation, at(text, i)) ? body_end(text, i) : i;

		for (guint j = i + 1; j < end; j++) {
			if (ctoken_is(at(text, j), relation->word))
				return true;
		}
	}
	return in_directive(text, relation->word) || any_in_directive(text, relation);
}

/* spatch takes any "name(…)" for a loop that is followed by a statement */
static bool may_loop(const struct text *text, guint i)
{
	static const char *const no_loops[] = { "if", "switch", "return", "sizeof", NULL };
	const struct ctoken *token = at(text, i);
	g_autofree char *word = NULL;
	guint close;

	if (token->kind != CTOKEN_WORD || !token->depth)
		return false;
	if (ctoken_is(token, "for") || ctoken_is(token, "while") || ctoken_is(token, "do"))
		return true;
	close = is(text, i + 1, "(") ? closing(text, i + 1) : text->tokens->len;
	if (close + 1 >= text->tokens->len)
		return false;
	word = g_strndup(token->text, token->size);
	token = at(text, close + 1);
	return !g_strv_contains(no_loops, word) &&
	       (token->kind == CTOKEN_WORD || token->kind == CTOKEN_DIRECTIVE ||
		ctoken_is(token, "{") || ctoken_is(token, "*") || ctoken_is(token, "(") ||
		ctoken_is(token, "++") || ctoken_is(token, "--"));
}

static bool is_label(const struct text *text, guint i, const struct ctoken *name)
{
	return at(text, i)->kind == CTOKEN_WORD && ctoken_same(at(text, i), name) &&
	       is(text, i + 1, ":");
}

/* can what stands at @place come after itself? */
static bool comes_by_again(const struct text *text, guint place)
{
	for (guint i = 0; i < place; i++) {
		if (may_loop(text, i) && body_end(text, i) > place)
			return true;
	}
	for (guint i = place; i + 1 < text->tokens->len; i++) {
		if (!is(text, i, "goto"))
			continue;
		if (at(text, i + 1)->kind != CTOKEN_WORD)
			return true;
		for (guint label = 0; label < place; label++) {
			if (is_label(text, label, at(text, i + 1)))
				return true;
		}
	}
	return false;
}

static bool again(const struct text *text, const struct need *relation)
{
	static const char *const ways_back[] = { "goto", "for", "while" };

	for (size_t i = 0; i < G_N_ELEMENTS(ways_back); i++) {
		if (in_directive(text, ways_back[i]))
			return true;
	}
	for (guint w = 0; w < relation->parts->len; w++) {
		const char *word = ((struct need *)relation->parts->pdata[w])->word;
		guint count = 0;

		for (guint i = 0; i < text->tokens->len; i++) {
			if (at(text, i)->kind != CTOKEN_WORD || !ctoken_is(at(text, i), word))
				continue;
			if (++count > 1 || comes_by_again(text, i))
				return true;
		}
	}
	return any_in_directive(text, relation);
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
	const struct text code = { .tokens = tokens };

	for (guint i = 0; i < source->tokens->len; i++) {
		const struct ctoken *token = &g_array_index(source->tokens, struct ctoken, i);

		if (token->kind != CTOKEN_COMMENT)
			g_array_append_val(tokens, *token);
	}
	for (guint i = 0; i < relations->len; i++) {
		const struct need *relation = relations->pdata[i];

		present[relation->index] = relation->kind == NEED_WITHIN ?
						   within(&code, relation) :
						   again(&code, relation);
	}
}
