/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list of services: one line each, and nothing else to edit when one is
 * added.  They hear a text in the order of their ranks (menus/service.h), and
 * within a rank in this order.
 */
#include "services/services.h"

#include "menus/dialog.h"

#define SERVICES(X)	\
	X(emergency) \
	X(callout) \
	X(person) \
	X(duty) \
	X(directory) \
	X(renumber) \
	X(checkin) \
	X(backcheck) \
	X(contact) \
	X(office) \
	X(complaint)

#define X(name) extern const struct service name##_service;
SERVICES(X)
#undef X

const struct service *const services[] = {
	&dialog_service,
#define X(name) &name##_service,
	SERVICES(X)
#undef X
	NULL
};
