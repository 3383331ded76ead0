// SPDX-License-Identifier: GPL-2.0-only
/*
 * A patch finds its series by message-ids first, then by title and author,
 * then by author, version and total with a free slot near in time.  Every
 * search is a hash lookup, so that whole list archives pass in linear time.
 */
#include "format/thread.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/strings.h"
#include "format/quote.h"
#include "format/reroll.h"
#include "format/trailer.h"

/* patches of one unthreaded series are sent within this many seconds */
#define SENT_TOGETHER (24 * 3600)

#define SLUG_MAX 60

/* digits of a commit id */
#define FULL_ID 40

/* mails above a patch that may be an older version */
#define LINKS_MAX 50

struct target {
	struct thread *thread;
	unsigned int number; /* 0 for the cover letter */
	unsigned int version; /* of the mail that is answered */
};

struct answer {
	struct message *message;
	struct reply *reply;
	char *source;
	struct target target;
};

/* a mail with a patch that cannot be read; forgiven when another copy can */
struct broken {
	struct subject *subject;
	GError *error;
};

struct threads {
	GPtrArray *all; /* struct thread * */
	GPtrArray *broken; /* struct broken * */
	GPtrArray *answers; /* struct answer * */
	GHashTable *answered; /* message-ids of replies: several lists bring copies */
	GHashTable *by_id; /* message-id to struct target * */
	GHashTable *by_source; /* other message-ids of known series to struct thread * */
	GHashTable *by_key; /* see the *_key() functions; to GPtrArray of struct thread * */
	GError *problem; /* why the first mail that gave nothing gave nothing */
};

static void thread_free(gpointer data)
{
	struct thread *thread = data;

	series_free(thread->series);
	g_ptr_array_unref(thread->notes);
	g_free(thread);
}

static void answer_free(gpointer data)
{
	struct answer *answer = data;

	reply_free(answer->reply);
	message_free(answer->message);
	g_free(answer->source);
	g_free(answer);
}

static void broken_free(gpointer data)
{
	struct broken *broken = data;

	subject_free(broken->subject);
	g_clear_error(&broken->error);
	g_free(broken);
}

static void list_free(gpointer list)
{
	g_ptr_array_unref(list);
}

struct threads *threads_new(void)
{
	struct threads *threads = g_new0(struct threads, 1);

	threads->all = g_ptr_array_new_with_free_func(thread_free);
	threads->broken = g_ptr_array_new_with_free_func(broken_free);
	threads->answers = g_ptr_array_new_with_free_func(answer_free);
	threads->answered = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	threads->by_id = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	threads->by_source = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	threads->by_key = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, list_free);
	return threads;
}

void threads_free(struct threads *threads)
{
	if (!threads)
		return;
	g_ptr_array_unref(threads->all);
	g_ptr_array_unref(threads->broken);
	g_ptr_array_unref(threads->answers);
	g_hash_table_unref(threads->answered);
	g_hash_table_unref(threads->by_id);
	g_hash_table_unref(threads->by_source);
	g_hash_table_unref(threads->by_key);
	g_clear_error(&threads->problem);
	g_free(threads);
}

void thread_note(struct thread *thread, const char *format, ...)
{
	va_list args;
	g_autofree char *text = NULL;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	if (!has_string(thread->notes, text))
		g_ptr_array_add(thread->notes, g_steal_pointer(&text));
}

/* patches that belong to one series share a message-id they refer to */
static char *link_key(const struct subject *subject, const char *id)
{
	return g_strdup_printf("l/%u/%u/%s", subject->version, subject->total, id);
}

static char *title_key(const struct subject *subject)
{
	return g_strdup_printf("t/%u/%u/%u/%s", subject->version, subject->total, subject->number,
			       subject->title);
}

static char *author_key(const struct subject *subject, const char *email)
{
	return g_strdup_printf("a/%u/%u/%s", subject->version, subject->total, email);
}

static char *lineage_key(const struct series *series)
{
	const struct patch *patch = series->cover;

	for (guint i = 0; !patch && i < series->patches->len; i++)
		patch = series->patches->pdata[i];
	return g_strdup_printf("v/%s/%s", patch ? patch->author_email : "", series_title(series));
}

