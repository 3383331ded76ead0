// SPDX-License-Identifier: GPL-2.0-only
/*
 * A statement twice in a row, or a comment of some lines twice in a function:
 * upstream's change brings what this tree has right there by a commit of its
 * own.
 */
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/limits.h"
#include "engine/code/text.h"
#include "engine/warn/suspect.h"

/* letters of a statement that is no counter's step, or the like */
#define TELLING_MIN 10

/* bytes of a comment that is no "Clean up." */
#define COMMENT_MIN 80

/* comments in a row that are looked behind */
#define COMMENTS_MAX 20

/* where the comment begins that ends in front of a place; NULL where none does */
static const char *comment_before(const char *text, const char *at)
{
	if (at - text < 4 || memcmp(at - 2, "*/", 2) != 0)
		return NULL;
	for (at -= 3; at > text; at--)
		if (at[-1] == '/' && at[0] == '*')
			return at - 1;
	return NULL;
}

/* behind the code in front of a place: blank lines and comments are none */
static const char *code_before(const char *text, const char *at)
{
	const char *open = at;

	for (guint left = COMMENTS_MAX; left-- && open; open = comment_before(text, at))
		at = text_skip_back(text, open);
	return at;
}

/* a line that is a call or an assignment, without blanks at its ends */
static bool is_statement(const struct line *line)
{
	return line->size >= TELLING_MIN && line->text[line->size - 1] == ';' &&
	       (g_ascii_isalpha(*line->text) || *line->text == '_') &&
	       (memchr(line->text, '=', line->size) || memchr(line->text, '(', line->size));
}

/* is the line behind a statement, blank ones and comments aside, the same one? */
static bool is_repeated(const struct extract *where, const struct line *statement)
{
	const char *end = where->text + where->size, *behind = statement->text + statement->size;
	struct line next;
	struct lex lex;

	lex_init(&lex, behind, end - behind);
	if (lex_next(&lex) == LEX_END)
		return false;
	next = text_line_around(where->text, where->size, lex.text);
	next = text_trim(&next);
	return text_same(&next, statement);
}

/* has a version the statement twice in a row, too? */
static bool repeats(const struct extract *where, const struct line *statement)
{
	const char *at = where->text;

	for (; (at = text_next_line(where->text, where->size, at, statement)); at++)
		if (is_repeated(where, &(struct line){ at, statement->size }))
			return true;
	return false;
}

/* @left: so many are looked for in the other versions */
static bool look_at(struct suspect *suspect, const struct line *line, guint *left)
{
	const struct line statement = text_trim(line);

	if (!is_statement(&statement) || !is_repeated(&suspect->result, &statement) || !*left)
		return false;
	--*left;
	if (repeats(&suspect->base, &statement) || repeats(&suspect->theirs, &statement) ||
	    repeats(&suspect->ours, &statement))
		return false;
	add_stringf(suspect->warnings, "'%.*s' stands twice in a row, in line %u",
		    (int)MIN(statement.size, SHOWN_MAX), statement.text,
		    text_line_at(suspect->result.text, statement.text - suspect->result.text));
	return true;
}

/* what comes, or the place of what goes, with the line of code in front */
static bool look_at_lines(struct suspect *suspect, const struct line *lines, guint *left)
{
	const struct extract *where = &suspect->result;
	const char *end = where->text + where->size, *to = lines->text + lines->size;
	const char *at = code_before(where->text, lines->text);
	bool told = false;

	at = text_line_start(where->text, at - (at > where->text));
	while (at < end && at <= to && !told) {
		const struct line line = text_line_from(at, end);

		told = look_at(suspect, &line, left);
		at += line.size;
	}
	return told;
}

static guint count_of(const char *text, gsize size, const struct line *piece)
{
	const char *end = text + size, *at = text;
	guint count = 0;

	for (; (at = bytes_find(at, end - at, piece->text, piece->size)); at += piece->size)
		count++;
	return count;
}

/* the first comment of several lines in a piece of a text; an empty one for none */
static struct line find_comment(const char *from, const char *to)
{
	struct line comment = { from, 0 };
	const char *close;

	while (!comment.size && (from = bytes_find(from, to - from, "/*", 2)) &&
	       (close = bytes_find(from, to - from, "*/", 2))) {
		const gsize size = close + 2 - from;

		if (size >= COMMENT_MIN && memchr(from, '\n', size))
			comment = (struct line){ from, size };
		from = close + 2;
	}
	return comment;
}

/* it stands in the function already, and upstream's has it once */
static bool is_said_twice(const struct suspect *suspect, const struct line *comment)
{
	const struct extract *ours = &suspect->ours, *theirs = &suspect->theirs;
	struct extract here;

	if (!count_of(ours->text, ours->size, comment) ||
	    count_of(theirs->text, theirs->size, comment) > 1)
		return false;
	here = extract_definition(&suspect->result, comment->text, comment->text + comment->size);
	return count_of(here.text, here.size, comment) > 1;
}

static void look_at_comments(struct suspect *suspect, const struct line *lines)
{
	const char *end = lines->text + lines->size;
	struct line comment = find_comment(lines->text, end);

	for (guint left = SEARCHES_MAX; left-- && comment.size;
	     comment = find_comment(comment.text + comment.size, end)) {
		if (!is_said_twice(suspect, &comment))
			continue;
		add_stringf(suspect->warnings, "the comment in line %u stands in its function once "
			    "more: is the change here already?",
			    text_line_at(suspect->result.text,
					 comment.text - suspect->result.text));
		return;
	}
}

void suspect_repeated(struct suspect *suspect)
{
	const struct part_changes *here;
	guint left = SEARCHES_MAX;
	bool told = false;

	if (!suspect_differs(suspect))
		return;
	here = suspect_here(suspect);
	for (guint i = 0; i < here->changes->len && !told; i++) {
		const struct change *change = &g_array_index(here->changes, struct change, i);
		const struct line lines = extract_lines(&suspect->result, here->new, change->new_at,
							change->new_count);

		told = look_at_lines(suspect, &lines, &left);
		if (!told && lines.size >= COMMENT_MIN)
			look_at_comments(suspect, &lines);
	}
}
