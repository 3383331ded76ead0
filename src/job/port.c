// SPDX-License-Identifier: GPL-2.0-only
/*
 * One patch on one tree: ported, proved, judged.
 */
#include "job/port.h"

#include <string.h>

#include "base/error.h"
#include "check/check.h"
#include "engine/port/portpatch.h"
#include "job/backport.h"
#include "job/dialects.h"
#include "job/portconflict.h"
#include "job/portrun.h"
#include "job/porttree.h"
#include "job/portwords.h"
#include "rules/sight.h"
#include "rules/site.h"
#include "rules/sitecheck.h"
#include "rules/spatch.h"

static const struct tree *top(const struct run *run)
{
	return run->stack->len ? run->stack->pdata[run->stack->len - 1] : run->tree;
}

static GBytes *rewrite(void *data, const char *rule_name, const char *path, GBytes *source,
		       GError **error)
{
	const struct run *run = data;
	g_autoptr(spatch_run) result = NULL;
	g_autofree char *refusal = NULL;
	const char *function, *word;

	progress_step(run->options->progress, -1, "%s: %s on %s", run->conf->name, rule_name, path);
	result = sites_rewrite(run->rule, top(run), path, source, &refusal, error);
	if (refusal) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT, "%s would be wrong in '%s': %s",
			    rule_name, path, refusal);
		return NULL;
	}
	function = result ? rule_blind_spot(run->rule, source, result, &word) : NULL;
	if (function) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
			    "spatch cannot parse %s() in '%s', which uses %s: "
			    "%s may miss a site there", function, path, word, rule_name);
		return NULL;
	}
	return result ? g_bytes_ref(result->output) : NULL;
}

/* the rule finds nothing to change, its verifier nothing to complain of, and both saw it */
static bool holds(void *data, const char *rule_name, const char *path, GBytes *source,
		  char **out_evidence, GError **error)
{
	const struct run *run = data;
	bool holds;

	if (!rule_holds(run->rule, top(run), path, source, &holds, error) || !holds)
		return false;
	*out_evidence = g_strdup_printf("by rule: %s holds in %s (%s)", rule_name, path,
					run->rule->summary);
	return true;
}

static GBytes *base(void *data, const struct file_diff *file)
{
	const struct run *run = data;
	struct tree_item item = { .mode = 0 };

	if (!run->objects || object_id_is_null(&run->base.base) ||
	    !objects_lookup(run->objects, &run->base.base, file->old_path, &item, NULL) ||
	    !item.mode)
		return NULL;
	return objects_blob(run->objects, &item.id, NULL);
}

/* what was ported before counts, too: a series may bring the words in */
static bool speaks(void *data, const struct tree *tree)
{
	struct run *run = data;

	g_clear_pointer(&run->spoken, g_ptr_array_unref);
	run->spoken = dialects_of(run->dialects, tree);
	return run->spoken->len > 0;
}

static GBytes *say(void *data, GBytes *source, GBytes *base, GBytes *ours, GPtrArray *changed,
		   GPtrArray *left)
{
	const struct run *run = data;

	return dialects_say(run->dialects, run->spoken, source, base, ours, changed, left);
}

/* what a folder's patch was made on; that of a git tree is @source's */
static void find_base(struct run *run, const struct patch *patch)
{
	if (!run->bases || !bases_find(run->bases, patch, NULL, &run->base))
		memset(&run->base, 0, sizeof(run->base));
}

/* what a reviewer must know: what stands here instead, how it was done, what it leaves open */
static GPtrArray *notes_of(const struct run *run, const struct port *port)
{
	GPtrArray *notes = g_ptr_array_new_with_free_func(g_free);
	bool by_rule = !strcmp(port->rung, "rule");

	porttree_note(port, notes);
	for (guint i = 0; i < port->adapted->len; i++)
		g_ptr_array_add(notes, g_strdup(port->adapted->pdata[i]));
	if (port->by_hand)
		g_ptr_array_add(notes, g_strdup(port->by_hand));
	if (by_rule)
		g_ptr_array_add(notes, g_strdup_printf("done by the semantic patch %s",
						       run->rule->name));
	if (by_rule && run->rule->caveat)
		g_ptr_array_add(notes, g_strdup(run->rule->caveat));
	return notes;
}

