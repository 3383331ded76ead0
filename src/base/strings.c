// SPDX-License-Identifier: GPL-2.0-only
#include "base/strings.h"

#include <string.h>

const bool word_bytes[256] = {
	['0' ... '9'] = true, ['A' ... 'Z'] = true, ['a' ... 'z'] = true, ['_'] = true,
};

int compare_strings(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool has_string(const GPtrArray *array, const char *text)
{
	for (guint i = 0; i < array->len; i++) {
		if (!strcmp(array->pdata[i], text))
			return true;
	}
	return false;
}

void add_string_once(GPtrArray *array, const char *text)
{
	if (text && !has_string(array, text))
		g_ptr_array_add(array, g_strdup(text));
}

void add_stringf(GPtrArray *array, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_ptr_array_add(array, g_strdup_vprintf(format, args));
	va_end(args);
}

char *first_line(const char *text)
{
	return g_strndup(text, strcspn(text, "\n"));
}

char *last_line(const char *text)
{
	g_autofree char *trimmed = g_strchomp(g_strdup(text));
	const char *newline = strrchr(trimmed, '\n');

	return g_strdup(newline ? newline + 1 : trimmed);
}

bool is_any_of(const char *text, gsize size, const char *const *words)
{
	for (; *words; words++)
		if (strlen(*words) == size && !memcmp(*words, text, size))
			return true;
	return false;
}

bool name_has_part(const char *name, gsize size, const char *part, gsize part_size)
{
	for (gsize i = 0; i + part_size <= size; i++)
		if ((!i || name[i - 1] == '_') && !memcmp(name + i, part, part_size) &&
		    (i + part_size == size || name[i + part_size] == '_'))
			return true;
	return false;
}

const char *word_in(const char *text, const char *word)
{
	size_t size = strlen(word);

	for (const char *at = text; (at = strstr(at, word)); at++) {
		if ((at == text || !byte_is_word(at[-1]) || !byte_is_word(*word)) &&
		    (!byte_is_word(at[size]) || !byte_is_word(word[size - 1])))
			return at;
	}
	return NULL;
}

char *without_blanks(const char *text)
{
	GString *bare = g_string_new(NULL);

	for (; *text; text++) {
		if (!g_ascii_isspace(*text))
			g_string_append_c(bare, *text);
	}
	return g_string_free(bare, FALSE);
}
