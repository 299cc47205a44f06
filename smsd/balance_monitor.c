/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See balance_monitor.h.
 */
#include "smsd/balance_monitor.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/words.h"
#include "db/agenda.h"
#include "db/balance.h"
#include "db/sim.h"
#include "menus/fill.h"
#include "menus/say.h"
#include "menus/turn.h"
#include "services/office.h"
#include "smsd/amount.h"
#include "smsd/modem_able.h"

#define BALANCE_ANSWER	(10 * CLOCK_MINUTE)	/* waited for */
#define BALANCE_TRIES	3
#define BALANCE_AGAIN	(6 * CLOCK_HOUR)	/* while there is little */
#define BALANCE_LOOK_BACK	(14 * CLOCK_DAY)
#define BALANCE_SPAN_MIN	(2 * CLOCK_DAY)	/* below, balances tell no trend */
#define BALANCE_PARTS_DAYS	7
#define BALANCE_PARTS_MIN	50	/* in these days; fewer tell nothing */
#define BALANCE_PART_FEN	10	/* about a part's price, where no trend is known */

/* A modem, what is known of its SIM's credit, and the moment. */
struct credit {
	struct engine *engine;
	struct modem *modem;
	struct sim_record record;
	struct balance last;
	gint64	 now;
};

static gboolean	balance_monitor_load(struct credit *credit, struct engine *engine,
	    struct modem *modem, gint64 now, GError **error);
static gboolean	balance_monitor_keep(struct credit *credit, GError **error);
static void	balance_monitor_changed(struct engine *engine, void *modem);
static gboolean	balance_monitor_look(struct credit *credit, gint64 *next,
	    GError **error);
static gboolean	balance_monitor_other_sim(struct credit *credit, GError **error);
static void	balance_monitor_late(struct credit *credit);
static gint64	balance_monitor_tomorrow(const struct credit *credit, gint64 after);
static gboolean	balance_monitor_ask(struct credit *credit, GError **error);
static void	balance_monitor_dial(struct engine *engine, void *modem);
static gboolean	balance_monitor_hears(struct turn *turn, gboolean *taken, GError **error);
static gboolean	balance_monitor_hear(struct engine *engine, struct modem *modem,
	    const char *answer, gboolean *amount, GError **error);
static gboolean	balance_monitor_judge(struct credit *credit, GError **error);
static gboolean	balance_monitor_forecast(struct credit *credit, GError **error);
static gboolean	balance_monitor_tell(const struct credit *credit, GError **error);
static const char *balance_monitor_imsi(const struct modem *modem);

const struct service balance_service = {
	.name = "balance",
	.stage = HEAR_SENDER,
	.hears = balance_monitor_hears,
};

gboolean
balance_monitor_act(struct engine *engine, struct modem *modem, gint64 now,
    gint64 *next, GError **error)
{
	struct credit credit;
	gboolean ok;

	*next = 0;
	if (*modem->config->balance_ask == '\0' || !modem_is_able(modem))
		return TRUE;
	if (!balance_monitor_load(&credit, engine, modem, now, error))
		return FALSE;
	ok = balance_monitor_look(&credit, next, error);
	sim_record_clear(&credit.record);
	return ok;
}

gboolean
balance_monitor_ussd(struct engine *engine, struct event *event, GError **error)
{
	struct modem *modem = event->modem;
	const char *answer;
	gboolean amount;

	g_variant_get_child(event->payload, 2, "&s", &answer);
	/* Without words it could not be dialled, or the network knows no such
	 * code: no answer. */
	if (*answer == '\0' || *modem->config->balance_ask == '\0') {
		log_info("modem %s: unexpected USSD message dropped",
		    modem->config->name);
		return TRUE;
	}
	return balance_monitor_hear(engine, modem, answer, &amount, error);
}

/* A text of the number that the modem's operator answers from. */
static gboolean
balance_monitor_hears(struct turn *turn, gboolean *taken, GError **error)
{
	struct engine *engine = turn->call.dialog->owner;
	const struct inbox_msg *msg = turn->call.msg;
	struct modem *modem = modem_named(engine, msg->modem);

	*taken = FALSE;
	if (modem == NULL || *modem->config->balance_number == '\0' ||
	    strcmp(msg->phone, modem->config->balance_number) != 0)
		return TRUE;
	if (!balance_monitor_hear(engine, modem, msg->text, taken, error))
		return FALSE;
	/* What else an operator texts is ignored like any service's. */
	if (*taken)
		turn_ignore(turn, N_("the operator's answer about our credit"));
	return TRUE;
}

void
balance_monitor_hurry(struct engine *engine, const char *name)
{
	g_autoptr(GError) error = NULL;
	struct sim_record record;
	gboolean ok;

	if (!db_begin(engine->db, &error) ||
	    !sim_record_get(engine->db, name, &record, &error)) {
		log_warning("modem %s: %s", name, error->message);
		db_rollback(engine->db);
		return;
	}
	record.credit_ask_at = record.credit_asked_at = 0;
	record.credit_tries = 0;
	ok = sim_record_put(engine->db, name, &record, &error) &&
	    agenda_set(engine->db, BALANCE_KIND, name, clock_now(), "", &error) &&
	    db_commit(engine->db, &error);
	sim_record_clear(&record);
	if (!ok) {
		log_warning("modem %s: %s", name, error->message);
		db_rollback(engine->db);
	}
}

