/*
 * See care.h.
 */
#include "smsd/care.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/log.h"
#include "menus/fill.h"
#include "services/office.h"
#include "smsd/amount.h"
#include "smsd/modem_child.h"

#define CARE_ANSWER	(10 * CLOCK_MINUTE)	/* waited for */
#define CARE_TRIES	3
#define CARE_AGAIN	(6 * CLOCK_HOUR)	/* while there is little */
#define CARE_LOOK_BACK	(14 * CLOCK_DAY)
#define CARE_SPAN_MIN	(2 * CLOCK_DAY)	/* below, balances tell no trend */
#define CARE_PARTS_DAYS	7
#define CARE_PARTS_MIN	50	/* in these days; fewer tell nothing */
#define CARE_PART_FEN	10	/* about a part's price, where no trend is known */

static gboolean	care_modem(struct engine *engine, struct modem_child *modem,
	    gint64 now, gint64 *next, GError **error);
static gboolean	care_recall(struct engine *engine, struct modem_child *modem,
	    GError **error);
static gint64	care_tomorrow(const struct modem_child *modem, gint64 after);
static gboolean	care_ask(struct engine *engine, struct modem_child *modem,
	    gint64 now, GError **error);
static gboolean	care_hear(struct engine *engine, struct modem_child *modem,
	    const char *answer, gboolean *amount, GError **error);
static gboolean	care_judge(struct engine *engine, struct modem_child *modem,
	    gint64 now, GError **error);
static gboolean	care_forecast(struct engine *engine,
	    struct modem_child *modem, gint64 now, GError **error);
static gboolean	care_tell(struct engine *engine, struct modem_child *modem,
	    gint64 now, GError **error);
static const char *care_imsi(const struct modem_child *modem);

void
care_clear(struct care *care)
{
	g_clear_pointer(&care->answer, g_free);
	g_clear_pointer(&care->imsi, g_free);
}

