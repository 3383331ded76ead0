// SPDX-License-Identifier: GPL-2.0-only
#include "engine/port/portgit.h"

#include <string.h>

#include "base/error.h"
#include "engine/code/image.h"
#include "engine/judge/judge.h"
#include "engine/pick/draft-pick.h"
#include "engine/result/pickedfile.h"
#include "engine/result/rungs.h"

static void put_text(char **at, char *text)
{
	g_free(*at);
	*at = text;
}

void port_git_undo(struct port *port)
{
	port->outcome = OUTCOME_PRESENT;
	port->rung = NULL;
	port->precision = 0;
	port->judged = false;
	put_text(&port->reason, NULL);
	g_clear_pointer(&port->after, tree_free);
	g_ptr_array_set_size(port->landings, 0);
	g_ptr_array_set_size(port->residue, 0);
	g_ptr_array_set_size(port->adapted, 0);
	g_ptr_array_set_size(port->files, 0);
	g_ptr_array_set_size(port->warnings, 0);
}

/* the resulting tree as changes on the tree that was ported to */
static bool lay_over(struct tree *after, struct objects *objects, const GArray *deltas,
		     GError **error)
{
	for (guint i = 0; i < deltas->len; i++) {
		const struct tree_delta *delta = &g_array_index(deltas, struct tree_delta, i);
		g_autoptr(GBytes) content = NULL;

		if (!delta->new.mode) {
			tree_drop(after, delta->path);
			continue;
		}
		content = objects_side(objects, &delta->new, error);
		if (!content)
			return false;
		tree_put(after, delta->path, content, tree_kind(delta->new.mode));
	}
	return true;
}

static const struct picked_file *file_at(const struct port *port, const char *path)
{
	for (guint i = 0; i < port->files->len; i++) {
		const struct picked_file *file = port->files->pdata[i];

		if (file->rung && !strcmp(file->path, path))
			return file;
	}
	return NULL;
}

static void land_file(struct port *port, const struct climb *climb, const char *path)
{
	g_autoptr(image) before = image_load(climb->tree, path, NULL);
	g_autoptr(image) after = image_load(port->after, path, NULL);
	const struct picked_file *file = file_at(port, path);
	bool exact = file && file->placement == PLACED_EXACT;

	if (before && after)
		landings_add(port->landings, before, after, exact ? PLACED_EXACT : PLACED_MERGED);
	else
		g_ptr_array_add(port->landings,
				landing_new(path, "", tree_entry(port->after, path) != TREE_NONE,
					    PLACED_EXACT));
}

void port_judge(struct port *port, const struct tree *tree, const struct patch *patch,
		const char *(*here)(const void *data, const char *path), const void *data)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
	struct diff diff = { .files = files };
	struct patch renamed = *patch;

	for (guint i = 0; i < patch->diff->files->len; i++) {
		struct file_diff *copy =
			g_memdup2(patch->diff->files->pdata[i], sizeof(struct file_diff));
		const char *path =
			copy->change == FILE_MODIFIED ? here(data, copy->old_path) : NULL;

		if (path)
			copy->old_path = copy->new_path = (char *)path;
		g_ptr_array_add(files, copy);
	}
	renamed.diff = &diff;
	judge_residue(tree, port->after, &renamed, port->residue);
	judge_adapted(tree, port->after, &renamed, port->adapted);
}

static const char *picked_here(const void *data, const char *path)
{
	const struct port *port = data;

	for (guint i = 0; i < port->files->len; i++) {
		const struct picked_file *file = port->files->pdata[i];

		if (file->rung && !g_strcmp0(file->from, path))
			return file->path;
	}
	return NULL;
}

static char *why_ported(const struct port *port)
{
	char *note = picked_files_note(port->files);

	if (note)
		return note;
	return g_strdup(port->adapted->len ? port->adapted->pdata[0] : rung_how(port->rung));
}

static bool take_result(struct port *port, const struct climb *climb,
			const struct port_source *source, const struct picked *picked,
			GError **error)
{
	struct objects *objects = picker_objects(source->picker);
	g_autoptr(GArray) deltas =
		objects_compare(objects, &source->ours, &picked->tree, error);

	if (!deltas)
		return false;
	port->after = tree_overlay(climb->tree);
	if (!lay_over(port->after, objects, deltas, error))
		return false;
	port->rung = picked->rung;
	port->precision = picked->precision;
	for (guint i = 0; i < deltas->len; i++)
		land_file(port, climb, g_array_index(deltas, struct tree_delta, i).path);
	port_judge(port, climb->tree, climb->patch, picked_here, port);
	if (port->outcome == OUTCOME_PORTED)
		put_text(&port->reason, why_ported(port));
	return true;
}

