// SPDX-License-Identifier: GPL-2.0-only
/*
 * All that upstream changes in C files is left out, as this tree has no such
 * code, and a test or a document is what remains: then the code may be here in
 * other words.
 */
#include "base/strings.h"
#include "engine/pickfile.h"
#include "engine/resolve.h"
#include "engine/warn.h"

static bool is_changed(const struct pick_text *text)
{
	return text->result && !(text->ours && g_bytes_equal(text->ours, text->result));
}

static bool takes_something(const struct pick_job *job, const struct picked_file *file)
{
	for (guint i = 0; i < job->texts->len; i++) {
		const struct pick_text *text = job->texts->pdata[i];

		if (text->file == file)
			return is_changed(text);
	}
	return false;
}

static bool takes_other_texts(const struct pick_job *job)
{
	for (guint i = 0; i < job->texts->len; i++) {
		const struct pick_text *text = job->texts->pdata[i];

		if (!path_is_c(text->file->path) && is_changed(text))
			return true;
	}
	return job->edits->len > 0;
}

void pick_codeless(struct pick_job *job, struct picked *picked)
{
	const char *path = NULL;

	for (guint i = 0; i < picked->files->len; i++) {
		const struct picked_file *file = picked->files->pdata[i];

		if (!path_is_c(file->path))
			continue;
		if (!(rung_leaves_out(file->rung) || picked_leaves_out(file)) ||
		    takes_something(job, file))
			return;
		path = path ?: file->path;
	}
	if (path && takes_other_texts(job))
		add_stringf(picked->warnings, "nothing of what upstream changes in '%s' is taken, "
			    "and no other code", path);
}
