// SPDX-License-Identifier: GPL-2.0-only
/* Mailboxes and mails: by the line reader, and whole as import reads them. */
#include <gio/gio.h>

#include "format/archive.h"
#include "format/inspect.h"
#include "format/message.h"
#include "format/quote.h"
#include "report/inspect.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void inspect(GBytes *bytes)
{
	g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_bytes(bytes);
	g_autoptr(mbox) mbox = mbox_new(stream);
	g_autoptr(inspector) inspector = inspector_new();
	struct inspected *inspected;

	while (inspector_mbox(inspector, mbox, "fuzz", &inspected, NULL) && inspected) {
		g_autofree char *line = inspect_json(inspected, true);

		g_assert_true(g_utf8_validate(line, -1, NULL));
		inspected_free(inspected);
	}
}

static void parse(GBytes *bytes)
{
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size);
	g_autoptr(message) page = archive_recognise(data, size) ? archive_parse(bytes, NULL) : NULL;
	g_autoptr(message) message = message_parse(bytes, NULL);
	g_autoptr(patch) patch = message ? patch_from_message(message, NULL) : NULL;
	g_autoptr(reply) reply = message ? reply_parse(message) : NULL;
	g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(patch) quoted = reply ? reply_patch(reply, notes, NULL) : NULL;

	if (reply)
		g_ptr_array_unref(reply_comments(reply, quoted ? quoted : patch, 1));
	if (patch) {
		g_autoptr(GString) out = g_string_new(NULL);

		patch_write(patch, out);
	}
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autoptr(GBytes) bytes = g_bytes_new(data, size);

	inspect(bytes);
	if (size)
		parse(bytes);
	return 0;
}
