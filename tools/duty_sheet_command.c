/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * duty sheet: a cadre's card, printed for whoever calls; telephones stand on it in full.
 */
#include "tools/family.h"

#include <stddef.h>

#include "base/calendar.h"
#include "base/phone.h"
#include "db/area.h"
#include "db/cadre.h"
#include "db/duty_card.h"
#include "db/duty_last.h"
#include "db/household.h"
#include "tools/catalog.h"
#include "tools/report.h"
#include "tools/selection.h"

static const char *const state_words[OBLIGATION_STATE_COUNT] = {
	[OBLIGATION_NONE] = N_("nothing owed"),
	[OBLIGATION_DUE] = N_("to do"),
	[OBLIGATION_DONE] = N_("done"),
	[OBLIGATION_LATE] = N_("not done"),
	[OBLIGATION_TRIED] = N_("nobody there"),
	[OBLIGATION_EXEMPT] = N_("excused"),
};

/* A household on the card; the entry's strings are borrowed. */
struct sheet_row {
	struct duty_entry entry;
	const char *place, *phones;
	const char *lost;	/* numbers that are another's now */
	const char *typed_by;	/* the last report of it; "" the cadre did */
};

struct sheet {
	struct db *db;
	struct report *report;
	gint64	 cadre_id;
	GHashTable *typed;	/* household -> who typed its last report */
	GError	**error;
	gboolean ok;
};

static void	sheet_head(struct report *report, const struct selection *selection,
		    const struct cadre *cadre);
static gboolean	sheet_entry(const struct duty_entry *entry, void *user);
static void	sheet_phone(const char *number, void *user);
static void	sheet_typed(gint64 cadre_id, gint64 household_id,
		    const char *typed_by, void *user);
static void	sheet_phones_cell(const void *row, struct cell *cell);
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
	{ "phone", NULL, REPORT_TEXT, AT(phones) },
	{ "lost", NULL, REPORT_TEXT, AT(lost) },
	{ NULL, N_("PHONE"), .cell = sheet_phones_cell },
	{ "state", N_("THIS MONTH"), .cell = sheet_state_cell },
	{ "typed_by", N_("TYPED BY"), REPORT_TEXT, AT(typed_by), .tone = TONE_CARE,
	  .least = 6 },
};

static const struct report_rows rows = {
	.columns = columns, .count = G_N_ELEMENTS(columns),
	.none = N_("No household is on this card."),
};

enum command_status
duty_sheet_run(struct command_call *call)
{
	struct sheet sheet = { .db = call->db, .ok = TRUE };
	g_autoptr(GHashTable) typed = g_hash_table_new_full(g_int64_hash,
	    g_int64_equal, g_free, g_free);
	g_autoptr(GPtrArray) cadres = NULL;
	g_autoptr(GError) error = NULL;
	const struct cadre *cadre;
	struct selection selection;

	if (!selection_read(call, &selection, &error))
		return command_refused(call, error);
	cadres = selection_cadres(call, &selection, &error);
	if (cadres == NULL)
		return command_failed(call, error);
	cadre = g_ptr_array_index(cadres, 0);
	sheet.error = &error;
	sheet.cadre_id = cadre->id;
	sheet.typed = typed;
	if (!duty_each_typed(call->db, selection.month, sheet_typed, &sheet, &error))
		return command_failed(call, error);
	sheet.report = report_new(call, REPORT_ARRAY);
	sheet_head(sheet.report, &selection, cadre);
	report_begin(sheet.report, &rows);
	if (duty_each(call->db, call->tags, cadre->id, selection.month, selection.today,
	    sheet_entry, &sheet, &error) && sheet.ok)
		report_end(sheet.report);
	report_free(sheet.report);
	return error == NULL ? COMMAND_DONE : command_failed(call, error);
}

static void
sheet_head(struct report *report, const struct selection *selection, const struct cadre *cadre)
{
	g_autofree char *month = calendar_month_write(selection->month);
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
	g_autoptr(GString) lost = g_string_new(NULL);
	g_autofree char *head = NULL, *place = NULL;

	if (!entry->active)
		return TRUE;
	sheet->ok = household_title(sheet->db, entry->household_id, &head, &place,
	    sheet->error) && household_each_phone(sheet->db,
	    entry->household_id, sheet_phone, phones, sheet->error) &&
	    household_each_lost_phone(sheet->db, entry->household_id, sheet_phone,
	    lost, sheet->error);
	if (!sheet->ok)
		return FALSE;
	row.place = place;
	row.phones = phones->str;
	row.lost = lost->str;
	row.typed_by = g_hash_table_lookup(sheet->typed, &entry->household_id);
	if (row.typed_by == NULL)
		row.typed_by = "";
	report_row(sheet->report, &row);
	return TRUE;
}

static void
sheet_typed(gint64 cadre_id, gint64 household_id, const char *typed_by, void *user)
{
	struct sheet *sheet = user;

	if (cadre_id == sheet->cadre_id)
		g_hash_table_replace(sheet->typed, g_memdup2(&household_id,
		    sizeof(household_id)), g_strdup(typed_by));
}

static void
sheet_phone(const char *number, void *user)
{
	g_autofree char *national = phone_national(number);
	GString *phones = user;

	g_string_append_printf(phones, "%s%s", phones->len > 0 ? " " : "", national);
}

static void
sheet_phones_cell(const void *row, struct cell *cell)
{
	const struct sheet_row *sheet = row;
	g_autofree char *both = NULL;

	if (*sheet->lost == '\0') {
		cell_text(cell, sheet->phones, TONE_PLAIN);
		return;
	}
	both = g_strdup_printf(_("%s%snot %s"), sheet->phones,
	    *sheet->phones != '\0' ? " " : "", sheet->lost);
	cell_text(cell, both, TONE_CARE);
}

static void
sheet_state_cell(const void *row, struct cell *cell)
{
	const struct sheet_row *sheet = row;
	enum obligation_state state = sheet->entry.obligation.state;

	cell_words(cell, _(state_words[state]), obligation_state_name(state),
	    state == OBLIGATION_DONE ? TONE_GOOD : TONE_PLAIN);
}
