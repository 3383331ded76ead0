// SPDX-License-Identifier: GPL-2.0-only
#include "report/shapes.h"

#include "engine/result/explanation.h"
#include "engine/result/pickedfile.h"
#include "format/series.h"
#include "report/result.h"

#define TEXT(type, member, json) \
	{ .key = json, .kind = FIELD_TEXT, .offset = offsetof(struct type, member) }
#define TEXT_REQUIRED(type, member, json) \
	{ .key = json, .kind = FIELD_TEXT, .offset = offsetof(struct type, member), \
	  .required = true }
#define STATIC(type, member, json) \
	{ .key = json, .kind = FIELD_STATIC, .offset = offsetof(struct type, member), \
	  .required = true }
#define LINE(type, member, json) \
	{ .key = json, .kind = FIELD_LINE, .offset = offsetof(struct type, member) }
#define COUNT(type, member, json) \
	{ .key = json, .kind = FIELD_COUNT, .offset = offsetof(struct type, member) }
#define ENUM(type, member, json, names, count) \
	{ .key = json, .kind = FIELD_ENUM, .offset = offsetof(struct type, member), \
	  .name = names, .values = count }
#define NEW_ENUM(type, member, json, names, count) \
	{ .key = json, .kind = FIELD_ENUM, .offset = offsetof(struct type, member), \
	  .name = names, .values = count, .optional = true }
#define TEXTS(type, member, json) \
	{ .key = json, .kind = FIELD_TEXTS, .offset = offsetof(struct type, member) }
#define SHARE(type, member, json) \
	{ .key = json, .kind = FIELD_SHARE, .offset = offsetof(struct type, member) }
#define NEW_TEXT(type, member, json) \
	{ .key = json, .kind = FIELD_TEXT, .offset = offsetof(struct type, member), \
	  .optional = true }
#define NEW_SHARE(type, member, json) \
	{ .key = json, .kind = FIELD_SHARE, .offset = offsetof(struct type, member), \
	  .optional = true }
#define NEW_TEXTS(type, member, json) \
	{ .key = json, .kind = FIELD_TEXTS, .offset = offsetof(struct type, member), \
	  .optional = true }
#define NEW_ROWS(type, member, json, of) \
	{ .key = json, .kind = FIELD_ROWS, .offset = offsetof(struct type, member), \
	  .shape = of, .optional = true }
#define RUNG(type, member, json) \
	{ .key = json, .kind = FIELD_STATIC, .offset = offsetof(struct type, member) }
#define ROWS(type, member, json, of) \
	{ .key = json, .kind = FIELD_ROWS, .offset = offsetof(struct type, member), \
	  .shape = of }

static const char *name_of_outcome(unsigned int value)
{
	return outcome_name(value);
}

static const char *name_of_placement(unsigned int value)
{
	return placement_name(value);
}

static const char *name_of_verdict(unsigned int value)
{
	return verdict_name(value);
}

static const char *name_of_proof(unsigned int value)
{
	return proof_result_name(value);
}

static const char *name_of_history(unsigned int value)
{
	return since_history_name(value);
}

static const char *name_of_kind(unsigned int value)
{
	return lack_kind_name(value);
}

static const char *name_of_deed(unsigned int value)
{
	return lack_deed_name(value);
}

static gpointer create_landing(void)
{
	return g_new0(struct landing, 1);
}

static gpointer create_attempt(void)
{
	return g_new0(struct attempt, 1);
}

static gpointer create_proof(void)
{
	return g_new0(struct proof, 1);
}

static gpointer create_region(void)
{
	return g_new0(struct picked_region, 1);
}

static gpointer create_file(void)
{
	struct picked_file *file = g_new0(struct picked_file, 1);

	file->regions = g_ptr_array_new_with_free_func((GDestroyNotify)picked_region_free);
	return file;
}

static gpointer create_patch(void)
{
	return patch_result_new();
}

static gpointer create_tree(void)
{
	return tree_result_new(NULL);
}

