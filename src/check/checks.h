/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The checks behind the rows of the table in check.c, one file each; see
 * struct check for what each function owes its caller.
 */
#ifndef CHECK_CHECKS_H
#define CHECK_CHECKS_H

#include "check/check.h"

bool check_placement(const struct claim *claim, struct proof *out, GError **error);
bool check_cocci(const struct claim *claim, struct proof *out, GError **error);
bool check_executed(const struct claim *claim, struct proof *out, GError **error);
bool check_checkpatch(const struct claim *claim, struct proof *out, GError **error);
bool check_compile(const struct claim *claim, struct proof *out, GError **error);
bool check_sparse(const struct claim *claim, struct proof *out, GError **error);

/** proof_show() - set @proof's output, freeing what was there; takes @text */
void proof_show(struct proof *proof, char *text);

/**
 * proof_needs() - is a tool installed?
 * @proof: set to skipped, with the package to install, when it is not
 * @tool: program
 */
bool proof_needs(struct proof *proof, const char *tool);

/**
 * proof_skip_error() - turn an error that only this proof minds into "skipped"
 * @proof: gets the message
 * @cause: taken
 * @error: gets @cause when it is the user's interrupt
 * Return: what the check's run returns
 */
bool proof_skip_error(struct proof *proof, GError *cause, GError **error);

#endif /* CHECK_CHECKS_H */
