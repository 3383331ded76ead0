// SPDX-License-Identifier: GPL-2.0-only
/*
 * How many C files of a tree use each name: those of a large tree are looked up in a file, and
 * moved from tree to tree by what differs.  The move is made when the first question is asked, as
 * most picks ask none.
 */
#include "engine/names/words.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/tmpdir.h"
#include "engine/code/includelines.h"
#include "engine/code/lex.h"
#include "engine/names/filecounts.h"
#include "engine/names/wordfile.h"
#include "engine/names/wordlist.h"
#include "engine/names/wordsort.h"
#include "engine/names/wordstore.h"

/* so many files that differ are looked at one by one before the counts are moved */
#define FEW_DELTAS 32

/* one thread at a time goes a long way: the next finds what it has kept */
static GMutex far_away;

/* of so many files one may be unreadable: without more of them the counts say nothing */
#define READ_MIN 100

struct words {
	struct objects *objects;
	char *folder;
	struct tmpdir *scratch; /* for what cannot be kept there */
	bool apart; /* @folder is of no use: it cannot be written, or leads where nothing is read */
	struct object_id tree; /* that the counts are of */
	struct object_id wanted;
	GArray *deltas;	/* struct tree_delta between the two; NULL: not looked for yet */
	struct word_file *kept; /* counts of a tree that it is near; NULL for none */
	char *path; /* of @kept */
	struct file_counts *counts; /* what differs from these */
	GHashTable *unread; /* paths of files of @tree that are not there to be read */
	guint files; /* C files of a tree, where it had to be known; else 0 */
	GError *error; /* why @wanted could not be read */
	guint passed; /* how often it was not worth to ask */
};

struct words *words_new(struct objects *objects, const char *folder)
{
	struct words *words = g_new0(struct words, 1);

	wordlists_hold(folder);
	words->objects = objects;
	words->folder = g_strdup(folder);
	words->counts = file_counts_new();
	words->unread = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return words;
}

void words_free(struct words *words)
{
	if (!words)
		return;
	wordlists_drop();
	g_clear_error(&words->error);
	g_clear_pointer(&words->deltas, g_array_unref);
	word_file_close(words->kept);
	g_free(words->path);
	file_counts_free(words->counts);
	tmpdir_free(words->scratch);
	g_hash_table_unref(words->unread);
	g_free(words->folder);
	g_free(words);
}

static void count_tail(struct words *words, const char *tail, int by)
{
	file_counts_add(words->counts, lex_hash_tagged(tail, strlen(tail), WORD_HEADER), by);
}

/* a file can be included by every tail of its path, see include_may_mean() */
static void count_header(struct words *words, const char *path, int by)
{
	for (const char *tail = path; tail; tail = strchr(tail, '/')) {
		const char *rest;

		tail += *tail == '/';
		count_tail(words, tail, by);
		rest = include_as_asm(tail);
		if (rest) {
			g_autofree char *as_asm = g_strconcat("asm/", rest, NULL);

			count_tail(words, as_asm, by);
		}
	}
}

static bool is_counted(const char *path, const struct tree_item *item)
{
	return tree_item_is_file(item) && path_is_c(path);
}

static bool count_one(void *data, const char *path, const struct tree_item *item)
{
	*(guint *)data += is_counted(path, item);
	return true;
}

/*
 * A clone without its largest files, or a damaged repository, still says what the others have;
 * one that has hardly any file does not.
 */
static bool do_without(struct words *words, const char *path, int by)
{
	/* what was counted must be taken back */
	if (by < 0)
		return g_hash_table_remove(words->unread, path);
	g_hash_table_add(words->unread, g_strdup(path));
	if (!words->files)
		objects_list(words->objects, &words->wanted, "", count_one, &words->files, NULL);
	return words->files / READ_MIN >= g_hash_table_size(words->unread);
}

/* a tree's counts are kept as a whole then: see engine/names/wordstore.h */
static bool is_far(const struct words *words)
{
	return words->deltas->len >= WORDSTORE_WORTH;
}

