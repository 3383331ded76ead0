// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lowering works on tokens and changes the text in place, without a new line,
 * so that what a checker says of a line of the result is true of the source.
 *
 * A semantic patch cannot say "before every way out of this block", so this is
 * code; what a guard class stands for is read from where the tree defines it.
 * What is not understood is refused with a reason: a wrong lowering would make
 * a checker call right code wrong, or worse.
 */
#include "rules/lower.h"

#include <string.h>

#include "base/strings.h"
#include "format/csource.h"
#include "rules/cbody.h"
#include "rules/cleanups.h"
#include "rules/edits.h"

/**
 * struct lowering - the work on one function
 * @body: the function
 * @cleanups: what runs by itself in it
 * @edits: what changes
 */
struct lowering {
	cbody body;
	cleanups cleanups;
	edits edits;
};

static void lowering_clear(struct lowering *work)
{
	edits_clear(&work->edits);
	cleanups_clear(&work->cleanups);
	cbody_clear(&work->body);
}

typedef struct lowering lowering;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(lowering, lowering_clear)

static bool is(const struct lowering *work, unsigned int i, const char *text)
{
	return cbody_is(&work->body, i, text);
}

static unsigned int line_of(const struct lowering *work, unsigned int i)
{
	return cbody_token(&work->body, i)->line;
}

static struct cleanup *cleanup_at(const struct lowering *work, guint k)
{
	return work->cleanups.list->pdata[k];
}

static void after(struct lowering *work, unsigned int i, char *text)
{
	const struct ctoken *token = cbody_token(&work->body, i);

	edits_after(&work->edits, token->text + token->size, text);
}

static const char *start_of(const struct lowering *work, unsigned int i)
{
	return cbody_token(&work->body, i)->text;
}

static const char *end_of(const struct lowering *work, unsigned int i)
{
	const struct ctoken *token = cbody_token(&work->body, i);

	return token->text + token->size;
}

/* @text, which is taken over, in the place of tokens; their line ends stay behind it */
static void replace(struct lowering *work, struct span span, char *text)
{
	const char *start = start_of(work, span.first), *end = end_of(work, span.last);
	GString *with = g_string_new(text);

	for (const char *p = start; p < end; p++) {
		if (*p == '\n')
			g_string_append_c(with, '\n');
	}
	edits_replace(&work->edits, start, end - start, g_string_free(with, FALSE));
	g_free(text);
}

/* may statements stand here one after the other? */
static bool in_block(const struct lowering *work, unsigned int i)
{
	return work->body.starts[i] &&
	       (is(work, i - 1, ";") || is(work, i - 1, "{") || is(work, i - 1, "}"));
}

/*
 * Ways out
 */

/* "unlock(b); unlock(a);" for what is around @from and not around @to, inner first */
static char *leaves(const struct lowering *work, unsigned int from, unsigned int to,
		    const struct cleanup *except)
{
	GString *calls = g_string_new(NULL);

	for (guint k = work->cleanups.list->len; k-- > 0;) {
		const struct cleanup *cleanup = cleanup_at(work, k);

		if (cleanup != except && span_has(cleanup->body, from) &&
		    !span_has(cleanup->body, to))
			g_string_append_printf(calls, "%s ", cleanup->leave);
	}
	return g_string_free(calls, FALSE);
}

/* the label that a goto at @i names, as an index; the number of tokens when there is none */
static unsigned int goto_target(const struct lowering *work, unsigned int i)
{
	const struct cbody *body = &work->body;

	for (unsigned int k = body->open; k + 1 < body->tokens->len; k++) {
		if (body->starts[k] && is(work, k + 1, ":") &&
		    ctoken_same(cbody_token(body, k), cbody_token(body, i + 1)))
			return k;
	}
	return body->tokens->len;
}

/* "unlock(); goto x;" as text, NULL and refused when that cannot be */
static char *goto_text(struct lowering *work, unsigned int i)
{
	unsigned int target = goto_target(work, i);
	g_autofree char *label = NULL;
	g_autofree char *calls = NULL;

	if (!work->cleanups.list->len)
		return g_strdup("");
	if (!cbody_is_word(&work->body, i + 1) || target == work->body.tokens->len) {
		cleanups_refuse(&work->cleanups, line_of(work, i),
				"goto to a label that is not found");
		return NULL;
	}
	label = cbody_text(&work->body, (struct span){ i + 1, i + 1 });
	for (guint k = 0; k < work->cleanups.list->len; k++) {
		const struct cleanup *cleanup = cleanup_at(work, k);

		if (span_has(cleanup->body, target) && !span_has(cleanup->body, i)) {
			cleanups_refuse(&work->cleanups, line_of(work, i),
					"goto '%s' jumps into the guard of line %u", label,
					cleanup->line);
			return NULL;
		}
	}
	calls = leaves(work, i, target, NULL);
	return *calls ? g_strdup_printf("%sgoto %s;", calls, label) : g_strdup("");
}

