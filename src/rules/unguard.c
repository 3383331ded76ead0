// SPDX-License-Identifier: GPL-2.0-only
/*
 * A function that upstream turned to guards, and this tree did not, takes its
 * locks explicitly here.  A way out that a fix adds to it merges without a word,
 * and leaves with the lock held.
 */
#include "rules/unguard.h"

#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "format/csource.h"
#include "rules/lower.h"
#include "rules/reflow.h"

static const char *const heads[] = { "guard", "scoped_guard", "scoped_cond_guard", "CLASS",
				     "ACQUIRE", "__free", "retain_and_null_ptr" };

/**
 * struct scene - the versions of a file
 * @base, @ours: scanned; NULL until asked for, and where there is none
 */
struct scene {
	const struct dialect_rule *rule;
	const struct dialect_texts *texts;
	struct csource *base;
	struct csource *ours;
};

static void scene_clear(struct scene *scene)
{
	g_clear_pointer(&scene->base, csource_free);
	g_clear_pointer(&scene->ours, csource_free);
}

typedef struct scene scene;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(scene, scene_clear)

static const struct csource *base_of(struct scene *scene)
{
	if (!scene->base && scene->texts->base)
		scene->base = csource_scan(scene->texts->base);
	return scene->base;
}

static const struct csource *ours_of(struct scene *scene)
{
	if (!scene->ours && scene->texts->ours)
		scene->ours = csource_scan(scene->texts->ours);
	return scene->ours;
}

/* guard(write_lock), scoped_guard(write_lock, ...): the token that starts one, or -1 */
static int next_guard(const struct csource *source, const struct cregion *region, guint from)
{
	for (guint i = from; i + 2 <= region->last_token; i++) {
		const struct ctoken *token = ctoken_at(source, i);

		for (size_t k = 0; k < G_N_ELEMENTS(heads) && ctoken_is(token + 1, "("); k++) {
			if (ctoken_is(token, heads[k]))
				return i;
		}
	}
	return -1;
}

/* one of the classes of the rule, or of its macros */
static bool is_listed(const struct dialect_rule *rule, const struct ctoken *head)
{
	for (char **name = rule->classes; *name; name++) {
		if (ctoken_is(head, *name) || ctoken_is(head + 2, *name))
			return true;
	}
	return false;
}

static bool uses_listed(const struct dialect_rule *rule, const struct csource *source,
			const struct cregion *region)
{
	int at = region->first_token - 1;

	while ((at = next_guard(source, region, at + 1)) >= 0) {
		if (is_listed(rule, ctoken_at(source, at)))
			return true;
	}
	return false;
}

static void add_uses(const struct csource *source, const struct cregion *region, GPtrArray *uses)
{
	int at = region->first_token - 1;

	while ((at = next_guard(source, region, at + 1)) >= 0) {
		const struct ctoken *head = ctoken_at(source, at);
		g_autofree char *class = g_strndup(head[2].text, head[2].size);

		add_string_once(uses, class);
	}
}

static const struct cregion *region_at(const struct csource *source, guint i)
{
	return &g_array_index(source->regions, struct cregion, i);
}

/* classes that the functions of this name use (char *); NULL when there is none of the name */
static GPtrArray *uses_of(const struct csource *source, const char *function)
{
	GPtrArray *uses = NULL;

	for (guint i = 0; source && i < source->regions->len; i++) {
		const struct cregion *region = region_at(source, i);

		if (region->kind != CREGION_FUNCTION || strcmp(region->name, function))
			continue;
		if (!uses)
			uses = g_ptr_array_new_with_free_func(g_free);
		add_uses(source, region, uses);
	}
	return uses;
}

/*
 * Does upstream guard what this tree's function does not?  What the change itself brings is no
 * reason: it is for the tree to have the guard.
 */
static bool is_explicit_here(struct scene *scene, const struct cregion *region)
{
	g_autoptr(GPtrArray) base = uses_of(base_of(scene), region->name);
	g_autoptr(GPtrArray) ours = base && base->len ? uses_of(ours_of(scene), region->name) :
						       NULL;

	for (guint i = 0; ours && i < base->len; i++) {
		if (!has_string(ours, base->pdata[i]))
			return true;
	}
	return false;
}

