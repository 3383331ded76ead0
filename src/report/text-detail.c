// SPDX-License-Identifier: GPL-2.0-only
#include "report/text-detail.h"

#include <string.h>

#include "base/strings.h"
#include "engine/result/pickedfile.h"
#include "report/explain.h"
#include "report/report.h"
#include "report/state.h"

#define BOLD "1"
#define DIM "2"

/* lines of a failed proof's output that are worth a terminal; the page has all */
#define OUTPUT_LINES 8

/* places where a patch landed that are worth a terminal */
#define LANDINGS 8

static char *landing_text(const struct landing *landing)
{
	GString *out = g_string_new(landing->path);

	if (landing->line)
		g_string_append_printf(out, ":%lu", landing->line);
	if (landing->function && *landing->function)
		g_string_append_printf(out, ", %s", landing->function);
	g_string_append_printf(out, ", %s", placement_text(landing->placement));
	if (landing->note && *landing->note)
		g_string_append_printf(out, "; %s", landing->note);
	return g_string_free(out, FALSE);
}

static bool did_land(const struct landing *landing)
{
	return landing->placement != PLACED_NOWHERE;
}

static guint count_landed(const GPtrArray *landings)
{
	guint landed = 0;

	for (guint i = 0; i < landings->len; i++)
		landed += did_land(landings->pdata[i]);
	return landed;
}

/* those that did not land first: a person must look at them; of the others a few */
static void landings_write(struct sheet *sheet, const GPtrArray *landings)
{
	guint landed = count_landed(landings), left = LANDINGS;
	const char *label = "landed";
	g_autofree char *more = NULL;

	for (guint k = 0; k < 2 * landings->len; k++) {
		const struct landing *landing = landings->pdata[k % landings->len];
		g_autofree char *text = landing_text(landing);

		if (did_land(landing) != (k >= landings->len) || (did_land(landing) && !left))
			continue;
		left -= did_land(landing);
		sheet_item(sheet, label, did_land(landing) ? NULL : "31", text);
		label = "";
	}
	if (landed > LANDINGS)
		more = g_strdup_printf("… and %u more; all of them: backstitch report "
				       "--format=html", landed - LANDINGS);
	if (more)
		sheet_item(sheet, "", NULL, more);
}

/* the reason of a port often says what was adapted; once is enough on a terminal */
static void adapted_write(struct sheet *sheet, const struct patch_result *patch)
{
	const char *label = "adapted";

	for (guint i = 0; i < patch->adapted->len; i++) {
		const char *text = patch->adapted->pdata[i];

		if (patch->reason && strstr(patch->reason, text))
			continue;
		sheet_item(sheet, label, NULL, text);
		label = "";
	}
}

/* files that did not simply come over, with the places that git would have left to a person */
static void files_write(struct sheet *sheet, const struct patch_result *patch)
{
	const char *label = "files";

	for (guint i = 0; i < patch->files->len; i++) {
		const struct picked_file *file = patch->files->pdata[i];
		g_autofree char *text = file_text(file, !is_said(file->note, patch->reason,
								  patch->warnings));

		if (!text)
			continue;
		sheet_item(sheet, label, NULL, text);
		label = "";
	}
}

static void attempts_write(struct sheet *sheet, const GPtrArray *attempts)
{
	for (guint i = 0; i < attempts->len; i++) {
		const struct attempt *attempt = attempts->pdata[i];
		g_autofree char *text = g_strdup_printf("%s: %s", attempt->rung, attempt->reason);

		sheet_item(sheet, i ? "" : "tried", NULL, text);
	}
}

static void output_write(struct sheet *sheet, const char *output)
{
	g_auto(GStrv) lines = g_strsplit(output, "\n", OUTPUT_LINES + 1);

	for (guint i = 0; i < OUTPUT_LINES && lines[i]; i++) {
		if (*lines[i])
			sheet_wrapped(sheet, 14, DIM, lines[i]);
	}
	if (g_strv_length(lines) > OUTPUT_LINES && *lines[OUTPUT_LINES])
		sheet_wrapped(sheet, 14, DIM, "…; all of it: backstitch report --format=html");
}

