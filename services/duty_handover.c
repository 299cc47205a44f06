/*
 * See duty_handover.h.
 */
#include "services/duty_handover.h"

#include <string.h>

#include "base/clock.h"
#include "db/contact.h"
#include "db/outbox.h"
#include "menus/fill.h"

gboolean
duty_handover_say(struct db *db, const struct menu *menu, const char *line,
    const struct cadre *cadre, gint64 household_id, int day, const char *phone,
    gboolean *said, GError **error)
{
	g_autoptr(GHashTable) fill = g_hash_table_new_full(g_str_hash,
	    g_str_equal, g_free, g_free);
	const struct screen *screen = menu_screen(menu, cadre->public ?
	    "duty.handover" : "duty.handover.plain");
	g_autofree char *key = g_strdup_printf("handover:%s:%" G_GINT64_FORMAT
	    ":%d:%s", cadre->code, household_id, day, phone);
	g_autofree char *text = NULL;
	struct outbox_msg msg = {
		.key = key,
		.bearer = BEARER_SMS,
		.line = (char *)line,
		.modem = (char *)"",
		.lane = LANE_NOTICE,
		.phone = (char *)phone,
		.not_before = clock_now(),
	};
	gboolean out;
	gint64 id;

	*said = FALSE;
	if (!contact_opted_out(db, phone, CONTACT_PERSONAL, &out, error))
		return FALSE;
	if (out)
		return TRUE;
	fill_set(fill, "who", cadre->name);
	fill_set(fill, "phone", g_str_has_prefix(cadre->mobile, "+86") ?
	    cadre->mobile + strlen("+86") : cadre->mobile);
	msg.text = text = fill_text(screen->text, fill);
	return outbox_add(db, &msg, &id, said, error);
}
