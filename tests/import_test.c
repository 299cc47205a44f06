/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Imports in db/: staged by one connection that can only read, taken over in
 * steps by another.
 */
#include "tests/db_fixture.h"

#include <glib/gstdio.h>

#include "db/audit.h"
#include "db/import.h"

#define TODAY	20261123
#define ROW(...) { __VA_ARGS__, NULL }

#define CELLS_MAX	12	/* fields of a row, and the end */

typedef const char *cells[CELLS_MAX];

static char *home, *database, *staged;
static struct db *db;
static GString *faults;
static struct import_summary summary;

static void
import_open(void)
{
	g_autoptr(GError) error = NULL;

	home = g_dir_make_tmp("import-XXXXXX", NULL);
	database = g_build_filename(home, "a b%20?.db", NULL);
	staged = g_strconcat(database, "-import", NULL);
	db = db_open(database, &error);
	ck_assert_msg(db != NULL, "%s", error != NULL ? error->message : "");
	clock_stop_at(NOON);
	faults = g_string_new(NULL);
}

static void
import_close(void)
{
	static const char *const ends[] = { "", "-wal", "-shm", "-import" };

	db_close(db);
	for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
		g_autofree char *file = g_strconcat(database, ends[i], NULL);

		g_unlink(file);
	}
	ck_assert_int_eq(g_rmdir(home), 0);
	g_free(home);
	g_free(database);
	g_free(staged);
	g_string_free(faults, TRUE);
}

static void
say_fault(enum import_fault fault, int line, const char *value, int other,
    void *user)
{
	g_string_append_printf(faults, "%d:%d:%s:%d;", fault, line, value,
	    other);
}

/* As the staging process does; FALSE when there are faults. */
static gboolean
stage(enum import_kind kind, const cells *rows, int count)
{
	g_autoptr(GError) failed = NULL;
	struct db *reader = db_open_to_read(database, &failed);

	ck_assert_msg(reader != NULL, "%s", failed != NULL ? failed->message : "");
	g_string_truncate(faults, 0);
	OK(stage_open(reader, staged, error));
	for (int i = 0; i < count; i++)
		OK(stage_add(reader, kind, i + 2, rows[i],
		    (int)g_strv_length((char **)rows[i]), error));
	OK(stage_sort(reader, kind, error));
	OK(stage_check(reader, kind, 10, say_fault, NULL, error));
	OK(stage_finish(reader, kind, &summary, error));
	db_close(reader);
	return faults->len == 0;
}

/* In the transaction that has begun, which it ends. */
static void
decide(gint64 id)
{
	OK(db_commit(db, error));
	OK(import_attach(db, staged, &summary, error));
	OK(db_begin(db, error));
	OK(import_decide(db, id, &summary, error));
	OK(db_commit(db, error));
}

static void
take(enum import_kind kind)
{
	gboolean more = TRUE;
	gint64 id;
	int taken;

	OK(db_begin(db, error));
	OK(import_begin(db, kind, "uid 0", NOON, &id, error));
	ck_assert_int_ne(id, 0);
	decide(id);
	while (more) {
		OK(db_begin(db, error));
		OK(import_take(db, 2, TODAY, &taken, &more, error));
		OK(db_commit(db, error));
	}
	import_detach(db, staged);
	ck_assert(!g_file_test(staged, G_FILE_TEST_EXISTS));
}

static const cells areas[] = {
	ROW("6109", "", "county", "紫阳县"),
	ROW("610901", "6109", "town", "洞河镇"),
	ROW("61090101", "610901", "village", "红岩村"),
	ROW("6109010101", "61090101", "group", "一组"),
};
static const cells departments[] = {
	ROW("mz", "民政局", "+869154420000", "c1"),
};
static const cells cadres[] = {
	ROW("c1", "王明", "610901", "", "干事", "+8613800000001", "", "民政",
	    "c2", "", "1"),
	ROW("c2", "陈云", "6109", "mz", "局长", "+8613800000002",
	    "+869154420000", "", "", "c1", "1"),
};
static const cells households[] = {
	ROW("h1", "6109010101", "李大山", "低保;防汛"),
	ROW("h2", "6109010101", "赵永福", ""),
};
static const cells phones[] = {
	ROW("+8613911111111", "h1", "李大山", "1", "村登记", "20260901"),
	ROW("+8613911111111", "h2", "赵永福", "1", "村登记", "0"),
	ROW("+8613922222222", "h1", "李小兵", "0", "", "0"),
};
static const cells assignments[] = {
	ROW("c1", "h1", "1", "20260101", "0"),
	ROW("c1", "h2", "2", "20260101", "20261231"),
	ROW("c2", "h1", "1", "20260101", "0"),
};
static const cells holidays[] = {
	ROW("20261001", "off"), ROW("20261010", "works"),
};

