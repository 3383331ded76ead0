// SPDX-License-Identifier: GPL-2.0-only
/*
 * One rule over the files that may concern it.  Slices whose results are not
 * known gather in batches; a few spatch processes work on batches while the next
 * files are cut.  Results are handed on in the order of the files.
 */
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "rules/relation.h"
#include "rules/scanrule.h"
#include "rules/scanunit.h"
#include "rules/slice.h"
#include "rules/smplparts.h"
#include "rules/spatch.h"

#define BATCH_TEXTS 120
#define BATCH_BYTES (1U << 20)
#define BATCH_FEW 20
/* a file with more that has to be looked at is one that a program wrote */
#define PARCEL_FROM 100

/* texts in which the same parts of the rule can match */
struct batch {
	guint64 alive;
	GPtrArray *texts;
	struct macro_pick *macros;
	gsize bytes;
	GError *error;
};

struct run {
	struct scan *scan;
	struct scan_rule *rule;
	const struct tree *tree;
	struct scan_coverage *coverage;
	scan_done done;
	void *data;
	GQueue files;		/* struct scan_file *, in order */
	GPtrArray *batches;	/* struct batch *: those that are being filled */
	GThreadPool *pool;
	GAsyncQueue *ready;
	guint running;
	guint jobs;
	struct parcel *parcel;	/* of the file that is being cut, or NULL */
	struct macro_pick *pick;	/* of what is in it */
	guint64 alive;		/* likewise */
};

static void text_free(gpointer data)
{
	struct batch_text *text = data;

	parcel_free(text->data);
	batch_text_free(text);
}

static struct batch *batch_new(guint64 alive)
{
	struct batch *batch = g_new0(struct batch, 1);

	batch->alive = alive;
	batch->texts = g_ptr_array_new_with_free_func(text_free);
	batch->macros = macro_pick_new();
	return batch;
}

static void batch_free(gpointer data)
{
	struct batch *batch = data;

	if (!batch)
		return;
	if (batch->texts)
		g_ptr_array_unref(batch->texts);
	macro_pick_free(batch->macros);
	g_clear_error(&batch->error);
	g_free(batch);
}

static bool add_alone(struct run *run, struct scan_unit *unit, GError **error);

static void work(gpointer data, gpointer user)
{
	struct batch *batch = data;
	struct run *run = user;
	struct batch_spec spec = run->rule->spec;
	g_autofree char *lines = macro_pick_text(batch->macros);
	g_autofree char *macros = spec.macros ? g_strconcat(spec.macros, lines, NULL) : NULL;
	g_autofree char *parts = run->rule->needs ? smpl_without(spec.rule, run->rule->plan,
								 batch->alive) : NULL;

	spec.macros = macros;
	if (parts)
		spec.rule = parts;
	batch_run(&spec, batch->texts, &batch->error);
	g_async_queue_push(run->ready, batch);
}

/* what the texts of a parcel gave, and what they are kept by */
static void take_unit(struct run *run, struct scan_unit *unit, const char *result,
		      const char *problem)
{
	unit->file->waiting--;
	scan_unit_apply(unit, run->rule, result);
	if (problem) {
		scan_unit_miss(unit, run->rule, 0, G_MAXUINT, problem);
		unit->file->record->keep = false;
	} else if (unit->key) {
		results_put(run->scan->options->results, unit->key, result, strlen(result));
	}
}

/*
 * Where something of a parcel could not be looked at, what lies beside it may be lost with it: each
 * unit is looked at alone then.
 */
static bool take(struct run *run, struct batch_text *text, GError **error)
{
	struct parcel *parcel = text->data;
	g_auto(GStrv) results = parcel_share(parcel, text);
	g_autoptr(GPtrArray) units = NULL;
	bool ok = true;

	for (guint i = 0; results && i < parcel->units->len; i++)
		take_unit(run, parcel->units->pdata[i], results[i], text->problem);
	if (results)
		return true;
	units = parcel_units(parcel);
	for (guint i = 0; i < units->len; i++)
		ok = add_alone(run, units->pdata[i], ok ? error : NULL) && ok;
	return ok;
}

