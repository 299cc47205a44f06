/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See selection.h.
 */
#include "tools/selection.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "db/area.h"
#include "db/cadre.h"
#include "tools/catalog.h"
#include "tools/right.h"

static gboolean	selection_area(struct command_call *call, const char *code, GError **error);
static gboolean	selection_cadre(struct command_call *call, const char *code, GError **error);
static gboolean	selection_hold(const struct cadre *cadre, void *user);
static void	selection_cadre_free(gpointer cadre);
static gboolean	selection_narrow(struct command_call *call, const struct selection *selection,
		    GPtrArray *cadres, GError **error);

gboolean
selection_read(struct command_call *call, struct selection *selection, GError **error)
{
	const char *month = command_line_value(&call->line, "month");

	selection->today = calendar_day(clock_now(), call->zone);
	selection->month = month != NULL ? calendar_month_read(month) : selection->today / 100;
	selection->first = selection->month * 100 + 1;
	selection->last = selection->month * 100 + calendar_month_days(selection->month);
	selection->area = command_line_value(&call->line, "area");
	selection->cadre = command_line_value(&call->line, "cadre");
	return selection_area(call, selection->area, error) &&
	    selection_cadre(call, selection->cadre, error);
}

static gboolean
selection_area(struct command_call *call, const char *code, GError **error)
{
	struct area area = { 0 };
	gboolean found;

	if (code == NULL)
		return TRUE;
	if (!area_by_code(call->db, code, &found, &area, error))
		return FALSE;
	area_clear(&area);
	if (!found)
		g_string_append_printf(call->err, _("there is no area \"%s\"; see "
		    "xiangyin export area"), code);
	return found;
}

static gboolean
selection_cadre(struct command_call *call, const char *code, GError **error)
{
	struct cadre cadre = { 0 };
	gboolean found;

	if (code == NULL)
		return TRUE;
	if (!cadre_by_code(call->db, code, &found, &cadre, error))
		return FALSE;
	if (!found)
		g_string_append_printf(call->err, _("there is no cadre \"%s\"; see "
		    "xiangyin export cadre"), code);
	else
		found = right_takes_cadre(call, &cadre, error);
	cadre_clear(&cadre);
	return found;
}

GPtrArray *
selection_cadres(struct command_call *call, const struct selection *selection, GError **error)
{
	g_autoptr(GPtrArray) cadres = g_ptr_array_new_with_free_func(selection_cadre_free);
	struct cadre cadre = { 0 };
	gboolean ok, found;

	if (selection->cadre == NULL)
		ok = cadre_each_of_month(call->db, 0, selection->first,
		    selection_hold, cadres, error) &&
		    selection_narrow(call, selection, cadres, error);
	else {
		ok = cadre_by_code(call->db, selection->cadre, &found, &cadre, error);
		if (ok && found)
			selection_hold(&cadre, cadres);
		cadre_clear(&cadre);
	}
	return ok ? g_steal_pointer(&cadres) : NULL;
}

static gboolean
selection_hold(const struct cadre *cadre, void *user)
{
	struct cadre *one = g_new0(struct cadre, 1);

	one->id = cadre->id;
	one->code = g_strdup(cadre->code);
	one->name = g_strdup(cadre->name);
	one->area = g_strdup(cadre->area);
	one->department = g_strdup(cadre->department);
	g_ptr_array_add(user, one);
	return TRUE;
}

static void
selection_cadre_free(gpointer cadre)
{
	cadre_clear(cadre);
	g_free(cadre);
}

static gboolean
selection_narrow(struct command_call *call, const struct selection *selection, GPtrArray *cadres,
    GError **error)
{
	gboolean all = selection->area == NULL && right_is_whole(call);

	for (guint i = cadres->len; !all && i > 0; i--) {
		const struct cadre *cadre = g_ptr_array_index(cadres, i - 1);
		gboolean within = TRUE, has = FALSE;

		if ((selection->area != NULL && !area_is_within(call->db, cadre->area,
		    selection->area, &within, error)) ||
		    (within && !right_has_cadre(call, cadre, &has, error)))
			return FALSE;
		if (!has)
			g_ptr_array_remove_index(cadres, i - 1);
	}
	return TRUE;
}
