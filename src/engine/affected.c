// SPDX-License-Identifier: GPL-2.0-only
/*
 * The part of the tree that is searched is the top folder of the patched file,
 * or arch/X for an architecture: code moves between files and folders, hardly
 * ever between those.  The evidence names it.
 */
#define _GNU_SOURCE
#include <string.h>

#include "base/strings.h"
#include "engine/code.h"
#include "engine/judge.h"
#include "engine/place.h"

static char *part_of(const char *path)
{
	const char *slash = strchr(path, '/');
	const char *second = slash ? strchr(slash + 1, '/') : NULL;

	if (!slash)
		return g_strdup("");
	if (second && g_str_has_prefix(path, "arch/"))
		return g_strndup(path, second - path);
	return g_strndup(path, slash - path);
}

static void add_name(GPtrArray *names, char *name)
{
	if (!*name || has_string(names, name))
		g_free(name);
	else
		g_ptr_array_add(names, name);
}

static bool is_keyword(const struct ctoken *token)
{
	static const char *const words[] = { "if", "while", "for", "switch", "return", "sizeof",
					     "defined", "typeof" };

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		if (ctoken_is(token, words[i]))
			return true;
	}
	return false;
}

/* names that are called on the removed lines, or on all old lines of a hunk that only adds */
static void add_calls(GPtrArray *names, const struct hunk *hunk)
{
	bool removes = false;
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(code) code = NULL;

	for (guint i = 0; i < hunk->lines->len; i++)
		removes |= g_array_index(hunk->lines, struct diff_line, i).kind == '-';
	for (guint i = 0; i < hunk->lines->len; i++) {
		const struct diff_line *line = &g_array_index(hunk->lines, struct diff_line, i);

		if (line->kind == (removes ? '-' : ' ')) {
			g_string_append_len(text, line->text, line->size);
			g_string_append_c(text, '\n');
		}
	}
	code = code_of_text(text->str, text->len);
	for (guint i = 0; i + 1 < code->tokens->len; i++) {
		const struct ctoken *token = &g_array_index(code->tokens, struct ctoken, i);

		if (token->kind == CTOKEN_WORD && ctoken_is(token + 1, "(") && !is_keyword(token))
			add_name(names, g_strndup(token->text, token->size));
	}
}

/* what would show that the code is there, under another path */
static GPtrArray *telling_names(const struct patch *patch)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < patch->diff->files->len; i++) {
		const struct file_diff *file = patch->diff->files->pdata[i];

		for (guint h = 0; h < file->hunks->len; h++) {
			add_name(names, hunk_function(file->hunks->pdata[h]));
			add_calls(names, file->hunks->pdata[h]);
		}
	}
	return names;
}

struct search {
	const struct tree *tree;
	const GPtrArray *names;
	unsigned int files;
	char *found;
};

static bool is_word_char(char c)
{
	return g_ascii_isalnum(c) || c == '_';
}

/* offset of @name as a word of its own, or -1 */
static gssize find_word(const char *text, gsize size, const char *name)
{
	gsize length = strlen(name);
	const char *at = text, *end = text + size;

	while ((at = memmem(at, end - at, name, length))) {
		if ((at == text || !is_word_char(at[-1])) &&
		    (at + length == end || !is_word_char(at[length])))
			return at - text;
		at++;
	}
	return -1;
}

static bool is_source(const char *path)
{
	static const char *const endings[] = { ".c", ".h", ".S", ".rs", ".inc" };

	for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
		if (g_str_has_suffix(path, endings[i]))
			return true;
	}
	return false;
}

static bool look_into(void *data, const char *path)
{
	struct search *search = data;
	g_autoptr(GBytes) bytes = NULL;
	const char *text;
	gsize size;

	if (!is_source(path))
		return true;
	bytes = tree_read(search->tree, path, NULL);
	if (!bytes)
		return true;
	search->files++;
	text = g_bytes_get_data(bytes, &size);
	for (guint i = 0; i < search->names->len; i++) {
		gssize at = find_word(text, size, search->names->pdata[i]);
		unsigned int line = 1;

		if (at < 0)
			continue;
		for (gssize p = 0; p < at; p++)
			line += text[p] == '\n';
		search->found = g_strdup_printf("%s is in %s:%u", (char *)search->names->pdata[i],
						path, line);
		return false;
	}
	return true;
}

static char *join(const GPtrArray *names)
{
	GString *list = g_string_new(NULL);

	for (guint i = 0; i < names->len && i < 4; i++)
		g_string_append_printf(list, "%s%s()", i ? ", " : "", (char *)names->pdata[i]);
	if (names->len > 4)
		g_string_append_printf(list, " and %u more", names->len - 4);
	return g_string_free(list, FALSE);
}

/* files that the patch needs and the tree lacks; created files are no need */
static unsigned int count_missing(const struct tree *tree, const struct patch *patch,
				  unsigned int *out_needed, const char **out_first)
{
	unsigned int missing = 0;

	*out_needed = 0;
	for (guint i = 0; i < patch->diff->files->len; i++) {
		const struct file_diff *file = patch->diff->files->pdata[i];

		if (!file->old_path)
			continue;
		++*out_needed;
		if (tree_entry(tree, file->old_path) != TREE_NONE)
			continue;
		if (!missing++)
			*out_first = file->old_path;
	}
	return missing;
}

bool judge_not_affected(const struct tree *tree, const struct patch *patch, char **out_evidence)
{
	g_autoptr(GPtrArray) names = telling_names(patch);
	g_autofree char *part = NULL, *list = NULL;
	const char *first = NULL;
	unsigned int needed, missing = count_missing(tree, patch, &needed, &first);
	struct search search = { .tree = tree, .names = names };

	*out_evidence = NULL;
	if (!missing)
		return false;
	if (missing < needed || !names->len) {
		*out_evidence = g_strdup_printf("'%s' is not in this tree", first);
		return false;
	}
	part = part_of(first);
	tree_walk(tree, part, look_into, &search);
	if (search.found) {
		*out_evidence = g_strdup_printf("'%s' is not in this tree, but %s", first,
						search.found);
		g_free(search.found);
		return false;
	}
	list = join(names);
	*out_evidence = g_strdup_printf("'%s' is not in this tree, and none of its %u source files "
					"under '%s' has %s", first, search.files,
					*part ? part : ".", list);
	return true;
}
