// SPDX-License-Identifier: GPL-2.0-only
/*
 * States flow along the graph until nothing new arrives.  Modes in a state:
 *
 *	W R A	taken in this function for write, for read, in another way
 *	w r a	asserted to be held, so the caller has it
 *	X	taken and dropped here
 *	Y	dropped here, but the caller took it
 *	S	a spinning lock that is not the rule's
 *	F	one of the rule's first= locks
 *	I	interrupts are off
 *	!	not understood
 */
#include "rules/locks.h"

#include <string.h>

#include "base/strings.h"
#include "rules/flow.h"
#include "rules/lockset.h"

/* more states at one place are not how locking is written */
#define MAX_STATES 64

struct walk {
	struct func *func;
	const struct rule *rule;
	struct flow *flow;
	char *state;
	bool conditional;	/* what is evaluated now may also be skipped */
};

static struct flow *flow_of(struct func *func, const struct rule *rule);

static void put(struct walk *w, const char *lock, char mode)
{
	char *next = lockset_put(w->state, lock, mode);

	g_free(w->state);
	w->state = next;
}

G_GNUC_PRINTF(3, 4)
static void unclear(struct walk *w, guint token, const char *format, ...)
{
	va_list ap;

	put(w, LOCKSET_UNCLEAR, '!');
	if (w->flow->doubt)
		return;
	va_start(ap, format);
	{
		g_autofree char *what = g_strdup_vprintf(format, ap);

		w->flow->doubt = g_strdup_printf("line %u: %s",
						 token_of(w->func->unit->tokens, token)->line,
						 what);
	}
	va_end(ap);
}

/* "vcpu->kvm->mmu_lock" ends in the rule's lock */
static bool ends_in(const char *lock, const char *member)
{
	size_t size = strlen(lock), tail = strlen(member);

	return size >= tail && !strcmp(lock + size - tail, member) &&
	       (size == tail || !strncmp(lock + size - tail - 2, "->", 2));
}

static bool is_first(const struct rule *rule, const char *lock)
{
	for (guint i = 0; i < rule->first->len; i++) {
		if (ends_in(lock, rule->first->pdata[i]))
			return true;
	}
	return false;
}

static char *lock_name(const struct walk *w, struct lockword word, guint from, guint to)
{
	g_autofree char *expr = func_expr(w->func, from, to, w->rule->views);
	char *name = word.owner ? g_strconcat(expr, "->", w->rule->lock, NULL) : g_strdup(expr);

	return g_strdelimit(name, ";=", '_');
}

/* the mode in a state, '\0' for a lock that does not matter */
static char mode_of(const struct walk *w, const char *lock, struct lockword word)
{
	if (ends_in(lock, w->rule->lock))
		return word.mode == 'W' || word.mode == 'R' ? word.mode : 'A';
	if (word.mode == 'M')
		return is_first(w->rule, lock) ? 'F' : '\0';
	return word.mode == 'I' ? '\0' : 'S';
}

static void drop_rule_lock(struct walk *w, const char *lock)
{
	char held = lockset_get(w->state, lock);

	put(w, lock, held && strchr("WRAX", held) ? 'X' : 'Y');
}

static void apply_assert(struct walk *w, const char *lock, struct lockword word)
{
	if (ends_in(lock, w->rule->lock) && !lockset_get(w->state, lock))
		put(w, lock, g_ascii_tolower(word.mode));
}

/* @certain: a trylock that got the lock, or a lock that is never skipped */
static void apply(struct walk *w, struct lockword word, guint from, guint to, bool certain)
{
	g_autofree char *lock = lock_name(w, word, from, to);
	char mode = mode_of(w, lock, word);

	if (word.op == LOCK_ASSERT) {
		if (certain)
			apply_assert(w, lock, word);
		return;
	}
	if (word.irq && word.op != LOCK_KEEP)
		put(w, LOCKSET_IRQ, word.op == LOCK_DROP ? '\0' : 'I');
	if (!mode || word.op == LOCK_KEEP)
		return;
	if (!certain)
		unclear(w, from, "'%s' is taken or dropped within an expression", lock);
	else if (word.op != LOCK_DROP)
		put(w, lock, mode);
	else if (ends_in(lock, w->rule->lock))
		drop_rule_lock(w, lock);
	else
		put(w, lock, '\0');
}

