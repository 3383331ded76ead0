// SPDX-License-Identifier: GPL-2.0-only
#include "rules/fault.h"

#include "base/error.h"

static void fault_free(gpointer data)
{
	struct rule_fault *fault = data;

	g_free(fault->name);
	g_error_free(fault->cause);
	g_free(fault);
}

GPtrArray *rule_faults_new(void)
{
	return g_ptr_array_new_with_free_func(fault_free);
}

static void add(GPtrArray *faults, const char *name, GError *cause)
{
	struct rule_fault *fault = g_new0(struct rule_fault, 1);

	fault->name = g_strdup(name);
	fault->cause = cause;
	g_ptr_array_add(faults, fault);
}

bool rule_faults_take(GPtrArray *faults, const char *name, GError *cause, GError **error)
{
	if (!faults || g_error_matches(cause, BS_ERROR, BS_ERROR_INTERRUPTED)) {
		g_propagate_error(error, cause);
		return false;
	}
	add(faults, name, cause);
	return true;
}

void rule_faults_note(GPtrArray *faults, const char *name, const GError *cause)
{
	add(faults, name, g_error_copy(cause));
}

void rule_faults_add(GPtrArray *faults, const GPtrArray *from)
{
	for (guint i = 0; i < from->len; i++) {
		const struct rule_fault *fault = from->pdata[i];

		rule_faults_note(faults, fault->name, fault->cause);
	}
}

bool rule_faults_error(const GPtrArray *faults, GError **error)
{
	g_autoptr(GPtrArray) causes = g_ptr_array_new();

	for (guint i = 0; i < faults->len; i++)
		g_ptr_array_add(causes, ((const struct rule_fault *)faults->pdata[i])->cause);
	return errors_join(causes, error);
}
