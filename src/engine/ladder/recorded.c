// SPDX-License-Identifier: GPL-2.0-only
#include "engine/ladder/recorded.h"

#include <string.h>

#include "base/file.h"
#include "engine/code/code.h"
#include "engine/code/lex.h"
#include "engine/code/text.h"
#include "engine/ladder/recordparts.h"
#include "engine/merge/diff3.h"

/* a conflict of fewer tokens occurs by chance: what stands around it tells */
#define TELLING_TOKENS 24

/* lines of ours on each side that do */
#define AROUND 3

struct records {
	GHashTable *by_key;
};

void record_free(struct record *record)
{
	if (!record)
		return;
	g_free(record->path);
	g_free(record->upstream);
	g_free(record->tree);
	g_free(record->by);
	g_free(record->before);
	g_free(record->ours);
	g_free(record->base);
	g_free(record->theirs);
	g_free(record->after);
	g_free(record->result);
	g_free(record);
}

struct records *records_new(void)
{
	struct records *records = g_new0(struct records, 1);

	records->by_key = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
						(GDestroyNotify)record_free);
	return records;
}

void records_free(struct records *records)
{
	if (!records)
		return;
	g_hash_table_unref(records->by_key);
	g_free(records);
}

guint records_count(const struct records *records)
{
	return g_hash_table_size(records->by_key);
}

void record_add(struct records *records, struct record *record)
{
	g_hash_table_replace(records->by_key, record->key, record);
}

bool record_remove(struct records *records, const char *key)
{
	return g_hash_table_remove(records->by_key, key);
}

const struct record *record_lookup(const struct records *records, const char *key)
{
	return g_hash_table_lookup(records->by_key, key);
}

void records_each(const struct records *records, GFunc visit, gpointer data)
{
	GHashTableIter iter;
	gpointer record;

	g_hash_table_iter_init(&iter, records->by_key);
	while (g_hash_table_iter_next(&iter, NULL, &record))
		visit(record, data);
}

void records_disown(struct records *records)
{
	g_hash_table_steal_all(records->by_key);
}

/* a directive is one token, whatever the blanks in it */
static void append_token(GString *out, const struct ctoken *token)
{
	bool blank = false;

	if (token->kind != CTOKEN_DIRECTIVE) {
		g_string_append_len(out, token->text, token->size);
		g_string_append_c(out, '\n');
		return;
	}
	for (size_t i = 0; i < token->size; i++) {
		char c = token->text[i];

		if (blank && !g_ascii_isspace(c))
			g_string_append_c(out, ' ');
		blank = g_ascii_isspace(c);
		if (!blank)
			g_string_append_c(out, c);
	}
	g_string_append_c(out, '\n');
}

/* the code of a text, a token a line */
static char *code_of(const char *text, guint *out_tokens)
{
	g_autoptr(code) code = code_of_text(text, strlen(text));
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < code->tokens->len; i++)
		append_token(out, &g_array_index(code->tokens, struct ctoken, i));
	if (out_tokens)
		*out_tokens += code->tokens->len;
	return g_string_free(out, FALSE);
}

bool record_same_code(const char *a, const char *b)
{
	g_autofree char *x = code_of(a, NULL);
	g_autofree char *y = code_of(b, NULL);

	return !strcmp(x, y);
}

/* comments count where the code alone does not tell the three apart, and in what is no C */
static bool is_by_code(const struct record *record)
{
	return path_is_c(record->path) && !record_same_code(record->base, record->ours) &&
	       !record_same_code(record->base, record->theirs) &&
	       !record_same_code(record->ours, record->theirs);
}

static void digest_text(GChecksum *digest, char name, const char *text, bool by_code)
{
	g_autofree char *code = by_code && text ? code_of(text, NULL) : NULL;
	g_autofree char *head = NULL;

	if (!text)
		return;
	text = code ? code : text;
	head = g_strdup_printf("%c %zu\n", name, strlen(text));
	g_checksum_update(digest, (const guchar *)head, -1);
	g_checksum_update(digest, (const guchar *)text, strlen(text));
}

void record_key(const struct record *record, char out[RECORD_KEY + 1])
{
	GChecksum *digest = g_checksum_new(G_CHECKSUM_SHA256);
	bool by_code = is_by_code(record);

	digest_text(digest, by_code ? 'C' : 'T', "", false);
	digest_text(digest, '<', record->before, by_code);
	digest_text(digest, 'o', record->ours, by_code);
	digest_text(digest, 'b', record->base, by_code);
	digest_text(digest, 't', record->theirs, by_code);
	digest_text(digest, '>', record->after, by_code);
	g_strlcpy(out, g_checksum_get_string(digest), RECORD_KEY + 1);
	g_checksum_free(digest);
}

static char *text_between(const GArray *lines, size_t at, size_t end)
{
	g_autoptr(GBytes) bytes = threeway_text(lines, (struct span){ at, end });

	return bytes_text(bytes);
}

/* lines of ours above and below that are not blank */
static void look_around(struct record *record, const GArray *ours, const struct span *span)
{
	size_t first = span->at, last = span->end;

	for (guint found = 0; first && found < AROUND; first--) {
		const struct line *line = &g_array_index(ours, struct line, first - 1);

		found += !text_is_blank(line->text, line->size);
	}
	for (guint found = 0; last < ours->len && found < AROUND; last++) {
		const struct line *line = &g_array_index(ours, struct line, last);

		found += !text_is_blank(line->text, line->size);
	}
	record->before = text_between(ours, first, span->at);
	record->after = text_between(ours, span->end, last);
}

