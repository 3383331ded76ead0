/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Runs one rule over many texts in one spatch, inside the cage.  A text that
 * hangs, dies or eats memory is stopped and named; the others are looked at.
 */
#ifndef RULES_BATCH_H
#define RULES_BATCH_H

#include <glib.h>
#include <stdbool.h>

/**
 * struct hit - something that the rule said
 * @line: of the text, from 1
 * @text: message; "" when the rule only marked the place.  A line number of the text in it
 *        stands between BATCH_LINE_START and BATCH_LINE_END
 */
struct hit {
	unsigned int line;
	char *text;
};

#define BATCH_LINE_START '\001'
#define BATCH_LINE_END '\002'

/**
 * struct bad - lines of a text that spatch could not parse
 * @first: from 1
 * @last: included
 */
struct bad {
	unsigned int first;
	unsigned int last;
};

/**
 * struct batch_text - one text and what came of it
 * @text: C source, owned
 * @hits: struct hit *
 * @bads: struct bad
 * @problem: why it was not looked at ("time limit reached"), or NULL
 * @data: of the caller
 */
struct batch_text {
	GString *text;
	GPtrArray *hits;
	GArray *bads;
	char *problem;
	void *data;
};

/** batch_text_new() - takes @text over */
struct batch_text *batch_text_new(GString *text);
void batch_text_free(struct batch_text *text);

/**
 * struct batch_spec - what is run and within which limits
 * @rule: text of the rule, as it may be run
 * @includes: name to text of the files that the rule includes, or NULL
 * @mode: virtual to switch on, "" for none
 * @scripts: it reports through scripts, not through marks
 * @single: one part is all of it, so that no other meets what the marks leave
 * @apart: see marks_are_apart()
 * @relocatable: mark line numbers in messages, see struct hit
 * @macros: macro file that stands for standard.h, or NULL
 * @isos: with standard.iso
 * @loops: follow loops (off: --no-loops)
 * @seconds: for one text
 * @memory: bytes for spatch
 * @name: of the rule, for messages
 */
struct batch_spec {
	const char *rule;
	GHashTable *includes;
	const char *mode;
	bool scripts;
	bool single;
	bool apart;
	bool relocatable;
	const char *macros;
	bool isos;
	bool loops;
	unsigned int seconds;
	gsize memory;
	const char *name;
};

/**
 * batch_run() - look at some texts
 * @spec: rule and limits
 * @texts: struct batch_text *; results are put into them
 * @error: BS_ERROR_INPUT for a rule that does not parse, BS_ERROR_MISSING, BS_ERROR_IO,
 *         BS_ERROR_INTERRUPTED
 */
bool batch_run(const struct batch_spec *spec, const GPtrArray *texts, GError **error);

#endif /* RULES_BATCH_H */
