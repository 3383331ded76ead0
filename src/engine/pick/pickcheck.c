// SPDX-License-Identifier: GPL-2.0-only
#include "engine/code/lex.h"
#include "engine/pick/pickabsent.h"

#include <string.h>

#include "base/file.h"
#include "base/strings.h"
#include "engine/code/standard.h"
#include "engine/ladder/resolve.h"
#include "engine/names/words.h"
#include "engine/pick/picknames.h"
#include "engine/warn/warn.h"

/* NULL stays NULL: nothing resolved the region */
static char *text_of(GBytes *bytes)
{
	return bytes ? bytes_text(bytes) : NULL;
}

static void add_regions(struct picked_file *file, const struct resolution *resolution)
{
	for (guint i = 0; i < resolution->regions->len; i++) {
		const struct resolved *resolved = resolution->regions->pdata[i];
		struct picked_region *added = g_new0(struct picked_region, 1);

		added->rung = resolved->rung;
		added->line = resolved->line;
		added->base = text_of(resolved->base);
		added->ours = text_of(resolved->ours);
		added->theirs = text_of(resolved->theirs);
		added->text = text_of(resolved->text);
		added->note = g_strdup(resolved->note);
		g_ptr_array_add(file->regions, added);
	}
}

static char *left_out(const struct resolution *resolution)
{
	return g_strdup_printf("left out, as this tree has no such code: %s%s",
			       (char *)resolution->dropped->pdata[0],
			       resolution->dropped->len > 1 ? ", and more" : "");
}

/* the first of these functions that this tree has in another file */
static const char *has_elsewhere(const struct pick_job *job, const GPtrArray *homes)
{
	for (guint i = 0; i < homes->len; i++) {
		const char *name = homes->pdata[i];

		if (words_has(job->picker->ours_words, WORD_CALLABLE, name, strlen(name)))
			return name;
	}
	return NULL;
}

static void set_note(struct picked_file *file, char *note)
{
	g_free(file->note);
	file->note = note;
}

/* the names of other releases help; a history in which none are found is no failure */
static const struct wording *wording_of(struct pick_job *job)
{
	struct dictionaries *all = job->picker->dictionaries;
	struct dictionary *dictionary = NULL;

	if (!job->speller) {
		if (all && job->upstream)
			dictionary = dictionary_for(all, &job->onto->id, &job->upstream->id, NULL);
		job->speller = speller_new(job->picker->ours_words, job->base_words,
					   dictionary);
	}
	return speller_wording(job->speller);
}

struct resolution *pick_resolve_part(struct pick_job *job, const char *path, GBytes *base,
				     GBytes *ours, GBytes *theirs)
{
	struct resolve_input input = {
		.path = path,
		.base = base,
		.ours = ours,
		.theirs = theirs,
		.wording = wording_of(job),
	};

	return resolve_file(&input);
}

static struct resolution *resolve(struct pick_job *job, const struct pick_text *text,
				  struct threeway **merge)
{
	struct resolve_input input = {
		.path = text->file->path,
		.base = text->base,
		.ours = text->ours,
		.theirs = text->theirs,
		.wording = wording_of(job),
		.marks = job->marked ? &job->labels : NULL,
		.records = job->picker->options.records,
		.scans = job->scans,
		.merge = merge,
	};

	return resolve_file(&input);
}

void pick_resolve(struct pick_job *job, struct pick_text *text, struct threeway **merge)
{
	g_autoptr(resolution) resolution = resolve(job, text, merge);
	struct picked_file *file = text->file;
	const char *elsewhere = has_elsewhere(job, resolution->homes);

	add_regions(file, resolution);
	if (resolution->marked)
		g_hash_table_insert(job->marked, g_strdup(file->path),
				    g_bytes_ref(resolution->marked));
	if (!resolution->bytes) {
		set_note(file, g_strdup_printf("'%s': %u region%s changed on both sides",
					       file->path, resolution->unresolved,
					       resolution->unresolved == 1 ? "" : "s"));
		return;
	}
	text->result = g_bytes_ref(resolution->bytes);
	file->rung = resolution->rung;
	file->signs = resolution->signs;
	/* a person resolved it before, but no replay has measured how often that is right */
	file->doubted |= resolution_recorded(resolution) || resolution->stands || elsewhere;
	file->signs.value[SIGN_header] = path_is_header(file->path);
	if (elsewhere)
		set_note(file, g_strdup_printf("what upstream changes in %s() was left out, and "
					       "another file has that here", elsewhere));
	else if (resolution->doubt)
		set_note(file, g_strdup(resolution->doubt));
	else if (resolution->dropped->len)
		set_note(file, left_out(resolution));
}

