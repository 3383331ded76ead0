// SPDX-License-Identifier: GPL-2.0-only
/*
 * Proves where the change is, without the engine that put it there: the ported
 * patch is applied again at its stated lines, and the functions it changes are
 * compared with those that upstream's patch names.
 */
#include <string.h>

#include "base/file.h"
#include "base/strings.h"
#include "check/applied.h"
#include "check/callcount.h"
#include "check/checks.h"
#include "check/claimed.h"
#include "check/hunkview.h"
#include "check/placefit.h"
#include "format/diffbinary.h"

/* one file of the ported patch against one of upstream's */
struct pairing {
	const struct claim *claim;
	const struct file_diff *ported;
	const struct file_diff *upstream;
	const struct claimed_file *file;
	struct csource *before;
	struct csource *after;
	struct csource *was;	/* upstream's file and what the patch makes of it, or NULL */
	struct csource *becomes;
	struct proof *proof;
	GPtrArray *functions;	/* char *: changed by the port */
	bool file_scope;	/* the port changes something outside of functions */
	GPtrArray *unproved;	/* char *: of all files: what the tree cannot show, one line each */
};

static GBytes *content_of(const struct claim *claim, bool after, const char *path)
{
	return path ? tree_side(after ? claim->after : claim->before, path, NULL) : NULL;
}

/* a file that becomes a link, or the like, is deleted and created by the patch */
static bool is_replaced(const struct diff *diff, const char *path)
{
	bool gone = false, made = false;

	for (guint i = 0; i < diff->files->len; i++) {
		const struct file_diff *file = diff->files->pdata[i];

		gone |= file->change == FILE_DELETED && !g_strcmp0(file->old_path, path);
		made |= file->change == FILE_CREATED && !g_strcmp0(file->new_path, path);
	}
	return gone && made;
}

/* a deleted file is one that has no lines left */
static bool same_content(GBytes *result, GBytes *after)
{
	return after ? g_bytes_equal(result, after) : !g_bytes_get_size(result);
}

/* what the patch says of the file as a whole must be so in both trees */
static bool change_holds(const struct claim *claim, const struct file_diff *diff,
			 struct proof *out)
{
	const char *path = file_diff_path(diff);

	if (is_replaced(claim->ported->diff, path))
		return true;
	if (diff->change == FILE_CREATED && tree_entry(claim->before, path) != TREE_NONE) {
		proof_set(out, PROOF_FAIL, "'%s' is created, but it is there before", path);
		return false;
	}
	if ((diff->change == FILE_DELETED || diff->change == FILE_RENAMED) &&
	    tree_entry(claim->after, diff->old_path) != TREE_NONE) {
		proof_set(out, PROOF_FAIL, "'%s' is still there after the port", diff->old_path);
		return false;
	}
	return true;
}

static bool file_applies(const struct claim *claim, const struct file_diff *diff,
			 struct proof *out)
{
	g_autoptr(GBytes) before = content_of(claim, false, diff->old_path);
	g_autoptr(GBytes) after = content_of(claim, true, diff->new_path);
	g_autoptr(GBytes) result = NULL;
	guint hunk = 0;

	if (!change_holds(claim, diff, out))
		return false;
	if (diff->binary && !diff->forward) {
		proof_set(out, PROOF_SKIPPED, "'%s' is binary: it cannot be applied again here",
			  file_diff_path(diff));
		return false;
	}
	result = diff->binary ? binary_apply(diff->forward, before, NULL) :
				applied(diff, before, &hunk);
	if (!result && diff->binary)
		proof_set(out, PROOF_FAIL, "the binary change of '%s' does not apply",
			  file_diff_path(diff));
	else if (!result)
		proof_set(out, PROOF_FAIL, "hunk %u of '%s' does not apply at its stated line %lu",
			  hunk, file_diff_path(diff),
			  ((struct hunk *)diff->hunks->pdata[hunk - 1])->old_start);
	else if (!same_content(result, after))
		proof_set(out, PROOF_FAIL,
			  "'%s': the ported patch and the ported tree are not the same change",
			  file_diff_path(diff));
	else
		return true;
	return false;
}

static bool patch_names(const struct diff *diff, const char *path)
{
	for (guint i = 0; i < diff->files->len; i++) {
		const struct file_diff *file = diff->files->pdata[i];

		if (!g_strcmp0(file->old_path, path) || !g_strcmp0(file->new_path, path))
			return true;
	}
	return false;
}

