// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "base/error.h"
#include "format/quote.h"

#define STAT(blank) \
	"> " blank "f.c | 3 ++-\n> " blank "1 file changed, 2 insertions(+), 1 deletion(-)\n>\n"

/* four lines before, five after; the text is what a reviewer's mailer makes of it */
#define QUOTE(blank)                                                                        \
	"On Mon, Oct 27, 2025 at 05:28:24PM -0700, Rick Edgecombe wrote:\n"                 \
	"> Take the lock.\n>\n> Signed-off-by: Rick Edgecombe <r@intel.com>\n> ---\n" STAT( \
		blank) "> diff --git a/f.c b/f.c\n> --- a/f.c\n> +++ b/f.c\n"               \
		       "> @@ -10,4 +10,5 @@ int f(void)\n"                                  \
		       "> " blank "\tint a;\n>\n> -\tcall();\n> +\tlock();\n"               \
		       "Why here?\n\n"                                                      \
		       "> +\tcall();\n> " blank "\treturn 0;\n"

static struct message *mail(const char *text, bool flowed)
{
	struct message *message = message_new();
	struct message_part *part;

	g_free(message->subject);
	message->subject = g_strdup("Re: [PATCH] lock it");
	message->from_name = (g_free(message->from_name), g_strdup("Binbin Wu"));
	message->from_email = (g_free(message->from_email), g_strdup("b@intel.com"));
	message->in_reply_to = g_strdup("patch@id");
	message_add_text(message, text, strlen(text));
	part = message->parts->pdata[0];
	part->flowed = flowed;
	return message;
}

static struct patch *take(const struct reply *reply, GError **error)
{
	g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);

	return reply_patch(reply, notes, error);
}

static void check_whole(const char *text, bool stuffed)
{
	g_autoptr(message) message = mail(text, false);
	g_autoptr(reply) reply = reply_parse(message);
	g_autoptr(GError) error = NULL;
	g_autoptr(patch) patch = take(reply, &error);
	const struct hunk *hunk;
	g_autoptr(GString) before = NULL;

	g_assert_no_error(error);
	g_assert_cmpint(reply->stuffed, ==, stuffed);
	g_assert_cmpstr(patch->author_email, ==, "r@intel.com");
	g_assert_cmpint(patch->when, ==, 1761611304);
	g_assert_true(patch->zone_known);
	g_assert_cmpint(patch->zone, ==, -420);
	g_assert_cmpstr(patch->message_id, ==, "patch@id");
	hunk = ((struct file_diff *)patch->diff->files->pdata[0])->hunks->pdata[0];
	before = hunk_image(hunk, '+');
	g_assert_cmpstr(before->str, ==, "\tint a;\n\n\tcall();\n\treturn 0;\n");
}

static void test_plain(void)
{
	check_whole(QUOTE(" "), false);
}

static void test_stuffed(void)
{
	check_whole(QUOTE("  "), true);
}

/* "  * text" is a context line of a comment; only one of many with one blank decides */
static void test_comment_context(void)
{
	static const char text[] = "On 10/28/2025 8:28 AM, A B wrote:\n"
				   "> x\n>\n> Signed-off-by: A B <a@b>\n> ---\n"
				   "> diff --git a/f b/f\n> --- a/f\n> +++ b/f\n"
				   "> @@ -1,3 +1,3 @@\n>  /*\n>   * one\n> -old\n> +new\n";
	g_autoptr(message) message = mail(text, true);
	g_autoptr(reply) reply = reply_parse(message);

	g_assert_false(reply->stuffed);
}

static void test_comment(void)
{
	g_autoptr(message) message = mail(QUOTE("  "), false);
	g_autoptr(reply) reply = reply_parse(message);
	g_autoptr(patch) patch = take(reply, NULL);
	g_autoptr(GPtrArray) comments = reply_comments(reply, patch, 1);
	const struct comment *comment;

	g_assert_cmpuint(comments->len, ==, 1);
	comment = comments->pdata[0];
	g_assert_cmpstr(comment->author, ==, "Binbin Wu <b@intel.com>");
	g_assert_cmpstr(comment->file, ==, "f.c");
	g_assert_cmpuint(comment->line, ==, 12);
	g_assert_cmpstr(comment->quote, ==, "+\tlock();");
	g_assert_cmpstr(comment->text, ==, "Why here?");
	g_assert_null(comment->word);
}

static void refuse(const char *text, const char *pattern)
{
	g_autoptr(message) message = mail(text, false);
	g_autoptr(reply) reply = reply_parse(message);
	g_autoptr(GError) error = NULL;
	struct patch *patch = take(reply, &error);

	g_assert_null(patch);
	g_assert_error(error, BS_ERROR, BS_ERROR_INPUT);
	if (!g_regex_match_simple(pattern, error->message, 0, 0))
		g_error("'%s' does not say '%s'", error->message, pattern);
}

static void test_cut(void)
{
	g_autofree char *cut = g_strdup(QUOTE(" "));

	*strstr(cut, "> +\tcall();") = '\0';
	refuse(cut, "cut off");
	/* a hunk that was left out as a whole shows in the diffstat */
	refuse("> A\n>\n> Signed-off-by: A B <a@b>\n> ---\n>  f | 9 +++++++++\n"
	       ">  1 file changed, 9 insertions(+)\n>\n> diff --git a/f b/f\n> --- a/f\n> +++ b/f\n"
	       "> @@ -1 +1,2 @@\n>  a\n> +b\n",
	       "diffstat");
}

