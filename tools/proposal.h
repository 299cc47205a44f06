/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What needs a second person (db/approval.h): a command proposes, somebody else
 * approves, and the kind's function does it.
 *
 * A kind is a row of the command that needs it; approval_command.c lists them.
 * There is one way to approve: xiangyin approval approve ID.  A second person who gives
 * the same command as the proposer approves, too.
 */
#ifndef TOOLS_PROPOSAL_H
#define TOOLS_PROPOSAL_H

#include "db/approval.h"
#include "db/staff.h"
#include "tools/command.h"

struct proposal_kind {
	const char *name;	/* stored: "duty.close" */
	const char *title;	/* for people, N_() */
	guint	 roles;		/* STAFF_BIT()s: who may approve it */
	gint64	 wait;		/* us, until it expires */

	/* Is it within reach (right_takes_*())? FALSE with a sentence in call->err,
	 * or with `error`. NULL: it is about everything. */
	gboolean (*takes)(struct command_call *call,
	    const struct approval *approval, GError **error);

	/* Prepares it where that takes long, in steps outside a transaction until *more
	 * is FALSE; repeating it changes nothing.  *work is the kind's own.  FALSE as
	 * above.  NULL: nothing to prepare. */
	gboolean (*step)(struct command_call *call,
	    const struct approval *approval, void **work, gboolean *more,
	    GError **error);
	GDestroyNotify work_free;

	/* Does it, inside the transaction that settles the proposal, and audits it.
	 * FALSE with a sentence in call->err: it cannot be done (any more).  *said is
	 * said after the commit; the caller frees it. */
	gboolean (*act)(struct command_call *call,
	    const struct approval *approval, void *work, char **said,
	    GError **error);
};

/* Proposes, or approves when the same proposal is open. */
enum command_status proposal_make(struct command_call *call,
	    const struct proposal_kind *kind, const char *object,
	    const char *words, const char *arguments);

/* Approves it and does it; COMMAND_MORE while there are steps. */
enum command_status proposal_approve(struct command_call *call,
	    const struct proposal_kind *kind, const struct approval *approval);

enum command_status proposal_reject(struct command_call *call,
	    const struct proposal_kind *kind, const struct approval *approval,
	    const char *reason);

/* "approval 7, proposed by s1 赵敏 (zhao)", for the audit row of what is done.
 * Caller frees. */
char	*proposal_reason(const struct approval *approval);

#endif
