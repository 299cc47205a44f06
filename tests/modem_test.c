/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xiangyin-modem whole: libgammu, the filter, a pty, and this program in the
 * engine's place.  Nothing sleeps: the loop runs until what is expected has come, or
 * a generous deadline says it never will.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/channel.h"
#include "base/exit.h"
#include "base/program.h"
#include "base/text.h"
#include "tests/pty_modem.h"
#include "tests/suite.h"

#define WAIT_S	20

/* What the process has said, in words a test can look for. */
struct engine {
	struct pty_modem *modem;
	struct channel *channel;
	struct modem_settings settings;
	pid_t	 pid;
	GPtrArray *heard;	/* "SMS_IN 1 +86138… text" */
	gboolean closed, keep;	/* keep: do not acknowledge */
	int	 status;
};

static struct engine engine;

static void
heard(const char *format, ...) G_GNUC_PRINTF(1, 2);

static void
heard(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_ptr_array_add(engine.heard, g_strdup_vprintf(format, args));
	va_end(args);
}

static void
heard_sms(GVariant *payload)
{
	struct sms_part part;
	g_autofree char *text = NULL;
	gconstpointer body;
	gsize len;

	ck_assert(message_sms_in_read(payload, &part));
	body = g_bytes_get_data(part.body, &len);
	text = part.coding == SMS_CODING_TEXT ? text_from_ucs2(body, len) :
	    g_strdup("DATA");
	heard("SMS_IN %s%s %u/%u/%u/%u class %d at %" G_GINT64_FORMAT ": %s",
	    part.sender_named ? "name " : "", part.sender, part.ref_bits,
	    part.ref, part.max, part.seq, part.class, part.scts, text);
	if (!engine.keep)
		channel_send(engine.channel, MESSAGE_STORED,
		    g_variant_new("(t)", part.token));
	sms_part_clear(&part);
}

static void
engine_message(struct channel *channel, enum message_type type,
    GVariant *payload, void *user)
{
	g_autofree char *words = NULL;
	guint64 token;

	if (type == MESSAGE_SMS_IN) {
		heard_sms(payload);
		return;
	}
	if (type == MESSAGE_SMS_REFUSED && !engine.keep) {
		g_variant_get_child(payload, 0, "t", &token);
		channel_send(channel, MESSAGE_STORED,
		    g_variant_new("(t)", token));
	}
	words = g_variant_print(payload, FALSE);
	heard("%s %s", message_name(type), words);
}

static void
engine_closed(struct channel *channel, const char *why, void *user)
{
	engine.closed = TRUE;
}

static const char *
find(const char *words)
{
	for (guint i = 0; i < engine.heard->len; i++) {
		if (strstr(g_ptr_array_index(engine.heard, i), words) != NULL)
			return g_ptr_array_index(engine.heard, i);
	}
	return NULL;
}

static guint
count(const char *words)
{
	guint found = 0;

	for (guint i = 0; i < engine.heard->len; i++)
		found += strstr(g_ptr_array_index(engine.heard, i), words) !=
		    NULL;
	return found;
}

static gboolean
too_late(gpointer user)
{
	*(gboolean *)user = TRUE;
	return G_SOURCE_REMOVE;
}

/* Runs the loop until `condition`. */
#define until(condition) do {						\
	gboolean late_ = FALSE;						\
	guint timer_ = g_timeout_add_seconds(WAIT_S, too_late, &late_);	\
									\
	while (!(condition) && !late_)					\
		g_main_context_iteration(NULL, TRUE);			\
	if (!late_)							\
		g_source_remove(timer_);				\
	else {								\
		for (guint i_ = 0; i_ < engine.heard->len; i_++)	\
			g_printerr("  heard %s\n", (char *)		\
			    g_ptr_array_index(engine.heard, i_));	\
	}								\
	ck_assert_msg(!late_, "never: %s", #condition);			\
} while (0)

#define until_heard(words)	until(find(words) != NULL)

static void
start_process(void)
{
	g_autofree char *program = program_path("../xiangyin-modem");
	int fds[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0,
	    fds), 0);
	engine.pid = fork();
	if (engine.pid == 0) {
		dup2(fds[1], 3);
		execl(program, "xiangyin-modem", NULL);
		_exit(127);
	}
	close(fds[1]);
	engine.closed = FALSE;
	engine.channel = channel_new(fds[0], SIDE_MODEM, G_PRIORITY_DEFAULT,
	    engine_message, engine_closed, NULL);
	engine.settings.device = engine.modem->path;
	channel_send(engine.channel, MESSAGE_MODEM_START,
	    message_modem_start(&engine.settings));
}

