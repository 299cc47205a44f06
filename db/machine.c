/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See machine.h.
 */
#include "db/machine.h"

#include "base/log.h"
#include "db/audit.h"

static const char *const actor_roles[ACTOR_COUNT] = {
	"system", "villager", "cadre", "clerk"
};

static void	machine_refuse(const struct machine *machine, const char *key,
		    int from, const struct machine_act *act);
static gboolean	machine_record(struct db *db, const struct machine *machine,
		    const char *key, const struct machine_row *row,
		    const struct machine_act *act, GError **error);
static void	machine_draw_row(const struct machine *machine,
		    const struct machine_row *row, GString *picture);

const char *
actor_role_name(enum actor_role role)
{
	return actor_roles[role];
}

const struct machine_row *
machine_find(const struct machine *machine, int from, int event,
    enum actor_role by, const void *object)
{
	for (int i = 0; i < machine->row_count; i++) {
		const struct machine_row *row = &machine->rows[i];

		if (row->from == from && row->event == event &&
		    (row->by & (1u << by)) != 0 &&
		    (row->guard == NULL || row->guard(object)))
			return row;
	}
	return NULL;
}

gboolean
machine_move(struct db *db, const struct machine *machine, void *object,
    const char *key, int from, const struct machine_act *act, int *to,
    gboolean *done, GError **error)
{
	const struct machine_row *row = machine_find(machine, from, act->event,
	    act->by, object);

	if (to != NULL)
		*to = row != NULL ? row->to : from;
	*done = row != NULL;
	if (row == NULL) {
		machine_refuse(machine, key, from, act);
		return TRUE;
	}
	return (machine->store == NULL ||
	    machine->store(db, object, row->to, act, error)) &&
	    (row->effect == NULL || row->effect(db, object, act, error)) &&
	    (row->quiet || machine_record(db, machine, key, row, act, error));
}

static void
machine_refuse(const struct machine *machine, const char *key, int from,
    const struct machine_act *act)
{
	log_warning("%s %s: %s by %s in state %s is refused", machine->name, key,
	    machine->events[act->event], actor_roles[act->by],
	    machine->states[from]);
}

static gboolean
machine_record(struct db *db, const struct machine *machine, const char *key,
    const struct machine_row *row, const struct machine_act *act, GError **error)
{
	g_autofree char *action = g_strconcat(machine->name, ".",
	    machine->events[act->event], NULL);
	g_autofree char *object = g_strconcat(machine->name, ":", key, NULL);
	const struct audit_row record = {
		.at = act->now, .actor = act->actor,
		.role = act->role != NULL ? act->role : actor_roles[act->by],
		.action = action,
		.object = object, .before = machine->states[row->from],
		.after = machine->states[row->to], .reason = act->reason,
	};

	return audit_add(db, &record, error);
}

char *
machine_draw(const struct machine *machine)
{
	GString *picture = g_string_new(NULL);

	g_string_append_printf(picture, "%s\n", machine->name);
	for (int i = 0; i < machine->row_count; i++)
		machine_draw_row(machine, &machine->rows[i], picture);
	return g_string_free(picture, FALSE);
}

static void
machine_draw_row(const struct machine *machine, const struct machine_row *row,
    GString *picture)
{
	g_autoptr(GString) by = g_string_new(NULL);

	for (int role = 0; row->by != ACTOR_ANY && role < ACTOR_COUNT; role++) {
		if ((row->by & (1u << role)) != 0)
			g_string_append_printf(by, "%s%s", by->len > 0 ? "," : "",
			    actor_roles[role]);
	}
	g_string_append_printf(picture, "  %-13s%-12s%-13s%s%s%s\n",
	    machine->states[row->from], machine->events[row->event],
	    machine->states[row->to], by->len > 0 ? by->str : "anybody",
	    row->when != NULL ? " when " : "", row->when != NULL ? row->when : "");
}
