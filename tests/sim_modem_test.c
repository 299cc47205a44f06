/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The emulated modem, spoken to over its real pty in this very process: what is
 * typed, what comes back.
 *
 * A conversation is a list of lines:
 *	"> AT"		typed, with a return
 *	">>0011…"	typed, with Ctrl-Z
 *	"< |OK|"	all that comes back, | being a line end
 *	"! fault…"	told to the network; must be answered ok
 *	"? ledger"	told to the network, and
 *	"= words"	... part of its answer
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/clock.h"
#include "sim/control_command.h"
#include "sim/handset.h"
#include "sim/modem.h"
#include "sim/network.h"
#include "tests/suite.h"

#define LINES_MAX	40
/* Only a test that fails waits so long. */
#define ANSWER_WAIT	(10 * CLOCK_SECOND)
#define VILLAGER	"+8613809150001"

static char *folder, *device;
static struct network *network;
static struct modem *modem;
static int tty = -1;

static void
device_open(void)
{
	struct termios raw;

	tty = open(device, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	ck_assert_int_ge(tty, 0);
	ck_assert_int_eq(tcgetattr(tty, &raw), 0);
	cfmakeraw(&raw);
	ck_assert_int_eq(tcsetattr(tty, TCSANOW, &raw), 0);
	while (g_main_context_iteration(NULL, FALSE))
		continue;
}

static void
set_up(void)
{
	g_autoptr(GError) error = NULL;

	folder = g_dir_make_tmp("sim-test-XXXXXX", NULL);
	network = network_new(folder, &error);
	ck_assert_msg(network != NULL, "%s", error ? error->message : "");
	modem = network_add_modem(network, "13900000000", &error);
	ck_assert_msg(modem != NULL, "%s", error ? error->message : "");
	device = g_build_filename(folder, "modem0", NULL);
	clock_stop_at(1795435689 * (gint64)CLOCK_SECOND);
	device_open();
}

static void
tear_down(void)
{
	if (tty >= 0)
		close(tty);
	network_free(network);
	g_rmdir(folder);
	g_free(folder);
	g_free(device);
}

/* Lets the network work until it has said `expected`, or for good when it says
 * something else or nothing. */
static void
hear(const char *expected)
{
	g_autoptr(GString) heard = g_string_new(NULL);
	gint64 until = g_get_monotonic_time() + ANSWER_WAIT;
	char octets[4096];
	gsize before;

	for (;;) {
		ssize_t len;

		while (g_main_context_iteration(NULL, FALSE))
			continue;
		len = read(tty, octets, sizeof(octets));
		before = heard->len;
		if (len > 0)
			g_string_append_len(heard, octets, len);
		g_string_replace(heard, "\r\n", "|", 0);
		if (len <= 0 && heard->len >= strlen(expected))
			break;
		if (heard->len == before && g_get_monotonic_time() > until)
			break;
		if (len <= 0)
			g_usleep(500);
	}
	ck_assert_str_eq(heard->str, expected);
}

static void
type(const char *text, char end)
{
	g_autofree char *octets = g_strdup_printf("%s%c", text, end);
	gsize len = strlen(octets), done = 0;

	while (done < len) {
		ssize_t put = write(tty, octets + done, len - done);

		ck_assert(put > 0 || errno == EAGAIN);
		done += put > 0 ? (gsize)put : 0;
		g_main_context_iteration(NULL, FALSE);
	}
}

static char *
told(const char *command)
{
	g_autoptr(GString) answer = g_string_new(NULL);
	g_autoptr(GError) error = NULL;

	ck_assert_msg(control_command(network, NULL, command, answer, &error),
	    "%s: %s", command, error ? error->message : "");
	return g_string_free(g_steal_pointer(&answer), FALSE);
}

static void
converse(const char *const *lines)
{
	g_autofree char *answer = NULL;

	for (; *lines != NULL; lines++) {
		const char *line = *lines;

		if (g_str_has_prefix(line, ">>"))
			type(line + 2, 0x1A);
		else if (*line == '>')
			type(line + 2, '\r');
		else if (*line == '<')
			hear(line + 2);
		else if (*line == '=')
			ck_assert_msg(strstr(answer, line + 2) != NULL,
			    "'%s' is not in:\n%s", line + 2, answer);
		else {
			g_free(answer);
			answer = told(line + 2);
		}
	}
}

/* To VILLAGER: 你好, with and without a status report. */
#define SUBMIT		"0001000D91683108190500F10008044F60597D"
#define SUBMIT_LEN	"18"
#define SUBMIT_SRR	"0021000D91683108190500F10008044F60597D"
/* The same in two parts, reference 7. */
#define SUBMIT_1	"0041000D91683108190500F100080805000307020159" "7D"
#define SUBMIT_2	"0041000D91683108190500F100080805000307020254" "17"
#define SMSC		"0891683108905105F0"
/* From VILLAGER: 水管坏了. */
#define DELIVER		SMSC "040D91683108190500F1000862113202809023086C347BA1574F4E86"
#define DELIVER_LEN	"28"

static const struct conversation {
	const char *about;
	const char *lines[LINES_MAX];
} conversations[] = {
	{ "identity and settings", {
		"> AT", "< AT\r|OK|",
		"> ATE0", "< ATE0\r|OK|",
		"> at", "< |OK|",
		"> AT+CGMM", "< |XIANGYIN-SIM||OK|",
		"> AT+CSQ", "< |+CSQ: 23,0||OK|",
		"> AT+CMGF?;+CSQ;+CMEE?",
		"< |+CMGF: 0||+CSQ: 23,0||+CMEE: 0||OK|",
		"> ATE0V1Q0S0=0", "< |OK|",
		"> AT+CREG=2;+CREG?", "< |+CREG: 2,1,\"18A7\",\"C0DE\"||OK|",
		"> AT+COPS=3,2;+COPS?", "< |+COPS: 0,2,\"46000\"||OK|",
		"> AT+CSCA?", "< |+CSCA: \"+8613800915500\",145||OK|",
		"> AT+CCLK?", "< |+CCLK: \"26/11/23,20:08:09+32\"||OK|",
		"> AT+CHUP=?", "< |OK|",
	} },
	{ "what is unknown, in three strengths", {
		"> ATE0", "< ATE0\r|OK|",
		"> AT+NONSENSE", "< |ERROR|",
		"> AT+CMEE=9", "< |ERROR|",
		"> AT+CMEE=1;+CMEE=9", "< |+CME ERROR: 50|",
		"> AT+CMEE=2;+CMEE=9", "< |+CME ERROR: Incorrect parameters|",
		"> AT+CMGR=1", "< |+CMS ERROR: invalid memory index|",
		"> AT+CMEE=0;+CMGR=1", "< |+CMS ERROR: 321|",
		"> no command", "> AT", "< |OK|",
	} },
	{ "PIN and PUK", {
		"! set modem0 pin 1234",
		"> ATE0", "< ATE0\r|OK|",
		"> AT+CPIN?", "< |+CPIN: SIM PIN||OK|",
		"> AT+CMEE=1;+CIMI", "< |+CME ERROR: 11|",
		"> AT+CMGL=4", "< |+CMS ERROR: 311|",
		"> AT+CPIN=\"0000\"", "< |+CME ERROR: 16|",
		"> AT+CPIN=\"1111\"", "< |+CME ERROR: 16|",
		"> AT+CPIN=\"2222\"", "< |+CME ERROR: 12|",
		"> AT+CPIN?", "< |+CPIN: SIM PUK||OK|",
		"> AT+CPIN=\"1\",\"4321\"", "< |+CME ERROR: 16|",
		"> AT+CPIN=\"12345678\",\"4321\"",
		"< |OK||+CPIN: READY||SMS Ready|",
		"> AT+CPIN?", "< |+CPIN: READY||OK|",
		"! set modem0 sim 0", "< |+CPIN: NOT INSERTED|",
		"> AT+CPIN?", "< |+CME ERROR: 10|",
		"> AT+CMGL=4", "< |+CMS ERROR: 310|",
	} },
	{ "a text is announced, listed, read, deleted", {
		"> ATE0", "< ATE0\r|OK|",
		"> AT+CNMI=2,1,0,1,0", "< |OK|",
		"! text 13809150001 modem0 水管坏了",
		"< |+CMTI: \"SM\",1|",
		"> AT+CMGL=0",
		"< |+CMGL: 1,0,," DELIVER_LEN "|" DELIVER "||OK|",
		"> AT+CMGL=0", "< |OK|",
		"> AT+CMGR=1",
		"< |+CMGR: 1,," DELIVER_LEN "|" DELIVER "||OK|",
		"> AT+CMGD=1", "< |OK|",
		"> AT+CMGR=1", "< |+CMS ERROR: 321|",
		"> AT+CPMS?", "< |+CPMS: \"SM\",0,50,\"SM\",0,50,\"SM\",0,50||OK|",
		"? ledger modem0", "= store\tmodem0\t1795435689000000\tSM\t1\t"
		    VILLAGER "\t水管坏了\n",
		"= delete\tmodem0\t1795435689000000\tSM\t1\n",
	} },
	{ "a full SIM: the network waits", {
		"> ATE0", "< ATE0\r|OK|",
		"! set modem0 sm_size 2",
		"> AT+CNMI=2,1", "< |OK|",
		"! text 13809150001 modem0 a",
		"! text 13809150001 modem0 b",
		"! text 13809150001 modem0 c",
		"< |+CMTI: \"SM\",1||+CMTI: \"SM\",2|",
		"? counts", "= waiting=1",
		"> AT+CMGD=1", "< |OK||+CMTI: \"SM\",1|",
		"? counts", "= waiting=0",
		"> AT+CMGD=0,4", "< |OK|",
		"? counts", "= in_store=0",
	} },
	{ "two stores", {
		"> ATE0", "< ATE0\r|OK|",
		"> AT+CPMS=\"SM\",\"SM\",\"ME\"",
		"< |+CPMS: 0,50,0,50,0,100||OK|",
		"> AT+CNMI=1,1", "< |OK|",
		"! text 13809150001 modem0 a", "< |+CMTI: \"ME\",1|",
		"> AT+CMGL=4", "< |OK|",
		"> AT+CPMS=\"ME\"", "< |+CPMS: 1,100,0,50,1,100||OK|",
		"> AT+CMGD=1", "< |OK|",
		"> AT+CPMS=\"XX\"", "< |+CMS ERROR: 302|",
		"> AT+CPMS=\"ME\",\"SR\"", "< |+CMS ERROR: 302|",
	} },
	{ "a text handed over directly", {
		"> ATE0", "< ATE0\r|OK|",
		"> AT+CNMI=2,2,0,0,0", "< |OK|",
		"! text 13809150001 modem0 水管坏了",
		"< |+CMT: ," DELIVER_LEN "|" DELIVER "|",
		"? counts", "= direct=1", "= in_store=0",
	} },
	{ "sending behind a real prompt", {
		"> ATE0", "< ATE0\r|OK|",
		"> AT+CMGS=" SUBMIT_LEN, "< |> ",
		">>" SUBMIT, "< |+CMGS: 1||OK|",
		"> AT+CMGS=" SUBMIT_LEN, "< |> ",
		">>" SUBMIT, "< |+CMGS: 2||OK|",
		"? ledger modem0", "= submit\tmodem0\t1795435689000000\t2\t"
		    VILLAGER "\t0\t0\t0\t你好\n",
		/* One octet fewer than promised; no hex; given up. */
		"> AT+CMGS=19", "< |> ", ">>" SUBMIT, "< |+CMS ERROR: 304|",
		"> AT+CMGS=18", "< |> ", ">>XY", "< |+CMS ERROR: 304|",
		"> AT+CMGS=18", "< |> ", "> \x1b", "< |OK|",
		"> AT+CMGS=3", "< |+CMS ERROR: 304|",
		"> AT+CFUN=4", "< |OK|",
		"> AT+CMGS=" SUBMIT_LEN, "< |> ",
		">>" SUBMIT, "< |+CMS ERROR: 331|",
	} },
	{ "parts become one text on the phone", {
		"> ATE0", "< ATE0\r|OK|",
		"> AT+CMGS=22", "< |> ", ">>" SUBMIT_2, "< |+CMGS: 1||OK|",
		"? ledger " VILLAGER, "= \t2\t2\t吗\n",
		"> AT+CMGS=22", "< |> ", ">>" SUBMIT_1, "< |+CMGS: 2||OK|",
		"? ledger " VILLAGER,
		"= text\t" VILLAGER "\t1795435689000000\t+8613900000000\t"
		    "1795435689\t2\t好吗\n",
	} },
	{ "a long text arrives in parts", {
		"> ATE0", "< ATE0\r|OK|",
		"> AT+CNMI=2,1", "< |OK|",
		"! text 13809150001 modem0 "
		    "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
		    "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
		    "一二三四五六七八九十一",
		"< |+CMTI: \"SM\",1||+CMTI: \"SM\",2|",
		"? stored modem0", "= 050003010201", "= 050003010202",
	} },
	{ "status reports, direct and stored", {
		"> ATE0", "< ATE0\r|OK|",
		"> AT+CNMI=2,1,0,1", "< |OK|",
		"> AT+CMGS=" SUBMIT_LEN, "< |> ", ">>" SUBMIT_SRR,
		"< |+CMGS: 1||OK||+CDS: 26|" SMSC
		    "06010D91683108190500F1621132028090236211320280902300|",
		"! phone 13809150001 refuses 41",
		"> AT+CNMI=2,1,0,2", "< |OK|",
		"> AT+CMGS=" SUBMIT_LEN, "< |> ", ">>" SUBMIT_SRR,
		"< |+CMGS: 2||OK||+CDSI: \"SR\",1|",
		"? stored modem0", "= 41\n",
		"? ledger modem0",
		"= report\tmodem0\t1795435689000000\t2\t41\t" VILLAGER "\n",
	} },
	{ "an absent phone gets its texts later, or too late", {
		"! phone 13809150001 absent",
		"> ATE0", "< ATE0\r|OK|",
		"> AT+CNMI=2,1,0,1", "< |OK|",
		"> AT+CMGS=" SUBMIT_LEN, "< |> ", ">>" SUBMIT_SRR,
		"< |+CMGS: 1||OK|",
		"! phone 13809150001 present",
		"< |+CDS: 26|" SMSC
		    "06010D91683108190500F1621132028090236211320280902300|",
		"? ledger " VILLAGER, "= 你好",
	} },
	{ "text mode", {
		"> ATE0", "< ATE0\r|OK|",
		"> AT+CMGF=1;+CSCS=\"IRA\";+CNMI=2,1", "< |OK|",
		"! text 13809150001 modem0 hello",
		"< |+CMTI: \"SM\",1|",
		"> AT+CMGL=\"ALL\"",
		"< |+CMGL: 1,\"REC UNREAD\",\"" VILLAGER "\",,"
		    "\"26/11/23,20:08:09+32\"|hello||OK|",
		"> AT+CMGR=1",
		"< |+CMGR: \"REC READ\",\"" VILLAGER "\",,"
		    "\"26/11/23,20:08:09+32\"|hello||OK|",
		"> AT+CMGS=\"13809150001\"", "< |> ",
		">>hello yourself", "< |+CMGS: 1||OK|",
		"> AT+CSCS=\"UCS2\"", "< |OK|",
		"> AT+CMGS=\"00310030003000380036\"", "< |> ",
		">>4F60597D", "< |+CMGS: 2||OK|",
		"? ledger modem0", "= hello yourself", "= \t10086\t0\t0\t0\t你好",
	} },
	{ "USSD, calls, signal", {
		"! ussd *100# 余额12.50元",
		"> ATE0", "< ATE0\r|OK|",
		"> AT+CUSD=1;+CLIP=1", "< |OK|",
		"> AT+CUSD=1,\"*100#\",15",
		"< |OK||+CUSD: 0,\"4F59989D00310032002E00350030"
		    "5143\",72|",
		"> AT+CUSD=1,\"*999#\"", "< |OK||+CUSD: 4|",
		"! ussd-push modem0 ?1 or 2",
		"< |+CUSD: 1,\"1 or 2\",15|",
		"! call 13809150001 modem0",
		"< |RING||+CLIP: \"13809150001\",129,\"\",,\"\",0|"
		    "|RING||+CLIP: \"13809150001\",129,\"\",,\"\",0||NO CARRIER|",
		"! set modem0 signal 7", "> AT+CSQ", "< |+CSQ: 7,0||OK|",
		"> AT+CREG=1", "< |OK|",
		"! set modem0 registration 2", "< |+CREG: 2|",
		"> AT+CREG?", "< |+CREG: 1,2||OK|",
	} },
	{ "indications wait in mode 0", {
		"> ATE0", "< ATE0\r|OK|",
		"> AT+CNMI=0,1", "< |OK|",
		"! text 13809150001 modem0 a",
		"> AT", "< |OK|",
		"> AT+CNMI=2,1,0,0,0", "< |OK||+CMTI: \"SM\",1|",
	} },
	{ "fault: refused at the prompt, refused in the end", {
		"> ATE0", "< ATE0\r|OK|",
		"! fault modem0 refuse-prompt 331 2",
		"> AT+CMGS=" SUBMIT_LEN, "< |+CMS ERROR: 331|",
		"> AT+CMGS=" SUBMIT_LEN, "< |+CMS ERROR: 331|",
		"! fault modem0 refuse 38",
		"> AT+CMGS=" SUBMIT_LEN, "< |> ", ">>" SUBMIT,
		"< |+CMS ERROR: 38|",
		"> AT+CMGS=" SUBMIT_LEN, "< |> ", ">>" SUBMIT,
		"< |+CMGS: 1||OK|",
		"? counts", "= submitted=1 refused=3",
	} },
	{ "fault: taken, but the answer lies or never comes", {
		"> ATE0", "< ATE0\r|OK|",
		"! fault modem0 lie 500",
		"> AT+CMGS=" SUBMIT_LEN, "< |> ", ">>" SUBMIT,
		"< |+CMS ERROR: 500|",
		"! fault modem0 silent 0 1",
		"> AT+CMGS=" SUBMIT_LEN, "< |> ", ">>" SUBMIT,
		"> AT", "< |OK|",
		"? counts", "= submitted=2",
	} },
	{ "fault: no prompt, and ESC is answered OK", {
		"> ATE0", "< ATE0\r|OK|",
		"! fault modem0 stuck-prompt",
		"> AT+CMGS=" SUBMIT_LEN, "> \x1b", "< |OK|",
		"? counts", "= submitted=0",
	} },
	{ "fault: a text comes unannounced, or twice", {
		"> ATE0", "< ATE0\r|OK|",
		"> AT+CNMI=2,1", "< |OK|",
		"! fault modem0 lose-cmti",
		"! text 13809150001 modem0 a",
		"! fault modem0 duplicate",
		"! text 13809150001 modem0 b",
		"< |+CMTI: \"SM\",2||+CMTI: \"SM\",3|",
	} },
	{ "fault: the report is faster than the answer", {
		"> ATE0", "< ATE0\r|OK|",
		"> AT+CNMI=2,1,0,1", "< |OK|",
		"! fault modem0 early-report",
		"> AT+CMGS=" SUBMIT_LEN, "< |> ", ">>" SUBMIT_SRR,
		"< |+CDS: 26|" SMSC
		    "06010D91683108190500F1621132028090236211320280902300|"
		    "|+CMGS: 1||OK|",
	} },
	{ "fault: unknown lines, noise, no echo, deafness", {
		"! fault modem0 no-echo",
		"> AT", "< |OK|",
		"! fault modem0 urc *PSUTTZ: 1",
		"< |*PSUTTZ: 1|",
		"! fault modem0 garbage ab\\r\\ncd", "< ab|cd",
		"! fault modem0 interrupt",
		"> AT+CSQ", "< |*PSINFO: 7,0||+CSQ: 23,0||OK|",
		"! fault modem0 deaf 0 2",
		"> AT+CSQ", "> AT+CSQ", "> AT", "< |OK|",
	} },
	{ "fault: an error for any command, and settings lost without a word", {
		"> ATE0;+CMEE=1", "< ATE0;+CMEE=1\r|OK|",
		"! fault modem0 error 14 2",
		"> AT+CSQ", "< |+CME ERROR: 14|",
		"> AT+COPS?", "< |+CME ERROR: 14|",
		"> AT", "< |OK|",
		"! fault modem0 forget",
		"> AT+CMEE?", "< AT+CMEE?\r|+CMEE: 0||OK|",
	} },
	{ "fault: a report never comes", {
		"> ATE0", "< ATE0\r|OK|",
		"> AT+CNMI=2,1,0,1", "< |OK|",
		"! fault modem0 no-report",
		"> AT+CMGS=" SUBMIT_LEN, "< |> ",
		">>" SUBMIT_SRR, "< |+CMGS: 1||OK|",
		"? counts", "= reports=0",
	} },
	{ "fault: frozen, and what was typed is done afterwards", {
		"> ATE0", "< ATE0\r|OK|",
		"! fault modem0 freeze",
		"> AT+CSQ",
		"? modems", "= no-service",
		"? faults modem0", "= freeze",
		"! fault modem0 thaw", "< |+CSQ: 23,0||OK|",
	} },
	{ "fault: a reboot forgets the settings", {
		"> ATE0", "< ATE0\r|OK|",
		"> AT+CNMI=2,1;+CMEE=1", "< |OK|",
		"! set modem0 boot_text 1",
		"! fault modem0 reboot",
		"< |RDY||+CFUN: 1||+CPIN: READY||Call Ready||SMS Ready|",
		"> AT+CMGF?;+CNMI?;+CMEE?", "< AT+CMGF?;+CNMI?;+CMEE?\r"
		    "|+CMGF: 1||+CNMI: 0,0,0,0,0||+CMEE: 0||OK|",
		"> AT+CFUN=1,1", "< AT+CFUN=1,1\r|OK|"
		    "|RDY||+CFUN: 1||+CPIN: READY||Call Ready||SMS Ready|",
	} },
	{ "fault: the SIM is full of old own texts", {
		"> ATE0", "< ATE0\r|OK|",
		"! set modem0 sm_size 3",
		"! fault modem0 full",
		"! text 13809150001 modem0 a",
		"? counts", "= waiting=1 in_store=3",
		"> AT+CMGD=0,2", "< |OK|",
		"? counts", "= waiting=0 in_store=1",
	} },
	{ "any octets can be put into a store", {
		"> ATE0", "< ATE0\r|OK|",
		"> AT+CNMI=2,1", "< |OK|",
		"! pdu modem0 00", "< |+CMTI: \"SM\",1|",
		"! put modem0 SM A0FFFF",
		"> AT+CMGL=4",
		"< |+CMGL: 1,0,,0|00||+CMGL: 2,0,,0|A0FFFF||OK|",
		"> AT+CMGF=1;+CMGL=\"ALL\"",
		"< |+CMGL: 1,\"REC READ\",\"\",,\"\"||"
		    "|+CMGL: 2,\"REC READ\",\"\",,\"\"|||OK|",
	} },
};

START_TEST(a_modem_answers_as_written)
{
	handset_watch(handset_of(network, VILLAGER), TRUE);
	converse(conversations[_i].lines);
}
END_TEST

START_TEST(an_unplugged_modem_hangs_up_and_comes_back)
{
	struct pollfd hung = { .events = POLLIN };
	char octet;

	g_free(told("fault modem0 unplug"));
	hung.fd = tty;
	ck_assert_int_eq(poll(&hung, 1, 0), 1);
	ck_assert(hung.revents & POLLHUP);
	ck_assert_int_le(read(tty, &octet, 1), 0);
	ck_assert(!g_file_test(device, G_FILE_TEST_EXISTS));
	g_free(told("text 13809150001 modem0 a"));
	close(tty);
	g_free(told("fault modem0 replug"));
	device_open();
	converse((const char *const[]){
	    "> ATE0;+CMGL=4", "< ATE0;+CMGL=4\r|+CMGL: 1,0,,21|" SMSC
	    "040D91683108190500F10000621132028090230161||OK|", NULL });
}
END_TEST

START_TEST(what_nobody_reads_is_not_kept_for_the_next)
{
	converse((const char *const[]){ "> ATE0;+CNMI=2,1",
	    "< ATE0;+CNMI=2,1\r|OK|", NULL });
	close(tty);
	while (g_main_context_iteration(NULL, FALSE))
		continue;
	g_free(told("text 13809150001 modem0 a"));
	device_open();
	converse((const char *const[]){ "> AT", "< |OK|", NULL });
}
END_TEST

START_TEST(latencies_hold_answers_back_and_input_waits)
{
	converse((const char *const[]){
	    "> ATE0", "< ATE0\r|OK|", "! set modem0 command_ms 600000",
	    "> AT+CSQ", "> AT", NULL });
	while (g_main_context_iteration(NULL, FALSE))
		continue;
	ck_assert(modem->answering);
	ck_assert_uint_ne(modem->answer_source, 0);
	ck_assert_uint_eq(modem->counts.commands, 2);
}
END_TEST

/* Torn down in the middle of it. */
START_TEST(a_late_answer_ends_with_the_network)
{
	converse((const char *const[]){
	    "> ATE0", "< ATE0\r|OK|", "! fault modem0 late 3600",
	    "> AT+CMGS=" SUBMIT_LEN, "< |> ", ">>" SUBMIT, NULL });
	while (g_main_context_iteration(NULL, FALSE))
		continue;
	ck_assert_uint_ne(modem->answer_source, 0);
}
END_TEST

START_TEST(what_left_the_antenna_is_taken_even_if_the_modem_dies)
{
	converse((const char *const[]){
	    "> ATE0", "< ATE0\r|OK|", "! set modem0 air_ms 600000",
	    "> AT+CMGS=" SUBMIT_LEN, "< |> ", ">>" SUBMIT, "? counts",
	    "= submitted=0", NULL });
	while (g_main_context_iteration(NULL, FALSE))
		continue;
	converse((const char *const[]){ "! fault modem0 unplug", "? counts",
	    "= submitted=1", NULL });
}
END_TEST

START_TEST(texts_between_modems_arrive_and_report)
{
	ck_assert_ptr_nonnull(network_add_modem(network, "13900000001", NULL));
	converse((const char *const[]){
	    "> ATE0;+CNMI=2,1,0,1", "< ATE0;+CNMI=2,1,0,1\r|OK|",
	    "> AT+CMGS=18", "< |> ",
	    ">>0021000D91683109000000F10008044F60597D",
	    "< |+CMGS: 1||OK||+CDS: 26|" SMSC
	    "06010D91683109000000F1621132028090236211320280902300|",
	    "? stored modem1", "= SM\t1\t0\t" SMSC
	    "040D91683109000000F0", NULL });
}
END_TEST

static const char *const nonsense[] = {
	"what", "text", "text 1 2", "text 13809150001 modem0 ",
	"fault modem0 nothing", "fault modem0 refuse", "fault modem7 freeze",
	"set modem0 signal 100", "set modem0 signal many", "set modem0 x 1",
	"pdu modem0 0", "pdu modem0 XY", "put modem0 XX 00",
	"phone 13809150001 asleep", "counts modem9", "call 1 modem9", "",
};

START_TEST(nonsense_is_refused_in_words)
{
	g_autoptr(GString) answer = g_string_new(NULL);
	g_autoptr(GError) error = NULL;

	ck_assert(!control_command(network, NULL, nonsense[_i], answer,
	    &error));
	ck_assert_ptr_nonnull(error);
	ck_assert_uint_gt(strlen(error->message), 8);
}
END_TEST

/* Made of what commands are made of, so that it gets somewhere. */
START_TEST(no_octets_stop_the_modem)
{
	static const char *const pieces[] = {
		"AT", "+CMGS", "+CMGW", "+CPIN", "+CMGL", "+CMGR", "+CMGD",
		"+CSCS", "+CUSD", "+CNMI", "+CPMS", "+COPS", "+CMGF", "=", "?",
		"\"", ",", ";", "\r", "\r", "\x1a", "\x1b", "0", "1", "2", "4",
		"99999999999", "-1", "\"UCS2\"", "\"SM\"", "\"4F60", SUBMIT,
		"E0", "Z", "&F", "\n", " ", "\xff\xfe", "A0", "%s%n", "+CSMP",
		"\"ALL\"", "+CSCA", "=1,\"*100#\",15", "+CMEE=2", "18",
	};
	g_autoptr(GRand) random = g_rand_new_with_seed((guint32)_i);

	g_free(told("put modem0 SM " DELIVER));
	g_free(told("put modem0 SM A0FF"));
	for (int i = 0; i < 4000; i++) {
		const char *piece = pieces[g_rand_int_range(random, 0,
		    G_N_ELEMENTS(pieces))];
		char octets[256];

		if (write(tty, piece, strlen(piece)) < 0)
			ck_assert_int_eq(errno, EAGAIN);
		g_main_context_iteration(NULL, FALSE);
		while (read(tty, octets, sizeof(octets)) > 0)
			continue;
	}
	g_free(told("fault modem0 clear"));
	g_free(told("fault modem0 reboot"));
	while (g_main_context_iteration(NULL, FALSE))
		continue;
	tcflush(tty, TCIOFLUSH);
	converse((const char *const[]){ "> AT", "< AT\r|OK|", NULL });
}
END_TEST

static void
sim_modem_tests(Suite *suite)
{
	TCase *speaking = tcase_create("speaking");

	tcase_add_checked_fixture(speaking, set_up, tear_down);
	tcase_set_timeout(speaking, 60);
	tcase_add_loop_test(speaking, a_modem_answers_as_written, 0,
	    G_N_ELEMENTS(conversations));
	tcase_add_test(speaking, an_unplugged_modem_hangs_up_and_comes_back);
	tcase_add_test(speaking, what_nobody_reads_is_not_kept_for_the_next);
	tcase_add_test(speaking, latencies_hold_answers_back_and_input_waits);
	tcase_add_test(speaking, a_late_answer_ends_with_the_network);
	tcase_add_test(speaking,
	    what_left_the_antenna_is_taken_even_if_the_modem_dies);
	tcase_add_test(speaking, texts_between_modems_arrive_and_report);
	tcase_add_loop_test(speaking, nonsense_is_refused_in_words, 0,
	    G_N_ELEMENTS(nonsense));
	tcase_add_loop_test(speaking, no_octets_stop_the_modem, 0, 8);
	suite_add_tcase(suite, speaking);
}

SUITE_MAIN("sim modem", sim_modem_tests)
