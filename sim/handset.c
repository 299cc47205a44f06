/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Parts become texts here, the way a phone joins them: by sender, reference
 * and number of parts.  While nobody looks, whole texts wait in `inbox`.
 */
#include "sim/handset.h"

#include <string.h>

#include "base/clock.h"
#include "sim/delivery.h"
#include "sim/event.h"
#include "sim/network_state.h"

/* Texts a phone keeps for whoever looks next. */
#define HANDSET_INBOX_MAX	1000

struct handset {
	struct network *network;
	char	*number;
	enum handset_fate fate;
	guint8	 status;
	guint	 watchers;
	GQueue	 inbox;		/* event fields of texts nobody saw */
	GQueue	 held;		/* struct handset_held */
	GHashTable *joining;	/* "sender ref max" -> char *[max] */
};

/* A part that waits for the phone to come back. */
struct handset_held {
	char	*from;
	struct tpdu tpdu;
	struct handset_part part;
};

static void	handset_take(struct handset *handset,
		    const struct handset_part *part);
static void	handset_join(struct handset *handset,
		    const struct handset_part *part, const char *words);
static void	handset_text(struct handset *handset,
		    const struct handset_part *part, guint parts,
		    const char *words);
static void	handset_hold(struct handset *handset,
		    const struct handset_part *part);
static void	handset_held_free(struct handset_held *held);

struct handset *
handset_of(struct network *network, const char *number)
{
	struct handset *handset = g_hash_table_lookup(network->handsets,
	    number);

	if (handset != NULL)
		return handset;
	handset = g_new0(struct handset, 1);
	handset->network = network;
	handset->number = g_strdup(number);
	handset->joining = g_hash_table_new_full(g_str_hash, g_str_equal,
	    g_free, (GDestroyNotify)g_strfreev);
	g_hash_table_insert(network->handsets, g_strdup(number), handset);
	return handset;
}

void
handset_free(struct handset *handset)
{
	g_queue_clear_full(&handset->inbox, g_free);
	g_queue_clear_full(&handset->held, (GDestroyNotify)handset_held_free);
	g_hash_table_unref(handset->joining);
	g_free(handset->number);
	g_free(handset);
}

void
handset_receive(struct handset *handset, const struct handset_part *part)
{
	switch (handset->fate) {
	case HANDSET_PRESENT:
		handset_take(handset, part);
		break;
	case HANDSET_ABSENT:
		handset_hold(handset, part);
		break;
	case HANDSET_REFUSES:
		delivery_report(part->reporter, part->mr, handset->number,
		    part->accepted_s, handset->status);
		break;
	}
}

void
handset_set_fate(struct handset *handset, enum handset_fate fate,
    guint8 status)
{
	struct handset_held *held;

	handset->fate = fate;
	handset->status = status;
	if (fate == HANDSET_ABSENT)
		return;
	while ((held = g_queue_pop_head(&handset->held)) != NULL) {
		if (held->part.expires_s * CLOCK_SECOND < clock_now())
			delivery_report(held->part.reporter, held->part.mr,
			    handset->number, held->part.accepted_s,
			    REPORT_EXPIRED);
		else
			handset_receive(handset, &held->part);
		handset_held_free(held);
	}
}

void
handset_watch(struct handset *handset, gboolean watched)
{
	char *fields;

	handset->watchers += watched ? 1u : -1u;
	if (!watched)
		return;
	while ((fields = g_queue_pop_head(&handset->inbox)) != NULL) {
		event_tell(handset->network, "text", handset->number, "%s",
		    fields);
		g_free(fields);
	}
}

static void
handset_take(struct handset *handset, const struct handset_part *part)
{
	const struct tpdu_concat *concat = &part->tpdu->concat;
	g_autofree char *words = event_words(part->tpdu);

	event_tell(handset->network, "part", handset->number,
	    "%s\t%u\t%u\t%u\t%u\t%s", part->from, part->mr, concat->ref,
	    concat->max, concat->seq, words);
	if (concat->bits == 0)
		handset_text(handset, part, 1, words);
	else
		handset_join(handset, part, words);
	delivery_report(part->reporter, part->mr, handset->number,
	    part->accepted_s, REPORT_DELIVERED);
}

static void
handset_join(struct handset *handset, const struct handset_part *part,
    const char *words)
{
	const struct tpdu_concat *concat = &part->tpdu->concat;
	g_autofree char *key = g_strdup_printf("%s %u %u %u", part->from,
	    concat->bits, concat->ref, concat->max);
	char **parts = g_hash_table_lookup(handset->joining, key);
	g_autofree char *whole = NULL;
	guint missing = 0;

	if (parts == NULL) {
		/* A part not yet there is "\f", which no escaped text is. */
		parts = g_new0(char *, concat->max + 1);
		for (guint i = 0; i < concat->max; i++)
			parts[i] = g_strdup("\f");
		g_hash_table_insert(handset->joining, g_strdup(key), parts);
	}
	if (strcmp(parts[concat->seq - 1], "\f") == 0) {
		g_free(parts[concat->seq - 1]);
		parts[concat->seq - 1] = g_strdup(words);
	}
	for (guint i = 0; i < concat->max; i++)
		missing += strcmp(parts[i], "\f") == 0;
	if (missing > 0)
		return;
	whole = g_strjoinv("", parts);
	handset_text(handset, part, concat->max, whole);
	g_hash_table_remove(handset->joining, key);
}

static void
handset_text(struct handset *handset, const struct handset_part *part,
    guint parts, const char *words)
{
	char *fields = g_strdup_printf("%s\t%" G_GINT64_FORMAT "\t%u\t%s",
	    part->from, part->accepted_s, parts, words);

	if (handset->watchers > 0) {
		event_tell(handset->network, "text", handset->number, "%s",
		    fields);
		g_free(fields);
		return;
	}
	g_queue_push_tail(&handset->inbox, fields);
	if (handset->inbox.length > HANDSET_INBOX_MAX)
		g_free(g_queue_pop_head(&handset->inbox));
}

static void
handset_hold(struct handset *handset, const struct handset_part *part)
{
	struct handset_held *held = g_new0(struct handset_held, 1);

	held->tpdu = *part->tpdu;
	held->from = g_strdup(part->from);
	held->part = *part;
	held->part.tpdu = &held->tpdu;
	held->part.from = held->from;
	g_queue_push_tail(&handset->held, held);
}

static void
handset_held_free(struct handset_held *held)
{
	g_free(held->from);
	g_free(held);
}
