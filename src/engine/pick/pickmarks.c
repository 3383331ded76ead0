// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tree that a person completes: what is settled is in it, and what is not
 * stands between conflict markers, as git merge-tree makes it.
 */
#include "engine/pick/pickfile.h"

#include <string.h>

#include "base/escape.h"
#include "engine/code/text.h"
#include "engine/ladder/draft.h"

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

/* what is on no side is empty, as git takes it */
static GBytes *known_bytes(GBytes *bytes)
{
	return bytes ? g_bytes_ref(bytes) : g_bytes_new_static("", 0);
}

static struct threeway *merge_of(const struct pick_text *text)
{
	g_autoptr(GBytes) base = known_bytes(text->base), ours = known_bytes(text->ours);
	g_autoptr(GBytes) theirs = known_bytes(text->theirs);

	return threeway_new(base, ours, theirs, NULL);
}

static bool is_text(GBytes *bytes)
{
	return !bytes || !text_binary(bytes);
}

/* NULL where git's merge would stop nowhere */
static GBytes *marked_file(struct pick_job *job, const struct threeway *threeway,
			   const struct pick_text *text)
{
	GBytes *known = g_hash_table_lookup(job->marked, text->file->path);

	if (known)
		return g_bytes_ref(known);
	if (!threeway->conflicts)
		return NULL;
	return threeway_marked(threeway, job->labels.ours, job->labels.base, job->labels.theirs);
}

static GBytes *ref_or_null(GBytes *bytes)
{
	return bytes ? g_bytes_ref(bytes) : NULL;
}

/* without markers all of the file is in question: it stands as it is here */
static struct draft *draft_of(const struct pick_text *text, const struct threeway *threeway,
			      GBytes *marked, unsigned int mode)
{
	struct draft *draft = draft_new(text->file->path);

	draft->kind = mode & 0100 ? TREE_EXECUTABLE : TREE_FILE;
	draft->ours = ref_or_null(text->ours);
	draft->base = ref_or_null(text->base);
	draft->theirs = ref_or_null(text->theirs);
	draft->given = ref_or_null(marked ? marked : text->ours);
	draft->markers = marked ? threeway_marker_size(threeway) : 0;
	draft->whole = !marked;
	return draft;
}

static void add_edit(struct pick_job *job, const char *path, const struct tree_item *item)
{
	struct tree_delta delta = { .path = g_strdup(path), .new = *item };

	g_array_append_val(job->edits, delta);
}

static bool is_moved(const struct file_merge *merge)
{
	return strcmp(merge->path, merge->ours_path) && merge->ours.mode;
}

/* what the rungs made of a file that is open all the same */
static void drop_edit(struct pick_job *job, const char *path)
{
	for (guint i = job->edits->len; i-- > 0;) {
		if (!strcmp(g_array_index(job->edits, struct tree_delta, i).path, path))
			g_array_remove_index(job->edits, i);
	}
}

static bool put_edits(struct pick_job *job, const struct file_merge *merge, GBytes *marked,
		      unsigned int mode, GError **error)
{
	static const struct tree_item nothing;
	struct tree_item item = { .mode = mode };

	if (!objects_write_blob(job->objects, marked, &item.id, error))
		return false;
	drop_edit(job, merge->path);
	add_edit(job, merge->path, &item);
	if (is_moved(merge)) {
		drop_edit(job, merge->ours_path);
		add_edit(job, merge->ours_path, &nothing);
	}
	return true;
}

static unsigned int mode_of(const struct file_merge *merge)
{
	if (merge->result.mode)
		return merge->result.mode;
	return merge->theirs.mode ? merge->theirs.mode : merge->ours.mode;
}

static bool put_draft(struct pick_job *job, const struct file_merge *merge,
		      const struct pick_text *text, struct picked *picked, GError **error)
{
	g_autoptr(threeway) threeway = NULL;
	g_autoptr(GBytes) marked = NULL;
	struct draft *draft;

	if (!is_text(text->base) || !is_text(text->ours) || !is_text(text->theirs))
		return true;
	threeway = merge_of(text);
	marked = marked_file(job, threeway, text);
	/* a file of two names, in which nothing is open, has only its name to be chosen */
	if (!marked && is_moved(merge))
		return true;
	if (marked && !put_edits(job, merge, marked, mode_of(merge), error))
		return false;
	draft = draft_of(text, threeway, marked, mode_of(merge));
	if (is_moved(merge))
		draft->from = g_strdup(merge->ours_path);
	text->file->markers = draft->markers;
	g_ptr_array_add(picked->drafts, draft);
	return true;
}

