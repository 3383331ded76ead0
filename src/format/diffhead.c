// SPDX-License-Identifier: GPL-2.0-only
#include "format/diffhead.h"

#include <string.h>

#include "base/bytefind.h"
#include "base/escape.h"
#include "base/file.h"
#include "format/diffname.h"

/* folders that paths in a kernel start with: what "--- drivers/x.c" was made with -p0 from */
static const char *const kernel_folders[] = {
	"Documentation", "LICENSES", "arch",	"block",    "certs", "crypto", "drivers", "fs",
	"include",	 "init",     "io_uring", "ipc",	    "kernel", "lib",   "mm",	  "net",
	"rust",		 "samples",  "scripts", "security", "sound", "tools",  "usr",	  "virt",
};

/* the shortest "\ No newline at end of file" in any language, as git has it */
#define NO_EOL_MIN 11

#define DIGITS_MAX 9

#define ID_DIGITS_MAX 64

bool text_starts(const struct diff_text *line, const char *prefix)
{
	size_t size = strlen(prefix);

	return line->size >= size && !memcmp(line->at, prefix, size);
}

struct diff_text text_after(const struct diff_text *line, const char *prefix)
{
	size_t size = strlen(prefix);

	return (struct diff_text){ line->at + size, line->size - size };
}

static void set_path(char **path, char *value)
{
	g_free(*path);
	*path = value;
}

void diff_head_start(struct diff_head *head, struct file_diff *file,
		     const struct diff_strip *strip, const struct diff_text *line)
{
	struct diff_text names = text_after(line, "diff --git ");

	diff_head_clear(head);
	*head = (struct diff_head){ .file = file, .strip = strip };
	head->common = diff_name_common(names.at, names.size, strip->count);
	if (names.size && names.at[names.size - 1] == '\r')
		names.size--;
	head->bare = diff_name_common(names.at, names.size, 0);
}

void diff_head_clear(struct diff_head *head)
{
	g_clear_pointer(&head->common, g_free);
	g_clear_pointer(&head->bare, g_free);
}

static enum diff_taken wrong(const char **out_wrong, const char *what)
{
	*out_wrong = what;
	return DIFF_TAKEN_WRONG;
}

/* as git keeps modes: a file, executable or not, a link, a folder, a submodule */
static unsigned int canonical(unsigned int mode)
{
	switch (mode & 0170000) {
	case 0100000:
		return mode & 0100 ? 0100755 : 0100644;
	case 0120000:
	case 0040000:
		return mode & 0170000;
	default:
		return 0160000;
	}
}

static enum diff_taken take_mode(struct diff_text value, unsigned int *out,
				 const char **out_wrong)
{
	unsigned int mode = 0;
	size_t i;

	for (i = 0; i < value.size && i < DIGITS_MAX && value.at[i] >= '0' && value.at[i] <= '7';
	     i++)
		mode = mode * 8 + value.at[i] - '0';
	if (!i || (i < value.size && !g_ascii_isspace(value.at[i])))
		return wrong(out_wrong, "the file mode is no octal number");
	*out = canonical(mode);
	return DIFF_TAKEN;
}

static char *hex_id(const char *at, size_t size)
{
	if (!size || size > ID_DIGITS_MAX)
		return NULL;
	for (size_t i = 0; i < size; i++) {
		if (!g_ascii_isxdigit(at[i]))
			return NULL;
	}
	return g_strndup(at, size);
}

/* "0123456..789abcd 100644" */
static enum diff_taken take_index(struct file_diff *file, struct diff_text value,
				  const char **out_wrong)
{
	const char *end = value.at + value.size;
	const char *dots = bytes_find(value.at, value.size, "..", 2), *behind;
	g_autofree char *old = NULL, *new = NULL;

	if (!dots)
		return DIFF_TAKEN;
	for (behind = dots + 2; behind < end && *behind != ' ' && *behind != '\r'; behind++)
		;
	old = hex_id(value.at, dots - value.at);
	new = hex_id(dots + 2, behind - dots - 2);
	if (!old || !new)
		return DIFF_TAKEN;
	set_path(&file->old_id, g_steal_pointer(&old));
	set_path(&file->new_id, g_steal_pointer(&new));
	if (behind == end || *behind != ' ')
		return DIFF_TAKEN;
	return take_mode((struct diff_text){ behind + 1, end - behind - 1 }, &file->old_mode,
			 out_wrong);
}

