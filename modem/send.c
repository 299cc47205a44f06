/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sending.  Invariant: at most one part is at the modem; while it is, no
 * other call to libgammu is made (it would be taken for words of the text).
 */
#include "modem/send.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "modem/filter_link.h"

#define SEND_SLACK_S	5	/* the filter's deadline comes first */

struct order {
	struct sms_order is;
	char	*number, *text;
	char	**parts;
	guint	 count, next;
	gboolean gsm7;
};

struct send {
	struct modem *modem;
	GQueue	 orders;	/* struct order */
	gboolean waiting;	/* for the network's answer */
	gboolean giving;	/* inside gammu_send() */
	gboolean refused;	/* an answer came inside it */
	int	 status;	/* that answer */
	guint	 timer;
};

static void	send_done(struct send *send, int reference);
static void	send_fail(struct send *send, enum sms_failure kind, int code);
static gboolean	send_timeout(gpointer user);
static void	order_free(struct order *order);

/* LIBGAMMU 7.2; from..to is one kind. What is not here is tried later. */
static const struct {
	int	 from, to;
	enum sms_failure kind;
} send_failures[] = {
	{ 1, 1, SMS_FAILURE_PERMANENT },	/* unassigned number */
	{ 8, 8, SMS_FAILURE_SIM },		/* operator barring */
	{ 10, 10, SMS_FAILURE_SIM },		/* call barred */
	{ 21, 21, SMS_FAILURE_LATER },		/* rejected */
	{ 28, 28, SMS_FAILURE_PERMANENT },	/* unidentified subscriber */
	{ 29, 29, SMS_FAILURE_SIM },		/* facility rejected */
	{ 30, 30, SMS_FAILURE_PERMANENT },	/* unknown subscriber */
	{ 50, 50, SMS_FAILURE_SIM },		/* not subscribed */
	{ 69, 69, SMS_FAILURE_SIM },		/* not implemented */
	{ 95, 97, SMS_FAILURE_PERMANENT },	/* semantics of the message */
	{ 99, 99, SMS_FAILURE_PERMANENT },
	{ 128, 159, SMS_FAILURE_PERMANENT },	/* protocol, coding */
	{ 160, 176, SMS_FAILURE_PERMANENT },	/* command */
	{ 193, 193, SMS_FAILURE_SIM },		/* no SC subscription */
	{ 195, 196, SMS_FAILURE_PERMANENT },	/* invalid address */
	{ 208, 209, SMS_FAILURE_STORE },	/* SIM full, no storage */
	{ 304, 305, SMS_FAILURE_PERMANENT },	/* invalid parameter */
	{ 310, 313, SMS_FAILURE_SIM },		/* SIM absent, PIN, failure */
	{ 315, 318, SMS_FAILURE_SIM },		/* SIM wrong, PUK, PIN2 */
	{ 320, 322, SMS_FAILURE_STORE },
	{ 330, 330, SMS_FAILURE_SIM },		/* SMSC unknown */
	{ 332, 332, SMS_FAILURE_UNKNOWN },	/* network timeout */
	{ 500, 500, SMS_FAILURE_UNKNOWN }	/* unknown error */
};

#define SEND_DUPLICATE	197	/* the SC has it already: as good as sent */

struct send *
send_new(struct modem *modem)
{
	struct send *send = g_new0(struct send, 1);

	send->modem = modem;
	g_queue_init(&send->orders);
	return send;
}

void
send_free(struct send *send)
{
	if (send == NULL)
		return;
	g_clear_handle_id(&send->timer, g_source_remove);
	g_queue_clear_full(&send->orders, (GDestroyNotify)order_free);
	g_free(send);
}

void
send_order(struct send *send, const struct sms_order *order)
{
	struct order *kept = g_new0(struct order, 1);

	kept->is = *order;
	kept->number = g_strdup(order->number);
	kept->text = g_strdup(order->text);
	kept->parts = text_split(order->text);
	kept->count = g_strv_length(kept->parts);
	kept->next = order->first_part;
	kept->gsm7 = text_measure(order->text).alphabet == TEXT_GSM7;
	g_queue_push_tail(&send->orders, kept);
	modem_wake(send->modem);
}

gboolean
send_is_waiting(const struct send *send)
{
	return send->waiting;
}

