// SPDX-License-Identifier: GPL-2.0-only
#include "job/upstream.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/proc.h"
#include "base/strings.h"
#include "job/import.h"
#include "job/select.h"
#include "tree/conf.h"
#include "tree/objects.h"
#include "tree/tree.h"

/* ids in messages are as long as git shows them in the kernel */
#define ID_SHOWN 12

/* commits that change nothing and are named; of more there is a count */
#define EMPTY_NAMED 10

static bool add_repository(GPtrArray *repositories, const char *path, GError **error)
{
	g_autoptr(objects) objects = objects_open(path, NULL, error);

	if (objects)
		add_string_once(repositories, objects_repository(objects));
	return objects != NULL;
}

/* the repository that the working directory is in */
static char *own_repository(void)
{
	g_autofree char *here = g_get_current_dir();

	return folder_upward(here, ".git", G_FILE_TEST_EXISTS);
}

static struct objects *open_repository(const char *path, GPtrArray *unread)
{
	g_autoptr(GError) cause = NULL;
	struct objects *objects = objects_open(path, NULL, &cause);

	if (!objects)
		add_string_once(unread, cause->message);
	return objects;
}

/* where the commit of a tree is not to be had, others may be missing too */
static void look_for(struct objects *objects, const char *tree, const char *ref, GPtrArray *unread)
{
	g_autoptr(GError) cause = NULL;
	g_autoptr(commit) commit = objects_commit(objects, ref, &cause);
	g_autofree char *text = commit ? NULL : g_strdup_printf("tree '%s': %s", tree,
								cause->message);

	add_string_once(unread, text);
}

/* a tree that cannot be read may be in a repository that can */
static void add_trees(GPtrArray *repositories, const GPtrArray *confs, GPtrArray *unread)
{
	for (guint i = 0; confs && i < confs->len; i++) {
		const struct tree_conf *conf = confs->pdata[i];
		const char *ref = NULL;
		g_autofree char *path =
			conf->source ? tree_source_repository(conf->source, &ref) : NULL;
		g_autoptr(objects) objects = path ? open_repository(path, unread) : NULL;

		if (!objects)
			continue;
		add_string_once(repositories, objects_repository(objects));
		look_for(objects, conf->name, ref && *ref ? ref : "HEAD", unread);
	}
}

GPtrArray *repositories_known(const struct workspace *workspace, const char *named,
			      const GPtrArray *confs, GPtrArray *unread, GError **error)
{
	g_autoptr(GPtrArray) repositories = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) all = tree_conf_load_all(workspace->trees, NULL);
	g_autofree char *own = named ? NULL : own_repository();

	if (named && !add_repository(repositories, named, error))
		return NULL;
	if (own)
		add_repository(repositories, own, NULL);
	add_trees(repositories, confs, unread);
	add_trees(repositories, all, unread);
	return g_steal_pointer(&repositories);
}

/**
 * struct span - commits that the user names
 * @what: as they are named
 * @first: NULL for a single one
 * @last: never NULL
 */
struct span {
	const char *what;
	struct commit *first;
	struct commit *last;
};

static void span_clear(gpointer data)
{
	struct span *span = data;

	g_clear_pointer(&span->first, commit_free);
	g_clear_pointer(&span->last, commit_free);
}

static bool resolve(struct objects *objects, const char *what, struct span *out, GError **error)
{
	const char *dots = strstr(what, "..");
	g_autofree char *first = dots ? g_strndup(what, dots - what) : NULL;
	const char *last = dots ? dots + 2 : what;

	out->what = what;
	if (dots)
		out->first = objects_commit(objects, *first ? first : "HEAD", error);
	if (!dots || out->first)
		out->last = objects_commit(objects, *last ? last : "HEAD", error);
	return out->last != NULL;
}

/* all that is named, from one repository; @out_missed gets the first name that it has not */
static bool resolve_all(const char *repository, const char *const *what, GArray *spans,
			const char **out_missed, GError **error)
{
	g_autoptr(objects) objects = objects_open(repository, NULL, error);

	g_array_set_size(spans, 0);
	*out_missed = *what;
	for (; objects && *what; what++) {
		struct span span = { NULL };
		bool found = resolve(objects, *what, &span, error);

		g_array_append_val(spans, span);
		*out_missed = found ? NULL : *what;
		if (!found)
			return false;
	}
	return objects != NULL;
}

