// SPDX-License-Identifier: GPL-2.0-only
#include "engine/warn/exits.h"

#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "format/csource.h"
#include "format/linediff.h"

/* locks whose callers are looked at in a file: each time that is a walk through all of it */
#define CALLERS_ASKED 8

/**
 * struct hold - a lock that is held
 * @key: "mutex_(&a->lock", of the names of both calls and their first argument
 * @taken: how it is taken: "mutex_lock(&a->lock)"
 * @line: where that is
 * @depth: of braces there
 * @freed: depth of the block that let go of it, 0 for none
 * @straight: there is no label and no case between that and here, and no call that may let go of it
 */
struct hold {
	char *key;
	char *taken;
	guint line;
	int depth;
	int freed;
	bool straight;
};

/**
 * struct walk - through one function, from top to bottom
 * @holds: struct hold *
 * @freed: keys of locks that were let go of for sure, on the way straight down to here
 * @exit: the last statement leaves the block that it is in
 * @leaving: and goes on
 * @parens: the token is inside of so many
 */
struct walk {
	const struct csource *source;
	const struct cregion *region;
	GPtrArray *holds;
	GPtrArray *freed;
	bool exit;
	bool leaving;
	int parens;
};

static void hold_free(struct hold *hold)
{
	g_free(hold->key);
	g_free(hold->taken);
	g_free(hold);
}

static const struct ctoken *token_at(const struct walk *walk, guint i)
{
	return ctoken_at(walk->source, i);
}

/* the first argument of the call whose name is at @i, without blanks */
static char *first_argument(const struct walk *walk, guint i)
{
	GString *text = g_string_new(NULL);
	int depth = 0;

	for (i += 2; i <= walk->region->last_token; i++) {
		const struct ctoken *token = token_at(walk, i);

		if (!depth && (ctoken_is(token, ",") || ctoken_is(token, ")")))
			break;
		depth += ctoken_is(token, "(") || ctoken_is(token, "[");
		depth -= ctoken_is(token, ")") || ctoken_is(token, "]");
		if (token->kind != CTOKEN_COMMENT)
			g_string_append_len(text, token->text, token->size);
	}
	return g_string_free(text, FALSE);
}

static bool is_boundary(const char *name, const char *at)
{
	return at == name || at[-1] == '_';
}

/* "spin_lock_irqsave" and "spin_unlock" are of "spin_"; NULL for what is neither */
static char *family(const char *name, bool *out_takes)
{
	static const struct {
		const char *word;
		bool takes;
	} words[] = { { "unlock", false }, { "lock", true }, { "up", false }, { "down", true } };

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		const char *at = strstr(name, words[i].word);
		char next = at ? at[strlen(words[i].word)] : '\0';

		if (!at || !is_boundary(name, at) || (next && next != '_'))
			continue;
		/* "lockdep_assert", "lock_is_held" and the like are no locks that are taken */
		if (strstr(name, "assert") || strstr(name, "held") || strstr(name, "init") ||
		    strstr(name, "try") || strstr(name, "interruptible") ||
		    strstr(name, "killable"))
			return NULL;
		*out_takes = words[i].takes;
		return g_strndup(name, at - name);
	}
	return NULL;
}

static void take(struct walk *walk, char *key, char *taken, const struct ctoken *at)
{
	struct hold *hold = g_new0(struct hold, 1);

	hold->key = key;
	hold->taken = taken;
	hold->line = at->line;
	hold->depth = at->depth;
	hold->straight = true;
	g_ptr_array_add(walk->holds, hold);
}

static void let_go(struct walk *walk, const char *key, int depth, bool conditional)
{
	for (guint i = walk->holds->len; i-- > 0;) {
		struct hold *hold = walk->holds->pdata[i];

		if (strcmp(hold->key, key) || hold->freed)
			continue;
		if (depth > hold->depth && !conditional) {
			hold->freed = depth;
			return;
		}
		if (!conditional)
			g_ptr_array_add(walk->freed, g_strdup(key));
		g_ptr_array_remove_index(walk->holds, i);
		return;
	}
}

