/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * agenda list, show and retry: what the box will do next, what it gave up, and
 * trying that again.
 */
#include "tools/family.h"

#include <stddef.h>
#include <string.h>

#include "base/clock.h"
#include "db/agenda.h"
#include "tools/catalog.h"
#include "tools/report.h"

#define AGENDA_LIMIT	50

static void	agenda_due(const void *row, struct cell *cell);
static void	agenda_kind(const void *row, struct cell *cell);
static void	agenda_state(const void *row, struct cell *cell);
static void	agenda_tries(const void *row, struct cell *cell);
static void	agenda_why(const void *row, struct cell *cell);

/* A row, and what its kind does. */
struct shown {
	struct agenda_row row;	/* borrowed */
	const char *words;
};

/* Where rows go. */
struct listing {
	struct command_call *call;
	struct report *report;
};

#define AT(field)	offsetof(struct shown, row.field)

static const struct report_column columns[] = {
	{ "id", N_("ID"), REPORT_INT64, AT(id) },
	{ "due_at", N_("WHEN"), .cell = agenda_due },
	{ "kind", N_("WHAT"), .cell = agenda_kind, .least = 12 },
	{ "object", N_("OF"), REPORT_TEXT, AT(object) },
	{ "tries", N_("FAILED"), .cell = agenda_tries, .right = TRUE, .spare = 3 },
	{ "error", N_("WHY"), .cell = agenda_why, .least = 8, .spare = 4 },
};

static const struct report_rows planned_rows = {
	.columns = columns, .count = G_N_ELEMENTS(columns),
	.none = N_("Nothing is planned."),
};
static const struct report_rows parked_rows = {
	.columns = columns, .count = G_N_ELEMENTS(columns),
	.none = N_("Nothing was given up."),
};

static const struct report_column facts[] = {
	{ "id", NULL, REPORT_INT64, AT(id) },
	{ "kind", NULL, .cell = agenda_kind, .fact = N_("What") },
	{ "object", NULL, REPORT_TEXT, AT(object), .fact = N_("Of") },
	{ "state", NULL, .cell = agenda_state, .fact = N_("State") },
	{ "due_at", NULL, REPORT_TIME, AT(due_at), .fact = N_("Due") },
	{ "made_at", NULL, REPORT_TIME, AT(made_at), .fact = N_("Planned") },
	{ "tries", NULL, .cell = agenda_tries, .fact = N_("Failed") },
	{ "error", NULL, REPORT_TEXT, AT(last_error), .fact = N_("Why") },
	{ "data", NULL, REPORT_TEXT, AT(data), .fact = N_("Data") },
};
static const struct report_rows fact_rows = {
	.columns = facts, .count = G_N_ELEMENTS(facts), .layout = REPORT_FACTS,
};

static gboolean	agenda_row(const struct agenda_row *row, void *user);
static void	agenda_say(const struct command_call *call, struct report *report,
		    const struct agenda_row *row);
static enum tone agenda_tone(const struct agenda_row *row);
static enum command_status agenda_missing(struct command_call *call, int id);
static enum command_status agenda_not_failed(struct command_call *call, int id);

const char *
agenda_kind_words(const struct command_call *call, const char *kind)
{
	const char *words = call->agenda_words == NULL ? NULL :
	    call->agenda_words(kind);

	return words != NULL ? catalog_text(words) : kind;
}

enum command_status
agenda_list_run(struct command_call *call)
{
	gboolean parked = command_line_value(&call->line, "parked") != NULL;
	const struct agenda_filter filter = {
		.state = parked ? AGENDA_PARKED : AGENDA_DUE,
		.limit = command_line_number(&call->line, "limit", AGENDA_LIMIT),
	};
	g_autoptr(GError) error = NULL;
	struct listing listing = { .call = call };
	gboolean ok;

	listing.report = report_new(call, REPORT_ARRAY);
	report_begin(listing.report, parked ? &parked_rows : &planned_rows);
	ok = agenda_each(call->db, &filter, agenda_row, &listing, &error);
	report_end(listing.report);
	report_free(listing.report);
	return ok ? COMMAND_DONE : command_failed(call, error);
}

