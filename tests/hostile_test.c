/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Everything a stranger can send, over the real house: each ends in a named
 * end, what no program may read is set aside with its reason, no process
 * dies, and the villager who texts behind all of it is answered.
 *
 * A row is one stranger, with a number of its own: its PDUs as the modem
 * stores them, and what must have become of them.  '@' stands for the
 * stranger's address.
 */
#include "tests/suite.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "tests/harness.h"

#define HOSTILE_BATCH	30	/* texts in the SIM at a time; it holds 50 */
#define HOSTILE_CLOCK	"+0x20"	/* three minutes pass in nine seconds */
#define HOSTILE_WRONG_ROWS 110	/* texts that the wrong headers make */
#define VILLAGER	"+8613600000001"
#define CALLER		"13600000002"

#define SMSC	"0891683108100005F0"		/* +8613800100500 */
#define WHEN	"62113221436523"		/* 2026-11-23 12:34:56 +08 */
#define GSM7	SMSC "04@" "0000" WHEN
#define UCS2	SMSC "04@" "0008" WHEN
#define DATA	SMSC "04@" "0004" WHEN
#define PART	SMSC "44@" "0008" WHEN		/* with a header */
#define HELLO	"05E8329BFD06"
#define FF16	"FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
#define FF64	FF16 FF16 FF16 FF16

struct stranger {
	const char *what;
	const char *pdus;	/* between blanks */
	int	 rows;		/* of the inbox */
	const char *end, *reason, *text;	/* of each; NULL any */
	const char *phone;	/* where the address is its own, else NULL */
};

static const struct stranger strangers[] = {
	{ "8-bit data", DATA "03010203", 1, "ignored", "data", "" },
	{ "no 8-bit data", DATA "00", 1, "ignored", "data", "" },
	{ "an empty text", GSM7 "00", 1, NULL, NULL, "" },
	{ "an empty text in UCS-2", UCS2 "00", 1, NULL, NULL, "" },
	{ "half a character", UCS2 "0150", 1, NULL, NULL, NULL },
	{ "NUL between words", UCS2 "066C340000505C", 1, NULL, NULL, NULL },
	{ "nothing but NUL", UCS2 "0400000000", 1, NULL, NULL, NULL },
	{ "a high surrogate alone", UCS2 "02D83D", 1, NULL, NULL, "\357\277\275" },
	{ "a low surrogate before a word", UCS2 "04DE006C34", 1, NULL, NULL,
	    NULL },
	{ "surrogates the wrong way round", UCS2 "04DE00D83D", 1, NULL, NULL,
	    NULL },
	{ "no characters at all", UCS2 "04FFFEFFFF", 1, NULL, NULL, NULL },
	{ "an escape at the end of GSM-7", GSM7 "019B", 1, NULL, NULL, NULL },
	{ "a terminal's escape sequence", UCS2 "08001B005B0032004A", 1, NULL,
	    NULL, NULL },
	{ "right-to-left marks", UCS2 "06202E6C34202C", 1, NULL, NULL, NULL },
	{ "a format of printf()", UCS2 "0C00250073002500250025006E", 1, NULL,
	    NULL, "%s%%%n" },
	{ "an end of SQL", UCS2 "0C00270029003B002D002D0027", 1, NULL, NULL,
	    "');--'" },
	{ "class 0", SMSC "04@" "0010" WHEN HELLO, 1, NULL, NULL, "hello" },
	{ "a silent text, type 0", SMSC "04@" "4000" WHEN HELLO, 1, NULL, NULL,
	    "hello" },
	{ "a coding that is reserved", SMSC "04@" "0084" WHEN "0401020304", 1,
	    "ignored", "data", "" },
	{ "a waiting message's sign", SMSC "04@" "00C8" WHEN HELLO, 1, NULL,
	    NULL, "hello" },
	{ "no time", SMSC "04@" "0000" "FFFFFFFFFFFFFF" HELLO, 1, NULL, NULL,
	    "hello" },
	{ "day 0 of month 0", SMSC "04@" "0000" "00000000000000" HELLO, 1,
	    NULL, NULL, "hello" },
	{ "a name as sender", SMSC "04" "07D0D0B0BC0C" "0000" WHEN HELLO, 1,
	    "ignored", "alphanumeric sender", "hello", "Pare" },
	{ "a service number", SMSC "04" "05A10180F6" "0000" WHEN HELLO, 1,
	    "ignored", "service number", "hello", "10086" },
	{ "our own number", SMSC "04" "0D91683109000000F0" "0000" WHEN HELLO,
	    1, "ignored", "one of our own numbers", "hello",
	    "+8613900000000" },
	{ "a sender without digits", SMSC "04" "0081" "0000" WHEN HELLO, 1,
	    "ignored", "no sender", "hello", "" },
	{ "a sender of 20 digits", SMSC "04" "149121436587092143658709"
	    "0000" WHEN HELLO, 1, "ignored", NULL, "hello",
	    "+12345678901234567890" },
	{ "part 0", PART "080500032A0200505C", 1, NULL, NULL, "停" },
	{ "part 3 of 2", PART "080500032A0203505C", 1, NULL, NULL, "停" },
	{ "part 1 of 0", PART "080500032A0001505C", 1, NULL, NULL, "停" },
	{ "part 1 of 1", PART "080500032A0101505C", 1, NULL, NULL, "停" },
	{ "an unknown element", PART "08056F03070201505C", 1, NULL, NULL, "停" },
	{ "an element longer than its header", PART "08050009" "2A0201505C", 1,
	    NULL, NULL, "停" },
	{ "a header of one octet", PART "0300505C", 1, NULL, NULL, "停" },
	{ "a push to a port", SMSC "44@" "0004" WHEN "0A" "0605040B8423F0"
	    "010203", 1, "ignored", "data", "" },
	{ "a table of a national language", SMSC "44@" "0000" WHEN "09"
	    "03240103" "C8329BFD", 1, NULL, NULL, NULL },
	{ "a part that comes twice", PART "08050003510201505C "
	    PART "08050003510201505C " PART "080500035102026C34", 1, NULL,
	    NULL, "停水" },
	{ "a reference used again", PART "08050003520201505C "
	    PART "080500035202026C34 " PART "08050003520201505D "
	    PART "080500035202026C35", 2, NULL, NULL, NULL },
	{ "one part of two alphabets", PART "08050003530201505C "
	    SMSC "44@" "0000" WHEN "08" "0500035302" "02D1", 1, NULL, NULL,
	    "停h" },
	{ "two parts of three", PART "080500032A0301505C "
	    PART "080500032A03036C34", 1, NULL, NULL, "停(缺第2段)水" },
};