gboolean
send_has_work(const struct send *send)
{
	return !g_queue_is_empty((GQueue *)&send->orders);
}

gboolean
send_part(struct send *send)
{
	struct order *order = g_queue_peek_head(&send->orders);
	struct gammu_part part;

	if (order == NULL || send->waiting)
		return FALSE;
	memset(&part, 0, sizeof(part));
	part.number = order->number;
	part.text = order->parts[order->next];
	part.gsm7 = order->gsm7;
	part.parts = order->count;
	part.part = order->next;
	part.ref = order->is.ref;
	part.validity_s = order->is.validity_s;
	part.class = order->is.class;
	part.report = order->is.report;
	filter_link_intervened(send->modem->filter);
	send->giving = TRUE;
	send->refused = FALSE;
	if (gammu_send(send->modem->gammu, &part) == 0 && !send->refused) {
		send->giving = FALSE;
		send->waiting = TRUE;
		send->timer = g_timeout_add(clock_timer_ms(
		    (send->modem->settings.answer_wait_s + SEND_SLACK_S) *
		    1000), send_timeout, send);
		return TRUE;
	}
	send->giving = FALSE;
	/* The PDU was not given: it has not left, whoever said no. */
	if (!send->refused)
		send_fail(send, SMS_FAILURE_LATER, -1);
	else if (filter_link_intervened(send->modem->filter) || send->status <= 0)
		send_fail(send, SMS_FAILURE_LATER, -1);
	else
		send_fail(send, send_failure(send->status), send->status);
	return TRUE;
}

void
send_answered(struct send *send, int status, int reference)
{
	gboolean intervened;

	if (send->giving) {
		send->refused = TRUE;
		send->status = status;
		return;
	}
	if (!send->waiting)
		return;
	send->waiting = FALSE;
	g_clear_handle_id(&send->timer, g_source_remove);
	intervened = filter_link_intervened(send->modem->filter);
	if (status == 0 && reference >= 0)
		send_done(send, reference);
	else if (status == SEND_DUPLICATE)
		send_done(send, 0);
	else if (intervened || status == 0)
		send_fail(send, SMS_FAILURE_UNKNOWN, -1);
	else
		send_fail(send, send_failure(status), status);
	modem_wake(send->modem);
}

void
send_broken(struct send *send)
{
	if (send->waiting)
		send_fail(send, SMS_FAILURE_BROKEN, -1);
	send->waiting = FALSE;
	g_clear_handle_id(&send->timer, g_source_remove);
	while (!g_queue_is_empty(&send->orders))
		send_fail(send, SMS_FAILURE_LATER, -1);
}

enum sms_failure
send_failure(int status)
{
	for (gsize i = 0; i < G_N_ELEMENTS(send_failures); i++) {
		if (status >= send_failures[i].from &&
		    status <= send_failures[i].to)
			return send_failures[i].kind;
	}
	return SMS_FAILURE_LATER;
}

static void
send_done(struct send *send, int reference)
{
	struct order *order = g_queue_peek_head(&send->orders);

	channel_send(send->modem->engine, MESSAGE_PART_SENT,
	    g_variant_new("(tuu)", order->is.id, order->next,
	    (guint)reference));
	if (++order->next < order->count)
		return;
	channel_send(send->modem->engine, MESSAGE_SENT,
	    g_variant_new("(t)", order->is.id));
	order_free(g_queue_pop_head(&send->orders));
}

static void
send_fail(struct send *send, enum sms_failure kind, int code)
{
	struct order *order = g_queue_pop_head(&send->orders);

	channel_send(send->modem->engine, MESSAGE_FAILED,
	    g_variant_new("(tuyi)", order->is.id, order->next, (guchar)kind,
	    (gint32)code));
	order_free(order);
}

/* Behind the filter's own deadline; it has not spoken either. */
static gboolean
send_timeout(gpointer user)
{
	struct send *send = user;

	send->timer = 0;
	modem_end(send->modem, MODEM_EXIT_DEADLINE);
	return G_SOURCE_REMOVE;
}

static void
order_free(struct order *order)
{
	g_free(order->number);
	g_free(order->text);
	g_strfreev(order->parts);
	g_free(order);
}
