// SPDX-License-Identifier: GPL-2.0-only
#include "tree/answers.h"

#include <string.h>

#include "base/file.h"

/* the history of one tree is asked of hundreds of times */
#define ANSWER_MOST (1UL << 20)

struct answers {
	struct cache *cache;
	char *stamp;
};

/* files of a repository that change what git says of the same commits */
static char *stamp_of(const char *repository)
{
	static const char *const names[] = { "shallow", "config", "info/grafts" };
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);

	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path = g_build_filename(repository, names[i], NULL);
		g_autoptr(GBytes) content = file_read(path, NULL);
		gsize size = 0;
		const guchar *data = content ? g_bytes_get_data(content, &size) : NULL;

		g_checksum_update(sum, (const guchar *)names[i], strlen(names[i]));
		if (size)
			g_checksum_update(sum, data, size);
	}
	return g_strdup_printf("%s %s", repository, g_checksum_get_string(sum));
}

struct answers *answers_new(struct cache *cache, const char *repository)
{
	struct answers *answers;

	if (!cache)
		return NULL;
	answers = g_new0(struct answers, 1);
	answers->cache = cache;
	answers->stamp = stamp_of(repository);
	return answers;
}

static char *key_of(const struct answers *answers, const GPtrArray *words)
{
	GString *key = g_string_new(answers->stamp);

	for (guint i = 0; i < words->len; i++)
		g_string_append_printf(key, "%c%s", '\x1f', words->pdata[i] ?
				       (char *)words->pdata[i] : "");
	return g_string_free(key, FALSE);
}

char *answers_get(const struct answers *answers, const char *kind, const GPtrArray *words)
{
	g_autofree char *key = answers ? key_of(answers, words) : NULL;

	return key ? cache_get(answers->cache, kind, key) : NULL;
}

void answers_put(const struct answers *answers, const char *kind, const GPtrArray *words,
		 const char *answer)
{
	g_autofree char *key = NULL;

	if (!answers || strlen(answer) > ANSWER_MOST)
		return;
	key = key_of(answers, words);
	cache_put(answers->cache, kind, key, answer);
}

void answers_free(struct answers *answers)
{
	if (!answers)
		return;
	g_free(answers->stamp);
	g_free(answers);
}
