// SPDX-License-Identifier: GPL-2.0-only
/*
 * A file is a row of chunks: functions, macros, types, declarations.  Each chunk
 * declares names and uses words, both numbered within the file.  A slice takes the
 * wanted chunks and, until nothing is added, every chunk that declares a word that
 * the slice uses: with --no-includes that is all that spatch's types can come from.
 */
#include "rules/slice.h"

#include <string.h>

#include "base/strings.h"
#include "format/csource.h"
#include "rules/sliceparts.h"

static bool is_keyword(const char *word)
{
	static const char *const words[] = {
		"auto", "bool", "break", "case", "char", "const", "continue", "default", "do",
		"double", "else", "enum", "extern", "float", "for", "goto",
		"if", "inline", "int", "long",
		"register", "return", "short", "signed", "sizeof", "static", "struct", "switch",
		"typedef", "union", "unsigned", "void", "volatile", "while", "NULL", "u8",
		"u16", "u32", "u64", "s8", "s16", "s32", "s64", "size_t",
		"__init", "__exit", "__user", "__iomem", "false", "true", "noinline",
		"__always_inline", "__maybe_unused", NULL,
	};

	return g_strv_contains(words, word);
}

static guint32 number_of(struct slicer *s, const char *text, gsize size)
{
	char buffer[256];
	gpointer known;
	guint8 keyword;
	int index;

	size = MIN(size, sizeof(buffer) - 1);
	memcpy(buffer, text, size);
	buffer[size] = '\0';
	known = g_hash_table_lookup(s->numbers, buffer);
	if (known)
		return GPOINTER_TO_UINT(known) - 1;
	g_hash_table_insert(s->numbers, g_string_chunk_insert_len(s->strings, buffer, size),
			    GUINT_TO_POINTER(s->known->len + 1));
	index = wordset_find(s->words, buffer, size);
	keyword = is_keyword(buffer);
	g_array_append_val(s->known, index);
	g_array_append_val(s->keyword, keyword);
	return s->known->len - 1;
}

static void use(struct slicer *s, const char *text, gsize size)
{
	guint32 number = number_of(s, text, size);

	g_array_append_val(s->uses, number);
}

/* a directive is one token: its words by hand */
static void use_directive(struct slicer *s, const struct ctoken *token)
{
	const char *end = token->text + token->size;

	for (const char *at = token->text; at < end;) {
		const char *start = at;

		while (at < end && byte_is_word(*at))
			at++;
		if (at > start)
			use(s, start, at - start);
		else
			at++;
	}
}

static void use_tokens(struct slicer *s, guint first, guint last)
{
	for (guint i = first; i <= last; i++) {
		const struct ctoken *token = slicer_token(s, i);

		if (token->kind == CTOKEN_WORD || token->kind == CTOKEN_NUMBER)
			use(s, token->text, token->size);
		else if (token->kind == CTOKEN_DIRECTIVE)
			use_directive(s, token);
	}
}

static void declare(struct slicer *s, struct chunk *chunk, const char *text, gsize size)
{
	guint32 number = number_of(s, text, size);

	if (!g_array_index(s->keyword, guint8, number))
		g_array_append_val(chunk->declares, number);
}

/*
 * What a declaration declares: the words outside of brackets, more than are needed; within
 * them too for an enum, a typedef and a macro that declares.
 */
static void declare_tokens(struct slicer *s, struct chunk *chunk)
{
	const struct ctoken *first = slicer_token(s, chunk->first);
	bool all = ctoken_is(first, "typedef") || ctoken_is(first, "enum") ||
		   (first->kind == CTOKEN_WORD && g_ascii_isupper(*first->text));
	int parens = 0;

	for (guint i = chunk->first; i <= chunk->last; i++) {
		const struct ctoken *token = slicer_token(s, i);

		if (!all && i > chunk->brief && token->depth > 0)
			continue;
		parens += ctoken_is(token, "(") - ctoken_is(token, ")");
		if (token->kind == CTOKEN_WORD && (all || !parens))
			declare(s, chunk, token->text, token->size);
		if (!all && ctoken_is(token, "="))
			break;
		if (ctoken_is(token, "enum"))
			all = true;
	}
}

/* @region: NULL for a declaration without braces */
static void add_chunk(struct slicer *s, const struct cregion *region, guint first, guint last,
		      guint brief, bool dead)
{
	struct chunk chunk = {
		.kind = CHUNK_OTHER, .name = region ? region->name : "", .first = first,
		.last = last, .brief = brief, .dead = dead,
		.declares = g_array_new(FALSE, FALSE, sizeof(guint32)),
		.words_from = s->uses->len,
	};

	if (region && region->kind == CREGION_FUNCTION)
		chunk.kind = CHUNK_FUNCTION;
	else if (region && region->kind == CREGION_MACRO)
		chunk.kind = CHUNK_MACRO;
	else if (brief < last)
		chunk.kind = CHUNK_DATA;
	use_tokens(s, first, last);
	chunk.words_to = s->uses->len;
	if (chunk.kind == CHUNK_FUNCTION || chunk.kind == CHUNK_MACRO)
		declare(s, &chunk, region->name, strlen(region->name));
	else
		declare_tokens(s, &chunk);
	g_array_append_val(s->chunks, chunk);
}

