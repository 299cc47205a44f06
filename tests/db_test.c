/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The database itself: opening, settings, migrations, transactions, copies,
 * and that no statement ever reads a whole big table.
 */
#include "tests/db_fixture.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/agenda.h"
#include "db/audit.h"
#include "db/callback.h"
#include "db/contact.h"
#include "db/import.h"
#include "db/orphan.h"
#include "db/question.h"
#include "db/schema.h"
#include "db/statement.h"
#include "db/ticket.h"

static char	*test_dir;

static void
dir_make(void)
{
	test_dir = g_dir_make_tmp("xiangyin-db-XXXXXX", NULL);
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

static char *
dir_file(const char *name)
{
	return g_build_filename(test_dir, name, NULL);
}

static void
fault_count(const char *fault, void *user)
{
	int *faults = user;

	g_test_message("%s", fault);
	(*faults)++;
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

START_TEST(a_new_file_is_made_private_and_opens_again)
{
	g_autofree char *path = dir_file("x.db");
	struct db *db = db_open(path, NULL);
	struct stat st;
	gint64 objects;

	ck_assert_ptr_nonnull(db);
	ck_assert_int_eq(ask(db, "PRAGMA user_version"), schema_newest());
	ck_assert_int_eq(ask(db, "PRAGMA synchronous"), 2);
	ck_assert_int_eq(ask(db, "PRAGMA foreign_keys"), 1);
	ck_assert_int_eq(ask(db, "PRAGMA secure_delete"), 1);
	objects = ask(db, "SELECT count(*) FROM sqlite_schema");
	db_close(db);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0600);
	/* Brought up to date twice is the same as once. */
	db = db_open(path, NULL);
	ck_assert_ptr_nonnull(db);
	ck_assert_int_eq(ask(db, "PRAGMA user_version"), schema_newest());
	ck_assert_int_eq(ask(db, "SELECT count(*) FROM sqlite_schema"), objects);
	db_close(db);
}
END_TEST

/* Files that must be refused, and the words that say why. */
static const struct {
	const char *name, *sql, *words;
	int	 code;
} refused_files[] = {
	{ "newer", "PRAGMA user_version = 999", "newer xiangyin",
	    DB_ERROR_SCHEMA },
	{ "foreign", "PRAGMA application_id = 7; PRAGMA user_version = 0",
	    "another program", DB_ERROR_SCHEMA },
	{ "without a table", "DROP TABLE callback", "callback", DB_ERROR_SQL },
};

START_TEST(a_file_that_is_not_ours_is_refused_and_says_why)
{
	g_autofree char *path = dir_file("x.db");
	g_autoptr(GError) error = NULL;
	struct db *db = db_open(path, NULL);

	ck_assert_int_eq(sqlite3_exec(db->sql, refused_files[_i].sql, NULL,
	    NULL, NULL), SQLITE_OK);
	db_close(db);
	ck_assert_ptr_null(db_open(path, &error));
	ck_assert(g_error_matches(error, DB_ERROR, refused_files[_i].code));
	ck_assert_msg(strstr(error->message, refused_files[_i].words) != NULL,
	    "%s", error->message);
	ck_assert_msg(strstr(error->message, path) != NULL, "%s",
	    error->message);
}
END_TEST

START_TEST(a_file_that_is_no_database_or_no_place_is_an_error)
{
	g_autofree char *path = dir_file("x.db");
	g_autofree char *nowhere = dir_file("no/such/x.db");
	struct db *db;

	ck_assert(g_file_set_contents(path, "not a database, but a long enough "
	    "line of words that SQLite reads a header from it and frowns. "
	    "0123456789012345678901234567890123456789", -1, NULL));
	FAILS((db = db_open(path, error)) != NULL, "not a database");
	FAILS((db = db_open(nowhere, error)) != NULL, "cannot be created");
}
END_TEST

START_TEST(a_file_that_may_only_be_read_is_refused)
{
	g_autofree char *path = dir_file("a.db");
	g_autoptr(GError) error = NULL;

	db_close(db_open(path, NULL));
	ck_assert_int_eq(chmod(path, 0444), 0);
	ck_assert_int_eq(chmod(test_dir, 0777), 0);
	if (geteuid() == 0)	/* may write everything */
		ck_assert_int_eq(seteuid(65534), 0);
	ck_assert_ptr_null(db_open(path, &error));
	if (getuid() == 0)
		ck_assert_int_eq(seteuid(0), 0);
	ck_assert_msg(strstr(error->message, "read-only") != NULL, "%s", error->message);
}
END_TEST

START_TEST(what_is_undone_leaves_nothing_and_the_rest_stays)
{
	struct db *db = fixture_db();

	OK(db_save(db, error));
	fixture_text(db, WANG, "停水了");
	OK(db_release(db, error));
	OK(db_save(db, error));
	fixture_text(db, LI, "停电了");
	db_undo(db);
	OK(db_commit(db, error));
	ck_assert_uint_eq(db_commits(db), 1);
	ck_assert_int_eq(ask(db, "SELECT count(*) FROM inbox"), 1);
	ck_assert_int_eq(ask(db, "SELECT count(*) FROM contact"), 1);
	OK(db_begin(db, error));
	fixture_text(db, LI, "停电了");
	db_rollback(db);
	ck_assert(!db_in_transaction(db));
	ck_assert_int_eq(ask(db, "SELECT count(*) FROM inbox"), 1);
	db_close(db);
}
END_TEST

START_TEST(nothing_is_written_outside_a_transaction)
{
	struct db *db = fixture_db();
	struct inbox_msg msg;

	db_rollback(db);
	FAILS(inbox_add_text(db, BEARER_CONSOLE, "hotline", WANG, "x", &msg,
	    error), "outside a transaction");
	FAILS(db_save(db, error), "outside a transaction");
	FAILS(db_commit(db, error), "no transaction");
	db_close(db);
}
END_TEST

START_TEST(what_came_in_cannot_be_changed_by_any_statement)
{
	static const char *const forbidden[] = {
		"UPDATE inbox SET text = 'x'", "UPDATE inbox SET sent_at = 1",
		"UPDATE inbox SET phone = ''", "UPDATE inbox SET body = x''",
		"DELETE FROM inbox", "UPDATE part SET body = x''",
		"DELETE FROM part", "UPDATE audit SET actor = 'me'",
		"DELETE FROM audit", "DELETE FROM outbox",
	};
	struct audit_row row = { .at = 1, .action = "x" };
	struct db *db = fixture_db();
	struct inbox_msg msg;

	fixture_receive(db, fixture_part(WANG, 1, "a", 1, 2, 1), &msg);
	fixture_receive(db, fixture_part(WANG, 1, "b", 1, 2, 2), &msg);
	inbox_msg_clear(&msg);
	fixture_send(db, "k", LANE_REPLY, WANG, "x");
	OK(outbox_part_sent(db, fixture_hand(db, "m", LANE_SURVEY), "m", 0, 1,
	    NOON, error));
	OK(audit_add(db, &row, error));
	for (gsize i = 0; i < G_N_ELEMENTS(forbidden); i++)
		ck_assert_msg(sqlite3_exec(db->sql, forbidden[i], NULL, NULL,
		    NULL) != SQLITE_OK, "%s went well", forbidden[i]);
	db_close(db);
}
END_TEST

/* EXPLAIN QUERY PLAN of a statement; NULL when it reads no whole table, else
 * the line that says it does.  A scan of a partial index reads what is open. */
static char *
plan_of_scan(struct db *db, const char *sql)
{
	static const char *const small[] = {
		"inbox_open", "outbox_due", "outbox_live", "outbox_expires",
		"outbox_handed", "outbox_tried", "question_expires", "question_waits",
		"ticket_held", "ticket_urgent", "callback_open",
		"joining_began", "import_one", "household_special", "agenda_due",
		"agenda_parked",
		"SCAN (subquery", "SCAN o USING INDEX outbox_due",
		"CONSTANT ROW",
		/* The people of one office, and what waits for a second one. */
		"SCAN staff", "SCAN s USING INDEX sqlite_autoindex_staff",
		"approval_expires",
	};
	g_autofree char *ask_plan = g_strconcat("EXPLAIN QUERY PLAN ", sql, NULL);
	sqlite3_stmt *stmt = NULL;
	char *scan = NULL;

	ck_assert_int_eq(sqlite3_prepare_v2(db->sql, ask_plan, -1, &stmt, NULL),
	    SQLITE_OK);
	while (scan == NULL && sqlite3_step(stmt) == SQLITE_ROW) {
		const char *line = (const char *)sqlite3_column_text(stmt, 3);
		/* An insert's plan also shows the children of its foreign key,
		 * which are read only when a check was deferred: never here. */
		gboolean fine = !g_str_has_prefix(line, "SCAN") ||
		    (g_str_has_prefix(sql, "INSERT") &&
		    strstr(sql, line + strlen("SCAN ")) == NULL);

		for (gsize i = 0; !fine && i < G_N_ELEMENTS(small); i++)
			fine = strstr(line, small[i]) != NULL;
		if (!fine)
			scan = g_strdup(line);
	}
	sqlite3_finalize(stmt);
	return scan;
}

START_TEST(no_statement_reads_a_whole_table)
{
	struct db *db = fixture_db();
	sqlite3_stmt *stmt = NULL;
	int statements = 0;

	fixture_prepare_all(db);
	while ((stmt = sqlite3_next_stmt(db->sql, stmt)) != NULL) {
		g_autofree char *scan = NULL;

		if (!g_str_has_prefix(sqlite3_sql(stmt), "SELECT") &&
		    !g_str_has_prefix(sqlite3_sql(stmt), "UPDATE") &&
		    !g_str_has_prefix(sqlite3_sql(stmt), "DELETE") &&
		    !g_str_has_prefix(sqlite3_sql(stmt), "INSERT"))
			continue;
		scan = plan_of_scan(db, sqlite3_sql(stmt));
		ck_assert_msg(scan == NULL, "%s\n%s", sqlite3_sql(stmt), scan);
		statements++;
	}
	ck_assert_int_gt(statements, 80);
	db_close(db);
}
END_TEST

START_TEST(a_scan_would_be_seen)
{
	struct db *db = fixture_db();
	g_autofree char *scan = plan_of_scan(db,
	    "SELECT id FROM inbox WHERE ticket = '30482171'");

	ck_assert_ptr_nonnull(scan);
	db_close(db);
}
END_TEST

START_TEST(a_copy_made_while_texts_come_is_whole)
{
	g_autofree char *path = dir_file("x.db");
	g_autofree char *copy = dir_file("copy.db");
	g_autofree char *part = dir_file("copy.db.part");
	struct db *db = db_open(path, NULL);
	struct db_backup *backup;
	gboolean more = TRUE;
	int faults = 0, steps = 0;

	OK(db_begin(db, error));
	for (int i = 0; i < 2000; i++)
		fixture_text(db, WANG, "村口的路灯坏了一个月了,晚上看不见路");
	OK(db_commit(db, error));
	backup = db_backup_start(db, copy, NULL);
	ck_assert_ptr_nonnull(backup);
	for (; more; steps++) {
		ck_assert(!g_file_test(copy, G_FILE_TEST_EXISTS));
		OK(db_begin(db, error));
		fixture_text(db, LI, "停水了");
		OK(db_commit(db, error));
		OK(db_backup_step(backup, 20, &more, error));
	}
	db_backup_free(backup);
	ck_assert_int_gt(steps, 3);
	ck_assert(!g_file_test(part, G_FILE_TEST_EXISTS));
	db_close(db);
	db = db_open(copy, NULL);
	ck_assert_ptr_nonnull(db);
	OK(db_verify(db, fault_count, &faults, error));
	ck_assert_int_eq(faults, 0);
	ck_assert_int_eq(ask(db, "SELECT count(*) FROM inbox"), 2000 + steps);
	db_close(db);
}
END_TEST

START_TEST(a_copy_given_up_leaves_no_file)
{
	g_autofree char *path = dir_file("x.db");
	g_autofree char *copy = dir_file("copy.db");
	struct db *db = db_open(path, NULL);
	struct db_backup *backup = db_backup_start(db, copy, NULL);
	g_autoptr(GDir) dir = NULL;
	gboolean more;
	const char *name;

	OK(db_backup_step(backup, 1, &more, error));
	ck_assert(more);
	db_backup_free(backup);
	dir = g_dir_open(test_dir, 0, NULL);
	while ((name = g_dir_read_name(dir)) != NULL)
		ck_assert_msg(!g_str_has_prefix(name, "copy"), "%s", name);
	db_close(db);
}
END_TEST

START_TEST(a_row_that_points_nowhere_is_found)
{
	struct db *db = fixture_db();
	int faults = 0;

	OK(db_commit(db, error));
	ck_assert_int_eq(sqlite3_exec(db->sql, "PRAGMA foreign_keys = OFF;"
	    "INSERT INTO ticket_text VALUES (7, 7);", NULL, NULL, NULL),
	    SQLITE_OK);
	OK(db_verify(db, fault_count, &faults, error));
	ck_assert_int_eq(faults, 2);
	db_close(db);
}
END_TEST

START_TEST(resting_folds_the_log_into_the_file)
{
	g_autofree char *path = dir_file("x.db");
	struct db *db = db_open(path, NULL);
	struct stat before, after;

	ck_assert_int_eq(stat(path, &before), 0);
	for (int i = 0; i < 600; i++) {
		OK(db_begin(db, error));
		for (int j = 0; j < 10; j++)
			fixture_text(db, WANG, "村口的路灯坏了一个月了");
		OK(db_commit(db, error));
	}
	db_rest(db);
	ck_assert_int_eq(stat(path, &after), 0);
	ck_assert_int_gt(after.st_size, before.st_size);
	db_close(db);
}
END_TEST

/* What the child of the next test does until it is killed: a turn of a text a
 * transaction, and a byte to the pipe after each commit. */
static void
child_works(const char *path, int pipe_fd)
{
	struct db *db = db_open(path, NULL);

	for (;;) {
		struct audit_row row = { .at = clock_now(), .action = "turn" };

		OK(db_begin(db, error));
		fixture_text(db, WANG, "村口的路灯坏了一个月了");
		OK(audit_add(db, &row, error));
		OK(db_commit(db, error));
		if (write(pipe_fd, ".", 1) != 1)
			_exit(1);
	}
}

START_TEST(a_killed_process_loses_nothing_it_had_committed)
{
	g_autofree char *path = dir_file("x.db");
	gint64 told = 0;

	for (int round = 0; round < 5; round++) {
		gint64 rows, broken;
		int fds[2], faults = 0;
		char buffer[64];
		ssize_t got;
		struct db *db;
		pid_t pid;

		ck_assert_int_eq(pipe(fds), 0);
		pid = fork();
		ck_assert_int_ge(pid, 0);
		if (pid == 0)
			child_works(path, fds[1]);
		close(fds[1]);
		for (int i = 0; i < 10 + 7 * round; i++)
			ck_assert_int_eq(read(fds[0], buffer, 1), 1);
		ck_assert_int_eq(kill(pid, SIGKILL), 0);
		ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
		told += 10 + 7 * round;
		while ((got = read(fds[0], buffer, sizeof(buffer))) > 0)
			told += got;
		close(fds[0]);
		db = db_open(path, NULL);
		ck_assert_ptr_nonnull(db);
		OK(db_verify(db, fault_count, &faults, error));
		OK(audit_verify(db, &rows, &broken, error));
		ck_assert_int_eq(faults, 0);
		ck_assert_int_eq(broken, 0);
		ck_assert_int_ge(rows, told);
		ck_assert_int_le(rows, told + round + 1);
		ck_assert_int_eq(ask(db, "SELECT count(*) FROM inbox"), rows);
		db_close(db);
	}
}
END_TEST

START_TEST(a_full_disk_is_an_error_and_keeps_what_was_there)
{
	g_autofree char *path = dir_file("x.db");
	struct db *db = db_open(path, NULL);
	g_autoptr(GError) full = NULL;
	struct inbox_msg msg;
	gboolean ok = TRUE;
	gint64 before;
	int faults = 0;

	OK(db_begin(db, error));
	fixture_text(db, WANG, "停水了");
	OK(db_commit(db, error));
	/* SQLite's own way to run out of room. */
	ck_assert_int_eq(sqlite3_exec(db->sql, "PRAGMA max_page_count = 60",
	    NULL, NULL, NULL), SQLITE_OK);
	before = ask(db, "SELECT count(*) FROM inbox");
	OK(db_begin(db, error));
	for (int i = 0; ok && i < 100000; i++) {
		ok = inbox_add_text(db, BEARER_CONSOLE, "hotline", LI,
		    "村口的路灯坏了一个月了,晚上看不见路", &msg, &full);
		if (ok)
			inbox_msg_clear(&msg);
	}
	ck_assert(!ok);
	ck_assert_msg(strstr(full->message, "full") != NULL, "%s",
	    full->message);
	db_rollback(db);
	ck_assert_int_eq(ask(db, "SELECT count(*) FROM inbox"), before);
	OK(db_verify(db, fault_count, &faults, error));
	ck_assert_int_eq(faults, 0);
	db_close(db);
}
END_TEST

/* --- a failure anywhere --------------------------------------------------------- */

/* What a turn holds; cleared whether it went well or not. */
struct turn {
	struct sms_part parts[2];
	struct inbox_msg in;
	struct contact contact;
	struct question q, expired, at, current;
	struct ticket draft, t;
	struct agenda_row due;
	struct outbox_msg out;
};

static gboolean
turn_in(struct db *db, struct turn *turn, GError **error)
{
	enum inbox_add result;
	gboolean fresh, found, crossed;
	gint64 oldest;

	return inbox_add_part(db, &turn->parts[0], "hotline", "m", &result,
	    &turn->in, error) &&
	    inbox_oldest_waiting(db, 0, &oldest, error) &&
	    inbox_add_part(db, &turn->parts[1], "hotline", "m", &result,
	    &turn->in, error) &&
	    contact_get(db, WANG, NOON, &fresh, &turn->contact, error) &&
	    contact_put(db, &turn->contact, error) &&
	    question_at(db, WANG, "hotline", NOON, &found, &crossed, &turn->at,
	    error) &&
	    callback_ask(db, WANG, "hotline", "a", "", NOON, &fresh, error) &&
	    callback_ask(db, WANG, "hotline", "b", "", NOON, &fresh, error);
}

static gboolean
turn_act(struct db *db, struct turn *turn, GError **error)
{
	struct ticket *draft = &turn->draft;
	gint64 next, when;
	gboolean done;

	return question_open(db, &turn->q, QUESTION_ANSWERED, error) &&
	    question_expire(db, NOON + CLOCK_DAY, &done, &turn->expired, error) &&
	    question_next_time(db, &next, error) &&
	    question_last_expired(db, WANG, "hotline", 0, &done,
	    &turn->current, error) &&
	    ticket_open(db, draft, NOON, error) &&
	    ticket_add_text(db, draft->id, turn->in.id, NOON, 0, error) &&
	    ticket_hold(db, draft, NOON, error) &&
	    agenda_next_due(db, NOON, &done, &turn->due, error) &&
	    ticket_move(db, draft->id, TICKET_EVENT_REGISTER, ACTOR_SYSTEM,
	    "system", "", NOON, &done, error) &&
	    ticket_set_urgency(db, draft->id, TICKET_P1, "", NOON, error) &&
	    ticket_collecting(db, WANG, "hotline", NOON - 1, &done, &turn->t,
	    error) &&
	    agenda_next_time(db, &when, error) &&
	    agenda_sooner(db, "x", "", NOON, error) &&
	    agenda_drop(db, "x", "", error) &&
	    inbox_end(db, turn->in.id, INBOX_ANSWERED, "", "", 1,
	    draft->number, error);
}

static gboolean
turn_out(struct db *db, struct turn *turn, GError **error)
{
	struct outbox_msg msg = {
		.key = (char *)"k", .line = (char *)"hotline",
		.lane = LANE_REPLY, .phone = (char *)WANG,
		.text = turn->in.text, .inbox_id = turn->in.id,
		.question_id = turn->q.id,
	};
	struct outbox_want want = { .line = "hotline", .modem = "m",
		.now = NOON, .lanes = LANES_ALL };
	int requeued, unknown, count;
	gint64 id, later, since = 0;
	gboolean found, due;

	return outbox_add(db, &msg, &id, &found, error) &&
	    outbox_add(db, &msg, &id, &found, error) &&
	    outbox_next_time(db, "hotline", NOON, &due, &later, error) &&
	    outbox_next_due(db, &want, &found, &turn->out, error) &&
	    outbox_part_sent(db, id, "m", 0, 1, NOON, error) &&
	    outbox_modem_gone(db, "m", NOON, &requeued, &unknown, error) &&
	    outbox_replies_since(db, WANG, &since, &count, 1, error) &&
	    outbox_expire(db, NOON + CLOCK_DAY, &count, &later, error) &&
	    outbox_recover(db, NOON, &requeued, &unknown, error);
}

static gboolean
turn_whole(struct db *db, GError **error)
{
	struct turn turn = {
		.parts = { fixture_part(WANG, 1, "村口的路灯", 1, 2, 1),
		    fixture_part(WANG, 1, "坏了", 1, 2, 2) },
		.q = { .phone = (char *)WANG, .line = (char *)"hotline",
		    .screen = (char *)"main", .expires_at = NOON },
		.draft = { .line = (char *)"hotline", .phone = (char *)WANG,
		    .hold_until = NOON },
	};
	gboolean ok = turn_in(db, &turn, error) && turn_act(db, &turn, error) &&
	    turn_out(db, &turn, error);

	sms_part_clear(&turn.parts[0]);
	sms_part_clear(&turn.parts[1]);
	inbox_msg_clear(&turn.in);
	contact_clear(&turn.contact);
	question_clear(&turn.expired);
	question_clear(&turn.at);
	question_clear(&turn.current);
	g_free(turn.draft.number);
	ticket_clear(&turn.t);
	agenda_row_clear(&turn.due);
	outbox_msg_clear(&turn.out);
	return ok;
}

/* SQLite asks after each step of its machine whether to stop. */
static int
fault_due(void *user)
{
	int *left = user;

	return (*left)-- == 0;
}

START_TEST(a_turn_that_fails_anywhere_says_so_and_leaves_nothing)
{
	struct db *db = fixture_db();
	gboolean ok = FALSE;
	gint64 rows, broken;
	int faults;

	db_rollback(db);
	for (faults = 0; !ok; faults++) {
		g_autoptr(GError) error = NULL;
		/* Odd, so that in the end every kind of step was hit. */
		int left = faults * 7;

		ck_assert(db_begin(db, NULL));
		sqlite3_progress_handler(db->sql, 1, fault_due, &left);
		ok = turn_whole(db, &error);
		sqlite3_progress_handler(db->sql, 0, NULL, NULL);
		ck_assert_msg(ok == (error == NULL), "fault %d", faults);
		if (ok)
			break;
		db_rollback(db);
		ck_assert_int_eq(ask(db, "SELECT (SELECT count(*) FROM inbox) + "
		    "(SELECT count(*) FROM audit) + "
		    "(SELECT count(*) FROM contact)"), 0);
	}
	ck_assert_int_gt(faults, 100);
	ck_assert(db_commit(db, NULL));
	ck_assert(audit_verify(db, &rows, &broken, NULL));
	ck_assert_int_eq(rows, 2);
	ck_assert_int_eq(broken, 0);
	db_close(db);
}
END_TEST

/* Lists within lists: each row of a list asks for the same list again. */
struct nesting {
	struct db *db;
	int	 depth, depth_max;
	int	 rows, failures;
};

static gboolean
nesting_row(const struct inbox_msg *msg, void *user)
{
	const struct inbox_filter all = { .oldest_first = TRUE };
	struct nesting *nesting = user;
	g_autoptr(GError) error = NULL;

	nesting->rows++;
	if (nesting->depth == nesting->depth_max)
		return TRUE;
	nesting->depth++;
	if (!inbox_each(nesting->db, &all, nesting_row, nesting, &error)) {
		nesting->failures++;
		ck_assert_ptr_nonnull(strstr(error->message, "too deep"));
	}
	nesting->depth--;
	return TRUE;
}

static struct nesting
nest(struct db *db, int depth_max)
{
	const struct inbox_filter all = { .oldest_first = TRUE };
	struct nesting nesting = { .db = db, .depth = 1, .depth_max = depth_max };

	OK(inbox_each(db, &all, nesting_row, &nesting, error));
	return nesting;
}

START_TEST(a_list_may_be_asked_for_within_itself)
{
	struct db *db = fixture_db();
	struct nesting nesting;

	for (int i = 0; i < 3; i++)
		fixture_text(db, WANG, "村口的路灯坏了");
	nesting = nest(db, 3);
	ck_assert_int_eq(nesting.rows, 3 + 3 * 3 + 3 * 3 * 3);
	ck_assert_int_eq(nesting.failures, 0);
	/* The twins are used again, and the list itself is as it was. */
	nesting = nest(db, 3);
	ck_assert_int_eq(nesting.rows, 3 + 3 * 3 + 3 * 3 * 3);
	db_close(db);
}
END_TEST

START_TEST(a_list_within_itself_without_end_fails_and_stops_nothing)
{
	struct db *db = fixture_db();
	struct nesting nesting;

	fixture_text(db, WANG, "村口的路灯坏了");
	nesting = nest(db, STATEMENT_DEPTH_MAX);
	ck_assert_int_eq(nesting.rows, STATEMENT_DEPTH_MAX);
	ck_assert_int_eq(nesting.failures, 0);
	nesting = nest(db, 100);
	ck_assert_int_eq(nesting.rows, STATEMENT_DEPTH_MAX);
	ck_assert_int_eq(nesting.failures, 1);
	nesting = nest(db, 1);
	ck_assert_int_eq(nesting.rows, 1);
	db_close(db);
}
END_TEST

static gboolean
export_row(const char *const *fields, int count, void *user)
{
	struct nesting *nesting = user;

	nesting->rows++;
	if (nesting->depth == 0) {
		nesting->depth = 1;
		OK(import_each(nesting->db, IMPORT_HOLIDAY, export_row, nesting,
		    error));
		nesting->depth = 0;
	}
	return TRUE;
}

START_TEST(a_late_statement_outlives_a_use_within_its_use)
{
	struct db *db = fixture_db();
	struct nesting nesting = { .db = db };

	ck_assert_int_eq(sqlite3_exec(db->sql, "INSERT INTO holiday (day, kind) "
	    "VALUES (20261001, 'off'), (20261002, 'off'), (20261010, 'works')",
	    NULL, NULL, NULL), SQLITE_OK);
	OK(import_each(db, IMPORT_HOLIDAY, export_row, &nesting, error));
	ck_assert_int_eq(nesting.rows, 3 + 3 * 3);
	db_close(db);
}
END_TEST

/* What is one of a list of names is stored by its name: a number would mean
 * another when the list gets a new name in its middle. */
START_TEST(what_has_a_name_is_stored_by_it)
{
	static const char sql[] = "SELECT m.name || '.' || c.name "
	    "FROM sqlite_schema AS m, pragma_table_xinfo(m.name) AS c "
	    "WHERE m.type = 'table' AND c.type = 'INTEGER' AND c.name IN "
	    "('action', 'answer', 'bearer', 'duty', 'end', 'event', 'kind', 'lane', "
	    "'level', 'priority', 'reason', 'role', 'stage', 'state', 'tier', "
	    "'topic', 'urgency') ORDER BY 1";
	/* These are to follow. */
	static const char *const numbers[] = {
		"callout.level", "outbox.lane", "question.priority",
		"ticket.urgency", NULL
	};
	struct db *db = db_open(":memory:", NULL);
	sqlite3_stmt *stmt = NULL;

	ck_assert_int_eq(sqlite3_prepare_v2(db->sql, sql, -1, &stmt, NULL),
	    SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		const char *column = (const char *)sqlite3_column_text(stmt, 0);

		ck_assert_msg(g_strv_contains(numbers, column),
		    "%s is a number for a name", column);
	}
	sqlite3_finalize(stmt);
	db_close(db);
}
END_TEST

static void
db_tests(Suite *suite)
{
	TCase *files = tcase_create("files"), *memory = tcase_create("memory");

	tcase_set_timeout(files, 60);
	tcase_add_checked_fixture(files, dir_make, dir_remove);
	tcase_add_test(files, a_new_file_is_made_private_and_opens_again);
	tcase_add_loop_test(files, a_file_that_is_not_ours_is_refused_and_says_why,
	    0, G_N_ELEMENTS(refused_files));
	tcase_add_test(files, a_file_that_is_no_database_or_no_place_is_an_error);
	tcase_add_test(files, a_file_that_may_only_be_read_is_refused);
	tcase_add_test(files, a_copy_made_while_texts_come_is_whole);
	tcase_add_test(files, a_copy_given_up_leaves_no_file);
	tcase_add_test(files, resting_folds_the_log_into_the_file);
	tcase_add_test(files, a_killed_process_loses_nothing_it_had_committed);
	tcase_add_test(files, a_full_disk_is_an_error_and_keeps_what_was_there);
	suite_add_tcase(suite, files);
	tcase_add_test(memory, what_is_undone_leaves_nothing_and_the_rest_stays);
	tcase_add_test(memory, nothing_is_written_outside_a_transaction);
	tcase_add_test(memory, what_came_in_cannot_be_changed_by_any_statement);
	tcase_add_test(memory, no_statement_reads_a_whole_table);
	tcase_add_test(memory, what_has_a_name_is_stored_by_it);
	tcase_add_test(memory, a_scan_would_be_seen);
	tcase_add_test(memory, a_list_may_be_asked_for_within_itself);
	tcase_add_test(memory,
	    a_list_within_itself_without_end_fails_and_stops_nothing);
	tcase_add_test(memory, a_late_statement_outlives_a_use_within_its_use);
	tcase_add_test(memory, a_row_that_points_nowhere_is_found);
	tcase_add_test(memory,
	    a_turn_that_fails_anywhere_says_so_and_leaves_nothing);
	tcase_set_timeout(memory, 120);
	suite_add_tcase(suite, memory);
}

SUITE_MAIN("db", db_tests)
