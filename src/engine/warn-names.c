// SPDX-License-Identifier: GPL-2.0-only
/*
 * A name that the lines taken over use: upstream's tree has it, this one does
 * not.  Without upstream's tree nothing tells it from a name that the change
 * itself brings, and nothing is said.
 */
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/bag.h"
#include "engine/headers.h"
#include "engine/includelines.h"
#include "engine/kconfig.h"
#include "engine/pastes.h"
#include "engine/reserved.h"
#include "engine/structures.h"
#include "engine/text.h"
#include "engine/warnparts.h"
#include "engine/wordlist.h"

/* bytes: a rewrite that brings so many names to files that large is not looked at to its end */
#define SEARCHED_MAX (1 << 30)

/* arguments of calls are counted up to here */
#define CALL_LIMIT 4000

/* behind a statement and in front of ':' */
static bool is_label(const struct lex *last, struct lex name)
{
	return (*last->text == ';' || *last->text == '}' || *last->text == '{') &&
	       lex_next(&name) == LEX_PUNCT && *name.text == ':';
}

/**
 * struct statement - where in a statement a scan is
 * @tokens: of it so far, no more than 2
 * @declaration: it began with two words, or a word and a star
 * @value: it is computed what is returned, or what the last variable is set to
 * @pointer: the last token is a '*' behind a word, or behind such a '*'
 * @inside: it is one behind a '('
 * @named: the last token is the name that a declaration is about, for sure
 * @macro: the last token is the name that a #define is about
 * @parameters: among those of a macro
 * @round: open parentheses
 * @type_of: how many more than the last are open in "typeof (", 0 elsewhere; stays for its ')'
 */
struct statement {
	int tokens;
	bool declaration;
	bool value;
	bool pointer;
	bool inside;
	bool named;
	bool macro;
	bool parameters;
	int round;
	int type_of;
};

/* "struct name" names a type that is declared elsewhere, unless '{' or ';' follows */
static bool is_tag(const struct lex *last, struct lex name)
{
	return lex_is_tag(last) &&
	       !(lex_next(&name) == LEX_PUNCT && strchr("{;", *name.text));
}

/* "(*name)(", when the star has been met */
static bool is_function_pointer(const struct statement *statement, struct lex name)
{
	return statement->inside && lex_next(&name) == LEX_PUNCT && *name.text == ')' &&
	       lex_next(&name) == LEX_PUNCT && *name.text == '(';
}

static bool is_basic_type(const struct lex *word)
{
	static const char *const words[] = { "int", "char", "long", "short", "unsigned", "signed",
					     "bool", "float", "double", NULL };

	return is_any_of(word->text, word->size, words);
}

/* "} name[] = {": what a structure without a name is for; on a line of its own it is a statement */
static bool is_behind_body(const struct lex *last, struct lex name)
{
	return *last->text == '}' && !memchr(last->text, '\n', name.text - last->text) &&
	       lex_next(&name) == LEX_PUNCT && strchr("[=;,", *name.text);
}

/* "void *arg NAME": a macro with an attribute */
static bool is_attribute(const struct lex *lex, const struct statement *statement)
{
	return statement->named && lex_in_capitals(lex);
}

/* "__used", "PACKED", "_unused_", "attribute_hidden", "asm": may stand behind a name */
static bool may_be_attribute(const struct lex *word)
{
	static const char attribute[] = "attribute_";

	return lex_attribute(word->text, word->size) || lex_in_capitals(word) ||
	       lex_is(word, "asm") ||
	       (*word->text == '_' && word->text[word->size - 1] == '_') ||
	       (word->size > strlen(attribute) &&
		!memcmp(word->text, attribute, strlen(attribute)));
}

/* "static NAME variable": a type, or an attribute; in "int name __used" the other word is one */
static bool is_in_front(struct lex name)
{
	enum lex_kind kind;

	do
		kind = lex_next(&name);
	while (kind == LEX_PUNCT && *name.text == '*');
	return kind == LEX_WORD && !may_be_attribute(&name);
}

