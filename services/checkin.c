/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Weekly 平安 by text (db/checkin.h; words in etc/menus/checkin.conf).
 */
#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/text.h"
#include "base/words.h"
#include "db/agenda.h"
#include "db/callback.h"
#include "db/checkin.h"
#include "db/contact.h"
#include "db/outbox.h"
#include "db/household.h"
#include "db/person.h"
#include "db/person_mark.h"
#include "menus/fill.h"
#include "menus/turn.h"
#include "services/callout_ask.h"

#define CHECKIN_AT	(9 * 60 + 30)	/* minute of the day */
#define CHECKIN_WEEK	7		/* days */
#define CHECKIN_SILENCE	(48 * CLOCK_HOUR)

static gboolean	checkin_start(struct turn *turn, const struct word_heard *heard,
		    gboolean *taken, GError **error);
static gboolean	checkin_stop(struct turn *turn, const struct word_heard *heard,
		    gboolean *taken, GError **error);
static gint64	checkin_slot(const struct dialog_options *options, gint64 from);
static gboolean	checkin_answer(struct action_call *call, gboolean well,
		    const char **screen, GError **error);
static gboolean	checkin_settle(struct action_call *call, struct callout_ask *ask,
		    struct checkin *checkin, gboolean well, GError **error);
static gboolean	checkin_nobody_asked(struct action_call *call, const char **screen,
		    GError **error);
static gboolean	checkin_tell_well(struct action_call *call, struct callout_ask *ask,
		    const struct checkin *checkin, GError **error);
static gboolean	checkin_act(struct dialog *dialog, struct checkin *checkin, gint64 now,
		    GError **error);
static gboolean	checkin_asked(struct action_call *call, gboolean *found,
		    struct checkin *checkin, GError **error);
static gboolean	checkin_ask(struct dialog *dialog, struct checkin *checkin,
		    gint64 now, GError **error);
static gboolean	checkin_may(struct dialog *dialog, const struct checkin *checkin,
		    gint64 now, gboolean *may, GError **error);
static gboolean	checkin_give_up(struct dialog *dialog, const struct checkin *checkin,
		    gint64 now, GError **error);
static gboolean	checkin_was_asked(struct dialog *dialog,
		    const struct checkin *checkin, gboolean *asked, GError **error);
static char	*checkin_key(struct dialog *dialog, const struct checkin *checkin,
		    gint64 at);
static gboolean	checkin_send_cadre(struct callout_ask *ask, const struct checkin *checkin,
		    const char *screen, GError **error);
static gboolean	checkin_order(struct callout_ask *ask, const struct checkin *checkin,
		    struct cadre *who, GError **error);
static gboolean	checkin_surname(struct db *db, gint64 household_id,
		    GHashTable *fill, GError **error);

static gboolean checkin_action_help(struct action_call *call,
		    const char **screen, GError **error);
static gboolean checkin_action_ok(struct action_call *call,
		    const char **screen, GError **error);

static gboolean	checkin_due(void *context, struct agenda_row *row, gint64 now,
		    gint64 *again, GError **error);

static const struct saying checkin_says[] = {
	{ "checkin.started", "" },
	{ "checkin.nobody", "" },
	{ "checkin.stopped", "" },
	{ "checkin.ask", "", SAY_NOTICE },
	{ "checkin.ask.which", "summary", SAY_NOTICE },
	{ "checkin.well", "summary", SAY_NEWS },
	{ "checkin.silent", "summary who", SAY_NEWS },
	{ "checkin.needs", "summary who", SAY_NEWS },
	{ "checkin.needs.night", "summary who", SAY_NEWS },
	{ NULL, NULL, SAY_REPLY }
};

static const struct saying checkin_says_checkin[] = {
	{ "checkin.thanks",	"" },
	{ "checkin.helped",	"" },
	{ "checkin.helped.night", "" },
	{ "checkin.call",	"" },
	{ NULL, NULL, SAY_REPLY }
};

static const struct action checkin_actions[] = {
	{ "checkin.help", checkin_action_help, checkin_says_checkin },
	{ "checkin.ok", checkin_action_ok, checkin_says_checkin },
	{ NULL, NULL, NULL }
};

static const struct service_word checkin_heard[] = {
	{ "checkin_start", SHAPE_ALONE, ROLE_ANYBODY, N_("ask every week"),
	    .take = checkin_start },
	{ "checkin_stop", SHAPE_ALONE, ROLE_ANYBODY, N_("ask no more"),
	    .take = checkin_stop },
	{ .list = NULL }
};

