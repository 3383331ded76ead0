/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * In which words a patch is said in a git tree.
 */
#ifndef JOB_PORTWORDS_H
#define JOB_PORTWORDS_H

#include "job/portrun.h"

/**
 * portwords_settle() - the dialects of the tree for one patch
 * @tree: with what was ported before: a series may bring upstream's words in
 * @patch: whose source the run's side has found: what it brings in itself is not said otherwise
 */
void portwords_settle(struct run *run, const struct patch *patch, const struct tree *tree);

#endif /* JOB_PORTWORDS_H */
