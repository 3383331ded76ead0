// SPDX-License-Identifier: GPL-2.0-only
#include "engine/treesearch.h"

#include <string.h>

#include "base/strings.h"

static void asked_free(gpointer data)
{
	struct asked *asked = data;

	g_free(asked->name);
	g_free(asked->of);
	g_free(asked->passed_to);
	g_free(asked->where);
	g_free(asked);
}

void tree_search_init(struct tree_search *search, const struct tree *before,
		      const struct tree *after,
		      bool (*answers)(const struct tree_search *search, struct asked *asked,
				      const char *path, const struct extract *text))
{
	*search = (struct tree_search){
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

struct asked *tree_search_ask(struct tree_search *search, char *name, int about)
{
	struct asked *asked = g_new0(struct asked, 1);

	asked->name = name;
	asked->about = about;
	g_ptr_array_add(search->names, asked);
	search->left++;
	return asked;
}

void tree_search_found(struct tree_search *search, struct asked *asked, const char *where)
{
	asked->where = g_strdup(where);
	search->left--;
}

static bool look_into(void *data, const char *path)
{
	struct tree_search *search = data;
	g_autoptr(GBytes) bytes = NULL;
	struct extract text;

	if (!(path_is_c(path) || g_str_has_suffix(path, ".S")) ||
	    has_string(search->changed, path))
		return true;
	bytes = tree_read(search->tree, path, NULL);
	text = extract_of(bytes);
	for (guint i = 0; i < search->names->len; i++) {
		struct asked *asked = search->names->pdata[i];

		if (!asked->where && search->answers(search, asked, path, &text))
			tree_search_found(search, asked, path);
	}
	return search->left;
}

void tree_search_in(struct tree_search *search, const char *folder)
{
	if (search->left)
		tree_walk(search->tree, folder, look_into, search);
}

void tree_search_near(struct tree_search *search)
{
	g_autofree char *folder = NULL;

	if (!search->left)
		return;
	folder = g_path_get_dirname(search->changed->pdata[0]);
	if (strcmp(folder, "."))
		tree_search_in(search, folder);
	tree_search_in(search, "include");
}

void tree_search_clear(struct tree_search *search)
{
	g_ptr_array_unref(search->changed);
	g_ptr_array_unref(search->made);
	g_ptr_array_unref(search->names);
}
