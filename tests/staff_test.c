/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who works at the office, how far their rights reach, and who stands in for them;
 * what needs a second person.
 */
#include "tests/db_fixture.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <unistd.h>

#include "db/approval.h"
#include "db/area.h"
#include "db/audit.h"
#include "db/staff.h"
#include "db/statement.h"

#define DAY	20261123

static struct db *db;

static void
sql(const char *text)
{
	ck_assert_msg(sqlite3_exec(db->sql, text, NULL, NULL, NULL) == SQLITE_OK,
	    "%s: %s", text, sqlite3_errmsg(db->sql));
}

static void
setup(void)
{
	db = fixture_db();
	sql("INSERT INTO area (code, parent, level, name) VALUES "
	    "('c', '', 'county', '紫阳县'), ('t', 'c', 'town', '洞河镇'), "
	    "('u', 'c', 'town', '高桥镇'), ('v', 't', 'village', '红岩村'), "
	    "('d1', 'c', 'town', '两用镇')");
	sql("INSERT INTO department (id, code, name, phone, head) VALUES "
	    "(1, 'd1', '民政局', '', ''), (2, 'd2', '水利局', '', '')");
	sql("INSERT INTO cadre (id, code, name, area, department, title, mobile, "
	    "office_phone, duties, supervisor, deputy, public) VALUES "
	    "(1, 'k1', '王明', 'v', '', '', '', '', '', '', '', 1), "
	    "(2, 'k2', '陈云', 'u', 'd2', '', '', '', '', '', '', 1)");
	sql("INSERT INTO household (id, code, area, head, tags) VALUES "
	    "(1, 'h1', 'v', '李大山', ''), (2, 'h2', 'u', '赵永福', '')");
	sql("INSERT INTO phone (number, household_id, person, main, source, "
	    "confirmed_on, changed_on) VALUES "
	    "('" WANG "', 1, '李大山', 1, '', 0, 0), "
	    "('" LI "', 2, '赵永福', 1, '', 0, 0)");
	sql("INSERT INTO assignment (cadre_id, household_id, from_day, to_day, no) "
	    "VALUES (2, 1, 20260101, 20261122, 1), (2, 2, 20260101, 0, 2)");
}

static void
teardown(void)
{
	db_close(db);
}

static gint64
add(const char *code, const char *user, guint roles)
{
	const struct staff one = {
		.code = (char *)code, .name = (char *)"某某",
		.user = (char *)user, .roles = roles, .scope = (char *)"",
	};
	struct staff found_one;
	gboolean added, found;
	gint64 id;

	OK(staff_add(db, &one, &added, error));
	ck_assert(added);
	OK(staff_by_code(db, code, &found, &found_one, error));
	ck_assert(found);
	id = found_one.id;
	staff_clear(&found_one);
	return id;
}

START_TEST(every_role_has_a_name_of_its_own)
{
	for (int role = 0; role < STAFF_ROLE_COUNT; role++)
		ck_assert_int_eq(staff_role_named(staff_role_name(role)), role);
	ck_assert_int_eq(staff_role_named("king"), STAFF_ROLE_COUNT);
	ck_assert_int_eq(staff_role_named(""), STAFF_ROLE_COUNT);
}
END_TEST

START_TEST(a_person_is_found_by_code_and_by_user)
{
	struct staff staff;
	gboolean found, any;

	OK(staff_any(db, &any, error));
	ck_assert(!any);
	add("s1", "zhao", STAFF_BIT(STAFF_CLERK) | STAFF_BIT(STAFF_ADMIN));
	OK(staff_any(db, &any, error));
	ck_assert(any);
	OK(staff_by_user(db, "zhao", &found, &staff, error));
	ck_assert(found);
	ck_assert_str_eq(staff.code, "s1");
	ck_assert_uint_eq(staff.roles, STAFF_BIT(STAFF_CLERK) |
	    STAFF_BIT(STAFF_ADMIN));
	ck_assert_int_eq(staff.scope_kind, SCOPE_ALL);
	staff_clear(&staff);
	OK(staff_by_user(db, "qian", &found, &staff, error));
	ck_assert(!found);
}
END_TEST

/* Who has no user is not found by having none. */
START_TEST(nobody_is_the_person_without_a_user)
{
	struct staff staff;
	gboolean found;

	add("s1", "", STAFF_BIT(STAFF_ADMIN));
	add("s2", "", STAFF_BIT(STAFF_ADMIN));
	OK(staff_by_user(db, "", &found, &staff, error));
	ck_assert(!found);
}
END_TEST

