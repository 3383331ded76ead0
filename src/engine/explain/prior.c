// SPDX-License-Identifier: GPL-2.0-only
#include "engine/explain/prior.h"

#include "engine/explain/lacking.h"
#include "engine/merge/threeway.h"
#include "tree/inquiry.h"

/**
 * struct step - a commit that may be ported first
 * @origin: which
 * @before, @after: the file, before and with it; both NULL where it cannot be tried
 */
struct step {
	const struct origin *origin;
	GBytes *before;
	GBytes *after;
};

/**
 * struct question - a change of one file, and what may come before it
 * @steps: the oldest first
 * @count: of them
 * @base, @ours, @theirs: the file
 */
struct question {
	struct step steps[PRIOR_MAX];
	guint count;
	GBytes *base;
	GBytes *ours;
	GBytes *theirs;
};

/**
 * struct trial - the change, with some commits ported first
 * @chosen: which steps, a bit each
 * @stuck: those of them that do not apply to all of the file
 * @conflicts: of the change then
 */
struct trial {
	guint chosen;
	guint stuck;
	unsigned int conflicts;
};

/* a merge has no change of its own */
static void read_step(struct objects *objects, const struct origin *origin, struct step *step)
{
	g_autoptr(commit) commit = objects_commit_by_id(objects, &origin->commit, NULL);

	step->origin = origin;
	if (!commit || commit->parents->len != 1 || !origin->path)
		return;
	step->before = commit_file(objects, &g_array_index(commit->parents, struct object_id, 0),
				   origin->path);
	step->after = commit_file(objects, &commit->id, origin->path);
	if (step->before && step->after)
		return;
	g_clear_pointer(&step->before, g_bytes_unref);
	g_clear_pointer(&step->after, g_bytes_unref);
}

/* the file with the commit; where that conflicts, it stays as it is, or becomes upstream's */
static GBytes *merged(const struct step *step, GBytes *file, bool upstream,
		      unsigned int *out_conflicts)
{
	g_autoptr(threeway) merge = threeway_new(step->before, file, step->after, NULL);

	*out_conflicts = merge->conflicts;
	for (guint i = 0; i < merge->regions->len; i++) {
		struct region *region = &g_array_index(merge->regions, struct region, i);

		if (region->kind == REGION_CONFLICT)
			threeway_resolve(merge, region, NULL, upstream ?
					 threeway_text(merge->theirs, region->theirs) :
					 threeway_text(merge->ours, region->ours), NULL);
	}
	return threeway_result(merge);
}

static unsigned int conflicts_on(const struct question *question, GBytes *file)
{
	g_autoptr(threeway) merge = threeway_new(question->base, file, question->theirs, NULL);

	return merge->conflicts;
}

/*
 * The file with the chosen commits, each on what those before it gave; @conflicts: gets those of
 * each step
 */
static GBytes *ported(const struct question *question, guint chosen, bool upstream,
		      unsigned int conflicts[PRIOR_MAX])
{
	GBytes *file = g_bytes_ref(question->ours);

	for (guint i = 0; i < question->count; i++) {
		GBytes *next;

		conflicts[i] = 0;
		if (!(chosen & 1u << i))
			continue;
		next = merged(&question->steps[i], file, upstream, &conflicts[i]);
		g_bytes_unref(file);
		file = next;
	}
	return file;
}

static struct trial try(const struct question *question, guint chosen)
{
	struct trial trial = { .chosen = chosen };
	unsigned int conflicts[PRIOR_MAX];
	g_autoptr(GBytes) file = ported(question, chosen, false, conflicts);

	for (guint i = 0; i < question->count; i++)
		trial.stuck |= conflicts[i] ? 1u << i : 0;
	trial.conflicts = conflicts_on(question, file);
	return trial;
}

/**
 * struct labour - what a person has to resolve in the file
 * @before: of the commits that are ported first
 * @change: of the change, on upstream's side of all that
 */
struct labour {
	unsigned int before;
	unsigned int change;
};

/* as a person would port them who takes what upstream has */
static struct labour by_hand(const struct question *question, guint chosen)
{
	struct labour labour = { 0 };
	unsigned int conflicts[PRIOR_MAX];
	g_autoptr(GBytes) file = ported(question, chosen, true, conflicts);

