/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * phone show: whose a number is, and what is not sent to it; phone held: what was held
 * back from any.
 */
#include "tools/family.h"

#include <stddef.h>

#include "base/clock.h"
#include "base/phone.h"
#include "db/contact.h"
#include "db/held.h"
#include "db/household.h"
#include "db/person.h"
#include "db/principal.h"
#include "tools/catalog.h"
#include "tools/cursor.h"
#include "tools/right.h"

#define SHOW_HELD_MAX	20	/* of one number */

/* What is known of a number. */
struct phone_row {
	char	*number;
	struct principal who;
	gboolean verified, wrong;
};

/* The households of a number, and how many of them are out of reach. */
struct showing {
	struct command_call *call;
	struct report *report;
	int	 beyond;
	GError	*error;
};

static gboolean	show_load(struct command_call *call, struct phone_row *row,
		    GError **error);
static gboolean	show_homes(struct command_call *call, const char *number,
		    struct report *report, GError **error);
static void	show_home(const struct household_number *home, void *user);
static gboolean	show_held(const struct held *held, void *user);
static gboolean	held_row(const struct held *held, void *user);
static void	cadre_fact(const void *row, struct cell *cell);
static void	verified_fact(const void *row, struct cell *cell);
static void	wrong_fact(const void *row, struct cell *cell);
static void	wrong_cell(const void *row, struct cell *cell);
static void	why_cell(const void *row, struct cell *cell);

#define AT(field)	offsetof(struct phone_row, field)
#define HOME(field)	offsetof(struct household_number, field)
#define HELD(field)	offsetof(struct held, field)

static const struct report_column show_columns[] = {
	{ "number", NULL, REPORT_TEXT, AT(number) },
	{ "since", NULL, REPORT_TIME, AT(who.owner_since), .fact = N_("Theirs since") },
	{ "verified", NULL, REPORT_BOOLEAN, AT(verified) },
	{ .cell = verified_fact, .fact = N_("Verified") },
	{ "wrong_number", NULL, REPORT_BOOLEAN, AT(wrong) },
	{ .cell = wrong_fact, .fact = N_("Wrong number") },
	{ "cadre", NULL, .cell = cadre_fact, .fact = N_("Cadre") },
	{ "unit", NULL, REPORT_TEXT, AT(who.unit), .fact = N_("Unit") },
};

static const struct report_rows show_rows = {
	.columns = show_columns, .count = G_N_ELEMENTS(show_columns),
	.layout = REPORT_FACTS,
};

static const struct report_column home_columns[] = {
	{ "household", N_("HOUSEHOLD"), REPORT_TEXT, HOME(code) },
	{ "head", N_("HEAD"), REPORT_TEXT, HOME(head), .least = 6 },
	{ "person", N_("PERSON"), REPORT_TEXT, HOME(person), .least = 6 },
	{ "main", NULL, REPORT_BOOLEAN, HOME(main) },
	{ "source", N_("SOURCE"), REPORT_TEXT, HOME(source), .least = 4, .spare = 1 },
	{ "confirmed_on", N_("CONFIRMED"), REPORT_DAY, HOME(confirmed_on) },
	{ "wrong_on", N_("LOST"), .cell = wrong_cell },
};

static const struct report_rows home_rows = {
	.key = "households",
	.columns = home_columns, .count = G_N_ELEMENTS(home_columns),
	.none = N_("No household has had this number."),
};

static const struct report_column held_columns[] = {
	{ "at", N_("WHEN"), REPORT_TIME, HELD(at) },
	{ "phone", N_("TO"), REPORT_PHONE, HELD(phone) },
	{ "screen", N_("WHAT"), REPORT_TEXT, HELD(screen), .least = 8 },
	{ "why", N_("WHY"), .cell = why_cell, .least = 8 },
	{ "settled_at", N_("SETTLED"), REPORT_TIME, HELD(settled_at), .spare = 1 },
	{ "key", NULL, REPORT_TEXT, HELD(key) },
	{ "line", NULL, REPORT_TEXT, HELD(line) },
};

static const struct report_rows held_rows = {
	.key = "held",
	.columns = held_columns, .count = G_N_ELEMENTS(held_columns),
	.none = N_("Nothing was held back."),
};

enum command_status
phone_show_run(struct command_call *call)
{
	struct phone_row row = { .number = phone_normalise(command_line_value(
	    &call->line, "number")) };
	g_autoptr(GError) error = NULL;
	struct report *report = NULL;
	gboolean ok = right_takes_phone(call, row.number, &error) &&
	    show_load(call, &row, &error);

	if (ok) {
		report = report_new(call, REPORT_OBJECT);
		report_head(report, TONE_TITLE, row.number);
		report_begin(report, &show_rows);
		report_row(report, &row);
		report_end(report);
		report_gap(report);
		ok = show_homes(call, row.number, report, &error);
		report_gap(report);
		report_begin(report, &held_rows);
		ok = ok && held_each(call->db, row.number, show_held, report, &error);
		report_end(report);
	}
	report_free(report);
	principal_clear(&row.who);
	g_free(row.number);
	return ok ? COMMAND_DONE : command_refused(call, error);
}

