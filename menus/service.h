/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A service as the dialogue engine knows it: one row.  The engine, the menu
 * loader and the menu checker iterate over the rows they are given and know no
 * service by name; services/services.c lists them.
 *
 * A service is added by its own files and one line of services/services.c
 * (HACKING, "How to add a service").
 */
#ifndef MENUS_SERVICE_H
#define MENUS_SERVICE_H

#include <glib.h>

struct action_call;
struct agenda_kind;
struct dialog;
struct turn;

/*
 * *screen becomes the name of the screen to say next, one of the action's
 * sayings; left alone, the `go` beside it is said, if there is one.  FALSE only
 * when the database failed.
 */
typedef gboolean (*action_fn)(struct action_call *call, const char **screen,
	    GError **error);

/* By which rules the door lets a saying through: the table of menus/say.h. */
enum say_kind {
	SAY_REPLY,	/* answers the text being handled */
	SAY_NEWS,	/* what became of what this very phone has asked for */
	SAY_NOTICE,	/* nobody asked for it */
	SAY_THIRD,	/* to somebody whom another's text names */
	SAY_SURVEY,	/* asks a sample */
	SAY_DUTY,	/* to a cadre, for their duty */
	SAY_OFFICE,	/* to the phones on duty */
	SAY_STAFF,	/* words of a person of the office, or for an operator */
	SAY_KIND_COUNT
};

/* A screen that C says, the placeholders it fills ("number gist"), and the rules
 * it is said by. */
struct saying {
	const char *screen;
	const char *fills;
	enum say_kind kind;
};

/* A function that a screen may call. */
struct action {
	const char *name;		/* "ticket.open" */
	action_fn run;
	const struct saying *says;	/* ends with a NULL screen */
};

/*
 * Shows the object of a number that the sender has texted.  Leaves *screen alone, and
 * no trace in the call, when it is gone or not theirs: that is answered like a number
 * that was never given.
 */
typedef gboolean (*number_fn)(struct action_call *call, gint64 object,
	    const char **screen, GError **error);

/* Numbers that lead to what a service keeps. */
struct service_number {
	const char *kind;		/* of db/number.h: "ticket" */
	number_fn shows;		/* its screens are in `says` */
};

/*
 * In which order services hear a text that answers no question (DESIGN 5.4).
 * Services of one rank hear in the order of their rows.
 */
enum service_rank {
	SERVICE_DANGER,		/* words of danger, before everything else */
	SERVICE_ORDERED,	/* has somebody been asked to act: 收, 到, 结 */
	SERVICE_REPORTS,	/* what cadres report */
	SERVICE_ASKS,		/* what anybody asks for by words of its own */
	SERVICE_SILENT,		/* hears nothing by itself */
	SERVICE_MATTER		/* a matter in a person's own words */
};

struct service {
	const char *name;	/* "callout", as in every room */
	enum service_rank rank;

	/*
	 * Takes a text that needs no question to be understood; *taken FALSE
	 * leaves it to the next service.  FALSE when the database failed.
	 * NULL: hears nothing.
	 */
	gboolean (*hears)(struct turn *turn, gboolean *taken, GError **error);

	/* Takes a matter in a person's own words (turn_run()'s contract for
	 * *screen); exactly one service of a house does. */
	action_fn takes_matter;

	/* Nothing more will follow in a live session: what waited for more
	 * is answered now.  NULL: nothing waits. */
	gboolean (*hang_up)(struct dialog *dialog, const char *phone,
	    const char *line, GError **error);

	/* What the clock causes; their context is the dialog.  Ends with a
	 * NULL name (db/agenda.h).  NULL: nothing. */
	const struct agenda_kind *agenda;

	/* What it says beside what its actions say; ends with a NULL screen.
	 * NULL: nothing. */
	const struct saying *says;
	/* Ends with a NULL name.  NULL: none. */
	const struct action *actions;
	/* Kinds of numbers it answers for; ends with a NULL kind.  NULL: none. */
	const struct service_number *numbers;
	/* Word lists the menus must have ("callout_funeral"), and words for
	 * names of ours ("funeral"); NULL-terminated.  NULL: none. */
	const char *const *lists;
	const char *const *words;
	/* Names of ours that staff read (ends of texts, reasons of call-backs),
	 * for the catalogue; NULL-terminated, N_(). */
	const char *const *reasons;
};

#endif
