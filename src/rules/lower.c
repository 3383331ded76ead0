// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lowering works on tokens and changes the text in place, without a new line,
 * so that what a checker says of a line of the result is true of the source.
 *
 * A semantic patch cannot say "before every way out of this block", so this is
 * code; which calls a guard class stands for is the table guards/classes.tab.
 * What is not understood is refused with a reason: a wrong lowering would make
 * a checker call right code wrong, or worse.
 */
#include "rules/lower.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "format/csource.h"

#define TABLE "guards/classes.tab"
#define TABLE_COLUMNS 3

/* nesting of statements beyond which a function is refused */
#define MAX_NESTING 200

/**
 * struct span - tokens from @first to @last, both included
 */
struct span {
	unsigned int first;
	unsigned int last;
};

/**
 * struct guard - one guard and what it covers
 * @at: index of the token scoped_guard or guard
 * @line: of that token
 * @scoped: scoped_guard(), not guard()
 * @body: what runs with the lock held
 * @lock: the call that locks, "write_lock(&l)"
 * @unlock: the call that unlocks
 */
struct guard {
	unsigned int at;
	unsigned int line;
	bool scoped;
	struct span body;
	char *lock;
	char *unlock;
};

/**
 * struct edit - one change of the text; edits at one place are made in their @order
 */
struct edit {
	size_t offset;
	size_t remove;
	unsigned int order;
	char *insert;
};

/**
 * struct lowering - the work on one function
 * @tokens: struct ctoken: those of the function, comments left out
 * @text: of the whole file
 * @loops: struct span: bodies that break or continue belong to
 * @guards: struct guard *
 * @edits: struct edit
 * @table: class to its two functions, "lock unlock"
 * @reason: why it is refused, or NULL
 */
struct lowering {
	GArray *tokens;
	const char *text;
	GArray *loops;
	GPtrArray *guards;
	GArray *edits;
	GHashTable *table;
	char *reason;
};

static void guard_free(struct guard *guard)
{
	g_free(guard->lock);
	g_free(guard->unlock);
	g_free(guard);
}

static void edit_clear(struct edit *edit)
{
	g_free(edit->insert);
}

static void lowering_clear(struct lowering *work)
{
	if (!work->tokens)
		return;
	g_array_unref(work->tokens);
	g_array_unref(work->loops);
	g_ptr_array_unref(work->guards);
	g_array_unref(work->edits);
	g_free(work->reason);
}

typedef struct lowering lowering;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(lowering, lowering_clear)

static const struct ctoken *token(const struct lowering *work, unsigned int i)
{
	return &g_array_index(work->tokens, struct ctoken, i);
}

static bool is(const struct lowering *work, unsigned int i, const char *text)
{
	return i < work->tokens->len && ctoken_is(token(work, i), text);
}

static bool is_word(const struct lowering *work, unsigned int i)
{
	return i < work->tokens->len && token(work, i)->kind == CTOKEN_WORD;
}

/* false, for the caller to pass on; the first reason stays */
G_GNUC_PRINTF(3, 4)
static bool refuse(struct lowering *work, unsigned int line, const char *format, ...)
{
	g_autofree char *what = NULL;
	va_list ap;

	if (work->reason)
		return false;
	va_start(ap, format);
	what = g_strdup_vprintf(format, ap);
	va_end(ap);
	work->reason = g_strdup_printf("line %u: %s", line, what);
	return false;
}

/* index of the bracket that closes the one at @i; the number of tokens when none does */
static unsigned int closing(const struct lowering *work, unsigned int i)
{
	int depth = 0;

	for (; i < work->tokens->len; i++) {
		if (is(work, i, "(") || is(work, i, "{") || is(work, i, "["))
			depth++;
		else if (is(work, i, ")") || is(work, i, "}") || is(work, i, "]"))
			depth--;
		if (!depth)
			return i;
	}
	return i;
}

/* on one line: as it is written, or joined from its tokens when it has several */
static char *text_of(const struct lowering *work, unsigned int first, unsigned int last)
{
	const char *start = token(work, first)->text;
	const struct ctoken *end = token(work, last);
	size_t size = end->text + end->size - start;
	g_autoptr(GString) joined = NULL;

	if (!memchr(start, '\n', size))
		return g_strndup(start, size);
	joined = g_string_new(NULL);
	for (unsigned int i = first; i <= last; i++)
		g_string_append_printf(joined, "%s%.*s", i > first ? " " : "",
				       (int)token(work, i)->size, token(work, i)->text);
	return g_strdup(joined->str);
}

