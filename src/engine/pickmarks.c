// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tree that a person completes: what is settled is in it, and what is not
 * stands between conflict markers, as git merge-tree makes it.
 */
#include "engine/pickfile.h"

#include <string.h>

#include "base/escape.h"
#include "engine/draft.h"

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
static GBytes *mark_absent(struct pick_job *job, const struct pick_text *text)
{
	g_autoptr(GBytes) empty = g_bytes_new_static("", 0);
	g_autoptr(threeway) threeway = threeway_new(text->base, empty, text->theirs, NULL);

	return threeway_marked(threeway, job->labels.ours, job->labels.base, job->labels.theirs);
}

static GBytes *marked_file(struct pick_job *job, const struct file_merge *merge,
			   const struct pick_text *text)
{
	GBytes *known = g_hash_table_lookup(job->marked, text->file->path);

	if (!text->base || !text->theirs)
		return NULL;
	if (known)
		return g_bytes_ref(known);
	return merge->state == MERGE_ABSENT ? mark_absent(job, text) : NULL;
}

static GBytes *known_bytes(GBytes *bytes)
{
	return bytes ? g_bytes_ref(bytes) : g_bytes_new_static("", 0);
}

static struct draft *draft_of(const struct pick_text *text, GBytes *marked, unsigned int mode)
{
	struct draft *draft = draft_new(text->file->path);
	g_autoptr(GBytes) ours = known_bytes(text->ours);
	g_autoptr(threeway) threeway = threeway_new(text->base, ours, text->theirs, NULL);

	draft->kind = mode & 0100 ? TREE_EXECUTABLE : TREE_FILE;
	draft->ours = text->ours ? g_bytes_ref(text->ours) : NULL;
	draft->base = g_bytes_ref(text->base);
	draft->theirs = g_bytes_ref(text->theirs);
	draft->given = g_bytes_ref(marked);
	draft->markers = threeway_marker_size(threeway);
	return draft;
}

static void add_edit(struct pick_job *job, const char *path, const struct tree_item *item)
{
	struct tree_delta delta = { .path = g_strdup(path), .new = *item };

	g_array_append_val(job->edits, delta);
}

static bool put_marked(struct pick_job *job, const struct file_merge *merge,
		       const struct pick_text *text, struct picked *picked, GError **error)
{
	static const struct tree_item nothing;
	g_autoptr(GBytes) marked = marked_file(job, merge, text);
	struct tree_item item = { .mode = merge->result.mode ? merge->result.mode :
							       merge->theirs.mode };
	struct draft *draft;

	if (!marked)
		return true;
	if (!objects_write_blob(job->objects, marked, &item.id, error))
		return false;
	draft = draft_of(text, marked, item.mode);
	if (strcmp(merge->path, merge->ours_path) && merge->ours.mode)
		draft->from = g_strdup(merge->ours_path);
	text->file->markers = draft->markers;
	g_ptr_array_add(picked->drafts, draft);
	add_edit(job, merge->path, &item);
	if (strcmp(merge->path, merge->ours_path) && merge->ours.mode)
		add_edit(job, merge->ours_path, &nothing);
	return true;
}

static bool mark_file(struct pick_job *job, const struct file_merge *merge,
		      struct picked_file *file, struct picked *picked, GError **error)
{
	struct pick_text *text;
	bool good;

	if (merge->state != MERGE_CONTENT && merge->state != MERGE_ABSENT)
		return true;
	text = pick_text_read(job, merge, file, error);
	good = text && put_marked(job, merge, text, picked, error);
	pick_text_free(text);
	return good;
}

bool pick_marks_finish(struct pick_job *job, struct picked *picked, GError **error)
{
	if (!job->marked)
		return true;
	picked->drafts = drafts_new();
	for (guint i = 0; i < picked->files->len; i++) {
		struct picked_file *file = picked->files->pdata[i];

		if (!file->rung && !mark_file(job, job->files->pdata[i], file, picked, error))
			return false;
	}
	return objects_write_tree(job->objects, &job->ours, job->edits, &picked->marked, error);
}
