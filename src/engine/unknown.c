// SPDX-License-Identifier: GPL-2.0-only
#include "engine/unknown.h"

#include <string.h>

#include "base/strings.h"
#include "engine/bag.h"
#include "engine/warn.h"

/* names that files of the tree call already: a tree that is whole has nearly all of them */
#define SAMPLE_MIN 5
#define SAMPLE_MAX 12
#define SAMPLE_KNOWN 0.8

/* where the patch changes no file that is there: of the names that it brings, at least */
#define BROUGHT_KNOWN 0.5

/* of more names than that, the first are told */
#define TOLD_MAX 5

/**
 * struct asked - a name that is looked for
 * @name: newly allocated; the tail of a path for a header, from its '/' on
 * @sample: the tree's own files call it
 * @header: it is one
 * @where: the file of the tree that answers for it; NULL for none so far
 */
struct asked {
	char *name;
	bool sample;
	bool header;
	char *where;
};

/**
 * struct search - through a tree
 * @changed: char *: what the patch changes, which is not looked into
 * @made: GBytes *: those of its files that are C, with the patch
 * @names: struct asked *
 * @left: how many were not found so far
 * @answers: does a file answer for a name?
 */
struct search {
	const struct tree *tree;
	GPtrArray *changed;
	GPtrArray *made;
	GPtrArray *names;
	guint left;
	bool (*answers)(const struct asked *asked, const char *path, const struct extract *text);
};

static void asked_free(gpointer data)
{
	struct asked *asked = data;

	g_free(asked->name);
	g_free(asked->where);
	g_free(asked);
}

static void ask(struct search *search, const struct lex *name, bool sample, bool header)
{
	struct asked *asked = g_new0(struct asked, 1);

	asked->name = g_strdup_printf("%s%.*s", header ? "/" : "", (int)name->size, name->text);
	asked->sample = sample;
	asked->header = header;
	g_ptr_array_add(search->names, asked);
	search->left++;
}

static bool may_be_name(const struct lex *lex, const struct lex *last)
{
	/* kconfig makes the names of its options */
	return lex->size > 2 && !lex->conditional && !lex_keyword(lex->text, lex->size) &&
	       !lex_standard(lex->text, lex->size) &&
	       !lex_is(last, "goto") && !(lex->size > 7 && !memcmp(lex->text, "CONFIG_", 7));
}

static bool is_brought(const struct search *search, const struct lex *name)
{
	for (guint i = 0; i < search->made->len; i++) {
		const struct extract made = extract_of(search->made->pdata[i]);

		if (text_declares(made.text, made.size, name))
			return true;
	}
	return false;
}

/* those that a build makes are in no tree */
static bool may_be_header(const struct search *search, const struct lex *lex)
{
	g_autofree char *tail = g_strdup_printf("/%.*s", (int)lex->size, lex->text);

	for (guint i = 0; i < search->changed->len; i++) {
		g_autofree char *path = g_strconcat("/", search->changed->pdata[i], NULL);

		if (g_str_has_suffix(path, tail))
			return false;
	}
	return !g_str_has_prefix(tail, "/generated/");
}

/* in lines that are new, and nowhere in the file as it was */
static void ask_new(struct search *search, GBytes *ours, GBytes *made, struct bag *seen)
{
	struct extract before = extract_of(ours), after = extract_of(made);
	struct lex lex, last = { .text = "" };

	extract_cut(&after, &before);
	extract_lex(&after, &lex);
	for (enum lex_kind kind; (kind = lex_next(&lex)) != LEX_END; last = lex) {
		bool header = kind == LEX_HEADER;

		if (!(header || kind == LEX_WORD) || !extract_holds(&after, &lex) ||
		    !bag_add(seen, lex_hash_tagged(lex.text, lex.size, header)) ||
		    text_mentions(before.text, before.size, lex.text, lex.size))
			continue;
		if (header ? may_be_header(search, &lex) :
			     may_be_name(&lex, &last) && !is_brought(search, &lex))
			ask(search, &lex, false, header);
	}
}

