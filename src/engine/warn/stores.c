// SPDX-License-Identifier: GPL-2.0-only
#include "engine/warn/stores.h"

#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/heads.h"
#include "engine/code/mention.h"
#include "engine/code/scans.h"
#include "engine/code/tokens.h"

/**
 * struct pair - of stores of one place
 * @first, @second: the tokens that they begin with
 * @last: token of the function
 */
struct pair {
	struct suspect *suspect;
	const struct csource *source;
	const struct line *place;
	guint first, second;
	guint last;
};

static bool is_word(const struct csource *source, guint i, const char *word)
{
	return token_is_word(source, i) && ctoken_is(ctoken_at(source, i), word);
}

/* is it no branch of an "if", as in "if (x) return;"? */
static bool is_sure(const struct csource *source, guint i)
{
	const struct ctoken *before;

	for (before = ctoken_at(source, --i); i && before->kind == CTOKEN_COMMENT;)
		before = ctoken_at(source, --i);
	return before->kind == CTOKEN_PUNCT && strchr(";{}:", *before->text);
}

/* does a "break" leave the loop or the switch that a place further down is in, too? */
static bool breaks_around(const struct pair *pair, guint i)
{
	static const char *const left[] = { "for", "while", "do", "switch", NULL };
	const struct csource *source = pair->source;

	for (guint open = source_block(source, i); open; open = source_block(source, open)) {
		guint by = source_ruler(source, open);

		if (by && ctoken_is_any(ctoken_at(source, by), left)) {
			/* is it closed in front? */
			for (i = open + 1; i < pair->second; i++)
				if (ctoken_at(source, i)->depth <= ctoken_at(source, open)->depth)
					return false;
			return true;
		}
		/* a loop without braces may be around */
		if (!by || !is_word(source, by, "if") || !is_sure(source, by))
			return false;
	}
	return false;
}

/* is the label that a "goto" names behind the second one? */
static bool jumps_behind(const struct pair *pair, guint label)
{
	const struct line name = { ctoken_at(pair->source, label)->text,
				   ctoken_at(pair->source, label)->size };

	for (guint i = pair->second; i < pair->last; i++)
		if (token_spells(pair->source, i, &name) && is_sure(pair->source, i) &&
		    token_is_punct(pair->source, i + 1, ":"))
			return true;
	return false;
}

/* is there, in the block of the first one and behind it, a way out that does not come by? */
static bool is_left(const struct pair *pair)
{
	const struct csource *source = pair->source;
	const int depth = ctoken_at(source, pair->first)->depth;

	for (guint i = pair->first; i < pair->second; i++) {
		if (ctoken_at(source, i)->depth < depth ||
		    ctoken_at(source, i)->kind == CTOKEN_DIRECTIVE)
			return false;
		if (ctoken_at(source, i)->depth > depth || !is_sure(source, i))
			continue;
		if (is_word(source, i, "return"))
			return true;
		if (is_word(source, i, "goto"))
			return jumps_behind(pair, i + 1);
		if (is_word(source, i, "break"))
			return breaks_around(pair, i);
	}
	return false;
}

/* the token of "a->b = 1;" that is the whole value, and constant; NULL for anything else */
static const struct ctoken *constant_of(const struct pair *pair, guint i)
{
	static const char *const words[] = { "true", "false", NULL };
	const struct csource *source = pair->source;
	const struct ctoken *value;
	struct lex name;

	while (i < pair->last && !token_is_punct(source, i, "="))
		i++;
	if (i >= pair->last || !token_is_punct(source, i + 2, ";"))
		return NULL;
	value = ctoken_at(source, i + 1);
	name = (struct lex){ .text = value->text, .size = value->size };
	if (value->kind == CTOKEN_WORD && !ctoken_is_any(value, words) && !is_macro_name(&name))
		return NULL;
	return value;
}

/* does it stand at a token, and is it not just set there? */
static bool is_read(const struct pair *pair, guint i)
{
	const char *at = ctoken_at(pair->source, i)->text;
	const char *end = pair->suspect->result.text + pair->suspect->result.size;
	const struct line *place = pair->place;
	const char *behind = at + place->size;

	if (token_is_part(pair->source, i) || end - at <= (gssize)place->size + 2 ||
	    memcmp(at, place->text, place->size) || byte_is_word(*behind))
		return false;
	return memcmp(behind, " = ", 3);
}

/* the member that is set: "b" of "a->b" */
static struct line member_of(const struct line *place)
{
	const char *end = place->text + place->size, *at = end;

	while (at > place->text && byte_is_word(at[-1]))
		at--;
	return (struct line){ at, end - at };
}

/* does a call of a function of this file get what has the member, which matters to it? */
static bool is_told_to(const struct pair *pair, guint i)
{
	const struct ctoken *call = ctoken_at(pair->source, i);
	const struct lex name = { .text = call->text, .size = call->size };
	const struct line object = { pair->place->text,
				     ctoken_at(pair->source, pair->first)->size };
	const struct line member = member_of(pair->place);
	const struct extract *result = &pair->suspect->result;
	struct head head;
	bool given = false;

	if (!token_is_word(pair->source, i) || !token_is_punct(pair->source, i + 1, "("))
		return false;
	for (i += 2; i < pair->second && !token_is_punct(pair->source, i, ")"); i++)
		given |= token_spells(pair->source, i, &object) &&
			 (token_is_punct(pair->source, i + 1, ",") ||
			  token_is_punct(pair->source, i + 1, ")"));
	return given && member.size && head_find(result->text, result->size, &name, &head) &&
	       text_mentions(head.body.text, head.body.size, member.text, member.size);
}

/* do they give it different constants, and does it matter in between? */
static bool has_its_time(const struct pair *pair)
{
	const struct ctoken *a = constant_of(pair, pair->first);
	const struct ctoken *b = constant_of(pair, pair->second);

	if (!a || !b || ctoken_same(a, b))
		return false;
	for (guint i = pair->first + 1; i < pair->second; i++)
		if (is_read(pair, i) || is_told_to(pair, i))
			return true;
	return false;
}

bool stores_meet(struct suspect *suspect, const struct line *place, const struct line *body)
{
	const struct csource *source = scans_source(suspect->scans, suspect->input->result);
	g_autofree char *text = g_strdup_printf("%.*s = ", (int)place->size, place->text);
	const char *at = body->text, *end = at + body->size;
	const guint came = csource_token_from(source, place->text);
	const guint last = csource_token_behind(source, end - 1);

	/* a comment that came only speaks of it */
	if (!came)
		return false;
	for (; (at = bytes_find(at, end - at, text, strlen(text))); at++) {
		const guint i = csource_token_from(source, at);
		const struct pair pair = { suspect, source, place, MIN(i, came), MAX(i, came),
					   last };

		if (i && i != came && suspect_left_until(suspect, at) && !is_left(&pair) &&
		    !has_its_time(&pair))
			return true;
	}
	return false;
}
