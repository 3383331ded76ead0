// SPDX-License-Identifier: GPL-2.0-only
#include "format/inspect.h"

#include <string.h>

#include "format/diffscan.h"
#include "format/mailtext.h"
#include "format/message.h"
#include "format/patchid.h"
#include "format/trailer.h"

struct inspector {
	struct mailinfo *info;
	struct patch_id *id;
	struct diff_scan *scan;
	GString *line; /* one that must be changed */
};

static void take_patch(void *data, const char *line, gsize size)
{
	struct inspector *inspector = data;

	patch_id_line(inspector->id, line, size);
	diff_scan_line(inspector->scan, line, size);
}

struct inspector *inspector_new(void)
{
	struct inspector *inspector = g_new0(struct inspector, 1);

	inspector->info = mailinfo_new(take_patch, inspector);
	inspector->id = patch_id_new();
	inspector->scan = diff_scan_new();
	inspector->line = g_string_new(NULL);
	return inspector;
}

void inspector_free(struct inspector *inspector)
{
	if (!inspector)
		return;
	mailinfo_free(inspector->info);
	patch_id_free(inspector->id);
	diff_scan_free(inspector->scan);
	g_string_free(inspector->line, TRUE);
	g_free(inspector);
}

void inspected_free(struct inspected *inspected)
{
	if (!inspected)
		return;
	mail_facts_free(inspected->facts);
	subject_free(inspected->subject);
	g_ptr_array_unref(inspected->trailers);
	g_free(inspected->upstream);
	g_ptr_array_unref(inspected->fixes);
	g_free(inspected->patch_id);
	g_ptr_array_unref(inspected->files);
	g_free(inspected->error);
	g_free(inspected);
}

/* a line without CR in front of its newline, as git mailsplit has it */
static void take_line(struct inspector *inspector, const char *line, gsize size)
{
	if (size < 2 || line[size - 1] != '\n' || line[size - 2] != '\r') {
		mailinfo_line(inspector->info, line, size);
		return;
	}
	g_string_truncate(inspector->line, 0);
	g_string_append_len(inspector->line, line, size - 2);
	g_string_append_c(inspector->line, '\n');
	mailinfo_line(inspector->info, inspector->line->str, inspector->line->len);
}

static void refuse(struct inspected *inspected, const char *reason)
{
	if (!inspected->error)
		inspected->error = g_strdup(reason);
}

struct inspected *inspected_refused(const char *reason)
{
	struct inspected *inspected = g_new0(struct inspected, 1);

	inspected->facts = mail_facts_new();
	inspected->subject = subject_parse("");
	inspected->trailers = g_ptr_array_new();
	inspected->fixes = g_ptr_array_new();
	inspected->files = g_ptr_array_new();
	inspected->error = g_strdup(reason);
	return inspected;
}

static bool announces_patch(const struct subject *subject)
{
	return subject->is_patch && !subject->is_reply && subject->number;
}

static void read_text(struct inspected *inspected)
{
	const struct mail_facts *facts = inspected->facts;
	const char *text = facts->text->str;
	int zone;
	bool known;

	inspected->subject = subject_parse(facts->header ? facts->header : facts->subject);
	inspected->trailers = trailers_parse(text);
	inspected->upstream = upstream_of(text);
	inspected->fixes = fixes_of(text);
	inspected->dated = facts->date &&
			   date_parse(facts->date, &inspected->when, &zone, &known);
}

static struct inspected *finish(struct inspector *inspector, struct mail_facts *facts)
{
	struct inspected *inspected = g_new0(struct inspected, 1);
	g_autoptr(GError) cause = NULL;

	inspected->facts = facts;
	read_text(inspected);
	inspected->patch_id = patch_id_end(inspector->id);
	inspected->files = diff_scan_end(inspector->scan, &cause);
	refuse(inspected, facts->problem);
	if (cause) {
		g_autofree char *reason = g_strdup_printf("in its patch, %s", cause->message);

		refuse(inspected, reason);
	}
	if (inspected->trailers->len >= TRAILERS_MAX)
		refuse(inspected, "its last paragraph is too long for trailers");
	if (!inspected->files->len && announces_patch(inspected->subject))
		refuse(inspected, "it says PATCH, and there is none in it");
	return inspected;
}

