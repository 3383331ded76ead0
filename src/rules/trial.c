// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kept is a line for each function that could not be parsed, an empty line, and the text that
 * came out, none when nothing was changed.
 */
#include "rules/trial.h"

#include <string.h>

#include "format/csource.h"
#include "rules/edits.h"
#include "rules/reach.h"
#include "rules/scanrule.h"
#include "rules/smplparts.h"

/* raise it when slices come out differently, or are put back in another way */
#define TRIAL_VERSION "trial 1"

struct trial {
	const char *name;		/* path of the rule */
	char *rule;			/* its text */
	GBytes *source;
	const char *only;		/* or NULL */
	struct slicer *slicer;
	GArray *wanted;
	struct slice *slice;
	GBytes *cut;
	char *parts;			/* the rule without what cannot match in the cut, or NULL */
	bool speaks;			/* a part that changes something can match */
};

static void trial_clear(struct trial *trial)
{
	g_free(trial->rule);
	g_free(trial->parts);
	slicer_free(trial->slicer);
	if (trial->wanted)
		g_array_unref(trial->wanted);
	slice_free(trial->slice);
	if (trial->cut)
		g_bytes_unref(trial->cut);
}

/* handle of the one definition that the rule looks at and that is called so; or -1 */
static int handle_of(const struct trial *trial, const char *name)
{
	int found = -1;

	for (guint i = 0; i < trial->wanted->len; i++) {
		guint handle = g_array_index(trial->wanted, guint, i);

		if (strcmp(slicer_name(trial->slicer, handle), name))
			continue;
		if (found >= 0)
			return -1;
		found = handle;
	}
	return found;
}

typedef void (*step)(const struct slicer *slicer, const guint8 *from, guint8 *set);

/* adds to @set what @take leads to, and what that leads to */
static void follow(const struct trial *trial, step take, guint8 *set)
{
	g_autofree guint8 *next = g_malloc(slicer_count(trial->slicer) + 1);
	bool more = true;

	while (more) {
		more = false;
		take(trial->slicer, set, next);
		for (guint i = 0; i < trial->wanted->len; i++) {
			guint handle = g_array_index(trial->wanted, guint, i);

			more |= next[handle] && !set[handle];
			set[handle] |= next[handle];
		}
	}
}

/* callers of callers, and what is called; not what else the callers call */
static bool keep_only(struct trial *trial)
{
	g_autofree guint8 *above = g_malloc0(slicer_count(trial->slicer) + 1);
	g_autofree guint8 *below = g_malloc0(slicer_count(trial->slicer) + 1);
	int handle = handle_of(trial, trial->only);

	if (handle < 0)
		return false;
	above[handle] = below[handle] = 1;
	follow(trial, slicer_users, above);
	follow(trial, slicer_used, below);
	for (guint i = trial->wanted->len; i-- > 0;) {
		guint one = g_array_index(trial->wanted, guint, i);

		if (!above[one] && !below[one])
			g_array_remove_index(trial->wanted, i);
	}
	return true;
}

/* false: the complete file has to be run */
static bool cut(struct trial *trial, const struct wordset *words, const struct smpl_plan *plan)
{
	trial->slicer = slicer_new(trial->source, words);
	trial->wanted = reach_find(plan, trial->slicer);
	if (!trial->wanted || (trial->only && !keep_only(trial)))
		return false;
	trial->slice = slicer_cut(trial->slicer, (guint *)trial->wanted->data,
				  trial->wanted->len);
	trial->cut = g_bytes_new_static(trial->slice->text->str, trial->slice->text->len);
	return true;
}

/* words that the rule writes may be what a later part matches */
static void add_written(const char *rule, const struct wordset *words, guint8 *present)
{
	for (const char *line = rule; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (*line == '+')
			wordset_search(words, line, strcspn(line, "\n"), present);
	}
}

