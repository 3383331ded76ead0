// SPDX-License-Identifier: GPL-2.0-only
/*
 * Why a pick is a conflict: its unresolved regions, and the files that are not
 * there or of which no lines can be merged.
 */
#include "engine/explain/explainparts.h"
#include "engine/result/explanation.h"

#include <string.h>

#include "engine/code/text.h"
#include "engine/explain/lacking.h"
#include "engine/explain/prior.h"
#include "engine/names/words.h"
#include "engine/pick/pickfile.h"
#include "engine/port/portgit.h"
#include "engine/result/pickedfile.h"

/** enum reach - which of git's conflicts are explained */
enum reach {
	REACH_OPEN,	/* those that no rung resolved */
	REACH_LEFT_OUT,	/* those of which a rung left something out, where none is open */
	REACH_ALL,
};

/**
 * struct pick_account - a pick being explained
 * @account: what the regions need
 * @picker: whose
 * @base, @ours, @theirs: trees; @base null for a first commit
 * @committed: tree of the commit ported to
 * @unrelated: the history of upstream has nothing in common with the tree's
 * @reach: see enum reach
 */
struct pick_account {
	struct account account;
	struct picker *picker;
	struct object_id base;
	struct object_id ours;
	struct object_id theirs;
	struct object_id committed;
	bool unrelated;
	enum reach reach;
};

/* which of git's conflicts did no rung resolve? */
static bool is_unresolved(const struct picked_file *file, const struct setting *setting,
			  const struct region *region)
{
	g_autoptr(GBytes) ours = threeway_text(setting->merge->ours, region->ours);
	gsize size;
	const char *text = g_bytes_get_data(ours, &size);

	for (guint i = 0; i < file->regions->len; i++) {
		const struct picked_region *known = file->regions->pdata[i];

		if (known->line == region->ours.at + 1 && !known->rung &&
		    strlen(known->ours) == size && (!size || !memcmp(known->ours, text, size)))
			return true;
	}
	return false;
}

/* nothing changes then, so that a line of the result is one of ours */
static bool is_left_out(const struct picked_file *file, const struct region *region)
{
	for (guint i = 0; i < file->regions->len; i++) {
		const struct picked_region *known = file->regions->pdata[i];

		if (rung_leaves_out(known->rung) && !picked_region_is_file(known) &&
		    known->line > region->ours.at && known->line <= region->ours.end + 1)
			return true;
	}
	return false;
}

static bool is_reached(const struct pick_account *pick, const struct picked_file *file,
		       const struct setting *setting, const struct region *region)
{
	if (region->kind != REGION_CONFLICT)
		return false;
	if (pick->reach == REACH_OPEN)
		return is_unresolved(file, setting, region);
	return pick->reach == REACH_ALL || is_left_out(file, region);
}

static const char *missing_name(const struct explanation *explanation)
{
	for (guint i = 0; i < explanation->missing->len; i++) {
		const struct lack *lack = explanation->missing->pdata[i];

		if (lack->kind == LACK_NAME)
			return lack->what;
	}
	return NULL;
}

static char *remedy_of(struct pick_account *pick, const struct setting *setting, GPtrArray *used)
{
	const struct threeway *merge = setting->merge;
	g_autoptr(GBytes) theirs = threeway_text(merge->theirs,
						 (struct span){ 0, merge->theirs->len });

	if (!*pick->account.base)
		return NULL;
	if (!setting->missing->len && inquiry_trouble(pick->account.inquiry))
		return g_strdup("not known, as the history could not be asked");
	return prior_remedy(pick->picker->objects, setting->missing, setting->base->bytes,
			    setting->ours->bytes, theirs, used);
}

static char *name_remedy(const char *name)
{
	return g_strdup_printf("this tree has no '%s'; a person must say it in this tree's words",
			       name);
}

/* what the file's regions have in common: would it help to port what they miss? */
static void find_remedy(struct pick_account *pick, struct setting *setting, guint first)
{
	GPtrArray *out = pick->account.out;
	g_autoptr(GPtrArray) used = g_ptr_array_new();
	g_autofree char *remedy = NULL;

	if (prior_tries(setting->missing))
		inquiry_sort(pick->account.inquiry, setting->missing);
	remedy = remedy_of(pick, setting, used);
	for (guint i = first; i < out->len; i++) {
		struct explanation *explanation = out->pdata[i];
		const char *name = setting->missing->len ? NULL : missing_name(explanation);
		char *first = explain_waits(explanation) ?: explain_moved(explanation);

		if (prior_tells(setting->missing))
			explain_drop_weak(explanation, used);
		if (first)
			explanation->remedy = first;
		else if (name)
			explanation->remedy = name_remedy(name);
		else
			explanation->remedy = remedy ? g_strdup(remedy) :
						       explain_patch_remedy(&pick->account,
									     explanation);
	}
}

