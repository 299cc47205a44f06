/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who may give which command, and how far it reaches: the county of
 * dialogs/registry.sql on 26 November 2026.
 */
#include <sqlite3.h>
#include <string.h>

#include "base/clock.h"
#include "db/staff.h"
#include "db/statement.h"
#include "tests/command_fixture.h"
#include "tests/suite.h"
#include "tools/commands.h"
#include "tools/view.h"

/* 2026-11-26 10:00:00 in Shanghai, a Thursday. */
#define NOW	(G_GINT64_CONSTANT(1795658400) * CLOCK_SECOND)

/* Who may: c(lerk) s(upervisor) u(nit) r(egistrar) (surve)y l(eader) a(uditor)
 * (a)d(min), in the order of enum staff_role. */
static const struct {
	const char *words, *roles;
} permitted[] = {
	{ "status",		"csurylad" },
	{ "talk",		"c......d" },
	{ "inbox",		"cs......" },
	{ "outbox",		"cs......" },
	{ "outbox cancel",	"cs......" },
	{ "send",		"cs......" },
	{ "modem show",		"cs....ad" },
	{ "modem pause",	".......d" },
	{ "modem resume",	".......d" },
	{ "modem accept",	".......d" },
	{ "modem test",		".......d" },
	{ "ticket list",	"csu..l.." },
	{ "ticket show",	"csu..l.." },
	{ "callback list",	"cs......" },
	{ "callback done",	"cs......" },
	{ "duty status",	"csur.la." },
	{ "duty overdue",	"csur.l.." },
	{ "duty sheet",		"csur.l.." },
	{ "duty flags",		"csu.yla." },
	{ "duty close",		"cs...l.." },
	{ "cadre leave",	".sur...." },
	{ "cadre duty",		".sur...." },
	{ "cadre roster",	"csur.l.." },
	{ "cadre replace",	".s.r...." },
	{ "agenda list",	"cs.....d" },
	{ "agenda show",	"cs.....d" },
	{ "agenda retry",	"cs.....d" },
	{ "phone change",	"cs.ry..." },
	{ "phone owner",	"cs.ry..." },
	{ "phone show",		"cs.ry..." },
	{ "phone held",		"cs.ry..." },
	{ "phone undo",	"cs.r...." },
	{ "phone confirm",	"cs.r...." },
	{ "person dead",	"cs.r...." },
	{ "person away",	"cs.r...." },
	{ "person back",	"cs.r...." },
	{ "person list",	"cs.r...." },
	{ "import",		"...r...." },
	{ "export",		"...r...." },
	{ "menu check",		"csurylad" },
	{ "menu draw",		"csurylad" },
	{ "menu words",		"csurylad" },
	{ "check",		".s....ad" },
	{ "backup",		".......d" },
	{ "audit verify",	"......ad" },
	{ "approval list",	"cs.ryla." },
	{ "approval show",	"cs.ryla." },
	{ "approval approve",	"cs.ryl.." },
	{ "approval reject",	"cs.ryl.." },
	{ "staff add",		".......d" },
	{ "staff list",		"......ad" },
	{ "staff show",		"......ad" },
	{ "staff role",		".......d" },
	{ "staff scope",	".......d" },
	{ "staff absence",	".s.....d" },
	{ "staff remove",	".......d" },
};

static struct db *db;
static struct menu *menu;
static const char *const lines[] = { "hotline", NULL };
static const struct engine_view view = {
	.version = "", .config_path = "", .database_path = "", .menus_path = "",
	.lines = lines, .duty_line = "hotline",
};

static void
sql(const char *text)
{
	ck_assert_msg(sqlite3_exec(db->sql, text, NULL, NULL, NULL) == SQLITE_OK,
	    "%s: %s", text, sqlite3_errmsg(db->sql));
}

