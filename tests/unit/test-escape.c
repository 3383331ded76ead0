// SPDX-License-Identifier: GPL-2.0-only
#include "base/escape.h"

static void check(char *got, const char *expected)
{
	g_assert_cmpstr(got, ==, expected);
	g_assert_true(g_utf8_validate(got, -1, NULL));
	g_free(got);
}

static void test_terminal(void)
{
	check(escape_terminal("plain\ttext\n", -1), "plain\ttext\n");
	check(escape_terminal("\033[31mred\033]0;title\a", -1), "\\x1b[31mred\\x1b]0;title\\x07");
	check(escape_terminal("over\rwritten\b", -1), "over\\x0dwritten\\x08");
	check(escape_terminal("\x7f", -1), "\\x7f");
	/* C1 controls: U+009B is a CSI by itself */
	check(escape_terminal("\xc2\x9b" "31m", -1), "\\x9b31m");
	check(escape_terminal("Grüße", -1), "Grüße");
}

static void test_bidi(void)
{
	check(escape_terminal("a\xe2\x80\xae" "b", -1), "a\\u{202e}b");
	check(escape_terminal("a\xe2\x81\xa6" "b", -1), "a\\u{2066}b");
}

static void test_invalid(void)
{
	check(escape_terminal("a\xff" "b", -1), "a\\xffb");
	check(escape_terminal("cut \xe2\x80", -1), "cut \\xe2\\x80");
	/* an overlong slash, a surrogate */
	check(escape_terminal("\xc0\xaf", -1), "\\xc0\\xaf");
	check(escape_terminal("\xed\xa0\x80", -1), "\\xed\\xa0\\x80");
	check(escape_utf8("a\xff" "b", -1), "a\xef\xbf\xbd" "b");
}

static void test_size(void)
{
	check(escape_terminal("a\0b", 3), "a\\x00b");
	check(escape_terminal("abc", 1), "a");
	check(escape_terminal("", 0), "");
	/* the size cuts a character in two */
	check(escape_terminal("\xc3\xbc", 1), "\\xc3");
}

static void test_line(void)
{
	check(escape_line("one\ntwo\tthree", -1), "one two three");
	check(escape_line("a\r\nb", -1), "a\\x0d b");
}

static void test_html(void)
{
	check(escape_html("<b a=\"x\" b='y'>&amp;", -1),
	      "&lt;b a=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;");
	check(escape_html("a\nb\033", -1), "a\nb\\x1b");
}

static void test_utf8(void)
{
	check(escape_utf8("\033[31m\n", -1), "\033[31m\n");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/escape/terminal", test_terminal);
	g_test_add_func("/escape/bidi", test_bidi);
	g_test_add_func("/escape/invalid", test_invalid);
	g_test_add_func("/escape/size", test_size);
	g_test_add_func("/escape/line", test_line);
	g_test_add_func("/escape/html", test_html);
	g_test_add_func("/escape/utf8", test_utf8);
	return g_test_run();
}
