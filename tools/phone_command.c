/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * phone change: a household's number by a clerk's proposal and a call that confirms
 * it (DOMAIN 3.6); phone owner, undo and confirm: whose a number is, and since when.
 */
#include "tools/family.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "base/phone.h"
#include "db/cadre.h"
#include "db/contact.h"
#include "db/held.h"
#include "db/owner.h"
#include "tools/catalog.h"
#include "tools/report.h"
#include "tools/right.h"

static gboolean	phone_possible(struct command_call *call, const char *old,
		    const char *number, GError **error);
static void	phone_owner_row(const struct person_owner *owner, void *user);
static void	phone_owner_since(const void *row, struct cell *cell);
static void	phone_owner_how(const void *row, struct cell *cell);
static void	phone_count(gint64 household_id, void *user);
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
		return command_refused(call, error);
	return proposal_make(call, &phone_change_kind, object, words, arguments);
}

/* FALSE with a sentence in call->err, or with `error`. */
static gboolean
phone_possible(struct command_call *call, const char *old, const char *number,
    GError **error)
{
	gboolean known, cadres;

	if (!person_is_known(call->db, old, &known, error) ||
	    !cadre_has_mobile(call->db, number, &cadres, error))
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
	const struct owner_change change = {
		.phone = old, .how = PERSON_RENUMBER, .by = call->actor,
		.other = number, .now = now,
		.day = calendar_day(now, call->zone),
	};
	gboolean changed;

	if (!phone_possible(call, old, number, error) ||
	    !owner_renumber(call->db, &change, PERSON_BY_CLERK, &changed, error))
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

#define AT(field)	offsetof(struct person_owner, field)

static const struct report_column owner_columns[] = {
	{ "since", N_("SINCE"), .cell = phone_owner_since },
	{ "how", N_("WHY"), .cell = phone_owner_how },
	{ "by", N_("BY"), REPORT_TEXT, AT(by), .least = 8 },
	{ "other", N_("NOW HAS"), REPORT_PHONE, AT(other) },
	{ "undone_at", N_("TAKEN BACK"), REPORT_TIME, AT(undone_at) },
	{ "undone_by", N_("BY"), REPORT_TEXT, AT(undone_by), .least = 8 },
};

static const struct report_rows owner_rows = {
	.columns = owner_columns, .count = G_N_ELEMENTS(owner_columns),
	.none = N_("Nobody has said that this number changed its owner."),
};

enum command_status
phone_owner_run(struct command_call *call)
{
	g_autofree char *number = phone_normalise(command_line_value(&call->line,
	    "number"));
	g_autoptr(GError) error = NULL;
	struct report *report;
	gboolean ok;

	report = report_new(call, REPORT_ARRAY);
	report_begin(report, &owner_rows);
	ok = person_each_owner(call->db, number, phone_owner_row, report, &error);
	report_end(report);
	report_free(report);
	return ok ? COMMAND_DONE : command_failed(call, error);
}

static void
phone_owner_row(const struct person_owner *owner, void *user)
{
	report_row(user, owner);
}

static void
phone_owner_since(const void *row, struct cell *cell)
{
	const struct person_owner *owner = row;

	cell_time(cell, owner->since, owner->undone_at != 0 ? TONE_FAINT :
	    TONE_PLAIN);
}

static void
phone_owner_how(const void *row, struct cell *cell)
{
	static const char *const words[PERSON_HOW_COUNT] = {
		[PERSON_REGISTERED] = N_("registered anew"),
		[PERSON_WRONG_NUMBER] = N_("wrong number"),
		[PERSON_RENUMBER] = N_("change of number"),
		[PERSON_CLERK] = N_("a clerk"),
	};
	const struct person_owner *owner = row;

	cell_words(cell, _(words[owner->how]), person_how_name(owner->how),
	    TONE_PLAIN);
}

enum command_status
phone_undo_run(struct command_call *call)
{
	g_autofree char *number = phone_normalise(command_line_value(&call->line,
	    "number"));
	g_autofree char *said = NULL;
	g_autoptr(GError) error = NULL;
	gboolean done = FALSE;
	int households = 0;

	if (!db_begin(call->db, &error))
		return command_failed(call, error);
	if (!owner_undo(call->db, number, 0, call->actor, "clerk", clock_now(),
	    &done, phone_count, &households, &error) ||
	    !db_commit(call->db, &error)) {
		db_rollback(call->db);
		return command_failed(call, error);
	}
	if (!done) {
		g_string_append(call->err, _("nothing is to be taken back; see "
		    "xiangyin phone owner"));
		return COMMAND_NO;
	}
	said = g_strdup_printf(P_("The number is as it was before; %d household has it "
	    "again. What was cancelled meanwhile stays so.",
	    "The number is as it was before; %d households have it again. What was "
	    "cancelled meanwhile stays so.", households), households);
	command_say(call, TONE_GOOD, said);
	return COMMAND_DONE;
}

static void
phone_count(gint64 household_id, void *user)
{
	++*(int *)user;
}

enum command_status
phone_confirm_run(struct command_call *call)
{
	g_autofree char *number = phone_normalise(command_line_value(&call->line,
	    "number"));
	g_autofree char *object = g_strconcat("phone:", number, NULL);
	int today = calendar_day(clock_now(), call->zone);
	g_autoptr(GError) error = NULL;
	gboolean known = FALSE;
	int held;

	if (!db_begin(call->db, &error))
		return command_failed(call, error);
	if (!person_confirm(call->db, number, today, &known, &error) ||
	    !contact_believe(call->db, number, &error) ||
	    !held_settle(call->db, number, clock_now(), &held, &error) ||
	    !command_record(call, "phone.confirm", object, "", &error) ||
	    !db_commit(call->db, &error)) {
		db_rollback(call->db);
		return command_failed(call, error);
	}
	command_say(call, TONE_GOOD, known ? _("The number is confirmed today.") :
	    _("Noted. No household has this number; see xiangyin import phone."));
	if (held > 0) {
		g_autofree char *said = g_strdup_printf(P_("%d text was held back from "
		    "it, and is not sent now: xiangyin phone show", "%d texts were held "
		    "back from it, and are not sent now: xiangyin phone show", held),
		    held);

		command_say(call, TONE_CARE, said);
	}
	return COMMAND_DONE;
}