/* puts statements in the place of the one from @i to its semicolon at @end */
static void put_exit(struct lowering *work, unsigned int i, unsigned int end, const char *text)
{
	bool bare = in_block(work, i);

	replace(work, (struct span){ i, end },
		g_strdup_printf("%s%s%s", bare ? "" : "{ ", text, bare ? "" : " }"));
}

static bool lower_goto(struct lowering *work, unsigned int i)
{
	g_autofree char *text = goto_text(work, i);

	if (text && *text)
		put_exit(work, i, i + 2, text);
	return text;
}

static const struct cleanup *variable_named(const struct lowering *work, const char *name,
					    unsigned int at)
{
	const struct cleanup *found = NULL;

	for (guint k = 0; k < work->cleanups.list->len; k++) {
		const struct cleanup *cleanup = cleanup_at(work, k);

		if (!g_strcmp0(cleanup->variable, name) && span_has(cleanup->body, at))
			found = cleanup;
	}
	return found;
}

/* names that are no variables although they are not in capitals */
static bool is_constant(const char *word)
{
	static const char *const words[] = { "true", "false", "sizeof", NULL };

	for (const char *p = word; *p; p++) {
		if (g_ascii_islower(*p))
			return g_strv_contains(words, word);
	}
	return true;
}

/* a value that is the same after the unlock: numbers, constants, local variables */
static bool is_plain_value(const struct lowering *work, struct span value)
{
	const struct cbody *body = &work->body;

	for (unsigned int i = value.first; i <= value.last; i++) {
		g_autofree char *word = cbody_text(body, (struct span){ i, i });
		const struct cleanup *variable = variable_named(work, word, i);

		if (is(work, i, "->") || is(work, i, ".") || is(work, i, "[") || is(work, i, "{") ||
		    is(work, i, "++") || is(work, i, "--") || is(work, i, "&") ||
		    (is(work, i, "*") && i == value.first) ||
		    (is(work, i, "*") && !cbody_is_word(body, i - 1)))
			return false;
		if (!cbody_is_word(body, i))
			continue;
		if (is(work, i + 1, "(") || (variable && variable->by_address) ||
		    guard_classes_reads(work->cleanups.classes, word))
			return false;
		if (!is_constant(word) && !cbody_is_local(body, word))
			return false;
	}
	return true;
}

/* words in a function's head that are no part of its type */
static bool is_decoration(const char *word)
{
	static const char *const words[] = { "static", "inline", "extern", "noinline", "asmlinkage",
					     "notrace", "noinstr", "noinline_for_stack",
					     "fastcall", "__init", "__exit", "__always_inline",
					     "__must_check", "__maybe_unused", "__sched", "__cold",
					     "__ref", "__cpuinit", "__devinit", "__meminit",
					     "__net_init", "__net_exit", "__bpf_kfunc", "__used",
					     "__visible", "__weak", "__always_unused", "__kprobes",
					     "__latent_entropy", "__no_kcsan", "__hot", "__pure",
					     "INDIRECT_CALLABLE_SCOPE", "__flatten", "__noclone",
					     "__read_mostly", "__private", "__malloc",
					     "__deprecated",
					     "nokprobe_inline", "STATIC", "__unused", "__inline",
					     "__inline__", NULL };

	return g_strv_contains(words, word);
}

/* the type that the function returns; NULL when the head does not say plainly */
static char *return_type(const struct lowering *work)
{
	const struct cbody *body = &work->body;
	g_autoptr(GString) type = g_string_new(NULL);

	if (g_str_has_prefix(cbody_token(body, body->name)->text, "SYSCALL_DEFINE"))
		return g_strdup("long");
	for (unsigned int i = 0; i < body->name; i++) {
		g_autofree char *word = cbody_text(body, (struct span){ i, i });

		if (is_decoration(word))
			continue;
		if (!cbody_is_word(body, i) && strcmp(word, "*"))
			return NULL;
		if (type->len && !g_str_has_suffix(type->str, "*"))
			g_string_append_c(type, ' ');
		g_string_append(type, word);
	}
	return type->len ? g_strdup(type->str) : NULL;
}

/* no_free_ptr(p) as a whole value: the variable, or NULL */
static char *given_away(const struct lowering *work, struct span value)
{
	const struct cbody *body = &work->body;

	if (is(work, value.first, "no_free_ptr") && is(work, value.first + 1, "(") &&
	    cbody_is_word(body, value.first + 2) && is(work, value.first + 3, ")") &&
	    value.last == value.first + 3)
		return cbody_text(body, (struct span){ value.first + 2, value.first + 2 });
	return NULL;
}

