// SPDX-License-Identifier: GPL-2.0-only
/*
 * A variable is known for sure by what is done to it: "x->", "x =".  Whether something declares
 * it is answered in favour of the patch: by any macro that may declare, by every pointer.
 */
#include <string.h>

#include "engine/code/declares.h"
#include "engine/code/margin.h"
#include "engine/code/mention.h"
#include "engine/code/scans.h"
#include "engine/code/tokens.h"
#include "engine/pick/unknownparts.h"

/**
 * struct file - one that the patch changes
 * @old, @new: without and with the patch
 * @changes: between the two, struct change
 */
struct file {
	const struct csource *old;
	const struct csource *new;
	const GArray *changes;
};

/* in front of the '(' that the token is in, without leaving the statement; -1 for none */
static int caller_of(const struct csource *source, guint i)
{
	int round = 0;

	while (i-- > 0) {
		const struct ctoken *token = ctoken_at(source, i);

		if (ctoken_is(token, ";") || ctoken_is(token, "{") || ctoken_is(token, "}"))
			return -1;
		round += ctoken_is(token, ")") - ctoken_is(token, "(");
		if (round < 0)
			return i && token_is_word(source, i - 1) ? (int)i - 1 : -1;
	}
	return -1;
}

/*
 * The name in front of the '(' that the token stands in as an argument by itself, or as the first
 * of "a.b", which may be a member's member; -1 for none
 */
static int passed_to(const struct csource *source, guint i)
{
	static const char *const behind[] = { ",", ")", ".", NULL };

	if (!i || i + 1 >= source->tokens->len ||
	    !(token_is_punct(source, i - 1, "(") || token_is_punct(source, i - 1, ",")) ||
	    !ctoken_is_any(ctoken_at(source, i + 1), behind))
		return -1;
	return caller_of(source, i);
}

/* a macro's argument may be anything, as the name of a member, and so may a compiler's own */
static bool is_argument(const struct csource *source, guint i)
{
	static const char *const commands[] = { "if", "while", "switch", NULL };
	int caller = passed_to(source, i);
	const struct ctoken *name = caller < 0 ? NULL : ctoken_at(source, caller);

	if (!name || *name->text == '_' || lex_standard(name->text, name->size) ||
	    ctoken_is(name, "offsetof"))
		return false;
	return ctoken_is_any(name, commands) || !lex_keyword(name->text, name->size);
}

/* "x->", "x =", "x + ", "< x", "[x]", "return x;" */
static bool is_used_as_variable(const struct csource *source, guint i)
{
	static const char *const behind[] = { "->", ".", "=", "+=", "-=", "|=", "&=", "++", "--",
					      "==", "!=", "<", ">", "<=", ">=", "+", "-", "/", "%",
					      "&&", "||", "<<", ">>", "[", NULL };
	static const char *const before[] = { "==", "!=", "<", ">", "<=", ">=", "+", "/", "%", "||",
					      "<<", ">>", "+=", "-=", "|=", "!", NULL };

	if (!token_may_be_variable(source, i) || !i || i + 1 >= source->tokens->len)
		return false;
	return ctoken_is_any(ctoken_at(source, i + 1), behind) ||
	       ctoken_is_any(ctoken_at(source, i - 1), before) ||
	       (token_is_punct(source, i - 1, "[") && token_is_punct(source, i + 1, "]")) ||
	       (ctoken_is(ctoken_at(source, i - 1), "return") &&
		token_is_punct(source, i + 1, ";")) ||
	       is_argument(source, i);
}

/* LIST_HEAD(x), CLASS(fd, x)(...), for_each_child_scoped(parent, x) */
static bool may_declare(const struct ctoken *name)
{
	for (guint i = 0; i < name->size; i++)
		if (g_ascii_isupper(name->text[i]))
			return true;
	return g_strstr_len(name->text, name->size, "each") != NULL;
}

static bool is_in_macro(const struct csource *source, guint i)
{
	int caller = caller_of(source, i);

	return caller >= 0 && may_declare(ctoken_at(source, caller));
}

static bool is_type(const struct csource *source, guint i)
{
	const struct ctoken *token = ctoken_at(source, i);

	return token->kind == CTOKEN_WORD && !lex_command(token->text, token->size);
}

/* may the token be the name in a declaration? "struct a *x;" "int (*x)(" "typeof(a) x," "a, *x;" */
static bool may_be_declared(const struct csource *source, guint i)
{
	static const char *const behind[] = { ";", "=", ",", "[", ")", ":", NULL };
	guint before = i;

	/* "*x __free(kfree) =" */
	if (!i || i + 1 == source->tokens->len ||
	    !(ctoken_is_any(ctoken_at(source, i + 1), behind) || token_is_word(source, i + 1)))
		return false;
	while (before && token_is_punct(source, before - 1, "*"))
		before--;
	if (!before || is_in_macro(source, i))
		return true;
	if (token_is_punct(source, before - 1, ","))
		return caller_of(source, i) < 0;
	return is_type(source, before - 1) || token_is_punct(source, before - 1, ")") ||
	       token_is_punct(source, before - 1, "}") ||
	       (before < i && token_is_punct(source, before - 1, "("));
}

static bool function_has(const struct csource *source, const struct cregion *function,
			 const struct line *word,
			 bool (*as)(const struct csource *source, guint i))
{
	for (guint i = function->first_token; i <= function->last_token; i++)
		if (token_spells(source, i, word) && !token_is_part(source, i) &&
		    (!as || !ctoken_at(source, i)->depth || as(source, i)))
			return true;
	return false;
}

