/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * duty status: how the month's calls stand.
 *
 * Two figures are kept apart (DOMAIN 3.2): what cadres have done of what they owe, and how
 * many households anybody has reached.  No percentage is printed without what it is a part
 * of.
 */
#include "tools/family.h"

#include <stddef.h>

#include "base/text.h"
#include "db/area.h"
#include "db/cadre.h"
#include "db/duty_close.h"
#include "db/duty_last.h"
#include "db/unit.h"
#include "tools/catalog.h"
#include "tools/report.h"
#include "tools/right.h"
#include "tools/selection.h"

#define DUTY_HOUSEHOLDS	5000	/* looked at in a step */

/* One line: a department, a town, or a cadre. */
struct unit {
	char	*code, *name;
	int	 cadres;
	int	 typed;		/* reports that staff typed at a console */
	struct duty_totals totals;
	int	 due, left;	/* of the totals */
};

static GPtrArray *status_gather(struct command_call *call, const struct selection *selection,
		    GError **error);
static void	status_typed(gint64 cadre_id, gint64 household_id,
		    const char *typed_by, void *user);
static gboolean	status_count(struct command_call *call, const struct selection *selection,
		    struct duty_sweep *sweep, const struct cadre *cadre,
		    GHashTable *typed, GPtrArray *units, GHashTable *known,
		    GError **error);
static struct unit *status_unit(struct command_call *call, const struct selection *selection,
		    GPtrArray *units, GHashTable *known, const struct cadre *cadre,
		    GError **error);
static char	*status_name(struct command_call *call, const struct cadre *cadre,
		    const char *code, GError **error);
static void	status_unit_free(gpointer unit);
static void	status_left_cell(const void *row, struct cell *cell);
static void	status_percent_cell(const void *row, struct cell *cell);
static gboolean	status_sum(struct command_call *call, const struct selection *selection,
		    struct report *report, const GPtrArray *units, GError **error);

#define AT(field)	offsetof(struct unit, field)

static const struct report_column columns[] = {
	{ "unit", NULL, REPORT_TEXT, AT(code) },
	{ "name", N_("NAME"), REPORT_TEXT, AT(name), .least = 8 },
	{ "cadres", N_("CADRES"), REPORT_INT, AT(cadres), .spare = 3 },
	{ "households", N_("HOUSEHOLDS"), REPORT_INT, AT(totals.households),
	  .spare = 2 },
	{ "due", N_("DUE"), REPORT_INT, AT(due), .bars = TRUE },
	{ "done", N_("DONE"), REPORT_INT, AT(totals.states[OBLIGATION_DONE]),
	  .bars = TRUE },
	{ "tried", N_("TRIED"), REPORT_INT, AT(totals.states[OBLIGATION_TRIED]),
	  .spare = 1 },
	{ "left", N_("LEFT"), .cell = status_left_cell, .right = TRUE, .bars = TRUE },
	{ "exempt", N_("EXEMPT"), REPORT_INT, AT(totals.states[OBLIGATION_EXEMPT]),
	  .spare = 1 },
	{ "percent", N_("DONE OF DUE"), .cell = status_percent_cell, .right = TRUE },
	{ "typed", NULL, REPORT_INT, AT(typed) },
};

static const struct report_rows rows = {
	.columns = columns, .count = G_N_ELEMENTS(columns),
	.none = N_("No cadre within your reach has households there."),
};

enum command_status
duty_status_run(struct command_call *call)
{
	g_autoptr(GPtrArray) units = NULL;
	g_autoptr(GError) error = NULL;
	struct report *report;
	struct selection selection;
	gboolean ok;

	if (!selection_read(call, &selection, &error))
		return selection_refused(call, error);
	units = status_gather(call, &selection, &error);
	if (units == NULL)
		return command_failed(call, error);
	report = report_new(call, REPORT_ARRAY);
	report_begin(report, &rows);
	for (guint i = 0; i < units->len; i++)
		report_row(report, g_ptr_array_index(units, i));
	report_end(report);
	ok = units->len == 0 || !report_is_for_people(report) ||
	    status_sum(call, &selection, report, units, &error);
	report_free(report);
	return ok ? COMMAND_DONE : command_failed(call, error);
}

/* NULL when the database failed. */
static GPtrArray *
status_gather(struct command_call *call, const struct selection *selection, GError **error)
{
	g_autoptr(GPtrArray) units =
	    g_ptr_array_new_with_free_func(status_unit_free);
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) typed = g_hash_table_new_full(g_int64_hash,
	    g_int64_equal, g_free, NULL);
	g_autoptr(GPtrArray) cadres = selection_cadres(call, selection, error);
	struct duty_sweep *sweep = cadres == NULL ? NULL : duty_sweep_new(call->db,
	    call->tags, selection->month, selection->today, error);
	gboolean ok = sweep != NULL && duty_each_typed(call->db, selection->month,
	    status_typed, typed, error);

	for (guint i = 0; ok && i < cadres->len; i++)
		ok = status_count(call, selection, sweep, g_ptr_array_index(cadres, i),
		    typed, units, known, error);
	duty_sweep_free(sweep);
	return ok ? g_steal_pointer(&units) : NULL;
}

