/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Batches in one process, with the test at the other end of a modem's socket:
 * what shares a commit, what leaves after it, and what happens when there is
 * none.  The clock stands unless it is turned.
 */
#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "db/inbox.h"
#include "db/outbox.h"
#include "db/statement.h"
#include "smsd/batch.h"
#include "smsd/client.h"
#include "smsd/config.h"
#include "smsd/daemon.h"
#include "smsd/metrics.h"
#include "smsd/modem_able.h"
#include "smsd/outflow.h"
#include "tests/suite.h"

#define MONDAY_NOON	(G_GINT64_CONSTANT(1795406400) * CLOCK_SECOND)
			/* 2026-11-23 12:00 in Shanghai */
#define DUTY		"+8613900000001"
#define LONG_AGO	(30 * CLOCK_DAY)

struct bench {
	char	*dir, *path, *text;	/* the configuration */
	struct engine *engine;
	struct modem *modem;
	int	 air;		/* the modem process's end */
	guint64	 submission;	/* id of the last SMS_OUT */
	char	*number;	/* its number */
};

static struct bench *bench_new(const char *limits);
static void	bench_start(struct bench *bench);
static void	bench_restart(struct bench *bench);
static void	bench_sql(struct bench *bench, const char *sql);
static void	bench_free(struct bench *bench);
static void	bench_run(struct bench *bench);
static int	bench_heard(struct bench *bench, enum message_type type);
static void	bench_text(struct bench *bench, guint token);
static void	bench_owe(struct bench *bench, enum lane lane,
	    const char *phone);
static void	bench_sent(struct bench *bench);
static void	unread(struct channel *channel, enum message_type type,
	    GVariant *payload, void *user);
static void	unclosed(struct channel *channel, const char *why, void *user);

START_TEST(all_that_waits_shares_one_commit)
{
	struct bench *bench = bench_new("");
	guint64 commits = db_commits(bench->engine->db);

	for (guint i = 1; i <= 50; i++)
		bench_text(bench, i);
	bench_run(bench);
	ck_assert_uint_eq(db_commits(bench->engine->db), commits + 1);
	ck_assert_int_eq(bench_heard(bench, MESSAGE_STORED), 50);
	bench_free(bench);
}
END_TEST

START_TEST(a_batch_takes_no_more_than_its_bound)
{
	struct bench *bench = bench_new("");
	guint64 commits = db_commits(bench->engine->db);

	for (guint i = 1; i <= 2 * BATCH_EVENTS + 50; i++)
		bench_text(bench, i);
	bench_run(bench);
	ck_assert_uint_ge(db_commits(bench->engine->db), commits + 3);
	ck_assert_int_eq(bench_heard(bench, MESSAGE_STORED),
	    2 * BATCH_EVENTS + 50);
	bench_free(bench);
}
END_TEST

/* Another program holds the database. */
START_TEST(a_batch_that_fails_acknowledges_nothing_and_is_tried_again)
{
	struct bench *bench = bench_new("");
	sqlite3 *other;

	ck_assert_int_eq(sqlite3_busy_timeout(bench->engine->db->sql, 10),
	    SQLITE_OK);
	ck_assert_int_eq(sqlite3_open(bench->engine->config->database,
	    &other), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL,
	    NULL), SQLITE_OK);
	bench_text(bench, 1);
	bench_run(bench);
	ck_assert_int_eq(bench_heard(bench, MESSAGE_STORED), 0);
	ck_assert_uint_eq(batch_waiting(bench->engine), 1);

	ck_assert_int_eq(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL),
	    SQLITE_OK);
	sqlite3_close(other);
	while (batch_waiting(bench->engine) > 0)
		g_main_context_iteration(NULL, TRUE);
	ck_assert_int_eq(bench_heard(bench, MESSAGE_STORED), 1);
	bench_free(bench);
}
END_TEST

START_TEST(a_new_process_is_not_told_of_its_forerunners_texts)
{
	struct bench *bench = bench_new("");

	bench_text(bench, 1);
	bench->modem->child.run++;
	bench_run(bench);
	ck_assert_int_eq(bench_heard(bench, MESSAGE_STORED), 0);
	ck_assert_uint_eq(batch_waiting(bench->engine), 0);
	bench_free(bench);
}
END_TEST

