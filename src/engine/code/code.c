// SPDX-License-Identifier: GPL-2.0-only
#include "engine/code/code.h"

#include <string.h>

/* a piece that starts inside a comment: its first lines start with "*", up to the end mark */
static bool starts_in_comment(const char *text, size_t size)
{
	const char *end = g_strstr_len(text, size, "*/");
	const char *start = g_strstr_len(text, size, "/*");

	return end && (!start || end < start);
}

static bool is_mark(const char *word)
{
	return !strcmp(word, "/*") || !strcmp(word, "*/") || !strcmp(word, "*") ||
	       !strcmp(word, "/**") || !strcmp(word, "//") || !*word;
}

static char *comment_words(const struct ctoken *token)
{
	g_autofree char *text = g_strndup(token->text, token->size);
	g_auto(GStrv) words = g_strsplit_set(text, " \t\n\r", -1);
	GString *plain = g_string_new(NULL);

	for (char **word = words; *word; word++) {
		if (!is_mark(*word))
			g_string_append_printf(plain, "%s%s", plain->len ? " " : "", *word);
	}
	return g_string_free(plain, FALSE);
}

static struct code *code_of_bytes(GBytes *bytes)
{
	struct code *code = g_new0(struct code, 1);

	code->source = csource_scan(bytes);
	code->tokens = g_array_new(FALSE, FALSE, sizeof(struct ctoken));
	code->comments = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < code->source->tokens->len; i++) {
		const struct ctoken *token = ctoken_at(code->source, i);

		if (token->kind == CTOKEN_COMMENT)
			g_ptr_array_add(code->comments, comment_words(token));
		else
			g_array_append_val(code->tokens, *token);
	}
	return code;
}

struct code *code_of_text(const char *text, size_t size)
{
	g_autoptr(GString) whole = g_string_sized_new(size + 3);
	g_autoptr(GBytes) bytes = NULL;

	if (starts_in_comment(text, size))
		g_string_append(whole, "/*\n");
	g_string_append_len(whole, text, size);
	bytes = g_string_free_to_bytes(g_steal_pointer(&whole));
	return code_of_bytes(bytes);
}

struct code *code_of_hunk(const struct hunk *hunk, char skip)
{
	g_autoptr(GString) image = hunk_image(hunk, skip);

	return code_of_text(image->str, image->len);
}

struct code *code_of_lines(const struct image *image, unsigned int first, unsigned int last)
{
	const struct line *start = &g_array_index(image->lines, struct line, first - 1);
	const struct line *end = &g_array_index(image->lines, struct line, last - 1);

	return code_of_text(start->text, end->text + end->size - start->text);
}

void code_free(struct code *code)
{
	if (!code)
		return;
	g_array_unref(code->tokens);
	g_ptr_array_unref(code->comments);
	csource_free(code->source);
	g_free(code);
}

static const struct ctoken *token_at(const struct code *code, size_t i)
{
	return &g_array_index(code->tokens, struct ctoken, i);
}

bool code_contains(const struct code *whole, const struct code *part)
{
	size_t count = part->tokens->len;

	if (!count)
		return false;
	for (size_t at = 0; at + count <= whole->tokens->len; at++) {
		size_t i = 0;

		while (i < count && ctoken_same(token_at(whole, at + i), token_at(part, i)))
			i++;
		if (i == count)
			return true;
	}
	return false;
}

static guint number_of(GHashTable *known, const struct ctoken *token)
{
	g_autofree char *text = g_strndup(token->text, token->size);
	guint number = GPOINTER_TO_UINT(g_hash_table_lookup(known, text));

	if (!number) {
		number = g_hash_table_size(known) + 1;
		g_hash_table_insert(known, g_steal_pointer(&text), GUINT_TO_POINTER(number));
	}
	return number;
}

static guint *numbers_of(GHashTable *known, const struct code *code)
{
	guint *numbers = g_new(guint, code->tokens->len + 1);

	for (guint i = 0; i < code->tokens->len; i++)
		numbers[i] = number_of(known, token_at(code, i));
	return numbers;
}

static bool starts_statement(const struct code *code, size_t at, size_t floor)
{
	const struct ctoken *before = at > floor ? token_at(code, at - 1) : NULL;

	return !before || before->kind == CTOKEN_DIRECTIVE || ctoken_is(before, ";") ||
	       ctoken_is(before, "{") || ctoken_is(before, "}");
}

/*
 * A one-sided run may stand at several places: "a ( ) ; lock ( ) ;" can have gained
 * its end, or "( ) ; lock".  The first that starts a statement is it, or else the first.
 */
static size_t slide(const struct code *code, const guint *numbers, size_t at, size_t count,
		    size_t floor, size_t ceiling)
{
	size_t top;

	while (count && at > floor && numbers[at - 1] == numbers[at + count - 1])
		at--;
	for (top = at; !starts_statement(code, at, floor); at++) {
		if (at + count >= ceiling || numbers[at] != numbers[at + count])
			return top;
	}
	return at;
}

static void append_tokens(GString *out, const struct code *code, size_t at, size_t count)
{
	for (size_t i = at; i < at + count; i++)
		g_string_append_printf(out, "%.*s ", (int)token_at(code, i)->size,
				       token_at(code, i)->text);
}

void code_edit(const struct code *before, const struct code *after, GString *removed,
	       GString *added)
{
	g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autofree guint *old = numbers_of(known, before);
	g_autofree guint *new = numbers_of(known, after);
	g_autoptr(GArray) changes =
		sequence_diff(old, before->tokens->len, new, after->tokens->len);
	size_t old_floor = 0, new_floor = 0;

	for (guint i = 0; i < changes->len; i++) {
		struct change change = g_array_index(changes, struct change, i);
		const struct change *next =
			i + 1 < changes->len ? &g_array_index(changes, struct change, i + 1) : NULL;

		if (!change.old_count)
			change.new_at = slide(after, new, change.new_at, change.new_count,
					      new_floor, next ? next->new_at : after->tokens->len);
		if (!change.new_count)
			change.old_at = slide(before, old, change.old_at, change.old_count,
					      old_floor, next ? next->old_at : before->tokens->len);
		append_tokens(removed, before, change.old_at, change.old_count);
		append_tokens(added, after, change.new_at, change.new_count);
		old_floor = change.old_at + change.old_count;
		new_floor = change.new_at + change.new_count;
	}
}