	for (guint i = 0; i < question->count; i++)
		labour.before += conflicts[i];
	labour.change = conflicts_on(question, file);
	return labour;
}

static guint lines_of_step(const struct question *question, guint number)
{
	return question->steps[number].origin->lines->len;
}

/* the one of some steps that made the most lines, or the fewest; of equal ones the oldest */
static guint extreme(const struct question *question, guint among, bool most)
{
	guint found = PRIOR_MAX;

	for (guint i = 0; i < question->count; i++) {
		guint lines = lines_of_step(question, i);

		if (!(among & 1u << i))
			continue;
		if (found == PRIOR_MAX || (most ? lines > lines_of_step(question, found) :
						  lines < lines_of_step(question, found)))
			found = i;
	}
	return found;
}

static bool is_several(guint chosen)
{
	return chosen & (chosen - 1);
}

static bool is_better(const struct trial *fewer, const struct trial *more)
{
	return !fewer->conflicts && !(fewer->stuck & ~more->stuck);
}

/* as few as are enough, without those that made the fewest lines first */
static struct trial fewest(const struct question *question, struct trial trial)
{
	guint left = trial.chosen;

	while (left && is_several(trial.chosen)) {
		guint without = 1u << extreme(question, left, false);
		struct trial fewer = try(question, trial.chosen & ~without);

		left &= ~without;
		if (is_better(&fewer, &trial))
			trial = fewer;
	}
	return trial;
}

/* those that are missing whatever the trials say; all of them where no lines tell more of any */
static guint strong_steps(const struct question *question)
{
	guint strong = 0;

	for (guint i = 0; i < question->count; i++)
		strong |= lines_of_step(question, i) ? 1u << i : 0;
	return strong ? strong : (1u << question->count) - 1;
}

static struct trial find_trial(const struct question *question, guint known)
{
	struct trial trial;

	for (guint left = is_several(known) ? known : 0; left;) {
		guint one = 1u << extreme(question, left, true);

		trial = try(question, one);
		if (!trial.conflicts && !trial.stuck)
			return trial;
		left &= ~one;
	}
	trial = try(question, known);
	return trial.conflicts ? try(question, known & strong_steps(question)) :
				 fewest(question, trial);
}

static char *step_name(const struct question *question, guint number)
{
	const struct origin *origin = question->steps[number].origin;

	return commit_name(&origin->commit, origin->title);
}

/* all of several; one is named, and so are some of several */
static bool is_all(const struct question *question, guint chosen)
{
	return is_several(chosen) && !(strong_steps(question) & ~chosen);
}

/* what to port, in order */
static char *which(const struct question *question, guint chosen)
{
	GString *text = g_string_new(NULL);

	if (is_all(question, chosen)) {
		g_string_append_printf(text, "the %d commits that are missing",
				       __builtin_popcount(chosen));
		return g_string_free(text, FALSE);
	}
	for (guint i = 0; i < question->count; i++) {
		g_autofree char *name = step_name(question, i);

		if (chosen & 1u << i)
			g_string_append_printf(text, "%s%s", text->len ? " and then " : "", name);
	}
	return g_string_free(text, FALSE);
}

static char *enough_remedy(const struct question *question, const struct trial *trial)
{
	g_autofree char *said = which(question, trial->chosen), *stuck = NULL;
	const char *order = is_all(question, trial->chosen) ?
				    ", the oldest one before the others" : "";

	if (!trial->stuck)
		return g_strdup_printf("port %s first%s: in this file that applies, and this "
				       "change then too", said, order);
	if (!is_several(trial->chosen))
		return g_strdup_printf("port %s first: not all of it applies to this file, but "
				       "what does is enough for this change", said);
	stuck = step_name(question, extreme(question, trial->stuck, true));
	return g_strdup_printf("port %s first%s: %s does not apply to all of this file, but what "
			       "does is enough for this change", said, order, stuck);
}

static const char *many(unsigned int count)
{
	return count == 1 ? "" : "s";
}

