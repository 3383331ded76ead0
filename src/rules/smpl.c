// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text is cut into parts at the lines that start with "@"; of each part the
 * header and the metavariables are read here, the pattern by smplbody.c.
 */
#include "rules/smpl.h"

#include <string.h>

#include "base/strings.h"
#include "rules/smplbody.h"
#include "rules/smpltested.h"

static void inherit_free(gpointer data)
{
	struct smpl_inherit *inherit = data;

	g_free(inherit->from);
	g_free(inherit->name);
	g_free(inherit);
}

static void free_need(gpointer data)
{
	need_free(data);
}

static struct smpl_part *part_new(void)
{
	struct smpl_part *part = g_new0(struct smpl_part, 1);

	part->inherits = g_ptr_array_new_with_free_func(inherit_free);
	part->binds = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_need);
	part->places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_need);
	part->callees = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_need);
	part->heads = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return part;
}

static void part_free(gpointer data)
{
	struct smpl_part *part = data;

	g_free(part->name);
	g_free(part->depends);
	g_ptr_array_unref(part->inherits);
	need_free(part->need);
	g_hash_table_unref(part->binds);
	g_hash_table_unref(part->places);
	g_hash_table_unref(part->callees);
	need_free(part->again);
	g_free(part->tests);
	need_free(part->untested);
	g_hash_table_unref(part->heads);
	g_free(part->code);
	g_free(part);
}

static const char *skip_string(const char *at)
{
	const char *p = at + 1;

	while (*p && *p != *at && *p != '\n')
		p += *p == '\\' && p[1] ? 2 : 1;
	return *p == *at ? p + 1 : p;
}

/* comments become blanks, so that lines and columns stay */
static char *blank_comments(const char *text)
{
	char *copy = g_strdup(text);
	char *at = copy;

	while (*at) {
		if (*at == '"') {
			at = (char *)skip_string(at);
		} else if (at[0] == '/' && at[1] == '/') {
			while (*at && *at != '\n')
				*at++ = ' ';
		} else if (at[0] == '/' && at[1] == '*' &&
			   strstr(at, "*/")) {
			const char *end = strstr(at, "*/") + 2;

			for (; at < end; at++)
				*at = *at == '\n' ? '\n' : ' ';
		} else {
			at++;
		}
	}
	return copy;
}

/* pieces between commas outside of brackets and strings */
static GPtrArray *split_list(const char *text, char separator)
{
	GPtrArray *list = g_ptr_array_new_with_free_func(g_free);
	const char *start = text, *at = text;
	int depth = 0;

	while (*at) {
		if (*at == '"') {
			at = skip_string(at);
			continue;
		}
		depth += (strchr("({[", *at) != NULL) - (strchr(")}]", *at) != NULL);
		if (*at == separator && depth <= 0) {
			g_ptr_array_add(list, g_strndup(start, at - start));
			start = at + 1;
		}
		at++;
	}
	g_ptr_array_add(list, g_strdup(start));
	return list;
}

/* where the constraint of "name = {…}", "name <= e", "p != …", "e : script" starts */
static const char *constraint_of(const char *item)
{
	int depth = 0;

	for (const char *at = item; *at; at++) {
		depth += (strchr("({[", *at) != NULL) - (strchr(")}]", *at) != NULL);
		if (depth <= 0 && strchr("=!<>:~", *at))
			return at;
	}
	return item + strlen(item);
}

/* the last name of a declaration, "struct kvm_vcpu *vcpu", "list [r.n] es", "r.p" */
static char *last_name(const char *text, gsize size)
{
	const char *end = text + size, *start;

	while (end > text && !byte_is_word(end[-1])) {
		if (end[-1] == ']') {
			while (end > text && end[-1] != '[')
				end--;
		}
		if (end > text)
			end--;
	}
	for (start = end; start > text && (byte_is_word(start[-1]) || start[-1] == '.');)
		start--;
	return g_strndup(start, end - start);
}

static void add_inherit(struct smpl_part *part, const char *name, bool position, bool negative)
{
	const char *dot = strchr(name, '.');
	struct smpl_inherit *inherit;

	if (!dot || g_str_has_prefix(name, "virtual."))
		return;
	inherit = g_new0(struct smpl_inherit, 1);
	inherit->from = g_strndup(name, dot - name);
	inherit->name = g_strdup(dot + 1);
	inherit->position = position;
	inherit->negative = negative;
	g_ptr_array_add(part->inherits, inherit);
}

