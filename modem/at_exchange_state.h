/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The exchange from inside: its state, the command under way and how it ends.
 * For at_unasked.c (lines that belong to no command), at_sync.c (finding the
 * modem's place, noticing that it restarted) and, above both, at_exchange.c
 * (commands and their answers); for nobody else.
 */
#ifndef MODEM_AT_EXCHANGE_STATE_H
#define MODEM_AT_EXCHANGE_STATE_H

#include "modem/at_answer.h"
#include "modem/at_command.h"
#include "modem/at_hooks.h"
#include "modem/at_line.h"

enum exchange_state { EXCHANGE_SYNC, EXCHANGE_IDLE, EXCHANGE_WAIT, EXCHANGE_PDU, EXCHANGE_OVER };
enum exchange_owner { OWNER_NONE, OWNER_GAMMU, OWNER_RAW, OWNER_SELF };

struct exchange_raw {
	guint64	 id;		/* 0: nobody hears the answer */
	char	*line;
	char	 store[3];	/* mem1 it is meant for, "" any */
	guint	 deadline_ms;
	gboolean chained;	/* right after the one before it */
	gboolean tried;		/* mem1 was to be set for it */
};

struct at_exchange {
	const struct at_exchange_hooks *hooks;
	void	*user;
	guint	 answer_ms;
	struct at_line *reader;
	enum exchange_state state;

	enum exchange_owner owner;
	struct exchange_raw *raw;		/* of OWNER_RAW */
	const struct at_command *row;
	char	*line;			/* the command under way, no CR */
	char	*name;			/* "+CMGL" */
	gboolean prompted;		/* the PDU was given */
	char	*pdu;			/* hex, while prompted */
	struct at_answer answer_text;	/* its lines so far */

	GString	*from_gammu;		/* not yet a whole command */
	GQueue	 raws;			/* struct exchange_raw, waiting */
	GQueue	 held;			/* lines that wait for libgammu */
	gboolean announced;		/* hooks->waits was called for them */
	gboolean release;		/* wanted after the final code */
	char	*pdu_head;		/* "+CDS: 25", its PDU comes next */
	GHashTable *names;		/* unknown codes seen, name -> count */

	int	 sync_tries;
	gboolean sync_asked;		/* AT+CMEE? is out */
	gboolean sync_named;		/* and "+CMEE: …" came */
	gboolean sync_echo;		/* ATE0 was not obeyed */
	gboolean mute;			/* ATE0 was obeyed */
	gboolean pdu_mode;		/* AT+CMGF=0 was confirmed */
	gboolean doubt;			/* a sign of a restart: ask */
	gboolean asking;		/* AT+CMGF? is out */
	int	 asked_mode;		/* what it said; -1 nothing */
	int	 asks;			/* in a row that it said nothing to */
	char	*over;
	char	 store[3];		/* mem1 */
};

/* Gives the modem a command. */
void	exchange_start(struct at_exchange *exchange, enum exchange_owner owner,
	    const char *line, guint deadline_ms);

/* To libgammu the beginning of an answer, to the modem a command. */
void	exchange_say(struct at_exchange *exchange, const char *line);

/* The answer to whoever asked; `final` is the result code. */
void	exchange_tell_gammu(struct at_exchange *exchange, const char *final);
void	exchange_tell_raw(struct at_exchange *exchange, const char *final);

/* The command under way is over, its answer told; or it ends in ERROR. */
void	exchange_done(struct at_exchange *exchange);
void	exchange_fail(struct at_exchange *exchange);

/* Gives libgammu the lines that wait. */
void	exchange_release(struct at_exchange *exchange);

/* Nothing more is expected of the modem: ERROR to all who wait.  What libgammu
 * says later is refused by at_exchange.c. */
void	exchange_end(struct at_exchange *exchange, const char *name,
	    const char *detail);

struct exchange_raw *exchange_raw_new(const char *line, guint deadline_ms);
void	exchange_raw_free(struct exchange_raw *raw);

#endif
