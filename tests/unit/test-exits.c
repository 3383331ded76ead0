// SPDX-License-Identifier: GPL-2.0-only
/*
 * A new return under a lock is found, and its nearest neighbours that are right
 * are not.
 */
#include "engine/warn/exits.h"

#include <string.h>

#define F(body) "int f(struct a *a)\n{\n" body "}\n"
#define NEW "\tif (!a->b)\n\t\treturn -1;\n"

/* one of the functions with and without @added at its "@" */
static char *look(const char *function, const char *added)
{
	g_auto(GStrv) parts = g_strsplit(function, "@", 2);
	g_autofree char *before = g_strconcat(parts[0], parts[1], NULL);
	g_autofree char *after = g_strconcat(parts[0], added, parts[1], NULL);
	g_autoptr(scans) scans = scans_new();
	g_autoptr(GBytes) ours = g_bytes_new(before, strlen(before));
	g_autoptr(GBytes) result = g_bytes_new(after, strlen(after));

	return exits_locked(scans, ours, result);
}

static void found(const char *function, const char *added, const char *lock)
{
	g_autofree char *said = look(function, added);

	g_assert_nonnull(said);
	g_assert_nonnull(strstr(said, lock));
}

static void silent(const char *function, const char *added)
{
	g_autofree char *said = look(function, added);

	g_assert_cmpstr(said, ==, NULL);
}

static void test_found(void)
{
	found(F("\tmutex_lock(&a->lock);\n@\tg(a);\n\tmutex_unlock(&a->lock);\n\treturn 0;\n"), NEW,
	      "'mutex_lock(&a->lock)'");
	found(F("\tspin_lock_irqsave(&a->l, flags);\n\tif (x) {\n"
		"\t\tspin_unlock_irqrestore(&a->l, flags);\n"
		"\t\treturn 1;\n\t}\n@\tspin_unlock_irqrestore(&a->l, flags);\n\treturn 0;\n"), NEW,
	      "spin_lock_irqsave(&a->l)");
	found(F("\tdown_read(&a->s);\n\tfor (;;) {\n@\t\tg(a);\n\t}\n\tup_read(&a->s);\n"
		"\treturn 0;\n"),
	      NEW, "down_read");
	found(F("\trcu_read_lock();\n@\tx = y;\n\trcu_read_unlock();\n\treturn 0;\n"), NEW,
	      "rcu_read_lock()");
	found(F("\tmutex_lock(&a->lock);\n\tswitch (x) {\n\tcase 1:\n\t\tmutex_unlock(&a->lock);\n"
		"\t\treturn 1;\n\tcase 2:\n@\t\tbreak;\n\t}\n\tmutex_unlock(&a->lock);\n"
		"\treturn 0;\n"),
	      NEW, "mutex_lock");
}

#define OWN "\tif (a->b)\n\t\treturn 1;\n"

/* @before and @after come: around what the function has of its own, or around less */
static char *look_around(const char *function, const char *before, const char *after)
{
	g_auto(GStrv) parts = g_strsplit(function, "@", 3);
	g_autofree char *old = g_strjoinv("", parts);
	g_autofree char *new = g_strconcat(parts[0], before, parts[1], after, parts[2], NULL);
	g_autoptr(scans) scans = scans_new();
	g_autoptr(GBytes) ours = g_bytes_new(old, strlen(old));
	g_autoptr(GBytes) result = g_bytes_new(new, strlen(new));

	return exits_locked(scans, ours, result);
}