/* what a call of another function of the file leaves taken or dropped */
struct effect {
	GString *text;
};

static void add_effect(const char *lock, char mode, void *data)
{
	struct effect *effect = data;

	if (strchr("WRAYSFI!", mode))
		g_string_append_printf(effect->text, "%s=%c;", lock, mode);
}

/* the same at every exit, or NULL */
static char *net_effect(const struct flow *flow)
{
	const struct node *exit = flow->nodes->pdata[flow->exit];
	GHashTableIter iter;
	gpointer state;
	char *net = NULL;

	g_hash_table_iter_init(&iter, exit->states);
	while (g_hash_table_iter_next(&iter, &state, NULL)) {
		struct effect effect = { g_string_new(NULL) };
		g_autofree char *text = NULL;

		lockset_each(state, add_effect, &effect);
		text = g_string_free(effect.text, FALSE);
		if (net && strcmp(net, text)) {
			g_free(net);
			return NULL;
		}
		if (!net)
			net = g_steal_pointer(&text);
	}
	return net ? net : g_strdup("");
}

struct call {
	struct walk *walk;
	const struct func *callee;
	guint open;		/* "(" of the call */
};

/* a lock in the callee's words, in the caller's; NULL when it cannot be said */
static char *translate(const struct call *call, const char *lock)
{
	const struct walk *w = call->walk;
	int param = func_param(call->callee, lock);
	g_autofree char *argument = NULL, *name = NULL;
	guint from, to;

	if (param < 0 || !func_is_rooted(call->callee, lock) ||
	    !call_argument(w->func->unit->tokens, call->open, w->func->close, param, &from, &to))
		return NULL;
	argument = func_expr(w->func, from, to, w->rule->views);
	name = g_strconcat(argument, lock + strlen(call->callee->params->pdata[param]), NULL);
	return func_resolve(w->func, name, w->rule->views);
}

static void apply_effect(const char *lock, char mode, void *data)
{
	struct call *call = data;
	struct walk *w = call->walk;
	g_autofree char *own = NULL;

	if (mode == 'I' || mode == 'F') {
		put(w, lock, mode);
		return;
	}
	if (mode != '!' && !w->conditional)
		own = translate(call, lock);
	if (!own)
		unclear(w, call->open, "it is not clear what %s() does to '%s'",
			call->callee->name, mode == '!' ? w->rule->lock : lock);
	else if (mode == 'Y')
		drop_rule_lock(w, own);
	else
		put(w, own, mode);
}

static bool mentions(const struct unit *unit, guint from, guint to, const char *word)
{
	for (guint i = from; i < to; i++) {
		if (token_word(unit->tokens, i) && token_is(unit->tokens, i, word))
			return true;
	}
	return false;
}

static void call_function(struct walk *w, struct func *callee, guint open)
{
	struct call call = { .walk = w, .callee = callee, .open = open };
	g_autofree char *net = NULL;
	struct flow *flow;

	if (callee->busy)
		return;
	flow = flow_of(callee, w->rule);
	net = flow ? net_effect(flow) : NULL;
	if (net)
		lockset_each(net, apply_effect, &call);
	else if (flow || mentions(callee->unit, callee->open, callee->close, w->rule->lock))
		unclear(w, open, "it is not clear which locks %s() leaves held", callee->name);
}

/* "tdx_mmu_lock(…)" is about the lock, and says not what it does */
static bool names_lock(const struct walk *w, const struct ctoken *token)
{
	g_autofree char *name = g_ascii_strdown(token->text, token->size);

	return strstr(name, w->rule->lock);
}

/* a function-like macro of the same file whose text has the lock in it */
static bool is_locking_macro(const struct walk *w, const struct ctoken *token)
{
	const struct unit *unit = w->func->unit;
	const GArray *regions = unit->source->regions;

	for (guint i = 0; i < regions->len; i++) {
		const struct cregion *region = &g_array_index(regions, struct cregion, i);
		const struct ctoken *define;
		g_autofree char *text = NULL;

		if (region->kind != CREGION_MACRO || !ctoken_is(token, region->name))
			continue;
		define = token_of(unit->source->tokens, region->first_token);
		text = g_strndup(define->text, define->size);
		if (strstr(text, w->rule->lock) &&
		    (strstr(text, "_lock(") || strstr(text, "_LOCK(")))
			return true;
	}
	return false;
}

