// SPDX-License-Identifier: GPL-2.0-only
#include "job/source.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/proc.h"
#include "base/tmpdir.h"
#include "format/archive.h"
#include "format/htmlpage.h"
#include "format/mbox.h"
#include "job/folder.h"
#include "tree/objects.h"
#include "tree/tree.h"

#define GIT_SECONDS 300
#define GIT_MAX_OUTPUT (256UL << 20)
#define B4_SECONDS 120

/* bytes looked at to tell text from binary, as in git */
#define BINARY_WINDOW 8000

struct sink {
	source_take take;
	void *data;
	const char *label;
};

static bool give(const struct sink *sink, struct message *message, GError **error)
{
	return sink->take(sink->data, message, sink->label, error);
}

static bool fail(GError **error, const char *reason)
{
	g_set_error_literal(error, BS_ERROR, BS_ERROR_INPUT, reason);
	return false;
}

static bool read_mbox(const struct sink *sink, GBytes *bytes, GError **error)
{
	g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_bytes(bytes);
	g_autoptr(mbox) mbox = mbox_new(stream);
	unsigned int number = 0;

	for (;;) {
		g_autoptr(GBytes) next = NULL;
		struct message *message;

		if (!mbox_next(mbox, &next, error))
			return false;
		if (!next)
			return number || fail(error, "it holds no message");
		number++;
		message = message_parse(next, error);
		if (!message) {
			g_prefix_error(error, "message %u: ", number);
			return false;
		}
		message->commit = g_strdup(mbox_commit(mbox));
		if (!give(sink, message, error))
			return false;
	}
}

static bool is_binary(const char *data, gsize size)
{
	return memchr(data, '\0', MIN(size, BINARY_WINDOW)) != NULL;
}

static bool has_diff(const char *data, gsize size)
{
	return g_strstr_len(data, size, "diff --git ") || g_strstr_len(data, size, "\n@@ -") ||
	       (size > 4 && !memcmp(data, "--- ", 4));
}

/* a byte order mark and blank lines in front are no part of any form */
static GBytes *without_lead(GBytes *bytes)
{
	gsize size, at = 0;
	const char *data = g_bytes_get_data(bytes, &size);

	if (size >= 3 && !memcmp(data, "\357\273\277", 3))
		at = 3;
	while (at < size && (data[at] == '\n' || data[at] == '\r'))
		at++;
	return g_bytes_new_from_bytes(bytes, at, size - at);
}

/* one message in @bytes; what it is shows in its first lines */
static struct message *read_one(GBytes *bytes, const char *name, GError **error)
{
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size);

	if (archive_recognise(data, size))
		return archive_parse(bytes, error);
	if (html_recognise(data, size))
		return html_parse(bytes, error);
	if (looks_like_mail(data, size))
		return message_parse(bytes, error);
	if (has_diff(data, size))
		return message_from_plain(bytes, name);
	fail(error, "it is no mail, mailbox, patch or page of a list archive");
	return NULL;
}

static bool check_text(GBytes *bytes, GError **error)
{
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size);

	if (!size)
		return fail(error, "it is empty");
	if (is_binary(data, size))
		return fail(error, "it is a binary file, no mail or patch");
	return true;
}

static bool starts_as_mbox(GBytes *bytes)
{
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size);
	const char *newline = memchr(data, '\n', size);

	return newline && mbox_separator(data, newline + 1 - data);
}

static bool read_bytes(const struct sink *sink, GBytes *bytes, const char *name, GError **error)
{
	g_autoptr(GBytes) text = without_lead(bytes);
	struct message *message;

	if (!check_text(text, error))
		return false;
	if (starts_as_mbox(text))
		return read_mbox(sink, text, error);
	message = read_one(text, name, error);
	return message && give(sink, message, error);
}

static bool read_file(const struct sink *sink, const char *path, GError **error)
{
	g_autoptr(GBytes) bytes = file_read(path, error);

	return bytes && read_bytes(sink, bytes, path, error);
}

static bool keep_message(void *data, struct message *message, const char *label, GError **error)
{
	g_ptr_array_add(data, message);
	return true;
}

