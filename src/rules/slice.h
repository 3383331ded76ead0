/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cuts from a C file what spatch has to see: the functions and other definitions
 * that have the words a rule needs, and of the rest of the file what these use.
 */
#ifndef RULES_SLICE_H
#define RULES_SLICE_H

#include <glib.h>
#include <stdbool.h>

#include "rules/need.h"
#include "rules/wordset.h"

struct slicer;

/**
 * struct span - lines of a slice that stand together in the file
 * @line: first line in the slice, from 1
 * @file_line: the line in the file that it comes from
 * @name: of the definition when it is one that is looked at, else NULL; owned by the slicer
 * @defines: it is one that slicer_definitions() counts
 * @lines: how many
 */
struct span {
	unsigned int line;
	unsigned int file_line;
	const char *name;
	bool defines;
	unsigned int lines;
};

/**
 * struct slice - a text for spatch
 * @text: C source
 * @spans: struct span, in order
 */
struct slice {
	GString *text;
	GArray *spans;
};

/**
 * slicer_new() - get ready to slice a file
 * @bytes: the file; a reference is held
 * @words: what needs are bound to
 */
struct slicer *slicer_new(GBytes *bytes, const struct wordset *words);

/**
 * slicer_find() - the definitions that fulfil a need
 * @slicer: the file
 * @need: bound to the slicer's words
 * Return: guint: handles for slicer_cut(); only functions when nothing is needed; what stands
 * under "#if 0" is left out
 */
GArray *slicer_find(const struct slicer *slicer, const struct need *need);

/**
 * slicer_definitions() - how many of some handles are functions, macros, or variables with a value
 *
 * The others are mere declarations: prototypes, types, EXPORT_SYMBOL().
 */
guint slicer_definitions(const struct slicer *slicer, const GArray *handles);

/** slicer_count() - how many definitions and declarations there are: one more than any handle */
guint slicer_count(const struct slicer *slicer);

/**
 * slicer_with() - as slicer_find(), of all kinds when nothing is needed
 * @slicer: the file
 * @need: bound to the slicer's words
 * @set: gets a byte a handle
 */
void slicer_with(const struct slicer *slicer, const struct need *need, guint8 *set);

/**
 * slicer_users() - what uses the name of a function, its own definition included
 * @slicer: the file
 * @of: a byte a handle; what is no function is passed over
 * @set: gets a byte a handle
 */
void slicer_users(const struct slicer *slicer, const guint8 *of, guint8 *set);

/** slicer_used() - the other way round: the functions whose names are used in @by */
void slicer_used(const struct slicer *slicer, const guint8 *by, guint8 *set);

/**
 * slicer_cut() - a slice with some definitions and what they use
 * @slicer: the file
 * @wanted: handles
 * @count: how many
 *
 * Bodies of other functions and initialisers of other variables are left out; so is
 * what is not used, directly or by what is used.
 */
struct slice *slicer_cut(const struct slicer *slicer, const guint *wanted, guint count);

/** slicer_whole() - the complete file; @wanted name the spans */
struct slice *slicer_whole(const struct slicer *slicer, const GArray *wanted);

/** slicer_name() - name of a definition, owned by the slicer */
const char *slicer_name(const struct slicer *slicer, guint handle);

/** slicer_text() - a definition in the file, with its size in bytes */
const char *slicer_text(const struct slicer *slicer, guint handle, gsize *out_size);

/** slicer_at() - name of the function that a line of the file is in, "" for none */
const char *slicer_at(const struct slicer *slicer, unsigned int line);

/** slice_line() - the line of the file for a line of the slice */
unsigned int slice_line(const struct slice *slice, unsigned int line);

void slice_free(struct slice *slice);
void slicer_free(struct slicer *slicer);

typedef struct slice slice;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(slice, slice_free)
typedef struct slicer slicer;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(slicer, slicer_free)

#endif /* RULES_SLICE_H */
