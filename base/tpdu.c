/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading: a cursor that knows what is left; whoever takes octets asks it
 * first, so nothing is read behind the end.  The first fault stays and stops
 * the reader; every later step sees it and does nothing.
 */
#include "base/tpdu.h"

#include <string.h>

#include "base/tpdu_field.h"

#define MTI_MASK	0x03
#define MTI_DELIVER	0x00
#define MTI_SUBMIT	0x01
#define MTI_REPORT	0x02
#define FIRST_RD	0x04	/* SMS-SUBMIT */
#define FIRST_MMS	0x04	/* SMS-DELIVER and -STATUS-REPORT: no more */
#define FIRST_VPF_SHIFT	3
#define FIRST_SR	0x20	/* TP-SRI, TP-SRR, TP-SRQ */
#define FIRST_UDHI	0x40
#define FIRST_RP	0x80
#define PI_PID		0x01
#define PI_DCS		0x02
#define PI_UDL		0x04
#define PI_MORE		0x80
#define IE_CONCAT8	0x00
#define IE_CONCAT16	0x08

G_DEFINE_QUARK(tpdu-error, tpdu_error)

static const struct {
	const char *name, *meaning;
} tpdu_faults[] = {
	[TPDU_SOUND] = { "sound", "nothing is wrong" },
#define X(fault, name, meaning) [TPDU_FAULT_##fault] = { name, meaning },
	TPDU_FAULT_LIST(X)
#undef X
};

static void	tpdu_read_deliver(struct tpdu_cursor *at, struct tpdu *tpdu);
static void	tpdu_read_submit(struct tpdu_cursor *at, struct tpdu *tpdu);
static void	tpdu_read_report(struct tpdu_cursor *at, struct tpdu *tpdu);
static void	tpdu_read_user_data(struct tpdu_cursor *at, struct tpdu *tpdu,
		    gboolean headed);
static void	tpdu_read_header(struct tpdu_cursor *at, struct tpdu *tpdu,
		    gsize start);
static gboolean	tpdu_read_concat(struct tpdu *tpdu, const guint8 *element);
static void	tpdu_read_end(struct tpdu_cursor *at, struct tpdu *tpdu);
static gboolean	tpdu_header_sound(const struct tpdu *tpdu, gsize *offset);
static gboolean	tpdu_coding_ambiguous(const struct tpdu *tpdu);
static guint8	tpdu_first(const struct tpdu *tpdu);
static gboolean	tpdu_lengths_fit(const struct tpdu *tpdu);

/* What stands between the first octet and the end, by TP-MTI. */
static void (*const tpdu_readers[])(struct tpdu_cursor *, struct tpdu *) = {
	[MTI_DELIVER] = tpdu_read_deliver,
	[MTI_SUBMIT] = tpdu_read_submit,
	[MTI_REPORT] = tpdu_read_report,
};

const char *
tpdu_fault_name(enum tpdu_fault fault)
{
	return (gsize)fault < G_N_ELEMENTS(tpdu_faults) ?
	    tpdu_faults[fault].name : "unknown";
}

gboolean
tpdu_read(const guint8 *octets, gsize len, struct tpdu *tpdu, GError **error)
{
	struct tpdu_cursor at = { .octets = octets, .len = len };
	guint8 first;

	memset(tpdu, 0, sizeof(*tpdu));
	tpdu_cursor_smsc(&at, &tpdu->smsc);
	tpdu->smsc_len = at.pos;
	first = tpdu_cursor_octet(&at, "the first octet of the TPDU");
	if (at.fault == TPDU_SOUND && (first & MTI_MASK) > MTI_REPORT)
		tpdu_cursor_fault(&at, TPDU_FAULT_KIND, at.pos - 1,
		    "first octet %02X, expected TP-MTI 0, 1 or 2", first);
	if (at.fault == TPDU_SOUND) {
		tpdu->kind = (enum tpdu_kind)(first & MTI_MASK);
		tpdu->report = (first & FIRST_SR) != 0;
		tpdu->reply_path = (first & FIRST_RP) != 0;
		at.first = first;
		tpdu_readers[tpdu->kind](&at, tpdu);
	}
	tpdu_read_end(&at, tpdu);
	if (at.fault == TPDU_SOUND)
		return TRUE;
	g_set_error(error, TPDU_ERROR, at.fault, "octet %" G_GSIZE_FORMAT
	    " of %" G_GSIZE_FORMAT ": %s", at.fault_pos, len, at.words);
	return FALSE;
}