struct record *record_of(const char *path, const struct threeway *merge,
			 const struct region *region)
{
	struct record *record = g_new0(struct record, 1);
	guint tokens = 0;

	record->path = g_strdup(path);
	record->ours = text_between(merge->ours, region->ours.at, region->ours.end);
	record->base = text_between(merge->base, region->base.at, region->base.end);
	record->theirs = text_between(merge->theirs, region->theirs.at, region->theirs.end);
	g_free(code_of(record->ours, &tokens));
	g_free(code_of(record->base, &tokens));
	g_free(code_of(record->theirs, &tokens));
	if (tokens < TELLING_TOKENS)
		look_around(record, merge->ours, &region->ours);
	record_key(record, record->key);
	return record;
}

static GBytes *bytes_of(const char *text)
{
	return g_bytes_new(text, strlen(text));
}

/*
 * The change from @base to @theirs, made to @ours; NULL where both change the same line.  Changes
 * that only touch are both made: what differs in @ours is no code.
 */
static char *carried(const char *base, const char *ours, const char *theirs)
{
	g_autoptr(GBytes) a = bytes_of(base), b = bytes_of(ours), c = bytes_of(theirs);
	g_autoptr(GArray) x = lines_of(a), y = lines_of(b), z = lines_of(c);
	GArray *const sides[] = { x, y, z };
	g_autoptr(GArray) pieces = diff3_of(sides, true);
	g_autoptr(GByteArray) out = g_byte_array_new();

	for (guint i = 0; i < pieces->len; i++) {
		const struct piece *piece = &g_array_index(pieces, struct piece, i);

		if (piece->conflict)
			return NULL;
		text_join(out, sides[piece->from], piece->spans[piece->from].at,
			  piece->spans[piece->from].end);
	}
	return out->len ? g_strndup((const char *)out->data, out->len) : g_strdup("");
}

static size_t indent_of(const char *line)
{
	return strspn(line, " \t");
}

/*
 * What the lines of @to have in front that those of @from have not (@out_more), or the other way
 * round; false when that is not the same for all of them.
 */
static bool find_shift(const char *from, const char *to, char **out_shift, bool *out_more)
{
	g_auto(GStrv) a = g_strsplit(from, "\n", -1);
	g_auto(GStrv) b = g_strsplit(to, "\n", -1);
	g_autofree char *shift = NULL;

	if (g_strv_length(a) != g_strv_length(b))
		return false;
	for (guint i = 0; a[i]; i++) {
		size_t x = indent_of(a[i]), y = indent_of(b[i]);
		const char *longer = x > y ? a[i] : b[i], *shorter = x > y ? b[i] : a[i];
		size_t more = MAX(x, y) - MIN(x, y);
		g_autofree char *prefix = g_strndup(longer, more);

		if (!a[i][x] && !b[i][y])
			continue;
		if (strncmp(longer + more, shorter, MIN(x, y)))
			return false;
		if (shift && (strcmp(shift, prefix) || (more && *out_more != (y > x))))
			return false;
		*out_more = y > x;
		g_free(shift);
		shift = g_steal_pointer(&prefix);
	}
	*out_shift = g_steal_pointer(&shift);
	return *out_shift != NULL;
}

/* all lines moved; NULL when one of them has not what is to be taken away */
static char *shifted(const char *text, const char *shift, bool more)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	size_t size = strlen(shift);

	for (char **line = lines; *line; line++) {
		char *old = *line;

		if (!*old || (*old == '#' && more))
			continue;
		if (!more && strncmp(old, shift, size))
			return NULL;
		*line = more ? g_strconcat(shift, old, NULL) : g_strdup(old + size);
		g_free(old);
	}
	return g_strjoinv("\n", lines);
}

/* the recorded texts, as far to the right as this conflict is */
static struct record *aligned(const struct record *known, const struct record *here)
{
	bool by_ours = !text_is_blank(here->ours, strlen(here->ours));
	g_autoptr(record) moved = g_new0(struct record, 1);
	g_autofree char *shift = NULL;
	bool more = false;

	if (!find_shift(by_ours ? known->ours : known->theirs, by_ours ? here->ours : here->theirs,
			&shift, &more)) {
		g_clear_pointer(&shift, g_free);
		shift = g_strdup("");
	}
	moved->ours = shifted(known->ours, shift, more);
	moved->theirs = shifted(known->theirs, shift, more);
	moved->result = shifted(known->result, shift, more);
	return moved->ours && moved->theirs && moved->result ? g_steal_pointer(&moved) : NULL;
}

/* this tree's and upstream's own blanks and comments, around the code that was recorded */
static char *adapted(const struct record *known, const struct record *here)
{
	g_autoptr(record) moved = aligned(known, here);
	g_autofree char *ours = NULL, *both = NULL;

	if (!moved)
		return NULL;
	ours = carried(moved->ours, here->ours, moved->result);
	both = ours ? carried(moved->theirs, here->theirs, ours) : NULL;
	return both && record_same_code(both, known->result) ? g_steal_pointer(&both) : NULL;
}

static char *text_for(const struct record *known, const struct record *here)
{
	if (!strcmp(known->ours, here->ours) && !strcmp(known->base, here->base) &&
	    !strcmp(known->theirs, here->theirs))
		return g_strdup(known->result);
	return adapted(known, here);
}

GBytes *records_find(const struct records *records, const char *path, const struct threeway *merge,
		     const struct region *region, char **out_note)
{
	g_autoptr(record) here = NULL;
	const struct record *known;
	char *text;

	if (!records || !records_count(records))
		return NULL;
	here = record_of(path, merge, region);
	known = record_lookup(records, here->key);
	text = known ? text_for(known, here) : NULL;
	if (text && out_note)
		*out_note = g_strdup_printf("as %s resolved the same conflict on %s", known->by,
					    known->tree);
	return text ? g_bytes_new_take(text, strlen(text)) : NULL;
}
