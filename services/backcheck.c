/*
 * See backcheck.h.
 */
#include "services/backcheck.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "db/contact.h"
#include "db/outbox.h"
#include "db/question.h"
#include "menus/action.h"
#include "menus/turn.h"

static gboolean	backcheck_may(struct dialog *dialog, const char *line,
		    const char *phone, gboolean *may, GError **error);
static gboolean	backcheck_take(struct action_call *call, const char *answer,
		    const char **screen, GError **error);

static gboolean backcheck_action_no(struct action_call *call,
		    const char **screen, GError **error);
static gboolean backcheck_action_unsure(struct action_call *call,
		    const char **screen, GError **error);
static gboolean backcheck_action_yes(struct action_call *call,
		    const char **screen, GError **error);

static const struct saying backcheck_says[] = {
	{ "backcheck.ask", "" },
	{ NULL, NULL }
};

static const struct saying backcheck_says_check[] = {
	{ "backcheck.thanks",	"" },
	{ NULL, NULL }
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
	.rank = SERVICE_SILENT,
	.says = backcheck_says,
	.actions = backcheck_actions,
};

gboolean
backcheck_ask(struct dialog *dialog, const char *line, struct backcheck *check,
    int today, gint64 not_before, gint64 not_after, gboolean *asked,
    GError **error)
{
	const struct screen *screen = menu_screen(dialog->menu, "backcheck.ask");
	g_autoptr(GHashTable) data = g_hash_table_new_full(g_str_hash,
	    g_str_equal, g_free, g_free);
	gint64 now = clock_now();
	struct question q = {
		.phone = check->phone, .line = (char *)line,
		.screen = (char *)screen->name, .priority = screen->priority,
		.asked_at = now,
		.expires_at = now + screen->valid_s * (gint64)CLOCK_SECOND,
		.data = data,
	};
	struct outbox_msg msg = {
		.bearer = BEARER_SMS, .line = (char *)line, .modem = (char *)"",
		.lane = LANE_SURVEY, .phone = check->phone,
		.text = (char *)screen->text, .not_before = not_before,
		.not_after = not_after,
	};
	g_autofree char *key = NULL;
	gboolean added;
	gint64 id;

	if (!backcheck_may(dialog, line, check->phone, asked, error))
		return FALSE;
	if (!*asked)
		return TRUE;
	if (!backcheck_add(dialog->db, check, today, error) ||
	    !question_open(dialog->db, &q, QUESTION_DROPPED, error))
		return FALSE;
	msg.key = key = g_strdup_printf("check:%" G_GINT64_FORMAT, check->id);
	msg.question_id = q.id;
	return outbox_add(dialog->db, &msg, &id, &added, error);
}

static gboolean
backcheck_may(struct dialog *dialog, const char *line, const char *phone,
    gboolean *may, GError **error)
{
	struct question q = { 0 };
	gboolean open, out;

	*may = FALSE;
	if (!question_current(dialog->db, phone, line, &open, &q, error))
		return FALSE;
	if (open) {
		question_clear(&q);
		return TRUE;
	}
	if (!contact_opted_out(dialog->db, phone, "survey", &out, error) ||
	    (!out && !contact_opted_out(dialog->db, phone, CONTACT_PERSONAL, &out,
	    error)))
		return FALSE;
	*may = !out;
	return TRUE;
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
