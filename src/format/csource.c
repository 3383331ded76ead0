// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two passes: bytes to tokens, tokens to file-scope regions.  Braces in all but
 * the first arm of an #if are not counted, so that "#ifdef A  if (x) {  #else
 * if (y) {  #endif" comes out even.  A "}" in the first column ends whatever
 * definition is open, as kernel style has it: one broken function does not
 * swallow the rest of the file.
 */
#include "format/csource.h"

#include <string.h>

#include "base/byterun.h"
#include "base/room.h"
#include "format/cdataname.h"
#include "format/cheading.h"

/* C has a token every five bytes or more: room for all of them at once, most often */
#define TOKEN_BYTES 5

struct scanner {
	const char *at;
	const char *end;
	const char *line_start;
	unsigned int line;
	int depth;
	int parens;
	bool table;	/* the outermost brace is an initialiser's */
	bool flush;	/* the brace inside of it began at the margin */
	guint used;	/* tokens so far */
	int linkage;	/* "extern "C" {" that are open: they hold what stands at file scope */
	GArray *ifs;	/* int: brace depth at each open #if, and after its first arm */
	struct csource *source;
};

struct arm {
	int before;
	int after;
	bool first;
};

enum { NO_WORD, WORD_START, WORD_DIGIT };

static const guint8 classes[256] = {
	['a' ... 'z'] = WORD_START, ['A' ... 'Z'] = WORD_START, ['_'] = WORD_START,
	['$'] = WORD_START, [0x80 ... 0xff] = WORD_START, ['0' ... '9'] = WORD_DIGIT,
};

static bool is_word_start(char c)
{
	return classes[(guint8)c] == WORD_START;
}

static bool is_word(char c)
{
	return classes[(guint8)c] != NO_WORD;
}

bool ctoken_is_tag(const struct ctoken *token)
{
	static const char *const words[] = { "struct", "union", "enum", NULL };

	return ctoken_is_any(token, words);
}

bool ctoken_same(const struct ctoken *a, const struct ctoken *b)
{
	return a->kind == b->kind && a->size == b->size && !memcmp(a->text, b->text, a->size);
}

static void count_lines(struct scanner *s, const char *from, const char *to)
{
	while ((from = memchr(from, '\n', to - from))) {
		s->line++;
		s->line_start = ++from;
	}
}

static const char *comment_end(const struct scanner *s)
{
	const char *p;

	if (s->at[1] == '/') {
		p = memchr(s->at, '\n', s->end - s->at);
		return p ? p : s->end;
	}
	for (p = s->at + 2; p < s->end && (p = memchr(p, '*', s->end - p)); p++) {
		if (p + 1 < s->end && p[1] == '/')
			return p + 2;
	}
	return s->end;
}

/* a string ends at its quote, or at the end of the line when that is missing */
static const char *string_end(const struct scanner *s)
{
	char quote = *s->at;
	const char *p;

	for (p = s->at + 1; p < s->end && *p != '\n'; p++) {
		if (*p == '\\' && p + 1 < s->end)
			p++;
		else if (*p == quote)
			return p + 1;
	}
	return p;
}

/* a directive ends with its line; continuation lines and comments belong to it */
static const char *directive_end(const struct scanner *s)
{
	const char *p = s->at;

	while (p < s->end && *p != '\n') {
		if (*p == '\\' && p + 1 < s->end) {
			p += 2;
		} else if (*p == '/' && p + 1 < s->end && p[1] == '*') {
			struct scanner inner = { .at = p, .end = s->end };

			p = comment_end(&inner);
		} else {
			p++;
		}
	}
	return MIN(p, s->end);
}

static const char *number_end(const struct scanner *s)
{
	const char *p = s->at + 1;

	while (p < s->end && (is_word(*p) || *p == '.' ||
			      ((*p == '+' || *p == '-') && strchr("eEpP", p[-1]) &&
			       !(s->end - s->at > 1 && (s->at[1] == 'x' || s->at[1] == 'X')))))
		p++;
	return p;
}

/* does one of the longer operators go on with it? */
static bool goes_on(char c)
{
	switch (c) {
	case '=': case '<': case '>': case '&': case '|': case '+': case '-': case '.': case '#':
		return true;
	default:
		return false;
	}
}

static const char *punct_end(const struct scanner *s)
{
	static const char *const longer[] = { "<<=", ">>=", "...", "->", "++", "--", "<<", ">>",
					      "<=",  ">=",  "==",  "!=", "&&", "||", "+=", "-=",
					      "*=",  "/=",  "%=",  "&=", "|=", "^=", "##" };

	/* most stand alone */
	if (s->end - s->at < 2 || !goes_on(s->at[1]))
		return s->at + 1;
	for (size_t i = 0; i < G_N_ELEMENTS(longer); i++) {
		size_t size = strlen(longer[i]);

		if ((size_t)(s->end - s->at) >= size && !memcmp(s->at, longer[i], size))
			return s->at + size;
	}
	return s->at + 1;
}

static bool at_line_start(const struct scanner *s)
{
	for (const char *p = s->line_start; p < s->at; p++) {
		if (*p != ' ' && *p != '\t')
			return false;
	}
	return true;
}

static const char *token_end(const struct scanner *s, enum ctoken_kind *kind)
{
	char c = *s->at, next = s->at + 1 < s->end ? s->at[1] : '\0';

	if (c == '/' && (next == '*' || next == '/')) {
		*kind = CTOKEN_COMMENT;
		return comment_end(s);
	}
	if (c == '#' && at_line_start(s)) {
		*kind = CTOKEN_DIRECTIVE;
		return directive_end(s);
	}
	if (c == '"' || c == '\'') {
		*kind = CTOKEN_STRING;
		return string_end(s);
	}
	if (is_word_start(c)) {
		const char *p = s->at;

		*kind = CTOKEN_WORD;
		do
			p += byterun_word(p, s->end);
		while (p < s->end && is_word(*p) && p++);
		return p;
	}
	if (g_ascii_isdigit(c) || (c == '.' && g_ascii_isdigit(next))) {
		*kind = CTOKEN_NUMBER;
		return number_end(s);
	}
	*kind = CTOKEN_PUNCT;
	return punct_end(s);
}

static const char *skip_blanks(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	return p;
}

static bool directive_is(const struct ctoken *token, const char *name)
{
	const char *end = token->text + token->size;
	const char *p = skip_blanks(token->text + 1, end);
	size_t size = strlen(name);

	return (size_t)(end - p) >= size && !memcmp(p, name, size) &&
	       (p + size == end || !is_word(p[size]));
}

enum carm ctoken_arm(const struct ctoken *token)
{
	if (token->kind != CTOKEN_DIRECTIVE)
		return CARM_NONE;
	if (directive_is(token, "if") || directive_is(token, "ifdef") ||
	    directive_is(token, "ifndef"))
		return CARM_OPENS;
	if (directive_is(token, "else") || directive_is(token, "elif"))
		return CARM_TURNS;
	return directive_is(token, "endif") ? CARM_ENDS : CARM_NONE;
}

static void conditional(struct scanner *s, const struct ctoken *token)
{
	enum carm kind = ctoken_arm(token);
	struct arm *arm;

	if (kind == CARM_OPENS) {
		struct arm open = { .before = s->depth, .first = true };

		g_array_append_val(s->ifs, open);
		return;
	}
	if (!s->ifs->len)
		return;
	arm = &g_array_index(s->ifs, struct arm, s->ifs->len - 1);
	if (kind == CARM_TURNS) {
		if (arm->first)
			arm->after = s->depth;
		else if (arm->after != s->depth)
			s->source->balanced = false;
		arm->first = false;
		s->depth = arm->before;
	} else if (kind == CARM_ENDS) {
		if (!arm->first && arm->after != s->depth)
			s->source->balanced = false;
		if (!arm->first)
			s->depth = arm->after;
		g_array_set_size(s->ifs, s->ifs->len - 1);
	}
}

static bool behind_assignment(const struct scanner *s)
{
	return s->used && ctoken_is(&g_array_index(s->source->tokens, struct ctoken, s->used - 1),
				    "=");
}

/* elements of a table that are not indented: "= {{" or "{" in the first column, and "}, {" */
static bool at_margin(const struct scanner *s, const char *brace)
{
	return brace == s->line_start || (s->flush && *s->line_start == '}') ||
	       brace[-1] == '{' || (brace[-1] == ' ' && brace[-2] == '{');
}

/* are the last of some tokens 'extern "C"'? */
static bool is_linkage(const GArray *tokens, guint count)
{
	const struct ctoken *last = &g_array_index(tokens, struct ctoken, 0) + count;

	return count >= 2 && last[-1].kind == CTOKEN_STRING && ctoken_is(&last[-2], "extern");
}

static void open_brace(struct scanner *s, const char *brace)
{
	if (!s->depth && is_linkage(s->source->tokens, s->used)) {
		s->linkage++;
		return;
	}
	if (!s->depth)
		s->table = behind_assignment(s);
	else if (s->depth == 1)
		s->flush = s->table && at_margin(s, brace);
	s->depth++;
}

static void count_brackets(struct scanner *s, struct ctoken *token)
{
	switch (*token->text) {
	case '{':
		open_brace(s, token->text);
		break;
	case '}':
		if (!s->depth && s->linkage) {
			s->linkage--;
			break;
		}
		s->depth--;
		if (token->text == s->line_start && s->depth > 0 &&
		    !(s->flush && s->depth == 1) && !s->ifs->len) {
			s->source->balanced = false;
			s->depth = 0;
			token->depth = 1;
		}
		if (s->depth < 0) {
			s->source->balanced = false;
			s->depth = 0;
		}
		break;
	case '(':
		s->parens++;
		break;
	case ')':
		s->parens--;
		break;
	case ';':
		if (s->depth == 0)
			s->parens = 0;
		break;
	}
}

static void add_token(struct scanner *s, const struct ctoken *token)
{
	room_for(s->source->tokens, s->used);
	g_array_index(s->source->tokens, struct ctoken, s->used++) = *token;
}

static void scan_token(struct scanner *s)
{
	struct ctoken token = { .text = s->at, .line = s->line, .depth = s->depth };
	const char *end = token_end(s, &token.kind);

	token.size = end - s->at;
	if (token.kind == CTOKEN_DIRECTIVE)
		conditional(s, &token);
	if (token.kind == CTOKEN_PUNCT && token.size == 1)
		count_brackets(s, &token);
	add_token(s, &token);
	/* a string goes on behind a backslash at the end of its line */
	if (token.kind == CTOKEN_COMMENT || token.kind == CTOKEN_DIRECTIVE ||
	    token.kind == CTOKEN_STRING)
		count_lines(s, s->at, end);
	s->at = end;
}

static void scan_tokens(struct scanner *s)
{
	while (s->at < s->end) {
		char c = *s->at;

		if (c == '\n') {
			s->line++;
			s->line_start = ++s->at;
		} else if (g_ascii_isspace(c) || c == '\\') {
			s->at++;
		} else {
			scan_token(s);
		}
	}
	g_array_set_size(s->source->tokens, s->used);
	if (s->depth || s->parens || s->ifs->len || s->linkage)
		s->source->balanced = false;
}

static bool is_code(const struct ctoken *token)
{
	return token->kind != CTOKEN_COMMENT && token->kind != CTOKEN_DIRECTIVE;
}

bool ctoken_is_any(const struct ctoken *token, const char *const *words)
{
	for (; *words; words++)
		if (ctoken_is(token, *words))
			return true;
	return false;
}

/* words that may stand with parentheses in a function's head without naming it */
static bool is_attribute(const struct ctoken *token)
{
	static const char *const words[] = {
		"__attribute__", "__attribute", "__printf",     "__scanf",	"__acquires",
		"__releases",	 "__must_hold",	"__cond_acquires", "__cond_lock", "__aligned",
		"__section",	 "__alloc_size", "__realloc_size", "__must_hold_shared",
		"__acquires_shared", "__releases_shared", "__no_context_analysis", "__diag_push",
		"__nonnull",	 "__counted_by", "__malloc",	"__bpf_kfunc",	"asmlinkage",
		"typeof",	 "__typeof__",	"alignas",	"_Alignas",	"__assume_aligned",
		NULL,
	};

	return ctoken_is_any(token, words);
}

/* "SYSCALL_DEFINE3(read, …)": a macro that defines functions says which in its argument */
static bool is_definer(const struct ctoken *token)
{
	for (size_t i = 0; i < token->size; i++) {
		if (g_ascii_islower(token->text[i]))
			return false;
	}
	return true;
}

/*
 * What a declaration's tokens say about the brace that follows them; @definer: the
 * function's name is one of a macro that defines functions.
 */
struct head {
	const struct ctoken *function;
	bool definer;
	const struct ctoken *argument;
	const struct ctoken *assigned;
	const struct ctoken *tagged;
};

/* nothing but the macro's name stands in front of its arguments: "show_mode(1)" */
static bool is_bare(const struct csource *source, const struct head *head, guint first)
{
	const struct ctoken *token = ctoken_at(source, first);

	while (!is_code(token))
		token++;
	return head->function == token;
}

/* a whole "DEFINE_FREE(…)" line without ";" is no part of the definition below it */
static bool starts_anew(const struct csource *source, const struct head *head, guint first, guint i)
{
	const struct ctoken *token = ctoken_at(source, i);

	return head->function && token->kind == CTOKEN_WORD && token->text[-1] == '\n' &&
	       !ctoken_is(ctoken_at(source, i - 1), ",") && !is_attribute(token) &&
	       (head->definer || is_bare(source, head, first));
}

/* "struct __packed name": the attribute is not the name, where there is another word */
static bool is_marked_tag(const struct head *head, const struct ctoken *word)
{
	return word == head->tagged && word->size > 2 && !memcmp(word->text, "__", 2);
}

/* returns the index of the token that the declaration really starts with */
static guint read_head(const struct csource *source, guint first, guint brace, struct head *head)
{
	const struct ctoken *word = NULL;
	int parens = 0;

	for (guint i = first; i < brace; i++) {
		const struct ctoken *token = ctoken_at(source, i);

		if (!is_code(token))
			continue;
		if (!parens && i > first && starts_anew(source, head, first, i)) {
			*head = (struct head){ 0 };
			word = NULL;
			first = i;
		}
		if (ctoken_is(token, "(")) {
			if (!parens && word && !head->function && !is_attribute(word) &&
			    !head->assigned) {
				head->function = word;
				head->definer = is_definer(word);
			}
			parens++;
		} else if (ctoken_is(token, ")")) {
			parens--;
		} else if (!parens && ctoken_is(token, "=") && !head->assigned) {
			head->assigned = cdata_name(source, first, i) ?: word;
		}
		if (token->kind != CTOKEN_WORD)
			continue;
		if (parens == 1 && head->function && head->function == word && !head->argument)
			head->argument = token;
		if (!parens && word && (ctoken_is_tag(word) || is_marked_tag(head, word) ||
					(i == first + 1 && ctoken_is(word, "class"))))
			head->tagged = token;
		if (!parens && !head->assigned)
			word = token;
	}
	return first;
}

static char *name_of(const struct head *head, enum cregion_kind *kind)
{
	const struct ctoken *name = head->assigned;

	*kind = CREGION_DATA;
	if (!name && head->function) {
		*kind = CREGION_FUNCTION;
		name = head->function;
		if (head->definer && head->argument)
			return g_strdup_printf("%.*s(%.*s", (int)name->size, name->text,
					       (int)head->argument->size, head->argument->text);
	} else if (!name) {
		*kind = CREGION_TYPE;
		name = head->tagged;
	}
	return name ? g_strndup(name->text, name->size) : g_strdup("");
}

static guint closing(const struct csource *source, guint open)
{
	int depth = ctoken_at(source, open)->depth;
	guint i;

	for (i = open + 1; i < source->tokens->len; i++) {
		const struct ctoken *token = ctoken_at(source, i);

		if (token->kind == CTOKEN_PUNCT && ctoken_is(token, "}") &&
		    token->depth <= depth + 1)
			return i;
	}
	return i - 1;
}

static unsigned int lines_in(const struct ctoken *token)
{
	unsigned int lines = 0;

	for (size_t i = 0; i < token->size; i++)
		lines += token->text[i] == '\n';
	return lines;
}

/* behind the region before: a macro may stand within the head of a function */
static unsigned int first_free_line(const struct csource *source)
{
	const struct cregion *regions = (const struct cregion *)source->regions->data;

	return source->regions->len ? regions[source->regions->len - 1].last + 1 : 1;
}

/* "} name;": of a type without a tag, or the variable that has it */
static void name_behind(const struct csource *source, struct cregion *region)
{
	const struct ctoken *name = NULL;

	for (guint i = region->last_token + 1; i < source->tokens->len; i++) {
		const struct ctoken *token = ctoken_at(source, i);

		if (token->kind == CTOKEN_WORD)
			name = token;
		else if (token->kind == CTOKEN_PUNCT)
			break;
	}
	if (!name)
		return;
	g_free(region->name);
	region->name = g_strndup(name->text, name->size);
}

static guint add_region(struct csource *source, guint first, guint brace)
{
	struct head head = { 0 };
	struct cregion region = { .open = ctoken_at(source, brace)->line };

	while (first < brace && !is_code(ctoken_at(source, first)))
		first++;
	first = read_head(source, first, brace, &head);
	region.name = name_of(&head, &region.kind);
	region.first = ctoken_at(source, first)->line;
	region.first_token = first;
	region.last_token = closing(source, brace);
	region.last = ctoken_at(source, region.last_token)->line;
	if (region.kind == CREGION_TYPE && !*region.name)
		name_behind(source, &region);
	region.first = MIN(MAX(region.first, first_free_line(source)), region.open);
	g_array_append_val(source->regions, region);
	return region.last_token;
}

static void add_macro(struct csource *source, guint at)
{
	const struct ctoken *token = ctoken_at(source, at);
	const char *end = token->text + token->size, *start;
	const char *p = skip_blanks(token->text + 1, end) + strlen("define");
	struct cregion region = {
		.kind = CREGION_MACRO,
		.first = token->line,
		.open = token->line,
		.last = token->line + lines_in(token),
		.first_token = at,
		.last_token = at,
	};

	p = skip_blanks(p, end);
	for (start = p; p < end && is_word(*p); p++)
		;
	region.name = g_strndup(start, p - start);
	g_array_append_val(source->regions, region);
}

static void find_regions(struct csource *source)
{
	guint first = 0;

	for (guint i = 0; i < source->tokens->len; i++) {
		const struct ctoken *token = ctoken_at(source, i);

		if (token->depth > 0)
			continue;
		if (token->kind == CTOKEN_DIRECTIVE) {
			if (directive_is(token, "define"))
				add_macro(source, i);
			if (first == i)
				first = i + 1;
		} else if (ctoken_is(token, ";") || ctoken_is(token, "}") ||
			   (ctoken_is(token, "{") && is_linkage(source->tokens, i))) {
			first = i + 1;
		} else if (ctoken_is(token, "{")) {
			i = add_region(source, first, i);
			first = i + 1;
		}
	}
}

static void clear_region(gpointer data)
{
	g_free(((struct cregion *)data)->name);
}

struct csource *csource_scan(GBytes *bytes)
{
	struct csource *source = g_new0(struct csource, 1);
	struct scanner s = { .line = 1, .source = source };
	gsize size;

	source->bytes = g_bytes_ref(bytes);
	source->balanced = true;
	source->tokens = g_array_sized_new(FALSE, FALSE, sizeof(struct ctoken), 0);
	source->regions = g_array_new(FALSE, FALSE, sizeof(struct cregion));
	g_array_set_clear_func(source->regions, clear_region);
	s.ifs = g_array_new(FALSE, FALSE, sizeof(struct arm));
	s.at = s.line_start = g_bytes_get_data(bytes, &size) ?: "";
	s.end = s.at + size;
	g_array_set_size(source->tokens, size / TOKEN_BYTES);
	scan_tokens(&s);
	find_regions(source);
	g_array_unref(s.ifs);
	return source;
}

void csource_free(struct csource *source)
{
	if (!source)
		return;
	g_array_unref(source->tokens);
	g_array_unref(source->regions);
	g_bytes_unref(source->bytes);
	g_free(source);
}

const struct cregion *csource_function(const struct csource *source, const char *name)
{
	for (guint i = 0; i < source->regions->len; i++) {
		const struct cregion *region = &g_array_index(source->regions, struct cregion, i);

		if (region->kind == CREGION_FUNCTION && !strcmp(region->name, name))
			return region;
	}
	return NULL;
}

const struct cregion *csource_at(const struct csource *source, unsigned int line)
{
	guint low = 0, high = source->regions->len;

	while (low < high) {
		guint middle = (low + high) / 2;
		const struct cregion *region =
			&g_array_index(source->regions, struct cregion, middle);

		if (region->last < line)
			low = middle + 1;
		else if (region->first > line)
			high = middle;
		else
			return region;
	}
	return NULL;
}

guint csource_token_behind(const struct csource *source, const char *at)
{
	guint low = 0, high = source->tokens->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;

		if (ctoken_at(source, middle)->text < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

guint csource_token_from(const struct csource *source, const char *at)
{
	guint i = csource_token_behind(source, at);

	return i < source->tokens->len && ctoken_at(source, i)->text == at ? i : 0;
}

unsigned int csource_uses(const struct csource *source, const char *word)
{
	unsigned int uses = 0;

	for (guint i = 0; i < source->tokens->len; i++) {
		const struct ctoken *token = ctoken_at(source, i);

		uses += token->kind == CTOKEN_WORD && ctoken_is(token, word);
	}
	return uses;
}

char *function_name_of(const char *line)
{
	g_autoptr(GBytes) bytes = g_bytes_new_static(line, strlen(line));
	g_autoptr(csource) source = csource_scan(bytes);
	struct head head = { 0 };
	enum cregion_kind kind;

	if (!cheading_is(source))
		return NULL;
	read_head(source, 0, source->tokens->len, &head);
	if (!head.function || head.assigned)
		return NULL;
	return name_of(&head, &kind);
}

char *table_name_of(const char *line)
{
	g_autoptr(GBytes) bytes = g_bytes_new_static(line, strlen(line));
	g_autoptr(csource) source = csource_scan(bytes);
	struct head head = { 0 };

	read_head(source, 0, source->tokens->len, &head);
	return head.assigned ? g_strndup(head.assigned->text, head.assigned->size) : NULL;
}
