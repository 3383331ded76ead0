// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lines that go on with what stands above them: an "else", a "case", the arms of
 * an #if.  A merge may bring them to where nothing begins that they could be of,
 * or where something else does.
 */
#include <string.h>

#include "engine/code/text.h"
#include "engine/code/tokens.h"
#include "engine/doubt/doubtparts.h"

/* conditions that have less in common are two */
#define SAME_CONDITION 0.5

/* what an "else" belongs to: the index of its "if", or one of these */
enum { HEAD_NONE = -1, HEAD_UNKNOWN = -2 };

/* does one statement end with token @i, and another begin with @next? */
static bool ends_statement(const struct csource *source, long i, long next)
{
	const struct ctoken *token = ctoken_at(source, i), *behind = ctoken_at(source, next);

	if (ctoken_is(behind, "else"))
		return false;
	/* do { … } while (…) */
	return ctoken_is(token, ";") || (ctoken_is(token, "}") && !ctoken_is(behind, "while"));
}

/* walks back over what an "else" may follow; each other "else" on the way has an "if" as well */
static long head_of(const struct csource *source, long at)
{
	int need = 1;

	for (long i = at - 1, last = at; i >= 0; last = i--) {
		const struct ctoken *token = ctoken_at(source, i);

		if (token->kind == CTOKEN_COMMENT)
			continue;
		if (token->kind == CTOKEN_DIRECTIVE)
			return HEAD_UNKNOWN;
		if (ctoken_is(token, "{") || ends_statement(source, i, last))
			return HEAD_NONE;
		if (ctoken_is(token, "}") || ctoken_is(token, ")"))
			i = source_open(source, i);
		else if (ctoken_is(token, "else"))
			need++;
		else if (ctoken_is(token, "if") && !--need)
			return i;
	}
	return HEAD_UNKNOWN;
}

/* what stands between the parentheses behind an "if" */
static struct line condition_of(const struct csource *source, long head)
{
	const struct ctoken *first = ctoken_at(source, head);
	const char *text = first->text + first->size;
	int depth = 0;

	for (guint i = head + 1; i < source->tokens->len; i++) {
		const struct ctoken *token = ctoken_at(source, i);

		if (!depth)
			text = token->text + token->size;
		depth += ctoken_is(token, "(") - ctoken_is(token, ")");
		if (!depth)
			return (struct line){ text, token->text > text ? token->text - text : 0 };
	}
	return (struct line){ text, 0 };
}

/* does upstream's change have an "else" of a condition like that? */
static bool upstream_has(struct scene *scene, const struct line *condition)
{
	const struct csource *theirs = scene_source(scene, THEIRS);
	const GArray *there = scene_there(scene);

	for (guint i = 0; i < theirs->tokens->len; i++) {
		const struct ctoken *token = ctoken_at(theirs, i);
		struct line other;
		long head;

		if (token->kind != CTOKEN_WORD || !ctoken_is(token, "else"))
			continue;
		head = changes_bring(there, token->line - 1) ? head_of(theirs, i) : HEAD_NONE;
		if (head < 0)
			continue;
		other = condition_of(theirs, head);
		if (text_likeness(other.text, other.size, condition->text, condition->size) >=
		    SAME_CONDITION)
			return true;
	}
	return false;
}

static char *check_else(struct scene *scene, guint i)
{
	const struct csource *result = scene_source(scene, RESULT);
	const struct ctoken *token = ctoken_at(result, i);
	long head = head_of(result, i);
	struct line condition;

	if (head == HEAD_NONE)
		return g_strdup_printf("braces: line %u: there is no 'if' for this 'else' here",
				       token->line);
	if (head == HEAD_UNKNOWN || scene_changed(scene, ctoken_at(result, head)->line - 1))
		return NULL;
	condition = condition_of(result, head);
	if (upstream_has(scene, &condition))
		return NULL;
	return g_strdup_printf("braces: line %u: this 'else' is one of another 'if' upstream",
			       token->line);
}

/* is one of the blocks that token @i stands in a switch's, or is it in none? */
static bool in_switch(const struct csource *source, guint i)
{
	if (!ctoken_at(source, i)->depth)
		return true;
	for (guint open = source_block(source, i); open; open = source_block(source, open)) {
		guint by = source_ruler(source, open);

		if (by && ctoken_is(ctoken_at(source, by), "switch"))
			return true;
	}
	return false;
}

/* how many arms of an #if begin or end that have none, or another one where the last one began */
static guint loose_arms(const struct csource *source)
{
	g_autoptr(GArray) last = g_array_new(FALSE, FALSE, sizeof(bool));
	guint loose = 0;

	for (guint i = 0; i < source->tokens->len; i++) {
		const struct ctoken *token = ctoken_at(source, i);
		enum carm arm = token->kind == CTOKEN_DIRECTIVE ? ctoken_arm(token) : CARM_NONE;
		bool is_last = false;

		if (arm == CARM_OPENS)
			g_array_append_val(last, is_last);
		if (arm != CARM_TURNS && arm != CARM_ENDS)
			continue;
		if (!last->len) {
			loose++;
			continue;
		}
		if (arm == CARM_ENDS) {
			g_array_set_size(last, last->len - 1);
			continue;
		}
		loose += g_array_index(last, bool, last->len - 1);
		g_array_index(last, bool, last->len - 1) =
			g_strstr_len(token->text, token->size, "else") != NULL;
	}
	return loose + last->len;
}

char *scene_heads(struct scene *scene)
{
	const struct csource *result = scene_source(scene, RESULT);
	const GArray *added = scene_added(scene);
	char *doubt = NULL;

	if (loose_arms(result) > loose_arms(scene_source(scene, OURS)))
		return g_strdup("braces: an #else, #elif or #endif has no #if here, or an #if no "
				"#endif");
	for (guint k = 0; k < added->len && !doubt; k++) {
		guint i = g_array_index(added, guint, k);
		const struct ctoken *token = ctoken_at(result, i);

		if (token->kind != CTOKEN_WORD)
			continue;
		if (ctoken_is(token, "else"))
			doubt = check_else(scene, i);
		else if (ctoken_is(token, "case") && !in_switch(result, i))
			doubt = g_strdup_printf("braces: line %u: there is no 'switch' for this "
						"'case' here", token->line);
	}
	return doubt;
}
