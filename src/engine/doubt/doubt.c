// SPDX-License-Identifier: GPL-2.0-only
#include "engine/doubt/doubt.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "engine/doubt/doubtparts.h"
#include "engine/doubt/indent.h"

const GArray *scene_lines(struct scene *scene, int version)
{
	return scans_lines(scene->scans, scene->bytes[version]);
}

const GArray *scene_there(struct scene *scene)
{
	return scans_changes(scene->scans, scene->bytes[BASE], scene->bytes[THEIRS]);
}

static void scene_init(struct scene *scene, const struct doubt_input *input)
{
	GBytes *bytes[] = { input->base, input->theirs, input->ours, input->result };

	for (int i = 0; i < VERSIONS; i++) {
		scene->bytes[i] = bytes[i];
		scene->counts[i] = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
							 (GDestroyNotify)g_hash_table_unref);
	}
	scene->scans = input->scans;
	scene->here = scans_changes(input->scans, input->ours, input->result);
}

const struct csource *scene_source(struct scene *scene, int version)
{
	return scans_source(scene->scans, scene->bytes[version]);
}

static void scene_clear(struct scene *scene)
{
	for (int i = 0; i < VERSIONS; i++) {
		g_hash_table_unref(scene->counts[i]);
		g_clear_pointer(&scene->calls[i], g_hash_table_unref);
		g_clear_pointer(&scene->members[i], g_hash_table_unref);
	}
	g_clear_pointer(&scene->added, g_array_unref);
	g_clear_pointer(&scene->touched, g_hash_table_unref);
}

static void add_names(GHashTable *names, const struct csource *source, size_t at, size_t count)
{
	for (size_t i = at; i < at + count; i++) {
		const struct cregion *region = csource_at(source, i + 1);

		if (region && region->name)
			g_hash_table_add(names, region->name);
	}
}

/* names of the definitions that differ between two versions */
static GHashTable *names_touched(struct scene *scene, int old, int new, const GArray *changes)
{
	GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		add_names(names, scene_source(scene, old), change->old_at, change->old_count);
		add_names(names, scene_source(scene, new), change->new_at, change->new_count);
	}
	return names;
}

GHashTable *scene_touched(struct scene *scene)
{
	if (!scene->touched)
		scene->touched = names_touched(scene, OURS, RESULT, scene->here);
	return scene->touched;
}

char *scene_find(struct scene *scene, char *(*find)(struct scene *scene, const char *name))
{
	GHashTableIter iter;
	gpointer name;

	g_hash_table_iter_init(&iter, scene_touched(scene));
	while (g_hash_table_iter_next(&iter, &name, NULL)) {
		char *doubt = find(scene, name);

		if (doubt)
			return doubt;
	}
	return NULL;
}

const GArray *scene_added(struct scene *scene)
{
	const struct csource *result = scene_source(scene, RESULT);
	const GArray *lines = scene_lines(scene, RESULT);

	if (scene->added)
		return scene->added;
	scene->added = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint k = 0; k < scene->here->len; k++) {
		const struct change *change = &g_array_index(scene->here, struct change, k);
		size_t end = change->new_at + change->new_count;
		const struct line *first = &g_array_index(lines, struct line, change->new_at);

		if (!change->new_count)
			continue;
		for (guint i = csource_token_behind(result, first->text);
		     i < result->tokens->len && ctoken_at(result, i)->line <= end; i++)
			g_array_append_val(scene->added, i);
	}
	return scene->added;
}

/* a definition changes that upstream's commit leaves alone */
static char *find_stray(struct scene *scene)
{
	g_autoptr(GHashTable) theirs = names_touched(scene, BASE, THEIRS, scene_there(scene));
	GHashTableIter iter;
	gpointer name;

	g_hash_table_iter_init(&iter, scene_touched(scene));
	while (g_hash_table_iter_next(&iter, &name, NULL))
		if (!g_hash_table_contains(theirs, name))
			return g_strdup_printf("'%s' changes, and not in upstream's commit",
					       (char *)name);
	return NULL;
}