gboolean
care_act(struct engine *engine, gint64 now, gint64 *next, GError **error)
{
	*next = 0;
	for (guint i = 0; i < engine->modems->len; i++) {
		struct modem_child *modem =
		    g_ptr_array_index(engine->modems, i);

		if (*modem->config->balance_ask != '\0' &&
		    modem_child_is_able(modem) &&
		    !care_modem(engine, modem, now, next, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
care_ussd(struct engine *engine, struct event *event, GError **error)
{
	struct modem_child *modem = event->modem;
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
	return care_hear(engine, modem, answer, &amount, error);
}

gboolean
care_text(struct engine *engine, struct modem_child *modem,
    const struct inbox_msg *msg, gboolean *taken, GError **error)
{
	*taken = FALSE;
	if (*modem->config->balance_number == '\0' ||
	    strcmp(msg->phone, modem->config->balance_number) != 0)
		return TRUE;
	if (!care_hear(engine, modem, msg->text, taken, error))
		return FALSE;
	/* What else an operator texts is ignored like any service's. */
	return !*taken || inbox_end(engine->db, msg->id, INBOX_IGNORED,
	    "the operator's answer about our credit", "", -1, "", error);
}

void
care_hurry(struct engine *engine, const char *name)
{
	for (guint i = 0; i < engine->modems->len; i++) {
		struct modem_child *modem =
		    g_ptr_array_index(engine->modems, i);

		if (strcmp(modem->config->name, name) != 0)
			continue;
		modem->care.ask_at = 0;
		modem->care.asked_at = 0;
		modem->care.tries = 0;
	}
}

static gboolean
care_modem(struct engine *engine, struct modem_child *modem, gint64 now,
    gint64 *next, GError **error)
{
	struct care *care = &modem->care;

	if (g_strcmp0(care->imsi, care_imsi(modem)) != 0 &&
	    !care_recall(engine, modem, error))
		return FALSE;
	/* A clock that was set back makes no answer late for ever. */
	care->asked_at = MIN(care->asked_at, now);
	if (care->asked_at != 0 && now - care->asked_at >= CARE_ANSWER) {
		care->asked_at = 0;
		care->tries++;
		care->ask_at = care->tries < CARE_TRIES ? now :
		    care_tomorrow(modem, now);
		if (care->tries == CARE_TRIES) {
			care->tries = 0;
			log_warning("modem %s: its operator does not tell its "
			    "credit", modem->config->name);
		}
	}
	if (care->asked_at == 0 && care->ask_at <= now &&
	    !care_ask(engine, modem, now, error))
		return FALSE;
	clock_sooner(next, care->asked_at != 0 ?
	    care->asked_at + CARE_ANSWER : care->ask_at);
	return TRUE;
}

/* What is known of the SIM that is in it now. */
static gboolean
care_recall(struct engine *engine, struct modem_child *modem, GError **error)
{
	struct care *care = &modem->care;
	struct balance last;

	if (!balance_last(engine->db, modem->config->name, care_imsi(modem),
	    &last, error))
		return FALSE;
	care_clear(care);
	*care = (struct care){
		.imsi = g_strdup(care_imsi(modem)),
		.last = last,
		.days = CARE_DAYS_UNKNOWN,
	};
	if (last.at == 0)
		return TRUE;
	care->ask_at = care_tomorrow(modem, care->last.at);
	return care_judge(engine, modem, clock_now(), error);
}

/* The next time of day to ask, not at once again. */
static gint64
care_tomorrow(const struct modem_child *modem, gint64 after)
{
	int at = modem->config->balance_at;

	return calendar_next_in_window(after + CLOCK_MINUTE,
	    modem->engine->config->zone, at, (at + 1) % (24 * 60));
}

static gboolean
care_ask(struct engine *engine, struct modem_child *modem, gint64 now,
    GError **error)
{
	const struct modem_config *config = modem->config;
	g_autofree char *key = g_strdup_printf("balance:%s:%" G_GINT64_FORMAT,
	    config->name, now / CLOCK_SECOND);
	const struct outbox_msg msg = {
		.key = key,
		.bearer = BEARER_SMS,
		.line = config->line,
		.modem = config->name,
		.lane = LANE_REPLY,	/* somebody waits for it */
		.phone = config->balance_number,
		.text = config->balance_ask,
		.not_after = now + CARE_ANSWER,
	};
	gboolean added;
	gint64 id;

	modem->care.asked_at = now;
	if (*config->balance_number != '\0')
		return outbox_add(engine->db, &msg, &id, &added, error);
	modem_child_send(modem, modem->run, MESSAGE_USSD_OUT,
	    g_variant_new("(ts)", (guint64)now, config->balance_ask));
	return TRUE;
}

static gboolean
care_hear(struct engine *engine, struct modem_child *modem,
    const char *answer, gboolean *amount, GError **error)
{
	struct care *care = &modem->care;
	gint64 now = clock_now();
	struct balance told = { .at = now };

	*amount = amount_find(answer, modem->config->balance_words, &told.fen);
	g_clear_pointer(&care->answer, g_free);
	if (!*amount) {
		care->answer = g_strdup(answer);
		return TRUE;
	}
	care->last = told;
	care->asked_at = 0;
	care->tries = 0;
	if (!balance_add(engine->db, modem->config->name, care_imsi(modem),
	    &told, error) || !care_judge(engine, modem, now, error))
		return FALSE;
	care->ask_at = care->low ? now + CARE_AGAIN :
	    care_tomorrow(modem, now);
	return TRUE;
}

static gboolean
care_judge(struct engine *engine, struct modem_child *modem, gint64 now,
    GError **error)
{
	const struct modem_config *config = modem->config;
	struct care *care = &modem->care;

	if (!care_forecast(engine, modem, now, error))
		return FALSE;
	care->paused = config->balance_pause != 0 &&
	    care->last.fen < config->balance_pause * 100;
	care->low = care->paused || (config->balance_days != 0 &&
	    care->days != CARE_DAYS_UNKNOWN &&
	    care->days < config->balance_days);
	return !care->low || care_tell(engine, modem, now, error);
}

/* From what went; of a SIM not yet known so long from what it sent. */
static gboolean
care_forecast(struct engine *engine, struct modem_child *modem, gint64 now,
    GError **error)
{
	struct care *care = &modem->care;
	const char *name = modem->config->name;
	gint64 span, fen_day;
	int used, parts;

	if (!balance_used(engine->db, name, care_imsi(modem),
	    now - CARE_LOOK_BACK, &used, &span, error) ||
	    !outbox_parts_since(engine->db, name,
	    now - CARE_PARTS_DAYS * CLOCK_DAY, &parts, error))
		return FALSE;
	fen_day = span >= CARE_SPAN_MIN ? used * CLOCK_DAY / span :
	    parts < CARE_PARTS_MIN ? 0 :
	    parts * CARE_PART_FEN / CARE_PARTS_DAYS;
	care->days = fen_day <= 0 ? CARE_DAYS_UNKNOWN :
	    (int)(MAX(care->last.fen, 0) / fen_day);
	return TRUE;
}

/* Once a day. */
static gboolean
care_tell(struct engine *engine, struct modem_child *modem, gint64 now,
    GError **error)
{
	const struct care *care = &modem->care;
	const char *screen = care->paused ? "balance.paused" : "balance.low";
	g_autofree char *key = g_strdup_printf("%s:%s:%d", screen,
	    modem->config->name, calendar_day(now, engine->config->zone));
	g_autofree char *yuan = balance_yuan(care->last.fen);
	g_autofree char *days = g_strdup_printf("%d", MAX(care->days, 0));
	g_autoptr(GHashTable) fill = office_fill();
	/* The reminders of a SIM that is paused wait too. */
	const struct office_notice notice = {
		.screen = screen, .key = key, .line = modem->config->line,
		.lane = care->paused ? LANE_ALERT : LANE_DUTY, .fill = fill,
	};
	int phones;

	log_warning("modem %s: its SIM has %s yuan left%s",
	    modem->config->name, yuan, care->paused ?
	    ", what nobody asked for waits" : "");
	fill_set(fill, "modem", modem->config->name);
	fill_set(fill, "yuan", yuan);
	fill_set(fill, "days", days);
	return office_say(engine->dialog, &notice, &phones, error);
}

static const char *
care_imsi(const struct modem_child *modem)
{
	return modem->imsi != NULL ? modem->imsi : "";
}
