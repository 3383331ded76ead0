// SPDX-License-Identifier: GPL-2.0-only
/*
 * A result against the change itself: it should do to ours what upstream did
 * to the base, no less and nowhere else.
 */
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/mention.h"
#include "engine/code/scans.h"
#include "engine/code/text.h"
#include "engine/merge/threeway.h"
#include "engine/warn/suspect.h"
#include "format/csource.h"

/* letters of a line that tells one place from another, which a lone brace or "break;" does not */
#define TELLING_MIN 8

/* what is counted, and how many of each are not closed */
enum { BRACES, PARENTHESES, PAIRS };

static const char *const pairs[PAIRS] = { "{}", "()" };

struct balance {
	int open[PAIRS];
};

/* @part: of it alone, or NULL */
static struct balance balance_of(struct lex *lex, const struct extract *part)
{
	struct balance balance = { { 0 } };
	enum lex_kind kind;

	while ((kind = lex_next(lex)) != LEX_END) {
		if (kind != LEX_PUNCT || (part && !extract_holds(part, lex)))
			continue;
		for (int i = 0; i < PAIRS; i++)
			balance.open[i] += (*lex->text == pairs[i][0]) -
					   (*lex->text == pairs[i][1]);
	}
	return balance;
}

static struct balance balance_of_part(const struct extract *where)
{
	struct lex lex;

	extract_lex(where, &lex);
	return balance_of(&lex, where);
}

/* the same text, from a point in no comment on */
static bool same_extract(const struct extract *a, const struct extract *b)
{
	gsize size = a->to - a->start;

	return size == b->to - b->start && a->from - a->start == b->from - b->start &&
	       !memcmp(a->text + a->start, b->text + b->start, size);
}

static struct balance balance_of_all(const struct extract *where)
{
	struct lex lex;

	lex_init(&lex, where->text, where->size);
	return balance_of(&lex, NULL);
}

/* what balances better now was wrong before */
static bool is_worse(const struct suspect *suspect, int pair)
{
	const struct balance after = balance_of_all(&suspect->result);
	const struct balance before = balance_of_all(&suspect->ours);

	return ABS(after.open[pair]) > ABS(before.open[pair]);
}

void suspect_braces(struct suspect *suspect)
{
	struct balance ours, result, base, theirs;

	if (suspect_is_plain(suspect) ||
	    (same_extract(&suspect->base, &suspect->ours) &&
	     same_extract(&suspect->theirs, &suspect->result)))
		return;
	ours = balance_of_part(&suspect->ours);
	result = balance_of_part(&suspect->result);
	base = balance_of_part(&suspect->base);
	theirs = balance_of_part(&suspect->theirs);
	for (int i = 0; i < PAIRS; i++) {
		const int here = result.open[i] - ours.open[i];
		const int there = theirs.open[i] - base.open[i];

		if (here != there && is_worse(suspect, i))
			add_stringf(suspect->warnings, "braces: %d '%c' too many, compared with "
				    "upstream's change", ABS(here - there),
				    pairs[i][here < there]);
	}
}

/* the word of a directive at a '#'; an empty one where the '#' stands in a line */
static struct line directive_at(const char *text, const char *end, const char *hash)
{
	const char *from = text_line_start(text, hash);

	while (from < hash && (*from == ' ' || *from == '\t'))
		from++;
	return from == hash ? text_word_behind(hash + 1, end) : (struct line){ "", 0 };
}

/* how many #if are not closed; below 0 for an #endif too many */
static int open_arms(const struct extract *where)
{
	static const char *const opens[] = { "if", "ifdef", "ifndef", NULL };
	static const char *const closes[] = { "endif", NULL };
	const char *end = where->text + where->size, *at = where->text;
	int open = 0;

	while (where->size && at && (at = memchr(at, '#', end - at))) {
		const struct line word = directive_at(where->text, end, at);

		open += word.size && is_any_of(word.text, word.size, opens);
		open -= word.size && is_any_of(word.text, word.size, closes);
		/* it begins with its first one only */
		at = memchr(at, '\n', end - at);
	}
	return open;
}

/* the other half of what upstream takes away may have another shape here, and stay */
void suspect_conditionals(struct suspect *suspect)
{
	const int open = open_arms(&suspect->result);

	if (open && !open_arms(&suspect->ours) && !open_arms(&suspect->theirs))
		add_stringf(suspect->warnings, "%d %s in the result", ABS(open),
			    open > 0 ? "#if without an #endif" : "#endif without an #if");
}

