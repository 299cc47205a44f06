/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See job.h.
 */
#include "smsd/job.h"

#include <string.h>

#include "base/log.h"
#include "smsd/agenda.h"
#include "smsd/balance_monitor.h"
#include "smsd/console.h"
#include "smsd/identity.h"
#include "smsd/reader.h"
#include "smsd/view.h"
#include "tools/dispatch.h"

struct job {
	struct client *client;
	struct command_call call;
	struct view *view;
	char	*language, *stage;
	guint	 idle;		/* runs its next step */
	gboolean paused;	/* until the client has read on */
	gboolean waits;		/* for the end of the client's input */
	struct reader *reader;	/* it runs beside the engine; NULL not */
};

static struct job *job_new(struct client *client, GVariant *settings);
static void	job_free(struct job *job);
static gboolean	job_read(struct job *job, char **words);
static void	job_read_ended(int status, void *job);
static void	job_answer(struct job *job, enum command_status status);
static void	job_end(struct job *job, enum command_status status);
static gboolean	job_step(gpointer job);
static void	job_hear(struct client *client, const char *line, void *job);
static void	job_hear_end(struct client *client, void *job);
static void	job_gone(void *job);
static void	job_room(struct client *client, void *job);

static const struct client_server job_server = {
	job_hear, job_hear_end, job_gone, job_room
};

void
job_begin(struct client *client, GVariant *payload)
{
	g_autofree const char **argv = NULL;
	g_autoptr(GVariant) settings = NULL;
	enum command_status status;
	struct job *job;

	g_variant_get(payload, "(^a&s@a{ss})", &argv, &settings);
	job = job_new(client, settings);
	client_serve(client, &job_server, job);
	status = command_start(&job->call, (char **)argv,
	    (int)g_strv_length((char **)argv));
	job->waits = status == COMMAND_INPUT;
	if (job->waits)
		return;
	if (status == COMMAND_TALKS) {
		client->server = NULL;
		console_begin(client, &job->call);
		job_free(job);
	} else if (status != COMMAND_READS) {
		job_answer(job, status);
	} else if (!job_read(job, (char **)argv)) {
		job_answer(job, COMMAND_NO);
	}
}

static struct job *
job_new(struct client *client, GVariant *settings)
{
	struct engine *engine = client->engine;
	struct job *job = g_new0(struct job, 1);
	const char *columns = NULL, *colour = NULL;

	g_variant_lookup(settings, "language", "s", &job->language);
	g_variant_lookup(settings, "columns", "&s", &columns);
	g_variant_lookup(settings, "colour", "&s", &colour);
	job->client = client;
	job->stage = g_strconcat(engine->config->database, "-import", NULL);
	job->view = view_new(engine);
	job->call = (struct command_call){
		.db = engine->db,
		.menu = engine->menu,
		.view = view_engine(job->view),
		.zone = engine->config->zone,
		.stage = job->stage,
		.tags = engine->config->duty_tags,
		.agenda_words = engine_agenda_words,
		.peer = {
			.shown = client->peer.shown, .user = client->peer.user,
			.login = client->peer.login, .owner = client->peer.is_owner,
		},
		.language = job->language,
		.columns = columns != NULL ? (int)CLAMP(
		    g_ascii_strtoll(columns, NULL, 10), 0, 1000) : 0,
		.colour = g_strcmp0(colour, "1") == 0,
	};
	return job;
}

static void
job_free(struct job *job)
{
	reader_free(job->reader);
	g_clear_handle_id(&job->idle, g_source_remove);
	command_clear(&job->call);
	view_free(job->view);
	g_free(job->language);
	g_free(job->stage);
	g_free(job);
}

/* FALSE: it could not begin. */
static gboolean
job_read(struct job *job, char **words)
{
	g_autoptr(GError) error = NULL;

	job->reader = reader_new(job->client, &job->call, words, job_read_ended, job,
	    &error);
	if (job->reader != NULL)
		return TRUE;
	log_warning("reader: cannot start: %s", error->message);
	g_string_append(job->call.err, error->message);
	return FALSE;
}

/* Where the command has a step to do in the engine, it is done now. */
static void
job_read_ended(int status, void *user)
{
	struct job *job = user;

	g_clear_pointer(&job->reader, reader_free);
	if (job->call.step == NULL) {
		job_end(job, (enum command_status)status);
		return;
	}
	job->call.read_status = (enum command_status)status;
	job_answer(job, COMMAND_MORE);
}

/* Passes on what the command has said, and goes on with it if it is not done. */
static void
job_answer(struct job *job, enum command_status status)
{
	struct client *client = job->client;

	job->waits = FALSE;
	client_out(client, job->call.out->str);
	client_err(client, job->call.err->str);
	g_string_truncate(job->call.out, 0);
	g_string_truncate(job->call.err, 0);
	if (job->call.progress_of > 0)
		client_progress(client, job->call.progress, job->call.progress_of);
	if (status != COMMAND_MORE)
		job_end(job, status);
	else if (client_is_behind(client))
		job->paused = TRUE;
	else if (job->idle == 0)
		job->idle = g_idle_add(job_step, job);
}

/* It may have changed what the engine keeps in memory. */
static void
job_end(struct job *job, enum command_status status)
{
	struct client *client = job->client;
	struct engine *engine = client->engine;

	client_end(client, status);
	if (job->call.ask_credit != NULL)
		balance_monitor_hurry(engine, job->call.ask_credit);
	client_serve(client, NULL, NULL);	/* frees the job */
	identity_refresh(engine);
	dialog_forget_workdays(engine->dialog);
	engine->replan = TRUE;
	batch_kick(engine);
}

static gboolean
job_step(gpointer user)
{
	struct job *job = user;

	job->idle = 0;
	job_answer(job, command_step(&job->call));
	return G_SOURCE_REMOVE;
}

/* Input that no command waits for is dropped: one that was refused has not read
 * it. */
static void
job_hear(struct client *client, const char *line, void *user)
{
	struct job *job = user;
	struct command_call *call = &job->call;

	if (job->reader != NULL)
		reader_hear(job->reader, line);
	else if (job->waits && call->input->len + strlen(line) < COMMAND_INPUT_MAX)
		g_string_append_printf(call->input, "%s\n", line);
	else if (job->waits)
		job_answer(job, command_flooded(call));
}

static void
job_hear_end(struct client *client, void *user)
{
	struct job *job = user;

	if (job->reader != NULL)
		reader_hear_end(job->reader);
	else if (job->waits)
		job_answer(job, COMMAND_MORE);
}

static void
job_gone(void *user)
{
	job_free(user);
}

static void
job_room(struct client *client, void *user)
{
	struct job *job = user;

	if (job->reader != NULL) {
		reader_resume(job->reader);
	} else if (job->paused) {
		job->paused = FALSE;
		job->idle = g_idle_add(job_step, job);
	}
}
