// SPDX-License-Identifier: GPL-2.0-only
/*
 * A record is one folder: its size behind this number (32 bits), its stamp, and its entries by
 * path.  An entry is 'f', name, stamp and marks, or 'd', name and the folder.  A stamp of zeros
 * is that of nothing, so that what has it is looked at again.
 */
#include "tree/survey.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/progress.h"
#include "tree/backend.h"

/* files between two looks for an interrupt */
#define INTERRUPT_STEP 256

static const guint8 no_stamp[SURVEY_STAMP];

/* entries of a folder of the old record; none when there is no such folder */
struct old_folder {
	const char *at;
	const char *end;
	const guint8 *stamp;
};

struct old_entry {
	char kind;
	const char *name;
	const guint8 *stamp;	/* of a file */
	const guint8 *marks;
	const char *folder;
};

struct survey {
	const struct tree *tree;
	const struct survey_spec *spec;
	const struct survey_backend *backend;
	GString *out;
	GString *path;
	struct survey_buffer buffer;
	guint8 *marks;
	guint looked;
	bool changed;
	bool stopped;
};

static struct old_folder folder_at(const char *at)
{
	struct old_folder folder = { NULL };
	guint32 size;

	if (!at)
		return folder;
	memcpy(&size, at, sizeof(size));
	folder.stamp = (const guint8 *)at + sizeof(size);
	folder.at = at + sizeof(size) + SURVEY_STAMP;
	folder.end = at + sizeof(size) + size;
	return folder;
}

static bool next_entry(struct old_folder *folder, gsize marks, struct old_entry *entry)
{
	const char *behind;
	guint32 size;

	if (folder->at >= folder->end)
		return false;
	entry->kind = *folder->at;
	entry->name = folder->at + 1;
	behind = entry->name + strlen(entry->name) + 1;
	entry->stamp = (const guint8 *)behind;
	entry->marks = entry->stamp + SURVEY_STAMP;
	entry->folder = behind;
	if (entry->kind == 'f') {
		folder->at = behind + SURVEY_STAMP + marks;
	} else {
		memcpy(&size, behind, sizeof(size));
		folder->at = behind + sizeof(size) + size;
	}
	return true;
}

/* nothing is read beyond the end of a damaged record */
static bool folder_is_sound(const char *at, gsize space, gsize marks)
{
	const char *end;
	guint32 size;

	if (space < sizeof(size) + SURVEY_STAMP)
		return false;
	memcpy(&size, at, sizeof(size));
	if (size < SURVEY_STAMP || size > space - sizeof(size))
		return false;
	end = at + sizeof(size) + size;
	for (at += sizeof(size) + SURVEY_STAMP; at < end;) {
		const char *nul = memchr(at, '\0', end - at);
		gsize left = nul ? end - nul - 1 : 0;

		if (!nul || (*at == 'f' && left < SURVEY_STAMP + marks) ||
		    (*at == 'd' && !folder_is_sound(nul + 1, left, marks)))
			return false;
		if (*at == 'd')
			memcpy(&size, nul + 1, sizeof(size));
		else if (*at != 'f')
			return false;
		at = nul + 1 + (*at == 'f' ? SURVEY_STAMP + marks : sizeof(size) + size);
	}
	return true;
}

static const char *sound_record(const struct survey_spec *spec)
{
	gsize size = 0;
	const char *data = spec->old ? g_bytes_get_data(spec->old, &size) : NULL;
	guint32 whole;

	if (!data || !folder_is_sound(data, size, spec->marks))
		return NULL;
	memcpy(&whole, data, sizeof(whole));
	return whole == size - sizeof(whole) ? data : NULL;
}

static bool has_suffix(const char *name, const char *const *suffixes)
{
	for (; *suffixes; suffixes++) {
		if (g_str_has_suffix(name, *suffixes))
			return true;
	}
	return false;
}

/* in the order of complete paths, in which a folder's name ends in a slash */
static int compare_names(const char *a, char a_kind, const char *b, char b_kind)
{
	gsize same = 0;
	int first, second;

	while (a[same] && a[same] == b[same])
		same++;
	first = a[same] ? (guint8)a[same] : a_kind == 'd' ? '/' : 0;
	second = b[same] ? (guint8)b[same] : b_kind == 'd' ? '/' : 0;
	return first - second;
}

