/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See modem_column.h.
 */
#include "tools/modem_column.h"

#include <stddef.h>
#include <string.h>

#include "base/clock.h"
#include "base/phone.h"
#include "db/balance.h"
#include "tools/catalog.h"
#include "tools/family.h"
#include "tools/stored.h"

/* dBm, as GSM handsets draw their bars. */
#define SIGNAL_GOOD	(-85)
#define SIGNAL_FAIR	(-100)

#define BUDGET_CARE	80	/* percent: from here on it is nearly used up */
#define IDENTITY_SHOWN	4	/* last digits of an IMEI or IMSI */

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

static void	fault_cell(const void *row, struct cell *cell);
static void	state_cell(const void *row, struct cell *cell);
static void	state_fact(const void *row, struct cell *cell);
static void	stopped_fact(const void *row, struct cell *cell);
static void	imei_fact(const void *row, struct cell *cell);
static void	sim_fact(const void *row, struct cell *cell);
static void	bound_first_fact(const void *row, struct cell *cell);
static void	bound_fact(const void *row, struct cell *cell);
static void	signal_cell(const void *row, struct cell *cell);
static void	heard_fact(const void *row, struct cell *cell);
static void	minute_cell(const void *row, struct cell *cell);
static void	hour_cell(const void *row, struct cell *cell);
static void	day_cell(const void *row, struct cell *cell);
static void	places_cell(const void *row, struct cell *cell);
static void	minute_fact(const void *row, struct cell *cell);
static void	hour_fact(const void *row, struct cell *cell);
static void	day_fact(const void *row, struct cell *cell);
static void	places_fact(const void *row, struct cell *cell);
static void	credit_fact(const void *row, struct cell *cell);
static void	arrive_cell(const void *row, struct cell *cell);
static void	test_fact(const void *row, struct cell *cell);
static void	since_words(const struct modem_row *row, const char *words, gint64 at,
		    struct cell *cell);
static char	*identity_shown(const char *digits);

#define VIEW(field)	offsetof(struct modem_row, view.field)
#define SIM(field)	offsetof(struct modem_row, sim.field)

const struct report_column modem_columns[] = {
	{ "name", N_("MODEM"), REPORT_TEXT, VIEW(name), .least = 6 },
	{ .cell = state_fact, .fact = N_("State") },
	{ "fault", NULL, .cell = fault_cell, .fact = N_("Fault") },
	{ .cell = stopped_fact, .fact = N_("Stopped by") },
	{ "line", N_("LINE"), REPORT_TEXT, VIEW(line), .fact = N_("Line"), .least = 4,
	  .spare = 6 },
	{ "number", NULL, REPORT_TEXT, VIEW(number), .fact = N_("Number") },
	{ "device", NULL, REPORT_TEXT, VIEW(device), .fact = N_("Device") },
	{ "operator", NULL, REPORT_TEXT, VIEW(operator_name), .fact = N_("Operator") },
	{ "state", N_("STATE"), .cell = state_cell },
	{ "since", N_("FOR"), REPORT_AGE, VIEW(since), .spare = 4 },
	{ NULL, N_("SIGNAL"), .cell = signal_cell, .right = TRUE, .spare = 2 },
	{ "last_contact", N_("HEARD"), REPORT_AGE, VIEW(last_contact), .spare = 1 },
	{ NULL, N_("MINUTE"), .cell = minute_cell, .right = TRUE, .spare = 5 },
	{ NULL, N_("HOUR"), .cell = hour_cell, .right = TRUE, .spare = 5 },
	{ NULL, N_("DAY"), .cell = day_cell, .right = TRUE, .spare = 3 },
	{ NULL, N_("SIM"), .cell = places_cell, .right = TRUE, .spare = 7 },
	{ .cell = imei_fact, .fact = N_("IMEI") },
	{ .cell = sim_fact, .fact = N_("SIM") },
	{ .cell = bound_first_fact, .fact = N_("Bound") },
	{ .cell = bound_fact, .fact = N_("Bound by") },
	{ .cell = heard_fact, .fact = N_("Heard") },
	{ .cell = minute_fact, .fact = N_("This minute") },
	{ .cell = hour_fact, .fact = N_("This hour") },
	{ .cell = day_fact, .fact = N_("Today") },
	{ .cell = places_fact, .fact = N_("On the SIM") },
	{ "signal_dbm", NULL, REPORT_INT, VIEW(signal_dbm) },
	{ "restarts", NULL, REPORT_INT, VIEW(restarts) },
	{ "imei", NULL, REPORT_TEXT, VIEW(imei) },
	{ "imsi", NULL, REPORT_TEXT, VIEW(imsi) },
	{ "bound_imsi", NULL, REPORT_TEXT, SIM(imsi) },
	{ "bound_at", NULL, REPORT_TIME, SIM(bound_at) },
	{ "bound_by", NULL, REPORT_TEXT, SIM(bound_by) },
	{ "paused_at", NULL, REPORT_TIME, SIM(paused_at) },
	{ "paused_by", NULL, REPORT_TEXT, SIM(paused_by) },
	{ "sent_minute", NULL, REPORT_INT, VIEW(sent_minute) },
	{ "per_minute", NULL, REPORT_INT, VIEW(per_minute) },
	{ "sent_hour", NULL, REPORT_INT, VIEW(sent_hour) },
	{ "per_hour", NULL, REPORT_INT, VIEW(per_hour) },
	{ "sent_day", NULL, REPORT_INT, VIEW(sent_day) },
	{ "per_day", NULL, REPORT_INT, VIEW(per_day) },
	{ "sim_used", NULL, REPORT_INT, VIEW(sim_used) },
	{ "sim_size", NULL, REPORT_INT, VIEW(sim_size) },
	{ "replied_day", NULL, REPORT_INT, VIEW(replied_day) },
	{ "heard_day", NULL, REPORT_INT, VIEW(heard_day) },
	{ .cell = credit_fact, .fact = N_("Credit") },
	{ "balance_at", NULL, REPORT_TIME, VIEW(balance_at) },
	{ "balance_fen", NULL, REPORT_INT, VIEW(balance_fen) },
	{ "balance_days", NULL, REPORT_INT, VIEW(balance_days) },
	{ "balance_answer", NULL, REPORT_TEXT, VIEW(balance_answer),
	  .fact = N_("Operator says") },
	{ "only_asked_leaves", NULL, REPORT_BOOLEAN, VIEW(spares) },
	{ "tests_arrive", NULL, .cell = arrive_cell },
	{ .cell = test_fact, .fact = N_("Test text") },
};
const int modem_column_count = G_N_ELEMENTS(modem_columns);