static void
open_modem(void)
{
	memset(&engine, 0, sizeof(engine));
	engine.heard = g_ptr_array_new_with_free_func(g_free);
	engine.modem = pty_modem_new();
	engine.settings.name = (char *)"test1";
	engine.settings.connection = (char *)"at115200";
	engine.settings.pin = (char *)"1234";
	engine.settings.smsc = (char *)"";
	engine.settings.poll_s = 3600;
	engine.settings.answer_wait_s = 2;
}

/* It has read the store and has nothing to do: a raw command comes last. */
static void
rest(void)
{
	until(pty_modem_count(engine.modem, "AT+CMGL") > 0);
	channel_send(engine.channel, MESSAGE_RAW_AT,
	    g_variant_new("(tsu)", (guint64)1, "AT+CSQ", 1000));
	until_heard("RAW_AT_ANSWER (1,");
}

static void
start(void)
{
	open_modem();
	start_process();
	rest();
}

static int
ended(void)
{
	int status;

	until(engine.closed);
	ck_assert_int_eq(waitpid(engine.pid, &status, 0), engine.pid);
	engine.pid = 0;
	channel_free(engine.channel);
	engine.channel = NULL;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void
stop(void)
{
	if (engine.pid != 0) {
		channel_send(engine.channel, MESSAGE_MODEM_STOP,
		    g_variant_new("()"));
		ck_assert_int_eq(ended(), 0);
	}
	pty_modem_free(engine.modem);
	g_ptr_array_unref(engine.heard);
}

static void
order(guint64 id, const char *text)
{
	struct sms_order is = { .id = id, .number = "+8613812345678",
		.text = text, .ref = 77, .validity_s = 86400, .class = -1 };

	channel_send(engine.channel, MESSAGE_SMS_OUT, message_sms_out(&is));
}

#define HEAD	"0891683108100005F0"		/* +8613800100500 */
#define FROM	"0D91683118325476F8"		/* +8613812345678 */
#define WHEN	"62113221436523"		/* 2026-11-23 12:34:56 +08 */
#define HELLO	HEAD "04" FROM "0000" WHEN "05E8329BFD06"
#define WATER	HEAD "04" FROM "0008" WHEN "04" "505C6C34"

START_TEST(it_tells_who_it_is)
{
	start();
	ck_assert_ptr_nonnull(find("'imei': <'490154203237518'>"));
	ck_assert_ptr_nonnull(find("'imsi': <'460001234567890'>"));
	ck_assert_ptr_nonnull(find("'smsc': <'+8613800100500'>"));
	ck_assert_ptr_nonnull(find("'operator': <'TEST'>"));
	ck_assert_ptr_nonnull(find("'registered': <true>"));
	stop();
}
END_TEST

static const struct { const char *pdu, *said; } received[] = {
	{ HELLO, "SMS_IN +8613812345678 0/0/0/0 class -1 at 1795408496: hello" },
	{ WATER, ": 停水" },
	{ HEAD "04" FROM "0010" WHEN "05E8329BFD06", "class 0 " },
	{ HEAD "04" FROM "0000" WHEN "00", "1795408496: " },
	{ HEAD "04" "07D0D0B0BC0C" "0000" WHEN "05E8329BFD06", "SMS_IN name " },
	{ HEAD "04" FROM "0004" WHEN "03010203", ": DATA" },
	{ HEAD "44" FROM "0008" WHEN "08" "0500032A0201" "505C", "8/42/2/1 " },
	{ HEAD "44" FROM "0008" WHEN "09" "060804BEEF0302" "6C34", "16/48879/3/2 " },
	{ HEAD "44" FROM "0008" WHEN "0E" "0B" "050415811581" "0003010201"
	  "505C", "8/1/2/1 " },
	{ HEAD "44" FROM "0008" WHEN "08" "0500032A0200" "505C", "0/0/0/0 " },
	{ HEAD "44" FROM "0008" WHEN "08" "0500032A0203" "505C", "0/0/0/0 " },
	{ HEAD "04" FROM "0008" WHEN "06" "007E4E00007E", ": ~一~" },
	{ "00" "04" FROM "0000" WHEN "05E8329BFD06" "FFFFFFFFFF", ": hello" }
};

START_TEST(what_was_texted_is_handed_over_and_then_deleted)
{
	start();
	pty_modem_store(engine.modem, received[_i].pdu, TRUE);
	until_heard("SMS_IN");
	ck_assert_msg(find(received[_i].said) != NULL, "%s", find("SMS_IN"));
	until(pty_modem_used(engine.modem) == 0);
	ck_assert_uint_eq(count("SMS_IN"), 1);
	stop();
}
END_TEST

#define FF24 "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"

/* LIBGAMMU 7.3: what would crash or hang it. */
static const char *const poison[] = {
	"00",
	"zz",
	HEAD "04" FROM "0000" WHEN "A8" FF24 FF24 FF24 FF24 FF24 FF24 FF24,
	HEAD "04" FROM "0000" WHEN "AA" FF24 FF24 FF24 FF24 FF24 FF24 FF24,
	"A0" "91683108100005F0" "04" FROM "0000" WHEN FF24 FF24 FF24 FF24
	    FF24 FF24 FF24 FF24,
	HEAD "44" FROM "0008" WHEN "8C" "8C" FF24 FF24 FF24 FF24 FF24
	    "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
	HEAD "44" FROM "0008" WHEN "04" "0F000301",
	HEAD "04" "F091" "683118325476F8" "0000" WHEN "05E8329BFD06",
	HEAD "04" FROM "0000" WHEN "05E832",
	HEAD "03" FROM "0000" WHEN "05E8329BFD06",
	HEAD "04" FROM "0020" WHEN "05E8329BFD06",
	HEAD "04" FROM "0000" WHEN "05E8329BFD06AABB",
	"FFFFFFFFFFFFFFFF"
};

START_TEST(a_poisoned_slot_is_kept_aside_and_freed)
{
	open_modem();
	pty_modem_store(engine.modem, WATER, FALSE);
	pty_modem_store(engine.modem, poison[_i], FALSE);
	pty_modem_store(engine.modem, HELLO, FALSE);
	start_process();
	until_heard("SMS_REFUSED");
	until(count("SMS_IN") >= 2);
	until(pty_modem_used(engine.modem) == 0);
	pty_modem_store(engine.modem, poison[_i], TRUE);
	until(count("SMS_REFUSED") == 2);
	until(pty_modem_used(engine.modem) == 0);
	stop();
}
END_TEST

/* The reading is spoilt, not the text. */
static const char *const spoilers[] = { "#!", "#\"!", "0891683108100005", "2F" };

START_TEST(noise_in_a_reading_costs_no_text)
{
	g_autofree char *spoilt = g_strdup_printf("+CMGR: 1,,22\r\n%s\r\n"
	    WATER "\r\n\r\nOK", spoilers[_i]);

	start();
	pty_modem_answer(engine.modem, "AT+CMGR", spoilt);
	pty_modem_store(engine.modem, WATER, TRUE);
	until_heard("停水");
	until(pty_modem_used(engine.modem) == 0);
	ck_assert_uint_eq(count("SMS_REFUSED"), 0);
	stop();
}
END_TEST

START_TEST(a_store_is_drained_in_the_order_of_the_network)
{
	open_modem();
	pty_modem_store(engine.modem, HEAD "04" FROM "0000" "62113221436523"
	    "05E8329BFD06", FALSE);
	pty_modem_store(engine.modem, HEAD "04" FROM "0008" "62113221436503"
	    "04" "505C6C34", FALSE);
	start_process();
	until(count("SMS_IN") == 2);
	ck_assert_msg(strstr(find("SMS_IN"), "hello") != NULL ||
	    strstr(find("SMS_IN"), "停水") != NULL, "%s", find("SMS_IN"));
	until(pty_modem_used(engine.modem) == 0);
	stop();
}
END_TEST

START_TEST(nothing_is_deleted_that_was_not_stored)
{
	open_modem();
	engine.settings.poll_s = 1;
	engine.keep = TRUE;
	start_process();
	until_heard("MODEM_STATE");
	pty_modem_store(engine.modem, HELLO, TRUE);
	until_heard("SMS_IN");
	/* Handed again, and still there, until it is acknowledged. */
	until(count("SMS_IN") >= 2);
	ck_assert_int_eq(pty_modem_used(engine.modem), 1);
	ck_assert_uint_eq(pty_modem_count(engine.modem, "AT+CMGD"), 0);
	engine.keep = FALSE;
	until(pty_modem_used(engine.modem) == 0);
	stop();
}
END_TEST

/* More are acknowledged at once than the filter takes commands. */
START_TEST(hundreds_of_slots_are_freed)
{
	open_modem();
	engine.modem->size = PTY_SLOTS_MAX;
	engine.keep = TRUE;
	for (guint i = 0; i < PTY_SLOTS_MAX; i++) {
		g_autofree char *pdu = g_strdup_printf(HEAD "04" FROM "0008"
		    WHEN "02" "%04X", 0x4e00 + i);

		pty_modem_store(engine.modem, pdu, FALSE);
	}
	start_process();
	until(count("SMS_IN") == PTY_SLOTS_MAX);
	for (guint64 token = 1; token <= PTY_SLOTS_MAX; token++)
		channel_send(engine.channel, MESSAGE_STORED,
		    g_variant_new("(t)", token));
	until(pty_modem_used(engine.modem) == 0);
	ck_assert_uint_eq(pty_modem_count(engine.modem, "AT+CMGD"),
	    PTY_SLOTS_MAX);
	stop();
}
END_TEST

/* Numbers of parts that contradict each other: each is still handed over. */
START_TEST(a_hundred_and_sixty_parts_with_wrong_headers_all_arrive)
{
	start();
	for (guint i = 0; i < 160; i++) {
		g_autofree char *pdu = g_strdup_printf(HEAD "44" FROM "0008"
		    WHEN "08" "05000307%02X%02X" "%04X", i % 5 * 40,
		    (i * 7) % 256, 0x4e00 + i);

		until(pty_modem_used(engine.modem) < PTY_SLOTS);
		pty_modem_store(engine.modem, pdu, TRUE);
	}
	until(pty_modem_used(engine.modem) == 0);
	ck_assert_uint_ge(count("SMS_IN"), 160);
	stop();
}
END_TEST

START_TEST(a_code_is_dialled_and_its_answer_told)
{
	start();
	channel_send(engine.channel, MESSAGE_USSD_OUT,
	    g_variant_new("(ts)", (guint64)3, "*100#"));
	until(pty_modem_count(engine.modem, "AT+CUSD") > 1);
	pty_modem_say(engine.modem, "+CUSD: 0,\"4F59989D\",72");
	until_heard("USSD_IN (3, 2, '余额')");
	stop();
}
END_TEST

START_TEST(a_link_is_kept_open_only_when_told)
{
	open_modem();
	engine.settings.keep_link = _i;
	start_process();
	rest();
	ck_assert_uint_eq(pty_modem_count(engine.modem, "AT+CMMS"), _i);
	stop();
}
END_TEST

START_TEST(a_text_of_many_parts_goes_out_in_order)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (int i = 0; i < 150; i++)
		g_string_append(text, "水");
	start();
	order(9, text->str);
	until_heard("SENT (9,)");
	ck_assert_uint_eq(count("PART_SENT"), 3);
	ck_assert_uint_eq(engine.modem->sent->len, 3);
	for (guint i = 0; i < 3; i++) {
		g_autofree char *udh = g_strdup_printf("0500034D03%02u6C34",
		    i + 1);

		ck_assert_ptr_nonnull(strstr(
		    g_ptr_array_index(engine.modem->sent, i), udh));
	}
	stop();
}
END_TEST

