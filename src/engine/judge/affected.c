// SPDX-License-Identifier: GPL-2.0-only
/*
 * A tree that has none of a patch's files may have its code all the same.  The
 * top folder of the patched file is looked through first, or arch/X for an
 * architecture, as code moves within those mostly; before anything is said to be
 * missing, all sources are.  What is found says something when hardly any other file
 * has it (engine/judge/telling.h), as in git trees (engine/pick/pickremains.c).  There upstream's
 * tree tells as well how rare a name is; here it must have company in its file.
 *
 * In a git tree this comes behind a pick, which has looked everywhere.
 */
#define _GNU_SOURCE /* memrchr() */
#include <string.h>

#include "base/strings.h"
#include "engine/code/text.h"
#include "engine/judge/judge.h"
#include "engine/judge/telling.h"
#include "engine/names/needles.h"
#include "format/csource.h"

/* what more files have says nothing, not even beside what is rare */
#define COMMON 50

/* where fewer files are searched, as in a part of a tree, every name is rare */
#define MANY_FILES 100

struct spot {
	guint file; /* index */
	unsigned int line;
};

/* the files that have a clue in one role */
struct sightings {
	guint files; /* more than COMMON are not counted to the end */
	struct spot at[COMMON];
};

struct suspect {
	const struct clue *clue;
	struct sightings seen;
	struct sightings defined;
	struct sightings called;
};

struct search {
	const struct tree *tree;
	const char *done; /* folder that has been looked through; NULL for none */
	GArray *suspects; /* struct suspect */
	GArray *live; /* guint: of these, what is still looked for */
	struct needles *needles;
	bool stale; /* @needles has some that need not be looked for */
	GPtrArray *paths; /* char *: of the files that have any */
	unsigned int files;
	/* the file at hand */
	const char *path;
	GBytes *bytes;
	struct csource *source; /* made when needed */
	bool listed; /* in @paths */
};

static char *part_of(const char *path)
{
	const char *slash = strchr(path, '/');
	const char *second = slash ? strchr(slash + 1, '/') : NULL;

	if (!slash)
		return g_strdup("");
	if (second && g_str_has_prefix(path, "arch/"))
		return g_strndup(path, second - path);
	return g_strndup(path, slash - path);
}

static struct suspect *suspect_at(const struct search *search, guint index)
{
	return &g_array_index(search->suspects, struct suspect, index);
}

static void sight(struct search *search, struct sightings *sightings, const char *text, gsize at)
{
	guint file = search->paths->len - search->listed;

	if (sightings->files > COMMON ||
	    (sightings->files && sightings->at[sightings->files - 1].file == file))
		return;
	if (!search->listed)
		g_ptr_array_add(search->paths, g_strdup(search->path));
	search->listed = true;
	if (sightings->files < COMMON)
		sightings->at[sightings->files] = (struct spot){ file, text_line_at(text, at) };
	search->stale |= ++sightings->files > COMMON;
}

/* is there any role left in which it may be rare? */
static bool is_open(const struct suspect *suspect)
{
	return suspect->seen.files <= COMMON ||
	       (suspect->clue->function && suspect->defined.files <= FEW_FILES) ||
	       (suspect->clue->called && suspect->called.files <= FEW_FILES);
}

static void aim(struct search *search)
{
	g_autoptr(GArray) strings = g_array_new(FALSE, FALSE, sizeof(struct line));

	g_array_set_size(search->live, 0);
	for (guint i = 0; i < search->suspects->len; i++) {
		const struct suspect *suspect = suspect_at(search, i);
		const struct line string = { suspect->clue->text, suspect->clue->size };

		if (!is_open(suspect))
			continue;
		g_array_append_val(strings, string);
		g_array_append_val(search->live, i);
	}
	needles_free(search->needles);
	search->needles = needles_new(strings);
	search->stale = false;
}

static bool is_definition(struct search *search, const char *name)
{
	if (!search->source)
		search->source = csource_scan(search->bytes);
	for (guint i = 0; i < search->source->regions->len; i++) {
		const struct cregion *region =
			&g_array_index(search->source->regions, struct cregion, i);

		if ((region->kind == CREGION_FUNCTION || region->kind == CREGION_MACRO) &&
		    !g_strcmp0(region->name, name))
			return true;
	}
	return false;
}

