// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lines that compile here as they do upstream, and do something else: what they
 * call is there, but of another kind.  "if (!ready(d))" means the opposite where
 * ready() returns 0 or an error, and a compiler only warns of a pointer to
 * another structure.  It is asked of what this file and upstream's both tell,
 * or of the headers that they include.
 */
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/heads.h"
#include "engine/code/limits.h"
#include "engine/code/mention.h"
#include "engine/code/text.h"
#include "engine/names/words.h"
#include "engine/warn/told.h"
#include "engine/warn/warnparts.h"

/* behind these what a call returns is used */
static bool is_used(enum lex_kind before, const struct lex *last)
{
	return (before == LEX_PUNCT && strchr("=!(,&|<>?:+-", *last->text)) ||
	       (before == LEX_WORD && lex_is(last, "return"));
}

/* the tags of the structures that parameters point to, size 0 for none; how many there are */
static guint read_tags(const struct head *head, struct lex tags[PARAMETERS_MAX])
{
	struct lex lex, tag = { .size = 0 };
	bool behind_struct = false;
	enum lex_kind kind;
	guint count = 0;
	int depth = 0;

	memset(tags, 0, PARAMETERS_MAX * sizeof(*tags));
	lex_init(&lex, head->parameters.text, head->parameters.size);
	while ((kind = lex_next(&lex)) != LEX_END && count < PARAMETERS_MAX) {
		char c = kind == LEX_PUNCT ? *lex.text : '\0';

		depth += (c == '(') - (c == ')');
		if (c == ',' && !depth) {
			count++;
			tag.size = 0;
		} else if (c == '*' && !depth) {
			tags[count] = tag;
		} else if (behind_struct && kind == LEX_WORD && !depth) {
			tag = lex;
		}
		behind_struct = kind == LEX_WORD && lex_is(&lex, "struct");
	}
	return count;
}

static bool has_tag(const struct words *words, const struct lex *tag)
{
	return words && words_has(words, WORD_BODY, tag->text, tag->size);
}

/* both trees must have both: one that has another name here is no other */
static bool are_others(const struct suspect *suspect, const struct lex *here,
		       const struct lex *there)
{
	const struct warn_input *input = suspect->input;

	return here->size && there->size && !lex_same(here, there) && !input->guess &&
	       has_tag(input->ours_words, there) && has_tag(input->base_words, here);
}

static void check_structures(struct suspect *suspect, const struct lex *name,
			     const struct head *here, const struct head *there,
			     const char *where)
{
	struct lex tags[2][PARAMETERS_MAX];
	guint count = read_tags(here, tags[0]);

	if (read_tags(there, tags[1]) != count || count == PARAMETERS_MAX)
		return;
	for (guint i = 0; i <= count; i++)
		if (are_others(suspect, &tags[0][i], &tags[1][i]))
			add_stringf(suspect->warnings, "'%.*s' takes a 'struct %.*s' here, and a "
				    "'struct %.*s' upstream%s", (int)name->size, name->text,
				    (int)tags[0][i].size, tags[0][i].text, (int)tags[1][i].size,
				    tags[1][i].text, where);
}

/* "void *, int" of the first "int (*done)(void *, int)" among the parameters, and which it is */
static bool read_callback(const struct head *head, struct line *out, int *place)
{
	const struct line *text = &head->parameters;
	const char *end = text->text + text->size;
	const char *star = bytes_find(text->text, text->size, "(*", 2);
	const char *open = star ? bytes_find(star, end - star, ")(", 2) : NULL;
	struct lex lex;

	if (!open)
		return false;
	*place = 0;
	for (const char *at = text->text; at < star; at++)
		*place += *at == ',';
	lex_init(&lex, open + 1, end - open - 1);
	lex_next(&lex);
	lex_close(&lex);
	*out = (struct line){ open + 2, lex.text - open - 2 };
	return true;
}