enum tpdu_fault
tpdu_check(const guint8 *octets, gsize len, int expected, GError **error)
{
	g_autoptr(GError) why = NULL;
	struct tpdu tpdu;
	gsize offset;

	if (!tpdu_read(octets, len, &tpdu, &why)) {
		enum tpdu_fault fault = (enum tpdu_fault)why->code;

		g_propagate_error(error, g_steal_pointer(&why));
		return fault;
	}
	if (!tpdu_header_sound(&tpdu, &offset)) {
		g_set_error(error, TPDU_ERROR, TPDU_FAULT_CONCAT,
		    "octet %" G_GSIZE_FORMAT " of the user data: expected a "
		    "part number from 1 to the number of parts", offset);
		return TPDU_FAULT_CONCAT;
	}
	if (tpdu_coding_ambiguous(&tpdu)) {
		g_set_error(error, TPDU_ERROR, TPDU_FAULT_CODING,
		    "TP-DCS %02X is reserved and TP-UDL is %u: septets or "
		    "octets?", tpdu.dcs, tpdu.udl);
		return TPDU_FAULT_CODING;
	}
	if (expected >= 0 && (gsize)expected != len - tpdu.smsc_len) {
		g_set_error(error, TPDU_ERROR, TPDU_FAULT_LENGTH,
		    "the TPDU has %" G_GSIZE_FORMAT " octets, expected %d",
		    len - tpdu.smsc_len, expected);
		return TPDU_FAULT_LENGTH;
	}
	return TPDU_SOUND;
}

gboolean
tpdu_write(const struct tpdu *tpdu, GByteArray *octets)
{
	g_autoptr(GByteArray) out = g_byte_array_new();

	if (!tpdu_lengths_fit(tpdu) ||
	    !tpdu_put_smsc(out, &tpdu->smsc))
		return FALSE;
	tpdu_put_octet(out, tpdu_first(tpdu));
	if (tpdu->kind != TPDU_DELIVER)
		tpdu_put_octet(out, tpdu->mr);
	if (!tpdu_put_address(out, &tpdu->address))
		return FALSE;
	if (tpdu->kind == TPDU_STATUS_REPORT) {
		tpdu_put_time(out, &tpdu->scts);
		tpdu_put_time(out, &tpdu->discharge);
		tpdu_put_octet(out, tpdu->status);
	} else {
		tpdu_put_octet(out, tpdu->pid);
		tpdu_put_octet(out, tpdu->dcs);
		if (tpdu->kind == TPDU_DELIVER)
			tpdu_put_time(out, &tpdu->scts);
		else
			g_byte_array_append(out, tpdu->vp, tpdu->vp_len);
		tpdu_put_octet(out, tpdu->udl);
		g_byte_array_append(out, tpdu->ud, tpdu->ud_len);
	}
	g_byte_array_append(octets, out->data, out->len);
	return TRUE;
}

/* 9.2.2.1 */
static void
tpdu_read_deliver(struct tpdu_cursor *at, struct tpdu *tpdu)
{
	tpdu->more = (at->first & FIRST_MMS) == 0;
	tpdu_cursor_address(at, &tpdu->address, "TP-OA");
	tpdu->pid = tpdu_cursor_octet(at, "TP-PID");
	tpdu->dcs = tpdu_cursor_octet(at, "TP-DCS");
	tpdu_cursor_time(at, &tpdu->scts, "TP-SCTS");
	tpdu_read_user_data(at, tpdu, (at->first & FIRST_UDHI) != 0);
}

