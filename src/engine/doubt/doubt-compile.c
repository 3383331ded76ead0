// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a compiler would say of a merge, as far as one file shows it: it is not
 * run, as most of what a kernel file includes depends on a configuration.  All
 * of it is asked of what differs only; what this tree's file does already is
 * its own affair.
 */
#include <string.h>

#include "engine/code/bag.h"
#include "engine/code/lex.h"
#include "engine/code/text.h"
#include "engine/code/tokens.h"
#include "engine/doubt/doubtparts.h"

/* calls that show how a function is called */
#define CALLS_MIN 3

static struct line word_at(const struct csource *source, guint i)
{
	const struct ctoken *token = ctoken_at(source, i);

	return (struct line){ token->text, token->size };
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
	       !ctoken_is(ctoken_at(source, i - 1), "return");
}

static bool may_be_declared(const struct csource *source, const struct cregion *function,
			    const struct line *word)
{
	for (guint i = function->first_token; i <= function->last_token; i++)
		if (token_spells(source, i, word) && !token_is_part(source, i) &&
		    (!ctoken_at(source, i)->depth || may_declare(source, i)))
			return true;
	return false;
}

/* "unsigned", "struct", "foo_t"; no "return" and no "case" */
static bool is_type_word(const struct csource *source, guint i)
{
	return i && token_is_word(source, i) &&
	       !lex_command(ctoken_at(source, i)->text, ctoken_at(source, i)->size);
}

/* may a token be the name of the first variable in a declaration, at the start of a statement? */
static bool is_first_declared(const struct csource *source, guint i)
{
	guint type = i - 1;

	while (type && token_is_punct(source, type, "*"))
		type--;
	if (!is_type_word(source, type))
		return false;
	while (is_type_word(source, type))
		type--;
	return token_is_punct(source, type, ";") || token_is_punct(source, type, "{");
}

/* the name in front of the last ',' at a token, what it is set to apart; 0 where this is no list */
static guint listed_before(const struct csource *source, guint comma)
{
	int depth = 0;
	guint i;

	for (i = comma - 1; i; i--) {
		if (token_is_any_punct(source, i, ")]}"))
			depth++;
		else if (depth && token_is_any_punct(source, i, "([{"))
			depth--;
		else if (!depth && token_is_any_punct(source, i, ",([{;}"))
			break;
	}
	/* the first word behind that which something follows that ends a name */
	for (i++; i < comma; i++)
		if (token_is_word(source, i) && (token_is_any_punct(source, i + 1, "=[,")))
			return i;
	return 0;
}

/* certainly: a parameter, or "type name;", "type *a = 1, name;" at the start of a statement */
static bool is_declaration(const struct csource *source, guint i)
{
	if (!i || !token_is_word(source, i) || token_is_part(source, i))
		return false;
	if (!ctoken_at(source, i)->depth)
		return token_is_punct(source, i + 1, ",") || token_is_punct(source, i + 1, ")");
	if (!token_is_any_punct(source, token_behind_name(source, i), ";=,"))
		return false;
	while (i && !is_first_declared(source, i)) {
		for (i--; i && token_is_punct(source, i, "*");)
			i--;
		i = i && token_is_punct(source, i, ",") ? listed_before(source, i) : 0;
	}
	return i;
}

static bool is_declared(const struct csource *source, const struct cregion *function,
			const struct line *word)
{
	for (guint i = function->first_token; i <= function->last_token; i++)
		if (token_spells(source, i, word) && is_declaration(source, i))
			return true;
	return function_declares(source, function, word);
}

static bool is_used(const struct csource *source, const struct cregion *function,
		    const struct line *word)
{
	for (guint i = function->first_token; i <= function->last_token; i++)
		if (token_spells(source, i, word) && ctoken_at(source, i)->depth &&
		    !token_is_part(source, i) && !token_is_punct(source, i + 1, "(") &&
		    !token_is_punct(source, i + 1, ":"))
			return true;
	return false;
}

/* does upstream's function of that name do without the word? */
static bool is_done_without(struct scene *scene, const char *name, const struct line *word)
{
	const struct csource *theirs = scene_source(scene, THEIRS);
	const struct cregion *function = csource_function(theirs, name);

	if (!function)
		return false;
	for (guint i = function->first_token; i <= function->last_token; i++)
		if (token_spells(theirs, i, word) && !token_is_part(theirs, i))
			return false;
	return true;
}

