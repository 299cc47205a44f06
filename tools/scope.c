/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See scope.h.
 */
#include "tools/scope.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "db/area.h"
#include "db/cadre.h"
#include "tools/catalog.h"

static gboolean	scope_area(struct command_call *call, const char *code, GError **error);
static gboolean	scope_cadre(struct command_call *call, const char *code, GError **error);
static gboolean	scope_hold(const struct cadre *cadre, void *user);
static void	scope_cadre_free(gpointer cadre);
static gboolean	scope_narrow(struct command_call *call, const struct scope *scope,
		    GPtrArray *cadres, GError **error);

gboolean
scope_read(struct command_call *call, struct scope *scope, GError **error)
{
	const char *month = command_line_value(&call->line, "month");

	scope->today = calendar_day(clock_now(), call->zone);
	scope->month = month != NULL ? calendar_month_read(month) : scope->today / 100;
	scope->first = scope->month * 100 + 1;
	scope->last = scope->month * 100 + calendar_month_days(scope->month);
	scope->area = command_line_value(&call->line, "area");
	scope->cadre = command_line_value(&call->line, "cadre");
	return scope_area(call, scope->area, error) &&
	    scope_cadre(call, scope->cadre, error);
}

static gboolean
scope_area(struct command_call *call, const char *code, GError **error)
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
scope_cadre(struct command_call *call, const char *code, GError **error)
{
	struct cadre cadre = { 0 };
	gboolean found;

	if (code == NULL)
		return TRUE;
	if (!cadre_by_code(call->db, code, &found, &cadre, error))
		return FALSE;
	cadre_clear(&cadre);
	if (!found)
		g_string_append_printf(call->err, _("there is no cadre \"%s\"; see "
		    "xiangyin export cadre"), code);
	return found;
}

GPtrArray *
scope_cadres(struct command_call *call, const struct scope *scope, GError **error)
{
	g_autoptr(GPtrArray) cadres = g_ptr_array_new_with_free_func(scope_cadre_free);
	struct cadre cadre = { 0 };
	gboolean ok, found;

	if (scope->cadre == NULL)
		ok = cadre_each(call->db, 0, scope_hold, cadres, error) &&
		    scope_narrow(call, scope, cadres, error);
	else {
		ok = cadre_by_code(call->db, scope->cadre, &found, &cadre, error);
		if (ok && found)
			scope_hold(&cadre, cadres);
		cadre_clear(&cadre);
	}
	return ok ? g_steal_pointer(&cadres) : NULL;
}

static gboolean
scope_hold(const struct cadre *cadre, void *user)
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
scope_cadre_free(gpointer cadre)
{
	cadre_clear(cadre);
	g_free(cadre);
}

static gboolean
scope_narrow(struct command_call *call, const struct scope *scope, GPtrArray *cadres,
    GError **error)
{
	for (guint i = cadres->len; scope->area != NULL && i > 0; i--) {
		const struct cadre *cadre = g_ptr_array_index(cadres, i - 1);
		gboolean within;

		if (!area_is_within(call->db, cadre->area, scope->area, &within, error))
			return FALSE;
		if (!within)
			g_ptr_array_remove_index(cadres, i - 1);
	}
	return TRUE;
}

enum command_status
scope_refused(struct command_call *call, const GError *error)
{
	return error != NULL ? command_failed(call, error) : COMMAND_NO;
}
