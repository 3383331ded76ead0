// SPDX-License-Identifier: GPL-2.0-only
#include "rules/unit.h"

#include <string.h>

#include "base/strings.h"
#include "rules/locks.h"

/* a chain of variables is not longer, unless it goes in a circle */
#define MAX_STEPS 32

bool call_argument(const GArray *tokens, guint open, guint end, guint n, guint *from, guint *to)
{
	guint close = tokens_closing(tokens, open, end), start = open + 1;
	int depth = 0;

	if (close == end)
		return false;
	for (guint i = open + 1; i <= close; i++) {
		const struct ctoken *token = token_of(tokens, i);

		if (token->kind != CTOKEN_PUNCT || token->size != 1)
			continue;
		if (i == close || (!depth && *token->text == ',')) {
			if (!n--) {
				*from = start;
				*to = i;
				return i > start;
			}
			start = i + 1;
		} else if (strchr("([{", *token->text)) {
			depth++;
		} else if (strchr(")]}", *token->text)) {
			depth--;
		}
	}
	return false;
}

static bool is_cast(const GArray *tokens, guint open, guint close, guint to)
{
	return close + 1 < to && close > open + 1 &&
	       (token_word(tokens, close + 1) || token_is(tokens, close + 1, "(") ||
		token_is(tokens, close + 1, "&") || token_is(tokens, close + 1, "*"));
}

static void add_expr(GString *text, const GArray *tokens, guint from, guint to)
{
	for (guint i = from; i < to; i++) {
		const struct ctoken *token = token_of(tokens, i);

		if (token_is(tokens, i, "(")) {
			guint close = tokens_closing(tokens, i, to);
			bool call = i > from && token_word(tokens, i - 1);

			if (close < to && !call && is_cast(tokens, i, close, to)) {
				i = close;
				continue;
			}
			if (call)
				g_string_append_c(text, '(');
			add_expr(text, tokens, i + 1, close);
			if (call)
				g_string_append_c(text, ')');
			i = close;
		} else if (token_is(tokens, i, ".")) {
			g_string_append(text, "->");
		} else if (!token_is(tokens, i, "&") && !token_is(tokens, i, "*")) {
			g_string_append_len(text, token->text, token->size);
		}
	}
}

static size_t word_size(const char *text)
{
	size_t size = 0;

	while (byte_is_word(text[size]))
		size++;
	return size;
}

/* "to_tdx(X)->vcpu…" is "X…" */
static char *apply_views(const struct func *func, const char *expr, size_t word,
			 const GPtrArray *views)
{
	const char *close = expr + word;
	int depth = 0;

	do {
		depth += *close == '(';
		depth -= *close == ')';
		close++;
	} while (depth && *close);
	for (guint i = 0; !depth && i < views->len; i++) {
		const char *view = views->pdata[i], *member = strchr(view, ':') + 1;
		size_t name = member - 1 - view, size = strlen(member);

		if (name == word && !memcmp(view, expr, word) && g_str_has_prefix(close, "->") &&
		    !strncmp(close + 2, member, size) && !byte_is_word(close[2 + size])) {
			g_autofree char *inner = g_strndup(expr + word + 1,
							   close - 1 - (expr + word + 1));
			g_autofree char *resolved = func_resolve(func, inner, views);

			return g_strconcat(resolved, close + 2 + size, NULL);
		}
	}
	return NULL;
}

static char *resolve_call(const struct func *func, const char *expr, size_t word,
			  const GPtrArray *views)
{
	const char *close = strrchr(expr, ')');
	g_autofree char *inner = NULL, *resolved = NULL;

	if (!close)
		return g_strdup(expr);
	inner = g_strndup(expr + word + 1, close - (expr + word + 1));
	if (strpbrk(inner, ",()"))
		return g_strdup(expr);
	resolved = func_resolve(func, inner, views);
	return g_strdup_printf("%.*s(%s%s", (int)word, expr, resolved, close);
}

static char *resolve_step(const struct func *func, const char *expr, const GPtrArray *views)
{
	size_t word = word_size(expr);
	g_autofree char *name = g_strndup(expr, word);
	const char *def;

	if (expr[word] == '(') {
		char *seen = apply_views(func, expr, word, views);

		return seen ? seen : resolve_call(func, expr, word, views);
	}
	def = g_hash_table_lookup(func->defs, name);
	return def && *def ? g_strconcat(def, expr + word, NULL) : g_strdup(expr);
}

