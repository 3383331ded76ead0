/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kconfig: what an #if asks a tree's configuration for.  Documentation/kbuild/kconfig-language.rst
 * of the kernel describes the files.
 */
#ifndef ENGINE_KCONFIG_H
#define ENGINE_KCONFIG_H

#include <stdbool.h>

#include "engine/headers.h"
#include "engine/lex.h"

/**
 * kconfig_has() - can a tree's configuration define the name?
 * @name: as C has it, "CONFIG_GCC_VERSION"
 * Return: false for one that does not begin with "CONFIG_", and where no Kconfig has the symbol
 */
bool kconfig_has(struct headers *headers, const struct lex *name);

#endif /* ENGINE_KCONFIG_H */