static const struct {
	enum import_kind kind;
	const cells *rows;
	int count;
} county[] = {
	{ IMPORT_AREA, areas, G_N_ELEMENTS(areas) },
	{ IMPORT_DEPARTMENT, departments, G_N_ELEMENTS(departments) },
	{ IMPORT_CADRE, cadres, G_N_ELEMENTS(cadres) },
	{ IMPORT_HOUSEHOLD, households, G_N_ELEMENTS(households) },
	{ IMPORT_PHONE, phones, G_N_ELEMENTS(phones) },
	{ IMPORT_ASSIGNMENT, assignments, G_N_ELEMENTS(assignments) },
	{ IMPORT_HOLIDAY, holidays, G_N_ELEMENTS(holidays) },
};

static void
import_county(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(county); i++) {
		ck_assert_msg(stage(county[i].kind, county[i].rows,
		    county[i].count), "%s", faults->str);
		take(county[i].kind);
	}
}

static gboolean
write_row(const char *const *fields, int count, void *user)
{
	GString *out = user;

	for (int i = 0; i < count; i++)
		g_string_append_printf(out, "%s,", fields[i]);
	g_string_append_c(out, '\n');
	return TRUE;
}

/* Of a telephone an export tells whether it is wrong, too. */
static void
write_in(enum import_kind kind, const char *const *fields, GString *in)
{
	write_row(fields, (int)g_strv_length((char **)fields), in);
	if (kind == IMPORT_PHONE)
		g_string_insert(in, (gssize)in->len - 1, "0,");
}

START_TEST(every_kind_comes_out_as_it_went_in)
{
	import_county();
	for (gsize i = 0; i < G_N_ELEMENTS(county); i++) {
		g_autoptr(GString) in = g_string_new(NULL);
		g_autoptr(GString) out = g_string_new(NULL);

		for (int r = 0; r < county[i].count; r++)
			write_in(county[i].kind, county[i].rows[r], in);
		OK(import_each(db, county[i].kind, write_row, out, error));
		ck_assert_str_eq(out->str, in->str);
	}
}
END_TEST

START_TEST(the_same_file_again_changes_nothing)
{
	import_county();
	for (gsize i = 0; i < G_N_ELEMENTS(county); i++) {
		ck_assert(stage(county[i].kind, county[i].rows,
		    county[i].count));
		ck_assert_int_eq(summary.rows, county[i].count);
		ck_assert_int_eq(summary.added, 0);
		ck_assert_int_eq(summary.changed, 0);
	}
}
END_TEST

START_TEST(what_is_new_or_other_is_counted_and_taken)
{
	static const cells rows[] = {
		ROW("h1", "6109010101", "李大山", "低保"),
		ROW("h2", "6109010101", "赵永福", ""),
		ROW("h3", "61090101", "马大爷", "独居"),
	};
	g_autoptr(GString) out = g_string_new(NULL);

	import_county();
	ck_assert(stage(IMPORT_HOUSEHOLD, rows, 3));
	ck_assert_int_eq(summary.added, 1);
	ck_assert_int_eq(summary.changed, 1);
	take(IMPORT_HOUSEHOLD);
	OK(import_each(db, IMPORT_HOUSEHOLD, write_row, out, error));
	ck_assert_str_eq(out->str, "h1,6109010101,李大山,低保,\n"
	    "h2,6109010101,赵永福,,\nh3,61090101,马大爷,独居,\n");
}
END_TEST

static gboolean
is_recorded(const struct audit_row *row, void *user)
{
	ck_assert_str_eq(row->action, "import.finish");
	ck_assert_str_eq(row->actor, "uid 0");
	ck_assert_str_eq(row->reason, "area: rows 4, new 4, changed 0");
	++*(int *)user;
	return TRUE;
}

START_TEST(an_import_is_on_record_with_who_made_it)
{
	int rows = 0;

	import_county();
	OK(audit_each(db, "import:1", 10, is_recorded, &rows, error));
	ck_assert_int_eq(rows, 1);
}
END_TEST

