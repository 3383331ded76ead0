// SPDX-License-Identifier: GPL-2.0-only
#include "check/diag.h"

#include <stdlib.h>
#include <string.h>

#include "format/csource.h"
#include "format/linediff.h"

/* scanned files of one log; a log speaks of few */
struct known_file {
	GBytes *bytes;
	GArray *lines;
	struct csource *source;
};

static void known_free(gpointer data)
{
	struct known_file *file = data;

	csource_free(file->source);
	g_clear_pointer(&file->lines, g_array_unref);
	g_clear_pointer(&file->bytes, g_bytes_unref);
	g_free(file);
}

static const struct known_file *known(GHashTable *cache, const struct diag_files *files,
				      const char *path)
{
	struct known_file *file = g_hash_table_lookup(cache, path);

	if (file)
		return file;
	file = g_new0(struct known_file, 1);
	file->bytes = files->content ? files->content(files->data, path) : NULL;
	if (file->bytes) {
		file->lines = lines_of(file->bytes);
		file->source = csource_scan(file->bytes);
	}
	g_hash_table_insert(cache, g_strdup(path), file);
	return file;
}

static void diag_free(gpointer data)
{
	struct diag *diag = data;

	g_free(diag->path);
	g_free(diag->text);
	g_free(diag->function);
	g_free(diag->source);
	g_free(diag);
}

static char *squeeze(const char *text, size_t size)
{
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < size; i++) {
		if (!g_ascii_isspace(text[i]))
			g_string_append_c(out, text[i]);
		else if (out->len && out->str[out->len - 1] != ' ')
			g_string_append_c(out, ' ');
	}
	g_strchomp(out->str);
	return g_string_free(out, FALSE);
}

static void locate(struct diag *diag, const struct known_file *file)
{
	const struct cregion *region = NULL;

	if (file->source)
		region = csource_at(file->source, diag->line);
	diag->function = g_strdup(region ? region->name : "");
	if (file->lines && diag->line && diag->line <= file->lines->len) {
		const struct line *line =
			&g_array_index(file->lines, struct line, diag->line - 1);

		diag->source = squeeze(line->text, line->size);
	} else {
		diag->source = g_strdup("");
	}
}

static const GRegex *line_pattern(void)
{
	static gsize once;
	static GRegex *pattern;

	if (g_once_init_enter(&once)) {
		/* objtool and the compiler's driver give no line */
		pattern = g_regex_new("^(?!make)([^:\\s][^:]*):(?:(\\d+)(?::(\\d+))?:)? "
				      "(?:(fatal error|error|warning): )?(.*)$",
				      G_REGEX_OPTIMIZE | G_REGEX_RAW, 0, NULL);
		g_once_init_leave(&once, 1);
	}
	return pattern;
}

/* "declared at file.h:12" and objtool's "f+0x2a" move with every change above them */
static char *without_numbers(const char *text)
{
	g_autoptr(GRegex) places =
		g_regex_new(":\\d+(:\\d+)?|\\+0x[0-9a-f]+", G_REGEX_RAW, 0, NULL);

	return g_regex_replace_literal(places, text, -1, 0, "", 0, NULL);
}

static char *in_tree(const char *path, const char *folder)
{
	size_t size = folder ? strlen(folder) : 0;

	if (size && !strncmp(path, folder, size) && path[size] == '/')
		return g_strdup(path + size + 1);
	return g_strdup(g_str_has_prefix(path, "./") ? path + 2 : path);
}

static void extend(struct diag *diag, const char *text)
{
	g_autofree char *more = g_strstrip(without_numbers(text));
	char *joined = g_strconcat(diag->text, " ", more, NULL);

	g_free(diag->text);
	diag->text = joined;
}

/* gcc's notes speak of another line; sparse's second lines of the same one */
static bool continues(const struct diag *last, const char *path, unsigned int line,
		      const char *text)
{
	return last && !strcmp(last->path, path) && last->line == line &&
	       g_str_has_prefix(text, "   ");
}

static void parse_line(GPtrArray *diags, GHashTable *cache, const struct diag_files *files,
		       const char *text)
{
	g_autoptr(GMatchInfo) match = NULL;
	g_autofree char *name = NULL, *path = NULL, *number = NULL, *kind = NULL, *message = NULL;
	struct diag *diag = diags->len ? diags->pdata[diags->len - 1] : NULL;

	if (!g_regex_match(line_pattern(), text, 0, &match))
		return;
	name = g_match_info_fetch(match, 1);
	path = in_tree(name, files->folder);
	number = g_match_info_fetch(match, 2);
	kind = g_match_info_fetch(match, 4);
	message = g_match_info_fetch(match, 5);
	if (!*kind) {
		if (continues(diag, path, atoi(number), message))
			extend(diag, message);
		return;
	}
	diag = g_new0(struct diag, 1);
	diag->path = g_steal_pointer(&path);
	diag->line = atoi(number);
	diag->error = strcmp(kind, "warning");
	diag->text = without_numbers(message);
	locate(diag, known(cache, files, diag->path));
	g_ptr_array_add(diags, diag);
}

GPtrArray *diags_parse(const char *log, const struct diag_files *files)
{
	GPtrArray *diags = g_ptr_array_new_with_free_func(diag_free);
	g_autoptr(GHashTable) cache =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, known_free);
	g_auto(GStrv) lines = g_strsplit(log, "\n", -1);

	for (char **line = lines; *line; line++)
		parse_line(diags, cache, files, *line);
	return diags;
}

static char *key_of(const struct diag *diag)
{
	return g_strjoin("\n", diag->path, diag->function, diag->error ? "error" : "warning",
			 diag->text, diag->source, NULL);
}

GPtrArray *diags_new(const GPtrArray *before, const GPtrArray *after)
{
	g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GPtrArray *fresh = g_ptr_array_new();

	for (guint i = 0; i < before->len; i++) {
		char *key = key_of(before->pdata[i]);
		int count = GPOINTER_TO_INT(g_hash_table_lookup(counts, key));

		g_hash_table_insert(counts, key, GINT_TO_POINTER(count + 1));
	}
	for (guint i = 0; i < after->len; i++) {
		g_autofree char *key = key_of(after->pdata[i]);
		int count = GPOINTER_TO_INT(g_hash_table_lookup(counts, key));

		if (count > 0)
			g_hash_table_insert(counts, g_steal_pointer(&key),
					    GINT_TO_POINTER(count - 1));
		else
			g_ptr_array_add(fresh, after->pdata[i]);
	}
	return fresh;
}

const struct diag *diag_first_error(const GPtrArray *diags)
{
	for (guint i = 0; i < diags->len; i++) {
		const struct diag *diag = diags->pdata[i];

		if (diag->error)
			return diag;
	}
	return NULL;
}

bool diag_is_context(const struct diag *diag)
{
	return strstr(diag->text, "context imbalance") || strstr(diag->text, "lock contexts");
}

bool diag_about(const struct diag *diag, const char *function)
{
	g_autofree char *quoted = g_strdup_printf("'%s'", function);

	return !strcmp(diag->function, function) || strstr(diag->text, quoted);
}

char *diag_format(const GPtrArray *diags)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < diags->len; i++) {
		const struct diag *diag = diags->pdata[i];

		g_string_append_printf(out, "%s:%u: %s: %s\n", diag->path, diag->line,
				       diag->error ? "error" : "warning", diag->text);
	}
	return g_string_free(out, FALSE);
}
