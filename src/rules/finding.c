// SPDX-License-Identifier: GPL-2.0-only
#include "rules/finding.h"

struct finding *finding_new(const char *rule, const char *path, unsigned int line,
			    const char *function, const char *symbol, const char *verdict,
			    const char *reason)
{
	struct finding *finding = g_new0(struct finding, 1);

	finding->rule = g_strdup(rule);
	finding->path = g_strdup(path);
	finding->line = line;
	finding->function = g_strdup(function ? function : "");
	finding->symbol = g_strdup(symbol);
	finding->verdict = g_strdup(verdict);
	finding->reason = g_strdup(reason ? reason : "");
	return finding;
}

int finding_compare(gconstpointer a, gconstpointer b)
{
	const struct finding *first = *(const struct finding *const *)a;
	const struct finding *second = *(const struct finding *const *)b;
	int order = g_strcmp0(first->path, second->path);

	if (!order)
		order = (first->line > second->line) - (first->line < second->line);
	if (!order)
		order = g_strcmp0(first->rule, second->rule);
	return order ? order : g_strcmp0(first->reason, second->reason);
}

void finding_free(struct finding *finding)
{
	if (!finding)
		return;
	g_free(finding->rule);
	g_free(finding->path);
	g_free(finding->function);
	g_free(finding->symbol);
	g_free(finding->verdict);
	g_free(finding->reason);
	g_free(finding->unread);
	g_free(finding);
}
