// SPDX-License-Identifier: GPL-2.0-only
#include "engine/code/heads.h"

#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/mention.h"
#include "engine/code/text.h"

/* no head is longer */
#define HEAD_MAX 2000

enum value_kind value_kind_of(const char *text, gsize size)
{
	static const struct {
		const char *const words[12];
		enum value_kind kind;
	} kinds[] = {
		{ { "void", NULL }, VALUE_NONE },
		{ { "bool", "_Bool", NULL }, VALUE_BOOL },
		{ { "unsigned", "u8", "u16", "u32", "u64", "uint8_t", "uint16_t", "uint32_t",
		    "uint64_t", "uint", "size_t", NULL },
		  VALUE_UNSIGNED },
		{ { "int", "long", "short", "signed", "ssize_t", "s8", "s16", "s32", "s64",
		    "int32_t", "int64_t", NULL },
		  VALUE_SIGNED },
	};
	enum value_kind found = VALUE_UNKNOWN, kind;
	enum lex_kind token;
	struct lex lex;

	lex_init(&lex, text, size);
	while ((token = lex_next(&lex)) != LEX_END) {
		if (token == LEX_PUNCT && *lex.text == '*')
			return VALUE_POINTER;
		kind = VALUE_UNKNOWN;
		for (guint i = 0; token == LEX_WORD && i < G_N_ELEMENTS(kinds); i++)
			if (is_any_of(lex.text, lex.size, kinds[i].words))
				kind = kinds[i].kind;
		/* "unsigned int" */
		if (kind && found != VALUE_UNSIGNED)
			found = kind;
	}
	return found;
}

const char *const fails_with[] = { "return NULL;", "return ERR_PTR(" };

static bool returns(const struct head *head, const char *statement)
{
	return bytes_find(head->body.text, head->body.size, statement, strlen(statement));
}

bool head_fails_only(const struct head *head, bool by_error)
{
	return head->body.size && returns(head, fails_with[by_error]) &&
	       !returns(head, fails_with[!by_error]);
}

const char *value_kind_words(enum value_kind kind)
{
	static const char *const kinds[] = {
		[VALUE_NONE] = "nothing",
		[VALUE_BOOL] = "a bool",
		[VALUE_SIGNED] = "a signed number",
		[VALUE_UNSIGNED] = "an unsigned number",
		[VALUE_POINTER] = "a pointer",
	};

	return kinds[kind];
}

char *heads_tell(const struct lex *name, const struct head *here, const struct head *there,
		 const char *where)
{
	if (!here->kind || !there->kind || here->kind == there->kind)
		return NULL;
	return g_strdup_printf("'%.*s' returns %s here, and %s upstream%s", (int)name->size,
			       name->text, value_kind_words(here->kind),
			       value_kind_words(there->kind), where);
}

/* the type may have a line of its own */
static struct line type_before(const char *text, const char *name)
{
	const char *start = text_line_start(text, name);

	if (start == name && start > text)
		start = text_line_start(text, start - 1);
	return (struct line){ start, name - start };
}

static bool is_type(const struct line *type)
{
	return type->size && byte_is_word(*type->text) && !memchr(type->text, '(', type->size) &&
	       !memchr(type->text, '=', type->size) && !memchr(type->text, ';', type->size);
}

/* behind the ')' at @at, unless it is a declaration */
static struct line body_behind(const char *at, const char *end)
{
	const char *open = memchr(at, '{', end - at), *semicolon = memchr(at, ';', end - at);
	const char *close = open ? bytes_find(open, end - open, "\n}", 2) : NULL;

	if (!close || (semicolon && semicolon < open))
		return (struct line){ at, 0 };
	return (struct line){ open, close - open };
}

/* is the name at @at that of a function which begins at the margin? */
static bool read_head(const char *text, const char *end, const char *at, gsize size,
		      struct head *out)
{
	const struct line type = type_before(text, at);
	struct lex lex;

	if (!is_type(&type))
		return false;
	lex_init(&lex, at + size, MIN(end - at - (gssize)size, HEAD_MAX));
	if (lex_next(&lex) != LEX_PUNCT || *lex.text != '(')
		return false;
	out->parameters.text = lex.text + 1;
	lex_close(&lex);
	out->parameters.size = lex.text - out->parameters.text;
	out->kind = value_kind_of(type.text, type.size);
	if (!text_type_before(text, at, &out->type))
		return false;
	out->body = body_behind(lex.text, end);
	return true;
}