static void index_key(struct threads *threads, char *key, struct thread *thread)
{
	GPtrArray *list = g_hash_table_lookup(threads->by_key, key);

	if (!list) {
		list = g_ptr_array_new();
		g_hash_table_insert(threads->by_key, key, list);
	} else {
		g_free(key);
	}
	if (!list->len || list->pdata[list->len - 1] != thread)
		g_ptr_array_add(list, thread);
}

static void index_id(struct threads *threads, const char *id, struct thread *thread,
		     unsigned int number, unsigned int version)
{
	struct target *target;

	if (!id)
		return;
	target = g_new0(struct target, 1);
	target->thread = thread;
	target->number = number;
	target->version = version;
	g_hash_table_insert(threads->by_id, g_strdup(id), target);
}

static void index_patch(struct threads *threads, struct thread *thread, const struct patch *patch)
{
	const struct subject *subject = patch->subject;

	index_id(threads, patch->message_id, thread, subject->number, subject->version);
	if (patch->message_id)
		index_key(threads, link_key(subject, patch->message_id), thread);
	if (patch->in_reply_to)
		index_key(threads, link_key(subject, patch->in_reply_to), thread);
	for (guint i = 0; i < patch->references->len; i++)
		index_key(threads, link_key(subject, patch->references->pdata[i]), thread);
	index_key(threads, title_key(subject), thread);
	index_key(threads, author_key(subject, patch->author_email), thread);
	if (!patch->message_id && !patch->references->len)
		index_key(threads, author_key(subject, ""), thread);
}

static struct thread *thread_add(struct threads *threads, struct series *series)
{
	struct thread *thread = g_new0(struct thread, 1);

	thread->series = series;
	thread->notes = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(threads->all, thread);
	return thread;
}

void threads_add_known(struct threads *threads, struct series *series)
{
	struct thread *thread = thread_add(threads, series);

	thread->known = true;
	for (guint i = 0; i < series->sources->len; i++)
		g_hash_table_insert(threads->by_source, g_strdup(series->sources->pdata[i]),
				    thread);
	for (guint i = 0; i < series->comments->len; i++) {
		const struct comment *comment = series->comments->pdata[i];

		index_id(threads, comment->message_id, thread, comment->patch, comment->version);
	}
	if (series->cover)
		index_patch(threads, thread, series->cover);
	for (guint i = 0; i < series->patches->len; i++) {
		struct patch *patch = series->patches->pdata[i];

		if (!patch)
			continue;
		/* the folder's place counts, whatever an edited subject says */
		patch->subject->number = i + 1;
		patch->subject->total = series->total;
		index_patch(threads, thread, patch);
	}
	index_key(threads, lineage_key(series), thread);
}

static struct patch **slot_of(struct series *series, unsigned int number)
{
	if (!number)
		return &series->cover;
	return number <= series->patches->len ?
		       (struct patch **)&series->patches->pdata[number - 1] :
		       NULL;
}

static bool same_author(const struct patch *a, const struct patch *b)
{
	return !g_ascii_strcasecmp(a->author_email, b->author_email) ||
	       same_person(a->author_name, b->author_name);
}

static bool same_patch(const struct patch *a, const struct patch *b)
{
	if (a->message_id && b->message_id && !strcmp(a->message_id, b->message_id))
		return true;
	return !strcmp(a->subject->title, b->subject->title) && same_author(a, b);
}

/* may @patch go into its slot of @thread? */
static bool fits(struct thread *thread, const struct patch *patch)
{
	struct patch **slot = slot_of(thread->series, patch->subject->number);

	return slot && (!*slot || same_patch(*slot, patch));
}

static struct thread *first_fit(struct threads *threads, char *taken_key, const struct patch *patch)
{
	g_autofree char *key = taken_key;
	GPtrArray *list = g_hash_table_lookup(threads->by_key, key);

