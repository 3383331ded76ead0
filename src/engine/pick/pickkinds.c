// SPDX-License-Identifier: GPL-2.0-only
/*
 * Upstream changes of what kind a function's value is or what it takes, how it
 * tells that it failed, or the order of its arguments, and all who call it with
 * it.  This tree has callers of its own: they compile, most often, and do what
 * nobody meant.
 */
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/heads.h"
#include "engine/code/limits.h"
#include "engine/code/mention.h"
#include "engine/code/text.h"
#include "engine/code/uses.h"
#include "engine/names/words.h"
#include "engine/pick/picknames.h"

/**
 * struct agreement - between a function and who calls it, that changes
 * @name: the function's
 * @own: no other file sees it
 * @given: it is about the arguments: who ignores the value is meant as well
 * @types: of these, so that a call is of no interest that upstream's file has word by word
 * @what: of it, newly allocated
 */
struct agreement {
	struct lex name;
	bool own;
	bool given;
	bool types;
	char *what;
};

static bool is_number(enum value_kind kind)
{
	return kind == VALUE_SIGNED || kind == VALUE_UNSIGNED;
}

/* what returns nothing now is looked at in pickleftover.c; most numbers are small ones */
static bool are_others(enum value_kind then, enum value_kind now)
{
	return then > VALUE_NONE && now > VALUE_NONE && then != now &&
	       !(is_number(then) && is_number(now));
}

/* then it says the same by another type */
static bool same_body(const struct head *a, const struct head *b)
{
	g_autofree char *one = text_one_line(&a->body), *other = text_one_line(&b->body);

	return *one && !strcmp(one, other);
}

static char *difference_of_types(const struct head *then, const struct head *now)
{
	g_autofree char *takes = text_one_line(&now->parameters);
	g_autofree char *took = text_one_line(&then->parameters);

	return g_strdup_printf("takes (%s) now, and (%s) before", takes, took);
}

/* what does not agree, newly allocated; NULL for nothing that is sure */
static char *difference(const struct head *then, const struct head *now, struct agreement *out)
{
	out->given = heads_permuted(then, now);
	if (out->given)
		return g_strdup("takes its arguments in another order now");
	for (int by_error = 0; by_error < 2; by_error++)
		if (head_fails_only(then, !by_error) && head_fails_only(now, by_error))
			return g_strdup_printf("has '%s' now, and '%s' before",
					       fails_with[by_error], fails_with[!by_error]);
	if (are_others(then->kind, now->kind) && !same_body(then, now))
		return g_strdup_printf("returns %s now, and %s before",
				       value_kind_words(now->kind), value_kind_words(then->kind));
	/* another number of them is looked at in pickleftover.c */
	out->given = out->types = parameters_count(now->parameters) ==
				  parameters_count(then->parameters) &&
				  parameters_differ(then->parameters, now->parameters, true);
	return out->types ? difference_of_types(then, now) : NULL;
}

/* of each version; false where one has no such function */
static bool read_heads(const struct pick_text *text, const struct lex *name,
		       struct head out[TEXT_VERSIONS])
{
	GBytes *const bytes[] = {
		[TEXT_BASE] = text->base,
		[TEXT_THEIRS] = text->theirs,
		[TEXT_OURS] = text->ours,
		[TEXT_RESULT] = text->result,
	};

	for (guint i = 0; i < TEXT_VERSIONS; i++) {
		const struct extract version = extract_of(bytes[i]);

		if (!head_find(version.text, version.size, name, &out[i]))
			return false;
	}
	return true;
}

/* upstream changes it, and as much of it is changed here; false where it agrees */
static bool changes(const struct head heads[TEXT_VERSIONS], struct agreement *out)
{
	g_autofree char *upstream = difference(&heads[TEXT_BASE], &heads[TEXT_THEIRS], out);

	out->what = upstream ? difference(&heads[TEXT_OURS], &heads[TEXT_RESULT], out) : NULL;
	return out->what != NULL;
}

/* does a function call it, and do something with what it returns? */
static bool has_call(const struct line *body, const struct agreement *agreement)
{
	const struct extract text = { .text = body->text, .size = body->size };

	return agreement->given ? text_calls(&text, &agreement->name) :
				  text_uses_value(&text, &agreement->name);
}

/* a call in a body that this tree's file has word by word, and upstream's function does not */
static bool has_other_call(const struct line *body, const struct extract *ours,
			   const struct line *there, const struct lex *name)
{
	g_autofree char *lines = text_one_line(there);
	const char *end = body->text + body->size, *at = body->text;
	bool other = false;

	for (; !other && (at = text_mention(at, end, body->text, body->size, name->text,
					    name->size)); at += name->size) {
		struct line call = { .text = at };
		g_autofree char *line = NULL;
		struct lex lex;

		lex_init(&lex, at + name->size, end - at - name->size);
		if (lex_next(&lex) != LEX_PUNCT || *lex.text != '(')
			continue;
		lex_close(&lex);
		call.size = lex.text + lex.size - at;
		line = text_one_line(&call);
		other = !strstr(lines, line) &&
			bytes_find(ours->text, ours->size, call.text, call.size);
	}
	return other;
}

/* upstream's function of the name of this one has no such call, or is not there */
static bool is_own_caller(const struct pick_text *text, const struct lex *caller,
			  const struct line *body, const struct agreement *agreement)
{
	const struct extract ours = extract_of(text->ours), theirs = extract_of(text->theirs);
	struct head there;

	if (!text_mentions(theirs.text, theirs.size, caller->text, caller->size))
		return true;
	if (!head_find(theirs.text, theirs.size, caller, &there) || !there.body.size)
		return false;
	return agreement->types ? has_other_call(body, &ours, &there.body, &agreement->name) :
				  !has_call(&there.body, agreement);
}