/* the lock's address goes to a function that nothing is known of */
static bool passes_lock(const struct walk *w, guint open)
{
	const GArray *tokens = w->func->unit->tokens;
	guint from, to;

	for (guint n = 0; call_argument(tokens, open, w->func->close, n, &from, &to); n++) {
		g_autofree char *expr = NULL;

		if (to - from > 16)
			continue;
		expr = func_expr(w->func, from, to, w->rule->views);
		if (ends_in(expr, w->rule->lock))
			return true;
	}
	return false;
}

static void call_at(struct walk *w, guint at)
{
	const struct unit *unit = w->func->unit;
	const struct ctoken *name = token_of(unit->tokens, at);
	struct lockword word = lockword_call(name);
	g_autofree char *text = NULL;
	struct func *callee;
	guint from = at, to = at;

	if (word.op != LOCK_NONE) {
		if (!call_argument(unit->tokens, at + 1, w->func->close, 0, &from, &to))
			from = to = at;
		apply(w, word, from, to, !w->conditional && word.op != LOCK_TRY);
		return;
	}
	text = g_strndup(name->text, name->size);
	callee = unit_find(unit, text);
	if (callee)
		call_function(w, callee, at + 1);
	else if (token_is(unit->tokens, at, "guard") || token_is(unit->tokens, at, "CLASS"))
		unclear(w, at, "a guard within an expression");
	else if (names_lock(w, name) || is_locking_macro(w, name))
		unclear(w, at, "it is not clear what %s() does to '%s'", text, w->rule->lock);
	else if (passes_lock(w, at + 1))
		unclear(w, at, "'%s' is passed to %s()", w->rule->lock, text);
}

static bool may_skip(const GArray *tokens, guint at)
{
	static const char *const words[] = { "&&", "||", "?", "if", "for", "while", "switch",
					     "do", "goto", "return" };

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		if (token_is(tokens, at, words[i]))
			return true;
	}
	return false;
}

/* walks over what is evaluated; textual order, which is that of C for "," and statements */
static void evaluate(struct walk *w, guint from, guint to)
{
	const GArray *tokens = w->func->unit->tokens;

	w->conditional = false;
	for (guint i = from; i < to; i++) {
		w->conditional |= may_skip(tokens, i);
		if (token_word(tokens, i) && token_is(tokens, i + 1, "(") &&
		    !token_is(tokens, i - 1, "->") && !token_is(tokens, i - 1, "."))
			call_at(w, i);
	}
}

static void run_guard(struct walk *w, const struct node *node)
{
	if (node->word.op == LOCK_NONE && mentions(w->func->unit, node->first, node->end,
						   w->rule->lock))
		unclear(w, node->first, "a guard of an unknown class holds '%s'", w->rule->lock);
	else if (node->word.op == LOCK_TRY)
		unclear(w, node->first, "a guard that may fail");
	else if (node->word.op != LOCK_NONE)
		apply(w, node->word, node->first, node->end, true);
}

/* the state behind a node, or before token @stop of it */
static char *state_after(struct func *func, const struct rule *rule, struct flow *flow,
			 const struct node *node, const char *state, guint stop)
{
	struct walk w = { .func = func, .rule = rule, .flow = flow, .state = g_strdup(state) };

	if (node->kind == NODE_EVAL)
		evaluate(&w, node->first, MIN(node->end, stop));
	else if (stop == G_MAXUINT)
		run_guard(&w, node);
	if (node->kind == NODE_GOT && stop == G_MAXUINT) {
		struct lockword word = node->word;

		g_free(w.state);
		w.state = g_strdup(state);
		word.op = LOCK_TAKE;
		apply(&w, word, node->first, node->end, true);
	}
	return w.state;
}

static void arrive(struct flow *flow, guint index, const char *state, GQueue *todo)
{
	struct node *node = flow->nodes->pdata[index];

	if (g_hash_table_contains(node->states, state))
		return;
	if (g_hash_table_size(node->states) >= MAX_STATES) {
		if (!flow->unclear)
			flow->unclear = g_strdup("there are too many combinations of locks");
		return;
	}
	g_hash_table_add(node->states, g_strdup(state));
	g_queue_push_tail(todo, GUINT_TO_POINTER(index));
	g_queue_push_tail(todo, g_strdup(state));
}

