// SPDX-License-Identifier: GPL-2.0-only
#include "engine/pick/pickfile.h"

#include <string.h>

#include "engine/result/certainty.h"
#include "engine/result/pickedfile.h"
#include "engine/result/rungs.h"

/* as in the list of rungs; what is not in it comes last */
static guint rank_of(const char *rung)
{
	guint rank = 0;

	while (rung_name(rank) && strcmp(rung_name(rank), rung))
		rank++;
	return rank;
}

static bool is_less_certain(const char *rung, const char *than)
{
	guint a = rank_of(rung), b = rank_of(than);

	return a > b || (a == b && strcmp(rung, than) > 0);
}

static bool is_doubted(const struct signs *signs)
{
	return signs->value[SIGN_warnings] || signs->value[SIGN_stray] ||
	       signs->value[SIGN_braces] || signs->value[SIGN_variables] ||
	       signs->value[SIGN_unused] || signs->value[SIGN_order];
}

static const char *least_certain(const struct picked *picked)
{
	const char *rung = NULL;

	for (guint i = 0; i < picked->files->len; i++) {
		const struct picked_file *file = picked->files->pdata[i];

		if (!rung || is_less_certain(file->rung, rung))
			rung = file->rung;
	}
	return rung;
}

/* all files of the commit together; what the siblings say is known already */
static void join_signs(struct picked *picked)
{
	int *values = picked->signs.value;

	for (guint i = 0; i < picked->files->len; i++) {
		const struct picked_file *file = picked->files->pdata[i];

		if (file->conflicted)
			signs_join(&picked->signs, &file->signs);
		values[SIGN_files] += file->conflicted;
		values[SIGN_others] += !file->conflicted;
	}
	values[SIGN_warnings] = picked->warnings->len;
}

static struct grounds grounds_of(const char *rung, bool conflicted, const struct signs *signs)
{
	return (struct grounds){
		.rung = rung,
		.clean = !conflicted,
		.level = conflicted ? certainty_level(signs) : 0,
		.doubted = is_doubted(signs),
	};
}

static bool has_doubted(const struct picked *picked)
{
	bool doubted = false;

	for (guint i = 0; i < picked->files->len; i++)
		doubted |= ((const struct picked_file *)picked->files->pdata[i])->doubted;
	return doubted;
}

char *said_with(const char *word, const char *doubt)
{
	if (word && doubt)
		return g_strdup_printf("%s; %s", word, doubt);
	return g_strdup(word ? word : doubt);
}

char *picked_word(const struct picked *picked)
{
	return picked->warnings->len ? g_strdup(picked->warnings->pdata[0]) :
				       picked_files_note(picked->files);
}

static char *why_proposed(const struct calibration *calibration, const struct picked *picked)
{
	g_autofree char *word = picked_word(picked);
	/* a file that is doubted has a part that no replay has measured */
	g_autofree char *doubt = has_doubted(picked) ?
		calibration_unmeasured(picked->rung) :
		calibration_doubt(calibration, &picked->grounds);

	return said_with(word, doubt);
}

void pick_judge(const struct calibration *calibration, struct picked *picked)
{
	join_signs(picked);
	picked->rung = least_certain(picked);
	picked->grounds = grounds_of(picked->rung, picked->conflicted, &picked->signs);
	if (has_doubted(picked))
		picked->grounds.doubted = true;
	else
		picked->precision = calibration_precision(calibration, &picked->grounds);
	for (guint i = 0; i < picked->files->len; i++) {
		struct picked_file *file = picked->files->pdata[i];
		const struct grounds grounds = grounds_of(file->rung, file->conflicted,
							  &file->signs);

		if (!file->doubted)
			file->precision = calibration_precision(calibration, &grounds);
	}
	picked->outcome = calibration_trusts(calibration, &picked->grounds) ?
				  OUTCOME_PORTED :
				  OUTCOME_PROPOSED;
	if (picked->outcome == OUTCOME_PROPOSED && !picked->reason)
		picked->reason = why_proposed(calibration, picked);
}
