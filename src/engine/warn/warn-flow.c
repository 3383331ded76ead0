// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lines that compile in upstream's function and not in this tree's: a jump to a
 * label that it has not, a value that it does not return, a case or a
 * definition that is there already.
 */
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/heads.h"
#include "engine/code/ifs.h"
#include "engine/code/limits.h"
#include "engine/code/scans.h"
#include "engine/code/text.h"
#include "engine/merge/threeway.h"
#include "engine/warn/warnparts.h"

/* does "name:" stand where a statement may start, behind a "case" or a brace for one? */
static bool has_label(const struct extract *around, const struct lex *name)
{
	const char *text = around->text, *end = text + around->size, *at = text;

	while ((at = bytes_find(at, end - at, name->text, name->size))) {
		const char *line = at, *behind = at + name->size;
		bool starts;

		while (line > text && (line[-1] == ' ' || line[-1] == '\t'))
			line--;
		starts = line == text || strchr("\n:;{}", line[-1]);
		while (behind < end && (*behind == ' ' || *behind == '\t'))
			behind++;
		if (starts && behind < end && *behind == ':')
			return true;
		at += name->size;
	}
	return false;
}

/* a macro may put it there: "BAD_INDEX_LABEL;" for "bad_index" */
static bool may_have_label(const struct extract *around, const struct lex *name)
{
	enum lex_kind kind;
	struct lex lex;

	lex_init(&lex, around->text, around->size);
	while ((kind = lex_next(&lex)) != LEX_END)
		if (kind == LEX_WORD && is_macro_name(&lex) &&
		    lex_has(&lex, "label", strlen("label")) &&
		    lex_has(&lex, name->text, name->size))
			return true;
	return false;
}

bool function_has_label(const struct extract *around, const struct lex *name)
{
	return has_label(around, name) || may_have_label(around, name);
}

const char *label_behind(const char *from, const char *to, const struct lex *name)
{
	struct lex lex, next, last = { .text = ";" };
	enum lex_kind kind;

	lex_init(&lex, from, to - from);
	for (; (kind = lex_next(&lex)) != LEX_END; last = lex) {
		next = lex;
		if (kind == LEX_WORD && lex_same(&lex, name) && strchr(";{}:", *last.text) &&
		    lex_next(&next) == LEX_PUNCT && *next.text == ':')
			return lex.text;
	}
	return NULL;
}

/*
 * Is a label of this tree's file where a jump to it is looked for?  In some the cases of a switch,
 * and the braces that close them, are at the margin.
 */
static bool finds_labels(const struct extract *ours, const struct lex *name)
{
	g_autofree char *jump = g_strdup_printf("goto %.*s;", (int)name->size, name->text);
	const char *at = bytes_find(ours->text, ours->size, jump, strlen(jump));
	struct extract around;

	if (!at)
		return true;
	around = extract_definition(ours, at, at + strlen(jump));
	return has_label(&around, name);
}

enum returned { RETURNS_UNKNOWN, RETURNS_NOTHING, RETURNS_NUMBER };

static enum returned type_of(const struct lex *word, enum returned before)
{
	static const char *const numbers[] = { "int", "bool", "long", "unsigned", "ssize_t" };

	for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
		if (lex_is(word, numbers[i]))
			return RETURNS_NUMBER;
	return lex_is(word, "void") ? RETURNS_NOTHING : before;
}

/**
 * struct head_scan - the head of the function that a scan is in, or comes to
 * @type: what the words so far say
 * @returns: what the function returns, when its '(' was met
 * @name: of it, the word in front of the first '(' of the head
 * @round: open parentheses
 * @depth: open braces
 */
struct head_scan {
	enum returned type;
	enum returned returns;
	struct lex name;
	int round;
	int depth;
};

static void head_step(struct head_scan *scan, enum lex_kind kind, const struct lex *lex,
		      const struct lex *last)
{
	char c = kind == LEX_PUNCT ? *lex->text : '\0';

	if (c == '{')
		scan->depth++;
	else if (c == '}')
		scan->depth = MAX(scan->depth - 1, 0);
	if (scan->depth)
		return;
	if (lex->directive) {
		scan->type = RETURNS_UNKNOWN;
		scan->name.size = 0;
	} else if (c == '(') {
		if (!scan->round++ && !scan->name.size) {
			scan->returns = scan->type;
			scan->name = *last;
		}
	} else if (c == ')') {
		scan->round--;
	} else if (c == ';' || c == '}' || c == '*') {
		scan->type = scan->round ? scan->type : RETURNS_UNKNOWN;
		if (c == ';' || c == '}')
			scan->name.size = 0;
	} else if (kind == LEX_WORD && !scan->round) {
		scan->type = type_of(lex, scan->type);
	}
}

