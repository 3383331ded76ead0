// SPDX-License-Identifier: GPL-2.0-only
/*
 * A text is told only of the macros that it uses: what was found out of it holds
 * in every tree where these are the same, and a name that is a loop in one driver
 * does no harm in another.
 */
#include "rules/macropick.h"

#include <string.h>

#include "base/strings.h"
#include "format/csource.h"
#include "rules/stmt.h"

struct macro_pick *macro_pick_new(void)
{
	struct macro_pick *pick = g_new0(struct macro_pick, 1);

	pick->lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	pick->never = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return pick;
}

void macro_pick_free(struct macro_pick *pick)
{
	if (!pick)
		return;
	g_hash_table_unref(pick->lines);
	g_hash_table_unref(pick->never);
	g_free(pick);
}

static bool is_code(const struct ctoken *token)
{
	return token->kind != CTOKEN_COMMENT && token->kind != CTOKEN_DIRECTIVE;
}

static const struct ctoken *code_before(const GArray *tokens, guint i)
{
	while (i-- > 0) {
		if (is_code(token_of(tokens, i)))
			return token_of(tokens, i);
	}
	return NULL;
}

/* "(__force u32)x": what spatch reads in a call, but not in the header of a loop */
static bool is_marked_cast(const GArray *tokens, guint i)
{
	const struct ctoken *open = token_of(tokens, i);

	return i + 2 < tokens->len && ctoken_is(open, "(") &&
	       token_of(tokens, i + 1)->kind == CTOKEN_WORD &&
	       !strncmp(token_of(tokens, i + 1)->text, "__", 2) &&
	       token_of(tokens, i + 2)->kind == CTOKEN_WORD;
}

/* behind the arguments that start behind token @i, or NULL when there are none that will do */
static const struct ctoken *behind_call(const GArray *tokens, guint i)
{
	int depth = 0;

	for (i++; i < tokens->len; i++) {
		const struct ctoken *token = token_of(tokens, i);

		if (!is_code(token))
			continue;
		if ((!depth && !ctoken_is(token, "(")) || is_marked_cast(tokens, i))
			return NULL;
		if (ctoken_is(token, "("))
			depth++;
		else if (ctoken_is(token, ")"))
			depth--;
		if (!depth)
			break;
	}
	for (i++; i < tokens->len; i++) {
		if (is_code(token_of(tokens, i)))
			return token_of(tokens, i);
	}
	return NULL;
}

static bool is_loop_line(const char *line)
{
	return g_str_has_suffix(line, "YACFE_ITERATOR");
}

enum use {
	USE_LOOP,
	USE_CALL,		/* "name(...);": a loop without a body, or a call */
	USE_OTHER,
};

static bool starts_statement(const struct ctoken *before)
{
	static const char *const ends[] = { ";", "{", "}", ")", ":", "else", "do" };

	for (size_t i = 0; before && i < G_N_ELEMENTS(ends); i++) {
		if (ctoken_is(before, ends[i]))
			return true;
	}
	return false;
}

static enum use use_at(const GArray *tokens, guint i)
{
	const struct ctoken *next = behind_call(tokens, i);

	if (!next || !token_of(tokens, i)->depth ||
	    !starts_statement(code_before(tokens, i)))
		return USE_OTHER;
	if (ctoken_is(next, ";"))
		return USE_CALL;
	if (next->kind == CTOKEN_WORD || ctoken_is(next, "{") || ctoken_is(next, "*") ||
	    ctoken_is(next, "(") || ctoken_is(next, "++") || ctoken_is(next, "--"))
		return USE_LOOP;
	return USE_OTHER;
}

/* how a name is used in the whole text: as anything else than a loop settles it */
static enum use use_of(const GArray *tokens, const char *name)
{
	enum use all = USE_CALL;
	size_t size = strlen(name);

