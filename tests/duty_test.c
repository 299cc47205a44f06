/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Contact duty in db/: reports, cards, sweeps, hand-over, closing.  The rule itself
 * is tested by obligation_test.
 */
#include "tests/db_fixture.h"

#include "db/audit.h"
#include "db/duty.h"
#include "db/duty_close.h"
#include "db/duty_last.h"
#include "db/callout.h"
#include "db/handover.h"
#include "db/statement.h"

#define TODAY	20261123
#define MONTH	202611

static struct db *db;
static GString *seen;

static void
sql(const char *statement)
{
	ck_assert_msg(sqlite3_exec(db->sql, statement, NULL, NULL, NULL) ==
	    SQLITE_OK, "%s: %s", statement, sqlite3_errmsg(db->sql));
}

/* Two cadres with three households, of which the second is both's; a third cadre
 * with none. */
static void
duty_open(void)
{
	db = fixture_db();
	seen = g_string_new(NULL);
	sql("INSERT INTO area VALUES (1, 'c', '', 'county', '县'), "
	    "(2, 't', 'c', 'town', '镇'), (3, 'v', 't', 'village', '红岩村'), "
	    "(4, 'g', 'v', 'group', '一组')");
	for (int i = 1; i <= 3; i++) {
		g_autofree char *cadre = g_strdup_printf("INSERT INTO cadre (id, "
		    "code, name, area, department, title, mobile, office_phone, "
		    "duties, supervisor, deputy, public) VALUES (%d, 'k%d', "
		    "'干部%d', 't', '', '', '+861370000000%d', '', '', '', '', 1)",
		    i, i, i, i);
		g_autofree char *household = g_strdup_printf("INSERT INTO "
		    "household (id, code, area, head, tags) VALUES (%d, 'h%d', "
		    "'g', '王%d', '%s')", i, i, i, i == 2 ? "独居老人" : "");

		sql(cadre);
		sql(household);
	}
	sql("INSERT INTO assignment (cadre_id, household_id, no, from_day, to_day)"
	    " VALUES (1, 1, 1, 20260101, 0), (1, 2, 2, 20260101, 0), "
	    "(1, 3, 7, 20260101, 0), (2, 2, 1, 20260101, 0)");
}

static void
duty_close(void)
{
	db_close(db);
	g_string_free(seen, TRUE);
}

static gboolean
see_entry(const struct duty_entry *entry, void *user)
{
	g_string_append_printf(seen, "%d%s:%s%s ", entry->no, entry->code,
	    obligation_state_name(entry->obligation.state),
	    entry->active ? "" : "(past)");
	return TRUE;
}

static const char *
card(gint64 cadre)
{
	g_string_truncate(seen, 0);
	OK(duty_each(db, NULL, cadre, MONTH, TODAY, see_entry, NULL, error));
	return g_strchomp(seen->str);
}

static gboolean
report(gint64 cadre, gint64 household, int day, enum duty_kind kind,
    gint64 inbox_id)
{
	struct duty_booking r = {
		.cadre_id = cadre, .household_id = household, .day = day,
		.kind = kind, .made_at = clock_now(), .inbox_id = inbox_id,
		.note = "",
	};
	gboolean added;

	OK(duty_add(db, &r, &added, error));
	return added;
}

START_TEST(a_card_is_in_the_order_of_its_numbers)
{
	report(1, 1, 20261103, DUTY_PHONE, 0);
	report(2, 2, 20261103, DUTY_VISIT, 0);
	ck_assert_str_eq(card(1), "1h1:done 2h2:due 7h3:due");
	ck_assert_str_eq(card(2), "1h2:due");
	report(2, 2, 20261113, DUTY_VISIT, 0);
	ck_assert_str_eq(card(2), "1h2:done");
	ck_assert_str_eq(card(3), "");
}
END_TEST

