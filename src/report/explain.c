// SPDX-License-Identifier: GPL-2.0-only
#include "report/explain.h"

#include <string.h>

#include "base/escape.h"

#define RED "31"
#define GREEN "32"
#define YELLOW "33"

/* lines of each kind that are worth a terminal; JSON has all */
#define LINES_MAX 12
/* digits of a commit id that people write */
#define ID_DIGITS 12
#define CODE_INDENT 14
#define TAB_COLUMNS 8

/* a line of code: its tabs as blanks, so that it stands as it does in an editor */
static char *code_line(const char *line)
{
	g_autoptr(GString) wide = g_string_new(NULL);
	guint column = 0;

	for (; *line; line++) {
		if (*line == '\t') {
			do
				g_string_append_c(wide, ' ');
			while (++column % TAB_COLUMNS);
			continue;
		}
		g_string_append_c(wide, *line);
		column += (*line & 0xc0) != 0x80;
	}
	return escape_line(wide->str, wide->len);
}

static void code_write(struct sheet *sheet, char sign, const char *colour, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	guint count = g_strv_length(lines);

	count -= count && !*lines[count - 1];
	for (guint i = 0; i < MIN(count, LINES_MAX); i++) {
		g_autofree char *code = code_line(lines[i]);
		g_autofree char *said = g_strdup_printf("%c %s", sign, code);

		sheet_pad(sheet, CODE_INDENT);
		sheet_paint(sheet, colour, said);
		sheet_newline(sheet);
	}
	if (count > LINES_MAX) {
		g_autofree char *more = g_strdup_printf("%c … and %u more lines", sign,
							count - LINES_MAX);

		sheet_wrapped(sheet, CODE_INDENT, colour, more);
	}
}

char *place_text(const struct explanation *explanation)
{
	GString *text = g_string_new(explanation->path);

	if (explanation->line)
		g_string_append_printf(text, ":%lu", explanation->line);
	if (*explanation->function)
		g_string_append_printf(text, ", %s", explanation->function);
	if (explanation->from)
		g_string_append_printf(text, " (upstream's %s)", explanation->from);
	return g_string_free(text, FALSE);
}

static bool same_upstream(const struct explanation *explanation, const struct explanation *above)
{
	return !strcmp(explanation->removed, above->removed) &&
	       !strcmp(explanation->added, above->added);
}

static void upstream_write(struct sheet *sheet, const struct explanation *explanation,
			   const struct explained *above)
{
	const char *does = *explanation->removed ? "changes" : "adds";
	g_autofree char *refers = NULL;

	if (!*explanation->removed && !*explanation->added)
		return;
	if (above && same_upstream(explanation, above->explanation)) {
		refers = g_strdup_printf("%s, as above on %s", does, above->tree);
		sheet_item(sheet, "upstream", NULL, refers);
		return;
	}
	sheet_item(sheet, "upstream", NULL, does);
	code_write(sheet, '-', RED, explanation->removed);
	code_write(sheet, '+', GREEN, explanation->added);
}

char *since_text(const struct since *since)
{
	return g_strdup_printf("%.*s (\"%s\")%s%s%s", ID_DIGITS, since->commit, since->title,
			       since->date ? ", " : "", since->date ? since->date : "",
			       since->history == SINCE_TREE ? "" : ", as upstream had it then");
}

static void here_write(struct sheet *sheet, const struct explanation *explanation)
{
	if (*explanation->expected) {
		sheet_item(sheet, "expects", NULL, "which is not here:");
		code_write(sheet, ' ', NULL, explanation->expected);
	}
	if (*explanation->here) {
		sheet_item(sheet, "here", NULL, *explanation->expected ? "stands instead:" :
									 "stands between:");
		code_write(sheet, ' ', NULL, explanation->here);
	}
	for (guint i = 0; i < explanation->since->len; i++) {
		g_autofree char *text = since_text(explanation->since->pdata[i]);

		sheet_item(sheet, i ? "" : *explanation->here ? "since" : "taken by", NULL, text);
	}
}

