/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * send: what staff write goes to people once, all of it or nothing.
 */
#include <string.h>

#include "base/clock.h"
#include "db/audit.h"
#include "db/contact.h"
#include "db/outbox.h"
#include "tests/suite.h"
#include "tools/dispatch.h"
#include "tools/send_rows.h"
#include "tools/view.h"

/* 2026-11-23 14:05:00 in Shanghai. */
#define NOW	(G_GINT64_CONSTANT(1795413900) * CLOCK_SECOND)

#define WANG	"+8613812345678"
#define LI	"+8613987654321"

static struct db *db;
static const char *const two_lines[] = { "hotline", "survey", NULL };
static const char *const one_line[] = { "hotline", NULL };
static const struct modem_view modems[] = {
	{ .name = "hotline1", .line = "hotline", .number = "+8613700000001" },
};
static struct engine_view view;
static char *out, *err;
static int steps;

static void
must(gboolean ok, GError *error)
{
	ck_assert_msg(ok, "%s", error == NULL ? "no" : error->message);
}

static void
setup(void)
{
	GError *error = NULL;

	clock_stop_at(NOW);
	db = db_open(":memory:", &error);
	must(db != NULL, error);
	view = (struct engine_view){
		.lines = one_line, .modems = modems, .modem_count = 1,
	};
	for (int lane = 0; lane < LANE_COUNT; lane++)
		view.leaves_at[lane] = NOW;
}

static void
teardown(void)
{
	g_clear_pointer(&out, g_free);
	g_clear_pointer(&err, g_free);
	db_close(db);
}

/* Words at '|'; `file` is what the client reads for it, or NULL. */
static enum command_status
ask(const char *words, const char *file)
{
	g_auto(GStrv) argv = g_strsplit(words, "|", -1);
	struct command_call call = {
		.db = db, .view = &view, .peer = {
			.shown = "uid 0 (root)", .user = "root", .login = "",
			.owner = TRUE,
		},
		.zone = g_time_zone_new_identifier("Asia/Shanghai"),
	};
	enum command_status status = command_start(&call, argv,
	    (int)g_strv_length(argv));

	/* The engine's packet is gone when the steps run. */
	for (int i = 0; argv[i] != NULL; i++)
		memset(argv[i], '#', strlen(argv[i]));
	if (status == COMMAND_INPUT) {
		ck_assert_ptr_nonnull(file);
		g_string_append(call.input, file);
		status = COMMAND_MORE;
	}
	for (steps = 0; status == COMMAND_MORE; steps++)
		status = command_step(&call);
	g_free(out);
	g_free(err);
	out = g_strdup(call.out->str);
	err = g_strdup(call.err->str);
	command_clear(&call);
	g_time_zone_unref(call.zone);
	ck_assert(!db_in_transaction(db));
	return status;
}

static gboolean
take_row(const struct outbox_msg *msg, void *user)
{
	GString *all = user;

	g_string_append_printf(all, "%s %s %s %s\n", msg->line,
	    lane_name(msg->lane), msg->phone, msg->text);
	return TRUE;
}

/* Every text we owe, the newest first. */
static const char *
owed(void)
{
	static GString *all;
	const struct outbox_filter filter = { 0 };
	GError *error = NULL;

	if (all == NULL)
		all = g_string_new(NULL);
	g_string_truncate(all, 0);
	must(outbox_each(db, &filter, take_row, all, &error), error);
	return all->str;
}

static int
owed_count(void)
{
	int count = 0;

	for (const char *s = owed(); (s = strchr(s, '\n')) != NULL; s++)
		count++;
	return count;
}

#define expect_in(text, part)						\
	ck_assert_msg(strstr(text, part) != NULL, "no \"%s\" in:\n%s", part, text)
#define expect_not_in(text, part)					\
	ck_assert_msg(strstr(text, part) == NULL, "\"%s\" in:\n%s", part, text)

START_TEST(a_text_is_queued_and_its_cost_is_said)
{
	ck_assert_int_eq(ask("send|138 1234 5678|明天停水", NULL), COMMAND_DONE);
	ck_assert_str_eq(owed(), "hotline notice " WANG " 明天停水\n");
	expect_in(out, "138****5678");
	expect_in(out, "1 part.");
	expect_not_in(out, "明天停水");
	expect_not_in(out, "quiet hours");
}
END_TEST

START_TEST(quiet_hours_are_said)
{
	view.leaves_at[LANE_NOTICE] = NOW + 17 * CLOCK_HOUR;
	ck_assert_int_eq(ask("send|13812345678|明天停水", NULL), COMMAND_DONE);
	expect_in(out, "nothing leaves before");
	expect_in(out, "07:05");
	ck_assert_int_eq(ask("send|13812345678|洪水|--lane|alert", NULL),
	    COMMAND_DONE);
	expect_not_in(out, "nothing leaves before");
}
END_TEST

