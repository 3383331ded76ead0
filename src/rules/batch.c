// SPDX-License-Identifier: GPL-2.0-only
/*
 * The texts get names of our own, 0001.c and so on, and are handed over by
 * --file-groups, one a group: what spatch keeps of a file is gone with it.
 */
#include "rules/batch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/proc.h"
#include "base/tmpdir.h"
#include "rules/cage.h"
#include "rules/marks.h"
#include "rules/spatch.h"

#define BATCH_STACK (500UL << 20)
#define BATCH_OUTPUT (16UL << 20)
#define START_SECONDS 30

/*
 * Line numbers in messages are those of the slice.  A line that is put into a
 * message is marked, so that it can be translated; comparing and int() see the
 * plain number.
 */
static const char marker_code[] =
	"@initialize:python@\n@@\n"
	"import coccilib.elems as _e\n"
	"class _Line(str):\n"
	"  def __str__(self): return '\\x01' + str.__str__(self) + '\\x02'\n"
	"  def __format__(self, s): return str(self)\n"
	"  def __add__(self, o): return str(self) + o\n"
	"  def __radd__(self, o): return o + str(self)\n"
	"_init = _e.Location.__init__\n"
	"def _marked(self, *a):\n"
	"  _init(self, *a)\n"
	"  self.line = _Line(self.line)\n"
	"  self.line_end = _Line(self.line_end)\n"
	"_e.Location.__init__ = _marked\n\n";

static void hit_free(gpointer data)
{
	struct hit *hit = data;

	g_free(hit->text);
	g_free(hit);
}

struct batch_text *batch_text_new(GString *text)
{
	struct batch_text *new = g_new0(struct batch_text, 1);

	new->text = text;
	new->hits = g_ptr_array_new_with_free_func(hit_free);
	new->bads = g_array_new(FALSE, FALSE, sizeof(struct bad));
	return new;
}

void batch_text_free(struct batch_text *text)
{
	if (!text)
		return;
	g_string_free(text->text, TRUE);
	g_ptr_array_unref(text->hits);
	g_array_unref(text->bads);
	g_free(text->problem);
	g_free(text);
}

struct job {
	const struct batch_spec *spec;
	const GPtrArray *texts;
	GPtrArray *left;	/* struct batch_text *: still to be looked at */
	struct tmpdir *dir;
	struct proc_result result;
};

static bool put(const struct job *job, const char *name, const char *data, gssize size,
		GError **error)
{
	g_autofree char *path = tmpdir_file(job->dir, name);
	g_autoptr(GError) cause = NULL;

	/* scratch: a kill may leave half a file */
	if (g_file_set_contents_full(path, data, size, G_FILE_SET_CONTENTS_NONE, 0600, &cause))
		return true;
	g_set_error(error, BS_ERROR, BS_ERROR_IO, "cannot write '%s': %s", path, cause->message);
	return false;
}

/* the marker goes before the first part, behind the virtuals */
static char *rule_text(const struct batch_spec *spec)
{
	g_autofree char *text = spatch_rule_text(spec->rule);
	const char *at = *text == '@' ? text : strstr(text, "\n@");
	g_autofree char *head = NULL;

	if (!spec->scripts || !spec->relocatable || !at)
		return g_steal_pointer(&text);
	if (*at == '\n')
		at++;
	head = g_strndup(text, at - text);
	return g_strconcat(head, marker_code, at, NULL);
}

static bool prepare(struct job *job, GError **error)
{
	g_autofree char *rule = rule_text(job->spec);
	g_autofree char *home = NULL;
	GHashTableIter iter;
	gpointer name, text;

	job->dir = tmpdir_new(error);
	if (!job->dir)
		return false;
	home = tmpdir_file(job->dir, "home");
	if (!folder_make(home, error) || !put(job, "rule.cocci", rule, -1, error) ||
	    !put(job, "none.iso", "", 0, error) ||
	    (job->spec->macros && !put(job, "macros.h", job->spec->macros, -1, error)))
		return false;
	if (job->spec->includes)
		g_hash_table_iter_init(&iter, job->spec->includes);
	while (job->spec->includes && g_hash_table_iter_next(&iter, &name, &text)) {
		if (!put(job, name, text, -1, error))
			return false;
	}
	for (guint i = 0; i < job->texts->len; i++) {
		const struct batch_text *one = job->texts->pdata[i];
		g_autofree char *file = g_strdup_printf("%04u.c", i + 1);

		if (!put(job, file, one->text->str, one->text->len, error))
			return false;
	}
	return true;
}

