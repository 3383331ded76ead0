// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch says little about what went wrong: exceptions and parse errors go to
 * standard error with exit status 0.  So its standard error is read as closely
 * as its output, and what it could not see is part of the result.
 */
#include "rules/spatch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/file.h"
#include "base/proc.h"
#include "base/strings.h"
#include "base/tmpdir.h"
#include "format/csource.h"
#include "rules/cage.h"

#define SPATCH_FILE_SECONDS "30"
#define SPATCH_SECONDS 60
#define SPATCH_MEMORY (4UL << 30)
#define SPATCH_STACK (500UL << 20)
#define NOTHING_TO_DO "-o can not be applied because there are no modified files"

/*
 * Words that let a rule run code or read other files.  They are refused in any
 * place outside of comments, an identifier of C included: a header may be split
 * over lines and comments, and to tell would need spatch's own lexer.
 */
static const char *const unsafe_words[] = {
	"script", "initialize", "initialise", "finalize", "finalise", "using",
};

static bool refuse(unsigned int line, const char *construct, GError **error)
{
	g_set_error(error, BS_ERROR, BS_ERROR_UNSAFE,
		    "line %u of the rule has '%s', which can run code or read other files; "
		    "only plain semantic patches are run", line, construct);
	return false;
}

bool rule_line_is_comment(const char *line)
{
	return g_str_has_prefix(line + strspn(line, " \t"), "//") && !strpbrk(line, "\"'");
}

/* "#spatch" counts in any place, also in a comment; "# include" is an #include too */
static const char *unsafe_directive(const char *line)
{
	for (const char *at = strchr(line, '#'); at; at = strchr(at + 1, '#')) {
		const char *word = at + 1 + strspn(at + 1, " \t\f\v");

		if (g_str_has_prefix(word, "spatch"))
			return "#spatch";
		if (g_str_has_prefix(word, "include") && !rule_line_is_comment(line))
			return "#include";
	}
	return NULL;
}

/* a comment to the end of the line, where nothing else can be meant by the slashes */
static char *without_comment(const char *line)
{
	const char *comment = strstr(line, "//");

	if (comment && !strchr(line, '"') && !strchr(line, '\'') && !strstr(line, "*/"))
		return g_strndup(line, comment - line);
	return g_strdup(line);
}

static bool line_is_plain(const char *line, unsigned int number, GError **error)
{
	g_autofree char *code = without_comment(line);
	const char *directive = unsafe_directive(line);

	if (directive)
		return refuse(number, directive, error);
	if (strchr(line, '\r'))
		return refuse(number, "carriage return", error);
	for (size_t i = 0; i < G_N_ELEMENTS(unsafe_words); i++) {
		if (word_in(code, unsafe_words[i]))
			return refuse(number, unsafe_words[i], error);
	}
	return true;
}

bool rule_is_plain(const char *text, GError **error)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (unsigned int i = 0; lines[i]; i++) {
		if (!line_is_plain(lines[i], i + 1, error))
			return false;
	}
	return true;
}

void rule_cut(char *text)
{
	const size_t size = strlen(RULE_COCCICHECK);

	for (char *at = text; (at = strstr(at, RULE_COCCICHECK)); at += size) {
		if ((at == text || at[-1] == '\n') && (!at[size] || at[size] == '\n')) {
			*at = '\0';
			return;
		}
	}
}

static char *ask_version(void)
{
	const char *const argv[] = { "spatch", "--version", NULL };
	/* a .cocciconfig in the working folder or at home adds options even to --version */
	static const char *const env[] = { "HOME=/nonexistent", NULL };
	const struct proc_spec spec = { .argv = argv, .seconds = 10, .cwd = "/", .env = env };
	g_auto(proc_result) result = { 0 };
	g_auto(GStrv) words = NULL;

	if (!proc_run(&spec, &result, NULL) || result.status)
		return NULL;
	words = g_strsplit_set(result.out->str, " \n", 4);
	return g_strv_length(words) > 2 ? g_strdup(words[2]) : NULL;
}

const char *spatch_version(void)
{
	static gsize once;
	static char *version;

	if (g_once_init_enter(&once)) {
		version = ask_version();
		g_once_init_leave(&once, 1);
	}
	return version;
}