START_TEST(the_same_contact_counts_once)
{
	ck_assert(report(1, 1, 20261103, DUTY_PHONE, 0));
	ck_assert(!report(1, 1, 20261103, DUTY_PHONE, 0));
	ck_assert(report(1, 1, 20261103, DUTY_VISIT, 0));
	ck_assert(report(2, 1, 20261103, DUTY_PHONE, 0));
}
END_TEST

START_TEST(the_newest_report_of_a_household_is_taken_back)
{
	gint64 since = clock_now() - CLOCK_HOUR;
	enum duty_kind kind;
	gboolean done;

	report(1, 1, 20261103, DUTY_PHONE, 0);
	clock_turn(CLOCK_MINUTE);
	report(1, 1, 20261120, DUTY_VISIT, 0);
	OK(duty_undo(db, 1, 1, since, clock_now(), &done, &kind, error));
	ck_assert(done);
	ck_assert_int_eq(kind, DUTY_VISIT);
	ck_assert_str_eq(card(1), "1h1:done 2h2:due 7h3:due");
	OK(duty_undo(db, 1, 1, since, clock_now(), &done, &kind, error));
	ck_assert(done);
	ck_assert_str_eq(card(1), "1h1:due 2h2:due 7h3:due");
	OK(duty_undo(db, 1, 1, since, clock_now(), &done, &kind, error));
	ck_assert(!done);
	/* and can be made again */
	ck_assert(report(1, 1, 20261103, DUTY_PHONE, 0));
}
END_TEST

START_TEST(what_is_too_old_is_not_taken_back)
{
	enum duty_kind kind;
	gboolean done;

	report(1, 1, 20261120, DUTY_VISIT, 0);
	clock_turn(49 * CLOCK_HOUR);
	OK(duty_undo(db, 1, 1, clock_now() - 48 * CLOCK_HOUR, clock_now(), &done,
	    &kind, error));
	ck_assert(!done);
}
END_TEST

START_TEST(all_texts_of_a_cadre_are_taken_back_together)
{
	gint64 text = fixture_text(db, "+8613700000001", "访 1 2"), last;
	int count;

	report(1, 1, 20261120, DUTY_VISIT, text);
	report(1, 2, 20261120, DUTY_VISIT, text);
	report(1, 3, 20261120, DUTY_VISIT, 0);	/* by a clerk */
	report(2, 2, 20261120, DUTY_VISIT, text);
	OK(duty_last_text(db, 1, 0, &last, error));
	ck_assert_int_eq(last, text);
	OK(duty_undo_all(db, 1, clock_now() - CLOCK_HOUR, clock_now(), &count,
	    error));
	ck_assert_int_eq(count, 2);
	ck_assert_str_eq(card(1), "1h1:due 2h2:due 7h3:done");
}
END_TEST

START_TEST(a_report_is_never_deleted)
{
	report(1, 1, 20261120, DUTY_VISIT, 0);
	ck_assert_int_ne(sqlite3_exec(db->sql, "DELETE FROM duty_contact", NULL,
	    NULL, NULL), SQLITE_OK);
}
END_TEST

static void
see_handover(const struct handover *handover, void *user)
{
	g_string_append_printf(seen, "h%" G_GINT64_FORMAT ":%d ",
	    handover->household_id, handover->no);
}

/* The second has number 1, and household 2 already. */
START_TEST(households_are_handed_over_under_free_numbers)
{
	struct cadre old = { 0 }, new = { 0 };
	gboolean found;

	OK(cadre_by_code(db, "k1", &found, &old, error));
	OK(cadre_by_code(db, "k2", &found, &new, error));
	OK(handover_cadre(db, &old, &new, 20261116, see_handover, NULL, error));
	ck_assert_str_eq(seen->str, "h1:2 h3:7 ");
	ck_assert_str_eq(card(1),
	    "1h1:none(past) 2h2:none(past) 7h3:none(past)");
	ck_assert_str_eq(card(2), "1h2:due 2h1:due 7h3:due");
	cadre_clear(&old);
	OK(cadre_by_code(db, "k1", &found, &old, error));
	ck_assert(found);
	ck_assert_int_eq(old.gone_on, 20261116);
	cadre_clear(&old);
	cadre_clear(&new);
}
END_TEST

