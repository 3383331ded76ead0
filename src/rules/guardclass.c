// SPDX-License-Identifier: GPL-2.0-only
/*
 * A definition is a macro call at file scope; its arguments are kept as text.
 */
#include "rules/guardclass.h"

#include <string.h>

#include "base/file.h"
#include "format/csource.h"
#include "rules/cbody.h"

#define SHIPPED "guards/classes.h"
#define MAX_ARGS 8
#define MAX_INCLUDES 512

/**
 * struct guard_classes - see the header
 * @classes: name to struct guard_class
 * @hidden: names of macros
 * @read: names of macros that stand for what is read, and for no constant
 */
struct guard_classes {
	const struct guard_classes *base;
	GHashTable *classes;
	GHashTable *hidden;
	GHashTable *read;
};

static void class_free(struct guard_class *class)
{
	g_free(class->name);
	g_free(class->type);
	g_free(class->lock);
	g_free(class->unlock);
	g_free(class->cond);
	g_free(class->fields);
	g_free(class->params);
	g_free(class);
}

struct guard_classes *guard_classes_new(const struct guard_classes *base)
{
	struct guard_classes *classes = g_new0(struct guard_classes, 1);

	classes->base = base;
	classes->classes = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
						 (GDestroyNotify)class_free);
	classes->hidden = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	classes->read = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return classes;
}

void guard_classes_free(struct guard_classes *classes)
{
	if (!classes)
		return;
	g_hash_table_unref(classes->classes);
	g_hash_table_unref(classes->hidden);
	g_hash_table_unref(classes->read);
	g_free(classes);
}

const struct guard_class *guard_classes_find(const struct guard_classes *classes, const char *name)
{
	for (; classes; classes = classes->base) {
		const struct guard_class *class = g_hash_table_lookup(classes->classes, name);

		if (class)
			return class;
	}
	return NULL;
}

bool guard_classes_hides(const struct guard_classes *classes, const char *word)
{
	for (; classes; classes = classes->base) {
		if (g_hash_table_contains(classes->hidden, word))
			return true;
	}
	return false;
}

bool guard_classes_reads(const struct guard_classes *classes, const char *word)
{
	for (; classes; classes = classes->base) {
		if (g_hash_table_contains(classes->read, word))
			return true;
	}
	return false;
}

static bool same_class(const struct guard_class *a, const struct guard_class *b)
{
	return a->kind == b->kind && !g_strcmp0(a->type, b->type) && !g_strcmp0(a->lock, b->lock) &&
	       !g_strcmp0(a->unlock, b->unlock) && !g_strcmp0(a->cond, b->cond) &&
	       !g_strcmp0(a->fields, b->fields) && !g_strcmp0(a->params, b->params);
}

static void keep(struct guard_classes *classes, struct guard_class *class)
{
	struct guard_class *old = g_hash_table_lookup(classes->classes, class->name);

	if (!old) {
		g_hash_table_insert(classes->classes, class->name, class);
		return;
	}
	if (!same_class(old, class))
		old->ambiguous = true;
	class_free(class);
}

/*
 * Definitions
 */

/* arguments of the macro call whose "(" is at @i; returns how many, 0 when it has no end */
static unsigned int read_args(const struct csource *source, guint i, char **args, guint *out_end)
{
	const struct ctoken *tokens = (const struct ctoken *)source->tokens->data;
	unsigned int n = 0;
	guint first = i + 1;
	int depth = 0;

	for (; i < source->tokens->len; i++) {
		char c = tokens[i].size == 1 ? *tokens[i].text : '\0';
		bool ends = (c == ')' && depth == 1) || (c == ',' && depth == 1);

		if (ends && n < MAX_ARGS) {
			args[n++] = text_of_tokens(&tokens[first], i - first);
			first = i + 1;
		}
		depth += c == '(' || c == '{' || c == '[';
		depth -= c == ')' || c == '}' || c == ']';
		if (!depth) {
			*out_end = i;
			return n;
		}
	}
	return 0;
}

/* "do { lock(); __release(X); } while (0)": the first half, which is what locks */
static char *plain_statement(const char *text)
{
	const char *end = strstr(text, "; __release(");

	if (g_str_has_prefix(text, "do { ") && end && g_str_has_suffix(text, "} while (0)"))
		return g_strndup(text + 5, end - text - 5);
	return g_strdup(text);
}