static void see_word(struct search *search, struct suspect *suspect, const char *text, gsize size,
		     gsize at)
{
	const char *start = memrchr(text, '\n', at);
	gsize behind = at + suspect->clue->size;
	bool outside;

	start = start ? start + 1 : text;
	if (!text_has_word_at(text, size, at, suspect->clue->size))
		return;
	sight(search, &suspect->seen, text, at);
	while (behind < size && text[behind] == ' ')
		behind++;
	if (behind == size || text[behind] != '(')
		return;
	/* the body of a function is indented; of labels none is followed by '(' */
	outside = byte_is_word(*start) || *start == '#';
	if (!outside && suspect->clue->called)
		sight(search, &suspect->called, text, at);
	if (outside && suspect->clue->function && suspect->defined.files <= FEW_FILES &&
	    is_definition(search, suspect->clue->text))
		sight(search, &suspect->defined, text, at);
}

static void see(void *data, guint index, gsize at)
{
	struct search *search = data;
	struct suspect *suspect = suspect_at(search, g_array_index(search->live, guint, index));
	gsize size;
	const char *text = g_bytes_get_data(search->bytes, &size);

	if (suspect->clue->line)
		sight(search, &suspect->seen, text, at);
	else if (is_open(suspect))
		see_word(search, suspect, text, size, at);
}

static bool is_below(const char *path, const char *folder)
{
	gsize size = strlen(folder);

	return !size || (!strncmp(path, folder, size) && path[size] == '/');
}

static bool look_into(void *data, const char *path)
{
	struct search *search = data;
	const char *text;
	gsize size;

	if (!path_is_source(path) || (search->done && is_below(path, search->done)))
		return true;
	search->bytes = tree_read(search->tree, path, NULL);
	if (!search->bytes)
		return true;
	search->files++;
	search->path = path;
	search->listed = false;
	if (search->stale)
		aim(search);
	text = g_bytes_get_data(search->bytes, &size);
	needles_find(search->needles, text ? text : "", size, see, search);
	g_clear_pointer(&search->source, csource_free);
	g_clear_pointer(&search->bytes, g_bytes_unref);
	return true;
}

static bool is_few(const struct sightings *sightings)
{
	return sightings->files && sightings->files <= FEW_FILES;
}

static char *spot_text(const struct search *search, const struct spot *spot)
{
	return g_strdup_printf("%s:%u", (char *)search->paths->pdata[spot->file], spot->line);
}

/* where a clue stands in @file, of those that no more than @most have; or NULL */
static const struct spot *spot_in(const struct sightings *sightings, guint most, guint file)
{
	for (guint i = 0; sightings->files <= most && i < sightings->files; i++) {
		if (sightings->at[i].file == file)
			return &sightings->at[i];
	}
	return NULL;
}

/* another name of the patch in that file which is not everywhere, or NULL */
static const struct suspect *company(const struct search *search, const struct suspect *of,
				     guint file)
{
	for (guint i = 0; i < search->suspects->len; i++) {
		const struct suspect *suspect = suspect_at(search, i);

		if (suspect != of && !suspect->clue->line &&
		    spot_in(&suspect->seen, COMMON, file))
			return suspect;
	}
	return NULL;
}

/* are there names that could keep @of company? */
static bool has_others(const struct search *search, const struct suspect *of)
{
	guint others = 0;

	for (guint i = 0; i < search->suspects->len; i++) {
		const struct suspect *suspect = suspect_at(search, i);

		others += suspect != of && !suspect->clue->line && suspect->seen.files <= COMMON;
	}
	return others > 1;
}

/* the function that fewest files define, before all where other names of the patch are */
static char *say_defined(const struct search *search)
{
	const struct suspect *best = NULL;
	guint best_rank = G_MAXUINT;
	g_autofree char *where = NULL;

	for (guint i = 0; i < search->suspects->len; i++) {
		const struct suspect *suspect = suspect_at(search, i);
		guint rank = suspect->defined.files;

		if (!is_few(&suspect->defined))
			continue;
		if (!company(search, suspect, suspect->defined.at[0].file))
			rank += FEW_FILES;
		if (rank >= best_rank)
			continue;
		best = suspect;
		best_rank = rank;
	}
	if (!best)
		return NULL;
	where = spot_text(search, best->defined.at);
	return g_strdup_printf("%s() is in %s", best->clue->text, where);
}

