// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a compiler would say of a merge, as far as one file shows it: it is not
 * run, as most of what a kernel file includes depends on a configuration.  All
 * of it is asked of what differs only; what this tree's file does already is
 * its own affair.
 */
#include <string.h>

#include "engine/doubtparts.h"
#include "engine/lex.h"

/* calls that show how a function is called */
#define CALLS_MIN 3

static struct line word_at(const struct csource *source, guint i)
{
	const struct ctoken *token = token_at(source, i);

	return (struct line){ token->text, token->size };
}

static bool is_spelled(const struct csource *source, guint i, const struct line *word)
{
	const struct ctoken *token = token_at(source, i);

	return token->kind == CTOKEN_WORD && token->size == word->size &&
	       !memcmp(token->text, word->text, word->size);
}

/* in "int a, *b = 0, c[2]" and between a function's parentheses; "x * y;" looks the same */
static bool may_declare(const struct csource *source, guint i)
{
	static const char *const behind[] = { ";", "=", ",", "[", ")", ":" };
	bool ends = false;

	for (guint k = 0; k < G_N_ELEMENTS(behind); k++)
		ends |= token_is_punct(source, i + 1, behind[k]);
	return ends && i &&
	       (token_is_word(source, i - 1) || token_is_punct(source, i - 1, "*") ||
		token_is_punct(source, i - 1, ",")) &&
	       !ctoken_is(token_at(source, i - 1), "return");
}

static bool may_be_declared(const struct csource *source, const struct cregion *function,
			    const struct line *word)
{
	for (guint i = function->first_token; i <= function->last_token; i++)
		if (is_spelled(source, i, word) && !token_is_part(source, i) &&
		    (!token_at(source, i)->depth || may_declare(source, i)))
			return true;
	return false;
}

/* certainly: a parameter, or "type name;", "type *name =" at the start of a statement */
static bool is_declaration(const struct csource *source, guint i)
{
	guint type = i - 1;

	if (!i || !token_is_word(source, i) || token_is_part(source, i))
		return false;
	if (!token_at(source, i)->depth)
		return token_is_punct(source, i + 1, ",") || token_is_punct(source, i + 1, ")");
	if (!token_is_punct(source, i + 1, ";") && !token_is_punct(source, i + 1, "="))
		return false;
	while (type && token_is_punct(source, type, "*"))
		type--;
	return type && token_is_word(source, type) &&
	       !lex_keyword(token_at(source, type)->text, token_at(source, type)->size) &&
	       (token_is_punct(source, type - 1, ";") || token_is_punct(source, type - 1, "{") ||
		ctoken_is(token_at(source, type - 1), "struct"));
}

static bool is_used(const struct csource *source, const struct cregion *function,
		    const struct line *word)
{
	for (guint i = function->first_token; i <= function->last_token; i++)
		if (is_spelled(source, i, word) && token_at(source, i)->depth &&
		    !token_is_part(source, i) && !token_is_punct(source, i + 1, "(") &&
		    !token_is_punct(source, i + 1, ":"))
			return true;
	return false;
}

static char *undeclared_in(struct scene *scene, const char *name)
{
	const struct csource *ours = scene_source(scene, OURS);
	const struct csource *result = scene_source(scene, RESULT);
	const struct cregion *old = csource_function(ours, name);
	const struct cregion *new = csource_function(result, name);

	if (!old || !new)
		return NULL;
	for (guint i = old->first_token; i <= old->last_token; i++) {
		struct line word = word_at(ours, i);

		if (is_declaration(ours, i) && !may_be_declared(result, new, &word) &&
		    is_used(result, new, &word) && !source_declares(result, &word))
			return g_strdup_printf("'%.*s' in '%s' is declared no more",
					       (int)word.size, word.text, name);
	}
	return NULL;
}

char *scene_undeclared(struct scene *scene)
{
	g_autoptr(GHashTable) names = scene_touched(scene, OURS, RESULT, scene->here);
	GHashTableIter iter;
	gpointer name;

	g_hash_table_iter_init(&iter, names);
	while (g_hash_table_iter_next(&iter, &name, NULL)) {
		char *doubt = undeclared_in(scene, name);

		if (doubt)
			return doubt;
	}
	return NULL;
}

/* how often members of a variable are asked for with '->' and with '.' */
struct members {
	guint of_pointer;
	guint of_structure;
};

static void count_members(const struct csource *source, guint from, guint to,
			  const struct line *word, struct members *members)
{
	for (guint i = from; i <= to; i++) {
		if (!is_spelled(source, i, word) || token_is_part(source, i))
			continue;
		members->of_pointer += token_is_punct(source, i + 1, "->");
		members->of_structure += token_is_punct(source, i + 1, ".");
	}
}