/* the line ends of a text that is replaced, so that the lines after it stay where they are */
static char *line_ends(const char *text, size_t size)
{
	g_autoptr(GString) ends = g_string_new(NULL);

	for (size_t i = 0; i < size; i++) {
		if (text[i] == '\n')
			g_string_append_c(ends, '\n');
	}
	return g_strdup(ends->str);
}

static void add_edit(struct lowering *work, const char *at, size_t remove, char *insert)
{
	struct edit edit = { at - work->text, remove, work->edits->len, insert };

	g_array_append_val(work->edits, edit);
}

static void insert_before(struct lowering *work, unsigned int i, char *text)
{
	add_edit(work, token(work, i)->text, 0, text);
}

static void insert_after(struct lowering *work, unsigned int i, char *text)
{
	add_edit(work, token(work, i)->text + token(work, i)->size, 0, text);
}

/*
 * Statements
 */

static bool is_loop(const struct lowering *work, unsigned int i)
{
	return is(work, i, "for") || is(work, i, "while") || is(work, i, "switch");
}

static unsigned int statement_end(struct lowering *work, unsigned int i, int nesting);

static unsigned int loop_end(struct lowering *work, unsigned int body, int nesting)
{
	struct span span = { body, statement_end(work, body, nesting) };

	g_array_append_val(work->loops, span);
	return span.last;
}

static unsigned int if_end(struct lowering *work, unsigned int i, int nesting)
{
	unsigned int end = statement_end(work, closing(work, i + 1) + 1, nesting);

	return is(work, end + 1, "else") ? statement_end(work, end + 2, nesting) : end;
}

static unsigned int do_end(struct lowering *work, unsigned int i, int nesting)
{
	unsigned int end = loop_end(work, i + 1, nesting);

	return closing(work, end + 2) + 1;
}

static unsigned int block_end(struct lowering *work, unsigned int i, int nesting)
{
	unsigned int end = closing(work, i);

	for (unsigned int at = i + 1; at < end && at < work->tokens->len;)
		at = statement_end(work, at, nesting) + 1;
	return end;
}

/* up to the semicolon that is outside of brackets; statement expressions are looked into */
static unsigned int simple_end(struct lowering *work, unsigned int i, int nesting)
{
	unsigned int start = i;

	for (; i < work->tokens->len && !is(work, i, ";"); i++) {
		if (is(work, i, "}"))
			return MAX(i - 1, start);
		if (is(work, i, "(") && is(work, i + 1, "{"))
			block_end(work, i + 1, nesting);
		if (is(work, i, "(") || is(work, i, "{") || is(work, i, "["))
			i = closing(work, i);
	}
	return i;
}

static unsigned int label_colon(const struct lowering *work, unsigned int i)
{
	if (is(work, i, "case") || is(work, i, "default")) {
		while (i < work->tokens->len && !is(work, i, ":"))
			i++;
		return i;
	}
	return is_word(work, i) && is(work, i + 1, ":") ? i + 1 : 0;
}

/* list_for_each_entry(...) and the like: a call that a statement follows */
static bool is_iterator(const struct lowering *work, unsigned int i)
{
	unsigned int after;

	if (!is_word(work, i) || !is(work, i + 1, "("))
		return false;
	after = closing(work, i + 1) + 1;
	return is(work, after, "{") || is_word(work, after);
}

/* index of the last token of the statement that starts at @i; notes the loops in it */
static unsigned int statement_end(struct lowering *work, unsigned int i, int nesting)
{
	unsigned int colon = label_colon(work, i);

	if (i >= work->tokens->len || nesting > MAX_NESTING) {
		refuse(work, token(work, 0)->line, "a statement that is not understood");
		return work->tokens->len;
	}
	if (token(work, i)->kind == CTOKEN_DIRECTIVE)
		return i;
	nesting++;
	if (colon)
		return is(work, colon + 1, "}") ? colon :
						  statement_end(work, colon + 1, nesting);
	if (is(work, i, "{"))
		return block_end(work, i, nesting);
	if (is(work, i, "if"))
		return if_end(work, i, nesting);
	/* apart from its if by an #endif */
	if (is(work, i, "else"))
		return statement_end(work, i + 1, nesting);
	if (is(work, i, "do"))
		return do_end(work, i, nesting);
	if (is(work, i, "scoped_guard"))
		return statement_end(work, closing(work, i + 1) + 1, nesting);
	if (is_loop(work, i) || is_iterator(work, i))
		return loop_end(work, closing(work, i + 1) + 1, nesting);
	return simple_end(work, i, nesting);
}

