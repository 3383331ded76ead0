// SPDX-License-Identifier: GPL-2.0-only
/*
 * A part inherits only from parts before it, so that one pass over them tells where they can
 * match, and one back where that is of use.
 */
#include "rules/reach.h"

#include <stdbool.h>
#include <string.h>

#include "base/strings.h"

struct reach {
	const struct smpl_plan *plan;
	const struct slicer *slicer;
	GPtrArray *sets;	/* guint8 *: a byte a definition, by part */
};

void reach_bind(const struct smpl_plan *plan, struct wordset *words)
{
	for (guint i = 0; i < plan->active->len; i++)
		need_bind(((struct smpl_part *)plan->active->pdata[i])->need, words);
}

/* index of the last part of that name before @before, or -1 */
static int part_named(const struct reach *r, const char *name, guint before)
{
	for (guint i = before; i-- > 0;) {
		const struct smpl_part *part = r->plan->active->pdata[i];

		if (!strcmp(part->name, name))
			return i;
	}
	return -1;
}

static void narrow(const struct reach *r, guint8 *set, const guint8 *by)
{
	for (guint i = 0; i < slicer_count(r->slicer); i++)
		set[i] &= by[i];
}

/* false: the value may come from anywhere */
static bool follow(const struct reach *r, guint index, const struct smpl_inherit *inherit,
		   guint8 *set)
{
	int from = part_named(r, inherit->from, index);
	const struct smpl_part *part = from < 0 ? NULL : r->plan->active->pdata[from];
	g_autofree guint8 *users = g_malloc0(slicer_count(r->slicer) + 1);

	/* what is only excluded makes no place possible; without a value there is no match */
	if (inherit->negative)
		return true;
	if (!part) {
		narrow(r, set, users);
		return true;
	}
	if (inherit->position) {
		narrow(r, set, r->sets->pdata[from]);
		return true;
	}
	if (!g_hash_table_contains(part->heads, inherit->name))
		return false;
	slicer_users(r->slicer, r->sets->pdata[from], users);
	narrow(r, set, users);
	return true;
}

static bool add_part(struct reach *r, guint index)
{
	const struct smpl_part *part = r->plan->active->pdata[index];
	guint8 *set = g_malloc0(slicer_count(r->slicer) + 1);

	g_ptr_array_add(r->sets, set);
	if (part->kind != SMPL_MATCH || part->directives)
		return false;
	slicer_with(r->slicer, part->need, set);
	for (guint i = 0; i < part->inherits->len; i++) {
		if (!follow(r, index, part->inherits->pdata[i], set))
			return false;
	}
	return true;
}

/* does it matter that a part has matched, wherever that was? */
static bool counts_anywhere(const struct reach *r, const struct smpl_part *part)
{
	for (guint i = 0; *part->name && i < r->plan->active->len; i++) {
		const struct smpl_part *other = r->plan->active->pdata[i];

		if (word_in(other->depends, part->name))
			return true;
	}
	return part->marks;
}

/* adds to @used where a later part has a use for what @part finds */
static void add_used(const struct reach *r, guint heir, const struct smpl_part *part,
		     guint8 *used)
{
	const struct smpl_part *later = r->plan->active->pdata[heir];
	g_autofree guint8 *here = g_malloc0(slicer_count(r->slicer) + 1);

	for (guint i = 0; i < later->inherits->len; i++) {
		const struct smpl_inherit *inherit = later->inherits->pdata[i];

		if (strcmp(inherit->from, part->name))
			continue;
		if (inherit->position)
			memcpy(here, r->sets->pdata[heir], slicer_count(r->slicer));
		else if (g_hash_table_contains(part->heads, inherit->name))
			slicer_used(r->slicer, r->sets->pdata[heir], here);
		else
			memset(here, 1, slicer_count(r->slicer));
		for (guint c = 0; c < slicer_count(r->slicer); c++)
			used[c] |= here[c];
	}
}

/* where a part matches and no one asks for it, it need not match */
static void drop_unused(struct reach *r, guint index)
{
	const struct smpl_part *part = r->plan->active->pdata[index];
	g_autofree guint8 *used = g_malloc0(slicer_count(r->slicer) + 1);

	if (counts_anywhere(r, part))
		return;
	for (guint i = index + 1; i < r->plan->active->len; i++)
		add_used(r, i, part, used);
	narrow(r, r->sets->pdata[index], used);
}

GArray *reach_find(const struct smpl_plan *plan, const struct slicer *slicer)
{
	g_autoptr(GPtrArray) sets = g_ptr_array_new_with_free_func(g_free);
	struct reach r = { .plan = plan, .slicer = slicer, .sets = sets };
	GArray *found;

	for (guint i = 0; i < plan->active->len; i++) {
		if (!add_part(&r, i))
			return NULL;
	}
	for (guint i = plan->active->len; i-- > 0;)
		drop_unused(&r, i);
	found = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint c = 0; c < slicer_count(slicer); c++) {
		bool any = false;

		for (guint i = 0; !any && i < sets->len; i++)
			any = ((guint8 *)sets->pdata[i])[c];
		if (any)
			g_array_append_val(found, c);
	}
	return found;
}
