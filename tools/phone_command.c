/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * phone change: a household's number by a clerk's proposal and a call that confirms
 * it (DOMAIN 3.6).
 */
#include "tools/family.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "base/phone.h"
#include "db/phone_book.h"
#include "tools/catalog.h"

static gboolean	phone_possible(struct command_call *call, const char *old,
		    const char *number, GError **error);
static gboolean	phone_takes(struct command_call *call,
		    const struct approval *approval, GError **error);
static gboolean	phone_act(struct command_call *call,
		    const struct approval *approval, void *work, char **said,
		    GError **error);

const struct proposal_kind phone_change_kind = {
	.name = "phone.change",
	.title = N_("change a household's number"),
	.roles = STAFF_BIT(STAFF_SURVEY) | STAFF_BIT(STAFF_SUPERVISOR),
	.wait = 7 * CLOCK_DAY,
	.takes = phone_takes,
	.act = phone_act,
};

enum command_status
phone_change_run(struct command_call *call)
{
	g_autofree char *old = phone_normalise(command_line_value(&call->line,
	    "old"));
	g_autofree char *number = phone_normalise(command_line_value(&call->line,
	    "new"));
	g_autofree char *object = g_strconcat("phone:", old, NULL);
	g_autofree char *arguments = approval_write("old", old, "new", number,
	    NULL);
	g_autofree char *words = g_strdup_printf(_("change %s to %s, which the "
	    "approver has called"), old, number);
	g_autoptr(GError) error = NULL;

	if (!phone_possible(call, old, number, &error) ||
	    !right_takes_phone(call, old, &error))
		return error != NULL ? command_failed(call, error) : COMMAND_NO;
	return proposal_make(call, &phone_change_kind, object, words, arguments);
}

/* FALSE with a sentence in call->err, or with `error`. */
static gboolean
phone_possible(struct command_call *call, const char *old, const char *number,
    GError **error)
{
	gboolean known, cadres;

	if (!phone_book_knows(call->db, old, &known, error) ||
	    !phone_book_is_cadres(call->db, number, &cadres, error))
		return FALSE;
	if (g_str_equal(old, number))
		g_string_append(call->err, _("these are the same number"));
	else if (!known)
		g_string_append(call->err, _("no household has the old number; see "
		    "xiangyin export phone"));
	else if (cadres)
		g_string_append(call->err, _("the new number is a cadre's, and no "
		    "household's"));
	else
		return TRUE;
	return FALSE;
}

static gboolean
phone_takes(struct command_call *call, const struct approval *approval,
    GError **error)
{
	g_autofree char *old = approval_value(approval, "old");

	return right_takes_phone(call, old, error);
}

static gboolean
phone_act(struct command_call *call, const struct approval *approval, void *work,
    char **said, GError **error)
{
	g_autofree char *old = approval_value(approval, "old");
	g_autofree char *number = approval_value(approval, "new");
	g_autofree char *proposed = proposal_reason(approval);
	g_autofree char *reason = g_strdup_printf("%s; %s", number, proposed);
	gint64 now = clock_now();
	gboolean changed;

	if (!phone_possible(call, old, number, error) ||
	    !phone_book_change(call->db, old, number, PHONE_BY_CLERK,
	    calendar_day(now, call->zone), now, &changed, error))
		return FALSE;
	if (!changed) {
		g_string_append(call->err, _("no household has the old number; see "
		    "xiangyin export phone"));
		return FALSE;
	}
	*said = g_strdup(_("The number is changed."));
	return command_record(call, "phone.change", approval->object, reason,
	    error);
}
