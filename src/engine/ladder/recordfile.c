// SPDX-License-Identifier: GPL-2.0-only
/*
 * Resolutions as text.  Each is a block of its own and the blocks are sorted,
 * so that git merges two people's files; a key and a sum of each block tell
 * when it is no longer what it was.
 */
#include "engine/ladder/recordparts.h"

#include <string.h>

#include "base/error.h"
#include "base/escape.h"
#include "base/file.h"

#define HEAD "backstitch resolutions 1"
#define NO_NEWLINE "\\ no newline at the end"

/* a file of a workspace, and not a database */
#define MAX_SIZE (32UL << 20)

static const char preface[] =
	HEAD "\n"
	"# How people resolved conflicts; 'backstitch port --continue' writes it.  A block that\n"
	"# was edited is refused: to take a resolution back, remove its block.\n";

/* a field of one line */
struct line_field {
	const char *name;
	size_t offset;
};

/* a field of several lines, each behind a '|' */
struct text_field {
	const char *name;
	size_t offset;
	bool optional;
};

static const struct line_field line_fields[] = {
	{ "file", offsetof(struct record, path) },
	{ "upstream", offsetof(struct record, upstream) },
	{ "tree", offsetof(struct record, tree) },
	{ "by", offsetof(struct record, by) },
};

static const struct text_field text_fields[] = {
	{ "before", offsetof(struct record, before), true },
	{ "ours", offsetof(struct record, ours), false },
	{ "base", offsetof(struct record, base), false },
	{ "theirs", offsetof(struct record, theirs), false },
	{ "after", offsetof(struct record, after), true },
	{ "result", offsetof(struct record, result), false },
};

#define MEMBER(record, field) (*(char **)((char *)(record) + (field)->offset))

/* what is for people may hold anything */
static void write_line(GString *out, const char *name, const char *value)
{
	g_autofree char *safe = escape_line(value ? value : "", -1);

	g_string_append_printf(out, "%s %s\n", name, safe);
}

static void write_text(GString *out, const char *name, const char *text)
{
	g_string_append_printf(out, "%s\n", name);
	while (*text) {
		const char *end = strchr(text, '\n');

		g_string_append_c(out, '|');
		g_string_append_len(out, text, end ? end - text : (gssize)strlen(text));
		g_string_append_c(out, '\n');
		if (!end) {
			g_string_append(out, NO_NEWLINE "\n");
			return;
		}
		text = end + 1;
	}
}

/* of all that says what the resolution is */
static void record_sum(const struct record *record, char out[RECORD_KEY + 1])
{
	GChecksum *digest = g_checksum_new(G_CHECKSUM_SHA256);

	for (size_t i = 0; i < G_N_ELEMENTS(text_fields); i++) {
		const char *text = MEMBER(record, &text_fields[i]);
		g_autofree char *head = g_strdup_printf("%s %zu\n", text_fields[i].name,
							text ? strlen(text) : 0);

		g_checksum_update(digest, (const guchar *)head, -1);
		if (text)
			g_checksum_update(digest, (const guchar *)text, strlen(text));
	}
	g_strlcpy(out, g_checksum_get_string(digest), RECORD_KEY + 1);
	g_checksum_free(digest);
}

static void write_record(GString *out, const struct record *record)
{
	char sum[RECORD_KEY + 1];

	g_string_append_printf(out, "\nresolution %s\n", record->key);
	for (size_t i = 0; i < G_N_ELEMENTS(line_fields); i++)
		write_line(out, line_fields[i].name, MEMBER(record, &line_fields[i]));
	for (size_t i = 0; i < G_N_ELEMENTS(text_fields); i++) {
		const char *text = MEMBER(record, &text_fields[i]);

		if (text)
			write_text(out, text_fields[i].name, text);
	}
	record_sum(record, sum);
	g_string_append_printf(out, "sum %s\n", sum);
}

static void collect(gpointer record, gpointer list)
{
	g_ptr_array_add(list, record);
}

static gint by_key(gconstpointer a, gconstpointer b)
{
	return strcmp((*(struct record *const *)a)->key, (*(struct record *const *)b)->key);
}

char *records_text(const struct records *records)
{
	GString *out = g_string_new(preface);
	g_autoptr(GPtrArray) list = g_ptr_array_new();

	records_each(records, collect, list);
	g_ptr_array_sort(list, by_key);
	for (guint i = 0; i < list->len; i++)
		write_record(out, list->pdata[i]);
	return g_string_free(out, FALSE);
}

bool records_save(const struct records *records, const char *path, GError **error)
{
	g_autofree char *text = records_text(records);

	return file_write(path, text, -1, error);
}

/**
 * struct reading - a file being read
 * @path: its name
 * @lines: NULL-terminated, ended by an empty one behind the last newline
 * @at: index of the next line
 */
struct reading {
	const char *path;
	char **lines;
	guint at;
};

static bool refuse(const struct reading *reading, GError **error, const char *what)
{
	g_autofree char *safe = escape_line(what, -1);

	g_set_error(error, BS_ERROR, BS_ERROR_INPUT, "'%s', line %u: %s", reading->path,
		    reading->at + 1, safe);
	return false;
}

static const char *line_of(const struct reading *reading)
{
	return reading->lines[reading->at];
}