/* Which rows are refused, and why: fault:line:value:other of each. */
static const struct wrong_row {
	enum import_kind kind;
	cells rows[3];
	int count;
	enum import_fault fault;
	int line;
} wrong_rows[] = {
	{ IMPORT_AREA, { ROW("7", "", "county", "a"), ROW("7", "", "county", "b") },
	    2, IMPORT_TWICE, 3 },
	{ IMPORT_AREA, { ROW("8", "99", "town", "a") }, 1, IMPORT_NO_PARENT, 2 },
	{ IMPORT_AREA, { ROW("8", "", "town", "a") }, 1, IMPORT_NO_PARENT, 2 },
	{ IMPORT_AREA, { ROW("8", "6109", "county", "a") }, 1,
	    IMPORT_NO_PARENT, 2 },
	{ IMPORT_AREA, { ROW("8", "6109", "village", "a") }, 1,
	    IMPORT_PARENT_LEVEL, 2 },
	{ IMPORT_CADRE, { ROW("x", "张", "99", "", "", "+8613800000009", "", "",
	    "", "", "0") }, 1, IMPORT_NO_AREA, 2 },
	{ IMPORT_CADRE, { ROW("x", "张", "", "", "", "+8613800000009", "", "",
	    "", "", "0") }, 1, IMPORT_NO_AREA, 2 },
	{ IMPORT_CADRE, { ROW("x", "张", "", "yy", "", "+8613800000009", "", "",
	    "", "", "0") }, 1, IMPORT_NO_DEPARTMENT, 2 },
	{ IMPORT_CADRE, { ROW("x", "张", "6109", "", "", "+8613800000009", "",
	    "", "yy", "", "0") }, 1, IMPORT_NO_SUPERVISOR, 2 },
	{ IMPORT_CADRE, { ROW("x", "张", "6109", "", "", "+8613800000009", "",
	    "", "", "x", "0") }, 1, IMPORT_NO_DEPUTY, 2 },
	{ IMPORT_CADRE, { ROW("x", "张", "6109", "", "", "+8613800000001", "",
	    "", "", "", "0") }, 1, IMPORT_MOBILE_TAKEN, 2 },
	{ IMPORT_CADRE, {
	    ROW("x", "张", "6109", "", "", "+8613800000009", "", "", "", "", "0"),
	    ROW("y", "李", "6109", "", "", "+8613800000009", "", "", "", "", "0")
	    }, 2, IMPORT_MOBILE_TAKEN, 3 },
	{ IMPORT_HOUSEHOLD, { ROW("h9", "99", "李", "") }, 1, IMPORT_NO_AREA, 2 },
	{ IMPORT_PHONE, { ROW("+8613911111111", "h9", "李", "1", "", "0") }, 1,
	    IMPORT_NO_HOUSEHOLD, 2 },
	{ IMPORT_ASSIGNMENT, { ROW("c9", "h1", "1", "20260101", "0") }, 1,
	    IMPORT_NO_CADRE, 2 },
	{ IMPORT_ASSIGNMENT, { ROW("c1", "h9", "3", "20260101", "0") }, 1,
	    IMPORT_NO_HOUSEHOLD, 2 },
	/* a number of a household that is his still, and one that was */
	{ IMPORT_ASSIGNMENT, { ROW("c2", "h2", "1", "20261201", "0") }, 1,
	    IMPORT_NO_TAKEN, 2 },
	{ IMPORT_ASSIGNMENT, { ROW("c1", "h1", "2", "20261231", "0") }, 1,
	    IMPORT_NO_TAKEN, 2 },
	{ IMPORT_ASSIGNMENT, { ROW("c2", "h2", "5", "20260201", "20260301"),
	    ROW("c2", "h1", "5", "20261201", "0") }, 2, IMPORT_NO_TAKEN, 3 },
	{ IMPORT_ASSIGNMENT, { ROW("c1", "h1", "7", "20261201", "0") }, 1,
	    IMPORT_OVERLAP, 2 },
	{ IMPORT_ASSIGNMENT, { ROW("c2", "h2", "7", "20261201", "0"),
	    ROW("c2", "h2", "7", "20261203", "0") }, 2, IMPORT_OVERLAP, 3 },
};

START_TEST(a_row_that_does_not_fit_is_named)
{
	const struct wrong_row *w = &wrong_rows[_i];
	g_autofree char *begin = g_strdup_printf("%d:%d:", w->fault, w->line);

	import_county();
	ck_assert(!stage(w->kind, w->rows, w->count));
	ck_assert_msg(g_str_has_prefix(faults->str, begin), "%s, not %s",
	    faults->str, begin);
}
END_TEST

