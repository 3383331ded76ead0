// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counts by the name of the grounds, and the file that keeps them.  The file is
 * read strictly: a figure that was mistyped must not make a rung trusted.
 */
#include "engine/result/calibration.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/output.h"
#include "engine/result/certainty.h"
#include "engine/result/odds.h"
#include "engine/result/rungs.h"

#define GROUP "calibration"
#define ROWS "rungs"
/* 95% of a normal distribution lie within this many standard deviations */
#define DEVIATIONS 1.959964

struct calibration {
	GHashTable *tallies; /* char * -> struct tally * */
	char *source;
	char *newest; /* commit, or NULL */
	double threshold;
	bool shipped;
};

/* a row of the shipped figures: calibration.def */
struct shipped {
	const char *name;
	struct tally tally;
};

static const struct shipped shipped[] = {
#define CALIBRATION(name, claims, right, whitespace) { name, { claims, right, whitespace } },
#include "engine/result/calibration.def"
#undef CALIBRATION
	{ NULL },
};

#define CALIBRATION_SOURCE(text) static const char shipped_source[] = text;
#include "engine/result/calibration.def"
#undef CALIBRATION_SOURCE

void tally_add(struct tally *tally, enum match match)
{
	tally->claims++;
	tally->right += match == MATCH_RIGHT;
	tally->whitespace += match == MATCH_WHITESPACE;
}

double tally_precision(const struct tally *tally)
{
	return tally->claims ? (double)(tally->right + tally->whitespace) / tally->claims : 0;
}

void tally_interval(const struct tally *tally, double *out_low, double *out_high)
{
	const double n = tally->claims, p = tally_precision(tally), z = DEVIATIONS;
	double middle, half;

	*out_low = 0;
	*out_high = 1;
	if (!tally->claims)
		return;
	middle = (p + z * z / (2 * n)) / (1 + z * z / n);
	half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
	*out_low = MAX(middle - half, 0);
	*out_high = MIN(middle + half, 1);
}

struct calibration *calibration_new(void)
{
	struct calibration *calibration = g_new0(struct calibration, 1);

	calibration->tallies = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	calibration->source = g_strdup("nothing measured yet");
	calibration->threshold = CALIBRATION_THRESHOLD;
	return calibration;
}

static struct tally *tally_named(struct calibration *calibration, const char *name)
{
	struct tally *tally = g_hash_table_lookup(calibration->tallies, name);

	if (!tally) {
		tally = g_new0(struct tally, 1);
		g_hash_table_insert(calibration->tallies, g_strdup(name), tally);
	}
	return tally;
}

struct calibration *calibration_shipped(void)
{
	struct calibration *calibration = calibration_new();

	calibration->shipped = true;
	calibration_set_source(calibration, shipped_source);
	for (const struct shipped *row = shipped; row->name; row++)
		*tally_named(calibration, row->name) = row->tally;
	return calibration;
}

const char *calibration_source(const struct calibration *calibration)
{
	return calibration->source;
}

void calibration_set_source(struct calibration *calibration, const char *source)
{
	char *copy = g_strdup(source);

	g_free(calibration->source);
	calibration->source = copy;
}

const char *calibration_newest(const struct calibration *calibration)
{
	return calibration->newest;
}

void calibration_set_newest(struct calibration *calibration, const char *commit)
{
	g_free(calibration->newest);
	calibration->newest = g_strdup(commit);
}

guint64 calibration_claims(const struct calibration *calibration)
{
	GHashTableIter iter;
	guint64 claims = 0;
	gpointer tally;

	g_hash_table_iter_init(&iter, calibration->tallies);
	while (g_hash_table_iter_next(&iter, NULL, &tally))
		claims += ((struct tally *)tally)->claims;
	return claims;
}

double calibration_threshold(const struct calibration *calibration)
{
	return calibration->threshold;
}

void calibration_set_threshold(struct calibration *calibration, double threshold)
{
	calibration->threshold = threshold;
}

char *grounds_name(const struct grounds *grounds)
{
	const char *doubted = grounds->doubted ? ",doubted" : "";

	if (!grounds->clean)
		return g_strdup_printf("conflict,%u%s", grounds->level, doubted);
	return g_strdup_printf("clean,%s%s", grounds->rung ? grounds->rung : "none", doubted);
}

void calibration_add(struct calibration *calibration, const struct grounds *grounds,
		     enum match match)
{
	g_autofree char *name = grounds_name(grounds);

	tally_add(tally_named(calibration, name), match);
}

const struct tally *calibration_find(const struct calibration *calibration,
				     const struct grounds *grounds)
{
	g_autofree char *name = grounds_name(grounds);

	return g_hash_table_lookup(calibration->tallies, name);
}

double calibration_precision(const struct calibration *calibration, const struct grounds *grounds)
{
	const struct tally *tally = calibration_find(calibration, grounds);

	return tally ? tally_precision(tally) : 0;
}

