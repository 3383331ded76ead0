// SPDX-License-Identifier: GPL-2.0-only
#include "job/porttree.h"

#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/tmpdir.h"
#include "engine/result/pickedfile.h"
#include "engine/result/rungs.h"
#include "report/report.h"

/* in the state folder: which branches are ours, and where we left them */
#define BRANCHES_FILE "branches.ini"

bool porttree_write(const struct workspace *workspace, const char *name,
		    const struct tree_result *result, GError **error)
{
	g_autofree char *folder = g_build_filename(workspace->patches, name, result->tree, NULL);
	g_autofree char *staging = workspace_staging(workspace);
	g_autofree char *staged =
		g_strdup_printf("%s/.%s-%s.%d", staging, name, result->tree, getpid());
	g_autofree char *json = verdict_json(result);
	g_autofree char *verdict = g_build_filename(staged, "verdict.json", NULL);
	g_autofree char *list = g_build_filename(staged, "series", NULL);
	g_autoptr(GString) series = g_string_new(NULL);
	bool ok;

	remove_recursively(staged);
	ok = file_write(verdict, json, -1, error);
	for (guint i = 0; ok && i < result->patches->len; i++) {
		const struct patch_result *patch = result->patches->pdata[i];
		g_autofree char *file = patch->file ? g_path_get_basename(patch->file) : NULL;
		g_autofree char *path = file ? g_build_filename(staged, file, NULL) : NULL;

		if (!file)
			continue;
		g_string_append_printf(series, "%s\n", file);
		ok = file_write(path, patch->text, -1, error);
	}
	ok = ok && file_write(list, series->str, series->len, error) &&
	     folder_replace(staged, folder, error);
	remove_recursively(staged);
	return ok;
}

bool porttree_is_known(const struct tree_result *result)
{
	for (guint i = 0; i < result->patches->len; i++) {
		const struct patch_result *patch = result->patches->pdata[i];

		if (patch->outcome == OUTCOME_ERROR)
			return false;
	}
	return true;
}

static bool is_of_rung(const struct picked_region *region, const char *rung)
{
	return !g_strcmp0(region->rung, rung) && !picked_region_is_file(region);
}

/*
 * What a rung did, behind the lines at which it resolved a conflict; a whole file has none.  In
 * words: who reads a commit message does not know the names of rungs.
 */
static void add_rung(GString *text, const struct picked_file *file, guint number)
{
	const struct picked_region *first = file->regions->pdata[number];
	const char *how = rung_how(first->rung);
	g_autoptr(GString) lines = g_string_new(NULL);
	guint count = 0;

	for (guint i = number; i < file->regions->len; i++) {
		const struct picked_region *region = file->regions->pdata[i];

		if (is_of_rung(region, first->rung))
			g_string_append_printf(lines, "%s%zu", count++ ? ", " : "", region->line);
	}
	if (count)
		g_string_prepend(lines, count > 1 ? " at lines " : " at line ");
	g_string_append_printf(text, "%s%s%s %s", text->len ? ";" : "", lines->str,
			       count || !text->len ? ":" : "", how ? how : first->rung);
}

static bool is_first(const struct picked_file *file, guint number)
{
	const struct picked_region *region = file->regions->pdata[number];

	for (guint i = 0; i < number; i++) {
		const struct picked_region *before = file->regions->pdata[i];

		if (!g_strcmp0(before->rung, region->rung))
			return false;
	}
	return region->rung != NULL;
}

/* " at lines 12, 40: only comments differ; at line 50: ...", or NULL where git's merge was clean */
static char *rungs_of(const struct picked_file *file)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < file->regions->len; i++) {
		if (is_first(file, i))
			add_rung(text, file, i);
	}
	return g_string_free(text, !text->len);
}

/* where nobody knew what the patch was made on, what differs is all that is known */
static void note_context(const struct port *port, GPtrArray *notes)
{
	if (g_strcmp0(port->rung, "context"))
		return;
	g_ptr_array_add(notes, g_strdup(rung_how(port->rung)));
	for (guint i = 0; i < port->differs; i++)
		g_ptr_array_add(notes, g_strdup(port->residue->pdata[i]));
}

void porttree_note(const struct port *port, GPtrArray *notes)
{
	note_context(port, notes);
	for (guint i = 0; i < port->files->len; i++) {
		const struct picked_file *file = port->files->pdata[i];
		bool named = file->note && strstr(file->note, file->path);
		g_autofree char *rungs = rungs_of(file);

		if (file->from && !g_strcmp0(file->rung, "moved"))
			g_ptr_array_add(notes, g_strdup_printf("%s is %s here", file->from,
							       file->path));
		else if (file->note)
			g_ptr_array_add(notes, g_strdup_printf("%s%s%s", named ? "" : file->path,
							       named ? "" : ": ", file->note));
		if (rungs)
			g_ptr_array_add(notes, g_strdup_printf("%s: conflict%s", file->path,
							       rungs));
	}
}

struct new_commit *porttree_commit(const struct patch *ported, const struct object_id *tree)
{
	struct new_commit *commit = g_new0(struct new_commit, 1);

