// SPDX-License-Identifier: GPL-2.0-only
/*
 * A lock that is of another kind here.  What kind it is, a header tells that is
 * not read; but whatever takes it in this tree's file is made for one kind, and
 * what the lines taken over take it with for another.
 */
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/limits.h"
#include "engine/code/text.h"
#include "engine/warn/suspect.h"

enum lock_kind { KIND_NONE, KIND_SEQ, KIND_MUTEX, KIND_RAW, KIND_SPIN, KIND_RWSEM, KIND_RW };

static const char *const kinds[] = {
	[KIND_SEQ] = "a seqlock",	[KIND_MUTEX] = "a mutex",
	[KIND_RAW] = "a raw spinlock",	[KIND_SPIN] = "a spinlock",
	[KIND_RWSEM] = "an rwsem",	[KIND_RW] = "an rwlock",
};

/**
 * struct taking - "spin_lock(&q->lock" and its like
 * @with: the function, or the class of a guard
 * @lock: "q->lock": the lock and what holds it, without what holds that
 * @kind: of lock that @with is for
 */
struct taking {
	struct line with;
	struct line lock;
	enum lock_kind kind;
};

static bool has(const struct line *word, const char *part)
{
	return bytes_find(word->text, word->size, part, strlen(part));
}

static bool starts(const struct line *word, const char *with)
{
	return word->size >= strlen(with) && !memcmp(word->text, with, strlen(with));
}

/* the names of C libraries and of kernels say it; what they do not say is not judged */
static enum lock_kind kind_of(const struct line *with)
{
	if (has(with, "lockdep") || has(with, "rt_mutex") || has(with, "assert"))
		return KIND_NONE;
	if (has(with, "seqlock") || has(with, "sequnlock") || has(with, "seqcount") ||
	    has(with, "seqbegin") || has(with, "seqretry"))
		return KIND_SEQ;
	if (has(with, "mutex"))
		return KIND_MUTEX;
	if (has(with, "raw_spin"))
		return KIND_RAW;
	if (has(with, "spin"))
		return KIND_SPIN;
	if (has(with, "rwsem") || starts(with, "down_read") || starts(with, "down_write") ||
	    starts(with, "up_read") || starts(with, "up_write"))
		return KIND_RWSEM;
	if (has(with, "rwlock") ||
	    ((starts(with, "read_") || starts(with, "write_")) && has(with, "lock")))
		return KIND_RW;
	return KIND_NONE;
}

static bool is_behind(const char *text, const char *at, char c)
{
	at = text_skip_back(text, at);
	return at > text && at[-1] == c;
}

static const char *before(const char *at, char c)
{
	while (*--at != c)
		;
	return at;
}

/* the word in front of a '(' that stands behind @at, if it makes a guard */
static bool is_guarded(const char *text, const char *at)
{
	struct line word;

	if (!is_behind(text, at, '('))
		return false;
	word = text_word_before(text, before(at, '('));
	return has(&word, "guard");
}

/* what an argument that starts at the '&' is given to; empty for what nobody can tell */
static struct line given_to(const char *text, const char *at)
{
	static const struct line nothing = { "", 0 };
	struct line with;

	/* scoped_guard(mutex, &q->lock) */
	if (is_behind(text, at, ',')) {
		with = text_word_before(text, before(at, ','));
		return is_guarded(text, with.text) ? with : nothing;
	}
	if (!is_behind(text, at, '('))
		return nothing;
	at = before(at, '(');
	if (!is_behind(text, at, ')'))
		return text_word_before(text, at);
	/* guard(mutex)(&q->lock) */
	with = text_word_before(text, before(at, ')'));
	return is_guarded(text, with.text) ? with : nothing;
}

/* "&a->b->lock" behind the '&': its last two names; of a call and of an array nothing is known */
static struct line lock_at(const char *at, const char *end)
{
	struct line lock = { at, 0 };
	const char *last = at;

	for (;;) {
		const char *name = at;

		while (at < end && byte_is_word(*at))
			at++;
		if (at == name)
			return (struct line){ name, 0 };
		lock = (struct line){ last, at - last };
		last = name;
		if (end - at > 2 && at[0] == '-' && at[1] == '>')
			at += 2;
		else if (end - at > 1 && *at == '.')
			at++;
		else
			return at < end && strchr("([", *at) ? (struct line){ name, 0 } : lock;
	}
}

/* the next place in front of @end where a lock is taken or let go, initialised or the like */
static const char *next_taking(const struct extract *where, const char *at, const char *end,
			       struct taking *out)
{
	while (at < end && (at = memchr(at, '&', end - at))) {
		out->lock = lock_at(at + 1, where->text + where->size);
		out->with = out->lock.size ? given_to(where->text, at) : (struct line){ at, 0 };
		out->kind = kind_of(&out->with);
		at++;
		if (out->kind != KIND_NONE &&
		    text_has_word_at(where->text, where->size, out->with.text - where->text,
				     out->with.size))
			return at;
	}
	return NULL;
}

/* as bits: the kinds that a text takes a lock for; @first: gets the first place */
static guint kinds_in(const struct extract *where, const struct line *lock, struct taking *first)
{
	const char *at = where->text;
	struct taking taking;
	guint found = 0;

	while ((at = next_taking(where, at, where->text + where->size, &taking))) {
		if (!text_same(&taking.lock, lock))
			continue;
		if (!found)
			*first = taking;
		found |= 1u << taking.kind;
	}
	return found;
}

/*
 * In a file with two locks of one name, upstream's has both kinds as well; and a change of the
 * kind leaves no place that has the old one.  @seen: locks that were asked of.
 */
static void check_taking(struct suspect *suspect, const struct taking *taking, struct bag *seen)
{
	struct taking here = { .kind = KIND_NONE }, there;
	guint ours;

	if (seen->list->len >= SEARCHES_MAX ||
	    !bag_add(seen, lex_hash_tagged(taking->lock.text, taking->lock.size, taking->kind)))
		return;
	ours = kinds_in(&suspect->ours, &taking->lock, &here);
	if (!ours || (ours & 1u << taking->kind) ||
	    (kinds_in(&suspect->base, &taking->lock, &there) & ours) ||
	    !(kinds_in(&suspect->result, &taking->lock, &there) & ours))
		return;
	add_stringf(suspect->warnings, "'%.*s' is %s here, as '%.*s' tells, and '%.*s' is for %s",
		    (int)taking->lock.size, taking->lock.text, kinds[here.kind],
		    (int)here.with.size, here.with.text, (int)taking->with.size,
		    taking->with.text, kinds[taking->kind]);
}

void suspect_locks(struct suspect *suspect)
{
	const struct extract *result = &suspect->result;
	struct taking taking;
	struct line added;
	struct bag seen;

	if (!suspect->input->ours || suspect_is_plain(suspect) ||
	    !memchr(result->text + result->from, '&', result->to - result->from))
		return;
	bag_init(&seen);
	for (guint i = 0; suspect_added(suspect, i, &added); i++) {
		const char *at = added.text, *end = at + added.size;

		while ((at = next_taking(result, at, end, &taking)))
			check_taking(suspect, &taking, &seen);
	}
	bag_clear(&seen);
}
