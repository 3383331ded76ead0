// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a pick declares for others, and nothing in the tree defines: upstream's
 * definition is in an edit that was left out.  The files compile, each for
 * itself.
 */
#include <string.h>

#include "base/file.h"
#include "base/strings.h"
#include "engine/heads.h"
#include "engine/lex.h"
#include "engine/pickabsent.h"
#include "engine/pickfile.h"
#include "engine/text.h"
#include "engine/warn.h"

/* no declaration is longer, in bytes */
#define DECLARATION_MAX 2000

/* names of a pick that are looked for */
#define NAMES_MAX 100

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

static bool is_macro_call(const char *from, const char *at)
{
	struct lex lex, next;

	lex_init(&lex, from, at - from);
	if (lex_next(&lex) != LEX_WORD || !is_macro_name(&lex) ||
	    (lex.size > 6 && !memcmp(lex.text, "EXPORT", 6)))
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

/* is the name defined where it stands? A macro may do it */
static bool is_definition(void *data, const char *at, const char *end)
{
	const char *from = declaration_start(data, at);
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
	if (before == LEX_DEFINE || is_macro_call(from, at))
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
	const struct wanted_name wanted = { name->text, name->size, is_definition,
					    (char *)text.text };

	if (!text_mentions(text.text, text.size, name->text, name->size))
		return false;
	return !path_is_c(path) || text_uses(&text, &wanted);
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
	return there;
}

/**
 * struct declared - a scan for declarations
 * @external: the statement so far has "extern"
 * @call: and a '('
 * @words: how many words it has in front of that
 * @round, @depth: open parentheses and braces
 * @name: the last of these words
 */
struct declared {
	bool external;
	bool call;
	guint words;
	int round;
	int depth;
	struct lex name;
};

/* true at the end of a statement that declares @name for others */
static bool declared_step(struct declared *declared, enum lex_kind kind, const struct lex *lex,
			  bool header)
{
	char c = kind == LEX_PUNCT ? *lex->text : '\0';
	bool ends = c == ';' && !declared->round;
	bool declares = ends && declared->words > 1 && declared->name.size && !declared->depth &&
			(declared->external || (header && declared->call));

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
	declared->call |= c == '(' && !declared->round;
	declared->round += (c == '(') - (c == ')');
	if (c == '=' || lex_is(lex, "static") || lex_is(lex, "typedef"))
		declared->words = 0;
	return false;
}

static void check_text(struct pick_job *job, const struct pick_text *text, guint *left,
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
		if (!words_has(job->picker->ours_words, WORD_NAME, name.text, name.size) &&
		    is_lost(job, &name))
			add_stringf(warnings, "'%.*s' is declared in '%s', and nothing here "
				    "defines it", (int)name.size, name.text, text->file->path);
	}
}

void pick_undefined(struct pick_job *job, struct picked *picked)
{
	guint left = NAMES_MAX;

	for (guint i = 0; job->picker->ours_words && i < job->texts->len; i++) {
		const struct pick_text *text = job->texts->pdata[i];

		if (text->result && path_is_c(text->file->path))
			check_text(job, text, &left, picked->warnings);
	}
}