/* does the rule declare this virtual mode? */
static bool rule_declares(const char *text, const char *name)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (char **line = lines; *line; line++) {
		if (g_str_has_prefix(*line, "virtual ") && word_in(*line, name))
			return true;
	}
	return false;
}

/* modes of our own beyond coccicheck's four: one a check, its name is the message */
static GPtrArray *rule_checks(const char *text)
{
	static const char *const modes[] = { "patch", "context", "org", "report", NULL };
	GPtrArray *checks = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (char **line = lines; *line; line++) {
		g_auto(GStrv) names = NULL;

		if (!g_str_has_prefix(*line, "virtual "))
			continue;
		names = g_strsplit_set(*line + strlen("virtual "), ", ;\r", -1);
		for (char **name = names; *name; name++) {
			if (**name && !g_strv_contains(modes, *name))
				g_ptr_array_add(checks, g_strdup(*name));
		}
	}
	return checks;
}

/* the first line of the "///" header, what the rule is about */
static char *rule_headline(const char *text)
{
	const char *start = strstr(text, "///");

	if (!start)
		return g_strdup("the rule matches");
	start += 3;
	while (*start == ' ')
		start++;
	return g_strndup(start, strcspn(start, "\n"));
}

/*
 * One scratch folder: rule, macros and the source under names of our own, an
 * empty HOME, and what spatch writes.
 */
struct job {
	struct tmpdir *dir;
	const char *rule;	/* text */
	const char *rule_path;	/* for messages */
	const struct macros *known;
	bool macros;
	bool isos;
};

static bool job_write(const struct job *job, const char *name, const char *data, gssize size,
		      GError **error)
{
	g_autofree char *path = tmpdir_file(job->dir, name);

	return file_write(path, data, size, error);
}

/* standard.h is replaced by --macro-file-builtins, so ours is a copy with more lines */
char *spatch_macro_file(GBytes *source, const struct macros *known)
{
	g_autofree char *standard = spatch_macros();
	g_autoptr(macros) told = standard ? macros_new(known) : NULL;
	g_autoptr(macro_pick) pick = NULL;
	g_autofree char *lines = NULL;
	gsize size;
	const char *text = g_bytes_get_data(source, &size);

	if (!standard)
		return NULL;
	macros_told(told, standard);
	pick = macros_pick(told, text ? text : "", size);
	lines = macro_pick_text(pick);
	return g_strconcat(standard, lines, NULL);
}

static bool write_macros(struct job *job, GBytes *source, GError **error)
{
	g_autofree char *all = spatch_macro_file(source, job->known);

	job->macros = all;
	return !all || job_write(job, "macros.h", all, -1, error);
}

static bool job_prepare(struct job *job, GBytes *source, GError **error)
{
	g_autofree char *rule = spatch_rule_text(job->rule);
	g_autofree char *home = tmpdir_file(job->dir, "home");

	job->isos = !strstr(job->rule, "\n// Isomorphisms: none");
	return folder_make(home, error) && write_macros(job, source, error) &&
	       job_write(job, "none.iso", "", 0, error) &&
	       job_write(job, "rule.cocci", rule, -1, error) &&
	       job_write(job, "0001.c", g_bytes_get_data(source, NULL),
			 g_bytes_get_size(source), error);
}

static void add_words(GPtrArray *argv, const char *const *words)
{
	for (; *words; words++)
		g_ptr_array_add(argv, (char *)*words);
}

static void add_spatch(GPtrArray *argv, const struct job *job, const char *define, bool report)
{
	static const char *const head[] = {
		"spatch", "--sp-file", "rule.cocci", "--no-includes", "--timeout",
		SPATCH_FILE_SECONDS, "--verbose-parsing", "--parse-error-msg", NULL,
	};
	static const char *const macros[] = { "--macro-file-builtins", "macros.h", NULL };
	static const char *const no_isos[] = { "--iso-file", "none.iso", NULL };
	static const char *const patch[] = { "--no-show-diff", "-o", "out.c", NULL };
	const char *const mode[] = { "-D", define, NULL };

	add_words(argv, head);
	if (job->macros)
		add_words(argv, macros);
	if (!job->isos)
		add_words(argv, no_isos);
	if (define)
		add_words(argv, mode);
	if (!report)
		add_words(argv, patch);
	g_ptr_array_add(argv, (char *)"0001.c");
	g_ptr_array_add(argv, NULL);
}