/* 9.2.2.2 */
static void
tpdu_read_submit(struct tpdu_cursor *at, struct tpdu *tpdu)
{
	static const guint lengths[] = { 0, 7, 1, 7 };
	const guint8 *vp;

	tpdu->reject = (at->first & FIRST_RD) != 0;
	tpdu->vp_format = (at->first >> FIRST_VPF_SHIFT) & 3;
	tpdu->mr = tpdu_cursor_octet(at, "TP-MR");
	tpdu_cursor_address(at, &tpdu->address, "TP-DA");
	tpdu->pid = tpdu_cursor_octet(at, "TP-PID");
	tpdu->dcs = tpdu_cursor_octet(at, "TP-DCS");
	vp = tpdu_cursor_take(at, lengths[tpdu->vp_format], "TP-VP");
	if (vp != NULL) {
		tpdu->vp_len = lengths[tpdu->vp_format];
		memcpy(tpdu->vp, vp, tpdu->vp_len);
	}
	tpdu_read_user_data(at, tpdu, (at->first & FIRST_UDHI) != 0);
}

/* 9.2.2.3; what TP-PI announces is read and, TP-UD apart, kept. */
static void
tpdu_read_report(struct tpdu_cursor *at, struct tpdu *tpdu)
{
	guint8 pi, more;

	tpdu->more = (at->first & FIRST_MMS) == 0;
	tpdu->mr = tpdu_cursor_octet(at, "TP-MR");
	tpdu_cursor_address(at, &tpdu->address, "TP-RA");
	tpdu_cursor_time(at, &tpdu->scts, "TP-SCTS");
	tpdu_cursor_time(at, &tpdu->discharge, "TP-DT");
	tpdu->status = tpdu_cursor_octet(at, "TP-ST");
	if (at->fault != TPDU_SOUND || at->pos == at->len)
		return;
	/* Some centres fill up with FF where TP-PI might stand. */
	if (at->octets[at->pos] == 0xFF)
		return;
	pi = more = tpdu_cursor_octet(at, "TP-PI");
	while ((more & PI_MORE) != 0 && at->fault == TPDU_SOUND)
		more = tpdu_cursor_octet(at, "the next octet of TP-PI");
	if (pi & PI_PID)
		tpdu->pid = tpdu_cursor_octet(at, "TP-PID");
	if (pi & PI_DCS)
		tpdu->dcs = tpdu_cursor_octet(at, "TP-DCS");
	if (pi & PI_UDL)
		tpdu_read_user_data(at, tpdu, (at->first & FIRST_UDHI) != 0);
}

static void
tpdu_read_user_data(struct tpdu_cursor *at, struct tpdu *tpdu, gboolean headed)
{
	gboolean septets = tpdu_alphabet(tpdu->dcs) == TPDU_GSM7;
	guint most = septets ? TPDU_SEPTETS_MAX : TPDU_UD_MAX;
	guint8 udl = tpdu_cursor_octet(at, "TP-UDL");
	guint need = septets ? (udl * 7u + 7) / 8 : udl;
	gsize start = at->pos;

	if (at->fault != TPDU_SOUND)
		return;
	if (udl > most) {
		tpdu_cursor_fault(at, TPDU_FAULT_LONG, start - 1,
		    "TP-UDL %u, expected at most %u", udl, most);
		return;
	}
	if (need > at->len - start) {
		tpdu_cursor_fault(at, TPDU_FAULT_UDL, start - 1,
		    "TP-UDL %u needs %u octets, %u are there", udl, need,
		    (guint)(at->len - start));
		return;
	}
	tpdu->udl = udl;
	tpdu->ud_len = need;
	memcpy(tpdu->ud, at->octets + start, need);
	at->pos += need;
	if (headed)
		tpdu_read_header(at, tpdu, start);
}

/* 9.2.3.24: UDHL, then elements of identifier, length, value that fill it
 * exactly. */
static void
tpdu_read_header(struct tpdu_cursor *at, struct tpdu *tpdu, gsize start)
{
	guint end, i;

	if (tpdu->ud_len == 0 || tpdu->ud[0] >= tpdu->ud_len) {
		tpdu_cursor_fault(at, TPDU_FAULT_UDH, start,
		    "a header of %u octets in %u of user data",
		    tpdu->ud_len == 0 ? 0 : tpdu->ud[0], tpdu->ud_len);
		return;
	}
	end = tpdu->ud[0] + 1u;
	for (i = 1; i < end; i += 2u + tpdu->ud[i + 1]) {
		if (i + 2 > end || i + 2u + tpdu->ud[i + 1] > end) {
			tpdu_cursor_fault(at, TPDU_FAULT_UDH, start + i,
			    "information element %02X runs over the header's "
			    "end", tpdu->ud[i]);
			return;
		}
		tpdu_read_concat(tpdu, tpdu->ud + i);
	}
	tpdu->udh_len = end;
}

