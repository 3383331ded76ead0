// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dialects: each rule's before and after, what it leaves alone (the fixtures below
 * cocci/dialect/tests, which "backstitch rule test" runs), and which trees it applies
 * to.  That the after is what the kernel really had is measured on kernels, see
 * tests/kernels.
 */
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/tmpdir.h"
#include "rules/dialect.h"

#define FIXTURES "cocci/dialect/tests"

static GPtrArray *rules;
static guard_classes *classes;

static struct dialect_rule *rule_named(const char *name)
{
	for (guint i = 0; i < rules->len; i++) {
		struct dialect_rule *rule = rules->pdata[i];
		g_autofree char *full = g_strdup_printf("%s/%s", rule->dialect, rule->name);

		if (!strcmp(full, name))
			return rule;
	}
	g_assert_not_reached();
}

static char *translate_from(const char *rule, const char *text, const char *before,
			    const char *ours, char **out_left)
{
	g_autoptr(GPtrArray) chosen = g_ptr_array_new();
	g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) left = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GBytes) source = g_bytes_new_static(text, strlen(text));
	g_autoptr(GBytes) base = g_bytes_new_static(before, strlen(before));
	g_autoptr(GBytes) tree = ours ? g_bytes_new_static(ours, strlen(ours)) : NULL;
	g_autoptr(GBytes) lowered = NULL;

	g_ptr_array_add(chosen, rule_named(rule));
	lowered = dialect_lower(chosen, classes, &(struct dialect_texts){ source, base, tree },
				changed, left);
	g_assert_cmpuint(changed->len, ==, g_bytes_equal(source, lowered) ? 0 : 1);
	g_ptr_array_add(left, NULL);
	*out_left = g_strjoinv("\n", (char **)left->pdata);
	return bytes_text(lowered);
}

static char *translate(const char *rule, const char *text, const char *ours, char **out_left)
{
	return translate_from(rule, text, text, ours, out_left);
}

/* NULL when there is none */
static char *part(const char *fixture, const char *name)
{
	g_autofree char *path = g_build_filename(FIXTURES, fixture, name, NULL);
	g_autoptr(GBytes) bytes = file_read(path, NULL);

	return bytes ? bytes_text(bytes) : NULL;
}

/* what was translated has nothing more to translate, and what is left stays */
static void test_again(gconstpointer fixture)
{
	g_autofree char *rule = g_path_get_dirname(fixture);
	g_autofree char *input = part(fixture, "input.c"), *expect = part(fixture, "expect.c");
	g_autofree char *base = part(fixture, "base.c"), *ours = part(fixture, "ours.c");
	g_autofree char *expect_left = part(fixture, "left"), *left = NULL, *more = NULL;
	g_autofree char *text = translate_from(rule, input, base ? base : input, ours, &left);
	g_autofree char *again = translate_from(rule, text, base ? base : text, ours, &more);

	if (expect_left)
		g_strchomp(expect_left);
	g_assert_cmpstr(text, ==, expect);
	g_assert_cmpstr(left, ==, expect_left ? expect_left : "");
	g_assert_cmpstr(again, ==, text);
}

/* where the tree's own file speaks the new way already, the result does too */
static void test_ours(void)
{
	const char *text = "int f(void)\n{\n\treturn timer_delete(&t);\n}\n";
	g_autofree char *left = NULL;
	g_autofree char *same = translate("timer/timer_delete", text, text, &left);
	g_autofree char *left2 = NULL;
	g_autofree char *mixed = translate("timer/timer_delete", text,
					   "a() { timer_delete(x); del_timer(x); }", &left2);

	g_assert_cmpstr(same, ==, text);
	g_assert_nonnull(strstr(mixed, "del_timer(&t)"));
}

