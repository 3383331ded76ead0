// SPDX-License-Identifier: GPL-2.0-only
#include <glib.h>

#include "base/error.h"

static GPtrArray *errors_new(const char *const *messages)
{
	GPtrArray *errors = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);

	for (; *messages; messages++)
		g_ptr_array_add(errors,
				g_error_new_literal(BS_ERROR, BS_ERROR_MISSING + errors->len,
						    *messages));
	return errors;
}

/* a line for each; a line end of its own is none, and what is the same is told once */
static void test_several(void)
{
	const char *const messages[] = { "a\nb", "c", "a\nb", NULL };
	g_autoptr(GPtrArray) errors = errors_new(messages);
	g_autoptr(GError) joined = NULL, again = NULL;

	g_assert_false(errors_join(errors, &joined));
	g_assert_error(joined, BS_ERRORS, BS_ERROR_MISSING);
	g_assert_cmpstr(joined->message, ==, "a b\nc");
	/* a list in a list stays one */
	g_ptr_array_insert(errors, 0, g_error_copy(joined));
	g_ptr_array_set_size(errors, 1);
	g_ptr_array_add(errors, g_error_new_literal(BS_ERROR, BS_ERROR_IO, "d"));
	g_assert_false(errors_join(errors, &again));
	g_assert_error(again, BS_ERRORS, BS_ERROR_MISSING);
	g_assert_cmpstr(again->message, ==, "a b\nc\nd");
}

/* nothing is made of a single one, nor of the same one twice */
static void test_one(void)
{
	const char *const messages[] = { "a\nb", "a\nb", NULL };
	g_autoptr(GPtrArray) errors = errors_new(messages);
	g_autoptr(GError) joined = NULL;

	g_assert_false(errors_join(errors, &joined));
	g_assert_error(joined, BS_ERROR, BS_ERROR_MISSING);
	g_assert_cmpstr(joined->message, ==, "a\nb");
	g_assert_false(errors_join(errors, NULL));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/error/several", test_several);
	g_test_add_func("/error/one", test_one);
	return g_test_run();
}
