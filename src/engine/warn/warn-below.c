// SPDX-License-Identifier: GPL-2.0-only
/*
 * A static function that lines which came use, and that this tree's file
 * defines further down with nothing above that declares it.  Upstream has the
 * two the other way round: a merge sees nothing, and a compiler refuses it.
 */
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/declares.h"
#include "engine/code/limits.h"
#include "engine/code/mention.h"
#include "engine/code/scans.h"
#include "engine/code/tokens.h"
#include "engine/warn/suspect.h"

/* a name that stands so near above is declared, or is used too early in this tree already */
#define NEAR 3000

/* the head of a function is no longer */
#define HEAD_LIMIT 1000

/* is the one byte of a token among these? */
static bool is_one_of(enum lex_kind kind, const struct lex *lex, const char *bytes)
{
	return kind == LEX_PUNCT && strchr(bytes, *lex->text);
}

/* a command that a call may follow; another word in front makes a declaration of it */
static bool may_lead(const char *text, gsize size)
{
	static const char *const words[] = { "return", "else", "do", "case", NULL };

	return is_any_of(text, size, words);
}

/* "name(", or "name" where a value goes */
static bool may_use(enum lex_kind before, const struct lex *last, struct lex name)
{
	bool command = before == LEX_WORD && may_lead(last->text, last->size);
	bool value = command || is_one_of(before, last, "=(,&?:{");
	enum lex_kind kind;

	if (name.directive || before == LEX_MEMBER || (before == LEX_WORD && !command) ||
	    (g_ascii_isupper(name.text[0]) && name.size > 1 && !g_ascii_islower(name.text[1])) ||
	    lex_keyword(name.text, name.size))
		return false;
	kind = lex_next(&name);
	return is_one_of(kind, &name, "(") || (value && is_one_of(kind, &name, ",);}"));
}

static bool stands_near(const struct extract *result, const char *at, const struct lex *name)
{
	gsize size = at - result->text, from = size > NEAR ? size - NEAR : 0;
	struct extract near = { .text = result->text + from, .size = size - from };
	const struct wanted_name wanted = { name->text, name->size, name_is_no_member,
					    (char *)near.text };

	return text_uses(&near, &wanted);
}

/**
 * struct search - names that are looked for
 * @wanted: guint64, hashes of them; they are few, most often none
 * @count: names that were looked for among the lines above
 * @from: behind the first lines that use one; NULL for none
 */
struct search {
	GArray *wanted;
	guint count;
	const char *from;
};

/* it is not looked for any more, however often it is in the list */
static bool take(struct search *search, guint64 hash)
{
	guint before = search->wanted->len;

	for (guint i = before; i-- > 0;)
		if (g_array_index(search->wanted, guint64, i) == hash)
			g_array_remove_index_fast(search->wanted, i);
	return search->wanted->len < before;
}

/* names that lines which came use, and that the lines above them do not */
static void collect(struct search *search, const struct extract *result, const char *from,
		    const char *to)
{
	struct lex lex, last = { .text = "" };
	enum lex_kind kind, before = LEX_PUNCT;

	for (lex_init(&lex, from, to - from); (kind = lex_next(&lex)) != LEX_END; before = kind) {
		if (kind == LEX_WORD && search->count < SEARCHES_MAX &&
		    may_use(before, &last, lex)) {
			guint64 hash = lex_hash(lex.text, lex.size);

			search->count++;
			if (!stands_near(result, from, &lex)) {
				g_array_append_val(search->wanted, hash);
				search->from = search->from ?: to;
			}
		}
		last = lex;
	}
}

/* in a head that begins with "static": is the word in front of its parentheses wanted? */
static bool read_name(struct search *search, const char *head, const char *end, struct lex *out)
{
	struct lex lex, last = { .size = 0 };
	enum lex_kind kind;

	lex_init(&lex, head, MIN(end - head, HEAD_LIMIT));
	while ((kind = lex_next(&lex)) != LEX_END && !is_one_of(kind, &lex, "{;=")) {
		if (is_one_of(kind, &lex, "(") && last.size) {
			*out = last;
			if (take(search, lex_hash(last.text, last.size)))
				return true;
			/* it may be an attribute's */
			if (*last.text != '_')
				return false;
		}
		last = kind == LEX_WORD ? lex : (struct lex){ .size = 0 };
	}
	return false;
}

/* the first mention of a name in front of a token; a macro may declare it */
static guint first_mention(const struct csource *source, guint end, const struct line *name)
{
	for (guint i = 0; i < end; i++) {
		const struct ctoken *token = ctoken_at(source, i);

		if (token->kind == CTOKEN_WORD ?
			    token_spells(source, i, name) && !token_is_part(source, i) :
			    token->kind == CTOKEN_DIRECTIVE &&
			    text_mentions(token->text, token->size, name->text, name->size) &&
			    !text_mentions(token->text, token->size, "include",
					   strlen("include")))
			return i;
	}
	return end;
}