/*
 * Guards
 */

static bool words_change(const struct lowering *work, unsigned int i)
{
	static const char *const changes[] = {
		"=", "+=", "-=", "*=", "/=", "|=", "&=", "^=", "<<=", ">>=", "++", "--",
	};

	for (size_t k = 0; k < G_N_ELEMENTS(changes); k++) {
		if (is(work, i + 1, changes[k]) ||
		    (i && k > 9 && is(work, i - 1, changes[k])))
			return true;
	}
	return false;
}

/* the lock is named twice after lowering, so naming it must do nothing and stay the same */
static bool check_argument(struct lowering *work, const struct guard *guard, struct span argument)
{
	for (unsigned int i = argument.first; i <= argument.last; i++) {
		if ((is_word(work, i) && (is(work, i + 1, "(") || words_change(work, i))) ||
		    is(work, i, "{"))
			return refuse(work, guard->line,
				      "the guard's argument does more than name a lock");
		if (!is_word(work, i) || (i && (is(work, i - 1, "->") || is(work, i - 1, "."))))
			continue;
		for (unsigned int k = guard->body.first; k <= guard->body.last; k++) {
			if (ctoken_same(token(work, i), token(work, k)) && words_change(work, k) &&
			    !is(work, k - 1, "->") && !is(work, k - 1, "."))
				return refuse(work, token(work, k)->line,
					      "'%.*s', which names the lock, changes inside the "
					      "guard", (int)token(work, i)->size,
					      token(work, i)->text);
		}
	}
	return true;
}

static bool name_calls(struct lowering *work, struct guard *guard, unsigned int class,
		       struct span argument)
{
	g_autofree char *name = text_of(work, class, class);
	g_autofree char *lock = NULL;
	const char *calls = g_hash_table_lookup(work->table, name);
	g_auto(GStrv) pair = calls ? g_strsplit(calls, " ", 2) : NULL;

	if (!pair)
		return refuse(work, guard->line, "guard class '%s' is not in " TABLE, name);
	if (argument.first > argument.last)
		return refuse(work, guard->line, "guard of class '%s' without an argument", name);
	lock = text_of(work, argument.first, argument.last);
	guard->lock = g_strdup_printf("%s(%s)", pair[0], lock);
	guard->unlock = g_strdup_printf("%s(%s)", pair[1], lock);
	return check_argument(work, guard, argument);
}

/* scoped_guard(class, lock) statement */
static bool read_scoped(struct lowering *work, struct guard *guard)
{
	unsigned int i = guard->at;
	unsigned int end = closing(work, i + 1);

	if (!is(work, i + 1, "(") || !is_word(work, i + 2) || !is(work, i + 3, ",") ||
	    end + 1 >= work->tokens->len)
		return refuse(work, guard->line, "scoped_guard() without a lock to name");
	guard->body.first = end + 1;
	guard->body.last = statement_end(work, end + 1, 0);
	if (guard->body.last >= work->tokens->len)
		return refuse(work, guard->line, "scoped_guard() without an end");
	return name_calls(work, guard, i + 2, (struct span){ i + 4, end - 1 });
}

/* the brace that closes the block around @i */
static unsigned int enclosing_end(const struct lowering *work, unsigned int i)
{
	int depth = 0;

	for (; i < work->tokens->len; i++) {
		if (is(work, i, "{"))
			depth++;
		else if (is(work, i, "}") && depth-- == 0)
			break;
	}
	return i;
}

