// SPDX-License-Identifier: GPL-2.0-only
/*
 * What speaks against a result keeps it from being ported, one by one and however often such
 * results were right; without it, it is ported.
 */
#include <glib.h>

#include "engine/pick/pickfile.h"
#include "engine/result/certainty.h"
#include "engine/result/pickedfile.h"

/* every rung and level was right a thousand times, doubted or not */
static struct calibration *all_right(void)
{
	struct calibration *calibration = calibration_new();

	for (unsigned int level = 0; level < CERTAINTY_LEVELS; level++) {
		const struct grounds sure = { .rung = "touching", .level = level };
		const struct grounds doubted = { .rung = "touching", .level = level,
						 .doubted = true };

		for (int i = 0; i < 1000; i++) {
			calibration_add(calibration, &sure, MATCH_RIGHT);
			calibration_add(calibration, &doubted, MATCH_RIGHT);
		}
	}
	for (int i = 0; i < 1000; i++) {
		const struct grounds clean = { .rung = "merged", .clean = true };

		calibration_add(calibration, &clean, MATCH_RIGHT);
	}
	return calibration;
}

static struct picked_file *add_file(struct picked *picked, const char *rung, bool conflicted)
{
	struct picked_file *file = g_new0(struct picked_file, 1);

	file->path = g_strdup("file.c");
	file->rung = rung;
	file->conflicted = conflicted;
	file->regions = g_ptr_array_new();
	signs_init(&file->signs);
	g_ptr_array_add(picked->files, file);
	picked->conflicted |= conflicted;
	return file;
}

/* one file that git merges, and perhaps one that it leaves to a person */
static struct picked *sample(bool conflicted, struct picked_file **out_file)
{
	struct picked *picked = g_new0(struct picked, 1);

	picked->files = g_ptr_array_new_with_free_func((GDestroyNotify)picked_file_free);
	picked->warnings = g_ptr_array_new_with_free_func(g_free);
	signs_init(&picked->signs);
	*out_file = add_file(picked, "merged", false);
	if (conflicted)
		*out_file = add_file(picked, "touching", true);
	return picked;
}

static void expect(struct picked *picked, enum outcome outcome)
{
	g_autoptr(calibration) calibration = all_right();

	pick_judge(calibration, picked);
	g_assert_cmpint(picked->outcome, ==, outcome);
	g_assert_cmpint(picked->grounds.doubted, ==, outcome == OUTCOME_PROPOSED);
}

static void test_nothing(void)
{
	for (int conflicted = 0; conflicted < 2; conflicted++) {
		struct picked_file *file;
		g_autoptr(picked) picked = sample(conflicted, &file);

		expect(picked, OUTCOME_PORTED);
		g_assert_cmpstr(picked->rung, ==, conflicted ? "touching" : "merged");
	}
}

static void test_warning(void)
{
	for (int conflicted = 0; conflicted < 2; conflicted++) {
		struct picked_file *file;
		g_autoptr(picked) picked = sample(conflicted, &file);

		g_ptr_array_add(picked->warnings, g_strdup("this tree does not know 'x'"));
		expect(picked, OUTCOME_PROPOSED);
	}
}

static void test_sign(gconstpointer sign)
{
	struct picked_file *file;
	g_autoptr(picked) picked = sample(true, &file);

	file->signs.value[GPOINTER_TO_INT(sign)] = 1;
	expect(picked, OUTCOME_PROPOSED);
}

/* a rung that no replay has measured, or something that is left open */
static void test_file(void)
{
	for (int conflicted = 0; conflicted < 2; conflicted++) {
		struct picked_file *file;
		g_autoptr(picked) picked = sample(conflicted, &file);

		file->doubted = true;
		expect(picked, OUTCOME_PROPOSED);
		/* and no figures are claimed for it */
		g_assert_cmpfloat(file->precision, ==, 0);
		g_assert_cmpfloat(picked->precision, ==, 0);
	}
}

int main(int argc, char **argv)
{
	static const enum sign signs[] = {
		SIGN_stray, SIGN_braces, SIGN_variables, SIGN_unused, SIGN_order,
	};

	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/pickjudge/nothing", test_nothing);
	g_test_add_func("/pickjudge/warning", test_warning);
	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
		g_autofree char *path = g_strdup_printf("/pickjudge/%s", sign_name(signs[i]));

		g_test_add_data_func(path, GINT_TO_POINTER(signs[i]), test_sign);
	}
	g_test_add_func("/pickjudge/file", test_file);
	return g_test_run();
}
