// SPDX-License-Identifier: GPL-2.0-only
/* git format-patch is the oracle: commits made here are written by both */
#include <string.h>

#include "base/file.h"
#include "base/proc.h"
#include "base/tmpdir.h"
#include "format/diffstat.h"
#include "format/message.h"
#include "git-oracle.h"

static char *git(const char *repo, const char *const *args)
{
	const char *argv[40] = { "git",
				 "-C",
				 repo,
				 "-c",
				 "user.name=A B",
				 "-c",
				 "user.email=a@b.org",
				 "-c",
				 "core.abbrev=12" };
	static const char *const env[] = { "GIT_CONFIG_NOSYSTEM=1", "HOME=/nonexistent",
					   "GIT_AUTHOR_DATE=2025-10-07T08:09:05-0730",
					   "GIT_COMMITTER_DATE=2025-10-07T08:09:05-0730", NULL };
	struct proc_spec spec = { .argv = argv, .env = env };
	g_autoptr(GError) error = NULL;
	char *out = NULL;
	size_t n = 9;

	for (; *args; args++)
		argv[n++] = *args;
	g_assert_true(proc_check(&spec, &out, &error));
	g_assert_no_error(error);
	return out;
}

#define GIT(repo, ...) g_free(git(repo, (const char *const[]){ __VA_ARGS__, NULL }))

static void put(const char *repo, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(repo, name, NULL);

	g_assert_true(file_write(path, text, -1, NULL));
}

static void put_lines(const char *repo, const char *name, unsigned int lines)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (unsigned int i = 0; i < lines; i++)
		g_string_append_printf(text, "line %u\n", i);
	put(repo, name, text->str);
}

static struct tmpdir *repository(void)
{
	struct tmpdir *dir = tmpdir_new(NULL);

	GIT(tmpdir_path(dir), "init", "-q");
	put_lines(tmpdir_path(dir), "drivers/net/file.c", 20);
	put_lines(tmpdir_path(dir), "mode.sh", 3);
	put_lines(tmpdir_path(dir),
		  "a/very/deep/folder/with/a/long/name/that/git/has/to/cut/file.c", 5);
	GIT(tmpdir_path(dir), "add", "-A");
	GIT(tmpdir_path(dir), "commit", "-qm", "start");
	return dir;
}

/* what git writes, without its signature and commit id */
static char *by_git(const char *repo)
{
	char *text = git(repo,
			 (const char *const[]){ "format-patch", "--stdout", "-1", "HEAD", NULL });
	char *signature = g_strrstr(text, "\n-- \n");

	g_assert_nonnull(signature);
	signature[1] = '\0';
	return text;
}

static void check_commit(const char *repo, const char *author, const char *message)
{
	g_autofree char *who = g_strdup_printf("--author=%s", author);
	g_autofree char *expected = NULL, *zeros = NULL;
	g_autoptr(GBytes) bytes = NULL;
	g_autoptr(patch) patch = NULL;
	g_autoptr(GString) got = g_string_new(NULL);
	g_autoptr(GError) error = NULL;

	GIT(repo, "add", "-A");
	GIT(repo, "commit", "-q", who, "-m", message);
	expected = by_git(repo);
	bytes = g_bytes_new(expected, strlen(expected));
	patch = patch_parse(bytes, "x", &error);
	g_assert_no_error(error);
	patch_write(patch, got);
	*(g_strrstr(got->str, "\n-- \n") + 1) = '\0';
	zeros = g_strnfill(40, '0');
	memcpy(expected + strlen("From "), zeros, 40);
	g_assert_cmpstr(got->str, ==, expected);
}