/* results of the pick's other C files */
static GPtrArray *others_of(const struct pick_job *job, const struct pick_text *text)
{
	GPtrArray *others = g_ptr_array_new();

	for (guint i = 0; i < job->texts->len; i++) {
		const struct pick_text *other = job->texts->pdata[i];

		if (other != text && path_is_c(other->file->path))
			g_ptr_array_add(others, other->result);
	}
	return others;
}

/* those of them that are headers */
static GPtrArray *other_headers_of(const struct pick_job *job, const struct pick_text *text)
{
	GPtrArray *headers = g_ptr_array_new();

	for (guint i = 0; i < job->texts->len; i++) {
		const struct pick_text *other = job->texts->pdata[i];

		if (other != text && path_is_header(other->merge->path))
			g_ptr_array_add(headers, other->result);
	}
	return headers;
}

static GPtrArray *warnings_of(struct pick_job *job, const struct pick_text *text, GBytes *result,
			      const GPtrArray *others)
{
	GPtrArray *warnings = g_ptr_array_new_with_free_func(g_free);
	struct warn_input input = {
		.path = text->file->path,
		.base = text->base,
		.ours = text->ours,
		.theirs = text->theirs,
		.result = result,
		.others = others,
		.ours_words = job->picker->ours_words,
		.base_words = job->base_words,
		.guess = job->guess,
		.headers = job->picker->headers,
		.base_path = text->merge->base_path,
		.upstream_headers = job->guess ? NULL : job->picker->upstream_headers,
		.scans = job->scans,
	};

	warn_file(&input, warnings);
	return warnings;
}

/* a clean merge again, in this tree's words, when nothing is to be warned of then */
static void respell(struct pick_job *job, struct pick_text *text, const GPtrArray *others)
{
	g_autoptr(resolution) resolution = NULL;
	g_autoptr(GPtrArray) left = NULL;

	if (!text->base || !text->ours)
		return;
	resolution = resolve(job, text, NULL);
	if (!resolution->bytes || g_bytes_equal(resolution->bytes, text->result))
		return;
	left = warnings_of(job, text, resolution->bytes, others);
	if (!left->len)
		text->respelled = g_bytes_ref(resolution->bytes);
}

/* as a region of its own, so that it is seen where it comes from */
static void add_include(struct picked_file *file, GBytes *result,
			const struct missing_include *include)
{
	struct picked_region *added = g_new0(struct picked_region, 1);

	added->rung = "include";
	added->line = include_line_of(result, include->header);
	added->base = g_strdup("");
	added->ours = g_strdup("");
	added->theirs = g_strdup_printf("#include %s\n", include->header);
	added->text = g_strdup(added->theirs);
	added->note = g_strdup_printf("'%s' is declared there", include->name);
	g_ptr_array_add(file->regions, added);
}

/* where git stops somewhere, a header that is needed is taken over; else it is offered */
static void include(struct pick_text *text, bool conflicted, const GPtrArray *missing,
		    GPtrArray *warnings)
{
	g_autoptr(GBytes) added = includes_added(text->result, text->theirs, missing);

	if (added && conflicted) {
		g_bytes_unref(text->result);
		text->result = g_steal_pointer(&added);
		for (guint i = 0; i < missing->len; i++)
			add_include(text->file, text->result, missing->pdata[i]);
		return;
	}
	for (guint i = 0; i < missing->len; i++) {
		const struct missing_include *include = missing->pdata[i];

		add_stringf(warnings, "'%s' needs #include %s, which upstream's file has",
			    include->name, include->header);
	}
	text->respelled = g_steal_pointer(&added);
}

