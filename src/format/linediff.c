// SPDX-License-Identifier: GPL-2.0-only
/*
 * The middle snake is searched from both ends; above a cost that no real patch
 * comes near, the furthest reaching diagonal is taken as it is, so that two
 * files without a common line do not take quadratic time.
 */
#include "format/linediff.h"

#include <string.h>

#include "format/linenumbers.h"
#include "format/sequence.h"

/* edits looked for in one box before a good split is taken for the best one */
#define MAX_COST 4096

/*
 * @gone and @came mark removed and added elements; @forward and @backward hold the
 * furthest reaching points by diagonal, with @middle as diagonal 0.
 */
struct differ {
	const guint *old;
	const guint *new;
	bool *gone;
	bool *came;
	long *forward;
	long *backward;
};

struct box {
	long old_at, old_end;
	long new_at, new_end;
};

struct split {
	long x, y;
};

static void mark(struct differ *d, const struct box *box)
{
	for (long i = box->old_at; i < box->old_end; i++)
		d->gone[i] = true;
	for (long i = box->new_at; i < box->new_end; i++)
		d->came[i] = true;
}

static void trim(const struct differ *d, struct box *box)
{
	while (box->old_at < box->old_end && box->new_at < box->new_end &&
	       d->old[box->old_at] == d->new[box->new_at]) {
		box->old_at++;
		box->new_at++;
	}
	while (box->old_at < box->old_end && box->new_at < box->new_end &&
	       d->old[box->old_end - 1] == d->new[box->new_end - 1]) {
		box->old_end--;
		box->new_end--;
	}
}

struct range {
	long low, high;
};

/* diagonals of one more edit, kept inside the box; the borders are fenced off */
static void widen(struct range *range, long low, long high, long *points, long fence)
{
	if (range->low > low)
		points[--range->low - 1] = fence;
	else
		range->low++;
	if (range->high < high)
		points[++range->high + 1] = fence;
	else
		range->high--;
}

static bool forward_step(const struct differ *d, const struct box *box,
			 const struct range *f, const struct range *b, bool odd,
			 struct split *out)
{
	for (long k = f->high; k >= f->low; k -= 2) {
		long x = d->forward[k - 1] >= d->forward[k + 1] ? d->forward[k - 1] + 1 :
								    d->forward[k + 1];

		while (x < box->old_end && x - k < box->new_end && d->old[x] == d->new[x - k])
			x++;
		d->forward[k] = x;
		if (odd && b->low <= k && k <= b->high && d->backward[k] <= x) {
			*out = (struct split){ x, x - k };
			return true;
		}
	}
	return false;
}

static bool backward_step(const struct differ *d, const struct box *box,
			  const struct range *f, const struct range *b, bool odd,
			  struct split *out)
{
	for (long k = b->high; k >= b->low; k -= 2) {
		long x = d->backward[k - 1] < d->backward[k + 1] ? d->backward[k - 1] :
								      d->backward[k + 1] - 1;

		while (x > box->old_at && x - k > box->new_at &&
		       d->old[x - 1] == d->new[x - k - 1])
			x--;
		d->backward[k] = x;
		if (!odd && f->low <= k && k <= f->high && x <= d->forward[k]) {
			*out = (struct split){ x, x - k };
			return true;
		}
	}
	return false;
}

static struct split furthest(const struct differ *d, const struct box *box,
			     const struct range *f)
{
	struct split best = { box->old_at, box->new_at };
	long sum = -1;

	for (long k = f->high; k >= f->low; k -= 2) {
		long x = MIN(d->forward[k], box->old_end);
		long y = x - k;

		if (y > box->new_end) {
			y = box->new_end;
			x = y + k;
		}
		if (x + y > sum) {
			sum = x + y;
			best = (struct split){ x, y };
		}
	}
	return best;
}

static struct split middle(const struct differ *d, const struct box *box)
{
	long low = box->old_at - box->new_end, high = box->old_end - box->new_at;
	long start = box->old_at - box->new_at, end = box->old_end - box->new_end;
	struct range f = { start, start }, b = { end, end };
	bool odd = (start - end) & 1;
	struct split split;

	d->forward[start] = box->old_at;
	d->backward[end] = box->old_end;
	for (long cost = 1;; cost++) {
		widen(&f, low, high, d->forward, -1);
		if (forward_step(d, box, &f, &b, odd, &split))
			return split;
		widen(&b, low, high, d->backward, G_MAXLONG);
		if (backward_step(d, box, &f, &b, odd, &split))
			return split;
		if (cost >= MAX_COST)
			return furthest(d, box, &f);
	}
}

static void compare(struct differ *d, struct box box)
{
	struct split split;

	for (;;) {
		trim(d, &box);
		if (box.old_at == box.old_end || box.new_at == box.new_end) {
			mark(d, &box);
			return;
		}
		split = middle(d, &box);
		if ((split.x == box.old_at && split.y == box.new_at) ||
		    (split.x == box.old_end && split.y == box.new_end)) {
			mark(d, &box);
			return;
		}
		compare(d, (struct box){ box.old_at, split.x, box.new_at, split.y });
		box.old_at = split.x;
		box.new_at = split.y;
	}
}

