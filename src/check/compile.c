// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "base/proc.h"
#include "base/strings.h"
#include "check/bench.h"
#include "check/checks.h"
#include "check/claimed.h"
#include "check/diag.h"
#include "check/kbuild.h"

/* the first error, or what make said last */
static char *why_failed(const struct bench_run *run)
{
	const struct diag *error = diag_first_error(run->diags);

	if (error)
		return g_strdup_printf("%s:%u: %s", error->path, error->line, error->text);
	return last_line(run->log);
}

static void fail_new(struct proof *out, const char *cc, const GPtrArray *fresh)
{
	const struct diag *first = fresh->pdata[0];

	proof_set(out, PROOF_FAIL, "%s: %s:%u: %s", cc, first->path, first->line, first->text);
}

/* the port's build said something or failed: is it the port's doing? */
static bool compare(struct bench *bench, const struct claim *claim, const char *cc,
		    const struct bench_run *after, struct proof *out, GError **error)
{
	g_autoptr(bench_run_result) before =
		bench_run(bench, BENCH_COMPILE, claim->before, true, error);
	g_autoptr(GPtrArray) fresh = NULL;
	g_autofree char *line = why_failed(after);

	if (!before)
		return false;
	fresh = diags_new(before->diags, after->diags);
	proof_show(out, g_strdup(after->log));
	if (fresh->len)
		fail_new(out, cc, fresh);
	else if (after->ok && !after->missing->len)
		proof_set(out, PROOF_PASS, "%s: %u file%s built, no new warnings (%u old)", cc,
			  bench_count(bench), bench_count(bench) == 1 ? "" : "s",
			  after->diags->len);
	else if (!before->ok)
		proof_set(out, PROOF_SKIPPED, "%s: it does not build before the port either: %s",
			  cc, line);
	else
		proof_set(out, PROOF_FAIL, "%s: it does not build: %s", cc, line);
	return true;
}

/* kbuild passes over an object that the configuration leaves out, or has no rule for it */
static bool left_out(const struct bench_run *run)
{
	if (!run->missing->len || diag_first_error(run->diags))
		return false;
	return run->ok || strstr(run->log, "No rule to make target");
}

static bool judge(struct bench *bench, const struct claim *claim, const char *cc,
		  struct proof *out, GError **error)
{
	g_autoptr(bench_run_result) after =
		bench_run(bench, BENCH_COMPILE, claim->after, false, error);

	if (!after)
		return false;
	if (left_out(after)) {
		proof_set(out, PROOF_SKIPPED,
			  "tree '%s' is not configured to build '%s': add its option",
			  claim->conf->name, (char *)after->missing->pdata[0]);
		return true;
	}
	if (!after->ok || after->missing->len || after->diags->len)
		return compare(bench, claim, cc, after, out, error);
	proof_set(out, PROOF_PASS, "%s: %u file%s built, no warnings", cc, bench_count(bench),
		  bench_count(bench) == 1 ? "" : "s");
	return true;
}

static bool compile_with(const struct claim *claim, const char *cc, struct proof *out,
			 GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autoptr(bench) bench = bench_open(claim, cc, out, &cause);

	if (!bench) {
		if (!cause)
			return true;
		g_propagate_error(error, g_steal_pointer(&cause));
		return false;
	}
	if (judge(bench, claim, cc, out, &cause))
		return true;
	return proof_skip_error(out, g_steal_pointer(&cause), error);
}

static char *find_clang(const struct claim *claim, char **out_note)
{
	if (claim->conf->arch)
		return kbuild_clang(claim, out_note);
	if (proc_installed("clang"))
		return g_strdup("clang");
	*out_note = g_strdup("clang is not installed");
	return NULL;
}

static void append_detail(struct proof *out, const char *text)
{
	g_autofree char *detail = g_strdup(out->detail);

	proof_set(out, out->result, "%s; %s", detail, text);
}

/* gcc decides; clang can only take a pass away */
static bool add_clang(const struct claim *claim, struct proof *out, GError **error)
{
	g_autofree char *note = NULL;
	g_autofree char *cc = find_clang(claim, &note);
	struct proof second = { .name = out->name, .result = PROOF_SKIPPED };
	bool done = true;

	if (!cc) {
		append_detail(out, note);
		return true;
	}
	done = compile_with(claim, cc, &second, error);
	if (done && second.result == PROOF_FAIL) {
		proof_set(out, PROOF_FAIL, "%s", second.detail);
		proof_show(out, g_steal_pointer(&second.output));
	} else if (done && second.detail) {
		append_detail(out, second.detail);
	}
	g_free(second.detail);
	g_free(second.output);
	return done;
}

bool check_compile(const struct claim *claim, struct proof *out, GError **error)
{
	if (!compile_with(claim, "gcc", out, error))
		return false;
	return out->result != PROOF_PASS || add_clang(claim, out, error);
}
