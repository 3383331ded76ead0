// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fixtures of rules: semantic patches, what a judge says of call sites, dialects, and the lowering
 * of guards.  Each case is a folder with what goes in and what should come out.
 */
#include "job/ruletest.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/proc.h"
#include "base/tmpdir.h"
#include "job/scan.h"
#include "rules/dialect.h"
#include "rules/lower.h"
#include "rules/site.h"
#include "rules/spatch.h"

/**
 * struct tests - on their way
 * @workspace: where
 * @results: what is known of rules, may be NULL
 * @text: what is said of each
 * @run: comparisons
 * @differ: of them
 * @without: rules and cases with nothing to compare
 * @broken: rules that are refused or broken
 * @asked: things other than semantic patches that were asked for
 */
struct tests {
	const struct workspace *workspace;
	struct results *results;
	GString *text;
	guint run;
	guint differ;
	guint without;
	guint broken;
	guint asked;
};

static void collect(void *data, const struct finding *finding)
{
	g_string_append_printf(data, "%u: %s\n", finding->line, finding->reason);
}

/* what a scan says of the case; NULL with an error */
static char *scan_case(const struct tests *tests, const struct rule_source *source,
		       const char *folder, GError **error)
{
	g_autoptr(GString) said = g_string_new(NULL);
	struct scan_options options = { .below = "input.c", .found = collect, .data = said };
	g_autoptr(tree) tree = tree_open_folder(folder, error);
	g_autoptr(scan) scan = scan_new(&options);
	g_autoptr(scan_coverage) coverage = scan_coverage_new();

	if (!tree || !job_add_rule(tests->workspace, scan, source, error) ||
	    !scan_tree(scan, tree, coverage, error))
		return NULL;
	if (coverage->faults->len) {
		rule_faults_error(coverage->faults, error);
		return NULL;
	}
	return g_strdup(said->str);
}

/* a unified diff from diff(1) */
static char *diff(const char *expect, const char *got)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *a = dir ? tmpdir_file(dir, "expected") : NULL;
	g_autofree char *b = dir ? tmpdir_file(dir, "got") : NULL;
	const char *const argv[] = { "diff", "-u", "expected", "got", NULL };
	struct proc_spec spec = { .argv = argv, .cwd = dir ? tmpdir_path(dir) : NULL };
	g_auto(proc_result) result = { 0 };

	if (!dir || !file_write(a, expect, -1, NULL) || !file_write(b, got, -1, NULL) ||
	    !proc_run(&spec, &result, NULL))
		return g_strdup("(no diff could be made)\n");
	return g_strdup(result.out->str);
}

static char *text_of(const char *folder, const char *name)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autoptr(GBytes) bytes = file_read(path, NULL);

	return bytes ? bytes_text(bytes) : NULL;
}

static GBytes *bytes_of(const char *folder, const char *name)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);

	return file_read(path, NULL);
}

static void compare(struct tests *tests, const char *name, const char *what, const char *expect,
		    const char *got, const GError *cause)
{
	g_autofree char *difference = NULL;

	tests->run++;
	if (got && !strcmp(expect, got)) {
		g_string_append_printf(tests->text, "ok      %s %s\n", name, what);
		return;
	}
	tests->differ++;
	difference = got ? diff(expect, got) : g_strdup_printf("%s\n", cause->message);
	g_string_append_printf(tests->text, "differs %s %s\n%s", name, what, difference);
}

/* what is compared of a semantic patch; without a pack.ini @rule has nothing but its path */
struct tested {
	const struct rule_source *source;
	const struct rule *rule;
	const struct rule *otherwise;
};

/* as a port does it: what the judge does not agree to is undone */
static void compare_patch(struct tests *tests, const char *label, const char *what,
			  const struct rule *rule, GBytes *input, const char *expect)
{
	g_autoptr(GError) cause = NULL;
	g_autofree char *refusal = NULL, *got = NULL;
	g_autoptr(spatch_run) run = sites_rewrite(rule, NULL, "input.c", input, &refusal, &cause);

	got = run ? bytes_text(run->output) : NULL;
	compare(tests, label, what, expect, got, cause);
}

static char *verdicts_of(const struct tests *tests, const struct rule *rule, GBytes *input,
			 GError **error)
{
	g_autoptr(GPtrArray) findings =
		g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
	GString *text;

	if (!sites_judge(rule, NULL, "input.c", input, tests->results, findings, error))
		return NULL;
	text = g_string_new(NULL);
	for (guint i = 0; i < findings->len; i++) {
		const struct finding *finding = findings->pdata[i];

		g_string_append_printf(text, "%u %s %s\n", finding->line, finding->symbol,
				       finding->verdict);
	}
	return g_string_free(text, FALSE);
}

