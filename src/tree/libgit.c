// SPDX-License-Identifier: GPL-2.0-only
#include "tree/libgit.h"

#include <git2.h>

#include "base/error.h"

/*
 * A repository with an extension that libgit2 does not know cannot be opened.  These do not say
 * how objects and refs are kept: the one tells that a work tree may have a configuration of its
 * own (git clone --sparse sets it, for the sparse checkout), the other that git repack and git gc
 * are not to remove objects.  In lower case, as libgit2 has the names of a configuration.
 */
static const char *const extensions[] = { "worktreeconfig", "preciousobjects" };

void libgit_init(void)
{
	static gsize done;

	git_libgit2_init();
	if (!g_once_init_enter(&done))
		return;
	/*
	 * Held to the end: with the last shutdown they are forgotten, and what it keeps for threads
	 * that live is lost.
	 */
	git_libgit2_init();
	git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, G_N_ELEMENTS(extensions));
	g_once_init_leave(&done, 1);
}

void libgit_no_commit(GError **error, const char *rev, int code)
{
	const git_error *cause = git_error_last();

	g_set_error(error, BS_ERROR, BS_ERROR_MISSING, "the repository has no commit '%s'%s%s",
		    rev, code == GIT_ENOTFOUND || !cause ? "" : ": ",
		    code == GIT_ENOTFOUND || !cause ? "" : cause->message);
}
