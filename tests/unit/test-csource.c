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

/* one definition of that name in the line, whose initialiser is empty */
static void expect_data(const char *head, const char *name)
{
	g_autofree char *text = g_strdup_printf("%s = {\n};\n", head);
	g_autofree char *regions = g_strdup_printf("%s:1-2", name);

	expect(text, true, regions);
}

/* attributes stand in front of a name and behind it; some names begin as they do */
static void test_data_names(void)
{
	expect_data("struct ops table", "table");
	expect_data("struct ops table __initdata", "table");
	expect_data("static struct ops __initdata table", "table");
	expect_data("static struct ops *const *table __ro_after_init", "table");
	expect_data("static struct ops table[] __initconst __aligned(8)", "table");
	expect_data("static struct ops table __section(\".data..x\") __used", "table");
	expect_data("static struct ops table __attribute__((unused))", "table");
	expect_data("static __maybe_unused const struct ops table", "table");
	expect_data("static unsigned long mask __read_mostly", "mask");
	expect_data("static DECLARE(mask) __initdata", "DECLARE");
	expect_data("static struct lock_class_key __key", "__key");
	expect_data("static struct lock_class_key __key __initdata", "__key");
	expect_data("static const int __names[]", "__names");
	expect_data("const char __name[8] __initconst", "__name");
	expect_data("static struct __tag table", "table");
	expect_data("static cpumask_t mask __read_mostly", "mask");
	expect_data("static cpumask_t __read_mostly mask", "mask");
	expect_data("static __be32 address", "address");
	expect_data("static __be32 address __initdata", "address");
	expect_data("static __be32 __address", "__address");
	expect_data("static u32 __address", "__address");
	expect_data("static const typeof(ops) table __initconst", "table");
	expect("struct b {\n} table __initdata = {\n};\n", true, "b:1-2 table:2-3");
}

/* an attribute between the keyword and the tag, and behind the members */
static void test_tags(void)
{
	expect("struct __packed b {\n};\n", true, "b:1-2");
	expect("struct __attribute__((packed)) b {\n};\n", true, "b:1-2");
	expect("struct __b {\n} __packed;\n", true, "__b:1-2");
	expect("typedef struct {\n} b;\nenum {\n\tA,\n};\nstatic struct {\n} c[2];\n", true,
	       "b:1-2 :3-5 c:6-7");
	expect("class b : public c {\n};\n", true, "b:1-2");
	expect("struct __b *f(int a)\n{\n}\n", true, "f:1-3");
}

/* what is in the braces of C++ stands at file scope; an include guard may be around all */
static void test_linkage(void)
{
	expect("#ifdef __cplusplus\nextern \"C\" {\n#endif\nint a;\nint\nf(void)\n{\n}\n"
	       "int g(void)\n{\n}\n#ifdef __cplusplus\n}\n#endif\n", true, "f:5-8 g:9-11");
	expect("#ifndef H\n#define H\nextern \"C\" {\nint f(void)\n{\n}\n}\n#endif\n", true,
	       "H:2-2 f:4-6");
	expect("extern \"C\" int f(void)\n{\n}\n", true, "f:1-3");
	expect("extern \"C\" {\nint f(void)\n{\n}\n", false, "f:2-4");
	expect("int f(void)\n{\n}\n}\n", false, "f:1-3");
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
	g_test_add_func("/csource/data-names", test_data_names);
	g_test_add_func("/csource/tags", test_tags);
	g_test_add_func("/csource/linkage", test_linkage);
	g_test_add_func("/csource/headings", test_headings);
	return g_test_run();
}
