/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A live session: somebody types lines and reads the answers at once, over a
 * bearer that is live (base/bearer.h).  Each line is a text, stored and answered
 * like one from a SIM; its answers leave by the same outbox, to the session's far
 * end in place of a modem.  The next line is taken when the answers to the last have
 * left; when there are no more lines the session hangs up.
 *
 * What the far end is (a console, a USSD dialogue of a network) its owner knows.
 */
#ifndef SMSD_SESSION_H
#define SMSD_SESSION_H

#include "db/outbox.h"
#include "smsd/batch.h"

struct session;

struct session_far_end {
	/* An answer; its handing is committed. */
	void	(*say)(const char *text, void *user);
	/* Many lines wait, or few again: rest or go on. */
	void	(*listen)(gboolean listen, void *user);
	/* All was said and the session has hung up. */
	void	(*done)(void *user);
};

/* Begins: `phone` (as stored, copied) speaks to `line` (the configuration's).  NULL
 * when a session of that phone and bearer is under way. */
struct session *session_new(struct engine *engine, enum bearer bearer,
	    const char *phone, const char *line, const struct session_far_end *far_end,
	    void *user);
void	session_free(struct session *session);

/* Somebody of the staff types in the phone's name: each line is marked with them, as
 * the audit names them. */
void	session_set_typist(struct session *session, const char *actor, const char *role);

/* A line came; no more will come; the far end is gone and nothing more is said to
 * it (the session frees itself). */
void	session_hear(struct session *session, const char *line);
void	session_end(struct session *session);
void	session_abandon(struct session *session);

/* Something became due: every session looks whether it is for it. */
void	session_check_all(struct engine *engine);

/* Event EVENT_SESSION: one step, inside a batch and after it. */
gboolean session_step(struct engine *engine, struct event *event, GError **error);
void	session_leave(struct engine *engine, struct event *event);

/* Event EVENT_SESSION_GONE. */
gboolean session_gone(struct engine *engine, struct event *event, GError **error);
void	session_gone_leave(struct engine *engine, struct event *event);

#endif
