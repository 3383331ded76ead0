// SPDX-License-Identifier: GPL-2.0-only
#include "engine/names/treesearch.h"

#include <string.h>

#include "base/file.h"
#include "base/strings.h"
#include "engine/names/wordlist.h"
#include "engine/names/words.h"

static void asked_free(gpointer data)
{
	struct asked *asked = data;

	g_free(asked->name);
	g_free(asked->of);
	g_free(asked->passed_to);
	g_free(asked->where);
	g_free(asked);
}

void tree_search_init(struct tree_search *search, const struct patched *in,
		      const struct tree_question *question)
{
	*search = (struct tree_search){
		.in = *in,
		.question = question,
		.changed = tree_changed(in->after),
		.made = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref),
		.names = g_ptr_array_new_with_free_func(asked_free),
		.units = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.folders = g_ptr_array_new_with_free_func(g_free),
	};
	for (guint i = 0; i < search->changed->len; i++) {
		GBytes *made = path_is_c(search->changed->pdata[i]) ?
				       tree_read(in->after, search->changed->pdata[i], NULL) : NULL;

		if (made)
			g_ptr_array_add(search->made, made);
	}
}

static struct asked *add(struct tree_search *search, char *name, int about)
{
	struct asked *asked = g_new0(struct asked, 1);

	asked->name = name;
	asked->about = about;
	g_ptr_array_add(search->names, asked);
	return asked;
}

struct asked *tree_search_ask(struct tree_search *search, char *name, int about)
{
	search->left++;
	return add(search, name, about);
}

void tree_search_aside(struct tree_search *search, char *name, int about)
{
	add(search, name, about)->aside = true;
}

void tree_search_found(struct tree_search *search, struct asked *asked, const char *where)
{
	asked->where = g_strdup(where);
	search->left -= !asked->aside;
}

static bool was_looked_into(const struct tree_search *search, const char *path)
{
	for (guint i = 0; i < search->folders->len; i++)
		if (g_str_has_prefix(path, search->folders->pdata[i]))
			return true;
	return false;
}

/* may a C file have one of those that are left? */
static bool is_counted(const struct tree_search *search)
{
	for (guint i = 0; i < search->names->len; i++) {
		const struct asked *asked = search->names->pdata[i];

		if (!asked->where && !asked->aside && !asked->uncounted)
			return true;
	}
	return false;
}

static bool may_answer(const struct tree_search *search, const char *path)
{
	switch (search->question->files) {
	case SEARCH_HEADERS:
		return path_is_header(path);
	case SEARCH_C:
		return path_is_c(path);
	case SEARCH_SOURCES:
		return path_is_c(path) || g_str_has_suffix(path, ".S");
	}
	return false;
}

static bool look_into(void *data, const char *path)
{
	struct tree_search *search = data;
	g_autoptr(GBytes) bytes = NULL;
	struct extract text;

	if (!may_answer(search, path) || (path_is_c(path) && search->none_counted) ||
	    has_string(search->changed, path) || was_looked_into(search, path))
		return true;
	bytes = tree_read_here(search->in.before, path, NULL);
	text = extract_of(bytes);
	for (guint i = 0; i < search->names->len; i++) {
		struct asked *asked = search->names->pdata[i];

		if (!asked->where && search->question->answers(search, asked, path, &text))
			tree_search_found(search, asked, path);
	}
	return search->left;
}

/* @folder: "" for all */
static void look_below(struct tree_search *search, const char *folder)
{
	search->none_counted = !is_counted(search);
	if (!search->left || (search->none_counted && search->question->files != SEARCH_SOURCES))
		return;
	tree_walk(search->in.before, folder, look_into, search);
	g_ptr_array_add(search->folders, g_strconcat(folder, "/", NULL));
}

void tree_search_near(struct tree_search *search)
{
	g_autofree char *folder = search->left ? path_folder(search->changed->pdata[0]) : NULL;

	if (!search->left)
		return;
	if (*folder)
		look_below(search, folder);
	look_below(search, "include");
}

bool tree_search_elsewhere(const struct tree_search *search, guint role, const char *name)
{
	guint count = words_count(search->in.words, role, name, strlen(name));

	for (guint i = 0; i < search->changed->len && count && role != WORD_HEADER; i++) {
		const char *path = search->changed->pdata[i];
		g_autoptr(GBytes) bytes = path_is_c(path) ?
						  tree_read(search->in.before, path, NULL) : NULL;
		const struct extract text = extract_of(bytes);
		g_autoptr(GArray) names = bytes ? wordlist_scan(text.text, text.size) : NULL;

		count -= names && wordlist_scanned(names, role, name, strlen(name));
	}
	return count;
}

static void ask_words(struct tree_search *search)
{
	for (guint i = 0; i < search->names->len; i++) {
		struct asked *asked = search->names->pdata[i];
		bool counted = !asked->where && search->question->counted(search, asked);

		/* of these it is of no interest which file it is */
		if (counted && asked->aside)
			tree_search_found(search, asked, "");
		asked->uncounted = !asked->where && !counted;
	}
}

void tree_search_count(struct tree_search *search)
{
	if (search->left && search->in.words && words_near(search->in.words))
		ask_words(search);
}

/* the topmost folders may be half the tree */
static bool is_topmost(const char *folder)
{
	return !strchr(folder, '/');
}

void tree_search_all(struct tree_search *search)
{
	g_autofree char *folder = search->left ? path_folder(search->changed->pdata[0]) : NULL;

	while (search->left && !is_topmost(folder)) {
		char *above = path_folder(folder);

		look_below(search, folder);
		g_free(folder);
		folder = above;
	}
	if (search->left && search->in.words && words_worth(search->in.words))
		ask_words(search);
	if (search->left && *folder)
		look_below(search, folder);
	look_below(search, "");
}

void tree_search_clear(struct tree_search *search)
{
	g_ptr_array_unref(search->changed);
	g_ptr_array_unref(search->made);
	g_ptr_array_unref(search->names);
	g_ptr_array_unref(search->folders);
	g_hash_table_unref(search->units);
}
