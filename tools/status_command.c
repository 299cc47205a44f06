/*
 * status: what the engine is doing and what a person should look at, on one
 * screen.
 */
#include "tools/family.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "db/agenda.h"
#include "db/balance.h"
#include "db/callback.h"
#include "db/outbox.h"
#include "db/ticket.h"
#include "tools/catalog.h"
#include "tools/stored.h"
#include "tools/view.h"

/* dBm, as GSM handsets draw their bars. */
#define SIGNAL_GOOD	(-85)
#define SIGNAL_FAIR	(-100)

/* A budget is nearly used up from here on, in percent. */
#define BUDGET_CARE	80

static const struct {
	const char *state;	/* as in struct modem_view */
	const char *words;
	enum tone tone;
} modem_states[] = {
	{ "ready", N_("ready"), TONE_GOOD },
	{ "starting", N_("starting"), TONE_CARE },
	{ "paused", N_("paused"), TONE_CARE },
	{ "stopped", N_("stopped"), TONE_CARE },
	{ "other SIM", N_("other SIM"), TONE_BAD },
	{ "no network", N_("no network"), TONE_BAD },
	{ "down", N_("down"), TONE_BAD },
	{ "ending", N_("ending"), TONE_CARE },
};

static const struct column modem_columns[] = {
	{ "name", N_("MODEM"), FALSE, 6 },
	{ "line", N_("LINE"), FALSE, 4, 6 },
	{ "state", N_("STATE"), FALSE },
	{ "since", N_("FOR"), TRUE, 0, 4 },
	{ NULL, N_("SIGNAL"), TRUE, 0, 2 },
	{ "last_contact", N_("HEARD"), TRUE, 0, 1 },
	{ NULL, N_("MINUTE"), TRUE, 0, 5 },
	{ NULL, N_("HOUR"), TRUE, 0, 5 },
	{ NULL, N_("DAY"), TRUE, 0, 3 },
	{ NULL, N_("SIM"), TRUE, 0, 7 },
	{ "number", NULL },
	{ "operator", NULL },
	{ "imei", NULL },
	{ "imsi", NULL },
	{ "signal_dbm", NULL },
	{ "restarts", NULL },
	{ "sent_minute", NULL },
	{ "per_minute", NULL },
	{ "sent_hour", NULL },
	{ "per_hour", NULL },
	{ "sent_day", NULL },
	{ "per_day", NULL },
	{ "sim_used", NULL },
	{ "sim_size", NULL },
	{ "replied_day", NULL },
	{ "heard_day", NULL },
	{ "balance_fen", NULL },
	{ "balance_days", NULL },
	{ "only_asked_leaves", NULL },
	{ "tests_arrive", NULL },
	{ "fault", NULL },
};

static const struct column queue_columns[] = {
	{ "line", N_("WAITING ON"), FALSE, 4 },
	{ "alert", N_("ALERT"), TRUE },
	{ "reply", N_("REPLY"), TRUE },
	{ "notice", N_("NOTICE"), TRUE },
	{ "duty", N_("DUTY"), TRUE },
	{ "survey", N_("SURVEY"), TRUE },
};

/* What a person should look at. */
struct status_care {
	int	 callbacks;
	gint64	 callback_oldest;
	int	 urgent;
	char	*urgent_first;	/* number of the newest */
	int	 lost;		/* texts, in the last 24 h */
	int	 parked;	/* rows of the agenda */
};

static gboolean	status_collect(struct command_call *call,
		    struct status_care *care, struct table *modems,
		    struct table *queues, GError **error);
static gboolean	status_callback(const struct callback *c, void *user);
static gboolean	status_urgent(struct command_call *call,
		    struct status_care *care, GError **error);
static gboolean	status_queue(struct command_call *call, const char *line,
		    struct table *queues, GError **error);
static void	status_modem(const struct modem_view *modem, struct table *modems);
static void	status_signal(const struct modem_view *modem, struct table *modems);
static void	status_budget(int sent, int limit, struct table *modems);
static void	status_json(struct command_call *call,
		    const struct status_care *care, struct table *modems,
		    struct table *queues);
static void	status_people(struct command_call *call,
		    const struct status_care *care, struct table *modems,
		    struct table *queues);
