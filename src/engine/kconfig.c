// SPDX-License-Identifier: GPL-2.0-only
#include "engine/kconfig.h"

#include <string.h>

#include "base/strings.h"
#include "engine/text.h"
#include "engine/warn.h"

static const char prefix[] = "CONFIG_";
static const char *const openings[] = { "config", "menuconfig", NULL };

/* "config GCC_VERSION" */
static bool configures(const char *text, gsize size, const char *symbol, gsize length)
{
	const char *const end = text + size, *at = text;

	for (; size && (at = text_mention(at, end, text, size, symbol, length)); at++) {
		const struct line word = text_word_before(text, at);

		if (is_any_of(word.text, word.size, openings))
			return true;
	}
	return false;
}

bool kconfig_has(struct headers *headers, const struct lex *name)
{
	const gsize skip = strlen(prefix);
	g_autoptr(GPtrArray) paths = NULL;
	bool met = false;

	if (name->size <= skip || memcmp(name->text, prefix, skip))
		return false;
	paths = headers_kconfigs(headers);
	for (guint i = 0; i < paths->len && !met; i++) {
		g_autoptr(GBytes) bytes = headers_read(headers, paths->pdata[i]);
		gsize size;
		const char *text = bytes ? g_bytes_get_data(bytes, &size) : NULL;

		met = text && configures(text, size, name->text + skip, name->size - skip);
	}
	return met;
}