/* the text of a value, with no_free_ptr() in it spelled out; NULL and refused otherwise */
static char *value_text(struct lowering *work, struct span value)
{
	const struct cbody *body = &work->body;
	g_autoptr(GString) text = g_string_new(NULL);

	for (unsigned int i = value.first; i <= value.last; i++) {
		unsigned int end = cbody_closing(body, i + 1);
		g_autofree char *argument = NULL;
		const char *name;

		if ((is(work, i, "{") && is(work, i - 1, "(")) || is(work, i, "ACQUIRE_ERR")) {
			cleanups_refuse(&work->cleanups, line_of(work, i), "%s in what is returned",
					is(work, i, "{") ? "a statement expression" :
							   "ACQUIRE_ERR()");
			return NULL;
		}
		if (text->len && end_of(work, i - 1) != start_of(work, i))
			g_string_append_c(text, ' ');
		if (!is(work, i, "no_free_ptr") || !is(work, i + 1, "(")) {
			argument = cbody_text(body, (struct span){ i, i });
			g_string_append(text, argument);
			continue;
		}
		argument = cbody_text(body, (struct span){ i + 2, end - 1 });
		name = cleanups_name(&work->cleanups, "taken");
		g_string_append_printf(text, "({ __typeof__(%s) %s = %s; %s = NULL; %s; })",
				       argument, name, argument, argument, name);
		i = end;
	}
	return g_strdup(text->str);
}

/* "return no_free_ptr(p);": all is undone but p, when that has nothing to undo on NULL */
static char *return_given(struct lowering *work, unsigned int i, const char *name)
{
	const struct cleanup *own = variable_named(work, name, i);
	g_autofree char *calls = NULL;

	if (!own || !own->null_safe || own->by_address || !cbody_is_local(&work->body, name))
		return NULL;
	calls = leaves(work, i, work->body.tokens->len, own);
	return g_strdup_printf("%sreturn %s;", calls, name);
}

/* statements for a return of @value at @i; "" when nothing changes; NULL and refused */
static char *return_text(struct lowering *work, unsigned int i, struct span value)
{
	g_autofree char *calls = leaves(work, i, work->body.tokens->len, NULL);
	g_autofree char *given = given_away(work, value);
	g_autofree char *type = return_type(work);
	g_autofree char *text = NULL;
	char *known = given ? return_given(work, i, given) : NULL;
	const char *name;

	if (known)
		return known;
	if (!*calls)
		return g_strdup("");
	if (value.first > value.last)
		return g_strdup_printf("%sreturn;", calls);
	text = value_text(work, value);
	if (!text)
		return NULL;
	if (is_plain_value(work, value))
		return g_strdup_printf("%sreturn %s;", calls, text);
	if (type && !strcmp(type, "void"))
		return g_strdup_printf("%s; %sreturn;", text, calls);
	if (!type)
		type = g_strdup_printf("__typeof__(%s)", text);
	name = cleanups_name(&work->cleanups, "value");
	return g_strdup_printf("{ %s%s%s = %s; %sreturn %s; }", type,
			       g_str_has_suffix(type, "*") ? "" : " ", name, text, calls, name);
}

static unsigned int semicolon(const struct lowering *work, unsigned int i)
{
	while (i < work->body.tokens->len && !is(work, i, ";")) {
		if (is(work, i, "(") || is(work, i, "{") || is(work, i, "["))
			i = cbody_closing(&work->body, i);
		i++;
	}
	return i;
}

static bool lower_return(struct lowering *work, unsigned int i)
{
	unsigned int end = semicolon(work, i);
	g_autofree char *text = NULL;

	if (end >= work->body.tokens->len)
		return cleanups_refuse(&work->cleanups, line_of(work, i), "return without an end");
	for (unsigned int k = i; k < end; k++) {
		if (cbody_token(&work->body, k)->kind == CTOKEN_DIRECTIVE)
			return cleanups_refuse(&work->cleanups, line_of(work, i),
					       "a directive in what is returned");
	}
	text = return_text(work, i, (struct span){ i + 1, end - 1 });
	if (!text)
		return false;
	/* "{ … }" is one statement already */
	if (*text == '{')
		replace(work, (struct span){ i, end }, g_steal_pointer(&text));
	else if (*text)
		put_exit(work, i, end, text);
	return true;
}

/* return_ptr(p); */
static bool lower_return_ptr(struct lowering *work, unsigned int i)
{
	unsigned int end = cbody_closing(&work->body, i + 1);
	g_autofree char *argument = cbody_text(&work->body, (struct span){ i + 2, end - 1 });
	g_autofree char *calls = leaves(work, i, work->body.tokens->len, NULL);
	g_autofree char *type = return_type(work);
	char *text = return_given(work, i, argument);

	if (!is(work, end + 1, ";")) {
		g_free(text);
		return cleanups_refuse(&work->cleanups, line_of(work, i),
				       "return_ptr() of an unknown form");
	}
	if (!text) {
		const char *name = cleanups_name(&work->cleanups, "value");

		text = g_strdup_printf("{ %s %s = %s; %s = NULL; %sreturn %s; }",
				       type ?: "void *", name, argument, argument, calls, name);
	}
	if (*text == '{')
		replace(work, (struct span){ i, end + 1 }, g_steal_pointer(&text));
	else
		put_exit(work, i, end + 1, text);
	g_free(text);
	return true;
}

