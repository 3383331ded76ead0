// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "report/explain.h"
#include "report/html.h"
#include "report/state.h"

static bool filled(const char *text)
{
	return text && *text;
}

static void add_state(GString *out, enum state state)
{
	const struct state_row *row = state_row(state);

	html_add(out, "<span class=\"state %s\"><span class=\"sign\" aria-hidden=\"true\">%s</span>"
		      "%s</span>", row->name, row->symbol, row->full);
}

static void add_head(GString *out, const char *id, const struct tree_result *tree,
		     const struct patch_result *patch)
{
	enum state state = state_of(patch);

	html_add(out, "<section id=\"%s\" aria-labelledby=\"%s-h\">\n<div class=\"top\">"
		      "<span><b>%s</b> <span class=\"soft\">%s</span></span> ",
		 id, id, tree->tree, tree->kernel ? tree->kernel : "");
	add_state(out, state);
	html_add(out, "</div>\n<h3 id=\"%s-h\">%s</h3>\n", id,
		 filled(patch->subject) ? patch->subject : patch->patch);
	if (filled(patch->reason))
		html_add(out, "<p>%s</p>\n", patch->reason);
}

static void add_facts(GString *out, const struct tree_result *tree,
		      const struct patch_result *patch)
{
	g_autofree char *state = state_meaning(patch), *rung = rung_text(patch);

	if (!patch->rung && !patch->file)
		return;
	g_string_append(out, "<dl>\n");
	if (rung)
		html_add(out, "<dt>Rung</dt><dd>%s<span class=\"soft\">%s</span></dd>\n",
			 patch->rung, rung + strlen(patch->rung));
	if (filled(verdict_name(patch->verdict)))
		html_add(out, "<dt>Verdict</dt><dd>%s<span class=\"soft\">: %s</span></dd>\n",
			 verdict_name(patch->verdict), state);
	if (patch->file)
		html_add(out, "<dt>File</dt><dd class=\"mono\">%s</dd>\n", patch->file);
	if (patch->file && tree->tip)
		html_add(out, "<dt>Branch</dt><dd class=\"mono\">%s</dd>\n", tree->branch);
	g_string_append(out, "</dl>\n");
}

static void add_texts(GString *out, const char *heading, const GPtrArray *texts)
{
	if (!texts->len)
		return;
	html_add(out, "<h4>%s</h4>\n<ul>\n", heading);
	for (guint i = 0; i < texts->len; i++)
		html_add(out, "<li>%s</li>\n", (const char *)texts->pdata[i]);
	g_string_append(out, "</ul>\n");
}

static void add_files(GString *out, const GPtrArray *files)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < files->len; i++) {
		char *text = file_text(files->pdata[i], true);

		if (text)
			g_ptr_array_add(texts, text);
	}
	add_texts(out, "Files that did not simply come over", texts);
}

