// SPDX-License-Identifier: GPL-2.0-only
/*
 * libgit2 finds and unpacks objects; trees are read raw and kept, as a run of
 * picks on one branch asks for the same ones again and again.
 */
#include "tree/objects.h"

#include <git2.h>
#include <git2/sys/odb_backend.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/sha1.h"
#include "tree/damage.h"
#include "tree/libgit.h"
#include "tree/promised.h"
#include "tree/put.h"
#include "tree/rawtree.h"

/* bytes of trees that are kept; all are dropped when it is reached */
#define TREES_KEPT (16 << 20)

/* libgit2 maps packs through windows; these bound what is resident of a large one */
#define WINDOW_SIZE ((size_t)2 << 20)
#define WINDOWS_LIMIT ((size_t)64 << 20)
#define CACHE_LIMIT ((ssize_t)16 << 20)

/* bytes of a folder that it keeps, as it is read again for each file in it; 4 KiB by itself */
#define FOLDER_LIMIT ((size_t)512 << 10)

struct objects {
	git_repository *repository;
	git_odb *odb;
	git_odb *out;
	char *out_folder;
	char *path;
	GString *others; /* as git takes it in its environment */
	GHashTable *made; /* object_id -> GBytes: new objects, when there is no out */
	GHashTable *trees; /* object_id -> GBytes */
	gsize trees_size;
	bool partial;
	const struct answers *answers;
};

static struct object_id *id_copy(const struct object_id *id)
{
	return g_memdup2(id, sizeof(*id));
}

static const git_oid *as_oid(const struct object_id *id)
{
	return (const git_oid *)id->bytes;
}

char *object_id_hex(const struct object_id *id, char out[OBJECT_ID_HEX + 1])
{
	git_oid_fmt(out, as_oid(id));
	out[OBJECT_ID_HEX] = '\0';
	return out;
}

bool object_id_parse(const char *hex, struct object_id *out)
{
	git_oid oid;

	if (strlen(hex) != OBJECT_ID_HEX || git_oid_fromstr(&oid, hex))
		return false;
	memcpy(out->bytes, oid.id, OBJECT_ID_SIZE);
	return true;
}

bool object_id_equal(const struct object_id *a, const struct object_id *b)
{
	return !memcmp(a, b, sizeof(*a));
}

bool object_id_is_null(const struct object_id *id)
{
	static const struct object_id null;

	return object_id_equal(id, &null);
}

guint object_id_hash(gconstpointer id)
{
	guint hash;

	memcpy(&hash, id, sizeof(hash));
	return hash;
}

gboolean object_id_same(gconstpointer a, gconstpointer b)
{
	return object_id_equal(a, b);
}

bool tree_item_is_empty(const struct tree_item *item)
{
	static const struct object_id empty = { .bytes = {
		0xe6, 0x9d, 0xe2, 0x9b, 0xb2, 0xd1, 0xd6, 0x43, 0x4b, 0x8b,
		0x29, 0xae, 0x77, 0x5a, 0xd8, 0xc2, 0xe4, 0x8c, 0x53, 0x91 } };

	return tree_item_is_file(item) && object_id_equal(&item->id, &empty);
}

static GHashTable *table_new(void)
{
	return g_hash_table_new_full(object_id_hash, object_id_same, g_free,
				     (GDestroyNotify)g_bytes_unref);
}

/* behind libgit_init(); git does not verify the hash of what it reads from a pack either */
static void tune_libgit2(void)
{
	static gsize done;

	if (!g_once_init_enter(&done))
		return;
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
	git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, WINDOW_SIZE);
	git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, WINDOWS_LIMIT);
	git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, CACHE_LIMIT);
	git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_TREE, FOLDER_LIMIT);
	g_once_init_leave(&done, 1);
}

static void *fail(GError **error, const char *what, const char *subject)
{
	const git_error *cause = git_error_last();

	g_set_error(error, BS_ERROR, BS_ERROR_MISSING, "%s '%s': %s", what, subject,
		    cause ? cause->message : "unknown git error");
	return NULL;
}

/* what another object or a ref names must be there, unless the clone was told to leave it out */
static bool may_be_missing(const struct objects *objects)
{
	return objects->partial || objects_shallow(objects);
}

bool objects_shallow(const struct objects *objects)
{
	return git_repository_is_shallow(objects->repository);
}

const char *objects_remedy(const struct objects *objects, bool commit)
{
	if (commit && objects_shallow(objects))
		return "the repository is shallow, 'git fetch --unshallow' gets the history that "
		       "it leaves out";
	return promised_remedy(objects->partial);
}