static void test_new_lock(void)
{
	static const char lock[] = "\tmutex_lock(&a->lock);\n";
	static const char unlock[] = "\tmutex_unlock(&a->lock);\n";
	g_autofree char *own = look_around(F("@\tg(a);\n" OWN "\th(a);\n@\treturn 0;\n"), lock,
					   unlock);
	g_autofree char *above = look_around(F(OWN "@\tg(a);\n\th(a);\n@\treturn 0;\n"), lock,
					     unlock);
	g_autofree char *below = look_around(F("@\tg(a);\n@" OWN "\th(a);\n\treturn 0;\n"), lock,
					     unlock);
	g_autofree char *kept = look_around(F("@\tg(a);\n" OWN "\th(a);\n@\treturn 0;\n"), lock,
					    "");
	g_autofree char *freed = look_around(F("@\tg(a);\n\tif (a->b) {\n@\t\treturn 1;\n\t}\n"
					       "\tmutex_unlock(&a->lock);\n\treturn 0;\n"), lock,
					     "\t\tmutex_unlock(&a->lock);\n");

	g_assert_cmpstr(own, ==, "f(): 'mutex_lock(&a->lock)' in line 3 comes, and the return in "
			"line 6 leaves with it held");
	g_assert_null(above);
	g_assert_null(below);
	/* it is meant to return with it, and lets go in front of each */
	g_assert_null(kept);
	g_assert_null(freed);
}

static void test_right(void)
{
	static const char plain[] = F("\tmutex_lock(&a->lock);\n@\tg(a);\n"
		"\tmutex_unlock(&a->lock);\n"
				      "\treturn 0;\n");

	silent(plain, "\tif (!a->b) {\n\t\tmutex_unlock(&a->lock);\n\t\treturn -1;\n\t}\n");
	silent(plain, "\tif (!a->b)\n\t\tgoto out;\n");
	/* in front of the lock, and behind it */
	silent(F("@\tmutex_lock(&a->lock);\n\tmutex_unlock(&a->lock);\n\treturn 0;\n"), NEW);
	silent(F("\tmutex_lock(&a->lock);\n\tmutex_unlock(&a->lock);\n@\treturn 0;\n"), NEW);
	/* another lock, and other objects with such names */
	silent(F("\tmutex_lock(&b);\n@\tmutex_unlock(&a->lock);\n\treturn 0;\n"), NEW);
	silent(F("\tlockdep_assert_held(&a->lock);\n\tblock(a);\n@\tunblock(a);\n"
		"\treturn 0;\n"), NEW);
	/* the function returns with it anyway, or never lets go */
	silent(F("\tmutex_lock(&a->lock);\n\tif (a->c)\n\t\treturn 1;\n@\tmutex_unlock(&a->lock);\n"
		 "\treturn 0;\n"), NEW);
	silent(F("\tlock_it(a);\n@\treturn 0;\n"), NEW);
	/* on some paths only, or not for sure */
	silent(F("\tif (a->c)\n\t\tmutex_lock(&a->lock);\n@\tmutex_unlock(&a->lock);\n"
		"\treturn 0;\n"),
	       NEW);
	silent(F("\tif (a->c) {\n\t\tmutex_lock(&a->lock);\n\t}\n@\tmutex_unlock(&a->lock);\n"
		 "\treturn 0;\n"), NEW);
	silent(F("\tmutex_lock(&a->lock);\n\tif (a->c)\n\t\tmutex_unlock(&a->lock);\n@"
		 "\tif (!a->c)\n\t\tmutex_unlock(&a->lock);\n\treturn 0;\n"), NEW);
	silent(F("\tif (mutex_lock_interruptible(&a->lock))\n@\tmutex_unlock(&a->lock);\n"
		"\treturn 0;\n"),
	       "\t\treturn -4;\n");
	/* no new function has a way that others are held against */
	silent("int g;\n@", F("\tmutex_lock(&a->lock);\n\treturn 1;\n\tmutex_unlock(&a->lock);\n"));
}

#define FREE "\tif (!a->b) {\n\t\tmutex_unlock(&a->lock);\n\t\treturn -1;\n\t}\n"

