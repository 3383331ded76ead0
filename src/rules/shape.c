// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a lock is put around: a call that is a statement of its own, and the
 * check behind it when that does nothing but leave the function.  The rest is
 * refused with a reason; a wrong lock is worse than none.
 */
#include "rules/shape.h"

#include <string.h>

#include "rules/lockword.h"

char *shape_owner(const struct func *func, const struct rule *rule, const struct fact *fact,
		  guint at)
{
	const GArray *tokens = func->unit->tokens;
	g_autofree char *operand = NULL, *tail = g_strconcat("->", fact->operand, NULL);
	guint from, to;

	if (!*fact->operand || !call_argument(tokens, at + 1, func->close, 0, &from, &to))
		return NULL;
	operand = func_expr(func, from, to, rule->views);
	if (!g_str_has_suffix(operand, tail))
		return NULL;
	operand[strlen(operand) - strlen(tail)] = '\0';
	for (guint i = 0; i < rule->operands->len; i++) {
		const char *pair = rule->operands->pdata[i];
		const char *way = strchr(pair, ':') + 1;

		if (strlen(fact->operand) == (size_t)(way - 1 - pair) &&
		    g_str_has_prefix(pair, fact->operand)) {
			g_autofree char *owner = g_strconcat(operand, "->", way, NULL);

			return func_resolve(func, owner, rule->views);
		}
	}
	return NULL;
}

struct shape {
	const struct func *func;
	const struct rule *rule;
	const GArray *tokens;
	const struct stmt *stmt;
	const struct ctoken *result;	/* the variable that the call's result goes to */
	char *vcpu;			/* "vcpu" of "vcpu->vcpu_id" */
};

G_GNUC_PRINTF(3, 4)
static char *refuse(const struct shape *s, guint at, const char *format, ...)
{
	g_autofree char *what = NULL;
	va_list ap;

	va_start(ap, format);
	what = g_strdup_vprintf(format, ap);
	va_end(ap);
	if (at == G_MAXUINT)
		return g_steal_pointer(&what);
	return g_strdup_printf("line %u: %s", token_of(s->tokens, at)->line, what);
}

static char *place_refusal(const struct shape *s)
{
	switch (s->stmt->kind) {
	case STMT_SIMPLE:
		return NULL;
	case STMT_RETURN:
		return g_strdup("the call stands in a return statement");
	case STMT_IF:
	case STMT_LOOP:
	case STMT_DO:
	case STMT_SWITCH:
		return g_strdup("the call stands in a condition or loop header");
	default:
		return g_strdup("the call is no statement of its own");
	}
}

static char *parent_refusal(const struct shape *s)
{
	const struct stmt *parent = s->stmt->parent;

	switch (parent->kind) {
	case STMT_BLOCK:
	case STMT_IF:
	case STMT_LOOP:
	case STMT_DO:
		return NULL;
	case STMT_ARM:
		return g_strdup("the call stands in an #if, apart from what follows");
	case STMT_GUARD:
		return g_strdup("the call is the only statement of another guard");
	default:
		return g_strdup("the call is the only statement of a switch");
	}
}

/* "result = call(…);" and nothing else */
static char *statement_refusal(struct shape *s, guint at)
{
	const struct stmt *stmt = s->stmt;
	guint close = tokens_closing(s->tokens, at + 1, stmt->head_end);

	if (at == stmt->head)
		return g_strdup("the result of the call is not kept");
	if (at != stmt->head + 2 || !token_word(s->tokens, stmt->head) ||
	    !token_is(s->tokens, stmt->head + 1, "=") || close + 1 != stmt->head_end)
		return g_strdup("the call is part of a declaration or of a larger expression");
	s->result = token_of(s->tokens, stmt->head);
	return NULL;
}

/* does the function declare it as "struct kvm_vcpu *NAME"? */
static bool is_vcpu(const struct shape *s, const char *name)
{
	for (guint i = s->func->first; i + 2 < s->func->close; i++) {
		if (token_is(s->tokens, i, "kvm_vcpu") && token_is(s->tokens, i + 1, "*") &&
		    token_is(s->tokens, i + 2, name))
			return true;
	}
	return false;
}

