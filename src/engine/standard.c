// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE /* memmem() */
#include "engine/standard.h"

#include <stdbool.h>
#include <string.h>

#include "base/strings.h"
#include "engine/lex.h"
#include "engine/warn.h"

#define FLAG "-std="

/* what gcc(1) lists for C90 */
static const char *const oldest[] = { "gnu89", "gnu90", "c89", "c90", "iso9899:1990" };

/* "int i = ": behind the '(' of a loop; @last gets the name */
static bool declares_variable(struct lex *lex, struct lex *last)
{
	enum lex_kind kind = lex_next(lex);
	guint words = 0, stars = 0;

	for (; kind == LEX_WORD || (kind == LEX_PUNCT && *lex->text == '*' && words);
	     kind = lex_next(lex)) {
		words += kind == LEX_WORD;
		stars += kind == LEX_PUNCT;
		*last = *lex;
	}
	return words > 1 && *last->text != '*' && kind == LEX_PUNCT && strchr("=,;", *lex->text);
}

/* the next loop of the part that declares its variable; @lex stands behind the one before */
static bool next_loop(const struct extract *part, struct lex *lex, struct line *out)
{
	enum lex_kind kind;

	while ((kind = lex_next(lex)) != LEX_END) {
		struct lex loop = *lex, name = { .size = 0 };

		if (kind != LEX_WORD || lex->directive || !lex_is(lex, "for") ||
		    !extract_holds(part, lex) || lex_next(lex) != LEX_PUNCT || *lex->text != '(')
			continue;
		if (declares_variable(lex, &name)) {
			*out = (struct line){ loop.text, name.text + name.size - loop.text };
			return true;
		}
	}
	return false;
}

static bool has_loop(const struct extract *part, struct line *out)
{
	struct lex lex;

	if (!memmem(part->text + part->from, part->to - part->from, "for", 3))
		return false;
	extract_lex(part, &lex);
	return next_loop(part, &lex, out);
}

/* the change brings the first one of the file */
static bool brings_loop(GBytes *ours, GBytes *result, struct line *out)
{
	struct extract before = extract_of(ours), after = extract_of(result), all = before;
	struct line there;

	extract_cut(&after, &before);
	return has_loop(&after, out) && !has_loop(&all, &there);
}

/* what stands behind "-std=", if that is in a line that is no comment */
static bool says_standard(GBytes *makefile, char **out)
{
	gsize size;
	const char *text = g_bytes_get_data(makefile, &size), *at = text, *end = text + size;

	*out = NULL;
	while (at < end && (at = memmem(at, end - at, FLAG, strlen(FLAG)))) {
		const char *line = at, *value = at += strlen(FLAG);
		gsize length = 0;

		while (line > text && line[-1] != '\n')
			line--;
		while (value + length < end &&
		       (g_ascii_isalnum(value[length]) || strchr(":+", value[length])))
			length++;
		/* of C++ it says nothing; and the last one is that of what is compiled */
		if (length && *line != '#' && !memchr(value, '+', length)) {
			g_free(*out);
			*out = g_strndup(value, length);
		}
	}
	return *out != NULL;
}

static bool is_oldest(const char *standard)
{
	for (guint i = 0; i < G_N_ELEMENTS(oldest); i++)
		if (!strcmp(standard, oldest[i]))
			return true;
	return false;
}

/* the Makefile that says which C the file is; its standard, or NULL */
static char *find_standard(const char *path, GBytes *(*read)(void *data, const char *path),
			   void *data, char **out_makefile)
{
	g_autofree char *folder = g_path_get_dirname(path);
	char *standard = NULL;

	for (;;) {
		bool top = !strcmp(folder, ".");
		g_autofree char *makefile = top ? g_strdup("Makefile") :
						  g_build_filename(folder, "Makefile", NULL);
		g_autoptr(GBytes) text = read(data, makefile);
		char *above;

		if (text && says_standard(text, &standard)) {
			*out_makefile = g_steal_pointer(&makefile);
			return standard;
		}
		if (top)
			return NULL;
		above = g_path_get_dirname(folder);
		g_free(folder);
		folder = above;
	}
}

void standard_check(const char *path, GBytes *ours, GBytes *result,
		    GBytes *(*read)(void *data, const char *path), void *data,
		    GPtrArray *warnings)
{
	g_autofree char *makefile = NULL;
	g_autofree char *standard = NULL;
	struct line loop;

	if ((!g_str_has_suffix(path, ".c") && !g_str_has_suffix(path, ".h")) ||
	    !brings_loop(ours, result, &loop))
		return;
	standard = find_standard(path, read, data, &makefile);
	if (standard && is_oldest(standard))
		add_stringf(warnings, "'%.*s' declares a variable in a loop, and '%s' says "
			    "-std=%s, which does not allow that", (int)loop.size, loop.text,
			    makefile, standard);
}
