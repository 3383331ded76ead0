// SPDX-License-Identifier: GPL-2.0-only
#include "job/rule.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/proc.h"
#include "base/tmpdir.h"
#include "job/scan.h"
#include "rules/smpl.h"
#include "rules/spatch.h"

/* "[…] " in front of the summary of a rule that cannot be run */
static char *remark(const struct workspace *workspace, const struct rule_source *source,
		    struct results *results, bool *out_broken)
{
	g_autoptr(GError) cause = NULL;

	if (job_try_rule(workspace, source, results, &cause))
		return g_strdup("");
	if (g_error_matches(cause, BS_ERROR, BS_ERROR_UNSAFE))
		return g_strdup("[script code, not allowed] ");
	*out_broken = true;
	return g_strdup_printf("[broken: %s] ", cause->message);
}

static char *rule_line(const struct workspace *workspace, const struct rule_source *source,
		       struct results *results, bool *out_broken)
{
	g_autoptr(smpl) smpl = smpl_parse(source->text);
	g_autoptr(GString) modes = g_string_new(NULL);
	g_autofree char *said = remark(workspace, source, results, out_broken);

	for (guint m = 0; m < smpl->virtuals->len; m++)
		g_string_append_printf(modes, "%s%s", m ? "," : "",
				       (char *)smpl->virtuals->pdata[m]);
	return g_strdup_printf("%-32s %-8s %-28s %s%s\n", source->name,
			       smpl->confidence ? smpl->confidence : "-",
			       modes->len ? modes->str : "-", said, smpl->summary);
}

static int by_text(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* without what is kept of rules it takes longer: no reason to list none */
static struct results *open_results(const struct workspace *workspace)
{
	g_autofree char *path = g_build_filename(workspace->state, "scan.db", NULL);

	return results_open(path, NULL);
}

char *rule_list_text(const struct workspace *workspace, bool *out_broken, GError **error)
{
	g_autoptr(GPtrArray) faults = rule_faults_new();
	g_autoptr(GPtrArray) rules = job_find_rules(workspace, NULL, faults, error);
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(results) results = NULL;

	if (!rules)
		return NULL;
	*out_broken = faults->len;
	results = open_results(workspace);
	for (guint i = 0; i < rules->len; i++)
		g_ptr_array_add(lines, rule_line(workspace, rules->pdata[i], results, out_broken));
	for (guint i = 0; i < faults->len; i++) {
		const struct rule_fault *fault = faults->pdata[i];

		g_ptr_array_add(lines, g_strdup_printf("%-32s %-8s %-28s [refused: %s]\n",
						       fault->name, "-", "-",
						       fault->cause->message));
	}
	g_ptr_array_sort(lines, by_text);
	g_ptr_array_add(lines, NULL);
	return g_strjoinv("", (char **)lines->pdata);
}

char *rule_show_code(const struct rule_source *source)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < source->code->len; i++)
		g_string_append_printf(text, "%s\n", (char *)source->code->pdata[i]);
	if (!source->code->len)
		g_string_append_printf(text, "%s has no script code; it may run\n", source->name);
	g_string_append_printf(text, "%s %s\n", source->digest, source->name);
	return g_string_free(text, FALSE);
}

static const char template[] =
	"// SPDX-License-Identifier: GPL-2.0-only\n"
	"/// Say in one line what is wrong with the code that this finds\n"
	"///\n"
	"// Confidence: Moderate\n"
	"// Copyright: (C) YEAR NAME\n"
	"// URL:\n"
	"// Options: --no-includes\n"
	"\n"
	"virtual patch\n"
	"virtual context\n"
	"virtual org\n"
	"virtual report\n"
	"\n"
	"@depends on patch@\n"
	"expression E;\n"
	"@@\n"
	"\n"
	"- old_call(E)\n"
	"+ new_call(E)\n"
	"\n"
	"@show depends on context || org || report@\n"
	"expression E;\n"
	"position p;\n"
	"@@\n"
	"\n"
	"* old_call@p(E)\n"
	"\n"
	RULE_COCCICHECK "\n"
	"\n"
	"@script:python depends on org@\n"
	"p << show.p;\n"
	"@@\n"
	"\n"
	"coccilib.org.print_todo(p[0], \"old_call() is used\")\n"
	"\n"
	"@script:python depends on report@\n"
	"p << show.p;\n"
	"@@\n"
	"\n"
	"coccilib.report.print_report(p[0], \"old_call() is used\")\n";

