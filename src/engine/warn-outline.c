// SPDX-License-Identifier: GPL-2.0-only
/*
 * Parts of a function can be twins as its neighbours are: two cases or blocks
 * with the same lines.  And texts that are no C have definitions as well: a
 * target, an entry of a menu, a node, a section.  Where twins stand the other
 * way round a merge can change the one that upstream leaves alone.  What a line
 * belongs to is told by the lines above it that are indented less, and at the
 * margin by the last "[section]" or underlined title.
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

/* "#ifdef", and "out:" at the margin of C: what stands below does not belong to it */
static bool is_aside(const struct line *line, guint column, bool code)
{
	return *line->text == '#' ||
	       (code && !column && line->text[line->size - 1] == ':' &&
		!memchr(line->text, '(', line->size));
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

static bool begins_with(const struct line *line, const char *word)
{
	size_t size = strlen(word);

	return line->size > size && !memcmp(line->text, word, size) &&
	       !g_ascii_isalnum(line->text[size]) && line->text[size] != '_';
}

/* the line that the one at @i belongs to; -1 for none */
static long head_of(const GArray *lines, size_t i, bool code)
{
	struct line own = line_at(lines, i);
	bool label = code && (begins_with(&own, "case") || begins_with(&own, "default"));
	guint column = column_of(lines, i);

	for (size_t k = i; k-- > 0 && i - k < LINES_MAX;) {
		struct line line = line_at(lines, k);
		guint at = column_of(lines, k);

		if (!line.size || (at < column && is_aside(&line, at, code)))
			continue;
		if (at < column) {
			if (has_word(&line))
				return k;
			/* the head of what a brace on a line of its own opens stands above */
			column = at + 1;
		} else if (label ? at == column && begins_with(&line, "switch") :
				   !code && !column && is_section(lines, k)) {
			return k;
		}
	}
	return -1;
}

/* what the line at @i belongs to, from the innermost outwards, a line each; NULL for nothing */
static char *outline_of(const GArray *lines, size_t i, bool code)
{
	GString *outline = g_string_new(NULL);

	/* sections stand one behind the other */
	for (int depth = 0; depth < DEPTH_MAX && (code || !is_section(lines, i)); depth++) {
		long head = head_of(lines, i, code);
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

/*
 * struct version - of the text
 * @lines: all of it
 * @code: is it C?
 */
struct version {
	const GArray *lines;
	bool code;
};

static void add_outlines(GHashTable *outlines, const struct version *version, size_t at,
			 size_t count)
{
	for (size_t i = at; i < at + MIN(count, CHANGED_MAX) && i < version->lines->len; i++) {
		struct line line = line_at(version->lines, i);
		char *outline = line.size ? outline_of(version->lines, i, version->code) : NULL;

		if (outline)
			g_hash_table_add(outlines, outline);
	}
}

static GHashTable *outlines_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

/* of all lines that differ */
static GHashTable *changed_outlines(const struct version *old, const struct version *new,
				    const GArray *changes)
{
	GHashTable *outlines = outlines_new();

	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		add_outlines(outlines, old, change->old_at, change->old_count);
		add_outlines(outlines, new, change->new_at, change->new_count);
	}
	return outlines;
}

/* of where the changes begin */
static GHashTable *first_outlines(const struct version *old, const struct version *new,
				  const GArray *changes)
{
	GHashTable *outlines = outlines_new();

	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		if (change->new_count)
			add_outlines(outlines, new, change->new_at, 1);
		else
			add_outlines(outlines, old, change->old_at, 1);
	}
	return outlines;
}

/* is there something that belongs to the same? */
static bool has_outline(const struct version *version, const char *outline)
{
	const struct line head = { outline, strcspn(outline, "\n") };

	for (size_t i = 0; i < version->lines->len; i++) {
		struct line line = line_at(version->lines, i);
		g_autofree char *above = NULL;

		if (!text_same(&line, &head))
			continue;
		above = outline_of(version->lines, i, version->code);
		if (!strcmp(above ?: "", outline + head.size + 1))
			return true;
	}
	return false;
}

/* is something that upstream changes here as well, and unchanged? */
static bool left_alone(const struct version *ours, GHashTable *there, GHashTable *here)
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

/* where upstream changes nothing, though the lines were there for it */
static GPtrArray *find_strays(const struct version *base, GHashTable *there, GHashTable *begins)
{
	GPtrArray *strays = g_ptr_array_new_with_free_func(g_free);
	GHashTableIter iter;
	gpointer outline;

	g_hash_table_iter_init(&iter, begins);
	while (g_hash_table_iter_next(&iter, &outline, NULL))
		if (!g_hash_table_contains(there, outline) && has_outline(base, outline))
			g_ptr_array_add(strays, told(outline));
	g_ptr_array_sort(strays, compare_strings);
	return strays;
}

void suspect_outline(struct suspect *suspect)
{
	const struct warn_input *input = suspect->input;
	bool code = path_is_c(input->path);
	struct version base, theirs, ours, result;
	g_autoptr(GHashTable) there = NULL;
	g_autoptr(GHashTable) begins = NULL;
	g_autoptr(GHashTable) here = NULL;
	g_autoptr(GPtrArray) strays = NULL;
	const GArray *changes;

	if (!input->base || !input->ours || !input->theirs ||
	    g_bytes_equal(input->base, input->ours))
		return;
	base = (struct version){ scans_lines(suspect->scans, input->base), code };
	theirs = (struct version){ scans_lines(suspect->scans, input->theirs), code };
	ours = (struct version){ scans_lines(suspect->scans, input->ours), code };
	result = (struct version){ scans_lines(suspect->scans, input->result), code };
	changes = scans_changes(suspect->scans, input->ours, input->result);
	begins = first_outlines(&ours, &result, changes);
	there = changed_outlines(&base, &theirs,
				 scans_changes(suspect->scans, input->base, input->theirs));
	strays = find_strays(&base, there, begins);
	if (!strays->len)
		return;
	here = changed_outlines(&ours, &result, changes);
	if (!left_alone(&ours, there, here))
		return;
	for (guint i = 0; i < strays->len; i++)
		add_stringf(suspect->warnings, "'%s' is changed here, which upstream leaves alone",
			    (char *)strays->pdata[i]);
}
