// SPDX-License-Identifier: GPL-2.0-only
/*
 * Most lines of two versions of a file are the same at both ends: these are
 * compared, which is cheaper than to look each up.
 */
#include "format/linenumbers.h"

#include <stdbool.h>
#include <string.h>

/*
 * Numbers for lines, equal lines having equal ones; open addressing, half full at most.
 * @slots: hash of a line, and its number counted from 1; 0 is free
 * @known: number -> the first line that has it
 */
struct numbering {
	struct slot {
		guint hash;
		guint number;
	} *slots;
	const struct line **known;
	guint mask;
	guint count;
};

static void numbering_init(struct numbering *numbering, guint lines)
{
	guint size = 16;

	while (size < 2 * lines)
		size *= 2;
	numbering->slots = g_new0(struct slot, size);
	numbering->known = g_new(const struct line *, lines + 1);
	numbering->mask = size - 1;
	numbering->count = 0;
}

static void numbering_clear(struct numbering *numbering)
{
	g_free(numbering->slots);
	g_free(numbering->known);
}

/* eight bytes; two pieces overlap where there are fewer, or where a last piece is shorter */
static guint64 word_at(const char *at, size_t size)
{
	guint64 word = 0;
	guint32 head, tail;

	if (size >= sizeof(word)) {
		memcpy(&word, at, sizeof(word));
	} else if (size >= sizeof(head)) {
		memcpy(&head, at, sizeof(head));
		memcpy(&tail, at + size - sizeof(tail), sizeof(tail));
		word = (guint64)head << 32 | tail;
	} else {
		for (size_t i = 0; i < size; i++)
			word = word << 8 | (guint8)at[i];
	}
	return word;
}

static guint line_hash(const struct line *line)
{
	guint64 hash = line->size;
	size_t size = line->size;

	for (size_t at = 0; at + sizeof(hash) < size; at += sizeof(hash)) {
		hash = (hash ^ word_at(line->text + at, sizeof(hash))) * 0x9e3779b97f4a7c15;
		hash ^= hash >> 32;
	}
	if (size > sizeof(hash))
		hash ^= word_at(line->text + size - sizeof(hash), sizeof(hash));
	else
		hash ^= word_at(line->text, size);
	return hash * 0x9e3779b97f4a7c15 >> 32;
}

static bool same_line(const struct line *a, const struct line *b)
{
	return a->size == b->size && !memcmp(a->text, b->text, a->size);
}

static guint number_of(struct numbering *numbering, const struct line *line)
{
	guint hash = line_hash(line), at = hash & numbering->mask;
	struct slot *slot;

	for (;; at = (at + 1) & numbering->mask) {
		slot = &numbering->slots[at];
		if (!slot->number)
			break;
		if (slot->hash == hash && same_line(numbering->known[slot->number - 1], line))
			return slot->number - 1;
	}
	numbering->known[numbering->count] = line;
	*slot = (struct slot){ hash, ++numbering->count };
	return numbering->count - 1;
}

static const struct line *line_at(const GArray *lines, guint i)
{
	return &g_array_index(lines, struct line, i);
}

static guint *number_lines(struct numbering *numbering, const GArray *lines, guint at, guint end)
{
	guint *numbers = g_new(guint, end - at + 1);

	for (guint i = at; i < end; i++)
		numbers[i - at] = number_of(numbering, line_at(lines, i));
	return numbers;
}

bool lines_same_at(const GArray *a, guint i, const GArray *b, guint j)
{
	return same_line(line_at(a, i), line_at(b, j));
}

struct line_common lines_common(const GArray *a, const GArray *b)
{
	guint limit = MIN(a->len, b->len);
	struct line_common common = { 0, 0 };

	while (common.head < limit && lines_same_at(a, common.head, b, common.head))
		common.head++;
	while (common.tail < limit - common.head &&
	       lines_same_at(a, a->len - common.tail - 1, b, b->len - common.tail - 1))
		common.tail++;
	return common;
}

/*
 * Most lines of another version follow each other as they do in the first one: before a line is
 * looked up, it is compared with the one that is to be expected.
 * @next: the line of @like that is expected
 */
struct walk {
	const GArray *like;
	const guint *numbers;
	guint next;
};

static bool is_next(struct walk *walk, guint at, const struct line *line, guint *out)
{
	if (at >= walk->like->len || !same_line(line_at(walk->like, at), line))
		return false;
	*out = walk->numbers[at];
	walk->next = at + 1;
	return true;
}

static guint number_walk(struct numbering *numbering, struct walk *walk, const struct line *line)
{
	const struct line *known, *first = line_at(walk->like, 0);
	guint number;

	/* nothing changed, or one line did */
	if (is_next(walk, walk->next, line, &number) ||
	    is_next(walk, walk->next + 1, line, &number))
		return number;
	number = number_of(numbering, line);
	known = numbering->known[number];
	/* lines are missing here; a line that stands further up stands here too, as "}" does */
	if (known >= first + walk->next && known < first + walk->like->len)
		walk->next = known - first + 1;
	return number;
}

static guint *number_others(struct numbering *numbering, const GArray *lines, const GArray *like,
			    const guint *like_numbers, const struct line_common *common)
{
	guint *numbers = g_new(guint, lines->len + 1);
	guint end = lines->len - common->tail;
	struct walk walk = { like, like_numbers, common->head };

	memcpy(numbers, like_numbers, common->head * sizeof(*numbers));
	for (guint i = common->head; i < end; i++)
		numbers[i] = number_walk(numbering, &walk, line_at(lines, i));
	memcpy(numbers + end, like_numbers + like->len - common->tail,
	       common->tail * sizeof(*numbers));
	return numbers;
}

void line_numbers_init(struct line_numbers *numbers, const GArray *old,
		       const GArray *const *others, const struct line_common *common,
		       unsigned int count)
{
	struct numbering numbering;
	g_autofree struct line_common *ends = g_new(struct line_common, count);
	guint lines = old->len;

	for (unsigned int i = 0; i < count; i++) {
		ends[i] = common ? common[i] : lines_common(old, others[i]);
		lines += others[i]->len - ends[i].head - ends[i].tail;
	}
	numbering_init(&numbering, lines);
	numbers->old = number_lines(&numbering, old, 0, old->len);
	numbers->others = g_new(guint *, count);
	numbers->count = count;
	for (unsigned int i = 0; i < count; i++)
		numbers->others[i] = number_others(&numbering, others[i], old, numbers->old,
						   &ends[i]);
	numbers->limit = numbering.count;
	numbering_clear(&numbering);
}

void line_numbers_between(struct line_numbers *numbers, const GArray *old, const GArray *new,
			  const struct line_common *common)
{
	guint old_end = old->len - common->tail, new_end = new->len - common->tail;
	struct numbering numbering;

	numbering_init(&numbering, old_end + new_end - 2 * common->head);
	numbers->old = number_lines(&numbering, old, common->head, old_end);
	numbers->others = g_new(guint *, 1);
	numbers->others[0] = number_lines(&numbering, new, common->head, new_end);
	numbers->count = 1;
	numbers->limit = numbering.count;
	numbering_clear(&numbering);
}

void line_numbers_clear(struct line_numbers *numbers)
{
	for (unsigned int i = 0; i < numbers->count; i++)
		g_free(numbers->others[i]);
	g_free(numbers->others);
	g_free(numbers->old);
}
