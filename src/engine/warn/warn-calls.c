// SPDX-License-Identifier: GPL-2.0-only
/*
 * A call of a name that this tree has, and not as upstream has it: no function,
 * or one that takes other arguments.
 */
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/heads.h"
#include "engine/code/mention.h"
#include "engine/code/text.h"
#include "engine/names/headers.h"
#include "engine/names/wordlist.h"
#include "engine/names/words.h"
#include "engine/warn/warnparts.h"

/* parameters in front of "..." are told apart up to here */
#define FIXED_MAX 8

/* calls of a name in a file that are compared with upstream's, at most */
#define SHARED_CALLS 50

/* a function that this tree has is called in one file for so many of upstream's */
#define CALLERS_KEPT 8

/* bytes in front of a place that a call around it begins in */
#define OPEN_MAX 4000

/* files that were built, whatever upstream has: its tree need not be read */
#define CALLERS_MANY 64

bool suspect_lacks(const struct suspect *suspect, guint role, const struct lex *name)
{
	return !words_has(suspect->input->ours_words, role, name->text, name->size);
}

/* upstream's words are asked last: they move further from pick to pick */
bool suspect_there_is(const struct suspect *suspect, guint role, const struct lex *name)
{
	return suspect->input->guess ||
	       words_has(suspect->input->base_words, role, name->text, name->size);
}

bool suspect_scanned(struct suspect *suspect, const struct extract *where, guint role,
		     const struct lex *name)
{
	GArray **scanned = where == &suspect->ours ? &suspect->ours_names : &suspect->result_names;

	if (!text_mentions(where->text, where->size, name->text, name->size))
		return false;
	if (!*scanned)
		*scanned = wordlist_scan(where->text, where->size);
	return wordlist_scanned(*scanned, role, name->text, name->size);
}

/*
 * Called in this tree, and declared by no shape that is understood: by a macro of its own.  Where
 * few do as upstream does, these are backports that nobody built.
 */
static bool is_called(const struct suspect *suspect, const struct lex *name)
{
	const struct words *ours = suspect->input->ours_words;
	guint here = words_count(ours, WORD_CALLED, name->text, name->size);

	if (!here || here >= CALLERS_MANY)
		return here;
	return here * CALLERS_KEPT >= words_count(suspect->input->base_words, WORD_CALLED,
						  name->text, name->size);
}

static void check_callable(struct suspect *suspect, const struct lex *name)
{
	if (suspect->system_header || is_called(suspect, name) ||
	    suspect_scanned(suspect, &suspect->result, WORD_CALLABLE, name) ||
	    suspect_declares(suspect, name) || !suspect_there_is(suspect, WORD_CALLABLE, name))
		return;
	add_stringf(suspect->warnings, "this tree has no function '%.*s'", (int)name->size,
		    name->text);
}

/* "f(a," around a place: the '(' in front of it that is not closed there; NULL for none */
static const char *open_before(const char *start, const char *at)
{
	int depth = 0;

	for (; at > start && !strchr(";{}#", at[-1]); at--) {
		depth += (at[-1] == ')') - (at[-1] == '(');
		if (depth < 0)
			return at - 1;
	}
	return NULL;
}

/* "p->f(" */
static bool is_of_member(const struct extract *where, const struct lex *name)
{
	return name->text > where->text && strchr(">.", name->text[-1]);
}

static bool is_declaration(const struct extract *where, const struct lex *name)
{
	struct lex before;

	return text_type_before(where->text, name->text, &before) &&
	       !lex_command(before.text, before.size);
}

/* the word in front of the next '(' around a place that is not closed there, see open_call() */
static bool open_word(const struct extract *where, const char *start, const char **at,
		      struct lex *name)
{
	const char *end = where->text + where->size;

	while ((*at = open_before(start, *at))) {
		const struct line word = text_word_before(where->text, *at);

		lex_init(name, word.text, end - word.text);
		if (word.size && lex_next(name) == LEX_WORD && name->text + name->size == *at)
			return true;
	}
	return false;
}

bool open_call(const struct extract *where, const char **at, struct lex *name)
{
	const char *start = *at - MIN(OPEN_MAX, *at - where->text);

	while (open_word(where, start, at, name))
		if (!is_of_member(where, name) && !is_declaration(where, name))
			return true;
	return false;
}

