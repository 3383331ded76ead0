// SPDX-License-Identifier: GPL-2.0-only
/*
 * A tree is listed, its files are asked for the words of all rules at once, and
 * each rule looks at its own files.  Three things are kept: what a rule said of a
 * slice, of a file, and of a whole tree; and which files hold which words.
 */
#include "rules/scan.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "rules/cage.h"
#include "rules/scanrule.h"
#include "rules/spatch.h"

#define SCAN_SECONDS 30
#define SCAN_MEMORY (4UL << 30)
/* raise it when slices or results come out differently */
#define SCAN_VERSION "2"

static void rule_clear(gpointer data)
{
	struct scan_rule *rule = data;

	g_free(rule->name);
	rule_source_free(rule->source);
	smpl_plan_free(rule->plan);
	smpl_free(rule->smpl);
	need_free(rule->file);
	need_free(rule->piece);
	g_free(rule->key);
	g_free(rule);
}

struct scan *scan_new(const struct scan_options *options)
{
	struct scan *scan = g_new0(struct scan, 1);

	scan->options = options;
	scan->rules = g_ptr_array_new_with_free_func(rule_clear);
	scan->words = wordset_new();
	scan->macros = spatch_macros();
	return scan;
}

void scan_free(struct scan *scan)
{
	if (!scan)
		return;
	g_ptr_array_unref(scan->rules);
	wordset_free(scan->words);
	wordset_free(scan->cover);
	if (scan->buffer)
		g_byte_array_unref(scan->buffer);
	macros_free(scan->headers);
	g_free(scan->macros);
	g_free(scan);
}

static bool plan_speaks(const struct smpl_plan *plan)
{
	for (guint i = 0; i < plan->active->len; i++) {
		const struct smpl_part *part = plan->active->pdata[i];

		if (part->kind == SMPL_SCRIPT || part->marks)
			return true;
	}
	return false;
}

/* a mode in which the rule says something, the most telling first */
static struct smpl_plan *choose_plan(const struct smpl *smpl)
{
	static const char *const modes[] = { "report", "context", "org", "patch", "" };

	for (size_t i = 0; i < G_N_ELEMENTS(modes); i++) {
		g_autoptr(smpl_plan) plan = NULL;

		if (*modes[i] && !smpl_has_virtual(smpl, modes[i]))
			continue;
		plan = smpl_plan_new(smpl, modes[i]);
		if (plan_speaks(plan))
			return g_steal_pointer(&plan);
	}
	return NULL;
}

/* a script that reckons with line numbers must see those of the file */
static bool reckons_with_lines(const struct smpl_plan *plan)
{
	for (guint i = 0; i < plan->active->len; i++) {
		const struct smpl_part *part = plan->active->pdata[i];

		if (part->code && (strstr(part->code, "int(") || strstr(part->code, "join") ||
				   strstr(part->code, "let ")))
			return true;
	}
	return false;
}

static void fill_spec(const struct scan *scan, struct scan_rule *rule)
{
	const char *options = rule->smpl->options ? rule->smpl->options : "";

	rule->spec = (struct batch_spec){
		.rule = rule->source->text,
		.includes = rule->source->includes,
		.mode = rule->plan->mode,
		.scripts = rule->plan->scripts,
		.relocatable = rule->plan->scripts && !rule->plan->whole,
		.macros = scan->macros,
		.isos = !strstr(rule->source->text, "\n// Isomorphisms: none"),
		.loops = !strstr(options, "--no-loops"),
		.seconds = scan->options->seconds ? scan->options->seconds : SCAN_SECONDS,
		.memory = scan->options->memory ? scan->options->memory : SCAN_MEMORY,
		.name = rule->name,
	};
}

