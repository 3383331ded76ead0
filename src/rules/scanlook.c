// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which files of a tree hold the words of which rule: a bit a rule and file, kept with the
 * survey of the tree as long as the rules need the same words.
 */
#include <string.h>

#include "base/progress.h"
#include "base/wordfilter.h"
#include "rules/scanrule.h"
#include "tree/survey.h"

struct look {
	struct scan *scan;
	struct scan_coverage *coverage;
	struct scan_candidates *found;
	GChecksum **digests;		/* by rule */
	guint8 *present;
	struct textindex *index;	/* NULL where stamps are not those of contents */
	guint64 *hashes;		/* of the scan's words, for @index */
	guint looked;
};

/* files between two words about how it goes */
#define PROGRESS_STEP 512

/* by the words that are present */
static bool mark_rules(const struct look *look, const char *path, guint8 *marks)
{
	const struct scan *scan = look->scan;
	bool any = false;

	for (guint i = 0; i < scan->rules->len; i++) {
		const struct scan_rule *rule = scan->rules->pdata[i];

		if (!need_holds(rule->file, look->present) ||
		    (!rule->headers && g_str_has_suffix(path, ".h")))
			continue;
		marks[i / 8] |= 1U << i % 8;
		any = true;
	}
	return any;
}

/* what may have the words is read, so that the marks are the same in either case */
static bool know(void *data, const char *path, const guint8 *stamp, guint8 *marks)
{
	struct look *look = data;

	return textindex_words(look->index, stamp, look->hashes,
			       wordset_count(look->scan->words), look->present) &&
	       !mark_rules(look, path, marks);
}

static void look_at(void *data, const char *path, const guint8 *stamp, const char *text,
		    gsize size, guint8 *marks)
{
	struct look *look = data;
	const struct scan *scan = look->scan;

	if (look->looked++ % PROGRESS_STEP == 0)
		progress_step(scan->options->progress, -1, "looking for words in %s", path);
	textindex_note(look->index, path, stamp, text, size);
	if (scan->cover && !literals_may_hold(scan->cover, text, size))
		return;
	memset(look->present, 0, wordset_count(scan->words));
	wordset_search(scan->words, text, size, look->present);
	mark_rules(look, path, marks);
}

static void take(void *data, const char *path, const guint8 *stamp, const guint8 *marks)
{
	struct look *look = data;

	look->coverage->files++;
	for (guint i = 0; i < look->scan->rules->len; i++) {
		if (!(marks[i / 8] >> i % 8 & 1))
			continue;
		g_ptr_array_add(look->found[i].paths, g_strdup(path));
		g_checksum_update(look->digests[i], (const guchar *)path, strlen(path) + 1);
		g_checksum_update(look->digests[i], stamp, SURVEY_STAMP);
	}
}

static void note_problem(void *data, const char *message)
{
	struct look *look = data;

	g_ptr_array_add(look->coverage->problems, g_strdup(message));
}

/* made when all rules are known */
static void make_cover(struct scan *scan)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new();

	if (scan->covered)
		return;
	scan->covered = true;
	for (guint i = 0; i < scan->rules->len; i++) {
		if (!need_cover(((struct scan_rule *)scan->rules->pdata[i])->file, words))
			return;
	}
	scan->cover = literals_new(words);
}

/* @of: the commit's folder, or "" for the last of the repository's, which is a good start */
static char *record_key(const struct scan *scan, const struct tree *tree, const char *of)
{
	g_autoptr(GString) needs = g_string_new(NULL);
	const char *where = tree_folder(tree) ? tree_folder(tree) :
			    tree_repository(tree) ? tree_repository(tree) : "";
	const char *below = scan->options->below;

	for (guint i = 0; i < scan->rules->len; i++) {
		const struct scan_rule *rule = scan->rules->pdata[i];
		g_autofree char *text = need_text(rule->file);

		g_string_append_printf(needs, "%s%d\n", text, rule->headers);
	}
	return scan_key("survey", where, of, below ? below : "", needs->str, NULL);
}