START_TEST(a_code_and_a_user_are_one_persons)
{
	struct staff one = {
		.code = (char *)"s1", .name = (char *)"某某",
		.user = (char *)"sun", .scope = (char *)"",
	};
	gboolean added;

	add("s1", "zhao", 0);
	OK(staff_add(db, &one, &added, error));
	ck_assert(!added);
	one.code = (char *)"s2";
	one.user = (char *)"zhao";
	OK(staff_add(db, &one, &added, error));
	ck_assert(!added);
}
END_TEST

START_TEST(who_has_left_is_nobody_and_their_user_is_free)
{
	gint64 id = add("s1", "zhao", STAFF_BIT(STAFF_ADMIN));
	struct staff staff;
	gboolean found, any;

	OK(staff_remove(db, id, DAY, error));
	OK(staff_by_user(db, "zhao", &found, &staff, error));
	ck_assert(!found);
	/* The list does not count as never made. */
	OK(staff_any(db, &any, error));
	ck_assert(any);
	add("s2", "zhao", STAFF_BIT(STAFF_CLERK));
	OK(staff_by_user(db, "zhao", &found, &staff, error));
	ck_assert(found);
	ck_assert_str_eq(staff.code, "s2");
	staff_clear(&staff);
	ck_assert_int_ne(sqlite3_exec(db->sql, "DELETE FROM staff", NULL, NULL,
	    NULL), SQLITE_OK);
}
END_TEST

START_TEST(roles_are_set_as_a_whole)
{
	gint64 id = add("s1", "zhao", STAFF_BIT(STAFF_ADMIN));
	struct staff staff;
	gboolean found;

	OK(staff_set_roles(db, id, STAFF_BIT(STAFF_SURVEY), error));
	OK(staff_by_code(db, "s1", &found, &staff, error));
	ck_assert_uint_eq(staff.roles, STAFF_BIT(STAFF_SURVEY));
	staff_clear(&staff);
}
END_TEST

static gboolean
list(const struct staff *staff, void *user)
{
	GString *codes = user;

	g_string_append_printf(codes, "%s ", staff->code);
	return TRUE;
}

START_TEST(a_deputy_stands_in_on_the_days_of_the_absence_only)
{
	static const struct {
		int day;
		const char *codes;
	} cases[] = {
		{ 20261122, "" }, { 20261123, "s1 " }, { 20261125, "s1 " },
		{ 20261126, "" },
	};
	gint64 zhao = add("s1", "zhao", 0), qian = add("s2", "qian", 0);

	OK(staff_set_absence(db, zhao, 20261123, 20261125, qian, error));
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GString) codes = g_string_new(NULL);

		OK(staff_each_stood_for(db, qian, cases[i].day, list, codes,
		    error));
		ck_assert_str_eq(codes->str, cases[i].codes);
	}
}
END_TEST

START_TEST(an_absence_ends_early_and_with_the_person)
{
	gint64 zhao = add("s1", "zhao", 0), qian = add("s2", "qian", 0);
	gint64 sun = add("s3", "sun", 0);
	g_autoptr(GString) codes = g_string_new(NULL);

	OK(staff_set_absence(db, zhao, DAY, DAY, qian, error));
	OK(staff_set_absence(db, sun, DAY, DAY, qian, error));
	OK(staff_set_absence(db, zhao, 0, 0, 0, error));
	OK(staff_remove(db, sun, DAY, error));
	OK(staff_each_stood_for(db, qian, DAY, list, codes, error));
	ck_assert_str_eq(codes->str, "");
}
END_TEST

START_TEST(nobody_is_their_own_deputy)
{
	gint64 zhao = add("s1", "zhao", 0);

	FAILS(staff_set_absence(db, zhao, DAY, DAY, zhao, error), "CHECK");
}
END_TEST

START_TEST(a_scope_names_an_area_or_a_department)
{
	static const struct {
		const char *code;
		enum scope_kind kind;
		gboolean both;
	} cases[] = {
		{ "t", SCOPE_AREA, FALSE }, { "d2", SCOPE_DEPARTMENT, FALSE },
		{ "d1", SCOPE_AREA, TRUE }, { "x", SCOPE_KIND_COUNT, FALSE },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		enum scope_kind kind;
		gboolean both;

		OK(scope_find(db, cases[i].code, &kind, &both, error));
		ck_assert_int_eq(kind, cases[i].kind);
		ck_assert_int_eq(both, cases[i].both);
	}
}
END_TEST