/**
 * struct shape - what opens and closes in a part
 * @open: brackets of a kind that are not closed
 * @arms: words of lines that begin an #if
 */
struct shape {
	int open;
	int arms;
};

static struct shape shape_of(const struct extract *where, const char *pair)
{
	struct shape shape = { 0, 0 };
	enum lex_kind kind;
	struct lex lex;

	for (extract_lex(where, &lex); (kind = lex_next(&lex)) != LEX_END;) {
		if (!extract_holds(where, &lex))
			continue;
		if (kind == LEX_PUNCT)
			shape.open += (*lex.text == pair[0]) - (*lex.text == pair[1]);
		shape.arms += lex.conditional;
	}
	return shape;
}

/* a patch may be broken as it was mailed; the arms of an #if may each open what is closed once */
void suspect_brackets(struct suspect *suspect)
{
	if (!suspect->input->ours || suspect->input->theirs)
		return;
	for (int i = 0; i < PAIRS; i++) {
		struct shape ours = shape_of(&suspect->ours, pairs[i]);
		struct shape result = shape_of(&suspect->result, pairs[i]);

		if (ours.arms == result.arms && ours.open != result.open)
			add_stringf(suspect->warnings, "the lines that come have %d '%c' too many",
				    ABS(result.open - ours.open),
				    pairs[i][result.open < ours.open]);
	}
}

static unsigned int uses(const struct extract *where, const char *name, gsize size)
{
	struct lex lex;
	enum lex_kind kind;
	unsigned int count = 0;

	if (!text_mentions(where->text, where->size, name, size))
		return 0;
	lex_init(&lex, where->text, where->size);
	while ((kind = lex_next(&lex)) != LEX_END)
		if (kind == LEX_WORD && lex.size == size && !memcmp(lex.text, name, size))
			count++;
	return count;
}

/* upstream has no use of @name left, and here some are gone and some are not */
static bool left_over(const struct suspect *suspect, const char *name, gsize size)
{
	const struct wanted_name wanted = { .name = name, .size = size };
	unsigned int now;

	/* one that is seen at once spares a count of all */
	if (text_uses(&suspect->theirs, &wanted) || uses(&suspect->theirs, name, size))
		return false;
	now = uses(&suspect->result, name, size);
	return now && now < uses(&suspect->ours, name, size);
}

/* a clean merge leaves what upstream did not touch, and rightly so */
static bool is_plain_merge(const struct warn_input *input)
{
	g_autoptr(threeway) merge = threeway_new(input->base, input->ours, input->theirs, NULL);
	g_autoptr(GBytes) merged = merge->conflicts ? NULL : threeway_result(merge);

	return merged && g_bytes_equal(merged, input->result);
}

/* the next word of a part that may be a name */
static bool next_name(struct lex *lex, const struct extract *where)
{
	enum lex_kind kind;

	while ((kind = lex_next(lex)) != LEX_END)
		if (kind == LEX_WORD && lex->size > 2 && extract_holds(where, lex))
			return true;
	return false;
}

void suspect_counts(struct suspect *suspect)
{
	const struct warn_input *input = suspect->input;
	struct bag seen;
	struct lex lex;

	if (!input->base || !input->ours || !input->theirs)
		return;
	bag_init(&seen);
	for (extract_lex(&suspect->theirs, &lex); next_name(&lex, &suspect->theirs);)
		bag_add(&seen, lex_hash(lex.text, lex.size));
	for (extract_lex(&suspect->base, &lex); next_name(&lex, &suspect->base);)
		if (bag_add(&seen, lex_hash(lex.text, lex.size)) &&
		    !lex_keyword(lex.text, lex.size) && left_over(suspect, lex.text, lex.size) &&
		    !is_plain_merge(input))
			add_stringf(suspect->warnings,
				    "upstream leaves no '%.*s' in this file, here some are left",
				    (int)lex.size, lex.text);
	bag_clear(&seen);
}

/* a ';' in front of the first '{': lines below a prototype lie in no function */
static bool is_prototype(const struct extract *where, const char *at)
{
	const char *end = where->text + where->size;

	while (at < end && *at != '{' && *at != ';')
		at++;
	return at < end && *at == ';';
}

