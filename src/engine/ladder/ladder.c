// SPDX-License-Identifier: GPL-2.0-only
#include "engine/ladder/ladder.h"

#include <string.h>

#include "engine/code/image.h"

const struct rung ladder[] = {
	{ "exact", rung_exact },
	{ "merged", rung_merged },
	{ "rule", rung_rule },
	{ "dialect", rung_dialect },
	{ "recorded", rung_recorded },
	{ "context", rung_context },
	{ NULL, NULL },
};

/* the function of a change; where lines only went, of the line above them */
static const char *changed_in(const struct image *image, const struct change *change)
{
	return image_function(image, change->new_at + (change->new_count || !change->new_at));
}

void landings_add(GPtrArray *landings, const struct image *before, const struct image *after,
		  enum placement placement)
{
	g_autoptr(GArray) changes = line_diff(before->lines, after->lines);

	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		g_ptr_array_add(landings, landing_new(after->path, changed_in(after, change),
						      change->new_at + 1, placement));
	}
}

bool climb_refuse(struct climb *climb, const char *format, ...)
{
	va_list args;

	g_free(climb->reason);
	va_start(args, format);
	climb->reason = g_strdup_vprintf(format, args);
	va_end(args);
	return false;
}

enum tree_entry climb_kind(const struct file_diff *file, enum tree_entry kind)
{
	if (!file->new_mode || file->new_mode == file->old_mode)
		return kind;
	return file->new_mode & 0100 ? TREE_EXECUTABLE : TREE_FILE;
}

void climb_clear(struct climb *climb)
{
	g_clear_pointer(&climb->after, tree_free);
	g_clear_pointer(&climb->landings, g_ptr_array_unref);
	g_clear_pointer(&climb->residue, g_ptr_array_unref);
	g_clear_pointer(&climb->reason, g_free);
	g_clear_pointer(&climb->present, g_free);
}

static void climb_begin(struct climb *climb)
{
	climb_clear(climb);
	climb->after = tree_overlay(climb->tree);
	climb->landings = g_ptr_array_new_with_free_func((GDestroyNotify)landing_free);
	climb->residue = g_ptr_array_new_with_free_func(g_free);
	climb->merged = false;
}

const struct rung *ladder_climb(struct climb *climb, const char *only, GPtrArray *attempts,
				GError **error)
{
	for (const struct rung *rung = ladder; rung->name; rung++) {
		g_autoptr(GError) cause = NULL;
		struct attempt *attempt;

		if (only && strcmp(only, rung->name))
			continue;
		climb_begin(climb);
		if (rung->climb(climb, &cause))
			return rung;
		if (cause) {
			g_propagate_error(error, g_steal_pointer(&cause));
			return NULL;
		}
		if (climb->present)
			return NULL;
		if (!climb->reason)
			continue;
		attempt = g_new0(struct attempt, 1);
		attempt->rung = rung->name;
		attempt->reason = g_steal_pointer(&climb->reason);
		attempt->merged = climb->merged;
		g_ptr_array_add(attempts, attempt);
	}
	return NULL;
}
