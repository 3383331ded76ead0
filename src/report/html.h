/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Parts of the page.  All text from outside goes through html_add().
 */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include <glib.h>

#include "report/result.h"

/** HTML_TEXT_LIMIT - bytes of one patch or one proof's output that the page shows */
#define HTML_TEXT_LIMIT (1UL << 20)

/** html_style - the style sheet */
extern const char html_style[];

/**
 * html_add() - append markup with escaped text in it
 * @out: the page
 * @markup: ours; each "%s" stands for the next argument, escaped; no other %
 */
void html_add(GString *out, const char *markup, ...);

/** html_diff() - append a patch: message, then the diff with classes a line */
void html_diff(GString *out, const char *text);

/** html_output() - append what a tool said */
void html_output(GString *out, const char *text);

/**
 * html_patch() - append the section of one patch on one tree
 * @out: the page
 * @id: anchor
 * @tree: the tree
 * @patch: the patch
 */
void html_patch(GString *out, const char *id, const struct tree_result *tree,
		const struct patch_result *patch);

#endif /* REPORT_HTML_H */
