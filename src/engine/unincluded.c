// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names that a file uses, and that a header declares of which the #include goes:
 * upstream's file needs it no more, or has them from another one.
 */
#include "base/strings.h"
#include "engine/bag.h"
#include "engine/includes.h"
#include "engine/lex.h"
#include "engine/warn.h"

static GArray *lines_in(GBytes *bytes)
{
	gsize size;
	const char *text = g_bytes_get_data(bytes, &size);

	return include_lines(text ? text : "", size);
}

/* names of the result that a header declares and the file does not; char * */
static void add_declared(GPtrArray *names, GBytes *header, const struct extract *result)
{
	enum lex_kind kind, before = LEX_PUNCT;
	struct bag seen;
	struct lex lex;

	bag_init(&seen);
	lex_init(&lex, result->text, result->size);
	for (; (kind = lex_next(&lex)) != LEX_END && names->len < SEARCHES_MAX; before = kind) {
		g_autofree char *name = NULL;

		if (kind != LEX_WORD || before == LEX_MEMBER || lex.conditional ||
		    lex_keyword(lex.text, lex.size) ||
		    !bag_add(&seen, lex_hash(lex.text, lex.size)))
			continue;
		name = g_strndup(lex.text, lex.size);
		if (header_declares(header, name) &&
		    !text_declares(result->text, result->size, &lex))
			add_string_once(names, name);
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
			add_declared(names, header, &result);
	}
}

GPtrArray *includes_dropped_names(const struct include_input *input)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GArray) before = lines_in(input->ours);
	g_autoptr(GArray) after = NULL, gone = NULL;

	if (!before->len)
		return names;
	after = lines_in(input->result);
	gone = include_lines_new(before, after);
	for (guint i = 0; i < gone->len; i++)
		look_at(input, &g_array_index(gone, struct include_line, i), names);
	return names;
}
