// SPDX-License-Identifier: GPL-2.0-only
#include "engine/explain/lacking.h"

#include <string.h>

#include "base/strings.h"
#include "engine/code/text.h"
#include "engine/result/explanation.h"

/* digits of a commit id that are shown */
#define ID_DIGITS 12

static GArray *stretch_of(const GArray *lines, struct span span)
{
	GArray *part = g_array_new(FALSE, FALSE, sizeof(struct line));

	if (span.end > span.at)
		g_array_append_vals(part, &g_array_index(lines, struct line, span.at),
				    span.end - span.at);
	return part;
}

static void add_numbers(GArray *numbers, const GArray *lines, size_t at, size_t count)
{
	for (size_t i = at; i < at + count; i++) {
		const struct line *line = &g_array_index(lines, struct line, i);
		guint number = i + 1;

		if (!text_is_blank(line->text, line->size))
			g_array_append_val(numbers, number);
	}
}

static bool touches(const struct change *change, struct span old_span, struct span around)
{
	size_t at = old_span.at + change->old_at;

	return at <= around.end && at + change->old_count >= around.at;
}

void difference_around(struct difference *difference, const GArray *old, struct span old_span,
		       struct span around, const GArray *new, struct span new_span)
{
	g_autoptr(GArray) old_part = stretch_of(old, old_span);
	g_autoptr(GArray) new_part = stretch_of(new, new_span);
	g_autoptr(GArray) changes = line_diff(old_part, new_part);

	difference->old_only = g_array_new(FALSE, FALSE, sizeof(guint));
	difference->new_only = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		if (!touches(change, old_span, around))
			continue;
		add_numbers(difference->old_only, old, old_span.at + change->old_at,
			    change->old_count);
		add_numbers(difference->new_only, new, new_span.at + change->new_at,
			    change->new_count);
	}
}

void difference_find(struct difference *difference, const GArray *old, struct span old_span,
		     const GArray *new, struct span new_span)
{
	difference_around(difference, old, old_span, old_span, new, new_span);
}

void difference_clear(struct difference *difference)
{
	g_clear_pointer(&difference->old_only, g_array_unref);
	g_clear_pointer(&difference->new_only, g_array_unref);
}

static const struct line *line_number(const GArray *file, const GArray *numbers, guint i)
{
	return &g_array_index(file, struct line, g_array_index(numbers, guint, i) - 1);
}

char *lines_text(const GArray *file, const GArray *numbers)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < numbers->len; i++) {
		const struct line *line = line_number(file, numbers, i);

		g_string_append_len(text, line->text, line->size);
		if (text->len && text->str[text->len - 1] != '\n')
			g_string_append_c(text, '\n');
	}
	return g_string_free(text, FALSE);
}

static bool has_word(const struct line *line)
{
	for (gsize i = 0; i < line->size; i++)
		if (byte_is_word(line->text[i]) || line->text[i] & 0x80)
			return true;
	return false;
}

bool lines_worded(const GArray *file, const GArray *numbers)
{
	for (guint i = 0; i < numbers->len; i++)
		if (has_word(line_number(file, numbers, i)))
			return true;
	return false;
}

GArray *worded_lines(const GArray *file, const GArray *numbers)
{
	GArray *worded = g_array_new(FALSE, FALSE, sizeof(guint));

	for (guint i = 0; i < numbers->len; i++)
		if (has_word(line_number(file, numbers, i)))
			g_array_append_val(worded, g_array_index(numbers, guint, i));
	if (!worded->len)
		g_array_append_vals(worded, numbers->data, numbers->len);
	return worded;
}

char *telling_line(const GArray *file, const GArray *numbers)
{
	g_autoptr(GArray) worded = worded_lines(file, numbers);
	struct line longest = { "", 0 };

	for (guint i = 0; i < worded->len; i++) {
		struct line line = text_trim(line_number(file, worded, i));

		if (line.size > longest.size)
			longest = line;
	}
	return longest.size ? g_strndup(longest.text, longest.size) : NULL;
}

GBytes *commit_file(struct objects *objects, const struct object_id *commit_id, const char *path)
{
	g_autoptr(commit) commit = objects_commit_by_id(objects, commit_id, NULL);
	struct tree_item item;

	if (!commit || !objects_lookup(objects, &commit->tree, path, &item, NULL) || !item.mode)
		return NULL;
	return objects_blob(objects, &item.id, NULL);
}

struct lack *lack_of_commit(const struct origin *origin, const GArray *file, enum lack_deed deed)
{
	struct lack *lack = lack_new(LACK_COMMIT);
	char id[OBJECT_ID_HEX + 1];

	lack->commit = g_strdup(object_id_hex(&origin->commit, id));
	lack->title = g_strdup(origin->title);
	lack->when = origin->when;
	lack->date = explain_date(origin->when);
	lack->lines = origin->lines->len;
	lack->line = telling_line(file, origin->lines);
	lack->deed = deed;
	return lack;
}

void since_add(GPtrArray *list, const struct origin *origin,
	       enum since_history history)
{
	struct since *since;
	char id[OBJECT_ID_HEX + 1];

	object_id_hex(&origin->commit, id);
	for (guint i = 0; i < list->len; i++) {
		since = list->pdata[i];
		if (!strcmp(since->commit, id)) {
			since->lines += origin->lines->len;
			return;
		}
	}
	since = since_new();
	since->commit = g_strdup(id);
	since->title = g_strdup(origin->title);
	since->date = explain_date(origin->when);
	since->lines = origin->lines->len;
	since->history = history;
	g_ptr_array_add(list, since);
}

char *commit_name(const struct object_id *commit, const char *title)
{
	char id[OBJECT_ID_HEX + 1];

	return g_strdup_printf("%.*s (\"%s\")", ID_DIGITS, object_id_hex(commit, id),
			       title ? title : "");
}