START_TEST(too_late_a_hand_over_leaves_the_month_with_the_old_one)
{
	struct cadre old = { 0 }, new = { 0 };
	gboolean found;

	report(1, 1, 20261103, DUTY_PHONE, 0);
	OK(cadre_by_code(db, "k1", &found, &old, error));
	OK(cadre_by_code(db, "k3", &found, &new, error));
	OK(handover_cadre(db, &old, &new, 20261122, see_handover, NULL, error));
	ck_assert_str_eq(card(1), "1h1:done(past) 2h2:due(past) 7h3:due(past)");
	ck_assert_str_eq(card(3), "1h1:none 2h2:none 7h3:none");
	cadre_clear(&old);
	cadre_clear(&new);
}
END_TEST

START_TEST(a_deputy_owes_what_he_stands_in_for)
{
	struct cadre_leave leave = { 1, 20261110, 20261125, 3 };

	OK(cadre_put_leave(db, &leave, error));
	ck_assert_str_eq(card(1), "1h1:exempt 2h2:exempt 7h3:exempt");
	report(3, 1, 20261112, DUTY_VISIT, 0);
	g_string_truncate(seen, 0);
	OK(duty_each_stood_for(db, NULL, 1, 3, MONTH, TODAY, see_entry, NULL,
	    error));
	ck_assert_str_eq(g_strchomp(seen->str), "1h1:done 2h2:due 7h3:due");
	ck_assert_str_eq(card(1), "1h1:done 2h2:exempt 7h3:exempt");
}
END_TEST

START_TEST(a_deputy_who_is_replaced_leaves_what_they_did)
{
	struct cadre_leave leave = { 1, 20261105, 20261125, 3 };
	struct handover_duties duties;
	struct cadre old = { 0 }, new = { 0 };
	gboolean found;

	OK(cadre_put_leave(db, &leave, error));
	report(3, 1, 20261112, DUTY_VISIT, 0);
	OK(cadre_by_code(db, "k3", &found, &old, error));
	OK(cadre_by_code(db, "k2", &found, &new, error));
	OK(handover_deputies(db, &old, &new, 20261115, &duties, error));
	ck_assert_int_eq(duties.leaves, 1);
	/* Before k2 was deputy, and as one. */
	report(2, 2, 20261114, DUTY_PHONE, 0);
	report(2, 3, 20261116, DUTY_PHONE, 0);
	OK(duty_each_stood_for(db, NULL, 1, 2, MONTH, TODAY, see_entry, NULL,
	    error));
	ck_assert_str_eq(g_strchomp(seen->str), "1h1:done 2h2:due 7h3:done");
	cadre_clear(&old);
	cadre_clear(&new);
}
END_TEST

START_TEST(a_sweep_counts_what_the_cards_say)
{
	struct cadre_leave leave = { 2, 20261101, 20261125, 0 };
	struct duty_sweep *sweep;
	struct duty_totals totals;

	OK(cadre_put_leave(db, &leave, error));
	report(1, 1, 20261103, DUTY_PHONE, 0);
	report(1, 2, 20261101, DUTY_VISIT, 0);
	report(1, 3, 20261102, DUTY_TRIED, 0);
	report(1, 3, 20261104, DUTY_TRIED, 0);
	sweep = duty_sweep_new(db, NULL, MONTH, TODAY, NULL);
	ck_assert_ptr_nonnull(sweep);
	OK(duty_sweep_card(sweep, 1, &totals, error));
	ck_assert_int_eq(totals.households, 3);
	ck_assert_int_eq(totals.states[OBLIGATION_DONE], 1);
	ck_assert_int_eq(totals.states[OBLIGATION_DUE], 1);
	ck_assert_int_eq(totals.states[OBLIGATION_TRIED], 1);
	ck_assert_int_eq(duty_owed(&totals), 3);
	ck_assert_int_eq(duty_left(&totals), 1);
	OK(duty_sweep_card(sweep, 2, &totals, error));
	ck_assert_int_eq(totals.states[OBLIGATION_EXEMPT], 1);
	ck_assert_int_eq(duty_owed(&totals), 0);
	duty_sweep_free(sweep);
}
END_TEST