/* the last argument names the vCPU, and through it the lock */
static char *vcpu_refusal(struct shape *s, guint at, const char *owner)
{
	g_autofree char *id = NULL, *through = NULL, *resolved = NULL;
	guint from = 0, to = 0, n = 0;

	while (call_argument(s->tokens, at + 1, s->func->close, n, &from, &to))
		n++;
	for (guint i = at + 2; i < s->stmt->head_end - 1; i++) {
		if (token_word(s->tokens, i) && token_is(s->tokens, i + 1, "("))
			return refuse(s, i, "an argument of the call calls something");
	}
	if (to - from != 3 || !token_word(s->tokens, from) ||
	    !token_is(s->tokens, from + 1, "->") || !token_is(s->tokens, from + 2, "vcpu_id"))
		return g_strdup("no vcpu is at hand whose VM's lock could be named");
	s->vcpu = g_strndup(token_of(s->tokens, from)->text, token_of(s->tokens, from)->size);
	if (!is_vcpu(s, s->vcpu))
		return refuse(s, G_MAXUINT, "'%s' is not declared as a struct kvm_vcpu here",
			      s->vcpu);
	through = g_strconcat(s->vcpu, "->kvm", NULL);
	resolved = func_resolve(s->func, through, s->rule->views);
	if (!owner || strcmp(resolved, owner) || !func_is_rooted(s->func, owner))
		return refuse(s, G_MAXUINT, "it is not shown that the call is about the VM of '%s'",
			      s->vcpu);
	return NULL;
}

static bool uses(const struct shape *s, guint from, guint to, const struct ctoken *word)
{
	for (guint i = from; i < to; i++) {
		if (ctoken_same(token_of(s->tokens, i), word))
			return true;
	}
	return false;
}

/* what must not stand under the lock */
static char *inside_refusal(const struct shape *s, const struct stmt *stmt)
{
	static const char *const words[] = { "break", "continue", "while", "for", "do", "switch",
					     "case", "default", "else" };

	for (guint i = stmt->first; i < stmt->end; i++) {
		const struct ctoken *token = token_of(s->tokens, i);

		if (token->kind == CTOKEN_DIRECTIVE)
			return refuse(s, i, "the check has a preprocessor line in it");
		if (token->kind != CTOKEN_WORD)
			continue;
		for (size_t w = 0; w < G_N_ELEMENTS(words); w++) {
			if (ctoken_is(token, words[w]))
				return refuse(s, i, "'%s' in the check would be caught by a guard",
					      words[w]);
		}
		if (lockword_sleeps(token))
			return refuse(s, i, "%.*s may sleep in the check", (int)token->size,
				      token->text);
		if (token_is(s->tokens, i + 1, ":"))
			return refuse(s, i, "a label would end up under the lock");
	}
	return NULL;
}

/* "err", or a macro that bugs the VM of the same vcpu */
static bool is_known_condition(const struct shape *s, const struct stmt *check)
{
	const GArray *tokens = s->tokens;
	guint end = check->head_end;
	bool leaf = token_is(tokens, check->head, "TDX_BUG_ON");

	if (end - check->head == 1)
		return true;
	if (!leaf && !token_is(tokens, check->head, "KVM_BUG_ON"))
		return false;
	return end - check->head == (leaf ? 10u : 8u) &&
	       ctoken_same(token_of(tokens, check->head + 2), s->result) &&
	       token_is(tokens, end - 4, s->vcpu) && token_is(tokens, end - 3, "->") &&
	       token_is(tokens, end - 2, "kvm") && token_is(tokens, end - 1, ")");
}

/* "pr_tdx_error(…)", "ret = -ERROR" and a way out of the function */
static bool is_known_branch(const struct shape *s, const struct stmt *stmt, bool *leaves)
{
	*leaves = stmt->kind == STMT_RETURN || stmt->kind == STMT_GOTO;
	if (*leaves) {
		for (guint i = stmt->head; i < stmt->head_end; i++) {
			if (token_is(s->tokens, i, "("))
				return false;
		}
		return true;
	}
	return stmt->kind == STMT_SIMPLE &&
	       (token_is(s->tokens, stmt->head, "pr_tdx_error") ||
		(token_word(s->tokens, stmt->head) && token_is(s->tokens, stmt->head + 1, "=") &&
		 token_is(s->tokens, stmt->head + 2, "-") && stmt->head_end - stmt->head == 4));
}

