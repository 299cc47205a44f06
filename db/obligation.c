/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See obligation.h.  In this order: is it theirs, is it kept, and only then what
 * excuses them.
 */
#include "db/obligation.h"

#include <string.h>

#include "base/calendar.h"

static const char *const duty_kind_names[DUTY_KIND_COUNT] = {
	[DUTY_VISIT] = "visit",
	[DUTY_PHONE] = "phone",
	[DUTY_CAME] = "came",
	[DUTY_UNSTATED] = "unstated",
	[DUTY_TRIED] = "tried",
};

static const char *const obligation_names[OBLIGATION_STATE_COUNT] = {
	[OBLIGATION_NONE] = "none",
	[OBLIGATION_DUE] = "due",
	[OBLIGATION_DONE] = "done",
	[OBLIGATION_LATE] = "late",
	[OBLIGATION_TRIED] = "tried",
	[OBLIGATION_EXEMPT] = "exempt",
};

/* A month as its days, and how long the household is theirs in it. */
struct span {
	int	 first, twentieth, last;
	int	 from, to, days;	/* days 0: not at all */
};

static gboolean	obligation_mourns(int died_on, int day);
static struct span obligation_span(const struct obligation_facts *facts);
static gboolean	obligation_is_his(const struct obligation_facts *facts,
		    const struct span *span);
static gboolean	obligation_stands_in(const struct obligation_facts *facts,
		    const struct span *span);
static void	obligation_count(const struct obligation_facts *facts,
		    const struct span *span, struct obligation *o);
static gboolean	obligation_counts(const struct duty_contact *contact);
static gboolean	obligation_in_person(const struct duty_contact *contact);
static int	obligation_next(const struct obligation_facts *facts,
		    const struct span *span, int after);
static gboolean	obligation_needs_visit(const struct obligation_facts *facts,
		    const struct span *span);
static gboolean	obligation_too_soon(const struct obligation_facts *facts,
		    const struct span *span);
static gboolean	obligation_tried(const struct obligation_facts *facts,
		    const struct span *span);
static gboolean	obligation_excused(const struct obligation_facts *facts,
		    const struct span *span);

const char *
duty_kind_name(enum duty_kind kind)
{
	return duty_kind_names[kind];
}

gboolean
duty_kind_from_name(const char *name, enum duty_kind *kind)
{
	for (int i = 0; i < DUTY_KIND_COUNT; i++) {
		if (strcmp(duty_kind_names[i], name) == 0) {
			*kind = (enum duty_kind)i;
			return TRUE;
		}
	}
	return FALSE;
}

const char *
obligation_state_name(enum obligation_state state)
{
	return obligation_names[state];
}

gboolean
obligation_rests(int died_on, int month, int today)
{
	int last = month * 100 + calendar_month_days(month);

	return died_on != 0 && (obligation_mourns(died_on, MIN(today, last)) ||
	    obligation_mourns(died_on, today));
}

static gboolean
obligation_mourns(int died_on, int day)
{
	return died_on <= day && calendar_days_between(died_on, day) <
	    OBLIGATION_REST;
}

void
obligation_judge(const struct obligation_facts *facts, struct obligation *o)
{
	struct span span = obligation_span(facts);

	memset(o, 0, sizeof(*o));
	obligation_count(facts, &span, o);
	if (!obligation_is_his(facts, &span))
		o->state = OBLIGATION_NONE;
	else if (o->have >= o->need && !o->visit)
		o->state = OBLIGATION_DONE;
	else if (facts->closed_on != 0 && facts->closed_on <= span.last)
		o->state = o->have > 0 ? OBLIGATION_DONE : OBLIGATION_NONE;
	else if (obligation_tried(facts, &span))
		o->state = OBLIGATION_TRIED;
	else if (obligation_rests(facts->died_on, facts->month, facts->today) ||
	    (!facts->as_deputy && obligation_excused(facts, &span)))
		o->state = OBLIGATION_EXEMPT;
	else
		o->state = facts->today > span.last ? OBLIGATION_LATE :
		    OBLIGATION_DUE;
}

static struct span
obligation_span(const struct obligation_facts *facts)
{
	struct span span = {
		.first = facts->month * 100 + 1,
		.twentieth = facts->month * 100 + OBLIGATION_DAY,
		.last = facts->month * 100 + calendar_month_days(facts->month),
	};

	span.from = MAX(facts->from, span.first);
	span.to = facts->to == 0 ? span.last : MIN(facts->to, span.last);
	span.days = span.from > span.to ? 0 :
	    calendar_days_between(span.from, span.to) + 1;
	return span;
}

