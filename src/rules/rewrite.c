// SPDX-License-Identifier: GPL-2.0-only
/*
 * Works on tokens: comments, strings and macros' bodies are never changed.
 */
#include "rules/rewrite.h"

#include <string.h>

#include "base/strings.h"
#include "format/csource.h"
#include "rules/cbody.h"
#include "rules/edits.h"
#include "rules/expand.h"

/* a call may stand in an argument of the same call */
#define MAX_PASSES 8

/**
 * struct pass - one rewrite over one file
 * @body: the file, or one function of it
 */
struct pass {
	const struct rewrite *rewrite;
	const struct csource *source;
	cbody body;
	edits edits;
	GPtrArray *left;
};

static void pass_clear(struct pass *pass)
{
	edits_clear(&pass->edits);
	cbody_clear(&pass->body);
}

typedef struct pass pass;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(pass, pass_clear)

/*
 * Reading
 */

static bool split(const char *text, const char *at, char **out_left, char **out_right)
{
	const char *middle = strstr(text, at);

	if (!middle)
		return false;
	*out_left = g_strchomp(g_strndup(text, middle - text));
	*out_right = g_strdup(middle + strlen(at) + strspn(middle + strlen(at), " "));
	return true;
}

static bool parse_call(struct rewrite *rewrite, const char *text)
{
	g_autofree char *left = NULL;
	char *open, *close;

	if (!split(text, "=>", &left, &rewrite->into))
		return false;
	open = strchr(left, '(');
	close = strrchr(left, ')');
	if (!open || !close)
		return false;
	rewrite->word = g_strndup(left, open - left);
	*close = '\0';
	rewrite->params = *(open + 1) ? g_strsplit(open + 1, ",", -1) : g_new0(char *, 1);
	for (unsigned int i = 0; rewrite->params[i]; i++)
		g_strstrip(rewrite->params[i]);
	if (rewrite->kind == REWRITE_CHECK) {
		g_autofree char *both = g_steal_pointer(&rewrite->into);

		return split(both, " : ", &rewrite->into, &rewrite->also);
	}
	return true;
}

static bool parse_words(struct rewrite *rewrite, const char *text)
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	unsigned int need = rewrite->kind == REWRITE_FIELD ? 3 : 2;

	if (g_strv_length(words) != need)
		return false;
	rewrite->word = g_strdup(words[0]);
	rewrite->into = g_strdup(words[1]);
	rewrite->also = g_strdup(words[2]);
	return true;
}

struct rewrite *rewrite_parse(const char *kind, const char *text)
{
	static const char *const kinds[] = { "rename", "call", "statement", "check", "include",
					     "field", "returning" };
	g_autoptr(rewrite) rewrite = g_new0(struct rewrite, 1);
	size_t size = strcspn(kind, "0123456789");
	bool done = false;

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		if (strncmp(kind, kinds[i], size) || strlen(kinds[i]) != size)
			continue;
		rewrite->kind = i;
		done = i == REWRITE_CALL || i == REWRITE_STATEMENT || i == REWRITE_CHECK ?
		       parse_call(rewrite, text) : parse_words(rewrite, text);
	}
	return done ? g_steal_pointer(&rewrite) : NULL;
}

void rewrite_free(struct rewrite *rewrite)
{
	if (!rewrite)
		return;
	g_free(rewrite->word);
	g_strfreev(rewrite->params);
	g_free(rewrite->into);
	g_free(rewrite->also);
	g_free(rewrite);
}

/*
 * Calls
 */

static bool is(const struct pass *pass, unsigned int i, const char *text)
{
	return cbody_is(&pass->body, i, text);
}

static const char *start_of(const struct pass *pass, unsigned int i)
{
	return cbody_token(&pass->body, i)->text;
}

static const char *end_of(const struct pass *pass, unsigned int i)
{
	const struct ctoken *token = cbody_token(&pass->body, i);

	return token->text + token->size;
}

static bool leave(struct pass *pass, unsigned int i, const char *why)
{
	add_stringf(pass->left, "line %u: %s: %s", cbody_token(&pass->body, i)->line,
		    pass->rewrite->word, why);
	return false;
}

/* how often the template evaluates a parameter; sizeof does not */
static unsigned int evaluations(const char *template, const char *param)
{
	g_autofree char *size = g_strdup_printf("sizeof(%s)", param);
	unsigned int n = template ? expand_count(template, param) : 0;

	for (const char *at = template; at && (at = strstr(at, size)); at++)
		n--;
	return n;
}

