/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Folders of mails and patches: quilt, maildir, or files with the usual
 * endings.
 */
#ifndef JOB_FOLDER_H
#define JOB_FOLDER_H

#include <glib.h>
#include <stdbool.h>

/**
 * folder_files() - the files of a folder that hold mails or patches, in order
 * @folder: with a quilt series file, with cur/ and new/, or with *.patch, *.diff, *.eml,
 *          *.mbox and *.mbx
 * @out_numbered: set when their order is that of a series; may be NULL
 * @error: BS_ERROR_INPUT when there is none, or as quilt_parse()
 * Return: char *, paths
 */
GPtrArray *folder_files(const char *folder, bool *out_numbered, GError **error);

#endif /* JOB_FOLDER_H */
