/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a command asks for, and who gives it (tools/right.h).
 */
#ifndef TOOLS_RIGHT_NEED_H
#define TOOLS_RIGHT_NEED_H

#include <glib.h>

/* Who asks, as the kernel says. */
struct right_peer {
	const char *shown;	/* "uid 1000 (zhao)" */
	const char *user;	/* UNIX user, the uid where it has no name */
	const char *login;	/* whom they logged in as; "" not known */
	gboolean owner;		/* root, or the engine's own user */
};

/* How far a command understands scopes. */
enum right_reach {
	RIGHT_WHOLE,		/* only for those whose scope is everything */
	RIGHT_SCOPED		/* shows and changes what is in the scope */
};

/* What a row of tools/commands.inc asks for. */
struct right_need {
	guint	 roles;		/* STAFF_BIT()s: one of them will do */
	enum right_reach reach;
	gboolean never_open;	/* needs a role even while there is no staff */
};

struct right;			/* what was found; of a call */

#endif
