/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Under which #ifs a place of a file stands: of two places there may be none
 * that is compiled with the other.
 */
#ifndef ENGINE_CODE_IFS_H
#define ENGINE_CODE_IFS_H

#include <glib.h>
#include <stdbool.h>

#include "format/csource.h"

/**
 * ifs_exclude() - is one of two tokens left out wherever the other is not?
 *
 * They are in two arms of one #if, or one needs what the other must not have: a macro, or any other
 * condition, as it is spelled.  What an #elif asks for is not looked at.
 */
bool ifs_exclude(const struct csource *source, guint a, guint b);

#endif /* ENGINE_CODE_IFS_H */
