// SPDX-License-Identifier: GPL-2.0-only
/*
 * A kernel has some 600 MB of headers and half a million macros in them, so what
 * is clearly neither a loop nor an attribute is dropped at its first word.
 */
#include "rules/macros.h"

#include <string.h>

#include "base/bytefind.h"
#include "base/file.h"
#include "base/strings.h"
#include "base/wordhash.h"
#include "rules/macropick.h"
#include "rules/macrotable.h"

/* what a definition is looked at of; loop headers are short */
#define BODY_BYTES 2048
/* how deep loops are built upon loops */
#define DEPTH 8
/* spatch's own words for a loop header and for an attribute */
#define LOOP " YACFE_ITERATOR"
#define ATTRIBUTE " MACROANNOTATION"

static void macro_free(gpointer data)
{
	struct macro *macro = data;

	if (macro->calls)
		g_ptr_array_unref(macro->calls);
	g_free(macro->params);
	g_free(macro->line);
	g_free(macro);
}

struct macros *macros_new(const struct macros *base)
{
	struct macros *macros = g_new0(struct macros, 1);

	macros->base = base;
	macros->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, macro_free);
	return macros;
}

void macros_free(struct macros *macros)
{
	if (!macros)
		return;
	g_hash_table_unref(macros->names);
	g_free(macros->others);
	g_free(macros);
}

struct macro *macro_of(struct macros *macros, const char *name)
{
	struct macro *macro = g_hash_table_lookup(macros->names, name);

	if (!macro) {
		macro = g_new0(struct macro, 1);
		g_hash_table_insert(macros->names, g_strdup(name), macro);
	}
	return macro;
}

/* where it is, or where it has to go */
static guint64 *other_slot(const struct macros *macros, guint64 hash)
{
	guint at = hash & (macros->others_size - 1);

	while (macros->others[at] && macros->others[at] != hash)
		at = (at + 1) & (macros->others_size - 1);
	return &macros->others[at];
}

static void grow_others(struct macros *macros)
{
	g_autofree guint64 *old = macros->others;
	guint size = macros->others_size;

	macros->others_size = MAX(size * 2, 64);
	macros->others = g_new0(guint64, macros->others_size);
	for (guint i = 0; i < size; i++) {
		if (old[i])
			*other_slot(macros, old[i]) = old[i];
	}
}

void macros_add_other(struct macros *macros, guint64 hash)
{
	guint64 *slot;

	if (macros->others_used * 2 >= macros->others_size)
		grow_others(macros);
	slot = other_slot(macros, hash);
	macros->others_used += !*slot;
	*slot = hash;
}

static bool is_other(const struct macros *macros, const char *name)
{
	gsize size = strlen(name);

	return macros->others_used && *other_slot(macros, word_hash(name, size, name + size));
}

static guint hash_step(guint hash, char c)
{
	return hash * 33 + (guchar)c;
}

static void filter_add(struct macros *macros, const char *name)
{
	guint hash = 0;

	for (; *name; name++)
		hash = hash_step(hash, *name);
	hash %= MACROS_FILTER_BITS;
	macros->filter[hash / 8] |= 1 << hash % 8;
}

static bool filter_passes(const struct macros *macros, guint hash)
{
	hash %= MACROS_FILTER_BITS;
	for (; macros; macros = macros->base) {
		if (macros->filter[hash / 8] & 1 << hash % 8)
			return true;
	}
	return false;
}

static const char *word_end(const char *at, const char *end)
{
	while (at < end && byte_is_word(*at))
		at++;
	return at;
}

/* behind blanks, comments, and line ends that are continued; at a line's own end at the latest */
static const char *skip_blanks(const char *at, const char *end)
{
	while (at < end && *at != '\n') {
		if (*at == ' ' || *at == '\t' || *at == '\r') {
			at++;
		} else if (*at == '\\' && at + 1 < end && at[1] == '\n') {
			at += 2;
		} else if (at + 1 < end && at[0] == '/' && at[1] == '*') {
			const char *close = g_strstr_len(at + 2, end - at - 2, "*/");

			at = close ? close + 2 : end;
		} else if (at + 1 < end && at[0] == '/' && at[1] == '/') {
			const char *line = memchr(at, '\n', end - at);

			at = line ? line : end;
		} else {
			break;
		}
	}
	return at;
}

/* the body on one line, without comments, blanks where there were any; "" when there is none */
static char *body_text(const char *at, const char *end)
{
	GString *body = g_string_new(NULL);

	for (at = skip_blanks(at, end); at < end && *at != '\n' && body->len < BODY_BYTES;) {
		const char *next = skip_blanks(at, end);

		if (next != at)
			g_string_append_c(body, ' ');
		if (next == at)
			g_string_append_c(body, *next++);
		at = next;
	}
	return g_strchomp(g_string_free(body, FALSE));
}

/* behind the ")" of the "(" at the start of a text; NULL when it does not close */
static const char *behind_parens(const char *at)
{
	int depth = 0;

	for (; *at; at++) {
		if (*at == '(')
			depth++;
		if (*at == ')' && !--depth)
			return at + 1;
	}
	return NULL;
}

