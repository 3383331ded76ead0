// SPDX-License-Identifier: GPL-2.0-only
#include "check/hunkview.h"

#include <string.h>

#include "check/calls.h"
#include "format/csource.h"

/* tokens of a definition's head that are looked at */
#define HEAD_TOKENS 500

/* the definition that the walk is in, on one side of the hunk */
struct side {
	const struct csource *image;
	char *name;
	char *heading;
	bool certain;
	bool opened;		/* its brace was seen, or may stand above the hunk */
	guint row;		/* of the side's image, from 1 */
	guint token;		/* the first one of the image that is not above the row */
	GPtrArray *open;	/* places that wait for the end of the definition to be seen */
};

static void place_free(gpointer data)
{
	struct hunk_place *place = data;

	g_free(place->name);
	g_free(place->heading);
	g_free(place);
}

static void side_set(struct side *side, char *name, const char *heading, bool certain)
{
	g_free(side->name);
	g_free(side->heading);
	side->name = name;
	side->heading = g_strdup(heading);
	side->certain = certain;
	side->opened = true;
	g_ptr_array_set_size(side->open, 0);
}

static bool starts_word(char c)
{
	return g_ascii_isalpha(c) || c == '_';
}

/* "out:" and "case 1:" in the first column begin no definition */
static bool is_label(const char *text)
{
	while (starts_word(*text) || g_ascii_isdigit(*text))
		text++;
	while (*text == ' ')
		text++;
	return *text == ':' || *text == '\0';
}