static void free_proof(gpointer proof)
{
	proof_free(proof);
}

static void free_patch(gpointer patch)
{
	patch_result_free(patch);
}

static void free_landing(gpointer landing)
{
	landing_free(landing);
}

static void free_attempt(gpointer attempt)
{
	attempt_free(attempt);
}

static void free_region(gpointer region)
{
	picked_region_free(region);
}

static void free_file(gpointer file)
{
	picked_file_free(file);
}

static void free_tree(gpointer tree)
{
	tree_result_free(tree);
}

static gpointer create_since(void)
{
	return since_new();
}

static void free_since(gpointer since)
{
	since_free(since);
}

static gpointer create_lack(void)
{
	return lack_new(LACK_COMMIT);
}

static void free_lack(gpointer lack)
{
	lack_free(lack);
}

static gpointer create_explanation(void)
{
	return explanation_new();
}

static void free_explanation(gpointer explanation)
{
	explanation_free(explanation);
}

static const struct field landing_fields[] = {
	TEXT_REQUIRED(landing, path, "path"),
	TEXT_REQUIRED(landing, function, "function"),
	LINE(landing, line, "line"),
	ENUM(landing, placement, "placement", name_of_placement, PLACED_MANUAL + 1),
	TEXT(landing, note, "note"),
	{ 0 },
};

static const struct shape landing_shape = { landing_fields, create_landing, free_landing };

static const struct field attempt_fields[] = {
	STATIC(attempt, rung, "rung"),
	TEXT_REQUIRED(attempt, reason, "reason"),
	{ 0 },
};

static const struct shape attempt_shape = { attempt_fields, create_attempt, free_attempt };

static const struct field region_fields[] = {
	RUNG(picked_region, rung, "rung"),
	LINE(picked_region, line, "line"),
	TEXT(picked_region, base, "base"),
	TEXT(picked_region, ours, "ours"),
	TEXT(picked_region, theirs, "theirs"),
	TEXT(picked_region, text, "text"),
	TEXT(picked_region, note, "note"),
	{ 0 },
};

const struct shape picked_region_shape = { region_fields, create_region, free_region };

static const struct field file_fields[] = {
	TEXT_REQUIRED(picked_file, path, "path"),
	TEXT(picked_file, from, "from"),
	RUNG(picked_file, rung, "rung"),
	ENUM(picked_file, placement, "placement", name_of_placement, PLACED_MANUAL + 1),
	SHARE(picked_file, precision, "precision"),
	TEXT(picked_file, note, "note"),
	ROWS(picked_file, regions, "regions", &picked_region_shape),
	{ 0 },
};

static const struct shape file_shape = { file_fields, create_file, free_file };

static const struct field since_fields[] = {
	TEXT_REQUIRED(since, commit, "commit"),
	TEXT_REQUIRED(since, title, "title"),
	TEXT(since, date, "date"),
	COUNT(since, lines, "lines"),
	ENUM(since, history, "history", name_of_history, SINCE_TREE + 1),
	{ 0 },
};

static const struct shape since_shape = { since_fields, create_since, free_since };

static const struct field lack_fields[] = {
	ENUM(lack, kind, "kind", name_of_kind, LACK_NAME + 1),
	TEXT(lack, what, "what"),
	TEXT(lack, commit, "commit"),
	TEXT(lack, title, "title"),
	TEXT(lack, date, "date"),
	COUNT(lack, lines, "lines"),
	TEXT(lack, line, "line"),
	NEW_ENUM(lack, deed, "deed", name_of_deed, LACK_REMOVES + 1),
	{ 0 },
};

static const struct shape lack_shape = { lack_fields, create_lack, free_lack };

