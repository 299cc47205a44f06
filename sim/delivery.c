/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the network into a modem: direct or into a store as +CNMI says, one
 * after another, waiting while there is no service or no free slot.
 */
#include "sim/delivery.h"

#include <string.h>

#include "base/clock.h"
#include "sim/at_call.h"
#include "sim/event.h"
#include "sim/network_state.h"

static gboolean	delivery_goes_in(struct modem *modem,
		    const struct delivery *delivery);
static gboolean	delivery_is_direct(const struct modem *modem,
		    const struct delivery *delivery);
static void	delivery_direct(struct modem *modem,
		    const struct delivery *delivery);
static gboolean	delivery_into_store(struct modem *modem,
		    const struct delivery *delivery);
static void	delivery_indicate(struct modem *modem,
		    const struct delivery *delivery);

void
delivery_take(struct modem *modem, struct delivery *delivery)
{
	g_queue_push_tail(&modem->waiting, delivery);
	delivery_drain(modem);
}

void
delivery_drain(struct modem *modem)
{
	struct delivery *delivery;

	/* What a delivery causes may come back here. */
	if (modem->draining)
		return;
	modem->draining = TRUE;
	while (modem_in_service(modem) &&
	    (delivery = g_queue_peek_head(&modem->waiting)) != NULL) {
		if (!delivery_goes_in(modem, delivery))
			break;
		g_queue_pop_head(&modem->waiting);
		delivery_report(delivery->reporter, delivery->mr, modem->number,
		    delivery->accepted_s, REPORT_DELIVERED);
		delivery_free(delivery);
	}
	modem->draining = FALSE;
}

guint
delivery_store(struct modem *modem, enum modem_store store, GBytes *octets,
    gboolean tell)
{
	guint slot = store_add(&modem->stores[store], octets, STORED_UNREAD);

	if (slot != 0 && tell)
		modem_indicate(modem, "+CMTI: \"%s\",%u",
		    modem->stores[store].name, slot);
	return slot;
}

/* FALSE: it has to wait. */
static gboolean
delivery_goes_in(struct modem *modem, const struct delivery *delivery)
{
	if (delivery->report) {
		if (!fault_strikes(modem->faults, FAULT_NO_REPORT, NULL))
			delivery_indicate(modem, delivery);
		return TRUE;
	}
	if (delivery_is_direct(modem, delivery)) {
		delivery_direct(modem, delivery);
		if (fault_strikes(modem->faults, FAULT_DUPLICATE, NULL))
			delivery_direct(modem, delivery);
		return TRUE;
	}
	if (!delivery_into_store(modem, delivery))
		return FALSE;
	if (fault_strikes(modem->faults, FAULT_DUPLICATE, NULL))
		delivery_into_store(modem, delivery);
	return TRUE;
}

/* TS 27.005 3.4.1, <mt>: 2 all but class 2, 3 class 3 only. */
static gboolean
delivery_is_direct(const struct modem *modem, const struct delivery *delivery)
{
	int mt = modem->profile.cnmi[1], class = tpdu_class(delivery->dcs);

	return (mt == 2 && class != 2) || (mt == 3 && class == 3);
}

static void
delivery_direct(struct modem *modem, const struct delivery *delivery)
{
	g_autofree char *head = at_message_head(modem, delivery->octets, -1);
	g_autofree char *body = at_message_body(modem, delivery->octets);

	modem->counts.direct++;
	event_tell(modem->network, "direct", modem->name, "%s\t%s",
	    delivery->from, delivery->words);
	modem_indicate(modem, "+CMT: %s\r\n%s", head, body);
}

static gboolean
delivery_into_store(struct modem *modem, const struct delivery *delivery)
{
	enum modem_store store = tpdu_class(delivery->dcs) == 2 ? STORE_SM :
	    modem->profile.mem[2];
	gboolean tell = modem->profile.cnmi[1] != 0 &&
	    modem->stores[store].used < modem->stores[store].size &&
	    !fault_strikes(modem->faults, FAULT_LOSE_CMTI, NULL);
	guint slot = delivery_store(modem, store, delivery->octets, FALSE);

	if (slot == 0)
		return FALSE;
	modem->counts.stored++;
	event_tell(modem->network, "store", modem->name, "%s\t%u\t%s\t%s",
	    modem->stores[store].name, slot, delivery->from, delivery->words);
	if (tell)
		modem_indicate(modem, "+CMTI: \"%s\",%u",
		    modem->stores[store].name, slot);
	return TRUE;
}

/* <ds>: 0 nothing, 1 direct, 2 stored. */
static void
delivery_indicate(struct modem *modem, const struct delivery *delivery)
{
	g_autofree char *head = NULL, *body = NULL;
	guint slot;

	modem->counts.reports++;
	event_tell(modem->network, "report", modem->name, "%u\t%s\t%s",
	    delivery->mr, delivery->words, delivery->from);
	if (modem->profile.cnmi[3] == 1) {
		head = at_message_head(modem, delivery->octets, -1);
		body = at_message_body(modem, delivery->octets);
		modem_indicate(modem, "+CDS: %s%s%s", head,
		    *body == '\0' ? "" : "\r\n", body);
	} else if (modem->profile.cnmi[3] == 2) {
		slot = store_add(&modem->stores[STORE_SR], delivery->octets,
		    STORED_UNREAD);
		if (slot != 0)
			modem_indicate(modem, "+CDSI: \"SR\",%u", slot);
	}
}

void
delivery_report(struct modem *to, guint8 mr, const char *recipient,
    gint64 accepted_s, guint8 status)
{
	struct tpdu report = {
		.kind = TPDU_STATUS_REPORT, .mr = mr, .status = status
	};
	g_autoptr(GByteArray) octets = g_byte_array_new();
	struct delivery *delivery;

	if (to == NULL)
		return;
	report.scts.when = accepted_s;
	report.discharge.when = clock_now() / CLOCK_SECOND;
	report.scts.zone = report.discharge.zone = to->network->zone;
	tpdu_address_set(&report.smsc, to->smsc);
	tpdu_address_set(&report.address, recipient);
	if (!tpdu_write(&report, octets))
		return;
	delivery = g_new0(struct delivery, 1);
	delivery->octets = g_byte_array_free_to_bytes(
	    g_steal_pointer(&octets));
	delivery->from = g_strdup(recipient);
	delivery->words = g_strdup_printf("%02X", status);
	delivery->report = TRUE;
	delivery->mr = mr;
	delivery_take(to, delivery);
}
