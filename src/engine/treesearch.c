// SPDX-License-Identifier: GPL-2.0-only
#include "engine/treesearch.h"

#include <string.h>

#include "base/file.h"
#include "base/strings.h"

static void asked_free(gpointer data)
{
	struct asked *asked = data;

	g_free(asked->name);
	g_free(asked->of);
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
		.folders = g_ptr_array_new_with_free_func(g_free),
		.answers = answers,
	};
	for (guint i = 0; i < search->changed->len; i++) {
		GBytes *made = path_is_c(search->changed->pdata[i]) ?
				       tree_read(after, search->changed->pdata[i], NULL) : NULL;

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

static bool look_into(void *data, const char *path)
{
	struct tree_search *search = data;
	g_autoptr(GBytes) bytes = NULL;
	struct extract text;

	if (!(path_is_c(path) || g_str_has_suffix(path, ".S")) ||
	    has_string(search->changed, path) || was_looked_into(search, path))
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

/* @folder: "" for all */
static void look_below(struct tree_search *search, const char *folder)
{
	if (!search->left)
		return;
	tree_walk(search->tree, folder, look_into, search);
	g_ptr_array_add(search->folders, g_strconcat(folder, "/", NULL));
}

/* the one above; "" above the last */
static char *folder_of(const char *path)
{
	return g_strndup(path, path_name(path) - path - (path_name(path) > path));
}

void tree_search_near(struct tree_search *search)
{
	g_autofree char *folder = search->left ? folder_of(search->changed->pdata[0]) : NULL;

	if (!search->left)
		return;
	if (*folder)
		look_below(search, folder);
	look_below(search, "include");
}

void tree_search_all(struct tree_search *search)
{
	g_autofree char *folder = search->left ? folder_of(search->changed->pdata[0]) : NULL;

	while (search->left) {
		char *above = *folder ? folder_of(folder) : NULL;

		look_below(search, folder);
		if (!above)
			return;
		g_free(folder);
		folder = above;
	}
}

void tree_search_clear(struct tree_search *search)
{
	g_ptr_array_unref(search->changed);
	g_ptr_array_unref(search->made);
	g_ptr_array_unref(search->names);
	g_ptr_array_unref(search->folders);
}
