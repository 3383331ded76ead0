// SPDX-License-Identifier: GPL-2.0-only
/*
 * All or most of what upstream changes in C files is left out, as this tree
 * has no such code: then the code may be here in other words, and what is taken
 * is no fix by itself.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/lex.h"
#include "engine/code/text.h"
#include "engine/ladder/resolve.h"
#include "engine/pick/pickfile.h"
#include "engine/result/pickedfile.h"

/*
 * Lines that are left out, from which on half of the change is told.  In backports of nine
 * projects seven such results would have been ported, with nothing else against them; in four of
 * these the maintainer had another one.
 */
#define LOST_MIN 3

static bool is_changed(const struct pick_text *text)
{
	return text->result && !(text->ours && g_bytes_equal(text->ours, text->result));
}

static bool takes_something(const struct pick_job *job, const struct picked_file *file)
{
	for (guint i = 0; i < job->texts->len; i++) {
		const struct pick_text *text = job->texts->pdata[i];

		if (text->file == file)
			return is_changed(text);
	}
	return false;
}

static bool takes_other_texts(const struct pick_job *job)
{
	for (guint i = 0; i < job->texts->len; i++) {
		const struct pick_text *text = job->texts->pdata[i];

		if (!path_is_c(text->file->path) && is_changed(text))
			return true;
	}
	return job->edits->len > 0;
}

/* more than a brace, and no comment by itself */
static bool says_something(const struct line *line)
{
	const char *text = line->text;

	return line->size > 1 && !(*text == '/' && strchr("/*", text[1])) &&
	       !(*text == '*' && strchr(" */\t", text[1]));
}

static void bag_add_lines(struct bag *bag, const char *text, gsize size)
{
	struct line rest = { text, size }, line;

	while (text_take_line(&rest, &line)) {
		line = text_trim(&line);
		bag_add(bag, lex_hash(line.text, line.size));
	}
}

/* lines of a text that are in none of what the bag was made of */
static guint count_new(const struct bag *bag, const char *text, gsize size)
{
	struct line rest = { text, size }, line;
	guint count = 0;

	while (text_take_line(&rest, &line)) {
		line = text_trim(&line);
		count += says_something(&line) && !bag_has(bag, lex_hash(line.text, line.size));
	}
	return count;
}

guint pick_lines_added(const struct pick_text *text)
{
	struct extract base = extract_of(text->base), theirs = extract_of(text->theirs);
	struct bag old;
	guint count;

	if (!path_is_c(text->file->path))
		return 0;
	extract_cut(&base, &theirs);
	bag_init(&old);
	bag_add_lines(&old, base.text + base.from, base.to - base.from);
	count = count_new(&old, theirs.text + theirs.from, theirs.to - theirs.from);
	bag_clear(&old);
	return count;
}

/* those of a region that its result has not */
static guint count_lost(const struct picked_region *region)
{
	struct bag known;
	guint count;

	if (!rung_leaves_out(region->rung) || !region->text || picked_region_is_file(region))
		return 0;
	bag_init(&known);
	bag_add_lines(&known, region->base, strlen(region->base));
	bag_add_lines(&known, region->text, strlen(region->text));
	count = count_new(&known, region->theirs, strlen(region->theirs));
	bag_clear(&known);
	return count;
}

static guint count_lost_of(const struct picked_file *file)
{
	guint count = 0;

	for (guint i = 0; i < file->regions->len; i++)
		count += count_lost(file->regions->pdata[i]);
	return count;
}

/* half of the code that upstream adds, or more, has no place here */
static void check_most(const struct pick_job *job, struct picked *picked)
{
	guint all = job->lines_absent, lost = job->lines_absent;

	for (guint i = 0; i < job->texts->len; i++) {
		const struct pick_text *text = job->texts->pdata[i];
		guint added = pick_lines_added(text);

		all += added;
		lost += added ? MIN(count_lost_of(text->file), added) : 0;
	}
	if (lost >= LOST_MIN && 2 * lost >= all)
		add_stringf(picked->warnings, "%u of the %u lines that upstream adds to C files "
			    "are left out", lost, all);
}

/* a conflict says what is open; where nothing changes there is nothing to confirm */
static bool takes_code(const struct pick_job *job, const struct picked *picked)
{
	bool some = false;

	for (guint i = 0; i < picked->files->len; i++)
		if (!((const struct picked_file *)picked->files->pdata[i])->rung)
			return false;
	for (guint i = 0; i < job->texts->len && !some; i++) {
		const struct pick_text *text = job->texts->pdata[i];

		some = path_is_c(text->file->path) && is_changed(text);
	}
	return some;
}

static bool leaves_some_out(const struct pick_job *job, const struct picked *picked)
{
	if (job->lines_absent)
		return true;
	for (guint i = 0; i < picked->files->len; i++) {
		const struct picked_file *file = picked->files->pdata[i];

		if (path_is_c(file->path) && picked_leaves_out(file))
			return true;
	}
	return false;
}

static void check_all(struct pick_job *job, struct picked *picked)
{
	const char *path = NULL;

	for (guint i = 0; i < picked->files->len; i++) {
		const struct picked_file *file = picked->files->pdata[i];

		if (!path_is_c(file->path))
			continue;
		if (!(rung_leaves_out(file->rung) || picked_leaves_out(file)) ||
		    takes_something(job, file))
			return;
		path = path ?: file->path;
	}
	if (path && takes_other_texts(job))
		add_stringf(picked->warnings, "nothing of what upstream changes in '%s' is taken, "
			    "and no other code", path);
}

void pick_codeless(struct pick_job *job, struct picked *picked)
{
	guint before = picked->warnings->len;

	check_all(job, picked);
	if (picked->warnings->len == before && takes_code(job, picked) &&
	    leaves_some_out(job, picked))
		check_most(job, picked);
}
