/*
 * duty status, overdue, sheet, flags and close: how the month's calls stand.
 *
 * Two figures are kept apart (DOMAIN 3.2): what cadres have done of what they
 * owe, and how many households anybody has reached.  No percentage is printed
 * without what it is a part of.
 */
#include "tools/family.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "db/area.h"
#include "db/duty_close.h"
#include "db/duty_flag.h"
#include "db/duty_last.h"
#include "db/handover.h"
#include "tools/catalog.h"

#define DUTY_HOUSEHOLDS	5000	/* looked at in a step */
#define DUTY_CADRES	200	/* of a step */

static const struct column status_columns[] = {
	{ "unit", NULL },
	{ "name", N_("NAME"), FALSE, 8 },
	{ "cadres", N_("CADRES"), TRUE, 0, 3 },
	{ "households", N_("HOUSEHOLDS"), TRUE, 0, 2 },
	{ "due", N_("DUE"), TRUE },
	{ "done", N_("DONE"), TRUE },
	{ "tried", N_("TRIED"), TRUE, 0, 1 },
	{ "left", N_("LEFT"), TRUE },
	{ "exempt", N_("EXEMPT"), TRUE, 0, 1 },
	{ "percent", N_("DONE OF DUE"), TRUE },
	{ "typed", NULL, TRUE },
};

static const struct column overdue_columns[] = {
	{ "cadre", N_("CADRE") },
	{ "name", N_("NAME"), FALSE, 6 },
	{ "no", N_("NO"), TRUE },
	{ "household", N_("HOUSEHOLD"), FALSE, 0, 2 },
	{ "head", N_("HEAD"), FALSE, 6 },
	{ "tags", N_("TAGS"), FALSE, 6, 1 },
	{ "last", N_("LAST CALL") },
	{ "days", N_("DAYS"), TRUE },
};

static const struct column sheet_columns[] = {
	{ "no", N_("NO"), TRUE },
	{ "head", N_("HEAD"), FALSE, 6 },
	{ "household", N_("HOUSEHOLD"), FALSE, 0, 2 },
	{ "place", N_("PLACE"), FALSE, 8, 3 },
	{ "tags", N_("TAGS"), FALSE, 6, 1 },
	{ "phone", N_("PHONE") },
	{ "state", N_("THIS MONTH") },
	{ "typed_by", N_("TYPED BY"), FALSE, 6 },
};

static const char *const state_words[OBLIGATION_STATE_COUNT] = {
	[OBLIGATION_NONE] = N_("nothing owed"),
	[OBLIGATION_DUE] = N_("to do"),
	[OBLIGATION_DONE] = N_("done"),
	[OBLIGATION_LATE] = N_("not done"),
	[OBLIGATION_TRIED] = N_("nobody there"),
	[OBLIGATION_EXEMPT] = N_("on leave"),
};

static const struct column flag_columns[] = {
	{ "who", N_("WHO") },
	{ "name", N_("NAME"), FALSE, 6 },
	{ "share", N_("HOW MANY"), TRUE },
	{ "flag", N_("WHAT"), FALSE, 12 },
};

static const char *const flag_words[FLAG_COUNT] = {
	[FLAG_CHECKS] = N_("households say nobody called, more than forget it"),
	[FLAG_LAST_DAYS] = N_("reported in the last two days of the month"),
	[FLAG_HURRY] = N_("visits of one day reported within an hour"),
	[FLAG_NIGHT] = N_("reported from 22:00 to 06:00"),
	[FLAG_LEAVE] = N_("contacts on days of leave"),
	[FLAG_HOUSEHOLDS] = N_("households have this one main number"),
	[FLAG_CADRE_NUMBER] = N_("a household's number is this cadre's"),
	[FLAG_NEW_NUMBER] = N_("households were asked by a number changed lately"),
	[FLAG_QUICK] = N_("households answered within ten seconds"),
	[FLAG_TYPED] = N_("reported by staff at a console"),
};

/* One line of the status: a unit, or a cadre. */
struct unit {
	char	*code, *name;
	int	 cadres;
	int	 typed;		/* reports that staff typed at a console */
	struct duty_totals totals;
};

