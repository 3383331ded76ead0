// SPDX-License-Identifier: GPL-2.0-only
#include "engine/merge/definitions.h"

#include <string.h>

#include "engine/code/text.h"

/* so many definitions above, and as many below, tell where something belongs */
#define NEIGHBOURS 3

struct definitions *definitions_of(GBytes *bytes)
{
	struct definitions *definitions = g_new0(struct definitions, 1);

	definitions->bytes = g_bytes_ref(bytes);
	definitions->lines = lines_of(bytes);
	definitions->source = csource_scan(bytes);
	return definitions;
}

void definitions_free(struct definitions *definitions)
{
	if (!definitions)
		return;
	csource_free(definitions->source);
	g_array_unref(definitions->lines);
	g_bytes_unref(definitions->bytes);
	g_free(definitions);
}

static struct line line_at(const struct definitions *definitions, size_t line)
{
	return text_trim(&g_array_index(definitions->lines, struct line, line));
}

static bool ends_comment(const struct line *line)
{
	return line->size >= 2 && !memcmp(line->text + line->size - 2, "*/", 2);
}

static bool begins_comment(const struct line *line)
{
	return line->size >= 2 && !memcmp(line->text, "/*", 2);
}

/* the first line of a comment that ends on the line above @at; @at without one */
static size_t comment_above(const struct definitions *definitions, size_t at)
{
	struct line line;
	size_t top = at;

	if (!top)
		return at;
	line = line_at(definitions, --top);
	if (!ends_comment(&line))
		return at;
	while (!begins_comment(&line)) {
		if (!top || (*line.text != '*' && top + 1 < at))
			return at;
		line = line_at(definitions, --top);
		if (!line.size)
			return at;
	}
	return top;
}

struct span definition_span(const struct definitions *definitions, const struct cregion *region)
{
	return (struct span){
		comment_above(definitions, region->first - 1),
		MIN(region->last, definitions->lines->len),
	};
}

/* the first one that ends at that line (from 1) or below */
static const struct cregion *ending_below(const struct definitions *definitions, size_t line)
{
	const GArray *regions = definitions->source->regions;
	guint low = 0, high = regions->len;

	while (low < high) {
		guint middle = (low + high) / 2;

		if (g_array_index(regions, struct cregion, middle).last < line)
			low = middle + 1;
		else
			high = middle;
	}
	return low < regions->len ? &g_array_index(regions, struct cregion, low) : NULL;
}

const struct cregion *definitions_holding(const struct definitions *definitions, struct span lines)
{
	/* an insertion is inside where the lines around it are */
	size_t insertion = lines.at == lines.end;
	const struct cregion *region = ending_below(definitions, lines.end + insertion);
	struct span span;

	if (!region)
		return NULL;
	span = definition_span(definitions, region);
	return lines.at >= span.at + insertion && lines.end + insertion <= span.end ? region :
										     NULL;
}

const struct cregion *definitions_like(const struct definitions *definitions,
				       const struct cregion *wanted)
{
	const GArray *regions = definitions->source->regions;
	const struct cregion *found = NULL;

	for (guint i = 0; i < regions->len; i++) {
		const struct cregion *region = &g_array_index(regions, struct cregion, i);

		if (region->kind != wanted->kind || strcmp(region->name, wanted->name))
			continue;
		if (found || !*region->name)
			return NULL;
		found = region;
	}
	return found;
}

const struct cregion *definitions_same(const struct definitions *there, struct span lines,
				       const struct definitions *here)
{
	const struct cregion *region = definitions_holding(there, lines);

	return region && definitions_like(there, region) ? definitions_like(here, region) : NULL;
}

GBytes *definition_text(const struct definitions *definitions, const struct cregion *region)
{
	return threeway_text(definitions->lines, definition_span(definitions, region));
}

GBytes *definition_replace(const struct definitions *definitions, const struct cregion *region,
			   GBytes *text)
{
	struct span span = definition_span(definitions, region);
	GByteArray *out = g_byte_array_new();
	gsize size;
	const guint8 *data = g_bytes_get_data(text, &size);

	text_join(out, definitions->lines, 0, span.at);
	if (size)
		g_byte_array_append(out, data, size);
	text_join(out, definitions->lines, span.end, definitions->lines->len);
	return g_byte_array_free_to_bytes(out);
}

long definitions_beside(const struct definitions *there, size_t at,
			const struct definitions *here)
{
	const GArray *regions = there->source->regions;
	const struct cregion *like;
	guint below = 0;

	while (below < regions->len && g_array_index(regions, struct cregion, below).last <= at)
		below++;
	for (guint i = 0; i < NEIGHBOURS && i < below; i++) {
		like = definitions_like(here, &g_array_index(regions, struct cregion,
							     below - 1 - i));
		if (like)
			return definition_span(here, like).end;
	}
	for (guint i = below; i < below + NEIGHBOURS && i < regions->len; i++) {
		like = definitions_like(here, &g_array_index(regions, struct cregion, i));
		if (like)
			return definition_span(here, like).at;
	}
	return -1;
}
