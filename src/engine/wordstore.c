// SPDX-License-Identifier: GPL-2.0-only
/*
 * One file a tree: a head, then twelve bytes a name.  In the byte order of the
 * machine, as it is a cache; a file from elsewhere fails the check of its sum.
 */
#include "engine/wordstore.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "engine/lex.h"
#include "engine/wordlist.h"

/* of the file names; a change of what is counted takes a new one */
#define PREFIX "words-5-"

/* trees kept, 50 MB each for a kernel's */
#define KEPT_MAX 6

#define BUFFER_SIZE (1 << 20)

/* records that are read at a time */
#define BATCH ((size_t)1 << 16)

struct head {
	char magic[8];
	guint64 names;
	guint64 sum;
};

static const char magic[8] = "bswords";

struct record {
	guint64 hash;
	guint32 count;
} __attribute__((packed));

static guint64 add_up(guint64 sum, const struct record *record)
{
	return (sum ^ record->hash ^ record->count) * 0x9e3779b97f4a7c15 + (sum >> 29);
}

static char *path_of(const char *folder, const struct object_id *tree)
{
	char hex[OBJECT_ID_HEX + 1];

	return g_strconcat(folder, "/" PREFIX, object_id_hex(tree, hex), NULL);
}

/* all records, from the first on; a mapped file would stay in memory until the last */
static bool read_records(FILE *file, guint64 names,
			 void (*with)(void *data, const struct record *record), void *data)
{
	g_autofree struct record *records = g_new(struct record, BATCH);

	if (fseek(file, sizeof(struct head), SEEK_SET))
		return false;
	while (names) {
		size_t count = fread(records, sizeof(*records), MIN(names, BATCH), file);

		for (size_t i = 0; i < count; i++)
			with(data, &records[i]);
		if (!count)
			return false;
		names -= count;
	}
	return true;
}

static void add_to_sum(void *data, const struct record *record)
{
	guint64 *sum = data;

	*sum = add_up(*sum, record);
}

static bool holds(FILE *file, struct head *head)
{
	struct stat status;
	guint64 sum = 0;

	if (fread(head, sizeof(*head), 1, file) != 1 || fstat(fileno(file), &status) ||
	    memcmp(head->magic, magic, sizeof(magic)))
		return false;
	if (head->names != (status.st_size - sizeof(*head)) / sizeof(struct record) ||
	    (status.st_size - sizeof(*head)) % sizeof(struct record))
		return false;
	return read_records(file, head->names, add_to_sum, &sum) && sum == head->sum;
}

struct taking {
	void (*take)(void *data, guint64 hash, guint32 count);
	void *data;
};

static void give(void *data, const struct record *record)
{
	const struct taking *taking = data;

	taking->take(taking->data, record->hash, record->count);
}

static void file_close(FILE **file)
{
	if (*file)
		fclose(*file);
}

bool wordstore_load(const char *folder, const struct object_id *tree,
		    void (*take)(void *data, guint64 hash, guint32 count), void *data)
{
	g_autofree char *path = path_of(folder, tree);
	__attribute__((cleanup(file_close))) FILE *file = fopen(path, "rbe");
	struct taking taking = { take, data };
	struct head head;

	if (!file || !holds(file, &head))
		return false;
	wordlists_expect(head.names);
	return read_records(file, head.names, give, &taking);
}

static struct head head_of(const struct file_counts *counts)
{
	struct head head = { .names = 0 };

	memcpy(head.magic, magic, sizeof(magic));
	for (guint32 i = 1; i < file_counts_size(counts); i++) {
		struct record record = { .count = file_counts_get(counts, i) };

		if (!record.count)
			continue;
		record.hash = wordlist_hash(i);
		head.sum = add_up(head.sum, &record);
		head.names++;
	}
	return head;
}

static bool write_records(GOutputStream *out, const struct file_counts *counts)
{
	for (guint32 i = 1; i < file_counts_size(counts); i++) {
		struct record record = { .count = file_counts_get(counts, i) };

		if (!record.count)
			continue;
		record.hash = wordlist_hash(i);
		if (!g_output_stream_write_all(out, &record, sizeof(record), NULL, NULL, NULL))
			return false;
	}
	return true;
}

/* the newest first */
static gint compare_age(gconstpointer a, gconstpointer b)
{
	GStatBuf of_a, of_b;

	if (g_stat(*(char *const *)a, &of_a) || g_stat(*(char *const *)b, &of_b))
		return 0;
	return of_a.st_mtime > of_b.st_mtime ? -1 : of_a.st_mtime < of_b.st_mtime;
}

static GPtrArray *kept(const char *folder)
{
	g_autoptr(GPtrArray) names = folder_names(folder);
	GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < names->len; i++) {
		if (g_str_has_prefix(names->pdata[i], PREFIX))
			g_ptr_array_add(paths, g_build_filename(folder, names->pdata[i], NULL));
	}
	g_ptr_array_sort(paths, compare_age);
	return paths;
}

static void drop_oldest(const char *folder)
{
	g_autoptr(GPtrArray) paths = kept(folder);

	for (guint i = KEPT_MAX; i < paths->len; i++)
		g_unlink(paths->pdata[i]);
}

void wordstore_save(const char *folder, const struct object_id *tree,
		    const struct file_counts *counts)
{
	g_autofree char *path = path_of(folder, tree);
	g_autoptr(GFile) file = g_file_new_for_path(path);
	g_autoptr(GFileOutputStream) to = NULL;
	g_autoptr(GOutputStream) out = NULL;
	g_autoptr(GCancellable) cancel = g_cancellable_new();
	struct head head = head_of(counts);

	if (!folder_make(folder, NULL))
		return;
	/* takes the place of an old one when it is closed, and only then */
	to = g_file_replace(file, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, NULL);
	if (!to)
		return;
	out = g_buffered_output_stream_new_sized(G_OUTPUT_STREAM(to), BUFFER_SIZE);
	if (!g_output_stream_write_all(out, &head, sizeof(head), NULL, NULL, NULL) ||
	    !write_records(out, counts))
		g_cancellable_cancel(cancel);
	g_output_stream_close(out, cancel, NULL);
	drop_oldest(folder);
}

static bool tree_of(const char *path, struct object_id *out)
{
	return object_id_parse(strrchr(path, '/') + 1 + strlen(PREFIX), out);
}

static bool is_shorter(const GArray *way, const GArray *than)
{
	return way && (!than || way->len < than->len);
}

GArray *wordstore_nearest(const char *folder, struct objects *objects,
			  const struct object_id *wanted, struct object_id *out)
{
	g_autoptr(GPtrArray) paths = kept(folder);
	g_autoptr(GArray) best = NULL;

	for (guint i = 0; i < paths->len && (!best || best->len > WORDSTORE_WORTH); i++) {
		g_autoptr(GArray) way = NULL;
		struct object_id tree;

		/* one of another repository is not in this one */
		if (tree_of(paths->pdata[i], &tree))
			way = objects_compare(objects, &tree, wanted, NULL);
		if (!is_shorter(way, best))
			continue;
		*out = tree;
		g_clear_pointer(&best, g_array_unref);
		best = g_steal_pointer(&way);
	}
	return g_steal_pointer(&best);
}
