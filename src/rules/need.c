// SPDX-License-Identifier: GPL-2.0-only
#include "rules/need.h"

#include <string.h>

struct need *need_new(enum need_kind kind)
{
	struct need *need = g_new0(struct need, 1);

	need->kind = kind;
	need->parts = g_ptr_array_new_with_free_func((GDestroyNotify)need_free);
	return need;
}

struct need *need_word(const char *word)
{
	struct need *need = need_new(NEED_WORD);

	need->word = g_strdup(word);
	return need;
}

void need_add(struct need *need, struct need *part)
{
	g_ptr_array_add(need->parts, part);
}

struct need *need_copy(const struct need *need)
{
	struct need *copy = need_new(need->kind);

	copy->word = g_strdup(need->word);
	copy->index = need->index;
	for (guint i = 0; i < need->parts->len; i++)
		need_add(copy, need_copy(need->parts->pdata[i]));
	return copy;
}

bool need_is_nothing(const struct need *need)
{
	return need->kind == NEED_ALL && !need->parts->len;
}

static bool need_same(const struct need *a, const struct need *b)
{
	if (a->kind != b->kind || a->parts->len != b->parts->len || g_strcmp0(a->word, b->word))
		return false;
	for (guint i = 0; i < a->parts->len; i++) {
		if (!need_same(a->parts->pdata[i], b->parts->pdata[i]))
			return false;
	}
	return true;
}

static bool has_same(const struct need *need, const struct need *part)
{
	for (guint i = 0; i < need->parts->len; i++) {
		if (need_same(need->parts->pdata[i], part))
			return true;
	}
	return false;
}

/* "a | (a & b)" is "a" */
static bool is_absorbed(const struct need *into, const struct need *part)
{
	for (guint i = 0; into->kind == NEED_ANY && part->kind == NEED_ALL && i < part->parts->len;
	     i++) {
		if (has_same(into, part->parts->pdata[i]))
			return true;
	}
	return false;
}

/* adds a simplified part, its own parts instead where the kind is the same */
static void merge(struct need *into, struct need *part)
{
	if (part->kind == into->kind) {
		for (guint i = 0; i < part->parts->len; i++)
			merge(into, need_copy(part->parts->pdata[i]));
		need_free(part);
	} else if (has_same(into, part) || is_absorbed(into, part)) {
		need_free(part);
	} else {
		need_add(into, part);
	}
}

struct need *need_simplify(struct need *need)
{
	g_autoptr(need) old = need;
	struct need *new;

	if (need->kind != NEED_ALL && need->kind != NEED_ANY)
		return g_steal_pointer(&old);
	new = need_new(need->kind);
	for (guint i = 0; i < need->parts->len; i++) {
		struct need *part = need_simplify(need_copy(need->parts->pdata[i]));

		/* one way that needs nothing makes all the others pointless */
		if (need->kind == NEED_ANY && need_is_nothing(part)) {
			need_free(new);
			return part;
		}
		merge(new, part);
	}
	if (new->parts->len == 1) {
		struct need *only = need_copy(new->parts->pdata[0]);

		need_free(new);
		return only;
	}
	return new;
}

static bool is_relation(const struct need *need)
{
	return need->kind >= NEED_WITHIN;
}

void need_relations(struct need *need, GPtrArray *relations)
{
	if (is_relation(need))
		g_ptr_array_add(relations, need);
	for (guint i = 0; i < need->parts->len; i++)
		need_relations(need->parts->pdata[i], relations);
}

void need_bind(struct need *need, struct wordset *words)
{
	if (need->kind == NEED_WORD)
		need->index = wordset_add(words, need->word);
	for (guint i = 0; i < need->parts->len; i++)
		need_bind(need->parts->pdata[i], words);
}

/* fewer words are better, and of two single words the longer one is rarer */
static bool is_better(const GPtrArray *a, const GPtrArray *b)
{
	if (a->len != b->len)
		return a->len < b->len;
	return a->len == 1 && strlen(a->pdata[0]) > strlen(b->pdata[0]);
}

bool need_cover(const struct need *need, GPtrArray *words)
{
	g_autoptr(GPtrArray) best = NULL;

	if (need->kind == NEED_WORD) {
		g_ptr_array_add(words, need->word);
		return true;
	}
	for (guint i = 0; !is_relation(need) && i < need->parts->len; i++) {
		GPtrArray *part = g_ptr_array_new();
		bool covered = need_cover(need->parts->pdata[i], part);

		if (need->kind == NEED_ANY && covered) {
			g_ptr_array_extend(words, part, NULL, NULL);
		} else if (need->kind == NEED_ANY) {
			g_ptr_array_unref(part);
			return false;
		} else if (covered && (!best || is_better(part, best))) {
			g_clear_pointer(&best, g_ptr_array_unref);
			best = g_ptr_array_ref(part);
		}
		g_ptr_array_unref(part);
	}
	if (best)
		g_ptr_array_extend(words, best, NULL, NULL);
	return need->kind == NEED_ANY || best;
}

bool need_holds(const struct need *need, const guint8 *present)
{
	bool all = need->kind == NEED_ALL;

	if (need->kind == NEED_WORD)
		return present[need->index];
	if (is_relation(need))
		return !need->index || present[need->index];
	for (guint i = 0; i < need->parts->len; i++) {
		if (need_holds(need->parts->pdata[i], present) != all)
			return !all;
	}
	return all;
}

static void print(const struct need *need, GString *to, bool inside)
{
	if (need->kind == NEED_WORD) {
		g_string_append(to, need->word);
		return;
	}
	if (!need->parts->len) {
		g_string_append(to, need->kind == NEED_ALL ? "nothing" : "never");
		return;
	}
	if (need->kind == NEED_WITHIN)
		g_string_append_printf(to, "%s within ", need->word);
	if (need->kind == NEED_AGAIN)
		g_string_append(to, "again ");
	if (need->kind == NEED_UNTESTED)
		g_string_append(to, "untested ");
	if (inside || is_relation(need))
		g_string_append_c(to, '(');
	for (guint i = 0; i < need->parts->len; i++) {
		if (i)
			g_string_append(to, need->kind == NEED_ALL ? " & " : " | ");
		print(need->parts->pdata[i], to, true);
	}
	if (inside || is_relation(need))
		g_string_append_c(to, ')');
}

char *need_text(const struct need *need)
{
	GString *text = g_string_new(NULL);

	print(need, text, false);
	return g_string_free(text, FALSE);
}

void need_free(struct need *need)
{
	if (!need)
		return;
	g_ptr_array_unref(need->parts);
	g_free(need->word);
	g_free(need);
}