	for (guint i = 0; list && i < list->len; i++) {
		struct thread *thread = list->pdata[i];

		if (!thread->replaced && fits(thread, patch))
			return thread;
	}
	return NULL;
}

static gint64 sent(const struct series *series)
{
	if (series->cover)
		return series->cover->when;
	for (guint i = 0; i < series->patches->len; i++) {
		const struct patch *patch = series->patches->pdata[i];

		if (patch)
			return patch->when;
	}
	return 0;
}

static struct thread *find_linked(struct threads *threads, const struct patch *patch)
{
	const struct subject *subject = patch->subject;
	struct thread *found = NULL;

	if (patch->message_id)
		found = first_fit(threads, link_key(subject, patch->message_id), patch);
	if (!found && patch->in_reply_to)
		found = first_fit(threads, link_key(subject, patch->in_reply_to), patch);
	for (guint i = 0; !found && i < patch->references->len; i++)
		found = first_fit(threads, link_key(subject, patch->references->pdata[i]), patch);
	return found;
}

static struct thread *find_by_title(struct threads *threads, const struct patch *patch)
{
	g_autofree char *key = title_key(patch->subject);
	GPtrArray *list = g_hash_table_lookup(threads->by_key, key);

	for (guint i = 0; list && i < list->len; i++) {
		struct thread *thread = list->pdata[i];
		struct patch **slot = slot_of(thread->series, patch->subject->number);

		if (!thread->replaced && slot && *slot && same_patch(*slot, patch))
			return thread;
	}
	return NULL;
}

/* does all of it answer itself or nothing, so that a mail without links may belong to it? */
static bool is_rooted(struct threads *threads, const struct thread *thread)
{
	for (guint i = 0; i <= thread->series->patches->len; i++) {
		struct patch **slot = slot_of(thread->series, i);
		const struct target *target;

		if (!slot || !*slot || !(*slot)->in_reply_to)
			continue;
		target = g_hash_table_lookup(threads->by_id, (*slot)->in_reply_to);
		if (!target || target->thread != thread)
			return false;
	}
	return true;
}

static struct thread *find_near(struct threads *threads, const struct patch *patch)
{
	bool bare = !patch->message_id && !patch->references->len;
	struct thread *thread;

	if (patch->subject->total == 1 && patch->subject->number)
		return NULL;
	/* files of git format-patch: no ids, an author each */
	if (bare) {
		thread = first_fit(threads, author_key(patch->subject, ""), patch);
		if (thread)
			return thread;
	}
	thread = first_fit(threads, author_key(patch->subject, patch->author_email), patch);
	if (!thread || patch->in_reply_to || !is_rooted(threads, thread) ||
	    ABS(sent(thread->series) - patch->when) > SENT_TOGETHER)
		return NULL;
	return thread;
}

static struct thread *find_thread(struct threads *threads, const struct patch *patch)
{
	struct thread *thread = find_linked(threads, patch);

	if (!thread)
		thread = find_by_title(threads, patch);
	return thread ? thread : find_near(threads, patch);
}

static struct thread *thread_for(struct threads *threads, const struct patch *patch)
{
	struct thread *thread = find_thread(threads, patch);
	struct series *series;

	if (thread)
		return thread;
	series = series_new();
	series->version = patch->subject->version;
	series->total = patch->subject->total;
	g_ptr_array_set_size(series->patches, series->total);
	return thread_add(threads, series);
}

/* trailers that replies gave earlier, and what was found out of the commit, stay */
static void keep_found(const struct patch *old, struct patch *new)
{
	g_autoptr(GPtrArray) trailers = trailers_parse(old->body);

	for (guint i = 0; i < trailers->len; i++) {
		const struct trailer *trailer = trailers->pdata[i];
		g_autofree char *body = new->body;

		if (trailer_is_person(trailer) && !trailer_present(body, trailer))
			new->body = trailer_add(body, trailer);
		else
			new->body = g_strdup(body);
	}
	if (!new->upstream)
		new->upstream = g_strdup(old->upstream);
}

