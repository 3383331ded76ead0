// SPDX-License-Identifier: GPL-2.0-only
/*
 * One pass, one table look-up a byte.  What is not closed ends with its line
 * (a quote in #error prose) or with the file (a comment).
 */
#define _GNU_SOURCE /* strerrorname_np(), memrchr() */
#include "engine/code/lex.h"

#include <string.h>

#include "base/bytefind.h"
#include "base/byterun.h"
#include "base/strings.h"

/* a comment is no longer, in bytes */
#define COMMENT_MAX 65536

/* Linux has 133 */
#define ERRNO_LIMIT 200

enum byte_class {
	BYTE_PUNCT,
	BYTE_BLANK,
	BYTE_WORD,
	BYTE_DIGIT,
};

static const guint8 classes[256] = {
	[0] = BYTE_BLANK, [' '] = BYTE_BLANK, ['\t'] = BYTE_BLANK, ['\r'] = BYTE_BLANK,
	['\f'] = BYTE_BLANK, ['\v'] = BYTE_BLANK, ['\n'] = BYTE_BLANK,
	['a' ... 'z'] = BYTE_WORD, ['A' ... 'Z'] = BYTE_WORD, ['_'] = BYTE_WORD,
	['0' ... '9'] = BYTE_DIGIT,
};

static int class_of(char c)
{
	return classes[(guchar)c];
}

void lex_init(struct lex *lex, const char *text, gsize size)
{
	*lex = (struct lex){ .at = text, .end = text + size, .start = text, .fresh = true };
}

void lex_init_within(struct lex *lex, const char *start, const char *from, const char *to)
{
	lex_init(lex, from, to - from);
	if (from - start < 2 || from[-1] != '\n' || from[-2] != '\\')
		return;
	lex->directive = true;
	lex->fresh = false;
}

/* does the comment start there, or is it in a string or behind "//" of that line? */
static bool opens_block(const char *start, const char *slash)
{
	const char *newline = memrchr(start, '\n', slash - start);
	char quote = '\0';

	for (const char *at = newline ? newline + 1 : start; at < slash; at++) {
		if (*at == '\\')
			at++;
		else if (quote)
			quote = *at == quote ? '\0' : quote;
		else if (*at == '"' || *at == '\'')
			quote = *at;
		else if (*at == '/' && at[1] == '/')
			return false;
	}
	return !quote;
}

/* does a comment that starts above go on at @from? */
static bool is_in_block(const char *start, const char *from)
{
	const char *far = from - start > COMMENT_MAX ? from - COMMENT_MAX : start, *at = from;

	while ((at = memrchr(far, '*', at - far))) {
		bool opens = at > far && at[-1] == '/' && opens_block(start, at - 1);

		if (!opens && at + 1 < from && at[1] == '/')
			return false;
		if (opens)
			return true;
	}
	return false;
}

const char *lex_code_start(const char *start, const char *from, const char *to)
{
	const char *close, *at;

	if (from == to || !is_in_block(start, from))
		return from;
	close = bytes_find(from, to - from, "*/", 2);
	if (!close)
		return to;
	for (at = close + 2; at < to && (*at == ' ' || *at == '\t');)
		at++;
	return at < to && *at == '\n' ? at + 1 : close + 2;
}

int lex_nesting(enum lex_kind kind, const struct lex *lex)
{
	if (kind != LEX_PUNCT)
		return 0;
	return (strchr("([{", *lex->text) != NULL) - (strchr(")]}", *lex->text) != NULL);
}

bool lex_is(const struct lex *lex, const char *word)
{
	return strlen(word) == lex->size && !memcmp(lex->text, word, lex->size);
}

bool lex_has(const struct lex *lex, const char *word, gsize size)
{
	for (gsize i = 0; i + size <= lex->size; i++)
		if (!g_ascii_strncasecmp(lex->text + i, word, size))
			return true;
	return false;
}

bool lex_is_tag(const struct lex *lex)
{
	return lex_is(lex, "struct") || lex_is(lex, "union") || lex_is(lex, "enum");
}

bool lex_is_typeof(const struct lex *lex)
{
	return lex_is(lex, "typeof") || lex_is(lex, "__typeof__") || lex_is(lex, "__typeof");
}

static void end_line(struct lex *lex)
{
	lex->directive = lex->conditional = false;
	lex->fresh = true;
}

static void skip_block(struct lex *lex)
{
	const char *at = lex->at + 2;

	while ((at = memchr(at, '*', lex->end - at)) && at + 1 < lex->end && at[1] != '/')
		at++;
	lex->at = at && at + 1 < lex->end ? at + 2 : lex->end;
}

static void skip_line(struct lex *lex)
{
	const char *at = memchr(lex->at, '\n', lex->end - lex->at);

	lex->at = at ? at : lex->end;
}

