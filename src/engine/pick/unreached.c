// SPDX-License-Identifier: GPL-2.0-only
/*
 * A name that upstream's file has from a header, and this tree's file from none:
 * that header includes another one there, say, or this tree declares it
 * elsewhere, for others.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/declares.h"
#include "engine/code/heads.h"
#include "engine/code/lex.h"
#include "engine/code/limits.h"
#include "engine/code/mention.h"
#include "engine/code/pastewords.h"
#include "engine/code/uses.h"
#include "engine/names/includes.h"
#include "engine/names/words.h"
#include "engine/pick/picknames.h"
#include "engine/warn/reserved.h"

/**
 * struct unreached - a search
 * @names: char *: those not found so far
 * @warnings: gets char *
 */
struct unreached {
	const struct include_input *input;
	GPtrArray *names;
	GPtrArray *warnings;
};

static bool is_header(const struct include_line *line)
{
	return line->spelled_size > 3 && !memcmp(line->spelled + line->spelled_size - 3, ".h", 2);
}

/* no code, and nothing in the tree is called so: a program makes a table, or the like */
static bool is_made(const struct include_input *input, const struct include_line *line)
{
	g_autofree char *header = include_header(line);
	gsize size = strlen(header);

	return !path_is_c(header) && !headers_beside(input->headers, input->path, line) &&
	       !headers_have(input->headers, include_tail(header, &size));
}

/* code that is no header, and includes no code */
static bool is_of_its_own(const struct include_input *input)
{
	const struct extract text = extract_of(input->result);
	g_autoptr(GArray) lines = NULL;

	if (!g_str_has_suffix(input->path, ".c") || !text.size)
		return false;
	lines = include_lines(text.text, text.size);
	for (guint i = 0; i < lines->len; i++) {
		const struct include_line *line = &g_array_index(lines, struct include_line, i);

		if (!is_header(line) && !is_made(input, line))
			return false;
	}
	return lines->len;
}

bool file_tells(const char *path, GBytes *bytes, const struct lex *name)
{
	const struct extract text = extract_of(bytes);
	struct declaration found;

	return text_mentions(text.text, text.size, name->text, name->size) &&
	       (text_declares_for_all(text.text, text.size, name) ||
		text_declaration(path, &text, name, -1, &found));
}

static bool tells(const char *path, GBytes *bytes, const char *name)
{
	return file_tells(path, bytes, &(struct lex){ .text = name, .size = strlen(name) });
}

/* does this tree's header of that path declare it as well? */
static bool is_declared_here(const struct include_input *input, const char *path, const char *name)
{
	g_autoptr(GBytes) here = headers_read(input->headers, path);

	return here && tells(path, here, name);
}

/** struct outside - is the header at @path included as one of the system's is, "<name>"? */
struct outside {
	const char *path;
	bool found;
};

/* @spelled: with its quotes or angles */
static void look_at_include(struct outside *outside, const char *spelled, gsize size)
{
	outside->found |= *spelled == '<' && size > 2 &&
			  include_may_mean(outside->path, spelled + 1, size - 2);
}

static bool find_outside(struct outside *outside, GBytes *bytes)
{
	const struct extract text = extract_of(bytes);
	g_autoptr(GArray) lines = include_lines(text.text, text.size);

	for (guint i = 0; i < lines->len && !outside->found; i++) {
		const struct include_line *line = &g_array_index(lines, struct include_line, i);

		look_at_include(outside, line->spelled, line->spelled_size);
	}
	return !outside->found;
}

static bool find_outside_in(void *data, struct header *header)
{
	struct outside *outside = data;
	const char *spelled = header_includes(header);

	for (; *spelled && !outside->found; spelled += strlen(spelled) + 1)
		look_at_include(outside, spelled, strlen(spelled));
	return !outside->found;
}

/*
 * <pthread.h> is the system's; trees have substitutes, which are not what is meant by it.  Of
 * other headers, one that the tree has itself is its own, though it be included like that.
 */
static bool is_from_outside(const struct include_input *input, const char *path)
{
	struct outside outside = { .path = path };
	g_autoptr(GBytes) here = headers_read(input->headers, path);

	if (here && !header_reserved(path))
		return false;
	return !find_outside(&outside, input->result) ||
	       !headers_reach(input->headers, input->path, input->result, find_outside_in,
			      &outside) ||
	       outside.found;
}

/* a header that makes names of parts of names may have it all the same */
static bool may_paste(const struct include_input *input, const char *path, const char *name)
{
	const struct lex wanted = { .text = name, .size = strlen(name) };
	g_autoptr(GBytes) here = headers_read(input->headers, path);
	const struct extract text = extract_of(here);
	g_autoptr(GString) words = paste_words(text.text, text.size);

	return paste_words_make(words->str, &wanted);
}

