// SPDX-License-Identifier: GPL-2.0-only
/*
 * Workers take the next case each, so that a picker sees neighbours of one
 * branch one after the other; its caches then hold most of what it needs.
 */
#include "engine/replay/replay.h"

#include <string.h>

#include "engine/pick/pickfile.h"
#include "engine/replay/replayrecorded.h"

/* how often the progress is told, and an interrupt seen */
#define LOOK_USEC (200 * G_TIME_SPAN_MILLISECOND)

/*
 * @next: index of the case to take
 * @stop: set when it makes no sense to go on
 * @lock: for @done, @left and @error
 */
struct replaying {
	const struct replay_options *options;
	struct calibration *nothing;
	struct siblings siblings;
	struct replay *replay;
	gint next;
	gint stop;
	GMutex lock;
	GCond moved;
	guint done;
	guint left;
	GError *error;
};

static void replayed_free(struct replayed *one)
{
	if (one->elsewhere)
		g_ptr_array_unref(one->elsewhere);
	g_free(one->reason);
	g_free(one);
}

void replay_free(struct replay *replay)
{
	if (!replay)
		return;
	g_ptr_array_unref(replay->cases);
	g_array_unref(replay->found);
	calibration_free(replay->measured);
	g_free(replay);
}

static void stop(struct replaying *replaying, GError *error)
{
	g_atomic_int_set(&replaying->stop, 1);
	g_mutex_lock(&replaying->lock);
	if (!replaying->error)
		replaying->error = error;
	else
		g_error_free(error);
	g_mutex_unlock(&replaying->lock);
}

/* nothing was changed: then the result is the tree as it was */
static bool is_answer(const struct picked *picked)
{
	return picked->outcome != OUTCOME_CONFLICT && picked->outcome != OUTCOME_ERROR;
}

static bool tree_of(struct objects *objects, const struct object_id *commit,
		    struct object_id *out, struct object_id *out_parent, GError **error)
{
	g_autoptr(commit) read = objects_commit_by_id(objects, commit, error);

	if (!read)
		return false;
	*out = read->tree;
	if (out_parent && read->parents->len)
		*out_parent = g_array_index(read->parents, struct object_id, 0);
	return true;
}

bool replay_trees(const struct backport *backport, struct compared_trees *out, GError **error)
{
	struct object_id before;

	return tree_of(out->objects, &backport->commit, &out->expected, NULL, error) &&
	       tree_of(out->objects, &backport->onto, &out->onto, NULL, error) &&
	       tree_of(out->objects, &backport->upstream, &out->theirs, &before, error) &&
	       tree_of(out->objects, &before, &out->base, NULL, error);
}

static bool compare_respelled(struct replayed *one, const struct picked *picked,
			      struct compared_trees *trees, GError **error)
{
	g_autoptr(comparison) comparison = NULL;

	one->respelled = !object_id_is_null(&picked->respelled);
	if (!one->respelled)
		return true;
	trees->result = picked->respelled;
	comparison = compare_trees(trees, error);
	if (comparison)
		one->respelled_match = comparison->match;
	return comparison != NULL;
}

static bool hold_against(struct objects *objects, struct replayed *one,
			 const struct picked *picked, GError **error)
{
	struct compared_trees trees = { .objects = objects };
	g_autoptr(comparison) comparison = NULL;

	if (!replay_trees(one->backport, &trees, error))
		return false;
	trees.result = object_id_is_null(&picked->tree) ? trees.onto : picked->tree;
	comparison = compare_trees(&trees, error);
	if (!comparison)
		return false;
	one->match = comparison->match;
	one->elsewhere = g_ptr_array_ref(comparison->elsewhere);
	one->misplaced = comparison->misplaced;
	return compare_respelled(one, picked, &trees, error);
}

static void replay_one(struct picker *picker, struct replayed *one)
{
	char onto[OBJECT_ID_HEX + 1], upstream[OBJECT_ID_HEX + 1];
	g_autoptr(picked) picked = NULL;
	g_autoptr(GError) error = NULL;

	picker_before(picker, one->backport->when);
	picked = pick_commit(picker, object_id_hex(&one->backport->onto, onto),
			     object_id_hex(&one->backport->upstream, upstream));
	one->outcome = picked->outcome;
	one->grounds = picked->grounds;
	one->conflicted = picked->conflicted;
	one->signs = picked->signs;
	one->reason = is_answer(picked) && picked->outcome == OUTCOME_PROPOSED ?
			      picked_word(picked) :
			      g_steal_pointer(&picked->reason);
	one->usec = picked->usec;
	one->match = MATCH_DIFFERS;
	if (!is_answer(picked) || hold_against(picker_objects(picker), one, picked, &error))
		return;
	one->outcome = OUTCOME_ERROR;
	g_free(one->reason);
	one->reason = g_strdup(error->message);
}