/* most telling first: one failure is told in several lines */
static const struct complaint {
	const char *text;
	enum bs_error code;
} complaints[] = {
	{ "already tagged token", BS_ERROR_INPUT },
	{ "Timeout", BS_ERROR_LIMIT },
	{ "out of memory", BS_ERROR_LIMIT },
	{ "Out_of_memory", BS_ERROR_LIMIT },
	{ "tack overflow", BS_ERROR_LIMIT },
	{ "Stack_overflow", BS_ERROR_LIMIT },
	{ "minus: parse error", BS_ERROR_INPUT },
	{ "plus: parse error", BS_ERROR_INPUT },
	{ "rule name: parse error", BS_ERROR_INPUT },
	{ "meta: parse error", BS_ERROR_INPUT },
	{ "lexical error", BS_ERROR_INPUT },
	{ "invalid iso name", BS_ERROR_INPUT },
	{ "Fatal error", BS_ERROR_INPUT },
	{ "EXN:", BS_ERROR_IO },
	{ "exn while", BS_ERROR_IO },
};

/* a line that quotes the C file is no word of spatch's own */
static bool quotes_source(const char *line)
{
	return g_str_has_prefix(line, "bad:") || g_str_has_prefix(line, "BAD:") ||
	       g_str_has_prefix(line, "  around =") || g_str_has_prefix(line, "  whole content");
}

static char *const *find_complaint(char **lines, const char *text)
{
	for (char **line = lines; *line; line++) {
		if (!quotes_source(*line) && strstr(*line, text))
			return line;
	}
	return NULL;
}

/* what stands there is told two or three lines further down */
char *spatch_complaint(char *const *lines)
{
	static const char mark[] = "  whole content = ";
	g_autofree char *text = g_strchomp(g_strdup(*lines));
	unsigned int line = 0;

	for (guint i = 1; i <= 3 && lines[i]; i++) {
		const char *quoted = lines[i] + strlen(mark);

		/* the lines of a file that the rule includes are not the rule's */
		if (!strstr(lines[i], "include"))
			sscanf(lines[i], "  File \"%*[^\"]\", line %u", &line);
		if (!g_str_has_prefix(lines[i], mark))
			continue;
		return *quoted && line ? g_strdup_printf("%s '%s' (line %u)", text, quoted, line) :
		       *quoted ? g_strdup_printf("%s '%s'", text, quoted) :
				 g_strdup_printf("%s at the end of the rule", text);
	}
	return g_steal_pointer(&text);
}

static bool check_complaints(const struct job *job, const struct proc_result *result,
			     GError **error)
{
	g_auto(GStrv) lines = g_strsplit(result->err->str, "\n", -1);

	for (size_t i = 0; i < G_N_ELEMENTS(complaints); i++) {
		char *const *line = find_complaint(lines, complaints[i].text);
		g_autofree char *complaint = line ? spatch_complaint(line) : NULL;

		if (!complaint)
			continue;
		g_set_error(error, BS_ERROR, complaints[i].code,
			    "spatch stopped on the rule '%s': %s", job->rule_path, complaint);
		return false;
	}
	return true;
}

static bool check_end(const struct job *job, const struct proc_result *result, GError **error)
{
	const char *bwrap = strstr(result->err->str, "bwrap: ");

	if (result->timed_out || result->truncated) {
		g_set_error(error, BS_ERROR, BS_ERROR_LIMIT,
			    "spatch was stopped on the rule '%s': %s", job->rule_path,
			    result->timed_out ? "time limit reached" : "too much output");
		return false;
	}
	if (result->status && bwrap) {
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
			    "the sandbox for spatch cannot be set up (%.*s); %s, or set "
			    "BACKSTITCH_NO_SANDBOX=1 to run rules without it",
			    (int)strcspn(bwrap, "\n"), bwrap,
			    strstr(bwrap, "execvp") ?
				    "install spatch outside of /tmp (the package coccinelle)" :
				    "allow user namespaces");
		return false;
	}
	if (!check_complaints(job, result, error))
		return false;
	/* a file without the words that the rule needs is not even parsed */
	if (result->status && !strstr(result->err->str, NOTHING_TO_DO)) {
		g_set_error(error, BS_ERROR, BS_ERROR_IO,
			    "spatch ended with status %d on the rule '%s'; run "
			    "'spatch --parse-cocci' on it", result->status, job->rule_path);
		return false;
	}
	return true;
}

