// SPDX-License-Identifier: GPL-2.0-only
/*
 * A walk from the commit by time meets its newest release first.  Histories
 * without merges give the same answer all along, so that a run of picks on one
 * branch walks once.  Where there are merges, whoever goes on asking has the
 * newest release of each commit found on the way from parent to child, once.
 */
#include "tree/releases.h"

#include <git2.h>
#include <string.h>

#include "base/error.h"
#include "tree/libgit.h"

/* commits of a history without merges that are walked for an answer */
#define LINE_LIMIT 3000

/* walks by time before that, and commits that it may take; 120 bytes each are kept at most */
#define WALKS_MAX 4
#define NEWEST_LIMIT 400000

struct releases {
	git_repository *repository;
	GHashTable *tags; /* git_oid of a release */
	GHashTable *before; /* commit -> git_oid of its release, null for none */
	GHashTable *forks; /* struct pair -> git_oid */
	GHashTable *newest; /* struct newest, by commit */
	guint walks;
	bool endless; /* @newest would take too many commits */
};

/* a commit, the newest release that it builds on or is, and when that was made; null for none */
struct newest {
	git_oid commit;
	git_oid release;
	gint64 when;
};

struct pair {
	git_oid a;
	git_oid b;
};

/* "v5.10.3", "release-2.6": ends in numbers with a dot or so between; or "v255" */
static bool is_version(const char *name)
{
	const char *digit = strpbrk(name, "0123456789");
	bool parted = digit == name + 1 && *name == 'v';

	for (; digit && *digit; digit++) {
		if (g_ascii_isdigit(*digit))
			continue;
		if (!strchr("._-", *digit) || !g_ascii_isdigit(digit[1]))
			return false;
		parted = true;
	}
	return parted;
}

static int collect(const char *name, git_oid *id, void *data)
{
	struct releases *releases = data;
	git_object *found = NULL;
	git_object *commit = NULL;

	if (!is_version(name + strlen("refs/tags/")) ||
	    git_object_lookup(&found, releases->repository, id, GIT_OBJECT_ANY))
		return 0;
	if (!git_object_peel(&commit, found, GIT_OBJECT_COMMIT))
		g_hash_table_add(releases->tags,
				 g_memdup2(git_object_id(commit), sizeof(git_oid)));
	git_object_free(commit);
	git_object_free(found);
	return 0;
}

static guint oid_hash(gconstpointer id)
{
	return object_id_hash(id);
}

static gboolean oid_same(gconstpointer a, gconstpointer b)
{
	return git_oid_equal(a, b);
}

static guint pair_hash(gconstpointer data)
{
	const struct pair *pair = data;

	return oid_hash(&pair->a) ^ oid_hash(&pair->b) * 31;
}

static gboolean pair_same(gconstpointer a, gconstpointer b)
{
	return !memcmp(a, b, sizeof(struct pair));
}

struct releases *releases_new(const char *repository, GError **error)
{
	g_autoptr(releases) releases = g_new0(struct releases, 1);

	libgit_init();
	releases->tags = g_hash_table_new_full(oid_hash, oid_same, g_free, NULL);
	releases->before = g_hash_table_new_full(oid_hash, oid_same, g_free, g_free);
	releases->forks = g_hash_table_new_full(pair_hash, pair_same, g_free, g_free);
	releases->newest = g_hash_table_new_full(oid_hash, oid_same, g_free, NULL);
	if (git_repository_open(&releases->repository, repository)) {
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
			    "there is no git repository at '%s'", repository);
		return NULL;
	}
	git_tag_foreach(releases->repository, collect, releases);
	return g_steal_pointer(&releases);
}

void releases_free(struct releases *releases)
{
	if (!releases)
		return;
	g_hash_table_unref(releases->tags);
	g_hash_table_unref(releases->before);
	g_hash_table_unref(releases->forks);
	g_hash_table_unref(releases->newest);
	git_repository_free(releases->repository);
	g_free(releases);
	git_libgit2_shutdown();
}

