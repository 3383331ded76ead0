// SPDX-License-Identifier: GPL-2.0-only
/*
 * A line that upstream changes in one function, and the result in another one,
 * which upstream changes too: a hunk has gone astray between the two.
 */
#include "engine/code/lex.h"
#include "engine/code/text.h"
#include "engine/doubt/doubtparts.h"

/**
 * struct tally - of the lines that functions lose, or gain
 * @counts: guint64, of a function and a line -> how many more here than upstream
 * @homes: guint64, of a line -> char *, a function in which upstream has more of it
 */
struct tally {
	GHashTable *counts;
	GHashTable *homes;
};

typedef void visit_line(struct tally *tally, const char *function, const struct line *line,
			void *data);

static guint64 hash_of(const char *function, const struct line *line)
{
	return lex_hash_tagged(line->text, line->size,
			       function ? (guint)lex_hash(function, strlen(function)) : 0);
}

static void visit_lines(struct scene *scene, int version, size_t at, size_t count,
			struct tally *tally, visit_line *visit, void *data)
{
	const struct csource *source = scene_source(scene, version);
	const GArray *lines = scene_lines(scene, version);

	for (size_t i = at; i < at + count; i++) {
		const struct cregion *region = csource_at(source, i + 1);
		const struct line line = text_trim(&g_array_index(lines, struct line, i));

		if (region && region->kind == CREGION_FUNCTION && region->name &&
		    line_names_things(&line))
			visit(tally, region->name, &line, data);
	}
}

/* @gained: the lines that come, else those that go */
static void visit_changes(struct scene *scene, bool upstream, bool gained, struct tally *tally,
			  visit_line *visit, void *data)
{
	static const int versions[2][2] = { { OURS, RESULT }, { BASE, THEIRS } };
	const GArray *changes = upstream ? scene_there(scene) : scene->here;

	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		visit_lines(scene, versions[upstream][gained],
			    gained ? change->new_at : change->old_at,
			    gained ? change->new_count : change->old_count, tally, visit, data);
	}
}

/* @data: int, what to add */
static void count_line(struct tally *tally, const char *function, const struct line *line,
		       void *data)
{
	const guint64 key = hash_of(function, line);
	int count = GPOINTER_TO_INT(g_hash_table_lookup(tally->counts, &key));

	g_hash_table_insert(tally->counts, g_memdup2(&key, sizeof(key)),
			    GINT_TO_POINTER(count + *(const int *)data));
}

static void note_home(struct tally *tally, const char *function, const struct line *line,
		      void *data)
{
	const guint64 key = hash_of(function, line), of_line = hash_of(NULL, line);

	(void)data;
	if (GPOINTER_TO_INT(g_hash_table_lookup(tally->counts, &key)) < 0)
		g_hash_table_insert(tally->homes, g_memdup2(&of_line, sizeof(of_line)),
				    (gpointer)function);
}

/**
 * struct stray - a line that has gone astray
 * @scene: to look for it in
 * @doubt: one line for people; NULL for none
 */
struct stray {
	struct scene *scene;
	char *doubt;
};

/* one function alone has each name: it was given another one */
static bool is_renamed(struct scene *scene, const char *here, const char *there)
{
	return !csource_function(scene_source(scene, BASE), here) &&
	       !csource_function(scene_source(scene, OURS), there);
}

static void find_stray(struct tally *tally, const char *function, const struct line *line,
		       void *data)
{
	const guint64 key = hash_of(function, line), of_line = hash_of(NULL, line);
	const char *home = g_hash_table_lookup(tally->homes, &of_line);
	struct stray *stray = data;

	if (stray->doubt || !home || !strcmp(home, function) ||
	    GPOINTER_TO_INT(g_hash_table_lookup(tally->counts, &key)) <= 0 ||
	    is_renamed(stray->scene, function, home))
		return;
	stray->doubt = g_strdup_printf("'%.*s' changes in %s(), and upstream in %s()",
				       (int)MIN(line->size, 60), line->text, function, home);
}

static char *find_in(struct scene *scene, bool gained)
{
	struct stray stray = { .scene = scene };
	struct tally tally = {
		g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL),
		g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL),
	};
	int more = 1, less = -1;

	visit_changes(scene, false, gained, &tally, count_line, &more);
	visit_changes(scene, true, gained, &tally, count_line, &less);
	visit_changes(scene, true, gained, &tally, note_home, NULL);
	if (g_hash_table_size(tally.homes))
		visit_changes(scene, false, gained, &tally, find_stray, &stray);
	g_hash_table_unref(tally.counts);
	g_hash_table_unref(tally.homes);
	return stray.doubt;
}

char *scene_strayed(struct scene *scene)
{
	return find_in(scene, false) ?: find_in(scene, true);
}