/* outside of functions, or in one that does not declare it */
static bool file_knows(const struct csource *source, const struct line *word)
{
	for (guint i = 0; i < source->tokens->len; i++) {
		const struct cregion *region;

		if (!token_spells(source, i, word) || token_is_part(source, i))
			continue;
		region = csource_at(source, ctoken_at(source, i)->line);
		if (!region || region->kind != CREGION_FUNCTION ||
		    !function_has(source, region, word, may_be_declared))
			return true;
	}
	return false;
}

static bool defines_macro(const struct csource *source, const struct line *word)
{
	for (guint i = 0; i < source->regions->len; i++) {
		const struct cregion *region = &g_array_index(source->regions, struct cregion, i);

		if (region->kind == CREGION_MACRO && region->name &&
		    strlen(region->name) == word->size &&
		    !memcmp(region->name, word->text, word->size))
			return true;
	}
	return false;
}

/* the token is in a line that came: does its function lack such a variable? */
static bool is_lacking(const struct file *file, guint i)
{
	const struct ctoken *token = ctoken_at(file->new, i);
	const struct line word = { token->text, token->size };
	const struct cregion *new = csource_at(file->new, token->line), *old;

	if (!is_used_as_variable(file->new, i) || !new || new->kind != CREGION_FUNCTION ||
	    !new->name)
		return false;
	old = csource_function(file->old, new->name);
	return old && !function_has(file->old, old, &word, NULL) &&
	       !function_has(file->new, new, &word, may_be_declared) &&
	       !file_knows(file->old, &word) && !defines_macro(file->new, &word);
}

/* is the line of a token among those that came, or that went? */
static bool is_changed(const struct file *file, const struct ctoken *token, bool came)
{
	size_t line = token->line - 1;

	for (guint k = 0; k < file->changes->len; k++) {
		const struct change *change = &g_array_index(file->changes, struct change, k);
		size_t at = came ? change->new_at : change->old_at;

		if (line >= at && line < at + (came ? change->new_count : change->old_count))
			return true;
	}
	return false;
}

static bool function_uses(const struct csource *source, const struct cregion *function,
			  const struct line *word)
{
	for (guint i = function->first_token; i <= function->last_token; i++)
		if (token_spells(source, i, word) && ctoken_at(source, i)->depth &&
		    is_used_as_variable(source, i))
			return true;
	return false;
}

/* the token is in a line that went: does its function still use what was declared there? */
static bool is_gone(const struct file *file, guint i)
{
	const struct ctoken *token = ctoken_at(file->old, i);
	const struct line word = { token->text, token->size };
	const struct cregion *old = csource_at(file->old, token->line), *new;

	if (!old || old->kind != CREGION_FUNCTION || !old->name ||
	    lex_keyword(word.text, word.size) || token_is_part(file->old, i) ||
	    (token->depth && !may_be_declared(file->old, i)))
		return false;
	new = csource_function(file->new, old->name);
	return new && !function_has(file->new, new, &word, may_be_declared) &&
	       function_uses(file->new, new, &word) && !file_knows(file->old, &word) &&
	       !source_declares(file->new, &word);
}

static bool is_asked(const struct tree_search *search, const struct ctoken *token)
{
	for (guint i = 0; i < search->names->len; i++) {
		const struct asked *asked = search->names->pdata[i];

		if (asked->about == ASKED_VARIABLE && ctoken_is(token, asked->name))
			return true;
	}
	return false;
}

static bool is_made(const struct tree_search *search, const struct asked *asked)
{
	for (guint i = 0; i < search->made->len; i++) {
		const struct extract made = extract_of(search->made->pdata[i]);

		if (variable_is_there(asked, ".h", &made))
			return true;
	}
	return false;
}

static void ask(struct tree_search *search, const struct csource *source, guint i)
{
	const struct ctoken *token = ctoken_at(source, i);
	int caller = passed_to(source, i);
	struct asked *asked;

	if (is_asked(search, token))
		return;
	asked = tree_search_ask(search, g_strndup(token->text, token->size), ASKED_VARIABLE);
	asked->of = g_strdup(csource_at(source, token->line)->name);
	if (caller >= 0)
		asked->passed_to = g_strndup(ctoken_at(source, caller)->text,
					     ctoken_at(source, caller)->size);
	if (is_made(search, asked))
		tree_search_found(search, asked, "");
}

void variables_ask(struct tree_search *search, GBytes *ours, GBytes *made)
{
	g_autoptr(scans) scans = scans_new();
	const struct file file = {
		.old = scans_source(scans, ours),
		.new = scans_source(scans, made),
		.changes = scans_changes(scans, ours, made),
	};

	for (guint i = 0; i < file.new->tokens->len; i++)
		if (token_is_word(file.new, i) &&
		    is_changed(&file, ctoken_at(file.new, i), true) && is_lacking(&file, i))
			ask(search, file.new, i);
	for (guint i = 0; i < file.old->tokens->len; i++)
		if (token_is_word(file.old, i) &&
		    is_changed(&file, ctoken_at(file.old, i), false) && is_gone(&file, i))
			ask(search, file.old, i);
}

/* a macro with parameters, or another name of one */
static bool is_macros(const struct asked *asked, const struct extract *text)
{
	const struct lex macro = { .text = asked->passed_to,
				   .size = asked->passed_to ? strlen(asked->passed_to) : 0 };

	return macro.size && text_defines(text->text, text->size, &macro);
}

bool variable_is_there(const struct asked *asked, const char *path, const struct extract *text)
{
	return is_macros(asked, text) ||
	       (path_is_header(path) &&
		text_mentions(text->text, text->size, asked->name, strlen(asked->name)) &&
		text_shares(text, asked->name));
}
