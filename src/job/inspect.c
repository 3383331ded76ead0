// SPDX-License-Identifier: GPL-2.0-only
#include "job/inspect.h"

#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "job/folder.h"
#include "tree/mails.h"

/* mails between two steps of progress */
#define STEP 256

struct sink {
	struct inspector *inspector;
	inspect_take take;
	void *data;
};

static GInputStream *open_file(const char *path, GError **error)
{
	g_autoptr(GFile) file = NULL;
	g_autoptr(GError) cause = NULL;
	GFileInputStream *stream;

	if (!strcmp(path, "-"))
		return g_unix_input_stream_new(STDIN_FILENO, FALSE);
	file = g_file_new_for_path(path);
	stream = g_file_read(file, NULL, &cause);
	if (!stream)
		g_set_error(error, BS_ERROR,
			    g_error_matches(cause, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ?
				    BS_ERROR_MISSING :
				    BS_ERROR_IO,
			    "cannot read it: %s", cause->message);
	return G_INPUT_STREAM(stream);
}

static bool read_file(const struct sink *sink, const char *path, GError **error)
{
	g_autoptr(GInputStream) stream = open_file(path, error);
	g_autoptr(mbox) mbox = stream ? mbox_new(stream) : NULL;

	if (!mbox)
		return false;
	for (unsigned long number = 0;; number++) {
		g_autoptr(inspected) inspected = NULL;

		if (interrupt_pending(error) ||
		    !inspector_mbox(sink->inspector, mbox, path, &inspected, error))
			return false;
		if (!inspected && !number) {
			g_set_error_literal(error, BS_ERROR, BS_ERROR_INPUT, "it is empty");
			return false;
		}
		if (!inspected)
			return true;
		if (!sink->take(sink->data, inspected, error))
			return false;
	}
}

static bool read_folder(const struct sink *sink, const char *folder, GError **error)
{
	g_autoptr(GPtrArray) files = folder_files(folder, NULL, error);

	for (guint i = 0; files && i < files->len; i++) {
		if (!read_file(sink, files->pdata[i], error)) {
			g_autofree char *base = g_path_get_basename(files->pdata[i]);

			g_prefix_error(error, "'%s': ", base);
			return false;
		}
	}
	return files != NULL;
}

bool job_inspect(const char *source, inspect_take take, void *data, GError **error)
{
	g_autoptr(inspector) inspector = inspector_new();
	const struct sink sink = { inspector, take, data };
	bool fine = g_file_test(source, G_FILE_TEST_IS_DIR) ? read_folder(&sink, source, error) :
							      read_file(&sink, source, error);

	if (!fine)
		g_prefix_error(error, "cannot inspect '%s': ",
			       strcmp(source, "-") ? source : "standard input");
	return fine;
}

/* the next mail; one that is not in the repository is told as such */
static bool next_mail(struct mails *mails, struct inspector *inspector, struct inspected **out,
		      GError **error)
{
	g_autoptr(GError) cause = NULL;
	const char *mail;
	gsize size;

	if (!mails_next(mails, &mail, &size, &cause)) {
		if (!g_error_matches(cause, BS_ERROR, BS_ERROR_MISSING)) {
			g_propagate_error(error, g_steal_pointer(&cause));
			return false;
		}
		*out = inspected_refused(cause->message);
	} else {
		*out = mail ? inspector_bytes(inspector, mail, size) : NULL;
	}
	return true;
}

bool job_inspect_archive(const char *repository, const struct progress *progress,
			 inspect_take take, void *data, GError **error)
{
	g_autoptr(inspector) inspector = inspector_new();
	g_autoptr(mails) mails = mails_open(repository, error);
	gsize all = mails ? mails_count(mails) : 0;

	if (!mails)
		return false;
	for (;;) {
		g_autoptr(inspected) inspected = NULL;
		gsize done = all - mails_count(mails);

		if (done % STEP == 0)
			progress_step(progress, (double)done / all, "mails of %s", repository);
		if (interrupt_pending(error) || !next_mail(mails, inspector, &inspected, error))
			return false;
		if (!inspected)
			return true;
		if (!take(data, inspected, error))
			return false;
	}
}
