// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/error.h"
#include "base/progress.h"
#include "base/strings.h"
#include "base/tmpdir.h"

static bool io_error(GError **error, const char *what, const char *path, int cause)
{
	g_set_error(error, BS_ERROR, cause == ENOENT ? BS_ERROR_MISSING : BS_ERROR_IO,
		    "cannot %s '%s': %s", what, path, g_strerror(cause));
	return false;
}

static bool read_all(int fd, const char *path, GByteArray *to, GError **error)
{
	guint8 buffer[65536];
	ssize_t n;

	while ((n = read(fd, buffer, sizeof(buffer)))) {
		if (n < 0 && errno == EINTR) {
			if (interrupt_pending(error))
				return false;
			continue;
		}
		if (n < 0)
			return io_error(error, "read", path, errno);
		if (to->len + (size_t)n > FILE_MAX_SIZE) {
			g_set_error(error, BS_ERROR, BS_ERROR_LIMIT,
				    "'%s' is larger than %lu MiB", path, FILE_MAX_SIZE >> 20);
			return false;
		}
		g_byte_array_append(to, buffer, n);
	}
	return true;
}

static bool check_kind(int fd, const char *path, bool regular, GError **error)
{
	struct stat st;

	if (fstat(fd, &st))
		return true;
	if (S_ISDIR(st.st_mode))
		return io_error(error, "read", path, EISDIR);
	if (!regular || S_ISREG(st.st_mode))
		return true;
	g_set_error(error, BS_ERROR, BS_ERROR_IO, "cannot read '%s': it is no regular file", path);
	return false;
}

static GBytes *read_fd(int fd, const char *path, bool regular, GError **error)
{
	g_autoptr(GByteArray) content = g_byte_array_new();

	if (fd < 0) {
		io_error(error, "read", path, errno);
		return NULL;
	}
	if (!check_kind(fd, path, regular, error) || !read_all(fd, path, content, error))
		return NULL;
	return g_byte_array_free_to_bytes(g_steal_pointer(&content));
}

GBytes *file_read(const char *path, GError **error)
{
	bool is_stdin = !strcmp(path, "-");
	int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	GBytes *content = read_fd(fd, path, false, error);

	if (!is_stdin && fd >= 0)
		close(fd);
	return content;
}

GBytes *file_read_own(const char *path, GError **error)
{
	/* a FIFO would be waited for when it is opened; a regular file knows no such thing */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	GBytes *content = read_fd(fd, path, true, error);

	if (fd >= 0)
		close(fd);
	return content;
}

char *bytes_text(GBytes *bytes)
{
	gsize size = 0;
	const char *data = g_bytes_get_data(bytes, &size);

	/* empty bytes may have no data at all, and g_strndup(NULL, 0) is NULL */
	return data ? g_strndup(data, size) : g_strdup("");
}

bool folder_make(const char *path, GError **error)
{
	if (g_mkdir_with_parents(path, 0777))
		return io_error(error, "make the folder", path, errno);
	return true;
}

/* of a device there would be no end to read */
static bool same_content(const char *path, const char *data, gsize size)
{
	g_autofree char *old = NULL;
	struct stat st;
	gsize old_size;

	if (stat(path, &st) || !S_ISREG(st.st_mode) || (gsize)st.st_size != size)
		return false;
	return g_file_get_contents(path, &old, &old_size, NULL) && old_size == size &&
	       !memcmp(old, data, size);
}

bool file_write(const char *path, const char *data, gssize size, GError **error)
{
	gsize length = size < 0 ? strlen(data) : (gsize)size;
	g_autofree char *folder = g_path_get_dirname(path);
	g_autoptr(GError) cause = NULL;

	if (same_content(path, data, length))
		return true;
	if (!folder_make(folder, error))
		return false;
	if (!g_file_set_contents_full(path, data, length,
				      G_FILE_SET_CONTENTS_CONSISTENT |
					      G_FILE_SET_CONTENTS_DURABLE,
				      0666, &cause)) {
		g_set_error(error, BS_ERROR, BS_ERROR_IO, "cannot write '%s': %s", path,
			    cause->message);
		return false;
	}
	return true;
}

