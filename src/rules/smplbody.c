// SPDX-License-Identifier: GPL-2.0-only
/*
 * A pattern is read as C with a few signs of SmPL's own.  When in doubt, a word
 * is not needed: too few words cost time, one too many costs findings.  So
 * nothing is needed that an isomorphism of standard.iso can take away.
 */
#include "rules/smplbody.h"

#include <string.h>

#include "base/strings.h"

enum sign {
	SIGN_WORD,
	SIGN_NUMBER,
	SIGN_OTHER,
	SIGN_OPEN,		/* of a disjunction or conjunction */
	SIGN_CLOSE,
	SIGN_OR,
	SIGN_AND,
	SIGN_NEST,		/* <... */
	SIGN_NEST_SURE,		/* <+... */
	SIGN_NEST_END,
	SIGN_DOTS,
};

struct token {
	enum sign sign;
	char *text;
	unsigned int line;
	bool optional;
};

struct reader {
	GArray *tokens;
	guint at;
	GHashTable *variables;
	GHashTable *binds;
};

/* keywords, and what the isomorphisms of standard.iso replace or take away */
static bool is_never_needed(const char *word)
{
	static const char *const words[] = {
		"NULL", "likely", "unlikely", "sizeof", "if", "else", "for", "while", "do",
		"switch", "case", "default", "return", "break", "continue", "goto", "struct",
		"union", "enum",
		"static", "extern", "inline",
		"const", "volatile", "register", "auto", "typedef",
		"unsigned", "signed", "int", "char", "short", "long", "void", "float", "double",
		"bool", "_Bool", "__attribute__", "true", "false", "typeof", "__typeof__", NULL,
	};

	return strlen(word) < 2 || g_strv_contains(words, word);
}

static void clear_token(gpointer data)
{
	g_free(((struct token *)data)->text);
}

static const char *string_end(const char *at)
{
	char quote = *at;

	for (at++; *at && *at != '\n'; at++) {
		if (*at == '\\' && at[1])
			at++;
		else if (*at == quote)
			return at + 1;
	}
	return at;
}

static const struct {
	const char *text;
	enum sign sign;
} signs[] = {
	{ "<+...", SIGN_NEST_SURE }, { "...+>", SIGN_NEST_END }, { "<...", SIGN_NEST },
	{ "...>", SIGN_NEST_END }, { "...", SIGN_DOTS }, { "\\(", SIGN_OPEN },
	{ "\\)", SIGN_CLOSE }, { "\\|", SIGN_OR }, { "\\&", SIGN_AND },
};

/* the token at @at, which is no blank; returns its end */
static const char *next_token(const char *at, bool first_column, struct token *token)
{
	const char *start = at;

	token->sign = SIGN_OTHER;
	if (first_column && strchr("(|&)", *at)) {
		token->sign = *at == '(' ? SIGN_OPEN : *at == ')' ? SIGN_CLOSE :
			      *at == '|' ? SIGN_OR : SIGN_AND;
		return at + 1;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
		if (g_str_has_prefix(at, signs[i].text)) {
			token->sign = signs[i].sign;
			return at + strlen(signs[i].text);
		}
	}
	if (*at == '"' || *at == '\'')
		return string_end(at);
	if (!byte_is_word(*at))
		return at + 1;
	token->sign = g_ascii_isdigit(*at) ? SIGN_NUMBER : SIGN_WORD;
	while (byte_is_word(*at))
		at++;
	token->text = g_strndup(start, at - start);
	return at;
}

/* what follows "?" may be missing, to its ";" or to the end of the line outside of brackets */
struct optional {
	bool on;
	int depth;
};

static void optional_turn(struct optional *optional, char c)
{
	if (c == '(' || c == '{')
		optional->depth++;
	if (c == ')' || c == '}')
		optional->depth--;
	if (c == ';' && optional->depth <= 0)
		optional->on = false;
}

static void read_line(GArray *tokens, const char *line, unsigned int number,
		      struct optional *optional, bool *out_marks)
{
	const char *at = line;

	*out_marks |= *line == '+';
	if (*line == '+' || *line == '#')
		return;
	if (*line == '-' || *line == '*') {
		*out_marks = true;
		at++;
	} else if (*line == '?') {
		*optional = (struct optional){ .on = true };
		at++;
	}
	while (*at) {
		struct token token = { .line = number, .optional = optional->on };
		const char *start = at;

		if (g_ascii_isspace(*at)) {
			at++;
			continue;
		}
		at = next_token(at, at == line, &token);
		if (token.sign == SIGN_OTHER) {
			token.text = g_strndup(start, at - start);
			optional_turn(optional, *start);
		}
		g_array_append_val(tokens, token);
	}
	if (optional->depth <= 0)
		optional->on = false;
}

