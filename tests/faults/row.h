/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One fault of the field, and what must hold about it.
 *
 * The town has two modems of one line.  A villager texts the first one before,
 * one during and one after the fault; a neighbour texts the second one while it
 * lasts.  Whatever the row, unless it says otherwise: each of their texts is
 * stored once, each is answered, nobody is answered more often than the outbox
 * says it was sent again, the neighbour is answered while the fault lasts, and
 * in the end nothing is wrong any more.
 */
#ifndef TESTS_FAULTS_ROW_H
#define TESTS_FAULTS_ROW_H

#include "tests/harness.h"

#define FAULT_TOLD_MAX	6

/* When the fault happens: before the villager texts, or so far into it. */
enum fault_moment {
	AT_REST,
	AT_STORE,	/* her text is in the modem's store */
	AT_DELETE,	/* it was committed, and is being deleted */
	AT_HANDED,	/* her answer is at the modem, which sends for long */
	AT_SUBMIT,	/* the network has taken it, the engine does not know */
	AT_REPORT	/* the status report is at the modem */
};

struct room;

struct fault_row {
	const char *fault;	/* what happens, for people */
	const char *sees;	/* words of status while it lasts; NULL nothing */
	const char *before[FAULT_TOLD_MAX];	/* told to the network, "" ends */
	enum fault_moment moment;
	const char *told[FAULT_TOLD_MAX];
	const char *kills;	/* SIGKILL: "engine", or a process of modem 0 */
	void	(*happens)(struct room *room);
	const char *mended[FAULT_TOLD_MAX];
	void	(*ends)(struct room *room);
	const char *asked;	/* xiangyin's words that end it */
	const char *answer;	/* state of the villager's answer in the end:
				 * NULL "delivered"; "sent", and in rows that
				 * happen to a text under way: either of them,
				 * its report may be lost */
	int	 more_texts;	/* rows of the inbox beside those four */
	const char *leaves;	/* words of status that stay for ten minutes */
	const char *clock;	/* NULL "+0x10" */
	gboolean all;		/* the neighbour waits too */
};

extern const struct fault_row fault_rows[];
extern const int fault_row_count;

/* What a row's functions work on. */
struct room {
	struct harness *harness;
	const struct fault_row *row;
	void	*held;		/* by happens(), for ends() */
	int	 answers[4];	/* of each villager */
};

#endif
