// SPDX-License-Identifier: GPL-2.0-only
#include "job/portconflict.h"

#include <string.h>

#include "base/file.h"
#include "base/progress.h"
#include "base/strings.h"
#include "engine/explain/explain.h"
#include "engine/ladder/draft.h"
#include "engine/port/draft-proposal.h"
#include "engine/port/portgit.h"
#include "engine/result/explanation.h"
#include "job/byhand.h"
#include "job/porttree.h"
#include "job/resume.h"

/* in the folder of the series */
#define RESOLUTIONS "resolutions"

/* other series that may have what is missing; more would take longer to read than to look for */
#define MAX_OTHERS 200

static char *records_path(const struct run *run)
{
	return g_build_filename(run->workspace->patches, run->series->name, RESOLUTIONS, NULL);
}

bool conflicts_begin(struct run *run, GError **error)
{
	g_autofree char *path = records_path(run);

	run->records = records_new();
	return records_load(run->records, path, error);
}

void conflicts_clear(struct run *run)
{
	g_clear_pointer(&run->records, records_free);
}

static struct byhand_place place_of(const struct run *run, const struct patch *patch)
{
	return (struct byhand_place){
		.workspace = run->workspace,
		.series = run->series->name,
		.tree = run->conf->name,
		.patch = patch,
	};
}

static char *who(const struct run *run)
{
	return g_strdup_printf("%s <%s>", run->workspace->user_name, run->workspace->user_email);
}

static enum byhand_wish wish_of(const struct run *run)
{
	if (run->waiting || !run->options->resume)
		return BYHAND_LEAVE;
	return run->options->skip ? BYHAND_SKIP : BYHAND_TAKE;
}

/* that somebody does without a fix says nothing of whether the tree needs it */
static struct port *left_out(const struct byhand *byhand, const char *by)
{
	struct port *port = port_new();

	port->outcome = OUTCOME_CONFLICT;
	port->judged = true;
	port->left_out = g_strdup(!byhand->taken ? by : byhand->by ? byhand->by : "a person");
	port->reason = g_strdup_printf("%s left this patch out with --skip: the tree may still "
				       "need it", port->left_out);
	return port;
}

/* files that this tree lacks, and that the person left out, are named */
static char *how_resolved(const struct byhand *byhand)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < byhand->drafts->len; i++) {
		const struct draft *draft = byhand->drafts->pdata[i];

		if (!draft->ours && (draft->given || draft->whole) && !byhand->edited->pdata[i])
			g_string_append_printf(text, "'%s' is not in this tree: left out; ",
					       draft->path);
	}
	g_string_append(text, "conflicts resolved by hand");
	return g_string_free(text, FALSE);
}

/* a proposal that was taken as it was keeps what is said of it */
static void confirm(struct port *port, const struct byhand *byhand)
{
	if (port->outcome != OUTCOME_PORTED)
		return;
	if (!byhand->rung) {
		port->by_hand = how_resolved(byhand);
	} else if (byhand_is_unchanged(byhand)) {
		g_free(port->reason);
		port->reason = g_strdup_printf("a person confirmed what rung %s proposed",
					       byhand->rung);
		port->by_hand = g_strdup_printf("%s%sconfirmed by hand", byhand->note,
						*byhand->note ? "; " : "");
	} else {
		g_free(port->reason);
		port->reason = g_strdup_printf("a person corrected what rung %s proposed",
					       byhand->rung);
		port->by_hand = g_strdup("completed by hand");
	}
}

bool conflict_taken(struct run *run, const struct patch *patch, const struct tree *tree,
		    const struct port_source *source, struct port **out, GError **error)
{
	const struct byhand_place place = place_of(run, patch);
	g_autofree char *by = who(run);
	struct byhand *byhand;

	*out = NULL;
	if (!byhand_read(&place, tree, wish_of(run), &byhand, error)) {
		if (run->several)
			g_prefix_error(error, "%s: ", run->conf->name);
		return false;
	}
	if (!byhand)
		return true;
	g_ptr_array_add(run->taken, byhand);
	if (byhand->skipped) {
		*out = left_out(byhand, by);
		return true;
	}
	*out = port_by_hand(tree, run->side ? gitside_words(run->side) : NULL, patch, source,
			    byhand->drafts, byhand->edited);
	confirm(*out, byhand);
	return true;
}