	commit->tree = *tree;
	commit->author_name = g_strdup(ported->author_name);
	commit->author_email = g_strdup(ported->author_email);
	commit->when = ported->when;
	commit->zone = ported->zone_known ? ported->zone : 0;
	commit->message = g_strdup_printf("%s\n%s%s", ported->subject->title,
					  *ported->body ? "\n" : "", ported->body);
	return commit;
}

char *porttree_branch_name(const char *wanted, const char *series, const char *tree, bool several)
{
	if (!*wanted)
		return g_strdup_printf("backstitch/%s/%s", series, tree);
	return several ? g_strdup_printf("%s/%s", wanted, tree) : g_strdup(wanted);
}

static GKeyFile *load_branches(const struct workspace *workspace)
{
	g_autofree char *path = g_build_filename(workspace->state, BRANCHES_FILE, NULL);
	GKeyFile *file = g_key_file_new();

	/* without the file no branch is known to be ours, and none is moved */
	g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, NULL);
	return file;
}

/* the group of a branch: names of branches and paths may hold what a key file cannot */
static char *group_of(const char *repository, const char *name)
{
	g_autofree char *both = g_strdup_printf("%s\n%s", repository, name);
	g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, both, -1);

	return g_strndup(digest, 16);
}

static struct object_id id_of(GKeyFile *file, const char *group, const char *key)
{
	g_autofree char *hex = g_key_file_get_string(file, group, key, NULL);
	struct object_id id = { { 0 } };

	if (hex)
		object_id_parse(hex, &id);
	return id;
}

static struct branch_known known_of(const struct workspace *workspace, const char *repository,
				    const char *name)
{
	g_autoptr(GKeyFile) file = load_branches(workspace);
	g_autofree char *group = group_of(repository, name);

	return (struct branch_known){ id_of(file, group, "commit"), id_of(file, group, "next") };
}

static void set_id(GKeyFile *file, const char *group, const char *key, const struct object_id *id)
{
	char hex[OBJECT_ID_HEX + 1];

	if (object_id_is_null(id))
		g_key_file_remove_key(file, group, key, NULL);
	else
		g_key_file_set_string(file, group, key, object_id_hex(id, hex));
}

static bool remember(const struct workspace *workspace, const char *repository, const char *name,
		     const struct branch_known *known, GError **error)
{
	g_autofree char *path = g_build_filename(workspace->state, BRANCHES_FILE, NULL);
	g_autoptr(GKeyFile) file = load_branches(workspace);
	g_autofree char *group = group_of(repository, name);
	g_autofree char *text = NULL;

	g_key_file_set_string(file, group, "repository", repository);
	g_key_file_set_string(file, group, "branch", name);
	set_id(file, group, "commit", &known->tip);
	set_id(file, group, "next", &known->next);
	text = g_key_file_to_data(file, NULL, NULL);
	return file_write(path, text, -1, error);
}

bool porttree_check_branch(const struct workspace *workspace, const char *repository,
			   const char *name, GError **error)
{
	const struct branch_known known = known_of(workspace, repository, name);

	return branch_check(repository, name, &known, error);
}

/* why there can be no branch, or NULL */
static char *hindrance(const struct tree_result *result, const GPtrArray *commits)
{
	for (guint i = 0; i < result->patches->len; i++) {
		const struct patch_result *patch = result->patches->pdata[i];

		if (!patch->left_out &&
		    (patch->outcome == OUTCOME_CONFLICT || patch->outcome == OUTCOME_ERROR))
			return g_strdup_printf("patch %u of %u is left to a person: %s", i + 1,
					       result->patches->len, patch->subject);
		if (patch->text && patch->verdict == VERDICT_FAILED)
			return g_strdup_printf("a proof of patch %u of %u failed: %s", i + 1,
					       result->patches->len, patch->subject);
	}
	return commits->len ? NULL : g_strdup("there is nothing to commit");
}

/* a branch on its way: which one */
struct intent {
	const struct porttree_branch *branch;
	const char *name;
};

static bool intend(void *data, const struct branch_known *known, GError **error)
{
	const struct intent *intent = data;

	return remember(intent->branch->workspace, intent->branch->repository, intent->name, known,
			error);
}

bool porttree_make_branch(const struct porttree_branch *branch, struct tree_result *result,
			  GError **error)
{
	const struct workspace *workspace = branch->workspace;
	struct intent intent = { branch, result->branch };
	struct branch_known known = { 0 };
	struct branch_plan plan = {
		.repository = branch->repository,
		.name = result->branch,
		.commits = branch->commits,
		.committer_name = workspace->user_name,
		.committer_email = workspace->user_email,
		.known = known_of(workspace, branch->repository, result->branch),
		.intend = intend,
		.data = &intent,
		.objects = branch->objects,
	};
	char hex[OBJECT_ID_HEX + 1];

	result->no_branch = hindrance(result, branch->commits);
	if (result->no_branch) {
		g_clear_pointer(&result->branch, g_free);
		return true;
	}
	if (!object_id_parse(branch->base, &plan.base) || !branch_make(&plan, &known.tip, error))
		return false;
	result->tip = g_strdup(object_id_hex(&known.tip, hex));
	return remember(workspace, branch->repository, result->branch, &known, error);
}