static GArray *read_tokens(const char *body, bool *out_marks)
{
	GArray *tokens = g_array_new(FALSE, FALSE, sizeof(struct token));
	g_auto(GStrv) lines = g_strsplit(body, "\n", -1);
	struct optional optional = { false };

	g_array_set_clear_func(tokens, clear_token);
	for (unsigned int i = 0; lines[i]; i++)
		read_line(tokens, lines[i], i, &optional, out_marks);
	return tokens;
}

static const struct token *peek(const struct reader *r, guint ahead)
{
	static const struct token none = { .sign = SIGN_OTHER };

	return r->at + ahead < r->tokens->len ?
		       &g_array_index(r->tokens, struct token, r->at + ahead) : &none;
}

static bool is(const struct token *token, const char *text)
{
	return (token->sign == SIGN_OTHER || token->sign == SIGN_WORD) &&
	       !g_strcmp0(token->text, text);
}

/* "when != x" up to the end of its line, or of the disjunction that it opens */
static void skip_when(struct reader *r)
{
	unsigned int line = peek(r, 0)->line;
	int depth = 0;

	while (r->at < r->tokens->len && (peek(r, 0)->line == line || depth > 0)) {
		enum sign sign = peek(r, 0)->sign;

		depth += (sign == SIGN_OPEN) - (sign == SIGN_CLOSE);
		if (depth < 0)
			return;
		r->at++;
		if (depth > 0)
			line = peek(r, 0)->line;
	}
}

/* "sizeof(struct x)" may be written in other words, and a cast may be missing */
static guint bracket_end(const struct reader *r, bool types_only)
{
	guint ahead = 1;
	int depth = 1;

	for (; r->at + ahead < r->tokens->len && depth; ahead++) {
		const struct token *token = peek(r, ahead);

		depth += is(token, "(") - is(token, ")");
		if (types_only && depth && token->sign != SIGN_WORD && !is(token, "*"))
			return 0;
	}
	return ahead;
}

static bool is_cast(const struct reader *r)
{
	const struct token *before = r->at ? &g_array_index(r->tokens, struct token, r->at - 1) :
					     NULL;
	guint end = bracket_end(r, true);
	const struct token *behind = end ? peek(r, end) : NULL;

	return end && !(before && (before->sign == SIGN_WORD || before->sign == SIGN_CLOSE)) &&
	       (behind->sign == SIGN_WORD || behind->sign == SIGN_NUMBER || is(behind, "(") ||
		behind->sign == SIGN_OPEN);
}

static struct need *read_sequence(struct reader *r);

/* words that each of the alternatives starts with, or NULL */
static struct need *heads_of(const struct need *branch)
{
	struct need *heads;

	if (branch->kind == NEED_WORD)
		return need_copy(branch);
	if (branch->kind == NEED_ALL)
		return branch->parts->len ? heads_of(branch->parts->pdata[0]) : NULL;
	heads = need_new(NEED_ANY);
	for (guint i = 0; i < branch->parts->len; i++) {
		struct need *head = heads_of(branch->parts->pdata[i]);

		if (!head) {
			need_free(heads);
			return NULL;
		}
		need_add(heads, head);
	}
	return heads;
}

/*
 * "( a(x) S | b(x) S ) & i(…) S": both sides are the same code, so that i is a or b.  The
 * first word of a branch counts only where nothing else stands before it.
 */
static void bind_heads(struct reader *r, const GPtrArray *branches, const GPtrArray *first)
{
	for (guint i = 0; i < branches->len; i++) {
		const char *variable = first->pdata[i];

		for (guint j = 0; variable && j < branches->len; j++) {
			struct need *heads = j != i && !first->pdata[j] ?
						     heads_of(branches->pdata[j]) : NULL;

			if (heads)
				g_hash_table_replace(r->binds, g_strdup(variable), heads);
		}
	}
}

/* the metavariable that a branch calls, "i(…)", or NULL */
static const char *called_variable(const struct reader *r)
{
	const struct token *token = peek(r, 0);

	return token->sign == SIGN_WORD && is(peek(r, 1), "(") &&
		       g_hash_table_contains(r->variables, token->text) ? token->text : NULL;
}

static struct need *read_group(struct reader *r)
{
	g_autoptr(GPtrArray) branches = g_ptr_array_new();
	g_autoptr(GPtrArray) first = g_ptr_array_new();
	struct need *need;
	bool all = false;

