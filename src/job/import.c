// SPDX-License-Identifier: GPL-2.0-only
/*
 * All is read, matched and checked before the first byte is written.
 */
#include "job/import.h"

#include <string.h>

#include "base/error.h"
#include "base/strings.h"
#include "format/series.h"
#include "format/thread.h"
#include "job/joined.h"
#include "job/source.h"
#include "rules/pack.h"

/* room for the endings of temporary names below the 255 bytes of a file name */
#define NAME_SIZE_MAX 100

void imported_free(struct imported *imported)
{
	if (!imported)
		return;
	g_free(imported->name);
	g_free(imported->missing);
	g_ptr_array_unref(imported->notes);
	g_free(imported);
}

/* the next series that import made in patches/; *out is NULL behind the last one */
static bool next_known(GDir *dir, const char *patches, struct series **out, GError **error)
{
	const char *name;

	*out = NULL;
	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *folder = g_build_filename(patches, name, NULL);
		g_autofree char *index = g_build_filename(folder, "series.ini", NULL);

		if (*name == '.' || !g_file_test(index, G_FILE_TEST_EXISTS))
			continue;
		*out = series_load(folder, error);
		return *out != NULL;
	}
	return true;
}

static bool load_known(struct threads *threads, const char *patches, GError **error)
{
	g_autoptr(GDir) dir = g_dir_open(patches, 0, NULL);
	g_autoptr(GPtrArray) errors = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
	struct series *series = NULL;
	GError *cause = NULL;

	do {
		if (!next_known(dir, patches, &series, &cause))
			g_ptr_array_add(errors, g_steal_pointer(&cause));
		else if (series)
			threads_add_known(threads, series);
		else
			return !errors->len || errors_join(errors, error);
	} while (true);
}

static bool take_message(void *data, struct message *message, const char *label, GError **error)
{
	threads_add(data, message, label);
	return true;
}

static bool is_name(const char *name)
{
	return *name && *name != '.' && strlen(name) <= NAME_SIZE_MAX &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789._-") == strlen(name);
}

static bool is_commit(const char *id)
{
	size_t size = strlen(id);

	return size >= 7 && size <= 40 && strspn(id, "0123456789abcdefABCDEF") == size;
}

static bool check_options(const struct workspace *workspace, const struct import_options *options,
			  GError **error)
{
	g_autoptr(GPtrArray) rules = NULL;
	g_autoptr(rule) rule = NULL;

	if (options->name && !is_name(options->name)) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
			    "'%s' is no name for a series; use a-z, 0-9, '.', '_' and '-', at most "
			    "%d of them", options->name, NAME_SIZE_MAX);
		return false;
	}
	if (options->upstream && !is_commit(options->upstream)) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
			    "'%s' is no commit id; give 7 to 40 hexadecimal digits",
			    options->upstream);
		return false;
	}
	if (!options->rule)
		return true;
	/* settle() takes no broken rule at all: all of them are told of now */
	rules = rule_load_all(workspace->cocci, NULL, error);
	rule = rules ? rule_load(workspace->cocci, options->rule, error) : NULL;
	return rule != NULL;
}

static bool name_taken(const char *patches, GPtrArray *threads, const char *name)
{
	g_autofree char *folder = g_build_filename(patches, name, NULL);

	for (guint i = 0; i < threads->len; i++) {
		const struct thread *thread = threads->pdata[i];

		if (!g_strcmp0(thread->series->name, name))
			return true;
	}
	return g_file_test(folder, G_FILE_TEST_EXISTS);
}

static char *free_name(const char *patches, GPtrArray *threads, const struct series *series)
{
	g_autofree char *slug = series_slug(series_title(series));
	char *name = g_strdup(slug);

	for (unsigned int i = 2; name_taken(patches, threads, name); i++) {
		g_free(name);
		name = g_strdup_printf("%s-%u", slug, i);
	}
	return name;
}

/* the one series that --name is about */
static bool name_one(const char *patches, GPtrArray *threads, const char *name, GError **error)
{
	struct thread *thread = threads->pdata[0];

	if (threads->len > 1) {
		g_set_error(
			error, BS_ERROR, BS_ERROR_INPUT,
			"the sources hold %u series; '%s' can name only one, so import them one by "
			"one",
			threads->len, name);
		return false;
	}
	if (thread->series->name && strcmp(thread->series->name, name)) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
			    "this series is there already as '%s'; import it under that name",
			    thread->series->name);
		return false;
	}
	if (!thread->series->name && name_taken(patches, threads, name)) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
			    "'%s' holds a different series; choose another name", name);
		return false;
	}
	g_free(thread->series->name);
	thread->series->name = g_strdup(name);
	return true;
}

static bool name_series(const char *patches, GPtrArray *threads, const char *name, GError **error)
{
	if (name)
		return name_one(patches, threads, name, error);
	for (guint i = 0; i < threads->len; i++) {
		struct series *series = ((struct thread *)threads->pdata[i])->series;

		if (!series->name)
			series->name = free_name(patches, threads, series);
	}
	return true;
}

