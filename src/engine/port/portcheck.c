// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a result tells by itself.  What a person hands in has to pass the checks that any result
 * passes.  It is warned of, not refused: whoever completed it may know better.
 */
#include "engine/port/portcheck.h"

#include <string.h>

#include "base/strings.h"
#include "engine/code/lex.h"
#include "engine/code/scans.h"
#include "engine/code/standard.h"
#include "engine/doubt/doubt.h"
#include "engine/merge/patchmerge.h"
#include "engine/names/words.h"
#include "engine/pick/pickfile.h"
#include "engine/port/portgit.h"
#include "engine/warn/warn.h"

/**
 * struct checking - what a person completed
 * @patch: upstream's
 * @drafts: struct draft *: what the person was given
 * @others: GBytes *: all C files that came back, which may declare names
 * @ours_words, @base_words: NULL where they are not known
 */
struct checking {
	const struct patch *patch;
	const GPtrArray *drafts;
	GPtrArray *others;
	const struct words *ours_words;
	const struct words *base_words;
};

static const struct file_diff *change_of(const struct patch *patch, const char *path)
{
	for (guint i = 0; i < patch->diff->files->len; i++) {
		const struct file_diff *file = patch->diff->files->pdata[i];

		if (file->change == FILE_MODIFIED && !file->binary && !strcmp(file->old_path, path))
			return file;
	}
	return NULL;
}

/* upstream's versions; made up of the patch's hunks where only they are at hand */
static void find_versions(const struct checking *checking, const struct draft *draft,
			  struct warn_input *input, struct patch_merge **out_made)
{
	const struct file_diff *file = change_of(
		checking->patch, draft->upstream ? draft->upstream : draft->path);

	*out_made = NULL;
	input->base = draft->base;
	input->theirs = draft->theirs;
	if (input->base || input->theirs)
		return;
	if (!draft->ours) {
		input->theirs = draft->given;
	} else if (file) {
		g_autoptr(image) ours = image_new(draft->path, draft->ours);

		*out_made = patch_merge_new(ours, file);
		input->base = (*out_made)->base;
		input->theirs = (*out_made)->theirs;
	}
}

/*
 * That another definition changes as well is what a person does on purpose.  Of 206 conflicts and
 * proposals that the maintainers of three stable branches completed, 37 would be warned of with
 * that, and 19 are without.
 */
static void check_meaning(const struct warn_input *input, GPtrArray *warnings)
{
	const struct doubt_input merge = { input->base, input->theirs, input->ours,
					   input->result, input->scans };
	g_autofree char *doubt = NULL;
	struct signs signs = { 0 };

	if (!input->base || !input->theirs || !input->ours)
		return;
	doubt = doubt_find(&merge, &signs);
	if (doubt && !signs.value[SIGN_stray])
		g_ptr_array_add(warnings, g_steal_pointer(&doubt));
}

/* where upstream's versions tell what upstream means to */
static void check_file(const struct checking *checking, const struct draft *draft, GBytes *made,
		       struct tree_search *members, GPtrArray *warnings)
{
	g_autoptr(scans) scans = scans_new();
	struct warn_input input = {
		.path = draft->path,
		.ours = draft->ours,
		.result = made,
		.others = checking->others,
		.scans = scans,
		.ours_words = checking->ours_words,
		.base_words = checking->base_words,
		.members = members,
	};
	g_autoptr(patch_merge) versions = NULL;

	find_versions(checking, draft, &input, &versions);
	warn_file(&input, warnings);
	if (!warnings->len)
		check_meaning(&input, warnings);
}

/* which names the two trees know */
static void find_words(struct checking *checking, const struct patched *in,
		       const struct port_source *source)
{
	const struct pick_request request = port_request(source);
	struct picker *picker = source->picker;
	char commit[OBJECT_ID_HEX + 1];
	struct object_id base, theirs;

	if (!request_trees(picker->objects, &request, &base, &theirs, commit))
		return;
	words_goto(picker->base_words, &base);
	checking->ours_words = in->words;
	checking->base_words = picker->base_words;
}

static GBytes *read_tree(void *data, const char *path)
{
	return tree_read(data, path, NULL);
}

/* what two files lack is told once */
static void add_warnings(GPtrArray *warnings, const GPtrArray *found)
{
	for (guint i = 0; i < found->len; i++)
		add_string_once(warnings, found->pdata[i]);
}

static void look_at_file(const struct patched *in, const char *path,
			 const struct checking *checking, struct tree_search *members,
			 GPtrArray *warnings)
{
	const struct draft *draft = checking ? draft_find(checking->drafts, path) : NULL;
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GBytes) ours = tree_read(in->before, path, NULL);
	g_autoptr(GBytes) made = tree_read(in->after, path, NULL);

	if (made && path_is_c(path) && draft)
		check_file(checking, draft, made, members, found);
	else if (made && path_is_c(path) && ours)
		warn_alone(ours, made, members, found);
	if (made)
		standard_check(path, ours, made, read_tree, (gpointer)in->before, found);
	add_warnings(warnings, found);
}

/* @checking: NULL for what no person completed */
static void look(const struct patched *in, const struct checking *checking, GPtrArray *warnings)
{
	g_autoptr(GPtrArray) paths = tree_changed(in->after);
	g_autoptr(GPtrArray) unknown = names_unknown(in);
	g_autoptr(GPtrArray) gone = names_gone(in);
	g_autoptr(GPtrArray) unfit = calls_unfit(in);
	g_autoptr(GPtrArray) statics = statics_declared(in);
	struct tree_search members;

	members_init(&members, in);
	for (guint i = 0; i < paths->len; i++)
		look_at_file(in, paths->pdata[i], checking, &members, warnings);
	add_warnings(warnings, unknown);
	add_warnings(warnings, gone);
	add_warnings(warnings, unfit);
	add_warnings(warnings, statics);
	members_unknown(&members, warnings);
}

void port_look(struct port *port, const struct patched *in)
{
	look(in, NULL, port->warnings);
}

void port_check(struct port *port, const struct patched *in, const struct patch *patch,
		const struct port_source *source, const GPtrArray *drafts,
		const GPtrArray *edited)
{
	g_autoptr(GPtrArray) others = g_ptr_array_new();
	struct checking checking = {
		.patch = patch,
		.drafts = drafts,
		.others = others,
	};

	if (source)
		find_words(&checking, in, source);
	for (guint i = 0; i < drafts->len; i++) {
		if (edited->pdata[i] && path_is_c(((struct draft *)drafts->pdata[i])->path))
			g_ptr_array_add(others, edited->pdata[i]);
	}
	look(in, &checking, port->warnings);
}
