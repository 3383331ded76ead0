// SPDX-License-Identifier: GPL-2.0-only
/*
 * Trailers as git interpret-trailers sees them: the last paragraph of a
 * message, when all of it, or a quarter with a trailer git itself writes, has
 * the form "Name: value".
 */
#include "format/trailer.h"

#include <string.h>

#include "base/strings.h"

/* bytes of a folded value */
#define VALUE_MAX 16384

void trailer_free(struct trailer *trailer)
{
	if (!trailer)
		return;
	g_free(trailer->name);
	g_free(trailer->value);
	g_free(trailer);
}

static struct trailer *trailer_new(char *name, const char *value)
{
	struct trailer *trailer = g_new0(struct trailer, 1);

	trailer->name = name;
	trailer->value = g_strstrip(g_strdup(value));
	return trailer;
}

struct trailer *trailer_parse_line(const char *line)
{
	const char *p = line, *end;

	while (g_ascii_isalnum(*p) || *p == '-')
		p++;
	end = p;
	while (p > line && (*p == ' ' || *p == '\t'))
		p++;
	if (p == line || *p != ':' || g_str_has_prefix(p, "://"))
		return NULL;
	return trailer_new(g_strndup(line, end - line), p + 1);
}

bool trailer_is(const struct trailer *trailer, const char *name)
{
	return trailer->name && !g_ascii_strcasecmp(trailer->name, name);
}

bool trailer_is_person(const struct trailer *trailer)
{
	g_autofree char *mail = NULL;
	size_t size = trailer->name ? strlen(trailer->name) : 0;

	if (size < 4 || g_ascii_strcasecmp(trailer->name + size - 3, "-by"))
		return false;
	mail = trailer_mail(trailer->value, NULL);
	return *mail != '\0';
}

/* the last "<" in front of a comment, "Name <mail> # for <part>" */
static const char *mail_start(const char *value)
{
	const char *comment = strstr(value, "> #"), *open = NULL;

	for (const char *p = value; *p && (!comment || p < comment); p++) {
		if (*p == '<')
			open = p;
	}
	return open;
}

char *trailer_mail(const char *value, char **out_name)
{
	const char *open = mail_start(value), *close = open ? strchr(open, '>') : NULL;
	char *mail, *name;

	if (close) {
		mail = g_strstrip(g_strndup(open + 1, close - open - 1));
		name = g_strstrip(g_strndup(value, open - value));
	} else {
		const char *end = strpbrk(value, " \t#");

		mail = strchr(value, '@') ?
			       g_strndup(value, end ? (gsize)(end - value) : strlen(value)) :
			       g_strdup("");
		name = g_strdup("");
	}
	if (*name == '"' && strlen(name) > 1 && g_str_has_suffix(name, "\"")) {
		memmove(name, name + 1, strlen(name));
		name[strlen(name) - 1] = '\0';
	}
	if (out_name)
		*out_name = name;
	else
		g_free(name);
	return mail;
}

static bool is_note(const char *line)
{
	return *line == '[' || g_str_has_prefix(line, "(cherry picked from ") ||
	       g_str_has_prefix(line, "(backported from ");
}

static bool is_blank_line(const char *at, const char *end)
{
	while (at < end && g_ascii_isspace(*at))
		at++;
	return at == end;
}

/* the lines of the last paragraph, without blanks at their ends; the message may be huge */
static char **last_paragraph(const char *body)
{
	const char *end = body + strlen(body), *start = end;
	g_autofree char *text = NULL;
	char **lines;

	while (end > body && g_ascii_isspace(end[-1]))
		end--;
	for (start = end; start > body;) {
		const char *line = start - 1;

		while (line > body && line[-1] != '\n')
			line--;
		if (is_blank_line(line, start))
			break;
		start = line;
	}
	text = g_strndup(start, end - start);
	lines = g_strsplit(text, "\n", TRAILERS_MAX + 1);
	for (char **line = lines; *line; line++)
		g_strchomp(*line);
	return lines;
}

