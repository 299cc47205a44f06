/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inbox: what came is kept once and as it came, parts find each other, and
 * every text finds an end.
 */
#include "tests/db_fixture.h"

#include "db/audit.h"
#include "db/statement.h"
#include "db/orphan.h"
#include "db/ticket.h"

#define SCTS	(NOON / CLOCK_SECOND - 5)

static struct db *db;

static void
db_make(void)
{
	db = fixture_db();
}

static void
db_drop(void)
{
	db_close(db);
}

START_TEST(a_text_is_stored_once_and_as_it_came)
{
	struct inbox_msg msg;

	ck_assert_int_eq(fixture_receive(db, fixture_part("13812345678", SCTS,
	    "停水三天了", 0, 1, 1), &msg), INBOX_NEW);
	ck_assert_str_eq(msg.phone, WANG);
	ck_assert_str_eq(msg.text, "停水三天了");
	ck_assert_str_eq(msg.line, "hotline");
	ck_assert_str_eq(msg.modem, "hotline1");
	ck_assert_int_eq(msg.sent_at, SCTS * CLOCK_SECOND);
	ck_assert_int_eq(msg.received_at, NOON);
	ck_assert_int_eq(msg.end, INBOX_OPEN);
	ck_assert_int_gt(msg.id, 0);
	inbox_msg_clear(&msg);
	clock_turn(CLOCK_HOUR);
	ck_assert_int_eq(fixture_receive(db, fixture_part("+8613812345678",
	    SCTS, "停水三天了", 0, 1, 1), &msg), INBOX_NEW);
	inbox_msg_clear(&msg);
	ck_assert_int_eq(fixture_receive(db, fixture_part("13812345678", SCTS,
	    "停水三天了", 0, 1, 1), &msg), INBOX_REPEAT);
	ck_assert_ptr_null(msg.text);
}
END_TEST

START_TEST(the_same_words_a_second_later_are_another_text)
{
	struct inbox_msg msg;

	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(fixture_receive(db, fixture_part(WANG,
		    SCTS + i, "1", 0, 1, 1), &msg), INBOX_NEW);
		inbox_msg_clear(&msg);
	}
}
END_TEST

START_TEST(without_a_readable_time_the_same_octets_are_known_for_a_day)
{
	struct inbox_msg msg;

	ck_assert_int_eq(fixture_receive(db, fixture_part(WANG, 0, "1", 0, 1,
	    1), &msg), INBOX_NEW);
	ck_assert_int_eq(msg.sent_at, NOON);
	inbox_msg_clear(&msg);
	/* Over midnight too. */
	clock_turn(23 * CLOCK_HOUR);
	ck_assert_int_eq(fixture_receive(db, fixture_part(WANG, 0, "1", 0, 1,
	    1), &msg), INBOX_REPEAT);
	clock_turn(2 * CLOCK_HOUR);
	ck_assert_int_eq(fixture_receive(db, fixture_part(WANG, 0, "1", 0, 1,
	    1), &msg), INBOX_NEW);
	inbox_msg_clear(&msg);
}
END_TEST

/* Texts that are odd and must be kept all the same. */
static const struct {
	const char *text;
} odd_texts[] = {
	{ "" }, { " " }, { "\xEF\xBF\xBD" }, { "🌾👩‍🌾" }, { "a\nb\r\nc" },
	{ "'; DROP TABLE inbox; --" }, { "%s%n" },
};

START_TEST(an_odd_text_is_kept_as_it_is)
{
	struct inbox_msg msg;

	ck_assert_int_eq(fixture_receive(db, fixture_part(WANG, SCTS,
	    odd_texts[_i].text, 0, 1, 1), &msg), INBOX_NEW);
	ck_assert_str_eq(msg.text, odd_texts[_i].text);
	inbox_msg_clear(&msg);
}
END_TEST

START_TEST(a_nul_and_a_lone_surrogate_do_not_cut_a_text)
{
	static const guint8 octets[] = {
		0x00, 'a', 0x00, 0x00, 0xD8, 0x3C, 0x00, 'b', 0x00
	};
	struct sms_part part = fixture_part(WANG, SCTS, "", 0, 1, 1);
	struct inbox_msg msg;

	g_bytes_unref(part.body);
	part.body = g_bytes_new(octets, sizeof(octets));
	ck_assert_int_eq(fixture_receive(db, part, &msg), INBOX_NEW);
	ck_assert_str_eq(msg.text, "a\xEF\xBF\xBD\xEF\xBF\xBD" "b");
	inbox_msg_clear(&msg);
}
END_TEST

