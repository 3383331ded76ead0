// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names that upstream's change uses and this tree has not.  A comment uses no
 * name, and what the change declares itself comes with it.
 */
#include "engine/explain/explainparts.h"
#include "engine/result/explanation.h"

#include <string.h>

#include "engine/code/lex.h"
#include "engine/names/words.h"

/* names that the tree lacks and that are told, in one place; more are looked up */
#define MAX_NAMES 3
#define MAX_LOOKS 8

struct new_names {
	struct account *account;
	struct setting *setting;
	struct explanation *explanation;
	GHashTable *seen;
	guint told;
};

/*
 * The commit behind the fork that brought a name's definition; where that is in the file itself,
 * porting it may be what helps.
 */
static void look_at_definition(struct new_names *names, struct lack *lack)
{
	struct account *account = names->account;
	g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autoptr(GPtrArray) origins = NULL;
	const struct origin *origin;
	g_autofree char *path = NULL;
	char id[OBJECT_ID_HEX + 1];
	guint line;

	path = *account->base ? inquiry_definition(account->inquiry, account->base, lack->what,
						   &line) : NULL;
	if (path) {
		g_array_append_val(lines, line);
		origins = inquiry_blame(account->inquiry, account->ours, account->base, path,
					lines);
	}
	origin = origins && origins->len ? origins->pdata[0] : NULL;
	if (!origin || origin->boundary)
		return;
	lack->commit = g_strdup(object_id_hex(&origin->commit, id));
	lack->title = g_strdup(origin->title);
	lack->when = origin->when;
	lack->date = explain_date(origin->when);
	lack->line = g_strdup_printf("%s:%u", path, line);
	if (!explain_of_series(account, names->explanation, id) &&
	    !strcmp(path, names->setting->base_path))
		explain_try(names->setting, origin, false);
}

/* scan a file from its top */
static void text_lex(const GArray *lines, struct lex *lex)
{
	const struct line *first = &g_array_index(lines, struct line, 0);
	const struct line *last = &g_array_index(lines, struct line, MAX(lines->len, 1) - 1);

	lex_init(lex, lines->len ? first->text : "",
		 lines->len ? last->text + last->size - first->text : 0);
}

/**
 * struct reading - what was met in front of a word
 * @kind: of the token before
 * @last: that token
 * @typed: it is a word, or stars behind one, that may be the type in a declaration
 * @parens: how many are open
 * @list: the statement began as a declaration does, so that what is behind a ',' is declared, too
 */
struct reading {
	enum lex_kind kind;
	struct lex last;
	bool typed;
	int parens;
	bool list;
};

static bool is_type(const struct lex *word)
{
	static const char *const others[] = { "return", "else", "case", "goto", "sizeof",
					      "struct", "union", "enum", "typeof" };

	for (guint i = 0; i < G_N_ELEMENTS(others); i++) {
		if (lex_is(word, others[i]))
			return false;
	}
	return !word->directive;
}

/* "struct name {", and a label */
static bool is_opened(const struct reading *reading, struct lex word)
{
	const char *last = reading->kind == LEX_PUNCT ? reading->last.text : "";

	if (lex_next(&word) != LEX_PUNCT)
		return false;
	return (*word.text == '{' && reading->kind == LEX_WORD) ||
	       (*word.text == ':' && (*last == ';' || *last == '{' || *last == '}'));
}

/* "x * y" is no declaration, "x *y" is */
static bool is_declared(const struct reading *reading, const struct lex *word)
{
	if (reading->kind == LEX_DEFINE || is_opened(reading, *word))
		return true;
	if (reading->kind == LEX_PUNCT && *reading->last.text == ',')
		return reading->list && !reading->parens;
	return reading->typed && (reading->kind == LEX_WORD || word->glued);
}

static void read_on(struct reading *reading, enum lex_kind kind, const struct lex *lex,
		    bool declared)
{
	char c = kind == LEX_PUNCT ? *lex->text : '\0';

	reading->parens += (c == '(') - (c == ')');
	if (c == ';' || c == '{' || c == '}') {
		reading->parens = 0;
		reading->list = false;
	}
	reading->list |= declared && !reading->parens;
	reading->typed = (kind == LEX_WORD && is_type(lex)) || (c == '*' && reading->typed);
	reading->kind = kind;
	reading->last = *lex;
}

/* in how many places does a file declare the name: as a function, variable, macro or label? */
static guint declarations(const GArray *lines, const struct lex *name)
{
	struct reading reading = { .kind = LEX_PUNCT, .last = { .text = ";" } };
	enum lex_kind kind;
	struct lex lex;
	guint count = 0;

	text_lex(lines, &lex);
	while ((kind = lex_next(&lex)) != LEX_END) {
		bool declared = kind == LEX_WORD && is_declared(&reading, &lex);

		count += declared && lex.size == name->size &&
			 !memcmp(lex.text, name->text, lex.size);
		read_on(&reading, kind, &lex, declared);
	}
	return count;
}

/* what upstream's change declares itself is not missing here */
static bool is_brought(const struct setting *setting, const struct lex *name)
{
	const struct threeway *merge = setting->merge;

	return declarations(merge->theirs, name) > declarations(merge->base, name);
}

/* a name that upstream's tree has in some other file, and this tree nowhere */
static void look_at_name(struct new_names *names, const struct lex *word)
{
	const struct account *account = names->account;
	g_autofree char *name = NULL;
	struct lack *lack;

	if (word->size < 3 || lex_keyword(word->text, word->size) ||
	    names->told >= MAX_NAMES || g_hash_table_size(names->seen) >= MAX_LOOKS ||
	    words_has(account->ours_words, WORD_NAME, word->text, word->size) ||
	    !words_has(account->base_words, WORD_NAME, word->text, word->size) ||
	    is_brought(names->setting, word))
		return;
	name = g_strndup(word->text, word->size);
	if (!g_hash_table_add(names->seen, g_strdup(name)))
		return;
	lack = lack_new(LACK_NAME);
	lack->what = g_steal_pointer(&name);
	look_at_definition(names, lack);
	if (!lack->commit && strstr(names->explanation->expected, lack->what)) {
		/* nothing to tell but what the missing lines tell already */
		lack_free(lack);
		return;
	}
	if (!lack->commit)
		explain_note(names->explanation,
			     g_strdup_printf("where '%s' is defined upstream is not clear",
					     lack->what));
	g_ptr_array_add(names->explanation->missing, lack);
	names->told++;
}

/* is the word in one of these lines, numbered from 1? */
static bool is_in(const GArray *file, const GArray *numbers, const char *word)
{
	for (guint i = 0; i < numbers->len; i++) {
		const struct line *line =
			&g_array_index(file, struct line, g_array_index(numbers, guint, i) - 1);

		if (word >= line->text && word < line->text + line->size)
			return true;
	}
	return false;
}

void explain_names(struct account *account, struct setting *setting,
		   struct explanation *explanation, const GArray *added)
{
	const GArray *file = setting->merge->theirs;
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct new_names names = { account, setting, explanation, seen, 0 };
	enum lex_kind kind;
	struct lex lex;

	if (!path_is_c(setting->ours_path) || !account->ours_words || !account->base_words ||
	    !added->len)
		return;
	/* from the top: only so is it known what a comment or a string is */
	text_lex(file, &lex);
	while ((kind = lex_next(&lex)) != LEX_END) {
		if (kind == LEX_WORD && is_in(file, added, lex.text))
			look_at_name(&names, &lex);
	}
}
