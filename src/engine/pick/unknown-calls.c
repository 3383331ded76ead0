// SPDX-License-Identifier: GPL-2.0-only
/*
 * How many arguments a function takes is told by what declares it: the file that calls it, and
 * headers.  A function of the same name in another file may be that file's own.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/declares.h"
#include "engine/code/mention.h"
#include "engine/names/treesearch.h"
#include "engine/names/wordlist.h"
#include "engine/names/words.h"
#include "engine/pick/unknown.h"

static bool declares(const GArray *names, const char *name, guint role)
{
	return wordlist_scanned(names, role, name, strlen(name));
}

static bool takes(const GArray *names, const char *name, int args)
{
	return declares(names, name, WORD_ARITY + args) || declares(names, name, WORD_VARIADIC);
}

/* one that declares it otherwise, and is in @sight of the caller, is kept in mind */
static bool text_takes(struct asked *asked, bool sight, const struct extract *text)
{
	g_autoptr(GArray) names = NULL;

	if (!text_mentions(text->text, text->size, asked->name, strlen(asked->name)))
		return false;
	names = wordlist_scan(text->text, text->size);
	if (takes(names, asked->name, asked->about))
		return true;
	asked->hint |= sight && declares(names, asked->name, WORD_CALLABLE);
	return false;
}

static bool file_takes(const struct tree_search *search, struct asked *asked, const char *path,
		       const struct extract *text)
{
	(void)search;
	return text_takes(asked, path_is_header(path), text);
}

static bool is_file_of_c(const struct tree_search *search, guint i)
{
	return path_is_c(search->changed->pdata[i]);
}

/* a pointer to a function; nothing but the caller's file has been looked at */
static bool is_variable(const struct asked *asked, const struct extract *own)
{
	const struct lex name = { .text = asked->name, .size = strlen(asked->name) };

	return !asked->hint && text_declares(own->text, own->size, &name);
}

static bool made_takes(const struct tree_search *search, guint i, struct asked *asked)
{
	const char *path = search->changed->pdata[i];
	g_autoptr(GBytes) made = path_is_c(path) ? tree_read(search->in.after, path, NULL) : NULL;
	const struct extract text = extract_of(made);

	return made && file_takes(search, asked, path, &text);
}

/* the files that the patch changes, as they are with it */
static void look_at_made(struct tree_search *search, const struct extract *own,
			 struct asked *asked)
{
	bool found = text_takes(asked, true, own) || is_variable(asked, own);

	for (guint i = 0; i < search->changed->len && !found; i++)
		found = made_takes(search, i, asked);
	if (found)
		tree_search_found(search, asked, "");
}

/* a call that the file did not have so far, of what is neither a member nor one of its variables */
static bool is_new_call(const struct extract *before, const struct extract *after,
			const struct lex *name, int args)
{
	const struct wanted_name wanted = { name->text, name->size, call_has_arguments, &args };

	return name->size > 2 && !name->conditional && !name->directive &&
	       !lex_keyword(name->text, name->size) && !lex_standard(name->text, name->size) &&
	       !text_uses(before, &wanted);
}

static void ask_calls(struct tree_search *search, const char *path, struct bag *seen)
{
	g_autoptr(GBytes) ours = tree_read(search->in.before, path, NULL);
	g_autoptr(GBytes) made = tree_read(search->in.after, path, NULL);
	struct extract old = extract_of(ours), new = extract_of(made);
	enum lex_kind kind, before = LEX_PUNCT;
	struct lex lex;

	if (!made)
		return;
	extract_cut(&new, &old);
	extract_lex(&new, &lex);
	for (; (kind = lex_next(&lex)) != LEX_END; before = kind) {
		int args = kind == LEX_WORD && before != LEX_MEMBER && extract_holds(&new, &lex) ?
				   call_arguments(&lex) : -1;

		if (args < 0 || !is_new_call(&old, &new, &lex, args) ||
		    !bag_add(seen, lex_hash_tagged(lex.text, lex.size, args)))
			continue;
		look_at_made(search, &new,
			     tree_search_ask(search, g_strndup(lex.text, lex.size), args));
	}
}

static bool may_take(const struct tree_search *search, const struct asked *asked)
{
	return tree_search_elsewhere(search, WORD_ARITY + asked->about, asked->name) ||
	       tree_search_elsewhere(search, WORD_VARIADIC, asked->name);
}

/* by the words of the tree, where they are at hand */
static void take_counted(struct tree_search *search)
{
	if (!search->left || !search->in.words || !words_near(search->in.words))
		return;
	for (guint i = 0; i < search->names->len; i++) {
		struct asked *asked = search->names->pdata[i];

		if (!asked->where && may_take(search, asked))
			tree_search_found(search, asked, "");
	}
}

/* those that nothing near declares otherwise are of no interest */
static void keep_hinted(struct tree_search *search)
{
	for (guint i = search->names->len; i-- > 0;) {
		const struct asked *asked = search->names->pdata[i];

		if (asked->where || asked->hint)
			continue;
		g_ptr_array_remove_index(search->names, i);
		search->left--;
	}
}

GPtrArray *calls_unfit(const struct patched *in)
{
	static const struct tree_question unfit = { SEARCH_C, may_take, file_takes };
	GPtrArray *warnings = g_ptr_array_new_with_free_func(g_free);
	struct tree_search search;
	struct bag seen;

	tree_search_init(&search, in, &unfit);
	bag_init(&seen);
	for (guint i = 0; i < search.changed->len; i++)
		if (is_file_of_c(&search, i))
			ask_calls(&search, search.changed->pdata[i], &seen);
	bag_clear(&seen);
	take_counted(&search);
	tree_search_near(&search);
	keep_hinted(&search);
	tree_search_all(&search);
	for (guint i = 0; i < search.names->len && warnings->len < TREE_SEARCH_TOLD_MAX; i++) {
		const struct asked *asked = search.names->pdata[i];

		if (!asked->where)
			add_stringf(warnings, "'%s' does not take %d arguments in this tree",
				    asked->name, asked->about);
	}
	tree_search_clear(&search);
	return warnings;
}
