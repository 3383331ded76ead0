// SPDX-License-Identifier: GPL-2.0-only
/*
 * What speaks against a merge in the words of its functions: a name that means
 * another thing there than upstream, or nothing at all.
 */
#include <string.h>

#include "engine/code/text.h"
#include "engine/code/tokens.h"
#include "engine/doubt/doubtparts.h"

static void count_words(GHashTable *words, const struct csource *source,
			const struct cregion *region)
{
	for (guint i = region->first_token; i <= region->last_token; i++) {
		const struct ctoken *token = ctoken_at(source, i);
		struct line *word;
		guint count;

		if (token->kind != CTOKEN_WORD || token_is_part(source, i))
			continue;
		word = g_new(struct line, 1);
		*word = (struct line){ token->text, token->size };
		count = GPOINTER_TO_UINT(g_hash_table_lookup(words, word));
		g_hash_table_insert(words, word, GUINT_TO_POINTER(count + 1));
	}
}

/* the words of the definitions of that name in a version; NULL when it has none */
static GHashTable *words_of(struct scene *scene, int version, const char *name)
{
	const struct csource *source = scene_source(scene, version);
	GHashTable *words = g_hash_table_lookup(scene->counts[version], name);

	if (words)
		return g_hash_table_size(words) ? words : NULL;
	words = g_hash_table_new_full(text_hash, text_equal, g_free, NULL);
	for (guint i = 0; i < source->regions->len; i++) {
		const struct cregion *region = &g_array_index(source->regions, struct cregion, i);

		if (region->name && !strcmp(region->name, name))
			count_words(words, source, region);
	}
	g_hash_table_insert(scene->counts[version], (char *)name, words);
	return g_hash_table_size(words) ? words : NULL;
}

static guint count_in(GHashTable *words, const struct line *word)
{
	return words ? GPOINTER_TO_UINT(g_hash_table_lookup(words, word)) : 0;
}

/* a declaration that takes the place of another one */
static bool is_replaced(struct scene *scene, const struct cregion *function,
			const struct line *word)
{
	const struct csource *ours = scene_source(scene, OURS);
	const struct cregion *before = csource_function(ours, function->name);
	guint was = before ? function_declares(ours, before, word) : 0;

	return was && function_declares(scene_source(scene, RESULT), function, word) <= was;
}

/* is it a variable of the function of that name, and none of the file or of a library? */
static bool is_local(const struct csource *source, const char *function, const struct line *word)
{
	const struct cregion *region = csource_function(source, function);

	return region && function_declares(source, region, word);
}

/* the name of upstream's function that has the token's line, when one alone has it; or NULL */
static const char *function_there(struct scene *scene, guint i)
{
	const struct csource *theirs = scene_source(scene, THEIRS);
	const GArray *lines = scene_lines(scene, THEIRS);
	guint at = ctoken_at(scene_source(scene, RESULT), i)->line - 1;
	const struct line *line = &g_array_index(scene_lines(scene, RESULT), struct line, at);
	const struct cregion *found = NULL;

	for (guint k = 0; k < lines->len; k++) {
		const struct cregion *region;

		if (!text_same(&g_array_index(lines, struct line, k), line))
			continue;
		region = csource_at(theirs, k + 1);
		if (!region || !region->name || (found && found != region))
			return NULL;
		found = region;
	}
	return found ? found->name : NULL;
}

/* the name that upstream's function has in both of its versions; it may be another one here */
static const char *name_there(struct scene *scene, guint i, const char *name)
{
	const char *other;

	if (words_of(scene, BASE, name) && words_of(scene, THEIRS, name))
		return name;
	other = function_there(scene, i);
	return other && words_of(scene, BASE, other) ? other : NULL;
}

