// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mails: a patch that was read from a mailbox, written in the form of git
 * format-patch and read again has the same author, date, subject, body and diff.
 */
#include <string.h>

#include "format/archive.h"
#include "format/inspect.h"
#include "format/message.h"
#include "format/quote.h"
#include "fuzz.h"
#include "properties.h"
#include "report/inspect.h"

static void read_reply(const struct message *message)
{
	g_autoptr(reply) reply = reply_parse(message);
	g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) comments = NULL;
	g_autoptr(GError) error = NULL;
	g_autoptr(patch) quoted = NULL;

	if (reply_quotes_diff(reply)) {
		quoted = reply_patch(reply, notes, &error);
		fuzz_assert_outcome(quoted, error);
	}
	comments = reply_comments(reply, quoted, 1);
}

static void read_message(GBytes *bytes)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(message) message = message_parse(bytes, &error);
	g_autofree char *text = NULL;
	g_autoptr(patch) patch = NULL;

	fuzz_assert_outcome(message, error);
	if (!message)
		return;
	text = message_text(message);
	g_assert_true(g_utf8_validate(text, -1, NULL));
	g_assert_true(g_utf8_validate(message->subject, -1, NULL));
	g_assert_true(g_utf8_validate(message->from_name, -1, NULL));
	patch = patch_from_message(message, &error);
	fuzz_assert_outcome(patch, error);
	if (patch)
		property_patch_again(patch);
	read_reply(message);
}

/* the reader that goes line by line: one object a message, whatever is in it */
static void inspect(GBytes *bytes)
{
	g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_bytes(bytes);
	g_autoptr(mbox) mbox = mbox_new(stream);
	g_autoptr(inspector) inspector = inspector_new();
	g_autoptr(GError) error = NULL;
	struct inspected *inspected;

	for (;;) {
		g_autofree char *line = NULL;

		g_assert_true(inspector_mbox(inspector, mbox, "name", &inspected, &error));
		if (!inspected)
			break;
		line = inspect_json(inspected, true);
		g_assert_true(g_utf8_validate(line, -1, NULL));
		inspected_free(inspected);
	}
}

static void read_page(const uint8_t *data, size_t size, GBytes *bytes)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(message) message = NULL;

	if (!archive_recognise((const char *)data, size))
		return;
	message = archive_parse(bytes, &error);
	fuzz_assert_outcome(message, error);
	if (message)
		read_reply(message);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GBytes) bytes = g_bytes_new(data, size);
	g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_bytes(bytes);
	g_autoptr(mbox) mbox = mbox_new(stream);
	g_autoptr(GError) error = NULL;

	inspect(bytes);
	for (;;) {
		g_autoptr(GBytes) message = NULL;

		g_assert_true(mbox_next(mbox, &message, &error));
		if (!message)
			break;
		read_message(message);
	}
	read_page(data, size, bytes);
	return 0;
}
