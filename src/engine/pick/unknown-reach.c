// SPDX-License-Identifier: GPL-2.0-only
/*
 * A name that the tree has is of no use to a file that includes nothing which
 * tells it: most often upstream's header includes another one by now.
 */
#include <string.h>

#include "base/file.h"
#include "engine/code/margin.h"
#include "engine/code/mention.h"
#include "engine/names/headers.h"
#include "engine/pick/unknownparts.h"

static bool is_code(const char *name)
{
	return g_str_has_suffix(name, ".c");
}

/* an #include of code; with @built, or of what a macro names */
static bool includes_code(GBytes *bytes, bool built)
{
	const struct extract text = extract_of(bytes);
	const char *end = text.text + text.size;

	for (const char *at = text.text; text.size && (at = g_strstr_len(at, end - at, "#include"));
	     at++) {
		const char *stop = memchr(at, '\n', end - at) ?: end;

		if (g_strstr_len(at, stop - at, ".c\"") ||
		    (built && !memchr(at, '<', stop - at) && !memchr(at, '"', stop - at)))
			return true;
	}
	return false;
}

bool folder_is_unit(const struct tree *tree, const char *path)
{
	g_autofree char *folder = path_folder(path);
	g_autoptr(GPtrArray) names = tree_list(tree, folder);

	for (guint i = 0; i < names->len; i++) {
		g_autofree char *file = *folder ? g_build_filename(folder, names->pdata[i], NULL) :
						  g_strdup(names->pdata[i]);
		g_autoptr(GBytes) bytes = path_is_c(file) ? tree_read(tree, file, NULL) : NULL;

		if (bytes && includes_code(bytes, false))
			return true;
	}
	return false;
}

/**
 * struct view - what a file sees of the names that it brings
 * @from, @to: which of the names that are looked for
 */
struct view {
	struct tree_search *search;
	guint from;
	guint to;
};

static bool is_of_view(const struct asked *asked)
{
	return !asked->where && (asked->about == ASKED_NAME || asked->about == ASKED_CALL ||
				 asked->about == ASKED_VARIABLE);
}

static bool is_seen(const struct asked *asked, const struct extract *text)
{
	return asked->about == ASKED_VARIABLE ?
		       variable_is_there(asked, ".h", text) :
		       text_mentions(text->text, text->size, asked->name, strlen(asked->name));
}

/* the names that are still to be seen; @text may be NULL */
static guint look_into(const struct view *view, const struct extract *text)
{
	guint left = 0;

	for (guint i = view->from; i < view->to; i++) {
		struct asked *asked = view->search->names->pdata[i];

		if (!is_of_view(asked) || asked->hint)
			continue;
		asked->hint = text && is_seen(asked, text);
		left += !asked->hint;
	}
	return left;
}

static bool look_into_header(void *data, struct header *header)
{
	const struct extract text = extract_of(header_bytes(header));

	return look_into(data, &text);
}

/* they are asked for anew: is there a header that declares them? */
static void ask_unseen(const struct view *view, const char *path)
{
	for (guint i = view->from; i < view->to; i++) {
		struct asked *asked = view->search->names->pdata[i];

		if (!is_of_view(asked) || asked->hint)
			continue;
		if (asked->about == ASKED_VARIABLE)
			asked->about = ASKED_LOCAL;
		else
			tree_search_ask(view->search, g_strdup(asked->name), ASKED_UNSEEN)->of =
				g_strdup(path);
	}
}

static bool is_between(char c)
{
	return g_ascii_isspace(c) || strchr("',\"", c);
}

/* "-include $(srctree)/include/linux/kconfig.h", "'-include', 'config.h'": a line for each */
static void add_forced(GBytes *bytes, GString *out)
{
	static const char option[] = "-include";
	const struct extract text = extract_of(bytes);
	const char *end = text.text + text.size, *stop;

	for (const char *at = text.text; text.size && (at = g_strstr_len(at, end - at, option));
	     at = stop) {
		const char *name;

		for (at += sizeof(option) - 1; at < end && is_between(*at);)
			at++;
		for (stop = at; stop < end && !is_between(*stop);)
			stop++;
		for (name = stop; name > at && name[-1] != '/';)
			name--;
		if (stop - name > 2 && !memcmp(stop - 2, ".h", 2))
			g_string_append_printf(out, "#include <%.*s>\n", (int)(stop - name), name);
	}
}

/* the file, and what the build puts in front of it: that is told in the folders above */
static GBytes *with_forced(const struct tree *tree, const char *path, GBytes *made)
{
	static const char *const names[] = { "Makefile", "Kbuild", "meson.build",
					     "CMakeLists.txt" };
	g_autofree char *folder = g_path_get_dirname(path);
	const struct extract text = extract_of(made);
	GString *out = g_string_new(NULL);
	bool top;

	do {
		char *above = g_path_get_dirname(folder);

		top = !strcmp(folder, ".");
		for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
			g_autofree char *file = g_build_filename(folder, names[i], NULL);
			g_autoptr(GBytes) bytes = tree_read(tree, top ? names[i] : file, NULL);

			if (bytes)
				add_forced(bytes, out);
		}
		g_free(folder);
		folder = above;
	} while (!top);
	g_string_append_len(out, text.text, text.size);
	return g_string_free_to_bytes(out);
}

/* are the headers of the file there? Else nobody knows what they declare */
static bool has_headers(struct headers *headers, const char *path, GBytes *made)
{
	const struct extract text = extract_of(made);
	g_autoptr(GArray) lines = include_lines(text.text, text.size);

	for (guint i = 0; i < lines->len; i++) {
		g_autoptr(GPtrArray) meant = g_ptr_array_new_with_free_func(g_free);

		headers_meant(headers, path, &g_array_index(lines, struct include_line, i), meant);
		if (!meant->len)
			return false;
	}
	return true;
}

void unseen_ask(struct tree_search *search, const char *path, guint from)
{
	const struct view view = { search, from, search->names->len };
	const struct tree *after = search->in.after;
	g_autoptr(GBytes) made = is_code(path) ? tree_read(after, path, NULL) : NULL;
	g_autoptr(GBytes) all = NULL;
	g_autoptr(headers) near = NULL, headers = NULL;

	if (!made || !tree_folder(after) || !look_into(&view, NULL) ||
	    includes_code(made, true) || folder_is_unit(after, path))
		return;
	all = with_forced(after, path, made);
	near = headers_near(after);
	headers_reach(near, path, all, look_into_header, (void *)&view);
	if (!look_into(&view, NULL))
		return;
	headers = headers_of(after);
	if (has_headers(headers, path, made) &&
	    headers_reach(headers, path, all, look_into_header, (void *)&view))
		ask_unseen(&view, path);
}

bool unseen_is_there(const struct asked *asked, const char *path, const struct extract *text)
{
	return path_is_header(path) &&
	       text_mentions(text->text, text->size, asked->name, strlen(asked->name)) &&
	       text_shares(text, asked->name);
}