/* the first variable of the function in this tree's file of which @find says so */
static char *find_variable(struct scene *scene, const char *name,
			   bool (*find)(struct scene *scene, const struct cregion *function,
					const struct line *word))
{
	const struct csource *ours = scene_source(scene, OURS);
	const struct csource *result = scene_source(scene, RESULT);
	const struct cregion *old = csource_function(ours, name);
	const struct cregion *new = csource_function(result, name);

	if (!old || !new)
		return NULL;
	for (guint i = old->first_token; i <= old->last_token; i++) {
		struct line word = word_at(ours, i);

		if (is_declaration(ours, i) && find(scene, new, &word) &&
		    is_used(result, new, &word) && !source_declares(result, &word))
			return g_strdup_printf("'%.*s' in '%s' is declared no more",
					       (int)word.size, word.text, name);
	}
	return NULL;
}

static bool is_undeclared(struct scene *scene, const struct cregion *function,
			  const struct line *word)
{
	return !may_be_declared(scene_source(scene, RESULT), function, word);
}

/* upstream's function has another declaration of it, which did not come */
static bool is_declared_there(struct scene *scene, const char *name, const struct line *word)
{
	const struct csource *theirs = scene_source(scene, THEIRS);
	const struct cregion *function = csource_function(theirs, name);

	return function && is_declared(theirs, function, word);
}

/* what upstream's function goes on using is declared there by what this does not understand */
static bool is_dropped(struct scene *scene, const struct cregion *function,
		       const struct line *word)
{
	return !is_declared(scene_source(scene, RESULT), function, word) &&
	       (is_done_without(scene, function->name, word) ||
		is_declared_there(scene, function->name, word));
}

static char *undeclared_in(struct scene *scene, const char *name)
{
	return find_variable(scene, name, is_undeclared);
}

static char *dropped_in(struct scene *scene, const char *name)
{
	return find_variable(scene, name, is_dropped);
}

char *scene_undeclared(struct scene *scene)
{
	return scene_find(scene, undeclared_in);
}

char *scene_dropped(struct scene *scene)
{
	return scene_find(scene, dropped_in);
}

static GHashTable *word_table(GDestroyNotify free_value)
{
	return g_hash_table_new_full(text_hash, text_equal, g_free, free_value);
}

static bool asks_member(const struct csource *source, guint i)
{
	return token_is_word(source, i) && !token_is_part(source, i) &&
	       (token_is_punct(source, i + 1, "->") || token_is_punct(source, i + 1, "."));
}

/* where a version asks for members of a variable: guint, tokens in order; NULL for nowhere */
static const GArray *members_of(struct scene *scene, int version, const struct line *word)
{
	const struct csource *source = scene_source(scene, version);

	if (scene->members[version])
		return g_hash_table_lookup(scene->members[version], word);
	scene->members[version] = word_table((GDestroyNotify)g_array_unref);
	for (guint i = 0; i < source->tokens->len; i++) {
		struct line name = word_at(source, i);
		GArray *places;

		if (!asks_member(source, i))
			continue;
		places = g_hash_table_lookup(scene->members[version], &name);
		if (!places) {
			places = g_array_new(FALSE, FALSE, sizeof(guint));
			g_hash_table_insert(scene->members[version],
					    g_memdup2(&name, sizeof(name)), places);
		}
		g_array_append_val(places, i);
	}
	return g_hash_table_lookup(scene->members[version], word);
}

/* how often members of a variable are asked for with '->' and with '.' */
struct members {
	guint of_pointer;
	guint of_structure;
};

/* of the function alone where it declares the variable, else of all that do not */
static struct members count_members(struct scene *scene, int version, const char *function,
				    const struct line *word, bool local)
{
	const struct csource *source = scene_source(scene, version);
	const GArray *places = members_of(scene, version, word);
	const struct cregion *last = NULL;
	struct members members = { 0 };
	bool counts = false;

	for (guint k = 0; places && k < places->len; k++) {
		guint i = g_array_index(places, guint, k);
		const struct cregion *region = csource_at(source, ctoken_at(source, i)->line);

		if (!region || region->kind != CREGION_FUNCTION || !region->name ||
		    i < region->first_token || i > region->last_token)
			continue;
		if (region != last)
			counts = local ? !strcmp(region->name, function) :
					 !may_be_declared(source, region, word);
		last = region;
		members.of_pointer += counts && token_is_punct(source, i + 1, "->");
		members.of_structure += counts && token_is_punct(source, i + 1, ".");
	}
	return members;
}

