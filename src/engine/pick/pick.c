// SPDX-License-Identifier: GPL-2.0-only
#include "engine/pick/pick.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "engine/code/text.h"
#include "engine/judge/spacing.h"
#include "engine/judge/stays.h"
#include "engine/ladder/evidence.h"
#include "engine/merge/treefolders.h"
#include "engine/merge/treemerge.h"
#include "engine/names/words.h"
#include "engine/pick/pickfile.h"
#include "format/patch.h"

void picked_free(struct picked *picked)
{
	if (!picked)
		return;
	g_free(picked->reason);
	g_ptr_array_unref(picked->files);
	g_ptr_array_unref(picked->warnings);
	g_clear_pointer(&picked->drafts, g_ptr_array_unref);
	g_free(picked);
}

static struct picked *picked_new(void)
{
	struct picked *picked = g_new0(struct picked, 1);

	picked->files = g_ptr_array_new_with_free_func((GDestroyNotify)picked_file_free);
	picked->warnings = g_ptr_array_new_with_free_func(g_free);
	signs_init(&picked->signs);
	return picked;
}

static bool read_releases(struct picker *picker, GError **error)
{
	if (!picker->releases)
		picker->releases = releases_new(objects_repository(picker->objects), error);
	return picker->releases;
}

struct picker *picker_new(const char *repository, const struct pick_options *options,
			  GError **error)
{
	g_autoptr(picker) picker = g_new0(struct picker, 1);

	if (options)
		picker->options = *options;
	picker->objects = objects_open(repository, picker->options.odb, error);
	if (!picker->objects)
		return NULL;
	picker->scans = scans_new();
	picker->similarity = similarity_new(picker->objects);
	picker->ours_words = words_new(picker->objects, picker->options.learnt);
	picker->headers = headers_new(picker->objects);
	picker->upstream_headers = headers_new(picker->objects);
	picker->base_words = words_new(picker->objects, picker->options.learnt);
	picker->sibling_words = words_new(picker->objects, picker->options.learnt);
	if (picker->options.learn) {
		if (!read_releases(picker, error))
			return NULL;
		picker->dictionaries = dictionaries_new(picker->objects, picker->releases,
							picker->options.learnt, error);
		if (!picker->dictionaries)
			return NULL;
	}
	if (!picker->options.calibration)
		picker->options.calibration = picker->shipped = calibration_shipped();
	return g_steal_pointer(&picker);
}

void picker_free(struct picker *picker)
{
	if (!picker)
		return;
	similarity_free(picker->similarity);
	dictionaries_free(picker->dictionaries);
	releases_free(picker->releases);
	headers_free(picker->headers);
	headers_free(picker->upstream_headers);
	words_free(picker->ours_words);
	words_free(picker->base_words);
	words_free(picker->sibling_words);
	calibration_free(picker->shipped);
	scans_free(picker->scans);
	objects_free(picker->objects);
	g_free(picker);
}

void picker_before(struct picker *picker, gint64 when)
{
	picker->options.before = when;
}

const struct calibration *picker_calibration(struct picker *picker)
{
	return picker->options.calibration;
}

struct objects *picker_objects(struct picker *picker)
{
	return picker->objects;
}

const struct words *picker_words(struct picker *picker, const struct object_id *tree)
{
	words_goto(picker->ours_words, tree);
	return picker->ours_words;
}