static void proofs_write(struct sheet *sheet, const GPtrArray *proofs)
{
	static const char *const colours[] = {
		[PROOF_PASS] = "32",
		[PROOF_FAIL] = "31",
		[PROOF_SKIPPED] = "33",
	};

	for (guint i = 0; i < proofs->len; i++) {
		const struct proof *proof = proofs->pdata[i];
		bool detail = proof->detail && *proof->detail;
		g_autofree char *text = g_strdup_printf(
			"%s %s %s%s%s", proof_symbol(proof->result), proof->name,
			proof_result_name(proof->result), detail ? ": " : "",
			detail ? proof->detail : "");

		sheet_item(sheet, i ? "" : "proofs", colours[proof->result], text);
		if (proof->result == PROOF_FAIL && proof->output)
			output_write(sheet, proof->output);
	}
}

static void patch_head(struct sheet *sheet, const struct tree_result *tree, const char *subject)
{
	g_autofree char *head = g_strdup_printf("%s  %s", tree->tree, subject ? subject : "");

	sheet_newline(sheet);
	sheet_wrapped(sheet, 0, BOLD, head);
}

static void state_write(struct sheet *sheet, enum state state, const char *said,
			const struct patch_result *patch)
{
	const struct state_row *row = state_row(state);
	g_autofree char *how = patch ? rung_text(patch) : NULL;
	g_autofree char *text = g_strdup_printf("%s %s: %s", row->symbol, row->full, said);

	sheet_item(sheet, "state", row->colour, text);
	if (how)
		sheet_item(sheet, "rung", NULL, how);
}

/* how a person goes on */
static void draft_write(struct sheet *sheet, const struct patch_result *patch)
{
	bool confirms = patch->outcome == OUTCOME_PROPOSED;

	if (patch->draft)
		sheet_item(sheet, confirms ? "confirm" : "edit", BOLD, patch->draft);
	if (patch->resume)
		sheet_command(sheet, "then", patch->resume);
}

static const struct patch_result *find_patch(const struct tree_result *tree, const char *name)
{
	for (guint i = 0; i < tree->patches->len; i++) {
		const struct patch_result *patch = tree->patches->pdata[i];

		if (!g_strcmp0(patch->patch, name))
			return patch;
	}
	return NULL;
}

/* struct explained *: of the same patch on the trees further above */
static GPtrArray *said_above(const struct series_result *result, const struct tree_result *tree,
			     const struct patch_result *patch)
{
	GPtrArray *said = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < result->trees->len && result->trees->pdata[i] != tree; i++) {
		const struct tree_result *above = result->trees->pdata[i];
		const struct patch_result *same = find_patch(above, patch->patch);

		for (guint k = 0; same && k < same->conflicts->len; k++) {
			struct explained *explained = g_new0(struct explained, 1);

			explained->explanation = same->conflicts->pdata[k];
			explained->tree = above->tree;
			g_ptr_array_add(said, explained);
		}
	}
	return said;
}

static void conflicts_write(struct sheet *sheet, const struct series_result *result,
			    const struct tree_result *tree, const struct patch_result *patch)
{
	g_autoptr(GPtrArray) said = said_above(result, tree, patch);

	for (guint i = 0; i < patch->conflicts->len; i++) {
		if (i)
			sheet_newline(sheet);
		explanation_write(sheet, patch->conflicts->pdata[i], said, "conflict");
	}
}

static void patch_write_detail(struct sheet *sheet, const struct series_result *result,
			       const struct tree_result *tree, const struct patch_result *patch)
{
	g_autofree char *meaning = state_meaning(patch);

	patch_head(sheet, tree, patch->subject);
	state_write(sheet, state_of(patch), meaning, patch);
	if (patch->reason && *patch->reason)
		sheet_item(sheet, "reason", NULL, patch->reason);
	sheet_others(sheet, "warning", NULL, patch->warnings, patch->reason);
	sheet_items(sheet, "note", NULL, patch->notes);
	files_write(sheet, patch);
	if (patch->conflicts->len)
		conflicts_write(sheet, result, tree, patch);
	else
		landings_write(sheet, patch->landings);
	sheet_items(sheet, "differs", NULL, patch->residue);
	adapted_write(sheet, patch);
	attempts_write(sheet, patch->attempts);
	proofs_write(sheet, patch->proofs);
	draft_write(sheet, patch);
	if (patch->file)
		sheet_item(sheet, "patch", NULL, patch->file);
}

static void tree_write_detail(struct sheet *sheet, const struct series_result *result,
			      const struct tree_result *tree, bool all)
{
	if (tree->error) {
		patch_head(sheet, tree, result->title);
		state_write(sheet, STATE_ERROR, state_row(STATE_ERROR)->meaning, NULL);
		sheet_item(sheet, "reason", NULL, tree->error);
	}
	for (guint i = 0; i < tree->patches->len; i++) {
		const struct patch_result *patch = tree->patches->pdata[i];

		if (all || patch->notes->len || state_needs_person(state_of(patch)))
			patch_write_detail(sheet, result, tree, patch);
	}
}