/* patches of a folder without "n/m" get it from their order */
static void number_messages(GPtrArray *messages)
{
	for (guint i = 0; i < messages->len; i++) {
		g_autoptr(subject)
			subject = subject_parse(((struct message *)messages->pdata[i])->subject);

		if (subject->total > 1 || subject->is_reply)
			return;
	}
	for (guint i = 0; i < messages->len; i++) {
		struct message *message = messages->pdata[i];
		g_autoptr(subject) subject = subject_parse(message->subject);
		g_autoptr(GString) text = g_string_new(subject->rfc ? "[RFC PATCH" : "[PATCH");

		for (guint k = 0; k < subject->trees->len; k++)
			g_string_append_printf(text, " %s", (char *)subject->trees->pdata[k]);
		g_string_append_printf(text, " v%u %u/%u] %s", subject->version, i + 1,
				       messages->len, subject->title);
		g_free(message->subject);
		message->subject = g_strdup(text->str);
	}
}

static bool read_files(const struct sink *sink, GPtrArray *files, bool number, GError **error)
{
	g_autoptr(GPtrArray)
		messages = g_ptr_array_new_with_free_func((GDestroyNotify)message_free);
	struct sink keep = { keep_message, messages, sink->label };

	for (guint i = 0; i < files->len; i++) {
		if (!read_file(&keep, files->pdata[i], error)) {
			g_autofree char *base = g_path_get_basename(files->pdata[i]);

			g_prefix_error(error, "'%s': ", base);
			return false;
		}
	}
	if (number && messages->len > 1)
		number_messages(messages);
	for (guint i = 0; i < messages->len; i++) {
		if (!give(sink, g_steal_pointer(&messages->pdata[i]), error))
			return false;
	}
	return true;
}

static bool read_folder(const struct sink *sink, const char *folder, GError **error)
{
	bool numbered;
	g_autoptr(GPtrArray) files = folder_files(folder, &numbered, error);

	return files && read_files(sink, files, numbered, error);
}

/*
 * In a .git folder git is told that it is one: where safe.bareRepository is "explicit", it takes no
 * repository without a work tree that it finds by itself.
 */
static bool git(const char *repo, const char *const *argv, char **out, GError **error)
{
	static const char *const named[] = { "GIT_DIR=.", NULL };
	const struct proc_spec spec = {
		.argv = argv,
		.cwd = repo,
		.env = tree_is_repository(repo) ? named : NULL,
		.seconds = GIT_SECONDS,
		.max_output = GIT_MAX_OUTPUT,
	};

	return proc_check(&spec, out, error);
}

/* the commits of a range, the oldest first; merges bring nothing of their own */
static char *list_commits(const char *repo, const char *range, GError **error)
{
	const char *const argv[] = { "git", "rev-list", "--reverse", "--no-merges",
				     "--end-of-options", range, "--", NULL };
	char *out = NULL;

	return git(repo, argv, &out, error) ? out : NULL;
}

/* what a commit changes against a parent, the first where that is 0; "" for nothing */
static char *diff_of(const char *repo, const char *commit, unsigned int parent, GError **error)
{
	g_autofree char *before = parent ? g_strdup_printf("%s^%u", commit, parent) : NULL;
	/* nothing of the user's settings may show in what comes in */
	const char *const argv[] = { "git", "-c", "core.quotePath=true", "-c",
				     "core.abbrev=auto", "diff-tree", "-p", "-M", "-U3",
				     "--diff-algorithm=default", "--binary", "--root",
				     "--no-commit-id", "--no-ext-diff", "--no-textconv",
				     "--no-color", "--src-prefix=a/", "--dst-prefix=b/",
				     before ? before : commit, before ? commit : "--",
				     before ? "--" : NULL, NULL };
	char *out = NULL;

	return git(repo, argv, &out, error) ? out : NULL;
}

/* what would end the message in a mail is indented: the patch is written as one */
static void add_body(GString *text, const char *body)
{
	while (*body) {
		const char *newline = strchr(body, '\n');
		gsize size = newline ? (gsize)(newline + 1 - body) : strlen(body);
		g_autofree char *line = g_strndup(body, size);

		if (patch_breaks(line, size) || mbox_separator(line, size))
			g_string_append_c(text, ' ');
		g_string_append(text, line);
		body += size;
	}
}

