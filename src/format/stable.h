/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a commit message asks of stable trees: the commits it fixes, and "Cc: stable".
 * Documentation/process/stable-kernel-rules.rst of the kernel gives the forms.
 */
#ifndef FORMAT_STABLE_H
#define FORMAT_STABLE_H

#include <glib.h>
#include <stdbool.h>

/**
 * struct fixed - a commit that is named with its title
 * @commit: 7 to 40 hexadecimal digits, lower case
 * @title: without quotes and parentheses, "" when it is not given
 */
struct fixed {
	char *commit;
	char *title;
};

/**
 * fixed_list() - what the "Fixes:" lines of a message name
 * @body: commit message; lines anywhere in it count, as for checkpatch and stable scripts
 * Return: struct fixed *, in order, each commit once, at most 1000; lines that name no commit
 *         are left out
 */
GPtrArray *fixed_list(const char *body);

/**
 * struct stable_request - "Cc: stable@vger.kernel.org # 6.16.x"
 * @wanted: a line asks for stable
 * @refused: a line asks the stable team's scripts to leave it (stable+noautosel@)
 * @since: oldest version to go to ("6.16"), NULL when none is named
 * @until: newest version to go to ("<= 6.3"), NULL when none is named
 * @needs: struct fixed *: commits to bring in before ("# 3.3.x: a1f84a3: sched: …")
 * @comment: all that is behind the "#", lines joined with "; ", NULL when there is nothing
 */
struct stable_request {
	bool wanted;
	bool refused;
	char *since;
	char *until;
	GPtrArray *needs;
	char *comment;
};

/** stable_request_of() - what a commit message asks of stable trees, never NULL */
struct stable_request *stable_request_of(const char *body);

void stable_request_free(struct stable_request *request);

typedef struct stable_request stable_request;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(stable_request, stable_request_free)

#endif /* FORMAT_STABLE_H */
