// SPDX-License-Identifier: GPL-2.0-only
#include "engine/pick/unknown.h"

#include <string.h>

#include "base/file.h"
#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/declares.h"
#include "engine/code/guards.h"
#include "engine/code/includelines.h"
#include "engine/code/limits.h"
#include "engine/code/margin.h"
#include "engine/code/mention.h"
#include "engine/names/words.h"
#include "engine/pick/unknownparts.h"
#include "format/csource.h"

/* names that files of the tree call, or include: a tree that is whole has nearly all of them */
#define SAMPLE_MIN 5
#define SAMPLE_MAX 12
#define SAMPLE_HEADERS 24
#define SAMPLE_KNOWN 0.8

/* where the patch changes no file that is there: of the names that it brings, at least */
#define BROUGHT_KNOWN 0.5

static bool is_header(int about)
{
	return about == ASKED_HEADER || about == ASKED_SAMPLE_HEADER;
}

static bool is_sample(int about)
{
	return about == ASKED_SAMPLE || about == ASKED_SAMPLE_HEADER;
}

static void ask(struct tree_search *search, const struct lex *name, enum asked_about about)
{
	struct lex asked = is_header(about) ? include_tail_lex(*name) : *name;
	char *path = g_strdup_printf("%s%.*s", is_header(about) ? "/" : "", (int)asked.size,
				     asked.text);

	if (is_sample(about))
		tree_search_aside(search, path, about);
	else
		tree_search_ask(search, path, about);
}

static bool may_be_name(const struct lex *lex, const struct lex *last)
{
	/* kconfig makes the names of its options */
	return lex->size > 2 && !lex->conditional && !lex_keyword(lex->text, lex->size) &&
	       !lex_standard(lex->text, lex->size) &&
	       !lex_is(last, "goto") && !(lex->size > 7 && !memcmp(lex->text, "CONFIG_", 7));
}

static bool is_class_brought(const struct tree_search *search, const char *name)
{
	for (guint i = 0; i < search->made->len; i++) {
		const struct extract made = extract_of(search->made->pdata[i]);

		if (guard_defined(&made, name))
			return true;
	}
	return false;
}

static bool is_brought(const struct tree_search *search, const struct lex *name)
{
	g_autofree char *text = g_strndup(name->text, name->size);

	for (guint i = 0; i < search->made->len; i++) {
		const struct extract made = extract_of(search->made->pdata[i]);

		if (text_declares(made.text, made.size, name) || text_shares(&made, text))
			return true;
	}
	return false;
}

/* those that a build makes are in no tree */
static bool may_be_header(const struct tree_search *search, const struct lex *lex)
{
	const struct lex header = include_tail_lex(*lex);
	g_autofree char *tail = g_strdup_printf("/%.*s", (int)header.size, header.text);

	for (guint i = 0; i < search->changed->len; i++) {
		g_autofree char *path = g_strconcat("/", search->changed->pdata[i], NULL);

		if (g_str_has_suffix(path, tail))
			return false;
	}
	return !g_str_has_prefix(tail, "/generated/");
}

static bool is_call(struct lex name)
{
	return lex_next(&name) == LEX_PUNCT && *name.text == '(';
}

/* "guard(name": what is behind the '(' of such a macro */
static void ask_class(struct tree_search *search, const struct lex *macro, struct bag *seen)
{
	const char *as = guard_macro(macro);
	struct lex lex = *macro;
	g_autofree char *name = NULL;

	if (!as || lex_next(&lex) != LEX_PUNCT || *lex.text != '(' || lex_next(&lex) != LEX_WORD ||
	    !bag_add(seen, lex_hash_tagged(lex.text, lex.size, *as)))
		return;
	name = g_strndup(lex.text, lex.size);
	/* it need not be a name of its own, and is asked as none */
	bag_add(seen, lex_hash_tagged(lex.text, lex.size, false));
	if (!is_class_brought(search, name))
		tree_search_ask(search, g_steal_pointer(&name), ASKED_CLASS)->of = g_strdup(as);
}