/* what stands behind a loop header may only be further headers, which end before a statement */
static bool takes_statement(const char *rest)
{
	const char *end = word_end(rest, rest + strlen(rest));

	if (!*rest)
		return true;
	if (rest[strlen(rest) - 1] == ';' || rest[strlen(rest) - 1] == '}')
		return false;
	return end != rest && *(end + strspn(end, " ")) == '(';
}

static void read_call(struct macro *macro, const char *word, const char *parens)
{
	const char *rest = behind_parens(parens);
	bool loop = !strcmp(word, "for") || !strcmp(word, "while");

	rest = rest ? rest + strspn(rest, " ") : NULL;
	if (!rest || !takes_statement(rest) || (!strcmp(word, "while") && parens[1] == '0')) {
		macro->other = true;
	} else if (loop) {
		macro->loop = true;
	} else {
		if (!macro->calls)
			macro->calls = g_ptr_array_new_with_free_func(g_free);
		add_string_once(macro->calls, word);
	}
}

/* "__attribute__((x)) __must_check": nothing but words that start so, and their arguments */
static bool is_attributes(const char *body)
{
	while (*body) {
		const char *end = word_end(body, body + strlen(body));

		if (end == body || strncmp(body, "__", 2))
			return false;
		body = end + strspn(end, " ");
		if (*body == '(')
			body = behind_parens(body);
		if (!body)
			return false;
		body += strspn(body, " ");
	}
	return true;
}

/* "__x", and names with noinline or noinstr; asked of every macro */
static bool may_be_attribute(const char *name, gsize size)
{
	static const char start[] = "noin";
	const char *end = name + size, *at = name;

	if (size > 1 && name[0] == '_' && name[1] == '_')
		return true;
	for (; (gsize)(end - at) > strlen(start); at++) {
		if (*at == 'n' && !memcmp(at, start, strlen(start)))
			return bytes_find(at, end - at, "noinline", strlen("noinline")) ||
			       bytes_find(at, end - at, "noinstr", strlen("noinstr"));
	}
	return false;
}

static void read_attribute(struct macro *macro, const char *body, const char *params)
{
	if (!is_attributes(body))
		macro->other = true;
	else if (g_str_has_prefix(body, "__attribute__"))
		macro->attribute = true;
	if (!macro->params)
		macro->params = g_strdup(params);
}

static void read_body(struct macros *macros, const char *name, const char *params,
		      const char *body)
{
	const char *end = word_end(body, body + strlen(body));
	const char *next = end + strspn(end, " ");
	g_autofree char *word = g_strndup(body, end - body);

	/* what is nothing in some configuration can be anything in another */
	if (!*body)
		return;
	if (!*params || (may_be_attribute(name, strlen(name)) && !strcmp(word, "__attribute__")))
		read_attribute(macro_of(macros, name), body, params);
	else if (*word && *next == '(')
		read_call(macro_of(macros, name), word, next);
	else
		macro_of(macros, name)->other = true;
}

/* most bodies are no call, which their first two words tell */
static bool is_call(const char *at, const char *end)
{
	const char *word = skip_blanks(at, end), *behind = word_end(word, end);

	behind = behind > word ? skip_blanks(behind, end) : end;
	return behind < end && *behind == '(';
}

static bool is_empty(const char *at, const char *end)
{
	at = skip_blanks(at, end);
	return at == end || *at == '\n';
}

static void read_name(struct macros *macros, const char *from, gsize size, const char *params,
		      const char *at, const char *end)
{
	g_autofree char *name = NULL, *body = NULL;

	if (*params && !may_be_attribute(from, size) && !is_call(at, end)) {
		if (!is_empty(at, end))
			macros_add_other(macros, word_hash(from, size, end));
		return;
	}
	name = g_strndup(from, size);
	body = body_text(at, end);
	read_body(macros, name, params, body);
}

/* @at is behind "#define" */
static void read_define(struct macros *macros, const char *at, const char *end)
{
	g_autofree char *params = NULL;
	const char *from, *close;
	gsize size;

	if (at == end || (*at != ' ' && *at != '\t'))
		return;
	from = skip_blanks(at, end);
	at = word_end(from, end);
	size = at - from;
	if (at < end && *at == '(') {
		close = memchr(at, ')', end - at);
		if (!close)
			return;
		params = g_strndup(at, close + 1 - at);
		at = close + 1;
	} else if (!may_be_attribute(from, size)) {
		return;
	}
	read_name(macros, from, size, params ? params : "", at, end);
}

void macros_read(struct macros *macros, const char *text, gsize size)
{
	static const char word[] = "define";
	const char *end = text + size;

	for (const char *at = text; at < end && (at = memchr(at, '#', end - at));) {
		at++;
		while (at < end && (*at == ' ' || *at == '\t'))
			at++;
		if ((gsize)(end - at) <= strlen(word) || memcmp(at, word, strlen(word)))
			continue;
		at += strlen(word);
		read_define(macros, at, end);
	}
}

/* loops that the lines of cage.c, or spatch itself, know of */
static const char *const guards[] = { "scoped_guard", "scoped_cond_guard", NULL };