static char *join_args(char *const *args, unsigned int first, unsigned int n, const char *with)
{
	GString *joined = g_string_new(NULL);

	for (unsigned int i = first; i < n; i++)
		g_string_append_printf(joined, "%s%s", i > first ? with : "", args[i]);
	return g_string_free(joined, FALSE);
}

/* DEFINE_GUARD_COND(base, ext, lock[, cond]) and DEFINE_LOCK_GUARD_1_COND() */
static struct guard_class *conditional_class(const struct guard_classes *classes,
					     char *const *args, unsigned int n)
{
	const struct guard_class *base = guard_classes_find(classes, args[0]);
	struct guard_class *class;

	if (!base || n < 3 || n > 4)
		return NULL;
	class = g_new0(struct guard_class, 1);
	*class = *base;
	class->name = g_strconcat(args[0], args[1], NULL);
	class->type = g_strdup(base->type);
	class->lock = g_strdup(args[2]);
	class->unlock = g_strdup(base->unlock);
	class->conditional = true;
	class->cond = n == 4 ? g_strdup(args[3]) : NULL;
	class->fields = g_strdup(base->fields);
	class->params = NULL;
	return class;
}

/* EXTEND_CLASS(base, ext, init, params) */
static struct guard_class *extended_class(const struct guard_classes *classes, char *const *args,
					  unsigned int n)
{
	const struct guard_class *base = guard_classes_find(classes, args[0]);
	struct guard_class *class;

	if (!base || n < 4 || base->kind != GUARD_CLASS)
		return NULL;
	class = g_new0(struct guard_class, 1);
	class->kind = GUARD_CLASS;
	class->name = g_strconcat(args[0], args[1], NULL);
	class->type = g_strdup(base->type);
	class->lock = g_strdup(args[2]);
	class->unlock = g_strdup(base->unlock);
	class->params = join_args(args, 3, n, ", ");
	class->ambiguous = base->ambiguous;
	return class;
}

static struct guard_class *plain_class(const struct ctoken *macro, char *const *args,
				       unsigned int n)
{
	static const struct {
		const char *macro;
		enum guard_kind kind;
		unsigned int min;
		bool type;
	} forms[] = {
		{ "DEFINE_GUARD", GUARD_POINTER, 4, true },
		{ "DEFINE_LOCK_GUARD_1", GUARD_LOCK, 4, true },
		{ "DEFINE_LOCK_GUARD_0", GUARD_PLAIN, 3, false },
		{ "DEFINE_FREE", GUARD_FREE, 3, true },
		{ "DEFINE_CLASS", GUARD_CLASS, 5, true },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
		unsigned int at = forms[i].type ? 2 : 1;
		bool reversed = forms[i].kind == GUARD_CLASS;
		struct guard_class *class;

		if (!ctoken_is(macro, forms[i].macro) || n < forms[i].min)
			continue;
		class = g_new0(struct guard_class, 1);
		class->kind = forms[i].kind;
		class->name = g_strdup(args[0]);
		class->type = forms[i].type ? g_strdup(args[1]) : NULL;
		if (class->kind == GUARD_FREE) {
			class->unlock = g_strdup(args[2]);
			return class;
		}
		class->lock = plain_statement(args[reversed ? at + 1 : at]);
		class->unlock = g_strdup(args[reversed ? at : at + 1]);
		if (reversed)
			class->params = join_args(args, 4, n, ", ");
		else
			class->fields = join_args(args, at + 2, n, "; ");
		return class;
	}
	return NULL;
}

/* reads a definition at @i, returns its last token, or @i when there is none */
static guint read_definition(struct guard_classes *classes, const struct csource *source, guint i)
{
	const struct ctoken *macro = ctoken_at(source, i);
	char *args[MAX_ARGS + 1] = { NULL };
	struct guard_class *class = NULL;
	guint end = i;
	unsigned int n = read_args(source, i + 1, args, &end);

	if (n >= 3 && (ctoken_is(macro, "DEFINE_GUARD_COND") ||
		       ctoken_is(macro, "DEFINE_LOCK_GUARD_1_COND")))
		class = conditional_class(classes, args, n);
	else if (n >= 3 && ctoken_is(macro, "EXTEND_CLASS"))
		class = extended_class(classes, args, n);
	else if (n)
		class = plain_class(macro, args, n);
	if (class)
		keep(classes, class);
	for (unsigned int k = 0; k < G_N_ELEMENTS(args); k++)
		g_free(args[k]);
	return class ? end : i;
}

