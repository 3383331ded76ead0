// SPDX-License-Identifier: GPL-2.0-only
#include "engine/includes.h"

#include <string.h>

#include "base/file.h"
#include "engine/bag.h"
#include "engine/includelines.h"
#include "engine/lex.h"
#include "engine/warn.h"

/* a file of the kernel reaches some hundred headers; one that reaches more is not looked at */
#define REACH_MAX 3000

struct headers {
	struct objects *objects;
	struct object_id tree;
	struct object_id listed_tree; /* that @listed is of */
	GHashTable *listed; /* last part of the path -> GPtrArray of char *; NULL until asked for */
};

struct headers *headers_new(struct objects *objects)
{
	struct headers *headers = g_new0(struct headers, 1);

	headers->objects = objects;
	return headers;
}

void headers_goto(struct headers *headers, const struct object_id *tree)
{
	headers->tree = *tree;
}

void headers_free(struct headers *headers)
{
	if (!headers)
		return;
	g_clear_pointer(&headers->listed, g_hash_table_unref);
	g_free(headers);
}

static bool list_header(void *data, const char *path, const struct tree_item *item)
{
	GHashTable *listed = data;
	GPtrArray *paths;

	if (!g_str_has_suffix(path, ".h") || !tree_item_is_file(item))
		return true;
	paths = g_hash_table_lookup(listed, path_name(path));
	if (!paths) {
		paths = g_ptr_array_new_with_free_func(g_free);
		g_hash_table_insert(listed, g_strdup(path_name(path)), paths);
	}
	g_ptr_array_add(paths, g_strdup(path));
	return true;
}

static void drop_header(GHashTable *listed, const char *path)
{
	GPtrArray *paths = g_hash_table_lookup(listed, path_name(path));
	guint at;

	if (paths && g_ptr_array_find_with_equal_func(paths, path, g_str_equal, &at))
		g_ptr_array_remove_index(paths, at);
}

/* from the tree before, which most often is one commit away */
static bool move_listed(struct headers *headers)
{
	g_autoptr(GArray) deltas = objects_compare(headers->objects, &headers->listed_tree,
						   &headers->tree, NULL);

	for (guint i = 0; deltas && i < deltas->len; i++) {
		const struct tree_delta *delta = &g_array_index(deltas, struct tree_delta, i);

		if (delta->old.mode && !delta->new.mode)
			drop_header(headers->listed, delta->path);
		else if (!delta->old.mode)
			list_header(headers->listed, delta->path, &delta->new);
	}
	return deltas != NULL;
}

static GHashTable *listed(struct headers *headers)
{
	if (headers->listed && !object_id_equal(&headers->listed_tree, &headers->tree) &&
	    !move_listed(headers))
		g_clear_pointer(&headers->listed, g_hash_table_unref);
	if (!headers->listed) {
		headers->listed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
							(GDestroyNotify)g_ptr_array_unref);
		objects_list(headers->objects, &headers->tree, "", list_header, headers->listed,
			     NULL);
	}
	headers->listed_tree = headers->tree;
	return headers->listed;
}

static char *beside(const char *path, const char *header)
{
	return g_strdup_printf("%.*s%s", (int)(path_name(path) - path), path, header);
}

/* every file that the line can mean: the one beside, or all whose path ends so */
static void add_meant(struct headers *headers, const char *includer,
		      const struct include_line *line, GPtrArray *out)
{
	g_autofree char *header = include_header(line);
	g_autofree char *near = beside(includer, header);
	g_autofree char *tail = g_strconcat("/", header, NULL);
	const GPtrArray *paths = g_hash_table_lookup(listed(headers), path_name(header));
	guint before = out->len;

	for (guint i = 0; paths && i < paths->len; i++) {
		const char *path = paths->pdata[i];

		if (*line->spelled == '"' && !strcmp(path, near)) {
			g_ptr_array_set_size(out, before);
			g_ptr_array_add(out, g_strdup(path));
			return;
		}
		if (g_str_has_suffix(path, tail) || !strcmp(path, header))
			g_ptr_array_add(out, g_strdup(path));
	}
}

