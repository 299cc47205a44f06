/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * State machines: what can become of a thing, as rows.
 *
 *	from	event	by whom	guard	to	effect
 *
 * The first row that fits holds; what no row says is refused and logged.  A move
 * runs the guard, lets the owner of the thing store its new state, runs the effect
 * and writes the audit trail, with who acted as its actor: action "ticket.register",
 * object "ticket:30482171", before and after.  Rows of every day that nobody would
 * look up (a text handed to a modem, a question that expires) are quiet.
 *
 * Every machine stands in machine_all[]; tests/machine_test.c walks each state,
 * event and role of all of them and compares their pictures with
 * tests/machines.txt.
 */
#ifndef DB_MACHINE_H
#define DB_MACHINE_H

#include "db/db.h"

/* Who acts, in what capacity. */
enum actor_role { ACTOR_SYSTEM, ACTOR_VILLAGER, ACTOR_CADRE, ACTOR_CLERK, ACTOR_COUNT };
const char *actor_role_name(enum actor_role role);	/* "system" */

#define ACTOR_BIT(role)	(1u << ACTOR_##role)
#define ACTOR_ANY	((1u << ACTOR_COUNT) - 1)

struct machine_act {
	int	 event;
	enum actor_role by;
	const char *actor;	/* "system", "+86138…", "uid 0 (root)" */
	const char *role;	/* as the audit names it; NULL: as `by` is called */
	const char *reason;	/* for the audit; may be "" */
	gint64	 now;		/* us */
};

struct machine_row {
	int	 from, event;
	guint	 by;		/* ACTOR_BIT()s */
	gboolean (*guard)(const void *object);	/* NULL: always */
	int	 to;
	gboolean quiet;		/* not in the audit trail */
	const char *when;	/* what the guard asks, for the picture */
	/* After the state is stored; NULL nothing. */
	gboolean (*effect)(struct db *db, void *object,
	    const struct machine_act *act, GError **error);
};

struct machine {
	const char *name;	/* "ticket" */
	const char *const *states;
	int	 state_count;
	const char *const *events;
	int	 event_count;
	const struct machine_row *rows;
	int	 row_count;
	/* The owner's: stores that `object` is in state `to` now.  NULL: the owner
	 * stores it with the rest of its row. */
	gboolean (*store)(struct db *db, void *object, int to,
	    const struct machine_act *act, GError **error);
};
#define MACHINE_STATES(names)	.states = names, .state_count = G_N_ELEMENTS(names)
#define MACHINE_EVENTS(names)	.events = names, .event_count = G_N_ELEMENTS(names)
#define MACHINE_ROWS(table)	.rows = table, .row_count = G_N_ELEMENTS(table)

/* Finds the row that holds (NULL: none); changes nothing. */
const struct machine_row *machine_find(const struct machine *machine, int from,
	    int event, enum actor_role by, const void *object);

/*
 * Moves `object` (whose key is "30482171") out of state `from`.  *done FALSE: refused
 * and logged.  *to, where not NULL, is its state afterwards.  A machine whose rows are
 * all quiet and that stores nothing needs no db.
 */
gboolean machine_move(struct db *db, const struct machine *machine, void *object,
	    const char *key, int from, const struct machine_act *act, int *to,
	    gboolean *done, GError **error);

/* Draws it as a table, one row a line.  Caller frees. */
char	*machine_draw(const struct machine *machine);

/* All machines; NULL-terminated. */
extern const struct machine *const machine_all[];

extern const struct machine approval_machine, callback_machine, callout_machine,
    checkin_machine, duty_month_machine, import_machine, outbox_machine,
    question_machine, ticket_machine;

#endif