static const struct field explanation_fields[] = {
	TEXT_REQUIRED(explanation, path, "path"),
	TEXT(explanation, from, "from"),
	TEXT_REQUIRED(explanation, function, "function"),
	LINE(explanation, line, "line"),
	TEXT_REQUIRED(explanation, removed, "removed"),
	TEXT_REQUIRED(explanation, added, "added"),
	TEXT_REQUIRED(explanation, expected, "expected"),
	TEXT_REQUIRED(explanation, here, "here"),
	ROWS(explanation, since, "since", &since_shape),
	ROWS(explanation, missing, "missing", &lack_shape),
	TEXT_REQUIRED(explanation, remedy, "remedy"),
	TEXTS(explanation, notes, "notes"),
	{ 0 },
};

const struct shape explanation_shape = { explanation_fields, create_explanation,
					 free_explanation };

static const struct field proof_fields[] = {
	STATIC(proof, name, "name"),
	ENUM(proof, result, "result", name_of_proof, PROOF_SKIPPED + 1),
	TEXT_REQUIRED(proof, detail, "detail"),
	TEXT_REQUIRED(proof, output, "output"),
	{ 0 },
};

static const struct shape proof_shape = { proof_fields, create_proof, free_proof };

static const struct field patch_fields[] = {
	TEXT_REQUIRED(patch_result, patch, "patch"),
	TEXT_REQUIRED(patch_result, subject, "subject"),
	NEW_TEXT(patch_result, commit, "commit"),
	ENUM(patch_result, outcome, "outcome", name_of_outcome, OUTCOME_ERROR + 1),
	TEXT(patch_result, rung, "rung"),
	NEW_SHARE(patch_result, precision, "precision"),
	ENUM(patch_result, verdict, "verdict", name_of_verdict, VERDICT_FAILED + 1),
	TEXT(patch_result, reason, "reason"),
	NEW_TEXT(patch_result, left_out, "left-out"),
	TEXT(patch_result, file, "file"),
	ROWS(patch_result, landings, "hunks", &landing_shape),
	TEXTS(patch_result, residue, "residue"),
	TEXTS(patch_result, adapted, "adapted"),
	NEW_TEXTS(patch_result, warnings, "warnings"),
	NEW_TEXTS(patch_result, notes, "notes"),
	NEW_ROWS(patch_result, files, "files", &file_shape),
	NEW_ROWS(patch_result, conflicts, "conflicts", &explanation_shape),
	NEW_TEXT(patch_result, draft, "draft"),
	NEW_TEXT(patch_result, resume, "continue"),
	ROWS(patch_result, attempts, "attempts", &attempt_shape),
	ROWS(patch_result, proofs, "proofs", &proof_shape),
	{ 0 },
};

static const struct shape patch_shape = { patch_fields, create_patch, free_patch };

static const struct field tree_fields[] = {
	TEXT_REQUIRED(tree_result, tree, "tree"),
	TEXT(tree_result, kernel, "kernel"),
	TEXT(tree_result, error, "error"),
	NEW_TEXT(tree_result, onto, "onto"),
	NEW_TEXT(tree_result, branch, "branch"),
	NEW_TEXT(tree_result, tip, "tip"),
	NEW_TEXT(tree_result, no_branch, "no-branch"),
	ROWS(tree_result, patches, "patches", &patch_shape),
	{ 0 },
};

const struct shape tree_result_shape = { tree_fields, create_tree, free_tree };

static const struct field series_fields[] = {
	TEXT_REQUIRED(series_result, series, "series"),
	TEXT(series_result, title, "title"),
	COUNT(series_result, version, "version"),
	NEW_TEXTS(series_result, notes, "notes"),
	ROWS(series_result, trees, "trees", &tree_result_shape),
	{ 0 },
};

const struct shape series_result_shape = { series_fields, NULL, NULL };

static const struct field comment_fields[] = {
	TEXT(comment, author, "author"),
	TEXT(comment, message_id, "message-id"),
	COUNT(comment, patch, "patch"),
	TEXT(comment, file, "file"),
	LINE(comment, line, "line"),
	TEXT(comment, quote, "quote"),
	TEXT(comment, word, "word"),
	TEXT(comment, text, "text"),
	TEXT(comment, state, "state"),
	{ 0 },
};

const struct shape comment_shape = { comment_fields, NULL, NULL };