void
balance_monitor_refresh(struct engine *engine, struct modem *modem)
{
	struct sim_record record;
	g_autoptr(GError) error = NULL;

	if (!sim_record_get(engine->db, modem->config->name, &record, &error)) {
		log_warning("modem %s: %s", modem->config->name, error->message);
		return;
	}
	modem->spares = record.credit_paused;
	sim_record_clear(&record);
}

static gboolean
balance_monitor_load(struct credit *credit, struct engine *engine, struct modem *modem,
    gint64 now, GError **error)
{
	*credit = (struct credit){ .engine = engine, .modem = modem, .now = now };
	return sim_record_get(engine->db, modem->config->name, &credit->record, error);
}

static gboolean
balance_monitor_keep(struct credit *credit, GError **error)
{
	const char *name = credit->modem->config->name;
	const struct sim_record *record = &credit->record;

	batch_after_commit(credit->engine, balance_monitor_changed, credit->modem, NULL);
	return sim_record_put(credit->engine->db, name, record, error) &&
	    agenda_set(credit->engine->db, BALANCE_KIND, name,
	    record->credit_asked_at != 0 ? record->credit_asked_at + BALANCE_ANSWER :
	    record->credit_ask_at, "", error);
}

static void
balance_monitor_changed(struct engine *engine, void *modem)
{
	balance_monitor_refresh(engine, modem);
	batch_kick(engine);	/* what was held may leave now */
}

static gboolean
balance_monitor_look(struct credit *credit, gint64 *next, GError **error)
{
	struct sim_record *record = &credit->record;
	gint64 now = credit->now;
	gboolean changed = strcmp(record->credit_imsi,
	    balance_monitor_imsi(credit->modem)) != 0;

	if (changed && !balance_monitor_other_sim(credit, error))
		return FALSE;
	/* A clock that was set back must not make the answer late for ever. */
	record->credit_asked_at = MIN(record->credit_asked_at, now);
	if (record->credit_asked_at != 0 &&
	    now - record->credit_asked_at >= BALANCE_ANSWER) {
		balance_monitor_late(credit);
		changed = TRUE;
	}
	if (record->credit_asked_at == 0 && record->credit_ask_at <= now) {
		if (!balance_monitor_ask(credit, error))
			return FALSE;
		changed = TRUE;
	}
	clock_sooner(next, record->credit_asked_at != 0 ?
	    record->credit_asked_at + BALANCE_ANSWER : record->credit_ask_at);
	return !changed || balance_monitor_keep(credit, error);
}

/* Another SIM is in it: starts from what is known of that one. */
static gboolean
balance_monitor_other_sim(struct credit *credit, GError **error)
{
	struct sim_record *record = &credit->record;
	const char *imsi = balance_monitor_imsi(credit->modem);

	g_free(record->credit_imsi);
	g_free(record->credit_answer);
	record->credit_imsi = g_strdup(imsi);
	record->credit_answer = g_strdup("");
	record->credit_ask_at = record->credit_asked_at = 0;
	record->credit_tries = 0;
	record->credit_days = SIM_DAYS_UNKNOWN;
	record->credit_low = record->credit_paused = FALSE;
	if (!balance_last(credit->engine->db, credit->modem->config->name, imsi,
	    &credit->last, error))
		return FALSE;
	if (credit->last.at == 0)
		return TRUE;
	record->credit_ask_at = balance_monitor_tomorrow(credit, credit->last.at);
	return balance_monitor_judge(credit, error);
}

/* No answer came. */
static void
balance_monitor_late(struct credit *credit)
{
	struct sim_record *record = &credit->record;

	record->credit_asked_at = 0;
	record->credit_ask_at = ++record->credit_tries < BALANCE_TRIES ? credit->now :
	    balance_monitor_tomorrow(credit, credit->now);
	if (record->credit_tries < BALANCE_TRIES)
		return;
	record->credit_tries = 0;
	log_warning("modem %s: no balance reply after %d tries",
	    credit->modem->config->name, BALANCE_TRIES);
}

/* The next time of day to ask, not at once again. */
static gint64
balance_monitor_tomorrow(const struct credit *credit, gint64 after)
{
	int at = credit->modem->config->balance_at;

	return calendar_next_in_window(after + CLOCK_MINUTE,
	    credit->engine->config->zone, at, (at + 1) % (24 * 60));
}