/* names with a dot in a constraint are metavariables of earlier parts */
static void read_constraint(struct smpl_part *part, const char *constraint, bool position)
{
	g_auto(GStrv) words = g_strsplit_set(constraint, " \t\n,{}=!<>()&|", -1);
	bool negative = g_str_has_prefix(constraint, "!=");

	for (char **word = words; *word; word++) {
		if (g_ascii_isalpha(**word) && !strchr(*word, '"'))
			add_inherit(part, *word, position, negative);
	}
}

/* "= {a, b}" or "= a": the words that an identifier can be, or NULL */
static struct need *words_of(const char *constraint)
{
	g_auto(GStrv) words = NULL;
	struct need *need;

	if (constraint[0] != '=' || constraint[1] == '~' || strchr(constraint, '"') ||
	    strchr(constraint, '.'))
		return NULL;
	words = g_strsplit_set(constraint + 1, " \t\n,{}", -1);
	need = need_new(NEED_ANY);
	for (char **word = words; *word; word++) {
		/* a word of one letter is not looked for, so any place may hold it */
		if (**word)
			need_add(need, strlen(*word) > 1 ? need_word(*word) : need_new(NEED_ALL));
	}
	return need;
}

/* what an earlier part knows of a metavariable */
static struct need *inherited_words(const GPtrArray *parts, const char *name)
{
	const char *dot = strchr(name, '.');

	for (guint i = parts->len; dot && i-- > 0;) {
		const struct smpl_part *part = parts->pdata[i];
		struct need *known;

		if (strncmp(part->name, name, dot - name) || part->name[dot - name])
			continue;
		known = g_hash_table_lookup(part->binds, dot + 1);
		return known ? need_copy(known) : NULL;
	}
	return NULL;
}

/* @identifiers: also gets the name, NULL for another kind of metavariable */
static void read_variable(const GPtrArray *parts, struct smpl_part *part, const char *item,
			  bool position, GHashTable *variables, GHashTable *identifiers)
{
	const char *constraint = constraint_of(item);
	g_autofree char *name = last_name(item, constraint - item);
	const char *dot = strchr(name, '.');
	struct need *words;

	add_inherit(part, name, position, false);
	read_constraint(part, constraint, position);
	words = dot ? inherited_words(parts, name) : words_of(constraint);
	if (words)
		g_hash_table_replace(part->binds, g_strdup(dot ? dot + 1 : name),
				     need_copy(words));
	g_hash_table_replace(variables, g_strdup(dot ? dot + 1 : name), words);
	if (identifiers)
		g_hash_table_add(identifiers, g_strdup(dot ? dot + 1 : name));
}

/* one declaration of metavariables, without its ";" */
static void read_declaration(const GPtrArray *parts, struct smpl_part *part, const char *text,
			     GHashTable *variables, GHashTable *identifiers)
{
	static const char *const literal[] = {
		"iterator name", "declarer name", "attribute name", "typedef", "symbol",
	};
	g_autofree char *copy = g_strstrip(g_strdup(text));
	g_autoptr(GPtrArray) items = NULL;
	bool position = g_str_has_prefix(copy, "position");

	g_strdelimit(copy, "\t\n", ' ');
	for (size_t i = 0; i < G_N_ELEMENTS(literal); i++) {
		if (g_str_has_prefix(copy, literal[i]))
			return;
	}
	if (!*copy)
		return;
	items = split_list(copy, ',');
	for (guint i = 0; i < items->len; i++)
		read_variable(parts, part, items->pdata[i], position, variables,
			      g_str_has_prefix(copy, "identifier") ? identifiers : NULL);
}

static void read_variables(const GPtrArray *parts, struct smpl_part *part, const char *text,
			   GHashTable *variables, GHashTable *identifiers)
{
	g_autoptr(GPtrArray) declarations = split_list(text, ';');

	for (guint i = 0; i < declarations->len; i++)
		read_declaration(parts, part, declarations->pdata[i], variables, identifiers);
}

/* of a script: "x << rule.x;" */
static void read_script_variables(struct smpl_part *part, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, ";", -1);

	for (char **line = lines; *line; line++) {
		const char *from = strstr(*line, "<<");
		g_autofree char *name = NULL;

		if (!from)
			continue;
		name = g_strstrip(g_strdup(from + 2));
		name[strcspn(name, " =\t\n")] = '\0';
		add_inherit(part, name, false, strchr(from, '='));
	}
}