bool head_next(const char *text, gsize size, const char **at, const struct lex *name,
	       struct head *out)
{
	const char *end = text + size;

	while (size && (*at = text_mention(*at, end, text, size, name->text, name->size))) {
		const char *mention = (*at)++;

		if (read_head(text, end, mention, name->size, out))
			return true;
	}
	return false;
}

bool head_find(const char *text, gsize size, const struct lex *name, struct head *out)
{
	guint found = 0, bodies = 0;
	const char *at = text;
	struct head head;

	while (head_next(text, size, &at, name, &head)) {
		if (!found++ || (head.body.size && !bodies))
			*out = head;
		bodies += head.body.size != 0;
	}
	return found && bodies < 2;
}

static bool body_holds(const struct head *head, const struct line *lines)
{
	return lines->text >= head->body.text && lines->text < head->body.text + head->body.size;
}

bool head_around(const struct extract *where, const struct line *lines, struct lex *name,
		 struct head *out)
{
	const struct extract around =
		extract_definition(where, lines->text, lines->text + lines->size);
	const char *end = where->text + where->size;
	enum lex_kind kind;

	lex_init(name, around.text, end - around.text);
	/* a declaration, or a table, may stand in front of it */
	while ((kind = lex_next(name)) != LEX_END && name->text < lines->text) {
		struct lex next = *name;

		if (kind == LEX_WORD && !name->directive && lex_next(&next) == LEX_PUNCT &&
		    *next.text == '(' &&
		    read_head(where->text, end, name->text, name->size, out) &&
		    body_holds(out, lines))
			return true;
	}
	return false;
}

/* the next of some parameters, up to a comma */
static bool next_parameter(struct line *rest, struct line *out)
{
	struct lex lex;
	enum lex_kind kind;
	int depth = 0;

	if (!rest->text)
		return false;
	lex_init(&lex, rest->text, rest->size);
	while ((kind = lex_next(&lex)) != LEX_END && (depth || *lex.text != ','))
		depth += kind == LEX_PUNCT ? (*lex.text == '(') - (*lex.text == ')') : 0;
	*out = (struct line){ rest->text, kind == LEX_END ? rest->size :
							     (size_t)(lex.text - rest->text) };
	if (kind == LEX_END)
		rest->text = NULL;
	else
		*rest = (struct line){ lex.text + 1, rest->size - out->size - 1 };
	return true;
}

/**
 * struct pointed - what a pointer points to: "const struct foo **"
 * @word: "foo"
 * @tag: behind "struct" or its like
 */
struct pointed {
	struct lex word;
	bool tag;
	bool is_const;
	guint stars;
};

/* "__iomem", "UNUSED" */
static bool is_qualifier(const struct lex *word)
{
	return lex_attribute(word->text, word->size) || is_macro_name(word);
}

static struct pointed read_pointed(const struct line *type)
{
	struct pointed pointed = { .stars = 0 };
	enum lex_kind kind;
	struct lex lex;

	lex_init(&lex, type->text, type->size);
	while ((kind = lex_next(&lex)) != LEX_END) {
		if (kind == LEX_PUNCT && *lex.text == '*') {
			pointed.stars++;
		} else if (kind == LEX_WORD && !pointed.stars) {
			if (lex_is(&lex, "const"))
				pointed.is_const = true;
			else if (lex_is_tag(&lex))
				pointed.tag = true;
			else if (!pointed.word.size || (!pointed.tag && !is_qualifier(&lex)))
				pointed.word = lex;
		}
	}
	return pointed;
}

/* of numbers whose types are as different everywhere; those of a typedef are "long" on some */
enum number {
	NUMBER_UNKNOWN,
	NUMBER_CHAR,
	NUMBER_SHORT,
	NUMBER_INT,
	NUMBER_LONG,
	NUMBER_LONG_LONG,
};

#define NUMBER_SIGNED 8