static void *fail_object(const struct objects *objects, GError **error, const char *kind,
			 const struct object_id *id)
{
	const git_error *cause = git_error_last();
	g_autofree char *why = g_strdup(cause ? cause->message : "unknown git error");
	char hex[OBJECT_ID_HEX + 1];

	g_set_error(error, BS_ERROR, BS_ERROR_IO, "cannot read %s '%s': %s; %s", kind,
		    object_id_hex(id, hex), why,
		    objects_remedy(objects, !strcmp(kind, "commit")));
	return NULL;
}

/* a way back that leads out of a clone which was told to hold a part of the history */
static bool ends_early(const struct objects *objects, const char *rev)
{
	return may_be_missing(objects) && strpbrk(rev, "~^@:");
}

static bool open_out(struct objects *objects, const char *odb, GError **error)
{
	if (!folder_make(odb, error))
		return false;
	if (git_odb_open(&objects->out, odb)) {
		fail(error, "cannot write objects to", odb);
		return false;
	}
	objects->out_folder = g_strdup(odb);
	return true;
}

struct objects *objects_open(const char *repository, const char *odb, GError **error)
{
	g_autoptr(objects) objects = g_new0(struct objects, 1);

	libgit_init();
	tune_libgit2();
	objects->made = table_new();
	objects->trees = table_new();
	objects->others = g_string_new(NULL);
	if (git_repository_open(&objects->repository, repository) ||
	    git_repository_odb(&objects->odb, objects->repository))
		return fail(error, "there is no git repository at", repository);
	objects->path = g_strdup(git_repository_path(objects->repository));
	objects->partial = promised_any(objects->repository);
	if (odb && !open_out(objects, odb, error))
		return NULL;
	return g_steal_pointer(&objects);
}

void objects_free(struct objects *objects)
{
	if (!objects)
		return;
	g_hash_table_unref(objects->made);
	g_hash_table_unref(objects->trees);
	git_odb_free(objects->out);
	git_odb_free(objects->odb);
	git_repository_free(objects->repository);
	g_string_free(objects->others, TRUE);
	g_free(objects->out_folder);
	g_free(objects->path);
	g_free(objects);
	git_libgit2_shutdown();
}

const char *objects_repository(const struct objects *objects)
{
	return objects->path;
}

const char *objects_common(const struct objects *objects)
{
	return git_repository_commondir(objects->repository);
}

char *objects_folder(const char *repository)
{
	git_repository *git = NULL;
	git_buf path = { 0 };
	char *folder = NULL;

	libgit_init();
	if (!git_repository_open(&git, repository) &&
	    !git_repository_item_path(&path, git, GIT_REPOSITORY_ITEM_OBJECTS))
		folder = g_strdup(path.ptr);
	git_buf_dispose(&path);
	git_repository_free(git);
	git_libgit2_shutdown();
	return folder;
}

/* in quotes, as a path may hold a ':' */
void objects_name_folder(GString *list, const char *folder)
{
	g_autofree char *quoted = g_strescape(folder, NULL);

	g_string_append_printf(list, "%s\"%s\"", list->len ? ":" : "", quoted);
}

bool objects_add(struct objects *objects, const char *repository, GError **error)
{
	g_autofree char *folder = objects_folder(repository);

	if (!folder || git_odb_add_disk_alternate(objects->odb, folder)) {
		fail(error, "cannot read objects of", repository);
		return false;
	}
	objects_name_folder(objects->others, folder);
	return true;
}

char *objects_others(const struct objects *objects)
{
	return g_strdup(objects->others->str);
}

bool objects_find(struct objects *objects, const char *digits, struct object_id *out)
{
	size_t size = strlen(digits);
	git_oid oid, full;

	if (size < 7 || size > OBJECT_ID_HEX || git_oid_fromstrn(&oid, digits, size))
		return false;
	if (git_odb_exists_prefix(&full, objects->odb, &oid, size) &&
	    (!objects->out || git_odb_exists_prefix(&full, objects->out, &oid, size)))
		return false;
	memcpy(out->bytes, full.id, OBJECT_ID_SIZE);
	return true;
}

void objects_forget(struct objects *objects)
{
	g_hash_table_remove_all(objects->made);
}

static void free_object(gpointer object)
{
	git_odb_object_free(object);
}