static bool applies(const struct claim *claim, const GPtrArray *files, struct proof *out)
{
	for (guint i = 0; i < claim->ported->diff->files->len; i++) {
		if (!file_applies(claim, claim->ported->diff->files->pdata[i], out))
			return false;
	}
	for (guint i = 0; i < files->len; i++) {
		const struct claimed_file *file = files->pdata[i];

		if (patch_names(claim->ported->diff, file->path))
			continue;
		proof_set(out, PROOF_FAIL, "'%s' is changed, but not by the ported patch",
			  file->path);
		return false;
	}
	return true;
}

static bool is_blank(const struct diff_line *line)
{
	for (size_t i = 0; i < line->size; i++) {
		if (!g_ascii_isspace(line->text[i]))
			return false;
	}
	return true;
}

static char *upstream_names(const GPtrArray *places)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (guint i = 0; i < places->len; i++) {
		const struct hunk_place *place = places->pdata[i];
		const char *name = place->name ? place->name : place->heading;

		if (*name && !has_string(names, name))
			g_ptr_array_add(names, (gpointer)name);
	}
	if (!names->len)
		return g_strdup("file scope");
	g_ptr_array_add(names, NULL);
	return g_strjoinv(", ", (char **)names->pdata);
}

static void note_region(struct pairing *pair, const struct cregion *region)
{
	if (!region || region->kind != CREGION_FUNCTION)
		pair->file_scope = true;
	else if (!has_string(pair->functions, region->name))
		g_ptr_array_add(pair->functions, g_strdup(region->name));
}

static bool line_placed(struct pairing *pair, const GPtrArray *places, guint hunk, char kind,
			unsigned int row)
{
	const struct csource *source = kind == '+' ? pair->after : pair->before;
	const struct cregion *region = csource_at(source, row);
	g_autofree char *names = NULL;

	note_region(pair, region);
	for (guint i = 0; i < places->len; i++) {
		if (place_allows(places->pdata[i], source, region))
			return true;
	}
	names = upstream_names(places);
	proof_set(pair->proof, places_open(places, region) ? PROOF_SKIPPED : PROOF_FAIL,
		  "hunk %u of '%s' changes %s at line %u; upstream's change is in %s", hunk,
		  pair->file->path, region ? region->name : "file scope", row, names);
	return false;
}

static bool hunk_placed(struct pairing *pair, const GPtrArray *places, guint number)
{
	const struct hunk *hunk = pair->ported->hunks->pdata[number - 1];
	unsigned int old_row = hunk->old_start, new_row = hunk->new_start;

	for (guint i = 0; i < hunk->lines->len; i++) {
		const struct diff_line *line = &g_array_index(hunk->lines, struct diff_line, i);
		unsigned int row = line->kind == '+' ? new_row : old_row;

		old_row += line->kind != '+';
		new_row += line->kind != '-';
		if (line->kind == ' ' || is_blank(line))
			continue;
		if (!line_placed(pair, places, number, line->kind, row))
			return false;
	}
	return true;
}

static bool has_line(GBytes *bytes, const struct diff_line *want)
{
	g_autofree char *text = g_strndup(want->text, want->size);
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size);

	return g_strstr_len(data, size, g_strstrip(text)) != NULL;
}

/* a hunk that the tree had before the port has nothing left to change */
static bool hunk_was_there(const struct pairing *pair, guint number)
{
	const struct hunk *hunk = pair->upstream->hunks->pdata[number - 1];
	bool adds = false;

	for (guint i = 0; i < hunk->lines->len; i++) {
		const struct diff_line *line = &g_array_index(hunk->lines, struct diff_line, i);

		if (line->kind != '+' || is_blank(line))
			continue;
		adds = true;
		if (!pair->file->before || !has_line(pair->file->before, line))
			return false;
	}
	return adds;
}

/* every function that upstream surely changes is changed, unless it was already */
static bool upstream_covered(struct pairing *pair, const GPtrArray *places)
{
	for (guint i = 0; i < places->len; i++) {
		const struct hunk_place *place = places->pdata[i];

		if (!place->name || !*place->name || has_string(pair->functions, place->name))
			continue;
		/* the nearest definition above a hunk may have ended before it */
		if (!place->certain && pair->file_scope)
			continue;
		if (*place->heading == '#' || hunk_was_there(pair, place->hunk))
			continue;
		proof_set(pair->proof, PROOF_FAIL,
			  "upstream changes %s() in '%s' (hunk %u), the port does not", place->name,
			  file_diff_path(pair->upstream), place->hunk);
		return false;
	}
	return true;
}

/* calls that upstream's hunks add or move: as many, and in the same functions */
static bool calls_hold(struct pairing *pair)
{
	const struct call_change change = {
		.claim = pair->claim,
		.upstream = pair->upstream,
		.was = pair->was,
		.becomes = pair->becomes,
		.before = pair->before,
		.after = pair->after,
		.functions = pair->functions,
	};

	return calls_agree(&change, pair->unproved, pair->proof);
}

