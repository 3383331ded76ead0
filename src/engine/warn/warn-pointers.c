// SPDX-License-Identifier: GPL-2.0-only
/*
 * A member that the lines which came ask for one of its own, "a->b.c", while b
 * is a pointer here and a structure upstream, or the other way round; and a
 * variable, "a.b", that its function declares so, or passes on, "f(&a)".
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/limits.h"
#include "engine/code/mention.h"
#include "engine/code/text.h"
#include "engine/names/chains.h"
#include "engine/warn/suspect.h"

/* most structures are in a header so near; where one is wrong here, all are read */
#define NEAR_MAX 24

/**
 * struct search - for all members of a file
 * @seen: what was asked for
 * @change: that is looked at, from 1: others may be in another function
 * @here: in this tree
 */
struct search {
	struct suspect *suspect;
	struct bag seen;
	guint change;
	struct chains here;
};

/** struct asked - "->name->", or "name->" of no member: in a text, by "->" or by "." */
struct asked {
	const char *text;
	bool member;
	bool arrow;
};

static bool is_asked_so(void *data, const char *at, const char *end)
{
	const struct asked *asked = data;
	struct lex next;

	if (name_is_member((void *)asked->text, at, end) != asked->member)
		return false;
	lex_init(&next, at, end - at);
	lex_next(&next);
	return lex_next(&next) == LEX_MEMBER && (next.size == 2) == asked->arrow;
}

static void tell(struct suspect *suspect, const struct lex *name, bool arrow)
{
	g_autofree char *warning = g_strdup_printf("'%.*s' is %s here", (int)name->size,
						   name->text, arrow ? "no pointer" : "a pointer");

	/* the file may have told it by itself */
	add_string_once(suspect->warnings, warning);
}

/* does this tree's file ask it so? Most often it does, and knows what it is */
static bool is_known(const struct extract *ours, const struct lex *name, bool member, bool arrow)
{
	struct asked asked = { ours->text, member, arrow };
	const struct wanted_name wanted = { name->text, name->size, is_asked_so, &asked };

	return text_uses(ours, &wanted);
}

/* "name->name.": what begins it, and how it goes on */
static guint64 hash_of(const struct chain *chain)
{
	const struct lex *last = chain_last(chain);
	const char *from = chain->names[0].text;

	return lex_hash_tagged(from, last->text + last->size - from, chain->arrow);
}

static void look_at_member(struct search *search, const struct lex *name, bool arrow)
{
	struct suspect *suspect = search->suspect;
	struct chain chain;

	if (search->seen.list->len < SEARCHES_MAX &&
	    chain_read(suspect->result.text, name, arrow, &chain) &&
	    bag_add(&search->seen, hash_of(&chain)) &&
	    !is_known(&suspect->ours, name, true, arrow) &&
	    chain_start(&chain, &suspect->result))
		g_array_append_val(search->here.list, chain);
}

/**
 * enum use - of a variable
 * @USE_DOT, @USE_ARROW: "name." and "name->"
 * @USE_VALUE, @USE_ADDRESS: "f(name)" and "f(&name)"
 */
enum use {
	USE_DOT,
	USE_ARROW,
	USE_VALUE,
	USE_ADDRESS,
	USES,
};

/* is what ends at @at the name of a function, and no "sizeof", no "if"? */
static bool ends_name(const char *text, const char *at)
{
	const struct line word = text_word_before(text, at);

	return word.size && !lex_keyword(word.text, word.size);
}

/* "offsetof(struct name, member": does a type end at @at? */
static bool ends_type(const char *text, const char *at)
{
	const struct line name = text_word_before(text, at);
	const struct line tag = text_word_before(text, name.text);

	return tag.size && lex_is_tag(&(struct lex){ .text = tag.text, .size = tag.size });
}

/* "f(name", or "a, name" */
static bool is_argument(const char *text, const char *at)
{
	at = text_skip_back(text, at);
	if (at > text && at[-1] == ',')
		return !ends_type(text, at - 1);
	return at > text && at[-1] == '(' && ends_name(text, at - 1);
}

/* "f(&name" and "= &name"; a '&' between two values is an operator */
static bool is_address(const char *text, const char *at)
{
	if (at == text || at[-1] != '&')
		return false;
	at = text_skip_back(text, at - 1);
	return at > text && (at[-1] == '=' || is_argument(text, at));
}

static bool is_passed_so(const char *text, const char *at, const char *end, bool address)
{
	struct lex next;

	if (!(address ? is_address : is_argument)(text, at))
		return false;
	lex_init(&next, at, end - at);
	lex_next(&next);
	return lex_next(&next) == LEX_PUNCT && strchr(",);", *next.text);
}

static bool is_used_so(const char *text, const char *at, const char *end, enum use use)
{
	struct asked asked = { text, false, use == USE_ARROW };

	return use <= USE_ARROW ? is_asked_so(&asked, at, end) :
				  is_passed_so(text, at, end, use == USE_ADDRESS);
}

/* what the function that has @at declares a variable as */
static bool variable_type(const struct extract *where, const char *at, const struct lex *name,
			  struct type_name *out)
{
	const struct extract function = extract_definition(where, at, at + name->size);

	return type_of_variable(&function, at, name, out) && !out->array;
}

