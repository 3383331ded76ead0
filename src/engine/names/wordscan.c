// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a file says of names: which it uses, which of them it calls or opens a
 * body for, and which it declares with how many parameters.  Declarations are
 * told by their shape at file scope; a brace in column 0 sets right what #if
 * arms confuse.
 */
#include <string.h>

#include "engine/code/bag.h"
#include "engine/code/lex.h"
#include "engine/names/wordlist.h"
#include "engine/names/words.h"

/*
 * @name: word that the parentheses at file scope belong to, size 0 for none
 * @assigned: behind '=' at file scope: a call, no declaration
 */
struct scan {
	struct lex lex;
	struct bag bag;
	int depth;
	int parens;
	const char *name;
	gsize name_size;
	guint commas;
	guint tokens;
	guint dots;
	bool is_void;
	bool closed;
	bool assigned;
};

static void add(struct scan *scan, const char *text, gsize size, guint role)
{
	bag_add(&scan->bag, lex_hash_tagged(text, size, role));
}

static void declare(struct scan *scan)
{
	guint count = scan->commas + 1;

	if (!scan->tokens || (scan->is_void && scan->tokens == 1))
		count = 0;
	add(scan, scan->name, scan->name_size, WORD_CALLABLE);
	if (!scan->dots) {
		add(scan, scan->name, scan->name_size, WORD_ARITY + count);
		return;
	}
	add(scan, scan->name, scan->name_size, WORD_VARIADIC);
	add(scan, scan->name, scan->name_size, WORD_FIXED + count - 1);
}

static void open_list(struct scan *scan, const char *name, gsize size)
{
	scan->name = name;
	scan->name_size = size;
	scan->commas = scan->tokens = scan->dots = 0;
	scan->is_void = scan->closed = false;
}

/* @parens counts the one that closes the list as 1 */
static void count_token(struct scan *scan, enum lex_kind kind)
{
	scan->tokens++;
	if (kind == LEX_PUNCT && *scan->lex.text == ',' && scan->parens == 1)
		scan->commas++;
	else if (kind == LEX_PUNCT && *scan->lex.text == '.')
		scan->dots++;
	else if (kind == LEX_WORD && lex_is(&scan->lex, "void"))
		scan->is_void = true;
}

/* returns the token behind the #define's name or list */
static enum lex_kind scan_define(struct scan *scan)
{
	struct lex *lex = &scan->lex;
	enum lex_kind kind = lex_next(lex);
	int parens = scan->parens;

	if (kind != LEX_WORD || !lex->directive)
		return kind;
	add(scan, lex->text, lex->size, WORD_NAME);
	open_list(scan, lex->text, lex->size);
	kind = lex_next(lex);
	if (kind != LEX_PUNCT || *lex->text != '(' || !lex->glued || !lex->directive) {
		scan->name_size = 0;
		return kind;
	}
	scan->parens = 1;
	while ((kind = lex_next(lex)) != LEX_END && lex->directive &&
	       !(kind == LEX_PUNCT && *lex->text == ')'))
		count_token(scan, kind);
	scan->parens = parens;
	declare(scan);
	scan->name_size = 0;
	return kind;
}

static bool at_column_0(const struct lex *lex)
{
	return lex->text == lex->start || lex->text[-1] == '\n';
}

static void scan_brace(struct scan *scan, bool is_extern)
{
	bool opens = *scan->lex.text == '{';

	scan->assigned = false;
	if (at_column_0(&scan->lex)) {
		scan->parens = 0;
		scan->depth = opens;
	} else if (opens) {
		scan->depth += !is_extern;
	} else {
		scan->depth = MAX(0, scan->depth - 1);
	}
}

static void scan_punct(struct scan *scan, const struct lex *before, enum lex_kind before_kind)
{
	switch (*scan->lex.text) {
	case '(':
		if (!scan->parens++ && before_kind == LEX_WORD && !scan->assigned &&
		    !lex_keyword(before->text, before->size))
			open_list(scan, before->text, before->size);
		break;
	case ')':
		scan->parens = MAX(0, scan->parens - 1);
		scan->closed = !scan->parens && scan->name_size;
		break;
	case '=':
		scan->assigned = !scan->parens;
		break;
	case ';':
		scan->assigned = scan->assigned && scan->parens;
		break;
	}
}

/* at file scope, outside directives */
static void scan_outer(struct scan *scan, enum lex_kind kind, const struct lex *before,
		       enum lex_kind before_kind)
{
	char c = *scan->lex.text;

	if (scan->closed) {
		if (kind == LEX_WORD || c == ';' || c == '{')
			declare(scan);
		scan->closed = false;
		scan->name_size = 0;
	}
	if (scan->parens && scan->name_size && !(c == ')' && scan->parens == 1))
		count_token(scan, kind);
	if (kind == LEX_PUNCT)
		scan_punct(scan, before, before_kind);
}

static void scan_token(struct scan *scan, enum lex_kind kind, const struct lex *before,
		       enum lex_kind before_kind)
{
	struct lex *lex = &scan->lex;

	if (kind == LEX_WORD)
		add(scan, lex->text, lex->size, WORD_NAME);
	else if (kind == LEX_PUNCT && *lex->text == '(' && before_kind == LEX_WORD)
		add(scan, before->text, before->size, WORD_CALLED);
	else if (kind == LEX_PUNCT && *lex->text == '{' && before_kind == LEX_WORD)
		add(scan, before->text, before->size, WORD_BODY);
	if (lex->directive)
		return;
	if (!scan->depth)
		scan_outer(scan, kind, before, before_kind);
	if (kind == LEX_PUNCT && (*lex->text == '{' || *lex->text == '}'))
		scan_brace(scan, before_kind == LEX_STRING);
}

bool wordlist_scanned(const GArray *hashes, guint role, const char *name, gsize size)
{
	guint64 hash = lex_hash_tagged(name, size, role);

	for (guint i = 0; i < hashes->len; i++)
		if (g_array_index(hashes, guint64, i) == hash)
			return true;
	return false;
}

GArray *wordlist_scan(const char *text, gsize size)
{
	struct scan scan = { 0 };
	struct lex before = { 0 };
	enum lex_kind before_kind = LEX_PUNCT;
	enum lex_kind kind;

	bag_init(&scan.bag);
	lex_init(&scan.lex, text, size);
	while ((kind = lex_next(&scan.lex)) != LEX_END) {
		if (kind == LEX_DEFINE)
			kind = scan_define(&scan);
		if (kind == LEX_END)
			break;
		if (kind == LEX_HEADER)
			add(&scan, scan.lex.text, scan.lex.size, WORD_INCLUDED);
		else if (kind != LEX_DEFINE)
			scan_token(&scan, kind, &before, before_kind);
		before = scan.lex;
		before_kind = kind;
	}
	return bag_take(&scan.bag);
}
