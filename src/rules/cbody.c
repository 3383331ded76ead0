// SPDX-License-Identifier: GPL-2.0-only
/*
 * Statements are found by descent, loops and block ends noted on the way.  Types
 * are unknown, so a declaration is what looks like one.
 */
#include "rules/cbody.h"

#include <string.h>

/* nesting of statements beyond which a function is refused */
#define MAX_NESTING 200

/* reading statements: the function, and how deep in it */
struct reader {
	struct cbody *body;
	int nesting;
};

const struct ctoken *cbody_token(const struct cbody *body, unsigned int i)
{
	return &g_array_index(body->tokens, struct ctoken, i);
}

bool cbody_is(const struct cbody *body, unsigned int i, const char *text)
{
	return i < body->tokens->len && ctoken_is(cbody_token(body, i), text);
}

bool cbody_is_word(const struct cbody *body, unsigned int i)
{
	return i < body->tokens->len && cbody_token(body, i)->kind == CTOKEN_WORD;
}

bool span_has(struct span span, unsigned int i)
{
	return i >= span.first && i <= span.last;
}

static bool is_one_of(const struct cbody *body, unsigned int i, const char *const *words)
{
	return i < body->tokens->len && ctoken_is_any(cbody_token(body, i), words);
}

static bool opens(const struct cbody *body, unsigned int i)
{
	return cbody_is(body, i, "(") || cbody_is(body, i, "{") || cbody_is(body, i, "[");
}

static bool closes(const struct cbody *body, unsigned int i)
{
	return cbody_is(body, i, ")") || cbody_is(body, i, "}") || cbody_is(body, i, "]");
}

unsigned int cbody_closing(const struct cbody *body, unsigned int i)
{
	int depth = 0;

	for (; i < body->tokens->len; i++) {
		depth += opens(body, i) - closes(body, i);
		if (!depth)
			return i;
	}
	return i;
}

unsigned int cbody_block_end(const struct cbody *body, unsigned int i)
{
	int depth = 0;

	for (; i < body->tokens->len; i++) {
		if (cbody_is(body, i, "{"))
			depth++;
		else if (cbody_is(body, i, "}") && depth-- == 0)
			break;
	}
	return i;
}

unsigned int cbody_block_start(const struct cbody *body, unsigned int i)
{
	int depth = 0;

	while (i-- > 0) {
		if (cbody_is(body, i, "}"))
			depth++;
		else if (cbody_is(body, i, "{") && depth-- == 0)
			return i;
	}
	return 0;
}

char *text_of_tokens(const struct ctoken *tokens, unsigned int count)
{
	GString *text = g_string_new(NULL);
	const char *end = NULL;

	for (unsigned int i = 0; i < count; i++) {
		if (tokens[i].kind == CTOKEN_COMMENT)
			continue;
		if (end && end != tokens[i].text)
			g_string_append_c(text, ' ');
		g_string_append_len(text, tokens[i].text, tokens[i].size);
		end = tokens[i].text + tokens[i].size;
	}
	return g_string_free(text, FALSE);
}

char *cbody_text(const struct cbody *body, struct span span)
{
	if (span.first > span.last)
		return g_strdup("");
	return text_of_tokens(cbody_token(body, span.first), span.last - span.first + 1);
}

/*
 * Statements
 */

static unsigned int read_statement(struct reader *reader, unsigned int i);

static unsigned int read_body(struct reader *reader, enum cloop_kind kind, unsigned int at,
			      unsigned int first)
{
	struct cloop loop = { kind, at, { first, read_statement(reader, first) } };

	g_array_append_val(reader->body->loops, loop);
	return loop.body.last;
}

static unsigned int read_if(struct reader *reader, unsigned int i)
{
	unsigned int end = read_statement(reader, cbody_closing(reader->body, i + 1) + 1);

	return cbody_is(reader->body, end + 1, "else") ? read_statement(reader, end + 2) : end;
}

static unsigned int read_do(struct reader *reader, unsigned int i)
{
	unsigned int end = read_body(reader, CLOOP_LOOP, i, i + 1);

	return cbody_closing(reader->body, end + 2) + 1;
}

static unsigned int read_block(struct reader *reader, unsigned int i)
{
	unsigned int end = cbody_closing(reader->body, i), last = 0;

	for (unsigned int at = i + 1; at < end && at < reader->body->tokens->len;) {
		last = at;
		at = read_statement(reader, at) + 1;
	}
	if (end < reader->body->tokens->len)
		reader->body->lasts[end] = last;
	return end;
}

