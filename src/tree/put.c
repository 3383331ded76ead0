// SPDX-License-Identifier: GPL-2.0-only
/*
 * libgit2 1.5 takes a file that could not be made for written: a folder that must not be written
 * to, or a full disk, is only noticed by looking.
 */
#include "tree/put.h"

#include <git2.h>
#include <string.h>

#include "base/error.h"

bool object_check(struct git_odb *odb, const struct object_id *id, const char *where,
		  GError **error)
{
	if (git_odb_exists(odb, (const git_oid *)id->bytes))
		return true;
	g_set_error(error, BS_ERROR, BS_ERROR_IO, "cannot write to '%s': an object that git's "
		    "library wrote is not there; is the disk full, or read-only?", where);
	return false;
}

bool object_put(struct git_odb *odb, GBytes *content, int type, const char *where,
		struct object_id *out, GError **error)
{
	const git_error *cause;
	gsize size;
	const void *data = g_bytes_get_data(content, &size);
	git_oid oid;

	git_error_clear();
	if (git_odb_write(&oid, odb, data ? data : "", size, type)) {
		cause = git_error_last();
		g_set_error(error, BS_ERROR, BS_ERROR_IO, "cannot write to '%s': %s", where,
			    cause ? cause->message : "unknown git error");
		return false;
	}
	memcpy(out->bytes, oid.id, OBJECT_ID_SIZE);
	return object_check(odb, out, where, error);
}