static bool is_mentioned(const GPtrArray *texts, const struct lex *name)
{
	for (guint i = 0; i < texts->len; i++) {
		const struct extract text = extract_of(texts->pdata[i]);

		if (text_mentions(text.text, text.size, name->text, name->size))
			return true;
	}
	return false;
}

/*
 * In lines that are new, and nowhere in the file as it was.  Of files that go, which may only be
 * called otherwise from now on, the names are none that the patch brings.
 */
static void ask_new(struct tree_search *search, GBytes *ours, GBytes *made, const GPtrArray *gone,
		    struct bag *seen)
{
	struct extract before = extract_of(ours), after = extract_of(made);
	struct lex lex, last = { .text = "" };

	extract_cut(&after, &before);
	extract_lex(&after, &lex);
	for (enum lex_kind kind; (kind = lex_next(&lex)) != LEX_END; last = lex) {
		bool header = kind == LEX_HEADER;

		if (kind == LEX_WORD && !lex.directive && extract_holds(&after, &lex))
			ask_class(search, &lex, seen);
		if (!(header || kind == LEX_WORD) || !extract_holds(&after, &lex) ||
		    !bag_add(seen, lex_hash_tagged(lex.text, lex.size, header)) ||
		    text_mentions(before.text, before.size, lex.text, lex.size) ||
		    is_mentioned(gone, &lex))
			continue;
		if (header ? may_be_header(search, &lex) :
			     may_be_name(&lex, &last) && !is_brought(search, &lex) &&
				     !name_is_pasted(&after, &lex))
			ask(search, &lex, header	? ASKED_HEADER :
					  is_call(lex) ? ASKED_CALL :
							 ASKED_NAME);
	}
}

/* what a file calls and does not define itself */
static void ask_sample(struct tree_search *search, GBytes *ours, struct bag *seen)
{
	const struct extract all = extract_of(ours);
	guint count = 0;
	struct lex lex;

	lex_init(&lex, all.text, all.size);
	for (enum lex_kind kind; count < SAMPLE_MAX && (kind = lex_next(&lex)) != LEX_END;) {
		struct lex next = lex;

		if (kind != LEX_WORD || lex.size <= 2 || lex_keyword(lex.text, lex.size) ||
		    lex_next(&next) != LEX_PUNCT || *next.text != '(' ||
		    !bag_add(seen, lex_hash(lex.text, lex.size)) ||
		    text_declares(all.text, all.size, &lex))
			continue;
		ask(search, &lex, ASKED_SAMPLE);
		count++;
	}
}

/* nor is a tree whole that lacks what its own file includes */
static void ask_headers(struct tree_search *search, GBytes *ours, struct bag *seen)
{
	const struct extract all = extract_of(ours);
	g_autoptr(GArray) lines = include_lines(all.text, all.size);

	for (guint i = 0; i < MIN(lines->len, SAMPLE_HEADERS); i++) {
		g_autofree char *header =
			include_header(&g_array_index(lines, struct include_line, i));
		const struct lex lex = { .text = header, .size = strlen(header) };

		if (lex.size && may_be_header(search, &lex) &&
		    bag_add(seen, lex_hash_tagged(header, lex.size, true)))
			ask(search, &lex, ASKED_SAMPLE_HEADER);
	}
}

/* "static int name(" or "#define name" in what is no header: no other file can use it */
static bool is_private(const char *path, const struct extract *text, const struct lex *name)
{
	enum lex_kind kind, before = LEX_PUNCT;
	struct lex lex, last = { .text = "" };

	if (!g_str_has_suffix(path, ".c"))
		return false;
	for (extract_lex(text, &lex); (kind = lex_next(&lex)) != LEX_END; before = kind) {
		if (kind == LEX_WORD && lex_same(&lex, name) &&
		    (before == LEX_DEFINE || text_may_define(before, &last, lex)))
			return before == LEX_DEFINE || text_is_own(path, text, &lex);
		last = lex;
	}
	return false;
}

