// SPDX-License-Identifier: GPL-2.0-only
/*
 * git sums the hashes of the files, each over its lines without blanks, hunk
 * headers and index lines left out.  What looks odd below (a count that is one
 * until the first hunk, the "diff" line behind a binary file that is not
 * hashed) is what git does, and ids are only of use when they are the same.
 */
#include "format/patchid.h"

#include <stdlib.h>
#include <string.h>

#include "format/gitchar.h"

#define BUFFER 4096
#define ID_DIGITS 40

struct patch_id {
	GChecksum *sum;
	guint8 result[PATCH_ID_SIZE];
	char before_id[ID_DIGITS + 1]; /* of the index line */
	char after_id[ID_DIGITS + 1];
	int before; /* old lines left in the hunk; -1 in a file's header */
	int after;
	bool binary;
	bool some; /* anything was hashed */
	bool found; /* the first id is complete */
	gsize used; /* of @buffer */
	guint8 buffer[BUFFER];
};

static void reset(struct patch_id *id)
{
	g_checksum_reset(id->sum);
	memset(id->result, 0, sizeof(id->result));
	*id->before_id = '\0';
	*id->after_id = '\0';
	id->before = -1;
	id->after = -1;
	id->binary = false;
	id->some = false;
	id->found = false;
	id->used = 0;
}

struct patch_id *patch_id_new(void)
{
	struct patch_id *id = g_new0(struct patch_id, 1);

	id->sum = g_checksum_new(G_CHECKSUM_SHA1);
	reset(id);
	return id;
}

void patch_id_free(struct patch_id *id)
{
	if (!id)
		return;
	g_checksum_free(id->sum);
	g_free(id);
}

static void flush(struct patch_id *id)
{
	g_checksum_update(id->sum, id->buffer, id->used);
	id->used = 0;
}

static void hash_text(struct patch_id *id, const char *text)
{
	flush(id);
	g_checksum_update(id->sum, (const guchar *)text, strlen(text));
}

/* a line without its blanks */
static void hash_line(struct patch_id *id, const char *line, gsize size)
{
	guint8 *to = id->buffer + id->used;

	while (size) {
		gsize part = MIN(size, BUFFER - id->used);

		for (gsize i = 0; i < part; i++) {
			*to = line[i];
			to += !git_isspace(line[i]);
		}
		id->some |= to > id->buffer + id->used;
		id->used = to - id->buffer;
		if (id->used > BUFFER / 2) {
			flush(id);
			to = id->buffer;
		}
		line += part;
		size -= part;
	}
}

/* a file is complete: its hash is added to the sum, lowest byte first */
static void add_file(struct patch_id *id)
{
	guint8 hash[PATCH_ID_SIZE];
	gsize size = sizeof(hash);
	unsigned int carry = 0;

	flush(id);
	g_checksum_get_digest(id->sum, hash, &size);
	g_checksum_reset(id->sum);
	for (gsize i = 0; i < sizeof(hash); i++) {
		carry += id->result[i] + hash[i];
		id->result[i] = carry;
		carry >>= 8;
	}
}

static bool starts(const char *line, gsize size, const char *prefix)
{
	gsize length = strlen(prefix);

	return size >= length && !memcmp(line, prefix, length);
}

/* "commit ID", "From ID" or an id alone: the next patch of a log */
static bool is_next_patch(const char *line, gsize size)
{
	gsize at = 0;

	if (starts(line, size, "commit "))
		at = strlen("commit ");
	else if (starts(line, size, "From "))
		at = strlen("From ");
	if (size < at + ID_DIGITS)
		return false;
	for (gsize i = 0; i < ID_DIGITS; i++) {
		if (!g_ascii_isxdigit(line[at + i]))
			return false;
	}
	return true;
}

static bool digits(const char **at, const char *end)
{
	const char *start = *at;

	while (*at < end && g_ascii_isdigit(**at))
		(*at)++;
	return *at > start;
}

/* atoi(), which git uses: blanks and a sign may come first */
static int atoi_between(const char *at, const char *end)
{
	char text[24] = "";

	memcpy(text, at, MIN((gsize)(end - at), sizeof(text) - 1));
	return (int)strtol(text, NULL, 10);
}