static bool is_trailer_block(char **lines, unsigned int end)
{
	unsigned int trailers = 0, others = 0;
	bool known = false;

	for (unsigned int i = 0; i < end; i++) {
		g_autoptr(trailer) trailer = trailer_parse_line(lines[i]);

		if (i && (*lines[i] == ' ' || *lines[i] == '\t'))
			continue;
		if (trailer || is_note(lines[i]))
			trailers++;
		else
			others++;
		known |= (trailer && trailer_is(trailer, "Signed-off-by")) ||
			 g_str_has_prefix(lines[i], "(cherry picked from ");
	}
	return trailers && (!others || (known && trailers * 3 >= others));
}

/* @size is that of the value so far; what is beyond the limit is left out */
static void add_folded(struct trailer *trailer, const char *line, size_t *size)
{
	g_autofree char *old = NULL;
	size_t more = strlen(line) + 1;

	if (*size + more > VALUE_MAX)
		return;
	old = trailer->value;
	trailer->value = g_strdup_printf("%s %s", old, line);
	*size += more;
}

GPtrArray *trailers_parse(const char *body)
{
	GPtrArray *out = g_ptr_array_new_with_free_func((GDestroyNotify)trailer_free);
	g_auto(GStrv) lines = last_paragraph(body);
	unsigned int end = MIN(g_strv_length(lines), TRAILERS_MAX);
	size_t size = 0;

	if (!is_trailer_block(lines, end))
		return out;
	for (unsigned int i = 0; i < end; i++) {
		struct trailer *trailer;

		if ((*lines[i] == ' ' || *lines[i] == '\t') && out->len) {
			add_folded(out->pdata[out->len - 1], g_strstrip(lines[i]), &size);
			continue;
		}
		trailer = trailer_parse_line(lines[i]);
		if (!trailer)
			trailer = trailer_new(NULL, lines[i]);
		size = strlen(trailer->value);
		g_ptr_array_add(out, trailer);
	}
	return out;
}

static bool same_trailer(const struct trailer *a, const struct trailer *b)
{
	g_autofree char *mail_a = NULL, *mail_b = NULL;

	if (!a->name || !b->name || g_ascii_strcasecmp(a->name, b->name))
		return false;
	if (!strcmp(a->value, b->value))
		return true;
	mail_a = trailer_mail(a->value, NULL);
	mail_b = trailer_mail(b->value, NULL);
	return *mail_a && !g_ascii_strcasecmp(mail_a, mail_b);
}

bool trailer_present(const char *body, const struct trailer *trailer)
{
	g_autoptr(GPtrArray) trailers = trailers_parse(body);

	for (guint i = 0; i < trailers->len; i++) {
		if (same_trailer(trailers->pdata[i], trailer))
			return true;
	}
	return false;
}

char *trailer_add(const char *body, const struct trailer *trailer)
{
	g_autoptr(GPtrArray) trailers = trailers_parse(body);
	g_autofree char *text = g_strchomp(g_strdup(body));

	return g_strdup_printf("%s%s%s: %s\n", text,
			       !*text	     ? "" :
			       trailers->len ? "\n" :
					       "\n\n",
			       trailer->name, trailer->value);
}

/* "Edgecombe, Rick P" to "edgecombe rick": words in order of the alphabet, no initials */
static char *name_key(const char *name)
{
	g_autofree char *lower = g_utf8_strdown(name, -1);
	g_auto(GStrv) words = g_strsplit_set(lower, " ,.\"\t", -1);
	g_autoptr(GPtrArray) kept = g_ptr_array_new();
	GString *key = g_string_new(NULL);

	for (char **word = words; *word; word++) {
		if (g_utf8_strlen(*word, -1) > 1)
			g_ptr_array_add(kept, *word);
	}
	g_ptr_array_sort(kept, compare_strings);
	for (guint i = 0; i < kept->len; i++)
		g_string_append_printf(key, "%s ", (char *)kept->pdata[i]);
	return g_string_free(key, FALSE);
}

bool same_person(const char *a, const char *b)
{
	g_autofree char *key_a = name_key(a), *key_b = name_key(b);

	return *key_a && !strcmp(key_a, key_b);
}
