/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Notices to the people on duty.
 */
#include "services/office.h"

#include "base/clock.h"
#include "menus/fill.h"
#include "menus/say.h"

#define OFFICE_PROBE_LIFE	CLOCK_HOUR

static const struct saying office_says[] = {
	{ "modem.down", "modem since waiting", SAY_OFFICE },
	{ "modem.alone", "modem since waiting", SAY_OFFICE },
	{ "modem.back", "modem since", SAY_OFFICE },
	{ "modem.other", "modem", SAY_OFFICE },
	{ "balance.low", "days modem yuan", SAY_OFFICE },
	{ "balance.paused", "modem yuan", SAY_OFFICE },
	{ "probe.test", "modem", SAY_OFFICE },
	{ "probe.silent", "modem", SAY_OFFICE },
	{ "guard.ceiling", "waiting", SAY_OFFICE },
	{ "agenda.parked", "count", SAY_OFFICE },
	{ NULL, NULL, SAY_REPLY }
};


const struct service office_service = {
	.name = "office",
	.says = office_says,
};

gboolean
office_say(struct dialog *dialog, const struct office_notice *notice, int *phones,
    GError **error)
{
	char **duty = dialog->options->duty_phones;

	for (*phones = 0; duty != NULL && duty[*phones] != NULL; (*phones)++) {
		g_autofree char *key = g_strdup_printf("%s:%s", notice->key,
		    duty[*phones]);
		const struct say say = {
			.screen = notice->screen, .fill = notice->fill,
			.phone = duty[*phones], .line = notice->line, .key = key,
			.urgent = notice->urgent,
		};
		enum say_result result;

		if (!say_text(dialog, &say, &result, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
office_probe(struct dialog *dialog, const struct office_probe *probe,
    GError **error)
{
	g_autoptr(GHashTable) fill = fill_new();
	g_autofree char *key = office_probe_key(probe->modem, probe->at,
	    probe->phone);
	const struct say say = {
		.screen = "probe.test", .fill = fill, .phone = probe->phone,
		.line = probe->line, .modem = probe->modem, .key = key,
		.urgent = probe->urgent,
		.not_after = clock_now() + OFFICE_PROBE_LIFE,
	};
	enum say_result result;

	fill_set(fill, "modem", probe->modem);
	return say_text(dialog, &say, &result, error);
}

char *
office_probe_key(const char *modem, gint64 at, const char *phone)
{
	return g_strdup_printf("probe:%s:%010" G_GINT64_FORMAT ":%s", modem, at,
	    phone);
}
