/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See network.h.
 */
#include "modem/network.h"

#include <stdlib.h>
#include <string.h>

#include "modem/filter_link.h"

#define NETWORK_ASK_MS	10000

/* <stat> of TS 27.007 7.2; 6 and 7 are "SMS only", 9 and 10 "no fallback". */
static const struct {
	int	 stat;
	enum network network;
} network_stats[] = {
	{ 1, NETWORK_IN }, { 5, NETWORK_IN }, { 6, NETWORK_IN },
	{ 7, NETWORK_IN }, { 9, NETWORK_IN }, { 10, NETWORK_IN },
	{ 3, NETWORK_DENIED }, { 0, NETWORK_SEARCHING },
	{ 2, NETWORK_SEARCHING }, { 4, NETWORK_SEARCHING },
};

static gboolean	network_read(const char *lines, const char *name,
	    enum network *network);

/* The first that says yes is believed; of the others the one that says most. */
enum network
network_ask(struct modem *modem)
{
	static const char *const names[] = { "+CREG", "+CEREG", "+CGREG" };
	enum network worst = NETWORK_SEARCHING;
	gboolean told = FALSE;

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *command = g_strdup_printf("AT%s?", names[i]);
		g_autofree char *lines = filter_link_ask(modem->filter, command,
		    NETWORK_ASK_MS);
		enum network network;

		if (!network_read(lines, names[i], &network))
			continue;
		if (network == NETWORK_IN)
			return NETWORK_IN;
		told = TRUE;
		worst = MAX(worst, network);
	}
	return told ? worst : NETWORK_IN;
}

/* "+CEREG: 0,1" or, unasked for and yet seen, "+CEREG: 1". */
static gboolean
network_read(const char *lines, const char *name, enum network *network)
{
	const char *at = lines != NULL ? strstr(lines, name) : NULL;
	const char *comma;
	int stat;

	if (at == NULL || at[strlen(name)] != ':')
		return FALSE;
	at += strlen(name) + 1;
	comma = strchr(at, ',');
	stat = atoi(comma != NULL ? comma + 1 : at);
	for (gsize i = 0; i < G_N_ELEMENTS(network_stats); i++) {
		if (network_stats[i].stat == stat) {
			*network = network_stats[i].network;
			return TRUE;
		}
	}
	return FALSE;
}
