/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Questions to a file that csource_scan() has read, each asked of a token by its number.
 */
#ifndef ENGINE_CODE_TOKENS_H
#define ENGINE_CODE_TOKENS_H

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#include "format/csource.h"
#include "format/linediff.h"

/** token_is_punct() - is the token there that punctuation? */
static inline bool token_is_punct(const struct csource *source, guint i, const char *text)
{
	return i < source->tokens->len && ctoken_at(source, i)->kind == CTOKEN_PUNCT &&
	       ctoken_is(ctoken_at(source, i), text);
}

/** token_is_word() - is it a word? */
static inline bool token_is_word(const struct csource *source, guint i)
{
	return i < source->tokens->len && ctoken_at(source, i)->kind == CTOKEN_WORD;
}

/** token_spells() - is the token that identifier? */
static inline bool token_spells(const struct csource *source, guint i, const struct line *word)
{
	const struct ctoken *token = ctoken_at(source, i);

	return token->kind == CTOKEN_WORD && token->size == word->size &&
	       !memcmp(token->text, word->text, word->size);
}

/** token_is_part() - a tag or a member, which is no variable, whatever it is called */
bool token_is_part(const struct csource *source, guint i);

/** token_may_be_variable() - no keyword, call, member, type, macro, label */
bool token_may_be_variable(const struct csource *source, guint i);

/** token_is_any_punct() - is the token there one of these, each a single character? */
bool token_is_any_punct(const struct csource *source, guint i, const char *signs);

/** token_behind_name() - the index behind a word, and behind "__free(kfree)", "__unused" there */
guint token_behind_name(const struct csource *source, guint i);

/** token_is_declared() - does the word stand where a declaration names a variable? */
bool token_is_declared(const struct csource *source, guint i);

/** source_declares() - is there a variable, macro or the like of that name outside of functions? */
bool source_declares(const struct csource *source, const struct line *word);

/** source_open() - the bracket that opens what token @i closes; -1 for none */
long source_open(const struct csource *source, long i);

/** source_block() - the '{' of the block around token @i, which may be one itself; 0 for none */
guint source_block(const struct csource *source, guint i);

/** source_ruler() - the word that rules the block of a '{': "if" of "if (x) {"; 0 for none */
guint source_ruler(const struct csource *source, guint open);

/**
 * function_declares() - how often a function declares the word, as a variable of it or among what
 * it is called with
 */
guint function_declares(const struct csource *source, const struct cregion *function,
			const struct line *word);

#endif /* ENGINE_CODE_TOKENS_H */