/* The text of a question's one cell; caller frees. */
static char *
cell(const char *question)
{
	sqlite3_stmt *stmt = NULL;
	char *found;

	ck_assert_int_eq(sqlite3_prepare_v2(db->sql, question, -1, &stmt, NULL),
	    SQLITE_OK);
	ck_assert_msg(sqlite3_step(stmt) == SQLITE_ROW, "nothing: %s", question);
	found = g_strdup((const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	return found;
}

static void
expect_cell(const char *question, const char *wanted)
{
	g_autofree char *found = cell(question);

	ck_assert_msg(g_strcmp0(found, wanted) == 0, "%s: %s, not %s", question,
	    found, wanted);
}

static void
setup(void)
{
	clerk_county(NOW, &db, &menu);
}

static void
teardown(void)
{
	menu_free(menu);
	db_close(db);
}

static const struct command_call *
as(const char *user)
{
	static struct command_call call;

	call = (struct command_call){
		.db = db, .menu = menu, .view = &view, .peer = {
			.shown = user, .user = user, .login = user,
			.owner = strcmp(user, "root") == 0,
		},
	};
	return &call;
}

/* The answer holds `said`; of DONE that is its output, else its error. */
static void
expect(const char *user, const char *words, enum command_status status,
    const char *said)
{
	struct answer_text answer = clerk_asks(as(user), words);
	const char *text = answer.status == COMMAND_DONE ? answer.out :
	    answer.err;

	ck_assert_msg(answer.status == status, "%s, %s: %d, %s%s", user, words,
	    answer.status, answer.out, answer.err);
	ck_assert_msg(strstr(text, said) != NULL, "%s, %s:\n%s\nwithout:\n%s",
	    user, words, text, said);
	answer_clear(&answer);
}

static void
expect_not(const char *user, const char *words, const char *said)
{
	struct answer_text answer = clerk_asks(as(user), words);

	ck_assert_msg(answer.status == COMMAND_DONE, "%s, %s: %d, %s", user,
	    words, answer.status, answer.err);
	ck_assert_msg(strstr(answer.out, said) == NULL, "%s, %s:\n%s", user,
	    words, answer.out);
	answer_clear(&answer);
}

/* --- every command and every role ----------------------------------------------- */

static const char *
sample(const struct param *param)
{
	static char first[32];

	switch (param->kind) {
	case PARAM_NUMBER:
		return "1";
	case PARAM_CHOICE:
		g_strlcpy(first, param->value, sizeof(first));
		first[strcspn(first, "|")] = '\0';
		return first;
	case PARAM_PHONE:
		return "13911111105";
	case PARAM_TICKET:
		return "30482171";
	case PARAM_MONTH:
		return "2026-10";
	case PARAM_DAY:
		return "2026-11-23";
	case PARAM_PATH:
		return "/nowhere/x";
	default:
		return "x";
	}
}

/* Begins a command with an example of each argument it wants; what it says on
 * standard error. */
static char *
begin(const struct syntax *row, const char *user)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) words = g_strsplit(row->words, " ", -1);
	struct command_call call = *as(user);
	enum command_status status;
	char *said;

	for (int i = 0; words[i] != NULL; i++)
		g_ptr_array_add(argv, g_strdup(words[i]));
	for (const struct param *p = row->args; p != NULL && p->name != NULL; p++) {
		if (p->min > 0)
			g_ptr_array_add(argv, g_strdup(sample(p)));
	}
	call.zone = g_time_zone_new_utc();
	status = command_start(&call, (char **)argv->pdata, (int)argv->len);
	said = g_strdup(call.err->str);
	ck_assert_msg(status != COMMAND_USAGE || strstr(said, "role") == NULL,
	    "%s: %s", row->words, said);
	command_clear(&call);
	g_time_zone_unref(call.zone);
	if (db_in_transaction(db))
		db_rollback(db);
	return said;
}

START_TEST(every_command_has_its_roles_and_refuses_all_others)
{
	gsize count = 0;

	while (commands[count] != NULL)
		count++;
	ck_assert_int_eq(count, G_N_ELEMENTS(permitted));
	for (int role = 0; role < STAFF_ROLE_COUNT; role++) {
		g_autofree char *add = g_strdup_printf("INSERT INTO staff (id, "
		    "code, name, user, scope_kind, scope) VALUES (%d, 'p%d', "
		    "'某', 'u%d', '', ''); INSERT INTO staff_role VALUES (%d, "
		    "'%s')", role + 1, role, role, role + 1,
		    staff_role_name((enum staff_role)role));

		sql(add);
	}
	for (gsize i = 0; i < count; i++) {
		const struct syntax *row = NULL;

		for (gsize r = 0; r < count; r++) {
			if (strcmp(commands[r]->words, permitted[i].words) == 0)
				row = commands[r];
		}
		ck_assert_msg(row != NULL, "no command %s", permitted[i].words);
		for (int role = 0; role < STAFF_ROLE_COUNT; role++) {
			g_autofree char *user = g_strdup_printf("u%d", role);
			g_autofree char *said = begin(row, user);
			gboolean may = permitted[i].roles[role] != '.';
			g_autofree char *refusal = g_strdup_printf("\"%s\" "
			    "needs one of these roles: ", row->words);
			gboolean refused = strstr(said, refusal) != NULL;

			ck_assert_msg(refused == !may, "%s as %s: \"%s\"",
			    row->words, staff_role_name((enum staff_role)role),
			    said);
			ck_assert_int_eq((row->command->need.roles &
			    STAFF_BIT(role)) != 0, may);
		}
	}
}
END_TEST

