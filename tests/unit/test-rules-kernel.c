// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lowering and dialects on real kernels: BACKSTITCH_KERNELS names a folder with
 * one unpacked kernel a folder, 6.12.94 and so on.  How much is understood is
 * measured and must not fall; that dialects speak as the older tree does is held
 * against the older tree.
 */
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "rules/cbody.h"
#include "rules/dialect.h"
#include "rules/lower.h"

#define OLD "6.12.94"
#define NEW "6.19.8"

/**
 * struct count - what a walk has seen
 * @lowered: functions whose guards were lowered
 * @refused: functions that were left
 * @changed: functions and tables that dialects change
 * @equal: of those, equal to the older tree's, blanks and comments apart
 * @spoilt: of those, equal before and no longer
 */
struct count {
	const struct tree *tree;
	const struct tree *old;
	const struct guard_classes *classes;
	const GPtrArray *chosen;
	unsigned int lowered;
	unsigned int refused;
	unsigned int changed;
	unsigned int equal;
	unsigned int spoilt;
};

static struct tree *open_kernel(const char *version)
{
	const char *kernels = g_getenv("BACKSTITCH_KERNELS");
	g_autofree char *path = kernels ? g_build_filename(kernels, version, NULL) : NULL;
	struct tree *tree = path ? tree_open_folder(path, NULL) : NULL;

	if (!tree)
		g_test_skip("BACKSTITCH_KERNELS has no such kernel");
	return tree;
}

static unsigned int lines(GBytes *bytes)
{
	gsize size;
	const char *text = g_bytes_get_data(bytes, &size);
	unsigned int n = 0;

	for (gsize i = 0; i < size; i++)
		n += text[i] == '\n';
	return n;
}

static bool lower_one(void *data, const char *path)
{
	struct count *count = data;
	g_autoptr(GPtrArray) lowered = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) refused = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(guard_classes) classes = NULL;
	g_autoptr(GBytes) source = NULL;
	g_autoptr(GBytes) result = NULL;

	if (!g_str_has_suffix(path, ".c"))
		return true;
	source = tree_read(count->tree, path, NULL);
	classes = guard_classes_file(count->classes, count->tree, path, source);
	result = lower_file(classes, source, lowered, refused);
	g_assert_cmpuint(lines(result), ==, lines(source));
	for (guint i = 0; i < refused->len; i++)
		g_test_message("%s: %s", path, (char *)refused->pdata[i]);
	count->lowered += lowered->len;
	count->refused += refused->len;
	return true;
}

static void test_lower(gconstpointer version)
{
	static const char *const folders[] = { "drivers/gpio", "drivers/iio", "kernel", "sound" };
	g_autoptr(tree) tree = open_kernel(version);
	g_autoptr(guard_classes) classes = tree ? guard_classes_tree(tree) : NULL;
	struct count count = { .tree = tree, .classes = classes };

	if (!tree)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(folders); i++)
		tree_walk(tree, folders[i], lower_one, &count);
	g_test_message("%u lowered, %u refused", count.lowered, count.refused);
	g_assert_cmpuint(count.lowered, >, 500);
	g_assert_cmpuint(count.refused * 20, <, count.lowered);
}

static char *text_of(const struct csource *source, const struct cregion *region)
{
	return text_of_tokens(&g_array_index(source->tokens, struct ctoken, region->first_token),
			      region->last_token - region->first_token + 1);
}

/* equal but for blanks */
static bool same_text(const char *a, const char *b)
{
	while (*a || *b) {
		a += strspn(a, " ");
		b += strspn(b, " ");
		if (*a != *b)
			return false;
		a += *a != '\0';
		b += *b != '\0';
	}
	return true;
}

static void compare(struct count *count, GBytes *before, GBytes *after, GBytes *old)
{
	g_autoptr(csource) was = csource_scan(before);
	g_autoptr(csource) is = csource_scan(after);
	g_autoptr(csource) then = csource_scan(old);

	for (guint i = 0; i < was->regions->len && i < is->regions->len; i++) {
		const struct cregion *region = &g_array_index(was->regions, struct cregion, i);
		const struct cregion *same = NULL;
		g_autofree char *a = text_of(was, region);
		g_autofree char *b = text_of(is, &g_array_index(is->regions, struct cregion, i));
		g_autofree char *c = NULL;

		for (guint k = 0; k < then->regions->len && !same; k++) {
			same = &g_array_index(then->regions, struct cregion, k);
			if (same->kind != region->kind || strcmp(same->name, region->name))
				same = NULL;
		}
		if (!same || !strcmp(a, b))
			continue;
		c = text_of(then, same);
		count->changed++;
		count->equal += same_text(b, c);
		count->spoilt += same_text(a, c);
	}
}

