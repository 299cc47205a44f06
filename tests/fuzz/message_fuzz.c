/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any octets as a packet, from each of the sides that may speak: refused, or
 * a payload its readers can take without harm.
 */
#include "base/message.h"

#include <stdint.h>
#include <string.h>

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void	read_payload(enum message_type type, GVariant *payload);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum message_side sides[] = {
		SIDE_ENGINE, SIDE_MODEM, SIDE_AT, SIDE_CLIENT
	};

	for (gsize i = 0; i < G_N_ELEMENTS(sides); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(GVariant) payload = NULL;
		enum message_type type;

		payload = message_unpack(data, size, sides[i], &type, &error);
		if (payload != NULL)
			read_payload(type, payload);
	}
	return 0;
}

static void
read_payload(enum message_type type, GVariant *payload)
{
	struct modem_settings settings = { 0 };
	struct sms_order order;
	struct sms_part part = { 0 };

	/* Walks every child. */
	g_free(g_variant_print(payload, TRUE));
	if (type == MESSAGE_SMS_IN && message_sms_in_read(payload, &part))
		sms_part_clear(&part);
	if (type == MESSAGE_SMS_OUT)
		message_sms_out_read(payload, &order);
	if (type == MESSAGE_MODEM_START &&
	    message_modem_start_read(payload, &settings))
		modem_settings_clear(&settings);
}
