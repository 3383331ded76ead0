// SPDX-License-Identifier: GPL-2.0-only
#include "tree/ancestry.h"

#include <stdlib.h>
#include <string.h>

#include "tree/objects.h"

/* a walk over the kernel's history takes as long as a few single questions without commit-graph */
#define QUESTIONS 4

/*
 * @ids: struct object_id, sorted; NULL until there is a list
 * @asked: questions so far
 * @failed: there is no list to be had
 */
struct ancestry {
	GMutex lock;
	GArray *ids;
	guint asked;
	bool failed;
};

struct ancestry *ancestry_new(void)
{
	struct ancestry *ancestry = g_new0(struct ancestry, 1);

	g_mutex_init(&ancestry->lock);
	return ancestry;
}

void ancestry_free(struct ancestry *ancestry)
{
	if (!ancestry)
		return;
	g_clear_pointer(&ancestry->ids, g_array_unref);
	g_mutex_clear(&ancestry->lock);
	g_free(ancestry);
}

static int compare_ids(gconstpointer a, gconstpointer b)
{
	return memcmp(a, b, OBJECT_ID_SIZE);
}

static GArray *parse(char *text)
{
	GArray *ids = g_array_new(FALSE, FALSE, sizeof(struct object_id));
	struct object_id id;

	for (char *line = text, *end; (end = strchr(line, '\n')); line = end + 1) {
		*end = '\0';
		if (object_id_parse(line, &id))
			g_array_append_val(ids, id);
	}
	g_array_sort(ids, compare_ids);
	return ids;
}

bool ancestry_has(struct ancestry *ancestry, const char *commit, char *(*list)(const void *data),
		  const void *data, bool *out)
{
	g_autofree char *text = NULL;
	struct object_id id;
	bool known;

	if (!object_id_parse(commit, &id))
		return false;
	g_mutex_lock(&ancestry->lock);
	if (!ancestry->ids && !ancestry->failed && ++ancestry->asked > QUESTIONS) {
		text = list(data);
		ancestry->failed = !text;
		ancestry->ids = text ? parse(text) : NULL;
	}
	known = ancestry->ids != NULL;
	if (known)
		*out = bsearch(&id, ancestry->ids->data, ancestry->ids->len, sizeof(id),
			       compare_ids) != NULL;
	g_mutex_unlock(&ancestry->lock);
	return known;
}