static void finished_one(struct replaying *replaying)
{
	g_mutex_lock(&replaying->lock);
	replaying->done++;
	g_mutex_unlock(&replaying->lock);
}

static void work(struct replaying *replaying)
{
	const struct pick_options options = {
		.siblings = &replaying->siblings,
		.calibration = replaying->nothing,
		.learn = true,
		.learnt = replaying->options->learnt,
		.translator = replaying->options->translator,
	};
	g_autoptr(GError) error = NULL;
	g_autoptr(picker) picker = picker_new(replaying->options->repository, &options, &error);
	GPtrArray *cases = replaying->replay->cases;

	if (!picker) {
		stop(replaying, g_steal_pointer(&error));
		return;
	}
	while (!g_atomic_int_get(&replaying->stop)) {
		guint i = g_atomic_int_add(&replaying->next, 1);

		if (i >= cases->len)
			break;
		replay_one(picker, cases->pdata[i]);
		finished_one(replaying);
	}
}

static gpointer worker(gpointer data)
{
	struct replaying *replaying = data;

	work(replaying);
	g_mutex_lock(&replaying->lock);
	replaying->left--;
	g_cond_signal(&replaying->moved);
	g_mutex_unlock(&replaying->lock);
	return NULL;
}

/* until all workers are done */
static void watch(struct replaying *replaying)
{
	g_mutex_lock(&replaying->lock);
	while (replaying->left) {
		guint done = replaying->done, all = replaying->replay->cases->len;
		GError *error = NULL;

		g_mutex_unlock(&replaying->lock);
		progress_step(replaying->options->progress, all ? (double)done / all : 1,
			      "%u of %u backports", done, all);
		if (!g_atomic_int_get(&replaying->stop) && interrupt_pending(&error))
			stop(replaying, error);
		g_mutex_lock(&replaying->lock);
		if (replaying->left)
			g_cond_wait_until(&replaying->moved, &replaying->lock,
					  g_get_monotonic_time() + LOOK_USEC);
	}
	g_mutex_unlock(&replaying->lock);
}

static bool replay_all(struct replaying *replaying, GError **error)
{
	unsigned int jobs = MAX(replaying->options->jobs, 1);
	g_autofree GThread **threads = g_new(GThread *, jobs);

	g_mutex_init(&replaying->lock);
	g_cond_init(&replaying->moved);
	replaying->left = jobs;
	for (unsigned int i = 0; i < jobs; i++)
		threads[i] = g_thread_new("replay", worker, replaying);
	watch(replaying);
	for (unsigned int i = 0; i < jobs; i++)
		g_thread_join(threads[i]);
	g_mutex_clear(&replaying->lock);
	g_cond_clear(&replaying->moved);
	if (!replaying->error)
		return true;
	g_propagate_error(error, replaying->error);
	return false;
}

/* so many by chance, in the order in which they were */
static void draw(GPtrArray *cases, const struct replay_options *options)
{
	g_autoptr(GRand) dice = g_rand_new_with_seed(options->seed);
	guint wanted = options->limit, kept = 0;

	if (!wanted || wanted >= cases->len)
		return;
	for (guint i = 0; i < cases->len; i++) {
		struct replayed *one = cases->pdata[i];
		guint left = cases->len - i;

		if ((guint)g_rand_int_range(dice, 0, left) < wanted - kept) {
			cases->pdata[i] = cases->pdata[kept];
			cases->pdata[kept++] = one;
		}
	}
	g_ptr_array_set_size(cases, kept);
}

static gint by_time(gconstpointer a, gconstpointer b)
{
	const struct replayed *one = *(struct replayed *const *)a;
	const struct replayed *other = *(struct replayed *const *)b;

	return (one->backport->when > other->backport->when) -
	       (one->backport->when < other->backport->when);
}