static struct cleanup *scoped_with(const struct lowering *work, struct span body)
{
	for (guint k = 0; k < work->cleanups.list->len; k++) {
		struct cleanup *cleanup = cleanup_at(work, k);

		if ((cleanup->form == CLEANUP_SCOPED || cleanup->form == CLEANUP_COND) &&
		    cleanup->body.first == body.first)
			return cleanup;
	}
	return NULL;
}

/* out of a scoped guard, which is a loop inside: to its end, undoing what is within */
static bool leave_scoped(struct lowering *work, unsigned int i, struct cleanup *scoped)
{
	g_autoptr(GString) calls = g_string_new(NULL);
	g_autofree char *text = NULL;

	for (guint k = work->cleanups.list->len; k-- > 0;) {
		const struct cleanup *cleanup = cleanup_at(work, k);

		if (cleanup == scoped)
			break;
		if (span_has(cleanup->body, i))
			g_string_append_printf(calls, "%s ", cleanup->leave);
	}
	if (!scoped->label)
		scoped->label = g_strdup(cleanups_name(&work->cleanups, "unlock"));
	text = g_strdup_printf("%sgoto %s;", calls->str, scoped->label);
	put_exit(work, i, i + 1, text);
	return true;
}

/* @loop may be none: would the break undo something else if it were not? */
static bool is_unsure(const struct lowering *work, unsigned int i, const struct cloop *loop,
		      bool is_continue)
{
	g_autofree char *calls = NULL;

	if (!loop || loop->kind != CLOOP_UNSURE)
		return false;
	while (loop && loop->kind == CLOOP_UNSURE)
		loop = cbody_loop(&work->body, loop->at, is_continue);
	calls = leaves(work, i, loop ? loop->body.first : work->body.tokens->len, NULL);
	return *calls || (loop && loop->kind == CLOOP_SCOPED);
}

static bool lower_break(struct lowering *work, unsigned int i)
{
	bool is_continue = is(work, i, "continue");
	const struct cloop *loop = cbody_loop(&work->body, i, is_continue);
	unsigned int target = loop ? loop->body.first : work->body.tokens->len;
	g_autofree char *calls = leaves(work, i, target, NULL);
	g_autofree char *text = NULL;

	if (!loop && *calls)
		return cleanups_refuse(&work->cleanups, line_of(work, i),
				       "'%s' that ends nothing",
				       is_continue ? "continue" : "break");
	if (is_unsure(work, i, loop, is_continue))
		return cleanups_refuse(&work->cleanups, line_of(work, i), "'%.*s' may be a loop or "
				       "not", (int)cbody_token(&work->body, loop->at)->size,
				       start_of(work, loop->at));
	if (loop && loop->kind == CLOOP_SCOPED) {
		struct cleanup *scoped = scoped_with(work, loop->body);

		if (!scoped)
			return cleanups_refuse(&work->cleanups, line_of(work, i),
					       "a scoped guard that is not known");
		return leave_scoped(work, i, scoped);
	}
	if (!*calls)
		return true;
	text = g_strdup_printf("%s%s;", calls, is_continue ? "continue" : "break");
	put_exit(work, i, i + 1, text);
	return true;
}

/* a label of a switch that is outside of the guard it stands in */
static bool check_case(struct lowering *work, unsigned int i)
{
	const struct cloop *inner = NULL;

	for (guint k = 0; k < work->body.loops->len; k++) {
		const struct cloop *loop = &g_array_index(work->body.loops, struct cloop, k);

		if (loop->kind == CLOOP_SWITCH && span_has(loop->body, i) &&
		    (!inner || loop->body.first > inner->body.first))
			inner = loop;
	}
	for (guint k = 0; k < work->cleanups.list->len; k++) {
		const struct cleanup *cleanup = cleanup_at(work, k);

		if (span_has(cleanup->body, i) &&
		    !(inner && span_has(cleanup->body, inner->body.first)))
			return cleanups_refuse(&work->cleanups, line_of(work, i),
					       "'%s' jumps into the guard of line %u",
					       is(work, i, "case") ? "case" : "default",
					       cleanup->line);
	}
	return true;
}

/*
 * Directives and macros
 */

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

static bool is_if(const struct ctoken *token)
{
	return strstr(token->text, "if") &&
	       strspn(token->text + 1, " \t") + 1 == (size_t)(strstr(token->text, "if") -
							      token->text);
}

