/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a handler of one AT command gets and gives.  Seen by sim/at*.c only.
 */
#ifndef SIM_AT_CALL_H
#define SIM_AT_CALL_H

#include <glib.h>

#include "sim/modem.h"

/* Final results. */
#define AT_OK		0
#define AT_ERROR	(-1)
#define AT_PROMPT	(-2)	/* no final result yet: a prompt is shown */
#define AT_CME(code)	(1000 + (code))
#define AT_CMS(code)	(2000 + (code))

/* TS 27.007 9.2 and TS 27.005 3.2.5 */
#define CME_NOT_ALLOWED	AT_CME(3)
#define CME_NO_SIM	AT_CME(10)
#define CME_PIN		AT_CME(11)
#define CME_PUK		AT_CME(12)
#define CME_WRONG_PIN	AT_CME(16)
#define CME_PARAMETER	AT_CME(50)
#define CMS_PARAMETER	AT_CMS(304)	/* PDU mode */
#define CMS_TEXT_PARAMETER AT_CMS(305)
#define CMS_NO_SIM	AT_CMS(310)
#define CMS_PIN		AT_CMS(311)
#define CMS_INDEX	AT_CMS(321)
#define CMS_FULL	AT_CMS(322)
#define CMS_NO_SMSC	AT_CMS(330)
#define CMS_NO_NETWORK	AT_CMS(331)

#define AT_FIELDS	10

enum at_form { AT_EXECUTE, AT_SET, AT_READ, AT_TEST };

struct at_command;

struct at_call {
	struct modem *modem;
	const struct at_command *command;
	enum at_form form;
	guint	 fields;
	char	*field[AT_FIELDS];	/* between commas, unquoted; never NULL
					 * below `fields` */
};

typedef int (*at_handler)(struct at_call *call);

enum at_needs { NEEDS_NOTHING, NEEDS_SIM, NEEDS_SIM_CMS };

struct at_command {
	const char *name;	/* "+CSQ", "&F", "E" */
	at_handler run;
	enum at_needs needs;
	gsize	 value;		/* at_number: where in struct modem */
	int	 lowest, highest;
	const char *words;	/* at_words: the answer */
};

/* A field as a number; `otherwise` when it is left out or none. */
int	at_int(const struct at_call *call, guint field, int otherwise);
/* A field, "" when left out. */
const char *at_field(const struct at_call *call, guint field);

/* Strings in the character set of +CSCS, both ways; free with g_free(). NULL
 * when what was typed is none. */
char	*at_text_out(const struct modem *modem, const char *utf8);
char	*at_text_in(const struct modem *modem, const char *typed);

/* "+CMGL: 1,1,,23" and its octets, the heading without its name; and the
 * body of a +CMT or +CDS in the mode of +CMGF.  Caller frees. */
char	*at_message_head(const struct modem *modem, GBytes *octets,
	    int status);
char	*at_message_body(const struct modem *modem, GBytes *octets);

/* at_identity.c */
int	at_nothing(struct at_call *call);
int	at_number(struct at_call *call);
int	at_words(struct at_call *call);
int	at_reset(struct at_call *call);
int	at_echo(struct at_call *call);
int	at_imei(struct at_call *call);
int	at_imsi(struct at_call *call);
int	at_iccid(struct at_call *call);
int	at_charset(struct at_call *call);
int	at_clock(struct at_call *call);

/* at_radio.c */
int	at_pin(struct at_call *call);
int	at_power(struct at_call *call);
int	at_registration(struct at_call *call);
int	at_operator(struct at_call *call);
int	at_signal(struct at_call *call);
int	at_battery(struct at_call *call);
int	at_smsc(struct at_call *call);
int	at_ussd(struct at_call *call);

/* at_store.c */
int	at_stores(struct at_call *call);
int	at_list(struct at_call *call);
int	at_read(struct at_call *call);
int	at_delete(struct at_call *call);
int	at_indications(struct at_call *call);
int	at_service(struct at_call *call);

/* at_send.c */
int	at_send(struct at_call *call);
int	at_write(struct at_call *call);
int	at_send_parameters(struct at_call *call);
int	at_send_data(struct modem *modem, const char *data);

#endif