/* Who is looked at, and how. */
struct duty {
	struct command_call *call;
	int	 month, today;
	const char *area;	/* NULL any */
	GPtrArray *cadres;	/* struct cadre, owned */
};

/* A household that is left. */
struct overdue {
	const struct cadre *cadre;
	int	 no, last, days;
	char	*code, *head, *tags;
};

struct overdue_list {
	const struct cadre *cadre;
	GHashTable *days;
	GPtrArray *all;
	int	 today;
};

/* A month being closed. */
struct closing {
	int	 month, today;
	gint64	 past;		/* household */
	gint64	 cadre_id;	/* the last */
	int	 households, covered, cadres;
	gboolean counted;	/* the households are */
	struct duty_sweep *sweep;
};

static gboolean	duty_begin(struct command_call *call, struct duty *duty,
		    GError **error);
static int	duty_month(const char *typed);
static gboolean	duty_hold(const struct cadre *cadre, void *user);
static void	duty_cadre_free(gpointer cadre);
static void	duty_end(struct duty *duty);
static gboolean	duty_narrow(struct duty *duty, GError **error);
static gboolean	duty_known(struct command_call *call, GError **error);
static enum command_status duty_cannot(struct command_call *call,
		    const GError *error);
static struct unit *status_unit(struct duty *duty, GPtrArray *units,
		    GHashTable *known, const struct cadre *cadre,
		    gboolean by_cadre, GError **error);
static char	*status_name(struct duty *duty, const struct cadre *cadre,
		    const char *code, GError **error);
static void	status_typed(gint64 cadre_id, gint64 household_id,
		    const char *typed_by, void *user);
static gboolean	status_gather(struct duty *duty, GPtrArray *units,
		    GError **error);
static void	status_row(struct table *table, const struct unit *unit);
static void	status_unit_free(gpointer unit);
static gboolean	status_sum(struct duty *duty, const GPtrArray *units,
		    GError **error);
static char	*percent(int part, int whole);
static gboolean	overdue_gather(struct duty *duty, GPtrArray *all, GError **error);
static gboolean	overdue_entry(const struct duty_entry *entry, void *user);
static int	overdue_order(gconstpointer a, gconstpointer b);
static void	overdue_free(gpointer overdue);
static void	overdue_row(struct table *table, const struct overdue *o);
static gboolean	sheet_entry(const struct duty_entry *entry, void *user);
static void	sheet_phone(const char *number, void *user);
static void	sheet_typed(gint64 cadre_id, gint64 household_id,
		    const char *typed_by, void *user);
static void	flag_row(const struct duty_flagged *flagged, void *user);
static gboolean	flag_has(struct command_call *call,
		    const struct duty_flagged *flagged, gboolean *has,
		    GError **error);
static void	closing_free(gpointer closing);
static gboolean	close_possible(struct command_call *call, int month,
		    GError **error);
static gboolean	close_step(struct command_call *call,
		    const struct approval *approval, void **work, gboolean *more,
		    GError **error);
static gboolean	close_cadres(struct command_call *call, struct closing *closing,
		    gboolean *more, GError **error);
static gboolean	close_end(struct command_call *call,
		    const struct approval *approval, void *work, char **said,
		    GError **error);

/* --- who ------------------------------------------------------------------------ */

/* Month, day and the cadres that the words ask for. FALSE with a sentence in
 * call->err, or with `error`. */
static gboolean
duty_begin(struct command_call *call, struct duty *duty, GError **error)
{
	const char *month = command_line_value(&call->line, "month");
	const char *code = command_line_value(&call->line, "cadre");
	struct cadre cadre = { 0 };
	gboolean found;

	duty->call = call;
	duty->today = calendar_day(clock_now(), call->zone);
	duty->month = duty->today / 100;
	duty->area = command_line_value(&call->line, "area");
	if (month != NULL)
		duty->month = duty_month(month);
	duty->cadres = g_ptr_array_new_with_free_func(duty_cadre_free);
	if (!duty_known(call, error))
		return FALSE;
	if (code == NULL)
		return cadre_each(call->db, 0, duty_hold, duty, error) &&
		    duty_narrow(duty, error);
	if (!cadre_by_code(call->db, code, &found, &cadre, error))
		return FALSE;
	if (found)
		duty_hold(&cadre, duty);
	cadre_clear(&cadre);
	return TRUE;
}

