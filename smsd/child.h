/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A child process: spawned, watched, killed, and spawned again with a growing
 * delay.  What it is for is its owner's business: a modem, a long read, a hook.
 *
 *	stopped --child_spawn()--> running --ended()--> stopped
 *	   ^                          |                    |
 *	   +--- child_due(): RESTART -+---- child_back_off()
 *
 * Times are elapsed time (base/clock).
 */
#ifndef SMSD_CHILD_H
#define SMSD_CHILD_H

#include <glib.h>

/* The descriptor on which a child that speaks messages has its socket. */
#define CHILD_SOCKET	3

/* A run at least this long begins at the shortest delay again. */
#define CHILD_HEALTHY_S	60

/* The process has ended; `status` as of waitpid(2). Called from the loop; the child
 * may be spawned again in it, or freed. */
typedef void (*child_ended_fn)(int status, void *user);

struct child {
	GPid	 pid;		/* 0 stopped */
	guint	 watch;
	child_ended_fn ended;
	void	*user;
	guint	 run;		/* counts the processes: what an earlier one said late
				 * is known by it */
	gint64	 started;	/* us elapsed */
	gint64	 restart_at;	/* us elapsed; 0 not planned */
	gint64	 deadline;	/* us elapsed: to be heard of by then; 0 none */
	guint	 delay_s;	/* before the next start */
	int	 restarts;	/* planned so far */
};

/* Our ends of its standard streams; -1 what is not wanted. */
struct child_pipes {
	int	 in, out, err;
};

enum child_due { CHILD_QUIET, CHILD_RESTART, CHILD_LATE };

/* Spawns argv with the other end of a SEQPACKET socket as descriptor CHILD_SOCKET
 * and /dev/null as standard input; returns our end, which the caller closes.  -1 and
 * `error` when it could not. */
int	child_spawn_socket(struct child *child, const char *const *argv,
	    child_ended_fn ended, void *user, GError **error);

/* Spawns argv with pipes; pipes->in 0 on entry: a standard input too, otherwise
 * /dev/null.  `pipes` NULL: no pipes, standard output to /dev/null. `environment`
 * NULL: ours. */
gboolean child_spawn(struct child *child, const char *const *argv,
	    char **environment, struct child_pipes *pipes,
	    child_ended_fn ended, void *user, GError **error);

/* SIGKILL; `ended` will be called. */
void	child_kill(struct child *child);

/* Sends `signal` and forgets the process: the loop reaps it, `ended` is not called. */
void	child_abandon(struct child *child, int signal);

/* Plans the next start: after twice the last delay, 1 to `most_s` seconds; a healthy
 * run begins at 1 again (TRUE is returned).  `most_s` 0: no start is planned. */
gboolean child_back_off(struct child *child, guint most_s);

/* Plans it at `delay_s` from now instead. */
void	child_restart_in(struct child *child, guint delay_s);

/* To be heard of within `us`; 0 no deadline. */
void	child_expect(struct child *child, gint64 us);

/* What its times ask for at `elapsed` (each is told once); and when to look
 * again, us elapsed, 0 never. */
enum child_due child_due(struct child *child, gint64 elapsed);
gint64	child_next(const struct child *child);

/* "killed by signal 9 (Killed)", "ended with status 3". Caller frees. */
char	*child_status_words(int status);

#endif