static GArray *changes_of(const bool *gone, size_t old_count, const bool *came, size_t new_count)
{
	GArray *changes = g_array_new(FALSE, FALSE, sizeof(struct change));
	size_t i = 0, j = 0;

	while (i < old_count || j < new_count) {
		size_t same = unmarked(gone + i, came + j, MIN(old_count - i, new_count - j));
		struct change change = { .old_at = i + same, .new_at = j + same };

		i += same;
		j += same;
		while (i < old_count && gone[i])
			i++;
		while (j < new_count && came[j])
			j++;
		change.old_count = i - change.old_at;
		change.new_count = j - change.new_at;
		if (change.old_count || change.new_count)
			g_array_append_val(changes, change);
		i++;
		j++;
	}
	return changes;
}

void myers_mark(const guint *old, size_t old_count, const guint *new, size_t new_count,
		bool *gone, bool *came)
{
	size_t diagonals = old_count + new_count + 3;
	g_autofree long *forward = g_new(long, diagonals);
	g_autofree long *backward = g_new(long, diagonals);
	struct differ d = {
		.old = old,
		.new = new,
		.gone = gone,
		.came = came,
		.forward = forward + new_count + 1,
		.backward = backward + new_count + 1,
	};

	compare(&d, (struct box){ 0, old_count, 0, new_count });
}

bool changes_bring(const GArray *changes, size_t at)
{
	guint low = 0, high = changes->len;

	/* the first change that does not end in front of it */
	while (low < high) {
		guint middle = low + (high - low) / 2;
		const struct change *change = &g_array_index(changes, struct change, middle);

		if (change->new_at + change->new_count > at)
			high = middle;
		else
			low = middle + 1;
	}
	return low < changes->len && at >= g_array_index(changes, struct change, low).new_at;
}

GArray *sequence_diff(const guint *old, size_t old_count, const guint *new, size_t new_count)
{
	g_autofree bool *gone = g_new0(bool, old_count + 1);
	g_autofree bool *came = g_new0(bool, new_count + 1);

	myers_mark(old, old_count, new, new_count, gone, came);
	return changes_of(gone, old_count, came, new_count);
}

/*
 * A run of added (or removed) lines that ends with the lines that stand before
 * it can slide.  Where it reads best is scored as git does (xdiff/xdiffi.c,
 * "indent heuristic", weights from there): splits before little indentation and
 * after blank lines are good, splits that leave a deeper line alone are bad.
 */
#define MAX_INDENT 200
#define MAX_BLANKS 20
#define START_OF_FILE_PENALTY 1
#define END_OF_FILE_PENALTY 21
#define TOTAL_BLANK_WEIGHT (-30)
#define POST_BLANK_WEIGHT 6
#define RELATIVE_INDENT_PENALTY (-4)
#define RELATIVE_INDENT_WITH_BLANK_PENALTY 10
#define RELATIVE_OUTDENT_PENALTY 24
#define RELATIVE_OUTDENT_WITH_BLANK_PENALTY 17
#define RELATIVE_DEDENT_PENALTY 23
#define RELATIVE_DEDENT_WITH_BLANK_PENALTY 17
#define INDENT_WEIGHT 60
#define MAX_SLIDING 100

static int indent_of(const struct line *line)
{
	int indent = 0;

	for (size_t i = 0; i < line->size && indent < MAX_INDENT; i++) {
		char c = line->text[i];

		if (c == ' ')
			indent++;
		else if (c == '\t')
			indent += 8 - indent % 8;
		else if (!g_ascii_isspace(c))
			return indent;
	}
	return indent >= MAX_INDENT ? MAX_INDENT : -1;
}

struct score {
	int indent;
	int penalty;
};

static int nearest_indent(const GArray *lines, long at, int step, int *out_blanks)
{
	*out_blanks = 0;
	for (; at >= 0 && at < (long)lines->len; at += step) {
		int indent = indent_of(&g_array_index(lines, struct line, at));

		if (indent >= 0)
			return indent;
		if (++*out_blanks == MAX_BLANKS)
			return 0;
	}
	return -1;
}

static void score_split(const GArray *lines, long split, struct score *score)
{
	int before, after = -1, pre_blank, post_blank = 0, total, indent = -1;
	bool end = split >= (long)lines->len;

	if (!end)
		indent = indent_of(&g_array_index(lines, struct line, split));
	before = nearest_indent(lines, split - 1, -1, &pre_blank);
	if (!end)
		after = nearest_indent(lines, split + 1, 1, &post_blank);
	if (before == -1 && pre_blank == 0)
		score->penalty += START_OF_FILE_PENALTY;
	if (end)
		score->penalty += END_OF_FILE_PENALTY;
	post_blank = indent == -1 ? 1 + post_blank : 0;
	total = pre_blank + post_blank;
	score->penalty += TOTAL_BLANK_WEIGHT * total + POST_BLANK_WEIGHT * post_blank;
	if (indent == -1)
		indent = after;
	score->indent += indent;
	if (indent == -1 || before == -1 || indent == before)
		return;
	if (indent > before)
		score->penalty += total ? RELATIVE_INDENT_WITH_BLANK_PENALTY :
					  RELATIVE_INDENT_PENALTY;
	else if (after != -1 && after > indent)
		score->penalty += total ? RELATIVE_OUTDENT_WITH_BLANK_PENALTY :
					  RELATIVE_OUTDENT_PENALTY;
	else
		score->penalty += total ? RELATIVE_DEDENT_WITH_BLANK_PENALTY :
					  RELATIVE_DEDENT_PENALTY;
}

