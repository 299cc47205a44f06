/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * duty close: a month's figures as they stand, on which two people agree.
 */
#include "tools/family.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "db/cadre.h"
#include "db/duty.h"
#include "db/duty_close.h"
#include "tools/catalog.h"

#define DUTY_HOUSEHOLDS	5000	/* looked at in a step */
#define DUTY_CADRES	200	/* of a step */

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
static gboolean	close_possible(struct command_call *call, int month,
		    GError **error);
static gboolean	close_step(struct command_call *call,
		    const struct approval *approval, void **work, gboolean *more,
		    GError **error);
static gboolean	close_cadres(struct command_call *call, struct closing *closing,
		    gboolean *more, GError **error);
static gboolean	close_end(struct command_call *call,
		    const struct approval *approval, void *work, char **said,
		    GError **error);

const struct proposal_kind duty_close_kind = {
	.name = "duty.close",
	.title = N_("close a month"),
	.roles = STAFF_BIT(STAFF_SUPERVISOR) | STAFF_BIT(STAFF_LEADER),
	.wait = CLOCK_DAY,
	.step = close_step,
	.work_free = closing_free,
	.act = close_end,
};

enum command_status
duty_close_run(struct command_call *call)
{
	const char *typed = command_line_value(&call->line, "month");
	int month = calendar_month_read(typed);
	g_autofree char *digits = g_strdup_printf("%d", month);
	g_autofree char *arguments = approval_write("month", digits, NULL);
	g_autofree char *object = g_strconcat("month:", typed, NULL);
	g_autofree char *words = g_strdup_printf(_("close %s"), typed);
	g_autoptr(GError) error = NULL;

	if (!close_possible(call, month, &error))
		return command_refused(call, error);
	return proposal_make(call, &duty_close_kind, object, words, arguments);
}

/* FALSE with a sentence in call->err, or with `error`. */
static gboolean
close_possible(struct command_call *call, int month, GError **error)
{
	g_autofree char *written = calendar_month_write(month);
	gboolean over = month < calendar_day(clock_now(), call->zone) / 100;
	gboolean closed;

	if (!duty_is_closed(call->db, month, &closed, error))
		return FALSE;
	if (!over)
		g_string_append_printf(call->err, _("%s is not over yet"), written);
	else if (closed)
		g_string_append_printf(call->err, _("%s is closed already"), written);
	return over && !closed;
}

static void
closing_free(gpointer data)
{
	struct closing *closing = data;

	duty_sweep_free(closing->sweep);
	g_free(closing);
}

/* The households are counted, then the cadres' figures written. */
static gboolean
close_step(struct command_call *call, const struct approval *approval,
    void **work, gboolean *more, GError **error)
{
	struct closing *closing = *work;

	*more = TRUE;
	if (closing == NULL) {
		g_autofree char *month = approval_value(approval, "month");

		*work = closing = g_new0(struct closing, 1);
		closing->month = (int)g_ascii_strtoll(month, NULL, 10);
		closing->today = calendar_day(clock_now(), call->zone);
	}
	/* Somebody else may have closed it meanwhile. */
	if (!close_possible(call, closing->month, error))
		return FALSE;
	if (!closing->counted) {
		if (!duty_coverage(call->db, closing->month, closing->today,
		    DUTY_HOUSEHOLDS, &closing->past, &closing->households,
		    &closing->covered, error))
			return FALSE;
		closing->counted = closing->past == 0;
		return TRUE;
	}
	if (closing->sweep == NULL)
		closing->sweep = duty_sweep_new(call->db, call->tags,
		    closing->month, closing->today, error);
	if (closing->sweep != NULL && db_begin(call->db, error) &&
	    close_cadres(call, closing, more, error) &&
	    db_commit(call->db, error))
		return TRUE;
	db_rollback(call->db);
	return FALSE;
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

	if (!cadre_each_of_month(call->db, closing->cadre_id, closing->month * 100 + 1,
	    close_hold, &ids, error))
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
close_end(struct command_call *call, const struct approval *approval, void *work,
    char **said, GError **error)
{
	const struct closing *closing = work;
	g_autofree char *month = calendar_month_write(closing->month);
	g_autofree char *reason = proposal_reason(approval);
	gboolean done;

	*said = g_strdup_printf(_("%s is closed."), month);
	return close_possible(call, closing->month, error) &&
	    duty_close_month(call->db, closing->month, call->actor, reason,
	    clock_now(), closing->households, closing->covered, &done, error) && done;
}
