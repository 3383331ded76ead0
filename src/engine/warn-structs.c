// SPDX-License-Identifier: GPL-2.0-only
/*
 * A member that the lines which came ask a variable for, where the structure
 * of its type has none of that name here.  The type is told by the function,
 * the structure by this tree's file or by a header that it reaches; where a
 * macro may stand for the member, or for members of the structure, nothing is
 * said.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/bag.h"
#include "engine/doubtparts.h"
#include "engine/includes.h"
#include "engine/structures.h"
#include "engine/treesearch.h"

/**
 * struct quest - for a structure
 * @type: of the variable
 * @tag: for @type, where a header's typedef told it; newly allocated
 * @member: that it is asked for
 * @found: a text has it
 * @has: and in it the member, for all that can be told
 * @defined: or there is a macro of the member's name
 */
struct quest {
	struct type_name type;
	char *tag;
	struct lex member;
	bool found;
	bool has;
	bool defined;
};

/* the text that told the tag goes before it is looked for in the next */
static void keep_tag(struct quest *quest)
{
	if (!quest->type.tag || quest->tag)
		return;
	quest->tag = g_strndup(quest->type.name.text, quest->type.name.size);
	quest->type.name.text = quest->tag;
}

static void look_into(struct quest *quest, const struct extract *text)
{
	const char *at = text->text, *end = text->text + text->size;
	const struct lex *member = &quest->member;
	struct body body;

	quest->defined |= text_defines(text->text, text->size, member);
	if (!text_mentions(at, end - at, quest->type.name.text, quest->type.name.size))
		return;
	/* in the arms of an #if there may be several */
	for (; structure_find(at, end - at, &quest->type, &body); at = body.to) {
		quest->found = true;
		quest->has |= body_hides(&body) ||
			      text_mentions(body.from, body.to - body.from, member->text,
					    member->size);
	}
	keep_tag(quest);
}

static bool look_into_header(void *data, const char *path, GBytes *header)
{
	struct quest *quest = data;
	const struct extract text = extract_of(header);

	(void)path;
	look_into(quest, &text);
	return !quest->has && !quest->defined;
}

/* false where not all could be looked at */
static bool look_into_headers(const struct warn_input *input, struct quest *quest)
{
	bool tag = quest->type.tag;

	if (!headers_reach(input->headers, input->path, input->result, look_into_header, quest))
		return false;
	/* what a typedef stands for may have been read before the typedef */
	return quest->found || quest->type.tag == tag ||
	       headers_reach(input->headers, input->path, input->result, look_into_header, quest);
}

/* the file itself, then what the pick changes besides, then all headers that are reached */
static bool is_lacking(const struct suspect *suspect, struct quest *quest)
{
	const struct warn_input *input = suspect->input;

	look_into(quest, &suspect->result);
	if (quest->found || !input->headers)
		return quest->found && !quest->has && !quest->defined;
	for (guint i = 0; input->others && i < input->others->len; i++) {
		const struct extract other = extract_of(input->others->pdata[i]);

		look_into(quest, &other);
	}
	return look_into_headers(input, quest) && quest->found && !quest->has && !quest->defined;
}

/* in a folder it is not known which headers are reached: they are searched for all at once */
static void leave_open(const struct suspect *suspect, const struct quest *quest)
{
	const struct lex *tag = &quest->type.name, *member = &quest->member;

	if (quest->found || quest->defined || !quest->type.tag || !suspect->input->members)
		return;
	tree_search_ask(suspect->input->members, g_strndup(member->text, member->size), 0)->of =
		g_strndup(tag->text, tag->size);
}

static void pursue(struct suspect *suspect, struct quest *quest)
{
	if (is_lacking(suspect, quest))
		add_stringf(suspect->warnings, "'%s%.*s' has no '%.*s' here",
			    quest->type.tag ? "struct " : "", (int)quest->type.name.size,
			    quest->type.name.text, (int)quest->member.size, quest->member.text);
	else
		leave_open(suspect, quest);
	g_free(quest->tag);
}

