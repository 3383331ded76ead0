// SPDX-License-Identifier: GPL-2.0-only
/*
 * Remarks: the reviewer's words between two runs of quoted lines, tied to the
 * last quoted line above.
 */
#include "format/quote.h"

#include <string.h>

#include "format/anchor.h"
#include "format/attribution.h"
#include "format/trailer.h"

#define TAB 8

/* how far from the caret its word may stand, in columns */
#define CARET_SLACK 2

struct remarks {
	const struct reply *reply;
	struct anchors *anchors;
	unsigned int number;
	GPtrArray *block; /* char *: own lines since the last quoted one */
	char *quote; /* last quoted line with text */
	char *shown; /* the same as the reviewer's editor shows it */
	bool quoted; /* any quoted line was met */
	GPtrArray *out;
};

static void remarks_clear(struct remarks *remarks)
{
	anchors_free(remarks->anchors);
	g_ptr_array_unref(remarks->block);
	g_free(remarks->quote);
	g_free(remarks->shown);
}

typedef struct remarks remarks;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(remarks, remarks_clear)

/* no-break spaces, which mailers put for runs of blanks, back to blanks */
static char *plain_blanks(const char *text)
{
	GString *out = g_string_new(text);

	g_string_replace(out, "\302\240", " ", 0);
	g_strchomp(out->str);
	return g_string_free(out, FALSE);
}

/* marks of a cut quote, and closings that stand alone */
static bool says_nothing(const char *text)
{
	return g_regex_match_simple("^\\s*[\\[<(]*\\s*(\\.\\.\\.|…|snip(ped)?)\\s*[\\]>)]*\\s*$",
				    text, G_REGEX_CASELESS, 0) ||
	       g_regex_match_simple(
		       "^(many )?(thanks|thank you|(best |kind )?regards|cheers)[,.!]*$", text,
		       G_REGEX_CASELESS, 0);
}

static bool is_given_trailer(const char *text)
{
	g_autoptr(trailer) trailer = trailer_parse_line(text);

	return trailer && trailer_is_person(trailer);
}

/* columns up to @at, as a terminal with tab stops shows them */
static unsigned int columns_to(const char *text, const char *at)
{
	unsigned int column = 0;

	while (text < at) {
		gunichar c = g_utf8_get_char(text);

		column += c == '\t' ? TAB - column % TAB : g_unichar_iswide(c) ? 2 : 1;
		text = g_utf8_next_char(text);
	}
	return column;
}

static const char *at_column(const char *text, unsigned int wanted)
{
	unsigned int column = 0;

	for (; *text; text = g_utf8_next_char(text)) {
		gunichar c = g_utf8_get_char(text);

		column += c == '\t' ? TAB - column % TAB : g_unichar_iswide(c) ? 2 : 1;
		if (column > wanted)
			return text;
	}
	return text;
}

static bool is_word(char c)
{
	return g_ascii_isalnum(c) || c == '_' || c & 0x80;
}

static bool is_solid(char c)
{
	return c && !g_ascii_isspace(c);
}

/* the word that stands at @at, or near it; NULL when there is none */
static char *word_at(const char *text, const char *at)
{
	bool (*belongs)(char c);
	const char *start = at, *end;

	for (int i = 1; !is_solid(*start) && i <= CARET_SLACK; i++) {
		if (at - i >= text && is_solid(at[-i]))
			start = at - i;
		else if (*at && strnlen(at, i) == (size_t)i && is_solid(at[i]))
			start = at + i;
	}
	if (!is_solid(*start))
		return NULL;
	belongs = is_word(*start) ? is_word : is_solid;
	end = start;
	while (start > text && belongs(start[-1]))
		start--;
	while (belongs(*end))
		end++;
	return g_strndup(start, end - start);
}

/* a line of carets, with or without words behind them */
static const char *caret_in(const char *text)
{
	const char *at = text + strspn(text, " \t");

	return *at == '^' ? at : NULL;
}

