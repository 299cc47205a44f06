/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Contact duty of a county that bench/county made: what a sweep over all cards
 * costs, and a year of reports and reminders, each evening compared with who
 * should have been told.
 *
 *	bench/duty_bench DIR MENUS [--sweep-only]
 */
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "db/duty.h"
#include "db/duty_card.h"
#include "db/import.h"
#include "db/outbox.h"
#include "db/statement.h"
#include "services/services.h"
#include "services/duty_remind_day.h"

/* 2026-01-01 00:10 in Shanghai. */
#define YEAR	(G_GINT64_CONSTANT(1767197400) * CLOCK_SECOND)
#define SWEEPS	9

static struct dialog_options options = { .duty_line = "hotline", .check_line = "",
	.duty_close_day = 3, .duty_back_days = 7 };
static struct db *db;
static struct menu *menu;
static struct dialog *dialog;
static struct agenda_runner *agenda;
static char *database, *stage;
static GRand *dice;
static GArray *cadres;		/* gint64 */
static GPtrArray *codes;	/* of each */

/* What should be, told by a way of its own. */
static gint64 expected, missing, extra;

static void
must(gboolean ok, GError *error)
{
	if (ok)
		return;
	fprintf(stderr, "duty_bench: %s\n", error != NULL ? error->message : "no");
	exit(1);
}

static gint64
ask(const char *question)
{
	sqlite3_stmt *stmt = NULL;
	gint64 value = 0;

	if (sqlite3_prepare_v2(db->sql, question, -1, &stmt, NULL) !=
	    SQLITE_OK)
		g_error("%s: %s", question, sqlite3_errmsg(db->sql));
	if (sqlite3_step(stmt) == SQLITE_ROW)
		value = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return value;
}

static void
sql(const char *statement)
{
	if (sqlite3_exec(db->sql, statement, NULL, NULL, NULL) != SQLITE_OK)
		g_error("%s: %s", statement, sqlite3_errmsg(db->sql));
}

/* --- the county --------------------------------------------------------------- */

/* Stored forms of what bench/county writes. */
static void
stage_file(struct db *reader, enum import_kind kind, const char *path)
{
	FILE *in = fopen(path, "r");
	GError *error = NULL;
	char line[512];

	must(in != NULL, NULL);
	for (int number = 1; fgets(line, sizeof(line), in) != NULL; number++) {
		g_auto(GStrv) fields = g_strsplit(g_strchomp(line), ",", -1);

		if (number == 1)
			continue;
		for (int i = 0; fields[i] != NULL; i++) {
			g_auto(GStrv) day = g_strsplit(fields[i], "-", -1);

			if (g_strv_length(day) == 3) {
				g_free(fields[i]);
				fields[i] = g_strconcat(day[0], day[1], day[2],
				    NULL);
			}
		}
		must(stage_add(reader, kind, number,
		    (const char *const *)fields, (int)g_strv_length(fields),
		    &error), error);
	}
	fclose(in);
}

static void
import(enum import_kind kind, const char *dir, const char *name)
{
	g_autofree char *path = g_strdup_printf("%s/%s.csv", dir, name);
	GError *error = NULL;
	struct db *reader = db_open_to_read(database, &error);
	struct import_summary summary;
	gboolean more = TRUE;
	gint64 id;
	int taken;

	must(reader != NULL, error);
	must(stage_open(reader, stage, &error), error);
	stage_file(reader, kind, path);
	must(stage_sort(reader, kind, &error) &&
	    stage_finish(reader, kind, &summary, &error), error);
	db_close(reader);
	must(db_begin(db, &error) && import_begin(db, kind, "bench",
	    clock_now(), &id, &error) && db_commit(db, &error), error);
	must(import_attach(db, stage, &summary, &error), error);
	must(db_begin(db, &error) && import_decide(db, id, &summary,
	    &error) && db_commit(db, &error), error);
	while (more)
		must(db_begin(db, &error) && import_take(db, 20000,
		    20260101, &taken, &more, &error) &&
		    db_commit(db, &error), error);
	import_detach(db, stage);
}

static void
holidays(void)
{
	static const int stretches[][2] = {
		{ 20260101, 20260103 }, { 20260215, 20260223 },
		{ 20260404, 20260406 }, { 20260501, 20260505 },
		{ 20260619, 20260621 }, { 20260925, 20260927 },
		{ 20261001, 20261007 },
	};
	static const int works[] = {
		20260104, 20260214, 20260228, 20260509, 20260920, 20261010
	};

	for (gsize i = 0; i < G_N_ELEMENTS(stretches); i++) {
		for (int day = stretches[i][0]; day <= stretches[i][1];
		    day = calendar_day_add(day, 1)) {
			g_autofree char *row = g_strdup_printf(
			    "INSERT INTO holiday VALUES (%d, 'off')", day);

			sql(row);
		}
	}
	for (gsize i = 0; i < G_N_ELEMENTS(works); i++) {
		g_autofree char *row = g_strdup_printf(
		    "INSERT INTO holiday VALUES (%d, 'works')", works[i]);

		sql(row);
	}
}

