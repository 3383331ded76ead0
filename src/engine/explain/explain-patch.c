// SPDX-License-Identifier: GPL-2.0-only
/*
 * Why the hunks of a patch do not fit, where upstream's history is not at hand:
 * a folder, or a mail.  What is missing is looked for among the patches that are.
 */
#include "engine/explain/explainparts.h"

#include <string.h>

#include "engine/code/text.h"
#include "engine/explain/lacking.h"
#include "engine/ladder/ladder.h"
#include "engine/merge/near.h"
#include "engine/merge/patchmerge.h"
#include "engine/merge/place.h"

/**
 * struct adder - a patch that adds lines of the base
 * @source: its series
 * @number: in it, from 0
 * @label: series and number
 * @patch: the patch
 * @lines: guint: which of them
 */
struct adder {
	const struct explain_source *source;
	guint number;
	char *label;
	const struct patch *patch;
	GArray *lines;
};

static void adder_free(gpointer data)
{
	struct adder *adder = data;

	g_free(adder->label);
	g_array_unref(adder->lines);
	g_free(adder);
}

static bool hunk_adds(const struct hunk *hunk, const struct line *wanted)
{
	for (guint i = 0; i < hunk->lines->len; i++) {
		const struct diff_line *line = &g_array_index(hunk->lines, struct diff_line, i);
		struct line text = { line->text, line->size };
		struct line trimmed = text_trim(&text);

		if (line->kind == '+' && text_same(&trimmed, wanted))
			return true;
	}
	return false;
}

/* in a file of that name: series move files rarely, and "return 0;" is added everywhere */
static bool patch_adds(const struct patch *patch, const char *path, const struct line *wanted)
{
	for (guint i = 0; i < patch->diff->files->len; i++) {
		const struct file_diff *file = patch->diff->files->pdata[i];

		if (strcmp(file_diff_path(file), path))
			continue;
		for (guint k = 0; k < file->hunks->len; k++) {
			if (hunk_adds(file->hunks->pdata[k], wanted))
				return true;
		}
	}
	return false;
}

static struct adder *adder_of(GPtrArray *adders, const struct explain_source *source, guint number)
{
	const struct patch *patch = source->patches->pdata[number];
	struct adder *adder;

	for (guint i = 0; i < adders->len; i++) {
		adder = adders->pdata[i];
		if (adder->patch == patch)
			return adder;
	}
	adder = g_new0(struct adder, 1);
	adder->source = source;
	adder->number = number;
	adder->patch = patch;
	adder->label = g_strdup_printf("%s %u/%u", source->label, number + 1,
				       source->patches->len);
	adder->lines = g_array_new(FALSE, FALSE, sizeof(guint));
	g_ptr_array_add(adders, adder);
	return adder;
}

/* the last patch of the nearest series: what came before it, it may have changed */
static void find_adder(const struct explain_sources *sources, const char *path,
		       const struct line *wanted, guint line, GPtrArray *adders)
{
	for (size_t i = 0; i < sources->count; i++) {
		const struct explain_source *source = &sources->at[i];
		guint end = MIN(source->before, source->patches->len);

		for (guint k = end; k-- > 0;) {
			struct adder *adder;

			if (!source->patches->pdata[k] ||
			    !patch_adds(source->patches->pdata[k], path, wanted))
				continue;
			adder = adder_of(adders, source, k);
			g_array_append_val(adder->lines, line);
			return;
		}
	}
}

static struct lack *lack_of_patch(const struct adder *adder, const GArray *file)
{
	struct lack *lack = lack_new(LACK_PATCH);

	lack->what = g_strdup(adder->label);
	lack->title = g_strdup(adder->patch->subject->title);
	lack->when = adder->patch->when;
	lack->date = explain_date(adder->patch->when);
	lack->commit = g_strdup(adder->patch->commit ? adder->patch->commit :
						       adder->patch->upstream);
	lack->lines = adder->lines->len;
	lack->line = telling_line(file, adder->lines);
	lack->deed = LACK_ADDS;
	return lack;
}

void explain_by_patches(const struct explain_sources *sources, struct explanation *explanation,
			const GArray *file, const GArray *lines)
{
	g_autoptr(GPtrArray) adders = g_ptr_array_new_with_free_func(adder_free);
	const char *path = explanation->from ? explanation->from : explanation->path;

	for (guint i = 0; i < lines->len; i++) {
		guint number = g_array_index(lines, guint, i);
		struct line line = text_trim(&g_array_index(file, struct line, number - 1));

		/* "}" and the like come from anywhere */
		if (line.size >= 6)
			find_adder(sources, path, &line, number, adders);
	}
	for (guint i = 0; i < adders->len; i++) {
		const struct adder *adder = adders->pdata[i];

		if (explain_earlier(adder->source, adder->number, explanation))
			explanation->here_before = true;
		else
			g_ptr_array_add(explanation->missing, lack_of_patch(adder, file));
	}
}

