// SPDX-License-Identifier: GPL-2.0-only
/*
 * Histogram diff as JGit and git have it (HistogramDiff.java, xhistogram.c):
 * merges follow it to the letter, as which changes touch decides what is a
 * conflict.
 */
#include "format/sequence.h"

#include <string.h>

/* an element that occurs more often starts no run, as in git */
#define MAX_OCCURRENCES 64

/* places of a number in the old range: the first one, counted from 1, and how many there are */
struct places {
	guint first;
	guint count;
};

/* @places: by number; @next chains the places of each, 0 ends */
struct histogram {
	const guint *old;
	const guint *new;
	bool *gone;
	bool *came;
	struct places *places;
	guint *next;
};

struct block {
	size_t old_at, old_end;
	size_t new_at, new_end;
};

/* the best run so far, and how rare its rarest element is */
struct best {
	struct block run;
	guint rarity;
	bool common;
};

static void index_old(struct histogram *h, const struct block *b)
{
	for (size_t i = b->old_end; i-- > b->old_at;) {
		struct places *places = &h->places[h->old[i]];

		h->next[i] = places->first;
		places->first = i + 1;
		places->count++;
	}
}

/* the old range begins at @start now; places are chained upwards, so those in front go first */
static void drop_old(struct histogram *h, const struct block *b, size_t start)
{
	for (size_t i = b->old_at; i < start; i++) {
		struct places *places = &h->places[h->old[i]];

		places->first = h->next[i];
		places->count--;
	}
}

static void forget_old(struct histogram *h, const struct block *b)
{
	for (size_t i = b->old_at; i < b->old_end; i++)
		h->places[h->old[i]] = (struct places){ 0, 0 };
}

/* the run around one pair of equal elements; @out_rarity: of its rarest element */
static struct block extend(const struct histogram *h, const struct block *b, size_t old,
			   size_t new, guint *out_rarity)
{
	struct block run = { old, old + 1, new, new + 1 };
	guint rarity = h->places[h->old[old]].count;

	while (run.old_at > b->old_at && run.new_at > b->new_at &&
	       h->old[run.old_at - 1] == h->new[run.new_at - 1]) {
		run.old_at--;
		run.new_at--;
		if (rarity > 1)
			rarity = MIN(rarity, h->places[h->old[run.old_at]].count);
	}
	while (run.old_end < b->old_end && run.new_end < b->new_end &&
	       h->old[run.old_end] == h->new[run.new_end]) {
		if (rarity > 1)
			rarity = MIN(rarity, h->places[h->old[run.old_end]].count);
		run.old_end++;
		run.new_end++;
	}
	*out_rarity = rarity;
	return run;
}

/* try all runs through @new; returns where to go on */
static size_t try_new(const struct histogram *h, const struct block *b, size_t new,
		      struct best *best)
{
	const struct places *places = &h->places[h->new[new]];
	guint place = places->first;
	size_t next = new + 1;

	if (!place)
		return next;
	best->common = true;
	if (places->count > best->rarity)
		return next;
	while (place) {
		guint rarity;
		struct block run = extend(h, b, place - 1, new, &rarity);

		next = MAX(next, run.new_end);
		if (best->run.old_end - best->run.old_at < run.old_end - run.old_at ||
		    rarity < best->rarity) {
			best->run = run;
			best->rarity = rarity;
		}
		do {
			place = h->next[place - 1];
		} while (place && place - 1 < run.old_end);
	}
	return next;
}

static struct best find_best(const struct histogram *h, const struct block *b)
{
	struct best best = { .rarity = MAX_OCCURRENCES + 1 };

	for (size_t new = b->new_at; new < b->new_end;)
		new = try_new(h, b, new, &best);
	return best;
}

static bool is_one_sided(const struct block *b)
{
	return b->old_at == b->old_end || b->new_at == b->new_end;
}

static void mark(struct histogram *h, const struct block *b)
{
	memset(h->gone + b->old_at, 1, b->old_end - b->old_at);
	memset(h->came + b->new_at, 1, b->new_end - b->new_at);
}

/*
 * What is behind the best run is split next, with the places that are known; what is in front of
 * each run waits until these are no longer needed.
 */
