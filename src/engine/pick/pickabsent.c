// SPDX-License-Identifier: GPL-2.0-only
/*
 * A file that upstream changes and this tree lacks.  Documentation is left
 * out.  Code may live elsewhere: in the same file under another ending, in one
 * of the same name, or in one nearby that has the lines around the change.  What
 * is found in part only stays a conflict; what is found nowhere is left out, for
 * a person to confirm.
 */
#include "engine/pick/pickabsent.h"

#include <string.h>

#include "base/file.h"
#include "engine/code/lex.h"
#include "engine/code/text.h"
#include "engine/judge/telling.h"
#include "format/linediff.h"

/* files that are looked into, and how many of the best are tried */
#define MAX_CANDIDATES 400
#define MAX_TRIED 2

/*
 * The paths of a tree that may hold the code of @path, likely ones first.  @stem: the one that is
 * known to be likelier than all of them, or NULL
 */
struct candidates {
	const char *path;
	const char *stem;
	char *folder;
	char *above;
	const char *last; /* last part of the folder's path */
	GPtrArray *same_name;
	GPtrArray *same_folder;
	GPtrArray *near;
	GPtrArray *alike;
};

static bool has_part(const char *path, const char *part)
{
	size_t size = strlen(part);

	for (const char *at = path; size && (at = strstr(at, part)); at += size) {
		if ((at == path || strchr("/_", at[-1])) && at[size] == '/')
			return true;
	}
	return false;
}

static bool is_below(const char *path, const char *folder)
{
	size_t size = strlen(folder);

	return !strncmp(path, folder, size) && path[size] == '/';
}

/* those beside the folder, and the one above */
static bool is_near(const struct candidates *c, const char *path)
{
	g_autofree char *folder = g_path_get_dirname(path);

	return !strcmp(folder, c->above) ||
	       (strchr(c->above, '/') && is_below(path, c->above));
}

static bool consider(void *data, const char *path, const struct tree_item *item)
{
	struct candidates *c = data;

	if (!tree_item_is_file(item) || path_is_c(path) != path_is_c(c->path) ||
	    !g_strcmp0(path, c->stem))
		return true;
	if (!strcmp(path_name(path), path_name(c->path)))
		g_ptr_array_add(c->same_name, g_strdup(path));
	else if (path_is_c(path) && is_below(path, c->folder))
		g_ptr_array_add(c->same_folder, g_strdup(path));
	else if (path_is_c(path) && has_part(path, c->last))
		g_ptr_array_add(c->alike, g_strdup(path));
	else if (path_is_c(path) && is_near(c, path))
		g_ptr_array_add(c->near, g_strdup(path));
	return true;
}

static guint common_start(const char *a, const char *b)
{
	guint size = 0;

	while (a[size] && a[size] == b[size])
		size++;
	return size;
}

/* what is named alike comes first: "vc1.c" before all others for "vc1dec.c" */
static int compare_names(gconstpointer a, gconstpointer b, gpointer data)
{
	const char *one = *(const char *const *)a, *other = *(const char *const *)b;
	guint x = common_start(path_name(one), data), y = common_start(path_name(other), data);

	return x != y ? (x < y) - (x > y) : strcmp(one, other);
}

static GPtrArray *find_candidates(struct pick_job *job, const char *path, const char *stem,
				  GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *above = g_path_get_dirname(folder);
	struct candidates c = { path, stem, folder, above, path_name(folder) };
	bool good;

	c.same_name = g_ptr_array_new_with_free_func(g_free);
	if (stem)
		g_ptr_array_add(c.same_name, g_strdup(stem));
	c.same_folder = g_ptr_array_new_with_free_func(g_free);
	c.near = g_ptr_array_new_with_free_func(g_free);
	c.alike = g_ptr_array_new_with_free_func(g_free);
	good = objects_list(job->objects, &job->ours, "", consider, &c, error);
	g_ptr_array_sort_with_data(c.same_folder, compare_names, (gpointer)path_name(path));
	g_ptr_array_extend_and_steal(c.same_name, c.same_folder);
	g_ptr_array_extend_and_steal(c.same_name, c.alike);
	g_ptr_array_extend_and_steal(c.same_name, c.near);
	if (c.same_name->len > MAX_CANDIDATES)
		g_ptr_array_set_size(c.same_name, MAX_CANDIDATES);
	if (!good)
		g_clear_pointer(&c.same_name, g_ptr_array_unref);
	return c.same_name;
}

