/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lines a modem gives in answer to one command, as libgammu may see them:
 * of the command's own name and shape, short enough for its buffers, with
 * PDUs that have passed at_pdu_check().
 */
#ifndef MODEM_AT_ANSWER_H
#define MODEM_AT_ANSWER_H

#include "modem/at_command.h"
#include "modem/at_pdu.h"

struct at_answer {
	GString	*lines;		/* each with CR LF */
	char	*head;		/* "+CMGL: 3,1,,22", its PDU comes next */
	gboolean own;		/* ... of a text that was not received */
	gboolean refused_only;	/* AT+CMGR's one PDU was refused */
	/* Of the last refused PDU: */
	guint	 slot;
	const char *why;
	GByteArray *octets;
};

enum at_answer_end {
	AT_ANSWER_TAKEN,		/* belongs to the answer, shown or dropped */
	AT_ANSWER_REFUSED,	/* a PDU that is kept from libgammu */
	AT_ANSWER_OTHER		/* does not belong to the answer */
};

void	at_answer_init(struct at_answer *answer);
void	at_answer_clear(struct at_answer *answer);
void	at_answer_reset(struct at_answer *answer);

/* A line that is no final code, after a command of `row` and `name`
 * ("+CMGL"). */
enum at_answer_end at_answer_line(struct at_answer *answer,
	    const struct at_command *row, const char *name, const char *text);

/* The final of AT+CMGS as libgammu reads it rightly: no ack PDU behind the
 * reference; an error without a number is plain ERROR (LIBGAMMU 2.4). */
const char *at_answer_sent(struct at_answer *answer, const char *final);

/* Hex of a PDU that has passed, cut to the message; NULL: `why`, and `octets`
 * has what could be read (always set). Caller frees both. */
char	*at_answer_pdu(const char *hex, enum at_pdu_kind kind,
	    GByteArray **octets, const char **why);

#endif