bool scan_add(struct scan *scan, struct rule_source *source, GError **error)
{
	struct scan_rule *rule = g_new0(struct scan_rule, 1);
	const char *version = spatch_version();

	rule->name = g_strdup(source->name);
	rule->source = source;
	rule->smpl = smpl_parse(source->text);
	rule->plan = choose_plan(rule->smpl);
	g_ptr_array_add(scan->rules, rule);
	if (!rule->plan) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
			    "rule '%s' marks nothing and reports nothing", source->name);
		return false;
	}
	if (!version) {
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
			    "'spatch' is not installed; install the package coccinelle");
		return false;
	}
	if (g_hash_table_size(source->includes) || reckons_with_lines(rule->plan)) {
		/* what an included file matches is not known here */
		rule->plan->whole = true;
		rule->plan->alone = false;
	}
	rule->file = need_copy(rule->plan->file);
	rule->piece = need_copy(rule->plan->piece);
	if (g_hash_table_size(source->includes)) {
		need_free(rule->file);
		need_free(rule->piece);
		rule->file = need_new(NEED_ALL);
		rule->piece = need_new(NEED_ALL);
	}
	need_bind(rule->file, scan->words);
	need_bind(rule->piece, scan->words);
	rule->headers = rule->smpl->options && strstr(rule->smpl->options, "--include-headers");
	fill_spec(scan, rule);
	if (!rule->smpl->stateful)
		rule->key = scan_key(SCAN_VERSION, source->digest, rule->plan->mode, version,
				     scan->macros ? scan->macros : "", NULL);
	return true;
}

void scan_add_judge(struct scan *scan, const char *name, const GPtrArray *words,
		    const char *key, scan_judge judge, const void *data)
{
	struct scan_rule *rule = g_new0(struct scan_rule, 1);

	rule->name = g_strdup(name);
	rule->judge = judge;
	rule->data = data;
	rule->key = key ? scan_key(SCAN_VERSION, key, NULL) : NULL;
	rule->file = need_new(NEED_ANY);
	for (guint i = 0; i < words->len; i++)
		need_add(rule->file, need_word(words->pdata[i]));
	need_bind(rule->file, scan->words);
	g_ptr_array_add(scan->rules, rule);
}

/* a tree on its way through the rules */
struct pass {
	struct scan *scan;
	const struct tree *tree;
	struct scan_coverage *coverage;
	GArray *listing;
	char *digest;		/* of the listing, and of what headers say */
	GPtrArray **candidates;	/* char *, by rule */
	bool *known;		/* by rule */
	GString *kept;		/* what is kept of the rule that runs */
	bool keep;
	struct scan_rule *rule;
};

static void pass_on(struct pass *pass, struct scan_record *record)
{
	const struct scan_options *options = pass->scan->options;

	pass->coverage->functions += record->functions;
	pass->coverage->looked_at += record->functions - MIN(record->functions,
							     record->missed->len);
	for (guint i = 0; i < record->missed->len; i++)
		g_ptr_array_add(pass->coverage->missed, record->missed->pdata[i]);
	g_ptr_array_set_free_func(record->missed, NULL);
	for (guint i = 0; options->found && i < record->findings->len; i++)
		options->found(options->data, record->findings->pdata[i]);
}

static void file_done(void *data, const char *path, struct scan_record *record)
{
	struct pass *pass = data;

	if (record->functions || record->findings->len || record->missed->len) {
		g_string_append_printf(pass->kept, "\n\n%s\n", path);
		scan_record_print(record, pass->kept);
	}
	pass->keep &= record->keep;
	pass_on(pass, record);
}

static char *tree_key(const struct pass *pass, const struct scan_rule *rule)
{
	return scan_key("tree", rule->key ? rule->key : rule->name, pass->digest, NULL);
}

/* the whole tree as an earlier run left it */
static bool recall_tree(struct pass *pass, struct scan_rule *rule)
{
	g_autofree char *key = rule->key ? tree_key(pass, rule) : NULL;
	g_autoptr(GBytes) known = key ? results_get(pass->scan->options->results, key) : NULL;
	g_autofree char *text = known ? bytes_text(known) : NULL;
	g_auto(GStrv) files = NULL;

	if (!text)
		return false;
	files = g_strsplit(text, "\n\n\n", -1);
	for (char **file = files; *file; file++) {
		char *body = strchr(*file + strspn(*file, "\n"), '\n');
		const char *path = *file + strspn(*file, "\n");
		struct scan_record *record;

		if (!body)
			continue;
		*body++ = '\0';
		record = scan_record_parse(body, rule->name, path);
		if (record)
			pass_on(pass, record);
		scan_record_free(record);
	}
	return true;
}