/* the line above @at that starts a definition, as git shows it in hunk headings */
static bool heading(const struct extract *where, gsize at, struct line *out)
{
	const char *text = where->text, *end = text + at, *line;

	for (int left = HEAD_LINES_MAX; end > text && left; left--, end = line) {
		line = text_line_start(text, end - 1);
		if (*line == '}')
			return false;
		if (!g_ascii_isalpha(*line) && *line != '_')
			continue;
		*out = (struct line){ line, end - 1 - line };
		if (memchr(line, '(', out->size))
			return !is_prototype(where, line);
		if (!memchr(line, ':', out->size))
			return false;
	}
	return false;
}

/*
 * struct version - of a file, whose changed lines are told by the definitions that they lie in
 * @where: what differs in it
 * @lines: of that part
 * @scans, @bytes: to find what is no function
 * @last: the heading of the line before
 * @counted: how far lines have been counted, and how many there were
 */
struct version {
	const struct extract *where;
	const GArray *lines;
	struct scans *scans;
	GBytes *bytes;
	struct line last;
	struct {
		gsize at;
		unsigned int lines;
	} counted;
};

/* tables, structures and macros have no heading that tells them from others by a line */
static const struct cregion *region_of(struct version *version, gsize at)
{
	if (at < version->counted.at)
		version->counted.at = version->counted.lines = 0;
	for (; version->counted.at < at; version->counted.at++)
		version->counted.lines += version->where->text[version->counted.at] == '\n';
	return csource_at(scans_source(version->scans, version->bytes),
			  version->counted.lines + 1);
}

/* the definition that a line lies in */
static void collect(GHashTable *names, struct version *version, size_t i)
{
	const struct extract *where = version->where;
	gsize at = extract_line(where, version->lines, i) - where->text;
	const struct cregion *region;
	g_autofree char *text = NULL;
	struct line found;
	char *name;

	if (!heading(where, at, &found)) {
		region = at < where->to ? region_of(version, at) : NULL;
		if (region && region->name)
			g_hash_table_add(names, g_strdup(region->name));
		return;
	}
	if (found.text == version->last.text)
		return;
	version->last = found;
	text = g_strndup(found.text, found.size);
	name = function_name_of(text);
	if (name)
		g_hash_table_add(names, name);
}

/* may the line behind this one lie in another function? */
static bool may_head(const GArray *lines, size_t at)
{
	const struct line *line = &g_array_index(lines, struct line, at);

	return line->size && (g_ascii_isalpha(*line->text) || strchr("_}", *line->text));
}

/* those that lines lie in, from one to the one behind the last */
static void collect_all(GHashTable *names, struct version *version, size_t at, size_t count)
{
	for (size_t k = 0; k <= count; k++)
		if (!k || may_head(version->lines, at + k - 1))
			collect(names, version, at + k);
}

/* definitions that the change from @old to @new is in; @old may be NULL */
static GHashTable *changed_definitions(struct version *old, struct version *new,
				       const GArray *changes)
{
	GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	new->last = (struct line){ NULL, 0 };
	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		collect_all(names, new, change->new_at, old ? change->new_count : 0);
		if (old)
			collect_all(names, old, change->old_at, change->old_count);
	}
	return names;
}

/* is a definition that upstream changes here as well, and unchanged? */
static bool left_alone(const struct suspect *suspect, GHashTable *there, GHashTable *here)
{
	GHashTableIter iter;
	gpointer name;

	g_hash_table_iter_init(&iter, there);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		if (!g_hash_table_contains(here, name) &&
		    text_mentions(suspect->ours.text, suspect->ours.size, name, strlen(name)))
			return true;
	return false;
}

static struct version version_of(const struct suspect *suspect, const struct extract *where,
				 const GArray *lines, GBytes *bytes)
{
	return (struct version){ where, lines, suspect->scans, bytes, { NULL, 0 },
				 { 0, 0 } };
}

/* definitions of upstream's file in which a change begins here, and none of upstream's lies */
static GPtrArray *find_strays(const struct suspect *suspect, GHashTable *begins, GHashTable *there)
{
	GPtrArray *strays = g_ptr_array_new();
	GHashTableIter iter;
	gpointer name;

	g_hash_table_iter_init(&iter, begins);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		if (!g_hash_table_contains(there, name) &&
		    uses(&suspect->base, name, strlen(name)))
			g_ptr_array_add(strays, name);
	return strays;
}

/* the line of a text that ends at @at, or begins there */
static struct line line_beside(const struct extract *where, const char *at, bool above)
{
	struct line line = { at, 0 };

	if (!above)
		line = text_line_from(at, where->text + where->size);
	else if (at > where->text)
		line = text_line_around(where->text, at - where->text, at - 1);
	return text_trim(&line);
}

