// SPDX-License-Identifier: GPL-2.0-only
/*
 * A function that upstream puts into a structure, ".remove = dev_remove", or
 * gives another head while it stands there: where the structure is of a header,
 * this tree's may ask for a function of another kind.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/heads.h"
#include "engine/code/limits.h"
#include "engine/code/mention.h"
#include "engine/code/scans.h"
#include "engine/code/structures.h"
#include "engine/code/text.h"
#include "engine/code/tokens.h"
#include "engine/names/chains.h"
#include "engine/names/headers.h"
#include "engine/warn/warnparts.h"

/**
 * struct callback - a member of a structure that points to a function
 * @tag: the structure's
 * @member: its name
 * @found: a text has it
 * @kind: of what the function returns
 * @parameters: between its parentheses
 * @text: that these are in; held
 * @path: of the header; newly allocated, NULL where the file itself has it
 */
struct callback {
	struct lex tag;
	struct lex member;
	bool found;
	enum value_kind kind;
	struct line parameters;
	GBytes *text;
	char *path;
};

/* @from: where the member's declaration begins */
static void read_pointer(struct callback *callback, const char *from, struct lex name)
{
	const char *to = name.text;

	while (to > from && *to != '(')
		to--;
	callback->kind = value_kind_of(from, to - from);
	lex_next(&name);
	lex_next(&name);
	callback->parameters.text = name.text + 1;
	lex_close(&name);
	callback->parameters.size = name.text - callback->parameters.text;
}

/* false also where there are two: one in each arm of an #if */
static bool find_pointer(const struct body *body, struct callback *callback)
{
	struct lex lex, last = { .text = "" }, before_last = last;
	const char *from = body->from;
	enum lex_kind kind;
	guint met = 0;

	lex_init(&lex, body->from, body->to - body->from);
	for (; (kind = lex_next(&lex)) != LEX_END; before_last = last, last = lex) {
		if (kind == LEX_PUNCT && strchr(";{}", *lex.text))
			from = lex.text + 1;
		else if (kind == LEX_WORD && lex_same(&lex, &callback->member) &&
			 is_function_pointer(&last, &before_last, lex) && !met++)
			read_pointer(callback, from, lex);
	}
	return met == 1;
}

/* @path: NULL for the file itself */
static bool look_into(struct callback *callback, const char *path, GBytes *bytes)
{
	const struct extract text = extract_of(bytes);
	const struct lex *tag = &callback->tag;
	struct type_name type = { .name = *tag, .tag = true };
	struct body body;

	if (!text_mentions(text.text, text.size, tag->text, tag->size) ||
	    !structure_find(text.text, text.size, &type, &body))
		return true;
	callback->found = find_pointer(&body, callback);
	callback->text = g_bytes_ref(bytes);
	callback->path = g_strdup(path);
	return false;
}

static bool look_into_header(void *data, struct header *header)
{
	struct callback *callback = data;

	return !header_mentions(header, callback->tag.text, callback->tag.size) ||
	       look_into(callback, header_path(header), header_bytes(header));
}

/* in the file, or in the first header that it reaches and that has the structure */
static bool find_member(struct headers *headers, const char *path, GBytes *file,
			struct callback *callback)
{
	if (look_into(callback, NULL, file))
		headers_reach(headers, path, file, look_into_header, callback);
	return callback->found;
}

static void callback_clear(struct callback *callback)
{
	g_clear_pointer(&callback->text, g_bytes_unref);
	g_free(callback->path);
}

/* what the two structures ask for, where the function is upstream's; newly allocated, or NULL */
static char *difference(const struct head *head, const struct callback *here,
			const struct callback *there)
{
	g_autofree char *takes = NULL, *takes_there = NULL;

	if (head->kind == there->kind && here->kind && here->kind != there->kind)
		return g_strdup_printf("returns %s here, and %s upstream",
				       value_kind_words(here->kind),
				       value_kind_words(there->kind));
	if (!parameters_differ(head->parameters, here->parameters, false) ||
	    parameters_differ(head->parameters, there->parameters, false))
		return NULL;
	takes = text_one_line(&here->parameters);
	takes_there = text_one_line(&there->parameters);
	return g_strdup_printf("takes (%s) here, and (%s) upstream", takes, takes_there);
}

static void compare(struct suspect *suspect, const struct head *head, const struct callback *here,
		    const struct callback *there)
{
	const struct lex *tag = &here->tag, *member = &here->member;
	g_autofree char *what = difference(head, here, there), *warning = NULL;

	if (!what)
		return;
	warning = g_strdup_printf("'%.*s' of 'struct %.*s' %s%s%s%s", (int)member->size,
				  member->text, (int)tag->size, tag->text, what,
				  here->path ? " (" : "", here->path ?: "", here->path ? ")" : "");
	/* the function and the line that passes it on may both have come */
	add_string_once(suspect->warnings, warning);
}

/* ".member = name" of a structure with that tag */
static void check(struct suspect *suspect, const struct lex *tag, const struct lex *member,
		  const struct lex *name)
{
	const struct warn_input *input = suspect->input;
	struct callback here = { .tag = *tag, .member = *member }, there = here;
	struct head head;

	if (head_find(suspect->result.text, suspect->result.size, name, &head) &&
	    find_member(input->headers, input->path, input->result, &here) &&
	    find_member(input->upstream_headers, input->base_path, input->theirs, &there))
		compare(suspect, &head, &here, &there);
	callback_clear(&here);
	callback_clear(&there);
}

