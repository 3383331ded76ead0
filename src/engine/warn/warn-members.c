// SPDX-License-Identifier: GPL-2.0-only
/*
 * A member that the lines taken over ask for.  What a structure holds is told
 * by headers that are not read here; but where upstream's file asks for the
 * member through one name and this tree's file through others only, or does it
 * the other way, the structure is another one.
 */
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/limits.h"
#include "engine/code/mention.h"
#include "engine/warn/suspect.h"

/* so often upstream's file asks for it in that way, and this tree's in others */
#define ASKED 2

/**
 * struct access - "name->member" or "name.member", as it is asked for
 * @name, @member: token of the one and of the other
 * @arrow: by "->"
 */
struct access {
	struct lex name;
	struct lex member;
	bool arrow;
};

/**
 * struct uses - how a text asks for a member
 * @arrow, @dot: how often through the name
 * @others: hashes of the other names; to be cleared
 * @through_others: how often
 */
struct uses {
	guint arrow;
	guint dot;
	guint through_others;
	struct bag others;
};

/* the operator in front of a member; the name in front of that, where one is, is set */
static bool read_back(const char *text, const char *at, struct access *out)
{
	const char *end;

	if (at - text < 3)
		return false;
	out->arrow = at[-1] == '>' && at[-2] == '-';
	if (!out->arrow && at[-1] != '.')
		return false;
	end = at - 1 - out->arrow;
	for (at = end; at > text && byte_is_word(at[-1]); at--)
		;
	out->name = (struct lex){ .text = at, .size = end - at };
	return true;
}

static void add_use(struct uses *uses, const struct access *found, const struct access *access)
{
	if (lex_same(&found->name, &access->name)) {
		uses->arrow += found->arrow;
		uses->dot += !found->arrow;
	} else if (found->name.size) {
		bag_add(&uses->others, lex_hash(found->name.text, found->name.size));
		uses->through_others++;
	}
}

static void uses_find(struct uses *uses, const struct extract *where, const struct access *access)
{
	const char *end = where->text + where->size, *at = where->text;
	gsize size = access->member.size;
	struct access found;

	*uses = (struct uses){ 0 };
	bag_init(&uses->others);
	while (where->size && (at = bytes_find(at, end - at, access->member.text, size))) {
		if ((at + size == end || !byte_is_word(at[size])) &&
		    read_back(where->text, at, &found))
			add_use(uses, &found, access);
		at += size;
	}
}

static bool share_names(const struct uses *a, const struct uses *b)
{
	for (guint i = 0; i < a->others.list->len; i++)
		if (bag_has(&b->others, g_array_index(a->others.list, guint64, i)))
			return true;
	return false;
}

/* is a text at ease with the name: does it ask it for members? */
static bool knows(const struct extract *where, const struct lex *name)
{
	const char *end = where->text + where->size, *at = where->text;
	guint found = 0;

	while (found < ASKED && (at = bytes_find(at, end - at, name->text, name->size))) {
		bool whole = at == where->text || !byte_is_word(at[-1]);

		at += name->size;
		found += whole && end - at > 2 && (*at == '.' || (*at == '-' && at[1] == '>'));
	}
	return found >= ASKED;
}

/* what both texts do is compared; this tree's does not do what is asked about */
static void compare_uses(struct suspect *suspect, const struct access *access,
			 const struct uses *here, const struct uses *there)
{
	guint same = access->arrow ? there->arrow : there->dot;
	guint otherwise = access->arrow ? there->dot : there->arrow;

	if (here->arrow + here->dot && same && !otherwise)
		add_stringf(suspect->warnings, "'%.*s' is %s here", (int)access->name.size,
			    access->name.text, access->arrow ? "no pointer" : "a pointer");
	else if (!here->arrow && !here->dot && same >= ASKED && same > there->through_others &&
		 here->through_others >= ASKED && !share_names(here, there) &&
		 knows(&suspect->ours, &access->name))
		add_stringf(suspect->warnings, "'%.*s' has no '%.*s' here, as far as this file "
			    "shows", (int)access->name.size, access->name.text,
			    (int)access->member.size, access->member.text);
}

static guint count_uses(const struct extract *where, const struct access *access)
{
	struct uses uses;

	uses_find(&uses, where, access);
	bag_clear(&uses.others);
	return uses.arrow + uses.dot;
}

/* of "name->part.member": here the part is left out, which upstream never does */
static void check_part(struct suspect *suspect, const struct access *part,
		       const struct access *access)
{
	const struct access direct = { .name = part->name, .member = access->member };

	if (count_uses(&suspect->ours, part) || !count_uses(&suspect->ours, &direct) ||
	    count_uses(&suspect->base, &direct))
		return;
	add_stringf(suspect->warnings, "'%.*s' has '%.*s' itself here, and not in '%.*s'",
		    (int)part->name.size, part->name.text, (int)access->member.size,
		    access->member.text, (int)part->member.size, part->member.text);
}

/* most often it stands a few lines away, spelled the same */
static bool is_in_use(const struct extract *ours, const struct access *access)
{
	const char *from = access->name.text;
	gsize size = access->member.text + access->member.size - from;
	const struct wanted_name wanted = { .name = from, .size = size };

	return text_uses(ours, &wanted);
}

static void check_access(struct suspect *suspect, const struct access *access)
{
	struct uses here, there;

	if (is_in_use(&suspect->ours, access))
		return;
	uses_find(&here, &suspect->ours, access);
	if (!(access->arrow ? here.arrow : here.dot)) {
		uses_find(&there, &suspect->base, access);
		compare_uses(suspect, access, &here, &there);
		bag_clear(&there.others);
	}
	bag_clear(&here.others);
}

/* the token behind a member that has just been read; its name is the member before, if any */
static void see_member(struct suspect *suspect, struct bag *seen, struct access *access,
		       const struct access *before)
{
	const char *end = access->member.text + access->member.size;

	if (seen->list->len >= SEARCHES_MAX ||
	    !bag_add(seen, lex_hash(access->name.text, end - access->name.text)))
		return;
	check_access(suspect, access);
	if (before->member.text == access->name.text)
		check_part(suspect, before, access);
}

static void look_at(struct suspect *suspect, const struct line *added, struct bag *seen)
{
	struct access access = { .arrow = false }, last = { .arrow = false };
	enum lex_kind kind, before = LEX_PUNCT;
	struct lex lex, name = { .size = 0 };
	bool asks = false;

	lex_init(&lex, added->text, added->size);
	for (; (kind = lex_next(&lex)) != LEX_END; before = kind) {
		if (kind == LEX_WORD && asks) {
			access.member = lex;
			see_member(suspect, seen, &access, &last);
			last = access;
		}
		asks = kind == LEX_MEMBER && before == LEX_WORD;
		access.name = asks ? name : access.name;
		access.arrow = asks ? lex.size == 2 : access.arrow;
		name = lex;
	}
}

void suspect_members(struct suspect *suspect)
{
	if (suspect->input->base && suspect->input->ours && !suspect_is_plain(suspect))
		suspect_each_added(suspect, look_at);
}
