/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What git takes for a blank: no vertical tab, no form feed, whatever the
 * locale.
 */
#ifndef FORMAT_GITCHAR_H
#define FORMAT_GITCHAR_H

#include <stdbool.h>

/** git_isspace() - isspace() as git defines it */
static inline bool git_isspace(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

#endif /* FORMAT_GITCHAR_H */