/* the kernel's: "u64" is "unsigned long long" there, on all machines */
static guint number_named(const struct lex *word)
{
	static const struct {
		const char *const words[3];
		guint number;
	} known[] = {
		{ { "u8", "__u8", NULL }, NUMBER_CHAR },
		{ { "u16", "__u16", NULL }, NUMBER_SHORT },
		{ { "u32", "__u32", NULL }, NUMBER_INT },
		{ { "u64", "__u64", NULL }, NUMBER_LONG_LONG },
		{ { "s8", "__s8", NULL }, NUMBER_CHAR | NUMBER_SIGNED },
		{ { "s16", "__s16", NULL }, NUMBER_SHORT | NUMBER_SIGNED },
		{ { "s32", "__s32", NULL }, NUMBER_INT | NUMBER_SIGNED },
		{ { "s64", "__s64", NULL }, NUMBER_LONG_LONG | NUMBER_SIGNED },
	};

	for (guint i = 0; i < G_N_ELEMENTS(known); i++)
		if (is_any_of(word->text, word->size, known[i].words))
			return known[i].number;
	return NUMBER_UNKNOWN;
}

/* what a declaration says in front of its stars; the name may be missing */
static guint number_of(const struct line *type)
{
	guint longs = 0, named = NUMBER_UNKNOWN, shorts = 0, chars = 0, ints = 0, signs = 0;
	bool is_unsigned = false;
	enum lex_kind kind;
	struct lex lex;

	lex_init(&lex, type->text, type->size);
	while ((kind = lex_next(&lex)) == LEX_WORD) {
		longs += lex_is(&lex, "long");
		shorts += lex_is(&lex, "short");
		chars += lex_is(&lex, "char");
		ints += lex_is(&lex, "int");
		signs += lex_is(&lex, "signed");
		is_unsigned |= lex_is(&lex, "unsigned");
		if (!named)
			named = number_named(&lex);
	}
	if (named || !(longs + shorts + chars + ints + signs + is_unsigned))
		return named;
	/* that a lone "char" has a sign depends */
	if (chars)
		return signs || is_unsigned ? NUMBER_CHAR | (is_unsigned ? 0 : NUMBER_SIGNED) :
					      NUMBER_UNKNOWN;
	return (shorts ? NUMBER_SHORT : longs > 1 ? NUMBER_LONG_LONG :
		longs ? NUMBER_LONG : NUMBER_INT) | (is_unsigned ? 0 : NUMBER_SIGNED);
}

static bool numbers_differ(const struct line *a, const struct line *b)
{
	const guint of_a = number_of(a), of_b = number_of(b);

	return of_a && of_b && of_a != of_b;
}

/* what a typedef stands for is not known, so that words tell it only of tags and "void" */
static bool pointed_differ(const struct pointed *a, const struct pointed *b, bool called)
{
	if (a->stars != b->stars || (!called && a->is_const != b->is_const))
		return true;
	/* a pointer to anything may be given */
	if (called && (lex_is(&a->word, "void") || lex_is(&b->word, "void")))
		return false;
	return a->word.size && b->word.size && (a->tag || lex_is(&a->word, "void")) &&
	       (b->tag || lex_is(&b->word, "void")) && !lex_same(&a->word, &b->word);
}

/* a pointer to a function, or an array, is not read */
static bool types_differ(const struct line *a, const struct line *b, bool called)
{
	enum value_kind of_a = value_kind_of(a->text, a->size);
	enum value_kind of_b = value_kind_of(b->text, b->size);
	struct pointed to_a, to_b;

	/* an array is a pointer, and looks like what it is of */
	if (memchr(a->text, '[', a->size) || memchr(b->text, '[', b->size))
		return false;
	if (of_a != of_b)
		return of_a && of_b && (!called || of_a == VALUE_POINTER || of_b == VALUE_POINTER);
	/* a number is made another one where it is given */
	if (!called && of_a != VALUE_POINTER)
		return numbers_differ(a, b);
	if (of_a != VALUE_POINTER || memchr(a->text, '(', a->size) ||
	    memchr(b->text, '(', b->size))
		return false;
	to_a = read_pointed(a);
	to_b = read_pointed(b);
	return pointed_differ(&to_a, &to_b, called) || numbers_differ(a, b);
}

/* a structure, a number or a pointer; of what a typedef is nobody knows */
static bool is_plain(const struct line *type)
{
	const struct pointed pointed = read_pointed(type);

	return !memchr(type->text, '(', type->size) && !memchr(type->text, '[', type->size) &&
	       (pointed.stars || pointed.tag || value_kind_of(type->text, type->size));
}

bool parameters_clash(struct line a, struct line b)
{
	struct line of_a, of_b;

	while (next_parameter(&a, &of_a) && next_parameter(&b, &of_b))
		if (is_plain(&of_a) && is_plain(&of_b) &&
		    read_pointed(&of_a).stars != read_pointed(&of_b).stars)
			return true;
	return false;
}

