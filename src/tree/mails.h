/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * List archives kept in git the way public-inbox does it: one commit a mail,
 * which is the file "m" of its tree.
 */
#ifndef TREE_MAILS_H
#define TREE_MAILS_H

#include <glib.h>
#include <stdbool.h>

struct mails;

/**
 * mails_open() - open an archive
 * @repository: work tree, .git folder or bare repository
 * @error: BS_ERROR_MISSING, BS_ERROR_IO when an object cannot be read
 *
 * The mails are those of HEAD and its first parents.
 */
struct mails *mails_open(const char *repository, GError **error);

/** mails_count() - how many commits there are */
gsize mails_count(const struct mails *mails);

/**
 * mails_next() - the next mail, oldest first; commits without one are passed over
 * @mails: the archive
 * @out: gets the mail, valid until the next call, or NULL at the end
 * @out_size: gets its size
 * @error: BS_ERROR_IO when an object cannot be read, BS_ERROR_MISSING when it is not in the
 *         repository; the next call then goes on with the next mail
 */
bool mails_next(struct mails *mails, const char **out, gsize *out_size, GError **error);

void mails_free(struct mails *mails);

typedef struct mails mails;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(mails, mails_free)

#endif /* TREE_MAILS_H */