static void finish(struct run *run, struct scan_file *file)
{
	g_autoptr(GString) text = g_string_new(NULL);

	g_ptr_array_sort(file->record->findings, finding_compare);
	if (file->key && file->record->keep) {
		scan_record_print(file->record, text);
		results_put(run->scan->options->results, file->key, text->str, text->len);
	}
	run->done(run->data, file->path, file->record);
}

static void hand_on(struct run *run)
{
	struct scan_file *file;

	while ((file = g_queue_peek_head(&run->files)) && !file->waiting) {
		g_queue_pop_head(&run->files);
		finish(run, file);
		scan_file_free(file);
	}
}

/* waits for a batch; false with its error */
static bool collect(struct run *run, GError **error)
{
	struct batch *batch = g_async_queue_pop(run->ready);
	bool ok = !batch->error;

	run->running--;
	if (!ok)
		g_propagate_error(error, g_steal_pointer(&batch->error));
	for (guint i = 0; ok && i < batch->texts->len; i++)
		ok = take(run, batch->texts->pdata[i], error);
	batch_free(batch);
	if (ok)
		hand_on(run);
	return ok;
}

/* @batch is taken over */
static bool send(struct run *run, struct batch *batch, GError **error)
{
	g_thread_pool_push(run->pool, batch, NULL);
	run->running++;
	return run->running < run->jobs * 2 || collect(run, error);
}

/* what is left; a start of spatch costs more than a part too many for a few texts */
static bool send_rest(struct run *run, GError **error)
{
	struct batch *few = NULL;

	while (run->batches->len) {
		struct batch *batch = g_ptr_array_steal_index(run->batches, 0);

		if (few && few->texts->len + batch->texts->len <= BATCH_FEW &&
		    macro_pick_add(few->macros, batch->macros)) {
			few->alive |= batch->alive;
			g_ptr_array_extend_and_steal(few->texts, g_steal_pointer(&batch->texts));
			batch_free(batch);
		} else if (!few && batch->texts->len < BATCH_FEW) {
			few = batch;
		} else if (!send(run, batch, error)) {
			batch_free(few);
			return false;
		}
	}
	return !few || send(run, few, error);
}

/* what the headers say of the macros in a text is part of what is known of it */
static char *text_key(const struct run *run, const char *kind, const char *digest,
		      const struct macro_pick *pick)
{
	g_autofree char *lines = macro_pick_text(pick);

	return run->rule->key ? scan_key(kind, run->rule->key, digest, lines, NULL) : NULL;
}

/* texts go together whose headers do not say different things of one macro */
static bool add_text(struct run *run, struct batch_text *text, guint64 alive,
		     const struct macro_pick *pick, GError **error)
{
	struct batch *batch = NULL;
	guint at;

	for (at = 0; at < run->batches->len && !batch; at++) {
		struct batch *one = run->batches->pdata[at];

		if (one->alive == alive && macro_pick_add(one->macros, pick))
			batch = one;
	}
	if (!batch) {
		batch = batch_new(alive);
		macro_pick_add(batch->macros, pick);
		g_ptr_array_add(run->batches, batch);
		at = run->batches->len;
	}
	g_ptr_array_add(batch->texts, text);
	batch->bytes += text->text->len;
	if (batch->texts->len < BATCH_TEXTS && batch->bytes < BATCH_BYTES)
		return true;
	return send(run, g_ptr_array_steal_index(run->batches, at - 1), error);
}

static guint64 parts_alive(const struct scan_rule *rule, const GString *text, bool *out_speaks)
{
	g_autofree guint8 *present = NULL;

	*out_speaks = true;
	if (!rule->needs)
		return 0;
	present = g_malloc0(wordset_count(rule->words) + rule->relations->len + 1);
	wordset_search(rule->words, text->str, text->len, present);
	if (rule->relations->len)
		relations_search(rule->relations, text->str, text->len, present);
	return smpl_parts_alive(rule->plan, rule->needs, present, out_speaks);
}

/* nothing can be said of it after all: its functions do not count */
static void leave_out(struct scan_unit *unit)
{
	guint functions = 0;

	for (guint i = 0; i < unit->slice->spans->len; i++)
		functions += g_array_index(unit->slice->spans, struct span, i).defines;
	unit->file->record->functions -= MIN(unit->file->record->functions, functions);
	scan_unit_free(unit);
}

