// SPDX-License-Identifier: GPL-2.0-only
#include "engine/code/includelines.h"

#include <string.h>

#include "engine/code/bag.h"
#include "engine/code/text.h"

static const char *skip_blanks(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	return at;
}

/* NULL for another line */
static const char *behind_include(const char *at, const char *end)
{
	static const char word[] = "include";

	at = skip_blanks(at, end);
	if (at == end || *at != '#')
		return NULL;
	at = skip_blanks(at + 1, end);
	if ((gsize)(end - at) < strlen(word) || memcmp(at, word, strlen(word)))
		return NULL;
	return skip_blanks(at + strlen(word), end);
}

static const char asm_folder[] = "asm/";

const char *include_as_asm(const char *tail)
{
	const char *slash = g_str_has_prefix(tail, "asm-") ? strchr(tail, '/') : NULL;

	return slash ? slash + 1 : NULL;
}

/* has the path this as its last part? */
static bool ends_with(const char *path, gsize length, const char *tail, gsize size)
{
	return length >= size && !memcmp(path + length - size, tail, size) &&
	       (length == size || path[length - size - 1] == '/');
}

/* "include/asm-x86/iommu.h", and "iommu.h" behind "asm/" */
static bool stands_in_asm(const char *path, gsize length, const char *rest, gsize size)
{
	const char *folder = path + length - size - 1;

	if (!ends_with(path, length, rest, size) || folder <= path)
		return false;
	while (folder > path && folder[-1] != '/')
		folder--;
	return include_as_asm(folder) == path + length - size;
}

const char *include_tail(const char *header, gsize *size)
{
	const char *end = header + *size;

	while (header < end && *header == '.') {
		const char *slash = memchr(header, '/', end - header);

		if (!slash || slash - header > 2 || slash[-1] != '.')
			break;
		header = slash + 1;
	}
	*size = end - header;
	return header;
}

struct lex include_tail_lex(struct lex header)
{
	gsize size = header.size;

	header.text = include_tail(header.text, &size);
	header.size = size;
	return header;
}

bool include_may_mean(const char *path, const char *header, gsize size)
{
	const gsize length = strlen(path), skip = strlen(asm_folder);

	header = include_tail(header, &size);
	return ends_with(path, length, header, size) ||
	       (size > skip && !memcmp(header, asm_folder, skip) &&
		stands_in_asm(path, length, header + skip, size - skip));
}

static bool read_line(const char *at, const char *end, struct include_line *out)
{
	const char *header = behind_include(at, end), *close;

	if (!header || header == end || (*header != '<' && *header != '"'))
		return false;
	close = memchr(header + 1, *header == '<' ? '>' : '"', end - header - 1);
	if (!close)
		return false;
	out->line = at;
	out->line_size = end - at;
	out->spelled = header;
	out->spelled_size = close + 1 - header;
	return true;
}

GArray *include_lines(const char *text, gsize size)
{
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(struct include_line));
	const char *end = text + size, *last = NULL;
	guint block = 0;

	for (const char *at = text; at < end;) {
		const char *hash = memchr(at, '#', end - at);
		struct include_line line;
		const char *stop;

		if (!hash)
			break;
		hash = text_line_start(at, hash);
		stop = memchr(hash, '\n', end - hash);
		stop = stop ? stop + 1 : end;
		if (read_line(hash, stop, &line)) {
			block += line.line != last;
			last = stop;
			line.block = block;
			g_array_append_val(lines, line);
		}
		at = stop;
	}
	return lines;
}

char *include_header(const struct include_line *line)
{
	return g_strndup(line->spelled + 1, line->spelled_size - 2);
}

bool include_same(const struct include_line *a, const struct include_line *b)
{
	return a->spelled_size == b->spelled_size &&
	       !memcmp(a->spelled + 1, b->spelled + 1, a->spelled_size - 2);
}

int include_find(const GArray *lines, const struct include_line *wanted)
{
	for (guint i = 0; i < lines->len; i++)
		if (include_same(&g_array_index(lines, struct include_line, i), wanted))
			return i;
	return -1;
}

static guint64 hash_of(const struct include_line *line)
{
	return lex_hash(line->spelled + 1, line->spelled_size - 2);
}

GArray *include_lines_new(const GArray *lines, const GArray *others)
{
	GArray *new = g_array_new(FALSE, FALSE, sizeof(struct include_line));
	struct bag known;

	bag_init(&known);
	for (guint i = 0; i < others->len; i++)
		bag_add(&known, hash_of(&g_array_index(others, struct include_line, i)));
	for (guint i = 0; i < lines->len; i++) {
		const struct include_line *line = &g_array_index(lines, struct include_line, i);

		if (!bag_has(&known, hash_of(line)))
			g_array_append_vals(new, line, 1);
	}
	bag_clear(&known);
	return new;
}
