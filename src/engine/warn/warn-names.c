// SPDX-License-Identifier: GPL-2.0-only
/*
 * A name that the lines taken over use: upstream's tree has it, this one does
 * not.  Without upstream's tree nothing tells it from a name that the change
 * itself brings, and nothing is said.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/declares.h"
#include "engine/code/includelines.h"
#include "engine/code/mention.h"
#include "engine/names/headers.h"
#include "engine/names/kconfig.h"
#include "engine/names/words.h"
#include "engine/warn/pastes.h"
#include "engine/warn/reserved.h"
#include "engine/warn/warnparts.h"

/* bytes: a rewrite that brings so many names to files that large is not looked at to its end */
#define SEARCHED_MAX (1 << 30)

/* text_declares() of one of the suspect's own texts */
static bool declares(struct suspect *suspect, const char *text, gsize size, const struct lex *name)
{
	return text_declares_known(&suspect->declared, text, size,
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

		if (text && text_declares_known(&suspect->declared, text, size, false, name))
			return true;
	}
	return false;
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
	const int args = call_span(name, end);
	struct lex whole;

	if (args >= 0 || name->directive)
		return args;
	lex_init(&whole, name->text, result->text + result->size - name->text);
	lex_next(&whole);
	return call_span(&whole, end);
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
