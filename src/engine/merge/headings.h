/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What git shows behind "@@" where the attribute "diff" gives a file a driver
 * of its own, as the kernel's .gitattributes does for device trees and Rust.
 */
#ifndef ENGINE_MERGE_HEADINGS_H
#define ENGINE_MERGE_HEADINGS_H

#include <glib.h>

#include "engine/code/image.h"

/**
 * heading_above() - the heading that such a driver finds for a hunk
 * @image: the file; its name tells the driver
 * @line: index of the hunk's first line, from 0
 * Return: newly allocated; "" when there is none above; NULL when the file has no such driver
 */
char *heading_above(const struct image *image, size_t line);

#endif /* ENGINE_MERGE_HEADINGS_H */