START_TEST(a_household_is_covered_by_anybody)
{
	int households = 0, covered = 0;
	gint64 past = 0;

	report(2, 2, 20261103, DUTY_PHONE, 0);
	report(1, 3, 20261103, DUTY_TRIED, 0);
	do {
		OK(duty_coverage(db, MONTH, TODAY, 1, &past, &households,
		    &covered, error));
	} while (past != 0);
	ck_assert_int_eq(households, 3);
	ck_assert_int_eq(covered, 1);
}
END_TEST

static gboolean
audit_note(const struct audit_row *row, void *user)
{
	g_string_append_printf(user, "%s %s by %s: %s, %s; ", row->action,
	    row->object, row->actor, row->after, row->reason);
	return TRUE;
}

/* FIELD: a report typed at a console counted without a mark. */
START_TEST(a_report_that_staff_typed_is_on_record_and_no_other_is)
{
	g_autoptr(GString) noted = g_string_new(NULL);
	struct inbox_msg typed, sent;

	OK(inbox_add_typed(db, BEARER_CONSOLE, "hotline", "+8613700000001",
	    "访 01", "zhao", "clerk", &typed, error));
	OK(inbox_add_text(db, BEARER_SMS, "hotline", "+8613700000001", "访 02",
	    &sent, error));
	ck_assert(report(1, 1, 20261103, DUTY_VISIT, typed.id));
	/* Known already: nothing more was reported. */
	ck_assert(!report(1, 1, 20261103, DUTY_VISIT, typed.id));
	ck_assert(report(1, 2, 20261103, DUTY_VISIT, sent.id));
	ck_assert(report(1, 3, 20261103, DUTY_VISIT, 0));
	OK(audit_each(db, NULL, 1, audit_note, noted, error));
	ck_assert_str_eq(noted->str,
	    "duty.report cadre:k1 by zhao: h1 visit 20261103, inbox:1; ");
	OK(audit_each(db, "cadre:k1", 0, audit_note, noted, error));
	ck_assert_str_eq(noted->str,
	    "duty.report cadre:k1 by zhao: h1 visit 20261103, inbox:1; "
	    "duty.report cadre:k1 by zhao: h1 visit 20261103, inbox:1; ");
	inbox_msg_clear(&typed);
	inbox_msg_clear(&sent);
}
END_TEST

START_TEST(a_month_is_closed_once)
{
	gint64 now = clock_now();
	gboolean closed, done;

	OK(duty_is_closed(db, MONTH, &closed, error));
	ck_assert(!closed);
	OK(duty_close_month(db, MONTH, "wang", "", now, 3, 1, &done, error));
	ck_assert(done);
	OK(duty_close_month(db, MONTH, "wang", "", now, 3, 1, &done, error));
	ck_assert(!done);
	OK(duty_is_closed(db, MONTH, &closed, error));
	ck_assert(closed);
}
END_TEST

START_TEST(the_last_day_of_a_household_is_anybodys)
{
	int day;

	report(1, 2, 20261001, DUTY_PHONE, 0);
	report(2, 2, 20261103, DUTY_PHONE, 0);
	report(1, 3, 20261103, DUTY_TRIED, 0);
	OK(duty_last_open(db, error));
	OK(duty_last_day(db, 2, &day, error));
	ck_assert_int_eq(day, 20261103);
	OK(duty_last_day(db, 3, &day, error));
	ck_assert_int_eq(day, 0);
	duty_last_close(db);
}
END_TEST

