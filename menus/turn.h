/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A turn: one text being handled, from its question to its named end.  The
 * dialogue engine's own; actions see the struct action_call in it.
 */
#ifndef MENUS_TURN_H
#define MENUS_TURN_H

#include "db/outbox.h"
#include "db/question.h"
#include "menus/action.h"
#include "understand/understand.h"

struct turn {
	struct action_call call;
	struct contact contact;
	struct principal who;
	struct understanding u;
	gboolean read;		/* u is filled */
	char	*normal;	/* understand_normalise() of the text; NULL not yet */
	const char *word;	/* the word of the table it was ("callout: seen"); NULL
				 * none */
	struct question question;	/* the one it answers */
	gboolean found;		/* question is filled */
	gboolean asked;		/* and it is what the text answers */
	const struct screen *screen;	/* of the question; NULL when it is gone */
	enum lane lane;		/* of what is said */
	const char *kind;	/* of its keys: "reply", or "receipt" when a
				 * hold ended */
	int	 said;		/* texts said so far */
};

/* `msg` must outlive the turn. FALSE when the database failed; clear it
 * either way. */
gboolean turn_begin(struct turn *turn, struct dialog *dialog,
	    const struct inbox_msg *msg, GError **error);
/* Reads the text for the question that it answers. */
void	turn_understand(struct turn *turn);
/* Names the end of the text and puts the contact back. */
gboolean turn_end(struct turn *turn, GError **error);
void	turn_clear(struct turn *turn);

/* Says a screen to the sender, opening its question; nothing when the turn is
 * silent. */
gboolean turn_say(struct turn *turn, const char *screen, GError **error);

/* Says the open question again, with "not understood" before it when both fit;
 * opens nothing. */
gboolean turn_say_again(struct turn *turn, gboolean sorry, GError **error);

/* Says a screen to the sender once per `key` (a natural key of its own), whatever
 * the guards say. */
gboolean turn_say_once(struct turn *turn, const char *screen, const char *key,
	    GError **error);

/* Runs an action and says what it wants said, or `go`. */
gboolean turn_run(struct turn *turn, const char *action, const char *go,
	    GError **error);

/* Ends the open question. */
gboolean turn_close(struct turn *turn, enum question_state state, GError **error);

/* Ends the text as ignored, for a constant reason. */
void	turn_ignore(struct turn *turn, const char *reason);

#endif
