// SPDX-License-Identifier: GPL-2.0-only
/*
 * A variable that lines which came use, and that is another one in this tree's
 * function: of a block's own, not set yet, never below 0, in another unit, or a
 * pointer, whose size tells nothing of what it points to.
 */
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/declares.h"
#include "engine/code/limits.h"
#include "engine/code/scans.h"
#include "engine/code/text.h"
#include "engine/code/tokens.h"
#include "engine/code/variables.h"
#include "engine/code/variableuse.h"
#include "engine/warn/warnparts.h"

/**
 * struct use - of a variable, in a line that came
 * @name: of it, and where it is
 * @next: the token behind
 * @before: the token in front
 * @call: the one in front of that
 * @function: name of the function that it is in
 * @here, @there: this tree's function, and upstream's
 * @place: where upstream's has the line
 */
struct use {
	struct lex name;
	struct lex next;
	struct lex before;
	struct lex call;
	struct lex function;
	const struct head *here;
	const struct head *there;
	const char *place;
};

/* where the variable is set in a piece of a text; @any: or stands in it at all */
static bool stands(const char *from, const char *to, const struct lex *name, bool any)
{
	enum lex_kind kind, before = LEX_PUNCT;
	struct lex lex;

	if (from >= to)
		return false;
	lex_init(&lex, from, to - from);
	for (; (kind = lex_next(&lex)) != LEX_END; before = kind) {
		struct lex next = lex;

		if (kind == LEX_WORD && before != LEX_MEMBER && lex_same(&lex, name) &&
		    (any || (lex_next(&next) == LEX_PUNCT && variable_is_set(&next))))
			return true;
	}
	return false;
}

/* upstream sets it above, and here that comes below only */
static bool is_early(const struct use *use, const struct variable *here,
		     const struct variable *there)
{
	const struct line *body = &use->here->body;

	return !here->parameter && !there->parameter && !here->array && !here->computed &&
	       *use->before.text != '&' && !variable_is_set(&use->next) &&
	       !stands(here->behind, use->name.text, &use->name, true) &&
	       stands(use->name.text, body->text + body->size, &use->name, false) &&
	       stands(there->behind, use->place, &use->name, false);
}

/* the number in "name / 60", if that is what stands there */
static bool scale_of(const struct lex *operation, struct lex *out)
{
	*out = *operation;
	return strchr("*/%+-", *operation->text) && lex_next(out) == LEX_NUMBER;
}

/* how often a function has the variable; @scaled: does it reckon with it in the same way? */
static guint mentions(const struct line *body, const struct use *use, const struct lex *number,
		      bool *scaled)
{
	enum lex_kind kind, before = LEX_PUNCT;
	struct lex lex, next, other;
	guint count = 0;

	*scaled = false;
	lex_init(&lex, body->text, body->size);
	for (; (kind = lex_next(&lex)) != LEX_END; before = kind) {
		if (kind != LEX_WORD || before == LEX_MEMBER || !lex_same(&lex, &use->name))
			continue;
		count++;
		next = lex;
		*scaled |= lex_next(&next) == LEX_PUNCT && lex_same(&next, &use->next) &&
			   scale_of(&next, &other) && lex_same(&other, number);
	}
	return count;
}

/*
 * "timeout / 60" stands in upstream's function already, and this tree's has "timeout" as often and
 * never so: here it is in minutes, maybe
 */
static void check_scale(struct suspect *suspect, const struct use *use)
{
	const struct extract *ours = &suspect->ours, *base = &suspect->base;
	bool scaled_here, scaled_there;
	struct head here, there;
	struct lex number;

	if (!scale_of(&use->next, &number) ||
	    !head_find(ours->text, ours->size, &use->function, &here) ||
	    !head_find(base->text, base->size, &use->function, &there) ||
	    mentions(&here.body, use, &number, &scaled_here) <
		    mentions(&there.body, use, &number, &scaled_there) ||
	    scaled_here || !scaled_there)
		return;
	add_stringf(suspect->warnings,
		    "'%.*s %.*s %.*s' comes, as upstream's function has it at another place, and "
		    "this tree's has '%.*s' without: it may be of another unit",
		    (int)use->name.size, use->name.text, (int)use->next.size, use->next.text,
		    (int)number.size, number.text, (int)use->name.size, use->name.text);
}

