/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See duty_handover.h.
 */
#include "services/duty_handover.h"

#include "base/clock.h"
#include "base/phone.h"
#include "menus/fill.h"
#include "menus/say.h"

gboolean
duty_handover_say(struct dialog *dialog, const char *line,
    const struct cadre *cadre, gint64 household_id, int day, const char *phone,
    gboolean *said, GError **error)
{
	g_autoptr(GHashTable) fill = fill_new();
	g_autofree char *key = g_strdup_printf("handover:%s:%" G_GINT64_FORMAT
	    ":%d:%s", cadre->code, household_id, day, phone);
	const struct say say = {
		.screen = cadre->public ? "duty.handover" : "duty.handover.plain",
		.fill = fill, .phone = phone, .line = line, .key = key,
		.since = clock_now(),
	};
	g_autofree char *number = phone_national(cadre->mobile);
	enum say_result result;

	fill_set(fill, "who", cadre->name);
	fill_set(fill, "phone", number);
	if (!say_text(dialog, &say, &result, error))
		return FALSE;
	*said = result == SAY_SAID;
	return TRUE;
}
