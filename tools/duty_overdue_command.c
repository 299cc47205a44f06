/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * duty overdue: the households that are left, those first whom nobody has reached for the
 * longest time.  No more are kept in memory than will be listed, and as many again until
 * they are sorted.
 */
#include "tools/family.h"

#include <stddef.h>
#include <string.h>

#include "base/calendar.h"
#include "db/cadre.h"
#include "db/duty_card.h"
#include "db/duty_last.h"
#include "tools/catalog.h"
#include "tools/report.h"
#include "tools/selection.h"

#define DAYS_TOO_MANY	40

/* A household that is left. */
struct overdue {
	char	*cadre, *name;	/* whose it is */
	int	 no, last, days;
	char	*code, *head, *tags;
};

struct overdue_list {
	struct db *db;
	const struct cadre *cadre;
	GPtrArray *first;	/* struct overdue, owned */
	int	 limit, all, today;
	guint	 cadres;	/* that were asked about */
	GError	**error;
	gboolean ok;
};

static gboolean	overdue_gather(struct command_call *call, const struct selection *selection,
		    struct overdue_list *list, GError **error);
static gboolean	overdue_entry(const struct duty_entry *entry, void *user);
static void	overdue_cut(struct overdue_list *list);
static int	overdue_order(gconstpointer a, gconstpointer b);
static void	overdue_free(gpointer overdue);
static void	overdue_last_cell(const void *row, struct cell *cell);
static void	overdue_days_cell(const void *row, struct cell *cell);

#define AT(field)	offsetof(struct overdue, field)

static const struct report_column columns[] = {
	{ "cadre", N_("CADRE"), REPORT_TEXT, AT(cadre) },
	{ "name", N_("NAME"), REPORT_TEXT, AT(name), .least = 6 },
	{ "no", N_("NO"), REPORT_INT, AT(no) },
	{ "household", N_("HOUSEHOLD"), REPORT_TEXT, AT(code), .tone = TONE_FAINT,
	  .spare = 2 },
	{ "head", N_("HEAD"), REPORT_TEXT, AT(head), .least = 6 },
	{ "tags", N_("TAGS"), REPORT_TEXT, AT(tags), .tone = TONE_CARE, .least = 6,
	  .spare = 1 },
	{ "last", N_("LAST CALL"), .cell = overdue_last_cell },
	{ "days", N_("DAYS"), .cell = overdue_days_cell, .right = TRUE },
};

static const struct report_rows rows = {
	.columns = columns, .count = G_N_ELEMENTS(columns),
	.none = N_("Every household has been called on."),
};
static const struct report_rows no_rows = {
	.columns = columns, .count = G_N_ELEMENTS(columns),
	.none = N_("No cadre within your reach has households there."),
};

enum command_status
duty_overdue_run(struct command_call *call)
{
	g_autoptr(GPtrArray) first = g_ptr_array_new_with_free_func(overdue_free);
	struct overdue_list list = {
		.db = call->db, .first = first, .ok = TRUE,
		.limit = command_line_number(&call->line, "limit", SYNTAX_LIMIT),
	};
	g_autofree char *more = NULL;
	g_autoptr(GError) error = NULL;
	struct report *report;
	struct selection selection;

	if (!selection_read(call, &selection, &error))
		return command_refused(call, error);
	if (!overdue_gather(call, &selection, &list, &error))
		return command_failed(call, error);
	report = report_new(call, REPORT_ARRAY);
	report_begin(report, list.cadres > 0 ? &rows : &no_rows);
	for (guint i = 0; i < first->len; i++)
		report_row(report, g_ptr_array_index(first, i));
	report_end(report);
	more = g_strdup_printf(_("%d more; --limit shows them."), list.all - list.limit);
	if (list.all > list.limit)
		report_say(report, TONE_FAINT, more);
	report_free(report);
	return COMMAND_DONE;
}

static gboolean
overdue_gather(struct command_call *call, const struct selection *selection,
    struct overdue_list *list, GError **error)
{
	g_autoptr(GPtrArray) cadres = selection_cadres(call, selection, error);
	gboolean ok = cadres != NULL && duty_last_open(call->db, error);

	list->cadres = cadres != NULL ? cadres->len : 0;
	list->today = selection->today;
	list->error = error;
	for (guint i = 0; ok && i < cadres->len; i++) {
		list->cadre = g_ptr_array_index(cadres, i);
		ok = duty_each(call->db, call->tags, list->cadre->id, selection->month,
		    selection->today, overdue_entry, list, error) && list->ok;
	}
	duty_last_close(call->db);
	overdue_cut(list);
	return ok;
}

static gboolean
overdue_entry(const struct duty_entry *entry, void *user)
{
	struct overdue_list *list = user;
	struct overdue *o;

	if (entry->obligation.state != OBLIGATION_DUE &&
	    entry->obligation.state != OBLIGATION_LATE)
		return TRUE;
	o = g_new0(struct overdue, 1);
	o->cadre = g_strdup(list->cadre->code);
	o->name = g_strdup(list->cadre->name);
	o->no = entry->no;
	o->code = g_strdup(entry->code);
	o->head = g_strdup(entry->head);
	o->tags = g_strdup(entry->tags);
	g_ptr_array_add(list->first, o);
	list->all++;
	list->ok = duty_last_day(list->db, entry->household_id, &o->last, list->error);
	o->days = o->last == 0 ? G_MAXINT :
	    calendar_days_between(o->last, list->today);
	if (list->first->len >= (guint)list->limit * 2)
		overdue_cut(list);
	return list->ok;
}

static void
overdue_cut(struct overdue_list *list)
{
	g_ptr_array_sort(list->first, overdue_order);
	if (list->first->len > (guint)list->limit)
		g_ptr_array_set_size(list->first, list->limit);
}

static int
overdue_order(gconstpointer a, gconstpointer b)
{
	const struct overdue *one = *(const struct overdue *const *)a;
	const struct overdue *other = *(const struct overdue *const *)b;
	int order = (other->days > one->days) - (other->days < one->days);

	if (order == 0)
		order = strcmp(one->cadre, other->cadre);
	return order != 0 ? order : one->no - other->no;
}

static void
overdue_free(gpointer data)
{
	struct overdue *o = data;

	g_free(o->cadre);
	g_free(o->name);
	g_free(o->code);
	g_free(o->head);
	g_free(o->tags);
	g_free(o);
}

static void
overdue_last_cell(const void *row, struct cell *cell)
{
	const struct overdue *o = row;

	if (o->last == 0)
		cell_words(cell, _("never"), "", TONE_BAD);
	else
		cell_day(cell, o->last, TONE_PLAIN);
}

static void
overdue_days_cell(const void *row, struct cell *cell)
{
	const struct overdue *o = row;

	if (o->last == 0)
		cell_nothing(cell);
	else
		cell_number(cell, o->days, o->days > DAYS_TOO_MANY ? TONE_BAD :
		    TONE_PLAIN);
}