static bool is_freed(const struct walk *walk, const char *key)
{
	for (guint i = 0; i < walk->freed->len; i++)
		if (!strcmp(walk->freed->pdata[i], key))
			return true;
	return false;
}

/* "if (x) lock();" is taken on some paths only */
static bool is_conditional(const struct walk *walk, guint i)
{
	const struct ctoken *before = i ? token_at(walk, i - 1) : NULL;

	return before && (ctoken_is(before, ")") || ctoken_is(before, "else"));
}

/* "mutex_(&a->lock" of the call whose name is at @i; NULL where it is none of a lock */
static char *key_of(const struct walk *walk, guint i, char **out_call, bool *out_takes)
{
	const struct ctoken *token = token_at(walk, i);
	g_autofree char *name = g_strndup(token->text, token->size);
	g_autofree char *prefix = family(name, out_takes);
	g_autofree char *argument = NULL;

	if (!prefix)
		return NULL;
	argument = first_argument(walk, i);
	*out_call = g_strdup_printf("%s(%s)", name, argument);
	return g_strdup_printf("%s(%s", prefix, argument);
}

/* "release_sock(sk)" lets go of "lock_sock(sk)": what is called with the lock itself may do so */
static void see_other(struct walk *walk, guint i)
{
	g_autofree char *argument = walk->holds->len ? first_argument(walk, i) : NULL;

	for (guint k = 0; argument && *argument && k < walk->holds->len; k++) {
		struct hold *hold = walk->holds->pdata[k];

		if (!strcmp(strchr(hold->key, '(') + 1, argument))
			hold->straight = false;
	}
}

static void see_call(struct walk *walk, guint i)
{
	bool takes, conditional = is_conditional(walk, i);
	g_autofree char *call = NULL;
	g_autofree char *key = key_of(walk, i, &call, &takes);

	if (!key) {
		see_other(walk, i);
		return;
	}
	if (!takes) {
		let_go(walk, key, token_at(walk, i)->depth, conditional);
		return;
	}
	g_ptr_array_set_size(walk->freed, 0);
	if (!conditional)
		take(walk, g_steal_pointer(&key), g_steal_pointer(&call), token_at(walk, i));
}

/* @depth: of what is in the block that ends */
static void end_block(struct walk *walk, int depth)
{
	for (guint i = walk->holds->len; i-- > 0;) {
		struct hold *hold = walk->holds->pdata[i];

		/* taken on some paths only, or let go of on some */
		if (hold->depth >= depth || (hold->freed == depth && !walk->exit))
			g_ptr_array_remove_index(walk->holds, i);
		else if (hold->freed == depth)
			hold->freed = 0;
	}
}

static bool is_exit(const struct ctoken *token)
{
	return ctoken_is(token, "return") || ctoken_is(token, "goto") ||
	       ctoken_is(token, "break") || ctoken_is(token, "continue");
}

/* a block of "case" and "default" starts anew where the one above was left */
static void start_case(struct walk *walk, int depth)
{
	for (guint i = 0; i < walk->holds->len && walk->exit; i++) {
		struct hold *hold = walk->holds->pdata[i];

		hold->freed = hold->freed == depth ? 0 : hold->freed;
	}
}

/* what stands here is come to from elsewhere as well */
static void join(struct walk *walk)
{
	for (guint i = 0; i < walk->holds->len; i++)
		((struct hold *)walk->holds->pdata[i])->straight = false;
}

static void see_word(struct walk *walk, guint i)
{
	const struct ctoken *token = token_at(walk, i);
	bool is_case = ctoken_is(token, "case") || ctoken_is(token, "default");
	bool is_label = i < walk->region->last_token && ctoken_is(token + 1, ":");

	if (is_case)
		start_case(walk, token->depth);
	if (is_case || is_label)
		join(walk);
	walk->exit = walk->leaving = is_exit(token);
	/* nor does anybody come straight to what stands behind a way out */
	if (walk->exit || is_label)
		g_ptr_array_set_size(walk->freed, 0);
	if (!walk->parens && i < walk->region->last_token && ctoken_is(token + 1, "("))
		see_call(walk, i);
}

