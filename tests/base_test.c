/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What everyone knows: clock, calendar, numbers, check digits, text measure,
 * and the message list.
 */
#include "tests/suite.h"

#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/channel.h"
#include "base/clock.h"
#include "base/damm.h"
#include "base/log.h"
#include "base/phone.h"
#include "base/text.h"

/* 2026-11-23 12:00:00 UTC, 20:00 in Shanghai. */
#define MONDAY_EVENING	(G_GINT64_CONSTANT(1795435200) * CLOCK_SECOND)

START_TEST(a_stopped_clock_moves_only_when_turned)
{
	gint64 elapsed;

	clock_stop_at(MONDAY_EVENING);
	elapsed = clock_elapsed();
	ck_assert_int_eq(clock_now(), MONDAY_EVENING);
	clock_turn(25 * CLOCK_HOUR);
	ck_assert_int_eq(clock_now(), MONDAY_EVENING + 25 * CLOCK_HOUR);
	ck_assert_int_eq(clock_elapsed() - elapsed, 25 * CLOCK_HOUR);
	clock_turn(-2 * CLOCK_HOUR);
	ck_assert_int_eq(clock_now(), MONDAY_EVENING + 23 * CLOCK_HOUR);
	ck_assert_int_eq(clock_elapsed() - elapsed, 25 * CLOCK_HOUR);
}
END_TEST

START_TEST(a_wait_is_rounded_up_and_never_negative)
{
	clock_stop_at(MONDAY_EVENING);
	ck_assert_uint_eq(clock_wait_ms(MONDAY_EVENING - 1), 0);
	ck_assert_uint_eq(clock_wait_ms(MONDAY_EVENING), 0);
	ck_assert_uint_eq(clock_wait_ms(MONDAY_EVENING + 1500), 2);
}
END_TEST

START_TEST(quiet_hours_end_when_the_day_begins_there)
{
	g_autoptr(GTimeZone) zone =
	    g_time_zone_new_identifier("Asia/Shanghai");
	gint64 evening = MONDAY_EVENING, next;

	ck_assert_ptr_nonnull(zone);
	ck_assert_int_eq(calendar_minute_of_day(evening, zone), 20 * 60);
	ck_assert_int_eq(calendar_day(evening, zone), 20261123);
	/* 08:00-20:00 has just ended; it begins again twelve hours later. */
	next = calendar_next_in_window(evening, zone, 8 * 60, 20 * 60);
	ck_assert_int_eq(next, evening + 12 * CLOCK_HOUR);
	ck_assert_int_eq(calendar_next_in_window(next, zone, 8 * 60, 20 * 60),
	    next);
	/* A window over midnight holds the evening. */
	ck_assert_int_eq(calendar_next_in_window(evening, zone, 20 * 60,
	    7 * 60), evening);
	ck_assert_int_eq(calendar_next_in_window(evening, zone, 0, 0), evening);
}
END_TEST

START_TEST(damm_digits_are_those_of_the_vectors)
{
	static const struct { const char *digits; char check; } vectors[] = {
		{ "572", '4' }, { "3048217", '1' }, { "5120936", '5' },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(vectors); i++)
		ck_assert_int_eq(damm_digit(vectors[i].digits),
		    vectors[i].check);
	ck_assert(damm_valid("30482171"));
	ck_assert(!damm_valid(""));
	ck_assert(!damm_valid("3048217a"));
}
END_TEST

START_TEST(every_wrong_digit_and_every_swap_is_caught)
{
	for (int turn = 0; turn < 200; turn++) {
		g_autofree char *number = damm_random(7);

		ck_assert_uint_eq(strlen(number), 8);
		ck_assert_int_ne(number[0], '0');
		ck_assert(damm_valid(number));
		for (int i = 0; i < 8; i++) {
			char digit = number[i];

			for (char wrong = '0'; wrong <= '9'; wrong++) {
				number[i] = wrong;
				ck_assert(damm_valid(number) ==
				    (wrong == digit));
			}
			number[i] = digit;
			if (i < 7 && number[i] != number[i + 1]) {
				number[i] = number[i + 1];
				number[i + 1] = digit;
				ck_assert(!damm_valid(number));
				number[i + 1] = number[i];
				number[i] = digit;
			}
		}
	}
}
END_TEST

