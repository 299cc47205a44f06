/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * duty close: a month's figures as they stand, by two people's word.
 */
#include "tools/family.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "db/cadre.h"
#include "db/duty_close.h"
#include "db/second_word.h"
#include "tools/catalog.h"

#define DUTY_HOUSEHOLDS	5000	/* looked at in a step */
#define DUTY_CADRES	200	/* of a step */
#define CLOSE_WAIT	CLOCK_DAY	/* for the second word */

/* A month being closed. */
struct closing {
	int	 month, today;
	gint64	 past;		/* household */
	gint64	 cadre_id;	/* the last */
	int	 households, covered, cadres;
	gboolean counted;	/* the households are */
	struct duty_sweep *sweep;
};

static void	closing_free(gpointer closing);
static enum command_status close_step(struct command_call *call);
static gboolean	close_cadres(struct command_call *call, struct closing *closing,
		    gboolean *more, GError **error);
static gboolean	close_end(struct command_call *call, struct closing *closing,
		    GError **error);

enum command_status
duty_close_run(struct command_call *call)
{
	const char *typed = command_line_value(&call->line, "month");
	int month = calendar_month_read(typed);
	int today = calendar_day(clock_now(), call->zone);
	gint64 now = clock_now();
	g_autofree char *what = g_strdup_printf("duty.close:%d", month);
	g_autoptr(GError) error = NULL;
	gboolean closed, second;
	struct closing *closing;

	if (month >= today / 100) {
		g_string_append_printf(call->err, _("%s is not over yet"), typed);
		return COMMAND_NO;
	}
	if (!duty_is_closed(call->db, month, &closed, &error))
		return command_failed(call, error);
	if (closed) {
		g_string_append_printf(call->err, _("%s is closed already"), typed);
		return COMMAND_NO;
	}
	if (!db_begin(call->db, &error) || !second_word(call->db, what,
	    call->actor, now, now - CLOSE_WAIT, &second, &error) ||
	    !command_record(call, "duty.close.word", typed, "", &error) ||
	    !db_commit(call->db, &error)) {
		db_rollback(call->db);
		return command_failed(call, error);
	}
	if (!second) {
		command_say(call, TONE_CARE, _("Noted. It is closed when a second "
		    "person gives the same command within a day."));
		return COMMAND_DONE;
	}
	closing = g_new0(struct closing, 1);
	closing->month = month;
	closing->today = today;
	call->state = closing;
	call->state_free = closing_free;
	call->step = close_step;
	return COMMAND_MORE;
}

static void
closing_free(gpointer data)
{
	struct closing *closing = data;

	duty_sweep_free(closing->sweep);
	g_free(closing);
}

/* The households are counted, then the cadres' figures written, then the month. */
static enum command_status
close_step(struct command_call *call)
{
	struct closing *closing = call->state;
	g_autoptr(GError) error = NULL;
	gboolean more = TRUE;

	if (!closing->counted) {
		if (!duty_coverage(call->db, closing->month, closing->today,
		    DUTY_HOUSEHOLDS, &closing->past, &closing->households,
		    &closing->covered, &error))
			return command_failed(call, error);
		closing->counted = closing->past == 0;
		return COMMAND_MORE;
	}
	if (closing->sweep == NULL)
		closing->sweep = duty_sweep_new(call->db, call->tags, closing->month,
		    closing->today, &error);
	if (closing->sweep == NULL || !db_begin(call->db, &error))
		return command_failed(call, error);
	if (!close_cadres(call, closing, &more, &error) ||
	    (!more && !close_end(call, closing, &error)) ||
	    !db_commit(call->db, &error)) {
		db_rollback(call->db);
		return command_failed(call, error);
	}
	if (more)
		return COMMAND_MORE;
	command_say(call, TONE_GOOD, _("The month is closed."));
	return COMMAND_DONE;
}

struct ids {
	gint64	 id[DUTY_CADRES];
	int	 count;
};

static gboolean
close_hold(const struct cadre *cadre, void *user)
{
	struct ids *ids = user;

	ids->id[ids->count++] = cadre->id;
	return ids->count < DUTY_CADRES;
}

static gboolean
close_cadres(struct command_call *call, struct closing *closing, gboolean *more,
    GError **error)
{
	struct ids ids = { .count = 0 };

	if (!cadre_each(call->db, closing->cadre_id, close_hold, &ids, error))
		return FALSE;
	for (int i = 0; i < ids.count; i++) {
		struct duty_totals totals;

		if (!duty_sweep_card(closing->sweep, ids.id[i], &totals, error) ||
		    (duty_owed(&totals) + totals.states[OBLIGATION_EXEMPT] > 0 &&
		    !duty_close_cadre(call->db, closing->month, ids.id[i],
		    &totals, error)))
			return FALSE;
		closing->cadre_id = ids.id[i];
	}
	*more = ids.count == DUTY_CADRES;
	return TRUE;
}

static gboolean
close_end(struct command_call *call, struct closing *closing, GError **error)
{
	gboolean done;

	return duty_close_month(call->db, closing->month, call->actor,
	    clock_now(), closing->households, closing->covered, &done, error);
}
