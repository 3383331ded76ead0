// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tree's own checkpatch.pl on the ported patch and on upstream's: what both
 * get is upstream's business, what only the port gets is ours.
 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/strings.h"
#include "check/checks.h"
#include "check/claimed.h"
#include "check/sandbox.h"

#define SCRIPT "scripts/checkpatch.pl"
#define SCRIPT_SECONDS 120

/**
 * struct complaint - one line of checkpatch --terse --show-types
 * @line: of the patch, from 1
 * @text: "ERROR:TYPE: message"
 */
struct complaint {
	unsigned long line;
	char *text;
};

static void complaint_free(gpointer data)
{
	struct complaint *complaint = data;

	g_free(complaint->text);
	g_free(complaint);
}

/* "NAME:LINE: LEVEL:TYPE: message"; summary lines have another shape */
static GPtrArray *parse(const char *output, const char *name)
{
	GPtrArray *complaints = g_ptr_array_new_with_free_func(complaint_free);
	g_auto(GStrv) lines = g_strsplit(output, "\n", -1);
	g_autofree char *prefix = g_strconcat(name, ":", NULL);

	for (char **line = lines; *line; line++) {
		struct complaint *complaint;
		char *rest;
		unsigned long number;

		if (!g_str_has_prefix(*line, prefix))
			continue;
		number = strtoul(*line + strlen(prefix), &rest, 10);
		if (!g_str_has_prefix(rest, ": "))
			continue;
		complaint = g_new0(struct complaint, 1);
		complaint->line = number;
		complaint->text = g_strdup(rest + 2);
		g_ptr_array_add(complaints, complaint);
	}
	return complaints;
}

/* Documentation/process/stable-kernel-rules.rst, and git cherry-pick -x */
static bool is_stable_reference(const char *line)
{
	static gsize once;
	static GRegex *form;

	if (g_once_init_enter(&once)) {
		form = g_regex_new("^(commit [0-9a-f]{40} upstream\\.|"
				   "\\[ Upstream commit [0-9a-f]{40} \\]|"
				   "\\(cherry picked from commit [0-9a-f]{40}\\))$",
				   G_REGEX_RAW, 0, NULL);
		g_once_init_leave(&once, 1);
	}
	return g_regex_match(form, line, 0, NULL);
}

/*
 * checkpatch knows how commits are cited in a change for mainline.  The line
 * that stable asks for is none of those: GIT_COMMIT_ID.  And the id is not
 * expected in a stable tree's repository: UNKNOWN_COMMIT_ID.  (Scripts of 6.12.94,
 * 6.18.5 and 6.19.8; they say nothing of a "[ name: what ]" line among the tags.)
 */
static bool is_stable_form(const struct complaint *complaint, char **patch_lines)
{
	guint count = g_strv_length(patch_lines);

	if (!strstr(complaint->text, ":GIT_COMMIT_ID:") &&
	    !strstr(complaint->text, ":UNKNOWN_COMMIT_ID:"))
		return false;
	return complaint->line && complaint->line <= count &&
	       is_stable_reference(patch_lines[complaint->line - 1]);
}

static bool take(GHashTable *counts, const char *text)
{
	int count = GPOINTER_TO_INT(g_hash_table_lookup(counts, text));

	if (count <= 0)
		return false;
	g_hash_table_insert(counts, g_strdup(text), GINT_TO_POINTER(count - 1));
	return true;
}

static GPtrArray *new_complaints(const GPtrArray *upstream, const GPtrArray *ported,
				 const char *patch)
{
	g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_auto(GStrv) lines = g_strsplit(patch, "\n", -1);
	GPtrArray *fresh = g_ptr_array_new();

	for (guint i = 0; i < upstream->len; i++) {
		const struct complaint *known = upstream->pdata[i];
		int count = GPOINTER_TO_INT(g_hash_table_lookup(counts, known->text));

		g_hash_table_insert(counts, g_strdup(known->text), GINT_TO_POINTER(count + 1));
	}
	for (guint i = 0; i < ported->len; i++) {
		const struct complaint *complaint = ported->pdata[i];

		if (!is_stable_form(complaint, lines) && !take(counts, complaint->text))
			g_ptr_array_add(fresh, ported->pdata[i]);
	}
	return fresh;
}