/* what a file calls and does not define itself */
static void ask_sample(struct search *search, GBytes *ours, struct bag *seen)
{
	const struct extract all = extract_of(ours);
	guint count = 0;
	struct lex lex;

	lex_init(&lex, all.text, all.size);
	for (enum lex_kind kind; count < SAMPLE_MAX && (kind = lex_next(&lex)) != LEX_END;) {
		struct lex next = lex;

		if (kind != LEX_WORD || lex.size <= 2 || lex_keyword(lex.text, lex.size) ||
		    lex_next(&next) != LEX_PUNCT || *next.text != '(' ||
		    !bag_add(seen, lex_hash(lex.text, lex.size)) ||
		    text_declares(all.text, all.size, &lex))
			continue;
		ask(search, &lex, true, false);
		count++;
	}
}

static bool is_there(const struct asked *asked, const char *path, const struct extract *text)
{
	if (asked->header)
		return g_str_has_suffix(path, asked->name) || !strcmp(path, asked->name + 1);
	return text_mentions(text->text, text->size, asked->name, strlen(asked->name));
}

static bool look_into(void *data, const char *path)
{
	struct search *search = data;
	g_autoptr(GBytes) bytes = NULL;
	struct extract text;

	if (!(path_is_c(path) || g_str_has_suffix(path, ".S")) ||
	    has_string(search->changed, path))
		return true;
	bytes = tree_read(search->tree, path, NULL);
	text = extract_of(bytes);
	for (guint i = 0; i < search->names->len; i++) {
		struct asked *asked = search->names->pdata[i];

		if (asked->where || !search->answers(asked, path, &text))
			continue;
		asked->where = g_strdup(path);
		search->left--;
	}
	return search->left;
}

static void search_init(struct search *search, const struct tree *before,
			const struct tree *after,
			bool (*answers)(const struct asked *asked, const char *path,
					const struct extract *text))
{
	*search = (struct search){
		.tree = before,
		.changed = tree_changed(after),
		.made = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref),
		.names = g_ptr_array_new_with_free_func(asked_free),
		.answers = answers,
	};
	for (guint i = 0; i < search->changed->len; i++) {
		GBytes *made = path_is_c(search->changed->pdata[i]) ?
				       tree_read(after, search->changed->pdata[i], NULL) : NULL;

		if (made)
			g_ptr_array_add(search->made, made);
	}
}

static void search_clear(struct search *search)
{
	g_ptr_array_unref(search->changed);
	g_ptr_array_unref(search->made);
	g_ptr_array_unref(search->names);
}

static void collect(struct search *search, const struct tree *after)
{
	struct bag seen, called;

	bag_init(&seen);
	bag_init(&called);
	for (guint i = 0; i < search->changed->len; i++) {
		const char *path = search->changed->pdata[i];
		g_autoptr(GBytes) ours = tree_read(search->tree, path, NULL);
		g_autoptr(GBytes) made = tree_read(after, path, NULL);

		if (made && path_is_c(path))
			ask_new(search, ours, made, &seen);
		if (ours && path_is_c(path))
			ask_sample(search, ours, &called);
	}
	bag_clear(&seen);
	bag_clear(&called);
}

/* the folder itself and the headers first, where most names are found */
static void look_everywhere(struct search *search)
{
	g_autofree char *folder = g_path_get_dirname(search->changed->pdata[0]);
	const char *const parts[] = { strcmp(folder, ".") ? folder : "include", "include", "" };

	for (guint i = 0; i < G_N_ELEMENTS(parts) && search->left; i++)
		tree_walk(search->tree, parts[i], look_into, search);
}