/* "typeof(old) name": the last token is that ')' */
static bool is_behind_typeof(const struct statement *statement, const struct lex *last)
{
	return statement->type_of && *last->text == ')' &&
	       statement->round < statement->type_of;
}

/* "long name = a;" of a macro: other words in a row declare nothing on a line with a '#' */
static bool is_in_directive(struct lex name)
{
	return name.directive && !(lex_next(&name) == LEX_PUNCT && strchr("=;", *name.text));
}

/* does a declaration name what was just met, as in "struct foo *name;"? */
static bool is_declared(const struct lex *lex, enum lex_kind before, const struct lex *last,
			const struct statement *statement)
{
	return before == LEX_DEFINE || statement->parameters ||
	       is_behind_typeof(statement, last) ||
	       (!statement->value &&
		(statement->pointer || is_function_pointer(statement, *lex))) ||
	       (before == LEX_WORD && !lex_command(last->text, last->size) && !is_tag(last, *lex) &&
		!is_in_directive(*lex) && !is_attribute(lex, statement) && !is_in_front(*lex)) ||
	       is_label(last, *lex) || is_behind_body(last, *lex);
}

static void statement_step(struct statement *statement, const struct lex *lex, enum lex_kind kind,
			   enum lex_kind before, const struct lex *last)
{
	char c = kind == LEX_PUNCT ? *lex->text : '\0';

	statement->parameters = (statement->macro && c == '(' && lex->glued) ||
				(statement->parameters && lex->directive && c != ')');
	statement->macro = before == LEX_DEFINE;
	if (c == ';' || c == '{' || c == '}') {
		*statement = (struct statement){ 0 };
		return;
	}
	statement->round += (c == '(') - (c == ')');
	if (kind == LEX_WORD && lex_is_typeof(lex))
		statement->type_of = statement->round + 1;
	else if (statement->round + (c == ')') < statement->type_of)
		statement->type_of = 0;
	/* "int *a = b, *c;" */
	statement->value = (statement->value && !(c == ',' && !statement->round)) || c == '=' ||
			   (kind == LEX_WORD && *lex->text == 'r' && lex_is(lex, "return"));
	statement->inside = c == '*' && *last->text == '(';
	statement->named = kind == LEX_WORD && !lex_keyword(lex->text, lex->size) &&
			   (statement->pointer || (before == LEX_WORD && is_basic_type(last)));
	statement->pointer = c == '*' && (statement->pointer ||
					  (before == LEX_WORD &&
					   !lex_command(last->text, last->size)) ||
					  (*last->text == ',' && statement->declaration &&
					   !statement->round));
	if (statement->tokens == 0 && (kind != LEX_WORD || lex_is(lex, "return") ||
				       lex_is(lex, "goto") || lex_is(lex, "else")))
		statement->tokens = 2;
	else if (statement->tokens == 1)
		statement->declaration = kind == LEX_WORD || c == '*';
	statement->tokens = MIN(statement->tokens + 1, 2);
}

/* "int a, name;" */
static bool is_listed(const struct statement *statement, const struct lex *last)
{
	return statement->declaration && !statement->round && *last->text == ',';
}

/**
 * struct part_scan - a scan of a part of a text, which begins at file scope
 * @lex: the token
 * @before, @last: the one in front of it
 * @start, @end: of the part
 * @assembler: it is no C
 * @declares_to: what stands in front of that is declared, behind a ".macro" or a ".set"
 */
struct part_scan {
	struct lex lex;
	enum lex_kind before;
	struct lex last;
	struct statement statement;
	const char *start;
	const char *end;
	bool assembler;
	const char *declares_to;
};

static struct part_scan part_scan_of(const struct line *part)
{
	struct part_scan scan = {
		.before = LEX_PUNCT,
		.last = { .text = "" },
		.start = part->text,
		.end = part->text + part->size,
		.declares_to = part->text,
	};

