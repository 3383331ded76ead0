// SPDX-License-Identifier: GPL-2.0-only
#include "check/placefit.h"

#include <string.h>

/* outside of functions: between them, or data and macros that a patch shows no head of */
static bool allows_outside(const struct hunk_place *place, const struct cregion *region)
{
	if (place->certain)
		return !*place->name || (region && !strcmp(place->name, region->name));
	return region || !place->indented;
}

/* does a line of the region start so? */
static bool has_heading(const struct csource *source, const struct cregion *region,
			const char *heading)
{
	size_t size = strlen(heading);
	unsigned int line = 0;

	for (guint i = region->first_token; size && i <= region->last_token; i++) {
		const struct ctoken *token = ctoken_at(source, i);
		const char *end = ctoken_at(source, region->last_token)->text;

		if (token->line != line && (size_t)(end - token->text) >= size &&
		    !memcmp(token->text, heading, size))
			return true;
		line = token->line;
	}
	return false;
}

/* a label, or a type alone on its line, names the only function that has such a line */
static bool heading_names(const struct csource *source, const struct cregion *region,
			  const char *heading)
{
	guint having = 0;

	for (guint i = 0; i < source->regions->len; i++)
		having += has_heading(source, &g_array_index(source->regions, struct cregion, i),
				      heading);
	return having == 1 && has_heading(source, region, heading);
}

bool place_allows(const struct hunk_place *place, const struct csource *source,
		  const struct cregion *region)
{
	if (!region || region->kind != CREGION_FUNCTION)
		return allows_outside(place, region);
	if (!place->name)
		return strstr(place->heading, region->name) ||
		       heading_names(source, region, place->heading);
	return !strcmp(place->name, region->name);
}

bool places_open(const GPtrArray *places, const struct cregion *region)
{
	for (guint i = 0; i < places->len; i++) {
		const struct hunk_place *place = places->pdata[i];

		if (!place->name && region && region->kind == CREGION_FUNCTION &&
		    !strpbrk(place->heading, "={(;#"))
			return true;
	}
	return false;
}
