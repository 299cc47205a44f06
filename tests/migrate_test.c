/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Databases of earlier programs: what was open, queued or owed in them means the
 * same afterwards, and a copy of how they were lies beside them.
 *
 * Each is made from the schema files of its time, in the numbers of its time.
 */
#include "tests/db_fixture.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/agenda.h"
#include "db/callout.h"
#include "db/number.h"
#include "db/question.h"
#include "db/schema.h"
#include "db/statement.h"
#include "db/ticket.h"

#define NUMBER	"30482171"

static const struct {
	int	 version;
	const char *sql;
} old_files[] = {
#include "db/schema.inc"
};

static char	*test_dir;

static void
dir_make(void)
{
	test_dir = g_dir_make_tmp("xiangyin-migrate-XXXXXX", NULL);
	ck_assert_ptr_nonnull(test_dir);
}

static void
dir_remove(void)
{
	g_autoptr(GDir) dir = g_dir_open(test_dir, 0, NULL);
	const char *name;

	while ((name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(test_dir, name, NULL);

		g_unlink(path);
	}
	g_rmdir(test_dir);
	g_clear_pointer(&test_dir, g_free);
}

/* --- an old database -------------------------------------------------------------- */

static void
run(sqlite3 *sql, const char *words)
{
	char *why = NULL;

	ck_assert_msg(sqlite3_exec(sql, words, NULL, NULL, &why) == SQLITE_OK,
	    "%s\n%s", why, words);
}

/* Minutes after noon, as an old program wrote them. */
#define AT(minutes)	#minutes " * 60000000 + 1795435200000000"

/* Of any version: two texts in, one of them held by a draft; an open question that
 * has left; texts queued on three lanes, one handed; a half text; an old urgent
 * ticket. */
static const char old_rows[] =
    "INSERT INTO inbox (id, prev, bearer, line, modem, phone, sent_at, received_at, "
    "text, body, end, reason, ticket) VALUES "
    "(1, 0, 'sms', 'hotline', 'm1', '" LI "', 1, 1, '着火了', x'', 'filed', "
    "'registered', '10000003'), "
    "(2, 0, 'sms', 'hotline', 'm1', '" WANG "', " AT(-1) ", " AT(-1) ", '路灯', x'', "
    "'open', 'held', '" NUMBER "');"
    "INSERT INTO joining (id, phone, line, modem, coding, ref_bits, ref, max, have, "
    "sent_at, began_at) VALUES (1, '" LI "', 'hotline', 'm1', 0, 8, 7, 2, 1, "
    AT(-1) ", " AT(-1) ");"
    "INSERT INTO part (stamp, phone, line, hash, received_at, seq, body, joining_id) "
    "VALUES (1, '" LI "', 'hotline', x'01', " AT(-1) ", 1, x'6c34', 1);"
    "INSERT INTO ticket (id, prev, number, state, urgency, line, phone, topic, place, "
    "opened_at, hold_until, texts) VALUES "
    "(1, 0, '10000003', 'registered', 1, 'hotline', '" LI "', '', '', 1, 1, 1), "
    "(2, 0, '" NUMBER "', 'draft', 3, 'hotline', '" WANG "', '', '', " AT(-1) ", "
    AT(2) ", 1);"
    "INSERT INTO ticket_text VALUES (1, 1), (2, 2);"
    "INSERT INTO question (id, prev, phone, line, screen, state, priority, asked_at, "
    "sent_at, expires_at) VALUES "
    "(1, 0, '" WANG "', 'hotline', 'main', 'answered', 0, 1, 1, 2), "
    "(2, 1, '" WANG "', 'hotline', 'rate', 'open', 2, " AT(-9) ", " AT(-8) ", "
    AT(60) "), "
    "(3, 0, '" LI "', 'hotline', 'main', 'waiting', 4, " AT(-9) ", 0, " AT(90) ");"
    "INSERT INTO outbox (id, prev, key, bearer, line, modem, lane, phone, parts, "
    "made_at, not_after, ref, question_id, state, changed_at, not_before, attempts, "
    "handed_to, text) VALUES "
    "(1, 0, 'a', 'sms', 'hotline', '', 3, '" WANG "', 1, 1, " AT(90) ", 1, NULL, "
    "'queued', 1, 1, 0, '', 'duty'), "
    "(2, 0, 'b', 'sms', 'hotline', 'm1', 1, '" WANG "', 1, 2, " AT(90) ", 2, 2, "
    "'queued', 1, 2, 0, '', 'reply'), "
    "(3, 0, 'c', 'sms', 'hotline', '', 0, '" LI "', 2, 3, " AT(90) ", 3, NULL, "
    "'handed', 1, 3, 1, 'm1', 'alert'), "
    "(4, 0, 'd', 'sms', 'hotline', '', 4, '" LI "', 1, 4, " AT(90) ", 4, NULL, "
    "'sent', " AT(-5) ", 4, 1, 'm1', 'survey'), "
    "(5, 0, 'e', 'sms', 'hotline', '', 2, '" WANG "', 1, 5, " AT(-1) ", 5, NULL, "
    "'queued', 1, 5, 0, '', 'notice');"
    "INSERT INTO outbox_part VALUES (4, 0, 1, 'm1', 17, " AT(-5) ", NULL, NULL);";

/* Since schema 8: a household of two cadres, and three call-outs. */
static const char old_task_rows[] =
    "INSERT INTO area (id, code, parent, level, name) VALUES "
    "(1, '01', '', 'county', '紫阳县'), (2, '0101', '01', 'town', '洞河镇');"
    "INSERT INTO cadre (id, code, name, area, department, title, mobile, "
    "office_phone, duties, supervisor, deputy, public) VALUES "
    "(1, 'k1', '张明', '0101', '', '', '+8613700000001', '', '', 'k2', 'k3', 1), "
    "(2, 'k2', '李主任', '0101', '', '', '+8613700000002', '', '', '', '', 1), "
    "(3, 'k3', '王梅', '0101', '', '', '+8613700000003', '', '', 'k2', '', 1);"
    "INSERT INTO household (id, code, area, head, tags) VALUES "
    "(1, 'h1', '0101', '赵大山', '');"
    "INSERT INTO assignment VALUES (1, 1, 20260101, 0, 1);"
    "INSERT INTO duty_task (id, code, kind, state, household_id, phone, line, modem, "
    "inbox_id, cadre_id, level, asked_at, due_at) VALUES "
    "(1, '1037', 'funeral', 'open', 1, '" WANG "', 'hotline', '', 2, 3, 1, "
    AT(-9) ", " AT(30) "), "
    "(2, '1074', 'quarrel', 'open', 1, '" WANG "', 'hotline', '', 2, 2, 2, "
    AT(-9) ", " AT(40) "), "
    "(3, '1111', 'wedding', 'open', 1, '" WANG "', 'hotline', '', 2, NULL, 3, "
    AT(-9) ", 0);"
    "INSERT INTO duty_task_asked VALUES (3, 1, 1), (2, 2, 1);";

/* Since schema 10: weekly questions; rounds of reminders. */
static const char old_round_rows[] =
    "INSERT INTO peace (household_id, phone, asker, line, next_at, waits) VALUES "
    "(1, '" WANG "', '" LI "', 'hotline', " AT(70) ", 0);"
    "INSERT INTO duty_round VALUES (202610, 'first', 1, 1), "
    "(202611, 'first', 2, 0), (202612, 'list', 2, 1), (20261123, 'check', 2, 1);";

static char *
old_database(int version)
{
	char *path = g_build_filename(test_dir, "x.db", NULL);
	sqlite3 *sql = NULL;

	ck_assert_int_eq(sqlite3_open(path, &sql), SQLITE_OK);
	run(sql, "PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON");
	for (gsize i = 0; i < G_N_ELEMENTS(old_files); i++) {
		if (old_files[i].version > version)
			break;
		/* As db/schema.c runs one. */
		run(sql, "PRAGMA foreign_keys = OFF; BEGIN");
		run(sql, old_files[i].sql);
		run(sql, "COMMIT; PRAGMA foreign_keys = ON");
		if (old_files[i].version == MIN(version, 1))
			run(sql, old_rows);
		if (old_files[i].version == 8)
			run(sql, old_task_rows);
		if (old_files[i].version == 10)
			run(sql, old_round_rows);
	}
	ck_assert_int_eq(sqlite3_close(sql), SQLITE_OK);
	return path;
}

static gint64
ask(struct db *db, const char *question)
{
	sqlite3_stmt *stmt = NULL;
	gint64 value;

	ck_assert_msg(sqlite3_prepare_v2(db->sql, question, -1, &stmt, NULL) ==
	    SQLITE_OK, "%s: %s", question, sqlite3_errmsg(db->sql));
	ck_assert_int_eq(sqlite3_step(stmt), SQLITE_ROW);
	value = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return value;
}

static void
fault_count(const char *fault, void *user)
{
	int *faults = user;

	g_test_message("%s", fault);
	(*faults)++;
}

/* Brought up to date, sound, at noon, in a transaction. */
static struct db *
migrated(const char *path)
{
	g_autoptr(GError) error = NULL;
	struct db *db = db_open(path, &error);
	int faults = 0;

	ck_assert_msg(db != NULL, "%s", error != NULL ? error->message : "");
	ck_assert_int_eq(ask(db, "PRAGMA user_version"), schema_newest());
	ck_assert_int_eq(ask(db, "PRAGMA foreign_keys"), 1);
	ck_assert_int_eq(ask(db, "PRAGMA temp_store"), 2);
	ck_assert(db_verify(db, fault_count, &faults, NULL));
	ck_assert_int_eq(faults, 0);
	clock_stop_at(NOON);
	ck_assert(db_begin(db, NULL));
	return db;
}

static const int old_versions[] = { 1, 4, 8, 12, 13, 18, 21, 24 };

/* --- what must mean the same --------------------------------------------------------- */

static void
lane_is(struct db *db, const char *key, enum lane lane, enum outbox_state state)
{
	struct outbox_msg msg;
	gboolean found;

	OK(outbox_find(db, key, &found, &msg, error));
	ck_assert(found);
	ck_assert_str_eq(lane_name(msg.lane), lane_name(lane));
	ck_assert_str_eq(outbox_state_name(msg.state), outbox_state_name(state));
	outbox_msg_clear(&msg);
}

START_TEST(queued_texts_leave_by_their_lanes_and_reports_find_them)
{
	g_autofree char *path = old_database(old_versions[_i]);
	struct db *db = migrated(path);
	int counts[LANE_COUNT], count;
	gint64 next;
	gboolean matched;

	lane_is(db, "a", LANE_DUTY, OUTBOX_QUEUED);
	lane_is(db, "b", LANE_REPLY, OUTBOX_QUEUED);
	lane_is(db, "c", LANE_ALERT, OUTBOX_HANDED);
	lane_is(db, "d", LANE_SURVEY, OUTBOX_SENT);
	lane_is(db, "e", LANE_NOTICE, OUTBOX_QUEUED);
	OK(outbox_expire(db, NOON, &count, &next, error));
	ck_assert_int_eq(count, 1);
	OK(outbox_queued(db, "hotline", counts, error));
	ck_assert_int_eq(counts[LANE_REPLY], 1);
	ck_assert_int_eq(counts[LANE_DUTY], 1);
	ck_assert_int_eq(counts[LANE_NOTICE], 0);
	/* The reply before the duty text, though that is older. */
	ck_assert_int_eq(fixture_hand(db, "m1", LANE_SURVEY), 2);
	OK(outbox_part_sent(db, 2, "m1", 0, 18, NOON, error));
	OK(outbox_sent(db, 2, NOON, error));
	ck_assert_int_eq(fixture_hand(db, "m1", LANE_SURVEY), 1);
	OK(outbox_report(db, "m1", LI, 17, 0, NOON, &matched, error));
	ck_assert(matched);
	lane_is(db, "d", LANE_SURVEY, OUTBOX_DELIVERED);
	db_close(db);
}
END_TEST

START_TEST(an_open_question_is_answered_by_the_next_text)
{
	g_autofree char *path = old_database(old_versions[_i]);
	struct db *db = migrated(path);
	gboolean found, crossed;
	struct question q;

	OK(question_at(db, WANG, "hotline", NOON, &found, &crossed, &q, error));
	ck_assert(found && !crossed);
	ck_assert_int_eq(q.id, 2);
	ck_assert_int_eq(q.state, QUESTION_OPEN);
	ck_assert_int_eq(q.priority, QUESTION_RATING);
	OK(question_move(db, q.id, QUESTION_ANSWERED, NOON, error));
	question_clear(&q);
	OK(question_current(db, WANG, "hotline", &found, &q, error));
	ck_assert(!found);
	ck_assert_int_eq(ask(db, "SELECT priority = 'alert' FROM question "
	    "WHERE state = 'waiting'"), 1);
	OK(question_expire(db, NOON + 2 * CLOCK_HOUR, &found, &q, error));
	ck_assert(found);
	question_clear(&q);
	OK(question_expire(db, NOON + 2 * CLOCK_HOUR, &found, &q, error));
	ck_assert(!found);
	/* A new one hangs on the chain of the old ones. */
	q = (struct question){ .phone = (char *)WANG, .line = (char *)"hotline",
	    .screen = (char *)"main", .priority = QUESTION_MENU,
	    .asked_at = NOON, .expires_at = NOON + CLOCK_DAY };
	OK(question_open(db, &q, QUESTION_ANSWERED, error));
	ck_assert_int_eq(ask(db, "SELECT prev FROM question ORDER BY id DESC LIMIT 1"),
	    2);
	db_close(db);
}
END_TEST

START_TEST(a_draft_goes_on_collecting_and_urgent_stays_urgent)
{
	g_autofree char *path = old_database(old_versions[_i]);
	struct db *db = migrated(path);
	struct ticket t;
	gboolean found, done;
	int count;

	OK(ticket_urgent(db, &count, &t, error));
	ck_assert_int_eq(count, 1);
	ck_assert_str_eq(t.number, "10000003");
	ck_assert_int_eq(t.urgency, TICKET_P1);
	ticket_clear(&t);
	OK(ticket_collecting(db, WANG, "hotline", NOON, &found, &t, error));
	ck_assert(found);
	ck_assert_str_eq(t.number, NUMBER);
	ck_assert_int_eq(t.urgency, TICKET_P3);
	ck_assert_str_eq(t.text, "路灯");
	OK(ticket_move(db, t.id, TICKET_EVENT_REGISTER, ACTOR_SYSTEM, "system",
	    "", NOON, &done, error));
	ck_assert(done);
	ticket_clear(&t);
	db_close(db);
}
END_TEST

START_TEST(a_half_text_is_made_whole)
{
	g_autofree char *path = old_database(old_versions[_i]);
	struct db *db = migrated(path);
	struct sms_part part = fixture_part(LI, NOON / CLOCK_SECOND, "管爆了", 7, 2, 2);
	struct inbox_msg msg;

	ck_assert_int_eq(fixture_receive(db, part, &msg), INBOX_NEW);
	ck_assert_str_eq(msg.text, "水管爆了");
	inbox_msg_clear(&msg);
	ck_assert_int_ne(sqlite3_exec(db->sql, "DELETE FROM inbox", NULL, NULL, NULL),
	    SQLITE_OK);
	db_close(db);
}
END_TEST

START_TEST(a_call_out_has_its_code_and_level_until_it_is_over)
{
	/* Where 2 was the supervisor, and 3 the office. */
	static const struct {
		const char *code;
		gint64	 cadre_id;
		enum callout_level level;
	} expected[] = {
		{ "1037", 3, CALLOUT_DEPUTY }, { "1074", 2, CALLOUT_SUPERVISOR },
		{ "1111", 0, CALLOUT_OFFICE },
	};
	g_autofree char *path = old_database(old_versions[_i]);
	struct db *db = migrated(path);

	for (gsize i = 0; old_versions[_i] >= 8 && i < G_N_ELEMENTS(expected); i++) {
		struct callout task;
		gboolean found, done;

		ck_assert(callout_code_holds(expected[i].code));
		OK(callout_by_code(db, expected[i].code, &found, &task, error));
		ck_assert_msg(found, "%s", expected[i].code);
		ck_assert_int_eq(task.cadre_id, expected[i].cadre_id);
		ck_assert_msg(task.level == expected[i].level, "%s: level %d",
		    task.code, task.level);
		ck_assert_int_eq(task.state, CALLOUT_OPEN);
		OK(callout_move(db, &task, CALLOUT_OVER, "k1", "", clock_now(), &done,
		    error));
		callout_clear(&task);
		OK(callout_by_code(db, expected[i].code, &found, &task, error));
		ck_assert_msg(!found, "%s when it is over", expected[i].code);
	}
	db_close(db);
}
END_TEST

START_TEST(old_numbers_find_their_tickets_for_ever)
{
	static const struct {
		const char *number, *phone;
		gint64	 id;
	} expected[] = { { "10000003", LI, 1 }, { NUMBER, WANG, 2 } };
	g_autofree char *path = old_database(old_versions[_i]);
	struct db *db = migrated(path);

	for (gsize i = 0; i < G_N_ELEMENTS(expected); i++) {
		struct number of;
		struct ticket t;
		gboolean found;

		OK(number_find(db, expected[i].number, &found, &of, error));
		ck_assert_msg(found, "%s", expected[i].number);
		ck_assert_str_eq(of.kind, TICKET_NUMBER);
		ck_assert_int_eq(of.object, expected[i].id);
		OK(ticket_by_number(db, expected[i].number, &found, &t, error));
		ck_assert(found);
		ck_assert_str_eq(t.phone, expected[i].phone);
		ticket_clear(&t);
	}
	db_close(db);
}
END_TEST

/* What was owed by other columns, and by which schema at the earliest. */
static const struct {
	const char *kind, *object;
	gint64	 minutes;	/* after noon; -1 at once */
	const char *data;
	int	 since;
} owed[] = {
	{ "complaint.hold", NUMBER, 2, "", 1 },
	{ "question.expiry", "", 60, "", 1 },
	{ "outbox.expiry", "", -1, "", 1 },
	{ "inbox.parts", "", -1, "", 1 },
	{ "callout.acknowledge", "1", 30, "step=deputy", 8 },
	{ "callout.acknowledge", "2", 40, "step=supervisor", 8 },
	{ "checkin.ask", "1", 70, "", 10 },
	{ "duty.remind", "first", -1, "month=202611 after=2", 10 },
	{ "duty.remind", "list", -1, "month=202701", 10 },
	{ "backcheck.round", "", -1, "day=20261123 after=-1", 10 },
};

START_TEST(what_was_owed_is_in_the_agenda)
{
	g_autofree char *path = old_database(old_versions[_i]);
	struct db *db = migrated(path);
	int rows = 0;

	for (gsize i = 0; i < G_N_ELEMENTS(owed); i++) {
		struct agenda_row row;
		gboolean found;

		OK(agenda_find(db, owed[i].kind, owed[i].object, &found, &row, error));
		ck_assert_msg(found == (old_versions[_i] >= owed[i].since), "%s %s",
		    owed[i].kind, owed[i].object);
		rows += found;
		if (found && owed[i].minutes < 0)
			ck_assert_int_le(row.due_at, NOON);
		else if (found)
			ck_assert_int_eq(row.due_at, NOON +
			    owed[i].minutes * CLOCK_MINUTE);
		if (found)
			ck_assert_str_eq(row.data, owed[i].data);
		agenda_row_clear(&row);
	}
	ck_assert_int_eq(ask(db, "SELECT count(*) FROM agenda"), rows);
	db_close(db);
}
END_TEST

/* --- the copy ------------------------------------------------------------------------ */

START_TEST(the_database_is_copied_before_it_is_changed)
{
	g_autofree char *path = old_database(12);
	g_autofree char *copy = g_strconcat(path, ".before-013", NULL);
	struct db *db = migrated(path);
	sqlite3_stmt *stmt = NULL;
	sqlite3 *sql = NULL;
	struct stat st;

	db_close(db);
	ck_assert_int_eq(stat(copy, &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0600);
	ck_assert_int_eq(sqlite3_open(copy, &sql), SQLITE_OK);
	ck_assert_int_eq(sqlite3_prepare_v2(sql, "SELECT count(*), typeof(min(lane)) "
	    "FROM outbox", -1, &stmt, NULL), SQLITE_OK);
	ck_assert_int_eq(sqlite3_step(stmt), SQLITE_ROW);
	ck_assert_int_eq(sqlite3_column_int(stmt, 0), 5);
	ck_assert_str_eq((const char *)sqlite3_column_text(stmt, 1), "integer");
	sqlite3_finalize(stmt);
	sqlite3_close(sql);
}
END_TEST

START_TEST(a_copy_that_is_there_is_not_overwritten)
{
	g_autofree char *path = old_database(12);
	g_autofree char *copy = g_strconcat(path, ".before-013", NULL);
	g_autofree char *kept = NULL;
	struct db *db;

	ck_assert(g_file_set_contents(copy, "mine", -1, NULL));
	db = migrated(path);
	db_close(db);
	ck_assert(g_file_get_contents(copy, &kept, NULL, NULL));
	ck_assert_str_eq(kept, "mine");
}
END_TEST

START_TEST(a_database_without_rows_leaves_no_copy)
{
	g_autofree char *path = g_build_filename(test_dir, "x.db", NULL);
	g_autoptr(GDir) dir = NULL;
	const char *name;
	sqlite3 *sql = NULL;

	ck_assert_int_eq(sqlite3_open(path, &sql), SQLITE_OK);
	run(sql, old_files[0].sql);
	sqlite3_close(sql);
	db_close(migrated(path));
	dir = g_dir_open(test_dir, 0, NULL);
	while ((name = g_dir_read_name(dir)) != NULL)
		ck_assert_msg(strstr(name, "before") == NULL, "%s", name);
}
END_TEST

START_TEST(without_a_copy_nothing_is_changed)
{
	g_autofree char *path = old_database(12);
	g_autofree char *part = g_strconcat(path, ".before-013.copy.part", NULL);
	g_autoptr(GError) error = NULL;
	sqlite3_stmt *stmt = NULL;
	sqlite3 *sql = NULL;

	/* Something is in its way that cannot be taken away. */
	ck_assert_int_eq(g_mkdir(part, 0700), 0);
	ck_assert_ptr_null(db_open(path, &error));
	ck_assert_msg(strstr(error->message, "no copy") != NULL, "%s",
	    error->message);
	g_rmdir(part);
	ck_assert_int_eq(sqlite3_open(path, &sql), SQLITE_OK);
	ck_assert_int_eq(sqlite3_prepare_v2(sql, "PRAGMA user_version", -1, &stmt,
	    NULL), SQLITE_OK);
	ck_assert_int_eq(sqlite3_step(stmt), SQLITE_ROW);
	ck_assert_int_eq(sqlite3_column_int(stmt, 0), 12);
	sqlite3_finalize(stmt);
	sqlite3_close(sql);
}
END_TEST

START_TEST(rows_that_point_nowhere_keep_the_old_schema)
{
	g_autofree char *path = old_database(13);
	g_autoptr(GError) error = NULL;
	sqlite3 *sql = NULL;

	ck_assert_int_eq(sqlite3_open(path, &sql), SQLITE_OK);
	run(sql, "INSERT INTO ticket_text VALUES (7, 7)");
	sqlite3_close(sql);
	ck_assert_ptr_null(db_open(path, &error));
	ck_assert_msg(strstr(error->message, "missing row") != NULL, "%s",
	    error->message);
}
END_TEST

/* --- the schema as it is ------------------------------------------------------------- */

/* Names of columns that hold one of a few values. */
static const char *const named_columns[] = {
	"answer", "bearer", "coding", "end", "kind", "lane", "level", "priority",
	"role", "stage", "state", "urgency",
};
/* Measures, which are numbers. */
static const char *const measured[] = {
	"parts BETWEEN 1 AND 10", "no BETWEEN 1 AND 999",
};

static void
no_long_list(const char *name, const char *sql)
{
	for (const char *in = sql; (in = strstr(in, " IN (")) != NULL; in++) {
		int commas = 0;

		for (const char *s = in; *s != ')'; s++)
			commas += *s == ',';
		ck_assert_msg(commas <= 1, "%s: write OR for %.60s", name, in + 1);
	}
}

static void
no_range(const char *name, const char *sql)
{
	for (const char *at = sql; (at = strstr(at, " BETWEEN ")) != NULL; at++) {
		gboolean known = FALSE;

		for (gsize i = 0; i < G_N_ELEMENTS(measured); i++) {
			gsize before = (gsize)(strchr(measured[i], ' ') - measured[i]);

			known = known || (at - sql >= (gssize)before &&
			    g_str_has_prefix(at - before, measured[i]));
		}
		ck_assert_msg(known, "%s: a number stands for a name near %.40s",
		    name, at);
	}
}

START_TEST(every_enum_is_stored_by_name_and_no_list_is_long)
{
	struct db *db = fixture_db();
	sqlite3_stmt *stmt = NULL;
	int columns = 0;

	ck_assert_int_eq(sqlite3_prepare_v2(db->sql, "SELECT name, sql "
	    "FROM sqlite_schema WHERE sql IS NOT NULL", -1, &stmt, NULL), SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(stmt, 0);
		const char *sql = (const char *)sqlite3_column_text(stmt, 1);

		no_long_list(name, sql);
		no_range(name, sql);
	}
	sqlite3_finalize(stmt);
	ck_assert_int_eq(sqlite3_prepare_v2(db->sql, "SELECT m.name, c.name, c.type "
	    "FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c "
	    "WHERE m.type = 'table'", -1, &stmt, NULL), SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		for (gsize i = 0; i < G_N_ELEMENTS(named_columns); i++) {
			if (g_strcmp0((const char *)sqlite3_column_text(stmt, 1),
			    named_columns[i]) != 0)
				continue;
			columns++;
			ck_assert_msg(g_strcmp0((const char *)sqlite3_column_text(
			    stmt, 2), "TEXT") == 0, "%s.%s is a number",
			    sqlite3_column_text(stmt, 0), named_columns[i]);
		}
	}
	sqlite3_finalize(stmt);
	ck_assert_int_gt(columns, 15);
	db_close(db);
}
END_TEST

/* What one row is written with needs no b-tree of its own. */
START_TEST(no_statement_that_writes_one_row_builds_a_list)
{
	struct db *db = fixture_db();
	sqlite3_stmt *stmt = NULL;
	int looked_at = 0;

	fixture_prepare_all(db);
	while ((stmt = sqlite3_next_stmt(db->sql, stmt)) != NULL) {
		const char *sql = sqlite3_sql(stmt);
		g_autofree char *explain = g_strconcat("EXPLAIN ", sql, NULL);
		sqlite3_stmt *plan = NULL;

		if (sqlite3_stmt_readonly(stmt) || strstr(sql, "VALUES (") == NULL)
			continue;
		ck_assert_int_eq(sqlite3_prepare_v2(db->sql, explain, -1, &plan,
		    NULL), SQLITE_OK);
		while (sqlite3_step(plan) == SQLITE_ROW) {
			const char *op =
			    (const char *)sqlite3_column_text(plan, 1);

			/* RETURNING is one: its row waits there. */
			ck_assert_msg(g_strcmp0(op, "OpenAutoindex") != 0 &&
			    (strstr(sql, "RETURNING") != NULL ||
			    g_strcmp0(op, "OpenEphemeral") != 0), "%s", sql);
		}
		sqlite3_finalize(plan);
		looked_at++;
	}
	ck_assert_int_gt(looked_at, 15);
	db_close(db);
}
END_TEST

static void
migrate_tests(Suite *s)
{
	const int versions = G_N_ELEMENTS(old_versions);
	TCase *old = tcase_create("old rows");
	TCase *copy = tcase_create("copy");
	TCase *schema = tcase_create("schema");

	tcase_add_checked_fixture(old, dir_make, dir_remove);
	tcase_add_loop_test(old,
	    queued_texts_leave_by_their_lanes_and_reports_find_them, 0, versions);
	tcase_add_loop_test(old, an_open_question_is_answered_by_the_next_text, 0,
	    versions);
	tcase_add_loop_test(old, a_draft_goes_on_collecting_and_urgent_stays_urgent, 0,
	    versions);
	tcase_add_loop_test(old, a_half_text_is_made_whole, 0, versions);
	tcase_add_loop_test(old, what_was_owed_is_in_the_agenda, 0, versions);
	tcase_add_loop_test(old, a_call_out_has_its_code_and_level_until_it_is_over, 0, versions);
	tcase_add_loop_test(old, old_numbers_find_their_tickets_for_ever, 0, versions);
	suite_add_tcase(s, old);
	tcase_add_checked_fixture(copy, dir_make, dir_remove);
	tcase_add_test(copy, the_database_is_copied_before_it_is_changed);
	tcase_add_test(copy, a_copy_that_is_there_is_not_overwritten);
	tcase_add_test(copy, a_database_without_rows_leaves_no_copy);
	tcase_add_test(copy, without_a_copy_nothing_is_changed);
	tcase_add_test(copy, rows_that_point_nowhere_keep_the_old_schema);
	suite_add_tcase(s, copy);
	tcase_add_test(schema, every_enum_is_stored_by_name_and_no_list_is_long);
	tcase_add_test(schema, no_statement_that_writes_one_row_builds_a_list);
	suite_add_tcase(s, schema);
}

SUITE_MAIN("migrate", migrate_tests)