/* does a statement end before @i, and is nothing open since @from? */
static bool at_boundary(const struct lowering *work, unsigned int i, unsigned int from)
{
	int depth = 0;

	for (unsigned int k = from; k < i; k++) {
		depth += is(work, k, "{") || is(work, k, "(");
		depth -= is(work, k, "}") || is(work, k, ")");
		if (depth < 0)
			return false;
	}
	return !depth && (is(work, i - 1, ";") || is(work, i - 1, "}") || is(work, i - 1, "{") ||
			  cbody_token(&work->body, i - 1)->kind == CTOKEN_DIRECTIVE);
}

/* inside of a guard, #if may only go around whole statements */
static bool check_conditionals(struct lowering *work)
{
	unsigned int from = 0;
	int depth = 0;

	for (unsigned int i = work->body.open; i < work->body.tokens->len; i++) {
		const struct ctoken *token = cbody_token(&work->body, i);
		bool odd;

		if (token->kind != CTOKEN_DIRECTIVE || !is_conditional(token))
			continue;
		odd = !at_boundary(work, i, depth ? from : i);
		depth += is_if(token);
		depth -= g_strstr_len(token->text, token->size, "endif") != NULL;
		from = i + 1;
		/* "if (x) … else #endif": what follows belongs to it */
		odd |= is(work, i + 1, "else");
		for (guint k = 0; odd && k < work->cleanups.list->len; k++) {
			if (span_has(cleanup_at(work, k)->body, i))
				return cleanups_refuse(&work->cleanups, token->line,
						       "#if splits a statement inside of the "
						       "guard of line %u",
						       cleanup_at(work, k)->line);
		}
	}
	return true;
}

/* a guard must not be there or not be there by an #if that ends before the guard does */
static bool check_arms(struct lowering *work, const struct cleanup *cleanup)
{
	int depth = 0;

	for (unsigned int i = cleanup->head.first; i <= cleanup->body.last; i++) {
		const struct ctoken *token = cbody_token(&work->body, i);

		if (token->kind != CTOKEN_DIRECTIVE || !is_conditional(token))
			continue;
		if (i <= cleanup->head.last)
			return cleanups_refuse(&work->cleanups, token->line, "#if in a guard");
		if (is_if(token))
			depth++;
		else if (!depth)
			return cleanups_refuse(&work->cleanups, cleanup->line,
					       "a guard that an #if includes or not");
		if (g_strstr_len(token->text, token->size, "endif"))
			depth--;
	}
	return true;
}

static bool check_macros(struct lowering *work)
{
	for (unsigned int i = work->body.open; i < work->body.tokens->len; i++) {
		g_autofree char *word = NULL;

		if (!cbody_is_word(&work->body, i))
			continue;
		word = cbody_text(&work->body, (struct span){ i, i });
		if (!guard_classes_hides(work->cleanups.classes, word) ||
		    cbody_member(&work->body, i))
			continue;
		for (guint k = 0; k < work->cleanups.list->len; k++) {
			if (span_has(cleanup_at(work, k)->body, i))
				return cleanups_refuse(&work->cleanups, line_of(work, i),
						       "macro '%s' leaves or cleans up by itself "
						       "inside of the guard of line %u", word,
						       cleanup_at(work, k)->line);
		}
	}
	return true;
}

/*
 * The guards themselves
 */

/* text for the fail statement of scoped_cond_guard(); NULL and refused */
static char *fail_text(struct lowering *work, const struct cleanup *cleanup)
{
	g_autofree char *statement = NULL;
	struct span fail = cleanup->fail;
	char *text = NULL;

	if (fail.first > fail.last)
		return g_strdup(";");
	if (is(work, fail.first, "return"))
		text = return_text(work, fail.first, (struct span){ fail.first + 1, fail.last });
	else if (is(work, fail.first, "goto"))
		text = goto_text(work, fail.first);
	else if (is(work, fail.first, "break") || is(work, fail.first, "continue"))
		return g_strdup(";"); /* ends the guard, as the failure does by itself */
	for (unsigned int i = fail.first + 1; !text && i <= fail.last; i++) {
		if (is(work, i, "return") || is(work, i, "goto") || is(work, i, "break") ||
		    is(work, i, "continue"))
			cleanups_refuse(&work->cleanups, cleanup->line,
					"a failure statement that is not understood");
	}
	if (work->cleanups.reason) {
		g_free(text);
		return NULL;
	}
	if (text && *text)
		return text;
	g_free(text);
	statement = cbody_text(&work->body, fail);
	return g_strdup_printf("%s;", statement);
}

/* can the end of a scoped body or block be reached? */
static bool ends_with_exit(const struct lowering *work, unsigned int start)
{
	while (work->body.starts[start] && is(work, start + 1, ":"))
		start += 2;
	return is(work, start, "return") || is(work, start, "goto") || is(work, start, "break") ||
	       is(work, start, "continue") || is(work, start, "return_ptr");
}