/* guard(class)(lock); to the end of the block */
static bool read_guard(struct lowering *work, struct guard *guard)
{
	unsigned int i = guard->at;
	unsigned int end = closing(work, i + 4);

	if (!is(work, i + 1, "(") || !is_word(work, i + 2) || !is(work, i + 3, ")") ||
	    !is(work, i + 4, "(") || !is(work, end + 1, ";"))
		return refuse(work, guard->line, "guard() of a form that is not known");
	if (!is(work, i - 1, ";") && !is(work, i - 1, "{") && !is(work, i - 1, "}") &&
	    !is(work, i - 1, ":"))
		return refuse(work, guard->line, "guard() as the only statement of a branch");
	guard->body.first = end + 2;
	guard->body.last = enclosing_end(work, end + 1);
	if (guard->body.last >= work->tokens->len)
		return refuse(work, guard->line, "guard() without an end");
	if (token(work, guard->body.last - 1)->kind == CTOKEN_DIRECTIVE)
		return refuse(work, guard->line, "guard() in a block that ends with a directive");
	return name_calls(work, guard, i + 2, (struct span){ i + 5, end - 1 });
}

static bool read_guards(struct lowering *work)
{
	for (unsigned int i = 0; i < work->tokens->len; i++) {
		struct guard *guard;

		if (is(work, i, "scoped_cond_guard") || is(work, i, "CLASS") ||
		    is(work, i, "ACQUIRE"))
			return refuse(work, token(work, i)->line, "%.*s() is not handled",
				      (int)token(work, i)->size, token(work, i)->text);
		if (!is(work, i, "scoped_guard") && !(is(work, i, "guard") && is(work, i + 1, "(")))
			continue;
		guard = g_new0(struct guard, 1);
		g_ptr_array_add(work->guards, guard);
		guard->at = i;
		guard->line = token(work, i)->line;
		guard->scoped = is(work, i, "scoped_guard");
		if (guard->scoped ? !read_scoped(work, guard) : !read_guard(work, guard))
			return false;
	}
	return true;
}

static bool inside(unsigned int i, struct span span)
{
	return i >= span.first && i <= span.last;
}

/*
 * Ways out of a guard
 */

/* the label that a goto at @i names, as an index; the number of tokens when there is none */
static unsigned int goto_target(const struct lowering *work, unsigned int i)
{
	for (unsigned int k = 1; k + 1 < work->tokens->len; k++) {
		if (is(work, k + 1, ":") && ctoken_same(token(work, k), token(work, i + 1)) &&
		    (is(work, k - 1, ";") || is(work, k - 1, "{") || is(work, k - 1, "}") ||
		     is(work, k - 1, ":") || is(work, k - 1, ")") || is(work, k - 1, "else")))
			return k;
	}
	return work->tokens->len;
}

/* "unlock(b); unlock(a);" for the guards around @from that @to is not in, inner first */
static char *unlocks(const struct lowering *work, unsigned int from, unsigned int to)
{
	g_autoptr(GString) calls = g_string_new(NULL);

	for (guint i = work->guards->len; i-- > 0;) {
		const struct guard *guard = work->guards->pdata[i];

		if (inside(from, guard->body) && !inside(to, guard->body))
			g_string_append_printf(calls, "%s; ", guard->unlock);
	}
	return g_strdup(calls->str);
}

static bool lower_goto(struct lowering *work, unsigned int i)
{
	unsigned int target = goto_target(work, i);
	g_autofree char *calls = NULL;

	if (!is_word(work, i + 1) || target == work->tokens->len)
		return refuse(work, token(work, i)->line, "goto to a label that is not found");
	for (guint k = 0; k < work->guards->len; k++) {
		const struct guard *guard = work->guards->pdata[k];

		if (inside(target, guard->body) && !inside(i, guard->body))
			return refuse(work, token(work, i)->line,
				      "goto '%.*s' jumps into the guard of line %u",
				      (int)token(work, target)->size, token(work, target)->text,
				      guard->line);
	}
	calls = unlocks(work, i, target);
	if (!*calls)
		return true;
	insert_before(work, i, g_strdup_printf("{ %s", calls));
	insert_after(work, i + 2, g_strdup(" }"));
	return true;
}

/* a value that is the same after the unlock: numbers, names, operators */
static bool is_plain_value(const struct lowering *work, unsigned int first, unsigned int last)
{
	for (unsigned int i = first; i <= last; i++) {
		if (is(work, i, "->") || is(work, i, ".") || is(work, i, "[") ||
		    (is_word(work, i) && (is(work, i + 1, "(") || words_change(work, i))) ||
		    (is(work, i, "*") && !(i > first && (is_word(work, i - 1)))))
			return false;
	}
	return true;
}