START_TEST(a_scope_has_whom_it_reaches_and_nobody_else)
{
	/* k1 in village v; k2 of department d2, in town u. */
	static const struct {
		struct scope scope;
		gboolean k1, k2, wang, li;
	} cases[] = {
		{ { SCOPE_ALL, "" }, TRUE, TRUE, TRUE, TRUE },
		{ { SCOPE_AREA, "c" }, TRUE, TRUE, TRUE, TRUE },
		{ { SCOPE_AREA, "t" }, TRUE, FALSE, TRUE, FALSE },
		{ { SCOPE_AREA, "v" }, TRUE, FALSE, TRUE, FALSE },
		{ { SCOPE_AREA, "u" }, FALSE, TRUE, FALSE, TRUE },
		/* Wang's household was theirs until yesterday. */
		{ { SCOPE_DEPARTMENT, "d2" }, FALSE, TRUE, FALSE, TRUE },
		{ { SCOPE_DEPARTMENT, "d1" }, FALSE, FALSE, FALSE, FALSE },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		const struct scope *scope = &cases[i].scope;
		const gboolean wanted[] = {
			cases[i].k1, cases[i].k2, cases[i].wang, cases[i].li
		};

		for (int w = 0; w < 4; w++) {
			struct cadre cadre = { 0 };
			gboolean found, has = FALSE;

			if (w < 2) {
				OK(cadre_by_id(db, w + 1, &found, &cadre, error));
				OK(scope_has_cadre(db, scope, &cadre, &has,
				    error));
			} else
				OK(scope_has_phone(db, scope, w == 2 ? WANG : LI,
				    DAY, &has, error));
			cadre_clear(&cadre);
			ck_assert_msg(has == wanted[w], "row %d, %d",
			    (int)i, w);
		}
	}
}
END_TEST

/* A number that was said to be wrong reaches nobody. */
START_TEST(a_wrong_number_is_in_nobodys_area)
{
	const struct scope scope = { SCOPE_AREA, "v" };
	gboolean has;

	sql("UPDATE phone SET wrong_on = 20261101 WHERE household_id = 1");
	OK(scope_has_phone(db, &scope, WANG, DAY, &has, error));
	ck_assert(!has);
}
END_TEST

/* --- approvals -------------------------------------------------------------------- */

static const struct approval_person
    zhao = { "zhao", "clerk", "s1", "", "zhao", "zhao", FALSE },
    qian = { "qian", "supervisor", "s2", "", "qian", "qian", FALSE },
    qian_for_zhao = { "qian for zhao", "clerk", "s2", "s1", "qian", "qian",
	FALSE },
    zhao_by_sudo = { "root", "root", "", "", "root", "zhao", TRUE },
    /* Zhao with another's password, and one who was given Zhao's old user. */
    zhao_as_sun = { "sun", "clerk", "s3", "", "sun", "zhao", FALSE },
    new_zhao = { "zhao", "clerk", "s9", "", "zhao", "", FALSE },
    zhao_renamed = { "zhao2", "clerk", "s1", "", "zhao2", "", FALSE },
    /* On no list: only their users tell one from the other. */
    wu = { "wu", "clerk", "", "", "wu", "", FALSE },
    zheng = { "zheng", "clerk", "", "", "zheng", "", FALSE },
    root = { "root", "root", "", "", "root", "", TRUE },
    root_login = { "root", "root", "", "", "root", "root", TRUE },
    zheng_of_root = { "zheng", "clerk", "", "", "zheng", "root", FALSE };

static gint64
propose_for(const struct approval_person *by, gint64 wait,
    enum approval_answer wanted)
{
	g_autofree char *arguments = approval_write("month", "202610", NULL);
	const struct approval approval = {
		.kind = (char *)"duty.close", .object = (char *)"month:2026-10",
		.words = (char *)"close 2026-10", .arguments = arguments,
		.expires_at = clock_now() + wait,
	};
	enum approval_answer answer;
	gint64 id;

	OK(approval_propose(db, &approval, by, clock_now(), &answer, &id, error));
	ck_assert_int_eq(answer, wanted);
	return id;
}

static gint64
propose(const struct approval_person *by)
{
	return propose_for(by, CLOCK_DAY, APPROVAL_OK);
}

static enum approval_answer
approve(gint64 id, const struct approval_person *who)
{
	enum approval_answer answer;

	OK(approval_approve(db, id, who, clock_now(), &answer, error));
	return answer;
}