static bool end_reached(const struct lowering *work, const struct cleanup *cleanup)
{
	unsigned int last = cleanup->body.last;

	if (is(work, cleanup->body.first, "{") || cleanup->form == CLEANUP_GUARD ||
	    cleanup->form == CLEANUP_CLASS || cleanup->form == CLEANUP_FREE ||
	    cleanup->form == CLEANUP_ACQUIRE)
		return !work->body.lasts[last] ||
		       !ends_with_exit(work, work->body.lasts[last]) || cleanup->label;
	return !ends_with_exit(work, cleanup->body.first) || cleanup->label;
}

/* "lock(…)" and nothing behind it? */
static bool is_call(const char *text)
{
	const char *at = text;
	int depth = 0;

	while (byte_is_word(*at))
		at++;
	for (; at > text && *at; at++) {
		depth += (*at == '(') - (*at == ')');
		if (!depth)
			return *at == ')' && !at[1];
	}
	return false;
}

/* of "lock() == 0" or "trylock()", which are true when it worked: that it did not */
static char *failure(const char *condition)
{
	const char *zero = g_str_has_suffix(condition, " == 0") ? strstr(condition, " == 0") : NULL;
	g_autofree char *lock = zero ? g_strndup(condition, zero - condition) : NULL;

	if (lock && is_call(lock))
		return g_steal_pointer(&lock);
	return g_strdup_printf(is_call(condition) ? "!%s" : "!(%s)", condition);
}

static bool lower_scoped(struct lowering *work, const struct cleanup *cleanup)
{
	GString *head = g_string_new("{ ");
	bool reached = end_reached(work, cleanup);

	if (cleanup->declare)
		g_string_append_printf(head, "%s ", cleanup->declare);
	if (cleanup->enter)
		g_string_append_printf(head, "%s;", cleanup->enter);
	if (cleanup->condition && cleanup->form == CLEANUP_COND) {
		g_autofree char *fail = fail_text(work, cleanup);
		g_autofree char *failed = failure(cleanup->condition);

		if (!fail) {
			g_string_free(head, TRUE);
			return false;
		}
		g_string_append_printf(head, "if (%s) { %s } else {", failed, fail);
	} else if (cleanup->condition) {
		g_string_append_printf(head, "if (%s) {", cleanup->condition);
	}
	replace(work, cleanup->head, g_string_free(head, FALSE));
	if (cleanup->label)
		after(work, cleanup->body.last, g_strdup_printf(" %s:", cleanup->label));
	if (reached)
		after(work, cleanup->body.last, g_strdup_printf(" %s", cleanup->leave));
	after(work, cleanup->body.last, g_strdup(cleanup->condition ? " } }" : " }"));
	return true;
}

static bool lower_block(struct lowering *work, const struct cleanup *cleanup)
{
	unsigned int open = cbody_block_start(&work->body, cleanup->head.first);
	unsigned int last = cleanup->body.last;

	if (cleanup->declare)
		after(work, open, g_strdup_printf(" %s", cleanup->declare));
	if (cleanup->form == CLEANUP_FREE) {
		const char *start = end_of(work, cleanup->head.first - 1);
		const char *head = start_of(work, cleanup->head.first);

		if (!memchr(start, '\n', head - start))
			edits_replace(&work->edits, start, head - start, g_strdup(""));
		replace(work, cleanup->head, g_strdup(""));
	} else {
		replace(work, cleanup->head, g_strdup_printf("%s;", cleanup->enter));
	}
	if (!end_reached(work, cleanup))
		return true;
	if (cbody_token(&work->body, last - 1)->kind == CTOKEN_DIRECTIVE)
		return cleanups_refuse(&work->cleanups, cleanup->line,
				       "a guard in a block that ends with a directive");
	/* not before the brace: one in the first column has to stay there */
	after(work, last - 1, g_strdup_printf(" %s", cleanup->leave));
	return true;
}

/* "x = no_free_ptr(p);" as two statements, anything else as one expression */
static bool lower_no_free(struct lowering *work, unsigned int i)
{
	const struct cbody *body = &work->body;
	unsigned int end = cbody_closing(body, i + 1), start = i;
	struct span argument = { i + 2, end - 1 };
	g_autofree char *text = cbody_text(body, argument);
	const char *name;

	for (unsigned int k = argument.first; k <= argument.last; k++) {
		if (is(work, k, "(") || is(work, k, "++") || is(work, k, "--") || is(work, k, "="))
			return cleanups_refuse(&work->cleanups, line_of(work, i),
					       "no_free_ptr() of more than a name");
	}
	while (start && !body->starts[start])
		start--;
	if (is(work, i - 1, "=") && is(work, end + 1, ";") && in_block(work, start) &&
	    argument.first == argument.last && semicolon(work, start) == end + 1 &&
	    !cbody_uses(body, (struct span){ start, i - 1 }, text)) {
		replace(work, (struct span){ i, end }, g_strdup(text));
		after(work, end + 1, g_strdup_printf(" %s = NULL;", text));
		return true;
	}
	name = cleanups_name(&work->cleanups, "taken");
	replace(work, (struct span){ i, end },
		g_strdup_printf("({ __typeof__(%s) %s = %s; %s = NULL; %s; })", text, name, text,
				text, name));
	return true;
}

