/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a clerk asks about contact duty, and what he is told: the county of
 * dialogs/registry.sql on 26 November 2026.
 */
#include <sqlite3.h>
#include <string.h>

#include "base/clock.h"
#include "db/statement.h"
#include "tests/command_fixture.h"
#include "tests/suite.h"
#include "tools/view.h"

/* 2026-11-26 10:00:00 in Shanghai, a Thursday. */
#define NOW	(G_GINT64_CONSTANT(1795658400) * CLOCK_SECOND)

static struct db *db;
static struct menu *menu;
static const struct engine_view view = { .duty_line = "hotline" };

static void
sql(const char *text)
{
	ck_assert_msg(sqlite3_exec(db->sql, text, NULL, NULL, NULL) == SQLITE_OK,
	    "%s: %s", text, sqlite3_errmsg(db->sql));
}

static int
count(const char *question)
{
	sqlite3_stmt *stmt = NULL;
	int found;

	ck_assert_int_eq(sqlite3_prepare_v2(db->sql, question, -1, &stmt, NULL),
	    SQLITE_OK);
	ck_assert_int_eq(sqlite3_step(stmt), SQLITE_ROW);
	found = sqlite3_column_int(stmt, 0);
	sqlite3_finalize(stmt);
	return found;
}

static void
setup(void)
{
	clerk_county(NOW, &db, &menu);
	/* Two visits, one attempt, by Wang Ming. */
	sql("INSERT INTO duty_contact (cadre_id, household_id, day, kind, made_at, "
	    "note) VALUES (37, 1, 20261103, 'visit', 0, ''), "
	    "(37, 12, 20261104, 'phone', 0, ''), (37, 2, 20261105, 'tried', 0, '')");
}

static void
teardown(void)
{
	menu_free(menu);
	db_close(db);
}

/* Asks as one of several clerks. */
static void
expect_as(const char *user, const char *words, enum command_status status,
    const char *said)
{
	const struct command_call as = {
		.db = db, .menu = menu, .view = &view,
		.peer = { .shown = user, .user = user, .login = "" },
	};
	struct answer_text answer = clerk_asks(&as, words);
	const char *text = answer.status == COMMAND_DONE ? answer.out :
	    answer.err;

	ck_assert_msg(answer.status == status, "%s: %d, %s%s", words,
	    answer.status, answer.out, answer.err);
	ck_assert_msg(strcmp(text, said) == 0, "%s:\n%s\nnot:\n%s", words, text,
	    said);
	answer_clear(&answer);
}

static void
expect_part(const char *words, const char *part)
{
	const struct command_call as = {
		.db = db, .menu = menu, .view = &view,
		.peer = { .shown = "zhao", .user = "zhao", .login = "" },
	};
	struct answer_text answer = clerk_asks(&as, words);

	ck_assert_msg(strstr(answer.out, part) != NULL, "%s:\n%s%s", words,
	    answer.out, answer.err);
	answer_clear(&answer);
}

static void
expect(const char *words, enum command_status status, const char *said)
{
	expect_as("zhao", words, status, said);
}

START_TEST(what_cadres_have_done_stands_beside_who_has_been_reached)
{
	expect("duty status", COMMAND_DONE,
	    "NAME    CADRES  HOUSEHOLDS  DUE  DONE  TRIED  LEFT  EXEMPT  "
	    "DONE OF DUE\n"
	    "洞河镇       1          10   10     2      0     8       0  "
	    "     20.0 %\n"
	    "民政局       1           1    1     0      0     1       0  "
	    "      0.0 %\n"
	    "Cadres have made 2 of 11 calls they owe (18.2 %).\n"
	    "2 of 10 households have been reached by anybody (20.0 %).\n");
	expect("duty status --area t", COMMAND_DONE,
	    "NAME  CADRES  HOUSEHOLDS  DUE  DONE  TRIED  LEFT  EXEMPT  "
	    "DONE OF DUE\n"
	    "王明       1          10   10     2      0     8       0       "
	    "20.0 %\n"
	    "Cadres have made 2 of 10 calls they owe (20.0 %).\n");
}
END_TEST

