// SPDX-License-Identifier: GPL-2.0-only
/*
 * A part is switched off by a dependency on a mode that is never given, so that
 * all that names it goes on to parse and holds as for a part that did not match.
 */
#include "rules/smplparts.h"

#include <string.h>

#include "base/strings.h"

#define NEVER "backstitch_never"

/* does it matter to another part that it matched at all, whatever it has set? */
static bool is_asked_for(const struct smpl_plan *plan, const struct smpl_part *part)
{
	for (guint i = 0; i < plan->active->len; i++) {
		const struct smpl_part *other = plan->active->pdata[i];

		if (other == part)
			continue;
		if (word_in(other->depends, part->name))
			return true;
		for (guint j = 0; j < other->inherits->len; j++) {
			const struct smpl_inherit *inherit = other->inherits->pdata[j];

			if (inherit->negative && !strcmp(inherit->from, part->name))
				return true;
		}
	}
	return false;
}

/* what must be there for @other to get all that it takes from a part; NULL: it takes nothing */
static struct need *taker_need(const struct smpl_part *other, const struct smpl_part *part)
{
	struct need *need = NULL;

	for (guint i = 0; i < other->inherits->len; i++) {
		const struct smpl_inherit *inherit = other->inherits->pdata[i];
		const struct need *place = g_hash_table_lookup(part->places, inherit->name);

		if (strcmp(inherit->from, part->name))
			continue;
		need = need ? need : need_new(NEED_ALL);
		if (place)
			need_add(need, need_copy(place));
	}
	return need;
}

static struct need *part_need(const struct smpl_plan *plan, const struct smpl_part *part)
{
	struct need *need = need_new(NEED_ALL), *any;

	need_add(need, need_copy(part->need));
	if (part->again)
		need_add(need, need_copy(part->again));
	if (part->untested)
		need_add(need, need_copy(part->untested));
	if (part->kind != SMPL_MATCH || !*part->name || (part->marks && !plan->scripts) ||
	    is_asked_for(plan, part))
		return need_simplify(need);
	any = need_new(NEED_ANY);
	for (guint i = 0; i < plan->active->len; i++) {
		const struct smpl_part *other = plan->active->pdata[i];
		struct need *one = other == part ? NULL : taker_need(other, part);

		if (one)
			need_add(any, one);
	}
	if (any->parts->len)
		need_add(need, any);
	else
		need_free(any);
	return need_simplify(need);
}

GPtrArray *smpl_part_needs(const struct smpl_plan *plan)
{
	GPtrArray *needs = g_ptr_array_new_with_free_func((GDestroyNotify)need_free);

	for (guint i = 0; i < plan->active->len; i++)
		g_ptr_array_add(needs, part_need(plan, plan->active->pdata[i]));
	return needs;
}

/* are all that it gets something from alive? */
static bool parents_live(const struct smpl_plan *plan, guint index, guint64 alive)
{
	const struct smpl_part *part = plan->active->pdata[index];

	for (guint i = 0; i < part->inherits->len; i++) {
		const struct smpl_inherit *inherit = part->inherits->pdata[i];

		for (guint j = 0; !inherit->negative && j < index; j++) {
			const struct smpl_part *from = plan->active->pdata[j];

			if (!strcmp(from->name, inherit->from) && !(alive >> j & 1))
				return false;
		}
	}
	return true;
}

guint64 smpl_parts_alive(const struct smpl_plan *plan, const GPtrArray *needs,
			 const guint8 *present, bool *out_speaks)
{
	guint64 alive = 0;

	*out_speaks = false;
	for (guint i = 0; i < plan->active->len; i++) {
		const struct smpl_part *part = plan->active->pdata[i];

		if (!need_holds(needs->pdata[i], present) || !parents_live(plan, i, alive))
			continue;
		alive |= G_GUINT64_CONSTANT(1) << i;
		*out_speaks |= part->kind == SMPL_SCRIPT || (!plan->scripts && part->marks);
	}
	return alive;
}

/* header of a part, from "@" to "@", without what it depends on */
static bool add_header(GString *to, const char *header, const struct smpl_part *part)
{
	gsize name = strlen(part->name);
	const char *at = strstr(header, part->name);
	const char *depends = *part->depends ? strstr(header, part->depends) : NULL;

	if (strpbrk(header, "\n\t") || word_in(header, "extends") || !at ||
	    (*part->depends && !depends))
		return false;
	if (depends) {
		g_string_append_len(to, header, depends - header);
		g_string_append_printf(to, " " NEVER " && (%s) ", part->depends);
		g_string_append(to, depends + strlen(part->depends));
		return true;
	}
	if (!name)
		at = header + 1;
	g_string_append_len(to, header, at + name - header);
	g_string_append_printf(to, " depends on " NEVER " %s", at + name);
	return true;
}

static bool add_line(GString *to, const char *line, const struct smpl_part *part)
{
	const char *end = strchr(line + 1, '@');
	g_autofree char *header = end ? g_strndup(line, end + 1 - line) : NULL;

	if (!header || *line != '@' || strstr(header, "//") || strstr(header, "/*") ||
	    !add_header(to, header, part))
		return false;
	g_string_append(to, end + 1);
	return true;
}

static const struct smpl_part *dead_at(const struct smpl_plan *plan, guint64 alive, guint line)
{
	for (guint i = 0; i < plan->active->len; i++) {
		const struct smpl_part *part = plan->active->pdata[i];

		if (part->kind == SMPL_MATCH && part->line == line && !(alive >> i & 1))
			return part;
	}
	return NULL;
}

char *smpl_without(const char *text, const struct smpl_plan *plan, guint64 alive)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autoptr(GString) to = g_string_new(NULL);
	bool declared = false;

	for (guint i = 0; lines[i]; i++) {
		const struct smpl_part *dead = dead_at(plan, alive, i + 1);

		if (!declared && g_str_has_prefix(lines[i], "virtual ")) {
			g_string_append(to, "virtual " NEVER "\n");
			declared = true;
		}
		if (dead && (!declared || !add_line(to, lines[i], dead)))
			return NULL;
		if (!dead)
			g_string_append(to, lines[i]);
		if (lines[i + 1])
			g_string_append_c(to, '\n');
	}
	return g_string_free(g_steal_pointer(&to), FALSE);
}
