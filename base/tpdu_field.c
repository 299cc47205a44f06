/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Addresses, time stamps and septets: the fields that TPDUs share.
 */
#include "base/tpdu_field.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define TYPE_INTERNATIONAL	0x91	/* ISDN plan */
#define TYPE_UNKNOWN		0x81
#define TYPE_NAMED		0xD0
#define TON(type)		((type) >> 4 & 7)
#define TON_INTERNATIONAL	1
#define TON_NAMED		5
#define GSM7_ESCAPE		0x1B
#define NAME_SEPTETS		11	/* in ten octets of address */

/* Semi-octets (9.1.2.3); 0xF fills the last octet of an odd number. */
static const char tpdu_digits[] = "0123456789*#abc";

static void	tpdu_digits_get(struct tpdu_cursor *at, const guint8 *octets,
		    guint digits, char *to);
static gboolean	tpdu_digits_put(GByteArray *out, const char *digits);
static int	tpdu_two_digits(guint8 octet);
static guint8	tpdu_semi_octets(int value);

void
tpdu_cursor_fault(struct tpdu_cursor *at, enum tpdu_fault fault, gsize pos,
    const char *format, ...)
{
	va_list args;

	if (at->fault != TPDU_SOUND)
		return;
	at->fault = fault;
	at->fault_pos = pos;
	va_start(args, format);
	vsnprintf(at->words, sizeof(at->words), format, args);
	va_end(args);
}

const guint8 *
tpdu_cursor_take(struct tpdu_cursor *at, gsize count, const char *what)
{
	const guint8 *octets;

	if (at->fault != TPDU_SOUND)
		return NULL;
	if (count > at->len - at->pos) {
		tpdu_cursor_fault(at, TPDU_FAULT_SHORT, at->pos,
		    "expected %u octets of %s, %u are there", (guint)count,
		    what, (guint)(at->len - at->pos));
		return NULL;
	}
	octets = at->octets + at->pos;
	at->pos += count;
	return octets;
}

guint8
tpdu_cursor_octet(struct tpdu_cursor *at, const char *what)
{
	const guint8 *octet = tpdu_cursor_take(at, 1, what);

	return octet == NULL ? 0 : *octet;
}

/* The length counts octets, the type included (TS 24.011 8.2.5.1). */
void
tpdu_cursor_smsc(struct tpdu_cursor *at, struct tpdu_address *smsc)
{
	guint8 len = tpdu_cursor_octet(at, "the service centre's address");
	const guint8 *octets;
	char *to = smsc->value;
	guint digits;

	if (len > TPDU_SMSC_MAX)
		tpdu_cursor_fault(at, TPDU_FAULT_SMSC, at->pos - 1,
		    "length %u, expected at most %u", len, TPDU_SMSC_MAX);
	octets = tpdu_cursor_take(at, len, "the service centre's address");
	if (octets == NULL || len == 0)
		return;
	smsc->type = octets[0];
	digits = (len - 1u) * 2;
	if (digits > 0 && octets[len - 1] >> 4 == 0xF)
		digits--;
	if (TON(smsc->type) == TON_INTERNATIONAL && digits > 0)
		*to++ = '+';
	tpdu_digits_get(at, octets + 1, digits, to);
}

/* The length counts semi-octets, without length and type (9.1.2.5). */
void
tpdu_cursor_address(struct tpdu_cursor *at, struct tpdu_address *address,
    const char *what)
{
	guint8 len = tpdu_cursor_octet(at, what);
	const guint8 *octets;
	char *to = address->value;

	if (len > TPDU_DIGITS_MAX)
		tpdu_cursor_fault(at, TPDU_FAULT_ADDRESS, at->pos - 1,
		    "%s of %u digits, expected at most %u", what, len,
		    TPDU_DIGITS_MAX);
	address->type = tpdu_cursor_octet(at, what);
	octets = tpdu_cursor_take(at, (len + 1u) / 2, what);
	if (octets == NULL)
		return;
	if (TON(address->type) == TON_NAMED) {
		guint8 septets[NAME_SEPTETS];
		guint count = len * 4u / 7;
		g_autofree char *name = NULL;

		tpdu_septets_get(octets, 0, count, septets);
		/* Filled up with zero bits when it ends a bit early. */
		if (count > 0 && count * 7 == len * 4u - len * 4u % 8 &&
		    septets[count - 1] == 0)
			count--;
		name = tpdu_septets_text(septets, count);
		g_strlcpy(address->value, name, sizeof(address->value));
		address->named = TRUE;
		return;
	}
	if (TON(address->type) == TON_INTERNATIONAL && len > 0)
		*to++ = '+';
	tpdu_digits_get(at, octets, len, to);
}

