// SPDX-License-Identifier: GPL-2.0-only
/*
 * Statements that look ruled by a condition: what gcc warns of is the expectation.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/proc.h"
#include "engine/doubt/indent.h"
#include "needs.h"

#define F "int one(int a), two(int a);\nint f(int a, int b)\n{\n"
#define END "\treturn 0;\n}\n"

static const struct sample {
	const char *name;
	const char *code;
	guint count;
} samples[] = {
	{ "two", F "\tif (a)\n\t\tone(a);\n\t\ttwo(a);\n" END, 1 },
	{ "braces", F "\tif (a) {\n\t\tone(a);\n\t\ttwo(a);\n\t}\n" END, 0 },
	{ "one", F "\tif (a)\n\t\tone(a);\n\ttwo(a);\n" END, 0 },
	{ "after-else", F "\tif (a)\n\t\tone(a);\n\telse\n\t\ttwo(a);\n\t\tone(b);\n" END, 1 },
	{ "else-if", F "\tif (a)\n\t\tone(a);\n\telse if (b)\n\t\ttwo(a);\n\t\tone(b);\n" END, 1 },
	{ "two-branches", F "\tif (a)\n\t\tone(a);\n\telse\n\t\ttwo(a);\n" END, 0 },
	{ "loop", F "\tfor (int i = 0; i < a; i++)\n\t\tone(i);\n\t\ttwo(a);\n" END, 1 },
	{ "while", F "\twhile (one(a))\n\t\ttwo(b);\n\t\ttwo(a);\n" END, 1 },
	{ "do", F "\tdo\n\t\tone(a);\n\twhile (two(a));\n\tone(a);\n" END, 0 },
	{ "long-condition", F "\tif (a &&\n\t    b)\n\t\tone(a);\n\t\ttwo(a);\n" END, 1 },
	{ "long-statement", F "\tif (a)\n\t\tone(a +\n\t\t    b);\n\ttwo(a);\n" END, 0 },
	{ "spaces", F "\tif (a)\n                one(a);\n\t\ttwo(a);\n" END, 1 },
	{ "comment", F "\tif (a)\n\t\tone(a); /* ; */\n\t\t/* why */\n\t\ttwo(a);\n" END, 1 },
	{ "directive", F "\tif (a)\n#ifdef A\n\t\tone(a);\n#else\n\t\ttwo(a);\n#endif\n" END, 0 },
	{ "return", F "\tif (a)\n\t\ta = 1;\n\t\treturn b;\n" END, 1 },
	{ "nested", F "\tif (a)\n\t\tif (b)\n\t\t\tone(a);\n\t\ttwo(a);\n" END, 1 },
	{ "block", F "\tif (a)\n\t\tfor (;;) {\n\t\t\tone(a);\n\t\t}\n\ttwo(a);\n" END, 0 },
	{ "same-line", F "\tif (a) one(a);\n\ttwo(a);\n" END, 0 },
	{ "twice", F "\tif (a)\n\t\tone(a);\n\t\ttwo(a);\n\tif (b)\n\t\tone(a);\n\t\ttwo(b);\n" END,
	  2 },
	{ "label", F "\tif (a)\n\t\tgoto out;\nout:\n\ttwo(a);\n" END, 0 },
	{ "empty", "", 0 },
};

/* gcc reads a file again to know its columns: standard input does not do */
static GArray *gcc_lines(const char *code)
{
	g_autofree char *path = NULL;
	int fd = g_file_open_tmp("indent-XXXXXX.c", &path, NULL);
	const char *const argv[] = { "gcc", "-fsyntax-only", "-ftabstop=8",
				     "-Wmisleading-indentation", path, NULL };
	const char *const env[] = { "LC_ALL=C", NULL };
	const struct proc_spec spec = { .argv = argv, .env = env };
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(guint));
	g_auto(proc_result) said = { 0 };
	g_auto(GStrv) told = NULL;

	g_assert_cmpint(write(fd, code, strlen(code)), ==, strlen(code));
	close(fd);
	g_assert_true(proc_run(&spec, &said, NULL));
	unlink(path);
	g_assert_cmpint(said.status, ==, 0);
	told = g_strsplit(said.err->str, "\n", -1);
	for (char **line = told; *line; line++) {
		guint number = strstr(*line, "note: ...this statement") ?
				       strtoul(*line + strlen(path) + 1, NULL, 10) - 1 : 0;

		if (number)
			g_array_append_val(lines, number);
	}
	return lines;
}

static void test_sample(gconstpointer data)
{
	const struct sample *sample = data;
	g_autoptr(GBytes) code = g_bytes_new_static(sample->code, strlen(sample->code));
	g_autoptr(GArray) got = misleading_lines(code), want = NULL;

	g_assert_cmpuint(got->len, ==, sample->count);
	if (!needs("gcc"))
		return;
	want = gcc_lines(sample->code);
	g_assert_cmpmem(got->data, got->len * sizeof(guint), want->data,
			want->len * sizeof(guint));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
		g_autofree char *path = g_strdup_printf("/indent/%s", samples[i].name);

		g_test_add_data_func(path, &samples[i], test_sample);
	}
	return g_test_run();
}
