// SPDX-License-Identifier: GPL-2.0-only
#include "engine/warn/reserved.h"

#include <string.h>

#include "base/file.h"
#include "engine/code/includelines.h"
#include "engine/code/mention.h"
#include "engine/names/headers.h"

#define PREFIXES_MAX 10

/* "_MAX" behind a '*' is a suffix; errors are known by strerrorname_np(), see lex_standard() */
static const struct reserved {
	const char *header;
	const char *prefixes[PREFIXES_MAX];
} reserved[] = {
	{ "arpa/inet.h", { "INADDR_", "INET_", "INET6_" } },
	{ "dlfcn.h", { "RTLD_" } },
	{ "fcntl.h", { "AT_", "F_", "FD_", "O_", "POSIX_FADV_", "S_" } },
	{ "fnmatch.h", { "FNM_" } },
	{ "ftw.h", { "FTW_" } },
	{ "glob.h", { "GLOB_" } },
	{ "inttypes.h", { "PRI", "SCN", "*_MAX", "*_MIN" } },
	{ "limits.h", { "*_MAX", "*_MIN", "*_BIT" } },
	{ "locale.h", { "LC_" } },
	{ "netdb.h", { "AI_", "EAI_", "NI_" } },
	{ "netinet/in.h", { "IN_", "INADDR_", "INET_", "INET6_", "IP_", "IPPORT_", "IPPROTO_",
			    "IPV6_" } },
	{ "netinet/tcp.h", { "TCP_" } },
	{ "poll.h", { "POLL" } },
	{ "pthread.h", { "PTHREAD_" } },
	{ "regex.h", { "REG_" } },
	{ "sched.h", { "SCHED_" } },
	{ "semaphore.h", { "SEM_" } },
	{ "signal.h", { "BUS_", "CLD_", "FPE_", "ILL_", "SA_", "SEGV_", "SI_", "SIG", "SS_",
			"TRAP_" } },
	{ "stdint.h", { "*_MAX", "*_MIN" } },
	{ "stdio.h", { "SEEK_", "L_" } },
	{ "sys/ipc.h", { "IPC_" } },
	{ "sys/mman.h", { "MAP_", "MCL_", "MS_", "PROT_" } },
	{ "sys/resource.h", { "PRIO_", "RLIM_", "RLIMIT_", "RUSAGE_" } },
	{ "sys/select.h", { "FD_" } },
	{ "sys/socket.h", { "AF_", "CMSG_", "MSG_", "PF_", "SCM_", "SHUT_", "SO" } },
	{ "sys/stat.h", { "S_", "UTIME_" } },
	{ "sys/statvfs.h", { "ST_" } },
	{ "sys/time.h", { "FD_", "ITIMER_" } },
	{ "sys/wait.h", { "P_", "W" } },
	{ "syslog.h", { "LOG_" } },
	{ "time.h", { "CLOCK_", "TIMER_" } },
	{ "unistd.h", { "_CS_", "_PC_", "_SC_", "SEEK_", "F_" } },
};

static const char *const system_headers[] = {
	"aio.h", "alloca.h", "arpa/inet.h", "assert.h", "byteswap.h", "complex.h", "cpio.h",
	"ctype.h", "dirent.h", "dlfcn.h", "endian.h", "err.h", "errno.h", "error.h",
	"execinfo.h", "fcntl.h", "fenv.h", "float.h", "fmtmsg.h", "fnmatch.h", "ftw.h",
	"getopt.h", "glob.h", "grp.h", "iconv.h", "inttypes.h", "iso646.h", "langinfo.h",
	"libgen.h", "libintl.h", "limits.h", "locale.h", "malloc.h", "math.h", "monetary.h",
	"mqueue.h", "ndbm.h", "net/if.h", "netdb.h", "netinet/in.h", "netinet/tcp.h",
	"nl_types.h", "poll.h", "pthread.h", "pwd.h", "regex.h", "sched.h", "search.h",
	"semaphore.h", "setjmp.h", "signal.h", "spawn.h", "stdalign.h", "stdarg.h",
	"stdatomic.h", "stdbool.h", "stddef.h", "stdint.h", "stdio.h", "stdlib.h",
	"stdnoreturn.h", "string.h", "strings.h", "stropts.h", "sys/cdefs.h", "sys/epoll.h",
	"sys/eventfd.h", "sys/ioctl.h", "sys/ipc.h", "sys/mman.h", "sys/msg.h", "sys/param.h",
	"sys/queue.h", "sys/resource.h", "sys/select.h", "sys/sem.h", "sys/shm.h",
	"sys/socket.h", "sys/stat.h", "sys/statvfs.h", "sys/time.h", "sys/times.h",
	"sys/types.h", "sys/uio.h", "sys/un.h", "sys/utsname.h", "sys/wait.h", "syslog.h",
	"tar.h", "termios.h", "tgmath.h", "threads.h", "time.h", "trace.h", "uchar.h",
	"ulimit.h", "unistd.h", "utime.h", "utmpx.h", "wchar.h", "wctype.h", "wordexp.h",
};

