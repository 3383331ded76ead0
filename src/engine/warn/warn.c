// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a merge cannot see: git takes lines over that compile upstream and not
 * here.  Everything but what differs is cut off first, so that a clean pick
 * costs a scan of few lines.
 */
#include "engine/warn/warn.h"

#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/names/treesearch.h"
#include "engine/names/words.h"
#include "engine/warn/exits.h"
#include "engine/warn/suspect.h"

/**
 * struct check - what is looked for
 * @find: warns of it
 * @alone: also where upstream's versions are not at hand
 * @versions: only where all of them are
 */
static const struct check {
	void (*find)(struct suspect *suspect);
	bool alone;
	bool versions;
} checks[] = {
	{ suspect_names },
	{ suspect_counts },
	{ suspect_returns, true },
	{ suspect_failures, .versions = true },
	{ suspect_braces },
	{ suspect_twin },
	{ suspect_place },
	{ suspect_twice },
	{ suspect_repeated, .versions = true },
	{ suspect_emptied, .versions = true },
	{ suspect_scope },
	{ suspect_members },
	{ suspect_meaning, .versions = true },
	{ suspect_values, .versions = true },
	{ suspect_types, .versions = true },
	{ suspect_pointers, .versions = true },
	{ suspect_guards, .versions = true },
	{ suspect_callbacks, .versions = true },
	{ suspect_rows, .versions = true },
	{ suspect_variables },
	{ suspect_given, .versions = true },
	{ suspect_cplus, .versions = true },
	{ suspect_void, .versions = true },
	{ suspect_member_calls, .versions = true },
	{ suspect_flow, true },
	{ suspect_jumps },
	{ suspect_detours, .versions = true },
	{ suspect_loops, .versions = true },
	{ suspect_labels },
	{ suspect_defined },
	{ suspect_definitions },
	{ suspect_below, true },
	{ suspect_fields, true },
	{ suspect_again, true },
	{ suspect_copies, .versions = true },
	{ suspect_deeds, .versions = true },
	{ suspect_arms, .versions = true },
	{ suspect_exits, true },
	{ suspect_locks, true },
	{ suspect_formats, true },
	{ suspect_conversions, true },
	{ suspect_marks, true },
	{ suspect_structs, true },
	{ suspect_gone, true },
	{ suspect_lost, .versions = true },
	{ suspect_unset, .versions = true },
	{ suspect_ways, .versions = true },
	{ suspect_brackets, true },
	{ suspect_conditionals, true },
};

/* the definitions that what differs lies in, with the line that ends the last: "} name;" */
static struct line definitions_of(const struct extract *where)
{
	const char *from = where->text + where->start, *end = where->text + where->size;
	const char *close = bytes_find(where->text + where->to, where->size - where->to, "\n}", 2);
	const char *newline = close ? memchr(close + 1, '\n', end - close - 1) : NULL;

	return (struct line){ from, (newline ?: end) - from };
}

/* the same lines change in the same definitions? */
static bool same_definitions(const struct extract *a, const struct extract *b)
{
	const struct line of_a = definitions_of(a), of_b = definitions_of(b);

	return a->from - a->start == b->from - b->start && a->to - a->start == b->to - b->start &&
	       of_a.size == of_b.size && !memcmp(of_a.text, of_b.text, of_a.size);
}

static const struct part_changes *changes_of(struct part_changes *part, const struct extract *old,
					     const struct extract *new)
{
	if (!part->changes) {
		part->bytes[0] = g_bytes_new_static(old->text + old->from, old->to - old->from);
		part->bytes[1] = g_bytes_new_static(new->text + new->from, new->to - new->from);
		part->old = lines_of(part->bytes[0]);
		part->new = lines_of(part->bytes[1]);
		part->changes = line_diff(part->old, part->new);
	}
	return part;
}

static void changes_clear(struct part_changes *part)
{
	if (!part->changes)
		return;
	g_array_unref(part->old);
	g_array_unref(part->new);
	g_array_unref(part->changes);
	g_clear_pointer(&part->added, g_array_unref);
	g_bytes_unref(part->bytes[0]);
	g_bytes_unref(part->bytes[1]);
}

const struct part_changes *suspect_here(struct suspect *suspect)
{
	return changes_of(&suspect->here, &suspect->ours, &suspect->result);
}

const struct part_changes *suspect_there(struct suspect *suspect)
{
	return changes_of(&suspect->there, &suspect->base, &suspect->theirs);
}

static GArray *added_of(const struct extract *result, const struct part_changes *part)
{
	GArray *added = g_array_sized_new(FALSE, FALSE, sizeof(struct line), part->changes->len);

	for (guint i = 0; i < part->changes->len; i++) {
		const struct change *change = &g_array_index(part->changes, struct change, i);
		const struct line lines =
			extract_lines(result, part->new, change->new_at, change->new_count);
		const char *end = lines.text + lines.size;
		const char *code = lex_code_start(result->text, lines.text, end);
		const struct line line = { code, end - code };

		g_array_append_val(added, line);
	}
	return added;
}

bool suspect_added(struct suspect *suspect, guint i, struct line *out)
{
	const struct part_changes *here = suspect_here(suspect);

	if (i >= here->changes->len)
		return false;
	if (!here->added)
		suspect->here.added = added_of(&suspect->result, here);
	*out = g_array_index(here->added, struct line, i);
	return true;
}

void suspect_each_added(struct suspect *suspect,
			void (*look_at)(struct suspect *suspect, const struct line *added,
					struct bag *seen))
{
	struct line added;
	struct bag seen;