static const struct {
	const char *typed, *stored;
	enum phone_kind kind;
	const char *masked;
	gboolean answer;
} numbers[] = {
	{ "13812345678", "+8613812345678", PHONE_MOBILE, "138****5678", TRUE },
	{ "+8613812345678", "+8613812345678", PHONE_MOBILE, "138****5678", TRUE },
	{ "008613812345678", "+8613812345678", PHONE_MOBILE, "138****5678", TRUE },
	{ "8613812345678", "+8613812345678", PHONE_MOBILE, "138****5678", TRUE },
	{ "138 1234-5678", "+8613812345678", PHONE_MOBILE, "138****5678", TRUE },
	{ "１３８１２３４５６７８", "+8613812345678", PHONE_MOBILE, "138****5678", TRUE },
	{ "013812345678", "+8613812345678", PHONE_MOBILE, "138****5678", TRUE },
	{ "1795113812345678", "+8613812345678", PHONE_MOBILE, "138****5678", TRUE },
	{ "+861259313812345678", "+8613812345678", PHONE_MOBILE, "138****5678", TRUE },
	{ "09154421234", "+869154421234", PHONE_LANDLINE, "915***1234", TRUE },
	{ "+869154421234", "+869154421234", PHONE_LANDLINE, "915***1234", TRUE },
	{ "01062345678", "+861062345678", PHONE_LANDLINE, "106***5678", TRUE },
	{ "+861062345678", "+861062345678", PHONE_LANDLINE, "106***5678", TRUE },
	{ "+4915112345678", "+4915112345678", PHONE_FOREIGN, "491******5678", TRUE },
	{ "1064812345678", "+861064812345678", PHONE_IOT, "106******5678", FALSE },
	{ "10086", "10086", PHONE_SERVICE, "10086", FALSE },
	{ "12345", "12345", PHONE_SERVICE, "12345", FALSE },
	{ "12110915", "12110915", PHONE_SERVICE, "121*0915", FALSE },
	{ "95588", "95588", PHONE_SERVICE, "95588", FALSE },
	{ "106575258888", "106575258888", PHONE_SERVICE, NULL, FALSE },
	{ "4008001234", "4008001234", PHONE_SERVICE, NULL, FALSE },
	{ "China Mobile", "China Mobile", PHONE_ALPHANUMERIC, "C***", FALSE },
	{ "中国移动", "中国移动", PHONE_ALPHANUMERIC, "中***", FALSE },
	{ "", "", PHONE_UNKNOWN, "?", FALSE },
	{ "+", "+", PHONE_UNKNOWN, NULL, FALSE },
	{ "23812345678", "23812345678", PHONE_UNKNOWN, NULL, FALSE },
};

START_TEST(a_number_has_one_spelling_and_one_kind)
{
	g_autofree char *stored = phone_normalise(numbers[_i].typed);
	g_autofree char *masked = phone_mask(stored);
	g_autofree char *again = phone_normalise(stored);

	ck_assert_str_eq(stored, numbers[_i].stored);
	ck_assert_str_eq(again, stored);
	ck_assert_int_eq(phone_kind(stored), numbers[_i].kind);
	ck_assert_int_eq(phone_may_answer(stored), numbers[_i].answer);
	if (numbers[_i].masked != NULL)
		ck_assert_str_eq(masked, numbers[_i].masked);
}
END_TEST

