// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names that a file uses, and that a header declares of which the #include goes:
 * upstream's file needs it no more, or has them from another one.
 */
#include <string.h>

#include "base/bytefind.h"
#include "engine/code/bag.h"
#include "engine/code/declares.h"
#include "engine/code/lex.h"
#include "engine/code/limits.h"
#include "engine/names/includes.h"

/* names of the result that a header declares and the file does not; char * */
static void add_declared(GPtrArray *names, const char *path, GBytes *header,
			 const struct extract *result)
{
	enum lex_kind kind, before = LEX_PUNCT;
	struct bag seen;
	struct lex lex;

	bag_init(&seen);
	lex_init(&lex, result->text, result->size);
	for (; (kind = lex_next(&lex)) != LEX_END && names->len < SEARCHES_MAX; before = kind) {
		if (kind != LEX_WORD || before == LEX_MEMBER || lex.conditional ||
		    lex_keyword(lex.text, lex.size) ||
		    !bag_add(&seen, lex_hash(lex.text, lex.size)))
			continue;
		if (file_tells(path, header, &lex) &&
		    !text_declares(result->text, result->size, &lex))
			g_ptr_array_add(names, g_strndup(lex.text, lex.size));
	}
	bag_clear(&seen);
}

static void look_at(const struct include_input *input, const struct include_line *line,
		    GPtrArray *names)
{
	g_autoptr(GPtrArray) meant = g_ptr_array_new_with_free_func(g_free);
	const struct extract result = extract_of(input->result);

	headers_meant(input->headers, input->path, line, meant);
	for (guint i = 0; i < meant->len; i++) {
		g_autoptr(GBytes) header = headers_read(input->headers, meant->pdata[i]);

		if (header)
			add_declared(names, meant->pdata[i], header, &result);
	}
}

/* most changes touch none: then neither file is read to its end */
static bool may_drop(const struct include_input *input)
{
	static const char word[] = "include";
	struct extract ours = extract_of(input->ours), result = extract_of(input->result);

	extract_cut(&ours, &result);
	return bytes_find(ours.text + ours.from, ours.to - ours.from, word, strlen(word));
}

GPtrArray *includes_dropped_names(const struct include_input *input)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GArray) gone = NULL;

	if (!may_drop(input))
		return names;
	gone = includes_only_in(input->ours, input->result);
	for (guint i = 0; i < gone->len; i++)
		look_at(input, &g_array_index(gone, struct include_line, i), names);
	return names;
}