static bool lower_return(struct lowering *work, unsigned int i)
{
	g_autofree char *calls = unlocks(work, i, work->tokens->len);
	unsigned int end = i + 1;
	g_autofree char *value = NULL;

	if (!*calls)
		return true;
	while (!is(work, end, ";") && end < work->tokens->len) {
		if (is(work, end, "{"))
			return refuse(work, token(work, i)->line, "return of a compound value");
		end = is(work, end, "(") ? closing(work, end) + 1 : end + 1;
	}
	if (end >= work->tokens->len)
		return refuse(work, token(work, i)->line, "return without an end");
	insert_after(work, end, g_strdup(" }"));
	if (end == i + 1 || is_plain_value(work, i + 1, end - 1)) {
		insert_before(work, i, g_strdup_printf("{ %s", calls));
		return true;
	}
	value = text_of(work, i + 1, end - 1);
	if (strchr(value, '{'))
		return refuse(work, token(work, i)->line, "return of a compound value");
	insert_before(work, i, g_strdup_printf("{ __typeof__(%s) guarded_value = ", value));
	add_edit(work, token(work, i)->text, token(work, i)->size, g_strdup(""));
	insert_before(work, end, g_strdup_printf("; %sreturn guarded_value", calls));
	return true;
}

/* break and continue that end a loop inside of the guard are none of its business */
static bool check_break(struct lowering *work, unsigned int i)
{
	const struct span *inner = NULL;

	for (guint k = 0; k < work->loops->len; k++) {
		const struct span *loop = &g_array_index(work->loops, struct span, k);

		if (inside(i, *loop) && (!inner || loop->first > inner->first))
			inner = loop;
	}
	for (guint k = 0; k < work->guards->len; k++) {
		const struct guard *guard = work->guards->pdata[k];

		if (inside(i, guard->body) && !(inner && inside(inner->first, guard->body)))
			return refuse(work, token(work, i)->line,
				      "'%.*s' leaves the guard of line %u",
				      (int)token(work, i)->size, token(work, i)->text,
				      guard->line);
	}
	return true;
}

static bool is_conditional(const struct ctoken *token)
{
	const char *word = token->text + 1;
	size_t left = token->size - 1;

	while (left && g_ascii_isspace(*word)) {
		word++;
		left--;
	}
	return left > 2 && (!strncmp(word, "if", 2) || !strncmp(word, "el", 2) ||
			    !strncmp(word, "en", 2));
}

static bool check_directive(struct lowering *work, unsigned int i)
{
	for (guint k = 0; k < work->guards->len; k++) {
		const struct guard *guard = work->guards->pdata[k];

		if (is_conditional(token(work, i)) && inside(i, guard->body))
			return refuse(work, token(work, i)->line,
				      "#if inside of the guard of line %u", guard->line);
	}
	return true;
}

static bool lower_ways_out(struct lowering *work)
{
	for (unsigned int i = 0; i < work->tokens->len; i++) {
		bool done = true;

		if (token(work, i)->kind == CTOKEN_DIRECTIVE)
			done = check_directive(work, i);
		else if (is(work, i, "return"))
			done = lower_return(work, i);
		else if (is(work, i, "goto"))
			done = lower_goto(work, i);
		else if (is(work, i, "break") || is(work, i, "continue") ||
			 is(work, i, "case") || is(work, i, "default"))
			done = check_break(work, i);
		if (!done)
			return false;
	}
	return true;
}

/* the guard itself: its head becomes the lock, the end of what it covers the unlock */
static void lower_guard(struct lowering *work, const struct guard *guard)
{
	const struct ctoken *head = token(work, guard->at);
	const struct ctoken *end = token(work, guard->body.first - 1);
	size_t size = end->text + end->size - head->text;
	g_autofree char *ends = line_ends(head->text, size);

	if (guard->scoped) {
		add_edit(work, head->text, size, g_strdup_printf("{ %s;%s", guard->lock, ends));
		insert_after(work, guard->body.last, g_strdup_printf(" %s; }", guard->unlock));
	} else {
		add_edit(work, head->text, size, g_strdup_printf("%s;%s", guard->lock, ends));
		/* not before the brace: one in the first column has to stay there */
		insert_after(work, guard->body.last - 1, g_strdup_printf(" %s;", guard->unlock));
	}
}