	do {
		g_ptr_array_add(first, (gpointer)called_variable(r));
		g_ptr_array_add(branches, read_sequence(r));
		if (peek(r, 0)->sign != SIGN_OR && peek(r, 0)->sign != SIGN_AND)
			break;
		all |= peek(r, 0)->sign == SIGN_AND;
		r->at++;
	} while (r->at < r->tokens->len);
	if (peek(r, 0)->sign == SIGN_CLOSE)
		r->at++;
	if (all)
		bind_heads(r, branches, first);
	need = need_new(all ? NEED_ALL : NEED_ANY);
	for (guint i = 0; i < branches->len; i++)
		need_add(need, branches->pdata[i]);
	return need;
}

static struct need *read_nest(struct reader *r, bool sure)
{
	struct need *need = read_sequence(r);

	if (peek(r, 0)->sign == SIGN_NEST_END)
		r->at++;
	if (sure)
		return need;
	need_free(need);
	return need_new(NEED_ALL);
}

static struct need *read_word(struct reader *r, const struct token *token)
{
	gpointer known = NULL;

	if (g_hash_table_lookup_extended(r->variables, token->text, NULL, &known))
		return known ? need_copy(known) : need_new(NEED_ALL);
	if (is_never_needed(token->text))
		return need_new(NEED_ALL);
	return need_word(token->text);
}

/* one token, or what it opens */
static struct need *read_item(struct reader *r)
{
	const struct token *token = peek(r, 0);

	r->at++;
	switch (token->sign) {
	case SIGN_OPEN:
		return read_group(r);
	case SIGN_NEST:
	case SIGN_NEST_SURE:
		return read_nest(r, token->sign == SIGN_NEST_SURE);
	case SIGN_NUMBER:
		/* 0 and 1 come and go with isomorphisms; a suffix makes another word */
		return strlen(token->text) > 1 &&
		       strspn(token->text, "0123456789") == strlen(token->text) ?
			       need_word(token->text) : need_new(NEED_ALL);
	case SIGN_WORD:
		if (is(token, "sizeof") && is(peek(r, 0), "("))
			r->at += bracket_end(r, false);
		return read_word(r, token);
	default:
		return need_new(NEED_ALL);
	}
}

static bool ends_sequence(enum sign sign)
{
	return sign == SIGN_CLOSE || sign == SIGN_OR || sign == SIGN_AND || sign == SIGN_NEST_END;
}

static struct need *read_sequence(struct reader *r)
{
	struct need *need = need_new(NEED_ALL);
	bool sure = true;

	while (r->at < r->tokens->len && !ends_sequence(peek(r, 0)->sign)) {
		const struct token *token = peek(r, 0);
		struct need *item;

		if (is(token, "when") || is(token, "WHEN")) {
			skip_when(r);
			continue;
		}
		if (is(token, "@") && peek(r, 1)->sign == SIGN_WORD) {
			r->at += 2;
			continue;
		}
		if (is(token, "(") && is_cast(r)) {
			r->at += bracket_end(r, true);
			continue;
		}
		/* "if (E) S1 else S2" stands for "if (E) S1" too */
		if (is(token, "else"))
			sure = false;
		item = read_item(r);
		if (sure && !token->optional)
			need_add(need, item);
		else
			need_free(item);
	}
	return need;
}

struct need *smpl_body_need(const char *body, GHashTable *variables, GHashTable *binds,
			    bool *out_marks)
{
	struct reader r = { .variables = variables, .binds = binds };
	struct need *need = need_new(NEED_ALL);

	*out_marks = false;
	r.tokens = read_tokens(body, out_marks);
	while (r.at < r.tokens->len) {
		need_add(need, read_sequence(&r));
		/* a closing sign without its opening one */
		if (r.at < r.tokens->len)
			r.at++;
	}
	g_array_unref(r.tokens);
	return need_simplify(need);
}

/*
 * Jumps are needed here, though they are not needed of a whole pattern: no isomorphism
 * replaces them, and none of spatch's own macros makes one but of "return".
 */
static struct need *place_word(const GArray *tokens, guint at, GHashTable *variables)
{
	static const char *const jumps[] = { "goto", "break", "continue", NULL };
	const struct token *token = &g_array_index(tokens, struct token, at);

	/* "goto l@p" */
	if (at && is(&g_array_index(tokens, struct token, at - 1), "goto"))
		token--;
	if (token->sign == SIGN_WORD && !g_hash_table_contains(variables, token->text) &&
	    (g_strv_contains(jumps, token->text) || !is_never_needed(token->text)))
		return need_word(token->text);
	return need_new(NEED_ALL);
}