static void
state_is(gint64 id, const char *state)
{
	struct approval approval;
	gboolean found;

	OK(approval_get(db, id, &found, &approval, error));
	ck_assert(found);
	ck_assert_str_eq(approval.state, state);
	approval_clear(&approval);
}

static gboolean
count_row(const struct audit_row *row, void *user)
{
	GString *actions = user;

	g_string_append_printf(actions, "%s by %s; ", row->action, row->actor);
	return TRUE;
}

/* Newest first. */
static void
audit_is(gint64 id, const char *actions)
{
	g_autofree char *object = g_strdup_printf("approval:%d", (int)id);
	g_autoptr(GString) found = g_string_new(NULL);

	OK(audit_each(db, object, 0, count_row, found, error));
	ck_assert_str_eq(found->str, actions);
}

START_TEST(somebody_else_approves_and_it_is_on_record_once)
{
	gint64 id = propose(&zhao);

	ck_assert_int_eq(approve(id, &qian), APPROVAL_OK);
	state_is(id, "approved");
	audit_is(id, "approval.approve by qian; approval.propose by zhao; ");
	ck_assert_int_eq(approve(id, &qian), APPROVAL_SETTLED);
	ck_assert_int_eq(approve(id, &wu), APPROVAL_SETTLED);
	audit_is(id, "approval.approve by qian; approval.propose by zhao; ");
}
END_TEST

START_TEST(one_person_is_never_two)
{
	static const struct {
		const struct approval_person *by, *who;
		enum approval_answer answer;
	} cases[] = {
		{ &zhao, &zhao, APPROVAL_OWN },
		{ &zhao_by_sudo, &zhao, APPROVAL_OWN },
		{ &zhao, &zhao_by_sudo, APPROVAL_OWNER },
		{ &zhao, &zhao_as_sun, APPROVAL_OWN },
		{ &zhao_as_sun, &zhao, APPROVAL_OWN },
		{ &zhao, &zhao_renamed, APPROVAL_OWN },
		{ &zhao, &new_zhao, APPROVAL_OWN },
		{ &zhao, &qian_for_zhao, APPROVAL_OWN },
		{ &qian_for_zhao, &zhao, APPROVAL_OWN },
		{ &qian_for_zhao, &qian, APPROVAL_OWN },
		{ &wu, &wu, APPROVAL_OWN },
		{ &zhao, &root, APPROVAL_OWNER },
		{ &zhao, &root_login, APPROVAL_OWNER },
		{ &zhao_by_sudo, &root, APPROVAL_OWNER },
		{ &zhao, &zheng_of_root, APPROVAL_OWNER },
		{ &zhao, &qian, APPROVAL_OK },
		{ &zhao_by_sudo, &qian, APPROVAL_OK },
		{ &wu, &zheng, APPROVAL_OK },
		{ &wu, &zhao, APPROVAL_OK },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		gint64 id = propose(cases[i].by);
		enum approval_answer answer = approve(id, cases[i].who);

		ck_assert_msg(answer == cases[i].answer, "row %d: %d", (int)i,
		    answer);
		state_is(id, answer == APPROVAL_OK ? "approved" : "open");
		sql("UPDATE approval SET state = 'void' WHERE state = 'open'");
	}
}
END_TEST

START_TEST(nobody_knows_whose_word_root_s_is)
{
	ck_assert_int_eq(propose_for(&root, CLOCK_DAY, APPROVAL_OWNER), 0);
	ck_assert_int_eq(propose_for(&root_login, CLOCK_DAY, APPROVAL_OWNER), 0);
}
END_TEST

START_TEST(the_same_is_proposed_once_while_it_is_open)
{
	gint64 id = propose(&zhao);
	enum approval_answer answer;

	ck_assert_int_eq(propose_for(&qian, CLOCK_DAY, APPROVAL_SETTLED), 0);
	OK(approval_reject(db, id, &qian, "too early", clock_now(), &answer,
	    error));
	ck_assert_int_eq(answer, APPROVAL_OK);
	state_is(id, "rejected");
	ck_assert_int_eq(approve(id, &qian), APPROVAL_SETTLED);
	ck_assert_int_ne(propose(&zhao), 0);
}
END_TEST

START_TEST(who_proposed_it_withdraws_it)
{
	gint64 id = propose(&zhao);
	enum approval_answer answer;

	OK(approval_reject(db, id, &zhao, "", clock_now(), &answer, error));
	ck_assert_int_eq(answer, APPROVAL_OK);
	state_is(id, "withdrawn");
	audit_is(id, "approval.withdraw by zhao; approval.propose by zhao; ");
}
END_TEST

