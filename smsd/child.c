/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See child.h.
 */
#include "smsd/child.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

static void	child_begin(struct child *child, child_ended_fn ended, void *user);
static void	child_ended(GPid pid, int status, gpointer user);
static void	child_reaped(GPid pid, int status, gpointer user);

int
child_spawn_socket(struct child *child, const char *const *argv, child_ended_fn ended,
    void *user, GError **error)
{
	int to = CHILD_SOCKET;
	int pair[2];
	gboolean ok;

	child->started = clock_elapsed();
	child->restart_at = 0;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) {
		g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(errno),
		    "socketpair: %s", g_strerror(errno));
		return -1;
	}
	ok = g_spawn_async_with_pipes_and_fds(NULL, argv, NULL,
	    G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDIN_FROM_DEV_NULL, NULL, NULL,
	    -1, -1, -1, &pair[1], &to, 1, &child->pid, NULL, NULL, NULL, error);
	close(pair[1]);
	if (!ok) {
		close(pair[0]);
		child->pid = 0;
		return -1;
	}
	child_begin(child, ended, user);
	return pair[0];
}

gboolean
child_spawn(struct child *child, const char *const *argv, char **environment,
    struct child_pipes *pipes, child_ended_fn ended, void *user, GError **error)
{
	gboolean input = pipes != NULL && pipes->in == 0;
	GSpawnFlags flags = G_SPAWN_DO_NOT_REAP_CHILD;

	if (!input)
		flags |= G_SPAWN_STDIN_FROM_DEV_NULL;
	if (pipes == NULL)
		flags |= G_SPAWN_STDOUT_TO_DEV_NULL;
	else
		pipes->in = pipes->out = pipes->err = -1;
	child->started = clock_elapsed();
	child->restart_at = 0;
	if (!g_spawn_async_with_pipes("/", (char **)argv, environment, flags, NULL, NULL,
	    &child->pid, input ? &pipes->in : NULL, pipes != NULL ? &pipes->out : NULL,
	    pipes != NULL ? &pipes->err : NULL, error)) {
		child->pid = 0;
		return FALSE;
	}
	child_begin(child, ended, user);
	return TRUE;
}

void
child_kill(struct child *child)
{
	if (child->pid != 0)
		kill(child->pid, SIGKILL);
}

void
child_abandon(struct child *child, int signal)
{
	if (child->pid == 0)
		return;
	g_clear_handle_id(&child->watch, g_source_remove);
	kill(child->pid, signal);
	g_child_watch_add(child->pid, child_reaped, NULL);
	child->pid = 0;
}

gboolean
child_back_off(struct child *child, guint most_s)
{
	gboolean healthy = clock_elapsed() - child->started >=
	    CHILD_HEALTHY_S * CLOCK_SECOND;

	if (healthy)
		child->delay_s = 0;
	child->delay_s = MIN(MAX(child->delay_s * 2, 1), most_s);
	child->restart_at = 0;
	if (most_s != 0) {
		child_restart_in(child, child->delay_s);
		child->restarts++;
	}
	return healthy;
}

void
child_restart_in(struct child *child, guint delay_s)
{
	child->delay_s = delay_s;
	child->restart_at = clock_elapsed() + delay_s * CLOCK_SECOND;
}

void
child_expect(struct child *child, gint64 us)
{
	child->deadline = us != 0 ? clock_elapsed() + us : 0;
}

enum child_due
child_due(struct child *child, gint64 elapsed)
{
	if (child->restart_at != 0 && child->restart_at <= elapsed) {
		child->restart_at = 0;
		return CHILD_RESTART;
	}
	if (child->deadline != 0 && child->deadline <= elapsed) {
		child->deadline = 0;
		return CHILD_LATE;
	}
	return CHILD_QUIET;
}

gint64
child_next(const struct child *child)
{
	gint64 next = child->restart_at;

	if (child->deadline != 0 && (next == 0 || child->deadline < next))
		next = child->deadline;
	return next;
}

char *
child_status_words(int status)
{
	if (WIFSIGNALED(status))
		return g_strdup_printf("killed by signal %d (%s)", WTERMSIG(status),
		    g_strsignal(WTERMSIG(status)));
	return g_strdup_printf("ended with status %d", WEXITSTATUS(status));
}

static void
child_begin(struct child *child, child_ended_fn ended, void *user)
{
	child->run++;
	child->ended = ended;
	child->user = user;
	child->watch = g_child_watch_add(child->pid, child_ended, child);
}

static void
child_ended(GPid pid, int status, gpointer user)
{
	struct child *child = user;

	child->watch = 0;
	child->pid = 0;
	child->deadline = 0;
	g_spawn_close_pid(pid);
	child->ended(status, child->user);
}

static void
child_reaped(GPid pid, int status, gpointer user)
{
	g_spawn_close_pid(pid);
}
