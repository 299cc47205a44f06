/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * When the office has people: "几点上班", "周末上班吗" are answered with the hours of
 * today and the next working day, by the calendar of days off and of weekends that are
 * worked instead (base/workday.h).
 *
 * The hours are the office's words (etc/menus/hours.conf), a row from each day of the
 * year on which they change: "10-01 08:00-12:00 14:00-18:00".
 *
 * Invariant: no more is promised than the calendar holds.  Of a year whose notice is not
 * out, a working day is said to be usual or likely, never certain.
 */
#include "menus/turn.h"

#include <string.h>

#include "base/calendar.h"
#include "base/words.h"
#include "base/workday.h"
#include "menus/fill.h"

#define HOURS_LIST	"hours_open"
#define HOURS_SPANS	2
#define HOURS_FAULT	"expected the first day and one or two spans, as in " \
			"\"10-01 08:00-12:00 14:00-18:00\""
#define HOURS_LEAP_YEAR	"2028-"	/* has every day of any year */

/* A row of the list. */
struct hours_row {
	int	 from;		/* month and day, 1001 */
	int	 count;
	struct hours_span {
		int	 open, close;	/* minutes of the day */
	} spans[HOURS_SPANS];
	const char *shown;	/* the spans as they are written; borrowed */
};

static gboolean	hours_action_show(struct action_call *call, const char **screen,
		    GError **error);
static const char *hours_list_fault(const char *list, const char *word);
static gboolean	hours_read(const char *word, struct hours_row *row);
static void	hours_on(const struct menu *menu, int day, struct hours_row *row);
static const char *hours_screen(const struct hours_row *row, int minute);
static void	hours_fill_next(struct action_call *call, int day, gboolean likely);

static const struct saying hours_says[] = {
	{ "hours.open",		"hours when" },
	{ "hours.later",	"hours when" },
	{ "hours.closed",	"hours when" },
	{ "hours.usual",	"hours" },
	{ NULL, NULL, SAY_REPLY }
};

static const struct action hours_actions[] = {
	{ "hours.show", hours_action_show, hours_says },
	{ NULL, NULL, NULL }
};

static const struct service_word hours_heard[] = {
	{ "hours", SHAPE_ALONE, ROLE_ANYBODY, N_("office hours"), .action = "hours.show" },
	{ .list = NULL }
};

static const char *const hours_lists[] = { HOURS_LIST, NULL };

/* By the day of the week; then the next working day, for certain and likely. */
static const char *const hours_words[] = {
	"hours_monday", "hours_tuesday", "hours_wednesday", "hours_thursday",
	"hours_friday", "hours_saturday", "hours_sunday",
	"hours_next", "hours_next_likely", NULL
};

const struct service hours_service = {
	.name = "hours",
	.heard = hours_heard,
	.actions = hours_actions,
	.lists = hours_lists,
	.words = hours_words,
	.list_fault = hours_list_fault,
};

static gboolean
hours_action_show(struct action_call *call, const char **screen, GError **error)
{
	const struct workday *days = dialog_workdays(call->dialog, call->now, error);
	int today = calendar_day(call->now, call->options->zone);
	gboolean known, provisional;
	const char *now_screen = NULL;
	struct hours_row row;
	int next;

	if (days == NULL)
		return FALSE;
	call->reason = N_("office hours");
	known = workday_knows(days, today / 10000);
	next = workday_add(days, today, 1, &provisional);
	hours_on(call->menu, today, &row);
	if (workday_works(days, today))
		now_screen = hours_screen(&row,
		    calendar_minute_of_day(call->now, call->options->zone));
	if (now_screen == NULL)
		hours_on(call->menu, next, &row);
	*screen = now_screen == NULL ? "hours.closed" : known ? now_screen : "hours.usual";
	fill_set(call->fill, "hours", row.shown);
	hours_fill_next(call, next, !known || provisional);
	return TRUE;
}

/* The screen of a working day at this minute; NULL when it is over. */
static const char *
hours_screen(const struct hours_row *row, int minute)
{
	for (int i = 0; i < row->count; i++) {
		if (minute < row->spans[i].open)
			return "hours.later";
		if (minute < row->spans[i].close)
			return "hours.open";
	}
	return NULL;
}

/* The row of a day: the last that began in its year, else the last of the year before. */
static void
hours_on(const struct menu *menu, int day, struct hours_row *row)
{
	int count;
	const char *const *rows = menu_list(menu, HOURS_LIST, &count);
	int best = 0;

	for (int i = 0; i < count; i++) {
		struct hours_row one;
		int rank;

		if (!hours_read(rows[i], &one))
			continue;
		rank = one.from <= day % 10000 ? one.from + 10000 : one.from;
		if (rank > best) {
			best = rank;
			*row = one;
		}
	}
	g_assert(best > 0);	/* the loader has read them all, and there is one */
}

static void
hours_fill_next(struct action_call *call, int day, gboolean likely)
{
	g_autofree char *month = g_strdup_printf("%d", day / 100 % 100);
	g_autofree char *of_month = g_strdup_printf("%d", day % 100);
	g_autofree char *when = NULL;

	fill_set(call->fill, "month", month);
	fill_set(call->fill, "day", of_month);
	fill_set(call->fill, "weekday", menu_word(call->menu,
	    hours_words[calendar_weekday(day) - 1]));
	when = fill_text(menu_word(call->menu, likely ? "hours_next_likely" :
	    "hours_next"), call->fill);
	fill_set(call->fill, "when", when);
}

static const char *
hours_list_fault(const char *list, const char *word)
{
	struct hours_row row;

	return hours_read(word, &row) ? NULL : HOURS_FAULT;
}

/* "10-01 08:00-12:00 14:00-18:00" */
static gboolean
hours_read(const char *word, struct hours_row *row)
{
	g_auto(GStrv) parts = g_strsplit(word, " ", -1);
	g_autofree char *from = g_strconcat(HOURS_LEAP_YEAR, parts[0], NULL);
	int last = 0;

	row->from = calendar_day_read(from) % 10000;
	row->count = (int)g_strv_length(parts) - 1;
	if (row->from == 0 || row->count < 1 || row->count > HOURS_SPANS)
		return FALSE;
	row->shown = word + strlen(parts[0]) + 1;
	for (int i = 0; i < row->count; i++) {
		struct hours_span *span = &row->spans[i];
		g_auto(GStrv) ends = g_strsplit(parts[i + 1], "-", 2);

		span->open = calendar_minute_read(ends[0]);
		span->close = ends[1] == NULL ? -1 : calendar_minute_read(ends[1]);
		if (span->open < last || span->close <= span->open)
			return FALSE;
		last = span->close;
	}
	return TRUE;
}