static bool run_rule(struct pass *pass, guint index, GError **error)
{
	struct scan_rule *rule = pass->scan->rules->pdata[index];
	guint problems = pass->coverage->problems->len;
	g_autofree char *key = NULL;

	pass->rule = rule;
	if (pass->known[index])
		return recall_tree(pass, rule);
	pass->kept = g_string_new(NULL);
	pass->keep = true;
	if (!scan_files(pass->scan, rule, pass->tree, pass->candidates[index], pass->coverage,
			file_done, pass, error)) {
		g_string_free(pass->kept, TRUE);
		return false;
	}
	if (rule->key && pass->keep && problems == pass->coverage->problems->len) {
		key = tree_key(pass, rule);
		results_put(pass->scan->options->results, key, pass->kept->str, pass->kept->len);
	}
	g_string_free(pass->kept, TRUE);
	return true;
}

/*
 * Which files of a tree hold what, from the last run: "path\0stamp" and a byte a rule, as
 * long as the rules' needs are the same.
 */
static char *manifest_key(const struct pass *pass)
{
	g_autoptr(GString) needs = g_string_new(NULL);
	const char *where = tree_folder(pass->tree) ? tree_folder(pass->tree) :
			    tree_repository(pass->tree) ? tree_repository(pass->tree) : "";
	const char *below = pass->scan->options->below;

	for (guint i = 0; i < pass->scan->rules->len; i++) {
		const struct scan_rule *rule = pass->scan->rules->pdata[i];
		g_autofree char *text = need_text(rule->file);

		g_string_append_printf(needs, "%s%d\n", text, rule->headers);
	}
	return scan_key("manifest", where, below ? below : "", needs->str, NULL);
}

static const char *entry_find(const char *at, const char *end, const struct listed *file,
			      guint rules, const char **out_next)
{
	while (at < end) {
		gsize size = strlen(at) + 1;
		int order = strcmp(at, file->path);

		if (order > 0)
			break;
		*out_next = at + size + STAMP_SIZE + rules;
		if (!order)
			return memcmp(at + size, file->stamp, STAMP_SIZE) ? NULL :
									    at + size + STAMP_SIZE;
		at = *out_next;
	}
	*out_next = at;
	return NULL;
}

static void ask_file(struct pass *pass, const struct listed *file, guint8 *present,
		     guint8 *holds)
{
	struct scan *scan = pass->scan;
	g_autoptr(GError) cause = NULL;
	const char *data;

	memset(holds, 0, scan->rules->len);
	if (!tree_read_into(pass->tree, file->path, scan->buffer, &cause)) {
		g_ptr_array_add(pass->coverage->problems, g_strdup(cause->message));
		return;
	}
	data = (const char *)scan->buffer->data;
	if (scan->cover && !wordset_may_hold(scan->cover, data, scan->buffer->len))
		return;
	memset(present, 0, wordset_count(scan->words));
	wordset_search(scan->words, data, scan->buffer->len, present);
	for (guint i = 0; i < scan->rules->len; i++) {
		const struct scan_rule *rule = scan->rules->pdata[i];

		holds[i] = need_holds(rule->file, present) &&
			   (rule->headers || !g_str_has_suffix(file->path, ".h"));
	}
}

/* made when all rules are known */
static void make_cover(struct scan *scan)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new();
	struct wordset *cover;

	if (scan->buffer)
		return;
	scan->buffer = g_byte_array_new();
	for (guint i = 0; i < scan->rules->len; i++) {
		if (!need_cover(((struct scan_rule *)scan->rules->pdata[i])->file, all))
			return;
	}
	cover = wordset_new();
	for (guint i = 0; i < all->len; i++)
		wordset_add(cover, all->pdata[i]);
	scan->cover = cover;
}

