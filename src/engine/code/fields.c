// SPDX-License-Identifier: GPL-2.0-only
/*
 * Declarations are read without knowing any type: "a b;" declares b, "a b c;"
 * whichever is not spelled as an attribute, and of what stays unclear nothing
 * is said.
 */
#include "engine/code/fields.h"

#include <string.h>

#include "base/bytefind.h"
#include "engine/code/tokens.h"

/* more words in one declaration are no declaration that is understood */
#define WORDS_MAX 4

/**
 * struct reader - where fields_of() is
 * @source: the body
 * @fields: found so far
 * @arms: #if that are open, a number for each arm
 * @depth: of them
 * @last_arm: number
 */
struct reader {
	const struct csource *source;
	GArray *fields;
	guint arms[FIELD_ARMS + 1];
	guint depth;
	guint last_arm;
};

/**
 * struct declaration - what was read of one
 * @words: identifiers that may be its name, @count of them, and one too many
 * @typed: its type is known, so that the next word is its name
 * @by_macro: but it is a macro that may be no type: "ALIGNED(8)" or "LIST(entry)"
 * @tag: of the structure that is its type
 * @wants_tag: "struct" was read
 * @is_enum: "enum" was
 * @ended: its name was looked for: what follows says more of it
 * @name: that name, or NULL
 * @has_inside: it had a body; the members in it are @fields from @inside on
 * @named: one of what it declares has a name
 */
struct declaration {
	const struct ctoken *words[WORDS_MAX];
	guint count;
	bool typed, by_macro, wants_tag, is_enum, ended, has_inside, named;
	const struct ctoken *tag;
	const struct ctoken *name;
	guint inside;
};

static bool is_basic(const struct ctoken *token)
{
	static const char *const words[] = { "void", "int", "char", "long", "short", "unsigned",
					     "signed", "float", "double", "bool", "_Bool", NULL };

	return ctoken_is_any(token, words);
}

static bool is_qualifier(const struct ctoken *token)
{
	static const char *const words[] = { "const", "volatile", "static", "extern", "register",
					     "restrict", "__extension__", "typedef", NULL };

	return ctoken_is_any(token, words);
}

/* "__packed", "CACHE_ALIGNED", "alignas": as names of members hardly are */
static bool is_like_attribute(const struct ctoken *word)
{
	if (word->size > 1 && word->text[0] == '_' && word->text[1] == '_')
		return true;
	if (bytes_find(word->text, word->size, "align", 5))
		return true;
	for (guint i = 0; i < word->size; i++)
		if (g_ascii_islower(word->text[i]))
			return false;
	return true;
}

static void step_arms(struct reader *reader, const struct ctoken *directive)
{
	enum carm arm = ctoken_arm(directive);

	if (arm == CARM_OPENS) {
		if (reader->depth < FIELD_ARMS)
			reader->arms[reader->depth] = ++reader->last_arm;
		reader->depth++;
	} else if (arm == CARM_TURNS && reader->depth) {
		if (reader->depth <= FIELD_ARMS)
			reader->arms[reader->depth - 1] = ++reader->last_arm;
	} else if (arm == CARM_ENDS && reader->depth) {
		reader->depth--;
		if (reader->depth < FIELD_ARMS)
			reader->arms[reader->depth] = 0;
	}
}

static void add_field(struct reader *reader, const struct ctoken *name)
{
	struct field field = { .at = name->text };

	if (reader->depth > FIELD_ARMS)
		return;
	field.path = g_strndup(name->text, name->size);
	memcpy(field.arms, reader->arms, sizeof(field.arms));
	g_array_append_val(reader->fields, field);
}

/* the only word that is not like an attribute */
static const struct ctoken *only_name(const struct declaration *declaration, guint from)
{
	const struct ctoken *name = NULL;

	for (guint i = from; i < declaration->count; i++) {
		if (is_like_attribute(declaration->words[i]))
			continue;
		if (name)
			return NULL;
		name = declaration->words[i];
	}
	return name;
}

