// SPDX-License-Identifier: GPL-2.0-only
/*
 * A call that comes with as many arguments as the function takes here, but one
 * of them points to another structure.  Both files must have the function, and
 * both trees both structures: one that has another name here is no other.
 */
#include "base/strings.h"
#include "engine/bag.h"
#include "engine/warn.h"

/* parameters that are looked at */
#define PARAMETERS_MAX 16

/* bytes of a function's head that are looked at */
#define HEAD_LIMIT 2000

/**
 * struct head - what a declaration says of the parameters
 * @tags: of the structures that they point to; size 0 for what does not
 * @count: of all
 */
struct head {
	struct lex tags[PARAMETERS_MAX];
	guint count;
};

/* behind the '(' of a declaration; false where it is none */
static bool read_head(struct lex lex, struct head *out)
{
	struct lex tag = { .size = 0 };
	bool behind_struct = false;
	int depth = 1;

	*out = (struct head){ .count = 1 };
	while (depth) {
		enum lex_kind kind = lex_next(&lex);
		char c = kind == LEX_PUNCT ? *lex.text : '\0';

		if (kind == LEX_END || out->count == PARAMETERS_MAX)
			return false;
		depth += (c == '(') - (c == ')');
		if (c == ',' && depth == 1) {
			out->count++;
			tag.size = 0;
		} else if (c == '*' && depth == 1) {
			out->tags[out->count - 1] = tag;
		} else if (behind_struct && kind == LEX_WORD && depth == 1) {
			tag = lex;
		}
		behind_struct = kind == LEX_WORD && lex_is(&lex, "struct");
	}
	return lex_next(&lex) == LEX_PUNCT && strchr(";{", *lex.text);
}

/* is a type in front of it, as in a declaration? */
static bool is_behind_type(const char *text, const char *at)
{
	struct lex type;

	return text_type_before(text, at, &type) && !lex_command(type.text, type.size);
}

struct wanted_head {
	const char *text;
	struct head head;
};

static bool is_head(void *data, const char *at, const char *end)
{
	struct wanted_head *wanted = data;
	struct lex lex;

	if (!is_behind_type(wanted->text, at))
		return false;
	lex_init(&lex, at, MIN(end - at, HEAD_LIMIT));
	return lex_next(&lex) == LEX_WORD && lex_next(&lex) == LEX_PUNCT && *lex.text == '(' &&
	       read_head(lex, &wanted->head);
}

static bool find_head(const struct extract *where, const struct lex *name, struct head *out)
{
	struct wanted_head found = { .text = where->text };
	const struct wanted_name wanted = { name->text, name->size, is_head, &found };

	if (!text_uses(where, &wanted))
		return false;
	*out = found.head;
	return true;
}

static bool has_tag(const struct words *words, const struct lex *tag)
{
	return words_has(words, WORD_BODY, tag->text, tag->size);
}

static bool are_others(const struct suspect *suspect, const struct lex *here,
		       const struct lex *there)
{
	const struct warn_input *input = suspect->input;

	return here->size && there->size && !lex_same(here, there) &&
	       has_tag(input->ours_words, there) && has_tag(input->base_words, here);
}

static void check_call(struct suspect *suspect, const struct lex *name)
{
	struct head here, there;

	if (!find_head(&suspect->theirs, name, &there) ||
	    !find_head(&suspect->result, name, &here) || here.count != there.count)
		return;
	for (guint i = 0; i < here.count; i++)
		if (are_others(suspect, &here.tags[i], &there.tags[i]))
			add_stringf(suspect->warnings, "'%.*s' takes a 'struct %.*s' here, and a "
				    "'struct %.*s' upstream", (int)name->size, name->text,
				    (int)here.tags[i].size, here.tags[i].text,
				    (int)there.tags[i].size, there.tags[i].text);
}

static bool is_called(struct lex name)
{
	return !lex_keyword(name.text, name.size) && lex_next(&name) == LEX_PUNCT &&
	       *name.text == '(';
}

void suspect_parameters(struct suspect *suspect)
{
	const struct warn_input *input = suspect->input;
	guint searched = 0;
	struct line added;
	struct bag seen;

	if (!input->ours_words || !input->base_words || input->guess || suspect_is_plain(suspect))
		return;
	bag_init(&seen);
	for (guint i = 0; suspect_added(suspect, i, &added); i++) {
		enum lex_kind kind, before = LEX_PUNCT;
		struct lex lex;

		lex_init(&lex, added.text, added.size);
		for (; (kind = lex_next(&lex)) != LEX_END; before = kind)
			if (kind == LEX_WORD && before != LEX_MEMBER && is_called(lex) &&
			    searched < SEARCHES_MAX &&
			    bag_add(&seen, lex_hash(lex.text, lex.size)) && ++searched)
				check_call(suspect, &lex);
	}
	bag_clear(&seen);
}