static bool braces_balance(struct pairing *pair)
{
	if (pair->after->balanced || !pair->before->balanced)
		return true;
	/* arms of an #if that upstream writes so */
	if (pair->becomes && !pair->becomes->balanced)
		return true;
	proof_set(pair->proof, PROOF_FAIL,
		  "'%s': braces or parentheses do not balance after the port", pair->file->path);
	return false;
}

/* the tree's repository may have the file that upstream's patch was made for */
static void find_upstream(struct pairing *pair)
{
	const struct file_diff *upstream = pair->upstream;
	g_autoptr(GBytes) before = NULL, after = NULL;
	guint hunk;

	if (upstream->change == FILE_CREATED)
		before = g_bytes_new_static("", 0);
	else if (upstream->old_id)
		before = tree_blob(pair->claim->before, upstream->old_id);
	if (before)
		after = applied(upstream, before, &hunk);
	if (!after)
		return;
	pair->was = csource_scan(before);
	pair->becomes = csource_scan(after);
}

static GPtrArray *places_of(const struct pairing *pair)
{
	return pair->was ? hunk_places_in(pair->upstream, pair->was, pair->becomes) :
			   hunk_places(pair->upstream);
}

static bool pair_holds(struct pairing *pair)
{
	g_autoptr(GPtrArray) places = places_of(pair);

	if (!braces_balance(pair))
		return false;
	for (guint i = 0; i < pair->ported->hunks->len; i++) {
		if (!hunk_placed(pair, places, i + 1))
			return false;
	}
	return upstream_covered(pair, places) && calls_hold(pair);
}

static void pairing_clear(struct pairing *pair)
{
	g_clear_pointer(&pair->before, csource_free);
	g_clear_pointer(&pair->after, csource_free);
	g_clear_pointer(&pair->was, csource_free);
	g_clear_pointer(&pair->becomes, csource_free);
	g_clear_pointer(&pair->functions, g_ptr_array_unref);
}

/* a file that gets another name is compared with what it was under its old one */
static bool check_pair(const struct claim *claim, const struct file_diff *ported,
		       const struct file_diff *upstream, GPtrArray *functions,
		       GPtrArray *unproved, struct proof *out)
{
	g_autoptr(GBytes) empty = g_bytes_new_static("", 0);
	g_autoptr(GBytes) before = content_of(claim, false, ported->old_path);
	g_autoptr(GBytes) after = content_of(claim, true, ported->new_path);
	const struct claimed_file file = {
		.path = (char *)file_diff_path(ported),
		.before = before,
		.after = after,
	};
	struct pairing pair = {
		.claim = claim,
		.ported = ported,
		.upstream = upstream,
		.file = &file,
		.before = csource_scan(before ? before : empty),
		.after = csource_scan(after ? after : empty),
		.proof = out,
		.functions = g_ptr_array_new_with_free_func(g_free),
		.unproved = unproved,
	};
	bool holds;

	find_upstream(&pair);
	holds = pair_holds(&pair);
	for (guint i = 0; i < pair.functions->len; i++)
		g_ptr_array_add(functions, g_strdup(pair.functions->pdata[i]));
	pairing_clear(&pair);
	return holds;
}

static const struct file_diff *diff_named(const struct diff *diff, const char *path)
{
	for (guint i = 0; i < diff->files->len; i++) {
		const struct file_diff *file = diff->files->pdata[i];

		if (!g_strcmp0(file_diff_path(file), path))
			return file;
	}
	return NULL;
}

/* a file of the same name elsewhere, where upstream's is not touched: it was moved */
static const struct file_diff *partner(const struct diff *of, const struct diff *in,
				       const struct file_diff *file)
{
	const struct file_diff *same = diff_named(in, file_diff_path(file)), *found = NULL;
	g_autofree char *name = g_path_get_basename(file_diff_path(file));

	for (guint i = 0; !same && i < in->files->len; i++) {
		const struct file_diff *other = in->files->pdata[i];
		g_autofree char *other_name = g_path_get_basename(file_diff_path(other));

		if (diff_named(of, file_diff_path(other)) || strcmp(name, other_name))
			continue;
		if (found)
			return NULL;
		found = other;
	}
	return same ? same : found;
}

/* C has functions to be in; of any other file the patch as applied is all there is to say */
static bool has_functions(const char *path)
{
	return is_c_source(path) || g_str_has_suffix(path, ".h");
}

