// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE /* strchrnul() */
#include "tree/inquiry.h"

#include <stdlib.h>
#include <string.h>

#include "base/commitid.h"
#include "base/proc.h"
#include "base/strings.h"
#include "format/patch.h"
#include "tree/answers.h"

/* one question does not take the time of all others */
#define QUESTION_SECONDS 15

/* the kind of what is kept: the exit status as a digit, and what git said */
#define ANSWERS "git answers 1"

/* commits that name another one or share its title, and are looked at */
#define MAX_COPIES 100

/* lines that use a name and are looked at */
#define MAX_USES 5000

struct inquiry {
	const struct answers *answers;
	char *git_dir;
	char *others;
	unsigned int seconds;
	gint64 end;
	char *trouble;
	bool broken;
};

struct inquiry *inquiry_new(const struct objects *objects, unsigned int seconds)
{
	g_autofree char *others = objects_others(objects);
	struct inquiry *inquiry = g_new0(struct inquiry, 1);

	inquiry->answers = objects_answers(objects);
	inquiry->git_dir = g_strdup_printf("--git-dir=%s", objects_repository(objects));
	inquiry->others = g_strconcat("GIT_ALTERNATE_OBJECT_DIRECTORIES=", others, NULL);
	inquiry->seconds = seconds;
	inquiry->end = g_get_monotonic_time() + seconds * G_USEC_PER_SEC;
	return inquiry;
}

void inquiry_free(struct inquiry *inquiry)
{
	if (!inquiry)
		return;
	g_free(inquiry->git_dir);
	g_free(inquiry->others);
	g_free(inquiry->trouble);
	g_free(inquiry);
}

const char *inquiry_trouble(const struct inquiry *inquiry)
{
	return inquiry->trouble;
}

static struct origin *origin_new(void)
{
	struct origin *origin = g_new0(struct origin, 1);

	origin->lines = g_array_new(FALSE, FALSE, sizeof(guint));
	return origin;
}

void origin_free(struct origin *origin)
{
	if (!origin)
		return;
	g_free(origin->title);
	g_free(origin->path);
	g_array_unref(origin->lines);
	g_free(origin);
}

static void give_up(struct inquiry *inquiry, char *why)
{
	if (inquiry->trouble)
		g_free(why);
	else
		inquiry->trouble = why;
}

/* what git said before; @status as ask() has it */
static char *recall(const struct inquiry *inquiry, const GPtrArray *words, int *status)
{
	g_autofree char *known = answers_get(inquiry->answers, ANSWERS, words);

	if (!known || !*known)
		return NULL;
	if (status)
		*status = *known - '0';
	return g_strdup(known + 1);
}

/* an error may pass, and a byte 0 is none of text */
static void remember(const struct inquiry *inquiry, const GPtrArray *words,
		     const struct proc_result *result)
{
	g_autofree char *answer = NULL;

	if ((result->status && result->status != 1) ||
	    strlen(result->out->str) != result->out->len)
		return;
	answer = g_strdup_printf("%d%s", result->status, result->out->str);
	answers_put(inquiry->answers, ANSWERS, words, answer);
}

/* git by itself maps a whole pack, and keeps what it unpacked of it: half a gigabyte of a kernel */
static GPtrArray *in_little_memory(const GPtrArray *words)
{
	static const char *const limits[] = {
		"git", "-c", "core.packedGitWindowSize=1m", "-c", "core.packedGitLimit=32m", "-c",
		"core.deltaBaseCacheLimit=16m",
	};
	GPtrArray *argv = g_ptr_array_new();

	for (size_t i = 0; i < G_N_ELEMENTS(limits); i++)
		g_ptr_array_add(argv, (char *)limits[i]);
	for (guint i = 1; i < words->len; i++)
		g_ptr_array_add(argv, words->pdata[i]);
	return argv;
}