char *explain_patch_remedy(const struct account *account, const struct explanation *explanation)
{
	const struct lack *first = explanation->missing->len ? explanation->missing->pdata[0] :
							       NULL;
	const char *more = explanation->missing->len > 1 ? ", and the others that are missing," :
							   "";

	if (explanation->waits)
		return explain_waits(explanation);
	if (explanation->moved)
		return explain_moved(explanation);
	if (first && first->kind == LACK_PATCH)
		return g_strdup_printf("port %s (\"%s\")%s first, or say the change in this "
				       "tree's words", first->what, first->title, more);
	if (first && first->kind == LACK_NAME)
		return g_strdup_printf("this tree has no '%s'; a person must say it in this tree's "
				       "words", first->what);
	if (*explanation->expected && !explanation->here_before)
		return g_strdup_printf("no patch at hand adds the lines that are not here; import "
				       "the series that does, or %s", account->sources->merged ?
				       "make this change in this tree's words" :
				       "give --repo a repository that has the upstream commit");
	return g_strdup("a person must bring both together");
}

static char *hunk_side(const struct hunk *hunk, const char *kinds)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < hunk->lines->len; i++) {
		const struct diff_line *line = &g_array_index(hunk->lines, struct diff_line, i);

		if (!strchr(kinds, line->kind))
			continue;
		g_string_append_len(text, line->text, line->size);
		g_string_append_c(text, '\n');
	}
	return g_string_free(text, FALSE);
}

static void put(char **at, char *text)
{
	g_free(*at);
	*at = text;
}

static struct explanation *explain_hunk(struct account *account, struct image *ours,
					const struct hunk *hunk)
{
	struct explanation *explanation = explain_file(account, ours->path, ours->path);
	struct place place = place_hunk(ours, hunk, '+', 0);
	unsigned int line = 0;

	put(&explanation->function, hunk_function(hunk));
	put(&explanation->removed, hunk_side(hunk, "-"));
	put(&explanation->added, hunk_side(hunk, "+"));
	explain_note(explanation, place.note ? place.note : explain_misfit(ours, hunk, &line));
	explanation->line = line;
	return explanation;
}

/* a hunk for which there is no place at all */
static void explain_lost(struct account *account, struct image *ours, const struct hunk *hunk)
{
	struct explanation *explanation = explain_hunk(account, ours, hunk);
	g_autoptr(GString) pre = hunk_image(hunk, '+');
	g_autoptr(GBytes) bytes = g_bytes_new(pre->str, pre->len);
	g_autoptr(GArray) lines = lines_of(bytes), numbers = g_array_new(FALSE, FALSE,
									 sizeof(guint));

	for (guint i = 1; i <= lines->len; i++)
		g_array_append_val(numbers, i);
	explanation->line = 0;
	put(&explanation->expected, hunk_side(hunk, " -"));
	explain_by_patches(account->sources, explanation, lines, numbers);
	explanation->remedy = explain_patch_remedy(account, explanation);
}

/* the first of the lines that are told by number, from 1, which upstream removes */
static bool removes_one_of(const struct hunk *hunk, const GArray *numbers)
{
	guint old = 0;

	for (guint i = 0; i < hunk->lines->len; i++) {
		char kind = g_array_index(hunk->lines, struct diff_line, i).kind;

		old += kind != '+';
		for (guint k = 0; kind == '-' && k < numbers->len; k++)
			if (g_array_index(numbers, guint, k) == old)
				return true;
	}
	return false;
}

/* what the hunk makes stands here as it is */
static bool explain_done(struct account *account, struct image *ours, const struct hunk *hunk)
{
	struct place place = place_hunk(ours, hunk, '-', 0);
	struct explanation *explanation;

	g_free(place.note);
	if (place.fit != FIT_ONE)
		return false;
	explanation = explain_hunk(account, ours, hunk);
	explanation->line = place.line + hunk_first_change(hunk) + 1;
	g_ptr_array_set_size(explanation->notes, 0);
	explain_note(explanation, g_strdup("this hunk's change is here already"));
	explanation->remedy = g_strdup("leave this hunk out");
	return true;
}