static void test_headers(void)
{
	static const char *const authors[] = {
		"A B <a@b.org>",
		"Björn Töpel <bjorn@kernel.org>",
		"J. R. \"X\" Doe <j@d.org>",
		"A very long name that goes on and on, with more than one line can hold "
		"<a.very.long.address@subdomain.example.org>",
		"Łukasz Żółć-Brzęczyszczykiewicz Gżegżółka of somewhere far away <l@z.pl>",
	};
	static const char *const messages[] = {
		"short: title",
		"a title that is much longer than it should be, so that git has to fold the header "
		"into two lines\n\nBody text.\n\nSigned-off-by: A B <a@b.org>",
		"naïve: title with ünïcödé that is also so long that encoded words need a fold\n\n"
		"Body.",
		"ascii title\n\nBody with ünïcödé.",
		"odd =?title?= with (specials), \"quotes\" and a_b = c",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		"edge: this title is just as long as one line of a header can be, 7",
		"edge: this title is just as long as one line of a header can be, 78",
		"edge: this title is just as long as one line of a header can be, 7 x",
	};
	g_autoptr(tmpdir) dir = repository();

	for (size_t i = 0; i < G_N_ELEMENTS(messages); i++) {
		put_lines(tmpdir_path(dir), "drivers/net/file.c", 21 + i);
		check_commit(tmpdir_path(dir), authors[i % G_N_ELEMENTS(authors)], messages[i]);
	}
}

/* what git mailinfo finds: the headers, then the body */
static char *mailinfo(const char *mail)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *headers = git_says(tmpdir_path(dir), mail, strlen(mail), "mailinfo", "msg",
					    "patch", NULL);
	g_autofree char *path = g_build_filename(tmpdir_path(dir), "msg", NULL);
	g_autofree char *body = NULL;

	g_assert_nonnull(headers);
	g_assert_true(g_file_get_contents(path, &body, NULL, NULL));
	return g_strconcat(headers, body, NULL);
}

/* first lines of a body that a reader would take for headers of the mail */
static void test_inbody(void)
{
	static const char *const bodies[] = {
		"From: C D <c@d.org>\n\nText.\n",
		"from: C D <c@d.org>\nSubject: another\n\nText.\n",
		"Subject: another\nText.\n",
		"Date: Mon, 1 Jan 2001 00:00:00 +0000\n\nText.\n",
		"[PATCH] of another\n\nText.\n",
		">From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\nText.\n",
		"To: nobody\n\nText.\n",
	};
	static const char diff[] = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n";

	for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++) {
		/* the author that the sender forwards for shields the body */
		g_autofree char *mail = g_strdup_printf(
			"From: S <s@x.org>\nDate: Mon, 6 Oct 2025 10:00:00 +0200\n"
			"Subject: [PATCH] title\n\nFrom: Ä B <a@b.org>\n\n%s---\n%s",
			bodies[i], diff);
		g_autoptr(GBytes) bytes = g_bytes_new(mail, strlen(mail));
		g_autoptr(GString) written = g_string_new(NULL);
		g_autofree char *before = mailinfo(mail), *after = NULL;
		g_autoptr(GError) error = NULL;
		g_autoptr(patch) patch = patch_parse(bytes, "x", &error);

		g_assert_no_error(error);
		g_assert_cmpstr(patch->author_email, ==, "a@b.org");
		g_assert_cmpstr(patch->body, ==, bodies[i]);
		patch_write(patch, written);
		after = mailinfo(written->str);
		g_assert_cmpstr(after, ==, before);
	}
}

/* only the first of a name is a header, as git has it */
static void test_inbody_twice(void)
{
	static const char mail[] =
		"From: S <s@x.org>\nDate: Mon, 6 Oct 2025 10:00:00 +0200\n"
		"Subject: [PATCH] title\n\nFrom: A B <a@b.org>\nFrom: C D <c@d.org>\n\nText.\n"
		"---\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n";
	g_autoptr(GBytes) bytes = g_bytes_new_static(mail, strlen(mail));
	g_autoptr(GError) error = NULL;
	g_autoptr(patch) patch = patch_parse(bytes, "x", &error);
	g_autofree char *said = mailinfo(mail), *expected = NULL;

	g_assert_no_error(error);
	expected = g_strdup_printf("Author: %s\nEmail: %s\nSubject: title\n"
				   "Date: Mon, 6 Oct 2025 10:00:00 +0200\n\n%s",
				   patch->author_name, patch->author_email, patch->body);
	g_assert_cmpstr(said, ==, expected);
}

