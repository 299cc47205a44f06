/*
 * See control.h.  Commands run between batches, never inside one; what takes
 * longer than a moment runs in steps from idle (tools/command.h).
 */
#include <config.h>

#include "smsd/control.h"

#include <errno.h>
#include <glib-unix.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"
#include "smsd/balance_monitor.h"
#include "smsd/batch.h"
#include "smsd/console.h"
#include "smsd/identity.h"
#include "smsd/import_resume.h"
#include "smsd/reader.h"
#include "smsd/remind.h"
#include "smsd/view.h"
#include "tools/command.h"

#define CONTROL_BACKLOG		64
#define CONTROL_GROUPS_MAX	1024
#define CONTROL_PIECE		(MESSAGE_MAX / 2)	/* octets of output a packet */
#define NOBODY_LOGGED_IN	G_MAXUINT32	/* (uid_t)-1 */

struct control {
	struct engine *engine;
	int	 fd;
	guint	 source;
	gboolean bound;		/* the file is ours to take away */
	gboolean has_group;
	gid_t	 group;
	GPtrArray *clients;	/* struct client, owned */
};

/* A command under way. */
struct job {
	struct command_call call;
	struct view *view;
	char	*language, *stage;
	guint	 idle;		/* runs its next step */
	gboolean waits;		/* for the end of the client's input */
};

static gboolean	control_bind(struct control *control, GError **error);
static gboolean	control_free_place(const struct sockaddr_un *address,
	    GError **error);
static void	control_own(struct control *control);
static gboolean	control_accept(int fd, GIOCondition condition, gpointer user);
static gboolean	control_allows(const struct control *control, int fd,
	    const struct ucred *who);
static gboolean	control_in_group(int fd, gid_t group);
static void	client_new(struct control *control, int fd,
	    const struct ucred *who);
static char	*user_name(uid_t uid);
static char	*login_name(pid_t pid);
static void	client_free(gpointer client);
static void	client_message(struct channel *channel,
	    enum message_type type, GVariant *payload, void *user);
static void	client_closed(struct channel *channel, const char *why,
	    void *user);
static void	client_drop(struct client *client, const char *why);
static void	client_command(struct client *client, GVariant *payload);
static gboolean	client_read_beside(struct client *client, char **words);
static gboolean	client_wants_input(const struct client *client);
static void	client_input(struct client *client, const char *line);
static void	client_answer(struct client *client,
	    enum command_status status);
static gboolean	client_step(gpointer user);
static void	client_say(struct client *client, enum message_type type,
	    const char *words);
static void	job_free(struct job *job);