/* is one such line enough?  Those around a change are rare in a part of a tree */
static bool is_enough(const struct search *search, const struct clue *clue)
{
	return clue->size >= LONG_LINE && (clue->removed || search->files >= MANY_FILES);
}

/* how much the lines in a file say */
static guint weigh_lines(const struct search *search, guint file, const struct spot **out_spot,
			 const char **out_text)
{
	guint weight = 0;

	for (guint i = 0; i < search->suspects->len; i++) {
		const struct suspect *suspect = suspect_at(search, i);
		const struct spot *spot = spot_in(&suspect->seen, FEW_FILES, file);

		if (!suspect->clue->line || !spot)
			continue;
		if (!weight) {
			*out_spot = spot;
			*out_text = suspect->clue->text;
		}
		weight += is_enough(search, suspect->clue) ? OWN_LINES : 1;
	}
	return weight;
}

/* of the file that has most of them */
static char *say_lines(const struct search *search)
{
	const struct spot *spot = NULL, *best_spot = NULL;
	const char *text = NULL, *best_text = NULL;
	g_autofree char *where = NULL;
	guint best = OWN_LINES - 1;

	for (guint i = 0; i < search->paths->len; i++) {
		guint weight = weigh_lines(search, i, &spot, &text);

		if (weight <= best)
			continue;
		best = weight;
		best_spot = spot;
		best_text = text;
	}
	if (!best_spot)
		return NULL;
	where = spot_text(search, best_spot);
	return g_strdup_printf("'%s' is in %s", best_text, where);
}

/* its function or its lines: what else is called so, or stands so, hardly anywhere? */
static char *what_stands(const struct search *search)
{
	char *what = say_defined(search);

	return what ? what : say_lines(search);
}

/*
 * A rare name says something in company of another one.  Where there are none it is enough that
 * it is called, or that it is the changed function, which a macro may define.
 */
static char *say_name(const struct search *search, const struct suspect *suspect)
{
	const struct sightings *called = &suspect->called;
	g_autofree char *where = NULL;

	for (guint i = 0; search->files >= MANY_FILES && is_few(&suspect->seen) &&
			  i < suspect->seen.files; i++) {
		const struct spot *spot = &suspect->seen.at[i];
		const struct suspect *other = company(search, suspect, spot->file);

		if (!other)
			continue;
		where = spot_text(search, spot);
		return g_strdup_printf("'%s' and '%s' are in %s", suspect->clue->text,
				       other->clue->text, where);
	}
	if (is_few(called) && (company(search, suspect, called->at[0].file) ||
			       !has_others(search, suspect))) {
		where = spot_text(search, called->at);
		return g_strdup_printf("%s() is called in %s", suspect->clue->text, where);
	}
	if (!suspect->clue->function || !is_few(&suspect->seen) || has_others(search, suspect))
		return NULL;
	where = spot_text(search, suspect->seen.at);
	return g_strdup_printf("'%s' is in %s", suspect->clue->text, where);
}

/* what only says something once the whole tree has been looked through */
static char *what_hints(const struct search *search)
{
	char *what = NULL;

	for (guint i = 0; !what && i < search->suspects->len; i++)
		what = suspect_at(search, i)->clue->line ?
			       NULL :
			       say_name(search, suspect_at(search, i));
	return what;
}

/* functions first, then what is called, then other names */
static int compare_absent(gconstpointer a, gconstpointer b)
{
	const struct clue *one = *(const struct clue *const *)a;
	const struct clue *other = *(const struct clue *const *)b;

	return (other->function * 2 + other->called) - (one->function * 2 + one->called);
}

