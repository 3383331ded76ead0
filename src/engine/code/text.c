// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE /* memrchr() */
#include "engine/code/text.h"

#include <string.h>

#include "base/bytefind.h"
#include "base/byterun.h"
#include "base/room.h"
#include "base/strings.h"
#include "engine/code/lex.h"
#include "format/linenumbers.h"

/* as git: a NUL in that many bytes makes a file binary */
#define BINARY_LOOK 8000

/* more words than this on a side: too long to be compared word by word */
#define LIKENESS_WORDS 20000

/* columns between two stops */
#define TAB 8

static const char *const operators[] = {
	"<<=", ">>=", "->", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "++", "--",
	"-=", "+=", "*=", "/=", "%=", "&=", "^=", "|=",
};

static size_t operator_size(const char *p, const char *end)
{
	/* most stand alone */
	if (end - p < 2 || !memchr("=<>&|+-", p[1], 7))
		return 1;
	for (size_t i = 0; i < G_N_ELEMENTS(operators); i++) {
		size_t size = strlen(operators[i]);

		if ((size_t)(end - p) >= size && !memcmp(p, operators[i], size))
			return size;
	}
	return 1;
}

static size_t token_size(const char *p, const char *end)
{
	const char *start = p;
	bool number = g_ascii_isdigit(*p);

	if (!byte_is_word(*p))
		return operator_size(p, end);
	p += byterun_word(p, end);
	while (number && p < end && (byte_is_word(*p) || *p == '.'))
		p++;
	return p - start;
}

/* spaces and tabs, or a newline with the indent behind it */
static size_t space_size(const char *p, const char *end)
{
	const char *start = p++;

	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	return p - start;
}

static GArray *cut(const char *p, size_t size, bool spaces)
{
	GArray *tokens = g_array_new(FALSE, FALSE, sizeof(struct line));
	const char *end = p + size;
	guint used = 0;

	while (p < end) {
		bool space = g_ascii_isspace(*p);
		struct line token = {
			.text = p,
			.size = space ? space_size(p, end) : token_size(p, end),
		};

		room_for(tokens, used);
		if (!space || spaces)
			g_array_index(tokens, struct line, used++) = token;
		p += token.size;
	}
	g_array_set_size(tokens, used);
	return tokens;
}

GArray *text_tokens(GBytes *text)
{
	gsize size;
	const char *p = g_bytes_get_data(text, &size);

	return cut(p, size, true);
}

GArray *text_words(const char *text, size_t size)
{
	return cut(text, size, false);
}

size_t text_first_worded(const GArray *lines, size_t at, size_t end)
{
	for (; at < end; at++) {
		const struct line *line = &g_array_index(lines, struct line, at);

		if (!text_is_blank(line->text, line->size))
			break;
	}
	return at;
}

char *text_one_line(const struct line *text)
{
	const struct line trimmed = text_trim(text);
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < trimmed.size; i++) {
		const bool blank = g_ascii_isspace(trimmed.text[i]);

		if (!blank || !g_ascii_isspace(trimmed.text[i - 1]))
			g_string_append_c(out, blank ? ' ' : trimmed.text[i]);
	}
	return g_string_free(out, FALSE);
}

struct line text_trim(const struct line *text)
{
	struct line trimmed = *text;

	while (trimmed.size && g_ascii_isspace(trimmed.text[trimmed.size - 1]))
		trimmed.size--;
	while (trimmed.size && g_ascii_isspace(*trimmed.text)) {
		trimmed.text++;
		trimmed.size--;
	}
	return trimmed;
}

bool text_begins_with(const struct line *text, const char *word)
{
	size_t size = strlen(word);

	return text->size > size && !memcmp(text->text, word, size) &&
	       !byte_is_word(text->text[size]);
}

guint text_count_line(const GArray *lines, size_t at, size_t end, const struct line *wanted,
		      size_t *out_last)
{
	guint count = 0;

	for (; at < end; at++) {
		struct line line = text_trim(&g_array_index(lines, struct line, at));

		if (!text_same(&line, wanted))
			continue;
		*out_last = at;
		count++;
	}
	return count;
}

const char *text_skip_back(const char *text, const char *at)
{
	while (at > text && g_ascii_isspace(at[-1]))
		at--;
	return at;
}

struct line text_word_before(const char *text, const char *at)
{
	const char *end;

	at = text_skip_back(text, at);
	for (end = at; at > text && byte_is_word(at[-1]); at--)
		;
	return (struct line){ at, end - at };
}