/* What must not reach libgammu (LIBGAMMU 7.3): told with its reason. */
static const struct { const char *what, *pdu, *reason; } poisons[] = {
	{ "one octet", "00", "no message" },
	{ "noise", "07FFEE", "length of the SMSC" },
	{ "an SMSC of 160 octets", "A0" "91683108100005F0" "04" FF64 FF64
	    FF16 FF16, "length of the SMSC" },
	{ "an SMSC of an impossible kind", "0811683108100005F0" "04@" "0000"
	    WHEN HELLO, "type of the SMSC" },
	{ "a reserved kind", SMSC "03@" "0000" WHEN HELLO, "message type" },
	{ "168 septets in a padded record", SMSC "04@" "0000" WHEN "A8" FF64
	    FF64 FF16 FF16 "FFFFFFFF", "too much user data" },
	{ "170 septets in a padded record", SMSC "04@" "0000" WHEN "AA" FF64
	    FF64 FF16 FF16 "FFFFFF", "too much user data" },
	{ "255 septets", SMSC "04@" "0000" WHEN "FF" FF64 FF64 FF64 FF16
	    FF16, "too much user data" },
	{ "a header of 140 octets", SMSC "44@" "0008" WHEN "8C" "8C" FF64 FF64
	    FF16, "length of the user data header" },
	{ "a header longer than its text", PART "040F000301",
	    "length of the user data header" },
	{ "a header and no text", PART "00", "no user data header" },
	{ "a sender of 240 digits", SMSC "04" "F091" "683118325476F8" "0000"
	    WHEN HELLO, "length of the address" },
	{ "a name that reads like a villager's number", SMSC "04"
	    "14D0B1192E269BD16AB61B0E" "0000" WHEN HELLO,
	    "a sender's name that reads like a number" },
	{ "a sender of no kind", SMSC "04" "0D11683118325476F8" "0000" WHEN
	    HELLO, "type of the address" },
	{ "no coding", SMSC "04@" "00", "no coding" },
	{ "half a time", SMSC "04@" "0000" "621132", "no time stamp" },
	{ "a text cut short", UCS2 "8C505C", "user data cut short" },
	{ "compressed text", SMSC "04@" "0020" WHEN HELLO, "compressed text" },
	{ "octets behind the end", GSM7 HELLO "010203",
	    "octets behind the message" },
	{ "a report cut short", SMSC "062A@" WHEN, "no status" },
};

