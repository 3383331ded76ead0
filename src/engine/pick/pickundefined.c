// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a pick declares for others, and nothing in the tree defines: upstream's
 * definition is in an edit that was left out.  The files compile, each for
 * itself.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/declares.h"
#include "engine/code/heads.h"
#include "engine/code/lex.h"
#include "engine/code/mention.h"
#include "engine/code/text.h"
#include "engine/names/words.h"
#include "engine/pick/picknames.h"

/* no declaration is longer, in bytes */
#define DECLARATION_MAX 2000

/* names of a pick that are looked for */
#define NAMES_MAX 100

/* how the names of macros begin that declare for others what another one defines */
#define DECLARING "DECLARE_"

/* is the line that ends at @newline one of the preprocessor's? */
static bool ends_directive(const char *text, const char *newline)
{
	return *text_line_start(text, newline) == '#' && newline[-1] != '\\';
}

/* behind what ends in front of the statement that @at is in */
static const char *declaration_start(const char *text, const char *at)
{
	const char *far = at - text > DECLARATION_MAX ? at - DECLARATION_MAX : text;

	for (; at > far && !strchr(";{}", at[-1]); at--)
		if ((at[-1] == '\n' && ends_directive(text, at - 1)) ||
		    (at[-1] == '/' && at - far > 1 && at[-2] == '*'))
			return at;
	return at;
}

static bool begins_with(const struct lex *name, const char *with)
{
	return name->size > strlen(with) && !memcmp(name->text, with, strlen(with));
}

/* a macro that may define what it is given; in a header "DECLARE_WORK(name)" does not */
static bool is_macro_call(const char *from, const char *at, bool header)
{
	struct lex lex, next;

	lex_init(&lex, from, at - from);
	if (lex_next(&lex) != LEX_WORD || !is_macro_name(&lex) || begins_with(&lex, "EXPORT") ||
	    (header && begins_with(&lex, DECLARING)))
		return false;
	next = lex;
	return lex_next(&next) == LEX_PUNCT && *next.text == '(';
}

/* does a '{' follow the parentheses that come next? */
static bool has_body(struct lex lex)
{
	enum lex_kind kind;

	lex_close(&lex);
	while ((kind = lex_next(&lex)) != LEX_END && !(kind == LEX_PUNCT && *lex.text == ';'))
		if (kind == LEX_PUNCT && *lex.text == '{')
			return true;
	return false;
}

/** struct place - where a name is looked for */
struct place {
	const char *text;
	bool header;
};

/* is the name defined where it stands? A macro may do it */
static bool is_definition(void *data, const char *at, const char *end)
{
	const struct place *place = data;
	const char *from = declaration_start(place->text, at);
	struct lex lex, last = { .size = 0 };
	enum lex_kind kind, before = LEX_END;
	bool external = false;

	lex_init(&lex, from, MIN(end - from, 2 * DECLARATION_MAX));
	while ((kind = lex_next(&lex)) != LEX_END && lex.text < at) {
		external |= kind == LEX_WORD && lex_is(&lex, "extern");
		before = kind;
		last = lex;
	}
	if (lex.text != at || external)
		return false;
	if (before == LEX_DEFINE || is_macro_call(from, at, place->header))
		return true;
	if (!(before == LEX_WORD && !lex_command(last.text, last.size)) &&
	    !(before == LEX_PUNCT && strchr("*,", *last.text)))
		return false;
	kind = lex_next(&lex);
	return kind == LEX_PUNCT &&
	       (*lex.text == '(' ? has_body(lex) : strchr("=;[,", *lex.text) != NULL);
}

static bool defines(GBytes *bytes, const char *path, const struct lex *name)
{
	const struct extract text = extract_of(bytes);
	struct place place = { text.text, path_is_header(path) };
	const struct wanted_name wanted = { name->text, name->size, is_definition, &place };

	if (!text_mentions(text.text, text.size, name->text, name->size))
		return false;
	return !path_is_c(path) || text_uses(&text, &wanted);
}

/* does a file define it that this tree lacks? */
static bool is_in_lacking(const struct pick_job *job, const struct lex *name)
{
	bool there = false;

	for (guint i = 0; i < job->files->len && !there; i++) {
		const struct file_merge *file = job->files->pdata[i];
		g_autoptr(GBytes) bytes = NULL;

		if (file->state != MERGE_ABSENT || !tree_item_is_file(&file->theirs) ||
		    !path_is_c(file->path))
			continue;
		bytes = objects_blob_here(job->objects, &file->theirs.id, NULL);
		there = defines(bytes, file->path, name);
	}
	return there;
}

/* does one of upstream's files define it, and none of those that are made of them? */
static bool is_lost(const struct pick_job *job, const struct lex *name)
{
	bool there = false;

	for (guint i = 0; i < job->texts->len; i++) {
		const struct pick_text *text = job->texts->pdata[i];

		if (defines(text->result, text->file->path, name))
			return false;
		there |= defines(text->theirs, text->file->path, name);
	}
	return there || is_in_lacking(job, name);
}

