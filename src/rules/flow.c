// SPDX-License-Identifier: GPL-2.0-only
/*
 * Guards are a stack while the graph is built: whatever leaves their scope,
 * break, continue, goto, return or the closing brace, goes through nodes that
 * drop them.
 */
#include "rules/flow.h"

#include <string.h>

#define NOWHERE G_MAXUINT

struct target {
	guint node;
	guint depth;		/* guards that are still held there */
};

struct jump {
	guint from;
	const struct ctoken *label;
	GArray *guards;
};

struct mark {
	guint node;
	GArray *guards;
};

struct builder {
	const struct func *func;
	const GArray *tokens;
	struct flow *flow;
	GArray *guards;		/* guint: NODE_TAKE of each guard that is held */
	GHashTable *marks;	/* label to struct mark */
	GPtrArray *jumps;
	struct target to_break, to_continue;
	guint switch_head, switch_depth;
	bool has_default;
};

static guint build(struct builder *b, const struct stmt *stmt, guint at);

static void unclear(struct builder *b, guint token, const char *what)
{
	if (!b->flow->unclear)
		b->flow->unclear = g_strdup_printf("line %u: %s", token_of(b->tokens, token)->line,
						   what);
}

static struct node *node_at(const struct builder *b, guint index)
{
	return b->flow->nodes->pdata[index];
}

static void node_free(gpointer data)
{
	struct node *node = data;

	g_array_unref(node->next);
	g_hash_table_unref(node->states);
	g_free(node);
}

static void connect(struct builder *b, guint from, guint to)
{
	if (from != NOWHERE && to != NOWHERE)
		g_array_append_val(node_at(b, from)->next, to);
}

static guint add_node(struct builder *b, enum node_kind kind, guint first, guint end, guint from)
{
	struct node *node = g_new0(struct node, 1);
	guint index = b->flow->nodes->len;

	node->kind = kind;
	node->first = first;
	node->end = end;
	node->next = g_array_new(FALSE, FALSE, sizeof(guint));
	node->states = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_ptr_array_add(b->flow->nodes, node);
	connect(b, from, index);
	return index;
}

static guint add_eval(struct builder *b, guint first, guint end, guint from)
{
	return add_node(b, NODE_EVAL, first, end, from);
}

static guint add_join(struct builder *b, guint from)
{
	return add_node(b, NODE_EVAL, 0, 0, from);
}

/* the guards above @depth are dropped, the last one first */
static guint drop_guards(struct builder *b, const GArray *guards, guint depth, guint at)
{
	for (guint i = guards->len; i > depth && at != NOWHERE; i--) {
		const struct node *take = node_at(b, g_array_index(guards, guint, i - 1));
		struct lockword word = take->word;

		at = add_node(b, NODE_DROP, take->first, take->end, at);
		node_at(b, at)->word = word;
		node_at(b, at)->word.op = LOCK_DROP;
	}
	return at;
}

/* "guard(class)(lock)" or "CLASS(class, name)(lock)" at the start of a statement */
static bool is_guard(const struct builder *b, const struct stmt *stmt, guint *class, guint *first,
		     guint *end)
{
	guint open = stmt->head + 1, close;

	if (!token_is(b->tokens, stmt->head, "guard") && !token_is(b->tokens, stmt->head, "CLASS"))
		return false;
	close = tokens_closing(b->tokens, open, stmt->head_end);
	if (!token_is(b->tokens, open, "(") || !token_is(b->tokens, close + 1, "("))
		return false;
	*class = open + 1;
	*first = close + 2;
	*end = tokens_closing(b->tokens, close + 1, stmt->head_end);
	return true;
}

static guint take_guard(struct builder *b, guint class, guint first, guint end, guint at)
{
	guint index = add_node(b, NODE_TAKE, first, end, at);
	struct node *node = node_at(b, index);

	node->word = lockword_guard(token_of(b->tokens, class));
	g_array_append_val(b->guards, index);
	return index;
}

static guint build_simple(struct builder *b, const struct stmt *stmt, guint at)
{
	guint class, first, end;

	if (!is_guard(b, stmt, &class, &first, &end))
		return add_eval(b, stmt->head, stmt->head_end, at);
	if (stmt->parent->kind != STMT_BLOCK)
		unclear(b, stmt->first, "a guard that is no statement of a block");
	return take_guard(b, class, first, end, at);
}

