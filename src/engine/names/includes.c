// SPDX-License-Identifier: GPL-2.0-only
#include "engine/names/includes.h"

#include <string.h>

#include "engine/code/bag.h"
#include "engine/code/declares.h"
#include "engine/code/lex.h"
#include "engine/code/mention.h"

static const char *text_at(GBytes *bytes, gsize *size)
{
	const char *text = g_bytes_get_data(bytes, size);

	return text ? text : "";
}

/* names that a text is searched for one by one; for more of them it is scanned once */
#define FEW_NAMES 64

/*
 * struct used - names that a part uses and another text may not have
 * @hashes: of them, each once
 * @words: struct line, by index in @hashes
 * @asked: names that were looked for so far
 */
struct used {
	struct bag hashes;
	GArray *words;
	guint asked;
};

static bool in_use(struct used *used, const struct extract *where, const struct lex *name)
{
	const struct wanted_name wanted = { .name = name->text, .size = name->size };

	return used->asked++ < FEW_NAMES && text_uses(where, &wanted);
}

/* what is called, and constants: of other names most are variables of the function */
static bool may_be_shared(const struct lex *lex, const struct extract *part)
{
	const char *at = lex->text + lex->size, *end = part->text + part->size;

	while (at < end && *at == ' ')
		at++;
	return g_ascii_isupper(*lex->text) || (at < end && *at == '(');
}

/* names in what the result adds; members and what an #if asks for need no declaration */
static void find_used(struct used *used, GBytes *ours, GBytes *result, bool shared)
{
	struct extract here = extract_of(ours), part = extract_of(result);
	enum lex_kind kind, before = LEX_PUNCT;
	struct lex lex;

	extract_cut(&part, &here);
	extract_lex(&part, &lex);
	while ((kind = lex_next(&lex)) != LEX_END) {
		const struct line word = { lex.text, lex.size };
		guint64 hash = lex_hash(lex.text, lex.size);

		if (kind == LEX_WORD && lex.size > 2 && extract_holds(&part, &lex) &&
		    !lex.conditional && before != LEX_MEMBER &&
		    (!shared || may_be_shared(&lex, &part)) &&
		    !lex_keyword(lex.text, lex.size) && !bag_has(&used->hashes, hash) &&
		    !in_use(used, &here, &lex)) {
			bag_add(&used->hashes, hash);
			g_array_append_val(used->words, word);
		}
		before = kind;
	}
}

/* may a text have one of them, in some place that is not certain? */
static bool some_mentioned(const struct used *used, const char *text, gsize size)
{
	bool found = used->asked > FEW_NAMES;

	for (guint i = 0; i < used->words->len && !found; i++) {
		const struct line *word = &g_array_index(used->words, struct line, i);

		found = text_mentions(text, size, word->text, word->size);
	}
	return found;
}

static void add_new(const struct used *used, const bool *met, GBytes *result, GPtrArray *names)
{
	gsize size;
	const char *text = text_at(result, &size);
	struct bag known = { .list = NULL };

	for (guint i = 0; i < used->words->len; i++) {
		const struct line *word = &g_array_index(used->words, struct line, i);
		const struct lex lex = { .text = word->text, .size = word->size };

		if (!(met && met[i]) && !text_declares_known(&known, text, size, false, &lex))
			g_ptr_array_add(names, g_strndup(word->text, word->size));
	}
	bag_clear(&known);
}

GPtrArray *includes_new_names(GBytes *ours, GBytes *result, bool shared)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	struct used used = { .words = g_array_new(FALSE, FALSE, sizeof(struct line)) };
	g_autofree bool *met = NULL;
	gsize size;
	const char *text = text_at(ours, &size);

	bag_init(&used.hashes);
	find_used(&used, ours, result, shared);
	if (some_mentioned(&used, text, size))
		met = bag_met(&used.hashes, text, size);
	add_new(&used, met, result, names);
	bag_clear(&used.hashes);
	g_array_unref(used.words);
	return names;
}

