// SPDX-License-Identifier: GPL-2.0-only
/*
 * A lock is named again where it is unlocked.  That is only done where the name
 * is sure to mean the same lock there; else it is kept in a variable, as the
 * guard itself does.
 */
#include "rules/cleanups.h"

#include <stdarg.h>
#include <string.h>

#include "base/strings.h"
#include "rules/expand.h"

static void cleanup_free(struct cleanup *cleanup)
{
	g_free(cleanup->declare);
	g_free(cleanup->enter);
	g_free(cleanup->condition);
	g_free(cleanup->leave);
	g_free(cleanup->variable);
	g_free(cleanup->label);
	g_free(cleanup);
}

void cleanups_clear(struct cleanups *cleanups)
{
	if (!cleanups->list)
		return;
	g_ptr_array_unref(cleanups->list);
	g_ptr_array_unref(cleanups->names);
	g_free(cleanups->reason);
	cleanups->list = NULL;
}

bool cleanups_refuse(struct cleanups *cleanups, unsigned int line, const char *format, ...)
{
	g_autofree char *what = NULL;
	va_list ap;

	if (cleanups->reason)
		return false;
	va_start(ap, format);
	what = g_strdup_vprintf(format, ap);
	va_end(ap);
	cleanups->reason = g_strdup_printf("line %u: %s", line, what);
	return false;
}

static bool is_taken(const struct cleanups *cleanups, const char *name)
{
	if (has_string(cleanups->names, name))
		return true;
	for (unsigned int i = 0; i < cleanups->body->tokens->len; i++) {
		if (cbody_is(cleanups->body, i, name))
			return true;
	}
	return false;
}

const char *cleanups_name(struct cleanups *cleanups, const char *wish)
{
	g_autofree char *name = g_strdup(wish);

	for (unsigned int n = 2; is_taken(cleanups, name); n++) {
		g_free(name);
		name = g_strdup_printf("%s%u", wish, n);
	}
	add_string_once(cleanups->names, name);
	return cleanups->names->pdata[cleanups->names->len - 1];
}

static const struct guard_class *find_class(struct cleanups *cleanups, const struct cleanup *at,
					    unsigned int word)
{
	const struct ctoken *token = cbody_token(cleanups->body, word);
	g_autofree char *name = g_strndup(token->text, token->size);
	const struct guard_class *class = guard_classes_find(cleanups->classes, name);

	if (!class)
		cleanups_refuse(cleanups, at->line, "class '%s' is not known", name);
	else if (class->ambiguous)
		cleanups_refuse(cleanups, at->line, "class '%s' is defined in several ways", name);
	else
		return class;
	return NULL;
}

/* the parenthesis that closes the condition of "if (…) …", NULL when it is none */
static char *condition_end(char *text)
{
	int depth = 0;

	if (!g_str_has_prefix(text, "if ("))
		return NULL;
	for (char *at = text; *at; at++) {
		depth += *at == '(';
		if (*at == ')' && !--depth)
			return at;
	}
	return NULL;
}

/* a statement: with the semicolon that it needs, and braces, as others follow on its line */
static char *statement(char *text)
{
	size_t size = strlen(text);
	char *with, *end;

	while (size && (text[size - 1] == ' ' || text[size - 1] == ';'))
		text[--size] = '\0';
	if (g_str_has_suffix(text, "}") && !g_str_has_prefix(text, "("))
		return text;
	end = condition_end(text);
	if (end)
		with = g_strdup_printf("%.*s { %s; }", (int)(end + 1 - text), text,
				       end + 1 + strspn(end + 1, " "));
	else
		with = g_strconcat(text, ";", NULL);
	g_free(text);
	return with;
}

/*
 * Naming the lock
 */