/* "2026-11", as the syntax has made sure. */
static int
duty_month(const char *typed)
{
	return (int)(g_ascii_strtoll(typed, NULL, 10) * 100 +
	    g_ascii_strtoll(typed + strlen("2026-"), NULL, 10));
}

/* What is named must be there. */
static gboolean
duty_known(struct command_call *call, GError **error)
{
	const char *area = command_line_value(&call->line, "area");
	const char *cadre = command_line_value(&call->line, "cadre");
	struct area a = { 0 };
	struct cadre c = { 0 };
	gboolean found = TRUE;

	if (area != NULL && !area_by_code(call->db, area, &found, &a, error))
		return FALSE;
	if (!found)
		g_string_append_printf(call->err, _("there is no area \"%s\"; see "
		    "xiangyin export area"), area);
	if (found && cadre != NULL &&
	    !cadre_by_code(call->db, cadre, &found, &c, error))
		return FALSE;
	if (!found && call->err->len == 0)
		g_string_append_printf(call->err, _("there is no cadre \"%s\"; see "
		    "xiangyin export cadre"), cadre);
	if (found && cadre != NULL)
		found = right_takes_cadre(call, &c, error);
	area_clear(&a);
	cadre_clear(&c);
	return found;
}

static gboolean
duty_hold(const struct cadre *cadre, void *user)
{
	struct duty *duty = user;
	struct cadre *one = g_new0(struct cadre, 1);

	one->id = cadre->id;
	one->code = g_strdup(cadre->code);
	one->name = g_strdup(cadre->name);
	one->area = g_strdup(cadre->area);
	one->department = g_strdup(cadre->department);
	g_ptr_array_add(duty->cadres, one);
	return TRUE;
}

static void
duty_cadre_free(gpointer data)
{
	cadre_clear(data);
	g_free(data);
}

static gboolean
duty_narrow(struct duty *duty, GError **error)
{
	const struct scope area = { SCOPE_AREA, duty->area };
	gboolean all = duty->area == NULL && right_is_whole(duty->call);

	for (guint i = duty->cadres->len; !all && i > 0; i--) {
		const struct cadre *cadre = g_ptr_array_index(duty->cadres, i - 1);
		gboolean within = TRUE, has = FALSE;

		if ((duty->area != NULL && !scope_has_cadre(duty->call->db,
		    &area, cadre, &within, error)) ||
		    (within && !right_has_cadre(duty->call, cadre, &has, error)))
			return FALSE;
		if (!has)
			g_ptr_array_remove_index(duty->cadres, i - 1);
	}
	return TRUE;
}

static void
duty_end(struct duty *duty)
{
	g_ptr_array_unref(duty->cadres);
}

static enum command_status
duty_cannot(struct command_call *call, const GError *error)
{
	return error != NULL ? command_failed(call, error) : COMMAND_NO;
}

/* --- status -------------------------------------------------------------------- */

enum command_status
duty_status_run(struct command_call *call)
{
	g_autoptr(GPtrArray) units =
	    g_ptr_array_new_with_free_func(status_unit_free);
	const struct table_look look = command_look(call);
	g_autoptr(GError) error = NULL;
	struct table *table;
	struct duty duty;

	if (!duty_begin(call, &duty, &error) ||
	    !status_gather(&duty, units, &error)) {
		duty_end(&duty);
		return duty_cannot(call, error);
	}
	table = table_new(status_columns, G_N_ELEMENTS(status_columns), &look);
	for (guint i = 0; i < units->len; i++)
		status_row(table, g_ptr_array_index(units, i));
	command_print(call, table, _("Nobody has households to call on."));
	if (!call->line.json && units->len > 0 &&
	    !status_sum(&duty, units, &error)) {
		duty_end(&duty);
		return command_failed(call, error);
	}
	duty_end(&duty);
	return COMMAND_DONE;
}

