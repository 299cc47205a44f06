/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a TPDU carries for people: its alphabet, its text, its validity; and
 * octets as hex.
 */
#include <string.h>

#include "base/tpdu.h"
#include "base/tpdu_field.h"

#define DCS_COMPRESSED	0x20
#define DCS_UCS2	0x08

gint64
tpdu_validity_s(guint8 vp)
{
	if (vp <= 143)
		return (vp + 1) * 300;
	if (vp <= 167)
		return 12 * 3600 + (vp - 143) * 1800;
	if (vp <= 196)
		return (vp - 166) * (gint64)86400;
	return (vp - 192) * (gint64)(7 * 86400);
}

guint8
tpdu_validity(gint64 seconds)
{
	guint8 vp = 0;

	while (vp < 255 && tpdu_validity_s(vp) < seconds)
		vp++;
	return vp;
}

/* TS 23.038 4. Reserved codings count as GSM-7, as the standard says. */
enum tpdu_alphabet
tpdu_alphabet(guint8 dcs)
{
	if (dcs < 0x80) {
		if (dcs & DCS_COMPRESSED)
			return TPDU_DATA;
		return (dcs >> 2 & 3) == 1 ? TPDU_DATA :
		    (dcs >> 2 & 3) == 2 ? TPDU_UCS2 : TPDU_GSM7;
	}
	if (dcs >> 4 == 0xE)
		return TPDU_UCS2;
	return dcs >> 4 == 0xF && (dcs & 4) ? TPDU_DATA : TPDU_GSM7;
}

int
tpdu_class(guint8 dcs)
{
	gboolean classed = dcs < 0x80 ? (dcs & 0x10) != 0 : dcs >= 0xF0;

	return classed ? dcs & 3 : -1;
}

gboolean
tpdu_address_set(struct tpdu_address *address, const char *value)
{
	g_autoptr(GByteArray) trial = g_byte_array_new();
	const char *digits = *value == '+' ? value + 1 : value;

	memset(address, 0, sizeof(*address));
	if (strlen(value) >= sizeof(address->value))
		return FALSE;
	g_strlcpy(address->value, value, sizeof(address->value));
	address->named = strspn(digits, "0123456789*#abc") != strlen(digits);
	address->type = address->named ? 0xD0 : *value == '+' ? 0x91 : 0x81;
	return g_utf8_validate(value, -1, NULL) &&
	    tpdu_put_address(trial, address);
}

char *
tpdu_text(const struct tpdu *tpdu)
{
	guint8 septets[TPDU_SEPTETS_MAX];
	guint header;

	switch (tpdu_alphabet(tpdu->dcs)) {
	case TPDU_DATA:
		return NULL;
	case TPDU_UCS2:
		return text_from_ucs2(tpdu->ud + tpdu->udh_len,
		    tpdu->ud_len - tpdu->udh_len);
	case TPDU_GSM7:
		break;
	}
	/* Fill bits take the text to a septet's border (9.2.3.24). */
	header = (tpdu->udh_len * 8 + 6) / 7;
	if (header >= tpdu->udl)
		return g_strdup("");
	tpdu_septets_get(tpdu->ud, header, tpdu->udl - header, septets);
	return tpdu_septets_text(septets, tpdu->udl - header);
}

gboolean
tpdu_text_set(struct tpdu *tpdu, enum text_alphabet alphabet, const char *utf8,
    const struct tpdu_concat *concat)
{
	guint8 septets[TPDU_SEPTETS_MAX];
	guint header = concat == NULL ? 0 : concat->bits == 16 ? 7 : 6;

	memset(tpdu->ud, 0, sizeof(tpdu->ud));
	memset(&tpdu->concat, 0, sizeof(tpdu->concat));
	tpdu->udh_len = header;
	if (header > 0) {
		guint8 *ud = tpdu->ud;

		tpdu->concat = *concat;
		*ud++ = (guint8)(header - 1);
		*ud++ = header == 7 ? 0x08 : 0x00;
		*ud++ = (guint8)(header - 3);
		if (header == 7)
			*ud++ = (guint8)(concat->ref >> 8);
		*ud++ = (guint8)concat->ref;
		*ud++ = (guint8)concat->max;
		*ud = (guint8)concat->seq;
	}
	if (alphabet == TEXT_UCS2) {
		g_autoptr(GByteArray) units = text_to_ucs2(utf8);

		if (header + units->len > TPDU_UD_MAX)
			return FALSE;
		if (units->len > 0)
			memcpy(tpdu->ud + header, units->data, units->len);
		tpdu->dcs = DCS_UCS2;
		tpdu->ud_len = header + units->len;
		tpdu->udl = (guint8)tpdu->ud_len;
	} else {
		guint skip = (header * 8 + 6) / 7;
		int count = tpdu_text_septets(utf8, septets,
		    TPDU_SEPTETS_MAX - skip);

		if (count < 0)
			return FALSE;
		tpdu_septets_put(tpdu->ud, skip, (guint)count, septets);
		tpdu->dcs = 0;
		tpdu->udl = (guint8)(skip + (guint)count);
		tpdu->ud_len = (tpdu->udl * 7u + 7) / 8;
	}
	return TRUE;
}

char *
tpdu_hex(const guint8 *octets, gsize len)
{
	static const char digits[] = "0123456789ABCDEF";
	char *hex = g_malloc(len * 2 + 1);

	for (gsize i = 0; i < len; i++) {
		hex[i * 2] = digits[octets[i] >> 4];
		hex[i * 2 + 1] = digits[octets[i] & 15];
	}
	hex[len * 2] = '\0';
	return hex;
}

GByteArray *
tpdu_from_hex(const char *hex, gssize len)
{
	gsize count = len < 0 ? strlen(hex) : (gsize)len;
	g_autoptr(GByteArray) octets = NULL;

	if (count % 2 != 0 || count > G_MAXUINT)
		return NULL;
	octets = g_byte_array_sized_new((guint)count / 2);
	for (gsize i = 0; i < count; i += 2) {
		int high = g_ascii_xdigit_value(hex[i]);
		int low = g_ascii_xdigit_value(hex[i + 1]);
		guint8 octet;

		if (high < 0 || low < 0)
			return NULL;
		octet = (guint8)(high << 4 | low);
		g_byte_array_append(octets, &octet, 1);
	}
	return g_steal_pointer(&octets);
}