static struct inspected *end(struct inspector *inspector)
{
	struct mail_facts *facts = mailinfo_end(inspector->info);
	struct inspected *inspected;

	if (facts) {
		inspected = finish(inspector, facts);
		if (!facts->header && !facts->email && !facts->message_id)
			refuse(inspected, "it does not start with mail headers");
		return inspected;
	}
	return inspected_refused("it is empty");
}

struct inspected *inspector_bytes(struct inspector *inspector, const char *data, gsize size)
{
	const char *end_of_data = data + size;

	while (data < end_of_data) {
		const char *newline = memchr(data, '\n', end_of_data - data);
		const char *next = newline ? newline + 1 : end_of_data;

		take_line(inspector, data, next - data);
		data = next;
	}
	return end(inspector);
}

/* the first line of the text above a plain diff is its subject, as in a commit message */
static void title_from_text(struct mail_facts *facts, const char *name)
{
	static const char *const labels[] = { "Description:", "Subject:" };
	GString *text = facts->text;
	gsize start = strspn(text->str, " \t\r\n");
	gsize size = strcspn(text->str + start, "\n");

	if (facts->subject)
		return;
	if (!size) {
		facts->subject = g_path_get_basename(name);
		return;
	}
	facts->subject = g_strndup(text->str + start, size);
	for (size_t i = 0; i < G_N_ELEMENTS(labels); i++) {
		gsize length = strlen(labels[i]);

		if (!g_ascii_strncasecmp(facts->subject, labels[i], length))
			memmove(facts->subject, facts->subject + length, size - length + 1);
	}
	facts->header = g_strdup(trim_blanks(facts->subject));
	clean_subject(facts->subject);
	g_string_erase(text, 0, MIN(start + size + 1, text->len));
}

/* a plain diff has no sender: it says "Author:" (DEP-3), or the first to sign it off wrote it */
static void author_from_text(struct inspected *inspected)
{
	struct mail_facts *facts = inspected->facts;
	const char *line = g_str_has_prefix(facts->text->str, "Author: ") ?
				   facts->text->str :
				   strstr(facts->text->str, "\nAuthor: ");
	g_autofree char *value = NULL;

	if (facts->email)
		return;
	if (line) {
		line = strchr(line, ':') + 1;
		value = g_strndup(line, strcspn(line, "\n"));
	}
	for (guint i = 0; i < inspected->trailers->len && !value; i++) {
		const struct trailer *trailer = inspected->trailers->pdata[i];

		if (trailer_is(trailer, "Signed-off-by"))
			value = g_strdup(trailer->value);
	}
	if (value)
		parse_sender(value, &facts->name, &facts->email);
}

static struct inspected *end_plain(struct inspector *inspector, const char *name)
{
	struct mail_facts *facts = mailinfo_end(inspector->info);
	struct inspected *inspected;

	title_from_text(facts, name);
	inspected = finish(inspector, facts);
	author_from_text(inspected);
	if (!inspected->files->len)
		refuse(inspected, "it is neither a mail nor a patch");
	return inspected;
}

bool inspector_mbox(struct inspector *inspector, struct mbox *mbox, const char *name,
		    struct inspected **out, GError **error)
{
	char *line;
	gsize size;
	bool more, plain;

	if (!mbox_begin(mbox, &more, error) || !mbox_plain(mbox, &plain, error))
		return false;
	if (!more) {
		*out = NULL;
		return true;
	}
	if (plain)
		mailinfo_plain(inspector->info);
	for (;;) {
		if (!mbox_line(mbox, &line, &size, error))
			return false;
		if (!line)
			break;
		take_line(inspector, line, size);
	}
	*out = plain ? end_plain(inspector, name) : end(inspector);
	if (mbox_cut(mbox)) {
		g_autofree char *reason = g_strdup_printf("a line is longer than %lu MiB",
							  MBOX_LINE_MAX >> 20);

		refuse(*out, reason);
	}
	return true;
}