static void run_case(struct tests *tests, const void *data, const char *folder, const char *label)
{
	const struct tested *tested = data;
	g_autoptr(GBytes) input = bytes_of(folder, "input.c");
	g_autofree char *patched = text_of(folder, "expect.c");
	g_autofree char *otherwise = text_of(folder, "explicit.c");
	g_autofree char *said = text_of(folder, "expect.txt");
	g_autofree char *verdicts = text_of(folder, "verdicts");
	g_autoptr(GError) scanned = NULL, judged = NULL;
	g_autofree char *got = NULL, *judge = NULL;

	if (!input)
		return;
	if (patched)
		compare_patch(tests, label, "patch", tested->rule, input, patched);
	if (otherwise && tested->otherwise)
		compare_patch(tests, label, "patch otherwise", tested->otherwise, input,
			      otherwise);
	if (said) {
		got = scan_case(tests, tested->source, folder, &scanned);
		compare(tests, label, "scan", said, got, scanned);
	}
	if (verdicts && tested->rule->facts) {
		judge = verdicts_of(tests, tested->rule, input, &judged);
		compare(tests, label, "verdicts", verdicts, judge, judged);
	}
}

/* all that could not be done is told in lines; absent, there is nothing of the kind */
static void compare_made(struct tests *tests, const char *folder, const char *label, GBytes *made,
			 const GPtrArray *left)
{
	g_autofree char *expect = text_of(folder, "expect.c"), *rest = text_of(folder, "left");
	g_autofree char *got = bytes_text(made);
	g_autoptr(GString) said = g_string_new(NULL);

	for (guint i = 0; i < left->len; i++)
		g_string_append_printf(said, "%s\n", (char *)left->pdata[i]);
	if (expect)
		compare(tests, label, "result", expect, got, NULL);
	if (expect || rest)
		compare(tests, label, "what is left", rest ? rest : "", said->str, NULL);
}

static void run_dialect(struct tests *tests, const void *data, const char *folder,
			const char *label)
{
	g_autoptr(guard_classes) classes = guard_classes_shipped(tests->workspace->cocci, NULL);
	g_autoptr(GBytes) input = bytes_of(folder, "input.c"), before = NULL, ours = NULL;
	g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) left = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) chosen = g_ptr_array_new();
	g_autoptr(GBytes) made = NULL;

	before = bytes_of(folder, "base.c");
	ours = bytes_of(folder, "ours.c");
	if (!input)
		return;
	g_ptr_array_add(chosen, (gpointer)data);
	made = dialect_lower(chosen, classes, &(struct dialect_texts){
				     input, before ? before : input, ours }, changed, left);
	compare_made(tests, folder, label, made, left);
}

/* @data: the folder of all cases; the classes that they use are theirs */
static void run_lowering(struct tests *tests, const void *data, const char *folder,
			 const char *label)
{
	g_autoptr(GBytes) input = bytes_of(folder, "input.c"), classes = NULL;
	g_autoptr(GPtrArray) refused = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(guard_classes) known = guard_classes_new(NULL), own = NULL;
	g_autoptr(GBytes) made = NULL;

	classes = bytes_of(data, "classes.h");
	if (!input)
		return;
	if (classes)
		guard_classes_read(known, classes);
	own = guard_classes_file(known, NULL, NULL, input);
	made = lower_file(own, input, NULL, refused);
	compare_made(tests, folder, label, made, refused);
}

typedef void (*case_run)(struct tests *tests, const void *data, const char *folder,
			 const char *label);

static void has_none(struct tests *tests, const char *name, const char *folder)
{
	tests->without++;
	g_string_append_printf(tests->text, "none    %s has no fixtures in '%s'\n", name, folder);
}

static void run_cases(struct tests *tests, const char *name, const char *folder, case_run run,
		      const void *data)
{
	g_autoptr(GPtrArray) cases = folder_names(folder);
	guint count = 0;

	for (guint i = 0; i < cases->len; i++) {
		g_autofree char *one = g_build_filename(folder, cases->pdata[i], NULL);
		g_autofree char *label = g_strdup_printf("%s/%s", name, (char *)cases->pdata[i]);
		guint before = tests->run;

		if (!g_file_test(one, G_FILE_TEST_IS_DIR))
			continue;
		count++;
		run(tests, data, one, label);
		if (tests->run == before)
			has_none(tests, label, one);
	}
	if (!count)
		has_none(tests, name, folder);
}

