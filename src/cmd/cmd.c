// SPDX-License-Identifier: GPL-2.0-only
/*
 * What all commands share: the table, and option parsing whose usage screen is
 * made from the table's row.
 */
#include "cmd/cmd.h"

#include <stdio.h>
#include <string.h>

#define COMMAND(id, needs, arguments, sentence)                                                 \
	{                                                                                       \
		.name = #id,                                                                    \
		.synopsis = arguments,                                                          \
		.summary = sentence,                                                            \
		.needs_workspace = needs,                                                       \
		.run = cmd_##id,                                                                \
	},
const struct command commands[] = {
#include "cmd/commands.def"
	{ .name = NULL },
};

#undef COMMAND

GQuark cmd_usage_quark(void)
{
	return g_quark_from_static_string("cmd-usage");
}

const struct command *command_find(const char *name)
{
	for (const struct command *command = commands; command->name; command++) {
		if (!strcmp(command->name, name))
			return command;
	}
	return NULL;
}

int usage_error(GError **error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (error)
		*error = g_error_new_valist(CMD_USAGE, 0, format, args);
	va_end(args);
	return -1;
}

static char *option_spelling(const GOptionEntry *entry)
{
	g_autofree char *letter = entry->short_name ? g_strdup_printf("-%c, ", entry->short_name) :
						      g_strdup("");

	if (!entry->arg_description)
		return g_strdup_printf("%s--%s", letter, entry->long_name);
	return g_strdup_printf("%s--%s=%s", letter, entry->long_name, entry->arg_description);
}

static void print_option(const GOptionEntry *entry)
{
	g_autofree char *spelling = NULL;

	/* G_OPTION_REMAINING is an entry without a name */
	if (!*entry->long_name || entry->flags & G_OPTION_FLAG_HIDDEN)
		return;
	spelling = option_spelling(entry);
	printf("  %-24s  %s\n", spelling, entry->description ? entry->description : "");
}

static void print_usage(const char *name, const GOptionEntry *entries)
{
	const struct command *command = command_find(name);

	printf("usage: backstitch %s %s\n\n%s\n\n", name, command ? command->synopsis : "",
	       command ? command->summary : "");
	for (; entries && entries->long_name; entries++)
		print_option(entries);
	printf("  %-24s  %s\n", "-h, --help", "print this screen");
}

/* GOption keeps a "--" that stands before something like an option */
static void drop_separator(int *argc, char **argv)
{
	for (int i = 1; i < *argc; i++) {
		if (strcmp(argv[i], "--"))
			continue;
		memmove(argv + i, argv + i + 1, (*argc - i) * sizeof(*argv));
		(*argc)--;
		return;
	}
}

static bool takes_value(const GOptionEntry *entry)
{
	return entry->arg != G_OPTION_ARG_NONE;
}

static const GOptionEntry *find_letter(const GOptionEntry *entries, char letter)
{
	for (; entries && entries->long_name; entries++) {
		if (letter && entries->short_name == letter)
			return entries;
	}
	return NULL;
}

static const GOptionEntry *find_long(const GOptionEntry *entries, const char *name)
{
	for (; entries && entries->long_name; entries++) {
		if (!strcmp(entries->long_name, name))
			return entries;
	}
	return NULL;
}

/* a word that is not on the command line; kept, as the parser forgets those that it has read */
static char *dashed(const char *letters, size_t count)
{
	static GStringChunk *kept;
	g_autofree char *word = g_strdup_printf("-%.*s", (int)count, letters);

	if (!kept)
		kept = g_string_chunk_new(64);
	return g_string_chunk_insert(kept, word);
}

/* "-vj4" becomes "-v", "-j", "4"; returns whether the next word is a value; "-h" is everywhere */
static bool add_letters(GPtrArray *words, const GOptionEntry *entries, char *letters)
{
	for (; *letters; letters++) {
		const GOptionEntry *entry = find_letter(entries, *letters);

		if (!entry && *letters != 'h') {
			g_ptr_array_add(words, dashed(letters, strlen(letters)));
			return false;
		}
		g_ptr_array_add(words, dashed(letters, 1));
		if (!entry || !takes_value(entry))
			continue;
		if (letters[1])
			g_ptr_array_add(words, letters + 1);
		return !letters[1];
	}
	return false;
}

/* GOption takes "-j 4" only; people are used to "-j4", and no value is looked into */
static char **spell_values(const GOptionEntry *entries, int *argc, char **argv)
{
	static GPtrArray *words;	/* the commands keep pointers into it */
	bool options = true, value = false;

	words = g_ptr_array_new();
	for (int i = 0; i < *argc; i++) {
		char *word = argv[i];
		const GOptionEntry *entry;

		options &= value || strcmp(word, "--");
		if (i && options && !value && word[0] == '-' && word[1] && word[1] != '-') {
			value = add_letters(words, entries, word + 1);
			continue;
		}
		entry = options && !value && g_str_has_prefix(word, "--") ?
				find_long(entries, word + 2) : NULL;
		value = entry && takes_value(entry);
		g_ptr_array_add(words, argv[i]);
	}
	*argc = words->len;
	g_ptr_array_add(words, NULL);
	return (char **)words->pdata;
}

/* GLib: "Unknown option --foo"; ours start in lower case */
static void lower_first(char *message)
{
	*message = g_ascii_tolower(*message);
}

bool parse_options(const char *name, const GOptionEntry *entries, int *argc, char ***argv,
		   bool *out_help, GError **error)
{
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);
	g_autoptr(GError) cause = NULL;
	gboolean help = FALSE;
	const GOptionEntry help_entry[] = {
		{ "help", 'h', 0, G_OPTION_ARG_NONE, &help, NULL, NULL },
		{ NULL },
	};

	*out_help = false;
	g_option_context_set_help_enabled(context, FALSE);
	g_option_context_add_main_entries(context, help_entry, NULL);
	if (entries)
		g_option_context_add_main_entries(context, entries, NULL);
	*argv = spell_values(entries, argc, *argv);
	if (!g_option_context_parse(context, argc, argv, &cause)) {
		lower_first(cause->message);
		usage_error(error, "%s", cause->message);
		return false;
	}
	drop_separator(argc, *argv);
	if (help) {
		print_usage(name, entries);
		*out_help = true;
	}
	return true;
}
