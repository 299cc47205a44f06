/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Unsolicited lines: held until libgammu is in no call and releases them
 * (at_exchange_release), dropped when it would not know them.
 */
#include "modem/at_unasked.h"

#include <string.h>

#define EXCHANGE_HELD_MAX	4000	/* unasked lines that wait for libgammu */
#define EXCHANGE_NAMES_MAX	200	/* names of unknown result codes remembered */

static void	exchange_hold(struct at_exchange *exchange, const char *text);
static void	exchange_unknown(struct at_exchange *exchange, const char *text);

void
exchange_unasked(struct at_exchange *exchange, const char *text)
{
	switch (at_urc_find(text)) {
	case AT_URC_PASS:
		exchange_hold(exchange, text);
		break;
	case AT_URC_PDU:
		g_free(exchange->pdu_head);
		exchange->pdu_head = g_strdup(text);
		break;
	case AT_URC_NOISE:
		break;
	case AT_URC_HINT:
		exchange->doubt |= exchange->pdu_mode;
		break;
	case AT_URC_REBOOT:
		exchange_end(exchange, "reboot", text);
		break;
	case AT_URC_UNKNOWN:
		if (!at_final(text))
			exchange_unknown(exchange, text);
		break;
	}
}

void
exchange_unasked_pdu(struct at_exchange *exchange, const char *hex)
{
	g_autofree char *head = g_steal_pointer(&exchange->pdu_head);
	gboolean report = g_str_has_prefix(head, "+CDS:");
	g_autofree char *checked = NULL, *both = NULL;
	g_autoptr(GByteArray) octets = NULL;
	const char *why;

	checked = at_answer_pdu(hex, report ? AT_PDU_REPORT : AT_PDU_DELIVER,
	    &octets, &why);
	if (checked == NULL) {
		exchange->hooks->refused("", 0, why, octets->data, octets->len,
		    exchange->user);
		return;
	}
	both = g_strconcat(head, "\r\n", checked, NULL);
	exchange_hold(exchange, both);
}

static void
exchange_hold(struct at_exchange *exchange, const char *text)
{
	if (g_queue_get_length(&exchange->held) < EXCHANGE_HELD_MAX)
		g_queue_push_tail(&exchange->held, g_strdup(text));
	if (exchange->announced)
		return;
	exchange->announced = TRUE;
	exchange->hooks->waits(exchange->user);
}

/* Reported the first time, the tenth, the hundredth ... */
static void
exchange_unknown(struct at_exchange *exchange, const char *text)
{
	g_autofree char *name = at_urc_name(text);
	guint count = GPOINTER_TO_UINT(g_hash_table_lookup(exchange->names,
	    name)) + 1;
	g_autofree char *counted = g_strdup_printf("%s, %u times", name, count);
	guint told = 1;

	if (count == 1 && g_hash_table_size(exchange->names) >= EXCHANGE_NAMES_MAX)
		return;
	while (told < count)
		told *= 10;
	if (told == count)
		exchange->hooks->fault("unknown line", count == 1 ? name : counted,
		    exchange->user);
	g_hash_table_replace(exchange->names, g_steal_pointer(&name),
	    GUINT_TO_POINTER(count));
}
