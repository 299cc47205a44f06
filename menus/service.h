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
struct service;
struct service_word;
struct turn;
struct word_heard;

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

/* A screen that C says, the placeholders it fills ("number summary"), and the rules
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
 * In which order a text is heard, whatever question is open (DESIGN 5.4).  The
 * engine's table of all that happens at each stage: the head of dialog.c.
 */
enum hearing_stage {
	HEAR_SENDER,	/* by who sends it alone: the text is not read yet */
	HEAR_DANGER,	/* words of danger */
	HEAR_COMMAND,	/* the table of words, by the sender's role */
	HEAR_ANSWER,	/* the open question's own answers */
	HEAR_MATTER,	/* a matter in a person's own words */
	HEAR_AGAIN	/* the question again */
};

/* Who a word is for; somebody may be several, nobody is none. */
enum word_role {
	ROLE_STRANGER = 1 << 0,
	ROLE_VILLAGER = 1 << 1,		/* of a household */
	ROLE_CADRE = 1 << 2,
	ROLE_LEFT = 1 << 3,		/* has been a cadre */
	ROLE_UNIT = 1 << 4,
	ROLE_ANYBODY = (1 << 5) - 1
};

/* What may stand behind a word; SHAPE_READ and SHAPE_ANYWHERE stand alone. */
enum word_shape {
	SHAPE_ALONE = 1 << 0,		/* nothing: it is the whole text */
	SHAPE_NUMBER = 1 << 1,		/* a number: "收 10373", "收 一零三七三" */
	SHAPE_APART = 1 << 2,		/* a blank or a mark, and words */
	SHAPE_TAIL = 7 << 1,		/* anything at all: "访六、12" */
	SHAPE_READ = 1 << 4,		/* the list is one of lexicon.conf, and the whole
					 * text is understood so, with courtesy around it */
	SHAPE_ANYWHERE = 1 << 5		/* the text holds it */
};

/* Something that may be open for a number, so that a word is about it. */
struct word_open {
	const char *name;		/* N_("order") */
	/* How many there are; fills what `which` shows. */
	gboolean (*count)(struct turn *turn, int *count, GError **error);
	/* Said where a word is about exactly one and there are {count}; NULL: no
	 * word of it needs just one. */
	const char *which;
};

/* A word of the table, as it was heard. */
struct word_heard {
	const struct service *service;
	const struct service_word *row;
	const char *word;
	const char *rest;		/* what follows it, "" nothing */
};

/*
 * A row of the table of words: (role) x (what is open) x word -> meaning.  Of the
 * rows that fit a text, a whole text goes before a beginning, what is named by its
 * number before what is not, what is about something open before what needs nothing,
 * the longer word before the shorter.
 */
struct service_word {
	const char *list;		/* of the menus; of the lexicon: SHAPE_READ */
	guint	 shape;			/* enum word_shape */
	guint	 roles;			/* enum word_role */
	const char *meaning;		/* N_("acknowledged") */
	const struct word_open *open;	/* what must be; NULL nothing */
	gboolean single;		/* means nothing where several are open */
	/* *taken FALSE leaves the text to the next row. */
	gboolean (*take)(struct turn *turn, const struct word_heard *heard,
	    gboolean *taken, GError **error);
	const char *action;		/* run in place of `take` */
	int	 value;			/* the service's own */
};

struct service {
	const char *name;	/* "callout", as in every room */

	/* Its rows of the table of words; ends with a NULL list.  NULL: none. */
	const struct service_word *heard;

	/*
	 * Takes what is no word of a list, at a stage of its own; *taken FALSE
	 * leaves it to the next service.  FALSE when the database failed.
	 * NULL: hears nothing.
	 */
	enum hearing_stage stage;
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
	/* Word lists the menus must have beside those of `heard`, and words for
	 * names of ours ("funeral"); NULL-terminated.  NULL: none. */
	const char *const *lists;
	const char *const *words;
	/*
	 * What is wrong with a word of `lists` that the service reads as more than a
	 * word ("expected a digit"): menus that hold it are refused.  NULL, from it
	 * or in its place: nothing.
	 */
	const char *(*list_fault)(const char *list, const char *word);
};

#endif
