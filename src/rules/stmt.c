// SPDX-License-Identifier: GPL-2.0-only
/*
 * Recursive descent over the tokens.  A conditional directive is a statement of
 * its own, STMT_ARMS, where it stands between statements, and an error where it
 * does not.
 */
#include "rules/stmt.h"

#include <string.h>

/* a body nested deeper is not what people write */
#define MAX_DEPTH 200

struct parser {
	const GArray *tokens;
	guint at, end;
	int depth;
	char *reason;
};

static struct stmt *parse_statement(struct parser *p, struct stmt *parent);

static bool fail(struct parser *p, const char *what)
{
	/* what is missing at the end is missing in front of the last brace */
	unsigned int line = token_of(p->tokens, MIN(p->at, p->end - 1))->line;

	if (!p->reason)
		p->reason = g_strdup_printf("line %u: %s", line, what);
	return false;
}

static bool is(const struct parser *p, const char *text)
{
	return p->at < p->end && token_is(p->tokens, p->at, text);
}

guint tokens_closing(const GArray *tokens, guint open, guint end)
{
	int depth = 0;

	for (guint i = open; i < end; i++) {
		const struct ctoken *token = token_of(tokens, i);

		if (token->kind != CTOKEN_PUNCT || token->size != 1)
			continue;
		if (strchr("([{", *token->text))
			depth++;
		else if (strchr(")]}", *token->text) && !--depth)
			return i;
	}
	return end;
}

/* "if", "ifdef" … of a directive, or NULL for one that is no conditional */
static const char *conditional_at(const struct parser *p, guint at)
{
	static const char *const words[] = { "ifdef", "ifndef", "if", "elifdef", "elifndef",
					     "elif", "else", "endif" };
	const struct ctoken *token = token_of(p->tokens, at);
	const char *text = token->text + 1, *end = token->text + token->size;

	if (token->kind != CTOKEN_DIRECTIVE)
		return NULL;
	while (text < end && (*text == ' ' || *text == '\t'))
		text++;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		size_t size = strlen(words[i]);

		if ((size_t)(end - text) >= size && !memcmp(text, words[i], size) &&
		    (text + size == end || !g_ascii_isalnum(text[size])))
			return words[i];
	}
	return NULL;
}

static void skip_plain_directives(struct parser *p)
{
	while (p->at < p->end && token_of(p->tokens, p->at)->kind == CTOKEN_DIRECTIVE &&
	       !conditional_at(p, p->at))
		p->at++;
}

static struct stmt *stmt_new(struct parser *p, enum stmt_kind kind, struct stmt *parent)
{
	struct stmt *stmt = g_new0(struct stmt, 1);

	stmt->kind = kind;
	stmt->first = stmt->head = stmt->head_end = p->at;
	stmt->parent = parent;
	stmt->children = g_ptr_array_new_with_free_func((GDestroyNotify)stmt_free);
	return stmt;
}

static bool add_child(struct parser *p, struct stmt *stmt)
{
	struct stmt *child;

	skip_plain_directives(p);
	if (++p->depth > MAX_DEPTH)
		return fail(p, "statements are nested too deeply");
	child = parse_statement(p, stmt);
	p->depth--;
	if (!child)
		return false;
	child->at = stmt->children->len;
	g_ptr_array_add(stmt->children, child);
	return true;
}

/* is there a conditional directive in what has to be read as one piece? */
static bool whole(struct parser *p, guint from, guint to)
{
	for (guint i = from; i < to; i++) {
		if (conditional_at(p, i)) {
			p->at = i;
			return fail(p, "an #if splits a statement");
		}
	}
	return true;
}

static bool parse_parens(struct parser *p, struct stmt *stmt)
{
	guint close;

	if (!is(p, "("))
		return fail(p, "a '(' is missing");
	close = tokens_closing(p->tokens, p->at, p->end);
	if (close == p->end)
		return fail(p, "a '(' is not closed");
	if (!whole(p, p->at, close))
		return false;
	stmt->head = p->at + 1;
	stmt->head_end = close;
	p->at = close + 1;
	return true;
}

static bool parse_semicolon(struct parser *p)
{
	if (!is(p, ";"))
		return fail(p, "a ';' is missing");
	p->at++;
	return true;
}

static bool parse_block(struct parser *p, struct stmt *stmt)
{
	p->at++;
	for (;;) {
		skip_plain_directives(p);
		if (is(p, "}"))
			break;
		if (p->at >= p->end)
			return fail(p, "a '{' is not closed");
		if (!add_child(p, stmt))
			return false;
	}
	p->at++;
	return true;
}