/* up to the semicolon that is outside of brackets */
static unsigned int read_simple(const struct cbody *body, unsigned int i)
{
	unsigned int start = i;

	for (; i < body->tokens->len && !cbody_is(body, i, ";"); i++) {
		if (cbody_is(body, i, "}"))
			return MAX(i - 1, start);
		if (opens(body, i))
			i = cbody_closing(body, i);
	}
	return i;
}

static unsigned int label_colon(const struct cbody *body, unsigned int i)
{
	if (cbody_is(body, i, "case") || cbody_is(body, i, "default")) {
		while (i < body->tokens->len && !cbody_is(body, i, ":"))
			i = opens(body, i) ? cbody_closing(body, i) + 1 : i + 1;
		return i;
	}
	return cbody_is_word(body, i) && cbody_is(body, i + 1, ":") ? i + 1 : 0;
}

/* a macro call that a statement follows */
static bool has_body(const struct cbody *body, unsigned int i)
{
	unsigned int after;

	if (!cbody_is_word(body, i) || !cbody_is(body, i + 1, "("))
		return false;
	after = cbody_closing(body, i + 1) + 1;
	return cbody_is(body, after, "{") || cbody_is_word(body, after);
}

static enum cloop_kind kind_of(const struct cbody *body, unsigned int i)
{
	static const char *const loops[] = { "for", "while", NULL };
	static const char *const scoped[] = { "scoped_guard", "scoped_cond_guard", "scoped_class",
					      NULL };
	const struct ctoken *word = cbody_token(body, i);

	if (is_one_of(body, i, loops))
		return CLOOP_LOOP;
	if (cbody_is(body, i, "switch"))
		return CLOOP_SWITCH;
	if (is_one_of(body, i, scoped))
		return CLOOP_SCOPED;
	if (g_strstr_len(word->text, word->size, "for_each") ||
	    g_strstr_len(word->text, word->size, "foreach"))
		return CLOOP_LOOP;
	return CLOOP_UNSURE;
}

/* a declaration may look like an iterator: "typeof(x) y;" and "__printf(1, 2) int z;" */
static bool is_type_macro(const struct cbody *body, unsigned int i)
{
	static const char *const words[] = { "typeof", "__typeof__", "__typeof",
					     "typeof_member", "__attribute__", NULL };

	return is_one_of(body, i, words);
}

static unsigned int read_statement(struct reader *reader, unsigned int i)
{
	struct cbody *body = reader->body;
	unsigned int colon, end;

	if (i >= body->tokens->len || reader->nesting > MAX_NESTING) {
		body->unclear = cbody_token(body, 0)->line;
		return body->tokens->len;
	}
	if (cbody_token(body, i)->kind == CTOKEN_DIRECTIVE)
		return i;
	body->starts[i] = 1;
	reader->nesting++;
	colon = label_colon(body, i);
	if (colon)
		end = cbody_is(body, colon + 1, "}") ? colon : read_statement(reader, colon + 1);
	else if (cbody_is(body, i, "{"))
		end = read_block(reader, i);
	else if (cbody_is(body, i, "if"))
		end = read_if(reader, i);
	else if (cbody_is(body, i, "else")) /* apart from its if by an #endif */
		end = read_statement(reader, i + 1);
	else if (cbody_is(body, i, "do"))
		end = read_do(reader, i);
	else if (has_body(body, i) && !is_type_macro(body, i))
		end = read_body(reader, kind_of(body, i), i, cbody_closing(body, i + 1) + 1);
	else if (kind_of(body, i) != CLOOP_UNSURE && cbody_is(body, i + 1, "("))
		end = read_body(reader, kind_of(body, i), i, cbody_closing(body, i + 1) + 1);
	else
		end = read_simple(body, i);
	reader->nesting--;
	return end;
}

/* statement expressions, wherever they are */
static void read_expressions(struct reader *reader)
{
	for (unsigned int i = reader->body->open; i < reader->body->tokens->len; i++) {
		if (cbody_is(reader->body, i, "(") && cbody_is(reader->body, i + 1, "{"))
			read_block(reader, i + 1);
	}
}

unsigned int cbody_statement_end(const struct cbody *body, unsigned int i)
{
	/* what it notes, it has noted before */
	g_autofree guint8 *starts = g_new0(guint8, body->tokens->len + 1);
	g_autofree guint *lasts = g_new0(guint, body->tokens->len + 1);
	g_autoptr(GArray) loops = g_array_new(FALSE, FALSE, sizeof(struct cloop));
	struct cbody copy = { .tokens = body->tokens, .loops = loops, .starts = starts,
			      .lasts = lasts };
	struct reader reader = { &copy, 0 };

	return read_statement(&reader, i);
}