/* --- who asks ---------------------------------------------------------------------- */

START_TEST(without_staff_the_group_has_every_right_but_over_staff)
{
	expect("zhao", "ticket list", COMMAND_DONE, "There is no such ticket.");
	expect("zhao", "cadre leave k37 2026-11-15 2026-11-30", COMMAND_DONE, "");
	expect("zhao", "staff add s1 赵敏 --user zhao --role admin", COMMAND_NO,
	    "root adds the first admin");
	expect("zhao", "staff list", COMMAND_DONE, "Nobody is on the staff");
	expect("zhao", "status", COMMAND_DONE, "Nobody is on the staff: whoever "
	    "reaches the control socket has every right.");
	expect("root", "staff add s1 赵敏 --user zhao --role admin", COMMAND_DONE,
	    "s1 赵敏 is on the staff.");
	expect_not("zhao", "status", "Nobody is on the staff");
}
END_TEST

START_TEST(once_there_is_staff_a_stranger_may_do_nothing)
{
	expect("root", "staff add s1 赵敏 --user zhao --role admin", COMMAND_DONE,
	    "");
	expect("qian", "status", COMMAND_NO, "qian is not on the staff; an admin "
	    "adds them: xiangyin staff add CODE NAME --user qian --role ROLE");
	/* Nor when all have left. */
	expect("zhao", "staff remove s1", COMMAND_DONE, "2026-11-26");
	expect("zhao", "status", COMMAND_NO, "zhao is not on the staff");
	expect("root", "staff list --all", COMMAND_DONE, "2026-11-26");
}
END_TEST

START_TEST(a_refusal_names_the_roles_and_is_on_record)
{
	expect("root", "staff add s1 赵敏 --user zhao --role auditor,survey",
	    COMMAND_DONE, "");
	expect("zhao", "inbox", COMMAND_NO, "\"inbox\" needs one of these roles: "
	    "clerk, supervisor; you have: survey, auditor. An admin changes that: "
	    "xiangyin staff role s1 ROLES");
	expect_cell("SELECT actor || '|' || object FROM audit "
	    "WHERE action = 'right.refused'", "s1 赵敏 (zhao)|command:inbox");
	expect_cell("SELECT count(*) FROM audit WHERE action = 'inbox.read'", "0");
}
END_TEST

START_TEST(the_audit_names_the_person_and_the_role)
{
	expect("root", "staff add s1 赵敏 --user zhao --role survey,clerk",
	    COMMAND_DONE, "");
	expect("zhao", "inbox --phone 13911111105", COMMAND_DONE, "");
	expect_cell("SELECT actor || '|' || role || '|' || object FROM audit "
	    "WHERE action = 'inbox.read'",
	    "s1 赵敏 (zhao)|clerk|+8613911111105");
}
END_TEST

/* root by sudo is still somebody. */
START_TEST(the_audit_names_who_logged_in)
{
	struct command_call call = *as("root");
	struct answer_text answer;

	call.peer.shown = "uid 0 (root)";
	call.peer.login = "zhao";
	answer = clerk_asks(&call, "inbox");
	ck_assert_int_eq(answer.status, COMMAND_DONE);
	answer_clear(&answer);
	expect_cell("SELECT actor || '|' || role FROM audit",
	    "uid 0 (root), login zhao|root");
}
END_TEST

/* --- reading is on record ------------------------------------------------------------ */

/* Nothing is passed on: the answer is short. */
static void
keep(struct command_call *call)
{
}