START_TEST(a_text_known_already_is_acknowledged_and_nothing_else)
{
	struct bench *bench = bench_new("");

	bench_text(bench, 1);
	bench_run(bench);
	bench_sent(bench);
	bench_run(bench);
	bench_heard(bench, MESSAGE_SMS_OUT);
	bench_text(bench, 1);
	bench_run(bench);
	ck_assert_int_eq(bench_heard(bench, MESSAGE_SMS_OUT), 0);
	ck_assert_uint_eq(bench->engine->texts_in, 1);
	bench_free(bench);
}
END_TEST

START_TEST(the_last_part_and_the_text_that_left_share_a_commit)
{
	struct bench *bench = bench_new("");
	guint64 commits;

	bench_owe(bench, LANE_REPLY, "+8613812345671");
	batch_kick(bench->engine);
	ck_assert_int_eq(bench_heard(bench, MESSAGE_SMS_OUT), 1);
	commits = db_commits(bench->engine->db);
	modem_event(bench->modem, MESSAGE_PART_SENT, g_variant_new("(tuu)",
	    bench->submission, 0, 1));
	modem_event(bench->modem, MESSAGE_SENT, g_variant_new("(t)",
	    bench->submission));
	bench_run(bench);
	ck_assert_uint_eq(batch_waiting(bench->engine), 0);
	ck_assert_uint_eq(db_commits(bench->engine->db), commits + 1);
	bench_free(bench);
}
END_TEST

START_TEST(a_part_that_left_is_committed_though_no_word_follows)
{
	struct bench *bench = bench_new("");
	guint64 commits;

	bench_owe(bench, LANE_REPLY, "+8613812345671");
	batch_kick(bench->engine);
	ck_assert_int_eq(bench_heard(bench, MESSAGE_SMS_OUT), 1);
	commits = db_commits(bench->engine->db);
	modem_event(bench->modem, MESSAGE_PART_SENT, g_variant_new("(tuu)",
	    bench->submission, 0, 1));
	while (batch_waiting(bench->engine) > 0)
		g_main_context_iteration(NULL, TRUE);
	ck_assert_uint_eq(db_commits(bench->engine->db), commits + 1);
	bench_free(bench);
}
END_TEST

START_TEST(a_modem_has_one_text_under_way)
{
	struct bench *bench = bench_new("");

	bench_owe(bench, LANE_REPLY, "+8613812345671");
	bench_owe(bench, LANE_REPLY, "+8613812345672");
	batch_kick(bench->engine);
	bench_run(bench);
	ck_assert_int_eq(bench_heard(bench, MESSAGE_SMS_OUT), 1);
	ck_assert_str_eq(bench->number, "+8613812345671");
	bench_sent(bench);
	bench_run(bench);
	ck_assert_int_eq(bench_heard(bench, MESSAGE_SMS_OUT), 1);
	ck_assert_str_eq(bench->number, "+8613812345672");
	bench_free(bench);
}
END_TEST

START_TEST(alerts_leave_before_replies_and_those_before_the_rest)
{
	static const enum lane added[] = {
		LANE_SURVEY, LANE_NOTICE, LANE_ALERT, LANE_DUTY, LANE_REPLY
	};
	struct bench *bench = bench_new("per_minute = 0;");

	for (gsize i = 0; i < G_N_ELEMENTS(added); i++) {
		g_autofree char *phone = g_strdup_printf("+861381234567%d",
		    (int)added[i]);

		bench_owe(bench, added[i], phone);
	}
	batch_kick(bench->engine);
	for (int lane = 0; lane < LANE_COUNT; lane++) {
		g_autofree char *phone = g_strdup_printf("+861381234567%d",
		    lane);

		bench_run(bench);
		ck_assert_int_eq(bench_heard(bench, MESSAGE_SMS_OUT), 1);
		ck_assert_str_eq(bench->number, phone);
		bench_sent(bench);
	}
	bench_free(bench);
}
END_TEST