/* "&dev->lock", "lock", "&table.lock": what it starts with, or 0 when it is more than that */
static unsigned int path_root(const struct cbody *body, struct span argument,
			      unsigned int *out_steps)
{
	unsigned int i = argument.first;

	*out_steps = 0;
	if (cbody_is(body, i, "&"))
		i++;
	if (!cbody_is_word(body, i))
		return 0;
	for (unsigned int k = i + 1; k <= argument.last; k += 2) {
		if (!(cbody_is(body, k, "->") || cbody_is(body, k, ".")) ||
		    k + 1 > argument.last || !cbody_is_word(body, k + 1))
			return 0;
		if (cbody_is(body, k, "->"))
			*out_steps += k == i + 1 ? 1 : 2;
	}
	return i;
}

/* does the argument mean the same, and cost nothing, wherever in @where it is written? */
static bool is_stable(const struct cbody *body, struct span argument, struct span where)
{
	unsigned int steps, root = path_root(body, argument, &steps);
	bool address = cbody_is(body, argument.first, "&");
	g_autofree char *name = NULL;

	if (argument.first == argument.last &&
	    cbody_token(body, argument.first)->kind == CTOKEN_NUMBER)
		return true;
	if (!root)
		return false;
	name = cbody_text(body, (struct span){ root, root });
	if (cbody_declares(body, where, name))
		return false;
	if (address && !steps)
		return true;
	return cbody_is_local(body, name) && !cbody_changes(body, where, name) &&
	       (address ? steps == 1 : root == argument.last);
}

/* "struct mutex *" + "lock" without a blank behind the star */
static char *declare(const char *type, const char *name)
{
	return g_strdup_printf("%s%s%s;", type, g_str_has_suffix(type, "*") ? "" : " ", name);
}

/* @more is taken over */
static void append(char **text, char *more)
{
	const char *blank = *more == ';' ? "" : " ";
	char *joined = *text ? g_strconcat(*text, blank, more, NULL) : g_strdup(more);

	g_free(*text);
	g_free(more);
	*text = joined;
}

/* does the function that it is to fit let go of it by this name? Then that means the same there */
static bool named_here(const struct cleanups *cleanups, const char *text)
{
	g_autofree char *bare = without_blanks(text);
	g_autofree char *last = g_strdup_printf("(%s)", bare);
	g_autofree char *first = g_strdup_printf("(%s,", bare);

	return cleanups->here && (strstr(cleanups->here, last) || strstr(cleanups->here, first));
}

/* "mutex_unlock(&a->lock);" of a lock that the other function takes and lets go of otherwise */
static bool fits_here(struct cleanups *cleanups, const struct cleanup *cleanup)
{
	g_autofree char *bare = without_blanks(cleanup->leave);

	return !cleanups->here || strstr(cleanups->here, bare) ||
	       cleanups_refuse(cleanups, cleanup->line, "this tree's function has no '%s'",
			       cleanup->leave);
}

/* the text that stands for the lock, newly allocated; may add a variable to @cleanup */
static char *name_lock(struct cleanups *cleanups, struct cleanup *cleanup,
		       const struct guard_class *class, struct span argument)
{
	g_autofree char *text = cbody_text(cleanups->body, argument);
	g_autofree char *type = NULL;
	const char *name;

	if (is_stable(cleanups->body, argument, cleanup->body) || named_here(cleanups, text))
		return g_steal_pointer(&text);
	name = cleanups_name(cleanups, "guarded");
	type = class->kind == GUARD_LOCK ? g_strconcat(class->type, " *", NULL) :
					   g_strdup(class->type);
	append(&cleanup->declare, declare(type, name));
	cleanup->enter = g_strdup_printf("%s = %s", name, text);
	return g_strdup(name);
}

/* a variable for each thing that the guard keeps; false when they are not understood */
static bool add_fields(struct cleanups *cleanups, struct cleanup *cleanup,
		       const struct guard_class *class, GHashTable *values)
{
	g_auto(GStrv) fields = g_strsplit(class->fields ?: "", ";", -1);

	for (unsigned int i = 0; fields[i]; i++) {
		char *field = g_strstrip(fields[i]);
		size_t size = strlen(field);
		const char *name;

		if (!size)
			continue;
		while (size && (g_ascii_isalnum(field[size - 1]) || field[size - 1] == '_'))
			size--;
		if (!size || strpbrk(field, "[(,"))
			return cleanups_refuse(cleanups, cleanup->line,
					       "class '%s' keeps '%s', which is not understood",
					       class->name, field);
		name = cleanups_name(cleanups, field + size);
		g_hash_table_insert(values, g_strdup_printf("_T->%s", field + size),
				    g_strdup(name));
		field[size] = '\0';
		append(&cleanup->declare, declare(g_strchomp(field), name));
	}
	return true;
}