/* of the function alone where it declares the variable, else of all that do not */
static struct members members_of(const struct csource *source, const char *function,
				 const struct line *word, bool local)
{
	struct members members = { 0 };

	for (guint i = 0; i < source->regions->len; i++) {
		const struct cregion *region = &g_array_index(source->regions, struct cregion, i);

		if (region->kind != CREGION_FUNCTION || !region->name ||
		    (local ? strcmp(region->name, function) != 0 :
			     may_be_declared(source, region, word)))
			continue;
		count_members(source, region->first_token, region->last_token, word, &members);
	}
	return members;
}

static char *pointer_at(struct scene *scene, guint i, const struct cregion *function)
{
	const struct csource *result = scene_source(scene, RESULT);
	struct line word = word_at(result, i);
	bool local = may_be_declared(result, function, &word);
	struct members was = members_of(scene_source(scene, OURS), function->name, &word, local);
	struct members is = members_of(result, function->name, &word, local);

	if (!is.of_pointer || !is.of_structure || (was.of_pointer && was.of_structure) ||
	    (!was.of_pointer && !was.of_structure))
		return NULL;
	return g_strdup_printf("'%.*s' is %s here", (int)word.size, word.text,
			       was.of_pointer ? "a pointer" : "no pointer");
}

char *scene_pointers(struct scene *scene)
{
	const struct csource *result = scene_source(scene, RESULT);

	for (guint i = 0; i < result->tokens->len; i++) {
		const struct ctoken *token = token_at(result, i);
		const struct cregion *function;
		char *doubt;

		if (!token_is_word(result, i) || token_is_part(result, i) ||
		    (!token_is_punct(result, i + 1, "->") && !token_is_punct(result, i + 1, ".")) ||
		    !scene_changed(scene, token->line - 1))
			continue;
		function = csource_at(result, token->line);
		if (!function || function->kind != CREGION_FUNCTION || !function->name)
			continue;
		doubt = pointer_at(scene, i, function);
		if (doubt)
			return doubt;
	}
	return NULL;
}

/* calls of a function whose first argument is an address, and others */
struct calls {
	guint of_address;
	guint of_other;
};

static struct calls calls_of(const struct csource *source, const struct line *name)
{
	struct calls calls = { 0 };

	for (guint i = 0; i < source->tokens->len; i++) {
		if (!is_spelled(source, i, name) || !token_at(source, i)->depth ||
		    !token_is_punct(source, i + 1, "(") || token_is_part(source, i))
			continue;
		calls.of_address += token_is_punct(source, i + 2, "&");
		calls.of_other += !token_is_punct(source, i + 2, "&");
	}
	return calls;
}

/* all upstream's calls are of one kind, and all here of the other */
static bool is_called_otherwise(struct scene *scene, const struct line *name, bool address)
{
	struct calls here = calls_of(scene_source(scene, OURS), name);
	struct calls there = calls_of(scene_source(scene, BASE), name);

	if (address)
		return !here.of_address && here.of_other >= CALLS_MIN &&
		       !there.of_other && there.of_address >= CALLS_MIN;
	return !here.of_other && here.of_address >= CALLS_MIN &&
	       !there.of_address && there.of_other >= CALLS_MIN;
}

char *scene_addresses(struct scene *scene)
{
	const struct csource *result = scene_source(scene, RESULT);

	for (guint i = 0; i < result->tokens->len; i++) {
		struct line name = word_at(result, i);
		bool address = token_is_punct(result, i + 2, "&");

		if (!token_is_word(result, i) || !token_is_punct(result, i + 1, "(") ||
		    !scene_changed(scene, token_at(result, i)->line - 1) ||
		    !is_called_otherwise(scene, &name, address))
			continue;
		return g_strdup_printf("calls of '%.*s' begin with %s here", (int)name.size,
				       name.text, address ? "no address" : "an address");
	}
	return NULL;
}

/* of the code in front, which is on a line before; -1 for none */
static int code_before(const struct csource *source, guint i)
{
	int at = (int)i - 1;

	while (at >= 0 && (token_at(source, at)->kind == CTOKEN_COMMENT ||
			   token_at(source, at)->kind == CTOKEN_DIRECTIVE))
		at--;
	return at >= 0 && token_at(source, at)->line < token_at(source, i)->line ? at : -1;
}

/* ".name =" or "[number] =" at the start of a line */
static bool starts_element(const struct csource *source, guint i)
{
	if (token_is_punct(source, i, "."))
		return token_is_word(source, i + 1) && token_is_punct(source, i + 2, "=");
	return token_is_punct(source, i, "[") && token_is_punct(source, i + 2, "]") &&
	       token_is_punct(source, i + 3, "=");
}

static guint commas_missing(const struct csource *source)
{
	guint missing = 0;

	for (guint i = 0; i < source->tokens->len; i++) {
		int before = starts_element(source, i) ? code_before(source, i) : -1;

		missing += before >= 0 && !token_is_punct(source, before, ",") &&
			   !token_is_punct(source, before, "{");
	}
	return missing;
}

char *scene_commas(struct scene *scene)
{
	if (commas_missing(scene_source(scene, RESULT)) <=
	    commas_missing(scene_source(scene, OURS)))
		return NULL;
	return g_strdup("braces: an element of an initialiser ends without ','");
}