/* parentheses that are told apart */
#define ROUND_MAX 16

/**
 * struct declaring - a scan for what may declare a name
 * @last: the tokens in front, the last one first
 * @round: open parentheses
 * @may: of each, may something be declared in it?
 */
struct declaring {
	struct lex last[3];
	guint round;
	bool may[ROUND_MAX];
};

static bool ends_statement(const struct lex *token)
{
	return !*token->text || strchr(";{})", *token->text) || lex_is(token, "else") ||
	       lex_is(token, "do");
}

/* "for (int i", "FOO(i)", "for_each_scoped(i) {": may what is behind this '(' be declared by it? */
static bool may_declare_in(const struct declaring *declaring, struct lex open)
{
	const struct lex *callee = &declaring->last[0];

	if (!byte_is_word(*callee->text))
		return false;
	if (lex_is(callee, "for") || is_macro_name(callee))
		return true;
	lex_close(&open);
	return !lex_keyword(callee->text, callee->size) && ends_statement(&declaring->last[1]) &&
	       !(lex_next(&open) == LEX_PUNCT && *open.text == ';');
}

/* "int (*name)(", "int *(*name)[": a variable, whatever is around */
static bool is_pointer(const struct declaring *declaring, struct lex name)
{
	const struct lex *last = declaring->last;

	return *last->text == '*' && *last[1].text == '(' &&
	       (*last[2].text == '*' || (byte_is_word(*last[2].text) &&
					 !lex_command(last[2].text, last[2].size))) &&
	       lex_next(&name) == LEX_PUNCT && *name.text == ')' &&
	       lex_next(&name) == LEX_PUNCT && strchr("([", *name.text);
}

/* in "({ ... })" are statements again */
static void declaring_step(struct declaring *declaring, const struct lex *lex, enum lex_kind kind)
{
	const char c = kind == LEX_PUNCT ? *lex->text : '\0';

	if (c == '(' || (c == '{' && declaring->round)) {
		if (declaring->round < ROUND_MAX)
			declaring->may[declaring->round] =
				c == '{' || may_declare_in(declaring, *lex);
		declaring->round++;
	} else if ((c == ')' || c == '}') && declaring->round) {
		declaring->round--;
	}
	declaring->last[2] = declaring->last[1];
	declaring->last[1] = declaring->last[0];
	declaring->last[0] = *lex;
}

/* does what stands in front of a name declare it, maybe? "; FOO(name" of a macro, too */
static bool may_declare(const struct declaring *declaring, enum lex_kind before)
{
	const struct lex *last = declaring->last;
	const guint round = declaring->round;

	if (round && round <= ROUND_MAX && !declaring->may[round - 1])
		return false;
	if (before == LEX_WORD)
		return !lex_is_tag(last) && !lex_command(last->text, last->size);
	if (*last->text == '*')
		return *last[1].text == '*' || *last[1].text == ',' || *last[1].text == ')' ||
		       (byte_is_word(*last[1].text) &&
			!lex_command(last[1].text, last[1].size));
	/* ')' of "typeof(x) name" */
	return *last->text == ',' || *last->text == ')' ||
	       (*last->text == '(' && is_macro_name(&last[1]) && ends_statement(&last[2]));
}

/* is the name a parameter, or does a part of the function look as if it declares it? */
static bool is_declared(const struct head *function, const struct lex *name)
{
	const struct line *parts[] = { &function->parameters, &function->body };

	for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
		struct declaring declaring = {
			.last = { { .text = "" }, { .text = "" }, { .text = "" } },
		};
		enum lex_kind kind, before = LEX_PUNCT;
		struct lex lex;

		lex_init(&lex, parts[i]->text, parts[i]->size);
		for (; (kind = lex_next(&lex)) != LEX_END; before = kind) {
			if (kind == LEX_WORD && before != LEX_MEMBER && lex_same(&lex, name) &&
			    (!i || is_pointer(&declaring, lex) ||
			     may_declare(&declaring, before)))
				return true;
			declaring_step(&declaring, &lex, kind);
		}
	}
	return false;
}

