// SPDX-License-Identifier: GPL-2.0-only
/*
 * Upstream keeps a function for one file: it becomes static, or the header
 * declares it no more.  This tree has users of its own in other files.
 */
#include "base/strings.h"
#include "engine/names/words.h"
#include "engine/pick/picknames.h"

/* does a header of the pick declare it in this tree, and no more when the pick is in? */
static bool was_in_header(struct pick_names *names, const struct lex *name)
{
	for (guint i = 0; i < names->texts->len; i++) {
		const struct pick_text *text = names->texts->pdata[i];

		if (path_is_header(text->file->path) &&
		    pick_names_has(names, i, TEXT_OURS, name, WORD_CALLABLE) &&
		    !pick_names_has(names, i, TEXT_RESULT, name, WORD_CALLABLE))
			return true;
	}
	return false;
}

/* the one file of the pick that has it; NULL where it is a header, or one of several */
static const struct pick_text *find_home(struct pick_names *names, const struct lex *name)
{
	const struct pick_text *home = NULL;

	for (guint i = 0; i < names->texts->len; i++) {
		const struct pick_text *text = names->texts->pdata[i];

		if (!path_is_c(text->file->path) ||
		    !pick_names_has(names, i, TEXT_RESULT, name, WORD_CALLABLE))
			continue;
		if (home || path_is_header(text->file->path))
			return NULL;
		home = text;
	}
	return home;
}

/* what is called is counted first: a name may be that of anything */
static char *find_user(struct pick_names *names, const struct lex *name,
		       const struct pick_text *home)
{
	return pick_names_user(names, name, WORD_CALLED, home) ?:
	       pick_names_user(names, name, WORD_NAME, home);
}

static bool is_own(const char *path, GBytes *bytes, const struct lex *name)
{
	const struct extract text = extract_of(bytes);
	struct declaration found;

	return text_declaration(path, &text, name, -1, &found) && found.own;
}

/**
 * struct sharers - files that declare a function for all
 * @defined: one of them defines another one
 * @path: of the first, newly allocated; NULL for none
 */
struct sharers {
	const struct lex *name;
	bool defined;
	char *path;
};

static void look_at_sharer(void *data, const char *path, const struct extract *text)
{
	struct sharers *sharers = data;
	struct declaration found;

	if (!text_declaration(path, text, sharers->name, -1, &found) || found.own)
		return;
	sharers->defined |= found.body || found.macro;
	if (!sharers->path)
		sharers->path = g_strdup(path);
}

/* it is static now: a declaration of this tree's own is one of nothing */
static void check_sharers(struct pick_names *names, const struct lex *name,
			  const struct pick_text *home, GPtrArray *warnings)
{
	struct sharers sharers = { .name = name };

	if (!is_own(home->file->path, home->result, name) ||
	    is_own(home->file->path, home->ours, name) ||
	    pick_names_outside(names, TEXT_BASE, name, WORD_CALLABLE) > 0 ||
	    pick_names_outside(names, TEXT_BASE, name, WORD_CALLED) > 0 ||
	    pick_names_outside(names, TEXT_OURS, name, WORD_CALLED) <= 0)
		return;
	if (pick_names_visit(names, name, WORD_CALLABLE, look_at_sharer, &sharers) &&
	    !sharers.defined && sharers.path)
		add_stringf(warnings, "'%.*s' is static in '%s' now, and '%s' declares it for all",
			    (int)name->size, name->text, home->file->path, sharers.path);
	g_free(sharers.path);
}

void pick_hidden(struct pick_names *names, const struct lex *name, GPtrArray *warnings)
{
	const struct pick_text *home = find_home(names, name);
	g_autofree char *user = NULL;

	if (!home)
		return;
	if (pick_names_outside(names, TEXT_OURS, name, WORD_CALLABLE) > 0) {
		check_sharers(names, name, home, warnings);
		return;
	}
	user = was_in_header(names, name) ? find_user(names, name, home) : NULL;
	if (user)
		add_stringf(warnings, "no header declares '%.*s' any more, and '%s' uses it",
			    (int)name->size, name->text, user);
}