static bool lower_retain(struct lowering *work, unsigned int i)
{
	unsigned int end = cbody_closing(&work->body, i + 1);
	g_autofree char *text = cbody_text(&work->body, (struct span){ i + 2, end - 1 });

	if (!work->body.starts[i] || !is(work, end + 1, ";") || strchr(text, '('))
		return cleanups_refuse(&work->cleanups, line_of(work, i),
				       "retain_and_null_ptr() of an unknown form");
	replace(work, (struct span){ i, end }, g_strdup_printf("%s = NULL", text));
	return true;
}

/* ACQUIRE_ERR(class, &variable): the variable is the error */
static bool lower_acquire_err(struct lowering *work, unsigned int i)
{
	unsigned int end = cbody_closing(&work->body, i + 1);
	g_autofree char *name = cbody_text(&work->body, (struct span){ end - 1, end - 1 });
	const struct cleanup *variable = variable_named(work, name, i);

	if (!is(work, i + 3, ",") || !is(work, i + 4, "&") || end != i + 6 || !variable ||
	    variable->form != CLEANUP_ACQUIRE)
		return cleanups_refuse(&work->cleanups, line_of(work, i),
				       "ACQUIRE_ERR() of an unknown form");
	replace(work, (struct span){ i, end }, g_steal_pointer(&name));
	return true;
}

/* what ACQUIRE() declares is only asked for its error */
static bool check_acquired(struct lowering *work)
{
	for (unsigned int i = work->body.open; i < work->body.tokens->len; i++) {
		g_autofree char *word = cbody_text(&work->body, (struct span){ i, i });
		const struct cleanup *variable = variable_named(work, word, i);

		if (variable && variable->form == CLEANUP_ACQUIRE &&
		    !cbody_member(&work->body, i) &&
		    !(i > 4 && is(work, i - 5, "ACQUIRE_ERR") && is(work, i + 1, ")")))
			return cleanups_refuse(&work->cleanups, line_of(work, i),
					       "'%s' of ACQUIRE() is used otherwise", word);
	}
	return true;
}

/* the last token of the guard's head that @i is in, or @i */
static unsigned int head_end(const struct lowering *work, unsigned int i)
{
	for (guint k = 0; k < work->cleanups.list->len; k++) {
		const struct cleanup *cleanup = cleanup_at(work, k);

		if (span_has(cleanup->head, i))
			return cleanup->head.last;
	}
	return i;
}

/* a jump in assembler to a label that may be outside */
static bool check_asm(struct lowering *work, unsigned int i)
{
	for (guint k = 0; k < work->cleanups.list->len; k++) {
		if (span_has(cleanup_at(work, k)->body, i))
			return cleanups_refuse(&work->cleanups, line_of(work, i),
					       "asm goto inside of a guard");
	}
	return true;
}

static bool lower_at(struct lowering *work, unsigned int i)
{
	if (is(work, i, "return"))
		return lower_return(work, i);
	if (is(work, i, "goto"))
		return is(work, i + 1, "(") ? check_asm(work, i) : lower_goto(work, i);
	if (is(work, i, "break") || is(work, i, "continue"))
		return lower_break(work, i);
	if (is(work, i, "case") || is(work, i, "default"))
		return cbody_member(&work->body, i) || check_case(work, i);
	if (!is(work, i + 1, "("))
		return true;
	if (is(work, i, "ACQUIRE_ERR"))
		return lower_acquire_err(work, i);
	if (is(work, i, "return_ptr"))
		return lower_return_ptr(work, i);
	if (is(work, i, "no_free_ptr"))
		return lower_no_free(work, i);
	if (is(work, i, "retain_and_null_ptr"))
		return lower_retain(work, i);
	return true;
}

static bool lower_ways_out(struct lowering *work)
{
	for (unsigned int i = work->body.open; i < work->body.tokens->len; i++) {
		guint changes = work->edits.list->len;

		i = head_end(work, i);
		if (!cbody_is_word(&work->body, i))
			continue;
		if (!lower_at(work, i))
			return false;
		/* a return that was spelled out has no_free_ptr() in it spelled out as well */
		if (is(work, i, "return") && work->edits.list->len != changes)
			i = semicolon(work, i);
	}
	return true;
}

static bool check(struct lowering *work)
{
	for (guint k = 0; k < work->cleanups.list->len; k++) {
		if (!check_arms(work, cleanup_at(work, k)))
			return false;
	}
	return check_conditionals(work) && check_macros(work) && check_acquired(work);
}