gboolean
modem_row_load(struct command_call *call, const struct modem_view *view,
    struct modem_row *row, GError **error)
{
	g_autofree char *begin = g_strdup_printf("probe:%s:", view->name);
	g_autofree char *masked = NULL;
	struct outbox_msg msg;
	gboolean found;

	*row = (struct modem_row){ .view = *view, .zone = call->zone };
	if (!sim_get(call->db, view->name, &row->sim, error) ||
	    !outbox_find_last(call->db, begin, &found, &msg, error))
		return FALSE;
	masked = phone_mask(found ? msg.phone : "");
	if (found)
		row->test = g_strdup_printf(_("%s, to %s"),
		    outbox_state_words(msg.state), masked);
	row->test_at = msg.made_at;
	outbox_msg_clear(&msg);
	return TRUE;
}

void
modem_row_clear(struct modem_row *row)
{
	sim_clear(&row->sim);
	g_clear_pointer(&row->test, g_free);
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

/* --- how it is, and since when ------------------------------------------------------ */

static void
state_cell(const void *row, struct cell *cell)
{
	const struct modem_row *modem = row;
	enum tone tone;
	const char *words = modem_state_words(modem->view.state, &tone);

	cell_words(cell, words, modem->view.state, tone);
}

static void
state_fact(const void *row, struct cell *cell)
{
	const struct modem_row *modem = row;

	since_words(modem, modem_state_words(modem->view.state, NULL),
	    modem->view.since, cell);
}

static void
fault_cell(const void *row, struct cell *cell)
{
	const struct modem_row *modem = row;
	g_autofree char *words = stored_words(modem->view.fault);

	cell_words(cell, words, modem->view.fault, TONE_BAD);
}

static void
stopped_fact(const void *row, struct cell *cell)
{
	const struct modem_row *modem = row;

	since_words(modem, modem->sim.paused_at != 0 ? modem->sim.paused_by : "",
	    modem->sim.paused_at, cell);
}

static void
heard_fact(const void *row, struct cell *cell)
{
	const struct modem_row *modem = row;

	since_words(modem, "", modem->view.last_contact, cell);
}

static void
test_fact(const void *row, struct cell *cell)
{
	const struct modem_row *modem = row;

	since_words(modem, modem->test != NULL ? modem->test : "", modem->test_at, cell);
}

static void
since_words(const struct modem_row *row, const char *words, gint64 at,
    struct cell *cell)
{
	g_autofree char *moment = display_time(at, clock_now(), row->zone);
	g_autofree char *span = display_span(clock_now() - at);
	g_autofree char *both = *words == '\0' ?
	    g_strdup_printf("%s (%s)", moment, span) :
	    g_strdup_printf("%s, %s (%s)", words, moment, span);

	cell_text(cell, at != 0 ? both : words, TONE_PLAIN);
}

/* --- its SIM ------------------------------------------------------------------------- */

static void
imei_fact(const void *row, struct cell *cell)
{
	const struct modem_row *modem = row;
	g_autofree char *shown = identity_shown(modem->view.imei);

	cell_text(cell, shown, TONE_PLAIN);
}

/* Which SIM is in it, and whose it should be. */
static void
sim_fact(const void *row, struct cell *cell)
{
	const struct modem_row *modem = row;
	const char *imsi = modem->view.imsi;
	gboolean other = *imsi != '\0' && strcmp(imsi, modem->sim.imsi) != 0;
	g_autofree char *here = identity_shown(imsi);
	g_autofree char *bound = identity_shown(modem->sim.imsi);
	g_autofree char *both = g_strdup_printf(
	    _("%s, but it belongs to %s"), here, bound);

	cell_text(cell, other && *bound != '\0' ? both : *here != '\0' ? here : bound,
	    TONE_PLAIN);
}

/* Whose decision it is that this SIM sends. */
static void
bound_first_fact(const void *row, struct cell *cell)
{
	const struct modem_row *modem = row;

	if (g_str_equal(modem->sim.bound_by, SIM_FIRST_SEEN))
		since_words(modem, _("the first SIM seen in it"), modem->sim.bound_at,
		    cell);
}

static void
bound_fact(const void *row, struct cell *cell)
{
	const struct modem_row *modem = row;

	if (!g_str_equal(modem->sim.bound_by, SIM_FIRST_SEEN))
		since_words(modem, modem->sim.bound_by, modem->sim.bound_at, cell);
}

/* Enough to tell one SIM from another. */
static char *
identity_shown(const char *digits)
{
	gsize len = strlen(digits);

	return len <= IDENTITY_SHOWN ? g_strdup(digits) :
	    g_strdup_printf("…%s", digits + len - IDENTITY_SHOWN);
}

static void
credit_fact(const void *row, struct cell *cell)
{
	const struct modem_row *modem = row;
	const struct modem_view *view = &modem->view;
	g_autofree char *yuan = balance_yuan(view->balance_fen);
	g_autofree char *left = view->balance_days < 0 ?
	    g_strdup_printf(_("%s yuan"), yuan) : g_strdup_printf(
	    P_("%s yuan, for about %d day", "%s yuan, for about %d days",
	    view->balance_days), yuan, view->balance_days);

	if (view->balance_at != 0)
		since_words(modem, left, view->balance_at, cell);
	else if (view->balance_asked)
		cell_text(cell, _("not known yet"), TONE_PLAIN);
}

static void
arrive_cell(const void *row, struct cell *cell)
{
	const struct modem_row *modem = row;

	cell_boolean(cell, !modem->view.silent);
}

/* --- the radio, and what it may send -------------------------------------------------- */

static void
signal_cell(const void *row, struct cell *cell)
{
	const struct modem_row *modem = row;
	int dbm = modem->view.signal_dbm;
	const char *words = dbm >= SIGNAL_GOOD ? _("good") :
	    dbm >= SIGNAL_FAIR ? _("fair") : _("weak");
	enum tone tone = dbm >= SIGNAL_GOOD ? TONE_GOOD :
	    dbm >= SIGNAL_FAIR ? TONE_PLAIN : TONE_BAD;
	g_autofree char *shown = dbm == 0 ? g_strdup("") :
	    g_strdup_printf("%s %d", words, dbm);

	cell_text(cell, shown, tone);
}

static void
budget_cell(int used, int limit, struct cell *cell)
{
	g_autofree char *shown = limit == 0 ? g_strdup_printf("%d", used) :
	    g_strdup_printf("%d/%d", used, limit);

	cell_text(cell, shown, limit == 0 ? TONE_PLAIN : used >= limit ? TONE_BAD :
	    used * 100 >= limit * BUDGET_CARE ? TONE_CARE : TONE_PLAIN);
}

static void
budget_fact(int used, int limit, struct cell *cell)
{
	g_autofree char *shown = limit == 0 ? g_strdup_printf("%d", used) :
	    g_strdup_printf(_("%d of %d"), used, limit);

	cell_text(cell, shown, TONE_PLAIN);
}

/* The four figures, each in a list and by itself. */
#define BUDGET(name, used, limit)					\
static void								\
name##_cell(const void *row, struct cell *cell)				\
{									\
	const struct modem_row *modem = row;				\
									\
	budget_cell(modem->view.used, modem->view.limit, cell);		\
}									\
									\
static void								\
name##_fact(const void *row, struct cell *cell)				\
{									\
	const struct modem_row *modem = row;				\
									\
	budget_fact(modem->view.used, modem->view.limit, cell);		\
}

BUDGET(minute, sent_minute, per_minute)
BUDGET(hour, sent_hour, per_hour)
BUDGET(day, sent_day, per_day)
BUDGET(places, sim_used, sim_size)