/* can what is declared so not be asked so? A typedef may be of a pointer */
static bool is_misasked(const struct type_name *type, enum use use)
{
	return use == USE_ARROW ? type->tag && !type->stars : type->stars > 0;
}

/* does what upstream declares say nothing against what is declared here? */
static bool is_no_help(const struct type_name *here, const struct type_name *there, enum use use)
{
	return use <= USE_ARROW ? is_misasked(there, use) :
				  !lex_same(&there->name, &here->name) ||
					  !there->stars == !here->stars;
}

/* does upstream's change use a variable of that name so, and always rightly? */
static bool is_used_there(const struct suspect *suspect, const struct lex *name, enum use use,
			  const struct type_name *here)
{
	const struct extract *theirs = &suspect->theirs;
	const char *end = theirs->text + theirs->to, *at = theirs->text + theirs->from;
	bool met = false;

	for (; (at = text_mention(at, end, theirs->text, theirs->size, name->text, name->size));
	     at++) {
		struct type_name there;
		bool known;

		if (!is_used_so(theirs->text, at, end, use))
			continue;
		known = variable_type(theirs, at, name, &there);
		if (known && is_no_help(here, &there, use))
			return false;
		/* what is asked for something is a variable, wherever it is declared */
		met |= known || use <= USE_ARROW;
	}
	return met;
}

/* of a variable that the function declares */
static void look_at_variable(struct search *search, const struct lex *name, enum use use)
{
	struct suspect *suspect = search->suspect;
	const bool asked = use <= USE_ARROW;
	struct type_name here;

	if (search->seen.list->len < SEARCHES_MAX &&
	    bag_add(&search->seen, lex_hash_tagged(name->text, name->size,
						   USES * search->change + use)) &&
	    !(asked && is_known(&suspect->ours, name, false, use == USE_ARROW)) &&
	    variable_type(&suspect->result, name->text, name, &here) &&
	    !(asked && !is_misasked(&here, use)) && is_used_there(suspect, name, use, &here))
		tell(suspect, name, !here.stars);
}

/* where the lines end at @end */
static void look_at_argument(struct search *search, const struct lex *name, const char *end)
{
	for (enum use use = USE_VALUE; use <= USE_ADDRESS; use++)
		if (is_used_so(search->suspect->result.text, name->text, end, use))
			look_at_variable(search, name, use);
}

/* "->name->", "name->", and whatever follows; "name" and "&name" that are passed on */
static void look_at(struct search *search, const struct line *added)
{
	enum lex_kind kind, last = LEX_PUNCT, before = LEX_PUNCT;
	struct lex lex, name = { .size = 0 };

	for (lex_init(&lex, added->text, added->size); (kind = lex_next(&lex)) != LEX_END;) {
		if (kind == LEX_MEMBER && last == LEX_WORD && !lex.directive) {
			if (before == LEX_MEMBER)
				look_at_member(search, &name, lex.size == 2);
			else
				look_at_variable(search, &name,
						 lex.size == 2 ? USE_ARROW : USE_DOT);
		} else if (kind == LEX_WORD && !lex.directive) {
			look_at_argument(search, &lex, added->text + added->size);
		}
		before = last;
		last = kind;
		name = lex;
	}
}

/* the same in what upstream's change brings, spelled so */
static bool find_there(const struct suspect *suspect, const struct chain *here,
		       struct chain *out)
{
	const struct extract *theirs = &suspect->theirs;
	const char *text = theirs->text, *from = here->names[0].text;
	struct lex last = *chain_last(here);
	const char *at = text_mention(text + theirs->from, text + theirs->to, text, theirs->size,
				      from, last.text + last.size - from);

	if (!at)
		return false;
	last.text = at + (last.text - from);
	return chain_read(text, &last, here->arrow, out) && out->count == here->count &&
	       chain_start(out, theirs);
}

/* what is wrong here is asked of upstream, where it must not be */
static void check_there(struct suspect *suspect, const GArray *here)
{
	const struct warn_input *input = suspect->input;
	struct chains there;
	bool followed;

	chains_init(&there, input->upstream_headers, input->base_path, input->theirs, G_MAXUINT);
	for (guint i = 0; i < here->len; i++) {
		const struct chain *chain = &g_array_index(here, struct chain, i);
		struct chain same;

		if (chain_is_wrong(chain) && find_there(suspect, chain, &same))
			g_array_append_val(there.list, same);
	}
	followed = chains_follow(&there);
	for (guint i = 0; followed && i < there.list->len; i++) {
		const struct chain *chain = &g_array_index(there.list, struct chain, i);

		if (chain->fits)
			tell(suspect, chain_last(chain), chain->arrow);
	}
	chains_clear(&there);
}

void suspect_pointers(struct suspect *suspect)
{
	const struct warn_input *input = suspect->input;
	struct search search = { .suspect = suspect };
	struct line added;

	if (!input->headers || !input->upstream_headers)
		return;
	bag_init(&search.seen);
	chains_init(&search.here, input->headers, input->path, input->result, NEAR_MAX);
	while (suspect_added(suspect, search.change++, &added))
		look_at(&search, &added);
	if (chains_follow(&search.here))
		check_there(suspect, search.here.list);
	chains_clear(&search.here);
	bag_clear(&search.seen);
}