/* may be evaluated twice, or not at all, and nobody sees it? */
static bool is_simple(const char *argument)
{
	return !strpbrk(argument, "({=") && !strstr(argument, "++") && !strstr(argument, "--");
}

/* an argument as it is written, with its line ends, but without comments around it */
static char *argument_text(const struct pass *pass, unsigned int first, unsigned int last)
{
	const char *start = start_of(pass, first);

	return g_strndup(start, end_of(pass, last) - start);
}

static unsigned int argument_end(const struct pass *pass, unsigned int i)
{
	while (i < pass->body.tokens->len && !is(pass, i, ",") && !is(pass, i, ")")) {
		if (is(pass, i, "(") || is(pass, i, "{") || is(pass, i, "["))
			i = cbody_closing(&pass->body, i);
		i++;
	}
	return i;
}

static bool bind(const struct pass *pass, GHashTable *values, const char *param, unsigned int first,
		 unsigned int last)
{
	bool star = *param == '*';
	g_autofree char *text = NULL;

	if (first > last || (star && (!is(pass, first, "*") || first == last)))
		return false;
	text = argument_text(pass, first + star, last);
	if (g_ascii_isupper(*param))
		return !strcmp(param, text);
	g_hash_table_insert(values, g_strdup(param + star), g_steal_pointer(&text));
	return true;
}

/* parameters to arguments of the call at @i; NULL when it does not fit the pattern */
static GHashTable *match(const struct pass *pass, unsigned int i)
{
	g_autoptr(GHashTable) values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
							     g_free);
	unsigned int end = cbody_closing(&pass->body, i + 1), at = i + 2;
	char **params = pass->rewrite->params;
	unsigned int n = 0;

	if (!is(pass, i + 1, "(") || end >= pass->body.tokens->len)
		return NULL;
	for (; params[n] && at <= end; n++) {
		unsigned int stop = argument_end(pass, at);

		if (at == end || !bind(pass, values, params[n], at, stop - 1))
			return NULL;
		at = stop + 1;
	}
	if (params[n] || at < end)
		return NULL;
	return g_steal_pointer(&values);
}

static bool is_twice(const struct pass *pass, GHashTable *values)
{
	const struct rewrite *rewrite = pass->rewrite;
	GHashTableIter iter;
	gpointer param, text;

	g_hash_table_iter_init(&iter, values);
	while (g_hash_table_iter_next(&iter, &param, &text)) {
		if (evaluations(rewrite->into, param) + evaluations(rewrite->also, param) > 1 &&
		    !is_simple(text))
			return true;
	}
	return false;
}

static bool is_any(const struct pass *pass, unsigned int i, const char *const *words)
{
	for (; *words; words++) {
		if (is(pass, i, *words))
			return true;
	}
	return false;
}

/* does an expression that is no call or name need parentheses in the place of the call? */
static bool needs_parentheses(const struct pass *pass, unsigned int first, unsigned int last)
{
	static const char *const before[] = { "(", ",", "=", "return", "+=", "-=", "{", "[", ";",
					      NULL };
	static const char *const after[] = { ")", ",", ";", "}", "]", NULL };
	bool product = strchr(pass->rewrite->into, '*') && !strchr(pass->rewrite->into, '?');

	if (g_str_has_suffix(pass->rewrite->into, ")") && !strpbrk(pass->rewrite->into, "*?"))
		return false;
	return !(is_any(pass, first - 1, before) || (product && is(pass, first - 1, "+"))) ||
	       !is_any(pass, last + 1, after);
}

static bool put_call(struct pass *pass, unsigned int i)
{
	g_autoptr(GHashTable) values = match(pass, i);
	unsigned int end = cbody_closing(&pass->body, i + 1);
	g_autofree char *text = NULL;

	if (!values)
		return false;
	if (is_twice(pass, values))
		return leave(pass, i, "an argument would be evaluated twice");
	text = expand_text(pass->rewrite->into, values);
	if (needs_parentheses(pass, i, end)) {
		g_autofree char *inner = g_steal_pointer(&text);

		text = g_strdup_printf("(%s)", inner);
	}
	edits_replace(&pass->edits, start_of(pass, i), end_of(pass, end) - start_of(pass, i),
		      g_steal_pointer(&text));
	return true;
}

