/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rings of counted slots, see budget.h.
 */
#include "smsd/budget.h"

#include <string.h>

#include "base/clock.h"

static const struct {
	gint64	slot;		/* us */
	int	slots;
} budget_spans[BUDGET_SPANS] = {
	[BUDGET_MINUTE] = { CLOCK_SECOND, 60 },
	[BUDGET_HOUR] = { CLOCK_MINUTE, 60 },
	[BUDGET_DAY] = { 15 * CLOCK_MINUTE, 96 },
};

static void	budget_roll(struct budget *budget, enum budget_span span,
	    gint64 now);

void
budget_init(struct budget *budget, gint64 now)
{
	memset(budget, 0, sizeof(*budget));
	for (int span = 0; span < BUDGET_SPANS; span++)
		budget->windows[span].last = now / budget_spans[span].slot;
}

gint64
budget_span(enum budget_span span)
{
	return budget_spans[span].slot * budget_spans[span].slots;
}

gint64
budget_slot(enum budget_span span)
{
	return budget_spans[span].slot;
}

void
budget_add(struct budget *budget, gint64 at, int parts)
{
	for (int span = 0; span < BUDGET_SPANS; span++)
		budget_seed(budget, span, at, parts);
}

void
budget_seed(struct budget *budget, enum budget_span span, gint64 at,
    int parts)
{
	struct budget_window *window = &budget->windows[span];
	gint64 number;

	budget_roll(budget, span, at);
	number = at / budget_spans[span].slot;
	/* Older than the window: it counts no more. */
	if (number <= window->last - budget_spans[span].slots)
		return;
	number %= budget_spans[span].slots;
	if (number < 0)
		number += budget_spans[span].slots;
	window->parts[number] += parts;
	window->sum += parts;
}

int
budget_sent(struct budget *budget, enum budget_span span, gint64 now)
{
	budget_roll(budget, span, now);
	return budget->windows[span].sum;
}

gint64
budget_free_at(struct budget *budget, const int *limits, gint64 now)
{
	gint64 free_at = now;

	for (int span = 0; span < BUDGET_SPANS; span++) {
		struct budget_window *window = &budget->windows[span];
		int slots = budget_spans[span].slots;
		gint64 number;
		int sum;

		budget_roll(budget, span, now);
		if (limits[span] == 0 || window->sum < limits[span])
			continue;
		/* The oldest slots go first. */
		number = window->last - slots;
		for (sum = window->sum; sum >= limits[span] &&
		    number < window->last;) {
			number++;
			sum -= window->parts[((number % slots) + slots) %
			    slots];
		}
		free_at = MAX(free_at, (number + slots) *
		    budget_spans[span].slot);
	}
	return free_at;
}

/* Lets go of the slots that have left the window at `now`. */
static void
budget_roll(struct budget *budget, enum budget_span span, gint64 now)
{
	struct budget_window *window = &budget->windows[span];
	int slots = budget_spans[span].slots;
	gint64 number = now / budget_spans[span].slot;

	if (number - window->last >= slots) {
		memset(window->parts, 0, sizeof(window->parts));
		window->sum = 0;
		window->last = number;
	}
	while (window->last < number) {
		int *slot;

		window->last++;
		slot = &window->parts[((window->last % slots) + slots) %
		    slots];
		window->sum -= *slot;
		*slot = 0;
	}
}
