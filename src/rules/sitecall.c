// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table says what a function takes and whether that can contend; the code
 * says whether the lock is held.  Neither says the other's part.
 */
#include "rules/sitecall.h"

#include <string.h>

#include "base/strings.h"
#include "rules/facts.h"
#include "rules/finding.h"
#include "rules/locks.h"
#include "rules/shape.h"
#include "rules/site.h"

struct judge {
	const struct rule *rule;
	const GPtrArray *facts;
	struct unit *unit;
	struct callers *callers;
	GPtrArray *findings;	/* struct finding * of this file */
};

G_GNUC_PRINTF(6, 7)
static void say(struct judge *j, const struct fact *fact, unsigned int line, const char *function,
		const char *verdict, const char *format, ...)
{
	g_autofree char *reason = NULL;
	va_list ap;

	va_start(ap, format);
	reason = g_strdup_vprintf(format, ap);
	va_end(ap);
	g_ptr_array_add(j->findings, finding_new(j->rule->name, j->unit->path, line, function,
						 fact->symbol, verdict, reason));
}

/* "TDH.VP.INIT takes the resource exclusively (version 1 and later)" */
static char *takes(const struct fact *fact)
{
	return g_strdup_printf("%s takes the TDR exclusively%s%s%s", fact->name,
			       *fact->condition ? " (" : "", fact->condition,
			       *fact->condition ? ")" : "");
}

static const struct fact *fact_for(const struct judge *j, const struct ctoken *token)
{
	for (guint i = 0; token->kind == CTOKEN_WORD && i < j->facts->len; i++) {
		const struct fact *fact = j->facts->pdata[i];

		if (fact_is_exclusive(fact) && ctoken_is(token, fact->symbol))
			return fact;
	}
	return NULL;
}

#define LOCKED (HELD_WRITE | HELD_READ | HELD_SOMEHOW)
#define CONTEXT (HELD_ATOMIC | HELD_IRQ | HELD_FIRST)

/* all that is known of the locks at a call */
struct circumstances {
	unsigned int bits;
	bool by_caller;
	bool unseen;
	char *owner;
	char *why;
};

static void look(struct judge *j, const struct fact *fact, struct func *func, guint at,
		 struct circumstances *c)
{
	c->owner = shape_owner(func, j->rule, fact, at);
	c->bits = locks_at(func, j->rule, at, c->owner, &c->why);
	if (!(c->bits & HELD_ENTRY))
		return;
	c->bits &= ~HELD_ENTRY;
	c->by_caller = true;
	c->bits |= callers_held(j->callers, func, c->owner, &c->why, &c->unseen);
}

static void say_held(struct judge *j, const struct fact *fact, unsigned int line,
		     const struct func *func, const struct circumstances *c)
{
	const char *where = c->by_caller ? ", by the callers" : "";
	const char *lock = j->rule->lock;
	g_autofree char *does = takes(fact);

	if (c->bits & HELD_FREE)
		say(j, fact, line, func->name, SITE_UNKNOWN,
		    "%s; %s is held on one path to the call "
		    "and not on another", does, lock);
	else if ((c->bits & LOCKED) == HELD_WRITE)
		say(j, fact, line, func->name, SITE_GUARDED,
		    "%s; %s of %s is held for write%s", does,
		    lock, c->owner, where);
	else
		say(j, fact, line, func->name, SITE_NEVER,
		    "%s; %s of %s is held%s%s, which keeps out "
		    "who needs it for write; taking it again would deadlock", does, lock, c->owner,
		    c->bits & HELD_SOMEHOW ? "" : " for read", where);
}

static void say_free(struct judge *j, const struct fact *fact, unsigned int line,
		     const struct func *func, guint at, const struct circumstances *c)
{
	const char *note = c->unseen ? "; callers in other files were not looked at" : "";
	const char *lock = j->rule->lock;
	g_autofree char *does = takes(fact), *refusal = NULL;

	if (!fact->guarded_upstream || !has_string(j->rule->targets, fact->symbol)) {
		say(j, fact, line, func->name, SITE_REPORT,
		    "%s without %s and may contend; %s%s", does,
		    lock, fact->why, note);
		return;
	}
	if (c->bits & HELD_IRQ) {
		say(j, fact, line, func->name, SITE_NEVER,
		    "%s with interrupts off, where %s cannot be "
		    "taken", does, lock);
		return;
	}
	if (c->bits & (HELD_ATOMIC | HELD_FIRST))
		refusal = g_strdup_printf("%s would be taken under another lock", lock);
	else if (locks_asserted(func, j->rule))
		refusal = g_strdup_printf("the function says elsewhere that %s is held", lock);
	else
		refusal = shape_refusal(func, j->rule, at, c->owner);
	if (refusal)
		say(j, fact, line, func->name, SITE_UNKNOWN,
		    "%s without %s; %s%s", does, lock, refusal,
		    note);
	else
		say(j, fact, line, func->name, SITE_GUARD,
		    "%s without %s; %s%s", does, lock, fact->why,
		    note);
}

