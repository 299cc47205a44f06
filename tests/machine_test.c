/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every state machine of db/: its picture is the one an office can read in
 * tests/machines.txt, and each state, event and role does what a line of it says,
 * or nothing.
 */
#include "tests/db_fixture.h"

#include "db/audit.h"
#include "db/machine.h"
#include "db/outbox_state.h"
#include "db/ticket.h"

#define PICTURES	"machines.txt"

/* An object that every guard of its machine lets pass; no machine named here has
 * one. */
static struct ticket told_ticket = { .texts = 1 };
static struct outbox_case fresh_reply = { .lane = LANE_REPLY,
	.bearer = BEARER_CONSOLE };

static const struct {
	const struct machine *machine;
	void	*object;
} passing[] = {
	{ &ticket_machine, &told_ticket },
	{ &outbox_machine, &fresh_reply },
};

static void *
object_of(const struct machine *machine)
{
	for (gsize i = 0; i < G_N_ELEMENTS(passing); i++) {
		if (passing[i].machine == machine)
			return passing[i].object;
	}
	return NULL;
}

static char *
pictures_kept(void)
{
	g_autofree char *path = g_build_filename(g_getenv("srcdir") != NULL ?
	    g_getenv("srcdir") : "..", "tests", PICTURES, NULL);
	char *text = NULL;

	ck_assert_msg(g_file_get_contents(path, &text, NULL, NULL), "%s", path);
	return text;
}

START_TEST(the_pictures_are_as_kept)
{
	g_autofree char *kept = pictures_kept();
	g_autoptr(GString) drawn = g_string_new(NULL);

	for (int i = 0; machine_all[i] != NULL; i++) {
		g_autofree char *picture = machine_draw(machine_all[i]);

		g_string_append_printf(drawn, "%s%s", i > 0 ? "\n" : "", picture);
	}
	ck_assert_msg(strcmp(kept, drawn->str) == 0, "the machines are now\n%s",
	    drawn->str);
}
END_TEST

/* --- the walk ---------------------------------------------------------------------- */

/* What a line of a picture says. */
struct line {
	char	 from[24], event[24], to[24], by[64];
	gboolean found;
};

/* The line of the kept picture for a state, event and role; of several the first,
 * whose guard the object passes. */
static struct line
line_of(const char *kept, const struct machine *m, int from, int event, int role)
{
	g_auto(GStrv) lines = g_strsplit(kept, "\n", -1);
	struct line line = { .found = FALSE };
	gboolean mine = FALSE;

	for (int i = 0; lines[i] != NULL && !line.found; i++) {
		if (lines[i][0] != ' ') {
			mine = strcmp(lines[i], m->name) == 0;
			continue;
		}
		if (!mine)
			continue;
		ck_assert_int_eq(sscanf(lines[i], " %23s %23s %23s %63s", line.from,
		    line.event, line.to, line.by), 4);
		line.found = strcmp(line.from, m->states[from]) == 0 &&
		    strcmp(line.event, m->events[event]) == 0;
		if (line.found) {
			g_auto(GStrv) roles = g_strsplit(line.by, ",", -1);

			line.found = strcmp(line.by, "anybody") == 0 ||
			    g_strv_contains((const char *const *)roles,
			    actor_role_name((enum actor_role)role));
		}
	}
	return line;
}

static int	stored_as;	/* -1 nothing was */

static gboolean
store_nothing(struct db *db, void *object, int to, const struct machine_act *act,
    GError **error)
{
	stored_as = to;
	return TRUE;
}

struct recorded {
	const struct machine *machine;
	const struct line *line;
	int	 role, rows;
};

static gboolean
record_is_right(const struct audit_row *row, void *user)
{
	struct recorded *r = user;
	g_autofree char *action = g_strconcat(r->machine->name, ".", r->line->event,
	    NULL);

	ck_assert_str_eq(row->actor, "who");
	ck_assert_str_eq(row->reason, "why");
	ck_assert_str_eq(row->role, actor_role_name((enum actor_role)r->role));
	ck_assert_str_eq(row->action, action);
	ck_assert_str_eq(row->before, r->line->from);
	ck_assert_str_eq(row->after, r->line->to);
	r->rows++;
	return TRUE;
}

