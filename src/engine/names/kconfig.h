/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kconfig: what an #if asks a tree's configuration for.  Documentation/kbuild/kconfig-language.rst
 * of the kernel describes the files.
 */
#ifndef ENGINE_NAMES_KCONFIG_H
#define ENGINE_NAMES_KCONFIG_H

#include <stdbool.h>

#include "engine/code/bag.h"
#include "engine/code/lex.h"
#include "engine/names/headers.h"

/** kconfig_add() - the symbols that a Kconfig file has, as lex_hash() of each */
void kconfig_add(struct bag *symbols, GBytes *file);

/**
 * kconfig_may_have() - can a tree's configuration define the name?
 * @name: as C has it, "CONFIG_GCC_VERSION"
 * Return: false for one that does not begin with "CONFIG_", and where no Kconfig has the symbol; a
 *         tree without Kconfig files is configured otherwise
 */
bool kconfig_may_have(struct headers *headers, const struct lex *name);

#endif /* ENGINE_NAMES_KCONFIG_H */