static guint build_block(struct builder *b, const struct stmt *stmt, guint at)
{
	guint depth = b->guards->len;

	for (guint i = 0; i < stmt->children->len; i++)
		at = build(b, stmt->children->pdata[i], at);
	at = drop_guards(b, b->guards, depth, at);
	g_array_set_size(b->guards, depth);
	return at;
}

/* "[!]trylock(lock)" and nothing else */
static bool is_trylock(const struct builder *b, const struct stmt *stmt, bool *negated,
		       struct lockword *word, guint *first, guint *end)
{
	guint at = stmt->head, close;

	*negated = token_is(b->tokens, at, "!");
	at += *negated;
	if (!token_word(b->tokens, at) || !token_is(b->tokens, at + 1, "("))
		return false;
	*word = lockword_call(token_of(b->tokens, at));
	close = tokens_closing(b->tokens, at + 1, stmt->head_end);
	if (word->op != LOCK_TRY || close + 1 != stmt->head_end ||
	    !call_argument(b->tokens, at + 1, stmt->head_end, 0, first, end))
		return false;
	/* those of sleeping locks return 0 when they got it, mutex_trylock() does not matter */
	return word->mode != 'M';
}

static guint build_if(struct builder *b, const struct stmt *stmt, guint at)
{
	struct lockword word;
	guint first, end, yes, no, after;
	bool negated;

	if (is_trylock(b, stmt, &negated, &word, &first, &end)) {
		guint failed = add_join(b, at), got = add_node(b, NODE_GOT, first, end, at);

		node_at(b, got)->word = word;
		yes = negated ? failed : got;
		no = negated ? got : failed;
	} else {
		yes = no = add_eval(b, stmt->head, stmt->head_end, at);
	}
	yes = build(b, stmt->children->pdata[0], yes);
	if (stmt->children->len > 1)
		no = build(b, stmt->children->pdata[1], no);
	if (yes == NOWHERE && no == NOWHERE)
		return NOWHERE;
	after = add_join(b, yes);
	connect(b, no, after);
	return after;
}

/* "while (1)", "while (true)", "for (;;)" end by break only */
static bool is_endless(const struct builder *b, const struct stmt *stmt)
{
	guint words = stmt->head_end - stmt->head;

	return (words == 1 && (token_is(b->tokens, stmt->head, "1") ||
			       token_is(b->tokens, stmt->head, "true"))) ||
	       (words == 2 && token_is(b->tokens, stmt->head, ";"));
}

static guint build_body(struct builder *b, const struct stmt *stmt, guint at, guint to_break,
			guint to_continue)
{
	struct target out = b->to_break, again = b->to_continue;

	b->to_break = (struct target){ to_break, b->guards->len };
	b->to_continue = (struct target){ to_continue, b->guards->len };
	at = build(b, stmt->children->pdata[0], at);
	b->to_break = out;
	b->to_continue = again;
	return at;
}

/* a guard that may fail, of a lock that does not sleep */
static bool is_cond_guard(const struct builder *b, const struct stmt *stmt)
{
	return token_is(b->tokens, stmt->first, "scoped_cond_guard") &&
	       token_word(b->tokens, stmt->head) &&
	       lockword_guard(token_of(b->tokens, stmt->head)).mode != 'M' &&
	       strncmp(token_of(b->tokens, stmt->head)->text, "mutex_", strlen("mutex_")) &&
	       strncmp(token_of(b->tokens, stmt->head)->text, "rwsem_", strlen("rwsem_"));
}

static guint build_loop(struct builder *b, const struct stmt *stmt, guint at)
{
	guint after = add_join(b, NOWHERE);
	guint head = add_eval(b, stmt->head, stmt->head_end, at);

	if (is_cond_guard(b, stmt))
		unclear(b, stmt->first, "scoped_cond_guard() may take a lock or not");
	if (!is_endless(b, stmt))
		connect(b, head, after);
	connect(b, build_body(b, stmt, head, after, head), head);
	return after;
}

