// SPDX-License-Identifier: GPL-2.0-only
/* Commit messages: trailers, the commits they name, subjects. */
#include <string.h>

#include "format/trailer.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autofree char *text = g_strndup((const char *)data, size);
	g_autoptr(GPtrArray) trailers = trailers_parse(text), fixes = fixes_of(text);
	g_autofree char *upstream = upstream_of(text), *line = g_strndup(text, strcspn(text, "\n"));
	g_autoptr(subject) subject = subject_parse(line);
	struct trailer mine = { (char *)"Reviewed-by", (char *)"Q <q@example.org>" };
	g_autofree char *added = trailer_add(text, &mine);
	const guint ten = MIN(trailers->len, 10);

	g_assert_true(subject->number <= subject->total && subject->version);
	for (guint i = 0; i < ten; i++) {
		const struct trailer *trailer = trailers->pdata[i];
		char *name = NULL;

		g_free(trailer_mail(trailer->value, &name));
		g_free(name);
		trailer_is_person(trailer);
		trailer_present(text, trailer);
	}
	g_assert_nonnull(strstr(added, "Reviewed-by: Q <q@example.org>"));
	return 0;
}