static void skip_blanks(struct lex *lex)
{
	gsize size;

	if (lex->at == lex->end || class_of(*lex->at) != BYTE_BLANK)
		return;
	/* most often one space */
	if (*lex->at == ' ' && lex->at + 1 < lex->end && class_of(lex->at[1]) != BYTE_BLANK) {
		lex->at++;
		return;
	}
	size = byterun_blank(lex->at, lex->end);
	if (memchr(lex->at, '\n', size))
		end_line(lex);
	lex->at += size;
}

/* blanks and comments; true when there were any */
static bool skip_gap(struct lex *lex)
{
	const char *before = lex->at;

	for (;;) {
		skip_blanks(lex);
		if (lex->at + 1 >= lex->end)
			break;
		if (*lex->at == '\\' && lex->at[1] == '\n')
			lex->at += 2;
		else if (*lex->at == '/' && lex->at[1] == '*')
			skip_block(lex);
		else if (*lex->at == '/' && lex->at[1] == '/')
			skip_line(lex);
		else
			break;
	}
	return lex->at != before;
}

static enum lex_kind take_quoted(struct lex *lex)
{
	char quote = *lex->text;
	const char *at = lex->at + 1;

	while (at < lex->end && *at != quote && *at != '\n')
		at += *at == '\\' && at + 1 < lex->end ? 2 : 1;
	if (at < lex->end && *at == quote)
		lex->at = at + 1;
	else
		lex->at++;
	lex->size = lex->at - lex->text;
	return LEX_STRING;
}

static void take_word(struct lex *lex)
{
	lex->at += byterun_word(lex->at, lex->end);
	lex->size = lex->at - lex->text;
}

static void take_number(struct lex *lex)
{
	while (lex->at < lex->end && (class_of(*lex->at) >= BYTE_WORD || *lex->at == '.'))
		lex->at++;
	lex->size = lex->at - lex->text;
}

static bool take_header(struct lex *lex)
{
	char close;

	skip_gap(lex);
	if (lex->at >= lex->end || (*lex->at != '<' && *lex->at != '"'))
		return false;
	close = *lex->at == '<' ? '>' : '"';
	lex->text = ++lex->at;
	while (lex->at < lex->end && *lex->at != close && *lex->at != '\n')
		lex->at++;
	lex->size = lex->at - lex->text;
	if (lex->at < lex->end && *lex->at == close)
		lex->at++;
	return lex->size > 0;
}

/* of what is no token: a text may have any number of these in a row */
#define GO_ON ((enum lex_kind)-1)

/* behind '#': the keyword is no name; what follows it may be */
static enum lex_kind take_directive(struct lex *lex)
{
	lex->directive = true;
	lex->at++;
	while (lex->at < lex->end && (*lex->at == ' ' || *lex->at == '\t'))
		lex->at++;
	lex->text = lex->at;
	take_word(lex);
	lex->conditional = lex->size >= 2 && strchr("ie", *lex->text) &&
			   (!memcmp(lex->text, "if", 2) || lex_is(lex, "elif"));
	if (lex_is(lex, "define"))
		return LEX_DEFINE;
	if (lex_is(lex, "include") && take_header(lex))
		return LEX_HEADER;
	if (lex_is(lex, "error") || lex_is(lex, "warning") || lex_is(lex, "pragma"))
		skip_line(lex);
	return GO_ON;
}

static enum lex_kind take_punct(struct lex *lex, bool fresh)
{
	char c = *lex->at;
	char next = lex->at + 1 < lex->end ? lex->at[1] : 0;

	if (c == '"' || c == '\'')
		return take_quoted(lex);
	if (c == '#' && fresh && !lex->directive)
		return take_directive(lex);
	if (c == '.' && class_of(next) == BYTE_DIGIT) {
		take_number(lex);
		return LEX_NUMBER;
	}
	lex->size = c == '-' && next == '>' ? 2 : 1;
	lex->at += lex->size;
	return lex->size == 2 || (c == '.' && class_of(next) == BYTE_WORD) ? LEX_MEMBER : LEX_PUNCT;
}

static inline enum lex_kind take_token(struct lex *lex)
{
	bool fresh;

	lex->glued = !skip_gap(lex);
	if (lex->at >= lex->end)
		return LEX_END;
	fresh = lex->fresh;
	lex->fresh = false;
	lex->text = lex->at;
	switch (class_of(*lex->at)) {
	case BYTE_WORD:
		take_word(lex);
		return LEX_WORD;
	case BYTE_DIGIT:
		take_number(lex);
		return LEX_NUMBER;
	default:
		return take_punct(lex, fresh);
	}
}

enum lex_kind lex_next(struct lex *lex)
{
	enum lex_kind kind;

	do
		kind = take_token(lex);
	while (kind == GO_ON);
	return kind;
}

void lex_close(struct lex *lex)
{
	enum lex_kind kind;
	int depth = 1;

	while (depth && (kind = lex_next(lex)) != LEX_END)
		if (kind == LEX_PUNCT)
			depth += (*lex->text == '(') - (*lex->text == ')');
	/* behind what was read, where nothing closes it */
	if (depth) {
		lex->text = lex->end;
		lex->size = 0;
	}
}

