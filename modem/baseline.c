/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See baseline.h.
 */
#include "modem/baseline.h"

#include <string.h>

#include "modem/filter_link.h"
#include "modem/modem.h"

#define BASELINE_COUNT	3
#define BASELINE_ASK_MS	10000

struct baseline {
	char	*said[BASELINE_COUNT];	/* NULL not known */
	int	 next;
};

static char	*baseline_ask(struct modem *modem, int which);
static char	*baseline_whole(const char *lines);
static char	*baseline_third_name(const char *lines);
static gboolean	baseline_check_one(struct modem *modem, int which);

static const struct {
	const char *question;
	char	*(*said)(const char *lines);
	const char *forgotten;
} baseline_table[BASELINE_COUNT] = {
	{ "AT+CNMI?", baseline_whole, "events are off" },
	/* The filter knows whether it has to be in PDU mode. */
	{ "AT+CMGF?", NULL, NULL },
	{ "AT+CPMS?", baseline_third_name, "new texts go elsewhere" },
};

void
baseline_learn(struct modem *modem)
{
	baseline_free(modem->baseline);
	modem->baseline = g_new0(struct baseline, 1);
	for (int i = 0; i < BASELINE_COUNT; i++)
		modem->baseline->said[i] = baseline_ask(modem, i);
}

gboolean
baseline_check(struct modem *modem)
{
	struct baseline *baseline = modem->baseline;

	baseline->next = baseline->next % (BASELINE_COUNT - 1) + 1;
	return baseline_check_one(modem, 0) &&
	    baseline_check_one(modem, baseline->next);
}

void
baseline_free(struct baseline *baseline)
{
	if (baseline == NULL)
		return;
	for (int i = 0; i < BASELINE_COUNT; i++)
		g_free(baseline->said[i]);
	g_free(baseline);
}

/* An unanswered query proves nothing. */
static gboolean
baseline_check_one(struct modem *modem, int which)
{
	g_autofree char *said = baseline_ask(modem, which);
	const char *before = modem->baseline->said[which];

	if (modem->ending)
		return FALSE;
	if (said == NULL || before == NULL || strcmp(said, before) == 0)
		return TRUE;
	modem_fault(modem, "reboot", "%s", baseline_table[which].forgotten);
	modem_end(modem, MODEM_EXIT_REBOOT);
	return FALSE;
}

static char *
baseline_ask(struct modem *modem, int which)
{
	g_autofree char *lines = filter_link_ask(modem->filter,
	    baseline_table[which].question, BASELINE_ASK_MS);

	return filter_link_is_ok(lines) && baseline_table[which].said != NULL ?
	    baseline_table[which].said(lines) : NULL;
}

static char *
baseline_whole(const char *lines)
{
	return g_strdup(lines);
}

/* +CPMS: "SM",0,50,"SM",0,50,"MT",0,50: the first two are libgammu's to change,
 * and the counts anybody's. */
static char *
baseline_third_name(const char *lines)
{
	g_auto(GStrv) pieces = g_strsplit(lines, "\"", -1);

	return g_strv_length(pieces) > 6 ? g_strdup(pieces[5]) : NULL;
}