	lex_init(&scan.lex, part->text, part->size);
	return scan;
}

/* ".macro NAME a, b" declares what stands in its line, ".set NAME, 4" the next word */
static void see_assembler(struct part_scan *scan)
{
	static const char *const defining[] = { "macro", "set", "equ", "equiv", NULL };
	const struct lex *lex = &scan->lex;
	const char *dot = scan->last.text, *line_end;

	if (scan->before != LEX_MEMBER || lex->text < scan->declares_to ||
	    !is_any_of(lex->text, lex->size, defining) ||
	    !(dot == scan->start || g_ascii_isspace(dot[-1])))
		return;
	line_end = memchr(lex->text, '\n', scan->end - lex->text);
	scan->declares_to = line_end ? line_end : scan->end;
}

/* "NAME:", "NAME = 4", "ENTRY(NAME)"; a line is a statement, and begins with what it does */
static bool is_declared_in_assembler(const struct part_scan *scan)
{
	struct lex next = scan->lex;

	if (scan->before == LEX_DEFINE ||
	    (*scan->last.text == '(' && lex_in_capitals(&scan->lex)))
		return true;
	return lex_next(&next) == LEX_PUNCT && (*next.text == ':' || *next.text == '=');
}

static bool declares_now(const struct part_scan *scan)
{
	const struct lex *lex = &scan->lex;

	if (lex->text < scan->declares_to)
		return true;
	return scan->assembler ? is_declared_in_assembler(scan) :
	       is_declared(lex, scan->before, &scan->last, &scan->statement) ||
	       is_listed(&scan->statement, &scan->last);
}

/* go on to the next name that is declared; false at the end */
static bool next_declared(struct part_scan *scan)
{
	const struct lex *lex = &scan->lex;
	enum lex_kind kind;
	bool met = false;

	while (!met && (kind = lex_next(&scan->lex)) != LEX_END) {
		met = kind == LEX_WORD && declares_now(scan);
		if (kind == LEX_WORD)
			see_assembler(scan);
		statement_step(&scan->statement, lex, kind, scan->before, &scan->last);
		scan->before = kind;
		scan->last = *lex;
	}
	return met;
}

static bool part_declares(const struct line *part, const struct lex *name)
{
	struct part_scan scan = part_scan_of(part);

	while (next_declared(&scan))
		if (lex_same(&scan.lex, name))
			return true;
	return false;
}

/* the definition with the next place that has the name, comments included; false for none */
static bool next_part(const char *text, gsize size, const char *from, const struct lex *name,
		      struct line *out)
{
	const char *end = text + size, *close;
	const char *at = size ? text_mention(from, end, text, size, name->text, name->size) : NULL;

	if (!at)
		return false;
	close = bytes_find(at, end - at, "\n}\n", 3);
	out->text = text + extract_start(text, at - text);
	out->size = (close ? close + 3 : end) - out->text;
	return true;
}

bool text_declares(const char *text, gsize size, const struct lex *name)
{
	struct line part = { text, 0 };

	while (next_part(text, size, part.text + part.size, name, &part))
		if (part_declares(&part, name))
			return true;
	return false;
}

/*
 * Of a suspect's texts many names are asked, and most of them of the lines that came: each part is
 * read once.  A part is told by where it is, and a name in it by both.
 */
static bool known_part_declares(struct bag *declared, const struct line *part, bool assembler,
				const struct lex *name)
{
	const guint64 place = lex_hash((const char *)part, sizeof(*part));
	struct part_scan scan = part_scan_of(part);

	scan.assembler = assembler;
	if (!declared->list)
		bag_init(declared);
	if (bag_add(declared, place))
		while (next_declared(&scan))
			bag_add(declared, place ^ lex_hash(scan.lex.text, scan.lex.size));
	return bag_has(declared, place ^ lex_hash(name->text, name->size));
}