/* the macro's text with everything in it named; NULL and refused when something is left */
static char *spell(struct cleanups *cleanups, const struct cleanup *cleanup,
		   const struct guard_class *class, const char *text, GHashTable *values)
{
	g_autofree char *spelled = expand_text(text, values);

	if (expand_count(spelled, "_T")) {
		cleanups_refuse(cleanups, cleanup->line,
				"class '%s' uses its own state in a way that is not understood",
				class->name);
		return NULL;
	}
	return g_steal_pointer(&spelled);
}

/* when the class may fail: an expression that is true when it did not */
static char *spell_condition(struct cleanups *cleanups, const struct cleanup *cleanup,
			     const struct guard_class *class, char *lock)
{
	g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal);

	if (!class->cond)
		return g_strdup(lock);
	if (expand_count(class->cond, "_RET") != 1 || expand_count(lock, "_RET")) {
		cleanups_refuse(cleanups, cleanup->line, "class '%s' has a condition that is "
				"not understood", class->name);
		return NULL;
	}
	g_hash_table_insert(values, (char *)"_RET", lock);
	return expand_text(class->cond, values);
}

static GHashTable *values_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

static bool check_lock_class(struct cleanups *cleanups, const struct cleanup *cleanup,
			     const struct guard_class *class, struct span argument)
{
	bool has = argument.first <= argument.last;

	if (class->kind == GUARD_CLASS || class->kind == GUARD_FREE)
		return cleanups_refuse(cleanups, cleanup->line, "class '%s' is not a lock",
				       class->name);
	if (has == (class->kind == GUARD_PLAIN))
		return cleanups_refuse(cleanups, cleanup->line, "guard of class '%s' %s an "
				       "argument", class->name, has ? "with" : "without");
	if (class->conditional && cleanup->form == CLEANUP_GUARD)
		return cleanups_refuse(cleanups, cleanup->line,
				       "class '%s' may fail, and guard() does not ask",
				       class->name);
	/* "if (_T) lock(_T)" has to be undone under the same condition */
	if ((!strncmp(class->lock, "if ", 3) && strncmp(class->unlock, "if ", 3)) ||
	    strchr(class->lock, '?'))
		return cleanups_refuse(cleanups, cleanup->line,
				       "class '%s' does not always lock", class->name);
	return true;
}

/* sets how a lock's guard is entered and left */
static bool spell_lock(struct cleanups *cleanups, struct cleanup *cleanup,
		       const struct guard_class *class, struct span argument)
{
	g_autoptr(GHashTable) values = values_new();
	g_autofree char *lock = NULL;
	g_autofree char *unlock = NULL;

	if (!class || !check_lock_class(cleanups, cleanup, class, argument))
		return false;
	if (class->kind != GUARD_PLAIN) {
		char *name = name_lock(cleanups, cleanup, class, argument);

		g_hash_table_insert(values, g_strdup(class->kind == GUARD_LOCK ? "_T->lock" : "_T"),
				    name);
		if (class->kind == GUARD_LOCK)
			g_hash_table_insert(values, g_strdup("l"), g_strdup(name));
	}
	if (!add_fields(cleanups, cleanup, class, values))
		return false;
	lock = spell(cleanups, cleanup, class, class->lock, values);
	unlock = spell(cleanups, cleanup, class, class->unlock, values);
	if (!lock || !unlock)
		return false;
	cleanup->leave = statement(g_steal_pointer(&unlock));
	if (!fits_here(cleanups, cleanup))
		return false;
	if (class->conditional) {
		cleanup->condition = spell_condition(cleanups, cleanup, class, lock);
		return cleanup->condition;
	}
	if (cleanup->enter)
		append(&cleanup->enter, g_strdup(";"));
	append(&cleanup->enter, g_steal_pointer(&lock));
	return true;
}