/* the functions of this name as the tree has them, without blanks */
static char *text_here(const struct csource *ours, const char *function)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < ours->regions->len; i++) {
		const struct cregion *region = region_at(ours, i);

		for (guint k = region->first_token;
		     region->kind == CREGION_FUNCTION && !strcmp(region->name, function) &&
		     k <= region->last_token; k++) {
			const struct ctoken *token = ctoken_at(ours, k);

			if (token->kind != CTOKEN_COMMENT && token->kind != CTOKEN_DIRECTIVE)
				g_string_append_len(text, token->text, token->size);
		}
	}
	return g_string_free(text, FALSE);
}

static bool wanted(void *data, const struct csource *source, const struct cregion *region,
		   char **out_here)
{
	struct scene *scene = data;
	bool here;

	if (next_guard(source, region, region->first_token) < 0)
		return false;
	here = is_explicit_here(scene, region);
	if (scene->rule->as_here ? !here :
	    scene->rule->classes && !uses_listed(scene->rule, source, region))
		return false;
	if (here)
		*out_here = text_here(ours_of(scene), region->name);
	return true;
}

static const struct cregion *function_of(const struct csource *source, const char *name)
{
	return source ? csource_function(source, name) : NULL;
}

static bool same_tokens(const struct csource *a, const struct cregion *in_a,
			const struct csource *b, const struct cregion *in_b)
{
	guint size = in_a->last_token - in_a->first_token;

	if (size != in_b->last_token - in_b->first_token)
		return false;
	for (guint i = 0; i <= size; i++) {
		if (!ctoken_same(ctoken_at(a, in_a->first_token + i),
				 ctoken_at(b, in_b->first_token + i)))
			return false;
	}
	return true;
}

/* the file as upstream has it, not as other rules left it, is what tells */
static bool is_changed(struct scene *scene, const char *function)
{
	g_autoptr(csource) source = csource_scan(scene->texts->source);
	const struct cregion *is = function_of(source, function);
	const struct cregion *was = function_of(base_of(scene), function);

	return is && was && !same_tokens(source, is, base_of(scene), was);
}

/* said of the base as well, it would be no matter of the change */
static void refuse(struct scene *scene, const char *function, const char *reason, GPtrArray *left)
{
	add_stringf(left, "%s: %s%s", function, reason, is_changed(scene, function) ?
		    ", in a function that upstream changes" : "");
}

static GBytes *lower_wanted(struct scene *scene, const struct guard_classes *classes,
			    GBytes *text, GPtrArray *left)
{
	g_autoptr(GPtrArray) refused = g_ptr_array_new_with_free_func(g_free);
	const struct lower_choice choice = { wanted, scene };
	GBytes *now = lower_chosen(classes, text, &choice, NULL, refused);

	for (guint i = 0; i < refused->len; i++) {
		const char *said = refused->pdata[i], *colon = strstr(said, ": ");
		g_autofree char *function = colon ? g_strndup(said, colon - said) : NULL;

		if (function)
			refuse(scene, function, colon + strlen(": "), left);
		else
			add_stringf(left, "%s", said);
	}
	return now;
}

static bool has(GBytes *text, const char *what)
{
	gsize size;
	const char *data = g_bytes_get_data(text, &size);

	return data && bytes_find(data, size, what, strlen(what));
}

/* most files have nothing to lower, and need not be parsed to see that */
static bool may_guard(const struct dialect_rule *rule, GBytes *text)
{
	static const char *const words[] = { "guard", "__free", "CLASS", "ACQUIRE",
					     "__cleanup", "scoped_class" };
	bool found = false;

	for (size_t i = 0; !found && i < G_N_ELEMENTS(words); i++)
		found = has(text, words[i]);
	if (!found || !rule->classes)
		return found;
	for (char **name = rule->classes; *name; name++) {
		g_autofree char *alone = g_strdup_printf("(%s)", *name);
		g_autofree char *first = g_strdup_printf("(%s,", *name);
		g_autofree char *macro = g_strdup_printf("%s(", *name);

		if (has(text, alone) || has(text, first) || has(text, macro))
			return true;
	}
	return false;
}

GBytes *unguard(const struct dialect_rule *rule, const struct guard_classes *classes, GBytes *now,
		const struct dialect_texts *texts, GPtrArray *left)
{
	g_autoptr(guard_classes) own = NULL;
	g_autoptr(GBytes) lowered = NULL;
	g_auto(scene) scene = { .rule = rule, .texts = texts };

	if (!may_guard(rule, now) || (rule->as_here && (!texts->base || !texts->ours)))
		return g_bytes_ref(now);
	own = guard_classes_file(classes, NULL, NULL, now);
	lowered = lower_wanted(&scene, own, now, left);
	return reflow_lowered(now, lowered);
}
