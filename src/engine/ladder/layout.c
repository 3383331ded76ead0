// SPDX-License-Identifier: GPL-2.0-only
#include "engine/ladder/layout.h"

#include <string.h>

#include "engine/merge/place.h"

static size_t indent_size(const struct line *line)
{
	size_t size = 0;

	while (size < line->size && (line->text[size] == ' ' || line->text[size] == '\t'))
		size++;
	return size;
}

static bool is_blank(const struct line *line)
{
	size_t indent = indent_size(line);

	return indent == line->size || line->text[indent] == '\n' || line->text[indent] == '\r';
}

/* brace depth that each line is laid out for: a closing brace stands one level out */
static int *line_depths(const struct image *image)
{
	const GArray *tokens = image->source->tokens;
	int *depths = g_new(int, image->lines->len + 2);
	unsigned int line = 0;
	int depth = 0;

	for (guint i = 0; i < tokens->len; i++) {
		const struct ctoken *token = &g_array_index(tokens, struct ctoken, i);

		while (line < token->line)
			depths[line++] = depth;
		if (line == token->line)
			depths[line++] = token->depth - ctoken_is(token, "}");
		depth = token->depth;
		if (token->kind == CTOKEN_PUNCT && ctoken_is(token, "{"))
			depth++;
		else if (token->kind == CTOKEN_PUNCT && ctoken_is(token, "}"))
			depth--;
	}
	while (line < image->lines->len + 1)
		depths[line++] = depth;
	return depths;
}

/* lines without their indentation, so that a moved line is found again */
static GArray *bare_lines(const struct image *image)
{
	GArray *bare = g_array_new(FALSE, FALSE, sizeof(struct line));

	for (guint i = 0; i < image->lines->len; i++) {
		struct line line = g_array_index(image->lines, struct line, i);
		size_t indent = indent_size(&line);

		line.text += indent;
		line.size -= indent;
		g_array_append_val(bare, line);
	}
	return bare;
}

/* directives and labels stand in the first column, however deep the code is */
static bool is_in_first_column(const struct line *line)
{
	size_t at = 0;

	if (line->size && *line->text == '#')
		return true;
	while (at < line->size && (g_ascii_isalnum(line->text[at]) || line->text[at] == '_'))
		at++;
	return at && at < line->size && line->text[at] == ':';
}

static void append_moved(GString *out, const struct line *line, int tabs)
{
	const char *text = line->text;
	size_t size = line->size;

	if (is_in_first_column(line))
		tabs = 0;
	while (tabs < 0 && size && *text == '\t') {
		text++;
		size--;
		tabs++;
	}
	for (; tabs > 0 && !is_blank(line); tabs--)
		g_string_append_c(out, '\t');
	g_string_append_len(out, text, size);
}

static bool is_left_alone(const struct line *bare)
{
	return bare->size && (*bare->text == '#' || bare->text[bare->size - 1] == '\\');
}

static void append_new(GString *out, const struct line *line, int depth)
{
	size_t indent = indent_size(line);

	for (; depth > 0 && !is_blank(line); depth--)
		g_string_append_c(out, '\t');
	g_string_append_len(out, line->text + indent, line->size - indent);
}

GBytes *layout_lines(const struct image *before, const struct image *after)
{
	g_autoptr(GArray) old = bare_lines(before);
	g_autoptr(GArray) new = bare_lines(after);
	g_autoptr(GArray) changes = line_diff(old, new);
	g_autofree int *old_depths = line_depths(before);
	g_autofree int *new_depths = line_depths(after);
	GString *out = g_string_sized_new(g_bytes_get_size(after->bytes) + 64);
	size_t i = 0, j = 0;

	for (guint c = 0; c <= changes->len; c++) {
		const struct change *change =
			c < changes->len ? &g_array_index(changes, struct change, c) : NULL;
		size_t end = change ? change->new_at : new->len;

		for (; j < end; i++, j++)
			append_moved(out, &g_array_index(before->lines, struct line, i),
				     new_depths[j + 1] - old_depths[i + 1]);
		if (!change)
			break;
		i = change->old_at + change->old_count;
		for (; j < change->new_at + change->new_count; j++) {
			const struct line *line = &g_array_index(after->lines, struct line, j);

			if (is_left_alone(&g_array_index(new, struct line, j)))
				g_string_append_len(out, line->text, line->size);
			else
				append_new(out, line, new_depths[j + 1]);
		}
	}
	return g_string_free_to_bytes(out);
}

/* a comment of upstream's with the code line it stands above, as indexes of hunk lines */
struct carried {
	guint first;
	guint end;
	guint anchor;
};

static const struct diff_line *hunk_line(const struct hunk *hunk, guint i)
{
	return &g_array_index(hunk->lines, struct diff_line, i);
}

/* tokens of one line, blanks apart: "scoped_guard ( write_lock , …" */
static char *line_code(const char *text, size_t size)
{
	g_autoptr(GBytes) bytes = g_bytes_new(text, size);
	g_autoptr(csource) source = csource_scan(bytes);
	GString *code = g_string_new(NULL);

	for (guint i = 0; i < source->tokens->len; i++) {
		const struct ctoken *token = ctoken_at(source, i);

		if (token->kind != CTOKEN_COMMENT)
			g_string_append_printf(code, "%.*s ", (int)token->size, token->text);
	}
	return g_string_free(code, FALSE);
}

