// SPDX-License-Identifier: GPL-2.0-only
#include "job/siblings.h"

#include <string.h>

#include "base/tmpdir.h"
#include "job/figures.h"
#include "tree/history-index.h"

struct sibling_index {
	struct siblings siblings;
	struct history_index *history;
	struct tmpdir *scratch;
	GMutex lock; /* workers share one connection */
};

static GArray *find(void *data, const struct object_id *upstream)
{
	struct sibling_index *index = data;
	GArray *found = g_array_new(FALSE, FALSE, sizeof(struct sibling));
	g_autoptr(GArray) references = NULL;
	char hex[OBJECT_ID_HEX + 1];

	g_mutex_lock(&index->lock);
	references = history_index_find(index->history, REFERENCE_COPY,
					object_id_hex(upstream, hex));
	g_mutex_unlock(&index->lock);
	for (guint i = 0; references && i < references->len; i++) {
		const struct reference *reference =
			&g_array_index(references, struct reference, i);
		struct sibling sibling = { .when = reference->when };

		memcpy(sibling.commit.bytes, reference->commit, OBJECT_ID_SIZE);
		g_array_append_val(found, sibling);
	}
	return found;
}

static bool read_branches(struct sibling_index *index, struct objects *objects, char **branches,
			  const struct progress *progress, GError **error)
{
	for (; *branches; branches++) {
		g_autoptr(commit) tip = objects_commit(objects, *branches, error);

		if (!tip || !history_index_update(index->history, &tip->id, progress, error))
			return false;
	}
	return true;
}

struct sibling_index *sibling_index_open(const char *repository, char **branches,
					 const struct progress *progress, GError **error)
{
	g_autoptr(sibling_index) index = g_new0(struct sibling_index, 1);
	g_autoptr(objects) objects = objects_open(repository, NULL, error);
	g_autofree char *state = NULL;
	g_autoptr(GError) cause = NULL;

	g_mutex_init(&index->lock);
	if (!objects)
		return NULL;
	state = figures_state(&cause);
	if (cause) {
		g_propagate_error(error, g_steal_pointer(&cause));
		return NULL;
	}
	index->scratch = state ? NULL : tmpdir_new(error);
	if (!state && !index->scratch)
		return NULL;
	index->history = history_index_open(
		repository, state ? state : tmpdir_path(index->scratch), error);
	if (!index->history || !read_branches(index, objects, branches, progress, error))
		return NULL;
	index->siblings = (struct siblings){ find, index };
	return g_steal_pointer(&index);
}

const struct siblings *sibling_index_siblings(const struct sibling_index *index)
{
	return &index->siblings;
}

void sibling_index_free(struct sibling_index *index)
{
	if (!index)
		return;
	history_index_free(index->history);
	tmpdir_free(index->scratch);
	g_mutex_clear(&index->lock);
	g_free(index);
}
