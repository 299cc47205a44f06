/*
 * See reader.h.  The process is this same program, started anew rather than
 * forked: SQLite's connections do not survive a fork.
 */
#include "smsd/reader.h"

#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "db/duty_tag.h"

#define READER_PIECE	(16 * 1024)
#define READER_QUEUE_MAX (256 * 1024)	/* octets the client has not read */
#define READER_HEARD_MAX (256 * 1024)	/* octets the process has not taken */
#define READER_LOOK_MS	20

/* Before the words of the command. */
enum { DRESS_DATABASE, DRESS_STAGE, DRESS_TAGS, DRESS_ZONE, DRESS_REACH, DRESS_LANGUAGE,
       DRESS_COLUMNS, DRESS_COLOUR, DRESS_COUNT };

/* One of its two streams. */
struct reader_stream {
	struct reader *reader;
	void	(*say)(struct client *client, const char *words);
	int	 fd;		/* -1 at its end */
	guint	 source;
	GString	*rest;		/* octets of a character that is not whole */
};

struct reader {
	struct client *client;
	GPid	 pid;
	guint	 watch;
	struct reader_stream out, err;
	int	 in;		/* -1 nothing (more) is heard */
	guint	 in_source;
	GString	*heard;		/* not yet taken by the process */
	gboolean heard_all;
	gboolean ended;
	int	 status;
};

static volatile sig_atomic_t reader_asked_to_end;

static void	reader_pass(struct reader *reader);
static gboolean	reader_writable(int fd, GIOCondition condition, gpointer user);
static void	reader_deaf(struct reader *reader);
static void	reader_listen(struct reader_stream *stream);
static gboolean	reader_readable(int fd, GIOCondition condition, gpointer user);
static gboolean	reader_resume(gpointer user);
static void	reader_say(struct reader_stream *stream, gboolean last);
static void	reader_close(struct reader_stream *stream);
static void	reader_ended(GPid pid, int status, gpointer user);
static void	reader_reaped(GPid pid, int status, gpointer user);
static void	reader_check(struct reader *reader);
static void	reader_signal(int number);
static int	reader_run(struct command_call *call, char **words);
static void	reader_print(struct command_call *call);

struct reader *
reader_new(struct engine *engine, struct client *client,
    const struct command_call *call, char **words, GError **error)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);
	gboolean hears = call->input != NULL;
	struct reader *reader = g_new0(struct reader, 1);

	g_ptr_array_add(argv, g_strdup("/proc/self/exe"));
	g_ptr_array_add(argv, g_strdup("--read"));
	g_ptr_array_add(argv, g_strdup("--"));
	g_ptr_array_add(argv, g_strdup(engine->config->database));
	g_ptr_array_add(argv, g_strdup(call->stage));
	g_ptr_array_add(argv, duty_tags_write(call->tags));
	g_ptr_array_add(argv, g_strdup(engine->config->timezone));
	g_ptr_array_add(argv, right_write(call));
	g_ptr_array_add(argv, g_strdup(call->language != NULL ?
	    call->language : ""));
	g_ptr_array_add(argv, g_strdup_printf("%d", call->columns));
	g_ptr_array_add(argv, g_strdup(call->colour ? "1" : "0"));
	for (; *words != NULL; words++)
		g_ptr_array_add(argv, g_strdup(*words));
	g_ptr_array_add(argv, NULL);
	reader->client = client;
	reader->out.fd = reader->err.fd = reader->in = -1;
	if (!g_spawn_async_with_pipes(NULL, (char **)argv->pdata, NULL,
	    G_SPAWN_DO_NOT_REAP_CHILD | (hears ? G_SPAWN_DEFAULT :
	    G_SPAWN_STDIN_FROM_DEV_NULL), NULL, NULL, &reader->pid, hears ?
	    &reader->in : NULL, &reader->out.fd, &reader->err.fd, error)) {
		g_free(reader);
		return NULL;
	}
	if (hears) {
		reader->heard = g_string_new(NULL);
		g_unix_set_fd_nonblocking(reader->in, TRUE, NULL);
	}
	reader->out.say = client_out;
	reader->err.say = client_err;
	reader_listen(&reader->out);
	reader_listen(&reader->err);
	reader->out.reader = reader->err.reader = reader;
	reader->watch = g_child_watch_add(reader->pid, reader_ended, reader);
	return reader;
}

