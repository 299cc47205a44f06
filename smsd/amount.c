/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See amount.h.
 */
#include "smsd/amount.h"

#include <string.h>

#define AMOUNT_GAP	8	/* characters between the words and the amount */
#define AMOUNT_GAP_BARE	2	/* where nothing says that it is money */
#define AMOUNT_UNIT	"元"
#define AMOUNT_STOPS	",.;。不低少充"	/* then it is another number */
#define AMOUNT_YUAN_MAX	1000000

static gboolean	amount_behind(const char *at, int *fen);

gboolean
amount_find(const char *answer, const char *words, int *fen)
{
	/* Full-width digits are digits. */
	g_autofree char *plain = g_utf8_normalize(answer, -1,
	    G_NORMALIZE_NFKC);
	const char *at = plain;

	while (at != NULL && (at = strstr(at, words)) != NULL) {
		if (amount_behind(at + strlen(words), fen))
			return TRUE;
		if (*at == '\0')
			break;
		at = g_utf8_next_char(at);
	}
	return FALSE;
}

/* ":12.30元", "为-3元", " 5"; not "不足,请充值50元", "查询请拨10086". */
static gboolean
amount_behind(const char *at, int *fen)
{
	gboolean debt = FALSE, money;
	int gap = 0, yuan = 0, cents = 0, scale = 10;

	for (; !g_ascii_isdigit(*at); at = g_utf8_next_char(at)) {
		if (*at == '\0' || ++gap > AMOUNT_GAP ||
		    g_utf8_strchr(AMOUNT_STOPS, -1, g_utf8_get_char(at)) != NULL)
			return FALSE;
		debt = *at == '-';
	}
	for (; g_ascii_isdigit(*at) || (*at == ',' && g_ascii_isdigit(at[1]));
	    at++) {
		if (*at != ',')
			yuan = MIN(yuan * 10 + (*at - '0'), AMOUNT_YUAN_MAX);
	}
	money = *at == '.' && g_ascii_isdigit(at[1]);
	for (at += money; money && g_ascii_isdigit(*at); at++, scale /= 10)
		cents += (*at - '0') * scale;
	while (*at == ' ')
		at++;
	*fen = (yuan * 100 + cents) * (debt ? -1 : 1);
	return money || gap <= AMOUNT_GAP_BARE ||
	    g_str_has_prefix(at, AMOUNT_UNIT);
}