/* the blanks that the line of a token starts with */
static char *indent_of(const struct pass *pass, unsigned int i)
{
	const char *line = start_of(pass, i);

	while (line > pass->edits.text && line[-1] != '\n')
		line--;
	return g_strndup(line, strspn(line, " \t"));
}

static bool in_block(const struct pass *pass, unsigned int i)
{
	return pass->body.starts[i] &&
	       (is(pass, i - 1, ";") || is(pass, i - 1, "{") || is(pass, i - 1, "}") ||
		is(pass, i - 1, ":"));
}

/* a call that is a statement, as several */
static bool put_statements(struct pass *pass, unsigned int i)
{
	g_autoptr(GHashTable) values = match(pass, i);
	unsigned int end = cbody_closing(&pass->body, i + 1);
	g_autofree char *indent = indent_of(pass, i);
	g_autofree char *text = NULL;
	g_auto(GStrv) parts = NULL;
	g_autofree char *between = g_strconcat(";\n", indent, NULL);

	if (!values)
		return false;
	if (!is(pass, end + 1, ";") || !in_block(pass, i))
		return leave(pass, i, "not a statement of its own");
	if (is_twice(pass, values))
		return leave(pass, i, "an argument would be evaluated twice");
	text = expand_text(pass->rewrite->into, values);
	parts = g_strsplit(text, "; ", -1);
	edits_replace(&pass->edits, start_of(pass, i), end_of(pass, end) - start_of(pass, i),
		      g_strjoinv(between, parts));
	return true;
}

/* "if (new(a)) x;" as "if (old(a)) { say(); x; }" */
static void put_if(struct pass *pass, unsigned int i, unsigned int end, const char *say)
{
	unsigned int at = i, body = end + 2;
	unsigned int last = cbody_statement_end(&pass->body, body);
	g_autofree char *indent = NULL;

	while (at && !is(pass, at, "if"))
		at--;
	indent = indent_of(pass, at);
	if (is(pass, body, "{")) {
		edits_after(&pass->edits, end_of(pass, body),
			    g_strdup_printf("\n%s\t%s;", indent, say));
		return;
	}
	edits_after(&pass->edits, end_of(pass, end + 1),
		    g_strdup_printf(" {\n%s\t%s;", indent, say));
	edits_after(&pass->edits, end_of(pass, last), g_strdup_printf("\n%s}", indent));
}

static bool put_check(struct pass *pass, unsigned int i)
{
	g_autoptr(GHashTable) values = match(pass, i);
	unsigned int end = cbody_closing(&pass->body, i + 1);
	g_autofree char *condition = NULL;
	g_autofree char *say = NULL;
	g_autofree char *indent = indent_of(pass, i);
	bool in_if = is(pass, i - 1, "(") && is(pass, i - 2, "if") && is(pass, end + 1, ")");
	bool alone = in_block(pass, i) && is(pass, end + 1, ";");

	if (!values)
		return false;
	if (!in_if && !alone)
		return leave(pass, i, "neither a statement nor the condition of an if");
	if (is_twice(pass, values))
		return leave(pass, i, "an argument would be evaluated twice");
	condition = expand_text(pass->rewrite->into, values);
	say = expand_text(pass->rewrite->also, values);
	if (in_if)
		put_if(pass, i, end, say);
	edits_replace(&pass->edits, start_of(pass, i), end_of(pass, end) - start_of(pass, i),
		      in_if ? g_strdup(condition) :
			      g_strdup_printf("if (%s)\n%s\t%s", condition, indent, say));
	return true;
}

/*
 * Names
 */

static bool put_name(struct pass *pass, unsigned int i)
{
	if (!is(pass, i + 1, "("))
		return leave(pass, i, "not a call");
	edits_replace(&pass->edits, start_of(pass, i), cbody_token(&pass->body, i)->size,
		      g_strdup(pass->rewrite->into));
	return true;
}

static bool is_directive(const struct ctoken *token, const char *name)
{
	const char *at = token->text + 1 + strspn(token->text + 1, " \t");

	return token->kind == CTOKEN_DIRECTIVE && g_str_has_prefix(at, name);
}

static void put_includes(struct pass *pass)
{
	g_autofree char *name = g_strdup_printf("<%s>", pass->rewrite->word);
	g_autofree char *into = g_strdup_printf("<%s>", pass->rewrite->into);

	for (unsigned int i = 0; i < pass->body.tokens->len; i++) {
		const struct ctoken *token = cbody_token(&pass->body, i);
		const char *at = is_directive(token, "include") ?
				 g_strstr_len(token->text, token->size, name) : NULL;

		if (at)
			edits_replace(&pass->edits, at, strlen(name), g_strdup(into));
	}
}

