// SPDX-License-Identifier: GPL-2.0-only
#include "engine/result/rungs.h"

/* the most certain first: of several that had a part in a result, the last one is named */
static const char *const rungs[][2] = {
	{ "exact", "every hunk at its line, or at an offset in the same function" },
	{ "merged", "a clean 3-way merge with the patch's own base" },
	{ "moved", "a clean 3-way merge, in a file that has another name here" },
	{ "names", "upstream's names in this tree's spelling" },
	{ "dialect", "upstream's code in this tree's spelling, then merged" },
	{ "dropped", "documentation that this tree lacks is left out" },
	{ "touching", "changes of both sides that only touch, both taken" },
	{ "alike", "both sides did the same" },
	{ "phrases", "upstream's calls in this tree's form" },
	{ "contained", "this tree has the change already there" },
	{ "space", "one side only moved white space" },
	{ "comment", "only comments differ" },
	{ "absent", "edits of code that this tree lacks are left out" },
	{ "recorded", "a person resolved the same conflict before" },
	{ "manual", "a person completed a conflict, or confirmed or corrected a proposal" },
	{ "rule", "the semantic patch named by the series made the change" },
	{ "context", "hunks whose context differs, put where most of their lines stand" },
	{ "our-names", "this tree's lines are upstream's with other names" },
	{ "their-names", "upstream only changes names" },
	{ "elsewhere", "the code of a file that this tree lacks, found in other files" },
	{ "left-out", "code that is nowhere here is left out" },
	{ "tokens", "merged word by word" },
	{ "subset", "both sides add, and one adds all that the other does" },
	{ "deleted", "upstream removes what this tree has a variant of" },
	{ "edits", "upstream's edits one by one, where their lines stand" },
	{ "placed", "edits without a place in their region, placed elsewhere in the file" },
	{ "beside", "additions whose context is not here, next to the neighbour that is" },
	{ "sibling", "the backport that another branch has of the commit" },
	{ "both-insert", "both sides insert at one place" },
	{ "rewritten", "this tree has a variant of what upstream writes anew" },
};

const char *rung_how(const char *name)
{
	for (guint i = 0; i < G_N_ELEMENTS(rungs); i++) {
		if (!g_strcmp0(rungs[i][0], name))
			return rungs[i][1];
	}
	return NULL;
}

bool rung_only_proposes(const char *name)
{
	static const char *const names[] = { "recorded", "dialect", "context", NULL };

	return name && g_strv_contains(names, name);
}

const char *rung_name(unsigned int number)
{
	return number < G_N_ELEMENTS(rungs) ? rungs[number][0] : NULL;
}
