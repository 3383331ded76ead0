// SPDX-License-Identifier: GPL-2.0-only
#include "job/portconflict.h"

#include <string.h>

#include "base/file.h"
#include "engine/draft.h"
#include "engine/explain.h"
#include "engine/portgit.h"
#include "job/byhand.h"

/* in the folder of the series */
#define RESOLUTIONS "resolutions"

/* other series that may have what is missing; more would take longer to read than to look for */
#define MAX_OTHERS 200

static char *records_path(const struct run *run)
{
	return g_build_filename(run->workspace->patches, run->series->name, RESOLUTIONS, NULL);
}

bool conflicts_begin(struct run *run, GError **error)
{
	g_autofree char *path = records_path(run);

	run->records = records_new();
	return records_load(run->records, path, error);
}

void conflicts_clear(struct run *run)
{
	g_clear_pointer(&run->records, records_free);
}

static struct byhand_place place_of(const struct run *run, const struct patch *patch)
{
	return (struct byhand_place){
		.workspace = run->workspace,
		.series = run->series->name,
		.tree = run->conf->name,
		.patch = patch,
	};
}

bool conflict_taken(struct run *run, const struct patch *patch, const struct tree *tree,
		    struct port **out, GError **error)
{
	const struct byhand_place place = place_of(run, patch);
	g_autofree char *by = g_strdup_printf("%s <%s>", run->workspace->user_name,
					      run->workspace->user_email);
	struct byhand *byhand;
	guint open;

	*out = NULL;
	if (!byhand_read(&place, tree, run->options->resume, &byhand, error))
		return false;
	if (!byhand)
		return true;
	*out = port_by_hand(tree, patch, byhand->drafts, byhand->edited);
	if (!byhand->taken)
		run->learnt += byhand_learn(byhand, &place, by, run->records, &open);
	g_ptr_array_add(run->taken, byhand);
	return true;
}

bool conflicts_finish(struct run *run, GError **error)
{
	g_autofree char *path = records_path(run);
	bool good = !run->learnt || records_save(run->records, path, error);

	run->learnt = 0;
	for (guint i = 0; good && i < run->taken->len; i++) {
		const struct byhand *byhand = run->taken->pdata[i];

		good = byhand->taken || byhand_finish(byhand, error);
	}
	g_ptr_array_set_size(run->taken, 0);
	return good;
}

/* the other series of the workspace, read when first needed; a damaged one cannot help */
static void load_others(struct run *run)
{
	g_autoptr(GPtrArray) names = NULL;

	if (run->others)
		return;
	run->others = g_ptr_array_new_with_free_func((GDestroyNotify)series_free);
	names = folder_names(run->workspace->patches);
	for (guint i = 0; i < names->len && run->others->len < MAX_OTHERS; i++) {
		g_autofree char *folder =
			g_build_filename(run->workspace->patches, names->pdata[i], NULL);
		struct series *series = NULL;

		if (strcmp(names->pdata[i], run->series->name) && series_is_there(folder))
			series = series_load(folder, NULL);
		if (series)
			g_ptr_array_add(run->others, series);
	}
}

static guint number_of(const struct run *run, const struct patch *patch)
{
	guint number;

	return g_ptr_array_find(run->series->patches, patch, &number) ? number : 0;
}

static GPtrArray *explain(struct run *run, const struct patch *patch, const struct tree *tree,
			  const struct port_source *source, const struct port *port)
{
	g_autofree struct explain_source *at = NULL;
	struct explain_sources sources;

	load_others(run);
	at = g_new0(struct explain_source, run->others->len + 1);
	at[0] = (struct explain_source){ run->series->name, run->series->patches,
					 number_of(run, patch) };
	for (guint i = 0; i < run->others->len; i++) {
		const struct series *other = run->others->pdata[i];

		at[i + 1] = (struct explain_source){ other->name, other->patches, G_MAXUINT };
	}
	sources = (struct explain_sources){ at, run->others->len + 1 };
	if (source && port->files->len) {
		const struct pick_request request = port_request(source);

		return explain_pick(source->picker, &request, port->files, &sources);
	}
	return explain_patch(tree, patch, &sources);
}

/* only the first conflict on a tree: what comes after it may be due to it */
static bool write_draft(struct run *run, const struct patch *patch, const struct tree *tree,
			const struct port_source *source, struct port *port,
			struct patch_result *result, GError **error)
{
	const struct byhand_place place = place_of(run, patch);
	g_autofree char *why = NULL;

	if (!port->drafts && source)
		why = g_strdup("not all of it can be completed by editing files with markers");
	else if (!port->drafts)
		port->drafts = drafts_of_patch(tree, patch, run->records, &why);
	if (port->drafts)
		return byhand_write(&place, port->drafts, &result->draft, error);
	g_ptr_array_add(result->notes, g_strdup_printf("there are no files to edit: %s", why));
	return true;
}

bool conflict_tell(struct run *run, const struct patch *patch, const struct tree *tree,
		   const struct port_source *source, struct port *port,
		   struct patch_result *result, GError **error)
{
	bool first = !run->conflicted;

	progress_step(run->options->progress, -1, "%s: why %s is a conflict", run->conf->name,
		      patch->subject->title);
	run->conflicted = true;
	g_ptr_array_unref(port->conflicts);
	port->conflicts = explain(run, patch, tree, source, port);
	if (!first || !run->options->conflicts || run->options->dry_run)
		return true;
	return write_draft(run, patch, tree, source, port, result, error);
}