static bool known_declares(struct bag *known, const char *text, gsize size, bool assembler,
			   const struct lex *name)
{
	struct line part = { text, 0 };

	while (next_part(text, size, part.text + part.size, name, &part))
		if (known_part_declares(known, &part, assembler, name))
			return true;
	return false;
}

bool text_declares_known(struct bag *known, const char *text, gsize size, const struct lex *name)
{
	return known_declares(known, text, size, false, name);
}

/* text_declares() of one of the suspect's own texts */
static bool declares(struct suspect *suspect, const char *text, gsize size, const struct lex *name)
{
	return known_declares(&suspect->declared, text, size,
			      path_is_assembler(suspect->input->path), name);
}

/* does the change itself declare it? */
static bool declared_here(struct suspect *suspect, const struct lex *name)
{
	const struct extract *part = &suspect->result;

	return declares(suspect, part->text + part->start, part->to - part->start, name);
}

bool suspect_declares(struct suspect *suspect, const struct lex *name)
{
	const GPtrArray *others = suspect->input->others;

	if (declares(suspect, suspect->result.text, suspect->result.size, name))
		return true;
	for (guint i = 0; others && i < others->len; i++) {
		gsize size;
		const char *text = g_bytes_get_data(others->pdata[i], &size);

		if (text && text_declares_known(&suspect->declared, text, size, name))
			return true;
	}
	return false;
}

/* call_arguments(), and where the call ends */
static int read_call(const struct lex *name, const char **end)
{
	struct lex lex = *name;
	int depth = 0, commas = 0, tokens = 0;
	bool is_void = false;
	enum lex_kind kind = lex_next(&lex);

	*end = name->text + name->size;
	if (kind != LEX_PUNCT || *lex.text != '(')
		return -1;
	while (kind != LEX_END && lex.text < name->text + CALL_LIMIT) {
		char c = kind == LEX_PUNCT ? *lex.text : 0;

		if (c == '(' || c == '[' || c == '{')
			depth++;
		else if (c == ')' || c == ']' || c == '}')
			depth--;
		else if (c == ',' && depth == 1)
			commas++;
		*end = lex.at;
		if (!depth)
			return tokens == 1 || (tokens == 2 && is_void) ? 0 : commas + 1;
		is_void = kind == LEX_WORD && lex_is(&lex, "void");
		tokens++;
		kind = lex_next(&lex);
	}
	return -1;
}

int call_arguments(const struct lex *name)
{
	const char *end;

	return read_call(name, &end);
}

bool call_has_arguments(void *data, const char *at, const char *end)
{
	struct lex lex;

	lex_init(&lex, at, end - at);
	lex_next(&lex);
	return call_arguments(&lex) == *(const int *)data;
}

/**
 * enum name_use - what is told of a name by what stands in front of it
 * @USE_TAG: "struct" or its like
 */
enum name_use {
	USE_PLAIN,
	USE_MEMBER,
	USE_TAG,
};

static enum name_use use_of(enum lex_kind before, const struct lex *last)
{
	if (before == LEX_MEMBER)
		return USE_MEMBER;
	return before == LEX_WORD && lex_is_tag(last) ? USE_TAG : USE_PLAIN;
}

/**
 * struct declaring - a name that is looked for in headers
 * @met: one declares it
 */
struct declaring {
	const struct lex *name;
	bool met;
};

/* of "struct name;" */
static bool is_of_tag(const char *text, const char *at)
{
	const struct line word = text_word_before(text, at);
	struct lex lex;

	lex_init(&lex, word.text, word.size);
	return lex_next(&lex) == LEX_WORD && lex_is_tag(&lex);
}

