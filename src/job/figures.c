// SPDX-License-Identifier: GPL-2.0-only
#include "job/figures.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "job/folder.h"
#include "job/workspace.h"
#include "tree/objects.h"

/* names of the files */
#define FIGURES_START "calibration-"
#define FIGURES_END ".ini"

/*
 * One file a repository, by where it is: a key of its path is enough to tell them apart.  All work
 * trees of one share it.
 */
static char *file_name(const struct objects *objects)
{
	g_autofree char *digest = NULL;
	char *real;

	real = realpath(objects_common(objects), NULL);
	digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256,
					       real ? real : objects_common(objects), -1);
	free(real);
	return g_strdup_printf(FIGURES_START "%.16s" FIGURES_END, digest);
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
	g_autoptr(objects) objects = objects_open(repository, NULL, error);
	g_autofree char *name = objects ? file_name(objects) : NULL;
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

static double threshold_of(const struct workspace *workspace)
{
	return workspace ? workspace->threshold : CALIBRATION_THRESHOLD;
}

bool figures_threshold(double *out, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autoptr(workspace) workspace = find_workspace(&cause);

	if (cause) {
		g_propagate_error(error, g_steal_pointer(&cause));
		return false;
	}
	*out = threshold_of(workspace);
	return true;
}

static bool is_figures(const char *name)
{
	return g_str_has_prefix(name, FIGURES_START) && g_str_has_suffix(name, FIGURES_END);
}

/* it has the last backport that they count: the history that was measured, or more */
static bool is_measured(struct objects *objects, const struct calibration *figures)
{
	const char *newest = calibration_newest(figures);
	struct object_id id;

	return newest && strlen(newest) == OBJECT_ID_HEX && objects_find(objects, newest, &id);
}

/* those of the repository that this is a clone of, or of a clone of it; the most, if of several */
static struct calibration *find_shared(struct objects *objects, const struct workspace *workspace)
{
	g_autoptr(GPtrArray) names = folder_names(workspace->state);
	g_autoptr(calibration) best = NULL;

	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = g_build_filename(workspace->state, names->pdata[i], NULL);
		g_autoptr(calibration) figures = NULL;

		if (is_figures(names->pdata[i]))
			figures = calibration_load(path, NULL);
		if (!figures || !is_measured(objects, figures) ||
		    (best && calibration_claims(figures) <= calibration_claims(best)))
			continue;
		g_clear_pointer(&best, calibration_free);
		best = g_steal_pointer(&figures);
	}
	return g_steal_pointer(&best);
}

/* what the workspace has for the repository, if anything, else what is shipped */
static struct calibration *find_figures(const char *repository, const struct workspace *workspace,
					GError **error)
{
	g_autoptr(objects) objects = objects_open(repository, NULL, error);
	g_autoptr(calibration) shared = NULL;
	g_autofree char *name = NULL, *path = NULL;

	if (!objects)
		return NULL;
	if (!workspace)
		return calibration_shipped();
	name = file_name(objects);
	path = g_build_filename(workspace->state, name, NULL);
	if (g_file_test(path, G_FILE_TEST_EXISTS))
		return calibration_load(path, error);
	shared = find_shared(objects, workspace);
	return shared ? g_steal_pointer(&shared) : calibration_shipped();
}

struct calibration *figures_open(const char *repository, const char *file, GError **error)
{
	g_autoptr(calibration) figures = NULL;
	g_autoptr(workspace) workspace = NULL;
	g_autoptr(GError) cause = NULL;

	if (file)
		return calibration_load(file, error);
	workspace = find_workspace(&cause);
	if (cause) {
		g_propagate_error(error, g_steal_pointer(&cause));
		return NULL;
	}
	figures = find_figures(repository, workspace, error);
	if (figures)
		calibration_set_threshold(figures, threshold_of(workspace));
	return g_steal_pointer(&figures);
}
