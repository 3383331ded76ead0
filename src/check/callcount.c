// SPDX-License-Identifier: GPL-2.0-only
#include "check/callcount.h"

#include "base/progress.h"
#include "base/strings.h"
#include "check/calls.h"
#include "check/claimed.h"
#include "check/hunkview.h"

/* does the port call something more often in @function that upstream's patch does not add? */
static bool adds_others(const struct call_change *change, const char *function,
			GHashTable *upstream)
{
	for (guint i = 0; i < change->after->tokens->len; i++) {
		const struct ctoken *token = ctoken_at(change->after, i);
		g_autofree char *name = NULL, *key = NULL;

		if (!is_call(change->after, i))
			continue;
		name = g_strndup(token->text, token->size);
		key = g_strdup_printf("%s %s", function, name);
		if (!g_hash_table_contains(upstream, key) &&
		    count_calls(change->after, function, name) >
			    count_calls(change->before, function, name))
			return true;
	}
	return false;
}

/* a name that is looked for in all C files of a tree */
struct search {
	const struct tree *tree;
	const char *name;
	bool found;
};

/* a macro that calls it, or is it, counts as well */
static bool in_directive(const struct csource *source, const char *name)
{
	for (guint i = 0; i < source->tokens->len; i++) {
		const struct ctoken *token = ctoken_at(source, i);

		if (token->kind == CTOKEN_DIRECTIVE &&
		    g_strstr_len(token->text, token->size, name))
			return true;
	}
	return false;
}

static bool has_name(const struct csource *source, const char *name)
{
	return csource_uses(source, name) || in_directive(source, name);
}

/* only a file in which the letters stand is scanned; in a comment they are no word of the code */
static bool look_into(void *data, const char *path)
{
	struct search *search = data;
	g_autoptr(GBytes) text = NULL;
	g_autoptr(csource) source = NULL;
	const char *start;
	gsize size;

	if (interrupt_pending(NULL))
		return false;
	if (!is_c_source(path) && !g_str_has_suffix(path, ".h"))
		return true;
	text = tree_read_here(search->tree, path, NULL);
	start = text ? g_bytes_get_data(text, &size) : NULL;
	if (!start || !g_strstr_len(start, size, search->name))
		return true;
	source = csource_scan(text);
	search->found = has_name(source, search->name);
	return !search->found;
}

static bool tree_has(const struct tree *tree, const char *name)
{
	struct search search = { .tree = tree, .name = name };

	tree_walk(tree, "", look_into, &search);
	return search.found;
}

/* false when the port calls @callee more or less often than upstream's patch does */
static bool call_agrees(const struct call_change *change, const char *function, const char *callee,
			int want, GHashTable *upstream, GPtrArray *unproved, struct proof *out)
{
	int after = count_calls(change->after, function, callee);
	int got = after - count_calls(change->before, function, callee);

	if (got == want)
		return true;
	/* this tree spells it otherwise: lock and unlock for a guard */
	if (!after && adds_others(change, function, upstream))
		return true;
	/* what stands for it may be no call at all */
	if (!after && !has_name(change->before, callee) &&
	    !tree_has(change->claim->after, callee)) {
		add_stringf(unproved, "%s(): upstream's change calls %s(), which nothing in this "
			    "tree calls or declares: what stands for it here is for a person to "
			    "see", function, callee);
		return true;
	}
	proof_set(out, PROOF_FAIL,
		  "%s(): upstream changes the number of %s() calls by %+d, the port by %+d",
		  function, callee, want, got);
	return false;
}

bool calls_agree(const struct call_change *change, GPtrArray *unproved, struct proof *out)
{
	g_autoptr(GHashTable) calls = hunk_calls(change->upstream, change->was, change->becomes);
	GHashTableIter iter;
	gpointer key, value;

	g_hash_table_iter_init(&iter, calls);
	while (g_hash_table_iter_next(&iter, &key, &value)) {
		g_auto(GStrv) names = g_strsplit(key, " ", 2);

		if (has_string(change->functions, names[0]) &&
		    !call_agrees(change, names[0], names[1], GPOINTER_TO_INT(value), calls,
				 unproved, out))
			return false;
	}
	return true;
}