static bool is_anywhere(const GPtrArray *repositories, const char *name)
{
	for (guint i = 0; i < repositories->len; i++) {
		g_autoptr(objects) objects = objects_open(repositories->pdata[i], NULL, NULL);
		g_autoptr(commit) commit = objects ? objects_commit(objects, name, NULL) : NULL;

		if (commit)
			return true;
	}
	return false;
}

/* of a range, the end that no repository has; NULL where each has a repository, but another one */
static char *end_missed(const GPtrArray *repositories, const char *range)
{
	const char *dots = strstr(range, "..");
	g_autofree char *first = g_strndup(range, dots - range);

	if (*first && !is_anywhere(repositories, first))
		return g_steal_pointer(&first);
	return dots[2] && !is_anywhere(repositories, dots + 2) ? g_strdup(dots + 2) : NULL;
}

static void nowhere(const struct upstream_options *options, const char *missed,
		    const GError *cause, GError **error)
{
	const char *range = strstr(missed, "..") ? missed : NULL;
	g_autofree char *places = NULL, *end = NULL;

	if (options->named) {
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING, "%s", cause->message);
		return;
	}
	if (range)
		end = end_missed(options->repositories, range);
	g_ptr_array_add((GPtrArray *)options->repositories, NULL);
	places = g_strjoinv(", ", (char **)options->repositories->pdata);
	g_ptr_array_set_size((GPtrArray *)options->repositories, options->repositories->len - 1);
	if (range && *places)
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
			    "there is no commit '%s' in %s%s; for commits of another repository "
			    "say --repo DIR", end ? end : range, places,
			    end ? "" : ": none has both ends");
	else
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
			    "there is no series '%s'; 'backstitch list' shows them%s%s; for "
			    "commits of another repository say --repo DIR", missed,
			    *places ? ", and no such commit in " : "", places);
}

/* what a shallow clone leaves out may be there; of a repository that is named it is said already */
static void tell_shallow(const struct upstream_options *options, GError *error)
{
	for (guint i = 0; !options->named && i < options->repositories->len; i++) {
		const char *repository = options->repositories->pdata[i];
		g_autoptr(objects) objects = objects_open(repository, NULL, NULL);
		g_autofree char *text = NULL;

		if (!objects || !objects_shallow(objects))
			continue;
		text = g_strdup_printf("in %s, %s", repository, objects_remedy(objects, true));
		error_add(error, text);
	}
}

/* a commit may be where nothing can be read; of a repository that is named it is said already */
static void tell_unread(const struct upstream_options *options, GError *error)
{
	for (guint i = 0; !options->named && i < options->unread->len; i++)
		error_add(error, options->unread->pdata[i]);
}

/* the first repository that has what the user names */
static const char *find_commits(const struct upstream_options *options, GArray *spans,
				GError **error)
{
	guint count = options->named ? 1 : options->repositories->len;
	g_autofree char *fault = NULL;
	const char *missed = *options->what;
	g_autoptr(GError) cause = NULL;
	GError *missing = NULL;

	for (guint i = 0; i < count; i++) {
		const char *repository = options->repositories->pdata[i];

		g_clear_error(&cause);
		if (resolve_all(repository, options->what, spans, &missed, &cause))
			return repository;
		if (!fault && !g_error_matches(cause, BS_ERROR, BS_ERROR_MISSING))
			fault = g_strdup_printf("in %s, %s", repository, cause->message);
	}
	if (fault && !options->named)
		g_set_error_literal(&missing, BS_ERROR, BS_ERROR_MISSING, fault);
	else
		nowhere(options, missed, cause, &missing);
	tell_shallow(options, missing);
	tell_unread(options, missing);
	g_propagate_error(error, missing);
	return NULL;
}

static bool check_single(const struct upstream_options *options, const struct commit *commit,
			 GError **error)
{
	guint parents = commit->parents->len;
	g_autofree char *title = commit_title(commit);
	char hex[OBJECT_ID_HEX + 1];

	object_id_hex(&commit->id, hex);
	if (parents > 1 && !options->mainline)
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
			    "%.*s (\"%s\") is a merge of %u; say --mainline=N for what it brings "
			    "to parent N, or port the commits that it merges", ID_SHOWN, hex, title,
			    parents);
	else if (parents > 1 && options->mainline > parents)
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT, "%.*s (\"%s\") has %u parents, no "
			    "parent %u", ID_SHOWN, hex, title, parents, options->mainline);
	else if (parents < 2 && options->mainline)
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT, "%.*s (\"%s\") is no merge, so "
			    "--mainline means nothing", ID_SHOWN, hex, title);
	else
		return true;
	return false;
}

