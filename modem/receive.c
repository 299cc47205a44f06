/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The slots, by store and number.  A slot cannot get another message before it
 * is freed, and only we free it: so a slot with the same hash is the same message.
 */
#include "modem/receive.h"

#include <string.h>

#include "modem/at_pdu.h"
#include "modem/filter_link.h"
#include "modem/receive_slot.h"

#define RECEIVE_LIST_MAX	2000	/* slots looked at in one listing */
#define RECEIVE_OCTETS_MAX	255

struct arrival {
	enum gammu_store store;
	int	 slot;
};

const char *const receive_stores[] = {
	[GAMMU_STORE_SM] = "SM", [GAMMU_STORE_ME] = "ME"
};

static guint	slot_hash(gconstpointer slot);
static gboolean	slot_equal(gconstpointer a, gconstpointer b);
static struct slot *receive_slot(struct receive *receive,
		    enum gammu_store store, int number, const guint8 *hash,
		    gboolean *known);
static void	receive_hand(struct receive *receive, enum gammu_store store,
		    int number, struct sms_part *part, gboolean again);
static void	receive_list(struct receive *receive);
static void	receive_look_again(struct receive *receive, struct slot *slot);
static gboolean	receive_list_next(struct receive *receive, gboolean start,
		    GArray *found);
static void	receive_quarantine(struct receive *receive,
		    enum gammu_store store, int number, const char *reason);
static void	receive_free_slot(struct receive *receive,
		    enum gammu_store store, int number);
static void	receive_settle(struct receive *receive, gboolean whole);

struct found {
	enum gammu_store store;
	int	 number;
	struct sms_part part;
};

struct receive *
receive_new(struct modem *modem)
{
	struct receive *receive = g_new0(struct receive, 1);

	receive->modem = modem;
	receive->slots = g_hash_table_new_full(slot_hash, slot_equal, g_free,
	    NULL);
	receive->tokens = g_hash_table_new(g_int64_hash, g_int64_equal);
	g_queue_init(&receive->arrivals);
	receive->next_token = 1;
	receive->doubt = TRUE;
	return receive;
}

void
receive_free(struct receive *receive)
{
	if (receive == NULL)
		return;
	g_clear_handle_id(&receive->rest, g_source_remove);
	g_hash_table_unref(receive->tokens);
	g_hash_table_unref(receive->slots);
	g_queue_clear_full(&receive->arrivals, g_free);
	g_free(receive);
}

/* --- events ---------------------------------------------------------------------- */

void
receive_arrived(struct receive *receive, enum gammu_store store, int slot)
{
	struct arrival *arrival = g_new0(struct arrival, 1);

	arrival->store = store;
	arrival->slot = slot;
	g_queue_push_tail(&receive->arrivals, arrival);
	modem_wake(receive->modem);
}

/* In no slot: handed once, acknowledged for nothing. */
void
receive_delivered(struct receive *receive, struct sms_part *part)
{
	part->token = receive->next_token++;
	channel_send(receive->modem->engine, MESSAGE_SMS_IN,
	    message_sms_in(part));
}

void
receive_doubt(struct receive *receive)
{
	receive->doubt = TRUE;
	modem_wake(receive->modem);
}

/* Also from inside a listing: notes only. */
void
receive_refused(struct modem *modem, const char *store, guint slot,
    const char *reason, const guint8 *octets, gsize len)
{
	struct receive *receive = modem->receive;
	g_autofree char *sum = NULL;
	guint8 hash[SMS_HASH_LEN] = { 0 };
	struct slot *kept = NULL;
	guint64 token;
	gboolean known;

	sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, octets, len);
	memcpy(hash, sum, SMS_HASH_LEN);
	if (*store == '\0') {
		token = receive->next_token++;
	} else {
		kept = receive_slot(receive, g_str_equal(store, "SM") ?
		    GAMMU_STORE_SM : GAMMU_STORE_ME, (int)slot, hash, &known);
		kept->seen = TRUE;
		/* Noise on the wire looks like it too: what is refused will be
		 * freed, so it must be read twice alike. */
		if (!known)
			receive_doubt(receive);
		if (kept->state != SLOT_HANDED || !known)
			return;
		token = kept->token;
	}
	channel_send(modem->engine, MESSAGE_SMS_REFUSED,
	    g_variant_new("(ts@ay)", token, reason,
	    g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, octets,
	    MIN(len, RECEIVE_OCTETS_MAX), 1)));
}

