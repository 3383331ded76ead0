// SPDX-License-Identifier: GPL-2.0-only
#include "check/check.h"

#include <string.h>

#include "base/error.h"
#include "base/proc.h"
#include "check/checks.h"

const struct check checks[] = {
	{ "placement", "the change is in upstream's functions and nothing else changed",
	  check_placement },
	{ "cocci", "the semantic patch finds no site any more, and could see all of them",
	  check_cocci },
	{ "executed", "the ported function keeps the lock's rules on every path, run against stubs",
	  check_executed },
	{ "checkpatch", "the tree's checkpatch.pl says nothing that it does not say of upstream",
	  check_checkpatch },
	{ "compile", "the touched files build with the tree's configuration, without new warnings",
	  check_compile },
	{ "sparse", "sparse says nothing new; guards are checked in their explicit form",
	  check_sparse },
	{ NULL }
};

/* Debian package of each tool, where it has another name */
static const struct {
	const char *tool;
	const char *package;
} packages[] = {
	{ "spatch", "coccinelle" },
	{ "bwrap", "bubblewrap" },
};

const char *proof_result_name(enum proof_result result)
{
	static const char *const names[] = {
		[PROOF_PASS] = "pass",
		[PROOF_FAIL] = "fail",
		[PROOF_SKIPPED] = "skipped",
	};

	return names[result];
}

void proof_free(struct proof *proof)
{
	if (!proof)
		return;
	g_free(proof->detail);
	g_free(proof->output);
	g_free(proof);
}

void proof_set(struct proof *proof, enum proof_result result, const char *format, ...)
{
	va_list args;

	g_free(proof->detail);
	va_start(args, format);
	proof->detail = g_strdup_vprintf(format, args);
	va_end(args);
	proof->result = result;
}

void proof_show(struct proof *proof, char *text)
{
	g_free(proof->output);
	proof->output = text;
}

bool proof_needs(struct proof *proof, const char *tool)
{
	const char *package = tool;

	if (proc_installed(tool))
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(packages); i++) {
		if (!strcmp(packages[i].tool, tool))
			package = packages[i].package;
	}
	proof_set(proof, PROOF_SKIPPED, "'%s' is not installed: apt-get install %s", tool, package);
	return false;
}

bool proof_skip_error(struct proof *proof, GError *cause, GError **error)
{
	if (g_error_matches(cause, BS_ERROR, BS_ERROR_INTERRUPTED)) {
		g_propagate_error(error, cause);
		return false;
	}
	proof_set(proof, PROOF_SKIPPED, "%s", cause->message);
	g_error_free(cause);
	return true;
}

static struct proof *proof_new(const char *name)
{
	struct proof *proof = g_new0(struct proof, 1);

	/* a check that forgets to judge has not seen anything */
	proof->name = g_intern_string(name);
	proof->result = PROOF_SKIPPED;
	proof->detail = g_strdup("the check came to no result");
	proof->output = g_strdup("");
	return proof;
}

static bool asked_for(const struct tree_conf *conf, const char *name)
{
	for (guint i = 0; i < conf->required->len; i++) {
		if (!strcmp(conf->required->pdata[i], name))
			return true;
	}
	return false;
}

static const struct check *check_named(const char *name)
{
	for (const struct check *check = checks; check->name; check++) {
		if (!strcmp(check->name, name))
			return check;
	}
	return NULL;
}

static void add_unknown(GPtrArray *proofs, const struct tree_conf *conf)
{
	for (guint i = 0; i < conf->required->len; i++) {
		const char *name = conf->required->pdata[i];
		struct proof *proof;

		if (check_named(name))
			continue;
		proof = proof_new(name);
		proof_set(proof, PROOF_SKIPPED, "no such check: '%s'", name);
		g_ptr_array_add(proofs, proof);
	}
}

/* a tool that had no room to work in says nothing about the port */
static void excuse_full_disk(struct proof *proof)
{
	static const char sign[] = "No space left on device";

	if (proof->result != PROOF_PASS &&
	    (strstr(proof->detail, sign) || strstr(proof->output, sign)))
		proof_set(proof, PROOF_SKIPPED, "the disk is full at '%s'; make room there or set "
			  "TMPDIR to another place", g_get_tmp_dir());
}

GPtrArray *checks_run(const struct claim *claim, GError **error)
{
	g_autoptr(GPtrArray) proofs = g_ptr_array_new_with_free_func((GDestroyNotify)proof_free);

	for (const struct check *check = checks; check->name; check++) {
		struct proof *proof;

		if (!asked_for(claim->conf, check->name))
			continue;
		if (interrupt_pending(error))
			return NULL;
		progress_step(claim->progress, -1, "%s: %s", claim->conf->name, check->name);
		proof = proof_new(check->name);
		g_ptr_array_add(proofs, proof);
		if (!check->run(claim, proof, error))
			return NULL;
		excuse_full_disk(proof);
	}
	add_unknown(proofs, claim->conf);
	return g_steal_pointer(&proofs);
}
