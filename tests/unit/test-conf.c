// SPDX-License-Identifier: GPL-2.0-only
#include "tree/conf.h"

#include <glib/gstdio.h>

#include "base/error.h"
#include "base/file.h"
#include "base/tmpdir.h"

static struct tree_conf *load(const char *text, GError **error)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = tmpdir_file(dir, "t.ini");

	g_assert_true(file_write(path, text, -1, NULL));
	return tree_conf_load(path, error);
}

static void test_all_keys(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(tree_conf) conf =
		load("[tree]\nname=6.18.y\nstatus=longterm\ngit=https://example.org/l.git\n"
		     "ref=linux-6.18.y\n[kbuild]\narch=x86_64\nconfig=x86_64_defconfig\n"
		     "options=KVM_INTEL=y; KEXEC=n;\n[headers]\ninclude=include;arch/x86/include\n"
		     "[proofs]\nrequired=placement;sparse\n",
		     &error);

	g_assert_no_error(error);
	g_assert_cmpstr(conf->name, ==, "6.18.y");
	g_assert_cmpstr(conf->status, ==, "longterm");
	g_assert_cmpstr(conf->git, ==, "https://example.org/l.git");
	g_assert_cmpstr(conf->ref, ==, "linux-6.18.y");
	g_assert_null(conf->source);
	g_assert_cmpstr(conf->arch, ==, "x86_64");
	g_assert_cmpstr(conf->config, ==, "x86_64_defconfig");
	g_assert_cmpuint(conf->options->len, ==, 2);
	g_assert_cmpstr(conf->options->pdata[1], ==, "KEXEC=n");
	g_assert_cmpuint(conf->include->len, ==, 2);
	g_assert_cmpstr(conf->include->pdata[1], ==, "arch/x86/include");
	g_assert_cmpuint(conf->required->len, ==, 2);
	g_assert_cmpstr(conf->required->pdata[1], ==, "sparse");
}

static void test_defaults(void)
{
	g_autoptr(tree_conf) conf = load("[tree]\nname=a\n", NULL);

	g_assert_cmpstr(conf->status, ==, "stable");
	g_assert_null(conf->arch);
	/* nothing said is no licence to prove nothing */
	g_assert_cmpuint(conf->required->len, >=, 6);
}

/* what was said to be needed stays so, be it nothing */
static void test_no_proofs(void)
{
	g_autoptr(tree_conf) conf = load("[tree]\nname=a\n[proofs]\nrequired=\n", NULL);

	g_assert_cmpuint(conf->required->len, ==, 0);
}

static void test_path_is_relative_to_the_file(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = tmpdir_file(dir, "trees/t.ini");
	g_autofree char *source = tmpdir_file(dir, "linux:v6.18");
	g_autoptr(tree_conf) conf = NULL;

	g_assert_true(file_write(path, "[tree]\nname=t\npath=../linux:v6.18\n", -1, NULL));
	conf = tree_conf_load(path, NULL);
	g_assert_cmpstr(conf->source, ==, source);
}

/* each: a tree file and what the message must say */
static const struct {
	const char *text;
	const char *says;
} broken[] = {
	{ "", "*key 'name' in [tree] is missing*" },
	{ "[tree]\nname=a\nbranch=b\n", "*key 'branch' in [tree] is not known*path*" },
	{ "[tree]\nname=a\n[kbuid]\narch=x\n", "*group [kbuid] is not known*kbuild*" },
	{ "[tree]\nname=a\n[kbuild]\nname=x\n", "*key 'name' in [kbuild] is not known*" },
	{ "[tree]\nname=../x\n", "*'name'*'../x'*" },
	{ "[tree]\nname=\n", "*'name'*" },
	{ "[tree]\nname=-x\n", "*'name'*" },
	{ "[tree]\nname=.git\n", "*'name'*" },
	{ "[tree]\nname=a b\n", "*'name'*" },
	{ "[tree]\nname=a\nstatus=old\n", "*'status'*'old'*longterm*" },
	{ "[tree]\nname=a\ngit=--upload-pack=x\n", "*'git'*" },
	{ "[tree]\nname=a\nref=-x\n", "*'ref'*" },
	{ "name=a\n", "*not a key file*" },
	{ "[tree]\nname=a\ngarbage\n", "*not a key file*" },
	{ "[tree]\nname=\xff\xfe\n", "*" },
};

