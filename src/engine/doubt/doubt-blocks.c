// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lines that come to stand in another block than the one they are meant for:
 * where this tree has put the code around them into a block of its own, a brace
 * may come too early, or too late.  Then what follows is indented as nothing
 * else in its block is, or the brace otherwise than what it closes.
 */
#include <string.h>

#include "engine/code/text.h"
#include "engine/code/tokens.h"
#include "engine/doubt/doubtparts.h"

/**
 * struct block - of statements
 * @head: column of the line that it begins on, or -1 for an initialiser or the like
 * @brace: column of the line that its brace is on
 * @inner: column of its first statement, or -1
 */
struct block {
	int head;
	int brace;
	int inner;
};

/**
 * struct look - one pass over a version
 * @blocks: struct block: what is open
 * @odd: guint: lines that are indented otherwise than their block, from 0
 */
struct look {
	const struct csource *source;
	const GArray *lines;
	GArray *blocks;
	GArray *odd;
};

static const struct line *line_of(const struct look *look, guint i)
{
	return &g_array_index(look->lines, struct line, ctoken_at(look->source, i)->line - 1);
}

static int column_of(const struct look *look, guint i)
{
	return text_column(line_of(look, i));
}

static bool is_first(const struct look *look, guint i)
{
	return text_trim(line_of(look, i)).text == ctoken_at(look->source, i)->text;
}

/* the token in front, comments and directives apart; -1 for none */
static long before(const struct look *look, long i)
{
	while (--i >= 0) {
		const struct ctoken *token = ctoken_at(look->source, i);

		if (token->kind != CTOKEN_COMMENT && token->kind != CTOKEN_DIRECTIVE)
			break;
	}
	return i;
}

static int head_of(const struct look *look, guint i)
{
	static const char *const words[] = { "else", "do", NULL };
	long last = before(look, i);

	if (last < 0)
		return -1;
	if (token_is_punct(look->source, last, ")"))
		last = before(look, source_open(look->source, last));
	else if (!ctoken_is_any(ctoken_at(look->source, last), words))
		return -1;
	return last < 0 ? -1 : column_of(look, last);
}

static struct block *innermost(const struct look *look)
{
	return look->blocks->len ?
	       &g_array_index(look->blocks, struct block, look->blocks->len - 1) : NULL;
}

static void add_odd(struct look *look, guint i)
{
	guint line = ctoken_at(look->source, i)->line - 1;

	g_array_append_val(look->odd, line);
}

static void close_block(struct look *look, guint i)
{
	const struct block *block = innermost(look);
	int column = column_of(look, i);

	if (!block)
		return;
	if (block->head >= 0 && is_first(look, i) && column != block->head &&
	    column != block->brace)
		add_odd(look, i);
	g_array_set_size(look->blocks, column ? look->blocks->len - 1 : 0);
}

static bool begins_statement(const struct look *look, guint i)
{
	static const char *const words[] = { "else", "while", "case", "default", NULL };
	static const char *const ends[] = { ";", "{", "}", NULL };
	long last = before(look, i);

	return is_first(look, i) && last >= 0 &&
	       ctoken_is_any(ctoken_at(look->source, last), ends) &&
	       !ctoken_is_any(ctoken_at(look->source, i), words) &&
	       !token_is_punct(look->source, i + 1, ":");
}

static void take(struct look *look, guint i)
{
	const struct ctoken *token = ctoken_at(look->source, i);
	struct block *block = innermost(look);

	if (token->kind == CTOKEN_COMMENT || token->kind == CTOKEN_DIRECTIVE)
		return;
	if (ctoken_is(token, "{")) {
		struct block opened = { head_of(look, i), column_of(look, i), -1 };

		if (is_first(look, i) && !opened.brace)
			g_array_set_size(look->blocks, 0);
		g_array_append_val(look->blocks, opened);
	} else if (ctoken_is(token, "}")) {
		close_block(look, i);
	} else if (block && block->head >= 0 && begins_statement(look, i)) {
		int column = column_of(look, i);

		if (block->inner < 0)
			block->inner = column;
		else if (block->inner != column)
			add_odd(look, i);
	}
}

/* guint: lines of a version that are indented otherwise than the block they are in */
static GArray *odd_lines(struct scene *scene, int version)
{
	struct look look = {
		.source = scene_source(scene, version),
		.lines = scene_lines(scene, version),
		.blocks = g_array_new(FALSE, FALSE, sizeof(struct block)),
		.odd = g_array_new(FALSE, FALSE, sizeof(guint)),
	};

	for (guint i = 0; i < look.source->tokens->len; i++)
		take(&look, i);
	g_array_unref(look.blocks);
	return look.odd;
}

/* how many more of them a change leaves than there were */
static long more_odd(struct scene *scene, int old, int new)
{
	g_autoptr(GArray) before = odd_lines(scene, old), after = odd_lines(scene, new);

	return (long)after->len - (long)before->len;
}

char *scene_blocks(struct scene *scene)
{
	const long more = more_odd(scene, OURS, RESULT);
	g_autoptr(GArray) odd = NULL;

	if (more <= 0 || more <= more_odd(scene, BASE, THEIRS))
		return NULL;
	odd = odd_lines(scene, RESULT);
	return g_strdup_printf("braces: line %u is indented as if it stood in another block",
			       scene_first_changed(scene, odd) + 1);
}