/**
 * struct need - names that the result brings along, and where they come from
 * @names: char *, in order
 * @header: by name: the header that declares it; NULL where none does
 */
struct need {
	GPtrArray *names;
	GPtrArray *header;
};

static const char *text_at(GBytes *bytes, gsize *size)
{
	const char *text = g_bytes_get_data(bytes, size);

	return text ? text : "";
}

/* the names that a part uses, each once, told by what they hash to */
struct used {
	struct bag hashes;
	GArray *words; /* struct line, by index in @hashes */
};

/* names in what the result adds; members and what an #if asks for need no declaration */
static void find_used(struct used *used, GBytes *ours, GBytes *result)
{
	struct extract here = extract_of(ours), part = extract_of(result);
	enum lex_kind kind, before = LEX_PUNCT;
	struct lex lex;

	extract_cut(&part, &here);
	extract_lex(&part, &lex);
	while ((kind = lex_next(&lex)) != LEX_END) {
		const struct line word = { lex.text, lex.size };

		if (kind == LEX_WORD && lex.size > 2 && extract_holds(&part, &lex) &&
		    !lex.conditional && before != LEX_MEMBER &&
		    bag_add(&used->hashes, lex_hash(lex.text, lex.size)))
			g_array_append_val(used->words, word);
		before = kind;
	}
}

static void add_new(const struct used *used, const bool *met, GBytes *result, GPtrArray *names)
{
	gsize size;
	const char *text = text_at(result, &size);

	for (guint i = 0; i < used->words->len; i++) {
		const struct line *word = &g_array_index(used->words, struct line, i);
		const struct lex lex = { .text = word->text, .size = word->size };

		if (!met[i] && !lex_keyword(word->text, word->size) &&
		    !text_declares(text, size, &lex))
			g_ptr_array_add(names, g_strndup(word->text, word->size));
	}
}

/* names in what the result adds that this tree's file does not have */
static GPtrArray *new_names(GBytes *ours, GBytes *result)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	struct used used = { .words = g_array_new(FALSE, FALSE, sizeof(struct line)) };
	g_autofree bool *met = NULL;
	gsize size;
	const char *text = text_at(ours, &size);

	bag_init(&used.hashes);
	find_used(&used, ours, result);
	met = bag_met(&used.hashes, text, size);
	add_new(&used, met, result, names);
	bag_clear(&used.hashes);
	g_array_unref(used.words);
	return names;
}

static bool declares(GBytes *header, const char *name)
{
	const struct lex wanted = { .text = name, .size = strlen(name) };
	gsize size;
	const char *text = text_at(header, &size);

	return text_mentions(text, size, name, wanted.size) && text_declares(text, size, &wanted);
}

/* which of the names one of upstream's headers declares */
static void find_declared(struct headers *headers, const char *path,
			  const struct include_line *line, struct need *need)
{
	g_autoptr(GPtrArray) meant = g_ptr_array_new_with_free_func(g_free);

	add_meant(headers, path, line, meant);
	for (guint i = 0; i < meant->len; i++) {
		g_autoptr(GBytes) header =
			objects_file_here(headers->objects, &headers->tree, meant->pdata[i]);

		for (guint n = 0; header && n < need->names->len; n++)
			if (!need->header->pdata[n] && declares(header, need->names->pdata[n]))
				need->header->pdata[n] = g_strndup(line->spelled,
								   line->spelled_size);
	}
}

/**
 * struct reach - what a file includes, and what that includes
 * @seen: the paths met
 * @todo: those not read yet
 */
struct reach {
	struct headers *headers;
	GHashTable *seen;
	GPtrArray *todo;
};

static void reach_text(struct reach *reach, const char *path, GBytes *bytes)
{
	gsize size;
	const char *text = text_at(bytes, &size);
	g_autoptr(GArray) lines = include_lines(text, size);

	for (guint i = 0; i < lines->len; i++) {
		g_autoptr(GPtrArray) meant = g_ptr_array_new_with_free_func(g_free);

		add_meant(reach->headers, path, &g_array_index(lines, struct include_line, i),
			  meant);
		for (guint n = 0; n < meant->len; n++) {
			if (g_hash_table_contains(reach->seen, meant->pdata[n]))
				continue;
			g_hash_table_add(reach->seen, g_strdup(meant->pdata[n]));
			g_ptr_array_add(reach->todo, g_strdup(meant->pdata[n]));
		}
	}
}

