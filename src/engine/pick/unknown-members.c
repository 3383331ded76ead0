// SPDX-License-Identifier: GPL-2.0-only
#include "engine/code/declares.h"
#include "engine/code/mention.h"
#include "engine/pick/unknown.h"

#include <string.h>

#include "base/strings.h"
#include "engine/code/structures.h"
#include "engine/names/words.h"

/*
 * All that have the name count, of whatever header: one with the member, or with what nobody can
 * tell, is enough.
 */
static bool structure_has(const struct tree_search *search, struct asked *asked, const char *path,
			  const struct extract *text)
{
	const struct lex member = { .text = asked->name, .size = strlen(asked->name) };
	struct type_name type = { { .text = asked->of, .size = strlen(asked->of) }, true };
	const char *at = text->text, *end = at + text->size;
	bool met = false, has = false;
	struct body body;

	(void)search;
	(void)path;
	if (!text_mentions(at, text->size, asked->of, type.name.size))
		return false;
	for (; !has && structure_find(at, end - at, &type, &body); at = body.to) {
		met = true;
		has = body_may_have(&body, &member);
	}
	asked->hint |= met;
	return has || (met && text_defines(text->text, text->size, &member));
}

static bool has_structure(const struct tree_search *search, const struct asked *asked)
{
	return tree_search_elsewhere(search, WORD_NAME, asked->of);
}

void members_init(struct tree_search *search, const struct patched *in)
{
	static const struct tree_question question = {
		SEARCH_HEADERS, has_structure, structure_has,
	};

	tree_search_init(search, in, &question);
}

/* the patch's own files are not looked into by a search */
static void look_at_made(struct tree_search *search, struct asked *asked)
{
	for (guint i = 0; i < search->made->len && !asked->where; i++) {
		const struct extract made = extract_of(search->made->pdata[i]);

		if (structure_has(search, asked, ".h", &made))
			tree_search_found(search, asked, "");
	}
}

void members_unknown(struct tree_search *search, GPtrArray *warnings)
{
	for (guint i = 0; i < search->names->len; i++)
		look_at_made(search, search->names->pdata[i]);
	tree_search_count(search);
	tree_search_near(search);
	tree_search_all(search);
	for (guint i = 0; i < search->names->len; i++) {
		const struct asked *asked = search->names->pdata[i];
		g_autofree char *told = g_strdup_printf("'struct %s' has no '%s' here", asked->of,
							asked->name);

		if (asked->hint && !asked->where)
			add_string_once(warnings, told);
	}
	tree_search_clear(search);
}
