// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files are searched for a name as bytes first, and scanned only when they hold
 * it.  A way from function to caller that comes back to where it was adds
 * nothing.
 */
#include "rules/callers.h"

#include <string.h>

#include "rules/literals.h"
#include "rules/locks.h"

/* longer chains than this end as "not understood" */
#define MAX_CHAIN 24

struct file {
	char *path;
	GBytes *bytes;
	struct unit *unit;	/* scanned when it was needed */
	bool borrowed;
};

struct callers {
	const struct rule *rule;
	const struct tree *tree;
	GPtrArray *files;	/* struct file * */
	GHashTable *known;	/* "function owner" to GUINT bits + 1, or 1 while it is asked */
	GHashTable *searches;	/* struct func * to struct search *: where it is called */
};

/* a place where a function is called, directly or not */
struct call_site {
	struct func *func;
	guint at;
	guint open;
};

struct search {
	struct callers *callers;
	const struct func *callee;
	GArray *sites;		/* struct call_site */
	bool irq;		/* also as an interrupt handler */
	bool unseen;
	char *lost;		/* a use that was not followed */
};

static void search_free(gpointer data)
{
	struct search *search = data;

	g_array_unref(search->sites);
	g_free(search->lost);
	g_free(search);
}

static void file_free(gpointer data)
{
	struct file *file = data;

	g_free(file->path);
	if (file->bytes)
		g_bytes_unref(file->bytes);
	if (!file->borrowed)
		unit_free(file->unit);
	g_free(file);
}

static bool add_file(void *data, const char *path)
{
	struct callers *callers = data;
	const struct file *own = callers->files->pdata[0];
	struct file *file;

	if ((!g_str_has_suffix(path, ".c") && !g_str_has_suffix(path, ".h")) ||
	    !strcmp(path, own->path))
		return true;
	file = g_new0(struct file, 1);
	file->path = g_strdup(path);
	g_ptr_array_add(callers->files, file);
	return true;
}

struct callers *callers_new(const struct rule *rule, const struct tree *tree, struct unit *unit)
{
	struct callers *callers = g_new0(struct callers, 1);
	struct file *own = g_new0(struct file, 1);

	callers->rule = rule;
	callers->tree = tree;
	callers->files = g_ptr_array_new_with_free_func(file_free);
	callers->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	callers->searches = g_hash_table_new_full(NULL, NULL, NULL, search_free);
	own->path = g_strdup(unit->path);
	own->unit = unit;
	own->borrowed = true;
	g_ptr_array_add(callers->files, own);
	return callers;
}

void callers_move(struct callers *callers, struct unit *unit)
{
	struct file *own = callers->files->pdata[0];

	own->unit = unit;
	/* what was found holds functions of the text before */
	g_hash_table_remove_all(callers->searches);
}

void callers_free(struct callers *callers)
{
	if (!callers)
		return;
	g_ptr_array_unref(callers->files);
	g_hash_table_unref(callers->known);
	g_hash_table_unref(callers->searches);
	g_free(callers);
}

/* the tree is walked when the first function asks that other files can call */
static void find_files(struct callers *callers)
{
	if (!callers->tree || callers->files->len > 1)
		return;
	for (guint i = 0; i < callers->rule->scope->len; i++)
		tree_walk(callers->tree, callers->rule->scope->pdata[i], add_file, callers);
}

static struct literals *literals_of(const char *name)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	g_ptr_array_add(names, (char *)name);
	return literals_new(names);
}

static struct unit *file_with(struct callers *callers, struct file *file,
			      const struct literals *name)
{
	gsize size;
	const char *text;

	if (file->unit && file->borrowed)
		return file->unit;
	if (!file->bytes)
		file->bytes = tree_read(callers->tree, file->path, NULL);
	if (!file->bytes)
		file->bytes = g_bytes_new_static("", 0);
	text = g_bytes_get_data(file->bytes, &size);
	if (!literals_may_hold(name, text ? text : "", size))
		return NULL;
	if (!file->unit)
		file->unit = unit_new(file->path, file->bytes);
	return file->unit;
}