/* Every state by every event. */
START_TEST(a_task_moves_as_the_picture_says)
{
	static const enum callout_state to[CALLOUT_STATE_COUNT][CALLOUT_EVENT_COUNT] = {
		[CALLOUT_OPEN] = { CALLOUT_ACKNOWLEDGED, CALLOUT_ARRIVED, CALLOUT_DONE },
		[CALLOUT_ACKNOWLEDGED] = { CALLOUT_ACKNOWLEDGED, CALLOUT_ARRIVED,
		    CALLOUT_DONE },
		[CALLOUT_ARRIVED] = { CALLOUT_ARRIVED, CALLOUT_ARRIVED, CALLOUT_DONE },
		/* refused */
		[CALLOUT_DONE] = { CALLOUT_DONE, CALLOUT_DONE, CALLOUT_DONE },
	};
	gint64 text = fixture_text(db, "+8613911111111", "丧");

	for (int from = 0; from < CALLOUT_STATE_COUNT; from++) {
		for (int event = 0; event < CALLOUT_EVENT_COUNT; event++) {
			struct callout task = {
				.kind = CALLOUT_FUNERAL, .household_id = 1,
				.phone = g_strdup("+8613911111111"),
				.line = g_strdup("hotline"), .modem = g_strdup(""),
				.inbox_id = text,
			};
			g_autofree char *ask = NULL;
			sqlite3_stmt *stmt = NULL;
			gboolean fresh, done;

			OK(callout_open(db, &task, clock_now(), &fresh, error));
			ck_assert(fresh);
			task.state = (enum callout_state)from;
			OK(callout_move(db, &task, (enum callout_event)event, "k1", "",
			    clock_now(), &done, error));
			ck_assert_int_eq(done, from != CALLOUT_DONE);
			ask = g_strdup_printf("SELECT state FROM callout WHERE "
			    "id = %" G_GINT64_FORMAT, task.id);
			sqlite3_prepare_v2(db->sql, ask, -1, &stmt, NULL);
			ck_assert_int_eq(sqlite3_step(stmt), SQLITE_ROW);
			ck_assert_str_eq((const char *)sqlite3_column_text(stmt, 0),
			    from == CALLOUT_DONE ? "open" :
			    callout_state_name(to[from][event]));
			sqlite3_finalize(stmt);
			sql("UPDATE callout SET state = 'done'");
			callout_clear(&task);
		}
	}
}
END_TEST

START_TEST(a_household_has_one_open_task_of_a_kind)
{
	gint64 text = fixture_text(db, "+8613911111111", "丧");
	char code[CALLOUT_CODE_MAX] = "";

	for (int i = 0; i < 2; i++) {
		struct callout task = {
			.kind = CALLOUT_FUNERAL, .household_id = 1,
			.phone = g_strdup("+8613911111111"),
			.line = g_strdup("hotline"), .modem = g_strdup(""),
			.inbox_id = text,
		};
		gboolean fresh;

		OK(callout_open(db, &task, clock_now(), &fresh, error));
		ck_assert_int_eq(fresh, i == 0);
		if (i == 1)
			ck_assert_str_eq(task.code, code);
		g_strlcpy(code, task.code, sizeof(code));
		callout_clear(&task);
	}
}
END_TEST

START_TEST(every_open_task_has_a_code_that_shows_a_wrong_digit)
{
	gint64 text = fixture_text(db, "+8613911111111", "丧");
	g_autoptr(GHashTable) codes = g_hash_table_new_full(g_str_hash, g_str_equal,
	    g_free, NULL);

	for (int kind = 0; kind < CALLOUT_KIND_COUNT; kind++) {
		struct callout task = {
			.kind = (enum callout_kind)kind, .household_id = 1,
			.phone = g_strdup("+8613911111111"),
			.line = g_strdup("hotline"), .modem = g_strdup(""),
			.inbox_id = text,
		};
		gboolean fresh;

		OK(callout_open(db, &task, clock_now(), &fresh, error));
		ck_assert_uint_eq(strlen(task.code), CALLOUT_CODE_DIGITS);
		ck_assert(callout_code_holds(task.code));
		ck_assert(g_hash_table_add(codes, g_strdup(task.code)));
		for (int i = 0; i < CALLOUT_CODE_DIGITS; i++) {
			char right = task.code[i];

			for (char wrong = '0'; wrong <= '9'; wrong++) {
				task.code[i] = wrong;
				ck_assert_int_eq(callout_code_holds(task.code),
				    wrong == right);
			}
			task.code[i] = right;
		}
		callout_clear(&task);
	}
}
END_TEST