/* files that include each other's code, as some do, are in one folder */
static bool is_beside(const struct tree_search *search, const char *path)
{
	gsize folder = path_name(path) - path;

	for (guint i = 0; i < search->changed->len; i++) {
		const char *changed = search->changed->pdata[i];

		if ((gsize)(path_name(changed) - changed) == folder &&
		    !memcmp(changed, path, folder))
			return true;
	}
	return false;
}

/* "name(" of no member, "(*name)(": a comment, a list of names and a variable are no function */
static bool may_be_function(void *data, const char *at, const char *end)
{
	struct lex lex;

	if (name_is_member(data, at, end))
		return false;
	lex_init(&lex, at, end - at);
	lex_next(&lex);
	return lex_next(&lex) == LEX_PUNCT &&
	       (*lex.text == '(' || (*lex.text == ')' && is_call(lex)));
}

static bool is_known(const struct asked *asked, const struct extract *text, const struct lex *name)
{
	const struct wanted_name wanted = { name->text, name->size, may_be_function,
					    (char *)text->text };

	return asked->about != ASKED_CALL || text_uses(text, &wanted) ||
	       text_defines(text->text, text->size, name);
}

/* all files of the folder are read for that, once */
static bool is_in_unit(const struct tree_search *search, const char *path)
{
	char *folder = g_path_get_dirname(path);
	gpointer known;

	if (g_hash_table_lookup_extended(search->units, folder, NULL, &known)) {
		g_free(folder);
		return known;
	}
	known = GINT_TO_POINTER(folder_is_unit(search->in.before, path));
	g_hash_table_insert(search->units, folder, known);
	return known;
}

static bool is_there(const struct tree_search *search, struct asked *asked, const char *path,
		     const struct extract *text)
{
	const struct lex name = { .text = asked->name, .size = strlen(asked->name) };

	if (asked->about == ASKED_VARIABLE || asked->about == ASKED_LOCAL)
		return asked->about == ASKED_VARIABLE && variable_is_there(asked, path, text);
	if (asked->about == ASKED_UNSEEN)
		return unseen_is_there(asked, path, text);
	if (asked->about == ASKED_CLASS)
		return guard_defined(text, asked->name);
	if (is_header(asked->about))
		return include_may_mean(path, asked->name + 1, strlen(asked->name + 1));
	return text_mentions(text->text, text->size, name.text, name.size) &&
	       is_known(asked, text, &name) &&
	       (!is_private(path, text, &name) ||
		(is_beside(search, path) && is_in_unit(search, path)));
}

/* GBytes *: files that the patch takes from the tree */
static GPtrArray *gone_of(const struct tree_search *search)
{
	GPtrArray *gone = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);

	for (guint i = 0; i < search->changed->len; i++) {
		const char *path = search->changed->pdata[i];
		GBytes *ours = path_is_c(path) && tree_entry(search->in.after, path) == TREE_NONE ?
				       tree_read(search->in.before, path, NULL) : NULL;

		if (ours)
			g_ptr_array_add(gone, ours);
	}
	return gone;
}

static void collect(struct tree_search *search)
{
	g_autoptr(GPtrArray) gone = gone_of(search);
	struct bag seen, called;

	bag_init(&seen);
	bag_init(&called);
	for (guint i = 0; i < search->changed->len; i++) {
		const char *path = search->changed->pdata[i];
		g_autoptr(GBytes) ours = tree_read(search->in.before, path, NULL);
		g_autoptr(GBytes) made = tree_read(search->in.after, path, NULL);
		guint from = search->names->len;

		if (made && path_is_c(path))
			ask_new(search, ours, made, gone, &seen);
		if (ours && made && path_is_c(path)) {
			variables_ask(search, ours, made);
			unseen_ask(search, path, from);
		}
		if (ours && path_is_c(path)) {
			ask_sample(search, ours, &called);
			ask_headers(search, ours, &called);
		}
	}
	bag_clear(&seen);
	bag_clear(&called);
}

