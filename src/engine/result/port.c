// SPDX-License-Identifier: GPL-2.0-only
#include "engine/result/port.h"

#include "engine/result/explanation.h"
#include "engine/result/pickedfile.h"
#include "tree/tree.h"

const char *outcome_name(enum outcome outcome)
{
	static const char *const names[] = {
		[OUTCOME_PRESENT] = "present",	 [OUTCOME_NOT_AFFECTED] = "not-affected",
		[OUTCOME_PORTED] = "ported",	 [OUTCOME_PROPOSED] = "proposed",
		[OUTCOME_CONFLICT] = "conflict", [OUTCOME_ERROR] = "error",
	};

	return names[outcome];
}

const char *placement_name(enum placement placement)
{
	static const char *const names[] = {
		[PLACED_NOWHERE] = "nowhere", [PLACED_EXACT] = "exact", [PLACED_OFFSET] = "offset",
		[PLACED_MERGED] = "merged",   [PLACED_RULE] = "rule",
		[PLACED_MANUAL] = "manual",
	};

	return names[placement];
}

struct landing *landing_new(const char *path, const char *function, unsigned long line,
			    enum placement placement)
{
	struct landing *landing = g_new0(struct landing, 1);

	landing->path = g_strdup(path);
	landing->function = g_strdup(function);
	landing->line = line;
	landing->placement = placement;
	return landing;
}

void landing_free(struct landing *landing)
{
	if (!landing)
		return;
	g_free(landing->path);
	g_free(landing->function);
	g_free(landing->note);
	g_free(landing);
}

void attempt_free(struct attempt *attempt)
{
	if (!attempt)
		return;
	g_free(attempt->reason);
	g_free(attempt);
}

struct port *port_new(void)
{
	struct port *port = g_new0(struct port, 1);

	port->landings = g_ptr_array_new_with_free_func((GDestroyNotify)landing_free);
	port->residue = g_ptr_array_new_with_free_func(g_free);
	port->adapted = g_ptr_array_new_with_free_func(g_free);
	port->attempts = g_ptr_array_new_with_free_func((GDestroyNotify)attempt_free);
	port->files = g_ptr_array_new_with_free_func((GDestroyNotify)picked_file_free);
	port->warnings = g_ptr_array_new_with_free_func(g_free);
	port->conflicts = g_ptr_array_new_with_free_func((GDestroyNotify)explanation_free);
	return port;
}

void port_free(struct port *port)
{
	if (!port)
		return;
	g_free(port->reason);
	g_free(port->by_hand);
	g_free(port->left_out);
	g_free(port->reverted);
	g_free(port->claimed);
	g_ptr_array_unref(port->landings);
	g_ptr_array_unref(port->residue);
	g_ptr_array_unref(port->adapted);
	g_ptr_array_unref(port->attempts);
	g_ptr_array_unref(port->files);
	g_ptr_array_unref(port->warnings);
	g_ptr_array_unref(port->conflicts);
	g_clear_pointer(&port->drafts, g_ptr_array_unref);
	tree_free(port->after);
	g_free(port);
}
