// SPDX-License-Identifier: GPL-2.0-only
/*
 * A macro, an enumerator or a member that upstream's commit takes out of the
 * program: nobody has the name there any more, and this tree has uses of its
 * own.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/picknames.h"
#include "engine/structures.h"
#include "engine/text.h"

static const struct lex none = { .size = 0 };

/* "#define NAME value"; one with parameters is called, and looked at there (pickleftover.c) */
static struct lex macro_defined(const struct line *line)
{
	struct lex lex, name;

	lex_init(&lex, line->text, line->size);
	if (lex_next(&lex) != LEX_DEFINE || lex_next(&lex) != LEX_WORD)
		return none;
	name = lex;
	return lex_next(&lex) == LEX_PUNCT && *lex.text == '(' && lex.glued ? none : name;
}

/* "NAME," "NAME = value,": in an enum; elsewhere a row, or an argument */
static struct lex enumerator_declared(const struct line *line)
{
	enum lex_kind kind;
	struct lex lex, name;

	lex_init(&lex, line->text, line->size);
	if (lex_next(&lex) != LEX_WORD || lex_keyword(lex.text, lex.size))
		return none;
	name = lex;
	kind = lex_next(&lex);
	return kind == LEX_END || (kind == LEX_PUNCT && strchr(",=", *lex.text)) ? name : none;
}

/* what a line of a type declares */
static struct lex declared_in_type(const struct line *line)
{
	const struct lex member = member_declared(line);

	return member.size ? member : enumerator_declared(line);
}

/* is line @k of a text, from 0, in a structure or an enum? */
static bool is_in_type(struct scans *scans, GBytes *text, size_t k)
{
	const struct cregion *region = csource_at(scans_source(scans, text), k + 1);

	return region && region->kind == CREGION_TYPE;
}

/* is there a line that may still declare it? */
static bool is_declared(GBytes *bytes, const struct lex *name)
{
	const struct extract text = extract_of(bytes);
	const char *end = text.text + text.size, *at = text.text;

	for (; (at = text_mention(at, end, text.text, text.size, name->text, name->size)); at++) {
		const struct line line = text_line_around(text.text, text.size, at);
		const struct lex macro = macro_defined(&line);
		const struct lex declared = macro.size ? macro : declared_in_type(&line);

		if (declared.size && lex_same(&declared, name))
			return true;
	}
	return false;
}

/* the first file of the pick that uses the name, and upstream's version of which does not */
static const char *find_user(struct pick_names *names, const struct lex *name)
{
	const GPtrArray *texts = names->texts;
	const char *path = NULL;

	for (guint i = 0; i < texts->len; i++) {
		const struct pick_text *text = texts->pdata[i];

		if (!path_is_c(text->file->path) || !text->result ||
		    !pick_names_has(names, i, TEXT_RESULT, name, WORD_NAME))
			continue;
		if (is_declared(text->result, name))
			return NULL;
		path = path ?: text->file->path;
	}
	return path;
}

static void check(struct pick_names *names, const struct lex *name, GPtrArray *warnings)
{
	const char *path = find_user(names, name);

	if (path && pick_names_left(names, TEXT_THEIRS, name, WORD_NAME) <= 0)
		add_stringf(warnings, "upstream removes '%.*s', which '%s' still uses",
			    (int)name->size, name->text, path);
}

/* most names of a line that goes are in upstream's file still: the scan of a file is last */
static void look_at_line(struct pick_names *names, const struct pick_text *text, size_t k,
			 GPtrArray *warnings)
{
	struct scans *scans = names->job->scans;
	const struct line *line = &g_array_index(scans_lines(scans, text->base), struct line, k);
	const struct extract theirs = extract_of(text->theirs);
	const struct lex macro = macro_defined(line);
	const struct lex name = macro.size ? macro : declared_in_type(line);

	if (!name.size || !pick_names_ask(names, &name) ||
	    text_mentions(theirs.text, theirs.size, name.text, name.size))
		return;
	if (macro.size || is_in_type(scans, text->base, k))
		check(names, &name, warnings);
}

static void look_at(struct pick_names *names, guint i, GPtrArray *warnings)
{
	struct pick_job *job = names->job;
	const struct pick_text *text = names->texts->pdata[i];
	const GArray *changes = text->theirs ? scans_merge_changes(job->scans, text->base,
								    text->theirs) : NULL;

	for (guint j = 0; changes && j < changes->len; j++) {
		const struct change *change = &g_array_index(changes, struct change, j);
		size_t end = change->old_at + change->old_count;

		for (size_t k = change->old_at; k < end; k++)
			look_at_line(names, text, k, warnings);
	}
}

void pick_retired(struct pick_names *names, struct picked *picked)
{
	pick_names_each(names, picked, look_at);
}