START_TEST(a_proposal_waits_its_time_and_no_longer)
{
	gint64 id = propose(&zhao), next;
	int count;

	OK(approval_expire(db, clock_now(), &next, error));
	ck_assert_int_eq(next, clock_now() + CLOCK_DAY);
	clock_turn(CLOCK_DAY - 1);
	OK(approval_expire(db, clock_now(), &next, error));
	state_is(id, "open");
	clock_turn(1);
	/* Also before the agenda has come round. */
	ck_assert_int_eq(approve(id, &qian), APPROVAL_EXPIRED);
	OK(approval_count(db, clock_now(), &count, error));
	ck_assert_int_eq(count, 0);
	OK(approval_expire(db, clock_now(), &next, error));
	ck_assert_int_eq(next, 0);
	state_is(id, "expired");
	audit_is(id, "approval.expire by system; approval.propose by zhao; ");
	ck_assert_int_ne(propose(&qian), 0);
}
END_TEST

START_TEST(what_cannot_be_done_any_more_is_void)
{
	gint64 id = propose(&zhao);
	enum approval_answer answer;

	OK(approval_void(db, id, &zhao, "no", clock_now(), &answer, error));
	ck_assert_int_eq(answer, APPROVAL_OWN);
	OK(approval_void(db, id, &qian, "closed already", clock_now(), &answer,
	    error));
	ck_assert_int_eq(answer, APPROVAL_OK);
	state_is(id, "void");
}
END_TEST

START_TEST(a_proposal_stays_as_it_was_made)
{
	propose(&zhao);
	ck_assert_int_ne(sqlite3_exec(db->sql, "UPDATE approval SET words = 'x'",
	    NULL, NULL, NULL), SQLITE_OK);
	ck_assert_int_ne(sqlite3_exec(db->sql, "UPDATE approval SET by_user = 'x'",
	    NULL, NULL, NULL), SQLITE_OK);
	ck_assert_int_ne(sqlite3_exec(db->sql, "DELETE FROM approval",
	    NULL, NULL, NULL), SQLITE_OK);
	sql("UPDATE approval SET state = 'void'");
	ck_assert_int_ne(sqlite3_exec(db->sql, "UPDATE approval SET "
	    "state = 'open'", NULL, NULL, NULL), SQLITE_OK);
}
END_TEST

START_TEST(arguments_come_back_whatever_they_hold)
{
	struct approval approval = {
		.arguments = approval_write("b", "it's \"so\"\n=", "a", "王", NULL),
	};
	g_autofree char *same = approval_write("a", "王", "b",
	    "it's \"so\"\n=", NULL);
	g_autofree char *a = approval_value(&approval, "a");
	g_autofree char *b = approval_value(&approval, "b");
	g_autofree char *c = approval_value(&approval, "c");

	ck_assert_str_eq(a, "王");
	ck_assert_str_eq(b, "it's \"so\"\n=");
	ck_assert_str_eq(c, "");
	ck_assert_str_eq(approval.arguments, same);
	approval_clear(&approval);
}
END_TEST

/* --- first words of before ------------------------------------------------------- */

static int
by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The schema as it was before there were proposals, with two open words and one of
 * root's. */
static char *
old_database(void)
{
	const char *srcdir = g_getenv("srcdir");
	g_autofree char *directory = g_build_filename(srcdir == NULL ? "." : srcdir,
	    "db", "schema", NULL);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	GDir *dir = g_dir_open(directory, 0, NULL);
	char *path = g_strdup_printf("staff_test-%d.db", (int)getpid());
	const char *name;
	sqlite3 *old;

	g_unlink(path);
	ck_assert_ptr_nonnull(dir);
	while ((name = g_dir_read_name(dir)) != NULL) {
		if (g_str_has_suffix(name, ".sql") && strcmp(name, "016") < 0)
			g_ptr_array_add(names, g_strdup(name));
	}
	g_dir_close(dir);
	g_ptr_array_sort(names, by_name);
	ck_assert_int_eq(sqlite3_open(path, &old), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(old, "PRAGMA synchronous = OFF", NULL, NULL,
	    NULL), SQLITE_OK);
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *file = g_build_filename(directory,
		    g_ptr_array_index(names, i), NULL);
		g_autofree char *text = NULL;

		ck_assert(g_file_get_contents(file, &text, NULL, NULL));
		ck_assert_msg(sqlite3_exec(old, text, NULL, NULL, NULL) ==
		    SQLITE_OK, "%s: %s", file, sqlite3_errmsg(old));
	}
	ck_assert_int_eq(sqlite3_exec(old, "INSERT INTO second_word VALUES "
	    "('duty.close:202610', 'uid 1000 (zhao)', 1795435200000000), "
	    "('phone.change:" WANG ":" LI "', 'uid 1001 (qian)', "
	    "1795435200000000), "
	    "('duty.close:202609', 'uid 0 (root)', 1795435200000000)", NULL, NULL,
	    NULL), SQLITE_OK);
	sqlite3_close(old);
	return path;
}

