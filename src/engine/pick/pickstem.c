// SPDX-License-Identifier: GPL-2.0-only
/*
 * A file that this tree has under another ending: what was C became C++, and
 * a text was marked up.  Where little of it is left as it was, git does not see
 * that the file was renamed.
 */
#include <string.h>

#include "base/file.h"
#include "base/strings.h"
#include "engine/pick/pickabsent.h"

/* the same file may end with any of a group */
static const char *const endings[][5] = {
	{ ".c", ".cc", ".cpp", ".cxx", NULL },
	{ ".h", ".hh", ".hpp", ".hxx", NULL },
	{ ".rst", ".md", ".txt", "", NULL },
};

/* "" for a name without one */
static const char *ending_of(const char *path)
{
	const char *name = path_name(path);

	return strrchr(name, '.') ?: name + strlen(name);
}

/* is there a file, and nothing of that path upstream? Else these are two files */
static bool is_here_alone(struct pick_job *job, const char *path, bool *out, GError **error)
{
	struct tree_item here, there;

	if (!objects_lookup(job->objects, &job->ours, path, &here, error) ||
	    !objects_lookup(job->objects, &job->base, path, &there, error))
		return false;
	*out = tree_item_is_file(&here) && !there.mode;
	return true;
}

/* the first that is, with one of these endings */
static bool find_ending(struct pick_job *job, const char *path, const char *const *others,
			char **out, GError **error)
{
	const int size = ending_of(path) - path;
	bool good = true, alone = false;

	for (; good && !*out && *others; others++) {
		g_autofree char *other = g_strdup_printf("%.*s%s", size, path, *others);

		/* without an ending the name must tell that the file is read */
		if (!**others && !path_is_prose(other))
			continue;
		good = is_here_alone(job, other, &alone, error);
		if (good && alone)
			*out = g_steal_pointer(&other);
	}
	return good;
}

bool pick_stem(struct pick_job *job, const char *path, char **out, GError **error)
{
	const char *ending = ending_of(path);

	for (guint i = 0; i < G_N_ELEMENTS(endings); i++)
		if (is_any_of(ending, strlen(ending), endings[i]) &&
		    (*ending || path_is_prose(path)))
			return find_ending(job, path, endings[i], out, error);
	return true;
}
