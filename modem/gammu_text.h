/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Between libgammu's texts and ours: LIBGAMMU.md of the references, section 5.
 * Inside the wall of gammu.h.
 */
#ifndef MODEM_GAMMU_TEXT_H
#define MODEM_GAMMU_TEXT_H

#include <gammu.h>

#include "base/sms.h"
#include "modem/gammu_part.h"

/* Fills `part`, which sms_part_clear() empties. */
void	gammu_read_part(const GSM_SMSMessage *sms, struct sms_part *part);

/* Where it lies: back from libgammu's flat locations (SM from 1, ME from 100001) to the
 * modem's own. */
enum gammu_store gammu_store_of(const GSM_SMSMessage *sms, int *slot, gboolean from_zero);

void	gammu_write_text(GSM_SMSMessage *sms, const struct gammu_part *part);

/* From UTF-16BE, NUL-NUL terminated.  Caller frees. */
char	*gammu_utf8(const unsigned char *text);

/* s UTC; 0 unreadable. */
gint64	gammu_time(const GSM_DateTime *when);

#endif