void conflict_learn(struct run *run, const struct patch *patch, struct patch_result *result)
{
	const struct byhand_place place = place_of(run, patch);
	const struct byhand *byhand = run->taken->pdata[run->taken->len - 1];
	g_autofree char *by = who(run);

	if (byhand->taken || byhand->skipped)
		return;
	if (result->verdict == VERDICT_FAILED)
		g_ptr_array_add(result->notes, g_strdup("how it was resolved is not kept for other "
							"trees, as a proof failed"));
	else
		run->learnt += byhand_learn(byhand, &place, by, run->records, result->notes);
}

bool conflicts_finish(struct run *run, GError **error)
{
	g_autofree char *path = records_path(run), *by = who(run);
	bool good = !run->learnt || records_save(run->records, path, error);

	run->learnt = 0;
	for (guint i = 0; good && i < run->taken->len; i++) {
		const struct byhand *byhand = run->taken->pdata[i];

		good = byhand->taken || byhand_finish(byhand, by, error);
	}
	g_ptr_array_set_size(run->taken, 0);
	return good;
}

/* the other series of the workspace, read when first needed; a damaged one cannot help */
static void load_others(struct run *run)
{
	g_autoptr(GPtrArray) names = NULL;

	if (run->others)
		return;
	run->others = g_ptr_array_new_with_free_func((GDestroyNotify)series_free);
	names = folder_names(run->workspace->patches);
	for (guint i = 0; i < names->len && run->others->len < MAX_OTHERS; i++) {
		g_autofree char *folder =
			g_build_filename(run->workspace->patches, names->pdata[i], NULL);
		struct series *series = NULL;

		if (strcmp(names->pdata[i], run->series->name) && series_is_there(folder))
			series = series_load(folder, NULL);
		if (series)
			g_ptr_array_add(run->others, series);
	}
}

static guint number_of(const struct run *run, const struct patch *patch)
{
	guint number;

	return g_ptr_array_find(run->series->patches, patch, &number) ? number : 0;
}

static enum fate fate_of(const struct patch_result *result)
{
	if (result->left_out)
		return FATE_LEFT_OUT;
	switch (result->outcome) {
	case OUTCOME_PRESENT:
		return FATE_PRESENT;
	case OUTCOME_PORTED:
		return FATE_PORTED;
	case OUTCOME_PROPOSED:
		return FATE_PROPOSED;
	case OUTCOME_CONFLICT:
		return FATE_WAITS;
	default:
		return FATE_UNKNOWN;
	}
}

/* of all patches of the series; a patch that the series lacks has no result */
static enum fate *fates_of(const struct run *run)
{
	const GPtrArray *patches = run->series->patches;
	enum fate *fates = g_new0(enum fate, patches->len);
	guint next = 0;

	for (guint i = 0; i < patches->len && next < run->results->len; i++)
		if (patches->pdata[i])
			fates[i] = fate_of(run->results->pdata[next++]);
	return fates;
}

static bool was_merged(const struct port *port)
{
	for (guint i = 0; i < port->attempts->len; i++)
		if (((const struct attempt *)port->attempts->pdata[i])->merged)
			return true;
	return false;
}

static GPtrArray *explain(struct run *run, const struct patch *patch, const struct tree *tree,
			  const struct port_source *source, const struct port *port)
{
	g_autofree struct explain_source *at = NULL;
	g_autofree enum fate *fates = fates_of(run);
	struct explain_sources sources;

	load_others(run);
	at = g_new0(struct explain_source, run->others->len + 1);
	at[0] = (struct explain_source){ run->series->name, run->series->patches,
					 number_of(run, patch), fates };
	for (guint i = 0; i < run->others->len; i++) {
		const struct series *other = run->others->pdata[i];

		at[i + 1] = (struct explain_source){ other->name, other->patches, G_MAXUINT,
						     NULL };
	}
	sources = (struct explain_sources){ at, run->others->len + 1, was_merged(port) };
	if (source && port->files->len) {
		const struct pick_request request = port_request(source);

		return explain_pick(source->picker, &request, port->files, &sources);
	}
	return explain_patch(tree, patch, &sources);
}

static void tell_resume(const struct run *run, const struct byhand_place *place,
			struct patch_result *result)
{
	result->resume = resume_command(run->options, place->series, place->tree, !result->draft,
					run->several);
}