/* what to do where no patch that is at hand is missing; @gone: upstream removes what is not here */
static char *around_remedy(const struct account *account, const struct explanation *explanation,
			   bool gone)
{
	if (gone)
		return g_strdup("what upstream removes is not here; a person must see whether this "
				"tree has the change already, or how it says it");
	if (!account->sources->merged)
		return g_strdup("only lines around the change differ; git's merge may bring it in, "
				"for which --repo must name a repository that has the file that "
				"the patch was made on");
	if (!explanation->line)
		return g_strdup("only lines around the change differ: make it by hand");
	return g_strdup_printf("only lines around the change differ: make it by hand at line %lu",
			       explanation->line);
}

/* a merge of what the hunk shows would be clean, but nobody knows what else its file had */
static void explain_around(struct account *account, struct image *ours, const struct hunk *hunk)
{
	struct explanation *explanation = explain_hunk(account, ours, hunk);
	bool gone = false;
	g_autoptr(GString) pre = hunk_image(hunk, '+');
	g_autoptr(GBytes) bytes = g_bytes_new(pre->str, pre->len);
	g_autoptr(GArray) lines = lines_of(bytes);
	struct difference difference;
	struct near near;

	if (place_near(ours, hunk, 0, &near)) {
		struct span here = { near.first - MIN(near.head, near.first),
				     MIN(near.end + near.tail, ours->lines->len) };

		difference_find(&difference, lines, (struct span){ 0, lines->len }, ours->lines,
				here);
		put(&explanation->expected, lines_text(lines, difference.old_only));
		put(&explanation->here, lines_text(ours->lines, difference.new_only));
		explain_by_patches(account->sources, explanation, lines, difference.old_only);
		if (!explanation->line)
			explanation->line = difference.new_only->len ?
				g_array_index(difference.new_only, guint, 0) : near.first + 1;
		gone = removes_one_of(hunk, difference.old_only);
		/* what differs is shown, and need not be told as well */
		if (*explanation->expected)
			g_ptr_array_set_size(explanation->notes, 0);
		difference_clear(&difference);
	}
	explanation->remedy = explanation->missing->len ?
		explain_patch_remedy(account, explanation) :
		around_remedy(account, explanation, gone);
}

static void explain_arounds(struct account *account, struct image *ours,
			    const struct file_diff *file)
{
	for (guint i = 0; i < file->hunks->len; i++) {
		struct place place = place_hunk(ours, file->hunks->pdata[i], '+', 0);

		g_free(place.note);
		if (place.fit != FIT_ONE && !explain_done(account, ours, file->hunks->pdata[i]))
			explain_around(account, ours, file->hunks->pdata[i]);
	}
}

/* the file as the tree's commit has it, where patches before this one changed it */
static GBytes *committed_file(struct objects *objects, const char *commit_name,
			      const struct image *ours)
{
	g_autoptr(commit) commit = objects ? objects_commit(objects, commit_name, NULL) : NULL;
	g_autoptr(GBytes) bytes = NULL;
	struct tree_item item;

	if (!commit || !objects_lookup(objects, &commit->tree, ours->path, &item, NULL) ||
	    !item.mode)
		return NULL;
	bytes = objects_blob(objects, &item.id, NULL);
	return bytes && !g_bytes_equal(bytes, ours->bytes) ? g_steal_pointer(&bytes) : NULL;
}

static void explain_there(struct account *account, struct objects *objects, struct image *ours,
			  const struct file_diff *file)
{
	g_autoptr(patch_merge) merge = patch_merge_new(ours, file);
	g_autoptr(threeway) threeway = threeway_new(merge->base, ours->bytes, merge->theirs, NULL);
	g_autoptr(image) base = image_new(ours->path, merge->base);
	g_autoptr(GPtrArray) missing = g_ptr_array_new_with_free_func((GDestroyNotify)origin_free);
	g_autoptr(GBytes) committed = committed_file(objects, account->ours, ours);
	struct setting setting = {
		.merge = threeway,
		.ours_path = ours->path,
		.base_path = ours->path,
		.ours = ours,
		.base = base,
		.committed = committed,
		.missing = missing,
	};

	guint before = account->out->len;

	for (guint i = 0; i < threeway->regions->len; i++) {
		const struct region *region = &g_array_index(threeway->regions, struct region, i);
		struct explanation *explanation;

		if (region->kind != REGION_CONFLICT)
			continue;
		explanation = explain_region(account, &setting, region);
		explanation->remedy = explain_patch_remedy(account, explanation);
	}
	for (guint i = 0; i < merge->lost->len; i++)
		explain_lost(account, ours, merge->lost->pdata[i]);
	if (account->out->len == before)
		explain_arounds(account, ours, file);
}

char *explain_gone(const char *taker)
{
	static const char way[] = "leave this part of the change out, or make it where such code "
				  "is in this tree";

	return taker ? g_strdup_printf("%s of this tree took the file away: %s", taker, way) :
		       g_strdup_printf("nothing at hand tells where the file comes from: %s", way);
}

