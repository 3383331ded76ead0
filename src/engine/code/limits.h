/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How much is looked at, and how much is shown.
 */
#ifndef ENGINE_CODE_LIMITS_H
#define ENGINE_CODE_LIMITS_H

/*
 * names of a change that whole files are searched for; one that brings more is a rewrite, which
 * would take minutes
 */
#define SEARCHES_MAX 200

/* letters of a line that a warning shows */
#define SHOWN_MAX 100

#endif /* ENGINE_CODE_LIMITS_H */