bool open_member_call(const struct extract *where, const char **at, struct lex *name)
{
	const char *start = *at - MIN(OPEN_MAX, *at - where->text);

	while (open_word(where, start, at, name))
		if (is_of_member(where, name))
			return true;
	return false;
}

/* number of the argument, from 1, that begins with a string, the first of them; 0 for none */
static int string_argument(struct lex lex)
{
	int depth = 1, argument = 1;
	bool begins = true;
	enum lex_kind kind;

	lex_next(&lex);
	while (depth && (kind = lex_next(&lex)) != LEX_END) {
		if (begins && kind == LEX_STRING)
			return argument;
		depth += lex_nesting(kind, &lex);
		begins = depth == 1 && kind == LEX_PUNCT && *lex.text == ',';
		argument += begins;
	}
	return 0;
}

/* a function here has its format where the call has a string: upstream's is a macro without it */
static bool takes_format(const struct suspect *suspect, const struct lex *name)
{
	int argument = string_argument(*name);

	return argument && argument < FIXED_MAX &&
	       !suspect_lacks(suspect, WORD_FIXED + argument, name);
}

/* of a function with "...": as many in front of it as upstream has, or where upstream has none? */
static bool has_fixed(const struct suspect *suspect, const struct lex *name)
{
	bool there = false;

	/* "(...)" hands on whatever it is */
	if (!suspect_lacks(suspect, WORD_FIXED, name) ||
	    suspect_there_is(suspect, WORD_FIXED, name))
		return true;
	for (guint i = 1; i < FIXED_MAX; i++) {
		if (!suspect_there_is(suspect, WORD_FIXED + i, name))
			continue;
		if (!suspect_lacks(suspect, WORD_FIXED + i, name))
			return true;
		there = true;
	}
	return !there || takes_format(suspect, name);
}

/* behind the ')' that ends the call of a name; NULL when it does not end */
static const char *call_end(const char *at, const char *end)
{
	int depth = 0;

	for (; at < end; at++) {
		depth += (*at == '(') - (*at == ')');
		if (*at == ')' && !depth)
			return at + 1;
	}
	return NULL;
}

/* is it called here, word by word, as upstream's file calls it? then it takes the same things */
static bool shares_call(const struct suspect *suspect, const struct lex *name)
{
	const struct extract *ours = &suspect->ours, *base = &suspect->base;
	const char *at = ours->text, *end = at + ours->size;

	for (int left = SHARED_CALLS;
	     left && (at = bytes_find(at, end - at, name->text, name->size)); left--) {
		const char *call = at, *to = NULL;

		at += name->size;
		if (at < end && *at == '(' && (call == ours->text || !byte_is_word(call[-1])))
			to = call_end(at, end);
		if (to && bytes_find(base->text, base->size, call, to - call))
			return true;
	}
	return false;
}

/**
 * struct seen - what the headers that a file reaches tell of a name
 * @name: of the function
 * @args: that it is to take
 * @fits: one of them has it so, or with "...", or does not tell what it takes
 * @path: of one that has it otherwise; newly allocated
 */
struct seen {
	const struct lex *name;
	int args;
	bool fits;
	char *path;
};

/* "ARGS" of "int f(ARGS);" may be several */
static bool is_macro_alone(const struct line *parameters)
{
	struct lex lex, word;

	lex_init(&lex, parameters->text, parameters->size);
	if (lex_next(&lex) != LEX_WORD)
		return false;
	word = lex;
	return lex_in_capitals(&word) && lex_next(&lex) == LEX_END;
}

/* "int f();" tells nothing of what it takes */
static bool is_of_anything(const struct extract *text, const struct lex *name)
{
	const char *at = text->text;
	struct head head;

	while (head_next(text->text, text->size, &at, name, &head))
		if (!head.parameters.size || is_macro_alone(&head.parameters))
			return true;
	return false;
}