static bool count_file(struct words *words, const char *path, const struct tree_item *item,
		       int by, GError **error)
{
	g_autoptr(wordlist) list = NULL;
	g_autoptr(GError) missing = NULL;

	if (!is_counted(path, item))
		return true;
	list = wordlist_of(words->objects, &item->id, !is_far(words), &missing);
	if (!list && !do_without(words, path, by)) {
		g_propagate_error(error, g_steal_pointer(&missing));
		return false;
	}
	count_header(words, path, by);
	for (guint i = 0; list && i < list->count; i++)
		file_counts_add(words->counts, list->hashes[i], by);
	return true;
}

static bool find_deltas(struct words *words, GError **error)
{
	if (!words->deltas)
		words->deltas =
			objects_compare(words->objects, &words->tree, &words->wanted, error);
	return words->deltas != NULL;
}

/* counts that a failure left half moved are worth nothing */
static void forget(struct words *words)
{
	memset(&words->tree, 0, sizeof(words->tree));
	g_clear_pointer(&words->kept, word_file_close);
	g_clear_pointer(&words->path, g_free);
	file_counts_clear(words->counts);
	g_hash_table_remove_all(words->unread);
}

static void start_anew(struct words *words, bool apart)
{
	words->apart |= apart;
	forget(words);
	g_clear_pointer(&words->deltas, g_array_unref);
}

/* a damaged file is no use to anybody, and what was looked up in it is counted anew */
static void forget_damaged(struct words *words)
{
	start_anew(words, g_unlink(words->path) && errno != ENOENT);
}

/* in the file and what differs from it; false where the file is damaged */
static bool look_up(struct words *words, guint64 hash, unsigned int *out)
{
	guint32 kept = 0;
	const bool good = !words->kept || word_file_get(words->kept, hash, &kept);
	const gint64 count = (gint64)kept + file_counts_get(words->counts, hash);

	*out = good ? MAX(count, 0) : 0;
	return good;
}

static GArray *way_from_kept(struct words *words, struct object_id *out, const char **folder)
{
	const char *const folders[] = { words->apart ? NULL : words->folder,
					words->scratch ? tmpdir_path(words->scratch) : NULL };
	GArray *best = NULL;

	for (guint i = 0; i < G_N_ELEMENTS(folders); i++) {
		struct object_id tree;
		GArray *way = folders[i] ? wordstore_nearest(folders[i], words->objects,
							     &words->wanted, &tree) : NULL;

		if (way && (!best || way->len < best->len)) {
			g_clear_pointer(&best, g_array_unref);
			best = g_steal_pointer(&way);
			*out = tree;
			*folder = folders[i];
		}
		g_clear_pointer(&way, g_array_unref);
	}
	return best;
}

/* takes the file over; what was counted before is not of it */
static void take_kept(struct words *words, struct word_file *kept, const char *path)
{
	word_file_close(words->kept);
	g_free(words->path);
	words->kept = kept;
	words->path = g_strdup(path);
	file_counts_clear(words->counts);
}

/* a long way is shorter from a tree that was kept */
static void start_near(struct words *words)
{
	g_autoptr(GArray) way = NULL;
	g_autofree char *path = NULL;
	const char *folder = NULL;
	struct word_file *kept;
	struct object_id tree;
	bool damaged;

	way = way_from_kept(words, &tree, &folder);
	if (!way || way->len >= words->deltas->len)
		return;
	path = wordstore_path(folder, &tree);
	kept = word_file_open(path, &damaged);
	if (damaged)
		g_unlink(path);
	if (!kept)
		return;
	forget(words);
	take_kept(words, kept, path);
	words->tree = tree;
	g_array_unref(words->deltas);
	words->deltas = g_steal_pointer(&way);
}

/* where counts can be kept: one that is kept for others does not tell what it lacks */
static const char *place_to_keep(struct words *words, GError **error)
{
	if (words->folder && !words->apart && !g_hash_table_size(words->unread) &&
	    folder_make(words->folder, NULL))
		return words->folder;
	if (!words->scratch)
		words->scratch = tmpdir_new(error);
	return words->scratch ? tmpdir_path(words->scratch) : NULL;
}