static void find_head(struct cbody *body, const char *name)
{
	const char *argument = strchr(name, '(');
	g_autofree char *word = argument ? g_strndup(name, argument - name) : g_strdup(name);

	while (body->open < body->tokens->len && !cbody_is(body, body->open, "{"))
		body->open++;
	for (unsigned int i = 0; i < body->open; i++) {
		if (cbody_is(body, i, word) && cbody_is(body, i + 1, "(")) {
			body->name = i;
			return;
		}
	}
}

void cbody_init(struct cbody *body, const struct csource *source, const struct cregion *region)
{
	struct reader reader = { body, 0 };

	*body = (struct cbody){ .tokens = g_array_new(FALSE, FALSE, sizeof(struct ctoken)),
				.loops = g_array_new(FALSE, FALSE, sizeof(struct cloop)) };
	for (unsigned int i = region->first_token; i <= region->last_token; i++) {
		const struct ctoken *token = ctoken_at(source, i);

		if (token->kind != CTOKEN_COMMENT)
			g_array_append_vals(body->tokens, token, 1);
	}
	body->starts = g_new0(guint8, body->tokens->len + 1);
	body->lasts = g_new0(guint, body->tokens->len + 1);
	find_head(body, region->name);
	read_statement(&reader, body->open);
	read_expressions(&reader);
}

void cbody_clear(struct cbody *body)
{
	if (!body->tokens)
		return;
	g_array_unref(body->tokens);
	g_array_unref(body->loops);
	g_free(body->starts);
	g_free(body->lasts);
	body->tokens = NULL;
}

struct span cbody_whole(const struct cbody *body)
{
	return (struct span){ body->open, body->tokens->len - 1 };
}

const struct cloop *cbody_loop(const struct cbody *body, unsigned int i, bool is_continue)
{
	const struct cloop *inner = NULL;

	for (guint k = 0; k < body->loops->len; k++) {
		const struct cloop *loop = &g_array_index(body->loops, struct cloop, k);

		if (span_has(loop->body, i) && !(is_continue && loop->kind == CLOOP_SWITCH) &&
		    (!inner || loop->body.first > inner->body.first))
			inner = loop;
	}
	return inner;
}

/*
 * Names
 */

bool cbody_member(const struct cbody *body, unsigned int i)
{
	return i && (cbody_is(body, i - 1, "->") || cbody_is(body, i - 1, "."));
}

bool cbody_uses(const struct cbody *body, struct span span, const char *word)
{
	for (unsigned int i = span.first; i <= span.last; i++) {
		if (cbody_is(body, i, word) && !cbody_member(body, i))
			return true;
	}
	return false;
}

static bool is_capitals(const struct ctoken *token)
{
	for (size_t i = 0; i < token->size; i++) {
		if (g_ascii_islower(token->text[i]))
			return false;
	}
	return true;
}

static bool is_argument(const struct cbody *body, unsigned int i)
{
	return i && (cbody_is(body, i - 1, "(") || cbody_is(body, i - 1, ",")) &&
	       (cbody_is(body, i + 1, ")") || cbody_is(body, i + 1, ","));
}

/* "&x", not "a & x" and not "&x->y", which is the address of something else */
static bool address_taken(const struct cbody *body, unsigned int i)
{
	static const char *const before[] = { "(", ",", "=", "return", "{", "?", ":", "&&",
					      "||", "[", "==", "!=", NULL };

	return i > 1 && cbody_is(body, i - 1, "&") && is_one_of(body, i - 2, before) &&
	       !cbody_is(body, i + 1, "->") && !cbody_is(body, i + 1, "[");
}

/* macros in capitals, iterators, and some more may assign to a bare argument */
static bool macro_changes(const struct cbody *body, unsigned int i)
{
	static const char *const words[] = { "swap", "get_user", "__get_user", "unsafe_get_user",
					     "get_random_once", "check_add_overflow", NULL };
	unsigned int depth = 0;
	const struct ctoken *name;

	if (!is_argument(body, i))
		return false;
	while (i > 1 && (depth || !cbody_is(body, i - 1, "("))) {
		if (cbody_is(body, i - 1, ";") || cbody_is(body, i - 1, "{"))
			return false;
		i--;
		depth += closes(body, i);
		depth -= depth && opens(body, i);
	}
	if (i < 2 || !cbody_is_word(body, i - 2))
		return false;
	name = cbody_token(body, i - 2);
	return is_one_of(body, i - 2, words) || kind_of(body, i - 2) == CLOOP_LOOP ||
	       (name->size > 1 && is_capitals(name));
}