/* Lane, hours after noon, limits; does it leave? */
static const struct {
	enum lane lane;
	int	hours;
	const char *limits;
	int	sent_before;
	gboolean leaves;
} leave_cases[] = {
	{ LANE_NOTICE, 0, "", 0, TRUE },
	{ LANE_NOTICE, 9, "", 0, FALSE },
	{ LANE_SURVEY, 9, "", 0, FALSE },
	{ LANE_REPLY, 9, "", 0, TRUE },
	{ LANE_ALERT, 9, "", 0, TRUE },
	{ LANE_NOTICE, 20, "", 0, TRUE },
	{ LANE_REPLY, 0, "per_minute = 2;", 1, TRUE },
	{ LANE_REPLY, 0, "per_minute = 2;", 2, FALSE },
	{ LANE_ALERT, 0, "per_day = 2;", 2, FALSE },
	{ LANE_REPLY, 0, "per_minute = 0; per_hour = 0; per_day = 0;", 9, TRUE },
	{ LANE_NOTICE, 0, "per_minute = 0; per_hour = 10;", 8, FALSE },
	{ LANE_REPLY, 0, "per_minute = 0; per_hour = 10;", 8, TRUE },
};

START_TEST(a_text_leaves_when_hour_and_budget_allow)
{
	struct bench *bench = bench_new(leave_cases[_i].limits);

	clock_turn(leave_cases[_i].hours * CLOCK_HOUR);
	budget_add(&bench->modem->budget, clock_elapsed(),
	    leave_cases[_i].sent_before);
	bench_owe(bench, leave_cases[_i].lane, "+8613812345678");
	batch_kick(bench->engine);
	bench_run(bench);
	ck_assert_int_eq(bench_heard(bench, MESSAGE_SMS_OUT),
	    leave_cases[_i].leaves);
	if (!leave_cases[_i].leaves)
		ck_assert_int_gt(outflow_next(bench->engine), clock_now());
	bench_free(bench);
}
END_TEST

START_TEST(two_notices_keep_their_distance_and_a_reply_does_not_wait)
{
	struct bench *bench = bench_new("");

	bench_owe(bench, LANE_NOTICE, "+8613812345671");
	bench_owe(bench, LANE_NOTICE, "+8613812345672");
	batch_kick(bench->engine);
	bench_run(bench);
	ck_assert_int_eq(bench_heard(bench, MESSAGE_SMS_OUT), 1);
	bench_sent(bench);
	bench_run(bench);
	ck_assert_int_eq(bench_heard(bench, MESSAGE_SMS_OUT), 0);
	ck_assert_int_le(outflow_next(bench->engine),
	    clock_now() + 13 * CLOCK_SECOND);
	bench_owe(bench, LANE_REPLY, "+8613812345673");
	batch_kick(bench->engine);
	bench_run(bench);
	ck_assert_int_eq(bench_heard(bench, MESSAGE_SMS_OUT), 1);
	ck_assert_str_eq(bench->number, "+8613812345673");
	bench_sent(bench);
	clock_turn(13 * CLOCK_SECOND);
	batch_kick(bench->engine);
	bench_run(bench);
	ck_assert_int_eq(bench_heard(bench, MESSAGE_SMS_OUT), 1);
	ck_assert_str_eq(bench->number, "+8613812345672");
	bench_free(bench);
}
END_TEST

START_TEST(the_timer_stands_still_when_nothing_is_owed)
{
	struct bench *bench = bench_new("");

	batch_kick(bench->engine);
	bench_run(bench);
	ck_assert_int_eq(outflow_next(bench->engine), 0);
	bench_free(bench);
}
END_TEST

START_TEST(three_refusals_pause_a_sim)
{
	struct bench *bench = bench_new("");

	for (int i = 0; i < 3; i++) {
		g_autofree char *phone = g_strdup_printf("+861381234567%d", i);

		bench_owe(bench, LANE_REPLY, phone);
	}
	batch_kick(bench->engine);
	for (int i = 0; i < 3; i++) {
		bench_run(bench);
		ck_assert_int_eq(bench_heard(bench, MESSAGE_SMS_OUT), 1);
		modem_event(bench->modem, MESSAGE_FAILED, g_variant_new("(tuyi)",
		    bench->submission, 0, SMS_FAILURE_LATER,
		    500));
	}
	bench_run(bench);
	ck_assert_str_eq(modem_state(bench->modem), "paused");
	bench_free(bench);
}
END_TEST

