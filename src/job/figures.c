// SPDX-License-Identifier: GPL-2.0-only
#include "job/figures.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/file.h"
#include "job/workspace.h"
#include "tree/objects.h"

/*
 * One file a repository, by where it is: a key of its path is enough to tell them apart.  All work
 * trees of one share it.
 */
static char *file_name(const char *repository, GError **error)
{
	g_autoptr(objects) objects = objects_open(repository, NULL, error);
	g_autofree char *digest = NULL;
	char *real;

	if (!objects)
		return NULL;
	real = realpath(objects_common(objects), NULL);
	digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256,
					       real ? real : objects_common(objects), -1);
	free(real);
	return g_strdup_printf("calibration-%.16s.ini", digest);
}

/* NULL without @error when the working directory is in none */
static struct workspace *find_workspace(GError **error)
{
	g_autoptr(GError) cause = NULL;
	struct workspace *workspace = workspace_open(NULL, &cause);

	if (!workspace && !g_error_matches(cause, BS_ERROR, BS_ERROR_MISSING))
		g_propagate_error(error, g_steal_pointer(&cause));
	return workspace;
}

char *figures_path(const char *repository, GError **error)
{
	g_autofree char *name = file_name(repository, error);
	g_autoptr(workspace) workspace = name ? find_workspace(error) : NULL;

	return workspace ? g_build_filename(workspace->state, name, NULL) : NULL;
}

char *figures_state(GError **error)
{
	g_autoptr(workspace) workspace = find_workspace(error);

	return workspace ? g_strdup(workspace->state) : NULL;
}

char *figures_learnt(void)
{
	g_autoptr(workspace) workspace = find_workspace(NULL);
	g_autofree char *cache = workspace_cache();
	g_autofree char *folder = g_build_filename(workspace ? workspace->state : cache, "learnt",
						   NULL);

	/* one that cannot be made costs time, no more */
	return folder_make(folder, NULL) ? g_steal_pointer(&folder) : NULL;
}

bool figures_threshold(double *out, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autoptr(workspace) workspace = find_workspace(&cause);

	if (cause) {
		g_propagate_error(error, g_steal_pointer(&cause));
		return false;
	}
	*out = workspace ? workspace->threshold : CALIBRATION_THRESHOLD;
	return true;
}

struct calibration *figures_open(const char *repository, const char *file, GError **error)
{
	g_autoptr(calibration) figures = NULL;
	g_autoptr(GError) cause = NULL;
	g_autofree char *path = NULL;
	double threshold;

	if (file)
		return calibration_load(file, error);
	if (!figures_threshold(&threshold, error))
		return NULL;
	path = figures_path(repository, &cause);
	if (cause) {
		g_propagate_error(error, g_steal_pointer(&cause));
		return NULL;
	}
	if (path && g_file_test(path, G_FILE_TEST_EXISTS))
		figures = calibration_load(path, error);
	else
		figures = calibration_shipped();
	if (figures)
		calibration_set_threshold(figures, threshold);
	return g_steal_pointer(&figures);
}
