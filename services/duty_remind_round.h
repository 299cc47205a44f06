/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rounds of reminders: on the evening of their day, some cadres a batch.
 *
 * A round begins at 17:30 and not after 20:30: one that an outage prevented is not made up
 * for on another day.  Texts leave spread over the hour.
 */
#ifndef SERVICES_DUTY_REMIND_ROUND_H
#define SERVICES_DUTY_REMIND_ROUND_H

#include "db/agenda.h"

/* Agenda kind "duty.remind", a row a stage; its context is the dialogue. */
extern const struct agenda_kind duty_remind_kinds[];

#endif