/* 9.2.3.11; no error when it is none, the text behind it still counts. */
void
tpdu_cursor_time(struct tpdu_cursor *at, struct tpdu_time *time,
    const char *what)
{
	const guint8 *octets = tpdu_cursor_take(at, 7, what);
	g_autoptr(GDateTime) local = NULL;
	int part[6], zone;

	if (octets == NULL)
		return;
	for (int i = 0; i < 6; i++) {
		part[i] = tpdu_two_digits(octets[i]);
		if (part[i] < 0)
			return;
	}
	/* Bit 3 of the zone's first semi-octet is its sign. */
	zone = tpdu_two_digits(octets[6] & (guint8)~0x08);
	if (zone < 0 || zone > 79)
		return;
	local = g_date_time_new_utc(part[0] + (part[0] >= 90 ? 1900 : 2000),
	    part[1], part[2], part[3], part[4], part[5]);
	if (local == NULL)
		return;
	time->zone = octets[6] & 0x08 ? -zone : zone;
	time->when = g_date_time_to_unix(local) - time->zone * 900;
}

void
tpdu_put_octet(GByteArray *out, guint8 octet)
{
	g_byte_array_append(out, &octet, 1);
}

gboolean
tpdu_put_smsc(GByteArray *out, const struct tpdu_address *smsc)
{
	const char *digits = smsc->value;
	gsize count;

	if (*digits == '\0') {
		tpdu_put_octet(out, 0);
		return TRUE;
	}
	if (*digits == '+')
		digits++;
	count = strlen(digits);
	if (count == 0 || count > TPDU_DIGITS_MAX)
		return FALSE;
	tpdu_put_octet(out, (guint8)(1 + (count + 1) / 2));
	tpdu_put_octet(out, smsc->type);
	return tpdu_digits_put(out, digits);
}

gboolean
tpdu_put_address(GByteArray *out, const struct tpdu_address *address)
{
	const char *digits = address->value;
	guint8 septets[NAME_SEPTETS], packed[10] = { 0 };
	gsize count;
	int named;

	if (address->named) {
		named = tpdu_text_septets(address->value, septets,
		    NAME_SEPTETS);
		if (named < 0)
			return FALSE;
		tpdu_septets_put(packed, 0, (guint)named, septets);
		tpdu_put_octet(out, (guint8)((named * 7 + 3) / 4));
		tpdu_put_octet(out, address->type);
		g_byte_array_append(out, packed, (guint)(named * 7 + 7) / 8);
		return TRUE;
	}
	if (*digits == '+')
		digits++;
	count = strlen(digits);
	if (count > TPDU_DIGITS_MAX)
		return FALSE;
	tpdu_put_octet(out, (guint8)count);
	tpdu_put_octet(out, address->type != 0 ? address->type : TYPE_UNKNOWN);
	return tpdu_digits_put(out, digits);
}

void
tpdu_put_time(GByteArray *out, const struct tpdu_time *time)
{
	g_autoptr(GDateTime) local = g_date_time_new_from_unix_utc(
	    time->when + time->zone * 900);
	guint8 zone = tpdu_semi_octets(ABS(time->zone));
	guint8 octets[7] = { 0 };

	/* A year that GDateTime does not know is written as no time. */
	if (local != NULL && time->when != 0) {
		const guint8 digits[7] = {
			tpdu_semi_octets(g_date_time_get_year(local) % 100),
			tpdu_semi_octets(g_date_time_get_month(local)),
			tpdu_semi_octets(g_date_time_get_day_of_month(local)),
			tpdu_semi_octets(g_date_time_get_hour(local)),
			tpdu_semi_octets(g_date_time_get_minute(local)),
			tpdu_semi_octets(g_date_time_get_second(local)),
			(guint8)(time->zone < 0 ? zone | 0x08 : zone)
		};
		memcpy(octets, digits, sizeof(octets));
	}
	g_byte_array_append(out, octets, sizeof(octets));
}

