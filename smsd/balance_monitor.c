/*
 * See balance_monitor.h.
 */
#include "smsd/balance_monitor.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/log.h"
#include "menus/fill.h"
#include "menus/say.h"
#include "services/office.h"
#include "smsd/amount.h"
#include "smsd/modem.h"

#define BALANCE_ANSWER	(10 * CLOCK_MINUTE)	/* waited for */
#define BALANCE_TRIES	3
#define BALANCE_AGAIN	(6 * CLOCK_HOUR)	/* while there is little */
#define BALANCE_LOOK_BACK	(14 * CLOCK_DAY)
#define BALANCE_SPAN_MIN	(2 * CLOCK_DAY)	/* below, balances tell no trend */
#define BALANCE_PARTS_DAYS	7
#define BALANCE_PARTS_MIN	50	/* in these days; fewer tell nothing */
#define BALANCE_PART_FEN	10	/* about a part's price, where no trend is known */

static gboolean	balance_monitor_modem(struct engine *engine, struct modem *modem,
	    gint64 now, gint64 *next, GError **error);
static gboolean	balance_monitor_recall(struct engine *engine, struct modem *modem,
	    GError **error);
static gint64	balance_monitor_tomorrow(const struct modem *modem, gint64 after);
static gboolean	balance_monitor_ask(struct engine *engine, struct modem *modem,
	    gint64 now, GError **error);
static gboolean	balance_monitor_hear(struct engine *engine, struct modem *modem,
	    const char *answer, gboolean *amount, GError **error);
static gboolean	balance_monitor_judge(struct engine *engine, struct modem *modem,
	    gint64 now, GError **error);
static gboolean	balance_monitor_forecast(struct engine *engine,
	    struct modem *modem, gint64 now, GError **error);
static gboolean	balance_monitor_tell(struct engine *engine, struct modem *modem,
	    gint64 now, GError **error);
static const char *balance_monitor_imsi(const struct modem *modem);

void
balance_monitor_clear(struct balance_monitor *monitor)
{
	g_clear_pointer(&monitor->answer, g_free);
	g_clear_pointer(&monitor->imsi, g_free);
}

gboolean
balance_monitor_act(struct engine *engine, gint64 now, gint64 *next, GError **error)
{
	*next = 0;
	for (guint i = 0; i < engine->modems->len; i++) {
		struct modem *modem =
		    g_ptr_array_index(engine->modems, i);

		if (*modem->config->balance_ask != '\0' &&
		    modem_is_able(modem) &&
		    !balance_monitor_modem(engine, modem, now, next, error))
			return FALSE;
	}
	return TRUE;
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
		log_info("modem %s: the network spoke by USSD, nobody listens",
		    modem->config->name);
		return TRUE;
	}
	return balance_monitor_hear(engine, modem, answer, &amount, error);
}

gboolean
balance_monitor_text(struct engine *engine, struct modem *modem,
    const struct inbox_msg *msg, gboolean *taken, GError **error)
{
	*taken = FALSE;
	if (*modem->config->balance_number == '\0' ||
	    strcmp(msg->phone, modem->config->balance_number) != 0)
		return TRUE;
	if (!balance_monitor_hear(engine, modem, msg->text, taken, error))
		return FALSE;
	/* What else an operator texts is ignored like any service's. */
	return !*taken || inbox_end(engine->db, msg->id, INBOX_IGNORED,
	    "the operator's answer about our credit", "", -1, "", error);
}

void
balance_monitor_hurry(struct engine *engine, const char *name)
{
	for (guint i = 0; i < engine->modems->len; i++) {
		struct modem *modem =
		    g_ptr_array_index(engine->modems, i);

		if (strcmp(modem->config->name, name) != 0)
			continue;
		modem->balance.ask_at = 0;
		modem->balance.asked_at = 0;
		modem->balance.tries = 0;
	}
}

static gboolean
balance_monitor_modem(struct engine *engine, struct modem *modem, gint64 now,
    gint64 *next, GError **error)
{
	struct balance_monitor *monitor = &modem->balance;

	if (g_strcmp0(monitor->imsi, balance_monitor_imsi(modem)) != 0 &&
	    !balance_monitor_recall(engine, modem, error))
		return FALSE;
	/* A clock that was set back makes no answer late for ever. */
	monitor->asked_at = MIN(monitor->asked_at, now);
	if (monitor->asked_at != 0 && now - monitor->asked_at >= BALANCE_ANSWER) {
		monitor->asked_at = 0;
		monitor->tries++;
		monitor->ask_at = monitor->tries < BALANCE_TRIES ? now :
		    balance_monitor_tomorrow(modem, now);
		if (monitor->tries == BALANCE_TRIES) {
			monitor->tries = 0;
			log_warning("modem %s: its operator does not tell its "
			    "credit", modem->config->name);
		}
	}
	if (monitor->asked_at == 0 && monitor->ask_at <= now &&
	    !balance_monitor_ask(engine, modem, now, error))
		return FALSE;
	clock_sooner(next, monitor->asked_at != 0 ?
	    monitor->asked_at + BALANCE_ANSWER : monitor->ask_at);
	return TRUE;
}

/* What is known of the SIM that is in it now. */
static gboolean
balance_monitor_recall(struct engine *engine, struct modem *modem, GError **error)
{
	struct balance_monitor *monitor = &modem->balance;
	struct balance last;

	if (!balance_last(engine->db, modem->config->name, balance_monitor_imsi(modem),
	    &last, error))
		return FALSE;
	balance_monitor_clear(monitor);
	*monitor = (struct balance_monitor){
		.imsi = g_strdup(balance_monitor_imsi(modem)),
		.last = last,
		.days = BALANCE_DAYS_UNKNOWN,
	};
	if (last.at == 0)
		return TRUE;
	monitor->ask_at = balance_monitor_tomorrow(modem, monitor->last.at);
	return balance_monitor_judge(engine, modem, clock_now(), error);
}

