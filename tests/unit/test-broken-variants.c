// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ports that are wrong in one way each (tests/cases/broken): every proof that a
 * case's "claims" file lists must reject it; to pass it, or to skip it, is a failed
 * test.  And ports that are right (tests/cases/right): no proof may reject one.
 */
#include "claim-sample.h"

#include "needs.h"

static bool have_tools(void)
{
	return needs_sandboxed("gcc") && needs("sparse") && needs("spatch");
}

static struct sample *case_sample(const char *folder, struct rule *rule)
{
	g_autofree char *tree = sample_source("stable-trees/fixtures/6.18.y");
	g_autofree char *text = sample_case(folder);
	struct sample *sample = sample_new(tree, TDX_UPSTREAM);

	g_ptr_array_add(sample->conf->include, g_strdup("include"));
	g_ptr_array_add(sample->conf->include, g_strdup("arch/x86/include"));
	sample->claim.rule = rule;
	sample_set(sample, TDX_PATH, text);
	return sample;
}

static struct rule *the_rule(void)
{
	g_autofree char *cocci = sample_source("cocci");
	g_autoptr(GError) error = NULL;
	struct rule *rule = rule_load(cocci, "tdx/tdr-exclusive", &error);

	g_assert_no_error(error);
	return rule;
}

static void run_claim(struct sample *sample, const char *folder, const char *claim)
{
	g_auto(GStrv) words = g_strsplit(claim, " ", 2);
	struct proof proof;
	enum proof_result got;

	if (!*claim || *claim == '#')
		return;
	got = sample_run(sample, words[0], &proof);
	if (got != PROOF_FAIL &&
	    !(got == PROOF_SKIPPED && words[1] && strstr(words[1], "skipped"))) {
		g_test_message("%s: %s does not reject it: %s (%s)", folder, words[0],
			       proof_result_name(got), proof.detail);
		g_test_fail();
	}
	sample_clear(&proof);
}

static void test_broken(gconstpointer data)
{
	const char *folder = data;
	g_autofree char *path = g_build_filename(folder, "claims", NULL);
	g_autofree char *text = NULL;
	g_auto(GStrv) claims = NULL;
	g_autoptr(rule) rule = NULL;
	struct sample *sample;

	if (!have_tools())
		return;
	text = sample_read(path);
	claims = g_strsplit(text, "\n", -1);
	rule = the_rule();
	sample = case_sample(folder, rule);
	for (char **claim = claims; *claim; claim++)
		run_claim(sample, folder, *claim);
	sample_free(sample);
}

static void test_right(gconstpointer data)
{
	g_autoptr(rule) rule = NULL;
	struct sample *sample;

	if (!have_tools())
		return;
	rule = the_rule();
	sample = case_sample(data, rule);
	for (const struct check *check = checks; check->name; check++) {
		struct proof proof;

		if (sample_run(sample, check->name, &proof) == PROOF_FAIL) {
			g_test_message("%s: %s rejects it: %s", (const char *)data, check->name,
				       proof.detail);
			g_test_fail();
		}
		sample_clear(&proof);
	}
	sample_free(sample);
}

static void add_cases(const char *kind, void (*test)(gconstpointer))
{
	g_autofree char *below = g_build_filename("tests/cases", kind, NULL);
	g_autofree char *folder = sample_source(below);
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;

	g_assert_nonnull(dir);
	while ((name = g_dir_read_name(dir))) {
		g_autofree char *path = g_strdup_printf("/%s/%s", kind, name);

		if (strchr(name, '.') || g_str_has_prefix(name, "README"))
			continue;
		g_test_add_data_func_full(path, g_build_filename(below, name, NULL), test, g_free);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add_cases("broken", test_broken);
	add_cases("right", test_right);
	return g_test_run();
}