/* at #if, #elif or #else: up to the directive that ends the arm */
static bool parse_arm(struct parser *p, struct stmt *arms)
{
	struct stmt *arm = stmt_new(p, STMT_ARM, arms);

	arm->at = arms->children->len;
	g_ptr_array_add(arms->children, arm);
	p->at++;
	for (;;) {
		const char *word;

		skip_plain_directives(p);
		if (p->at >= p->end || is(p, "}"))
			return fail(p, "an #if splits a statement");
		word = conditional_at(p, p->at);
		if (word && *word == 'e')
			break;
		if (!add_child(p, arm))
			return false;
	}
	arm->end = p->at;
	return true;
}

static bool parse_arms(struct parser *p, struct stmt *stmt)
{
	for (;;) {
		const char *word = conditional_at(p, p->at);

		if (!strcmp(word, "endif"))
			break;
		if (!strcmp(word, "else"))
			stmt->always = true;
		if (!parse_arm(p, stmt))
			return false;
	}
	p->at++;
	return true;
}

static bool parse_if(struct parser *p, struct stmt *stmt)
{
	p->at++;
	if (!parse_parens(p, stmt) || !add_child(p, stmt))
		return false;
	if (is(p, "else")) {
		p->at++;
		return add_child(p, stmt);
	}
	return true;
}

static bool parse_headed(struct parser *p, struct stmt *stmt)
{
	p->at++;
	return parse_parens(p, stmt) && add_child(p, stmt);
}

static bool parse_do(struct parser *p, struct stmt *stmt)
{
	p->at++;
	if (!add_child(p, stmt))
		return false;
	if (!is(p, "while"))
		return fail(p, "a 'while' is missing behind 'do'");
	p->at++;
	return parse_parens(p, stmt) && parse_semicolon(p);
}

/* an expression or declaration, up to its semicolon */
static bool parse_simple(struct parser *p, struct stmt *stmt)
{
	guint first = p->at;

	stmt->head = p->at;
	while (p->at < p->end && !is(p, ";")) {
		const struct ctoken *token = token_of(p->tokens, p->at);

		if (token->kind == CTOKEN_PUNCT && strchr("}])", *token->text))
			return fail(p, "a ';' is missing");
		if (token->kind == CTOKEN_PUNCT && strchr("([{", *token->text))
			p->at = tokens_closing(p->tokens, p->at, p->end);
		p->at = MIN(p->at + 1, p->end);
	}
	stmt->head_end = p->at;
	return whole(p, first, p->at) && parse_semicolon(p);
}

static bool parse_case(struct parser *p, struct stmt *stmt)
{
	int questions = 0;

	stmt->head = p->at + 1;
	for (; p->at < p->end; p->at++) {
		if (is(p, "?"))
			questions++;
		else if (is(p, ":") && !questions--)
			break;
		else if (is(p, ";") || is(p, "{"))
			return fail(p, "a 'case' without ':'");
	}
	stmt->head_end = p->at++;
	return true;
}

static bool parse_label(struct parser *p, struct stmt *stmt)
{
	stmt->head_end = p->at + 1;
	p->at += 2;
	return true;
}

static bool parse_goto(struct parser *p, struct stmt *stmt)
{
	stmt->head = ++p->at;
	if (!token_word(p->tokens, p->at))
		return fail(p, "a computed 'goto'");
	stmt->head_end = ++p->at;
	return parse_semicolon(p);
}

static bool parse_return(struct parser *p, struct stmt *stmt)
{
	p->at++;
	return parse_simple(p, stmt);
}

static bool parse_word(struct parser *p, struct stmt *stmt)
{
	p->at++;
	return parse_semicolon(p);
}

static const struct {
	const char *word;
	enum stmt_kind kind;
	bool (*parse)(struct parser *p, struct stmt *stmt);
} keywords[] = {
	{ "{", STMT_BLOCK, parse_block },
	{ "if", STMT_IF, parse_if },
	{ "while", STMT_LOOP, parse_headed },
	{ "for", STMT_LOOP, parse_headed },
	{ "do", STMT_DO, parse_do },
	{ "switch", STMT_SWITCH, parse_headed },
	{ "case", STMT_CASE, parse_case },
	{ "default", STMT_CASE, parse_case },
	{ "goto", STMT_GOTO, parse_goto },
	{ "return", STMT_RETURN, parse_return },
	{ "break", STMT_BREAK, parse_word },
	{ "continue", STMT_CONTINUE, parse_word },
	{ "scoped_guard", STMT_GUARD, parse_headed },
};

