/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What was understood of a mail, as one line of JSON.
 */
#ifndef REPORT_INSPECT_H
#define REPORT_INSPECT_H

#include <glib.h>
#include <stdbool.h>

#include "format/inspect.h"

/**
 * inspect_json() - a backstitch.inspect/1 object on one line, with a newline at the end
 * @inspected: the mail
 * @body: with the text of the commit message
 * Return: newly allocated
 */
char *inspect_json(const struct inspected *inspected, bool body);

#endif /* REPORT_INSPECT_H */
