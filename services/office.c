/*
 * Notices to the people on duty.
 */
#include "services/office.h"

#include "base/clock.h"
#include "menus/fill.h"
#include "menus/turn.h"

#define OFFICE_PROBE_LIFE	CLOCK_HOUR

static gboolean office_add(struct dialog *dialog, const struct office_notice *notice,
		    const char *phone, const char *text, GError **error);

static const struct saying office_says[] = {
	{ "modem.down", "modem since waiting" },
	{ "modem.alone", "modem since waiting" },
	{ "modem.back", "modem since" },
	{ "modem.other", "modem" },
	{ "balance.low", "days modem yuan" },
	{ "balance.paused", "modem yuan" },
	{ "probe.test", "modem" },
	{ "probe.silent", "modem" },
	{ "guard.ceiling", "waiting" },
	{ NULL, NULL }
};


const struct service office_service = {
	.name = "office",
	.rank = SERVICE_SILENT,
	.says = office_says,
};

GHashTable *
office_fill(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

gboolean
office_say(struct dialog *dialog, const struct office_notice *notice, int *phones,
    GError **error)
{
	const struct screen *screen = menu_screen(dialog->menu, notice->screen);
	char **duty = dialog->options->duty_phones;
	g_autofree char *text = fill_text(screen->text, notice->fill);

	for (*phones = 0; duty != NULL && duty[*phones] != NULL; (*phones)++) {
		if (!office_add(dialog, notice, duty[*phones], text, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
office_probe(struct db *db, const struct menu *menu,
    const struct office_probe *probe, GError **error)
{
	const struct screen *screen = menu_screen(menu, "probe.test");
	g_autoptr(GHashTable) fill = office_fill();
	g_autofree char *text = NULL, *key = office_probe_key(probe->modem,
	    probe->at, probe->phone);
	struct outbox_msg msg = {
		.key = key,
		.bearer = BEARER_SMS,
		.line = (char *)probe->line,
		.modem = (char *)probe->modem,
		.lane = probe->lane,
		.phone = (char *)probe->phone,
		.not_after = clock_now() + OFFICE_PROBE_LIFE,
	};
	gboolean added;
	gint64 id;

	fill_set(fill, "modem", probe->modem);
	msg.text = text = fill_text(screen->text, fill);
	return outbox_add(db, &msg, &id, &added, error);
}

char *
office_probe_key(const char *modem, gint64 at, const char *phone)
{
	return g_strdup_printf("probe:%s:%010" G_GINT64_FORMAT ":%s", modem, at,
	    phone);
}

static gboolean
office_add(struct dialog *dialog, const struct office_notice *notice,
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