/* The next time of day to ask, not at once again. */
static gint64
balance_monitor_tomorrow(const struct modem *modem, gint64 after)
{
	int at = modem->config->balance_at;

	return calendar_next_in_window(after + CLOCK_MINUTE,
	    modem->engine->config->zone, at, (at + 1) % (24 * 60));
}

static gboolean
balance_monitor_ask(struct engine *engine, struct modem *modem, gint64 now,
    GError **error)
{
	const struct modem_config *config = modem->config;
	g_autofree char *key = g_strdup_printf("balance:%s:%" G_GINT64_FORMAT,
	    config->name, now / CLOCK_SECOND);
	const struct say_words words = {
		.key = key,
		.line = config->line,
		.modem = config->name,
		.lane = LANE_REPLY,	/* somebody waits for it */
		.phone = config->balance_number,
		.text = config->balance_ask,
		.not_after = now + BALANCE_ANSWER,
	};
	gboolean added;
	gint64 id;

	modem->balance.asked_at = now;
	if (*config->balance_number != '\0')
		return say_words(engine->db, &words, &id, &added, error);
	modem_send(modem, modem->run, MESSAGE_USSD_OUT,
	    g_variant_new("(ts)", (guint64)now, config->balance_ask));
	return TRUE;
}

static gboolean
balance_monitor_hear(struct engine *engine, struct modem *modem,
    const char *answer, gboolean *amount, GError **error)
{
	struct balance_monitor *monitor = &modem->balance;
	gint64 now = clock_now();
	struct balance told = { .at = now };

	*amount = amount_find(answer, modem->config->balance_words, &told.fen);
	g_clear_pointer(&monitor->answer, g_free);
	if (!*amount) {
		monitor->answer = g_strdup(answer);
		return TRUE;
	}
	monitor->last = told;
	monitor->asked_at = 0;
	monitor->tries = 0;
	if (!balance_add(engine->db, modem->config->name, balance_monitor_imsi(modem),
	    &told, error) || !balance_monitor_judge(engine, modem, now, error))
		return FALSE;
	monitor->ask_at = monitor->low ? now + BALANCE_AGAIN :
	    balance_monitor_tomorrow(modem, now);
	return TRUE;
}

static gboolean
balance_monitor_judge(struct engine *engine, struct modem *modem, gint64 now,
    GError **error)
{
	const struct modem_config *config = modem->config;
	struct balance_monitor *monitor = &modem->balance;

	if (!balance_monitor_forecast(engine, modem, now, error))
		return FALSE;
	monitor->paused = config->balance_pause != 0 &&
	    monitor->last.fen < config->balance_pause * 100;
	monitor->low = monitor->paused || (config->balance_days != 0 &&
	    monitor->days != BALANCE_DAYS_UNKNOWN &&
	    monitor->days < config->balance_days);
	return !monitor->low || balance_monitor_tell(engine, modem, now, error);
}

/* From what went; of a SIM not yet known so long from what it sent. */
static gboolean
balance_monitor_forecast(struct engine *engine, struct modem *modem, gint64 now,
    GError **error)
{
	struct balance_monitor *monitor = &modem->balance;
	const char *name = modem->config->name;
	gint64 span, fen_day;
	int used, parts;

	if (!balance_used(engine->db, name, balance_monitor_imsi(modem),
	    now - BALANCE_LOOK_BACK, &used, &span, error) ||
	    !outbox_parts_since(engine->db, name,
	    now - BALANCE_PARTS_DAYS * CLOCK_DAY, &parts, error))
		return FALSE;
	fen_day = span >= BALANCE_SPAN_MIN ? used * CLOCK_DAY / span :
	    parts < BALANCE_PARTS_MIN ? 0 :
	    parts * BALANCE_PART_FEN / BALANCE_PARTS_DAYS;
	monitor->days = fen_day <= 0 ? BALANCE_DAYS_UNKNOWN :
	    (int)(MAX(monitor->last.fen, 0) / fen_day);
	return TRUE;
}

/* Once a day. */
static gboolean
balance_monitor_tell(struct engine *engine, struct modem *modem, gint64 now,
    GError **error)
{
	const struct balance_monitor *monitor = &modem->balance;
	const char *screen = monitor->paused ? "balance.paused" : "balance.low";
	g_autofree char *key = g_strdup_printf("%s:%s:%d", screen,
	    modem->config->name, calendar_day(now, engine->config->zone));
	g_autofree char *yuan = balance_yuan(monitor->last.fen);
	g_autofree char *days = g_strdup_printf("%d", MAX(monitor->days, 0));
	g_autoptr(GHashTable) fill = fill_new();
	/* The reminders of a SIM that is paused wait too. */
	const struct office_notice notice = {
		.screen = screen, .key = key, .line = modem->config->line,
		.urgent = monitor->paused, .fill = fill,
	};
	int phones;

	log_warning("modem %s: its SIM has %s yuan left%s",
	    modem->config->name, yuan, monitor->paused ?
	    ", what nobody asked for waits" : "");
	fill_set(fill, "modem", modem->config->name);
	fill_set(fill, "yuan", yuan);
	fill_set(fill, "days", days);
	return office_say(engine->dialog, &notice, &phones, error);
}

static const char *
balance_monitor_imsi(const struct modem *modem)
{
	return modem->imsi != NULL ? modem->imsi : "";
}
