// SPDX-License-Identifier: GPL-2.0-only
/*
 * What upstream's C++ may say and this tree's C, which it was before, may not: the tag of a
 * structure for a type, "auto" for one, two functions of one name.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/bag.h"
#include "engine/heads.h"
#include "engine/headers.h"
#include "engine/warnparts.h"

static bool ends_with_any(const char *path, const char *const *ends)
{
	for (; path && *ends; ends++)
		if (g_str_has_suffix(path, *ends))
			return true;
	return false;
}

/* is upstream's file one of C++, and this tree's one of C? */
static bool was_cplus(const struct warn_input *input)
{
	static const char *const cplus[] = { ".cc", ".cpp", ".cxx", ".hh", ".hpp", ".hxx", NULL };
	static const char *const c[] = { ".c", ".h", NULL };

	return ends_with_any(input->base_path, cplus) && ends_with_any(input->path, c);
}

/* tokens in front of the one that is looked at, the nearest first */
struct before {
	struct lex last, before_last;
};

static bool is_punct(const struct lex *lex, char c)
{
	return lex->size == 1 && *lex->text == c;
}

/* "const", or what a statement, a parameter or a cast may follow */
static bool may_begin(const struct lex *last)
{
	return !last->size || lex_is(last, "const") || lex_is(last, "static") ||
	       (last->size == 1 && strchr(";{}(,", *last->text));
}

/* "(name)", "(name *", "sizeof(name)", "name other", "name *other"; a product looks otherwise */
static bool is_used_as_type(const struct before *before, struct lex next)
{
	enum lex_kind kind = lex_next(&next);

	if (!may_begin(&before->last))
		return false;
	if (kind == LEX_WORD)
		return !lex_keyword(next.text, next.size);
	if (kind != LEX_PUNCT)
		return false;
	if (*next.text == ')')
		return is_punct(&before->last, '(') ?
			       lex_is(&before->before_last, "sizeof") ||
				       before->before_last.size == 1 :
			       lex_is(&before->last, "const");
	return *next.text == '*' && !is_punct(&before->last, ',');
}

/**
 * struct tag - what this tree's texts say of a name
 * @name: behind "struct", "union" or "enum" wherever it stands, or by itself somewhere
 * @behind: it stands behind one of these
 * @alone: it stands by itself: then it may be a type, too
 */
struct tag {
	const struct lex *name;
	bool behind;
	bool alone;
};

static void look_into(struct tag *tag, const struct extract *text)
{
	struct lex lex, last = { .text = "", .size = 0 };
	enum lex_kind kind;

	lex_init(&lex, text->text, text->size);
	for (; !tag->alone && (kind = lex_next(&lex)) != LEX_END; last = lex) {
		if (kind != LEX_WORD || !lex_same(&lex, tag->name))
			continue;
		tag->behind |= lex_is_tag(&last);
		tag->alone |= !lex_is_tag(&last);
	}
}

static bool look_into_header(void *data, struct header *header)
{
	struct tag *tag = data;
	struct extract text;

	if (header_naming(header, tag->name->text, tag->name->size, &text))
		look_into(tag, &text);
	return !tag->alone;
}

/* has this tree the name, and behind one of these words only? */
static bool is_tag_only(const struct suspect *suspect, const struct lex *name)
{
	const struct warn_input *input = suspect->input;
	struct tag tag = { .name = name };

	look_into(&tag, &suspect->ours);
	if (!tag.alone && input->headers && input->ours)
		headers_reach(input->headers, input->path, input->ours, look_into_header, &tag);
	return tag.behind && !tag.alone;
}

/* "struct name name;", and what is done to it */
static bool is_variable(const struct extract *text, const struct lex *name)
{
	static const struct lex none = { .text = "" };
	struct before before = { none, none };
	enum lex_kind kind;
	struct lex lex;

	lex_init(&lex, text->text, text->size);
	while ((kind = lex_next(&lex)) != LEX_END) {
		if (kind == LEX_WORD && lex_same(&lex, name) && !lex_is_tag(&before.last) &&
		    !is_used_as_type(&before, lex))
			return true;
		before = (struct before){ .before_last = before.last, .last = lex };
	}
	return false;
}

static void check_word(struct suspect *suspect, const struct before *before,
		       const struct lex *lex, struct bag *seen)
{
	if (lex_is(lex, "auto") && is_used_as_type(before, *lex)) {
		if (bag_add(seen, lex_hash(lex->text, lex->size)))
			add_stringf(suspect->warnings, "'auto' is no type in C");
		return;
	}
	if (lex_keyword(lex->text, lex->size) || !is_used_as_type(before, *lex) ||
	    seen->list->len >= SEARCHES_MAX || !bag_add(seen, lex_hash(lex->text, lex->size)) ||
	    !is_tag_only(suspect, lex) || is_variable(&suspect->result, lex))
		return;
	add_stringf(suspect->warnings, "'%.*s' is the tag of a structure, and no type in C",
		    (int)lex->size, lex->text);
}

static void look_at_types(struct suspect *suspect, const struct line *added, struct bag *seen)
{
	static const struct lex none = { .text = "" };
	struct before before = { none, none };
	enum lex_kind kind;
	struct lex lex;

	for (lex_init(&lex, added->text, added->size); (kind = lex_next(&lex)) != LEX_END;) {
		if (kind == LEX_WORD && !lex.directive)
			check_word(suspect, &before, &lex, seen);
		before = (struct before){ .before_last = before.last, .last = lex };
	}
}

/* bodies, and not declarations */
static guint count_definitions(const struct extract *text, const struct lex *name)
{
	const char *at = text->text;
	struct head head;
	guint count = 0;

	while (head_next(text->text, text->size, &at, name, &head))
		count += head.body.size > 0;
	return count;
}

/* "name(" at the margin, or behind a type there */
static void look_at_functions(struct suspect *suspect, const struct line *added, struct bag *seen)
{
	enum lex_kind kind;
	struct lex lex, next;
	int depth = 0;

	for (lex_init(&lex, added->text, added->size); (kind = lex_next(&lex)) != LEX_END;) {
		depth += lex_nesting(kind, &lex);
		next = lex;
		if (kind != LEX_WORD || depth || lex.directive ||
		    lex_next(&next) != LEX_PUNCT || *next.text != '(' ||
		    seen->list->len >= SEARCHES_MAX || !bag_add(seen, lex_hash(lex.text, lex.size)))
			continue;
		if (count_definitions(&suspect->result, &lex) > 1 &&
		    count_definitions(&suspect->ours, &lex) < 2)
			add_stringf(suspect->warnings, "'%.*s' is defined twice, which C++ allows "
				    "and C does not", (int)lex.size, lex.text);
	}
}

void suspect_cplus(struct suspect *suspect)
{
	if (!was_cplus(suspect->input))
		return;
	suspect_each_added(suspect, look_at_types);
	suspect_each_added(suspect, look_at_functions);
}