/* Lines between texts: nobody asked for them. */
static const char *const lines[] = {
	"urc SMS Ready", "urc +CIEV: 2,3", "urc *PSUTTZ: 2026,1,1",
	"urc ^NWTIME: 1", "urc +CPIN: READY", "urc +CTZV: 8", "urc PB DONE",
	"urc !?*", "urc +XYZ: \"a", "urc OK", "urc ERROR",
	"urc +CMTI: \"SM\",0", "urc +CMTI: \"SM\",4711", "urc +CMTI: \"XX\",1",
	"urc +CMTI: \"SM\",", "urc +CMTI: \"SM", "urc +CUSD: 0,\"zz\",72",
	"urc +CLIP: \"\",0", "urc +CREG: \"1\",\"", "urc +CDS: 25",
	"urc > ", "urc +CMGS: 1", "garbage", "garbage \\r\\n\\r\\n\\n\\n\\r",
	"garbage +CMTI: \"S", "garbage \x1a\x1b\"\"\""
};

/* A status report of a text nobody sent. */
#define REPORT	"urc +CDS: 25\\r\\n" SMSC "06FE@" WHEN WHEN "00"

struct box {
	struct harness *harness;
	pid_t	 modem, filter;
	int	 sent;		/* since the SIM was last seen empty */
};

static char	*number_of(int i);
static char	*address_of(int i);
static void	box_open(struct box *box);
static void	box_is_whole(struct box *box);
static void	box_close(struct box *box);
static void	put(struct box *box, int stranger, const char *pdus);
static void	sim_empties(struct box *box);
static char	**inbox_that_has_ended(struct box *box, int rows);
static char	**inbox_of(struct box *box);
static void	villager_is_answered(struct box *box);
static char	*field_of(const char *row, const char *name);
static int	rows_of(char **inbox, const char *name, const char *value);
static int	rows_from(char **inbox, const struct stranger *is, int i);

START_TEST(whatever_a_stranger_sends_has_a_named_end)
{
	g_auto(GStrv) inbox = NULL;
	struct box box;
	int wanted = 0;

	box_open(&box);
	for (int i = 0; i < (int)G_N_ELEMENTS(strangers); i++) {
		wanted += strangers[i].rows;
		put(&box, i, strangers[i].pdus);
	}
	inbox = inbox_that_has_ended(&box, wanted);
	for (int i = 0; i < (int)G_N_ELEMENTS(strangers); i++)
		ck_assert_msg(rows_from(inbox, &strangers[i], i) ==
		    strangers[i].rows, "%s: %d rows, not %d",
		    strangers[i].what, rows_from(inbox, &strangers[i], i),
		    strangers[i].rows);
	villager_is_answered(&box);
	box_close(&box);
}
END_TEST

START_TEST(what_no_program_may_read_is_set_aside_with_its_reason)
{
	g_auto(GStrv) inbox = NULL;
	struct box box;

	box_open(&box);
	for (int i = 0; i < (int)G_N_ELEMENTS(poisons); i++)
		put(&box, i, poisons[i].pdu);
	inbox = inbox_that_has_ended(&box, (int)G_N_ELEMENTS(poisons));
	ck_assert_int_eq(rows_of(inbox, "phone", ""),
	    (int)G_N_ELEMENTS(poisons));
	ck_assert_int_eq(rows_of(inbox, "end", "ignored"),
	    (int)G_N_ELEMENTS(poisons));
	for (int i = 0; i < (int)G_N_ELEMENTS(poisons); i++) {
		int same = 0;

		for (int j = 0; j < (int)G_N_ELEMENTS(poisons); j++)
			same += g_str_equal(poisons[i].reason,
			    poisons[j].reason);
		ck_assert_msg(rows_of(inbox, "reason", poisons[i].reason) ==
		    same, "%s: %d times '%s', not %d", poisons[i].what,
		    rows_of(inbox, "reason", poisons[i].reason),
		    poisons[i].reason, same);
	}
	villager_is_answered(&box);
	box_close(&box);
}
END_TEST