static int by_offset(gconstpointer a, gconstpointer b)
{
	const struct edit *first = a;
	const struct edit *second = b;

	if (first->offset != second->offset)
		return first->offset < second->offset ? -1 : 1;
	return first->order < second->order ? -1 : 1;
}

static GBytes *apply_edits(struct lowering *work, GBytes *source)
{
	g_autoptr(GString) out = g_string_new(NULL);
	size_t size = 0, at = 0;
	const char *text = g_bytes_get_data(source, &size);

	g_array_sort(work->edits, by_offset);
	for (guint i = 0; i < work->edits->len; i++) {
		const struct edit *edit = &g_array_index(work->edits, struct edit, i);

		g_string_append_len(out, text + at, edit->offset - at);
		g_string_append(out, edit->insert);
		at = edit->offset + edit->remove;
	}
	g_string_append_len(out, text + at, size - at);
	size = out->len;
	return g_bytes_new_take(g_string_free(g_steal_pointer(&out), FALSE), size);
}

static GHashTable *read_table(const char *cocci, GError **error)
{
	g_autoptr(GHashTable) table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
							    g_free);
	g_autofree char *path = g_build_filename(cocci, TABLE, NULL);
	g_autoptr(GBytes) bytes = file_read(path, error);
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	if (!bytes)
		return NULL;
	text = bytes_text(bytes);
	lines = g_strsplit(text, "\n", -1);
	for (unsigned int i = 0; lines[i]; i++) {
		char class[65], lock[65], unlock[65];
		int n = sscanf(lines[i], "%64s %64s %64s", class, lock, unlock);

		if (n <= 0 || *class == '#')
			continue;
		if (n != TABLE_COLUMNS) {
			g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
				    "'%s' line %u: class, lock and unlock are needed", path, i + 1);
			return NULL;
		}
		g_hash_table_insert(table, g_strdup(class), g_strdup_printf("%s %s", lock, unlock));
	}
	return g_steal_pointer(&table);
}

static void lowering_init(struct lowering *work, const struct csource *source,
			  const struct cregion *region, GHashTable *table, const char *text)
{
	work->tokens = g_array_new(FALSE, FALSE, sizeof(struct ctoken));
	work->loops = g_array_new(FALSE, FALSE, sizeof(struct span));
	work->edits = g_array_new(FALSE, FALSE, sizeof(struct edit));
	g_array_set_clear_func(work->edits, (GDestroyNotify)edit_clear);
	work->guards = g_ptr_array_new_with_free_func((GDestroyNotify)guard_free);
	work->table = table;
	work->text = text;
	for (unsigned int i = region->first_token; i <= region->last_token; i++) {
		const struct ctoken *t = &g_array_index(source->tokens, struct ctoken, i);

		if (t->kind != CTOKEN_COMMENT)
			g_array_append_vals(work->tokens, t, 1);
	}
}

/* notes every loop of the function, once */
static void read_statements(struct lowering *work)
{
	unsigned int i = 0;

	while (i < work->tokens->len && !is(work, i, "{"))
		i++;
	statement_end(work, i, 0);
}

GBytes *lower_guards(const char *cocci, GBytes *source, const char *function,
		     char **out_reason, GError **error)
{
	g_autoptr(GHashTable) table = read_table(cocci, error);
	g_autoptr(csource) scanned = table ? csource_scan(source) : NULL;
	const struct cregion *region = scanned ? csource_function(scanned, function) : NULL;
	g_auto(lowering) work = { 0 };
	bool done;

	if (!table)
		return NULL;
	if (!region || !scanned->balanced) {
		*out_reason = g_strdup_printf(region ? "braces do not balance around '%s'" :
						       "there is no function '%s'", function);
		return NULL;
	}
	lowering_init(&work, scanned, region, table, g_bytes_get_data(source, NULL));
	read_statements(&work);
	done = !work.reason && read_guards(&work) &&
	       (!work.guards->len || lower_ways_out(&work));
	if (!done) {
		*out_reason = g_steal_pointer(&work.reason);
		return NULL;
	}
	/* inner guards first: where two end at one place, the inner unlocks first */
	for (guint i = work.guards->len; i-- > 0;)
		lower_guard(&work, work.guards->pdata[i]);
	return apply_edits(&work, source);
}