/* false for a merge, a root, and what cannot be read */
static bool single_parent(struct releases *releases, const git_oid *id, git_oid *out)
{
	git_commit *commit = NULL;
	bool single;

	if (git_commit_lookup(&commit, releases->repository, id))
		return false;
	single = git_commit_parentcount(commit) == 1;
	if (single)
		*out = *git_commit_parent_id(commit, 0);
	git_commit_free(commit);
	return single;
}

static const git_oid *remember(GHashTable *table, gconstpointer key, gsize size,
			       const git_oid *value)
{
	git_oid *kept = g_memdup2(value, sizeof(*value));

	g_hash_table_insert(table, g_memdup2(key, size), kept);
	return kept;
}

/* the first answer along a history without merges, remembered for @pair; NULL for none */
static const git_oid *known_fork(struct releases *releases, const struct pair *pair)
{
	struct pair at = *pair;
	const git_oid *fork;

	for (int i = 0; i < LINE_LIMIT; i++) {
		fork = g_hash_table_lookup(releases->forks, &at);
		if (fork && i)
			return remember(releases->forks, pair, sizeof(*pair), fork);
		if (fork || !single_parent(releases, &at.a, &at.a))
			return fork;
	}
	return NULL;
}

/* what comes after the fork on a history without merges parts there too */
static void remember_line(struct releases *releases, struct pair pair, const git_oid *fork)
{
	for (int i = 0; i < LINE_LIMIT && !git_oid_equal(&pair.a, fork); i++) {
		remember(releases->forks, &pair, sizeof(pair), fork);
		if (!single_parent(releases, &pair.a, &pair.a))
			return;
	}
}

bool releases_fork(struct releases *releases, const struct object_id *a,
		   const struct object_id *b, struct object_id *out)
{
	struct pair pair;
	const git_oid *known;
	git_oid fork;

	git_oid_fromraw(&pair.a, a->bytes);
	git_oid_fromraw(&pair.b, b->bytes);
	known = known_fork(releases, &pair);
	if (known) {
		fork = *known;
	} else {
		if (git_merge_base(&fork, releases->repository, &pair.a, &pair.b))
			return false;
		remember_line(releases, pair, &fork);
	}
	memcpy(out->bytes, fork.id, sizeof(out->bytes));
	return true;
}

/* by time, from the parents of @commit on; null for none */
static git_oid walk_to_release(struct releases *releases, const git_oid *commit)
{
	git_oid found = { 0 };
	git_revwalk *walk = NULL;
	git_oid at;

	if (!git_revwalk_new(&walk, releases->repository) &&
	    !git_revwalk_sorting(walk, GIT_SORT_TIME) && !git_revwalk_push(walk, commit))
		while (!git_revwalk_next(&at, walk))
			if (!git_oid_equal(&at, commit) &&
			    g_hash_table_contains(releases->tags, &at)) {
				found = at;
				break;
			}
	git_revwalk_free(walk);
	return found;
}

/**
 * struct visit - a commit whose parents are being looked at
 * @when: it was made
 * @parents: git_oid
 * @next: parent to look at
 * @found: the newest release of those before it
 */
struct visit {
	gint64 when;
	GArray *parents;
	guint next;
	struct newest found;
};

static void visit_clear(gpointer data)
{
	g_array_unref(((struct visit *)data)->parents);
}

static void take_newer(struct newest *newest, const struct newest *other)
{
	if (git_oid_is_zero(&other->release) ||
	    (!git_oid_is_zero(&newest->release) && newest->when >= other->when))
		return;
	newest->release = other->release;
	newest->when = other->when;
}

