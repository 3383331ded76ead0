// SPDX-License-Identifier: GPL-2.0-only
#include "report/matrix.h"

#include <string.h>

/* the number at *p, and *p behind it; trees and kernels are compared by such numbers */
static guint64 number_at(const char **p)
{
	char *end;
	guint64 value = g_ascii_strtoull(*p, &end, 10);

	*p = end;
	return value;
}

int compare_kernels(const char *a, const char *b)
{
	if (!a || !*a || !b || !*b)
		return (!a || !*a) - (!b || !*b);
	while (*a && *b) {
		if (g_ascii_isdigit(*a) && g_ascii_isdigit(*b)) {
			guint64 x = number_at(&a);
			guint64 y = number_at(&b);

			if (x != y)
				return x < y ? -1 : 1;
			continue;
		}
		if (*a != *b)
			return (guchar)*a < (guchar)*b ? -1 : 1;
		a++;
		b++;
	}
	return (*a != 0) - (*b != 0);
}

static void column_free(gpointer data)
{
	struct column *column = data;

	g_free(column->kernel);
	g_free(column);
}

static struct column *column_named(GPtrArray *columns, const char *tree)
{
	struct column *column;

	for (guint i = 0; i < columns->len; i++) {
		column = columns->pdata[i];
		if (!strcmp(column->tree, tree))
			return column;
	}
	column = g_new0(struct column, 1);
	column->tree = tree;
	g_ptr_array_add(columns, column);
	return column;
}

/* first and last kernel that the series saw on this tree */
static char *kernel_range(const GPtrArray *results, const char *name)
{
	const char *first = NULL;
	const char *last = NULL;

	for (guint i = 0; i < results->len; i++) {
		const struct tree_result *tree = tree_in(results->pdata[i], name);

		if (!tree || !tree->kernel || !*tree->kernel)
			continue;
		if (!first || compare_kernels(tree->kernel, first) < 0)
			first = tree->kernel;
		if (!last || compare_kernels(tree->kernel, last) > 0)
			last = tree->kernel;
	}
	if (!first || !compare_kernels(first, last))
		return g_strdup(first ? first : "");
	return g_strdup_printf("%s to %s", first, last);
}

static int compare_columns(gconstpointer a, gconstpointer b)
{
	const struct column *x = *(const struct column *const *)a;
	const struct column *y = *(const struct column *const *)b;
	int order;

	/* a tree that could not be opened has no kernel; "6.12.y" sorts well enough */
	order = compare_kernels(*x->kernel ? x->kernel : x->tree,
				*y->kernel ? y->kernel : y->tree);
	return order ? order : compare_kernels(x->tree, y->tree);
}

GPtrArray *columns_of(const GPtrArray *results)
{
	GPtrArray *columns = g_ptr_array_new_with_free_func(column_free);

	for (guint i = 0; i < results->len; i++) {
		const struct series_result *result = results->pdata[i];

		for (guint j = 0; j < result->trees->len; j++) {
			const struct tree_result *tree = result->trees->pdata[j];
			struct column *column = column_named(columns, tree->tree);

			if (!column->kernel)
				column->kernel = kernel_range(results, tree->tree);
		}
	}
	g_ptr_array_sort(columns, compare_columns);
	return columns;
}

const struct tree_result *tree_in(const struct series_result *result, const char *name)
{
	for (guint i = 0; i < result->trees->len; i++) {
		const struct tree_result *tree = result->trees->pdata[i];

		if (!strcmp(tree->tree, name))
			return tree;
	}
	return NULL;
}

static int compare_patches(gconstpointer a, gconstpointer b)
{
	const struct patch_result *x = *(const struct patch_result *const *)a;
	const struct patch_result *y = *(const struct patch_result *const *)b;

	return compare_kernels(x->patch, y->patch);
}

GPtrArray *rows_of(const struct series_result *result)
{
	GPtrArray *rows = g_ptr_array_new();
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < result->trees->len; i++) {
		const struct tree_result *tree = result->trees->pdata[i];

		for (guint j = 0; j < tree->patches->len; j++) {
			struct patch_result *patch = tree->patches->pdata[j];

			if (g_hash_table_add(seen, patch->patch))
				g_ptr_array_add(rows, patch);
		}
	}
	g_ptr_array_sort(rows, compare_patches);
	return rows;
}

const struct patch_result *patch_in(const struct tree_result *tree, const char *patch)
{
	for (guint i = 0; tree && i < tree->patches->len; i++) {
		const struct patch_result *candidate = tree->patches->pdata[i];

		if (!strcmp(candidate->patch, patch))
			return candidate;
	}
	return NULL;
}

bool tree_has_rung(const struct tree_result *tree, const char *rung)
{
	for (guint i = 0; i < tree->patches->len; i++) {
		const struct patch_result *patch = tree->patches->pdata[i];

		if (!g_strcmp0(patch->rung, rung))
			return true;
	}
	return false;
}

static void tally_tree(struct tally *tally, const struct tree_result *tree)
{
	if (tree->error)
		tally->count[STATE_ERROR]++;
	for (guint i = 0; i < tree->patches->len; i++)
		tally->count[state_of(tree->patches->pdata[i])]++;
}

struct tally tally_of(const GPtrArray *results)
{
	g_autoptr(GPtrArray) columns = columns_of(results);
	struct tally tally = { .series = results->len, .trees = columns->len };

	for (guint i = 0; i < results->len; i++) {
		const struct series_result *result = results->pdata[i];
		g_autoptr(GPtrArray) rows = rows_of(result);

		tally.patches += rows->len;
		for (guint j = 0; j < result->trees->len; j++)
			tally_tree(&tally, result->trees->pdata[j]);
	}
	return tally;
}

char *tally_text(const struct tally *tally)
{
	static const enum state order[] = {
		STATE_PROVEN,	STATE_PRESENT,	STATE_NOT_AFFECTED, STATE_REVIEW,
		STATE_PROPOSED, STATE_LEFT_OUT, STATE_CONFLICT,	    STATE_REFUTED,
		STATE_FAILED,	STATE_ERROR,
	};
	static const char *const words[STATE_COUNT] = {
		[STATE_PROVEN] = "proven",
		[STATE_PRESENT] = "present",
		[STATE_NOT_AFFECTED] = "not affected",
		[STATE_REVIEW] = "to review",
		[STATE_PROPOSED] = "proposed",
		[STATE_LEFT_OUT] = "left out",
		[STATE_CONFLICT] = "in conflict",
		[STATE_REFUTED] = "proposed with a failed proof",
		[STATE_FAILED] = "with a failed proof",
		[STATE_ERROR] = "with an error",
	};
	GString *out = g_string_new(NULL);
	const char *before = ": ";

	g_string_append_printf(out, "%u series, %u patch%s, %u tree%s", tally->series,
			       tally->patches, tally->patches == 1 ? "" : "es", tally->trees,
			       tally->trees == 1 ? "" : "s");
	for (guint i = 0; i < G_N_ELEMENTS(order); i++) {
		if (!tally->count[order[i]])
			continue;
		g_string_append_printf(out, "%s%u %s", before, tally->count[order[i]],
				       words[order[i]]);
		before = ", ";
	}
	return g_string_free(out, FALSE);
}

unsigned int tally_person(const struct tally *tally)
{
	unsigned int person = 0;

	for (guint i = 0; i < STATE_COUNT; i++) {
		if (state_needs_person(i))
			person += tally->count[i];
	}
	return person;
}