/* "DEFINE_PER_CPU(int, name)" at the margin */
static bool is_macro_definition(void *data, const char *at, const char *end)
{
	const struct place *place = data;
	const char *from = declaration_start(place->text, at);

	while (from < at && *from == '\n')
		from++;
	return text_line_start(place->text, from) == from &&
	       is_macro_call(from, at, place->header);
}

/**
 * struct home - where a name may be defined
 * @met: one of the files that were read may define it, for its own use or for others
 */
struct home {
	const struct lex *name;
	bool met;
};

static void look_into(void *data, const char *path, const struct extract *text)
{
	struct home *home = data;
	struct place place = { text->text, path_is_header(path) };
	const struct wanted_name wanted = { home->name->text, home->name->size,
					    is_macro_definition, &place };

	home->met = home->met || text_declares_for_all(text->text, text->size, home->name) ||
		    text_uses(text, &wanted);
}

/* in files besides those of the pick; true where that takes long to find out */
static bool is_defined_outside(struct pick_names *names, const struct lex *name)
{
	const int files = pick_names_outside(names, TEXT_OURS, name, WORD_NAME);
	struct home home = { .name = name };

	if (files > PICK_VISITS_MAX ||
	    pick_names_outside(names, TEXT_OURS, name, WORD_CALLABLE) > 0)
		return true;
	return files > 0 && (!pick_names_visit(names, name, WORD_NAME, look_into, &home) ||
			     home.met);
}

/**
 * struct declared - a scan for declarations
 * @external: the statement so far has "extern"
 * @call: and a '('
 * @words: how many words it has in front of that
 * @round, @depth: open parentheses and braces
 * @name: the last of these words
 * @argument: the last word between the parentheses
 */
struct declared {
	bool external;
	bool call;
	guint words;
	int round;
	int depth;
	struct lex name;
	struct lex argument;
};

/* "DECLARE_PER_CPU(int, name);" sets the name */
static bool is_declared_by_macro(struct declared *declared)
{
	if (declared->words != 1 || !declared->call || !declared->argument.size ||
	    !begins_with(&declared->name, DECLARING))
		return false;
	declared->name = declared->argument;
	return true;
}

/* true at the end of a statement that declares @name for others */
static bool declared_step(struct declared *declared, enum lex_kind kind, const struct lex *lex,
			  bool header)
{
	char c = kind == LEX_PUNCT ? *lex->text : '\0';
	bool ends = c == ';' && !declared->round;
	bool declares = ends && declared->name.size && !declared->depth &&
			(declared->words > 1 ? declared->external || (header && declared->call) :
					       header && is_declared_by_macro(declared));

	declared->depth = MAX(declared->depth + (c == '{') - (c == '}'), 0);
	if (lex->directive || ends || c == '{' || c == '}') {
		*declared = (struct declared){ .depth = declared->depth,
					       .name = declares ? declared->name :
								  (struct lex){ .size = 0 } };
		return declares;
	}
	if (kind == LEX_WORD && !declared->round && !declared->call) {
		declared->external |= lex_is(lex, "extern");
		declared->words++;
		declared->name = *lex;
	}
	if (kind == LEX_WORD && declared->round == 1)
		declared->argument = *lex;
	declared->call |= c == '(' && !declared->round;
	declared->round += (c == '(') - (c == ')');
	if (c == '=' || lex_is(lex, "static") || lex_is(lex, "typedef"))
		declared->words = 0;
	return false;
}

static void check_text(struct pick_names *names, const struct pick_text *text, guint *left,
		       GPtrArray *warnings)
{
	const bool header = path_is_header(text->file->path);
	struct extract ours = extract_of(text->ours), result = extract_of(text->result);
	struct declared declared = { .words = 0 };
	const char *from, *to;
	enum lex_kind kind;
	struct lex lex;

	extract_cut(&result, &ours);
	to = result.text + result.to;
	from = lex_code_start(result.text, result.text + result.from, to);
	lex_init(&lex, from, to - from);
	while (*left && (kind = lex_next(&lex)) != LEX_END) {
		struct lex name;

		if (!declared_step(&declared, kind, &lex, header))
			continue;
		name = declared.name;
		declared.name.size = 0;
		--*left;
		if (!text_mentions(ours.text, ours.size, name.text, name.size) &&
		    is_lost(names->job, &name) && !is_defined_outside(names, &name))
			add_stringf(warnings, "'%.*s' is declared in '%s', and nothing here "
				    "defines it", (int)name.size, name.text, text->file->path);
	}
}

void pick_undefined(struct pick_names *names, struct picked *picked)
{
	const struct pick_job *job = names->job;
	guint left = NAMES_MAX;

	for (guint i = 0; job->picker->ours_words && i < job->texts->len; i++) {
		const struct pick_text *text = job->texts->pdata[i];

		if (text->result && path_is_c(text->file->path))
			check_text(names, text, &left, picked->warnings);
	}
}
