// SPDX-License-Identifier: GPL-2.0-only
/*
 * Upstream changes what a function takes, or returns, and its declarations with
 * it; this tree has one of its own besides.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/mention.h"
#include "engine/names/headers.h"
#include "engine/names/wordlist.h"
#include "engine/names/words.h"
#include "engine/pick/picknames.h"

/* does a '{' follow the parentheses that come next? */
static bool has_body(struct lex lex)
{
	enum lex_kind kind;

	lex_next(&lex);
	lex_close(&lex);
	while ((kind = lex_next(&lex)) != LEX_END && !lex.directive)
		if (kind == LEX_PUNCT && strchr(";{", *lex.text))
			return *lex.text == '{';
	return false;
}

/* a brace at the margin sets right what the arms of an #if leave open; 'extern "C" {' is none */
static int depth_behind(int depth, enum lex_kind before, enum lex_kind kind, const struct lex *lex)
{
	bool margin = kind == LEX_PUNCT && (lex->text == lex->start || lex->text[-1] == '\n');

	if (kind != LEX_PUNCT || lex->directive || before == LEX_STRING)
		return depth;
	if (*lex->text == '{')
		return margin ? 1 : depth + 1;
	if (*lex->text == '}')
		return margin ? 0 : MAX(depth - 1, 0);
	return depth;
}

bool text_declaration(const char *path, const struct extract *text, const struct lex *name,
		      int arguments, struct declaration *out)
{
	enum lex_kind kind, before = LEX_PUNCT;
	struct lex lex, last = { .text = "" };
	int depth = 0;

	if (!text_mentions(text->text, text->size, name->text, name->size))
		return false;
	for (lex_init(&lex, text->text, text->size); (kind = lex_next(&lex)) != LEX_END;
	     before = kind, last = lex) {
		depth = depth_behind(depth, before, kind, &lex);
		/* what a macro stands for is no declaration */
		if (kind != LEX_WORD || depth || !lex_same(&lex, name) ||
		    (lex.directive && before != LEX_DEFINE) ||
		    !text_may_define(before, &last, lex) ||
		    (arguments >= 0 && call_arguments(&lex) != arguments))
			continue;
		*out = (struct declaration){
			.macro = before == LEX_DEFINE,
			.own = text_is_own(path, text, &lex),
			.body = has_body(lex),
		};
		return true;
	}
	return false;
}

bool text_has_own(const char *path, const struct extract *text, const struct lex *name)
{
	struct declaration found;

	return text_declaration(path, text, name, -1, &found) && (found.own || found.macro);
}

/**
 * struct arity - of a function
 * @then, @now: what it took, and takes
 * @kept: only headers have it as it is now: who defines it as it was is the one that they declare
 * @warnings: gets what still declares it as it was
 */
struct arity {
	const struct lex *name;
	int then;
	int now;
	bool kept;
	GPtrArray *warnings;
};

static void warn(const struct arity *arity, const char *path, const struct declaration *found)
{
	add_stringf(arity->warnings, "'%.*s' is %s with %d argument%s in '%s', and %s %d now",
		    (int)arity->name->size, arity->name->text,
		    found->body ? "defined" : "declared", arity->then,
		    arity->then == 1 ? "" : "s", path, found->body ? "declared with" : "takes",
		    arity->now);
}

/* one of another function is static, or has its body there */
static bool is_meant(const struct arity *arity, const char *path, const struct declaration *found)
{
	return !found->macro && (!found->body || (arity->kept && !path_is_header(path)));
}

static void look_into(void *data, const char *path, const struct extract *text)
{
	const struct arity *arity = data;
	struct declaration found;

	if (text_declaration(path, text, arity->name, arity->then, &found) && !found.own &&
	    is_meant(arity, path, &found))
		warn(arity, path, &found);
}

static bool is_only_declared(const struct arity *arity, const struct pick_text *text)
{
	const struct extract result = extract_of(text->result);
	struct declaration found;

	return path_is_header(text->file->path) &&
	       text_declaration(text->file->path, &result, arity->name, arity->now, &found) &&
	       !found.macro && !found.body;
}

