// SPDX-License-Identifier: GPL-2.0-only
#include "report/result.h"

#include "engine/result/explanation.h"
#include "engine/result/pickedfile.h"
#include "report/shapes.h"
#include "report/state.h"

const char *verdict_name(enum verdict verdict)
{
	static const char *const names[] = {
		[VERDICT_NONE] = "",
		[VERDICT_PROVEN] = "proven",
		[VERDICT_REVIEW] = "review",
		[VERDICT_FAILED] = "failed",
	};

	return (guint)verdict < G_N_ELEMENTS(names) ? names[verdict] : "";
}

struct patch_result *patch_result_new(void)
{
	struct patch_result *result = g_new0(struct patch_result, 1);

	result->landings = g_ptr_array_new_with_free_func((GDestroyNotify)landing_free);
	result->residue = g_ptr_array_new_with_free_func(g_free);
	result->adapted = g_ptr_array_new_with_free_func(g_free);
	result->attempts = g_ptr_array_new_with_free_func((GDestroyNotify)attempt_free);
	result->files = g_ptr_array_new_with_free_func((GDestroyNotify)picked_file_free);
	result->conflicts = g_ptr_array_new_with_free_func((GDestroyNotify)explanation_free);
	result->warnings = g_ptr_array_new_with_free_func(g_free);
	result->notes = g_ptr_array_new_with_free_func(g_free);
	result->proofs = g_ptr_array_new_with_free_func((GDestroyNotify)proof_free);
	return result;
}

struct tree_result *tree_result_new(const char *tree)
{
	struct tree_result *result = g_new0(struct tree_result, 1);

	result->tree = g_strdup(tree);
	result->patches = g_ptr_array_new_with_free_func((GDestroyNotify)patch_result_free);
	return result;
}

struct series_result *series_result_new(const char *series)
{
	struct series_result *result = g_new0(struct series_result, 1);

	result->series = g_strdup(series);
	result->version = 1;
	result->notes = g_ptr_array_new_with_free_func(g_free);
	result->sourceless = g_ptr_array_new_with_free_func(g_free);
	result->trees = g_ptr_array_new_with_free_func((GDestroyNotify)tree_result_free);
	return result;
}

void patch_result_free(struct patch_result *result)
{
	if (!result)
		return;
	g_free(result->patch);
	g_free(result->subject);
	g_free(result->commit);
	g_free(result->rung);
	g_free(result->reason);
	g_free(result->left_out);
	g_free(result->file);
	g_free(result->text);
	g_clear_pointer(&result->landings, g_ptr_array_unref);
	g_clear_pointer(&result->residue, g_ptr_array_unref);
	g_clear_pointer(&result->adapted, g_ptr_array_unref);
	g_clear_pointer(&result->attempts, g_ptr_array_unref);
	g_clear_pointer(&result->files, g_ptr_array_unref);
	g_clear_pointer(&result->warnings, g_ptr_array_unref);
	g_clear_pointer(&result->conflicts, g_ptr_array_unref);
	g_free(result->draft);
	g_free(result->resume);
	g_clear_pointer(&result->notes, g_ptr_array_unref);
	g_clear_pointer(&result->proofs, g_ptr_array_unref);
	g_free(result);
}

void tree_result_free(struct tree_result *result)
{
	if (!result)
		return;
	g_free(result->tree);
	g_free(result->kernel);
	g_free(result->error);
	g_free(result->onto);
	g_free(result->branch);
	g_free(result->tip);
	g_free(result->no_branch);
	g_clear_pointer(&result->patches, g_ptr_array_unref);
	g_free(result);
}

void series_result_free(struct series_result *result)
{
	if (!result)
		return;
	g_free(result->series);
	g_free(result->title);
	g_clear_pointer(&result->notes, g_ptr_array_unref);
	g_clear_pointer(&result->sourceless, g_ptr_array_unref);
	g_clear_pointer(&result->trees, g_ptr_array_unref);
	g_free(result);
}

bool series_result_clean(const struct series_result *result)
{
	for (guint i = 0; i < result->trees->len; i++) {
		const struct tree_result *tree = result->trees->pdata[i];

		if (state_needs_person(state_of_tree(tree)))
			return false;
	}
	return true;
}