static bool is_constant(const struct lex *name)
{
	for (gsize i = 0; i < name->size; i++)
		if (!g_ascii_isupper(name->text[i]) && !g_ascii_isdigit(name->text[i]) &&
		    name->text[i] != '_')
			return false;
	return true;
}

static bool is_kept_by(const struct reserved *of, const struct lex *name)
{
	for (int i = 0; i < PREFIXES_MAX && of->prefixes[i]; i++) {
		bool suffix = *of->prefixes[i] == '*';
		const char *part = of->prefixes[i] + suffix;
		gsize size = strlen(part);

		if (name->size > size &&
		    !memcmp(name->text + (suffix ? name->size - size : 0), part, size))
			return true;
	}
	return false;
}

/* does a text include one of the headers that keep the name? */
static bool includes_one(const struct extract *text, const struct lex *name)
{
	for (guint i = 0; i < G_N_ELEMENTS(reserved); i++)
		if (is_kept_by(&reserved[i], name) &&
		    text_includes(text->text, text->size, reserved[i].header,
				  strlen(reserved[i].header)))
			return true;
	return false;
}

/**
 * struct reached - what the headers that a file reaches have to do with a name
 * @name: of a constant
 * @met: one has it, or includes one that keeps it
 */
struct reached {
	const struct lex *name;
	bool met;
};

/* "fcntl" of "fcntl.h": what includes it has the word */
static bool may_include_one(const struct header *header, const struct lex *name)
{
	for (guint i = 0; i < G_N_ELEMENTS(reserved); i++) {
		const char *file = path_name(reserved[i].header);

		if (is_kept_by(&reserved[i], name) &&
		    header_mentions(header, file, strlen(file) - strlen(".h")))
			return true;
	}
	return false;
}

static bool look_for_header(void *data, struct header *header)
{
	struct reached *reached = data;
	struct extract text;

	if (!may_include_one(header, reached->name))
		return true;
	text = extract_of(header_bytes(header));
	reached->met = includes_one(&text, reached->name);
	return !reached->met;
}

static bool look_for_name(void *data, struct header *header)
{
	struct reached *reached = data;
	const struct lex *name = reached->name;
	struct extract text;

	reached->met = header_naming(header, name->text, name->size, &text) &&
		       text_mentions(text.text, text.size, name->text, name->size);
	return !reached->met;
}

bool constant_reserved(const struct suspect *suspect, const struct lex *name)
{
	const struct warn_input *input = suspect->input;
	struct reached here = { .name = name }, there = { .name = name };

	if (!is_constant(name) || !input->headers || !input->upstream_headers ||
	    !input->base_path || !input->theirs)
		return false;
	here.met = includes_one(&suspect->result, name);
	if (!here.met)
		headers_reach(input->headers, input->path, input->result, look_for_header, &here);
	return here.met &&
	       headers_reach(input->upstream_headers, input->base_path, input->theirs,
			     look_for_name, &there) &&
	       !there.met;
}

bool header_reserved(const char *path)
{
	for (guint i = 0; i < G_N_ELEMENTS(system_headers); i++)
		if (include_may_mean(path, system_headers[i], strlen(system_headers[i])))
			return true;
	return false;
}