	for (guint i = 0; i < tokens->len; i++) {
		const struct ctoken *token = token_of(tokens, i);
		enum use use;

		if (token->size != size || *token->text != *name || !ctoken_is(token, name))
			continue;
		use = use_at(tokens, i);
		if (use == USE_OTHER)
			return use;
		if (use == USE_LOOP)
			all = use;
	}
	return all;
}

/* the text's own definitions stand before those of headers */
static struct macros *own_macros(const struct macros *macros, const char *text, gsize size)
{
	struct macros *own = macros_new(macros);

	macros_read(own, text, size);
	macros_settle(own);
	return own;
}

static void pick_words(struct macro_pick *pick, GHashTable *words, const struct csource *source)
{
	GHashTableIter iter;
	gpointer name, line;

	g_hash_table_iter_init(&iter, words);
	while (g_hash_table_iter_next(&iter, &name, &line)) {
		enum use use = is_loop_line(line) ? use_of(source->tokens, name) : USE_LOOP;

		if (use == USE_LOOP)
			g_hash_table_insert(pick->lines, g_strdup(name), g_strdup(line));
		else if (use == USE_OTHER)
			g_hash_table_add(pick->never, g_strdup(name));
	}
}

static bool any_loop(GHashTable *words)
{
	GHashTableIter iter;
	gpointer line;

	g_hash_table_iter_init(&iter, words);
	while (g_hash_table_iter_next(&iter, NULL, &line)) {
		if (is_loop_line(line))
			return true;
	}
	return false;
}

struct macro_pick *macros_pick(const struct macros *macros, const char *text, gsize size)
{
	g_autoptr(macros) own = own_macros(macros, text, size);
	g_autoptr(GHashTable) words = macros_words(own, text, size);
	struct macro_pick *pick = macro_pick_new();
	g_autoptr(GBytes) bytes = NULL;
	g_autoptr(csource) source = NULL;
	bool defines = may_define(text, size);

	/* scanning takes longer than all the rest, and most texts need none of it */
	if (defines || any_loop(words)) {
		bytes = g_bytes_new_static(text, size);
		source = csource_scan(bytes);
	}
	pick_words(pick, words, source);
	if (defines)
		pick_definers(pick, source, own);
	return pick;
}

GString *sorted_lines(GPtrArray *lines)
{
	GString *text = g_string_new(NULL);

	g_ptr_array_sort(lines, compare_strings);
	for (guint i = 0; i < lines->len; i++)
		g_string_append_printf(text, "%s\n", (char *)lines->pdata[i]);
	return text;
}

char *macro_pick_text(const struct macro_pick *pick)
{
	g_autoptr(GPtrArray) lines = g_ptr_array_new();
	GHashTableIter iter;
	gpointer line;

	g_hash_table_iter_init(&iter, pick->lines);
	while (g_hash_table_iter_next(&iter, NULL, &line))
		g_ptr_array_add(lines, line);
	return g_string_free(sorted_lines(lines), FALSE);
}

static bool clash(const struct macro_pick *one, const struct macro_pick *other)
{
	GHashTableIter iter;
	gpointer name, line;

	g_hash_table_iter_init(&iter, other->lines);
	while (g_hash_table_iter_next(&iter, &name, &line)) {
		const char *known = g_hash_table_lookup(one->lines, name);

		if (g_hash_table_contains(one->never, name) || (known && strcmp(known, line)))
			return true;
	}
	return false;
}

bool macro_pick_add(struct macro_pick *pick, const struct macro_pick *other)
{
	GHashTableIter iter;
	gpointer name, line;

	if (clash(pick, other) || clash(other, pick))
		return false;
	g_hash_table_iter_init(&iter, other->lines);
	while (g_hash_table_iter_next(&iter, &name, &line))
		g_hash_table_insert(pick->lines, g_strdup(name), g_strdup(line));
	g_hash_table_iter_init(&iter, other->never);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		g_hash_table_add(pick->never, g_strdup(name));
	return true;
}
