// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which definitions a C file has, for shapes that are found in kernels and are
 * easily taken for others.
 */
#include "format/csource.h"

#include <string.h>

/* "name:first-last", for each definition, and whether all braces have a partner */
static void expect(const char *text, bool balanced, const char *regions)
{
	g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
	g_autoptr(csource) source = csource_scan(bytes);
	g_autoptr(GString) found = g_string_new(NULL);

	for (guint i = 0; i < source->regions->len; i++) {
		const struct cregion *region = &g_array_index(source->regions, struct cregion, i);

		g_string_append_printf(found, "%s%s:%lu-%lu", i ? " " : "", region->name,
				       (unsigned long)region->first, (unsigned long)region->last);
	}
	g_assert_cmpstr(found->str, ==, regions);
	g_assert_cmpint(source->balanced, ==, balanced);
}

/* elements that are not indented */
static void test_tables(void)
{
	expect("static struct a b[] = {\n{\n\t.x = 1,\n},\n{\n\t.x = 2,\n}\n};\nint f(void)\n{\n"
		"}\n",
	       true, "b:1-8 f:9-11");
	expect("static struct a b[] = { {\n\t.x = { 1 },\n}, {\n\t.x = 2,\n} };\nint f(void)\n{\n"
		"}\n",
	       true, "b:1-5 f:6-8");
	expect("static struct a b[] = {{\n\t.x = 1,\n}};\nint f(void)\n{\n"
		"}\n", true, "b:1-3 f:4-6");
}

/* a brace that is missing does not swallow the next function */
static void test_broken(void)
{
	expect("int f(void)\n{\n\tif (x) {\n\t\ty();\n}\n\nint g(void)\n{\n}\n", false,
	       "f:1-5 g:7-9");
	expect("int f(void)\n{\n\tif (x) {{\n\t\ty();\n}\n\nint g(void)\n{\n}\n", false,
	       "f:1-5 g:7-9");
	expect("int f(void)\n{\n\ty();\n\nint g(void)\n{\n}\n\nint h(void)\n{\n}\n", false,
	       "f:1-7 h:9-11");
	expect("static struct a b[] = {\n{\n\t.x = {\n}\n};\nint f(void)\n{\n}\n", false,
	       "b:1-4 f:6-8");
}

/* a macro's line without ";" is no part of the function below it */
static void test_macros(void)
{
	expect("store_load(1)\nstore_load(2)\n\nstatic int f(int a,\n\t     int b)\n{\n}\n", true,
	       "f:4-7");
	expect("DEFINE_FREE(x, int, y)\nstatic int f(void)\n{\n}\n", true, "f:2-4");
	expect("static int f(int a)\n__acquires(x)\n{\n}\n", true, "f:1-4");
	expect("f(int a)\n__acquires(x)\n{\n}\n", true, "f:1-4");
	expect("static int\nf(int a)\n{\n}\n", true, "f:1-4");
}

static void expect_name(const char *line, const char *name)
{
	g_autofree char *found = function_name_of(line);

	g_test_message("%s", line);
	g_assert_cmpstr(found, ==, name);
}

/* what git puts behind "@@", from kernels and their tools, libav and DPDK */
static void test_headings(void)
{
	static const char *const none[] = {
		"extern void srcu_init_notifier_head(struct srcu_notifier_head *nh);",
		"int f(int a) __must_check;",
		"perf-$(CONFIG_LIBDW_DWARF_UNWIND) += unwind-libdw.o",
		"ifeq ($(CONFIG_X),y)",
		"$(obj)/f.o: $(src)/g.c (x)",
		"include $(srctree)/scripts/Makefile.lib",
		"obj-y(x)",
		"title: USB xHCI, see usb.yaml (schema)",
		"description: f (x)",
		"Note that f (x) does nothing",
		"See also f(x), g(x)",
		"Of f(x).",
		"if (x) {",
		"while (f(x)) {",
		"static struct a b = {",
		"static struct a b[] = X(1) {",
		"MODULE_LICENSE(\"GPL\");",
		"static DEFINE_MUTEX(lock);",
		"struct a {",
		"config X",
		"def f(x):",
		"f + g(x)",
		"a.f(x)",
		"",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(none); i++)
		expect_name(none[i], NULL);
	expect_name("static int f(struct b *b, int i)", "f");
	expect_name("static int f(struct b *b, struct c *a_rather_long_na", "f");
	expect_name("static const struct a *f(void) {", "f");
	expect_name("static int f(void) __acquires(&lock) __releases(x)", "f");
	expect_name("static int f(void) /* note; that */", "f");
	expect_name("static __printf(1, 2) int f(const char *, ...)", "f");
	expect_name("extern \"C\" int f(int a)", "f");
	expect_name("int A::f(int a) const {", "f");
	expect_name("f(int a)", "f");
	expect_name("SYSCALL_DEFINE3(read, unsigned int, fd,", "SYSCALL_DEFINE3(read");
	expect_name("pub fn f(a: u32) -> u32 {", "f");
	expect_name("__weak f(int a)", "f");
	expect_name("static inline void __f(int a)", "__f");
	expect_name("static inline void __f(int a) {", "__f");
	expect_name("void __f(int a);", NULL);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/csource/tables", test_tables);
	g_test_add_func("/csource/broken", test_broken);
	g_test_add_func("/csource/macros", test_macros);
	g_test_add_func("/csource/headings", test_headings);
	return g_test_run();
}