/* what upstream changes; a merge has no change of its own */
static bool open_upstream(struct pick_job *job, const struct pick_request *request, GError **error)
{
	struct commit *theirs = objects_commit(job->objects, request->upstream, error);
	guint parent = MAX(request->parent, 1) - 1;
	g_autoptr(commit) base = NULL;

	if (!theirs) {
		if (g_file_test(request->upstream, G_FILE_TEST_IS_REGULAR))
			error_add(*error,
				  "there is a file of that name: a patch or a mail is taken in by "
				  "'backstitch import', and ported by 'backstitch port'");
		return false;
	}
	job->upstream = theirs;
	job->theirs = theirs->tree;
	if (!request->parent && theirs->parents->len > 1) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
			    "'%s' is a merge of %u; say --mainline=N for what it brings to parent "
			    "N, or name the commits that it merges", request->upstream,
			    theirs->parents->len);
		return false;
	}
	if (request->parent > theirs->parents->len) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT, "'%s' has %u parent%s, no parent %u",
			    request->upstream, theirs->parents->len,
			    theirs->parents->len == 1 ? "" : "s", request->parent);
		return false;
	}
	if (!theirs->parents->len)
		return true;
	base = objects_commit_by_id(job->objects,
				    &g_array_index(theirs->parents, struct object_id, parent),
				    error);
	if (base)
		job->base = base->tree;
	return base != NULL;
}

static bool open_job(struct pick_job *job, const struct pick_request *request, GError **error)
{
	job->onto = objects_commit(job->objects, request->onto, error);
	if (!job->onto)
		return false;
	job->ours = object_id_is_null(&request->ours) ? job->onto->tree : request->ours;
	job->base = request->base;
	job->theirs = request->theirs;
	job->guess = request->guess;
	if (request->upstream && !open_upstream(job, request, error))
		return false;
	words_goto(job->picker->ours_words, &job->ours);
	words_goto(job->base_words, &job->base);
	headers_goto(job->picker->headers, &job->ours);
	headers_goto(job->picker->upstream_headers, &job->theirs);
	return true;
}

/* the tree of the commit where the branch left upstream */
static bool find_fork(const struct pick_job *job, struct object_id *out)
{
	g_autoptr(commit) commit = NULL;
	struct object_id fork;

	if (!job->upstream || !read_releases(job->picker, NULL) ||
	    !releases_fork(job->picker->releases, &job->onto->id, &job->upstream->id, &fork))
		return false;
	commit = objects_commit_by_id(job->objects, &fork, NULL);
	if (commit)
		*out = commit->tree;
	return commit;
}

/*
 * Notes of changes that each release takes up: the folder was there when the branch left upstream,
 * is empty here now, and git keeps none that is.  One with code in it may have been dropped.
 */
static void drop_doubts(const struct pick_job *job)
{
	struct object_id fork;
	bool found = false;

	for (guint i = 0; i < job->files->len; i++) {
		struct file_merge *file = job->files->pdata[i];

		if (!file->emptied)
			continue;
		found = found || find_fork(job, &fork);
		if (!found)
			return;
		if (folder_of_notes(job->objects, &fork, file->emptied))
			g_clear_pointer(&file->doubt, g_free);
	}
}

static bool find_files(struct pick_job *job, GError **error)
{
	job->deltas = objects_compare(job->objects, &job->base, &job->theirs, error);
	if (!job->deltas)
		return false;
	if (!job->deltas->len && job->upstream) {
		/* whoever names such a commit may mean another: this tree does not have that one */
		g_set_error_literal(error, BS_ERROR, BS_ERROR_INPUT,
				    "the commit changes no file, so there is nothing to port");
		return false;
	}
	job->files = tree_merge(job->objects, job->picker->similarity, &job->base, &job->ours,
				&job->theirs, job->deltas, error);
	if (!job->files)
		return false;
	drop_doubts(job);
	return true;
}

static void job_clear(struct pick_job *job)
{
	g_clear_pointer(&job->deltas, g_array_unref);
	g_clear_pointer(&job->files, g_ptr_array_unref);
	g_clear_pointer(&job->edits, g_array_unref);
	g_clear_pointer(&job->texts, g_ptr_array_unref);
	g_clear_pointer(&job->removed, g_ptr_array_unref);
	pick_marks_clear(job);
	speller_free(job->speller);
	g_clear_pointer(&job->upstream, commit_free);
	g_clear_pointer(&job->onto, commit_free);
	g_free(job->absent);
	g_free(job->remains);
}

static bool is_settled(const struct picked_file *file)
{
	return file->rung != NULL;
}