static int	status_faults(struct command_call *call);
static int	status_answers(struct command_call *call);
static int	status_sims(struct command_call *call);
static int	status_needs(struct command_call *call,
		    const struct status_care *care);

enum command_status
status_run(struct command_call *call)
{
	struct table_look look = command_look(call);
	struct table *modems, *queues;
	struct status_care care = { 0 };
	g_autoptr(GError) error = NULL;
	gboolean ok;

	modems = table_new(modem_columns, G_N_ELEMENTS(modem_columns), &look);
	queues = table_new(queue_columns, G_N_ELEMENTS(queue_columns), &look);
	ok = status_collect(call, &care, modems, queues, &error);
	if (ok && call->line.json)
		status_json(call, &care, modems, queues);
	else if (ok)
		status_people(call, &care, modems, queues);
	table_free(modems);
	table_free(queues);
	g_free(care.urgent_first);
	return ok ? COMMAND_DONE : command_failed(call, error);
}

const char *
modem_state_words(const char *state, enum tone *tone)
{
	gsize i = 0;

	while (i < G_N_ELEMENTS(modem_states) &&
	    !g_str_equal(state, modem_states[i].state))
		i++;
	if (tone != NULL)
		*tone = i < G_N_ELEMENTS(modem_states) ?
		    modem_states[i].tone : TONE_PLAIN;
	return i < G_N_ELEMENTS(modem_states) ? _(modem_states[i].words) :
	    state;
}

static gboolean
status_collect(struct command_call *call, struct status_care *care,
    struct table *modems, struct table *queues, GError **error)
{
	for (int i = 0; i < call->view->modem_count; i++)
		status_modem(&call->view->modems[i], modems);
	for (int i = 0; call->view->lines[i] != NULL; i++) {
		if (!status_queue(call, call->view->lines[i], queues, error))
			return FALSE;
	}
	return callback_each(call->db, TRUE, status_callback, care, error) &&
	    status_urgent(call, care, error) &&
	    outbox_lost_since(call->db, clock_now() - CLOCK_DAY, &care->lost,
	    error) && agenda_parked_count(call->db, &care->parked, error);
}

static gboolean
status_callback(const struct callback *c, void *user)
{
	struct status_care *care = user;

	care->callbacks++;
	if (care->callback_oldest == 0 || c->asked_at < care->callback_oldest)
		care->callback_oldest = c->asked_at;
	return TRUE;
}

static gboolean
status_urgent(struct command_call *call, struct status_care *care,
    GError **error)
{
	struct ticket newest;

	if (!ticket_urgent(call->db, &care->urgent, &newest, error))
		return FALSE;
	care->urgent_first = g_strdup(newest.number);
	ticket_clear(&newest);
	return TRUE;
}

static gboolean
status_queue(struct command_call *call, const char *line, struct table *queues,
    GError **error)
{
	int counts[LANE_COUNT] = { 0 };

	if (!outbox_queued(call->db, line, counts, error))
		return FALSE;
	table_text(queues, line, TONE_PLAIN);
	for (int lane = 0; lane < LANE_COUNT; lane++)
		table_number(queues, counts[lane],
		    counts[lane] == 0 ? TONE_FAINT : TONE_PLAIN);
	return TRUE;
}

static void
status_modem(const struct modem_view *modem, struct table *modems)
{
	enum tone tone;
	const char *words = modem_state_words(modem->state, &tone);

	table_text(modems, modem->name, TONE_PLAIN);
	table_text(modems, modem->line, TONE_PLAIN);
	table_words(modems, words, modem->state, tone);
	table_age(modems, modem->since, TONE_PLAIN);
	status_signal(modem, modems);
	table_age(modems, modem->last_contact, TONE_PLAIN);
	status_budget(modem->sent_minute, modem->per_minute, modems);
	status_budget(modem->sent_hour, modem->per_hour, modems);
	status_budget(modem->sent_day, modem->per_day, modems);
	status_budget(modem->sim_used, modem->sim_size, modems);
	table_text(modems, modem->number, TONE_PLAIN);
	table_text(modems, modem->operator_name, TONE_PLAIN);
	table_text(modems, modem->imei, TONE_PLAIN);
	table_text(modems, modem->imsi, TONE_PLAIN);
	table_number(modems, modem->signal_dbm, TONE_PLAIN);
	table_number(modems, modem->restarts, TONE_PLAIN);
	table_number(modems, modem->sent_minute, TONE_PLAIN);
	table_number(modems, modem->per_minute, TONE_PLAIN);
	table_number(modems, modem->sent_hour, TONE_PLAIN);
	table_number(modems, modem->per_hour, TONE_PLAIN);
	table_number(modems, modem->sent_day, TONE_PLAIN);
	table_number(modems, modem->per_day, TONE_PLAIN);
	table_number(modems, modem->sim_used, TONE_PLAIN);
	table_number(modems, modem->sim_size, TONE_PLAIN);
	table_number(modems, modem->replied_day, TONE_PLAIN);
	table_number(modems, modem->heard_day, TONE_PLAIN);
	table_number(modems, modem->balance_fen, TONE_PLAIN);
	table_number(modems, modem->balance_days, TONE_PLAIN);
	table_boolean(modems, modem->spares);
	table_boolean(modems, !modem->silent);
	table_text(modems, modem->fault, TONE_PLAIN);
}

