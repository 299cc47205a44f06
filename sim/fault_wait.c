/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See fault_wait.h.
 */
#include "sim/fault_wait.h"

gboolean
fault_strikes(struct fault *faults, enum fault_name name, int *argument)
{
	struct fault *fault = &faults[name];

	if (!fault->set)
		return FALSE;
	if (argument != NULL)
		*argument = fault->argument;
	if (fault->left > 0 && --fault->left == 0)
		fault->set = FALSE;
	return TRUE;
}