/*
 * A file that this tree lacks, and that a person may make all the same: upstream's is there for
 * who wants it, unless its code is in other files.
 */
static void put_absent(const struct file_merge *merge, const struct pick_text *text,
		       struct picked *picked)
{
	struct draft *draft;

	if (!text->base || !text->theirs || !is_text(text->base) || !is_text(text->theirs))
		return;
	draft = draft_of(text, NULL, NULL, mode_of(merge));
	draft->whole = strcmp(text->file->rung, "elsewhere") != 0;
	if (!draft->whole) {
		g_clear_pointer(&draft->base, g_bytes_unref);
		g_clear_pointer(&draft->theirs, g_bytes_unref);
	}
	g_ptr_array_add(picked->drafts, draft);
}

static bool is_absent(const struct file_merge *merge, const struct picked_file *file)
{
	return merge->state == MERGE_ABSENT && file->rung;
}

static bool is_file_or_none(const struct tree_item *item)
{
	return !item->mode || tree_item_is_file(item);
}

/* both sides gave it a mode of their own: that cannot be chosen in an editor */
static bool modes_differ(const struct file_merge *merge)
{
	return merge->base.mode && merge->ours.mode && merge->theirs.mode &&
	       merge->ours.mode != merge->base.mode && merge->theirs.mode != merge->base.mode &&
	       merge->ours.mode != merge->theirs.mode;
}

/* can it be completed by editing a file? A link, a submodule, a name or a mode cannot */
static bool is_editable(const struct file_merge *merge)
{
	if (!is_file_or_none(&merge->base) || !is_file_or_none(&merge->ours) ||
	    !is_file_or_none(&merge->theirs) || modes_differ(merge))
		return false;
	if (merge->state != MERGE_REFUSED)
		return true;
	return !merge->blocked && !strcmp(merge->path, merge->ours_path);
}

static bool mark_file(struct pick_job *job, const struct file_merge *merge,
		      struct picked_file *file, struct picked *picked, GError **error)
{
	struct pick_text *text;
	bool good;

	if (!is_editable(merge))
		return true;
	text = pick_text_read(job, merge, file, error);
	good = text != NULL;
	if (good && is_absent(merge, file))
		put_absent(merge, text, picked);
	else if (good)
		good = put_draft(job, merge, text, picked, error);
	pick_text_free(text);
	return good;
}

/* do the rungs settle the conflict by changing nothing? Then they settled nothing */
static bool is_all_open(struct pick_job *job, bool *out, GError **error)
{
	struct object_id tree;

	if (!objects_write_tree(job->objects, &job->ours, job->edits, &tree, error))
		return false;
	*out = object_id_equal(&tree, &job->ours);
	if (*out)
		g_array_set_size(job->edits, 0);
	return true;
}

/* git stops there, and what the rungs made of it is not certain, or leaves something out */
static bool is_uncertain(const struct pick_job *job, const struct picked_file *file)
{
	return file->conflicted && (!strcmp(file->rung, "dialect") ||
				    g_hash_table_contains(job->marked, file->path));
}

static bool is_open(const struct pick_job *job, const struct picked *picked, guint number, bool all)
{
	const struct picked_file *file = picked->files->pdata[number];

	return !file->rung || is_absent(job->files->pdata[number], file) ||
	       is_uncertain(job, file) || (all && (file->conflicted || !picked->conflicted));
}

bool pick_marks_finish(struct pick_job *job, struct picked *picked, GError **error)
{
	bool all;

	if (!job->marked)
		return true;
	if (!is_all_open(job, &all, error))
		return false;
	picked->drafts = drafts_new();
	for (guint i = 0; i < picked->files->len; i++) {
		struct picked_file *file = picked->files->pdata[i];

		if (is_open(job, picked, i, all) &&
		    !mark_file(job, job->files->pdata[i], file, picked, error))
			return false;
	}
	return objects_write_tree(job->objects, &job->ours, job->edits, &picked->marked, error);
}