/* so it does where the file brings the helper itself; other arguments are another matter */
static void test_ours_call(void)
{
	const char *text = "unsigned long t = secs_to_jiffies(5);\n";
	const char *class = "void f(void)\n{\n\tc = class_create(\"x\");\n}\n";
	g_autofree char *left = NULL, *left2 = NULL, *left3 = NULL;
	g_autofree char *own = translate("timer/secs_to_jiffies", text,
					 "#define secs_to_jiffies(s) msecs_to_jiffies((s) * 1000)\n"
					 "unsigned long u = secs_to_jiffies(4);\n", &left);
	g_autofree char *none = translate("timer/secs_to_jiffies", text, "int s;\n", &left2);
	g_autofree char *module = translate("driver/class_create", class,
					    "f() { c = class_create(THIS_MODULE, \"x\"); }\n",
					    &left3);

	g_assert_cmpstr(own, ==, text);
	g_assert_cmpstr(none, ==, "unsigned long t = 5 * HZ;\n");
	g_assert_nonnull(strstr(module, "THIS_MODULE"));
	g_assert_cmpstr(left, ==, "");
}

static bool applies(const char *path, const char *content, const char *rule)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(tmpdir) dir = tmpdir_new(&error);
	g_autofree char *root = tmpdir_file(dir, "tree");
	g_autofree char *file = g_build_filename(root, path, NULL);
	g_autoptr(tree) tree = NULL;
	g_autoptr(GPtrArray) chosen = NULL;

	g_assert_true(file_write(file, content, -1, &error));
	tree = tree_open_folder(root, &error);
	g_assert_no_error(error);
	chosen = dialects_choose(rules, tree);
	return g_ptr_array_find(chosen, rule_named(rule), NULL);
}

/* what the old word does otherwise is told with it */
static void test_caveat(void)
{
	static const char text[] = "int f(void)\n{\n\treturn get_random_u32_below(6);\n}\n";
	g_autoptr(GPtrArray) chosen = g_ptr_array_new();
	g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) left = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GBytes) source = g_bytes_new_static(text, strlen(text));
	const struct dialect_texts texts = { source, source, NULL };
	g_autoptr(GBytes) made = NULL;

	g_ptr_array_add(chosen, rule_named("random/get_random_u32_below"));
	made = dialect_lower(chosen, classes, &texts, changed, left);
	g_assert_cmpuint(changed->len, ==, 1);
	g_assert_cmpstr(changed->pdata[0], ==, "random/get_random_u32_below "
			"(before 6.1 its numbers can be predicted)");
}

/* a tree with remove() and remove_new() has what its own file has */
static void test_remove_both(void)
{
	static const char text[] =
		"static void r(struct platform_device *p)\n{\n\tg(p);\n}\n\n"
		"static struct platform_driver d = {\n\t.remove = r,\n};\n";
	static const char *const want[][2] = {
		{ "static struct platform_driver d = {\n\t.remove = r,\n};\n",
		  "static int r(struct platform_device *p)\n{\n\tg(p);\n\n\treturn 0;\n}\n\n"
		  "static struct platform_driver d = {\n\t.remove = r,\n};\n" },
		{ "static struct platform_driver d = {\n\t.remove_new = r,\n};\n",
		  "static void r(struct platform_device *p)\n{\n\tg(p);\n}\n\n"
		  "static struct platform_driver d = {\n\t.remove_new = r,\n};\n" },
	};
	g_autoptr(GPtrArray) chosen = g_ptr_array_new();

	/* in the order of the file, as for a tree */
	for (guint i = 0; i < rules->len; i++) {
		struct dialect_rule *rule = rules->pdata[i];

		if (g_str_has_prefix(rule->name, "platform_remove"))
			g_ptr_array_add(chosen, rule);
	}
	g_assert_cmpuint(chosen->len, ==, 2);
	for (size_t i = 0; i < G_N_ELEMENTS(want); i++) {
		g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func(g_free);
		g_autoptr(GPtrArray) left = g_ptr_array_new_with_free_func(g_free);
		g_autoptr(GBytes) source = g_bytes_new_static(text, strlen(text));
		g_autoptr(GBytes) ours = g_bytes_new_static(want[i][0], strlen(want[i][0]));
		const struct dialect_texts texts = { source, source, ours };
		g_autoptr(GBytes) made = dialect_lower(chosen, classes, &texts, changed, left);
		g_autofree char *result = bytes_text(made);

		g_assert_cmpstr(result, ==, want[i][1]);
		g_assert_cmpuint(left->len, ==, 0);
	}
}

