/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The fault table.  What holds for every row stands in row.h.
 */
#include "config.h"

#include "tests/faults/row.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "tests/suite.h"

static void	disk_fills(struct room *room);
static void	disk_empties(struct room *room);
static void	database_is_taken(struct room *room);
static void	database_is_given_back(struct room *room);
static void	modem_falls_thrice(struct room *room);
static void	clock_goes_ahead(struct room *room);
static void	clock_goes_back(struct room *room);
static void	engine_starts_anew(struct room *room);

/* A part takes long, so that something can happen to it; and no longer. */
#define SLOW	"set modem0 air_ms 1500"
#define FAST	"set modem0 air_ms 0"

const struct fault_row fault_rows[] = {
	/* --- the device */
	{ "unplugged at rest, and back", .sees = "its device is not there",
	    .told = { "fault modem0 unplug" },
	    .mended = { "fault modem0 replug" } },
	{ "unplugged at rest, and back as another device number",
	    .sees = "its device is not there",
	    .told = { "fault modem0 unplug" },
	    .mended = { "fault modem0 replug elsewhere" } },
	{ "unplugged with a text in its store", .moment = AT_STORE,
	    .sees = "its device is not there",
	    .told = { "fault modem0 unplug" },
	    .mended = { "fault modem0 replug" } },
	{ "unplugged while a text is deleted", .moment = AT_DELETE,
	    .sees = "its device is not there",
	    .told = { "fault modem0 unplug" },
	    .mended = { "fault modem0 replug" } },
	{ "unplugged while it sends, and back as another device number",
	    .before = { SLOW }, .moment = AT_HANDED,
	    .sees = "its device is not there",
	    .told = { "fault modem0 unplug" },
	    .mended = { FAST, "fault modem0 replug elsewhere" } },
	{ "unplugged between the network's taking and its answer",
	    .moment = AT_SUBMIT, .before = { "fault modem0 silent 0 0" },
	    .told = { "fault modem0 unplug" },
	    .mended = { "fault modem0 clear", "fault modem0 replug" } },
	{ "frozen, and thawed", .clock = "+0x20", .told = { "fault modem0 freeze" },
	    .sees = "does not answer",
	    .mended = { "fault modem0 thaw" } },
	{ "frozen while it sends", .before = { SLOW }, .moment = AT_HANDED,
	    .told = { "fault modem0 freeze" },
	    .mended = { FAST, "fault modem0 thaw" } },
	{ "started anew by itself", .told = { "fault modem0 reboot 1" } },
	{ "started anew in text mode", .before = { "set modem0 boot_text 1" },
	    .told = { "fault modem0 reboot 1" } },
	{ "started anew while it sends", .before = { SLOW },
	    .moment = AT_HANDED, .told = { "fault modem0 reboot 1" },
	    .mended = { FAST } },
	{ "its settings lost without a word",
	    .told = { "fault modem0 forget" } },

	/* --- the wire */
	{ "noise on the wire", .told = { "fault modem0 garbage" } },
	{ "noise while it sends", .before = { SLOW }, .moment = AT_HANDED,
	    .told = { "fault modem0 garbage", "fault modem0 garbage > > >" },
	    .mended = { FAST } },
	{ "a prompt that does not come", .clock = "+0x20",
	    .leaves = "deadline: +CMGS",
	    .told = { "fault modem0 stuck-prompt" } },
	{ "the echo is forgotten", .told = { "fault modem0 no-echo" } },
	{ "commands that are never answered", .clock = "+0x20",
	    .leaves = "deadline",
	    .told = { "fault modem0 deaf 0 3" } },
	{ "lines nobody asked for", .told = { "fault modem0 interrupt 0 20",
	    "fault modem0 urc *PSUTTZ: 1", "fault modem0 urc OK" } },
	{ "a call while it sends", .before = { SLOW }, .moment = AT_HANDED,
	    .told = { "call +8613600000009 modem0" }, .mended = { FAST },
	    .more_texts = 1 },

	/* --- what the network says */
	{ "refused for good: unassigned number",
	    .told = { "fault modem0 refuse 1" }, .answer = "failed" },
	{ "refused for now: congestion", .clock = "+0x20", .told = { "fault modem0 refuse 42 2" } },
	{ "refused for now: no network service", .clock = "+0x20",
	    .told = { "fault modem0 refuse 331 2" } },
	{ "refused at the prompt: network timeout",
	    .told = { "fault modem0 refuse-prompt 332" } },
	{ "this SIM is barred", .clock = "+0x60", .told = { "fault modem0 refuse 8 0" },
	    .mended = { "fault modem0 clear" } },
	{ "the SIM's store is full, says the network", .clock = "+0x20",
	    .told = { "fault modem0 refuse 322 2" } },
	{ "an unknown error", .told = { "fault modem0 refuse 500" } },
	{ "taken, but answered by an error",
	    .told = { "fault modem0 lie 500" } },
	{ "taken, but answered late", .told = { "fault modem0 late 2" } },
	{ "taken, and never answered", .clock = "+0x20",
	    .leaves = "no answer", .told = { "fault modem0 silent" } },
	{ "+CME ERROR: no SIM, busy, and unknown",
	    .told = { "fault modem0 error 14 2", "fault modem0 refuse-prompt 10" } },
	{ "+CME ERROR: no network service, for every command", .clock = "+0x20",
	    .leaves = "listing failed",
	    .told = { "fault modem0 error 30 12" } },
	{ "+CME ERROR: unknown, for every command", .clock = "+0x20",
	    .leaves = "listing failed",
	    .told = { "fault modem0 error 100 12" } },
	{ "the network is lost", .clock = "+0x20", .sees = "no network: check",
	    .told = { "set modem0 registration 2" },
	    .mended = { "set modem0 registration 1" } },
	{ "the network denies the SIM", .clock = "+0x20", .sees = "the network rejects the SIM",
	    .told = { "set modem0 registration 3" },
	    .mended = { "set modem0 registration 5" } },

	{ "only LTE knows of the network",
	    .told = { "set modem0 lte 1", "fault modem0 reboot" } },

	/* --- reports and repeats */
	{ "reports never come", .told = { "fault modem0 no-report" },
	    .answer = "sent" },
	{ "the report is faster than the answer",
	    .told = { "fault modem0 early-report" } },
	{ "a text comes twice", .told = { "fault modem0 duplicate" } },
	{ "a text comes unannounced", .clock = "+0x20", .told = { "fault modem0 lose-cmti" } },
	{ "her phone refuses the answer",
	    .told = { "phone +8613600000002 refuses" }, .answer = "failed" },
	{ "her phone is off for a while",
	    .told = { "phone +8613600000002 absent" },
	    .mended = { "phone +8613600000002 present" } },

	/* --- the SIM */
	{ "the SIM is full of old texts", .told = { "fault modem0 full" },
	    .more_texts = 1 },
	{ "a SIM without room for texts",
	    .told = { "set modem0 sm_size 0" }, .kills = "xiangyin-modem" },
	{ "only the modem's own store",
	    .told = { "set modem0 sm_size 0", "fault modem0 reboot" } },
	{ "only the SIM's store",
	    .told = { "set modem0 me_size 0", "fault modem0 reboot" } },
	{ "the SIM is taken out", .clock = "+0x20", .sees = "there is no SIM in it",
	    .told = { "set modem0 sim 0" },
	    .mended = { "set modem0 sim 1" } },
	{ "another SIM is in it", .sees = "xiangyin modem accept",
	    .told = { "set modem0 imsi 460019999999999", "fault modem0 reboot" },
	    .asked = "modem accept m0" },
	{ "a PIN is asked for", .sees = "PIN",
	    .told = { "set modem0 pin 1234", "fault modem0 reboot" },
	    .mended = { "set modem0 pin", "fault modem0 reboot" },
	    .ends = engine_starts_anew },

	/* --- the box */
	{ "the engine is killed: text in the store", .moment = AT_STORE,
	    .kills = "engine" },
	{ "the engine is killed: text committed", .moment = AT_DELETE,
	    .kills = "engine" },
	{ "the engine is killed: answer at the modem", .before = { SLOW },
	    .moment = AT_HANDED, .kills = "engine", .mended = { FAST } },
	{ "the engine is killed: answer taken", .moment = AT_SUBMIT,
	    .kills = "engine" },
	{ "the engine is killed: report at the modem", .moment = AT_REPORT,
	    .kills = "engine" },
	{ "the modem process is killed while it sends", .before = { SLOW },
	    .moment = AT_HANDED, .kills = "xiangyin-modem",
	    .mended = { FAST } },
	{ "the modem process is killed: text committed", .moment = AT_DELETE,
	    .kills = "xiangyin-modem" },
	{ "the modem process falls three times: its radio is reset",
	    .sees = "its radio was turned off and on",
	    .happens = modem_falls_thrice,
	    .leaves = "its radio was turned off and on" },
	{ "the filter is killed while it sends", .before = { SLOW },
	    .moment = AT_HANDED, .kills = "xiangyin-at",
	    .mended = { FAST } },
	{ "the filter is killed: text in the store", .moment = AT_STORE,
	    .kills = "xiangyin-at" },
	{ "the disk is full", .happens = disk_fills, .ends = disk_empties,
	    .all = TRUE },
	{ "another program holds the database", .happens = database_is_taken,
	    .ends = database_is_given_back, .all = TRUE },
	{ "the clock goes an hour ahead", .happens = clock_goes_ahead },
	{ "the clock goes an hour back", .happens = clock_goes_back },
};
const int fault_row_count = G_N_ELEMENTS(fault_rows);

