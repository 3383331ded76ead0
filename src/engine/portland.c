// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where a pick landed, and whether that is where upstream's change is.
 */
#include "engine/portland.h"

#include <string.h>

#include "base/strings.h"
#include "engine/image.h"
#include "engine/lex.h"
#include "engine/pick.h"
#include "format/linediff.h"

#define MODE_KIND 0170000
#define MODE_FILE 0100000

static const struct picked_file *file_at(const struct port *port, const char *path)
{
	for (guint i = 0; i < port->files->len; i++) {
		const struct picked_file *file = port->files->pdata[i];

		if (file->rung && !strcmp(file->path, path))
			return file;
	}
	return NULL;
}

/* upstream's name of a file of the result */
static const char *upstream_path(const struct port *port, const char *path)
{
	const struct picked_file *file = file_at(port, path);

	return file && file->from ? file->from : path;
}

/* the function of a change; where lines only went, of the line above them */
static const char *changed_in(const struct image *image, const struct change *change)
{
	size_t line = change->new_at + 1;

	if (!change->new_count && line > 1)
		line--;
	return image->lines->len ? image_function(image, MIN(line, image->lines->len)) : "";
}

/**
 * struct changed - upstream's change, for the functions that it lies in
 * @objects: where the files are
 * @base: tree before it; null for none
 * @theirs: tree after it
 */
struct changed {
	struct objects *objects;
	struct object_id base;
	struct object_id theirs;
};

static bool upstream_changed(const struct port_source *source, struct changed *out, GError **error)
{
	g_autoptr(commit) theirs = NULL, base = NULL;
	guint parent = MAX(source->parent, 1) - 1;

	out->objects = picker_objects(source->picker);
	out->base = source->base;
	out->theirs = source->theirs;
	if (!source->upstream)
		return true;
	theirs = objects_commit(out->objects, source->upstream, error);
	if (!theirs)
		return false;
	out->theirs = theirs->tree;
	if (parent >= theirs->parents->len)
		return true;
	base = objects_commit_by_id(out->objects,
				    &g_array_index(theirs->parents, struct object_id, parent),
				    error);
	if (base)
		out->base = base->tree;
	return base != NULL;
}

static struct image *image_in(struct objects *objects, const struct object_id *tree,
			      const char *path)
{
	struct tree_item item = { .mode = 0 };
	g_autoptr(GBytes) bytes = NULL;

	if (object_id_is_null(tree) || !objects_lookup(objects, tree, path, &item, NULL) ||
	    (item.mode & MODE_KIND) != MODE_FILE)
		return NULL;
	bytes = objects_blob(objects, &item.id, NULL);
	return bytes ? image_new(path, bytes) : NULL;
}

/* functions that upstream changes in a file */
static GPtrArray *functions_of(const struct image *before, const struct image *after)
{
	g_autoptr(GArray) changes = line_diff(before->lines, after->lines);
	GPtrArray *functions = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < changes->len; i++)
		add_string_once(functions,
				changed_in(after, &g_array_index(changes, struct change, i)));
	return functions;
}

/* upstream has the function, and leaves it alone */
static bool is_elsewhere(const GPtrArray *expected, const struct image *upstream,
			 const char *function)
{
	return *function && !has_string(expected, function) && !has_string(expected, "") &&
	       csource_function(upstream->source, function);
}

static void check_functions(struct port *port, const struct changed *changed,
			    const struct image *after, const GArray *changes)
{
	const char *from = upstream_path(port, after->path);
	g_autoptr(image) base = image_in(changed->objects, &changed->base, from);
	g_autoptr(image) theirs = image_in(changed->objects, &changed->theirs, from);
	g_autoptr(GPtrArray) expected = base && theirs ? functions_of(base, theirs) : NULL;

	for (guint i = 0; expected && i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);
		const char *function = changed_in(after, change);

		if (is_elsewhere(expected, base, function))
			g_ptr_array_add(port->warnings,
					g_strdup_printf("%s: the merge changes %s():%zu, which "
							"upstream does not touch", after->path,
							function, change->new_at + 1));
	}
}

static void land_file(struct port *port, const struct climb *climb, const struct changed *changed,
		      const char *path)
{
	g_autoptr(image) before = image_load(climb->tree, path, NULL);
	g_autoptr(image) after = image_load(port->after, path, NULL);
	const struct picked_file *file = file_at(port, path);
	bool exact = file && file->placement == PLACED_EXACT;
	g_autoptr(GArray) changes = NULL;

	if (!before || !after) {
		g_ptr_array_add(port->landings, landing_new(path, "", after != NULL, PLACED_EXACT));
		return;
	}
	changes = line_diff(before->lines, after->lines);
	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		g_ptr_array_add(port->landings,
				landing_new(path, changed_in(after, change), change->new_at + 1,
					    exact ? PLACED_EXACT : PLACED_MERGED));
	}
	if (!exact && path_is_c(path))
		check_functions(port, changed, after, changes);
}

bool port_land(struct port *port, const struct climb *climb, const struct port_source *source,
	       const GArray *deltas, GError **error)
{
	struct changed changed;

	if (!upstream_changed(source, &changed, error))
		return false;
	for (guint i = 0; i < deltas->len; i++)
		land_file(port, climb, &changed, g_array_index(deltas, struct tree_delta, i).path);
	return true;
}
