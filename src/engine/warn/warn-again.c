// SPDX-License-Identifier: GPL-2.0-only
/*
 * What this tree has a change for already, at another place and by a commit of
 * its own: a member is initialised twice, a macro defined twice, and a compiler
 * takes the last one; a member of a structure is set twice by one function; a
 * table has two rows of one key, of which one is never reached.
 */
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/heads.h"
#include "engine/code/limits.h"
#include "engine/code/scans.h"
#include "engine/code/text.h"
#include "engine/code/tokens.h"
#include "engine/warn/stores.h"
#include "engine/warn/suspect.h"

/* the longest "a->b.c" that is looked for */
#define PLACE_MAX 100

/* letters of a key that stands in no second row by chance */
#define KEY_MIN 3

/* rows that tables are searched for, which takes as long as their file is */
#define ROWS_MAX 50

static const struct csource *source_of(struct suspect *suspect)
{
	return scans_source(suspect->scans, suspect->input->result);
}

/* the name in ".name =" or "[name] =", behind ',' or '{'; 0 for anything else */
static guint element_at(const struct csource *source, guint i)
{
	if (!i || !(token_is_punct(source, i - 1, ",") || token_is_punct(source, i - 1, "{")) ||
	    !token_is_word(source, i + 1))
		return 0;
	if (token_is_punct(source, i, "."))
		return token_is_punct(source, i + 2, "=") ? i + 1 : 0;
	return token_is_punct(source, i, "[") && token_is_punct(source, i + 2, "]") &&
	       token_is_punct(source, i + 3, "=") ? i + 1 : 0;
}

static bool ends_block(const struct ctoken *token, int depth)
{
	/* in the arms of an #if both may stand */
	return token->depth < depth || token->kind == CTOKEN_DIRECTIVE;
}

/* how a token changes how deep in parentheses one is who goes that way */
static int goes_into(const struct csource *source, guint i, int way)
{
	return token_is_punct(source, i, way > 0 ? "(" : ")") -
	       token_is_punct(source, i, way > 0 ? ")" : "(");
}

/* does the initialiser around have the element on a line that was here before? */
static bool is_element_here(struct suspect *suspect, const struct csource *source, guint name)
{
	const struct ctoken *wanted = ctoken_at(source, name);
	const struct line word = { wanted->text, wanted->size };

	for (int way = -1; way <= 1; way += 2) {
		int nested = 0;

		for (guint i = name + way; i && i < source->tokens->len; i += way) {
			const struct ctoken *token = ctoken_at(source, i);

			nested += goes_into(source, i, way);
			/* a macro's arguments are an initialiser of their own */
			if (nested < 0 || ends_block(token, wanted->depth))
				break;
			if (!nested && token->depth == wanted->depth &&
			    token_spells(source, i, &word) &&
			    element_at(source, i - 1) == i &&
			    suspect_left_until(suspect, token->text))
				return true;
		}
	}
	return false;
}

/* what starts a line, without blanks */
static const char *starts_with(const struct line *line)
{
	const struct line text = text_trim(line);

	return text.size ? text.text : "";
}

static void check_element(struct suspect *suspect, const char *at)
{
	const struct csource *source = source_of(suspect);
	guint name = element_at(source, csource_token_from(source, at));

	if (name && is_element_here(suspect, source, name))
		add_stringf(suspect->warnings, "'%.*s' is initialised twice",
			    (int)ctoken_at(source, name)->size, ctoken_at(source, name)->text);
}

/* "a->b.c" in front of "=", at the start of a line; an empty one for anything else */
static struct line member_set(const struct line *line)
{
	const struct line text = text_trim(line);
	const char *equals = memchr(text.text, '=', text.size);
	struct line place = { text.text, equals ? (size_t)(equals - text.text) : 0 };

	place = text_trim(&place);
	if (!place.size || place.size > PLACE_MAX || equals[1] == '=' ||
	    !bytes_find(place.text, place.size, "->", 2))
		return (struct line){ "", 0 };
	for (size_t i = 0; i < place.size; i++)
		if (!byte_is_word(place.text[i]) && !strchr("->.[]", place.text[i]))
			return (struct line){ "", 0 };
	return place;
}