/* of the function that @at is in; several may stand in a line each */
static enum returned returns_of(const struct extract *around, const char *at, struct lex *name)
{
	struct head_scan scan = { .type = RETURNS_UNKNOWN };
	struct lex lex, last = { .text = "" };
	enum lex_kind kind;

	lex_init(&lex, around->text, around->size);
	for (; (kind = lex_next(&lex)) != LEX_END && lex.text < at; last = lex)
		head_step(&scan, kind, &lex, &last);
	*name = scan.name;
	return scan.returns;
}

/* how often "case NAME:" stands in a text */
static guint count_cases(const char *text, gsize size, const struct lex *name)
{
	const char *end = text + size, *at = text;
	guint count = 0;

	while (size && (at = bytes_find(at, end - at, name->text, name->size))) {
		const char *behind = at + name->size;

		count += at - text > 5 && !memcmp(at - 5, "case ", 5) && behind < end &&
			 *behind == ':';
		at = behind;
	}
	return count;
}

/* once more than upstream has it, and in the same function */
static bool is_case_again(const struct suspect *suspect, const struct extract *around,
			  const struct lex *name)
{
	return suspect->input->theirs &&
	       count_cases(around->text, around->size, name) > 1 &&
	       count_cases(suspect->result.text, suspect->result.size, name) >
	       count_cases(suspect->theirs.text, suspect->theirs.size, name);
}

/* "0", "-ENOMEM", "ret;" "d->out = get(d);"; what a function returns may be nothing too */
static bool is_value(enum lex_kind kind, struct lex lex)
{
	return kind == LEX_NUMBER || (kind == LEX_PUNCT && *lex.text == '-') ||
	       (kind == LEX_WORD && lex_next(&lex) != LEX_WORD && *lex.text != '(');
}

/** struct returning - does a function return nothing, in the first text that declares it? */
struct returning {
	const struct lex *name;
	bool nothing;
};

/* false when it tells */
static bool look_for_head(struct returning *returning, const struct extract *text)
{
	struct head head;

	if (!head_find(text->text, text->size, returning->name, &head))
		return true;
	returning->nothing = head.kind == VALUE_NONE;
	return false;
}

static bool look_into_header(void *data, struct header *header)
{
	struct returning *returning = data;
	struct extract text;

	return !header_naming(header, returning->name->text, returning->name->size, &text) ||
	       look_for_head(returning, &text);
}

static bool returns_nothing(const struct suspect *suspect, const struct lex *name)
{
	const struct warn_input *input = suspect->input;
	struct returning returning = { .name = name };

	if (look_for_head(&returning, &suspect->result) && input->headers)
		headers_reach(input->headers, input->path, input->result, look_into_header,
			      &returning);
	return returning.nothing;
}

/* "return f(x);" of a function that returns something upstream; f may return nothing, too */
static bool passes_value(const struct suspect *suspect, const struct lex *name, struct lex lex)
{
	const struct extract *theirs = &suspect->theirs;
	const struct lex called = lex;
	struct head there;

	return lex_next(&lex) == LEX_PUNCT && *lex.text == '(' &&
	       head_find(theirs->text, theirs->size, name, &there) && there.kind != VALUE_NONE &&
	       !returns_nothing(suspect, &called);
}

/* what a statement's first word tells; @lex stands on it; @searches: how many were made */
static void check_statement(struct suspect *suspect, const struct extract *around, struct lex lex,
			    guint *searches)
{
	const struct lex word = lex;
	enum lex_kind kind = lex_next(&lex);

	if (lex_is(&word, "goto") && kind == LEX_WORD) {
		if (!function_has_label(around, &lex) && finds_labels(&suspect->ours, &lex))
			add_stringf(suspect->warnings, "there is no label '%.*s' in the function "
				    "that jumps there", (int)lex.size, lex.text);
	} else if (lex_is(&word, "return") && ++*searches <= SEARCHES_MAX) {
		struct lex name = { .text = "" };
		enum returned returned = returns_of(around, word.text, &name);
		bool bare = kind == LEX_PUNCT && *lex.text == ';';

		if (!name.size)
			return;
		if (returned == RETURNS_NOTHING &&
		    (is_value(kind, lex) || passes_value(suspect, &name, lex)))
			add_stringf(suspect->warnings, "'%.*s' returns nothing here, and what "
				    "comes returns a value from it", (int)name.size, name.text);
		else if (returned == RETURNS_NUMBER && bare)
			add_stringf(suspect->warnings, "'%.*s' returns a value here, and what "
				    "comes returns nothing from it", (int)name.size, name.text);
	} else if (lex_is(&word, "case") && (kind == LEX_WORD || kind == LEX_NUMBER) &&
		   ++*searches <= SEARCHES_MAX && is_case_again(suspect, around, &lex)) {
		add_stringf(suspect->warnings, "'case %.*s' stands in the function twice",
			    (int)lex.size, lex.text);
	}
}