/* the id of the folder in a git tree; a folder on disk has one record */
static char *folder_id(const struct scan *scan, const struct tree *tree)
{
	GString *id = g_string_new(NULL);
	guint8 stamp[SURVEY_STAMP];

	tree_stamp(tree, scan->options->below ? scan->options->below : "", stamp);
	for (guint i = 0; tree_commit(tree) && i < SURVEY_STAMP; i++)
		g_string_append_printf(id, "%02x", stamp[i]);
	return g_string_free(id, FALSE);
}

static GBytes *old_record(const struct scan *scan, const struct tree *tree, const char *key)
{
	struct results *results = scan->options->results;
	GBytes *record = results_get(results, key);
	g_autoptr(GBytes) last = NULL;
	g_autofree char *last_key = NULL, *other = NULL;

	if (record || !tree_commit(tree))
		return record;
	last_key = record_key(scan, tree, "");
	last = results_get(results, last_key);
	other = last ? g_strndup(g_bytes_get_data(last, NULL), g_bytes_get_size(last)) : NULL;
	return other ? results_get(results, other) : NULL;
}

static void keep_record(const struct scan *scan, const struct tree *tree, const char *key,
			GBytes *record)
{
	struct results *results = scan->options->results;
	g_autofree char *last_key = tree_commit(tree) ? record_key(scan, tree, "") : NULL;

	results_put(results, key, g_bytes_get_data(record, NULL), g_bytes_get_size(record));
	if (last_key)
		results_put(results, last_key, key, strlen(key));
}

static bool survey(struct look *look, const struct tree *tree, GError **error)
{
	static const char *const sources[] = { ".c", NULL };
	static const char *const both[] = { ".c", ".h", NULL };
	struct scan *scan = look->scan;
	g_autofree char *id = folder_id(scan, tree);
	g_autofree char *key = record_key(scan, tree, id);
	g_autoptr(GBytes) old = old_record(scan, tree, key);
	g_autoptr(GBytes) record = NULL;
	struct survey_spec spec = {
		.below = scan->options->below ? scan->options->below : "", .suffixes = sources,
		.marks = (scan->rules->len + 7) / 8, .old = old,
		.known = look->index ? know : NULL, .look = look_at, .file = take,
		.problem = note_problem, .data = look,
	};
	bool changed;

	for (guint i = 0; i < scan->rules->len; i++) {
		if (((struct scan_rule *)scan->rules->pdata[i])->headers)
			spec.suffixes = both;
	}
	record = tree_survey(tree, &spec, &changed, error);
	if (record && changed)
		keep_record(scan, tree, key, record);
	return record;
}

static guint64 *word_hashes(const struct wordset *words)
{
	guint64 *hashes = g_new(guint64, wordset_count(words) + 1);

	for (guint i = 0; i < wordset_count(words); i++) {
		const char *word = wordset_get(words, i);

		hashes[i] = wordfilter_hash(word, strlen(word));
	}
	return hashes;
}

struct scan_candidates *scan_find_candidates(struct scan *scan, const struct tree *tree,
					     struct scan_coverage *coverage, GError **error)
{
	guint rules = scan->rules->len;
	struct scan_candidates *found = g_new0(struct scan_candidates, rules + 1);
	g_autofree GChecksum **digests = g_new0(GChecksum *, rules + 1);
	g_autofree guint8 *present = g_malloc(wordset_count(scan->words) + 1);
	g_autofree guint64 *hashes = word_hashes(scan->words);
	struct look look = {
		.scan = scan, .coverage = coverage, .found = found, .digests = digests,
		.present = present, .hashes = hashes,
		.index = tree_commit(tree) ? scan->index : NULL,
	};
	bool ok;

	make_cover(scan);
	for (guint i = 0; i < rules; i++) {
		found[i].paths = g_ptr_array_new_with_free_func(g_free);
		digests[i] = g_checksum_new(G_CHECKSUM_SHA1);
	}
	ok = survey(&look, tree, error);
	for (guint i = 0; i < rules; i++) {
		found[i].digest = g_strdup(g_checksum_get_string(digests[i]));
		g_checksum_free(digests[i]);
	}
	if (ok)
		return found;
	scan_candidates_free(found, rules);
	return NULL;
}

void scan_candidates_free(struct scan_candidates *candidates, guint rules)
{
	for (guint i = 0; candidates && i < rules; i++) {
		g_ptr_array_unref(candidates[i].paths);
		g_free(candidates[i].digest);
	}
	g_free(candidates);
}