static void leave_out_parts(struct trial *trial, const struct wordset *words,
			    const struct smpl_plan *plan, const GPtrArray *needs)
{
	g_autofree guint8 *present = g_malloc0(wordset_count(words) + 1);
	guint64 alive;

	wordset_search(words, trial->slice->text->str, trial->slice->text->len, present);
	add_written(trial->rule, words, present);
	alive = smpl_parts_alive(plan, needs, present, &trial->speaks);
	trial->parts = smpl_without(trial->rule, plan, alive);
}

static bool prepare(struct trial *trial)
{
	g_autoptr(wordset) words = wordset_new();
	g_autoptr(smpl) smpl = smpl_parse(trial->rule);
	g_autoptr(smpl_plan) plan =
		smpl_plan_new(smpl, smpl_has_virtual(smpl, "patch") ? "patch" : "");
	g_autoptr(GPtrArray) needs = NULL;

	if (smpl->scripted || plan->active->len > SMPL_MAX_PARTS)
		return false;
	needs = smpl_part_needs(plan);
	reach_bind(plan, words);
	for (guint i = 0; i < needs->len; i++)
		need_bind(needs->pdata[i], words);
	if (!cut(trial, words, plan))
		return false;
	leave_out_parts(trial, words, plan, needs);
	return true;
}

static GBytes *print_run(const struct spatch_run *run)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < run->unparsed->len; i++)
		g_string_append_printf(text, "%s\n", (char *)run->unparsed->pdata[i]);
	g_string_append_c(text, '\n');
	if (run->changed)
		g_string_append_len(text, g_bytes_get_data(run->output, NULL),
				    g_bytes_get_size(run->output));
	return g_string_free_to_bytes(text);
}

/* NULL when it is damaged */
static struct spatch_run *parse_run(GBytes *known, GBytes *source)
{
	g_autoptr(spatch_run) run = spatch_run_new();
	gsize size;
	const char *at = g_bytes_get_data(known, &size), *end = at + size, *line;

	while ((line = memchr(at, '\n', end - at)) && line > at) {
		g_ptr_array_add(run->unparsed, g_strndup(at, line - at));
		at = line + 1;
	}
	if (!line)
		return NULL;
	at = line + 1;
	run->changed = at < end;
	run->output = run->changed ? g_bytes_new(at, end - at) : g_bytes_ref(source);
	return g_steal_pointer(&run);
}

static char *key_of(const struct trial *trial, const struct macros *macros)
{
	g_autofree char *told = spatch_macro_file(trial->cut, macros);
	g_autofree char *digest = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, trial->cut);
	const char *rule = trial->parts ? trial->parts : trial->rule;
	const char *version = spatch_version();

	return scan_key(TRIAL_VERSION, rule, version ? version : "", told ? told : "", digest,
			NULL);
}

static struct spatch_run *run_cut(const struct trial *trial, const struct macros *macros,
				  struct results *results, GError **error)
{
	g_autofree char *key = NULL;
	g_autoptr(GBytes) known = NULL;
	struct spatch_run *run;

	if (!trial->speaks) {
		run = spatch_run_new();
		run->output = g_bytes_ref(trial->cut);
		return run;
	}
	key = key_of(trial, macros);
	known = results_get(results, key);
	run = known ? parse_run(known, trial->cut) : NULL;
	if (run)
		return run;
	run = spatch_apply_text(trial->parts ? trial->parts : trial->rule, trial->name,
				SPATCH_PATCH, trial->cut, macros, error);
	if (run) {
		g_autoptr(GBytes) text = print_run(run);

		results_put(results, key, g_bytes_get_data(text, NULL), g_bytes_get_size(text));
	}
	return run;
}

static const struct cregion *next_function(const struct csource *source, guint *at)
{
	while (*at < source->regions->len) {
		const struct cregion *region = &g_array_index(source->regions, struct cregion,
							      (*at)++);

		if (region->kind == CREGION_FUNCTION)
			return region;
	}
	return NULL;
}

struct piece {
	const char *text;
	gsize size;
};

static bool same(struct piece a, struct piece b)
{
	return a.size == b.size && !memcmp(a.text, b.text, a.size);
}