/* does a function of this tree's file have such lines? */
static bool function_has(const struct csource *source, const char *name, const struct line *lines)
{
	const struct cregion *function = csource_function(source, name);
	const char *from, *to;

	if (!function || lines->size < TELLING_MIN)
		return false;
	from = ctoken_at(source, function->first_token)->text;
	to = ctoken_at(source, function->last_token)->text;
	return bytes_find(from, to - from, lines->text, lines->size);
}

/* has it the lines that a change takes the place of, or one of those beside what comes? */
static bool may_take(const struct csource *source, const char *name, const struct extract *ours,
		     const struct line *gone)
{
	const struct line above = line_beside(ours, gone->text, true);
	const struct line below = line_beside(ours, gone->text, false);
	const struct line lines = text_trim(gone);

	if (gone->size)
		return function_has(source, name, &lines);
	return function_has(source, name, &above) || function_has(source, name, &below);
}

/* a function that upstream changes, which is unchanged here, and would have taken the change */
static const char *passed_over(const struct suspect *suspect, GHashTable *there, GHashTable *here,
			       const struct line *gone)
{
	const struct csource *source = scans_source(suspect->scans, suspect->input->ours);
	GHashTableIter iter;
	gpointer name;

	g_hash_table_iter_init(&iter, there);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		if (!g_hash_table_contains(here, name) &&
		    may_take(source, name, &suspect->ours, gone))
			return name;
	return NULL;
}

/* a change in a function that upstream's file does not have, where it has another for it */
static void look_for_twins(struct suspect *suspect, struct version *version, GHashTable *there,
			   GHashTable *here)
{
	const struct part_changes *ours = suspect_here(suspect);

	for (guint i = 0; i < ours->changes->len; i++) {
		const struct change *change = &g_array_index(ours->changes, struct change, i);
		const struct line gone = extract_lines(&suspect->ours, ours->old, change->old_at,
						       change->old_count);
		const struct cregion *region = region_of(version, gone.text - suspect->ours.text);
		const char *other;

		if (!region || region->kind != CREGION_FUNCTION || !region->name ||
		    g_hash_table_contains(there, region->name) ||
		    uses(&suspect->base, region->name, strlen(region->name)))
			continue;
		other = passed_over(suspect, there, here, &gone);
		if (!other)
			continue;
		add_stringf(suspect->warnings, "'%s' is changed here, which upstream does not "
			    "have, and '%s' is not", region->name, other);
		return;
	}
}

/* does a change begin in a definition that upstream's file does not have? */
static bool has_new(const struct suspect *suspect, GHashTable *begins, GHashTable *there)
{
	GHashTableIter iter;
	gpointer name;

	g_hash_table_iter_init(&iter, begins);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		if (!g_hash_table_contains(there, name) &&
		    !uses(&suspect->base, name, strlen(name)))
			return true;
	return false;
}

static void look_at_definitions(struct suspect *suspect)
{
	const struct warn_input *input = suspect->input;
	const struct part_changes *ours = suspect_here(suspect), *theirs = suspect_there(suspect);
	struct version versions[] = {
		version_of(suspect, &suspect->base, theirs->old, input->base),
		version_of(suspect, &suspect->theirs, theirs->new, input->theirs),
		version_of(suspect, &suspect->ours, ours->old, input->ours),
		version_of(suspect, &suspect->result, ours->new, input->result),
	};
	g_autoptr(GHashTable) begins = changed_definitions(NULL, &versions[3], ours->changes);
	g_autoptr(GHashTable) there =
		changed_definitions(&versions[0], &versions[1], theirs->changes);
	g_autoptr(GPtrArray) strays = find_strays(suspect, begins, there);
	g_autoptr(GHashTable) here = NULL;

	if (!strays->len && !has_new(suspect, begins, there))
		return;
	here = changed_definitions(&versions[2], &versions[3], ours->changes);
	for (guint i = 0; i < strays->len && left_alone(suspect, there, here); i++)
		add_stringf(suspect->warnings, "'%s' is changed here, which upstream leaves alone",
			    (char *)strays->pdata[i]);
	if (!strays->len && left_alone(suspect, there, here))
		look_for_twins(suspect, &versions[2], there, here);
}

void suspect_twin(struct suspect *suspect)
{
	guint before = suspect->warnings->len;

	if (!suspect_differs(suspect))
		return;
	look_at_definitions(suspect);
	if (suspect->warnings->len == before)
		suspect_outline(suspect);
}
