/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See gammu_text.h. */
#include "modem/gammu_text.h"

#include <string.h>

#include "base/text.h"
#include "modem/part.h"

#define GAMMU_FIRST_IN_ME 100000	/* flat locations of ME */

static void	gammu_read_udh(const GSM_SMSMessage *sms,
		    struct sms_part *part);

void
gammu_read_part(const GSM_SMSMessage *sms, struct sms_part *part)
{
	const unsigned char *text = sms->Text;
	gsize length = (gsize)CLAMP(sms->Length, 0, GSM_MAX_SMS_LENGTH);

	memset(part, 0, sizeof(*part));
	part->sender = gammu_utf8(sms->Number);
	part->sender_named = strspn(part->sender, "+0123456789*#abc") !=
	    strlen(part->sender);
	part->smsc = gammu_utf8(sms->SMSC.Number);
	part->scts = gammu_time(&sms->DateTime);
	part->class = CLAMP(sms->Class, -1, 3);
	part->coding = SMS_CODING_TEXT;
	switch (sms->Coding) {
	case SMS_Coding_8bit:
		part->coding = SMS_CODING_DATA;
		part->body = g_bytes_new(text, MIN(length, 140));
		break;
	case SMS_Coding_Unicode_No_Compression:
		part->body = part_undo_tilde(text, length);
		break;
	default:
		part->body = g_bytes_new(text, 2 * UnicodeLength(text));
		break;
	}
	gammu_read_udh(sms, part);
	part_hash(part, sms->UDH.Text,
	    (gsize)CLAMP(sms->UDH.Length, 0, GSM_MAX_UDH_LENGTH));
}

/* libgammu misses the concatenation where any other element stands beside
 * it (LIBGAMMU 5.6). */
static void
gammu_read_udh(const GSM_SMSMessage *sms, struct sms_part *part)
{
	if (sms->UDH.Length > 0 && sms->UDH.Type != UDH_NoUDH)
		part_read_udh(part, sms->UDH.Text,
		    (gsize)MIN(sms->UDH.Length, GSM_MAX_UDH_LENGTH));
}

char *
gammu_utf8(const unsigned char *text)
{
	return text_from_ucs2(text, 2 * UnicodeLength(text));
}

/* Local digits and the zone in seconds east; libgammu reads years 90-99 of
 * the last century as 2090 on. */
gint64
gammu_time(const GSM_DateTime *when)
{
	int year = when->Year >= 2090 ? when->Year - 100 : when->Year;
	g_autoptr(GDateTime) local = NULL;

	if (year < 1970)
		return 0;
	local = g_date_time_new_utc(year, when->Month, when->Day, when->Hour,
	    when->Minute, when->Second);
	if (local == NULL)
		return 0;
	return MAX(g_date_time_to_unix(local) - when->Timezone, 0);
}

enum gammu_store
gammu_store_of(const GSM_SMSMessage *sms, int *slot, gboolean from_zero)
{
	gboolean sim = sms->Memory == MEM_SM;

	*slot = sms->Location % GAMMU_FIRST_IN_ME - (from_zero ? 1 : 0);
	return sim ? GAMMU_STORE_SM : GAMMU_STORE_ME;
}

void
gammu_write_text(GSM_SMSMessage *sms, const struct gammu_part *part)
{
	g_autoptr(GByteArray) text = text_to_ucs2(part->text);
	gsize units;

	if (!part->gsm7)
		part_double_tilde(text);
	units = MIN(text->len / 2, GSM_MAX_SMS_CHARS_LENGTH);
	memcpy(sms->Text, text->data, 2 * units);
	sms->Text[2 * units] = sms->Text[2 * units + 1] = 0;
	sms->Length = (int)units;
	sms->Coding = part->gsm7 ? SMS_Coding_Default_No_Compression :
	    SMS_Coding_Unicode_No_Compression;
	sms->UDH.Type = UDH_NoUDH;
	if (part->parts <= 1)
		return;
	sms->UDH.Type = UDH_ConcatenatedMessages;
	sms->UDH.ID8bit = (int)part->ref;
	sms->UDH.ID16bit = -1;
	sms->UDH.AllParts = (int)part->parts;
	sms->UDH.PartNumber = (int)part->part + 1;
	GSM_EncodeUDHHeader(NULL, &sms->UDH);
}