void
receive_stored(struct receive *receive, guint64 token)
{
	struct slot *slot = g_hash_table_lookup(receive->tokens, &token);

	if (slot == NULL || slot->state != SLOT_HANDED)
		return;
	slot->state = SLOT_STORED;
	receive->stored++;
	modem_wake(receive->modem);
}

/* --- reading ----------------------------------------------------------------------- */

/* One text by its place: one AT command. Where that fails, or many have come,
 * a listing. */
gboolean
receive_read(struct receive *receive)
{
	g_autofree struct arrival *arrival = NULL;
	struct sms_part part = { 0 };

	if (receive->doubt) {
		receive_list(receive);
		return TRUE;
	}
	arrival = g_queue_pop_head(&receive->arrivals);
	if (arrival == NULL)
		return FALSE;
	if (gammu_read(receive->modem->gammu, arrival->store, arrival->slot,
	    &part) == 0) {
		filter_link_pump(receive->modem->filter);	/* freed before? */
		receive_hand(receive, arrival->store, arrival->slot, &part,
		    FALSE);
		sms_part_clear(&part);
		return TRUE;
	}
	if (gammu_why(receive->modem->gammu) == GAMMU_TOLD)
		receive_free_slot(receive, arrival->store, arrival->slot);
	else
		receive->doubt = TRUE;
	return TRUE;
}

static void
receive_list(struct receive *receive)
{
	struct modem *modem = receive->modem;
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE,
	    sizeof(struct found));
	GHashTableIter each;
	gpointer slot;
	gboolean start = TRUE, whole;
	guint looked = 0;

	receive->doubt = FALSE;
	g_queue_clear_full(&receive->arrivals, g_free);
	g_hash_table_iter_init(&each, receive->slots);
	while (g_hash_table_iter_next(&each, &slot, NULL))
		receive_look_again(receive, slot);
	while (receive_list_next(receive, start, found) &&
	    ++looked < RECEIVE_LIST_MAX)
		start = FALSE;
	whole = gammu_why(modem->gammu) == GAMMU_EMPTY;
	filter_link_pump(modem->filter);		/* what was refused is also seen */
	if (!whole && looked < RECEIVE_LIST_MAX && !modem->ending)
		modem_fault(modem, "listing failed", "%s",
		    gammu_error(modem->gammu));
	for (guint i = 0; i < found->len; i++) {
		struct found *text = &g_array_index(found, struct found, i);

		receive_hand(receive, text->store, text->number, &text->part,
		    TRUE);
		sms_part_clear(&text->part);
	}
	receive_settle(receive, whole);
}

static void
receive_look_again(struct receive *receive, struct slot *slot)
{
	slot->seen = FALSE;
	if (slot->state != SLOT_STUCK)
		return;
	slot->state = SLOT_STORED;
	receive->stored++;
}

/* FALSE at the end, or when it goes no further. */
static gboolean
receive_list_next(struct receive *receive, gboolean start, GArray *found)
{
	struct gammu *gammu = receive->modem->gammu;
	struct found text;
	guint at = found->len;

	memset(&text, 0, sizeof(text));
	if (gammu_list(gammu, start, &text.store, &text.number,
	    &text.part) == 0) {
		while (at > 0 && g_array_index(found, struct found,
		    at - 1).part.scts > text.part.scts)
			at--;
		g_array_insert_val(found, at, text);
		return TRUE;
	}
	switch (gammu_why(gammu)) {
	case GAMMU_TOLD:
		receive_free_slot(receive, text.store, text.number);
		return TRUE;
	case GAMMU_BROKEN:
		receive_quarantine(receive, text.store, text.number,
		    "libgammu cannot read it");
		return TRUE;
	default:
		return FALSE;
	}
}

