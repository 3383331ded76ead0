// SPDX-License-Identifier: GPL-2.0-only
/*
 * The counts say that files besides those of the pick have a name; which ones
 * these are, and what they do with it, is read in them.
 */
#include <string.h>

#include "base/file.h"
#include "engine/code/mention.h"
#include "engine/code/uses.h"
#include "engine/names/wordlist.h"
#include "engine/pick/picknames.h"

/* so many files are read for one name: those that have it are near the pick as a rule */
#define FILES_MAX 5000

/**
 * struct search - for the files of this tree that have a name
 * @left: how many of them are to be found yet
 * @files: how many files may be read yet
 * @below: path of a folder that has been looked into, with its '/'; or NULL
 */
struct search {
	struct pick_names *names;
	const struct lex *name;
	guint role;
	int left;
	guint files;
	char *below;
	pick_visit visit;
	void *data;
};

static bool is_of_pick(const struct pick_names *names, const char *path)
{
	for (guint i = 0; i < names->texts->len; i++) {
		const struct pick_text *text = names->texts->pdata[i];

		if (!strcmp(path, text->merge->ours_path) || !strcmp(path, text->merge->path))
			return true;
	}
	return false;
}

static bool has_role(const struct search *search, const struct extract *text)
{
	const struct lex *name = search->name;
	g_autoptr(GArray) scanned = NULL;

	if (!text_mentions(text->text, text->size, name->text, name->size))
		return false;
	scanned = wordlist_scan(text->text, text->size);
	return wordlist_scanned(scanned, search->role, name->text, name->size);
}

static bool look_into(void *data, const char *path, const struct tree_item *item)
{
	struct search *search = data;
	struct pick_job *job = search->names->job;
	g_autoptr(GBytes) bytes = NULL;
	struct extract text;

	if (!path_is_c(path) || !tree_item_is_file(item) ||
	    (search->below && g_str_has_prefix(path, search->below)) ||
	    is_of_pick(search->names, path))
		return true;
	if (!search->files)
		return false;
	search->files--;
	bytes = scans_blob(job->scans, &item->id) ?:
		objects_blob_here(job->objects, &item->id, NULL);
	text = extract_of(bytes);
	if (!has_role(search, &text))
		return true;
	search->visit(search->data, path, &text);
	return --search->left > 0;
}

bool pick_names_visit(struct pick_names *names, const struct lex *name, guint role,
		      pick_visit visit, void *data)
{
	const struct pick_text *first = names->texts->pdata[0];
	struct search search = {
		.names = names,
		.name = name,
		.role = role,
		.left = pick_names_outside(names, TEXT_OURS, name, role),
		.files = FILES_MAX,
		.visit = visit,
		.data = data,
	};
	g_autofree char *folder = path_folder(first->merge->ours_path);

	while (search.left > 0 && search.files) {
		char *above = path_folder(folder);

		if (!objects_list(names->job->objects, &names->job->ours, folder, look_into,
				  &search, NULL) || !*folder)
			search.files = 0;
		g_free(search.below);
		search.below = g_strconcat(folder, "/", NULL);
		g_free(folder);
		folder = above;
	}
	g_free(search.below);
	return search.left <= 0;
}

/**
 * struct user - of a function
 * @home: see pick_names_user()
 * @path: the file that was found, newly allocated; NULL for none
 */
struct user {
	const struct lex *name;
	const struct pick_text *home;
	char *path;
};

static bool names_file(const struct extract *text, const char *path)
{
	return text->size && g_strstr_len(text->text, text->size, path_name(path));
}

/* one that includes the other is compiled with it */
static bool is_with_home(const struct user *user, const char *path, const struct extract *text)
{
	const struct extract home = extract_of(user->home ? user->home->result : NULL);

	return user->home && (names_file(text, user->home->file->path) || names_file(&home, path));
}

static void look_at_user(void *data, const char *path, const struct extract *text)
{
	struct user *user = data;

	if (!user->path && text_uses_function(text, user->name) &&
	    !is_with_home(user, path, text))
		user->path = g_strdup(path);
}

char *pick_names_user(struct pick_names *names, const struct lex *name, guint role,
		      const struct pick_text *home)
{
	struct user user = { .name = name, .home = home };

	for (guint i = 0; i < names->texts->len; i++) {
		const struct pick_text *text = names->texts->pdata[i];
		const struct extract result = extract_of(text->result);
		const struct extract theirs = extract_of(text->theirs);

		if (text != home && path_is_c(text->file->path) &&
		    !text_uses_function(&theirs, name))
			look_at_user(&user, text->file->path, &result);
	}
	if (!user.path && pick_names_outside(names, TEXT_OURS, name, role) > 0 &&
	    pick_names_outside(names, TEXT_BASE, name, role) <= 0)
		pick_names_visit(names, name, role, look_at_user, &user);
	return user.path;
}
