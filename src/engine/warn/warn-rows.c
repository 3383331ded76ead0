// SPDX-License-Identifier: GPL-2.0-only
/*
 * A row of a table whose values stand in the order of a structure's members,
 * "{ 640, 480 },", where the structure has them in another order here.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/limits.h"
#include "engine/code/structures.h"
#include "engine/warn/told.h"

/* of a structure with structures in it, or arms of an #if, the order is not known */
static bool read_fields(const struct extract *text, const struct lex *tag, void *out)
{
	struct type_name type = { *tag, true };
	GArray **fields = out;
	struct body body;

	if (!structure_find(text->text, text->size, &type, &body) ||
	    memchr(body.from, '{', body.to - body.from) ||
	    memchr(body.from, '#', body.to - body.from))
		return false;
	g_clear_pointer(fields, g_array_unref);
	*fields = fields_of(&body);
	return true;
}

/* "static const struct tag name[] = {" around @at, and between its rows: the tag */
static bool find_table(const struct extract *text, const char *at, struct lex *out)
{
	const char *margin = line_margin_above(text->text, at);
	bool array = false;
	struct lex lex;
	int depth = 0;

	if (!margin)
		return false;
	lex_init(&lex, margin, at - margin);
	while (lex_next(&lex) == LEX_WORD && !lex_is(&lex, "struct"))
		;
	if (!lex_is(&lex, "struct") || lex_next(&lex) != LEX_WORD)
		return false;
	*out = lex;
	for (enum lex_kind kind; (kind = lex_next(&lex)) != LEX_END;) {
		if (kind != LEX_PUNCT)
			continue;
		array |= *lex.text == '[' && !depth;
		depth += (*lex.text == '{') - (*lex.text == '}');
		if (!depth && strchr(";(", *lex.text))
			return false;
	}
	return array && depth == 1;
}

/* how many values are in the row whose '{' was read; 0 for one that names members, or macros */
static guint count_values(struct lex *lex)
{
	bool first = true, plain = true;
	int depth = 1;
	guint count = 0;

	for (enum lex_kind kind; depth && (kind = lex_next(lex)) != LEX_END;) {
		char c = kind == LEX_PUNCT ? *lex->text : '\0';
		struct lex next = *lex;

		if (first && !(c == '}' && depth == 1)) {
			count++;
			plain &= kind != LEX_MEMBER && c != '[' &&
				 !(kind == LEX_WORD && lex_next(&next) == LEX_PUNCT &&
				   *next.text == '(');
		}
		depth += (c && strchr("{([", c)) - (c && strchr("})]", c));
		first = c == ',' && depth == 1;
	}
	return plain && !depth ? count : 0;
}

static const char *name_of(const GArray *fields, guint i)
{
	return i < fields->len ? g_array_index(fields, struct field, i).path : "";
}

static bool has(const GArray *fields, const char *name)
{
	return fields_place(fields, name, strlen(name)) >= 0;
}

static void compare(struct suspect *suspect, const struct lex *tag, guint count,
		    const GArray *here, const GArray *there, const char *where)
{
	for (guint i = 0; i < MIN(count, MIN(here->len, there->len)); i++) {
		const char *name = name_of(here, i), *name_there = name_of(there, i);

		/* a member that has another name here is no other */
		if (!strcmp(name, name_there) || !(has(here, name_there) || has(there, name)))
			continue;
		add_stringf(suspect->warnings, "member %u of 'struct %.*s' is '%s' here, and '%s' "
			    "upstream%s", i + 1, (int)tag->size, tag->text, name, name_there,
			    where);
		return;
	}
}

static void check_row(struct suspect *suspect, const struct lex *tag, guint count)
{
	g_autoptr(GArray) here = NULL, there = NULL;
	g_autofree char *where = NULL;
	struct told told = {
		.read = read_fields,
		.here = &here,
		.there = &there,
		.in_headers = true,
	};

	if (!told_find(suspect, tag, &told))
		return;
	where = told_where(&told);
	compare(suspect, tag, count, here, there, where);
}

/* one row tells of all, as they are of one table */
static void look_at(struct suspect *suspect, const struct line *added)
{
	struct lex lex, tag;
	enum lex_kind kind;
	guint count;

	lex_init(&lex, added->text, added->size);
	kind = lex_next(&lex);
	if (kind != LEX_PUNCT || *lex.text != '{')
		return;
	count = count_values(&lex);
	if (count > 1 && find_table(&suspect->result, added->text, &tag))
		check_row(suspect, &tag, count);
}

void suspect_rows(struct suspect *suspect)
{
	struct line added;

	for (guint i = 0; i <= SEARCHES_MAX && suspect_added(suspect, i, &added); i++)
		if (added.size)
			look_at(suspect, &added);
}