START_TEST(an_office_may_have_tags_of_its_own)
{
	static const struct duty_tag own[] = {
		{ "五保", { .per_month = 2, .visit = TRUE, .key = TRUE }, TRUE },
		{ "茶", { .per_month = 1, .away = TRUE }, FALSE },
		{ NULL, { 0 }, FALSE }
	};
	g_autofree char *word = duty_tags_write(own);
	g_autofree struct duty_tag *read = duty_tags_read(word);
	g_autofree char *none = duty_tags_write(NULL);
	struct duty_rule rule;

	ck_assert_ptr_null(duty_tags_read(none));
	for (int i = 0; i < 3; i++) {
		ck_assert_pstr_eq(read[i].name, own[i].name);
		ck_assert_int_eq(read[i].rule.per_month, own[i].rule.per_month);
		ck_assert_int_eq(read[i].rule.visit, own[i].rule.visit);
		ck_assert_int_eq(read[i].rule.away, own[i].rule.away);
		ck_assert_int_eq(read[i].rule.key, own[i].rule.key);
		ck_assert_int_eq(read[i].lingers, own[i].lingers);
	}
	duty_rule_of(read, "五保;茶", "", 0, MONTH, &rule);
	ck_assert_int_eq(rule.per_month, 2);
	ck_assert(rule.away);
	duty_rule_of(read, "独居老人", "", 0, MONTH, &rule);
	ck_assert_int_eq(rule.per_month, 1);
}
END_TEST

static void
duty_tests(Suite *suite)
{
	TCase *tc = tcase_create("duty");

	tcase_add_checked_fixture(tc, duty_open, duty_close);
	tcase_add_test(tc, a_card_is_in_the_order_of_its_numbers);
	tcase_add_test(tc, the_same_contact_counts_once);
	tcase_add_test(tc, the_newest_report_of_a_household_is_taken_back);
	tcase_add_test(tc, what_is_too_old_is_not_taken_back);
	tcase_add_test(tc, all_texts_of_a_cadre_are_taken_back_together);
	tcase_add_test(tc, a_report_is_never_deleted);
	tcase_add_test(tc, households_are_handed_over_under_free_numbers);
	tcase_add_test(tc, too_late_a_hand_over_leaves_the_month_with_the_old_one);
	tcase_add_test(tc, a_deputy_owes_what_he_stands_in_for);
	tcase_add_test(tc, a_deputy_who_is_replaced_leaves_what_they_did);
	tcase_add_test(tc, a_sweep_counts_what_the_cards_say);
	tcase_add_test(tc, a_household_is_covered_by_anybody);
	tcase_add_test(tc,
	    a_report_that_staff_typed_is_on_record_and_no_other_is);
	tcase_add_test(tc, a_month_is_closed_once);
	tcase_add_test(tc, the_last_day_of_a_household_is_anybodys);
	tcase_add_test(tc, an_office_may_have_tags_of_its_own);
	tcase_add_test(tc, a_task_moves_as_the_picture_says);
	tcase_add_test(tc, a_household_has_one_open_task_of_a_kind);
	tcase_add_test(tc, every_open_task_has_a_code_that_shows_a_wrong_digit);
	suite_add_tcase(suite, tc);
}

SUITE_MAIN("duty", duty_tests)