/* the first file that nothing settled gives the reason */
static bool all_settled(struct picked *picked)
{
	for (guint i = 0; i < picked->files->len; i++) {
		const struct picked_file *file = picked->files->pdata[i];

		if (is_settled(file))
			continue;
		picked->outcome = OUTCOME_CONFLICT;
		picked->reason = g_strdup(file->note);
		return false;
	}
	return true;
}

/* what a file without a change says of upstream's change to it */
enum told {
	TOLD_HERE,	/* it is here */
	TOLD_ABSENT,	/* there is no such file, nor its code */
	TOLD_OTHER,	/* there is other code */
	TOLD_WORDS,	/* it may be here, in other words or another file */
};

bool picked_leaves_out(const struct picked_file *file)
{
	for (guint i = 0; i < file->regions->len; i++)
		if (rung_leaves_out(((const struct picked_region *)file->regions->pdata[i])->rung))
			return true;
	return false;
}

static enum told told_by(const struct picked_file *file)
{
	if (!strcmp(file->rung, "elsewhere"))
		return TOLD_WORDS;
	if (picked_leaves_out(file))
		return TOLD_OTHER;
	if (file->regions->len)
		return file->signs.value[SIGN_guess] ? TOLD_WORDS : TOLD_HERE;
	return !strcmp(file->rung, "dropped") || !strcmp(file->rung, "left-out") ? TOLD_ABSENT :
										   TOLD_HERE;
}

/* what was left out and may be here after all is for a person */
static void unsettle(struct picked *picked)
{
	for (guint i = 0; i < picked->files->len; i++) {
		struct picked_file *file = picked->files->pdata[i];

		if (file->doubted && !strcmp(file->rung, "left-out"))
			file->rung = NULL;
	}
}

/* of what a merge has nothing to remove, as it went from that place alone */
static char *what_stays(const struct pick_job *job)
{
	char *found = NULL;

	for (guint i = 0; i < job->texts->len && !found; i++) {
		const struct pick_text *text = job->texts->pdata[i];

		if (text->base && text->theirs && text->ours && !path_is_prose(text->file->path))
			found = stays_in_file(text->merge->ours_path, text->base, text->theirs,
					      text->ours);
	}
	return found;
}

static bool has_other_spacing(const struct picked_file *file)
{
	for (guint i = 0; i < file->regions->len; i++) {
		const struct picked_region *region = file->regions->pdata[i];

		if (!picked_region_is_file(region) && !spacing_is_here(region))
			return true;
	}
	return false;
}

/* where upstream changes white space alone, and what it changes differs here; borrowed */
static const char *spaced_otherwise(const struct pick_job *job)
{
	for (guint i = 0; i < job->texts->len; i++) {
		const struct pick_text *text = job->texts->pdata[i];

		if (text->base && text->theirs &&
		    text_alike_bytes(text->base, text->theirs) &&
		    has_other_spacing(text->file))
			return text->file->path;
	}
	return NULL;
}

static void conclude(struct picked *picked, enum outcome outcome, const char *reason)
{
	picked->outcome = outcome;
	picked->reason = g_strdup(reason);
}

static void conclude_present(const struct pick_job *job, struct picked *picked)
{
	g_autofree char *stays = what_stays(job);
	const char *spaced = spaced_otherwise(job);

	if (spaced) {
		picked->outcome = OUTCOME_CONFLICT;
		picked->reason = g_strdup_printf("upstream changes white space alone in '%s', "
						 "where this tree has other code", spaced);
		return;
	}
	if (stays) {
		picked->outcome = OUTCOME_CONFLICT;
		picked->reason = g_strdup_printf("nothing is left to change where upstream changes "
						 "it, but %s, which upstream removes", stays);
		return;
	}
	conclude(picked, OUTCOME_PRESENT, picked->conflicted && !job->absent ?
		 "by content, in this tree's words: nothing is left to change" :
		 "by content: nothing is left to change");
}

