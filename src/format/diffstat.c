// SPDX-License-Identifier: GPL-2.0-only
/*
 * Widths and rounding follow show_stats() in git's diff.c, version 2.39.
 */
#include "format/diffstat.h"

#include <string.h>

/* MAIL_DEFAULT_WRAP in git's builtin/log.c */
#define STAT_WIDTH 72

struct stat {
	char *name;
	bool binary;
	unsigned long added;
	unsigned long deleted;
};

struct widths {
	long name;
	long number;
	long graph;
	unsigned long max_change;
};

static void stat_clear(gpointer data)
{
	g_free(((struct stat *)data)->name);
}

static char *quote_name(const char *name)
{
	g_autofree char *escaped = NULL;

	for (const char *p = name;; p++) {
		if (!*p)
			return g_strdup(name);
		if ((unsigned char)*p < 0x20 || (unsigned char)*p >= 0x7f || *p == '"' ||
		    *p == '\\')
			break;
	}
	escaped = g_strescape(name, NULL);
	return g_strdup_printf("\"%s\"", escaped);
}

/* bytes up to and with the last slash that both names share from their start */
static size_t common_prefix(const char *a, const char *b)
{
	size_t size = 0;

	for (size_t i = 0; a[i] && a[i] == b[i]; i++) {
		if (a[i] == '/')
			size = i + 1;
	}
	return size;
}

static size_t common_suffix(const char *a, const char *b, size_t prefix)
{
	size_t len_a = strlen(a), len_b = strlen(b), size = 0;
	/* git lets the suffix use the prefix's slash again: "a/{b => }/c" */
	size_t stop = prefix ? prefix - 1 : 0;

	for (size_t i = 1; i <= len_a - stop && i <= len_b - stop; i++) {
		if (a[len_a - i] != b[len_b - i])
			break;
		if (a[len_a - i] == '/')
			size = i;
	}
	return size;
}

/* "dir/{old => new}/file", as pprint_rename() in git's diff.c */
static char *rename_name(const char *old, const char *new)
{
	size_t prefix = common_prefix(old, new), suffix = common_suffix(old, new, prefix);
	long mid_old = (long)strlen(old) - (long)prefix - (long)suffix;
	long mid_new = (long)strlen(new) - (long)prefix - (long)suffix;
	g_autofree char *a = NULL, *b = NULL, *head = NULL;

	if (!prefix && !suffix)
		return g_strdup_printf("%s => %s", old, new);
	a = g_strndup(old + prefix, MAX(mid_old, 0));
	b = g_strndup(new + prefix, MAX(mid_new, 0));
	head = g_strndup(old, prefix);
	return g_strdup_printf("%s{%s => %s}%s", head, a, b, old + strlen(old) - suffix);
}

static bool is_rename(const struct file_diff *file)
{
	return file->change == FILE_RENAMED || file->change == FILE_COPIED;
}

static char *shown_name(const struct file_diff *file)
{
	if (is_rename(file))
		return rename_name(file->old_path, file->new_path);
	return quote_name(file_diff_path(file));
}

static void count_file(const struct file_diff *file, unsigned long *added, unsigned long *deleted)
{
	for (guint i = 0; i < file->hunks->len; i++) {
		const struct hunk *hunk = file->hunks->pdata[i];

		for (guint k = 0; k < hunk->lines->len; k++) {
			char kind = g_array_index(hunk->lines, struct diff_line, k).kind;

			*added += kind == '+';
			*deleted += kind == '-';
		}
	}
}

void diffstat_count(const struct diff *diff, unsigned long *out_added, unsigned long *out_deleted)
{
	*out_added = 0;
	*out_deleted = 0;
	for (guint i = 0; i < diff->files->len; i++)
		count_file(diff->files->pdata[i], out_added, out_deleted);
}

static GArray *collect(const struct diff *diff)
{
	GArray *stats = g_array_new(FALSE, FALSE, sizeof(struct stat));

	g_array_set_clear_func(stats, stat_clear);
	for (guint i = 0; i < diff->files->len; i++) {
		const struct file_diff *file = diff->files->pdata[i];
		struct stat stat = { .name = shown_name(file), .binary = file->binary };

		count_file(file, &stat.added, &stat.deleted);
		g_array_append_val(stats, stat);
	}
	return stats;
}

