// SPDX-License-Identifier: GPL-2.0-only
/*
 * A member that the lines which came ask a variable for, where the structure
 * of its type has none of that name here; or that the change takes out of a
 * structure, where this tree's own code asks for it.  The type is told by the
 * function, the structure by this tree's file or by a header that it reaches;
 * where a macro may stand for the member, or for members of the structure,
 * nothing is said.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/declares.h"
#include "engine/code/limits.h"
#include "engine/code/mention.h"
#include "engine/code/scans.h"
#include "engine/code/structures.h"
#include "engine/code/text.h"
#include "engine/code/tokens.h"
#include "engine/names/chains.h"
#include "engine/names/headers.h"
#include "engine/names/treesearch.h"
#include "engine/warn/warnparts.h"

/**
 * struct quest - for a structure
 * @type: of the variable
 * @name: for @type, newly allocated
 * @member: that it is asked for
 * @found: a text has it
 * @has: and in it the member, for all that can be told
 * @defined: or there is a macro of the member's name
 */
struct quest {
	struct type_name type;
	char *name;
	struct lex member;
	bool found;
	bool has;
	bool defined;
};

/* the text that told the name goes before it is looked for in the next */
static void keep_name(struct quest *quest)
{
	char *name;

	if (quest->type.name.text == quest->name)
		return;
	name = g_strndup(quest->type.name.text, quest->type.name.size);
	g_free(quest->name);
	quest->type.name.text = quest->name = name;
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
		quest->has |= body_may_have(&body, member);
	}
	keep_name(quest);
}

static bool is_settled(const struct quest *quest)
{
	return quest->has || quest->defined;
}

/**
 * struct hunt - for all members of a file
 * @seen: what was asked for
 * @open: struct quest *: those that neither the file nor the pick's others tell
 * @chains: members of members
 */
struct hunt {
	struct suspect *suspect;
	struct bag seen;
	GPtrArray *open;
	struct chains chains;
};

static void quest_free(gpointer data)
{
	struct quest *quest = data;

	g_free(quest->name);
	g_free(quest);
}

static bool may_tell(const struct header *header, const struct quest *quest)
{
	return header_mentions(header, quest->type.name.text, quest->type.name.size) ||
	       header_mentions(header, quest->member.text, quest->member.size);
}

static bool look_into_header(void *data, struct header *header)
{
	const struct hunt *hunt = data;
	bool go_on = false;

	for (guint i = 0; i < hunt->open->len; i++) {
		struct quest *quest = hunt->open->pdata[i];

		if (!is_settled(quest) && may_tell(header, quest)) {
			const struct extract text = extract_of(header_bytes(header));

			look_into(quest, &text);
		}
		go_on |= !is_settled(quest);
	}
	return go_on;
}

static guint count_tags(const GPtrArray *quests)
{
	guint count = 0;

	for (guint i = 0; i < quests->len; i++)
		count += ((const struct quest *)quests->pdata[i])->type.tag;
	return count;
}

static bool look_into_upstream(void *data, struct header *header)
{
	struct quest *quest = data;

	if (may_tell(header, quest)) {
		const struct extract text = extract_of(header_bytes(header));

		look_into(quest, &text);
	}
	return !is_settled(quest);
}

/* does upstream's structure not have it either? Then another one is meant, of the system, say */
static bool is_lacking_there(const struct suspect *suspect, const struct quest *here)
{
	const struct warn_input *input = suspect->input;
	struct quest quest = { .type = here->type, .member = here->member };
	bool all;

	if (!input->upstream_headers || !input->base_path || !input->theirs)
		return false;
	look_into(&quest, &suspect->theirs);
	all = is_settled(&quest) || headers_reach(input->upstream_headers, input->base_path,
						  input->theirs, look_into_upstream, &quest);
	g_free(quest.name);
	return all && quest.found && !is_settled(&quest);
}