static int compare_scores(const struct score *a, const struct score *b)
{
	int indents = (a->indent > b->indent) - (a->indent < b->indent);

	return INDENT_WEIGHT * indents + (a->penalty - b->penalty);
}

/* where the run of @count lines that may start anywhere in [first, last] reads best */
static long best_start(const GArray *lines, long first, long last, long count)
{
	struct score best = { 0 };
	long at = -1;

	if (last - first > MAX_SLIDING)
		first = last - MAX_SLIDING;
	if (last - first > count)
		first = MAX(first, last - count);
	for (long start = first; start <= last; start++) {
		struct score score = { 0 };

		score_split(lines, start, &score);
		score_split(lines, start + count, &score);
		if (at < 0 || compare_scores(&score, &best) <= 0) {
			best = score;
			at = start;
		}
	}
	return at;
}

/* by number of unchanged lines before it: does the other side change something there? */
static bool *gaps_of(const bool *changed, long count)
{
	bool *gaps = g_new0(bool, count + 2);
	long unchanged = 0;

	for (long i = 0; i < count; i++) {
		if (changed[i])
			gaps[unchanged] = true;
		else
			unchanged++;
	}
	return gaps;
}

/* the last start in [first, last] that meets a change of the other side, or -1 */
static long meeting_start(const bool *gaps, long first, long last, long unchanged)
{
	for (long start = last; start >= first; start--) {
		if (gaps[unchanged + (start - first)])
			return start;
	}
	return -1;
}

/* slides the runs of one side; one that can meet a change of the other side does */
static void slide(const GArray *lines, bool *changed, const bool *gaps)
{
	long count = lines->len, unchanged = 0;

	for (long i = 0; i < count; i++) {
		long start = i, end = i, size, first, last, best;

		if (!changed[i]) {
			unchanged++;
			continue;
		}
		while (end < count && changed[end])
			end++;
		size = end - start;
		first = last = start;
		while (first > 0 && !changed[first - 1] &&
		       lines_same_at(lines, first - 1, lines, first - 1 + size))
			first--;
		while (last + size < count && !changed[last + size] &&
		       lines_same_at(lines, last, lines, last + size))
			last++;
		best = meeting_start(gaps, first, last, unchanged - (start - first));
		if (best < 0)
			best = best_start(lines, first, last, size);
		memset(changed + start, 0, size);
		memset(changed + best, 1, size);
		unchanged += best - start;
		i = best + size - 1;
	}
}

GArray *line_diff(const GArray *old, const GArray *new)
{
	struct line_common common = lines_common(old, new);
	struct line_numbers numbers;
	g_autofree bool *gone = g_new0(bool, old->len + 1);
	g_autofree bool *came = g_new0(bool, new->len + 1);
	g_autofree bool *old_gaps = NULL, *new_gaps = NULL;

	line_numbers_between(&numbers, old, new, &common);
	myers_mark(numbers.old, old->len - common.head - common.tail, numbers.others[0],
		   new->len - common.head - common.tail, gone + common.head, came + common.head);
	line_numbers_clear(&numbers);
	new_gaps = gaps_of(came, new->len);
	slide(old, gone, new_gaps);
	old_gaps = gaps_of(gone, old->len);
	slide(new, came, old_gaps);
	return changes_of(gone, old->len, came, new->len);
}

static GArray *merge_changes(const guint *old, size_t old_count, const guint *new,
			     size_t new_count, guint limit)
{
	g_autofree bool *old_marks = g_new0(bool, old_count + 2);
	g_autofree bool *new_marks = g_new0(bool, new_count + 2);
	bool *gone = old_marks + 1, *came = new_marks + 1;

	histogram_mark(old, old_count, new, new_count, limit, gone, came);
	runs_to_end(old, gone, old_count, came, new_count);
	runs_to_end(new, came, new_count, gone, old_count);
	return changes_of(gone, old_count, came, new_count);
}

void line_diffs_merge(const GArray *old, const GArray *const *others,
		      const struct line_common *common, unsigned int count, GArray **out)
{
	struct line_numbers numbers;

	line_numbers_init(&numbers, old, others, common, count);
	for (unsigned int i = 0; i < count; i++)
		out[i] = merge_changes(numbers.old, old->len, numbers.others[i], others[i]->len,
				       numbers.limit);
	line_numbers_clear(&numbers);
}

GArray *line_diff_merge(const GArray *old, const GArray *new)
{
	GArray *changes;

	line_diffs_merge(old, &new, NULL, 1, &changes);
	return changes;
}
