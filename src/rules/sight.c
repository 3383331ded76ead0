// SPDX-License-Identifier: GPL-2.0-only
#include "rules/sight.h"

#include <string.h>

#include "format/csource.h"

static const char *target_at(const struct rule *rule, const struct ctoken *token)
{
	for (guint i = 0; token->kind == CTOKEN_WORD && i < rule->targets->len; i++) {
		if (ctoken_is(token, rule->targets->pdata[i]))
			return rule->targets->pdata[i];
	}
	return NULL;
}

static const char *target_in(const struct rule *rule, const struct csource *source,
			     const struct cregion *region)
{
	for (guint i = region->first_token; i <= region->last_token; i++) {
		const struct ctoken *token = &g_array_index(source->tokens, struct ctoken, i);
		const char *word = target_at(rule, token);

		if (word)
			return word;
	}
	return NULL;
}

/* several definitions may share a name, in the arms of an #if */
static const char *target_in_function(const struct rule *rule, const struct csource *source,
				      const char *name)
{
	for (guint i = 0; i < source->regions->len; i++) {
		const struct cregion *region = &g_array_index(source->regions, struct cregion, i);
		const char *word = strcmp(region->name, name) ? NULL :
								 target_in(rule, source, region);

		if (word)
			return word;
	}
	return NULL;
}

const char *rule_blind_spot(const struct rule *rule, GBytes *source,
			    const struct spatch_run *run, const char **out_word)
{
	g_autoptr(csource) scanned = csource_scan(source);

	for (guint i = 0; i < run->unparsed->len; i++) {
		*out_word = target_in_function(rule, scanned, run->unparsed->pdata[i]);
		if (*out_word)
			return run->unparsed->pdata[i];
	}
	return NULL;
}

bool rule_matters(const struct rule *rule, GBytes *source)
{
	g_autoptr(csource) scanned = csource_scan(source);

	for (guint i = 0; i < rule->targets->len; i++) {
		if (csource_uses(scanned, rule->targets->pdata[i]))
			return true;
	}
	return false;
}