/* not even all of them are enough; what is less work, and what is none too much for nothing? */
static char *stuck_remedy(const struct question *question, const struct trial *trial)
{
	g_autofree char *said = which(question, trial->chosen);
	struct labour labour = by_hand(question, trial->chosen);
	unsigned int now = conflicts_on(question, question->ours);

	if (labour.change)
		return g_strdup_printf("make this change in this tree's words: to port %s first "
				       "would have %u conflict%s in this file, and this change "
				       "still %u", said, labour.before, many(labour.before),
				       labour.change);
	if (labour.before >= now)
		return g_strdup_printf("make this change in this tree's words: it has %u "
				       "conflict%s in this file, and to port %s first would have "
				       "%u", now, many(now), said, labour.before);
	return g_strdup_printf("port %s first, by hand: that has %u conflict%s in this file, and "
			       "this change none where they are resolved to upstream's side; "
			       "without that it has %u", said, labour.before, many(labour.before),
			       now);
}

static char *short_remedy(const struct question *question, const struct trial *trial)
{
	unsigned int now = conflicts_on(question, question->ours);
	g_autofree char *said = which(question, trial->chosen);

	if (trial->conflicts >= now)
		return g_strdup_printf("to port %s first would not be enough: a plain merge of "
				       "this file has %u conflict%s with and %u without", said,
				       trial->conflicts, many(trial->conflicts), now);
	return g_strdup_printf("with %s ported first, a plain merge of this file has %u conflict%s "
			       "instead of %u", said, trial->conflicts, many(trial->conflicts),
			       now);
}

static char *untried_remedy(const struct question *question)
{
	g_autofree char *said = which(question, strong_steps(question));

	return g_strdup_printf("whether to port %s first would help could not be tried", said);
}

static void use(const struct question *question, guint chosen, GPtrArray *used)
{
	for (guint i = 0; i < question->count; i++)
		if (chosen & 1u << i)
			g_ptr_array_add(used, (gpointer)question->steps[i].origin);
}

static char *answer(const struct question *question, GPtrArray *used)
{
	struct trial trial;
	guint known = 0;

	for (guint i = 0; i < question->count; i++)
		known |= question->steps[i].before ? 1u << i : 0;
	trial = find_trial(question, known);
	if (trial.chosen && !trial.conflicts) {
		use(question, trial.chosen, used);
		return enough_remedy(question, &trial);
	}
	if (!trial.chosen)
		return untried_remedy(question);
	return trial.stuck ? stuck_remedy(question, &trial) : short_remedy(question, &trial);
}

static char *ask(struct objects *objects, const GPtrArray *missing, struct question *question,
		 GPtrArray *used)
{
	char *said;

	question->count = missing->len;
	for (guint i = 0; i < question->count; i++)
		read_step(objects, missing->pdata[i], &question->steps[i]);
	said = answer(question, used);
	for (guint i = 0; i < question->count; i++) {
		g_clear_pointer(&question->steps[i].before, g_bytes_unref);
		g_clear_pointer(&question->steps[i].after, g_bytes_unref);
	}
	return said;
}

/* as strong_steps() */
static GPtrArray *strong_origins(const GPtrArray *missing)
{
	GPtrArray *strong = g_ptr_array_new();

	for (guint i = 0; i < missing->len; i++)
		if (((struct origin *)missing->pdata[i])->lines->len)
			g_ptr_array_add(strong, missing->pdata[i]);
	for (guint i = 0; i < missing->len && !prior_tells(missing); i++)
		g_ptr_array_add(strong, missing->pdata[i]);
	return strong;
}

bool prior_tells(const GPtrArray *missing)
{
	for (guint i = 0; i < missing->len; i++)
		if (((struct origin *)missing->pdata[i])->lines->len)
			return true;
	return false;
}

bool prior_tries(const GPtrArray *missing)
{
	g_autoptr(GPtrArray) strong = strong_origins(missing);

	return missing->len && strong->len <= PRIOR_MAX;
}

char *prior_remedy(struct objects *objects, const GPtrArray *missing, GBytes *base, GBytes *ours,
		   GBytes *theirs, GPtrArray *used)
{
	struct question question = { .base = base, .ours = ours, .theirs = theirs };
	g_autoptr(GPtrArray) strong = strong_origins(missing);

	if (!missing->len)
		return g_strdup("nothing of upstream's is missing: both sides changed the same "
				"lines, and a person must bring the two together");
	if (!prior_tries(missing))
		return g_strdup_printf("%u commits are missing, too many to port first",
				       strong->len);
	return ask(objects, missing->len <= PRIOR_MAX ? missing : strong, &question, used);
}
