/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The service centre: whoever sends, each part is given a time stamp and
 * brought to the modem or the phone it is for.
 */
#include "sim/smsc.h"

#include <string.h>

#include "base/clock.h"
#include "base/phone.h"
#include "sim/delivery.h"
#include "sim/event.h"
#include "sim/handset.h"
#include "sim/modem.h"

/* A part between its sender and its receiver. */
struct smsc_part {
	const char *from, *to;		/* stored form */
	const struct tpdu *tpdu;
	struct modem *reporter;
	guint8	 mr;
};

static void	smsc_bring(struct network *network,
		    const struct smsc_part *part);
static void	smsc_to_modem(struct network *network, struct modem *modem,
		    const struct smsc_part *part);
static gint64	smsc_validity_s(const struct tpdu *submit);

guint
smsc_text(struct network *network, const char *from, const char *to,
    const char *utf8)
{
	g_autofree char *sender = phone_normalise(from);
	g_autofree char *receiver = phone_normalise(to);
	g_auto(GStrv) parts = text_split(utf8);
	enum text_alphabet alphabet = text_measure(utf8).alphabet;
	struct tpdu_concat concat = { .bits = 8, .max = g_strv_length(parts) };
	struct tpdu_address trial;

	if (concat.max == 0 || concat.max > 255 ||
	    !tpdu_address_set(&trial, sender) || *receiver == '\0')
		return 0;
	concat.ref = concat.max > 1 ? ++network->reference : 0;
	for (concat.seq = 1; concat.seq <= concat.max; concat.seq++) {
		struct tpdu tpdu = { .kind = TPDU_SUBMIT };
		struct smsc_part part = { sender, receiver, &tpdu };

		if (tpdu_text_set(&tpdu, alphabet, parts[concat.seq - 1],
		    concat.max > 1 ? &concat : NULL))
			smsc_bring(network, &part);
	}
	return concat.max;
}

void
smsc_submit(struct network *network, struct modem *from,
    const struct tpdu *submit, guint8 mr)
{
	g_autofree char *to = phone_normalise(submit->address.value);
	g_autofree char *words = event_words(submit);
	struct smsc_part part = {
		from->number, to, submit, submit->report ? from : NULL, mr
	};

	from->counts.submitted++;
	event_tell(network, "submit", from->name, "%u\t%s\t%u\t%u\t%u\t%s", mr,
	    to, submit->concat.ref, submit->concat.max, submit->concat.seq,
	    words);
	smsc_bring(network, &part);
}

static void
smsc_bring(struct network *network, const struct smsc_part *part)
{
	struct modem *modem = modem_find(network, part->to);
	gint64 now_s = clock_now() / CLOCK_SECOND;
	struct handset_part to_phone = {
		.from = part->from,
		.tpdu = part->tpdu,
		.accepted_s = now_s,
		.expires_s = now_s + smsc_validity_s(part->tpdu),
		.mr = part->mr,
		.reporter = part->reporter,
	};

	if (modem != NULL)
		smsc_to_modem(network, modem, part);
	else
		handset_receive(handset_of(network, part->to), &to_phone);
}

static void
smsc_to_modem(struct network *network, struct modem *modem,
    const struct smsc_part *part)
{
	struct tpdu deliver = *part->tpdu;
	g_autoptr(GByteArray) octets = g_byte_array_new();
	struct delivery *delivery;

	deliver.kind = TPDU_DELIVER;
	deliver.report = FALSE;
	deliver.reject = FALSE;
	deliver.mr = 0;
	deliver.scts.when = clock_now() / CLOCK_SECOND;
	deliver.scts.zone = network->zone;
	tpdu_address_set(&deliver.smsc, modem->smsc);
	if (!tpdu_address_set(&deliver.address, part->from) ||
	    !tpdu_write(&deliver, octets))
		return;
	delivery = g_new0(struct delivery, 1);
	delivery->octets = g_byte_array_free_to_bytes(
	    g_steal_pointer(&octets));
	delivery->from = g_strdup(part->from);
	delivery->words = event_words(part->tpdu);
	delivery->dcs = part->tpdu->dcs;
	delivery->reporter = part->reporter;
	delivery->mr = part->mr;
	delivery->accepted_s = deliver.scts.when;
	delivery_take(modem, delivery);
}

/* Without a relative validity the centre's own: 7 days. */
static gint64
smsc_validity_s(const struct tpdu *submit)
{
	return submit->kind == TPDU_SUBMIT && submit->vp_format == 2 ?
	    tpdu_validity_s(submit->vp[0]) : 7 * 86400;
}