/* One text an octet in each alphabet, and ten parts of dice. */
START_TEST(every_value_of_an_octet_is_stored)
{
	g_autoptr(GRand) dice = g_rand_new_with_seed(20261123);
	g_auto(GStrv) inbox = NULL;
	struct box box;

	box_open(&box);
	for (int b = 0; b < 256; b++) {
		g_autofree char *gsm7 = g_strdup_printf(GSM7 "01%02X", b & 127);
		g_autofree char *ucs2 = g_strdup_printf(UCS2 "0400%02X%02X00",
		    b, b);
		g_autofree char *data = g_strdup_printf(DATA "01%02X", b);

		put(&box, b < 128 ? b : 128 + b, b < 128 ? gsm7 : data);
		put(&box, 1000 + b, ucs2);
	}
	for (int part = 1; part <= 10; part++) {
		g_autoptr(GString) pdu = g_string_new(NULL);

		g_string_printf(pdu, SMSC "44@" "0008" WHEN "8C050003%02X0A%02X",
		    77, part);
		for (int i = 0; i < 134; i++)
			g_string_append_printf(pdu, "%02X",
			    g_rand_int_range(dice, 0, 256));
		put(&box, 2000, pdu->str);
	}
	inbox = inbox_that_has_ended(&box, 513);
	for (int b = 0; b < 256; b++) {
		g_autofree char *first = number_of(b < 128 ? b : 128 + b);
		g_autofree char *second = number_of(1000 + b);

		ck_assert_int_eq(rows_of(inbox, "phone", first), 1);
		ck_assert_int_eq(rows_of(inbox, "phone", second), 1);
	}
	ck_assert_int_eq((int)g_strv_length(inbox), 513);
	villager_is_answered(&box);
	box_close(&box);
}
END_TEST

/* Numbers that contradict each other, from one phone: every part is in some
 * text, and what never became whole is told with its gaps. */
START_TEST(a_hundred_and_sixty_parts_with_wrong_headers_all_end)
{
	g_autoptr(GHashTable) found = g_hash_table_new(NULL, NULL);
	g_auto(GStrv) inbox = NULL;
	struct box box;

	box_open(&box);
	for (int i = 0; i < 160; i++) {
		g_autofree char *pdu = g_strdup_printf(PART "0805000307"
		    "%02X%02X%04X", i % 5 * 40, i * 7 % 256, 0x4e00 + i);

		put(&box, 0, pdu);
	}
	inbox = inbox_that_has_ended(&box, HOSTILE_WRONG_ROWS);
	for (char **row = inbox; *row != NULL; row++) {
		g_autofree char *text = field_of(*row, "text");

		for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p))
			g_hash_table_add(found,
			    GUINT_TO_POINTER(g_utf8_get_char(p)));
	}
	for (guint i = 0; i < 160; i++)
		ck_assert_msg(g_hash_table_contains(found,
		    GUINT_TO_POINTER(0x4e00 + i)), "part %u is lost", i);
	villager_is_answered(&box);
	box_close(&box);
}
END_TEST

START_TEST(lines_nobody_asked_for_disturb_nobody)
{
	g_autofree char *address = address_of(1);
	g_auto(GStrv) report = g_strsplit(REPORT, "@", 2);
	g_auto(GStrv) inbox = NULL;
	struct box box;

	box_open(&box);
	for (int i = 0; i < (int)G_N_ELEMENTS(lines); i++) {
		g_free(harness_tell(box.harness, "fault modem0 %s", lines[i]));
		put(&box, i, GSM7 HELLO);
	}
	g_free(harness_tell(box.harness, "fault modem0 %s%s%s", report[0],
	    address, report[1]));
	g_free(harness_tell(box.harness, "call " CALLER " modem0"));
	villager_is_answered(&box);
	inbox = inbox_that_has_ended(&box, (int)G_N_ELEMENTS(lines) + 2);
	for (int i = 0; i < (int)G_N_ELEMENTS(lines); i++) {
		g_autofree char *number = number_of(i);

		ck_assert_msg(rows_of(inbox, "phone", number) == 1,
		    "behind '%s': %d rows", lines[i],
		    rows_of(inbox, "phone", number));
	}
	ck_assert_int_eq(rows_of(inbox, "bearer", "call"), 1);
	box_close(&box);
}
END_TEST