void
reader_free(struct reader *reader)
{
	if (reader == NULL)
		return;
	reader_close(&reader->out);
	reader_close(&reader->err);
	reader_deaf(reader);
	if (!reader->ended) {
		g_source_remove(reader->watch);
		kill(reader->pid, SIGTERM);
		g_child_watch_add(reader->pid, reader_reaped, NULL);
	}
	g_free(reader);
}

void
reader_hear(struct reader *reader, const char *lines)
{
	if (reader->in < 0)
		return;
	g_string_append_printf(reader->heard, "%s\n", lines);
	reader_pass(reader);
}

void
reader_hear_end(struct reader *reader)
{
	reader->heard_all = TRUE;
	if (reader->in >= 0)
		reader_pass(reader);
}

/* What the process takes now; the client rests while much of it waits. */
static void
reader_pass(struct reader *reader)
{
	GString *heard = reader->heard;
	ssize_t len = 0;

	if (heard->len > 0)
		len = write(reader->in, heard->str, heard->len);
	if (len > 0)
		g_string_erase(heard, 0, len);
	if ((len < 0 && errno != EAGAIN && errno != EINTR) ||
	    (heard->len == 0 && reader->heard_all)) {
		reader_deaf(reader);
		return;
	}
	channel_listen(reader->client->channel,
	    heard->len < READER_HEARD_MAX);
	if (heard->len > 0 && reader->in_source == 0)
		reader->in_source = g_unix_fd_add_full(G_PRIORITY_DEFAULT + 5,
		    reader->in, G_IO_OUT | G_IO_ERR, reader_writable, reader,
		    NULL);
}

static gboolean
reader_writable(int fd, GIOCondition condition, gpointer user)
{
	struct reader *reader = user;

	reader->in_source = 0;
	reader_pass(reader);
	return G_SOURCE_REMOVE;
}

/* It takes no more, or there is no more. */
static void
reader_deaf(struct reader *reader)
{
	if (reader->in < 0)
		return;
	g_clear_handle_id(&reader->in_source, g_source_remove);
	close(reader->in);
	reader->in = -1;
	g_string_free(g_steal_pointer(&reader->heard), TRUE);
	channel_listen(reader->client->channel, TRUE);
}

static void
reader_listen(struct reader_stream *stream)
{
	if (stream->rest == NULL)
		stream->rest = g_string_new(NULL);
	g_unix_set_fd_nonblocking(stream->fd, TRUE, NULL);
	stream->source = g_unix_fd_add_full(G_PRIORITY_DEFAULT + 5, stream->fd,
	    G_IO_IN | G_IO_HUP, reader_readable, stream, NULL);
}

static gboolean
reader_readable(int fd, GIOCondition condition, gpointer user)
{
	struct reader_stream *stream = user;
	struct reader *reader = stream->reader;
	char octets[READER_PIECE];
	ssize_t len;

	if (channel_queued(reader->client->channel) > READER_QUEUE_MAX) {
		stream->source = g_timeout_add(READER_LOOK_MS, reader_resume,
		    stream);
		return G_SOURCE_REMOVE;
	}
	len = read(fd, octets, sizeof(octets));
	if (len > 0) {
		g_string_append_len(stream->rest, octets, len);
		reader_say(stream, FALSE);
		return G_SOURCE_CONTINUE;
	}
	if (len < 0 && (errno == EAGAIN || errno == EINTR))
		return G_SOURCE_CONTINUE;
	reader_say(stream, TRUE);
	stream->source = 0;
	reader_close(stream);
	reader_check(reader);
	return G_SOURCE_REMOVE;
}

/* Perhaps the client has read on meanwhile. */
static gboolean
reader_resume(gpointer user)
{
	reader_listen(user);
	return G_SOURCE_REMOVE;
}