static bool job_run(const struct job *job, const char *define, bool report,
		    struct proc_result *out, GError **error)
{
	static const char *const plain_env[] = { "HOME=/nonexistent", "LC_ALL=C", NULL };
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	struct proc_spec spec = {
		.cwd = tmpdir_path(job->dir),
		.seconds = SPATCH_SECONDS,
		.max_memory = SPATCH_MEMORY,
		.stack = SPATCH_STACK,
	};

	if (cage_wanted() && !proc_installed("bwrap")) {
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
			    "'bwrap' is not installed; install the package bubblewrap, or set "
			    "BACKSTITCH_NO_SANDBOX=1 to run rules without a sandbox");
		return false;
	}
	if (cage_wanted())
		cage_add(argv, tmpdir_path(job->dir));
	else
		spec.env = plain_env;
	add_spatch(argv, job, define, report);
	spec.argv = (const char *const *)argv->pdata;
	return proc_run(&spec, out, error) && check_end(job, out, error);
}

/* index of the first of @n lines of @block in @lines, or -1 */
static int find_block(char **lines, char **block, unsigned int n)
{
	unsigned int count = g_strv_length(lines);

	for (unsigned int i = 0; i + n <= count; i++) {
		unsigned int same = 0;

		while (same < n && !strcmp(lines[i + same], block[same]))
			same++;
		if (same == n)
			return i;
	}
	return -1;
}

/* a region starts with the closing brace of the function before, which was parsed */
static void add_functions(GPtrArray *names, const struct csource *source, unsigned int first,
			  unsigned int last)
{
	for (guint i = 0; i < source->regions->len; i++) {
		const struct cregion *region = &g_array_index(source->regions, struct cregion, i);

		if (region->kind == CREGION_FUNCTION && region->first <= last &&
		    region->last > first)
			add_string_once(names, region->name);
	}
}

static bool add_heading(GPtrArray *names, const char *line)
{
	g_autofree char *name = NULL;
	size_t size = strlen(line);

	if (!g_ascii_isalpha(line[0]) || !strchr(line, '(') || line[size - 1] == ';')
		return false;
	name = function_name_of(line);
	if (name)
		add_string_once(names, name);
	return name;
}

/*
 * Where braces do not balance the scanner cannot say where functions end, so
 * what looks like a definition counts; and the function before, unless its
 * closing brace starts the block.
 */
static void add_headings(GPtrArray *names, char **lines, int at, const GPtrArray *block)
{
	const char *first = block->pdata[0];

	for (guint i = 0; i < block->len; i++)
		add_heading(names, block->pdata[i]);
	while (first[0] != '}' && --at >= 0) {
		if (add_heading(names, lines[at]))
			return;
	}
}

static void add_block(struct spatch_run *run, const struct csource *source, char **lines,
		      GPtrArray *block)
{
	int at = find_block(lines, (char **)block->pdata, block->len);

	if (at >= 0)
		add_functions(run->unparsed, source, at + 1, at + block->len);
	/* not in the source: a later rule met what the rule made, which does not parse */
	if (at < 0 ? run->changed : !source->balanced)
		add_headings(run->unparsed, lines, at, block);
}

/* "badcount: N" and N lines "bad: text"; the place that spatch names may be a macro's */
static void read_unparsed(struct spatch_run *run, GBytes *source, const char *err)
{
	g_autoptr(csource) scanned = csource_scan(source);
	g_autofree char *text = bytes_text(source);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_auto(GStrv) said = g_strsplit(err, "\n", -1);
	g_autoptr(GPtrArray) block = g_ptr_array_new();

	for (char **line = said; *line; line++) {
		if (g_str_has_prefix(*line, "bad: "))
			g_ptr_array_add(block, *line + strlen("bad: "));
		else if (g_str_has_prefix(*line, "BAD:!!!!! "))
			g_ptr_array_add(block, *line + strlen("BAD:!!!!! "));
		if (block->len && (!line[1] || (!g_str_has_prefix(line[1], "bad: ") &&
						!g_str_has_prefix(line[1], "BAD:!!!!! ")))) {
			add_block(run, scanned, lines, block);
			g_ptr_array_set_size(block, 0);
		}
	}
}