bool parameter_tag(struct line parameters, guint place, struct lex *tag, guint *stars)
{
	struct pointed pointed;
	struct line one;

	for (guint i = 0; i <= place; i++)
		if (!next_parameter(&parameters, &one))
			return false;
	pointed = read_pointed(&one);
	*tag = pointed.word;
	*stars = pointed.stars;
	return pointed.tag && pointed.word.size && !memchr(one.text, '[', one.size) &&
	       !memchr(one.text, '(', one.size);
}

guint parameters_count(struct line parameters)
{
	struct line one;
	guint count = 0;

	while (next_parameter(&parameters, &one))
		count++;
	return count;
}

bool parameters_differ(struct line a, struct line b, bool called)
{
	struct line of_a, of_b;
	bool more;

	while ((more = next_parameter(&a, &of_a)) && next_parameter(&b, &of_b))
		if (types_differ(&of_a, &of_b, called))
			return true;
	return more || b.text;
}

/* the last word of each parameter; their number, or 0 where one has none */
static guint name_parameters(const struct head *head, struct lex names[PARAMETERS_MAX])
{
	enum lex_kind kind;
	struct lex lex, last = { .size = 0 };
	guint count = 0;
	int depth = 0;

	lex_init(&lex, head->parameters.text, head->parameters.size);
	do {
		kind = lex_next(&lex);
		if (kind == LEX_END || (!depth && kind == LEX_PUNCT && *lex.text == ',')) {
			if (!last.size || count == PARAMETERS_MAX)
				return 0;
			names[count++] = last;
			last.size = 0;
		} else if (kind == LEX_PUNCT) {
			depth += (*lex.text == '(' || *lex.text == '[') -
				 (*lex.text == ')' || *lex.text == ']');
		} else if (kind == LEX_WORD && !depth && !lex_attribute(lex.text, lex.size)) {
			last = lex;
		}
	} while (kind != LEX_END);
	return count;
}

/* the place of a name; @count where it is none of them, or of two: then it is that of a type */
static guint place_of(const struct lex *name, const struct lex *names, guint count)
{
	guint place = count;

	for (guint i = 0; i < count; i++) {
		if (!lex_same(name, &names[i]))
			continue;
		if (place < count)
			return count;
		place = i;
	}
	return place;
}

bool heads_permuted(const struct head *a, const struct head *b)
{
	struct lex names[2][PARAMETERS_MAX];
	guint count = name_parameters(a, names[0]), moved = 0;

	if (count < 2 || name_parameters(b, names[1]) != count)
		return false;
	for (guint i = 0; i < count; i++) {
		guint place = place_of(&names[0][i], names[1], count);

		if (place == count)
			return false;
		moved += place != i;
	}
	return moved;
}

/* "#define" in front of the name, and blanks */
static bool is_defined(const char *text, const char *at)
{
	static const char word[] = "define";
	const char *start = text_line_start(text, at);

	while (at > start && (at[-1] == ' ' || at[-1] == '\t'))
		at--;
	if (at - start < (gssize)sizeof(word) - 1 ||
	    memcmp(at - sizeof(word) + 1, word, sizeof(word) - 1))
		return false;
	at -= sizeof(word) - 1;
	while (at > start && (at[-1] == ' ' || at[-1] == '\t'))
		at--;
	return at > start && at[-1] == '#';
}

/* the end of a line that a backslash may continue */
static const char *line_end(const char *at, const char *end)
{
	while (at < end && (*at != '\n' || at[-1] == '\\'))
		at++;
	return at;
}

bool is_function_pointer(const struct lex *last, const struct lex *before_last, struct lex name)
{
	return *last->text == '*' && *before_last->text == '(' &&
	       lex_next(&name) == LEX_PUNCT && *name.text == ')' &&
	       lex_next(&name) == LEX_PUNCT && *name.text == '(';
}

bool is_macro_name(const struct lex *name)
{
	return name->size > 1 && lex_in_capitals(name);
}

bool macro_find(const char *text, gsize size, const struct lex *name, struct line *out)
{
	const char *end = text + size;
	guint found = 0;

	for (const char *at = text;
	     (at = text_mention(at, end, text, size, name->text, name->size)); at++) {
		if (!is_defined(text, at))
			continue;
		out->text = at + name->size;
		out->size = line_end(out->text, end) - out->text;
		found++;
	}
	return found == 1;
}