bool lex_in_capitals(const struct lex *word)
{
	for (gsize i = 0; i < word->size; i++)
		if (g_ascii_islower(word->text[i]))
			return false;
	return true;
}

bool lex_attribute(const char *text, gsize size)
{
	return size > 2 && !memcmp(text, "__", 2);
}

bool lex_keyword(const char *text, gsize size)
{
	static const char *const words[] = {
		"if", "else", "for", "while", "do", "switch", "case", "default", "break",
		"continue", "return", "goto", "sizeof", "struct", "union", "enum", "static",
		"const", "volatile", "inline", "extern", "typedef", "void", "int", "char", "long",
		"short", "unsigned", "signed", "float", "double", "defined", "typeof",
		"__attribute__", "asm", "__asm__", "register", "_Static_assert", "__typeof__",
		"bool", "auto", "restrict", "alignof", "offsetof", "__VA_ARGS__", "__thread",
		"_Thread_local", "__typeof", "_Alignof", "__alignof", "__alignof__",
	};

	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		if (words[i][0] == text[0] && strlen(words[i]) == size &&
		    !memcmp(words[i], text, size))
			return true;
	return false;
}

/* what POSIX has in <sys/types.h>, and C in <stddef.h>, <stdio.h>, <stdarg.h> and <stdint.h> */
static bool is_standard_type(const char *word)
{
	static const char *const words[] = {
		"size_t", "ssize_t", "off_t", "pid_t", "uid_t", "gid_t", "mode_t", "time_t",
		"dev_t", "ino_t", "clock_t", "clockid_t", "timer_t", "uint", "ulong", "ushort",
		"ptrdiff_t", "wchar_t", "va_list", "FILE", "socklen_t", "sigset_t", "pthread_t",
		"int8_t", "int16_t", "int32_t", "int64_t", "uint8_t", "uint16_t", "uint32_t",
		"uint64_t", "uintptr_t", "intmax_t", "uintmax_t", NULL,
	};

	return g_strv_contains(words, word);
}

/* some numbers have two names, of which the C library tells one */
static bool is_errno(const char *word)
{
	static const char *const others[] = { "ENOTSUP", "EWOULDBLOCK", "EDEADLOCK", NULL };

	if (g_strv_contains(others, word))
		return true;
	for (int number = 1; number < ERRNO_LIMIT; number++)
		if (!g_strcmp0(strerrorname_np(number), word))
			return true;
	return false;
}

bool lex_command(const char *text, gsize size)
{
	static const char *const words[] = { "return", "else", "case", "sizeof", "goto", "do",
					     NULL };

	return is_any_of(text, size, words);
}

bool lex_standard(const char *text, gsize size)
{
	char word[16];

	if (size >= sizeof(word))
		return false;
	memcpy(word, text, size);
	word[size] = '\0';
	return is_standard_type(word) || (*word == 'E' && is_errno(word));
}

static guint64 mix(guint64 a, guint64 b)
{
	unsigned __int128 product = (unsigned __int128)a * b;

	return (guint64)product ^ (guint64)(product >> 64);
}

/* the last bytes as memcpy() into a number puts them, which is a call for so few */
static guint64 less_than_eight(const char *text, gsize size)
{
	guint32 head, tail;
	guint64 last = 0;

	if (size >= 4) {
		memcpy(&head, text, 4);
		memcpy(&tail, text + size - 4, 4);
		head = GUINT32_FROM_LE(head);
		tail = GUINT32_FROM_LE(tail);
		return head | (guint64)tail << (8 * (size - 4));
	}
	while (size--)
		last = last << 8 | (guint8)text[size];
	return last;
}

/* wyhash's round on eight bytes at a time */
guint64 lex_hash_tagged(const char *text, gsize size, guint tag)
{
	guint64 hash = 0xa0761d6478bd642fULL ^ size ^ ((guint64)tag << 32);

	for (; size >= 8; text += 8, size -= 8) {
		guint64 part;

		memcpy(&part, text, 8);
		hash = mix(hash ^ GUINT64_FROM_LE(part), 0xe7037ed1a0b428dbULL);
	}
	return mix(hash ^ less_than_eight(text, size), 0x8ebc6af09c88c6e3ULL);
}

guint64 lex_hash(const char *text, gsize size)
{
	return lex_hash_tagged(text, size, 0);
}

bool path_is_c(const char *path)
{
	static const char *const ends[] = { ".c", ".h", ".cc", ".cpp", ".hpp", ".inc" };

	for (guint i = 0; path && i < G_N_ELEMENTS(ends); i++)
		if (g_str_has_suffix(path, ends[i]))
			return true;
	return false;
}

bool path_is_header(const char *path)
{
	return path && g_str_has_suffix(path, ".h");
}

bool path_is_assembler(const char *path)
{
	return path && g_str_has_suffix(path, ".S");
}
