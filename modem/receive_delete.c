/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Freeing the slots whose texts the engine has: when it is quiet, or a store is half
 * full.
 */
#include "modem/receive.h"

#include <string.h>

#include "modem/filter_link.h"
#include "modem/receive_slot.h"

#define RECEIVE_REST_MS		40	/* of quiet before slots are freed: a
					 * reply may be on its way */
#define RECEIVE_DELETES	16		/* AT+CMGD under way: a reply waits for
					 * one, the filter takes 64 */

static gboolean	receive_is_half_full(const struct receive *receive);
static gboolean	receive_rested(gpointer user);
static void	receive_deleted(struct modem *modem, const char *lines,
		    guint64 tag);

gboolean
receive_delete(struct receive *receive, gboolean only_when_full)
{
	GHashTableIter each;
	gpointer key;
	gboolean full;

	if (receive->stored == 0 || receive->deleting > 0)
		return FALSE;
	full = receive_is_half_full(receive);
	if (only_when_full && !full)
		return FALSE;
	if (!full && !receive->rested) {
		g_clear_handle_id(&receive->rest, g_source_remove);
		receive->rest = g_timeout_add(RECEIVE_REST_MS,
		    receive_rested, receive);
		return FALSE;
	}
	receive->rested = FALSE;
	g_hash_table_iter_init(&each, receive->slots);
	while (receive->deleting < RECEIVE_DELETES &&
	    g_hash_table_iter_next(&each, &key, NULL)) {
		struct slot *slot = key;
		g_autofree char *line = NULL;

		if (slot->state != SLOT_STORED)
			continue;
		slot->state = SLOT_DELETING;
		receive->stored--;
		receive->deleting++;
		line = g_strdup_printf("%s:AT+CMGD=%d",
		    receive_stores[slot->store], slot->number);
		filter_link_command(receive->modem->filter, line, RECEIVE_DELETE_MS,
		    receive_deleted, slot->token);
	}
	return TRUE;
}

static gboolean
receive_is_half_full(const struct receive *receive)
{
	const struct gammu_usage *usage = &receive->modem->usage;
	int sim = 0, phone = 0;
	GHashTableIter each;
	gpointer key;

	g_hash_table_iter_init(&each, receive->slots);
	while (g_hash_table_iter_next(&each, &key, NULL)) {
		if (((struct slot *)key)->store == GAMMU_STORE_SM)
			sim++;
		else
			phone++;
	}
	return sim * 2 > usage->sim_size || phone * 2 > usage->phone_size;
}

static gboolean
receive_rested(gpointer user)
{
	struct receive *receive = user;

	receive->rest = 0;
	receive->rested = TRUE;
	modem_wake(receive->modem);
	return G_SOURCE_REMOVE;
}

/* An invalid index (321) is an empty slot; what else failed is tried again
 * after the next listing.  The last of a batch asks for the next one. */
static void
receive_deleted(struct modem *modem, const char *lines, guint64 token)
{
	struct receive *receive = modem->receive;
	struct slot *slot;

	if (receive == NULL)
		return;
	if (--receive->deleting == 0 && receive->stored > 0) {
		receive->rested = TRUE;
		modem_wake(modem);
	}
	slot = g_hash_table_lookup(receive->tokens, &token);
	if (slot == NULL)
		return;
	if (filter_link_is_ok(lines) || strstr(lines, "+CMS ERROR: 321") != NULL) {
		receive_forget(receive, slot);
		return;
	}
	modem_fault(modem, "slot not freed", "%d: %s", slot->number, lines);
	slot->state = SLOT_STUCK;
}