/* "--- a/x" or "+++ b/x" must say what the lines above say */
static enum diff_taken take_side(struct diff_head *head, struct diff_text value, bool none,
				 char **path, const char **out_wrong)
{
	bool null = diff_name_is_null(value.at, value.size);
	g_autofree char *name = NULL, *whole = NULL;

	if (none && *path)
		return wrong(out_wrong, "the file is new or goes, but both sides have a name");
	if (none)
		return null ? DIFF_TAKEN : wrong(out_wrong, "/dev/null is expected here");
	if (null)
		return wrong(out_wrong,
			     "/dev/null without a 'new file mode' or 'deleted file mode'");
	name = diff_name_git(value.at, value.size, head->strip->count, true);
	whole = diff_name_git(value.at, value.size, 0, true);
	if (g_strcmp0(whole, head->bare))
		g_clear_pointer(&head->bare, g_free);
	/* "rename from" never has a prefix: this line has none either */
	if ((head->renamed || head->copied) && *path && !g_strcmp0(whole, *path)) {
		head->file->bare = true;
		return DIFF_TAKEN;
	}
	if (*path && g_strcmp0(name, *path))
		return wrong(out_wrong, "this name of the file is not the one above");
	if (!*path)
		*path = g_steal_pointer(&name);
	return DIFF_TAKEN;
}

static enum diff_taken take_name(const struct diff_head *head, struct diff_text value, bool *flag,
				 char **path)
{
	unsigned int strip = head->strip->count ? head->strip->count - 1 : 0;

	*flag = true;
	set_path(path, diff_name_git(value.at, value.size, strip, false));
	return DIFF_TAKEN;
}

static enum diff_taken take_new(struct diff_head *head, struct diff_text value,
				const char **out_wrong)
{
	head->created = true;
	set_path(&head->file->new_path, g_strdup(head->common));
	return take_mode(value, &head->file->new_mode, out_wrong);
}

static enum diff_taken take_deleted(struct diff_head *head, struct diff_text value,
				    const char **out_wrong)
{
	head->deleted = true;
	set_path(&head->file->old_path, g_strdup(head->common));
	return take_mode(value, &head->file->old_mode, out_wrong);
}

/* "rename from x", "copy to y" and their elder forms */
static bool take_second_name(struct diff_head *head, const struct diff_text *line)
{
	static const struct {
		const char *key;
		bool copy;
		bool new;
	} rows[] = {
		{ "copy from ", true, false },	  { "copy to ", true, true },
		{ "rename from ", false, false }, { "rename to ", false, true },
		{ "rename old ", false, false },  { "rename new ", false, true },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		if (!text_starts(line, rows[i].key))
			continue;
		take_name(head, text_after(line, rows[i].key),
			  rows[i].copy ? &head->copied : &head->renamed,
			  rows[i].new ? &head->file->new_path : &head->file->old_path);
		return true;
	}
	return false;
}