static bool is_kept(struct pick_names *names, const struct arity *arity)
{
	const guint new = WORD_ARITY + arity->now;
	bool declared = false;

	for (guint i = 0; i < names->texts->len; i++) {
		const struct pick_text *text = names->texts->pdata[i];

		if (!path_is_c(text->file->path) ||
		    !pick_names_has(names, i, TEXT_RESULT, arity->name, new))
			continue;
		if (!is_only_declared(arity, text))
			return false;
		declared = true;
	}
	return declared && pick_names_outside(names, TEXT_OURS, arity->name, new) <= 0;
}

/* with a body, in the file of the other one, it is the other arm of an #if */
static void look_into_text(struct pick_names *names, guint i, bool own, const struct arity *arity)
{
	const struct pick_text *text = names->texts->pdata[i];
	const struct extract result = extract_of(text->result);
	struct declaration found;

	if (path_is_c(text->file->path) &&
	    pick_names_has(names, i, TEXT_RESULT, arity->name, WORD_ARITY + arity->then) &&
	    text_declaration(text->file->path, &result, arity->name, arity->then, &found) &&
	    is_meant(arity, text->file->path, &found) &&
	    ((!own && !found.own) ||
	     pick_names_has(names, i, TEXT_RESULT, arity->name, WORD_ARITY + arity->now)))
		warn(arity, text->file->path, &found);
}

static bool item_has(struct pick_names *names, const struct tree_item *item, guint64 hash)
{
	g_autoptr(wordlist) list = item->mode ? wordlist_of(names->job->objects, &item->id, false,
							    NULL) : NULL;

	return list && wordlist_has(list, hash);
}

/* how many files that this tree lacks have the name in a role upstream, and no more after it */
static int count_absent(struct pick_names *names, const struct lex *name, guint role)
{
	const guint64 hash = lex_hash_tagged(name->text, name->size, role);
	const GPtrArray *files = names->job->files;
	int count = 0;

	for (guint i = 0; i < files->len; i++) {
		const struct file_merge *file = files->pdata[i];

		count += file->state == MERGE_ABSENT && path_is_c(file->base_path) &&
			 item_has(names, &file->base, hash) &&
			 !item_has(names, &file->theirs, hash);
	}
	return count;
}

void pick_declared_with(struct pick_names *names, const struct lex *name, bool own, int then,
			int now, GPtrArray *warnings)
{
	struct arity arity = { .name = name, .then = then, .now = now, .warnings = warnings };
	guint old = WORD_ARITY + then;

	arity.kept = !own && is_kept(names, &arity);
	for (guint i = 0; i < names->texts->len; i++)
		look_into_text(names, i, own, &arity);
	if (!own && pick_names_outside(names, TEXT_OURS, name, old) > 0 &&
	    pick_names_outside(names, TEXT_BASE, name, old) <= count_absent(names, name, old))
		pick_names_visit(names, name, old, look_into, &arity);
}

/**
 * struct reshaped - a function that takes something else, or returns it
 * @text: of the file that defines it
 * @then, @now: in this tree's file, and in the result
 */
struct reshaped {
	struct pick_names *names;
	const struct pick_text *text;
	const struct lex *name;
	const struct head *then;
	const struct head *now;
	GPtrArray *warnings;
};

static bool is_of(const struct head *declared, const struct head *head)
{
	return !parameters_differ(declared->parameters, head->parameters, false) &&
	       (!declared->kind || !head->kind || declared->kind == head->kind);
}

/* does a text declare it, for all and without a body, as it was? */
static bool declares_old(const struct reshaped *reshaped, const char *path,
			 const struct extract *text)
{
	const struct lex *name = reshaped->name;
	struct declaration found;
	struct head head;

	return text_declaration(path, text, name, -1, &found) && !found.own && !found.macro &&
	       !found.body && head_find(text->text, text->size, name, &head) &&
	       is_of(&head, reshaped->then) &&
	       !is_of(&head, reshaped->now);
}

static void tell_old(const struct lex *name, const char *path, GPtrArray *warnings)
{
	add_stringf(warnings, "'%.*s' is declared in '%s' as it was, and is another one now",
		    (int)name->size, name->text, path);
}

/* a header that upstream has so, too, says the same in other words */
static bool look_for_old(void *data, struct header *header)
{
	const struct reshaped *reshaped = data;
	const struct picker *picker = reshaped->names->job->picker;
	const struct lex *name = reshaped->name;
	const char *path = header_path(header);
	g_autoptr(GBytes) bytes = NULL;
	struct extract here, there;

	if (!header_naming(header, name->text, name->size, &here) ||
	    !declares_old(reshaped, path, &here))
		return true;
	bytes = headers_read(picker->upstream_headers, path);
	there = extract_of(bytes);
	if (!declares_old(reshaped, path, &there))
		tell_old(name, path, reshaped->warnings);
	return true;
}