static gboolean
status_gather(struct duty *duty, GPtrArray *units, GError **error)
{
	gboolean by_cadre = duty->area != NULL ||
	    command_line_value(&duty->call->line, "cadre") != NULL;
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) typed = g_hash_table_new_full(g_int64_hash,
	    g_int64_equal, g_free, NULL);
	struct duty_sweep *sweep = duty_sweep_new(duty->call->db, duty->call->tags,
	    duty->month, duty->today, error);
	gboolean ok = sweep != NULL && duty_each_typed(duty->call->db,
	    duty->month, status_typed, typed, error);

	for (guint i = 0; ok && i < duty->cadres->len; i++) {
		const struct cadre *cadre = g_ptr_array_index(duty->cadres, i);
		struct duty_totals totals;
		struct unit *unit;

		ok = duty_sweep_card(sweep, cadre->id, &totals, error);
		if (!ok || (totals.households == 0 && duty_owed(&totals) == 0))
			continue;
		unit = status_unit(duty, units, known, cadre, by_cadre, error);
		ok = unit != NULL;
		if (!ok)
			break;
		unit->cadres++;
		unit->typed += GPOINTER_TO_INT(g_hash_table_lookup(typed,
		    &cadre->id));
		unit->totals.households += totals.households;
		for (int s = 0; s < OBLIGATION_STATE_COUNT; s++)
			unit->totals.states[s] += totals.states[s];
	}
	duty_sweep_free(sweep);
	return ok;
}

/* Counts by cadre. */
static void
status_typed(gint64 cadre_id, gint64 household_id, const char *typed_by,
    void *user)
{
	GHashTable *typed = user;
	int count = GPOINTER_TO_INT(g_hash_table_lookup(typed, &cadre_id));

	g_hash_table_replace(typed, g_memdup2(&cadre_id, sizeof(cadre_id)),
	    GINT_TO_POINTER(count + 1));
}

