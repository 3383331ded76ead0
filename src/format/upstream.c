// SPDX-License-Identifier: GPL-2.0-only
/*
 * The forms in which a commit message names the commit it was copied from, in
 * the order in which they are believed.  Each stands on a line of its own at
 * the start of a paragraph or in brackets; "which is\ncommit X upstream." in
 * the middle of a sentence tells of something else, of what is reverted for
 * one.  So does git log's head of a commit in a message that is written in the
 * first column, unless that begins as distributions' messages do.
 */
#include "format/patch.h"

#include <string.h>

#include "base/commitid.h"

#define ID_MAX 40

/* one line of the message, blanks around it cut off */
struct line {
	const char *text;
	size_t size;
	bool opens; /* what stands above is no sentence that goes on */
	bool indented; /* as what is quoted */
	const char *next; /* the line below, NULL at the end */
};

/* what is left of a line while it is read */
struct cursor {
	const char *at;
	const char *end;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static void skip_blanks(struct cursor *cursor)
{
	while (cursor->at < cursor->end && is_blank(*cursor->at))
		cursor->at++;
}

/* step over @word in any case; '~' in it is blanks or '-', ' ' is blanks, which may follow it */
static bool skip(struct cursor *cursor, const char *word)
{
	const char *at = cursor->at;

	for (; *word; word++, at++) {
		if (at == cursor->end)
			return false;
		if ((*word == '~' || *word == ' ') && is_blank(*at)) {
			while (at + 1 < cursor->end && is_blank(at[1]))
				at++;
			continue;
		}
		if (*word == '~' ? *at != '-' : g_ascii_tolower(*at) != *word)
			return false;
	}
	if (g_ascii_isalnum(word[-1]) && at < cursor->end && g_ascii_isalnum(*at))
		return false;
	cursor->at = at;
	skip_blanks(cursor);
	return true;
}

/* a commit id, with what may stand around it */
static char *take_id(struct cursor *cursor)
{
	const char *from = cursor->at, *at = from;

	while (at < cursor->end && g_ascii_isxdigit(*at))
		at++;
	if (at - from < COMMIT_ID_MIN || at - from > ID_MAX ||
	    (at < cursor->end && (g_ascii_isalnum(*at) || *at == '_')))
		return NULL;
	cursor->at = at;
	skip_blanks(cursor);
	return g_ascii_strdown(from, at - from);
}

/* ("title") or (title) */
static void skip_title(struct cursor *cursor)
{
	const char *close;

	if (cursor->at == cursor->end || *cursor->at != '(')
		return;
	close = memchr(cursor->at, ')', cursor->end - cursor->at);
	for (const char *p = close; p && p < cursor->end; p++) {
		if (*p == ')')
			close = p;
	}
	if (!close)
		return;
	cursor->at = close + 1;
	skip_blanks(cursor);
}

static bool ends(const struct cursor *cursor)
{
	return cursor->at == cursor->end || strchr(".,;:])([", *cursor->at);
}

/* "commit X upstream.", "[ commit X ("title") upstream ]" */
static char *commit_upstream(const struct line *line)
{
	struct cursor cursor = { line->text, line->text + line->size };
	g_autofree char *id = NULL;

	if (!skip(&cursor, "[") && !line->opens)
		return NULL;
	skip(&cursor, "this is");
	if (!skip(&cursor, "commit"))
		return NULL;
	skip(&cursor, ":");
	id = take_id(&cursor);
	if (!id)
		return NULL;
	skip_title(&cursor);
	skip(&cursor, ",");
	skip(&cursor, "from");
	skip(&cursor, "in");
	return skip(&cursor, "upstream") && ends(&cursor) ? g_steal_pointer(&id) : NULL;
}

/* "[ Upstream commit X ]", "[ backport of commit X ]" */
static char *in_brackets(const struct line *line)
{
	static const char *const starts[] = {
		"upstream~commit",    "mainline commit",	"backport of upstream commit",
		"backport of commit", "backported from commit", "cherry~picked from commit"
	};
	struct cursor cursor = { line->text, line->text + line->size };

	if (!skip(&cursor, "["))
		return NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(starts); i++) {
		if (!skip(&cursor, starts[i]))
			continue;
		skip(&cursor, ":");
		return take_id(&cursor);
	}
	return NULL;
}

