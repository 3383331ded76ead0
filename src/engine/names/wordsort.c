// SPDX-License-Identifier: GPL-2.0-only
#include "engine/names/wordsort.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* names in memory, at 50 bytes each, before they are put aside: three quarters of 2^20 slots */
#define NAMES_MAX 750000

/* counts of a run that are read at a time */
#define READ_AHEAD 4096

/**
 * struct run - counts by hash
 * @at, @left: those in the scratch file that are not read yet
 * @read: struct file_count: read, from @next on not taken yet
 */
struct run {
	off_t at;
	gsize left;
	GArray *read;
	guint next;
};

/**
 * struct word_sort - see the header
 * @scratch: which has no name any more
 * @written: bytes of it
 */
struct word_sort {
	FILE *scratch;
	off_t written;
	GArray *runs;
};

static void run_clear(gpointer data)
{
	g_clear_pointer(&((struct run *)data)->read, g_array_unref);
}

struct word_sort *word_sort_new(void)
{
	struct word_sort *sort = g_new0(struct word_sort, 1);

	sort->runs = g_array_new(FALSE, FALSE, sizeof(struct run));
	g_array_set_clear_func(sort->runs, run_clear);
	return sort;
}

void word_sort_free(struct word_sort *sort)
{
	if (!sort)
		return;
	g_array_unref(sort->runs);
	if (sort->scratch)
		fclose(sort->scratch);
	g_free(sort);
}

static bool open_scratch(struct word_sort *sort, const char *folder)
{
	g_autofree char *path = g_build_filename(folder, "scratch-XXXXXX", NULL);
	const int fd = sort->scratch ? -1 : g_mkstemp_full(path, O_RDWR | O_CLOEXEC, 0600);

	if (fd >= 0) {
		g_unlink(path);
		sort->scratch = fdopen(fd, "w+");
		if (!sort->scratch)
			close(fd);
	}
	return sort->scratch;
}

bool word_sort_full(const struct file_counts *counts)
{
	return file_counts_size(counts) >= NAMES_MAX;
}

bool word_sort_spill(struct word_sort *sort, struct file_counts *counts, const char *folder)
{
	g_autoptr(GArray) sorted = file_counts_sorted(counts);
	struct run run = { .at = sort->written };

	if (!open_scratch(sort, folder) ||
	    fwrite(sorted->data, sizeof(struct file_count), sorted->len, sort->scratch) !=
		    sorted->len)
		return false;
	run.left = sorted->len;
	run.read = g_array_new(FALSE, FALSE, sizeof(struct file_count));
	g_array_append_val(sort->runs, run);
	sort->written += sorted->len * sizeof(struct file_count);
	file_counts_clear(counts);
	return true;
}

/* false where what was written cannot be read */
static bool read_ahead(struct word_sort *sort, struct run *run)
{
	const gsize count = MIN(run->left, READ_AHEAD);
	const gsize size = count * sizeof(struct file_count);

	g_array_set_size(run->read, count);
	run->next = 0;
	run->left -= count;
	run->at += size;
	return !count || pread(fileno(sort->scratch), run->read->data, size, run->at - size) ==
				 (ssize_t)size;
}

/**
 * struct merging - what is being written
 * @runs: of the scratch file, and the counts of the memory
 * @good: all could be read so far
 */
struct merging {
	struct word_sort *sort;
	GArray *runs;
	struct word_writer *writer;
	bool good;
};

/* the next of a run, or NULL */
static const struct file_count *peek(struct merging *merging, struct run *run)
{
	if (run->next == run->read->len)
		merging->good = read_ahead(merging->sort, run) && merging->good;
	return run->next < run->read->len && merging->good ?
		       &g_array_index(run->read, struct file_count, run->next) : NULL;
}

/* the lowest hash of all runs; false behind the last */
static bool lowest(struct merging *merging, guint64 *out)
{
	bool found = false;

	for (guint i = 0; i < merging->runs->len; i++) {
		const struct file_count *next =
			peek(merging, &g_array_index(merging->runs, struct run, i));

		if (next && (!found || next->hash < *out)) {
			*out = next->hash;
			found = true;
		}
	}
	return found;
}

/* what the runs have of a name, all of which stand at it or behind it */
static gint64 take(struct merging *merging, guint64 hash)
{
	gint64 sum = 0;

	for (guint i = 0; i < merging->runs->len; i++) {
		struct run *run = &g_array_index(merging->runs, struct run, i);
		const struct file_count *next = peek(merging, run);

		if (next && next->hash == hash) {
			sum += next->by;
			run->next++;
		}
	}
	return sum;
}

static void put(struct merging *merging, guint64 hash, gint64 count)
{
	if (count > 0)
		word_writer_add(merging->writer, hash, count);
}

/* all that comes before a name of the base, and that name */
static bool put_up_to(void *data, guint64 hash, guint32 count)
{
	struct merging *merging = data;
	guint64 next;
	gint64 more = 0;

	while (lowest(merging, &next) && next <= hash) {
		const gint64 sum = take(merging, next);

		if (next == hash)
			more = sum;
		else
			put(merging, next, sum);
	}
	put(merging, hash, count + more);
	return merging->good;
}

static void put_rest(struct merging *merging)
{
	guint64 next;

	while (lowest(merging, &next))
		put(merging, next, take(merging, next));
}

bool word_sort_write(struct word_sort *sort, struct word_file *base,
		     const struct file_counts *counts, const char *path, bool *damaged)
{
	struct merging merging = { sort, sort->runs, word_writer_new(path), true };
	const struct run last = { .read = file_counts_sorted(counts) };

	g_array_append_val(sort->runs, last);
	if (!merging.writer)
		return false;
	if (sort->scratch)
		merging.good = !fflush(sort->scratch);
	/* what ends it otherwise is the scratch file */
	*damaged = base && !word_file_each(base, put_up_to, &merging) && merging.good;
	if (merging.good && !*damaged)
		put_rest(&merging);
	return word_writer_end(merging.writer, merging.good && !*damaged);
}