static const struct { const char *text, *pdu; } sent[] = {
	{ "hello", "0000A705E8329BFD06" },
	{ "停水", "0008A704505C6C34" },
	{ "a~停", "0008A7060061007E505C" },
	{ "a~b", "0000A7" },
	{ "😀", "0008A704D83DDE00" }
};

START_TEST(a_text_is_written_in_the_alphabet_it_fits)
{
	start();
	order(1, sent[_i].text);
	until_heard("SENT (1,)");
	ck_assert_msg(strstr(g_ptr_array_index(engine.modem->sent, 0),
	    sent[_i].pdu) != NULL, "%s",
	    (char *)g_ptr_array_index(engine.modem->sent, 0));
	stop();
}
END_TEST

/* prompt: answer to AT+CMGS; final: answer to the PDU. */
static const struct {
	const char *prompt, *final, *said;
} refusals[] = {
	{ "+CMS ERROR: 331", NULL, "FAILED (1, 0, 0x01, 331)" },
	{ "+CMS ERROR: 310", NULL, "FAILED (1, 0, 0x02, 310)" },
	{ "ERROR", NULL, "FAILED (1, 0, 0x01, -1)" },
	{ NULL, "+CMS ERROR: 38", "FAILED (1, 0, 0x01, 38)" },
	{ NULL, "+CMS ERROR: 28", "FAILED (1, 0, 0x00, 28)" },
	{ NULL, "+CMS ERROR: 0", "FAILED (1, 0, 0x01, -1)" },
	{ NULL, "+CMS ERROR: network says no", "FAILED (1, 0, 0x01, -1)" },
	{ NULL, "+CMS ERROR: 332", "FAILED (1, 0, 0x04, 332)" },
	{ NULL, "ERROR", "FAILED (1, 0, 0x01, -1)" },
	{ NULL, "OK", "FAILED (1, 0, 0x04, -1)" },
	{ NULL, "", "FAILED (1, 0, 0x04, -1)" },
	{ NULL, "+CMGS: 7,0791\r\n\r\nOK", "PART_SENT (1, 0, 7)" }
};