/* what upstream's commit says that it fixes, where that is in the history of this tree; or NULL */
static char *fixed_here(const struct pick_job *job)
{
	g_autoptr(GPtrArray) ids = job->upstream ? fixes_of(job->upstream->message) : NULL;
	struct object_id fixed, fork;

	for (guint i = 0; ids && i < ids->len; i++) {
		const char *id = ids->pdata[i];

		if (objects_find(job->objects, id, &fixed) && read_releases(job->picker, NULL) &&
		    releases_fork(job->picker->releases, &job->onto->id, &fixed, &fork) &&
		    object_id_equal(&fork, &fixed))
			return g_strdup_printf("%.12s", id);
	}
	return NULL;
}

/* no file of it is here, nor its code; but its code may have another name */
static void conclude_absent(const struct pick_job *job, struct picked *picked)
{
	g_autofree char *fixed = fixed_here(job);

	if (!fixed) {
		conclude(picked, OUTCOME_NOT_AFFECTED, job->absent);
		return;
	}
	picked->outcome = OUTCOME_CONFLICT;
	picked->reason = g_strdup_printf("%s; yet it fixes %s, which is in the history of this "
					 "tree", job->absent, fixed);
}

/* nothing changes: because the tree has it, has no such code, or has other code there */
static void conclude_unchanged(const struct pick_job *job, struct picked *picked,
			       const char *where)
{
	guint told[] = { [TOLD_HERE] = 0, [TOLD_ABSENT] = 0, [TOLD_OTHER] = 0, [TOLD_WORDS] = 0 };

	for (guint i = 0; i < picked->files->len; i++)
		told[told_by(picked->files->pdata[i])]++;
	if (job->remains) {
		unsettle(picked);
		conclude(picked, OUTCOME_CONFLICT, job->remains);
	} else if (told[TOLD_OTHER]) {
		picked->outcome = OUTCOME_CONFLICT;
		picked->reason = g_strdup_printf("nothing of the change has a place here, as this "
						 "tree has other code there%s%s",
						 where ? "; " : "", where ? where : "");
	} else if (told[TOLD_WORDS]) {
		conclude(picked, OUTCOME_CONFLICT, "nothing is left to change, but this tree has "
			 "the change in other words, if at all");
	} else if (told[TOLD_ABSENT] && !told[TOLD_HERE]) {
		conclude_absent(job, picked);
	} else {
		conclude_present(job, picked);
	}
}

/* of what was left out, where else it is: the first of these is returned, or NULL */
static char *tell_where(struct pick_job *job)
{
	char *first = NULL;

	for (guint i = 0; i < job->texts->len; i++) {
		const struct pick_text *text = job->texts->pdata[i];
		g_autofree char *where = told_by(text->file) == TOLD_OTHER ? pick_where(job, text) :
									     NULL;
		char *note = text->file->note;

		if (!where)
			continue;
		text->file->note = g_strdup_printf("%s%s%s", note ? note : "", note ? "; " : "",
						   where);
		g_free(note);
		if (!first)
			first = g_steal_pointer(&where);
	}
	return first;
}

static bool finish(struct pick_job *job, struct picked *picked, GError **error)
{
	g_autofree char *where = NULL;
	struct object_id tree;

	if (!all_settled(picked))
		return true;
	where = tell_where(job);
	if (!objects_write_tree(job->objects, &job->ours, job->edits, &tree, error))
		return false;
	picked->outcome = OUTCOME_PROPOSED;
	if (object_id_equal(&tree, &job->ours))
		conclude_unchanged(job, picked, where);
	else
		picked->tree = tree;
	return pick_respelled(job, picked, error);
}

static bool settle(struct pick_job *job, struct picked *picked, GError **error)
{
	for (guint i = 0; i < job->files->len; i++) {
		scans_trim(job->scans);
		if (!pick_file(job, job->files->pdata[i], picked, error))
			return false;
	}
	if (!pick_absent(job, picked, error))
		return false;
	picked->conflicted = picked_files_conflicted(picked->files);
	return pick_check(job, picked, error) && finish(job, picked, error);
}

