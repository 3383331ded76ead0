/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rule packs: folders under cocci/ with semantic patches, the facts they rest
 * on and their fixtures.  cocci/PACK/pack.ini names what each rule is for.
 */
#ifndef RULES_PACK_H
#define RULES_PACK_H

#include <glib.h>
#include <stdbool.h>

/**
 * struct rule - one semantic patch with what a port needs to know of it
 * @name: "tdx/tdr-exclusive"
 * @path: the .cocci file, absolute
 * @summary: one line for people
 * @targets: char *: identifiers one of which a file must use for the rule to matter
 * @upstream: char *: full commit ids of the upstream changes that the rule makes
 * @subjects: char *: titles of the patches that made those changes on the list
 * @verify: a .cocci file, absolute, that reports the wrong shapes, or NULL
 * @harness: a C file, absolute, that runs the ported function down every path, or NULL
 * @function: function that @harness includes
 * @caveat: what the change does not do that a reviewer of a backport must know, or NULL
 * @facts: a table, absolute, see facts.h, that makes it a rule about call sites; or NULL
 * @sites: char *: the functions that @facts says take the resource exclusively: the call
 *         sites that sites_judge() judges; empty without @facts
 * @lock: member name of the lock that such a call may need
 * @operands: char *: "vp:vcpu->kvm": from the struct that holds the member "vp", "vcpu->kvm"
 *            leads to the owner of @lock
 * @views: char *: "to_tdx:vcpu": the member "vcpu" of what to_tdx(X) returns is X
 * @scope: char *: folders in which callers are looked for
 * @first: char *: locks under which @lock is not taken
 * @needs: feature of a tree, see tree/probe.h, that what the rule writes needs; or NULL
 * @otherwise: the .cocci file, absolute, for trees without @needs; or NULL
 */
struct rule {
	char *name;
	char *path;
	char *summary;
	GPtrArray *targets;
	GPtrArray *upstream;
	GPtrArray *subjects;
	char *verify;
	char *harness;
	char *function;
	char *caveat;
	char *facts;
	GPtrArray *sites;
	char *lock;
	GPtrArray *operands;
	GPtrArray *views;
	GPtrArray *scope;
	GPtrArray *first;
	char *needs;
	char *otherwise;
};

/**
 * rule_load() - find "pack/rule" in a cocci/ folder
 * @cocci: path of the folder
 * @name: "tdx/tdr-exclusive"
 * @error: BS_ERROR_MISSING, listing the rules there are; BS_ERROR_INPUT
 */
struct rule *rule_load(const char *cocci, const char *name, GError **error);

/**
 * rule_load_all() - struct rule *: every rule of every pack, by name
 * @cocci: path of the folder
 * @faults: gets those that cannot be read, see rules/fault.h; NULL: then there must be none
 * @error: the folder cannot be read; without @faults, what is wrong with them, see
 *         rule_faults_error()
 */
GPtrArray *rule_load_all(const char *cocci, GPtrArray *faults, GError **error);

/** rule_is_below() - is @name the pack or rule @outer, or a rule of the pack @outer? */
bool rule_is_below(const char *name, const char *outer);

/**
 * rule_for_patch() - the rule that makes the change of a patch, by upstream id or title
 * @rules: from rule_load_all()
 * @upstream: commit id, full or 12 and more digits, or NULL
 * @title: subject without prefix
 * Return: borrowed from @rules, or NULL
 */
const struct rule *rule_for_patch(const GPtrArray *rules, const char *upstream,
				  const char *title);

void rule_free(struct rule *rule);

typedef struct rule rule;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(rule, rule_free)

#endif /* RULES_PACK_H */
