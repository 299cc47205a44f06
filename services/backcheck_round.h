/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every working morning some households are asked whether anybody called
 * (db/backcheck.h): some cadres in one go, as with reminders.  Only where
 * duty.check_line says by which line.
 */
#ifndef SERVICES_BACKCHECK_ROUND_H
#define SERVICES_BACKCHECK_ROUND_H

#include "db/agenda.h"

/* Agenda kind "backcheck.round"; its context is the dialogue. */
extern const struct agenda_kind backcheck_kinds[];

#endif
