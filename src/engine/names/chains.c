// SPDX-License-Identifier: GPL-2.0-only
#include "engine/names/chains.h"

#include <string.h>

#include "engine/code/mention.h"
#include "engine/code/text.h"
#include "engine/code/variables.h"

/* in front of the "[i]" that ends at a place, or that place */
static const char *skip_index(const char *text, const char *at)
{
	int depth = 0;

	if (at == text || at[-1] != ']')
		return at;
	do {
		at--;
		depth += (*at == ']') - (*at == '[');
	} while (at > text && depth);
	return text_skip_back(text, at);
}

/* the name that ends in front of a place; false for none */
static bool name_before(const char *text, const char *at, struct lex *out)
{
	const struct line word =
		text_word_before(text, skip_index(text, text_skip_back(text, at)));

	lex_init(out, word.text, word.size);
	return lex_next(out) == LEX_WORD && !lex_keyword(out->text, out->size);
}

/* "->" or "." in front of a name; NULL for neither */
static const char *operator_before(const char *text, const char *at)
{
	at = text_skip_back(text, at);
	if (at > text && at[-1] == '.')
		return at - 1;
	return at - text > 1 && at[-1] == '>' && at[-2] == '-' ? at - 2 : NULL;
}

bool chain_read(const char *text, const struct lex *last, bool arrow, struct chain *out)
{
	struct lex names[CHAIN_MAX];
	const char *at = last->text;
	guint count = 1;

	names[0] = *last;
	while ((at = operator_before(text, at))) {
		if (count == CHAIN_MAX || !name_before(text, at, &names[count]))
			return false;
		at = names[count++].text;
	}
	*out = (struct chain){ .count = count, .arrow = arrow };
	for (guint i = 0; i < count; i++)
		out->names[i] = names[count - 1 - i];
	return count > 1;
}

const struct lex *chain_last(const struct chain *chain)
{
	return &chain->names[chain->count - 1];
}

/* does the function declare the variable, in whatever way? */
static bool is_declared(const struct extract *where, const struct line *code,
			const struct lex *name)
{
	struct variable variable;
	struct head head;
	struct lex function;

	return head_around(where, code, &function, &head) &&
	       variable_seen(&head, name->text, name, &variable);
}

bool chain_start(struct chain *chain, const struct extract *where)
{
	const struct lex *name = &chain->names[0], *last = chain_last(chain);
	const struct line code = { name->text, last->text + last->size - name->text };
	const struct extract function =
		extract_definition(where, code.text, code.text + code.size);

	chain->known = type_of_variable(&function, name->text, name, &chain->type);
	return chain->known || !is_declared(where, &code, name);
}

bool chain_is_wrong(const struct chain *chain)
{
	return chain->misfits && !chain->fits;
}

/* "extern struct type *name;" at the margin */
static bool type_at_margin(const struct extract *text, const struct lex *name,
			   struct type_name *out)
{
	const char *end = text->text + text->size, *at = text->text;

	for (; (at = text_mention(at, end, text->text, text->size, name->text, name->size)); at++) {
		const char *behind = at + name->size;
		struct extract line = { .text = text_line_start(text->text, at) };

		line.size = end - line.text;
		if (behind < end && strchr(";=[", *behind) && g_ascii_isalpha(*line.text) &&
		    type_of_variable(&line, behind, name, out))
			return true;
	}
	return false;
}

/* "struct name member" */
static bool is_structure(const char *from, const char *at)
{
	struct lex type, tag;

	return text_type_before(from, at, &type) && text_type_before(from, type.text, &tag) &&
	       (lex_is(&tag, "struct") || lex_is(&tag, "union")) &&
	       !memchr(tag.text, '*', at - tag.text);
}

/* "*member", "*const member" */
static bool is_pointer(const char *from, const char *at)
{
	const char *before = text_skip_back(from, at);
	struct lex type;

	return before[-1] == '*' ||
	       (text_type_before(from, at, &type) && memchr(type.text, '*', at - type.text));
}