/* the rule knows the full commit id; what is known of it must not contradict */
static void complete_upstream(struct patch *patch, const struct rule *rule)
{
	size_t size = patch->upstream ? strlen(patch->upstream) : 0;

	for (guint i = 0; i < rule->upstream->len; i++) {
		const char *id = rule->upstream->pdata[i];

		if (size ? strlen(id) > size && !strncmp(id, patch->upstream, size) :
			   rule->upstream->len == 1) {
			g_free(patch->upstream);
			patch->upstream = g_strdup(id);
			return;
		}
	}
}

static void apply_rules(struct series *series, const GPtrArray *rules, bool keep_upstream)
{
	for (guint i = 0; i < series->patches->len; i++) {
		struct patch *patch = series->patches->pdata[i];
		const struct rule *rule =
			patch ? rule_for_patch(rules, patch->upstream, patch->subject->title) :
				NULL;

		if (!rule)
			continue;
		if (!series->rule)
			series->rule = g_strdup(rule->name);
		if (!keep_upstream)
			complete_upstream(patch, rule);
	}
}

static bool set_upstream(struct series *series, const char *upstream, GError **error)
{
	struct patch *patch = series->patches->pdata[0];

	if (series->patches->len != 1 || !patch) {
		g_set_error(
			error, BS_ERROR, BS_ERROR_INPUT,
			"'%s' has %u patches; an upstream commit can be given for a single one",
			series->name, series->patches->len);
		return false;
	}
	g_free(patch->upstream);
	patch->upstream = g_ascii_strdown(upstream, -1);
	return true;
}

static bool settle(const struct workspace *workspace, const struct import_options *options,
		   GPtrArray *threads, GError **error)
{
	bool has_packs = workspace->cocci && g_file_test(workspace->cocci, G_FILE_TEST_IS_DIR);
	g_autoptr(GPtrArray) rules = has_packs ?
				     rule_load_all(workspace->cocci, NULL, error) : NULL;

	if (has_packs && !rules)
		return false;
	for (guint i = 0; i < threads->len; i++) {
		struct series *series = ((struct thread *)threads->pdata[i])->series;

		if (options->rule) {
			g_free(series->rule);
			series->rule = g_strdup(options->rule);
		}
		if (options->upstream && !set_upstream(series, options->upstream, error))
			return false;
		if (rules)
			apply_rules(series, rules,
				    options->upstream && strlen(options->upstream) == 40);
	}
	return true;
}

/* git am stops at a patch without author, also at a port of it */
static void note_authors(const struct series *series, GPtrArray *notes)
{
	for (guint i = 0; i < series->patches->len; i++) {
		const struct patch *patch = series->patches->pdata[i];

		if (patch && (!*patch->author_name || !*patch->author_email))
			g_ptr_array_add(notes,
					g_strdup_printf("patch %u names no author, so git am will "
							"not take it; put a line 'From: NAME "
							"<MAIL>' on top and import it again",
							i + 1));
	}
}

static struct imported *result_of(const struct thread *thread)
{
	const struct series *series = thread->series;
	struct imported *imported = g_new0(struct imported, 1);

	imported->name = g_strdup(series->name);
	imported->total = series->total;
	imported->added = thread->added;
	imported->comments = thread->comments;
	imported->missing = series_missing_text(series);
	imported->notes = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < series->patches->len; i++)
		imported->patches += series->patches->pdata[i] != NULL;
	for (guint i = 0; i < thread->notes->len; i++)
		g_ptr_array_add(imported->notes, g_strdup(thread->notes->pdata[i]));
	note_authors(series, imported->notes);
	return imported;
}

static int compare_imported(gconstpointer a, gconstpointer b)
{
	return strcmp((*(const struct imported *const *)a)->name,
		      (*(const struct imported *const *)b)->name);
}

static bool save_all(const struct workspace *workspace, const GPtrArray *threads, GError **error)
{
	g_autofree char *staging = workspace_staging(workspace);

	for (guint i = 0; i < threads->len; i++) {
		const struct series *series = ((struct thread *)threads->pdata[i])->series;
		g_autofree char *folder = g_build_filename(workspace->patches, series->name, NULL);

		if (!series_save(series, folder, staging, error))
			return false;
	}
	return true;
}

GPtrArray *job_import(const struct workspace *workspace, const struct import_options *options,
		      GError **error)
{
	g_autoptr(threads) threads = threads_new();
	g_autoptr(GPtrArray) found = NULL;
	GPtrArray *out;

	if (!check_options(workspace, options, error) ||
	    !load_known(threads, workspace->patches, error))
		return NULL;
	for (const char *const *source = options->sources; *source; source++) {
		if (!source_read(*source, take_message, threads, error))
			return NULL;
	}
	found = threads_finish(threads, error);
	if (!found) {
		g_autofree char *names = g_strjoinv("', '", (char **)options->sources);

		g_prefix_error(error, "cannot import '%s': ", names);
		return NULL;
	}
	if (!name_series(workspace->patches, found, options->name, error) ||
	    !settle(workspace, options, found, error) || !save_all(workspace, found, error))
		return NULL;
	out = g_ptr_array_new_with_free_func((GDestroyNotify)imported_free);
	for (guint i = 0; i < found->len; i++)
		g_ptr_array_add(out, result_of(found->pdata[i]));
	g_ptr_array_sort(out, compare_imported);
	return out;
}