/* "Upstream: X", "master commit: X": the name of a field, not the start of a sentence */
static bool skip_field(struct cursor *cursor)
{
	static const char *const names[] = { "upstream:", "mainline~commit:", "mainline:",
					     "master~commit:" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		if (skip(cursor, names[i]))
			return true;
	}
	return false;
}

/* "upstream commit: X", "Upstream-commit: X ("title")", "Upstream commit X." */
static char *upstream_commit(const struct line *line)
{
	struct cursor cursor = { line->text, line->text + line->size };
	g_autofree char *id = NULL;
	bool colon;

	if (!line->opens)
		return NULL;
	colon = skip_field(&cursor);
	if (!colon && !skip(&cursor, "upstream~commit"))
		return NULL;
	colon = skip(&cursor, ":") || colon;
	id = take_id(&cursor);
	if (!id)
		return NULL;
	skip_title(&cursor);
	return colon || cursor.at == cursor.end ||
			       (*cursor.at == '.' && cursor.at + 1 == cursor.end) ?
		       g_steal_pointer(&id) :
		       NULL;
}

/* "(cherry picked from commit X)", "(cherry picked from commit X linux-next)", with a URL before */
static char *picked_from(const struct line *line, const char *start)
{
	struct cursor cursor = { line->text, line->text + line->size };

	if (!skip(&cursor, start))
		return NULL;
	while (cursor.at < cursor.end && *cursor.at != ')') {
		char *id;

		skip(&cursor, "commit");
		skip(&cursor, ":");
		id = take_id(&cursor);
		if (id)
			return id;
		while (cursor.at < cursor.end && !strchr(" :/=)", *cursor.at))
			cursor.at++;
		if (cursor.at < cursor.end && *cursor.at != ')')
			cursor.at++;
	}
	return NULL;
}

static char *cherry_picked(const struct line *line)
{
	struct cursor cursor = { line->text, line->text + line->size };

	/* without brackets it is a sentence unless nothing follows */
	if (line->opens && skip(&cursor, "cherry~picked from")) {
		g_autofree char *id = NULL;

		skip(&cursor, "upstream");
		skip(&cursor, "commit");
		id = take_id(&cursor);
		return id && ends(&cursor) ? g_steal_pointer(&id) : NULL;
	}
	return picked_from(line, "(cherry~picked from");
}

static char *backported(const struct line *line)
{
	static const char *const starts[] = { "(backported from", "(back~ported from",
					      "(adapted from", "(manually picked from",
					      "(partially backported from",
					      "(partial cherry~pick of" };
	char *id = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(starts) && !id; i++)
		id = picked_from(line, starts[i]);
	return id;
}

static char *git_commit(const struct line *line)
{
	struct cursor cursor = { line->text, line->text + line->size };

	return skip(&cursor, "git-commit:") ? take_id(&cursor) : NULL;
}

/* DEP-3: "Origin: backport, https://…/commit/?id=X", "…/linus/X", "Applied-Upstream: commit:X" */
static char *origin(const struct line *line)
{
	static const char *const marks[] = { "commit:", "/commit/", "/c/", "/linus/",
					     "id=", "h=" };
	struct cursor cursor = { line->text, line->text + line->size };
	char *id;

	if (skip(&cursor, "origin:")) {
		if (skip(&cursor, "vendor") || skip(&cursor, "other"))
			return NULL;
		skip(&cursor, "upstream,");
		skip(&cursor, "backport,");
	} else if (!skip(&cursor, "applied-upstream:")) {
		return NULL;
	}
	id = take_id(&cursor);
	if (id)
		return id;
	for (; cursor.at < cursor.end; cursor.at++) {
		for (size_t i = 0; i < G_N_ELEMENTS(marks); i++) {
			struct cursor after = cursor;
			id = skip(&after, marks[i]) ? take_id(&after) : NULL;
			if (id)
				return id;
		}
	}
	return NULL;
}

static bool starts_header(const char *text)
{
	while (*text == ' ' || *text == '\t')
		text++;
	return !*text || *text == '\n' || g_str_has_prefix(text, "Author:") ||
	       g_str_has_prefix(text, "category:") || g_str_has_prefix(text, "commit ") ||
	       g_str_has_prefix(text, "upstream-diff");
}

