// SPDX-License-Identifier: GPL-2.0-only
/*
 * Blocks of 4 KiB, in which names stand by hash, twelve bytes each, and a sum over the block; the
 * first hash of each block; a tail.  In the byte order of the machine, as it is a cache: a file
 * from elsewhere fails the check of its sums.  A block is read when it is asked for, and checked.
 */
#include "engine/names/wordfile.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK_SIZE 4096
#define RECORDS 340

/* blocks that are kept, 8 MB; all are dropped when so many are: a tree of DPDK's size has fewer */
#define BLOCKS_KEPT 2048

struct record {
	guint64 hash;
	guint32 count;
} __attribute__((packed));

/* @count: of @records that are used */
struct block {
	struct record records[RECORDS];
	guint64 count;
	guint64 sum;
};

G_STATIC_ASSERT(sizeof(struct block) == BLOCK_SIZE);

static const char magic[8] = "bswords";

/* @sum: over the first hashes */
struct tail {
	guint64 sum;
	guint64 blocks;
	guint64 names;
	char magic[8];
};

/**
 * struct word_file - opened
 * @first: hash of each block's first name
 * @kept: blocks that were read, NULL for others
 * @read: how many were
 */
struct word_file {
	int fd;
	struct tail tail;
	guint64 *first;
	struct block **kept;
	guint read;
};

guint64 word_sum(const guint64 *numbers, gsize count)
{
	guint64 sum = count;

	for (gsize i = 0; i < count; i++)
		sum = (sum ^ numbers[i]) * 0x9e3779b97f4a7c15 + (sum >> 29);
	return sum;
}

static guint64 sum_of_block(const struct block *block)
{
	return word_sum((const guint64 *)block, offsetof(struct block, sum) / sizeof(guint64));
}

static bool read_at(int fd, void *out, gsize size, off_t at)
{
	for (gsize done = 0; done < size;) {
		const ssize_t count = pread(fd, (char *)out + done, size - done, at + done);

		if (count <= 0)
			return false;
		done += count;
	}
	return true;
}

static bool read_tail(struct word_file *file)
{
	struct tail *tail = &file->tail;
	struct stat status;
	guint64 rest;

	if (fstat(file->fd, &status) || status.st_size < (off_t)sizeof(*tail) ||
	    !read_at(file->fd, tail, sizeof(*tail), status.st_size - sizeof(*tail)) ||
	    memcmp(tail->magic, magic, sizeof(magic)))
		return false;
	rest = status.st_size - sizeof(*tail);
	if (rest % (BLOCK_SIZE + sizeof(guint64)) ||
	    tail->blocks != rest / (BLOCK_SIZE + sizeof(guint64)))
		return false;
	file->first = g_new(guint64, tail->blocks + 1);
	return read_at(file->fd, file->first, tail->blocks * sizeof(guint64),
		       tail->blocks * BLOCK_SIZE) &&
	       word_sum(file->first, tail->blocks) == tail->sum;
}

struct word_file *word_file_open(const char *path, bool *damaged)
{
	g_autoptr(word_file) file = g_new0(struct word_file, 1);
	bool good;

	file->fd = open(path, O_RDONLY | O_CLOEXEC);
	good = file->fd >= 0 && read_tail(file);
	if (damaged)
		*damaged = file->fd >= 0 && !good;
	if (!good)
		return NULL;
	file->kept = g_new0(struct block *, file->tail.blocks + 1);
	return g_steal_pointer(&file);
}

static void drop_blocks(struct word_file *file)
{
	for (guint64 i = 0; file->kept && i < file->tail.blocks; i++)
		g_clear_pointer(&file->kept[i], g_free);
	file->read = 0;
}

void word_file_close(struct word_file *file)
{
	if (!file)
		return;
	drop_blocks(file);
	if (file->fd >= 0)
		close(file->fd);
	g_free(file->kept);
	g_free(file->first);
	g_free(file);
}

guint64 word_file_names(const struct word_file *file)
{
	return file->tail.names;
}

static bool read_block(const struct word_file *file, guint64 number, struct block *out)
{
	return read_at(file->fd, out, BLOCK_SIZE, number * BLOCK_SIZE) &&
	       out->count && out->count <= RECORDS && sum_of_block(out) == out->sum &&
	       out->records[0].hash == file->first[number];
}

