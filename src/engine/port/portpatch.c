// SPDX-License-Identifier: GPL-2.0-only
#include "engine/port/portpatch.h"

#include <string.h>

#include "base/progress.h"
#include "engine/judge/judge.h"
#include "engine/judge/stays.h"
#include "engine/ladder/ladder.h"
#include "engine/port/draft-proposal.h"
#include "engine/port/portcheck.h"
#include "engine/port/portgit.h"
#include "engine/result/pickedfile.h"
#include "engine/result/rungs.h"

static void take_landings(struct port *port, struct climb *climb)
{
	g_ptr_array_unref(port->landings);
	port->landings = g_steal_pointer(&climb->landings);
}

/* of hunks whose context differs, what differs */
static char *how_ported(const struct port *port)
{
	if (!strcmp(port->rung, "context") && port->residue->len)
		return g_strdup(port->residue->pdata[0]);
	return g_strdup(port->adapted->len ? port->adapted->pdata[0] : rung_how(port->rung));
}

/* what the hunks mean to change tells more than the result alone, where they do not just fit */
static void look_at_proposal(struct port *port, const struct patched *in, const struct patch *patch)
{
	g_autoptr(GPtrArray) drafts = drafts_of_proposal(in->before, patch, port, NULL);
	g_autoptr(GPtrArray) made = g_ptr_array_new();

	for (guint i = 0; i < drafts->len; i++)
		g_ptr_array_add(made, ((struct draft *)drafts->pdata[i])->given);
	port_check(port, in, patch, NULL, drafts, made);
}

static void look_at_result(struct port *port, const struct climb *climb)
{
	const struct patched in = {
		climb->tree, port->after, climb->rewriter ? climb->rewriter->words : NULL,
	};

	if (!strcmp(port->rung, "context"))
		look_at_proposal(port, &in, climb->patch);
	else
		port_look(port, &in);
}

static void conclude(struct port *port, enum outcome outcome, char *reason)
{
	port->outcome = outcome;
	g_free(port->reason);
	port->reason = reason;
}

static bool is_same(const struct tree *before, const struct tree *after, const char *path)
{
	g_autoptr(GBytes) old = tree_side(before, path, NULL);
	g_autoptr(GBytes) new = tree_side(after, path, NULL);

	return tree_entry(before, path) == tree_entry(after, path) &&
	       (!old || !new ? old == new : g_bytes_equal(old, new));
}

static bool changes_nothing(const struct climb *climb)
{
	g_autoptr(GPtrArray) paths = tree_changed(climb->after);

	for (guint i = 0; i < paths->len; i++) {
		if (!is_same(climb->tree, climb->after, paths->pdata[i]))
			return false;
	}
	return true;
}

static void finish(struct port *port, struct climb *climb, const struct rung *rung)
{
	bool plain = !strcmp(rung->name, "exact") || !strcmp(rung->name, "merged");
	g_autofree char *doubt = NULL;
	bool respelled = plain && climb_respell(climb, &doubt);

	if (respelled && changes_nothing(climb)) {
		/* upstream says it otherwise from now on, and no more than that */
		conclude(port, OUTCOME_PRESENT, g_strdup("by content, in this tree's words: "
							 "nothing is left to change"));
		return;
	}
	port->rung = respelled ? "dialect" : rung->name;
	port->outcome = OUTCOME_PORTED;
	port->after = g_steal_pointer(&climb->after);
	look_at_result(port, climb);
	take_landings(port, climb);
	g_ptr_array_unref(port->residue);
	port->residue = g_steal_pointer(&climb->residue);
	port->differs = port->residue->len;
	judge_residue(climb->tree, port->after, climb->patch, port->residue);
	judge_adapted(climb->tree, port->after, climb->patch, port->adapted);
	port->reason = how_ported(port);
	if (rung_only_proposes(port->rung) || doubt || port->warnings->len) {
		port->outcome = OUTCOME_PROPOSED;
		port->judged = true;
	}
	if (doubt) {
		g_free(port->reason);
		port->reason = g_strdup_printf("this tree spells it otherwise: %s", doubt);
	} else if (port->warnings->len) {
		g_free(port->reason);
		port->reason = g_strdup(port->warnings->pdata[0]);
	}
}