START_TEST(a_number_is_written_as_people_dial_it)
{
	static const struct { const char *stored, *national; } cases[] = {
		{ "+8613812345678", "13812345678" },
		{ "+869154420000", "09154420000" },
		{ "+85212345678", "+85212345678" },
		{ "10086", "10086" }, { "CMCC", "CMCC" }, { "+86", "+86" },
		{ "", "" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *national = phone_national(cases[i].stored);

		ck_assert_str_eq(national, cases[i].national);
	}
	for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
		g_autofree char *national = phone_national(numbers[i].stored);
		g_autofree char *again = phone_normalise(national);

		ck_assert_str_eq(again, numbers[i].stored);
	}
}
END_TEST

START_TEST(a_month_is_read_and_written)
{
	g_autofree char *written = calendar_month_write(202611);

	ck_assert_str_eq(written, "2026-11");
	ck_assert_int_eq(calendar_month_read("2026-11"), 202611);
	ck_assert_int_eq(calendar_month_read("2026-13"), 0);
	ck_assert_int_eq(calendar_month_read("2026-1"), 0);
	ck_assert_int_eq(calendar_month_read("2026-11-01"), 0);
	ck_assert_int_eq(calendar_month_read(""), 0);
}
END_TEST

START_TEST(a_time_of_day_is_read)
{
	ck_assert_int_eq(calendar_minute_read("00:00"), 0);
	ck_assert_int_eq(calendar_minute_read("23:59"), 24 * 60 - 1);
	ck_assert_int_eq(calendar_minute_read("24:00"), -1);
	ck_assert_int_eq(calendar_minute_read("8:00"), -1);
	ck_assert_int_eq(calendar_minute_read("08:00\n"), -1);
}
END_TEST

START_TEST(a_share_is_of_something)
{
	g_autofree char *some = text_percent(2, 11);
	g_autofree char *none = text_percent(0, 0);

	ck_assert_str_eq(some, "18.2 %");
	ck_assert_str_eq(none, "-");
}
END_TEST

START_TEST(a_surname_is_one_character)
{
	g_autofree char *wang = text_surname("王秀英");
	g_autofree char *nobody = text_surname("");

	ck_assert_str_eq(wang, "王");
	ck_assert_str_eq(nobody, "");
}
END_TEST

START_TEST(an_id_is_read_back_as_it_was_written)
{
	g_autofree char *last = text_id(G_MAXINT64);

	ck_assert_str_eq(last, "9223372036854775807");
	ck_assert_int_eq(text_id_read(last), G_MAXINT64);
	ck_assert_int_eq(text_id_read(NULL), 0);
	ck_assert_int_eq(text_id_read("house"), 0);
}
END_TEST

START_TEST(only_plain_digits_are_dialled)
{
	ck_assert(phone_is_dialable("+8613812345678"));
	ck_assert(phone_is_dialable("10086"));
	ck_assert(!phone_is_dialable("１３８"));
	ck_assert(!phone_is_dialable("China"));
	ck_assert(!phone_is_dialable("123456789012345678901"));
	ck_assert(!phone_is_dialable("+"));
	ck_assert(!phone_is_dialable("138 1234 5678"));
}
END_TEST

static char *
repeated(const char *piece, int times)
{
	GString *text = g_string_new(NULL);

	for (int i = 0; i < times; i++)
		g_string_append(text, piece);
	return g_string_free(text, FALSE);
}

