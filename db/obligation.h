/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The obligation rule of contact duty (包联), DOMAIN 3.2: does this cadre owe this
 * household a contact in this month, and has he made it?  A pure function of
 * what is known; duty.h asks it for whole cards and counties.
 *
 * Days are 20261123, months 202611.  A test has the whole rule as a table that
 * an office can read: tests/duty/obligation.zh.md.
 *
 * What DOMAIN leaves open, and what is done here:
 *  - leave and hand-over are decided by who has the household on the 20th, like
 *    everything else; the other's contacts count for the household all the same.
 *  - who has a household for less than twenty days of a month owes one contact,
 *    also where two are due: two of them ten days apart would not fit.
 *  - the visit of a quarter is asked for in its third month, when there was none.
 */
#ifndef DB_OBLIGATION_H
#define DB_OBLIGATION_H

#include <glib.h>

#define OBLIGATION_DAYS_MIN	10	/* of a month, to owe anything */
#define OBLIGATION_DAY		20	/* on which it must be his */
#define OBLIGATION_APART	10	/* days between two contacts that both count */
#define OBLIGATION_DAYS_FULL	20	/* of a month, to owe all of it */
#define OBLIGATION_LEAVE_DEPUTY	7	/* longer leave: the deputy owes it */
#define OBLIGATION_LEAVE_ALONE	15	/* such leave without a deputy excuses */

enum duty_kind {
	DUTY_VISIT,
	DUTY_PHONE,
	DUTY_CAME,		/* the household came to him */
	DUTY_UNSTATED,		/* a contact; how, he did not say */
	DUTY_TRIED,		/* nobody there */
	DUTY_KIND_COUNT
};
const char *duty_kind_name(enum duty_kind kind);
gboolean duty_kind_from_name(const char *name, enum duty_kind *kind);

struct duty_contact {
	int	 day;
	enum duty_kind kind;
	gboolean counts;	/* made by him who owes it, or his deputy in his
				 * leave; else only the household is served */
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
	int	 from, to;	/* he has it, both within; to 0 still */
	gboolean taken_over;	/* from another cadre, the day before `from` */
	int	 handed_on;	/* the day another took it over; 0 nobody has */
	int	 closed_on;	/* the household is no more; 0 it is */
	struct duty_rule rule;
	const struct duty_leave *leaves;
	int	 leave_count;
	/* Of this quarter and of the month before, in any order. */
	const struct duty_contact *contacts;
	int	 contact_count;
	gboolean as_deputy;	/* for him who stands in, in these leaves */
};

enum obligation_state {
	OBLIGATION_NONE,	/* nothing is owed */
	OBLIGATION_DUE,
	OBLIGATION_DONE,
	OBLIGATION_LATE,	/* the month is over */
	OBLIGATION_TRIED,	/* two tries on different days: nobody is blamed, but
				 * the household was not reached */
	OBLIGATION_EXEMPT,	/* on leave; somebody else owes it */
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

void	obligation_judge(const struct obligation_facts *facts,
	    struct obligation *obligation);

#endif
