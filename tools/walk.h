/*
 * Lists of what there may be half a million of: looked through some thousand rows
 * a turn of the loop, until there are as many as were asked for.
 */
#ifndef TOOLS_WALK_H
#define TOOLS_WALK_H

#include "tools/command.h"
#include "tools/table.h"

struct walk {
	struct table *table;
	char	*phone;		/* of --phone, as it is stored; NULL any */
	char	*state;		/* of --state; NULL any */
	int	 limit;		/* rows to print */
	gint64	 past;		/* look only at rows beyond this one; 0 all */
	int	 seen;		/* in this step */
	gboolean marked;	/* the family's own switch */
	const char *none;	/* said when there is nothing, N_() */
	/* Has every row beyond `past` given to walk_row(), until it says stop. */
	gboolean (*scan)(struct command_call *call, struct walk *walk,
	    GError **error);
};

/* Begins; returns COMMAND_MORE. */
enum command_status walk_start(struct command_call *call,
	    const struct walk *walk, const struct column *columns, int count);

/* A row with this id and state is looked at: is it one to print? */
gboolean walk_wants(struct walk *walk, gint64 id, const char *state);

/* Go on, or stop here? */
gboolean walk_goes_on(const struct walk *walk);

#endif
