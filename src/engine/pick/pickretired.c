// SPDX-License-Identifier: GPL-2.0-only
/*
 * A macro, an enumerator, a type or a member that upstream's commit takes out
 * of the program: nobody has the name there any more, and this tree has uses of
 * its own.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/mention.h"
#include "engine/code/structures.h"
#include "engine/code/text.h"
#include "engine/names/headers.h"
#include "engine/names/words.h"
#include "engine/pick/picknames.h"

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

/* "typedef old_t name;" "} name;" */
static struct lex typedef_declared(const struct line *line)
{
	enum lex_kind kind;
	struct lex lex, name = none;

	lex_init(&lex, line->text, line->size);
	kind = lex_next(&lex);
	if (!(kind == LEX_WORD && lex_is(&lex, "typedef")) &&
	    !(kind == LEX_PUNCT && *lex.text == '}' && lex.text == line->text))
		return none;
	while ((kind = lex_next(&lex)) == LEX_WORD || (kind == LEX_PUNCT && *lex.text == '*'))
		if (kind != LEX_WORD || !lex_attribute(lex.text, lex.size))
			name = kind == LEX_WORD ? lex : none;
	return kind == LEX_PUNCT && *lex.text == ';' ? name : none;
}

/* "struct name {" */
static struct lex tag_declared(const struct line *line)
{
	struct lex lex, name;

	lex_init(&lex, line->text, line->size);
	if (lex_next(&lex) != LEX_WORD || !lex_is_tag(&lex) || lex_next(&lex) != LEX_WORD)
		return none;
	name = lex;
	return lex_next(&lex) == LEX_PUNCT && *lex.text == '{' ? name : none;
}

static struct lex type_declared(const struct line *line)
{
	const struct lex name = typedef_declared(line);

	return name.size ? name : tag_declared(line);
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

/* "return name;" */
static bool is_command(const struct line *line)
{
	struct lex lex;

	lex_init(&lex, line->text, line->size);
	return lex_next(&lex) == LEX_WORD && lex_command(lex.text, lex.size);
}

/* what a line may declare that is no type */
static struct lex value_declared(const struct line *line)
{
	const struct lex macro = macro_defined(line);

	if (is_command(line))
		return none;
	return macro.size ? macro : declared_in_type(line);
}

/* is there a line that may still declare it? @type: as a type */
static bool is_declared(const struct extract *text, const struct lex *name, bool type)
{
	const char *end = text->text + text->size, *at = text->text;

	for (; (at = text_mention(at, end, text->text, text->size, name->text, name->size));
	     at++) {
		const struct line line = text_line_around(text->text, text->size, at);
		const struct lex declared = type ? type_declared(&line) : value_declared(&line);

		if (declared.size && lex_same(&declared, name))
			return true;
	}
	return false;
}

/**
 * struct search - for uses of a name
 * @name: that upstream removes
 * @headers: of this tree
 * @home: path of the header that declared it
 * @type: it is a type's
 * @member: or a member's
 * @path: of the first file that uses it; newly allocated, NULL for none
 * @declared: some file declares it still, here or upstream
 */
struct search {
	const struct lex *name;
	struct headers *headers;
	const char *home;
	bool type;
	bool member;
	char *path;
	bool declared;
};

static void look_into(void *data, const char *path, const struct extract *text)
{
	struct search *search = data;
	const struct wanted_name used = {
		search->name->text, search->name->size,
		search->member ? name_is_member : name_is_no_member, (void *)text->text,
	};

	if (is_declared(text, search->name, search->type))
		search->declared = true;
	else if (!search->path && text_uses(text, &used))
		search->path = g_strdup(path);
}

/* does a file see the header at @home? */
struct reach {
	const char *home;
	bool found;
};

static bool is_home(void *data, struct header *header)
{
	struct reach *reach = data;

	reach->found = !strcmp(header_path(header), reach->home);
	return !reach->found;
}

/* another file may have something else that is called so, unless it sees what goes */
static void look_into_other(void *data, const char *path, const struct extract *text)
{
	struct search *search = data;
	struct reach reach = { .home = search->home };
	g_autoptr(GBytes) bytes = g_bytes_new_static(text->text, text->size);

	headers_reach(search->headers, path, bytes, is_home, &reach);
	if (reach.found)
		look_into(search, path, text);
}

static void look_into_pick(struct pick_names *names, struct search *search)
{
	for (guint i = 0; i < names->texts->len; i++) {
		const struct pick_text *text = names->texts->pdata[i];
		const struct extract result = extract_of(text->result);

		if (path_is_c(text->file->path) && text->result &&
		    pick_names_has(names, i, TEXT_RESULT, search->name, WORD_NAME))
			look_into(search, text->file->path, &result);
	}
}

/* of other files this tree must have more than upstream's had: those that it changed there */
static void look_outside(struct pick_names *names, struct search *search)
{
	if (path_is_header(search->home) &&
	    pick_names_outside(names, TEXT_OURS, search->name, WORD_NAME) > 0 &&
	    !pick_names_visit(names, search->name, WORD_NAME, look_into_other, search))
		search->declared = true;
}

static void check(struct pick_names *names, const struct pick_text *text, const struct lex *name,
		  bool type, bool member, GPtrArray *warnings)
{
	struct search search = {
		.name = name,
		.headers = names->job->picker->headers,
		.home = text->merge->path,
		.type = type,
		.member = member,
	};

	look_into_pick(names, &search);
	search.declared = search.declared ||
			  pick_names_left(names, TEXT_THEIRS, name, WORD_NAME) > 0;
	if (!search.declared && !search.path)
		look_outside(names, &search);
	if (search.path && !search.declared)
		add_stringf(warnings, "upstream removes '%.*s', which '%s' still uses",
			    (int)name->size, name->text, search.path);
	g_free(search.path);
}

/* most names of a line that goes are in upstream's file still: the scan of a file is last */
static void look_at_line(struct pick_names *names, const struct pick_text *text, size_t k,
			 GPtrArray *warnings)
{
	struct scans *scans = names->job->scans;
	const struct line *line = &g_array_index(scans_lines(scans, text->base), struct line, k);
	const struct extract theirs = extract_of(text->theirs);
	const struct lex type = type_declared(line);
	const struct lex alone = type.size ? type : macro_defined(line);
	const struct lex member = alone.size ? none : member_declared(line);
	const struct lex name = alone.size ? alone :
				member.size ? member : enumerator_declared(line);

	if (!name.size || !pick_names_ask(names, &name) ||
	    text_mentions(theirs.text, theirs.size, name.text, name.size))
		return;
	if (alone.size || is_in_type(scans, text->base, k))
		check(names, text, &name, type.size, member.size, warnings);
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