	bag_init(&seen);
	for (guint i = 0; suspect_added(suspect, i, &added); i++)
		if (added.size)
			look_at(suspect, &added, &seen);
	bag_clear(&seen);
}

const char *suspect_left_until(struct suspect *suspect, const char *at)
{
	guint low = 0, high = suspect_here(suspect)->changes->len;
	struct line added;

	/* the first change that ends behind it */
	while (low < high) {
		guint middle = low + (high - low) / 2;

		suspect_added(suspect, middle, &added);
		if (added.text + added.size > at)
			high = middle;
		else
			low = middle + 1;
	}
	if (!suspect_added(suspect, low, &added))
		return suspect->result.text + suspect->result.size;
	return at < added.text ? added.text : NULL;
}

static bool same_bytes(GBytes *a, GBytes *b)
{
	return a == b || (a && b && g_bytes_equal(a, b));
}

static bool has_versions(const struct warn_input *input)
{
	return input->base && input->ours && input->theirs;
}

bool suspect_differs(const struct suspect *suspect)
{
	const struct warn_input *input = suspect->input;

	return has_versions(input) && !suspect->alike && !g_bytes_equal(input->base, input->ours);
}

bool suspect_is_plain(const struct suspect *suspect)
{
	const struct warn_input *input = suspect->input;

	return same_bytes(input->base, input->ours) && same_bytes(input->theirs, input->result);
}

/* a tree that cannot be read has counts of 0, which say nothing */
static void check_trees(const struct words *words, GPtrArray *warnings)
{
	g_autoptr(GError) error = NULL;

	if (words && !words_known(words, &error))
		g_ptr_array_add(warnings,
				g_strdup_printf("names are not checked: %s", error->message));
}

/* upstream may mean to: then it does the same in its own file */
void suspect_exits(struct suspect *suspect)
{
	const struct warn_input *input = suspect->input;
	const struct extract *part = &suspect->result;
	g_autofree char *found = NULL, *meant = NULL;

	if (!input->ours || suspect_is_plain(suspect) ||
	    !(suspect->alike ? exits_take : exits_concern)(part->text + part->from,
							   part->to - part->from))
		return;
	found = exits_locked(suspect->scans, input->ours, input->result);
	meant = found && input->base && input->theirs ?
			exits_locked(suspect->scans, input->base, input->theirs) : NULL;
	if (found && !meant)
		g_ptr_array_add(suspect->warnings, g_steal_pointer(&found));
}

static void run_checks(struct suspect *suspect, bool alone)
{
	bool versions = has_versions(suspect->input);

	for (guint i = 0; i < G_N_ELEMENTS(checks); i++)
		if ((checks[i].alone || !alone) && (versions || !checks[i].versions))
			checks[i].find(suspect);
}

/* what is warned of may be in a file of this tree that is not at hand */
static void check_unread(const struct words *words, GPtrArray *warnings)
{
	const char *unread = words ? words_unread(words) : NULL;

	if (unread)
		add_stringf(warnings, "the names in '%s' are not known: it cannot be read", unread);
}

static void check_code(struct suspect *suspect)
{
	guint before = suspect->warnings->len;

	run_checks(suspect, false);
	if (suspect->warnings->len > before)
		check_unread(suspect->input->ours_words, suspect->warnings);
	check_trees(suspect->input->ours_words, suspect->warnings);
	check_trees(suspect->input->base_words, suspect->warnings);
}

void warn_alone(GBytes *ours, GBytes *result, struct tree_search *members, GPtrArray *warnings)
{
	g_autoptr(scans) scans = scans_new();
	const struct warn_input input = {
		.ours = ours,
		.result = result,
		.others = members ? members->made : NULL,
		.members = members,
	};
	struct suspect suspect = {
		.input = &input,
		.scans = scans,
		.result = extract_of(result),
		.ours = extract_of(ours),
		.warnings = warnings,
	};

	extract_cut(&suspect.result, &suspect.ours);
	run_checks(&suspect, true);
	changes_clear(&suspect.here);
	bag_clear(&suspect.declared);
}

void warn_file(const struct warn_input *input, GPtrArray *warnings)
{
	g_autoptr(scans) own = NULL;
	struct suspect suspect = {
		.input = input,
		.result = extract_of(input->result),
		.ours = extract_of(input->ours),
		.base = extract_of(input->base),
		.theirs = extract_of(input->theirs),
		.warnings = warnings,
	};

	if (!input->result)
		return;
	extract_cut(&suspect.result, &suspect.ours);
	extract_cut(&suspect.base, &suspect.theirs);
	if (suspect.result.from == suspect.result.to && suspect.ours.from == suspect.ours.to)
		return;
	suspect.scans = scans_given(input->scans, &own);
	suspect.alike = same_definitions(&suspect.base, &suspect.ours) &&
			same_definitions(&suspect.theirs, &suspect.result);
	/* of other texts it is not known what a line means, but where it stands, and if twice */
	if (path_is_c(input->path)) {
		check_code(&suspect);
	} else {
		if (path_is_assembler(input->path))
			suspect_names(&suspect);
		suspect_marks(&suspect);
		suspect_twice(&suspect);
		suspect_outline(&suspect);
		suspect_place(&suspect);
	}
	changes_clear(&suspect.here);
	changes_clear(&suspect.there);
	bag_clear(&suspect.declared);
	g_clear_pointer(&suspect.pairs[0], g_ptr_array_unref);
	g_clear_pointer(&suspect.pairs[1], g_ptr_array_unref);
}