void
tpdu_septets_get(const guint8 *packed, guint first, guint count,
    guint8 *septets)
{
	for (guint i = 0; i < count; i++) {
		guint bit = (first + i) * 7, shift = bit % 8;
		guint two = packed[bit / 8];

		/* The next octet is there whenever the septet reaches it. */
		if (shift > 1)
			two |= (guint)packed[bit / 8 + 1] << 8;
		septets[i] = (guint8)(two >> shift & 0x7F);
	}
}

void
tpdu_septets_put(guint8 *packed, guint first, guint count,
    const guint8 *septets)
{
	for (guint i = 0; i < count; i++) {
		guint bit = (first + i) * 7, shift = bit % 8;

		packed[bit / 8] |= (guint8)(septets[i] << shift);
		if (shift > 1)
			packed[bit / 8 + 1] |= (guint8)(septets[i] >>
			    (8 - shift));
	}
}

char *
tpdu_septets_text(const guint8 *septets, guint count)
{
	g_autoptr(GString) text = g_string_sized_new(count + 1);

	for (guint i = 0; i < count; i++) {
		gboolean escaped = septets[i] == GSM7_ESCAPE;

		/* An escape at the end, or before another, is a space
		 * (TS 23.038 6.2.1 note 1). */
		if (escaped && (i + 1 == count ||
		    septets[i + 1] == GSM7_ESCAPE)) {
			g_string_append_c(text, ' ');
			continue;
		}
		if (escaped)
			i++;
		g_string_append_unichar(text,
		    text_gsm7_char(septets[i], escaped));
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

int
tpdu_text_septets(const char *utf8, guint8 *septets, guint room)
{
	guint count = 0;

	for (const char *p = utf8; *p != '\0'; p = g_utf8_next_char(p)) {
		int code = text_gsm7_code(g_utf8_get_char(p));

		if (code < 0 || count + (code > 0x7F ? 2 : 1) > room)
			return -1;
		if (code > 0x7F)
			septets[count++] = (guint8)(code >> 8);
		septets[count++] = (guint8)(code & 0x7F);
	}
	return (int)count;
}

static void
tpdu_digits_get(struct tpdu_cursor *at, const guint8 *octets, guint digits,
    char *to)
{
	for (guint i = 0; i < digits; i++) {
		guint8 digit = i % 2 == 0 ? octets[i / 2] & 0x0F :
		    octets[i / 2] >> 4;

		if (digit == 0xF) {
			tpdu_cursor_fault(at, TPDU_FAULT_ADDRESS,
			    (gsize)(octets - at->octets) + i / 2,
			    "digit %u of %u is a filler", i + 1, digits);
			return;
		}
		*to++ = tpdu_digits[digit];
	}
	*to = '\0';
}

static gboolean
tpdu_digits_put(GByteArray *out, const char *digits)
{
	for (; *digits != '\0'; digits += 2) {
		const char *low = strchr(tpdu_digits, digits[0]);
		const char *high = digits[1] == '\0' ? NULL :
		    strchr(tpdu_digits, digits[1]);

		if (low == NULL || (high == NULL && digits[1] != '\0'))
			return FALSE;
		tpdu_put_octet(out, (guint8)((high == NULL ? 0xF :
		    high - tpdu_digits) << 4 | (low - tpdu_digits)));
		if (digits[1] == '\0')
			break;
	}
	return TRUE;
}

/* Swapped semi-octets, -1 when one is no digit. */
static int
tpdu_two_digits(guint8 octet)
{
	int tens = octet & 0x0F, ones = octet >> 4;

	return tens > 9 || ones > 9 ? -1 : tens * 10 + ones;
}

static guint8
tpdu_semi_octets(int value)
{
	return (guint8)(value % 10 << 4 | value / 10 % 10);
}
