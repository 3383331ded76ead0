/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a name that the lines which came use is told to be, here and upstream:
 * by the file itself, else by a header that it includes and that differs.
 */
#ifndef ENGINE_WARN_TOLD_H
#define ENGINE_WARN_TOLD_H

#include "engine/names/headerpairs.h"
#include "engine/warn/suspect.h"

/**
 * struct told - how a name was found
 * @read: reads what a text tells of it; false when that is nothing, or unclear
 * @in_headers: the way that the name is used is worth to read headers
 * @other: what it is called upstream; NULL for the same
 * @here, @there: for @read: of this tree's text and of upstream's
 * @where: gets the header; NULL where the file tells it
 */
struct told {
	bool (*read)(const struct extract *text, const struct lex *name, void *out);
	void *here;
	void *there;
	bool in_headers;
	const struct lex *other;
	struct header_pair *where;
};

/** told_find() - look for what both sides tell; false where one of them does not */
bool told_find(struct suspect *suspect, const struct lex *name, struct told *told);

/**
 * told_new() - has this tree's file the name only now?
 *
 * Whoever used it before knew what it is; and most names are in the file already, so that no header
 * is read for a change that brings none.
 */
bool told_new(const struct suspect *suspect, const struct lex *name);

/** told_where() - to be put behind a warning: " (a.h; upstream b.h)"; newly allocated */
char *told_where(const struct told *told);

#endif /* ENGINE_WARN_TOLD_H */