/* the first rung's reason says what stands in the way of the plain patch */
static void give_up(struct port *port, struct climb *climb, const char *evidence)
{
	const struct attempt *first = port->attempts->pdata[0];
	const struct attempt *rule = NULL;

	for (guint i = 0; i < port->attempts->len; i++) {
		const struct attempt *attempt = port->attempts->pdata[i];

		rule = strcmp(attempt->rung, "rule") ? rule : attempt;
	}

	port->outcome = OUTCOME_CONFLICT;
	if (evidence)
		port->reason = g_strdup(evidence);
	else if (rule && climb->rewriter && climb->rewriter->rule)
		port->reason = g_strdup_printf("%s; %s", first->reason, rule->reason);
	else
		port->reason = g_strdup(first->reason);
}

/* landings of the exact rung tell where each hunk would go */
static void locate_hunks(struct port *port, const struct climb *from)
{
	struct climb climb = { .tree = from->tree, .patch = from->patch };

	climb.after = tree_overlay(climb.tree);
	climb.landings = g_ptr_array_new_with_free_func((GDestroyNotify)landing_free);
	climb.residue = g_ptr_array_new_with_free_func(g_free);
	rung_exact(&climb, NULL);
	take_landings(port, &climb);
	climb_clear(&climb);
}

static void claim(struct port *port, const char *evidence)
{
	port->claimed = g_strdup_printf("this tree's history has it (%s), though what it changes "
					"is here as it was before", evidence);
}

/* a commit that says nothing of it may have taken back what the history names */
static bool is_in_history(struct port *port, const struct tree *tree, const struct patch *patch)
{
	g_autofree char *said = NULL;

	if (!judge_reference(tree, patch, &said, &port->reverted))
		return false;
	if (judge_as_before(tree, patch) == AS_BEFORE_NOT)
		conclude(port, OUTCOME_PRESENT, g_steal_pointer(&said));
	else
		claim(port, said);
	return !port->claimed;
}

/* the tree is like this already, or it has what makes the patch needless */
static bool is_needless(struct port *port, const struct tree *tree, const struct patch *patch,
			const struct port_source *source, char **out_evidence)
{
	g_autofree char *said = NULL;

	if (is_in_history(port, tree, patch))
		return true;
	if (judge_present(tree, patch, source != NULL, &said)) {
		conclude(port, OUTCOME_PRESENT, g_steal_pointer(&said));
		return true;
	}
	/* with git a file is followed to its name here, and its code to other files */
	if (!source && judge_not_affected(tree, patch, out_evidence)) {
		conclude(port, OUTCOME_NOT_AFFECTED, g_steal_pointer(out_evidence));
		return true;
	}
	if (!*out_evidence)
		*out_evidence = g_steal_pointer(&said);
	return false;
}

/* a rung has nothing to change */
static void settle_unchanged(struct port *port, struct climb *climb, const struct rung *rung)
{
	g_autofree char *stays = stays_of_patch(climb->tree, climb->patch, false);

	if (stays)
		conclude(port, OUTCOME_CONFLICT,
			 g_strdup_printf("rung %s leaves nothing to change, but %s, which the "
					 "patch removes", rung->name, stays));
	else
		conclude(port, OUTCOME_PRESENT,
			 g_strdup_printf("by content: rung %s leaves nothing to change",
					 rung->name));
}

static void settle(struct port *port, struct climb *climb, const struct rung *rung,
		   const char *evidence)
{
	if (rung && changes_nothing(climb)) {
		settle_unchanged(port, climb, rung);
	} else if (rung) {
		finish(port, climb, rung);
	} else if (climb->present) {
		port->outcome = OUTCOME_PRESENT;
		port->reason = g_steal_pointer(&climb->present);
	} else {
		locate_hunks(port, climb);
		give_up(port, climb, evidence);
	}
}

/* what brings it in; the rule of the series comes before a mere proposal */
static bool bring_in(struct port *port, struct climb *climb, const struct port_source *source,
		     const char *evidence, GError **error)
{
	g_autoptr(GError) cause = NULL;
	const struct rung *rung;

	if (source && !port_git(port, climb, source, error))
		return false;
	if (source && (port->outcome != OUTCOME_CONFLICT && port->outcome != OUTCOME_PROPOSED))
		return true;
	if (source && !(climb->rewriter && climb->rewriter->rule))
		rung = NULL;
	else
		rung = ladder_climb(climb, source ? "rule" : NULL, port->attempts, &cause);
	if (cause) {
		g_propagate_error(error, g_steal_pointer(&cause));
		return false;
	}
	if (!source || rung || climb->present) {
		port_git_undo(port);
		settle(port, climb, rung, evidence);
	} else if (port->outcome == OUTCOME_CONFLICT) {
		locate_hunks(port, climb);
	}
	return true;
}