START_TEST(the_same_text_is_sent_once_a_day)
{
	ck_assert_int_eq(ask("send|13812345678|明天停水", NULL), COMMAND_DONE);
	clock_turn(CLOCK_MINUTE);
	ck_assert_int_eq(ask("send|+86 13812345678|明天停水", NULL), COMMAND_NO);
	expect_in(err, "already sent today at 14:05");
	expect_in(err, "--again");
	ck_assert_int_eq(owed_count(), 1);
	ck_assert_int_eq(ask("send|13812345678|明天停水|--again", NULL),
	    COMMAND_DONE);
	ck_assert_int_eq(ask("send|13812345678|明天停水|--again", NULL),
	    COMMAND_DONE);
	ck_assert_int_eq(owed_count(), 3);
	ck_assert_int_eq(ask("send|13812345678|后天停水", NULL), COMMAND_DONE);
	clock_turn(CLOCK_DAY);
	ck_assert_int_eq(ask("send|13812345678|明天停水", NULL), COMMAND_DONE);
	ck_assert_int_eq(owed_count(), 5);
}
END_TEST

static const struct {
	const char *words;
	enum command_status status;
	const char *err;
} refused[] = {
	{ "send|138123456789|水", COMMAND_NO, "not a telephone number" },
	{ "send|WANG|水", COMMAND_USAGE, "not a telephone number" },
	{ "send|10086|查余额", COMMAND_NO, "service number" },
	{ "send|13700000001|水", COMMAND_NO, "our own modem hotline1" },
	{ "send|13812345678|水|--line|nowhere", COMMAND_USAGE, "hotline" },
	{ "send|13812345678|水|--lane|reply", COMMAND_USAGE, "alert|notice" },
	{ "send|13812345678", COMMAND_USAGE, "--file" },
	{ "send", COMMAND_USAGE, "--file" },
	{ "send|13812345678|水|--file|-", COMMAND_USAGE, "either" },
	{ "send|13812345678|--file|-", COMMAND_USAGE, "either" },
};

START_TEST(what_is_wrong_is_said_and_nothing_is_sent)
{
	ck_assert_int_eq(ask(refused[_i].words, NULL), refused[_i].status);
	expect_in(err, refused[_i].err);
	ck_assert_str_eq(out, "");
	ck_assert_int_eq(owed_count(), 0);
}
END_TEST

START_TEST(a_text_nobody_would_read_to_its_end_is_refused)
{
	g_autofree char *fill = g_strnfill(153 * 10 + 1, 'x');
	g_autofree char *words = g_strconcat("send|13812345678|", fill, NULL);

	ck_assert_int_eq(ask(words, NULL), COMMAND_NO);
	expect_in(err, "11 parts");
	ck_assert_int_eq(owed_count(), 0);
}
END_TEST

START_TEST(of_several_lines_one_must_be_named)
{
	view.lines = two_lines;
	ck_assert_int_eq(ask("send|13812345678|水", NULL), COMMAND_USAGE);
	expect_in(err, "hotline, survey");
	ck_assert_int_eq(ask("send|13812345678|水|--line|survey", NULL),
	    COMMAND_DONE);
	ck_assert_str_eq(owed(), "survey notice " WANG " 水\n");
}
END_TEST

static const struct {
	const char *topic, *lane;
	gboolean sent;
} stops[] = {
	{ "notice", "notice", FALSE },
	{ "notice", "alert", TRUE },
	{ "notice", "survey", TRUE },
	{ "survey", "survey", FALSE },
	{ "survey", "notice", TRUE },
	{ CONTACT_PERSONAL, "notice", FALSE },
	{ CONTACT_PERSONAL, "duty", FALSE },
	{ CONTACT_PERSONAL, "alert", TRUE },
};

START_TEST(who_asked_for_no_such_texts_gets_none)
{
	g_autofree char *words = g_strdup_printf(
	    "send|13812345678|水|--lane|%s", stops[_i].lane);
	GError *error = NULL;

	must(db_begin(db, &error), error);
	must(contact_opt_out(db, WANG, stops[_i].topic, NOW, &error), error);
	must(db_commit(db, &error), error);
	ck_assert_int_eq(ask(words, NULL),
	    stops[_i].sent ? COMMAND_DONE : COMMAND_NO);
	ck_assert_int_eq(owed_count(), stops[_i].sent);
	if (!stops[_i].sent)
		expect_in(err, "has opted out of such texts");
}
END_TEST

static const struct {
	const char *file;
	const char *owed;
} files[] = {
	{ "13812345678,水\n13987654321,电\n",
	  "hotline notice " LI " 电\nhotline notice " WANG " 水\n" },
	{ "\xEF\xBB\xBF" "13812345678,\"水,电\"\n", "hotline notice " WANG " 水,电\n" },
	{ "13812345678\t水,电\n", "hotline notice " WANG " 水,电\n" },
	{ "13812345678,\"说\"\"好\"\"\"\n", "hotline notice " WANG " 说\"好\"\n" },
	{ "13812345678,\"一\n二\"", "hotline notice " WANG " 一\n二\n" },
	{ "\n\n13812345678 , 水\n\n", "hotline notice " WANG " 水\n" },
	{ "13812345678,水\n13812345678,水\n", "hotline notice " WANG " 水\n" },
};

