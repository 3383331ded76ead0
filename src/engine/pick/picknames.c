// SPDX-License-Identifier: GPL-2.0-only
#include "engine/pick/picknames.h"

#include "engine/code/limits.h"
#include "engine/code/mention.h"
#include "engine/names/wordlist.h"
#include "engine/names/words.h"

void pick_names_init(struct pick_names *names, struct pick_job *job)
{
	names->job = job;
	names->texts = g_ptr_array_new();
	g_ptr_array_extend(names->texts, job->texts, NULL, NULL);
	g_ptr_array_extend(names->texts, job->removed, NULL, NULL);
	names->scanned = g_malloc0_n(names->texts->len + 1, sizeof(*names->scanned));
}

void pick_names_clear(struct pick_names *names)
{
	for (guint i = 0; i < names->texts->len; i++)
		for (int version = 0; version < TEXT_VERSIONS; version++)
			g_clear_pointer(&names->scanned[i][version], g_array_unref);
	g_free(names->scanned);
	g_ptr_array_unref(names->texts);
}

bool pick_names_has(struct pick_names *names, guint text, enum text_version version,
		    const struct lex *name, guint role)
{
	const struct pick_text *from = names->texts->pdata[text];
	GBytes *bytes[] = { from->base, from->theirs, from->ours, from->result };
	GArray **scanned = &names->scanned[text][version];
	const struct extract all = extract_of(bytes[version]);

	/* most have not even the word */
	if (!text_mentions(all.text, all.size, name->text, name->size))
		return false;
	if (!*scanned)
		*scanned = wordlist_scan(all.text, all.size);
	return wordlist_scanned(*scanned, role, name->text, name->size);
}

int pick_names_count(struct pick_names *names, enum text_version version, const struct lex *name,
		     guint role)
{
	int count = 0;

	for (guint i = 0; i < names->texts->len; i++) {
		const struct pick_text *text = names->texts->pdata[i];

		count += path_is_c(text->file->path) &&
			 pick_names_has(names, i, version, name, role);
	}
	return count;
}

int pick_names_outside(struct pick_names *names, enum text_version version,
		       const struct lex *name, guint role)
{
	const struct words *words = version == TEXT_OURS ? names->job->picker->ours_words :
							   names->job->base_words;

	return (int)words_count(words, role, name->text, name->size) -
	       pick_names_count(names, version, name, role);
}

int pick_names_callers(struct pick_names *names, enum text_version version,
		       const struct lex *name)
{
	return pick_names_outside(names, version, name, WORD_CALLED) -
	       pick_names_outside(names, version, name, WORD_CALLABLE);
}

int pick_names_more_callers(struct pick_names *names, const struct lex *name)
{
	int here = pick_names_callers(names, TEXT_OURS, name);

	return here > 0 ? MAX(0, here - MAX(0, pick_names_callers(names, TEXT_BASE, name))) : 0;
}

int pick_names_left(struct pick_names *names, enum text_version version, const struct lex *name,
		    guint role)
{
	return pick_names_outside(names, version == TEXT_RESULT ? TEXT_OURS : TEXT_BASE, name,
				  role) +
	       pick_names_count(names, version, name, role);
}

void pick_names_each(struct pick_names *names, struct picked *picked,
		     void (*look)(struct pick_names *names, guint text, GPtrArray *warnings))
{
	bag_init(&names->seen);
	for (guint i = 0; i < names->texts->len; i++) {
		const struct pick_text *text = names->texts->pdata[i];
		guint before = picked->warnings->len;

		if (!text->base || !text->ours || !text->theirs != !text->result ||
		    !path_is_c(text->file->path))
			continue;
		look(names, i, picked->warnings);
		text->file->signs.value[SIGN_warnings] += picked->warnings->len - before;
	}
	bag_clear(&names->seen);
}

bool pick_names_ask(struct pick_names *names, const struct lex *name)
{
	return names->seen.list->len < SEARCHES_MAX &&
	       bag_add(&names->seen, lex_hash(name->text, name->size));
}