/*
 * Macros that hide something
 */

static bool is_exit(const struct csource *body, guint i)
{
	static const char *const words[] = { "return", "__free", "CLASS", "guard", "scoped_guard",
					     "scoped_cond_guard", "__cleanup", "scoped_class",
					     "ACQUIRE", "return_ptr", "__scoped_guard" };

	for (size_t k = 0; k < G_N_ELEMENTS(words); k++) {
		if (ctoken_is(&g_array_index(body->tokens, struct ctoken, i), words[k]))
			return true;
	}
	return false;
}

/* "goto x" where the macro has no "x:" */
static bool jumps_out(const struct csource *body, guint i)
{
	const struct ctoken *tokens = (const struct ctoken *)body->tokens->data;

	if (!ctoken_is(&tokens[i], "goto") || i + 1 >= body->tokens->len ||
	    (i && ctoken_is(&tokens[i - 1], "asm")))
		return false;
	for (guint k = 0; k + 1 < body->tokens->len; k++) {
		if (ctoken_same(&tokens[k], &tokens[i + 1]) && ctoken_is(&tokens[k + 1], ":"))
			return false;
	}
	return true;
}

/* break or continue, and no loop in the macro */
static bool breaks_out(const struct csource *body)
{
	bool leaves = csource_uses(body, "break") || csource_uses(body, "continue");

	return leaves && !csource_uses(body, "for") && !csource_uses(body, "while") &&
	       !csource_uses(body, "switch") && !csource_uses(body, "do");
}

static bool hides_something(const char *text, size_t size)
{
	g_autoptr(GBytes) bytes = g_bytes_new_static(text, size);
	g_autoptr(csource) body = NULL;

	if (!g_strstr_len(text, size, "return") && !g_strstr_len(text, size, "goto") &&
	    !g_strstr_len(text, size, "break") && !g_strstr_len(text, size, "continue") &&
	    !g_strstr_len(text, size, "__free") && !g_strstr_len(text, size, "CLASS(") &&
	    !g_strstr_len(text, size, "guard(") && !g_strstr_len(text, size, "__cleanup") &&
	    !g_strstr_len(text, size, "ACQUIRE("))
		return false;
	body = csource_scan(bytes);
	for (guint i = 0; i < body->tokens->len; i++) {
		if (is_exit(body, i) || jumps_out(body, i))
			return true;
	}
	return breaks_out(body);
}

/* a name that is not in capitals, and no end of a number, may be a variable */
static bool reads_something(const char *text, const char *end)
{
	bool word = false;

	for (; text < end; text++) {
		if (!word && g_ascii_islower(*text))
			return true;
		word = g_ascii_isalnum(*text) || *text == '_';
	}
	return false;
}

/* #define NAME(…) body; the macros of cleanup.h itself are known */
static void read_macro(struct guard_classes *classes, const struct ctoken *directive)
{
	static const char *const known[] = { "guard", "scoped_guard", "scoped_cond_guard",
					     "CLASS", "return_ptr", "no_free_ptr", "ACQUIRE",
					     "ACQUIRE_ERR", "scoped_class", "__free", "__cleanup",
					     "retain_and_null_ptr", "CLASS_INIT", NULL };
	const char *end = directive->text + directive->size;
	const char *name = g_strstr_len(directive->text, MIN(directive->size, 16), "define");
	const char *p;
	g_autofree char *word = NULL;

	if (!name)
		return;
	for (name += strlen("define"); name < end && g_ascii_isspace(*name); name++)
		;
	for (p = name; p < end && (g_ascii_isalnum(*p) || *p == '_'); p++)
		;
	word = g_strndup(name, p - name);
	if (p < end && *p != '(' && reads_something(p, end))
		g_hash_table_add(classes->read, g_strdup(word));
	if (!g_strv_contains(known, word) && hides_something(p, end - p))
		g_hash_table_add(classes->hidden, g_steal_pointer(&word));
}

