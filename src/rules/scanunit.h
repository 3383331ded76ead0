/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is cut from a file for spatch to look at, and what comes back of it: for the scan's own
 * files.
 */
#ifndef RULES_SCANUNIT_H
#define RULES_SCANUNIT_H

#include "rules/scanrule.h"
#include "rules/slice.h"

/**
 * struct scan_file - a file on its way
 * @path: in the tree
 * @key: what its record is kept by, or NULL
 * @slicer: what its units are cut with
 * @record: what was said so far
 * @waiting: units that are not back
 * @told: what is in @record
 */
struct scan_file {
	char *path;
	char *key;
	struct slicer *slicer;
	struct scan_record *record;
	guint waiting;
	GHashTable *told;
};

struct scan_file *scan_file_new(const char *path);
void scan_file_free(struct scan_file *file);

/** scan_file_miss() - note that a function was not looked at; false when it is noted already */
bool scan_file_miss(struct scan_file *file, const struct scan_rule *rule, const char *function,
		    const char *reason);

/**
 * struct scan_unit - a slice on its way
 * @file: where it comes from
 * @slice: what it is
 * @key: what its result is kept by, or NULL
 * @first: its first line in the text that spatch sees, from 1
 */
struct scan_unit {
	struct scan_file *file;
	struct slice *slice;
	char *key;
	unsigned int first;
};

/** scan_unit_new() - takes @slice over */
struct scan_unit *scan_unit_new(struct scan_file *file, struct slice *slice);
void scan_unit_free(struct scan_unit *unit);

/**
 * scan_unit_apply() - add a result to what is known of the file
 * @result: lines "H\tLINE\tTEXT" and "B\tFIRST\tLAST", in lines of the slice
 */
void scan_unit_apply(struct scan_unit *unit, const struct scan_rule *rule, const char *result);

/** scan_unit_miss() - what stands in the lines @first to @last was not looked at */
void scan_unit_miss(struct scan_unit *unit, const struct scan_rule *rule, unsigned int first,
		    unsigned int last, const char *reason);

/**
 * struct parcel - units of one file in one text
 * @units: struct scan_unit *
 * @lines: of the text
 * @size: of the text, in bytes
 *
 * For each text that a rule marks something in spatch starts a shell and a diff: in a file with
 * thousands of functions that is most of the time.
 */
struct parcel {
	GPtrArray *units;
	unsigned int lines;
	gsize size;
};

struct parcel *parcel_new(void);
void parcel_free(struct parcel *parcel);

/** parcel_add() - takes @unit over */
void parcel_add(struct parcel *parcel, struct scan_unit *unit);

/** parcel_is_full() - what is lost with one that cannot be read must be looked at again */
bool parcel_is_full(const struct parcel *parcel);

/** parcel_text() - for a struct batch_text */
GString *parcel_text(const struct parcel *parcel);

/**
 * parcel_share() - what was said of the text, as results for scan_unit_apply()
 * Return: one a unit, NULL-terminated; NULL: there is more than one, and not all was looked at, or
 *         something is said that is about none of them, or about several
 */
char **parcel_share(const struct parcel *parcel, const struct batch_text *text);

/** parcel_units() - takes the units out; no free function is set */
GPtrArray *parcel_units(struct parcel *parcel);

#endif /* RULES_SCANUNIT_H */