static bool add_parcel(struct run *run, struct parcel *parcel, guint64 alive,
		       const struct macro_pick *pick, GError **error)
{
	struct batch_text *text = batch_text_new(parcel_text(parcel));

	text->data = parcel;
	return add_text(run, text, alive, pick, error);
}

/* takes @unit over */
static bool add_alone(struct run *run, struct scan_unit *unit, GError **error)
{
	g_autoptr(macro_pick) pick = macros_pick(run->scan->headers, unit->slice->text->str,
						 unit->slice->text->len);
	struct parcel *parcel = parcel_new();
	bool speaks;
	guint64 alive = parts_alive(run->rule, unit->slice->text, &speaks);

	parcel_add(parcel, unit);
	return add_parcel(run, parcel, alive, pick, error);
}

/* the parcel that is open is sent off */
static bool close_parcel(struct run *run, GError **error)
{
	struct parcel *parcel = g_steal_pointer(&run->parcel);
	g_autoptr(macro_pick) pick = g_steal_pointer(&run->pick);

	return !parcel || add_parcel(run, parcel, run->alive, pick, error);
}

/* @many: it goes into a parcel with others of its file */
static bool add_unknown(struct run *run, struct scan_unit *unit, guint64 alive,
			const struct macro_pick *pick, bool many, GError **error)
{
	bool fits = run->parcel && run->alive == alive && !parcel_is_full(run->parcel) &&
		    macro_pick_add(run->pick, pick);

	unit->file->waiting++;
	if (!many)
		return add_alone(run, unit, error);
	if (!fits && !close_parcel(run, error)) {
		scan_unit_free(unit);
		return false;
	}
	if (!fits) {
		run->parcel = parcel_new();
		run->alive = alive;
		run->pick = macro_pick_new();
		macro_pick_add(run->pick, pick);
	}
	parcel_add(run->parcel, unit);
	return true;
}

static bool add_unit(struct run *run, struct scan_file *file, struct slice *slice, bool many,
		     GError **error)
{
	struct scan_unit *unit = scan_unit_new(file, slice);
	g_autoptr(macro_pick) pick = macros_pick(run->scan->headers, slice->text->str,
						 slice->text->len);
	g_autoptr(GBytes) known = NULL;
	guint64 alive;
	bool speaks;

	alive = parts_alive(run->rule, slice->text, &speaks);
	if (!speaks) {
		leave_out(unit);
		return true;
	}
	unit->key = text_key(run, "unit", slice->text->str, pick);
	known = unit->key ? results_get(run->scan->options->results, unit->key) : NULL;
	if (known) {
		g_autofree char *result = bytes_text(known);

		scan_unit_apply(unit, run->rule, result);
		scan_unit_free(unit);
		return true;
	}
	return add_unknown(run, unit, alive, pick, many, error);
}

static bool cut(struct run *run, struct scan_file *file, GBytes *bytes, GError **error)
{
	const struct smpl_plan *plan = run->rule->plan;
	g_autoptr(GArray) found = NULL;

	file->slicer = slicer_new(bytes, run->scan->words);
	/* in a file that is seen as a whole, those that hold the words are still what counts */
	found = slicer_find(file->slicer, plan->whole ? run->rule->file : run->rule->piece);
	file->record->functions = slicer_definitions(file->slicer, found);
	if (!found->len && !plan->whole)
		return true;
	if (plan->whole)
		return add_unit(run, file, slicer_whole(file->slicer, found), false, error);
	if (!plan->alone)
		return add_unit(run, file, slicer_cut(file->slicer, (guint *)found->data,
						      found->len), false, error);
	for (guint i = 0; i < found->len; i++) {
		guint one = g_array_index(found, guint, i);

		if (!add_unit(run, file, slicer_cut(file->slicer, &one, 1),
			      found->len > PARCEL_FROM, error))
			return false;
	}
	return close_parcel(run, error);
}

static bool is_among(const struct scan_file *file, const GArray *found, const char *function)
{
	for (guint i = 0; i < found->len; i++) {
		if (!strcmp(slicer_name(file->slicer, g_array_index(found, guint, i)), function))
			return true;
	}
	return false;
}