/* who and when, title and body */
static bool read_head(struct message *message, const char *repo, const char *commit,
		      GString *body, GError **error)
{
	const char *const argv[] = { "git", "log", "-1", "--no-notes", "--no-color",
				     "--no-show-signature", "--encoding=UTF-8", "--date=rfc",
				     "--format=%H%x01%ad%x01%ae%x01%an%x01%s%x01%b", "-s", commit,
				     "--", NULL };
	g_autofree char *out = NULL, *text = NULL;
	g_auto(GStrv) parts = NULL;

	if (!git(repo, argv, &out, error))
		return false;
	text = text_to_utf8(out, strlen(out), NULL);
	parts = g_strsplit(text, "\x01", 6);
	if (g_strv_length(parts) != 6)
		return fail(error, "git's answer about the commit is not understood");
	message->commit = g_strdup(parts[0]);
	date_parse(parts[1], &message->when, &message->zone, &message->zone_known);
	g_free(message->from_email);
	g_free(message->from_name);
	g_free(message->subject);
	message->from_email = g_strdup(parts[2]);
	message->from_name = g_strdup(*parts[3] ? parts[3] : parts[2]);
	message->subject = g_strdup(parts[4]);
	add_body(body, parts[5]);
	return true;
}

/* the commit as a mail would have it, but for what a mail would lose; *out is NULL for no change */
static bool read_commit(const char *repo, const char *commit, unsigned int parent,
			struct message **out, GError **error)
{
	g_autofree char *diff = diff_of(repo, commit, parent, error);
	g_autoptr(message) message = NULL;
	g_autoptr(GString) text = g_string_new(NULL);

	*out = NULL;
	if (!diff || !*diff)
		return diff != NULL;
	message = message_new();
	if (!read_head(message, repo, commit, text, error))
		return false;
	g_string_append_printf(text, "---\n\n%s", diff);
	message_add_text(message, text->str, text->len);
	message->one_prefix = message->no_headers = true;
	*out = g_steal_pointer(&message);
	return true;
}

static void number(GPtrArray *messages)
{
	for (guint i = 0; i < messages->len; i++) {
		struct message *message = messages->pdata[i];
		g_autofree char *title = message->subject;

		message->subject = messages->len == 1 ?
					   g_strdup_printf("[PATCH] %s", title) :
					   g_strdup_printf("[PATCH %u/%u] %s", i + 1,
							   messages->len, title);
	}
}

static struct objects *objects_of(const char *repo)
{
	const char *const argv[] = { "git", "rev-parse", "--absolute-git-dir", NULL };
	g_autofree char *out = NULL;

	return git(repo, argv, &out, NULL) ? objects_open(g_strchomp(out), NULL, NULL) : NULL;
}

/*
 * For git, the oldest commit of a shallow clone has no parent and adds all files of the project.
 * So its parents are asked for here.
 */
static bool parents_are_there(struct objects *objects, const char *id, GError **error)
{
	g_autoptr(commit) commit = objects_commit(objects, id, error);

	for (guint i = 0; commit && i < commit->parents->len; i++) {
		g_autoptr(commit) parent = objects_commit_by_id(
			objects, &g_array_index(commit->parents, struct object_id, i), error);

		if (!parent)
			return false;
	}
	return commit != NULL;
}

/* as the objects that pick reads say it themselves */
static void explain_missing(const struct objects *objects, GError *error)
{
	if (objects && error && g_error_matches(error, BS_ERROR, BS_ERROR_IO))
		error_add(error, objects_remedy(objects, false));
}

/* those of @ids, a line each, that change a file */
static bool read_commits(const struct sink *sink, const char *repo, const char *ids,
			 unsigned int parent, const char *none, GError **error)
{
	g_autoptr(GPtrArray)
		messages = g_ptr_array_new_with_free_func((GDestroyNotify)message_free);
	g_auto(GStrv) lines = g_strsplit(ids, "\n", -1);
	g_autoptr(objects) objects = objects_of(repo);

	for (char **id = lines; *id; id++) {
		struct message *message = NULL;
		GError *cause = NULL;

		if (**id && objects && !parents_are_there(objects, *id, error))
			return false;
		if (**id && !read_commit(repo, *id, parent, &message, &cause)) {
			explain_missing(objects, cause);
			g_propagate_error(error, cause);
			return false;
		}
		if (message)
			g_ptr_array_add(messages, message);
	}
	if (!messages->len)
		return fail(error, none);
	number(messages);
	for (guint i = 0; i < messages->len; i++)
		if (!give(sink, g_steal_pointer(&messages->pdata[i]), error))
			return false;
	return true;
}