static void split(struct histogram *h, struct block b)
{
	g_autoptr(GArray) fronts = g_array_new(FALSE, FALSE, sizeof(struct block));

	if (is_one_sided(&b)) {
		mark(h, &b);
		return;
	}
	index_old(h, &b);
	while (!is_one_sided(&b)) {
		struct best best = find_best(h, &b);
		struct block front = { b.old_at, best.run.old_at, b.new_at, best.run.new_at };

		if (best.common && best.rarity > MAX_OCCURRENCES) {
			myers_mark(h->old + b.old_at, b.old_end - b.old_at, h->new + b.new_at,
				   b.new_end - b.new_at, h->gone + b.old_at, h->came + b.new_at);
			break;
		}
		if (best.run.old_end == best.run.old_at) {
			mark(h, &b);
			break;
		}
		g_array_append_val(fronts, front);
		drop_old(h, &b, best.run.old_end);
		b.old_at = best.run.old_end;
		b.new_at = best.run.new_end;
	}
	if (is_one_sided(&b))
		mark(h, &b);
	forget_old(h, &b);
	for (guint i = 0; i < fronts->len; i++)
		split(h, g_array_index(fronts, struct block, i));
}

void histogram_mark(const guint *old, size_t old_count, const guint *new, size_t new_count,
		    guint numbers, bool *gone, bool *came)
{
	g_autofree struct places *places = g_new0(struct places, numbers + 1);
	g_autofree guint *next = g_new(guint, old_count + 1);
	struct histogram h = { old, new, gone, came, places, next };

	split(&h, (struct block){ 0, old_count, 0, new_count });
}

/* a run of marks, or the gap of none between two unmarked elements */
struct run {
	size_t start;
	size_t end;
};

static struct run first_run(const bool *marks)
{
	struct run run = { 0, 0 };

	while (marks[run.end])
		run.end++;
	return run;
}

static bool next_run(const bool *marks, size_t count, struct run *run)
{
	if (run->end >= count)
		return false;
	run->start = run->end = run->end + 1;
	while (marks[run->end])
		run->end++;
	return true;
}

/* most elements have no mark on either side: both go on to the last such one */
static void skip_gaps(const bool *marks, size_t count, struct run *run, const bool *others,
		      size_t other_count, struct run *other)
{
	size_t limit = MIN(count - run->end, other_count - other->end), gaps;

	if (!limit || run->end > run->start || other->end > other->start)
		return;
	gaps = unmarked(marks + run->end + 1, others + other->end + 1, limit - 1);
	run->start = run->end += gaps;
	other->start = other->end += gaps;
}

static void previous_run(const bool *marks, struct run *run)
{
	run->start = run->end = run->start - 1;
	while (run->start > 0 && marks[run->start - 1])
		run->start--;
}

static bool slide_up(const guint *numbers, bool *marks, struct run *run)
{
	if (run->start == 0 || numbers[run->start - 1] != numbers[run->end - 1])
		return false;
	marks[--run->start] = true;
	marks[--run->end] = false;
	while (run->start > 0 && marks[run->start - 1])
		run->start--;
	return true;
}

static bool slide_down(const guint *numbers, bool *marks, size_t count, struct run *run)
{
	if (run->end >= count || numbers[run->start] != numbers[run->end])
		return false;
	marks[run->start++] = false;
	marks[run->end++] = true;
	while (marks[run->end])
		run->end++;
	return true;
}

/* runs that it meets on the way become part of it, and then it may slide further */
static void settle(const guint *numbers, bool *marks, size_t count, struct run *run,
		   const bool *others, size_t other_count, struct run *other)
{
	size_t size, earliest, met;
	bool meets;

	do {
		size = run->end - run->start;
		meets = false;
		met = 0;
		while (slide_up(numbers, marks, run))
			previous_run(others, other);
		earliest = run->end;
		for (;;) {
			if (other->end > other->start) {
				meets = true;
				met = run->end;
			}
			if (!slide_down(numbers, marks, count, run))
				break;
			next_run(others, other_count, other);
		}
	} while (size != run->end - run->start);
	if (run->end == earliest || !meets)
		return;
	while (run->end > met && slide_up(numbers, marks, run))
		previous_run(others, other);
}

void runs_to_end(const guint *numbers, bool *marks, size_t count, const bool *others,
		 size_t other_count)
{
	struct run run = first_run(marks), other = first_run(others);

	do {
		if (run.end > run.start)
			settle(numbers, marks, count, &run, others, other_count, &other);
		skip_gaps(marks, count, &run, others, other_count, &other);
		next_run(others, other_count, &other);
	} while (next_run(marks, count, &run));
}