/* Has the notice been written? */
static gboolean
bench_says(struct bench *bench, const char *screen)
{
	g_autofree char *key = g_strdup_printf("%s:fake:%" G_GINT64_FORMAT ":"
	    DUTY, screen, MONDAY_NOON / CLOCK_SECOND);
	struct outbox_msg msg;
	gboolean found;

	ck_assert(outbox_find(bench->engine->db, key, &found, &msg, NULL));
	outbox_msg_clear(&msg);
	return found;
}

static int
bench_texts_to_duty(struct bench *bench)
{
	sqlite3_stmt *count;
	sqlite3 *other;
	int texts;

	ck_assert_int_eq(sqlite3_open(bench->engine->config->database, &other),
	    SQLITE_OK);
	ck_assert_int_eq(sqlite3_prepare_v2(other, "SELECT count(*) FROM outbox "
	    "WHERE phone = '" DUTY "'", -1, &count, NULL), SQLITE_OK);
	ck_assert_int_eq(sqlite3_step(count), SQLITE_ROW);
	texts = sqlite3_column_int(count, 0);
	sqlite3_finalize(count);
	sqlite3_close(other);
	return texts;
}

START_TEST(a_modem_long_unable_to_send_is_told_of_once_and_when_it_is_back)
{
	struct bench *bench = bench_new("alarm = 900;");

	bench->modem->registered = FALSE;
	batch_kick(bench->engine);
	bench_run(bench);
	clock_turn(15 * CLOCK_MINUTE - CLOCK_SECOND);
	batch_kick(bench->engine);
	bench_run(bench);
	ck_assert(!bench_says(bench, "modem.alone"));
	clock_turn(CLOCK_SECOND);
	batch_kick(bench->engine);
	bench_run(bench);
	ck_assert(bench_says(bench, "modem.alone"));
	ck_assert(!bench_says(bench, "modem.back"));
	bench->modem->registered = TRUE;
	batch_kick(bench->engine);
	bench_run(bench);
	ck_assert(bench_says(bench, "modem.back"));
	ck_assert_int_eq(bench_heard(bench, MESSAGE_SMS_OUT), 1);
	ck_assert_str_eq(bench->number, DUTY);
	bench_free(bench);
}
END_TEST

START_TEST(that_people_were_told_of_a_modem_outlives_the_engine)
{
	struct bench *bench = bench_new("alarm = 900;");

	bench->modem->registered = FALSE;
	batch_kick(bench->engine);
	bench_run(bench);
	clock_turn(15 * CLOCK_MINUTE);
	batch_kick(bench->engine);
	bench_run(bench);
	ck_assert(bench_says(bench, "modem.alone"));
	bench_restart(bench);
	bench->modem->registered = FALSE;
	clock_turn(CLOCK_HOUR);
	batch_kick(bench->engine);
	bench_run(bench);
	ck_assert(!bench_says(bench, "modem.back"));
	bench->modem->registered = TRUE;
	batch_kick(bench->engine);
	bench_run(bench);
	ck_assert(bench_says(bench, "modem.back"));
	ck_assert_int_eq(bench_texts_to_duty(bench), 2);
	bench_free(bench);
}
END_TEST

/* That a balance was asked for cannot be stored. */
START_TEST(nothing_is_dialled_by_what_is_rolled_back)
{
	struct bench *bench = bench_new("balance_ask = \"*100#\";");

	bench_sql(bench, "CREATE TRIGGER stop BEFORE INSERT ON modem BEGIN "
	    "SELECT RAISE(ABORT, 'no'); END");
	batch_kick(bench->engine);
	bench_run(bench);
	ck_assert_int_eq(bench_heard(bench, MESSAGE_USSD_OUT), 0);
	bench_sql(bench, "DROP TRIGGER stop");
	clock_turn(CLOCK_MINUTE);
	batch_kick(bench->engine);
	bench_run(bench);
	ck_assert_int_eq(bench_heard(bench, MESSAGE_USSD_OUT), 1);
	batch_kick(bench->engine);
	bench_run(bench);
	ck_assert_int_eq(bench_heard(bench, MESSAGE_USSD_OUT), 0);
	bench_free(bench);
}
END_TEST

