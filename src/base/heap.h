/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the C library keeps of memory that was given back, for programs that
 * run long with several threads.  Glibc's, which has its knobs in <malloc.h>.
 */
#ifndef BASE_HEAP_H
#define BASE_HEAP_H

/**
 * heap_tune() - set its limits, at the start of the program
 *
 * Tables of names grow to tens of megabytes: mapped apart, they leave no holes behind as they
 * grow, which are 60 MB on a kernel.  Glibc moves its limits by itself else.
 */
void heap_tune(void);

/**
 * heap_trim() - give what is free to the system, now and then; threads may call it
 *
 * Each thread has a heap of its own, in which short-lived pieces leave holes between those that
 * are kept: with two threads 70 MB on a kernel.
 */
void heap_trim(void);

#endif /* BASE_HEAP_H */