/* "r depends on a && b exists" */
static void read_header(struct smpl_part *part, const char *text)
{
	static const char *const behind[] = {
		"exists", "forall", "disable", "using", "extends", "expression", "identifier",
		"type",
	};
	g_autofree char *header = g_strdelimit(g_strstrip(g_strdup(text)), "\t\n", ' ');
	const char *at = header, *depends, *end;
	gsize size;

	part->kind = SMPL_MATCH;
	if (g_str_has_prefix(header, "script:"))
		part->kind = SMPL_SCRIPT;
	else if (g_str_has_prefix(header, "initiali") || g_str_has_prefix(header, "finali"))
		part->kind = SMPL_INITIALIZE;
	if (part->kind != SMPL_MATCH) {
		at += strcspn(at, " ");
		at += strspn(at, " ");
	}
	size = strcspn(at, " ");
	part->name = g_strndup(at, size);
	if (!strcmp(part->name, "depends") || !strcmp(part->name, "exists") ||
	    !strcmp(part->name, "disable") || !strcmp(part->name, "using"))
		*part->name = '\0';
	part->depends = g_strdup("");
	depends = word_in(header, "depends");
	if (!depends)
		return;
	depends += strlen("depends");
	depends += strspn(depends, " ");
	if (g_str_has_prefix(depends, "on"))
		depends += 2;
	g_free(part->depends);
	part->depends = g_strdup(depends);
	for (size_t i = 0; i < G_N_ELEMENTS(behind); i++) {
		end = word_in(part->depends, behind[i]);
		if (end)
			part->depends[end - part->depends] = '\0';
	}
}

static bool has_directives(const char *body)
{
	g_auto(GStrv) lines = g_strsplit(body, "\n", -1);

	for (char **line = lines; *line; line++) {
		const char *at = *line;

		if (*at == '+')
			continue;
		at += strspn(at, "-*? \t");
		if (*at == '#')
			return true;
	}
	return false;
}

/* "lock(E@p)" at a position that was set behind the argument of certain calls is one of them */
static void bind_callees(const GPtrArray *parts, struct smpl_part *part, GHashTable *called)
{
	for (guint i = 0; i < part->inherits->len; i++) {
		const struct smpl_inherit *inherit = part->inherits->pdata[i];
		const char *variable = g_hash_table_lookup(called, inherit->name);

		for (guint j = 0; variable && inherit->position && !inherit->negative &&
				  j < parts->len; j++) {
			const struct smpl_part *from = parts->pdata[j];
			const struct need *words = strcmp(from->name, inherit->from) ? NULL :
				g_hash_table_lookup(from->callees, inherit->name);

			if (words && !g_hash_table_contains(part->binds, variable))
				g_hash_table_insert(part->binds, g_strdup(variable),
						    need_copy(words));
		}
	}
}

static void read_calls(const GPtrArray *parts, struct smpl_part *part, const char *pattern,
		       GHashTable *variables)
{
	g_autoptr(GHashTable) called = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
							     g_free);
	GHashTableIter iter;
	gpointer name, words;

	smpl_body_callees(pattern, variables, part->callees, called);
	bind_callees(parts, part, called);
	g_hash_table_iter_init(&iter, part->binds);
	while (!part->again && g_hash_table_iter_next(&iter, &name, &words)) {
		if (smpl_body_calls_again(pattern, name))
			part->again = smpl_again(words);
	}
}

/* the first part that it excludes the places of, if they are tests */
static void read_tests(const GPtrArray *parts, struct smpl_part *part, const char *header,
		       const char *variables, const char *pattern)
{
	g_autofree char *name = g_strstrip(g_strdup(header));

	part->tests = smpl_tests_null(name, variables, pattern);
	for (guint i = 0; !part->untested && i < parts->len; i++) {
		const struct smpl_part *from = parts->pdata[i];

		if (from->tests)
			part->untested = smpl_untested(variables, pattern, from->name,
						       from->tests);
	}
}

/* where the next part starts: a line that starts with "@" */
static const char *part_start(const char *at, const char *text)
{
	for (; *at; at++) {
		if (*at == '@' && (at == text || at[-1] == '\n'))
			return at;
	}
	return NULL;
}

static const char *find_double_at(const char *at)
{
	const char *end = strstr(at, "@@");

	return end ? end : at + strlen(at);
}

