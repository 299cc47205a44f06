/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A number alone tells a stranger nothing: over the kinds of all services, what was
 * never given, what is another's and what is gone are answered word for word alike, in
 * as many texts, and leave the same trace.
 *
 * A new kind needs a line in `makes`: how one of somebody else's comes about.
 */
#include "menus/number.h"

#include <string.h>

#include "base/clock.h"
#include "db/number.h"
#include "db/ticket.h"
#include "menus/action.h"
#include "services/services.h"
#include "tests/county_fixture.h"
#include "tests/suite.h"

/* 2026-11-23 10:00 in Shanghai, a Monday. */
#define MONDAY	(G_GINT64_CONSTANT(1795399200) * CLOCK_SECOND)
#define WANG	"+8613812345678"
#define STRANGER "+8613987654321"

static gboolean	permit_shows(struct action_call *call, gint64 object,
		    const char **screen, GError **error);

/* A service of the test's own, whose permits are all of Wang's. */
static const struct service_number permit_numbers[] = {
	{ "permit", permit_shows },
	{ NULL, NULL }
};
static const struct saying permit_says[] = {
	{ "help", "" },
	{ NULL, NULL, SAY_REPLY }
};
static const struct service permit_service = {
	.name = "permit", .says = permit_says,
	.numbers = permit_numbers,
};

static struct county county;

static gboolean
permit_shows(struct action_call *call, gint64 object, const char **screen,
    GError **error)
{
	if (object == 7 && strcmp(call->msg->phone, WANG) == 0)
		*screen = "help";
	return TRUE;
}

static void
county_make(void)
{
	const char *top = g_getenv("srcdir");
	g_autofree char *menus = g_build_filename(top != NULL ? top : ".", "etc",
	    "menus", NULL);

	county_open_with(&county, &permit_service, menus, "guards = { replies_per_hour = 0; };",
	    MONDAY);
}

static void
county_drop(void)
{
	county_close(&county);
}

/* --- one of Wang's ------------------------------------------------------------------ */

static void
ticket_make(char number[NUMBER_SIZE])
{
	struct ticket t = { .line = (char *)"hotline", .phone = (char *)WANG,
		.topic = (char *)"", .place = (char *)"路灯" };
	GError *error = NULL;

	county_must(db_begin(county.db, &error), error);
	county_must(ticket_open(county.db, &t, clock_now(), &error), error);
	county_must(db_commit(county.db, &error), error);
	county_sql(&county, "UPDATE ticket SET state = 'registered', texts = 1");
	g_strlcpy(number, t.number, NUMBER_SIZE);
	g_free(t.number);
}

/* Gives a number to an object that need not be there. */
static void
number_make(char number[NUMBER_SIZE], const char *kind, int object)
{
	number_draw(number);
	county_sql(&county, "INSERT INTO number (number, kind, object) VALUES "
	    "('%s', '%s', %d)", number, kind, object);
}

static void
permit_make(char number[NUMBER_SIZE])
{
	number_make(number, "permit", 7);
}

static const struct {
	const char *kind;
	void	(*make)(char number[NUMBER_SIZE]);
	const char *shown;	/* to Wang, somewhere in the answer */
} makes[] = {
	{ TICKET_NUMBER, ticket_make, "1催一下" },
	{ "permit", permit_make, "不要密码" },
};

/* --- what is said ------------------------------------------------------------------- */

/* How a number may stand in a text. */
static const char *const forms[] = { "%s", "查%s", "编号%s", "%s修好没" };

/* All that one text leads to: answers with their parts, its end, what else is kept. */
static char *
led_to(const char *phone, const char *form, const char *number)
{
	g_autoptr(GString) text = g_string_new(form);
	struct inbox_msg msg = { 0 };
	g_autofree char *said = NULL, *end = NULL, *kept = NULL;
	gint64 before = county_number(&county, "SELECT coalesce(max(id), 0) FROM outbox");

	clock_turn(CLOCK_HOUR);
	g_string_replace(text, "%s", number, 1);
	county_receive(&county, BEARER_SMS, "hotline", phone, text->str, 0, FALSE, &msg);
	said = county_lines(&county, "SELECT parts || ' ' || text FROM outbox "
	    "WHERE id > %" G_GINT64_FORMAT " ORDER BY id", before);
	end = county_lines(&county, "SELECT end || ' ' || reason || ' ' || ticket "
	    "FROM inbox WHERE id = %" G_GINT64_FORMAT, msg.id);
	kept = county_lines(&county, "SELECT count(*) FROM audit UNION ALL "
	    "SELECT count(*) FROM callback UNION ALL SELECT count(*) FROM question "
	    "UNION ALL SELECT count(*) FROM ticket_text");
	inbox_msg_clear(&msg);
	return g_strconcat(said, end, kept, NULL);
}

