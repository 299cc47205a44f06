/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The whole house over a pty, for end-to-end tests and bench/: a network in a
 * box, the real engine with the real modem processes, and phones.  Nothing
 * bypasses libgammu.  Everything lives in one temporary folder.
 *
 * Functions end the process with words when the harness itself fails; what is
 * under test is told by return values.
 */
#ifndef TESTS_HARNESS_H
#define TESTS_HARNESS_H

#include <glib.h>
#include <sys/types.h>

struct harness;

struct harness_options {
	int	 modems;	/* modem0 ..., all of line "hotline" */
	const char *config;	/* more lines of xiangyin.conf, or NULL */
	const char *modem_config; /* more settings of each modem, or NULL */
	const char *clock;	/* XIANGYIN_CLOCK of the engine, or NULL */
};

/* Network and engine are up and every modem is ready. */
struct harness *harness_new(const struct harness_options *options);
void	harness_free(struct harness *harness);

/* Number of the SIM in modem `i`. Caller frees. */
char	*harness_number(int i);

/* --- the processes ------------------------------------------------------------ */

void	harness_start_engine(struct harness *harness);
void	harness_wait_ready(struct harness *harness);
/* SIGKILL, and waits until it is gone. */
void	harness_kill_engine(struct harness *harness);
/* SIGTERM; its exit status. */
int	harness_end_engine(struct harness *harness);
pid_t	harness_engine(const struct harness *harness);
/* XIANGYIN_CLOCK from the next start of the engine on. */
void	harness_set_clock(struct harness *harness, const char *clock);
/* A file of its folder: "xiangyin.db". Caller frees. */
char	*harness_path(const struct harness *harness, const char *name);
/* Process of the engine's i-th running child called `name` ("xiangyin-modem",
 * "xiangyin-at"); 0 none. */
pid_t	harness_child(struct harness *harness, const char *name, int i);

/* The process of modem `i`; 0 none. */
pid_t	harness_modem(struct harness *harness, int i);

/* Runs `xiangyin WORDS` (shell syntax) with `input`; its standard output,
 * caller frees. *status may be NULL. */
char	*harness_run(struct harness *harness, const char *words,
	    const char *input, int *status);

/* --- the network ---------------------------------------------------------------- */

/* One command of the control socket; its answer without the last line, caller
 * frees. */
char	*harness_tell(struct harness *harness, const char *format, ...)
	    G_GNUC_PRINTF(2, 3);

/* From now on what happens to a phone is among the events; that is so of
 * everyone who has texted. */
void	harness_watch(struct harness *harness, const char *phone);

/* `from` texts modem `i`. */
void	harness_text(struct harness *harness, const char *from, int modem,
	    const char *text);

/* What happened in the network: fields of sim/event.h, unescaped. */
struct harness_event {
	char	**field;	/* kind, whom, us, ... */
	int	 count;
};

/* The next event, waiting at most `seconds`; FALSE when none came. Cleared by
 * the next call. */
gboolean harness_event(struct harness *harness, int seconds,
	    struct harness_event *event);
/* Skips to the next event of `kind`. */
gboolean harness_event_of(struct harness *harness, const char *kind,
	    int seconds, struct harness_event *event);

#endif