/* of what a body declares, there may be one of that name in each arm of an #if */
static void look_at_fields(struct chain *chain, const struct body *body)
{
	const struct lex *last = chain_last(chain);
	g_autofree char *name = g_strndup(last->text, last->size);
	g_autoptr(GArray) fields = fields_of(body);

	for (guint i = 0; i < fields->len; i++) {
		const struct field *field = &g_array_index(fields, struct field, i);
		const char *behind = field->at + last->size;
		struct lex next;

		if (strcmp(field->path, name))
			continue;
		lex_init(&next, behind, body->to - behind);
		/* an array is neither */
		if (lex_next(&next) == LEX_PUNCT && *next.text != '[' &&
		    (chain->arrow ? is_structure : is_pointer)(body->from, field->at))
			chain->misfits = true;
		else
			chain->fits = true;
	}
}

static void look_into(struct chain *chain, const struct body *body)
{
	if (!chain->exists)
		look_at_fields(chain, body);
	else if (body_may_have(body, chain_last(chain)))
		chain->fits = true;
	else
		chain->misfits = true;
}

/* go on by what a text tells; true when all texts have something new to be asked for */
static bool follow(struct chain *chain, const struct extract *text)
{
	const char *at = text->text, *end = text->text + text->size;
	struct type_name *type = &chain->type;
	bool tag = type->tag;
	struct body body;

	if (!chain->known) {
		chain->known = type_at_margin(text, &chain->names[0], type);
		return chain->known;
	}
	if (!text_mentions(at, end - at, type->name.text, type->name.size))
		return false;
	for (; structure_find(at, end - at, type, &body); at = body.to) {
		const struct extract inside = { .text = body.from, .size = body.to - body.from };

		if (chain->known == chain->count - 1)
			look_into(chain, &body);
		else if (type_of_variable(&inside, body.to, &chain->names[chain->known], type))
			return ++chain->known;
	}
	return type->tag != tag;
}

/* false where a header says nothing of what comes next */
static bool may_tell(const struct header *header, const struct chain *chain)
{
	const struct lex *name = chain->known ? &chain->type.name : &chain->names[0];

	return header_mentions(header, name->text, name->size);
}

/* @header: NULL for the file itself; true when it told something, which is pointed to */
static bool follow_all(struct chains *chains, struct header *header)
{
	bool told = false;

	for (guint i = 0; i < chains->list->len; i++) {
		struct chain *chain = &g_array_index(chains->list, struct chain, i);

		if (!chain->fits && (!header || may_tell(header, chain))) {
			GBytes *bytes = header ? header_bytes(header) : chains->bytes;
			const struct extract text = extract_of(bytes);

			told |= follow(chain, &text);
		}
	}
	if (told && header)
		g_ptr_array_add(chains->texts, g_bytes_ref(header_bytes(header)));
	return told;
}

static void follow_file(struct chains *chains)
{
	while (follow_all(chains, NULL))
		;
}

/* false when nothing is open any more, or it is not worth to go on */
static bool is_open(const struct chains *chains)
{
	bool open = false, wrong = false;

	for (guint i = 0; i < chains->list->len; i++) {
		const struct chain *chain = &g_array_index(chains->list, struct chain, i);

		open |= !chain->fits;
		wrong |= chain_is_wrong(chain);
	}
	return open && (wrong || chains->read <= chains->limit);
}

static bool look_into_header(void *data, struct header *header)
{
	struct chains *chains = data;

	chains->read++;
	chains->told = follow_all(chains, header);
	return !chains->told && is_open(chains);
}

/* from the first again when one tells something: what comes next may be in any of them */
static bool follow_headers(struct chains *chains)
{
	bool certain;

	do {
		follow_file(chains);
		chains->told = false;
		chains->read = 1;
		certain = !is_open(chains) ||
			  headers_reach(chains->headers, chains->path, chains->bytes,
					look_into_header, chains);
	} while (certain && chains->told);
	return certain;
}

bool chains_follow(struct chains *chains)
{
	if (chains->headers)
		return follow_headers(chains);
	follow_file(chains);
	return true;
}

void chains_init(struct chains *chains, struct headers *headers, const char *path, GBytes *bytes,
		 guint limit)
{
	*chains = (struct chains){ headers, path, bytes, limit };
	chains->list = g_array_new(FALSE, FALSE, sizeof(struct chain));
	chains->texts = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
}

void chains_clear(struct chains *chains)
{
	g_array_unref(chains->list);
	g_ptr_array_unref(chains->texts);
}