static guint number_of(const struct job *job, const struct batch_text *text)
{
	guint i = 0;

	g_ptr_array_find((GPtrArray *)job->texts, text, &i);
	return i + 1;
}

static bool put_groups(const struct job *job, GError **error)
{
	g_autoptr(GString) groups = g_string_new(NULL);

	for (guint i = 0; i < job->left->len; i++)
		g_string_append_printf(groups, "%04u.c\n\n", number_of(job, job->left->pdata[i]));
	return put(job, "groups", groups->str, groups->len, error);
}

static void add_words(GPtrArray *argv, const char *const *words)
{
	for (; *words; words++)
		g_ptr_array_add(argv, (char *)*words);
}

static void add_spatch(GPtrArray *argv, const struct batch_spec *spec, const char *seconds)
{
	const char *const head[] = {
		"spatch", "--sp-file", "rule.cocci", "--no-includes", "--timeout", seconds,
		"--verbose-parsing", "--parse-error-msg", "--file-groups", "groups", NULL,
	};
	const char *const mode[] = { "-D", spec->mode, NULL };
	static const char *const macros[] = { "--macro-file-builtins", "macros.h", NULL };
	static const char *const no_isos[] = { "--iso-file", "none.iso", NULL };
	static const char *const scripts[] = { "--no-show-diff", NULL };
	static const char *const python[] = { "--python", "/usr/bin/python3", NULL };
	static const char *const no_loops[] = { "--no-loops", NULL };

	add_words(argv, head);
	if (*spec->mode)
		add_words(argv, mode);
	if (spec->macros)
		add_words(argv, macros);
	if (!spec->isos)
		add_words(argv, no_isos);
	if (!spec->loops)
		add_words(argv, no_loops);
	if (spec->scripts)
		add_words(argv, scripts);
	/* a wrapper in PATH may take half a second to start */
	if (spec->scripts && g_file_test(python[1], G_FILE_TEST_IS_EXECUTABLE))
		add_words(argv, python);
	g_ptr_array_add(argv, NULL);
}

static bool run(struct job *job, GError **error)
{
	static const char *const plain_env[] = { "HOME=/nonexistent", "LC_ALL=C", NULL };
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	g_autofree char *seconds = g_strdup_printf("%u", job->spec->seconds);
	struct proc_spec spec = {
		.cwd = tmpdir_path(job->dir),
		.seconds = START_SECONDS + job->spec->seconds * MIN(job->left->len, 4),
		.max_memory = job->spec->memory,
		.max_output = BATCH_OUTPUT,
		.stack = BATCH_STACK,
	};

	if (cage_wanted() && !proc_installed("bwrap")) {
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
			    "'bwrap' is not installed; install the package bubblewrap");
		return false;
	}
	if (!put_groups(job, error))
		return false;
	if (cage_wanted())
		cage_add(argv, tmpdir_path(job->dir));
	else
		spec.env = plain_env;
	add_spatch(argv, job->spec, seconds);
	spec.argv = (const char *const *)argv->pdata;
	proc_result_clear(&job->result);
	return proc_run(&spec, &job->result, error);
}

/* "0003.c" at @at: the text with that number, or NULL */
static struct batch_text *text_at(const struct job *job, const char *at)
{
	char *end;
	unsigned long number = strtoul(at, &end, 10);

	if (end == at || !g_str_has_prefix(end, ".c") || number < 1 || number > job->texts->len)
		return NULL;
	return job->texts->pdata[number - 1];
}

static void add_hit(struct batch_text *text, unsigned int line, const char *message)
{
	struct hit *hit = g_new0(struct hit, 1);

	hit->line = line;
	hit->text = g_strdup(message);
	g_ptr_array_add(text->hits, hit);
}