static void step(struct walk *walk, guint i)
{
	const struct ctoken *token = token_at(walk, i);

	walk->parens += ctoken_is(token, "(");
	walk->parens -= ctoken_is(token, ")");
	if (ctoken_is(token, ";")) {
		walk->leaving = false;
	} else if (ctoken_is(token, "}")) {
		end_block(walk, token->depth);
		walk->exit = walk->leaving = false;
	} else if (token->kind == CTOKEN_WORD && !walk->leaving) {
		see_word(walk, i);
	}
}

static const struct hold *held(const struct walk *walk, const char *key)
{
	for (guint i = 0; i < walk->holds->len; i++) {
		const struct hold *hold = walk->holds->pdata[i];

		if (!hold->freed && (!key || !strcmp(hold->key, key)))
			return hold;
	}
	return NULL;
}

static void walk_start(struct walk *walk, const struct csource *source,
		       const struct cregion *region)
{
	*walk = (struct walk){ .source = source, .region = region };
	walk->holds = g_ptr_array_new_with_free_func((GDestroyNotify)hold_free);
	walk->freed = g_ptr_array_new_with_free_func(g_free);
}

static void walk_end(struct walk *walk)
{
	g_ptr_array_unref(walk->holds);
	g_ptr_array_unref(walk->freed);
}

/**
 * struct custom - what a function does with a lock that it has taken
 * @frees: it lets go of it
 * @returns: it returns with it
 */
struct custom {
	bool frees;
	bool returns;
};

static struct custom custom_of(const struct csource *source, const struct cregion *region,
			       const char *key)
{
	struct walk walk;
	struct custom custom = { false, false };

	walk_start(&walk, source, region);
	for (guint i = region->first_token; i <= region->last_token; i++) {
		bool had = held(&walk, key);

		custom.returns |= had && ctoken_is(token_at(&walk, i), "return");
		step(&walk, i);
		/* where its block ends it is only lost sight of */
		custom.frees |= had && !held(&walk, key) &&
				!ctoken_is(token_at(&walk, i), "}");
	}
	walk_end(&walk);
	return custom;
}

/**
 * struct ways - the ways out that a patch adds to a file
 * @ours: the file before; scanned when something is held at such a way
 * @scans: of both
 * @after: the file with the patch, scanned
 * @changes: from one to the other
 * @asked: see CALLERS_ASKED
 */
struct ways {
	GBytes *ours;
	struct scans *scans;
	const struct csource *after;
	const GArray *changes;
	guint asked;
};

/* does every other way out of this tree's function of that name let go of it? */
static bool is_free_elsewhere(struct ways *ways, const char *name, const char *key)
{
	const struct csource *before = scans_source(ways->scans, ways->ours);
	const struct cregion *here = csource_function(before, name);
	struct custom custom = { false, false };

	if (here)
		custom = custom_of(before, here, key);
	return custom.frees && !custom.returns;
}

static char *leaves_held(struct ways *ways, const struct walk *walk, const struct ctoken *token)
{
	const struct hold *hold = held(walk, NULL);

	if (!hold || !is_free_elsewhere(ways, walk->region->name, hold->key))
		return NULL;
	return g_strdup_printf("%s(): the return in line %u leaves with '%s' held, which every "
			       "other one lets go of", walk->region->name, token->line,
			       hold->taken);
}

/* at a way out of this tree's own, of a lock that the patch brings, and lets go of again */
static char *leaves_with_new(struct ways *ways, const struct walk *walk,
			     const struct ctoken *token)
{
	const struct hold *hold = held(walk, NULL);

	if (!hold || !changes_bring(ways->changes, hold->line - 1) ||
	    !custom_of(ways->after, walk->region, hold->key).frees)
		return NULL;
	return g_strdup_printf("%s(): '%s' in line %u comes, and the return in line %u leaves "
			       "with it held", walk->region->name, hold->taken, hold->line,
			       token->line);
}