/* a text that is no C is looked for in all of its kind, as its lines may have moved anywhere */
struct kin {
	const char *suffix;
	GPtrArray *paths;
};

static bool consider_kin(void *data, const char *path, const struct tree_item *item)
{
	struct kin *kin = data;

	if (tree_item_is_file(item) && g_str_has_suffix(path, kin->suffix))
		g_ptr_array_add(kin->paths, g_strdup(path));
	return kin->paths->len < MAX_CANDIDATES;
}

/* paths; none for C, and for names without an ending */
static GPtrArray *find_kin(struct pick_job *job, const char *path, GError **error)
{
	const char *suffix = strrchr(path_name(path), '.');
	struct kin kin = { suffix, g_ptr_array_new_with_free_func(g_free) };

	if (suffix && !path_is_c(path) &&
	    !objects_list(job->objects, &job->ours, "", consider_kin, &kin, error))
		g_clear_pointer(&kin.paths, g_ptr_array_unref);
	return kin.paths;
}

static void target_free(gpointer data)
{
	struct target *target = data;

	g_free(target->path);
	g_clear_pointer(&target->before, g_bytes_unref);
	g_clear_pointer(&target->now, g_bytes_unref);
	g_clear_pointer(&target->twin, g_bytes_unref);
	g_clear_pointer(&target->definitions, definitions_free);
	g_clear_pointer(&target->twin_definitions, definitions_free);
	g_free(target->now_has);
	g_free(target->twin_has);
	g_free(target);
}

static struct pick_text *text_at(const struct pick_job *job, const char *path)
{
	for (guint i = 0; i < job->texts->len; i++) {
		struct pick_text *text = job->texts->pdata[i];

		if (!strcmp(text->file->path, path))
			return text;
	}
	return NULL;
}

/* a file as the pick has made it so far */
static bool look_up(struct pick_job *job, const char *path, struct tree_item *out, GError **error)
{
	for (guint i = job->edits->len; i; i--) {
		const struct tree_delta *edit =
			&g_array_index(job->edits, struct tree_delta, i - 1);

		if (!strcmp(edit->path, path) && edit->new.mode) {
			*out = edit->new;
			return true;
		}
	}
	return objects_lookup(job->objects, &job->ours, path, out, error);
}

/* what upstream has there itself is not what moved */
static bool read_twin(struct pick_job *job, struct target *target, GError **error)
{
	struct tree_item item;

	if (!objects_lookup(job->objects, &job->base, target->path, &item, error))
		return false;
	if (object_id_equal(&item.id, &target->item.id))
		target->twin = g_bytes_ref(target->before);
	else if (tree_item_is_file(&item))
		target->twin = objects_blob(job->objects, &item.id, error);
	return !tree_item_is_file(&item) || target->twin;
}

static GPtrArray *load_targets(struct pick_job *job, const GPtrArray *paths, GError **error)
{
	g_autoptr(GPtrArray) targets = g_ptr_array_new_with_free_func(target_free);

	for (guint i = 0; i < paths->len; i++) {
		struct target *target = g_new0(struct target, 1);
		const struct pick_text *text = text_at(job, paths->pdata[i]);

		g_ptr_array_add(targets, target);
		target->path = g_strdup(paths->pdata[i]);
		if (!look_up(job, target->path, &target->item, error))
			return NULL;
		target->before = text && text->result ?
					 g_bytes_ref(text->result) :
					 objects_blob(job->objects, &target->item.id, error);
		if (!target->before || !read_twin(job, target, error))
			return NULL;
		target->now = g_bytes_ref(target->before);
		signs_init(&target->signs);
	}
	return g_steal_pointer(&targets);
}

struct span wanted_near(const struct wanted *wanted, const struct change *change)
{
	return (struct span){
		change->old_at - MIN(change->old_at, NEAR_LINES),
		MIN(change->old_at + change->old_count + NEAR_LINES, wanted->base->lines->len),
	};
}