bool header_declares(GBytes *header, const char *name)
{
	const struct lex wanted = { .text = name, .size = strlen(name) };
	gsize size;
	const char *text = text_at(header, &size);

	return text_mentions(text, size, name, wanted.size) && text_declares(text, size, &wanted);
}

/* beside upstream's file, and not beside this tree's: what is called so here is another file */
static bool is_other_file(const struct include_input *input, const struct include_line *line)
{
	return input->upstream_headers &&
	       headers_beside(input->upstream_headers, input->upstream_path, line) &&
	       !headers_beside(input->headers, input->path, line);
}

/* @declared_by: gets the line whose header declares a name, the first of them */
static void find_declared(const struct include_input *input, const struct include_line *line,
			  const GPtrArray *names, GHashTable *declared_by)
{
	g_autoptr(GPtrArray) meant = g_ptr_array_new_with_free_func(g_free);

	if (!is_other_file(input, line))
		headers_meant(input->headers, input->path, line, meant);
	for (guint i = 0; i < meant->len; i++) {
		g_autoptr(GBytes) header = headers_read(input->headers, meant->pdata[i]);

		for (guint n = 0; header && n < names->len; n++) {
			const char *name = names->pdata[n];

			if (!g_hash_table_contains(declared_by, name) &&
			    header_declares(header, name))
				g_hash_table_insert(declared_by, g_strdup(name),
						    g_strndup(line->spelled, line->spelled_size));
		}
	}
}

static bool does_mention(struct header *header, const char *name)
{
	const gsize length = strlen(name);
	struct extract text;

	return header_naming(header, name, length, &text) &&
	       text_mentions(text.text, text.size, name, length);
}

static bool drop_mentioned(void *data, struct header *header)
{
	GPtrArray *names = data;

	for (guint i = names->len; i-- > 0;)
		if (does_mention(header, names->pdata[i]))
			g_ptr_array_remove_index(names, i);
	return names->len;
}

void includes_drop_reached(const struct include_input *input, GPtrArray *names)
{
	if (names->len && !headers_reach(input->headers, input->path, input->result,
					 drop_mentioned, names))
		g_ptr_array_set_size(names, 0);
}

static struct missing_include *missing_include_new(const char *header, const char *name)
{
	struct missing_include *missing = g_new0(struct missing_include, 1);

	missing->header = g_strdup(header);
	missing->name = g_strdup(name);
	return missing;
}

static void missing_include_free(gpointer data)
{
	struct missing_include *missing = data;

	g_free(missing->header);
	g_free(missing->name);
	g_free(missing);
}

static bool is_listed(const GPtrArray *missing, const char *header)
{
	for (guint i = 0; i < missing->len; i++)
		if (!strcmp(((const struct missing_include *)missing->pdata[i])->header, header))
			return true;
	return false;
}

GArray *includes_only_in(GBytes *file, GBytes *other)
{
	gsize size, other_size;
	const char *text = text_at(file, &size), *other_text = text_at(other, &other_size);
	g_autoptr(GArray) lines = include_lines(text, size);
	g_autoptr(GArray) others = NULL;

	if (!lines->len)
		return g_steal_pointer(&lines);
	others = include_lines(other_text, other_size);
	return include_lines_new(lines, others);
}

bool includes_brought(const GPtrArray *results, const char *name)
{
	for (guint i = 0; i < results->len; i++)
		if (results->pdata[i] && header_declares(results->pdata[i], name))
			return true;
	return false;
}

GPtrArray *includes_missing(const struct include_input *input)
{
	GPtrArray *missing = g_ptr_array_new_with_free_func(missing_include_free);
	g_autoptr(GArray) lines = includes_only_in(input->theirs, input->result);
	g_autoptr(GHashTable) declared_by =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_autoptr(GPtrArray) names = NULL;

	if (!lines->len)
		return missing;
	names = includes_new_names(input->ours, input->result, false);
	for (guint i = 0; i < lines->len && names->len; i++)
		find_declared(input, &g_array_index(lines, struct include_line, i), names,
			      declared_by);
	for (guint i = names->len; i-- > 0;)
		if (!g_hash_table_contains(declared_by, names->pdata[i]) ||
		    includes_brought(input->others, names->pdata[i]))
			g_ptr_array_remove_index(names, i);
	includes_drop_reached(input, names);
	for (guint i = 0; i < names->len; i++) {
		const char *header = g_hash_table_lookup(declared_by, names->pdata[i]);

		if (!is_listed(missing, header))
			g_ptr_array_add(missing, missing_include_new(header, names->pdata[i]));
	}
	return missing;
}

