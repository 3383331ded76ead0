// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commits that upstream has and this tree's line has not.  A copy of one may be
 * here all the same, and what is a patch of the series being ported is not
 * missing: it was ported before, or it waits.
 */
#include "engine/explain/explainparts.h"

#include <string.h>

#include "base/commitid.h"
#include "engine/explain/lacking.h"
#include "engine/result/explanation.h"

/**
 * struct known_copy - what inquiry_copy() said
 * @copy: or NULL
 * @kind: of it
 */
struct known_copy {
	struct origin *copy;
	enum copy_kind kind;
};

static void known_copy_free(gpointer data)
{
	struct known_copy *known = data;

	origin_free(known->copy);
	g_free(known);
}

void account_begin(struct account *account)
{
	account->out = g_ptr_array_new_with_free_func((GDestroyNotify)explanation_free);
	account->copies = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, known_copy_free);
}

void account_end(struct account *account)
{
	g_clear_pointer(&account->copies, g_hash_table_unref);
}

static const struct known_copy *find_copy(struct account *account, const struct origin *origin)
{
	char id[OBJECT_ID_HEX + 1];
	struct known_copy *known;

	object_id_hex(&origin->commit, id);
	known = g_hash_table_lookup(account->copies, id);
	if (known)
		return known;
	known = g_new0(struct known_copy, 1);
	known->copy = inquiry_copy(account->inquiry, origin, account->base, account->ours, NULL,
				   &known->kind);
	g_hash_table_insert(account->copies, g_strdup(id), known);
	return known;
}

void explain_try(struct setting *setting, const struct origin *origin, bool weak)
{
	struct origin *kept = origin_find(setting->missing, &origin->commit);
	guint count = weak ? 0 : origin->lines->len;

	if (kept) {
		g_array_append_vals(kept->lines, origin->lines->data, count);
		return;
	}
	kept = g_new0(struct origin, 1);
	kept->commit = origin->commit;
	kept->title = g_strdup(origin->title);
	kept->when = origin->when;
	kept->path = g_strdup(origin->path);
	kept->lines = g_array_new(FALSE, FALSE, sizeof(guint));
	g_array_append_vals(kept->lines, origin->lines->data, count);
	g_ptr_array_add(setting->missing, kept);
}

/* what was told of a commit by weak lines gives way to what others tell */
static bool is_told(const struct explanation *explanation, const char *commit, bool weak)
{
	for (guint i = 0; i < explanation->missing->len; i++) {
		const struct lack *known = explanation->missing->pdata[i];

		if (g_strcmp0(known->commit, commit))
			continue;
		if (!known->weak || weak)
			return true;
		g_ptr_array_remove_index(explanation->missing, i);
		return false;
	}
	return false;
}

static bool is_patch_of(const struct patch *patch, const char *commit)
{
	const char *upstream = patch->upstream;

	return !g_strcmp0(patch->commit, commit) ||
	       (upstream && strlen(upstream) >= COMMIT_ID_MIN &&
		g_str_has_prefix(commit, upstream));
}

/* an earlier patch of the series being ported that is this commit */
static bool find_patch(const struct explain_sources *sources, const char *commit,
		       guint *out_number)
{
	const struct explain_source *source = sources->count ? &sources->at[0] : NULL;

	for (guint i = 0; source && source->fates && i < source->before; i++) {
		const struct patch *patch = source->patches->pdata[i];

		if (!patch || !is_patch_of(patch, commit))
			continue;
		*out_number = i;
		return true;
	}
	return false;
}

bool explain_earlier(const struct explain_source *source, guint number,
		     struct explanation *explanation)
{
	static const char *const said[] = {
		[FATE_PORTED] = "was ported here before",
		[FATE_PROPOSED] = "is proposed here, before this one",
		[FATE_PRESENT] = "was here already",
		[FATE_WAITS] = "waits for a person",
		[FATE_LEFT_OUT] = "was left out here",
	};
	const struct patch *patch = source->patches->pdata[number];
	enum fate fate = source->fates ? source->fates[number] : FATE_UNKNOWN;
	g_autofree char *name = NULL;

	if (fate == FATE_UNKNOWN)
		return false;
	name = g_strdup_printf("patch %u/%u of this series (\"%s\")", number + 1,
			       source->patches->len, patch->subject->title);
	explain_note(explanation, g_strdup_printf("%s, which this change stands on, %s", name,
						  said[fate]));
	if (fate == FATE_WAITS && !explanation->waits)
		explanation->waits = g_steal_pointer(&name);
	return fate != FATE_LEFT_OUT;
}

bool explain_of_series(struct account *account, struct explanation *explanation,
		       const char *commit)
{
	guint number;

	if (!find_patch(account->sources, commit, &number))
		return false;
	return explain_earlier(&account->sources->at[0], number, explanation);
}

char *explain_waits(const struct explanation *explanation)
{
	return explanation->waits ? g_strdup_printf("resolve %s first: this change stands on it",
						    explanation->waits) : NULL;
}

char *explain_moved(const struct explanation *explanation)
{
	if (!explanation->moved)
		return NULL;
	return g_strdup_printf("'%s' has all that upstream expects, at line %lu: make the change "
			       "there", explanation->function, explanation->line);
}

bool explain_missing(struct account *account, struct setting *setting,
		     struct explanation *explanation, const struct origin *origin,
		     const struct telling *telling)
{
	struct lack *lack;
	g_autofree char *name = commit_name(&origin->commit, origin->title);
	g_autofree char *copy_name = NULL;
	const struct known_copy *known;
	char id[OBJECT_ID_HEX + 1];

	if (is_told(explanation, object_id_hex(&origin->commit, id), telling->weak) ||
	    explain_of_series(account, explanation, id))
		return false;
	known = find_copy(account, origin);
	copy_name = known->copy ? commit_name(&known->copy->commit, known->copy->title) : NULL;
	if (known->copy && known->kind == COPY_NAMED) {
		explain_note(explanation, g_strdup_printf("%s is in this tree as %s, in another "
							  "form", name, copy_name));
		return false;
	}
	if (known->copy)
		explain_note(explanation,
			     g_strdup_printf("%s in this tree has the title of %s; nothing says "
					     "whether it is the same change", copy_name, name));
	lack = lack_of_commit(origin, telling->file, telling->deed);
	lack->weak = telling->weak;
	g_ptr_array_add(explanation->missing, lack);
	explain_try(setting, origin, telling->weak);
	return !known->copy;
}

static bool is_used(const struct lack *lack, const GPtrArray *used)
{
	struct object_id id;

	return object_id_parse(lack->commit, &id) && origin_find(used, &id);
}

void explain_drop_weak(struct explanation *explanation, const GPtrArray *used)
{
	for (guint i = explanation->missing->len; i-- > 0;) {
		const struct lack *lack = explanation->missing->pdata[i];

		if (lack->weak && !is_used(lack, used))
			g_ptr_array_remove_index(explanation->missing, i);
	}
}
