/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All machines there are; a new one is a line here.  Stands above their modules.
 */
#include "db/machine.h"

const struct machine *const machine_all[] = {
	&approval_machine, &callback_machine, &callout_machine, &checkin_machine,
	&duty_month_machine, &import_machine, &outbox_machine, &question_machine,
	&ticket_machine, NULL
};