/* "A B via list <list@host>": a list put its own address in the place of the author's */
static bool has_list_author(const struct patch *patch)
{
	return strstr(patch->author_name, " via ") != NULL;
}

/* the same mail by way of another list: the one that is there is as good */
static bool is_copy(const struct patch *old, const struct patch *new)
{
	return old->zone_known && diff_same(old->diff, new->diff) &&
	       !(has_list_author(old) && !has_list_author(new));
}

/* put a patch into its slot; takes it over */
static void put_patch(struct thread *thread, struct patch *patch, bool own_mail)
{
	struct patch **slot = slot_of(thread->series, patch->subject->number);
	struct patch *old = *slot;
	bool same_id;

	if (!old) {
		*slot = patch;
		thread->added += patch->subject->number != 0;
		return;
	}
	same_id = old->message_id && !g_strcmp0(old->message_id, patch->message_id);
	if (!own_mail || (same_id && is_copy(old, patch)) ||
	    (!same_id && !diff_same(old->diff, patch->diff) && patch->when < old->when)) {
		patch_free(patch);
		return;
	}
	if (!same_id && !diff_same(old->diff, patch->diff))
		thread_note(thread,
			    "'%s' was sent twice with different changes; the later one was taken",
			    patch->subject->title);
	else if (!old->zone_known && patch->zone_known)
		thread_note(thread, "'%s' now has the exact date and bytes of its own mail",
			    patch->subject->title);
	keep_found(old, patch);
	patch_free(old);
	*slot = patch;
}

/* what stands behind a line's first word, in a line of its own */
static char *word_behind(const char *text, const char *name)
{
	const char *found = strstr(text, name);

	found = found ? found + strlen(name) : NULL;
	return found ? g_strndup(found, strcspn(found, " \t\r\n")) : NULL;
}

static bool is_commit(const char *id)
{
	return id && strlen(id) == FULL_ID && strspn(id, "0123456789abcdef") == FULL_ID;
}

/* as git format-patch --base and b4 write them; a zero base is one that they did not know */
static void take_origin(struct thread *thread, const struct message *message, const char *source)
{
	g_autofree char *text = message_text(message);
	g_autofree char *base = word_behind(text, "\nbase-commit: ");

	thread->touched = true;
	add_string_once(thread->series->sources,
			message->message_id ? message->message_id : source);
	if (message->crlf)
		thread_note(thread, "lines ended in CR LF; the CRs were removed, as git am does");
	if (!thread->series->change_id)
		thread->series->change_id = word_behind(text, "\nchange-id: ");
	if (is_commit(base) && strspn(base, "0") < FULL_ID) {
		g_free(thread->series->base);
		thread->series->base = g_steal_pointer(&base);
	}
}

static struct target place(struct threads *threads, struct patch *patch, bool own_mail)
{
	struct target target = { thread_for(threads, patch), patch->subject->number,
				 patch->subject->version };

	index_patch(threads, target.thread, patch);
	put_patch(target.thread, patch, own_mail);
	return target;
}

static bool has_line(const char *text, const char *start)
{
	g_autofree char *wanted = g_strdup_printf("\n%s", start);

	return g_str_has_prefix(text, start) || strstr(text, wanted);
}

static bool has_diff(const char *text)
{
	return has_line(text, "diff --git ") || (has_line(text, "--- ") && has_line(text, "@@ -"));
}

/* "Re:" says so; pages of archives leave it out, there only the quote tells */
static bool is_answer(const struct subject *subject, const char *text)
{
	return subject->is_reply ||
	       (!has_diff(text) && (has_line(text, "> diff --git ") || has_line(text, "> @@ -")));
}

static void set_problem(struct threads *threads, const struct message *message, const char *reason)
{
	g_autofree char *name = message_name(message);

	if (!threads->problem)
		g_set_error(&threads->problem, BS_ERROR, BS_ERROR_INPUT, "message '%s': %s", name,
			    reason);
}