/* A cadre himself, his department, or the town he belongs to. */
static struct unit *
status_unit(struct duty *duty, GPtrArray *units, GHashTable *known,
    const struct cadre *cadre, gboolean by_cadre, GError **error)
{
	g_autofree char *town = NULL;
	const char *code = cadre->code;
	struct unit *unit;

	if (!by_cadre && *cadre->department != '\0')
		code = cadre->department;
	else if (!by_cadre) {
		town = area_town(duty->call->db, cadre->area, error);
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
	    status_name(duty, cadre, code, error);
	g_ptr_array_add(units, unit);
	g_hash_table_insert(known, unit->code, unit);
	return unit->name != NULL ? unit : NULL;
}

static char *
status_name(struct duty *duty, const struct cadre *cadre, const char *code,
    GError **error)
{
	struct area area = { 0 };
	gboolean found;
	char *name;

	if (*cadre->department != '\0')
		return department_name(duty->call->db, code, error);
	if (!area_by_code(duty->call->db, code, &found, &area, error))
		return NULL;
	name = g_strdup(found ? area.name : code);
	area_clear(&area);
	return name;
}

static void
status_row(struct table *table, const struct unit *unit)
{
	int due = duty_owed(&unit->totals), left = duty_left(&unit->totals);
	g_autofree char *share = percent(unit->totals.states[OBLIGATION_DONE],
	    due);

	table_text(table, unit->code, TONE_PLAIN);
	table_text(table, unit->name, TONE_PLAIN);
	table_number(table, unit->cadres, TONE_PLAIN);
	table_number(table, unit->totals.households, TONE_PLAIN);
	table_number(table, due, TONE_PLAIN);
	table_number(table, unit->totals.states[OBLIGATION_DONE], TONE_PLAIN);
	table_number(table, unit->totals.states[OBLIGATION_TRIED], TONE_PLAIN);
	table_number(table, left, left > 0 ? TONE_CARE : TONE_PLAIN);
	table_number(table, unit->totals.states[OBLIGATION_EXEMPT], TONE_PLAIN);
	table_text(table, share, TONE_PLAIN);
	table_number(table, unit->typed, TONE_PLAIN);
}

static void
status_unit_free(gpointer data)
{
	struct unit *unit = data;

	g_free(unit->code);
	g_free(unit->name);
	g_free(unit);
}

/* Below the table: the two figures, of all. */
static gboolean
status_sum(struct duty *duty, const GPtrArray *units, GError **error)
{
	struct command_call *call = duty->call;
	g_autofree char *did = NULL, *reached = NULL, *line = NULL;
	int due = 0, done = 0, typed = 0, households = 0, covered = 0;
	gint64 past = 0;

	for (guint i = 0; i < units->len; i++) {
		const struct unit *unit = g_ptr_array_index(units, i);

		due += duty_owed(&unit->totals);
		done += unit->totals.states[OBLIGATION_DONE];
		typed += unit->typed;
	}
	did = percent(done, due);
	line = g_strdup_printf(_("Cadres have made %d of %d calls they owe (%s)."),
	    done, due, did);
	command_say(call, TONE_PLAIN, line);
	if (typed > 0) {
		g_autofree char *marked = g_strdup_printf(P_("%d report was typed "
		    "by staff at a console; see xiangyin duty flags.",
		    "%d reports were typed by staff at a console; see xiangyin duty "
		    "flags.", typed), typed);

		command_say(call, TONE_CARE, marked);
	}
	if (duty->area != NULL || !right_is_whole(call) ||
	    command_line_value(&call->line, "cadre") != NULL)
		return TRUE;
	do {
		if (!duty_coverage(call->db, duty->month, duty->today,
		    DUTY_HOUSEHOLDS, &past, &households, &covered, error))
			return FALSE;
	} while (past != 0);
	reached = percent(covered, households);
	g_free(line);
	line = g_strdup_printf(_("%d of %d households have been reached by anybody "
	    "(%s)."), covered, households, reached);
	command_say(call, TONE_PLAIN, line);
	return TRUE;
}

/* One decimal; "-" of nothing. */
static char *
percent(int part, int whole)
{
	return whole == 0 ? g_strdup("-") :
	    g_strdup_printf("%.1f %%", part * 100.0 / whole);
}

/* --- overdue -------------------------------------------------------------------- */

enum command_status
duty_overdue_run(struct command_call *call)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(overdue_free);
	const struct table_look look = command_look(call);
	int limit = command_line_number(&call->line, "limit", SYNTAX_LIMIT);
	g_autoptr(GError) error = NULL;
	struct table *table;
	struct duty duty;

	if (!duty_begin(call, &duty, &error) ||
	    !overdue_gather(&duty, all, &error)) {
		duty_end(&duty);
		return duty_cannot(call, error);
	}
	g_ptr_array_sort(all, overdue_order);
	table = table_new(overdue_columns, G_N_ELEMENTS(overdue_columns), &look);
	for (guint i = 0; i < all->len && (int)i < limit; i++)
		overdue_row(table, g_ptr_array_index(all, i));
	command_print(call, table, _("Every household has been called on."));
	if (!call->line.json && (int)all->len > limit) {
		g_autofree char *more = g_strdup_printf(_("%d more; --limit shows "
		    "them."), (int)all->len - limit);

		command_say(call, TONE_FAINT, more);
	}
	duty_end(&duty);
	return COMMAND_DONE;
}

static gboolean
overdue_gather(struct duty *duty, GPtrArray *all, GError **error)
{
	struct overdue_list list = { .all = all, .today = duty->today };
	gboolean ok;

	list.days = duty_last_days(duty->call->db, error);
	ok = list.days != NULL;
	for (guint i = 0; ok && i < duty->cadres->len; i++) {
		list.cadre = g_ptr_array_index(duty->cadres, i);
		ok = duty_each(duty->call->db, duty->call->tags, list.cadre->id, duty->month,
		    duty->today, overdue_entry, &list, error);
	}
	g_clear_pointer(&list.days, g_hash_table_unref);
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
	o->cadre = list->cadre;
	o->no = entry->no;
	o->code = g_strdup(entry->code);
	o->head = g_strdup(entry->head);
	o->tags = g_strdup(entry->tags);
	o->last = GPOINTER_TO_INT(g_hash_table_lookup(list->days,
	    &entry->household_id));
	o->days = o->last == 0 ? G_MAXINT :
	    calendar_days_between(o->last, list->today);
	g_ptr_array_add(list->all, o);
	return TRUE;
}

