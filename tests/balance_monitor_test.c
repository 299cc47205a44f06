/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The balance monitor, over real modem processes: credit asked by USSD and by text,
 * what follows when there is little of it, and texts that only test whether
 * texts arrive.
 */
#include <string.h>

#include "tests/harness.h"
#include "tests/suite.h"

#define WAIT_MS		30000
#define LOOK_MS		20
#define DUTY		"+8613900000001"
#define PROBE		"+8613900000002"
#define VILLAGER	"+8613700000001"
#define STRANGER	"+8613700000002"

/* At any hour of the day this test may run. */
#define ALL_DAY	"quiet_hours = { from = \"00:00\"; to = \"00:00\"; " \
	"duty_from = \"00:00\"; duty_to = \"00:00\"; };\n"

/* What `xiangyin WORDS` prints, when it holds `holds`; waits for it. */
static void
until_says(struct harness *harness, const char *words, const char *holds)
{
	g_autofree char *said = NULL;

	for (int ms = 0; ms < WAIT_MS; ms += LOOK_MS) {
		g_free(said);
		said = harness_run(harness, words, NULL, NULL);
		if (strstr(said, holds) != NULL)
			return;
		g_usleep(LOOK_MS * 1000);
	}
	ck_abort_msg("xiangyin %s never said %s: %s", words, holds, said);
}

static gboolean
does_say(struct harness *harness, const char *words, const char *holds)
{
	g_autofree char *said = harness_run(harness, words, NULL, NULL);

	return strstr(said, holds) != NULL;
}

/* The next text that comes to a phone. */
static void
until_told(struct harness *harness, const char *phone, const char *words)
{
	struct harness_event event;

	for (;;) {
		ck_assert_msg(harness_event_of(harness, "text", WAIT_MS / 1000,
		    &event), "%s was never told %s", phone, words);
		if (strcmp(event.field[1], phone) == 0 &&
		    strstr(event.field[event.count - 1], words) != NULL)
			return;
	}
}

static void
asked(struct harness *harness, const char *words)
{
	g_autofree char *said = NULL;
	int status;

	said = harness_run(harness, words, NULL, &status);
	ck_assert_msg(status == 0, "%s: %s", words, said);
}

static void
told(struct harness *harness, const char *command)
{
	g_free(harness_tell(harness, "%s", command));
}

START_TEST(a_sim_that_runs_dry_sends_only_what_was_asked_for)
{
	const struct harness_options options = {
		.modems = 1,
		.config = ALL_DAY "duty_phones = ( \"" DUTY "\" );\n",
		.modem_config = "balance_ask = \"*100#\";",
	};
	struct harness *harness = harness_new(&options);

	harness_watch(harness, DUTY);
	harness_watch(harness, STRANGER);
	told(harness, "ussd *100# 您的余额为3.20元");
	asked(harness, "modem test m0");
	until_says(harness, "modem show m0", "3.20 yuan");
	until_told(harness, DUTY, "只剩3.20元");
	ck_assert(does_say(harness, "status", "only 3.20 yuan left"));

	asked(harness, "send " STRANGER " 明天停水");
	harness_text(harness, VILLAGER, 0, "水管漏水三天没人管了");
	until_told(harness, VILLAGER, "编号");
	ck_assert(does_say(harness, "outbox --json --state queued",
	    "明天停水"));

	told(harness, "ussd *100# 您的余额为88.00元");
	asked(harness, "modem test m0");
	until_told(harness, STRANGER, "明天停水");
	ck_assert(!does_say(harness, "status", "yuan left"));
	harness_free(harness);
}
END_TEST

START_TEST(another_sim_has_its_own_credit)
{
	const struct harness_options options = {
		.modems = 1, .modem_config = "balance_ask = \"*100#\";",
	};
	struct harness *harness = harness_new(&options);

	told(harness, "ussd *100# 您的余额为3.20元");
	asked(harness, "modem test m0");
	until_says(harness, "status", "only 3.20 yuan left");
	told(harness, "ussd *100# 您的余额为50.00元");
	told(harness, "set modem0 imsi 460019999999999");
	told(harness, "fault modem0 reboot");
	until_says(harness, "status", "xiangyin modem accept");
	asked(harness, "modem accept m0");
	/* Nobody asked for it: what was known is another's. */
	until_says(harness, "modem show m0", "50.00 yuan");
	ck_assert(!does_say(harness, "status", "yuan left"));
	harness_free(harness);
}
END_TEST

START_TEST(an_operator_that_names_no_amount_is_quoted)
{
	const struct harness_options options = {
		.modems = 1, .modem_config = "balance_ask = \"*100#\";",
	};
	struct harness *harness = harness_new(&options);

	ck_assert(does_say(harness, "modem show m0", "not known yet"));
	told(harness, "ussd *100# ?1查话费 2查流量");
	asked(harness, "modem test m0");
	until_says(harness, "modem show m0", "1查话费 2查流量");
	ck_assert(does_say(harness, "status", "Nothing needs a person"));
	harness_free(harness);
}
END_TEST

START_TEST(an_operator_is_asked_by_text_where_it_wants_that)
{
	const struct harness_options options = {
		.modems = 1,
		.modem_config = "balance_ask = \"YE\"; "
		    "balance_number = \"10086\";",
	};
	struct harness *harness = harness_new(&options);

	until_says(harness, "outbox --json --phone 10086", "\"delivered\"");
	ck_assert(does_say(harness, "outbox --json --phone 10086", "\"YE\""));
	harness_text(harness, "10086", 0, "【移动】充50元送10元,余额查询发YE");
	until_says(harness, "inbox --json --phone 10086", "service number");
	harness_text(harness, "10086", 0, "尊敬的客户,您的余额为:18.50元");
	until_says(harness, "modem show m0", "18.50 yuan");
	ck_assert(does_say(harness, "inbox --json --phone 10086",
	    "the operator's answer about our credit"));
	ck_assert(!does_say(harness, "modem show m0", "充50元"));
	/* Asked once, and answered by nothing. */
	ck_assert(!does_say(harness, "outbox --json --phone 10086",
	    "\"queued\""));
	harness_free(harness);
}
END_TEST

START_TEST(a_test_says_what_it_lacks)
{
	const struct harness_options options = { .modems = 1 };
	struct harness *harness = harness_new(&options);
	int status;

	g_free(harness_run(harness, "modem test m0", NULL, &status));
	ck_assert_int_eq(status, 1);
	g_free(harness_run(harness, "modem test modem9 " PROBE, NULL,
	    &status));
	ck_assert_int_eq(status, 1);
	harness_watch(harness, PROBE);
	asked(harness, "modem test m0 " PROBE);
	until_told(harness, PROBE, "试机短信");
	until_says(harness, "modem show m0", "delivered, to 139****0002");
	asked(harness, "modem pause m0");
	g_free(harness_run(harness, "modem test m0 " PROBE, NULL,
	    &status));
	ck_assert_int_eq(status, 1);
	harness_free(harness);
}
END_TEST

static void
balance_monitor_tests(Suite *suite)
{
	TCase *tc = tcase_create("balance_monitor");

	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, a_sim_that_runs_dry_sends_only_what_was_asked_for);
	tcase_add_test(tc, another_sim_has_its_own_credit);
	tcase_add_test(tc, an_operator_that_names_no_amount_is_quoted);
	tcase_add_test(tc, an_operator_is_asked_by_text_where_it_wants_that);
	tcase_add_test(tc, a_test_says_what_it_lacks);
	suite_add_tcase(suite, tc);
}

SUITE_MAIN("balance_monitor", balance_monitor_tests)