static bool is_loop(const struct macros *macros, const char *name, int depth)
{
	const struct macro *macro = g_hash_table_lookup(macros->names, name);
	const char *line;

	if (g_strv_contains(guards, name))
		return true;
	if (depth > DEPTH || is_other(macros, name))
		return false;
	if (!macro) {
		line = macros->base ? macros_line(macros->base, name) : NULL;
		return line && g_str_has_suffix(line, LOOP);
	}
	if (macro->other || macro->attribute)
		return false;
	for (guint i = 0; macro->calls && i < macro->calls->len; i++) {
		if (!is_loop(macros, macro->calls->pdata[i], depth + 1))
			return false;
	}
	return macro->loop || macro->calls;
}

/* a header may well define "if" for its own ends: no file could be read with that */
static bool is_keyword(const char *name)
{
	static const char *const keywords[] = {
		"auto", "break", "case", "char", "const", "continue", "default", "do",
		"double", "else", "enum", "extern", "float", "for", "goto", "if", "inline", "int",
		"long", "register", "return", "short", "signed", "sizeof", "static", "struct",
		"switch",
		"typedef", "typeof", "union", "unsigned", "void", "volatile", "while",
		"__attribute__", "__asm__", "__inline", "__inline__", "__typeof__",
		"__volatile__", "__const__", "__extension__", "__builtin_offsetof", NULL,
	};

	return g_strv_contains(keywords, name);
}

void macros_settle(struct macros *macros)
{
	GHashTableIter iter;
	gpointer name, value;

	g_hash_table_iter_init(&iter, macros->names);
	while (g_hash_table_iter_next(&iter, &name, &value)) {
		struct macro *macro = value;

		g_clear_pointer(&macro->line, g_free);
		if (!macro->loop && !macro->calls && !macro->attribute)
			continue;
		if (g_strv_contains(guards, name) || is_keyword(name))
			continue;
		if (is_loop(macros, name, 0))
			macro->line = g_strdup_printf("#define %s" LOOP, (char *)name);
		else if (macro->attribute && !macro->other && !macro->loop && !macro->calls &&
			 !is_other(macros, name) && !strstr(macro->params, "..."))
			macro->line = g_strdup_printf("#define %s%s" ATTRIBUTE,
						      (char *)name, macro->params);
		if (macro->line)
			filter_add(macros, name);
	}
}

const char *macros_line(const struct macros *macros, const char *name)
{
	const char *line = NULL;
	bool found = false;

	for (; macros; macros = macros->base) {
		const struct macro *macro = g_hash_table_lookup(macros->names, name);

		if (macro && macro->told)
			return NULL;
		if (macro && !found)
			line = macro->line;
		found |= macro || is_other(macros, name);
	}
	return line;
}

bool macros_is_told(const struct macros *macros, const char *name)
{
	for (; macros; macros = macros->base) {
		const struct macro *macro = g_hash_table_lookup(macros->names, name);

		if (macro && macro->told)
			return true;
	}
	return false;
}

void macros_told(struct macros *macros, const char *file)
{
	g_auto(GStrv) lines = g_strsplit(file, "\n", -1);

	for (char **line = lines; *line; line++) {
		const char *at = *line + strspn(*line, " \t"), *end = at + strlen(at);
		g_autofree char *name = NULL;

		if (!g_str_has_prefix(at, "#define"))
			continue;
		at = skip_blanks(at + strlen("#define"), end);
		name = g_strndup(at, word_end(at, end) - at);
		macro_of(macros, name)->told = true;
	}
}

GString *macros_lines(const struct macros *macros)
{
	g_autoptr(GPtrArray) lines = g_ptr_array_new();
	GHashTableIter iter;
	gpointer value;

	g_hash_table_iter_init(&iter, macros->names);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		if (((const struct macro *)value)->line)
			g_ptr_array_add(lines, ((const struct macro *)value)->line);
	}
	return sorted_lines(lines);
}

void macros_take_lines(struct macros *macros, GBytes *bytes)
{
	g_autofree char *text = bytes_text(bytes);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (char **line = lines; *line; line++) {
		const char *name = *line + strlen("#define ");
		g_autofree char *copy = NULL;

		if (!g_str_has_prefix(*line, "#define "))
			continue;
		copy = g_strndup(name, word_end(name, name + strlen(name)) - name);
		macro_of(macros, copy)->line = g_strdup(*line);
		filter_add(macros, copy);
	}
}

GHashTable *macros_words(const struct macros *macros, const char *text, gsize size)
{
	GHashTable *words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	const char *end = text + size;

	for (const char *at = text; at < end; at++) {
		g_autofree char *word = NULL;
		const char *start = at, *line;
		guint hash = 0;

		for (; at < end && byte_is_word(*at); at++)
			hash = hash_step(hash, *at);
		if (at == start || !filter_passes(macros, hash))
			continue;
		word = g_strndup(start, at - start);
		line = macros_line(macros, word);
		if (line && !g_hash_table_contains(words, word))
			g_hash_table_insert(words, g_steal_pointer(&word), (char *)line);
	}
	return words;
}