static bool write_counts(struct words *words, struct word_sort *sort, GError **error)
{
	const char *folder = place_to_keep(words, error);
	g_autofree char *path = folder ? wordstore_path(folder, &words->wanted) : NULL;
	struct word_file *kept = NULL;
	bool damaged = false;

	if (!path)
		return false;
	if (word_sort_write(sort, words->kept, words->counts, path, &damaged))
		kept = word_file_open(path, NULL);
	if (damaged)
		g_unlink(words->path);
	if (!kept) {
		g_set_error(error, BS_ERROR, BS_ERROR_IO,
			    "cannot keep the counts of names in '%s', which may be full", folder);
		return false;
	}
	take_kept(words, kept, path);
	/* nobody starts from there: that files are lacking is known here alone */
	if (g_hash_table_size(words->unread))
		g_unlink(path);
	wordstore_trim(folder);
	return true;
}

static bool spill(struct words *words, struct word_sort *sort, GError **error)
{
	const char *folder;

	if (!sort || !word_sort_full(words->counts))
		return true;
	folder = place_to_keep(words, error);
	if (!folder)
		return false;
	if (word_sort_spill(sort, words->counts, folder))
		return true;
	g_set_error(error, BS_ERROR, BS_ERROR_IO, "cannot write to '%s', which may be full",
		    folder);
	return false;
}

/* by the files that differ, which are of no use any more then; @sort: takes what becomes much */
static bool move_by_deltas(struct words *words, struct word_sort *sort, GError **error)
{
	for (guint i = 0; i < words->deltas->len; i++) {
		const struct tree_delta *delta =
			&g_array_index(words->deltas, struct tree_delta, i);

		if (!count_file(words, delta->path, &delta->old, -1, error) ||
		    !count_file(words, delta->path, &delta->new, 1, error) ||
		    !spill(words, sort, error))
			return false;
	}
	g_clear_pointer(&words->deltas, g_array_unref);
	return true;
}

/* from a tree that was kept, where one is nearer: another thread may just have kept it */
static bool move_far(struct words *words, GError **error)
{
	g_autoptr(word_sort) sort = NULL;

	if (!find_deltas(words, error))
		return false;
	start_near(words);
	if (is_far(words))
		sort = word_sort_new();
	return move_by_deltas(words, sort, error) && (!sort || write_counts(words, sort, error));
}

/* to what is wanted */
static bool go(struct words *words, GError **error)
{
	bool good;

	if (!find_deltas(words, error))
		return false;
	if (!is_far(words))
		return move_by_deltas(words, NULL, error);
	/* found again when it is this one's turn */
	g_clear_pointer(&words->deltas, g_array_unref);
	g_mutex_lock(&far_away);
	good = move_far(words, error);
	g_mutex_unlock(&far_away);
	return good;
}

/* what is kept costs time when it fails, no more: it may be of a clone that has other files */
static bool go_in_any_way(struct words *words, GError **error)
{
	g_autoptr(GError) cause = NULL;

	if (go(words, &cause))
		return true;
	if (!words->folder || words->apart) {
		g_propagate_error(error, g_steal_pointer(&cause));
		return false;
	}
	start_anew(words, true);
	return go(words, error);
}

static bool move(struct words *words, GError **error)
{
	if (!go_in_any_way(words, error))
		return false;
	words->tree = words->wanted;
	return true;
}

static void settle(struct words *words)
{
	if (words->error || object_id_equal(&words->tree, &words->wanted))
		return;
	if (!move(words, &words->error))
		forget(words);
}

/* is the way to what is wanted short, or one from a tree that was kept? */
static bool is_near(struct words *words)
{
	g_autoptr(GArray) way = NULL;
	const char *folder;
	struct object_id tree;

	if (object_id_equal(&words->tree, &words->wanted))
		return true;
	if (!find_deltas(words, NULL))
		return false;
	if (!is_far(words))
		return true;
	way = way_from_kept(words, &tree, &folder);
	return way && way->len < WORDSTORE_WORTH;
}

bool words_near(const struct words *words)
{
	return !words->error && is_near((struct words *)words);
}

bool words_worth(const struct words *words)
{
	return words_near(words) || (!words->error && ((struct words *)words)->passed++ > 0);
}

void words_goto(struct words *words, const struct object_id *tree)
{
	if (object_id_equal(&words->wanted, tree) && !words->error)
		return;
	words->wanted = *tree;
	g_clear_pointer(&words->deltas, g_array_unref);
	g_clear_error(&words->error);
}