static void run(struct func *func, const struct rule *rule, struct flow *flow)
{
	GQueue todo = G_QUEUE_INIT;

	arrive(flow, 0, "", &todo);
	while (!g_queue_is_empty(&todo)) {
		const struct node *node =
			flow->nodes->pdata[GPOINTER_TO_UINT(g_queue_pop_head(&todo))];
		g_autofree char *state = g_queue_pop_head(&todo);
		g_autofree char *after = state_after(func, rule, flow, node, state, G_MAXUINT);

		for (guint i = 0; i < node->next->len; i++)
			arrive(flow, g_array_index(node->next, guint, i), after, &todo);
	}
}

/* NULL when the function cannot be read */
static struct flow *flow_of(struct func *func, const struct rule *rule)
{
	if (!func->body)
		return NULL;
	if (func->flow)
		return func->flow;
	func->busy = true;
	func->flow = flow_new(func);
	run(func, rule, func->flow);
	func->busy = false;
	return func->flow;
}

struct question {
	const struct rule *rule;
	const struct func *func;
	const char *lock;	/* NULL: any lock of the rule's name */
	unsigned int bits;
	bool own;		/* the state says something of @lock */
	char *other;
};

static unsigned int bit_of(char mode)
{
	switch (g_ascii_toupper(mode)) {
	case 'W':
		return HELD_WRITE;
	case 'R':
		return HELD_READ;
	case 'A':
		return HELD_SOMEHOW;
	}
	return HELD_FREE;
}

static void ask(const char *lock, char mode, void *data)
{
	struct question *q = data;

	if (mode == '!')
		q->bits |= HELD_UNCLEAR;
	else if (mode == 'I')
		q->bits |= HELD_IRQ;
	else if (mode == 'S')
		q->bits |= HELD_ATOMIC;
	else if (mode == 'F')
		q->bits |= HELD_FIRST;
	if (strchr("!ISF", mode))
		return;
	if (q->lock && !strcmp(lock, q->lock) && func_is_rooted(q->func, lock)) {
		q->bits |= bit_of(mode);
		q->own = true;
	} else if (strchr("WRAwra", mode)) {
		q->bits |= HELD_OTHER;
		g_free(q->other);
		q->other = g_strdup(lock);
	}
}

unsigned int locks_at(struct func *func, const struct rule *rule, guint token, const char *owner,
		      char **out_why)
{
	struct flow *flow = flow_of(func, rule);
	const struct node *node = flow ? flow_node(flow, token) : NULL;
	g_autofree char *lock = owner ? g_strconcat(owner, "->", rule->lock, NULL) : NULL;
	struct question q = { .rule = rule, .func = func, .lock = lock };
	GHashTableIter iter;
	gpointer state;

	if (!node) {
		*out_why = g_strdup(func->unreadable ? func->unreadable : "it is not clear when "
				    "it is evaluated");
		return HELD_UNCLEAR;
	}
	g_hash_table_iter_init(&iter, node->states);
	while (g_hash_table_iter_next(&iter, &state, NULL)) {
		g_autofree char *here = state_after(func, rule, flow, node, state, token);

		q.own = false;
		lockset_each(here, ask, &q);
		if (!q.own)
			q.bits |= HELD_ENTRY;
	}
	if (flow->unclear)
		q.bits |= HELD_UNCLEAR;
	if (q.bits & HELD_UNCLEAR)
		*out_why = g_strdup(flow->unclear ? flow->unclear : flow->doubt);
	else if (q.bits & HELD_OTHER)
		*out_why = g_steal_pointer(&q.other);
	g_free(q.other);
	return q.bits;
}

bool locks_asserted(const struct func *func, const struct rule *rule)
{
	const GArray *tokens = func->unit->tokens;

	for (guint i = func->open; i < func->close; i++) {
		if (token_word(tokens, i) && lockword_call(token_of(tokens, i)).op == LOCK_ASSERT &&
		    mentions(func->unit, i, tokens_closing(tokens, i + 1, func->close), rule->lock))
			return true;
	}
	return false;
}