static void test_stat(void)
{
	g_autoptr(tmpdir) dir = repository();
	const char *repo = tmpdir_path(dir);

	put_lines(repo, "drivers/net/file.c", 500);
	put_lines(repo, "drivers/net/other.c", 1);
	put_lines(repo, "a/very/deep/folder/with/a/long/name/that/git/has/to/cut/file.c", 7);
	check_commit(repo, "A B <a@b.org>", "wide\n\nBody.");
	put(repo, "a/very/deep/folder/with/a/name/that/git/has/to/cut/new.c", "");
	GIT(repo, "mv", "drivers/net/file.c", "drivers/scsi-file.c");
	GIT(repo, "mv", "a/very/deep/folder/with/a/long/name/that/git/has/to/cut/file.c",
	    "a/very/deep/folder/with/a/name/that/git/has/to/cut/file.c");
	check_commit(repo, "A B <a@b.org>", "pure renames\n\nBody.");
	GIT(repo, "mv", "drivers/net/other.c", "drivers/net/sub-other.c");
	put_lines(repo, "drivers/scsi-file.c", 480);
	GIT(repo, "mv", "drivers/scsi-file.c", "drivers/net/scsi-file.c");
	check_commit(repo, "A B <a@b.org>", "rename with change\n\nBody.");
	GIT(repo, "update-index", "--chmod=+x", "mode.sh");
	GIT(repo, "rm", "-q", "drivers/net/sub-other.c");
	GIT(repo, "config", "core.fileMode", "false");
	put(repo, "empty.c", "");
	put(repo, "no-eol.c", "no newline");
	put(repo, "n\303\244me \"q\".c", "x\n");
	check_commit(repo, "A B <a@b.org>", "mode, deletion, empty file, no newline, odd name");
}

static void check_name(const char *title, unsigned int number, const char *expected)
{
	g_autoptr(patch) patch = patch_new();
	g_autofree char *name = NULL;

	subject_free(patch->subject);
	patch->subject = subject_parse(title);
	name = patch_file_name(patch, number);
	g_assert_cmpstr(name, ==, expected);
}

/* names as git format-patch gave them for the same titles */
static void test_names(void)
{
	check_name("[PATCH] KVM: TDX: Take MMU lock around tdh_vp_init()", 1,
		   "0001-KVM-TDX-Take-MMU-lock-around-tdh_vp_init.patch");
	check_name("[PATCH] a...b: c.", 12, "0012-a.b-c.patch");
	check_name("[PATCH] ../../etc/passwd", 1, "0001-.-.-etc-passwd.patch");
	check_name("[PATCH] KVM: x86/mmu: Drop the return code from "
		   "kvm_x86_ops.remove_external_spte()",
		   11, "0011-KVM-x86-mmu-Drop-the-return-code-from-kvm_x86_ops.re.patch");
}

static void test_total(void)
{
	unsigned long total[3];

	g_assert_true(diffstat_total(" 2 files changed, 1 insertion(+), 3 deletions(-)", total));
	g_assert_cmpuint(total[0], ==, 2);
	g_assert_cmpuint(total[1], ==, 1);
	g_assert_cmpuint(total[2], ==, 3);
	g_assert_true(diffstat_total(" 1 file changed, 3 deletions(-)", total));
	g_assert_cmpuint(total[1], ==, 0);
	g_assert_cmpuint(total[2], ==, 3);
	g_assert_false(diffstat_total("we changed 2 files", total));
	g_assert_true(diffstat_line(" a/b.c | 12 +++--"));
	g_assert_true(diffstat_line(" a/b.bin | Bin 0 -> 12 bytes"));
	g_assert_false(diffstat_line(" a | b"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/patch/headers", test_headers);
	g_test_add_func("/patch/inbody", test_inbody);
	g_test_add_func("/patch/inbody-twice", test_inbody_twice);
	g_test_add_func("/patch/stat", test_stat);
	g_test_add_func("/patch/names", test_names);
	g_test_add_func("/patch/total", test_total);
	return g_test_run();
}