static int decimal_width(unsigned long number)
{
	int width = 1;

	while (number >= 10) {
		number /= 10;
		width++;
	}
	return width;
}

static struct widths widths_of(const GArray *stats)
{
	struct widths w = { 0 };
	long width = STAT_WIDTH, bin = 0;

	for (guint i = 0; i < stats->len; i++) {
		const struct stat *stat = &g_array_index(stats, struct stat, i);

		w.name = MAX(w.name, (long)strlen(stat->name));
		if (stat->binary) {
			bin = 16;
			w.number = 3;
		} else {
			w.max_change = MAX(w.max_change, stat->added + stat->deleted);
		}
	}
	w.number = MAX(w.number, decimal_width(w.max_change));
	width = MAX(width, 16 + 6 + w.number);
	w.graph = (long)w.max_change + 4 > bin ? (long)w.max_change : bin - 4;
	if (w.name + w.number + 6 + w.graph <= width)
		return w;
	if (w.graph > width * 3 / 8 - w.number - 6)
		w.graph = MAX(width * 3 / 8 - w.number - 6, 6);
	if (w.name > width - w.number - 6 - w.graph)
		w.name = width - w.number - 6 - w.graph;
	else
		w.graph = width - w.number - 6 - w.name;
	return w;
}

static unsigned long scale(unsigned long it, unsigned long width, unsigned long max)
{
	return it ? 1 + it * (width - 1) / max : 0;
}

static void write_graph(const struct stat *stat, const struct widths *w, GString *out)
{
	unsigned long add = stat->added, del = stat->deleted;

	if ((unsigned long)w->graph <= w->max_change) {
		unsigned long total = scale(add + del, w->graph, w->max_change);

		if (total < 2 && add && del)
			total = 2;
		if (add < del) {
			add = scale(add, w->graph, w->max_change);
			del = total - add;
		} else {
			del = scale(del, w->graph, w->max_change);
			add = total - del;
		}
	}
	for (unsigned long i = 0; i < add; i++)
		g_string_append_c(out, '+');
	for (unsigned long i = 0; i < del; i++)
		g_string_append_c(out, '-');
	g_string_append_c(out, '\n');
}

static void write_stat(const struct stat *stat, const struct widths *w, GString *out)
{
	const char *name = stat->name, *prefix = "";
	long room = w->name, padding;

	if (room < (long)strlen(name)) {
		const char *slash;

		prefix = "...";
		room = MAX(room - 3, 0);
		name += strlen(name) - room;
		slash = strchr(name, '/');
		if (slash)
			name = slash;
	}
	padding = MAX(room - (long)strlen(name), 0);
	g_string_append_printf(out, " %s%s%*s | ", prefix, name, (int)padding, "");
	if (stat->binary) {
		g_string_append_printf(out, "%*s\n", (int)w->number, "Bin");
		return;
	}
	g_string_append_printf(out, "%*lu%s", (int)w->number, stat->added + stat->deleted,
			       stat->added + stat->deleted ? " " : "");
	write_graph(stat, w, out);
}

static void write_total(const GArray *stats, unsigned long added, unsigned long deleted,
			GString *out)
{
	g_string_append_printf(out, " %u file%s changed", stats->len, stats->len == 1 ? "" : "s");
	if (added || !deleted)
		g_string_append_printf(out, ", %lu insertion%s(+)", added, added == 1 ? "" : "s");
	if (deleted || !added)
		g_string_append_printf(out, ", %lu deletion%s(-)", deleted,
				       deleted == 1 ? "" : "s");
	g_string_append_c(out, '\n');
}

/* git's similarity, which only the text of the diff holds; -1 when it is not there */
static int similarity_of(const struct diff *diff, const struct file_diff *file)
{
	gsize size = 0;
	const char *text = g_bytes_get_data(diff->text, &size), *at, *percent;
	const char *verb = file->change == FILE_RENAMED ? "rename" : "copy";
	g_autofree char *line = g_strdup_printf("\n%s from %s\n%s to %s\n", verb, file->old_path,
						verb, file->new_path);

	at = size ? g_strstr_len(text, size, line) : NULL;
	percent = at ? g_strrstr_len(text, at - text, "\nsimilarity index ") : NULL;
	return percent ? atoi(percent + strlen("\nsimilarity index ")) : -1;
}