/* @data: bool, by number of the needle */
static void see_line(void *data, guint index, gsize at)
{
	(void)at;
	((bool *)data)[index] = true;
}

/* all lines are looked for at once */
static bool *lines_in(const struct wanted *wanted, GBytes *text)
{
	g_autofree bool *found = g_new0(bool, wanted->numbers->len + 1);
	bool *has = g_new0(bool, wanted->base->lines->len + 1);
	gsize size;
	const char *at = g_bytes_get_data(text, &size);

	needles_find(wanted->near, at, size, see_line, found);
	for (guint i = 0; i < wanted->numbers->len; i++)
		has[g_array_index(wanted->numbers, guint, i)] = found[i];
	return has;
}

bool target_has(const struct wanted *wanted, struct target *target, size_t at)
{
	if (!target->now_has)
		target->now_has = lines_in(wanted, target->now);
	return target->now_has[at];
}

bool target_twin_has(const struct wanted *wanted, struct target *target, size_t at)
{
	if (!target->twin)
		return false;
	if (!target->twin_has)
		target->twin_has = lines_in(wanted, target->twin);
	return target->twin_has[at];
}

typedef bool target_asked(const struct wanted *wanted, struct target *target, size_t at);

static guint count_found(const struct wanted *wanted, size_t at, size_t end, struct target *where,
			 target_asked *has, guint *out_all)
{
	guint found = 0;

	*out_all = 0;
	for (; at < end; at++) {
		if (!line_tells(&g_array_index(wanted->base->lines, struct line, at)))
			continue;
		++*out_all;
		found += has(wanted, where, at);
	}
	return found;
}

/* how many of the lines around the change the file has; 0 when too few */
static guint likeness(const struct wanted *wanted, const struct change *change,
		      struct target *where, target_asked *has)
{
	const struct span near = wanted_near(wanted, change);
	guint all, core, found, core_found;

	found = count_found(wanted, near.at, near.end, where, has, &all);
	core_found = count_found(wanted, change->old_at, change->old_at + change->old_count, where,
				 has, &core);
	return found >= 2 && 2 * found >= all && 2 * core_found >= core ? found : 0;
}

/* the base with one of upstream's changes made */
static GBytes *with_change(const struct wanted *wanted, const struct change *change)
{
	GByteArray *out = g_byte_array_new();

	text_join(out, wanted->base->lines, 0, change->old_at);
	text_join(out, wanted->theirs->lines, change->new_at, change->new_at + change->new_count);
	text_join(out, wanted->base->lines, change->old_at + change->old_count,
		  wanted->base->lines->len);
	return g_byte_array_free_to_bytes(out);
}

static bool make_change(struct pick_job *job, const struct wanted *wanted,
			const struct change *change, struct target *target)
{
	g_autoptr(GBytes) theirs = with_change(wanted, change);
	g_autoptr(resolution) resolution = pick_resolve_part(job, target->path, wanted->base->bytes,
							     target->now, theirs);

	if (!resolution->bytes || resolution->dropped->len ||
	    g_bytes_equal(resolution->bytes, target->now))
		return false;
	target_put(target, g_bytes_ref(resolution->bytes));
	target->signs.value[SIGN_guess] = 1;
	return true;
}

guint target_score(const struct wanted *wanted, const struct change *change,
		   struct target *target)
{
	if (target->twin && likeness(wanted, change, target, target_twin_has))
		return 0;
	return likeness(wanted, change, target, target_has);
}

static bool place_change(struct pick_job *job, const struct wanted *wanted,
			 const struct change *change, const GPtrArray *targets)
{
	g_autofree guint *scores = g_new(guint, targets->len);

	for (guint i = 0; i < targets->len; i++)
		scores[i] = target_score(wanted, change, targets->pdata[i]);
	for (guint tried = 0; tried < MAX_TRIED; tried++) {
		guint best = 0;

		for (guint i = 1; i < targets->len; i++)
			best = scores[i] > scores[best] ? i : best;
		if (!scores[best])
			return false;
		if (make_change(job, wanted, change, targets->pdata[best]))
			return true;
		scores[best] = 0;
	}
	return false;
}

