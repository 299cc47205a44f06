/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who may do what: asked once, where commands are dispatched (dispatch.c), from the
 * roles and the scope that each row of tools/commands.inc names.
 *
 * root and the engine's own user have every right.  While nobody was ever added
 * to the staff, so has whoever the control socket lets in, except over the staff
 * itself.  After that a person has the rights of their own roles, and on the days
 * they stand in for somebody those of that person as well; the audit then names
 * both.
 *
 * How far a right reaches is a value of the call: lists call right_has_*() for each row,
 * acts on one thing call right_takes_*(), which also settles in whose name they are done.
 * No command compares scopes itself.
 */
#ifndef TOOLS_RIGHT_H
#define TOOLS_RIGHT_H

#include "db/approval.h"
#include "db/cadre.h"
#include "db/staff.h"
#include "db/ticket.h"
#include "tools/command.h"

void	right_free(struct right *right);

/* Looks for a right; fills call->right, call->actor and call->role.  FALSE: refused, which
 * is on record under `words`, or the database failed; call->err says which role is needed,
 * or what failed. */
gboolean right_permits(struct command_call *call, const struct right_need *need,
	    const char *words);

/* Write how far a call reaches as words, for the process that reads for the engine (which
 * has checked the right), and read them there.  Caller frees the words. */
char	*right_write(const struct command_call *call);
void	right_read(struct command_call *call, const char *words);

/* Does the call reach everything? */
gboolean right_is_whole(const struct command_call *call);

/* Does the call reach this one?  An officer of a unit never sees confidential tickets. */
gboolean right_has_cadre(const struct command_call *call,
	    const struct cadre *cadre, gboolean *has, GError **error);
gboolean right_has_phone(const struct command_call *call, const char *number,
	    gboolean *has, GError **error);
gboolean right_has_household(const struct command_call *call,
	    const struct household *household, gboolean *has, GError **error);
gboolean right_has_ticket(const struct command_call *call,
	    const struct ticket *ticket, gboolean *has, GError **error);

/* The same for an act: FALSE with a sentence in call->err when it does not. What is
 * done from then on is done in the name of whose right reaches it. */
gboolean right_takes_cadre(struct command_call *call, const struct cadre *cadre,
	    GError **error);
gboolean right_takes_phone(struct command_call *call, const char *number,
	    GError **error);
gboolean right_takes_household(struct command_call *call,
	    const struct household *household, GError **error);
gboolean right_takes_ticket(struct command_call *call,
	    const struct ticket *ticket, GError **error);

/* Returns who acts, for db/approval; strings live as long as the call. */
struct approval_person right_person(const struct command_call *call);

#endif
