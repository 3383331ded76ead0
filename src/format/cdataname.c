// SPDX-License-Identifier: GPL-2.0-only
#include "format/cdataname.h"

/*
 * What was seen in front of the "=".
 * @typed: the type is one by its keyword, or a macro's business; otherwise the first word is it
 * @plain: the last word without "__" in front
 * @plains: how many there are
 * @marked, @last: the first and the last word with "__" in front
 * @led: @marked stands in front of the first plain one
 */
struct words {
	bool typed;
	const struct ctoken *plain;
	unsigned int plains;
	const struct ctoken *marked;
	const struct ctoken *last;
	bool led;
};

static bool is_qualifier(const struct ctoken *token)
{
	static const char *const words[] = { "static",	 "extern",   "const",  "volatile",
					     "register", "restrict", "inline", "_Atomic",
					     "asm",	 NULL };

	return ctoken_is_any(token, words);
}

static bool is_type(const struct ctoken *token)
{
	static const char *const words[] = { "char", "short", "int",	"long",	 "float", "double",
					     "bool", "_Bool", "signed", "unsigned", "void",
					     "typeof", "__typeof__", "__typeof", NULL };

	return ctoken_is_any(token, words);
}

static bool is_marked(const struct ctoken *token)
{
	return token->size > 2 && token->text[0] == '_' && token->text[1] == '_';
}

static void take(struct words *words, const struct ctoken *token)
{
	if (is_marked(token)) {
		words->led |= !words->plain;
		words->marked = words->marked ?: token;
		words->last = token;
	} else {
		words->plain = token;
		words->plains++;
	}
}

/* "u8 __name": the one plain word is the type, unless "__u8 name" has that in front */
static const struct ctoken *choose(const struct words *words)
{
	if (words->plain && (words->typed || words->plains > 1 || words->led || !words->marked))
		return words->plain;
	return words->typed ? words->marked : words->last;
}

/* "} name __initdata = {": the type was in front of it */
static bool is_behind_type(const struct csource *source, guint first)
{
	return first && ctoken_is(ctoken_at(source, first - 1), "}") &&
	       ctoken_at(source, first - 1)->line == ctoken_at(source, first)->line;
}

const struct ctoken *cdata_name(const struct csource *source, guint first, guint end)
{
	struct words words = { .typed = is_behind_type(source, first) };
	bool tag = false;
	int parens = 0;

	for (guint i = first; i < end; i++) {
		const struct ctoken *token = ctoken_at(source, i);

		parens += ctoken_is(token, "(") - ctoken_is(token, ")");
		if (parens || token->kind != CTOKEN_WORD || is_qualifier(token))
			continue;
		if (ctoken_is_tag(token) || is_type(token)) {
			tag = ctoken_is_tag(token);
			words.typed = true;
			continue;
		}
		if (tag) {
			tag = false;
			continue;
		}
		if (ctoken_is(ctoken_at(source, i + 1), "["))
			return token;
		take(&words, token);
		words.typed |= words.plain == token && ctoken_is(ctoken_at(source, i + 1), "(");
	}
	return choose(&words);
}
