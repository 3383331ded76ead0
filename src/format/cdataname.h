/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The name of a variable in front of its initialiser: attributes stand on
 * either side of it, "struct ops table __initdata = {".
 */
#ifndef FORMAT_CDATANAME_H
#define FORMAT_CDATANAME_H

#include "format/csource.h"

/**
 * cdata_name() - the word that a declaration with an initialiser names
 * @source: scanned
 * @first: index of the declaration's first token
 * @end: index of its "="
 *
 * A word that begins with "__" is an attribute where another word can be the name.
 *
 * Return: NULL when there is no word
 */
const struct ctoken *cdata_name(const struct csource *source, guint first, guint end);

#endif /* FORMAT_CDATANAME_H */