static const struct ctoken *choose_name(const struct declaration *declaration)
{
	const struct ctoken *const *words = declaration->words;

	if (declaration->count >= WORDS_MAX)
		return NULL;
	if (declaration->typed) {
		if (declaration->count < 2)
			return declaration->count ? words[0] : NULL;
		return declaration->by_macro ? NULL : only_name(declaration, 0);
	}
	if (declaration->count == 2)
		return words[1];
	if (declaration->count < 3 ||
	    is_like_attribute(words[0]) == is_like_attribute(words[2]) ||
	    is_like_attribute(words[1]))
		return NULL;
	return is_like_attribute(words[0]) ? words[2] : words[1];
}

/* a declarator is at its end, or at what follows its name */
static void end_name(struct declaration *declaration)
{
	if (!declaration->ended)
		declaration->name = choose_name(declaration);
	declaration->ended = true;
}

static void prefix(struct reader *reader, guint from, const struct ctoken *name)
{
	for (guint i = from; i < reader->fields->len; i++) {
		struct field *field = &g_array_index(reader->fields, struct field, i);
		char *path = g_strdup_printf("%.*s.%s", (int)name->size, name->text, field->path);

		g_free(field->path);
		field->path = path;
	}
}

/* members inside: of what has a name or a tag they are its own, and else of what is around */
static void end_inside(struct reader *reader, struct declaration *declaration)
{
	const struct ctoken *name = declaration->name ?: declaration->tag;

	if (!declaration->has_inside || declaration->named)
		return;
	if (name)
		prefix(reader, declaration->inside, name);
	else if (declaration->count)
		g_array_set_size(reader->fields, declaration->inside);
}

static void end_declarator(struct reader *reader, struct declaration *declaration)
{
	end_name(declaration);
	end_inside(reader, declaration);
	if (declaration->name)
		add_field(reader, declaration->name);
	declaration->named |= declaration->name != NULL;
	declaration->name = NULL;
	declaration->ended = false;
	declaration->typed = true;
	declaration->count = 0;
}

/* what closes the parenthesis or bracket at @i, or the last token */
static guint closing(const struct csource *source, guint i)
{
	int depth = 0;

	for (; i < source->tokens->len; i++) {
		const struct ctoken *token = ctoken_at(source, i);

		if (token->kind == CTOKEN_PUNCT && token->size == 1)
			depth += strchr("([", *token->text) ? 1 : strchr(")]", *token->text) ? -1 :
									     0;
		if (!depth)
			return i;
	}
	return source->tokens->len - 1;
}

/* "(*name)(…)", or the arguments of a macro; the '(' is at @i */
static void read_parenthesis(const struct csource *source, struct declaration *declaration, guint i)
{
	guint count = declaration->count, end = closing(source, i);

	if (declaration->ended)
		return;
	if (token_is_punct(source, i + 1, "*")) {
		for (; i < end && !declaration->name; i++)
			if (token_is_word(source, i) && !is_qualifier(ctoken_at(source, i)))
				declaration->name = ctoken_at(source, i);
		declaration->ended = true;
	} else if (count && count < WORDS_MAX) {
		declaration->count--;
		if (count == 1 && !declaration->typed)
			declaration->typed = declaration->by_macro = true;
	} else {
		declaration->count = WORDS_MAX;
	}
}

static void read_word(struct declaration *declaration, const struct ctoken *word)
{
	if (declaration->ended || is_qualifier(word))
		return;
	if (ctoken_is_tag(word)) {
		declaration->wants_tag = true;
		declaration->is_enum = ctoken_is(word, "enum");
		declaration->count = 0;
	} else if (declaration->wants_tag) {
		if (is_like_attribute(word) && word->text[0] == '_')
			return;
		declaration->wants_tag = false;
		declaration->tag = word;
		declaration->typed = true;
	} else if (is_basic(word)) {
		declaration->typed = true;
		declaration->count = 0;
	} else if (declaration->count < WORDS_MAX) {
		declaration->words[declaration->count++] = word;
	}
}

