// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lines that came and use a class of the kernel's cleanup.h that this tree does
 * not define: "guard(rwsem_read)(&s->lock);", "void *p __free(kvfree) = NULL;".
 * Each of the words is known, and what the macro makes of them is not.
 */
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/mention.h"
#include "engine/names/headers.h"
#include "engine/warn/suspect.h"

/**
 * struct guard - a use of a class
 * @macro: "guard"
 * @name: of the class
 * @defined: a text defines it
 */
struct guard {
	struct lex macro;
	struct lex name;
	bool defined;
};

/* include/linux/cleanup.h; ACQUIRE() is of Linux 6.17 */
static bool takes_class(const struct lex *word)
{
	static const char *const words[] = { "guard", "scoped_guard", "scoped_cond_guard", "CLASS",
					     "__free", "ACQUIRE", "ACQUIRE_ERR", NULL };

	return is_any_of(word->text, word->size, words);
}

/* "guard(name)", "CLASS(name, var)" */
static bool read_use(struct lex lex, struct guard *out)
{
	if (!takes_class(&lex))
		return false;
	out->macro = lex;
	if (lex_next(&lex) != LEX_PUNCT || *lex.text != '(' || lex_next(&lex) != LEX_WORD)
		return false;
	out->name = lex;
	return lex_next(&lex) == LEX_PUNCT && strchr("),", *lex.text);
}

/* "DEFINE_GUARD(name,", or "DEFINE_GUARD_COND(na, _me,", which puts two words together */
static bool is_definition(const struct line *line, const struct lex *name)
{
	struct lex lex, first;

	lex_init(&lex, line->text, line->size);
	if (lex_next(&lex) != LEX_WORD || lex_next(&lex) != LEX_PUNCT || *lex.text != '(' ||
	    lex_next(&lex) != LEX_WORD)
		return false;
	first = lex;
	if (lex_same(&first, name))
		return true;
	return first.size < name->size && !memcmp(first.text, name->text, first.size) &&
	       lex_next(&lex) == LEX_PUNCT && *lex.text == ',' && lex_next(&lex) == LEX_WORD &&
	       lex.size == name->size - first.size &&
	       !memcmp(lex.text, name->text + first.size, lex.size);
}

/* at the margin, by a macro that is called so */
static bool defines(const struct extract *text, const struct lex *name)
{
	static const char *const macros[] = { "DEFINE_", "EXTEND_CLASS" };
	const char *end = text->text + text->size;

	for (guint i = 0; i < G_N_ELEMENTS(macros); i++) {
		const gsize size = strlen(macros[i]);
		const char *at = text->text;

		for (; (at = bytes_find(at, end - at, macros[i], size)); at += size) {
			const struct line rest = { at, end - at };

			if ((at == text->text || at[-1] == '\n') && is_definition(&rest, name))
				return true;
		}
	}
	return false;
}

static bool look_into(struct guard *guard, GBytes *bytes)
{
	const struct extract text = extract_of(bytes);

	guard->defined = text.size && defines(&text, &guard->name);
	return !guard->defined;
}

/* a longer name is looked for in all headers, as its parts are too many */
#define NAME_MAX_ASKED 100

/* the name, or two that is_definition() puts together */
static bool may_define(const struct header *header, const struct lex *name)
{
	bool may = name->size > NAME_MAX_ASKED || header_mentions(header, name->text, name->size);

	for (gsize size = 1; size < name->size && !may; size++)
		may = header_mentions(header, name->text, size) &&
		      header_mentions(header, name->text + size, name->size - size);
	return may;
}

static bool look_into_header(void *data, struct header *header)
{
	struct guard *guard = data;

	return !may_define(header, &guard->name) || look_into(guard, header_bytes(header));
}

/* in the file and the headers that it reaches; false where not all of these can be read */
static bool find_class(struct headers *headers, const char *path, GBytes *file,
		       struct guard *guard)
{
	return !look_into(guard, file) ||
	       headers_reach(headers, path, file, look_into_header, guard);
}

static bool has_use(const struct extract *text, const struct guard *guard)
{
	const struct lex *name = &guard->name;
	const char *end = text->text + text->size, *at = text->text;
	struct guard other;
	struct lex lex;

	while ((at = text_mention(at, end, text->text, text->size, guard->macro.text,
				  guard->macro.size))) {
		lex_init(&lex, at, end - at);
		lex_next(&lex);
		if (read_use(lex, &other) && lex_same(&other.name, name))
			return true;
		at += guard->macro.size;
	}
	return false;
}

/* what upstream does not define either is none of cleanup.h's */
static void check(struct suspect *suspect, struct guard *guard)
{
	const struct warn_input *input = suspect->input;

	if (has_use(&suspect->ours, guard) ||
	    !find_class(input->headers, input->path, input->result, guard) || guard->defined)
		return;
	find_class(input->upstream_headers, input->base_path, input->theirs, guard);
	if (guard->defined)
		add_stringf(suspect->warnings, "this tree has no class '%.*s' for '%.*s'",
			    (int)guard->name.size, guard->name.text, (int)guard->macro.size,
			    guard->macro.text);
}

static void look_at(struct suspect *suspect, const struct line *added, struct bag *seen)
{
	enum lex_kind kind, before = LEX_PUNCT;
	struct guard guard;
	struct lex lex;

	lex_init(&lex, added->text, added->size);
	for (; (kind = lex_next(&lex)) != LEX_END; before = kind)
		if (kind == LEX_WORD && before != LEX_MEMBER && read_use(lex, &guard) &&
		    bag_add(seen, lex_hash(guard.name.text, guard.name.size)))
			check(suspect, &guard);
}

void suspect_guards(struct suspect *suspect)
{
	const struct warn_input *input = suspect->input;

	if (input->headers && input->upstream_headers && input->base_path)
		suspect_each_added(suspect, look_at);
}