/* what git says, or NULL; @status may be NULL, and any but 0 is trouble then */
static char *ask(struct inquiry *inquiry, const GPtrArray *words, int *status)
{
	const char *const env[] = { "GIT_LITERAL_PATHSPECS=1", inquiry->others, NULL };
	gint64 left = (inquiry->end - g_get_monotonic_time()) / G_USEC_PER_SEC;
	g_autoptr(GPtrArray) argv = in_little_memory(words);
	struct proc_spec spec = {
		.argv = (const char *const *)argv->pdata,
		.env = env,
		.seconds = CLAMP(left, 0, QUESTION_SECONDS - 1) + 1,
	};
	g_auto(proc_result) result = { 0 };
	g_autoptr(GError) error = NULL;
	char *known;

	if (inquiry->broken)
		return NULL;
	known = recall(inquiry, words, status);
	if (known)
		return known;
	if (left < 0) {
		give_up(inquiry, g_strdup_printf("git had no more answer within %u seconds",
						 inquiry->seconds));
		return NULL;
	}
	if (!proc_run(&spec, &result, &error)) {
		give_up(inquiry, g_strdup(error->message));
		inquiry->broken = true;
		return NULL;
	}
	if (result.timed_out) {
		give_up(inquiry, g_strdup_printf("git %s had no answer within %u seconds",
						 (char *)words->pdata[2], spec.seconds));
		return NULL;
	}
	if (status)
		*status = result.status;
	else if (result.status) {
		g_autofree char *said = g_strdup(g_strstrip(result.err->str));

		give_up(inquiry, g_strdup_printf("git %s: %s", (char *)words->pdata[2],
						 strtok(said, "\n") ? said : "failed"));
		return NULL;
	}
	remember(inquiry, words, &result);
	return g_strndup(result.out->str, result.out->len);
}

static GPtrArray *question(const struct inquiry *inquiry, const char *command)
{
	GPtrArray *words = g_ptr_array_new_with_free_func(g_free);

	g_ptr_array_add(words, g_strdup("git"));
	g_ptr_array_add(words, g_strdup(inquiry->git_dir));
	g_ptr_array_add(words, g_strdup(command));
	return words;
}

static void add(GPtrArray *words, const char *word)
{
	g_ptr_array_add(words, g_strdup(word));
}

static void add_path(GPtrArray *words, const char *path)
{
	add(words, "--");
	if (path)
		add(words, path);
	g_ptr_array_add(words, NULL);
}

static void add_range(GPtrArray *words, const char *without, const char *tip)
{
	g_ptr_array_add(words, without ? g_strdup_printf("%s..%s", without, tip) : g_strdup(tip));
}

bool inquiry_related(struct inquiry *inquiry, const char *a, const char *b)
{
	g_autoptr(GPtrArray) words = question(inquiry, "merge-base");
	g_autofree char *said = NULL;
	int status = 0;

	add(words, a);
	add(words, b);
	g_ptr_array_add(words, NULL);
	said = ask(inquiry, words, &status);
	return said && !status;
}

/* the lines as -L options, runs of them as one */
static void add_lines(GPtrArray *words, const GArray *lines)
{
	for (guint i = 0; i < lines->len;) {
		guint first = g_array_index(lines, guint, i), last = first;

		while (++i < lines->len && g_array_index(lines, guint, i) == last + 1)
			last++;
		g_ptr_array_add(words, g_strdup_printf("-L%u,%u", first, last));
	}
}

struct origin *origin_find(const GPtrArray *origins, const struct object_id *id)
{
	for (guint i = 0; i < origins->len; i++) {
		struct origin *origin = origins->pdata[i];

		if (object_id_equal(&origin->commit, id))
			return origin;
	}
	return NULL;
}

/* "ID OLD-LINE LINE [COUNT]" */
static struct origin *blame_head(GPtrArray *origins, const char *line)
{
	g_auto(GStrv) parts = g_strsplit(line, " ", 4);
	struct object_id id;
	struct origin *origin;
	guint number;

	if (g_strv_length(parts) < 3 || !object_id_parse(parts[0], &id))
		return NULL;
	number = strtoul(parts[2], NULL, 10);
	origin = origin_find(origins, &id);
	if (!origin) {
		origin = origin_new();
		origin->commit = id;
		g_ptr_array_add(origins, origin);
	}
	g_array_append_val(origin->lines, number);
	return origin;
}

static void blame_field(struct origin *origin, const char *line)
{
	if (g_str_has_prefix(line, "summary ")) {
		g_free(origin->title);
		origin->title = g_strdup(line + strlen("summary "));
	} else if (g_str_has_prefix(line, "committer-time ")) {
		origin->when = g_ascii_strtoll(line + strlen("committer-time "), NULL, 10);
	} else if (!strcmp(line, "boundary")) {
		origin->boundary = true;
	} else if (g_str_has_prefix(line, "filename ")) {
		g_free(origin->path);
		origin->path = g_strdup(line + strlen("filename "));
	}
}