/* in front of the function itself, where upstream has no such declaration any more */
static bool declares_own_old(const struct extract *text, const struct lex *name,
			     const struct head *then, const struct head *now)
{
	const char *at = text->text;
	struct head head;
	bool old = false;

	while (!old && head_next(text->text, text->size, &at, name, &head))
		old = !head.body.size && is_of(&head, then) && !is_of(&head, now);
	return old;
}

void pick_declared_here(const struct pick_text *text, const struct lex *name,
			const struct head *then, const struct head *now, GPtrArray *warnings)
{
	const struct extract result = extract_of(text->result), theirs = extract_of(text->theirs);

	if (!is_of(now, then) && declares_own_old(&result, name, then, now) &&
	    !declares_own_old(&theirs, name, then, now))
		tell_old(name, text->file->path, warnings);
}

void pick_declared_as(struct pick_names *names, const struct pick_text *text,
		      const struct lex *name, const struct head *then, const struct head *now,
		      GPtrArray *warnings)
{
	struct reshaped reshaped = { names, text, name, then, now, warnings };

	if (names->job->guess || is_of(now, then) ||
	    pick_names_outside(names, TEXT_OURS, name, WORD_CALLABLE) <= 0)
		return;
	/* one that the file does not reach may be another program's */
	headers_reach(names->job->picker->headers, text->file->path, text->result, look_for_old,
		      &reshaped);
}

/* a definition for all that is as the declaration was, and not as it is */
static bool defines_old(const struct reshaped *reshaped, const char *path,
			const struct extract *text)
{
	const struct lex *name = reshaped->name;
	struct declaration found;
	struct head head;

	return !path_is_header(path) && text_declaration(path, text, name, -1, &found) &&
	       !found.own && !found.macro && head_find(text->text, text->size, name, &head) &&
	       head.body.size && is_of(&head, reshaped->then) && !is_of(&head, reshaped->now);
}

static void tell_defined(const struct reshaped *reshaped, const char *path)
{
	add_stringf(reshaped->warnings, "'%.*s' is defined in '%s' as it was, and '%s' declares "
		    "another one now", (int)reshaped->name->size, reshaped->name->text, path,
		    reshaped->text->file->path);
}

static void look_for_definition(void *data, const char *path, const struct extract *text)
{
	const struct reshaped *reshaped = data;

	if (defines_old(reshaped, path, text))
		tell_defined(reshaped, path);
}

/* is one of the pick's files the one that defines it? */
static bool look_in_pick(const struct reshaped *reshaped)
{
	const GPtrArray *texts = reshaped->names->texts;
	bool found = false;

	for (guint i = 0; i < texts->len; i++) {
		const struct pick_text *text = texts->pdata[i];
		const struct extract result = extract_of(text->result);
		const struct extract theirs = extract_of(text->theirs);
		struct head head;

		if (!path_is_c(text->file->path) || !result.size ||
		    !head_find(result.text, result.size, reshaped->name, &head) ||
		    !head.body.size)
			continue;
		found = true;
		if (defines_old(reshaped, text->file->path, &result) &&
		    !defines_old(reshaped, text->file->path, &theirs))
			tell_defined(reshaped, text->file->path);
	}
	return found;
}

void pick_defined_as(struct pick_names *names, const struct pick_text *text,
		     const struct lex *name, GPtrArray *warnings)
{
	const struct extract ours = extract_of(text->ours), result = extract_of(text->result);
	struct head then, now;
	struct reshaped reshaped = { names, text, name, &then, &now, warnings };

	if (!path_is_header(text->file->path) || !head_find(ours.text, ours.size, name, &then) ||
	    !head_find(result.text, result.size, name, &now) || now.body.size ||
	    is_of(&now, &then))
		return;
	if (!look_in_pick(&reshaped) &&
	    pick_names_outside(names, TEXT_OURS, name, WORD_CALLABLE) > 0)
		pick_names_visit(names, name, WORD_CALLABLE, look_for_definition, &reshaped);
}