static void add_answer(struct threads *threads, struct message *message, const char *source)
{
	struct answer *answer;

	if (message->message_id &&
	    !g_hash_table_add(threads->answered, g_strdup(message->message_id))) {
		message_free(message);
		return;
	}
	answer = g_new0(struct answer, 1);
	answer->message = message;
	answer->reply = reply_parse(message);
	answer->source = g_strdup(source);
	g_ptr_array_add(threads->answers, answer);
}

static void add_broken(struct threads *threads, const struct message *message, const GError *cause)
{
	g_autofree char *name = message_name(message);
	struct broken *broken = g_new0(struct broken, 1);

	broken->subject = message_subject(message);
	g_set_error(&broken->error, cause->domain, cause->code, "message '%s': %s", name,
		    cause->message);
	g_ptr_array_add(threads->broken, broken);
}

static void add_patch(struct threads *threads, const struct message *message, const char *source)
{
	g_autoptr(GError) cause = NULL;
	struct patch *patch = patch_from_message(message, &cause);
	struct target target;

	if (!patch) {
		add_broken(threads, message, cause);
		return;
	}
	target = place(threads, patch, true);
	target.thread->mails++;
	take_origin(target.thread, message, source);
	for (guint i = 0; i < message->people->len; i++)
		add_string_once(target.thread->series->cc, message->people->pdata[i]);
}

void threads_add(struct threads *threads, struct message *message, const char *source)
{
	g_autoptr(subject) subject = message_subject(message);
	g_autofree char *text = message_text(message);

	if (is_answer(subject, text)) {
		add_answer(threads, message, source);
		return;
	}
	if (has_diff(text) || (subject->is_patch && !subject->number))
		add_patch(threads, message, source);
	else
		set_problem(threads, message, "there is no patch in it");
	message_free(message);
}

static bool target_of_id(struct threads *threads, const char *id, struct target *out)
{
	const struct target *found = id ? g_hash_table_lookup(threads->by_id, id) : NULL;

	if (found)
		*out = *found;
	return found != NULL;
}

static bool target_of(struct threads *threads, const struct message *message, struct target *out)
{
	const GPtrArray *up = message->references;

	if (target_of_id(threads, message->in_reply_to, out) ||
	    target_of_id(threads, message->message_id, out))
		return true;
	for (guint i = up->len; i > 0; i--) {
		if (target_of_id(threads, up->pdata[i - 1], out))
			return true;
	}
	return false;
}

/* a reply to a mail that an earlier run took in: a reply, or a patch of an older version */
static struct target target_by_source(struct threads *threads, const struct message *message,
				      const struct subject *subject)
{
	struct target target = { 0 };

	if (message->in_reply_to)
		target.thread = g_hash_table_lookup(threads->by_source, message->in_reply_to);
	if (!target.thread)
		return target;
	target.version = MIN(subject->version, target.thread->series->version);
	if (target.thread->series->total == 1)
		target.number = 1;
	else if (subject->is_patch && subject->total == target.thread->series->total)
		target.number = subject->number;
	return target;
}

static struct target target_by_title(struct threads *threads, const struct subject *subject)
{
	g_autofree char *key = title_key(subject);
	GPtrArray *list = g_hash_table_lookup(threads->by_key, key);
	struct target target = { 0 };

	if (list) {
		target.thread = list->pdata[0];
		target.number = subject->number;
		target.version = subject->version;
	}
	return target;
}

/* a patch that came by no mail of its own, nor did the rest of its series */
static void restore_patch(struct threads *threads, struct answer *answer)
{
	g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) cause = NULL;
	struct patch *patch = reply_patch(answer->reply, notes, &cause);
	struct thread *there;

	if (!patch) {
		g_autofree char *reason = g_strdup_printf(
			"it is a reply, and the patch it quotes is not whole (%s); import the "
			"patch's own mail first",
			cause->message);

		set_problem(threads, answer->message, reason);
		return;
	}
	there = find_thread(threads, patch);
	if (there && there->mails) {
		thread_note(there, "'%s' is missing, but quoted in full in the reply by %s",
			    patch->subject->title, answer->message->from_name);
		patch_free(patch);
		return;
	}
	answer->target = place(threads, patch, false);
	for (guint i = 0; i < notes->len; i++)
		thread_note(answer->target.thread, "%s", (char *)notes->pdata[i]);
}

