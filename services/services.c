/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list of services: one line each, and nothing else to edit when one is
 * added.  What a text means is decided by the order of hearing (menus/dialog.c);
 * somebody who is two things is heard as the first of these that has a word for
 * one of them: orders before the card, the card before own tickets.
 */
#include "services/services.h"

#include "menus/dialog.h"

#define SERVICES(X)	\
	X(emergency) \
	X(callout) \
	X(person) \
	X(duty) \
	X(directory) \
	X(hours) \
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