static bool lower_cleanups(struct lowering *work)
{
	/* inner guards first: where two end at one place, the inner unlocks first */
	for (guint k = work->cleanups.list->len; k-- > 0;) {
		const struct cleanup *cleanup = cleanup_at(work, k);
		bool scoped = cleanup->form == CLEANUP_SCOPED || cleanup->form == CLEANUP_COND;

		if (scoped ? !lower_scoped(work, cleanup) : !lower_block(work, cleanup))
			return false;
	}
	return true;
}

/* lowers one function into @all; false with a reason */
static bool lower_region(const struct guard_classes *classes, const struct csource *source,
			 const struct cregion *region, const char *here, GBytes *bytes,
			 struct edits *all, char **out_reason)
{
	g_auto(lowering) work = { 0 };

	cbody_init(&work.body, source, region);
	edits_init(&work.edits, bytes);
	if (!cleanups_read(&work.cleanups, &work.body, classes, here) || !check(&work) ||
	    !lower_ways_out(&work) || !lower_cleanups(&work)) {
		*out_reason = g_steal_pointer(&work.cleanups.reason);
		return false;
	}
	edits_take(all, &work.edits);
	return true;
}

static GBytes *finish(struct edits *edits, GBytes *source, char **out_reason)
{
	GBytes *lowered = edits->list->len ? edits_apply(edits) : g_bytes_ref(source);

	if (!lowered)
		*out_reason = g_strdup("two changes of one place");
	return lowered;
}

GBytes *lower_function(const struct guard_classes *classes, GBytes *source, const char *function,
		       char **out_reason)
{
	g_autoptr(csource) scanned = csource_scan(source);
	g_auto(edits) all = { 0 };
	unsigned int found = 0;

	edits_init(&all, source);
	for (guint i = 0; i < scanned->regions->len; i++) {
		const struct cregion *region = &g_array_index(scanned->regions, struct cregion, i);

		if (region->kind != CREGION_FUNCTION || strcmp(region->name, function))
			continue;
		found++;
		if (scanned->balanced &&
		    !lower_region(classes, scanned, region, NULL, source, &all, out_reason))
			return NULL;
	}
	if (!found || !scanned->balanced) {
		*out_reason = g_strdup_printf(found ? "braces do not balance around '%s'" :
						      "there is no function '%s'", function);
		return NULL;
	}
	return finish(&all, source, out_reason);
}

/* the macros that a file defines are no functions, and are not looked into */
static void note_macro(const struct csource *source, const struct cregion *region,
		       GPtrArray *out_refused)
{
	const struct ctoken *token = &g_array_index(source->tokens, struct ctoken,
						    region->first_token);

	if (out_refused && (g_strstr_len(token->text, token->size, "guard(") ||
			    g_strstr_len(token->text, token->size, "__free(")))
		g_ptr_array_add(out_refused, g_strdup_printf("%s: line %u: a macro with a guard",
							     region->name, region->first));
}

GBytes *lower_chosen(const struct guard_classes *classes, GBytes *source,
		     const struct lower_choice *choice, GPtrArray *out_lowered,
		     GPtrArray *out_refused)
{
	g_autoptr(csource) scanned = csource_scan(source);
	g_autofree char *overlap = NULL;
	g_auto(edits) all = { 0 };
	GBytes *lowered;

	edits_init(&all, source);
	for (guint i = 0; i < scanned->regions->len; i++) {
		const struct cregion *region = &g_array_index(scanned->regions, struct cregion, i);
		g_autofree char *reason = NULL, *here = NULL;
		guint changes = all.list->len;

		if (region->kind == CREGION_MACRO && !choice)
			note_macro(scanned, region, out_refused);
		if (region->kind != CREGION_FUNCTION ||
		    (choice && !choice->wanted(choice->data, scanned, region, &here)))
			continue;
		if (!lower_region(classes, scanned, region, here, source, &all, &reason) &&
		    out_refused)
			g_ptr_array_add(out_refused, g_strdup_printf("%s: %s", region->name,
								     reason));
		else if (all.list->len != changes && out_lowered)
			g_ptr_array_add(out_lowered, g_strdup(region->name));
	}
	lowered = finish(&all, source, &overlap);
	if (!lowered && out_refused)
		g_ptr_array_add(out_refused, g_strdup_printf("%s", overlap));
	return lowered ?: g_bytes_ref(source);
}

GBytes *lower_file(const struct guard_classes *classes, GBytes *source, GPtrArray *out_lowered,
		   GPtrArray *out_refused)
{
	return lower_chosen(classes, source, NULL, out_lowered, out_refused);
}

GBytes *lower_guards(const char *cocci, GBytes *source, const char *function,
		     char **out_reason, GError **error)
{
	g_autoptr(guard_classes) shipped = guard_classes_shipped(cocci, error);
	g_autoptr(guard_classes) classes = NULL;

	if (!shipped)
		return NULL;
	classes = guard_classes_file(shipped, NULL, NULL, source);
	return lower_function(classes, source, function, out_reason);
}