bool cbody_changes(const struct cbody *body, struct span span, const char *word)
{
	static const char *const after[] = { "=", "+=", "-=", "*=", "/=", "|=", "&=", "^=",
					     "<<=", ">>=", "%=", "++", "--", NULL };
	static const char *const steps[] = { "++", "--", NULL };

	for (unsigned int i = span.first; i <= span.last; i++) {
		if (!cbody_is(body, i, word) || cbody_member(body, i))
			continue;
		if (is_one_of(body, i + 1, after) || (i && is_one_of(body, i - 1, steps)) ||
		    address_taken(body, i))
			return true;
		if (macro_changes(body, i))
			return true;
	}
	return false;
}

static bool is_keyword(const struct cbody *body, unsigned int i)
{
	static const char *const words[] = { "return", "goto", "break", "continue", "case",
					     "default", "if", "else", "for", "while", "do",
					     "switch", "sizeof", "asm", "typedef", NULL };

	return is_one_of(body, i, words);
}

/* the first name of the declaration at @i, 0 when it is none */
static unsigned int declared_name(const struct cbody *body, unsigned int i)
{
	static const char *const ends[] = { "=", ";", ",", "[", ":", ")", NULL };
	unsigned int start = i;

	if (!cbody_is_word(body, i) || is_keyword(body, i))
		return 0;
	for (; i < body->tokens->len; i++) {
		if (is_type_macro(body, i) && cbody_is(body, i + 1, "("))
			i = cbody_closing(body, i + 1);
		else if (cbody_is(body, i, "*"))
			continue;
		else if (!cbody_is_word(body, i))
			return 0;
		else if (i > start && is_one_of(body, i + 1, ends))
			return i;
		else if (i > start && cbody_is(body, i + 2, "(") &&
			 g_str_has_prefix(cbody_token(body, i + 1)->text, "__"))
			return i; /* p __free(kfree) */
	}
	return 0;
}

/* do the names that follow the first one, at @i, up to the semicolon, have @word? */
static bool more_names(const struct cbody *body, unsigned int i, const char *word)
{
	for (; i < body->tokens->len && !cbody_is(body, i, ";") && !cbody_is(body, i, ")"); i++) {
		if (opens(body, i))
			i = cbody_closing(body, i);
		if (!cbody_is(body, i, ","))
			continue;
		while (cbody_is(body, i + 1, "*"))
			i++;
		if (cbody_is(body, i + 1, word))
			return true;
	}
	return false;
}

/* LIST_HEAD(x); DECLARE_BITMAP(x, n); CLASS(c, x)(); */
static bool declared_by_macro(const struct cbody *body, unsigned int i, const char *word)
{
	if (!cbody_is_word(body, i) || !cbody_is(body, i + 1, "(") ||
	    !is_capitals(cbody_token(body, i)))
		return false;
	return cbody_is(body, i + 2, word) ||
	       (cbody_is(body, i + 3, ",") && cbody_is(body, i + 4, word));
}

static bool declares_at(const struct cbody *body, unsigned int i, const char *word)
{
	unsigned int name = declared_name(body, i);

	if (declared_by_macro(body, i, word))
		return true;
	return name && (cbody_is(body, name, word) || more_names(body, name + 1, word));
}

bool cbody_declares(const struct cbody *body, struct span span, const char *word)
{
	for (unsigned int i = span.first; i <= span.last; i++) {
		bool start = body->starts[i] ||
			     (i > 1 && cbody_is(body, i - 1, "(") && cbody_is(body, i - 2, "for"));

		if (start && declares_at(body, i, word))
			return true;
	}
	return false;
}

static bool is_parameter(const struct cbody *body, const char *word)
{
	unsigned int end = cbody_closing(body, body->name + 1);

	for (unsigned int i = body->name + 2; i <= end && i < body->open; i++) {
		if (cbody_is(body, i, word) &&
		    (cbody_is(body, i + 1, ",") || cbody_is(body, i + 1, ")") ||
		     cbody_is(body, i + 1, "[")) &&
		    (cbody_is_word(body, i - 1) || cbody_is(body, i - 1, "*") ||
		     cbody_is(body, i - 1, ",")))
			return true;
	}
	return false;
}

static bool is_static(const struct cbody *body, const char *word)
{
	static const char *const words[] = { "static", "extern", NULL };

	for (unsigned int i = body->open; i < body->tokens->len; i++) {
		if (is_one_of(body, i, words) && declares_at(body, i, word))
			return true;
	}
	return false;
}

bool cbody_is_local(const struct cbody *body, const char *word)
{
	if (is_parameter(body, word))
		return true;
	return cbody_declares(body, cbody_whole(body), word) && !is_static(body, word);
}