static void tell(struct suspect *suspect, const struct quest *quest)
{
	g_autofree char *warning = NULL;

	if (!quest->found || is_settled(quest) || is_lacking_there(suspect, quest))
		return;
	warning = g_strdup_printf("'%s%.*s' has no '%.*s' here", quest->type.tag ? "struct " : "",
				  (int)quest->type.name.size, quest->type.name.text,
				  (int)quest->member.size, quest->member.text);
	/* two variables may be of it */
	add_string_once(suspect->warnings, warning);
}

static void look_into_others(const struct suspect *suspect, struct quest *quest)
{
	const GPtrArray *others = suspect->input->others;

	for (guint i = 0; others && i < others->len && !is_settled(quest); i++) {
		const struct extract other = extract_of(others->pdata[i]);

		look_into(quest, &other);
	}
}

/* all headers that are reached, for all that is open */
static void look_into_headers(struct hunt *hunt)
{
	const struct warn_input *input = hunt->suspect->input;
	guint tags = count_tags(hunt->open);
	bool all;

	if (!hunt->open->len)
		return;
	all = headers_reach(input->headers, input->path, input->result, look_into_header, hunt);
	/* what a typedef stands for may have been read before the typedef */
	if (all && count_tags(hunt->open) > tags)
		all = headers_reach(input->headers, input->path, input->result, look_into_header,
				    hunt);
	for (guint i = 0; all && i < hunt->open->len; i++) {
		/* the pick may change the structure, whose name a header has told by now */
		look_into_others(hunt->suspect, hunt->open->pdata[i]);
		tell(hunt->suspect, hunt->open->pdata[i]);
	}
}

/* does a text ask something for the member? */
static bool asks_for(const struct extract *text, const struct lex *member)
{
	const struct wanted_name wanted = { member->text, member->size, name_is_member,
					    (void *)text->text };

	return text_uses(text, &wanted);
}

/* the variable in front of "->" or "."; false for a member of a member, and for "f()->" */
static bool variable_before(const char *text, const char *at, struct lex *out)
{
	struct line word;

	while (at > text && (g_ascii_isspace(at[-1]) || strchr("->.", at[-1])))
		at--;
	word = text_word_before(text, at);
	if (!word.size || (word.text > text && strchr(".>", word.text[-1])))
		return false;
	lex_init(out, word.text, word.size);
	return lex_next(out) == LEX_WORD;
}

