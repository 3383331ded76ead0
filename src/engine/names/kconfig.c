// SPDX-License-Identifier: GPL-2.0-only
#include "engine/names/kconfig.h"

#include <string.h>

#include "base/strings.h"
#include "engine/code/text.h"

/* "config GCC_VERSION" */
static struct line symbol_of(const struct line *line)
{
	static const char *const openings[] = { "config", "menuconfig", NULL };
	const char *at = line->text, *end = line->text + line->size;
	struct line word = text_word_behind(at, end);

	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	if (word.text != at || !is_any_of(word.text, word.size, openings))
		return (struct line){ "", 0 };
	return text_word_behind(at + word.size, end);
}

void kconfig_add(struct bag *symbols, GBytes *file)
{
	gsize size;
	const char *text = g_bytes_get_data(file, &size);
	struct line rest = { text, size }, line;

	while (text_take_line(&rest, &line)) {
		const struct line symbol = symbol_of(&line);

		if (symbol.size)
			bag_add(symbols, lex_hash(symbol.text, symbol.size));
	}
}

bool kconfig_may_have(struct headers *headers, const struct lex *name)
{
	static const char prefix[] = "CONFIG_";
	const gsize skip = strlen(prefix);
	const struct bag *symbols;

	if (name->size <= skip || memcmp(name->text, prefix, skip))
		return false;
	symbols = headers_symbols(headers);
	return !symbols->list->len ||
	       bag_has(symbols, lex_hash(name->text + skip, name->size - skip));
}
