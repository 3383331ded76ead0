// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a person hands in has to pass the checks that any result passes.  It is
 * warned of, not refused: whoever completed it may know better.
 */
#include "engine/portcheck.h"

#include <string.h>

#include "base/strings.h"
#include "engine/doubt.h"
#include "engine/lex.h"
#include "engine/patchmerge.h"
#include "engine/pickfile.h"
#include "engine/portgit.h"
#include "engine/scans.h"
#include "engine/words.h"

/**
 * struct checking - a port whose files are checked
 * @patch: upstream's
 * @edited: GBytes *: all its files, which may declare names
 * @ours_words, @base_words: NULL where they are not known
 * @warnings: gets char *
 */
struct checking {
	const struct patch *patch;
	GPtrArray *edited;
	const struct words *ours_words;
	const struct words *base_words;
	GPtrArray *warnings;
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
	const struct file_diff *file = change_of(checking->patch, draft->path);

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

static void check_file(const struct checking *checking, const struct draft *draft, GBytes *edited)
{
	g_autoptr(scans) scans = scans_new();
	struct warn_input input = {
		.path = draft->path,
		.ours = draft->ours,
		.result = edited,
		.others = checking->edited,
		.scans = scans,
		.ours_words = checking->ours_words,
		.base_words = checking->base_words,
	};
	g_autoptr(patch_merge) made = NULL;
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);

	if (!edited || !path_is_c(draft->path))
		return;
	find_versions(checking, draft, &input, &made);
	warn_file(&input, found);
	if (!found->len)
		check_meaning(&input, found);
	/* what two files of a patch lack is told once */
	for (guint i = 0; i < found->len; i++)
		add_string_once(checking->warnings, found->pdata[i]);
}

/* which names the two trees know */
static void find_words(struct checking *checking, const struct port_source *source)
{
	const struct pick_request request = port_request(source);
	struct picker *picker = source->picker;
	char commit[OBJECT_ID_HEX + 1];
	struct object_id base, theirs;

	if (!request_trees(picker->objects, &request, &base, &theirs, commit))
		return;
	words_goto(picker->ours_words, &source->ours);
	words_goto(picker->base_words, &base);
	checking->ours_words = picker->ours_words;
	checking->base_words = picker->base_words;
}

void port_check(struct port *port, const struct patch *patch, const struct port_source *source,
		const GPtrArray *drafts, const GPtrArray *edited)
{
	g_autoptr(GPtrArray) others = g_ptr_array_new();
	struct checking checking = {
		.patch = patch,
		.edited = others,
		.warnings = port->warnings,
	};

	if (source)
		find_words(&checking, source);
	for (guint i = 0; i < drafts->len; i++) {
		if (edited->pdata[i] && path_is_c(((struct draft *)drafts->pdata[i])->path))
			g_ptr_array_add(others, edited->pdata[i]);
	}
	for (guint i = 0; i < drafts->len; i++)
		check_file(&checking, drafts->pdata[i], edited->pdata[i]);
}