char *func_resolve(const struct func *func, const char *expr, const GPtrArray *views)
{
	char *now = g_strdup(expr);

	for (int i = 0; i < MAX_STEPS; i++) {
		char *next = resolve_step(func, now, views);
		bool same = !strcmp(next, now);

		g_free(now);
		now = next;
		if (same)
			break;
	}
	return now;
}

char *func_expr(const struct func *func, guint from, guint to, const GPtrArray *views)
{
	g_autoptr(GString) text = g_string_new(NULL);

	add_expr(text, func->unit->tokens, from, to);
	return func_resolve(func, text->str, views);
}

int func_param(const struct func *func, const char *expr)
{
	size_t word = word_size(expr);

	for (guint i = 0; word && i < func->params->len; i++) {
		const char *name = func->params->pdata[i];

		if (strlen(name) == word && !memcmp(name, expr, word))
			return i;
	}
	return -1;
}

/* a name, then members: no index, no call, no arithmetic */
static bool is_path(const char *expr)
{
	for (;;) {
		size_t word = word_size(expr);

		if (!word)
			return false;
		if (!expr[word])
			return true;
		if (strncmp(expr + word, "->", 2))
			return false;
		expr += word + 2;
	}
}

bool func_is_rooted(const struct func *func, const char *expr)
{
	g_autofree char *name = g_strndup(expr, word_size(expr));

	return is_path(expr) && func_param(func, expr) >= 0 &&
	       !g_hash_table_contains(func->defs, name);
}

/* what may change a variable besides "=" */
static bool is_changed(const GArray *tokens, guint at)
{
	static const char *const changes[] = { "++", "--", "+=", "-=", "|=", "&=", "<<=", ">>=",
					       "^=" };

	if (token_is(tokens, at - 1, "++") || token_is(tokens, at - 1, "--"))
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(changes); i++) {
		if (token_is(tokens, at + 1, changes[i]))
			return true;
	}
	/* its address is passed: "&x," and "&x)", while "&x->m" is another's */
	return token_is(tokens, at - 1, "&") &&
	       (token_is(tokens, at - 2, "(") || token_is(tokens, at - 2, ",")) &&
	       (token_is(tokens, at + 1, ",") || token_is(tokens, at + 1, ")"));
}

static guint value_end(const GArray *tokens, guint from, guint end)
{
	guint i;

	for (i = from; i < end && !token_is(tokens, i, ",") && !token_is(tokens, i, ";") &&
		       !token_is(tokens, i, ")"); i++) {
		if (token_is(tokens, i, "(") || token_is(tokens, i, "[") ||
		    token_is(tokens, i, "{"))
			i = tokens_closing(tokens, i, end);
	}
	return i;
}

static void add_def(struct func *func, guint at)
{
	const GArray *tokens = func->unit->tokens;
	const struct ctoken *token = token_of(tokens, at);
	g_autofree char *name = g_strndup(token->text, token->size);
	g_autoptr(GString) value = g_string_new(NULL);

	if (token_is(tokens, at + 1, "=") && func_param(func, name) < 0 &&
	    !g_hash_table_contains(func->defs, name))
		add_expr(value, tokens, at + 2, value_end(tokens, at + 2, func->close));
	else if (!token_is(tokens, at + 1, "=") && !is_changed(tokens, at))
		return;
	/* a second value, or one that depends on itself: unknown */
	if (value->len && word_size(value->str) == strlen(name) &&
	    g_str_has_prefix(value->str, name))
		g_string_truncate(value, 0);
	g_hash_table_insert(func->defs, g_steal_pointer(&name), g_strdup(value->str));
}

static void find_defs(struct func *func)
{
	const GArray *tokens = func->unit->tokens;

	for (guint i = func->open + 1; i < func->close; i++) {
		if (token_word(tokens, i) && !token_is(tokens, i - 1, ".") &&
		    !token_is(tokens, i - 1, "->"))
			add_def(func, i);
	}
}

