// SPDX-License-Identifier: GPL-2.0-only
#include "engine/code/tokens.h"

#include "engine/code/lex.h"

/* "__free(kfree)", "__aligned(sizeof(long))" have no more */
#define ATTRIBUTE_TOKENS 8

bool token_is_part(const struct csource *source, guint i)
{
	static const char *const tags[] = { "struct", "union", "enum", "goto", NULL };

	return i && (token_is_punct(source, i - 1, "->") || token_is_punct(source, i - 1, ".") ||
		     ctoken_is_any(ctoken_at(source, i - 1), tags));
}

bool token_may_be_variable(const struct csource *source, guint i)
{
	static const char *const keywords[] = {
		"if", "else", "for", "while", "do", "switch", "case", "default", "break",
		"continue", "return", "goto", "sizeof", "struct", "union", "enum", "static",
		"const", "void", "int", "char", "long", "short", "unsigned", "signed", "bool",
		"true", "false", "NULL", "inline", "extern", "volatile", NULL,
	};
	const struct ctoken *token = ctoken_at(source, i);

	if (token->kind != CTOKEN_WORD || !g_ascii_islower(*token->text) ||
	    ctoken_is_any(token, keywords) || token_is_punct(source, i + 1, "(") ||
	    token_is_word(source, i + 1) ||
	    (token->size > 2 && !memcmp(token->text + token->size - 2, "_t", 2)))
		return false;
	return !token_is_part(source, i);
}

static const char *const not_types[] = { "return", "else", "case", "goto", "sizeof", NULL };

/* the first token of the statement, with no parenthesis open since; -1 where one is */
static int statement_start(const struct csource *source, guint i)
{
	int round = 0;

	while (i && round >= 0) {
		const struct ctoken *token = ctoken_at(source, i - 1);

		if (ctoken_is(token, ";") || ctoken_is(token, "{") || ctoken_is(token, "}"))
			return i;
		round += ctoken_is(token, ")") - ctoken_is(token, "(");
		i--;
	}
	return -1;
}

/* "int a, *word;" */
static bool is_listed(const struct csource *source, guint i)
{
	guint comma = i - token_is_punct(source, i - 1, "*") - 1;
	int start = token_is_punct(source, comma, ",") ? statement_start(source, comma) : -1;

	return start >= 0 && token_is_word(source, start) &&
	       !ctoken_is_any(ctoken_at(source, start), not_types) &&
	       (token_is_word(source, start + 1) || token_is_punct(source, start + 1, "*"));
}

bool token_is_any_punct(const struct csource *source, guint i, const char *signs)
{
	const struct ctoken *token;

	if (i >= source->tokens->len)
		return false;
	token = ctoken_at(source, i);
	return token->kind == CTOKEN_PUNCT && token->size == 1 && strchr(signs, *token->text);
}

guint token_behind_name(const struct csource *source, guint i)
{
	const guint next = i + 1;
	const struct ctoken *token = next < source->tokens->len ? ctoken_at(source, next) : NULL;

	if (!token || token->kind != CTOKEN_WORD || !lex_attribute(token->text, token->size))
		return next;
	if (!token_is_punct(source, next + 1, "("))
		return next + 1;
	for (guint k = next + 2; k < source->tokens->len && k < next + ATTRIBUTE_TOKENS; k++)
		if (token_is_punct(source, k, ")"))
			return k + 1;
	return next;
}

bool token_is_declared(const struct csource *source, guint i)
{
	static const char *const before_types[] = { "struct", "const", NULL };

	if (!i || !token_is_any_punct(source, token_behind_name(source, i), ";=,["))
		return false;
	if (token_is_word(source, i - 1))
		return !ctoken_is_any(ctoken_at(source, i - 1), not_types);
	if (is_listed(source, i))
		return true;
	return token_is_punct(source, i - 1, "*") && i > 1 && token_is_word(source, i - 2) &&
	       (i < 3 || token_is_punct(source, i - 3, ";") || token_is_punct(source, i - 3, "{") ||
		ctoken_is_any(ctoken_at(source, i - 3), before_types));
}

/* the '(' that the token is in, without leaving the statement; 0 for none */
static guint parenthesis_around(const struct csource *source, guint i)
{
	int round = 0;

	while (i--) {
		if (token_is_any_punct(source, i, ";{}"))
			return 0;
		round += token_is_punct(source, i, ")") - token_is_punct(source, i, "(");
		if (round < 0)
			return i;
	}
	return 0;
}

static bool is_in_capitals(const struct csource *source, guint i)
{
	const struct ctoken *token = ctoken_at(source, i);

	return lex_in_capitals(&(struct lex){ .text = token->text, .size = token->size });
}

/* "int get(struct dev *d);" outside of functions: the names are known to nobody else */
static bool is_parameter(const struct csource *source, guint i)
{
	guint open = parenthesis_around(source, i);

	/* "int (*name)(void);" */
	if (open < 2 || (open + 2 == i && token_is_punct(source, open + 1, "*")))
		return false;
	/* a macro, "static DEFINE_MUTEX(name);", may declare it */
	return token_is_word(source, open - 1) && !is_in_capitals(source, open - 1) &&
	       (token_is_word(source, open - 2) || token_is_punct(source, open - 2, "*"));
}

static bool is_in_code(const struct csource *source, size_t line)
{
	const struct cregion *region = csource_at(source, line);

	return region && (region->kind == CREGION_FUNCTION || region->kind == CREGION_MACRO);
}

bool source_declares(const struct csource *source, const struct line *word)
{
	for (guint i = 0; i < source->tokens->len; i++) {
		const struct ctoken *token = ctoken_at(source, i);

		if (!token->depth && token_spells(source, i, word) &&
		    !is_in_code(source, token->line) && !token_is_part(source, i) &&
		    !is_parameter(source, i))
			return true;
	}
	return false;
}

/* but "size" of "int f(size count, size *at)" */
static bool is_declared_in_head(const struct csource *source, guint i)
{
	return !token_is_word(source, i + 1) && !token_is_punct(source, i + 1, "*");
}

guint function_declares(const struct csource *source, const struct cregion *function,
			const struct line *word)
{
	guint count = 0;

	for (guint i = function->first_token; i <= function->last_token; i++) {
		const struct ctoken *token = ctoken_at(source, i);

		count += token_spells(source, i, word) &&
			 (token->depth ? token_is_declared : is_declared_in_head)(source, i);
	}
	return count;
}

long source_open(const struct csource *source, long i)
{
	int depth = 0;

	for (; i >= 0; i--) {
		const struct ctoken *token = ctoken_at(source, i);

		if (token->kind != CTOKEN_PUNCT || token->size != 1)
			continue;
		depth += (strchr(")]}", *token->text) != NULL) -
			 (strchr("([{", *token->text) != NULL);
		if (!depth)
			return i;
	}
	return -1;
}

guint source_block(const struct csource *source, guint i)
{
	int depth = ctoken_at(source, i)->depth;

	while (i && !(token_is_punct(source, i, "{") && ctoken_at(source, i)->depth < depth))
		i--;
	return i;
}

guint source_ruler(const struct csource *source, guint open)
{
	long i = token_is_punct(source, open - 1, ")") ? source_open(source, open - 1) : open;

	return MAX(i, 1) - 1;
}