/* false where it cannot be read: nothing is below it then */
static bool enter(struct releases *releases, GArray *way, const git_oid *id)
{
	struct visit visit = { .found.commit = *id };
	git_commit *commit = NULL;

	if (git_commit_lookup(&commit, releases->repository, id))
		return false;
	visit.when = git_commit_time(commit);
	visit.parents = g_array_new(FALSE, FALSE, sizeof(git_oid));
	for (guint i = 0; i < git_commit_parentcount(commit); i++)
		g_array_append_vals(visit.parents, git_commit_parent_id(commit, i), 1);
	git_commit_free(commit);
	g_array_append_val(way, visit);
	return true;
}

/* remembers what the last one on the way has found */
static void leave(struct releases *releases, GArray *way)
{
	struct visit *visit = &g_array_index(way, struct visit, way->len - 1);

	g_hash_table_add(releases->newest, g_memdup2(&visit->found, sizeof(visit->found)));
	g_array_set_size(way, way->len - 1);
}

/* what is below a parent: known, found on the way from there, or nothing */
static void look_at_parent(struct releases *releases, GArray *way)
{
	struct visit *visit = &g_array_index(way, struct visit, way->len - 1);
	git_oid id = g_array_index(visit->parents, git_oid, visit->next);
	const struct newest *known = g_hash_table_lookup(releases->newest, &id);

	if (known)
		take_newer(&visit->found, known);
	if (known || !enter(releases, way, &id)) {
		visit->next++;
		return;
	}
	visit = &g_array_index(way, struct visit, way->len - 1);
	if (!g_hash_table_contains(releases->tags, &id))
		return;
	visit->found.release = id;
	visit->found.when = visit->when;
	leave(releases, way);
}

/* depth first */
static void learn_newest(struct releases *releases, const git_oid *commit)
{
	g_autoptr(GArray) way = g_array_new(FALSE, FALSE, sizeof(struct visit));

	g_array_set_clear_func(way, visit_clear);
	enter(releases, way, commit);
	while (way->len && way->len + g_hash_table_size(releases->newest) < NEWEST_LIMIT) {
		const struct visit *visit = &g_array_index(way, struct visit, way->len - 1);

		if (visit->next < visit->parents->len)
			look_at_parent(releases, way);
		else
			leave(releases, way);
	}
	releases->endless = way->len;
}

/* the newest release that a commit builds on; null for none */
static git_oid newest_release(struct releases *releases, const git_oid *commit)
{
	bool is_release = g_hash_table_contains(releases->tags, commit);
	const struct newest *known;

	if (releases->walks++ >= WALKS_MAX && !is_release && !releases->endless &&
	    !g_hash_table_contains(releases->newest, commit))
		learn_newest(releases, commit);
	known = g_hash_table_lookup(releases->newest, commit);
	return known && !is_release ? known->release : walk_to_release(releases, commit);
}

/*
 * Along parents without merges up to a release or a commit whose release is known.  All on the
 * way have the same: the next branch comes by the same commits.
 */
static git_oid find_release(struct releases *releases, const git_oid *commit)
{
	g_autoptr(GArray) way = g_array_new(FALSE, FALSE, sizeof(git_oid));
	const git_oid *known = NULL;
	git_oid at = *commit, found;

	while (way->len < LINE_LIMIT && !(known = g_hash_table_lookup(releases->before, &at))) {
		g_array_append_val(way, at);
		if (!single_parent(releases, &at, &at))
			break;
		if (g_hash_table_contains(releases->tags, &at)) {
			known = &at;
			break;
		}
	}
	found = known ? *known : newest_release(releases, &at);
	for (guint i = 0; i < way->len; i++)
		remember(releases->before, &g_array_index(way, git_oid, i), sizeof(git_oid),
			 &found);
	return found;
}

bool releases_before(struct releases *releases, const struct object_id *commit,
		     struct object_id *out)
{
	git_oid start, found;

	git_oid_fromraw(&start, commit->bytes);
	found = find_release(releases, &start);
	if (git_oid_is_zero(&found))
		return false;
	memcpy(out->bytes, found.id, sizeof(out->bytes));
	return true;
}