static const struct {
	const char *piece;
	int	 times;
	enum text_alphabet alphabet;
	int	 units, parts;
} sizes[] = {
	{ "", 0, TEXT_GSM7, 0, 0 },
	{ "a", 160, TEXT_GSM7, 160, 1 },
	{ "a", 161, TEXT_GSM7, 161, 2 },
	{ "a", 306, TEXT_GSM7, 306, 2 },
	{ "a", 307, TEXT_GSM7, 307, 3 },
	{ "€", 80, TEXT_GSM7, 160, 1 },
	{ "€", 81, TEXT_GSM7, 162, 2 },
	/* 153 is odd: a two-septet sign is never cut, so a part holds 76. */
	{ "€", 152, TEXT_GSM7, 304, 2 },
	{ "€", 153, TEXT_GSM7, 306, 3 },
	{ "路", 70, TEXT_UCS2, 70, 1 },
	{ "路", 71, TEXT_UCS2, 71, 2 },
	{ "路", 134, TEXT_UCS2, 134, 2 },
	{ "路", 135, TEXT_UCS2, 135, 3 },
	{ "😀", 35, TEXT_UCS2, 70, 1 },
	{ "😀", 36, TEXT_UCS2, 72, 2 },
	{ "😀", 67, TEXT_UCS2, 134, 3 },
	{ "~路", 23, TEXT_UCS2, 69, 1 },
	{ "~路", 24, TEXT_UCS2, 72, 2 },
};

START_TEST(a_text_is_as_long_as_the_air_says)
{
	g_autofree char *text = repeated(sizes[_i].piece, sizes[_i].times);
	struct text_size size = text_measure(text);

	ck_assert_int_eq(size.alphabet, sizes[_i].alphabet);
	ck_assert_int_eq(size.units, sizes[_i].units);
	ck_assert_int_eq(size.parts, sizes[_i].parts);
}
END_TEST

START_TEST(parts_are_as_many_as_measured_and_make_the_text_again)
{
	g_autofree char *text = repeated(sizes[_i].piece, sizes[_i].times);
	g_auto(GStrv) parts = text_split(text);
	g_autofree char *joined = g_strjoinv("", parts);

	ck_assert_int_eq((int)g_strv_length(parts), sizes[_i].parts);
	ck_assert_str_eq(joined, text);
	for (int i = 0; parts[i] != NULL; i++)
		ck_assert_int_eq(text_measure(parts[i]).parts, 1);
}
END_TEST

START_TEST(ucs2_comes_back_as_it_went)
{
	const char *text = "路灯坏了😀~a";
	g_autoptr(GByteArray) octets = text_to_ucs2(text);
	g_autofree char *back = text_from_ucs2(octets->data, octets->len);

	ck_assert_str_eq(back, text);
}
END_TEST

START_TEST(broken_ucs2_becomes_replacement_characters)
{
	static const guint8 octets[] = {
		0x00, 0x00, 0xD8, 0x00, 0x00, 0x41, 0xDC, 0x00, 0x8D
	};
	g_autofree char *text = text_from_ucs2(octets, sizeof(octets));

	ck_assert_str_eq(text, "\uFFFD\uFFFDA\uFFFD");
}
END_TEST

START_TEST(every_gsm7_septet_stands_for_itself)
{
	for (int septet = 0; septet < 128; septet++) {
		if (septet != 0x1B)
			ck_assert_int_eq(text_gsm7_code(text_gsm7_char(
			    (guint8)septet, FALSE)), septet);
	}
	ck_assert_int_eq(text_gsm7_code(0x20AC), 0x1B65);
	ck_assert_int_eq(text_gsm7_code(0x8DEF), -1);
}
END_TEST

START_TEST(a_message_is_read_as_it_was_packed)
{
	static const guint8 body[] = { 0x8D, 0xEF };
	struct sms_part part = {
		.token = 7, .sender = g_strdup("+8613812345678"),
		.smsc = g_strdup(""), .scts = 1795435200,
		.body = g_bytes_new(body, sizeof(body)), .ref_bits = 8,
		.ref = 200, .max = 3, .seq = 2, .class = -1,
	}, read;
	g_autoptr(GBytes) packet =
	    message_pack(MESSAGE_SMS_IN, message_sms_in(&part));
	g_autoptr(GVariant) payload = NULL;
	g_autoptr(GError) error = NULL;
	enum message_type type;
	gsize len;
	const void *octets = g_bytes_get_data(packet, &len);

	payload = message_unpack(octets, len, SIDE_MODEM, &type, &error);
	ck_assert_msg(payload != NULL, "%s", error ? error->message : "");
	ck_assert_int_eq(type, MESSAGE_SMS_IN);
	ck_assert(message_sms_in_read(payload, &read));
	ck_assert_str_eq(read.sender, part.sender);
	ck_assert_uint_eq(read.seq, 2);
	ck_assert(g_bytes_equal(read.body, part.body));
	sms_part_clear(&part);
	sms_part_clear(&read);
}
END_TEST

