// SPDX-License-Identifier: GPL-2.0-only
/*
 * Code that is in another file here is found by what it is in: a function, a
 * type, a table or a macro keeps its name when it moves.
 */
#include <string.h>

#include "base/bytefind.h"
#include "engine/code/text.h"
#include "engine/ladder/evidence.h"
#include "engine/merge/beside.h"
#include "engine/pick/pickabsent.h"

/* a definition that shares fewer of its words with upstream's has only the name in common */
#define SAME_NAME_ONLY 0.3

void target_put(struct target *target, GBytes *text)
{
	g_clear_pointer(&target->definitions, definitions_free);
	g_clear_pointer(&target->now_has, g_free);
	g_bytes_unref(target->now);
	target->now = text;
}

static bool mentions(GBytes *bytes, const char *name)
{
	gsize size;
	const char *text = bytes ? g_bytes_get_data(bytes, &size) : NULL;

	return text && bytes_find(text, size, name, strlen(name));
}

static const struct cregion *find_in(GBytes *bytes, struct definitions **definitions,
				     const struct cregion *wanted)
{
	if (!*wanted->name || !mentions(bytes, wanted->name))
		return NULL;
	if (!*definitions)
		*definitions = definitions_of(bytes);
	return definitions_like(*definitions, wanted);
}

static double likeness(GBytes *a, GBytes *b)
{
	gsize a_size, b_size;
	const char *x = g_bytes_get_data(a, &a_size), *y = g_bytes_get_data(b, &b_size);

	return text_likeness(x, a_size, y, b_size);
}

/* the file that has upstream's definition: the most alike one, if it is by itself */
static struct target *find_target(const struct wanted *wanted, const struct cregion *region,
				  const GPtrArray *targets)
{
	g_autoptr(GBytes) base = definition_text(wanted->base, region);
	double best = SAME_NAME_ONLY;
	struct target *found = NULL;

	for (guint i = 0; i < targets->len; i++) {
		struct target *target = targets->pdata[i];
		const struct cregion *here = find_in(target->now, &target->definitions, region);
		g_autoptr(GBytes) ours = NULL;
		double alike;

		if (!here || find_in(target->twin, &target->twin_definitions, region))
			continue;
		ours = definition_text(target->definitions, here);
		alike = likeness(base, ours);
		if (alike == best)
			found = NULL;
		if (alike <= best)
			continue;
		best = alike;
		found = target;
	}
	return found;
}

static void add_signs(struct target *target, const struct resolution *resolution, bool code,
		      GBytes *base, GBytes *ours, GBytes *theirs)
{
	g_autoptr(scans) scans = scans_new();
	struct signs signs = resolution->signs;

	if (!resolution->regions->len)
		evidence_find(&(struct evidence_input){
			.c = code,
			.base = base,
			.theirs = theirs,
			.ours = ours,
			.result = resolution->bytes,
			.regions = resolution->regions,
			.scans = scans,
		}, &signs);
	signs.value[SIGN_function] = MIN(signs.value[SIGN_function], 100 * likeness(base, ours));
	signs.value[SIGN_found]++;
	signs_join(&target->signs, &signs);
}

static bool merge_definition(struct pick_job *job, const struct wanted *wanted,
			     const struct cregion *region, struct target *target)
{
	const struct cregion *after = definitions_like(wanted->theirs, region);
	const struct cregion *here = definitions_like(target->definitions, region);
	g_autoptr(GBytes) base = definition_text(wanted->base, region);
	g_autoptr(GBytes) ours = definition_text(target->definitions, here);
	g_autoptr(GBytes) theirs = after ? definition_text(wanted->theirs, after) : NULL;
	g_autoptr(resolution) resolution = NULL;

	if (!theirs)
		return false;
	resolution = pick_resolve_part(job, target->path, base, ours, theirs);
	/* what is left out there has no place yet */
	if (!resolution->bytes || resolution->dropped->len)
		return false;
	add_signs(target, resolution, true, base, ours, theirs);
	if (!g_bytes_equal(ours, resolution->bytes))
		target_put(target, definition_replace(target->definitions, here,
						      resolution->bytes));
	return true;
}

bool place_whole(struct pick_job *job, struct wanted *wanted, struct target *target)
{
	GBytes *base = wanted->base->bytes, *theirs = wanted->theirs->bytes;
	g_autoptr(resolution) resolution =
		pick_resolve_part(job, target->path, base, target->now, theirs);

	if (!resolution->bytes || resolution->dropped->len || resolution->stands ||
	    g_bytes_equal(resolution->bytes, target->now))
		return false;
	add_signs(target, resolution, wanted->code, base, target->now, theirs);
	target_put(target, g_bytes_ref(resolution->bytes));
	for (guint i = 0; i < wanted->changes->len; i++)
		wanted->placed[i] = true;
	return true;
}

static struct span old_lines(const struct change *change)
{
	return (struct span){ change->old_at, change->old_at + change->old_count };
}

void place_defined(struct pick_job *job, struct wanted *wanted, const GPtrArray *targets)
{
	const struct cregion *last = NULL;
	bool good = false;

	for (guint i = 0; i < wanted->changes->len; i++) {
		const struct change *change = &g_array_index(wanted->changes, struct change, i);
		const struct cregion *region = definitions_holding(wanted->base,
								   old_lines(change));
		struct target *target;

		if (!region)
			continue;
		if (region != last) {
			last = region;
			target = find_target(wanted, region, targets);
			good = target && merge_definition(job, wanted, region, target);
		}
		wanted->placed[i] = good;
	}
}

static bool put_beside(struct wanted *wanted, const struct change *change, struct target *target)
{
	const struct edit edit = {
		.old = { change->old_at, change->old_at },
		.new = { change->new_at, change->new_at + change->new_count },
	};
	GBytes *text;

	if (!target->definitions)
		target->definitions = definitions_of(target->now);
	text = beside_put(wanted->base, wanted->theirs->lines, &edit, target->definitions);
	if (!text)
		return false;
	target->signs.value[SIGN_beside]++;
	target_put(target, text);
	return true;
}

void place_beside(struct wanted *wanted, const GPtrArray *targets)
{
	for (guint i = 0; i < wanted->changes->len; i++) {
		const struct change *change = &g_array_index(wanted->changes, struct change, i);

		if (wanted->placed[i] || change->old_count ||
		    definitions_holding(wanted->base, old_lines(change)))
			continue;
		for (guint k = 0; k < targets->len && !wanted->placed[i]; k++) {
			struct target *target = targets->pdata[k];

			if (!g_bytes_equal(target->before, target->now))
				wanted->placed[i] = put_beside(wanted, change, target);
		}
	}
}
