// SPDX-License-Identifier: GPL-2.0-only
/*
 * A "break" or "continue" that leaves something else than upstream: the loop
 * is a switch in this tree, the body of the loop has become a function of its
 * own.  Either compiles, or is refused; no merge sees it.
 */
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/warn/suspect.h"

enum leaves { LEAVES_NOTHING, LEAVES_LOOP, LEAVES_SWITCH, LEAVES_KINDS };

/* of a jump: what it leaves, and with which word */
enum { JUMP_BREAK, JUMP_CONTINUE, JUMPS };

/**
 * struct level - what a statement is inside of
 * @leaves: what a jump in it leaves; LEAVES_NOTHING for a block
 * @braced: it ends with a brace, else with its statement
 * @tail: a "do", behind which comes "while"
 */
struct level {
	enum leaves leaves;
	bool braced;
	bool tail;
};

/**
 * struct jumps - how many there are of each kind
 * @count: by word, and by what is left
 * @all: of them
 */
struct jumps {
	guint count[JUMPS][LEAVES_KINDS];
	guint all;
};

/* "list_for_each_entry(", "TAILQ_FOREACH(" */
static bool is_each(const struct lex *word)
{
	g_autofree char *name = g_ascii_strdown(word->text, word->size);

	return strstr(name, "for_each") || strstr(name, "foreach");
}

/* what a word that begins a statement opens; @out_lex is behind its parentheses then */
static enum leaves opens(const struct lex *word, struct lex *out_lex)
{
	struct lex lex = *word, behind;
	bool is_do = lex_is(word, "do");
	enum leaves leaves = LEAVES_LOOP;

	if (is_do)
		return LEAVES_LOOP;
	if (lex_next(&lex) != LEX_PUNCT || *lex.text != '(')
		return LEAVES_NOTHING;
	if (lex_is(word, "switch"))
		leaves = LEAVES_SWITCH;
	else if (!lex_is(word, "for") && !lex_is(word, "while") && !is_each(word))
		return LEAVES_NOTHING;
	lex_close(&lex);
	behind = lex;
	/* the end of a "do", or a call */
	if (lex_next(&behind) == LEX_PUNCT && *behind.text == ';')
		return LEAVES_NOTHING;
	*out_lex = lex;
	return leaves;
}

static struct level *top_of(GArray *levels)
{
	return levels->len ? &g_array_index(levels, struct level, levels->len - 1) : NULL;
}

static bool is_brace_next(struct lex lex)
{
	return lex_next(&lex) == LEX_PUNCT && *lex.text == '{';
}

/* a statement has ended: so have those that it is the body of, unless "else" follows */
static void end_statement(GArray *levels, struct lex lex)
{
	if (lex_next(&lex) == LEX_WORD && lex_is(&lex, "else"))
		return;
	while (levels->len && !top_of(levels)->braced)
		g_array_set_size(levels, levels->len - 1);
}

static void end_block(GArray *levels, struct lex lex)
{
	bool tail;

	while (levels->len && !top_of(levels)->braced)
		g_array_set_size(levels, levels->len - 1);
	if (!levels->len)
		return;
	tail = top_of(levels)->tail;
	g_array_set_size(levels, levels->len - 1);
	if (!tail)
		end_statement(levels, lex);
}

static enum leaves left_by(const GArray *levels, bool is_continue)
{
	for (guint i = levels->len; i-- > 0;) {
		enum leaves leaves = g_array_index(levels, struct level, i).leaves;

		if (leaves && !(is_continue && leaves == LEAVES_SWITCH))
			return leaves;
	}
	return LEAVES_NOTHING;
}

static void count_jump(struct jumps *jumps, const GArray *levels, int word)
{
	jumps->count[word][left_by(levels, word == JUMP_CONTINUE)]++;
	jumps->all++;
}

/**
 * struct walk - through a definition
 * @levels: struct level, the outermost first
 * @opened: the brace that comes is that of the last level
 * @round: open parentheses
 */
struct walk {
	GArray *levels;
	bool opened;
	int round;
};

