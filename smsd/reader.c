/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See reader.h.  The process is this same program, executed again rather than
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
#include "smsd/agenda.h"
#include "smsd/child.h"
#include "tools/dispatch.h"
#include "tools/right.h"

#define READER_PRIORITY	(G_PRIORITY_DEFAULT + 5)	/* as clients */
#define READER_PIECE	(16 * 1024)
#define READER_HEARD_MAX (256 * 1024)	/* octets the process has not taken: then the
					 * client rests */

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
	reader_ended_fn ended_fn;
	void	*user;
	struct child child;
	struct reader_stream out, err;
	int	 in;		/* -1 nothing (more) is heard */
	struct write_queue *heard;	/* not yet taken by the process */
	gboolean heard_all;
	gboolean ended;
	int	 status;
};

static volatile sig_atomic_t reader_asked_to_end;
static struct db *reader_db;	/* to be interrupted */

static void	reader_taken(void *reader);
static void	reader_deaf(struct reader *reader);
static void	reader_listen(struct reader_stream *stream);
static gboolean	reader_readable(int fd, GIOCondition condition, gpointer user);
static void	reader_say(struct reader_stream *stream, gboolean last);
static void	reader_close(struct reader_stream *stream);
static void	reader_ended(int status, void *reader);
static void	reader_check(struct reader *reader);
static void	reader_signal(int number);
static int	reader_run(struct command_call *call, char **words);
static void	reader_print(struct command_call *call);

struct reader *
reader_new(struct client *client, const struct command_call *call, char **words,
    reader_ended_fn ended, void *user, GError **error)
{
	const struct config *config = client->engine->config;
	g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);
	struct child_pipes pipes = { .in = call->input != NULL ? 0 : -1 };
	struct reader *reader;

	g_ptr_array_add(argv, g_strdup("/proc/self/exe"));
	g_ptr_array_add(argv, g_strdup("--read"));
	g_ptr_array_add(argv, g_strdup("--"));
	g_ptr_array_add(argv, g_strdup(config->database));
	g_ptr_array_add(argv, g_strdup(call->stage));
	g_ptr_array_add(argv, duty_tags_write(call->tags));
	g_ptr_array_add(argv, g_strdup(config->timezone));
	g_ptr_array_add(argv, right_write(call));
	g_ptr_array_add(argv, g_strdup(call->language != NULL ?
	    call->language : ""));
	g_ptr_array_add(argv, g_strdup_printf("%d", call->columns));
	g_ptr_array_add(argv, g_strdup(call->colour ? "1" : "0"));
	for (; *words != NULL; words++)
		g_ptr_array_add(argv, g_strdup(*words));
	g_ptr_array_add(argv, NULL);
	reader = g_new0(struct reader, 1);
	reader->client = client;
	reader->ended_fn = ended;
	reader->user = user;
	if (!child_spawn(&reader->child, (const char *const *)argv->pdata, NULL, &pipes,
	    reader_ended, reader, error)) {
		g_free(reader);
		return NULL;
	}
	reader->in = pipes.in;
	if (reader->in >= 0) {
		reader->heard = write_queue_new(reader->in, WRITE_STREAM,
		    READER_PRIORITY, 0);
		write_queue_on_room(reader->heard, 0, reader_taken, reader);
	}
	reader->out = (struct reader_stream){ reader, client_out, pipes.out, 0, NULL };
	reader->err = (struct reader_stream){ reader, client_err, pipes.err, 0, NULL };
	reader_listen(&reader->out);
	reader_listen(&reader->err);
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
	child_abandon(&reader->child, SIGTERM);
	g_free(reader);
}

void
reader_hear(struct reader *reader, const char *lines)
{
	char *line;

	if (reader->in < 0)
		return;
	line = g_strconcat(lines, "\n", NULL);
	write_queue_add(reader->heard, g_bytes_new_take(line, strlen(line)));
	if (write_queue_is_broken(reader->heard))
		reader_deaf(reader);
	else if (write_queue_octets(reader->heard) > READER_HEARD_MAX)
		client_listen(reader->client, FALSE);
}

void
reader_hear_end(struct reader *reader)
{
	reader->heard_all = TRUE;
	if (reader->in >= 0 && write_queue_octets(reader->heard) == 0)
		reader_deaf(reader);
}

void
reader_resume(struct reader *reader)
{
	reader_listen(&reader->out);
	reader_listen(&reader->err);
}

/* The process has taken all that it was told, or takes no more. */
static void
reader_taken(void *user)
{
	struct reader *reader = user;

	if (reader->heard_all || write_queue_is_broken(reader->heard))
		reader_deaf(reader);
	else
		client_listen(reader->client, TRUE);
}

/* The process takes no more input, or there is none. */
static void
reader_deaf(struct reader *reader)
{
	if (reader->in < 0)
		return;
	g_clear_pointer(&reader->heard, write_queue_free);
	close(reader->in);
	reader->in = -1;
	client_listen(reader->client, TRUE);
}

static void
reader_listen(struct reader_stream *stream)
{
	if (stream->fd < 0 || stream->source != 0)
		return;
	if (stream->rest == NULL)
		stream->rest = g_string_new(NULL);
	g_unix_set_fd_nonblocking(stream->fd, TRUE, NULL);
	stream->source = g_unix_fd_add_full(READER_PRIORITY, stream->fd,
	    G_IO_IN | G_IO_HUP, reader_readable, stream, NULL);
}

static gboolean
reader_readable(int fd, GIOCondition condition, gpointer user)
{
	struct reader_stream *stream = user;
	struct reader *reader = stream->reader;
	char octets[READER_PIECE];
	ssize_t len;

	if (client_is_behind(reader->client)) {
		stream->source = 0;	/* until reader_resume() */
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
reader_ended(int status, void *user)
{
	struct reader *reader = user;
	g_autofree char *words = child_status_words(status);

	reader->ended = TRUE;
	reader->status = WIFEXITED(status) ? WEXITSTATUS(status) : COMMAND_NO;
	if (WIFSIGNALED(status))
		log_warning("reader: %s", words);
	reader_check(reader);
}

/* Its output is complete and the process has ended. */
static void
reader_check(struct reader *reader)
{
	if (reader->ended && reader->out.fd < 0 && reader->err.fd < 0)
		reader->ended_fn(reader->status, reader->user);
}

/* --- the process itself --------------------------------------------------------- */

int
reader_main(char **words)
{
	struct command_call call = {
		.reads = TRUE, .flush = reader_print,
		.agenda_words = engine_agenda_words,
	};
	const struct sigaction end = { .sa_handler = reader_signal };
	g_autoptr(GTimeZone) zone = NULL;
	g_autoptr(GError) error = NULL;
	g_autofree struct duty_tag *tags = NULL;
	int status;

	if (words == NULL || g_strv_length(words) <= DRESS_COUNT) {
		fprintf(stderr, "xiangyind: --read is for xiangyind itself\n");
		return COMMAND_USAGE;
	}
	/* Ends with the engine. */
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
	reader_db = call.db;
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
	reader_db = NULL;
	db_close(call.db);
	return status;
}

static void
reader_signal(int number)
{
	reader_asked_to_end = 1;
	if (reader_db != NULL)
		db_interrupt(reader_db);
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