/* --- strangers --------------------------------------------------------------------- */

static char *
number_of(int i)
{
	return g_strdup_printf("+8613811%06d", i);
}

/* TS 23.040 9.1.2.5: digits in pairs, each turned round. */
static char *
address_of(int i)
{
	g_autofree char *number = number_of(i);
	g_autofree char *digits = g_strconcat(number + 1, "F", NULL);
	GString *address = g_string_new("0D91");

	for (const char *p = digits; *p != '\0'; p += 2)
		g_string_append_printf(address, "%c%c", p[1], p[0]);
	return g_string_free(address, FALSE);
}

static void
put(struct box *box, int stranger, const char *pdus)
{
	g_auto(GStrv) each = g_strsplit(pdus, " ", -1);
	g_autofree char *address = address_of(stranger);

	for (char **pdu = each; *pdu != NULL; pdu++) {
		g_auto(GStrv) around = g_strsplit(*pdu, "@", -1);
		g_autofree char *hex = g_strjoinv(address, around);

		if (++box->sent == HOSTILE_BATCH)
			sim_empties(box);
		g_free(harness_tell(box->harness, "pdu modem0 %s", hex));
	}
}

/* --- the box ------------------------------------------------------------------------ */

static void
box_open(struct box *box)
{
	const struct harness_options options = {
		.modems = 1, .clock = HOSTILE_CLOCK,
		.config = "dialogue = { parts_wait = 180; };\n",
	};

	memset(box, 0, sizeof(*box));
	box->harness = harness_new(&options);
	box->modem = harness_child(box->harness, "xiangyin-modem", 0);
	box->filter = harness_child(box->harness, "xiangyin-at", 0);
	ck_assert_int_ne(box->modem, 0);
	ck_assert_int_ne(box->filter, 0);
}

/* Nobody has died, nothing is lost, nothing lies on the SIM. */
static void
box_is_whole(struct box *box)
{
	g_autofree char *status = NULL, *check = NULL;
	int ended;

	sim_empties(box);
	check = harness_run(box->harness, "check", NULL, &ended);
	ck_assert_msg(ended == 0, "%s", check);
	status = harness_run(box->harness, "status --json", NULL, &ended);
	ck_assert_int_eq(ended, 0);
	ck_assert_msg(strstr(status, "\"restarts\": 0") != NULL, "%s", status);
	ck_assert_int_eq(harness_child(box->harness, "xiangyin-modem", 0),
	    box->modem);
	ck_assert_int_eq(harness_child(box->harness, "xiangyin-at", 0),
	    box->filter);
}

static void
box_close(struct box *box)
{
	box_is_whole(box);
	ck_assert_int_eq(harness_end_engine(box->harness), 0);
	harness_free(box->harness);
}

/* Waits for what happens next, or a second. */
static void
sim_empties(struct box *box)
{
	struct harness_event event;

	for (;;) {
		g_autofree char *stored = harness_tell(box->harness,
		    "stored modem0");

		box->sent = 0;
		if (*stored == '\0')
			return;
		harness_event(box->harness, 1, &event);
	}
}

/* The rows, once so many are there and none is open. */
static char **
inbox_that_has_ended(struct box *box, int rows)
{
	struct harness_event event;

	sim_empties(box);
	for (;;) {
		g_autofree char *open = harness_run(box->harness,
		    "inbox --json --state open", NULL, NULL);
		g_auto(GStrv) inbox = inbox_of(box);

		if (strstr(open, "\"id\"") == NULL &&
		    (int)g_strv_length(inbox) >= rows)
			return g_steal_pointer(&inbox);
		harness_event(box->harness, 1, &event);
	}
}