static void write_mode_change(const struct file_diff *file, const char *name, GString *out)
{
	if (!file->old_mode || !file->new_mode || file->old_mode == file->new_mode)
		return;
	g_string_append_printf(out, " mode change %06o => %06o%s%s\n", file->old_mode,
			       file->new_mode, name ? " " : "", name ? name : "");
}

static void write_summary(const struct diff *diff, const struct file_diff *file, GString *out)
{
	g_autofree char *name = shown_name(file);
	int similarity;

	switch (file->change) {
	case FILE_CREATED:
		g_string_append_printf(out, " create mode %06o %s\n",
				       file->new_mode ? file->new_mode : 0100644, name);
		return;
	case FILE_DELETED:
		g_string_append_printf(out, " delete mode %06o %s\n",
				       file->old_mode ? file->old_mode : 0100644, name);
		return;
	case FILE_RENAMED:
	case FILE_COPIED:
		similarity = similarity_of(diff, file);
		g_string_append_printf(out, " %s %s",
				       file->change == FILE_RENAMED ? "rename" : "copy", name);
		if (similarity >= 0)
			g_string_append_printf(out, " (%d%%)", similarity);
		g_string_append_c(out, '\n');
		write_mode_change(file, NULL, out);
		return;
	case FILE_MODIFIED:
		write_mode_change(file, name, out);
	}
}

void diffstat_write(const struct diff *diff, GString *out)
{
	g_autoptr(GArray) stats = collect(diff);
	struct widths widths = widths_of(stats);
	unsigned long added, deleted;

	for (guint i = 0; i < stats->len; i++)
		write_stat(&g_array_index(stats, struct stat, i), &widths, out);
	diffstat_count(diff, &added, &deleted);
	write_total(stats, added, deleted, out);
	for (guint i = 0; i < diff->files->len; i++)
		write_summary(diff, diff->files->pdata[i], out);
}

static const char *number_and(const char *at, const char *what, unsigned long *out)
{
	char *end;
	unsigned long value;

	if (!g_ascii_isdigit(*at))
		return NULL;
	value = strtoul(at, &end, 10);
	if (strncmp(end, what, strlen(what)))
		return NULL;
	*out = value;
	return end + strlen(what);
}

bool diffstat_total(const char *line, unsigned long out[3])
{
	unsigned long found[3] = { 0 };
	const char *at = line, *next;

	while (*at == ' ')
		at++;
	at = number_and(at, " file", &found[0]);
	at = at ? strstr(at, " changed") : NULL;
	if (!at)
		return false;
	at += strlen(" changed");
	while (*at == ',' || *at == ' ')
		at++;
	next = number_and(at, " insertion", &found[1]);
	if (next) {
		at = strchr(next, ',') ? strchr(next, ',') + 1 : "";
		while (*at == ' ')
			at++;
	}
	number_and(at, " deletion", &found[2]);
	memcpy(out, found, sizeof(found));
	return true;
}

static bool is_stat_entry(const char *line)
{
	const char *bar = strrchr(line, '|');

	if (*line != ' ' || !bar || bar[1] != ' ')
		return false;
	for (bar++; *bar == ' '; bar++)
		;
	if (g_str_has_prefix(bar, "Bin"))
		return true;
	if (!g_ascii_isdigit(*bar))
		return false;
	while (g_ascii_isdigit(*bar))
		bar++;
	return strspn(bar, " +-") == strlen(bar);
}

bool diffstat_line(const char *line)
{
	static const char *const words[] = { " create mode ", " delete mode ", " mode change ",
					     " rename ",      " copy ",	       " rewrite " };
	unsigned long total[3];

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		if (g_str_has_prefix(line, words[i]))
			return true;
	}
	return is_stat_entry(line) || (*line == ' ' && diffstat_total(line, total));
}