static const struct block *block_at(struct word_file *file, guint64 number)
{
	struct block *block = file->kept[number];

	if (block)
		return block;
	block = g_new(struct block, 1);
	if (!read_block(file, number, block)) {
		g_free(block);
		return NULL;
	}
	if (file->read >= BLOCKS_KEPT)
		drop_blocks(file);
	file->kept[number] = block;
	file->read++;
	return block;
}

/* the block that has the hash, if any has; false where all begin behind it */
static bool find_block(const struct word_file *file, guint64 hash, guint64 *out)
{
	guint64 low = 0, high = file->tail.blocks;

	while (low < high) {
		const guint64 middle = low + (high - low) / 2;

		if (file->first[middle] <= hash)
			low = middle + 1;
		else
			high = middle;
	}
	*out = low - 1;
	return low;
}

static guint32 find_record(const struct block *block, guint64 hash)
{
	guint low = 0, high = block->count;

	while (low < high) {
		const guint middle = low + (high - low) / 2;

		if (block->records[middle].hash == hash)
			return block->records[middle].count;
		if (block->records[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return 0;
}

bool word_file_get(struct word_file *file, guint64 hash, guint32 *out)
{
	const struct block *block;
	guint64 number;

	*out = 0;
	if (!find_block(file, hash, &number))
		return true;
	block = block_at(file, number);
	if (block)
		*out = find_record(block, hash);
	return block;
}

bool word_file_each(struct word_file *file, bool (*with)(void *data, guint64 hash, guint32 count),
		    void *data)
{
	g_autofree struct block *block = g_new(struct block, 1);

	for (guint64 i = 0; i < file->tail.blocks; i++) {
		if (!read_block(file, i, block))
			return false;
		for (guint n = 0; n < block->count; n++)
			if (!with(data, block->records[n].hash, block->records[n].count))
				return false;
	}
	return true;
}

/**
 * struct word_writer - writing
 * @path: where it will stand
 * @made: where it is made
 * @block: that is not full yet
 * @first: guint64: of each block
 * @good: all was written so far
 */
struct word_writer {
	char *path;
	char *made;
	FILE *out;
	struct block block;
	GArray *first;
	struct tail tail;
	bool good;
};

static FILE *open_new(const char *path, char **out)
{
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *made = g_build_filename(folder, WORD_FILE_NEW "XXXXXX", NULL);
	const int fd = g_mkstemp_full(made, O_RDWR | O_CLOEXEC, 0600);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");

	if (fd >= 0 && !file)
		close(fd);
	*out = g_steal_pointer(&made);
	return file;
}

struct word_writer *word_writer_new(const char *path)
{
	g_autofree char *made = NULL;
	FILE *out = open_new(path, &made);
	struct word_writer *writer;

	if (!out)
		return NULL;
	writer = g_new0(struct word_writer, 1);
	writer->path = g_strdup(path);
	writer->made = g_steal_pointer(&made);
	writer->out = out;
	writer->first = g_array_new(FALSE, FALSE, sizeof(guint64));
	memcpy(writer->tail.magic, magic, sizeof(magic));
	writer->good = true;
	return writer;
}

static void write_data(struct word_writer *writer, const void *data, gsize size)
{
	writer->good = writer->good && fwrite(data, 1, size, writer->out) == size;
}

static void write_block(struct word_writer *writer)
{
	struct block *block = &writer->block;

	block->sum = sum_of_block(block);
	write_data(writer, block, BLOCK_SIZE);
	memset(block, 0, BLOCK_SIZE);
}

void word_writer_add(struct word_writer *writer, guint64 hash, guint32 count)
{
	struct block *block = &writer->block;

	if (!block->count)
		g_array_append_val(writer->first, hash);
	block->records[block->count++] = (struct record){ hash, count };
	writer->tail.names++;
	if (block->count == RECORDS)
		write_block(writer);
}

bool word_writer_end(struct word_writer *writer, bool good)
{
	if (writer->block.count)
		write_block(writer);
	writer->tail.blocks = writer->first->len;
	writer->tail.sum = word_sum((const guint64 *)writer->first->data, writer->first->len);
	write_data(writer, writer->first->data, writer->first->len * sizeof(guint64));
	write_data(writer, &writer->tail, sizeof(writer->tail));
	good = !fclose(writer->out) && writer->good && good &&
	       !g_rename(writer->made, writer->path);
	if (!good)
		g_unlink(writer->made);
	g_array_unref(writer->first);
	g_free(writer->made);
	g_free(writer->path);
	g_free(writer);
	return good;
}