static char *word_text(const struct unit *unit, guint at)
{
	const struct ctoken *token = token_of(unit->tokens, at);

	return g_strndup(token->text, token->size);
}

static void add_site(struct search *s, struct unit *unit, guint at, guint open)
{
	struct call_site site = { unit_function(unit, at), at, open };

	if (!site.func || at < site.func->open)
		return;
	g_array_append_val(s->sites, site);
}

static void lose(struct search *s, const struct unit *unit, guint at, const char *what)
{
	if (!s->lost)
		s->lost = g_strdup_printf("%s line %u: %s() %s", unit->path,
					  token_of(unit->tokens, at)->line, s->callee->name, what);
}

static bool is_member(const struct unit *unit, guint at)
{
	return at && (token_is(unit->tokens, at - 1, ".") || token_is(unit->tokens, at - 1, "->"));
}

/* "x->member(…)", "(*x->member)(…)" or "call_it(member)(…)" */
static void add_member_call(struct search *s, struct unit *unit, guint at)
{
	const GArray *tokens = unit->tokens;

	if (is_member(unit, at) && token_is(tokens, at + 1, "("))
		add_site(s, unit, at, at + 1);
	else if (token_is(tokens, at + 1, ")") && token_is(tokens, at + 2, "("))
		add_site(s, unit, at, at + 2);
}

static void find_member_calls(struct search *s, const char *member)
{
	g_autoptr(literals) literals = literals_of(member);
	guint before = s->sites->len;

	find_files(s->callers);
	for (guint i = 0; i < s->callers->files->len; i++) {
		struct unit *unit = file_with(s->callers, s->callers->files->pdata[i], literals);

		for (guint at = 0; unit && at < unit->tokens->len; at++) {
			if (token_word(unit->tokens, at) && token_is(unit->tokens, at, member))
				add_member_call(s, unit, at);
		}
	}
	/* from a part of the kernel that knows nothing of the lock */
	s->unseen |= s->sites->len == before;
}

/* the "(" of the call that @at is an argument of, and which */
static bool enclosing_call(const struct unit *unit, guint at, guint *open, guint *n)
{
	int depth = 0;

	*n = 0;
	for (guint i = at; i-- > 0;) {
		const struct ctoken *token = token_of(unit->tokens, i);

		if (ctoken_is(token, ")") || ctoken_is(token, "]") || ctoken_is(token, "}")) {
			depth++;
		} else if (depth && (ctoken_is(token, "(") || ctoken_is(token, "[") ||
				     ctoken_is(token, "{"))) {
			depth--;
		} else if (!depth && ctoken_is(token, ",")) {
			(*n)++;
		} else if (!depth && ctoken_is(token, "(")) {
			*open = i;
			return i && token_word(unit->tokens, i - 1);
		} else if (!depth && (ctoken_is(token, ";") || ctoken_is(token, "{"))) {
			return false;
		}
	}
	return false;
}

static struct func *find_function(struct callers *callers, const char *name)
{
	g_autoptr(literals) literals = literals_of(name);

	find_files(callers);
	for (guint i = 0; i < callers->files->len; i++) {
		const struct unit *unit = file_with(callers, callers->files->pdata[i], literals);
		struct func *func = unit ? unit_find(unit, name) : NULL;

		if (func)
			return func;
	}
	return NULL;
}

/* "#define NAME(c) .member = (c)": the member that an argument of the macro is put into */
static char *macro_member(const struct unit *unit, const char *name)
{
	const GArray *regions = unit->source->regions;

	for (guint i = 0; i < regions->len; i++) {
		const struct cregion *region = &g_array_index(regions, struct cregion, i);
		const struct ctoken *define;
		g_autoptr(GBytes) bytes = NULL;
		g_autoptr(csource) inner = NULL;

		if (region->kind != CREGION_MACRO || strcmp(region->name, name))
			continue;
		define = token_of(unit->source->tokens, region->first_token);
		bytes = g_bytes_new(define->text + 1, define->size - 1);
		inner = csource_scan(bytes);
		for (guint t = 2; t + 2 < inner->tokens->len; t++) {
			const struct ctoken *word = token_of(inner->tokens, t + 1);

			if (token_is(inner->tokens, t, ".") &&
			    token_is(inner->tokens, t + 2, "="))
				return g_strndup(word->text, word->size);
		}
	}
	return NULL;
}

