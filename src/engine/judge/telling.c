// SPDX-License-Identifier: GPL-2.0-only
#include "engine/judge/telling.h"

#include <string.h>

#include "base/strings.h"
#include "engine/code/code.h"
#include "engine/code/lex.h"
#include "engine/code/text.h"
#include "engine/merge/place.h"

/* a line tells something from this length on, white space cut off */
#define TELLING 10
/* shorter names are those of variables */
#define OWN_NAME 4
/* of one patch */
#define CLUES_MAX 400

bool name_is(const char *text, gsize size)
{
	static const char *const words[] = { "true", "false", "NULL", "nullptr", "__volatile__",
					     "__inline__", "__inline", "__always_inline", NULL };

	return !is_any_of(text, size, words) && !lex_keyword(text, size);
}

bool name_tells(const char *text, gsize size)
{
	return size >= OWN_NAME && name_is(text, size);
}

bool line_tells(const struct line *line)
{
	struct line text = text_trim(line);

	return text.size >= TELLING && *text.text != '*' && strncmp(text.text, "/*", 2) &&
	       strncmp(text.text, "//", 2);
}

bool path_is_source(const char *path)
{
	return path_is_c(path) || (path && (g_str_has_suffix(path, ".S") ||
				     g_str_has_suffix(path, ".rs")));
}

static void clue_free(gpointer data)
{
	struct clue *clue = data;

	g_free(clue->text);
	g_free(clue);
}

static struct clue *clue_of(GPtrArray *clues, const char *text, gsize size)
{
	struct clue *clue;

	for (guint i = 0; i < clues->len; i++) {
		clue = clues->pdata[i];
		if (clue->size == size && !memcmp(clue->text, text, size))
			return clue;
	}
	clue = g_new0(struct clue, 1);
	clue->text = g_strndup(text, size);
	clue->size = size;
	g_ptr_array_add(clues, clue);
	return clue;
}

static void add_function(GPtrArray *clues, const struct hunk *hunk)
{
	g_autofree char *function = hunk_function(hunk);
	const char *bracket = strchr(function, '(');
	/* "SYSCALL_DEFINE3(read" */
	const char *name = bracket ? bracket + 1 : function;

	if (name_tells(name, strlen(name)))
		clue_of(clues, name, strlen(name))->function = true;
}

static bool removes_any(const struct hunk *hunk)
{
	for (guint i = 0; i < hunk->lines->len; i++) {
		if (g_array_index(hunk->lines, struct diff_line, i).kind == '-')
			return true;
	}
	return false;
}

static void add_line(GPtrArray *clues, const struct diff_line *from)
{
	const struct line whole = { from->text, from->size };
	const struct line line = text_trim(&whole);

	/* what a file includes says nothing of its code */
	if (line_tells(&whole) && *line.text != '#') {
		struct clue *clue = clue_of(clues, line.text, line.size);

		clue->line = true;
		clue->removed |= from->kind == '-';
	}
}

static void add_names(GPtrArray *clues, const GString *text)
{
	g_autoptr(code) code = code_of_text(text->str, text->len);

	for (guint i = 0; i < code->tokens->len && clues->len < CLUES_MAX; i++) {
		const struct ctoken *token = &g_array_index(code->tokens, struct ctoken, i);
		struct clue *clue;

		if (token->kind != CTOKEN_WORD || !name_tells(token->text, token->size))
			continue;
		clue = clue_of(clues, token->text, token->size);
		clue->called |= i + 1 < code->tokens->len && ctoken_is(token + 1, "(");
	}
}

static void add_old_lines(GPtrArray *clues, const struct hunk *hunk)
{
	char kind = removes_any(hunk) ? '-' : ' ';
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < hunk->lines->len && clues->len < CLUES_MAX; i++) {
		const struct diff_line *line = &g_array_index(hunk->lines, struct diff_line, i);

		if (line->kind != '+')
			add_line(clues, line);
		if (line->kind != kind)
			continue;
		g_string_append_len(text, line->text, line->size);
		g_string_append_c(text, '\n');
	}
	add_names(clues, text);
}

GPtrArray *clues_of(const struct patch *patch)
{
	GPtrArray *clues = g_ptr_array_new_with_free_func(clue_free);

	for (guint i = 0; i < patch->diff->files->len; i++) {
		const struct file_diff *file = patch->diff->files->pdata[i];

		for (guint h = 0; path_is_source(file->old_path) && h < file->hunks->len; h++) {
			add_function(clues, file->hunks->pdata[h]);
			add_old_lines(clues, file->hunks->pdata[h]);
		}
	}
	return clues;
}
