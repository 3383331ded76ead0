/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tests that need a tool skip themselves, with the reason, where it is not there.
 */
#ifndef TESTS_NEEDS_H
#define TESTS_NEEDS_H

#include <glib.h>
#include <stdbool.h>

#include "base/proc.h"
#include "check/sandbox.h"

/* why @tool cannot be run, NULL when it can; newly allocated */
static inline char *why_not(const char *tool, bool sandboxed)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(sandbox) sandbox = NULL;

	if (!proc_installed(tool))
		return g_strdup_printf("'%s' is not installed", tool);
	if (sandboxed)
		sandbox = sandbox_new(SANDBOX_ALL, &error);
	return error ? g_strdup(error->message) : NULL;
}

/* false, and the test counts as skipped, when @tool is not installed */
static inline bool needs(const char *tool)
{
	g_autofree char *reason = why_not(tool, false);

	if (reason)
		g_test_skip(reason);
	return !reason;
}

/* as needs(), for a tool that is run inside a sandbox */
static inline bool needs_sandboxed(const char *tool)
{
	g_autofree char *reason = why_not(tool, true);

	if (reason)
		g_test_skip(reason);
	return !reason;
}

#endif /* TESTS_NEEDS_H */