static char *caret_word(const struct remarks *remarks, const char *line, const char *caret)
{
	unsigned int column = columns_to(line, caret);
	const char *text = remarks->shown, *at;

	if (!text || column > columns_to(text, text + strlen(text)) + CARET_SLACK)
		return NULL;
	at = at_column(text, column);
	/* the quote marks and the diff's own column are no text of the line */
	if (at < text + 2 * remarks->reply->depth)
		return NULL;
	return word_at(text, at);
}

static unsigned int least_indent(char **lines)
{
	unsigned int least = G_MAXUINT;

	for (; *lines; lines++) {
		unsigned int indent = strspn(*lines, " \t");

		if ((*lines)[indent])
			least = MIN(least, indent);
	}
	return least == G_MAXUINT ? 0 : least;
}

/* lines joined, without blank ones around them and without common indent */
static char *join_lines(GPtrArray *lines)
{
	g_auto(GStrv) all = g_new0(char *, lines->len + 1);
	unsigned int indent, first = 0, end = lines->len;
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < lines->len; i++)
		all[i] = g_strdup(lines->pdata[i]);
	indent = least_indent(all);
	while (first < end && !*all[first])
		first++;
	while (end > first && !*all[end - 1])
		end--;
	for (unsigned int i = first; i < end; i++) {
		if (i > first)
			g_string_append_c(out, '\n');
		if (strlen(all[i]) > indent)
			g_string_append(out, all[i] + indent);
	}
	return g_string_free(out, FALSE);
}

/* an attribution stands above the first quote, apart by a blank line, or alone */
static void drop_attribution(GPtrArray *block)
{
	g_autoptr(GString) text = g_string_new(NULL);
	guint first = block->len, end = block->len;

	while (end && !*(char *)block->pdata[end - 1])
		end--;
	for (first = end; first && end - first < 3 && *(char *)block->pdata[first - 1]; first--) {
		g_string_prepend(text, " ");
		g_string_prepend(text, block->pdata[first - 1]);
		if (g_str_has_prefix(block->pdata[first - 1], "On ")) {
			first--;
			break;
		}
	}
	if (attribution_ends(text->str))
		g_ptr_array_set_size(block, first);
}

static void take_caret(struct remarks *remarks, struct comment *comment)
{
	GPtrArray *block = remarks->block;
	const char *caret = NULL;
	char *line;
	guint at = 0;

	while (at < block->len && !*(char *)block->pdata[at])
		at++;
	line = at < block->len ? block->pdata[at] : NULL;
	caret = line ? caret_in(line) : NULL;
	if (!caret)
		return;
	comment->word = caret_word(remarks, line, caret);
	caret += strspn(caret, "^~");
	caret += strspn(caret, " \t");
	if (*caret) {
		block->pdata[at] = g_strdup(caret);
		g_free(line);
	} else {
		g_ptr_array_remove_index(block, at);
		/* what stands under a caret is moved there with blanks */
		if (at < block->len)
			g_strchug(block->pdata[at]);
	}
}

/* the end of a quoted line that a mailer wrapped and left without its mark */
static bool is_wrapped_rest(struct remarks *remarks)
{
	guint count = remarks->block->len;

	for (guint i = 0; i < count; i++) {
		if (!anchors_go_on(remarks->anchors, remarks->block->pdata[i]))
			return false;
	}
	return count;
}

