// SPDX-License-Identifier: GPL-2.0-only
#include "report/inspect.h"

#include "base/escape.h"
#include "format/diffscan.h"
#include "report/fields.h"

static const char *const changes[] = {
	[FILE_MODIFIED] = "modified", [FILE_CREATED] = "created", [FILE_DELETED] = "deleted",
	[FILE_RENAMED] = "renamed",   [FILE_COPIED] = "copied",
};

static void set(json_t *object, const char *key, json_t *value)
{
	json_object_set_new_nocheck(object, key, value);
}

static json_t *person_write(const char *name, const char *email)
{
	json_t *object;

	if (!name)
		return json_null();
	object = json_object();
	set(object, "name", text_write(name));
	set(object, "email", text_write(email));
	return object;
}

static json_t *trailers_write(const GPtrArray *trailers)
{
	json_t *array = json_array();

	for (guint i = 0; i < trailers->len; i++) {
		const struct trailer *trailer = trailers->pdata[i];
		json_t *object = json_object();

		set(object, "name", text_write(trailer->name));
		set(object, "value", text_write(trailer->value));
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *mode_write(unsigned int mode)
{
	char text[16];

	if (!mode)
		return json_null();
	g_snprintf(text, sizeof(text), "%06o", mode);
	return json_string(text);
}

static json_t *file_write(const struct scanned_file *file)
{
	const struct file_diff *head = file->head;
	bool moved = head->change == FILE_RENAMED || head->change == FILE_COPIED;
	json_t *object = json_object();

	set(object, "path", text_write(file_diff_path(head)));
	set(object, "change", json_string(changes[head->change]));
	if (moved)
		set(object, "old-path", text_write(head->old_path));
	if (head->old_mode != head->new_mode) {
		set(object, "old-mode", mode_write(head->old_mode));
		set(object, "new-mode", mode_write(head->new_mode));
	}
	set(object, "binary", json_boolean(head->binary));
	set(object, "hunks", json_integer(file->hunks));
	set(object, "added", json_integer(file->added));
	set(object, "deleted", json_integer(file->deleted));
	return object;
}

static json_t *files_write(const GPtrArray *files)
{
	json_t *array = json_array();

	for (guint i = 0; i < files->len; i++)
		json_array_append_new(array, file_write(files->pdata[i]));
	return array;
}

/* what is no text, NUL too, becomes U+FFFD */
static json_t *body_write(const GString *text)
{
	g_autofree char *valid = escape_utf8(text->str, text->len);

	return json_string(valid);
}

static void subject_write(json_t *object, const struct inspected *inspected)
{
	const struct subject *subject = inspected->subject;

	set(object, "subject", text_write(inspected->facts->subject));
	set(object, "header", text_write(inspected->facts->header));
	set(object, "patch", json_boolean(subject->is_patch));
	set(object, "reply", json_boolean(subject->is_reply));
	set(object, "rfc", json_boolean(subject->rfc));
	set(object, "resend", json_boolean(subject->resend));
	set(object, "version", json_integer(subject->version));
	set(object, "number", json_integer(subject->number));
	set(object, "total", json_integer(subject->total));
	set(object, "trees", texts_write(subject->trees));
}

char *inspect_json(const struct inspected *inspected, bool body)
{
	const struct mail_facts *facts = inspected->facts;
	json_t *object = json_object();

	set(object, "schema", json_string("backstitch.inspect/1"));
	set(object, "message-id", text_write(facts->message_id));
	set(object, "in-reply-to", text_write(facts->in_reply_to));
	subject_write(object, inspected);
	set(object, "author", person_write(facts->name, facts->email));
	set(object, "date", text_write(facts->date));
	set(object, "time", inspected->dated ? json_integer(inspected->when) : json_null());
	if (body)
		set(object, "body", body_write(facts->text));
	set(object, "trailers", trailers_write(inspected->trailers));
	set(object, "upstream", text_write(inspected->upstream));
	set(object, "fixes", texts_write(inspected->fixes));
	set(object, "patch-id", text_write(inspected->patch_id));
	set(object, "files", files_write(inspected->files));
	if (inspected->error)
		set(object, "error", text_write(inspected->error));
	return json_line(object);
}