static int by_name(gconstpointer a, gconstpointer b, gpointer text)
{
	const struct survey_name *first = a, *second = b;
	const char *names = ((GString *)text)->str;

	return compare_names(names + first->name, first->kind, names + second->name,
			     second->kind);
}

void survey_names_add(struct survey_names *names, const char *name, char kind,
		      const guint8 *stamp)
{
	struct survey_name item = { .name = names->text->len, .kind = kind };

	if (kind == 'f' && !has_suffix(name, names->suffixes))
		return;
	if (stamp)
		memcpy(item.stamp, stamp, SURVEY_STAMP);
	g_string_append_len(names->text, name, strlen(name) + 1);
	g_array_append_val(names->items, item);
}

bool survey_buffer_grow(struct survey_buffer *buffer, gsize size, const char *path,
			GError **error)
{
	buffer->passed_by = buffer->most && size > buffer->most;
	if (buffer->passed_by)
		return true;
	if (size > FILE_MAX_SIZE) {
		g_set_error(error, BS_ERROR, BS_ERROR_LIMIT, "'%s' is larger than %lu MiB", path,
			    FILE_MAX_SIZE >> 20);
		return false;
	}
	if (size > buffer->space || !buffer->data) {
		g_free(buffer->data);
		buffer->space = MAX(size, 1U << 20);
		buffer->data = g_malloc(buffer->space);
	}
	return true;
}

static bool go_on(struct survey *s)
{
	if (!s->stopped && s->looked % INTERRUPT_STEP == 0)
		s->stopped = interrupt_pending(NULL);
	return !s->stopped;
}

static void put_file(struct survey *s, const char *name, const guint8 *recorded,
		     const guint8 *told, const guint8 *marks)
{
	gsize size = s->path->len;

	g_string_append_c(s->out, 'f');
	g_string_append_len(s->out, name, strlen(name) + 1);
	g_string_append_len(s->out, (const char *)recorded, SURVEY_STAMP);
	g_string_append_len(s->out, (const char *)marks, s->spec->marks);
	g_string_append(s->path, name);
	s->spec->file(s->spec->data, s->path->str, told, marks);
	g_string_truncate(s->path, size);
}

static void content_stamp(const struct survey_buffer *buffer, guint8 *out_stamp)
{
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA1);
	gsize size = SURVEY_STAMP;

	g_checksum_update(checksum, (const guchar *)buffer->data, buffer->size);
	g_checksum_get_digest(checksum, out_stamp, &size);
}

/* is there no need to read it? */
static bool is_known(struct survey *s, const struct survey_place *place, const char *name,
		     const struct survey_name *item)
{
	guint8 stamp[SURVEY_STAMP];
	gsize size = s->path->len;
	bool steady, known;

	if (!s->spec->known || !s->backend->deep ||
	    !s->backend->stamp(place, name, item, stamp, &steady))
		return false;
	memset(s->marks, 0, s->spec->marks);
	g_string_append(s->path, name);
	known = s->spec->known(s->spec->data, s->path->str, stamp, s->marks);
	g_string_truncate(s->path, size);
	if (known)
		put_file(s, name, stamp, stamp, s->marks);
	return known;
}

/* false: there is something wrong with the file, and it has to be tried again */
static bool look_at(struct survey *s, const struct survey_place *place, const char *name,
		    const struct survey_name *item)
{
	guint8 stamp[SURVEY_STAMP], content[SURVEY_STAMP];
	g_autoptr(GError) cause = NULL;
	gsize size = s->path->len;
	bool steady = true;

	s->changed = true;
	s->looked++;
	if (is_known(s, place, name, item))
		return true;
	g_string_append(s->path, name);
	if (!s->backend->read(s->tree, place, name, item, s->path->str, &s->buffer, stamp, &steady,
			      &cause)) {
		g_string_truncate(s->path, size);
		if (cause)
			s->spec->problem(s->spec->data, cause->message);
		return false;
	}
	memset(s->marks, 0, s->spec->marks);
	if (s->buffer.passed_by) {
		g_string_truncate(s->path, size);
		put_file(s, name, steady ? stamp : no_stamp, stamp, s->marks);
		return true;
	}
	s->spec->look(s->spec->data, s->path->str, stamp, s->buffer.data, s->buffer.size,
		      s->marks);
	g_string_truncate(s->path, size);
	if (!steady)
		content_stamp(&s->buffer, content);
	put_file(s, name, steady ? stamp : no_stamp, steady ? stamp : content, s->marks);
	return true;
}

