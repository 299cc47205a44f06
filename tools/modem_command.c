/*
 * modem show, pause, resume and accept: one modem, its SIM, and whether it may
 * send.  What staff decide here is stored, and outlives the modem and the box.
 */
#include "tools/family.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/phone.h"
#include "db/balance.h"
#include "db/sim.h"
#include "tools/catalog.h"
#include "tools/stored.h"
#include "tools/view.h"

#define IDENTITY_SHOWN	4	/* last digits of an IMEI or IMSI */

/* What a person changes of a modem; make() is FALSE when it is so already. */
struct change {
	const char *action;	/* for the audit */
	gboolean (*make)(struct command_call *call,
	    const struct modem_view *modem, struct sim *sim);
	const char *done, *already;	/* N_(), after "Modem NAME: " */
};

static gboolean	pause_make(struct command_call *call,
		    const struct modem_view *modem, struct sim *sim);
static gboolean	resume_make(struct command_call *call,
		    const struct modem_view *modem, struct sim *sim);
static gboolean	accept_make(struct command_call *call,
		    const struct modem_view *modem, struct sim *sim);
static enum command_status change_run(struct command_call *call,
		    const struct change *change);
static gboolean	change_store(struct command_call *call,
		    const struct change *change, const struct modem_view *modem,
		    gboolean *changed, GError **error);
static void	show_json(struct command_call *call, struct json *json,
		    const struct modem_view *modem, const struct sim *sim);
static void	show_people(struct command_call *call,
		    const struct modem_view *modem, const struct sim *sim);
static void	show_sim(struct command_call *call,
		    const struct modem_view *modem, const struct sim *sim);
static void	show_sent(struct command_call *call,
		    const struct modem_view *modem);
static void	show_since(struct command_call *call, const char *what,
		    const char *words, gint64 at);
static gboolean	show_test(struct command_call *call,
		    const struct modem_view *modem, GError **error);
static void	show_credit(struct command_call *call,
		    const struct modem_view *modem);
static char	*identity_shown(const char *digits);

static const struct change change_pause = {
	"modem.pause", pause_make,
	N_("sends nothing until xiangyin modem resume"),
	N_("was stopped already; it sends after xiangyin modem resume"),
};
static const struct change change_resume = {
	"modem.resume", resume_make,
	N_("may send again"),
	N_("was not stopped; see xiangyin modem show"),
};
static const struct change change_accept = {
	"modem.accept", accept_make,
	N_("may send with the SIM that is in it"),
	N_("has its own SIM, or none that can be read; see xiangyin modem show"),
};

enum command_status
modem_pause_run(struct command_call *call)
{
	return change_run(call, &change_pause);
}

enum command_status
modem_resume_run(struct command_call *call)
{
	return change_run(call, &change_resume);
}

enum command_status
modem_accept_run(struct command_call *call)
{
	return change_run(call, &change_accept);
}

enum command_status
modem_show_run(struct command_call *call)
{
	const struct modem_view *only = modem_find(call);
	g_autoptr(GError) error = NULL;
	struct json json;

	if (only == NULL && command_line_value(&call->line, "modem") != NULL)
		return COMMAND_NO;
	json_start(&json, call->out);
	if (call->line.json)
		json_begin(&json, NULL, '[');
	for (int i = 0; i < call->view->modem_count; i++) {
		const struct modem_view *modem = &call->view->modems[i];
		struct sim sim;

		if (only != NULL && only != modem)
			continue;
		if (!sim_get(call->db, modem->name, &sim, &error))
			return command_failed(call, error);
		if (call->line.json)
			show_json(call, &json, modem, &sim);
		else
			show_people(call, modem, &sim);
		sim_clear(&sim);
		if (!call->line.json && !show_test(call, modem, &error))
			return command_failed(call, error);
	}
	if (call->line.json)
		json_end(&json, ']');
	else if (call->view->modem_count == 0)
		command_say(call, TONE_CARE, _("No modem is configured."));
	return COMMAND_DONE;
}

const struct modem_view *
modem_find(struct command_call *call)
{
	const char *name = command_line_value(&call->line, "modem");
	g_autoptr(GString) names = g_string_new(NULL);

	if (name == NULL)
		return NULL;
	for (int i = 0; i < call->view->modem_count; i++) {
		if (g_str_equal(call->view->modems[i].name, name))
			return &call->view->modems[i];
		g_string_append_printf(names, "%s%s", i == 0 ? "" : ", ",
		    call->view->modems[i].name);
	}
	g_string_append_printf(call->err,
	    _("there is no modem %s; there are: %s"), name,
	    names->len == 0 ? _("none") : names->str);
	return NULL;
}

