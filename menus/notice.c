/*
 * Notices to the people on duty.
 */
#include "menus/notice.h"

#include "menus/fill.h"
#include "menus/turn.h"

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