/* is the name at @at declared by a line at the margin, for all: "type *name;" "type (*name)("? */
static bool is_at_margin(const char *text, gsize size, const char *at)
{
	const char *from = text_line_start(text, at), *before = text_skip_back(text, at);
	struct lex next;
	int round = 0;

	if (from == at || !byte_is_word(*from) || g_ascii_isdigit(*from) || is_of_tag(text, at))
		return false;
	for (const char *c = from; c < at; c++) {
		if (strchr("{};=\"", *c))
			return false;
		round += (*c == '(') - (*c == ')');
	}
	lex_init(&next, at, text + size - at);
	lex_next(&next);
	if (lex_next(&next) != LEX_PUNCT)
		return false;
	return round == 1 ? *next.text == ')' && before - from > 1 && before[-1] == '*' &&
				    before[-2] == '(' :
			    !round && strchr("=;,[", *next.text);
}

const char *text_declared_at(const char *text, gsize size, const char *from,
			     const struct lex *name)
{
	const char *end = text + size, *at = from;

	for (; size && (at = text_mention(at, end, text, size, name->text, name->size)); at++)
		if (is_at_margin(text, size, at))
			return at;
	return NULL;
}

bool text_declares_for_all(const char *text, gsize size, const struct lex *name)
{
	return text_declared_at(text, size, text, name) ||
	       (size && text_defines(text, size, name));
}

static bool look_into_header(void *data, struct header *header)
{
	struct declaring *declaring = data;
	const struct lex *name = declaring->name;
	struct extract text;

	declaring->met = header_naming(header, name->text, name->size, &text) &&
			 text_declares_for_all(text.text, text.size, name);
	return !declaring->met;
}

bool headers_declare(struct headers *headers, const char *path, GBytes *file,
		     const struct lex *name, bool unread)
{
	struct declaring declaring = { .name = name };
	const bool all = headers_reach(headers, path, file, look_into_header, &declaring);

	return declaring.met || (!all && unread);
}

/* does upstream declare for all what is called, though as no function: a pointer to one, say? */
static bool is_declared_there(const struct suspect *suspect, const struct lex *name)
{
	const struct warn_input *input = suspect->input;
	const struct extract *theirs = &suspect->theirs;

	return text_declares_for_all(theirs->text, theirs->size, name) ||
	       (input->upstream_headers && input->base_path && input->theirs &&
		headers_declare(input->upstream_headers, input->base_path, input->theirs, name,
				false));
}

/* called, or a tag, and declared nowhere upstream either; or one of the system's types */
static bool from_library(const struct suspect *suspect, const struct lex *name, int args,
			 enum name_use use)
{
	if (args < 0)
		return lex_standard(name->text, name->size) ||
		       (use == USE_TAG && !suspect_there_is(suspect, WORD_BODY, name));
	return suspect->system_header || !(suspect_there_is(suspect, WORD_CALLABLE, name) ||
					   is_declared_there(suspect, name));
}

/* does this tree's file use the name already, and as a function of as many arguments? */
static bool in_use(const struct suspect *suspect, const struct lex *name, int args)
{
	const struct wanted_name wanted = { name->text, name->size,
					    args < 0 ? NULL : call_has_arguments, &args };

	return text_uses(&suspect->ours, &wanted);
}

/* then nothing is said of it, whatever the tree has: the tree need not be read to find out */
static bool brings_along(struct suspect *suspect, const struct lex *name, int args)
{
	return words_reads(suspect->input->ours_words, WORD_NAME, name->text, name->size) &&
	       suspect_declares(suspect, name) &&
	       (args < 0 || suspect_scanned(suspect, &suspect->result, WORD_ARITY + args, name));
}

/* "NAME >= 11" of an #if, which is 0 where nobody defines it; the compiler defines its own */
static bool is_compared(struct lex name)
{
	return !lex_attribute(name.text, name.size) && lex_next(&name) == LEX_PUNCT &&
	       strchr("<>=", *name.text);
}

static bool is_configured(const struct suspect *suspect, const struct lex *name)
{
	struct headers *headers = suspect->input->headers;

	return headers && kconfig_may_have(headers, name);
}

