// SPDX-License-Identifier: GPL-2.0-only
/*
 * The properties of tests/fuzz/properties.h, asked of every mail of mailboxes
 * and list archives:
 *
 *   properties SOURCE...
 *
 * Prints for each source how many patches they were asked of; the first mail
 * that breaks one is named and ends the program.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "format/mbox.h"
#include "format/message.h"
#include "fuzz.h"
#include "properties.h"
#include "tree/mails.h"

/**
 * struct counts - of one source
 * @mails: read
 * @patches: those that hold a patch
 * @files: in them
 * @reversed: patches that were applied to made-up files and reversed
 */
struct counts {
	unsigned int mails;
	unsigned int patches;
	unsigned int files;
	unsigned int reversed;
};

/* the mail at hand, for the message of one that breaks a property */
static char current[256];

static void tell_mail(int signal_number)
{
	static const char text[] = "properties: in the mail ";

	if (write(STDERR_FILENO, text, strlen(text)) < 0 ||
	    write(STDERR_FILENO, current, strlen(current)) < 0 ||
	    write(STDERR_FILENO, "\n", 1) < 0)
		_exit(2);
	signal(signal_number, SIG_DFL);
	raise(signal_number);
}

static void ask_patch(const struct patch *patch, const struct tree *empty, struct counts *counts)
{
	counts->patches++;
	counts->files += patch->diff->files->len;
	property_patch_again(patch);
	property_diff_again(patch->diff);
	counts->reversed += property_reverse(empty, patch->diff);
}

static void ask(const char *data, gsize size, const struct tree *empty, struct counts *counts)
{
	g_autoptr(GBytes) bytes = g_bytes_new(data, size);
	g_autoptr(GError) error = NULL;
	g_autoptr(message) message = message_parse(bytes, &error);
	g_autoptr(patch) patch = NULL;

	counts->mails++;
	fuzz_assert_outcome(message, error);
	if (!message)
		return;
	g_strlcpy(current, message->message_id ? message->message_id : message->subject,
		  sizeof(current));
	patch = patch_from_message(message, &error);
	fuzz_assert_outcome(patch, error);
	if (patch && patch->diff->files->len)
		ask_patch(patch, empty, counts);
}

static bool ask_archive(const char *path, const struct tree *empty, struct counts *counts,
			GError **error)
{
	g_autoptr(mails) mails = mails_open(path, error);
	g_autoptr(GError) missing = NULL;
	const char *data;
	gsize size;

	if (!mails)
		return false;
	for (;;) {
		if (!mails_next(mails, &data, &size, &missing)) {
			g_clear_error(&missing);
			continue;
		}
		if (!data)
			return true;
		ask(data, size, empty, counts);
	}
}

static bool ask_mbox(const char *path, const struct tree *empty, struct counts *counts,
		     GError **error)
{
	g_autoptr(GFile) file = g_file_new_for_path(path);
	g_autoptr(GFileInputStream) stream = g_file_read(file, NULL, error);
	g_autoptr(mbox) mbox = stream ? mbox_new(G_INPUT_STREAM(stream)) : NULL;

	if (!mbox)
		return false;
	for (;;) {
		g_autoptr(GBytes) bytes = NULL;

		if (!mbox_next(mbox, &bytes, error))
			return false;
		if (!bytes)
			return true;
		ask(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), empty, counts);
	}
}

static bool ask_source(const char *path, const struct tree *empty, GError **error)
{
	struct counts counts = { 0 };
	bool ok;

	if (g_file_test(path, G_FILE_TEST_IS_DIR))
		ok = ask_archive(path, empty, &counts, error);
	else
		ok = ask_mbox(path, empty, &counts, error);
	if (!ok)
		return false;
	printf("%s: %u mails, %u patches to %u files written and read again, "
	       "%u of them applied and reversed\n", path, counts.mails, counts.patches,
	       counts.files, counts.reversed);
	return true;
}

int main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	/* a folder in which no file can be */
	g_autoptr(tree) empty = tree_open_folder("/proc/self/task", &error);

	if (argc < 2 || !empty) {
		fprintf(stderr, "usage: properties SOURCE...\n");
		return 2;
	}
	signal(SIGABRT, tell_mail);
	for (int i = 1; i < argc; i++) {
		if (ask_source(argv[i], empty, &error))
			continue;
		fprintf(stderr, "properties: %s: %s\n", argv[i], error->message);
		return 2;
	}
	return 0;
}