/* git blame --porcelain: a head, fields at a commit's first mention, the line behind a tab */
static void read_blame(GPtrArray *origins, char *text)
{
	struct origin *origin = NULL;
	char *end;

	for (char *line = text; *line; line = end + 1) {
		end = strchrnul(line, '\n');
		if (!*end)
			break;
		*end = '\0';
		if (*line == '\t')
			origin = NULL;
		else if (!origin)
			origin = blame_head(origins, line);
		else
			blame_field(origin, line);
	}
}

GPtrArray *inquiry_blame(struct inquiry *inquiry, const char *without, const char *tip,
			 const char *path, const GArray *lines)
{
	GPtrArray *origins = g_ptr_array_new_with_free_func((GDestroyNotify)origin_free);
	g_autoptr(GPtrArray) words = NULL;
	g_autofree char *text = NULL;

	if (!lines->len)
		return origins;
	words = question(inquiry, "blame");
	add(words, "--porcelain");
	add_lines(words, lines);
	add_range(words, without, tip);
	add_path(words, path);
	text = ask(inquiry, words, NULL);
	if (text)
		read_blame(origins, text);
	return origins;
}

static gint older(gconstpointer a, gconstpointer b)
{
	const struct origin *x = *(struct origin *const *)a, *y = *(struct origin *const *)b;

	return (x->when > y->when) - (x->when < y->when);
}

/* from the commit before the oldest by time: only a clock that went wrong puts one before that */
static char *ask_order(struct inquiry *inquiry, const GPtrArray *origins)
{
	const struct origin *oldest = origins->pdata[0];
	g_autoptr(GPtrArray) words = question(inquiry, "rev-list");
	char id[OBJECT_ID_HEX + 1];

	add(words, "--topo-order");
	add(words, "--reverse");
	for (guint i = 0; i < origins->len; i++)
		add(words, object_id_hex(&((struct origin *)origins->pdata[i])->commit, id));
	add(words, "--not");
	g_ptr_array_add(words, g_strdup_printf("%s^@", object_id_hex(&oldest->commit, id)));
	add_path(words, NULL);
	return ask(inquiry, words, NULL);
}

static void put_last(GPtrArray *origins, const struct object_id *id)
{
	for (guint i = 0; i < origins->len; i++) {
		gpointer origin = origins->pdata[i];

		if (!object_id_equal(&((struct origin *)origin)->commit, id))
			continue;
		memmove(origins->pdata + i, origins->pdata + i + 1,
			(origins->len - i - 1) * sizeof(*origins->pdata));
		origins->pdata[origins->len - 1] = origin;
		return;
	}
}

/* git names the first one first; what it does not name comes before that */
void inquiry_sort(struct inquiry *inquiry, GPtrArray *origins)
{
	g_autofree char *said = NULL;
	struct object_id id;
	char *end;

	g_ptr_array_sort(origins, older);
	said = origins->len > 1 ? ask_order(inquiry, origins) : NULL;
	for (char *line = said; line && *line; line = end) {
		end = strchrnul(line, '\n');
		if (*end)
			*end++ = '\0';
		if (object_id_parse(line, &id))
			put_last(origins, &id);
	}
}

#define ORIGIN_FORMAT "--format=%H%x01%ct%x01%s"

/* "ID \1 TIME \1 TITLE" */
static struct origin *read_origin(const char *record, const char *path)
{
	g_auto(GStrv) parts = g_strsplit(record, "\x01", 4);
	struct origin *origin;
	struct object_id id;

	if (g_strv_length(parts) < 3 || !object_id_parse(parts[0], &id))
		return NULL;
	origin = origin_new();
	origin->commit = id;
	origin->when = g_ascii_strtoll(parts[1], NULL, 10);
	origin->title = g_strdup(g_strchomp(parts[2]));
	origin->path = g_strdup(path);
	return origin;
}

struct origin *inquiry_last(struct inquiry *inquiry, const char *without, const char *tip,
			    const char *path, enum deed deed, const char *text)
{
	g_autoptr(GPtrArray) words = question(inquiry, "log");
	g_autofree char *said = NULL;

	add(words, "-1");
	add(words, "--no-show-signature");
	add(words, "--no-renames");
	add(words, ORIGIN_FORMAT);
	if (deed == DEED_TEXT)
		g_ptr_array_add(words, g_strdup_printf("-S%s", text));
	else
		add(words, deed == DEED_ADDED ? "--diff-filter=A" : "--diff-filter=D");
	add_range(words, without, tip);
	add_path(words, path);
	said = ask(inquiry, words, NULL);
	return said ? read_origin(said, path) : NULL;
}