/* the first token of an argument of a call; false for a shorter one */
static bool argument_of(struct lex call, int place, struct lex *out)
{
	enum lex_kind kind = lex_next(&call);
	int depth = 1;

	for (kind = lex_next(&call); place && depth && kind != LEX_END; kind = lex_next(&call)) {
		depth += lex_nesting(kind, &call);
		place -= depth == 1 && kind == LEX_PUNCT && *call.text == ',';
	}
	*out = call;
	return !place && kind == LEX_WORD;
}

/* a function that comes with the call: one that is here already is what this tree takes */
static bool is_new_function(const struct suspect *suspect, const struct lex *name)
{
	return !lex_is(name, "NULL") && told_new(suspect, name);
}

static void check_callback(struct suspect *suspect, const struct lex *name,
			   const struct head *here, const struct head *there,
			   const char *where)
{
	struct line a, b;
	struct lex given;
	int place, place_there;
	g_autofree char *takes = NULL, *takes_there = NULL;

	if (!(read_callback(here, &a, &place) && read_callback(there, &b, &place_there) &&
	      parameters_differ(a, b, false) && argument_of(*name, place, &given) &&
	      is_new_function(suspect, &given)))
		return;
	takes = text_one_line(&a);
	takes_there = text_one_line(&b);
	add_stringf(suspect->warnings, "'%.*s' takes a function of (%s) here, and of (%s) "
		    "upstream%s", (int)name->size, name->text, takes, takes_there, where);
}

static bool read_head(const struct extract *text, const struct lex *name, void *out)
{
	return head_find(text->text, text->size, name, out);
}

/* that one of two arguments is in the other's place a compiler tells; "__name" is its own */
static bool is_of_interest(const struct lex *name, bool used)
{
	return (used || call_arguments(name) > 2) && memcmp(name->text, "__", 2);
}

/* the word of a line of upstream's that is like this one, but for words, at that one's place */
static bool word_like(const struct line *line, const struct lex *name, const struct line *there,
		      struct lex *out)
{
	enum lex_kind kind = LEX_PUNCT;
	struct lex a, b;
	bool met = false;

	lex_init(&a, line->text, line->size);
	lex_init(&b, there->text, there->size);
	while (kind != LEX_END) {
		kind = lex_next(&a);
		if (lex_next(&b) != kind || (kind != LEX_WORD && kind != LEX_END &&
					     !lex_same(&a, &b)))
			return false;
		if (kind == LEX_WORD && a.text == name->text) {
			*out = b;
			met = true;
		}
	}
	return met;
}

/* what upstream's change calls in the place of a name that its file does not have */
static bool find_other(struct suspect *suspect, const struct lex *name, struct lex *out)
{
	const struct extract *result = &suspect->result, *theirs = &suspect->theirs;
	const struct line line = text_line_around(result->text, result->size, name->text);
	const struct part_changes *there;

	if (text_mentions(theirs->text, theirs->size, name->text, name->size))
		return false;
	there = suspect_there(suspect);
	for (guint i = 0; i < there->changes->len; i++) {
		const struct change *change = &g_array_index(there->changes, struct change, i);

		for (size_t k = change->new_at; k < change->new_at + change->new_count; k++)
			if (word_like(&line, name, &g_array_index(there->new, struct line, k), out))
				return true;
	}
	return false;
}

/* a pointer for what is none, or the other way */
static void check_clash(struct suspect *suspect, const struct lex *name, const struct head *here,
			const struct head *there, const char *where)
{
	g_autofree char *takes = NULL, *takes_there = NULL;

	if (parameters_count(here->parameters) != parameters_count(there->parameters) ||
	    !parameters_clash(here->parameters, there->parameters))
		return;
	takes = text_one_line(&here->parameters);
	takes_there = text_one_line(&there->parameters);
	add_stringf(suspect->warnings, "'%.*s' takes (%s) here, and (%s) upstream%s",
		    (int)name->size, name->text, takes, takes_there, where);
}