/*
 * Reading
 */

static bool starts_statement(const struct cbody *body, unsigned int i)
{
	return body->starts[i] &&
	       (cbody_is(body, i - 1, ";") || cbody_is(body, i - 1, "{") ||
		cbody_is(body, i - 1, "}") || cbody_is(body, i - 1, ":") ||
		cbody_token(body, i - 1)->kind == CTOKEN_DIRECTIVE);
}

/* from behind @end to the end of the block; refused where that is not a plain block */
static bool set_block(struct cleanups *cleanups, struct cleanup *cleanup, unsigned int start,
		      unsigned int end)
{
	const struct cbody *body = cleanups->body;
	unsigned int open = cbody_block_start(body, start);

	cleanup->body = (struct span){ end + 1, cbody_block_end(body, end) };
	if (!starts_statement(body, start))
		return cleanups_refuse(cleanups, cleanup->line,
				       "a guard as the only statement of a branch");
	if (cleanup->body.last >= body->tokens->len || !open)
		return cleanups_refuse(cleanups, cleanup->line, "a guard without an end");
	if (cbody_is(body, open - 1, "("))
		return cleanups_refuse(cleanups, cleanup->line,
				       "a guard in a statement expression");
	return true;
}

/* guard(class)(lock); */
static bool read_guard(struct cleanups *cleanups, struct cleanup *cleanup, unsigned int i)
{
	const struct cbody *body = cleanups->body;
	unsigned int end = cbody_closing(body, i + 4);

	cleanup->form = CLEANUP_GUARD;
	if (!cbody_is(body, i + 1, "(") || !cbody_is_word(body, i + 2) ||
	    !cbody_is(body, i + 3, ")") || !cbody_is(body, i + 4, "(") ||
	    !cbody_is(body, end + 1, ";"))
		return cleanups_refuse(cleanups, cleanup->line, "guard() of an unknown form");
	cleanup->head = (struct span){ i, end + 1 };
	return set_block(cleanups, cleanup, i, end + 1) &&
	       spell_lock(cleanups, cleanup, find_class(cleanups, cleanup, i + 2),
			  (struct span){ i + 5, end - 1 });
}

/* the comma, or the closing parenthesis, that ends the argument which starts at @i */
static unsigned int argument_end(const struct cbody *body, unsigned int i)
{
	while (i < body->tokens->len && !cbody_is(body, i, ",") && !cbody_is(body, i, ")")) {
		if (cbody_is(body, i, "(") || cbody_is(body, i, "{") || cbody_is(body, i, "["))
			i = cbody_closing(body, i);
		i++;
	}
	return i;
}

/* scoped_guard(class[, lock]) statement, scoped_cond_guard(class, fail[, lock]) statement */
static bool read_scoped(struct cleanups *cleanups, struct cleanup *cleanup, unsigned int i)
{
	const struct cbody *body = cleanups->body;
	bool cond = cbody_is(body, i, "scoped_cond_guard");
	unsigned int end = cbody_closing(body, i + 1);
	unsigned int at = argument_end(body, i + 2);
	const struct guard_class *class;

	cleanup->form = cond ? CLEANUP_COND : CLEANUP_SCOPED;
	if (!cbody_is(body, i + 1, "(") || !cbody_is_word(body, i + 2) || at != i + 3 ||
	    end + 1 >= body->tokens->len)
		return cleanups_refuse(cleanups, cleanup->line,
				       "scoped_guard() of an unknown form");
	if (cond) {
		cleanup->fail = (struct span){ at + 1, argument_end(body, at + 1) - 1 };
		at = cleanup->fail.last + 1;
	}
	cleanup->head = (struct span){ i, end };
	cleanup->body = (struct span){ end + 1, cbody_statement_end(body, end + 1) };
	if (cleanup->body.last >= body->tokens->len)
		return cleanups_refuse(cleanups, cleanup->line, "scoped_guard() without an end");
	class = find_class(cleanups, cleanup, i + 2);
	if (class && cond && !class->conditional)
		return cleanups_refuse(cleanups, cleanup->line, "class '%s' cannot fail",
				       class->name);
	return spell_lock(cleanups, cleanup, class, (struct span){ at + 1, end - 1 });
}