static const struct agenda_kind checkin_agenda[] = {
	{ "checkin.ask", N_("ask a household how it is"),
	    checkin_due, NULL, FALSE },
	{ "checkin.silence", N_("send the cadre to a household that is silent"),
	    checkin_due, NULL, TRUE },
	{ .name = NULL }
};

const struct service checkin_service = {
	.name = "checkin",
	.heard = checkin_heard,
	.agenda = checkin_agenda,
	.says = checkin_says,
	.actions = checkin_actions,
};

static gboolean
checkin_stop(struct turn *turn, const struct word_heard *heard, gboolean *taken,
    GError **error)
{
	struct action_call *call = &turn->call;
	gboolean ended;

	*taken = TRUE;
	call->reason = N_("no weekly question");
	return checkin_end(call->db, call->msg->phone, &ended, error) &&
	    turn_say(turn, "checkin.stopped", error);
}

static gboolean
checkin_start(struct turn *turn, const struct word_heard *heard, gboolean *taken,
    GError **error)
{
	struct action_call *call = &turn->call;
	const struct principal *who = call->who;
	g_autofree char *phone = NULL;
	gboolean fresh, ok;

	*taken = TRUE;
	call->reason = N_("weekly question");
	/* Of a telephone of several households nobody knows whose. */
	if (who->household_count == 1 && !household_other_phone(call->db,
	    who->households[0], call->msg->phone, &phone, error))
		return FALSE;
	ok = phone != NULL ? checkin_put(call->db, &(struct checkin){
		.household_id = who->households[0], .phone = phone,
		.asker = call->msg->phone, .line = call->msg->line,
		.next_at = checkin_slot(call->options, call->now),
		.made_at = call->now,
	    }, error) : callback_ask(call->db, call->msg->phone, call->msg->line,
	    N_("weekly question"), "", call->now, &fresh, error);
	return ok && turn_say(turn, phone != NULL ? "checkin.started" :
	    "checkin.nobody", error);
}

/* A week on, in the morning. */
static gint64
checkin_slot(const struct dialog_options *options, gint64 from)
{
	return calendar_moment(calendar_day_add(calendar_day(from,
	    options->zone), CHECKIN_WEEK), CHECKIN_AT, options->zone);
}

/* --- what comes back -------------------------------------------------------------- */

static gboolean
checkin_action_ok(struct action_call *call, const char **screen, GError **error)
{
	*screen = "checkin.thanks";
	call->reason = N_("well");
	return checkin_answer(call, TRUE, screen, error);
}

static gboolean
checkin_action_help(struct action_call *call, const char **screen, GError **error)
{
	call->reason = N_("needs help");
	return checkin_answer(call, FALSE, screen, error);
}

/* Whoever needs help is heard whenever they say so, also after "all is well". */
static gboolean
checkin_answer(struct action_call *call, gboolean well, const char **screen,
    GError **error)
{
	struct callout task = { .kind = CALLOUT_WELFARE, .inbox_id = call->msg->id };
	struct callout_ask ask = callout_ask_of(call->dialog, &task, call->now,
	    call->msg);
	struct checkin checkin;
	gboolean found, ok = TRUE;

	if (!checkin_asked(call, &found, &checkin, error))
		return FALSE;
	if (!found)
		return well || checkin_nobody_asked(call, screen, error);
	if (!well)
		*screen = callout_ask_waits(&ask) ? "checkin.helped.night" :
		    "checkin.helped";
	if (!well || checkin.waits)
		ok = checkin_settle(call, &ask, &checkin, well, error);
	callout_clear(&task);
	checkin_clear(&checkin);
	return ok;
}

/* Of the household that the question was about; an answer without one is about the
 * newest. */
static gboolean
checkin_asked(struct action_call *call, gboolean *found, struct checkin *checkin,
    GError **error)
{
	const char *household = g_hash_table_lookup(call->data, "household");

	if (household == NULL)
		return checkin_of_phone(call->db, call->msg->phone, found, checkin, error);
	if (!checkin_by_household(call->db, text_id_read(household), found, checkin,
	    error))
		return FALSE;
	if (*found && strcmp(checkin->phone, call->msg->phone) != 0) {
		checkin_clear(checkin);
		*found = FALSE;
	}
	return TRUE;
}

static gboolean
checkin_settle(struct action_call *call, struct callout_ask *ask,
    struct checkin *checkin, gboolean well, GError **error)
{
	gboolean done;

	checkin->next_at = checkin_slot(call->options, checkin->asked_at);
	if (checkin->waits && !checkin_move(call->db, checkin, well ? CHECKIN_WELL :
	    CHECKIN_HELP, call->now, &done, error))
		return FALSE;
	return well ? checkin_tell_well(call, ask, checkin, error) :
	    checkin_send_cadre(ask, checkin, callout_ask_waits(ask) ?
	    "checkin.needs.night" : "checkin.needs", error);
}

