// SPDX-License-Identifier: GPL-2.0-only
#include "engine/result/pickedfile.h"


void picked_region_free(struct picked_region *region)
{
	if (!region)
		return;
	g_free(region->base);
	g_free(region->ours);
	g_free(region->theirs);
	g_free(region->text);
	g_free(region->note);
	g_free(region);
}

static bool is_empty(const char *text)
{
	return !text || !*text;
}

bool picked_region_is_file(const struct picked_region *region)
{
	return is_empty(region->base) && is_empty(region->ours) && is_empty(region->theirs);
}

void picked_file_free(struct picked_file *file)
{
	if (!file)
		return;
	g_free(file->path);
	g_free(file->from);
	g_free(file->note);
	g_ptr_array_unref(file->regions);
	g_free(file);
}

bool picked_files_conflicted(const GPtrArray *files)
{
	for (guint i = 0; i < files->len; i++)
		if (((const struct picked_file *)files->pdata[i])->conflicted)
			return true;
	return false;
}

char *picked_files_note(const GPtrArray *files)
{
	const struct picked_file *least = NULL;

	for (guint i = 0; i < files->len; i++) {
		const struct picked_file *file = files->pdata[i];

		if (file->note && (!least || file->precision < least->precision))
			least = file;
	}
	if (!least)
		return NULL;
	/* some name it themselves */
	return strstr(least->note, least->path) ? g_strdup(least->note) :
		g_strdup_printf("%s: %s", least->path, least->note);
}
