/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words of danger.
 *
 * Invariant: "we have told the duty officer" is said only when there is one to
 * tell, and then it is true: the texts to the duty phones are in the same
 * transaction.
 */
#include "menus/turn.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/phone.h"
#include "base/words.h"
#include "db/callback.h"
#include "menus/fill.h"
#include "menus/say.h"
#include "services/complaint.h"

#define EMERGENCY_AGAIN		(10 * CLOCK_MINUTE)	/* same answer, same
							 * phone */

static gboolean emergency_hears(struct turn *turn, gboolean *taken,
		    GError **error);
static gboolean emergency_raise(struct turn *turn, GError **error);
static gboolean emergency_answer(struct turn *turn, gboolean care,
		    GError **error);
static gboolean emergency_say(struct turn *turn, const char *screen,
		    GError **error);
static gboolean emergency_tell_duty(struct turn *turn, GError **error);
static gboolean emergency_tell(struct turn *turn, const char *duty,
		    GError **error);

static const struct saying emergency_says[] = {
	{ "emergency.told", "number" },
	{ "emergency.untold", "number" },
	{ "emergency.care.told", "number" },
	{ "emergency.care.untold", "number" },
	{ "emergency.duty", "number phone words", SAY_OFFICE },
	{ "emergency.more",	"number phone", SAY_OFFICE },
	{ NULL, NULL, SAY_REPLY }
};

static const char *const emergency_lists[] = {
	"care", NULL
};

const struct service emergency_service = {
	.name = "emergency",
	.stage = HEAR_DANGER,
	.hears = emergency_hears,
	.says = emergency_says,
	.lists = emergency_lists,
};

static gboolean
emergency_hears(struct turn *turn, gboolean *taken, GError **error)
{
	*taken = turn->u.emergency == EMERGENCY_STRONG;
	return !*taken || emergency_raise(turn, error);
}

static gboolean
emergency_raise(struct turn *turn, GError **error)
{
	struct action_call *call = &turn->call;
	g_autofree char *masked = phone_mask(call->msg->phone);
	gboolean care = menu_list_in(call->menu, "care", call->msg->text);
	struct ticket t = { 0 };
	gboolean fresh, ok;

	ok = complaint_register(call, TICKET_P1, &t, error);
	if (ok)
		fill_set(call->fill, "number", t.number);
	ticket_clear(&t);
	if (!ok)
		return FALSE;
	log_warning("ticket %s: words of danger from %s", call->ticket, masked);
	turn->lane = LANE_ALERT;
	call->reason = N_("words of danger");
	return callback_ask(call->db, call->msg->phone, call->msg->line,
	    care ? N_("self-harm: within 10 min") : N_("words of danger"),
	    call->ticket, call->now, &fresh, error) &&
	    emergency_answer(turn, care, error) &&
	    emergency_tell_duty(turn, error);
}

static gboolean
emergency_answer(struct turn *turn, gboolean care, GError **error)
{
	char **duty = turn->call.options->duty_phones;
	gboolean told = duty != NULL && duty[0] != NULL;

	if (!phone_may_answer(turn->call.msg->phone))
		return TRUE;
	if (!emergency_say(turn, told ? "emergency.told" : "emergency.untold",
	    error))
		return FALSE;
	return !care || emergency_say(turn, told ? "emergency.care.told" :
	    "emergency.care.untold", error);
}

static gboolean
emergency_say(struct turn *turn, const char *screen, GError **error)
{
	g_autofree char *key = g_strdup_printf("%s:%s:%s:%" G_GINT64_FORMAT,
	    screen, turn->call.msg->phone, turn->call.msg->line,
	    turn->call.now / EMERGENCY_AGAIN);

	return turn_say_once(turn, screen, key, error);
}

/* Each duty phone gets each text of danger; equal words once in ten minutes. */
static gboolean
emergency_tell_duty(struct turn *turn, GError **error)
{
	struct action_call *call = &turn->call;
	char **duty = call->options->duty_phones;
	g_autofree char *phone = phone_national(call->msg->phone);

	fill_set(call->fill, "phone", phone);
	fill_set(call->fill, "words", call->msg->text);
	for (int i = 0; duty != NULL && duty[i] != NULL; i++) {
		if (!emergency_tell(turn, duty[i], error))
			return FALSE;
	}
	return TRUE;
}

/* Somebody who causes alert after alert is summed up once an hour, so that the next
 * one's alert is not the 300th. */
static gboolean
emergency_tell(struct turn *turn, const char *duty, GError **error)
{
	struct action_call *call = &turn->call;
	g_autofree char *key = g_strdup_printf("duty:%s:%s:%08x:%" G_GINT64_FORMAT,
	    duty, call->msg->phone, g_str_hash(call->msg->text),
	    call->now / EMERGENCY_AGAIN);
	g_autofree char *more = g_strdup_printf("emergency.more:%s:%s:%"
	    G_GINT64_FORMAT, duty, call->msg->phone, call->now / CLOCK_HOUR);
	struct say say = {
		.screen = "emergency.duty", .fill = call->fill, .phone = duty,
		.line = call->msg->line, .modem = call->msg->modem, .key = key,
		.urgent = TRUE, .cause = call->msg,
	};
	enum say_result result;

	if (!say_text(call->dialog, &say, &result, error))
		return FALSE;
	if (result != SAY_BOUNDED)
		return TRUE;
	say.screen = "emergency.more";
	say.key = more;
	say.cause = NULL;
	return say_text(call->dialog, &say, &result, error);
}