static void add_place(GHashTable *places, const char *name, struct need *word)
{
	struct need *known = g_hash_table_lookup(places, name);
	struct need *any = need_new(NEED_ANY);

	if (known)
		need_add(any, need_copy(known));
	need_add(any, word);
	g_hash_table_replace(places, g_strdup(name), need_simplify(any));
}

/* behind "@p@q", from behind a word */
static guint behind_positions(const GArray *tokens, guint at)
{
	while (at + 1 < tokens->len && is(&g_array_index(tokens, struct token, at), "@"))
		at += 2;
	return at;
}

/* behind the ")" for the "(" at @at, or @at when there is none */
static guint behind_brackets(const GArray *tokens, guint at)
{
	int depth = 0;

	for (guint i = at; i < tokens->len; i++) {
		const struct token *token = &g_array_index(tokens, struct token, i);

		depth += is(token, "(") - is(token, ")");
		if (!depth)
			return i == at ? at : i + 1;
	}
	return at;
}

/* index of the first token of the word, or group of words, that is called with the "(" at @open */
static guint callee_of(const GArray *tokens, guint open)
{
	guint at = open;
	int depth = 0;

	while (at > 2 && is(&g_array_index(tokens, struct token, at - 2), "@"))
		at -= 2;
	if (!at)
		return open;
	at--;
	if (g_array_index(tokens, struct token, at).sign == SIGN_WORD)
		return at;
	for (guint i = at + 1; i-- > 0;) {
		enum sign sign = g_array_index(tokens, struct token, i).sign;

		depth += (sign == SIGN_CLOSE) - (sign == SIGN_OPEN);
		if (depth <= 0)
			return sign == SIGN_OPEN ? i : open;
	}
	return open;
}

/* the words of a callee; NULL when one is not known */
static struct need *callee_words(const GArray *tokens, guint from, guint open,
				 GHashTable *variables)
{
	g_autoptr(need) words = need_new(NEED_ANY);

	for (guint i = from; i < open; i++) {
		const struct token *token = &g_array_index(tokens, struct token, i);
		gpointer known = NULL;

		if (is(token, "@")) {
			i++;
		} else if (token->sign == SIGN_WORD) {
			bool variable = g_hash_table_lookup_extended(variables, token->text, NULL,
								     &known);

			if ((variable && !known) || (!variable && is_never_needed(token->text)))
				return NULL;
			need_add(words, variable ? need_copy(known) : need_word(token->text));
		} else if (token->sign != SIGN_OPEN && token->sign != SIGN_CLOSE &&
			   token->sign != SIGN_OR) {
			return NULL;
		}
	}
	return words->parts->len ? need_simplify(g_steal_pointer(&words)) : NULL;
}

static bool is_words(const struct need *need)
{
	if (need->kind != NEED_ANY)
		return need->kind == NEED_WORD;
	for (guint i = 0; i < need->parts->len; i++) {
		if (((struct need *)need->parts->pdata[i])->kind != NEED_WORD)
			return false;
	}
	return need->parts->len;
}

/* @kind of the words, for @word */
static struct need *relation_of(enum need_kind kind, const struct need *words, const char *word)
{
	struct need *relation = need_new(kind);

	relation->word = g_strdup(word);
	if (words->kind == NEED_WORD)
		need_add(relation, need_copy(words));
	for (guint i = 0; i < words->parts->len; i++)
		need_add(relation, need_copy(words->parts->pdata[i]));
	return relation;
}

struct need *smpl_again(const struct need *words)
{
	return is_words(words) ? relation_of(NEED_AGAIN, words, NULL) : NULL;
}

/* the outermost "name(…) {" around a token whose name is known: its words, or NULL */
static struct need *loop_around(const GArray *tokens, guint at, GHashTable *variables)
{
	g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(guint));

	for (guint i = 0; i < at; i++) {
		const struct token *token = &g_array_index(tokens, struct token, i);

		if (is(token, "{"))
			g_array_append_val(open, i);
		else if (is(token, "}") && open->len)
			g_array_set_size(open, open->len - 1);
	}
	for (guint i = 0; i < open->len; i++) {
		guint brace = g_array_index(open, guint, i), paren, from;
		g_autoptr(need) words = NULL;

		for (paren = 0; paren < brace; paren++) {
			if (is(&g_array_index(tokens, struct token, paren), "(") &&
			    behind_brackets(tokens, paren) == brace)
				break;
		}
		from = paren < brace ? callee_of(tokens, paren) : paren;
		words = from < paren ? callee_words(tokens, from, paren, variables) : NULL;
		if (words && is_words(words))
			return g_steal_pointer(&words);
	}
	return NULL;
}