static void run_rule(struct tests *tests, const struct rule_source *source)
{
	g_autofree char *pack = g_path_get_dirname(source->path);
	const char *name = strrchr(source->name, '/');
	g_autofree char *folder = g_build_filename(pack, "tests", name ? name + 1 : source->name,
						   NULL);
	g_autoptr(rule) packed = rule_load(tests->workspace->cocci, source->name, NULL);
	const struct rule plain = { .path = source->path };
	struct rule other = packed ? *packed : plain;
	struct tested tested = { .source = source, .rule = packed ? packed : &plain };

	if (other.otherwise) {
		other.path = other.otherwise;
		other.needs = NULL;
		tested.otherwise = &other;
	}
	run_cases(tests, source->name, folder, run_case, &tested);
}

static void cannot_run(struct tests *tests, const char *what, const char *name,
		       const GError *cause)
{
	tests->broken++;
	g_string_append_printf(tests->text, "%-7s %s: %s\n", what, name, cause->message);
}

/* what needs leave to run may have fixtures that need no scripts */
static void try_rule(struct tests *tests, const struct rule_source *source)
{
	g_autoptr(GError) cause = NULL;

	if (job_try_rule(tests->workspace, source, tests->results, &cause) ||
	    g_error_matches(cause, BS_ERROR, BS_ERROR_UNSAFE))
		run_rule(tests, source);
	else
		cannot_run(tests, "broken", source->name, cause);
}

static bool is_asked(const char *name, const char *word)
{
	return !word || rule_is_below(name, word);
}

static void test_dialects(struct tests *tests, const char *word)
{
	g_autoptr(GError) cause = NULL;
	g_autoptr(GPtrArray) rules = dialects_load(tests->workspace->cocci, &cause);

	if (!rules && is_asked("dialect", word)) {
		tests->asked++;
		cannot_run(tests, "broken", "dialect", cause);
	}
	for (guint i = 0; rules && i < rules->len; i++) {
		const struct dialect_rule *rule = rules->pdata[i];
		g_autofree char *name = g_strdup_printf("dialect/%s/%s", rule->dialect,
							rule->name);
		g_autofree char *folder = g_build_filename(tests->workspace->cocci, "dialect",
							   "tests", rule->dialect, rule->name,
							   NULL);

		if (!is_asked(name, word))
			continue;
		tests->asked++;
		run_cases(tests, name, folder, run_dialect, rule);
	}
}

static void test_lowering(struct tests *tests, const char *word)
{
	g_autofree char *pack = g_build_filename(tests->workspace->cocci, "guards", NULL);
	g_autofree char *folder = g_build_filename(pack, "tests", "lower", NULL);

	if (!is_asked("guards/lower", word) || !g_file_test(pack, G_FILE_TEST_IS_DIR))
		return;
	tests->asked++;
	run_cases(tests, "guards/lower", folder, run_lowering, folder);
}

static bool test_rules(struct tests *tests, const char *word, GError **error)
{
	g_autoptr(GPtrArray) faults = rule_faults_new(), rules = NULL;
	GError *cause = NULL;

	rules = job_find_rules(tests->workspace, word, faults, &cause);
	if (!rules && tests->asked && g_error_matches(cause, BS_ERROR, BS_ERROR_MISSING)) {
		g_error_free(cause);
		return true;
	}
	if (!rules) {
		g_propagate_error(error, cause);
		return false;
	}
	for (guint i = 0; i < rules->len; i++)
		try_rule(tests, rules->pdata[i]);
	for (guint i = 0; i < faults->len; i++) {
		const struct rule_fault *fault = faults->pdata[i];

		cannot_run(tests, "refused", fault->name, fault->cause);
	}
	return true;
}

bool rule_run_tests(const struct workspace *workspace, const char *word, char **out_text,
		    bool *out_good, GError **error)
{
	g_autofree char *path = g_build_filename(workspace->state, "scan.db", NULL);
	/* without what is kept of rules it takes longer: no reason to test none */
	g_autoptr(results) results = results_open(path, NULL);
	g_autoptr(GString) text = g_string_new(NULL);
	struct tests tests = { .workspace = workspace, .results = results, .text = text };

	test_dialects(&tests, word);
	test_lowering(&tests, word);
	if (!test_rules(&tests, word, error))
		return false;
	g_string_append_printf(text, "%u compared, %u differ, %u without fixtures, %u broken or "
			       "refused\n", tests.run, tests.differ, tests.without, tests.broken);
	*out_text = g_strdup(text->str);
	*out_good = tests.run && !tests.differ && !tests.without && !tests.broken;
	return true;
}
