/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See house.h.
 */
#include "smsd/house.h"

#include "smsd/balance_monitor.h"

static const struct service *const house_own[] = { &balance_service };

const struct service **
house_services(const struct service *const *others)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new();

	for (; *others != NULL; others++)
		g_ptr_array_add(all, (gpointer)*others);
	for (gsize i = 0; i < G_N_ELEMENTS(house_own); i++)
		g_ptr_array_add(all, (gpointer)house_own[i]);
	g_ptr_array_add(all, NULL);
	return (const struct service **)g_ptr_array_steal(all, NULL);
}