START_TEST(data_is_kept_and_named)
{
	struct sms_part part = fixture_part(WANG, SCTS, "xx", 0, 1, 1);
	struct inbox_msg msg;

	part.coding = SMS_CODING_DATA;
	ck_assert_int_eq(fixture_receive(db, part, &msg), INBOX_NEW);
	ck_assert_str_eq(msg.text, "");
	ck_assert_str_eq(msg.reason, "data");
	inbox_msg_clear(&msg);
}
END_TEST

START_TEST(a_name_that_reads_like_a_number_is_nobodys_number)
{
	struct sms_part part = fixture_part(WANG, SCTS, "1", 0, 1, 1);
	struct inbox_msg msg;

	part.sender_named = TRUE;
	ck_assert_int_eq(fixture_receive(db, part, &msg), INBOX_NEW);
	ck_assert_str_eq(msg.phone, "\"" WANG "\"");
	inbox_msg_clear(&msg);
	part = fixture_part(" CMCC ", SCTS, "1", 0, 1, 1);
	part.sender_named = TRUE;
	ck_assert_int_eq(fixture_receive(db, part, &msg), INBOX_NEW);
	ck_assert_str_eq(msg.phone, "CMCC");
	inbox_msg_clear(&msg);
}
END_TEST

/* --- several parts ------------------------------------------------------------ */

/* What comes, in order: sender, SCTS after the first, reference, parts,
 * number, words; and the whole text it makes, NULL none yet, "=" a repeat. */
struct arrival {
	const char *sender;
	int	 after_s;
	guint	 ref, max, seq;
	const char *words, *whole;
};

#define ARRIVALS_MAX 8
static const struct {
	const char *about;
	struct arrival arrivals[ARRIVALS_MAX];
} joins[] = {
	{ "in order", {
		{ WANG, 0, 7, 3, 1, "一", NULL }, { WANG, 0, 7, 3, 2, "二", NULL },
		{ WANG, 1, 7, 3, 3, "三", "一二三" } } },
	{ "last first", {
		{ WANG, 1, 7, 3, 3, "三", NULL }, { WANG, 0, 7, 3, 2, "二", NULL },
		{ WANG, 0, 7, 3, 1, "一", "一二三" } } },
	{ "twice", {
		{ WANG, 0, 7, 2, 1, "一", NULL }, { WANG, 0, 7, 2, 1, "一", "=" },
		{ WANG, 0, 7, 2, 2, "二", "一二" },
		{ WANG, 0, 7, 2, 2, "二", "=" }, { WANG, 0, 7, 2, 1, "一", "=" } } },
	{ "two senders, one reference", {
		{ WANG, 0, 7, 2, 1, "王", NULL }, { LI, 0, 7, 2, 1, "李", NULL },
		{ LI, 0, 7, 2, 2, "二", "李二" },
		{ WANG, 0, 7, 2, 2, "一", "王一" } } },
	{ "one sender, two references", {
		{ WANG, 0, 7, 2, 1, "甲", NULL }, { WANG, 0, 8, 2, 2, "丁", NULL },
		{ WANG, 0, 8, 2, 1, "丙", "丙丁" },
		{ WANG, 0, 7, 2, 2, "乙", "甲乙" } } },
	{ "one reference, another number of parts", {
		{ WANG, 0, 7, 2, 1, "甲", NULL }, { WANG, 0, 7, 3, 2, "丁", NULL },
		{ WANG, 0, 7, 2, 2, "乙", "甲乙" },
		{ WANG, 0, 7, 3, 1, "丙", NULL },
		{ WANG, 0, 7, 3, 3, "戊", "丙丁戊" } } },
	{ "a reference used again while the first still waits", {
		{ WANG, 0, 7, 2, 1, "旧一", NULL },
		{ WANG, 600, 7, 2, 1, "新一", NULL },
		{ WANG, 600, 7, 2, 2, "新二", "新一新二" },
		{ WANG, 1, 7, 2, 2, "旧二", "旧一旧二" } } },
	{ "a reference used again days later", {
		{ WANG, 0, 7, 2, 1, "旧一", NULL },
		{ WANG, 2 * 86400, 7, 2, 2, "新二", NULL },
		{ WANG, 2 * 86400, 7, 2, 1, "新一", "新一新二" },
		{ WANG, 1, 7, 2, 2, "旧二", "旧一旧二" } } },
	{ "a reference used again after the first was whole", {
		{ WANG, 0, 7, 2, 1, "一", NULL }, { WANG, 0, 7, 2, 2, "二", "一二" },
		{ WANG, 9, 7, 2, 1, "三", NULL }, { WANG, 9, 7, 2, 2, "四", "三四" } } },
	{ "an empty part", {
		{ WANG, 0, 7, 2, 2, "", NULL }, { WANG, 0, 7, 2, 1, "一", "一" } } },
	{ "all parts empty", {
		{ WANG, 0, 7, 2, 2, "", NULL }, { WANG, 0, 7, 2, 1, "", "" } } },
	{ "a text of one part", { { WANG, 0, 7, 1, 1, "一", "一" } } },
};