static void pool_add(struct tally *pool, const struct tally *tally)
{
	if (!tally)
		return;
	pool->claims += tally->claims;
	pool->right += tally->right;
	pool->whitespace += tally->whitespace;
}

struct tally calibration_pool(const struct calibration *calibration,
			      const struct grounds *grounds)
{
	struct tally pool = { 0 };
	struct grounds one = *grounds;

	if (grounds->clean) {
		pool_add(&pool, calibration_find(calibration, grounds));
		return pool;
	}
	for (; one.level < CERTAINTY_LEVELS; one.level++)
		pool_add(&pool, calibration_find(calibration, &one));
	return pool;
}

/* on other projects; nothing where there is none of that name */
static struct tally tally_elsewhere(const struct grounds *grounds)
{
	g_autofree char *name = grounds_name(grounds);

	for (const struct shipped *row = shipped; row->name; row++)
		if (!strcmp(row->name, name))
			return row->tally;
	return (struct tally){ 0 };
}

/* never quite 0 or 1, however few there were */
static double share_of(const struct tally *tally)
{
	return (tally->right + tally->whitespace + CALIBRATION_PRIOR_NONE) / (tally->claims + 1.0);
}

/* what is thought of each level before it was measured itself, and how often others have it */
struct expected {
	double chance[CERTAINTY_LEVELS];
	unsigned int claims[CERTAINTY_LEVELS];
};

static void expect(const struct calibration *calibration, struct expected *out)
{
	struct tally counted[CERTAINTY_LEVELS] = { 0 };
	double shift;

	for (unsigned int level = 0; level < CERTAINTY_LEVELS; level++) {
		const struct grounds grounds = { .level = level };
		const struct tally elsewhere = tally_elsewhere(&grounds);

		out->chance[level] = share_of(&elsewhere);
		out->claims[level] = elsewhere.claims;
		pool_add(&counted[level], calibration_find(calibration, &grounds));
	}
	shift = odds_shift(out->chance, counted);
	for (unsigned int level = 0; level < CERTAINTY_LEVELS; level++)
		out->chance[level] = odds_shifted(out->chance[level], shift);
}

/* of a level and those above it together */
static double chance_from(const struct expected *expected, unsigned int from)
{
	double right = 0, claims = 0;

	for (unsigned int level = from; level < CERTAINTY_LEVELS; level++) {
		right += expected->chance[level] * expected->claims[level];
		claims += expected->claims[level];
	}
	return claims > 0 ? right / claims : CALIBRATION_PRIOR_NONE;
}

static double estimate(const struct tally *tally, double prior)
{
	return (tally->right + tally->whitespace + prior * CALIBRATION_PRIOR) /
	       (tally->claims + CALIBRATION_PRIOR);
}

bool calibration_trusts(const struct calibration *calibration, const struct grounds *grounds)
{
	const struct tally *own = calibration_find(calibration, grounds);
	struct tally pool = calibration_pool(calibration, grounds);
	struct expected expected;
	double of_pool, of_own;

	if (!own || !own->claims || grounds->doubted)
		return false;
	if (grounds->clean) {
		const struct tally elsewhere = tally_elsewhere(grounds);

		of_pool = of_own = share_of(&elsewhere);
	} else {
		expect(calibration, &expected);
		of_pool = chance_from(&expected, grounds->level);
		of_own = expected.chance[grounds->level];
	}
	return estimate(&pool, of_pool) >= calibration->threshold &&
	       estimate(own, of_own) >= calibration->threshold - CALIBRATION_MARGIN;
}

char *calibration_unmeasured(const char *rung)
{
	return g_strdup_printf("'%s' on such grounds was not measured on past backports", rung);
}

/* whatever the threshold, and however often such results were right */
static char *warned(const struct calibration *calibration, const struct grounds *grounds,
		    const struct tally *tally)
{
	return g_strdup_printf("%s was right in %u of %u past backports%s, and what something "
			       "speaks against is never more than proposed",
			       grounds->clean ? "a clean merge that was warned of" :
						"what looks as certain as this",
			       tally->right + tally->whitespace, tally->claims,
			       calibration->shipped ? " of other projects" : "");
}

char *calibration_doubt(const struct calibration *calibration, const struct grounds *grounds)
{
	const struct tally *tally = calibration_find(calibration, grounds);

	if (calibration_trusts(calibration, grounds))
		return NULL;
	if (!tally && !grounds->clean && !grounds->doubted && !rung_only_proposes(grounds->rung))
		return g_strdup("none of the past backports looked as certain as this");
	if (!tally || rung_only_proposes(grounds->rung))
		return calibration_unmeasured(grounds->rung);
	if (grounds->doubted)
		return warned(calibration, grounds, tally);
	/* a conflict's figures are those of all that look as certain, whatever made them */
	return g_strdup_printf("%s was right in %u of %u past backports%s, which does not prove a "
			       "threshold of %.3g%s",
			       grounds->clean ? "a clean merge" : "what looks as certain as this",
			       tally->right + tally->whitespace, tally->claims,
			       calibration->shipped ? " of other projects" : "",
			       calibration->threshold,
			       calibration->shipped ?
				       "; 'backstitch replay' measures this repository" : "");
}

