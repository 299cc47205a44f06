/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See inflow.h.  A payload whose numbers contradict each other marks its
 * sender as bad; the process is then ended and started again, which loses
 * nothing: what was not acknowledged is still on the SIM.
 */
#include "smsd/inflow.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/phone.h"
#include "smsd/agenda.h"
#include "smsd/balance_monitor.h"
#include "smsd/identity.h"
#include "smsd/modem_able.h"
#include "smsd/outflow.h"
#include "smsd/session.h"

struct inflow_row {
	gboolean (*store)(struct engine *engine, struct event *event,
		    GError **error);
	void	(*leave)(struct engine *engine, struct event *event);
	guint	 wait_ms;	/* see inflow_wait_ms() */
};

/* SENT or FAILED follows the last part at once; of a killed process no more may be in
 * doubt than this. */
#define INFLOW_WAIT_PART_MS	5
#define INFLOW_WAIT_REPORT_MS	50

static gboolean	inflow_sms_in(struct engine *engine, struct event *event,
	    GError **error);
static void	inflow_sms_in_leave(struct engine *engine,
	    struct event *event);
static void	inflow_call_leave(struct engine *engine,
	    struct event *event);
static gboolean	inflow_refused(struct engine *engine, struct event *event,
	    GError **error);
static void	inflow_refused_leave(struct engine *engine,
	    struct event *event);
static gboolean	inflow_call(struct engine *engine, struct event *event,
	    GError **error);
static gboolean	inflow_part_sent(struct engine *engine, struct event *event,
	    GError **error);
static gboolean	inflow_sent(struct engine *engine, struct event *event,
	    GError **error);
static gboolean	inflow_failed(struct engine *engine, struct event *event,
	    GError **error);
static gboolean	inflow_report(struct engine *engine, struct event *event,
	    GError **error);
static gboolean	inflow_gone(struct engine *engine, struct event *event,
	    GError **error);

static const struct inflow_row inflow_rows[EVENT_COUNT] = {
	[MESSAGE_SMS_IN] = { inflow_sms_in, inflow_sms_in_leave },
	[MESSAGE_SMS_REFUSED] = { inflow_refused, inflow_refused_leave },
	[MESSAGE_CALL_IN] = { inflow_call, inflow_call_leave },
	[MESSAGE_PART_SENT] = { inflow_part_sent, outflow_part_sent,
	    INFLOW_WAIT_PART_MS },
	[MESSAGE_SENT] = { inflow_sent, outflow_sent },
	[MESSAGE_FAILED] = { inflow_failed, outflow_failed },
	[MESSAGE_REPORT] = { inflow_report, NULL, INFLOW_WAIT_REPORT_MS },
	[MESSAGE_USSD_IN] = { balance_monitor_ussd, NULL },
	[EVENT_MODEM_GONE] = { inflow_gone, modem_settled },
	[EVENT_MODEM_IDENTITY] = { identity_store, identity_leave },
	[EVENT_SESSION] = { session_step, session_leave },
	[EVENT_SESSION_GONE] = { session_gone, session_gone_leave },
};

gboolean
inflow_takes(int type)
{
	return inflow_rows[type].store != NULL;
}

guint
inflow_wait_ms(int type)
{
	return inflow_rows[type].wait_ms;
}

gboolean
inflow_store(struct engine *engine, struct event *event, GError **error)
{
	event->fresh = FALSE;
	event->bad = NULL;
	return inflow_rows[event->type].store(engine, event, error);
}

void
inflow_leave(struct engine *engine, struct event *event)
{
	if (event->bad != NULL && event->modem != NULL) {
		modem_fail(event->modem, event->run, event->bad);
		return;
	}
	if (inflow_rows[event->type].leave != NULL)
		inflow_rows[event->type].leave(engine, event);
}

void
inflow_undo(struct engine *engine, struct event *event)
{
	if (event->modem != NULL)
		modem_keep_submission(event->modem);
}

/* A part: stored and, when it completes a text, answered. */
static gboolean
inflow_sms_in(struct engine *engine, struct event *event, GError **error)
{
	const struct modem_config *modem = event->modem->config;
	struct inbox_msg msg = { 0 };
	struct sms_part part = { 0 };
	enum inbox_add result;
	gboolean ok;

	if (!message_sms_in_read(event->payload, &part)) {
		event->bad = "SMS_IN contradicts itself";
		return TRUE;
	}
	ok = inbox_add_part(engine->db, &part, modem->line, modem->name,
	    &result, &msg, error);
	event->fresh = ok && result == INBOX_NEW;
	if (ok && result == INBOX_PART)
		ok = engine_agenda_part(engine, error);
	if (event->fresh)
		msg.sent_at = stamp_sent_at(&event->modem->stamp, msg.sent_at,
		    msg.received_at);
	if (event->fresh && !event->bare)
		ok = dialog_step(engine->dialog, &msg, error);
	inbox_msg_clear(&msg);
	sms_part_clear(&part);
	return ok;
}