START_TEST(the_wrong_side_the_wrong_version_and_noise_are_refused)
{
	g_autoptr(GBytes) packet =
	    message_pack(MESSAGE_STORED, g_variant_new("(t)", (guint64)1));
	enum message_type type;
	gsize len;
	g_autofree guint8 *octets = NULL;

	octets = g_memdup2(g_bytes_get_data(packet, &len),
	    g_bytes_get_size(packet));
	len = g_bytes_get_size(packet);
	ck_assert_ptr_null(message_unpack(octets, len, SIDE_MODEM, &type,
	    NULL));
	ck_assert_ptr_null(message_unpack(octets, len - 1, SIDE_ENGINE, &type,
	    NULL));
	ck_assert_ptr_null(message_unpack(octets, 3, SIDE_ENGINE, &type,
	    NULL));
	octets[0]++;
	ck_assert_ptr_null(message_unpack(octets, len, SIDE_ENGINE, &type,
	    NULL));
	octets[0]--;
	octets[2] = 0xFF;
	ck_assert_ptr_null(message_unpack(octets, len, SIDE_ENGINE, &type,
	    NULL));
}
END_TEST

START_TEST(a_part_whose_numbers_contradict_each_other_is_refused)
{
	static const struct { guint bits, max, seq; } bad[] = {
		{ 8, 3, 0 }, { 8, 3, 4 }, { 8, 0, 0 }, { 7, 3, 1 },
		{ 16, 256, 1 },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
		struct sms_part part = {
			.sender = (char *)"1", .smsc = (char *)"",
			.ref_bits = bad[i].bits, .max = bad[i].max,
			.seq = bad[i].seq, .class = -1,
		}, read;
		g_autoptr(GBytes) body = g_bytes_new(NULL, 0);
		g_autoptr(GVariant) payload = NULL;

		part.body = body;
		payload = g_variant_ref_sink(message_sms_in(&part));
		ck_assert(!message_sms_in_read(payload, &read));
	}
}
END_TEST

struct heard {
	int	 messages, closed;
	struct channel *free_it;
};

static void
heard_message(struct channel *channel, enum message_type type,
    GVariant *payload, void *user)
{
	struct heard *heard = user;

	heard->messages++;
	if (heard->free_it != NULL) {
		channel_free(heard->free_it);
		heard->free_it = NULL;
	}
}

static void
heard_closed(struct channel *channel, const char *why, void *user)
{
	((struct heard *)user)->closed++;
}

static const struct {
	const char *line, *field, *value;
} subjects[] = {
	{ "modem hotline1: ready", "MODEM", "hotline1" },
	{ "ticket 30482171: words of danger", "TICKET", "30482171" },
	{ "outbox 12: late word", "OUTBOX", "12" },
	{ "modems are not a subject", NULL, NULL },
	{ "modem hotline1 is no subject", NULL, NULL },
	{ "modem : nobody", NULL, NULL },
	{ "outbox: nothing in particular", NULL, NULL },
	{ "", NULL, NULL },
};

START_TEST(the_subject_of_a_line_is_a_field)
{
	const char *value = NULL;
	gsize len = 0;
	const char *field = log_subject(subjects[_i].line, &value, &len);

	ck_assert_pstr_eq(field, subjects[_i].field);
	if (field != NULL) {
		g_autofree char *got = g_strndup(value, len);

		ck_assert_str_eq(got, subjects[_i].value);
	}
}
END_TEST