/* names that no file has; NULL when these say nothing: of variables one is not enough */
static char *list_absent(const struct search *search)
{
	g_autoptr(GPtrArray) absent = g_ptr_array_new();
	g_autoptr(GString) list = g_string_new(NULL);
	const struct clue *clue;

	for (guint i = 0; i < search->suspects->len; i++) {
		const struct suspect *suspect = suspect_at(search, i);

		if (!suspect->clue->line && !suspect->seen.files)
			g_ptr_array_add(absent, (gpointer)suspect->clue);
	}
	g_ptr_array_sort(absent, compare_absent);
	clue = absent->len ? absent->pdata[0] : NULL;
	if (!clue || (absent->len < 2 && !clue->function && !clue->called))
		return NULL;
	for (guint i = 0; i < absent->len && i < 4; i++) {
		clue = absent->pdata[i];
		g_string_append_printf(list, "%s%s%s", i ? ", " : "", clue->text,
				       clue->function || clue->called ? "()" : "");
	}
	if (absent->len > 4)
		g_string_append_printf(list, " and %u more", absent->len - 4);
	return g_string_free(g_steal_pointer(&list), FALSE);
}

/* files that the patch needs and the tree lacks; created files are no need */
static unsigned int count_missing(const struct tree *tree, const struct patch *patch,
				  unsigned int *out_needed, const char **out_first)
{
	unsigned int missing = 0;

	*out_needed = 0;
	for (guint i = 0; i < patch->diff->files->len; i++) {
		const struct file_diff *file = patch->diff->files->pdata[i];

		if (!file->old_path)
			continue;
		++*out_needed;
		if (tree_entry(tree, file->old_path) != TREE_NONE)
			continue;
		if (!missing++)
			*out_first = file->old_path;
	}
	return missing;
}

static void search_init(struct search *search, const struct tree *tree, const GPtrArray *clues)
{
	*search = (struct search){ .tree = tree };
	search->suspects = g_array_new(FALSE, TRUE, sizeof(struct suspect));
	search->live = g_array_new(FALSE, FALSE, sizeof(guint));
	search->paths = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < clues->len; i++) {
		struct suspect suspect = { .clue = clues->pdata[i] };

		g_array_append_val(search->suspects, suspect);
	}
	aim(search);
}

static void search_clear(struct search *search)
{
	g_array_unref(search->suspects);
	g_array_unref(search->live);
	g_ptr_array_unref(search->paths);
	needles_free(search->needles);
}

/* what is here of it, or NULL */
static char *look_through(struct search *search, const char *part)
{
	char *what;

	tree_make_ready(search->tree, part);
	tree_walk(search->tree, part, look_into, search);
	what = what_stands(search);
	if (!what && *part && tree_folder(search->tree)) {
		search->done = part;
		tree_walk(search->tree, "", look_into, search);
		what = what_stands(search);
	}
	return what ? what : what_hints(search);
}

static bool is_nowhere(struct search *search, const char *missing, char **out_evidence)
{
	g_autofree char *part = part_of(missing);
	g_autofree char *what = look_through(search, part);
	g_autofree char *list = what ? NULL : list_absent(search);

	if (what) {
		*out_evidence = g_strdup_printf("'%s' is not in this tree, but %s", missing, what);
		return false;
	}
	if (!list || !search->files) {
		*out_evidence = g_strdup_printf("'%s' is not in this tree", missing);
		return false;
	}
	if (search->done || !*part)
		*out_evidence = g_strdup_printf("'%s' is not in this tree, and none of its %u "
						"source files has %s",
						missing, search->files, list);
	else
		*out_evidence = g_strdup_printf("'%s' is not in this tree, and none of its %u "
						"source files under '%s' has %s", missing,
						search->files, part, list);
	return true;
}

bool judge_not_affected(const struct tree *tree, const struct patch *patch, char **out_evidence)
{
	g_autoptr(GPtrArray) clues = clues_of(patch);
	const char *first = NULL;
	unsigned int needed, missing = count_missing(tree, patch, &needed, &first);
	struct search search;
	bool nowhere;

	*out_evidence = NULL;
	if (!missing)
		return false;
	if (missing < needed || !clues->len) {
		*out_evidence = g_strdup_printf("'%s' is not in this tree", first);
		return false;
	}
	search_init(&search, tree, clues);
	nowhere = is_nowhere(&search, first, out_evidence);
	search_clear(&search);
	return nowhere;
}
