/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * staff add, list, show, role, scope, absence and remove: the people of the office.
 */
#include "tools/family.h"

#include <pwd.h>
#include <stddef.h>
#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "tools/catalog.h"
#include "tools/report.h"

#define STAFF_AWAY_MAX	366	/* days of one absence */

/* A change of one person; `what` is for the audit. */
typedef gboolean (*staff_change)(struct command_call *call,
		    const struct staff *staff, GString *what, GError **error);

static gboolean	staff_roles_typed(struct command_call *call, const char *typed,
		    guint *roles);
static gboolean	staff_scope_typed(struct command_call *call, const char *typed,
		    enum scope_kind *kind, const char **code, GError **error);
static gboolean	staff_put(struct command_call *call, const struct staff *staff,
		    gboolean *added, GError **error);
static char	*staff_described(const struct staff *staff);
static void	staff_look_up_user(struct command_call *call, const char *user);
static gboolean	staff_named(struct command_call *call, const char *code,
		    struct staff *staff, GError **error);
static gboolean	staff_row(const struct staff *staff, void *user);
static void	staff_roles_cell(const void *row, struct cell *cell);
static void	staff_scope_kind_cell(const void *row, struct cell *cell);
static enum command_status staff_change_run(struct command_call *call,
		    const char *action, staff_change change);
static gboolean	staff_change_role(struct command_call *call,
		    const struct staff *staff, GString *what, GError **error);
static gboolean	staff_change_scope(struct command_call *call,
		    const struct staff *staff, GString *what, GError **error);
static gboolean	staff_change_absence(struct command_call *call,
		    const struct staff *staff, GString *what, GError **error);
static gboolean	staff_absent(struct command_call *call, int *from, int *to);
static gboolean	staff_change_gone(struct command_call *call,
		    const struct staff *staff, GString *what, GError **error);

#define AT(field)	offsetof(struct staff, field)

static const struct report_column columns[] = {
	{ "code", N_("CODE"), REPORT_TEXT, AT(code) },
	{ "name", N_("NAME"), REPORT_TEXT, AT(name), .least = 6 },
	{ "user", N_("USER"), REPORT_TEXT, AT(user) },
	{ "roles", N_("ROLES"), .cell = staff_roles_cell, .least = 8 },
	{ "scope_kind", NULL, .cell = staff_scope_kind_cell },
	{ "scope", N_("SCOPE"), REPORT_TEXT, AT(scope), .least = 4 },
	{ "away_from", N_("AWAY FROM"), REPORT_DAY, AT(away_from), .spare = 1 },
	{ "away_to", N_("AWAY TO"), REPORT_DAY, AT(away_to), .spare = 1 },
	{ "deputy", N_("DEPUTY"), REPORT_TEXT, AT(deputy), .spare = 1 },
	{ "gone_on", N_("LEFT"), REPORT_DAY, AT(gone_on) },
};

static const struct report_rows rows = {
	.columns = columns, .count = G_N_ELEMENTS(columns),
	.none = N_("Nobody is on the staff: whoever reaches the control socket has "
	    "every right."),
};

enum command_status
staff_add_run(struct command_call *call)
{
	const char *user = command_line_value(&call->line, "user");
	const char *role = command_line_value(&call->line, "role");
	const char *scope = "";
	struct staff staff = {
		.code = (char *)command_line_value(&call->line, "code"),
		.name = (char *)command_line_value(&call->line, "name"),
		.user = (char *)(user != NULL ? user : ""),
	};
	g_autofree char *said = NULL;
	g_autoptr(GError) error = NULL;
	gboolean added;

	if (strcmp(staff.user, "root") == 0) {
		g_string_append(call->err, _("root is nobody in particular; expected "
		    "the UNIX user of one person"));
		return COMMAND_NO;
	}
	if ((role != NULL && !staff_roles_typed(call, role, &staff.roles)) ||
	    !staff_scope_typed(call, command_line_value(&call->line, "scope"),
	    &staff.scope_kind, &scope, &error))
		return command_refused(call, error);
	staff.scope = (char *)scope;
	if (!staff_put(call, &staff, &added, &error))
		return command_failed(call, error);
	if (!added) {
		g_string_append_printf(call->err, _("the code %s was given before, or "
		    "the user is another's; expected new ones, see xiangyin staff "
		    "list --all"), staff.code);
		return COMMAND_NO;
	}
	said = g_strdup_printf(_("%s %s is on the staff."), staff.code, staff.name);
	command_say(call, TONE_PLAIN, said);
	staff_look_up_user(call, staff.user);
	return COMMAND_DONE;
}

