// SPDX-License-Identifier: GPL-2.0-only
/*
 * verdict.json must give back what was written and refuse all else by name;
 * what other programs read must be the object that the documentation shows.
 */
#include "report-sample.h"

#include "base/error.h"
#include "base/proc.h"
#include "engine/result/port.h"

static void same_texts(const GPtrArray *a, const GPtrArray *b)
{
	g_assert_cmpuint(a->len, ==, b->len);
	for (guint i = 0; i < a->len; i++)
		g_assert_cmpstr(a->pdata[i], ==, b->pdata[i]);
}

static void same_landings(const GPtrArray *a, const GPtrArray *b)
{
	g_assert_cmpuint(a->len, ==, b->len);
	for (guint i = 0; i < a->len; i++) {
		const struct landing *x = a->pdata[i];
		const struct landing *y = b->pdata[i];

		g_assert_cmpstr(x->path, ==, y->path);
		g_assert_cmpstr(x->function, ==, y->function);
		g_assert_cmpuint(x->line, ==, y->line);
		g_assert_cmpint(x->placement, ==, y->placement);
		g_assert_cmpstr(x->note, ==, y->note);
	}
}

static void same_attempts(const GPtrArray *a, const GPtrArray *b)
{
	g_assert_cmpuint(a->len, ==, b->len);
	for (guint i = 0; i < a->len; i++) {
		const struct attempt *x = a->pdata[i];
		const struct attempt *y = b->pdata[i];

		g_assert_cmpstr(x->rung, ==, y->rung);
		g_assert_cmpstr(x->reason, ==, y->reason);
	}
}

static void same_proofs(const GPtrArray *a, const GPtrArray *b)
{
	g_assert_cmpuint(a->len, ==, b->len);
	for (guint i = 0; i < a->len; i++) {
		const struct proof *x = a->pdata[i];
		const struct proof *y = b->pdata[i];

		g_assert_cmpstr(x->name, ==, y->name);
		g_assert_cmpint(x->result, ==, y->result);
		g_assert_cmpstr(x->detail, ==, y->detail);
		g_assert_cmpstr(x->output, ==, y->output);
	}
}

static void same_patch(const struct patch_result *a, const struct patch_result *b)
{
	g_assert_cmpstr(a->patch, ==, b->patch);
	g_assert_cmpstr(a->subject, ==, b->subject);
	g_assert_cmpint(a->outcome, ==, b->outcome);
	g_assert_cmpstr(a->rung, ==, b->rung);
	g_assert_cmpint(a->verdict, ==, b->verdict);
	g_assert_cmpstr(a->reason, ==, b->reason);
	g_assert_cmpstr(a->file, ==, b->file);
	same_landings(a->landings, b->landings);
	same_texts(a->residue, b->residue);
	same_texts(a->adapted, b->adapted);
	same_attempts(a->attempts, b->attempts);
	same_proofs(a->proofs, b->proofs);
}

static void same_tree(const struct tree_result *a, const struct tree_result *b)
{
	g_assert_cmpstr(a->tree, ==, b->tree);
	g_assert_cmpstr(a->kernel, ==, b->kernel);
	g_assert_cmpstr(a->error, ==, b->error);
	g_assert_cmpuint(a->patches->len, ==, b->patches->len);
	for (guint i = 0; i < a->patches->len; i++)
		same_patch(a->patches->pdata[i], b->patches->pdata[i]);
}

/* every tree of the samples; hostile text holds bytes that cannot come back, so it is left out */
static void test_round_trip(void)
{
	g_autoptr(series_result) series = sample_good();

	for (guint i = 0; i < series->trees->len; i++) {
		const struct tree_result *tree = series->trees->pdata[i];
		g_autoptr(GError) error = NULL;
		g_autofree char *text = verdict_json(tree);
		g_autofree char *again = verdict_json(tree);
		g_autoptr(tree_result) read = verdict_parse(text, &error);

		g_assert_no_error(error);
		g_assert_cmpstr(text, ==, again);
		g_assert_true(g_str_has_suffix(text, "}\n"));
		same_tree(tree, read);
	}
}

/* bytes that are no UTF-8 are replaced once; from then on the file is stable */
static void test_round_trip_hostile(void)
{
	g_autoptr(series_result) series = sample_bad();

	for (guint i = 0; i < series->trees->len; i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *text = verdict_json(series->trees->pdata[i]);
		g_autoptr(tree_result) read = verdict_parse(text, &error);
		g_autofree char *again = NULL;

		g_assert_no_error(error);
		g_assert_true(g_utf8_validate(text, -1, NULL));
		g_assert_null(strchr(text, '\033'));
		g_assert_null(strstr(text, "\xe2\x80\xae"));
		again = verdict_json(read);
		g_assert_cmpstr(text, ==, again);
	}
}