/* an assembler's file may be included by another one, in its folder or below */
static bool is_of_sibling(struct suspect *suspect, const struct lex *name)
{
	const struct warn_input *input = suspect->input;
	g_autoptr(GPtrArray) paths = NULL;
	bool met = false;

	if (!path_is_assembler(input->path) || !input->headers)
		return false;
	paths = headers_assembler(input->headers, input->path);
	for (guint i = 0; i < paths->len && !met; i++) {
		g_autoptr(GBytes) bytes = headers_read(input->headers, paths->pdata[i]);
		const struct extract text = extract_of(bytes);

		suspect->searched += text.size;
		met = suspect->searched > SEARCHED_MAX ||
		      text_mentions(text.text, text.size, name->text, name->size);
	}
	return met;
}

/* upstream's change declares it in this file, where it was left out */
static bool is_left_out(struct suspect *suspect, const struct lex *name)
{
	const struct extract *theirs = &suspect->theirs;

	return declares(suspect, theirs->text, theirs->size, name);
}

/**
 * struct mention - one of the names in the lines taken over
 * @args: arguments of a call, -1 where it is none
 * @end: where that call ends
 */
struct mention {
	struct lex name;
	enum name_use use;
	int args;
	const char *end;
};

static void check_name(struct suspect *suspect, const struct mention *mention)
{
	const struct lex *name = &mention->name;
	const char *left = suspect_left_until(suspect, name->text);
	const int args = mention->args;

	/* then this tree's file has it, and as it is here */
	if (left && mention->end <= left)
		return;
	suspect->searched += suspect->ours.size + suspect->result.size;
	if (suspect->searched > SEARCHED_MAX)
		return;
	if (name->size < 2 || (name->conditional && !is_compared(*name)) ||
	    lex_keyword(name->text, name->size) ||
	    in_use(suspect, name, args) || (args < 0 && declared_here(suspect, name)) ||
	    brings_along(suspect, name, args))
		return;
	if (suspect_lacks(suspect, WORD_NAME, name)) {
		if (!suspect_declares(suspect, name) &&
		    (suspect_there_is(suspect, WORD_NAME, name) || is_left_out(suspect, name)) &&
		    !from_library(suspect, name, args, mention->use) &&
		    !constant_reserved(suspect, name) && !is_configured(suspect, name) &&
		    !is_of_sibling(suspect, name) &&
		    (mention->use != USE_PLAIN || !suspect_pastes(suspect, name)))
			add_stringf(suspect->warnings, "this tree does not know '%.*s'",
				    (int)name->size, name->text);
	} else if (args >= 0 && path_is_c(suspect->input->path)) {
		suspect_call(suspect, name, args);
	}
}

/* folders of the C library's headers; some trees bring substitutes for other systems */
static bool is_system(const struct lex *header)
{
	static const char *const folders[] = { "sys/", "arpa/", "netinet/", "bits/" };

	for (guint i = 0; i < G_N_ELEMENTS(folders); i++)
		if (header->size > strlen(folders[i]) &&
		    !memcmp(header->text, folders[i], strlen(folders[i])))
			return true;
	return false;
}

/* one from outside may be called as one that upstream has: then others include it too */
static bool is_included(struct suspect *suspect, const struct lex *header)
{
	const struct lex tail = include_tail_lex(*header);

	return !suspect_lacks(suspect, WORD_INCLUDED, header) ||
	       !suspect_lacks(suspect, WORD_INCLUDED, &tail);
}

static void check_header(struct suspect *suspect, const struct lex *header)
{
	const struct extract *ours = &suspect->ours;

	if (is_system(header))
		suspect->system_header = true;
	else if (text_includes(ours->text, ours->size, header->text, header->size))
		return;
	else if (suspect_lacks(suspect, WORD_HEADER, header) &&
		 suspect_there_is(suspect, WORD_HEADER, header) && !is_included(suspect, header))
		add_stringf(suspect->warnings, "this tree has no file '%.*s'", (int)header->size,
			    header->text);
}