/* @at: the "@" of a header; returns the end of the part */
static const char *read_part(struct smpl *smpl, const char *text, const char *at)
{
	struct smpl_part *part = part_new();
	const char *close = strchr(at + 1, '@');
	const char *variables_end, *body, *end;
	g_autofree char *header = NULL, *variables = NULL, *pattern = NULL;
	g_autoptr(GHashTable) table =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_need);
	g_autoptr(GHashTable) identifiers =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	part->line = 1;
	for (const char *p = text; p < at; p++)
		part->line += *p == '\n';
	if (!close)
		close = at + strlen(at) - 1;
	header = g_strndup(at + 1, close > at ? close - at - 1 : 0);
	variables_end = find_double_at(close + 1);
	variables = g_strndup(close + 1, variables_end - close - 1);
	body = *variables_end ? variables_end + 2 : variables_end;
	end = part_start(body, text);
	if (!end)
		end = body + strlen(body);
	pattern = g_strndup(body, end - body);
	read_header(part, header);
	if (part->kind == SMPL_MATCH) {
		read_variables(smpl->parts, part, variables, table, identifiers);
		part->directives = has_directives(pattern);
		part->need = smpl_body_need(pattern, table, part->binds, &part->marks);
		smpl_body_places(pattern, table, part->places);
		read_calls(smpl->parts, part, pattern, table);
		smpl_body_heads(pattern, identifiers, part->heads);
		read_tests(smpl->parts, part, header, variables, pattern);
	} else {
		read_script_variables(part, variables);
		part->need = need_new(NEED_ALL);
		part->code = g_strdup(pattern);
		smpl->scripted = true;
		smpl->stateful |= part->kind == SMPL_INITIALIZE;
	}
	/* "identifier f : script:python() { … }" */
	if (strstr(variables, "script:"))
		smpl->scripted = true;
	g_ptr_array_add(smpl->parts, part);
	return end;
}

static void read_virtuals(struct smpl *smpl, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (char **line = lines; *line; line++) {
		g_auto(GStrv) names = NULL;

		if (!g_str_has_prefix(*line, "virtual "))
			continue;
		names = g_strsplit_set(*line + strlen("virtual "), ", ;\t\r", -1);
		for (char **name = names; *name; name++) {
			if (**name)
				add_string_once(smpl->virtuals, *name);
		}
	}
}

static char *field(const char *line, const char *name)
{
	const char *at = line + strspn(line, "/# \t");
	gsize size = strlen(name);

	if (g_ascii_strncasecmp(at, name, size) || at[size] != ':')
		return NULL;
	return g_strstrip(g_strdup(at + size + 1));
}

static void set_field(char **to, const char *line, const char *name)
{
	char *value = field(line, name);

	if (!value)
		return;
	if (*to || !*value)
		g_free(value);
	else
		*to = value;
}

static void read_comments(struct smpl *smpl, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autoptr(GString) summary = g_string_new(NULL);

	for (char **line = lines; *line; line++) {
		char *copyright;

		if (g_str_has_prefix(*line, "///")) {
			const char *words = *line + 3 + strspn(*line + 3, " \t");

			g_string_append_printf(summary, "%s%s", summary->len && *words ? " " : "",
					       words);
		}
		if (!g_str_has_prefix(*line, "//"))
			continue;
		set_field(&smpl->confidence, *line, "Confidence");
		set_field(&smpl->url, *line, "URL");
		set_field(&smpl->options, *line, "Options");
		set_field(&smpl->requires, *line, "Requires");
		copyright = field(*line, "Copyright");
		if (copyright)
			g_ptr_array_add(smpl->copyright, copyright);
	}
	smpl->summary = g_strdup(g_strstrip(summary->str));
}

/* "!x" is only a test where the isomorphisms say so */
static void read_isomorphisms(struct smpl *smpl, const char *text, const char *code)
{
	if (!strstr(text, "// Isomorphisms: none") && !word_in(code, "using"))
		return;
	for (guint i = 0; i < smpl->parts->len; i++) {
		struct smpl_part *part = smpl->parts->pdata[i];

		g_clear_pointer(&part->untested, need_free);
	}
}

struct smpl *smpl_parse(const char *text)
{
	struct smpl *smpl = g_new0(struct smpl, 1);
	g_autofree char *code = blank_comments(text);
	const char *at = part_start(code, code);

	smpl->parts = g_ptr_array_new_with_free_func(part_free);
	smpl->virtuals = g_ptr_array_new_with_free_func(g_free);
	smpl->copyright = g_ptr_array_new_with_free_func(g_free);
	read_comments(smpl, text);
	read_virtuals(smpl, code);
	while (at && *at)
		at = read_part(smpl, code, at);
	read_isomorphisms(smpl, text, code);
	return smpl;
}

bool smpl_has_virtual(const struct smpl *smpl, const char *name)
{
	return has_string(smpl->virtuals, name);
}

void smpl_free(struct smpl *smpl)
{
	if (!smpl)
		return;
	g_ptr_array_unref(smpl->parts);
	g_ptr_array_unref(smpl->virtuals);
	g_ptr_array_unref(smpl->copyright);
	g_free(smpl->summary);
	g_free(smpl->confidence);
	g_free(smpl->url);
	g_free(smpl->options);
	g_free(smpl->requires);
	g_free(smpl);
}