static bool is_conditional(const struct ctoken *token)
{
	const char *at = token->text + 1;
	const char *end = token->text + token->size;

	if (token->kind != CTOKEN_DIRECTIVE)
		return false;
	while (at < end && g_ascii_isspace(*at))
		at++;
	return end - at > 2 && (!strncmp(at, "if", 2) || !strncmp(at, "el", 2) ||
				!strncmp(at, "en", 2));
}

/* how many #if of the function are open at a token */
static int open_ifs(const struct csource *source, unsigned int from, unsigned int to)
{
	int open = 0;

	for (unsigned int i = from; i < to; i++) {
		const struct ctoken *token = ctoken_at(source, i);
		g_autofree char *text = is_conditional(token) ?
						g_strndup(token->text, token->size) : NULL;

		if (!text)
			continue;
		if (strstr(text, "endif"))
			open--;
		else if (!strstr(text, "else") && !strstr(text, "elif"))
			open++;
	}
	return open;
}

/* is there an #if between the first and the last token that differ, or around them? */
static bool change_crosses_if(const struct csource *old, const struct cregion *was,
			      const struct csource *new, const struct cregion *is, bool around)
{
	unsigned int from = was->first_token, to = was->last_token;
	unsigned int new_from = is->first_token, new_to = is->last_token;

	while (from < to && new_from < new_to &&
	       ctoken_same(ctoken_at(old, from), ctoken_at(new, new_from))) {
		from++;
		new_from++;
	}
	while (to > from && new_to > new_from &&
	       ctoken_same(ctoken_at(old, to), ctoken_at(new, new_to))) {
		to--;
		new_to--;
	}
	for (unsigned int i = from; i <= to; i++) {
		if (is_conditional(ctoken_at(old, i)))
			return true;
	}
	return around && open_ifs(old, was->first_token, from);
}

/*
 * spatch takes the first arm of an #if that splits a block and forgets the
 * other, so a change across one was made without seeing all of it: undone.  A rule
 * that says "// Conditionals: none" does not want a change in an arm either.
 */
static void undo_across_if(struct spatch_run *run, GBytes *source, bool around)
{
	g_autoptr(csource) old = csource_scan(source);
	g_autoptr(csource) new = csource_scan(run->output);
	bool undo = false;

	for (guint i = 0; i < old->regions->len; i++) {
		const struct cregion *was = &g_array_index(old->regions, struct cregion, i);
		const struct cregion *is = was->kind == CREGION_FUNCTION ?
						   csource_function(new, was->name) : NULL;

		if (!is || was != csource_function(old, was->name) ||
		    !change_crosses_if(old, was, new, is, around))
			continue;
		add_string_once(run->unparsed, was->name);
		undo = true;
	}
	if (!undo)
		return;
	g_bytes_unref(run->output);
	run->output = g_bytes_ref(source);
	run->changed = false;
}

/*
 * spatch ends well when the disk was full under its output.  If as much again finds
 * room, its output had some too.
 */
static bool had_room(const struct job *job, GBytes *output, GError **error)
{
	return job_write(job, "room", g_bytes_get_data(output, NULL), g_bytes_get_size(output),
			 error);
}

static bool run_patch(const struct job *job, GBytes *source, struct spatch_run *run,
		      GError **error)
{
	g_auto(proc_result) result = { 0 };
	g_autofree char *out = tmpdir_file(job->dir, "out.c");

	if (!job_run(job, rule_declares(job->rule, "patch") ? "patch" : NULL, false, &result,
		     error))
		return false;
	run->output = g_file_test(out, G_FILE_TEST_EXISTS) ? file_read(out, error) :
							     g_bytes_ref(source);
	if (!run->output)
		return false;
	run->changed = !g_bytes_equal(run->output, source);
	if (run->changed && !had_room(job, source, error))
		return false;
	read_unparsed(run, source, result.err->str);
	if (run->changed)
		undo_across_if(run, source, strstr(job->rule, "\n// Conditionals: none"));
	return true;
}

/*
 * A context rule marks code by removing it in a diff; the first line of each
 * removed stretch is the finding's.
 */