static void
arrival_check(const char *about, const struct arrival *arrival)
{
	struct inbox_msg msg;
	enum inbox_add result;

	result = fixture_receive(db, fixture_part(arrival->sender,
	    SCTS + arrival->after_s, arrival->words, arrival->ref,
	    arrival->max, arrival->seq), &msg);
	if (arrival->whole == NULL) {
		ck_assert_msg(result == INBOX_PART, "%s: %s", about,
		    arrival->words);
	} else if (strcmp(arrival->whole, "=") == 0) {
		ck_assert_msg(result == INBOX_REPEAT, "%s: %s", about,
		    arrival->words);
	} else {
		ck_assert_msg(result == INBOX_NEW, "%s: %s", about,
		    arrival->words);
		ck_assert_str_eq(msg.text, arrival->whole);
		ck_assert_str_eq(msg.phone, arrival->sender);
		ck_assert(!msg.incomplete);
	}
	inbox_msg_clear(&msg);
}

START_TEST(parts_find_each_other)
{
	for (int i = 0; i < ARRIVALS_MAX; i++) {
		if (joins[_i].arrivals[i].sender != NULL)
			arrival_check(joins[_i].about, &joins[_i].arrivals[i]);
	}
}
END_TEST

START_TEST(a_character_cut_between_two_parts_is_whole_again)
{
	static const guint8 high[] = { 0x4E, 0x00, 0xD8, 0x3C };
	static const guint8 low[] = { 0xDF, 0x3E, 0x4E, 0x8C };
	struct sms_part part = fixture_part(WANG, SCTS, "", 1, 2, 2);
	struct inbox_msg msg;

	g_bytes_unref(part.body);
	part.body = g_bytes_new(low, sizeof(low));
	ck_assert_int_eq(fixture_receive(db, part, &msg), INBOX_PART);
	part = fixture_part(WANG, SCTS, "", 1, 2, 1);
	g_bytes_unref(part.body);
	part.body = g_bytes_new(high, sizeof(high));
	ck_assert_int_eq(fixture_receive(db, part, &msg), INBOX_NEW);
	ck_assert_str_eq(msg.text, "一🌾二");
	inbox_msg_clear(&msg);
}
END_TEST

START_TEST(a_joined_text_was_sent_when_its_first_part_was)
{
	struct inbox_msg msg;

	fixture_receive(db, fixture_part(WANG, SCTS + 3, "b", 1, 2, 2), &msg);
	fixture_receive(db, fixture_part(WANG, SCTS, "a", 1, 2, 1), &msg);
	ck_assert_int_eq(msg.sent_at, SCTS * CLOCK_SECOND);
	inbox_msg_clear(&msg);
	fixture_receive(db, fixture_part(WANG, SCTS, "c", 2, 2, 1), &msg);
	fixture_receive(db, fixture_part(WANG, SCTS + 3, "d", 2, 2, 2), &msg);
	ck_assert_int_eq(msg.sent_at, SCTS * CLOCK_SECOND);
	inbox_msg_clear(&msg);
}
END_TEST

/* The oldest text whose parts began to wait before `before`, made. */
static gboolean
next_overdue(gint64 before, gboolean *found, struct inbox_msg *msg, GError **error)
{
	g_autoptr(GArray) ids = inbox_overdue(db, before, 1, error);

	*found = FALSE;
	return ids != NULL && (ids->len == 0 || inbox_make_overdue(db,
	    g_array_index(ids, gint64, 0), found, msg, error));
}

