// SPDX-License-Identifier: GPL-2.0-only
/*
 * A port that a person completed: what it changes is found out as for any other.
 */
#include "engine/result/port.h"

#include "base/strings.h"
#include "engine/code/image.h"
#include "engine/ladder/draft.h"
#include "engine/ladder/ladder.h"
#include "engine/port/portcheck.h"
#include "engine/port/portgit.h"

static void land_changes(struct port *port, const char *path, GBytes *before, GBytes *after)
{
	g_autoptr(image) old = image_new(path, before);
	g_autoptr(image) new = image_new(path, after);

	landings_add(port->landings, old, new, PLACED_MANUAL);
}

/* true when the file is another than the tree's */
static bool take(struct port *port, const struct tree *tree, const struct draft *draft,
		 GBytes *edited)
{
	bool there = draft->ours && !draft->from;

	if (!edited && there)
		tree_drop(port->after, draft->path);
	if (!edited)
		return there;
	if (there && g_bytes_equal(draft->ours, edited) &&
	    tree_entry(tree, draft->path) == draft->kind)
		return false;
	tree_put(port->after, draft->path, edited, draft->kind);
	if (draft->ours)
		land_changes(port, draft->path, draft->ours, edited);
	else
		g_ptr_array_add(port->landings, landing_new(draft->path, "", 1, PLACED_MANUAL));
	return true;
}

/* a file that is not in edit/ any more: perhaps by mistake */
static void warn_of_removed(struct port *port, const struct patch *patch, const GPtrArray *drafts,
			    const GPtrArray *edited)
{
	for (guint i = 0; i < drafts->len; i++) {
		const struct draft *draft = drafts->pdata[i];

		if (draft->ours && draft->given && !edited->pdata[i] && !draft_goes(draft, patch))
			add_stringf(port->warnings, "'%s' is removed by hand: upstream keeps it",
				    draft->path);
	}
}

static const char *draft_here(const void *data, const char *path)
{
	const GPtrArray *drafts = data;

	for (guint i = 0; i < drafts->len; i++) {
		const struct draft *draft = drafts->pdata[i];

		if (!g_strcmp0(draft->upstream, path))
			return draft->path;
	}
	return NULL;
}

struct port *port_by_hand(const struct tree *tree, const struct words *words,
			  const struct patch *patch, const struct port_source *source,
			  const GPtrArray *drafts, const GPtrArray *edited)
{
	struct port *port = port_new();
	struct patched in = { .before = tree, .words = words };
	bool changes = false;

	tree_check(tree, NULL);
	in.after = port->after = tree_overlay(tree);
	for (guint i = 0; i < drafts->len; i++)
		changes |= take(port, tree, drafts->pdata[i], edited->pdata[i]);
	port->judged = true;
	if (!changes) {
		g_clear_pointer(&port->after, tree_free);
		port->outcome = OUTCOME_PRESENT;
		port->reason = g_strdup("by hand: whoever completed it left the tree as it was");
		return port;
	}
	port->outcome = OUTCOME_PORTED;
	port->rung = "manual";
	port->reason = g_strdup("a person completed what was a conflict");
	port_judge(port, tree, patch, draft_here, drafts);
	warn_of_removed(port, patch, drafts, edited);
	port_check(port, &in, patch, source, drafts, edited);
	return port;
}