struct control *
control_new(struct engine *engine, GError **error)
{
	struct control *control = g_new0(struct control, 1);
	const struct group *group =
	    getgrnam(engine->config->control_group);

	control->engine = engine;
	control->clients = g_ptr_array_new_with_free_func(client_free);
	control->has_group = group != NULL;
	if (group != NULL)
		control->group = group->gr_gid;
	else
		log_info("control: there is no group %s, so only root may "
		    "ask", engine->config->control_group);
	control->fd = socket(AF_UNIX,
	    SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (!control_bind(control, error)) {
		control_free(control);
		return NULL;
	}
	control->source = g_unix_fd_add_full(G_PRIORITY_DEFAULT + 5,
	    control->fd, G_IO_IN, control_accept, control, NULL);
	return control;
}

void
control_free(struct control *control)
{
	if (control == NULL)
		return;
	g_clear_handle_id(&control->source, g_source_remove);
	if (control->bound)
		unlink(control->engine->config->control);
	if (control->fd >= 0)
		close(control->fd);
	g_ptr_array_unref(control->clients);
	g_free(control);
}

void
client_out(struct client *client, const char *words)
{
	client_say(client, MESSAGE_COMMAND_OUT, words);
}

void
client_err(struct client *client, const char *words)
{
	client_say(client, MESSAGE_COMMAND_ERR, words);
}

void
client_read(struct client *client, int status)
{
	if (client->job == NULL) {
		client_end(client, status);
		return;
	}
	client->job->call.read_status = (enum command_status)status;
	client_answer(client, COMMAND_MORE);
}

void
client_end(struct client *client, int status)
{
	channel_send(client->channel, MESSAGE_COMMAND_END,
	    g_variant_new("(i)", status));
}

static gboolean
control_bind(struct control *control, GError **error)
{
	const char *path = control->engine->config->control;
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	mode_t mask;
	int failed;

	g_strlcpy(address.sun_path, path, sizeof(address.sun_path));
	if (!control_free_place(&address, error))
		return FALSE;
	mask = umask(0117);
	failed = bind(control->fd, (struct sockaddr *)&address,
	    sizeof(address)) < 0 ||
	    listen(control->fd, CONTROL_BACKLOG) < 0 ? errno : 0;
	umask(mask);
	if (failed != 0) {
		g_set_error(error, G_FILE_ERROR,
		    g_file_error_from_errno(failed), "control socket %s: %s, "
		    "expected a directory this user may write to", path,
		    g_strerror(failed));
		return FALSE;
	}
	control->bound = TRUE;
	control_own(control);
	return TRUE;
}

/* Takes away a socket nobody listens on; anything else stays. */
static gboolean
control_free_place(const struct sockaddr_un *address, GError **error)
{
	struct stat st;
	gboolean busy;
	int fd;

	if (lstat(address->sun_path, &st) < 0)
		return TRUE;
	if (!S_ISSOCK(st.st_mode)) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_EXIST,
		    "control socket %s: something else has this name, "
		    "expected a socket or nothing", address->sun_path);
		return FALSE;
	}
	fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	busy = connect(fd, (const struct sockaddr *)address,
	    sizeof(*address)) == 0 || errno != ECONNREFUSED;
	close(fd);
	if (busy) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_EXIST,
		    "control socket %s: another program listens there, "
		    "expected no other xiangyind", address->sun_path);
		return FALSE;
	}
	unlink(address->sun_path);
	return TRUE;
}

/* Without the right to give it away, the group stays the engine's own. */
static void
control_own(struct control *control)
{
	const char *path = control->engine->config->control;

	if (control->has_group && chown(path, (uid_t)-1, control->group) < 0)
		log_warning("control: cannot give %s to group %s: %s", path,
		    control->engine->config->control_group,
		    g_strerror(errno));
}

static gboolean
control_accept(int fd, GIOCondition condition, gpointer user)
{
	struct control *control = user;
	struct ucred who;
	socklen_t len = sizeof(who);
	int client = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	if (client < 0)
		return G_SOURCE_CONTINUE;
	if (getsockopt(client, SOL_SOCKET, SO_PEERCRED, &who, &len) < 0 ||
	    !control_allows(control, client, &who) ||
	    control->clients->len >= CONTROL_CLIENTS_MAX) {
		close(client);
		return G_SOURCE_CONTINUE;
	}
	client_new(control, client, &who);
	return G_SOURCE_CONTINUE;
}

static gboolean
control_allows(const struct control *control, int fd,
    const struct ucred *who)
{
	if (who->uid == 0 || who->uid == geteuid())
		return TRUE;
	if (control->has_group && (who->gid == control->group ||
	    control_in_group(fd, control->group)))
		return TRUE;
	log_warning("control: uid %u is neither root nor in group %s",
	    (unsigned)who->uid, control->engine->config->control_group);
	return FALSE;
}

/* The groups the kernel saw when the client connected. */
static gboolean
control_in_group(int fd, gid_t group)
{
	g_autofree gid_t *groups = g_new(gid_t, CONTROL_GROUPS_MAX);
	socklen_t len = CONTROL_GROUPS_MAX * sizeof(*groups);

	if (getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups, &len) < 0)
		return FALSE;
	for (gsize i = 0; i < len / sizeof(*groups); i++) {
		if (groups[i] == group)
			return TRUE;
	}
	return FALSE;
}

