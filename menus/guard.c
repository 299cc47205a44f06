/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Guards.
 */
#include "menus/guard.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/phone.h"
#include "base/words.h"
#include "db/audit.h"

#define GUARD_REPEAT		(120 * (gint64)CLOCK_SECOND)
#define GUARD_IDENTICAL		(10 * CLOCK_MINUTE)
#define GUARD_SILENCE		CLOCK_HOUR
#define GUARD_LOOK_BACK		12	/* newest texts of the phone looked at */

/* What is counted of the phone's last texts. */
struct guard_count {
	const struct turn *turn;
	int	 same;		/* equal ones within GUARD_IDENTICAL */
	gboolean repeat;
	char	*ticket;	/* of the newest equal one within GUARD_REPEAT */
};

static gboolean guard_is_live(const struct turn *turn);
static gboolean guard_count_row(const struct inbox_msg *msg, void *user);
static gboolean guard_silence(struct turn *turn, int same, GError **error);

void
guard_number(struct turn *turn, gboolean *refused)
{
	const char *phone = turn->call.msg->phone;
	char **own = turn->call.options->own_numbers;
	enum phone_kind kind = phone_kind(phone);

	/* Without a number there is nobody: what came from several such must
	 * not be taken for one person's. */
	*refused = TRUE;
	if (*phone == '\0')
		turn_ignore(turn, N_("no sender"));
	else if (own != NULL && g_strv_contains((const char *const *)own, phone))
		turn_ignore(turn, N_("one of our own numbers"));
	else if (kind == PHONE_SERVICE)
		turn_ignore(turn, N_("service number"));
	else if (kind == PHONE_ALPHANUMERIC)
		turn_ignore(turn, N_("alphanumeric sender"));
	else
		*refused = FALSE;
	if (!phone_may_answer(phone))
		turn->call.silence = "number cannot be answered";
}

gboolean
guard_replies(struct turn *turn, GError **error)
{
	struct action_call *call = &turn->call;
	const struct {
		int limit;
		const char *silence;
	} limits[] = {
		{ call->options->replies_per_hour, "replies per hour reached" },
		{ call->options->replies_per_day, "replies per day reached" },
	};
	const gint64 since[] = { call->now - CLOCK_HOUR, call->now - CLOCK_DAY };
	int counts[G_N_ELEMENTS(limits)];

	if (guard_is_live(turn))
		return TRUE;
	if (call->silence == NULL && turn->contact.silent_until > call->now)
		call->silence = "silent after equal texts";
	if (call->silence != NULL || (limits[0].limit == 0 && limits[1].limit == 0))
		return TRUE;
	if (!outbox_replies_since(call->db, call->msg->phone, since, counts,
	    G_N_ELEMENTS(limits), error))
		return FALSE;
	for (gsize i = 0; call->silence == NULL && i < G_N_ELEMENTS(limits); i++) {
		if (limits[i].limit != 0 && counts[i] >= limits[i].limit)
			call->silence = limits[i].silence;
	}
	return TRUE;
}

gboolean
guard_identical(struct turn *turn, gboolean *repeat,
    char ticket[ACTION_TICKET_MAX], GError **error)
{
	const struct inbox_filter filter = {
		.phone = turn->call.msg->phone,
		.limit = GUARD_LOOK_BACK,
	};
	struct guard_count count = { .turn = turn, .same = 1, .ticket = ticket };
	int limit = turn->call.options->identical_limit;

	ticket[0] = '\0';
	if (!inbox_each(turn->call.db, &filter, guard_count_row, &count, error))
		return FALSE;
	*repeat = count.repeat;
	return limit == 0 || guard_is_live(turn) || count.same < limit ||
	    guard_silence(turn, count.same, error);
}

/* A console and a USSD session cost nobody a text, and nothing loops there. */
static gboolean
guard_is_live(const struct turn *turn)
{
	return !bearer_traits(turn->call.msg->bearer)->guarded;
}

static gboolean
guard_count_row(const struct inbox_msg *msg, void *user)
{
	struct guard_count *count = user;
	const struct inbox_msg *now = count->turn->call.msg;
	gint64 age = now->received_at - msg->received_at;

	if (msg->id == now->id)
		return TRUE;
	if (age > GUARD_IDENTICAL ||
	    msg->received_at < count->turn->who.told_since)
		return FALSE;
	if (!bearer_traits(msg->bearer)->worded || strcmp(msg->text, now->text) != 0)
		return TRUE;
	count->same++;
	if (age <= GUARD_REPEAT && msg->ticket != NULL && msg->ticket[0] != '\0' &&
	    !count->repeat) {
		count->repeat = TRUE;
		g_strlcpy(count->ticket, msg->ticket, ACTION_TICKET_MAX);
	}
	return TRUE;
}

static gboolean
guard_silence(struct turn *turn, int same, GError **error)
{
	struct action_call *call = &turn->call;
	g_autofree char *masked = phone_mask(call->msg->phone);
	g_autofree char *object = g_strconcat("phone:", call->msg->phone, NULL);
	const struct audit_row row = {
		.at = call->now, .actor = "system", .role = "system",
		.action = "contact.silence", .object = object,
		.before = "", .after = "1 h", .reason = N_("equal texts in 10 min"),
	};

	call->silence = "silent after equal texts";
	if (turn->contact.silent_until > call->now)
		return TRUE;
	turn->contact.silent_until = call->now + GUARD_SILENCE;
	log_info("%s: %d equal texts in 10 min; no automatic answer for 1 h",
	    masked, same);
	return audit_add(call->db, &row, error);
}