/* ".remove" in "struct platform_driver x = { … }" of @region, or 0 */
static unsigned int designator(const struct pass *pass, const struct cregion *region)
{
	bool right = false;

	for (unsigned int i = 0; i + 2 < pass->body.tokens->len; i++) {
		const struct ctoken *token = cbody_token(&pass->body, i);

		if (token->line < region->first || token->line > region->last)
			continue;
		if (is(pass, i, "struct") && is(pass, i + 1, pass->rewrite->word))
			right = true;
		if (right && is(pass, i, ".") && is(pass, i + 1, pass->rewrite->into) &&
		    is(pass, i + 2, "="))
			return i + 1;
	}
	return 0;
}

/* the function at a designator returns int now */
static bool return_zero(struct pass *pass, unsigned int at)
{
	g_autofree char *name = cbody_text(&pass->body, (struct span){ at + 2, at + 2 });
	const struct cregion *region = csource_function(pass->source, name);
	g_auto(cbody) body = { 0 };
	const struct ctoken *token;

	if (!region || csource_uses(pass->source, name) != 2)
		return leave(pass, at, "a callback that is not here, or used otherwise as well");
	cbody_init(&body, pass->source, region);
	if (!body.name || !cbody_is(&body, body.name - 1, "void"))
		return leave(pass, at, "a callback that does not return void");
	for (unsigned int i = body.open; i < body.tokens->len; i++) {
		token = cbody_token(&body, i);
		if (cbody_is(&body, i, "return") && cbody_is(&body, i + 1, ";"))
			edits_after(&pass->edits, token->text + token->size, g_strdup(" 0"));
	}
	token = cbody_token(&body, body.name - 1);
	edits_replace(&pass->edits, token->text, token->size, g_strdup("int"));
	/* the last statement may be a return already; a second one would be dead code */
	token = cbody_token(&body, body.lasts[body.tokens->len - 1]);
	if (!body.lasts[body.tokens->len - 1] || !ctoken_is(token, "return")) {
		token = cbody_token(&body, body.tokens->len - 1);
		edits_before(&pass->edits, token->text, g_strdup("\n\treturn 0;\n"));
	}
	return true;
}

static void put_fields(struct pass *pass)
{
	for (guint k = 0; k < pass->source->regions->len; k++) {
		const struct cregion *region = &g_array_index(pass->source->regions,
							      struct cregion, k);
		unsigned int at = region->kind == CREGION_DATA ? designator(pass, region) : 0;

		if (!at)
			continue;
		if (pass->rewrite->kind == REWRITE_RETURNING)
			return_zero(pass, at);
		else
			edits_replace(&pass->edits, start_of(pass, at),
				      cbody_token(&pass->body, at)->size,
				      g_strdup(pass->rewrite->also));
	}
}

/*
 * Files
 */

static void put_words(struct pass *pass)
{
	static bool (*const puts[])(struct pass *, unsigned int) = {
		[REWRITE_RENAME] = put_name,
		[REWRITE_CALL] = put_call,
		[REWRITE_STATEMENT] = put_statements,
		[REWRITE_CHECK] = put_check,
	};

	for (unsigned int i = 0; i < pass->body.tokens->len; i++) {
		if (!is(pass, i, pass->rewrite->word) || cbody_member(&pass->body, i))
			continue;
		if (puts[pass->rewrite->kind](pass, i) && is(pass, i + 1, "(") &&
		    pass->rewrite->kind != REWRITE_RENAME)
			i = cbody_closing(&pass->body, i + 1);
	}
}

/* statements are only known inside of a function */
static void put_functions(struct pass *pass)
{
	for (guint k = 0; k < pass->source->regions->len; k++) {
		const struct cregion *region = &g_array_index(pass->source->regions,
							      struct cregion, k);

		if (region->kind != CREGION_FUNCTION)
			continue;
		cbody_clear(&pass->body);
		cbody_init(&pass->body, pass->source, region);
		put_words(pass);
	}
}