static void check_includes(struct pick_job *job, struct pick_text *text, bool conflicted,
			   const GPtrArray *others, GPtrArray *warnings)
{
	g_autoptr(GPtrArray) missing = NULL, headers = other_headers_of(job, text);
	const struct include_input input = {
		.headers = job->picker->headers,
		.path = text->file->path,
		.upstream_headers = job->guess ? NULL : job->picker->upstream_headers,
		.upstream_path = text->merge->base_path,
		.words = job->picker->ours_words,
		.ours = text->ours,
		.theirs = text->theirs,
		.result = text->result,
		.others = others,
		.other_headers = headers,
	};

	if (!text->ours || !text->theirs)
		return;
	missing = text->result == text->theirs ? NULL : includes_missing(&input);
	if (missing && missing->len)
		include(text, conflicted, missing, warnings);
	else
		includes_unreached(&input, warnings);
}

static void check_code(struct pick_job *job, struct pick_text *text, bool conflicted,
		       const GPtrArray *others, GPtrArray *warnings)
{
	if (warnings->len && !text->file->conflicted)
		respell(job, text, others);
	if (!text->respelled)
		check_includes(job, text, conflicted, others, warnings);
}

/* a file of this tree, NULL for none */
static GBytes *read_here(void *data, const char *path)
{
	const struct pick_job *job = data;

	return objects_file_here(job->objects, &job->ours, path);
}

static void check(struct pick_job *job, struct pick_text *text, struct picked *picked)
{
	g_autoptr(GPtrArray) others = others_of(job, text);
	g_autoptr(GPtrArray) warnings = warnings_of(job, text, text->result, others);

	if (path_is_c(text->file->path))
		check_code(job, text, picked->conflicted, others, warnings);
	if (text->result)
		standard_check(text->merge->path, text->ours, text->result, read_here, job,
			       warnings);
	text->file->signs.value[SIGN_warnings] += warnings->len;
	for (guint i = 0; i < warnings->len; i++)
		g_ptr_array_add(picked->warnings, g_strdup(warnings->pdata[i]));
}

static bool put_respelled(struct pick_job *job, GArray *edits, const struct pick_text *text,
			  GError **error)
{
	for (guint i = 0; i < edits->len; i++) {
		struct tree_delta *delta = &g_array_index(edits, struct tree_delta, i);

		if (!strcmp(delta->path, text->merge->path) && delta->new.mode &&
		    !objects_write_blob(job->objects, text->respelled, &delta->new.id, error))
			return false;
	}
	return true;
}

bool pick_respelled(struct pick_job *job, struct picked *picked, GError **error)
{
	g_autoptr(GArray) edits = g_array_copy(job->edits);
	bool some = false;

	for (guint i = 0; i < job->texts->len; i++) {
		const struct pick_text *text = job->texts->pdata[i];

		if (!text->respelled)
			continue;
		some = true;
		if (!put_respelled(job, edits, text, error))
			return false;
	}
	return !some || objects_write_tree(job->objects, &job->ours, edits, &picked->respelled,
					   error);
}

/* what the pick makes of headers is what its files see */
static void put_headers(struct pick_job *job)
{
	for (guint i = 0; i < job->texts->len; i++) {
		const struct pick_text *text = job->texts->pdata[i];

		if (text->result && path_is_header(text->merge->path))
			headers_put(job->picker->headers, text->merge->path, text->result);
	}
}

/* of the program, before and after; a file is scanned for them once */
static void check_names(struct pick_job *job, struct picked *picked)
{
	struct pick_names names;

	pick_names_init(&names, job);
	pick_leftover(&names, picked);
	pick_kinds(&names, picked);
	pick_retired(&names, picked);
	pick_moved(&names, picked);
	pick_undefined(&names, picked);
	pick_names_clear(&names);
}

bool pick_check(struct pick_job *job, struct picked *picked, GError **error)
{
	put_headers(job);
	for (guint i = 0; i < job->texts->len; i++) {
		scans_trim(job->scans);
		check(job, job->texts->pdata[i], picked);
	}
	check_names(job, picked);
	pick_codeless(job, picked);
	for (guint i = 0; i < job->texts->len; i++) {
		if (!pick_put(job, job->texts->pdata[i], error))
			return false;
	}
	/* then it was warned of */
	if (objects_partial(job->objects))
		return true;
	return words_known(job->picker->ours_words, error) &&
	       words_known(job->base_words, error);
}