/* Which parts of four come, and what is made of them when patience ends. */
static const struct {
	guint	 seqs[4];
	const char *text;
} gaps[] = {
	{ { 1, 2, 3 }, "1 2 3 (缺第4段)" }, { { 2, 3, 4 }, "(缺第1段)2 3 4 " },
	{ { 1, 4 }, "1 (缺第2-3段)4 " }, { { 2 }, "(缺第1段)2 (缺第3-4段)" },
};

START_TEST(a_text_with_a_gap_is_handed_on_and_says_so)
{
	struct inbox_msg msg;
	gboolean found;
	gint64 oldest;

	for (int i = 0; i < 4 && gaps[_i].seqs[i] != 0; i++) {
		guint seq = gaps[_i].seqs[i];
		g_autofree char *words = g_strdup_printf("%u ", seq);

		ck_assert_int_eq(fixture_receive(db, fixture_part(WANG, SCTS,
		    words, 9, 4, seq), &msg), INBOX_PART);
		clock_turn(CLOCK_MINUTE);
	}
	OK(inbox_oldest_waiting(db, 0, &oldest, error));
	ck_assert_int_eq(oldest, NOON);
	OK(next_overdue(NOON, &found, &msg, error));
	ck_assert(!found);
	OK(next_overdue(NOON + 1, &found, &msg, error));
	ck_assert(found);
	ck_assert(msg.incomplete);
	ck_assert_str_eq(msg.text, gaps[_i].text);
	inbox_msg_clear(&msg);
	OK(next_overdue(NOON + CLOCK_DAY, &found, &msg, error));
	ck_assert(!found);
	OK(inbox_oldest_waiting(db, 0, &oldest, error));
	ck_assert_int_eq(oldest, 0);
}
END_TEST

static gboolean
row_count(const struct inbox_msg *msg, void *user)
{
	int *count = user;

	(*count)++;
	return TRUE;
}

static int
inbox_count(const struct inbox_filter *filter)
{
	int count = 0;

	OK(inbox_each(db, filter, row_count, &count, error));
	return count;
}

START_TEST(a_hundred_and_sixty_parts_with_wrong_headers_end_up_named)
{
	struct inbox_filter open = { .state = "open" }, all = { 0 };
	int texts = 0, parts = 0;
	struct inbox_msg msg;
	gboolean found = TRUE;

	/* References, counts and numbers that never fit together, some of them
	 * impossible. */
	for (guint i = 0; i < 160; i++) {
		struct sms_part part = fixture_part(WANG, SCTS + i % 3, "x",
		    i * 7 % 256, 160 - i % 150, i % 4 == 0 ? 200 : i % 160);

		switch (fixture_receive(db, part, &msg)) {
		case INBOX_NEW:
			texts++;
			OK(inbox_end(db, msg.id, INBOX_IGNORED, "fragment", "",
			    -1, "", error));
			break;
		case INBOX_PART:
			parts++;
			break;
		case INBOX_REPEAT:
			ck_abort_msg("part %u is no repeat", i);
		}
		inbox_msg_clear(&msg);
	}
	ck_assert_int_eq(texts + parts, 160);
	ck_assert_int_gt(texts, 0);
	ck_assert_int_gt(parts, 0);
	while (found) {
		OK(next_overdue(G_MAXINT64, &found, &msg, error));
		if (!found)
			break;
		ck_assert(msg.incomplete);
		ck_assert_int_lt(strlen(msg.text), 200);
		OK(inbox_end(db, msg.id, INBOX_IGNORED, "fragment", "", -1, "",
		    error));
		inbox_msg_clear(&msg);
		texts++;
	}
	ck_assert_int_eq(inbox_count(&open), 0);
	ck_assert_int_eq(inbox_count(&all), texts);
}
END_TEST

/* --- ends and lists ----------------------------------------------------------- */

START_TEST(a_refused_pdu_has_its_end_at_once)
{
	static const guint8 octets[] = { 0x07, 0x91, 0x00, 0xff };
	struct inbox_filter ignored = { .state = "ignored" };
	enum inbox_add result;

	OK(inbox_add_refused(db, "hotline", "hotline1", octets, sizeof(octets),
	    "length", &result, error));
	ck_assert_int_eq(result, INBOX_NEW);
	OK(inbox_add_refused(db, "hotline", "hotline1", octets, sizeof(octets),
	    "length", &result, error));
	ck_assert_int_eq(result, INBOX_REPEAT);
	OK(inbox_add_refused(db, "hotline", "hotline1", octets, 0, "empty",
	    &result, error));
	ck_assert_int_eq(result, INBOX_NEW);
	ck_assert_int_eq(inbox_count(&ignored), 2);
}
END_TEST

