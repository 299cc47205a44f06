/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The option table of xiangyin.conf.  Order is the order of the manual and of
 * the print-back: sections together, what matters most first.
 */
#include "smsd/config_option.h"

#include <stddef.h>
#include <string.h>

#define TOP(field)	offsetof(struct config, field)
#define DIALOG(field)	offsetof(struct config, dialog.field)
#define LINE(field)	offsetof(struct line_config, field)
#define TAG(field)	offsetof(struct tag_config, field)
#define MODEM(field)	offsetof(struct modem_config, field)

static const struct option config_table[] = {
	{ "", "database", OPTION_PATH, TOP(database),
	  "/var/lib/xiangyin/xiangyin.db", 0, 0, NULL,
	  "The SQLite file everything is kept in; made when it is missing." },
	{ "", "control", OPTION_PATH, TOP(control),
	  "/run/xiangyin/control", 0, 0, NULL,
	  "The socket on which xiangyin(1) reaches the engine." },
	{ "", "control_group", OPTION_NAME, TOP(control_group),
	  "xiangyin", 0, 0, NULL,
	  "Members of this group may use the control socket, beside root." },
	{ "", "menus", OPTION_PATH, TOP(menus),
	  "/etc/xiangyin/menus", 0, 0, NULL,
	  "The directory of the menus and the lexicon, see xiangyin-menus(5)." },
	{ "", "timezone", OPTION_TEXT, TOP(timezone),
	  "Asia/Shanghai", 0, 0, NULL,
	  "The county's time zone, by its name in /usr/share/zoneinfo." },
	{ "", "modem_program", OPTION_PATH, TOP(modem_program),
	  "", 0, 0, NULL,
	  "The program started for each modem; empty for xiangyin-modem." },
	{ "", "metrics", OPTION_PATH, TOP(metrics), "", 0, 0, NULL,
	  "A file for a monitoring system, in Prometheus' text format; empty "
	  "for none." },
	{ "", "metrics_every", OPTION_INTEGER, TOP(metrics_every_s),
	  "30", 1, 3600, "s",
	  "How often that file is written." },
	{ "", "duty_phones", OPTION_NUMBERS, TOP(duty_phones),
	  "", 0, 0, NULL,
	  "Telephones of the people on duty, told at once of words of danger to life "
	  "and, in their hours, of a modem that is down or whatever else the box "
	  "needs; empty: nobody is told." },
	{ "", "probe_phones", OPTION_NUMBERS, TOP(probe_phones), "", 0, 0, NULL,
	  "Telephones of the office's own, best one of each operator, that every "
	  "modem sends test texts to." },
	{ "", "probe_every", OPTION_INTEGER, TOP(probe_every_h),
	  "6", 0, 24, "h",
	  "How often, but not at night; when none arrives the people on duty "
	  "are told; 0 never." },

	{ "dialogue", "story_chars", OPTION_INTEGER, DIALOG(story_chars),
	  "6", 1, 70, "characters",
	  "A first text with this many meaningful Chinese characters is "
	  "receipted at once; a lighter one waits for more." },
	{ "dialogue", "hold", OPTION_INTEGER, DIALOG(hold_s),
	  "180", 0, 3600, "s",
	  "What follows within this time joins the same complaint." },
	{ "dialogue", "hold_max", OPTION_INTEGER, DIALOG(hold_max_s),
	  "900", 0, 86400, "s",
	  "A complaint in pieces is receipted after this time at the latest." },
	{ "dialogue", "menu_every", OPTION_INTEGER, DIALOG(menu_every_s),
	  "86400", 0, 2592000, "s",
	  "A stranger gets the unasked menu at most once in this time." },
	{ "dialogue", "parts_wait", OPTION_INTEGER, TOP(parts_wait_s),
	  "600", 1, 86400, "s",
	  "After this time a long text is taken without its missing parts." },

	{ "guards", "replies_per_hour", OPTION_INTEGER,
	  DIALOG(replies_per_hour), "10", 0, 10000, "texts",
	  "Automatic answers to one telephone in an hour; 0 no limit." },
	{ "guards", "replies_per_day", OPTION_INTEGER,
	  DIALOG(replies_per_day), "30", 0, 100000, "texts",
	  "Automatic answers to one telephone in a day; 0 no limit." },
	{ "guards", "thirds_per_hour", OPTION_INTEGER,
	  DIALOG(thirds_per_hour), "10", 0, 10000, "texts",
	  "Texts of one telephone in an hour that may make us text others; 0 no "
	  "limit." },
	{ "guards", "thirds_per_day", OPTION_INTEGER,
	  DIALOG(thirds_per_day), "30", 0, 100000, "texts",
	  "Texts of one telephone in a day that may make us text others; 0 no "
	  "limit." },
	{ "guards", "identical", OPTION_INTEGER, DIALOG(identical_limit),
	  "3", 0, 1000, "texts",
	  "This many equal texts within 10 minutes silence a telephone for an "
	  "hour; 0 no limit." },
	{ "guards", "reserve_percent", OPTION_INTEGER, TOP(reserve_percent),
	  "20", 0, 90, "percent",
	  "Part of each SIM's hour and day kept free for alerts and replies." },

	{ "guards", "replies_per_text", OPTION_INTEGER, TOP(replies_per_text),
	  "3", 0, 1000, "texts",
	  "More answers than this for each text that a SIM got in 24 hours are "
	  "a fault in status; 0 no limit." },
	{ "guards", "unasked_per_day", OPTION_INTEGER, TOP(unasked_per_day),
	  "2", 0, 1000, "texts",
	  "Notices and surveys to one telephone in 24 hours, the others wait; "
	  "0 no limit." },
	{ "guards", "unasked_per_week", OPTION_INTEGER, TOP(unasked_per_week),
	  "6", 0, 1000, "texts",
	  "Notices and surveys to one telephone in 7 days, the others wait; "
	  "0 no limit." },
	{ "guards", "parts_per_day", OPTION_INTEGER, TOP(parts_per_day),
	  "2000", 0, 1000000, "parts",
	  "Most parts sent by all modems in 24 hours; then only alerts leave, "
	  "and the people on duty are told; 0 no limit." },

	{ "duty", "line", OPTION_TEXT, TOP(duty_line), "", 0, 0, NULL,
	  "The line that cadres are reminded by; empty for the first of lines." },
	{ "duty", "check_line", OPTION_TEXT, TOP(check_line), "", 0, 0, NULL,
	  "The survey centre's line, by which some households are asked whether "
	  "anybody called; empty for not at all." },
	{ "duty", "back_days", OPTION_INTEGER, DIALOG(duty_back_days),
	  "7", 0, 31, "days",
	  "How long ago the contact can have been that a cadre reports." },
	{ "duty", "close_day", OPTION_INTEGER, DIALOG(duty_close_day),
	  "3", 1, 28, "day",
	  "Until the end of this day of the next month contacts of a month can "
	  "be reported." },

	{ "tags", "name", OPTION_TEXT, TAG(name), NULL, 0, 0, NULL,
	  "The tag as it stands in the register of households." },
	{ "tags", "per_month", OPTION_INTEGER, TAG(per_month),
	  "1", 1, 3, "contacts",
	  "How often such a household is to be contacted in a month, ten days "
	  "apart." },
	{ "tags", "visit", OPTION_SWITCH, TAG(visit), "false", 0, 0, NULL,
	  "In person at least once a quarter." },
	{ "tags", "away", OPTION_SWITCH, TAG(away), "false", 0, 0, NULL,
	  "All of the household are away: by telephone only." },
	{ "tags", "key", OPTION_SWITCH, TAG(key), "true", 0, 0, NULL,
	  "A key household: named first." },
	{ "tags", "lingers", OPTION_SWITCH, TAG(lingers), "false", 0, 0, NULL,
	  "Counts also in the month after it was taken off." },

	{ "quiet_hours", "from", OPTION_TIME, TOP(quiet_from),
	  "20:00", 0, 0, NULL,
	  "From this time of day nothing unasked is sent; replies and alerts "
	  "are." },
	{ "quiet_hours", "to", OPTION_TIME, TOP(quiet_to),
	  "08:00", 0, 0, NULL,
	  "Until this time of day; the same as from for no quiet hours." },
	{ "quiet_hours", "duty_from", OPTION_TIME, TOP(duty_from),
	  "21:30", 0, 0, NULL,
	  "From this time of day cadres are not reminded." },
	{ "quiet_hours", "duty_to", OPTION_TIME, TOP(duty_to),
	  "07:30", 0, 0, NULL,
	  "Until this time of day; the same as duty_from for no such hours." },

	{ "lines", "name", OPTION_NAME, LINE(name), NULL, 0, 0, NULL,
	  "Name of a line, the number people know; one or more modems serve "
	  "it." },

	{ "lines", "takeover", OPTION_INTEGER, LINE(takeover_s),
	  "300", 0, 86400, "s",
	  "A text bound for a modem that has been unable to send for this long "
	  "leaves by another of its line." },

	{ "modems", "name", OPTION_NAME, MODEM(name), NULL, 0, 0, NULL,
	  "Name of the modem in logs and commands." },
	{ "modems", "device", OPTION_PATH, MODEM(device), NULL, 0, 0, NULL,
	  "Its serial device, best by its stable name under "
	  "/dev/serial/by-id." },
	{ "modems", "connection", OPTION_CONNECTION, MODEM(connection),
	  "at115200", 0, 0, NULL,
	  "How the device speaks: at and the speed of the serial port." },
	{ "modems", "line", OPTION_NAME, MODEM(line), NULL, 0, 0, NULL,
	  "The line it serves, one of lines." },
	{ "modems", "number", OPTION_NUMBER, MODEM(number), "", 0, 0, NULL,
	  "The SIM's own number; texts from it are never answered." },
	{ "modems", "pin", OPTION_SECRET, MODEM(pin), "", 0, 0, NULL,
	  "The SIM's PIN." },
	{ "modems", "smsc", OPTION_NUMBER, MODEM(smsc), "", 0, 0, NULL,
	  "Number of the message centre; empty to ask the SIM." },
	{ "modems", "per_minute", OPTION_INTEGER, MODEM(per_minute),
	  "6", 0, 6000, "parts",
	  "Most parts sent in any minute; 0 no limit." },
	{ "modems", "jitter", OPTION_INTEGER, MODEM(jitter_percent),
	  "30", 0, 90, "percent",
	  "Texts nobody asked for leave one by one, a minute over per_minute "
	  "apart, give or take so much." },
	{ "modems", "per_hour", OPTION_INTEGER, MODEM(per_hour),
	  "100", 0, 100000, "parts",
	  "Most parts sent in any hour; 0 no limit." },
	{ "modems", "per_day", OPTION_INTEGER, MODEM(per_day),
	  "250", 0, 1000000, "parts",
	  "Most parts sent in any 24 hours; 0 no limit." },
	{ "modems", "identical_per_hour", OPTION_INTEGER,
	  MODEM(identical_per_hour), "100", 0, 100000, "texts",
	  "Equal notices or surveys in any hour to people who have never "
	  "texted us; 0 no limit." },
	{ "modems", "power", OPTION_TEXT, MODEM(power), "", 0, 0, NULL,
	  "A command that cuts the modem's power and gives it back, run by "
	  "/bin/sh when nothing gentler has helped; XIANGYIN_MODEM and "
	  "XIANGYIN_DEVICE tell it which." },
	{ "modems", "power_wait", OPTION_INTEGER, MODEM(power_wait_s),
	  "30", 1, 600, "s",
	  "How long after that command the modem is tried again." },
	{ "modems", "power_per_hour", OPTION_INTEGER, MODEM(power_per_hour),
	  "2", 0, 60, "times",
	  "How often in an hour its power may be cut; 0 never." },
	{ "modems", "alarm", OPTION_INTEGER, MODEM(alarm_s),
	  "900", 0, 86400, "s",
	  "When it has been unable to send for this long the people on duty are "
	  "told; 0 never." },
	{ "modems", "balance_ask", OPTION_TEXT, MODEM(balance_ask), "", 0, 0,
	  NULL,
	  "How the operator is asked for the SIM's credit: a USSD code such as "
	  "*100#, or the words it is texted where balance_number is set; empty "
	  "for not at all." },
	{ "modems", "balance_number", OPTION_NUMBER, MODEM(balance_number), "",
	  0, 0, NULL,
	  "The operator's number for such texts, 10086 for one; empty where "
	  "balance_ask is a USSD code." },
	{ "modems", "balance_words", OPTION_TEXT, MODEM(balance_words),
	  "余额", 0, 0, NULL,
	  "The words that stand before the amount in its answer." },
	{ "modems", "balance_at", OPTION_TIME, MODEM(balance_at), "08:30", 0, 0,
	  NULL,
	  "When it is asked each day; in office hours, because somebody has to "
	  "top up." },
	{ "modems", "balance_days", OPTION_INTEGER, MODEM(balance_days),
	  "3", 0, 365, "days",
	  "The people on duty are told when the credit lasts for fewer days; 0 "
	  "never." },
	{ "modems", "balance_pause", OPTION_INTEGER, MODEM(balance_pause),
	  "5", 0, 10000, "yuan",
	  "With less than this left only replies and alerts leave; 0 all do." },
	{ "modems", "warm_up_from", OPTION_DATE, MODEM(warm_up_from),
	  "", 0, 0, NULL,
	  "The day a new SIM came into use; empty when it is not new." },
	{ "modems", "warm_up_days", OPTION_INTEGER, MODEM(warm_up_days),
	  "7", 0, 365, "days",
	  "How long a new SIM is spared." },
	{ "modems", "warm_up_per_day", OPTION_INTEGER, MODEM(warm_up_per_day),
	  "50", 0, 1000000, "parts",
	  "Most parts a new SIM sends in any 24 hours; 0 no limit." },
	{ "modems", "keep_link", OPTION_SWITCH, MODEM(keep_link),
	  "false", 0, 0, NULL,
	  "Keep the radio link open between texts (AT+CMMS=2): faster, where "
	  "the modem can." },
	{ "modems", "send_pause", OPTION_INTEGER, MODEM(send_pause_ms),
	  "0", 0, 1000, "ms",
	  "Longest of libgammu's fixed pauses, 0.7 s a part in all; 500 for "
	  "an old serial modem that loses octets." },
	{ "modems", "poll", OPTION_INTEGER, MODEM(poll_s),
	  "60", 5, 3600, "s",
	  "How often the SIM is read although no event said so." },
	{ "modems", "answer_wait", OPTION_INTEGER, MODEM(answer_wait_s),
	  "120", 5, 600, "s",
	  "Longest wait for the network's answer to a part." },
};