static gboolean
agenda_row(const struct agenda_row *row, void *user)
{
	const struct listing *listing = user;

	agenda_say(listing->call, listing->report, row);
	return TRUE;
}

static void
agenda_say(const struct command_call *call, struct report *report,
    const struct agenda_row *row)
{
	const struct shown shown = { *row, agenda_kind_words(call, row->kind) };

	report_row(report, &shown);
}

static enum tone
agenda_tone(const struct agenda_row *row)
{
	return row->state == AGENDA_PARKED ? TONE_BAD :
	    row->tries > 0 ? TONE_CARE : TONE_PLAIN;
}

static void
agenda_due(const void *row, struct cell *cell)
{
	const struct agenda_row *r = &((const struct shown *)row)->row;

	cell_time(cell, r->due_at, agenda_tone(r));
}

static void
agenda_kind(const void *row, struct cell *cell)
{
	const struct shown *shown = row;

	cell_words(cell, shown->words, shown->row.kind, TONE_PLAIN);
}

static void
agenda_state(const void *row, struct cell *cell)
{
	const struct agenda_row *r = &((const struct shown *)row)->row;

	cell_words(cell, r->state == AGENDA_PARKED ? _("given up") : _("planned"),
	    agenda_state_name(r->state), agenda_tone(r));
}

static void
agenda_tries(const void *row, struct cell *cell)
{
	const struct agenda_row *r = &((const struct shown *)row)->row;

	cell_number(cell, r->tries, r->tries > 0 ? agenda_tone(r) : TONE_FAINT);
}

static void
agenda_why(const void *row, struct cell *cell)
{
	const struct agenda_row *r = &((const struct shown *)row)->row;

	cell_text(cell, r->last_error, agenda_tone(r));
}

enum command_status
agenda_show_run(struct command_call *call)
{
	int id = command_line_number(&call->line, "id", 0);
	g_autoptr(GError) error = NULL;
	struct agenda_row row;
	struct report *report;
	gboolean found;

	if (!agenda_by_id(call->db, id, &found, &row, &error))
		return command_failed(call, error);
	if (!found)
		return agenda_missing(call, id);
	report = report_new(call, REPORT_OBJECT);
	report_begin(report, &fact_rows);
	agenda_say(call, report, &row);
	report_end(report);
	if (row.state == AGENDA_PARKED)
		report_say(report, TONE_BAD, _("It was given up; when its cause is "
		    "fixed: xiangyin agenda retry"));
	report_free(report);
	agenda_row_clear(&row);
	return COMMAND_DONE;
}

enum command_status
agenda_retry_run(struct command_call *call)
{
	int id = command_line_number(&call->line, "id", 0);
	g_autofree char *object = g_strdup_printf("agenda:%d", id);
	g_autofree char *said = NULL;
	g_autoptr(GError) error = NULL;
	gboolean done = FALSE;

	if (!db_begin(call->db, &error))
		return command_failed(call, error);
	if (!agenda_retry(call->db, id, clock_now(), &done, &error) ||
	    (done && !command_record(call, "agenda.retry", object, "", &error)) ||
	    !db_commit(call->db, &error)) {
		db_rollback(call->db);
		return command_failed(call, error);
	}
	if (!done)
		return agenda_not_failed(call, id);
	said = g_strdup_printf(_("%d is tried again now; see xiangyin agenda show %d"),
	    id, id);
	command_say(call, TONE_PLAIN, said);
	return COMMAND_DONE;
}

static enum command_status
agenda_missing(struct command_call *call, int id)
{
	g_string_append_printf(call->err,
	    _("there is no row %d; see xiangyin agenda list"), id);
	return COMMAND_NO;
}

/* Nothing is run before its time: a reminder for the last day of the month is not
 * brought forward to its first by a number typed wrongly. */
static enum command_status
agenda_not_failed(struct command_call *call, int id)
{
	g_autoptr(GError) error = NULL;
	struct agenda_row row;
	gboolean found;

	if (!agenda_by_id(call->db, id, &found, &row, &error))
		return command_failed(call, error);
	if (!found)
		return agenda_missing(call, id);
	agenda_row_clear(&row);
	g_string_append_printf(call->err, _("%d has not failed, so it comes at its own "
	    "time; see xiangyin agenda show %d"), id, id);
	return COMMAND_NO;
}