static bool calls_in_interrupt(const char *name)
{
	return g_str_has_prefix(name, "smp_call_function") ||
	       g_str_has_prefix(name, "on_each_cpu") || g_str_has_prefix(name, "irq_work") ||
	       g_str_has_prefix(name, "hrtimer_") || g_str_has_prefix(name, "request_irq");
}

/* passed to a function of the scope that calls its parameter */
static void add_callback(struct search *s, struct unit *unit, guint at)
{
	g_autofree char *name = NULL, *what = NULL, *member = NULL;
	struct func *taker;
	guint open, n, found = s->sites->len;
	const char *param;

	if (!enclosing_call(unit, at, &open, &n)) {
		lose(s, unit, at, "is not called here");
		return;
	}
	name = word_text(unit, open - 1);
	if (calls_in_interrupt(name)) {
		s->irq = true;
		return;
	}
	member = unit_function(unit, at) ? NULL : macro_member(unit, name);
	if (member) {
		find_member_calls(s, member);
		return;
	}
	taker = find_function(s->callers, name);
	param = taker && n < taker->params->len ? taker->params->pdata[n] : "";
	for (guint i = taker ? taker->open : 0; *param && i < taker->close; i++) {
		if (token_is(taker->unit->tokens, i, param) &&
		    token_is(taker->unit->tokens, i + 1, "("))
			add_site(s, taker->unit, i, i + 1);
	}
	if (s->sites->len > found)
		return;
	what = g_strdup_printf("is passed to %s()", name);
	lose(s, unit, at, what);
}

static bool is_declaration(const struct unit *unit, guint at)
{
	const GArray *tokens = unit->tokens;

	/* at file scope: a prototype, an export, an alias */
	return token_of(tokens, at)->depth == 0 &&
	       (token_is(tokens, at + 1, "(") || token_is(tokens, at + 1, ")"));
}

static void add_use(struct search *s, struct unit *unit, guint at)
{
	const GArray *tokens = unit->tokens;
	const struct func *in = unit_function(unit, at);

	if (is_member(unit, at) || (in && at < in->open) || is_declaration(unit, at))
		return;
	if (in && token_is(tokens, at + 1, "(")) {
		add_site(s, unit, at, at + 1);
	} else if (at > 1 && token_is(tokens, at - 1, "=") && token_word(tokens, at - 2) &&
		   is_member(unit, at - 2)) {
		g_autofree char *member = word_text(unit, at - 2);

		find_member_calls(s, member);
	} else {
		add_callback(s, unit, at);
	}
}

static void search_files(struct search *s)
{
	struct callers *callers = s->callers;
	const struct func *callee = s->callee;
	const char *name = callee->name;
	/* a static function of a header is another one in each file */
	bool one_file = callee->is_static && !g_str_has_suffix(callee->unit->path, ".h");
	g_autoptr(literals) literals = literals_of(name);

	if (!callee->is_static)
		find_files(callers);
	s->unseen |= !callee->is_static && !callers->tree;
	for (guint i = 0; i < callers->files->len; i++) {
		struct file *file = callers->files->pdata[i];
		struct unit *unit;

		if (one_file && file->unit != callee->unit)
			continue;
		unit = file_with(callers, file, literals);
		for (guint at = 0; unit && at < unit->tokens->len; at++) {
			if (token_word(unit->tokens, at) && token_is(unit->tokens, at, name))
				add_use(s, unit, at);
		}
	}
}