START_TEST(reading_of_people_is_on_record_once)
{
	static const struct {
		const char *words, *trace;
	} cases[] = {
		{ "inbox", "inbox.read|" },
		{ "outbox --phone 13911111105", "outbox.read|+8613911111105" },
		{ "ticket list", "ticket.list|" },
		{ "ticket show 30482171", "ticket.show|ticket:30482171" },
		{ "ticket show ３０４８-2171", "ticket.show|ticket:30482171" },
		{ "callback list", "callback.list|" },
		{ "duty overdue", "duty.overdue|" },
		{ "duty sheet k37", "duty.sheet|cadre:k37" },
		{ "duty flags", "duty.flags|" },
		{ "export household", "export|register:household" },
	};
	g_autofree char *question = g_strdup_printf("SELECT action || '|' || "
	    "object FROM audit WHERE seq = %d", _i + 1);

	for (int i = 0; i <= _i; i++) {
		struct command_call call = *as("root");
		struct answer_text answer;

		call.flush = keep;
		answer = clerk_asks(&call, cases[i].words);
		answer_clear(&answer);
	}
	expect_cell(question, cases[_i].trace);
}
END_TEST

/* --- scope --------------------------------------------------------------------------- */

/* Sun is an officer of the group, Zhou of the civil affairs bureau. */
static void
officers(void)
{
	expect("root", "staff add s1 孙平 --user sun --role unit --scope g",
	    COMMAND_DONE, "");
	expect("root", "staff add s2 周兰 --user zhou --role unit,registrar "
	    "--scope mz", COMMAND_DONE, "");
}

START_TEST(a_scope_that_is_no_area_and_no_department_is_refused)
{
	expect("root", "staff add s1 孙平 --scope zz", COMMAND_NO,
	    "there is no area and no department \"zz\"");
	expect("root", "staff add s1 孙平 --role king", COMMAND_NO,
	    "there is no role \"king\"; expected one of clerk, supervisor, unit, "
	    "registrar, survey, leader, auditor, admin");
	expect("root", "staff list", COMMAND_DONE, "Nobody is on the staff");
}
END_TEST

START_TEST(an_officer_sees_the_cadres_within_reach_only)
{
	officers();
	expect("zhou", "duty status", COMMAND_DONE, "民政局");
	expect_not("zhou", "duty status", "洞河镇");
	expect_not("zhou", "duty status", "have been reached by anybody");
	expect("zhou", "duty overdue", COMMAND_DONE, "k38");
	expect_not("zhou", "duty overdue", "k37");
	expect("zhou", "duty sheet k38", COMMAND_DONE, "李大山");
	expect("zhou", "duty sheet k37", COMMAND_NO,
	    "cadre k37 is out of your reach, which is mz");
	expect("zhou", "duty status --area t", COMMAND_DONE,
	    "No cadre within your reach has households there.");
	expect("zhou", "duty overdue --area t", COMMAND_DONE,
	    "No cadre within your reach has households there.");
}
END_TEST

START_TEST(an_officer_changes_the_cadres_within_reach_only)
{
	officers();
	expect("sun", "cadre leave k37 2026-11-15 2026-11-30", COMMAND_NO,
	    "cadre k37 is out of your reach, which is g");
	expect("sun", "cadre duty k37 2026-11-28 2026-11-28", COMMAND_NO,
	    "cadre k37 is out of your reach");
	expect("sun", "cadre leave k41 2026-11-15 2026-11-30 --deputy k37",
	    COMMAND_DONE, "孙组长 is on leave; 王明 stands in.");
	expect("zhou", "cadre replace k38 k42", COMMAND_NO,
	    "cadre k42 is out of your reach");
	expect_cell("SELECT count(*) FROM leave", "1");
	expect("root", "cadre duty k37 2026-11-28 2026-11-28", COMMAND_DONE, "");
	expect("sun", "cadre roster", COMMAND_DONE, "Nobody is on the roster");
}
END_TEST

START_TEST(an_officer_changes_numbers_within_reach_only)
{
	officers();
	expect("zhou", "phone change 13911111105 13911111199", COMMAND_NO,
	    "number +8613911111105 is out of your reach, which is mz");
}
END_TEST

START_TEST(of_a_number_of_two_households_an_officer_sees_the_one_within_reach)
{
	static const char show[] = "phone show 13911111112";

	officers();
	sql("INSERT INTO phone (number, household_id, person, main, source, "
	    "confirmed_on, changed_on) VALUES ('+8613911111112', 8, '罗小平', 0, "
	    "'村登记', 20260901, 20260101)");
	expect("zhou", show, COMMAND_DONE, "李大山");
	expect_not("zhou", show, "罗小平");
	expect("zhou", show, COMMAND_DONE, "1 more is out of your reach.");
	expect_not("zhou", "phone show 13911111112 --json", "罗小平");
	expect("root", show, COMMAND_DONE, "罗小平");
}
END_TEST