START_TEST(a_refusal_says_of_what_kind_it_is)
{
	start();
	if (refusals[_i].prompt != NULL)
		pty_modem_answer(engine.modem, "AT+CMGS",
		    refusals[_i].prompt);
	if (refusals[_i].final != NULL)
		engine.modem->final = g_strdup(refusals[_i].final);
	order(1, "hello");
	until_heard(refusals[_i].said);
	/* And the modem is of use again. */
	pty_modem_answer(engine.modem, "AT+CMGS", NULL);
	g_clear_pointer(&engine.modem->final, g_free);
	order(2, "hello");
	until_heard("SENT (2,)");
	stop();
}
END_TEST

static const char *const noise[] = {
	"SMS Ready", "+CIEV: 2,3", "*PSUTTZ: 2026,1,1", "^NWTIME: 1",
	"+CPIN: READY", "+CTZV: 8", "^BOOT:1,0,0,0,75", "!?*", "+XYZ: \"a",
	"+CREG: 1", "OK", "PB DONE"
};

START_TEST(a_line_nobody_asked_for_disturbs_nothing)
{
	start();
	pty_modem_say(engine.modem, noise[_i]);
	order(1, "hello");
	until_heard("SENT (1,)");
	pty_modem_say(engine.modem, noise[_i]);
	pty_modem_store(engine.modem, HELLO, TRUE);
	until_heard("SMS_IN");
	until(pty_modem_used(engine.modem) == 0);
	ck_assert_ptr_null(find("reboot"));
	stop();
}
END_TEST

