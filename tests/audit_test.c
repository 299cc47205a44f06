/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The audit trail: it holds, and shows where it does not.
 */
#include "tests/db_fixture.h"

#include "db/audit.h"
#include "db/statement.h"

#define ROWS	6

static struct db *db;

static void
add(const char *action)
{
	struct audit_row row = { .at = clock_now(), .actor = "uid 0 (root)",
		.role = "clerk", .action = action, .object = "ticket:30482171" };

	OK(audit_add(db, &row, error));
}

static void
db_make(void)
{
	db = fixture_db();
	for (int i = 0; i < ROWS; i++) {
		g_autofree char *action = g_strdup_printf("step%d", i);

		add(action);
	}
}

static void
db_drop(void)
{
	db_close(db);
}

static void
chain_is(gint64 rows, gint64 broken)
{
	gint64 found_rows, found_broken;

	OK(audit_verify(db, &found_rows, &found_broken, error));
	ck_assert_int_eq(found_rows, rows);
	ck_assert_int_eq(found_broken, broken);
}

START_TEST(an_untouched_trail_holds)
{
	chain_is(ROWS, 0);
}
END_TEST

START_TEST(an_empty_trail_holds)
{
	db_rollback(db);
	chain_is(0, 0);
}
END_TEST

START_TEST(what_is_undone_leaves_no_gap_and_no_break)
{
	OK(db_save(db, error));
	add("undone");
	add("undone too");
	db_undo(db);
	add("kept");
	chain_is(ROWS + 1, 0);
	OK(db_commit(db, error));
	OK(db_begin(db, error));
	add("rolled back");
	db_rollback(db);
	OK(db_begin(db, error));
	add("kept");
	chain_is(ROWS + 2, 0);
}
END_TEST

/* What a person with a shell might do, and where it shows. */
static const struct {
	const char *sql;
	gint64	 rows, broken;
} tampering[] = {
	{ "UPDATE audit SET actor = 'nobody' WHERE seq = 3", 2, 3 },
	{ "UPDATE audit SET before = after || before WHERE seq = 1;"
	  "UPDATE audit SET at = at + 1 WHERE seq = 6", 5, 6 },
	{ "UPDATE audit SET action = '', object = action || object "
	  "WHERE seq = 4", 3, 4 },
	{ "DELETE FROM audit WHERE seq = 2", 1, 2 },
	{ "DELETE FROM audit WHERE seq = 1", 0, 1 },
	{ "DELETE FROM audit WHERE seq = 2;"
	  "UPDATE audit SET seq = seq - 1 WHERE seq > 2", 1, 2 },
	{ "UPDATE audit SET hash = zeroblob(32) WHERE seq = 5", 4, 5 },
	{ "UPDATE audit SET seq = -1 WHERE seq = 6; UPDATE audit SET seq = 6 "
	  "WHERE seq = 5; UPDATE audit SET seq = 5 WHERE seq = -1", 4, 5 },
};

START_TEST(a_tampered_trail_shows_where)
{
	ck_assert_int_eq(sqlite3_exec(db->sql, "DROP TRIGGER "
	    "audit_is_not_changed; DROP TRIGGER audit_is_not_deleted", NULL,
	    NULL, NULL), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db->sql, tampering[_i].sql, NULL, NULL,
	    NULL), SQLITE_OK);
	chain_is(tampering[_i].rows, tampering[_i].broken);
}
END_TEST

static gboolean
row_note(const struct audit_row *row, void *user)
{
	GString *rows = user;

	g_string_append_printf(rows, "%" G_GINT64_FORMAT ":%s ", row->seq,
	    row->action);
	return TRUE;
}

START_TEST(the_newest_rows_come_first)
{
	g_autoptr(GString) rows = g_string_new(NULL);
	struct audit_row other = { .at = NOON, .action = "other",
		.object = "menu" };

	OK(audit_add(db, &other, error));
	OK(audit_each(db, NULL, 2, row_note, rows, error));
	ck_assert_str_eq(rows->str, "7:other 6:step5 ");
	g_string_truncate(rows, 0);
	OK(audit_each(db, "menu", 0, row_note, rows, error));
	ck_assert_str_eq(rows->str, "7:other ");
	g_string_truncate(rows, 0);
	OK(audit_each(db, "ticket:30482171", 1, row_note, rows, error));
	ck_assert_str_eq(rows->str, "6:step5 ");
}
END_TEST

static void
audit_tests(Suite *suite)
{
	TCase *tests = tcase_create("audit");

	tcase_add_checked_fixture(tests, db_make, db_drop);
	tcase_add_test(tests, an_untouched_trail_holds);
	tcase_add_test(tests, an_empty_trail_holds);
	tcase_add_test(tests, what_is_undone_leaves_no_gap_and_no_break);
	tcase_add_loop_test(tests, a_tampered_trail_shows_where, 0,
	    G_N_ELEMENTS(tampering));
	tcase_add_test(tests, the_newest_rows_come_first);
	suite_add_tcase(suite, tests);
}

SUITE_MAIN("audit", audit_tests)
