/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Putting the network together and taking it apart.
 */
#include "sim/network.h"

#include <errno.h>
#include <gio/gio.h>
#include <string.h>

#include "base/phone.h"
#include "sim/at.h"
#include "sim/control.h"
#include "sim/control_command.h"
#include "sim/delivery.h"
#include "sim/handset.h"
#include "sim/modem.h"
#include "sim/smsc.h"

/* China: UTC+8, in quarters of an hour. */
#define NETWORK_ZONE	32

static const struct network_hooks network_hooks = {
	.tell = control_tell,
	.line = at_line,
	.data = at_data,
	.submit = smsc_submit,
	.drain = delivery_drain,
};

struct network *
network_new(const char *folder, GError **error)
{
	struct network *network;

	if (g_mkdir_with_parents(folder, 0700) < 0) {
		g_set_error(error, G_FILE_ERROR,
		    g_file_error_from_errno(errno), "%s: %s", folder,
		    g_strerror(errno));
		return NULL;
	}
	network = g_new0(struct network, 1);
	network->folder = g_strdup(folder);
	network->zone = NETWORK_ZONE;
	network->keep_ledger = TRUE;
	network->modems = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)modem_free);
	network->handsets = g_hash_table_new_full(g_str_hash, g_str_equal,
	    g_free, (GDestroyNotify)handset_free);
	network->ussd = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
	    g_free);
	network->hooks = &network_hooks;
	network->control = control_new(network, folder, control_command, error);
	if (network->control == NULL) {
		network_free(network);
		return NULL;
	}
	return network;
}

void
network_free(struct network *network)
{
	g_clear_pointer(&network->control, control_free);
	g_ptr_array_unref(network->modems);
	g_hash_table_unref(network->handsets);
	g_hash_table_unref(network->ussd);
	g_queue_clear_full(&network->ledger, g_free);
	g_free(network->folder);
	g_free(network);
}

struct modem *
network_add_modem(struct network *network, const char *number, GError **error)
{
	guint index = network->modems->len;
	g_autofree char *name = g_strdup_printf("modem%u", index);
	g_autofree char *stored = phone_normalise(number);
	struct modem *modem = modem_new(network, name, stored, index);

	g_ptr_array_add(network->modems, modem);
	return modem_plug(modem, error) ? modem : NULL;
}
