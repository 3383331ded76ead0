// SPDX-License-Identifier: GPL-2.0-only
/*
 * What of a semantic patch runs in a mode, and what its places must have.
 *
 * A function can be looked at without the others of its file when nothing that a
 * part found in one function can matter in another: a part that inherits a
 * position stays where that position is; one that inherits only names, or that
 * depends on another part having matched at all, does not.
 */
#include "rules/smpl.h"

#include <string.h>

#include "base/strings.h"

/* a dependency is read as: may it hold? What depends on a match may go either way. */
struct dependency {
	const char *at;
	const struct smpl *smpl;
	const char *mode;
	bool names_part;
};

static bool may_hold(struct dependency *d, bool *out_may_fail);

static void skip(struct dependency *d)
{
	d->at += strspn(d->at, " \t\n");
}

static bool atom(struct dependency *d, bool *out_may_fail)
{
	const char *start;
	g_autofree char *name = NULL;

	skip(d);
	if (*d->at == '!') {
		bool may_fail = false, may;

		d->at++;
		may = atom(d, &may_fail);
		*out_may_fail = may;
		return may_fail;
	}
	if (*d->at == '(') {
		bool may;

		d->at++;
		may = may_hold(d, out_may_fail);
		skip(d);
		if (*d->at == ')')
			d->at++;
		return may;
	}
	for (start = d->at; g_ascii_isalnum(*d->at) || *d->at == '_';)
		d->at++;
	name = g_strndup(start, d->at - start);
	if (!strcmp(name, "ever") || !strcmp(name, "never"))
		return atom(d, out_may_fail);
	if (smpl_has_virtual(d->smpl, name)) {
		bool on = !strcmp(name, d->mode);

		*out_may_fail = !on;
		return on;
	}
	d->names_part = true;
	*out_may_fail = true;
	return true;
}

/* no precedence: parentheses are what rules use; and-before-or would only be stricter */
static bool may_hold(struct dependency *d, bool *out_may_fail)
{
	bool may = atom(d, out_may_fail);

	for (skip(d); g_str_has_prefix(d->at, "&&") || g_str_has_prefix(d->at, "||"); skip(d)) {
		bool and = *d->at == '&', may_fail = false, other;

		d->at += 2;
		other = atom(d, &may_fail);
		may = and ? may && other : may || other;
		*out_may_fail = and ? *out_may_fail || may_fail : *out_may_fail && may_fail;
	}
	return may;
}

static const struct smpl_part *find_part(const GPtrArray *parts, const char *name)
{
	for (guint i = 0; i < parts->len; i++) {
		const struct smpl_part *part = parts->pdata[i];

		if (*name && !strcmp(part->name, name))
			return part;
	}
	return NULL;
}

/* does all that it inherits from run too? */
static bool parents_run(const GPtrArray *active, const struct smpl_part *part)
{
	for (guint i = 0; i < part->inherits->len; i++) {
		const struct smpl_inherit *inherit = part->inherits->pdata[i];

		if (!inherit->negative && !find_part(active, inherit->from))
			return false;
	}
	return true;
}

static bool depends_on_part(const struct smpl *smpl, const struct smpl_part *part,
			    const char *mode, bool *out_runs)
{
	struct dependency d = { .at = part->depends, .smpl = smpl, .mode = mode };
	bool may_fail;

	*out_runs = !*part->depends || may_hold(&d, &may_fail);
	return d.names_part;
}

static bool holds_position(const struct smpl_part *part)
{
	for (guint i = 0; i < part->inherits->len; i++) {
		const struct smpl_inherit *inherit = part->inherits->pdata[i];

		if (inherit->position && !inherit->negative)
			return true;
	}
	return false;
}

static bool inherits_names(const struct smpl_part *part)
{
	for (guint i = 0; i < part->inherits->len; i++) {
		const struct smpl_inherit *inherit = part->inherits->pdata[i];

		if (!inherit->position && !inherit->negative)
			return true;
	}
	return false;
}

/* words for a part to match in a place, with those of the parts that matched there before */
static struct need *place_need(const GPtrArray *active, const struct smpl_part *part)
{
	struct need *need = need_new(NEED_ALL);

	need_add(need, need_copy(part->need));
	for (guint i = 0; i < part->inherits->len; i++) {
		const struct smpl_inherit *inherit = part->inherits->pdata[i];
		const struct smpl_part *from = find_part(active, inherit->from);

		if (from && from != part && inherit->position && !inherit->negative)
			need_add(need, place_need(active, from));
	}
	return need_simplify(need);
}

