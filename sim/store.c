/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An array of slots; a free one has no octets.
 */
#include "sim/store.h"

void
store_init(struct store *store, const char *name, guint size)
{
	store->name = name;
	store->size = size;
	store->used = 0;
	store->slots = g_new0(struct stored, size);
}

void
store_clear(struct store *store)
{
	for (guint slot = 1; slot <= store->size; slot++)
		store_remove(store, slot);
	g_clear_pointer(&store->slots, g_free);
	store->size = 0;
}

gboolean
store_resize(struct store *store, guint size)
{
	for (guint slot = size + 1; slot <= store->size; slot++) {
		if (store_at(store, slot) != NULL)
			return FALSE;
	}
	store->slots = g_renew(struct stored, store->slots, size);
	for (guint i = store->size; i < size; i++)
		store->slots[i] = (struct stored){ 0 };
	store->size = size;
	return TRUE;
}

guint
store_add(struct store *store, GBytes *octets, enum stored_status status)
{
	if (store->used == store->size)
		return 0;
	for (guint i = 0; i < store->size; i++) {
		if (store->slots[i].octets != NULL)
			continue;
		store->slots[i].octets = g_bytes_ref(octets);
		store->slots[i].status = status;
		store->used++;
		return i + 1;
	}
	return 0;
}

struct stored *
store_at(const struct store *store, guint slot)
{
	if (slot == 0 || slot > store->size ||
	    store->slots[slot - 1].octets == NULL)
		return NULL;
	return &store->slots[slot - 1];
}

gboolean
store_remove(struct store *store, guint slot)
{
	struct stored *stored = store_at(store, slot);

	if (stored == NULL)
		return FALSE;
	g_clear_pointer(&stored->octets, g_bytes_unref);
	store->used--;
	return TRUE;
}