static bool is_known_check(const struct shape *s, const struct stmt *check)
{
	const struct stmt *branch = check->children->pdata[0];
	bool leaves = false;

	if (!is_known_condition(s, check))
		return false;
	if (branch->kind != STMT_BLOCK)
		return is_known_branch(s, branch, &leaves) && leaves;
	for (guint i = 0; i < branch->children->len; i++) {
		if (leaves || !is_known_branch(s, branch->children->pdata[i], &leaves))
			return false;
	}
	return leaves;
}

static char *check_refusal(const struct shape *s, const struct stmt *check)
{
	char *refusal = inside_refusal(s, check);

	if (refusal)
		return refusal;
	if (!is_known_check(s, check))
		return refuse(s, check->first, "the check does more than leave the function");
	return NULL;
}

/* the call that a statement "result = call(…);" makes, or 0 */
static guint call_of(const struct shape *s, const struct stmt *stmt, const struct ctoken *name)
{
	guint at = stmt->head + 2;

	return stmt->kind == STMT_SIMPLE && at < stmt->head_end &&
	       token_is(s->tokens, stmt->head + 1, "=") &&
	       ctoken_same(token_of(s->tokens, at), name) ? at : 0;
}

/* "tdx_operand_busy(err)", "unlikely(tdx_operand_busy(err))" */
static bool is_busy(const struct shape *s, const struct stmt *stmt)
{
	guint at = stmt->head + (token_is(s->tokens, stmt->head, "unlikely") ? 2 : 0);

	return token_is(s->tokens, at, "tdx_operand_busy") &&
	       stmt->head_end - stmt->head == 4 + (at - stmt->head) / 2 * 3 &&
	       ctoken_same(token_of(s->tokens, at + 2), s->result);
}

/* "if (busy(err)) err = call(…);" and the check of both belong under the same lock */
static char *retry_refusal(const struct shape *s, const struct stmt *retry,
			   const struct ctoken *name)
{
	const struct stmt *branch = retry->children->pdata[0], *check = stmt_next(retry);

	if (retry->children->len != 1 || !is_busy(s, retry) || !call_of(s, branch, name))
		return refuse(s, retry->first, "the call is made again, under a condition");
	if (!check || check->kind != STMT_IF ||
	    !uses(s, check->head, check->head_end, s->result))
		return refuse(s, retry->first, "no check follows the second call");
	return check_refusal(s, check);
}

/* the first call, when this one is its retry */
static guint retried_call(const struct shape *s, guint at)
{
	const struct stmt *parent = s->stmt->parent, *before;

	if (!parent || parent->kind != STMT_IF || !parent->parent || !parent->at ||
	    parent->parent->kind != STMT_BLOCK)
		return 0;
	before = parent->parent->children->pdata[parent->at - 1];
	return call_of(s, before, token_of(s->tokens, at));
}

static char *next_refusal(const struct shape *s, guint at)
{
	const struct stmt *next = stmt_next(s->stmt);
	const struct ctoken *name = token_of(s->tokens, at);

	if (!next)
		return NULL;
	if (next->kind == STMT_ARMS && uses(s, next->first, next->end, s->result))
		return refuse(s, next->first, "an #if stands between the call and what follows");
	if (next->kind == STMT_LABEL)
		return refuse(s, next->first, "a label stands between the call and its check");
	if (next->kind == STMT_IF && uses(s, next->head_end, next->end, name))
		return retry_refusal(s, next, name);
	if (next->kind == STMT_IF && uses(s, next->head, next->head_end, s->result))
		return check_refusal(s, next);
	return NULL;
}

char *shape_refusal(const struct func *func, const struct rule *rule, guint at, const char *owner)
{
	struct shape s = {
		.func = func, .rule = rule, .tokens = func->unit->tokens,
		.stmt = stmt_at(func->body, at),
	};
	guint first = s.stmt->kind == STMT_SIMPLE ? retried_call(&s, at) : 0;
	char *refusal = place_refusal(&s);

	if (first)
		return shape_refusal(func, rule, first, owner);
	if (!refusal)
		refusal = parent_refusal(&s);
	if (!refusal)
		refusal = statement_refusal(&s, at);
	if (!refusal)
		refusal = vcpu_refusal(&s, at, owner);
	if (!refusal)
		refusal = next_refusal(&s, at);
	g_free(s.vcpu);
	return refusal;
}
