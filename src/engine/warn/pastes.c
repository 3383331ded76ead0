// SPDX-License-Identifier: GPL-2.0-only
#include "engine/warn/pastes.h"

#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/mention.h"
#include "engine/code/text.h"
#include "engine/names/headers.h"

/* a text that pastes more often is made by a program */
#define PASTES_MAX 5000

/**
 * struct maker - a macro that makes the name
 * @macro: its name
 * @argument: what it has to be given for that: "boot"
 */
struct maker {
	char *macro;
	char *argument;
};

/**
 * struct pastes - what makes a name
 * @name: that is looked for
 * @makers: struct maker
 * @made: one of them is used
 */
struct pastes {
	const struct lex *name;
	GArray *makers;
	bool made;
};

static void maker_clear(struct maker *maker)
{
	g_free(maker->macro);
	g_free(maker->argument);
}

/* the first line of what goes on by '\\' at the ends of lines */
static const char *define_line(const char *text, const char *at)
{
	at = text_line_start(text, at);
	while (at - text > 1 && at[-2] == '\\')
		at = text_line_start(text, at - 1);
	return at;
}

/* what is in front of a word, or behind it, by "##"; an empty one for nothing */
static struct line pasted_to(const char *text, const char *end, const struct line *word,
			     bool before)
{
	const char *at = word->text + word->size;

	if (before) {
		at = text_skip_back(text, word->text);
		return at - text > 1 && at[-1] == '#' && at[-2] == '#' ?
			       text_word_before(text, at - 2) : (struct line){ "", 0 };
	}
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	return end - at > 1 && at[0] == '#' && at[1] == '#' ? text_word_behind(at + 2, end) :
							      (struct line){ "", 0 };
}

/* the argument that makes the name of "front##parameter##back"; an empty one for none */
static struct line argument_for(const struct lex *name, const struct line *front,
				const struct line *back)
{
	if (front->size + back->size >= name->size || !(front->size + back->size) ||
	    memcmp(name->text, front->text, front->size) ||
	    memcmp(name->text + name->size - back->size, back->text, back->size))
		return (struct line){ "", 0 };
	return (struct line){ name->text + front->size, name->size - front->size - back->size };
}

/* of a macro whose #define starts at @define, and a word of it that stands beside a "##" */
static void see_paste(struct pastes *pastes, const char *text, const char *end, const char *define,
		      const struct line *word)
{
	const struct line front = pasted_to(text, end, word, true);
	const struct line back = pasted_to(text, end, word, false);
	const struct line argument = argument_for(pastes->name, &front, &back);
	const char *close = memchr(define, ')', word->text - define);
	struct maker maker;
	struct lex lex;

	lex_init(&lex, define, end - define);
	if (!argument.size || !close || lex_next(&lex) != LEX_DEFINE ||
	    lex_next(&lex) != LEX_WORD || close < lex.text + lex.size ||
	    lex.text[lex.size] != '(' ||
	    !text_mentions(lex.text, close - lex.text, word->text, word->size))
		return;
	maker = (struct maker){ g_strndup(lex.text, lex.size),
				g_strndup(argument.text, argument.size) };
	g_array_append_val(pastes->makers, maker);
}

static void find_makers(struct pastes *pastes, const char *text, gsize size)
{
	const char *at = text, *end = text + size;

	for (guint i = 0; i < PASTES_MAX && (at = bytes_find(at, end - at, "##", 2)); i++) {
		const struct line front = text_word_before(text, at);
		const struct line back = text_word_behind(at + 2, end);
		const char *define = define_line(text, at);

		at += 2;
		if (front.size)
			see_paste(pastes, text, end, define, &front);
		if (back.size)
			see_paste(pastes, text, end, define, &back);
	}
}

/* "MACRO(boot, 7)" at the margin */
static bool is_made_at(const struct maker *maker, const char *text, gsize size, const char *at)
{
	const char *line = text_line_start(text, at);
	enum lex_kind kind;
	struct lex lex;
	char last = '\0';

	if (!byte_is_word(*line))
		return false;
	lex_init(&lex, at, text + size - at);
	lex_next(&lex);
	while ((kind = lex_next(&lex)) != LEX_END && *lex.text != ')') {
		if (kind == LEX_WORD && (last == '(' || last == ',') &&
		    lex_is(&lex, maker->argument))
			return true;
		if (!last && *lex.text != '(')
			return false;
		last = *lex.text;
	}
	return false;
}

static void find_made(struct pastes *pastes, const char *text, gsize size)
{
	const char *end = text + size;

	for (guint i = 0; i < pastes->makers->len; i++) {
		const struct maker *maker = &g_array_index(pastes->makers, struct maker, i);
		const gsize length = strlen(maker->macro);
		const char *at = text;

		for (; (at = text_mention(at, end, text, size, maker->macro, length)); at++)
			pastes->made |= is_made_at(maker, text, size, at);
	}
}

static void look_for_makers(struct pastes *pastes, GBytes *bytes)
{
	const struct extract text = extract_of(bytes);

	if (text.size)
		find_makers(pastes, text.text, text.size);
}

static void look_for_made(struct pastes *pastes, GBytes *bytes)
{
	const struct extract text = extract_of(bytes);

	if (text.size)
		find_made(pastes, text.text, text.size);
}

static bool add_makers(void *data, struct header *header)
{
	struct pastes *pastes = data;

	if (header_pastes(header, pastes->name))
		look_for_makers(pastes, header_bytes(header));
	return true;
}

static bool uses_maker(const struct header *header, const struct pastes *pastes)
{
	for (guint i = 0; i < pastes->makers->len; i++) {
		const struct maker *maker = &g_array_index(pastes->makers, struct maker, i);

		if (header_mentions(header, maker->macro, strlen(maker->macro)) &&
		    header_mentions(header, maker->argument, strlen(maker->argument)))
			return true;
	}
	return false;
}

static bool add_made(void *data, struct header *header)
{
	struct pastes *pastes = data;

	if (uses_maker(header, pastes))
		look_for_made(pastes, header_bytes(header));
	return !pastes->made;
}

bool suspect_pastes(const struct suspect *suspect, const struct lex *name)
{
	const struct warn_input *input = suspect->input;
	struct pastes pastes = { .name = name };

	pastes.makers = g_array_new(FALSE, FALSE, sizeof(struct maker));
	g_array_set_clear_func(pastes.makers, (GDestroyNotify)maker_clear);
	look_for_makers(&pastes, input->result);
	if (input->headers)
		headers_reach(input->headers, input->path, input->result, add_makers, &pastes);
	look_for_made(&pastes, input->result);
	if (pastes.makers->len && !pastes.made && input->headers)
		headers_reach(input->headers, input->path, input->result, add_made, &pastes);
	g_array_unref(pastes.makers);
	return pastes.made;
}