/* It has been stopped meanwhile: a person sees to whoever needs help. */
static gboolean
checkin_nobody_asked(struct action_call *call, const char **screen, GError **error)
{
	gboolean fresh;

	*screen = "checkin.call";
	return callback_ask(call->db, call->msg->phone, call->msg->line,
	    N_("needs help"), "", call->now, &fresh, error);
}

static gboolean
checkin_tell_well(struct action_call *call, struct callout_ask *ask,
    const struct checkin *checkin, GError **error)
{
	g_autoptr(GHashTable) fill = g_hash_table_new_full(g_str_hash,
	    g_str_equal, g_free, g_free);
	g_autofree char *key = g_strdup_printf("checkin:%" G_GINT64_FORMAT ":%"
	    G_GINT64_FORMAT, checkin->household_id, checkin->asked_at / CLOCK_SECOND);
	struct callout *task = ask->task;
	enum say_result result;

	if (strcmp(checkin->asker, checkin->phone) == 0)
		return TRUE;
	task->phone = g_strdup(checkin->asker);
	task->line = g_strdup(checkin->line);
	task->modem = g_strdup("");
	ask->since = checkin->made_at;
	return checkin_surname(call->db, checkin->household_id, fill, error) &&
	    callout_ask_tell(ask, "checkin.well", fill, key, checkin->asker, &result,
	    error);
}

/* --- in time ------------------------------------------------------------------------ */

static gboolean
checkin_due(void *context, struct agenda_row *row, gint64 now, gint64 *again,
    GError **error)
{
	struct dialog *dialog = context;
	struct checkin checkin;
	gboolean found, ok;

	if (!checkin_by_household(dialog->db, text_id_read(row->object),
	    &found, &checkin, error))
		return FALSE;
	if (!found)
		return TRUE;
	*again = AGENDA_PLANNED;
	ok = checkin_act(dialog, &checkin, now, error);
	checkin_clear(&checkin);
	return ok;
}

static gboolean
checkin_act(struct dialog *dialog, struct checkin *checkin, gint64 now,
    GError **error)
{
	struct callout task = { .kind = CALLOUT_WELFARE };
	struct callout_ask ask = callout_ask_of(dialog, &task, now, NULL);
	gboolean asked, stopped, done, ok;

	if (!checkin->waits)
		return checkin_ask(dialog, checkin, now, error);
	if (!checkin_was_asked(dialog, checkin, &asked, error) ||
	    !contact_opted_out(dialog->db, checkin->phone, "notice", &stopped, error))
		return FALSE;
	/* 退订 is an answer, too: they are not silent. */
	if (stopped)
		return checkin_give_up(dialog, checkin, now, error);
	if (asked && !checkin_may(dialog, checkin, now, &asked, error))
		return FALSE;
	/* It waited behind another question until it was too late: silence to
	 * what nobody was asked means nothing; nor does it while they mourn. */
	if (!asked) {
		checkin->next_at = now;
		return checkin_move(dialog->db, checkin, CHECKIN_SILENT, now, &done,
		    error);
	}
	checkin->next_at = MAX(checkin_slot(dialog->options, checkin->asked_at), now +
	    CLOCK_DAY);
	ok = checkin_move(dialog->db, checkin, CHECKIN_SILENT, now, &done, error) &&
	    checkin_send_cadre(&ask, checkin, "checkin.silent", error);
	callout_clear(&task);
	return ok;
}

/* Has nobody died since, or gone away? */
static gboolean
checkin_may(struct dialog *dialog, const struct checkin *checkin, gint64 now,
    gboolean *may, GError **error)
{
	return person_may_be_asked(dialog->db, checkin->phone,
	    calendar_day(now, dialog->options->zone), may, error);
}

/* Did the question leave, or may it have? */
static gboolean
checkin_was_asked(struct dialog *dialog, const struct checkin *checkin,
    gboolean *asked, GError **error)
{
	g_autofree char *key = checkin_key(dialog, checkin, checkin->asked_at);
	struct outbox_msg msg;

	if (!outbox_find(dialog->db, key, asked, &msg, error))
		return FALSE;
	*asked = *asked && msg.state != OUTBOX_CANCELLED &&
	    msg.state != OUTBOX_EXPIRED && msg.state != OUTBOX_QUEUED;
	outbox_msg_clear(&msg);
	return TRUE;
}

