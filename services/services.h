/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The services of this house, for whoever loads menus: menu_load().
 */
#ifndef SERVICES_SERVICES_H
#define SERVICES_SERVICES_H

#include "menus/service.h"

/* Every service and the dialogue engine's own row, NULL-terminated. */
extern const struct service *const services[];

#endif