static enum diff_taken take_line(struct diff_head *head, const struct diff_text *line,
				 const char **out_wrong)
{
	struct file_diff *file = head->file;

	if (text_starts(line, "--- "))
		return take_side(head, text_after(line, "--- "), head->created, &file->old_path,
				 out_wrong);
	if (text_starts(line, "+++ "))
		return take_side(head, text_after(line, "+++ "), head->deleted, &file->new_path,
				 out_wrong);
	if (text_starts(line, "index "))
		return take_index(file, text_after(line, "index "), out_wrong);
	if (text_starts(line, "old mode "))
		return take_mode(text_after(line, "old mode "), &file->old_mode, out_wrong);
	if (text_starts(line, "new mode "))
		return take_mode(text_after(line, "new mode "), &file->new_mode, out_wrong);
	if (text_starts(line, "deleted file mode "))
		return take_deleted(head, text_after(line, "deleted file mode "), out_wrong);
	if (text_starts(line, "new file mode "))
		return take_new(head, text_after(line, "new file mode "), out_wrong);
	if (take_second_name(head, line) || text_starts(line, "similarity index ") ||
	    text_starts(line, "dissimilarity index "))
		return DIFF_TAKEN;
	return DIFF_TAKEN_NOT;
}

enum diff_taken diff_head_take(struct diff_head *head, const struct diff_text *line,
			       const char **out_wrong)
{
	enum diff_taken taken = take_line(head, line, out_wrong);

	if (taken == DIFF_TAKEN)
		head->lines++;
	if (taken != DIFF_TAKEN_WRONG &&
	    head->created + head->deleted + head->renamed + head->copied > 1)
		return wrong(out_wrong, "the header of the file contradicts itself: new, "
			     "deleted, renamed and copied exclude each other");
	return taken;
}

bool diff_head_changes(const struct diff_head *head)
{
	const struct file_diff *file = head->file;

	return head->created || head->deleted || head->renamed || head->copied ||
	       (file->old_mode && file->new_mode && file->old_mode != file->new_mode);
}

static void settle_modes(const struct diff_head *head)
{
	struct file_diff *file = head->file;

	if (head->created)
		file->old_mode = 0;
	else if (head->deleted)
		file->new_mode = 0;
	else if (!file->new_mode)
		file->new_mode = file->old_mode;
}

bool diff_head_end(struct diff_head *head, const char **out_wrong)
{
	struct file_diff *file = head->file;

	if (head->bare && !head->renamed && !head->copied) {
		set_path(&file->old_path, g_strdup(head->bare));
		set_path(&file->new_path, g_strdup(head->bare));
		file->bare = true;
	}
	if (!file->old_path && !file->new_path) {
		file->old_path = g_strdup(head->common);
		file->new_path = g_strdup(head->common);
	}
	if ((!file->new_path && !head->deleted) || (!file->old_path && !head->created)) {
		*out_wrong = "a file header does not name its file";
		return false;
	}
	file->change = head->created ? FILE_CREATED :
		       head->deleted ? FILE_DELETED :
		       head->renamed ? FILE_RENAMED :
		       head->copied  ? FILE_COPIED :
				       FILE_MODIFIED;
	if (head->created)
		g_clear_pointer(&file->old_path, g_free);
	if (head->deleted)
		g_clear_pointer(&file->new_path, g_free);
	/* git takes the old side away as well */
	if (file->change == FILE_MODIFIED && strcmp(file->old_path, file->new_path))
		file->change = FILE_RENAMED;
	settle_modes(head);
	return true;
}

/* the first folder of a name */
static struct diff_text folder_of(struct diff_text name)
{
	const char *slash = memchr(name.at, '/', name.size);

	return (struct diff_text){ name.at, slash ? slash - name.at : 0 };
}

static bool is_kernel_folder(struct diff_text folder)
{
	for (size_t i = 0; i < G_N_ELEMENTS(kernel_folders); i++) {
		if (strlen(kernel_folders[i]) == folder.size &&
		    !memcmp(kernel_folders[i], folder.at, folder.size))
			return true;
	}
	return false;
}

/* no folder in front of the name: -1 when this side cannot tell */
static int guess_strip(struct diff_text name)
{
	g_autofree char *whole = NULL;

	if (diff_name_is_null(name.at, name.size))
		return -1;
	whole = diff_name_plain(name.at, name.size, 0, NULL);
	return whole && !strchr(whole, '/') ? 0 : -1;
}

/*
 * As git: names without folders are taken whole, from here on.  And where git would look
 * for "net/x.c": "--- drivers/net/x.c" was made in the top folder, without "a/" and "b/".
 */