/* how many of @open there are more than of @close */
static long surplus(const struct csource *source, char open, char close)
{
	long more = 0;

	for (guint i = 0; i < source->tokens->len; i++) {
		const struct ctoken *token = ctoken_at(source, i);

		if (token->kind == CTOKEN_PUNCT && token->size == 1)
			more += (*token->text == open) - (*token->text == close);
	}
	return more;
}

static char *find_braces(struct scene *scene)
{
	static const char pairs[][2] = { { '{', '}' }, { '(', ')' } };

	for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
		char open = pairs[i][0], close = pairs[i][1];
		long upstream = surplus(scene_source(scene, THEIRS), open, close) -
				surplus(scene_source(scene, BASE), open, close);
		long here = surplus(scene_source(scene, RESULT), open, close) -
			    surplus(scene_source(scene, OURS), open, close);

		if (upstream != here)
			return g_strdup_printf("braces: %ld '%c' too many, compared with "
					       "upstream's change", labs(here - upstream),
					       here > upstream ? open : close);
	}
	return NULL;
}

bool scene_changed(const struct scene *scene, guint line)
{
	return changes_bring(scene->here, line);
}

guint scene_first_changed(const struct scene *scene, const GArray *lines)
{
	guint line = 0;

	for (guint i = 0; i < lines->len; i++) {
		line = g_array_index(lines, guint, i);
		if (scene_changed(scene, line))
			break;
	}
	return line;
}

/* upstream's two statements are ruled by a condition with braces, those here by one without */
static char *find_unruled(struct scene *scene)
{
	g_autoptr(GArray) after = misleading_lines(scene->bytes[RESULT]);
	g_autoptr(GArray) before = after->len ? misleading_lines(scene->bytes[OURS]) : NULL;

	if (!before || after->len <= before->len)
		return NULL;
	return g_strdup_printf("braces: line %u is indented as if the condition above it ruled it",
			       scene_first_changed(scene, after) + 1);
}

static char *find_names(struct scene *scene)
{
	return scene_names(scene, true);
}

char *doubt_find(const struct doubt_input *input, struct signs *signs)
{
	static const struct {
		char *(*find)(struct scene *scene);
		enum sign sign;
	} checks[] = {
		{ find_stray, SIGN_stray },
		{ scene_strayed, SIGN_stray },
		{ find_braces, SIGN_braces },
		{ find_unruled, SIGN_braces },
		{ find_names, SIGN_variables },
		{ scene_unused, SIGN_unused },
		{ scene_undeclared, SIGN_variables },
		{ scene_pointers, SIGN_variables },
		{ scene_addresses, SIGN_variables },
		{ scene_commas, SIGN_braces },
		{ scene_heads, SIGN_braces },
		{ scene_blocks, SIGN_braces },
		{ scene_order, SIGN_order },
	};
	struct scene scene = { { NULL } };
	char *doubt = NULL;

	if (g_bytes_equal(input->ours, input->result))
		return NULL;
	scene_init(&scene, input);
	for (size_t i = 0; i < G_N_ELEMENTS(checks); i++)
		signs->value[checks[i].sign] = 0;
	for (size_t i = 0; i < G_N_ELEMENTS(checks); i++) {
		char *found = checks[i].find(&scene);

		signs->value[checks[i].sign] |= found != NULL;
		if (doubt)
			g_free(found);
		else
			doubt = found;
	}
	scene_likeness(&scene, signs);
	scene_clear(&scene);
	/* cppcheck-suppress returnDanglingLifetime ; a check returns a string of its own */
	return doubt;
}

static char *find_variables(struct scene *scene)
{
	return scene_names(scene, false);
}

static char *find_one(const struct doubt_input *input, char *(*find)(struct scene *scene))
{
	struct scene scene = { { NULL } };
	char *doubt;

	scene_init(&scene, input);
	doubt = find(&scene);
	scene_clear(&scene);
	return doubt;
}

char *doubt_variables(const struct doubt_input *input)
{
	return find_one(input, find_variables);
}

char *doubt_declarations(const struct doubt_input *input)
{
	return find_one(input, scene_dropped);
}
