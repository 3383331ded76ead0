// SPDX-License-Identifier: GPL-2.0-only
#include "engine/code/standard.h"

#include <stdbool.h>
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/extract.h"
#include "engine/code/lex.h"

#define FLAG "-std="

/* what gcc(1) lists for C90 */
static const char *const oldest[] = { "gnu89", "gnu90", "c89", "c90", "iso9899:1990", NULL };

/* what follows a word in parentheses */
static void skip_arguments(struct lex *lex)
{
	struct lex next = *lex;

	if (lex_next(&next) != LEX_PUNCT || *next.text != '(')
		return;
	lex_close(&next);
	*lex = next;
}

/* "int i = ": behind the '(' of a loop; @last gets the name */
static bool declares_variable(struct lex *lex, struct lex *last)
{
	enum lex_kind kind = lex_next(lex);
	guint words = 0;

	for (; kind == LEX_WORD || (kind == LEX_PUNCT && *lex->text == '*' && words);
	     kind = lex_next(lex)) {
		words += kind == LEX_WORD;
		*last = *lex;
		if (kind == LEX_WORD && lex_is_typeof(lex))
			skip_arguments(lex);
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

	if (!bytes_find(part->text + part->from, part->to - part->from, "for", 3))
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

/* what is compiled gets these; others are of single files, of tools, of what starts the system */
static bool is_flags(const char *name, gsize size)
{
	static const char *const names[] = { "KBUILD_CFLAGS", "CFLAGS", "ccflags-y",
					     "subdir-ccflags-y", NULL };

	return is_any_of(name, size, names);
}

/* the variable that a line gives a value, as in "override CFLAGS += -O2"; empty for none */
static struct line assigned_in(const struct line *line)
{
	const char *equals = memchr(line->text, '=', line->size), *end = equals, *at;

	if (!equals)
		return (struct line){ line->text, 0 };
	while (end > line->text && strchr(" \t:+?", end[-1]))
		end--;
	for (at = end; at > line->text && !strchr(" \t", at[-1]); at--)
		;
	return (struct line){ at, end - at };
}

/**
 * struct makefile - what one says of C
 * @standard: the last one that the flags name, newly allocated, or NULL
 * @own: it sets the flags by itself, and not kbuild's
 * @flags: the line that is read goes on with their value
 */
struct makefile {
	char *standard;
	bool own;
	bool flags;
};

static void read_standard(struct makefile *makefile, const char *at, const char *end)
{
	while ((at = bytes_find(at, end - at, FLAG, strlen(FLAG)))) {
		const char *value = at += strlen(FLAG);

		while (at < end && (g_ascii_isalnum(*at) || *at == ':'))
			at++;
		g_free(makefile->standard);
		makefile->standard = g_strndup(value, at - value);
	}
}

static void read_line(struct makefile *makefile, const struct line *line, bool goes_on)
{
	const char *comment = memchr(line->text, '#', line->size);
	const struct line code = { line->text, comment ? (gsize)(comment - line->text) :
							 line->size };
	const struct line name = assigned_in(&code);
	const char *from = goes_on ? code.text : name.text;

	if (!goes_on) {
		makefile->flags = is_flags(name.text, name.size);
		makefile->own |= makefile->flags && name.size == strlen("CFLAGS");
	}
	if (makefile->flags)
		read_standard(makefile, from, code.text + code.size);
}

static void read_makefile(struct makefile *makefile, GBytes *bytes)
{
	g_autoptr(GArray) lines = lines_of(bytes);
	bool goes_on = false;

	for (guint i = 0; i < lines->len; i++) {
		struct line line = g_array_index(lines, struct line, i);

		if (line.size && line.text[line.size - 1] == '\n')
			line.size--;
		read_line(makefile, &line, goes_on);
		goes_on = line.size && line.text[line.size - 1] == '\\';
	}
}

/* the Makefile that says which C the file is; its standard, or NULL */
static char *find_standard(const char *path, GBytes *(*read)(void *data, const char *path),
			   void *data, char **out_makefile)
{
	g_autofree char *folder = g_path_get_dirname(path);

	for (;;) {
		bool top = !strcmp(folder, ".");
		g_autofree char *name = top ? g_strdup("Makefile") :
					      g_build_filename(folder, "Makefile", NULL);
		g_autoptr(GBytes) bytes = read(data, name);
		struct makefile makefile = { NULL };
		char *above;

		if (bytes)
			read_makefile(&makefile, bytes);
		if (makefile.standard)
			*out_makefile = g_steal_pointer(&name);
		/* flags of its own that name none: those of the folders above are for others */
		if (makefile.standard || makefile.own || top || *folder == '/')
			return makefile.standard;
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

	if ((!g_str_has_suffix(path, ".c") && !path_is_header(path)) ||
	    !brings_loop(ours, result, &loop))
		return;
	standard = find_standard(path, read, data, &makefile);
	if (standard && g_strv_contains(oldest, standard))
		add_stringf(warnings, "'%.*s' declares a variable in a loop, and '%s' says "
			    "-std=%s, which does not allow that", (int)loop.size, loop.text,
			    makefile, standard);
}
