// SPDX-License-Identifier: GPL-2.0-only
/*
 * A variable, a parameter or a label that the change takes out of a function,
 * as upstream has no use of it any more or calls it otherwise, while this
 * tree's function has uses of its own.  No compiler takes the result.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/limits.h"
#include "engine/code/mention.h"
#include "engine/code/text.h"
#include "engine/doubt/doubt.h"
#include "engine/warn/warnparts.h"

/* "name:" at the start of a line, and nothing behind it but a comment; false for a case */
static bool label_of(const struct line *line, struct lex *out)
{
	const char *end = line->text + line->size, *behind;
	struct lex lex;

	lex_init(&lex, line->text, line->size);
	if (lex_next(&lex) != LEX_WORD || lex_keyword(lex.text, lex.size))
		return false;
	*out = lex;
	if (lex_next(&lex) != LEX_PUNCT || *lex.text != ':')
		return false;
	behind = lex.text + 1;
	while (behind < end && g_ascii_isspace(*behind))
		behind++;
	return behind == end || *behind == '/';
}

/* is a place code, and in no comment? */
static bool is_code(const struct extract *around, const char *at)
{
	struct lex lex;

	lex_init(&lex, around->text, around->size);
	while (lex_next(&lex) != LEX_END && lex.text < at)
		;
	return lex.text == at;
}

/* a jump to it in a text: where its name starts, or NULL; a comment may speak of one */
static const char *jump_to(const struct extract *around, const struct lex *name)
{
	const char *end = around->text + around->size, *at = around->text;

	for (; (at = text_mention(at, end, around->text, around->size, name->text, name->size));
	     at += name->size) {
		const struct line word = text_word_before(around->text, at);

		if (word.size == strlen("goto") && !memcmp(word.text, "goto", word.size) &&
		    is_code(around, at))
			return at;
	}
	return NULL;
}

/* are a label of this tree's file and a jump to it in what is taken for one function? */
static bool finds_jumps(const struct extract *ours, const struct lex *name)
{
	const struct extract around = extract_definition(ours, name->text,
							 name->text + name->size);

	return jump_to(&around, name);
}

static void check_label(struct suspect *suspect, const struct lex *name, const char *at)
{
	const struct extract around = extract_definition(&suspect->result, at, at);
	const char *jump = jump_to(&around, name);

	if (jump && !function_has_label(&around, name) && finds_jumps(&suspect->ours, name))
		add_stringf(suspect->warnings, "the label '%.*s' goes, and line %u jumps there",
			    (int)name->size, name->text,
			    text_line_at(suspect->result.text, jump - suspect->result.text));
}

/* @left: so many are looked for */
static void look_for_labels(struct suspect *suspect, const struct change *change, guint *left)
{
	const struct part_changes *here = suspect_here(suspect);
	struct lex name;

	for (size_t i = change->old_at; i < change->old_at + change->old_count; i++)
		if (*left && label_of(&g_array_index(here->old, struct line, i), &name)) {
			--*left;
			check_label(suspect, &name,
				    extract_line(&suspect->result, here->new, change->new_at));
		}
}

/* to what stands behind a name, and behind "__free(kfree)" or "__unused" there */
static enum lex_kind step_behind(struct lex *name)
{
	enum lex_kind kind = lex_next(name);

	if (kind != LEX_WORD || !lex_attribute(name->text, name->size))
		return kind;
	kind = lex_next(name);
	if (kind != LEX_PUNCT || *name->text != '(')
		return kind;
	lex_close(name);
	return lex_next(name);
}

/* may "type name" stand there, "*name" or ", name"? */
static bool may_declare(enum lex_kind before, const struct lex *last, struct lex name)
{
	if (before != LEX_WORD && *last->text != '*' && *last->text != ',')
		return false;
	return step_behind(&name) == LEX_PUNCT && strchr(";=,[)", *name.text);
}

/* may these lines declare what neither the added ones have, nor the function is without now? */
static bool may_lose(const struct line *from, const struct line *to,
		     const struct extract *around)
{
	struct lex lex, last = { .text = "" };
	enum lex_kind kind, before = LEX_PUNCT;

	lex_init(&lex, from->text, from->size);
	for (; (kind = lex_next(&lex)) != LEX_END; before = kind, last = lex)
		if (kind == LEX_WORD && g_ascii_islower(*lex.text) &&
		    !lex_keyword(lex.text, lex.size) && may_declare(before, &last, lex) &&
		    !text_names(to->text, to->size, lex.text, lex.size) &&
		    text_names(around->text, around->size, lex.text, lex.size))
			return true;
	return false;
}

static bool may_lose_variable(struct suspect *suspect, const struct change *change)
{
	const struct part_changes *here = suspect_here(suspect);
	const struct line from = extract_lines(&suspect->ours, here->old, change->old_at,
					       change->old_count);
	const struct line to = extract_lines(&suspect->result, here->new, change->new_at,
					     change->new_count);
	const struct extract around = extract_definition(&suspect->result, to.text,
							 to.text + to.size);

	return may_lose(&from, &to, &around);
}

void suspect_lost(struct suspect *suspect)
{
	const struct warn_input *input = suspect->input;
	const struct doubt_input merge = { input->base, input->theirs, input->ours,
					   input->result, suspect->scans };
	const struct part_changes *here;
	g_autofree char *doubt = NULL;
	guint labels = SEARCHES_MAX;
	bool variables = false;

	if (!suspect_differs(suspect))
		return;
	here = suspect_here(suspect);
	for (guint i = 0; i < here->changes->len; i++) {
		const struct change *change = &g_array_index(here->changes, struct change, i);

		if (!change->old_count)
			continue;
		look_for_labels(suspect, change, &labels);
		variables = variables || may_lose_variable(suspect, change);
	}
	doubt = variables ? doubt_declarations(&merge) : NULL;
	if (doubt)
		g_ptr_array_add(suspect->warnings, g_steal_pointer(&doubt));
}
