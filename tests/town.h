/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A town for tests: a directory with a configuration, a database, a control
 * socket, and a real xiangyind on them whose modems are tests/fake_modem.
 */
#ifndef TESTS_TOWN_H
#define TESTS_TOWN_H

#include <glib.h>

#include "db/db.h"

struct town {
	char	*dir;		/* removed by town_free() */
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
struct town *town_new(const char *more);
void	town_free(struct town *town);

/* Starts the engine and waits until it listens. */
void	town_start(struct town *town);
/* Starts it, waits for its end; returns its exit status and what it said on
 * standard error (freed by the caller). */
int	town_start_badly(struct town *town, char **said);
/* Runs xiangyind with other words after its -c FILE. */
int	town_check(struct town *town, const char *const *words, char **out,
	    char **err);
/* Ends it with a signal and waits. */
void	town_stop(struct town *town, int signal);

/* Puts a text on the SIM, under a name that tells the order. */
void	town_text(struct town *town, int number, const char *phone,
	    const char *words);
/* Texts still on the SIM. */
int	town_waiting(const struct town *town);

/* Waits until `until` says TRUE; fails the test after `seconds`. */
void	town_wait(struct town *town, int seconds,
	    gboolean (*until)(struct town *town));

/* A command, its input lines (NULL none) and what it printed (NULL: not
 * wanted); returns its exit status, -1 when the channel broke. */
int	town_ask(struct town *town, const char *const *argv,
	    const char *const *lines, char **out, char **err);

/* `status --json`. Caller frees. */
char	*town_status(struct town *town);

/* For town_wait(): every text on the SIM is stored; nothing is queued or
 * under way. */
gboolean town_sim_is_empty(struct town *town);
gboolean town_all_has_left(struct town *town);

/* A connected control socket. */
int	town_connect(const struct town *town);

/* The lines of `air`: everything that ever left. */
char	**town_air(const struct town *town);

/* The database of an engine that has ended. */
struct db *town_database(const struct town *town);

#endif