static bool hand_out(struct run *run, const struct byhand_place *place, const GPtrArray *drafts,
		     const struct byhand_proposal *proposal, struct patch_result *result,
		     GError **error)
{
	if (!byhand_write(place, drafts, proposal, &result->draft, error))
		return false;
	tell_resume(run, place, result);
	return true;
}

static void note_lost(const GPtrArray *drafts, GPtrArray *notes)
{
	for (guint i = 0; i < drafts->len; i++) {
		const struct draft *draft = drafts->pdata[i];

		if (draft->lost)
			add_stringf(notes, "'%s': %u hunk%s no place here and stand%s at its end, "
				    "between markers, to be put where they belong", draft->path,
				    draft->lost, draft->lost == 1 ? " has" : "s have",
				    draft->lost == 1 ? "s" : "");
	}
}

/* nothing in the file itself shows that it is open */
static void note_whole(const char *folder, const GPtrArray *drafts, GPtrArray *notes)
{
	for (guint i = 0; i < drafts->len; i++) {
		const struct draft *draft = drafts->pdata[i];

		if (draft->whole)
			add_stringf(notes, "'%s' is %s in %s; beside that folder, base/ and "
				    "theirs/ have it before and after upstream's change",
				    draft->path, draft->ours ?
				    "as it is here: edit it" :
				    "not in this tree: where it is needed, make it", folder);
	}
}

static bool write_draft(struct run *run, const struct patch *patch, const struct tree *tree,
			struct port *port, struct patch_result *result, GError **error)
{
	const struct byhand_place place = place_of(run, patch);
	g_autoptr(GPtrArray) none = drafts_new();
	g_autofree char *why = NULL;

	if (!port->drafts)
		port->drafts = drafts_of_patch(tree, patch, run->records, &why);
	if (!port->drafts)
		add_stringf(result->notes, "no file of it can be completed by editing (%s): leave "
			    "the patch out with --skip, or commit in the tree what it means there, "
			    "and port the rest", why);
	else
		note_lost(port->drafts, result->notes);
	if (!hand_out(run, &place, port->drafts ? port->drafts : none, NULL, result, error))
		return false;
	if (port->drafts)
		note_whole(result->draft, port->drafts, result->notes);
	return true;
}

/*
 * Only the first one on a tree: what comes after it may be due to it.  Files that an earlier run
 * gave out are not forgotten by one that gives none.
 */
static bool is_turn(struct run *run, const struct patch *patch, struct patch_result *result)
{
	const struct byhand_place place = place_of(run, patch);
	bool first = !run->waiting;

	run->waiting = true;
	if (first && !run->options->conflicts && byhand_waits(&place, &result->draft))
		tell_resume(run, &place, result);
	return first && run->options->conflicts && !run->options->dry_run;
}

bool conflict_tell(struct run *run, const struct patch *patch, const struct tree *tree,
		   const struct port_source *source, struct port *port,
		   struct patch_result *result, GError **error)
{
	progress_step(run->options->progress, -1, "%s: why %s is a conflict", run->conf->name,
		      patch->subject->title);
	g_ptr_array_unref(port->conflicts);
	port->conflicts = explain(run, patch, tree, source, port);
	if (!port->conflicts->len)
		explain_reason(port->conflicts, file_diff_path(patch->diff->files->pdata[0]),
			       port->reason);
	/* half an explanation is none: what an earlier run found out stays */
	if (interrupt_pending(error))
		return false;
	return !is_turn(run, patch, result) ||
	       write_draft(run, patch, tree, port, result, error);
}

/* how the proposal came about, for its message */
static char *note_of(const struct port *port)
{
	g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);

	porttree_note(port, notes);
	g_ptr_array_add(notes, NULL);
	return g_strjoinv("; ", (char **)notes->pdata);
}

bool proposal_tell(struct run *run, const struct patch *patch, const struct tree *tree,
		   const struct port_source *source, const struct port *port,
		   struct patch_result *result, GError **error)
{
	const struct byhand_place place = place_of(run, patch);
	g_autofree char *note = note_of(port);
	const struct byhand_proposal proposal = { port->rung, note };
	g_autoptr(GPtrArray) drafts = NULL;

	if (!is_turn(run, patch, result))
		return true;
	drafts = drafts_of_proposal(tree, patch, port, source);
	if (!drafts->len)
		return true;
	if (!hand_out(run, &place, drafts, &proposal, result, error))
		return false;
	note_whole(result->draft, drafts, result->notes);
	return true;
}