START_TEST(who_is_left_is_named_and_when_he_was_called_on)
{
	expect("duty overdue --limit 1", COMMAND_DONE,
	    "CADRE  NAME  NO  HOUSEHOLD  HEAD    LAST CALL\n"
	    "k37    王明   2  h2         王家富  never\n"
	    "8 more; --limit shows them.\n");
	/* Left: the other cadre of a key household, and who is to be called on
	 * twice a month. */
	sql("INSERT INTO duty_contact (cadre_id, household_id, day, kind, made_at, "
	    "note) SELECT 37, household_id, 20261120, 'visit', 0, '' "
	    "FROM assignment WHERE cadre_id = 37 AND no NOT IN (1, 12)");
	expect("duty overdue", COMMAND_DONE,
	    "CADRE  NAME  NO  HOUSEHOLD  HEAD    TAGS       LAST CALL   DAYS\n"
	    "k38    陈云   1  h12        李大山  低保;防汛  2026-11-04    22\n"
	    "k37    王明   7  h7         王秀英  独居老人   2026-11-20     6\n");
	clock_stop_at(NOW + 4 * CLOCK_DAY);
	sql("INSERT INTO duty_contact (cadre_id, household_id, day, kind, made_at, "
	    "note) VALUES (37, 7, 20261130, 'visit', 0, '')");
	expect("duty overdue --area t", COMMAND_DONE,
	    "Every household has been called on.\n");
}
END_TEST

START_TEST(a_card_has_its_numbers_and_whole_telephones)
{
	expect("duty sheet k38", COMMAND_DONE,
	    "k38 陈云  2026-11\n"
	    "NO  HEAD    HOUSEHOLD  PLACE       TAGS       PHONE        "
	    "THIS MONTH\n"
	    " 1  李大山  h12        红岩村一组  低保;防汛  13911111112  "
	    "to do\n");
	expect("duty sheet k42", COMMAND_DONE,
	    "k42 陈干事  2026-11\nNo household is on this card.\n");
	expect("duty sheet x", COMMAND_NO,
	    "there is no cadre \"x\"; see xiangyin export cadre");
}
END_TEST

#define CLOSE_WAITS(id, until)						\
	"Proposed as " id "; nothing is done yet. Somebody else (supervisor, " \
	"leader) approves it until " until ": xiangyin approval approve " id "\n"

START_TEST(a_month_is_closed_by_two_people)
{
	const char *close = "duty close 2026-10";
	const char *waits = CLOSE_WAITS("1", "2026-11-27 10:00");

	expect("duty close 2026-11", COMMAND_NO, "2026-11 is not over yet");
	expect(close, COMMAND_DONE, waits);
	expect(close, COMMAND_DONE, waits);
	ck_assert_int_eq(count("SELECT count(*) FROM duty_closed"), 0);
	/* Whoever gives the same command approves it. */
	expect_as("qian", close, COMMAND_DONE, "2026-10 is closed.\n");
	expect(close, COMMAND_NO, "2026-10 is closed already");
	ck_assert_int_eq(count("SELECT count(*) FROM audit WHERE "
	    "action = 'duty.close' AND actor = 'qian' AND "
	    "reason = 'approval 1, proposed by zhao'"), 1);
	ck_assert_int_eq(count("SELECT count(*) FROM audit WHERE "
	    "object = 'approval:1'"), 2);
}
END_TEST

START_TEST(a_proposal_to_close_waits_a_day)
{
	const char *close = "duty close 2026-10";

	expect(close, COMMAND_DONE, CLOSE_WAITS("1", "2026-11-27 10:00"));
	clock_stop_at(NOW + CLOCK_DAY + CLOCK_SECOND);
	expect_as("qian", "approval approve 1", COMMAND_NO,
	    "proposal 1 has expired; propose it again");
	expect_as("qian", close, COMMAND_DONE,
	    CLOSE_WAITS("2", "2026-11-28 10:00"));
	expect_as("sun", "approval approve 2", COMMAND_DONE,
	    "2026-10 is closed.\n");
}
END_TEST

