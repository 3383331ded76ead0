// SPDX-License-Identifier: GPL-2.0-only
#include "job/dialects.h"

#include "job/workspace.h"
#include "rules/dialect.h"

/* trees whose dialects are remembered: a replay asks of one after the other */
#define TREES 256

/**
 * struct dialects - see the header
 * @rules: struct dialect_rule *
 * @classes: what guards stand for
 * @repository: path
 * @translator: what the engine gets
 * @settled: see dialects_settle()
 * @lock: for @trees
 * @trees: commit to GPtrArray of struct dialect_rule *
 */
struct dialects {
	GPtrArray *rules;
	struct guard_classes *classes;
	char *repository;
	struct translator translator;
	GPtrArray *settled;
	GMutex lock;
	GHashTable *trees;
};

/* those that apply to the tree of a commit; one that can't be opened says nothing */
static GPtrArray *chosen(struct dialects *dialects, const char *onto)
{
	GPtrArray *rules;

	if (dialects->settled)
		return g_ptr_array_ref(dialects->settled);
	g_mutex_lock(&dialects->lock);
	rules = g_hash_table_lookup(dialects->trees, onto);
	if (!rules) {
		g_autoptr(tree) tree = tree_open_git(dialects->repository, onto, NULL);

		if (g_hash_table_size(dialects->trees) >= TREES)
			g_hash_table_remove_all(dialects->trees);
		rules = tree ? dialects_choose(dialects->rules, tree) : g_ptr_array_new();
		g_hash_table_insert(dialects->trees, g_strdup(onto), rules);
	}
	g_ptr_array_ref(rules);
	g_mutex_unlock(&dialects->lock);
	return rules;
}

static bool applies(void *data, const char *onto)
{
	g_autoptr(GPtrArray) rules = chosen(data, onto);

	return rules->len > 0;
}

static GBytes *translate(void *data, const char *onto, GBytes *source, GBytes *ours,
			 GPtrArray *changed, GPtrArray *left)
{
	struct dialects *dialects = data;
	g_autoptr(GPtrArray) rules = chosen(dialects, onto);

	return dialect_lower(rules, dialects->classes, source, ours, changed, left);
}

struct dialects *dialects_open(const char *cocci, const char *repository, GError **error)
{
	g_autoptr(dialects) dialects = g_new0(struct dialects, 1);
	g_autofree char *folder = cocci ? g_strdup(cocci) :
				  data_folder() ? g_build_filename(data_folder(), "cocci", NULL) :
						  NULL;

	dialects->translator = (struct translator){ applies, translate, dialects };
	dialects->repository = g_strdup(repository);
	g_mutex_init(&dialects->lock);
	dialects->trees = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						(GDestroyNotify)g_ptr_array_unref);
	dialects->rules = folder ? dialects_load(folder, error) :
				   g_ptr_array_new_with_free_func(g_free);
	if (!dialects->rules)
		return NULL;
	/* a workspace's own cocci/ may have no guards in it: they are left alone then */
	dialects->classes = folder ? guard_classes_shipped(folder, NULL) : NULL;
	return g_steal_pointer(&dialects);
}

const struct translator *dialects_translator(const struct dialects *dialects)
{
	return &dialects->translator;
}

GPtrArray *dialects_of(const struct dialects *dialects, const struct tree *tree)
{
	return dialects_choose(dialects->rules, tree);
}

void dialects_settle(struct dialects *dialects, GPtrArray *rules)
{
	g_clear_pointer(&dialects->settled, g_ptr_array_unref);
	dialects->settled = rules ? g_ptr_array_ref(rules) : NULL;
}

bool dialects_tell(const GPtrArray *rules, const char *path)
{
	for (guint i = 0; i < rules->len; i++) {
		const struct dialect_rule *rule = rules->pdata[i];

		if (!g_strcmp0(rule->absent, path) ||
		    (rule->where && g_strv_contains((const char *const *)rule->where, path)))
			return true;
	}
	return false;
}

GBytes *dialects_say(const struct dialects *dialects, const GPtrArray *rules, GBytes *source,
		     GBytes *ours, GPtrArray *changed, GPtrArray *left)
{
	return dialect_lower(rules, dialects->classes, source, ours, changed, left);
}

void dialects_free(struct dialects *dialects)
{
	if (!dialects)
		return;
	g_clear_pointer(&dialects->settled, g_ptr_array_unref);
	g_clear_pointer(&dialects->trees, g_hash_table_unref);
	g_clear_pointer(&dialects->rules, g_ptr_array_unref);
	guard_classes_free(dialects->classes);
	g_mutex_clear(&dialects->lock);
	g_free(dialects->repository);
	g_free(dialects);
}