static void refused(const char *text, const char *names)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(tree_result) read = verdict_parse(text, &error);

	g_assert_null(read);
	g_assert_error(error, BS_ERROR, BS_ERROR_INPUT);
	if (!strstr(error->message, names))
		g_error("'%s' does not name '%s'", error->message, names);
}

static char *sample_verdict(void)
{
	g_autoptr(series_result) series = sample_bad();

	return verdict_json(series->trees->pdata[0]);
}

static void test_truncated(void)
{
	g_autofree char *text = sample_verdict();
	size_t size = strlen(text);

	for (size_t i = 0; i < size - 1; i++) {
		g_autofree char *part = g_strndup(text, i);

		refused(part, "not JSON");
	}
}

/* what files of older versions lack */
static bool may_be_missing(const char *key)
{
	static const char *const keys[] = { "onto", "branch", "tip", "no-branch", "commit",
					    "precision", "left-out", "warnings", "notes", "files",
					    "conflicts", "draft", "continue" };

	for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
		if (!strcmp(keys[i], key))
			return true;
	}
	return false;
}

/* each line with its key misspelt, and each with a value of a type that no key has */
static void test_each_key(void)
{
	g_autofree char *text = sample_verdict();
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (guint i = 0; lines[i]; i++) {
		char *key = strchr(lines[i], '"');
		char *colon = strstr(lines[i], "\": ");
		g_autofree char *name = NULL;
		g_autofree char *changed = NULL;
		char *line = lines[i];

		if (!key || !colon)
			continue;
		name = g_strndup(key + 1, colon - key - 1);
		lines[i] = g_strdup_printf("\"x%s", key + 1);
		changed = g_strjoinv("\n", lines);
		if (!may_be_missing(name))
			refused(changed, name);
		g_free(lines[i]);
		g_free(changed);
		lines[i] = g_strdup_printf("\"%s\": true%s", name,
					   g_str_has_suffix(line, ",") ? "," : "");
		changed = g_strjoinv("\n", lines);
		if (!strchr("[{", line[strlen(line) - 1]))
			refused(changed, name);
		g_free(lines[i]);
		lines[i] = line;
	}
}

static void test_refused(void)
{
	refused("", "not JSON");
	refused("[]", "schema");
	refused("{}", "schema");
	refused("\"x\"", "not JSON");
	refused("{\"schema\":\"backstitch.verdict/2\"}", "backstitch.verdict/2");
	refused("{\"schema\":1}", "schema");
	refused("{\"schema\":\"backstitch.verdict/1\",\"tree\":null,\"kernel\":null,"
		"\"error\":null,\"patches\":[]}", "'tree' is no string");
	refused("{\"schema\":\"backstitch.verdict/1\",\"tree\":\"t\",\"tree\":\"u\"}", "tree");
	refused("{\"schema\":\"backstitch.verdict/1\",\"tree\":\"t\",\"kernel\":null,"
		"\"error\":null,\"patches\":[7]}", "'patches[0]' is no object");
	refused("{\"schema\":\"backstitch.verdict/1\",\"tree\":\"a\\u0000b\"}", "not JSON");
}

static void test_numbers(void)
{
	static const char *const bad[] = { "-1", "1.5", "1e3", "99999999999999999999", "\"6100\"" };
	g_autofree char *text = sample_verdict();
	g_auto(GStrv) parts = g_strsplit(text, "6100", 2);

	for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autofree char *changed = g_strconcat(parts[0], bad[i], parts[1], NULL);

		refused(changed, "");
	}
}

static void test_unknown_names(void)
{
	static const char *const names[][2] = {
		{ "\"conflict\"", "patches[0].outcome" },
		{ "\"nowhere\"", "patches[0].hunks[1].placement" },
		{ "\"fail\"", "patches[0].proofs[0].result" },
	};
	g_autofree char *text = sample_verdict();

	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_auto(GStrv) parts = g_strsplit(text, names[i][0], 2);
		g_autofree char *changed = g_strjoinv("\"sideways\\u001b\"", parts);

		refused(changed, names[i][1]);
		refused(changed, "sideways\\x1b");
	}
}

/* a later version may add keys */
static void test_additional_keys(void)
{
	g_autofree char *text = sample_verdict();
	g_auto(GStrv) parts = g_strsplit(text, "\"tree\":", 2);
	g_autofree char *changed = g_strjoinv("\"new\": {\"a\": [1]},\n\"tree\":", parts);
	g_autoptr(GError) error = NULL;
	g_autoptr(tree_result) read = verdict_parse(changed, &error);

	g_assert_no_error(error);
	g_assert_cmpstr(read->tree, ==, "6.12.y");
}

