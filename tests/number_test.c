/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers: how they are written and read, and the one space they are of.
 */
#include "db/number.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/statement.h"
#include "db/ticket.h"
#include "tests/db_fixture.h"

/* Octets that the system's random source gives next; then it is random again. */
static const guint8 *drawn;
static gsize drawn_left;

ssize_t
getrandom(void *octets, size_t len, unsigned flags)
{
	if (drawn_left < len)
		return syscall(SYS_getrandom, octets, len, flags);
	memcpy(octets, drawn, len);
	drawn += len;
	drawn_left -= len;
	return (ssize_t)len;
}

START_TEST(every_wrong_digit_and_every_swap_is_said_to_be_mistyped)
{
	for (int turn = 0; turn < 200; turn++) {
		char number[NUMBER_SIZE], read[NUMBER_SIZE];

		number_draw(number);
		ck_assert_int_eq(number_read(number, read), NUMBER_HOLDS);
		ck_assert_str_eq(read, number);
		for (int i = 0; i < NUMBER_DIGITS; i++) {
			char wrong[NUMBER_SIZE];

			for (char digit = '0'; digit <= '9'; digit++) {
				g_strlcpy(wrong, number, NUMBER_SIZE);
				wrong[i] = digit;
				ck_assert_int_eq(number_read(wrong, read), digit ==
				    number[i] ? NUMBER_HOLDS : NUMBER_MISTYPED);
			}
			g_strlcpy(wrong, number, NUMBER_SIZE);
			if (i + 1 == NUMBER_DIGITS || number[i] == number[i + 1])
				continue;
			wrong[i] = number[i + 1];
			wrong[i + 1] = number[i];
			ck_assert_int_eq(number_read(wrong, read), NUMBER_MISTYPED);
		}
	}
}
END_TEST

static const struct {
	const char *written;
	enum number_reading reading;
} written[] = {
	{ "30482171", NUMBER_HOLDS },
	{ " 3048 2171 ", NUMBER_HOLDS },
	{ "3048-2171", NUMBER_HOLDS },
	{ "30 48 21 71", NUMBER_HOLDS },
	{ "3048—2171", NUMBER_HOLDS },
	{ "3048－2171", NUMBER_HOLDS },
	{ "３０４８　２１７１", NUMBER_HOLDS },
	{ "三零四八二一七一", NUMBER_HOLDS },
	{ "三〇四八 贰幺七1", NUMBER_HOLDS },
	{ "٣٠٤٨٢١٧١", NUMBER_HOLDS },
	{ "30482172", NUMBER_MISTYPED },
	{ "３０４８２１１７", NUMBER_MISTYPED },
	{ "3048217", NUMBER_NONE },
	{ "304821710", NUMBER_NONE },
	{ "30482171号", NUMBER_NONE },
	{ "3048,2171", NUMBER_NONE },
	{ "三千零四十八", NUMBER_NONE },
	{ "-", NUMBER_NONE },
	{ "", NUMBER_NONE },
};

START_TEST(a_number_is_read_however_people_write_it)
{
	char number[NUMBER_SIZE];

	ck_assert_msg(number_read(written[_i].written, number) == written[_i].reading,
	    "%s", written[_i].written);
	if (written[_i].reading == NUMBER_HOLDS)
		ck_assert_str_eq(number, "30482171");
}
END_TEST

static const struct {
	const char *words;
	enum number_reading reading;
} among[] = {
	{ "30482171修好没", NUMBER_HOLDS },
	{ "编号30482171办好了没有", NUMBER_HOLDS },
	{ "编号3048 2171 2个月了", NUMBER_NONE },
	{ "编号3048 2171两个月了", NUMBER_HOLDS },
	{ "编号3048-2171修好没", NUMBER_HOLDS },
	{ "30482171 2个月了", NUMBER_HOLDS },
	{ "路灯30482172还没修", NUMBER_MISTYPED },
	{ "打138 3048 2171", NUMBER_NONE },
	{ "打13830482171", NUMBER_NONE },
	{ "从2026-11-23起停水", NUMBER_NONE },
	{ "三组3户停水", NUMBER_NONE },
	{ "", NUMBER_NONE },
};

START_TEST(a_number_is_found_among_words)
{
	char number[NUMBER_SIZE];

	ck_assert_msg(number_among(among[_i].words, number) == among[_i].reading, "%s",
	    among[_i].words);
	if (among[_i].reading == NUMBER_HOLDS)
		ck_assert_str_eq(number, "30482171");
	if (among[_i].reading == NUMBER_NONE)
		ck_assert_str_eq(number, "");
}
END_TEST

/* --- the space ---------------------------------------------------------------------- */

static struct db *db;