static void
status_signal(const struct modem_view *modem, struct table *modems)
{
	const char *words = modem->signal_dbm >= SIGNAL_GOOD ? _("good") :
	    modem->signal_dbm >= SIGNAL_FAIR ? _("fair") : _("weak");
	enum tone tone = modem->signal_dbm >= SIGNAL_GOOD ? TONE_GOOD :
	    modem->signal_dbm >= SIGNAL_FAIR ? TONE_PLAIN : TONE_BAD;
	g_autofree char *shown = modem->signal_dbm == 0 ? g_strdup("") :
	    g_strdup_printf("%s %d", words, modem->signal_dbm);

	table_text(modems, shown, tone);
}

static void
status_budget(int sent, int limit, struct table *modems)
{
	g_autofree char *shown = limit == 0 ? g_strdup_printf("%d", sent) :
	    g_strdup_printf("%d/%d", sent, limit);
	enum tone tone = limit == 0 ? TONE_PLAIN : sent >= limit ? TONE_BAD :
	    sent * 100 >= limit * BUDGET_CARE ? TONE_CARE : TONE_PLAIN;

	table_text(modems, shown, tone);
}

static void
status_json(struct command_call *call, const struct status_care *care,
    struct table *modems, struct table *queues)
{
	const struct engine_view *view = call->view;
	struct json json;

	json_start(&json, call->out);
	json_begin(&json, NULL, '{');
	json_string(&json, "version", view->version);
	json_time(&json, "started_at", view->started_at, call->zone);
	json_time(&json, "now", clock_now(), call->zone);
	json_string(&json, "config", view->config_path);
	json_string(&json, "database", view->database_path);
	json_string(&json, "menus", view->menus_path);
	table_json(modems, &json, "modems");
	table_json(queues, &json, "queues");
	json_number(&json, "callbacks_open", care->callbacks);
	json_time(&json, "callback_oldest_at", care->callback_oldest, call->zone);
	json_number(&json, "tickets_urgent", care->urgent);
	json_number(&json, "texts_lost_day", care->lost);
	json_number(&json, "agenda_parked", care->parked);
	json_number(&json, "texts_in", (gint64)view->texts_in);
	json_number(&json, "texts_out", (gint64)view->texts_out);
	json_number(&json, "parts_out", (gint64)view->parts_out);
	json_number(&json, "commits", (gint64)view->commits);
	json_number(&json, "waiting", view->waiting);
	json_end(&json, '}');
}

static void
status_people(struct command_call *call, const struct status_care *care,
    struct table *modems, struct table *queues)
{
	gint64 now = clock_now();
	g_autofree char *span = display_span(now - call->view->started_at);
	g_autofree char *since = display_time(call->view->started_at, now,
	    call->zone);
	g_autofree char *head = g_strdup_printf(
	    _("Xiangyin %s, started %s (%s)"), call->view->version, since, span);
	int told = 0;

	command_say(call, TONE_TITLE, head);
	g_string_append_c(call->out, '\n');
	if (table_rows(modems) > 0)
		table_print(modems, call->out);
	else
		command_say(call, TONE_CARE, _("No modem is configured. Texts can be "
		    "tried with: xiangyin talk NUMBER"));
	g_string_append_c(call->out, '\n');
	table_print(queues, call->out);
	g_string_append_c(call->out, '\n');
	told += status_faults(call);
	told += status_answers(call);
	told += status_sims(call);
	told += status_needs(call, care);
	if (told == 0)
		command_say(call, TONE_GOOD, _("Nothing needs a person now."));
}