/* a function of the cut and what was made of it; @old and @new go on behind it */
struct pair {
	const struct csource *source[2];
	guint region[2];
	const char *at[2];
	struct piece before[2];		/* what stands between it and the function before */
	struct piece function[2];
	const char *name;
};

static bool next_pair(struct pair *pair, const char *const end[2])
{
	const struct cregion *region[2];

	for (int i = 0; i < 2; i++) {
		const GArray *tokens = pair->source[i]->tokens;
		const struct ctoken *first, *last;

		region[i] = next_function(pair->source[i], &pair->region[i]);
		if (!region[i]) {
			pair->before[i] = (struct piece){ pair->at[i], end[i] - pair->at[i] };
			pair->function[i] = (struct piece){ end[i], 0 };
			continue;
		}
		first = &g_array_index(tokens, struct ctoken, region[i]->first_token);
		last = &g_array_index(tokens, struct ctoken, region[i]->last_token);
		pair->before[i] = (struct piece){ pair->at[i], first->text - pair->at[i] };
		pair->function[i] = (struct piece){ first->text,
						    last->text + last->size - first->text };
		pair->at[i] = last->text + last->size;
	}
	pair->name = region[0] && region[1] && !strcmp(region[0]->name, region[1]->name) ?
			     region[0]->name : NULL;
	return pair->name;
}

/* where a function of the cut stands in the file; NULL when that is not clear */
static const char *place_of(const struct trial *trial, struct piece function)
{
	const char *found = NULL;

	for (guint i = 0; i < trial->wanted->len; i++) {
		struct piece text;

		text.text = slicer_text(trial->slicer, g_array_index(trial->wanted, guint, i),
					&text.size);
		if (!same(text, function))
			continue;
		if (found)
			return NULL;
		found = text.text;
	}
	return found;
}

/* the file with the changed functions; NULL: something else was changed */
static GBytes *put_back(const struct trial *trial, GBytes *output)
{
	g_autoptr(csource) old = csource_scan(trial->cut), new = csource_scan(output);
	const char *const start[2] = { g_bytes_get_data(trial->cut, NULL),
				       g_bytes_get_data(output, NULL) };
	const char *const end[2] = { start[0] + g_bytes_get_size(trial->cut),
				     start[1] + g_bytes_get_size(output) };
	struct pair pair = { .source = { old, new }, .at = { start[0], start[1] } };
	g_auto(edits) edits = { 0 };

	edits_init(&edits, trial->source);
	while (next_pair(&pair, end)) {
		const char *at;

		if (!same(pair.before[0], pair.before[1]))
			return NULL;
		if (same(pair.function[0], pair.function[1]))
			continue;
		at = place_of(trial, pair.function[0]);
		if (!at)
			return NULL;
		edits_replace(&edits, at, pair.function[0].size,
			      g_strndup(pair.function[1].text, pair.function[1].size));
	}
	if (!same(pair.before[0], pair.before[1]) || pair.function[0].size ||
	    pair.function[1].size)
		return NULL;
	return edits_apply(&edits);
}

/* makes of the run on the cut one on the file; false when that cannot be done */
static bool complete(const struct trial *trial, struct spatch_run *run)
{
	GBytes *whole = run->changed ? put_back(trial, run->output) :
				       g_bytes_ref(trial->source);

	if (!whole)
		return false;
	g_bytes_unref(run->output);
	run->output = whole;
	return true;
}

struct spatch_run *trial_run(const char *rule, GBytes *source, const char *only,
			     const struct macros *macros, struct results *results, GError **error)
{
	struct trial trial = { .name = rule, .source = source, .only = only };
	g_autoptr(spatch_run) run = NULL;
	bool whole;

	trial.rule = spatch_read_rule(rule, error);
	if (!trial.rule)
		return NULL;
	whole = !prepare(&trial);
	if (!whole) {
		run = run_cut(&trial, macros, results, error);
		whole = run && !complete(&trial, run);
	}
	if (whole) {
		spatch_run_free(run);
		run = spatch_apply_text(trial.rule, rule, SPATCH_PATCH, source, macros, error);
	}
	trial_clear(&trial);
	return g_steal_pointer(&run);
}