START_TEST(open_first_words_become_proposals)
{
	static const struct approval_person zhao_before = { "zhao", "clerk", "", "",
	    "zhao", "", FALSE };
	g_autofree char *path = old_database();
	g_autofree char *month = approval_write("month", "202610", NULL);
	g_autofree char *numbers = approval_write("old", WANG, "new", LI, NULL);
	struct approval approval;
	GError *failed = NULL;
	gboolean found;

	db = db_open(path, &failed);
	ck_assert_msg(db != NULL, "%s", failed != NULL ? failed->message : "");
	OK(approval_open(db, "duty.close", "month:2026-10", month, NOON, &found,
	    &approval, error));
	ck_assert(found);
	ck_assert_int_eq(approval.expires_at, NOON + CLOCK_DAY);
	ck_assert(approval_is_of(&approval, &zhao_before));
	ck_assert(!approval_is_of(&approval, &qian));
	ck_assert_int_eq(approval_look(&approval, &qian, NOON), APPROVAL_OK);
	approval_clear(&approval);
	OK(approval_open(db, "phone.change", "phone:" WANG, numbers, NOON, &found,
	    &approval, error));
	ck_assert(found);
	ck_assert_int_eq(approval.expires_at, NOON + 7 * CLOCK_DAY);
	ck_assert(approval_is_of(&approval, &qian));
	approval_clear(&approval);
	sql("CREATE TEMP TABLE one (n INTEGER CHECK (n = 1)); INSERT INTO one "
	    "SELECT count(*) FROM approval WHERE object = 'month:2026-09' AND "
	    "state = 'void'");
	db_close(db);
	g_unlink(path);
}
END_TEST

static void
staff_tests(Suite *suite)
{
	TCase *people = tcase_create("staff"), *scope = tcase_create("scope");
	TCase *two = tcase_create("approval"), *before = tcase_create("before");

	tcase_add_checked_fixture(people, setup, teardown);
	tcase_add_test(people, every_role_has_a_name_of_its_own);
	tcase_add_test(people, a_person_is_found_by_code_and_by_user);
	tcase_add_test(people, nobody_is_the_person_without_a_user);
	tcase_add_test(people, a_code_and_a_user_are_one_persons);
	tcase_add_test(people, who_has_left_is_nobody_and_their_user_is_free);
	tcase_add_test(people, roles_are_set_as_a_whole);
	tcase_add_test(people,
	    a_deputy_stands_in_on_the_days_of_the_absence_only);
	tcase_add_test(people, an_absence_ends_early_and_with_the_person);
	tcase_add_test(people, nobody_is_their_own_deputy);
	suite_add_tcase(suite, people);
	tcase_add_checked_fixture(scope, setup, teardown);
	tcase_add_test(scope, a_scope_names_an_area_or_a_department);
	tcase_add_test(scope, a_scope_has_whom_it_reaches_and_nobody_else);
	tcase_add_test(scope, a_wrong_number_is_in_nobodys_area);
	suite_add_tcase(suite, scope);
	tcase_add_checked_fixture(two, setup, teardown);
	tcase_add_test(two, somebody_else_approves_and_it_is_on_record_once);
	tcase_add_test(two, one_person_is_never_two);
	tcase_add_test(two, nobody_knows_whose_word_root_s_is);
	tcase_add_test(two, the_same_is_proposed_once_while_it_is_open);
	tcase_add_test(two, who_proposed_it_withdraws_it);
	tcase_add_test(two, a_proposal_waits_its_time_and_no_longer);
	tcase_add_test(two, what_cannot_be_done_any_more_is_void);
	tcase_add_test(two, a_proposal_stays_as_it_was_made);
	tcase_add_test(two, arguments_come_back_whatever_they_hold);
	suite_add_tcase(suite, two);
	tcase_add_test(before, open_first_words_become_proposals);
	suite_add_tcase(suite, before);
}

SUITE_MAIN("staff", staff_tests)