START_TEST(of_two_who_approve_at_once_one_is_second)
{
	char *words[] = { g_strdup("approval"), g_strdup("approve"),
	    g_strdup("1"), NULL };
	struct command_call call = {
		.db = db, .menu = menu, .view = &view,
		.peer = { .shown = "sun", .user = "sun", .login = "" },
		.zone = g_time_zone_new_identifier("Asia/Shanghai"),
	};
	enum command_status status;

	expect("duty close 2026-10", COMMAND_DONE,
	    CLOSE_WAITS("1", "2026-11-27 10:00"));
	status = command_start(&call, words, 3);
	ck_assert_int_eq(status, COMMAND_MORE);
	/* All but the end. */
	if (_i == 1)
		ck_assert_int_eq(command_step(&call), COMMAND_MORE);
	expect_as("qian", "approval approve 1", COMMAND_DONE,
	    "2026-10 is closed.\n");
	while (status == COMMAND_MORE)
		status = command_step(&call);
	ck_assert_int_eq(status, COMMAND_NO);
	ck_assert_str_eq(call.err->str, _i == 0 ? "2026-10 is closed already" :
	    "proposal 1 is settled: approved by qian");
	ck_assert_str_eq(call.out->str, "");
	command_clear(&call);
	g_time_zone_unref(call.zone);
	for (int i = 0; words[i] != NULL; i++)
		g_free(words[i]);
	ck_assert_int_eq(count("SELECT count(*) FROM audit WHERE "
	    "action IN ('duty.close', 'approval.approve')"), 2);
	ck_assert_int_eq(count("SELECT count(*) FROM approval WHERE "
	    "state = 'approved' AND settled_by = 'qian'"), 1);
}
END_TEST

START_TEST(a_proposal_is_rejected_or_withdrawn_and_then_not_done)
{
	expect("duty close 2026-10", COMMAND_DONE,
	    CLOSE_WAITS("1", "2026-11-27 10:00"));
	expect("approval approve 1", COMMAND_NO, "proposal 1 is yours, or of whom "
	    "you stand in for; somebody else must approve it");
	expect("approval reject 1", COMMAND_DONE, "Proposal 1 is withdrawn.\n");
	expect_as("qian", "approval approve 1", COMMAND_NO,
	    "proposal 1 is settled: withdrawn by zhao");
	expect("duty close 2026-10", COMMAND_DONE,
	    CLOSE_WAITS("2", "2026-11-27 10:00"));
	expect_as("qian", "approval reject 2 --reason early", COMMAND_DONE,
	    "Proposal 2 is rejected.\n");
	expect_as("qian", "approval approve 2", COMMAND_NO,
	    "proposal 2 is settled: rejected by qian");
	expect("approval approve 3", COMMAND_NO,
	    "there is no proposal 3; see xiangyin approval list");
	ck_assert_int_eq(count("SELECT count(*) FROM duty_closed"), 0);
}
END_TEST

/* FIELD: sudo made two people of one. */
START_TEST(root_is_nobodys_second_person)
{
	static const struct right_peer sudo = { .shown = "uid 0 (root)",
	    .user = "root", .login = "zhao", .owner = TRUE };
	static const struct right_peer root = { .shown = "uid 0 (root)",
	    .user = "root", .login = "", .owner = TRUE };
	struct command_call as = {
		.db = db, .menu = menu, .view = &view, .peer = root,
	};
	struct answer_text answer = clerk_asks(&as, "duty close 2026-10");

	ck_assert_int_eq(answer.status, COMMAND_NO);
	ck_assert_str_eq(answer.err, "two people must agree, and root is nobody in "
	    "particular; give the command as yourself");
	answer_clear(&answer);
	as.peer = sudo;
	answer = clerk_asks(&as, "duty close 2026-10");
	ck_assert_int_eq(answer.status, COMMAND_DONE);
	answer_clear(&answer);
	/* The same person without sudo. */
	expect("duty close 2026-10", COMMAND_DONE,
	    CLOSE_WAITS("1", "2026-11-27 10:00"));
	expect("approval approve 1", COMMAND_NO, "proposal 1 is yours, or of whom "
	    "you stand in for; somebody else must approve it");
	as.peer = root;
	answer = clerk_asks(&as, "approval approve 1");
	ck_assert_int_eq(answer.status, COMMAND_NO);
	ck_assert_str_eq(answer.err, "root is nobody's second person; approve it "
	    "as yourself");
	answer_clear(&answer);
	ck_assert_int_eq(count("SELECT count(*) FROM duty_closed"), 0);
	expect_as("qian", "approval approve 1", COMMAND_DONE,
	    "2026-10 is closed.\n");
}
END_TEST

