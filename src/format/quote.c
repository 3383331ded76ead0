// SPDX-License-Identifier: GPL-2.0-only
/*
 * A reply is a list of lines, each with the number of quote marks in front.
 * The lines at the patch's depth, put together, are the quoted mail; those
 * without a mark are the reviewer's words.
 */
#include "format/quote.h"

#include <string.h>

#include "base/error.h"
#include "format/archive.h"
#include "format/attribution.h"
#include "format/diffstat.h"
#include "format/quoteline.h"
#include "format/trailer.h"

static void applied_free(gpointer data)
{
	struct applied *applied = data;

	g_free(applied->title);
	g_free(applied->commit);
	g_free(applied);
}

void reply_free(struct reply *reply)
{
	if (!reply)
		return;
	g_free(reply->author_name);
	g_free(reply->author_email);
	g_ptr_array_unref(reply->trailers);
	g_ptr_array_unref(reply->applied);
	g_ptr_array_unref(reply->lines);
	g_free(reply);
}

/* the least depth at which a diff stands; 1 when there is none */
static unsigned int patch_depth(const GPtrArray *lines)
{
	unsigned int least = 0;

	for (guint i = 0; i < lines->len; i++) {
		const struct quote_line *line = lines->pdata[i];
		const char *text = quote_line_at(line, line->depth);

		if (!line->depth || (least && line->depth >= least))
			continue;
		if (g_str_has_prefix(text, "diff --git ") || g_str_has_prefix(text, "@@ -"))
			least = line->depth;
	}
	return MAX(least, 1);
}

bool reply_quotes_diff(const struct reply *reply)
{
	for (guint i = 0; i < reply->lines->len; i++) {
		const struct quote_line *line = reply->lines->pdata[i];

		if (line->depth >= reply->depth &&
		    g_str_has_prefix(quote_line_at(line, reply->depth), "@@ -"))
			return true;
	}
	return false;
}

/* lines in the hunks and the diffstat that vote on space stuffing */
struct votes {
	unsigned int one; /* one blank in front: not stuffed */
	unsigned int two; /* two and more */
	unsigned int sure; /* two where one is certain to be too many */
	unsigned int stat_one;
	unsigned int stat_two;
};

static void vote_context(struct votes *votes, const char *text)
{
	size_t blanks = strspn(text, " ");

	if (!blanks)
		return;
	/* of a blank line a mailer may have cut one blank or both, so one proves nothing */
	if (!text[blanks])
		votes->sure += blanks == 2;
	else if (blanks == 1)
		votes->one++;
	else
		votes->two++;
	/* the kernel indents with tabs: a blank before one is the mailer's */
	if (blanks == 2 && text[2] == '\t')
		votes->sure++;
}

static void vote(struct votes *votes, struct hunk_count *count, const char *text)
{
	if (hunk_count_line(count, text)) {
		if (*text == ' ')
			vote_context(votes, text);
	} else if (*text == ' ' && strchr(text, '|') && diffstat_line(text)) {
		if (text[1] == ' ')
			votes->stat_two++;
		else
			votes->stat_one++;
	}
}

static bool is_stuffed(const struct reply *reply)
{
	struct votes votes = { 0 };
	struct hunk_count count = { 0 };

	for (guint i = 0; i < reply->lines->len; i++) {
		const struct quote_line *line = reply->lines->pdata[i];

		if (line->depth >= reply->depth)
			vote(&votes, &count, quote_line_at(line, reply->depth));
	}
	if (votes.stat_one || votes.one)
		return false;
	if (votes.stat_two || votes.sure)
		return true;
	return reply->flowed && votes.two;
}

/* quoted text of one line at the patch's depth, its stuffing gone */
const char *reply_patch_text(const struct reply *reply, const struct quote_line *line)
{
	const char *text = quote_line_at(line, reply->depth);

	return reply->stuffed && *text == ' ' ? text + 1 : text;
}

