// SPDX-License-Identifier: GPL-2.0-only
/*
 * sparse does not run cleanup destructors: it is silent about scoped_guard(),
 * right or wrong, and cries wolf over guard().  So its word on lock contexts of
 * functions with guards is taken from their explicit form, and only where a
 * removed unlock shows that it can see this lock at all.
 */
#include <string.h>

#include "base/error.h"
#include "check/bench.h"
#include "check/calls.h"
#include "check/checks.h"
#include "check/claimed.h"
#include "check/diag.h"
#include "rules/lower.h"

/* the work on one claim */
struct sparse {
	const struct claim *claim;
	struct bench *bench;
	struct bench_run *before;
	struct bench_run *after;
	struct proof *proof;
	GPtrArray *guarded;	/* char *: ported functions that use guards */
	bool settled;		/* the proof has its result */
};

static void settle(struct sparse *work, enum proof_result result, const char *text)
{
	proof_set(work->proof, result, "%s", text);
	work->settled = true;
}

static bool uses_guard(GBytes *bytes, const char *function)
{
	g_autoptr(csource) source = bytes ? csource_scan(bytes) : NULL;

	return source && (count_calls(source, function, "guard") ||
			  count_calls(source, function, "scoped_guard") ||
			  count_calls(source, function, "scoped_cond_guard") ||
			  count_calls(source, function, "CLASS"));
}

static void find_guarded(struct sparse *work)
{
	const GPtrArray *files = bench_files(work->bench);

	for (guint i = 0; i < files->len; i++) {
		const struct claimed_file *file = files->pdata[i];
		g_autoptr(GPtrArray) functions = claimed_functions(file);

		for (guint j = 0; j < functions->len; j++) {
			if (uses_guard(file->after, functions->pdata[j]) ||
			    uses_guard(file->before, functions->pdata[j]))
				g_ptr_array_add(work->guarded, g_strdup(functions->pdata[j]));
		}
	}
}

/* a context warning about a function with guards says nothing in the form with guards */
static bool is_false_alarm(const struct sparse *work, const struct diag *diag)
{
	if (!diag_is_context(diag))
		return false;
	for (guint i = 0; i < work->guarded->len; i++) {
		if (diag_about(diag, work->guarded->pdata[i]))
			return true;
	}
	return false;
}

static bool compare_warnings(struct sparse *work)
{
	g_autoptr(GPtrArray) fresh = diags_new(work->before->diags, work->after->diags);
	const struct diag *first;
	g_autofree char *text = NULL;

	for (guint i = 0; i < fresh->len; i++) {
		if (is_false_alarm(work, fresh->pdata[i]))
			g_ptr_array_remove_index(fresh, i--);
	}
	if (!fresh->len)
		return true;
	/* after an error sparse leaves everything else out: nothing can be compared */
	first = diag_first_error(fresh);
	if (!first)
		first = fresh->pdata[0];
	text = g_strdup_printf("%s:%u: %s%s", first->path, first->line, first->text,
			       first->error ? " (an error: nothing more can be compared)" : "");
	settle(work, PROOF_FAIL, text);
	proof_show(work->proof, diag_format(fresh));
	return false;
}

static bool baseline_usable(struct sparse *work)
{
	const struct diag *error = diag_first_error(work->before->diags);
	g_autofree char *text = NULL;

	if (error)
		text = g_strdup_printf("sparse cannot read the file before the port: %s:%u: %s",
				       error->path, error->line, error->text);
	else if (work->before->missing->len)
		text = g_strdup_printf("'%s' is not part of tree '%s' as configured",
				       (char *)work->before->missing->pdata[0],
				       work->claim->conf->name);
	if (text)
		settle(work, PROOF_SKIPPED, text);
	return !text;
}

/* lower_guards() of every guarded function of a file; NULL with a reason or an error */
static GBytes *lower_all(const struct sparse *work, GBytes *bytes, char **out_reason,
			 GError **error)
{
	g_autoptr(GBytes) text = g_bytes_ref(bytes);

	for (guint i = 0; i < work->guarded->len; i++) {
		const char *function = work->guarded->pdata[i];
		GBytes *lowered;

		if (!uses_guard(text, function))
			continue;
		lowered = lower_guards(work->claim->cocci, text, function, out_reason, error);
		if (!lowered)
			return NULL;
		g_bytes_unref(text);
		text = lowered;
	}
	return g_steal_pointer(&text);
}

