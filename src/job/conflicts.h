/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Conflicts in files on disk, with markers for a person to edit.
 */
#ifndef JOB_CONFLICTS_H
#define JOB_CONFLICTS_H

#include <glib.h>
#include <stdbool.h>

#include "engine/pick/pick.h"
#include "tree/objects.h"

/**
 * conflicts_folder() - a folder that may be written to
 * @folder: must not be there, or be empty
 * @error: BS_ERROR_INPUT
 */
bool conflicts_folder(const char *folder, GError **error);

/**
 * conflicts_export() - write the files that a person must complete
 * @onto: a commit
 * @picked: a conflict that was made onto it, with marks
 * @folder: where to
 * @out_left: gets the first file, newly allocated, that cannot be completed by editing it; or NULL
 * @error: BS_ERROR_IO, BS_ERROR_UNSAFE, BS_ERROR_MISSING
 *
 * All that the change touches, with markers where something is open.  A file that is in question as
 * a whole is written as it is here, with upstream's beside it, FILE.base and FILE.theirs.  Links
 * and submodules are left out, and what the marked tree has not, is not there.
 */
bool conflicts_export(struct objects *objects, const char *onto, const struct picked *picked,
		      const char *folder, char **out_left, GError **error);

#endif /* JOB_CONFLICTS_H */
