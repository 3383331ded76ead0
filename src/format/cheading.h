/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Is a line the head of a C function?
 */
#ifndef FORMAT_CHEADING_H
#define FORMAT_CHEADING_H

#include "format/csource.h"

/**
 * cheading_is() - can it be the first line of a function's definition?
 * @source: the line alone, which may be cut off
 *
 * No prototype, no statement, no line of a Makefile and no prose; a prototype that goes on in
 * the next line cannot be told.
 */
bool cheading_is(const struct csource *source);

#endif /* FORMAT_CHEADING_H */
