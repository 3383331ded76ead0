// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tree that a person completes: what is settled is in it, and what is not
 * stands between conflict markers, as git merge-tree makes it.
 */
#include "engine/pickfile.h"

#include <string.h>

#include "base/escape.h"

/* digits of a commit id that people write */
#define ID_DIGITS 12

/* "0123456789ab (title)", as git cherry-pick labels it */
static char *label_of(const struct commit *commit)
{
	g_autofree char *title = commit_title(commit);
	g_autofree char *safe = escape_line(title, -1);
	char id[OBJECT_ID_HEX + 1];

	return g_strdup_printf("%.*s (%s)", ID_DIGITS, object_id_hex(&commit->id, id), safe);
}

void pick_marks_begin(struct pick_job *job)
{
	char *theirs;

	if (!job->picker->options.marks)
		return;
	theirs = job->upstream ? label_of(job->upstream) : g_strdup("upstream's patch");
	job->labels.ours = label_of(job->onto);
	job->labels.base = g_strconcat(job->upstream ? "parent of " : "before ", theirs, NULL);
	job->labels.theirs = theirs;
	job->marked = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					    (GDestroyNotify)g_bytes_unref);
}

void pick_marks_clear(struct pick_job *job)
{
	g_free((char *)job->labels.ours);
	g_free((char *)job->labels.base);
	g_free((char *)job->labels.theirs);
	g_clear_pointer(&job->marked, g_hash_table_unref);
}

/* a file that this tree lacks: all of it is in question */
static GBytes *mark_absent(struct pick_job *job, const struct file_merge *merge,
			   struct picked_file *file)
{
	g_autoptr(GBytes) empty = g_bytes_new_static("", 0);
	g_autoptr(threeway) threeway = NULL;
	struct pick_text *text = pick_text_read(job, merge, file, NULL);
	GBytes *marked = NULL;

	if (text && text->base && text->theirs) {
		threeway = threeway_new(text->base, empty, text->theirs);
		marked = threeway_marked(threeway, job->labels.ours, job->labels.base,
					 job->labels.theirs);
	}
	pick_text_free(text);
	return marked;
}

static GBytes *marked_file(struct pick_job *job, guint number, struct picked_file *file)
{
	const struct file_merge *merge = number < job->files->len ? job->files->pdata[number] :
								    NULL;
	GBytes *known = g_hash_table_lookup(job->marked, file->path);

	if (known)
		return g_bytes_ref(known);
	return merge && merge->state == MERGE_ABSENT ? mark_absent(job, merge, file) : NULL;
}

/* markers have one length in a file: that of the first that starts a conflict */
static unsigned int marker_length(GBytes *marked)
{
	g_autoptr(GArray) lines = lines_of(marked);
	unsigned int longest = 0;

	for (guint i = 0; i < lines->len; i++) {
		const struct line *line = &g_array_index(lines, struct line, i);
		unsigned int run = 0;

		while (run < line->size && line->text[run] == '<')
			run++;
		if (run >= MARKER_SIZE && line_marker(line, run))
			longest = MAX(longest, run);
	}
	return longest;
}

static bool put_marked(struct pick_job *job, guint number, struct picked_file *file,
		       GError **error)
{
	g_autoptr(GBytes) marked = marked_file(job, number, file);
	const struct file_merge *merge = job->files->pdata[number];
	struct tree_delta delta = { NULL };

	if (!marked)
		return true;
	file->markers = marker_length(marked);
	delta.new.mode = merge->result.mode ? merge->result.mode : merge->theirs.mode;
	if (!objects_write_blob(job->objects, marked, &delta.new.id, error))
		return false;
	delta.path = g_strdup(file->path);
	g_array_append_val(job->edits, delta);
	if (strcmp(merge->path, merge->ours_path) && merge->ours.mode) {
		struct tree_delta gone = { .path = g_strdup(merge->ours_path) };

		g_array_append_val(job->edits, gone);
	}
	return true;
}

bool pick_marks_finish(struct pick_job *job, struct picked *picked, GError **error)
{
	if (!job->marked)
		return true;
	for (guint i = 0; i < picked->files->len; i++) {
		struct picked_file *file = picked->files->pdata[i];

		if (!file->rung && !put_marked(job, i, file, error))
			return false;
	}
	return objects_write_tree(job->objects, &job->ours, job->edits, &picked->marked, error);
}