static void add_attempt(struct port *port, const char *reason)
{
	struct attempt *attempt = g_new0(struct attempt, 1);

	attempt->rung = "merged";
	attempt->reason = g_strdup(reason);
	g_ptr_array_add(port->attempts, attempt);
}

/* where git's own merge stops */
static void add_attempts(struct port *port)
{
	for (guint i = 0; i < port->files->len; i++) {
		const struct picked_file *file = port->files->pdata[i];
		const struct picked_region *first =
			file->regions->len ? file->regions->pdata[0] : NULL;
		g_autofree char *reason = NULL;

		if (!file->conflicted || !first)
			continue;
		reason = g_strdup_printf("%s: %u region%s changed on both sides, the first at line "
					 "%zu", file->path, file->regions->len,
					 file->regions->len == 1 ? "" : "s", first->line);
		add_attempt(port, reason);
	}
}

static bool only_dropped(const struct port *port)
{
	for (guint i = 0; i < port->files->len; i++) {
		const struct picked_file *file = port->files->pdata[i];

		if (g_strcmp0(file->rung, "dropped"))
			return false;
	}
	return port->files->len > 0;
}

struct pick_request port_request(const struct port_source *source)
{
	return (struct pick_request){
		.onto = source->onto,
		.ours = source->ours,
		.upstream = source->upstream,
		.parent = source->parent,
		.base = source->base,
		.theirs = source->theirs,
		.guess = source->guess,
	};
}

bool request_trees(struct objects *objects, const struct pick_request *request,
		   struct object_id *out_base, struct object_id *out_theirs, char *out_commit)
{
	guint parent = MAX(request->parent, 1) - 1;
	g_autoptr(commit) theirs = NULL, base = NULL;

	*out_base = request->base;
	*out_theirs = request->theirs;
	*out_commit = '\0';
	if (!request->upstream)
		return true;
	theirs = objects_commit(objects, request->upstream, NULL);
	if (theirs && !theirs->parents->len && !request->parent) {
		memset(out_base, 0, sizeof(*out_base));
		*out_theirs = theirs->tree;
		return true;
	}
	if (!theirs || parent >= theirs->parents->len)
		return false;
	base = objects_commit_by_id(objects, &g_array_index(theirs->parents, struct object_id,
							    parent), NULL);
	if (!base)
		return false;
	*out_base = base->tree;
	*out_theirs = theirs->tree;
	object_id_hex(&base->id, out_commit);
	return true;
}

static struct picked *pick(const struct port_source *source)
{
	const struct pick_request request = port_request(source);

	return pick_request(source->picker, &request);
}

/* of files that only go, a tree that has none of them may never have had any */
static bool only_deletes(const struct patch *patch)
{
	for (guint i = 0; i < patch->diff->files->len; i++) {
		const struct file_diff *file = patch->diff->files->pdata[i];

		if (file->change != FILE_DELETED)
			return false;
	}
	return true;
}

/* the pick found nothing of it here; is what the patch is about really nowhere? */
static void check_absence(struct port *port, const struct climb *climb)
{
	g_autofree char *evidence = NULL;

	if (port->outcome == OUTCOME_PRESENT && only_deletes(climb->patch)) {
		port->outcome = OUTCOME_NOT_AFFECTED;
		put_text(&port->reason, g_strdup("by content: this tree has none of the files that "
						 "upstream deletes"));
		return;
	}
	if (port->outcome != OUTCOME_NOT_AFFECTED || only_dropped(port))
		return;
	if (judge_not_affected(climb->tree, climb->patch, &evidence)) {
		put_text(&port->reason, g_steal_pointer(&evidence));
	} else if (evidence) {
		port->outcome = OUTCOME_CONFLICT;
		put_text(&port->reason, g_steal_pointer(&evidence));
	}
}

bool port_git(struct port *port, const struct climb *climb, const struct port_source *source,
	      GError **error)
{
	g_autoptr(picked) picked = pick(source);

	if (picked->outcome == OUTCOME_ERROR) {
		g_set_error_literal(error, BS_ERROR, BS_ERROR_INPUT, picked->reason);
		return false;
	}
	port->outcome = picked->outcome;
	port->judged = true;
	put_text(&port->reason, g_strdup(picked->reason));
	if (picked->drafts)
		port->drafts = drafts_of_pick(picker_objects(source->picker), &source->ours,
					      picked);
	g_ptr_array_extend_and_steal(port->files, g_steal_pointer(&picked->files));
	g_ptr_array_extend_and_steal(port->warnings, g_steal_pointer(&picked->warnings));
	picked->files = g_ptr_array_new();
	picked->warnings = g_ptr_array_new();
	add_attempts(port);
	check_absence(port, climb);
	if (object_id_is_null(&picked->tree))
		return true;
	return take_result(port, climb, source, picked, error);
}