/* --- what a sweep costs ----------------------------------------------------------- */

static void
sweep(int month, int today)
{
	gint64 best = G_MAXINT64, worst = 0, total_left = 0;

	/* As in a turn. */
	must(db_begin(db, NULL), NULL);
	for (int i = 0; i < SWEEPS; i++) {
		gint64 begin = g_get_monotonic_time(), took;
		struct duty_sweep *all = duty_sweep_new(db, NULL, month,
		    today, NULL);

		total_left = 0;
		for (guint c = 0; c < cadres->len; c++) {
			struct duty_totals totals;
			GError *error = NULL;

			must(duty_sweep_card(all, g_array_index(cadres, gint64,
			    c), &totals, &error), error);
			total_left += duty_left(&totals);
		}
		duty_sweep_free(all);
		took = g_get_monotonic_time() - begin;
		best = MIN(best, took);
		worst = MAX(worst, took);
	}
	db_rollback(db);
	printf("sweep of %u cadres, %" G_GINT64_FORMAT " assignments, %"
	    G_GINT64_FORMAT " left: %.1f ms (slowest of %d: %.1f ms)\n",
	    cadres->len, ask("SELECT count(*) FROM assignment"), total_left,
	    best / 1000.0, SWEEPS, worst / 1000.0);
}

/* --- a year ------------------------------------------------------------------------ */

/* Each household of a cadre is called on with his own chance a day. */
static void
reports(int day)
{
	sqlite3_stmt *stmt = NULL;
	GError *error = NULL;

	must(db_begin(db, &error), error);
	sqlite3_prepare_v2(db->sql, "SELECT cadre_id, household_id FROM "
	    "assignment WHERE cadre_id % 7 <> 0 OR household_id % 3 <> 0", -1,
	    &stmt, NULL);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		struct duty_booking report = {
			.cadre_id = sqlite3_column_int64(stmt, 0),
			.household_id = sqlite3_column_int64(stmt, 1),
			.day = day, .kind = DUTY_PHONE, .made_at = clock_now(),
			.note = "",
		};
		gboolean added;

		if (g_rand_int_range(dice, 0, 1000) < 20 + report.cadre_id % 90)
			must(duty_add(db, &report, &added, &error), error);
	}
	sqlite3_finalize(stmt);
	must(db_commit(db, &error), error);
}

static gboolean
count(const struct duty_entry *entry, void *user)
{
	duty_count(user, entry);
	return TRUE;
}

/* Before a round is said: who should be told by it. */
static GHashTable *
should_be_told(int month, enum duty_remind_stage stage_now, int today)
{
	GHashTable *told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
	    NULL);

	for (guint c = 0; c < cadres->len; c++) {
		gint64 id = g_array_index(cadres, gint64, c);
		struct duty_totals totals = { 0 };
		GError *error = NULL;
		int owed, left;

		must(duty_each(db, NULL, id, month, today, count, &totals,
		    &error), error);
		owed = duty_owed(&totals);
		left = duty_left(&totals);
		if (left == 0 || (stage_now == DUTY_REMIND_FIRST &&
		    (owed - left) * 100 >= 70 * owed))
			continue;
		g_hash_table_add(told, g_strdup_printf("remind:%04d-%02d:%s:%s",
		    month / 100, month % 100, (char *)codes->pdata[c],
		    duty_remind_stage_name(stage_now)));
	}
	return told;
}

static void
compare(GHashTable *told, int month, enum duty_remind_stage stage_now)
{
	g_autofree char *pattern = g_strdup_printf("remind:%04d-%02d:%%:%s",
	    month / 100, month % 100, duty_remind_stage_name(stage_now));
	sqlite3_stmt *stmt = NULL;

	expected += g_hash_table_size(told);
	sqlite3_prepare_v2(db->sql, "SELECT key FROM outbox WHERE key "
	    "LIKE ?", -1, &stmt, NULL);
	sqlite3_bind_text(stmt, 1, pattern, -1, SQLITE_STATIC);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		if (!g_hash_table_remove(told, sqlite3_column_text(stmt, 0)))
			extra++;
	}
	sqlite3_finalize(stmt);
	missing += g_hash_table_size(told);
}