static void find_target(struct threads *threads, struct answer *answer)
{
	g_autoptr(subject) subject = message_subject(answer->message);
	struct patch **slot;

	if (!target_of(threads, answer->message, &answer->target))
		answer->target = target_by_title(threads, subject);
	if (!answer->target.thread)
		answer->target = target_by_source(threads, answer->message, subject);
	slot = answer->target.thread ?
		       slot_of(answer->target.thread->series, answer->target.number) :
		       NULL;
	if ((!slot || !*slot) && reply_quotes_diff(answer->reply))
		restore_patch(threads, answer);
	if (answer->target.thread)
		index_id(threads, answer->message->message_id, answer->target.thread,
			 answer->target.number, answer->target.version);
	else
		set_problem(threads, answer->message,
			    "it is a reply to a patch that is not there and quotes none");
}

static char *collapsed(const char *text)
{
	g_auto(GStrv) words = g_regex_split_simple("\\s+", text, G_REGEX_RAW, 0);

	return g_strjoinv(" ", words);
}

static bool same_comment(const struct comment *a, const struct comment *b)
{
	g_autofree char *mail_a = trailer_mail(a->author, NULL);
	g_autofree char *mail_b = trailer_mail(b->author, NULL);
	g_autofree char *text_a = NULL, *text_b = NULL;

	if (a->patch != b->patch || a->version != b->version || g_ascii_strcasecmp(mail_a, mail_b))
		return false;
	if (a->file && b->file && (strcmp(a->file, b->file) || a->line != b->line))
		return false;
	text_a = collapsed(a->text);
	text_b = collapsed(b->text);
	return !strcmp(text_a, text_b);
}

static void take_missing(char **to, char **from)
{
	if (*to || !*from)
		return;
	*to = *from;
	*from = NULL;
}

/* fold @comment into one of the first @known comments; false when none is the same */
static bool fold_comment(struct series *series, guint known, struct comment *comment)
{
	for (guint i = 0; i < known; i++) {
		struct comment *old = series->comments->pdata[i];

		if (!same_comment(old, comment))
			continue;
		if (!old->file)
			old->line = comment->line;
		take_missing(&old->file, &comment->file);
		take_missing(&old->message_id, &comment->message_id);
		take_missing(&old->word, &comment->word);
		return true;
	}
	return false;
}

/* is what the mail answers replaced by a newer version? */
static bool is_outdated(const struct target *target)
{
	struct patch **slot = slot_of(target->thread->series, target->number);

	return target->version &&
	       target->version < (slot && *slot ? (*slot)->subject->version :
						  target->thread->series->version);
}

static void take_comments(struct answer *answer)
{
	struct thread *thread = answer->target.thread;
	struct series *series = thread->series;
	struct patch **slot = slot_of(series, answer->target.number);
	g_autoptr(GPtrArray) comments = reply_comments(
		answer->reply, slot && answer->target.number ? *slot : NULL, answer->target.number);
	guint known = series->comments->len;

	for (guint i = 0; i < comments->len; i++) {
		struct comment *comment = comments->pdata[i];

		comment->version = answer->target.version ? answer->target.version :
							    series->version;
		if (is_outdated(&answer->target)) {
			g_free(comment->state);
			comment->state = g_strdup("outdated");
		}
		if (fold_comment(series, known, comments->pdata[i]))
			continue;
		g_ptr_array_add(series->comments, g_steal_pointer(&comments->pdata[i]));
		thread->comments++;
	}
}

static bool from_sender(const struct trailer *trailer, const struct message *message)
{
	g_autofree char *name = NULL;
	g_autofree char *mail = trailer_mail(trailer->value, &name);

	return !g_ascii_strcasecmp(mail, message->from_email) ||
	       same_person(name, message->from_name);
}

static void give_trailer(struct patch *patch, const struct trailer *trailer)
{
	g_autofree char *body = NULL;

	if (!patch || trailer_present(patch->body, trailer))
		return;
	body = patch->body;
	patch->body = trailer_add(body, trailer);
}

