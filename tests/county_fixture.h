/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A county in memory: an engine with its database, menus and configuration,
 * whose clock stands until a test turns it.  Its modems are told what they are
 * by the test; no process runs and no file is written.
 *
 * What is due is done by the engine's own functions, all of them, in
 * fixture_run_due() alone.
 */
#ifndef TESTS_COUNTY_FIXTURE_H
#define TESTS_COUNTY_FIXTURE_H

#include "db/inbox.h"
#include "db/outbox.h"
#include "smsd/engine.h"

struct modem;

struct county {
	struct config *config;	/* presets and what county_open() was given */
	struct engine engine;
	struct db *db;		/* the engine's, as the next two */
	struct menu *menu;
	struct dialog *dialog;
};

/* Opens it at `now` (us wall).  `config` is more lines of xiangyin.conf.
 * Without modems among them it has two: hotline1 of line hotline and survey1 of
 * line survey, both ready, without limits. */
void	county_open(struct county *county, const char *config, gint64 now);
/* The same with a service `more`, and the menu files of `folder` beside the usual
 * ones, or in their place. */
void	county_open_with(struct county *county, const struct service *more,
	    const char *folder, const char *config, gint64 now);
void	county_close(struct county *county);

/* A new folder with the usual menus and the files of `folder` beside them, or in
 * their place; and takes it away. */
char	*county_menus_with(const char *folder);
void	county_menus_remove(const char *folder);

/* Fails the test when `ok` is not TRUE, with the error's words. */
void	county_must(gboolean ok, GError *error);

/* Statements of SQL: to be run; for a number; for one column, a line a row
 * (freed by the caller). */
void	county_sql(struct county *county, const char *format, ...)
	    G_GNUC_PRINTF(2, 3);
gint64	county_number(struct county *county, const char *format, ...)
	    G_GNUC_PRINTF(2, 3);
char	*county_lines(struct county *county, const char *format, ...)
	    G_GNUC_PRINTF(2, 3);

/* The cadres and households of tests/dialogs/registry.sql. */
void	county_register(struct county *county);

/* A text or a call comes in, sent `ago` us before.  *msg is as it was given to
 * the dialogue; cleared by the caller. */
void	county_receive(struct county *county, enum bearer bearer,
	    const char *line, const char *phone, const char *text, gint64 ago,
	    gboolean incomplete, struct inbox_msg *msg);

/* Hands out the next text of `line` whose hour it is, as the line's first modem
 * would send it, and books it as sent; FALSE when there is none.  With `live` not
 * NULL also what waits for that phone's session of `bearer`.  msg->modem is the one
 * that sent it; *msg is cleared by the caller. */
gboolean county_send(struct county *county, const char *line,
	    enum bearer bearer, const char *live, struct outbox_msg *msg);

/* A status report: the text of outbox row `id` has arrived. */
void	county_arrives(struct county *county, const char *modem,
	    const char *phone, gint64 id);

/* Does everything that is due now, in a transaction of its own.  *next is when
 * to look again (us wall, 0 when something happens). */
void	fixture_run_due(struct county *county, gint64 *next);

/* Turns the clock to `until`, stopping wherever something is due; `sent` is
 * called at each stop, to let texts leave (NULL: none leave). */
void	county_turn(struct county *county, gint64 until,
	    void (*sent)(void *user), void *user);

/* When queued texts may leave by their hours, or wait for an hour to come. */
gint64	county_opens(struct county *county, gint64 now);

/* A modem by its name. */
struct modem *county_modem(struct county *county, const char *name);

/* A modem can send, or cannot from now on. */
void	county_modem_works(struct county *county, const char *name,
	    gboolean works);

#endif