static int
status_faults(struct command_call *call)
{
	int told = 0;

	for (int i = 0; i < call->view->modem_count; i++) {
		const struct modem_view *modem = &call->view->modems[i];
		g_autofree char *fault = stored_words(modem->fault);
		g_autofree char *text = NULL;

		if (*modem->fault == '\0')
			continue;
		text = g_strdup_printf(_("Modem %s: %s"), modem->name, fault);
		command_say(call, TONE_BAD, text);
		told++;
	}
	return told;
}

/* Perhaps two machines talk to each other. */
static int
status_answers(struct command_call *call)
{
	int told = 0;

	for (int i = 0; i < call->view->modem_count; i++) {
		const struct modem_view *modem = &call->view->modems[i];
		g_autofree char *text = NULL;

		if (!modem->answers_much)
			continue;
		text = g_strdup_printf(_("Modem %s answered %d times in a day and "
		    "was asked %d times; look for who makes it: xiangyin outbox"),
		    modem->name, modem->replied_day, modem->heard_day);
		command_say(call, TONE_BAD, text);
		told++;
	}
	return told;
}

/* Little credit, or an operator that holds texts back. */
static int
status_sims(struct command_call *call)
{
	int told = 0;

	for (int i = 0; i < call->view->modem_count; i++) {
		const struct modem_view *modem = &call->view->modems[i];
		g_autofree char *yuan = balance_yuan(modem->balance_fen);
		g_autofree char *credit = modem->spares ? g_strdup_printf(
		    _("Modem %s: only %s yuan left on its SIM; nothing but "
		    "replies and alerts leaves by it until it is topped up"),
		    modem->name, yuan) : g_strdup_printf(
		    P_("Modem %s: %s yuan left on its SIM, for about %d day; "
		    "top it up", "Modem %s: %s yuan left on its SIM, for about "
		    "%d days; top it up", modem->balance_days), modem->name,
		    yuan, modem->balance_days);
		g_autofree char *silent = g_strdup_printf(_("Modem %s: its test "
		    "texts do not arrive; ask the operator whether it holds "
		    "them back"), modem->name);

		if (modem->low)
			command_say(call, modem->spares ? TONE_BAD : TONE_CARE,
			    credit);
		if (modem->silent)
			command_say(call, TONE_BAD, silent);
		told += modem->low + modem->silent;
	}
	return told;
}

static int
status_needs(struct command_call *call, const struct status_care *care)
{
	gint64 now = clock_now();
	int told = 0;

	if (care->urgent > 0) {
		g_autofree char *text = g_strdup_printf(
		    P_("%d urgent ticket, the newest is %s: xiangyin ticket list --urgent",
		    "%d urgent tickets, the newest is %s: xiangyin ticket list --urgent",
		    care->urgent), care->urgent, care->urgent_first);

		command_say(call, TONE_BAD, text);
		told++;
	}
	if (care->callbacks > 0) {
		g_autofree char *waits = display_span(now - care->callback_oldest);
		g_autofree char *text = g_strdup_printf(
		    P_("%d person waits for a call (%s): xiangyin callback list",
		    "%d people wait for a call (longest: %s): xiangyin callback list",
		    care->callbacks), care->callbacks, waits);

		command_say(call, now - care->callback_oldest > CLOCK_DAY ?
		    TONE_BAD : TONE_CARE, text);
		told++;
	}
	if (care->parked > 0) {
		g_autofree char *text = g_strdup_printf(
		    P_("%d thing that was due failed too often and was given up: "
		    "xiangyin agenda list --parked",
		    "%d things that were due failed too often and were given up: "
		    "xiangyin agenda list --parked", care->parked), care->parked);

		command_say(call, TONE_BAD, text);
		told++;
	}
	if (care->lost > 0) {
		g_autofree char *text = g_strdup_printf(
		    P_("%d text could not be sent since yesterday, or not for "
		    "certain: xiangyin outbox --lost",
		    "%d texts could not be sent since yesterday, or not for "
		    "certain: xiangyin outbox --lost", care->lost), care->lost);

		command_say(call, TONE_CARE, text);
		told++;
	}
	return told;
}