static gboolean
staff_roles_typed(struct command_call *call, const char *typed, guint *roles)
{
	g_auto(GStrv) names = g_strsplit(typed, ",", -1);
	g_autofree char *all = staff_roles_words(STAFF_ALL);

	*roles = 0;
	for (int i = 0; names[i] != NULL; i++) {
		enum staff_role role = staff_role_named(g_strstrip(names[i]));

		if (role == STAFF_ROLE_COUNT) {
			g_string_append_printf(call->err, _("there is no role \"%s\"; "
			    "expected one of %s, or several with commas"), names[i],
			    all);
			return FALSE;
		}
		*roles |= STAFF_BIT(role);
	}
	return TRUE;
}

/* NULL is everything. FALSE with a sentence in call->err, or with `error`. */
static gboolean
staff_scope_typed(struct command_call *call, const char *typed,
    enum scope_kind *kind, const char **code, GError **error)
{
	gboolean both;

	*kind = SCOPE_ALL;
	*code = "";
	if (typed == NULL)
		return TRUE;
	*code = typed;
	if (!scope_find(call->db, typed, kind, &both, error))
		return FALSE;
	if (both)
		g_string_append_printf(call->err, _("\"%s\" is an area and a "
		    "department; expected a code that only one of them has"), typed);
	else if (*kind == SCOPE_KIND_COUNT)
		g_string_append_printf(call->err, _("there is no area and no "
		    "department \"%s\"; see xiangyin export area and xiangyin "
		    "export department"), typed);
	return !both && *kind != SCOPE_KIND_COUNT;
}

static gboolean
staff_put(struct command_call *call, const struct staff *staff,
    gboolean *added, GError **error)
{
	g_autofree char *object = g_strconcat("staff:", staff->code, NULL);
	g_autofree char *what = staff_described(staff);

	if (db_begin(call->db, error) &&
	    staff_add(call->db, staff, added, error) && (!*added ||
	    command_record(call, "staff.add", object, what, error)) &&
	    db_commit(call->db, error))
		return TRUE;
	db_rollback(call->db);
	return FALSE;
}

static char *
staff_described(const struct staff *staff)
{
	g_autofree char *roles = staff_roles_words(staff->roles);

	return g_strdup_printf("%s; user %s; roles %s; %s %s", staff->name,
	    staff->user, roles, scope_kind_name(staff->scope_kind), staff->scope);
}

/* Nobody can log in as a user there is not. */
static void
staff_look_up_user(struct command_call *call, const char *user)
{
	g_autofree char *said = NULL;

	if (*user == '\0')
		said = g_strdup(_("They have no UNIX user yet and can give no "
		    "command."));
	else if (getpwnam(user) == NULL)
		said = g_strdup_printf(_("There is no user %s on this machine yet."),
		    user);
	if (said != NULL)
		command_say(call, TONE_CARE, said);
}

enum command_status
staff_list_run(struct command_call *call)
{
	gboolean all = command_line_value(&call->line, "all") != NULL;
	struct report *report = report_new(call, REPORT_ARRAY);
	g_autoptr(GError) error = NULL;

	report_begin(report, &rows);
	if (staff_each(call->db, all, staff_row, report, &error))
		report_end(report);
	report_free(report);
	return error == NULL ? COMMAND_DONE : command_failed(call, error);
}

enum command_status
staff_show_run(struct command_call *call)
{
	struct report *report;
	struct staff staff;
	g_autoptr(GError) error = NULL;

	if (!staff_named(call, command_line_value(&call->line, "code"), &staff,
	    &error)) {
		staff_clear(&staff);
		return command_refused(call, error);
	}
	report = report_new(call, REPORT_ARRAY);
	report_begin(report, &rows);
	report_row(report, &staff);
	report_end(report);
	report_free(report);
	staff_clear(&staff);
	return COMMAND_DONE;
}

/* FALSE with a sentence in call->err, or with `error`. */
static gboolean
staff_named(struct command_call *call, const char *code, struct staff *staff,
    GError **error)
{
	gboolean found;

	if (!staff_by_code(call->db, code, &found, staff, error))
		return FALSE;
	if (!found)
		g_string_append_printf(call->err, _("nobody on the staff has the code "
		    "\"%s\"; see xiangyin staff list"), code);
	return found;
}

static gboolean
staff_row(const struct staff *staff, void *user)
{
	report_row(user, staff);
	return TRUE;
}

static void
staff_roles_cell(const void *row, struct cell *cell)
{
	const struct staff *staff = row;
	g_autofree char *roles = staff_roles_words(staff->roles);

	cell_text(cell, roles, TONE_PLAIN);
}

static void
staff_scope_kind_cell(const void *row, struct cell *cell)
{
	const struct staff *staff = row;

	cell_text(cell, scope_kind_name(staff->scope_kind), TONE_PLAIN);
}

/* --- changes --------------------------------------------------------------------- */

enum command_status
staff_role_run(struct command_call *call)
{
	return staff_change_run(call, "staff.role", staff_change_role);
}