static void find_attribution(struct reply *reply)
{
	g_autoptr(GString) text = g_string_new(NULL);
	unsigned int lines = 0;

	for (guint i = 0; i < reply->lines->len; i++) {
		const struct quote_line *line = reply->lines->pdata[i];

		if (line->depth >= reply->depth)
			break;
		if (line->depth != reply->depth - 1 || !*quote_line_at(line, line->depth)) {
			if (lines && !attribution_ends(text->str))
				g_string_truncate(text, 0);
			continue;
		}
		if (attribution_ends(text->str) || ++lines > 3)
			g_string_truncate(text, 0);
		if (text->len)
			g_string_append_c(text, ' ');
		g_string_append(text, quote_line_at(line, line->depth));
	}
	attribution_parse(text->str, reply->message, reply);
}

/* "Reviewed-by: A Long Name" with "<mail>" on the line below, as mailers wrap it */
static bool is_wrapped_person(const char *text, const char *next)
{
	return next && *next == '<' && strchr(next, '@') && !strchr(text, '<') &&
	       strstr(text, "-by:");
}

static void find_trailer(struct reply *reply, const char *text, const char *next)
{
	g_autofree char *whole = is_wrapped_person(text, next) ?
					 g_strdup_printf("%s %s", text, next) :
					 g_strdup(text);
	g_autofree char *clean = reply->message->obfuscated ? archive_addresses(whole) :
							      g_strdup(whole);
	struct trailer *trailer = trailer_parse_line(g_strchomp(clean));

	if (trailer && trailer_is_person(trailer) && !trailer_is(trailer, "Signed-off-by"))
		g_ptr_array_add(reply->trailers, trailer);
	else
		trailer_free(trailer);
}

