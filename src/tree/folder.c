// SPDX-License-Identifier: GPL-2.0-only
/*
 * A plain directory.  Paths are resolved by the kernel beneath the root
 * (openat2 with RESOLVE_BENEATH): a symbolic link inside may be followed, one
 * that leads out may not.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "tree/backend.h"

struct folder {
	int root;
};

static int open_beneath(const struct tree *tree, const char *path, int flags)
{
	const struct folder *folder = tree->data;
	struct open_how how = {
		.flags = flags | O_CLOEXEC,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
	};

	return syscall(SYS_openat2, folder->root, *path ? path : ".", &how, sizeof(how));
}

static enum tree_entry folder_entry(const struct tree *tree, const char *path)
{
	int fd = open_beneath(tree, path, O_PATH | O_NOFOLLOW);
	struct stat st;
	bool ok;

	if (fd < 0)
		return TREE_NONE;
	ok = !fstat(fd, &st);
	close(fd);
	if (!ok)
		return TREE_NONE;
	if (S_ISDIR(st.st_mode))
		return TREE_FOLDER;
	if (S_ISLNK(st.st_mode))
		return TREE_SYMLINK;
	if (!S_ISREG(st.st_mode))
		return TREE_OTHER;
	return st.st_mode & 0100 ? TREE_EXECUTABLE : TREE_FILE;
}

static GBytes *folder_target(const struct tree *tree, const char *path)
{
	int fd = open_beneath(tree, path, O_PATH | O_NOFOLLOW);
	char target[PATH_MAX];
	ssize_t size = fd < 0 ? -1 : readlinkat(fd, "", target, sizeof(target));

	if (fd >= 0)
		close(fd);
	return size < 0 ? NULL : g_bytes_new(target, size);
}

static GBytes *read_fd(int fd, const char *path, GError **error)
{
	struct stat st;
	g_autofree char *data = NULL;
	gsize done = 0;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode))
		return tree_missing(path, error);
	if ((gsize)st.st_size > FILE_MAX_SIZE) {
		g_set_error(error, BS_ERROR, BS_ERROR_LIMIT, "'%s' is larger than %lu MiB", path,
			    FILE_MAX_SIZE >> 20);
		return NULL;
	}
	data = g_malloc(st.st_size + 1);
	while (done < (gsize)st.st_size) {
		ssize_t n = read(fd, data + done, st.st_size - done);

		if (n < 0 && errno != EINTR) {
			g_set_error(error, BS_ERROR, BS_ERROR_IO, "cannot read '%s': %s", path,
				    g_strerror(errno));
			return NULL;
		}
		if (!n)
			break;
		done += MAX(n, 0);
	}
	return g_bytes_new_take(g_steal_pointer(&data), done);
}

static bool cannot_open(const char *path, GError **error)
{
	if (errno == ENOENT || errno == ENOTDIR)
		return tree_missing(path, error);
	g_set_error(error, BS_ERROR, errno == EXDEV ? BS_ERROR_UNSAFE : BS_ERROR_IO,
		    "cannot read '%s': %s", path,
		    errno == EXDEV ? "a symbolic link leads out of the tree" : g_strerror(errno));
	return false;
}

static GBytes *folder_read(const struct tree *tree, const char *path, bool here, GError **error)
{
	int fd = open_beneath(tree, path, O_RDONLY | O_NONBLOCK);
	GBytes *bytes;

	if (fd < 0) {
		cannot_open(path, error);
		return NULL;
	}
	bytes = read_fd(fd, path, error);
	close(fd);
	return bytes;
}

static void folder_list(const struct tree *tree, const char *path, GPtrArray *names)
{
	int fd = open_beneath(tree, path, O_RDONLY | O_DIRECTORY);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	if (!dir) {
		if (fd >= 0)
			close(fd);
		return;
	}
	while ((entry = readdir(dir))) {
		const char *name = entry->d_name;

		if (strcmp(name, ".") && strcmp(name, "..") && g_ascii_strcasecmp(name, ".git"))
			g_ptr_array_add(names, g_strdup(name));
	}
	closedir(dir);
}

/*
 * No digest of a digest: what is unlikely to stay the same when a file changes, as it is.
 * Inode and both times are those that git compares too.
 */
static void make_stamp(const struct stat *st, guint8 *stamp)
{
	const guint32 parts[] = {
		(guint32)st->st_ino ^ (guint32)(st->st_ino >> 32) ^ ((guint32)st->st_dev << 16),
		(guint32)st->st_size,
		(guint32)st->st_mtim.tv_sec ^ ((guint32)(st->st_size >> 32) << 20),
		(guint32)st->st_mtim.tv_nsec ^ ((guint32)st->st_ctim.tv_sec << 2),
		(guint32)st->st_ctim.tv_nsec ^ ((guint32)st->st_ctim.tv_sec >> 8),
	};

	G_STATIC_ASSERT(sizeof(parts) == SURVEY_STAMP);
	memcpy(stamp, parts, SURVEY_STAMP);
}

/*
 * What was changed just now may be changed again with the same times: clocks of file systems
 * stand still for up to two seconds.
 */
#define COARSE_SECONDS 3

static bool is_steady(const struct stat *st)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return st->st_mtim.tv_sec + COARSE_SECONDS < now.tv_sec &&
	       st->st_ctim.tv_sec + COARSE_SECONDS < now.tv_sec;
}