void details_write(struct sheet *sheet, const GPtrArray *results, bool all)
{
	for (guint i = 0; i < results->len; i++) {
		const struct series_result *result = results->pdata[i];

		for (guint j = 0; j < result->trees->len; j++)
			tree_write_detail(sheet, result, result->trees->pdata[j], all);
	}
}

static void branch_write(struct sheet *sheet, const struct tree_result *tree)
{
	g_autofree char *text = NULL;

	if (tree->tip)
		text = g_strdup_printf("%s: branch %s at %.12s", tree->tree, tree->branch,
				       tree->tip);
	else if (tree->no_branch)
		text = g_strdup_printf("%s: no branch, as %s", tree->tree, tree->no_branch);
	if (text)
		sheet_wrapped(sheet, 2, NULL, text);
}

static bool has_branch(const GPtrArray *results)
{
	for (guint i = 0; i < results->len; i++) {
		const struct series_result *result = results->pdata[i];

		for (guint k = 0; k < result->trees->len; k++) {
			const struct tree_result *tree = result->trees->pdata[k];

			if (tree->tip || tree->no_branch)
				return true;
		}
	}
	return false;
}

void branches_write(struct sheet *sheet, const GPtrArray *results)
{
	if (!has_branch(results))
		return;
	sheet_newline(sheet);
	sheet_wrapped(sheet, 0, NULL, "Branches, in the repositories of the trees");
	for (guint i = 0; i < results->len; i++) {
		const struct series_result *result = results->pdata[i];

		for (guint k = 0; k < result->trees->len; k++)
			branch_write(sheet, result->trees->pdata[k]);
	}
}

/* folders in the order of the trees; a folder's patches are next to each other */
static void folders_of(GPtrArray *folders, const struct tree_result *tree)
{
	for (guint i = 0; i < tree->patches->len; i++) {
		const struct patch_result *patch = tree->patches->pdata[i];
		g_autofree char *folder = patch->file ? g_path_get_dirname(patch->file) : NULL;

		if (folder &&
		    !has_string(folders, folder))
			g_ptr_array_add(folders, g_steal_pointer(&folder));
	}
}

void folders_write(struct sheet *sheet, const GPtrArray *results)
{
	g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < results->len; i++) {
		const struct series_result *result = results->pdata[i];

		for (guint j = 0; j < result->trees->len; j++)
			folders_of(folders, result->trees->pdata[j]);
	}
	if (!folders->len)
		return;
	sheet_newline(sheet);
	sheet_wrapped(sheet, 0, NULL,
		      "The ported patches, as git format-patch writes them, are in");
	for (guint i = 0; i < folders->len; i++)
		sheet_wrapped(sheet, 2, NULL, folders->pdata[i]);
}

/* a proposal is read as a patch */
static char *task_text(const struct patch_result *patch)
{
	if (!patch->draft)
		return g_strdup("there is no file to edit");
	if (patch->outcome == OUTCOME_PROPOSED && patch->file)
		return g_strdup_printf("read %s, correct it in %s", patch->file, patch->draft);
	return g_strdup_printf("edit %s", patch->draft);
}

static void waiting_tree(struct sheet *sheet, const struct tree_result *tree, bool *headed)
{
	for (guint i = 0; i < tree->patches->len; i++) {
		const struct patch_result *patch = tree->patches->pdata[i];
		g_autofree char *text = NULL, *whole = NULL;

		if (!patch->resume)
			continue;
		if (!*headed) {
			sheet_newline(sheet);
			sheet_wrapped(sheet, 0, NULL, "A person is waited for");
		}
		*headed = true;
		text = task_text(patch);
		whole = g_strdup_printf("%s, patch %u of %u: %s", tree->tree, i + 1,
					tree->patches->len, text);
		sheet_wrapped(sheet, 2, NULL, whole);
		sheet_command(sheet, "then", patch->resume);
	}
}

void waiting_write(struct sheet *sheet, const GPtrArray *results)
{
	bool headed = false;

	for (guint i = 0; i < results->len; i++) {
		const struct series_result *result = results->pdata[i];

		for (guint k = 0; k < result->trees->len; k++)
			waiting_tree(sheet, result->trees->pdata[k], &headed);
	}
}
