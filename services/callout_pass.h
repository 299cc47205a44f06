/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who is asked to go next, when the one who was asked has not acknowledged in time.
 */
#ifndef SERVICES_CALLOUT_PASS_H
#define SERVICES_CALLOUT_PASS_H

#include "db/agenda.h"
#include "services/callout_ask.h"

/* Agenda kind "callout.acknowledge"; its context is the dialogue. */
extern const struct agenda_kind callout_kinds[];

/* Asks whoever stands at `level`, or the first after it, to go; whoever asked for it is
 * told who comes now. */
gboolean callout_pass_on(struct callout_ask *ask, enum callout_level level,
	    GError **error);

#endif