static void judge_call(struct judge *j, const struct fact *fact, struct func *func, guint at)
{
	unsigned int line = token_of(j->unit->tokens, at)->line;
	g_autofree char *does = takes(fact);
	struct circumstances c = { 0 };
	struct finding *finding;

	if (!func->body) {
		say(j, fact, line, func->name, SITE_UNKNOWN,
		    "%s in a function that could not be read: "
		    "%s", does, func->unreadable);
		finding = j->findings->pdata[j->findings->len - 1];
		finding->unread = g_strdup_printf("could not be read: %s", func->unreadable);
		return;
	}
	if (!fact->contends) {
		say(j, fact, line, func->name, SITE_NEVER, "%s, and nothing can contend: %s", does,
		    fact->why);
		return;
	}
	look(j, fact, func, at, &c);
	if (!(c.bits & ~CONTEXT))
		say(j, fact, line, func->name, SITE_UNKNOWN, "%s; no path leads to the call", does);
	else if (c.bits & HELD_UNCLEAR)
		say(j, fact, line, func->name, SITE_UNKNOWN,
		    "%s; whether %s is held is not clear: %s",
		    does, j->rule->lock, c.why ? c.why : "no reason given");
	else if (c.bits & HELD_OTHER)
		say(j, fact, line, func->name, SITE_UNKNOWN,
		    "%s; %s is held, and it is not shown to be "
		    "that of the call's VM", does, c.why ? c.why : j->rule->lock);
	else if (c.bits & LOCKED)
		say_held(j, fact, line, func, &c);
	else
		say_free(j, fact, line, func, at, &c);
	g_free(c.owner);
	g_free(c.why);
}

static bool is_member(const GArray *tokens, guint at)
{
	return at && (token_is(tokens, at - 1, ".") || token_is(tokens, at - 1, "->"));
}

static bool is_export(const GArray *tokens, guint at)
{
	return at > 1 && token_is(tokens, at - 1, "(") && token_word(tokens, at - 2) &&
	       !strncmp(token_of(tokens, at - 2)->text, "EXPORT_SYMBOL",
			strlen("EXPORT_SYMBOL"));
}

/* "type name(…);" at file scope, or the head of the definition itself */
static bool is_own_declaration(const struct judge *j, const struct fact *fact, guint at)
{
	const GArray *tokens = j->unit->tokens;
	const struct func *in = unit_function(j->unit, at);
	guint close;

	if (in)
		return at < in->open && !strcmp(in->name, fact->symbol);
	if (token_of(tokens, at)->depth || !at || !token_is(tokens, at + 1, "(") ||
	    (!token_word(tokens, at - 1) && !token_is(tokens, at - 1, "*")))
		return false;
	close = tokens_closing(tokens, at + 1, tokens->len);
	return token_is(tokens, close + 1, ";") || token_word(tokens, close + 1);
}

static void judge_token(struct judge *j, const struct fact *fact, guint at)
{
	const GArray *tokens = j->unit->tokens;
	unsigned int line = token_of(tokens, at)->line;
	struct func *func = unit_function(j->unit, at);
	const char *name = func ? func->name : "";
	g_autofree char *does = takes(fact);

	if (is_own_declaration(j, fact, at) || (!func && is_export(tokens, at)))
		return;
	if (!func)
		say(j, fact, line,
		    "", SITE_UNKNOWN, "%s; used outside of any function, so who calls it "
		    "is not known", does);
	else if (at < func->open)
		say(j, fact, line, name, SITE_UNKNOWN, "%s; named in the head of another function",
		    does);
	else if (is_member(tokens, at))
		say(j, fact, line, name, SITE_UNKNOWN, "%s; a member of this name may be another "
		    "function", does);
	else if (!token_is(tokens, at + 1, "("))
		say(j, fact, line, name, SITE_UNKNOWN,
		    "%s; passed on or stored, not called here, so "
		    "the rule does not see the call", does);
	else
		judge_call(j, fact, func, at);
}

/* what a directive is: "define NAME" gives NAME */
static char *directive_name(const struct csource *inner, bool *out_define)
{
	const GArray *tokens = inner->tokens;

	*out_define = token_is(tokens, 0, "define");
	return tokens->len > 1 && token_word(tokens, 1) ?
		       g_strndup(token_of(tokens, 1)->text, token_of(tokens, 1)->size) :
		       g_strdup("");
}

/* a macro's body, or a condition; the line is the one that the word stands on */
static void judge_directive(struct judge *j, const struct ctoken *directive)
{
	g_autoptr(GBytes) bytes = g_bytes_new(directive->text + 1, directive->size - 1);
	g_autoptr(csource) inner = csource_scan(bytes);
	const char *function = "";
	bool define;
	g_autofree char *name = directive_name(inner, &define);

	for (guint i = 0; i < j->unit->functions->len; i++) {
		const struct func *func = j->unit->functions->pdata[i];

		if (directive->line >= token_of(j->unit->tokens, func->open)->line &&
		    directive->line <= token_of(j->unit->tokens, func->close)->line)
			function = func->name;
	}
	for (guint i = 0; i < inner->tokens->len; i++) {
		const struct ctoken *token = token_of(inner->tokens, i);
		const struct fact *fact = fact_for(j, token);
		unsigned int line = directive->line - 1 + token->line;

		if (!fact || (define && !strcmp(name, fact->symbol)))
			continue;
		if (define)
			say(j, fact, line, function, SITE_UNKNOWN,
			    "%s takes the TDR exclusively in the "
			    "macro %s; each use of that is a call", fact->name, name);
		else
			say(j, fact, line, function, SITE_UNKNOWN, "named in a preprocessor line");
	}
}

static void judge_unit(struct judge *j)
{
	for (guint i = 0; i < j->unit->tokens->len; i++) {
		const struct ctoken *token = token_of(j->unit->tokens, i);
		const struct fact *fact = fact_for(j, token);

		if (fact)
			judge_token(j, fact, i);
		else if (token->kind == CTOKEN_DIRECTIVE)
			judge_directive(j, token);
	}
}

GPtrArray *sitecall_judge(const struct rule *rule, const GPtrArray *facts, struct unit *unit,
			  struct callers *callers)
{
	struct judge j = {
		.rule = rule, .facts = facts, .unit = unit, .callers = callers,
		.findings = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free),
	};

	judge_unit(&j);
	return j.findings;
}