static struct need *file_need(const GPtrArray *active, const struct smpl_part *part)
{
	struct need *need = need_new(NEED_ALL);

	need_add(need, need_copy(part->need));
	for (guint i = 0; i < part->inherits->len; i++) {
		const struct smpl_inherit *inherit = part->inherits->pdata[i];
		const struct smpl_part *from = find_part(active, inherit->from);

		if (from && from != part && !inherit->negative)
			need_add(need, file_need(active, from));
	}
	return need_simplify(need);
}

/* a part that speaks: the last of those that a script reads, or one with marks */
static bool speaks(const struct smpl_plan *plan, const struct smpl_part *part)
{
	if (part->kind != SMPL_MATCH)
		return false;
	if (!plan->scripts)
		return part->marks;
	for (guint i = 0; i < plan->active->len; i++) {
		const struct smpl_part *script = plan->active->pdata[i];

		if (script->kind != SMPL_SCRIPT)
			continue;
		for (guint j = 0; j < script->inherits->len; j++) {
			const struct smpl_inherit *inherit = script->inherits->pdata[j];

			if (!strcmp(inherit->from, part->name))
				return true;
		}
	}
	return false;
}

/* does @part come after @from by a chain of inherited positions? */
static bool follows(const GPtrArray *active, const struct smpl_part *part,
		    const struct smpl_part *from)
{
	if (part == from)
		return true;
	for (guint i = 0; i < part->inherits->len; i++) {
		const struct smpl_inherit *inherit = part->inherits->pdata[i];
		const struct smpl_part *parent = find_part(active, inherit->from);

		if (parent && parent != part && inherit->position && !inherit->negative &&
		    follows(active, parent, from))
			return true;
	}
	return false;
}

/* a script that reads parts which do not follow from one another sees all pairs of a file */
static bool script_crosses(const GPtrArray *active, const struct smpl_part *script)
{
	for (guint i = 0; i < script->inherits->len; i++) {
		const struct smpl_inherit *a = script->inherits->pdata[i];
		const struct smpl_part *first = find_part(active, a->from);

		for (guint j = 0; j < i; j++) {
			const struct smpl_inherit *b = script->inherits->pdata[j];
			const struct smpl_part *second = find_part(active, b->from);

			if (first && second && !follows(active, first, second) &&
			    !follows(active, second, first))
				return true;
		}
	}
	return false;
}

static void add_active(struct smpl_plan *plan, const struct smpl *smpl, bool *out_crosses)
{
	for (guint i = 0; i < smpl->parts->len; i++) {
		struct smpl_part *part = smpl->parts->pdata[i];
		bool runs, depends = depends_on_part(smpl, part, plan->mode, &runs);

		if (!runs || !parents_run(plan->active, part))
			continue;
		g_ptr_array_add(plan->active, part);
		plan->scripts |= part->kind == SMPL_SCRIPT;
		plan->whole |= part->directives;
		if (part->kind == SMPL_SCRIPT)
			*out_crosses |= script_crosses(plan->active, part);
		else if ((depends || inherits_names(part)) && !holds_position(part))
			*out_crosses = true;
	}
}

struct smpl_plan *smpl_plan_new(const struct smpl *smpl, const char *mode)
{
	struct smpl_plan *plan = g_new0(struct smpl_plan, 1);
	struct need *file = need_new(NEED_ANY), *piece = need_new(NEED_ANY);
	bool crosses = false, spoken = false;

	plan->mode = g_strdup(mode);
	plan->active = g_ptr_array_new();
	add_active(plan, smpl, &crosses);
	for (guint i = 0; i < plan->active->len; i++) {
		const struct smpl_part *part = plan->active->pdata[i];

		if (part->kind != SMPL_MATCH)
			continue;
		if (speaks(plan, part)) {
			need_add(file, file_need(plan->active, part));
			spoken = true;
		}
		if (crosses || speaks(plan, part))
			need_add(piece, place_need(plan->active, part));
	}
	/* nothing that is known to speak: then anything may */
	if (!spoken) {
		need_add(file, need_new(NEED_ALL));
		need_add(piece, need_new(NEED_ALL));
	}
	plan->file = need_simplify(file);
	plan->piece = need_simplify(piece);
	plan->whole |= need_is_nothing(plan->piece) || smpl->stateful;
	plan->alone = !crosses && !plan->whole;
	return plan;
}

void smpl_plan_free(struct smpl_plan *plan)
{
	if (!plan)
		return;
	g_free(plan->mode);
	need_free(plan->file);
	need_free(plan->piece);
	g_ptr_array_unref(plan->active);
	g_free(plan);
}
