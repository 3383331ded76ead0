// SPDX-License-Identifier: GPL-2.0-only
/*
 * Half of a fix: what upstream takes away is left out, as this tree's file has no such code, while
 * another file of this tree has the line, and upstream's has not.  The code was moved since, or
 * before, and its function may be called otherwise.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/limits.h"
#include "engine/code/text.h"
#include "engine/names/words.h"
#include "engine/pick/pick.h"
#include "engine/pick/picknames.h"

/* letters of a statement that stands nowhere by chance */
#define STATEMENT_MIN 20

/* lines of one file that are looked for */
#define LINES_MAX 10

/* a call or an assignment, or the rest of one, trimmed */
static bool is_statement(const struct line *line)
{
	return line->size >= STATEMENT_MIN && line->text[line->size - 1] == ';' &&
	       (memchr(line->text, '(', line->size) || memchr(line->text, '=', line->size));
}

/* where it stands first; NULL for nowhere */
static const char *find_line(const struct extract *text, const struct line *line)
{
	return text_next_line(text->text, text->size, text->text, line);
}

static guint count_line(const struct extract *text, const struct line *line)
{
	return text_count_next(text->text, text->size, line);
}

/* the name that the fewest files have; false where one is in none, or all are in many */
static bool find_rare(struct pick_names *names, const struct line *line, struct lex *out)
{
	int fewest = PICK_VISITS_MAX + 1;
	enum lex_kind kind;
	struct lex lex;

	lex_init(&lex, line->text, line->size);
	while (fewest && (kind = lex_next(&lex)) != LEX_END) {
		int files;

		if (kind != LEX_WORD || lex_keyword(lex.text, lex.size))
			continue;
		files = pick_names_outside(names, TEXT_OURS, &lex, WORD_NAME);
		if (files >= fewest)
			continue;
		fewest = files;
		*out = lex;
	}
	return fewest > 0 && fewest <= PICK_VISITS_MAX;
}

/**
 * struct stray - a line that is looked for in other files
 * @path: of the first that has it, and not upstream; NULL for none
 * @at: its number there, from 1
 */
struct stray {
	struct pick_job *job;
	const struct line *line;
	char *path;
	guint at;
};

static void look_into(void *data, const char *path, const struct extract *text)
{
	struct stray *stray = data;
	const char *at = stray->path ? NULL : find_line(text, stray->line);
	g_autoptr(GBytes) bytes = NULL;
	struct extract base;

	if (!at)
		return;
	bytes = objects_file_here(stray->job->objects, &stray->job->base, path);
	base = extract_of(bytes);
	if (find_line(&base, stray->line))
		return;
	stray->path = g_strdup(path);
	stray->at = text_line_at(text->text, at - text->text);
}

/* false when it was looked for and not found */
static bool check_line(struct pick_names *names, const struct line *line, GPtrArray *warnings)
{
	struct stray stray = { .job = names->job, .line = line };
	struct lex name;

	if (!find_rare(names, line, &name))
		return false;
	pick_names_visit(names, &name, WORD_NAME, look_into, &stray);
	if (!stray.path)
		return false;
	add_stringf(warnings, "what upstream does to '%.*s' was left out, and that stands in %s:%u "
		    "here", (int)MIN(line->size, SHOWN_MAX), line->text, stray.path, stray.at);
	g_free(stray.path);
	return true;
}

static void look_at(struct pick_names *names, guint i, GPtrArray *warnings)
{
	struct scans *scans = names->job->scans;
	const struct pick_text *text = names->texts->pdata[i];
	const struct extract ours = extract_of(text->ours), theirs = extract_of(text->theirs);
	const struct extract base = extract_of(text->base);
	const GArray *changes, *lines;
	guint left = LINES_MAX;

	if (!text->theirs || !picked_leaves_out(text->file))
		return;
	changes = scans_merge_changes(scans, text->base, text->theirs);
	lines = scans_lines(scans, text->base);
	for (guint j = 0; left && j < changes->len; j++) {
		const struct change *change = &g_array_index(changes, struct change, j);

		for (size_t k = 0; left && k < change->old_count; k++) {
			const struct line line = text_trim(
				&g_array_index(lines, struct line, change->old_at + k));

			if (!is_statement(&line) || find_line(&ours, &line) ||
			    count_line(&theirs, &line) >= count_line(&base, &line))
				continue;
			if (check_line(names, &line, warnings))
				return;
			left--;
		}
	}
}

void pick_moved(struct pick_names *names, struct picked *picked)
{
	pick_names_each(names, picked, look_at);
}
