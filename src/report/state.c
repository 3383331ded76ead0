// SPDX-License-Identifier: GPL-2.0-only
#include "report/state.h"

#include <string.h>

#include "base/strings.h"
#include "engine/result/pickedfile.h"
#include "engine/result/rungs.h"

static const struct state_row rows[] = {
	[STATE_UNTRIED] = { "untried", " ", "not tried", "not tried", "nobody tried this tree",
			    "2" },
	[STATE_NOT_AFFECTED] = { "not-affected", "·", "not affected", "not affected",
				 "the tree lacks what the patch fixes", "2" },
	[STATE_PRESENT] = { "present", "=", "present", "present",
			    "the tree has the change already", "36" },
	[STATE_PROVEN] = { "proven", "✓", "ported", "ported, proven",
			   "every proof that the tree asks for passed", "32" },
	[STATE_REVIEW] = { "review", "?", "ported", "ported, review",
			   "a person must look at it before it is used", "33" },
	[STATE_PROPOSED] = { "proposed", "?", "proposed", "proposed",
			     "a complete port that a person must confirm", "33" },
	[STATE_LEFT_OUT] = { "left-out", "–", "left out", "left out",
			     "a person chose to do without it: the tree may need it", "33" },
	[STATE_CONFLICT] = { "conflict", "✗", "conflict", "conflict",
			     "a person must port it by hand", "31" },
	[STATE_REFUTED] = { "failed", "✗", "proposed", "proposed, failed",
			    "a proof of the proposal failed: do not use it", "31" },
	[STATE_FAILED] = { "failed", "✗", "ported", "ported, failed",
			   "a proof failed: do not use it", "31" },
	[STATE_ERROR] = { "error", "!", "error", "error", "could not find out", "31" },
};

G_STATIC_ASSERT(G_N_ELEMENTS(rows) == STATE_COUNT);

const struct state_row *state_row(enum state state)
{
	return &rows[state];
}

static enum state state_of_port(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_PROVEN:
		return STATE_PROVEN;
	case VERDICT_FAILED:
		return STATE_FAILED;
	default:
		return STATE_REVIEW;
	}
}

enum state state_of(const struct patch_result *patch)
{
	switch (patch->outcome) {
	case OUTCOME_PRESENT:
		return STATE_PRESENT;
	case OUTCOME_NOT_AFFECTED:
		return STATE_NOT_AFFECTED;
	case OUTCOME_PORTED:
		return state_of_port(patch->verdict);
	case OUTCOME_PROPOSED:
		return patch->verdict == VERDICT_FAILED ? STATE_REFUTED : STATE_PROPOSED;
	case OUTCOME_CONFLICT:
		return patch->left_out ? STATE_LEFT_OUT : STATE_CONFLICT;
	default:
		return STATE_ERROR;
	}
}

enum state state_of_tree(const struct tree_result *tree)
{
	enum state worst = STATE_UNTRIED;

	if (tree->error)
		return STATE_ERROR;
	for (guint i = 0; i < tree->patches->len; i++)
		worst = MAX(worst, state_of(tree->patches->pdata[i]));
	return worst;
}

bool state_needs_person(enum state state)
{
	return state >= STATE_REVIEW;
}

char *rung_words(const char *rung, double precision)
{
	const char *how = rung_how(rung);
	GString *text;

	if (!rung)
		return NULL;
	text = g_string_new(rung);
	if (how)
		g_string_append_printf(text, ": %s", how);
	if (precision > 0)
		g_string_append_printf(text, "; right in %.*f%% of such past backports",
				       precision < 0.9995 ? 1 : 0, 100 * precision);
	return g_string_free(text, FALSE);
}

char *rung_text(const struct patch_result *patch)
{
	return rung_words(patch->rung, patch->precision);
}

/* "touching at line 12; no rung at line 40" */
static void add_regions(GString *text, const struct picked_file *file)
{
	for (guint i = 0; i < file->regions->len; i++) {
		const struct picked_region *region = file->regions->pdata[i];

		g_string_append_printf(text, "%s %s", i ? ";" : "",
				       region->rung ? region->rung : "no rung");
		if (!picked_region_is_file(region))
			g_string_append_printf(text, " at line %lu", (unsigned long)region->line);
	}
}

bool is_said(const char *text, const char *reason, const GPtrArray *warnings)
{
	return text && ((reason && strstr(reason, text)) ||
			(warnings && has_string(warnings, text)));
}

char *file_text(const struct picked_file *file, bool noted)
{
	const char *note = noted ? file->note : NULL;
	bool plain = !g_strcmp0(file->rung, "exact") || !g_strcmp0(file->rung, "merged");
	GString *text;

	if (plain && !note && !file->regions->len)
		return NULL;
	text = g_string_new(file->path);
	if (file->from)
		g_string_append_printf(text, " (upstream %s)", file->from);
	g_string_append_c(text, ':');
	if (file->regions->len)
		add_regions(text, file);
	else
		g_string_append_printf(text, " %s", file->rung ? file->rung : "no rung");
	if (note && file->rung)
		g_string_append_printf(text, "; %s", note);
	return g_string_free(text, FALSE);
}

const char *proof_symbol(enum proof_result result)
{
	switch (result) {
	case PROOF_PASS:
		return "✓";
	case PROOF_FAIL:
		return "✗";
	default:
		return "–";
	}
}

const char *placement_text(enum placement placement)
{
	switch (placement) {
	case PLACED_EXACT:
		return "at its line";
	case PLACED_OFFSET:
		return "at an offset";
	case PLACED_MERGED:
		return "by 3-way merge";
	case PLACED_RULE:
		return "by the rule";
	case PLACED_MANUAL:
		return "by hand";
	default:
		return "nowhere";
	}
}

static unsigned int count_skipped(const struct patch_result *patch)
{
	unsigned int skipped = 0;

	for (guint i = 0; i < patch->proofs->len; i++)
		skipped += ((struct proof *)patch->proofs->pdata[i])->result == PROOF_SKIPPED;
	return skipped;
}

char *state_meaning(const struct patch_result *patch)
{
	const struct state_row *row = state_row(state_of(patch));
	unsigned int skipped = count_skipped(patch);

	if (state_of(patch) != STATE_REVIEW)
		return g_strdup(row->meaning);
	if (patch->warnings->len)
		return g_strdup_printf("%s, as something looks wrong in it", row->meaning);
	if (!patch->proofs->len)
		return g_strdup_printf("%s, as no proof was run", row->meaning);
	if (skipped)
		return g_strdup_printf("%s, as %u of %u proofs could not run", row->meaning,
				       skipped, patch->proofs->len);
	return g_strdup_printf("%s, as it differs from upstream's change", row->meaning);
}