/* the raw object, without a copy */
static GBytes *read_object(struct objects *objects, const struct object_id *id, git_object_t type)
{
	GBytes *made = g_hash_table_lookup(objects->made, id);
	git_odb_object *object = NULL;

	if (made)
		return g_bytes_ref(made);
	if (git_odb_read(&object, objects->odb, as_oid(id)) &&
	    (!objects->out || git_odb_read(&object, objects->out, as_oid(id))))
		return NULL;
	if (git_odb_object_type(object) != type) {
		git_error_set_str(GIT_ERROR_OBJECT, "the object is of another type");
		git_odb_object_free(object);
		return NULL;
	}
	return g_bytes_new_with_free_func(git_odb_object_data(object),
					  git_odb_object_size(object), free_object, object);
}

GBytes *objects_blob(struct objects *objects, const struct object_id *id, GError **error)
{
	GBytes *bytes = read_object(objects, id, GIT_OBJECT_BLOB);

	if (!bytes && objects->partial)
		bytes = promised_read(objects->path, "blob", id);
	return bytes ? bytes : fail_object(objects, error, "blob", id);
}

GBytes *objects_blob_here(struct objects *objects, const struct object_id *id, GError **error)
{
	GBytes *bytes = read_object(objects, id, GIT_OBJECT_BLOB);
	char hex[OBJECT_ID_HEX + 1];

	if (!bytes && objects->partial)
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
			    "the repository is a partial clone without blob '%s', and nothing is "
			    "fetched for that; " PROMISED_REFETCH, object_id_hex(id, hex));
	else if (!bytes)
		fail_object(objects, error, "blob", id);
	return bytes;
}

void objects_set_answers(struct objects *objects, const struct answers *answers)
{
	objects->answers = answers;
}

const struct answers *objects_answers(const struct objects *objects)
{
	return objects->answers;
}

bool objects_partial(const struct objects *objects)
{
	return objects->partial;
}

static void signature_times(git_commit *from, struct commit *commit)
{
	commit->when = git_commit_time(from);
	commit->authored = git_commit_author(from)->when.time;
}

static struct commit *read_commit(git_commit *from)
{
	struct commit *commit = g_new0(struct commit, 1);
	unsigned int parents = git_commit_parentcount(from);
	const char *message = git_commit_message(from);

	memcpy(commit->id.bytes, git_commit_id(from)->id, OBJECT_ID_SIZE);
	memcpy(commit->tree.bytes, git_commit_tree_id(from)->id, OBJECT_ID_SIZE);
	commit->parents = g_array_new(FALSE, FALSE, sizeof(struct object_id));
	for (unsigned int i = 0; i < parents; i++)
		g_array_append_vals(commit->parents, git_commit_parent_id(from, i)->id, 1);
	signature_times(from, commit);
	commit->message = g_utf8_make_valid(message ? message : "", -1);
	git_commit_free(from);
	return commit;
}

struct commit *objects_commit(struct objects *objects, const char *rev, GError **error)
{
	g_autofree char *spec = NULL;
	git_object *object = NULL;
	git_commit *commit = NULL;
	struct object_id id;
	int code;

	if (object_id_parse(rev, &id) &&
	    !git_commit_lookup(&commit, objects->repository, as_oid(&id)))
		return read_commit(commit);
	spec = g_strdup_printf("%s^{commit}", rev);
	code = *rev == '-' ? GIT_EINVALIDSPEC :
			     git_revparse_single(&object, objects->repository, spec);
	if (code) {
		g_autoptr(GError) cause = NULL;

		if (*rev == '-')
			git_error_set_str(GIT_ERROR_INVALID, "no name starts with '-'");
		libgit_no_commit(&cause, rev, code);
		if (*rev != '-' && objects_shallow(objects))
			error_add(cause, objects_remedy(objects, true));
		if (!ends_early(objects, rev) &&
		    damage_find(objects->repository, objects->odb, rev, &id))
			return objects_commit_by_id(objects, &id, error);
		g_propagate_error(error, g_steal_pointer(&cause));
		return NULL;
	}
	return read_commit((git_commit *)object);
}

struct commit *objects_commit_by_id(struct objects *objects, const struct object_id *id,
				    GError **error)
{
	git_commit *commit = NULL;

	if (git_commit_lookup(&commit, objects->repository, as_oid(id)))
		return fail_object(objects, error, "commit", id);
	return read_commit(commit);
}

char *commit_title(const struct commit *commit)
{
	return g_strndup(commit->message, strcspn(commit->message, "\n"));
}

