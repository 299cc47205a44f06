/*
 * Notices to the people on duty.
 */
#include "menus/notice.h"

#include "base/clock.h"
#include "menus/fill.h"
#include "menus/turn.h"

#define NOTICE_PROBE_LIFE	CLOCK_HOUR

static gboolean notice_add(struct dialog *dialog, const struct notice *notice,
		    const char *phone, const char *text, GError **error);

GHashTable *
notice_fill(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

gboolean
notice_say(struct dialog *dialog, const struct notice *notice, int *phones,
    GError **error)
{
	const struct screen *screen = menu_screen(dialog->menu, notice->screen);
	char **duty = dialog->options->duty_phones;
	g_autofree char *text = fill_text(screen->text, notice->fill);

	for (*phones = 0; duty != NULL && duty[*phones] != NULL; (*phones)++) {
		if (!notice_add(dialog, notice, duty[*phones], text, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
notice_probe(struct db *db, const struct menu *menu,
    const struct notice_probe *probe, GError **error)
{
	const struct screen *screen = menu_screen(menu, "probe.test");
	g_autoptr(GHashTable) fill = notice_fill();
	g_autofree char *text = NULL, *key = notice_probe_key(probe->modem,
	    probe->at, probe->phone);
	struct outbox_msg msg = {
		.key = key,
		.bearer = BEARER_SMS,
		.line = (char *)probe->line,
		.modem = (char *)probe->modem,
		.lane = probe->lane,
		.phone = (char *)probe->phone,
		.not_after = clock_now() + NOTICE_PROBE_LIFE,
	};
	gboolean added;
	gint64 id;

	fill_set(fill, "modem", probe->modem);
	msg.text = text = fill_text(screen->text, fill);
	return outbox_add(db, &msg, &id, &added, error);
}

char *
notice_probe_key(const char *modem, gint64 at, const char *phone)
{
	return g_strdup_printf("probe:%s:%010" G_GINT64_FORMAT ":%s", modem, at,
	    phone);
}

static gboolean
notice_add(struct dialog *dialog, const struct notice *notice,
    const char *phone, const char *text, GError **error)
{
	g_autofree char *key = g_strdup_printf("%s:%s", notice->key, phone);
	const struct outbox_msg msg = {
		.key = key,
		.bearer = BEARER_SMS,
		.line = (char *)notice->line,
		.modem = (char *)"",
		.lane = notice->lane,
		.phone = (char *)phone,
		.text = (char *)text,
	};
	gboolean added;
	gint64 id;

	return outbox_add(dialog->db, &msg, &id, &added, error);
}