static void see_punct(struct walk *walk, const struct lex *lex)
{
	const struct level block = { LEAVES_NOTHING, true, false };
	char c = *lex->text;

	walk->round += (c == '(') - (c == ')');
	if (c == '{' && !walk->opened)
		g_array_append_val(walk->levels, block);
	else if (c == '}')
		end_block(walk->levels, *lex);
	else if (c == ';' && !walk->round)
		end_statement(walk->levels, *lex);
	walk->opened = false;
}

/* the walk goes on behind the parentheses of what a word opens */
static void see_word(struct walk *walk, struct lex *lex)
{
	const struct lex word = *lex;
	struct level level = { .tail = lex_is(&word, "do") };

	level.leaves = walk->round ? LEAVES_NOTHING : opens(&word, lex);
	level.braced = level.leaves && is_brace_next(*lex);
	walk->opened = level.braced;
	if (level.leaves)
		g_array_append_val(walk->levels, level);
}

/* the jumps in lines of a text; what is on a line of the preprocessor is passed over */
static void count_jumps(const struct extract *where, const struct line *lines, struct jumps *jumps)
{
	const char *end = lines->text + lines->size;
	const struct extract around = extract_definition(where, lines->text, end);
	struct walk walk = { g_array_new(FALSE, TRUE, sizeof(struct level)), false, 0 };
	enum lex_kind kind;
	struct lex lex;

	lex_init(&lex, around.text, where->text + where->size - around.text);
	while ((kind = lex_next(&lex)) != LEX_END && lex.text < end) {
		if (lex.directive)
			continue;
		if (kind == LEX_WORD && lex.text >= lines->text && lex_is(&lex, "break"))
			count_jump(jumps, walk.levels, JUMP_BREAK);
		else if (kind == LEX_WORD && lex.text >= lines->text && lex_is(&lex, "continue"))
			count_jump(jumps, walk.levels, JUMP_CONTINUE);
		else if (kind == LEX_WORD)
			see_word(&walk, &lex);
		else if (kind == LEX_PUNCT)
			see_punct(&walk, &lex);
	}
	g_array_unref(walk.levels);
}

static bool has_jump(const struct line *lines)
{
	return bytes_find(lines->text, lines->size, "break;", 6) ||
	       bytes_find(lines->text, lines->size, "continue;", 9);
}

static void count_added(struct jumps *jumps, const struct extract *where,
			const struct part_changes *part)
{
	for (guint i = 0; i < part->changes->len; i++) {
		const struct change *change = &g_array_index(part->changes, struct change, i);
		const struct line added =
			extract_lines(where, part->new, change->new_at, change->new_count);

		if (has_jump(&added))
			count_jumps(where, &added, jumps);
	}
}

static const char *word_of(int word)
{
	return word == JUMP_BREAK ? "break" : "continue";
}

/* so many leave the one thing more than upstream, and so many less the other */
static void compare(struct suspect *suspect, const struct jumps *here, const struct jumps *there)
{
	static const char *const told[] = {
		[LEAVES_NOTHING] = "nothing",
		[LEAVES_LOOP] = "a loop",
		[LEAVES_SWITCH] = "a switch",
	};

	for (int word = 0; word < JUMPS; word++) {
		const guint *count = here->count[word], *wanted = there->count[word];
		int more = -1, less = -1;

		for (int i = 0; i < LEAVES_KINDS; i++) {
			more = count[i] > wanted[i] ? i : more;
			less = count[i] < wanted[i] ? i : less;
		}
		if (more >= 0 && less >= 0)
			add_stringf(suspect->warnings, "a '%s' that is added leaves %s here, and "
				    "%s upstream", word_of(word), told[more], told[less]);
	}
}

void suspect_jumps(struct suspect *suspect)
{
	const struct extract *result = &suspect->result;
	const struct line part = { result->text + result->from, result->to - result->from };
	struct jumps here = { .all = 0 }, there = { .all = 0 };

	if (!suspect_differs(suspect) || !has_jump(&part))
		return;
	count_added(&here, result, suspect_here(suspect));
	if (!here.all)
		return;
	count_added(&there, &suspect->theirs, suspect_there(suspect));
	compare(suspect, &here, &there);
}