START_TEST(a_status_report_is_told)
{
	start();
	pty_modem_say(engine.modem, "+CDS: 25\r\n" HEAD "06" "2A" FROM WHEN
	    WHEN "00");
	until_heard("REPORT (42, 0x00, '+8613812345678', '+8613800100500', "
	    "1795408496, 1795408496)");
	stop();
}
END_TEST

START_TEST(a_call_is_told_once)
{
	start();
	for (int i = 0; i < 3; i++)
		pty_modem_say(engine.modem,
		    "RING\r\n\r\n+CLIP: \"13812345678\",129");
	until_heard("CALL_IN ('13812345678',)");
	order(1, "hello");
	until_heard("SENT (1,)");
	ck_assert_uint_eq(count("CALL_IN"), 1);
	stop();
}
END_TEST

START_TEST(a_deaf_command_ends_at_its_deadline_and_the_next_is_heard)
{
	start();
	engine.modem->final = g_strdup("");
	order(1, "hello");
	until_heard("FAILED (1, 0, 0x04, -1)");
	ck_assert_ptr_nonnull(find("'no answer'"));
	g_clear_pointer(&engine.modem->final, g_free);
	order(2, "hello");
	until_heard("SENT (2,)");
	stop();
}
END_TEST

START_TEST(a_restart_into_text_mode_sends_nothing)
{
	start();
	pty_modem_forget(engine.modem);
	order(1, "hello");
	until_heard("FAILED (1, 0, 0x01");
	ck_assert_uint_eq(engine.modem->sent->len, 0);
	ck_assert_int_eq(ended(), MODEM_EXIT_REBOOT);
	ck_assert_ptr_nonnull(find("'reboot'"));
	stop();
}
END_TEST