START_TEST(what_waits_for_a_second_person_is_listed_and_shown)
{
	expect("approval list", COMMAND_DONE,
	    "Nothing waits for a second person.\n");
	expect("duty close 2026-10", COMMAND_DONE,
	    CLOSE_WAITS("1", "2026-11-27 10:00"));
	expect("approval list", COMMAND_DONE,
	    "ID  WHAT           BY    WHEN   UNTIL        STATE\n"
	    " 1  close 2026-10  zhao  10:00  11-27 10:00  open\n");
	expect("approval show 1", COMMAND_DONE,
	    "Proposal 1, open\n"
	    "Kind        close a month\n"
	    "What        close 2026-10\n"
	    "By          zhao\n"
	    "When        2026-11-26 10:00\n"
	    "Until       2026-11-27 10:00\n"
	    "Approved by supervisor, leader\n");
	expect("approval reject 1", COMMAND_DONE, "Proposal 1 is withdrawn.\n");
	expect("approval list", COMMAND_DONE,
	    "Nothing waits for a second person.\n");
}
END_TEST

START_TEST(leave_takes_from_a_cadre_what_his_deputy_owes)
{
	expect("cadre leave k37 2026-11-15 2026-11-30", COMMAND_DONE,
	    "王明 is on leave; 刘新 stands in.\n");
	expect("duty status --cadre k37", COMMAND_DONE,
	    "NAME  CADRES  HOUSEHOLDS  DUE  DONE  TRIED  LEFT  EXEMPT  "
	    "DONE OF DUE\n"
	    "王明       1          10    2     2      0     0       8      "
	    "100.0 %\n"
	    "Cadres have made 2 of 2 calls they owe (100.0 %).\n");
	expect("cadre leave k37 2026-11-15 2026-11-30 --alone", COMMAND_DONE,
	    "王明 is on leave, and nobody stands in.\n");
}
END_TEST

START_TEST(a_roster_is_kept_and_changed)
{
	expect("cadre roster", COMMAND_DONE,
	    "Nobody is on the roster of that month.\n");
	expect("cadre duty k37 2026-11-28 2026-11-29", COMMAND_DONE,
	    "王明 is on the roster.\n");
	expect("cadre duty k42 2026-11-28 2026-11-28", COMMAND_DONE,
	    "陈干事 is on the roster.\n");
	expect("cadre duty k37 2026-11-28 2026-11-28 --off", COMMAND_DONE,
	    "王明 is off the roster.\n");
	expect("cadre roster --month 2026-11", COMMAND_DONE,
	    "DATE        CADRE  NAME    PHONE\n"
	    "2026-11-28  k42    陈干事  137****0042\n"
	    "2026-11-29  k37    王明    137****0037\n");
}
END_TEST

/* The leader of the group. */
#define STAYS	"1 cadre still has 王明 for a supervisor; import another: xiangyin "	\
		"import cadre\n"

START_TEST(a_cadre_replaced_gives_all_his_households_and_they_are_told)
{
	expect("cadre replace k37 k42", COMMAND_DONE,
	    "陈干事 (k42) would take over 10 households of 王明 (k37), who is gone "
	    "from 2026-11-26 on; 4 texts would tell them. Nothing is done yet.\n"
	    STAYS "Give the command with --confirm to do it.\n");
	ck_assert_int_eq(count("SELECT count(*) FROM outbox"), 0);
	ck_assert_int_eq(count("SELECT count(*) FROM audit"), 0);
	expect("cadre replace k37 k42 --confirm", COMMAND_DONE,
	    "陈干事 has 10 households of 王明 now; 4 texts tell them. Print the "
	    "card with xiangyin duty sheet k42.\n" STAYS);
	expect("duty sheet k37", COMMAND_DONE,
	    "k37 王明  2026-11\nNo household is on this card.\n");
	expect("cadre replace k37 k42 --confirm", COMMAND_NO,
	    "cadre k37 has left");
}
END_TEST

