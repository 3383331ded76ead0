/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How words of a text stand to each other: a jump that has to be in a certain loop, a call that
 * has to come twice.  Whoever is in doubt says that it is so: too much is looked at then.
 */
#ifndef RULES_RELATION_H
#define RULES_RELATION_H

#include "rules/need.h"

/**
 * relations_bind() - give each a place behind the words
 * @relations: from need_relations()
 * @words: those of the needs; nothing may be added any more
 */
void relations_bind(const GPtrArray *relations, const struct wordset *words);

/**
 * relations_search() - which of them hold in a text
 * @relations: bound
 * @text: C source
 * @size: bytes
 * @present: for need_holds(): as many bytes as there are words and relations, and one more; set
 *           to 1 for those that hold
 */
void relations_search(const GPtrArray *relations, const char *text, gsize size, guint8 *present);

#endif /* RULES_RELATION_H */