struct line text_word_behind(const char *at, const char *end)
{
	const char *from;

	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	for (from = at; at < end && byte_is_word(*at); at++)
		;
	return (struct line){ from, at - from };
}

const char *text_line_start(const char *text, const char *at)
{
	const char *newline = memrchr(text, '\n', at - text);

	return newline ? newline + 1 : text;
}

struct line text_line_from(const char *at, const char *end)
{
	const char *newline = at < end ? memchr(at, '\n', end - at) : NULL;

	return (struct line){ at, (newline ? newline + 1 : end) - at };
}

bool text_take_line(struct line *rest, struct line *out)
{
	*out = text_line_from(rest->text, rest->text + rest->size);
	rest->text += out->size;
	rest->size -= out->size;
	return out->size;
}

struct line text_line_around(const char *text, gsize size, const char *at)
{
	return text_line_from(text_line_start(text, at), text + size);
}

static bool is_blank_in_line(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

const char *text_next_line(const char *text, gsize size, const char *from,
			   const struct line *wanted)
{
	const char *end = text + size, *at = from;

	while (at < end && (at = bytes_find(at, end - at, wanted->text, wanted->size))) {
		const char *first = at, *last = at + wanted->size;

		while (first > text && is_blank_in_line(first[-1]))
			first--;
		while (last < end && is_blank_in_line(*last))
			last++;
		if ((first == text || first[-1] == '\n') && (last == end || *last == '\n'))
			return at;
		at++;
	}
	return NULL;
}

guint text_count_next(const char *text, gsize size, const struct line *wanted)
{
	const char *at = text;
	guint count = 0;

	for (; (at = text_next_line(text, size, at, wanted)); at++)
		count++;
	return count;
}

int text_column(const struct line *line)
{
	int column = 0;

	for (size_t i = 0; i < line->size && (line->text[i] == ' ' || line->text[i] == '\t'); i++)
		column = line->text[i] == '\t' ? (column / TAB + 1) * TAB : column + 1;
	return column;
}

bool text_same(const struct line *a, const struct line *b)
{
	return a->size == b->size && !memcmp(a->text, b->text, a->size);
}

guint text_hash(gconstpointer line)
{
	const struct line *text = line;
	guint hash = 5381;

	for (size_t i = 0; i < text->size; i++)
		hash = hash * 33 + (guint8)text->text[i];
	return hash;
}

gboolean text_equal(gconstpointer a, gconstpointer b)
{
	return text_same(a, b);
}

/* the next byte of a trimmed line with each run of whitespace as one space; 0 at its end */
static char loose_next(struct line *line)
{
	char c;

	if (!line->size)
		return 0;
	c = *line->text;
	if (!g_ascii_isspace(c)) {
		line->text++;
		line->size--;
		return c;
	}
	while (line->size && g_ascii_isspace(*line->text)) {
		line->text++;
		line->size--;
	}
	return ' ';
}

static guint loose_hash(gconstpointer key)
{
	struct line line = text_trim(key);
	guint hash = 5381;

	while (line.size)
		hash = hash * 33 + (guint8)loose_next(&line);
	return hash;
}

static gboolean loose_equal(gconstpointer a, gconstpointer b)
{
	struct line x = text_trim(a), y = text_trim(b);

	while (x.size && y.size)
		if (loose_next(&x) != loose_next(&y))
			return false;
	return !x.size && !y.size;
}

static void number_loosely(GArray *const *sequences, size_t count, guint **out)
{
	static const struct line blank = { .text = "" };
	g_autoptr(GHashTable) known = g_hash_table_new(loose_hash, loose_equal);

	g_hash_table_insert(known, (gpointer)&blank, GUINT_TO_POINTER(0));
	for (size_t s = 0; s < count; s++) {
		guint length = sequences[s]->len;

		out[s] = g_new(guint, length + 1);
		for (guint i = 0; i < length; i++) {
			struct line *line = &g_array_index(sequences[s], struct line, i);
			gpointer number;

			if (!g_hash_table_lookup_extended(known, line, NULL, &number)) {
				number = GUINT_TO_POINTER(g_hash_table_size(known));
				g_hash_table_insert(known, line, number);
			}
			out[s][i] = GPOINTER_TO_UINT(number);
		}
	}
}

/* those of line_numbers_init(), with 0 for what is empty */
static guint *from_one(const guint *numbers, const GArray *sequence)
{
	guint *out = g_new(guint, sequence->len + 1);

	for (guint i = 0; i < sequence->len; i++)
		out[i] = g_array_index(sequence, struct line, i).size ? numbers[i] + 1 : 0;
	return out;
}

void text_number(GArray *const *sequences, size_t count, bool loosely, guint **out)
{
	struct line_numbers numbers;

	if (loosely) {
		number_loosely(sequences, count, out);
		return;
	}
	line_numbers_init(&numbers, sequences[0], (const GArray *const *)sequences + 1, NULL,
			  count - 1);
	for (size_t s = 0; s < count; s++)
		out[s] = from_one(s ? numbers.others[s - 1] : numbers.old, sequences[s]);
	line_numbers_clear(&numbers);
}

bool text_is_word(const struct line *text)
{
	return text->size && byte_is_word(*text->text) && !g_ascii_isdigit(*text->text);
}

bool text_is_blank(const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (!g_ascii_isspace(text[i]))
			return false;
	return true;
}

bool text_alike(const char *a, size_t a_size, const char *b, size_t b_size)
{
	const char *a_end = a + a_size, *b_end = b + b_size;

	for (;;) {
		while (a < a_end && g_ascii_isspace(*a))
			a++;
		while (b < b_end && g_ascii_isspace(*b))
			b++;
		if (a == a_end || b == b_end)
			return a == a_end && b == b_end;
		if (*a++ != *b++)
			return false;
	}
}

struct squeezed *squeezed_new(const char *text, size_t size)
{
	struct squeezed *squeezed = g_new(struct squeezed, 1);
	GString *out = g_string_sized_new(size);
	bool blank = false, starts = true;
	size_t line = 1;

	squeezed->text = out;
	squeezed->starts = g_array_new(FALSE, FALSE, sizeof(struct line_start));
	for (size_t i = 0; i < size; i++) {
		if (g_ascii_isspace(text[i])) {
			blank = true;
			starts |= text[i] == '\n';
			line += text[i] == '\n';
			continue;
		}
		if (blank && out->len && byte_is_word(text[i]) &&
		    byte_is_word(out->str[out->len - 1]))
			g_string_append_c(out, ' ');
		if (starts) {
			const struct line_start start = { out->len, line };

			g_array_append_val(squeezed->starts, start);
		}
		g_string_append_c(out, text[i]);
		blank = starts = false;
	}
	return squeezed;
}

void squeezed_free(struct squeezed *squeezed)
{
	if (!squeezed)
		return;
	g_string_free(squeezed->text, TRUE);
	g_array_unref(squeezed->starts);
	g_free(squeezed);
}

/* the line that a place is in; NULL for an empty text */
static const struct line_start *start_of(const struct squeezed *squeezed, gsize at)
{
	guint low = 0, high = squeezed->starts->len;

	while (low < high) {
		const guint middle = low + (high - low) / 2;

		if (g_array_index(squeezed->starts, struct line_start, middle).at <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? &g_array_index(squeezed->starts, struct line_start, low - 1) : NULL;
}

size_t squeezed_line(const struct squeezed *squeezed, const char *place)
{
	const struct line_start *start = start_of(squeezed, place - squeezed->text->str);

	return start ? start->line : 1;
}

static bool is_start(const struct squeezed *squeezed, gsize at)
{
	const struct line_start *start = start_of(squeezed, at);

	return start && start->at == at;
}

/* behind "else" and "do", and behind what ends a statement or opens a block */
static bool may_begin(const char *text, const char *at)
{
	static const char *const words[] = { "else ", "do " };

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		const size_t size = strlen(words[i]);

		if ((size_t)(at - text) >= size && !memcmp(at - size, words[i], size))
			return true;
	}
	return at > text && strchr(";{}):", at[-1]);
}

const char *squeezed_find(const struct squeezed *squeezed, const char *from,
			  const struct squeezed *part)
{
	const char *text = squeezed->text->str, *end = text + squeezed->text->len;
	const gsize size = part->text->len;

	if (!size)
		return NULL;
	for (; (from = bytes_find(from, end - from, part->text->str, size)); from++)
		if ((is_start(squeezed, from - text) || may_begin(text, from)) &&
		    !(byte_is_word(part->text->str[size - 1]) && byte_is_word(from[size])))
			return from;
	return NULL;
}

guint squeezed_count(const struct squeezed *squeezed, const struct squeezed *part)
{
	const char *at = squeezed->text->str;
	guint count = 0;

	for (; (at = squeezed_find(squeezed, at, part)); at += part->text->len)
		count++;
	return count;
}

double text_likeness(const char *a, size_t a_size, const char *b, size_t b_size)
{
	g_autoptr(GArray) x = text_words(a, a_size), y = text_words(b, b_size);
	GArray *both[] = { x, y };
	g_autoptr(GArray) changes = NULL;
	guint *numbers[2];
	size_t kept = x->len;

	if (!x->len || !y->len || x->len > LIKENESS_WORDS || y->len > LIKENESS_WORDS)
		return 0;
	text_number(both, 2, false, numbers);
	changes = sequence_diff(numbers[0], x->len, numbers[1], y->len);
	for (guint i = 0; i < changes->len; i++)
		kept -= g_array_index(changes, struct change, i).old_count;
	g_free(numbers[0]);
	g_free(numbers[1]);
	return 2.0 * kept / (x->len + y->len);
}

void text_join(GByteArray *out, const GArray *sequence, size_t at, size_t end)
{
	for (size_t i = at; i < end; i++) {
		const struct line *line = &g_array_index(sequence, struct line, i);

		g_byte_array_append(out, (const guint8 *)line->text, line->size);
	}
}

bool text_blank_bytes(GBytes *text)
{
	gsize size;
	const char *p = g_bytes_get_data(text, &size);

	return text_is_blank(p, size);
}

bool text_alike_bytes(GBytes *a, GBytes *b)
{
	gsize a_size, b_size;
	const char *x = g_bytes_get_data(a, &a_size), *y = g_bytes_get_data(b, &b_size);

	return text_alike(x, a_size, y, b_size);
}

void text_each_word(GBytes *text, void (*visit)(void *data, const struct line *word), void *data)
{
	gsize size;
	const char *p = g_bytes_get_data(text, &size), *end = p + size;

	while (p < end) {
		const char *start = p;
		struct line word;

		p += byterun_word(p, end);
		word = (struct line){ start, p - start };
		if (text_is_word(&word))
			visit(data, &word);
		if (p == start)
			p++;
	}
}

bool text_is_code(const char *line, const char *at)
{
	bool quoted = false;

	while (line < at && (*line == ' ' || *line == '\t'))
		line++;
	/* a line of a comment; "*p" is code */
	if (line < at && *line == '*' && !g_ascii_isalpha(line[1]) && line[1] != '_' &&
	    line[1] != '(')
		return false;
	for (; line < at; line++) {
		quoted ^= *line == '"';
		if (*line == '/' && (line[1] == '*' || line[1] == '/'))
			return false;
	}
	return !quoted;
}

bool text_is_word_at(const char *text, gsize size, gsize at, gsize length)
{
	return !(at && byte_is_word(text[at - 1])) &&
	       !(at + length < size && byte_is_word(text[at + length]));
}

bool text_has_word_at(const char *text, gsize size, gsize at, gsize length)
{
	return text_is_word_at(text, size, at, length) &&
	       text_is_code(text_line_start(text, text + at), text + at);
}

gssize text_find_word(const char *text, gsize size, const struct line *word)
{
	const char *at = text;

	while ((at = bytes_find(at, size - (at - text), word->text, word->size))) {
		if (text_has_word_at(text, size, at - text, word->size))
			return at - text;
		at++;
	}
	return -1;
}

unsigned int text_line_at(const char *text, gsize at)
{
	unsigned int line = 1;

	for (gsize i = 0; i < at; i++)
		line += text[i] == '\n';
	return line;
}

bool text_binary(GBytes *bytes)
{
	gsize size;
	const char *text = g_bytes_get_data(bytes, &size);

	return size && memchr(text, '\0', MIN(size, BINARY_LOOK));
}

/* a line that names fewer things may stand anywhere: "return ret;", "int i;", "if (err)" */
#define TELLING_NAMES 2

static bool is_comment(const struct line *line)
{
	return line->size && (*line->text == '*' || (line->size > 1 && *line->text == '/' &&
						     strchr("/*", line->text[1])));
}

bool line_names_things(const struct line *line)
{
	enum lex_kind kind;
	struct lex lex;
	guint names = 0;

	if (is_comment(line))
		return false;
	lex_init(&lex, line->text, line->size);
	while ((kind = lex_next(&lex)) != LEX_END)
		names += kind == LEX_HEADER ? TELLING_NAMES :
			 kind == LEX_WORD && !lex_keyword(lex.text, lex.size);
	return names >= TELLING_NAMES;
}

int text_percent_alike(GBytes *a, GBytes *b)
{
	gsize a_size, b_size;
	const char *x = g_bytes_get_data(a, &a_size), *y = g_bytes_get_data(b, &b_size);

	if (text_blank_bytes(a) || text_blank_bytes(b))
		return text_blank_bytes(a) && text_blank_bytes(b) ? 100 : 0;
	return 100 * text_likeness(x, a_size, y, b_size);
}
