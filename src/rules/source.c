// SPDX-License-Identifier: GPL-2.0-only
#include "rules/source.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "rules/spatch.h"

#define MAX_INCLUDES 20
#define NAME_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./"

struct loader {
	struct rule_source *source;
	GHashTable *names;	/* path to the name that it got */
	char *folder;
};

static char *load(struct loader *loader, const char *path, GError **error);

static bool refuse(const char *path, unsigned int line, const char *what, GError **error)
{
	g_set_error(error, BS_ERROR, BS_ERROR_UNSAFE, "'%s' line %u: %s; it is never run", path,
		    line, what);
	return false;
}

/* the word in quotes behind "#include" or "using", or NULL */
static char *quoted_name(const char *at)
{
	const char *start = strchr(at, '"');
	const char *end = start ? strchr(start + 1, '"') : NULL;

	return end ? g_strndup(start + 1, end - start - 1) : NULL;
}

/* "#include" in any place counts, but for lines that can be nothing else than a comment */
static const char *find_include(const char *line)
{
	if (rule_line_is_comment(line))
		return NULL;
	for (const char *at = strchr(line, '#'); at; at = strchr(at + 1, '#')) {
		const char *word = at + 1 + strspn(at + 1, " \t\f\v");

		if (g_str_has_prefix(word, "include"))
			return word;
	}
	return NULL;
}

/* the word with a name behind it; in "consider using this" it is one of a message */
static const char *find_using(const char *line)
{
	const char *at = strstr(line, "using");
	const char *comment = strstr(line, "//");

	for (; at; at = strstr(at + 1, "using")) {
		if ((at == line || !(g_ascii_isalnum(at[-1]) || at[-1] == '_')) &&
		    at[5 + strspn(at + 5, " \t\f\v")] == '"' && !(comment && comment < at))
			return at;
	}
	return NULL;
}

/* the name under which the included file is given to spatch; NULL with an error */
static const char *include(struct loader *loader, const char *path, unsigned int line,
			   const char *name, GError **error)
{
	g_autofree char *whole = name ? g_build_filename(loader->folder, name, NULL) : NULL;
	const char *known;
	char *text, *given;

	if (!name || !path_is_safe(name) || strspn(name, NAME_LETTERS) != strlen(name)) {
		refuse(path, line, "the name of an included file must be plain and lie in the "
		       "rule's folder", error);
		return NULL;
	}
	known = g_hash_table_lookup(loader->names, whole);
	if (known)
		return known;
	if (g_hash_table_size(loader->names) >= MAX_INCLUDES ||
	    g_file_test(whole, G_FILE_TEST_IS_SYMLINK)) {
		refuse(path, line, "too many included files, or one is a symbolic link", error);
		return NULL;
	}
	given = g_strdup_printf("include%u.%s", g_hash_table_size(loader->names) + 1,
				g_str_has_suffix(name, ".iso") ? "iso" : "cocci");
	g_hash_table_insert(loader->names, g_strdup(whole), given);
	text = load(loader, whole, error);
	if (!text)
		return NULL;
	g_hash_table_insert(loader->source->includes, g_strdup(given), text);
	return given;
}

/* C patterns such as "#include <linux/x.h>" name no file of the rule's own */
static bool is_pattern(const char *line, const char *include)
{
	return strchr("+-* #", *line) && *line && !strchr(include, '"') &&
	       strspn(include, NAME_LETTERS " <>\t") == strlen(include);
}

static bool add_line(struct loader *loader, const char *path, unsigned int number,
		     const char *line, GString *to, GError **error)
{
	const char *found = find_include(line);
	g_autofree char *name = NULL;
	const char *given;

	if (found && !is_pattern(line, found)) {
		if (*line != '#')
			return refuse(path, number, "an #include that does not start its line",
				      error);
		name = quoted_name(found);
		given = include(loader, path, number, name, error);
		if (!given)
			return false;
		g_string_append_printf(to, "#include \"%s\"\n", given);
		return true;
	}
	found = find_using(line);
	if (found) {
		name = quoted_name(found);
		given = include(loader, path, number, name, error);
		if (!given)
			return false;
		g_string_append_len(to, line, found - line);
		g_string_append_printf(to, "using \"%s\"%s\n", given,
				       strchr(strchr(found, '"') + 1, '"') + 1);
		return true;
	}
	g_string_append_printf(to, "%s\n", line);
	return true;
}

/* "#spatch" gives options to spatch, from any place */
static bool line_is_allowable(const char *path, unsigned int number, const char *line,
			      GError **error)
{
	for (const char *at = strchr(line, '#'); at; at = strchr(at + 1, '#')) {
		if (g_str_has_prefix(at + 1 + strspn(at + 1, " \t\f\v"), "spatch"))
			return refuse(path, number, "'#spatch' gives spatch any option", error);
	}
	if (strchr(line, '\r'))
		return refuse(path, number, "a carriage return hides text", error);
	return true;
}

