// SPDX-License-Identifier: GPL-2.0-only
#include "report/scan.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/escape.h"
#include "report/fields.h"

static char *nothing(void)
{
	return g_strdup("");
}

/* text */

/* a person is told on standard error */
static char *text_all_end(const GPtrArray *sourceless)
{
	return g_strdup("");
}

static char *text_tree(const char *tree, bool first)
{
	return g_strdup("");
}

static char *text_finding(const char *tree, const struct finding *finding, bool first)
{
	g_autofree char *path = escape_line(finding->path, -1);
	g_autofree char *function = escape_line(finding->function, -1);
	g_autofree char *reason = escape_line(finding->reason, -1);

	return g_strdup_printf("%s: %s:%u: %s%s%s%s%s: %s\n", tree, path, finding->line, function,
			       *function ? ": " : "", finding->verdict ? finding->verdict : "",
			       finding->verdict ? ": " : "", finding->rule, reason);
}

static char *text_end(const char *tree, const struct scan_coverage *coverage)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < coverage->faults->len; i++) {
		const struct rule_fault *fault = coverage->faults->pdata[i];
		g_autofree char *line = escape_line(fault->cause->message, -1);
		g_autofree char *name = escape_line(fault->name ? fault->name : "", -1);

		g_string_append_printf(text, "%s: %s%s: %s\n", tree, name,
				       fault->name ? " could not be run" :
				       "could not be looked at", line);
	}
	for (guint i = 0; i < coverage->problems->len; i++) {
		g_autofree char *line = escape_line(coverage->problems->pdata[i], -1);

		g_string_append_printf(text, "%s: could not be read: %s\n", tree, line);
	}
	for (guint i = 0; i < coverage->missed->len; i++) {
		const struct scan_missed *missed = coverage->missed->pdata[i];
		g_autofree char *path = escape_line(missed->path, -1);
		g_autofree char *function = escape_line(missed->function, -1);

		g_string_append_printf(text, "%s: %s: %s: not looked at by %s: %s\n", tree, path,
				       function, missed->rule, missed->reason);
	}
	g_string_append_printf(text, "%s: %u of %u functions with the rules' words were looked at, "
			       "in %u files\n", tree, coverage->looked_at, coverage->functions,
			       coverage->files);
	return g_string_free(text, FALSE);
}

/* JSON */

static json_t *string(const char *text)
{
	g_autofree char *valid = escape_utf8(text ? text : "", -1);

	return json_string(valid);
}

static json_t *string_or_null(const char *text)
{
	return text ? string(text) : json_null();
}

static char *dump(json_t *json)
{
	char *text = json_dumps(json, JSON_COMPACT | JSON_ENSURE_ASCII);
	char *copy = g_strdup(text);

	free(text);
	json_decref(json);
	return copy;
}

static char *json_start(void)
{
	return g_strdup("{\"schema\":\"backstitch.scan/1\",\"trees\":[");
}

static char *json_tree(const char *tree, bool first)
{
	g_autofree char *name = dump(json_pack("[o]", string(tree)));

	/* the name as jansson writes it, without the brackets */
	name[strlen(name) - 1] = '\0';
	return g_strdup_printf("%s{\"tree\":%s,\"findings\":[", first ? "" : ",", name + 1);
}

static char *json_finding(const char *tree, const struct finding *finding, bool first)
{
	g_autofree char *text = dump(json_pack(
		"{s:o,s:o,s:i,s:o,s:o,s:o,s:o}", "rule", string(finding->rule), "path",
		string(finding->path), "line", (int)finding->line, "function",
		string(finding->function), "verdict", string_or_null(finding->verdict), "reason",
		string(finding->reason), "symbol", string_or_null(finding->symbol)));

	return g_strconcat(first ? "\n" : ",\n", text, NULL);
}