static bool look_into_header(void *data, struct header *header)
{
	struct seen *seen = data;
	const struct lex *name = seen->name;
	struct extract text;
	g_autoptr(GArray) words = NULL;
	struct line macro;

	if (!header_naming(header, name->text, name->size, &text) ||
	    !text_mentions(text.text, text.size, name->text, name->size))
		return true;
	words = wordlist_scan(text.text, text.size);
	/* "#define done other_done" may be anything */
	seen->fits = (macro_find(text.text, text.size, name, &macro) && *macro.text != '(') ||
		     wordlist_scanned(words, WORD_ARITY + seen->args, name->text, name->size) ||
		     wordlist_scanned(words, WORD_VARIADIC, name->text, name->size) ||
		     is_of_anything(&text, name);
	if (!seen->path && wordlist_scanned(words, WORD_CALLABLE, name->text, name->size))
		seen->path = g_strdup(header_path(header));
	return !seen->fits;
}

char *headers_refuse(struct headers *headers, const char *path, GBytes *file,
		     const struct lex *name, int args)
{
	struct seen seen = { .name = name, .args = args };

	if (!headers_reach(headers, path, file, look_into_header, &seen) || seen.fits)
		g_clear_pointer(&seen.path, g_free);
	return seen.path;
}

/*
 * Something of that name takes as many, and nothing that this file sees: a tool's function is not
 * the kernel's.  Headers are read only where something here takes others; that upstream has one
 * more that takes these is asked last, as its tree's words are far away.
 */
static void check_seen(struct suspect *suspect, const struct lex *name, int args)
{
	const struct warn_input *input = suspect->input;
	const guint role = WORD_ARITY + args;
	guint takes = words_count(input->ours_words, role, name->text, name->size);
	g_autofree char *path = NULL;

	if (!input->headers ||
	    takes >= words_count(input->ours_words, WORD_CALLABLE, name->text, name->size) ||
	    suspect_scanned(suspect, &suspect->result, WORD_CALLABLE, name) ||
	    suspect_declares(suspect, name))
		return;
	path = headers_refuse(input->headers, input->path, input->result, name, args);
	if (path && takes < words_count(input->base_words, role, name->text, name->size))
		add_stringf(suspect->warnings,
			    "'%.*s' does not take %d arguments in this tree (%s)",
			    (int)name->size, name->text, args, path);
}

/*
 * Neither upstream's file nor this tree's has such a call: it was made of one by another name.
 * What the change declares anew may take these.
 */
static bool is_made(struct suspect *suspect, const struct lex *name, int args)
{
	const struct wanted_name wanted = { name->text, name->size, call_has_arguments, &args };

	return suspect->input->theirs && !text_uses(&suspect->theirs, &wanted) &&
	       !text_uses(&suspect->ours, &wanted) && !suspect_declares(suspect, name);
}

static void check_arity(struct suspect *suspect, const struct lex *name, int args)
{
	const struct words *ours = suspect->input->ours_words;
	guint role = WORD_ARITY + args;
	/* a declaration that goes says nothing of what is called now */
	bool own = suspect_scanned(suspect, &suspect->ours, WORD_CALLABLE, name) &&
		   suspect_scanned(suspect, &suspect->result, WORD_CALLABLE, name);

	if (own && !suspect_scanned(suspect, &suspect->ours, WORD_VARIADIC, name) &&
	    !suspect_scanned(suspect, &suspect->result, role, name) &&
	    suspect_there_is(suspect, role, name)) {
		add_stringf(suspect->warnings, "'%.*s' does not take %d arguments in this file",
			    (int)name->size, name->text, args);
		return;
	}
	if (own)
		return;
	if (words_has(ours, role, name->text, name->size)) {
		check_seen(suspect, name, args);
		return;
	}
	/* few functions are variadic: of them the tree is asked last */
	if (words_has(ours, WORD_VARIADIC, name->text, name->size)) {
		if (!has_fixed(suspect, name) && !shares_call(suspect, name))
			add_stringf(suspect->warnings, "'%.*s' has other parameters in this tree",
				    (int)name->size, name->text);
		else
			check_seen(suspect, name, args);
		return;
	}
	if (suspect_scanned(suspect, &suspect->result, role, name) ||
	    !(is_made(suspect, name, args) || suspect_there_is(suspect, role, name) ||
	      suspect_there_is(suspect, WORD_VARIADIC, name)))
		return;
	add_stringf(suspect->warnings, "'%.*s' does not take %d arguments in this tree",
		    (int)name->size, name->text, args);
}

void suspect_call(struct suspect *suspect, const struct lex *name, int args)
{
	if (suspect_lacks(suspect, WORD_CALLABLE, name))
		check_callable(suspect, name);
	else
		check_arity(suspect, name, args);
}
