// SPDX-License-Identifier: GPL-2.0-only
/*
 * Facts are how many names are something else (32 bits), a hash of each, and then strings, each
 * with its NUL: of a macro its name, its kinds, its parameters, the macros that it calls, and an
 * empty one.
 */
#include <string.h>

#include "base/strings.h"
#include "rules/macrotable.h"

#define LOOP 'l'
#define ATTRIBUTE 'a'
#define OTHER 'o'
#define PARAMS 'p'

static void add(GString *out, const char *text)
{
	g_string_append_len(out, text, strlen(text) + 1);
}

static void add_others(const struct macros *macros, GString *out)
{
	guint32 count = macros->others_used;

	g_string_append_len(out, (const char *)&count, sizeof(count));
	for (guint i = 0; i < macros->others_size; i++) {
		if (macros->others[i])
			g_string_append_len(out, (const char *)&macros->others[i],
					    sizeof(macros->others[i]));
	}
}

void macros_facts(const struct macros *macros, GString *out)
{
	GHashTableIter iter;
	gpointer name, value;

	g_string_truncate(out, 0);
	add_others(macros, out);
	g_hash_table_iter_init(&iter, macros->names);
	while (g_hash_table_iter_next(&iter, &name, &value)) {
		const struct macro *macro = value;
		const char kinds[] = {
			macro->loop ? LOOP : '-', macro->attribute ? ATTRIBUTE : '-',
			macro->other ? OTHER : '-', macro->params ? PARAMS : '-', '\0',
		};

		add(out, name);
		add(out, kinds);
		add(out, macro->params ? macro->params : "");
		for (guint i = 0; macro->calls && i < macro->calls->len; i++)
			add(out, macro->calls->pdata[i]);
		add(out, "");
	}
}

/* the string at @at, which is moved behind it; NULL at the end */
static const char *next(const char **at, const char *end)
{
	const char *text = *at, *nul = memchr(text, '\0', end - text);

	*at = nul ? nul + 1 : end;
	return nul ? text : NULL;
}

static void take(struct macros *macros, const char *name, const char *kinds, const char *params)
{
	struct macro *macro = macro_of(macros, name);

	macro->loop |= strchr(kinds, LOOP) != NULL;
	macro->attribute |= strchr(kinds, ATTRIBUTE) != NULL;
	macro->other |= strchr(kinds, OTHER) != NULL;
	if (!macro->params && strchr(kinds, PARAMS))
		macro->params = g_strdup(params);
}

static void take_call(struct macro *macro, const char *name)
{
	if (!macro->calls)
		macro->calls = g_ptr_array_new_with_free_func(g_free);
	add_string_once(macro->calls, name);
}

/* returns where the strings begin, or @end */
static const char *take_others(struct macros *macros, const char *facts, const char *end)
{
	guint32 count;
	guint64 hash;

	if ((gsize)(end - facts) < sizeof(count))
		return end;
	memcpy(&count, facts, sizeof(count));
	facts += sizeof(count);
	for (; count && (gsize)(end - facts) >= sizeof(hash); count--, facts += sizeof(hash)) {
		memcpy(&hash, facts, sizeof(hash));
		if (hash)
			macros_add_other(macros, hash);
	}
	return count ? end : facts;
}

void macros_take_facts(struct macros *macros, const char *facts, gsize size)
{
	const char *end = facts + size;

	for (const char *at = take_others(macros, facts, end); at < end;) {
		const char *name = next(&at, end), *kinds = next(&at, end);
		const char *params = next(&at, end), *call;

		if (!params)
			return;
		take(macros, name, kinds, params);
		while ((call = next(&at, end)) && *call)
			take_call(macro_of(macros, name), call);
	}
}
