// SPDX-License-Identifier: GPL-2.0-only
/*
 * A member that a structure gets a second time, or an enum an enumerator: this
 * tree has it already, at another place and by a commit of its own, which a
 * merge takes for something else.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/fields.h"
#include "engine/warn/suspect.h"

static const struct field *field_at(const GArray *fields, guint i)
{
	return &g_array_index(fields, struct field, i);
}

/* how often the structure of that name has the member in a text */
static guint count_fields(const struct extract *where, const struct body *like, const char *path)
{
	g_autoptr(GArray) fields = NULL;
	struct body body;
	guint count = 0;

	if (!body_named(where->text, where->size, like, &body))
		return 0;
	fields = fields_of(&body);
	for (guint i = 0; i < fields->len; i++)
		count += !strcmp(field_at(fields, i)->path, path);
	return count;
}

/* is it on lines that were here before as well? */
static bool stands_here(struct suspect *suspect, const GArray *fields, const struct field *added,
			guint *count)
{
	bool here = false;

	*count = 0;
	for (guint i = 0; i < fields->len; i++) {
		const struct field *field = field_at(fields, i);

		*count += !strcmp(field->path, added->path);
		here |= fields_clash(field, added) && suspect_left_until(suspect, field->at);
	}
	return here;
}

/* once more than there was, and than upstream has it */
static void check_body(struct suspect *suspect, const struct body *body)
{
	g_autoptr(GArray) fields = fields_of(body);
	guint count;

	for (guint i = 0; i < fields->len; i++) {
		const struct field *field = field_at(fields, i);

		if (suspect_left_until(suspect, field->at) ||
		    !stands_here(suspect, fields, field, &count))
			continue;
		if (count > count_fields(&suspect->ours, body, field->path) &&
		    count > count_fields(&suspect->theirs, body, field->path)) {
			add_stringf(suspect->warnings, "%s'%.*s' has '%s' twice",
				    body->nameless ? "the enum of " : "",
				    (int)body->name_size, body->name, field->path);
			return;
		}
	}
}

void suspect_fields(struct suspect *suspect)
{
	const struct extract *result = &suspect->result;
	const char *checked = NULL;
	struct line added;
	struct body body;

	if (!suspect->input->ours || suspect_is_plain(suspect))
		return;
	for (guint i = 0; suspect_added(suspect, i, &added); i++) {
		if (!added.size || added.text < checked ||
		    !body_around(result->text, result->size, added.text, &body))
			continue;
		check_body(suspect, &body);
		checked = body.to;
	}
}
