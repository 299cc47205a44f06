/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fields of a TPDU: a cursor that reads them within bounds, and their writers.
 * Seen by base/tpdu*.c only.
 */
#ifndef BASE_TPDU_FIELD_H
#define BASE_TPDU_FIELD_H

#include "base/tpdu_value.h"

/* Reads on until the first fault, which stays. */
struct tpdu_cursor {
	const guint8 *octets;
	gsize	 len, pos;
	guint8	 first;		/* the TPDU's first octet */
	enum tpdu_fault fault;
	gsize	 fault_pos;
	char	 words[120];
};

/* Remembers the first fault. */
void	tpdu_cursor_fault(struct tpdu_cursor *at, enum tpdu_fault fault,
	    gsize pos, const char *format, ...) G_GNUC_PRINTF(4, 5);

/* The next `count` octets; NULL when they are not there. `what` names them in
 * the error. */
const guint8 *tpdu_cursor_take(struct tpdu_cursor *at, gsize count,
	    const char *what);
guint8	tpdu_cursor_octet(struct tpdu_cursor *at, const char *what);
void	tpdu_cursor_smsc(struct tpdu_cursor *at, struct tpdu_address *smsc);
void	tpdu_cursor_address(struct tpdu_cursor *at,
	    struct tpdu_address *address, const char *what);
void	tpdu_cursor_time(struct tpdu_cursor *at, struct tpdu_time *time,
	    const char *what);

void	tpdu_put_octet(GByteArray *out, guint8 octet);
gboolean tpdu_put_smsc(GByteArray *out, const struct tpdu_address *smsc);
gboolean tpdu_put_address(GByteArray *out, const struct tpdu_address *address);
void	tpdu_put_time(GByteArray *out, const struct tpdu_time *time);

/*
 * GSM-7 packing (TS 23.038 6.1.2.1): septet n stands at bit 7n.  Both count
 * from septet `first`, so that septets before it may be a header.
 */
void	tpdu_septets_get(const guint8 *packed, guint first, guint count,
	    guint8 *septets);
void	tpdu_septets_put(guint8 *packed, guint first, guint count,
	    const guint8 *septets);

/* Septets to UTF-8. Caller frees. */
char	*tpdu_septets_text(const guint8 *septets, guint count);

/* UTF-8 to at most `room` septets; -1 when it has none or too many. */
int	tpdu_text_septets(const char *utf8, guint8 *septets, guint room);

#endif