bool headers_reach(struct headers *headers, const char *path, GBytes *bytes,
		   bool (*visit)(void *data, GBytes *header), void *data)
{
	struct reach reach = {
		.headers = headers,
		.seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.todo = g_ptr_array_new_with_free_func(g_free),
	};
	bool certain = true, go_on = true;

	reach_text(&reach, path, bytes);
	while (reach.todo->len && certain && go_on) {
		g_autofree char *next = g_ptr_array_steal_index_fast(reach.todo,
								     reach.todo->len - 1);
		g_autoptr(GBytes) header =
			objects_file_here(headers->objects, &headers->tree, next);

		certain = header && g_hash_table_size(reach.seen) <= REACH_MAX;
		if (certain) {
			go_on = visit(data, header);
			reach_text(&reach, next, header);
		}
	}
	g_hash_table_unref(reach.seen);
	g_ptr_array_unref(reach.todo);
	return certain;
}

static void forget(struct need *need, guint n)
{
	g_ptr_array_remove_index(need->names, n);
	g_ptr_array_remove_index(need->header, n);
}

static bool drop_mentioned(void *data, GBytes *header)
{
	struct need *need = data;
	gsize size;
	const char *text = text_at(header, &size);

	for (guint n = need->names->len; n-- > 0;) {
		const char *name = need->names->pdata[n];

		if (text_mentions(text, size, name, strlen(name)))
			forget(need, n);
	}
	return need->names->len;
}

static void missing_free(gpointer data)
{
	struct missing_include *missing = data;

	g_free(missing->header);
	g_free(missing->name);
	g_free(missing);
}

static bool is_listed(const GPtrArray *missing, const char *header)
{
	for (guint i = 0; i < missing->len; i++)
		if (!strcmp(((const struct missing_include *)missing->pdata[i])->header, header))
			return true;
	return false;
}

static void collect(const struct need *need, GPtrArray *out)
{
	for (guint n = 0; n < need->names->len; n++) {
		struct missing_include *missing;

		if (is_listed(out, need->header->pdata[n]))
			continue;
		missing = g_new0(struct missing_include, 1);
		missing->header = g_strdup(need->header->pdata[n]);
		missing->name = g_strdup(need->names->pdata[n]);
		g_ptr_array_add(out, missing);
	}
}

/* lines of upstream's file that the result has not */
static GArray *only_upstream(GBytes *theirs, GBytes *result)
{
	gsize theirs_size, size;
	const char *their_text = text_at(theirs, &theirs_size), *text = text_at(result, &size);
	GArray *wanted = include_lines(their_text, theirs_size);
	g_autoptr(GArray) there = NULL;

	if (wanted->len)
		there = include_lines(text, size);
	for (guint i = wanted->len; i-- > 0;)
		if (include_find(there, &g_array_index(wanted, struct include_line, i)) >= 0)
			g_array_remove_index(wanted, i);
	return wanted;
}

static bool is_brought(const GPtrArray *others, const char *name)
{
	for (guint i = 0; i < others->len; i++)
		if (declares(others->pdata[i], name))
			return true;
	return false;
}

static void find_missing(const struct include_input *input, const GArray *lines,
			 struct need *need)
{
	for (guint i = 0; i < lines->len; i++)
		find_declared(input->headers, input->path,
			      &g_array_index(lines, struct include_line, i), need);
	for (guint n = need->names->len; n-- > 0;)
		if (!need->header->pdata[n] || is_brought(input->others, need->names->pdata[n]))
			forget(need, n);
	/* names that the result reaches are not missing, nor any where nothing is certain */
	if (need->names->len && !headers_reach(input->headers, input->path, input->result,
					       drop_mentioned, need)) {
		g_ptr_array_set_size(need->names, 0);
		g_ptr_array_set_size(need->header, 0);
	}
}