static void check_member(struct suspect *suspect, const struct lex *name,
			 const struct lex *member)
{
	const char *end = member->text + member->size;
	const struct wanted_name access = { name->text, end - name->text, NULL, NULL };
	const struct extract function = extract_definition(&suspect->result, name->text, end);
	struct quest quest = { .member = *member };

	/* then it is there, whatever it is */
	if (!text_uses(&suspect->ours, &access) &&
	    type_of_variable(&function, name->text, name, &quest.type))
		pursue(suspect, &quest);
}

/* the '{' around a token; 0 for none */
static guint brace_around(const struct csource *source, guint i)
{
	int depth = 0;

	while (i--) {
		depth += token_is_punct(source, i, "}") - token_is_punct(source, i, "{");
		if (depth < 0)
			return i;
	}
	return 0;
}

/* of "struct T name ATTRIBUTE = { .member": the tag, or NULL */
static const struct ctoken *tag_initialised(const struct csource *source, guint i)
{
	const struct ctoken *tag = NULL;
	guint words = 0;

	i = brace_around(source, i);
	if (i < 3 || !token_is_punct(source, i - 1, "="))
		return NULL;
	for (i -= 2; i && token_is_word(source, i); i--, words++) {
		if (ctoken_is(token_at(source, i), "struct"))
			return words > 1 ? tag : NULL;
		tag = token_at(source, i);
	}
	return NULL;
}

/* the token that starts there; 0 for none */
static guint token_from(const struct csource *source, const char *at)
{
	guint low = 0, high = source->tokens->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;

		if (token_at(source, middle)->text < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low < source->tokens->len && token_at(source, low)->text == at ? low : 0;
}

/* "{ .member =", ", .member =" */
static void check_initialiser(struct suspect *suspect, const struct lex *member)
{
	const struct csource *source = scans_source(suspect->scans, suspect->input->result);
	guint i = token_from(source, member->text);
	const struct ctoken *tag;
	struct quest quest = { .member = *member };

	/* where upstream's versions are at hand this was not measured */
	if (!suspect->input->members || i < 2 || !token_is_punct(source, i + 1, "=") ||
	    !token_is_punct(source, i - 1, ".") ||
	    !(token_is_punct(source, i - 2, ",") || token_is_punct(source, i - 2, "{")))
		return;
	tag = tag_initialised(source, i);
	if (!tag)
		return;
	quest.type = (struct type_name){ { .text = tag->text, .size = tag->size }, true };
	pursue(suspect, &quest);
}

static void look_at(struct suspect *suspect, const struct line *added, struct bag *seen)
{
	enum lex_kind kind, before = LEX_PUNCT, last_kind = LEX_PUNCT;
	struct lex lex, last = { .size = 0 }, name = { .size = 0 };

	lex_init(&lex, added->text, added->size);
	while ((kind = lex_next(&lex)) != LEX_END) {
		/* "name->member", the name no member itself */
		if (kind == LEX_WORD && last_kind == LEX_MEMBER && name.size && !lex.directive &&
		    bag_add(seen, lex_hash(name.text, lex.text + lex.size - name.text)))
			check_member(suspect, &name, &lex);
		else if (kind == LEX_WORD && last_kind == LEX_MEMBER && !name.size &&
			 *last.text == '.' && !lex.directive)
			check_initialiser(suspect, &lex);
		name = kind == LEX_MEMBER && last_kind == LEX_WORD && before != LEX_MEMBER ?
			       last : (struct lex){ .size = 0 };
		before = last_kind;
		last_kind = kind;
		last = lex;
	}
}

void suspect_structs(struct suspect *suspect)
{
	struct line added;
	struct bag seen;

	if (!suspect->input->ours || suspect_is_plain(suspect))
		return;
	bag_init(&seen);
	for (guint i = 0; suspect_added(suspect, i, &added); i++)
		look_at(suspect, &added, &seen);
	bag_clear(&seen);
}
