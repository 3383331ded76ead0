// SPDX-License-Identifier: GPL-2.0-only
#include "engine/result/signs.h"

/* how files count together */
enum how { HOW_SUM, HOW_MAX, HOW_MIN };

struct row {
	const char *name;
	enum how how;
	int neutral;
};

static const struct row rows[] = {
#define SIGN(name, how, neutral, text) { #name, HOW_##how, neutral },
#include "engine/result/signs.def"
#undef SIGN
};

const char *sign_name(enum sign sign)
{
	return rows[sign].name;
}

void signs_init(struct signs *signs)
{
	for (int i = 0; i < SIGNS; i++)
		signs->value[i] = rows[i].neutral;
}

void signs_join(struct signs *signs, const struct signs *file)
{
	for (int i = 0; i < SIGNS; i++) {
		int *to = &signs->value[i], from = file->value[i];

		if (rows[i].how == HOW_SUM)
			*to += from;
		else if (rows[i].how == HOW_MAX ? from > *to : from < *to)
			*to = from;
	}
}
