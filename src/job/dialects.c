// SPDX-License-Identifier: GPL-2.0-only
#include "job/dialects.h"

#include <string.h>

#include "job/workspace.h"
#include "rules/dialect.h"

/* trees whose dialects are remembered: a replay asks of one after the other */
#define TREES 256

/**
 * struct dialects - see the header
 * @rules: struct dialect_rule *
 * @folders: char *: what is in them decides which rules a tree gets
 * @classes: what guards stand for
 * @repository: path
 * @translator: what the engine gets
 * @settled: see dialects_settle()
 * @lock: for @trees
 * @trees: ids of @folders in a tree to GPtrArray of struct dialect_rule *
 */
struct dialects {
	GPtrArray *rules;
	GPtrArray *folders;
	struct guard_classes *classes;
	char *repository;
	struct translator translator;
	GPtrArray *settled;
	GMutex lock;
	GHashTable *trees;
};

/* what stands for the folders of a tree; one that cannot be read counts as none */
static GBytes *ids_of(struct dialects *dialects, struct objects *objects,
		      const struct object_id *tree)
{
	GByteArray *ids = g_byte_array_new();

	for (guint i = 0; i < dialects->folders->len; i++) {
		struct tree_item item = { .mode = 0 };

		if (!objects_lookup(objects, tree, dialects->folders->pdata[i], &item, NULL) ||
		    !item.mode)
			memset(&item.id, 0, sizeof(item.id));
		g_byte_array_append(ids, item.id.bytes, sizeof(item.id.bytes));
	}
	return g_byte_array_free_to_bytes(ids);
}

/* a tree that can't be opened says nothing, and not of another one either */
static GPtrArray *choose(struct dialects *dialects, const struct object_id *onto, GBytes *ids)
{
	char hex[OBJECT_ID_HEX + 1];
	g_autoptr(tree) tree = tree_open_git(dialects->repository, object_id_hex(onto, hex), NULL);
	GPtrArray *rules;

	if (!tree)
		return g_ptr_array_new();
	rules = dialects_choose(dialects->rules, tree);
	g_mutex_lock(&dialects->lock);
	if (g_hash_table_size(dialects->trees) >= TREES)
		g_hash_table_remove_all(dialects->trees);
	g_hash_table_replace(dialects->trees, g_bytes_ref(ids), g_ptr_array_ref(rules));
	g_mutex_unlock(&dialects->lock);
	return rules;
}

/* those that apply to the tree of a commit */
static GPtrArray *chosen(struct dialects *dialects, struct objects *objects,
			 const struct commit *onto)
{
	g_autoptr(GBytes) ids = NULL;
	GPtrArray *rules;

	if (dialects->settled)
		return g_ptr_array_ref(dialects->settled);
	ids = ids_of(dialects, objects, &onto->tree);
	g_mutex_lock(&dialects->lock);
	rules = g_hash_table_lookup(dialects->trees, ids);
	if (rules)
		g_ptr_array_ref(rules);
	g_mutex_unlock(&dialects->lock);
	return rules ? rules : choose(dialects, &onto->id, ids);
}

static bool applies(void *data, struct objects *objects, const struct commit *onto)
{
	g_autoptr(GPtrArray) rules = chosen(data, objects, onto);

	return rules->len > 0;
}

static GBytes *translate(void *data, struct objects *objects, const struct commit *onto,
			 GBytes *source, GBytes *base, GBytes *ours, GPtrArray *changed,
			 GPtrArray *left)
{
	struct dialects *dialects = data;
	g_autoptr(GPtrArray) rules = chosen(dialects, objects, onto);
	const struct dialect_texts texts = { source, base, ours };

	return dialect_lower(rules, dialects->classes, &texts, changed, left);
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
	dialects->trees = g_hash_table_new_full(g_bytes_hash, g_bytes_equal,
						(GDestroyNotify)g_bytes_unref,
						(GDestroyNotify)g_ptr_array_unref);
	dialects->rules = folder ? dialects_load(folder, error) :
				   g_ptr_array_new_with_free_func(g_free);
	if (!dialects->rules)
		return NULL;
	dialects->folders = dialects_folders(dialects->rules);
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
		     GBytes *base, GBytes *ours, GPtrArray *changed, GPtrArray *left)
{
	const struct dialect_texts texts = { source, base, ours };

	return dialect_lower(rules, dialects->classes, &texts, changed, left);
}

void dialects_free(struct dialects *dialects)
{
	if (!dialects)
		return;
	g_clear_pointer(&dialects->settled, g_ptr_array_unref);
	g_clear_pointer(&dialects->trees, g_hash_table_unref);
	g_clear_pointer(&dialects->folders, g_ptr_array_unref);
	g_clear_pointer(&dialects->rules, g_ptr_array_unref);
	guard_classes_free(dialects->classes);
	g_mutex_clear(&dialects->lock);
	g_free(dialects->repository);
	g_free(dialects);
}
