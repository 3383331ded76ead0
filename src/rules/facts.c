// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every field of every line is checked: a typing error in a fact must not
 * become a wrong verdict.
 */
#include "rules/facts.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"

enum column {
	COLUMN_NUMBER,
	COLUMN_NAME,
	COLUMN_SYMBOL,
	COLUMN_VERSION,
	COLUMN_MODE,
	COLUMN_CONDITION,
	COLUMN_OPERAND,
	COLUMN_CONTENDS,
	COLUMN_UPSTREAM,
	COLUMN_WHY,
	COLUMN_SOURCE,
	COLUMNS,
};

static const char *const column_names[COLUMNS] = {
	"number", "leaf", "wrapper", "version", "tdr", "condition", "operand", "contends",
	"upstream", "why", "source",
};

struct word {
	const char *text;
	int value;
};

static const struct word mode_words[] = {
	{ "-", RESOURCE_NOT },
	{ "shared", RESOURCE_SHARED },
	{ "exclusive", RESOURCE_EXCLUSIVE },
	{ "depends", RESOURCE_DEPENDS },
	{ NULL },
};

static const struct word contends_words[] = { { "yes", 1 }, { "no", 0 }, { "-", 0 }, { NULL } };
static const struct word upstream_words[] = { { "guards", 1 }, { "leaves", 0 }, { "-", 0 },
					      { NULL } };

static bool bad(const char *path, unsigned int line, const char *what, const char *field,
		GError **error)
{
	g_set_error(error, BS_ERROR, BS_ERROR_INPUT, "'%s', line %u: %s '%s'", path, line, what,
		    field);
	return false;
}

static int word_value(const struct word *words, const char *text)
{
	for (; words->text; words++) {
		if (!strcmp(words->text, text))
			return words->value;
	}
	return -1;
}

static bool is_identifier(const char *text)
{
	return *text && !g_ascii_isdigit(*text) &&
	       !text[strspn(text, G_CSET_a_2_z G_CSET_A_2_Z "0123456789_")];
}

static void fact_free(gpointer data)
{
	struct fact *fact = data;

	g_free(fact->symbol);
	g_free(fact->name);
	g_free(fact->version);
	g_free(fact->condition);
	g_free(fact->operand);
	g_free(fact->why);
	g_free(fact->source);
	g_free(fact);
}

static char *optional(const char *field)
{
	return g_strdup(strcmp(field, "-") ? field : "");
}

static bool check_line(char **fields, const char *path, unsigned int line, GError **error)
{
	static const enum column needed[] = { COLUMN_NAME, COLUMN_VERSION, COLUMN_WHY,
					      COLUMN_SOURCE };
	const char *operand = fields[COLUMN_OPERAND];

	for (size_t i = 0; i < G_N_ELEMENTS(needed); i++) {
		if (!*fields[needed[i]])
			return bad(path, line, "no text in the column", column_names[needed[i]],
				   error);
	}
	if (!g_ascii_string_to_unsigned(fields[COLUMN_NUMBER], 10, 0, G_MAXUINT32, NULL, NULL))
		return bad(path, line, "no number:", fields[COLUMN_NUMBER], error);
	if (!is_identifier(fields[COLUMN_SYMBOL]))
		return bad(path, line, "no identifier:", fields[COLUMN_SYMBOL], error);
	if (strcmp(operand, "-") && !is_identifier(operand))
		return bad(path, line, "no member name:", operand, error);
	if (word_value(mode_words, fields[COLUMN_MODE]) < 0)
		return bad(path, line, "tdr must be exclusive, shared, depends or -, not",
			   fields[COLUMN_MODE], error);
	if (word_value(contends_words, fields[COLUMN_CONTENDS]) < 0)
		return bad(path, line, "contends must be yes, no or -, not",
			   fields[COLUMN_CONTENDS], error);
	if (word_value(upstream_words, fields[COLUMN_UPSTREAM]) < 0)
		return bad(path, line, "upstream must be guards, leaves or -, not",
			   fields[COLUMN_UPSTREAM], error);
	if (!strcmp(fields[COLUMN_MODE], "depends") && !strcmp(fields[COLUMN_CONDITION], "-"))
		return bad(path, line, "a condition is needed with", "depends", error);
	return true;
}

static struct fact *fact_of(char **fields)
{
	struct fact *fact = g_new0(struct fact, 1);

	fact->number = g_ascii_strtoull(fields[COLUMN_NUMBER], NULL, 10);
	fact->name = g_strdup(fields[COLUMN_NAME]);
	fact->symbol = g_strdup(fields[COLUMN_SYMBOL]);
	fact->version = g_strdup(fields[COLUMN_VERSION]);
	fact->mode = word_value(mode_words, fields[COLUMN_MODE]);
	fact->condition = optional(fields[COLUMN_CONDITION]);
	fact->operand = optional(fields[COLUMN_OPERAND]);
	fact->contends = word_value(contends_words, fields[COLUMN_CONTENDS]);
	fact->guarded_upstream = word_value(upstream_words, fields[COLUMN_UPSTREAM]);
	fact->why = g_strdup(fields[COLUMN_WHY]);
	fact->source = g_strdup(fields[COLUMN_SOURCE]);
	return fact;
}

static bool check_header(char **fields, const char *path, unsigned int line, GError **error)
{
	for (guint i = 0; i < COLUMNS; i++) {
		if (strcmp(fields[i], column_names[i]))
			return bad(path, line, "unexpected column", fields[i], error);
	}
	return true;
}

static bool has_symbol(const GPtrArray *facts, const char *symbol)
{
	for (guint i = 0; i < facts->len; i++) {
		const struct fact *fact = facts->pdata[i];

		if (!strcmp(fact->symbol, symbol))
			return true;
	}
	return false;
}

static bool add_line(GPtrArray *facts, const char *text, bool *header, const char *path,
		     unsigned int line, GError **error)
{
	g_auto(GStrv) fields = g_strsplit(text, "\t", -1);

	if (g_strv_length(fields) != COLUMNS) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
			    "'%s', line %u: %u columns where %d are needed; they are separated "
			    "by one tab each", path, line, g_strv_length(fields), COLUMNS);
		return false;
	}
	if (!*header) {
		*header = true;
		return check_header(fields, path, line, error);
	}
	if (!check_line(fields, path, line, error))
		return false;
	if (has_symbol(facts, fields[COLUMN_SYMBOL]))
		return bad(path, line, "there is a line already for", fields[COLUMN_SYMBOL],
			   error);
	g_ptr_array_add(facts, fact_of(fields));
	return true;
}

GPtrArray *facts_load(const char *path, GError **error)
{
	g_autoptr(GPtrArray) facts = g_ptr_array_new_with_free_func(fact_free);
	g_autoptr(GBytes) bytes = file_read(path, error);
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;
	bool header = false;

	if (!bytes)
		return NULL;
	text = bytes_text(bytes);
	lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i]; i++) {
		if (*lines[i] && *lines[i] != '#' &&
		    !add_line(facts, lines[i], &header, path, i + 1, error))
			return NULL;
	}
	if (!facts->len) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT, "'%s' holds no facts", path);
		return NULL;
	}
	return g_steal_pointer(&facts);
}

bool fact_is_exclusive(const struct fact *fact)
{
	return fact->mode == RESOURCE_EXCLUSIVE || fact->mode == RESOURCE_DEPENDS;
}
