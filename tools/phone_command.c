/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * phone change: a household's number by a clerk's word and a call that confirms it
 * (DOMAIN 3.6); phone owner, undo and confirm: whose a number is, and since when.
 */
#include "tools/family.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "base/phone.h"
#include "db/cadre.h"
#include "db/contact.h"
#include "db/owner.h"
#include "db/second_word.h"
#include "tools/catalog.h"
#include "tools/report.h"

#define PHONE_WAIT_DAYS	7	/* for the second word */

static gboolean	phone_refused(struct command_call *call, const char *old,
		    const char *number, GError **error);
static void	phone_owner_row(const struct person_owner *owner, void *user);
static void	phone_owner_since(const void *row, struct cell *cell);
static void	phone_owner_how(const void *row, struct cell *cell);
static void	phone_count(gint64 household_id, void *user);
static gboolean	phone_word(struct command_call *call, const char *old,
		    const char *number, gboolean *second, GError **error);

enum command_status
phone_change_run(struct command_call *call)
{
	g_autofree char *old = phone_normalise(command_line_value(&call->line,
	    "old"));
	g_autofree char *number = phone_normalise(command_line_value(&call->line,
	    "new"));
	g_autofree char *said = NULL;
	g_autoptr(GError) error = NULL;
	gboolean second = FALSE;

	if (phone_refused(call, old, number, &error))
		return error != NULL ? command_failed(call, error) : COMMAND_NO;
	if (!db_begin(call->db, &error) ||
	    !phone_word(call, old, number, &second, &error) ||
	    !db_commit(call->db, &error)) {
		db_rollback(call->db);
		return command_failed(call, error);
	}
	said = second ? g_strdup(_("The number is changed.")) :
	    g_strdup_printf(_("Noted. It is changed when a second person, who has "
	    "called the new number, gives the same command within %d days."),
	    PHONE_WAIT_DAYS);
	command_say(call, second ? TONE_GOOD : TONE_CARE, said);
	return COMMAND_DONE;
}

/* TRUE: it cannot be, and call->err or `error` says why. */
static gboolean
phone_refused(struct command_call *call, const char *old, const char *number,
    GError **error)
{
	gboolean known, cadres;

	if (!person_is_known(call->db, old, &known, error) ||
	    !cadre_has_mobile(call->db, number, &cadres, error))
		return TRUE;
	if (g_str_equal(old, number))
		g_string_append(call->err, _("these are the same number"));
	else if (!known)
		g_string_append(call->err, _("no household has the old number; see "
		    "xiangyin export phone"));
	else if (cadres)
		g_string_append(call->err, _("the new number is a cadre's, and no "
		    "household's"));
	else
		return FALSE;
	return TRUE;
}

static gboolean
phone_word(struct command_call *call, const char *old, const char *number,
    gboolean *second, GError **error)
{
	gint64 now = clock_now();
	const struct owner_change change = {
		.phone = old, .how = PERSON_RENUMBER, .by = call->actor,
		.other = number, .now = now,
		.day = calendar_day(now, call->zone),
	};
	g_autofree char *object = g_strconcat("phone:", old, NULL);
	g_autofree char *what = g_strconcat("phone.change:", old, ":", number, NULL);
	gboolean changed;

	if (!second_word(call->db, what, call->actor, now,
	    now - PHONE_WAIT_DAYS * CLOCK_DAY, second, error) ||
	    !command_record(call, *second ? "phone.change" : "phone.change.word",
	    object, number, error))
		return FALSE;
	return !*second || owner_renumber(call->db, &change, PERSON_BY_CLERK,
	    &changed, error);
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
	g_autofree char *object = g_strconcat("phone:", number, NULL);
	g_autoptr(GError) error = NULL;
	struct report *report;
	gboolean ok;

	if (!command_record_read(call, "phone.owner", object))
		return COMMAND_NO;
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
	said = g_strdup_printf(_("The number is as it was before; %d households "
	    "have it again. What was cancelled meanwhile stays so."), households);
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

	if (!db_begin(call->db, &error))
		return command_failed(call, error);
	if (!person_confirm(call->db, number, today, &known, &error) ||
	    !contact_believe(call->db, number, &error) ||
	    !command_record(call, "phone.confirm", object, "", &error) ||
	    !db_commit(call->db, &error)) {
		db_rollback(call->db);
		return command_failed(call, error);
	}
	command_say(call, TONE_GOOD, known ? _("The number is confirmed today.") :
	    _("Noted. No household has this number; see xiangyin import phone."));
	return COMMAND_DONE;
}