/* a variable in a line that was put into a function: is it the one that upstream means? */
static char *doubt_word(struct scene *scene, guint i, const struct cregion *function)
{
	const struct csource *result = scene_source(scene, RESULT);
	const struct ctoken *token = ctoken_at(result, i);
	struct line word = { token->text, token->size };
	GHashTable *ours = words_of(scene, OURS, function->name), *base, *theirs, *merged;
	guint here = count_in(ours, &word);
	const char *there;

	/* most are in use: then upstream's versions need not be looked at */
	if (!ours || (here && !token_is_declared(result, i)))
		return NULL;
	there = name_there(scene, i, function->name);
	if (!there)
		return NULL;
	base = words_of(scene, BASE, there);
	theirs = words_of(scene, THEIRS, there);
	if (here) {
		if (count_in(base, &word) || is_replaced(scene, function, &word) ||
		    scene_is_apart(scene, i, function))
			return NULL;
		return g_strdup_printf("'%.*s' is in use in '%s' already", (int)word.size,
				       word.text, function->name);
	}
	merged = words_of(scene, RESULT, function->name);
	if (is_local(scene_source(scene, BASE), there, &word) &&
	    !source_declares(scene_source(scene, OURS), &word) && !token_is_declared(result, i) &&
	    count_in(merged, &word) < count_in(theirs, &word))
		return g_strdup_printf("'%s' has no '%.*s' here", function->name, (int)word.size,
				       word.text);
	if (!count_in(base, &word) && count_in(merged, &word) < count_in(theirs, &word) &&
	    !function_declares(result, function, &word))
		return g_strdup_printf("'%s' has only a part of what upstream does with '%.*s'",
				       function->name, (int)word.size, word.text);
	return NULL;
}

static bool returns_nothing(const struct csource *source, const struct cregion *function)
{
	bool nothing = false;

	for (guint i = function->first_token; i < function->last_token; i++) {
		const struct ctoken *token = ctoken_at(source, i);

		if (token_is_punct(source, i, "(") || ctoken_is(token, function->name))
			return nothing;
		if (token_is_punct(source, i, "*"))
			nothing = false;
		else if (ctoken_is(token, "void"))
			nothing = true;
	}
	return false;
}

static char *doubt_return(const struct csource *source, guint i, const struct cregion *function)
{
	bool nothing;

	if (!ctoken_is(ctoken_at(source, i), "return"))
		return NULL;
	nothing = returns_nothing(source, function);
	if (nothing == token_is_punct(source, i + 1, ";"))
		return NULL;
	return g_strdup_printf("'%s' returns %s here", function->name,
			       nothing ? "nothing" : "a value");
}

/* of one token that was put into a function */
static char *doubt_token(struct scene *scene, guint i, bool returns)
{
	const struct csource *result = scene_source(scene, RESULT);
	const struct cregion *function = csource_at(result, ctoken_at(result, i)->line);
	char *doubt;

	if (!function || function->kind != CREGION_FUNCTION || !function->name)
		return NULL;
	doubt = returns ? doubt_return(result, i, function) : NULL;
	if (!doubt && token_may_be_variable(result, i))
		doubt = doubt_word(scene, i, function);
	return doubt;
}

char *scene_names(struct scene *scene, bool returns)
{
	const GArray *added = scene_added(scene);

	for (guint k = 0; k < added->len; k++) {
		char *doubt = doubt_token(scene, g_array_index(added, guint, k), returns);

		if (doubt)
			return doubt;
	}
	return NULL;
}

/* "int f(int a, long name)" */
static bool is_parameter_of(const struct csource *source, guint i)
{
	return !ctoken_at(source, i)->depth && token_is_any_punct(source, i + 1, ",)") &&
	       (token_is_word(source, i - 1) || token_is_punct(source, i - 1, "*"));
}

/*
 * A variable of a function that has but its declaration now: it had uses here, or it is new, and
 * upstream's has some
 */
static char *unused_in(struct scene *scene, const char *name)
{
	GHashTable *ours = words_of(scene, OURS, name), *merged = words_of(scene, RESULT, name);
	GHashTable *theirs = words_of(scene, THEIRS, name);
	const struct csource *result = scene_source(scene, RESULT);
	const struct cregion *function = csource_function(result, name);

	if (!ours || !merged || !function)
		return NULL;
	for (guint i = function->first_token + 1; i <= function->last_token; i++) {
		const struct ctoken *token = ctoken_at(result, i);
		struct line word = { token->text, token->size };
		guint had;

		if (token->kind != CTOKEN_WORD || count_in(merged, &word) != 1 ||
		    !(token->depth ? token_is_declared : is_parameter_of)(result, i))
			continue;
		had = count_in(ours, &word);
		if (had > 1 ? count_in(theirs, &word) != 1 :
			      !had && count_in(theirs, &word) > 1)
			return g_strdup_printf("'%.*s' in '%s' has no use%s", (int)word.size,
					       word.text, name, had ? " any more" : "");
	}
	return NULL;
}

char *scene_unused(struct scene *scene)
{
	return scene_find(scene, unused_in);
}