static bool is_static(const struct csource *source, const struct cregion *region)
{
	for (guint i = region->first_token; !token_is_punct(source, i, "("); i++)
		if (ctoken_is(ctoken_at(source, i), "static"))
			return true;
	return false;
}

/* the static function of that name; NULL where there is none */
static const struct cregion *own_function(const struct csource *source, const struct line *name)
{
	g_autofree char *text = g_strndup(name->text, name->size);
	const struct cregion *region = csource_function(source, text);

	return region && is_static(source, region) ? region : NULL;
}

/* has the file the name in a function or a table above the static function, and first there? */
static bool is_too_early(const struct csource *source, const struct line *name)
{
	const struct cregion *region = own_function(source, name);
	guint first = region ? first_mention(source, region->first_token, name) : 0;

	return region && first < region->first_token && ctoken_at(source, first)->depth;
}

/* is there what stands at @to, whichever arms of an #if are chosen, as long as @from is? */
static bool is_certain(const struct csource *source, guint from, guint to)
{
	int level = 0, lowest = 0;
	bool other = false;

	for (guint i = from; i < to; i++) {
		enum carm arm = ctoken_arm(ctoken_at(source, i));

		if (arm == CARM_OPENS) {
			level++;
		} else if (arm == CARM_TURNS) {
			other |= level == lowest;
		} else if (arm == CARM_ENDS) {
			other &= level != lowest;
			lowest = MIN(lowest, --level);
		}
	}
	return level == lowest && !other;
}

/* behind a word or a star a name is declared, most often */
static bool is_use(const struct csource *source, guint i)
{
	const struct ctoken *before = ctoken_at(source, i - 1);

	return !token_is_punct(source, i - 1, "*") &&
	       (before->kind != CTOKEN_WORD || may_lead(before->text, before->size));
}

/* is the name one of a variable in the function that uses it? */
static bool is_local(const struct extract *result, const struct ctoken *use)
{
	gsize end = use->text + use->size - result->text, from = extract_start(result->text, end);
	const struct lex name = { .text = use->text, .size = use->size };

	return text_declares(result->text + from, end + 1 - from, &name);
}

/*
 * Has upstream's file it where it belongs?  It may have the name from a header, or not be at hand:
 * then what is called is a function all the same.
 */
static bool is_in_order(const struct suspect *suspect, const struct line *name, bool call)
{
	GBytes *text = suspect->input->theirs;
	const struct csource *theirs = text ? scans_source(suspect->scans, text) : NULL;

	return theirs && own_function(theirs, name) ? !is_too_early(theirs, name) : call;
}

static void check_name(struct suspect *suspect, const struct line *name)
{
	const struct csource *source = scans_source(suspect->scans, suspect->input->result);
	const struct cregion *region = own_function(source, name);
	guint first = region ? first_mention(source, region->first_token, name) : 0;
	const struct ctoken *use = ctoken_at(source, first);

	if (!region || first == region->first_token || !use->depth ||
	    use->kind != CTOKEN_WORD || !is_use(source, first) ||
	    !is_certain(source, first, region->first_token) ||
	    is_local(&suspect->result, use) ||
	    is_too_early(scans_source(suspect->scans, suspect->input->ours), name) ||
	    !is_in_order(suspect, name, token_is_punct(source, first + 1, "(")))
		return;
	add_stringf(suspect->warnings, "'%.*s' is defined below the line that uses it",
		    (int)name->size, name->text);
}

/* of the names those that a static function below has */
static void check_names(struct suspect *suspect, struct search *search)
{
	const char *end = suspect->result.text + suspect->result.size, *at = search->from - 1;
	struct lex name;

	while (search->wanted->len &&
	       (at = bytes_find(at, end - at, "\nstatic", strlen("\nstatic")))) {
		at++;
		if (read_name(search, at, end, &name))
			check_name(suspect, &(struct line){ name.text, name.size });
	}
}

void suspect_below(struct suspect *suspect)
{
	const struct warn_input *input = suspect->input;
	const struct extract *result = &suspect->result;
	struct search search = { 0 };
	struct line added;

	if (!input->ours || suspect_is_plain(suspect))
		return;
	search.wanted = g_array_new(FALSE, FALSE, sizeof(guint64));
	for (guint i = 0; suspect_added(suspect, i, &added); i++)
		collect(&search, result, added.text, added.text + added.size);
	if (search.from)
		check_names(suspect, &search);
	g_array_unref(search.wanted);
}