/* what readers may take is taken by many, and again by one who has it */
static bool is_exclusive(const char *call)
{
	return !strstr(call, "read") && !strstr(call, "rcu") && !strstr(call, "recursive") &&
	       !strstr(call, "nested");
}

/* "mutex_(&a->lock" is of a; false for what is of a call, "mutex_(get(a)" */
static bool variable_of(const char *key, struct ctoken *out)
{
	const char *from = strchr(key, '(') + 1, *end;

	from += strspn(from, "&*");
	for (end = from; byte_is_word(*end); end++)
		;
	*out = (struct ctoken){ .text = from, .size = end - from };
	return end > from && !strchr(from, '(');
}

static bool is_same(const struct ctoken *a, const struct ctoken *b)
{
	return a->size == b->size && !memcmp(a->text, b->text, a->size);
}

/* is the variable an argument of the call whose name is at @i? */
static bool is_passed(const struct walk *walk, guint i, const struct ctoken *variable)
{
	for (i += 2; i < walk->region->last_token; i++) {
		const struct ctoken *token = token_at(walk, i);

		if (is_same(token, variable) &&
		    (ctoken_is(token - 1, "(") || ctoken_is(token - 1, ",")) &&
		    (ctoken_is(token + 1, ")") || ctoken_is(token + 1, ",")))
			return true;
		if (ctoken_is(token, ";"))
			return false;
	}
	return false;
}

/* how often a function is called with the lock held; false where it is without it once */
static bool is_held_at_calls(const struct csource *source, const struct cregion *caller,
			     const char *name, const char *key, guint *calls)
{
	struct ctoken variable;
	struct walk walk;
	bool all = variable_of(key, &variable);

	walk_start(&walk, source, caller);
	for (guint i = caller->first_token; i < caller->last_token && all; i++) {
		if (ctoken_is(token_at(&walk, i), name) && ctoken_is(token_at(&walk, i) + 1, "(")) {
			const struct hold *hold = held(&walk, key);

			all = hold && hold->straight && is_passed(&walk, i, &variable);
			++*calls;
		}
		step(&walk, i);
	}
	walk_end(&walk);
	return all;
}

/* is the function of the file alone, and nothing done with it but to call it? */
static bool is_only_called(const struct csource *source, const struct cregion *function)
{
	bool is_static = false;

	for (guint i = function->first_token; i < function->last_token; i++) {
		if (ctoken_is(ctoken_at(source, i), function->name))
			break;
		is_static |= ctoken_is(ctoken_at(source, i), "static");
	}
	for (guint i = 0; i + 1 < source->tokens->len && is_static; i++)
		is_static = !ctoken_is(ctoken_at(source, i), function->name) ||
			    ctoken_is(ctoken_at(source, i + 1), "(");
	return is_static;
}

/* it may let go of what its callers hold, and take it again */
static bool lets_go(const struct walk *walk, guint until, const char *key)
{
	bool found = false;

	for (guint i = walk->region->first_token; i < until && !found; i++) {
		g_autofree char *call = NULL, *other = NULL;
		bool takes;

		if (token_at(walk, i)->kind != CTOKEN_WORD ||
		    !ctoken_is(token_at(walk, i) + 1, "("))
			continue;
		other = key_of(walk, i, &call, &takes);
		found = other && !takes && !strcmp(other, key);
	}
	return found;
}