/* the next function of a text that has such a call; false at the end */
static bool next_caller(const struct extract *text, const char **at, struct lex *caller,
			struct head *head, const struct agreement *agreement)
{
	const struct lex *name = &agreement->name;
	const char *end = text->text + text->size;
	guint left = SEARCHES_MAX;

	while (left-- && (*at = text_mention(*at, end, text->text, text->size, name->text,
					     name->size))) {
		const struct line mention = { *at, name->size };

		*at += name->size;
		if (!head_around(text, &mention, caller, head))
			continue;
		*at = head->body.text + head->body.size;
		if (has_call(&head->body, agreement))
			return true;
	}
	return false;
}

static void look_for_callers(const struct pick_text *text, const struct agreement *agreement,
			     GPtrArray *warnings)
{
	const struct extract result = extract_of(text->result);
	const struct lex *name = &agreement->name;
	const char *at = result.text;
	struct lex caller;
	struct head head;

	while (at && next_caller(&result, &at, &caller, &head, agreement))
		if (is_own_caller(text, &caller, &head.body, agreement))
			add_stringf(warnings, "'%.*s' %s, and is called by '%.*s' in '%s', which "
				    "is not so upstream", (int)name->size, name->text,
				    agreement->what, (int)caller.size, caller.text,
				    text->file->path);
}

/**
 * struct callers - in other files
 * @met: so many have a call
 */
struct callers {
	const struct agreement *agreement;
	guint met;
};

static void look_into(void *data, const char *path, const struct extract *text)
{
	struct callers *callers = data;

	callers->met += has_call(&(struct line){ text->text, text->size },
				 callers->agreement) &&
			!text_has_own(path, text, &callers->agreement->name);
}

/* in files besides those of the pick, more than upstream has */
static void look_outside(struct pick_names *names, const struct agreement *agreement,
			 GPtrArray *warnings)
{
	struct callers callers = { .agreement = agreement };
	const struct lex *name = &agreement->name;
	int more = pick_names_more_callers(names, name);

	if (more <= 0 || (pick_names_visit(names, name, WORD_CALLED, look_into, &callers) &&
			  !callers.met))
		return;
	add_stringf(warnings, "'%.*s' %s, and %d more file%s of this tree call%s it",
		    (int)name->size, name->text, agreement->what, more, more == 1 ? "" : "s",
		    more == 1 ? "s" : "");
}

static void check(struct pick_names *names, const struct pick_text *text, const struct lex *name,
		  GPtrArray *warnings)
{
	const struct extract ours = extract_of(text->ours);
	struct agreement agreement = { .name = *name };
	struct head heads[TEXT_VERSIONS];
	struct declaration found;

	if (!pick_names_ask(names, name) || !read_heads(text, name, heads))
		return;
	agreement.own = text_declaration(text->file->path, &ours, name, -1, &found) && found.own;
	pick_declared_here(text, name, &heads[TEXT_OURS], &heads[TEXT_RESULT], warnings);
	if (!agreement.own)
		pick_declared_as(names, text, name, &heads[TEXT_OURS], &heads[TEXT_RESULT],
				 warnings);
	if (!changes(heads, &agreement))
		return;
	for (guint i = 0; i < names->texts->len; i++) {
		const struct pick_text *other = names->texts->pdata[i];

		if (path_is_c(other->file->path) && other->result && other->theirs &&
		    (other == text || !agreement.own))
			look_for_callers(other, &agreement, warnings);
	}
	if (!agreement.own)
		look_outside(names, &agreement, warnings);
	g_free(agreement.what);
}

/* may a line tell how its function fails? */
static bool tells_failure(const struct line *line)
{
	return text_mentions(line->text, line->size, "NULL", 4) ||
	       text_mentions(line->text, line->size, "ERR_PTR", 7);
}

/* line @k of the base, from 0, which may tell how its function is called */
static void look_at_line(struct pick_names *names, const struct pick_text *text, size_t k,
			 GPtrArray *warnings)
{
	const struct cregion *function =
		csource_at(scans_source(names->job->scans, text->base), k + 1);
	struct lex name = { .size = 0 };

	if (!function || function->kind != CREGION_FUNCTION)
		return;
	name.text = function->name;
	name.size = strlen(function->name);
	check(names, text, &name, warnings);
}

static void look_at(struct pick_names *names, guint i, GPtrArray *warnings)
{
	struct scans *scans = names->job->scans;
	const struct pick_text *text = names->texts->pdata[i];
	const GArray *changes =
		text->theirs ? scans_merge_changes(scans, text->base, text->theirs) : NULL;
	const GArray *lines = changes ? scans_lines(scans, text->base) : NULL;
	const struct extract base = extract_of(text->base);

	for (guint j = 0; changes && j < changes->len; j++) {
		const struct change *change = &g_array_index(changes, struct change, j);
		size_t end = change->old_at + change->old_count;
		bool head = true;

		for (size_t k = change->old_at; k < end; k++) {
			const struct line *line = &g_array_index(lines, struct line, k);

			head = line_may_be_head(&base, line, head);
			if (head || tells_failure(line))
				look_at_line(names, text, k, warnings);
		}
	}
}

void pick_kinds(struct pick_names *names, struct picked *picked)
{
	pick_names_each(names, picked, look_at);
}