static void read_marks(GPtrArray *messages, const char *diff, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(diff, "\n", -1);
	unsigned int number = 0;
	bool in_hunk = false, marked = false;

	for (char **line = lines; *line; line++) {
		if (g_str_has_prefix(*line, "@@ -")) {
			number = strtoul(*line + strlen("@@ -"), NULL, 10);
			in_hunk = true;
			marked = false;
			continue;
		}
		if (g_str_has_prefix(*line, "--- 0001.c") || !in_hunk)
			continue;
		if (**line == '-' && !marked)
			g_ptr_array_add(messages, g_strdup_printf("%u: %s", number, text));
		marked = **line == '-';
		if (**line == '-' || **line == ' ')
			number++;
	}
}

static bool run_checks(const struct job *job, GPtrArray *messages, GError **error)
{
	g_autoptr(GPtrArray) checks = rule_checks(job->rule);

	for (guint i = 0; i < checks->len; i++) {
		g_auto(proc_result) result = { 0 };
		g_autofree char *text = g_strdelimit(g_strdup(checks->pdata[i]), "_", ' ');

		if (!job_run(job, checks->pdata[i], true, &result, error))
			return false;
		read_marks(messages, result.out->str, text);
	}
	return true;
}

static int by_line(gconstpointer a, gconstpointer b)
{
	const char *first = *(const char *const *)a;
	const char *second = *(const char *const *)b;
	long difference = strtol(first, NULL, 10) - strtol(second, NULL, 10);

	return difference ? (difference > 0) - (difference < 0) : strcmp(first, second);
}

/* one run when there is nothing to say; only then one run for each check's own words */
static bool run_report(const struct job *job, GBytes *source, struct spatch_run *run,
		       GError **error)
{
	g_auto(proc_result) result = { 0 };
	g_autofree char *headline = rule_headline(job->rule);

	run->output = g_bytes_ref(source);
	if (!job_run(job, rule_declares(job->rule, "report") ? "report" : NULL, true, &result,
		     error))
		return false;
	read_unparsed(run, source, result.err->str);
	if (!strstr(result.out->str, "\n@@ -"))
		return true;
	if (!run_checks(job, run->messages, error))
		return false;
	if (!run->messages->len)
		read_marks(run->messages, result.out->str, headline);
	g_ptr_array_sort(run->messages, by_line);
	return true;
}

struct spatch_run *spatch_run_new(void)
{
	struct spatch_run *run = g_new0(struct spatch_run, 1);

	run->unparsed = g_ptr_array_new_with_free_func(g_free);
	run->messages = g_ptr_array_new_with_free_func(g_free);
	return run;
}

char *spatch_read_rule(const char *path, GError **error)
{
	g_autoptr(GBytes) bytes = file_read(path, error);
	g_autofree char *text = NULL;

	if (!bytes)
		return NULL;
	if (memchr(g_bytes_get_data(bytes, NULL), '\0', g_bytes_get_size(bytes))) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT, "'%s' is no text", path);
		return NULL;
	}
	text = bytes_text(bytes);
	rule_cut(text);
	if (!rule_is_plain(text, error)) {
		g_prefix_error(error, "'%s': ", path);
		return NULL;
	}
	return g_steal_pointer(&text);
}

struct spatch_run *spatch_apply_text(const char *text, const char *name, enum spatch_mode mode,
				     GBytes *source, const struct macros *macros, GError **error)
{
	g_autoptr(tmpdir) dir = NULL;
	g_autoptr(spatch_run) run = spatch_run_new();
	struct job job = { .rule = text, .rule_path = name, .known = macros };

	if (!spatch_version()) {
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
			    "'spatch' is not installed; install the package coccinelle");
		return NULL;
	}
	dir = tmpdir_new(error);
	job.dir = dir;
	if (!dir || !job_prepare(&job, source, error))
		return NULL;
	if (mode == SPATCH_PATCH ? !run_patch(&job, source, run, error) :
				   !run_report(&job, source, run, error))
		return NULL;
	return g_steal_pointer(&run);
}

struct spatch_run *spatch_apply(const char *rule, enum spatch_mode mode, GBytes *source,
				const struct macros *macros, GError **error)
{
	g_autofree char *text = spatch_read_rule(rule, error);

	return text ? spatch_apply_text(text, rule, mode, source, macros, error) : NULL;
}

void spatch_run_free(struct spatch_run *run)
{
	if (!run)
		return;
	if (run->output)
		g_bytes_unref(run->output);
	g_ptr_array_unref(run->unparsed);
	g_ptr_array_unref(run->messages);
	g_free(run);
}