START_TEST(a_number_is_free_again_after_a_year)
{
	static const cells rows[] = { ROW("c1", "h1", "2", "20280101", "0") };
	static const cells ends[] = { ROW("c1", "h1", "1", "20260101", "20271231") };

	import_county();
	ck_assert(stage(IMPORT_ASSIGNMENT, ends, 1));
	take(IMPORT_ASSIGNMENT);
	ck_assert_msg(stage(IMPORT_ASSIGNMENT, rows, 1), "%s", faults->str);
}
END_TEST

START_TEST(two_cadres_may_change_their_numbers_with_each_other)
{
	static const cells swapped[] = {
		ROW("c1", "王明", "610901", "", "干事", "+8613800000002", "",
		    "民政", "c2", "", "1"),
		ROW("c2", "陈云", "6109", "mz", "局长", "+8613800000001",
		    "+869154420000", "", "", "c1", "1"),
	};

	import_county();
	ck_assert_msg(stage(IMPORT_CADRE, swapped, 2), "%s", faults->str);
	ck_assert_int_eq(summary.changed, 2);
}
END_TEST

START_TEST(only_one_is_under_way)
{
	gint64 first, second;

	OK(db_begin(db, error));
	OK(import_begin(db, IMPORT_AREA, "uid 0", NOON, &first, error));
	OK(import_begin(db, IMPORT_AREA, "uid 0", NOON, &second, error));
	ck_assert_int_ne(first, 0);
	ck_assert_int_eq(second, 0);
	OK(import_drop(db, first, error));
	OK(import_begin(db, IMPORT_AREA, "uid 0", NOON, &second, error));
	ck_assert_int_ne(second, 0);
	OK(db_commit(db, error));
}
END_TEST

START_TEST(an_engine_that_starts_finishes_what_another_began)
{
	gboolean taking, more;
	g_autoptr(GString) out = g_string_new(NULL);
	gint64 id;
	int taken;

	ck_assert(stage(IMPORT_AREA, areas, 4));
	OK(db_begin(db, error));
	OK(import_begin(db, IMPORT_AREA, "uid 0", NOON, &id, error));
	decide(id);
	OK(db_begin(db, error));
	OK(import_take(db, 3, TODAY, &taken, &more, error));
	OK(db_commit(db, error));
	ck_assert_int_eq(taken, 3);
	ck_assert(more);
	db_close(db);
	db = db_open(database, NULL);
	OK(db_begin(db, error));
	OK(import_recover(db, &taking, error));
	OK(db_commit(db, error));
	ck_assert(taking);
	OK(import_attach(db, staged, &summary, error));
	OK(db_begin(db, error));
	OK(import_take(db, 3, TODAY, &taken, &more, error));
	OK(db_commit(db, error));
	ck_assert_int_eq(taken, 4);
	ck_assert(!more);
	import_detach(db, staged);
	OK(import_each(db, IMPORT_AREA, write_row, out, error));
	ck_assert_ptr_nonnull(strstr(out->str, "6109010101,"));
}
END_TEST

START_TEST(what_was_not_decided_is_dropped_at_the_next_start)
{
	gboolean taking;
	gint64 id;

	OK(db_begin(db, error));
	OK(import_begin(db, IMPORT_AREA, "uid 0", NOON, &id, error));
	OK(import_recover(db, &taking, error));
	ck_assert(!taking);
	OK(import_begin(db, IMPORT_AREA, "uid 0", NOON, &id, error));
	ck_assert_int_ne(id, 0);
	OK(db_commit(db, error));
}
END_TEST

static void
import_tests(Suite *suite)
{
	TCase *tc = tcase_create("import");

	tcase_add_checked_fixture(tc, import_open, import_close);
	tcase_add_test(tc, every_kind_comes_out_as_it_went_in);
	tcase_add_test(tc, the_same_file_again_changes_nothing);
	tcase_add_test(tc, what_is_new_or_other_is_counted_and_taken);
	tcase_add_test(tc, an_import_is_on_record_with_who_made_it);
	tcase_add_loop_test(tc, a_row_that_does_not_fit_is_named, 0,
	    (int)G_N_ELEMENTS(wrong_rows));
	tcase_add_test(tc, a_number_is_free_again_after_a_year);
	tcase_add_test(tc, two_cadres_may_change_their_numbers_with_each_other);
	tcase_add_test(tc, only_one_is_under_way);
	tcase_add_test(tc, an_engine_that_starts_finishes_what_another_began);
	tcase_add_test(tc, what_was_not_decided_is_dropped_at_the_next_start);
	suite_add_tcase(suite, tc);
}

SUITE_MAIN("import", import_tests)
