// SPDX-License-Identifier: GPL-2.0-only
#include "base/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/progress.h"

static bool cannot_write(GError **error, const char *path, const char *why)
{
	g_set_error(error, BS_ERROR, BS_ERROR_IO, "cannot write '%s': %s", path, why);
	return false;
}

static bool write_all(int fd, const char *path, const char *data, gsize size, GError **error)
{
	while (size) {
		ssize_t n = write(fd, data, size);

		if (n < 0 && errno == EINTR && interrupt_pending(error))
			return false;
		if (n < 0 && errno != EINTR)
			return cannot_write(error, path, g_strerror(errno));
		if (n > 0) {
			data += n;
			size -= n;
		}
	}
	return true;
}

/* a pipe waits for its reader, until the user has enough of it */
static int open_there(const char *path, GError **error)
{
	int fd;

	do {
		fd = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
		if (fd >= 0)
			return fd;
	} while (errno == EINTR && !interrupt_pending(error));
	if (errno != EINTR)
		cannot_write(error, path, g_strerror(errno));
	return -1;
}

static bool write_there(const char *path, const char *data, gsize size, GError **error)
{
	int fd = open_there(path, error);
	bool ok;

	if (fd < 0)
		return false;
	ok = write_all(fd, path, data, size, error);
	if (close(fd) && ok)
		return cannot_write(error, path, g_strerror(errno));
	return ok;
}

/* "/dev/stdout": a file that is open for appending is not to be replaced */
static int already_open(const struct stat *st)
{
	struct stat open;

	for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++) {
		if (!fstat(fd, &open) && open.st_dev == st->st_dev && open.st_ino == st->st_ino)
			return fd;
	}
	return -1;
}

static bool replace(const char *path, const char *data, gsize size, GError **error)
{
	g_autofree char *target = NULL;
	char *real;

	if (!g_file_test(path, G_FILE_TEST_IS_SYMLINK))
		return file_write(path, data, size, error);
	real = realpath(path, NULL);
	if (!real)
		return cannot_write(error, path, "a symbolic link that leads nowhere");
	target = g_strdup(real);
	free(real);
	return file_write(target, data, size, error);
}

bool output_write(const char *path, const char *data, gssize size, GError **error)
{
	gsize length = size < 0 ? strlen(data) : (gsize)size;
	struct stat st;
	int fd;

	if (stat(path, &st))
		return replace(path, data, length, error);
	fd = already_open(&st);
	if (fd >= 0)
		return write_all(fd, path, data, length, error);
	if (S_ISREG(st.st_mode))
		return replace(path, data, length, error);
	if (S_ISDIR(st.st_mode))
		return cannot_write(error, path, g_strerror(EISDIR));
	return write_there(path, data, length, error);
}
