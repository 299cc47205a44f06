/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Small arithmetic on parts.
 */
#include "modem/part.h"

#include <string.h>

#define PART_DIGITS_MAX	20

#define IE_CONCAT_8	0x00
#define IE_CONCAT_16	0x08

static void	part_concat(struct sms_part *part, guint bits, guint ref,
		    guint max, guint seq);

void
part_read_udh(struct sms_part *part, const guint8 *udh, gsize len)
{
	gsize at = 1;

	if (len == 0)
		return;
	len = MIN(len, udh[0] + 1u);
	while (at + 2 <= len && at + 2 + udh[at + 1] <= len) {
		const guint8 *value = udh + at + 2;

		if (udh[at] == IE_CONCAT_8 && udh[at + 1] == 3)
			part_concat(part, 8, value[0], value[1], value[2]);
		else if (udh[at] == IE_CONCAT_16 && udh[at + 1] == 4)
			part_concat(part, 16, (guint)value[0] << 8 | value[1],
			    value[2], value[3]);
		at += 2u + udh[at + 1];
	}
}

/* A text of one part is single, whatever its header says. */
static void
part_concat(struct sms_part *part, guint bits, guint ref, guint max,
    guint seq)
{
	if (max < 2 || seq < 1 || seq > max)
		return;
	part->ref_bits = bits;
	part->ref = ref;
	part->max = max;
	part->seq = seq;
}

void
part_hash(struct sms_part *part, const guint8 *udh, gsize len)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	guint8 digest[32];
	gsize body_len, digest_len = sizeof(digest);
	const guchar *body = g_bytes_get_data(part->body, &body_len);
	guint8 head[] = { (guint8)part->coding, (guint8)(part->class + 1),
		(guint8)len };

	g_checksum_update(sum, head, sizeof(head));
	g_checksum_update(sum, udh, (gssize)len);
	g_checksum_update(sum, (const guchar *)part->sender,
	    (gssize)strlen(part->sender) + 1);
	g_checksum_update(sum, (const guchar *)&part->scts,
	    sizeof(part->scts));
	if (body_len > 0)
		g_checksum_update(sum, body, (gssize)body_len);
	g_checksum_get_digest(sum, digest, &digest_len);
	memcpy(part->hash, digest, SMS_HASH_LEN);
}

/* A lone '~' stands for U+0001. */
GBytes *
part_undo_tilde(const guint8 *ucs2, gsize units)
{
	GByteArray *text = g_byte_array_sized_new((guint)units * 2);
	const guint8 one[] = { 0, 1 };

	while (units-- > 0) {
		gboolean tilde = ucs2[0] == 0 && ucs2[1] == '~';

		if (!tilde) {
			g_byte_array_append(text, ucs2, 2);
		} else if (ucs2[2] == 0 && ucs2[3] == '~') {
			g_byte_array_append(text, ucs2, 2);
			ucs2 += 2;
		} else
			g_byte_array_append(text, one, 2);
		ucs2 += 2;
	}
	return g_byte_array_free_to_bytes(text);
}

void
part_double_tilde(GByteArray *ucs2)
{
	g_autofree guint8 *plain = g_memdup2(ucs2->data, ucs2->len);
	gsize len = ucs2->len;

	g_byte_array_set_size(ucs2, 0);
	for (gsize i = 0; i + 1 < len; i += 2) {
		g_byte_array_append(ucs2, plain + i, 2);
		if (plain[i] == 0 && plain[i + 1] == '~')
			g_byte_array_append(ucs2, plain + i, 2);
	}
}

/* TS 23.040 9.2.3.12.1. */
guint8
part_validity(gint32 seconds)
{
	const gint32 minute = 60, hour = 3600, day = 86400;

	if (seconds < 0 || seconds >= 63 * 7 * day)
		return 255;
	if (seconds < 12 * hour)
		return (guint8)(MAX(seconds / (5 * minute), 1) - 1);
	if (seconds < 2 * day)
		return (guint8)MIN(143 + (seconds - 12 * hour) / (30 * minute),
		    167);
	if (seconds < 35 * day)
		return (guint8)MIN(166 + seconds / day, 196);
	return (guint8)(192 + seconds / (7 * day));
}

char *
part_digits(const char *answer)
{
	GString *digits = g_string_new(NULL);

	for (; *answer != '\0' && digits->len < PART_DIGITS_MAX; answer++) {
		if (g_ascii_isdigit(*answer))
			g_string_append_c(digits, *answer);
	}
	return g_string_free(digits, FALSE);
}