/* A slot the listing of the whole store did not show is empty. */
static void
receive_settle(struct receive *receive, gboolean whole)
{
	GHashTableIter each;
	gpointer key;

	if (!whole)
		return;
	g_hash_table_iter_init(&each, receive->slots);
	while (g_hash_table_iter_next(&each, &key, NULL)) {
		struct slot *slot = key;

		if (slot->seen || slot->state == SLOT_DELETING)
			continue;
		receive->stored -= slot->state == SLOT_STORED;
		g_hash_table_remove(receive->tokens, &slot->token);
		g_hash_table_iter_remove(&each);
	}
}

/* An event that comes after a listing has shown its slot says nothing new;
 * a listing says again what was not acknowledged. */
static void
receive_hand(struct receive *receive, enum gammu_store store, int number,
    struct sms_part *part, gboolean again)
{
	gboolean known;
	struct slot *slot = receive_slot(receive, store, number, part->hash,
	    &known);

	slot->seen = TRUE;
	if (slot->state != SLOT_HANDED || (known && !again))
		return;
	part->token = slot->token;
	channel_send(receive->modem->engine, MESSAGE_SMS_IN,
	    message_sms_in(part));
}

/* The entry of a slot; another message than before gets another token. */
static struct slot *
receive_slot(struct receive *receive, enum gammu_store store, int number,
    const guint8 *hash, gboolean *known)
{
	struct slot key = { .store = store, .number = number };
	struct slot *slot = g_hash_table_lookup(receive->slots, &key);

	*known = slot != NULL && memcmp(slot->hash, hash, SMS_HASH_LEN) == 0;
	if (*known)
		return slot;
	if (slot != NULL)
		receive_forget(receive, slot);
	slot = g_memdup2(&key, sizeof(key));
	slot->token = receive->next_token++;
	memcpy(slot->hash, hash, SMS_HASH_LEN);
	g_hash_table_add(receive->slots, slot);
	g_hash_table_insert(receive->tokens, &slot->token, slot);
	return slot;
}

void
receive_forget(struct receive *receive, struct slot *slot)
{
	receive->stored -= slot->state == SLOT_STORED;
	g_hash_table_remove(receive->tokens, &slot->token);
	g_hash_table_remove(receive->slots, slot);
}

/* The filter let it pass and libgammu cannot read it: its octets are read
 * raw and kept. */
static void
receive_quarantine(struct receive *receive, enum gammu_store store,
    int number, const char *reason)
{
	g_autofree char *line = g_strdup_printf("%s:AT+CMGR=%d",
	    receive_stores[store], number);
	g_autofree char *lines = filter_link_ask(receive->modem->filter, line,
	    RECEIVE_DELETE_MS);
	g_auto(GStrv) words = NULL;
	g_autoptr(GByteArray) octets = NULL;

	words = g_strsplit_set(lines != NULL ? lines : "", "\r\n", -1);
	for (char **word = words; *word != NULL && octets == NULL; word++)
		octets = at_pdu_from_hex(*word, RECEIVE_OCTETS_MAX);
	if (octets == NULL)
		octets = g_byte_array_new();
	receive_refused(receive->modem, receive_stores[store], (guint)number,
	    reason, octets->data, octets->len);
}

/* A report in a slot: there is nothing to store, it is told. */
static void
receive_free_slot(struct receive *receive, enum gammu_store store, int number)
{
	static const guint8 none[SMS_HASH_LEN] = { 0 };
	gboolean known;
	struct slot *slot = receive_slot(receive, store, number, none,
	    &known);

	slot->seen = TRUE;
	if (slot->state != SLOT_HANDED)
		return;
	slot->state = SLOT_STORED;
	receive->stored++;
}

static guint
slot_hash(gconstpointer key)
{
	const struct slot *slot = key;

	return (guint)slot->number * 3u + (guint)slot->store;
}

static gboolean
slot_equal(gconstpointer a, gconstpointer b)
{
	const struct slot *one = a, *other = b;

	return one->store == other->store && one->number == other->number;
}