/* an overlay on @base with all guards of ported functions made explicit */
static struct tree *lower_tree(const struct sparse *work, const struct tree *base,
			       char **out_reason, GError **error)
{
	g_autoptr(tree) tree = tree_overlay(base);
	const GPtrArray *paths = bench_paths(work->bench);

	for (guint i = 0; i < paths->len; i++) {
		const char *path = paths->pdata[i];
		g_autoptr(GBytes) content = NULL;
		g_autoptr(GBytes) lowered = NULL;

		if (!tree_content(base, path, &content, error))
			return NULL;
		if (!content || !is_c_source(path))
			continue;
		lowered = lower_all(work, content, out_reason, error);
		if (!lowered)
			return NULL;
		if (!g_bytes_equal(lowered, content))
			tree_put(tree, path, lowered, tree_entry(base, path));
	}
	return g_steal_pointer(&tree);
}

/* where the statement with the unlock call at token @at begins and ends; 0 when it is none */
static size_t statement_size(const struct csource *source, guint at)
{
	const struct ctoken *name = &g_array_index(source->tokens, struct ctoken, at);

	for (guint i = at; i < source->tokens->len; i++) {
		const struct ctoken *token = &g_array_index(source->tokens, struct ctoken, i);

		if (ctoken_is(token, "{") || ctoken_is(token, "}"))
			return 0;
		if (ctoken_is(token, ";"))
			return token->text + 1 - name->text;
	}
	return 0;
}

/* an unlock that only the explicit form has stands for a guard */
static bool is_guards_unlock(const struct csource *lowered, guint at, const struct csource *guarded,
			     const char *function)
{
	const struct ctoken *token = &g_array_index(lowered->tokens, struct ctoken, at);
	g_autofree char *name = g_strndup(token->text, token->size);

	return is_call(lowered, at) && strstr(name, "unlock") &&
	       count_calls(lowered, function, name) > count_calls(guarded, function, name);
}

/* the file without one unlock that a guard in @function does; NULL when there is none */
static GBytes *without_unlock(GBytes *bytes, GBytes *with_guards, const char *function)
{
	g_autoptr(csource) source = csource_scan(bytes);
	g_autoptr(csource) guarded = csource_scan(with_guards);
	const struct cregion *region = csource_function(source, function);
	gsize size, cut;
	const char *data = g_bytes_get_data(bytes, &size);
	GString *out;

	for (guint i = region ? region->first_token : 0; region && i <= region->last_token; i++) {
		const struct ctoken *token = &g_array_index(source->tokens, struct ctoken, i);

		if (!is_guards_unlock(source, i, guarded, function))
			continue;
		cut = statement_size(source, i);
		if (!cut)
			continue;
		out = g_string_new_len(data, token->text - data);
		g_string_append_c(out, ';');
		g_string_append_len(out, token->text + cut, data + size - token->text - cut);
		return g_string_free_to_bytes(out);
	}
	return NULL;
}

/* an overlay in which @function of @lowered forgets one unlock, or NULL */
static struct tree *witness_tree(const struct sparse *work, const struct tree *lowered,
				 const char *function)
{
	const GPtrArray *paths = bench_paths(work->bench);

	for (guint i = 0; i < paths->len; i++) {
		const char *path = paths->pdata[i];
		g_autoptr(GBytes) content = NULL;
		g_autoptr(GBytes) guarded = NULL;
		g_autoptr(GBytes) wrong = NULL;
		struct tree *tree;

		if (!is_c_source(path) || !tree_content(lowered, path, &content, NULL) ||
		    !content || !tree_content(work->claim->after, path, &guarded, NULL) || !guarded)
			continue;
		wrong = without_unlock(content, guarded, function);
		if (!wrong)
			continue;
		tree = tree_overlay(lowered);
		tree_put(tree, path, wrong, tree_entry(lowered, path));
		return tree;
	}
	return NULL;
}

static bool complains_about(const GPtrArray *diags, const char *function)
{
	for (guint i = 0; i < diags->len; i++) {
		if (diag_is_context(diags->pdata[i]) && diag_about(diags->pdata[i], function))
			return true;
	}
	return false;
}

/* sparse keeps no context for mutexes: silence about them is no proof */
static bool sees_lock(struct sparse *work, const struct tree *lowered, const char *function,
		      GError **error)
{
	g_autoptr(tree) tree = witness_tree(work, lowered, function);
	g_autoptr(bench_run_result) run = NULL;
	g_autofree char *text = NULL;

	if (tree) {
		run = bench_run(work->bench, BENCH_SPARSE, tree, true, error);
		if (!run)
			return false;
		if (complains_about(run->diags, function))
			return true;
	}
	text = g_strdup_printf("sparse does not see the lock that %s() guards: "
			       "it says nothing when an unlock is left out", function);
	settle(work, PROOF_SKIPPED, text);
	return true;
}

