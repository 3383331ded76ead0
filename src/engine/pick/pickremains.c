// SPDX-License-Identifier: GPL-2.0-only
/*
 * That a tree is not affected may only be said when nothing of what upstream
 * changes is in it: neither lines, nor the function, nor what hardly anything
 * else calls or names.
 */
#include "engine/pick/pickabsent.h"

#include <string.h>

#include "base/bytefind.h"
#include "engine/code/bag.h"
#include "engine/code/lex.h"
#include "engine/code/text.h"
#include "engine/judge/telling.h"
#include "engine/names/words.h"

static unsigned int files_with(const struct words *words, enum word_role role,
			       const struct line *name)
{
	return words_count(words, role, name->text, name->size);
}

/* a function that more files of this tree have than upstream's other files */
static bool function_remains(struct pick_job *job, const struct line *name)
{
	return files_with(job->picker->ours_words, WORD_CALLABLE, name) >=
	       MAX(files_with(job->base_words, WORD_CALLABLE, name), 1);
}

/* a call of a function that hardly anything else calls: there and here */
static bool call_remains(struct pick_job *job, const struct line *name)
{
	unsigned int here = files_with(job->picker->ours_words, WORD_CALLED, name);

	return here && here <= FEW_FILES && function_remains(job, name) &&
	       files_with(job->base_words, WORD_CALLED, name) <= FEW_FILES;
}

/* the first such call; its name is empty when there is none */
static struct line find_call(struct pick_job *job, GBytes *text)
{
	g_autoptr(csource) source = csource_scan(text);

	for (guint i = 0; i + 1 < source->tokens->len; i++) {
		const struct ctoken *token = ctoken_at(source, i);
		struct line name = { token->text, token->size };

		if (token->kind == CTOKEN_WORD && ctoken_is(token + 1, "(") &&
		    call_remains(job, &name))
			return name;
	}
	return (struct line){ "", 0 };
}

/* hardly any file of upstream's has it, the one that is not here included, and as many here do */
static bool name_remains(struct pick_job *job, const struct lex *lex)
{
	const struct line name = { lex->text, lex->size };
	unsigned int there, here;

	if (!name_tells(lex->text, lex->size))
		return false;
	here = files_with(job->picker->ours_words, WORD_NAME, &name);
	there = here ? files_with(job->base_words, WORD_NAME, &name) : 0;
	return there && there <= FEW_FILES && here >= there;
}

/* where a line starts; behind the last one, where that ends */
static const char *line_start(const GArray *lines, size_t at)
{
	const struct line *line = &g_array_index(lines, struct line, at - (at == lines->len));

	return at < lines->len ? line->text : line->text + line->size;
}

/* two such names: one may be a variable that another file happens to have too */
static bool find_names(struct pick_job *job, const struct definitions *base, struct span part,
		       struct line *out_name, struct line *out_other)
{
	const char *text = g_bytes_get_data(base->bytes, NULL);
	const char *from = line_start(base->lines, part.at);
	const char *to = line_start(base->lines, part.end);
	struct line first = { NULL, 0 };
	bool found = false;
	enum lex_kind kind;
	struct lex lex;
	struct bag seen;

	bag_init(&seen);
	/* from the start of the file: the part may begin in a comment */
	lex_init(&lex, text, to - text);
	while (!found && (kind = lex_next(&lex)) != LEX_END) {
		if (kind != LEX_WORD || lex.text < from ||
		    !bag_add(&seen, lex_hash(lex.text, lex.size)) || !name_remains(job, &lex))
			continue;
		found = first.size;
		if (!found)
			first = (struct line){ lex.text, lex.size };
	}
	bag_clear(&seen);
	if (!found)
		return false;
	*out_name = first;
	*out_other = (struct line){ lex.text, lex.size };
	return true;
}

static bool holds(GBytes *bytes, const struct line *line)
{
	gsize size;
	const char *text = bytes ? g_bytes_get_data(bytes, &size) : NULL;

	return text && bytes_find(text, size, line->text, line->size);
}