void commit_free(struct commit *commit)
{
	if (!commit)
		return;
	g_array_unref(commit->parents);
	g_free(commit->message);
	g_free(commit);
}

/* borrowed until the next tree is read */
static GBytes *tree_of(struct objects *objects, const struct object_id *id, GError **error)
{
	GBytes *bytes = g_hash_table_lookup(objects->trees, id);

	if (bytes)
		return g_bytes_ref(bytes);
	bytes = read_object(objects, id, GIT_OBJECT_TREE);
	if (!bytes && objects->partial)
		bytes = promised_read(objects->path, "tree", id);
	if (!bytes)
		return fail_object(objects, error, "tree", id);
	objects->trees_size += g_bytes_get_size(bytes);
	if (objects->trees_size > TREES_KEPT) {
		g_hash_table_remove_all(objects->trees);
		objects->trees_size = g_bytes_get_size(bytes);
	}
	g_hash_table_insert(objects->trees, id_copy(id), g_bytes_ref(bytes));
	return bytes;
}

GBytes *objects_tree(struct objects *objects, const struct object_id *id, GError **error)
{
	return tree_of(objects, id, error);
}

static bool find_entry(GBytes *tree, const char *name, size_t size, struct raw_entry *out)
{
	struct raw_cursor cursor;

	for (raw_open(&cursor, tree); raw_next(&cursor, out);) {
		if (out->size == size && !memcmp(out->name, name, size))
			return true;
	}
	return false;
}

bool objects_lookup(struct objects *objects, const struct object_id *tree, const char *path,
		    struct tree_item *out, GError **error)
{
	struct tree_item item = { .id = *tree, .mode = RAW_FOLDER };

	while (*path) {
		g_autoptr(GBytes) bytes = NULL;
		size_t size = strcspn(path, "/");
		struct raw_entry entry;

		if (item.mode != RAW_FOLDER) {
			*out = (struct tree_item){ .mode = 0 };
			return true;
		}
		bytes = tree_of(objects, &item.id, error);
		if (!bytes)
			return false;
		if (!find_entry(bytes, path, size, &entry)) {
			*out = (struct tree_item){ .mode = 0 };
			return true;
		}
		item = entry.item;
		path += size;
		path += *path == '/';
	}
	*out = item;
	return true;
}

GBytes *objects_file_here(struct objects *objects, const struct object_id *tree, const char *path)
{
	struct tree_item item;

	if (!objects_lookup(objects, tree, path, &item, NULL) || !tree_item_is_file(&item))
		return NULL;
	return objects_blob_here(objects, &item.id, NULL);
}

static void delta_clear(gpointer data)
{
	g_free(((struct tree_delta *)data)->path);
}

GArray *tree_deltas_new(void)
{
	GArray *deltas = g_array_new(FALSE, FALSE, sizeof(struct tree_delta));

	g_array_set_clear_func(deltas, delta_clear);
	return deltas;
}

static GBytes *tree_or_empty(struct objects *objects, const struct tree_item *item,
			     GError **error)
{
	if (item->mode != RAW_FOLDER)
		return g_bytes_new_static("", 0);
	return tree_of(objects, &item->id, error);
}

static bool compare_items(struct objects *objects, GString *path, const struct tree_item *old,
			  const struct tree_item *new, GArray *deltas, GError **error);

/* one name that stands in both folders, or in one */
static bool compare_entry(struct objects *objects, GString *path, const struct raw_entry *old,
			  const struct raw_entry *new, GArray *deltas, GError **error)
{
	const struct raw_entry *named = old ? old : new;
	static const struct tree_item nothing;
	size_t length = path->len;
	bool good;

	if (old && new && old->item.mode == new->item.mode &&
	    object_id_equal(&old->item.id, &new->item.id))
		return true;
	if (length)
		g_string_append_c(path, '/');
	g_string_append_len(path, named->name, named->size);
	good = compare_items(objects, path, old ? &old->item : &nothing,
			     new ? &new->item : &nothing, deltas, error);
	g_string_truncate(path, length);
	return good;
}