/* what holds the words counts as of any rule; what the judge could not read, it says */
static void count_judged(struct run *run, struct scan_file *file, GBytes *bytes)
{
	struct scan_record *record = file->record;
	g_autoptr(GArray) found = NULL;

	file->slicer = slicer_new(bytes, run->scan->words);
	found = slicer_find(file->slicer, run->rule->file);
	record->functions = slicer_definitions(file->slicer, found);
	for (guint i = 0; i < record->findings->len; i++) {
		const struct finding *finding = record->findings->pdata[i];

		if (finding->unread && scan_file_miss(file, run->rule, finding->function,
						      finding->unread))
			record->functions += !is_among(file, found, finding->function);
	}
}

static bool judge(struct run *run, struct scan_file *file, GBytes *bytes, GError **error)
{
	if (!run->rule->judge(run->rule->data, run->tree, file->path, bytes,
			      run->scan->options->results, file->record->findings, error))
		return false;
	count_judged(run, file, bytes);
	return true;
}

/* of a file that spatch does not see, nothing needs to be told */
static struct macro_pick *pick_file(const struct run *run, GBytes *bytes)
{
	gsize size;
	const char *text = g_bytes_get_data(bytes, &size);

	return run->rule->judge ? macro_pick_new() :
				  macros_pick(run->scan->headers, text ? text : "", size);
}

/* what an earlier run, or another tree, said of the same bytes */
static bool recall(struct run *run, struct scan_file *file, GBytes *bytes)
{
	g_autofree char *digest = NULL;
	g_autoptr(GBytes) known = NULL;
	g_autoptr(macro_pick) pick = NULL;
	g_autofree char *text = NULL;
	struct scan_record *record;

	/* what a judge says depends on other files too */
	if (!run->rule->key || run->rule->judge)
		return false;
	digest = g_compute_checksum_for_bytes(G_CHECKSUM_SHA1, bytes);
	pick = pick_file(run, bytes);
	file->key = text_key(run, "file", digest, pick);
	known = results_get(run->scan->options->results, file->key);
	if (!known)
		return false;
	text = bytes_text(known);
	record = scan_record_parse(text, run->rule->name, file->path);
	if (!record)
		return false;
	scan_record_free(file->record);
	file->record = record;
	/* it is kept already */
	g_clear_pointer(&file->key, g_free);
	return true;
}

static bool look_at(struct run *run, const char *path, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autoptr(GBytes) bytes = tree_read_here(run->tree, path, &cause);
	struct scan_file *file;
	bool ok = true;

	/* the tree may change while it is read */
	if (!bytes) {
		g_ptr_array_add(run->coverage->problems, g_strdup(cause->message));
		return true;
	}
	file = scan_file_new(path);
	g_queue_push_tail(&run->files, file);
	if (!recall(run, file, bytes))
		ok = run->rule->judge ? judge(run, file, bytes, error) :
					cut(run, file, bytes, error);
	if (ok)
		hand_on(run);
	return ok;
}

static guint jobs_of(const struct scan *scan)
{
	return scan->options->jobs ? scan->options->jobs : g_get_num_processors();
}

bool scan_files(struct scan *scan, struct scan_rule *rule, const struct tree *tree,
		const GPtrArray *files, struct scan_coverage *coverage, scan_done done,
		void *data, GError **error)
{
	struct run run = {
		.scan = scan, .rule = rule, .tree = tree, .coverage = coverage,
		.done = done, .data = data, .files = G_QUEUE_INIT, .jobs = jobs_of(scan),
	};
	bool ok = true;

	run.batches = g_ptr_array_new_with_free_func(batch_free);
	run.ready = g_async_queue_new();
	run.pool = g_thread_pool_new(work, &run, run.jobs, FALSE, NULL);
	for (guint i = 0; ok && i < files->len; i++) {
		progress_step(scan->options->progress, (double)i / files->len, "%s: %s",
			      rule->name, (char *)files->pdata[i]);
		ok = look_at(&run, files->pdata[i], error) && !interrupt_pending(error);
	}
	/* what comes back may have to be looked at again */
	do {
		ok = ok && send_rest(&run, error);
		while (run.running)
			ok = collect(&run, ok ? error : NULL) && ok;
	} while (ok && run.batches->len);
	parcel_free(run.parcel);
	macro_pick_free(run.pick);
	g_thread_pool_free(run.pool, FALSE, TRUE);
	g_async_queue_unref(run.ready);
	g_queue_clear_full(&run.files, (GDestroyNotify)scan_file_free);
	g_ptr_array_unref(run.batches);
	return ok;
}