/* "0001.c:12:3-9: message"; the line may be marked */
static void read_message(const struct job *job, const char *line)
{
	struct batch_text *text = text_at(job, line);
	const char *at = text ? strchr(line, ':') : NULL;
	unsigned long number;
	char *end;

	if (!at)
		return;
	at++;
	at += *at == BATCH_LINE_START;
	number = strtoul(at, &end, 10);
	if (end == at)
		return;
	end += *end == BATCH_LINE_END;
	end += strspn(end, ":0123456789-");
	end += strspn(end, " ");
	add_hit(text, number, end);
}

/* marks are lines that a diff takes away; where it only adds, the line before */
static void read_diff(const struct job *job, char **lines)
{
	struct batch_text *text = NULL;
	unsigned long number = 0;
	bool changed = false;
	struct marked marked = { 0 };

	for (; *lines; lines++) {
		const char *line = *lines;

		if (g_str_has_prefix(line, "--- ") && text_at(job, line + 4)) {
			text = text_at(job, line + 4);
			number = 0;
		} else if (g_str_has_prefix(line, "@@ -")) {
			number = strtoul(line + 4, NULL, 10);
			changed = false;
		} else if (text && number && strchr("+- ", *line) && *line) {
			bool now = *line != ' ';

			if (now && !changed) {
				add_hit(text, number, "");
				marked = (struct marked){ 0 };
			}
			changed = now && !(job->spec->apart && mark_ends(&marked, line + 1));
			number += *line != '+';
		}
	}
}

static bool is_bad(const char *line, const char **out_text)
{
	if (g_str_has_prefix(line, "bad: "))
		*out_text = line + strlen("bad: ");
	else if (g_str_has_prefix(line, "BAD:!!!!! "))
		*out_text = line + strlen("BAD:!!!!! ");
	else
		return false;
	return true;
}

/* where the @count lines of @block stand in the text, or 0 */
static unsigned int find_block(const struct batch_text *text, char **block, guint count)
{
	g_auto(GStrv) lines = g_strsplit(text->text->str, "\n", -1);
	guint all = g_strv_length(lines);

	for (guint i = 0; i + count <= all; i++) {
		guint same = 0;
		const char *bad;

		while (same < count && is_bad(block[same], &bad) && !strcmp(lines[i + same], bad))
			same++;
		if (same == count)
			return i + 1;
	}
	return 0;
}

/* returns the last line of the block */
static char **read_bad(struct batch_text *text, char **lines)
{
	struct bad bad = { .first = 1, .last = G_MAXUINT };
	const char *ignored;
	guint count = 0;

	while (lines[count] && is_bad(lines[count], &ignored))
		count++;
	if (text) {
		unsigned int at = find_block(text, lines, count);

		/* a region starts with the closing brace of the function before */
		if (at) {
			bad.first = at + (is_bad(*lines, &ignored) && *ignored == '}' && count > 1);
			bad.last = at + count - 1;
		}
		g_array_append_val(text->bads, bad);
	}
	return lines + count - 1;
}

static const char *exception_of(const char *line)
{
	if (strstr(line, "already tagged token"))
		return "two matches overlap; spatch gave up on it";
	if (!strstr(line, "EXN") && !strstr(line, "exn while"))
		return NULL;
	if (strstr(line, "Timeout"))
		return "time limit reached";
	if (strstr(line, "Stack_overflow") || strstr(line, "tack overflow"))
		return "spatch ran out of stack";
	return strstr(line, "ut_of_memory") ? "spatch ran out of memory" :
					      "spatch stopped with an exception";
}

/*
 * spatch takes out what is marked and reads what remains, which may be no C: "for (;;)" without a
 * statement.  That is nothing to a rule of one part.
 */
static bool is_remainder(const struct job *job, const char *line)
{
	return job->spec->single && !job->spec->scripts && g_str_has_prefix(line, " = error in ") &&
	       (strstr(line, "/cocci-output-") || strstr(line, "/cocci_small_output-"));
}

/* returns the last text that spatch began with */
static struct batch_text *read_errors(const struct job *job, char **lines)
{
	struct batch_text *text = NULL, *last = NULL;
	bool remainder = false;
	const char *ignored;

