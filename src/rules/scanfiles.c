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
#include "rules/slice.h"
#include "rules/smplparts.h"
#include "rules/spatch.h"

#define BATCH_TEXTS 120
#define BATCH_BYTES (1U << 20)
#define BATCH_FEW 20

struct file {
	char *path;
	char *key;
	struct slicer *slicer;
	struct scan_record *record;
	guint waiting;
};

/* data of a batch_text */
struct unit {
	struct file *file;
	struct slice *slice;
	char *key;
};

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
	GQueue files;		/* struct file *, in order */
	GPtrArray *batches;	/* struct batch *: those that are being filled */
	GThreadPool *pool;
	GAsyncQueue *ready;
	guint running;
	guint jobs;
};

static void file_free(struct file *file)
{
	g_free(file->path);
	g_free(file->key);
	slicer_free(file->slicer);
	scan_record_free(file->record);
	g_free(file);
}

static void unit_free(struct unit *unit)
{
	slice_free(unit->slice);
	g_free(unit->key);
	g_free(unit);
}

static void text_free(gpointer data)
{
	struct batch_text *text = data;

	unit_free(text->data);
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

/* a line number of the slice between marks becomes that of the file */
static char *message(const struct unit *unit, const char *text)
{
	GString *new = g_string_new(NULL);

	for (const char *at = text; *at; at++) {
		char *end;
		unsigned long line;

		if (*at != BATCH_LINE_START) {
			g_string_append_c(new, *at);
			continue;
		}
		line = strtoul(at + 1, &end, 10);
		g_string_append_printf(new, "%u", slice_line(unit->slice, line));
		at = *end == BATCH_LINE_END ? end : end - 1;
	}
	return g_string_free(new, FALSE);
}

static bool known_already(const struct file *file, unsigned int line, const char *reason)
{
	for (guint i = 0; i < file->record->findings->len; i++) {
		const struct finding *finding = file->record->findings->pdata[i];

		if (finding->line == line && !strcmp(finding->reason, reason))
			return true;
	}
	return false;
}

static void add_hit(const struct run *run, struct unit *unit, unsigned int slice_at,
		    const char *text)
{
	struct file *file = unit->file;
	unsigned int line = slice_line(unit->slice, slice_at);
	g_autofree char *said = message(unit, text);
	const char *reason = *said ? said : run->rule->smpl->summary;

	if (!*reason)
		reason = "the rule matches";
	/* what two slices share is seen twice */
	if (!known_already(file, line, reason))
		g_ptr_array_add(file->record->findings,
				finding_new(run->rule->name, file->path, line,
					    slicer_at(file->slicer, line), NULL, NULL, reason));
}

static bool missed_already(const struct file *file, const char *function, const char *reason)
{
	for (guint i = 0; i < file->record->missed->len; i++) {
		const struct scan_missed *missed = file->record->missed->pdata[i];

		if (!strcmp(missed->function, function) && !strcmp(missed->reason, reason))
			return true;
	}
	return false;
}

static void add_missed(const struct run *run, struct unit *unit, unsigned int first,
		       unsigned int last, const char *reason)
{
	struct file *file = unit->file;

	for (guint i = 0; i < unit->slice->spans->len; i++) {
		const struct span *span = &g_array_index(unit->slice->spans, struct span, i);

		if (!span->name || span->line > last || span->line + span->lines <= first ||
		    missed_already(file, span->name, reason))
			continue;
		g_ptr_array_add(file->record->missed,
				scan_missed_new(run->rule->name, file->path, span->name, reason));
		file->record->functions += !span->defines;
	}
}

/* "H\tline\ttext" and "B\tfirst\tlast" */
static void apply(const struct run *run, struct unit *unit, const char *known)
{
	g_auto(GStrv) lines = g_strsplit(known, "\n", -1);

	for (char **line = lines; *line; line++) {
		g_auto(GStrv) fields = g_strsplit(*line, "\t", 3);

		if (g_strv_length(fields) != 3)
			continue;
		if (**line == 'H')
			add_hit(run, unit, strtoul(fields[1], NULL, 10), fields[2]);
		else
			add_missed(run, unit, strtoul(fields[1], NULL, 10),
				   strtoul(fields[2], NULL, 10), "could not be parsed");
	}
}

static char *result_text(const struct batch_text *text)
{
	GString *result = g_string_new(NULL);

	for (guint i = 0; i < text->hits->len; i++) {
		const struct hit *hit = text->hits->pdata[i];
		g_autofree char *said = g_strdelimit(g_strdup(hit->text), "\t\n", ' ');

		g_string_append_printf(result, "H\t%u\t%s\n", hit->line, said);
	}
	for (guint i = 0; i < text->bads->len; i++) {
		const struct bad *bad = &g_array_index(text->bads, struct bad, i);

		g_string_append_printf(result, "B\t%u\t%u\n", bad->first, bad->last);
	}
	return g_string_free(result, FALSE);
}

static void take(struct run *run, struct batch_text *text)
{
	struct unit *unit = text->data;
	g_autofree char *result = result_text(text);

	unit->file->waiting--;
	apply(run, unit, result);
	if (text->problem) {
		add_missed(run, unit, 0, G_MAXUINT, text->problem);
		unit->file->record->keep = false;
	} else if (unit->key) {
		results_put(run->scan->options->results, unit->key, result, strlen(result));
	}
}

static void finish(struct run *run, struct file *file)
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
	struct file *file;

	while ((file = g_queue_peek_head(&run->files)) && !file->waiting) {
		g_queue_pop_head(&run->files);
		finish(run, file);
		file_free(file);
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
		take(run, batch->texts->pdata[i]);
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
static void leave_out(struct unit *unit)
{
	guint functions = 0;

	for (guint i = 0; i < unit->slice->spans->len; i++)
		functions += g_array_index(unit->slice->spans, struct span, i).defines;
	unit->file->record->functions -= MIN(unit->file->record->functions, functions);
	unit_free(unit);
}

static bool add_unit(struct run *run, struct file *file, struct slice *slice, GError **error)
{
	struct unit *unit = g_new0(struct unit, 1);
	g_autoptr(macro_pick) pick = macros_pick(run->scan->headers, slice->text->str,
						 slice->text->len);
	g_autoptr(GBytes) known = NULL;
	struct batch_text *text;
	guint64 alive;
	bool speaks;

	unit->file = file;
	unit->slice = slice;
	alive = parts_alive(run->rule, slice->text, &speaks);
	if (!speaks) {
		leave_out(unit);
		return true;
	}
	unit->key = text_key(run, "unit", slice->text->str, pick);
	known = unit->key ? results_get(run->scan->options->results, unit->key) : NULL;
	if (known) {
		g_autofree char *result = bytes_text(known);

		apply(run, unit, result);
		unit_free(unit);
		return true;
	}
	file->waiting++;
	text = batch_text_new(g_string_new_len(slice->text->str, slice->text->len));
	text->data = unit;
	return add_text(run, text, alive, pick, error);
}

static bool cut(struct run *run, struct file *file, GBytes *bytes, GError **error)
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
		return add_unit(run, file, slicer_whole(file->slicer, found), error);
	if (!plan->alone)
		return add_unit(run, file, slicer_cut(file->slicer, (guint *)found->data,
						      found->len), error);
	for (guint i = 0; i < found->len; i++) {
		guint one = g_array_index(found, guint, i);

		if (!add_unit(run, file, slicer_cut(file->slicer, &one, 1), error))
			return false;
	}
	return true;
}

static bool is_among(const struct file *file, const GArray *found, const char *function)
{
	for (guint i = 0; i < found->len; i++) {
		if (!strcmp(slicer_name(file->slicer, g_array_index(found, guint, i)), function))
			return true;
	}
	return false;
}

/* what holds the words counts as of any rule; what the judge could not read, it says */
static void count_judged(struct run *run, struct file *file, GBytes *bytes)
{
	struct scan_record *record = file->record;
	g_autoptr(GArray) found = NULL;

	file->slicer = slicer_new(bytes, run->scan->words);
	found = slicer_find(file->slicer, run->rule->file);
	record->functions = slicer_definitions(file->slicer, found);
	for (guint i = 0; i < record->findings->len; i++) {
		const struct finding *finding = record->findings->pdata[i];

		if (!finding->unread || missed_already(file, finding->function, finding->unread))
			continue;
		g_ptr_array_add(record->missed,
				scan_missed_new(run->rule->name, file->path, finding->function,
						finding->unread));
		record->functions += !is_among(file, found, finding->function);
	}
}

static bool judge(struct run *run, struct file *file, GBytes *bytes, GError **error)
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
static bool recall(struct run *run, struct file *file, GBytes *bytes)
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
	g_autoptr(GBytes) bytes = tree_read(run->tree, path, &cause);
	struct file *file;
	bool ok = true;

	/* the tree may change while it is read */
	if (!bytes) {
		g_ptr_array_add(run->coverage->problems, g_strdup(cause->message));
		return true;
	}
	file = g_new0(struct file, 1);
	file->path = g_strdup(path);
	file->record = scan_record_new();
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
	ok = ok && send_rest(&run, error);
	while (run.running)
		ok = collect(&run, ok ? error : NULL) && ok;
	g_thread_pool_free(run.pool, FALSE, TRUE);
	g_async_queue_unref(run.ready);
	g_queue_clear_full(&run.files, (GDestroyNotify)file_free);
	g_ptr_array_unref(run.batches);
	return ok;
}
