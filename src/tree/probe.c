// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each idiom is a row: its name, the word of the #define (or defining macro
 * call) that brings it, and the files where a tree may have it.
 */
#include "tree/probe.h"

#include <string.h>

#include "base/file.h"

/**
 * struct idiom - a row
 * @name: what people call it
 * @definition: text that a line of one of @paths starts with where the tree has it
 * @paths: files to look in
 */
struct idiom {
	const char *name;
	const char *definition;
	const char *paths[4];
};

static const struct idiom idioms[] = {
	{ "guard()", "#define guard(", { "include/linux/cleanup.h" } },
	{ "scoped_guard", "#define scoped_guard(", { "include/linux/cleanup.h" } },
	{ "scoped_cond_guard", "#define scoped_cond_guard(", { "include/linux/cleanup.h" } },
	{ "__free()", "#define __free(", { "include/linux/cleanup.h" } },
	{ "CLASS()", "#define CLASS(", { "include/linux/cleanup.h" } },
	{ "mutex guard", "DEFINE_GUARD(mutex,", { "include/linux/mutex.h" } },
	{ "mutex guard", "DEFINE_LOCK_GUARD_1(mutex,", { "include/linux/mutex.h" } },
	{ "spinlock guard", "DEFINE_LOCK_GUARD_1(spinlock,", { "include/linux/spinlock.h" } },
	{ "write_lock guard", "DEFINE_LOCK_GUARD_1(write_lock,",
	  { "include/linux/spinlock.h", "include/linux/rwlock.h" } },
	{ "read_lock guard", "DEFINE_LOCK_GUARD_1(read_lock,",
	  { "include/linux/spinlock.h", "include/linux/rwlock.h" } },
	{ "lockdep_assert_held_write", "#define lockdep_assert_held_write(",
	  { "include/linux/lockdep.h" } },
	{ "KVM_BUG_ON", "#define KVM_BUG_ON(", { "include/linux/kvm_host.h" } },
	{ "TDX_BUG_ON", "#define TDX_BUG_ON(", { "arch/x86/kvm/vmx/tdx.c" } },
	{ "pr_tdx_error", "#define pr_tdx_error(", { "arch/x86/kvm/vmx/tdx.c" } },
	{ "KVM TDX host", "config KVM_INTEL_TDX", { "arch/x86/kvm/Kconfig" } },
	{ "KVM TDX host", "#include \"tdx.h\"", { "arch/x86/kvm/vmx/tdx.c" } },
};

/* line of the first one in @text that starts with @definition, 0 when there is none */
static unsigned int find_definition(const char *text, const char *definition)
{
	const char *found = text;
	unsigned int line = 1;

	while ((found = strstr(found, definition))) {
		if (found == text || found[-1] == '\n')
			break;
		found++;
	}
	if (!found)
		return 0;
	for (const char *p = text; p < found; p++)
		line += *p == '\n';
	return line;
}

static char *read_text(const struct tree *tree, const char *path)
{
	g_autoptr(GBytes) bytes = tree_read(tree, path, NULL);

	return bytes ? bytes_text(bytes) : NULL;
}

static void look_for(const struct tree *tree, const struct idiom *idiom, struct feature *feature)
{
	for (size_t i = 0; i < G_N_ELEMENTS(idiom->paths) && idiom->paths[i]; i++) {
		g_autofree char *text = read_text(tree, idiom->paths[i]);
		unsigned int line = text ? find_definition(text, idiom->definition) : 0;

		if (!line)
			continue;
		feature->path = idiom->paths[i];
		feature->line = line;
		return;
	}
}

/* "VERSION = 6" in the top Makefile */
static char *makefile_value(const char *text, const char *name)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", 30);

	for (char **line = lines; *line; line++) {
		g_auto(GStrv) parts = g_strsplit(*line, "=", 2);

		if (parts[0] && parts[1] && !strcmp(g_strstrip(parts[0]), name))
			return g_strdup(g_strstrip(parts[1]));
	}
	return NULL;
}

static char *kernel_version(const struct tree *tree)
{
	g_autofree char *text = read_text(tree, "Makefile");
	g_autofree char *version = text ? makefile_value(text, "VERSION") : NULL;
	g_autofree char *level = text ? makefile_value(text, "PATCHLEVEL") : NULL;
	g_autofree char *sub = text ? makefile_value(text, "SUBLEVEL") : NULL;
	g_autofree char *extra = text ? makefile_value(text, "EXTRAVERSION") : NULL;

	if (!version || !level)
		return NULL;
	return g_strdup_printf("%s.%s%s%s%s", version, level, sub && strcmp(sub, "0") ? "." : "",
			       sub && strcmp(sub, "0") ? sub : "", extra ? extra : "");
}

/* several rows may bring one idiom; the first that is there counts */
static struct feature *feature_named(const struct probe *probe, const char *name)
{
	for (guint i = 0; i < probe->features->len; i++) {
		struct feature *feature = &g_array_index(probe->features, struct feature, i);

		if (!strcmp(feature->name, name))
			return feature;
	}
	return NULL;
}

struct probe *tree_probe(const struct tree *tree)
{
	struct probe *probe = g_new0(struct probe, 1);

	probe->version = kernel_version(tree);
	probe->features = g_array_new(FALSE, TRUE, sizeof(struct feature));
	for (size_t i = 0; i < G_N_ELEMENTS(idioms); i++) {
		struct feature *known = feature_named(probe, idioms[i].name);
		struct feature feature = { .name = idioms[i].name };

		if (known && known->path)
			continue;
		look_for(tree, &idioms[i], &feature);
		if (known)
			*known = feature;
		else
			g_array_append_val(probe->features, feature);
	}
	return probe;
}

bool probe_has(const struct probe *probe, const char *name)
{
	const struct feature *feature = feature_named(probe, name);

	return feature && feature->path;
}

void probe_free(struct probe *probe)
{
	if (!probe)
		return;
	g_free(probe->version);
	g_array_unref(probe->features);
	g_free(probe);
}
