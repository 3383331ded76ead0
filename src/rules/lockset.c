// SPDX-License-Identifier: GPL-2.0-only
#include "rules/lockset.h"

#include <string.h>

#include "base/strings.h"

void lockset_each(const char *set, void (*visit)(const char *lock, char mode, void *data),
		  void *data)
{
	g_auto(GStrv) entries = g_strsplit(set, ";", -1);

	for (char **entry = entries; *entry; entry++) {
		char *equals = strrchr(*entry, '=');

		if (!equals)
			continue;
		*equals = '\0';
		visit(*entry, equals[1], data);
	}
}

char lockset_get(const char *set, const char *lock)
{
	g_auto(GStrv) entries = g_strsplit(set, ";", -1);
	size_t size = strlen(lock);

	for (char **entry = entries; *entry; entry++) {
		if (!strncmp(*entry, lock, size) && (*entry)[size] == '=')
			return (*entry)[size + 1];
	}
	return '\0';
}

char *lockset_put(const char *set, const char *lock, char mode)
{
	g_auto(GStrv) entries = g_strsplit(set, ";", -1);
	g_autoptr(GPtrArray) kept = g_ptr_array_new_with_free_func(g_free);
	GString *text = g_string_new(NULL);
	size_t size = strlen(lock);

	for (char **entry = entries; *entry; entry++) {
		if (**entry && (strncmp(*entry, lock, size) || (*entry)[size] != '='))
			g_ptr_array_add(kept, g_strdup(*entry));
	}
	if (mode)
		add_stringf(kept, "%s=%c", lock, mode);
	g_ptr_array_sort(kept, compare_strings);
	for (guint i = 0; i < kept->len; i++)
		g_string_append_printf(text, "%s;", (char *)kept->pdata[i]);
	return g_string_free(text, FALSE);
}