static gboolean
balance_monitor_ask(struct credit *credit, GError **error)
{
	const struct modem_config *config = credit->modem->config;
	g_autofree char *key = g_strdup_printf("balance:%s:%" G_GINT64_FORMAT,
	    config->name, credit->now / CLOCK_SECOND);
	const struct say_words words = {
		.key = key,
		.line = config->line,
		.modem = config->name,
		.lane = LANE_REPLY,	/* somebody waits for it */
		.phone = config->balance_number,
		.text = config->balance_ask,
		.not_after = credit->now + BALANCE_ANSWER,
	};
	gboolean added;
	gint64 id;

	credit->record.credit_asked_at = credit->now;
	if (*config->balance_number != '\0')
		return say_words(credit->engine->db, &words, &id, &added, error);
	batch_after_commit(credit->engine, balance_monitor_dial, credit->modem, NULL);
	return TRUE;
}

static void
balance_monitor_dial(struct engine *engine, void *data)
{
	struct modem *modem = data;

	modem_send(modem, modem->child.run, MESSAGE_USSD_OUT, g_variant_new("(ts)",
	    (guint64)clock_now(), modem->config->balance_ask));
}

static gboolean
balance_monitor_hear(struct engine *engine, struct modem *modem, const char *answer,
    gboolean *amount, GError **error)
{
	gint64 now = clock_now();
	struct balance told = { .at = now };
	struct credit credit;
	gboolean ok = TRUE;

	*amount = amount_find(answer, modem->config->balance_words, &told.fen);
	if (!balance_monitor_load(&credit, engine, modem, now, error))
		return FALSE;
	g_free(credit.record.credit_answer);
	credit.record.credit_answer = g_strdup(*amount ? "" : answer);
	if (*amount) {
		credit.last = told;
		credit.record.credit_asked_at = 0;
		credit.record.credit_tries = 0;
		ok = balance_add(engine->db, modem->config->name,
		    balance_monitor_imsi(modem), &told, error) &&
		    balance_monitor_judge(&credit, error);
		credit.record.credit_ask_at = credit.record.credit_low ?
		    now + BALANCE_AGAIN : balance_monitor_tomorrow(&credit, now);
	}
	ok = ok && balance_monitor_keep(&credit, error);
	sim_record_clear(&credit.record);
	return ok;
}

static gboolean
balance_monitor_judge(struct credit *credit, GError **error)
{
	const struct modem_config *config = credit->modem->config;
	struct sim_record *record = &credit->record;

	if (!balance_monitor_forecast(credit, error))
		return FALSE;
	record->credit_paused = config->balance_pause != 0 &&
	    credit->last.fen < config->balance_pause * 100;
	record->credit_low = record->credit_paused || (config->balance_days != 0 &&
	    record->credit_days != SIM_DAYS_UNKNOWN &&
	    record->credit_days < config->balance_days);
	return !record->credit_low || balance_monitor_tell(credit, error);
}

/* From the fall of the balance; for a SIM not known long enough, from parts sent. */
static gboolean
balance_monitor_forecast(struct credit *credit, GError **error)
{
	const char *name = credit->modem->config->name;
	struct db *db = credit->engine->db;
	gint64 span, fen_day;
	int used, parts;

	if (!balance_used(db, name, balance_monitor_imsi(credit->modem),
	    credit->now - BALANCE_LOOK_BACK, &used, &span, error) ||
	    !outbox_parts_since(db, name, credit->now - BALANCE_PARTS_DAYS * CLOCK_DAY,
	    &parts, error))
		return FALSE;
	fen_day = span >= BALANCE_SPAN_MIN ? used * CLOCK_DAY / span :
	    parts < BALANCE_PARTS_MIN ? 0 :
	    parts * BALANCE_PART_FEN / BALANCE_PARTS_DAYS;
	credit->record.credit_days = fen_day <= 0 ? SIM_DAYS_UNKNOWN :
	    (int)(MAX(credit->last.fen, 0) / fen_day);
	return TRUE;
}

/* Once a day. */
static gboolean
balance_monitor_tell(const struct credit *credit, GError **error)
{
	const struct modem_config *config = credit->modem->config;
	gboolean paused = credit->record.credit_paused;
	const char *screen = paused ? "balance.paused" : "balance.low";
	g_autofree char *key = g_strdup_printf("%s:%s:%d", screen, config->name,
	    calendar_day(credit->now, credit->engine->config->zone));
	g_autofree char *yuan = balance_yuan(credit->last.fen);
	g_autoptr(GHashTable) fill = fill_new();
	/* The reminders of a SIM that is paused wait too. */
	const struct office_notice notice = {
		.screen = screen, .key = key, .line = config->line,
		.urgent = paused, .fill = fill,
	};
	int phones;

	log_warning("modem %s: its SIM has %s yuan left%s", config->name, yuan,
	    paused ? ", unsolicited messages are held" : "");
	fill_set(fill, "modem", config->name);
	fill_set(fill, "yuan", yuan);
	fill_number(fill, "days", MAX(credit->record.credit_days, 0));
	return office_say(credit->engine->dialog, &notice, &phones, error);
}

static const char *
balance_monitor_imsi(const struct modem *modem)
{
	return modem->imsi != NULL ? modem->imsi : "";
}