static struct lex lex_of(const struct ctoken *token)
{
	return (struct lex){ .text = token->text, .size = token->size };
}

static bool is_function(const struct suspect *suspect, const struct lex *name)
{
	struct head head;

	return head_find(suspect->result.text, suspect->result.size, name, &head);
}

/* "p->member = name;": of what structure the function around says that p is */
static bool tag_assigned(struct suspect *suspect, const struct csource *source, guint member,
			 struct lex *out)
{
	const struct ctoken *token = ctoken_at(source, member - 2);
	const struct lex name = lex_of(token);
	const struct extract function =
		extract_definition(&suspect->result, token->text, token->text + token->size);
	struct type_name type;

	if (!token_is_word(source, member - 2) || token_is_part(source, member - 2) ||
	    !type_of_variable(&function, token->text, &name, &type) || !type.tag)
		return false;
	*out = type.name;
	return true;
}

/* "p->in.member = name;": through the headers */
static void check_chain(struct suspect *suspect, const struct lex *member, const struct lex *name)
{
	const struct warn_input *input = suspect->input;
	struct chains chains;
	struct chain chain;

	if (!chain_read(suspect->result.text, member, false, &chain) || chain.count < 3 ||
	    !chain_start(&chain, &suspect->result))
		return;
	chain.exists = true;
	chains_init(&chains, input->headers, input->path, input->result, G_MAXUINT);
	g_array_append_val(chains.list, chain);
	chains_follow(&chains);
	chain = g_array_index(chains.list, struct chain, 0);
	if (chain.fits && chain.type.tag && chain.known == chain.count - 1)
		check(suspect, &chain.type.name, member, name);
	chains_clear(&chains);
}

/* is the token the name in ".member = name," or "p->member = name;"? */
static void look_at_element(struct suspect *suspect, guint i)
{
	const struct csource *source = scans_source(suspect->scans, suspect->input->result);
	struct lex tag, member, name;

	if (i < 4 || !token_is_word(source, i) || !token_is_punct(source, i - 1, "=") ||
	    !token_is_word(source, i - 2))
		return;
	member = lex_of(ctoken_at(source, i - 2));
	name = lex_of(ctoken_at(source, i));
	if (token_is_punct(source, i + 1, ";")) {
		if (!token_is_part(source, i - 2))
			return;
		if (tag_assigned(suspect, source, i - 2, &tag))
			check(suspect, &tag, &member, &name);
		else
			check_chain(suspect, &member, &name);
	} else if (token_is_punct(source, i - 3, ".") &&
		   (token_is_punct(source, i + 1, ",") || token_is_punct(source, i + 1, "}"))) {
		const struct ctoken *token = tag_initialised(source, i - 2);

		if (token) {
			tag = lex_of(token);
			check(suspect, &tag, &member, &name);
		}
	}
}

/* a function whose head came: all places that pass it on */
static void look_at_function(struct suspect *suspect, const struct lex *name)
{
	const struct csource *source = scans_source(suspect->scans, suspect->input->result);
	const struct extract *result = &suspect->result;
	const char *end = result->text + result->size, *at = result->text;

	while ((at = text_mention(at, end, result->text, result->size, name->text, name->size))) {
		look_at_element(suspect, csource_token_from(source, at));
		at += name->size;
	}
}

/* a function with a line of its head among those that came, on however many it stands */
static void look_at_head(struct suspect *suspect, const struct line *line, struct bag *seen)
{
	const struct extract *result = &suspect->result;
	const struct csource *source;
	const struct cregion *region;
	struct lex name = { .size = 0 };

	if (seen->list->len >= SEARCHES_MAX)
		return;
	source = scans_source(suspect->scans, suspect->input->result);
	region = csource_at(source, text_line_at(result->text, line->text - result->text));
	if (!region || region->kind != CREGION_FUNCTION)
		return;
	name.text = region->name;
	name.size = strlen(region->name);
	if (bag_add(seen, lex_hash(name.text, name.size)))
		look_at_function(suspect, &name);
}

/* "= name;" of what is called nowhere in front of it */
static bool may_be_element(struct lex lex)
{
	return g_ascii_islower(*lex.text) && lex_next(&lex) == LEX_PUNCT &&
	       strchr(",;}", *lex.text);
}

static void look_at_line(struct suspect *suspect, const struct line *line, struct bag *seen)
{
	enum lex_kind kind;
	struct lex lex, last = { .text = "" };

	if (!memchr(line->text, '=', line->size))
		return;
	lex_init(&lex, line->text, line->size);
	for (; (kind = lex_next(&lex)) != LEX_END; last = lex)
		if (kind == LEX_WORD && !lex.directive && *last.text == '=' &&
		    may_be_element(lex) && seen->list->len < SEARCHES_MAX &&
		    bag_add(seen, lex_hash(line->text, lex.text + lex.size - line->text)) &&
		    is_function(suspect, &lex))
			look_at_element(suspect, csource_token_from(
				scans_source(suspect->scans, suspect->input->result), lex.text));
}

static void look_at(struct suspect *suspect, const struct line *added, struct bag *seen)
{
	struct line rest = *added, line;
	bool head = true;

	while (text_take_line(&rest, &line)) {
		head = line_may_be_head(&suspect->result, &line, head);
		if (head)
			look_at_head(suspect, &line, seen);
		look_at_line(suspect, &line, seen);
	}
}

void suspect_callbacks(struct suspect *suspect)
{
	const struct warn_input *input = suspect->input;

	if (input->headers && input->upstream_headers && input->base_path)
		suspect_each_added(suspect, look_at);
}