static gboolean
obligation_is_his(const struct obligation_facts *facts, const struct span *span)
{
	gboolean on_the_day = span->from <= span->twentieth &&
	    span->to >= span->twentieth;

	if (span->days < OBLIGATION_DAYS_MIN ||
	    (facts->closed_on != 0 && facts->closed_on < span->first))
		return FALSE;
	/* Handed over early enough, the month is the other's. */
	if (facts->handed_on >= span->first && facts->handed_on <= span->last &&
	    calendar_days_between(facts->handed_on, span->last) + 1 >=
	    OBLIGATION_DAYS_MIN)
		return FALSE;
	if (!on_the_day && !(facts->taken_over && facts->from >= span->first))
		return FALSE;
	return !facts->as_deputy || obligation_stands_in(facts, span);
}

/* Is there a leave that makes the deputy owe the month? */
static gboolean
obligation_stands_in(const struct obligation_facts *facts,
    const struct span *span)
{
	for (int i = 0; i < facts->leave_count; i++) {
		const struct duty_leave *leave = &facts->leaves[i];

		if (leave->deputy && leave->from <= span->twentieth &&
		    leave->to >= span->twentieth &&
		    calendar_days_between(leave->from, leave->to) + 1 >
		    OBLIGATION_LEAVE_DEPUTY)
			return TRUE;
	}
	return FALSE;
}

/* What is needed, and what there is of it. */
static void
obligation_count(const struct obligation_facts *facts, const struct span *span,
    struct obligation *o)
{
	int day = 0;

	o->need = span->days < OBLIGATION_DAYS_FULL ?
	    MIN(facts->rule.per_month, 1) : facts->rule.per_month;
	while ((day = obligation_next(facts, span, day)) != 0)
		o->have++;
	o->visit = obligation_needs_visit(facts, span);
	o->short_interval = obligation_too_soon(facts, span);
	for (int i = 0; i < facts->contact_count; i++) {
		const struct duty_contact *contact = &facts->contacts[i];

		o->covered |= contact->kind != DUTY_TRIED &&
		    contact->day >= span->first && contact->day <= span->last;
	}
}

static gboolean
obligation_counts(const struct duty_contact *contact)
{
	return contact->counts && contact->kind != DUTY_TRIED;
}

static gboolean
obligation_in_person(const struct duty_contact *contact)
{
	return contact->counts && (contact->kind == DUTY_VISIT ||
	    contact->kind == DUTY_CAME);
}

/* The first day of the month with a contact that counts beside one on `after`
 * (0 none); 0 when there is none. */
static int
obligation_next(const struct obligation_facts *facts, const struct span *span,
    int after)
{
	int next = 0;

	for (int i = 0; i < facts->contact_count; i++) {
		const struct duty_contact *contact = &facts->contacts[i];

		if (!obligation_counts(contact) || contact->day < span->first ||
		    contact->day > span->last || (after != 0 &&
		    calendar_days_between(after, contact->day) <
		    OBLIGATION_APART))
			continue;
		if (next == 0 || contact->day < next)
			next = contact->day;
	}
	return next;
}

static gboolean
obligation_needs_visit(const struct obligation_facts *facts,
    const struct span *span)
{
	int month = facts->month % 100;
	int quarter = calendar_month_add(facts->month, -2) * 100 + 1;

	if (!facts->rule.visit || facts->rule.away || month % 3 != 0)
		return FALSE;
	for (int i = 0; i < facts->contact_count; i++) {
		const struct duty_contact *contact = &facts->contacts[i];

		if (obligation_in_person(contact) && contact->day >= quarter &&
		    contact->day <= span->last)
			return FALSE;
	}
	return TRUE;
}

/* The 31st, then the 1st: it counts, but it is shown. */
static gboolean
obligation_too_soon(const struct obligation_facts *facts,
    const struct span *span)
{
	int first = obligation_next(facts, span, 0), last = 0;

	for (int i = 0; i < facts->contact_count; i++) {
		const struct duty_contact *contact = &facts->contacts[i];

		if (obligation_counts(contact) && contact->day < span->first)
			last = MAX(last, contact->day);
	}
	return first != 0 && last != 0 &&
	    calendar_days_between(last, first) < OBLIGATION_APART;
}

static gboolean
obligation_tried(const struct obligation_facts *facts, const struct span *span)
{
	int first = 0;

	for (int i = 0; i < facts->contact_count; i++) {
		const struct duty_contact *contact = &facts->contacts[i];

		if (contact->kind != DUTY_TRIED || !contact->counts ||
		    contact->day < span->first || contact->day > span->last)
			continue;
		if (first != 0 && contact->day != first)
			return TRUE;
		first = contact->day;
	}
	return FALSE;
}

/* By a deputy, or by so much leave that no deputy was named for. */
static gboolean
obligation_excused(const struct obligation_facts *facts,
    const struct span *span)
{
	int alone = 0;

	if (obligation_stands_in(facts, span))
		return TRUE;
	for (int i = 0; i < facts->leave_count; i++) {
		const struct duty_leave *leave = &facts->leaves[i];
		int from = MAX(leave->from, span->from);
		int to = MIN(leave->to, span->to);

		if (!leave->deputy && from <= to)
			alone += calendar_days_between(from, to) + 1;
	}
	return alone >= OBLIGATION_LEAVE_ALONE;
}
