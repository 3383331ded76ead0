// SPDX-License-Identifier: GPL-2.0-only
/*
 * The files of a tree are asked for the words of all rules at once, and each rule
 * looks at its own files.  Three things are kept of a rule: what it said of a
 * slice, of a file, and of all files of a tree that hold its words.
 */
#include "rules/scan.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "rules/cage.h"
#include "rules/marks.h"
#include "rules/relation.h"
#include "rules/scanrule.h"
#include "rules/smplparts.h"
#include "rules/spatch.h"
#include "tree/watch.h"

#define SCAN_SECONDS 30
#define SCAN_MEMORY (4UL << 30)
/* raise it when slices or results come out differently */
#define SCAN_VERSION "8"
/* between the notes of what a judge saw and what it said */
#define BEHIND_NOTES "\f\n"

static void rule_clear(gpointer data)
{
	struct scan_rule *rule = data;

	g_free(rule->name);
	rule_source_free(rule->source);
	smpl_plan_free(rule->plan);
	smpl_free(rule->smpl);
	need_free(rule->file);
	need_free(rule->piece);
	if (rule->needs)
		g_ptr_array_unref(rule->needs);
	if (rule->relations)
		g_ptr_array_unref(rule->relations);
	wordset_free(rule->words);
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
	scan->index = textindex_new(options->results);
	return scan;
}

void scan_free(struct scan *scan)
{
	if (!scan)
		return;
	g_ptr_array_unref(scan->rules);
	wordset_free(scan->words);
	literals_free(scan->cover);
	macros_free(scan->headers);
	textindex_free(scan->index);
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
		.single = rule->plan->active->len == 1,
		.apart = marks_are_apart(rule->source->text) &&
			 !g_hash_table_size(rule->source->includes),
		.relocatable = rule->plan->scripts && !rule->plan->whole,
		.macros = scan->macros,
		.isos = !strstr(rule->source->text, "\n// Isomorphisms: none"),
		.loops = !strstr(options, "--no-loops"),
		.seconds = scan->options->seconds ? scan->options->seconds : SCAN_SECONDS,
		.memory = scan->options->memory ? scan->options->memory : SCAN_MEMORY,
		.name = rule->name,
	};
}

/* parts that can be switched off are told apart by their words */
static void take_apart(struct scan_rule *rule)
{
	g_autofree char *none = rule->plan->active->len <= SMPL_MAX_PARTS ?
					smpl_without(rule->source->text, rule->plan, 0) : NULL;

	if (!none || g_hash_table_size(rule->source->includes) || rule->smpl->stateful)
		return;
	rule->needs = smpl_part_needs(rule->plan);
	rule->words = wordset_new();
	for (guint i = 0; i < rule->needs->len; i++)
		need_bind(rule->needs->pdata[i], rule->words);
	rule->relations = g_ptr_array_new();
	for (guint i = 0; i < rule->needs->len; i++)
		need_relations(rule->needs->pdata[i], rule->relations);
	relations_bind(rule->relations, rule->words);
}

bool scan_add(struct scan *scan, struct rule_source *source, GError **error)
{
	struct scan_rule *rule = g_new0(struct scan_rule, 1);
	const char *version = spatch_version();

	rule->name = g_strdup(source->name);
	rule->source = source;
	rule->smpl = smpl_parse(source->text);
	rule->plan = choose_plan(rule->smpl);
	if (!rule->plan || !version) {
		if (version)
			g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
				    "rule '%s' marks nothing and reports nothing", source->name);
		else
			g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
				    "'spatch' is not installed; install the package coccinelle");
		rule_clear(rule);
		return false;
	}
	g_ptr_array_add(scan->rules, rule);
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
	take_apart(rule);
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
	rule->key = scan_key(SCAN_VERSION, key, spatch_version() ? spatch_version() : "",
			     scan->macros ? scan->macros : "", NULL);
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
	struct scan_candidates *candidates;	/* by rule */
	char *told;				/* what headers say to spatch, a digest */
	GString *kept;				/* what is kept of the rule that runs */
	bool keep;
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

/* a judge looks at other files too, which are those of this tree */
static char *tree_key(const struct pass *pass, const struct scan_rule *rule, guint index)
{
	const char *where = tree_commit(pass->tree) ? tree_commit(pass->tree) :
			    tree_folder(pass->tree) ? tree_folder(pass->tree) : "";

	return rule->key ? scan_key("tree", rule->key, pass->candidates[index].digest,
				    rule->judge ? where : pass->told, NULL) : NULL;
}

static void recall_files(struct pass *pass, const struct scan_rule *rule, const char *text)
{
	g_auto(GStrv) files = g_strsplit(text, "\n\n\n", -1);

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
}

/* what an earlier run said of the same files */
static bool recall_tree(struct pass *pass, const struct scan_rule *rule, const char *key)
{
	g_autoptr(GBytes) known = key ? results_get(pass->scan->options->results, key) : NULL;
	g_autofree char *text = known ? bytes_text(known) : NULL;
	char *said = text && rule->judge ? strstr(text, BEHIND_NOTES) : text;

	if (!said)
		return false;
	if (rule->judge) {
		*said = '\0';
		if (!tree_watch_holds(pass->tree, text))
			return false;
		said += strlen(BEHIND_NOTES);
	}
	recall_files(pass, rule, said);
	return true;
}