static gboolean
pause_make(struct command_call *call, const struct modem_view *modem,
    struct sim *sim)
{
	if (sim->paused_at != 0)
		return FALSE;
	sim->paused_at = clock_now();
	g_free(sim->paused_by);
	sim->paused_by = g_strdup(call->actor);
	return TRUE;
}

static gboolean
resume_make(struct command_call *call, const struct modem_view *modem,
    struct sim *sim)
{
	if (sim->paused_at == 0)
		return FALSE;
	sim->paused_at = 0;
	g_free(sim->paused_by);
	sim->paused_by = g_strdup("");
	return TRUE;
}

static gboolean
accept_make(struct command_call *call, const struct modem_view *modem,
    struct sim *sim)
{
	if (*modem->imsi == '\0' || strcmp(modem->imsi, sim->imsi) == 0)
		return FALSE;
	g_free(sim->imsi);
	g_free(sim->bound_by);
	sim->imsi = g_strdup(modem->imsi);
	sim->bound_by = g_strdup(call->actor);
	sim->bound_at = clock_now();
	return TRUE;
}

static enum command_status
change_run(struct command_call *call, const struct change *change)
{
	const struct modem_view *modem = modem_find(call);
	g_autofree char *said = NULL;
	g_autoptr(GError) error = NULL;
	gboolean changed;

	if (modem == NULL)
		return COMMAND_NO;
	if (!db_begin(call->db, &error))
		return command_failed(call, error);
	if (!change_store(call, change, modem, &changed, &error) ||
	    !db_commit(call->db, &error)) {
		db_rollback(call->db);
		return command_failed(call, error);
	}
	said = g_strdup_printf(_("Modem %s: %s"), modem->name,
	    changed ? _(change->done) : _(change->already));
	command_say(call, TONE_PLAIN, said);
	return COMMAND_DONE;
}

static gboolean
change_store(struct command_call *call, const struct change *change,
    const struct modem_view *modem, gboolean *changed, GError **error)
{
	g_autofree char *object = g_strconcat("modem:", modem->name, NULL);
	struct sim sim;
	gboolean ok;

	if (!sim_get(call->db, modem->name, &sim, error))
		return FALSE;
	*changed = change->make(call, modem, &sim);
	ok = !*changed || (sim_put(call->db, &sim, error) &&
	    command_record(call, change->action, object, "", error));
	sim_clear(&sim);
	return ok;
}

static void
show_json(struct command_call *call, struct json *json,
    const struct modem_view *modem, const struct sim *sim)
{
	json_begin(json, NULL, '{');
	json_string(json, "name", modem->name);
	json_string(json, "line", modem->line);
	json_string(json, "number", modem->number);
	json_string(json, "device", modem->device);
	json_string(json, "state", modem->state);
	json_time(json, "since", modem->since, call->zone);
	json_string(json, "fault", modem->fault);
	json_string(json, "operator", modem->operator_name);
	json_number(json, "signal_dbm", modem->signal_dbm);
	json_time(json, "last_contact", modem->last_contact, call->zone);
	json_number(json, "restarts", modem->restarts);
	json_string(json, "imei", modem->imei);
	json_string(json, "imsi", modem->imsi);
	json_string(json, "bound_imsi", sim->imsi);
	json_time(json, "bound_at", sim->bound_at, call->zone);
	json_string(json, "bound_by", sim->bound_by);
	json_time(json, "paused_at", sim->paused_at, call->zone);
	json_string(json, "paused_by", sim->paused_by);
	json_number(json, "sent_minute", modem->sent_minute);
	json_number(json, "per_minute", modem->per_minute);
	json_number(json, "sent_hour", modem->sent_hour);
	json_number(json, "per_hour", modem->per_hour);
	json_number(json, "sent_day", modem->sent_day);
	json_number(json, "per_day", modem->per_day);
	json_number(json, "sim_used", modem->sim_used);
	json_number(json, "sim_size", modem->sim_size);
	json_time(json, "balance_at", modem->balance_at, call->zone);
	json_number(json, "balance_fen", modem->balance_fen);
	json_number(json, "balance_days", modem->balance_days);
	json_string(json, "balance_answer", modem->balance_answer);
	json_boolean(json, "only_asked_leaves", modem->spares);
	json_boolean(json, "tests_arrive", !modem->silent);
	json_end(json, '}');
}

