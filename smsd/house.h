/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All services of a running engine: those that know only the database and the menus
 * (services/), and its own, which know modems.
 */
#ifndef SMSD_HOUSE_H
#define SMSD_HOUSE_H

#include "menus/service.h"

/* `others` and the engine's own; NULL-terminated.  The caller frees the array alone. */
const struct service **house_services(const struct service *const *others);

#endif
