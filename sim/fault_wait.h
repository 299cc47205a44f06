/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Faults that lie in wait for the next occasions of a modem.
 */
#ifndef SIM_FAULT_WAIT_H
#define SIM_FAULT_WAIT_H

#include <glib.h>

#define FAULT_LIST(X)							\
	X(REFUSE_PROMPT, "refuse-prompt", "CODE [N]",			\
	    "AT+CMGS is answered +CMS ERROR: CODE in place of the prompt") \
	X(REFUSE, "refuse", "CODE [N]",					\
	    "a part is not taken: +CMS ERROR: CODE as final answer")	\
	X(LIE, "lie", "CODE [N]",					\
	    "a part is taken, but answered +CMS ERROR: CODE")		\
	X(SILENT, "silent", "0 [N]",					\
	    "a part is taken, but never answered")			\
	X(LATE, "late", "SECONDS [N]",					\
	    "a part is taken, but answered only after SECONDS")		\
	X(STUCK_PROMPT, "stuck-prompt", "0 [N]",			\
	    "AT+CMGS is given no prompt")				\
	X(LOSE_CMTI, "lose-cmti", "0 [N]",				\
	    "a text is stored without a word")				\
	X(DUPLICATE, "duplicate", "0 [N]",				\
	    "a text is delivered twice")				\
	X(EARLY_REPORT, "early-report", "0 [N]",			\
	    "the status report comes before the answer to AT+CMGS")	\
	X(DEAF, "deaf", "0 [N]",					\
	    "a command is read and never answered")			\
	X(ERROR, "error", "CODE [N]",					\
	    "a command is answered +CME ERROR: CODE")			\
	X(NO_REPORT, "no-report", "0 [N]",				\
	    "a status report never comes")				\
	X(INTERRUPT, "interrupt", "0 [N]",				\
	    "an unknown line comes between a command and its answer")

enum fault_name {
#define X(fault, name, arguments, sentence) FAULT_##fault,
	FAULT_LIST(X)
#undef X
	FAULT_COUNT
};

/* A fault in wait. */
struct fault {
	gboolean set;
	int	 left;		/* occasions; 0 for ever */
	int	 argument;
};

/* Is it this one's occasion?  Counts it. `argument` may be NULL. */
gboolean fault_strikes(struct fault *faults, enum fault_name name, int *argument);

#endif