/* what rule_is_plain() refuses apart from includes is code, line by line */
static void note_code(struct rule_source *source, const char *path, unsigned int number,
		      const char *line, bool *inside)
{
	bool plain = find_include(line) || find_using(line) || rule_is_plain(line, NULL);

	if (line[0] == '@' && line[1] != '@')
		*inside = !plain;
	if (plain && !*inside)
		return;
	g_ptr_array_add(source->code, g_strdup_printf("%s:%u: %s", path, number, line));
}

static char *load(struct loader *loader, const char *path, GError **error)
{
	g_autoptr(GBytes) bytes = file_read(path, error);
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;
	g_autoptr(GString) new = g_string_new(NULL);
	bool inside = false;

	if (!bytes)
		return NULL;
	if (memchr(g_bytes_get_data(bytes, NULL), '\0', g_bytes_get_size(bytes))) {
		refuse(path, 1, "it has a NUL byte", error);
		return NULL;
	}
	text = bytes_text(bytes);
	rule_cut(text);
	lines = g_strsplit(text, "\n", -1);
	for (unsigned int i = 0; lines[i]; i++) {
		if (!line_is_allowable(path, i + 1, lines[i], error) ||
		    !add_line(loader, path, i + 1, lines[i], new, error))
			return NULL;
		note_code(loader->source, path, i + 1, lines[i], &inside);
	}
	return g_string_free(g_steal_pointer(&new), FALSE);
}

static int by_text(gconstpointer a, gconstpointer b)
{
	return strcmp(a, b);
}

static char *digest_of(const struct rule_source *source)
{
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
	g_autoptr(GList) names = g_list_sort(g_hash_table_get_keys(source->includes), by_text);

	g_checksum_update(checksum, (const guchar *)source->text, strlen(source->text) + 1);
	for (GList *at = names; at; at = at->next) {
		const char *text = g_hash_table_lookup(source->includes, at->data);

		g_checksum_update(checksum, at->data, strlen(at->data) + 1);
		g_checksum_update(checksum, (const guchar *)text, strlen(text) + 1);
	}
	return g_strdup(g_checksum_get_string(checksum));
}

struct rule_source *rule_source_load(const char *name, const char *path, GError **error)
{
	g_autoptr(rule_source) source = g_new0(struct rule_source, 1);
	struct loader loader = { .source = source };

	source->name = g_strdup(name);
	source->path = g_strdup(path);
	source->includes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	source->code = g_ptr_array_new_with_free_func(g_free);
	loader.folder = g_path_get_dirname(path);
	loader.names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	source->text = load(&loader, path, error);
	g_hash_table_unref(loader.names);
	g_free(loader.folder);
	if (!source->text)
		return NULL;
	source->digest = digest_of(source);
	return g_steal_pointer(&source);
}

/* @text: of the file of allowed rules */
static bool names(const char *text, const struct rule_source *source)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (char **line = lines; *line; line++) {
		if (g_str_has_prefix(*line, source->digest))
			return true;
	}
	return false;
}

static bool is_allowed(const struct rule_source *source, const char *allowed)
{
	g_autofree char *text = NULL;

	return g_file_get_contents(allowed, &text, NULL, NULL) && names(text, source);
}

bool rule_source_check(const struct rule_source *source, const char *allowed,
		       const char *inside, GError **error)
{
	g_autofree char *folder = g_strconcat(inside, "/", NULL);

	if (!source->code->len)
		return true;
	if (!g_str_has_prefix(source->path, folder)) {
		g_set_error(error, BS_ERROR, BS_ERROR_UNSAFE,
			    "'%s' has script code and is not in '%s'; copy it there, read it, and "
			    "allow it with 'backstitch rule allow'", source->path, inside);
		return false;
	}
	if (is_allowed(source, allowed))
		return true;
	g_set_error(error, BS_ERROR, BS_ERROR_UNSAFE,
		    "rule '%s' has script code, which can do anything; 'backstitch rule allow %s' "
		    "shows and allows it", source->name, source->name);
	return false;
}

/* what was allowed before stays so: no file is an empty one, but one that cannot be read is not */
static GString *allowed_text(const char *allowed, GError **error)
{
	g_autoptr(GBytes) bytes = NULL;

	if (!g_file_test(allowed, G_FILE_TEST_EXISTS))
		return g_string_new(NULL);
	bytes = file_read(allowed, error);
	return bytes ? g_string_new_len(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes)) :
		       NULL;
}

bool rule_sources_allow(const GPtrArray *sources, const char *allowed, GError **error)
{
	g_autoptr(GString) text = allowed_text(allowed, error);

	for (guint i = 0; text && i < sources->len; i++) {
		const struct rule_source *source = sources->pdata[i];

		if (!names(text->str, source))
			g_string_append_printf(text, "%s %s\n", source->digest, source->name);
	}
	return text && file_write(allowed, text->str, text->len, error);
}

void rule_source_free(struct rule_source *source)
{
	if (!source)
		return;
	g_free(source->name);
	g_free(source->path);
	g_free(source->text);
	if (source->includes)
		g_hash_table_unref(source->includes);
	if (source->code)
		g_ptr_array_unref(source->code);
	g_free(source->digest);
	g_free(source);
}