START_TEST(an_officer_sees_the_tickets_within_reach_and_none_in_confidence)
{
	sql("INSERT INTO ticket (id, prev, number, state, urgency, line, phone, "
	    "topic, place, opened_at, hold_until, confidential) VALUES "
	    "(1, 0, '30482171', 'registered', 'P3', 'hotline', '+8613911111105', '', "
	    "'', 1, 0, 0), "
	    "(2, 0, '10000005', 'registered', 'P3', 'hotline', '+8613911111112', '', "
	    "'', 1, 0, 1), "
	    "(3, 0, '20000003', 'registered', 'P3', 'hotline', '+8613900000000', '', "
	    "'', 1, 0, 0)");
	officers();
	expect("sun", "ticket list", COMMAND_DONE, "30482171");
	expect_not("sun", "ticket list", "10000005");
	expect_not("sun", "ticket list", "20000003");
	expect("sun", "ticket show 30482171", COMMAND_DONE, "30482171");
	/* 12 is called on by the bureau, but in confidence. */
	expect("zhou", "ticket list", COMMAND_DONE, "There is no such ticket.");
	expect("zhou", "ticket show 30482171", COMMAND_NO,
	    "ticket 30482171 is out of your reach, which is mz");
	expect_not("root", "ticket list", "There is no such ticket.");
}
END_TEST

START_TEST(what_is_about_everything_is_not_for_a_part_of_it)
{
	expect("root", "staff add s1 孙平 --user sun --role supervisor,admin "
	    "--scope g", COMMAND_DONE, "");
	expect("sun", "inbox", COMMAND_NO, "\"inbox\" is about everything, and you "
	    "reach only g; ask somebody without a scope who is one of: clerk, "
	    "supervisor");
	expect("sun", "backup /nowhere/x", COMMAND_NO, "is about everything");
	expect("sun", "status", COMMAND_DONE, "");
}
END_TEST

/* --- deputies ------------------------------------------------------------------------- */

START_TEST(a_deputy_acts_with_the_rights_of_who_is_away_and_both_are_named)
{
	officers();
	expect("root", "staff add s3 吴江 --user wu --role clerk", COMMAND_DONE,
	    "");
	expect("wu", "cadre leave k41 2026-11-15 2026-11-30", COMMAND_NO,
	    "needs one of these roles");
	expect("root", "staff absence s1 2026-11-26 2026-11-27 --deputy s3",
	    COMMAND_DONE, "2026-11-26  2026-11-27  s3");
	expect("wu", "cadre leave k41 2026-11-15 2026-11-30", COMMAND_DONE, "");
	expect_cell("SELECT actor || '|' || role FROM audit "
	    "WHERE action = 'cadre.leave'",
	    "s3 吴江 (wu) for s1 孙平|unit");
	/* Not further than theirs, and not by their own role in their name. */
	expect("wu", "cadre leave k37 2026-11-15 2026-11-30", COMMAND_NO,
	    "cadre k37 is out of your reach, which is g");
	expect("wu", "inbox", COMMAND_DONE, "");
	expect_cell("SELECT actor FROM audit WHERE action = 'inbox.read'",
	    "s3 吴江 (wu)");
	clock_stop_at(NOW + 2 * CLOCK_DAY);
	expect("wu", "cadre leave k41 2026-11-15 2026-11-30", COMMAND_NO,
	    "needs one of these roles");
}
END_TEST

START_TEST(a_deputy_of_two_reaches_both_and_acts_for_the_right_one)
{
	officers();
	expect("root", "staff absence s1 2026-11-26 2026-11-27 --deputy s2",
	    COMMAND_DONE, "");
	expect("root", "cadre duty k41 2026-11-28 2026-11-28", COMMAND_DONE, "");
	expect("zhou", "cadre roster", COMMAND_DONE, "k41");
	expect("zhou", "cadre leave k38 2026-11-15 2026-11-30", COMMAND_DONE, "");
	expect("zhou", "cadre leave k41 2026-11-15 2026-11-30", COMMAND_DONE, "");
	expect_cell("SELECT group_concat(actor, '; ') FROM (SELECT actor FROM audit "
	    "WHERE action = 'cadre.leave' ORDER BY seq)",
	    "s2 周兰 (zhou); s2 周兰 (zhou) for s1 孙平");
	expect("root", "staff absence s1 --end", COMMAND_DONE, "s1");
	expect("zhou", "cadre leave k41 2026-11-15 2026-11-30", COMMAND_NO,
	    "cadre k41 is out of your reach, which is mz");
}
END_TEST