static bool check_span(const struct upstream_options *options, const struct span *span,
		       GError **error)
{
	if (!span->first)
		return check_single(options, span->last, error);
	if (!options->mainline)
		return true;
	g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
		    "--mainline is for a single merge; '%s' is a range", span->what);
	return false;
}

/* 40 digits, kept by @texts */
static const char *hex_of(const struct commit *commit, GPtrArray *texts)
{
	char hex[OBJECT_ID_HEX + 1];
	char *text = g_strdup(object_id_hex(&commit->id, hex));

	g_ptr_array_add(texts, text);
	return text;
}

static struct series *take(const struct workspace *workspace,
			   const struct upstream_options *options, const char *repository,
			   const GArray *spans, GError **error)
{
	g_autofree struct commits *commits = g_new0(struct commits, spans->len + 1);
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) cause = NULL;
	g_autofree char *names = NULL;
	struct series *series;

	for (guint i = 0; i < spans->len; i++) {
		const struct span *span = &g_array_index(spans, struct span, i);

		if (!check_span(options, span, error))
			return NULL;
		commits[i] = (struct commits){
			.repository = repository,
			.first = span->first ? hex_of(span->first, texts) : NULL,
			.last = hex_of(span->last, texts),
			.parent = options->mainline,
		};
	}
	series = import_commits(workspace, commits, options->name, &cause);
	if (series)
		return series;
	names = g_strjoinv(" ", (char **)options->what);
	if (g_error_matches(cause, BS_ERROR, BS_ERROR_INTERRUPTED))
		g_propagate_error(error, g_steal_pointer(&cause));
	else
		g_set_error(error, cause->domain, cause->code, "cannot port '%s': %s", names,
			    cause->message);
	return NULL;
}

static char *git_revisions(const char *repository, const struct span *span, const char *which,
			   const char *form)
{
	g_autofree char *git_dir = g_strdup_printf("--git-dir=%s", repository);
	char first[OBJECT_ID_HEX + 1], last[OBJECT_ID_HEX + 1];
	g_autofree char *range = g_strdup_printf("%s..%s", object_id_hex(&span->first->id, first),
						 object_id_hex(&span->last->id, last));
	const char *const argv[] = { "git", git_dir, "rev-list", form, which, range, "--", NULL };
	const struct proc_spec spec = { .argv = argv };
	char *out = NULL;

	return proc_check(&spec, &out, NULL) ? out : NULL;
}

/* commits of the range, counted by git; 0 when it cannot tell */
static guint count_merges(const char *repository, const struct span *span)
{
	g_autofree char *out = git_revisions(repository, span, "--merges", "--count");

	return out ? strtoul(out, NULL, 10) : 0;
}

static const char *plural(guint number)
{
	return number == 1 ? " was" : "s were";
}

static bool is_empty(struct objects *objects, const struct commit *commit)
{
	g_autoptr(commit) before = NULL;

	if (commit->parents->len != 1)
		return false;
	before = objects_commit_by_id(objects, &g_array_index(commit->parents, struct object_id, 0),
				      NULL);
	return before && object_id_equal(&before->tree, &commit->tree);
}

static void name_empty(const struct commit *commit, GPtrArray *empty)
{
	g_autofree char *title = commit_title(commit);
	char hex[OBJECT_ID_HEX + 1];

	g_ptr_array_add(empty, g_strdup_printf("%.*s (\"%s\")", ID_SHOWN,
					       object_id_hex(&commit->id, hex), title));
}

/* false when there are commits, and all of them are empty */
static bool name_empties(const char *repository, struct objects *objects, const struct span *span,
			 GPtrArray *empty)
{
	g_autofree char *text = git_revisions(repository, span, "--no-merges", "--reverse");
	g_auto(GStrv) ids = g_strsplit(text ? text : "", "\n", -1);
	bool some = !text || !*text;

	for (char **id = ids; *id; id++) {
		g_autoptr(commit) commit = **id ? objects_commit(objects, *id, NULL) : NULL;

		if (commit && is_empty(objects, commit))
			name_empty(commit, empty);
		else
			some |= **id != '\0';
	}
	return some;
}