static bool compare_lowered(struct sparse *work, const struct bench_run *before,
			    const struct bench_run *after)
{
	g_autoptr(GPtrArray) fresh = diags_new(before->diags, after->diags);

	for (guint i = 0; i < fresh->len; i++) {
		const struct diag *diag = fresh->pdata[i];
		g_autofree char *text = NULL;

		if (!diag->error && !is_false_alarm(work, diag))
			continue;
		text = g_strdup_printf("with its guards as explicit lock and unlock: %s:%u: %s",
				       diag->path, diag->line, diag->text);
		settle(work, diag->error ? PROOF_SKIPPED : PROOF_FAIL, text);
		proof_show(work->proof, diag_format(fresh));
		return false;
	}
	if (after->ok || !before->ok)
		return true;
	settle(work, PROOF_SKIPPED, "the explicit form of the guards does not compile");
	proof_show(work->proof, g_strdup(after->log));
	return false;
}

static void refuse(struct sparse *work, const char *reason)
{
	g_autofree char *text =
		g_strdup_printf("sparse is blind to guards, and they cannot be made explicit: %s",
				reason);

	settle(work, PROOF_SKIPPED, text);
}

/* a guard that the port takes away leaves explicit locks, which need no witness */
static bool still_guarded(const struct sparse *work, const char *function)
{
	const GPtrArray *files = bench_files(work->bench);

	for (guint i = 0; i < files->len; i++) {
		if (uses_guard(((struct claimed_file *)files->pdata[i])->after, function))
			return true;
	}
	return false;
}

/* the lock question: the explicit form before and after, and a witness */
static bool check_locks(struct sparse *work, GError **error)
{
	g_autofree char *reason = NULL;
	g_autoptr(tree) before = NULL, after = NULL;
	g_autoptr(bench_run_result) before_run = NULL, after_run = NULL;
	g_autoptr(GError) cause = NULL;

	if (!work->claim->cocci) {
		refuse(work, "no folder with semantic patches is known");
		return true;
	}
	after = lower_tree(work, work->claim->after, &reason, &cause);
	if (after)
		before = lower_tree(work, work->claim->before, &reason, &cause);
	if (cause) {
		work->settled = true;
		return proof_skip_error(work->proof, g_steal_pointer(&cause), error);
	}
	if (!before) {
		refuse(work, reason ? reason : "no reason was given");
		return true;
	}
	before_run = bench_run(work->bench, BENCH_SPARSE, before, true, error);
	after_run = before_run ? bench_run(work->bench, BENCH_SPARSE, after, false, error) : NULL;
	if (!after_run)
		return false;
	if (!compare_lowered(work, before_run, after_run))
		return true;
	for (guint i = 0; !work->settled && i < work->guarded->len; i++) {
		if (still_guarded(work, work->guarded->pdata[i]) &&
		    !sees_lock(work, after, work->guarded->pdata[i], error))
			return false;
	}
	return true;
}

static void pass(struct sparse *work)
{
	guint old = work->before->diags->len;
	g_autofree char *known = old ? g_strdup_printf(" (%u as before)", old) : g_strdup("");
	g_autofree char *names = NULL;

	if (!work->guarded->len) {
		proof_set(work->proof, PROOF_PASS, "no new warnings%s", known);
		return;
	}
	g_ptr_array_add(work->guarded, NULL);
	names = g_strjoinv("(), ", (char **)work->guarded->pdata);
	proof_set(work->proof, PROOF_PASS,
		  "no new warnings%s; locks of %s() balance with its guards made explicit", known,
		  names);
}

static bool run_all(struct sparse *work, GError **error)
{
	work->before = bench_run(work->bench, BENCH_SPARSE, work->claim->before, true, error);
	if (!work->before)
		return false;
	if (!baseline_usable(work))
		return true;
	work->after = bench_run(work->bench, BENCH_SPARSE, work->claim->after, false, error);
	if (!work->after)
		return false;
	find_guarded(work);
	if (!compare_warnings(work))
		return true;
	if (!work->after->ok && work->before->ok) {
		settle(work, PROOF_SKIPPED, "the ported file does not compile, see 'compile'");
		return true;
	}
	if (work->guarded->len && !check_locks(work, error))
		return false;
	if (!work->settled)
		pass(work);
	return true;
}

bool check_sparse(const struct claim *claim, struct proof *out, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autoptr(bench) bench = NULL;
	struct sparse work = { .claim = claim, .proof = out };
	bool done;

	if (!proof_needs(out, "sparse"))
		return true;
	bench = bench_open(claim, "gcc", out, &cause);
	if (!bench && cause) {
		g_propagate_error(error, g_steal_pointer(&cause));
		return false;
	}
	if (!bench)
		return true;
	work.bench = bench;
	work.guarded = g_ptr_array_new_with_free_func(g_free);
	done = run_all(&work, &cause);
	bench_run_free(work.before);
	bench_run_free(work.after);
	g_ptr_array_unref(work.guarded);
	return done || proof_skip_error(out, g_steal_pointer(&cause), error);
}