static void test_choose(void)
{
	const char *timer = "include/linux/timer.h", *class = "include/linux/device/class.h";
	static const char spinlock[] = "include/linux/spinlock.h";
	const char *platform = "include/linux/platform_device.h";

	g_assert_true(applies(timer, "extern int del_timer_sync(struct timer_list *t);\n",
			      "timer/timer_delete_sync"));
	g_assert_false(applies(timer, "extern int timer_delete_sync(struct timer_list *t);\n",
			       "timer/timer_delete_sync"));
	/* from v6.2 to v6.14, where either will do */
	g_assert_false(applies(timer, "extern int timer_delete_sync(struct timer_list *t);\n"
			       "static inline int del_timer_sync(struct timer_list *t)\n",
			       "timer/timer_delete_sync"));
	g_assert_false(applies(timer, "int my_del_timer_sync(void);\n",
	"timer/timer_delete_sync"));
	g_assert_false(applies("include/linux/other.h", "int del_timer_sync(void);\n",
			       "timer/timer_delete_sync"));
	g_assert_true(applies(class, "#define class_create(owner,\tname)\n",
	"driver/class_create") ||
		      applies(class, "#define class_create(owner,\n\tname)\n",
		      "driver/class_create"));
	g_assert_false(applies(class, "#define class_create(name)\n", "driver/class_create"));
	g_assert_true(applies(platform, "int (*remove)(struct platform_device *);\n",
			      "driver/platform_remove"));
	g_assert_true(applies(platform, "int (*remove)(struct platform_device *);\n"
			      "void (*remove_new)(struct platform_device *);\n",
			      "driver/platform_remove"));
	g_assert_false(applies(platform, "void (*remove)(struct platform_device *);\n",
			       "driver/platform_remove"));
	g_assert_true(applies(platform, "int (*remove)(struct platform_device *);\n"
			      "void (*remove_new)(struct platform_device *);\n",
			      "driver/platform_remove_new"));
	g_assert_false(applies(platform, "void (*remove)(struct platform_device *);\n"
			       "void (*remove_new)(struct platform_device *);\n",
			       "driver/platform_remove_new"));
	g_assert_true(applies("include/linux/jiffies.h", "#define HZ 100\n",
			      "timer/secs_to_jiffies"));
	g_assert_false(applies("include/linux/jiffies.h", "#define secs_to_jiffies(s) 1\n",
			       "timer/secs_to_jiffies"));
	g_assert_true(applies(timer, "\n", "guards/guards"));
	g_assert_false(applies("include/linux/cleanup.h", "\n", "guards/guards"));
	g_assert_true(applies(spinlock, "DEFINE_LOCK_GUARD_1(spinlock, a, b)\n", "guards/rwlock"));
	g_assert_false(applies(spinlock, "DEFINE_LOCK_GUARD_1(write_lock, a, b)\n",
			       "guards/rwlock"));
}

static void test_bad_file(void)
{
	static const char *const bad[] = {
		"[x]\nwhere=a\nold=b\nrename=a b\n",
		"[x]\nsince=v1.0\nrename=a b\n",
		"[x]\nsince=v1.0\nabsent=a\n",
		"[x]\nsince=v1.0\nabsent=a\nrename=a b c\n",
		"[x]\nsince=v1.0\nabsent=a\ncall=f(a\n",
		"[x]\nsince=v1.0\nabsent=a\nnonsense=f\n",
		"no key file\n",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(tmpdir) dir = tmpdir_new(NULL);
		g_autofree char *cocci = tmpdir_file(dir, "cocci");
		g_autofree char *file = g_build_filename(cocci, "dialect", "bad.ini", NULL);

		g_assert_true(file_write(file, bad[i], -1, NULL));
		g_assert_null(dialects_load(cocci, &error));
		g_assert_nonnull(error);
		g_assert_nonnull(strstr(error->message, "bad.ini"));
	}
}

#define GUARDED "int f(struct a *a)\n{\n\tguard(mutex)(&a->lock);\n%s\treturn 1;\n}\n"
#define HERE "int f(struct a *a)\n{\n\tmutex_lock(&a->lock);\n\tmutex_unlock(&a->lock);\n" \
	"\treturn 1;\n}\n"
#define NEITHER "int f(struct a *a)\n{\n\treturn 1;\n}\n"