	for (; *lines; lines++) {
		if (g_str_has_prefix(*lines, "HANDLING: ")) {
			text = text_at(job, *lines + strlen("HANDLING: "));
			last = text;
		} else if (is_bad(*lines, &ignored)) {
			lines = read_bad(remainder ? NULL : text, lines);
			remainder = false;
		} else if (is_remainder(job, *lines)) {
			remainder = true;
		} else if (text && exception_of(*lines) && !text->problem) {
			text->problem = g_strdup(exception_of(*lines));
		}
	}
	return last;
}

static void read_output(const struct job *job)
{
	g_autofree char *valid = g_utf8_make_valid(job->result.out->str, job->result.out->len);
	g_auto(GStrv) lines = g_strsplit(valid, "\n", -1);

	if (!job->spec->scripts)
		read_diff(job, lines);
	for (char **line = lines; job->spec->scripts && *line; line++)
		read_message(job, *line);
}

static void forget(const struct job *job)
{
	for (guint i = 0; i < job->left->len; i++) {
		struct batch_text *text = job->left->pdata[i];

		g_ptr_array_set_size(text->hits, 0);
		g_array_set_size(text->bads, 0);
		g_clear_pointer(&text->problem, g_free);
	}
}

static char *rule_complaint(char **lines)
{
	static const char *const signs[] = {
		"minus: parse error", "plus: parse error", "rule name: parse error",
		"meta: parse error", "lexical error", "invalid iso name", "bwrap: ", "Fatal error",
		"No OCaml compiler found",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
		for (char **line = lines; *line; line++) {
			const char *ignored;

			if (!is_bad(*line, &ignored) && strstr(*line, signs[i]))
				return spatch_complaint(line);
		}
	}
	return NULL;
}

/* ended before it began with a text: it is the rule's fault, or the system's */
static bool failed_at_start(const struct job *job, char **lines, GError **error)
{
	g_autofree char *line = rule_complaint(lines);

	g_set_error(error, BS_ERROR,
		    job->result.timed_out ? BS_ERROR_LIMIT :
		    line && strstr(line, "bwrap: ") ? BS_ERROR_MISSING : BS_ERROR_INPUT,
		    "spatch stopped on the rule '%s': %s", job->spec->name,
		    job->result.timed_out ? "time limit reached" :
		    line ? line : "run 'spatch --parse-cocci' on it");
	return false;
}

static const char *end_of(const struct proc_result *result)
{
	if (result->timed_out)
		return "time limit reached; spatch was stopped";
	if (result->truncated)
		return "too much output; spatch was stopped";
	if (strstr(result->err->str, "ut of memory") || strstr(result->err->str, "Out_of_memory"))
		return "spatch ran out of memory";
	return "spatch died on it";
}

/* one run; false in @out_again when all that is left was looked at */
static bool turn(struct job *job, bool *out_again, GError **error)
{
	g_auto(GStrv) lines = NULL;
	struct batch_text *last;

	*out_again = false;
	forget(job);
	if (!run(job, error))
		return false;
	lines = g_strsplit(job->result.err->str, "\n", -1);
	last = read_errors(job, lines);
	if (!job->result.status && !job->result.timed_out && !job->result.truncated) {
		read_output(job);
		return true;
	}
	if (!last)
		return failed_at_start(job, lines, error);
	if (!last->problem)
		last->problem = g_strdup(end_of(&job->result));
	g_ptr_array_remove(job->left, last);
	*out_again = job->left->len > 0;
	return true;
}

bool batch_run(const struct batch_spec *spec, const GPtrArray *texts, GError **error)
{
	struct job job = { .spec = spec, .texts = texts, .left = g_ptr_array_new() };
	bool again = texts->len > 0, ok = true;

	for (guint i = 0; i < texts->len; i++)
		g_ptr_array_add(job.left, texts->pdata[i]);
	ok = prepare(&job, error);
	while (ok && again)
		ok = turn(&job, &again, error);
	g_ptr_array_unref(job.left);
	tmpdir_free(job.dir);
	proc_result_clear(&job.result);
	return ok;
}