static void note_empty(const GPtrArray *empty, GPtrArray *notes)
{
	for (guint i = 0; i < empty->len && i < EMPTY_NAMED; i++)
		add_stringf(notes, "%s changes no file: left out", (char *)empty->pdata[i]);
	if (empty->len > EMPTY_NAMED)
		add_stringf(notes, "%u more commits that change no file were left out",
			    empty->len - EMPTY_NAMED);
}

/* alone or in a range, a commit that changes no file is named, and the others go on */
static bool drop_empty(const struct upstream_options *options, const char *repository,
		       GArray *spans, GPtrArray *notes, GError **error)
{
	g_autoptr(GPtrArray) empty = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(objects) objects = objects_open(repository, NULL, error);
	g_autofree char *names = NULL;

	if (!objects)
		return false;
	for (guint i = 0; i < spans->len;) {
		const struct span *span = &g_array_index(spans, struct span, i);
		bool some = span->first ? name_empties(repository, objects, span, empty) :
					  !is_empty(objects, span->last);

		if (!span->first && !some)
			name_empty(span->last, empty);
		if (some)
			i++;
		else
			g_array_remove_index(spans, i);
	}
	note_empty(empty, notes);
	if (spans->len)
		return true;
	names = g_strjoinv(" ", (char **)options->what);
	g_set_error(error, BS_ERROR, BS_ERROR_INPUT, "cannot port '%s': %s, so there is nothing to "
		    "port", names, empty->len == 1 ? "the commit changes no file" :
						     "none of the commits changes a file");
	return false;
}

/* merges have no patch of their own */
static void note_merges(const char *repository, const GArray *spans, GPtrArray *notes)
{
	guint merges = 0, ranges = 0;

	for (guint i = 0; i < spans->len; i++) {
		const struct span *span = &g_array_index(spans, struct span, i);

		ranges += span->first != NULL;
		merges += span->first ? count_merges(repository, span) : 0;
	}
	if (merges)
		g_ptr_array_add(notes, g_strdup_printf("%u merge%s left out of the range%s", merges,
						       plural(merges), ranges == 1 ? "" : "s"));
}

static bool is_series(const struct workspace *workspace, const char *name)
{
	g_autofree char *folder = g_build_filename(workspace->patches, name, NULL);

	return path_is_safe(name) && !strchr(name, '/') && g_file_test(folder, G_FILE_TEST_EXISTS);
}

/* could it name commits? A path is none */
static bool is_revision(const char *what)
{
	return *what && *what != '.' && *what != '/' && *what != '-';
}

/* a name for a series, or what can be neither that nor commits: that is told as a series */
static bool names_series(const struct workspace *workspace, const struct upstream_options *options)
{
	const char *what = *options->what;

	return !options->what[1] && (!is_revision(what) ||
				     (!options->mainline && is_series(workspace, what)));
}

static bool check_names(const struct workspace *workspace, const struct upstream_options *options,
			GError **error)
{
	for (const char *const *what = options->what; *what; what++) {
		if (strstr(*what, "..."))
			g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
				    "'%s' is no range of commits to port; say A..B", *what);
		else if (!is_revision(*what) || (options->what[1] && is_series(workspace, *what)))
			g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
				    "'%s' is %s; several commits can be ported at once, but one "
				    "series at a time", *what,
				    is_revision(*what) ? "a series" : "no commit");
		else
			continue;
		return false;
	}
	if (options->what[1] && options->mainline) {
		g_set_error_literal(error, BS_ERROR, BS_ERROR_INPUT,
				    "--mainline is for a single merge");
		return false;
	}
	return true;
}

struct series *upstream_series(const struct workspace *workspace,
			       const struct upstream_options *options, char **out_repository,
			       GPtrArray *notes, GError **error)
{
	g_autoptr(GArray) spans = g_array_new(FALSE, FALSE, sizeof(struct span));
	const char *repository;
	struct series *series;

	*out_repository = NULL;
	if (names_series(workspace, options))
		return select_series(workspace, *options->what, error);
	if (!check_names(workspace, options, error))
		return NULL;
	g_array_set_clear_func(spans, span_clear);
	repository = find_commits(options, spans, error);
	if (!repository)
		return NULL;
	if (!options->mainline && !drop_empty(options, repository, spans, notes, error))
		return NULL;
	series = take(workspace, options, repository, spans, error);
	if (series) {
		*out_repository = g_strdup(repository);
		note_merges(repository, spans, notes);
	}
	if (series && series->grown)
		add_stringf(notes, "'%s' was there: what is new stands behind its patches, and "
			    "what was resolved stays", series->name);
	return series;
}
