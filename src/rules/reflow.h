/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lowered code keeps the lines of its source, for checkers; for people, each
 * statement gets a line of its own.
 */
#ifndef RULES_REFLOW_H
#define RULES_REFLOW_H

#include <glib.h>

/**
 * reflow_lowered() - lay out what lower_file() wrote
 * @source: what was lowered
 * @lowered: with the same lines as @source
 *
 * Lines that are the same stay as they are, but for tabs where a block was put around them.
 *
 * Return: the laid out file; @lowered with another reference when the lines are not the same
 */
GBytes *reflow_lowered(GBytes *source, GBytes *lowered);

#endif /* RULES_REFLOW_H */
