// SPDX-License-Identifier: GPL-2.0-only
/*
 * What upstream's C++ may say and this tree's C, which it was before, may not: the tag of a
 * structure for a type, "auto" for one, two functions of one name.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/heads.h"
#include "engine/code/ifs.h"
#include "engine/code/limits.h"
#include "engine/code/scans.h"
#include "engine/names/headers.h"
#include "engine/warn/warnparts.h"

static const struct lex none = { .text = "" };

static bool ends_with_any(const char *path, const char *const *ends)
{
	for (; path && *ends; ends++)
		if (g_str_has_suffix(path, *ends))
			return true;
	return false;
}

/* "::", "namespace", "template <": a file may be called as one of C is */
static bool says_cplus(const struct extract *text)
{
	struct lex lex, last = none;
	enum lex_kind kind;

	for (lex_init(&lex, text->text, text->size); (kind = lex_next(&lex)) != LEX_END; last = lex)
		if ((*lex.text == ':' && lex.glued && *last.text == ':') ||
		    (kind == LEX_WORD && lex_is(&lex, "namespace")) ||
		    (*lex.text == '<' && lex_is(&last, "template")))
			return true;
	return false;
}

/* is upstream's file one of C++, and this tree's one of C? */
static bool was_cplus(const struct suspect *suspect)
{
	static const char *const cplus[] = { ".cc", ".cpp", ".cxx", ".hh", ".hpp", ".hxx", NULL };
	static const char *const c[] = { ".c", ".h", NULL };
	const struct warn_input *input = suspect->input;

	return ends_with_any(input->base_path, cplus) && ends_with_any(input->path, c) &&
	       !says_cplus(&suspect->ours);
}

/* what a statement, a parameter or a cast may follow, or a word that says more of a type */
static bool may_begin(const struct lex *last)
{
	static const char *const words[] = { "const", "volatile", "static", "extern", "inline",
					     "register", "typedef", NULL };

	return is_any_of(last->text, last->size, words) || !last->size ||
	       (last->size == 1 && strchr(";{}(,", *last->text));
}

/* "sizeof(name)", "= (name)", "return (name)"; behind other words that is what a function takes */
static bool is_cast(const struct before *before)
{
	const struct lex *front = &before->before_last;

	return *before->last.text == '(' &&
	       (!byte_is_word(*front->text) || lex_command(front->text, front->size));
}

/* a cast, "name other", "name *other", "name &other"; a product looks otherwise */
static bool is_used_as_type(const struct before *before, struct lex next)
{
	enum lex_kind kind;

	if (!may_begin(&before->last))
		return false;
	kind = lex_next(&next);
	if (kind == LEX_WORD)
		return !lex_keyword(next.text, next.size);
	if (kind != LEX_PUNCT)
		return false;
	if (*next.text == ')')
		return is_cast(before) || lex_is(&before->last, "const");
	return strchr("*&", *next.text) && *before->last.text != ',';
}

/* to the token behind; a directive is no part of what goes on below it */
static enum lex_kind step(struct lex *lex, struct before *before)
{
	const bool directive = lex->directive;
	enum lex_kind kind;

	*before = (struct before){ .last = *lex, .before_last = before->last };
	kind = lex_next(lex);
	if (lex->directive != directive)
		*before = (struct before){ none, none };
	return kind;
}

/* a scan whose first token has nothing in front of it */
static enum lex_kind step_first(struct lex *lex, struct before *before, const char *text,
				gsize size)
{
	lex_init(lex, text, size);
	*before = (struct before){ none, none };
	return lex_next(lex);
}

/**
 * struct tag - what this tree's texts say of a name
 * @name: behind "struct", "union" or "enum" wherever it stands, or by itself somewhere
 * @body: what it stands for is declared
 * @alone: it stands by itself: then it may be a type, too
 */
struct tag {
	const struct lex *name;
	bool body;
	bool alone;
};

/* "struct name name;", "type *name", "type *const name" */
static bool is_declared(const struct before *before, struct lex next)
{
	const struct lex *last = lex_is(&before->last, "const") ? &before->before_last :
								  &before->last;

	if (*last->text != '*' && (!byte_is_word(*last->text) || lex_is_tag(last) ||
				   may_begin(last) || lex_command(last->text, last->size)))
		return false;
	return lex_next(&next) == LEX_PUNCT && strchr(";=,[)", *next.text);
}

