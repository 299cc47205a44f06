/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A message store of a modem or SIM: numbered slots from 1.  New messages take
 * the lowest free one, as SIMs do, so slot order is not arrival order.
 */
#ifndef SIM_STORE_H
#define SIM_STORE_H

#include <glib.h>

/* TS 27.005 3.1 <stat> */
enum stored_status {
	STORED_UNREAD, STORED_READ, STORED_UNSENT, STORED_SENT
};

struct stored {
	GBytes	*octets;	/* NULL: free */
	enum stored_status status;
};

struct store {
	const char *name;	/* "SM" */
	guint	 size, used;
	struct stored *slots;	/* [0] is slot 1 */
};

void	store_init(struct store *store, const char *name, guint size);
void	store_clear(struct store *store);

/* FALSE, and nothing changes, when a used slot would be cut off. */
gboolean store_resize(struct store *store, guint size);

/* The slot it took, 0 when full. */
guint	store_add(struct store *store, GBytes *octets,
	    enum stored_status status);

/* What is in a slot; NULL when free or out of range. */
struct stored *store_at(const struct store *store, guint slot);
gboolean store_remove(struct store *store, guint slot);

#endif
