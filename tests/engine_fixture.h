/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A box for tests: a directory with a configuration, a database, a control
 * socket, and a real xiangyind on them whose modems are tests/fake_modem.
 */
#ifndef TESTS_ENGINE_FIXTURE_H
#define TESTS_ENGINE_FIXTURE_H

#include <glib.h>

#include "db/db.h"

struct box {
	char	*dir;		/* removed by box_free() */
	char	*config, *database, *control;
	char	*menus;		/* a copy of etc/menus, to be spoilt */
	GPid	 engine;	/* 0 not running */
	const char *mode;	/* FAKE_MODEM_MODE, NULL honest */
	const char *clock;	/* XIANGYIN_CLOCK, NULL as it is */
	const char *imsi;	/* of the SIM in its modems; NULL always the same */
	guint64	 file_size_max;	/* RLIMIT_FSIZE of the engine; 0 none */
};

/* `more` is added to the configuration, in place of one fake modem when it
 * names modems. */
struct box *box_new(const char *more);
void	box_free(struct box *box);

/* Starts the engine and waits until it listens. */
void	box_start(struct box *box);
/* Starts it, waits for its end; returns its exit status and what it said on
 * standard error (freed by the caller). */
int	box_start_badly(struct box *box, char **said);
/* Runs xiangyind with other words after its -c FILE. */
int	box_check(struct box *box, const char *const *words, char **out,
	    char **err);
/* Ends it with a signal and waits. */
void	box_stop(struct box *box, int signal);

/* Puts a text on the SIM, under a name that tells the order. */
void	box_text(struct box *box, int number, const char *phone,
	    const char *words);
/* Texts still on the SIM. */
int	box_waiting(const struct box *box);

/* Waits until `until` says TRUE; fails the test after `seconds`. */
void	box_wait(struct box *box, int seconds,
	    gboolean (*until)(struct box *box));

/* A command, its input lines (NULL none) and what it printed (NULL: not
 * wanted); returns its exit status, -1 when the channel broke. */
int	box_ask(struct box *box, const char *const *argv,
	    const char *const *lines, char **out, char **err);

/* `status --json`. Caller frees. */
char	*box_status(struct box *box);

/* For box_wait(): every text on the SIM is stored; nothing is queued or
 * under way. */
gboolean box_sim_is_empty(struct box *box);
gboolean box_all_has_left(struct box *box);

/* A connected control socket. */
int	box_connect(const struct box *box);

/* The lines of `air`: everything that ever left. */
char	**box_air(const struct box *box);

/* The database of an engine that has ended. */
struct db *box_database(const struct box *box);

#endif