static bool is_named(const char *named, const char *id)
{
	return named && strlen(named) >= COMMIT_ID_MIN && g_str_has_prefix(id, named);
}

/* does @record, "… \1 BODY", copy the original? */
static bool is_copy(const char *record, const struct origin *original, enum copy_kind *out_kind)
{
	g_auto(GStrv) parts = g_strsplit(record, "\x01", 4);
	g_autofree char *named = NULL;
	char id[OBJECT_ID_HEX + 1];

	if (g_strv_length(parts) < 4)
		return false;
	named = upstream_of(parts[3]);
	object_id_hex(&original->commit, id);
	*out_kind = named ? COPY_NAMED : COPY_TITLE;
	return named ? is_named(named, id) : !g_strcmp0(parts[2], original->title);
}

/* does a line of it begin with the commit's id, abbreviated, as a list of commits does? */
static bool lists(const char *body, const char *id)
{
	g_auto(GStrv) lines = g_strsplit(body, "\n", -1);

	for (char **line = lines; *line; line++) {
		const char *text = *line + strspn(*line, " \t*-");
		size_t digits = strspn(text, "0123456789abcdef");

		if (digits >= COMMIT_ID_MIN && !strncmp(text, id, digits))
			return true;
	}
	return false;
}

static bool is_ancestor(struct inquiry *inquiry, const char *ancestor, const char *commit)
{
	g_autoptr(GPtrArray) words = question(inquiry, "merge-base");
	g_autofree char *said = NULL;
	int status = 0;

	add(words, "--is-ancestor");
	add(words, ancestor);
	add(words, commit);
	g_ptr_array_add(words, NULL);
	said = ask(inquiry, words, &status);
	return said && !status;
}

/* "… \1 BODY" copies a merge, and lists the original among what that brought */
static bool is_copy_of_merge(struct inquiry *inquiry, const char *record,
			     const struct origin *original)
{
	g_auto(GStrv) parts = g_strsplit(record, "\x01", 4);
	g_autofree char *merge = NULL, *before = NULL;
	char id[OBJECT_ID_HEX + 1];

	if (g_strv_length(parts) < 4 || !lists(parts[3], object_id_hex(&original->commit, id)))
		return false;
	merge = upstream_of(parts[3]);
	before = merge ? g_strdup_printf("%s^1", merge) : NULL;
	return merge && is_ancestor(inquiry, id, merge) && !is_ancestor(inquiry, id, before);
}

static bool is_reverted(struct inquiry *inquiry, const struct origin *copy, const char *tip)
{
	g_autoptr(GPtrArray) words = question(inquiry, "log");
	g_autofree char *said = NULL;
	char id[OBJECT_ID_HEX + 1];

	object_id_hex(&copy->commit, id);
	add(words, "-1");
	add(words, "--no-show-signature");
	add(words, "--format=%H");
	add(words, "-F");
	g_ptr_array_add(words, g_strdup_printf("--grep=This reverts commit %.*s", COMMIT_ID_MIN,
					       id));
	add_range(words, id, tip);
	add_path(words, NULL);
	said = ask(inquiry, words, NULL);
	return said && *said;
}

struct origin *inquiry_copy(struct inquiry *inquiry, const struct origin *original,
			    const char *without, const char *tip, const char *path,
			    enum copy_kind *out_kind)
{
	g_autoptr(GPtrArray) words = question(inquiry, "log");
	g_auto(GStrv) records = NULL;
	g_autofree char *said = NULL;
	char id[OBJECT_ID_HEX + 1];

