// SPDX-License-Identifier: GPL-2.0-only
/*
 * A call that prints, part of which came: upstream's change puts one more
 * argument in, and one more conversion into a format that this tree has with
 * that many already, or the other way round.  Both fit together upstream, and
 * here before, and a merge sees two changes that do not meet.
 */
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/heads.h"
#include "engine/code/limits.h"
#include "engine/code/text.h"
#include "engine/warn/suspect.h"

/* bytes of a call that are looked at */
#define CALL_LIMIT 4000

/* lines above a place that its statement may start in */
#define LINES_MAX 60

/**
 * struct printing - a call that has a format
 * @name: what is called
 * @end: behind its ')'
 * @conversions: in the format
 * @values: arguments behind it
 * @certain: no macro behind the format's first string, or among the values, may stand for more
 */
struct printing {
	struct lex name;
	const char *end;
	int conversions;
	int values;
	bool certain;
};

/* does what stands on the line end there: a statement, a label, a comment, nothing at all? */
static bool is_ended(const char *line, const char *next)
{
	const char *end = next;

	while (end > line && g_ascii_isspace(end[-1]))
		end--;
	return end == line || *line == '#' || strchr(";{}:/", end[-1]);
}

/* the first line of the statement that goes on at the start of a line */
static const char *statement_start(const char *text, const char *line)
{
	for (guint i = 0; i < LINES_MAX && line > text; i++) {
		const char *above = text_line_start(text, line - 1);

		if (is_ended(above, line))
			return line;
		line = above;
	}
	return line;
}

/* behind the '%' at @at and what says how to print; @count: values that it takes */
static const char *skip_conversion(const char *at, const char *end, int *count)
{
	at++;
	if (at < end && *at == '%')
		return at + 1;
	for (; at < end && strchr("-+ #0123456789.*hljztLq", *at); at++)
		*count += *at == '*';
	/* "%m" prints errno */
	*count += at == end || *at != 'm';
	return at;
}

/* of one string with its quotes; @open: a macro behind it ends the last conversion: "%" PRIu64 */
static int count_conversions(const struct lex *string, bool *open)
{
	const char *at = string->text + 1, *end = string->text + string->size - 1;
	int count = 0;

	*open = false;
	while (at < end && (at = memchr(at, '%', end - at))) {
		at = skip_conversion(at, end, &count);
		*open = at >= end;
	}
	return count;
}

/**
 * struct argument - of a call, while it is read
 * @conversions: in its strings
 * @string: it has one
 * @certain: and behind that no macro that may have more of them
 * @open: see count_conversions()
 */
struct argument {
	int conversions;
	bool string;
	bool certain;
	bool open;
};

static void read_argument(struct argument *argument, enum lex_kind kind, const struct lex *lex)
{
	if (kind == LEX_STRING && *lex->text == '"') {
		argument->conversions += count_conversions(lex, &argument->open);
		argument->string = true;
		return;
	}
	argument->certain &= !argument->string || (kind == LEX_WORD && argument->open);
	argument->open = false;
}

/* a macro with arguments may stand for several values */
static bool may_be_several(enum lex_kind kind, struct lex lex)
{
	return kind == LEX_WORD && is_macro_name(&lex) && lex_next(&lex) == LEX_PUNCT &&
	       *lex.text == '(';
}

static void end_argument(struct printing *printing, struct argument *argument, bool *found)
{
	if (*found) {
		printing->values++;
	} else if (argument->conversions) {
		*found = true;
		printing->conversions = argument->conversions;
		printing->certain &= argument->certain;
	}
	*argument = (struct argument){ .certain = true };
}

/* "scanf" has other conversions */
static bool prints(const struct lex *name)
{
	return !lex_has(name, "scan", strlen("scan"));
}

/* of the call whose name was just read; false where it has no format */
static bool read_call(struct lex lex, const char *limit, struct printing *out)
{
	struct argument argument = { .certain = true };
	const struct lex name = lex;
	enum lex_kind kind = lex_next(&lex);
	bool found = false;
	int depth = 1;

	if (kind != LEX_PUNCT || *lex.text != '(' || !prints(&name))
		return false;
	*out = (struct printing){ .name = name, .certain = true };
	while (depth && (kind = lex_next(&lex)) != LEX_END && lex.text < limit) {
		char c = kind == LEX_PUNCT ? *lex.text : '\0';

		depth += lex_nesting(kind, &lex);
		out->certain &= !lex.directive && !(found && may_be_several(kind, lex));
		if (!depth || (depth == 1 && c == ','))
			end_argument(out, &argument, &found);
		else
			read_argument(&argument, kind, &lex);
	}
	out->end = lex.text + 1;
	return found && !depth;
}

/* the call that what stands at @at, the start of a line, belongs to or begins with */
static bool call_at(const struct extract *where, const char *at, struct printing *out)
{
	const char *start = statement_start(where->text, at), *end = where->text + where->size;
	const char *limit = start + MIN(end - start, CALL_LIMIT);
	enum lex_kind kind, before = LEX_PUNCT;
	struct lex lex;

	for (lex_init(&lex, start, limit - start);
	     (kind = lex_next(&lex)) != LEX_END && (lex.text <= at || *lex.text != ';');
	     before = kind)
		if (kind == LEX_WORD && before != LEX_MEMBER &&
		    !lex_keyword(lex.text, lex.size) && read_call(lex, limit, out) &&
		    out->end > at)
			return true;
	return false;
}

static bool is_whole(const struct printing *printing)
{
	return printing->certain && printing->conversions == printing->values;
}

static void check_change(struct suspect *suspect, const struct change *change)
{
	const struct part_changes *part = suspect_here(suspect);
	const struct extract *result = &suspect->result, *ours = &suspect->ours;
	struct printing here, before;
	g_autofree char *told = NULL;

	if (!call_at(result, extract_line(result, part->new, change->new_at), &here) ||
	    !here.certain || is_whole(&here) ||
	    !call_at(ours, extract_line(ours, part->old, change->old_at), &before) ||
	    !is_whole(&before) || !lex_same(&here.name, &before.name))
		return;
	/* as upstream has it, whatever it is */
	if (suspect->theirs.size &&
	    bytes_find(suspect->theirs.text, suspect->theirs.size, here.name.text,
		       here.end - here.name.text))
		return;
	told = g_strdup_printf("'%.*s' has a format for %d values, and gets %d",
			       (int)here.name.size, here.name.text, here.conversions,
			       here.values);
	add_string_once(suspect->warnings, told);
}

void suspect_conversions(struct suspect *suspect)
{
	const struct part_changes *here;

	if (!suspect->input->ours || suspect_is_plain(suspect))
		return;
	here = suspect_here(suspect);
	for (guint i = 0; i < here->changes->len && i < SEARCHES_MAX; i++)
		check_change(suspect, &g_array_index(here->changes, struct change, i));
}