/* the file as it was committed, where another port has changed it since */
static GBytes *committed_file(const struct pick_account *pick, const struct file_merge *merge)
{
	struct tree_item item;

	if (object_id_equal(&pick->committed, &pick->ours) ||
	    !objects_lookup(pick->picker->objects, &pick->committed, merge->ours_path, &item,
			    NULL) ||
	    !item.mode || object_id_equal(&item.id, &merge->ours.id))
		return NULL;
	return objects_blob(pick->picker->objects, &item.id, NULL);
}

static void explain_content(struct pick_account *pick, const struct file_merge *merge,
			    const struct picked_file *file, const struct pick_text *text)
{
	g_autoptr(threeway) threeway = threeway_new(text->base, text->ours, text->theirs, NULL);
	g_autoptr(image) base = image_new(merge->base_path, text->base);
	g_autoptr(image) ours = image_new(merge->ours_path, text->ours);
	g_autoptr(GPtrArray) missing = g_ptr_array_new_with_free_func((GDestroyNotify)origin_free);
	g_autoptr(GBytes) committed = committed_file(pick, merge);
	struct setting setting = {
		.merge = threeway,
		.ours_path = merge->ours_path,
		.base_path = merge->base_path,
		.ours = ours,
		.base = base,
		.committed = committed,
		.nowhere = pick->reach == REACH_LEFT_OUT,
		.missing = missing,
	};
	guint first = pick->account.out->len;

	for (guint i = 0; i < threeway->regions->len; i++) {
		const struct region *region = &g_array_index(threeway->regions, struct region, i);

		if (is_reached(pick, file, &setting, region))
			explain_region(&pick->account, &setting, region);
	}
	find_remedy(pick, &setting, first);
}

static void went_away(struct explanation *explanation, const struct origin *went)
{
	g_autofree char *name = commit_name(&went->commit, went->title);

	since_add(explanation->since, went, SINCE_TREE);
	explanation->remedy = explain_gone(name);
}

static void comes_with(struct account *account, struct explanation *explanation,
		       struct lack *lack, const struct origin *came)
{
	g_autofree char *name = commit_name(&came->commit, came->title);
	char id[OBJECT_ID_HEX + 1];

	lack->commit = g_strdup(object_id_hex(&came->commit, id));
	lack->title = g_strdup(came->title);
	lack->when = came->when;
	lack->date = explain_date(came->when);
	explain_of_series(account, explanation, id);
	explanation->remedy = explain_waits(explanation) ?:
			      g_strdup_printf("the file comes with %s", name);
}

static void explain_absent(struct account *account, struct explanation *explanation,
			   const char *path)
{
	const char *fork = *account->base ? account->base : NULL;
	struct lack *lack = lack_new(LACK_FILE);
	g_autoptr(origin) went = NULL, came = NULL;

	lack->what = g_strdup(path);
	g_ptr_array_add(explanation->missing, lack);
	went = inquiry_last(account->inquiry, fork, account->ours, path, DEED_DELETED, NULL);
	if (!went && fork)
		came = inquiry_last(account->inquiry, account->ours, account->base, path,
				    DEED_ADDED, NULL);
	if (went)
		went_away(explanation, went);
	else if (came)
		comes_with(account, explanation, lack, came);
	else
		explanation->remedy = explain_gone(NULL);
}

/* what a person can do where no merge of lines will */
static const char *whole_remedy(const struct file_merge *merge, bool binary)
{
	if (merge->state == MERGE_CONTENT)
		return binary ? "take one of the two as it is, or make the file anew from what it "
				"is made of" :
				"so many lines are for a person: merge the file a part at a time, "
				"as with 'git merge-file --diff3'";
	if (tree_kind(merge->theirs.mode) == TREE_SUBMODULE &&
	    tree_kind(merge->ours.mode) == TREE_SUBMODULE)
		return "choose a commit of the submodule that has what upstream's commit of it "
		       "brings, and record that";
	if (!merge->theirs.mode)
		return "look at what differs: if nothing here needs it any more, remove the file, "
		       "and else keep it";
	if (!merge->base.mode && merge->ours.mode)
		return "compare upstream's new file with what stands here, and take over what is "
		       "not in it";
	if (!merge->base.mode)
		return "put the file where such files are in this tree";
	return "choose for the file as a whole: its name, its mode and its kind are not merged";
}