	object_id_hex(&original->commit, id);
	g_ptr_array_add(words, g_strdup_printf("-%d", MAX_COPIES));
	add(words, "--no-show-signature");
	add(words, ORIGIN_FORMAT "%x01%b%x1e");
	add(words, "-F");
	g_ptr_array_add(words, g_strdup_printf("--grep=%.*s", COMMIT_ID_MIN, id));
	if (original->title && *original->title)
		g_ptr_array_add(words, g_strdup_printf("--grep=%s", original->title));
	add_range(words, without, tip);
	add_path(words, path);
	said = ask(inquiry, words, NULL);
	records = g_strsplit(said ? said : "", "\x1e", -1);
	for (char **record = records; *record; record++) {
		g_autoptr(origin) copy = read_origin(g_strchug(*record), path);
		enum copy_kind kind;

		if (!copy)
			continue;
		if (is_copy_of_merge(inquiry, *record, original))
			kind = COPY_NAMED;
		else if (!is_copy(*record, original, &kind))
			continue;
		if (is_reverted(inquiry, copy, tip))
			continue;
		*out_kind = kind;
		return g_steal_pointer(&copy);
	}
	return NULL;
}

/* a constant of an enum looks like any argument, unless it is in capitals */
static bool is_in_capitals(const char *name)
{
	while (g_ascii_isupper(*name) || g_ascii_isdigit(*name) || *name == '_')
		name++;
	return !*name;
}

/*
 * "#define NAME", "struct NAME {", a line that starts at the margin and has "NAME(" without ';',
 * "NAME[" or "NAME =", a member "type NAME;" and "NAME," in an enum
 */
static GRegex *definition_of(const char *name)
{
	g_autofree char *pattern = g_strdup_printf(
		"^(#\\s*define\\s+%s\\b"
		"|(typedef\\s+)?(struct|union|enum)\\s+%s\\s*(\\{|$)"
		"|([A-Za-z_][\\w \\t*]*[ \\t*])?%s\\s*(\\([^;]*$|\\[|=)"
		"|\\s+(?!return|goto)[A-Za-z_][\\w \\t*]*[ \\t*]%s\\s*(:\\s*\\d+|\\[[^]]*\\])?\\s*;"
		"%s%s%s)", name, name, name, name, is_in_capitals(name) ? "|\\s+" : "",
		is_in_capitals(name) ? name : "",
		is_in_capitals(name) ? "\\s*(,|=[^=]|/\\*|$)" : "");

	return g_regex_new(pattern, 0, 0, NULL);
}

/* "TIP:PATH:LINE:TEXT" */
static bool read_use(const char *record, const GRegex *definition, char **out_path,
		     guint *out_line)
{
	g_auto(GStrv) parts = g_strsplit(record, ":", 4);

	if (g_strv_length(parts) < 4 || !g_regex_match(definition, parts[3], 0, NULL))
		return false;
	*out_path = g_strdup(parts[1]);
	*out_line = strtoul(parts[2], NULL, 10);
	return *out_line > 0;
}

static char *ask_uses(struct inquiry *inquiry, const char *tip, const char *name)
{
	g_autoptr(GPtrArray) words = question(inquiry, "grep");
	char *said;
	int status = 0;

	add(words, "-nwIF");
	add(words, "--no-color");
	add(words, "-e");
	add(words, name);
	add(words, tip);
	add_path(words, NULL);
	said = ask(inquiry, words, &status);
	if (status)
		g_clear_pointer(&said, g_free);
	return said;
}

/* the only file of a list; of several, the only header */
static char *only_file(const GPtrArray *paths)
{
	const char *header = NULL;

	if (paths->len == 1)
		return g_strdup(paths->pdata[0]);
	for (guint i = 0; i < paths->len; i++) {
		if (!g_str_has_suffix(paths->pdata[i], ".h"))
			continue;
		if (header)
			return NULL;
		header = paths->pdata[i];
	}
	return g_strdup(header);
}

char *inquiry_definition(struct inquiry *inquiry, const char *tip, const char *name,
			 guint *out_line)
{
	g_autoptr(GRegex) definition = definition_of(name);
	g_autofree char *said = ask_uses(inquiry, tip, name);
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GHashTable) lines = g_hash_table_new(g_str_hash, g_str_equal);
	g_auto(GStrv) records = g_strsplit(said ? said : "", "\n", MAX_USES);
	char *found;

	for (char **record = records; *record && definition; record++) {
		g_autofree char *path = NULL;
		guint line;

		if (!read_use(*record, definition, &path, &line) || has_string(paths, path))
			continue;
		g_hash_table_insert(lines, path, GUINT_TO_POINTER(line));
		g_ptr_array_add(paths, g_steal_pointer(&path));
	}
	found = only_file(paths);
	if (found)
		*out_line = GPOINTER_TO_UINT(g_hash_table_lookup(lines, found));
	return found;
}