static void add_landing(GString *out, guint number, const struct landing *landing)
{
	g_autofree char *hunk = g_strdup_printf("%u", number);
	g_autofree char *line = landing->line ? g_strdup_printf("%lu", landing->line) :
						g_strdup("–");

	html_add(out, "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">Hunk %s</th>", hunk);
	html_add(out, "<td role=\"cell\" data-label=\"File\"><span class=\"mono\">%s</span></td>"
		      "<td role=\"cell\" data-label=\"Function\">"
		      "<span class=\"mono\">%s</span></td>"
		      "<td role=\"cell\" data-label=\"Line\" class=\"num\">%s</td>",
		 landing->path, filled(landing->function) ? landing->function : "file scope",
		 line);
	html_add(out, "<td role=\"cell\" data-label=\"Placed\"><span class=\"%s\">%s%s%s</span>"
		      "</td></tr>\n",
		 landing->placement == PLACED_NOWHERE ? "conflict" : "",
		 placement_text(landing->placement), filled(landing->note) ? "; " : "",
		 filled(landing->note) ? landing->note : "");
}

static void add_landings(GString *out, const GPtrArray *landings)
{
	if (!landings->len)
		return;
	g_string_append(out,
			"<h4>Where the hunks landed</h4>\n"
			"<table class=\"grid landings\" role=\"table\">"
			"<thead role=\"rowgroup\"><tr role=\"row\">"
			"<th scope=\"col\" role=\"columnheader\">Hunk</th>"
			"<th scope=\"col\" role=\"columnheader\">File</th>"
			"<th scope=\"col\" role=\"columnheader\">Function</th>"
			"<th scope=\"col\" role=\"columnheader\" class=\"num\">Line</th>"
			"<th scope=\"col\" role=\"columnheader\">Placed</th></tr></thead>\n"
			"<tbody role=\"rowgroup\">\n");
	for (guint i = 0; i < landings->len; i++)
		add_landing(out, i + 1, landings->pdata[i]);
	g_string_append(out, "</tbody></table>\n");
}

static void add_attempts(GString *out, const GPtrArray *attempts)
{
	if (!attempts->len)
		return;
	g_string_append(out, "<h4>Rungs that did not do it</h4>\n<ul>\n");
	for (guint i = 0; i < attempts->len; i++) {
		const struct attempt *attempt = attempts->pdata[i];

		html_add(out, "<li><b>%s</b>: %s</li>\n", attempt->rung,
			 attempt->reason ? attempt->reason : "");
	}
	g_string_append(out, "</ul>\n");
}

static void add_proof(GString *out, const struct proof *proof)
{
	const char *result = proof_result_name(proof->result);

	html_add(out, "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">%s</th>"
		      "<td role=\"cell\" data-label=\"Result\"><span class=\"state %s\">"
		      "<span class=\"sign\" aria-hidden=\"true\">%s</span>%s</span></td>"
		      "<td role=\"cell\">%s",
		 proof->name, result, proof_symbol(proof->result), result,
		 proof->detail ? proof->detail : "");
	if (filled(proof->output)) {
		g_string_append(out, proof->result == PROOF_FAIL ? "<details open>" : "<details>");
		g_string_append(out, "<summary>Output</summary>\n");
		html_output(out, proof->output);
		g_string_append(out, "</details>");
	}
	g_string_append(out, "</td></tr>\n");
}

static void add_proofs(GString *out, const GPtrArray *proofs)
{
	if (!proofs->len)
		return;
	g_string_append(out,
			"<h4>Proofs</h4>\n<table class=\"grid proofs\" role=\"table\">"
			"<thead role=\"rowgroup\"><tr role=\"row\">"
			"<th scope=\"col\" role=\"columnheader\">Proof</th>"
			"<th scope=\"col\" role=\"columnheader\">Result</th>"
			"<th scope=\"col\" role=\"columnheader\">What was seen</th></tr></thead>\n"
			"<tbody role=\"rowgroup\">\n");
	for (guint i = 0; i < proofs->len; i++)
		add_proof(out, proofs->pdata[i]);
	g_string_append(out, "</tbody></table>\n");
}

static void add_text(GString *out, const char *text)
{
	if (!filled(text))
		return;
	g_string_append(out, "<h4>Ported patch</h4>\n<details open><summary>Message and diff"
			     "</summary>\n");
	html_diff(out, text);
	g_string_append(out, "</details>\n");
}

void html_patch(GString *out, const char *id, const struct tree_result *tree,
		const struct patch_result *patch)
{
	add_head(out, id, tree, patch);
	add_facts(out, tree, patch);
	add_texts(out, "Warnings", patch->warnings);
	add_texts(out, "Notes", patch->notes);
	add_files(out, patch->files);
	add_texts(out, "Adapted to the tree", patch->adapted);
	add_texts(out, "What differs from upstream's change", patch->residue);
	html_conflicts(out, patch->conflicts);
	if (!patch->conflicts->len)
		add_landings(out, patch->landings);
	add_proofs(out, patch->proofs);
	add_attempts(out, patch->attempts);
	add_text(out, patch->text);
	g_string_append(out, "</section>\n");
}
