// SPDX-License-Identifier: GPL-2.0-only
/* the tolerant scanner: tokens in order and inside the bytes, regions that do not overlap */
#include <string.h>

#include "format/csource.h"
#include "fuzz.h"

static void look_at_tokens(const struct csource *source, GBytes *bytes)
{
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size) ?: "", *at = data;
	unsigned int line = 1;

	for (guint i = 0; i < source->tokens->len; i++) {
		const struct ctoken *token = &g_array_index(source->tokens, struct ctoken, i);

		g_assert_cmpuint(token->size, >, 0);
		g_assert_true(token->text >= at);
		g_assert_cmpint(token->depth, >=, 0);
		for (; at < token->text; at++)
			line += *at == '\n';
		g_assert_cmpuint(token->line, ==, line);
		for (; at < token->text + token->size; at++)
			line += *at == '\n';
	}
	g_assert_true(at <= data + size);
}

static void look_at_regions(const struct csource *source)
{
	unsigned int last = 0;
	guint token = 0;

	for (guint i = 0; i < source->regions->len; i++) {
		const struct cregion *region = &g_array_index(source->regions, struct cregion, i);

		g_assert_nonnull(region->name);
		g_assert_true(region->first <= region->open && region->open <= region->last);
		g_assert_true(region->first >= last);
		g_assert_true(!i || region->last_token > token);
		g_assert_true(region->first_token <= region->last_token);
		g_assert_true(region->last_token < source->tokens->len);
		if (region->kind == CREGION_FUNCTION)
			g_assert_nonnull(csource_function(source, region->name));
		g_assert_nonnull(csource_at(source, region->open));
		last = region->last;
		token = region->last_token;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GBytes) bytes = g_bytes_new(data, size);
	g_autoptr(csource) source = csource_scan(bytes);
	g_autofree char *text = fuzz_string(data, size);
	g_autofree char *name = function_name_of(text);

	g_assert_true(!name || strlen(name) <= strlen(text));
	look_at_tokens(source, bytes);
	look_at_regions(source);
	csource_uses(source, "return");
	return 0;
}
