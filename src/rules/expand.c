// SPDX-License-Identifier: GPL-2.0-only
/*
 * Works on tokens, so that strings and longer names are left alone.
 */
#include "rules/expand.h"

#include <stdbool.h>
#include <string.h>

#include "format/csource.h"

static const struct ctoken *at(const struct csource *source, guint i)
{
	return i < source->tokens->len ? &g_array_index(source->tokens, struct ctoken, i) : NULL;
}

static bool is(const struct csource *source, guint i, const char *text)
{
	return at(source, i) && ctoken_is(at(source, i), text);
}

static bool is_member(const struct csource *source, guint i)
{
	return i && (is(source, i - 1, "->") || is(source, i - 1, "."));
}

/* behind the parenthesis or bracket at @at, NULL when it has no end */
static const char *behind_group(const char *at)
{
	int depth = 0;

	for (; *at; at++) {
		depth += *at == '(' || *at == '[';
		depth -= *at == ')' || *at == ']';
		if (*at == '"' || *at == '\'')
			return NULL;
		if (!depth)
			return at + 1;
	}
	return NULL;
}

/* names, numbers, members, indices and calls bind as tight as anything; so do parentheses */
static bool is_primary(const char *value)
{
	const char *at = value;

	if (*at != '(' && !g_ascii_isalnum(*at) && *at != '_')
		return false;
	if (*at == '(' && !*(behind_group(at) ?: ""))
		return true;
	while (at && *at) {
		if (at[0] == '-' && at[1] == '>')
			at += 2;
		else if (at > value && (*at == '(' || *at == '['))
			at = behind_group(at);
		else if (g_ascii_isalnum(*at) || *at == '_' || *at == '.')
			at++;
		else
			return false;
	}
	return at;
}

static bool is_path(const char *value)
{
	for (; *value; value++) {
		if (value[0] == '-' && value[1] == '>')
			value++;
		else if (!g_ascii_isalnum(*value) && *value != '_' && *value != '.')
			return false;
	}
	return true;
}

/* @first to @last are replaced by @value; true when "->" behind them was used up too */
static bool put(GString *out, const struct csource *source, guint first, guint last,
		const char *value)
{
	bool whole = (is(source, first - 1, "(") || is(source, first - 1, ",") ||
		      is(source, first - 1, "=")) &&
		     (is(source, last + 1, ")") || is(source, last + 1, ",") ||
		      last + 1 >= source->tokens->len);

	if (*value == '&' && is_path(value + 1) && is(source, last + 1, "->")) {
		g_string_append_printf(out, "%s.", value + 1);
		return true;
	}
	if ((first && whole) || is_primary(value) || is_path(value) || source->tokens->len == 1)
		g_string_append(out, value);
	else
		g_string_append_printf(out, "(%s)", value);
	return false;
}

static const char *value_of(const struct csource *source, guint i, GHashTable *values,
			    guint *out_last)
{
	const struct ctoken *token = at(source, i);
	g_autofree char *word = g_strndup(token->text, token->size);
	const char *value = NULL;

	if (token->kind != CTOKEN_WORD || is_member(source, i))
		return NULL;
	*out_last = i;
	if (is(source, i + 1, "->") && at(source, i + 2)) {
		g_autofree char *path = g_strdup_printf("%s->%.*s", word,
							(int)at(source, i + 2)->size,
							at(source, i + 2)->text);

		value = g_hash_table_lookup(values, path);
		if (value)
			*out_last = i + 2;
	}
	return value ?: g_hash_table_lookup(values, word);
}

char *expand_text(const char *text, GHashTable *values)
{
	g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
	g_autoptr(csource) source = csource_scan(bytes);
	GString *out = g_string_new(NULL);
	const char *end = NULL;

	for (guint i = 0; i < source->tokens->len; i++) {
		const struct ctoken *token = at(source, i);
		guint last = i;
		const char *value = value_of(source, i, values, &last);

		if (end && end != token->text)
			g_string_append_c(out, ' ');
		if (value) {
			if (put(out, source, i, last, value))
				last++;
		} else {
			g_string_append_len(out, token->text, token->size);
		}
		end = at(source, last)->text + at(source, last)->size;
		i = last;
	}
	return g_string_free(out, FALSE);
}

unsigned int expand_count(const char *text, const char *word)
{
	g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
	g_autoptr(csource) source = csource_scan(bytes);
	unsigned int n = 0;

	for (guint i = 0; i < source->tokens->len; i++)
		n += is(source, i, word) && !is_member(source, i);
	return n;
}