static bool translate_one(void *data, const char *path)
{
	struct count *count = data;
	g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) left = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GBytes) source = NULL;
	g_autoptr(GBytes) old = NULL;
	g_autoptr(GBytes) result = NULL;

	if (!g_str_has_suffix(path, ".c"))
		return true;
	source = tree_read(count->tree, path, NULL);
	old = tree_read(count->old, path, NULL);
	if (!old)
		return true;
	result = dialect_lower(count->chosen, NULL, &(struct dialect_texts){ source, source, old },
			       changed, left);
	if (!g_bytes_equal(result, source))
		compare(count, source, result, old);
	return true;
}

/* the older kernels, and how many of a hundred changed functions become equal there at least */
static const struct older {
	const char *version;
	unsigned int equal;
} olders[] = { { "6.12.94", 80 }, { "6.1.176", 75 }, { "5.10.223", 68 } };

static void test_dialects(gconstpointer data)
{
	const struct older *older = data;
	static const char *const folders[] = { "drivers/gpio", "drivers/rtc", "drivers/watchdog",
					       "drivers/net/ethernet", "net/ipv4" };
	g_autoptr(tree) old = open_kernel(older->version);
	g_autoptr(tree) tree = old ? open_kernel(NEW) : NULL;
	g_autoptr(GPtrArray) rules = dialects_load("cocci", NULL);
	g_autoptr(GPtrArray) chosen = tree ? dialects_choose(rules, old) : NULL;
	struct count count = { .tree = tree, .old = old, .chosen = chosen };

	if (!tree)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(folders); i++)
		tree_walk(tree, folders[i], translate_one, &count);
	g_test_message("%u changed, %u equal to the older tree's, %u equal only before",
		       count.changed, count.equal, count.spoilt);
	g_assert_cmpuint(count.equal * 100, >, count.changed * older->equal);
	g_assert_cmpuint(count.spoilt * 100, <, count.changed);
}

/* a tree needs no dialect of what it defines itself */
static void test_own(void)
{
	g_autoptr(tree) tree = open_kernel(NEW);
	g_autoptr(GPtrArray) rules = dialects_load("cocci", NULL);
	g_autoptr(GPtrArray) chosen = tree ? dialects_choose(rules, tree) : NULL;

	for (guint i = 0; chosen && i < chosen->len; i++) {
		const struct dialect_rule *rule = chosen->pdata[i];

		g_test_message("%s/%s %s", rule->dialect, rule->name, rule->since);
		/* about functions of a tree, whichever it is */
		if (rule->as_here)
			continue;
		/* 6.19 is older than 7.0, and than nothing else */
		g_assert_cmpstr(rule->since, ==, "v7.0");
	}
}

/* "v6.15" as 6015 */
static unsigned int version_of(const char *text)
{
	char *end;
	unsigned long major = strtoul(text, &end, 10);

	return major * 1000 + (*end == '.' ? strtoul(end + 1, NULL, 10) : 0);
}

/* no tree from since= on needs the rule; an older one does, unless it took the new words back */
static void test_since(gconstpointer version)
{
	g_autoptr(tree) tree = open_kernel(version);
	g_autoptr(GPtrArray) rules = dialects_load("cocci", NULL);
	g_autoptr(GPtrArray) chosen = tree ? dialects_choose(rules, tree) : NULL;
	unsigned int needed = 0;

	for (guint i = 0; chosen && i < chosen->len; i++) {
		const struct dialect_rule *rule = chosen->pdata[i];

		g_test_message("%s/%s since %s in %s", rule->dialect, rule->name, rule->since,
			       (const char *)version);
		if (!rule->as_here)
			g_assert_cmpuint(version_of(version), <, version_of(rule->since + 1));
		needed++;
	}
	/* all but few are for 5.10 */
	if (tree && !strcmp(version, "5.10.223"))
		g_assert_cmpuint(needed + 8, >=, rules->len);
}

int main(int argc, char **argv)
{
	static const char *const versions[] = { "5.10.223", "6.1.176", "6.12.94", "6.17.8",
						"6.18.5", "6.19.8" };

	g_test_init(&argc, &argv, NULL);
	if (g_getenv("BACKSTITCH_SRCDIR"))
		g_assert_cmpint(g_chdir(g_getenv("BACKSTITCH_SRCDIR")), ==, 0);
	g_test_add_data_func("/rules-kernel/lower/" OLD, OLD, test_lower);
	g_test_add_data_func("/rules-kernel/lower/" NEW, NEW, test_lower);
	for (size_t i = 0; i < G_N_ELEMENTS(olders); i++) {
		g_autofree char *name = g_strconcat("/rules-kernel/dialects/", olders[i].version,
						    NULL);

		g_test_add_data_func(name, &olders[i], test_dialects);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(versions); i++) {
		g_autofree char *name = g_strconcat("/rules-kernel/since/", versions[i], NULL);

		g_test_add_data_func(name, versions[i], test_since);
	}
	g_test_add_func("/rules-kernel/own", test_own);
	return g_test_run();
}
