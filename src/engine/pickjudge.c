// SPDX-License-Identifier: GPL-2.0-only
#include "engine/pickfile.h"

#include <string.h>

/* most certain first; what is not listed comes last */
static const char *const certainty[] = {
	"exact", "merged", "moved", "names", "dialect", "dropped", "touching", "alike", "phrases",
	"contained", "space", "comment", "absent", "our-names", "their-names", "elsewhere",
	"left-out", "tokens", "subset", "deleted", "edits", "placed",
};

static guint rank_of(const char *rung)
{
	guint rank = 0;

	while (rank < G_N_ELEMENTS(certainty) && strcmp(certainty[rank], rung))
		rank++;
	return rank;
}

static bool is_less_certain(const char *rung, const char *than)
{
	guint a = rank_of(rung), b = rank_of(than);

	return a > b || (a == b && strcmp(rung, than) > 0);
}

/* places of a file that git leaves to a person: a file as a whole is one */
static guint places_of(const struct picked_file *file)
{
	guint places = 0;

	for (guint i = 0; i < file->regions->len; i++)
		places += ((const struct picked_region *)file->regions->pdata[i])->text != NULL;
	return file->conflicted ? MAX(places, 1) : 0;
}

static struct grounds grounds_of(const struct picked *picked)
{
	struct grounds grounds = { .clean = true, .agrees = true };
	guint places = 0;

	for (guint i = 0; i < picked->files->len; i++) {
		const struct picked_file *file = picked->files->pdata[i];

		if (!grounds.rung || is_less_certain(file->rung, grounds.rung))
			grounds.rung = file->rung;
		grounds.clean &= !file->conflicted;
		grounds.agrees &= !file->conflicted || file->agrees;
		places += places_of(file);
	}
	grounds.single = places == 1;
	/* a clean merge agrees with the patch: the fact says nothing there */
	grounds.agrees &= !grounds.clean;
	return grounds;
}

static bool is_doubted(const struct picked *picked)
{
	bool doubted = picked->warnings->len > 0;

	for (guint i = 0; i < picked->files->len; i++)
		doubted |= ((const struct picked_file *)picked->files->pdata[i])->doubted;
	return doubted;
}

void pick_judge(const struct calibration *calibration, struct picked *picked)
{
	picked->grounds = grounds_of(picked);
	picked->rung = picked->grounds.rung;
	picked->grounds.doubted = is_doubted(picked);
	picked->precision = calibration_precision(calibration, &picked->grounds);
	for (guint i = 0; i < picked->files->len; i++) {
		struct picked_file *file = picked->files->pdata[i];
		const struct grounds grounds = {
			.rung = file->rung,
			.clean = !file->conflicted,
			.agrees = file->agrees,
			.single = places_of(file) == 1,
			.doubted = file->doubted,
		};

		file->precision = calibration_precision(calibration, &grounds);
	}
	picked->outcome = calibration_trusts(calibration, &picked->grounds) ?
				  OUTCOME_PORTED :
				  OUTCOME_PROPOSED;
}