/* Whole characters go on to the client, a torn one waits for its rest. */
static void
reader_say(struct reader_stream *stream, gboolean last)
{
	g_autofree char *whole = NULL;
	const char *end;

	g_utf8_validate(stream->rest->str, (gssize)stream->rest->len, &end);
	if (last || stream->rest->str + stream->rest->len - end > 4) {
		whole = g_utf8_make_valid(stream->rest->str,
		    (gssize)stream->rest->len);
		g_string_truncate(stream->rest, 0);
	} else {
		whole = g_strndup(stream->rest->str,
		    (gsize)(end - stream->rest->str));
		g_string_erase(stream->rest, 0, end - stream->rest->str);
	}
	if (*whole != '\0')
		stream->say(stream->reader->client, whole);
}

static void
reader_close(struct reader_stream *stream)
{
	g_clear_handle_id(&stream->source, g_source_remove);
	if (stream->fd >= 0)
		close(stream->fd);
	stream->fd = -1;
	if (stream->rest != NULL)
		g_string_free(g_steal_pointer(&stream->rest), TRUE);
}

static void
reader_ended(GPid pid, int status, gpointer user)
{
	struct reader *reader = user;

	g_spawn_close_pid(pid);
	reader->ended = TRUE;
	reader->status = WIFEXITED(status) ? WEXITSTATUS(status) : COMMAND_NO;
	if (WIFSIGNALED(status))
		log_warning("reader: killed by signal %d (%s)",
		    WTERMSIG(status), g_strsignal(WTERMSIG(status)));
	reader_check(reader);
}

/* Its client has gone before it. */
static void
reader_reaped(GPid pid, int status, gpointer user)
{
	g_spawn_close_pid(pid);
}

/* All is said, and it has ended. */
static void
reader_check(struct reader *reader)
{
	if (reader->ended && reader->out.fd < 0 && reader->err.fd < 0)
		client_read(reader->client, reader->status);
}

/* --- the process itself --------------------------------------------------------- */

int
reader_main(char **words)
{
	struct command_call call = { .reads = TRUE, .flush = reader_print };
	const struct sigaction end = { .sa_handler = reader_signal };
	g_autoptr(GTimeZone) zone = NULL;
	g_autoptr(GError) error = NULL;
	g_autofree struct duty_tag *tags = NULL;
	int status;

	if (words == NULL || g_strv_length(words) <= DRESS_COUNT) {
		fprintf(stderr, "xiangyind: --read is for xiangyind itself\n");
		return COMMAND_USAGE;
	}
	/* An engine that has gone wants nothing more. */
	sigaction(SIGTERM, &end, NULL);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	signal(SIGPIPE, SIG_IGN);
	zone = g_time_zone_new_identifier(words[DRESS_ZONE]);
	call.db = db_open_to_read(words[DRESS_DATABASE], &error);
	if (call.db == NULL || zone == NULL) {
		fprintf(stderr, "%s\n", error != NULL ? error->message :
		    words[DRESS_ZONE]);
		return COMMAND_NO;
	}
	call.zone = zone;
	call.stage = words[DRESS_STAGE];
	call.tags = tags = duty_tags_read(words[DRESS_TAGS]);
	right_read(&call, words[DRESS_REACH]);
	call.language = *words[DRESS_LANGUAGE] != '\0' ?
	    words[DRESS_LANGUAGE] : NULL;
	call.columns = (int)g_ascii_strtoll(words[DRESS_COLUMNS], NULL, 10);
	call.colour = strcmp(words[DRESS_COLOUR], "1") == 0;
	status = reader_run(&call, words + DRESS_COUNT);
	command_clear(&call);
	db_close(call.db);
	return status;
}

static void
reader_signal(int number)
{
	reader_asked_to_end = 1;
}

static int
reader_run(struct command_call *call, char **words)
{
	enum command_status status = command_start(call, words,
	    (int)g_strv_length(words));

	while (status == COMMAND_MORE && !reader_asked_to_end) {
		reader_print(call);
		status = command_step(call);
	}
	reader_print(call);
	return status < 0 ? COMMAND_NO : (int)status;
}

static void
reader_print(struct command_call *call)
{
	fputs(call->out->str, stdout);
	fflush(stdout);
	fputs(call->err->str, stderr);
	g_string_truncate(call->out, 0);
	g_string_truncate(call->err, 0);
}