static bool is_whole(const struct tree_search *search)
{
	guint known[] = { 0, 0 }, all[] = { 0, 0 };

	for (guint i = 0; i < search->names->len; i++) {
		const struct asked *asked = search->names->pdata[i];

		all[is_sample(asked->about)]++;
		known[is_sample(asked->about)] += asked->where != NULL;
	}
	/* a folder may be a part of one; a commit has all of it */
	if (all[true])
		return (tree_repository(search->in.before) || all[true] >= SAMPLE_MIN) &&
		       known[true] >= SAMPLE_KNOWN * all[true];
	return all[false] >= SAMPLE_MIN && known[false] >= BROUGHT_KNOWN * all[false];
}

/* what its file reaches is known, whatever else the tree lacks */
static bool is_unseen(const struct asked *asked)
{
	return asked->about == ASKED_UNSEEN;
}

static void warn(const struct asked *asked, GPtrArray *warnings)
{
	if (warnings->len >= TREE_SEARCH_TOLD_MAX ||
	    (asked->where != NULL) != is_unseen(asked))
		return;
	switch ((enum asked_about)asked->about) {
	case ASKED_SAMPLE:
	case ASKED_SAMPLE_HEADER:
		break;
	case ASKED_NAME:
	case ASKED_CALL:
		add_stringf(warnings, "this tree does not know '%s'", asked->name);
		break;
	case ASKED_HEADER:
		add_stringf(warnings, "this tree has no file '%s'", asked->name + 1);
		break;
	case ASKED_CLASS:
		add_stringf(warnings, "this tree defines no '%s' for '%s'", asked->name, asked->of);
		break;
	case ASKED_UNSEEN:
		add_stringf(warnings, "'%s' is in '%s', which '%s' does not include", asked->name,
			    asked->where, asked->of);
		break;
	case ASKED_VARIABLE:
	case ASKED_LOCAL:
		add_stringf(warnings, "'%s' has no '%s' here", asked->of, asked->name);
		break;
	}
}

static bool may_be_counted(const struct tree_search *search, const struct asked *asked)
{
	/* a class is defined by parts of names */
	if (asked->about == ASKED_CLASS)
		return true;
	if (is_header(asked->about))
		return tree_search_elsewhere(search, WORD_HEADER, asked->name + 1);
	return asked->about != ASKED_LOCAL &&
	       tree_search_elsewhere(search, WORD_NAME, asked->name);
}

GPtrArray *names_unknown(const struct patched *in)
{
	static const struct tree_question unknown = { SEARCH_SOURCES, may_be_counted, is_there };
	GPtrArray *warnings = g_ptr_array_new_with_free_func(g_free);
	struct tree_search search;
	bool whole;

	tree_search_init(&search, in, &unknown);
	collect(&search);
	tree_search_count(&search);
	tree_search_near(&search);
	tree_search_all(&search);
	whole = search.left && is_whole(&search);
	for (guint i = 0; i < search.names->len; i++)
		if (whole || is_unseen(search.names->pdata[i]))
			warn(search.names->pdata[i], warnings);
	tree_search_clear(&search);
	return warnings;
}

static bool is_kept(const struct tree_search *search, const struct lex *name)
{
	for (guint i = 0; i < search->made->len; i++) {
		const struct extract made = extract_of(search->made->pdata[i]);

		if (text_mentions(made.text, made.size, name->text, name->size))
			return true;
	}
	return false;
}

static void ask_gone(struct tree_search *search, const char *path, GBytes *ours, GBytes *made,
		     struct bag *seen)
{
	struct extract before = extract_of(ours), after = extract_of(made);
	enum lex_kind kind, kind_before = LEX_PUNCT;
	struct lex lex, last = { .text = "" };
	int depth = 0;