static void run(struct pass *pass)
{
	const struct cregion whole = { .name = (char *)"", .first_token = 0,
				       .last_token = pass->source->tokens->len - 1 };

	switch (pass->rewrite->kind) {
	case REWRITE_STATEMENT:
	case REWRITE_CHECK:
		put_functions(pass);
		return;
	default:
		break;
	}
	cbody_init(&pass->body, pass->source, &whole);
	switch (pass->rewrite->kind) {
	case REWRITE_INCLUDE:
		put_includes(pass);
		break;
	case REWRITE_FIELD:
	case REWRITE_RETURNING:
		put_fields(pass);
		break;
	default:
		put_words(pass);
	}
}

/* a file that defines the word speaks of something else */
static bool defines_word(const struct rewrite *rewrite, const struct csource *source)
{
	for (guint i = 0; i < source->regions->len; i++) {
		const struct cregion *region = &g_array_index(source->regions, struct cregion, i);

		if (strcmp(region->name, rewrite->word))
			continue;
		/* a check is the file's own macro, and only its uses in functions are changed */
		if (region->kind == CREGION_FUNCTION ||
		    (region->kind == CREGION_MACRO && rewrite->kind != REWRITE_CHECK))
			return true;
	}
	return false;
}

static GBytes *pass_once(const struct rewrite *rewrite, GBytes *source, GPtrArray *out_left)
{
	g_autoptr(csource) scanned = csource_scan(source);
	g_auto(pass) pass = { .rewrite = rewrite, .source = scanned, .left = out_left };
	GBytes *done;

	if (!scanned->tokens->len)
		return g_bytes_ref(source);
	if (defines_word(rewrite, scanned)) {
		add_stringf(out_left, "%s is defined here", rewrite->word);
		return g_bytes_ref(source);
	}
	edits_init(&pass.edits, source);
	run(&pass);
	done = pass.edits.list->len ? edits_apply(&pass.edits) : g_bytes_ref(source);
	if (!done)
		add_stringf(out_left, "%s: two changes of one place", rewrite->word);
	return done ?: g_bytes_ref(source);
}

GBytes *rewrite_apply(const struct rewrite *rewrite, GBytes *source, GPtrArray *out_left)
{
	gsize size;
	const char *text = g_bytes_get_data(source, &size);
	GBytes *now = g_bytes_ref(source);

	if (!text || !g_strstr_len(text, size, rewrite->word))
		return now;
	for (unsigned int i = 0; i < MAX_PASSES; i++) {
		g_autoptr(GPtrArray) left = g_ptr_array_new_with_free_func(g_free);
		GBytes *next = pass_once(rewrite, now, left);
		bool same = g_bytes_equal(next, now);

		g_bytes_unref(now);
		now = next;
		if (!same && rewrite->kind <= REWRITE_CALL)
			continue;
		g_ptr_array_extend_and_steal(out_left, g_steal_pointer(&left));
		break;
	}
	return now;
}

static bool has_field(const struct csource *source, const char *field)
{
	const struct ctoken *tokens = (const struct ctoken *)source->tokens->data;

	for (guint i = 1; i + 1 < source->tokens->len; i++) {
		if (ctoken_is(&tokens[i], field) && ctoken_is(&tokens[i - 1], ".") &&
		    ctoken_is(&tokens[i + 1], "="))
			return true;
	}
	return false;
}

bool rewrite_is_done(const struct rewrite *rewrite, GBytes *text)
{
	g_autoptr(csource) source = csource_scan(text);
	g_autofree char *old = g_strndup(rewrite->into, strcspn(rewrite->into, "( "));

	switch (rewrite->kind) {
	case REWRITE_FIELD:
		return has_field(source, rewrite->into) && !has_field(source, rewrite->also);
	case REWRITE_RENAME:
	case REWRITE_STATEMENT:
		return csource_uses(source, rewrite->word) && !csource_uses(source, old);
	case REWRITE_CALL:
		/* of one that takes another argument now the name alone tells nothing */
		return strcmp(old, rewrite->word) && csource_uses(source, rewrite->word);
	default:
		return false;
	}
}

unsigned int rewrite_left(const struct rewrite *rewrite, const struct csource *source)
{
	const struct ctoken *tokens = (const struct ctoken *)source->tokens->data;

	for (guint i = 0; i + 1 < source->tokens->len; i++) {
		bool member = i && (ctoken_is(&tokens[i - 1], ".") ||
				    ctoken_is(&tokens[i - 1], "->"));

		if (!member && tokens[i].kind == CTOKEN_WORD &&
		    ctoken_is(&tokens[i], rewrite->word) && ctoken_is(&tokens[i + 1], "("))
			return tokens[i].line;
	}
	return 0;
}