/* the last token that belongs to what is at @i */
static guint read_punct(struct reader *reader, struct declaration *declaration, guint i)
{
	const struct csource *source = reader->source;

	switch (*ctoken_at(source, i)->text) {
	case ';':
		end_declarator(reader, declaration);
		*declaration = (struct declaration){ 0 };
		break;
	case ',':
		end_declarator(reader, declaration);
		break;
	case '*':
		declaration->typed = true;
		declaration->by_macro = false;
		declaration->count = 0;
		break;
	case '(':
		read_parenthesis(source, declaration, i);
		return closing(source, i);
	case '[':
		end_name(declaration);
		return closing(source, i);
	case ':':
	case '=':
		end_name(declaration);
		break;
	}
	return i;
}

static guint read_enumerators(struct reader *reader, guint i, bool add)
{
	bool first = true;

	for (; i < reader->source->tokens->len && !token_is_punct(reader->source, i, "}"); i++) {
		const struct ctoken *token = ctoken_at(reader->source, i);

		if (token->kind == CTOKEN_DIRECTIVE) {
			step_arms(reader, token);
		} else if (token_is_punct(reader->source, i, "(")) {
			i = closing(reader->source, i);
		} else if (token->kind != CTOKEN_COMMENT) {
			if (add && first && token->kind == CTOKEN_WORD &&
			    !token_is_punct(reader->source, i + 1, "("))
				add_field(reader, token);
			first = token_is_punct(reader->source, i, ",");
		}
	}
	return i;
}

/* to the '}' that closes them; @fields of an enum inside are no members */
static guint read_members(struct reader *reader, guint i)
{
	struct declaration declaration = { 0 };

	for (; i < reader->source->tokens->len && !token_is_punct(reader->source, i, "}"); i++) {
		const struct ctoken *token = ctoken_at(reader->source, i);

		if (token->kind == CTOKEN_DIRECTIVE) {
			step_arms(reader, token);
		} else if (token_is_punct(reader->source, i, "{")) {
			declaration.inside = reader->fields->len;
			declaration.has_inside = true;
			i = declaration.is_enum ? read_enumerators(reader, i + 1, false) :
						  read_members(reader, i + 1);
			declaration.wants_tag = declaration.ended = false;
			declaration.typed = true;
			declaration.count = 0;
		} else if (token->kind == CTOKEN_WORD) {
			read_word(&declaration, token);
		} else if (token->kind == CTOKEN_PUNCT) {
			i = read_punct(reader, &declaration, i);
		}
	}
	return i;
}

static void field_clear(gpointer data)
{
	g_free(((struct field *)data)->path);
}

GArray *fields_of(const struct body *body)
{
	g_autoptr(GBytes) bytes = g_bytes_new_static(body->from, body->to - body->from);
	g_autoptr(csource) source = csource_scan(bytes);
	struct reader reader = { .source = source };

	reader.fields = g_array_new(FALSE, FALSE, sizeof(struct field));
	g_array_set_clear_func(reader.fields, field_clear);
	if (body->is_enum)
		read_enumerators(&reader, 0, true);
	else
		read_members(&reader, 0);
	return reader.fields;
}

int fields_place(const GArray *fields, const char *path, gsize size)
{
	for (guint i = 0; i < fields->len; i++) {
		const char *own = g_array_index(fields, struct field, i).path;

		if (strlen(own) == size && !memcmp(own, path, size))
			return i;
	}
	return -1;
}

bool fields_clash(const struct field *a, const struct field *b)
{
	guint i = 0;

	if (strcmp(a->path, b->path))
		return false;
	while (a->arms[i] && a->arms[i] == b->arms[i])
		i++;
	return !a->arms[i] || !b->arms[i];
}