static char *
checkin_key(struct dialog *dialog, const struct checkin *checkin, gint64 at)
{
	return g_strdup_printf("checkin.ask:%" G_GINT64_FORMAT ":%d",
	    checkin->household_id, calendar_day(at, dialog->options->zone));
}

static gboolean
checkin_ask(struct dialog *dialog, struct checkin *checkin, gint64 now,
    GError **error)
{
	g_autofree char *key = checkin_key(dialog, checkin, now);
	g_autoptr(GHashTable) fill = fill_new();
	g_autoptr(GHashTable) data = fill_new();
	struct say say = {
		.screen = "checkin.ask", .fill = fill, .phone = checkin->phone,
		.line = checkin->line, .key = key, .since = checkin->made_at,
		.not_before = now,
		.not_after = now + 10 * CLOCK_HOUR, .data = data,
	};
	enum say_result result;
	gboolean done;
	gboolean shared;

	g_hash_table_replace(data, g_strdup("household"), text_id(checkin->household_id));
	if (!person_is_shared(dialog->db, checkin->phone, &shared, error))
		return FALSE;
	/* Two families of one telephone must know which is meant. */
	if (shared) {
		say.screen = "checkin.ask.which";
		if (!checkin_surname(dialog->db, checkin->household_id, fill, error))
			return FALSE;
	}
	if (!say_ask(dialog, &say, &result, error))
		return FALSE;
	/* They mourn, or are away: next week again. */
	if (result == SAY_RESTS) {
		checkin->next_at = checkin_slot(dialog->options, now);
		return checkin_put(dialog->db, checkin, error);
	}
	if (!say_is_said(result))
		return checkin_give_up(dialog, checkin, now, error);
	checkin->next_at = now + CHECKIN_SILENCE;
	return checkin_move(dialog->db, checkin, CHECKIN_ASK, now, &done, error);
}

/* Nobody is asked, so silence means nothing: a person sees to it. */
static gboolean
checkin_give_up(struct dialog *dialog, const struct checkin *checkin, gint64 now,
    GError **error)
{
	gboolean ended, fresh;

	return checkin_end(dialog->db, checkin->phone, &ended, error) &&
	    callback_ask(dialog->db, checkin->asker, checkin->line,
	    N_("weekly question"), "", now, &fresh, error);
}

/* A welfare visit in the name of who wishes it; they are told. */
static gboolean
checkin_send_cadre(struct callout_ask *ask, const struct checkin *checkin,
    const char *screen, GError **error)
{
	g_autoptr(GHashTable) fill = fill_new();
	g_autofree char *key = g_strdup_printf("%s:%" G_GINT64_FORMAT ":%"
	    G_GINT64_FORMAT, screen, checkin->household_id,
	    checkin->asked_at / CLOCK_SECOND);
	struct cadre who = { 0 };
	enum say_result result;
	gboolean ok;

	ask->since = checkin->made_at;
	ok = checkin_order(ask, checkin, &who, error) &&
	    checkin_surname(ask->db, checkin->household_id, fill, error);
	if (ok && who.id != 0) {
		fill_set(fill, "who", who.name);
		ok = callout_ask_tell(ask, screen, fill, key, checkin->asker, &result,
		    error);
	}
	cadre_clear(&who);
	return ok;
}

/* Who goes.  While a visit asked for before is still open nobody is asked again, so a
 * person of the office sees to it. */
static gboolean
checkin_order(struct callout_ask *ask, const struct checkin *checkin,
    struct cadre *who, GError **error)
{
	struct callout *task = ask->task;
	gboolean fresh, found, first;

	task->household_id = checkin->household_id;
	task->phone = g_strdup(checkin->asker);
	task->line = g_strdup(checkin->line);
	task->modem = g_strdup("");
	if ((task->inbox_id == 0 && !callout_last_text(ask->db, checkin->phone,
	    checkin->asker, &task->inbox_id, error)) ||
	    !callout_open(ask->db, task, ask->now, &fresh, error))
		return FALSE;
	if (fresh)
		return callout_ask_next(ask, CALLOUT_OWN, who, error);
	return (task->cadre_id == 0 ||
	    cadre_by_id(ask->db, task->cadre_id, &found, who, error)) &&
	    callback_ask(ask->db, checkin->phone, checkin->line, ask->cause != NULL ?
	    N_("needs help") : N_("no cadre answers"), "", ask->now, &first, error);
}

static gboolean
checkin_surname(struct db *db, gint64 household_id, GHashTable *fill,
    GError **error)
{
	g_autofree char *surname = household_surname(db, household_id, error);

	if (surname == NULL)
		return FALSE;
	fill_set(fill, "summary", surname);
	return TRUE;
}