/* it is a variable of upstream's function, and here of nothing that the file has */
static void check_missing(struct suspect *suspect, const struct use *use)
{
	const struct warn_input *input = suspect->input;
	const struct csource *source = scans_source(suspect->scans, input->result);
	const struct lex *name = &use->name;
	const struct line word = { name->text, name->size };
	g_autofree char *warning = NULL;

	if (is_declared(use->here, name) || source_declares(source, &word) ||
	    text_defines(suspect->result.text, suspect->result.size, name) ||
	    (input->headers &&
	     headers_declare(input->headers, input->path, input->result, name, true)))
		return;
	warning = g_strdup_printf("'%.*s' has no '%.*s' here", (int)use->function.size,
				  use->function.text, (int)word.size, word.text);
	add_string_once(suspect->warnings, warning);
}

static void check_use(struct suspect *suspect, const struct use *use)
{
	const struct variable_use how = variable_use_of(&use->call, &use->before, &use->next);
	struct variable here, there;
	g_autofree char *what = NULL;

	if (!variable_seen(use->there, use->place, &use->name, &there))
		return;
	if (!variable_seen(use->here, use->name.text, &use->name, &here)) {
		check_missing(suspect, use);
		return;
	}
	check_scale(suspect, use);
	what = variables_tell(&here, &there, &how);
	/* one of an inner block upstream, too: what is set there is not meant to last */
	if (!what && variable_is_set(&use->next) && here.hides && !there.hides && there.depth < 2)
		what = g_strdup("is set, which is one of an inner block here");
	else if (!what && is_early(use, &here, &there))
		what = g_strdup("is used, and set further down only");
	if (what)
		add_stringf(suspect->warnings, "'%.*s' %s", (int)use->name.size, use->name.text,
			    what);
}

static bool may_be_variable(const struct lex *name, enum lex_kind before, const struct lex *next)
{
	return before != LEX_MEMBER && before != LEX_WORD && !name->directive &&
	       g_ascii_islower(*name->text) && *next->text != '(' && *next->text != ':' &&
	       !lex_keyword(name->text, name->size);
}

static bool is_behind_variable(enum lex_kind kind)
{
	return kind == LEX_PUNCT || kind == LEX_MEMBER;
}

/* what tells two uses of a variable apart: what is done with it, and by which number */
static guint use_tag(const struct use *use)
{
	struct lex number;

	if (!scale_of(&use->next, &number))
		return *use->next.text;
	return (guint)lex_hash_tagged(number.text, number.size, *use->next.text);
}

static void look_at_line(struct suspect *suspect, const struct line *line, struct use *use,
			 struct bag *seen)
{
	enum lex_kind kind, before = LEX_PUNCT;
	struct lex lex;

	use->call = use->before = (struct lex){ .text = ";", .size = 1 };
	lex_init(&lex, line->text, line->size);
	for (; (kind = lex_next(&lex)) != LEX_END; before = kind) {
		use->name = use->next = lex;
		if (kind == LEX_WORD && is_behind_variable(lex_next(&use->next)) &&
		    may_be_variable(&lex, before, &use->next) &&
		    seen->list->len < SEARCHES_MAX &&
		    bag_add(seen, lex_hash_tagged(lex.text, lex.size, use_tag(use))))
			check_use(suspect, use);
		use->call = use->before;
		use->before = lex;
	}
}

/* lines that came, and the function that they came into */
static void look_at(struct suspect *suspect, const struct line *added)
{
	const char *end = added->text + added->size;
	struct line rest = *added, line;
	struct head here, there;
	struct use use = { .here = &here, .there = &there };
	struct bag seen;
	struct lex name;

	if (!head_around(&suspect->result, added, &name, &here) ||
	    !head_find(suspect->theirs.text, suspect->theirs.size, &name, &there) ||
	    !there.body.size || end > here.body.text + here.body.size)
		return;
	use.function = name;
	bag_init(&seen);
	while (text_take_line(&rest, &line)) {
		use.place = bytes_find(there.body.text, there.body.size, line.text, line.size);
		if (use.place)
			look_at_line(suspect, &line, &use, &seen);
	}
	bag_clear(&seen);
}

void suspect_variables(struct suspect *suspect)
{
	const struct part_changes *here;
	struct line added;

	if (!suspect_differs(suspect))
		return;
	here = suspect_here(suspect);
	for (guint i = 0; here->changes->len <= SEARCHES_MAX && suspect_added(suspect, i, &added);
	     i++)
		if (added.size)
			look_at(suspect, &added);
}