static char *macro_name(const char *text)
{
	const char *p = text + 1;

	while (*p == ' ' || *p == '\t')
		p++;
	if (!g_str_has_prefix(p, "define"))
		return NULL;
	for (p += strlen("define"); *p == ' ' || *p == '\t'; p++)
		;
	return g_strndup(p, strspn(p, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_"));
}

/* what follows a line in the first column */
enum outcome {
	BEGINS,		/* a body */
	ENDS,		/* nothing: a prototype, a variable, a line of a list of macro calls */
	CUT_OFF,	/* the hunk ends before it can be seen */
};

static bool is_code(const struct ctoken *token)
{
	return token->kind != CTOKEN_COMMENT && token->kind != CTOKEN_DIRECTIVE;
}

/* "ENTRY(name)" with nothing in front: of a list, when the next line begins at the margin too */
static bool is_bare_call(const struct csource *image, guint first)
{
	return first + 1 < image->tokens->len && ctoken_at(image, first)->kind == CTOKEN_WORD &&
	       ctoken_is(ctoken_at(image, first + 1), "(");
}

static bool starts_line(const struct ctoken *token)
{
	return token->kind == CTOKEN_WORD && token->text[-1] == '\n';
}

static void next_row(struct side *side)
{
	side->row++;
	while (side->token < side->image->tokens->len &&
	       ctoken_at(side->image, side->token)->line < side->row)
		side->token++;
}

/* what the lines from the side's row on come to */
static enum outcome outcome_of(const struct side *side)
{
	const struct csource *image = side->image;
	guint first = side->token, end = MIN(image->tokens->len, first + HEAD_TOKENS);
	bool bare = is_bare_call(image, first);
	int parens = 0;

	for (guint i = first; i < end; i++) {
		const struct ctoken *token = ctoken_at(image, i);

		if (!is_code(token))
			continue;
		parens += ctoken_is(token, "(") - ctoken_is(token, ")");
		if (parens)
			continue;
		if (ctoken_is(token, "{"))
			return BEGINS;
		if (ctoken_is(token, ";") || ctoken_is(token, "}") ||
		    (bare && i > first && starts_line(token)))
			return ENDS;
	}
	return CUT_OFF;
}

/* what a line in the first column says about the definition it belongs to */
static void enter(struct side *side, const char *text)
{
	g_autofree char *stripped = g_strchomp(g_strdup(text));
	enum outcome outcome;
	char *name;

	if (*text == '{')
		side->opened = true;
	if (*text == '#') {
		name = macro_name(text);
		/* inside a function, or perhaps: a #define there does not end it */
		if (name && side->name && !*side->name)
			side_set(side, g_steal_pointer(&name), text, true);
		g_free(name);
		return;
	}
	if (!starts_word(*text) || is_label(stripped))
		return;
	outcome = outcome_of(side);
	name = outcome == ENDS ? g_strdup("") : function_name_of(text);
	side_set(side, name, text, name && outcome != CUT_OFF);
	side->opened = strchr(text, '{') != NULL;
}

/* the end of the definition makes sure that what came before was inside it */
static void leave(struct side *side)
{
	for (guint i = 0; i < side->open->len; i++)
		((struct hunk_place *)side->open->pdata[i])->certain = side->name != NULL;
	side_set(side, g_strdup(""), "", true);
}

static void add_place(GPtrArray *places, struct side *side, guint hunk, char kind,
		      bool indented)
{
	struct hunk_place *place = g_new0(struct hunk_place, 1);

	place->hunk = hunk;
	place->kind = kind;
	place->row = side->row;
	place->indented = indented;
	place->name = g_strdup(side->name);
	place->certain = side->certain;
	place->heading = g_strdup(side->heading);
	g_ptr_array_add(places, place);
	if (!side->certain)
		g_ptr_array_add(side->open, place);
}

/* a macro ends with the first line that is not continued */
static bool macro_ends(const struct side *side, const char *text)
{
	return side->heading && *side->heading == '#' && !g_str_has_suffix(text, "\\");
}

/* a prototype or a variable: there is no brace to wait for */
static bool declaration_ends(const struct side *side, const char *text)
{
	return !side->opened && g_str_has_suffix(text, ";");
}

static void walk_line(GPtrArray *places, struct side *side, guint hunk, char kind,
		      const struct diff_line *line)
{
	g_autofree char *text = g_strchomp(g_strndup(line->text, line->size));

	next_row(side);
	enter(side, text);
	if (kind != ' ' && *text)
		add_place(places, side, hunk, kind, *text == '\t');
	if (*text == '}' || macro_ends(side, text) || declaration_ends(side, text))
		leave(side);
}

/* an image that starts inside a comment would show the comment's words as code */
static GBytes *image_bytes(const struct hunk *hunk, char skip)
{
	GString *image = hunk_image(hunk, skip);
	const char *end = strstr(image->str, "*/");
	const char *start = strstr(image->str, "/*");

	if (end && (!start || end < start))
		g_string_prepend(image, "/*");
	return g_string_free_to_bytes(image);
}

static void walk_hunk(GPtrArray *places, const struct hunk *hunk, guint number)
{
	struct side sides[2] = { 0 };
	g_autoptr(GBytes) before = image_bytes(hunk, '+'), after = image_bytes(hunk, '-');
	g_autoptr(csource) old = csource_scan(before), new = csource_scan(after);

	sides[0].image = old;
	sides[1].image = new;
	for (int i = 0; i < 2; i++) {
		sides[i].open = g_ptr_array_new();
		side_set(&sides[i], *hunk->section ? function_name_of(hunk->section) : g_strdup(""),
			 hunk->section, false);
	}
	for (guint i = 0; i < hunk->lines->len; i++) {
		const struct diff_line *line = &g_array_index(hunk->lines, struct diff_line, i);

		if (line->kind != '+')
			walk_line(places, &sides[0], number, line->kind, line);
		if (line->kind != '-')
			walk_line(places, &sides[1], number, line->kind, line);
	}
	for (int i = 0; i < 2; i++) {
		g_ptr_array_unref(sides[i].open);
		g_free(sides[i].name);
		g_free(sides[i].heading);
	}
}

GPtrArray *hunk_places(const struct file_diff *file)
{
	GPtrArray *places = g_ptr_array_new_with_free_func(place_free);

	for (guint i = 0; i < file->hunks->len; i++)
		walk_hunk(places, file->hunks->pdata[i], i + 1);
	return places;
}

static void add_known(GPtrArray *places, const struct csource *image, guint hunk, char kind,
		      guint line, guint row)
{
	const struct cregion *region = csource_at(image, line);
	struct hunk_place *place = g_new0(struct hunk_place, 1);
	bool named = region && (region->kind == CREGION_FUNCTION || region->kind == CREGION_MACRO);

	place->hunk = hunk;
	place->kind = kind;
	place->row = row;
	place->name = g_strdup(named ? region->name : "");
	place->certain = true;
	place->heading = g_strdup(named && region->kind == CREGION_MACRO ? "#" : "");
	g_ptr_array_add(places, place);
}

static bool is_blank(const struct diff_line *line)
{
	for (size_t i = 0; i < line->size; i++) {
		if (!g_ascii_isspace(line->text[i]))
			return false;
	}
	return true;
}

static void known_hunk(GPtrArray *places, const struct hunk *hunk, guint number,
		       const struct csource *before, const struct csource *after)
{
	guint old = 0, new = 0;

	for (guint i = 0; i < hunk->lines->len; i++) {
		const struct diff_line *line = &g_array_index(hunk->lines, struct diff_line, i);

		old += line->kind != '+';
		new += line->kind != '-';
		if (is_blank(line))
			continue;
		if (line->kind == '-')
			add_known(places, before, number, '-', hunk->old_start + old - 1, old);
		else if (line->kind == '+')
			add_known(places, after, number, '+', hunk->new_start + new - 1, new);
	}
}

GPtrArray *hunk_places_in(const struct file_diff *file, const struct csource *before,
			  const struct csource *after)
{
	GPtrArray *places = g_ptr_array_new_with_free_func(place_free);

	for (guint i = 0; i < file->hunks->len; i++)
		known_hunk(places, file->hunks->pdata[i], i + 1, before, after);
	return places;
}

static const struct hunk_place *place_at(const GPtrArray *places, guint hunk, char kind, guint row)
{
	for (guint i = 0; i < places->len; i++) {
		const struct hunk_place *place = places->pdata[i];

		if (place->hunk == hunk && place->kind == kind && place->row == row)
			return place;
	}
	return NULL;
}

static void add_call(GHashTable *calls, const char *function, const struct ctoken *callee, int by)
{
	char *key = g_strdup_printf("%s %.*s", function, (int)callee->size, callee->text);
	int count = GPOINTER_TO_INT(g_hash_table_lookup(calls, key));

	g_hash_table_insert(calls, key, GINT_TO_POINTER(count + by));
}

/* calls on changed lines of one side; context is the same on both */
static void count_side(GHashTable *calls, const struct hunk *hunk, guint number, char kind,
		       const GPtrArray *places)
{
	g_autoptr(GBytes) bytes = image_bytes(hunk, kind == '+' ? '-' : '+');
	g_autoptr(csource) source = csource_scan(bytes);

	for (guint i = 0; i < source->tokens->len; i++) {
		const struct ctoken *token = &g_array_index(source->tokens, struct ctoken, i);
		const struct hunk_place *place;

		if (!is_call(source, i))
			continue;
		place = place_at(places, number, kind, token->line);
		if (place && place->name && *place->name)
			add_call(calls, place->name, token, kind == '+' ? 1 : -1);
	}
}

static gboolean not_added(gpointer key, gpointer value, gpointer added)
{
	return !g_hash_table_contains(added, key);
}

/* of the file in full nothing is hidden between hunks, as an end of a statement may be */
static void count_known(GHashTable *calls, const struct csource *before,
			const struct csource *after)
{
	GHashTableIter iter;
	gpointer key;

	g_hash_table_iter_init(&iter, calls);
	while (g_hash_table_iter_next(&iter, &key, NULL)) {
		g_auto(GStrv) names = g_strsplit(key, " ", 2);
		int change = count_calls(after, names[0], names[1]) -
			     count_calls(before, names[0], names[1]);

		g_hash_table_iter_replace(&iter, GINT_TO_POINTER(change));
	}
}

GHashTable *hunk_calls(const struct file_diff *file, const struct csource *before,
		       const struct csource *after)
{
	GHashTable *calls = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) added = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GPtrArray) places = before ? hunk_places_in(file, before, after) :
					       hunk_places(file);

	for (guint i = 0; i < file->hunks->len; i++) {
		count_side(added, file->hunks->pdata[i], i + 1, '+', places);
		count_side(calls, file->hunks->pdata[i], i + 1, '+', places);
		count_side(calls, file->hunks->pdata[i], i + 1, '-', places);
	}
	g_hash_table_foreach_remove(calls, not_added, added);
	if (before)
		count_known(calls, before, after);
	return calls;
}