static void take_trailers(struct answer *answer)
{
	struct thread *thread = answer->target.thread;
	const GPtrArray *trailers = answer->reply->trailers;
	struct patch **slot = slot_of(thread->series, answer->target.number);

	for (guint i = 0; i < trailers->len; i++) {
		const struct trailer *trailer = trailers->pdata[i];

		if (is_outdated(&answer->target)) {
			thread_note(thread, "'%s: %s' was given to v%u, so it was left out",
				    trailer->name, trailer->value, answer->target.version);
			continue;
		}

		if (!from_sender(trailer, answer->message)) {
			thread_note(thread, "'%s: %s' was given by %s, so it was left out",
				    trailer->name, trailer->value, answer->message->from_name);
			continue;
		}
		if (answer->target.number)
			give_trailer(slot ? *slot : NULL, trailer);
		for (guint k = 0; !answer->target.number && k < thread->series->patches->len; k++)
			give_trailer(thread->series->patches->pdata[k], trailer);
	}
}

static void take_applied(struct answer *answer)
{
	const GPtrArray *all = answer->reply->applied;
	const GPtrArray *patches = answer->target.thread->series->patches;

	for (guint i = 0; i < all->len; i++) {
		const struct applied *applied = all->pdata[i];

		for (guint k = 0; k < patches->len; k++) {
			struct patch *patch = patches->pdata[k];

			if (!patch || strcmp(patch->subject->title, applied->title))
				continue;
			if (!patch->upstream)
				patch->upstream = g_strdup(applied->commit);
		}
	}
}

static void take_answer(struct answer *answer)
{
	if (!answer->target.thread)
		return;
	if (!answer->message->parts->len)
		thread_note(answer->target.thread,
			    "the reply by %s has no plain text, so it was not read",
			    answer->message->from_name);
	take_comments(answer);
	take_trailers(answer);
	take_applied(answer);
	take_origin(answer->target.thread, answer->message, answer->source);
}

static void settle_pair(struct thread *a, struct thread *b)
{
	if (a == b || a->replaced || b->replaced || (!a->touched && !b->touched) ||
	    a->series->version == b->series->version)
		return;
	if (a->series->version > b->series->version)
		reroll_settle(a, b);
	else
		reroll_settle(b, a);
}

/* "[PATCH v2 0/3]" in the thread of v1, whatever its title is now */
static void settle_linked(struct threads *threads, struct thread *thread, const char *id)
{
	const struct target *target = id ? g_hash_table_lookup(threads->by_id, id) : NULL;
	const struct series *series = thread->series, *other;

	if (!target || target->thread == thread)
		return;
	other = target->thread->series;
	if (reroll_same_author(series, other) &&
	    (reroll_common(series, other) || reroll_is_partial(series, other)))
		settle_pair(thread, target->thread);
}

static void settle_links(struct threads *threads, struct thread *thread)
{
	/* one mail more than there are patches: the cover letter */
	for (guint i = 0; i <= thread->series->patches->len; i++) {
		struct patch **slot = slot_of(thread->series, i);
		const struct patch *patch = slot ? *slot : NULL;

		if (!patch)
			continue;
		settle_linked(threads, thread, patch->in_reply_to);
		for (guint k = 0; k < patch->references->len && k < LINKS_MAX; k++)
			settle_linked(threads, thread, patch->references->pdata[k]);
	}
}

static void settle_key(struct threads *threads, struct thread *thread, char *taken_key)
{
	g_autofree char *key = taken_key;
	GPtrArray *list = key ? g_hash_table_lookup(threads->by_key, key) : NULL;

	for (guint i = 0; list && i < list->len && !thread->replaced; i++)
		settle_pair(thread, list->pdata[i]);
	if (key && !thread->replaced)
		index_key(threads, g_steal_pointer(&key), thread);
}

static char *change_key(const struct series *series)
{
	return series->change_id ? g_strdup_printf("c/%s", series->change_id) : NULL;
}

