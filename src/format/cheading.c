// SPDX-License-Identifier: GPL-2.0-only
/*
 * git puts behind "@@" whatever line starts with a letter: a prototype, a
 * variable, a line of a Makefile or of prose with something in parentheses.
 */
#include "format/cheading.h"

#include <string.h>

static bool is_name(const struct ctoken *token)
{
	static const char *const words[] = { "if",     "else", "for",  "while",	 "do",	 "switch",
					     "return", "ifeq", "ifneq", "sizeof", "goto", NULL };

	return token->kind == CTOKEN_WORD && !g_ascii_isdigit(*token->text) &&
	       !memchr(token->text, '$', token->size) && !ctoken_is_any(token, words);
}

static const struct ctoken *token_at(const GArray *tokens, guint at)
{
	return &g_array_index(tokens, struct ctoken, at);
}

/* half of a "::" */
static bool is_scope(const GArray *tokens, guint at)
{
	return ctoken_is(token_at(tokens, at), ":") &&
	       ((at && ctoken_is(token_at(tokens, at - 1), ":")) ||
		(at + 1 < tokens->len && ctoken_is(token_at(tokens, at + 1), ":")));
}

/* in front of the name */
static bool may_precede(const GArray *tokens, guint at)
{
	static const char *const marks[] = { "*", "&", "&&", "<", ">", ">>",
					     ",", "~", "[",  "]", NULL };
	const struct ctoken *token = token_at(tokens, at);

	return is_name(token) || token->kind == CTOKEN_STRING || is_scope(tokens, at) ||
	       ctoken_is_any(token, marks);
}

/* between the parameters and the body: "__must_hold(x)", "const"; a word of prose is none */
static bool may_follow(const struct ctoken *token)
{
	static const char *const words[] = { "const",	"volatile", "override", "final",
					     "noexcept", "asm",	    "=",	"[",
					     "]",	 NULL };

	return (is_name(token) && !g_ascii_islower(*token->text)) || ctoken_is_any(token, words);
}

static bool starts(const struct ctoken *token, const char *prefix)
{
	gsize size = strlen(prefix);

	return token->size >= size && !memcmp(token->text, prefix, size);
}

/* "typeof(x) f(" and "__printf(1, 2) f(": the name is still to come */
static bool is_annotation(const struct ctoken *token)
{
	return starts(token, "__") || starts(token, "typeof") || starts(token, "alignas");
}

/* the next token of the code behind the group that @at opens; the end when it is cut off */
static guint behind_group(const GArray *tokens, guint at)
{
	int depth = 0;

	for (; at < tokens->len; at++) {
		const struct ctoken *token = token_at(tokens, at);

		depth += ctoken_is(token, "(") - ctoken_is(token, ")");
		if (!depth)
			return at + 1;
	}
	return at;
}

/* from behind the parameters: a body, nothing more on this line, or a list of initializers */
static bool ends_as_head(const GArray *tokens, guint at)
{
	while (at < tokens->len) {
		const struct ctoken *token = token_at(tokens, at);

		if (token->kind == CTOKEN_COMMENT) {
			at++;
			continue;
		}
		if (ctoken_is(token, "{") || ctoken_is(token, "->"))
			return true;
		if (ctoken_is(token, ":"))
			return at + 1 < tokens->len;
		if (ctoken_is(token, "(")) {
			at = behind_group(tokens, at);
			continue;
		}
		if (!may_follow(token))
			return false;
		at++;
	}
	return true;
}

bool cheading_is(const struct csource *source)
{
	const GArray *tokens = source->tokens;
	const struct ctoken *last = NULL;

	for (guint i = 0; i < tokens->len; i++) {
		if (*token_at(tokens, i)->text == '$')
			return false;
	}
	for (guint i = 0; i < tokens->len; i++) {
		const struct ctoken *token = token_at(tokens, i);

		if (token->kind == CTOKEN_COMMENT)
			continue;
		if (!ctoken_is(token, "(")) {
			if (!may_precede(tokens, i))
				return false;
			last = token;
			continue;
		}
		if (!last || !is_name(last))
			return false;
		i = behind_group(tokens, i);
		if (ends_as_head(tokens, i))
			return true;
		if (!is_annotation(last))
			return false;
		i--;
	}
	return false;
}
