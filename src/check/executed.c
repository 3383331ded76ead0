// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs the ported function against the rule's harness.  The function's text
 * comes from a tree, so compiler and program see nothing but /usr and a scratch
 * folder, and cannot reach the network.
 */
#include <string.h>

#include "base/file.h"
#include "base/strings.h"
#include "check/checks.h"
#include "check/claimed.h"
#include "check/sandbox.h"

/* the harness has an alarm of its own, at 20 s */
#define RUN_SECONDS 30
#define RUN_MEMORY (1UL << 30)
#define RUN_OUTPUT (1UL << 20)

enum verdict_of_run {
	RUN_NO_FUNCTION,
	RUN_NOT_COMPILED,
	RUN_REJECTED,
	RUN_ACCEPTED,
};

/**
 * struct harness_run - what the harness said of one version
 * @verdict: see enum verdict_of_run
 * @text: the compiler's messages, or the harness's
 */
struct harness_run {
	enum verdict_of_run verdict;
	char *text;
};

static char *function_text(GBytes *bytes, const char *name)
{
	g_autoptr(csource) source = csource_scan(bytes);
	const struct cregion *region = csource_function(source, name);
	const struct ctoken *first, *last;

	if (!region)
		return NULL;
	first = &g_array_index(source->tokens, struct ctoken, region->first_token);
	last = &g_array_index(source->tokens, struct ctoken, region->last_token);
	return g_strdup_printf("%.*s\n", (int)(last->text + last->size - first->text), first->text);
}

/* the function from whichever of the claim's files defines it */
static char *find_function(const GPtrArray *files, bool after, const char *name)
{
	for (guint i = 0; i < files->len; i++) {
		const struct claimed_file *file = files->pdata[i];
		GBytes *bytes = after ? file->after : file->before;
		char *text = bytes && is_c_source(file->path) ? function_text(bytes, name) : NULL;

		if (text)
			return text;
	}
	return NULL;
}

static bool run_in(struct sandbox *sandbox, const char *const *argv, size_t memory,
		   struct proc_result *result, GError **error)
{
	struct proc_spec spec = {
		.argv = argv,
		.seconds = RUN_SECONDS,
		.max_output = RUN_OUTPUT,
		.max_memory = memory,
	};

	return sandbox_run(sandbox, &spec, result, error);
}

static bool stage(struct sandbox *sandbox, const struct rule *rule, const char *text,
		  GError **error)
{
	g_autofree char *ported = sandbox_file(sandbox, "ported.inc");
	g_autofree char *harness = sandbox_file(sandbox, "harness.c");
	g_autoptr(GBytes) source = file_read(rule->harness, error);

	return source && file_write(ported, text, -1, error) &&
	       file_write(harness, g_bytes_get_data(source, NULL), g_bytes_get_size(source), error);
}

static bool compile(struct sandbox *sandbox, struct harness_run *run, GError **error)
{
	static const char *const argv[] = {
		"gcc", "-std=gnu11", "-Wall", "-O1", "-I.", "-o", "run", "harness.c", NULL,
	};
	g_auto(proc_result) result = { 0 };

	if (!run_in(sandbox, argv, 0, &result, error))
		return false;
	run->verdict = result.status ? RUN_NOT_COMPILED : RUN_ACCEPTED;
	run->text = g_strdup(result.err->str);
	return true;
}

static bool execute(struct sandbox *sandbox, struct harness_run *run, GError **error)
{
	static const char *const argv[] = { "./run", NULL };
	g_auto(proc_result) result = { 0 };

	if (!run_in(sandbox, argv, RUN_MEMORY, &result, error))
		return false;
	run->verdict = result.status ? RUN_REJECTED : RUN_ACCEPTED;
	g_free(run->text);
	if (result.timed_out || result.truncated)
		run->text = g_strdup("it does not come to an end");
	else if (!result.out->len)
		run->text = g_strdup_printf("it ended with status %d", result.status);
	else
		run->text = g_strchomp(g_strdup(result.out->str));
	return true;
}

static bool try_function(const struct rule *rule, const GPtrArray *files, bool after,
			 struct harness_run *run, GError **error)
{
	g_autofree char *text = find_function(files, after, rule->function);
	g_autoptr(sandbox) sandbox = NULL;

	if (!text) {
		run->verdict = RUN_NO_FUNCTION;
		run->text = g_strdup_printf("no function %s()", rule->function);
		return true;
	}
	sandbox = sandbox_new(SANDBOX_SYSTEM, error);
	if (!sandbox || !stage(sandbox, rule, text, error) || !compile(sandbox, run, error))
		return false;
	return run->verdict == RUN_NOT_COMPILED || execute(sandbox, run, error);
}

static char *first_error(const char *messages)
{
	const char *error = strstr(messages, "error: ");

	return first_line(error ? error + strlen("error: ") : messages);
}

/* a harness that accepts the unported code, or cannot read it, proves nothing here */
static bool sees_bug(const struct harness_run *before, struct proof *out)
{
	g_autofree char *line = first_error(before->text);

	if (before->verdict == RUN_REJECTED)
		return true;
	if (before->verdict == RUN_ACCEPTED)
		proof_set(out, PROOF_SKIPPED,
			  "the harness cannot see the bug here: it accepts the unported code");
	else
		proof_set(out, PROOF_SKIPPED, "the harness does not know this tree's code: %s",
			  line);
	return false;
}

static void judge(const struct harness_run *after, struct proof *out)
{
	g_autofree char *error = first_error(after->text);
	g_autofree char *first = first_line(after->text);
	g_autofree char *last = last_line(after->text);

	switch (after->verdict) {
	case RUN_NO_FUNCTION:
		proof_set(out, PROOF_FAIL, "%s after the port", after->text);
		break;
	case RUN_NOT_COMPILED:
		proof_set(out, PROOF_FAIL, "the ported function does not compile: %s", error);
		break;
	case RUN_REJECTED:
		proof_set(out, PROOF_FAIL, "%s", first);
		break;
	case RUN_ACCEPTED:
		proof_set(out, PROOF_PASS, "%s", last);
		break;
	}
	proof_show(out, g_strdup(after->text));
}

static bool run_both(const struct rule *rule, const GPtrArray *files, struct proof *out,
		     GError **error)
{
	struct harness_run before = { 0 }, after = { 0 };
	bool done = try_function(rule, files, false, &before, error);

	if (done && sees_bug(&before, out)) {
		done = try_function(rule, files, true, &after, error);
		if (done)
			judge(&after, out);
	}
	g_free(before.text);
	g_free(after.text);
	return done;
}

bool check_executed(const struct claim *claim, struct proof *out, GError **error)
{
	g_autoptr(GPtrArray) files = NULL;
	GError *cause = NULL;

	if (!claim->rule || !claim->rule->harness || !claim->rule->function) {
		proof_set(out, PROOF_SKIPPED, claim->rule ? "the rule has no harness" :
							    "no rule named");
		return true;
	}
	if (!proof_needs(out, "gcc") || !proof_needs(out, "bwrap"))
		return true;
	files = claimed_files(claim, error);
	if (!files)
		return false;
	if (!files->len) {
		proof_set(out, PROOF_FAIL, "the port changes nothing");
		return true;
	}
	return run_both(claim->rule, files, out, &cause) || proof_skip_error(out, cause, error);
}