/* the last word of each parameter: "struct kvm *kvm", "int (*fn)(void)" gives fn's types */
static void add_param(struct func *func, guint from, guint to)
{
	const GArray *tokens = func->unit->tokens;
	const struct ctoken *name = NULL;

	for (guint i = from; i < to; i++) {
		/* "(*name)" of a pointer to a function; further words are its parameters' */
		if (token_is(tokens, i, "(") && token_is(tokens, i + 1, "*") &&
		    token_word(tokens, i + 2)) {
			name = token_of(tokens, i + 2);
			break;
		}
		if (token_word(tokens, i))
			name = token_of(tokens, i);
	}
	g_ptr_array_add(func->params, name ? g_strndup(name->text, name->size) : g_strdup(""));
}

static void find_params(struct func *func, guint open)
{
	guint from, to;

	for (guint n = 0; call_argument(func->unit->tokens, open, func->open, n, &from, &to); n++)
		add_param(func, from, to);
}

static void func_free(gpointer data)
{
	struct func *func = data;

	g_free(func->name);
	g_ptr_array_unref(func->params);
	g_hash_table_unref(func->defs);
	stmt_free(func->body);
	flow_free(func->flow);
	g_free(func->unreadable);
	g_free(func);
}

static struct func *func_new(struct unit *unit, const char *name, guint first, guint last)
{
	struct func *func = g_new0(struct func, 1);
	const GArray *tokens = unit->tokens;
	guint name_at = first;

	func->unit = unit;
	func->name = g_strdup(name);
	func->params = g_ptr_array_new_with_free_func(g_free);
	func->defs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	func->first = first;
	func->close = last;
	for (func->open = first; func->open < last && !token_is(tokens, func->open, "{");)
		func->open++;
	for (guint i = first; i < func->open; i++) {
		func->is_static |= token_is(tokens, i, "static");
		if (token_is(tokens, i, name) && token_is(tokens, i + 1, "(")) {
			name_at = i;
			break;
		}
	}
	if (token_is(tokens, name_at + 1, "("))
		find_params(func, name_at + 1);
	return func;
}

/* most functions of a file are never asked for */
static struct func *func_read(struct func *func)
{
	if (func && !func->read) {
		func->read = true;
		find_defs(func);
		func->body = stmt_parse(func->unit->tokens, func->open, func->close,
					&func->unreadable);
	}
	return func;
}

static void find_functions(struct unit *unit, const guint *code_index)
{
	const struct csource *source = unit->source;

	for (guint i = 0; i < source->regions->len; i++) {
		const struct cregion *region = &g_array_index(source->regions, struct cregion, i);
		guint first, last;

		if (region->kind != CREGION_FUNCTION || region->last_token >= source->tokens->len)
			continue;
		first = code_index[region->first_token];
		last = code_index[region->last_token];
		g_ptr_array_add(unit->functions, func_new(unit, region->name, first, last));
	}
}

struct unit *unit_new(const char *path, GBytes *bytes)
{
	struct unit *unit = g_new0(struct unit, 1);
	g_autofree guint *code_index = NULL;

	unit->path = g_strdup(path);
	unit->source = csource_scan(bytes);
	unit->tokens = g_array_new(FALSE, FALSE, sizeof(struct ctoken));
	unit->functions = g_ptr_array_new_with_free_func(func_free);
	code_index = g_new0(guint, unit->source->tokens->len + 1);
	for (guint i = 0; i < unit->source->tokens->len; i++) {
		struct ctoken token = *token_of(unit->source->tokens, i);

		code_index[i] = unit->tokens->len;
		if (token.kind != CTOKEN_COMMENT)
			g_array_append_val(unit->tokens, token);
	}
	find_functions(unit, code_index);
	return unit;
}

void unit_free(struct unit *unit)
{
	if (!unit)
		return;
	g_free(unit->path);
	csource_free(unit->source);
	g_array_unref(unit->tokens);
	g_ptr_array_unref(unit->functions);
	g_free(unit);
}

struct func *unit_function(const struct unit *unit, guint token)
{
	for (guint i = 0; i < unit->functions->len; i++) {
		struct func *func = unit->functions->pdata[i];

		if (token >= func->first && token <= func->close)
			return func_read(func);
	}
	return NULL;
}

struct func *unit_find(const struct unit *unit, const char *name)
{
	struct func *found = NULL;

	for (guint i = 0; i < unit->functions->len; i++) {
		struct func *func = unit->functions->pdata[i];

		if (strcmp(func->name, name))
			continue;
		if (found)
			return NULL;
		found = func;
	}
	return func_read(found);
}
