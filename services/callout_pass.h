/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who is asked to go next: when the one who was asked has not acknowledged in time, and
 * when they leave.
 */
#ifndef SERVICES_CALLOUT_PASS_H
#define SERVICES_CALLOUT_PASS_H

#include "db/agenda.h"
#include "db/cadre.h"
#include "menus/options.h"

/* Agenda kind "callout.acknowledge"; its context is the dialogue. */
extern const struct agenda_kind callout_kinds[];

/* A cadre has left: their open tasks are asked of whoever stands there now, and those
 * who asked are told; *count says how many. */
gboolean callout_hand_over(struct dialog *dialog, const struct cadre *old, gint64 now,
	    int *count, GError **error);

#endif