static struct applied *applied_head(const char *text)
{
	g_autoptr(GRegex) regex = g_regex_new("^\\[(\\d{1,4})/\\d{1,4}\\] +(.*)$", 0, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	g_autofree char *number = NULL;
	struct applied *applied;

	if (!g_regex_match(regex, text, 0, &match))
		return NULL;
	number = g_match_info_fetch(match, 1);
	applied = g_new0(struct applied, 1);
	applied->number = strtoul(number, NULL, 10);
	applied->title = g_match_info_fetch(match, 2);
	return applied;
}

static char *applied_commit(const char *text)
{
	g_autoptr(GRegex) regex = g_regex_new("^\\s+(?:commit:? +|https?://\\S*"
					      "(?:/commit/|/c/|[?;&]id=))([0-9a-f]{7,40})\\s*$",
					      0, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;

	return g_regex_match(regex, text, 0, &match) ? g_match_info_fetch(match, 1) : NULL;
}

/* "[1/2] title", and on the next lines "      https://…/commit/ID" or "      commit: ID" */
static void find_applied(struct reply *reply, const char *text, struct applied **open)
{
	g_autofree char *old = NULL, *more = NULL;

	if (*text == '[') {
		*open = applied_head(text);
		if (*open)
			g_ptr_array_add(reply->applied, *open);
		return;
	}
	if (!*open || (*text != ' ' && *text != '\t')) {
		*open = NULL;
		return;
	}
	(*open)->commit = applied_commit(text);
	if ((*open)->commit) {
		*open = NULL;
		return;
	}
	old = (*open)->title;
	more = g_strstrip(g_strdup(text));
	(*open)->title = g_strdup_printf("%s %s", old, more);
}

static void read_own_lines(struct reply *reply)
{
	struct applied *open = NULL;

	for (guint i = 0; i < reply->lines->len; i++) {
		const struct quote_line *line = reply->lines->pdata[i], *next;

		if (line->depth)
			continue;
		if (quote_line_is_signature(line))
			break;
		next = i + 1 < reply->lines->len ? reply->lines->pdata[i + 1] : NULL;
		find_trailer(reply, line->text, next ? next->text : NULL);
		find_applied(reply, line->text, &open);
	}
	for (guint i = reply->applied->len; i > 0; i--) {
		if (!((struct applied *)reply->applied->pdata[i - 1])->commit)
			g_ptr_array_remove_index(reply->applied, i - 1);
	}
}

/* "From: … Sent: … Subject: …", as some mailers put it above what they do not quote */
static bool is_pasted_head(const GPtrArray *lines, guint at)
{
	bool sent = false, subject = false;

	if (!g_str_has_prefix(((struct quote_line *)lines->pdata[at])->text, "From: "))
		return false;
	for (guint i = at + 1; i < lines->len && i < at + 8; i++) {
		const struct quote_line *line = lines->pdata[i];

		sent |= g_str_has_prefix(line->text, "Sent: ");
		subject |= g_str_has_prefix(line->text, "Subject: ");
	}
	return sent && subject;
}

static bool is_pasted(const GPtrArray *lines, guint at)
{
	const struct quote_line *line = lines->pdata[at];

	return !line->depth &&
	       (is_pasted_head(lines, at) ||
		(g_str_has_prefix(line->text, "--") &&
		 g_regex_match_simple("^-{2,} ?(Original Message|Forwarded Message|"
				      "Ursprüngliche Nachricht|Message d'origine|原始邮件) ?-{2,}$",
				      line->text, G_REGEX_CASELESS, 0)));
}

/* below a top-posted answer, the whole mail that is answered, without marks */
static void cut_pasted(GPtrArray *lines)
{
	for (guint i = 0; i < lines->len; i++) {
		if (!is_pasted(lines, i))
			continue;
		g_ptr_array_set_size(lines, i);
		return;
	}
}

struct reply *reply_parse(const struct message *message)
{
	struct reply *reply = g_new0(struct reply, 1);
	g_autofree char *text = message_text(message);

	reply->message = message;
	reply->trailers = g_ptr_array_new_with_free_func((GDestroyNotify)trailer_free);
	reply->applied = g_ptr_array_new_with_free_func(applied_free);
	reply->lines = quote_lines(text);
	cut_pasted(reply->lines);
	reply->depth = patch_depth(reply->lines);
	for (guint i = 0; i < message->parts->len; i++)
		reply->flowed |= ((struct message_part *)message->parts->pdata[i])->flowed;
	reply->stuffed = is_stuffed(reply);
	find_attribution(reply);
	read_own_lines(reply);
	return reply;
}

/* the quoted mail's text; blank context lines get their blank back */
static GString *quoted_text(const struct reply *reply, unsigned long stat[3], bool *out_has_stat)
{
	GString *out = g_string_new(NULL);
	struct hunk_count count = { 0 };
	bool in_diff = false;

	*out_has_stat = false;
	for (guint i = 0; i < reply->lines->len; i++) {
		const struct quote_line *line = reply->lines->pdata[i];
		const char *text;
		bool in_hunk;

		if (line->depth < reply->depth)
			continue;
		text = reply_patch_text(reply, line);
		in_hunk = hunk_count_line(&count, text);
		in_diff |= in_hunk || g_str_has_prefix(text, "diff --git ");
		*out_has_stat |= !in_diff && diffstat_total(text, stat);
		if (in_hunk && !*text) {
			g_string_append(out, " \n");
		} else if (reply->message->obfuscated && !in_diff) {
			g_autofree char *clean = archive_addresses(text);

			g_string_append_printf(out, "%s\n", clean);
		} else {
			g_string_append_printf(out, "%s\n", text);
		}
	}
	return out;
}

static bool check_stat(const struct patch *patch, const unsigned long stat[3], GError **error)
{
	unsigned long added, deleted;

	diffstat_count(patch->diff, &added, &deleted);
	if (stat[0] == patch->diff->files->len && stat[1] == added && stat[2] == deleted)
		return true;
	g_set_error(
		error, BS_ERROR, BS_ERROR_INPUT,
		"its diffstat tells of %lu files, +%lu -%lu lines, and the quote holds %u files, "
		"+%lu -%lu lines",
		stat[0], stat[1], stat[2], patch->diff->files->len, added, deleted);
	return false;
}

/* the address comes from the sign-off of whom the attribution names */
static void find_author(const struct reply *reply, struct patch *patch, GPtrArray *notes)
{
	g_autoptr(GPtrArray) trailers = trailers_parse(patch->body);
	const struct trailer *first = NULL, *named = NULL;
	const struct trailer *best;

	for (guint i = 0; i < trailers->len; i++) {
		const struct trailer *trailer = trailers->pdata[i];
		g_autofree char *name = NULL, *mail = NULL;

		if (!trailer_is(trailer, "Signed-off-by"))
			continue;
		mail = trailer_mail(trailer->value, &name);
		if (!first)
			first = trailer;
		if (!named && reply->author_name && same_person(name, reply->author_name))
			named = trailer;
	}
	best = named ? named : !reply->author_email ? first : NULL;
	g_free(patch->author_name);
	g_free(patch->author_email);
	if (best) {
		patch->author_email = trailer_mail(best->value, &patch->author_name);
	} else {
		patch->author_name = g_strdup(reply->author_name ? reply->author_name : "");
		patch->author_email = g_strdup(reply->author_email ? reply->author_email : "");
	}
	if (!named && !reply->author_email)
		g_ptr_array_add(notes, g_strdup("author taken from the first sign-off: the quote "
						"does not tell who sent the patch"));
}

static void find_date(const struct reply *reply, struct patch *patch, GPtrArray *notes)
{
	const struct message *message = reply->message;

	patch->when = reply->has_date ? reply->when : message->when;
	patch->zone = reply->has_date ? reply->zone : 0;
	patch->zone_known = reply->has_date && reply->zone_known;
	if (!reply->has_date)
		g_ptr_array_add(notes, g_strdup("date of the review, because the quote does not "
						"tell when the patch was sent"));
	else if (!reply->zone_known)
		g_ptr_array_add(
			notes,
			g_strdup("date from an attribution line, its zone is unknown: import "
				 "the patch's own mail for the exact one"));
}

static struct message *quoted_message(const struct reply *reply, const GString *text)
{
	const struct message *message = reply->message;
	struct message *quoted = message_new();

	g_free(quoted->subject);
	quoted->subject = g_strdup(message->subject);
	message_add_text(quoted, text->str, text->len);
	/* what a reply answers is what it quotes, if it quotes no reply in between */
	if (reply->depth == 1)
		quoted->message_id = g_strdup(message->in_reply_to);
	for (guint i = 0; reply->depth == 1 && i < message->references->len; i++) {
		if (g_strcmp0(message->references->pdata[i], message->in_reply_to))
			g_ptr_array_add(quoted->references,
					g_strdup(message->references->pdata[i]));
	}
	return quoted;
}

/* an in-body "From:" above the message, which patch_from_message() has read */
static bool names_sender(const char *text)
{
	while (*text) {
		const char *newline = strchr(text, '\n');

		if (!g_ascii_strncasecmp(text, "From:", 5))
			return true;
		if (*text != '\n' && g_ascii_strncasecmp(text, "Subject:", 8) &&
		    g_ascii_strncasecmp(text, "Date:", 5))
			return false;
		text = newline ? newline + 1 : "";
	}
	return false;
}

struct patch *reply_patch(const struct reply *reply, GPtrArray *notes, GError **error)
{
	unsigned long stat[3] = { 0 };
	bool has_stat;
	g_autoptr(GString) text = quoted_text(reply, stat, &has_stat);
	g_autoptr(message) quoted = quoted_message(reply, text);
	g_autoptr(patch) patch = patch_from_message(quoted, error);

	if (!patch || (has_stat && !check_stat(patch, stat, error)))
		return NULL;
	if (!names_sender(text->str))
		find_author(reply, patch, notes);
	find_date(reply, patch, notes);
	if (!*patch->author_email) {
		g_set_error_literal(error, BS_ERROR, BS_ERROR_INPUT,
				    "the quote does not tell the author's address");
		return NULL;
	}
	if (!has_stat)
		g_ptr_array_add(notes, g_strdup("the quote has no diffstat to check it by; compare "
						"it with the patch's own mail"));
	return g_steal_pointer(&patch);
}
