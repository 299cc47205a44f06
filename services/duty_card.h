/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A duty report being taken, the card of households it is about, and how parts of
 * that card are said: for duty.c and duty_undo.c.
 */
#ifndef SERVICES_DUTY_CARD_H
#define SERVICES_DUTY_CARD_H

#include "db/cadre.h"
#include "db/duty_card.h"
#include "menus/action.h"
#include "services/duty_report.h"

/* A card entry that outlives its row. */
struct duty_held {
	gint64	 household_id;
	int	 no;
	char	*name;		/* surname of its head */
	gboolean active, key;
	enum obligation_state state;
};

/* A report being taken. */
struct duty {
	struct action_call *call;
	const struct cadre *cadre;	/* who reports */
	struct cadre whose;	/* whose card it is, when he stands in; else an
				 * id of 0 */
	int	 principals;	/* for how many he does */
	struct duty_report report;
	int	 today, month;
	GPtrArray *card;	/* struct duty_held */
	struct duty_totals totals;
};

/* Reads the card as it stands now; again after something was recorded. */
gboolean duty_card_load(struct duty *duty, GError **error);
/* Frees a struct duty_held. */
void	duty_held_free(gpointer held);

/* The household with this number: one they have now, or had in this month; NULL none. */
const struct duty_held *duty_card_find(const struct duty *duty, int no);

/* Fills in who is left, for a screen. */
gboolean duty_sheet(struct duty *duty, const char **screen, GError **error);

/* Appends a household: "07王". */
void	duty_held_say(GString *card, const struct duty_held *held);
/* Fill {card} and {rest}; duty_note() appends a filled word. */
void	duty_card_fill(struct duty *duty, GString *card);
void	duty_say_rest(struct duty *duty);
void	duty_note(struct duty *duty, GString *notes, const char *word);

#endif
