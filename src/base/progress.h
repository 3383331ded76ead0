/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Progress of long work, and the user's wish to stop it.  Work reports steps;
 * the command layer decides whether a person sees them (only on a terminal).
 */
#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

#include <glib.h>
#include <stdbool.h>

/**
 * struct progress - where steps of work are told to
 * @step: called with what is being done and how far it is (0 to 1, or a negative
 *        number when that is not known); NULL function: nobody listens
 * @data: for @step
 */
struct progress {
	void (*step)(void *data, const char *what, double done);
	void *data;
};

/** progress_step() - tell @progress (may be NULL) about a step, printf-like */
void progress_step(const struct progress *progress, double done, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

/**
 * interrupt_watch() - turn SIGINT, SIGTERM and SIGHUP into a flag that long work looks at
 *
 * One that comes seconds after the first ends the program the hard way.  SIGHUP stays ignored
 * where it was.
 */
void interrupt_watch(void);

/** interrupt_pending() - did the user ask to stop? Sets BS_ERROR_INTERRUPTED in @error */
bool interrupt_pending(GError **error);

#endif /* BASE_PROGRESS_H */
