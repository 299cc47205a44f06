/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See number.h.
 */
#include "menus/number.h"

#include <string.h>

#include "base/words.h"
#include "db/number.h"
#include "menus/action.h"
#include "menus/menu.h"
#include "understand/understand.h"

static gboolean	number_show_texted(struct action_call *call, const char **screen,
		    GError **error);
static number_fn number_shows(const struct menu *menu, const char *kind);

static const struct saying number_says[] = {
	{ "number.mistyped", "" },
	{ "number.unknown", "" },
	{ NULL, NULL, SAY_REPLY }
};
const struct action number_actions[] = {
	{ "number.show", number_show_texted, number_says },
	{ NULL, NULL, NULL }
};

static gboolean
number_show_texted(struct action_call *call, const char **screen, GError **error)
{
	return number_show(call, call->u->value != NULL ? call->u->value : "",
	    screen, error);
}

gboolean
number_show(struct action_call *call, const char *written, const char **screen,
    GError **error)
{
	char number[NUMBER_SIZE];
	enum number_reading reading = number_read(written, number);
	number_fn shows = NULL;
	gboolean found = FALSE;
	struct number of;

	*screen = NULL;
	if (reading == NUMBER_HOLDS && !number_find(call->db, number, &found, &of, error))
		return FALSE;
	if (found)
		shows = number_shows(call->menu, of.kind);
	if (shows != NULL && !shows(call, of.object, screen, error))
		return FALSE;
	if (*screen != NULL)
		return TRUE;
	call->reason = reading == NUMBER_MISTYPED ? N_("number mistyped") :
	    N_("no such number");
	*screen = reading == NUMBER_MISTYPED ? "number.mistyped" : "number.unknown";
	return TRUE;
}

/* NULL: no service has numbers of that kind. */
static number_fn
number_shows(const struct menu *menu, const char *kind)
{
	for (const struct service *const *s = menu_services(menu); *s != NULL; s++)
		for (const struct service_number *n = (*s)->numbers;
		    n != NULL && n->kind != NULL; n++)
			if (strcmp(n->kind, kind) == 0)
				return n->shows;
	return NULL;
}