static bool find_candidates(struct pass *pass, GError **error)
{
	struct results *results = pass->scan->options->results;
	g_autofree char *key = manifest_key(pass);
	g_autoptr(GBytes) old = results_get(results, key);
	gsize size = 0;
	const char *at = old ? g_bytes_get_data(old, &size) : NULL, *end = at + size;
	guint rules = pass->scan->rules->len, asked = 0;
	g_autofree guint8 *present = g_malloc(wordset_count(pass->scan->words) + 1);
	g_autofree guint8 *holds = g_malloc(rules + 1);
	g_autoptr(GString) new = g_string_new(NULL);

	for (guint i = 0; i < pass->listing->len; i++) {
		const struct listed *file = &g_array_index(pass->listing, struct listed, i);
		const char *known = entry_find(at, end, file, rules, &at);

		if (known) {
			memcpy(holds, known, rules);
		} else {
			ask_file(pass, file, present, holds);
			asked++;
		}
		if (asked % 256 == 1 && interrupt_pending(error))
			return false;
		if (asked % 256 == 1)
			progress_step(pass->scan->options->progress,
				      (double)i / pass->listing->len, "looking for words");
		g_string_append_len(new, file->path, strlen(file->path) + 1);
		g_string_append_len(new, (const char *)file->stamp, STAMP_SIZE);
		g_string_append_len(new, (const char *)holds, rules);
		for (guint r = 0; r < rules; r++) {
			if (holds[r] && !pass->known[r])
				g_ptr_array_add(pass->candidates[r], file->path);
		}
	}
	if (asked && !pass->coverage->problems->len)
		results_put(results, key, new->str, new->len);
	return true;
}

static bool runs_spatch(const struct scan *scan)
{
	for (guint i = 0; i < scan->rules->len; i++) {
		if (!((struct scan_rule *)scan->rules->pdata[i])->judge)
			return scan->macros;
	}
	return false;
}

/* what spatch is told of this tree's macros is part of what is known of the tree */
static bool read_macros(struct pass *pass, GError **error)
{
	const struct scan_options *options = pass->scan->options;
	struct scan *scan = pass->scan;
	g_autofree char *listed = pass->digest;
	g_autoptr(GString) lines = NULL;

	g_clear_pointer(&scan->headers, macros_free);
	if (runs_spatch(scan)) {
		scan->headers = macros_of_tree(pass->tree, options->results, options->progress,
					       error);
		if (!scan->headers) {
			pass->digest = g_steal_pointer(&listed);
			return false;
		}
		lines = macros_lines(scan->headers);
		macros_told(scan->headers, scan->macros);
	}
	pass->digest = scan_key(listed, lines ? lines->str : "", NULL);
	return true;
}

static bool prepare(struct pass *pass, GError **error)
{
	static const char *const sources[] = { ".c", NULL };
	static const char *const both[] = { ".c", ".h", NULL };
	const char *below = pass->scan->options->below;
	bool headers = false, all = true;

	for (guint i = 0; i < pass->scan->rules->len; i++)
		headers |= ((struct scan_rule *)pass->scan->rules->pdata[i])->headers;
	pass->listing = tree_listing(pass->tree, below ? below : "", headers ? both : sources,
				     error);
	if (!pass->listing)
		return false;
	pass->coverage->files = pass->listing->len;
	pass->digest = listing_digest(pass->listing);
	if (!read_macros(pass, error))
		return false;
	for (guint i = 0; i < pass->scan->rules->len; i++) {
		struct scan_rule *rule = pass->scan->rules->pdata[i];
		g_autofree char *key = rule->key ? tree_key(pass, rule) : NULL;
		g_autoptr(GBytes) known =
			key ? results_get(pass->scan->options->results, key) : NULL;

		pass->known[i] = known;
		all &= pass->known[i];
	}
	return all || find_candidates(pass, error);
}

struct scan_coverage *scan_tree(struct scan *scan, const struct tree *tree, GError **error)
{
	g_autoptr(scan_coverage) coverage = scan_coverage_new();
	struct pass pass = { .scan = scan, .tree = tree, .coverage = coverage };
	g_autofree bool *known = g_new0(bool, scan->rules->len + 1);
	g_autofree GPtrArray **candidates = g_new0(GPtrArray *, scan->rules->len + 1);
	bool ok;

	make_cover(scan);
	pass.known = known;
	pass.candidates = candidates;
	for (guint i = 0; i < scan->rules->len; i++)
		candidates[i] = g_ptr_array_new();
	ok = prepare(&pass, error);
	for (guint i = 0; ok && i < scan->rules->len; i++)
		ok = run_rule(&pass, i, error);
	for (guint i = 0; i < scan->rules->len; i++)
		g_ptr_array_unref(candidates[i]);
	g_clear_pointer(&pass.listing, g_array_unref);
	g_free(pass.digest);
	results_flush(scan->options->results);
	return ok ? g_steal_pointer(&coverage) : NULL;
}