static char *pointer_at(struct scene *scene, guint i, const struct cregion *function, bool local)
{
	struct line word = word_at(scene_source(scene, RESULT), i);
	struct members was = count_members(scene, OURS, function->name, &word, local);
	struct members is = count_members(scene, RESULT, function->name, &word, local);

	if (!is.of_pointer || !is.of_structure || (was.of_pointer && was.of_structure) ||
	    (!was.of_pointer && !was.of_structure))
		return NULL;
	return g_strdup_printf("'%.*s' is %s here", (int)word.size, word.text,
			       was.of_pointer ? "a pointer" : "no pointer");
}

/* each variable once: of a function that declares it, else of the file */
static char *find_pointer(struct scene *scene, struct bag *asked)
{
	const struct csource *result = scene_source(scene, RESULT);
	const GArray *added = scene_added(scene);

	for (guint k = 0; k < added->len; k++) {
		guint i = g_array_index(added, guint, k);
		struct line word = word_at(result, i);
		const struct cregion *function;
		char *doubt;
		bool local;

		if (!asks_member(result, i))
			continue;
		function = csource_at(result, ctoken_at(result, i)->line);
		if (!function || function->kind != CREGION_FUNCTION || !function->name)
			continue;
		local = may_be_declared(result, function, &word);
		if (!bag_add(asked, lex_hash_tagged(word.text, word.size,
						    local ? function->first_token + 1 : 0)))
			continue;
		doubt = pointer_at(scene, i, function, local);
		if (doubt)
			return doubt;
	}
	return NULL;
}

char *scene_pointers(struct scene *scene)
{
	struct bag asked;
	char *doubt;

	bag_init(&asked);
	doubt = find_pointer(scene, &asked);
	bag_clear(&asked);
	return doubt;
}

/* calls of a function whose first argument is an address, and others */
struct calls {
	guint of_address;
	guint of_other;
};

static void add_call(GHashTable *calls, const struct csource *source, guint i)
{
	struct line name = word_at(source, i);
	struct calls *found = g_hash_table_lookup(calls, &name);

	if (!found) {
		found = g_new0(struct calls, 1);
		g_hash_table_insert(calls, g_memdup2(&name, sizeof(name)), found);
	}
	found->of_address += token_is_punct(source, i + 2, "&");
	found->of_other += !token_is_punct(source, i + 2, "&");
}

static struct calls calls_of(struct scene *scene, int version, const struct line *name)
{
	const struct csource *source = scene_source(scene, version);
	const struct calls *found;

	if (!scene->calls[version]) {
		scene->calls[version] = word_table(g_free);
		for (guint i = 0; i < source->tokens->len; i++)
			if (token_is_word(source, i) && ctoken_at(source, i)->depth &&
			    token_is_punct(source, i + 1, "(") && !token_is_part(source, i))
				add_call(scene->calls[version], source, i);
	}
	found = g_hash_table_lookup(scene->calls[version], name);
	return found ? *found : (struct calls){ 0 };
}

/* all upstream's calls are of one kind, and all here of the other */
static bool is_called_otherwise(struct scene *scene, const struct line *name, bool address)
{
	struct calls here = calls_of(scene, OURS, name), there = calls_of(scene, BASE, name);

	if (address)
		return !here.of_address && here.of_other >= CALLS_MIN &&
		       !there.of_other && there.of_address >= CALLS_MIN;
	return !here.of_other && here.of_address >= CALLS_MIN &&
	       !there.of_address && there.of_other >= CALLS_MIN;
}

char *scene_addresses(struct scene *scene)
{
	const struct csource *result = scene_source(scene, RESULT);
	const GArray *added = scene_added(scene);

	for (guint k = 0; k < added->len; k++) {
		guint i = g_array_index(added, guint, k);
		struct line name = word_at(result, i);
		bool address = token_is_punct(result, i + 2, "&");

		if (!token_is_word(result, i) || !token_is_punct(result, i + 1, "(") ||
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

	while (at >= 0 && (ctoken_at(source, at)->kind == CTOKEN_COMMENT ||
			   ctoken_at(source, at)->kind == CTOKEN_DIRECTIVE))
		at--;
	return at >= 0 && ctoken_at(source, at)->line < ctoken_at(source, i)->line ? at : -1;
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