static bool has_commits(const char *repo, const char *range)
{
	const char *const argv[] = { "git", "rev-list", "--count", "--end-of-options",
				     range, "--", NULL };
	g_autofree char *out = NULL;

	return git(repo, argv, &out, NULL) && strtoul(out, NULL, 10);
}

static bool read_range(const struct sink *sink, const char *source, GError **error)
{
	const char *colon = strrchr(source, ':');
	g_autofree char *repo = colon ? g_strndup(source, colon - source) : g_strdup(".");
	const char *range = colon ? colon + 1 : source;
	struct sink to = { sink->take, sink->data, range };
	g_autofree char *ids = NULL;

	if (*range == '-')
		return fail(error, "a range cannot start with '-'");
	if (!*repo || !g_file_test(repo, G_FILE_TEST_IS_DIR)) {
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING, "there is no repository '%s'",
			    repo);
		return false;
	}
	ids = list_commits(repo, range, error);
	return ids && read_commits(&to, repo, ids, 0, *ids || has_commits(repo, range) ?
				   "no commit in the range changes a file, merges apart" :
				   "there is no commit in the range", error);
}

bool source_read_commit(const char *repo, const char *commit, unsigned int parent,
			source_take take, void *data, GError **error)
{
	struct sink sink = { take, data, commit };

	return read_commits(&sink, repo, commit, parent,
			    "the commit changes no file, so there is nothing to port", error);
}

/* b4 leaves one mailbox in the folder it is given */
static bool read_message_id(const struct sink *sink, const char *source, GError **error)
{
	g_autoptr(tmpdir) dir = tmpdir_new(error);
	const char *const argv[] = {
		"b4", "mbox", "-o", dir ? tmpdir_path(dir) : "", source, NULL
	};
	struct proc_spec spec = { .argv = argv, .seconds = B4_SECONDS };
	g_autoptr(GPtrArray) files = NULL;

	if (!dir)
		return false;
	if (!proc_check(&spec, NULL, error)) {
		if (error && g_error_matches(*error, BS_ERROR, BS_ERROR_MISSING))
			g_prefix_error(error, "a message-id needs b4: ");
		else
			g_prefix_error(error, "b4 could not fetch it; without network, save the "
					      "thread as mbox and import that: ");
		return false;
	}
	files = folder_files(tmpdir_path(dir), NULL, NULL);
	if (!files)
		return fail(error,
			    "b4 found no such message; without network, save the thread as "
			    "mbox and import that");
	return read_files(sink, files, false, error);
}

static bool is_message_id(const char *source)
{
	return g_regex_match_simple("^<?[^\\s/<>@-][^\\s/<>@]*@[^\\s/<>@]+>?$", source,
				    G_REGEX_RAW, 0);
}

static bool dispatch(const struct sink *sink, const char *source, GError **error)
{
	if (!strcmp(source, "-"))
		return read_file(sink, source, error);
	if (g_file_test(source, G_FILE_TEST_IS_DIR))
		return read_folder(sink, source, error);
	if (g_file_test(source, G_FILE_TEST_EXISTS))
		return read_file(sink, source, error);
	if (strstr(source, ".."))
		return read_range(sink, source, error);
	if (is_message_id(source))
		return read_message_id(sink, source, error);
	g_set_error_literal(error, BS_ERROR, BS_ERROR_MISSING,
			    "there is no such file or folder, and it is no range A..B and no "
			    "message-id");
	return false;
}

bool source_read(const char *source, source_take take, void *data, GError **error)
{
	bool is_stdin = !strcmp(source, "-");
	g_autofree char *base = is_stdin ? g_strdup("standard input") :
					   g_path_get_basename(source);
	struct sink sink = { take, data, base };

	if (dispatch(&sink, source, error))
		return true;
	g_prefix_error(error, "cannot import '%s': ", is_stdin ? base : source);
	return false;
}