START_TEST(an_absence_says_what_it_expected)
{
	officers();
	expect("root", "staff absence s1 2026-11-27 2026-11-26", COMMAND_NO,
	    "expected a first and a last day");
	expect("root", "staff absence s1", COMMAND_NO, "or --end alone");
	expect("root", "staff absence s1 2026-11-26 2026-11-26 --deputy s1",
	    COMMAND_NO, "nobody is their own deputy");
	expect("root", "staff absence s1 2026-11-26 2026-11-26 --deputy s9",
	    COMMAND_NO, "nobody on the staff has the code \"s9\"");
	expect("root", "staff remove s2", COMMAND_DONE, "");
	expect("root", "staff absence s1 2026-11-26 2026-11-26 --deputy s2",
	    COMMAND_NO, "s2 周兰 has left the staff");
	expect_cell("SELECT count(*) FROM audit WHERE action = 'staff.absence'",
	    "0");
}
END_TEST

START_TEST(the_staff_is_listed_for_people_and_programs)
{
	officers();
	expect("root", "staff role s1 unit,leader", COMMAND_DONE,
	    "unit, leader");
	expect("root", "staff scope s1", COMMAND_DONE, "unit, leader\n");
	expect("root", "staff list", COMMAND_DONE,
	    "CODE  NAME  USER  ROLES            SCOPE\n"
	    "s1    孙平  sun   unit, leader\n"
	    "s2    周兰  zhou  unit, registrar  mz\n");
	expect("root", "staff show s2 --json", COMMAND_DONE,
	    "\"scope_kind\": \"department\"");
	expect("root", "staff role s1 none", COMMAND_DONE, "sun");
	expect("sun", "status", COMMAND_NO, "you have: none");
	expect("root", "staff add s1 某 ", COMMAND_USAGE, "");
	expect("root", "staff add s1 某", COMMAND_NO, "was given before");
	expect("root", "staff add s4 某 --user zhou", COMMAND_NO,
	    "the user is another's");
	expect("root", "staff add s4 某 --user root", COMMAND_NO,
	    "root is nobody in particular");
}
END_TEST

static void
right_tests(Suite *suite)
{
	TCase *right = tcase_create("right"), *scope = tcase_create("scope");
	TCase *deputy = tcase_create("deputy");

	tcase_add_checked_fixture(right, setup, teardown);
	tcase_add_test(right,
	    every_command_has_its_roles_and_refuses_all_others);
	tcase_add_test(right,
	    without_staff_the_group_has_every_right_but_over_staff);
	tcase_add_test(right, once_there_is_staff_a_stranger_may_do_nothing);
	tcase_add_test(right, a_refusal_names_the_roles_and_is_on_record);
	tcase_add_test(right, the_audit_names_the_person_and_the_role);
	tcase_add_test(right, the_audit_names_who_logged_in);
	tcase_add_loop_test(right, reading_of_people_is_on_record_once, 0, 10);
	suite_add_tcase(suite, right);
	tcase_add_checked_fixture(scope, setup, teardown);
	tcase_add_test(scope,
	    a_scope_that_is_no_area_and_no_department_is_refused);
	tcase_add_test(scope, an_officer_sees_the_cadres_within_reach_only);
	tcase_add_test(scope, an_officer_changes_the_cadres_within_reach_only);
	tcase_add_test(scope, an_officer_changes_numbers_within_reach_only);
	tcase_add_test(scope, of_a_number_of_two_households_an_officer_sees_the_one_within_reach);
	tcase_add_test(scope,
	    an_officer_sees_the_tickets_within_reach_and_none_in_confidence);
	tcase_add_test(scope, what_is_about_everything_is_not_for_a_part_of_it);
	suite_add_tcase(suite, scope);
	tcase_add_checked_fixture(deputy, setup, teardown);
	tcase_add_test(deputy,
	    a_deputy_acts_with_the_rights_of_who_is_away_and_both_are_named);
	tcase_add_test(deputy,
	    a_deputy_of_two_reaches_both_and_acts_for_the_right_one);
	tcase_add_test(deputy, an_absence_says_what_it_expected);
	tcase_add_test(deputy, the_staff_is_listed_for_people_and_programs);
	suite_add_tcase(suite, deputy);
}

SUITE_MAIN("right", right_tests)