GPtrArray *includes_missing(const struct include_input *input)
{
	GPtrArray *missing = g_ptr_array_new_with_free_func(missing_free);
	g_autoptr(GArray) lines = only_upstream(input->theirs, input->result);
	struct need need;

	if (!lines->len)
		return missing;
	need.names = new_names(input->ours, input->result);
	need.header = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_set_size(need.header, need.names->len);
	if (need.names->len)
		find_missing(input, lines, &need);
	collect(&need, missing);
	g_ptr_array_unref(need.names);
	g_ptr_array_unref(need.header);
	return missing;
}

static int compare(const struct include_line *a, const struct include_line *b)
{
	int order = memcmp(a->spelled + 1, b->spelled + 1,
			   MIN(a->spelled_size, b->spelled_size) - 2);

	return order ? order : (a->spelled_size > b->spelled_size) -
			       (a->spelled_size < b->spelled_size);
}

static const struct include_line *at(const GArray *lines, int i)
{
	return &g_array_index(lines, struct include_line, i);
}

/* the nearest neighbour in upstream's block that the result has; its index there, or -1 */
static int neighbour(const GArray *theirs, const GArray *lines, int place, int step)
{
	for (int i = place + step; i >= 0 && i < (int)theirs->len; i += step) {
		int found = at(theirs, i)->block == at(theirs, place)->block ?
				    include_find(lines, at(theirs, i)) : -2;

		if (found != -1)
			return MAX(found, -1);
	}
	return -1;
}

/* offset in the result where the line goes; -1 for nowhere */
static gssize place_of(const char *text, const GArray *theirs, const GArray *lines, int wanted)
{
	const struct include_line *line = at(theirs, wanted);
	int above = neighbour(theirs, lines, wanted, -1);
	int below = neighbour(theirs, lines, wanted, 1);

	if (above < 0)
		return below < 0 ? -1 : at(lines, below)->line - text;
	/* what only this tree includes may stand between */
	while (above + 1 < (int)lines->len && above + 1 != below &&
	       at(lines, above + 1)->block == at(lines, above)->block &&
	       compare(at(lines, above + 1), line) < 0)
		above++;
	return at(lines, above)->line + at(lines, above)->line_size - text;
}

static GBytes *add_one(GBytes *result, const GArray *theirs, int wanted)
{
	gsize size;
	const char *text = text_at(result, &size);
	g_autoptr(GArray) lines = include_lines(text, size);
	gssize place = place_of(text, theirs, lines, wanted);
	GString *out;

	if (place < 0)
		return NULL;
	out = g_string_new_len(text, place);
	g_string_append_len(out, at(theirs, wanted)->line, at(theirs, wanted)->line_size);
	g_string_append_len(out, text + place, size - place);
	return g_string_free_to_bytes(out);
}

static int find_spelled(const GArray *lines, const char *header)
{
	for (guint i = 0; i < lines->len; i++)
		if (at(lines, i)->spelled_size == strlen(header) &&
		    !memcmp(at(lines, i)->spelled, header, strlen(header)))
			return i;
	return -1;
}

GBytes *includes_added(GBytes *result, GBytes *theirs, const GPtrArray *missing)
{
	gsize size;
	const char *text = text_at(theirs, &size);
	g_autoptr(GArray) lines = include_lines(text, size);
	GBytes *out = g_bytes_ref(result);

	for (guint i = 0; out && i < missing->len; i++) {
		const struct missing_include *include = missing->pdata[i];
		int wanted = find_spelled(lines, include->header);
		GBytes *next = wanted < 0 ? NULL : add_one(out, lines, wanted);

		g_bytes_unref(out);
		out = next;
	}
	return out;
}

size_t include_line_of(GBytes *code, const char *header)
{
	gsize size;
	const char *text = text_at(code, &size);
	g_autoptr(GArray) lines = include_lines(text, size);
	int found = find_spelled(lines, header);
	size_t line = 1;

	if (found < 0)
		return 0;
	for (const char *c = text; c < at(lines, found)->line; c++)
		line += *c == '\n';
	return line;
}