/* NULL with @out skipped when the script itself fails */
static GPtrArray *run_script(struct sandbox *sandbox, const char *tree, const char *name,
			     const char *patch, struct proof *out, GError **error)
{
	g_autofree char *script = g_build_filename(tree, SCRIPT, NULL);
	const char *argv[] = { "perl", script, "--root", tree, "--no-summary", "--show-types",
			       "--terse", "--color=never", name, NULL };
	struct proc_spec spec = { .argv = argv, .seconds = SCRIPT_SECONDS };
	g_autofree char *file = sandbox_file(sandbox, name);
	g_auto(proc_result) result = { 0 };
	g_autofree char *line = NULL;

	if (!file_write(file, patch, -1, error) || !sandbox_run(sandbox, &spec, &result, error))
		return NULL;
	/* 1 is "there are complaints"; perl ends with other values when the script dies */
	if (result.status == 0 || result.status == 1)
		return parse(result.out->str, name);
	line = first_line(result.err->str);
	proof_set(out, PROOF_SKIPPED, "the tree's checkpatch.pl does not run: %s",
		  result.timed_out ? "time limit reached" : line);
	return NULL;
}

static void judge(const GPtrArray *fresh, guint known, struct proof *out)
{
	g_autoptr(GString) text = g_string_new(NULL);
	const struct complaint *first = fresh->len ? fresh->pdata[0] : NULL;

	for (guint i = 0; i < fresh->len; i++) {
		const struct complaint *complaint = fresh->pdata[i];

		g_string_append_printf(text, "line %lu: %s\n", complaint->line, complaint->text);
	}
	proof_show(out, g_strdup(text->str));
	if (first)
		proof_set(out, PROOF_FAIL, "%u new: line %lu of the patch: %s", fresh->len,
			  first->line, first->text);
	else if (known)
		proof_set(out, PROOF_PASS, "nothing that it does not say of upstream's patch (%u)",
			  known);
	else
		proof_set(out, PROOF_PASS, "no complaints");
}

static bool compare(const struct claim *claim, const char *tree, struct proof *out,
		    GError **error)
{
	g_autoptr(sandbox) sandbox = sandbox_new(SANDBOX_ALL, error);
	g_autoptr(GString) upstream = g_string_new(NULL);
	g_autoptr(GString) ported = g_string_new(NULL);
	g_autoptr(GPtrArray) known = NULL, said = NULL, fresh = NULL;

	if (!sandbox)
		return false;
	sandbox_bind(sandbox, tree, tree, false);
	patch_write(claim->upstream, upstream);
	patch_write(claim->ported, ported);
	known = run_script(sandbox, tree, "upstream.patch", upstream->str, out, error);
	said = known ? run_script(sandbox, tree, "ported.patch", ported->str, out, error) : NULL;
	if (!said)
		return false;
	fresh = new_complaints(known, said, ported->str);
	judge(fresh, known->len, out);
	return true;
}

bool check_checkpatch(const struct claim *claim, struct proof *out, GError **error)
{
	g_autofree char *tree = NULL;
	GError *cause = NULL;

	if (!proof_needs(out, "perl") || !proof_needs(out, "bwrap"))
		return true;
	if (tree_entry(claim->before, SCRIPT) == TREE_NONE) {
		proof_set(out, PROOF_SKIPPED, "the tree has no " SCRIPT);
		return true;
	}
	tree = tree_materialise(claim->before, claim->cache_folder, error);
	if (!tree)
		return false;
	return compare(claim, tree, out, &cause) || !cause || proof_skip_error(out, cause, error);
}
