/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The few facts about a part that every room shares.
 */
#include "base/sms.h"

#include <string.h>

void
sms_part_clear(struct sms_part *part)
{
	g_clear_pointer(&part->sender, g_free);
	g_clear_pointer(&part->smsc, g_free);
	g_clear_pointer(&part->body, g_bytes_unref);
	memset(part, 0, sizeof(*part));
}

enum sms_report
sms_report_of_status(guint8 tp_st)
{
	if (tp_st < 0x20)
		return SMS_REPORT_DELIVERED;
	if (tp_st < 0x40)
		return SMS_REPORT_TRYING;
	return SMS_REPORT_FAILED;
}
