// SPDX-License-Identifier: GPL-2.0-only
/* why a patch is a conflict, on the page */
#include "engine/result/explanation.h"
#include "report/explain.h"
#include "report/html.h"

/* lines of code, each behind a sign, as in a diff */
static void add_lines(GString *out, const char *class, const char *sign, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (char **line = lines; *line; line++) {
		if (**line || line[1])
			html_add(out, "<span class=\"%s\">%s%s\n</span>", class, sign, *line);
	}
}

static void add_code(GString *out, const char *summary, const char *removed, const char *added)
{
	if (!*removed && !*added)
		return;
	html_add(out, "<details open><summary>%s</summary>\n<pre tabindex=\"0\" role=\"region\" "
		      "aria-label=\"Lines\"><code>", summary);
	add_lines(out, "del", "-", removed);
	add_lines(out, "add", "+", added);
	g_string_append(out, "</code></pre>\n</details>\n");
}

static void add_item(GString *out, const char *name, char *text)
{
	html_add(out, "<dt>%s</dt><dd>%s</dd>\n", name, text);
	g_free(text);
}

static void add_one(GString *out, const struct explanation *explanation)
{
	g_autofree char *place = place_text(explanation);

	html_add(out, "<h4>Conflict: <span class=\"mono\">%s</span></h4>\n", place);
	add_code(out, "What upstream changes", explanation->removed, explanation->added);
	add_code(out, "What upstream expects (-), and what stands here (+)",
		 explanation->expected, explanation->here);
	g_string_append(out, "<dl>\n");
	for (guint i = 0; i < explanation->since->len; i++)
		add_item(out, "Since", since_text(explanation->since->pdata[i]));
	for (guint i = 0; i < explanation->missing->len; i++)
		add_item(out, "Missing", lack_text(explanation->missing->pdata[i]));
	add_item(out, "Remedy", g_strdup(explanation->remedy));
	for (guint i = 0; i < explanation->notes->len; i++)
		add_item(out, "Note", g_strdup(explanation->notes->pdata[i]));
	g_string_append(out, "</dl>\n");
}

void html_conflicts(GString *out, const GPtrArray *explanations)
{
	for (guint i = 0; i < explanations->len; i++)
		add_one(out, explanations->pdata[i]);
}
