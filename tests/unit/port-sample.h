/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Ports made by hand for the tests of the engine: a tree in memory, a diff as
 * text, and what became of it.
 */
#ifndef TESTS_PORT_SAMPLE_H
#define TESTS_PORT_SAMPLE_H

#include <glib.h>
#include <string.h>

#include "base/tmpdir.h"
#include "engine/port/portpatch.h"
#include "format/diff.h"
#include "format/patch.h"
#include "tree/tree.h"

/**
 * struct scene - a tree to port to
 * @dir: the empty folder that it stands on
 * @base: that folder
 * @tree: overlay with the files
 */
struct scene {
	struct tmpdir *dir;
	struct tree *base;
	struct tree *tree;
};

static inline struct scene *scene_new(void)
{
	struct scene *scene = g_new0(struct scene, 1);

	scene->dir = tmpdir_new(NULL);
	scene->base = tree_open_folder(tmpdir_path(scene->dir), NULL);
	g_assert_nonnull(scene->base);
	scene->tree = tree_overlay(scene->base);
	return scene;
}

static inline void scene_put(struct scene *scene, const char *path, const char *text)
{
	g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));

	tree_put(scene->tree, path, bytes, TREE_FILE);
}

static inline void scene_free(struct scene *scene)
{
	tree_free(scene->tree);
	tree_free(scene->base);
	tmpdir_free(scene->dir);
	g_free(scene);
}

typedef struct scene scene;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(scene, scene_free)

/** scene_patch() - a patch with this diff */
static inline struct patch *scene_patch(const char *text)
{
	g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
	g_autoptr(GError) error = NULL;
	struct patch *patch = patch_new();

	diff_free(patch->diff);
	patch->diff = diff_parse(bytes, &error);
	g_assert_no_error(error);
	return patch;
}

/** scene_port() - the whole ladder without a rule; the patch may go afterwards */
static inline struct port *scene_port(const struct scene *scene, const char *text)
{
	g_autoptr(patch) patch = scene_patch(text);
	g_autoptr(GError) error = NULL;
	struct port *port = port_patch(scene->tree, patch, NULL, NULL, &error);

	g_assert_no_error(error);
	g_assert_nonnull(port->reason);
	return port;
}

/** scene_text() - a file of a tree as text; NULL when there is none */
static inline char *scene_text(const struct tree *tree, const char *path)
{
	g_autoptr(GBytes) bytes = tree_read(tree, path, NULL);

	return bytes ? g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes)) : NULL;
}

/** expect_ported() - @diff on a tree with @before at "f.c" makes @after of it */
static inline void expect_ported(const char *before, const char *diff, const char *after)
{
	g_autoptr(scene) scene = scene_new();
	g_autofree char *text = NULL;
	struct port *port;

	scene_put(scene, "f.c", before);
	port = scene_port(scene, diff);
	g_test_message("%s: %s", outcome_name(port->outcome), port->reason);
	g_assert_cmpint(port->outcome, ==, OUTCOME_PORTED);
	text = scene_text(port->after, "f.c");
	g_assert_cmpstr(text, ==, after);
	port_free(port);
}

/** expect_outcome() - and a reason like @pattern */
static inline void expect_outcome(const char *before, const char *diff, enum outcome outcome,
				  const char *pattern)
{
	g_autoptr(scene) scene = scene_new();
	g_autoptr(port) port = NULL;

	scene_put(scene, "f.c", before);
	port = scene_port(scene, diff);
	g_test_message("%s: %s", outcome_name(port->outcome), port->reason);
	g_assert_cmpstr(outcome_name(port->outcome), ==, outcome_name(outcome));
	if (!g_regex_match_simple(pattern, port->reason, 0, 0))
		g_error("the reason '%s' does not match '%s'", port->reason, pattern);
}

#endif /* TESTS_PORT_SAMPLE_H */