static void finish_block(struct remarks *remarks, bool before_quote)
{
	const struct message *message = remarks->reply->message;
	struct comment *comment = g_new0(struct comment, 1);
	const char *file;

	if (before_quote && !remarks->quoted)
		drop_attribution(remarks->block);
	else if (before_quote && is_wrapped_rest(remarks))
		g_ptr_array_set_size(remarks->block, 0);
	take_caret(remarks, comment);
	comment->text = join_lines(remarks->block);
	g_ptr_array_set_size(remarks->block, 0);
	if (!*comment->text || says_nothing(comment->text)) {
		comment_free(comment);
		return;
	}
	comment->author = person_format(message->from_name, message->from_email);
	comment->message_id = g_strdup(message->message_id);
	comment->patch = remarks->number;
	file = anchors_place(remarks->anchors, &comment->line);
	comment->file = g_strdup(file);
	comment->quote = g_strdup(remarks->quote ? remarks->quote : "");
	comment->state = g_strdup("open");
	g_ptr_array_add(remarks->out, comment);
}

static void take_quoted(struct remarks *remarks, const struct quote_line *line)
{
	const struct reply *reply = remarks->reply;
	bool of_patch = line->depth >= reply->depth;
	const char *text = of_patch ? reply_patch_text(reply, line) :
				      quote_line_at(line, line->depth);
	GString *shown;

	finish_block(remarks, true);
	remarks->quoted = true;
	if (of_patch)
		anchors_follow(remarks->anchors, text);
	if (!*text || strspn(text, " \t") == strlen(text))
		return;
	if (of_patch && anchors_joined(remarks->anchors) && remarks->quote) {
		g_autofree char *start = remarks->quote;

		remarks->quote = g_strdup_printf("%s %s", start, text + strspn(text, " \t"));
	} else {
		g_free(remarks->quote);
		remarks->quote = g_strdup(text);
	}
	g_free(remarks->shown);
	shown = g_string_new(NULL);
	for (unsigned int i = 0; i < MIN(line->depth, reply->depth); i++)
		g_string_append(shown, "> ");
	g_string_append(shown, text);
	remarks->shown = g_string_free(shown, FALSE);
}

/* "________" and "NAME mailing list" below it, which list servers add */
static bool is_list_footer(const GPtrArray *lines, guint at)
{
	const struct quote_line *line = lines->pdata[at], *next;

	if (at + 1 == lines->len || strspn(line->text, "_") < 20)
		return false;
	next = lines->pdata[at + 1];
	return strstr(next->text, "mailing list") != NULL;
}

/* the "<mail>" that belongs to a tag on the line above */
static bool is_tag_rest(const struct remarks *remarks, const char *text)
{
	const GPtrArray *block = remarks->block;
	const char *above = block->len ? block->pdata[block->len - 1] : "";
	g_autofree char *whole = NULL;

	if (*text != '<' || !strstr(above, "-by:") || strchr(above, '<'))
		return false;
	whole = g_strdup_printf("%s %s", above, text);
	return is_given_trailer(whole);
}

static void take_own(struct remarks *remarks, const struct quote_line *line)
{
	const struct reply *reply = remarks->reply;
	const char *text = line->text;

	if ((reply->flowed || reply->stuffed) && *text == ' ')
		text++;
	if (is_tag_rest(remarks, text))
		g_ptr_array_set_size(remarks->block, remarks->block->len - 1);
	else if (!is_given_trailer(text))
		g_ptr_array_add(remarks->block, plain_blanks(text));
}

GPtrArray *reply_comments(const struct reply *reply, const struct patch *patch, unsigned int number)
{
	GPtrArray *out = g_ptr_array_new_with_free_func((GDestroyNotify)comment_free);
	g_auto(remarks) remarks = {
		.reply = reply,
		.anchors = anchors_new(patch),
		.number = number,
		.block = g_ptr_array_new_with_free_func(g_free),
		.out = out,
	};

	for (guint i = 0; i < reply->lines->len; i++) {
		const struct quote_line *line = reply->lines->pdata[i];

		if (!line->depth &&
		    (quote_line_is_signature(line) || is_list_footer(reply->lines, i)))
			break;
		if (line->depth)
			take_quoted(&remarks, line);
		else
			take_own(&remarks, line);
	}
	finish_block(&remarks, false);
	return out;
}
