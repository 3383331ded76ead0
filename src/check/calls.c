// SPDX-License-Identifier: GPL-2.0-only
#include "check/calls.h"

#include <string.h>

static bool is_keyword(const struct ctoken *token)
{
	static const char *const words[] = {
		"if", "for", "while", "switch", "return", "sizeof", "typeof", "do", "else",
		"case", "goto", "defined", "__attribute__", "_Static_assert", "asm",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		if (ctoken_is(token, words[i]))
			return true;
	}
	return false;
}

bool is_call(const struct csource *source, guint at)
{
	const struct ctoken *token = ctoken_at(source, at);

	return token->kind == CTOKEN_WORD && at + 1 < source->tokens->len &&
	       ctoken_is(ctoken_at(source, at + 1), "(") && !is_keyword(token);
}

int count_calls(const struct csource *source, const char *function, const char *callee)
{
	int count = 0;

	for (guint i = 0; i < source->regions->len; i++) {
		const struct cregion *region = &g_array_index(source->regions, struct cregion, i);

		if (strcmp(region->name, function))
			continue;
		for (guint t = region->first_token; t <= region->last_token; t++)
			count += is_call(source, t) && ctoken_is(ctoken_at(source, t), callee);
	}
	return count;
}
