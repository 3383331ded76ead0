// SPDX-License-Identifier: GPL-2.0-only
#include "job/byhand.h"

#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/strings.h"
#include "base/tmpdir.h"
#include "engine/ladder/draft.h"
#include "job/byhandfiles.h"

#define FOLDER "conflicts"
#define GROUP "conflict"

/* digits of a commit id that people write */
#define ID_DIGITS 12

static char *folder_of(const struct byhand_place *place)
{
	g_autofree char *number = g_strdup_printf("%04u", place->patch->subject->number);

	return g_build_filename(place->workspace->state, FOLDER, place->series, place->tree, number,
				NULL);
}

static bool is_taken(GKeyFile *state)
{
	return g_key_file_get_boolean(state, GROUP, "taken", NULL);
}

/* an earlier version did not keep what was taken */
static bool is_kept(GKeyFile *state)
{
	return is_taken(state) && g_key_file_get_boolean(state, GROUP, "kept", NULL);
}

bool byhand_is_open(const struct workspace *workspace, const char *series, const char *tree)
{
	g_autofree char *folder = g_build_filename(workspace->state, FOLDER, series, tree, NULL);
	g_autoptr(GPtrArray) names = folder_names(folder);

	for (guint i = 0; i < names->len; i++) {
		g_autofree char *one = g_build_filename(folder, names->pdata[i], NULL);
		g_autoptr(GKeyFile) state = byhand_load(one);

		if (state && !is_taken(state))
			return true;
	}
	return false;
}

/* @unknown: for those that an earlier version wrote */
static guint count_files(GKeyFile *state, guint unknown)
{
	if (!g_key_file_has_key(state, GROUP, "files", NULL))
		return unknown;
	return g_key_file_get_uint64(state, GROUP, "files", NULL);
}

/* relative to the workspace; NULL where none of @files is handed out */
static char *edit_folder(const struct byhand_place *place, const char *folder, guint files)
{
	if (!files)
		return NULL;
	return g_build_filename(folder + strlen(place->workspace->root) + 1, "edit", NULL);
}

bool byhand_waits(const struct byhand_place *place, char **out_folder)
{
	g_autofree char *folder = folder_of(place);
	g_autoptr(GKeyFile) state = byhand_load(folder);

	if (!state || is_taken(state))
		return false;
	*out_folder = edit_folder(place, folder, count_files(state, 1));
	return true;
}

/* "[PATCH 2/3]" is not in it: a series may get more patches, which leave this one as it is */
static char *patch_digest(const struct patch *patch)
{
	g_autoptr(GString) text = g_string_new(NULL);

	g_string_append_printf(text, "%s\n%s <%s>\n%s", patch->subject->title,
			       patch->author_name, patch->author_email, patch->body);
	diff_write(patch->diff, text);
	return g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)text->str, text->len);
}

static bool write_all(const struct byhand_place *place, const GPtrArray *drafts,
		      const struct byhand_proposal *proposal, const char *folder, GError **error)
{
	g_autoptr(GKeyFile) state = g_key_file_new();
	g_autofree char *digest = patch_digest(place->patch);

	g_key_file_set_string(state, GROUP, "patch", digest);
	g_key_file_set_boolean(state, GROUP, "taken", FALSE);
	g_key_file_set_integer(state, GROUP, "files", drafts->len);
	if (proposal) {
		byhand_set(state, GROUP, "rung", proposal->rung);
		byhand_set(state, GROUP, "note", proposal->note);
	}
	for (guint i = 0; i < drafts->len; i++) {
		if (!byhand_put(folder, state, i, drafts->pdata[i], error))
			return false;
	}
	return byhand_save(state, folder, error);
}

/* somebody's work is not written over */
static bool may_replace(const char *folder, GError **error)
{
	g_autoptr(GKeyFile) state = byhand_load(folder);

	if (!state || is_taken(state) || byhand_is_untouched(folder))
		return true;
	g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
		    "'%s/edit' has files that were edited; go on with --continue, or remove '%s'",
		    folder, folder);
	return false;
}

bool byhand_write(const struct byhand_place *place, const GPtrArray *drafts,
		  const struct byhand_proposal *proposal, char **out_folder, GError **error)
{
	g_autofree char *folder = folder_of(place);
	g_autofree char *parent = g_path_get_dirname(folder);
	g_autofree char *staged = g_strdup_printf("%s/.conflict.%d", place->workspace->state,
						  getpid());

	if (!may_replace(folder, error) || !folder_make(parent, error))
		return false;
	remove_recursively(staged);
	if (!write_all(place, drafts, proposal, staged, error) ||
	    !folder_replace(staged, folder, error)) {
		remove_recursively(staged);
		return false;
	}
	*out_folder = edit_folder(place, folder, drafts->len);
	return true;
}