/* does upstream's change touch a call of it, which is given another thing now? */
static bool is_given_otherwise(const struct suspect *suspect, const struct lex *name)
{
	const struct extract *base = &suspect->base;

	return text_mentions(base->text + base->from, base->to - base->from, name->text,
			     name->size);
}

static void check_call(struct suspect *suspect, const struct lex *name, bool used)
{
	g_autofree char *kinds = NULL, *where = NULL;
	struct head here, there;
	struct lex other;
	bool known;
	struct told told = {
		.read = read_head,
		.here = &here,
		.there = &there,
		.in_headers = is_given_otherwise(suspect, name) ||
			      (is_of_interest(name, used) && told_new(suspect, name)),
		.other = find_other(suspect, name, &other) ? &other : NULL,
	};

	if (!told_find(suspect, name, &told))
		return;
	where = told.other ? g_strdup_printf(", where it is '%.*s'", (int)other.size, other.text) :
			     told_where(&told);
	/* whoever called it before knew what it returns, and in which order it takes what */
	known = told.where && !told_new(suspect, name);
	kinds = used && !known ? heads_tell(name, &here, &there, where) : NULL;
	if (kinds) {
		add_string_once(suspect->warnings, kinds);
	} else if (!known && heads_permuted(&here, &there)) {
		add_stringf(suspect->warnings, "'%.*s' takes its arguments in another order here%s",
			    (int)name->size, name->text, where);
	} else {
		const guint before = suspect->warnings->len;

		check_structures(suspect, name, &here, &there, where);
		check_callback(suspect, name, &here, &there, where);
		if (told.where && suspect->warnings->len == before)
			check_clash(suspect, name, &here, &there, where);
	}
}

/* is what a call returns used, by what stands in front of its name? */
static bool is_used_at(const char *text, const char *at)
{
	const struct line word = text_word_before(text, at);
	const char *before = text_skip_back(text, at);
	struct lex last = { .text = word.text, .size = word.size };

	if (word.size)
		return is_used(LEX_WORD, &last);
	last = (struct lex){ .text = before - 1, .size = 1 };
	return before > text && is_used(LEX_PUNCT, &last);
}

/* calls that begin above the lines, and go on there */
static void look_at_open_calls(struct suspect *suspect, const struct line *added, struct bag *seen)
{
	const struct extract *result = &suspect->result;
	const char *at = added->text;
	struct lex name;

	while (open_call(result, &at, &name)) {
		const bool used = is_used_at(result->text, name.text);

		if (!lex_keyword(name.text, name.size) && !is_macro_name(&name) &&
		    bag_add(seen, lex_hash_tagged(name.text, name.size, used)))
			check_call(suspect, &name, used);
	}
}

static void look_at(struct suspect *suspect, const struct line *added, struct bag *seen)
{
	enum lex_kind kind, before = LEX_PUNCT;
	struct lex lex, next, last = { .text = ";", .size = 1 };

	look_at_open_calls(suspect, added, seen);
	for (lex_init(&lex, added->text, added->size); (kind = lex_next(&lex)) != LEX_END;
	     before = kind, last = lex) {
		enum lex_kind behind;
		bool used;

		if (kind != LEX_WORD || before == LEX_MEMBER || lex.directive)
			continue;
		next = lex;
		behind = lex_next(&next);
		used = is_used(before, &last);
		if (lex_keyword(lex.text, lex.size) || seen->list->len >= SEARCHES_MAX ||
		    !bag_add(seen, lex_hash_tagged(lex.text, lex.size, used)))
			continue;
		if (behind == LEX_PUNCT && *next.text == '(' && !is_macro_name(&lex))
			check_call(suspect, &lex, used);
	}
}

void suspect_meaning(struct suspect *suspect)
{
	suspect_each_added(suspect, look_at);
}