/*
 * Versions of one series meet by their change-id, by the title and author of their first
 * mail, or in one thread
 */
static void settle_versions(struct threads *threads)
{
	for (guint i = 0; i < threads->all->len; i++) {
		struct thread *thread = threads->all->pdata[i];

		if (!thread->replaced)
			settle_key(threads, thread, change_key(thread->series));
		if (!thread->replaced)
			settle_key(threads, thread, lineage_key(thread->series));
	}
	for (guint i = 0; i < threads->all->len; i++) {
		struct thread *thread = threads->all->pdata[i];

		if (!thread->replaced)
			settle_links(threads, thread);
	}
}

/* b4's form: date, slug, 12 digits; made from what stays the same */
static void set_change_id(struct series *series)
{
	const char *title = series_title(series);
	g_autofree char *slug = series_slug(title);
	g_autofree char *key = lineage_key(series);
	g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA1, key, -1);
	g_autoptr(GDateTime) when = g_date_time_new_from_unix_utc(sent(series));
	g_autofree char *date = when ? g_date_time_format(when, "%Y%m%d") : g_strdup("19700101");

	if (!series->change_id)
		series->change_id = g_strdup_printf("%s-%s-%.12s", date, slug, sum);
}

static bool has_patches(const struct series *series)
{
	for (guint i = 0; i < series->patches->len; i++) {
		if (series->patches->pdata[i])
			return true;
	}
	return false;
}

static bool nothing_found(struct threads *threads, GError **error)
{
	if (threads->problem)
		g_propagate_error(error, g_steal_pointer(&threads->problem));
	else
		g_set_error_literal(error, BS_ERROR, BS_ERROR_INPUT, "there is no patch in it");
	return false;
}

/* false when a patch that cannot be read came by no other mail either */
static bool forgive_broken(struct threads *threads, GError **error)
{
	for (guint i = 0; i < threads->broken->len; i++) {
		struct broken *broken = threads->broken->pdata[i];
		struct target target = target_by_title(threads, broken->subject);

		if (!target.thread) {
			g_propagate_error(error, g_steal_pointer(&broken->error));
			return false;
		}
		thread_note(target.thread, "another copy was left out: %s", broken->error->message);
	}
	return true;
}

GPtrArray *threads_finish(struct threads *threads, GError **error)
{
	g_autoptr(GPtrArray) out = g_ptr_array_new();

	if (!forgive_broken(threads, error))
		return NULL;
	for (guint i = 0; i < threads->answers->len; i++)
		find_target(threads, threads->answers->pdata[i]);
	for (guint i = 0; i < threads->answers->len; i++)
		take_answer(threads->answers->pdata[i]);
	settle_versions(threads);
	for (guint i = 0; i < threads->all->len; i++) {
		struct thread *thread = threads->all->pdata[i];

		if (!thread->touched || thread->replaced || !has_patches(thread->series))
			continue;
		set_change_id(thread->series);
		g_ptr_array_add(out, thread);
	}
	if (!out->len && !nothing_found(threads, error))
		return NULL;
	return g_steal_pointer(&out);
}

char *series_slug(const char *title)
{
	GString *out = g_string_new(NULL);

	for (const char *p = title; *p; p++) {
		bool keep = g_ascii_isalnum(*p) || *p == '_' ||
			    (*p == '.' && out->len && g_ascii_isdigit(out->str[out->len - 1]) &&
			     g_ascii_isdigit(p[1]));

		if (keep)
			g_string_append_c(out, g_ascii_tolower(*p));
		else if (out->len && out->str[out->len - 1] != '-')
			g_string_append_c(out, '-');
	}
	if (out->len > SLUG_MAX) {
		g_string_truncate(out, SLUG_MAX);
		if (strrchr(out->str, '-'))
			g_string_truncate(out, strrchr(out->str, '-') - out->str);
	}
	while (out->len && strchr("-._", out->str[out->len - 1]))
		g_string_truncate(out, out->len - 1);
	if (!out->len)
		g_string_append(out, "series");
	return g_string_free(out, FALSE);
}