/* "0123456789ab ("title"), 2026-01-31", as far as it is known */
static void append_commit(GString *text, const struct lack *lack)
{
	if (lack->commit)
		g_string_append_printf(text, "%.*s", ID_DIGITS, lack->commit);
	if (lack->title)
		g_string_append_printf(text, lack->commit ? " (\"%s\")" : "\"%s\"", lack->title);
	if (lack->date)
		g_string_append_printf(text, ", %s", lack->date);
}

char *lack_text(const struct lack *lack)
{
	GString *text = g_string_new(lack_kind_name(lack->kind));

	if (lack->what)
		g_string_append_printf(text, " %s", lack->what);
	if (lack->kind == LACK_PATCH)
		g_string_append(text, ", ");
	else if (lack->what && (lack->commit || lack->title))
		g_string_append(text, ", which comes with ");
	else
		g_string_append_c(text, ' ');
	append_commit(text, lack);
	if (lack->line && lack->kind == LACK_NAME)
		g_string_append_printf(text, ", in %s", lack->line);
	else if (lack->line)
		g_string_append_printf(text, "%s: '%s'%s",
				       lack->deed == LACK_REMOVES ? ", removes what is here" : "",
				       lack->line, lack->lines > 1 ? " and more" : "");
	return g_string_free(text, FALSE);
}

/* all but the place */
static void body_write(struct sheet *sheet, const struct explanation *explanation,
		       const struct explained *above)
{
	upstream_write(sheet, explanation, above);
	here_write(sheet, explanation);
	for (guint i = 0; i < explanation->missing->len; i++) {
		g_autofree char *text = lack_text(explanation->missing->pdata[i]);

		sheet_item(sheet, i ? "" : "missing", YELLOW, text);
	}
	sheet_item(sheet, "remedy", NULL, explanation->remedy);
	sheet_items(sheet, "note", NULL, explanation->notes);
}

/* of one file, by whatever name it has on a tree */
static bool same_file(const struct explanation *explanation, const struct explanation *above)
{
	const char *path = explanation->from ? explanation->from : explanation->path;

	return !strcmp(path, above->from ? above->from : above->path);
}

/* is there nothing to say but the place? */
static bool same_body(const struct sheet *like, const struct explanation *explanation,
		      const struct explanation *above)
{
	struct sheet one = { g_string_new(NULL), like->colour, like->columns };
	struct sheet other = { g_string_new(NULL), like->colour, like->columns };
	bool same;

	body_write(&one, explanation, NULL);
	body_write(&other, above, NULL);
	same = g_string_equal(one.out, other.out);
	g_string_free(one.out, TRUE);
	g_string_free(other.out, TRUE);
	return same;
}

void explanation_write(struct sheet *sheet, const struct explanation *explanation,
		       const GPtrArray *said, const char *label)
{
	g_autofree char *place = place_text(explanation), *refers = NULL;
	const struct explained *above = NULL;

	for (guint i = 0; i < said->len; i++) {
		const struct explained *one = said->pdata[i];

		/* these tell most of them apart, and cost nothing */
		if (!same_upstream(explanation, one->explanation) ||
		    !same_file(explanation, one->explanation))
			continue;
		if (same_body(sheet, explanation, one->explanation)) {
			refers = g_strdup_printf("%s: as above on %s", place, one->tree);
			sheet_item(sheet, label, RED, refers);
			return;
		}
		if (!above)
			above = one;
	}
	sheet_item(sheet, label, RED, place);
	body_write(sheet, explanation, above);
}

void explanations_write(struct sheet *sheet, const GPtrArray *explanations, const char *label)
{
	g_autoptr(GPtrArray) nothing = g_ptr_array_new();

	for (guint i = 0; i < explanations->len; i++) {
		if (i)
			sheet_newline(sheet);
		explanation_write(sheet, explanations->pdata[i], nothing, label);
	}
}