static bool file_was_there(const struct claim *claim, const struct file_diff *upstream)
{
	g_autoptr(GBytes) before = content_of(claim, false, file_diff_path(upstream));
	g_autoptr(GBytes) result = NULL;
	guint hunk;

	if (upstream->change == FILE_DELETED)
		return !before;
	for (hunk = 0; before && hunk < upstream->hunks->len; hunk++) {
		const struct claimed_file file = { .before = before };
		const struct pairing pair = { .upstream = upstream, .file = &file };

		if (!hunk_was_there(&pair, hunk + 1))
			return false;
	}
	return before != NULL;
}

/* then there is nothing here that the port could have changed */
static bool is_missing(const struct claim *claim, const struct file_diff *upstream)
{
	g_autoptr(GBytes) before = upstream->old_path ?
					   content_of(claim, false, upstream->old_path) : NULL;

	return upstream->old_path && !before;
}

static bool all_files_ported(const struct claim *claim, struct proof *out)
{
	const struct diff *upstream = claim->upstream->diff, *ported = claim->ported->diff;

	for (guint i = 0; i < upstream->files->len; i++) {
		const struct file_diff *file = upstream->files->pdata[i];

		if (partner(upstream, ported, file) || file_was_there(claim, file) ||
		    is_missing(claim, file))
			continue;
		proof_set(out, PROOF_FAIL, "upstream changes '%s', the port does not",
			  file_diff_path(file));
		return false;
	}
	return true;
}

static bool all_files_placed(const struct claim *claim, GPtrArray *functions,
			     GPtrArray *unproved, struct proof *out)
{
	const struct diff *upstream = claim->upstream->diff, *ported = claim->ported->diff;

	for (guint i = 0; i < ported->files->len; i++) {
		const struct file_diff *file = ported->files->pdata[i];
		const struct file_diff *other = partner(ported, upstream, file);

		if (!other) {
			proof_set(out, PROOF_FAIL, "the port changes '%s', upstream does not",
				  file_diff_path(file));
			return false;
		}
		if (has_functions(file_diff_path(file)) && !file_diff_special(file) &&
		    !check_pair(claim, file, other, functions, unproved, out))
			return false;
	}
	return true;
}

/*
 * What upstream changes in a file that is not here, and that is no documentation, may have its
 * place in another one: the port is not refuted, but it is not proved either.
 */
static const char *left_out(const struct claim *claim)
{
	const struct diff *upstream = claim->upstream->diff;

	for (guint i = 0; i < upstream->files->len; i++) {
		const struct file_diff *file = upstream->files->pdata[i];

		if (is_missing(claim, file) && !path_is_prose(file->old_path) &&
		    !partner(upstream, claim->ported->diff, file))
			return file->old_path;
	}
	return NULL;
}

static void passed(const GPtrArray *functions, const struct diff *ported, struct proof *out)
{
	g_autoptr(GString) names = g_string_new(NULL);
	guint hunks = 0;

	for (guint i = 0; i < ported->files->len; i++)
		hunks += ((struct file_diff *)ported->files->pdata[i])->hunks->len;
	for (guint i = 0; i < functions->len; i++)
		g_string_append_printf(names, "%s%s()", i ? ", " : "", (char *)functions->pdata[i]);
	proof_set(out, PROOF_PASS, "%u hunk%s in %s, as upstream's; nothing else changed", hunks,
		  hunks == 1 ? "" : "s", functions->len ? names->str : "no function");
}

/* lines, or a file as a whole */
static bool changes_something(const struct diff *diff)
{
	for (guint i = 0; i < diff->files->len; i++) {
		const struct file_diff *file = diff->files->pdata[i];

		if (file->hunks->len || file->binary || file->change != FILE_MODIFIED ||
		    file->old_mode != file->new_mode)
			return true;
	}
	return false;
}

bool check_placement(const struct claim *claim, struct proof *out, GError **error)
{
	g_autoptr(GPtrArray) functions = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) unproved = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) files = claimed_files(claim, error);

	if (!files)
		return false;
	if (!changes_something(claim->ported->diff))
		proof_set(out, PROOF_FAIL, "the port changes nothing");
	else if (applies(claim, files, out) && all_files_ported(claim, out) &&
		 all_files_placed(claim, functions, unproved, out))
		passed(functions, claim->ported->diff, out);
	if (out->result == PROOF_PASS && left_out(claim))
		proof_set(out, PROOF_SKIPPED, "'%s' is not in this tree, so what upstream changes "
			  "there is left out", left_out(claim));
	else if (out->result == PROOF_PASS && unproved->len)
		proof_set(out, PROOF_SKIPPED, "%s", (char *)unproved->pdata[0]);
	return true;
}