/* in the body of a loop it has to be there that the word stands */
static struct need *placed(const GArray *tokens, guint at, struct need *word,
			   GHashTable *variables)
{
	g_autoptr(need) loop = word->kind == NEED_WORD ? loop_around(tokens, at, variables) : NULL;
	struct need *within;

	if (!loop)
		return word;
	within = relation_of(NEED_WITHIN, loop, word->word);
	need_free(word);
	return within;
}

void smpl_body_places(const char *body, GHashTable *variables, GHashTable *places)
{
	bool marks = false;
	g_autoptr(GArray) tokens = read_tokens(body, &marks);

	for (guint i = 1; i + 1 < tokens->len; i++) {
		const struct token *name = &g_array_index(tokens, struct token, i + 1);
		guint word = i - 1;

		if (!is(&g_array_index(tokens, struct token, i), "@") || name->sign != SIGN_WORD)
			continue;
		/* "x@p@q" */
		while (word > 1 && is(&g_array_index(tokens, struct token, word - 1), "@"))
			word -= 2;
		add_place(places, name->text,
			  placed(tokens, word, place_word(tokens, word, variables),
				 variables));
	}
}

void smpl_body_callees(const char *body, GHashTable *variables, GHashTable *callees,
		       GHashTable *called)
{
	bool marks = false;
	g_autoptr(GArray) tokens = read_tokens(body, &marks);

	for (guint i = 1; i + 3 < tokens->len; i++) {
		const struct token *name = &g_array_index(tokens, struct token, i + 3);
		const struct token *callee;
		struct need *words;
		guint from;

		if (!is(name - 3, "(") || (name - 2)->sign != SIGN_WORD || !is(name - 1, "@") ||
		    name->sign != SIGN_WORD)
			continue;
		from = callee_of(tokens, i);
		callee = &g_array_index(tokens, struct token, from);
		words = callee_words(tokens, from, i, variables);
		if (words)
			add_place(callees, name->text, words);
		else if (from < i && callee->sign == SIGN_WORD)
			g_hash_table_replace(called, g_strdup(name->text),
					     g_strdup(callee->text));
		else
			add_place(callees, name->text, need_new(NEED_ALL));
	}
}

static int depth_change(const struct token *token)
{
	enum sign sign = token->sign;

	return is(token, "{") + is(token, "(") + (sign == SIGN_OPEN) + (sign == SIGN_NEST) +
	       (sign == SIGN_NEST_SURE) - is(token, "}") - is(token, ")") -
	       (sign == SIGN_CLOSE) - (sign == SIGN_NEST_END);
}

bool smpl_body_calls_again(const char *body, const char *variable)
{
	bool marks = false, before = false, dots = false;
	g_autoptr(GArray) tokens = read_tokens(body, &marks);
	struct reader r = { .tokens = tokens };
	int depth = 0;

	while (r.at < tokens->len) {
		const struct token *token = peek(&r, 0);
		guint open = behind_positions(tokens, r.at + 1);

		/* what must not stand in between is not called */
		if (is(token, "when") || is(token, "WHEN")) {
			skip_when(&r);
			continue;
		}
		r.at++;
		depth += depth_change(token);
		if (depth)
			continue;
		dots |= before && token->sign == SIGN_DOTS;
		if (!is(token, variable) || token->optional || open >= tokens->len ||
		    !is(&g_array_index(tokens, struct token, open), "("))
			continue;
		if (dots)
			return true;
		before = true;
	}
	return false;
}

static bool is_head(const GArray *tokens, guint at)
{
	guint open = behind_positions(tokens, at + 1);
	guint behind = behind_brackets(tokens, open);

	return behind > open && behind < tokens->len &&
	       is(&g_array_index(tokens, struct token, behind), "{");
}

void smpl_body_heads(const char *body, GHashTable *identifiers, GHashTable *heads)
{
	bool marks = false;
	g_autoptr(GArray) tokens = read_tokens(body, &marks);
	int depth = 0;

	for (guint i = 0; i < tokens->len; i++) {
		const struct token *token = &g_array_index(tokens, struct token, i);

		depth += is(token, "{") + is(token, "(") + (token->sign == SIGN_OPEN);
		depth -= is(token, "}") + is(token, ")") + (token->sign == SIGN_CLOSE);
		if (!depth && token->sign == SIGN_WORD &&
		    g_hash_table_contains(identifiers, token->text) && is_head(tokens, i))
			g_hash_table_add(heads, g_strdup(token->text));
	}
}
