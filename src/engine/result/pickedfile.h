/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How each file of a result came about.
 */
#ifndef ENGINE_RESULT_PICKEDFILE_H
#define ENGINE_RESULT_PICKEDFILE_H

#include <glib.h>
#include <stdbool.h>

#include "engine/result/port.h"
#include "engine/result/signs.h"

/**
 * struct picked_region - a region that git would have left to a person
 * @rung: what resolved it; NULL when nothing did
 * @line: in the result, or in ours when unresolved; from 1
 * @base, @ours, @theirs, @text: the texts; @text NULL when unresolved
 * @note: or NULL
 */
struct picked_region {
	const char *rung;
	size_t line;
	char *base;
	char *ours;
	char *theirs;
	char *text;
	char *note;
};

/**
 * struct picked_file - one file of the result
 * @path: in the tree that it was ported to
 * @from: upstream's path where that is another, else NULL
 * @rung: the least certain rung that had a part in it; NULL when it is unresolved
 * @placement: where its hunks landed
 * @conflicted: git's own merge stops in this file
 * @doubted: never more than proposed: a rung that no replay has measured made it, or something of
 *           it was not understood
 * @precision: of results like it, from the calibration; 0 when not measured
 * @markers: length of the conflict markers in it, 0 where there are none
 * @note: one line for people, or NULL
 * @regions: struct picked_region *
 * @signs: what is seen of the result, where it is @conflicted
 */
struct picked_file {
	char *path;
	char *from;
	const char *rung;
	enum placement placement;
	bool conflicted;
	bool doubted;
	double precision;
	unsigned int markers;
	char *note;
	GPtrArray *regions;
	struct signs signs;
};

/** picked_region_is_file() - does it stand for what was done to the file as a whole? */
bool picked_region_is_file(const struct picked_region *region);

void picked_file_free(struct picked_file *file);

/**
 * picked_files_note() - what a person should know first of the files of a result
 * @files: struct picked_file *
 * Return: the note of the least certain file, with its path, newly allocated; NULL for none
 */
char *picked_files_note(const GPtrArray *files);

/** picked_files_conflicted() - does git's own merge stop in one of them? */
bool picked_files_conflicted(const GPtrArray *files);

void picked_region_free(struct picked_region *region);

#endif /* ENGINE_RESULT_PICKEDFILE_H */
