/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A number that a person texts (db/number.h) is shown by the service of its kind, or
 * refused.  There is one refusal, number.unknown, word for word the same whether the
 * number was never given, belongs to somebody else, or its object is gone (DESIGN law 7).
 * Only a mistyped number is called so: anybody can work that out.
 */
#ifndef MENUS_NUMBER_H
#define MENUS_NUMBER_H

#include "menus/service.h"

/* "number.show", for a screen that expects a code: shows the one that was texted.
 * Ends with a NULL name. */
extern const struct action number_actions[];

/* Shows the object of a number, however it is written; *screen is what to say. */
gboolean number_show(struct action_call *call, const char *written,
	    const char **screen, GError **error);

#endif