/* Beside tickets, something else that people are told a number of. */
static const char permits[] =
    "CREATE TABLE permit (id INTEGER PRIMARY KEY, number TEXT NOT NULL) STRICT;"
    "CREATE TRIGGER permit_number_is_free BEFORE INSERT ON permit"
    " WHEN EXISTS (SELECT 1 FROM number WHERE number = NEW.number) BEGIN"
    " SELECT RAISE(IGNORE); END;"
    "CREATE TRIGGER permit_number AFTER INSERT ON permit BEGIN"
    " INSERT INTO number (number, kind, object)"
    " VALUES (NEW.number, 'permit', NEW.id); END";

static void
run(const char *words)
{
	ck_assert_msg(sqlite3_exec(db->sql, words, NULL, NULL, NULL) == SQLITE_OK,
	    "%s: %s", words, sqlite3_errmsg(db->sql));
}

static void
refused(const char *words, const char *why)
{
	ck_assert_msg(sqlite3_exec(db->sql, words, NULL, NULL, NULL) != SQLITE_OK,
	    "%s", words);
	ck_assert_msg(strstr(sqlite3_errmsg(db->sql), why) != NULL, "%s: %s", words,
	    sqlite3_errmsg(db->sql));
}

/* Nothing is inserted. */
static void
ignored(const char *words)
{
	run(words);
	ck_assert_msg(sqlite3_changes(db->sql) == 0, "%s", words);
}

static void
space_make(void)
{
	db = fixture_db();
	run(permits);
}

static void
space_drop(void)
{
	db_close(db);
}

/* Opens a ticket; its id. */
static gint64
open_ticket(struct db *into, char number[NUMBER_SIZE])
{
	struct ticket t = { .line = (char *)"hotline", .phone = (char *)WANG,
		.topic = (char *)"", .place = (char *)"", .hold_until = NOON };

	OK(ticket_open(into, &t, clock_now(), error));
	g_strlcpy(number, t.number, NUMBER_SIZE);
	g_free(t.number);
	return t.id;
}

/* "ticket 1", what a number is of; "" of nothing. */
static const char *
is_of(struct db *in, const char *number)
{
	static char what[64];
	struct number of;
	gboolean found;

	OK(number_find(in, number, &found, &of, error));
	g_snprintf(what, sizeof(what), "%s %" G_GINT64_FORMAT, of.kind, of.object);
	return found ? what : "";
}

START_TEST(a_number_leads_to_what_it_was_given_to)
{
	char number[NUMBER_SIZE], other[NUMBER_SIZE];
	g_autofree char *first = NULL, *second = NULL;
	struct ticket t;
	gboolean found;

	first = g_strdup_printf("ticket %" G_GINT64_FORMAT, open_ticket(db, number));
	second = g_strdup_printf("ticket %" G_GINT64_FORMAT, open_ticket(db, other));
	run("INSERT INTO permit VALUES (7, '30482171')");
	ck_assert_str_eq(is_of(db, number), first);
	ck_assert_str_eq(is_of(db, other), second);
	ck_assert_str_eq(is_of(db, "30482171"), "permit 7");
	ck_assert_str_eq(is_of(db, "10000003"), "");
	OK(ticket_by_number(db, "30482171", &found, &t, error));
	ck_assert(!found);
}
END_TEST

START_TEST(two_kinds_never_share_a_number)
{
	char number[NUMBER_SIZE];
	g_autofree char *permit = NULL;

	open_ticket(db, number);
	permit = g_strdup_printf("INSERT INTO permit (number) VALUES ('%s')", number);
	ignored(permit);
	ck_assert(g_str_has_prefix(is_of(db, number), "ticket "));
	run("INSERT INTO permit VALUES (7, '30482171')");
	ignored("INSERT INTO ticket (prev, number, state, urgency, line, phone, topic, "
	    "place, opened_at, hold_until) VALUES (0, '30482171', 'draft', 'P3', "
	    "'hotline', '" WANG "', '', '', 1, 1)");
	refused("INSERT INTO number VALUES ('30482171', 'ticket', 9)", "UNIQUE");
	ck_assert_str_eq(is_of(db, "30482171"), "permit 7");
}
END_TEST

START_TEST(a_number_is_neither_changed_nor_used_again)
{
	char number[NUMBER_SIZE];
	g_autofree char *taken = NULL, *given = NULL;

	open_ticket(db, number);
	refused("UPDATE ticket SET number = '30482171'", "for ever");
	refused("UPDATE number SET object = 7", "for ever");
	refused("DELETE FROM number", "never used again");
	run("DELETE FROM ticket");
	given = g_strdup(is_of(db, number));
	ck_assert(g_str_has_prefix(given, "ticket "));
	taken = g_strdup_printf("INSERT INTO permit (number) VALUES ('%s')", number);
	ignored(taken);
}
END_TEST

/* An object whose first numbers were given to others. */
struct picky {
	int	 refuses, asked;
	char	 last[NUMBER_SIZE];
};

static gboolean
picky_insert(struct db *into, const char *number, void *object, gboolean *taken,
    GError **error)
{
	struct picky *picky = object;

	ck_assert(into == db && *error == NULL);
	ck_assert_str_ne(number, picky->last);
	g_strlcpy(picky->last, number, NUMBER_SIZE);
	*taken = ++picky->asked > picky->refuses;
	return TRUE;
}