/* what stands behind "NAME " on the next line, or NULL */
static const char *read_value(struct reading *reading, const char *name)
{
	const char *line = line_of(reading);
	size_t size = strlen(name);

	if (!line || strncmp(line, name, size) || line[size] != ' ')
		return NULL;
	reading->at++;
	return line + size + 1;
}

static char *read_text(struct reading *reading)
{
	GString *text = g_string_new(NULL);
	const char *line;

	while ((line = line_of(reading)) && *line == '|') {
		g_string_append(text, line + 1);
		g_string_append_c(text, '\n');
		reading->at++;
	}
	if (text->len && line && !strcmp(line, NO_NEWLINE)) {
		g_string_truncate(text, text->len - 1);
		reading->at++;
	}
	return g_string_free(text, FALSE);
}

static bool read_fields(struct reading *reading, struct record *record, GError **error)
{
	for (size_t i = 0; i < G_N_ELEMENTS(line_fields); i++) {
		const char *value = read_value(reading, line_fields[i].name);
		g_autofree char *what = g_strdup_printf("'%s' is missing", line_fields[i].name);

		if (!value)
			return refuse(reading, error, what);
		MEMBER(record, &line_fields[i]) = g_strdup(value);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(text_fields); i++) {
		const struct text_field *field = &text_fields[i];
		g_autofree char *what = g_strdup_printf("'%s' is missing", field->name);

		if (g_strcmp0(line_of(reading), field->name)) {
			if (field->optional)
				continue;
			return refuse(reading, error, what);
		}
		reading->at++;
		MEMBER(record, field) = read_text(reading);
	}
	return true;
}

static bool has_marker(const char *text)
{
	g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
	g_autoptr(GArray) lines = lines_of(bytes);

	for (guint i = 0; i < lines->len; i++) {
		char sign = line_marker(&g_array_index(lines, struct line, i), MARKER_SIZE);

		if (sign && sign != '=')
			return true;
	}
	return false;
}

static bool check_record(const struct reading *reading, const struct record *record,
			 const char *key, const char *sum, GError **error)
{
	char is[RECORD_KEY + 1];

	record_key(record, is);
	if (!path_is_safe(record->path))
		return refuse(reading, error, "the resolution above names an unsafe path");
	if (!key || strcmp(key, is))
		return refuse(reading, error, "the conflict above was edited: its key is another");
	record_sum(record, is);
	if (!sum || strcmp(sum, is))
		return refuse(reading, error, "the resolution above was edited: its sum is "
			      "another");
	if (has_marker(record->result))
		return refuse(reading, error, "the result above has conflict markers in it");
	return true;
}

static struct record *read_record(struct reading *reading, GError **error)
{
	g_autoptr(record) record = g_new0(struct record, 1);
	const char *key = read_value(reading, "resolution");

	if (!key) {
		refuse(reading, error, "here a resolution should start");
		return NULL;
	}
	if (!read_fields(reading, record, error) ||
	    !check_record(reading, record, key, read_value(reading, "sum"), error))
		return NULL;
	g_strlcpy(record->key, key, sizeof(record->key));
	return g_steal_pointer(&record);
}

static void skip_blank(struct reading *reading)
{
	while (line_of(reading) && (!*line_of(reading) || *line_of(reading) == '#'))
		reading->at++;
}

static bool read_all(struct reading *reading, struct records *read, GError **error)
{
	if (g_strcmp0(line_of(reading), HEAD))
		return refuse(reading, error, "this is no file of resolutions of version 1");
	reading->at++;
	for (skip_blank(reading); line_of(reading); skip_blank(reading)) {
		struct record *record = read_record(reading, error);
		const struct record *known = record ? record_lookup(read, record->key) : NULL;

		if (!record)
			return false;
		if (known && strcmp(known->result, record->result)) {
			record_free(record);
			return refuse(reading, error, "the conflict above is resolved in two "
				      "different ways; remove one of them");
		}
		record_add(read, record);
	}
	return true;
}

/* the bytes as a string; NULL with @error where they are not text */
static char *text_of(GBytes *bytes, const char *path, GError **error)
{
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size);

	if (size > MAX_SIZE) {
		g_set_error(error, BS_ERROR, BS_ERROR_LIMIT, "'%s' is larger than %lu MB", path,
			    MAX_SIZE >> 20);
		return NULL;
	}
	if (size && memchr(data, '\0', size)) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT, "'%s' has a NUL byte in it", path);
		return NULL;
	}
	return bytes_text(bytes);
}

static void move(gpointer record, gpointer records)
{
	record_add(records, record);
}

bool records_load(struct records *records, const char *path, GError **error)
{
	g_autoptr(GBytes) bytes = NULL;

	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		return true;
	bytes = file_read_own(path, error);
	return bytes && records_parse(records, bytes, path, error);
}

bool records_parse(struct records *records, GBytes *bytes, const char *path, GError **error)
{
	g_autoptr(records) read = records_new();
	g_autofree char *text = text_of(bytes, path, error);
	g_auto(GStrv) lines = NULL;
	struct reading reading = { .path = path };

	if (!text)
		return false;
	reading.lines = lines = g_strsplit(text, "\n", -1);
	if (!read_all(&reading, read, error))
		return false;
	records_each(read, move, records);
	records_disown(read);
	return true;
}
