/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See modem_fault.h.
 */
#include "smsd/modem_fault.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"

#define FAULT_FRESH	(10 * CLOCK_MINUTE)

/* Faults that pass; all others last. */
static const struct {
	const char *name;
	gboolean noise;		/* nobody can do anything about it */
} fault_passing[] = {
	{ "unknown line", TRUE },
	{ "broken line", TRUE },
	{ "long line", TRUE },
	{ "deadline", FALSE },
	{ "no answer", FALSE },
	{ "text mode", FALSE },
	{ "listing failed", FALSE },
	{ "slot not freed", FALSE },
	{ "reset", FALSE },
	{ "order refused", FALSE },
	{ "code refused", FALSE },
};

void
modem_fault_clear(struct modem_fault *fault)
{
	g_free(fault->words);
	memset(fault, 0, sizeof(*fault));
}

void
modem_fault_set(struct modem_fault *fault, guint run, char *words)
{
	g_free(fault->words);
	*fault = (struct modem_fault){ .words = words, .run = run };
}

void
modem_fault_tell(struct modem_fault *fault, guint run, const char *modem,
    const char *name, const char *detail)
{
	g_autofree char *words = *detail == '\0' ? g_strdup(name) :
	    g_strdup_printf("%s: %s", name, detail);
	gsize i = 0;

	while (i < G_N_ELEMENTS(fault_passing) &&
	    strcmp(fault_passing[i].name, name) != 0)
		i++;
	if (i < G_N_ELEMENTS(fault_passing) && fault_passing[i].noise) {
		log_info("modem %s: %s", modem, words);
		return;
	}
	log_warning("modem %s: %s", modem, words);
	modem_fault_set(fault, run, g_steal_pointer(&words));
	if (i < G_N_ELEMENTS(fault_passing))
		fault->until = clock_elapsed() + FAULT_FRESH;
}

void
modem_fault_fixed(struct modem_fault *fault, guint run)
{
	if (fault->run != run)
		modem_fault_clear(fault);
}

const char *
modem_fault_words(const struct modem_fault *fault)
{
	if (fault->words == NULL ||
	    (fault->until != 0 && fault->until <= clock_elapsed()))
		return "";
	return fault->words;
}