/* what was found elsewhere becomes part of the result */
static void put_target(struct pick_job *job, const struct pick_text *absent,
		       const struct target *target, struct picked *picked)
{
	struct pick_text *text = text_at(job, target->path);
	struct file_merge *merge;

	if (!text) {
		merge = g_new0(struct file_merge, 1);
		merge->path = g_strdup(target->path);
		merge->ours_path = g_strdup(target->path);
		merge->base_path = g_strdup(absent->merge->base_path);
		merge->ours = merge->result = target->item;
		merge->state = MERGE_TAKEN;
		g_ptr_array_add(job->files, merge);
		text = g_new0(struct pick_text, 1);
		text->merge = merge;
		text->file = picked_file_add(picked, merge);
		text->base = g_bytes_ref(absent->base);
		text->theirs = g_bytes_ref(absent->theirs);
		text->ours = g_bytes_ref(target->before);
		g_ptr_array_add(job->texts, text);
	}
	g_clear_pointer(&text->result, g_bytes_unref);
	text->result = g_bytes_ref(target->now);
	text->file->rung = "elsewhere";
	signs_join(&text->file->signs, &target->signs);
	text->file->placement = PLACED_MERGED;
	text->file->conflicted = true;
	g_free(text->file->note);
	text->file->note = g_strdup_printf("upstream's '%s' is not here, its code is",
					   absent->merge->base_path);
}

static char *some_remains(struct pick_job *job, const struct wanted *wanted,
			  const GPtrArray *targets)
{
	char *what = NULL;

	for (guint i = 0; !what && i < wanted->changes->len; i++)
		what = what_remains(job, wanted,
				    &g_array_index(wanted->changes, struct change, i), targets);
	return what;
}

/* says where the code of a file may be of which no change found its place */
static bool look_for_remains(struct pick_job *job, const struct wanted *wanted,
			     struct pick_text *absent, const GPtrArray *targets, GError **error)
{
	g_autofree char *what = some_remains(job, wanted, targets);

	if (!what && wanted->stem)
		what = g_strdup_printf("'%s' is", wanted->stem);
	if (!what) {
		g_autoptr(GPtrArray) paths = find_kin(job, absent->merge->base_path, error);
		g_autoptr(GPtrArray) kin = paths ? load_targets(job, paths, error) : NULL;

		if (!kin)
			return false;
		what = some_remains(job, wanted, kin);
	}
	if (!what)
		return true;
	absent->file->doubted = true;
	g_free(absent->file->note);
	absent->file->note = g_strdup_printf("'%s' is not in this tree, but %s; the change found "
					     "no place", absent->merge->base_path, what);
	if (!job->remains)
		job->remains = g_strdup(absent->file->note);
	return true;
}

static guint place_all(struct pick_job *job, struct wanted *wanted, const GPtrArray *targets)
{
	guint placed = 0;

	if (wanted->stem && place_whole(job, wanted, targets->pdata[0]))
		return wanted->changes->len;
	if (wanted->code)
		place_defined(job, wanted, targets);
	for (guint i = 0; targets->len && i < wanted->changes->len; i++) {
		const struct change *change = &g_array_index(wanted->changes, struct change, i);

		if (!wanted->placed[i])
			wanted->placed[i] = place_change(job, wanted, change, targets);
	}
	if (wanted->code)
		place_beside(wanted, targets);
	for (guint i = 0; i < wanted->changes->len; i++)
		placed += wanted->placed[i];
	return placed;
}

static bool conclude(struct pick_job *job, const struct wanted *wanted, struct pick_text *absent,
		     const GPtrArray *targets, guint placed, struct picked *picked,
		     GError **error)
{
	struct picked_file *file = absent->file;

	g_free(file->note);
	if (placed && placed < wanted->changes->len) {
		file->note = g_strdup_printf("'%s' is not in this tree, and of its code only the "
					     "part for %u of %u changes is elsewhere",
					     absent->merge->base_path, placed,
					     wanted->changes->len);
		return true;
	}
	file->rung = placed ? "elsewhere" : "left-out";
	file->signs.value[SIGN_left_out] = !placed;
	file->note = g_strdup_printf(placed ? "'%s' is not in this tree; its code is elsewhere" :
					      "'%s' is not in this tree, nor is its code: left out",
				     absent->merge->base_path);
	if (!placed)
		return look_for_remains(job, wanted, absent, targets, error);
	for (guint i = 0; i < targets->len; i++) {
		struct target *target = targets->pdata[i];

		if (!g_bytes_equal(target->before, target->now))
			put_target(job, absent, target, picked);
	}
	return true;
}