/*
 * A label is asked of its function, see suspect_flow(); in an assembler's file, what is not in
 * capitals may be an instruction or a register.
 */
static bool is_asked(const struct suspect *suspect, enum lex_kind kind, const struct lex *lex,
		     enum lex_kind before, const struct lex *last)
{
	return kind == LEX_HEADER ||
	       (kind == LEX_WORD && !(before == LEX_WORD && lex_is(last, "goto")) &&
		(path_is_c(suspect->input->path) || lex_in_capitals(lex)));
}

/* a name in each use, and a call with each number of arguments, is asked once */
static bool is_asked_first(struct bag *seen, const struct mention *mention)
{
	const struct lex *name = &mention->name;
	const int tag = mention->use == USE_MEMBER ? 0 : mention->args + 2;

	return bag_add(seen, lex_hash_tagged(name->text, name->size, tag));
}

/* a call goes on behind the part that differs, where its end is as it was */
static int read_whole_call(const struct extract *result, const struct lex *name, const char **end)
{
	const int args = read_call(name, end);
	struct lex whole;

	if (args >= 0 || name->directive)
		return args;
	lex_init(&whole, name->text, result->text + result->size - name->text);
	lex_next(&whole);
	return read_call(&whole, end);
}

static void look_at_name(struct suspect *suspect, const struct lex *name, enum name_use use,
			 struct bag *seen)
{
	struct mention mention = { *name, use, -1, name->text };

	if (use != USE_MEMBER)
		mention.args = read_whole_call(&suspect->result, name, &mention.end);
	if (is_asked_first(seen, &mention))
		check_name(suspect, &mention);
}

/* calls that begin in front of the part that differs, and are given something else in it */
static void look_at_open_calls(struct suspect *suspect, struct bag *seen)
{
	const struct extract *result = &suspect->result;
	const char *at = result->text + result->from;
	struct lex name;

	while (open_call(result, &at, &name))
		look_at_name(suspect, &name, USE_PLAIN, seen);
}

/* "# text" and "@ text" behind an instruction are comments of an assembler's, to the line's end */
static const char *comment_end(const struct suspect *suspect, enum lex_kind kind,
			       const struct lex *lex, const char *until)
{
	const struct extract *result = &suspect->result;
	const char *end = result->text + result->size, *line_end;

	if (kind != LEX_PUNCT || !strchr("#@", *lex->text) || path_is_c(suspect->input->path) ||
	    lex->text < until || end - lex->text < 2 || !g_ascii_isspace(lex->text[1]))
		return until;
	line_end = memchr(lex->text, '\n', end - lex->text);
	return line_end ? line_end : end;
}

void suspect_names(struct suspect *suspect)
{
	const struct extract *result = &suspect->result;
	const char *comment = result->text;
	struct bag seen, headers;
	struct lex lex, last = { .size = 0 };
	enum lex_kind kind, before = LEX_PUNCT;

	if (!suspect->input->ours_words || !suspect->input->base_words)
		return;
	bag_init(&seen);
	bag_init(&headers);
	look_at_open_calls(suspect, &seen);
	extract_lex(result, &lex);
	while ((kind = lex_next(&lex)) != LEX_END) {
		comment = comment_end(suspect, kind, &lex, comment);
		if (lex.text >= comment && extract_holds(result, &lex) &&
		    is_asked(suspect, kind, &lex, before, &last)) {
			if (kind == LEX_WORD)
				look_at_name(suspect, &lex, use_of(before, &last), &seen);
			else if (bag_add(&headers, lex_hash(lex.text, lex.size)))
				check_header(suspect, &lex);
		}
		before = kind;
		last = lex;
	}
	bag_clear(&headers);
	bag_clear(&seen);
	g_clear_pointer(&suspect->ours_names, g_array_unref);
	g_clear_pointer(&suspect->result_names, g_array_unref);
}