GPtrArray *folder_names(const char *path)
{
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	const char *name;

	while (dir && (name = g_dir_read_name(dir)))
		g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, compare_strings);
	return names;
}

static bool same_folder(const char *a, const char *b)
{
	g_autoptr(GPtrArray) in_a = folder_names(a);
	g_autoptr(GPtrArray) in_b = folder_names(b);

	if (in_a->len != in_b->len || !g_file_test(b, G_FILE_TEST_IS_DIR))
		return false;
	for (guint i = 0; i < in_a->len; i++) {
		g_autofree char *file_a = g_build_filename(a, in_a->pdata[i], NULL);
		g_autofree char *file_b = g_build_filename(b, in_b->pdata[i], NULL);
		g_autofree char *content = NULL;
		gsize size;

		if (strcmp(in_a->pdata[i], in_b->pdata[i]))
			return false;
		if (g_file_test(file_a, G_FILE_TEST_IS_DIR)) {
			if (!same_folder(file_a, file_b))
				return false;
			continue;
		}
		if (!g_file_get_contents(file_a, &content, &size, NULL) ||
		    !same_content(file_b, content, size))
			return false;
	}
	return true;
}

bool folder_replace(const char *staged, const char *path, GError **error)
{
	unsigned int exchange = g_file_test(path, G_FILE_TEST_EXISTS) ? RENAME_EXCHANGE : 0;

	if (exchange && same_folder(staged, path)) {
		remove_recursively(staged);
		return true;
	}
	if (renameat2(AT_FDCWD, staged, AT_FDCWD, path, exchange)) {
		int cause = errno;

		remove_recursively(staged);
		return io_error(error, "replace the folder", path, cause);
	}
	if (exchange)
		remove_recursively(staged);
	return true;
}

char *folder_upward(const char *start, const char *name, GFileTest test)
{
	g_autofree char *at = g_strdup(start);

	for (;;) {
		g_autofree char *path = g_build_filename(at, name, NULL);
		char *parent;

		if (g_file_test(path, test))
			return g_steal_pointer(&at);
		parent = g_path_get_dirname(at);
		if (!strcmp(parent, at)) {
			g_free(parent);
			return NULL;
		}
		g_free(at);
		at = parent;
	}
}

static const char *component_fault(const char *part)
{
	if (!*part || !strcmp(part, ".") || !strcmp(part, ".."))
		return "leaves the tree";
	return g_ascii_strcasecmp(part, ".git") ? NULL : "is git's own";
}

const char *path_fault(const char *path)
{
	g_auto(GStrv) parts = NULL;
	const char *fault = NULL;

	if (!path || !*path || *path == '/')
		return "leaves the tree";
	for (const char *p = path; *p; p++) {
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			return "holds a control character";
	}
	parts = g_strsplit(path, "/", -1);
	for (char **part = parts; *part && !fault; part++)
		fault = component_fault(*part);
	return fault;
}

bool path_is_safe(const char *path)
{
	return !path_fault(path);
}

const char *path_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

char *path_folder(const char *path)
{
	const char *slash = strrchr(path, '/');

	return g_strndup(path, slash ? slash - path : 0);
}

/* endings of what is read and not built; names without one are so, too, in capitals */
static const char *const prose[] = { ".rst", ".md", ".txt", ".html", ".svg", ".png", ".mailmap" };

bool path_is_prose(const char *path)
{
	const char *name = path_name(path);

	for (guint i = 0; i < G_N_ELEMENTS(prose); i++) {
		if (g_str_has_suffix(name, prose[i]) && strcmp(name, "CMakeLists.txt"))
			return true;
	}
	while (g_ascii_isupper(*name) || *name == '_')
		name++;
	return !*name;
}