START_TEST(a_month_that_is_closed_stays_with_who_owed_it)
{
	expect("duty close 2026-10", COMMAND_DONE,
	    CLOSE_WAITS("1", "2026-11-27 10:00"));
	expect_as("qian", "approval approve 1", COMMAND_DONE, "2026-10 is closed.\n");
	expect("cadre replace k37 k42 --from 2026-10-31", COMMAND_NO,
	    "2026-10 is closed; give a first day after it");
	expect("cadre replace k37 k42 --from 2026-08-01 --confirm", COMMAND_NO,
	    "2026-10 is closed; give a first day after it");
	expect_part("cadre replace k37 k42 --from 2026-11-01", "10 households");
}
END_TEST

/* FIELD D7: his November vanished from duty status, and for good with duty close. */
START_TEST(a_month_is_owed_by_who_had_it_then)
{
	const char *figures = "王明         1           0   10     2      0     8     "
	    "  0       20.0 %\n";

	/* Those just taken over cannot be owed a contact on the 26th. */
	expect("cadre replace k37 k42 --confirm", COMMAND_DONE,
	    "陈干事 has 10 households of 王明 now; 4 texts tell them. Print the "
	    "card with xiangyin duty sheet k42.\n" STAYS);
	expect_part("duty status --area t", figures);
	expect_part("duty overdue --area t", "k37");
	clock_stop_at(NOW + 8 * CLOCK_DAY);
	expect_part("duty status --area t --month 2026-11", figures);
	expect("duty close 2026-11", COMMAND_DONE,
	    CLOSE_WAITS("1", "2026-12-05 10:00"));
	expect_as("qian", "approval approve 1", COMMAND_DONE, "2026-11 is closed.\n");
	ck_assert_int_eq(count("SELECT due * 100 + done * 10 + late FROM duty_month "
	    "WHERE month = 202611 AND cadre_id = 37"), 1028);
	/* December is the other's. */
	expect("duty status --area t", COMMAND_DONE,
	    "NAME    CADRES  HOUSEHOLDS  DUE  DONE  TRIED  LEFT  EXEMPT  "
	    "DONE OF DUE\n"
	    "陈干事       1          10   10     0      0    10       0        "
	    "0.0 %\n"
	    "Cadres have made 0 of 10 calls they owe (0.0 %).\n");
}
END_TEST

START_TEST(open_tasks_and_deputies_go_over_with_the_households)
{
	sql("INSERT INTO inbox (id, prev, bearer, line, modem, phone, sent_at, "
	    "received_at, text, body, end, reason, ticket) VALUES (1, 0, 'sms', "
	    "'hotline', '', '+8613911111106', 1, 1, '丧', x'', 'answered', '', '')");
	sql("INSERT INTO contact (phone, first_at, last_at) VALUES "
	    "('+8613911111106', 1, 1795658400000000) ON CONFLICT DO UPDATE "
	    "SET last_at = excluded.last_at");
	sql("INSERT INTO callout (id, code, kind, state, household_id, phone, line, "
	    "modem, inbox_id, cadre_id, level, asked_at) VALUES (1, '10373', "
	    "'funeral', 'acknowledged', 6, '+8613911111106', 'hotline', '', 1, 37, "
	    "'own', 1), (2, '10746', 'welfare', 'done', 6, '+8613911111106', "
	    "'hotline', '', 1, 37, 'own', 1)");
	sql("INSERT INTO callout_asked VALUES (37, 1, 1), (37, 2, 1)");
	sql("UPDATE cadre SET deputy = 'k37' WHERE id = 40 OR id = 42");
	/* Who wants no notices gets none. */
	sql("INSERT INTO opt_out VALUES ('+8613911111112', 'notice', 0)");
	sql("INSERT INTO leave (cadre_id, from_day, to_day, deputy_id) VALUES "
	    "(40, 20261120, 20261205, 37), (38, 20261101, 20261110, 37)");
	expect("cadre replace k37 k42 --confirm", COMMAND_DONE,
	    "陈干事 has 10 households of 王明 now; 3 texts tell them. Print the "
	    "card with xiangyin duty sheet k42.\n"
	    "1 open task of 王明 goes to whoever is there now.\n"
	    "陈干事 is deputy instead of 王明 for 2 cadres, and in 1 leaves under way "
	    "or to come.\n" STAYS);
	ck_assert_int_eq(count("SELECT count(*) FROM outbox WHERE "
	    "phone = '+8613700000042' AND key = 'task:1:order:42'"), 1);
	ck_assert_int_eq(count("SELECT count(*) FROM outbox WHERE "
	    "phone = '+8613911111106' AND key = 'task:1:moved:42'"), 1);
	ck_assert_int_eq(count("SELECT cadre_id FROM callout WHERE id = 1"), 42);
	ck_assert_int_eq(count("SELECT cadre_id FROM callout WHERE id = 2"), 37);
	ck_assert_int_eq(count("SELECT deputy_id * 100 + deputy_before FROM leave "
	    "WHERE cadre_id = 40 AND deputy_since = 20261126"), 4237);
	/* What is over stays as it was. */
	ck_assert_int_eq(count("SELECT deputy_id FROM leave WHERE cadre_id = 38"), 37);
	ck_assert_int_eq(count("SELECT deputy = 'k42' FROM cadre WHERE id = 40"), 1);
	/* Nobody is their own. */
	ck_assert_int_eq(count("SELECT deputy = '' FROM cadre WHERE id = 42"), 1);
}
END_TEST

