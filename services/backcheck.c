/*
 * See backcheck.h.
 */
#include "services/backcheck.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "menus/action.h"
#include "menus/say.h"

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
	.says = backcheck_says,
	.actions = backcheck_actions,
};

gboolean
backcheck_ask(struct dialog *dialog, const char *line, struct backcheck *check,
    int today, gint64 not_before, gint64 not_after, gboolean *asked,
    GError **error)
{
	g_autofree char *key = NULL;
	struct say say = {
		.screen = "backcheck.ask", .phone = check->phone, .line = line,
		.not_before = not_before, .not_after = not_after,
	};
	enum say_result result;

	if (!backcheck_add(dialog->db, check, today, error))
		return FALSE;
	say.key = key = g_strdup_printf("check:%" G_GINT64_FORMAT, check->id);
	if (!say_ask(dialog, &say, &result, error))
		return FALSE;
	*asked = result == SAY_SAID || result == SAY_WAITS;
	return *asked || backcheck_forget(dialog->db, check->id, error);
}

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

	call->reason = "check answered";
	*screen = "backcheck.thanks";
	return backcheck_answer(call->db, call->msg->phone, since, answer, call->now,
	    &taken, error);
}