static bool sets(const struct line *body, const struct line *place)
{
	g_autofree char *text = g_strdup_printf("%.*s = ", (int)place->size, place->text);

	return bytes_find(body->text, body->size, text, strlen(text));
}

/* this tree's function sets it, and upstream's did not */
static void check_set(struct suspect *suspect, const struct line *line)
{
	const struct line place = member_set(line);
	struct head here, ours, base;
	struct lex name;

	if (!place.size || !head_around(&suspect->result, line, &name, &here) ||
	    !head_find(suspect->base.text, suspect->base.size, &name, &base) ||
	    !head_find(suspect->ours.text, suspect->ours.size, &name, &ours))
		return;
	if (base.body.size && sets(&ours.body, &place) && !sets(&base.body, &place) &&
	    stores_meet(suspect, &place, &here.body))
		add_stringf(suspect->warnings, "'%.*s' is set by '%.*s' here already",
			    (int)place.size, place.text, (int)name.size, name.text);
}

static bool same_text(const struct line *a, const struct line *b)
{
	const struct line text_a = text_trim(a), text_b = text_trim(b);

	return text_same(&text_a, &text_b);
}

/* a macro that this tree's file has as another one, which stays */
static void check_define(struct suspect *suspect, const struct line *line)
{
	struct line ours, theirs, result;
	enum lex_kind kind;
	struct lex lex;

	lex_init(&lex, line->text, line->size);
	kind = lex_next(&lex);
	if (kind == LEX_DEFINE && lex_next(&lex) == LEX_WORD &&
	    macro_find(suspect->ours.text, suspect->ours.size, &lex, &ours) &&
	    macro_find(suspect->theirs.text, suspect->theirs.size, &lex, &theirs) &&
	    !same_text(&ours, &theirs) &&
	    !macro_find(suspect->result.text, suspect->result.size, &lex, &result))
		add_stringf(suspect->warnings, "'%.*s' is defined twice", (int)lex.size, lex.text);
}

/* behind what stands in quotes, or NULL */
static const char *string_end(const char *at, const char *end)
{
	for (at++; at < end && *at != '"'; at++)
		at += *at == '\\';
	return at < end ? at + 1 : NULL;
}

/* up to the ',', ')' or '}' that ends so many elements; an empty one for none */
static struct line elements_from(const char *from, const char *end, int wanted)
{
	int depth = 0;

	for (const char *at = from; at && at < end;) {
		if (*at == '"') {
			at = string_end(at, end);
			continue;
		}
		if (!depth && strchr(",)}", *at) && !--wanted)
			return (struct line){ from, at - from };
		depth += (*at == '(') - (*at == ')');
		at++;
	}
	return (struct line){ "", 0 };
}

/* a string, or a macro's call; a number and a name may stand for a class of rows */
static bool is_key(const struct line *key)
{
	struct lex lex;

	if (key->size < KEY_MIN || memchr(key->text, ';', key->size))
		return false;
	if (*key->text == '"')
		return true;
	lex_init(&lex, key->text, key->size);
	return lex_next(&lex) == LEX_WORD && lex.text == key->text && is_macro_name(&lex) &&
	       memchr(key->text, '(', key->size);
}

/* "USB_DEVICE(1, 2)" in "{ USB_DEVICE(1, 2), 0 },", "QUIRK(1, 2" in "QUIRK(1, 2, "x")," */
static struct line row_key(const struct line *whole)
{
	const struct line line = text_trim(whole);
	const char *at = line.text, *end = at + line.size;
	struct line key;
	struct lex lex;