/* without a look, a file that has just changed gets a stamp that no other has */
static bool pass_by(struct survey *s, const char *name, guint8 *stamp, bool steady)
{
	gint64 now = g_get_real_time();

	s->changed = true;
	s->looked++;
	memset(s->marks, 0, s->spec->marks);
	if (!steady)
		memcpy(stamp, &now, sizeof(now));
	put_file(s, name, steady ? stamp : no_stamp, stamp, s->marks);
	return true;
}

static bool visit_file(struct survey *s, const struct survey_place *place, const char *name,
		       const struct survey_name *item, const struct old_entry *old)
{
	guint8 stamp[SURVEY_STAMP];
	bool steady;

	if (!go_on(s))
		return false;
	if (!old && s->spec->look)
		return look_at(s, place, name, item);
	if (!s->backend->stamp(place, name, item, stamp, &steady))
		return false;
	if (old && !memcmp(stamp, old->stamp, SURVEY_STAMP)) {
		put_file(s, name, stamp, stamp, old->marks);
		return true;
	}
	return s->spec->look ? look_at(s, place, name, item) : pass_by(s, name, stamp, steady);
}

static void visit_folder(struct survey *s, const struct survey_place *parent, const char *name,
			 const struct survey_name *item, const char *old);

static bool visit(struct survey *s, const struct survey_place *place, char kind, const char *name,
		  const struct survey_name *item, const struct old_entry *old)
{
	gsize size = s->path->len;

	if (kind == 'f')
		return visit_file(s, place, name, item, old);
	g_string_append_c(s->out, 'd');
	g_string_append_len(s->out, name, strlen(name) + 1);
	g_string_append(s->path, name);
	g_string_append_c(s->path, '/');
	visit_folder(s, place, name, item, old ? old->folder : NULL);
	g_string_truncate(s->path, size);
	return true;
}

/* the names are those of the record */
static bool visit_known(struct survey *s, const struct survey_place *place,
			struct old_folder old)
{
	struct old_entry entry;
	bool sound = true;

	while (next_entry(&old, s->spec->marks, &entry))
		sound = visit(s, place, entry.kind, entry.name, NULL, &entry) && sound;
	return sound;
}

/* all below is what it was */
static void copy_known(struct survey *s, struct old_folder old)
{
	struct old_entry entry;

	while (next_entry(&old, s->spec->marks, &entry)) {
		gsize size = s->path->len;

		g_string_append(s->path, entry.name);
		if (entry.kind == 'f') {
			s->spec->file(s->spec->data, s->path->str, entry.stamp, entry.marks);
		} else {
			g_string_append_c(s->path, '/');
			copy_known(s, folder_at(entry.folder));
		}
		g_string_truncate(s->path, size);
	}
}

static bool visit_listed(struct survey *s, struct survey_place *place, struct old_folder old)
{
	struct survey_names names = {
		.items = g_array_new(FALSE, FALSE, sizeof(struct survey_name)),
		.text = g_string_new(NULL), .suffixes = s->spec->suffixes,
	};
	struct old_entry entry;
	bool more = next_entry(&old, s->spec->marks, &entry);
	bool sound = s->backend->names(place, &names);

	s->changed = true;
	g_array_sort_with_data(names.items, by_name, names.text);
	for (guint i = 0; i < names.items->len; i++) {
		const struct survey_name *item = &g_array_index(names.items, struct survey_name, i);
		const char *name = names.text->str + item->name;
		int order = 1;

		while (more && (order = compare_names(entry.name, entry.kind, name,
						      item->kind)) < 0)
			more = next_entry(&old, s->spec->marks, &entry);
		sound = visit(s, place, item->kind, name, item,
			      more && !order ? &entry : NULL) && sound;
	}
	g_array_unref(names.items);
	g_string_free(names.text, TRUE);
	return sound;
}