/* git log's head in front of the message, or a line among those that distributions write */
static char *commit_alone(const struct line *line)
{
	struct cursor cursor = { line->text, line->text + line->size };
	g_autofree char *id = NULL;

	if (!line->opens || line->indented || (line->next && !starts_header(line->next)) ||
	    !skip(&cursor, "commit"))
		return NULL;
	id = take_id(&cursor);
	return id && strlen(id) == ID_MAX && cursor.at == cursor.end ? g_steal_pointer(&id) : NULL;
}

static char *(*const forms[])(const struct line *) = {
	commit_upstream, in_brackets, upstream_commit, cherry_picked,
	backported,	 git_commit,  origin,	       commit_alone,
};

/* "Bugzilla: …", "jira LE-1", "from mainline-v5.19-rc2": a line of data, no sentence */
static bool is_data(const char *text, size_t size)
{
	static const char *const words[] = { "jira ",	       "cve ",
					     "bugfix ",	       "from mainline-",
					     "from stable-",   "mainline inclusion",
					     "commit-author ", "commit-source ",
					     "subsystem-" };
	size_t i = 0;

	for (size_t k = 0; k < G_N_ELEMENTS(words); k++) {
		if (size >= strlen(words[k]) &&
		    !g_ascii_strncasecmp(text, words[k], strlen(words[k])))
			return true;
	}
	if (size && strchr("[(-=", *text))
		return true;
	while (i < size && (g_ascii_isalnum(text[i]) || text[i] == '-'))
		i++;
	if (i < size && text[i] == ' ')
		for (i++; i < size && (g_ascii_isalnum(text[i]) || text[i] == '-'); i++)
			;
	return i && i < size && text[i] == ':';
}

static bool next_line(const char **at, struct line *line)
{
	const char *start = *at, *newline;
	size_t size;

	if (!*start)
		return false;
	newline = strchr(start, '\n');
	size = newline ? (size_t)(newline - start) : strlen(start);
	*at = start + size + (newline != NULL);
	line->next = **at ? *at : NULL;
	while (size && g_ascii_isspace(start[size - 1]))
		size--;
	line->indented = size && g_ascii_isspace(*start);
	while (size && g_ascii_isspace(*start)) {
		start++;
		size--;
	}
	line->text = start;
	line->size = size;
	return true;
}

/* the message of what is reverted, as git log shows it: it names where that comes from */
static bool is_quoted(const struct line *line, char *(*form)(const struct line *line))
{
	return line->indented || form == commit_alone;
}

static bool starts_revert(const struct line *line)
{
	struct cursor cursor = { line->text, line->text + line->size };

	return skip(&cursor, "this reverts commit");
}

/* git log's head, not one of the lines that distributions write */
static bool is_headed(const struct line *line)
{
	return line->next && g_str_has_prefix(line->next, "Author:");
}

/**
 * struct manner - how a message is written
 * @begun: a line that is not empty was met
 * @data: the first of them is data, as distributions write it
 * @prose: some line in the first column is neither data nor names the commit
 */
struct manner {
	bool begun;
	bool data;
	bool prose;
};

static void manner_step(struct manner *manner, const struct line *line, bool names)
{
	bool data = is_data(line->text, line->size);

	if (!line->size)
		return;
	manner->data |= !manner->begun && data;
	manner->begun = true;
	manner->prose |= !line->indented && !data && !names;
}

char *upstream_of(const char *body)
{
	struct line line = { .opens = true };
	struct manner manner = { false };
	size_t best = G_N_ELEMENTS(forms);
	bool reverts = false, headed = false;
	char *found = NULL;

	while (next_line(&body, &line)) {
		size_t before = best;

		reverts |= starts_revert(&line);
		for (size_t i = 0; i < best; i++) {
			char *id = reverts && is_quoted(&line, forms[i]) ? NULL : forms[i](&line);

			if (!id)
				continue;
			g_free(found);
			found = id;
			best = i;
			headed = forms[i] == commit_alone && is_headed(&line);
		}
		manner_step(&manner, &line, best < before);
		line.opens = !line.size || is_data(line.text, line.size);
	}
	/* a message in words of its own speaks of an earlier commit, as git log shows it */
	if (headed && manner.prose && !manner.data)
		g_clear_pointer(&found, g_free);
	return found;
}
