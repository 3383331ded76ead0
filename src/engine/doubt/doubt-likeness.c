// SPDX-License-Identifier: GPL-2.0-only
#include "engine/code/text.h"
#include "engine/doubt/doubtparts.h"
#include "engine/result/signs.h"

static GBytes *region_text(const struct csource *source, const struct cregion *region)
{
	const struct ctoken *first = ctoken_at(source, region->first_token);
	const struct ctoken *last = ctoken_at(source, region->last_token);

	return g_bytes_new(first->text, last->text + last->size - first->text);
}

void scene_likeness(struct scene *scene, struct signs *signs)
{
	const struct csource *base = scene_source(scene, BASE), *ours = scene_source(scene, OURS);
	const GArray *changes = scene->here;
	const struct cregion *last = NULL;

	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);
		const struct cregion *here = csource_at(ours, change->old_at + 1);
		const struct cregion *there = here ? csource_function(base, here->name) : NULL;
		g_autoptr(GBytes) a = NULL, b = NULL;

		if (!here || here == last)
			continue;
		last = here;
		if (!there) {
			if (here->kind == CREGION_FUNCTION)
				signs->value[SIGN_function] = 0;
			continue;
		}
		a = region_text(ours, here);
		b = region_text(base, there);
		signs->value[SIGN_function] = MIN(signs->value[SIGN_function],
						  text_percent_alike(a, b));
	}
}