/* lines that the reviewer cut out do not move the line number */
static void test_snipped(void)
{
	g_autoptr(message) whole = mail(QUOTE(" "), false);
	g_autoptr(reply) first = reply_parse(whole);
	g_autoptr(patch) patch = take(first, NULL);
	g_autoptr(message) message = mail("> diff --git a/f.c b/f.c\n> @@ -10,4 +10,5 @@\n"
					  "> +\tcall();\nTwice?\n>  \treturn 0;\n\nAnd here.\n",
					  false);
	g_autoptr(reply) reply = reply_parse(message);
	g_autoptr(GPtrArray) comments = reply_comments(reply, patch, 1);

	g_assert_cmpuint(comments->len, ==, 2);
	g_assert_cmpuint(((struct comment *)comments->pdata[0])->line, ==, 13);
	g_assert_cmpuint(((struct comment *)comments->pdata[1])->line, ==, 14);
}

/* a removed line counts in the pre-image; a remark on the message has no file */
static void test_places(void)
{
	g_autoptr(message) whole = mail(QUOTE(" "), false);
	g_autoptr(reply) first = reply_parse(whole);
	g_autoptr(patch) patch = take(first, NULL);
	g_autoptr(message) message =
		mail("> Take the lock.\nWhich?\n> -\tcall();\nKeep it.\n-- \nsignature\n", false);
	g_autoptr(reply) reply = reply_parse(message);
	g_autoptr(GPtrArray) comments = reply_comments(reply, patch, 1);

	g_assert_cmpuint(comments->len, ==, 2);
	g_assert_null(((struct comment *)comments->pdata[0])->file);
	g_assert_cmpuint(((struct comment *)comments->pdata[1])->line, ==, 12);
	g_assert_cmpstr(((struct comment *)comments->pdata[1])->text, ==, "Keep it.");
}

static void check_caret(const char *caret, const char *word, const char *text)
{
	g_autofree char *body = g_strdup_printf("> +\t * can take a exclusive lock\n%s\n", caret);
	g_autoptr(message) message = mail(body, false);
	g_autoptr(reply) reply = reply_parse(message);
	g_autoptr(GPtrArray) comments = reply_comments(reply, NULL, 1);
	const struct comment *comment;

	g_assert_cmpuint(comments->len, ==, 1);
	comment = comments->pdata[0];
	g_assert_cmpstr(comment->word, ==, word);
	g_assert_cmpstr(comment->text, ==, text);
}

static void test_caret(void)
{
	/* "> +" and the tab reach column 8, " * can take " is 12 wide */
	check_caret("                    ^\n                    an", "a", "an");
	check_caret("                    ^ an", "a", "an");
	check_caret("                       ^^^^^ sole", "exclusive", "sole");
	check_caret("\302\240 \302\240 \302\240 \302\240 \302\240 \302\240 \302\240 "
		    "\302\240 \302\240 \302\240 ^\n an",
		    "a", "an");
	/* beyond the line there is no word to tell of */
	check_caret("                                                          ^ end", NULL,
		    "end");
}

static void test_given(void)
{
	g_autoptr(message) message =
		mail("> Reviewed-by: Not Given <n@g>\n\nReviewed-by: Binbin Wu <b@intel.com>\n\n"
		     "[1/1] lock it\n      https://example.org/linux/commit/9a89894f30d5\n",
		     false);
	g_autoptr(reply) reply = reply_parse(message);
	const struct applied *applied;

	g_assert_cmpuint(reply->trailers->len, ==, 1);
	g_assert_cmpuint(reply->applied->len, ==, 1);
	applied = reply->applied->pdata[0];
	g_assert_cmpuint(applied->number, ==, 1);
	g_assert_cmpstr(applied->title, ==, "lock it");
	g_assert_cmpstr(applied->commit, ==, "9a89894f30d5");
}

static void check_attribution(const char *line, const char *name, gint64 when, bool known)
{
	g_autofree char *body = g_strdup_printf("%s\n> text\n", line);
	g_autoptr(message) message = mail(body, false);
	g_autoptr(reply) reply = NULL;

	message->when = 1761720000;
	reply = reply_parse(message);
	g_assert_cmpstr(reply->author_name, ==, name);
	g_assert_true(reply->has_date);
	g_assert_cmpint(reply->when, ==, when);
	g_assert_cmpint(reply->zone_known, ==, known);
}

static void test_attribution(void)
{
	check_attribution("On 10/28/2025 8:28 AM, Rick Edgecombe wrote:", "Rick Edgecombe",
			  1761640080, false);
	check_attribution("On 28/10/2025 08:28, Rick Edgecombe wrote:", "Rick Edgecombe",
			  1761640080, false);
	check_attribution("On Mon, Oct 27, 2025, Rick Edgecombe wrote:", "Rick Edgecombe",
			  1761523200, false);
	check_attribution("On Tue, 2025-10-28 at 15:31 -0800, Sean Christopherson wrote:",
			  "Sean Christopherson", 1761694260, true);
	check_attribution(
		"On Mon, Oct 27, 2025 at 05:28:24PM -0700,\nRick Edgecombe <r@i.com> wrote:",
		"Rick Edgecombe", 1761611304, true);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/quote/plain", test_plain);
	g_test_add_func("/quote/stuffed", test_stuffed);
	g_test_add_func("/quote/comment-context", test_comment_context);
	g_test_add_func("/quote/cut", test_cut);
	g_test_add_func("/quote/comment", test_comment);
	g_test_add_func("/quote/snipped", test_snipped);
	g_test_add_func("/quote/places", test_places);
	g_test_add_func("/quote/caret", test_caret);
	g_test_add_func("/quote/given", test_given);
	g_test_add_func("/quote/attribution", test_attribution);
	return g_test_run();
}
