// SPDX-License-Identifier: GPL-2.0-only
#include "format/attribution.h"

#include <string.h>

#include "format/archive.h"

#define ENDS "(?:wrote|writes|said|schrieb|a écrit) ?:\\s*$"

static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun",
				      "jul", "aug", "sep", "oct", "nov", "dec" };

struct clock {
	int year;
	int month;
	int day;
	int hour;
	int minute;
	int second;
};

bool attribution_ends(const char *text)
{
	return g_regex_match_simple(ENDS, text, G_REGEX_CASELESS, 0);
}

static bool match(const char *text, const char *pattern, GMatchInfo **out)
{
	g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_CASELESS, 0, NULL);

	g_clear_pointer(out, g_match_info_free);
	return g_regex_match(regex, text, 0, out);
}

static int number(GMatchInfo *info, int group)
{
	g_autofree char *text = g_match_info_fetch(info, group);

	return text ? atoi(text) : 0;
}

static int month_in(GMatchInfo *info, int group)
{
	g_autofree char *text = g_match_info_fetch(info, group);

	for (int i = 0; i < 12; i++) {
		if (text && !g_ascii_strncasecmp(text, months[i], 3))
			return i + 1;
	}
	return 0;
}

static gint64 seconds_of(const struct clock *clock)
{
	g_autoptr(GDateTime) when = g_date_time_new_utc(
		clock->year, clock->month, clock->day, clock->hour, clock->minute, clock->second);

	return when ? g_date_time_to_unix(when) : -1;
}

/* 10/11/2025 is read the American way, unless that lies after the reply or months before */
static void read_slashes(GMatchInfo *info, const struct message *message, struct clock *clock)
{
	struct clock other;
	gint64 here, there;

	clock->month = number(info, 1);
	clock->day = number(info, 2);
	clock->year = number(info, 3) + (number(info, 3) < 100 ? 2000 : 0);
	other = *clock;
	other.month = clock->day;
	other.day = clock->month;
	here = seconds_of(clock);
	there = seconds_of(&other);
	if (here < 0 || (there >= 0 && message->when &&
			 ABS(message->when - there) < ABS(message->when - here)))
		*clock = other;
}

static bool read_day(const char *text, const struct message *message, struct clock *clock)
{
	g_autoptr(GMatchInfo) info = NULL;

	if (match(text, "\\b(\\d{4})-(\\d\\d)-(\\d\\d)\\b", &info)) {
		clock->year = number(info, 1);
		clock->month = number(info, 2);
		clock->day = number(info, 3);
	} else if (match(text, "\\b(\\d{1,2})/(\\d{1,2})/(\\d{4}|\\d{2})\\b", &info)) {
		read_slashes(info, message, clock);
	} else if (match(text, "\\b(\\d{1,2})\\.? ([a-z]{3})[a-z]*\\.?,? (\\d{4})\\b", &info)) {
		clock->day = number(info, 1);
		clock->month = month_in(info, 2);
		clock->year = number(info, 3);
	} else if (match(text, "\\b([a-z]{3})[a-z]* (\\d{1,2}),? (\\d{4})\\b", &info)) {
		clock->month = month_in(info, 1);
		clock->day = number(info, 2);
		clock->year = number(info, 3);
	}
	return clock->year && clock->month && clock->day;
}

static void read_time(const char *text, struct clock *clock)
{
	g_autoptr(GMatchInfo) info = NULL;
	g_autofree char *half = NULL;

	if (!match(text, "\\b(\\d{1,2}):(\\d\\d)(?::(\\d\\d))?(?:\\s*([ap])\\.?m)?", &info))
		return;
	clock->hour = number(info, 1);
	clock->minute = number(info, 2);
	clock->second = number(info, 3);
	half = g_match_info_fetch(info, 4);
	if (!half || !*half)
		return;
	clock->hour %= 12;
	if (g_ascii_tolower(*half) == 'p')
		clock->hour += 12;
}

static void read_zone(const char *text, struct reply *out)
{
	g_autoptr(GMatchInfo) info = NULL;
	g_autofree char *sign = NULL;

	if (!match(text, "\\d\\d\\s*(?:[AP]M)?\\s*([+-])(\\d\\d)(\\d\\d)\\b", &info))
		return;
	sign = g_match_info_fetch(info, 1);
	out->zone = number(info, 2) * 60 + number(info, 3);
	out->zone_known = *sign == '+' || out->zone;
	if (*sign == '-')
		out->zone = -out->zone;
	out->when -= out->zone * 60;
}

static void read_date(const char *text, const struct message *message, struct reply *out)
{
	struct clock clock = { 0 };
	gint64 when;

	if (!read_day(text, message, &clock))
		return;
	read_time(text, &clock);
	when = seconds_of(&clock);
	if (when < 0)
		return;
	out->has_date = true;
	out->when = when;
	read_zone(text, out);
}

/* the name follows the date, which itself has commas: the date takes all it can */
static void read_name(const char *text, struct reply *out)
{
	static const char *const forms[] = {
		"^On .*(?:\\d{4}|:\\d\\d(?:\\s*[AP]M)?|[+-]\\d{4}(?: \\([A-Z]+\\))?),?"
		" +(.*\\S)\\s+" ENDS,
		"^(?:Am|Le) .*\\d,? +(?:schrieb )?(.*\\S)\\s+" ENDS,
		"^(?:\\* )?(.*\\S)\\s+" ENDS,
	};
	g_autoptr(GMatchInfo) info = NULL;
	g_autofree char *who = NULL;
	char *open;

	for (size_t i = 0; i < G_N_ELEMENTS(forms) && !who; i++) {
		if (match(text, forms[i], &info))
			who = g_match_info_fetch(info, 1);
	}
	if (!who)
		return;
	open = strrchr(who, '<');
	if (open && strchr(open, '>')) {
		g_autofree char *clean = archive_addresses(open);

		out->author_email = g_strndup(clean + 1, strcspn(clean + 1, ">"));
		*open = '\0';
	}
	g_strstrip(who);
	if (*who == '"') {
		memmove(who, who + 1, strlen(who));
		who[strcspn(who, "\"")] = '\0';
	}
	out->author_name = g_strdup(g_strstrip(who));
}

void attribution_parse(const char *text, const struct message *message, struct reply *out)
{
	if (!attribution_ends(text))
		return;
	read_name(text, out);
	read_date(text, message, out);
}