static int
overdue_order(gconstpointer a, gconstpointer b)
{
	const struct overdue *one = *(const struct overdue *const *)a;
	const struct overdue *other = *(const struct overdue *const *)b;
	int order = (other->days > one->days) - (other->days < one->days);

	if (order == 0)
		order = strcmp(one->cadre->code, other->cadre->code);
	return order != 0 ? order : one->no - other->no;
}

static void
overdue_free(gpointer data)
{
	struct overdue *o = data;

	g_free(o->code);
	g_free(o->head);
	g_free(o->tags);
	g_free(o);
}

static void
overdue_row(struct table *table, const struct overdue *o)
{
	g_autofree char *last = o->last == 0 ? NULL :
	    calendar_day_write(o->last);

	table_text(table, o->cadre->code, TONE_PLAIN);
	table_text(table, o->cadre->name, TONE_PLAIN);
	table_number(table, o->no, TONE_PLAIN);
	table_text(table, o->code, TONE_FAINT);
	table_text(table, o->head, TONE_PLAIN);
	table_text(table, o->tags, TONE_CARE);
	if (last == NULL) {
		table_words(table, _("never"), "", TONE_BAD);
		table_nothing(table);
		return;
	}
	table_text(table, last, TONE_PLAIN);
	table_number(table, o->days, o->days > 40 ? TONE_BAD : TONE_PLAIN);
}

/* --- sheet ----------------------------------------------------------------------- */

struct sheet {
	struct duty *duty;
	gint64	 cadre_id;
	GHashTable *typed;	/* who typed the last report of a household */
	struct table *table;
	GError	**error;
	gboolean ok;
};

enum command_status
duty_sheet_run(struct command_call *call)
{
	const struct table_look look = command_look(call);
	g_autoptr(GError) error = NULL;
	struct duty duty;
	struct sheet sheet = { .duty = &duty, .error = &error, .ok = TRUE };
	g_autoptr(GHashTable) typed = g_hash_table_new_full(g_int64_hash,
	    g_int64_equal, g_free, g_free);
	const struct cadre *cadre;
	g_autofree char *title = NULL;

	if (!duty_begin(call, &duty, &error)) {
		duty_end(&duty);
		return duty_cannot(call, error);
	}
	cadre = g_ptr_array_index(duty.cadres, 0);
	title = g_strdup_printf("%s %s  %04d-%02d", cadre->code, cadre->name,
	    duty.month / 100, duty.month % 100);
	sheet.cadre_id = cadre->id;
	sheet.typed = typed;
	sheet.table = table_new(sheet_columns, G_N_ELEMENTS(sheet_columns), &look);
	if (!duty_each_typed(call->db, duty.month, sheet_typed, &sheet, &error) ||
	    !duty_each(call->db, call->tags, cadre->id, duty.month, duty.today,
	    sheet_entry, &sheet, &error) || !sheet.ok) {
		table_free(sheet.table);
		duty_end(&duty);
		return command_failed(call, error);
	}
	if (!call->line.json)
		command_say(call, TONE_TITLE, title);
	command_print(call, sheet.table, _("No household is on this card."));
	duty_end(&duty);
	return COMMAND_DONE;
}

static gboolean
sheet_entry(const struct duty_entry *entry, void *user)
{
	struct sheet *sheet = user;
	struct db *db = sheet->duty->call->db;
	g_autoptr(GString) phones = g_string_new(NULL);
	g_autofree char *place = NULL;
	const char *typed_by;

	if (!entry->active)
		return TRUE;
	place = household_place(db, entry->household_id, sheet->error);
	sheet->ok = place != NULL && household_each_phone(db,
	    entry->household_id, sheet_phone, phones, sheet->error);
	if (!sheet->ok)
		return FALSE;
	table_number(sheet->table, entry->no, TONE_PLAIN);
	table_text(sheet->table, entry->head, TONE_PLAIN);
	table_text(sheet->table, entry->code, TONE_FAINT);
	table_text(sheet->table, place, TONE_PLAIN);
	table_text(sheet->table, entry->tags, TONE_CARE);
	table_text(sheet->table, phones->str, TONE_PLAIN);
	table_words(sheet->table, _(state_words[entry->obligation.state]),
	    obligation_state_name(entry->obligation.state),
	    entry->obligation.state == OBLIGATION_DONE ? TONE_GOOD : TONE_PLAIN);
	typed_by = g_hash_table_lookup(sheet->typed, &entry->household_id);
	table_text(sheet->table, typed_by != NULL ? typed_by : "", TONE_CARE);
	return TRUE;
}