static bool place_enter(const struct tree *tree, const struct survey_place *parent,
			const char *name, const struct survey_name *item,
			struct survey_place *out)
{
	/* one that was listed itself just now is new, or may be: it is listed next */
	int flags = O_DIRECTORY | O_CLOEXEC | (item ? O_RDONLY : O_PATH);
	struct stat st;

	out->fd = parent ? openat(parent->fd, name, flags | O_NOFOLLOW) :
			   open_beneath(tree, name, flags);
	if (out->fd < 0)
		return false;
	if (fstat(out->fd, &st)) {
		close(out->fd);
		return false;
	}
	make_stamp(&st, out->stamp);
	out->steady = is_steady(&st);
	out->readable = item;
	return true;
}

static char kind_of(int fd, const struct dirent64 *entry)
{
	unsigned char type = entry->d_type;
	struct stat st;

	if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..") ||
	    !g_ascii_strcasecmp(entry->d_name, ".git"))
		return 0;
	if (type == DT_UNKNOWN && !fstatat(fd, entry->d_name, &st, AT_SYMLINK_NOFOLLOW))
		type = IFTODT(st.st_mode);
	return type == DT_DIR ? 'd' : type == DT_REG ? 'f' : 0;
}

static bool place_names(struct survey_place *place, struct survey_names *names)
{
	int fd = place->readable ? place->fd :
				   openat(place->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char buffer[32 << 10] __attribute__((aligned(8)));
	ssize_t size = -1;

	while (fd >= 0 && (size = getdents64(fd, buffer, sizeof(buffer))) > 0) {
		for (ssize_t at = 0; at < size;) {
			const struct dirent64 *entry = (const struct dirent64 *)(buffer + at);
			char kind = kind_of(place->fd, entry);

			if (kind)
				survey_names_add(names, entry->d_name, kind, NULL);
			at += entry->d_reclen;
		}
	}
	if (fd >= 0 && fd != place->fd)
		close(fd);
	return !size;
}

static bool place_stamp(const struct survey_place *place, const char *name,
			const struct survey_name *item, guint8 *out_stamp, bool *out_steady)
{
	struct stat st;

	if (fstatat(place->fd, name, &st, AT_SYMLINK_NOFOLLOW) || !S_ISREG(st.st_mode))
		return false;
	make_stamp(&st, out_stamp);
	*out_steady = is_steady(&st);
	return true;
}

/* the size that it has now is read, and a change that comes later changes the stamp */
static bool place_read(const struct tree *tree, const struct survey_place *place,
		       const char *name, const struct survey_name *item, const char *path,
		       struct survey_buffer *buffer, guint8 *out_stamp, bool *out_steady,
		       GError **error)
{
	int fd = openat(place->fd, name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;
	ssize_t n = 0;

	/* what is no file, or none any more, is nothing to tell of */
	if (fd < 0)
		return errno != ENOENT && errno != ELOOP && cannot_open(path, error);
	if (fstat(fd, &st) || !S_ISREG(st.st_mode)) {
		close(fd);
		return false;
	}
	if (!survey_buffer_grow(buffer, st.st_size, path, error)) {
		close(fd);
		return false;
	}
	buffer->size = 0;
	while (!buffer->passed_by && buffer->size < (gsize)st.st_size) {
		n = read(fd, buffer->data + buffer->size, st.st_size - buffer->size);
		buffer->size += MAX(n, 0);
		if (!n || (n < 0 && errno != EINTR))
			break;
	}
	close(fd);
	make_stamp(&st, out_stamp);
	*out_steady = is_steady(&st);
	return n >= 0 || cannot_open(path, error);
}

static void place_leave(struct survey_place *place)
{
	close(place->fd);
}

static const struct survey_backend folder_survey = {
	.enter = place_enter,
	.names = place_names,
	.stamp = place_stamp,
	.read = place_read,
	.leave = place_leave,
};

static bool folder_stamp(const struct tree *tree, const char *path, guint8 *out_stamp)
{
	int fd = open_beneath(tree, path, O_PATH);
	struct stat st;
	bool ok;

	if (fd < 0)
		return true;
	ok = !fstat(fd, &st);
	close(fd);
	if (ok)
		make_stamp(&st, out_stamp);
	return ok && is_steady(&st);
}

static void folder_free(struct tree *tree)
{
	struct folder *folder = tree->data;

	close(folder->root);
	g_free(folder);
}

static const struct tree_backend folder_backend = {
	.entry = folder_entry,
	.read = folder_read,
	.target = folder_target,
	.list = folder_list,
	.survey = &folder_survey,
	.stamp = folder_stamp,
	.free = folder_free,
};

struct tree *tree_open_folder(const char *path, GError **error)
{
	int root = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	struct folder *folder;
	struct tree *tree;

	if (root < 0) {
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING, "there is no tree at '%s': %s", path,
			    g_strerror(errno));
		return NULL;
	}
	folder = g_new0(struct folder, 1);
	folder->root = root;
	tree = g_new0(struct tree, 1);
	tree->backend = &folder_backend;
	tree->data = folder;
	tree->folder = g_canonicalize_filename(path, NULL);
	return tree;
}
