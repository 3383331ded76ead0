// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE
#include "tree/history-index.h"

#include <stdlib.h>
#include <string.h>

#include "format/patch.h"
#include "tree/walk.h"

/* how often the progress is told, in commits */
#define TELL_EVERY 4096

struct history_index {
	char *repository;
	struct references *references;
};

/* one update */
struct reading {
	struct references *references;
	const struct progress *progress;
	const GArray *tips;
	GArray *passed;
	gsize count;
	GError *error;
};

static char *index_path(const char *repository, const char *folder)
{
	char *real = realpath(repository, NULL);
	g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256,
								real ? real : repository, -1);
	g_autofree char *name = g_strdup_printf("history-%.16s.db", digest);

	free(real);
	return g_build_filename(folder, name, NULL);
}

struct history_index *history_index_open(const char *repository, const char *folder,
					 GError **error)
{
	g_autoptr(objects) objects = objects_open(repository, NULL, error);
	g_autofree char *path = NULL;
	struct references *references;
	struct history_index *index;

	if (!objects)
		return NULL;
	path = index_path(objects_repository(objects), folder);
	references = references_open(path, error);
	if (!references)
		return NULL;
	index = g_new0(struct history_index, 1);
	index->repository = g_strdup(objects_repository(objects));
	index->references = references;
	return index;
}

static bool add(struct reading *reading, enum reference_kind kind, const char *named,
		const struct walked *commit)
{
	return references_add(reading->references, kind, named, commit->id.bytes, commit->when,
			      &reading->error);
}

static bool add_copy(struct reading *reading, const struct walked *commit)
{
	g_autofree char *named = upstream_of(walked_body(commit));

	return !named || add(reading, REFERENCE_COPY, named, commit);
}

static bool add_fixes(struct reading *reading, const struct walked *commit)
{
	const char *body = walked_body(commit);
	g_autoptr(GPtrArray) ids = NULL;

	/* most have none, and this is read for a million commits */
	if (!strcasestr(body, "fixes:"))
		return true;
	ids = fixes_of(body);
	for (guint i = 0; i < ids->len; i++) {
		g_autofree char *named = g_ascii_strdown(ids->pdata[i], -1);

		if (!add(reading, REFERENCE_FIXES, named, commit))
			return false;
	}
	return true;
}

/* git's words: "This reverts commit ID." */
static bool add_reverts(struct reading *reading, const struct walked *commit)
{
	static const char mark[] = "This reverts commit";

	for (const char *at = strstr(commit->message, mark); at; at = strstr(at, mark)) {
		g_autofree char *named = NULL;
		gsize size;

		at += strlen(mark);
		at += strspn(at, " \t\n");
		size = strspn(at, "0123456789abcdefABCDEF");
		if (size < 7 || size > OBJECT_ID_HEX || g_ascii_isalnum(at[size]))
			continue;
		named = g_ascii_strdown(at, size);
		if (!add(reading, REFERENCE_REVERT, named, commit))
			return false;
	}
	return true;
}

/* a tip that the walk has come to is no tip any more */
static void pass_tip(struct reading *reading, const struct walked *commit)
{
	for (guint i = 0; i < reading->tips->len; i++) {
		const struct object_id *tip = &g_array_index(reading->tips, struct object_id, i);

		if (object_id_equal(tip, &commit->parent))
			g_array_append_vals(reading->passed, tip, 1);
	}
}

static bool read_one(void *data, const struct walked *commit)
{
	struct reading *reading = data;

	if (!(++reading->count % TELL_EVERY))
		progress_step(reading->progress, -1, "reading the history: %zu commits",
			      reading->count);
	pass_tip(reading, commit);
	return add_copy(reading, commit) && add_fixes(reading, commit) &&
	       add_reverts(reading, commit);
}

static bool read_history(struct history_index *index, struct reading *reading,
			 const struct object_id *tip, GError **error)
{
	bool good = history_walk(index->repository, tip, reading->tips, read_one, reading, error);

	if (reading->error) {
		g_propagate_error(error, reading->error);
		good = false;
	}
	/* nothing new: it can be reached from a tip that is known */
	if (good && reading->count)
		return references_finish(index->references, tip->bytes, reading->passed, error);
	references_finish(index->references, NULL, NULL, NULL);
	return good;
}

static bool is_read(const GArray *tips, const struct object_id *tip)
{
	for (guint i = 0; i < tips->len; i++) {
		if (object_id_equal(&g_array_index(tips, struct object_id, i), tip))
			return true;
	}
	return false;
}

bool history_index_update(struct history_index *index, const struct object_id *tip,
			  const struct progress *progress, GError **error)
{
	g_autoptr(GArray) tips = references_tips(index->references);
	g_autoptr(GArray) passed = g_array_new(FALSE, FALSE, sizeof(struct object_id));
	struct reading reading = {
		.references = index->references,
		.progress = progress,
		.tips = tips,
		.passed = passed,
	};

	if (is_read(tips, tip))
		return true;
	return references_begin(index->references, error) &&
	       read_history(index, &reading, tip, error);
}

GArray *history_index_find(const struct history_index *index, enum reference_kind kind,
			   const char *id)
{
	g_autofree char *lower = g_ascii_strdown(id, -1);

	return references_find(index->references, kind, lower);
}

void history_index_free(struct history_index *index)
{
	if (!index)
		return;
	references_free(index->references);
	g_free(index->repository);
	g_free(index);
}