/* read by another implementation: the keys of the manual, with their values */
static void test_other_reader(void)
{
	static const char script[] =
		"import json,sys\n"
		"d=json.load(sys.stdin)\n"
		"assert d['schema']=='backstitch.port/1'\n"
		"assert (d['series'],d['version'])==('kvm-tdx-mmu-lock-vp-init',4)\n"
		"t=d['trees'][2]\n"
		"assert (t['tree'],t['kernel'])==('6.18.y','6.18.5')\n"
		"p=t['patches'][0]\n"
		"assert [p[k] for k in ('outcome','rung','verdict')]==['ported','rule','proven']\n"
		"assert p['file'].startswith('patches/kvm-tdx-mmu-lock-vp-init/6.18.y/0001-')\n"
		"assert p['hunks']==[{'path':'arch/x86/kvm/vmx/tdx.c','function':"
		"'tdx_td_vcpu_init','line':2941,'placement':'rule','note':None}]\n"
		"assert p['residue']==[]\n"
		"assert {q['result'] for q in p['proofs']}=={'pass'}\n"
		"assert d['trees'][0]['patches'][0]['verdict'] is None\n"
		"assert d['trees'][0]['patches'][0]['rung'] is None\n";
	const char *argv[] = { "python3", "-c", script, NULL };
	g_autoptr(series_result) series = sample_good();
	g_autofree char *text = report_json(series);
	g_autoptr(GBytes) input = g_bytes_new(text, strlen(text));
	struct proc_spec spec = { .argv = argv, .input = input };
	g_autoptr(GError) error = NULL;

	if (!proc_installed("python3")) {
		g_test_skip("no python3 to read the JSON with");
		return;
	}
	g_assert_true(proc_check(&spec, NULL, &error));
	g_assert_no_error(error);
}

static void test_matrix(void)
{
	g_autoptr(GPtrArray) results = sample_results();
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	g_autofree char *text = report_matrix_json(results);
	g_autofree char *again = report_matrix_json(results);
	g_autofree char *empty = report_matrix_json(none);

	g_assert_cmpstr(text, ==, again);
	g_assert_nonnull(strstr(text, "\"schema\": \"backstitch.report/1\""));
	g_assert_nonnull(strstr(text, "\"series\": \"mm-three-fixes\""));
	g_assert_cmpstr(empty, ==,
			"{\n  \"schema\": \"backstitch.report/1\",\n  \"series\": []\n}\n");
}

static void test_clean(void)
{
	static const bool clean[OUTCOME_ERROR + 1][VERDICT_FAILED + 1] = {
		[OUTCOME_PRESENT] = { true, true, true, true },
		[OUTCOME_NOT_AFFECTED] = { true, true, true, true },
		[OUTCOME_PORTED] = { [VERDICT_PROVEN] = true },
	};

	for (guint outcome = 0; outcome <= OUTCOME_ERROR; outcome++) {
		for (guint verdict = 0; verdict <= VERDICT_FAILED; verdict++) {
			g_autoptr(series_result) series = series_result_new("s");
			struct tree_result *tree = sample_tree(series, "t", NULL);
			struct patch_result *patch = sample_patch(tree, "p", "p", outcome, NULL);

			patch->verdict = verdict;
			g_assert_cmpint(series_result_clean(series), ==, clean[outcome][verdict]);
		}
	}
}

static void test_clean_tree_error(void)
{
	g_autoptr(series_result) series = series_result_new("s");
	struct tree_result *tree = sample_tree(series, "t", NULL);

	g_assert_true(series_result_clean(series));
	tree->error = g_strdup("gone");
	g_assert_false(series_result_clean(series));
	patch_result_free(NULL);
	tree_result_free(NULL);
	series_result_free(NULL);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/report/json/round-trip", test_round_trip);
	g_test_add_func("/report/json/round-trip-hostile", test_round_trip_hostile);
	g_test_add_func("/report/json/truncated", test_truncated);
	g_test_add_func("/report/json/each-key", test_each_key);
	g_test_add_func("/report/json/refused", test_refused);
	g_test_add_func("/report/json/numbers", test_numbers);
	g_test_add_func("/report/json/unknown-names", test_unknown_names);
	g_test_add_func("/report/json/additional-keys", test_additional_keys);
	g_test_add_func("/report/json/other-reader", test_other_reader);
	g_test_add_func("/report/json/matrix", test_matrix);
	g_test_add_func("/report/result/clean", test_clean);
	g_test_add_func("/report/result/clean-tree-error", test_clean_tree_error);
	return g_test_run();
}