/* "#if 0" and what belongs to it */
struct conditions {
	int depth;
	int dead_depth;		/* depth of the "#if 0" that we are under, 0 for none */
};

static void condition_turn(struct conditions *c, const struct ctoken *token)
{
	g_autofree char *text = g_strndup(token->text, MIN(token->size, 64));
	const char *at = text + 1 + strspn(text + 1, " \t");

	if (g_str_has_prefix(at, "if")) {
		c->depth++;
		at += 2;
		if (!c->dead_depth && (*at == ' ' || *at == '\t') &&
		    at[strspn(at, " \t")] == '0' && !byte_is_word(at[strspn(at, " \t") + 1]))
			c->dead_depth = c->depth;
	} else if (g_str_has_prefix(at, "endif")) {
		if (c->dead_depth == c->depth)
			c->dead_depth = 0;
		c->depth--;
	} else if (g_str_has_prefix(at, "el") && c->dead_depth == c->depth) {
		c->dead_depth = 0;
	}
}

static guint brief_of(const struct slicer *s, guint first, guint last, guint brace)
{
	for (guint i = first; i < last; i++) {
		if (ctoken_is(slicer_token(s, i), "=") && slicer_token(s, i)->depth == 0)
			return i ? i - 1 : 0;
		if (i == brace)
			return last;
	}
	return last;
}

static guint semicolon(const struct slicer *s, guint from)
{
	guint i = from;

	while (i < s->source->tokens->len &&
	       !(slicer_token(s, i)->depth == 0 && ctoken_is(slicer_token(s, i), ";")))
		i++;
	return MIN(i, s->source->tokens->len - 1);
}

static guint brace_of(const struct slicer *s, const struct cregion *region)
{
	for (guint i = region->first_token; i <= region->last_token; i++) {
		if (slicer_token(s, i)->depth == 0 && ctoken_is(slicer_token(s, i), "{"))
			return i;
	}
	return region->last_token;
}

static guint add_region(struct slicer *s, const struct cregion *region, bool dead)
{
	guint brace = brace_of(s, region), last = region->last_token;

	if (region->kind == CREGION_MACRO) {
		add_chunk(s, region, region->first_token, last, last, dead);
	} else if (region->kind == CREGION_FUNCTION) {
		add_chunk(s, region, region->first_token, last, brace ? brace - 1 : 0, dead);
	} else {
		last = semicolon(s, last);
		add_chunk(s, region, region->first_token, last,
			  brief_of(s, region->first_token, last, brace), dead);
	}
	return last + 1;
}

/* a declaration without braces ends at its ";", or where a region starts */
static guint add_plain(struct slicer *s, guint from, guint limit, bool dead)
{
	guint last = MIN(semicolon(s, from), limit - 1);

	for (guint i = from; i <= last; i++) {
		if (slicer_token(s, i)->kind == CTOKEN_DIRECTIVE) {
			last = i - 1;
			break;
		}
	}
	add_chunk(s, NULL, from, last, brief_of(s, from, last, last + 1), dead);
	return last + 1;
}

static void find_chunks(struct slicer *s)
{
	const GArray *regions = s->source->regions;
	struct conditions conditions = { 0 };
	guint at = 0, r = 0;

	while (at < s->source->tokens->len) {
		const struct ctoken *token = slicer_token(s, at);
		const struct cregion *region;

		while (r < regions->len &&
		       g_array_index(regions, struct cregion, r).first_token < at)
			r++;
		region = r < regions->len ? &g_array_index(regions, struct cregion, r) : NULL;
		if (region && region->first_token == at) {
			at = add_region(s, region, conditions.dead_depth);
		} else if (token->kind == CTOKEN_DIRECTIVE) {
			condition_turn(&conditions, token);
			at++;
		} else if (token->kind == CTOKEN_COMMENT || ctoken_is(token, ";")) {
			at++;
		} else {
			at = add_plain(s, at, region ? region->first_token :
						       s->source->tokens->len,
				       conditions.dead_depth);
		}
	}
}

/* two passes: how many there are of each word, then who they are */
static void index_declarers(struct slicer *s)
{
	g_autofree guint *next = g_new0(guint, s->known->len + 1);

	g_array_set_size(s->declarers_of, s->known->len + 1);
	for (guint c = 0; c < s->chunks->len; c++) {
		const GArray *declares = slicer_chunk(s, c)->declares;

		for (guint i = 0; i < declares->len; i++)
			next[g_array_index(declares, guint32, i) + 1]++;
	}
	for (guint n = 1; n <= s->known->len; n++)
		next[n] += next[n - 1];
	memcpy(s->declarers_of->data, next, (s->known->len + 1) * sizeof(guint));
	g_array_set_size(s->declarers, next[s->known->len]);
	for (guint c = 0; c < s->chunks->len; c++) {
		const GArray *declares = slicer_chunk(s, c)->declares;

		for (guint i = 0; i < declares->len; i++)
			g_array_index(s->declarers, guint,
				      next[g_array_index(declares, guint32, i)]++) = c;
	}
}

