// SPDX-License-Identifier: GPL-2.0-only
/*
 * SYSCALL_DEFINE2(name, int, fd, char *, to) { ... } defines a function.  What has
 * this shape tells by itself how many types and names follow the name.
 */
#include "rules/macropick.h"

#include <string.h>

#include "base/strings.h"
#include "format/csource.h"
#include "rules/stmt.h"

/* @open is "("; its ")", or 0 */
static guint closing(const GArray *tokens, guint open)
{
	int depth = 0;

	for (guint i = open; i < tokens->len; i++) {
		if (ctoken_is(token_of(tokens, i), "("))
			depth++;
		else if (ctoken_is(token_of(tokens, i), ")") && !--depth)
			return i;
	}
	return 0;
}

/* arguments between the parentheses; 0 when the odd ones, from the first, are not one word */
static guint count_arguments(const GArray *tokens, guint open, guint close)
{
	guint count = 1, size = 0;
	int depth = 0;

	for (guint i = open + 1; i <= close; i++) {
		const struct ctoken *token = token_of(tokens, i);
		bool ends = !depth && (i == close || ctoken_is(token, ","));

		if (token->kind == CTOKEN_COMMENT || token->kind == CTOKEN_DIRECTIVE)
			continue;
		depth += ctoken_is(token, "(") - (depth && ctoken_is(token, ")"));
		if (!ends) {
			size++;
			continue;
		}
		if (!size || (count % 2 && (size != 1 || token_of(tokens, i - 1)->kind !=
							       CTOKEN_WORD)))
			return 0;
		count += i != close;
		size = 0;
	}
	return count % 2 ? count : 0;
}

static char *definition_line(const char *name, guint arguments)
{
	g_autoptr(GString) params = g_string_new("f");
	g_autoptr(GString) list = g_string_new(NULL);

	for (guint i = 1; i <= arguments / 2; i++) {
		g_string_append_printf(params, ", t%u, a%u", i, i);
		g_string_append_printf(list, "%st%u a%u", i > 1 ? ", " : "", i, i);
	}
	return g_strdup_printf("#define %s(%s) long f(%s)", name, params->str,
			       list->len ? list->str : "void");
}

/* at file scope, with nothing before it that could be a type */
static bool starts_definition(const GArray *tokens, guint i)
{
	const struct ctoken *token = token_of(tokens, i);

	if (token->kind != CTOKEN_WORD || token->depth || !ctoken_is(token_of(tokens, i + 1), "("))
		return false;
	while (i-- > 0) {
		const struct ctoken *before = token_of(tokens, i);

		if (before->kind != CTOKEN_COMMENT)
			return before->kind == CTOKEN_DIRECTIVE || ctoken_is(before, ";") ||
			       ctoken_is(before, "}");
	}
	return true;
}

/* the same name with another number of arguments is none */
static void add_definition(struct macro_pick *pick, const char *name, guint arguments)
{
	g_autofree char *line = arguments ? definition_line(name, arguments) : NULL;
	const char *known = g_hash_table_lookup(pick->lines, name);

	if (g_hash_table_contains(pick->never, name))
		return;
	if (!line || (known && strcmp(known, line))) {
		g_hash_table_remove(pick->lines, name);
		g_hash_table_add(pick->never, g_strdup(name));
	} else {
		g_hash_table_insert(pick->lines, g_strdup(name), g_steal_pointer(&line));
	}
}

void pick_definers(struct macro_pick *pick, const struct csource *source,
		   const struct macros *macros)
{
	const GArray *tokens = source->tokens;

	for (guint i = 0; i + 2 < tokens->len; i++) {
		const struct ctoken *token = token_of(tokens, i);
		g_autofree char *name = NULL;
		guint close;

		if (!starts_definition(tokens, i))
			continue;
		close = closing(tokens, i + 1);
		if (!close || close + 1 >= tokens->len ||
		    !ctoken_is(token_of(tokens, close + 1), "{"))
			continue;
		name = g_strndup(token->text, token->size);
		if (!macros_is_told(macros, name))
			add_definition(pick, name, count_arguments(tokens, i + 1, close));
	}
}

/* behind the parentheses at @at; @end when they do not close */
static const char *behind_parens(const char *at, const char *end)
{
	int depth = 0;

	for (; at < end; at++) {
		depth += (*at == '(') - (*at == ')');
		if (depth < 1)
			break;
	}
	return at < end && *at == ')' ? at + 1 : end;
}

bool may_define(const char *text, gsize size)
{
	const char *end = text + size;

	for (const char *at = text; at && at < end; at = memchr(at, '\n', end - at)) {
		const char *next;

		at += *at == '\n';
		if (at == end || !g_ascii_isupper(*at))
			continue;
		for (next = at; next < end && byte_is_word(*next); next++)
			;
		if (next < end && *next == '(')
			next = behind_parens(next, end);
		while (next < end && g_ascii_isspace(*next))
			next++;
		if (next < end && *next == '{')
			return true;
	}
	return false;
}
