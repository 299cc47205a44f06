/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every working morning some households are asked whether anybody called
 * (db/backcheck.h): some cadres in one go, as with reminders.  Only where
 * duty.check_line says by which line.
 */
#ifndef SMSD_CHECK_H
#define SMSD_CHECK_H

#include "smsd/engine.h"

extern const struct agenda_kind backcheck_kinds[];

#endif
