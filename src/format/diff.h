/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Unified diffs as git and GNU diff write them: bytes in, structs out, and
 * back.  What `git apply` refuses is refused here, with the line and the reason.
 */
#ifndef FORMAT_DIFF_H
#define FORMAT_DIFF_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/**
 * struct diff_line - one line of a hunk
 * @kind: ' ' context, '-' removed, '+' added
 * @no_eol: "\ No newline at end of file" follows
 * @text: the line without kind and newline; points into the diff's bytes, not
 *        NUL-terminated
 * @size: of @text in bytes
 */
struct diff_line {
	char kind;
	bool no_eol;
	const char *text;
	size_t size;
};

/**
 * struct hunk - "@@ -old_start,old_lines +new_start,new_lines @@ section"
 * @old_start: first line in the pre-image, from 1; 0 when @old_lines is 0
 * @old_lines: context and removed lines
 * @new_start: first line in the post-image
 * @new_lines: context and added lines
 * @section: text behind the second "@@", without leading blank; may be ""
 * @lines: struct diff_line
 */
struct hunk {
	unsigned long old_start;
	unsigned long old_lines;
	unsigned long new_start;
	unsigned long new_lines;
	char *section;
	GArray *lines;
};

/** enum file_change - what happens to the file as a whole */
enum file_change {
	FILE_MODIFIED,
	FILE_CREATED,
	FILE_DELETED,
	FILE_RENAMED,
	FILE_COPIED,
};

/**
 * struct binary - one direction of a binary patch
 * @delta: it holds a delta, not the content itself
 * @length: bytes that it unpacks to
 * @text: "literal N" and the lines below with the empty one behind; in the diff's bytes
 * @size: of @text
 */
struct binary {
	bool delta;
	size_t length;
	const char *text;
	size_t size;
};

/**
 * struct file_diff - what a diff does to one file
 * @change: see enum file_change
 * @old_path: path in the pre-image without "a/", NULL for a created file
 * @new_path: path in the post-image without "b/", NULL for a deleted file
 * @old_mode: octal mode, 0 when not stated
 * @new_mode: octal mode, 0 when not stated
 * @old_id: blob id from the index line, as abbreviated there, or NULL
 * @new_id: blob id from the index line, or NULL
 * @binary: a binary patch or "Binary files differ"; @hunks is then empty
 * @forward: what a binary patch does, NULL when it does not tell
 * @backward: what takes it back, or NULL
 * @plain: it has no header of git, and so does not tell whether an empty side is no file
 * @bare: its names were written without "a/" and "b/", which git needs
 * @hunks: struct hunk *, in file order
 */
struct file_diff {
	enum file_change change;
	char *old_path;
	char *new_path;
	unsigned int old_mode;
	unsigned int new_mode;
	char *old_id;
	char *new_id;
	bool binary;
	struct binary *forward;
	struct binary *backward;
	bool plain;
	bool bare;
	GPtrArray *hunks;
	/*< private >*/
	GBytes *before;
	GBytes *after;
};

/**
 * struct diff - a parsed diff
 * @files: struct file_diff *, in order
 * @text: the bytes that were parsed, from the first file header to the last hunk line
 */
struct diff {
	GPtrArray *files;
	GBytes *text;
};

/** DIFF_PARTS_MAX - hunks and files in a diff that is read */
#define DIFF_PARTS_MAX 1500000

/**
 * diff_parse() - parse a diff
 * @bytes: text that may have a preamble and a mail signature around the diff
 * @error: BS_ERROR_INPUT with the line number: a hunk cut off, counts that do not
 *         add up, no diff at all; BS_ERROR_UNSAFE for a path that leaves the tree;
 *         BS_ERROR_LIMIT above DIFF_PARTS_MAX
 */
struct diff *diff_parse(GBytes *bytes, GError **error);

/** diff_write() - append the diff in git's form to @out */
void diff_write(const struct diff *diff, GString *out);

/** diff_is_bare() - is any file of it named without prefixes? */
bool diff_is_bare(const struct diff *diff);

/** diff_same() - are two diffs written the same? */
bool diff_same(const struct diff *a, const struct diff *b);

/**
 * diff_reverse() - the diff that takes @diff back
 * @diff: stays as it is; its bytes are shared
 *
 * Files are in the opposite order.  A copy is taken back by deleting it, without its content.
 */
struct diff *diff_reverse(const struct diff *diff);

void diff_free(struct diff *diff);

/** file_diff_path() - what stands for the file: the new path, or the old one of a deletion */
const char *file_diff_path(const struct file_diff *file);

/** file_diff_special() - is it a symbolic link or a submodule on one of its sides? */
bool file_diff_special(const struct file_diff *file);

/**
 * hunk_image() - one side of a hunk as text
 * @hunk: the hunk
 * @skip: '+' for the pre-image, '-' for the post-image
 * Return: lines with their newlines (the last without where @no_eol is set)
 */
GString *hunk_image(const struct hunk *hunk, char skip);

/**
 * diff_images() - compare two versions of a file
 * @path: of both
 * @before: pre-image, NULL when the file is new
 * @after: post-image, NULL when it goes
 * @context: lines of context
 *
 * Hunk sections name the function, in git's way.  Ids are those git would give.
 *
 * Return: the file's diff; without hunks when both are the same.
 */
struct file_diff *diff_images(const char *path, GBytes *before, GBytes *after,
			      unsigned int context);

/** diff_blob_id() - the id that git gives this content: 40 digits, newly allocated */
char *diff_blob_id(GBytes *bytes);

void file_diff_free(struct file_diff *file);

/** file_diff_new() - an empty one, to be freed with file_diff_free() */
struct file_diff *file_diff_new(void);

/** hunk_new() - a hunk without lines, to be freed with hunk_free() */
struct hunk *hunk_new(void);

void hunk_free(struct hunk *hunk);

typedef struct diff diff;
typedef struct file_diff file_diff;
typedef struct hunk hunk;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(diff, diff_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(hunk, hunk_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(file_diff, file_diff_free)

#endif /* FORMAT_DIFF_H */