static bool begins(const struct diff_line *line, const char *mark)
{
	size_t at = 0, size = strlen(mark);

	while (at < line->size && g_ascii_isspace(line->text[at]))
		at++;
	return line->size - at >= size && !memcmp(line->text + at, mark, size);
}

static bool holds(const struct diff_line *line, const char *mark)
{
	return g_strstr_len(line->text, line->size, mark) != NULL;
}

/* the next comment on added lines of its own, at or behind @from */
static bool next_comment(const struct hunk *hunk, guint from, struct carried *out)
{
	guint i = from, end;

	for (; i < hunk->lines->len; i++) {
		const struct diff_line *line = hunk_line(hunk, i);

		if (line->kind == '+' && (begins(line, "/*") || begins(line, "//")))
			break;
	}
	if (i == hunk->lines->len)
		return false;
	end = i;
	if (begins(hunk_line(hunk, i), "/*")) {
		while (end < hunk->lines->len && !holds(hunk_line(hunk, end), "*/"))
			end++;
	}
	out->first = i;
	out->end = MIN(end + 1, hunk->lines->len);
	for (out->anchor = out->end; out->anchor < hunk->lines->len; out->anchor++) {
		const struct diff_line *line = hunk_line(hunk, out->anchor);

		if (line->kind != '-' && line->size && !begins(line, "//"))
			break;
	}
	return true;
}

/* the one line of @function whose code is that of @anchor; -1 for none or several */
static long find_anchor(const struct image *after, const char *function,
			const struct diff_line *anchor)
{
	const struct cregion *region = csource_function(after->source, function);
	g_autofree char *wanted = line_code(anchor->text, anchor->size);
	long found = -1;

	for (unsigned int n = region ? region->first : 1; region && n <= region->last; n++) {
		const struct line *line = &g_array_index(after->lines, struct line, n - 1);
		g_autofree char *code = line_code(line->text, line->size);

		if (!*wanted || strcmp(code, wanted))
			continue;
		if (found >= 0)
			return -1;
		found = n - 1;
	}
	return found;
}

static size_t diff_line_indent(const struct diff_line *line)
{
	const struct line plain = { line->text, line->size };

	return indent_size(&plain);
}

/* the comment's lines, moved from upstream's indentation to that of @below */
static void append_comment(GString *out, const struct hunk *hunk, const struct carried *comment,
			   const struct line *below)
{
	size_t upstream = diff_line_indent(hunk_line(hunk, comment->anchor));

	for (guint i = comment->first; i < comment->end; i++) {
		const struct diff_line *line = hunk_line(hunk, i);
		size_t cut = MIN(upstream, diff_line_indent(line));

		if (line->kind != '+')
			continue;
		g_string_append_len(out, below->text, indent_size(below));
		g_string_append_len(out, line->text + cut, line->size - cut);
		g_string_append_c(out, '\n');
	}
}

static GBytes *insert_comment(const struct image *after, const struct hunk *hunk,
			      const struct carried *comment, size_t at)
{
	GString *out = g_string_sized_new(g_bytes_get_size(after->bytes) + 1024);
	const char *start = g_bytes_get_data(after->bytes, NULL);
	const struct line *below = &g_array_index(after->lines, struct line, at);
	size_t before = below->text - start;

	g_string_append_len(out, start, before);
	append_comment(out, hunk, comment, below);
	g_string_append_len(out, below->text, g_bytes_get_size(after->bytes) - before);
	return g_string_free_to_bytes(out);
}

static void miss(GPtrArray *missed, const struct hunk *hunk, const struct carried *comment)
{
	guint first = comment->first;
	g_autofree char *text = NULL;

	if (first + 1 < comment->end)
		first++;
	text = g_strndup(hunk_line(hunk, first)->text, hunk_line(hunk, first)->size);
	g_ptr_array_add(missed, g_strdup_printf("upstream's comment '%s' found no place",
						g_strstrip(text)));
}

GBytes *carry_comments(const struct image *after, const struct file_diff *file,
		       GPtrArray *missed)
{
	g_autoptr(GBytes) bytes = g_bytes_ref(after->bytes);

	for (guint h = 0; h < file->hunks->len; h++) {
		const struct hunk *hunk = file->hunks->pdata[h];
		g_autofree char *function = hunk_function(hunk);
		struct carried comment = { 0 };

		while (next_comment(hunk, comment.end, &comment)) {
			g_autoptr(image) now = image_new(after->path, bytes);
			long at = -1;

			if (comment.anchor < hunk->lines->len)
				at = find_anchor(now, function, hunk_line(hunk, comment.anchor));
			if (at < 0) {
				miss(missed, hunk, &comment);
				continue;
			}
			g_bytes_unref(bytes);
			bytes = insert_comment(now, hunk, &comment, at);
		}
	}
	return g_steal_pointer(&bytes);
}
