// SPDX-License-Identifier: GPL-2.0-only
/*
 * A logistic regression, written as a score card: its weights, times ten, are the
 * points.  They were fitted once, offline, on replayed backports (certainty.def says
 * which); a repository's own figures then say what each level is worth there.
 */
#include "engine/result/certainty.h"

#include <math.h>
#include <stddef.h>

enum kind { ABOVE, LOG, PERCENT };

struct row {
	enum sign sign;
	enum kind kind;
	int limit;
	int points;
};

static const struct row rows[] = {
#define POINTS(sign, kind, limit, points) { SIGN_##sign, kind, limit, points },
#include "engine/result/certainty.def"
#undef POINTS
};

enum {
#define POINTS_START(points) START = points,
#include "engine/result/certainty.def"
#undef POINTS_START
};

/* chance to be right, as the score card has it, from which a level begins */
static const double steps[CERTAINTY_LEVELS] = {
	0.00, 0.30, 0.50, 0.60, 0.70, 0.75, 0.78, 0.81,
	0.84, 0.87, 0.90, 0.92, 0.94, 0.95, 0.96, 0.97,
};

static double points_of(const struct row *row, int value)
{
	switch (row->kind) {
	case ABOVE:
		return value > row->limit ? row->points : 0;
	case LOG:
		return row->points * log2(1 + value);
	case PERCENT:
		return row->points * value / 100.0;
	}
	return 0;
}

int certainty_points(const struct signs *signs)
{
	double points = START;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		points += points_of(&rows[i], signs->value[rows[i].sign]);
	return lround(points);
}

unsigned int certainty_level(const struct signs *signs)
{
	double chance = 1 / (1 + exp(-certainty_points(signs) / 10.0));
	unsigned int level = 0;

	while (level + 1 < CERTAINTY_LEVELS && chance >= steps[level + 1])
		level++;
	return level;
}
