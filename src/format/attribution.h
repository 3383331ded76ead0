/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * "On 10/28/2025 8:28 AM, Rick Edgecombe wrote:".
 */
#ifndef FORMAT_ATTRIBUTION_H
#define FORMAT_ATTRIBUTION_H

#include <glib.h>
#include <stdbool.h>

#include "format/quote.h"

/** attribution_ends() - does the text end as an attribution does ("wrote:")? */
bool attribution_ends(const char *text);

/**
 * attribution_parse() - who wrote what is quoted, and when
 * @text: the attribution, its lines joined
 * @message: the reply; its date helps to read 10/11/2025
 * @out: gets author_name, author_email, has_date, when, zone, zone_known
 */
void attribution_parse(const char *text, const struct message *message, struct reply *out);

#endif /* FORMAT_ATTRIBUTION_H */
