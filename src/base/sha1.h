/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * SHA-1, for names of git objects.  No guard against made-up collisions: a name
 * computed here is told to a person or compared; what is written to a
 * repository is hashed once more by what writes it.
 */
#ifndef BASE_SHA1_H
#define BASE_SHA1_H

#include <glib.h>

#define SHA1_SIZE 20

/**
 * sha1_of_both() - SHA-1 of one text with another behind it
 * @head, @head_size: the first, may be empty
 * @text, @size: the second, may be empty
 * @out: the digest
 */
void sha1_of_both(const void *head, gsize head_size, const void *text, gsize size,
		  guint8 out[SHA1_SIZE]);

/** sha1_of_both_plainly() - the same on any processor; for tests and where there is no other */
void sha1_of_both_plainly(const void *head, gsize head_size, const void *text, gsize size,
			  guint8 out[SHA1_SIZE]);

#endif /* BASE_SHA1_H */