enum command_status
staff_scope_run(struct command_call *call)
{
	return staff_change_run(call, "staff.scope", staff_change_scope);
}

enum command_status
staff_absence_run(struct command_call *call)
{
	return staff_change_run(call, "staff.absence", staff_change_absence);
}

enum command_status
staff_remove_run(struct command_call *call)
{
	return staff_change_run(call, "staff.remove", staff_change_gone);
}

/* Somebody who is there is changed, which is on record, and shown; or nothing is. */
static enum command_status
staff_change_run(struct command_call *call, const char *action,
    staff_change change)
{
	const char *code = command_line_value(&call->line, "code");
	g_autofree char *object = g_strconcat("staff:", code, NULL);
	g_autoptr(GString) what = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	struct staff staff = { 0 };
	gboolean ok = db_begin(call->db, &error) &&
	    staff_named(call, code, &staff, &error);

	if (ok && staff.gone_on != 0) {
		g_string_append_printf(call->err, _("%s %s has left the staff"),
		    code, staff.name);
		ok = FALSE;
	}
	ok = ok && change(call, &staff, what, &error) &&
	    command_record(call, action, object, what->str, &error) &&
	    db_commit(call->db, &error);
	staff_clear(&staff);
	if (ok)
		return staff_show_run(call);
	db_rollback(call->db);
	return command_refused(call, error);
}

static gboolean
staff_change_role(struct command_call *call, const struct staff *staff,
    GString *what, GError **error)
{
	const char *typed = command_line_value(&call->line, "roles");
	g_autofree char *words = NULL;
	guint roles = 0;

	if (strcmp(typed, "none") != 0 && !staff_roles_typed(call, typed, &roles))
		return FALSE;
	words = staff_roles_words(roles);
	g_string_append(what, roles == 0 ? "none" : words);
	return staff_set_roles(call->db, staff->id, roles, error);
}

static gboolean
staff_change_scope(struct command_call *call, const struct staff *staff,
    GString *what, GError **error)
{
	enum scope_kind kind;
	const char *code;

	if (!staff_scope_typed(call, command_line_value(&call->line, "scope"),
	    &kind, &code, error))
		return FALSE;
	if (kind == SCOPE_ALL)
		g_string_append(what, "everything");
	else
		g_string_append_printf(what, "%s %s", scope_kind_name(kind), code);
	return staff_set_scope(call->db, staff->id, kind, code, error);
}

static gboolean
staff_change_absence(struct command_call *call, const struct staff *staff,
    GString *what, GError **error)
{
	const char *named = command_line_value(&call->line, "deputy");
	struct staff deputy = { 0 };
	int from = 0, to = 0;
	gint64 deputy_id = 0;

	if (!staff_absent(call, &from, &to))
		return FALSE;
	if (named != NULL && strcmp(named, staff->code) == 0) {
		g_string_append(call->err, _("nobody is their own deputy"));
		return FALSE;
	}
	if (named != NULL) {
		gboolean ok = staff_named(call, named, &deputy, error);

		if (ok && deputy.gone_on != 0)
			g_string_append_printf(call->err,
			    _("%s %s has left the staff"), named, deputy.name);
		ok = ok && deputy.gone_on == 0;
		deputy_id = deputy.id;
		staff_clear(&deputy);
		if (!ok)
			return FALSE;
	}
	if (from == 0)
		g_string_append(what, "back");
	else
		g_string_append_printf(what, "away %d-%d, deputy %s", from, to,
		    named != NULL ? named : "nobody");
	return staff_set_absence(call->db, staff->id, from, to, deputy_id, error);
}

/* The days of the command line; 0 with --end. FALSE with a sentence in call->err. */
static gboolean
staff_absent(struct command_call *call, int *from, int *to)
{
	const char *first = command_line_value(&call->line, "from");
	const char *last = command_line_value(&call->line, "to");
	gboolean end = command_line_value(&call->line, "end") != NULL;

	if (end && first == NULL &&
	    command_line_value(&call->line, "deputy") == NULL)
		return TRUE;
	if (!end && first != NULL && last != NULL) {
		*from = calendar_day_read(first);
		*to = calendar_day_read(last);
		if (*to >= *from &&
		    calendar_days_between(*from, *to) < STAFF_AWAY_MAX)
			return TRUE;
	}
	g_string_append_printf(call->err, _("expected a first and a last day, at "
	    "most %d days in all, or --end alone"), STAFF_AWAY_MAX);
	return FALSE;
}

static gboolean
staff_change_gone(struct command_call *call, const struct staff *staff,
    GString *what, GError **error)
{
	int today = calendar_day(clock_now(), call->zone);

	g_string_append(what, "left");
	return staff_remove(call->db, staff->id, today, error);
}