static void test_freed_twice(void)
{
	found(F("\tmutex_lock(&a->lock);\n\tg(a);\n\tmutex_unlock(&a->lock);\n@\treturn 0;\n"),
	      FREE, "'mutex_unlock(&a->lock)' in line 7 lets go of what is held no more");
	/* at a label, and behind a way out, it may be held */
	silent(F("\tmutex_lock(&a->lock);\n\tif (x)\n\t\tgoto err;\n\tmutex_unlock(&a->lock);\n"
		 "\treturn 0;\nerr:\n@\treturn -1;\n"), FREE);
	silent(F("\tmutex_lock(&a->lock);\n\tmutex_unlock(&a->lock);\n\tif (x)\n\t\treturn 0;\n@"
		 "\treturn 1;\n"), FREE);
	/* let go of on one path, taken again on one, or of another object */
	silent(F("\tmutex_lock(&a->lock);\n\tif (x)\n\t\tmutex_unlock(&a->lock);\n@\treturn 0;\n"),
	       FREE);
	silent(F("\tmutex_lock(&a->lock);\n\tmutex_unlock(&a->lock);\n\tif (x)\n"
		 "\t\tmutex_lock(&a->lock);\n@\treturn 0;\n"), FREE);
	silent(F("\tmutex_lock(&b->lock);\n\tmutex_unlock(&b->lock);\n@\treturn 0;\n"), FREE);
	/* the caller's lock */
	silent(F("\tg(a);\n@\treturn 0;\n"), FREE);
}

#define TOUCH(body) "static void touch(struct a *a, int n)\n{\n" body "}\n\n"
#define SOCK "\tlock_sock(a);\n\tg(b);\n\trelease_sock(a);\n"

/* what has a name of its own for letting go of it */
static void test_other_names(void)
{
	silent(F(SOCK "@\treturn 0;\n"), SOCK "\tif (x)\n\t\treturn 1;\n");
	silent(TOUCH("\tg(b);\n@") F(SOCK "\ttouch(a, 1);\n\treturn 0;\n"),
	       SOCK "\tif (x)\n\t\treturn;\n");
	found(F("\tlock_sock(a);\n\tg(b);\n@\trelease_sock(a);\n\treturn 0;\n"),
	      "\tlock_sock(a);\n\tif (x)\n\t\treturn 1;\n", "takes what is held already");
}

#define LOCK "\tmutex_lock(&a->lock);\n\tg(a);\n\tmutex_unlock(&a->lock);\n"
#define CALL(before, call, behind) \
	F("\tmutex_lock(&a->lock);\n" before "\t" call ";\n" behind \
	  "\tmutex_unlock(&a->lock);\n\treturn 0;\n")

static void test_callers(void)
{
	const char said[] = "takes what all callers hold already";

	found(TOUCH("\tg(a);\n@") CALL("", "touch(a, 1)", ""), LOCK, said);
	found("static void touch(struct a *a, int n);\n\n"
	      CALL("", "if (b)\n\t\ttouch(a, f(1))", "") TOUCH("\tg(a);\n@"), LOCK, said);
	/* another object, another way to call it, and one caller that has let go of it */
	silent(TOUCH("\tg(a);\n@") CALL("", "touch(b, 1)", ""), LOCK);
	silent("void touch(struct a *a, int n)\n{\n@}\n\n" CALL("", "touch(a, 1)", ""), LOCK);
	silent(TOUCH("\tg(a);\n@") CALL("\tstart(touch);\n", "touch(a, 1)", ""), LOCK);
	silent(TOUCH("\tg(a);\n@")
	       CALL("\tmutex_unlock(&a->lock);\n", "touch(a, 1)", "\tmutex_lock(&a->lock);\n"),
	       LOCK);
	silent(TOUCH("\tg(a);\n@") CALL("", "touch(a, 1)", "")
	       "void h(struct a *a)\n{\n\ttouch(a, 2);\n}\n", LOCK);
	/* it lets go of it first; nobody calls it; readers may */
	silent(TOUCH("\tmutex_unlock(&a->lock);\n\tg(a);\n@\tmutex_lock(&a->lock);\n")
	       CALL("", "touch(a, 1)", ""), LOCK);
	silent(TOUCH("\tg(a);\n@"), LOCK);
	silent(TOUCH("\tg(a);\n@")
	       F("\tdown_read(&a->s);\n\ttouch(a, 1);\n\tup_read(&a->s);\n\treturn 0;\n"),
	       "\tdown_read(&a->s);\n\tg(a);\n\tup_read(&a->s);\n");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/exits/found", test_found);
	g_test_add_func("/exits/new-lock", test_new_lock);
	g_test_add_func("/exits/right", test_right);
	g_test_add_func("/exits/freed-twice", test_freed_twice);
	g_test_add_func("/exits/other-names", test_other_names);
	g_test_add_func("/exits/callers", test_callers);
	return g_test_run();
}
