/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One modem, through libgammu.  The only place that sees libgammu: its
 * errors stay behind this wall, callers get 0 or -1 and, from
 * gammu_why(), what kind of failure it was.
 *
 * Every call but gammu_pump() may block until the filter's deadline for the
 * AT command is over.  Hooks are called from inside any of them and from
 * gammu_pump(): they may only note what happened, never call back.
 */
#ifndef MODEM_GAMMU_H
#define MODEM_GAMMU_H

#include <glib.h>

#include "base/sms.h"
#include "modem/gammu_part.h"

enum gammu_why {
	GAMMU_FINE,
	GAMMU_EMPTY,		/* nothing there */
	GAMMU_BROKEN,		/* there, but libgammu cannot read it */
	GAMMU_TOLD,		/* a status report, told by its hook */
	GAMMU_SECURITY,		/* PIN */
	GAMMU_NO_SIM,
	GAMMU_SILENT,		/* no answer, or the link is broken */
	GAMMU_REFUSED		/* the modem said no */
};

struct gammu_report {
	guint	 reference;	/* TP-MR */
	guint8	 status;	/* TP-ST */
	char	*number, *smsc;
	gint64	 scts, discharge;	/* s UTC, 0 unreadable */
};

/* What is lent is lent for the call. */
struct gammu_hooks {
	/* A text lies in a store. */
	void	(*arrived)(enum gammu_store store, int slot, void *user);
	/* A text that lies nowhere (+CMT): this is all there is of it. */
	void	(*delivered)(struct sms_part *part, void *user);
	void	(*reported)(const struct gammu_report *report, void *user);
	void	(*called)(const char *number, void *user);
	void	(*ussd)(guint status, const char *text, void *user);
	/* The network's answer to a part: status 0 accepted, >0 a code of
	 * +CMS or +CME, -1 plain ERROR; reference -1 not told. */
	void	(*answered)(int status, int reference, void *user);
};

struct gammu_identity {
	char	*imei, *imsi, *manufacturer, *model, *revision;
};

struct gammu_usage {
	int	sim_used, sim_size, phone_used, phone_size;
};

struct gammu;

/* Starts the filter by `command` (a shell's) and brings libgammu up. NULL and
 * `why` when it fails. */
struct gammu *gammu_open(const char *command, const struct gammu_hooks *hooks,
	    void *user, enum gammu_why *why);
void	gammu_close(struct gammu *gammu);

/* Becomes readable when gammu_pump() has something to do. */
int	gammu_fd(const struct gammu *gammu);
void	gammu_pump(struct gammu *gammu);

/* Of the last call that returned -1; its name in libgammu's words. */
enum gammu_why gammu_why(const struct gammu *gammu);
const char *gammu_error(const struct gammu *gammu);

int	gammu_identify(struct gammu *gammu, struct gammu_identity *identity);
void	gammu_identity_clear(struct gammu_identity *identity);
int	gammu_enter_pin(struct gammu *gammu, const char *pin);

/* `smsc` "" asks the SIM. -1 when there is none. */
int	gammu_set_smsc(struct gammu *gammu, const char *smsc);
const char *gammu_smsc(const struct gammu *gammu);

/* Texts, reports, USSD and calls as events; `keep_link`: AT+CMMS=2. */
int	gammu_listen(struct gammu *gammu, gboolean keep_link);

int	gammu_usage(struct gammu *gammu, struct gammu_usage *usage);
int	gammu_signal_dbm(struct gammu *gammu, int *dbm);

/* The text in a slot. */
int	gammu_read(struct gammu *gammu, enum gammu_store store, int slot,
	    struct sms_part *part);

/*
 * All stores, slot by slot: `start`, then on from the last.  0 and the part;
 * -1 with GAMMU_EMPTY at the end, with GAMMU_BROKEN or GAMMU_TOLD (store and slot
 * are set) where one slot has no text for us and the next may.
 */
int	gammu_list(struct gammu *gammu, gboolean start,
	    enum gammu_store *store, int *slot, struct sms_part *part);

/* Gives a part to the modem; `answered` follows, within this call only when
 * it was refused before its PDU was given (then -1 comes back). */
int	gammu_send(struct gammu *gammu, const struct gammu_part *part);

int	gammu_ussd(struct gammu *gammu, const char *code);

#endif