/* The evening of a day, its rounds compared. */
static void
evening(int day)
{
	gint64 end = calendar_moment(day, 1430, options.zone);
	GHashTable *told[2][DUTY_REMIND_LIST + 2] = { { NULL } };
	const struct workday *workdays;
	GError *error = NULL;
	gint64 next;

	clock_turn(calendar_moment(day, 17 * 60 + 30, options.zone) - clock_now());
	workdays = dialog_workdays(dialog, clock_now(), &error);
	must(workdays != NULL, error);
	for (int back = 0; back <= 1; back++) {
		int month = calendar_month_add(day / 100, -back);

		for (int s = 0; s <= DUTY_REMIND_FINAL; s++) {
			if (duty_remind_day(workdays, month,
			    (enum duty_remind_stage)s) == day)
				told[back][s] = should_be_told(month,
				    (enum duty_remind_stage)s, day);
		}
	}
	while (clock_now() < end) {
		must(db_begin(db, &error) && agenda_runner_run(agenda, clock_now(),
		    &next, &error) && db_commit(db, &error), error);
		if (next > clock_now())
			clock_turn(MIN(next, end) - clock_now());
	}
	for (int back = 0; back <= 1; back++) {
		for (int s = 0; s <= DUTY_REMIND_FINAL; s++) {
			if (told[back][s] == NULL)
				continue;
			compare(told[back][s], calendar_month_add(day / 100,
			    -back), (enum duty_remind_stage)s);
			g_hash_table_unref(told[back][s]);
		}
	}
}

static void
year(void)
{
	for (int day = 20260101; day <= 20270105; day = calendar_day_add(day, 1)) {
		clock_turn(calendar_moment(day, 600, options.zone) - clock_now());
		if (calendar_weekday(day) <= 5)
			reports(day);
		evening(day);
	}
	printf("a year: %" G_GINT64_FORMAT " reports, %" G_GINT64_FORMAT
	    " reminders to cadres, %" G_GINT64_FORMAT " to supervisors\n",
	    ask("SELECT count(*) FROM duty_contact"), expected,
	    ask("SELECT count(*) FROM outbox WHERE key LIKE '%:people%'"));
	printf("missing %" G_GINT64_FORMAT ", not due %" G_GINT64_FORMAT
	    ", twice %" G_GINT64_FORMAT ", outside 17:30-18:30 %" G_GINT64_FORMAT
	    ", on a day off %" G_GINT64_FORMAT "\n", missing, extra,
	    ask("SELECT count(*) - count(DISTINCT key) FROM outbox"),
	    ask("SELECT count(*) FROM outbox WHERE time(not_before / 1000000, "
	    "'unixepoch', '+8 hours') NOT BETWEEN '17:30:00' AND '18:30:00'"),
	    ask("SELECT count(*) FROM outbox WHERE (SELECT kind FROM holiday "
	    "WHERE day = CAST(strftime('%Y%m%d', not_before / 1000000, "
	    "'unixepoch', '+8 hours') AS INTEGER)) IS 'off' OR (strftime('%w', "
	    "not_before / 1000000, 'unixepoch', '+8 hours') IN ('0', '6') AND "
	    "NOT EXISTS (SELECT 1 FROM holiday WHERE kind = 'works' AND day = "
	    "CAST(strftime('%Y%m%d', not_before / 1000000, 'unixepoch', "
	    "'+8 hours') AS INTEGER)))"));
}

static gboolean
hold(const struct cadre *cadre, void *user)
{
	g_array_append_val(cadres, cadre->id);
	g_ptr_array_add(codes, g_strdup(cadre->code));
	return TRUE;
}

int
main(int argc, char **argv)
{
	static const char *const names[] = {
		[IMPORT_AREA] = "area", [IMPORT_DEPARTMENT] = "department",
		[IMPORT_CADRE] = "cadre", [IMPORT_HOUSEHOLD] = "household",
		[IMPORT_PHONE] = NULL, [IMPORT_ASSIGNMENT] = "assignment",
	};
	GError *error = NULL;
	gboolean only = argc > 3 && strcmp(argv[3], "--sweep-only") == 0;

	if (argc < 3) {
		fprintf(stderr, "usage: duty_bench DIR MENUS [--sweep-only]\n");
		return 2;
	}
	database = g_build_filename(argv[1], "duty.db", NULL);
	stage = g_strconcat(database, "-import", NULL);
	g_unlink(database);
	if (!only)
		clock_stop_at(YEAR);
	dice = g_rand_new_with_seed(1);
	cadres = g_array_new(FALSE, FALSE, sizeof(gint64));
	codes = g_ptr_array_new();
	options.zone = g_time_zone_new_identifier("Asia/Shanghai");
	db = db_open(database, &error);
	must(db != NULL, error);
	menu = menu_load(argv[2], services, &error);
	must(menu != NULL, error);
	dialog = dialog_new(db, menu, &options);
	agenda = agenda_runner_new(db);
	for (int kind = 0; kind <= IMPORT_ASSIGNMENT; kind++) {
		if (names[kind] != NULL)
			import((enum import_kind)kind, argv[1], names[kind]);
	}
	must(db_begin(db, &error), error);
	holidays();
	must(db_commit(db, &error), error);
	dialog_agenda(dialog, agenda);
	must(db_begin(db, &error) && agenda_runner_plan(agenda, clock_now(), &error) &&
	    db_commit(db, &error), error);
	must(cadre_each(db, 0, hold, NULL, &error), error);
	if (!only)
		year();
	sweep(only ? 202611 : 202612, only ? 20261120 : 20261231);
	return missing + extra > 0;
}