static void
make_of(const char *kind, char number[NUMBER_SIZE])
{
	for (gsize i = 0; i < G_N_ELEMENTS(makes); i++) {
		if (strcmp(makes[i].kind, kind) == 0) {
			makes[i].make(number);
			return;
		}
	}
	ck_abort_msg("no line in `makes` for numbers of kind %s", kind);
}

START_TEST(another_s_number_and_none_and_a_gone_one_are_answered_alike)
{
	char never[NUMBER_SIZE], gone[NUMBER_SIZE], unknown[NUMBER_SIZE],
	    other[NUMBER_SIZE];
	const struct service *const *all = menu_services(county.menu);
	int kinds = 0;

	number_draw(never);
	number_make(unknown, "of no service", 1);
	for (int i = 0; all[i] != NULL; i++) {
		for (const struct service_number *n = all[i]->numbers;
		    n != NULL && n->kind != NULL; n++, kinds++) {
			make_of(n->kind, other);
			number_make(gone, n->kind, 4711);
			for (gsize f = 0; f < G_N_ELEMENTS(forms); f++) {
				g_autofree char *want = led_to(STRANGER, forms[f], never);
				const char *const rest[] = { other, gone, unknown };

				ck_assert_msg(strstr(want, "1 这个号码没有这个编号") ==
				    want, "%s", want);
				for (gsize r = 0; r < G_N_ELEMENTS(rest); r++) {
					g_autofree char *got = led_to(STRANGER,
					    forms[f], rest[r]);

					ck_assert_msg(strcmp(got, want) == 0,
					    "%s, %s: %s", n->kind, forms[f], got);
				}
			}
		}
	}
	ck_assert_int_ge(kinds, 2);
}
END_TEST

START_TEST(a_bare_number_finds_whichever_it_is)
{
	for (gsize i = 0; i < G_N_ELEMENTS(makes); i++) {
		g_autofree char *got = NULL;
		char number[NUMBER_SIZE];

		makes[i].make(number);
		got = led_to(WANG, "%s", number);
		ck_assert_msg(strstr(got, makes[i].shown) != NULL, "%s: %s",
		    makes[i].kind, got);
	}
}
END_TEST

START_TEST(no_two_services_answer_for_one_kind)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (int i = 0; services[i] != NULL; i++)
		for (const struct service_number *n = services[i]->numbers;
		    n != NULL && n->kind != NULL; n++)
			ck_assert_msg(g_hash_table_add(seen, (gpointer)n->kind), "%s",
			    n->kind);
}
END_TEST

START_TEST(a_mistyped_number_is_said_to_be_whosever_it_was)
{
	char number[NUMBER_SIZE];
	g_autofree char *got = NULL, *want = NULL;

	ticket_make(number);
	number[NUMBER_DIGITS - 1] = number[NUMBER_DIGITS - 1] == '9' ? '0' :
	    (char)(number[NUMBER_DIGITS - 1] + 1);
	got = led_to(WANG, "%s", number);
	want = led_to(STRANGER, "%s", number);
	ck_assert_str_eq(got, want);
	ck_assert_msg(strstr(got, "打错了一位") != NULL, "%s", got);
}
END_TEST

static void
refusal_tests(Suite *suite)
{
	TCase *tcase = tcase_create("refusal");

	tcase_add_checked_fixture(tcase, county_make, county_drop);
	tcase_add_test(tcase,
	    another_s_number_and_none_and_a_gone_one_are_answered_alike);
	tcase_add_test(tcase, a_bare_number_finds_whichever_it_is);
	tcase_add_test(tcase, no_two_services_answer_for_one_kind);
	tcase_add_test(tcase, a_mistyped_number_is_said_to_be_whosever_it_was);
	suite_add_tcase(suite, tcase);
}

SUITE_MAIN("refusal", refusal_tests)