/* One state, event and role of a machine whose store is ours. */
static void
walk_one(struct db *db, const struct machine *m, const char *kept, int from, int event,
    int role)
{
	struct line line = line_of(kept, m, from, event, role);
	struct recorded recorded = { m, &line, role, 0 };
	struct machine mine = *m;
	const struct machine_act act = {
		.event = event, .by = (enum actor_role)role, .actor = "who",
		.reason = "why", .now = NOON,
	};
	g_autofree char *object = g_strconcat(m->name, ":k", NULL);
	const struct machine_row *row;
	gboolean done;
	int to;

	mine.store = store_nothing;
	stored_as = -1;
	row = machine_find(&mine, from, event, (enum actor_role)role, object_of(m));
	OK(machine_move(db, &mine, object_of(m), "k", from, &act, &to, &done, error));
	ck_assert_msg(done == line.found, "%s: %s by %s in state %s", m->name,
	    m->events[event], actor_role_name((enum actor_role)role),
	    m->states[from]);
	OK(audit_each(db, object, 0, record_is_right, &recorded, error));
	if (!done) {
		ck_assert_int_eq(stored_as, -1);
		ck_assert_int_eq(to, from);
		ck_assert_int_eq(recorded.rows, 0);
	} else {
		ck_assert_str_eq(m->states[stored_as], line.to);
		ck_assert_int_eq(to, stored_as);
		ck_assert_int_eq(recorded.rows, row->quiet ? 0 : 1);
	}
	db_rollback(db);
	ck_assert(db_begin(db, NULL));
}

START_TEST(each_state_event_and_role_does_what_its_line_says_or_nothing)
{
	const struct machine *m = machine_all[_i];
	g_autofree char *kept = pictures_kept();
	struct db *db = fixture_db();

	for (int from = 0; from < m->state_count; from++) {
		for (int event = 0; event < m->event_count; event++) {
			for (int role = 0; role < ACTOR_COUNT; role++)
				walk_one(db, m, kept, from, event, role);
		}
	}
	db_close(db);
}
END_TEST

/* What counts for or against somebody is never quiet. */
START_TEST(only_texts_questions_and_routine_are_quiet)
{
	static const char *const quiet[] = { "outbox", "question", "import",
		"checkin", NULL };

	for (int i = 0; machine_all[i] != NULL; i++) {
		const struct machine *m = machine_all[i];

		for (int r = 0; r < m->row_count; r++)
			ck_assert_msg(!m->rows[r].quiet ||
			    g_strv_contains(quiet, m->name), "%s", m->name);
	}
}
END_TEST

static gboolean
store_fails(struct db *db, void *object, int to, const struct machine_act *act,
    GError **error)
{
	g_set_error(error, DB_ERROR, DB_ERROR_SQL, "no room");
	return FALSE;
}

START_TEST(a_move_that_cannot_be_stored_is_not_on_record)
{
	struct machine mine = ticket_machine;
	const struct machine_act act = { .event = TICKET_EVENT_DISCARD,
		.actor = "who", .reason = "", .now = NOON };
	struct recorded none = { 0 };
	struct db *db = fixture_db();
	gboolean done;

	mine.store = store_fails;
	FAILS(machine_move(db, &mine, &told_ticket, "k", TICKET_DRAFT, &act, NULL,
	    &done, error), "no room");
	OK(audit_each(db, "ticket:k", 0, record_is_right, &none, error));
	ck_assert_int_eq(none.rows, 0);
	db_close(db);
}
END_TEST

static void
machine_tests(Suite *s)
{
	TCase *tc = tcase_create("machine");
	int machines = 0;

	while (machine_all[machines] != NULL)
		machines++;
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, the_pictures_are_as_kept);
	tcase_add_loop_test(tc,
	    each_state_event_and_role_does_what_its_line_says_or_nothing, 0, machines);
	tcase_add_test(tc, only_texts_questions_and_routine_are_quiet);
	tcase_add_test(tc, a_move_that_cannot_be_stored_is_not_on_record);
	suite_add_tcase(s, tc);
}

SUITE_MAIN("machine", machine_tests)
