// SPDX-License-Identifier: GPL-2.0-only
/*
 * A change that lands in a function which only this tree has, beside the one
 * that upstream changes; and functions that upstream's was parted into here,
 * where it lands rightly.
 */
#include "warn-sample.h"

#define TOP "#include \"a.h\"\n\nint top(struct a *a)\n{\n\treturn a->top;\n}\n\n"
#define BEGIN(name) "int " name "(struct a *a)\n{\n\tlock(a);\n\twrite_control(a, 0);\n"
#define END(text) "\ta->state = IDLE;\n\tinfo(\"" text "\");\n\tunlock(a);\n\treturn 0;\n}\n"
#define STOP BEGIN("stop") END("stopped")
#define CALLER "\nint stop(struct a *a)\n{\n\treturn halt(a);\n}\n"
#define FIX "\ta->flags = 0;\n"

static void expect(const char *ours, const char *result, const char *warning)
{
	g_autofree char *here = g_strconcat(TOP, ours, NULL);
	g_autofree char *merged = g_strconcat(TOP, result, NULL);

	sample(TOP STOP, here, TOP BEGIN("stop") FIX END("stopped"), merged, warning);
}

#define TOLD "'halt' is changed here, which upstream does not have, and 'stop' is not"

static void test_twin(void)
{
	expect(BEGIN("halt") END("stopped") "\n" BEGIN("stop") END("stopped now"),
	       BEGIN("halt") FIX END("stopped") "\n" BEGIN("stop") END("stopped now"), TOLD);
}

static void test_parted(void)
{
	/* upstream's function has nothing of it here; or it gets the change as well, or alone */
	expect(BEGIN("halt") END("stopped") CALLER,
	       BEGIN("halt") FIX END("stopped") CALLER,
	       NULL);
	expect(BEGIN("halt") END("stopped") "\n" BEGIN("stop") END("stopped now"),
	       BEGIN("halt") END("stopped") "\n" BEGIN("stop") FIX END("stopped now"), NULL);
	/* it is called otherwise here */
	expect(BEGIN("halt") END("stopped"), BEGIN("halt") FIX END("stopped"), NULL);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/warn-twin/twin", test_twin);
	g_test_add_func("/warn-twin/parted", test_parted);
	return g_test_run();
}