static bool compare_folders(struct objects *objects, GString *path, GBytes *old, GBytes *new,
			    GArray *deltas, GError **error)
{
	struct raw_cursor old_cursor, new_cursor;
	struct raw_entry a, b;
	bool has_a, has_b;

	raw_open(&old_cursor, old);
	raw_open(&new_cursor, new);
	has_a = raw_next(&old_cursor, &a);
	has_b = raw_next(&new_cursor, &b);
	while (has_a || has_b) {
		int order = !has_a ? 1 : !has_b ? -1 : raw_compare(&a, &b);

		if (!compare_entry(objects, path, order <= 0 ? &a : NULL, order >= 0 ? &b : NULL,
				   deltas, error))
			return false;
		if (order <= 0)
			has_a = raw_next(&old_cursor, &a);
		if (order >= 0)
			has_b = raw_next(&new_cursor, &b);
	}
	return true;
}

static bool compare_items(struct objects *objects, GString *path, const struct tree_item *old,
			  const struct tree_item *new, GArray *deltas, GError **error)
{
	g_autoptr(GBytes) old_tree = tree_or_empty(objects, old, error);
	g_autoptr(GBytes) new_tree = old_tree ? tree_or_empty(objects, new, error) : NULL;
	struct tree_delta delta = { .old = *old, .new = *new };

	if (!new_tree)
		return false;
	if (delta.old.mode == RAW_FOLDER)
		delta.old = (struct tree_item){ .mode = 0 };
	if (delta.new.mode == RAW_FOLDER)
		delta.new = (struct tree_item){ .mode = 0 };
	if (delta.old.mode || delta.new.mode) {
		delta.path = g_strndup(path->str, path->len);
		g_array_append_val(deltas, delta);
	}
	return compare_folders(objects, path, old_tree, new_tree, deltas, error);
}

GArray *objects_compare(struct objects *objects, const struct object_id *old,
			const struct object_id *new, GError **error)
{
	g_autoptr(GArray) deltas = tree_deltas_new();
	g_autoptr(GString) path = g_string_new(NULL);
	struct tree_item a = { .id = *old, .mode = object_id_is_null(old) ? 0 : RAW_FOLDER };
	struct tree_item b = { .id = *new, .mode = object_id_is_null(new) ? 0 : RAW_FOLDER };

	if (object_id_equal(old, new))
		return g_steal_pointer(&deltas);
	if (!compare_items(objects, path, &a, &b, deltas, error))
		return NULL;
	return g_steal_pointer(&deltas);
}

struct listing {
	bool (*visit)(void *data, const char *path, const struct tree_item *item);
	void *data;
	bool stopped;
};

static bool list_folder(struct objects *objects, GString *path, const struct object_id *id,
			struct listing *listing, GError **error)
{
	g_autoptr(GBytes) bytes = tree_of(objects, id, error);
	struct raw_cursor cursor;
	struct raw_entry entry;

	if (!bytes)
		return false;
	for (raw_open(&cursor, bytes); !listing->stopped && raw_next(&cursor, &entry);) {
		size_t length = path->len;
		bool good = true;

		if (length)
			g_string_append_c(path, '/');
		g_string_append_len(path, entry.name, entry.size);
		if (entry.item.mode == RAW_FOLDER)
			good = list_folder(objects, path, &entry.item.id, listing, error);
		else
			listing->stopped = !listing->visit(listing->data, path->str, &entry.item);
		g_string_truncate(path, length);
		if (!good)
			return false;
	}
	return true;
}

bool objects_list(struct objects *objects, const struct object_id *tree, const char *prefix,
		  bool (*visit)(void *data, const char *path, const struct tree_item *item),
		  void *data, GError **error)
{
	struct listing listing = { .visit = visit, .data = data };
	g_autoptr(GString) path = g_string_new(prefix);
	struct tree_item item;

	if (!objects_lookup(objects, tree, prefix, &item, error))
		return false;
	return item.mode != RAW_FOLDER || list_folder(objects, path, &item.id, &listing, error);
}

static bool write_object(struct objects *objects, GBytes *content, git_object_t type,
			 struct object_id *out, GError **error)
{
	gsize size;
	const void *data = g_bytes_get_data(content, &size);
	char head[32];
	int head_size;
	git_oid oid;

	/* git_odb_hash() looks for made-up collisions, and takes five times as long */
	head_size = g_snprintf(head, sizeof(head), "%s %zu", git_object_type2string(type), size);
	sha1_of_both(head, head_size + 1, data, size, out->bytes);
	oid = *as_oid(out);
	if (!objects->out) {
		g_hash_table_replace(objects->made, id_copy(out), g_bytes_ref(content));
		return true;
	}
	return git_odb_exists_ext(objects->odb, &oid, GIT_ODB_LOOKUP_NO_REFRESH) ||
	       object_put(objects->out, content, type, objects->out_folder, out, error);
}