/* the series in patches/ that holds the same commits; *out is NULL when there is none */
static bool find_same(const char *patches, const struct series *wanted, const char *name,
		      bool merge, struct series **out, GError **error)
{
	g_autoptr(GDir) dir = g_dir_open(patches, 0, NULL);

	while (next_known(dir, patches, out, error)) {
		if (!*out || ((!name || !strcmp((*out)->name, name)) &&
			      (*out)->patches->len == wanted->patches->len &&
			      series_goes_on(*out, wanted, merge)))
			return true;
		series_free(*out);
	}
	return false;
}

/*
 * The series of that name, which what is wanted goes on: it takes in the commits behind its own,
 * and what else it has stays.  @out is NULL when there is none.
 */
static bool extend(const char *patches, struct series *wanted, const char *name,
		   struct series **out, GError **error)
{
	g_autofree char *folder = g_build_filename(patches, name, NULL);
	g_autoptr(series) there = NULL;

	*out = NULL;
	if (!series_is_there(folder))
		return true;
	there = series_load(folder, error);
	if (!there)
		return false;
	if (!series_goes_on(there, wanted, false)) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
			    "'%s' holds a different series: commits can be added behind its own, "
			    "in that order; choose another name", name);
		return false;
	}
	g_ptr_array_remove_range(wanted->patches, 0, there->patches->len);
	series_join(there, wanted);
	there->grown = true;
	*out = g_steal_pointer(&there);
	return true;
}

static bool read_commits(const struct commits *commits, struct threads *threads, GError **error)
{
	g_autofree char *range = NULL;

	if (!commits->first)
		return source_read_commit(commits->repository, commits->last, commits->parent,
					  take_message, threads, error);
	range = g_strdup_printf("%s:%s..%s", commits->repository, commits->first, commits->last);
	return source_read(range, take_message, threads, error);
}

static void name_upstream(struct series *series)
{
	for (guint i = 0; i < series->patches->len; i++) {
		struct patch *patch = series->patches->pdata[i];

		if (patch && !patch->upstream)
			patch->upstream = g_strdup(patch->commit);
	}
}

/* what is named twice would be there already the second time */
static bool check_once(const struct series *series, GError **error)
{
	for (guint i = 0; i < series->patches->len; i++) {
		const struct patch *a = series->patches->pdata[i];

		for (guint k = 0; a && a->commit && k < i; k++) {
			const struct patch *b = series->patches->pdata[k];

			if (!b || g_strcmp0(a->commit, b->commit))
				continue;
			g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
				    "%.12s (\"%s\") is named twice", a->commit, a->subject->title);
			return false;
		}
	}
	return true;
}

/* the first series takes the others in */
static GPtrArray *read_all(const struct commits *commits, GPtrArray *kept, GError **error)
{
	g_autoptr(GPtrArray) first = NULL;

	for (; commits->last; commits++) {
		struct threads *threads = threads_new();
		g_autoptr(GPtrArray) found = NULL;

		g_ptr_array_add(kept, threads);
		if (!read_commits(commits, threads, error))
			return NULL;
		found = threads_finish(threads, error);
		if (!found)
			return NULL;
		if (first)
			series_join(((struct thread *)first->pdata[0])->series,
				    ((struct thread *)found->pdata[0])->series);
		else
			first = g_steal_pointer(&found);
	}
	return g_steal_pointer(&first);
}

struct series *import_commits(const struct workspace *workspace, const struct commits *commits,
			      const char *name, GError **error)
{
	const struct import_options options = { .name = name };
	g_autoptr(GPtrArray) kept = g_ptr_array_new_with_free_func((GDestroyNotify)threads_free);
	g_autoptr(GPtrArray) found = NULL;
	struct series *known;
	struct thread *thread;

	if (!check_options(workspace, &options, error))
		return NULL;
	found = read_all(commits, kept, error);
	if (!found)
		return NULL;
	thread = found->pdata[0];
	if (commits[1].last && !check_once(thread->series, error))
		return NULL;
	if (!find_same(workspace->patches, thread->series, name, commits->parent != 0, &known,
		       error))
		return NULL;
	if (known)
		return known;
	if (name && !commits->parent &&
	    !extend(workspace->patches, thread->series, name, &known, error))
		return NULL;
	name_upstream(known ? known : thread->series);
	if (known) {
		series_free(thread->series);
		thread->series = known;
	}
	if ((!known && !name_series(workspace->patches, found, name, error)) ||
	    !settle(workspace, &options, found, error))
		return NULL;
	return g_steal_pointer(&thread->series);
}
