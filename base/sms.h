/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an SMS part and its fates are called in every room.
 */
#ifndef BASE_SMS_H
#define BASE_SMS_H

#include <glib.h>

#define SMS_HASH_LEN	16

/* What a part's octets are (TP-DCS, TS 23.038 4). */
enum sms_coding {
	SMS_CODING_TEXT,	/* `body` is UTF-16BE, from GSM-7 or UCS-2 */
	SMS_CODING_DATA		/* `body` is raw octets */
};

/*
 * One received part (SMS-DELIVER), as it is.  A value: strings and body belong
 * to whoever holds the struct; sms_part_clear() frees them.
 */
struct sms_part {
	guint64	 token;		/* the modem process's name for it; in STORED */
	char	*sender;	/* TP-OA, "+86138…", digits, or a name */
	gboolean sender_named;	/* TP-OA type alphanumeric */
	char	*smsc;		/* RP-OA, "" when not known */
	gint64	 scts;		/* TP-SCTS, s since 1970 UTC; 0 unreadable */
	enum sms_coding coding;
	GBytes	*body;
	guint	 ref_bits;	/* 0 not concatenated, else 8 or 16 */
	guint	 ref;
	guint	 max;		/* 1 <= seq <= max holds whenever ref_bits */
	guint	 seq;
	int	 class;		/* message class 0-3, -1 none */
	guint8	 hash[SMS_HASH_LEN];	/* of all that tells one PDU from
					 * another: UDH, coding, body, sender,
					 * time stamp */
};

void	sms_part_clear(struct sms_part *part);

/* Why a part did not leave (LIBGAMMU 7.2); the outbox decides by this. */
enum sms_failure {
	SMS_FAILURE_PERMANENT,	/* this text will never leave */
	SMS_FAILURE_LATER,	/* try again later, here or elsewhere */
	SMS_FAILURE_SIM,	/* this SIM or route: stop it, try another */
	SMS_FAILURE_STORE,	/* the modem's store: drain or repair, then
				 * again */
	SMS_FAILURE_UNKNOWN,	/* no answer: it may have left */
	SMS_FAILURE_BROKEN	/* the modem was lost before its answer: it may
				 * have left */
};

/* What a status report says (TP-ST, TS 23.040 9.2.3.15). */
enum sms_report {
	SMS_REPORT_DELIVERED,	/* 00-1F */
	SMS_REPORT_TRYING,	/* 20-3F: not final */
	SMS_REPORT_FAILED	/* 40-7F: final */
};

enum sms_report sms_report_of_status(guint8 tp_st);

#endif