bool objects_write_blob(struct objects *objects, GBytes *content, struct object_id *out,
			GError **error)
{
	return write_object(objects, content, GIT_OBJECT_BLOB, out, error);
}

/* edits of one folder: [at, end) of the sorted array, paths from @skip on */
struct edits {
	const struct tree_delta **list;
	guint at;
	guint end;
	size_t skip;
};

static bool write_folder(struct objects *objects, const struct object_id *base,
			 const struct edits *edits, struct tree_item *out, GError **error);

/*
 * the edits of one name: sets what stands there afterwards; of the same path the last one counts.
 * A file and a folder may have the same name, one that goes and one that comes: to remove the one
 * leaves the other alone.
 */
static bool edit_entry(struct objects *objects, const struct edits *edits, size_t name_size,
		       struct tree_item *item, GError **error)
{
	struct edits below = *edits;
	struct tree_item made;

	while (!edits->list[below.at]->path[edits->skip + name_size]) {
		const struct tree_item *new = &edits->list[below.at]->new;

		if (new->mode || item->mode != RAW_FOLDER)
			*item = *new;
		below.at++;
		if (below.at == below.end)
			return true;
	}
	below.skip += name_size + 1;
	if (!write_folder(objects, item->mode == RAW_FOLDER ? &item->id : NULL, &below, &made,
			  error))
		return false;
	if (made.mode || item->mode == RAW_FOLDER)
		*item = made;
	return true;
}

static guint same_name(const struct edits *edits, guint at, size_t size)
{
	const char *name = edits->list[at]->path + edits->skip;
	guint end = at + 1;

	while (end < edits->end) {
		const char *next = edits->list[end]->path + edits->skip;

		if (strncmp(next, name, size) || (next[size] && next[size] != '/'))
			break;
		end++;
	}
	return end;
}

static bool write_folder(struct objects *objects, const struct object_id *base,
			 const struct edits *edits, struct tree_item *out, GError **error)
{
	g_autoptr(GBytes) old = base ? tree_of(objects, base, error) : g_bytes_new_static("", 0);
	g_autoptr(rawtree) tree = old ? rawtree_new(old) : NULL;
	g_autoptr(GBytes) bytes = NULL;

	if (!tree)
		return false;
	for (guint at = edits->at; at < edits->end;) {
		const char *name = edits->list[at]->path + edits->skip;
		size_t size = strcspn(name, "/");
		struct edits of_name = *edits;
		struct tree_item item;

		of_name.at = at;
		of_name.end = same_name(edits, at, size);
		rawtree_get(tree, name, size, &item);
		if (!edit_entry(objects, &of_name, size, &item, error))
			return false;
		rawtree_set(tree, name, size, &item);
		at = of_name.end;
	}
	*out = (struct tree_item){ .mode = 0 };
	if (rawtree_is_empty(tree))
		return true;
	bytes = rawtree_bytes(tree);
	out->mode = RAW_FOLDER;
	return write_object(objects, bytes, GIT_OBJECT_TREE, &out->id, error);
}

static int compare_edits(gconstpointer a, gconstpointer b)
{
	const struct tree_delta *const *x = a, *const *y = b;
	int order = strcmp((*x)->path, (*y)->path);

	/* those of the same path as they were given */
	return order ? order : *x < *y ? -1 : *x > *y;
}

bool objects_write_tree(struct objects *objects, const struct object_id *base,
			const GArray *edits, struct object_id *out, GError **error)
{
	g_autofree const struct tree_delta **list =
		g_new(const struct tree_delta *, edits->len + 1);
	struct edits all = { .list = list, .end = edits->len };
	g_autoptr(GBytes) empty = g_bytes_new_static("", 0);
	struct tree_item item;

	for (guint i = 0; i < edits->len; i++) {
		list[i] = &g_array_index(edits, struct tree_delta, i);
		if (!path_is_safe(list[i]->path)) {
			g_set_error(error, BS_ERROR, BS_ERROR_UNSAFE,
				    "path '%s' %s", list[i]->path, path_fault(list[i]->path));
			return false;
		}
	}
	*out = *base;
	if (!edits->len)
		return true;
	qsort(list, edits->len, sizeof(*list), compare_edits);
	if (!write_folder(objects, object_id_is_null(base) ? NULL : base, &all, &item, error))
		return false;
	if (item.mode)
		*out = item.id;
	else
		return write_object(objects, empty, GIT_OBJECT_TREE, out, error);
	return true;
}