static bool is_whole(const struct search *search)
{
	guint known[] = { 0, 0 }, all[] = { 0, 0 };

	for (guint i = 0; i < search->names->len; i++) {
		const struct asked *asked = search->names->pdata[i];

		all[asked->sample]++;
		known[asked->sample] += asked->where != NULL;
	}
	if (all[true])
		return all[true] >= SAMPLE_MIN && known[true] >= SAMPLE_KNOWN * all[true];
	return all[false] >= SAMPLE_MIN && known[false] >= BROUGHT_KNOWN * all[false];
}

static bool asks_new(const struct search *search)
{
	for (guint i = 0; i < search->names->len; i++)
		if (!((const struct asked *)search->names->pdata[i])->sample)
			return true;
	return false;
}

GPtrArray *names_unknown(const struct tree *before, const struct tree *after)
{
	GPtrArray *warnings = g_ptr_array_new_with_free_func(g_free);
	struct search search;

	search_init(&search, before, after, is_there);
	collect(&search, after);
	if (asks_new(&search)) {
		look_everywhere(&search);
		for (guint i = 0; i < search.names->len && is_whole(&search); i++) {
			const struct asked *asked = search.names->pdata[i];

			if (!asked->where && !asked->sample && warnings->len < TOLD_MAX)
				add_stringf(warnings, asked->header ?
						    "this tree has no file '%s'" :
						    "this tree does not know '%s'",
					    asked->name + asked->header);
		}
	}
	search_clear(&search);
	return warnings;
}

static bool is_kept(const struct search *search, const struct lex *name)
{
	for (guint i = 0; i < search->made->len; i++) {
		const struct extract made = extract_of(search->made->pdata[i]);

		if (text_mentions(made.text, made.size, name->text, name->size))
			return true;
	}
	return false;
}

static void ask_gone(struct search *search, const char *path, GBytes *ours, GBytes *made,
		     struct bag *seen)
{
	struct extract before = extract_of(ours), after = extract_of(made);
	enum lex_kind kind, kind_before = LEX_PUNCT;
	struct lex lex, last = { .text = "" };

	extract_cut(&before, &after);
	extract_lex(&before, &lex);
	while ((kind = lex_next(&lex)) != LEX_END && search->names->len < SEARCHES_MAX) {
		if (kind == LEX_WORD && lex.size > 2 && extract_holds(&before, &lex) &&
		    (kind_before == LEX_DEFINE || text_may_define(kind_before, &last, lex)) &&
		    !lex_keyword(lex.text, lex.size) &&
		    !text_is_own(path, &before, &lex) && !is_kept(search, &lex) &&
		    bag_add(seen, lex_hash(lex.text, lex.size)))
			ask(search, &lex, false, false);
		kind_before = kind;
		last = lex;
	}
}

static bool is_user(const struct asked *asked, const char *path, const struct extract *text)
{
	const struct wanted_name wanted = { .name = asked->name, .size = strlen(asked->name) };
	const struct lex name = { .text = asked->name, .size = wanted.size };

	return path_is_c(path) && text_uses(text, &wanted) &&
	       !text_declares(text->text, text->size, &name);
}

GPtrArray *names_gone(const struct tree *before, const struct tree *after)
{
	GPtrArray *warnings = g_ptr_array_new_with_free_func(g_free);
	struct search search;
	struct bag seen;

	search_init(&search, before, after, is_user);
	bag_init(&seen);
	for (guint i = 0; i < search.changed->len; i++) {
		const char *path = search.changed->pdata[i];
		g_autoptr(GBytes) ours = tree_read(before, path, NULL);
		g_autoptr(GBytes) made = tree_read(after, path, NULL);

		if (ours && path_is_c(path))
			ask_gone(&search, path, ours, made, &seen);
	}
	bag_clear(&seen);
	if (search.left)
		tree_walk(before, "", look_into, &search);
	for (guint i = 0; i < search.names->len && warnings->len < TOLD_MAX; i++) {
		const struct asked *asked = search.names->pdata[i];

		if (asked->where)
			add_stringf(warnings, "the patch removes '%s', which '%s' uses",
				    asked->name, asked->where);
	}
	search_clear(&search);
	return warnings;
}
