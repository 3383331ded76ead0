// SPDX-License-Identifier: GPL-2.0-only
/* Rule packs: the shipped ones, and pack.ini files that are wrong. */
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/tmpdir.h"
#include "rules/pack.h"
#include "rules/spatch.h"

#define UPSTREAM "9a89894f30d5795c5ac46a9ee9c009d610306025"

static void test_load(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(rule) rule = rule_load("cocci", "tdx/tdr-exclusive", &error);

	g_assert_no_error(error);
	g_assert_cmpstr(rule->name, ==, "tdx/tdr-exclusive");
	g_assert_true(g_path_is_absolute(rule->path));
	g_assert_true(g_str_has_suffix(rule->path, "/cocci/tdx/tdr-exclusive.cocci"));
	g_assert_true(g_str_has_suffix(rule->verify, "/tdr-exclusive-verify.cocci"));
	g_assert_true(g_str_has_suffix(rule->harness, "/tdr-exclusive-harness.c"));
	g_assert_cmpstr(rule->function, ==, "tdx_td_vcpu_init");
	g_assert_cmpuint(rule->targets->len, ==, 1);
	g_assert_cmpstr(rule->targets->pdata[0], ==, "tdh_vp_init");
}

static void test_missing(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(rule) rule = rule_load("cocci", "tdx/nothing", &error);

	g_assert_null(rule);
	g_assert_error(error, BS_ERROR, BS_ERROR_MISSING);
	g_assert_nonnull(strstr(error->message, "tdx/tdr-exclusive"));
}

static void test_no_folder(void)
{
	g_autoptr(GError) error = NULL;

	g_assert_null(rule_load_all("/nonexistent/cocci", NULL, &error));
	g_assert_error(error, BS_ERROR, BS_ERROR_MISSING);
}

static void test_for_patch(void)
{
	g_autoptr(GPtrArray) rules = rule_load_all("cocci", NULL, NULL);
	const struct rule *rule = rule_for_patch(rules, UPSTREAM, NULL);

	g_assert_nonnull(rule);
	g_assert_true(rule == rule_for_patch(rules, "9a89894f30d5", NULL));
	g_assert_true(rule == rule_for_patch(rules, "9A89894F30D5", "something else"));
	g_assert_true(rule == rule_for_patch(rules, NULL,
					     "KVM: TDX: Take MMU lock around tdh_vp_init()"));
	/* too short to be sure of, and not the commit */
	g_assert_null(rule_for_patch(rules, "9a89894f30d", NULL));
	g_assert_null(rule_for_patch(rules, "9a89894f30d6", NULL));
	g_assert_null(rule_for_patch(rules, NULL, "KVM: TDX: Take MMU lock"));
	g_assert_null(rule_for_patch(rules, NULL, NULL));
}

/* each shipped rule and verify rule may be run at all */
static void test_shipped_are_plain(void)
{
	g_autoptr(GPtrArray) rules = rule_load_all("cocci", NULL, NULL);

	g_assert_cmpuint(rules->len, >, 0);
	for (guint i = 0; i < rules->len; i++) {
		const struct rule *rule = rules->pdata[i];
		const char *const files[] = { rule->path, rule->verify };

		for (size_t k = 0; k < G_N_ELEMENTS(files) && files[k]; k++) {
			g_autofree char *text = NULL;
			g_autoptr(GError) error = NULL;

			g_assert_true(g_file_get_contents(files[k], &text, NULL, NULL));
			rule_cut(text);
			rule_is_plain(text, &error);
			g_assert_no_error(error);
		}
	}
}

static const struct bad {
	const char *ini;
	enum bs_error code;
	const char *message;
} bad_packs[] = {
	{ "[rule r]\ntargets=x\n", BS_ERROR_INPUT, "no [pack]" },
	{ "[pack\n", BS_ERROR_INPUT, "pack.ini" },
	{ "[pack]\n[rule gone]\ntargets=x\n", BS_ERROR_MISSING, "gone.cocci" },
	{ "[pack]\n[rule r]\n", BS_ERROR_INPUT, "no targets=" },
	{ "[pack]\n[rule r]\ntargets=x\nupstream=9a89894f30d5\n", BS_ERROR_INPUT, "40 digits" },
	{ "[pack]\n[rule r]\ntargets=x\nverify=../../x.cocci\n", BS_ERROR_UNSAFE, "verify" },
	{ "[pack]\n[rule r]\ntargets=x\nfile=/etc/passwd\n", BS_ERROR_UNSAFE, "/etc/passwd" },
	{ "[pack]\n[rule ../r]\ntargets=x\n", BS_ERROR_UNSAFE, "../r" },
	{ "[pack]\n[rule r]\ntargets=x\nharness=r.cocci\n", BS_ERROR_INPUT, "no function=" },
};

static void test_bad(gconstpointer data)
{
	const struct bad *bad = data;
	g_autoptr(GError) error = NULL;
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *ini = tmpdir_file(dir, "p/pack.ini");
	g_autofree char *cocci = tmpdir_file(dir, "p/r.cocci");

	g_assert_true(file_write(ini, bad->ini, -1, NULL));
	g_assert_true(file_write(cocci, "@@ @@\n-a\n+b\n", -1, NULL));
	g_assert_null(rule_load_all(tmpdir_path(dir), NULL, &error));
	g_assert_error(error, BS_ERROR, (int)bad->code);
	g_assert_nonnull(strstr(error->message, bad->message));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	if (g_getenv("BACKSTITCH_SRCDIR"))
		g_assert_cmpint(g_chdir(g_getenv("BACKSTITCH_SRCDIR")), ==, 0);
	g_test_add_func("/pack/load", test_load);
	g_test_add_func("/pack/missing", test_missing);
	g_test_add_func("/pack/no-folder", test_no_folder);
	g_test_add_func("/pack/for-patch", test_for_patch);
	g_test_add_func("/pack/shipped-are-plain", test_shipped_are_plain);
	for (size_t i = 0; i < G_N_ELEMENTS(bad_packs); i++) {
		g_autofree char *path = g_strdup_printf("/pack/bad/%zu", i);

		g_test_add_data_func(path, &bad_packs[i], test_bad);
	}
	return g_test_run();
}
