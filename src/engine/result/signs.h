/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is seen of a result from outside, without knowing whether it is right:
 * the numbers that its certainty is judged by.
 */
#ifndef ENGINE_RESULT_SIGNS_H
#define ENGINE_RESULT_SIGNS_H

/** enum sign - see signs.def */
enum sign {
#define SIGN(name, how, neutral, text) SIGN_##name,
#include "engine/result/signs.def"
#undef SIGN
	SIGNS,
};

/** struct signs - one number a sign */
struct signs {
	int value[SIGNS];
};

/** sign_name() - as in reports */
const char *sign_name(enum sign sign);

/** signs_init() - nothing seen yet */
void signs_init(struct signs *signs);

/** signs_join() - the signs of one more file */
void signs_join(struct signs *signs, const struct signs *file);

#endif /* ENGINE_RESULT_SIGNS_H */
