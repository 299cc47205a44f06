/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Asking a household whether anybody called (DOMAIN 3.5; words in
 * etc/menus/backcheck.conf): by the survey centre's line, one question, no names.
 */
#include "base/calendar.h"
#include "base/clock.h"
#include "base/words.h"
#include "db/backcheck.h"
#include "menus/action.h"
#include "menus/service.h"
#include "services/backcheck_round.h"

static gboolean	backcheck_take(struct action_call *call, const char *answer,
		    const char **screen, GError **error);

static gboolean backcheck_action_no(struct action_call *call,
		    const char **screen, GError **error);
static gboolean backcheck_action_unsure(struct action_call *call,
		    const char **screen, GError **error);
static gboolean backcheck_action_yes(struct action_call *call,
		    const char **screen, GError **error);

static const struct saying backcheck_says[] = {
	{ "backcheck.ask", "", SAY_SURVEY },
	{ NULL, NULL, SAY_REPLY }
};

static const struct saying backcheck_says_check[] = {
	{ "backcheck.thanks",	"" },
	{ NULL, NULL, SAY_REPLY }
};

static const struct action backcheck_actions[] = {
	{ "backcheck.no", backcheck_action_no, backcheck_says_check },
	{ "backcheck.unsure", backcheck_action_unsure,
	    backcheck_says_check },
	{ "backcheck.yes", backcheck_action_yes, backcheck_says_check },
	{ NULL, NULL, NULL }
};

const struct service backcheck_service = {
	.name = "backcheck",
	.agenda = backcheck_kinds,
	.says = backcheck_says,
	.actions = backcheck_actions,
};

static gboolean
backcheck_action_yes(struct action_call *call, const char **screen, GError **error)
{
	return backcheck_take(call, "yes", screen, error);
}

static gboolean
backcheck_action_no(struct action_call *call, const char **screen, GError **error)
{
	return backcheck_take(call, "no", screen, error);
}

static gboolean
backcheck_action_unsure(struct action_call *call, const char **screen,
    GError **error)
{
	return backcheck_take(call, "unsure", screen, error);
}

static gboolean
backcheck_take(struct action_call *call, const char *answer, const char **screen,
    GError **error)
{
	const struct screen *ask = menu_screen(call->menu, "backcheck.ask");
	int since = calendar_day(call->now - ask->valid_s * (gint64)CLOCK_SECOND -
	    CLOCK_DAY, call->options->zone);
	gboolean taken;

	call->reason = N_("check answered");
	*screen = "backcheck.thanks";
	return backcheck_answer(call->db, call->msg->phone, since, answer, call->now,
	    &taken, error);
}
