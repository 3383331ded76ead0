// SPDX-License-Identifier: GPL-2.0-only
/* trailers, subjects and upstream references of commit messages */
#include <string.h>

#include "format/trailer.h"
#include "fuzz.h"

static void look_at_subject(const char *text)
{
	g_autoptr(subject) subject = subject_parse(text);

	g_assert_nonnull(subject->title);
	g_assert_null(strchr(subject->title, '\n'));
}

/* a trailer that was added is there, and the others stay */
static void add_one(const char *body, const GPtrArray *before)
{
	struct trailer trailer = { .name = (char *)"Tested-by", .value = (char *)"A B <a@b.org>" };
	g_autofree char *added = trailer_add(body, &trailer);
	g_autoptr(GPtrArray) after = trailers_parse(added);

	g_assert_true(trailer_present(added, &trailer));
	g_assert_cmpuint(after->len, >=, 1);
	if (before->len)
		g_assert_cmpuint(after->len, ==, before->len + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *raw = fuzz_string(data, size);
	g_autofree char *text = g_utf8_make_valid(raw, -1);
	g_autofree char *upstream = upstream_of(text);
	g_autoptr(GPtrArray) trailers = trailers_parse(text);

	for (guint i = 0; i < trailers->len; i++) {
		const struct trailer *trailer = trailers->pdata[i];

		g_assert_nonnull(trailer->value);
		g_assert_null(strchr(trailer->value, '\n'));
		if (trailer->name)
			g_assert_true(trailer_present(text, trailer));
		trailer_is_person(trailer);
	}
	if (upstream)
		g_assert_true(strspn(upstream, "0123456789abcdef") == strlen(upstream));
	add_one(text, trailers);
	g_strdelimit(text, "\n", ' ');
	look_at_subject(text);
	same_person(text, "A B");
	return 0;
}