static void explain_one(struct pick_account *pick, const struct file_merge *merge,
			struct picked_file *file)
{
	g_autoptr(scans) scans = scans_new();
	struct pick_job job = {
		.picker = pick->picker,
		.objects = pick->picker->objects,
		.scans = scans,
	};
	struct pick_text *text = NULL;
	struct explanation *whole;
	bool binary;

	if (merge->state == MERGE_CONTENT && file->regions->len)
		text = pick_text_read(&job, merge, file, NULL);
	if (text && text->base && text->ours && text->theirs) {
		explain_content(pick, merge, file, text);
		pick_text_free(text);
		return;
	}
	if (!text && merge->state == MERGE_CONTENT)
		text = pick_text_read(&job, merge, file, NULL);
	binary = text && (text_binary(text->base) || text_binary(text->ours) ||
			  text_binary(text->theirs));
	pick_text_free(text);
	whole = explain_file(&pick->account, merge->ours_path, merge->base_path);
	if (file->note)
		explain_note(whole, g_strdup(file->note));
	if (merge->state == MERGE_ABSENT)
		explain_absent(&pick->account, whole, merge->base_path);
	else
		whole->remedy = g_strdup(whole_remedy(merge, binary));
}

static const struct file_merge *merge_of(const GPtrArray *merges, const struct picked_file *file)
{
	for (guint i = 0; i < merges->len; i++) {
		const struct file_merge *merge = merges->pdata[i];

		if (!strcmp(merge->path, file->path))
			return merge;
	}
	return NULL;
}

static bool open_pick(struct pick_account *pick, const struct pick_request *request)
{
	g_autoptr(commit) onto = objects_commit(pick->picker->objects, request->onto, NULL);

	if (!onto)
		return false;
	object_id_hex(&onto->id, pick->account.ours);
	pick->committed = onto->tree;
	pick->ours = object_id_is_null(&request->ours) ? onto->tree : request->ours;
	if (!request_trees(pick->picker->objects, request, &pick->base, &pick->theirs,
			   pick->account.base))
		return false;
	/* without a fork, every commit of upstream's would be missing */
	if (*pick->account.base &&
	    !inquiry_related(pick->account.inquiry, pick->account.base, pick->account.ours)) {
		pick->unrelated = true;
		*pick->account.base = '\0';
	}
	words_goto(pick->picker->ours_words, &pick->ours);
	words_goto(pick->picker->base_words, &pick->base);
	pick->account.ours_words = pick->picker->ours_words;
	pick->account.base_words = pick->picker->base_words;
	return true;
}

/* conflicts of lines may be in any file; as a whole only those are told that nothing settled */
static void explain_files(struct pick_account *pick, const GPtrArray *merges,
			  const GPtrArray *files)
{
	for (guint i = 0; i < files->len; i++) {
		struct picked_file *file = files->pdata[i];
		const struct file_merge *merge = merge_of(merges, file);

		if (merge && (pick->reach == REACH_OPEN ? !file->rung :
			      merge->state == MERGE_CONTENT && file->regions->len))
			explain_one(pick, merge, file);
	}
}

static void explain_all(struct pick_account *pick, const GPtrArray *files)
{
	struct objects *objects = pick->picker->objects;
	g_autoptr(GArray) deltas = objects_compare(objects, &pick->base, &pick->theirs, NULL);
	g_autoptr(GPtrArray) merges = deltas ? tree_merge(objects, pick->picker->similarity,
							  &pick->base, &pick->ours,
							  &pick->theirs, deltas, NULL) :
					       NULL;

	for (; merges && !pick->account.out->len && pick->reach <= REACH_ALL; pick->reach++)
		explain_files(pick, merges, files);
	for (guint i = 0; pick->unrelated && i < pick->account.out->len; i++)
		explain_note(pick->account.out->pdata[i],
			     g_strdup("upstream's history has no commit in common with the "
				      "tree's, so that what is missing is not known"));
	explain_finish(&pick->account);
}

GPtrArray *explain_pick(struct picker *picker, const struct pick_request *request,
			const GPtrArray *files, const struct explain_sources *sources)
{
	g_autoptr(inquiry) inquiry = inquiry_new(picker->objects, EXPLAIN_SECONDS);
	struct pick_account pick = {
		.account = { picker->objects, inquiry, .sources = sources },
		.picker = picker,
	};

	account_begin(&pick.account);
	if (open_pick(&pick, request))
		explain_all(&pick, files);
	account_end(&pick.account);
	return pick.account.out;
}