static void keep_tree(struct pass *pass, const struct scan_rule *rule, const struct tree *watched,
		      const char *key)
{
	g_autofree char *notes = rule->judge ? tree_watch_notes(watched) : NULL;

	if (rule->judge && !notes)
		return;
	if (notes) {
		g_string_prepend(pass->kept, BEHIND_NOTES);
		g_string_prepend(pass->kept, notes);
	}
	results_put(pass->scan->options->results, key, pass->kept->str, pass->kept->len);
}

static bool run_rule(struct pass *pass, guint index, GError **error)
{
	struct scan_rule *rule = pass->scan->rules->pdata[index];
	guint problems = pass->coverage->problems->len;
	g_autofree char *key = tree_key(pass, rule, index);
	g_autoptr(tree) watched = NULL;
	bool ok;

	if (recall_tree(pass, rule, key))
		return true;
	watched = rule->judge ? tree_watch(pass->tree) : NULL;
	pass->kept = g_string_new(NULL);
	pass->keep = key;
	ok = scan_files(pass->scan, rule, watched ? watched : pass->tree,
			pass->candidates[index].paths, pass->coverage, file_done, pass, error);
	if (ok && pass->keep && problems == pass->coverage->problems->len)
		keep_tree(pass, rule, watched, key);
	g_string_free(pass->kept, TRUE);
	return ok;
}

static bool runs_spatch(const struct pass *pass)
{
	const struct scan *scan = pass->scan;

	for (guint i = 0; scan->macros && i < scan->rules->len; i++) {
		if (!((struct scan_rule *)scan->rules->pdata[i])->judge &&
		    pass->candidates[i].paths->len)
			return true;
	}
	return false;
}

/* what spatch is told of this tree's macros is part of what is known of the tree */
static bool read_macros(struct pass *pass, GError **error)
{
	const struct scan_options *options = pass->scan->options;
	struct scan *scan = pass->scan;
	g_autoptr(GString) lines = NULL;

	g_clear_pointer(&scan->headers, macros_free);
	if (runs_spatch(pass)) {
		scan->headers = macros_of_tree(pass->tree, options->results, scan->index,
					       options->progress, error);
		if (!scan->headers)
			return false;
		lines = macros_lines(scan->headers);
		macros_told(scan->headers, scan->macros);
	}
	pass->told = scan_key("macros", lines ? lines->str : "", NULL);
	return true;
}

/* spatch reads the rule before it looks at any text, however little there is in it */
static bool try_parse(const struct scan *scan, const struct scan_rule *rule, GError **error)
{
	g_autofree char *key = rule->key ? scan_key("parses", rule->key, NULL) : NULL;
	g_autoptr(GBytes) known = key ? results_get(scan->options->results, key) : NULL;
	g_autoptr(GPtrArray) texts = NULL;
	struct batch_spec spec = rule->spec;

	if (known)
		return true;
	texts = g_ptr_array_new_with_free_func((GDestroyNotify)batch_text_free);
	g_ptr_array_add(texts, batch_text_new(g_string_new("int x;\n")));
	spec.relocatable = false;	/* lines are those of the rule's file */
	if (!batch_run(&spec, texts, error))
		return false;
	if (key)
		results_put(scan->options->results, key, "", 0);
	return true;
}

/* what was run is the rule with lines of ours in it; people have the rule */
static void explain_fault(const struct scan *scan, const struct scan_rule *rule, GError **cause)
{
	g_autoptr(GError) plain = NULL;

	if (rule->judge || !g_error_matches(*cause, BS_ERROR, BS_ERROR_INPUT) ||
	    try_parse(scan, rule, &plain))
		return;
	g_clear_error(cause);
	*cause = g_steal_pointer(&plain);
}

/* what is wrong with one rule is no reason to leave out the others */
static bool try_rule(struct pass *pass, guint index, GError **error)
{
	const struct scan_rule *rule = pass->scan->rules->pdata[index];
	GError *cause = NULL;

	if (!run_rule(pass, index, &cause)) {
		explain_fault(pass->scan, rule, &cause);
		return rule_faults_take(pass->coverage->faults, rule->name, cause, error);
	}
	pass->coverage->rules++;
	return true;
}

bool scan_tree(struct scan *scan, const struct tree *tree, struct scan_coverage *coverage,
	       GError **error)
{
	struct pass pass = { .scan = scan, .tree = tree, .coverage = coverage };
	GError *cause = NULL;
	bool able, ok = true;

	pass.candidates = scan_find_candidates(scan, tree, coverage, &cause);
	able = pass.candidates && read_macros(&pass, &cause);
	if (!able)
		ok = rule_faults_take(coverage->faults, NULL, cause, error);
	for (guint i = 0; ok && able && i < scan->rules->len; i++)
		ok = try_rule(&pass, i, error);
	scan_candidates_free(pass.candidates, scan->rules->len);
	g_free(pass.told);
	results_flush(scan->options->results);
	return ok;
}

bool scan_try(struct scan *scan, GError **error)
{
	for (guint i = 0; i < scan->rules->len; i++) {
		const struct scan_rule *rule = scan->rules->pdata[i];

		if (!rule->judge && !try_parse(scan, rule, error))
			return false;
	}
	return true;
}