/* names of the constructor's parameters to its arguments; NULL and refused on a mismatch */
static GHashTable *bind_arguments(struct cleanups *cleanups, const struct cleanup *cleanup,
				  const struct guard_class *class, struct span span)
{
	g_autoptr(GHashTable) values = values_new();
	bool none = !strcmp(class->params, "void") || !*class->params;
	g_auto(GStrv) params = g_strsplit(none ? "" : class->params, ",", -1);
	unsigned int i = 0, at = span.first;

	for (; params[i] && at <= span.last; i++) {
		unsigned int end = argument_end(cleanups->body, at);
		const char *name = g_strchomp(params[i]) + strlen(params[i]);
		struct span argument = { at, end - 1 };

		while (name > params[i] && (g_ascii_isalnum(name[-1]) || name[-1] == '_'))
			name--;
		if (expand_count(class->lock, name) > 1 &&
		    !is_stable(cleanups->body, argument, cleanup->head))
			break;
		g_hash_table_insert(values, g_strdup(name), cbody_text(cleanups->body, argument));
		at = end + 1;
	}
	if (!params[i] && at > span.last)
		return g_steal_pointer(&values);
	cleanups_refuse(cleanups, cleanup->line, "arguments of class '%s' are not understood",
			class->name);
	return NULL;
}

/* the destructor of a variable, in terms of it */
static bool spell_variable(struct cleanups *cleanups, struct cleanup *cleanup,
			   const struct guard_class *class, const char *cast)
{
	g_autoptr(GHashTable) values = values_new();
	char *name = cast ? g_strdup_printf("((%s)%s)", cast, cleanup->variable) :
			    g_strdup(cleanup->variable);

	g_hash_table_insert(values, g_strdup("_T"), name);
	if (strstr(class->unlock, "_T =") && !strstr(class->unlock, "_T =="))
		return cleanups_refuse(cleanups, cleanup->line, "class '%s' changes its variable",
				       class->name);
	cleanup->leave = statement(expand_text(class->unlock, values));
	cleanup->null_safe = g_str_has_prefix(class->unlock, "if (_T)") ||
			     g_str_has_prefix(class->unlock, "if (!IS_ERR_OR_NULL(_T))");
	cleanup->by_address = strstr(class->unlock, "&_T");
	if (cbody_declares(cleanups->body, cleanup->body, cleanup->variable))
		return cleanups_refuse(cleanups, cleanup->line, "another '%s' is declared inside",
				       cleanup->variable);
	return true;
}

/* CLASS(class, variable)(arguments); */
static bool read_class(struct cleanups *cleanups, struct cleanup *cleanup, unsigned int i)
{
	const struct cbody *body = cleanups->body;
	unsigned int end = cbody_closing(body, i + 6);
	const struct guard_class *class;
	g_autoptr(GHashTable) values = NULL;
	g_autofree char *init = NULL;

	cleanup->form = CLEANUP_CLASS;
	if (!cbody_is(body, i + 1, "(") || !cbody_is_word(body, i + 2) ||
	    !cbody_is(body, i + 3, ",") || !cbody_is_word(body, i + 4) ||
	    !cbody_is(body, i + 5, ")") || !cbody_is(body, i + 6, "(") ||
	    !cbody_is(body, end + 1, ";"))
		return cleanups_refuse(cleanups, cleanup->line, "CLASS() of an unknown form");
	cleanup->head = (struct span){ i, end + 1 };
	cleanup->variable = cbody_text(body, (struct span){ i + 4, i + 4 });
	class = find_class(cleanups, cleanup, i + 2);
	if (!class || !set_block(cleanups, cleanup, i, end + 1))
		return false;
	if (class->kind != GUARD_CLASS)
		return cleanups_refuse(cleanups, cleanup->line, "CLASS() of the guard class '%s'",
				       class->name);
	values = bind_arguments(cleanups, cleanup, class, (struct span){ i + 7, end - 1 });
	if (!values)
		return false;
	init = expand_text(class->lock, values);
	cleanup->enter = g_strdup_printf("%s%s%s = %s", class->type,
					 g_str_has_suffix(class->type, "*") ? "" : " ",
					 cleanup->variable, init);
	return spell_variable(cleanups, cleanup, class, NULL);
}