struct listing {
	char	 text[64];
};

static gboolean
row_list(const struct inbox_msg *msg, void *user)
{
	struct listing *listing = user;

	g_strlcat(listing->text, msg->text, sizeof(listing->text));
	return TRUE;
}

/* A B C D come from Wang, Li, Wang, Li; B is answered, C is filed with a
 * ticket of Wang's. */
static const struct {
	struct inbox_filter filter;
	const char *listed;
} listings[] = {
	{ { NULL, NULL, NULL, 0, FALSE }, "DCBA" },
	{ { NULL, NULL, NULL, 0, TRUE }, "ABCD" },
	{ { NULL, NULL, NULL, 2, FALSE }, "DC" },
	{ { WANG, NULL, NULL, 0, FALSE }, "CA" },
	{ { WANG, "", "", 0, TRUE }, "AC" },
	{ { WANG, NULL, NULL, 1, FALSE }, "C" },
	{ { LI, "answered", NULL, 0, FALSE }, "B" },
	{ { NULL, "open", NULL, 0, FALSE }, "DA" },
	{ { NULL, "open", NULL, 0, TRUE }, "AD" },
	{ { NULL, "filed", NULL, 0, FALSE }, "C" },
	{ { NULL, NULL, "ticket", 0, FALSE }, "C" },
	{ { LI, NULL, "ticket", 0, FALSE }, "" },
	{ { "+8613000000000", NULL, NULL, 0, FALSE }, "" },
	{ { NULL, NULL, "00000000", 0, FALSE }, "" },
	{ { NULL, "lost", NULL, 0, FALSE }, "" },
};

START_TEST(a_list_shows_what_was_asked_for)
{
	struct inbox_filter filter = listings[_i].filter;
	struct listing listing = { "" };
	struct ticket t = { .line = (char *)"hotline", .phone = (char *)WANG };
	gint64 b, c;

	OK(ticket_open(db, &t, NOON, error));
	fixture_text(db, WANG, "A");
	b = fixture_text(db, LI, "B");
	c = fixture_text(db, WANG, "C");
	fixture_text(db, LI, "D");
	OK(inbox_end(db, b, INBOX_ANSWERED, "", "menu", 90, "", error));
	OK(inbox_end(db, c, INBOX_FILED, "", "free text", 80, t.number, error));
	if (g_strcmp0(filter.ticket, "ticket") == 0)
		filter.ticket = t.number;
	OK(inbox_each(db, &filter, row_list, &listing, error));
	ck_assert_str_eq(listing.text, listings[_i].listed);
	g_free(t.number);
}
END_TEST

static gboolean
row_end_is(const struct inbox_msg *msg, void *user)
{
	ck_assert_int_eq(msg->end, INBOX_ANSWERED);
	ck_assert_str_eq(msg->reason, "because");
	ck_assert_str_eq(msg->rule, "digit");
	ck_assert_int_eq(msg->confidence, 77);
	ck_assert_str_eq(bearer_name(msg->bearer), "console");
	return FALSE;
}

START_TEST(an_end_is_kept_with_its_reason_and_rule)
{
	struct inbox_filter all = { 0 };

	OK(inbox_end(db, fixture_text(db, WANG, "1"), INBOX_ANSWERED, "because",
	    "digit", 77, "", error));
	OK(inbox_end(db, 4711, INBOX_IGNORED, "nobody", "", -1, "", error));
	OK(inbox_each(db, &all, row_end_is, NULL, error));
}
END_TEST

static void
orphan_note(const char *object, const char *what, void *user)
{
	GString *orphans = user;

	g_string_append_printf(orphans, "%s ", object);
}

