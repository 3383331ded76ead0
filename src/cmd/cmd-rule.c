// SPDX-License-Identifier: GPL-2.0-only
/* backstitch rule: list, make, test and allow rules */
#include <stdio.h>
#include <string.h>

#include "base/escape.h"
#include "cmd/cmd.h"
#include "job/rule.h"
#include "job/ruletest.h"
#include "job/scan.h"

static int show(const char *text)
{
	g_autofree char *safe = escape_terminal(text, -1);

	fputs(safe, stdout);
	return EXIT_CLEAN;
}

static int list(const struct workspace *workspace, GError **error)
{
	bool broken = false;
	g_autofree char *text = rule_list_text(workspace, &broken, error);

	if (!text)
		return -1;
	show(text);
	return broken ? EXIT_PERSON : EXIT_CLEAN;
}

static int make(const struct workspace *workspace, const char *name, GError **error)
{
	g_autofree char *path = NULL;

	if (!rule_make(workspace, name, &path, error))
		return -1;
	printf("rule '%s' in '%s'\n", name, path);
	return EXIT_CLEAN;
}

static int test(const struct workspace *workspace, const char *word, GError **error)
{
	g_autofree char *text = NULL;
	bool good;

	if (!rule_run_tests(workspace, word, &text, &good, error))
		return -1;
	show(text);
	return good ? EXIT_CLEAN : EXIT_PERSON;
}

static int allow(const struct workspace *workspace, const char *word, bool only_show,
		 GError **error)
{
	g_autoptr(GPtrArray) rules = job_find_rules(workspace, word, NULL, error);
	g_autofree char *allowed = job_allowed_file(workspace);

	if (!rules)
		return -1;
	for (guint i = 0; i < rules->len; i++) {
		g_autofree char *code = rule_show_code(rules->pdata[i]);

		show(code);
	}
	return only_show || rule_sources_allow(rules, allowed, error) ? EXIT_CLEAN : -1;
}

int cmd_rule(struct session *session, int argc, char **argv, GError **error)
{
	g_autofree char *rule = NULL;
	gboolean only_show = FALSE;
	const GOptionEntry entries[] = {
		{ "rule", 'r', 0, G_OPTION_ARG_STRING, &rule, "test: only this rule or pack",
		  "RULE" },
		{ "show", 0, 0, G_OPTION_ARG_NONE, &only_show, "allow: show, do not allow", NULL },
		{ NULL },
	};
	const char *verb;
	bool help;

	if (!parse_options("rule", entries, &argc, &argv, &help, error))
		return -1;
	if (help)
		return EXIT_CLEAN;
	verb = argc > 1 ? argv[1] : "";
	if (!strcmp(verb, "list") && argc == 2)
		return list(session->workspace, error);
	if (!strcmp(verb, "test") && argc == 2)
		return test(session->workspace, rule, error);
	if (!strcmp(verb, "new") && argc == 3)
		return make(session->workspace, argv[2], error);
	if (!strcmp(verb, "allow") && argc == 3)
		return allow(session->workspace, argv[2], only_show, error);
	return usage_error(error, "'list', 'test', 'new PACK/RULE' or 'allow RULE' is needed");
}