START_TEST(a_submission_is_over_only_when_that_is_committed)
{
	struct bench *bench = bench_new("");

	bench_owe(bench, LANE_REPLY, "+8613812345671");
	batch_kick(bench->engine);
	ck_assert_int_eq(bench_heard(bench, MESSAGE_SMS_OUT), 1);
	bench_sql(bench, "ALTER TABLE outbox RENAME TO away");
	modem_event(bench->modem, MESSAGE_SENT, g_variant_new("(t)", bench->submission));
	bench_run(bench);
	ck_assert_uint_eq(bench->modem->submission, bench->submission);
	ck_assert(!modem_can_send(bench->modem));
	bench_sql(bench, "ALTER TABLE away RENAME TO outbox");
	while (batch_waiting(bench->engine) > 0)
		g_main_context_iteration(NULL, TRUE);
	ck_assert_uint_eq(bench->modem->submission, 0);
	ck_assert(modem_can_send(bench->modem));
	bench_free(bench);
}
END_TEST

static void
client_asked(struct client *client, GVariant *payload)
{
}

static void
client_left(struct engine *engine)
{
}

START_TEST(a_client_that_does_not_read_is_closed)
{
	static const struct client_owner owner = { client_asked, client_left };
	const struct client_peer peer = {
		.shown = g_strdup("uid 1000 (wang)"), .user = g_strdup("wang"),
		.login = g_strdup(""),
	};
	g_autofree char *row = g_strnfill(1024 * 1024, 'x');
	struct bench *bench = bench_new("");
	struct client *client;
	int pair[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair), 0);
	client_new(bench->engine, pair[0], &peer, &owner);
	client = g_ptr_array_index(bench->engine->clients, 0);
	client_out(client, row);
	ck_assert(client_is_behind(client));
	bench_run(bench);
	ck_assert_uint_eq(bench->engine->clients->len, 1);
	for (int i = 0; i < CLIENT_QUEUE_MAX / (1024 * 1024); i++)
		client_out(client, row);
	bench_run(bench);
	ck_assert_uint_eq(bench->engine->clients->len, 0);
	close(pair[1]);
	bench_free(bench);
}
END_TEST

/* Each line is a comment, or a name with labels and a number; and nothing tells
 * who texted. */
START_TEST(metrics_are_lines_a_monitoring_system_can_read)
{
	struct bench *bench = bench_new("");
	g_autoptr(GRegex) line = g_regex_new("^(# (HELP|TYPE) xiangyin_[a-z_]+ "
	    ".+|xiangyin_[a-z_]+(\\{[a-z]+=\"[A-Za-z0-9_-]+\"(,[a-z]+=\"[A-Za-z0-9"
	    "_-]+\")*\\})? -?[0-9]+)$", 0, 0, NULL);
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_nonnull(line);
	bench_text(bench, 1);
	bench_owe(bench, LANE_NOTICE, "+8613812345678");
	bench_run(bench);
	text = metrics_text(bench->engine, &error);
	ck_assert_ptr_nonnull(text);
	lines = g_strsplit(text, "\n", -1);
	for (int i = 0; lines[i + 1] != NULL; i++)
		ck_assert_msg(g_regex_match(line, lines[i], 0, NULL), "%s",
		    lines[i]);
	ck_assert_ptr_nonnull(strstr(text, "\nxiangyin_texts_in_total 1\n"));
	ck_assert_ptr_nonnull(strstr(text,
	    "xiangyin_queue{line=\"hotline\",lane=\"notice\"} 1\n"));
	ck_assert_ptr_nonnull(strstr(text, "\nxiangyin_texts_lost_day 0\n"));
	ck_assert_ptr_nonnull(strstr(text,
	    "xiangyin_modem_up{modem=\"fake\",line=\"hotline\"} 1\n"));
	ck_assert_ptr_null(strstr(text, "1381234"));
	bench_free(bench);
}
END_TEST

START_TEST(a_modem_staff_have_stopped_is_not_told_of)
{
	struct bench *bench = bench_new("alarm = 900;");

	bench->modem->held_at = clock_now();
	batch_kick(bench->engine);
	bench_run(bench);
	clock_turn(CLOCK_HOUR);
	batch_kick(bench->engine);
	bench_run(bench);
	ck_assert(!bench_says(bench, "modem.alone"));
	bench_free(bench);
}
END_TEST