static void wanted_init(struct wanted *wanted)
{
	g_autoptr(GArray) strings = g_array_new(FALSE, FALSE, sizeof(struct line));
	guint done = 0;

	wanted->numbers = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint i = 0; i < wanted->changes->len; i++) {
		const struct span near = wanted_near(
			wanted, &g_array_index(wanted->changes, struct change, i));

		for (guint at = MAX(done, near.at); at < near.end; at++) {
			const struct line *line = &g_array_index(wanted->base->lines, struct line,
								 at);
			const struct line trimmed = text_trim(line);

			if (!line_tells(line))
				continue;
			g_array_append_val(strings, trimmed);
			g_array_append_val(wanted->numbers, at);
		}
		done = near.end;
	}
	wanted->near = needles_new(strings);
}

static bool search(struct pick_job *job, struct pick_text *absent, const char *stem,
		   struct picked *picked, GError **error)
{
	g_autoptr(GPtrArray) paths = find_candidates(job, absent->merge->base_path, stem, error);
	g_autoptr(GPtrArray) targets = paths ? load_targets(job, paths, error) : NULL;
	g_autoptr(definitions) base = definitions_of(absent->base);
	g_autoptr(definitions) theirs = definitions_of(absent->theirs);
	g_autoptr(GArray) changes = line_diff(base->lines, theirs->lines);
	g_autofree bool *placed = g_new0(bool, changes->len + 1);
	struct wanted wanted = {
		.base = base,
		.theirs = theirs,
		.changes = changes,
		.placed = placed,
		.code = path_is_c(absent->merge->base_path),
		.stem = stem,
	};
	bool good;

	if (!targets)
		return false;
	wanted_init(&wanted);
	good = conclude(job, &wanted, absent, targets, place_all(job, &wanted, targets), picked,
			error);
	needles_free(wanted.near);
	g_array_unref(wanted.numbers);
	return good;
}

/* is nothing here of what upstream changes, and all of it prose? Then that is what it is about */
static bool is_all_prose(const struct pick_job *job)
{
	for (guint i = 0; i < job->files->len; i++) {
		const struct file_merge *merge = job->files->pdata[i];

		if (merge->state != MERGE_ABSENT || !path_is_prose(merge->base_path))
			return false;
	}
	return true;
}

static void drop(struct picked_file *file, const char *path, const char *stem)
{
	g_autofree char *other = stem ? g_strdup_printf(", but '%s' is", stem) : NULL;

	file->rung = "dropped";
	g_free(file->note);
	file->note = g_strdup_printf("'%s' is not in this tree%s: left out", path, other ?: "");
}

static bool settle(struct pick_job *job, const struct file_merge *merge, struct picked_file *file,
		   struct picked *picked, GError **error)
{
	g_autofree char *stem = NULL;
	struct pick_text *absent;
	bool good;

	if (!pick_stem(job, merge->base_path, &stem, error))
		return false;
	if (path_is_prose(merge->base_path) && !is_all_prose(job)) {
		drop(file, merge->base_path, stem);
		return true;
	}
	absent = pick_text_read(job, merge, file, error);
	if (!absent)
		return false;
	good = !absent->base || !absent->theirs || search(job, absent, stem, picked, error);
	if (!g_strcmp0(file->rung, "left-out"))
		job->lines_absent += pick_lines_added(absent);
	pick_text_free(absent);
	return good;
}

bool pick_absent(struct pick_job *job, struct picked *picked, GError **error)
{
	guint count = job->files->len;

	for (guint i = 0; i < count; i++) {
		const struct file_merge *merge = job->files->pdata[i];

		if (merge->state != MERGE_ABSENT)
			continue;
		((struct picked_file *)picked->files->pdata[i])->signs.value[SIGN_absent] = 1;
		if (!settle(job, merge, picked->files->pdata[i], picked, error))
			return false;
		if (!job->absent)
			job->absent = g_strdup(merge->reason);
	}
	return true;
}