static char **
inbox_of(struct box *box)
{
	g_autofree char *json = harness_run(box->harness,
	    "inbox --json --limit 10000", NULL, NULL);
	g_auto(GStrv) lines_of = g_strsplit(json, "\n", -1);
	GPtrArray *rows = g_ptr_array_new();

	for (char **line = lines_of; *line != NULL; line++) {
		if (strstr(*line, "\"id\"") != NULL)
			g_ptr_array_add(rows, g_strdup(*line));
	}
	g_ptr_array_add(rows, NULL);
	return (char **)g_ptr_array_free(rows, FALSE);
}

static void
villager_is_answered(struct box *box)
{
	struct harness_event event = { 0 };

	harness_text(box->harness, VILLAGER, 0,
	    "石桥村三组的水管爆了半个月没人管");
	do {
		ck_assert_msg(harness_event_of(box->harness, "text", 60,
		    &event), "the villager was not answered");
	} while (!g_str_equal(event.field[1], VILLAGER));
	ck_assert_msg(strstr(event.field[6], "编号") != NULL, "%s",
	    event.field[6]);
}

/* --- rows ------------------------------------------------------------------------- */

/* A string of a row, as JSON spells it. */
static char *
field_of(const char *row, const char *name)
{
	g_autofree char *key = g_strdup_printf("\"%s\": \"", name);
	const char *from = strstr(row, key), *to;

	ck_assert_msg(from != NULL, "no %s in %s", name, row);
	from += strlen(key);
	for (to = from; *to != '"' && *to != '\0'; to++)
		to += *to == '\\';
	return g_strndup(from, (gsize)(to - from));
}

static int
rows_of(char **inbox, const char *name, const char *value)
{
	int rows = 0;

	for (; *inbox != NULL; inbox++) {
		g_autofree char *is = field_of(*inbox, name);

		rows += g_str_equal(is, value);
	}
	return rows;
}

/* Rows of a stranger; each must be as its table says. */
static int
rows_from(char **inbox, const struct stranger *is, int i)
{
	g_autofree char *number = is->phone != NULL ? g_strdup(is->phone) :
	    number_of(i);
	int rows = 0;

	for (; *inbox != NULL; inbox++) {
		g_autofree char *phone = field_of(*inbox, "phone");
		g_autofree char *end = field_of(*inbox, "end");
		g_autofree char *reason = field_of(*inbox, "reason");
		g_autofree char *text = field_of(*inbox, "text");

		if (!g_str_equal(phone, number))
			continue;
		rows++;
		ck_assert_msg(is->end == NULL || g_str_equal(end, is->end),
		    "%s: %s", is->what, *inbox);
		ck_assert_msg(is->reason == NULL ||
		    g_str_equal(reason, is->reason), "%s: %s", is->what,
		    *inbox);
		ck_assert_msg(is->text == NULL || g_str_equal(text, is->text),
		    "%s: %s", is->what, *inbox);
	}
	return rows;
}

static void
hostile_tests(Suite *suite)
{
	TCase *texts = tcase_create("texts"), *octets = tcase_create("octets");
	TCase *parts = tcase_create("parts"), *poison = tcase_create("poison");
	TCase *wire = tcase_create("wire");

	tcase_set_timeout(texts, 300);
	tcase_add_test(texts, whatever_a_stranger_sends_has_a_named_end);
	suite_add_tcase(suite, texts);
	tcase_set_timeout(octets, 300);
	tcase_add_test(octets, every_value_of_an_octet_is_stored);
	suite_add_tcase(suite, octets);
	tcase_set_timeout(parts, 300);
	tcase_add_test(parts,
	    a_hundred_and_sixty_parts_with_wrong_headers_all_end);
	suite_add_tcase(suite, parts);
	tcase_set_timeout(poison, 300);
	tcase_add_test(poison,
	    what_no_program_may_read_is_set_aside_with_its_reason);
	suite_add_tcase(suite, poison);
	tcase_set_timeout(wire, 300);
	tcase_add_test(wire, lines_nobody_asked_for_disturb_nobody);
	suite_add_tcase(suite, wire);
}

SUITE_MAIN_BESIDE("hostile", hostile_tests, "texts", "octets", "parts",
    "poison", "wire")