/* a function that this tree's file has with explicit calls gets a way out with an unlock */
static void test_explicit(void)
{
	g_autofree char *base = g_strdup_printf(GUARDED, "");
	g_autofree char *theirs = g_strdup_printf(GUARDED, "\tif (!a->b)\n\t\treturn 0;\n");
	g_autofree char *left = NULL, *left2 = NULL, *left3 = NULL, *left4 = NULL;
	g_autofree char *made = translate_from("guards/explicit", theirs, base, HERE, &left);
	g_autofree char *guarded = translate_from("guards/explicit", theirs, base, base, &left2);
	g_autofree char *brought = translate_from("guards/explicit", theirs, NEITHER, NEITHER,
						  &left3);
	g_autofree char *elsewhere = translate_from("guards/explicit", theirs, base, "int g;\n",
						    &left4);

	g_assert_cmpstr(made, ==, "int f(struct a *a)\n{\n\tmutex_lock(&a->lock);\n"
			"\tif (!a->b) {\n\t\tmutex_unlock(&a->lock);\n\t\treturn 0;\n\t}\n"
			"\tmutex_unlock(&a->lock);\n\treturn 1;\n}\n");
	/* it has the guard; the change brings the guard; there is no such function */
	g_assert_cmpstr(guarded, ==, theirs);
	g_assert_cmpstr(brought, ==, theirs);
	g_assert_cmpstr(elsewhere, ==, theirs);
}

/* the locks are named as this tree's function names them, or it is left to a person */
static void test_named_here(void)
{
	static const char text[] = "int f(struct a *a)\n{\n"
		"\tguard(spinlock_irqsave)(&a->b->lock);\n"
		"\treturn 1;\n}\n";
	static const char lines[] = "int f(struct a *a)\n{\n\tunsigned long %s;\n\n"
		"\tspin_lock_irqsave(&a->b->lock, %s);\n"
		"\tspin_unlock_irqrestore(&a->b->lock, %s);\n\treturn 1;\n}\n";
	g_autofree char *here = g_strdup_printf(lines, "flags", "flags", "flags");
	g_autofree char *other = g_strdup_printf(lines, "state", "state", "state");
	g_autofree char *left = NULL, *left2 = NULL, *left3 = NULL;
	g_autofree char *made = translate("guards/explicit", text, here, &left);
	g_autofree char *odd = translate("guards/explicit", text, other, &left2);
	g_autofree char *both = translate("guards/explicit",
					  "int f(struct a *a)\n{\n\tguard(rcu)();\n"
					  "\tguard(mutex)(&a->lock);\n\treturn 1;\n}\n",
					  "int f(struct a *a)\n{\n\tguard(rcu)();\n"
					  "\treturn 1;\n}\n", &left3);

	g_assert_cmpstr(made, ==, here);
	g_assert_cmpstr(left, ==, "");
	g_assert_cmpstr(odd, ==, text);
	g_assert_nonnull(strstr(left2, "this tree's function has no "
				"'spin_unlock_irqrestore(&a->b->lock, flags);'"));
	g_assert_nonnull(strstr(both, "guard(mutex)"));
	g_assert_nonnull(strstr(left3, "this tree's function has no 'rcu_read_unlock();'"));
}

/* what is not understood counts although the base says it too, where upstream changes it */
static void test_refused(void)
{
	static const char *const names[] = { "guards/explicit", "guards/guards" };
	static const char odd[] = "int f(struct a *a)\n{\n\tguard(odd)(&a->lock);\n"
		"%s\treturn 1;\n}\n";
	g_autofree char *base = g_strdup_printf(odd, "");
	g_autofree char *theirs = g_strdup_printf(odd, "\tif (!a->b)\n\t\treturn 0;\n");

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *was = NULL, *is = NULL;
		g_autofree char *same = translate_from(names[i], base, base, HERE, &was);
		g_autofree char *changed = translate_from(names[i], theirs, base, HERE, &is);

		g_assert_cmpstr(same, ==, base);
		g_assert_cmpstr(changed, ==, theirs);
		g_assert_nonnull(strstr(was, "class 'odd' is not known"));
		g_assert_null(strstr(was, "upstream changes"));
		g_assert_nonnull(strstr(is, "class 'odd' is not known, in a function that upstream "
					"changes"));
	}
}

