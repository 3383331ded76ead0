// SPDX-License-Identifier: GPL-2.0-only
#include "engine/code/ifs.h"

#include <string.h>

#include "base/bytefind.h"
#include "engine/code/text.h"

/**
 * struct arm_at - an #if that a place is in
 * @head: token of it
 * @arm: number of the arm that the place is in, from 0
 */
struct arm_at {
	guint head;
	guint arm;
};

/* struct arm_at, the outer ones first */
static GArray *arms_at(const struct csource *source, guint token)
{
	GArray *arms = g_array_new(FALSE, FALSE, sizeof(struct arm_at));

	for (guint i = 0; i < token; i++) {
		enum carm arm = ctoken_arm(ctoken_at(source, i));

		if (arm == CARM_OPENS)
			g_array_append_val(arms, ((struct arm_at){ .head = i }));
		else if (arm == CARM_TURNS && arms->len)
			g_array_index(arms, struct arm_at, arms->len - 1).arm++;
		else if (arm == CARM_ENDS && arms->len)
			g_array_set_size(arms, arms->len - 1);
	}
	return arms;
}

static const struct line *word_of(const GArray *words, guint i)
{
	return &g_array_index(words, struct line, i);
}

static bool is(const GArray *words, guint i, const char *text)
{
	return i < words->len && text_same(word_of(words, i),
					   &(struct line){ text, strlen(text) });
}

/* from a word on: "X", "defined X", "defined(X)", "IS_ENABLED(CONFIG_X)", and no more than that? */
static bool is_single(const GArray *words, guint from)
{
	return from + 1 == words->len || (from + 2 == words->len && is(words, from, "defined")) ||
	       (from + 4 == words->len && is(words, from + 1, "(") && is(words, from + 3, ")"));
}

/* "defined X" for "#ifdef X" and "#if !defined(X)", which is @out_not; newly allocated */
static char *condition_of(const struct ctoken *head, bool *out_not)
{
	g_autoptr(GArray) words = text_words(head->text + 1, head->size - 1);
	const bool by_name = !is(words, 0, "if");
	/* behind the name there may be a comment */
	const guint end = by_name ? MIN(2, words->len) : words->len;
	GString *text = g_string_new(by_name ? "defined " : NULL);
	bool single;
	guint i = 1;

	*out_not = is(words, 0, "ifndef") || (is(words, 1, "!") && is_single(words, 2));
	if (*out_not && !by_name)
		i++;
	single = is_single(words, i);
	for (; i < end; i++)
		if (!single || !(is(words, i, "(") || is(words, i, ")")))
			g_string_append_printf(text, "%.*s ", (int)word_of(words, i)->size,
					       word_of(words, i)->text);
	return g_string_free(text, FALSE);
}

/* is a macro of the condition defined, or undefined, between two tokens? */
static bool is_changed(const struct csource *source, guint from, guint to, const char *condition)
{
	for (guint i = from; i < to; i++) {
		const struct ctoken *token = ctoken_at(source, i);
		g_autoptr(GArray) words = NULL;

		if (token->kind != CTOKEN_DIRECTIVE)
			continue;
		words = text_words(token->text + 1, token->size - 1);
		if (words->len > 1 && (is(words, 0, "define") || is(words, 0, "undef")) &&
		    bytes_find(condition, strlen(condition), word_of(words, 1)->text,
			       word_of(words, 1)->size))
			return true;
	}
	return false;
}

static bool arms_exclude(const struct csource *source, const struct arm_at *a,
			 const struct arm_at *b)
{
	g_autofree char *of_a = NULL, *of_b = NULL;
	bool not_a, not_b;

	if (a->head == b->head)
		return a->arm != b->arm;
	of_a = condition_of(ctoken_at(source, a->head), &not_a);
	of_b = condition_of(ctoken_at(source, b->head), &not_b);
	/* in any other arm the first condition does not hold */
	return !g_strcmp0(of_a, of_b) && (not_a != (a->arm > 0)) != (not_b != (b->arm > 0)) &&
	       !is_changed(source, MIN(a->head, b->head), MAX(a->head, b->head), of_a);
}

bool ifs_exclude(const struct csource *source, guint a, guint b)
{
	g_autoptr(GArray) of_a = arms_at(source, a), of_b = arms_at(source, b);

	for (guint i = 0; i < of_a->len; i++)
		for (guint k = 0; k < of_b->len; k++)
			if (arms_exclude(source, &g_array_index(of_a, struct arm_at, i),
					 &g_array_index(of_b, struct arm_at, k)))
				return true;
	return false;
}
