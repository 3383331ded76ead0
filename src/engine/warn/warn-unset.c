// SPDX-License-Identifier: GPL-2.0-only
/*
 * A variable that upstream's function sets where it declares it, "int ret = 0;",
 * and this tree's does not: the lines that come jump or return in front of
 * whatever sets it here, and it is read as it happens to be.  Whatever may set
 * it counts, on whatever path.
 */
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/text.h"
#include "engine/warn/warnparts.h"

/**
 * struct reader - of a function, token by token
 * @lex, @kind: the token that was read last
 * @last, @before: the one in front of it, and its kind
 * @declares: nothing but words and stars stood in the statement in front of it: "int a, *b"
 * @words: so many, without names in front of a comma; G_MAXUINT for something else
 */
struct reader {
	struct lex lex, last;
	enum lex_kind kind, before;
	bool declares;
	guint words;
};

static void reader_init(struct reader *reader, const char *from, const char *to)
{
	*reader = (struct reader){ .kind = LEX_PUNCT };
	lex_init(&reader->lex, from, to - from);
	reader->lex.text = ";";
	reader->lex.size = 1;
}

static bool reader_next(struct reader *reader)
{
	char c = reader->kind == LEX_PUNCT ? *reader->lex.text : '\0';
	bool type = reader->kind == LEX_WORD &&
		    !lex_command(reader->lex.text, reader->lex.size);

	if (c && strchr(";{}", c))
		reader->words = 0;
	else if (c == ',' && reader->words > 1 && reader->words != G_MAXUINT)
		reader->words = 1;
	else if (reader->words != G_MAXUINT)
		reader->words = type ? reader->words + 1 : c == '*' ? reader->words : G_MAXUINT;
	reader->last = reader->lex;
	reader->before = reader->kind;
	reader->kind = lex_next(&reader->lex);
	reader->declares = reader->words && reader->words != G_MAXUINT;
	return reader->kind != LEX_END;
}

static char char_behind(struct lex lex)
{
	return lex_next(&lex) == LEX_PUNCT ? *lex.text : '\0';
}

/* is a variable declared there, with a value or without one? */
static bool is_declaration(const struct reader *reader, const char *behind)
{
	char c = char_behind(reader->lex);

	return reader->kind == LEX_WORD && reader->declares && c && strchr(behind, c);
}

/* "name =", "name.part", "&name", and "(name," or ", name," of a macro that may set it */
static bool may_set(const struct reader *reader)
{
	struct lex next = reader->lex;
	enum lex_kind kind = lex_next(&next);
	char c = kind == LEX_PUNCT ? *next.text : '\0';

	if (kind == LEX_MEMBER && next.size == 1)
		return true;
	if (c == '=')
		return lex_next(&next) != LEX_PUNCT || *next.text != '=' || !next.glued;
	if (*reader->last.text == '&')
		return true;
	return c == ',' && strchr("(,", *reader->last.text);
}

/* is the variable read in a part before it is set there? */
static bool is_read(const char *from, const char *to, const struct lex *name)
{
	struct reader reader;

	for (reader_init(&reader, from, to); reader_next(&reader);) {
		if (reader.kind != LEX_WORD || !lex_same(&reader.lex, name) ||
		    reader.before == LEX_MEMBER)
			continue;
		return !may_set(&reader);
	}
	return false;
}

/* may it be set in a part? One that is declared again there is another one */
static bool is_set(const char *from, const char *to, const struct lex *name)
{
	struct reader reader;

	for (reader_init(&reader, from, to); reader_next(&reader);)
		if (reader.kind == LEX_WORD && lex_same(&reader.lex, name) &&
		    reader.before != LEX_MEMBER && may_set(&reader))
			return true;
	return false;
}

/* where the variable is declared without a value; NULL where that is nowhere, or elsewhere too */
static const char *declared_bare(const struct extract *around, const struct lex *name)
{
	const char *found = NULL;
	struct reader reader;

	for (reader_init(&reader, around->text, around->text + around->size);
	     reader_next(&reader);) {
		if (reader.kind != LEX_WORD || !lex_same(&reader.lex, name))
			continue;
		if (is_declaration(&reader, "=") || (found && is_declaration(&reader, ";,")))
			return NULL;
		if (is_declaration(&reader, ";,"))
			found = reader.lex.text;
	}
	return found;
}

