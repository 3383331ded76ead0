/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How far each rung is to be trusted: how often what it made was what the
 * maintainers committed, counted over a repository's own past backports
 * (`backstitch replay`).
 */
#ifndef ENGINE_RESULT_CALIBRATION_H
#define ENGINE_RESULT_CALIBRATION_H

#include <glib.h>
#include <stdbool.h>

/** CALIBRATION_THRESHOLD - design.md section 2: what is measured below it is only proposed */
#define CALIBRATION_THRESHOLD 0.97

/*
 * So many cases are made up before any is known.  They are right as often as they are by the
 * shipped figures; those of conflicts shifted by what was counted here at all levels (odds.h).
 * What the shipped figures do not have is thought to be right so often.
 */
#define CALIBRATION_PRIOR 40
#define CALIBRATION_PRIOR_NONE 0.5

/* among results that are right often enough together, none may be on much poorer grounds */
#define CALIBRATION_MARGIN 0.06

/**
 * struct grounds - what is known of a result before anybody has looked at it
 * @rung: the least certain rung that had a part in it
 * @clean: git's own merge has no conflict here
 * @level: how certain a conflict's result is by its signs (certainty.h)
 * @doubted: something speaks against it: never more than proposed
 *
 * Results on the same grounds are counted together: clean ones by rung, conflicts by level.
 */
struct grounds {
	const char *rung;
	bool clean;
	unsigned int level;
	bool doubted;
};

/**
 * enum match - a result held against the maintainer's commit
 * @MATCH_RIGHT: the same tree
 * @MATCH_WHITESPACE: the same but for white space
 * @MATCH_DIFFERS: neither
 */
enum match {
	MATCH_RIGHT,
	MATCH_WHITESPACE,
	MATCH_DIFFERS,
};

/**
 * struct tally - how results on the same grounds compared
 * @claims: all of them
 * @right: MATCH_RIGHT among them
 * @whitespace: MATCH_WHITESPACE among them
 */
struct tally {
	unsigned int claims;
	unsigned int right;
	unsigned int whitespace;
};

/** tally_add() - count one result */
void tally_add(struct tally *tally, enum match match);

/** tally_precision() - share that is right, white space apart; 0 where there are no claims */
double tally_precision(const struct tally *tally);

/**
 * tally_interval() - 95% interval of the precision
 * @out_low: lower end; 0 when there are no claims
 * @out_high: upper end; 1 when there are none
 *
 * Wilson's score interval (Journal of the American Statistical Association 22, 1927), which
 * stays inside 0 and 1 and holds for small counts.
 */
void tally_interval(const struct tally *tally, double *out_low, double *out_high);

struct calibration;

/** calibration_new() - nothing measured yet, with the default threshold */
struct calibration *calibration_new(void);

/** calibration_shipped() - what was measured where no repository's own figures are there */
struct calibration *calibration_shipped(void);

/**
 * calibration_load() - read a file
 * @error: BS_ERROR_MISSING when there is none; BS_ERROR_INPUT naming group and key
 *
 * A key file: [calibration] source=, newest=, threshold=, [rungs] GROUNDS=CLAIMS;RIGHT;WHITESPACE
 */
struct calibration *calibration_load(const char *path, GError **error);

/** calibration_save() - write a file, atomically; BS_ERROR_IO */
bool calibration_save(const struct calibration *calibration, const char *path, GError **error);

/** calibration_source() - where the figures come from, one line; never NULL */
const char *calibration_source(const struct calibration *calibration);

/** calibration_set_source() - say where the figures come from; copied */
void calibration_set_source(struct calibration *calibration, const char *source);

/**
 * calibration_newest() - the last backport that was counted, by which a clone is known
 * Return: its commit, in hexadecimal; NULL where none is named; borrowed
 */
const char *calibration_newest(const struct calibration *calibration);

/** calibration_set_newest() - name the last backport; copied, may be NULL */
void calibration_set_newest(struct calibration *calibration, const char *commit);

/** calibration_claims() - results that were counted, of all grounds together */
guint64 calibration_claims(const struct calibration *calibration);

/** calibration_threshold() - what the precision must reach for `ported` */
double calibration_threshold(const struct calibration *calibration);

/** calibration_set_threshold() - what the precision must reach, 0 to 1 */
void calibration_set_threshold(struct calibration *calibration, double threshold);

/** calibration_add() - count one result of @grounds */
void calibration_add(struct calibration *calibration, const struct grounds *grounds,
		     enum match match);

/** calibration_find() - how results of @grounds compared, or NULL when there was none; borrowed */
const struct tally *calibration_find(const struct calibration *calibration,
				     const struct grounds *grounds);

/** calibration_precision() - of @grounds, for people; 0 when not measured */
double calibration_precision(const struct calibration *calibration, const struct grounds *grounds);

/**
 * calibration_pool() - all that a result of @grounds is judged by
 *
 * Of a clean merge, its own grounds.  Of a conflict, its level and those that are more certain:
 * the set that would be taken if it was.
 */
struct tally calibration_pool(const struct calibration *calibration,
			      const struct grounds *grounds);

/**
 * calibration_trusts() - may a result of @grounds be `ported`?
 *
 * When the precision of its pool reaches the threshold, and that of its own grounds is not below
 * it by more than CALIBRATION_MARGIN.  Both are means of a beta distribution whose prior is worth
 * CALIBRATION_PRIOR cases: few cases of its own prove nothing, and what they are taken for is what
 * such results were worth on other projects.  What was never measured is not
 * trusted, nor is what is doubted.
 */
bool calibration_trusts(const struct calibration *calibration, const struct grounds *grounds);

/** calibration_unmeasured() - what is said where no figure can be given; newly allocated */
char *calibration_unmeasured(const char *rung);

/**
 * calibration_doubt() - why a result of @grounds is not trusted
 * Return: one line for people, newly allocated; NULL when it is trusted
 */
char *calibration_doubt(const struct calibration *calibration, const struct grounds *grounds);

/**
 * calibration_each() - all grounds that were measured, in the order of their names
 * @visit: called with the name of the grounds ("clean,merged", "conflict,7") and its tally
 * @data: for @visit
 */
void calibration_each(const struct calibration *calibration,
		      void (*visit)(void *data, const char *name, const struct tally *tally),
		      void *data);

/** grounds_name() - "clean,merged" or "conflict,7", with ",doubted"; newly allocated */
char *grounds_name(const struct grounds *grounds);

void calibration_free(struct calibration *calibration);

typedef struct calibration calibration;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(calibration, calibration_free)

#endif /* ENGINE_RESULT_CALIBRATION_H */