/* do all that call the function, in this file alone, hold the lock that it takes at @i? */
static bool is_held_by_callers(struct ways *ways, const struct walk *walk, guint at,
			       const char *key)
{
	const struct csource *source = walk->source;
	guint calls = 0;

	if (ways->asked++ >= CALLERS_ASKED || !is_only_called(source, walk->region) ||
	    lets_go(walk, at, key))
		return false;
	for (guint i = 0; i < source->regions->len; i++) {
		const struct cregion *caller = &g_array_index(source->regions, struct cregion, i);

		if (caller->kind == CREGION_FUNCTION && caller != walk->region &&
		    !is_held_at_calls(source, caller, walk->region->name, key, &calls))
			return false;
	}
	return calls;
}

static bool takes_twice(const struct walk *walk, const char *key, const char *call)
{
	const struct hold *hold = is_exclusive(call) ? held(walk, key) : NULL;

	return hold && hold->straight;
}

/* of a call in a statement of its own, on a way that is gone straight down */
static char *twice(struct ways *ways, const struct walk *walk, guint i)
{
	g_autofree char *call = NULL, *key = NULL;
	const char *what = NULL;
	bool takes;

	if (walk->leaving || walk->parens || i >= walk->region->last_token ||
	    !ctoken_is(token_at(walk, i) + 1, "("))
		return NULL;
	key = key_of(walk, i, &call, &takes);
	if (!key)
		return NULL;
	if (!takes && is_freed(walk, key))
		what = "lets go of what is held no more";
	else if (takes && takes_twice(walk, key, call))
		what = "takes what is held already";
	else if (takes && is_exclusive(call) && is_held_by_callers(ways, walk, i, key))
		what = "takes what all callers hold already";
	return what ? g_strdup_printf("%s(): '%s' in line %u %s", walk->region->name, call,
				      token_at(walk, i)->line, what) : NULL;
}

static char *look_at(struct ways *ways, const struct cregion *region)
{
	char *found = NULL;
	struct walk walk;

	walk_start(&walk, ways->after, region);
	for (guint i = region->first_token; i <= region->last_token && !found; i++) {
		const struct ctoken *token = token_at(&walk, i);

		if (token->kind != CTOKEN_WORD)
			found = NULL;
		else if (changes_bring(ways->changes, token->line - 1))
			found = ctoken_is(token, "return") ? leaves_held(ways, &walk, token) :
							     twice(ways, &walk, i);
		else if (ctoken_is(token, "return"))
			found = leaves_with_new(ways, &walk, token);
		step(&walk, i);
	}
	walk_end(&walk);
	return found;
}

static bool touches(const GArray *changes, const struct cregion *region)
{
	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		if (change->new_count && change->new_at + change->new_count >= region->first &&
		    change->new_at < region->last)
			return true;
	}
	return false;
}

bool exits_concern(const char *text, gsize size)
{
	static const char *const words[] = { "return", "unlock", "up_", "up(", "_lock", "down",
					     NULL };

	return bytes_have_any(text, size, words);
}

bool exits_take(const char *text, gsize size)
{
	static const char *const words[] = { "_lock", "down", NULL };

	return bytes_have_any(text, size, words);
}

/* most changes add no way out, and let go of nothing, and are told by their lines alone */
static bool adds_some(const GArray *lines, const GArray *changes)
{
	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		for (size_t k = 0; k < change->new_count; k++) {
			const struct line *line =
				&g_array_index(lines, struct line, change->new_at + k);

			if (exits_concern(line->text, line->size))
				return true;
		}
	}
	return false;
}

char *exits_locked(struct scans *scans, GBytes *ours, GBytes *result)
{
	struct ways ways = {
		.ours = ours,
		.scans = scans,
		.changes = scans_changes(scans, ours, result),
	};
	char *found = NULL;

	if (!adds_some(scans_lines(scans, result), ways.changes))
		return NULL;
	ways.after = scans_source(scans, result);
	for (guint i = 0; i < ways.after->regions->len && !found; i++) {
		const struct cregion *region = &g_array_index(ways.after->regions, struct cregion,
							      i);

		if (region->kind == CREGION_FUNCTION && touches(ways.changes, region))
			found = look_at(&ways, region);
	}
	return found;
}