static gboolean
show_load(struct command_call *call, struct phone_row *row, GError **error)
{
	struct person_reach reach;

	return person_reach(call->db, row->number, &reach, error) &&
	    principal_find(call->db, row->number, reach.told_since, &row->who,
	    error) &&
	    person_verified(call->db, row->number, clock_now(), &row->verified,
	    error) &&
	    contact_opted_out(call->db, row->number, CONTACT_PERSONAL, &row->wrong,
	    error);
}

/* A number may be of several households: those out of reach are only counted. */
static gboolean
show_homes(struct command_call *call, const char *number, struct report *report,
    GError **error)
{
	struct showing showing = { call, report, 0, NULL };
	g_autofree char *more = NULL;
	gboolean ok;

	report_begin(report, &home_rows);
	ok = household_each_of_number(call->db, number, show_home, &showing, error);
	report_end(report);
	if (ok && showing.error != NULL) {
		g_propagate_error(error, showing.error);
		return FALSE;
	}
	g_clear_error(&showing.error);
	more = g_strdup_printf(P_("%d more is out of your reach.",
	    "%d more are out of your reach.", showing.beyond), showing.beyond);
	if (showing.beyond > 0)
		report_say(report, TONE_FAINT, more);
	return ok;
}

static void
show_home(const struct household_number *home, void *user)
{
	struct showing *showing = user;
	struct household household = { 0 };
	gboolean found, has = FALSE;

	if (showing->error == NULL && household_by_code(showing->call->db, home->code,
	    &found, &household, &showing->error) && found &&
	    right_has_household(showing->call, &household, &has, &showing->error)) {
		if (has)
			report_row(showing->report, home);
		else
			showing->beyond++;
	}
	household_clear(&household);
}

static gboolean
show_held(const struct held *held, void *user)
{
	report_row(user, held);
	return report_count(user) < SHOW_HELD_MAX;
}

static void
cadre_fact(const void *data, struct cell *cell)
{
	const struct phone_row *row = data;

	if (principal_is(&row->who, PRINCIPAL_CADRE))
		cell_text(cell, row->who.cadre.code, TONE_PLAIN);
	else
		cell_nothing(cell);
}

static void
verified_fact(const void *data, struct cell *cell)
{
	const struct phone_row *row = data;

	cell_text(cell, row->verified ? _("yes") : _("no: nothing with content is "
	    "sent to it before somebody confirms it"), row->verified ? TONE_PLAIN :
	    TONE_CARE);
}

static void
wrong_fact(const void *data, struct cell *cell)
{
	const struct phone_row *row = data;

	if (row->wrong)
		cell_text(cell, _("said to be another's; see xiangyin phone undo"),
		    TONE_BAD);
	else
		cell_nothing(cell);
}

static void
wrong_cell(const void *data, struct cell *cell)
{
	const struct household_number *home = data;

	if (home->wrong_on != 0)
		cell_day(cell, home->wrong_on, TONE_BAD);
	else
		cell_nothing(cell);
}

static void
why_cell(const void *data, struct cell *cell)
{
	static const char *const words[HELD_WHY_COUNT] = {
		[HELD_NOT_THEIRS] = N_("the number is another's now"),
		[HELD_UNVERIFIED] = N_("the number is not confirmed"),
		[HELD_RESTS] = N_("they are not to be asked now"),
	};
	const struct held *held = data;

	cell_words(cell, _(words[held->why]), held_why_name(held->why),
	    held->why == HELD_UNVERIFIED && held->settled_at == 0 ? TONE_CARE :
	    TONE_PLAIN);
}

/* A list under way, and why it ends early. */
struct holding {
	struct cursor cursor;
	GError	*error;
};

enum command_status
phone_held_run(struct command_call *call)
{
	struct holding holding = { .error = NULL };
	g_autoptr(GError) error = NULL;

	cursor_open(&holding.cursor, call, &held_rows, SYNTAX_LIMIT);
	if (held_each(call->db, holding.cursor.phone, held_row, &holding, &error))
		error = holding.error;
	else
		g_clear_error(&holding.error);
	return cursor_close(&holding.cursor, error);
}

static gboolean
held_row(const struct held *held, void *user)
{
	struct holding *holding = user;
	gboolean has;

	if (!right_has_phone(holding->cursor.call, held->phone, &has,
	    &holding->error))
		return FALSE;
	return !has || cursor_row(&holding->cursor, held);
}
