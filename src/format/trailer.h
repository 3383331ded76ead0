/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Trailers one by one; trailers_parse() for a whole message is in
 * format/patch.h.
 */
#ifndef FORMAT_TRAILER_H
#define FORMAT_TRAILER_H

#include <glib.h>
#include <stdbool.h>

#include "format/patch.h"

/**
 * trailer_parse_line() - a line as a trailer
 * @line: without newline
 * Return: the trailer, NULL when the line is none
 */
struct trailer *trailer_parse_line(const char *line);

/** trailer_is_person() - is it of the kind "Reviewed-by: Name <mail>"? */
bool trailer_is_person(const struct trailer *trailer);

/** trailer_is() - is its name @name, in any case? */
bool trailer_is(const struct trailer *trailer, const char *name);

/**
 * trailer_mail() - the address in "Name <mail>" or "mail"
 * @value: of a trailer
 * @out_name: gets the name, newly allocated, "" when there is none; may be NULL
 * Return: the address, newly allocated, "" when there is none
 */
char *trailer_mail(const char *value, char **out_name);

/** trailer_present() - does the message @body have this trailer already? */
bool trailer_present(const char *body, const struct trailer *trailer);

/** trailer_add() - @body with @trailer behind its trailers, newly allocated */
char *trailer_add(const char *body, const struct trailer *trailer);

/** same_person() - do two names tell of one person, "Edgecombe, Rick P" of "Rick Edgecombe"? */
bool same_person(const char *a, const char *b);

void trailer_free(struct trailer *trailer);

typedef struct trailer trailer;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(trailer, trailer_free)

#endif /* FORMAT_TRAILER_H */
