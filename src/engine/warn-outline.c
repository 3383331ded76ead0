// SPDX-License-Identifier: GPL-2.0-only
/*
 * Texts that are no C have definitions as well: a target, an entry of a menu, a
 * node, a section.  Two of them with the same lines are twins, of which a merge
 * can change the one that upstream leaves alone.  What a line belongs to is
 * told by the lines above it that are indented less, and at the margin by the
 * last "[section]" or underlined title.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/scans.h"
#include "engine/text.h"
#include "engine/warn.h"

/* columns between two stops */
#define TAB 8

/* nobody nests deeper, and no definition is longer: what is beyond is not told apart */
#define DEPTH_MAX 12
#define LINES_MAX 4000

/* lines of a change of upstream's that are looked at */
#define CHANGED_MAX 400

static struct line line_at(const GArray *lines, size_t i)
{
	return text_trim(&g_array_index(lines, struct line, i));
}

static guint column_of(const GArray *lines, size_t i)
{
	const struct line *line = &g_array_index(lines, struct line, i);
	guint column = 0;

	for (size_t k = 0; k < line->size && (line->text[k] == ' ' || line->text[k] == '\t'); k++)
		column = line->text[k] == '\t' ? (column / TAB + 1) * TAB : column + 1;
	return column;
}

/* a brace alone, or what is no text at all, is the head of nothing */
static bool has_word(const struct line *line)
{
	for (size_t k = 0; k < line->size; k++)
		if (g_ascii_isalnum(line->text[k]))
			return true;
	return false;
}

/* "====" */
static bool is_underline(const struct line *line)
{
	for (size_t k = 0; k < line->size; k++)
		if (line->text[k] != *line->text)
			return false;
	return line->size > 2 && strchr("=-~^\"'*+#", *line->text);
}

static bool is_section(const GArray *lines, size_t i)
{
	struct line line = line_at(lines, i), next;

	if (line.size > 2 && *line.text == '[' && line.text[line.size - 1] == ']')
		return true;
	if (i + 1 >= lines->len || !has_word(&line))
		return false;
	next = line_at(lines, i + 1);
	return is_underline(&next);
}

/* the line that the one at @i belongs to; -1 for none */
static long head_of(const GArray *lines, size_t i)
{
	guint column = column_of(lines, i);

	for (size_t k = i; k-- > 0 && i - k < LINES_MAX;) {
		struct line line = line_at(lines, k);

		if (!line.size)
			continue;
		if (column_of(lines, k) < column) {
			if (has_word(&line))
				return k;
			/* the head of what a brace on a line of its own opens stands above */
			column = column_of(lines, k) + 1;
		} else if (!column && is_section(lines, k)) {
			return k;
		}
	}
	return -1;
}

/* what the line at @i belongs to, from the innermost outwards, a line each; NULL for nothing */
static char *outline_of(const GArray *lines, size_t i)
{
	GString *outline = g_string_new(NULL);

	/* sections stand one behind the other */
	for (int depth = 0; depth < DEPTH_MAX && !is_section(lines, i); depth++) {
		long head = head_of(lines, i);
		struct line line;

		if (head < 0)
			break;
		line = line_at(lines, head);
		g_string_append_len(outline, line.text, line.size);
		g_string_append_c(outline, '\n');
		i = head;
	}
	return g_string_free(outline, !outline->len);
}

static void add_outlines(GHashTable *outlines, const GArray *lines, size_t at, size_t count)
{
	for (size_t i = at; i < at + MIN(count, CHANGED_MAX) && i < lines->len; i++) {
		struct line line = line_at(lines, i);
		char *outline = line.size ? outline_of(lines, i) : NULL;

		if (outline)
			g_hash_table_add(outlines, outline);
	}
}

/* of the lines that differ; @first: of the first line of each change alone */
static GHashTable *changed_outlines(struct scans *scans, GBytes *old, GBytes *new, bool first)
{
	const GArray *changes = scans_changes(scans, old, new);
	GHashTable *outlines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		if (!first || !change->new_count)
			add_outlines(outlines, scans_lines(scans, old), change->old_at,
				     first ? 1 : change->old_count);
		add_outlines(outlines, scans_lines(scans, new), change->new_at,
			     first ? MIN(change->new_count, 1) : change->new_count);
	}
	return outlines;
}

/* is there something that belongs to the same? */
static bool has_outline(const GArray *lines, const char *outline)
{
	const struct line head = { outline, strcspn(outline, "\n") };

	for (size_t i = 0; i < lines->len; i++) {
		struct line line = line_at(lines, i);
		g_autofree char *above = NULL;

		if (!text_same(&line, &head))
			continue;
		above = outline_of(lines, i);
		if (!strcmp(above ?: "", outline + head.size + 1))
			return true;
	}
	return false;
}

/* is something that upstream changes here as well, and unchanged? */
static bool left_alone(const GArray *ours, GHashTable *there, GHashTable *here)
{
	GHashTableIter iter;
	gpointer outline;

	g_hash_table_iter_init(&iter, there);
	while (g_hash_table_iter_next(&iter, &outline, NULL))
		if (!g_hash_table_contains(here, outline) && has_outline(ours, outline))
			return true;
	return false;
}

/* the outermost first, as a reader meets it */
static char *told(const char *outline)
{
	g_auto(GStrv) lines = g_strsplit(outline, "\n", -1);
	GString *text = g_string_new(NULL);

	for (guint i = g_strv_length(lines); i-- > 0;)
		if (*lines[i])
			g_string_append_printf(text, "%s%s", text->len ? " / " : "", lines[i]);
	return g_string_free(text, false);
}

void suspect_outline(struct suspect *suspect)
{
	const struct warn_input *input = suspect->input;
	g_autoptr(GHashTable) here = NULL;
	g_autoptr(GHashTable) there = NULL;
	GHashTableIter iter;
	gpointer outline;

	if (!input->base || !input->ours || !input->theirs ||
	    g_bytes_equal(input->base, input->ours))
		return;
	here = changed_outlines(suspect->scans, input->ours, input->result, true);
	there = changed_outlines(suspect->scans, input->base, input->theirs, false);
	if (!left_alone(scans_lines(suspect->scans, input->ours), there, here))
		return;
	g_hash_table_iter_init(&iter, here);
	while (g_hash_table_iter_next(&iter, &outline, NULL)) {
		g_autofree char *name = NULL;

		if (g_hash_table_contains(there, outline) ||
		    !has_outline(scans_lines(suspect->scans, input->base), outline))
			continue;
		name = told(outline);
		add_stringf(suspect->warnings, "'%s' is changed here, which upstream leaves alone",
			    name);
	}
}