START_TEST(a_full_socket_keeps_what_is_said_until_it_is_read)
{
	struct heard near = { 0 }, far = { 0 };
	struct channel *engine, *modem;
	int pair[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair), 0);
	engine = channel_new(pair[0], SIDE_MODEM, G_PRIORITY_DEFAULT,
	    heard_message, heard_closed, &near);
	modem = channel_new(pair[1], SIDE_ENGINE, G_PRIORITY_DEFAULT,
	    heard_message, heard_closed, &far);
	for (guint64 i = 0; i < 5000; i++)
		channel_send(engine, MESSAGE_STORED, g_variant_new("(t)", i));
	ck_assert_uint_gt(channel_queued(engine), 0);
	while (far.messages < 5000)
		g_main_context_iteration(NULL, TRUE);
	ck_assert_uint_eq(channel_queued(engine), 0);
	channel_free(engine);
	while (far.closed == 0)
		g_main_context_iteration(NULL, TRUE);
	ck_assert_int_eq(far.closed, 1);
	channel_free(modem);
}
END_TEST

START_TEST(a_channel_may_be_freed_by_its_own_handler)
{
	struct heard far = { 0 };
	struct channel *modem;
	int pair[2];
	g_autoptr(GBytes) packet =
	    message_pack(MESSAGE_STORED, g_variant_new("(t)", (guint64)1));

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair), 0);
	modem = channel_new(pair[1], SIDE_ENGINE, G_PRIORITY_DEFAULT,
	    heard_message, heard_closed, &far);
	far.free_it = modem;
	for (int i = 0; i < 3; i++)
		ck_assert_int_gt(send(pair[0], g_bytes_get_data(packet, NULL),
		    g_bytes_get_size(packet), 0), 0);
	while (far.messages == 0)
		g_main_context_iteration(NULL, TRUE);
	while (g_main_context_iteration(NULL, FALSE))
		continue;
	ck_assert_int_eq(far.messages, 1);
	ck_assert_int_eq(far.closed, 0);
	close(pair[0]);
}
END_TEST

START_TEST(an_other_end_that_does_not_read_is_closed_not_fed)
{
	struct heard heard = { 0 };
	struct channel *engine;
	int pair[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair), 0);
	engine = channel_new(pair[0], SIDE_MODEM, G_PRIORITY_DEFAULT,
	    heard_message, heard_closed, &heard);
	channel_bound(engine, 4096);
	for (guint64 i = 0; i < 100000 && !heard.closed; i++)
		channel_send(engine, MESSAGE_STORED, g_variant_new("(t)", i));
	ck_assert_uint_le(channel_queued(engine), 4096);
	ck_assert(!heard.closed);	/* never from inside channel_send() */
	channel_listen(engine, FALSE);
	channel_listen(engine, TRUE);
	while (!heard.closed)
		g_main_context_iteration(NULL, TRUE);
	channel_free(engine);
	close(pair[1]);
}
END_TEST

static void
heard_room(void *user)
{
	(*(int *)user)++;
}

START_TEST(a_stream_waits_for_room_and_says_when_there_is)
{
	g_autofree char *much = g_strnfill(300 * 1000, 'x');
	struct write_queue *queue;
	gsize read_so_far = 0;
	char octets[65536];
	int pair[2], room = 0;

	signal(SIGPIPE, SIG_IGN);
	ck_assert_int_eq(pipe(pair), 0);
	queue = write_queue_new(pair[1], WRITE_STREAM, G_PRIORITY_DEFAULT, 250 * 1000);
	write_queue_on_room(queue, 10 * 1000, heard_room, &room);
	ck_assert(!write_queue_add(queue, g_bytes_new(much, 300 * 1000)));
	ck_assert(write_queue_add(queue, g_bytes_new(much, 200 * 1000)));
	ck_assert_uint_gt(write_queue_octets(queue), 10 * 1000);
	ck_assert_int_eq(room, 0);
	while (read_so_far < 200 * 1000) {
		read_so_far += (gsize)read(pair[0], octets, sizeof(octets));
		while (g_main_context_iteration(NULL, FALSE))
			continue;
	}
	ck_assert_int_eq(room, 1);
	ck_assert_uint_eq(write_queue_octets(queue), 0);
	close(pair[0]);
	write_queue_add(queue, g_bytes_new("x", 1));
	ck_assert(write_queue_is_broken(queue));
	ck_assert(write_queue_add(queue, g_bytes_new("x", 1)));
	write_queue_free(queue);
	close(pair[1]);
}
END_TEST

