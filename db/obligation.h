/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The obligation rule of contact duty (包联), DOMAIN 3.2: does this cadre owe this
 * household a contact this month, and was it made?  A pure function of what is known;
 * duty_card.h applies it to whole cards and counties.
 *
 * Days are 20261123, months 202611.  A test has the whole rule as a table that
 * an office can read: tests/duty/obligation.zh.md.
 *
 * What DOMAIN leaves open, and what is done here:
 *  - the cadre who has the household on the 20th decides about leave and hand-over,
 *    as about everything else; the other's contacts still count for the household.
 *  - a cadre who has a household for less than twenty days of a month owes one
 *    contact, even where two are due: two, ten days apart, would not fit.
 *  - a household that mourns (somebody died less than OBLIGATION_REST days ago) is
 *    owed nothing today; and nothing for a month whose end falls into that time.
 *  - a quarter's visit is asked for in its third month, if there was none before.
 */
#ifndef DB_OBLIGATION_H
#define DB_OBLIGATION_H

#include <glib.h>

#define OBLIGATION_DAYS_MIN	10	/* of a month, to owe anything */
#define OBLIGATION_DAY		20	/* whoever has it on this day owes it */
#define OBLIGATION_APART	10	/* days between two contacts that both count */
#define OBLIGATION_DAYS_FULL	20	/* of a month, to owe all of it */
#define OBLIGATION_LEAVE_DEPUTY	7	/* longer leave: the deputy owes it */
#define OBLIGATION_REST		30	/* days of mourning in which nobody is urged */
#define OBLIGATION_LEAVE_ALONE	15	/* such leave without a deputy excuses */

enum duty_kind {
	DUTY_VISIT,
	DUTY_PHONE,
	DUTY_CAME,		/* the household came to the cadre */
	DUTY_UNSTATED,		/* a contact; how was not said */
	DUTY_TRIED,		/* nobody there */
	DUTY_KIND_COUNT
};
const char *duty_kind_name(enum duty_kind kind);
gboolean duty_kind_from_name(const char *name, enum duty_kind *kind);

struct duty_contact {
	int	 day;
	enum duty_kind kind;
	gboolean counts;	/* made by the cadre who owes it, or by the deputy
				 * during leave; else it only serves the household */
};

struct duty_leave {
	int	 from, to;	/* both within */
	gboolean deputy;	/* somebody stands in */
};

/* What a household's tags ask for: the most of any (duty_tag.h). */
struct duty_rule {
	int	 per_month;
	gboolean visit;		/* one in person each quarter */
	gboolean away;		/* all of them away: by telephone only */
	gboolean key;		/* a key household */
};

struct obligation_facts {
	int	 month, today;
	int	 from, to;	/* the cadre has it, both within; to 0 still */
	gboolean taken_over;	/* from another cadre, the day before `from` */
	int	 handed_on;	/* the day another cadre took over; 0 none has */
	int	 closed_on;	/* the household no longer exists; 0 it does */
	int	 died_on;	/* somebody of it died, and it rests; 0 nobody */
	struct duty_rule rule;
	const struct duty_leave *leaves;
	int	 leave_count;
	/* Of this quarter and of the month before, in any order. */
	const struct duty_contact *contacts;
	int	 contact_count;
	gboolean as_deputy;	/* judged for the deputy during these leaves */
};

enum obligation_state {
	OBLIGATION_NONE,	/* nothing is owed */
	OBLIGATION_DUE,
	OBLIGATION_DONE,
	OBLIGATION_LATE,	/* the month is over */
	OBLIGATION_TRIED,	/* tried on two days: nobody is to blame, but the
				 * household was not reached */
	OBLIGATION_EXEMPT,	/* on leave, somebody else owes it; or they mourn */
	OBLIGATION_STATE_COUNT
};
const char *obligation_state_name(enum obligation_state state);

struct obligation {
	enum obligation_state state;
	int	 need, have;	/* contacts */
	gboolean visit;		/* one of them must be in person, and is not yet */
	gboolean short_interval; /* less than ten days after last month's last */
	gboolean covered;	/* somebody reached the household this month */
};

/* Does a death on `died_on` excuse whoever owes the household `month`, as of `today`? */
gboolean obligation_rests(int died_on, int month, int today);

void	obligation_judge(const struct obligation_facts *facts,
	    struct obligation *obligation);

#endif
