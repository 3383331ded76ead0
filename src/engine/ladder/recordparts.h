/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One recorded resolution; for the files of engine/ that make up recorded.h.
 */
#ifndef ENGINE_LADDER_RECORDPARTS_H
#define ENGINE_LADDER_RECORDPARTS_H

#include "engine/ladder/recorded.h"

#define RECORD_KEY 64

/**
 * struct record - a resolution
 * @key: of the conflict: SHA-256 of its code, hexadecimal
 * @path: file it was made in; for people
 * @upstream: the change that conflicted, '0123456789ab ("title")'; for people, may be ""
 * @tree: that it was made for; for people
 * @by: who made it; for people
 * @before, @after: lines of ours around it, where they belong to the key; else NULL
 * @ours, @base, @theirs: the conflict
 * @result: what takes its place
 * @twice: records_learn() has seen another result for it; not in the file
 */
struct record {
	char key[RECORD_KEY + 1];
	char *path;
	char *upstream;
	char *tree;
	char *by;
	char *before;
	char *ours;
	char *base;
	char *theirs;
	char *after;
	char *result;
	bool twice;
};

/** record_key() - the key of what a record says; into @out */
void record_key(const struct record *record, char out[RECORD_KEY + 1]);

/** record_add() - keep one, its key set; takes it over, and the place of one of that key */
void record_add(struct records *records, struct record *record);

/** record_remove() - have none of that key any more; false where there was none */
bool record_remove(struct records *records, const char *key);

/** records_each() - visit all, in no order; @visit is given the record and @data */
void records_each(const struct records *records, GFunc visit, gpointer data);

/** records_disown() - have none any more; those that it had belong to whoever took them */
void records_disown(struct records *records);

/** record_of() - a conflict with its key, and nothing else known */
struct record *record_of(const char *path, const struct threeway *merge,
			 const struct region *region);

/** record_lookup() - the one of that key, or NULL */
const struct record *record_lookup(const struct records *records, const char *key);

/** record_same_code() - have two texts the same tokens, blanks and comments apart? */
bool record_same_code(const char *a, const char *b);

void record_free(struct record *record);

typedef struct record record;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(record, record_free)

#endif /* ENGINE_LADDER_RECORDPARTS_H */