static void
sheet_typed(gint64 cadre_id, gint64 household_id, const char *typed_by,
    void *user)
{
	struct sheet *sheet = user;

	if (cadre_id == sheet->cadre_id)
		g_hash_table_replace(sheet->typed, g_memdup2(&household_id,
		    sizeof(household_id)), g_strdup(typed_by));
}

/* In full: the card is printed for him who calls. */
static void
sheet_phone(const char *number, void *user)
{
	GString *phones = user;

	g_string_append_printf(phones, "%s%s", phones->len > 0 ? " " : "",
	    g_str_has_prefix(number, "+86") ? number + 3 : number);
}

/* --- close ----------------------------------------------------------------------- */

const struct proposal_kind duty_close_kind = {
	.name = "duty.close",
	.title = N_("close a month"),
	.roles = STAFF_BIT(STAFF_SUPERVISOR) | STAFF_BIT(STAFF_LEADER),
	.wait = CLOCK_DAY,
	.step = close_step,
	.work_free = closing_free,
	.act = close_end,
};

enum command_status
duty_close_run(struct command_call *call)
{
	const char *typed = command_line_value(&call->line, "month");
	int month = duty_month(typed);
	g_autofree char *digits = g_strdup_printf("%d", month);
	g_autofree char *arguments = approval_write("month", digits, NULL);
	g_autofree char *object = g_strconcat("month:", typed, NULL);
	g_autofree char *words = g_strdup_printf(_("close %s"), typed);
	g_autoptr(GError) error = NULL;

	if (!close_possible(call, month, &error))
		return duty_cannot(call, error);
	return proposal_make(call, &duty_close_kind, object, words, arguments);
}

/* FALSE with a sentence in call->err, or with `error`. */
static gboolean
close_possible(struct command_call *call, int month, GError **error)
{
	gboolean over = month < calendar_day(clock_now(), call->zone) / 100;
	gboolean closed;

	if (!duty_is_closed(call->db, month, &closed, error))
		return FALSE;
	if (!over)
		g_string_append_printf(call->err, _("%04d-%02d is not over yet"),
		    month / 100, month % 100);
	else if (closed)
		g_string_append_printf(call->err, _("%04d-%02d is closed already"),
		    month / 100, month % 100);
	return over && !closed;
}

static void
closing_free(gpointer data)
{
	struct closing *closing = data;

	duty_sweep_free(closing->sweep);
	g_free(closing);
}

/* The households are counted, then the cadres' figures written. */
static gboolean
close_step(struct command_call *call, const struct approval *approval,
    void **work, gboolean *more, GError **error)
{
	struct closing *closing = *work;

	*more = TRUE;
	if (closing == NULL) {
		g_autofree char *month = approval_value(approval, "month");

		*work = closing = g_new0(struct closing, 1);
		closing->month = (int)g_ascii_strtoll(month, NULL, 10);
		closing->today = calendar_day(clock_now(), call->zone);
	}
	/* Somebody else may have closed it meanwhile. */
	if (!close_possible(call, closing->month, error))
		return FALSE;
	if (!closing->counted) {
		if (!duty_coverage(call->db, closing->month, closing->today,
		    DUTY_HOUSEHOLDS, &closing->past, &closing->households,
		    &closing->covered, error))
			return FALSE;
		closing->counted = closing->past == 0;
		return TRUE;
	}
	if (closing->sweep == NULL)
		closing->sweep = duty_sweep_new(call->db, call->tags,
		    closing->month, closing->today, error);
	if (closing->sweep != NULL && db_begin(call->db, error) &&
	    close_cadres(call, closing, more, error) &&
	    db_commit(call->db, error))
		return TRUE;
	db_rollback(call->db);
	return FALSE;
}

struct ids {
	gint64	 id[DUTY_CADRES];
	int	 count;
};

