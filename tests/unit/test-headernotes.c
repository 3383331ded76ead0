// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is known of a header without its text, and how long it is known.
 */
#include "engine/names/headernotes.h"

#include <string.h>

static const char text[] = "#include <linux/a.h>\n"
			   "# include \"b.h\"\n"
			   "#include MACRO\n"
			   "/* an older_word */\n"
			   "#define SETTER(name) void set_ ## name ## _up(int v)\n"
			   "#define FLAG 0x10\n";

static bool mentions(const struct header_note *note, const char *word)
{
	return header_note_mentions(note, word, strlen(word));
}

static bool pastes(const struct header_note *note, const char *name)
{
	return header_note_pastes(note, &(struct lex){ .text = name, .size = strlen(name) });
}

static void test_words(void)
{
	g_autoptr(header_note) note = header_note_new(text, strlen(text), true);
	g_autoptr(header_note) other = header_note_new(text, strlen(text), false);
	g_autoptr(header_note) none = header_note_new("", 0, true);

	g_assert_true(mentions(note, "SETTER"));
	g_assert_true(mentions(note, "older_word"));
	g_assert_false(mentions(note, "older_words"));
	g_assert_false(mentions(note, "older"));
	/* words that a filter says nothing of */
	g_assert_true(mentions(note, "no"));
	g_assert_true(mentions(other, "older_words"));
	g_assert_false(mentions(none, "older_word"));
}

static void test_includes(void)
{
	g_autoptr(header_note) note = header_note_new(text, strlen(text), true);
	static const char broken[] = "#include <a\0b.h>\n#include <c.h>\n";
	g_autoptr(header_note) whole = header_note_new(broken, sizeof(broken) - 1, true);
	const char *name = header_note_includes(note);

	g_assert_cmpstr(name, ==, "<linux/a.h>");
	name += strlen(name) + 1;
	g_assert_cmpstr(name, ==, "\"b.h\"");
	g_assert_cmpstr(name + strlen(name) + 1, ==, "");
	name = header_note_includes(whole);
	g_assert_cmpstr(name, ==, "<c.h>");
	g_assert_cmpstr(name + strlen(name) + 1, ==, "");
}

static void test_pastes(void)
{
	g_autoptr(header_note) note = header_note_new(text, strlen(text), false);
	g_autoptr(header_note) none = header_note_new("#define A b\n", 12, true);

	g_assert_true(pastes(note, "set_speed"));
	g_assert_true(pastes(note, "speed_up"));
	g_assert_false(pastes(note, "speed"));
	/* nothing is left for the argument */
	g_assert_false(pastes(note, "set_"));
	g_assert_false(pastes(none, "b"));
}

/* they go when there are many, and nobody who holds one notices */
static void test_kept(void)
{
	struct object_id blob = { .bytes = { 1 } };
	struct header_note *note = header_note_new(text, strlen(text), true);
	g_autoptr(header_note) held = NULL;
	bool dropped = false;

	g_assert_null(header_notes_get(&blob));
	header_notes_keep(&blob, note);
	header_notes_keep(&blob, note);
	held = header_notes_get(&blob);
	g_assert_true(held == note);
	for (guint i = 0; i < 200000 && !dropped; i++) {
		struct object_id other = { .bytes = { 2 } };
		g_autoptr(header_note) first = NULL, last = NULL;

		memcpy(&other.bytes[4], &i, sizeof(i));
		header_notes_keep(&other, note);
		last = header_notes_get(&other);
		g_assert_nonnull(last);
		first = header_notes_get(&blob);
		dropped = !first;
	}
	g_assert_true(dropped);
	header_note_unref(note);
	g_assert_true(mentions(held, "SETTER"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/headernotes/words", test_words);
	g_test_add_func("/headernotes/includes", test_includes);
	g_test_add_func("/headernotes/pastes", test_pastes);
	g_test_add_func("/headernotes/kept", test_kept);
	return g_test_run();
}
