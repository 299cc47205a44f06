/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * person dead, away and back: what a clerk knows of somebody of a household
 * (db/person_mark.h); person list: of whom what is known.
 */
#include "tools/family.h"

#include <stddef.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "db/household.h"
#include "db/person_mark.h"
#include "tools/catalog.h"
#include "tools/cursor.h"
#include "tools/right.h"

/* person_mark_add(), person_mark_undo() */
typedef gboolean (*mark_fn)(struct db *db, const struct person_mark *mark, int *count,
	    GError **error);

static enum command_status person_mark_run(struct command_call *call,
		    enum person_mark_kind kind);
static gboolean	person_settle(struct command_call *call, struct person_mark *mark,
		    mark_fn act, int *count, GError **error);
static gboolean	person_named(struct command_call *call, struct household *household,
		    GError **error);
static gboolean	list_row(const struct person_mark *mark, void *user);
static void	kind_cell(const void *row, struct cell *cell);

#define AT(field)	offsetof(struct person_mark, field)

static const struct report_column columns[] = {
	{ "household", N_("HOUSEHOLD"), REPORT_TEXT, AT(code) },
	{ "head", N_("HEAD"), REPORT_TEXT, AT(head), .least = 6, .spare = 1 },
	{ "person", N_("PERSON"), REPORT_TEXT, AT(person), .least = 6 },
	{ "kind", N_("WHAT"), .cell = kind_cell },
	{ "since", N_("SINCE"), REPORT_DAY, AT(day) },
	{ "by", N_("BY"), REPORT_TEXT, AT(by), .least = 8 },
	{ "made_at", NULL, REPORT_TIME, AT(made_at) },
	{ "undone_at", N_("TAKEN BACK"), REPORT_TIME, AT(undone_at) },
	{ "undone_by", N_("BY"), REPORT_TEXT, AT(undone_by), .least = 8 },
};

static const struct report_rows rows = {
	.columns = columns, .count = G_N_ELEMENTS(columns),
	.none = N_("Nobody is marked as dead or away."),
};

enum command_status
person_dead_run(struct command_call *call)
{
	return person_mark_run(call, PERSON_DEAD);
}

enum command_status
person_away_run(struct command_call *call)
{
	return person_mark_run(call, PERSON_AWAY);
}

static enum command_status
person_mark_run(struct command_call *call, enum person_mark_kind kind)
{
	static const char *const done[PERSON_MARK_COUNT] = {
		[PERSON_DEAD] = N_("Noted. They are not asked anything any more, and the "
		    "household not for 30 days; xiangyin person back takes it back."),
		[PERSON_AWAY] = N_("Noted. They are not asked anything; xiangyin person "
		    "back ends it."),
	};
	const char *since = command_line_value(&call->line, "since");
	int today = calendar_day(clock_now(), call->zone);
	struct person_mark mark = {
		.person = command_line_value(&call->line, "name"), .kind = kind,
		.day = since != NULL ? calendar_day_read(since) : today,
		.made_at = clock_now(),
	};
	g_autoptr(GError) error = NULL;
	gboolean added = FALSE;

	if (mark.day > today) {
		g_string_append(call->err, _("the day is still to come"));
		return COMMAND_USAGE;
	}
	if (!person_settle(call, &mark, person_mark_add, &added, &error))
		return command_refused(call, error);
	if (!added) {
		g_string_append(call->err, _("that is known; see xiangyin person list"));
		return COMMAND_NO;
	}
	command_say(call, TONE_PLAIN, _(done[kind]));
	return COMMAND_DONE;
}

/* Marks whom the arguments name, or takes it back, by whoever gave the command; *count as
 * `act` says.  FALSE as of person_named(). */
static gboolean
person_settle(struct command_call *call, struct person_mark *mark, mark_fn act,
    int *count, GError **error)
{
	struct household household = { 0 };
	gboolean ok = person_named(call, &household, error);

	if (ok) {
		mark->household_id = household.id;
		mark->by = call->actor;
		mark->role = call->role;
		ok = db_begin(call->db, error) &&
		    act(call->db, mark, count, error) && db_commit(call->db, error);
		if (!ok)
			db_rollback(call->db);
	}
	household_clear(&household);
	return ok;
}

/* The household of the argument, which must be within reach and have somebody of the
 * name. FALSE with a sentence in call->err, or with `error`. */
static gboolean
person_named(struct command_call *call, struct household *household, GError **error)
{
	const char *code = command_line_value(&call->line, "household");
	const char *name = command_line_value(&call->line, "name");
	gboolean found, fits;

	if (!household_by_code(call->db, code, &found, household, error))
		return FALSE;
	if (!found) {
		g_string_append_printf(call->err, _("there is no household \"%s\"; see "
		    "xiangyin export household"), code);
		return FALSE;
	}
	if (!right_takes_household(call, household, error) ||
	    !person_mark_fits(call->db, household->id, name, &fits, error))
		return FALSE;
	if (!fits)
		g_string_append_printf(call->err, _("household %s has nobody of the name "
		    "\"%s\"; see xiangyin export phone"), code, name);
	return fits;
}

enum command_status
person_back_run(struct command_call *call)
{
	struct person_mark mark = {
		.person = command_line_value(&call->line, "name"),
		.made_at = clock_now(),
	};
	g_autoptr(GError) error = NULL;
	int count = 0;

	if (!person_settle(call, &mark, person_mark_undo, &count, &error))
		return command_refused(call, error);
	if (count == 0) {
		g_string_append(call->err, _("nothing is to be taken back; see xiangyin "
		    "person list"));
		return COMMAND_NO;
	}
	command_say(call, TONE_GOOD, _("They are asked as before. What was cancelled "
	    "meanwhile stays so."));
	return COMMAND_DONE;
}

/* A list under way, and why it ends early. */
struct marks {
	struct cursor cursor;
	GError	*error;
};

enum command_status
person_list_run(struct command_call *call)
{
	gboolean all = command_line_value(&call->line, "all") != NULL;
	struct marks marks = { .error = NULL };
	g_autoptr(GError) error = NULL;

	cursor_open(&marks.cursor, call, &rows, SYNTAX_LIMIT);
	if (person_mark_each(call->db, all, list_row, &marks, &error))
		error = marks.error;
	else
		g_clear_error(&marks.error);
	return cursor_close(&marks.cursor, error);
}

static gboolean
list_row(const struct person_mark *mark, void *user)
{
	struct marks *marks = user;
	struct command_call *call = marks->cursor.call;
	struct household household;
	gboolean found, has = FALSE, ok;

	ok = household_by_id(call->db, mark->household_id, &found, &household,
	    &marks->error) && (!found || right_has_household(call, &household, &has,
	    &marks->error));
	household_clear(&household);
	return ok && (!has || cursor_row(&marks->cursor, mark));
}

static void
kind_cell(const void *row, struct cell *cell)
{
	static const char *const words[PERSON_MARK_COUNT] = {
		[PERSON_DEAD] = N_("dead"), [PERSON_AWAY] = N_("away"),
	};
	const struct person_mark *mark = row;

	cell_words(cell, _(words[mark->kind]), person_mark_name(mark->kind),
	    mark->undone_at != 0 ? TONE_FAINT : TONE_PLAIN);
}
