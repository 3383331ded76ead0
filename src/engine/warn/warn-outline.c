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
#include "engine/code/text.h"
#include "engine/doubt/doubtparts.h"
#include "engine/warn/suspect.h"

/* nobody nests deeper: what is beyond is not told apart */
#define DEPTH_MAX 12

/* lines of a change that are looked at; a rewrite of so many places is not */
#define CHANGED_MAX 400
#define CHANGES_MAX 200

/*
 * struct version - of the text
 * @text, @end: all of it
 * @where: what differs in it
 * @lines: of that part
 * @code: is it C?
 */
struct version {
	const char *text;
	const char *end;
	const struct extract *where;
	const GArray *lines;
	bool code;
};

static const char *line_behind(const struct version *version, const char *at)
{
	return at + text_line_from(at, version->end).size;
}

/* NULL for the first line */
static const char *line_before(const struct version *version, const char *at)
{
	return at > version->text ? text_line_start(version->text, at - 1) : NULL;
}

static struct line line_at(const struct version *version, const char *at)
{
	const struct line line = text_line_from(at, version->end);

	return text_trim(&line);
}

/* where the text of a line begins; @text: line_at() */
static guint column_of(const char *at, const struct line *text)
{
	const struct line indent = { at, text->text - at };

	return text_column(&indent);
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

/* "[name]" at the margin; a list has more in it */
static bool is_bracketed(const struct line *line, const char *at)
{
	return line->size > 2 && *at == '[' && line->text[line->size - 1] == ']' &&
	       !memchr(line->text, ',', line->size);
}

static bool is_section(const struct version *version, const char *at)
{
	struct line line = line_at(version, at), next;

	if (is_bracketed(&line, at))
		return true;
	if (!has_word(&line))
		return false;
	next = line_at(version, line_behind(version, at));
	return is_underline(&next);
}

/* the line that the one at @at belongs to; NULL for none */
static const char *head_of(const struct version *version, const char *at)
{
	struct line own = line_at(version, at);
	bool label = version->code && (text_begins_with(&own, "case") ||
				       text_begins_with(&own, "default"));
	guint column = column_of(at, &own);
	int left = HEAD_LINES_MAX;

	/* in C nothing is around what stands at the margin */
	while (left-- && (column || !version->code) && (at = line_before(version, at))) {
		struct line line = line_at(version, at);
		guint here = column_of(at, &line);

		if (!line.size || (here < column && is_aside(&line, here, version->code)))
			continue;
		if (here < column) {
			if (has_word(&line))
				return at;
			/* the head of what a brace on a line of its own opens stands above */
			column = here + 1;
		} else if (label ? here == column && text_begins_with(&line, "switch") :
				   !version->code && !column && is_section(version, at)) {
			return at;
		}
	}
	return NULL;
}

/* the next one outwards; sections stand one behind the other */
static const char *outwards(const struct version *version, const char *at)
{
	return version->code || !is_section(version, at) ? head_of(version, at) : NULL;
}

/* what the line at @at belongs to, from the innermost outwards, a line each; NULL for nothing */
static char *outline_of(const struct version *version, const char *at)
{
	GString *outline = g_string_new(NULL);

	for (int depth = 0; depth < DEPTH_MAX && (at = outwards(version, at)); depth++) {
		struct line line = line_at(version, at);

		g_string_append_len(outline, line.text, line.size);
		g_string_append_c(outline, '\n');
	}
	return g_string_free(outline, !outline->len);
}

static bool same_outline(const struct version *a, const char *at_a, const struct version *b,
			 const char *at_b)
{
	for (int depth = 0; depth < DEPTH_MAX; depth++) {
		struct line line_a, line_b;

		at_a = outwards(a, at_a);
		at_b = outwards(b, at_b);
		if (!at_a || !at_b)
			return !at_a && !at_b;
		line_a = line_at(a, at_a);
		line_b = line_at(b, at_b);
		if (!text_same(&line_a, &line_b))
			return false;
	}
	return true;
}

static const char *changed_line(const struct version *version, size_t i)
{
	return extract_line(version->where, version->lines, i);
}

/* does one of some lines belong to the same? */
static bool is_among(const struct version *version, const char *at, const struct version *others,
		     size_t i, size_t count)
{
	for (size_t end = i + MIN(count, CHANGED_MAX); i < end; i++) {
		const char *other = changed_line(others, i);
		struct line line = line_at(others, other);

		if (line.size && same_outline(version, at, others, other))
			return true;
	}
	return false;
}

/* does upstream change something that belongs to the same? so it is nearly always */
static bool is_upstreams(const struct version versions[], const struct version *version,
			 const char *at, guint place, const GArray *theirs)
{
	for (guint i = 0; i < theirs->len; i++) {
		/* its own place among the changes is most often the one */
		const struct change *change =
			&g_array_index(theirs, struct change, (place + i) % theirs->len);

		if (is_among(version, at, &versions[THEIRS], change->new_at, change->new_count) ||
		    is_among(version, at, &versions[BASE], change->old_at, change->old_count))
			return true;
	}
	return false;
}

static void add_outlines(GHashTable *outlines, const struct version *version, size_t i,
			 size_t count)
{
	for (size_t end = i + MIN(count, CHANGED_MAX); i < end; i++) {
		const char *at = changed_line(version, i);
		struct line line = line_at(version, at);
		char *outline = line.size ? outline_of(version, at) : NULL;

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

/* does one thing have that head, and no other? then it is told by it */
static bool is_told_by(const struct version *version, const char *outline)
{
	const struct line head = { outline, strcspn(outline, "\n") };
	int count = 0;

	for (const char *at = version->text; at < version->end && count < 2;
	     at = line_behind(version, at)) {
		struct line line = line_at(version, at);
		g_autofree char *above = NULL;

		if (!text_same(&line, &head))
			continue;
		above = outline_of(version, at);
		count += !strcmp(above ?: "", outline + head.size + 1);
	}
	return count == 1;
}

/* is something that upstream changes here as well, and unchanged? */
static bool left_alone(const struct version *ours, GHashTable *there, GHashTable *here)
{
	GHashTableIter iter;
	gpointer outline;

	g_hash_table_iter_init(&iter, there);
	while (g_hash_table_iter_next(&iter, &outline, NULL))
		if (!g_hash_table_contains(here, outline) && is_told_by(ours, outline))
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

/* what changes begin in here, and upstream leaves alone, though it has it */
static GPtrArray *find_strays(const struct version versions[], const GArray *ours,
			      const GArray *theirs)
{
	GPtrArray *strays = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < ours->len; i++) {
		const struct change *change = &g_array_index(ours, struct change, i);
		const struct version *version = &versions[change->new_count ? RESULT : OURS];
		const char *at = changed_line(version, change->new_count ? change->new_at :
									   change->old_at);
		struct line line = line_at(version, at);
		g_autofree char *outline = NULL;

		if (!line.size || is_upstreams(versions, version, at, i, theirs))
			continue;
		outline = outline_of(version, at);
		if (outline && is_told_by(&versions[BASE], outline) &&
		    !has_string(strays, outline))
			g_ptr_array_add(strays, g_steal_pointer(&outline));
	}
	return strays;
}

static struct version version_of(const struct suspect *suspect, const struct extract *where,
				 const GArray *lines)
{
	return (struct version){ where->text, where->text + where->size, where, lines,
				 path_is_c(suspect->input->path) };
}

void suspect_outline(struct suspect *suspect)
{
	const struct warn_input *input = suspect->input;
	const GArray *ours, *theirs;
	struct version versions[VERSIONS];
	g_autoptr(GHashTable) there = NULL;
	g_autoptr(GHashTable) here = NULL;
	g_autoptr(GPtrArray) strays = NULL;

	if (!input->base || !input->ours || !input->theirs ||
	    g_bytes_equal(input->base, input->ours))
		return;
	ours = suspect_here(suspect)->changes;
	theirs = suspect_there(suspect)->changes;
	if (ours->len > CHANGES_MAX || theirs->len > CHANGES_MAX)
		return;
	versions[BASE] = version_of(suspect, &suspect->base, suspect->there.old);
	versions[THEIRS] = version_of(suspect, &suspect->theirs, suspect->there.new);
	versions[OURS] = version_of(suspect, &suspect->ours, suspect->here.old);
	versions[RESULT] = version_of(suspect, &suspect->result, suspect->here.new);
	strays = find_strays(versions, ours, theirs);
	if (!strays->len)
		return;
	there = changed_outlines(&versions[BASE], &versions[THEIRS], theirs);
	here = changed_outlines(&versions[OURS], &versions[RESULT], ours);
	if (!left_alone(&versions[OURS], there, here))
		return;
	for (guint i = 0; i < strays->len; i++) {
		g_autofree char *name = told(strays->pdata[i]);

		add_stringf(suspect->warnings, "'%s' is changed here, which upstream leaves alone",
			    name);
	}
}