static int compare(const struct include_line *a, const struct include_line *b)
{
	int order = memcmp(a->spelled + 1, b->spelled + 1,
			   MIN(a->spelled_size, b->spelled_size) - 2);

	return order ? order : (a->spelled_size > b->spelled_size) -
			       (a->spelled_size < b->spelled_size);
}

static const struct include_line *at(const GArray *lines, int i)
{
	return &g_array_index(lines, struct include_line, i);
}

/* the nearest neighbour in upstream's block that the result has; its index there, or -1 */
static int neighbour(const GArray *theirs, const GArray *lines, int place, int step)
{
	for (int i = place + step; i >= 0 && i < (int)theirs->len; i += step) {
		int found = at(theirs, i)->block == at(theirs, place)->block ?
				    include_find(lines, at(theirs, i)) : -2;

		if (found != -1)
			return MAX(found, -1);
	}
	return -1;
}

/* offset in the result where the line goes; -1 for nowhere */
static gssize place_of(const char *text, const GArray *theirs, const GArray *lines, int wanted)
{
	const struct include_line *line = at(theirs, wanted);
	int above = neighbour(theirs, lines, wanted, -1);
	int below = neighbour(theirs, lines, wanted, 1);

	if (above < 0)
		return below < 0 ? -1 : at(lines, below)->line - text;
	/* what only this tree includes may stand between */
	while (above + 1 < (int)lines->len && above + 1 != below &&
	       at(lines, above + 1)->block == at(lines, above)->block &&
	       compare(at(lines, above + 1), line) < 0)
		above++;
	return at(lines, above)->line + at(lines, above)->line_size - text;
}

static GBytes *add_one(GBytes *result, const GArray *theirs, int wanted)
{
	gsize size;
	const char *text = text_at(result, &size);
	g_autoptr(GArray) lines = include_lines(text, size);
	gssize place = place_of(text, theirs, lines, wanted);
	GString *out;

	if (place < 0)
		return NULL;
	out = g_string_new_len(text, place);
	g_string_append_len(out, at(theirs, wanted)->line, at(theirs, wanted)->line_size);
	g_string_append_len(out, text + place, size - place);
	return g_string_free_to_bytes(out);
}

static int find_spelled(const GArray *lines, const char *header)
{
	for (guint i = 0; i < lines->len; i++)
		if (at(lines, i)->spelled_size == strlen(header) &&
		    !memcmp(at(lines, i)->spelled, header, strlen(header)))
			return i;
	return -1;
}

GBytes *includes_added(GBytes *result, GBytes *theirs, const GPtrArray *missing)
{
	gsize size;
	const char *text = text_at(theirs, &size);
	g_autoptr(GArray) lines = include_lines(text, size);
	GBytes *out = g_bytes_ref(result);

	for (guint i = 0; out && i < missing->len; i++) {
		const struct missing_include *include = missing->pdata[i];
		int wanted = find_spelled(lines, include->header);
		GBytes *next = wanted < 0 ? NULL : add_one(out, lines, wanted);

		g_bytes_unref(out);
		out = next;
	}
	return out;
}

size_t include_line_of(GBytes *code, const char *header)
{
	gsize size;
	const char *text = text_at(code, &size);
	g_autoptr(GArray) lines = include_lines(text, size);
	int found = find_spelled(lines, header);
	size_t line = 1;

	if (found < 0)
		return 0;
	for (const char *c = text; c < at(lines, found)->line; c++)
		line += *c == '\n';
	return line;
}