static gsize begin_folder(struct survey *s, const guint8 *stamp)
{
	gsize start = s->out->len;
	guint32 size = 0;

	g_string_append_len(s->out, (const char *)&size, sizeof(size));
	g_string_append_len(s->out, (const char *)stamp, SURVEY_STAMP);
	return start;
}

static void end_folder(struct survey *s, gsize start, bool sound)
{
	guint32 size = s->out->len - start - sizeof(size);

	memcpy(s->out->str + start, &size, sizeof(size));
	if (!sound)
		memset(s->out->str + start + sizeof(size), 0, SURVEY_STAMP);
}

static void say_folder(const struct survey *s)
{
	g_autofree char *message = g_strdup_printf("cannot read the folder '%s'", s->path->str);

	s->spec->problem(s->spec->data, message);
}

static void visit_folder(struct survey *s, const struct survey_place *parent, const char *name,
			 const struct survey_name *item, const char *old)
{
	struct old_folder known = folder_at(old);
	struct survey_place place = { .fd = -1 };
	bool sound = false, same;
	gsize start;

	if (!go_on(s) || !s->backend->enter(s->tree, parent, name, item, &place)) {
		if (!s->stopped)
			say_folder(s);
		end_folder(s, begin_folder(s, no_stamp), false);
		return;
	}
	start = begin_folder(s, place.stamp);
	same = old && place.steady && !memcmp(place.stamp, known.stamp, SURVEY_STAMP);
	if (same && s->backend->deep) {
		g_string_append_len(s->out, known.at, known.end - known.at);
		copy_known(s, known);
		sound = true;
	} else {
		sound = same ? visit_known(s, &place, known) : visit_listed(s, &place, known);
	}
	end_folder(s, start, sound && place.steady);
	s->backend->leave(&place);
}

/* a record with one file */
static void visit_only(struct survey *s, const char *path, const char *old)
{
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *name = g_path_get_basename(path);
	struct old_folder known = folder_at(old);
	struct survey_place place = { .fd = -1 };
	struct old_entry entry;
	bool known_file = next_entry(&known, s->spec->marks, &entry) && entry.kind == 'f' &&
			  !strcmp(entry.name, name);
	gsize start = begin_folder(s, no_stamp);

	if (strcmp(folder, "."))
		g_string_append_printf(s->path, "%s/", folder);
	if (s->backend->enter(s->tree, NULL, strcmp(folder, ".") ? folder : "", NULL, &place)) {
		visit_file(s, &place, name, NULL, known_file ? &entry : NULL);
		s->backend->leave(&place);
	}
	end_folder(s, start, false);
}

static GBytes *run(struct survey *s, enum tree_entry kind)
{
	const char *below = s->spec->below, *old = sound_record(s->spec);

	s->out = g_string_sized_new(s->spec->old ? g_bytes_get_size(s->spec->old) + 1024 : 1 << 20);
	s->path = g_string_new(NULL);
	s->marks = g_malloc(s->spec->marks + 1);
	if (kind == TREE_FOLDER) {
		if (*below)
			g_string_append_printf(s->path, "%s/", below);
		visit_folder(s, NULL, below, NULL, old);
	} else {
		visit_only(s, below, old);
	}
	s->changed |= !old;
	g_free(s->marks);
	g_free(s->buffer.data);
	g_string_free(s->path, TRUE);
	return g_string_free_to_bytes(s->out);
}

GBytes *tree_survey(const struct tree *tree, const struct survey_spec *spec, bool *out_changed,
		    GError **error)
{
	struct survey s = {
		.tree = tree, .spec = spec, .backend = tree->backend->survey,
		.buffer.most = spec->most,
	};
	enum tree_entry kind = tree_entry(tree, spec->below);
	g_autoptr(GBytes) record = NULL;

	if (kind != TREE_FOLDER && kind != TREE_FILE && kind != TREE_EXECUTABLE) {
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
			    "there is no '%s' in the tree", spec->below);
		return NULL;
	}
	if (!s.backend) {
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
			    "only a folder or a commit can be gone over as a whole");
		return NULL;
	}
	record = run(&s, kind);
	if (interrupt_pending(error))
		return NULL;
	*out_changed = s.changed;
	return g_steal_pointer(&record);
}