static struct patch *make_backport(const struct run *run, const struct patch *upstream,
				   const struct port *port)
{
	g_autoptr(GPtrArray) list = notes_of(run, port);
	const struct backport_notes notes = {
		.tree = run->conf->name,
		.signer_name = run->workspace->user_name,
		.signer_email = run->workspace->user_email,
		.notes = list,
	};

	return backport_new(upstream, top(run), port->after, &notes);
}

static enum verdict judge(const struct patch_result *result)
{
	/* what is warned of is looked at, whatever passes */
	bool all_passed = result->proofs->len > 0 && !result->warnings->len;

	for (guint i = 0; i < result->proofs->len; i++) {
		const struct proof *proof = result->proofs->pdata[i];

		if (proof->result == PROOF_FAIL)
			return VERDICT_FAILED;
		all_passed &= proof->result == PROOF_PASS;
	}
	return all_passed && !result->residue->len ? VERDICT_PROVEN : VERDICT_REVIEW;
}

static bool prove(struct run *run, const struct patch *upstream, const struct patch *ported,
		  struct port *port, struct patch_result *result, GError **error)
{
	const struct claim claim = {
		.before = top(run),
		.after = port->after,
		.upstream = upstream,
		.ported = ported,
		.conf = run->conf,
		.rule = run->rule,
		.cocci = run->workspace->cocci,
		.cache = run->cache,
		.cache_folder = run->workspace->cache_folder,
		.progress = run->options->progress,
	};
	GPtrArray *proofs;

	if (run->options->no_proofs)
		return true;
	proofs = checks_run(&claim, error);
	if (!proofs)
		return false;
	g_ptr_array_unref(result->proofs);
	result->proofs = proofs;
	return true;
}

static void move_array(GPtrArray **to, GPtrArray **from)
{
	GPtrArray *kept = *to;

	*to = *from;
	*from = kept;
}

/* whoever took it out here had a reason, which a person has to know before it comes in again */
static void note_revert(struct patch_result *result, const struct port *port)
{
	if (port->outcome == OUTCOME_PRESENT || port->outcome == OUTCOME_NOT_AFFECTED)
		return;
	if (port->claimed)
		g_ptr_array_add(result->notes, g_strdup(port->claimed));
	else if (port->reverted)
		g_ptr_array_add(result->notes, g_strdup_printf("this tree had it: reverted here by "
							       "%s", port->reverted));
}

static void copy_port(struct patch_result *result, struct port *port)
{
	result->outcome = port->outcome;
	result->rung = g_strdup(port->rung);
	result->precision = port->precision;
	result->reason = g_steal_pointer(&port->reason);
	result->left_out = g_steal_pointer(&port->left_out);
	note_revert(result, port);
	move_array(&result->landings, &port->landings);
	move_array(&result->residue, &port->residue);
	move_array(&result->adapted, &port->adapted);
	move_array(&result->attempts, &port->attempts);
	move_array(&result->files, &port->files);
	move_array(&result->warnings, &port->warnings);
	move_array(&result->conflicts, &port->conflicts);
}

static bool keep_port(struct run *run, const struct patch *upstream, struct port *port,
		      struct patch_result *result, GError **error)
{
	g_autoptr(patch) ported = make_backport(run, upstream, port);
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *name = patch_file_name(ported, upstream->subject->number);

