// SPDX-License-Identifier: GPL-2.0-only
/*
 * A function comes with the change, and a header of this tree declares it with other arguments:
 * upstream's declaration changed in an earlier commit.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/declares.h"
#include "engine/code/heads.h"
#include "engine/code/limits.h"
#include "engine/code/mention.h"
#include "engine/code/text.h"
#include "engine/names/headers.h"
#include "engine/names/words.h"
#include "engine/warn/warnparts.h"

/* is a function defined there, for other files as well? */
static bool is_definition(const struct suspect *suspect, const struct lex *name)
{
	const struct extract *result = &suspect->result;
	const char *at = name->text;
	struct head head;

	return head_next(result->text, result->size, &at, name, &head) && at == name->text + 1 &&
	       head.body.size && !text_is_own(suspect->input->path, result, name);
}

/* of what was here already, and takes something else now, is told elsewhere */
static bool is_new(const struct suspect *suspect, const struct lex *name)
{
	struct head head;

	return !head_find(suspect->ours.text, suspect->ours.size, name, &head);
}

/* has this tree a function of that name with other arguments? Else no header is read */
static bool may_be_refused(const struct suspect *suspect, const struct lex *name, int args)
{
	const struct words *words = suspect->input->ours_words;

	return words_has(words, WORD_CALLABLE, name->text, name->size) &&
	       words_count(words, WORD_CALLABLE, name->text, name->size) >
		       words_count(words, WORD_ARITY + args, name->text, name->size);
}

/* who is compiled with a macro of that name has another function, or none */
static bool has_macro(const struct suspect *suspect, const char *path, const struct lex *name)
{
	g_autoptr(GBytes) bytes = headers_read(suspect->input->headers, path);
	const struct extract header = extract_of(bytes);

	return text_defines(header.text, header.size, name);
}

/* upstream's file may see the declaration of another program's, too */
static void check_definition(struct suspect *suspect, const struct lex *name, int args)
{
	const struct warn_input *input = suspect->input;
	g_autofree char *here = NULL, *there = NULL;

	if (!is_definition(suspect, name) || !is_new(suspect, name) ||
	    !may_be_refused(suspect, name, args))
		return;
	here = headers_refuse(input->headers, input->path, input->result, name, args);
	there = here ? headers_refuse(input->upstream_headers, input->base_path, input->theirs,
				      name, args) : NULL;
	if (here && !there && !has_macro(suspect, here, name))
		add_stringf(suspect->warnings, "'%.*s' is defined with %d argument%s, and declared "
			    "with others in '%s'", (int)name->size, name->text, args,
			    args == 1 ? "" : "s", here);
}

/* a head begins at the margin, with its type or, where that has a line of its own, the name */
static bool is_at_margin(const struct extract *result, const struct lex *lex)
{
	return byte_is_word(*text_line_start(result->text, lex->text));
}

static void look_at(struct suspect *suspect, const struct line *added, struct bag *seen)
{
	const struct extract *result = &suspect->result;
	const char *end = result->text + result->size;
	struct lex lex;

	lex_init_within(&lex, result->text, added->text, added->text + added->size);
	while (lex_next(&lex) != LEX_END) {
		struct lex name = lex;
		int args;

		if (!byte_is_word(*lex.text) || lex.directive || !is_at_margin(result, &lex) ||
		    lex_keyword(lex.text, lex.size))
			continue;
		/* what it takes may be in lines that were here */
		lex_init_within(&name, result->text, lex.text, end);
		lex_next(&name);
		args = call_arguments(&name);
		if (args >= 0 && seen->list->len < SEARCHES_MAX &&
		    bag_add(seen, lex_hash_tagged(lex.text, lex.size, args)))
			check_definition(suspect, &name, args);
	}
}

/* in another language than C functions of one name may take what they like */
void suspect_definitions(struct suspect *suspect)
{
	const struct warn_input *input = suspect->input;

	if (input->headers && input->upstream_headers && input->base_path && input->theirs &&
	    input->ours_words && g_str_has_suffix(input->path, ".c"))
		suspect_each_added(suspect, look_at);
}