bool words_known(const struct words *words, GError **error)
{
	if (words->error && error)
		*error = g_error_copy(words->error);
	return !words->error;
}

bool words_settle(const struct words *words, GError **error)
{
	settle((struct words *)words);
	return words_known(words, error);
}

const char *words_unread(const struct words *words)
{
	GHashTableIter iter;
	gpointer path;

	g_hash_table_iter_init(&iter, words->unread);
	return !words->error && g_hash_table_iter_next(&iter, &path, NULL) ? path : NULL;
}

/* 1 or 0; -1 where it cannot be read */
static int file_has(struct words *words, const char *path, const struct tree_item *item,
		    guint64 hash)
{
	g_autoptr(wordlist) list = NULL;

	if (!is_counted(path, item))
		return 0;
	list = wordlist_of(words->objects, &item->id, true, NULL);
	return list ? wordlist_has(list, hash) : -1;
}

/*
 * How many of the files that differ had the name and have it no more; all of them, when they
 * cannot be read.  What they were before has been counted, and so is known most often; what they
 * are now is read only where they had it.  The rest counts as lost once @had cannot get down to 0.
 */
static unsigned int lost(struct words *words, guint64 hash, unsigned int had)
{
	unsigned int lost = 0;

	for (guint i = 0; i < words->deltas->len; i++) {
		const struct tree_delta *delta =
			&g_array_index(words->deltas, struct tree_delta, i);
		unsigned int left = words->deltas->len - i;
		int before;

		if (had > lost + left)
			return lost + left;
		before = file_has(words, delta->path, &delta->old, hash);
		if (before < 0)
			return words->deltas->len;
		lost += before && file_has(words, delta->path, &delta->new, hash) <= 0;
	}
	return lost;
}

/* has some file the name, whatever most of those hold that differ? then they need not be read */
static bool surely(struct words *words, guint64 hash)
{
	unsigned int had, gone;

	if (words->error || object_id_equal(&words->tree, &words->wanted) ||
	    object_id_is_null(&words->tree) || !find_deltas(words, NULL) ||
	    !look_up(words, hash, &had))
		return false;
	gone = words->deltas->len;
	if (had && had <= gone && gone <= FEW_DELTAS)
		gone = lost(words, hash, had);
	return had > gone;
}

static unsigned int count_of(struct words *words, guint64 hash)
{
	unsigned int count;

	settle(words);
	if (look_up(words, hash, &count))
		return count;
	forget_damaged(words);
	settle(words);
	return look_up(words, hash, &count) ? count : 0;
}

/* of a header the paths tell all: what is in the files that differ need not be read */
static bool count_headers(struct words *words, guint64 hash, const char *name, gsize size,
			  unsigned int *out)
{
	if (words->error || object_id_equal(&words->tree, &words->wanted) ||
	    !find_deltas(words, NULL) || !look_up(words, hash, out))
		return false;
	for (guint i = 0; i < words->deltas->len; i++) {
		const struct tree_delta *delta =
			&g_array_index(words->deltas, struct tree_delta, i);

		if (!include_may_mean(delta->path, name, size))
			continue;
		*out += is_counted(delta->path, &delta->new);
		*out -= is_counted(delta->path, &delta->old);
	}
	return true;
}

/* as count_header() counts it, and wordlist_scan() */
static guint64 hash_of(unsigned int role, const char *name, gsize size)
{
	if (role == WORD_HEADER)
		name = include_tail(name, &size);
	return lex_hash_tagged(name, size, role);
}

unsigned int words_count(const struct words *words, unsigned int role, const char *name,
			 gsize size)
{
	guint64 hash = hash_of(role, name, size);
	unsigned int headers;

	if (role == WORD_HEADER &&
	    count_headers((struct words *)words, hash, name, size, &headers))
		return headers;
	return count_of((struct words *)words, hash);
}

bool words_has(const struct words *words, unsigned int role, const char *name, gsize size)
{
	guint64 hash = hash_of(role, name, size);

	return (role != WORD_HEADER && surely((struct words *)words, hash)) ||
	       words_count(words, role, name, size);
}

bool words_reads(const struct words *words, unsigned int role, const char *name, gsize size)
{
	return !words->error && !object_id_equal(&words->tree, &words->wanted) &&
	       !surely((struct words *)words, hash_of(role, name, size));
}