/* words whose parentheses do not make a loop of what follows */
static bool names_type(const struct ctoken *token)
{
	static const char *const words[] = { "typeof", "__typeof__", "__typeof", "__attribute__",
					     "typeof_member", "__auto_type", "asm", "__asm__",
					     "_Static_assert", "sizeof", "__aligned" };

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		if (ctoken_is(token, words[i]))
			return true;
	}
	return false;
}

/* "for_each_thing(…) statement" */
static bool is_iterator(const struct parser *p)
{
	const struct ctoken *token = token_of(p->tokens, p->at);
	guint close;

	if (token->kind != CTOKEN_WORD || names_type(token) ||
	    !token_is(p->tokens, p->at + 1, "("))
		return false;
	close = tokens_closing(p->tokens, p->at + 1, p->end);
	return close + 1 < p->end && (token_is(p->tokens, close + 1, "{") ||
				      token_word(p->tokens, close + 1));
}

static bool parse_other(struct parser *p, struct stmt *stmt)
{
	const char *word = conditional_at(p, p->at);

	if (word) {
		stmt->kind = STMT_ARMS;
		return *word == 'i' ? parse_arms(p, stmt) :
				      fail(p, "an #if splits a statement");
	}
	if (is(p, "else") || is(p, "}"))
		return fail(p, "unexpected 'else' or '}'");
	if (token_word(p->tokens, p->at) && token_is(p->tokens, p->at + 1, ":")) {
		stmt->kind = STMT_LABEL;
		return parse_label(p, stmt);
	}
	if (is_iterator(p)) {
		stmt->kind = STMT_LOOP;
		return parse_headed(p, stmt);
	}
	return parse_simple(p, stmt);
}

static struct stmt *parse_statement(struct parser *p, struct stmt *parent)
{
	g_autoptr(stmt) stmt = stmt_new(p, STMT_SIMPLE, parent);
	bool (*parse)(struct parser *p, struct stmt *stmt) = parse_other;

	if (p->at >= p->end) {
		fail(p, "a statement is missing");
		return NULL;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(keywords); i++) {
		if (is(p, keywords[i].word)) {
			stmt->kind = keywords[i].kind;
			parse = keywords[i].parse;
		}
	}
	if (!parse(p, stmt))
		return NULL;
	stmt->end = p->at;
	return g_steal_pointer(&stmt);
}

struct stmt *stmt_parse(const GArray *tokens, guint open, guint close, char **out_reason)
{
	struct parser p = { .tokens = tokens, .at = open, .end = close + 1 };
	g_autoptr(stmt) root = NULL;

	if (close + 1 > tokens->len || !token_is(tokens, open, "{") ||
	    !token_is(tokens, close, "}")) {
		*out_reason = g_strdup("its braces do not match");
		return NULL;
	}
	root = parse_statement(&p, NULL);
	if (root && p.at != p.end) {
		fail(&p, "its braces do not match");
		g_clear_pointer(&root, stmt_free);
	}
	if (!root)
		*out_reason = p.reason;
	return g_steal_pointer(&root);
}

const struct stmt *stmt_at(const struct stmt *root, guint token)
{
	if (token < root->first || token >= root->end)
		return NULL;
	for (guint i = 0; i < root->children->len; i++) {
		const struct stmt *found = stmt_at(root->children->pdata[i], token);

		if (found)
			return found;
	}
	return root;
}

const struct stmt *stmt_next(const struct stmt *stmt)
{
	const struct stmt *parent = stmt->parent;

	if (!parent || (parent->kind != STMT_BLOCK && parent->kind != STMT_ARM) ||
	    stmt->at + 1 >= parent->children->len)
		return NULL;
	return parent->children->pdata[stmt->at + 1];
}

void stmt_visit(const struct stmt *stmt, void (*visit)(const struct stmt *stmt, void *data),
		void *data)
{
	visit(stmt, data);
	for (guint i = 0; i < stmt->children->len; i++)
		stmt_visit(stmt->children->pdata[i], visit, data);
}

void stmt_free(struct stmt *stmt)
{
	if (!stmt)
		return;
	g_ptr_array_unref(stmt->children);
	g_free(stmt);
}