/* do the lines that come read it as it is, or jump to what does? */
static bool leads_to_read(const struct extract *around, const struct line *added,
			  const struct lex *name)
{
	const char *end = added->text + added->size;
	struct reader reader;

	if (is_set(added->text, end, name))
		return false;
	for (reader_init(&reader, added->text, end); reader_next(&reader);) {
		const char *label;

		if (reader.kind != LEX_WORD || reader.lex.directive)
			continue;
		if (lex_is(&reader.last, "return") && lex_same(&reader.lex, name) &&
		    char_behind(reader.lex) == ';')
			return true;
		if (reader.before != LEX_WORD || !lex_is(&reader.last, "goto"))
			continue;
		label = label_behind(end, around->text + around->size, &reader.lex);
		if (label && is_read(label, around->text + around->size, name))
			return true;
	}
	return false;
}

/* a variable that upstream's function declares with a value */
static void check_variable(struct suspect *suspect, const struct extract *around,
			   const struct line *added, const struct lex *name)
{
	const char *declared = declared_bare(around, name);

	if (!declared || declared >= added->text ||
	    is_set(declared + name->size, added->text, name) ||
	    !leads_to_read(around, added, name))
		return;
	add_stringf(suspect->warnings, "upstream sets '%.*s' where it is declared, and here it is "
		    "not set yet in line %u", (int)name->size, name->text,
		    text_line_at(suspect->result.text, added->text - suspect->result.text));
}

static void look_at(struct suspect *suspect, const struct line *added)
{
	static const char *const words[] = { "goto ", "return ", NULL };
	const char *at = bytes_have_any(added->text, added->size, words) ?
				 extract_find(&suspect->theirs, added) : NULL;
	struct extract here, there;
	struct reader reader;

	if (!at)
		return;
	there = extract_definition(&suspect->theirs, at, at + added->size);
	here = extract_definition(&suspect->result, added->text, added->text + added->size);
	for (reader_init(&reader, there.text, at); reader_next(&reader);)
		if (is_declaration(&reader, "="))
			check_variable(suspect, &here, added, &reader.lex);
}

/* is it read, or is there a jump to what reads it, in front of whatever sets it? */
static bool is_read_unset(const char *from, const char *to, const struct lex *name)
{
	struct reader reader;

	for (reader_init(&reader, from, to); reader_next(&reader);) {
		const char *label;

		if (reader.kind != LEX_WORD || reader.before == LEX_MEMBER)
			continue;
		if (lex_same(&reader.lex, name))
			return !may_set(&reader);
		if (reader.before != LEX_WORD || !lex_is(&reader.last, "goto"))
			continue;
		label = label_behind(reader.lex.text, to, &reader.lex);
		if (label && is_read(label, to, name))
			return true;
	}
	return false;
}

static bool function_reads_unset(const struct extract *function, const struct lex *name)
{
	const char *declared = declared_bare(function, name);

	return declared &&
	       is_read_unset(declared + name->size, function->text + function->size, name);
}

/* a variable that the change leaves declared, and without its value: upstream sets it elsewhere */
static void check_dropped(struct suspect *suspect, const struct line *added,
			  const struct lex *name)
{
	const struct extract around =
		extract_definition(&suspect->result, added->text, added->text + added->size);
	const char *at = function_reads_unset(&around, name) ?
				 extract_find(&suspect->theirs, added) : NULL;
	struct extract there;

	if (!at)
		return;
	there = extract_definition(&suspect->theirs, at, at + added->size);
	if (!function_reads_unset(&there, name))
		add_stringf(suspect->warnings, "'%.*s' is not set any more where it is declared, "
			    "and read here before it is", (int)name->size, name->text);
}

static void look_at_dropped(struct suspect *suspect, const struct change *change)
{
	const struct part_changes *here = suspect_here(suspect);
	const struct line gone = extract_lines(&suspect->ours, here->old, change->old_at,
					       change->old_count);
	const struct line added = extract_lines(&suspect->result, here->new, change->new_at,
						change->new_count);
	struct reader reader;

	for (reader_init(&reader, gone.text, gone.text + gone.size); reader_next(&reader);)
		if (is_declaration(&reader, "="))
			check_dropped(suspect, &added, &reader.lex);
}

void suspect_unset(struct suspect *suspect)
{
	const struct part_changes *here;
	struct line added;

	if (!suspect_differs(suspect))
		return;
	here = suspect_here(suspect);
	for (guint i = 0; suspect_added(suspect, i, &added); i++)
		look_at(suspect, &added);
	for (guint i = 0; i < here->changes->len; i++) {
		const struct change *change = &g_array_index(here->changes, struct change, i);

		if (change->old_count && change->new_count)
			look_at_dropped(suspect, change);
	}
}