/* Fifteen more households make 25. */
static void
large_card(void)
{
	sql("WITH RECURSIVE n (i) AS (SELECT 101 UNION ALL SELECT i + 1 FROM n "
	    "WHERE i < 115) INSERT INTO household (id, code, area, head, tags) "
	    "SELECT i, 'h' || i, 'g', '某某', '' FROM n");
	sql("INSERT INTO assignment (cadre_id, household_id, no, from_day, to_day) "
	    "SELECT 37, id, id, 20260101, 0 FROM household WHERE id > 100");
}

#define REPLACE_WAITS							\
	"Proposed as 1; nothing is done yet. Somebody else (supervisor, "	\
	"leader) approves it until 2026-11-29 10:00: xiangyin approval "	\
	"approve 1\n"

START_TEST(a_large_card_is_handed_over_by_two_people)
{
	large_card();
	expect("cadre replace k37 k42", COMMAND_DONE,
	    "陈干事 (k42) would take over 25 households of 王明 (k37), who is gone "
	    "from 2026-11-26 on; 4 texts would tell them. Nothing is done yet.\n"
	    STAYS "Give the command with --confirm to propose it to a second person.\n");
	expect("cadre replace k37 k42 --confirm", COMMAND_DONE, REPLACE_WAITS);
	ck_assert_int_eq(count("SELECT count(*) FROM outbox"), 0);
	ck_assert_int_eq(count("SELECT count(*) FROM cadre WHERE id = 37 AND "
	    "gone_on = 0"), 1);
	expect_as("qian", "approval approve 1", COMMAND_DONE,
	    "陈干事 has 25 households of 王明 now; 4 texts tell them. Print the "
	    "card with xiangyin duty sheet k42.\n");
	ck_assert_int_eq(count("SELECT count(*) FROM outbox"), 4);
	ck_assert_int_eq(count("SELECT count(*) FROM audit WHERE "
	    "action = 'cadre.replace'"), 1);
}
END_TEST

START_TEST(a_card_that_changed_meanwhile_is_not_handed_over)
{
	large_card();
	expect("cadre replace k37 k42 --confirm", COMMAND_DONE, REPLACE_WAITS);
	sql("UPDATE assignment SET to_day = 20261125 WHERE household_id = 101");
	expect_as("qian", "approval approve 1", COMMAND_NO, "the card has changed: "
	    "24 households now, 25 when it was proposed; proposal 1 is void, and "
	    "nothing was done");
	ck_assert_int_eq(count("SELECT count(*) FROM outbox"), 0);
	ck_assert_int_eq(count("SELECT count(*) FROM audit WHERE "
	    "action IN ('cadre.replace', 'approval.approve')"), 0);
	ck_assert_int_eq(count("SELECT count(*) FROM audit WHERE "
	    "action = 'approval.void'"), 1);
}
END_TEST

#define CHANGE_WAITS(id, until)						\
	"Proposed as " id "; nothing is done yet. Somebody else (supervisor, " \
	"survey) approves it until " until ": xiangyin approval approve " id "\n"