void guard_classes_read(struct guard_classes *classes, GBytes *text)
{
	g_autoptr(csource) source = csource_scan(text);

	for (guint i = 0; i + 1 < source->tokens->len; i++) {
		const struct ctoken *token = ctoken_at(source, i);

		if (token->kind == CTOKEN_DIRECTIVE)
			read_macro(classes, token);
		else if (token->kind == CTOKEN_WORD && !token->depth &&
			 ctoken_is(token + 1, "(") &&
			 (g_str_has_prefix(token->text, "DEFINE_") ||
			  g_str_has_prefix(token->text, "EXTEND_CLASS")))
			i = read_definition(classes, source, i);
	}
}

/*
 * Where they are
 */

struct guard_classes *guard_classes_shipped(const char *cocci, GError **error)
{
	g_autofree char *path = g_build_filename(cocci, SHIPPED, NULL);
	g_autoptr(GBytes) text = file_read(path, error);
	struct guard_classes *classes;

	if (!text)
		return NULL;
	classes = guard_classes_new(NULL);
	guard_classes_read(classes, text);
	return classes;
}

/* what cannot define a class nor hide anything is not scanned */
static bool is_of_interest(GBytes *text)
{
	static const char *const words[] = { "DEFINE_GUARD", "DEFINE_LOCK_GUARD", "DEFINE_FREE",
					     "DEFINE_CLASS", "EXTEND_CLASS", "return", "goto",
					     "break", "continue", "CLASS(", "guard(", "__free(" };
	gsize size;
	const char *data = g_bytes_get_data(text, &size);

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		if (data && g_strstr_len(data, size, words[i]))
			return true;
	}
	return false;
}

struct walk {
	struct guard_classes *classes;
	const struct tree *tree;
};

static bool read_header(void *data, const char *path)
{
	struct walk *walk = data;
	g_autoptr(GBytes) text = NULL;

	if (!g_str_has_suffix(path, ".h"))
		return true;
	text = tree_read_here(walk->tree, path, NULL);
	if (text && is_of_interest(text))
		guard_classes_read(walk->classes, text);
	return true;
}

struct guard_classes *guard_classes_tree(const struct tree *tree)
{
	struct walk walk = { guard_classes_new(NULL), tree };

	tree_walk(tree, "include", read_header, &walk);
	tree_walk(tree, "arch/x86/include", read_header, &walk);
	return walk.classes;
}

/* "dir/x.h" as included from a file in @folder, without "..", or NULL */
static char *included_path(const char *folder, const struct ctoken *directive)
{
	const char *end = directive->text + directive->size;
	const char *quote = memchr(directive->text, '"', directive->size);
	const char *close = quote ? memchr(quote + 1, '"', end - quote - 1) : NULL;
	g_autofree char *name = close ? g_strndup(quote + 1, close - quote - 1) : NULL;
	g_autofree char *joined = NULL;
	char *path;

	if (!name || !g_strstr_len(directive->text, directive->size, "include"))
		return NULL;
	joined = g_build_filename("/", folder, name, NULL);
	path = g_canonicalize_filename(joined, "/");
	memmove(path, path + 1, strlen(path));
	return path;
}

/* @source's own definitions come last, as they build on those of its headers */
static void read_local(struct walk *walk, const char *path, GBytes *source, GHashTable *seen)
{
	g_autoptr(csource) scanned = csource_scan(source);
	g_autofree char *folder = g_path_get_dirname(path);

	for (guint i = 0; i < scanned->tokens->len; i++) {
		const struct ctoken *token = ctoken_at(scanned, i);
		g_autofree char *header = NULL;
		g_autoptr(GBytes) text = NULL;

		if (token->kind != CTOKEN_DIRECTIVE)
			continue;
		header = included_path(folder, token);
		if (!header || g_hash_table_size(seen) > MAX_INCLUDES ||
		    g_hash_table_contains(seen, header))
			continue;
		g_hash_table_add(seen, g_strdup(header));
		text = tree_read(walk->tree, header, NULL);
		if (text)
			read_local(walk, header, text, seen);
	}
	guard_classes_read(walk->classes, source);
}

struct guard_classes *guard_classes_file(const struct guard_classes *base,
					 const struct tree *tree, const char *path,
					 GBytes *source)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct walk walk = { guard_classes_new(base), tree };

	if (tree && path)
		read_local(&walk, path, source, seen);
	else
		guard_classes_read(walk.classes, source);
	return walk.classes;
}