	extract_cut(&before, &after);
	extract_lex(&before, &lex);
	while ((kind = lex_next(&lex)) != LEX_END && search->names->len < SEARCHES_MAX) {
		/* in a function, what is behind "10 *" is called */
		if (kind == LEX_PUNCT && !lex.directive)
			depth += (*lex.text == '{') - (*lex.text == '}');
		if (kind == LEX_WORD && lex.size > 2 && extract_holds(&before, &lex) &&
		    (kind_before == LEX_DEFINE ||
		     (depth <= 0 && text_may_define(kind_before, &last, lex))) &&
		    !lex_keyword(lex.text, lex.size) &&
		    !text_is_own(path, &before, &lex) && !is_kept(search, &lex) &&
		    bag_add(seen, lex_hash(lex.text, lex.size)))
			ask(search, &lex, ASKED_NAME);
		kind_before = kind;
		last = lex;
	}
}

static bool is_user(const struct tree_search *search, struct asked *asked, const char *path,
		    const struct extract *text)
{
	const struct wanted_name wanted = { .name = asked->name, .size = strlen(asked->name) };
	const struct lex name = { .text = asked->name, .size = wanted.size };

	(void)search;
	(void)path;
	return text_uses(text, &wanted) &&
	       !text_declares(text->text, text->size, &name) && !text_shares(text, asked->name);
}

/* a function that is for all as well: of another architecture, or a weak one */
static bool is_definer(const struct tree_search *search, struct asked *asked, const char *path,
		       const struct extract *text)
{
	g_autoptr(GBytes) bytes = NULL;
	g_autoptr(csource) source = NULL;
	const struct lex name = { .text = asked->name, .size = strlen(asked->name) };

	(void)search;
	if (!text_mentions(text->text, text->size, name.text, name.size))
		return false;
	bytes = g_bytes_new_static(text->text, text->size);
	source = csource_scan(bytes);
	return csource_function(source, asked->name) && !is_private(path, text, &name);
}

/* those that another file of the tree defines are not gone */
static void keep_undefined(const struct patched *in, GPtrArray *names)
{
	static const struct tree_question defined = { SEARCH_C, may_be_counted, is_definer };
	struct tree_search search;

	tree_search_init(&search, in, &defined);
	for (guint i = 0; i < names->len; i++)
		tree_search_ask(&search, g_strdup(((struct asked *)names->pdata[i])->name),
				ASKED_NAME);
	tree_search_count(&search);
	tree_search_all(&search);
	for (guint i = names->len; i-- > 0;)
		if (((struct asked *)search.names->pdata[i])->where)
			g_ptr_array_remove_index(names, i);
	tree_search_clear(&search);
}

static void keep_used(GPtrArray *names)
{
	for (guint i = names->len; i-- > 0;)
		if (!((struct asked *)names->pdata[i])->where)
			g_ptr_array_remove_index(names, i);
}

GPtrArray *names_gone(const struct patched *in)
{
	static const struct tree_question gone = { SEARCH_C, may_be_counted, is_user };
	GPtrArray *warnings = g_ptr_array_new_with_free_func(g_free);
	struct tree_search search;
	struct bag seen;

	tree_search_init(&search, in, &gone);
	bag_init(&seen);
	for (guint i = 0; i < search.changed->len; i++) {
		const char *path = search.changed->pdata[i];
		g_autoptr(GBytes) ours = tree_read(in->before, path, NULL);
		g_autoptr(GBytes) made = tree_read(in->after, path, NULL);

		if (ours && path_is_c(path))
			ask_gone(&search, path, ours, made, &seen);
	}
	bag_clear(&seen);
	tree_search_count(&search);
	tree_search_all(&search);
	keep_used(search.names);
	if (search.names->len)
		keep_undefined(in, search.names);
	for (guint i = 0; i < MIN(search.names->len, TREE_SEARCH_TOLD_MAX); i++) {
		const struct asked *asked = search.names->pdata[i];

		add_stringf(warnings, "the patch removes '%s', which '%s' uses", asked->name,
			    asked->where);
	}
	tree_search_clear(&search);
	return warnings;
}