/* Zhao Yongfu and Wang Xiuying share 13911111105. */
START_TEST(a_number_changes_by_two_people)
{
	const char *change = "phone change 13911111105 13911111199";

	expect(change, COMMAND_DONE, CHANGE_WAITS("1", "2026-12-03 10:00"));
	expect(change, COMMAND_DONE, CHANGE_WAITS("1", "2026-12-03 10:00"));
	ck_assert_int_eq(count("SELECT count(*) FROM phone WHERE "
	    "number = '+8613911111199'"), 0);
	/* Another number is another proposal. */
	expect_as("qian", "phone change 13911111105 13911111198",
	    COMMAND_DONE, CHANGE_WAITS("2", "2026-12-03 10:00"));
	expect_as("qian", change, COMMAND_DONE, "The number is changed.\n");
	ck_assert_int_eq(count("SELECT count(*) FROM phone WHERE "
	    "number = '+8613911111199' AND main = 1 AND source = '村登记' "
	    "AND confirmed_on = 20261126"), 2);
	ck_assert_int_eq(count("SELECT count(*) FROM phone WHERE "
	    "number = '+8613911111105' AND wrong_on = 20261126"), 2);
	expect(change, COMMAND_NO,
	    "no household has the old number; see xiangyin export phone");
	/* What the other was about is no more. */
	expect("approval approve 2", COMMAND_NO, "no household has the old number; "
	    "see xiangyin export phone; proposal 2 is void, and nothing was done");
	ck_assert_int_eq(count("SELECT count(*) FROM phone WHERE "
	    "number = '+8613911111198'"), 0);
}
END_TEST

START_TEST(a_proposed_number_waits_a_week)
{
	const char *change = "phone change 13911111105 13911111199";

	expect(change, COMMAND_DONE, CHANGE_WAITS("1", "2026-12-03 10:00"));
	clock_stop_at(NOW + 7 * CLOCK_DAY + CLOCK_SECOND);
	expect_as("qian", change, COMMAND_DONE,
	    CHANGE_WAITS("2", "2026-12-10 10:00"));
}
END_TEST

/* Zhao typed what Wang Ming is to have done. */
START_TEST(what_staff_typed_for_a_cadre_is_marked_in_every_list)
{
	sql("INSERT INTO inbox (id, prev, bearer, line, modem, phone, sent_at, "
	    "received_at, text, body, end, typed_by) VALUES "
	    "(1, 0, 'console', 'hotline', '', '+8613700000037', 1, 1, '访 03', "
	    "x'', 'answered', 's1 赵敏 (zhao)'), "
	    "(2, 0, 'sms', 'hotline', '', '+8613700000037', 1, 1, '访 04', "
	    "x'', 'answered', '')");
	sql("INSERT INTO duty_contact (cadre_id, household_id, day, kind, made_at, "
	    "note, inbox_id) VALUES "
	    "(37, 3, 20261106, 'visit', 1795000000000000, '', 1), "
	    "(37, 4, 20261106, 'visit', 1795000000000000, '', 2)");
	expect_part("duty status --area t",
	    "1 report was typed by staff at a console; see xiangyin duty flags.");
	expect_part("duty status --area t --json", "\"typed\": 1");
	expect_part("duty flags", "k37  王明         1  reported by staff at a "
	    "console");
	expect_part("duty sheet k37", "TYPED BY");
	expect_part("duty sheet k37 --json", "\"typed_by\": \"s1 赵敏 (zhao)\"");
	sql("UPDATE duty_contact SET undone_at = 1 WHERE inbox_id = 1");
	expect("duty flags", COMMAND_DONE, "Nothing stands out.\n");
}
END_TEST

START_TEST(nothing_stands_out_where_nothing_does)
{
	expect("duty flags", COMMAND_DONE, "Nothing stands out.\n");
}
END_TEST

