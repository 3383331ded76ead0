// SPDX-License-Identifier: GPL-2.0-only
/*
 * Shows a manual page: through man(1) where there is one, else the page as the
 * build rendered it to text.
 */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/error.h"
#include "base/escape.h"
#include "base/file.h"
#include "base/proc.h"
#include "cmd/cmd.h"

/* folders with manual pages, seen from the program: build folder, installation */
static const char *const page_folders[] = { "man", "../share/man/man1", NULL };
/* the same for rendered pages */
static const char *const text_folders[] = { "man", "../share/doc/backstitch", NULL };

static char *find_file(const char *const *folders, const char *name)
{
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *at = program ? g_path_get_dirname(program) : g_strdup(".");

	for (; *folders; folders++) {
		g_autofree char *folder = g_canonicalize_filename(*folders, at);
		g_autofree char *path = g_build_filename(folder, name, NULL);

		if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
			return g_steal_pointer(&path);
	}
	return NULL;
}

static int print_file(const char *path, GError **error)
{
	g_autoptr(GBytes) bytes = file_read(path, error);
	gsize size;
	const char *data;

	if (!bytes)
		return -1;
	data = g_bytes_get_data(bytes, &size);
	fwrite(data, 1, size, stdout);
	return EXIT_CLEAN;
}

/* man needs the terminal for its pager, so it takes the place of this program */
static int run_man(const char *page, GError **error)
{
	fflush(stdout);
	execlp("man", "man", "-l", page, NULL);
	g_set_error(error, BS_ERROR, BS_ERROR_IO, "cannot start 'man': %s", g_strerror(errno));
	return -1;
}

static int show_page(const char *name, GError **error)
{
	g_autofree char *page_name = g_strconcat(name, ".1", NULL);
	g_autofree char *text_name = g_strconcat(name, ".txt", NULL);
	g_autofree char *page = find_file(page_folders, page_name);
	g_autofree char *text = find_file(text_folders, text_name);

	if (page && isatty(STDOUT_FILENO) && proc_installed("man"))
		return run_man(page, error);
	if (text)
		return print_file(text, error);
	if (page && proc_installed("man"))
		return run_man(page, error);
	g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
		    "the manual page '%s' is not installed; 'make' builds it where rst2man is",
		    name);
	return -1;
}

int cmd_help(struct session *session, int argc, char **argv, GError **error)
{
	g_autofree char *name = NULL;
	bool help;

	if (!parse_options("help", NULL, &argc, &argv, &help, error))
		return -1;
	if (help)
		return EXIT_CLEAN;
	if (argc > 2)
		return usage_error(error, "one command at a time, not '%s' too", argv[2]);
	if (argc == 2 && !command_find(argv[1]))
		return usage_error(error, "'%s' is not a command; 'backstitch -h' lists them",
				   argv[1]);
	name = argc == 2 ? g_strconcat("backstitch-", argv[1], NULL) : g_strdup("backstitch");
	return show_page(name, error);
}