static bool refuse(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

static bool refuse(GError **error, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	g_set_error_literal(error, BS_ERROR, BS_ERROR_INPUT, text);
	return false;
}

static bool check_patch(GKeyFile *state, const struct byhand_place *place,
			const struct byhand *byhand, GError **error)
{
	g_autofree char *digest = patch_digest(place->patch);
	g_autofree char *known = g_key_file_get_string(state, GROUP, "patch", NULL);

	return !g_strcmp0(digest, known) ||
	       refuse(error, "the patch is not the one that '%s' was made for; remove the folder "
		      "and run 'port --conflicts' again", byhand->folder);
}

/* the tree is what it was when the files were written */
static bool check_base(GKeyFile *state, const struct byhand_place *place, const struct tree *tree,
		       const struct byhand *byhand, GError **error)
{
	for (guint i = 0; i < byhand->drafts->len; i++) {
		const struct draft *draft = byhand->drafts->pdata[i];
		const char *path = draft->from ? draft->from : draft->path;
		g_autoptr(GBytes) now = tree_side(tree, path, NULL);
		g_autofree char *was = byhand_was(state, i), *is = byhand_id(now);

		if (g_strcmp0(was, is))
			return refuse(error, "%s: '%s' is not what it was when the conflict was "
				      "written: the tree moved on; keep what you edited in '%s' "
				      "elsewhere, remove the folder, and run 'port --conflicts' "
				      "again", place->tree, path, byhand->folder);
	}
	return true;
}

static bool has_nul(GBytes *bytes)
{
	return bytes && g_bytes_get_size(bytes) &&
	       memchr(g_bytes_get_data(bytes, NULL), '\0', g_bytes_get_size(bytes));
}

static bool is_same(GBytes *a, GBytes *b)
{
	return !a == !b && (!a || g_bytes_equal(a, b));
}

static bool check_edited(const struct byhand *byhand, guint number, GError **error)
{
	const struct draft *draft = byhand->drafts->pdata[number];
	GBytes *edited = byhand->edited->pdata[number];
	size_t line;

	line = edited && draft->markers ? draft_open_line(edited, draft->markers) : 0;
	if (line)
		return refuse(error, "'%s/edit/%s', line %zu: a conflict marker is left",
			      byhand->folder, draft->path, line);
	if (has_nul(edited) && !has_nul(draft->given))
		return refuse(error, "'%s/edit/%s' has a NUL byte in it", byhand->folder,
			      draft->path);
	return true;
}

static bool check_others(const struct byhand *byhand, GError **error)
{
	g_autoptr(GPtrArray) files = byhand_list(byhand->folder);

	for (guint i = 0; i < files->len; i++) {
		const char *path = files->pdata[i];
		const struct draft *draft = draft_find(byhand->drafts, path);

		if (!draft || !byhand_is_shown(draft))
			return refuse(error, "'%s/edit/%s' is no file of the patch; remove it",
				      byhand->folder, path);
		if (!byhand_is_file(byhand->folder, path))
			return refuse(error, "'%s/edit/%s' is no file that can be read",
				      byhand->folder, path);
	}
	return true;
}

static bool check_kinds(const struct byhand *byhand, GError **error)
{
	for (guint i = 0; i < byhand->drafts->len; i++) {
		const struct draft *draft = byhand->drafts->pdata[i];

		if (byhand_is_shown(draft) && byhand_is_other(byhand->folder, draft->path))
			return refuse(error, "'%s/edit/%s' is no file any more; put the file there "
				      "again", byhand->folder, draft->path);
	}
	return true;
}

/* the files that are gone: would all of them go by what upstream does, or are not in the tree? */
static bool may_be_gone(const struct byhand *byhand, const struct patch *patch)
{
	for (guint i = 0; i < byhand->drafts->len; i++) {
		const struct draft *draft = byhand->drafts->pdata[i];

		if (draft->given && draft->ours && byhand_is_shown(draft) &&
		    !draft_goes(draft, patch))
			return false;
	}
	return true;
}

static bool is_given(const struct byhand *byhand)
{
	for (guint i = 0; i < byhand->drafts->len; i++) {
		const struct draft *draft = byhand->drafts->pdata[i];

		if (draft->given && byhand_is_shown(draft))
			return true;
	}
	return false;
}

/* a folder that was cleaned up, or got lost, is nobody's wish to delete what was in it */
static bool check_folder(const struct byhand *byhand, const struct patch *patch, GError **error)
{
	g_autoptr(GPtrArray) files = byhand_list(byhand->folder);
	bool there = byhand_has_folder(byhand->folder);

	if (files->len || !is_given(byhand) || (there && may_be_gone(byhand, patch)))
		return true;
	return refuse(error, "'%s/edit' %s: the files of the patch are gone, and nothing of them "
		      "is taken; put them there again, or remove '%s' and run 'port --conflicts' "
		      "for new ones", byhand->folder, there ? "is empty" : "is not there",
		      byhand->folder);
}

static struct byhand *open_files(GKeyFile *state, const char *folder)
{
	g_autoptr(byhand) byhand = g_new0(struct byhand, 1);
	struct draft *draft;
	bool whole = true;

	byhand->folder = g_strdup(folder);
	byhand->taken = is_taken(state);
	byhand->skipped = g_key_file_get_boolean(state, GROUP, "skipped", NULL);
	byhand->by = byhand_text(state, GROUP, "by");
	byhand->rung = byhand_text(state, GROUP, "rung");
	byhand->note = byhand_text(state, GROUP, "note");
	byhand->drafts = drafts_new();
	byhand->edited = g_ptr_array_new();
	for (guint i = 0; (draft = byhand_get(state, folder, i)); i++) {
		GBytes *edited = NULL;

		if (!byhand->taken)
			edited = byhand_edited(folder, draft);
		else
			whole &= byhand_kept(folder, state, i, draft, &edited);
		g_ptr_array_add(byhand->drafts, draft);
		g_ptr_array_add(byhand->edited, edited);
	}
	if (!whole || byhand->drafts->len != count_files(state, MAX(byhand->drafts->len, 1)))
		return NULL;
	return g_steal_pointer(&byhand);
}

/*
 * Where no markers show what is open, files as they were given are no answer, if they are the
 * tree's own.
 */
static bool check_answered(const struct byhand *byhand, GError **error)
{
	if (!byhand->drafts->len)
		return refuse(error, "no file of this conflict can be completed by editing it; "
			      "leave the patch out with --skip");
	for (guint i = 0; i < byhand->drafts->len; i++) {
		const struct draft *draft = byhand->drafts->pdata[i];
		bool here = draft->ours && !draft->from;

		if (byhand->rung || draft->markers ||
		    !is_same(byhand->edited->pdata[i], here ? draft->ours : NULL))
			return true;
	}
	return refuse(error, "nothing was edited in '%s/edit'; make there what the patch means in "
		      "this tree, or leave it out with --skip", byhand->folder);
}

static bool check_files(const struct byhand *byhand, const struct patch *patch, GError **error)
{
	if (!check_others(byhand, error) || !check_kinds(byhand, error) ||
	    !check_folder(byhand, patch, error) || !check_answered(byhand, error))
		return false;
	for (guint i = 0; i < byhand->drafts->len; i++) {
		if (!check_edited(byhand, i, error))
			return false;
	}
	return true;
}

/*
 * What was taken once, and fits no more, is history; what waits, and nobody has touched, is
 * written anew.
 */
static bool is_stale(const struct byhand *byhand)
{
	return byhand->taken || byhand_is_untouched(byhand->folder);
}

bool byhand_read(const struct byhand_place *place, const struct tree *tree, enum byhand_wish wish,
		 struct byhand **out, GError **error)
{
	g_autofree char *folder = folder_of(place);
	g_autoptr(GKeyFile) state = byhand_load(folder);
	g_autoptr(byhand) byhand = NULL;
	g_autoptr(GError) cause = NULL;

	*out = NULL;
	if (!state || (!is_taken(state) && wish == BYHAND_LEAVE))
		return true;
	byhand = open_files(state, folder);
	if (!byhand)
		return refuse(error, "'%s' is damaged: what is beside 'edit' is not what was put "
			      "there; keep what you edited elsewhere, remove the folder, and run "
			      "'port --conflicts' again", folder);
	if (!byhand->taken && wish == BYHAND_SKIP)
		byhand->skipped = true;
	if (!check_patch(state, place, byhand, &cause) ||
	    (!byhand->skipped && !check_base(state, place, tree, byhand, &cause))) {
		if (is_stale(byhand))
			return true;
	} else if (byhand->skipped || is_kept(state) || check_files(byhand, place->patch, &cause)) {
		*out = g_steal_pointer(&byhand);
		return true;
	}
	if (byhand->taken)
		return true;
	g_propagate_error(error, g_steal_pointer(&cause));
	return false;
}

bool byhand_is_unchanged(const struct byhand *byhand)
{
	for (guint i = 0; i < byhand->drafts->len; i++) {
		const struct draft *draft = byhand->drafts->pdata[i];

		if (!is_same(byhand->edited->pdata[i], draft->given))
			return false;
	}
	return true;
}

/* where nothing stands between markers, all conflicts of the merge were settled for the person */
static GBytes *marked_file(const struct draft *draft, const struct threeway *merge)
{
	return draft->markers ? g_bytes_ref(draft->given) :
				threeway_marked(merge, "ours", "base", "theirs");
}

/* how many conflicts were kept; @out_open: of so many */
static guint learn_file(const struct draft *draft, GBytes *edited,
			const struct record_about *about, struct records *records, guint *out_open)
{
	g_autoptr(GBytes) empty = g_bytes_new_static("", 0);
	g_autoptr(threeway) merge = NULL;
	g_autoptr(GBytes) marked = NULL;

	*out_open = 0;
	if (!draft->base || !draft->theirs || draft->whole)
		return 0;
	merge = threeway_new(draft->base, draft->ours ? draft->ours : empty, draft->theirs, NULL);
	marked = marked_file(draft, merge);
	return records_learn(records, about, merge, marked, edited ? edited : empty, out_open);
}

/*
 * A file that was changed where nothing was open: that may be half of the solution, and would be
 * missing on the next tree.
 */
static const struct draft *find_settled_edit(const struct byhand *byhand)
{
	for (guint i = 0; i < byhand->drafts->len; i++) {
		const struct draft *draft = byhand->drafts->pdata[i];
		bool open = draft->markers || (byhand->rung && draft->base && !draft->whole);

		if (!open && !is_same(byhand->edited->pdata[i], draft->given))
			return draft;
	}
	return NULL;
}

/* said of what the next tree will ask for again */
#define NOT_KEPT "how it was resolved is not kept for other trees"

static bool knows_base(const struct byhand *byhand)
{
	for (guint i = 0; i < byhand->drafts->len; i++)
		if (((const struct draft *)byhand->drafts->pdata[i])->base)
			return true;
	return false;
}

static guint take_learnt(struct records *records, struct records *learnt, GPtrArray *notes)
{
	g_autoptr(GPtrArray) twice = g_ptr_array_new_with_free_func(g_free);
	guint changed = records_take(records, learnt, twice);

	for (guint i = 0; i < twice->len; i++)
		add_stringf(notes, "'%s': the same conflict stands in this patch more than once, "
			    "and was resolved in two ways: neither is kept for other trees",
			    (char *)twice->pdata[i]);
	return changed;
}

guint byhand_learn(const struct byhand *byhand, const struct byhand_place *place,
		   const char *by, struct records *records, GPtrArray *notes)
{
	g_autoptr(records) learnt = records_new();
	const struct draft *settled = find_settled_edit(byhand);
	const struct patch *patch = place->patch;
	g_autofree char *upstream =
		patch->upstream ? g_strdup_printf("%.*s (\"%s\")", ID_DIGITS, patch->upstream,
						  patch->subject->title) :
				  g_strdup_printf("\"%s\"", patch->subject->title);

	/* of a proposal whose base nobody knows, nothing tells what was a conflict */
	if (byhand->rung && !knows_base(byhand))
		return 0;
	if (settled) {
		add_stringf(notes, NOT_KEPT ", as '%s' was changed, where nothing was open",
			    settled->path);
		return 0;
	}
	for (guint i = 0; i < byhand->drafts->len; i++) {
		const struct draft *draft = byhand->drafts->pdata[i];
		const struct record_about about = {
			.path = draft->path,
			.upstream = upstream,
			.tree = place->tree,
			.by = by,
		};
		guint open;

		if (!learn_file(draft, byhand->edited->pdata[i], &about, learnt, &open) && open &&
		    !is_same(byhand->edited->pdata[i], draft->given))
			add_stringf(notes, NOT_KEPT ", as lines of '%s' outside of its conflicts "
				    "were changed, too", draft->path);
	}
	return take_learnt(records, learnt, notes);
}

bool byhand_finish(const struct byhand *byhand, const char *by, GError **error)
{
	g_autoptr(GKeyFile) state = byhand_load(byhand->folder);

	if (!state)
		return refuse(error, "'%s' went away", byhand->folder);
	for (guint i = 0; !byhand->skipped && i < byhand->drafts->len; i++) {
		if (!byhand_keep(byhand->folder, state, i, byhand->drafts->pdata[i],
				 byhand->edited->pdata[i], error))
			return false;
	}
	g_key_file_set_boolean(state, GROUP, "taken", TRUE);
	g_key_file_set_boolean(state, GROUP, "kept", TRUE);
	g_key_file_set_boolean(state, GROUP, "skipped", byhand->skipped);
	byhand_set(state, GROUP, "by", by);
	return byhand_save(state, byhand->folder, error);
}

void byhand_free(struct byhand *byhand)
{
	if (!byhand)
		return;
	g_free(byhand->folder);
	g_free(byhand->by);
	g_free(byhand->rung);
	g_free(byhand->note);
	g_clear_pointer(&byhand->drafts, g_ptr_array_unref);
	for (guint i = 0; byhand->edited && i < byhand->edited->len; i++) {
		if (byhand->edited->pdata[i])
			g_bytes_unref(byhand->edited->pdata[i]);
	}
	g_clear_pointer(&byhand->edited, g_ptr_array_unref);
	g_free(byhand);
}