static const struct {
	const char *words;
	enum command_status status;
	const char *said;
} refused[] = {
	{ "duty status --area x", COMMAND_NO,
	  "there is no area \"x\"; see xiangyin export area" },
	{ "duty status --cadre x", COMMAND_NO,
	  "there is no cadre \"x\"; see xiangyin export cadre" },
	{ "duty status --month 2026-13", COMMAND_USAGE,
	  "\"2026-13\" is no month; write it like 2026-11" },
	{ "cadre leave k37 2026-11-20 2026-11-19", COMMAND_USAGE,
	  "the leave ends before it begins" },
	{ "cadre leave k37 2026-11-20 2036-11-30", COMMAND_USAGE,
	  "give a first and a last day, at most 366 days in all" },
	{ "cadre leave k37 2026-11-20 2026-11-30 --deputy k37", COMMAND_NO,
	  "a cadre cannot be their own deputy" },
	{ "cadre leave k37 2026-11-20 2026-11-30 --alone --deputy k38", COMMAND_NO,
	  "give either --deputy or --alone" },
	{ "cadre leave k39 2026-11-20 2026-11-30", COMMAND_NO,
	  "cadre k39 has left" },
	{ "cadre duty k37 2026-11-28 2026-12-29", COMMAND_USAGE,
	  "give a first and a last day, at most 31 days in all" },
	{ "cadre duty k37 2026-11-28 2026-11-27", COMMAND_USAGE,
	  "give a first and a last day, at most 31 days in all" },
	{ "cadre duty x 2026-11-28 2026-11-28", COMMAND_NO,
	  "there is no cadre \"x\"; see xiangyin export cadre" },
	{ "cadre replace k37 k37", COMMAND_USAGE, "these are the same cadre" },
	{ "cadre replace k37 k39", COMMAND_NO,
	  "cadre k39 has left" },
	{ "cadre replace k37 k42 --from 2026-11-27", COMMAND_USAGE,
	  "that day is in the future; give the command when it has come" },
	{ "phone change 13911111105 13911111105", COMMAND_NO,
	  "these are the same number" },
	{ "phone change 13911111177 13911111199", COMMAND_NO,
	  "no household has the old number; see xiangyin export phone" },
	{ "phone change 13911111105 13700000037", COMMAND_NO,
	  "the new number is a cadre's, and no household's" },
};

START_TEST(what_cannot_be_is_refused_and_changes_nothing)
{
	gint64 changes = sqlite3_total_changes64(db->sql);

	expect(refused[_i].words, refused[_i].status, refused[_i].said);
	ck_assert_int_eq(sqlite3_total_changes64(db->sql), changes);
}
END_TEST

static void
duty_command_tests(Suite *suite)
{
	TCase *tc = tcase_create("duty");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc,
	    what_cadres_have_done_stands_beside_who_has_been_reached);
	tcase_add_test(tc, who_is_left_is_named_and_when_he_was_called_on);
	tcase_add_test(tc, a_card_has_its_numbers_and_whole_telephones);
	tcase_add_test(tc, a_month_is_closed_by_two_people);
	tcase_add_test(tc, a_proposal_to_close_waits_a_day);
	tcase_add_loop_test(tc, of_two_who_approve_at_once_one_is_second, 0, 2);
	tcase_add_test(tc,
	    a_proposal_is_rejected_or_withdrawn_and_then_not_done);
	tcase_add_test(tc, root_is_nobodys_second_person);
	tcase_add_test(tc, what_waits_for_a_second_person_is_listed_and_shown);
	tcase_add_test(tc, a_large_card_is_handed_over_by_two_people);
	tcase_add_test(tc, a_card_that_changed_meanwhile_is_not_handed_over);
	tcase_add_test(tc, leave_takes_from_a_cadre_what_his_deputy_owes);
	tcase_add_test(tc, a_roster_is_kept_and_changed);
	tcase_add_test(tc,
	    a_cadre_replaced_gives_all_his_households_and_they_are_told);
	tcase_add_test(tc, a_month_that_is_closed_stays_with_who_owed_it);
	tcase_add_test(tc, a_month_is_owed_by_who_had_it_then);
	tcase_add_test(tc, open_tasks_and_deputies_go_over_with_the_households);
	tcase_add_test(tc, a_number_changes_by_two_people);
	tcase_add_test(tc, a_proposed_number_waits_a_week);
	tcase_add_test(tc,
	    what_staff_typed_for_a_cadre_is_marked_in_every_list);
	tcase_add_test(tc, nothing_stands_out_where_nothing_does);
	tcase_add_loop_test(tc, what_cannot_be_is_refused_and_changes_nothing, 0,
	    G_N_ELEMENTS(refused));
	suite_add_tcase(suite, tc);
}

SUITE_MAIN("duty commands", duty_command_tests)