START_TEST(what_nothing_will_end_is_an_orphan)
{
	g_autoptr(GString) orphans = g_string_new(NULL);
	struct ticket t = { .line = (char *)"hotline", .phone = (char *)LI,
		.hold_until = NOON + CLOCK_HOUR };
	struct inbox_msg msg;

	fixture_text(db, WANG, "lost");
	OK(ticket_open(db, &t, NOON, error));
	OK(ticket_add_text(db, t.id, fixture_text(db, LI, "held"), NOON, 0,
	    error));
	fixture_receive(db, fixture_part(WANG, SCTS, "half", 1, 2, 1), &msg);
	fixture_send(db, "k", LANE_ALERT, WANG, "x");
	OK(orphan_each(db, NOON + 1, orphan_note, orphans, error));
	ck_assert_str_eq(orphans->str, "");
	OK(orphan_each(db, NOON + 2 * CLOCK_MINUTE, orphan_note, orphans,
	    error));
	ck_assert_str_eq(orphans->str, "inbox:1 ");
	g_string_truncate(orphans, 0);
	OK(orphan_each(db, NOON + 2 * CLOCK_DAY, orphan_note, orphans, error));
	ck_assert_msg(strstr(orphans->str, "joining:1") != NULL &&
	    strstr(orphans->str, "outbox:1") != NULL &&
	    strstr(orphans->str, t.number) != NULL, "%s", orphans->str);
	g_free(t.number);
}
END_TEST

static gboolean
audit_note(const struct audit_row *row, void *user)
{
	g_string_append_printf(user, "%s %s by %s, %s; ", row->action,
	    row->object, row->actor, row->role);
	return TRUE;
}

START_TEST(what_staff_typed_is_marked_and_on_record)
{
	g_autoptr(GString) noted = g_string_new(NULL);
	struct inbox_msg msg;

	OK(inbox_add_typed(db, BEARER_CONSOLE, "hotline", WANG, "访 01", "zhao",
	    "clerk", &msg, error));
	ck_assert_str_eq(msg.typed_by, "zhao");
	inbox_msg_clear(&msg);
	OK(audit_each(db, NULL, 0, audit_note, noted, error));
	ck_assert_str_eq(noted->str, "talk.text inbox:1 by zhao, clerk; ");
	ck_assert_int_ne(sqlite3_exec(db->sql, "UPDATE inbox SET typed_by = ''",
	    NULL, NULL, NULL), SQLITE_OK);
}
END_TEST

START_TEST(what_a_phone_sent_bears_no_mark)
{
	g_autoptr(GString) noted = g_string_new(NULL);
	struct inbox_msg msg;

	fixture_receive(db, fixture_part(WANG, SCTS, "访 01", 0, 1, 1), &msg);
	ck_assert_str_eq(msg.typed_by, "");
	inbox_msg_clear(&msg);
	OK(audit_each(db, NULL, 0, audit_note, noted, error));
	ck_assert_str_eq(noted->str, "");
}
END_TEST

static void
inbox_tests(Suite *suite)
{
	TCase *tests = tcase_create("inbox");

	tcase_add_checked_fixture(tests, db_make, db_drop);
	tcase_add_test(tests, a_text_is_stored_once_and_as_it_came);
	tcase_add_test(tests, what_staff_typed_is_marked_and_on_record);
	tcase_add_test(tests, what_a_phone_sent_bears_no_mark);
	tcase_add_test(tests, the_same_words_a_second_later_are_another_text);
	tcase_add_test(tests,
	    without_a_readable_time_the_same_octets_are_known_for_a_day);
	tcase_add_loop_test(tests, an_odd_text_is_kept_as_it_is, 0,
	    G_N_ELEMENTS(odd_texts));
	tcase_add_test(tests, a_nul_and_a_lone_surrogate_do_not_cut_a_text);
	tcase_add_test(tests, data_is_kept_and_named);
	tcase_add_test(tests, a_name_that_reads_like_a_number_is_nobodys_number);
	tcase_add_loop_test(tests, parts_find_each_other, 0,
	    G_N_ELEMENTS(joins));
	tcase_add_test(tests, a_character_cut_between_two_parts_is_whole_again);
	tcase_add_test(tests, a_joined_text_was_sent_when_its_first_part_was);
	tcase_add_loop_test(tests, a_text_with_a_gap_is_handed_on_and_says_so, 0,
	    G_N_ELEMENTS(gaps));
	tcase_add_test(tests,
	    a_hundred_and_sixty_parts_with_wrong_headers_end_up_named);
	tcase_add_test(tests, a_refused_pdu_has_its_end_at_once);
	tcase_add_loop_test(tests, a_list_shows_what_was_asked_for, 0,
	    G_N_ELEMENTS(listings));
	tcase_add_test(tests, an_end_is_kept_with_its_reason_and_rule);
	tcase_add_test(tests, what_nothing_will_end_is_an_orphan);
	suite_add_tcase(suite, tests);
}

SUITE_MAIN("inbox", inbox_tests)