static void clear_chunk(gpointer data)
{
	g_array_unref(((struct chunk *)data)->declares);
}

struct slicer *slicer_new(GBytes *bytes, const struct wordset *words)
{
	struct slicer *s = g_new0(struct slicer, 1);

	s->bytes = g_bytes_ref(bytes);
	s->words = words;
	s->source = csource_scan(bytes);
	s->numbers = g_hash_table_new(g_str_hash, g_str_equal);
	s->strings = g_string_chunk_new(4096);
	s->known = g_array_new(FALSE, FALSE, sizeof(int));
	s->keyword = g_array_new(FALSE, FALSE, sizeof(guint8));
	s->uses = g_array_new(FALSE, FALSE, sizeof(guint32));
	s->chunks = g_array_new(FALSE, FALSE, sizeof(struct chunk));
	g_array_set_clear_func(s->chunks, clear_chunk);
	find_chunks(s);
	s->declarers = g_array_new(FALSE, FALSE, sizeof(guint));
	s->declarers_of = g_array_new(FALSE, FALSE, sizeof(guint));
	index_declarers(s);
	return s;
}

guint slicer_count(const struct slicer *s)
{
	return s->chunks->len;
}

void slicer_with(const struct slicer *s, const struct need *need, guint8 *set)
{
	g_autofree guint8 *present = g_malloc(wordset_count(s->words) + 1);

	for (guint c = 0; c < s->chunks->len; c++) {
		const struct chunk *chunk = slicer_chunk(s, c);

		memset(present, 0, wordset_count(s->words));
		for (guint i = chunk->words_from; i < chunk->words_to; i++) {
			int index = g_array_index(s->known, int,
						  g_array_index(s->uses, guint32, i));

			if (index >= 0)
				present[index] = 1;
		}
		set[c] = !chunk->dead && need_holds(need, present);
	}
}

void slicer_users(const struct slicer *s, const guint8 *of, guint8 *set)
{
	g_autofree guint8 *names = g_malloc0(s->known->len + 1);

	for (guint c = 0; c < s->chunks->len; c++) {
		const struct chunk *chunk = slicer_chunk(s, c);

		/* the one name that it declares */
		if (of[c] && chunk->kind == CHUNK_FUNCTION && chunk->declares->len)
			names[g_array_index(chunk->declares, guint32, 0)] = 1;
	}
	for (guint c = 0; c < s->chunks->len; c++) {
		const struct chunk *chunk = slicer_chunk(s, c);

		set[c] = false;
		for (guint i = chunk->words_from; !set[c] && i < chunk->words_to; i++)
			set[c] = names[g_array_index(s->uses, guint32, i)];
	}
}

void slicer_used(const struct slicer *s, const guint8 *by, guint8 *set)
{
	g_autofree guint8 *used = g_malloc0(s->known->len + 1);

	for (guint c = 0; c < s->chunks->len; c++) {
		const struct chunk *chunk = slicer_chunk(s, c);

		for (guint i = chunk->words_from; by[c] && i < chunk->words_to; i++)
			used[g_array_index(s->uses, guint32, i)] = 1;
	}
	for (guint c = 0; c < s->chunks->len; c++) {
		const struct chunk *chunk = slicer_chunk(s, c);

		set[c] = chunk->kind == CHUNK_FUNCTION && chunk->declares->len &&
			 used[g_array_index(chunk->declares, guint32, 0)];
	}
}

GArray *slicer_find(const struct slicer *s, const struct need *need)
{
	GArray *found = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autofree guint8 *set = g_malloc(s->chunks->len + 1);
	bool nothing = need_is_nothing(need);

	slicer_with(s, need, set);
	for (guint c = 0; c < s->chunks->len; c++) {
		if (set[c] && (!nothing || slicer_chunk(s, c)->kind == CHUNK_FUNCTION))
			g_array_append_val(found, c);
	}
	return found;
}

const char *slicer_name(const struct slicer *s, guint handle)
{
	return slicer_chunk(s, handle)->name;
}

const char *slicer_text(const struct slicer *s, guint handle, gsize *out_size)
{
	const struct chunk *chunk = slicer_chunk(s, handle);
	const struct ctoken *first = slicer_token(s, chunk->first);
	const struct ctoken *last = slicer_token(s, chunk->last);

	*out_size = last->text + last->size - first->text;
	return first->text;
}

const char *slicer_at(const struct slicer *s, unsigned int line)
{
	const struct cregion *region = csource_at(s->source, line);

	return region && region->kind == CREGION_FUNCTION ? region->name : "";
}

void slicer_free(struct slicer *s)
{
	if (!s)
		return;
	g_bytes_unref(s->bytes);
	csource_free(s->source);
	g_hash_table_unref(s->numbers);
	g_string_chunk_free(s->strings);
	g_array_unref(s->known);
	g_array_unref(s->keyword);
	g_array_unref(s->uses);
	g_array_unref(s->chunks);
	g_array_unref(s->declarers);
	g_array_unref(s->declarers_of);
	g_free(s);
}