/* is a line of upstream's file in few of the files that are looked at? */
static bool is_rare(const struct wanted *wanted, const GPtrArray *targets, size_t at)
{
	guint files = 0;

	for (guint i = 0; i < targets->len && files <= FEW_FILES; i++)
		files += target_has(wanted, targets->pdata[i], at);
	return files <= FEW_FILES;
}

/*
 * Lines that upstream removes, and those around, which upstream has not in that file as well and
 * hardly any other file here has.  One is enough when it is long.
 */
static bool lines_remain(const struct wanted *wanted, const struct change *change,
			 struct target *target, const GPtrArray *targets)
{
	const struct span near = wanted_near(wanted, change);
	guint found = 0;

	for (size_t i = near.at; i < near.end && found < OWN_LINES; i++) {
		const struct line *whole = &g_array_index(wanted->base->lines, struct line, i);

		if (line_tells(whole) && target_has(wanted, target, i) &&
		    !target_twin_has(wanted, target, i) && is_rare(wanted, targets, i))
			found += text_trim(whole).size >= LONG_LINE ? OWN_LINES : 1;
	}
	return found >= OWN_LINES;
}

/* what upstream removes, or where it only adds, the lines around that */
static struct span old_span(const struct wanted *wanted, const struct change *change)
{
	const struct span old = { change->old_at, change->old_at + change->old_count };

	return change->old_count ? old : wanted_near(wanted, change);
}

/* which of the files that were looked into defines it, as " in FILE:LINE"; empty for none */
static char *defined_in(const GPtrArray *targets, const char *name)
{
	const struct line word = { name, strlen(name) };

	for (guint i = 0; i < targets->len; i++) {
		const struct target *target = targets->pdata[i];
		g_autoptr(csource) source = NULL;
		const struct cregion *region;

		if (!holds(target->now, &word))
			continue;
		source = csource_scan(target->now);
		region = csource_function(source, name);
		if (region)
			return g_strdup_printf(" in %s:%u", target->path, region->first);
	}
	return g_strdup("");
}

/* which of them has both words */
static char *named_in(const GPtrArray *targets, const struct line *word, const struct line *other)
{
	for (guint i = 0; i < targets->len; i++) {
		const struct target *target = targets->pdata[i];
		gsize size;
		const char *text = g_bytes_get_data(target->now, &size);
		gssize at = text ? text_find_word(text, size, word) : -1;

		if (at >= 0 && text_find_word(text, size, other) >= 0)
			return g_strdup_printf(" in %s:%u", target->path, text_line_at(text, at));
	}
	return g_strdup("");
}

/* what hardly anything else calls or names: the call, or else two names */
static char *rare_remains(struct pick_job *job, const struct wanted *wanted, struct span part,
			  const GPtrArray *targets)
{
	g_autoptr(GBytes) text = threeway_text(wanted->base->lines, part);
	struct line name = find_call(job, text), other = name;
	g_autofree char *where = NULL;

	if (!name.size && !find_names(job, wanted->base, part, &name, &other))
		return NULL;
	where = named_in(targets, &name, &other);
	if (name.text == other.text)
		return g_strdup_printf("'%.*s' is%s", (int)name.size, name.text, where);
	return g_strdup_printf("'%.*s' and '%.*s' are%s", (int)name.size, name.text,
			       (int)other.size, other.text, where);
}

char *what_remains(struct pick_job *job, const struct wanted *wanted, const struct change *change,
		   const GPtrArray *targets)
{
	const struct span old = { change->old_at, change->old_at + change->old_count };
	const struct cregion *region = definitions_holding(wanted->base, old);
	g_autofree char *where = NULL;

	for (guint i = 0; i < targets->len; i++) {
		struct target *target = targets->pdata[i];

		if (target_score(wanted, change, target) ||
		    lines_remain(wanted, change, target, targets))
			return g_strdup_printf("'%s' has lines of it", target->path);
	}
	if (!wanted->code)
		return NULL;
	if (region && region->kind == CREGION_FUNCTION) {
		struct line name = { region->name, strlen(region->name) };

		if (function_remains(job, &name)) {
			where = defined_in(targets, region->name);
			return g_strdup_printf("'%s' is%s", region->name, where);
		}
	}
	return rare_remains(job, wanted, old_span(wanted, change), targets);
}