/* the count in "START,COUNT" or 1 in "START"; false when it is cut off */
static bool scan_count(const char **at, const char *end, int *out)
{
	bool any = digits(at, end);

	*out = 1;
	if (*at < end && **at == ',') {
		const char *number = ++*at;

		any = digits(at, end);
		*out = atoi_between(number, end);
	}
	return any;
}

static void scan_hunk(struct patch_id *id, const char *line, gsize size)
{
	const char *at = line + strlen("@@ -"), *end = line + size;

	if (!scan_count(&at, end, &id->before) || end - at < 2 || at[0] != ' ' || at[1] != '+')
		return;
	at += 2;
	scan_count(&at, end, &id->after);
}

static void copy_id(char *to, const char *from, const char *end)
{
	gsize size = MIN(end - from, ID_DIGITS);

	memcpy(to, from, size);
	to[size] = '\0';
}

/* "index OLD..NEW MODE" */
static void scan_index(struct patch_id *id, const char *line, gsize size)
{
	const char *start = line + strlen("index "), *end = line + size;
	const char *dots = g_strstr_len(start, end - start, "..");
	const char *blank = dots ? memchr(dots, ' ', end - dots) : NULL;

	if (!dots)
		return;
	copy_id(id->before_id, start, dots);
	copy_id(id->after_id, dots + 2, MAX(blank ? blank : end - 1, dots + 2));
}

/* a line of a file's header; true when that was all */
static bool take_header(struct patch_id *id, const char *line, gsize size)
{
	if (starts(line, size, "GIT binary patch") || starts(line, size, "Binary files")) {
		id->binary = true;
		id->before = 0;
		hash_text(id, id->before_id);
		hash_text(id, id->after_id);
		add_file(id);
		return true;
	}
	if (starts(line, size, "index ")) {
		scan_index(id, line, size);
		return true;
	}
	if (starts(line, size, "--- ")) {
		id->before = 1;
		id->after = 1;
	} else if (!size || !g_ascii_isalpha(*line)) {
		id->found = true;
	}
	return id->found;
}

/* a line behind a complete hunk; true when that was all */
static bool take_between(struct patch_id *id, const char *line, gsize size)
{
	if (starts(line, size, "@@ -")) {
		scan_hunk(id, line, size);
		return true;
	}
	if (!starts(line, size, "diff ")) {
		id->found = true;
		return true;
	}
	add_file(id);
	id->before = -1;
	id->after = -1;
	return false;
}

static void take_line(struct patch_id *id, const char *line, gsize size)
{
	if (id->before == -1 && take_header(id, line, size))
		return;
	if (id->binary) {
		if (starts(line, size, "diff ")) {
			id->binary = false;
			id->before = -1;
		}
		return;
	}
	if (!id->before && !id->after && take_between(id, line, size))
		return;
	if (size && (*line == '-' || *line == ' '))
		id->before--;
	if (size && (*line == '+' || *line == ' '))
		id->after--;
	hash_line(id, line, size);
}

void patch_id_line(struct patch_id *id, const char *line, gsize size)
{
	const char *nul = memchr(line, '\0', size);

	if (id->found)
		return;
	if (nul)
		size = nul - line;
	if (size > 12 && starts(line, size, "\\ "))
		return;
	if (is_next_patch(line, size))
		id->found = true;
	else if (id->some || starts(line, size, "diff "))
		take_line(id, line, size);
	/* nothing but comments so far: git prints no id for that and reads on */
	if (id->found && !id->some)
		reset(id);
}

char *patch_id_end(struct patch_id *id)
{
	GString *text = NULL;

	if (id->some) {
		add_file(id);
		text = g_string_sized_new(2 * PATCH_ID_SIZE);
		for (gsize i = 0; i < sizeof(id->result); i++)
			g_string_append_printf(text, "%02x", id->result[i]);
	}
	reset(id);
	return text ? g_string_free(text, FALSE) : NULL;
}

char *patch_id_of(const char *text, gsize size)
{
	g_autoptr(patch_id) id = patch_id_new();
	const char *end = text + size;

	while (text < end) {
		const char *newline = memchr(text, '\n', end - text);
		const char *next = newline ? newline + 1 : end;

		patch_id_line(id, text, next - text);
		text = next;
	}
	return patch_id_end(id);
}