/* No file of the engine may grow. */
static void
disk_fills(struct room *room)
{
	g_autofree char *database = harness_path(room->harness, "xiangyin.db");
	struct rlimit limit = { 0, RLIM_INFINITY };
	struct stat st;

	ck_assert_int_eq(stat(database, &st), 0);
	limit.rlim_cur = (rlim_t)st.st_size;
	ck_assert_int_eq(prlimit(harness_engine(room->harness), RLIMIT_FSIZE,
	    &limit, NULL), 0);
}

static void
disk_empties(struct room *room)
{
	const struct rlimit limit = { RLIM_INFINITY, RLIM_INFINITY };

	ck_assert_int_eq(prlimit(harness_engine(room->harness), RLIMIT_FSIZE,
	    &limit, NULL), 0);
}

static void
database_is_taken(struct room *room)
{
	g_autofree char *database = harness_path(room->harness, "xiangyin.db");
	sqlite3 *other;

	ck_assert_int_eq(sqlite3_open(database, &other), SQLITE_OK);
	sqlite3_busy_timeout(other, 10000);
	ck_assert_int_eq(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL,
	    NULL), SQLITE_OK);
	room->held = other;
}

static void
database_is_given_back(struct room *room)
{
	ck_assert_int_eq(sqlite3_exec(room->held, "ROLLBACK", NULL, NULL,
	    NULL), SQLITE_OK);
	sqlite3_close(room->held);
}

static void
modem_falls_thrice(struct room *room)
{
	for (int falls = 0; falls < 3; falls++) {
		pid_t modem = harness_modem(room->harness, 0);

		ck_assert_int_ne(modem, 0);
		ck_assert_int_eq(kill(modem, SIGKILL), 0);
		while (harness_modem(room->harness, 0) == modem ||
		    harness_modem(room->harness, 0) == 0)
			g_usleep(1000);
		harness_wait_ready(room->harness);
	}
}

static void
clock_goes(struct room *room, const char *clock)
{
	harness_end_engine(room->harness);
	harness_set_clock(room->harness, clock);
	harness_start_engine(room->harness);
}

/* As after a night without power on a box whose clock has no battery. */
static void
clock_goes_ahead(struct room *room)
{
	clock_goes(room, "+7200x10");
}

static void
clock_goes_back(struct room *room)
{
	clock_goes(room, "+-3600x10");
}

static void
engine_starts_anew(struct room *room)
{
	harness_end_engine(room->harness);
	harness_start_engine(room->harness);
}
