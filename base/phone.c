/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers by two tables: what is written before a number and means nothing,
 * and which digits make which kind.
 */
#include "base/phone.h"

#include <string.h>

/* IP-call prefixes that handsets keep in front (DOMAIN 5.4). */
static const char *const phone_prefixes[] = {
	"17951", "12593", "17911", "10193", NULL
};

/* Service and short codes, after normalising: never answered by itself. */
static const struct {
	const char *start;
	gsize	 min, max;	/* digits in all */
} phone_services[] = {
	{ "106", 5, 21 },
	{ "100", 5, 6 }, { "101", 5, 6 },
	{ "11", 3, 3 }, { "12", 3, 3 }, { "12", 5, 8 },
	{ "95", 5, 8 }, { "96", 5, 8 },
	{ "400", 10, 10 }, { "800", 10, 10 },
};

static char	*phone_strip(const char *typed, gboolean *letters);
static gboolean	 phone_digits(const char *s);
static gboolean	 phone_is_mobile(const char *national);
static gboolean	 phone_is_landline(const char *national);
static gboolean	 phone_is_area_and_number(const char *digits);
static gboolean	 phone_is_iot(const char *digits);
static const char *phone_without_prefix(const char *national);

char *
phone_normalise(const char *typed)
{
	gboolean letters;
	g_autofree char *plain = phone_strip(typed, &letters);
	const char *digits = plain;

	if (letters)
		return g_strstrip(g_utf8_make_valid(typed, -1));
	if (g_str_has_prefix(digits, "+86"))
		digits += 3;
	else if (*digits == '+')
		return g_steal_pointer(&plain);
	else if (g_str_has_prefix(digits, "0086"))
		digits += 4;
	else if (g_str_has_prefix(digits, "86") && strlen(digits) == 13 &&
	    phone_is_mobile(digits + 2))
		digits += 2;

	digits = phone_without_prefix(digits);
	if (*digits == '0' && phone_is_mobile(digits + 1))
		digits++;
	if (phone_is_mobile(digits) || phone_is_iot(digits))
		return g_strconcat("+86", digits, NULL);
	if (phone_is_landline(digits))
		return g_strconcat("+86", digits + 1, NULL);
	/* +86 915 …: a landline that came without its 0. */
	if (g_str_has_prefix(plain, "+86") && phone_is_area_and_number(digits))
		return g_steal_pointer(&plain);
	return g_strdup(digits);
}

enum phone_kind
phone_kind(const char *stored)
{
	gsize len = strlen(stored);

	if (*stored == '+') {
		if (!phone_digits(stored + 1) || len < 8 || len > 16)
			return PHONE_UNKNOWN;
		if (!g_str_has_prefix(stored, "+86"))
			return PHONE_FOREIGN;
		if (phone_is_mobile(stored + 3))
			return PHONE_MOBILE;
		if (phone_is_iot(stored + 3))
			return PHONE_IOT;
		return phone_is_area_and_number(stored + 3) ? PHONE_LANDLINE :
		    PHONE_UNKNOWN;
	}
	if (!phone_digits(stored))
		return *stored == '\0' ? PHONE_UNKNOWN : PHONE_ALPHANUMERIC;
	for (gsize i = 0; i < G_N_ELEMENTS(phone_services); i++) {
		if (g_str_has_prefix(stored, phone_services[i].start) &&
		    len >= phone_services[i].min &&
		    len <= phone_services[i].max)
			return PHONE_SERVICE;
	}
	return PHONE_UNKNOWN;
}

gboolean
phone_may_answer(const char *stored)
{
	switch (phone_kind(stored)) {
	case PHONE_MOBILE:
	case PHONE_LANDLINE:
	case PHONE_FOREIGN:
		return TRUE;
	default:
		return FALSE;
	}
}

gboolean
phone_is_dialable(const char *stored)
{
	gsize len;

	if (*stored == '+')
		stored++;
	len = strlen(stored);
	return len >= 3 && len <= 20 && phone_digits(stored);
}

char *
phone_mask(const char *stored)
{
	const char *digits = stored;
	gsize len;
	gunichar first;
	char *masked;

	if (g_str_has_prefix(stored, "+86"))
		digits += 3;
	else if (*stored == '+')
		digits++;
	len = strlen(digits);
	if (phone_digits(digits) && len >= 7) {
		masked = g_strdup(digits);
		memset(masked + 3, '*', len - 7);
		return masked;
	}
	/* A service code names no person. */
	if (phone_digits(digits))
		return g_strdup(digits);
	first = g_utf8_get_char_validated(stored, -1);
	if (*stored == '\0' || first == (gunichar)-1 || first == (gunichar)-2)
		return g_strdup("?");
	return g_strdup_printf("%.*s***",
	    (int)(g_utf8_next_char(stored) - stored), stored);
}

char *
phone_national(const char *stored)
{
	switch (phone_kind(stored)) {
	case PHONE_LANDLINE:
		return g_strconcat("0", stored + strlen("+86"), NULL);
	case PHONE_MOBILE:
	case PHONE_IOT:
		return g_strdup(stored + strlen("+86"));
	default:
		return g_strdup(stored);
	}
}

/* Digits and a leading +, full-width ones normal, separators gone; *letters
 * when anything else was there. */
static char *
phone_strip(const char *typed, gboolean *letters)
{
	g_autofree char *valid = g_utf8_make_valid(typed, -1);
	g_autoptr(GString) plain = g_string_new(NULL);
	const char *p;

	*letters = FALSE;
	for (p = valid; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (c >= 0xFF01 && c <= 0xFF5E)
			c -= 0xFEE0;
		if (c >= '0' && c <= '9')
			g_string_append_c(plain, (char)c);
		else if (c == '+' && plain->len == 0)
			g_string_append_c(plain, '+');
		else if (!g_unichar_isspace(c) && strchr("-().", (int)c) == NULL)
			*letters = TRUE;
	}
	if (plain->len == 0)
		*letters = TRUE;
	return g_string_free(g_steal_pointer(&plain), FALSE);
}

static gboolean
phone_digits(const char *s)
{
	return *s != '\0' && s[strspn(s, "0123456789")] == '\0';
}

static gboolean
phone_is_mobile(const char *national)
{
	return strlen(national) == 11 && phone_digits(national) &&
	    national[0] == '1' && national[1] >= '3';
}

static gboolean
phone_is_landline(const char *national)
{
	return national[0] == '0' && phone_is_area_and_number(national + 1);
}

/* Area code (10, 2x, or three digits) and 7-8 digits that begin with 2-9. */
static gboolean
phone_is_area_and_number(const char *digits)
{
	gsize len = strlen(digits), area = 3;

	if (!phone_digits(digits) || digits[0] == '0')
		return FALSE;
	if (g_str_has_prefix(digits, "10") || digits[0] == '2')
		area = 2;
	else if (digits[0] == '1')
		return FALSE;
	return len > area && digits[area] >= '2' &&
	    (len - area == 7 || len - area == 8);
}

static gboolean
phone_is_iot(const char *digits)
{
	return strlen(digits) == 13 && phone_digits(digits) &&
	    (g_str_has_prefix(digits, "10648") ||
	    g_str_has_prefix(digits, "1440"));
}

static const char *
phone_without_prefix(const char *national)
{
	for (int i = 0; phone_prefixes[i] != NULL; i++) {
		gsize len = strlen(phone_prefixes[i]);

		if (g_str_has_prefix(national, phone_prefixes[i]) &&
		    phone_is_mobile(national + len))
			return national + len;
	}
	return national;
}