	/* a file that could not be read is none that the patch adds */
	if (!tree_check(top(run), error))
		return false;
	patch_write(ported, text);
	if (strlen(text->str) != text->len) {
		g_set_error_literal(error, BS_ERROR, BS_ERROR_INPUT,
				    "the ported patch would hold a NUL byte, which git am does not "
				    "take; cherry-pick the commit");
		return false;
	}
	if (!run->options->dry_run)
		result->file = g_build_filename("patches", run->series->name, run->conf->name, name,
						NULL);
	result->text = g_strdup(text->str);
	if (!prove(run, upstream, ported, port, result, error))
		return false;
	if (run->side && !gitside_advance(run->side, port->after, error))
		return false;
	if (run->side)
		g_ptr_array_add(run->commits,
				porttree_commit(ported, gitside_tree(run->side)));
	g_ptr_array_add(run->stack, g_steal_pointer(&port->after));
	return true;
}

/* a rung that was measured, and was right too seldom, only proposes */
static void weigh(const struct run *run, struct port *port)
{
	const struct grounds grounds = { .rung = port->rung, .clean = true };
	g_autofree char *doubt = NULL, *reason = port->reason;

	if (port->outcome == OUTCOME_PORTED && !port->judged &&
	    calibration_find(run->figures, &grounds))
		doubt = calibration_doubt(run->figures, &grounds);
	if (!doubt) {
		g_steal_pointer(&reason);
		return;
	}
	port->outcome = OUTCOME_PROPOSED;
	port->reason = g_strdup_printf("%s; %s", reason ? reason : "", doubt);
}

struct patch_result *run_patch(struct run *run, const struct patch *patch, GError **error)
{
	const struct rewriter rewriter = {
		.rewrite = rewrite,
		.holds = holds,
		.base = base,
		.speaks = speaks,
		.say = say,
		.records = run->records,
		.words = run->side ? gitside_words(run->side) : NULL,
		.data = run,
		.rule = run->rule ? run->rule->name : NULL,
	};
	g_autoptr(patch_result) result = patch_result_new();
	g_autoptr(GError) cause = NULL;
	g_autoptr(port) port = NULL;
	struct port_source source;
	bool known = run->side && gitside_source(run->side, patch, &source), by_hand;

	result->patch = patch_file_name(patch, patch->subject->number);
	result->subject = g_strdup(patch->subject->title);
	result->commit = g_strdup(patch->upstream);
	if (!conflict_taken(run, patch, top(run), known ? &source : NULL, &port, error))
		return NULL;
	by_hand = port != NULL;
	if (!port && known)
		portwords_settle(run, patch, top(run));
	else if (!port)
		find_base(run, patch);
	if (!port)
		port = port_patch(top(run), patch, known ? &source : NULL, &rewriter, &cause);
	if (!port && g_error_matches(cause, BS_ERROR, BS_ERROR_INTERRUPTED)) {
		g_propagate_error(error, g_steal_pointer(&cause));
		return NULL;
	}
	if (!port) {
		result->outcome = OUTCOME_ERROR;
		result->reason = g_strdup(cause->message);
		return g_steal_pointer(&result);
	}
	weigh(run, port);
	if (port->outcome == OUTCOME_CONFLICT && !port->left_out &&
	    !conflict_tell(run, patch, top(run), known ? &source : NULL, port, result, error))
		return NULL;
	if (port->outcome == OUTCOME_PROPOSED &&
	    !proposal_tell(run, patch, top(run), known ? &source : NULL, port, result, error))
		return NULL;
	if (port->after && !keep_port(run, patch, port, result, &cause)) {
		if (!g_error_matches(cause, BS_ERROR, BS_ERROR_INPUT) &&
		    !g_error_matches(cause, BS_ERROR, BS_ERROR_MISSING)) {
			g_propagate_error(error, g_steal_pointer(&cause));
			return NULL;
		}
		result->outcome = OUTCOME_ERROR;
		result->reason = g_strdup(cause->message);
		return g_steal_pointer(&result);
	}
	copy_port(result, port);
	if (result->text)
		result->verdict = judge(result);
	if (by_hand)
		conflict_learn(run, patch, result);
	return g_steal_pointer(&result);
}
