// SPDX-License-Identifier: GPL-2.0-only
#include "engine/result/explanation.h"

#include "base/strings.h"

const char *lack_kind_name(enum lack_kind kind)
{
	static const char *const names[] = {
		[LACK_COMMIT] = "commit",
		[LACK_PATCH] = "patch",
		[LACK_FILE] = "file",
		[LACK_NAME] = "name",
	};

	return names[kind];
}

const char *lack_deed_name(enum lack_deed deed)
{
	return deed == LACK_ADDS ? "adds" : deed == LACK_REMOVES ? "removes" : "";
}

const char *since_history_name(enum since_history history)
{
	return history == SINCE_TREE ? "tree" : history == SINCE_UPSTREAM ? "upstream" : "";
}

char *explain_date(gint64 when)
{
	g_autoptr(GDateTime) time = when ? g_date_time_new_from_unix_utc(when) : NULL;

	return time ? g_date_time_format(time, "%Y-%m-%d") : NULL;
}

struct lack *lack_new(enum lack_kind kind)
{
	struct lack *lack = g_new0(struct lack, 1);

	lack->kind = kind;
	return lack;
}

void lack_free(struct lack *lack)
{
	if (!lack)
		return;
	g_free(lack->what);
	g_free(lack->commit);
	g_free(lack->title);
	g_free(lack->date);
	g_free(lack->line);
	g_free(lack);
}

struct since *since_new(void)
{
	return g_new0(struct since, 1);
}

void since_free(struct since *since)
{
	if (!since)
		return;
	g_free(since->commit);
	g_free(since->title);
	g_free(since->date);
	g_free(since);
}

struct explanation *explanation_new(void)
{
	struct explanation *explanation = g_new0(struct explanation, 1);

	explanation->since = g_ptr_array_new_with_free_func((GDestroyNotify)since_free);
	explanation->missing = g_ptr_array_new_with_free_func((GDestroyNotify)lack_free);
	explanation->notes = g_ptr_array_new_with_free_func(g_free);
	return explanation;
}

void explanation_free(struct explanation *explanation)
{
	if (!explanation)
		return;
	g_free(explanation->path);
	g_free(explanation->from);
	g_free(explanation->function);
	g_free(explanation->removed);
	g_free(explanation->added);
	g_free(explanation->expected);
	g_free(explanation->here);
	g_free(explanation->waits);
	g_free(explanation->remedy);
	g_ptr_array_unref(explanation->since);
	g_ptr_array_unref(explanation->missing);
	g_ptr_array_unref(explanation->notes);
	g_free(explanation);
}

struct explanation *explanation_of(const char *path)
{
	struct explanation *explanation = explanation_new();

	explanation->path = g_strdup(path);
	explanation->function = g_strdup("");
	explanation->removed = g_strdup("");
	explanation->added = g_strdup("");
	explanation->expected = g_strdup("");
	explanation->here = g_strdup("");
	return explanation;
}

void explain_reason(GPtrArray *explanations, const char *path, const char *reason)
{
	struct explanation *explanation = explanation_of(path);

	explanation->remedy = g_strdup("a person must make the change to this file by hand");
	add_string_once(explanation->notes, reason);
	g_ptr_array_add(explanations, explanation);
}