static struct bench *
bench_new(const char *limits)
{
	struct bench *bench = g_new0(struct bench, 1);
	const char *top = g_getenv("srcdir");
	g_autofree char *beside = g_build_filename(top != NULL ? top : ".",
	    "etc", "menus", NULL);
	g_autofree char *menus = g_canonicalize_filename(beside, NULL);

	clock_stop_at(MONDAY_NOON);
	bench->dir = g_dir_make_tmp("xiangyin-batch-XXXXXX", NULL);
	bench->path = g_build_filename(bench->dir, "xiangyin.conf", NULL);
	bench->text = g_strdup_printf("database = \"town.db\"; control = \"control\";"
	    "menus = \"%s\"; guards = { replies_per_hour = 0; "
	    "replies_per_day = 0; identical = 0; };"
	    "duty_phones = ( \"" DUTY "\" );"
	    "modems = ( { name = \"fake\"; device = \"/dev/null\"; "
	    "line = \"hotline\"; %s } );", menus, limits);
	bench_start(bench);
	return bench;
}

/* An engine on the bench's database, the test at the other end of its modem. */
static void
bench_start(struct bench *bench)
{
	g_autoptr(GError) error = NULL;
	struct config *config = config_parse(bench->text, bench->path, &error);
	int pair[2];

	ck_assert_msg(config != NULL, "%s",
	    error != NULL ? error->message : "");
	bench->engine = daemon_new(config, &error);
	ck_assert_msg(bench->engine != NULL, "%s",
	    error != NULL ? error->message : "");
	bench->modem = g_ptr_array_index(bench->engine->modems, 0);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair), 0);
	ck_assert_int_eq(fcntl(pair[1], F_SETFL, O_NONBLOCK), 0);
	bench->modem->channel = channel_new(pair[0], SIDE_MODEM,
	    G_PRIORITY_DEFAULT, unread, unclosed, bench);
	bench->modem->phase = MODEM_READY;
	bench->modem->identity = IDENTITY_RIGHT;
	bench->air = pair[1];
}

/* The same as another process would find it. */
static void
bench_restart(struct bench *bench)
{
	daemon_free(bench->engine);
	close(bench->air);
	bench_start(bench);
}

