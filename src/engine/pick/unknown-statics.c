// SPDX-License-Identifier: GPL-2.0-only
/*
 * A function that is static in one file, and declared for all by a header that
 * the file includes: the patch has changed one of the two only, as upstream's
 * tree had the other already.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/limits.h"
#include "engine/code/mention.h"
#include "engine/names/headers.h"
#include "engine/pick/unknown.h"

/* "int name(", outside of functions: what stands at the margin, or begins there */
static bool is_declared(enum lex_kind before, const struct lex *last, const struct lex *name)
{
	return before != LEX_DEFINE && !name->directive && text_may_define(before, last, *name) &&
	       !lex_keyword(name->text, name->size);
}

/**
 * struct sorts - how a text declares a function
 * @own: as static
 * @shared: for all
 */
struct sorts {
	bool own;
	bool shared;
};

/**
 * struct margin - how far a scan is
 * @depth: open braces
 * @own: "static" since the last declaration
 */
struct margin {
	int depth;
	bool own;
};

static void margin_step(struct margin *margin, enum lex_kind kind, const struct lex *lex,
			const struct lex *last)
{
	if (lex->directive)
		return;
	/* where the arms of an #if leave braces open, a '}' at the margin ends them */
	if (kind == LEX_PUNCT)
		margin->depth = *lex->text == '}' && *last->text && lex->text[-1] == '\n' ?
					0 :
					margin->depth + (*lex->text == '{') - (*lex->text == '}');
	if (kind == LEX_PUNCT && strchr(";}", *lex->text))
		margin->own = false;
	margin->own |= kind == LEX_WORD && lex_is(lex, "static");
}

static struct sorts sorts_of(const struct extract *text, const struct lex *name)
{
	struct sorts sorts = { false, false };
	enum lex_kind kind, before = LEX_PUNCT;
	struct lex lex, last = { .text = "" };
	struct margin margin = { 0 };

	if (!text_mentions(text->text, text->size, name->text, name->size))
		return sorts;
	lex_init(&lex, text->text, text->size);
	for (; (kind = lex_next(&lex)) != LEX_END; before = kind) {
		if (kind == LEX_WORD && !margin.depth && lex_same(&lex, name) &&
		    is_declared(before, &last, &lex)) {
			sorts.own |= margin.own;
			sorts.shared |= !margin.own;
		}
		margin_step(&margin, kind, &lex, &last);
		last = lex;
	}
	return sorts;
}

static bool is_own(const struct extract *text, const struct lex *name)
{
	struct sorts sorts = sorts_of(text, name);

	return sorts.own && !sorts.shared;
}

static bool is_shared(const struct extract *text, const struct lex *name)
{
	struct sorts sorts = sorts_of(text, name);

	return sorts.shared && !sorts.own;
}

/**
 * struct pair - a header and a file of code
 * @names: char *, of functions that one of them makes another sort
 * @code: path of the file of code
 * @warnings: gets char *
 */
struct pair {
	GPtrArray *names;
	const char *code;
	GPtrArray *warnings;
};

static bool look_into_header(void *data, struct header *header)
{
	const struct pair *pair = data;
	const struct extract text = extract_of(header_bytes(header));

	for (guint i = pair->names->len; i-- > 0;) {
		const char *name = pair->names->pdata[i];
		const struct lex lex = { .text = name, .size = strlen(name) };

		if (!is_shared(&text, &lex))
			continue;
		add_stringf(pair->warnings,
			    "'%s' is static in '%s', and a header declares it for all", name,
			    pair->code);
		g_ptr_array_remove_index(pair->names, i);
	}
	return pair->names->len;
}

/* what the part that came declares as @own, and the file did not declare at all, or otherwise */
static void add_names(GBytes *ours, GBytes *made, bool own, GPtrArray *names)
{
	struct extract before = extract_of(ours), after = extract_of(made);
	enum lex_kind kind, kind_before = LEX_PUNCT;
	struct lex lex, last = { .text = "" };

	extract_cut(&after, &before);
	extract_lex(&after, &lex);
	for (; (kind = lex_next(&lex)) != LEX_END && names->len < SEARCHES_MAX;
	     kind_before = kind) {
		if (kind == LEX_WORD && extract_holds(&after, &lex) &&
		    is_declared(kind_before, &last, &lex) &&
		    (own ? is_own(&after, &lex) : is_shared(&after, &lex)) &&
		    is_shared(&before, &lex) == own) {
			g_autofree char *name = g_strndup(lex.text, lex.size);

			add_string_once(names, name);
		}
		last = lex;
	}
}

/* of functions that headers of the patch declare for all, those that are static in a file */
static void add_own(GPtrArray *shared, GBytes *made, GPtrArray *names)
{
	const struct extract text = extract_of(made);

	for (guint i = 0; i < shared->len; i++) {
		const char *name = shared->pdata[i];
		const struct lex lex = { .text = name, .size = strlen(name) };

		if (is_own(&text, &lex))
			add_string_once(names, name);
	}
}

/* the functions that headers of the patch declare for all now */
static GPtrArray *names_shared(const struct patched *in, const GPtrArray *changed)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < changed->len; i++) {
		g_autoptr(GBytes) ours = tree_read(in->before, changed->pdata[i], NULL);
		g_autoptr(GBytes) made = tree_read(in->after, changed->pdata[i], NULL);

		if (made && path_is_header(changed->pdata[i]))
			add_names(ours, made, false, names);
	}
	return names;
}

GPtrArray *statics_declared(const struct patched *in)
{
	GPtrArray *warnings = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) changed = tree_changed(in->after);
	g_autoptr(GPtrArray) shared = names_shared(in, changed);
	g_autoptr(headers) headers = headers_of(in->after);

	for (guint i = 0; i < changed->len; i++) {
		g_autoptr(GBytes) ours = tree_read(in->before, changed->pdata[i], NULL);
		g_autoptr(GBytes) made = tree_read(in->after, changed->pdata[i], NULL);
		g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
		struct pair pair = { names, changed->pdata[i], warnings };

		if (!ours || !made || !g_str_has_suffix(changed->pdata[i], ".c"))
			continue;
		add_own(shared, made, names);
		add_names(ours, made, true, names);
		if (names->len)
			headers_reach(headers, changed->pdata[i], made, look_into_header, &pair);
	}
	return warnings;
}
