/*
 * See kept.h.
 */
#include "modem/kept.h"

#include <string.h>

#include "modem/modem.h"
#include "modem/side.h"

#define KEPT_ASK_MS	10000

static char	*kept_ask(struct modem *modem, int which);
static char	*kept_whole(const char *lines);
static char	*kept_third_name(const char *lines);
static gboolean	kept_check_one(struct modem *modem, int which);

static const struct {
	const char *question;
	char	*(*said)(const char *lines);
	const char *forgotten;
} kept_table[KEPT_COUNT] = {
	{ "AT+CNMI?", kept_whole, "events are off" },
	/* The filter knows whether it has to be in PDU mode. */
	{ "AT+CMGF?", NULL, NULL },
	{ "AT+CPMS?", kept_third_name, "new texts go elsewhere" },
};

void
kept_learn(struct modem *modem)
{
	kept_clear(&modem->kept);
	for (int i = 0; i < KEPT_COUNT; i++)
		modem->kept.said[i] = kept_ask(modem, i);
}

gboolean
kept_check(struct modem *modem)
{
	modem->kept.turn = modem->kept.turn % (KEPT_COUNT - 1) + 1;
	return kept_check_one(modem, 0) &&
	    kept_check_one(modem, modem->kept.turn);
}

void
kept_clear(struct kept *kept)
{
	for (int i = 0; i < KEPT_COUNT; i++)
		g_clear_pointer(&kept->said[i], g_free);
}

/* A question that is not answered says nothing. */
static gboolean
kept_check_one(struct modem *modem, int which)
{
	g_autofree char *said = kept_ask(modem, which);

	if (modem->ending)
		return FALSE;
	if (said == NULL || modem->kept.said[which] == NULL ||
	    strcmp(said, modem->kept.said[which]) == 0)
		return TRUE;
	modem_fault(modem, "reboot", "%s", kept_table[which].forgotten);
	modem_end(modem, MODEM_EXIT_REBOOT);
	return FALSE;
}

static char *
kept_ask(struct modem *modem, int which)
{
	g_autofree char *lines = side_ask(modem->side,
	    kept_table[which].question, KEPT_ASK_MS);

	return side_is_ok(lines) && kept_table[which].said != NULL ?
	    kept_table[which].said(lines) : NULL;
}

static char *
kept_whole(const char *lines)
{
	return g_strdup(lines);
}

/* +CPMS: "SM",0,50,"SM",0,50,"MT",0,50: the first two are libgammu's to change,
 * and the counts anybody's. */
static char *
kept_third_name(const char *lines)
{
	g_auto(GStrv) pieces = g_strsplit(lines, "\"", -1);

	return g_strv_length(pieces) > 6 ? g_strdup(pieces[5]) : NULL;
}