START_TEST(noise_closes_the_channel_and_nothing_else)
{
	struct heard far = { 0 };
	struct channel *modem;
	int pair[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair), 0);
	modem = channel_new(pair[1], SIDE_ENGINE, G_PRIORITY_DEFAULT,
	    heard_message, heard_closed, &far);
	ck_assert_int_eq(send(pair[0], "noise and nonsense", 18, 0), 18);
	while (far.closed == 0)
		g_main_context_iteration(NULL, TRUE);
	ck_assert_int_eq(far.messages, 0);
	channel_free(modem);
	close(pair[0]);
}
END_TEST

static void
base_tests(Suite *suite)
{
	TCase *tcase = tcase_create("base");

	tcase_add_test(tcase, a_stopped_clock_moves_only_when_turned);
	tcase_add_test(tcase, a_wait_is_rounded_up_and_never_negative);
	tcase_add_test(tcase, quiet_hours_end_when_the_day_begins_there);
	tcase_add_test(tcase, damm_digits_are_those_of_the_vectors);
	tcase_add_test(tcase, every_wrong_digit_and_every_swap_is_caught);
	tcase_add_loop_test(tcase, a_number_has_one_spelling_and_one_kind, 0,
	    G_N_ELEMENTS(numbers));
	tcase_add_test(tcase, a_number_is_written_as_people_dial_it);
	tcase_add_test(tcase, a_month_is_read_and_written);
	tcase_add_test(tcase, a_time_of_day_is_read);
	tcase_add_test(tcase, a_share_is_of_something);
	tcase_add_test(tcase, a_surname_is_one_character);
	tcase_add_test(tcase, an_id_is_read_back_as_it_was_written);
	tcase_add_test(tcase, only_plain_digits_are_dialled);
	tcase_add_loop_test(tcase, a_text_is_as_long_as_the_air_says, 0,
	    G_N_ELEMENTS(sizes));
	tcase_add_loop_test(tcase,
	    parts_are_as_many_as_measured_and_make_the_text_again, 0,
	    G_N_ELEMENTS(sizes));
	tcase_add_test(tcase, ucs2_comes_back_as_it_went);
	tcase_add_test(tcase, broken_ucs2_becomes_replacement_characters);
	tcase_add_test(tcase, every_gsm7_septet_stands_for_itself);
	tcase_add_test(tcase, a_message_is_read_as_it_was_packed);
	tcase_add_test(tcase,
	    the_wrong_side_the_wrong_version_and_noise_are_refused);
	tcase_add_test(tcase,
	    a_part_whose_numbers_contradict_each_other_is_refused);
	tcase_add_loop_test(tcase, the_subject_of_a_line_is_a_field, 0,
	    G_N_ELEMENTS(subjects));
	tcase_add_test(tcase,
	    a_full_socket_keeps_what_is_said_until_it_is_read);
	tcase_add_test(tcase, a_channel_may_be_freed_by_its_own_handler);
	tcase_add_test(tcase, noise_closes_the_channel_and_nothing_else);
	tcase_add_test(tcase, an_other_end_that_does_not_read_is_closed_not_fed);
	tcase_add_test(tcase, a_stream_waits_for_room_and_says_when_there_is);
	suite_add_tcase(suite, tcase);
}

SUITE_MAIN("base", base_tests)