static const char *const banners[] = { "RDY", "SMS Ready", "^BOOT:1,0,0,0,75" };

START_TEST(a_restart_is_noticed)
{
	start();
	pty_modem_forget(engine.modem);
	engine.modem->echo = FALSE;
	pty_modem_say(engine.modem, banners[_i]);
	ck_assert_int_eq(ended(), MODEM_EXIT_REBOOT);
	stop();
}
END_TEST

/* It says nothing of its restart: the slow poll asks. */
static const struct {
	const char *question, *answer;
} forgets[] = {
	{ "AT+CNMI?", "+CNMI: 0,0,0,0,0\r\n\r\nOK" },
	{ "AT+CMGF?", "+CMGF: 1\r\n\r\nOK" },
	{ "AT+CPMS?", "+CPMS: \"SM\",0,30,\"SM\",0,30,\"ME\",0,30\r\n\r\nOK" },
};

START_TEST(what_a_modem_forgets_is_noticed_by_the_poll)
{
	open_modem();
	engine.settings.poll_s = 1;
	start_process();
	until_heard("MODEM_STATE");
	pty_modem_answer(engine.modem, forgets[_i].question,
	    forgets[_i].answer);
	ck_assert_int_eq(ended(), MODEM_EXIT_REBOOT);
	stop();
}
END_TEST

START_TEST(an_unplugged_modem_is_noticed_at_once)
{
	start();
	pty_modem_unplug(engine.modem);
	ck_assert_int_eq(ended(), MODEM_EXIT_UNPLUGGED);
	ck_assert_ptr_nonnull(find("'unplugged'"));
	stop();
}
END_TEST

START_TEST(a_process_killed_at_any_time_loses_nothing)
{
	start();
	for (int i = 0; i < 5; i++) {
		engine.keep = TRUE;
		pty_modem_store(engine.modem, HELLO, TRUE);
		until(count("SMS_IN") > 0);
		kill(engine.pid, SIGKILL);
		ck_assert_int_eq(ended(), -SIGKILL);
		g_ptr_array_set_size(engine.heard, 0);
		ck_assert_int_eq(pty_modem_used(engine.modem), 1);
		engine.keep = FALSE;
		start_process();
		until_heard("SMS_IN");
		until(pty_modem_used(engine.modem) == 0);
		g_ptr_array_set_size(engine.heard, 0);
	}
	stop();
}
END_TEST

static const struct {
	const char *command, *answer;
	int	status;
} sims[] = {
	{ "AT+CPIN?", "+CPIN: SIM PUK\r\n\r\nOK", MODEM_EXIT_PUK },
	{ "AT+CPIN?", "+CME ERROR: 10", MODEM_EXIT_NO_SIM },
	{ "AT+CPIN", "+CPIN: SIM PIN\r\n\r\nERROR", MODEM_EXIT_PIN },
	{ "AT+CSCA?", "+CSCA: \"\",129\r\n\r\nOK", MODEM_EXIT_INIT }
};

START_TEST(a_sim_that_cannot_be_used_is_named)
{
	open_modem();
	pty_modem_answer(engine.modem, sims[_i].command, sims[_i].answer);
	start_process();
	ck_assert_int_eq(ended(), sims[_i].status);
	ck_assert_ptr_nonnull(find("MODEM_FAULT"));
	stop();
}
END_TEST

START_TEST(a_wrong_pin_is_tried_once)
{
	open_modem();
	pty_modem_answer(engine.modem, "AT+CPIN?",
	    "+CPIN: SIM PIN\r\n\r\nOK");
	pty_modem_answer(engine.modem, "AT+CPIN=", "+CME ERROR: 16");
	start_process();
	ck_assert_int_eq(ended(), MODEM_EXIT_PIN);
	ck_assert_ptr_nonnull(find("wrong PIN"));
	stop();
}
END_TEST

START_TEST(a_raw_command_is_answered)
{
	start();
	channel_send(engine.channel, MESSAGE_RAW_AT,
	    g_variant_new("(tsu)", (guint64)5, "AT+CSQ", 1000));
	until_heard("RAW_AT_ANSWER (5, '+CSQ: 20,99\\r\\nOK')");
	channel_send(engine.channel, MESSAGE_RAW_AT,
	    g_variant_new("(tsu)", (guint64)6, "AT+CMGF=1", 1000));
	until_heard("RAW_AT_ANSWER (6, 'ERROR");
	stop();
}
END_TEST

