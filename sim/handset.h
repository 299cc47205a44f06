/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A phone of the network: what it received waits until somebody looks at it.
 */
#ifndef SIM_HANDSET_H
#define SIM_HANDSET_H

#include <glib.h>

#include "base/tpdu.h"

struct modem;
struct network;

enum handset_fate {
	HANDSET_PRESENT,	/* takes what comes */
	HANDSET_ABSENT,		/* the service centre keeps it */
	HANDSET_REFUSES		/* fails for good: a report says so */
};

struct handset;

/* A part on its way to a phone. `reporter` is the modem that wants a status
 * report, or NULL. */
struct handset_part {
	const char *from;
	const struct tpdu *tpdu;	/* coding and user data */
	gint64	 accepted_s;		/* by the service centre, s UTC */
	gint64	 expires_s;
	guint8	 mr;
	struct modem *reporter;
};

/* The phone of a stored number (base/phone.h), made on first use. */
struct handset *handset_of(struct network *network, const char *number);
void	handset_free(struct handset *handset);

void	handset_receive(struct handset *handset,
	    const struct handset_part *part);

/* `status` is TP-ST of what it refuses.  Present again, it gets what waited. */
void	handset_set_fate(struct handset *handset, enum handset_fate fate,
	    guint8 status);

/* Somebody looks at its screen, or no longer does. What came while nobody
 * looked is told at once. */
void	handset_watch(struct handset *handset, gboolean watched);

#endif