/*
 * Keeps the element when it is concatenation with possible numbers; the last
 * one counts (9.2.3.24).  FALSE when it is concatenation with impossible ones,
 * which the standard ignores (9.2.3.24.1).
 */
static gboolean
tpdu_read_concat(struct tpdu *tpdu, const guint8 *element)
{
	struct tpdu_concat concat = { 0 };

	if (element[0] == IE_CONCAT8 && element[1] == 3) {
		concat.bits = 8;
		concat.ref = element[2];
	} else if (element[0] == IE_CONCAT16 && element[1] == 4) {
		concat.bits = 16;
		concat.ref = (guint)element[2] << 8 | element[3];
	} else
		return element[0] != IE_CONCAT8 && element[0] != IE_CONCAT16;
	concat.max = element[element[1]];
	concat.seq = element[element[1] + 1];
	if (concat.seq == 0 || concat.seq > concat.max)
		return FALSE;
	tpdu->concat = concat;
	return TRUE;
}

static void
tpdu_read_end(struct tpdu_cursor *at, struct tpdu *tpdu)
{
	gsize i;

	if (at->fault != TPDU_SOUND)
		return;
	tpdu->len = at->pos;
	if (at->pos == at->len)
		return;
	for (i = at->pos; i < at->len && at->octets[i] == 0xFF; i++)
		continue;
	tpdu_cursor_fault(at,
	    i == at->len ? TPDU_FAULT_PADDED : TPDU_FAULT_TRAILING, at->pos,
	    "expected the end, %u octets follow", (guint)(at->len - at->pos));
}

static gboolean
tpdu_header_sound(const struct tpdu *tpdu, gsize *offset)
{
	struct tpdu scratch;

	for (guint i = 1; i < tpdu->udh_len; i += 2u + tpdu->ud[i + 1]) {
		*offset = i;
		if (!tpdu_read_concat(&scratch, tpdu->ud + i))
			return FALSE;
	}
	return TRUE;
}

/* Groups 10xx are reserved: GSM-7 by the standard, octets by libgammu. Both
 * must find what TP-UDL promises. */
static gboolean
tpdu_coding_ambiguous(const struct tpdu *tpdu)
{
	return tpdu->dcs >= 0x80 && tpdu->dcs < 0xC0 &&
	    tpdu->udl > tpdu->ud_len;
}

static guint8
tpdu_first(const struct tpdu *tpdu)
{
	guint first = (guint)tpdu->kind;

	if (tpdu->kind == TPDU_SUBMIT)
		first |= (tpdu->reject ? FIRST_RD : 0) |
		    (guint)(tpdu->vp_format & 3) << FIRST_VPF_SHIFT;
	else if (!tpdu->more)
		first |= FIRST_MMS;
	if (tpdu->report)
		first |= FIRST_SR;
	if (tpdu->udh_len > 0 && tpdu->kind != TPDU_STATUS_REPORT)
		first |= FIRST_UDHI;
	if (tpdu->reply_path)
		first |= FIRST_RP;
	return (guint8)first;
}

static gboolean
tpdu_lengths_fit(const struct tpdu *tpdu)
{
	static const guint vp_lengths[] = { 0, 7, 1, 7 };
	gboolean septets = tpdu_alphabet(tpdu->dcs) == TPDU_GSM7;
	guint need = septets ? (tpdu->udl * 7u + 7) / 8 : tpdu->udl;

	return tpdu->ud_len <= TPDU_UD_MAX && tpdu->ud_len == need &&
	    tpdu->udh_len <= tpdu->ud_len && tpdu->vp_format < 4 &&
	    tpdu->vp_len == vp_lengths[tpdu->vp_format];
}