static void tell(struct unreached *unreached, const char *name, const char *path)
{
	const struct include_input *input = unreached->input;

	if (is_declared_here(input, path, name))
		add_stringf(unreached->warnings, "'%s' is declared in '%s', which upstream's file "
			    "includes by way of another header, and '%s' does not here", name,
			    path, input->path);
	else if (!is_from_outside(input, path) && !may_paste(input, path, name))
		add_stringf(unreached->warnings, "'%s' is declared in '%s' upstream, and in no "
			    "header that '%s' includes here", name, path, input->path);
}

static bool find_declared(void *data, struct header *header)
{
	struct unreached *unreached = data;
	const char *path = header_path(header);

	for (guint i = unreached->names->len; i-- > 0;) {
		const char *name = unreached->names->pdata[i];

		if (!header_mentions(header, name, strlen(name)) ||
		    !tells(path, header_bytes(header), name))
			continue;
		tell(unreached, name, path);
		g_ptr_array_remove_index(unreached->names, i);
	}
	return unreached->names->len;
}

/* upstream's file declares it by itself, and it is known to no one here */
static void drop_own(struct unreached *unreached)
{
	const struct include_input *input = unreached->input;

	for (guint i = unreached->names->len; i-- > 0;) {
		const char *name = unreached->names->pdata[i];

		if (!tells(input->path, input->theirs, name))
			continue;
		add_stringf(unreached->warnings, "'%s' is declared in upstream's file, and neither "
			    "here nor in a header that '%s' includes", name, input->path);
		g_ptr_array_remove_index(unreached->names, i);
	}
}

/* what is called must be a function here; the C library's are declared by no tree */
static bool is_known(const struct include_input *input, const char *name)
{
	const struct extract result = extract_of(input->result);
	const struct lex lex = { .text = name, .size = strlen(name) };

	return words_has(input->words, text_calls(&result, &lex) ? WORD_CALLABLE : WORD_NAME, name,
			 lex.size);
}

/* may one of these texts have it? GBytes *, NULL for none */
static bool some_mention(const GPtrArray *texts, const struct lex *name)
{
	for (guint i = 0; i < texts->len; i++) {
		const struct extract text = extract_of(texts->pdata[i]);

		if (text_mentions(text.text, text.size, name->text, name->size))
			return true;
	}
	return false;
}

/* does another file of the change define it as a function, and no header of the change tell it? */
static bool is_in_code(const struct include_input *input, const char *name)
{
	const struct lex lex = { .text = name, .size = strlen(name) };
	bool found = false;

	for (guint i = 0; i < input->others->len && !found; i++) {
		const struct extract text = extract_of(input->others->pdata[i]);
		struct head head;

		found = head_find(text.text, text.size, &lex, &head) && head.body.size;
	}
	return found && !some_mention(input->other_headers, &lex);
}

/* what the tree does not know at all, and what the commit itself brings, is told of elsewhere */
static bool is_of_others(const struct include_input *input, const char *name)
{
	return includes_brought(input->others, name) ? !is_in_code(input, name) :
						       !is_known(input, name);
}

static void drop_others(struct unreached *unreached)
{
	for (guint i = unreached->names->len; i-- > 0;)
		if (is_of_others(unreached->input, unreached->names->pdata[i]))
			g_ptr_array_remove_index(unreached->names, i);
}

/* those that upstream's file has no use of any more are warned of at once */
static void add_dropped(struct unreached *unreached)
{
	const struct include_input *input = unreached->input;
	g_autoptr(GPtrArray) dropped = includes_dropped_names(input);
	const struct extract theirs = extract_of(input->theirs);

	includes_drop_reached(input, dropped);
	for (guint i = 0; i < dropped->len; i++) {
		const char *name = dropped->pdata[i];

		if (text_mentions(theirs.text, theirs.size, name, strlen(name)))
			add_string_once(unreached->names, name);
		else
			add_stringf(unreached->warnings, "the #include that declares '%s' goes, "
				    "and '%s' uses it", name, input->path);
	}
}

void includes_unreached(const struct include_input *input, GPtrArray *warnings)
{
	struct unreached unreached = { .input = input, .warnings = warnings };

	if (!input->upstream_headers || !is_of_its_own(input))
		return;
	unreached.names = includes_new_names(input->ours, input->result, true);
	/* a new table, or code that a program made */
	if (unreached.names->len > SEARCHES_MAX)
		g_ptr_array_set_size(unreached.names, SEARCHES_MAX);
	includes_drop_reached(input, unreached.names);
	add_dropped(&unreached);
	drop_others(&unreached);
	drop_own(&unreached);
	if (unreached.names->len)
		headers_reach(input->upstream_headers, input->upstream_path, input->theirs,
			      find_declared, &unreached);
	g_ptr_array_unref(unreached.names);
}
