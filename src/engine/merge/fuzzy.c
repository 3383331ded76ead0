// SPDX-License-Identifier: GPL-2.0-only
#include "engine/merge/fuzzy.h"

#include <stdbool.h>
#include <string.h>

#include "engine/code/text.h"
#include "engine/merge/threeway.h"

#define CONTEXT 3
#define MAX_FUZZ 3

/* more hunks than this are a rewrite of the file, and not worth a search each */
#define MANY_HUNKS 400

/* a hunk: changes [@at, @end) of the diff, and the lines of the base that it shows */
struct hunk {
	guint at;
	guint end;
	struct span base;
	size_t prefix;		/* lines of context in front */
	size_t suffix;
};

struct applying {
	const GArray *lines[3];
	guint *numbers[3];
	const GArray *changes;
	GByteArray *out;
	size_t frozen;		/* lines of ours that are written */
	long offset;		/* of the hunk before */
};

enum { BASE, OURS, THEIRS };

static const struct change *change_at(const struct applying *applying, guint i)
{
	return &g_array_index(applying->changes, struct change, i);
}

static struct hunk hunk_from(const struct applying *applying, guint at)
{
	const struct change *change = change_at(applying, at);
	struct hunk hunk = { .at = at, .end = at + 1 };
	size_t end = change->old_at + change->old_count;

	hunk.base.at = change->old_at > CONTEXT ? change->old_at - CONTEXT : 0;
	hunk.prefix = change->old_at - hunk.base.at;
	for (; hunk.end < applying->changes->len; hunk.end++) {
		change = change_at(applying, hunk.end);
		if (change->old_at > end + 2 * CONTEXT)
			break;
		end = change->old_at + change->old_count;
	}
	hunk.base.end = MIN(end + CONTEXT, applying->lines[BASE]->len);
	hunk.suffix = hunk.base.end - end;
	return hunk;
}

static bool matches(const struct applying *applying, const struct hunk *hunk, size_t skip,
		    size_t size, long at)
{
	const guint *ours = applying->numbers[OURS] + at;
	const guint *base = applying->numbers[BASE] + hunk->base.at + skip;

	if (at < (long)applying->frozen || at + size > applying->lines[OURS]->len)
		return false;
	return !size || (*ours == *base && !memcmp(ours, base, size * sizeof(guint)));
}

/* the line of ours that the hunk's first one is, ever further from where it should be; -1 */
static long locate(const struct applying *applying, const struct hunk *hunk, long fuzz,
		   size_t *out_prefix, size_t *out_suffix)
{
	long context = MAX(hunk->prefix, hunk->suffix);
	long prefix = fuzz + (long)hunk->prefix - context;
	long suffix = fuzz + (long)hunk->suffix - context;
	size_t size = hunk->base.end - hunk->base.at;
	long guess = (long)hunk->base.at + applying->offset;
	long total = applying->lines[OURS]->len;

	if (prefix < 0 && hunk->base.at)
		prefix = 0;
	*out_prefix = MIN(MAX(prefix, 0), (long)hunk->prefix);
	*out_suffix = MIN(MAX(suffix, 0), (long)hunk->suffix);
	size -= *out_prefix + *out_suffix;
	if (prefix < 0)
		return matches(applying, hunk, 0, size, 0) ? 0 : -1;
	guess += *out_prefix;
	if (suffix < 0) {
		guess = total - (long)size;
		return matches(applying, hunk, *out_prefix, size, guess) ? guess : -1;
	}
	for (long offset = 0; offset <= total + labs(guess); offset++) {
		if (matches(applying, hunk, *out_prefix, size, guess + offset))
			return guess + offset;
		if (matches(applying, hunk, *out_prefix, size, guess - offset))
			return guess - offset;
	}
	return -1;
}

static void write_hunk(struct applying *applying, const struct hunk *hunk, size_t at, size_t prefix,
		       size_t suffix)
{
	size_t base = hunk->base.at + prefix;

	text_join(applying->out, applying->lines[OURS], applying->frozen, at);
	for (guint i = hunk->at; i < hunk->end; i++) {
		const struct change *change = change_at(applying, i);
		size_t kept = change->old_at - base;

		text_join(applying->out, applying->lines[OURS], at, at + kept);
		text_join(applying->out, applying->lines[THEIRS], change->new_at,
			  change->new_at + change->new_count);
		at += kept + change->old_count;
		base += kept + change->old_count;
	}
	applying->frozen = at + (hunk->base.end - suffix - base);
	text_join(applying->out, applying->lines[OURS], at, applying->frozen);
}

static bool apply_hunk(struct applying *applying, const struct hunk *hunk)
{
	long most = MIN(MAX_FUZZ, (long)MAX(hunk->prefix, hunk->suffix));
	size_t prefix, suffix;

	for (long fuzz = 0; fuzz <= most; fuzz++) {
		long at = locate(applying, hunk, fuzz, &prefix, &suffix);

		if (at < 0)
			continue;
		applying->offset = at - (long)prefix - (long)hunk->base.at;
		write_hunk(applying, hunk, at, prefix, suffix);
		return true;
	}
	return false;
}

static bool apply_all(struct applying *applying)
{
	guint hunks = 0;

	for (guint at = 0; at < applying->changes->len;) {
		struct hunk hunk = hunk_from(applying, at);

		if (++hunks > MANY_HUNKS || !apply_hunk(applying, &hunk))
			return false;
		at = hunk.end;
	}
	text_join(applying->out, applying->lines[OURS], applying->frozen,
		  applying->lines[OURS]->len);
	return true;
}

GBytes *fuzzy_apply(struct scans *scans, GBytes *base, GBytes *ours, GBytes *theirs)
{
	struct applying applying = {
		.lines = { scans_lines(scans, base), scans_lines(scans, ours),
			   scans_lines(scans, theirs) },
		.changes = scans_changes(scans, base, theirs),
		.out = g_byte_array_new(),
	};
	bool applied;

	text_number((GArray *const *)applying.lines, 3, false, applying.numbers);
	applied = apply_all(&applying);
	for (int side = BASE; side <= THEIRS; side++)
		g_free(applying.numbers[side]);
	if (applied)
		return g_byte_array_free_to_bytes(applying.out);
	g_byte_array_unref(applying.out);
	return NULL;
}