static guint build_do(struct builder *b, const struct stmt *stmt, guint at)
{
	guint after = add_join(b, NOWHERE);
	guint body = add_join(b, at);
	guint test = add_eval(b, stmt->head, stmt->head_end, NOWHERE);

	connect(b, build_body(b, stmt, body, after, test), test);
	if (!token_is(b->tokens, stmt->head, "0"))
		connect(b, test, body);
	connect(b, test, after);
	return after;
}

/* scoped_guard() is a loop of one turn: break and continue end it */
static guint build_guard(struct builder *b, const struct stmt *stmt, guint at)
{
	guint comma = stmt->head, depth = b->guards->len, after;

	while (comma < stmt->head_end && !token_is(b->tokens, comma, ","))
		comma++;
	at = take_guard(b, stmt->head, MIN(comma + 1, stmt->head_end), stmt->head_end, at);
	after = add_join(b, NOWHERE);
	connect(b, build_body(b, stmt, at, after, after), after);
	at = drop_guards(b, b->guards, depth, after);
	g_array_set_size(b->guards, depth);
	return at;
}

static guint build_switch(struct builder *b, const struct stmt *stmt, guint at)
{
	guint head = b->switch_head, depth = b->switch_depth;
	bool has_default = b->has_default;
	struct target out = b->to_break;
	guint after = add_join(b, NOWHERE);

	b->switch_head = add_eval(b, stmt->head, stmt->head_end, at);
	b->switch_depth = b->guards->len;
	b->has_default = false;
	b->to_break = (struct target){ after, b->guards->len };
	connect(b, build(b, stmt->children->pdata[0], NOWHERE), after);
	if (!b->has_default)
		connect(b, b->switch_head, after);
	b->switch_head = head;
	b->switch_depth = depth;
	b->has_default = has_default;
	b->to_break = out;
	return after;
}

static guint build_case(struct builder *b, const struct stmt *stmt, guint at)
{
	guint node = add_join(b, at);

	if (b->switch_head == NOWHERE)
		unclear(b, stmt->first, "a 'case' outside of a switch");
	else if (b->guards->len != b->switch_depth)
		unclear(b, stmt->first, "a 'case' in the scope of a guard");
	connect(b, b->switch_head, node);
	b->has_default |= token_is(b->tokens, stmt->first, "default");
	return node;
}

static GArray *copy_guards(const struct builder *b)
{
	GArray *copy = g_array_new(FALSE, FALSE, sizeof(guint));

	if (b->guards->len)
		g_array_append_vals(copy, b->guards->data, b->guards->len);
	return copy;
}

static char *word_at(const struct builder *b, guint at)
{
	const struct ctoken *token = token_of(b->tokens, at);

	return g_strndup(token->text, token->size);
}

static guint build_label(struct builder *b, const struct stmt *stmt, guint at)
{
	struct mark *mark = g_new0(struct mark, 1);

	mark->node = add_join(b, at);
	mark->guards = copy_guards(b);
	g_hash_table_insert(b->marks, word_at(b, stmt->head), mark);
	return mark->node;
}

static guint build_jump(struct builder *b, const struct stmt *stmt, guint at)
{
	struct jump *jump;

	if (at == NOWHERE)
		return NOWHERE;
	jump = g_new0(struct jump, 1);
	jump->from = add_join(b, at);
	jump->label = token_of(b->tokens, stmt->head);
	jump->guards = copy_guards(b);
	g_ptr_array_add(b->jumps, jump);
	return NOWHERE;
}

static guint leave(struct builder *b, const struct stmt *stmt, const struct target *target,
		   guint at)
{
	if (target->node == NOWHERE)
		unclear(b, stmt->first, "nothing to break out of");
	else
		connect(b, drop_guards(b, b->guards, target->depth, at), target->node);
	return NOWHERE;
}

static guint build_return(struct builder *b, const struct stmt *stmt, guint at)
{
	at = add_eval(b, stmt->head, stmt->head_end, at);
	connect(b, drop_guards(b, b->guards, 0, at), b->flow->exit);
	return NOWHERE;
}