/* lines that came, and the definition that they came into */
static void check_lines(struct suspect *suspect, const char *from, const char *to, guint *searches)
{
	const struct extract around = extract_definition(&suspect->result, from, to);
	enum lex_kind kind;
	struct lex lex;

	/* where a function begins or ends in them, they are of several */
	if (strchr("{}", *from) || bytes_find(from, to - from, "\n{", 2) ||
	    bytes_find(from, to - from, "\n}", 2))
		return;
	lex_init_within(&lex, suspect->result.text, from, to);
	while ((kind = lex_next(&lex)) != LEX_END)
		if (kind == LEX_WORD && !lex.directive)
			check_statement(suspect, &around, lex, searches);
}

static bool concerns(const char *from, const char *to)
{
	static const char *const words[] = { "goto ", "return", "case ", NULL };

	return bytes_have_any(from, to - from, words);
}

static bool is_same(const struct cregion *region, const struct cregion *wanted)
{
	return region->kind == wanted->kind && region->name &&
	       !strcmp(region->name, wanted->name);
}

static guint count_definitions(const struct csource *source, const struct cregion *wanted)
{
	guint count = 0;

	for (guint i = 0; i < source->regions->len; i++) {
		const struct cregion *region = &g_array_index(source->regions, struct cregion, i);

		count += is_same(region, wanted);
	}
	return count;
}

/* each of them may be for a configuration of its own */
static bool is_alone(const struct csource *source, const struct cregion *wanted)
{
	for (guint i = 0; i < source->regions->len; i++) {
		const struct cregion *region = &g_array_index(source->regions, struct cregion, i);

		if (region != wanted && is_same(region, wanted) &&
		    !ifs_exclude(source, region->first_token, wanted->first_token))
			return false;
	}
	return true;
}

/* once more than there was, and than upstream has it */
static bool is_defined_again(const struct suspect *suspect, const struct cregion *region)
{
	const struct warn_input *input = suspect->input;
	const struct csource *result = scans_source(suspect->scans, input->result);
	guint count = count_definitions(result, region), before;

	if (count < 2 || is_alone(result, region))
		return false;
	before = count_definitions(scans_source(suspect->scans, input->ours), region);
	return before && count > before &&
	       count > count_definitions(scans_source(suspect->scans, input->theirs), region);
}

/* lines from 1 that the part begins and ends with */
static struct span part_lines(const struct extract *part)
{
	return (struct span){ text_line_at(part->text, part->from),
			      text_line_at(part->text, part->to) };
}

/* does a line that came begin with the brace that a definition's body has at the margin? */
static bool brings_body(struct suspect *suspect)
{
	const struct part_changes *here = suspect_here(suspect);

	for (guint i = 0; i < here->changes->len; i++) {
		const struct change *change = &g_array_index(here->changes, struct change, i);

		for (size_t k = 0; k < change->new_count; k++)
			if (*g_array_index(here->new, struct line, change->new_at + k).text == '}')
				return true;
	}
	return false;
}

void suspect_defined(struct suspect *suspect)
{
	const struct warn_input *input = suspect->input;
	const struct extract *result = &suspect->result;
	const struct csource *source;
	struct span lines;

	if (!input->ours || !input->theirs || suspect_is_plain(suspect) ||
	    !bytes_find(result->text + result->from, result->to - result->from, "\n}", 2) ||
	    !brings_body(suspect))
		return;
	source = scans_source(suspect->scans, input->result);
	lines = part_lines(result);
	for (guint i = 0; i < source->regions->len; i++) {
		const struct cregion *region = &g_array_index(source->regions, struct cregion, i);

		if ((region->kind == CREGION_FUNCTION || region->kind == CREGION_TYPE) &&
		    region->name && *region->name && region->last >= lines.at &&
		    region->first < lines.end && is_defined_again(suspect, region)) {
			add_stringf(suspect->warnings, "'%s' is defined twice", region->name);
			return;
		}
	}
}

void suspect_flow(struct suspect *suspect)
{
	const struct extract *result = &suspect->result;
	struct line added;
	guint searches = 0;

	if (!suspect->input->ours || suspect_is_plain(suspect) ||
	    !concerns(result->text + result->from, result->text + result->to))
		return;
	for (guint i = 0; suspect_added(suspect, i, &added); i++)
		if (concerns(added.text, added.text + added.size))
			check_lines(suspect, added.text, added.text + added.size, &searches);
}