static bool has_result(const struct replayed *one)
{
	return one->outcome == OUTCOME_PORTED || one->outcome == OUTCOME_PROPOSED;
}

static void measure(struct calibration *measured, const struct replayed *one)
{
	if (has_result(one))
		calibration_add(measured, &one->grounds, one->match);
}

static void judge_one(const struct calibration *measured, struct replayed *one)
{
	g_autofree char *word = NULL, *doubt = NULL;

	if (!has_result(one))
		return;
	one->precision = calibration_precision(measured, &one->grounds);
	one->outcome = calibration_trusts(measured, &one->grounds) ?
			       OUTCOME_PORTED :
			       OUTCOME_PROPOSED;
	word = g_steal_pointer(&one->reason);
	if (one->outcome == OUTCOME_PORTED)
		return;
	doubt = calibration_doubt(measured, &one->grounds);
	one->reason = said_with(word, doubt);
}

/* borrowed, the oldest first */
static GPtrArray *in_order(const struct replay *replay)
{
	GPtrArray *order = g_ptr_array_new();

	for (guint i = 0; i < replay->cases->len; i++)
		g_ptr_array_add(order, replay->cases->pdata[i]);
	g_ptr_array_sort(order, by_time);
	return order;
}

/* each by those that were committed earlier; of one moment none knows the other */
static void judge_all(struct replay *replay, const GPtrArray *order)
{
	guint counted = 0;

	for (guint i = 0; i < order->len; i++) {
		struct replayed *one = order->pdata[i];

		while (by_time(&order->pdata[counted], &order->pdata[i]) < 0)
			measure(replay->measured, order->pdata[counted++]);
		judge_one(replay->measured, one);
	}
	while (counted < order->len)
		measure(replay->measured, order->pdata[counted++]);
}

static void name_newest(struct replay *replay, const GPtrArray *order)
{
	const struct replayed *newest = order->len ? order->pdata[order->len - 1] : NULL;
	char hex[OBJECT_ID_HEX + 1];

	if (newest)
		calibration_set_newest(replay->measured,
				       object_id_hex(&newest->backport->commit, hex));
}

static void name_source(struct replay *replay, const GPtrArray *branches)
{
	g_autoptr(GString) source = g_string_new(NULL);

	g_string_printf(source, "%u of %u backports on", replay->cases->len, replay->found->len);
	for (guint i = 0; i < branches->len; i++)
		g_string_append_printf(source, " %s", (char *)branches->pdata[i]);
	calibration_set_source(replay->measured, source->str);
}

static struct replay *replay_new(const struct replay_options *options, GError **error)
{
	guint lost;
	GArray *found = backports_find(options->repository, options->branches, &lost, error);
	struct replay *replay;

	if (!found)
		return NULL;
	replay = g_new0(struct replay, 1);
	replay->found = found;
	replay->lost = lost;
	replay->cases = g_ptr_array_new_with_free_func((GDestroyNotify)replayed_free);
	replay->measured = calibration_new();
	calibration_set_threshold(replay->measured, options->threshold);
	for (guint i = 0; i < found->len; i++) {
		struct replayed *one = g_new0(struct replayed, 1);

		one->backport = &g_array_index(found, struct backport, i);
		g_ptr_array_add(replay->cases, one);
	}
	draw(replay->cases, options);
	name_source(replay, options->branches);
	return replay;
}

struct replay *replay_backports(const struct replay_options *options, GError **error)
{
	struct replaying replaying = { .options = options };
	g_autoptr(replay) replay = NULL;
	g_autoptr(GHashTable) table = NULL;
	g_autoptr(GPtrArray) order = NULL;
	bool good;

	progress_step(options->progress, -1, "looking for backports");
	replay = replay_new(options, error);
	if (!replay)
		return NULL;
	replaying.replay = replay;
	table = sibling_table_new(replay->found);
	replaying.siblings = (struct siblings){ sibling_table_find, table };
	replaying.nothing = calibration_new();
	good = replay_all(&replaying, error);
	calibration_free(replaying.nothing);
	if (!good)
		return NULL;
	order = in_order(replay);
	judge_all(replay, order);
	name_newest(replay, order);
	progress_step(options->progress, -1, "looking at what maintainers made of conflicts");
	if (!replay_recorded(options->repository, order, replay, error))
		return NULL;
	return g_steal_pointer(&replay);
}