static void
client_new(struct control *control, int fd, const struct ucred *who)
{
	struct client *client = g_new0(struct client, 1);

	client->control = control;
	client->user = user_name(who->uid);
	client->login = login_name(who->pid);
	client->shown = g_strdup_printf("uid %u (%s)", (unsigned)who->uid,
	    client->user);
	client->owner = who->uid == 0 || who->uid == geteuid();
	client->channel = channel_new(fd, SIDE_CLIENT, G_PRIORITY_DEFAULT + 5,
	    client_message, client_closed, client);
	g_ptr_array_add(control->clients, client);
}

/* As staff know it; the uid where it has no name. */
static char *
user_name(uid_t uid)
{
	const struct passwd *user = getpwuid(uid);

	return user != NULL ? g_strdup(user->pw_name) :
	    g_strdup_printf("%u", (unsigned)uid);
}

/* Whom a process's session logged in as, whatever it has become since by su or sudo
 * (proc_pid_loginuid(5)); "" where the kernel does not tell, or nobody logged in. */
static char *
login_name(pid_t pid)
{
	g_autofree char *path = g_strdup_printf("/proc/%d/loginuid", (int)pid);
	g_autofree char *digits = NULL;
	guint64 uid;

	if (!g_file_get_contents(path, &digits, NULL, NULL) ||
	    !g_ascii_string_to_unsigned(g_strstrip(digits), 10, 0,
	    NOBODY_LOGGED_IN, &uid, NULL) || uid == NOBODY_LOGGED_IN)
		return g_strdup("");
	return user_name((uid_t)uid);
}

static void
client_free(gpointer data)
{
	struct client *client = data;

	if (client->console != NULL)
		console_abandon(client->console);
	job_free(client->job);
	import_resume_check(client->control->engine);
	reader_free(client->reader);
	channel_free(client->channel);
	g_free(client->shown);
	g_free(client->user);
	g_free(client->login);
	g_free(client);
}

static void
client_message(struct channel *channel, enum message_type type,
    GVariant *payload, void *user)
{
	struct client *client = user;
	const char *line;

	switch (type) {
	case MESSAGE_COMMAND:
		if (client->asked) {
			client_drop(client, "a second command");
			return;
		}
		client->asked = TRUE;
		client_command(client, payload);
		return;
	case MESSAGE_COMMAND_IN:
		g_variant_get(payload, "(&s)", &line);
		if (client->console != NULL)
			console_hear(client->console, line);
		else if (client->reader != NULL)
			reader_hear(client->reader, line);
		else
			client_input(client, line);
		return;
	default:
		if (client->console != NULL)
			console_end(client->console);
		else if (client->reader != NULL)
			reader_hear_end(client->reader);
		else if (client_wants_input(client))
			client_answer(client, COMMAND_MORE);
		return;
	}
}

static void
client_closed(struct channel *channel, const char *why, void *user)
{
	struct client *client = user;

	log_debug("control: %s: %s", client->shown, why);
	g_ptr_array_remove_fast(client->control->clients, client);
}

static void
client_drop(struct client *client, const char *why)
{
	log_warning("control: %s closed: %s", client->shown, why);
	g_ptr_array_remove_fast(client->control->clients, client);
}

static void
client_command(struct client *client, GVariant *payload)
{
	struct engine *engine = client->control->engine;
	g_autofree const char **argv = NULL;
	g_autoptr(GVariant) settings = NULL;
	struct job *job = g_new0(struct job, 1);
	const char *columns = NULL, *colour = NULL;
	enum command_status status;

	g_variant_get(payload, "(^a&s@a{ss})", &argv, &settings);
	g_variant_lookup(settings, "language", "s", &job->language);
	g_variant_lookup(settings, "columns", "&s", &columns);
	g_variant_lookup(settings, "colour", "&s", &colour);
	job->stage = g_strconcat(engine->config->database, "-import", NULL);
	job->view = view_new(engine);
	job->call = (struct command_call){
		.db = engine->db,
		.menu = engine->menu,
		.view = view_engine(job->view),
		.zone = engine->config->zone,
		.stage = job->stage,
		.tags = engine->config->duty_tags,
		.peer = {
			.shown = client->shown, .user = client->user,
			.login = client->login, .owner = client->owner,
		},
		.language = job->language,
		.columns = columns != NULL ? (int)CLAMP(
		    g_ascii_strtoll(columns, NULL, 10), 0, 1000) : 0,
		.colour = g_strcmp0(colour, "1") == 0,
	};
	client->job = job;
	status = command_start(&job->call, (char **)argv,
	    (int)g_strv_length((char **)argv));
	job->waits = status == COMMAND_INPUT;
	if (job->waits)
		return;
	if (status != COMMAND_TALKS && status != COMMAND_READS) {
		client_answer(client, status);
		return;
	}
	if (status == COMMAND_TALKS)
		client->console = console_new(engine, client, &job->call);
	else if (!client_read_beside(client, (char **)argv))
		return;
	if (client->console != NULL || job->call.step == NULL)
		g_clear_pointer(&client->job, job_free);
}