static const struct patch *creator_of(const struct explain_sources *sources, const char *path,
				      const struct explain_source **out_source, guint *out_number)
{
	for (size_t i = 0; i < sources->count; i++) {
		const struct explain_source *source = &sources->at[i];

		for (guint k = 0; k < MIN(source->before, source->patches->len); k++) {
			const struct patch *patch = source->patches->pdata[k];

			for (guint f = 0; patch && f < patch->diff->files->len; f++) {
				const struct file_diff *file = patch->diff->files->pdata[f];

				if (file->old_path || g_strcmp0(file->new_path, path))
					continue;
				*out_source = source;
				*out_number = k;
				return patch;
			}
		}
	}
	return NULL;
}

static void explain_absent(struct account *account, const char *path)
{
	struct explanation *explanation = explain_file(account, path, path);
	struct lack *lack = lack_new(LACK_FILE);
	const struct explain_source *source = NULL;
	guint number = 0;
	const struct patch *creator = creator_of(account->sources, path, &source, &number);
	g_autoptr(origin) went = account->inquiry ?
		inquiry_last(account->inquiry, NULL, account->ours, path, DEED_DELETED, NULL) :
		NULL;

	lack->what = g_strdup(path);
	g_ptr_array_add(explanation->missing, lack);
	if (went) {
		g_autofree char *name = commit_name(&went->commit, went->title);

		since_add(explanation->since, went, SINCE_TREE);
		explanation->remedy = explain_gone(name);
	} else if (creator) {
		lack->title = g_strdup(creator->subject->title);
		lack->date = explain_date(creator->when);
		explain_earlier(source, number, explanation);
		explanation->remedy = explain_waits(explanation) ?:
			g_strdup_printf("the file comes with %s %u/%u (\"%s\")", source->label,
					number + 1, source->patches->len, creator->subject->title);
	} else {
		explanation->remedy = explain_gone(NULL);
	}
}

static void explain_one(struct account *account, struct objects *objects, const struct tree *tree,
			const struct file_diff *file)
{
	const char *path = file->old_path ? file->old_path : file->new_path;
	g_autoptr(image) ours = image_load(tree, path, NULL);

	if (ours && file->old_path && !file->binary) {
		explain_there(account, objects, ours, file);
	} else if (file->old_path && tree_entry(tree, path) == TREE_NONE) {
		explain_absent(account, path);
	} else if (!file->old_path && tree_entry(tree, path) != TREE_NONE) {
		struct explanation *explanation = explain_file(account, path, path);

		explain_note(explanation, g_strdup("upstream's new file is there already, with "
						   "other content"));
		explanation->remedy = g_strdup("compare upstream's new file with what stands here, "
					       "and take over what is not in it");
	}
}

/* what stands in the way of each file, in the order of the patch: one may take another's name */
static GPtrArray *file_reasons(const struct tree *tree, const struct patch *patch)
{
	GPtrArray *reasons = g_ptr_array_new_with_free_func(g_free);
	struct climb climb = { .tree = tree, .patch = patch };

	climb.after = tree_overlay(tree);
	climb.landings = g_ptr_array_new_with_free_func((GDestroyNotify)landing_free);
	climb.residue = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < patch->diff->files->len; i++) {
		bool done = climb_file(&climb, patch->diff->files->pdata[i]);

		g_ptr_array_add(reasons, done ? NULL : g_steal_pointer(&climb.reason));
	}
	climb_clear(&climb);
	return reasons;
}

GPtrArray *explain_patch(const struct tree *tree, const struct patch *patch,
			 const struct explain_sources *sources)
{
	const char *repository = tree_repository(tree);
	g_autoptr(objects) objects = repository ? objects_open(repository, NULL, NULL) : NULL;
	g_autoptr(inquiry) inquiry = objects ? inquiry_new(objects, EXPLAIN_SECONDS) : NULL;
	struct account account = { objects, inquiry, .sources = sources };
	g_autoptr(GPtrArray) reasons = file_reasons(tree, patch);

	account_begin(&account);
	if (inquiry)
		g_strlcpy(account.ours, tree_commit(tree), sizeof(account.ours));
	for (guint i = 0; i < patch->diff->files->len; i++) {
		const struct file_diff *file = patch->diff->files->pdata[i];
		guint before = account.out->len;

		explain_one(&account, objects, tree, file);
		if (account.out->len == before && reasons->pdata[i])
			explain_reason(account.out, file_diff_path(file), reasons->pdata[i]);
	}
	explain_finish(&account);
	account_end(&account);
	return account.out;
}
