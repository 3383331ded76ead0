// SPDX-License-Identifier: GPL-2.0-only
/*
 * A conflict once more, with a backport that another branch has in upstream's
 * place.  Its own change is ported like any commit; what it gives is taken
 * where upstream's gives nothing, and held against the result where there is one.
 */
#include "engine/pick/pickfile.h"
#include "engine/pick/siblings.h"


/* the newest ones are asked, no more than these */
#define MAX_ASKED 3

static gint newest_first(gconstpointer a, gconstpointer b)
{
	const struct sibling *one = a, *other = b;

	return (one->when < other->when) - (one->when > other->when);
}

/* those that may be known; none that was made later than the tree that is ported to */
static GArray *siblings_known(const struct pick_job *job)
{
	const struct pick_options *options = &job->picker->options;
	GArray *all = options->siblings ?
			      options->siblings->find(options->siblings->data, &job->upstream->id) :
			      NULL;

	for (guint i = all ? all->len : 0; i-- > 0;) {
		const struct sibling *one = &g_array_index(all, struct sibling, i);

		if ((options->before && one->when >= MIN(options->before, job->onto->when)) ||
		    object_id_equal(&one->commit, &job->onto->id))
			g_array_remove_index(all, i);
	}
	if (all)
		g_array_sort(all, newest_first);
	return all;
}

static bool has_tree(const struct picked *picked)
{
	return picked->outcome == OUTCOME_PROPOSED;
}

/* takes the sibling's files over */
static void adopt(struct picked *picked, struct picked *from, const struct object_id *commit)
{
	char hex[OBJECT_ID_HEX + 1];

	g_ptr_array_unref(picked->files);
	g_ptr_array_unref(picked->warnings);
	picked->files = g_ptr_array_ref(from->files);
	picked->warnings = g_ptr_array_ref(from->warnings);
	picked->outcome = from->outcome;
	picked->tree = from->tree;
	picked->signs.value[SIGN_sibling_taken] = 1;
	g_clear_pointer(&picked->reason, g_free);
	object_id_hex(commit, hex);
	hex[12] = '\0';
	for (guint i = 0; i < picked->files->len; i++) {
		struct picked_file *file = picked->files->pdata[i];

		file->rung = "sibling";
		file->conflicted = true;
		if (!file->note)
			file->note = g_strdup_printf("as %s on another branch has it", hex);
	}
}

static bool is_guess(const struct picked *picked)
{
	for (guint i = 0; i < picked->files->len; i++) {
		const struct picked_file *file = picked->files->pdata[i];

		if (file->signs.value[SIGN_guess] || file->signs.value[SIGN_warnings])
			return true;
	}
	return false;
}

/* what @other gives, against what there is so far; true when it is to be taken */
static bool weigh(struct picked *picked, const struct picked *other)
{
	int *values = picked->signs.value;

	values[SIGN_sibling_result]++;
	values[SIGN_sibling_clean] += !other->conflicted;
	if (has_tree(picked) && object_id_equal(&other->tree, &picked->tree)) {
		values[SIGN_sibling_agrees]++;
		return false;
	}
	if (!has_tree(picked))
		return picked->outcome != OUTCOME_PRESENT;
	return !other->conflicted && !other->warnings->len &&
	       !values[SIGN_sibling_agrees] && !values[SIGN_sibling_taken] && is_guess(picked);
}

void pick_siblings(struct pick_job *job, struct picked *picked)
{
	g_autoptr(GArray) known = siblings_known(job);
	int *values = picked->signs.value;

	for (guint i = 0; known && i < known->len && i < MAX_ASKED; i++) {
		const struct sibling *one = &g_array_index(known, struct sibling, i);
		g_autoptr(picked) other = pick_plain(job, &one->commit);

		values[SIGN_siblings]++;
		if (has_tree(other) && weigh(picked, other))
			adopt(picked, other, &one->commit);
	}
	values[SIGN_sibling_other] = values[SIGN_sibling_result] && !values[SIGN_sibling_agrees];
}