/* "guard(X)(…);" or what else uses a class, as a statement */
static char *use_of(const struct guard_class *class)
{
	if (class->kind == GUARD_FREE)
		return g_strdup_printf("%s p __free(%s) = get(a);", class->type, class->name);
	if (class->conditional)
		return g_strdup_printf("scoped_guard(%s, &a->lock)\n\t\ta->n = 0;", class->name);
	return g_strdup_printf("guard(%s)(%s);", class->name,
			       class->kind == GUARD_PLAIN ? "" : "&a->lock");
}

/* each guard that a tree may lack is lowered, and one that it has is not */
static void test_lacking(void)
{
	unsigned int seen = 0;

	for (guint i = 0; i < rules->len; i++) {
		const struct dialect_rule *rule = rules->pdata[i];

		for (char **name = rule->classes; name && *name; name++) {
			const struct guard_class *class = guard_classes_find(classes, *name);
			g_autofree char *full = g_strdup_printf("guards/%s", rule->name);
			g_autofree char *use = class ? use_of(class) : NULL;
			g_autofree char *text = g_strdup_printf("int f(struct a *a)\n{\n\t%s\n"
								"\treturn 1;\n}\n", use);
			g_autofree char *left = NULL, *made = NULL;

			/* a macro of cleanup.h */
			if (!class)
				continue;
			made = translate(full, text, NULL, &left);
			g_test_message("%s: %s", full, made);
			g_assert_cmpstr(left, ==, "");
			g_assert_null(strstr(made, class->kind == GUARD_FREE ? "__free" :
									       "guard("));
			seen++;
		}
	}
	g_assert_cmpuint(seen, >, 30);
}

/* every rule has a fixture */
static void test_all_rules(void)
{
	for (guint i = 0; i < rules->len; i++) {
		const struct dialect_rule *rule = rules->pdata[i];
		g_autofree char *folder = g_build_filename(FIXTURES, rule->dialect, rule->name,
							   NULL);
		g_autoptr(GPtrArray) cases = folder_names(folder);

		g_test_message("%s", folder);
		g_assert_cmpuint(cases->len, >, 0);
	}
}

/* the fixtures of a rule; their names go to @names */
static void add_fixtures(const struct dialect_rule *rule, GPtrArray *names)
{
	g_autofree char *folder = g_build_filename(FIXTURES, rule->dialect, rule->name, NULL);
	g_autoptr(GPtrArray) cases = folder_names(folder);

	for (guint i = 0; i < cases->len; i++) {
		char *name = g_strdup_printf("%s/%s/%s", rule->dialect, rule->name,
					     (char *)cases->pdata[i]);
		g_autofree char *path = g_strdup_printf("/dialect/again/%s", name);

		g_ptr_array_add(names, name);
		g_test_add_data_func(path, name, test_again);
	}
}

int main(int argc, char **argv)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	int status;

	g_test_init(&argc, &argv, NULL);
	if (g_getenv("BACKSTITCH_SRCDIR"))
		g_assert_cmpint(g_chdir(g_getenv("BACKSTITCH_SRCDIR")), ==, 0);
	rules = dialects_load("cocci", &error);
	g_assert_no_error(error);
	classes = guard_classes_shipped("cocci", &error);
	g_assert_no_error(error);
	for (guint i = 0; i < rules->len; i++)
		add_fixtures(rules->pdata[i], names);
	g_test_add_func("/dialect/ours", test_ours);
	g_test_add_func("/dialect/ours-call", test_ours_call);
	g_test_add_func("/dialect/choose", test_choose);
	g_test_add_func("/dialect/bad-file", test_bad_file);
	g_test_add_func("/dialect/explicit", test_explicit);
	g_test_add_func("/dialect/named-here", test_named_here);
	g_test_add_func("/dialect/refused", test_refused);
	g_test_add_func("/dialect/lacking", test_lacking);
	g_test_add_func("/dialect/all-rules", test_all_rules);
	g_test_add_func("/dialect/caveat", test_caveat);
	g_test_add_func("/dialect/remove-both", test_remove_both);
	status = g_test_run();
	guard_classes_free(classes);
	g_ptr_array_unref(rules);
	return status;
}