/* "lock() == 0" or "lock()" as what ACQUIRE_ERR() gives; NULL and refused otherwise */
static char *spell_error(struct cleanups *cleanups, const struct cleanup *cleanup,
			 const struct guard_class *class)
{
	const char *condition = cleanup->condition;

	if (!class->cond || !strcmp(class->cond, "_RET"))
		return g_strdup_printf("%s ? 0 : -EBUSY", condition);
	if (!strcmp(class->cond, "_RET == 0"))
		return g_strndup(condition, strlen(condition) - strlen(" == 0"));
	cleanups_refuse(cleanups, cleanup->line, "class '%s' has a condition that is not "
			"understood", class->name);
	return NULL;
}

/* ACQUIRE(class, variable)(lock); the variable becomes the error, which ACQUIRE_ERR() asks for */
static bool read_acquire(struct cleanups *cleanups, struct cleanup *cleanup, unsigned int i)
{
	const struct cbody *body = cleanups->body;
	unsigned int end = cbody_closing(body, i + 6);
	const struct guard_class *class;
	g_autofree char *error = NULL;
	g_autofree char *leave = NULL;

	cleanup->form = CLEANUP_ACQUIRE;
	if (!cbody_is(body, i + 1, "(") || !cbody_is_word(body, i + 2) ||
	    !cbody_is(body, i + 3, ",") || !cbody_is_word(body, i + 4) ||
	    !cbody_is(body, i + 5, ")") || !cbody_is(body, i + 6, "(") ||
	    !cbody_is(body, end + 1, ";"))
		return cleanups_refuse(cleanups, cleanup->line, "ACQUIRE() of an unknown form");
	cleanup->head = (struct span){ i, end + 1 };
	cleanup->variable = cbody_text(body, (struct span){ i + 4, i + 4 });
	class = find_class(cleanups, cleanup, i + 2);
	if (!class || !set_block(cleanups, cleanup, i, end + 1))
		return false;
	if (!class->conditional)
		return cleanups_refuse(cleanups, cleanup->line, "class '%s' cannot fail",
				       class->name);
	if (!spell_lock(cleanups, cleanup, class, (struct span){ i + 7, end - 1 }))
		return false;
	error = spell_error(cleanups, cleanup, class);
	if (!error)
		return false;
	if (cleanup->enter)
		append(&cleanup->enter, g_strdup(";"));
	append(&cleanup->enter, g_strdup_printf("%s = %s", cleanup->variable, error));
	append(&cleanup->declare, declare("int", cleanup->variable));
	/* it is declared at the start of the block now */
	if (cbody_uses(body, (struct span){ cbody_block_start(body, i), i - 1 },
		       cleanup->variable))
		return cleanups_refuse(cleanups, cleanup->line, "'%s' is something else before",
				       cleanup->variable);
	g_free(g_steal_pointer(&cleanup->condition));
	leave = g_steal_pointer(&cleanup->leave);
	cleanup->leave = g_strdup_printf("if (!%s) { %s }", cleanup->variable, leave);
	if (cbody_declares(body, cleanup->body, cleanup->variable))
		return cleanups_refuse(cleanups, cleanup->line, "another '%s' is declared inside",
				       cleanup->variable);
	return true;
}

