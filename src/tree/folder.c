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
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
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

#define FIRST_READ (64U << 10)

/* a short read is the end: two calls a file, and no memory of its own */
static bool folder_read_into(const struct tree *tree, const char *path, GByteArray *buffer,
			     GError **error)
{
	int fd = open_beneath(tree, path, O_RDONLY | O_NONBLOCK);
	guint done = 0;
	ssize_t n;

	if (fd < 0)
		return cannot_open(path, error);
	do {
		if (done + FIRST_READ > buffer->len)
			g_byte_array_set_size(buffer, done + MAX(FIRST_READ, done));
		n = read(fd, buffer->data + done, buffer->len - done);
		done += MAX(n, 0);
	} while ((n > 0 && done == buffer->len && done < FILE_MAX_SIZE) ||
		 (n < 0 && errno == EINTR));
	close(fd);
	g_byte_array_set_size(buffer, done);
	return n >= 0 || cannot_open(path, error);
}

static GBytes *folder_read(const struct tree *tree, const char *path, GError **error)
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

	G_STATIC_ASSERT(sizeof(parts) == STAMP_SIZE);
	memcpy(stamp, parts, STAMP_SIZE);
}

struct files {
	const char *const *suffixes;
	GArray *files;
	GString *path;
};

static void files_below(struct files *f, int parent, const char *name);

static void files_entry(struct files *f, int dir, const struct dirent *entry)
{
	const char *name = entry->d_name;
	struct listed listed = { NULL };
	unsigned char type = entry->d_type;
	struct stat st;

	if (type == DT_UNKNOWN && !fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW))
		type = S_ISDIR(st.st_mode) ? DT_DIR : S_ISREG(st.st_mode) ? DT_REG : DT_LNK;
	if (type == DT_DIR && strcmp(name, ".") && strcmp(name, "..") &&
	    g_ascii_strcasecmp(name, ".git"))
		files_below(f, dir, name);
	if (type != DT_REG || !has_suffix(name, f->suffixes) ||
	    fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) || !S_ISREG(st.st_mode))
		return;
	listed.path = g_strconcat(f->path->str, name, NULL);
	listed.size = st.st_size;
	make_stamp(&st, listed.stamp);
	g_array_append_val(f->files, listed);
}

static void files_in(struct files *f, int fd)
{
	DIR *dir = fdopendir(fd);
	struct dirent *entry;

	if (!dir) {
		close(fd);
		return;
	}
	while ((entry = readdir(dir)))
		files_entry(f, dirfd(dir), entry);
	closedir(dir);
}

static void files_below(struct files *f, int parent, const char *name)
{
	gsize size = f->path->len;
	int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return;
	g_string_append_printf(f->path, "%s/", name);
	files_in(f, fd);
	g_string_truncate(f->path, size);
}

static void folder_files(const struct tree *tree, const char *below,
			 const char *const *suffixes, GArray *files)
{
	g_autoptr(GString) path = g_string_new(below);
	struct files f = { .suffixes = suffixes, .files = files, .path = path };
	int fd = open_beneath(tree, below, O_RDONLY | O_DIRECTORY);

	if (fd < 0)
		return;
	if (path->len)
		g_string_append_c(path, '/');
	files_in(&f, fd);
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
	.read_into = folder_read_into,
	.list = folder_list,
	.files = folder_files,
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