static void drop_result(struct port *port, enum outcome outcome, char *evidence)
{
	port_git_undo(port);
	g_ptr_array_set_size(port->attempts, 0);
	port->outcome = outcome;
	port->judged = true;
	port->reason = evidence;
}

static void question(struct port *port, const char *evidence)
{
	conclude(port, OUTCOME_PROPOSED,
		 g_strdup_printf("is it needed? It applies, but %s", evidence));
	port->judged = true;
}

/*
 * A fix for what never came here is not needed, whatever else may be made of it, unless what it
 * changes is here all the same: an older commit may have made the same mistake.  Of 5,696 such
 * fixes that the maintainers of three stable branches could have taken they took 24; of these a
 * certain rung brings in 9, and 6 more stand.  Of 499 others 65 do one or the other.
 * Nor is the history a proof where lines of the commit that is fixed are here.  None of 113 that
 * are not affected have these, the 9 that the maintainers took included.
 */
static void weigh_fixed(struct port *port, const struct tree *tree, const struct patch *patch)
{
	g_autofree char *evidence = NULL, *line = NULL, *said = NULL;

	if (port->outcome == OUTCOME_PRESENT || !judge_fixed_absent(tree, patch, &evidence))
		return;
	if (port->outcome == OUTCOME_PORTED ||
	    (port->outcome == OUTCOME_PROPOSED && judge_stands(tree, patch, port->files))) {
		question(port, evidence);
		return;
	}
	if (!judge_fixed_stands(tree, patch, port->files, &line)) {
		drop_result(port, OUTCOME_NOT_AFFECTED, g_steal_pointer(&evidence));
		return;
	}
	said = g_strdup_printf("%s; yet lines that it added are here, as '%s'", evidence, line);
	if (port->outcome == OUTCOME_PROPOSED)
		question(port, said);
	else
		port->claimed = g_steal_pointer(&said);
}

/* is there a commit that makes the change without a word of upstream's, which is still in? */
static bool is_in_history_unnamed(struct port *port, const struct tree *tree,
				  const struct patch *patch)
{
	bool ported = port->outcome == OUTCOME_PORTED;
	g_autofree char *evidence = NULL;

	if (port->claimed || (ported && port->reverted) ||
	    !judge_patch_id(tree, patch, &evidence, &port->reverted))
		return false;
	if (judge_as_before(tree, patch) != AS_BEFORE_NOT)
		claim(port, evidence);
	else if (ported)
		port->claimed = g_strdup_printf("this tree's history has it (%s)", evidence);
	else
		drop_result(port, OUTCOME_PRESENT, g_steal_pointer(&evidence));
	return !port->claimed;
}

/* whoever took it out of this tree had a reason, however well it applies */
static void weigh_revert(struct port *port)
{
	g_autofree char *evidence = NULL;

	if (port->outcome != OUTCOME_PORTED || !port->reverted)
		return;
	evidence = g_strdup_printf("this tree had it, and %s reverted it here", port->reverted);
	question(port, evidence);
}

static void weigh_history(struct port *port, const struct tree *tree, const struct patch *patch)
{
	/* where git's merge stops, and the rungs find it here in other words, a commit says more */
	if (port->outcome == OUTCOME_NOT_AFFECTED ||
	    (port->outcome == OUTCOME_PRESENT && !picked_files_conflicted(port->files)))
		return;
	if (is_in_history_unnamed(port, tree, patch))
		return;
	if (!port->claimed)
		weigh_fixed(port, tree, patch);
	else if (port->outcome == OUTCOME_PORTED &&
		 judge_as_before(tree, patch) != AS_BEFORE_FILES)
		question(port, port->claimed);
	weigh_revert(port);
}

struct port *port_patch(const struct tree *tree, const struct patch *patch,
			const struct port_source *source, const struct rewriter *rewriter,
			GError **error)
{
	g_autoptr(port) port = port_new();
	struct climb climb = { .tree = tree, .patch = patch, .rewriter = rewriter };
	g_autofree char *evidence = NULL;
	bool good = true;

	if (interrupt_pending(error))
		return NULL;
	tree_check(tree, NULL);
	if (!is_needless(port, tree, patch, source, &evidence)) {
		good = bring_in(port, &climb, source, evidence, error);
		if (good)
			weigh_history(port, tree, patch);
	}
	climb_clear(&climb);
	good = good && tree_check(tree, error);
	return good ? g_steal_pointer(&port) : NULL;
}