static unsigned int statement_start(const struct cbody *body, unsigned int i)
{
	while (i && !body->starts[i])
		i--;
	return i;
}

static bool is_const(const struct cbody *body, struct span span)
{
	for (unsigned int i = span.first; i < span.last; i++) {
		if (cbody_is(body, i, "const"))
			return true;
	}
	return false;
}

/* type *variable __free(class) [= value][, …]; */
static bool read_free(struct cleanups *cleanups, struct cleanup *cleanup, unsigned int i)
{
	const struct cbody *body = cleanups->body;
	unsigned int start = statement_start(body, i);
	unsigned int end = cbody_statement_end(body, start);
	const struct guard_class *class;
	bool cast;

	cleanup->form = CLEANUP_FREE;
	if (!cbody_is(body, i + 1, "(") || !cbody_is_word(body, i + 2) ||
	    !cbody_is(body, i + 3, ")") || !cbody_is_word(body, i - 1) || !start ||
	    !cbody_is(body, end, ";") || cbody_is(body, start, "static"))
		return cleanups_refuse(cleanups, cleanup->line, "__free() of an unknown form");
	for (unsigned int k = start; k < i; k++) {
		if (cbody_is(body, k, "(") && cbody_closing(body, k) > i)
			return cleanups_refuse(cleanups, cleanup->line, "__free() in parentheses");
	}
	cleanup->head = (struct span){ i, i + 3 };
	cleanup->variable = cbody_text(body, (struct span){ i - 1, i - 1 });
	class = find_class(cleanups, cleanup, i + 2);
	if (!class || !set_block(cleanups, cleanup, start, end))
		return false;
	if (class->kind != GUARD_FREE)
		return cleanups_refuse(cleanups, cleanup->line, "'%s' is not a class of "
				       "DEFINE_FREE()", class->name);
	cast = is_const(body, (struct span){ start, i }) && !strstr(class->type, "const");
	return spell_variable(cleanups, cleanup, class, cast ? class->type : NULL);
}

static bool read_at(struct cleanups *cleanups, unsigned int i)
{
	static const struct {
		const char *word;
		bool (*read)(struct cleanups *, struct cleanup *, unsigned int);
	} forms[] = {
		{ "guard", read_guard },	{ "scoped_guard", read_scoped },
		{ "CLASS", read_class },	{ "scoped_cond_guard", read_scoped },
		{ "__free", read_free },	{ "ACQUIRE", read_acquire },
	};
	static const char *const unknown[] = { "CLASS_INIT", "__cleanup", "scoped_class" };
	const struct cbody *body = cleanups->body;
	struct cleanup *cleanup;

	if (!cbody_is(body, i + 1, "(") || cbody_member(body, i))
		return true;
	for (size_t k = 0; k < G_N_ELEMENTS(unknown); k++) {
		if (cbody_is(body, i, unknown[k]))
			return cleanups_refuse(cleanups, cbody_token(body, i)->line,
					       "%s() is not handled", unknown[k]);
	}
	for (size_t k = 0; k < G_N_ELEMENTS(forms); k++) {
		if (!cbody_is(body, i, forms[k].word))
			continue;
		cleanup = g_new0(struct cleanup, 1);
		cleanup->line = cbody_token(body, i)->line;
		g_ptr_array_add(cleanups->list, cleanup);
		return forms[k].read(cleanups, cleanup, i);
	}
	return true;
}

bool cleanups_read(struct cleanups *cleanups, const struct cbody *body,
		   const struct guard_classes *classes, const char *here)
{
	*cleanups = (struct cleanups){
		.body = body,
		.classes = classes,
		.here = here,
		.list = g_ptr_array_new_with_free_func((GDestroyNotify)cleanup_free),
		.names = g_ptr_array_new_with_free_func(g_free),
	};
	for (unsigned int i = body->open; i < body->tokens->len; i++) {
		if (!read_at(cleanups, i))
			return false;
	}
	if (cleanups->list->len && body->unclear)
		return cleanups_refuse(cleanups, body->unclear,
				       "a statement that is not understood");
	return true;
}