START_TEST(a_number_that_is_not_free_is_drawn_again)
{
	struct picky picky = { .refuses = 3 };
	char number[NUMBER_SIZE];

	OK(number_give(db, picky_insert, &picky, number, error));
	ck_assert_int_eq(picky.asked, 4);
	ck_assert_str_eq(number, picky.last);
}
END_TEST

START_TEST(a_ticket_takes_no_number_of_another_kind)
{
	static const guint8 octets[] = { 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0 };
	char number[NUMBER_SIZE];

	run("INSERT INTO permit VALUES (7, '10000004')");
	drawn = octets;
	drawn_left = sizeof(octets);
	open_ticket(db, number);
	ck_assert_str_eq(number, "20000006");
	ck_assert_str_eq(is_of(db, "10000004"), "permit 7");
}
END_TEST

START_TEST(without_a_free_number_nothing_is_given)
{
	struct picky picky = { .refuses = G_MAXINT };
	char number[NUMBER_SIZE];

	FAILS(number_give(db, picky_insert, &picky, number, error), "no free number");
	ck_assert_int_lt(picky.asked, 100);
}
END_TEST

START_TEST(a_number_of_what_was_undone_was_never_given)
{
	char number[NUMBER_SIZE];

	ck_assert(db_save(db, NULL));
	open_ticket(db, number);
	db_undo(db);
	ck_assert_str_eq(is_of(db, number), "");
}
END_TEST

/* A process that opens a ticket, commits it, opens another and is killed; it tells
 * both numbers first. */
static void
open_two_and_die(const char *path, int tell)
{
	char kept[NUMBER_SIZE], lost[NUMBER_SIZE];
	struct db *mine = db_open(path, NULL);

	if (mine == NULL || !db_begin(mine, NULL))
		_exit(1);
	open_ticket(mine, kept);
	if (!db_commit(mine, NULL) || !db_begin(mine, NULL))
		_exit(1);
	open_ticket(mine, lost);
	if (write(tell, kept, NUMBER_SIZE) == NUMBER_SIZE &&
	    write(tell, lost, NUMBER_SIZE) == NUMBER_SIZE)
		kill(getpid(), SIGKILL);
	_exit(1);
}

START_TEST(a_killed_process_leaves_number_and_ticket_or_neither)
{
	g_autofree char *dir = g_dir_make_tmp("xiangyin-number-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(dir, "x.db", NULL);
	static const char *const files[] = { "", "-wal", "-shm", "-lock" };
	char kept[NUMBER_SIZE], lost[NUMBER_SIZE];
	struct db *after;
	int tells[2], status;
	pid_t child;

	ck_assert_int_eq(pipe(tells), 0);
	clock_stop_at(NOON);
	child = fork();
	if (child == 0)
		open_two_and_die(path, tells[1]);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	ck_assert_int_eq(read(tells[0], kept, NUMBER_SIZE), NUMBER_SIZE);
	ck_assert_int_eq(read(tells[0], lost, NUMBER_SIZE), NUMBER_SIZE);
	after = db_open(path, NULL);
	ck_assert_ptr_nonnull(after);
	ck_assert_str_eq(is_of(after, kept), "ticket 1");
	ck_assert_str_eq(is_of(after, lost), "");
	db_close(after);
	for (int i = 0; i < 2; i++)
		close(tells[i]);
	for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *file = g_strconcat(path, files[i], NULL);

		g_unlink(file);
	}
	g_rmdir(dir);
}
END_TEST

static void
number_tests(Suite *suite)
{
	TCase *tcase = tcase_create("written");

	tcase_add_test(tcase, every_wrong_digit_and_every_swap_is_said_to_be_mistyped);
	tcase_add_loop_test(tcase, a_number_is_read_however_people_write_it, 0,
	    G_N_ELEMENTS(written));
	tcase_add_loop_test(tcase, a_number_is_found_among_words, 0,
	    G_N_ELEMENTS(among));
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("space");
	tcase_add_checked_fixture(tcase, space_make, space_drop);
	tcase_add_test(tcase, a_number_leads_to_what_it_was_given_to);
	tcase_add_test(tcase, two_kinds_never_share_a_number);
	tcase_add_test(tcase, a_number_is_neither_changed_nor_used_again);
	tcase_add_test(tcase, a_number_that_is_not_free_is_drawn_again);
	tcase_add_test(tcase, a_ticket_takes_no_number_of_another_kind);
	tcase_add_test(tcase, without_a_free_number_nothing_is_given);
	tcase_add_test(tcase, a_number_of_what_was_undone_was_never_given);
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("crash");
	tcase_add_test(tcase, a_killed_process_leaves_number_and_ticket_or_neither);
	suite_add_tcase(suite, tcase);
}

SUITE_MAIN("number", number_tests)