static void
show_people(struct command_call *call, const struct modem_view *modem,
    const struct sim *sim)
{
	g_autofree char *imei = identity_shown(modem->imei);
	g_autofree char *fault = stored_words(modem->fault);

	if (call->out->len > 0)
		g_string_append_c(call->out, '\n');
	command_say(call, TONE_TITLE, modem->name);
	show_since(call, _("State"), modem_state_words(modem->state, NULL),
	    modem->since);
	command_fact(call, _("Fault"), fault);
	if (sim->paused_at != 0)
		show_since(call, _("Stopped by"), sim->paused_by, sim->paused_at);
	command_fact(call, _("Line"), modem->line);
	command_fact(call, _("Number"), modem->number);
	command_fact(call, _("Device"), modem->device);
	command_fact(call, _("Operator"), modem->operator_name);
	command_fact(call, _("IMEI"), imei);
	show_sim(call, modem, sim);
	show_since(call, _("Heard"), "", modem->last_contact);
	show_sent(call, modem);
	show_credit(call, modem);
}

/* Which SIM is in it, and whose decision it is that it sends. */
static void
show_sim(struct command_call *call, const struct modem_view *modem,
    const struct sim *sim)
{
	gboolean other = *modem->imsi != '\0' &&
	    strcmp(modem->imsi, sim->imsi) != 0;
	g_autofree char *here = identity_shown(modem->imsi);
	g_autofree char *bound = identity_shown(sim->imsi);
	g_autofree char *both = g_strdup_printf(
	    _("%s, but it belongs to %s"), here, bound);

	command_fact(call, _("SIM"), other && *bound != '\0' ? both :
	    *here != '\0' ? here : bound);
	if (g_str_equal(sim->bound_by, SIM_FIRST_SEEN))
		show_since(call, _("Bound"), _("the first SIM seen in it"),
		    sim->bound_at);
	else
		show_since(call, _("Bound by"), sim->bound_by, sim->bound_at);
}

static void
show_sent(struct command_call *call, const struct modem_view *modem)
{
	const struct {
		const char *what;
		int	 used, limit;
	} rows[] = {
		{ _("This minute"), modem->sent_minute, modem->per_minute },
		{ _("This hour"), modem->sent_hour, modem->per_hour },
		{ _("Today"), modem->sent_day, modem->per_day },
		{ _("On the SIM"), modem->sim_used, modem->sim_size },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *shown = rows[i].limit == 0 ?
		    g_strdup_printf("%d", rows[i].used) :
		    g_strdup_printf(_("%d of %d"), rows[i].used, rows[i].limit);

		command_fact(call, rows[i].what, shown);
	}
}

static void
show_credit(struct command_call *call, const struct modem_view *modem)
{
	g_autofree char *yuan = balance_yuan(modem->balance_fen);
	g_autofree char *left = modem->balance_days < 0 ?
	    g_strdup_printf(_("%s yuan"), yuan) : g_strdup_printf(
	    P_("%s yuan, for about %d day", "%s yuan, for about %d days",
	    modem->balance_days), yuan, modem->balance_days);

	if (modem->balance_at != 0)
		show_since(call, _("Credit"), left, modem->balance_at);
	else if (modem->balance_asked)
		command_fact(call, _("Credit"), _("not known yet"));
	command_fact(call, _("Operator says"), modem->balance_answer);
}

/* The last text that was to tell whether its texts arrive. */
static gboolean
show_test(struct command_call *call, const struct modem_view *modem,
    GError **error)
{
	g_autofree char *begin = g_strdup_printf("probe:%s:", modem->name);
	g_autofree char *masked = NULL, *words = NULL;
	struct outbox_msg msg;
	gboolean found;

	if (!outbox_find_last(call->db, begin, &found, &msg, error))
		return FALSE;
	masked = phone_mask(found ? msg.phone : "");
	words = g_strdup_printf(_("%s, to %s"), outbox_state_words(msg.state),
	    masked);
	if (found)
		show_since(call, _("Test text"), words, msg.made_at);
	outbox_msg_clear(&msg);
	return TRUE;
}

static void
show_since(struct command_call *call, const char *what, const char *words,
    gint64 at)
{
	g_autofree char *moment = display_time(at, clock_now(), call->zone);
	g_autofree char *span = display_span(clock_now() - at);
	g_autofree char *both = *words == '\0' ?
	    g_strdup_printf("%s (%s)", moment, span) :
	    g_strdup_printf("%s, %s (%s)", words, moment, span);

	command_fact(call, what, at != 0 ? both : words);
}

/* Enough to tell one SIM from another. */
static char *
identity_shown(const char *digits)
{
	gsize len = strlen(digits);

	return len <= IDENTITY_SHOWN ? g_strdup(digits) :
	    g_strdup_printf("…%s", digits + len - IDENTITY_SHOWN);
}