/* FALSE: it could not, and the client has ended. */
static gboolean
client_read_beside(struct client *client, char **words)
{
	struct job *job = client->job;
	g_autoptr(GError) error = NULL;

	client->reader = reader_new(client->control->engine, client,
	    &job->call, words, &error);
	if (client->reader != NULL)
		return TRUE;
	log_warning("reader: cannot start: %s", error->message);
	g_string_append(job->call.err, error->message);
	client_answer(client, COMMAND_NO);
	return FALSE;
}

static gboolean
client_wants_input(const struct client *client)
{
	return client->job != NULL && client->job->waits;
}

/* What comes when nothing is waited for is left aside: a command that was
 * refused has not read it. */
static void
client_input(struct client *client, const char *line)
{
	struct command_call *call;

	if (!client_wants_input(client))
		return;
	call = &client->job->call;
	if (call->input->len + strlen(line) < COMMAND_INPUT_MAX)
		g_string_append_printf(call->input, "%s\n", line);
	else
		client_answer(client, command_flooded(call));
}

/* Passes on what the command has said, and goes on with it if it is not
 * done. */
static void
client_answer(struct client *client, enum command_status status)
{
	struct job *job = client->job;

	job->waits = FALSE;
	client_out(client, job->call.out->str);
	client_err(client, job->call.err->str);
	g_string_truncate(job->call.out, 0);
	g_string_truncate(job->call.err, 0);
	if (job->call.progress_of > 0)
		channel_send(client->channel, MESSAGE_COMMAND_PROGRESS,
		    g_variant_new("(uu)", job->call.progress,
		    job->call.progress_of));
	if (status == COMMAND_MORE) {
		if (job->idle == 0)
			job->idle = g_idle_add(client_step, client);
		return;
	}
	job->idle = 0;
	client_end(client, status);
	if (job->call.ask_credit != NULL)
		balance_monitor_hurry(client->control->engine, job->call.ask_credit);
	g_clear_pointer(&client->job, job_free);
	identity_refresh(client->control->engine);
	remind_forget(client->control->engine);
	batch_kick(client->control->engine);
}

static gboolean
client_step(gpointer user)
{
	struct client *client = user;
	enum command_status status = command_step(&client->job->call);

	client_answer(client, status);
	return status == COMMAND_MORE ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* In pieces that fit a packet and tear no character. */
static void
client_say(struct client *client, enum message_type type, const char *words)
{
	while (*words != '\0') {
		gsize len = strlen(words);
		g_autofree char *piece = NULL;

		if (len > CONTROL_PIECE) {
			const char *end = words + CONTROL_PIECE;

			len = (gsize)(g_utf8_find_prev_char(words, end + 1) -
			    words);
		}
		piece = g_strndup(words, len);
		channel_send(client->channel, type,
		    g_variant_new("(s)", piece));
		words += len;
	}
}

static void
job_free(struct job *job)
{
	if (job == NULL)
		return;
	g_clear_handle_id(&job->idle, g_source_remove);
	command_clear(&job->call);
	view_free(job->view);
	g_free(job->language);
	g_free(job->stage);
	g_free(job);
}