bool rule_make(const struct workspace *workspace, const char *name, char **out_path,
	       GError **error)
{
	g_autofree char *file = g_strconcat(name, ".cocci", NULL);
	g_autofree char *path = g_build_filename(workspace->root, "cocci", file, NULL);
	g_auto(GStrv) parts = g_strsplit(name, "/", -1);
	g_autofree char *fixture = NULL, *input = NULL, *expect = NULL;

	if (!path_is_safe(name) || g_strv_length(parts) != 2) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
			    "'%s' is no name for a rule; PACK/RULE is", name);
		return false;
	}
	if (g_file_test(path, G_FILE_TEST_EXISTS)) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT, "there is a rule '%s' already", name);
		return false;
	}
	fixture = g_build_filename(workspace->root, "cocci", parts[0], "tests", parts[1], "basic",
				   NULL);
	input = g_build_filename(fixture, "input.c", NULL);
	expect = g_build_filename(fixture, "expect.c", NULL);
	*out_path = g_strdup(path);
	return file_write(path, template, -1, error) &&
	       file_write(input, "int f(int x)\n{\n\treturn old_call(x);\n}\n", -1, error) &&
	       file_write(expect, "int f(int x)\n{\n\treturn new_call(x);\n}\n", -1, error);
}

/* tests */

struct tests {
	const struct workspace *workspace;
	GString *text;
	guint run;
	guint failed;
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

static char *patch_case(const struct rule_source *source, GBytes *input, GError **error)
{
	g_autoptr(spatch_run) run = spatch_apply(source->path, SPATCH_PATCH, input, NULL,
						 error);

	return run ? bytes_text(run->output) : NULL;
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

static void compare(struct tests *tests, const char *name, const char *what, const char *expect,
		    const char *got, const GError *cause)
{
	g_autofree char *difference = NULL;

	tests->run++;
	if (got && !strcmp(expect, got)) {
		g_string_append_printf(tests->text, "ok      %s %s\n", name, what);
		return;
	}
	tests->failed++;
	difference = got ? diff(expect, got) : g_strdup_printf("%s\n", cause->message);
	g_string_append_printf(tests->text, "differs %s %s\n%s", name, what, difference);
}

static void run_case(struct tests *tests, const struct rule_source *source, const char *folder,
		     const char *name)
{
	g_autofree char *label = g_strdup_printf("%s/%s", source->name, name);
	g_autofree char *input = g_build_filename(folder, "input.c", NULL);
	g_autofree char *expect_c = g_build_filename(folder, "expect.c", NULL);
	g_autofree char *expect_txt = g_build_filename(folder, "expect.txt", NULL);
	g_autoptr(GBytes) bytes = file_read(input, NULL);
	g_autofree char *patched = NULL, *said = NULL;

	if (bytes && g_file_get_contents(expect_c, &patched, NULL, NULL)) {
		g_autoptr(GError) cause = NULL;
		g_autofree char *got = patch_case(source, bytes, &cause);

		compare(tests, label, "patch", patched, got, cause);
	}
	if (bytes && g_file_get_contents(expect_txt, &said, NULL, NULL)) {
		g_autoptr(GError) cause = NULL;
		g_autofree char *got = scan_case(tests, source, folder, &cause);

		compare(tests, label, "scan", said, got, cause);
	}
}

static void run_rule(struct tests *tests, const struct rule_source *source)
{
	g_autofree char *pack = g_path_get_dirname(source->path);
	const char *rule = strrchr(source->name, '/');
	g_autofree char *folder = g_build_filename(pack, "tests", rule ? rule + 1 : source->name,
						   NULL);
	g_autoptr(GPtrArray) cases = folder_names(folder);
	guint before = tests->run;

	for (guint i = 0; i < cases->len; i++) {
		g_autofree char *one = g_build_filename(folder, cases->pdata[i], NULL);

		run_case(tests, source, one, cases->pdata[i]);
	}
	if (tests->run == before)
		g_string_append_printf(tests->text, "none    %s has no fixtures in '%s'\n",
				       source->name, folder);
}

static void cannot_run(struct tests *tests, const char *what, const char *name,
		       const GError *cause)
{
	tests->failed++;
	g_string_append_printf(tests->text, "%-7s %s: %s\n", what, name, cause->message);
}

/* what needs leave to run may have fixtures that need no scripts */
static void try_rule(struct tests *tests, const struct rule_source *source,
		     struct results *results)
{
	g_autoptr(GError) cause = NULL;

	if (job_try_rule(tests->workspace, source, results, &cause) ||
	    g_error_matches(cause, BS_ERROR, BS_ERROR_UNSAFE))
		run_rule(tests, source);
	else
		cannot_run(tests, "broken", source->name, cause);
}

bool rule_run_tests(const struct workspace *workspace, const char *word, char **out_text,
		    guint *out_failed, GError **error)
{
	g_autoptr(GPtrArray) faults = rule_faults_new();
	g_autoptr(GPtrArray) rules = job_find_rules(workspace, word, faults, error);
	struct tests tests = { .workspace = workspace };
	g_autoptr(results) results = NULL;

	if (!rules)
		return false;
	tests.text = g_string_new(NULL);
	results = open_results(workspace);
	for (guint i = 0; i < rules->len; i++)
		try_rule(&tests, rules->pdata[i], results);
	for (guint i = 0; i < faults->len; i++) {
		const struct rule_fault *fault = faults->pdata[i];

		cannot_run(&tests, "refused", fault->name, fault->cause);
	}
	*out_text = g_string_free(tests.text, FALSE);
	*out_failed = tests.failed;
	return true;
}
