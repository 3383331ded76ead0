/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tree files: stable-trees/NAME.ini, one key file a tree.  It says where the
 * tree is, how it is built and which proofs a port to it needs.
 */
#ifndef TREE_CONF_H
#define TREE_CONF_H

#include <glib.h>
#include <stdbool.h>

/**
 * struct tree_conf - one tree file
 * @name: "6.18.y"
 * @status: "mainline", "stable", "longterm" or "eol"
 * @git: URL, may be NULL
 * @ref: branch in it, may be NULL
 * @source: directory or REPOSITORY[:REF] on this machine; from "path" (relative to the
 *          tree file) or --tree; NULL when not known
 * @arch: for kbuild, NULL when the tree has no kbuild
 * @config: defconfig target
 * @options: char *: "KVM_INTEL=y"
 * @include: char *: include folders of a tree without kbuild, relative to the tree
 * @required: char *: proofs that a port must pass to be proven, in order; all there are
 *            when the tree file does not say
 *
 * Groups and keys of the file: [tree] name status git ref path, [kbuild] arch config
 * options, [headers] include, [proofs] required.
 */
struct tree_conf {
	char *name;
	char *status;
	char *git;
	char *ref;
	char *source;
	char *arch;
	char *config;
	GPtrArray *options;
	GPtrArray *include;
	GPtrArray *required;
};

/** tree_conf_new() - a tree called @name with the default status and proofs, the rest empty */
struct tree_conf *tree_conf_new(const char *name);

/** tree_conf_load() - read one tree file; BS_ERROR_INPUT names file, group and key */
struct tree_conf *tree_conf_load(const char *path, GError **error);

/** tree_conf_save() - write one tree file, atomically */
bool tree_conf_save(const struct tree_conf *conf, const char *path, GError **error);

/** tree_conf_load_all() - struct tree_conf * of all *.ini in @folder, oldest kernel first */
GPtrArray *tree_conf_load_all(const char *folder, GError **error);

void tree_conf_free(struct tree_conf *conf);

typedef struct tree_conf tree_conf;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(tree_conf, tree_conf_free)

#endif /* TREE_CONF_H */