START_TEST(a_text_costs_three_commands_to_receive_and_answer)
{
	guint before;

	start();
	pty_modem_store(engine.modem, HELLO, TRUE);
	until(pty_modem_used(engine.modem) == 0);
	before = engine.modem->commands;
	for (guint64 i = 0; i < 10; i++) {
		g_autofree char *done = g_strdup_printf("SENT (%d,)", (int)i);

		pty_modem_store(engine.modem, HELLO, TRUE);
		until(count("SMS_IN") == i + 2);
		order(i, "hello");
		until_heard(done);
	}
	until(pty_modem_used(engine.modem) == 0);
	ck_assert_uint_eq(engine.modem->commands - before, 30);
	stop();
}
END_TEST

static void
modem_tests(Suite *suite)
{
	TCase *in = tcase_create("in"), *out = tcase_create("out");
	TCase *noisy = tcase_create("noisy"), *fault = tcase_create("fault");
	TCase *restart = tcase_create("restart"), *sim = tcase_create("sim");

	tcase_set_timeout(in, 60);
	tcase_set_timeout(out, 60);
	tcase_set_timeout(noisy, 60);
	tcase_set_timeout(fault, 60);
	tcase_set_timeout(restart, 60);
	tcase_set_timeout(sim, 60);
	tcase_add_test(in, it_tells_who_it_is);
	tcase_add_loop_test(in, what_was_texted_is_handed_over_and_then_deleted,
	    0, G_N_ELEMENTS(received));
	tcase_add_loop_test(in, a_poisoned_slot_is_kept_aside_and_freed, 0,
	    G_N_ELEMENTS(poison));
	tcase_add_test(in, a_store_is_drained_in_the_order_of_the_network);
	tcase_add_test(in, nothing_is_deleted_that_was_not_stored);
	tcase_add_test(in, a_status_report_is_told);
	tcase_add_test(in, a_call_is_told_once);
	tcase_add_test(in, hundreds_of_slots_are_freed);
	tcase_add_loop_test(noisy, noise_in_a_reading_costs_no_text, 0,
	    G_N_ELEMENTS(spoilers));
	tcase_add_test(in,
	    a_hundred_and_sixty_parts_with_wrong_headers_all_arrive);
	tcase_add_test(out, a_code_is_dialled_and_its_answer_told);
	tcase_add_loop_test(out, a_link_is_kept_open_only_when_told, 0, 2);
	tcase_add_test(out, a_text_of_many_parts_goes_out_in_order);
	tcase_add_loop_test(out, a_text_is_written_in_the_alphabet_it_fits, 0,
	    G_N_ELEMENTS(sent));
	tcase_add_loop_test(out, a_refusal_says_of_what_kind_it_is, 0,
	    G_N_ELEMENTS(refusals));
	tcase_add_test(out,
	    a_text_costs_three_commands_to_receive_and_answer);
	tcase_add_loop_test(noisy, a_line_nobody_asked_for_disturbs_nothing, 0,
	    G_N_ELEMENTS(noise));
	tcase_add_test(fault,
	    a_deaf_command_ends_at_its_deadline_and_the_next_is_heard);
	tcase_add_test(restart, a_restart_into_text_mode_sends_nothing);
	tcase_add_loop_test(restart, a_restart_is_noticed, 0,
	    G_N_ELEMENTS(banners));
	tcase_add_loop_test(restart, what_a_modem_forgets_is_noticed_by_the_poll,
	    0, G_N_ELEMENTS(forgets));
	tcase_add_test(fault, an_unplugged_modem_is_noticed_at_once);
	tcase_add_test(fault, a_process_killed_at_any_time_loses_nothing);
	tcase_add_loop_test(sim, a_sim_that_cannot_be_used_is_named, 0,
	    G_N_ELEMENTS(sims));
	tcase_add_test(sim, a_wrong_pin_is_tried_once);
	tcase_add_test(fault, a_raw_command_is_answered);
	suite_add_tcase(suite, in);
	suite_add_tcase(suite, out);
	suite_add_tcase(suite, noisy);
	suite_add_tcase(suite, fault);
	suite_add_tcase(suite, restart);
	suite_add_tcase(suite, sim);
}

SUITE_MAIN_BESIDE("modem", modem_tests, "in", "out", "noisy", "fault",
    "restart", "sim")
