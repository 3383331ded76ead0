// SPDX-License-Identifier: GPL-2.0-only
#include "base/tmpdir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/error.h"

struct tmpdir {
	char *path;
};

struct tmpdir *tmpdir_new(GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autofree char *path = g_dir_make_tmp("backstitch-XXXXXX", &cause);
	struct tmpdir *dir;

	if (!path) {
		g_set_error(error, BS_ERROR, BS_ERROR_IO,
			    "cannot make a scratch folder in '%s': %s; set TMPDIR to another place",
			    g_get_tmp_dir(), cause->message);
		return NULL;
	}
	dir = g_new0(struct tmpdir, 1);
	dir->path = g_steal_pointer(&path);
	return dir;
}

const char *tmpdir_path(const struct tmpdir *dir)
{
	return dir->path;
}

char *tmpdir_file(const struct tmpdir *dir, const char *name)
{
	return g_build_filename(dir->path, name, NULL);
}

static void empty_folder(int at)
{
	DIR *folder = fdopendir(at);
	struct dirent *entry;

	if (!folder) {
		close(at);
		return;
	}
	while ((entry = readdir(folder))) {
		int sub;

		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		if (!unlinkat(dirfd(folder), entry->d_name, 0))
			continue;
		sub = openat(dirfd(folder), entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
		if (sub < 0)
			continue;
		fchmod(sub, 0700);
		empty_folder(sub);
		unlinkat(dirfd(folder), entry->d_name, AT_REMOVEDIR);
	}
	closedir(folder);
}

void remove_recursively(const char *path)
{
	int at = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (at >= 0) {
		empty_folder(at);
		rmdir(path);
	} else {
		unlink(path);
	}
}

void tmpdir_free(struct tmpdir *dir)
{
	if (!dir)
		return;
	remove_recursively(dir->path);
	g_free(dir->path);
	g_free(dir);
}