static void job_init(struct pick_job *job, struct picker *picker, struct words *base_words)
{
	memset(job, 0, sizeof(*job));
	job->picker = picker;
	job->objects = picker->objects;
	job->base_words = base_words;
	job->edits = tree_deltas_new();
	job->scans = picker->scans;
	job->texts = g_ptr_array_new_with_free_func((GDestroyNotify)pick_text_free);
	job->removed = g_ptr_array_new_with_free_func((GDestroyNotify)pick_text_free);
}

static void fail(struct picked *picked, GError *error)
{
	picked->outcome = OUTCOME_ERROR;
	g_free(picked->reason);
	picked->reason = g_strdup(error->message);
	picked->rung = NULL;
	memset(&picked->tree, 0, sizeof(picked->tree));
	memset(&picked->marked, 0, sizeof(picked->marked));
}

struct picked *pick_plain(const struct pick_job *job, const struct object_id *instead)
{
	struct picked *picked = picked_new();
	char onto[OBJECT_ID_HEX + 1], upstream[OBJECT_ID_HEX + 1];
	const struct pick_request request = {
		.onto = object_id_hex(&job->onto->id, onto),
		.ours = job->ours,
		.upstream = object_id_hex(instead, upstream),
	};
	g_autoptr(GError) error = NULL;
	struct pick_job other;

	job_init(&other, job->picker, job->picker->sibling_words);
	if (!open_job(&other, &request, &error) ||
	    !find_files(&other, &error) || !settle(&other, picked, &error))
		fail(picked, error);
	job_clear(&other);
	return picked;
}

/* NULL for what is no file, or not here: nothing is fetched for a sign */
static GBytes *text_here(struct pick_job *job, const struct tree_item *item)
{
	if (!item->mode)
		return g_bytes_new_static("", 0);
	if (!tree_item_is_file(item))
		return NULL;
	return scans_blob(job->scans, &item->id) ?:
	       objects_blob_here(job->objects, &item->id, NULL);
}

/* the larger a commit, the more there is that a person may see otherwise */
static void measure_change(struct pick_job *job, struct picked *picked)
{
	for (guint i = 0; i < job->deltas->len; i++) {
		const struct tree_delta *delta =
			&g_array_index(job->deltas, struct tree_delta, i);
		g_autoptr(GBytes) old = NULL, new = NULL;

		scans_trim(job->scans);
		old = text_here(job, &delta->old);
		new = text_here(job, &delta->new);
		if (old && new)
			picked->signs.value[SIGN_change] += evidence_size(job->scans, old, new);
	}
}

/* what tells how certain a conflict's result is besides the result itself */
static void look_around(struct pick_job *job, struct picked *picked)
{
	measure_change(job, picked);
	if (job->upstream)
		pick_siblings(job, picked);
}

static void pick(struct picker *picker, const struct pick_request *request, struct picked *picked,
		 GError **error)
{
	struct pick_job job;

	objects_forget(picker->objects);
	job_init(&job, picker, picker->base_words);
	if (open_job(&job, request, error) && find_files(&job, error)) {
		pick_marks_begin(&job);
		if (settle(&job, picked, error) && picked->conflicted)
			look_around(&job, picked);
		if (picked->outcome == OUTCOME_PROPOSED)
			pick_judge(picker->options.calibration, picked);
		else if (picked->outcome == OUTCOME_CONFLICT)
			pick_marks_finish(&job, picked, error);
	}
	job_clear(&job);
}

struct picked *pick_request(struct picker *picker, const struct pick_request *request)
{
	struct picked *picked = picked_new();
	gint64 start = g_get_monotonic_time();
	g_autoptr(GError) error = NULL;

	pick(picker, request, picked, &error);
	if (error)
		fail(picked, error);
	picked->usec = g_get_monotonic_time() - start;
	return picked;
}

struct picked *pick_commit(struct picker *picker, const char *onto, const char *upstream)
{
	const struct pick_request request = {
		.onto = onto,
		.upstream = upstream,
		.parent = picker->options.mainline,
	};

	return pick_request(picker, &request);
}