static void test_refused(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(broken); i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *pattern =
			g_strconcat("tree file '*t.ini': ", broken[i].says, NULL);

		g_assert_null(load(broken[i].text, &error));
		g_assert_error(error, BS_ERROR, BS_ERROR_INPUT);
		if (!g_pattern_match_simple(pattern, error->message))
			g_error("case %zu: '%s' is not like '%s'", i, error->message, pattern);
	}
}

static void test_save_and_load(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = tmpdir_file(dir, "a.ini");
	g_autofree char *again = tmpdir_file(dir, "b.ini");
	g_autofree char *one = NULL;
	g_autofree char *other = NULL;
	g_autoptr(tree_conf) conf = tree_conf_new("6.12.y");
	g_autoptr(tree_conf) loaded = NULL;

	conf->git = g_strdup("https://example.org/a;b.git");
	conf->source = g_strdup("/src/linux");
	g_ptr_array_add(conf->options, g_strdup("KVM=y"));
	g_assert_true(tree_conf_save(conf, path, NULL));
	loaded = tree_conf_load(path, NULL);
	g_assert_cmpstr(loaded->git, ==, conf->git);
	g_assert_cmpstr(loaded->source, ==, conf->source);
	g_assert_cmpuint(loaded->required->len, ==, conf->required->len);
	g_assert_true(tree_conf_save(loaded, again, NULL));
	g_assert_true(g_file_get_contents(path, &one, NULL, NULL));
	g_assert_true(g_file_get_contents(again, &other, NULL, NULL));
	g_assert_cmpstr(one, ==, other);
}

static void write_tree(const struct tmpdir *dir, const char *file, const char *name)
{
	g_autofree char *path = tmpdir_file(dir, file);
	g_autofree char *text = g_strdup_printf("[tree]\nname=%s\n", name);

	g_assert_true(file_write(path, text, -1, NULL));
}

static void test_order(void)
{
	static const char *const sorted[] = { "5.10.y", "6.1.y",  "6.6.y",
					      "6.12.y", "6.18.y", "mainline" };
	static const char *const mixed[] = { "6.18.y",   "6.6.y", "mainline",
					     "6.12.y", "5.10.y", "6.1.y" };
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autoptr(GPtrArray) all = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(mixed); i++) {
		g_autofree char *file = g_strconcat(mixed[i], ".ini", NULL);

		write_tree(dir, file, mixed[i]);
	}
	all = tree_conf_load_all(tmpdir_path(dir), NULL);
	g_assert_cmpuint(all->len, ==, G_N_ELEMENTS(sorted));
	for (size_t i = 0; i < G_N_ELEMENTS(sorted); i++)
		g_assert_cmpstr(((struct tree_conf *)all->pdata[i])->name, ==, sorted[i]);
}

static void test_twins(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autoptr(GError) error = NULL;

	write_tree(dir, "a.ini", "6.1.y");
	write_tree(dir, "b.ini", "6.1.y");
	g_assert_null(tree_conf_load_all(tmpdir_path(dir), &error));
	g_assert_error(error, BS_ERROR, BS_ERROR_INPUT);
}

/* the files that are shipped */
static void test_shipped(void)
{
	static const char *const names[] = { "6.1.y", "6.6.y", "6.12.y", "6.17.y", "6.18.y",
					     "6.19.y" };
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) all = tree_conf_load_all("stable-trees", &error);

	g_assert_no_error(error);
	g_assert_cmpuint(all->len, ==, G_N_ELEMENTS(names));
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		g_assert_cmpstr(((struct tree_conf *)all->pdata[i])->name, ==, names[i]);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/conf/all-keys", test_all_keys);
	g_test_add_func("/conf/defaults", test_defaults);
	g_test_add_func("/conf/no-proofs", test_no_proofs);
	g_test_add_func("/conf/path-is-relative-to-the-file", test_path_is_relative_to_the_file);
	g_test_add_func("/conf/refused", test_refused);
	g_test_add_func("/conf/save-and-load", test_save_and_load);
	g_test_add_func("/conf/order", test_order);
	g_test_add_func("/conf/twins", test_twins);
	g_test_add_func("/conf/shipped", test_shipped);
	return g_test_run();
}