static void
inflow_sms_in_leave(struct engine *engine, struct event *event)
{
	guint64 token;

	if (event->fresh) {
		engine->texts_in++;
		budget_add(&event->modem->heard, clock_elapsed(), 1);
	}
	g_variant_get_child(event->payload, 0, "t", &token);
	modem_send(event->modem, event->run, MESSAGE_STORED,
	    g_variant_new("(t)", token));
}

/* A PDU the filter refused is kept as raw octets. */
static gboolean
inflow_refused(struct engine *engine, struct event *event, GError **error)
{
	const struct modem_config *modem = event->modem->config;
	g_autoptr(GVariant) octets = NULL;
	enum inbox_add result;
	const char *reason;
	guint64 token;
	const guint8 *data;
	gsize len;

	g_variant_get(event->payload, "(t&s@ay)", &token, &reason, &octets);
	data = g_variant_get_fixed_array(octets, &len, 1);
	if (!inbox_add_refused(engine->db, modem->line, modem->name, data,
	    len, reason, &result, error))
		return FALSE;
	if (result == INBOX_NEW)
		log_warning("modem %s: message quarantined: %s", modem->name,
		    reason);
	return TRUE;
}

static void
inflow_refused_leave(struct engine *engine, struct event *event)
{
	inflow_sms_in_leave(engine, event);
}

/* A missed call is a wish to be called back (DOMAIN 5.3); a withheld number
 * leaves nobody to call. */
static gboolean
inflow_call(struct engine *engine, struct event *event, GError **error)
{
	const struct modem_config *modem = event->modem->config;
	g_autofree char *phone = NULL;
	struct inbox_msg msg = { 0 };
	const char *number;
	gboolean ok;

	g_variant_get(event->payload, "(&s)", &number);
	phone = phone_normalise(number);
	if (!phone_is_dialable(phone)) {
		log_info("modem %s: a call from a withheld number",
		    modem->name);
		return TRUE;
	}
	ok = inbox_add_text(engine->db, BEARER_CALL, modem->line, phone, "",
	    &msg, error) && dialog_step(engine->dialog, &msg, error);
	inbox_msg_clear(&msg);
	return ok;
}

static void
inflow_call_leave(struct engine *engine, struct event *event)
{
	budget_add(&event->modem->heard, clock_elapsed(), 1);
}

static gboolean
inflow_part_sent(struct engine *engine, struct event *event, GError **error)
{
	guint part, mr;
	guint64 id;

	g_variant_get(event->payload, "(tuu)", &id, &part, &mr);
	return outbox_part_sent(engine->db, (gint64)id,
	    event->modem->config->name, part, mr, clock_now(), error);
}

static gboolean
inflow_sent(struct engine *engine, struct event *event, GError **error)
{
	guint64 id;

	g_variant_get(event->payload, "(t)", &id);
	modem_end_submission(event->modem, event->run, id);
	return outbox_sent(engine->db, (gint64)id, clock_now(), error);
}

static gboolean
inflow_failed(struct engine *engine, struct event *event, GError **error)
{
	guint64 id;
	guint part;
	guint8 kind;
	gint32 code;

	g_variant_get(event->payload, "(tuyi)", &id, &part, &kind, &code);
	if (kind > SMS_FAILURE_BROKEN) {
		event->bad = "FAILED is of no kind";
		return TRUE;
	}
	modem_end_submission(event->modem, event->run, id);
	return outbox_failed(engine->db, (gint64)id, kind, code, clock_now(),
	    error);
}

/* Best effort: a report that matches no part is logged and dropped. */
static gboolean
inflow_report(struct engine *engine, struct event *event, GError **error)
{
	g_autofree char *phone = NULL;
	const char *number, *smsc;
	gint64 scts, discharge;
	gboolean matched;
	guint8 status;
	guint mr;

	g_variant_get(event->payload, "(uy&s&sxx)", &mr, &status, &number,
	    &smsc, &scts, &discharge);
	phone = phone_normalise(number);
	if (!outbox_report(engine->db, event->modem->config->name, phone, mr,
	    status, clock_now(), &matched, error))
		return FALSE;
	if (!matched) {
		g_autofree char *masked = phone_mask(phone);

		log_debug("modem %s: a report for %s matches no part",
		    event->modem->config->name, masked);
	}
	return TRUE;
}

/* The process has ended: what it was given may have been sent. */
static gboolean
inflow_gone(struct engine *engine, struct event *event, GError **error)
{
	const char *name = event->modem->config->name;
	int requeued, unknown;

	if (!outbox_modem_gone(engine->db, name, clock_now(), &requeued,
	    &unknown, error))
		return FALSE;
	if (requeued + unknown > 0)
		log_info("modem %s: %d messages requeued, %d with unknown outcome", name,
		    requeued, unknown);
	return TRUE;
}
