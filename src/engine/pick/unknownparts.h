/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the files of unknown.h. */
#ifndef ENGINE_PICK_UNKNOWNPARTS_H
#define ENGINE_PICK_UNKNOWNPARTS_H

#include "engine/names/treesearch.h"

/** enum asked_about - what names_unknown() asks of a name */
enum asked_about {
	ASKED_NAME,	/* it is in no file so far */
	ASKED_CALL,	/* nor is it called, or defined, in a file */
	ASKED_SAMPLE,	/* the tree's own files call it */
	ASKED_HEADER,	/* it is the tail of a path, from its '/' on */
	ASKED_SAMPLE_HEADER,	/* it is, and the tree's own files include it */
	ASKED_CLASS,	/* it is a class, as of a guard */
	ASKED_VARIABLE,	/* it is a variable that neither its function nor its file declares */
	ASKED_LOCAL,	/* it is, nor does a header that the file reaches */
	ASKED_UNSEEN,	/* a header declares it, which the file does not reach */
};

/**
 * variables_ask() - ask for the variables in the lines that came to a file
 * @ours, @made: the file without and with the patch
 *
 * Those that their function did not use so far and does not declare; one that the file knows
 * outside of functions, or uses elsewhere without a declaration, is a variable of all.
 */
void variables_ask(struct tree_search *search, GBytes *ours, GBytes *made);

/** variable_is_there() - does a header declare the variable, or a macro of that name? */
bool variable_is_there(const struct asked *asked, const char *path, const struct extract *text);

/** name_is_pasted() - may a macro of the part have made the name, or make others of it? */
bool name_is_pasted(const struct extract *part, const struct lex *name);

/**
 * unseen_ask() - ask which header declares what is in none that a file reaches; in a folder, as to
 *                read so many is dear in a git tree
 * @from: the names that were asked for from that one on are the file's
 */
void unseen_ask(struct tree_search *search, const char *path, guint from);

/** unseen_is_there() - is it such a header? */
bool unseen_is_there(const struct asked *asked, const char *path, const struct extract *text);

/** folder_is_unit() - do files of the folder that a path is in include each other's code? */
bool folder_is_unit(const struct tree *tree, const char *path);

#endif /* ENGINE_PICK_UNKNOWNPARTS_H */