static void look_into(struct tag *tag, const struct extract *text)
{
	struct before before;
	struct lex lex, next;
	enum lex_kind kind = step_first(&lex, &before, text->text, text->size);

	for (; !tag->alone && kind != LEX_END; kind = step(&lex, &before)) {
		if (kind != LEX_WORD || !lex_same(&lex, tag->name))
			continue;
		next = lex;
		if (!lex_is_tag(&before.last))
			tag->alone = true;
		else if (lex_next(&next) == LEX_PUNCT && *next.text == '{')
			tag->body = true;
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
	return !tag.alone && input->headers &&
	       headers_reach(input->headers, input->path, input->result, look_into_header,
			     &tag) &&
	       tag.body && !tag.alone;
}

/* what is called so in the result is a variable, somewhere */
static bool is_variable(const struct extract *text, const struct lex *name)
{
	struct before before;
	struct lex lex;
	enum lex_kind kind = step_first(&lex, &before, text->text, text->size);

	for (; kind != LEX_END; kind = step(&lex, &before))
		if (kind == LEX_WORD && lex_same(&lex, name) && is_declared(&before, lex))
			return true;
	return false;
}

static void check_type(struct suspect *suspect, const struct lex *name)
{
	if (lex_is(name, "auto"))
		add_stringf(suspect->warnings, "'auto' is no type in C");
	else if (!lex_keyword(name->text, name->size) && is_tag_only(suspect, name) &&
		 !is_variable(&suspect->result, name))
		add_stringf(suspect->warnings, "'%.*s' is the tag of a structure, and no type in C",
			    (int)name->size, name->text);
}

static void look_at_types(struct suspect *suspect, const struct line *added, struct bag *seen)
{
	struct before before;
	struct lex lex;
	enum lex_kind kind = step_first(&lex, &before, added->text, added->size);

	for (; kind != LEX_END; kind = step(&lex, &before))
		if (kind == LEX_WORD && !lex.directive && is_used_as_type(&before, lex) &&
		    seen->list->len < SEARCHES_MAX && bag_add(seen, lex_hash(lex.text, lex.size)))
			check_type(suspect, &lex);
}

/* does one of two definitions stand in an #if without the other? */
static bool exclude(struct suspect *suspect, const char *a, const char *b)
{
	const struct csource *source = scans_source(suspect->scans, suspect->input->result);

	return ifs_exclude(source, csource_token_from(source, a), csource_token_from(source, b));
}

/* "name(" with a body, and no "NAME(one)(", which makes a name of its own */
static bool is_named_so(const struct head *head)
{
	const char *behind = head->parameters.text + head->parameters.size + 1;
	struct lex lex;

	if (!head->body.size)
		return false;
	lex_init(&lex, behind, head->body.text + 1 - behind);
	return lex_next(&lex) == LEX_PUNCT && *lex.text != '(';
}

/* has the text a second definition, where a compiler sees both? */
static bool defines_twice(struct suspect *suspect, const struct extract *text,
			  const struct lex *name)
{
	const char *at = text->text, *first = NULL;
	struct head head;

	while (head_next(text->text, text->size, &at, name, &head)) {
		if (!is_named_so(&head))
			continue;
		if (first && (text != &suspect->result || !exclude(suspect, first, head.body.text)))
			return true;
		first = first ?: head.body.text;
	}
	return false;
}

/* "name(" in front of a body, wherever in one the lines begin */
static void look_at_functions(struct suspect *suspect, const struct line *added, struct bag *seen)
{
	enum lex_kind kind;
	struct lex lex, next;
	int depth = 0;

	for (lex_init(&lex, added->text, added->size); (kind = lex_next(&lex)) != LEX_END;) {
		depth = MAX(depth + lex_nesting(kind, &lex), 0);
		next = lex;
		if (kind != LEX_WORD || depth || lex.directive ||
		    lex_next(&next) != LEX_PUNCT || *next.text != '(' ||
		    seen->list->len >= SEARCHES_MAX || !bag_add(seen, lex_hash(lex.text, lex.size)))
			continue;
		if (defines_twice(suspect, &suspect->result, &lex) &&
		    !defines_twice(suspect, &suspect->ours, &lex))
			add_stringf(suspect->warnings, "'%.*s' is defined twice, which C++ allows "
				    "and C does not", (int)lex.size, lex.text);
	}
}

void suspect_cplus(struct suspect *suspect)
{
	if (!was_cplus(suspect))
		return;
	suspect_each_added(suspect, look_at_types);
	suspect_each_added(suspect, look_at_functions);
}