static gint by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(a, b);
}

void calibration_each(const struct calibration *calibration,
		      void (*visit)(void *data, const char *name, const struct tally *tally),
		      void *data)
{
	g_autoptr(GList) names = g_hash_table_get_keys(calibration->tallies);

	names = g_list_sort(names, by_name);
	for (GList *name = names; name; name = name->next)
		visit(data, name->data, g_hash_table_lookup(calibration->tallies, name->data));
}

static bool damaged(GError **error, const char *path, const char *group, const char *key,
		    const char *what)
{
	g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
		    "'%s': [%s] %s%s%s; run 'backstitch replay' to measure again", path, group, key,
		    *key ? ": " : "", what);
	return false;
}

static bool read_row(struct calibration *calibration, GKeyFile *file, const char *path,
		     const char *name, GError **error)
{
	gsize count = 0;
	g_autofree int *values = g_key_file_get_integer_list(file, ROWS, name, &count, NULL);
	gint64 left;

	if (!values || count != 3)
		return damaged(error, path, ROWS, name, "three numbers are needed");
	left = (gint64)values[0] - values[1] - values[2];
	if (values[0] < 0 || values[1] < 0 || values[2] < 0 || left < 0)
		return damaged(error, path, ROWS, name, "more are right than there are");
	*tally_named(calibration, name) =
		(struct tally){ .claims = values[0], .right = values[1], .whitespace = values[2] };
	return true;
}

static bool read_head(struct calibration *calibration, GKeyFile *file, const char *path,
		      GError **error)
{
	g_autofree char *source = g_key_file_get_string(file, GROUP, "source", NULL);
	g_autoptr(GError) cause = NULL;
	double threshold = CALIBRATION_THRESHOLD;

	if (!g_key_file_has_group(file, GROUP) || !source)
		return damaged(error, path, GROUP, "source", "is missing");
	if (g_key_file_has_key(file, GROUP, "threshold", NULL))
		threshold = g_key_file_get_double(file, GROUP, "threshold", &cause);
	if (cause || !(threshold > 0 && threshold <= 1))
		return damaged(error, path, GROUP, "threshold", "is no number between 0 and 1");
	calibration_set_source(calibration, source);
	calibration->threshold = threshold;
	calibration->newest = g_key_file_get_string(file, GROUP, "newest", NULL);
	return true;
}

struct calibration *calibration_load(const char *path, GError **error)
{
	g_autoptr(calibration) calibration = calibration_new();
	g_autoptr(GBytes) bytes = file_read(path, error);
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_autoptr(GError) cause = NULL;
	g_auto(GStrv) names = NULL;

	if (!bytes)
		return NULL;
	if (!g_key_file_load_from_bytes(file, bytes, G_KEY_FILE_NONE, &cause)) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT, "'%s': %s", path, cause->message);
		return NULL;
	}
	if (!read_head(calibration, file, path, error))
		return NULL;
	names = g_key_file_get_keys(file, ROWS, NULL, NULL);
	for (char **name = names; name && *name; name++) {
		if (!read_row(calibration, file, path, *name, error))
			return NULL;
	}
	return g_steal_pointer(&calibration);
}

static void write_row(void *data, const char *name, const struct tally *tally)
{
	int values[] = { tally->claims, tally->right, tally->whitespace };

	g_key_file_set_integer_list(data, ROWS, name, values, G_N_ELEMENTS(values));
}

bool calibration_save(const struct calibration *calibration, const char *path, GError **error)
{
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_autofree char *text = NULL;
	gsize size;

	g_key_file_set_string(file, GROUP, "source", calibration->source);
	if (calibration->newest)
		g_key_file_set_string(file, GROUP, "newest", calibration->newest);
	g_key_file_set_double(file, GROUP, "threshold", calibration->threshold);
	calibration_each(calibration, write_row, file);
	g_key_file_set_comment(file, NULL, NULL,
			       " how often each rung made what the maintainers committed:"
			       "\n claims;right;right but for white space",
			       NULL);
	text = g_key_file_to_data(file, &size, NULL);
	return output_write(path, text, size, error);
}

void calibration_free(struct calibration *calibration)
{
	if (!calibration)
		return;
	g_hash_table_unref(calibration->tallies);
	g_free(calibration->source);
	g_free(calibration->newest);
	g_free(calibration);
}