/* once a function: several calls in it are judged, and several in what it calls */
static const struct search *find_sites(struct callers *callers, const struct func *callee)
{
	struct search *s = g_hash_table_lookup(callers->searches, callee);

	if (s)
		return s;
	s = g_new0(struct search, 1);
	s->callers = callers;
	s->callee = callee;
	s->sites = g_array_new(FALSE, FALSE, sizeof(struct call_site));
	search_files(s);
	g_hash_table_insert(callers->searches, (gpointer)callee, s);
	return s;
}

static unsigned int held_from(struct callers *callers, const struct func *func, const char *owner,
			      int depth, char **out_why, bool *out_unseen);

/* the owner in the words of a caller, or NULL */
static char *owner_at(const struct callers *callers, const struct func *callee,
		      const struct call_site *site, const char *owner)
{
	int param = owner ? func_param(callee, owner) : -1;
	g_autofree char *argument = NULL, *name = NULL;
	guint from, to;

	if (param < 0 || !func_is_rooted(callee, owner) ||
	    !call_argument(site->func->unit->tokens, site->open, site->func->close, param, &from,
			   &to))
		return NULL;
	argument = func_expr(site->func, from, to, callers->rule->views);
	name = g_strconcat(argument, owner + strlen(callee->params->pdata[param]), NULL);
	return func_resolve(site->func, name, callers->rule->views);
}

static unsigned int held_at(struct callers *callers, const struct func *callee,
			    const struct call_site *site, const char *owner, int depth,
			    char **out_why, bool *out_unseen)
{
	g_autofree char *there = owner_at(callers, callee, site, owner);
	g_autofree char *why = NULL;
	unsigned int bits = locks_at(site->func, callers->rule, site->at, there, &why);

	if (why && !*out_why)
		*out_why = g_strdup_printf("%s() calls %s(): %s", site->func->name, callee->name,
					   why);
	if (bits & HELD_ENTRY) {
		bits &= ~HELD_ENTRY;
		bits |= held_from(callers, site->func, there, depth + 1, out_why, out_unseen);
	}
	return bits;
}

static unsigned int held_by_all(const struct search *s, const char *owner, int depth,
				char **out_why, bool *out_unseen)
{
	unsigned int bits = 0;

	*out_unseen |= s->unseen && !s->callers->tree;
	if (s->irq)
		bits |= HELD_IRQ | HELD_FREE;
	if (s->lost) {
		bits |= HELD_UNCLEAR;
		if (!*out_why)
			*out_why = g_strdup(s->lost);
	}
	if (s->unseen || (!s->sites->len && !bits))
		bits |= HELD_FREE;
	for (guint i = 0; i < s->sites->len; i++) {
		const struct call_site *site = &g_array_index(s->sites, struct call_site, i);

		bits |= held_at(s->callers, s->callee, site, owner, depth, out_why, out_unseen);
	}
	return bits;
}

static unsigned int held_from(struct callers *callers, const struct func *func, const char *owner,
			      int depth, char **out_why, bool *out_unseen)
{
	g_autofree char *key = g_strdup_printf("%s:%s %s", func->unit->path, func->name,
					       owner ? owner : "");
	guint known = GPOINTER_TO_UINT(g_hash_table_lookup(callers->known, key));
	unsigned int bits;

	if (known)
		return known - 1;
	if (depth > MAX_CHAIN) {
		if (!*out_why)
			*out_why = g_strdup_printf("the callers of %s() were followed no further",
						   func->name);
		return HELD_UNCLEAR;
	}
	g_hash_table_insert(callers->known, g_strdup(key), GUINT_TO_POINTER(1));
	bits = held_by_all(find_sites(callers, func), owner, depth, out_why, out_unseen);
	g_hash_table_insert(callers->known, g_steal_pointer(&key), GUINT_TO_POINTER(bits + 1));
	return bits;
}

unsigned int callers_held(struct callers *callers, const struct func *func, const char *owner,
			  char **out_why, bool *out_unseen)
{
	g_hash_table_remove_all(callers->known);
	return held_from(callers, func, owner, 0, out_why, out_unseen);
}
