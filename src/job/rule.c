// SPDX-License-Identifier: GPL-2.0-only
#include "job/rule.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
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