static guint build_arms(struct builder *b, const struct stmt *stmt, guint at)
{
	guint after = add_join(b, stmt->always ? NOWHERE : at), depth = b->guards->len;

	for (guint i = 0; i < stmt->children->len; i++) {
		const struct stmt *arm = stmt->children->pdata[i];
		guint in = at;

		for (guint j = 0; j < arm->children->len; j++)
			in = build(b, arm->children->pdata[j], in);
		connect(b, in, after);
		if (b->guards->len != depth)
			unclear(b, arm->first, "a guard in one arm of an #if");
		g_array_set_size(b->guards, depth);
	}
	return after;
}

static guint build(struct builder *b, const struct stmt *stmt, guint at)
{
	switch (stmt->kind) {
	case STMT_BLOCK:
		return build_block(b, stmt, at);
	case STMT_IF:
		return build_if(b, stmt, at);
	case STMT_LOOP:
		return build_loop(b, stmt, at);
	case STMT_DO:
		return build_do(b, stmt, at);
	case STMT_SWITCH:
		return build_switch(b, stmt, at);
	case STMT_CASE:
		return build_case(b, stmt, at);
	case STMT_LABEL:
		return build_label(b, stmt, at);
	case STMT_GOTO:
		return build_jump(b, stmt, at);
	case STMT_RETURN:
		return build_return(b, stmt, at);
	case STMT_BREAK:
		return leave(b, stmt, &b->to_break, at);
	case STMT_CONTINUE:
		return leave(b, stmt, &b->to_continue, at);
	case STMT_GUARD:
		return build_guard(b, stmt, at);
	case STMT_ARMS:
		return build_arms(b, stmt, at);
	case STMT_ARM:
	case STMT_SIMPLE:
		break;
	}
	return build_simple(b, stmt, at);
}

static void resolve_jump(struct builder *b, const struct jump *jump)
{
	g_autofree char *label = g_strndup(jump->label->text, jump->label->size);
	const struct mark *mark = g_hash_table_lookup(b->marks, label);

	if (!mark) {
		b->flow->unclear = b->flow->unclear ? b->flow->unclear :
			g_strdup_printf("line %u: there is no label '%s'", jump->label->line,
					label);
		return;
	}
	for (guint i = 0; i < mark->guards->len; i++) {
		if (i < jump->guards->len && g_array_index(mark->guards, guint, i) ==
						     g_array_index(jump->guards, guint, i))
			continue;
		if (!b->flow->unclear)
			b->flow->unclear = g_strdup_printf("line %u: 'goto %s' leads into the "
							   "scope of a guard", jump->label->line,
							   label);
		return;
	}
	connect(b, drop_guards(b, jump->guards, mark->guards->len, jump->from), mark->node);
}

static void mark_free(gpointer data)
{
	struct mark *mark = data;

	g_array_unref(mark->guards);
	g_free(mark);
}

static void jump_free(gpointer data)
{
	struct jump *jump = data;

	g_array_unref(jump->guards);
	g_free(jump);
}

struct flow *flow_new(const struct func *func)
{
	struct builder b = {
		.func = func,
		.tokens = func->unit->tokens,
		.flow = g_new0(struct flow, 1),
		.guards = g_array_new(FALSE, FALSE, sizeof(guint)),
		.marks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, mark_free),
		.jumps = g_ptr_array_new_with_free_func(jump_free),
		.to_break = { NOWHERE },
		.to_continue = { NOWHERE },
		.switch_head = NOWHERE,
	};
	guint entry;

	b.flow->nodes = g_ptr_array_new_with_free_func(node_free);
	entry = add_join(&b, NOWHERE);
	b.flow->exit = add_join(&b, NOWHERE);
	connect(&b, build(&b, func->body, entry), b.flow->exit);
	for (guint i = 0; i < b.jumps->len; i++)
		resolve_jump(&b, b.jumps->pdata[i]);
	g_array_unref(b.guards);
	g_hash_table_unref(b.marks);
	g_ptr_array_unref(b.jumps);
	return b.flow;
}

const struct node *flow_node(const struct flow *flow, guint token)
{
	for (guint i = 0; i < flow->nodes->len; i++) {
		const struct node *node = flow->nodes->pdata[i];

		if (node->kind != NODE_DROP && token >= node->first && token < node->end)
			return node;
	}
	return NULL;
}

void flow_free(struct flow *flow)
{
	if (!flow)
		return;
	g_ptr_array_unref(flow->nodes);
	g_free(flow->unclear);
	g_free(flow->doubt);
	g_free(flow);
}