static gboolean
close_hold(const struct cadre *cadre, void *user)
{
	struct ids *ids = user;

	ids->id[ids->count++] = cadre->id;
	return ids->count < DUTY_CADRES;
}

static gboolean
close_cadres(struct command_call *call, struct closing *closing, gboolean *more,
    GError **error)
{
	struct ids ids = { .count = 0 };

	if (!cadre_each(call->db, closing->cadre_id, close_hold, &ids, error))
		return FALSE;
	for (int i = 0; i < ids.count; i++) {
		struct duty_totals totals;

		if (!duty_sweep_card(closing->sweep, ids.id[i], &totals, error) ||
		    (duty_owed(&totals) + totals.states[OBLIGATION_EXEMPT] > 0 &&
		    !duty_close_cadre(call->db, closing->month, ids.id[i],
		    &totals, error)))
			return FALSE;
		closing->cadre_id = ids.id[i];
	}
	*more = ids.count == DUTY_CADRES;
	return TRUE;
}

static gboolean
close_end(struct command_call *call, const struct approval *approval, void *work,
    char **said, GError **error)
{
	const struct closing *closing = work;
	g_autofree char *object = g_strdup_printf("%04d-%02d",
	    closing->month / 100, closing->month % 100);
	g_autofree char *reason = proposal_reason(approval);

	*said = g_strdup_printf(_("%s is closed."), object);
	return close_possible(call, closing->month, error) &&
	    duty_close_month(call->db, closing->month, call->actor,
	    clock_now(), closing->households, closing->covered, error) &&
	    command_record(call, "duty.close", object, reason, error);
}

/* --- flags ----------------------------------------------------------------------- */

/* The list, and why it ends early. */
struct flags {
	struct command_call *call;
	struct table *table;
	GError	*error;
};

enum command_status
duty_flags_run(struct command_call *call)
{
	const struct table_look look = command_look(call);
	const char *month = command_line_value(&call->line, "month");
	int this_month = calendar_day(clock_now(), call->zone) / 100;
	struct flags flags = { .call = call };
	g_autoptr(GError) error = NULL;

	flags.table = table_new(flag_columns, G_N_ELEMENTS(flag_columns), &look);
	if (!duty_flag_each(call->db, month != NULL ? duty_month(month) :
	    this_month, call->zone, flag_row, &flags, &error) ||
	    flags.error != NULL) {
		if (error == NULL)
			error = flags.error;
		table_free(flags.table);
		return command_failed(call, error);
	}
	if (!call->line.json && table_rows(flags.table) > 0)
		command_say(call, TONE_FAINT, _("Reasons to ask, not to punish."));
	command_print(call, flags.table, _("Nothing stands out."));
	return COMMAND_DONE;
}

static void
flag_row(const struct duty_flagged *flagged, void *user)
{
	struct flags *flags = user;
	struct table *table = flags->table;
	g_autofree char *share = flagged->of == 0 ?
	    g_strdup_printf("%d", flagged->count) :
	    g_strdup_printf("%d/%d", flagged->count, flagged->of);
	gboolean has;

	if (flags->error != NULL ||
	    !flag_has(flags->call, flagged, &has, &flags->error) || !has)
		return;
	if (flagged->flag == FLAG_HOUSEHOLDS)
		table_phone(table, flagged->who);
	else
		table_text(table, flagged->who, TONE_PLAIN);
	table_text(table, flagged->name, TONE_PLAIN);
	table_text(table, share, TONE_CARE);
	table_words(table, _(flag_words[flagged->flag]),
	    duty_flag_name(flagged->flag), TONE_PLAIN);
}

static gboolean
flag_has(struct command_call *call, const struct duty_flagged *flagged,
    gboolean *has, GError **error)
{
	struct cadre cadre = { 0 };
	gboolean ok, found;

	*has = right_is_whole(call);
	if (*has)
		return TRUE;
	if (flagged->flag == FLAG_HOUSEHOLDS)
		return right_has_phone(call, flagged->who, has, error);
	ok = cadre_by_code(call->db, flagged->who, &found, &cadre, error) &&
	    (!found || right_has_cadre(call, &cadre, has, error));
	cadre_clear(&cadre);
	return ok;
}
