/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who works at the office, how far their rights reach, and who stands in for them.
 */
#include "tests/db_fixture.h"

#include <sqlite3.h>

#include "db/area.h"
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

static void
staff_tests(Suite *suite)
{
	TCase *people = tcase_create("staff"), *scope = tcase_create("scope");

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
}

SUITE_MAIN("staff", staff_tests)
