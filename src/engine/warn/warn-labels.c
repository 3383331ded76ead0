// SPDX-License-Identifier: GPL-2.0-only
/*
 * A jump to a label that this tree's function has as well, with other things
 * done behind it: err_free stands below err_unlock here and above it upstream,
 * or "out" lets go of a lock that is not taken yet.  Only what both functions
 * do somewhere counts: what a tree does not do at all it need not undo; and no
 * call that only asks something, as in a condition.
 */
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/heads.h"
#include "engine/warn/suspect.h"

/* behind "name:" at the start of a line; NULL where the text has no such label */
static const char *behind_label(const struct line *text, const struct lex *name)
{
	const char *end = text->text + text->size, *at = text->text;

	for (; (at = bytes_find(at, end - at, name->text, name->size)); at++) {
		const char *line = at, *behind = at + name->size;

		while (line > text->text && (line[-1] == ' ' || line[-1] == '\t'))
			line--;
		if (behind < end && *behind == ':' && line > text->text && line[-1] == '\n')
			return behind + 1;
	}
	return NULL;
}

/* "kfree(d->buf)" without blanks; NULL where no statement begins that is a call */
static char *call_at(struct lex lex, const struct lex *last)
{
	GString *call;
	struct lex end;

	if (!strchr(";:{})", *last->text) || lex.directive || lex_keyword(lex.text, lex.size))
		return NULL;
	end = lex;
	if (lex_next(&end) != LEX_PUNCT || *end.text != '(')
		return NULL;
	lex_close(&end);
	call = g_string_new_len(lex.text, lex.size);
	while (lex_next(&lex) != LEX_END && lex.text <= end.text)
		g_string_append_len(call, lex.text, lex.size);
	return g_string_free(call, FALSE);
}

/**
 * struct way - a part of a function
 * @calls: char *: what it calls
 * @leaves: a return or the end of the function ends it, and not that of a block
 */
struct way {
	GPtrArray *calls;
	bool leaves;
};

static void see_word(struct way *way, const struct lex *lex, const struct lex *last)
{
	char *call = call_at(*lex, last);

	if (call)
		g_ptr_array_add(way->calls, call);
}

/* from a place on to the end of a function, or of what is behind a label */
static void go(struct way *way, const struct line *text, const char *at, bool label)
{
	struct lex lex, last = { .text = ";" };
	enum lex_kind kind;
	int depth = 0;

	*way = (struct way){ g_ptr_array_new_with_free_func(g_free), true };
	lex_init(&lex, at, text->text + text->size - at);
	for (; (kind = lex_next(&lex)) != LEX_END && way->leaves; last = lex) {
		if (kind == LEX_PUNCT)
			depth += (*lex.text == '{') - (*lex.text == '}');
		else if (label && kind == LEX_WORD && lex_is(&lex, "return"))
			return;
		else if (kind == LEX_WORD)
			see_word(way, &lex, &last);
		way->leaves = !label || depth >= 0;
	}
}

/* what is done behind the label, and not behind the other one, though that function does it too */
static char *only_behind(const struct way *behind, const struct way *other,
			 const struct line *other_text)
{
	char *found = NULL;
	struct way all;

	go(&all, other_text, other_text->text, false);
	for (guint i = 0; i < behind->calls->len && !found; i++) {
		const char *call = behind->calls->pdata[i];

		if (!has_string(other->calls, call) && has_string(all.calls, call))
			found = g_strdup(call);
	}
	g_ptr_array_unref(all.calls);
	return found;
}

static void compare(struct suspect *suspect, const struct lex *label, const struct line texts[2],
		    const struct way ways[2])
{
	static const char *const told[] = { "here, and not upstream", "upstream, and not here" };

	for (int i = 0; i < 2; i++) {
		g_autofree char *found = only_behind(&ways[i], &ways[!i], &texts[!i]);

		if (!found)
			continue;
		add_stringf(suspect->warnings, "'%.*s' leads to '%s' %s", (int)label->size,
			    label->text, found, told[i]);
		return;
	}
}

static void check_label(struct suspect *suspect, const struct lex *label,
			const struct line texts[2])
{
	const char *here = behind_label(&texts[0], label), *there = behind_label(&texts[1], label);
	struct way ways[2];

	if (!here || !there)
		return;
	go(&ways[0], &texts[0], here, true);
	go(&ways[1], &texts[1], there, true);
	if (ways[0].leaves && ways[1].leaves)
		compare(suspect, label, texts, ways);
	g_ptr_array_unref(ways[0].calls);
	g_ptr_array_unref(ways[1].calls);
}

static void look_at(struct suspect *suspect, const struct line *added, struct bag *seen)
{
	struct head here, there;
	struct line texts[2];
	struct lex lex, name;
	enum lex_kind kind;

	if (!bytes_find(added->text, added->size, "goto ", 5) ||
	    !head_around(&suspect->result, added, &name, &here) ||
	    !head_find(suspect->theirs.text, suspect->theirs.size, &name, &there))
		return;
	texts[0] = here.body;
	texts[1] = there.body;
	lex_init(&lex, added->text, added->size);
	while ((kind = lex_next(&lex)) != LEX_END)
		if (kind == LEX_WORD && lex_is(&lex, "goto") && lex_next(&lex) == LEX_WORD &&
		    bag_add(seen, lex_hash_tagged(lex.text, lex.size,
						  here.body.text - suspect->result.text)))
			check_label(suspect, &lex, texts);
}

void suspect_labels(struct suspect *suspect)
{
	if (suspect_differs(suspect))
		suspect_each_added(suspect, look_at);
}