/* Another program changes the tables under the engine. */
static void
bench_sql(struct bench *bench, const char *sql)
{
	sqlite3 *other;

	ck_assert_int_eq(sqlite3_open(bench->engine->config->database, &other),
	    SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(other, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(other);
}

static void
bench_free(struct bench *bench)
{
	g_autofree char *remove = g_strdup_printf("rm -rf '%s'", bench->dir);

	daemon_free(bench->engine);
	close(bench->air);
	ck_assert_int_eq(system(remove), 0);
	g_free(bench->number);
	g_free(bench->dir);
	g_free(bench->path);
	g_free(bench->text);
	g_free(bench);
}

/* Until nothing is ready; what fails waits for its delay. */
static void
bench_run(struct bench *bench)
{
	while (g_main_context_iteration(NULL, FALSE))
		continue;
}

/* Reads what the modem was told, counts one kind of it. */
static int
bench_heard(struct bench *bench, enum message_type wanted)
{
	g_autofree guint8 *packet = g_malloc(MESSAGE_MAX);
	int count = 0;
	ssize_t len;

	bench_run(bench);
	while ((len = recv(bench->air, packet, MESSAGE_MAX, 0)) > 0) {
		g_autoptr(GVariant) payload = NULL;
		enum message_type type;
		struct sms_order order;

		payload = message_unpack(packet, (gsize)len, SIDE_ENGINE,
		    &type, NULL);
		ck_assert_ptr_nonnull(payload);
		count += type == wanted;
		if (type == MESSAGE_SMS_OUT) {
			ck_assert(message_sms_out_read(payload, &order));
			bench->submission = order.id;
			g_free(bench->number);
			bench->number = g_strdup(order.number);
		}
		bench_run(bench);
	}
	return count;
}

/* A text with the modem's name `token` for it; one phone each. */
static void
bench_text(struct bench *bench, guint token)
{
	g_autofree char *phone = g_strdup_printf("+8613812%06u", token);
	g_autoptr(GByteArray) body =
	    text_to_ucs2("水管漏水三天没人管了");
	g_autoptr(GVariant) payload = NULL;
	struct sms_part part = {
		.token = token,
		.sender = phone,
		.smsc = (char *)"",
		.scts = clock_now() / CLOCK_SECOND,
		.coding = SMS_CODING_TEXT,
		.class = -1,
	};

	part.body = g_bytes_new(body->data, body->len);
	memcpy(part.hash, &token, sizeof(token));
	payload = g_variant_ref_sink(message_sms_in(&part));
	g_bytes_unref(part.body);
	modem_event(bench->modem, MESSAGE_SMS_IN, payload);
}

static void
bench_owe(struct bench *bench, enum lane lane, const char *phone)
{
	g_autofree char *key = g_strdup_printf("test:%s", phone);
	struct outbox_msg msg = {
		.key = key,
		.bearer = BEARER_SMS,
		.line = (char *)"hotline",
		.modem = (char *)"",
		.lane = lane,
		.phone = (char *)phone,
		.text = (char *)"您好",
		.not_before = clock_now(),
		.not_after = clock_now() + LONG_AGO,
	};
	gboolean added;
	gint64 id;

	ck_assert(db_begin(bench->engine->db, NULL));
	ck_assert(outbox_add(bench->engine->db, &msg, &id, &added, NULL));
	ck_assert(db_commit(bench->engine->db, NULL));
}

/* What the modem has under way has left. */
static void
bench_sent(struct bench *bench)
{
	bench_heard(bench, MESSAGE_SMS_OUT);
	modem_event(bench->modem, MESSAGE_PART_SENT, g_variant_new("(tuu)",
	    bench->submission, 0, (guint)bench->submission & 0xff));
	modem_event(bench->modem, MESSAGE_SENT, g_variant_new("(t)", bench->submission));
}

static void
unread(struct channel *channel, enum message_type type, GVariant *payload,
    void *user)
{
}

static void
unclosed(struct channel *channel, const char *why, void *user)
{
}

static void
batch_tests(Suite *suite)
{
	TCase *tc = tcase_create("batch");

	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, all_that_waits_shares_one_commit);
	tcase_add_test(tc, a_batch_takes_no_more_than_its_bound);
	tcase_add_test(tc, that_people_were_told_of_a_modem_outlives_the_engine);
	tcase_add_test(tc, nothing_is_dialled_by_what_is_rolled_back);
	tcase_add_test(tc, a_submission_is_over_only_when_that_is_committed);
	tcase_add_test(tc, a_client_that_does_not_read_is_closed);
	tcase_add_test(tc,
	    a_batch_that_fails_acknowledges_nothing_and_is_tried_again);
	tcase_add_test(tc, a_new_process_is_not_told_of_its_forerunners_texts);
	tcase_add_test(tc,
	    a_text_known_already_is_acknowledged_and_nothing_else);
	tcase_add_test(tc,
	    the_last_part_and_the_text_that_left_share_a_commit);
	tcase_add_test(tc,
	    a_part_that_left_is_committed_though_no_word_follows);
	tcase_add_test(tc, a_modem_has_one_text_under_way);
	tcase_add_test(tc,
	    alerts_leave_before_replies_and_those_before_the_rest);
	tcase_add_loop_test(tc, a_text_leaves_when_hour_and_budget_allow, 0,
	    G_N_ELEMENTS(leave_cases));
	tcase_add_test(tc,
	    two_notices_keep_their_distance_and_a_reply_does_not_wait);
	tcase_add_test(tc, the_timer_stands_still_when_nothing_is_owed);
	tcase_add_test(tc, three_refusals_pause_a_sim);
	tcase_add_test(tc,
	    a_modem_long_unable_to_send_is_told_of_once_and_when_it_is_back);
	tcase_add_test(tc, a_modem_staff_have_stopped_is_not_told_of);
	tcase_add_test(tc, metrics_are_lines_a_monitoring_system_can_read);
	suite_add_tcase(suite, tc);
}

SUITE_MAIN("batch", batch_tests)