static const char *const config_type_names[] = {
	[OPTION_TEXT] = "string",
	[OPTION_PATH] = "path",
	[OPTION_NAME] = "name",
	[OPTION_CONNECTION] = "string",
	[OPTION_SECRET] = "string of 4 to 8 digits",
	[OPTION_NUMBER] = "telephone number",
	[OPTION_NUMBERS] = "list of telephone numbers",
	[OPTION_DATE] = "date, YYYY-MM-DD",
	[OPTION_TIME] = "time of day, HH:MM",
	[OPTION_INTEGER] = "integer",
	[OPTION_SWITCH] = "true or false",
};

G_DEFINE_QUARK(config-error-quark, config_error)

gboolean
config_has_line(const struct config *config, const char *line)
{
	for (guint i = 0; i < config->lines->len; i++) {
		if (g_strcmp0(g_array_index(config->lines, struct line_config,
		    i).name, line) == 0)
			return TRUE;
	}
	return FALSE;
}

const struct option *
config_options(int *count)
{
	*count = G_N_ELEMENTS(config_table);
	return config_table;
}

const struct option *
config_option_find(const char *section, const char *name)
{
	for (gsize i = 0; i < G_N_ELEMENTS(config_table); i++) {
		if (strcmp(config_table[i].section, section) == 0 &&
		    strcmp(config_table[i].name, name) == 0)
			return &config_table[i];
	}
	return NULL;
}

char *
config_option_describe(const struct option *option)
{
	GString *s = g_string_new(config_type_names[option->type]);

	if (option->type == OPTION_INTEGER)
		g_string_append_printf(s, ", %s, %d to %d", option->unit,
		    option->min, option->max);
	if (option->preset == NULL)
		g_string_append(s, ", required");
	else if (*option->preset == '\0')
		g_string_append(s, ", default empty");
	else
		g_string_append_printf(s, ", default %s", option->preset);
	return g_string_free(s, FALSE);
}