START_TEST(a_file_is_read_as_spreadsheets_write_it)
{
	ck_assert_int_eq(ask("send|--file|-", files[_i].file), COMMAND_DONE);
	ck_assert_str_eq(err, "");
	ck_assert_str_eq(owed(), files[_i].owed);
}
END_TEST

static const struct {
	const char *file;
	const char *err[2];
} bad_files[] = {
	{ "", { "no row", "number,text" } },
	{ "13812345678,水\n1381234567,电\n", { "row 2: ", "nothing was sent" } },
	{ "号码,内容\n\n10086,电\n", { "row 1: ", "row 3: " } },
	{ "13812345678\n", { "row 1 has 1 field,", "number,text" } },
	{ "\n13812345678,水,电\n", { "row 2 has 3 fields,", "quotes" } },
	{ "13812345678,\"水\n13987654321,电\n", { "row 1 has", "quotation" } },
	{ "13812345678,他说\"好\"\n", { "row 1 has", "quotation" } },
	{ "13812345678,\xEF\xBF\xBD\xEF\xBF\xBD\n", { "row 1 has", "UTF-8" } },
	{ "13812345678,水\n13987654321,\n", { "row 2: ", "empty" } },
};

START_TEST(one_wrong_row_and_nothing_is_sent)
{
	enum command_status status = ask("send|--file|-", bad_files[_i].file);

	ck_assert(status == COMMAND_NO || status == COMMAND_USAGE);
	expect_in(err, bad_files[_i].err[0]);
	expect_in(err, bad_files[_i].err[1]);
	ck_assert_str_eq(out, "");
	ck_assert_int_eq(owed_count(), 0);
}
END_TEST

static GString *
many_rows(int count)
{
	GString *file = g_string_new(NULL);

	for (int i = 0; i < count; i++)
		g_string_append_printf(file, "139%08d,明天停水\n", i);
	return file;
}

START_TEST(a_long_file_is_looked_at_in_steps_and_added_at_once)
{
	g_autoptr(GString) file = many_rows(SEND_ROWS_MAX);

	ck_assert_int_eq(ask("send|--file|-", file->str), COMMAND_DONE);
	ck_assert_int_ge(steps, 10);
	ck_assert_int_eq(owed_count(), SEND_ROWS_MAX);
	expect_in(out, "1000 texts are queued, 1000 parts in all.");
	ck_assert_int_eq(ask("send|--file|-", file->str), COMMAND_NO);
	expect_in(err, "1000 texts were already sent today");
	ck_assert_int_eq(owed_count(), SEND_ROWS_MAX);
}
END_TEST

START_TEST(a_longer_one_is_refused)
{
	g_autoptr(GString) file = many_rows(SEND_ROWS_MAX + 1);

	ck_assert_int_eq(ask("send|--file|-", file->str), COMMAND_USAGE);
	expect_in(err, "more than 1000 rows");
	ck_assert_int_eq(owed_count(), 0);
}
END_TEST

static gboolean
take_send(const struct audit_row *row, void *user)
{
	ck_assert_str_eq(row->action, "send");
	ck_assert_str_eq(row->reason, "notice: 2 texts, 2 parts");
	(*(int *)user)++;
	return TRUE;
}

START_TEST(who_sent_how_many_is_on_record_and_never_what)
{
	GError *error = NULL;
	int count = 0;

	ask("send|--file|-", "13812345678,水\n13987654321,电\n");
	must(audit_each(db, "line:hotline", 10, take_send, &count, &error),
	    error);
	ck_assert_int_eq(count, 1);
}
END_TEST

static void
send_tests(Suite *suite)
{
	TCase *tcase = tcase_create("send");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, a_text_is_queued_and_its_cost_is_said);
	tcase_add_test(tcase, quiet_hours_are_said);
	tcase_add_test(tcase, the_same_text_is_sent_once_a_day);
	tcase_add_loop_test(tcase, what_is_wrong_is_said_and_nothing_is_sent, 0,
	    G_N_ELEMENTS(refused));
	tcase_add_test(tcase, a_text_nobody_would_read_to_its_end_is_refused);
	tcase_add_test(tcase, of_several_lines_one_must_be_named);
	tcase_add_loop_test(tcase, who_asked_for_no_such_texts_gets_none, 0,
	    G_N_ELEMENTS(stops));
	tcase_add_loop_test(tcase, a_file_is_read_as_spreadsheets_write_it, 0,
	    G_N_ELEMENTS(files));
	tcase_add_loop_test(tcase, one_wrong_row_and_nothing_is_sent, 0,
	    G_N_ELEMENTS(bad_files));
	tcase_add_test(tcase,
	    a_long_file_is_looked_at_in_steps_and_added_at_once);
	tcase_add_test(tcase, a_longer_one_is_refused);
	tcase_add_test(tcase, who_sent_how_many_is_on_record_and_never_what);
	suite_add_tcase(suite, tcase);
}

SUITE_MAIN("send", send_tests)
