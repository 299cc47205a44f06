/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * duty sheet: a cadre's card, printed for him who calls; telephones stand on it in full.
 */
#include "tools/family.h"

#include <stddef.h>

#include "base/calendar.h"
#include "base/phone.h"
#include "db/area.h"
#include "db/cadre.h"
#include "db/duty.h"
#include "db/household.h"
#include "tools/catalog.h"
#include "tools/report.h"
#include "tools/scope.h"

static const char *const state_words[OBLIGATION_STATE_COUNT] = {
	[OBLIGATION_NONE] = N_("nothing owed"),
	[OBLIGATION_DUE] = N_("to do"),
	[OBLIGATION_DONE] = N_("done"),
	[OBLIGATION_LATE] = N_("not done"),
	[OBLIGATION_TRIED] = N_("nobody there"),
	[OBLIGATION_EXEMPT] = N_("on leave"),
};

/* A household on the card; the entry's strings are borrowed. */
struct sheet_row {
	struct duty_entry entry;
	const char *place, *phones;
};

struct sheet {
	struct db *db;
	struct report *report;
	GError	**error;
	gboolean ok;
};

static void	sheet_head(struct report *report, const struct scope *scope,
		    const struct cadre *cadre);
static gboolean	sheet_entry(const struct duty_entry *entry, void *user);
static void	sheet_phone(const char *number, void *user);
static void	sheet_state_cell(const void *row, struct cell *cell);

#define AT(field)	offsetof(struct sheet_row, field)

static const struct report_column columns[] = {
	{ "no", N_("NO"), REPORT_INT, AT(entry.no) },
	{ "head", N_("HEAD"), REPORT_TEXT, AT(entry.head), .least = 6 },
	{ "household", N_("HOUSEHOLD"), REPORT_TEXT, AT(entry.code),
	  .tone = TONE_FAINT, .spare = 2 },
	{ "place", N_("PLACE"), REPORT_TEXT, AT(place), .least = 8, .spare = 3 },
	{ "tags", N_("TAGS"), REPORT_TEXT, AT(entry.tags), .tone = TONE_CARE,
	  .least = 6, .spare = 1 },
	{ "phone", N_("PHONE"), REPORT_TEXT, AT(phones) },
	{ "state", N_("THIS MONTH"), .cell = sheet_state_cell },
};

static const struct report_rows rows = {
	.columns = columns, .count = G_N_ELEMENTS(columns),
	.none = N_("No household is on this card."),
};

enum command_status
duty_sheet_prepare(struct command_call *call)
{
	g_autofree char *object = g_strconcat("cadre:",
	    command_line_value(&call->line, "cadre"), NULL);

	return command_record_read(call, "duty.sheet", object) ? COMMAND_READS :
	    COMMAND_NO;
}

enum command_status
duty_sheet_run(struct command_call *call)
{
	struct sheet sheet = { .db = call->db, .ok = TRUE };
	g_autoptr(GPtrArray) cadres = NULL;
	g_autoptr(GError) error = NULL;
	const struct cadre *cadre;
	struct scope scope;

	if (!scope_read(call, &scope, &error))
		return scope_refused(call, error);
	cadres = scope_cadres(call, &scope, &error);
	if (cadres == NULL)
		return command_failed(call, error);
	cadre = g_ptr_array_index(cadres, 0);
	sheet.error = &error;
	sheet.report = report_new(call, REPORT_ARRAY);
	sheet_head(sheet.report, &scope, cadre);
	report_begin(sheet.report, &rows);
	if (duty_each(call->db, call->tags, cadre->id, scope.month, scope.today,
	    sheet_entry, &sheet, &error) && sheet.ok)
		report_end(sheet.report);
	report_free(sheet.report);
	return error == NULL ? COMMAND_DONE : command_failed(call, error);
}

static void
sheet_head(struct report *report, const struct scope *scope, const struct cadre *cadre)
{
	g_autofree char *month = calendar_month_write(scope->month);
	g_autofree char *head = g_strdup_printf("%s %s  %s", cadre->code, cadre->name,
	    month);

	report_head(report, TONE_TITLE, head);
}

static gboolean
sheet_entry(const struct duty_entry *entry, void *user)
{
	struct sheet *sheet = user;
	struct sheet_row row = { .entry = *entry };
	g_autoptr(GString) phones = g_string_new(NULL);
	g_autofree char *head = NULL, *place = NULL;

	if (!entry->active)
		return TRUE;
	sheet->ok = household_title(sheet->db, entry->household_id, &head, &place,
	    sheet->error) && household_each_phone(sheet->db,
	    entry->household_id, sheet_phone, phones, sheet->error);
	if (!sheet->ok)
		return FALSE;
	row.place = place;
	row.phones = phones->str;
	report_row(sheet->report, &row);
	return TRUE;
}

static void
sheet_phone(const char *number, void *user)
{
	g_autofree char *national = phone_national(number);
	GString *phones = user;

	g_string_append_printf(phones, "%s%s", phones->len > 0 ? " " : "", national);
}

static void
sheet_state_cell(const void *row, struct cell *cell)
{
	const struct sheet_row *sheet = row;
	enum obligation_state state = sheet->entry.obligation.state;

	cell_words(cell, _(state_words[state]), obligation_state_name(state),
	    state == OBLIGATION_DONE ? TONE_GOOD : TONE_PLAIN);
}