/* Counts by cadre. */
static void
status_typed(gint64 cadre_id, gint64 household_id, const char *typed_by, void *user)
{
	GHashTable *typed = user;
	int count = GPOINTER_TO_INT(g_hash_table_lookup(typed, &cadre_id));

	g_hash_table_replace(typed, g_memdup2(&cadre_id, sizeof(cadre_id)),
	    GINT_TO_POINTER(count + 1));
}

static gboolean
status_count(struct command_call *call, const struct selection *selection,
    struct duty_sweep *sweep, const struct cadre *cadre, GHashTable *typed,
    GPtrArray *units, GHashTable *known, GError **error)
{
	struct duty_totals totals;
	struct unit *unit;

	if (!duty_sweep_card(sweep, cadre->id, &totals, error))
		return FALSE;
	if (totals.households == 0 && duty_owed(&totals) == 0)
		return TRUE;
	unit = status_unit(call, selection, units, known, cadre, error);
	if (unit == NULL)
		return FALSE;
	unit->cadres++;
	unit->typed += GPOINTER_TO_INT(g_hash_table_lookup(typed, &cadre->id));
	unit->totals.households += totals.households;
	for (int s = 0; s < OBLIGATION_STATE_COUNT; s++)
		unit->totals.states[s] += totals.states[s];
	unit->due = duty_owed(&unit->totals);
	unit->left = duty_left(&unit->totals);
	return TRUE;
}

/* The cadre's own, their department's, or that of the town they belong to. */
static struct unit *
status_unit(struct command_call *call, const struct selection *selection, GPtrArray *units,
    GHashTable *known, const struct cadre *cadre, GError **error)
{
	gboolean by_cadre = selection->area != NULL || selection->cadre != NULL;
	g_autofree char *town = NULL;
	const char *code = cadre->code;
	struct unit *unit;

	if (!by_cadre && *cadre->department != '\0')
		code = cadre->department;
	else if (!by_cadre) {
		town = area_town(call->db, cadre->area, error);
		if (town == NULL)
			return NULL;
		code = town;
	}
	unit = g_hash_table_lookup(known, code);
	if (unit != NULL)
		return unit;
	unit = g_new0(struct unit, 1);
	unit->code = g_strdup(code);
	unit->name = by_cadre ? g_strdup(cadre->name) :
	    status_name(call, cadre, code, error);
	g_ptr_array_add(units, unit);
	g_hash_table_insert(known, unit->code, unit);
	return unit->name != NULL ? unit : NULL;
}

static char *
status_name(struct command_call *call, const struct cadre *cadre, const char *code,
    GError **error)
{
	struct area area = { 0 };
	gboolean found;
	char *name;

	if (*cadre->department != '\0')
		return unit_name(call->db, code, error);
	if (!area_by_code(call->db, code, &found, &area, error))
		return NULL;
	name = g_strdup(found ? area.name : code);
	area_clear(&area);
	return name;
}

static void
status_unit_free(gpointer data)
{
	struct unit *unit = data;

	g_free(unit->code);
	g_free(unit->name);
	g_free(unit);
}

static void
status_left_cell(const void *row, struct cell *cell)
{
	const struct unit *unit = row;

	cell_number(cell, unit->left, unit->left > 0 ? TONE_CARE : TONE_PLAIN);
}

static void
status_percent_cell(const void *row, struct cell *cell)
{
	const struct unit *unit = row;
	g_autofree char *share = text_percent(unit->totals.states[OBLIGATION_DONE],
	    unit->due);

	cell_text(cell, share, TONE_PLAIN);
}

/* Below the table: the two figures, of all. */
static gboolean
status_sum(struct command_call *call, const struct selection *selection,
    struct report *report, const GPtrArray *units, GError **error)
{
	g_autofree char *did = NULL, *reached = NULL, *line = NULL;
	int due = 0, done = 0, typed = 0, households = 0, covered = 0;
	gint64 past = 0;

	for (guint i = 0; i < units->len; i++) {
		const struct unit *unit = g_ptr_array_index(units, i);

		due += unit->due;
		done += unit->totals.states[OBLIGATION_DONE];
		typed += unit->typed;
	}
	did = text_percent(done, due);
	line = g_strdup_printf(_("Cadres have made %d of %d calls they owe (%s)."),
	    done, due, did);
	report_say(report, TONE_PLAIN, line);
	if (typed > 0) {
		g_autofree char *marked = g_strdup_printf(P_("%d report was typed "
		    "by staff at a console; see xiangyin duty flags.",
		    "%d reports were typed by staff at a console; see xiangyin duty "
		    "flags.", typed), typed);

		report_say(report, TONE_CARE, marked);
	}
	if (!right_is_whole(call) || selection->area != NULL || selection->cadre != NULL)
		return TRUE;
	do {
		if (!duty_coverage(call->db, selection->month, selection->today,
		    DUTY_HOUSEHOLDS, &past, &households, &covered, error))
			return FALSE;
	} while (past != 0);
	reached = text_percent(covered, households);
	g_free(line);
	line = g_strdup_printf(_("%d of %d households have been reached by anybody "
	    "(%s)."), covered, households, reached);
	report_say(report, TONE_PLAIN, line);
	return TRUE;
}