static unsigned int strip_for(struct diff_strip *strip, struct diff_text old,
			      struct diff_text new)
{
	bool old_null = diff_name_is_null(old.at, old.size);
	bool new_null = diff_name_is_null(new.at, new.size);
	struct diff_text folder = folder_of(old_null ? new : old);
	int first = guess_strip(old), second = guess_strip(new);

	if (first < 0)
		first = second;
	if (!strip->known && first >= 0 && first == second)
		*strip = (struct diff_strip){ first, true };
	if (is_kernel_folder(folder) &&
	    (new_null || (new.size > folder.size && !memcmp(new.at, folder.at, folder.size) &&
			  new.at[folder.size] == '/')))
		return 0;
	return strip->count;
}

bool diff_plain_names(struct file_diff *file, struct diff_strip *strip, struct diff_text old,
		      struct diff_text new)
{
	unsigned int count = strip_for(strip, old, new);
	g_autofree char *first = NULL, *name = NULL;

	file->plain = true;
	file->bare = !count && strip->count;
	if (!diff_name_is_null(old.at, old.size))
		first = diff_name_plain(old.at, old.size, count, NULL);
	if (!diff_name_is_null(new.at, new.size))
		name = diff_name_plain(new.at, new.size, count, first);
	if (diff_name_is_null(old.at, old.size) || diff_name_is_epoch(old.at, old.size)) {
		file->change = FILE_CREATED;
		file->new_path = g_steal_pointer(&name);
	} else if (diff_name_is_null(new.at, new.size)) {
		file->change = FILE_DELETED;
		file->old_path = g_steal_pointer(&first);
	} else if (diff_name_is_epoch(new.at, new.size)) {
		file->change = FILE_DELETED;
		file->old_path = g_steal_pointer(&name);
	} else {
		file->old_path = g_strdup(name);
		file->new_path = g_steal_pointer(&name);
	}
	return file->old_path || file->new_path;
}

static char *fault_of(const char *path)
{
	const char *fault = path ? path_fault(path) : NULL;
	g_autofree char *name = fault ? escape_line(path, -1) : NULL;

	return fault ? g_strdup_printf("the path '%.200s' %s", name, fault) : NULL;
}

char *diff_path_fault(const struct file_diff *file)
{
	char *fault = fault_of(file->old_path);

	return fault ? fault : fault_of(file->new_path);
}

/* so few digits that counts of a hunk can be added */
static bool parse_number(const char **at, const char *end, unsigned long *out)
{
	const char *start = *at;

	for (*out = 0; *at < end && g_ascii_isdigit(**at) && *at - start < DIGITS_MAX; (*at)++)
		*out = *out * 10 + (**at - '0');
	return *at > start && (*at == end || !g_ascii_isdigit(**at));
}

static bool parse_range(const char **at, const char *end, const char *expect, unsigned long *start,
			unsigned long *count)
{
	size_t size = strlen(expect);

	if (!parse_number(at, end, start))
		return false;
	*count = 1;
	if (*at < end && **at == ',') {
		++*at;
		if (!parse_number(at, end, count))
			return false;
	}
	if ((size_t)(end - *at) < size || memcmp(*at, expect, size))
		return false;
	*at += size;
	return true;
}

bool diff_hunk_header(const struct diff_text *line, struct hunk *hunk)
{
	const char *at = line->at + 4, *end = line->at + line->size;

	if (!text_starts(line, "@@ -") ||
	    !parse_range(&at, end, " +", &hunk->old_start, &hunk->old_lines) ||
	    !parse_range(&at, end, " @@", &hunk->new_start, &hunk->new_lines))
		return false;
	if (at < end && *at == ' ')
		at++;
	g_free(hunk->section);
	hunk->section = g_strndup(at, end - at);
	return true;
}

bool diff_no_eol(const struct diff_text *line)
{
	return line->size >= NO_EOL_MIN && text_starts(line, "\\ ");
}
