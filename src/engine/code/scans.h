/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is read of the texts that a pick is made of, once: the checks of a
 * result all ask for the lines, the code and the changes of the same four.
 * The next pick has some of them again: the next patch of a series finds what
 * the last one made of a file, and the same patch for another tree both of
 * upstream's versions.
 */
#ifndef ENGINE_CODE_SCANS_H
#define ENGINE_CODE_SCANS_H

#include <glib.h>

#include "format/csource.h"
#include "format/linediff.h"
#include "tree/objects.h"

/** struct scans - what was read; a text is told by its GBytes, which is kept as long */
struct scans;

struct scans *scans_new(void);
void scans_free(struct scans *scans);

/**
 * scans_given() - those that a caller may give
 * @given: or NULL
 * @own: gets new ones then, to be freed; NULL otherwise
 */
struct scans *scans_given(struct scans *given, struct scans **own);

/** scans_blob() - the text that was read from that blob: a new reference, or NULL */
GBytes *scans_blob(struct scans *scans, const struct object_id *id);

/** scans_keep_blob() - a text was read from it, or written to it; the first one is kept */
void scans_keep_blob(struct scans *scans, const struct object_id *id, GBytes *text);

/** scans_lines() - lines_of(); borrowed, as all that follows */
const GArray *scans_lines(struct scans *scans, GBytes *text);

/** scans_keep_lines() - a text, which is held from now on, has these lines */
void scans_keep_lines(struct scans *scans, GBytes *text, GArray *lines);

/** scans_source() - csource_scan() */
const struct csource *scans_source(struct scans *scans, GBytes *text);

/** scans_changes() - line_diff() of two texts */
const GArray *scans_changes(struct scans *scans, GBytes *old, GBytes *new);

/** scans_merge_changes() - line_diff_merge() of two texts */
const GArray *scans_merge_changes(struct scans *scans, GBytes *old, GBytes *new);

/** scans_keep_merge_changes() - they were found between two texts with scans_keep_lines() */
void scans_keep_merge_changes(struct scans *scans, GBytes *old, GBytes *new, GArray *changes);

/** scans_known_lines() - a text's lines if they were asked for or kept: a new reference, or NULL */
GArray *scans_known_lines(struct scans *scans, GBytes *text);

/** scans_known_merge_changes() - likewise, what scans_merge_changes() returns */
GArray *scans_known_merge_changes(struct scans *scans, GBytes *old, GBytes *new);

/** scans_trim() - forget the oldest when it is much; nothing that was borrowed may be in use */
void scans_trim(struct scans *scans);

typedef struct scans scans;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(scans, scans_free)

#endif /* ENGINE_CODE_SCANS_H */