	if (line.size && *at == '{') {
		for (at++; at < end && *at == ' '; at++)
			;
		key = elements_from(at, end, 1);
		key = text_trim(&key);
		return is_key(&key) ? key : (struct line){ "", 0 };
	}
	lex_init(&lex, line.text, line.size);
	if (lex_next(&lex) != LEX_WORD || lex.text != line.text || !is_macro_name(&lex) ||
	    end[-1] != ',' || end[-2] != ')' || line.text[lex.size] != '(' ||
	    !g_ascii_isdigit(line.text[lex.size + 1]))
		return (struct line){ "", 0 };
	key = elements_from(line.text + lex.size + 1, end, 2);
	if (!key.size)
		return key;
	return (struct line){ line.text, key.text + key.size - line.text };
}

/* the line at the margin that a table begins with */
static struct line table_of(const struct extract *where, const char *at)
{
	const char *margin = line_margin_above(where->text, at);

	return margin ? text_line_around(where->text, where->size, margin) :
			(struct line){ "", 0 };
}

/* the first row of that key in that table of a text; size 0 for none */
static struct line find_row(const struct extract *where, const struct line *key,
			    const struct line *table)
{
	const char *at = where->text, *end = at + where->size;

	for (; at < end && (at = bytes_find(at, end - at, key->text, key->size)); at++) {
		const struct line line = text_line_around(where->text, where->size, at);
		const struct line head = table_of(where, at);
		const struct line found = row_key(&line);

		if (found.text == at && found.size == key->size && same_text(&head, table))
			return text_trim(&line);
	}
	return (struct line){ "", 0 };
}

/* are there rows of one key in upstream's table anyway? then it is none */
static bool is_ambiguous(const struct extract *where, const struct line *table)
{
	const char *end = where->text + where->size;
	const char *at = bytes_find(where->text, where->size, table->text, table->size);
	bool met = false;
	struct bag seen;

	bag_init(&seen);
	while (at && at < end && *at != '}') {
		const struct line line = text_line_from(at, end), key = row_key(&line);

		met |= key.size && !bag_add(&seen, lex_hash(key.text, key.size));
		at += line.size;
	}
	bag_clear(&seen);
	return met;
}

/* this tree's table has a row of that key, and upstream's got its own just now */
static void check_row(struct suspect *suspect, const struct line *line, struct bag *seen)
{
	const struct line key = row_key(line);
	struct line table, row;

	if (!key.size || seen->list->len >= ROWS_MAX ||
	    !bag_add(seen, lex_hash(key.text, key.size)) ||
	    !bytes_find(suspect->ours.text, suspect->ours.size, key.text, key.size))
		return;
	table = table_of(&suspect->result, key.text);
	row = find_row(&suspect->ours, &key, &table);
	if (!row.size || find_row(&suspect->base, &key, &table).size ||
	    !find_row(&suspect->theirs, &key, &table).size ||
	    is_ambiguous(&suspect->theirs, &table))
		return;
	row.text = text_next_line(suspect->result.text, suspect->result.size,
				  suspect->result.text, &row);
	/* it may be the one that came */
	if (row.text && suspect_left_until(suspect, row.text))
		add_stringf(suspect->warnings, "'%.*s' is in the table here already, in line %u",
			    (int)MIN(row.size, SHOWN_MAX), row.text,
			    text_line_at(suspect->result.text, row.text - suspect->result.text));
}

static void look_at(struct suspect *suspect, const struct line *line, struct bag *rows)
{
	const char *at = starts_with(line);

	check_row(suspect, line, rows);
	if (*at == '.' || *at == '[')
		check_element(suspect, at);
	else if (*at == '#')
		check_define(suspect, line);
	else if (memchr(line->text, '=', line->size))
		check_set(suspect, line);
}

void suspect_again(struct suspect *suspect)
{
	const struct warn_input *input = suspect->input;
	struct line added, line;
	struct bag rows;

	if (!input->ours || (input->base && g_bytes_equal(input->base, input->ours)))
		return;
	bag_init(&rows);
	for (guint i = 0; i < SEARCHES_MAX && suspect_added(suspect, i, &added); i++)
		while (text_take_line(&added, &line))
			look_at(suspect, &line, &rows);
	bag_clear(&rows);
}