static bool same_type(const struct type_name *a, const struct type_name *b)
{
	return a->tag == b->tag && lex_same(&a->name, &b->name);
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

const struct ctoken *tag_initialised(const struct csource *source, guint i)
{
	const struct ctoken *tag = NULL;
	bool element;
	guint words = 0;

	i = brace_around(source, i);
	if (i < 3)
		return NULL;
	/* "{ { .member", "{ ..., { .member": of an array */
	element = token_is_punct(source, i - 1, "{") || token_is_punct(source, i - 1, ",");
	if (element)
		i = brace_around(source, i);
	if (i < 3 || !token_is_punct(source, i - 1, "=") ||
	    token_is_punct(source, i - 2, "]") != element)
		return NULL;
	for (i -= 2; element && i && !token_is_punct(source, i + 1, "["); i--)
		;
	for (; i && token_is_word(source, i); i--, words++) {
		if (ctoken_is(ctoken_at(source, i), "struct"))
			return words > 1 ? tag : NULL;
		tag = ctoken_at(source, i);
	}
	return NULL;
}

/* is ".member = x" in what is initialised as a structure of another tag? */
static bool is_of_other(const struct csource *source, const char *member,
			const struct type_name *type)
{
	const guint i = csource_token_from(source, member);
	const struct ctoken *tag = i ? tag_initialised(source, i) : NULL;

	return tag && type->tag && (tag->size != type->name.size ||
				    memcmp(tag->text, type->name.text, tag->size));
}

/* does this tree ask for it what is of that type, or what is of a type that is not told? */
static bool asks_such(const struct suspect *suspect, const struct lex *member,
		      const struct type_name *type)
{
	const struct csource *source = scans_source(suspect->scans, suspect->input->ours);
	const struct extract *text = &suspect->ours;
	const char *end = text->text + text->size, *at = text->text;
	guint left = SEARCHES_MAX;
	struct type_name other;
	struct lex name;

	for (; (at = text_mention(at, end, text->text, text->size, member->text, member->size));
	     at += member->size) {
		struct extract function;

		if (!name_is_member((void *)text->text, at, NULL))
			continue;
		if (!left--)
			return true;
		if (is_of_other(source, at, type))
			continue;
		if (!variable_before(text->text, at, &name))
			return true;
		function = extract_definition(text, name.text, at);
		if (!type_of_variable(&function, name.text, &name, &other) ||
		    same_type(&other, type))
			return true;
	}
	return false;
}

/* in a folder it is not known which headers are reached: they are searched for all at once */
static void leave_open(const struct suspect *suspect, const struct quest *quest)
{
	const struct lex *tag = &quest->type.name, *member = &quest->member;

	if (quest->defined || !quest->type.tag || !suspect->input->members)
		return;
	tree_search_ask(suspect->input->members, g_strndup(member->text, member->size), 0)->of =
		g_strndup(tag->text, tag->size);
}

/* the file itself, then what the pick changes besides, then all headers that are reached */
static void pursue(struct hunt *hunt, const struct type_name *type, const struct lex *member)
{
	struct suspect *suspect = hunt->suspect;
	const struct warn_input *input = suspect->input;
	struct quest *quest = g_new0(struct quest, 1);

	quest->type = *type;
	quest->member = *member;
	keep_name(quest);
	look_into(quest, &suspect->result);
	for (guint i = 0; !quest->found && input->others && i < input->others->len; i++) {
		const struct extract other = extract_of(input->others->pdata[i]);

		look_into(quest, &other);
	}
	if (!quest->found && input->headers && !asks_such(suspect, member, type)) {
		g_ptr_array_add(hunt->open, quest);
		return;
	}
	if (quest->found)
		tell(suspect, quest);
	else
		leave_open(suspect, quest);
	quest_free(quest);
}

/**
 * struct global - a variable of a file, or of all
 * @type_name: for @type, newly allocated: the text that told it goes
 * @told: a line at the margin declares it
 * @unclear: another one declares it otherwise, or it is a macro
 */
struct global {
	const struct lex *name;
	struct type_name type;
	char *type_name;
	bool told;
	bool unclear;
};

static void keep_type(struct global *global, const struct type_name *type)
{
	global->type = *type;
	global->type_name = g_strndup(type->name.text, type->name.size);
	global->type.name.text = global->type_name;
}

static void look_for_global(struct global *global, const struct extract *text)
{
	const struct lex *name = global->name;
	const char *at = text->text;

	global->unclear |= text_defines(text->text, text->size, name);
	while (!global->unclear &&
	       (at = text_declared_at(text->text, text->size, at, name))) {
		const struct line line = text_line_around(text->text, text->size, at);
		const struct extract all = { .text = line.text, .size = line.size };
		struct type_name type;

		if (!type_of_variable(&all, line.text + line.size, name, &type))
			global->unclear = true;
		else if (global->told)
			global->unclear = !same_type(&type, &global->type);
		else
			keep_type(global, &type);
		global->told = true;
		/* the rest of the line is asked for with it */
		at = line.text + line.size;
	}
}

static bool look_for_global_in(void *data, struct header *header)
{
	struct global *global = data;
	struct extract text;

	if (header_naming(header, global->name->text, global->name->size, &text))
		look_for_global(global, &text);
	return !global->unclear;
}

/* "DEFINE_T(name)", "CLASS(fd, name)(n)", "for_each_own(name)": a macro may declare it */
static bool may_be_made(const struct extract *function, const struct lex *name)
{
	const char *at = function->text;

	for (; (at = text_mention(at, name->text, function->text, function->size, name->text,
				  name->size)); at += name->size) {
		const char *before = text_skip_back(function->text, at);

		if (before > function->text && strchr("(,", before[-1]) &&
		    strchr("),", at[name->size]))
			return true;
	}
	return false;
}

/* a member of a variable that is none of the function's */
static void check_global(struct hunt *hunt, const struct lex *name, const struct lex *member)
{
	const struct suspect *suspect = hunt->suspect;
	const struct warn_input *input = suspect->input;
	struct global global = { .name = name };

	look_for_global(&global, &suspect->result);
	if (!global.told && !global.unclear && input->headers)
		headers_reach(input->headers, input->path, input->result, look_for_global_in,
			      &global);
	if (global.told && !global.unclear)
		pursue(hunt, &global.type, member);
	g_free(global.type_name);
}

static void check_member(struct hunt *hunt, const struct lex *name, const struct lex *member)
{
	const char *end = member->text + member->size;
	const struct wanted_name access = { name->text, end - name->text, NULL, NULL };
	const struct extract function =
		extract_definition(&hunt->suspect->result, name->text, end);
	struct type_name type;

	/* then it is there, whatever it is */
	if (text_uses(&hunt->suspect->ours, &access))
		return;
	if (type_of_variable(&function, name->text, name, &type))
		pursue(hunt, &type, member);
	else if (!text_declares(function.text, function.size, name) &&
		 !may_be_made(&function, name))
		check_global(hunt, name, member);
}

/* "a->b->member", "a[1].member": followed from structure to structure when all lines are read */
static void look_at_chain(struct hunt *hunt, const struct lex *member)
{
	struct suspect *suspect = hunt->suspect;
	const char *end = member->text + member->size, *from;
	struct wanted_name access;
	struct chain chain;

	if (!chain_read(suspect->result.text, member, false, &chain) ||
	    !bag_add(&hunt->seen, lex_hash(chain.names[0].text, end - chain.names[0].text)))
		return;
	from = chain.names[chain.count - 2].text;
	access = (struct wanted_name){ from, end - from, NULL, NULL };
	/* then it is there, whatever it is */
	if (text_uses(&suspect->ours, &access) || !chain_start(&chain, &suspect->result))
		return;
	chain.exists = true;
	g_array_append_val(hunt->chains.list, chain);
}

static void tell_of_chains(struct hunt *hunt)
{
	const GArray *list = hunt->chains.list;

	if (!chains_follow(&hunt->chains))
		return;
	for (guint i = 0; i < list->len; i++) {
		const struct chain *chain = &g_array_index(list, struct chain, i);
		const struct quest quest = { .type = chain->type, .member = *chain_last(chain),
					     .found = true };

		if (chain_is_wrong(chain))
			tell(hunt->suspect, &quest);
		else if (!chain->fits && chain->known == chain->count - 1)
			leave_open(hunt->suspect, &quest);
	}
}

/* "{ .member =", ", .member =", ".member.inner =" */
static void check_initialiser(struct hunt *hunt, const struct lex *member)
{
	const struct suspect *suspect = hunt->suspect;
	const struct csource *source = scans_source(suspect->scans, suspect->input->result);
	guint i = csource_token_from(source, member->text);
	const struct ctoken *tag;
	struct type_name type;

	if (i < 2 || !(token_is_punct(source, i + 1, "=") || token_is_punct(source, i + 1, ".")) ||
	    !token_is_punct(source, i - 1, ".") ||
	    !(token_is_punct(source, i - 2, ",") || token_is_punct(source, i - 2, "{")))
		return;
	tag = tag_initialised(source, i);
	if (!tag)
		return;
	type = (struct type_name){ { .text = tag->text, .size = tag->size }, true };
	if (bag_add(&hunt->seen, lex_hash(tag->text, tag->size) ^
				 lex_hash_tagged(member->text, member->size, 1)))
		pursue(hunt, &type, member);
}

/* a word behind "->" or "." that stands behind @last, and that behind @before */
static void look_at_member(struct hunt *hunt, const struct lex *before, enum lex_kind before_kind,
			   const struct lex *last, const struct lex *member)
{
	if (hunt->seen.list->len >= SEARCHES_MAX)
		return;
	if (before_kind != LEX_WORD && *before->text != ']') {
		if (*last->text == '.')
			check_initialiser(hunt, member);
		return;
	}
	if (before_kind != LEX_WORD ||
	    name_is_member((void *)hunt->suspect->result.text, before->text, NULL))
		look_at_chain(hunt, member);
	else if (bag_add(&hunt->seen, lex_hash(before->text, member->text + member->size -
							     before->text)))
		check_member(hunt, before, member);
}

static void look_at(struct hunt *hunt, const struct line *added)
{
	enum lex_kind kind, last_kind = LEX_PUNCT, before_kind = LEX_PUNCT;
	struct lex lex, last = { .text = "" }, before = last;

	for (lex_init(&lex, added->text, added->size); (kind = lex_next(&lex)) != LEX_END;
	     before = last, before_kind = last_kind, last = lex, last_kind = kind)
		if (kind == LEX_WORD && last_kind == LEX_MEMBER && !lex.directive)
			look_at_member(hunt, &before, before_kind, &last, &lex);
}

/* is a structure of that type in the result, without the member? */
static bool lost_member(const struct suspect *suspect, const struct type_name *type,
			const struct lex *member)
{
	struct quest quest = { .type = *type, .member = *member };

	look_into(&quest, &suspect->result);
	g_free(quest.name);
	return quest.found && !is_settled(&quest);
}

/* does the result ask a variable for a member that goes from its structure? */
static void check_removed(struct suspect *suspect, const struct lex *member)
{
	const struct extract *result = &suspect->result;
	const char *end = result->text + result->size, *at = result->text;
	guint left = SEARCHES_MAX;
	struct lex name;
	struct type_name type;

	for (; left-- && (at = text_mention(at, end, result->text, result->size, member->text,
					    member->size)); at += member->size) {
		struct extract function;

		if (!name_is_member((void *)result->text, at, NULL) ||
		    !variable_before(result->text, at, &name))
			continue;
		function = extract_definition(result, name.text, at);
		if (!type_of_variable(&function, name.text, &name, &type) ||
		    !lost_member(suspect, &type, member))
			continue;
		add_stringf(suspect->warnings, "'%s%.*s' loses '%.*s', which line %u asks for",
			    type.tag ? "struct " : "", (int)type.name.size, type.name.text,
			    (int)member->size, member->text, text_line_at(result->text,
									 at - result->text));
		return;
	}
}

/* members that upstream removes; where a function has such a line, it declares a variable */
static void look_at_removed(struct suspect *suspect)
{
	const struct warn_input *input = suspect->input;
	const GArray *changes, *lines;

	if (!input->base || !input->theirs)
		return;
	/* a merge has found these */
	changes = scans_merge_changes(suspect->scans, input->base, input->theirs);
	lines = scans_lines(suspect->scans, input->base);
	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		for (size_t k = change->old_at; k < change->old_at + change->old_count; k++) {
			const struct lex member =
				member_declared(&g_array_index(lines, struct line, k));
			const struct cregion *region;

			if (!member.size || !asks_for(&suspect->result, &member))
				continue;
			region = csource_at(scans_source(suspect->scans, input->base), k + 1);
			if (region && region->kind == CREGION_TYPE)
				check_removed(suspect, &member);
		}
	}
}

void suspect_structs(struct suspect *suspect)
{
	const struct warn_input *input = suspect->input;
	struct hunt hunt = { .suspect = suspect };
	struct line added;

	if (!input->ours)
		return;
	bag_init(&hunt.seen);
	chains_init(&hunt.chains, input->headers, input->path, input->result, G_MAXUINT);
	hunt.open = g_ptr_array_new_with_free_func(quest_free);
	for (guint i = 0; suspect_added(suspect, i, &added); i++)
		look_at(&hunt, &added);
	look_into_headers(&hunt);
	tell_of_chains(&hunt);
	if (!suspect_is_plain(suspect))
		look_at_removed(suspect);
	chains_clear(&hunt.chains);
	g_ptr_array_unref(hunt.open);
	bag_clear(&hunt.seen);
}