static char *json_tree_end(const char *tree, const struct scan_coverage *coverage)
{
	json_t *missed = json_array(), *problems = json_array(), *errors = json_array();
	g_autofree char *text = NULL, *faults = NULL;

	for (guint i = 0; i < coverage->missed->len; i++) {
		const struct scan_missed *one = coverage->missed->pdata[i];

		json_array_append_new(missed, json_pack("{s:o,s:o,s:o,s:o}", "rule",
							string(one->rule), "path",
							string(one->path), "function",
							string(one->function), "reason",
							string(one->reason)));
	}
	for (guint i = 0; i < coverage->problems->len; i++)
		json_array_append_new(problems, string(coverage->problems->pdata[i]));
	text = dump(json_pack("{s:i,s:i,s:i,s:o,s:o}", "files", (int)coverage->files, "functions",
			      (int)coverage->functions, "looked_at", (int)coverage->looked_at,
			      "missed", missed, "unreadable", problems));
	for (guint i = 0; i < coverage->faults->len; i++) {
		const struct rule_fault *fault = coverage->faults->pdata[i];

		json_array_append_new(errors, json_pack("{s:o,s:o}", "rule",
							string_or_null(fault->name), "reason",
							string(fault->cause->message)));
	}
	faults = dump(errors);
	return g_strdup_printf("],\"coverage\":%s,\"errors\":%s}", text, faults);
}

static char *json_end(const GPtrArray *sourceless)
{
	g_autofree char *text = dump(texts_write(sourceless));

	return g_strdup_printf("],\"sourceless\":%s}\n", text);
}

/* SARIF: one run a tree */

static char *sarif_start(void)
{
	return g_strdup("{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\","
			"\"version\":\"2.1.0\",\"runs\":[");
}

static char *sarif_tree(const char *tree, bool first)
{
	g_autofree char *run = dump(json_pack(
		"{s:{s:{s:s,s:s}},s:{s:o},s:s}", "tool", "driver", "name", "backstitch", "version",
		BACKSTITCH_VERSION, "automationDetails", "id", string(tree), "columnKind",
		"unicodeCodePoints"));

	run[strlen(run) - 1] = '\0';
	return g_strdup_printf("%s%s,\"results\":[", first ? "" : ",", run);
}

/* a path as a URI */
static json_t *uri_of(const char *path)
{
	g_autofree char *uri = g_uri_escape_string(path, "/", FALSE);

	return string(uri);
}

static char *sarif_finding(const char *tree, const struct finding *finding, bool first)
{
	g_autofree char *message =
		finding->verdict ? g_strdup_printf("%s: %s", finding->verdict, finding->reason) :
				   g_strdup(finding->reason);
	g_autofree char *text = dump(json_pack(
		"{s:o,s:s,s:{s:o},s:[{s:{s:{s:o},s:{s:i}},s:[{s:o}]}]}", "ruleId",
		string(finding->rule), "level", "warning", "message", "text", string(message),
		"locations", "physicalLocation", "artifactLocation", "uri", uri_of(finding->path),
		"region", "startLine", (int)MAX(finding->line, 1), "logicalLocations", "name",
		string(finding->function)));

	return g_strconcat(first ? "\n" : ",\n", text, NULL);
}

static json_t *sarif_error(const char *message)
{
	return json_pack("{s:s,s:{s:o}}", "level", "error", "message", "text", string(message));
}

static char *sarif_end(const GPtrArray *sourceless)
{
	return g_strdup("]}\n");
}

static char *sarif_tree_end(const char *tree, const struct scan_coverage *coverage)
{
	json_t *notes = json_array();
	g_autofree char *text = NULL;

	for (guint i = 0; i < coverage->missed->len; i++) {
		const struct scan_missed *one = coverage->missed->pdata[i];
		g_autofree char *said = g_strdup_printf("%s: %s was not looked at by %s: %s",
							one->path, one->function, one->rule,
							one->reason);

		json_array_append_new(notes, json_pack("{s:s,s:{s:o}}", "level", "warning",
						       "message", "text", string(said)));
	}
	for (guint i = 0; i < coverage->problems->len; i++)
		json_array_append_new(notes, sarif_error(coverage->problems->pdata[i]));
	for (guint i = 0; i < coverage->faults->len; i++) {
		const struct rule_fault *fault = coverage->faults->pdata[i];
		g_autofree char *said = g_strdup_printf("%s%s%s", fault->name ? fault->name : "",
							fault->name ? " could not be run: " : "",
							fault->cause->message);

		json_array_append_new(notes, sarif_error(said));
	}
	text = dump(json_pack("[{s:b,s:o}]", "executionSuccessful", !coverage->faults->len,
			      "toolExecutionNotifications", notes));
	return g_strdup_printf("],\"invocations\":%s}", text);
}

const struct scan_format scan_formats[] = {
	{ "text", nothing, text_tree, text_finding, text_end, text_all_end },
	{ "json", json_start, json_tree, json_finding, json_tree_end, json_end },
	{ "sarif", sarif_start, sarif_tree, sarif_finding, sarif_tree_end, sarif_end },
	{ NULL },
};
