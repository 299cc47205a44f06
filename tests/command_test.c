/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every staff command on a database in memory: for people and for programs, in
 * both languages, on wide and narrow terminals, and when the answer is no.
 */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/damm.h"
#include "db/audit.h"
#include "db/callback.h"
#include "db/inbox.h"
#include "db/outbox.h"
#include "db/ticket.h"
#include "services/services.h"
#include "tests/command_fixture.h"
#include "tests/suite.h"
#include "tools/dispatch.h"
#include "tools/display.h"
#include "tools/view.h"

/* 2026-11-23 14:05:00 in Shanghai. */
#define NOW	(G_GINT64_CONSTANT(1795413900) * CLOCK_SECOND)

#define WANG	"+8613812345678"
#define LI	"+8613987654321"

/* What a stranger may text. */
#define NASTY	"\"火\\着了\"\n\033[31m</td>\t\u202E水"

static struct db *db;
static struct menu *menu;
static char wang_ticket[16], li_ticket[16];

static const char *const lines[] = { "hotline", "survey", NULL };
static const struct modem_view modems[] = {
	{ .name = "hotline1", .line = "hotline", .number = "+8613700000001",
	  .state = "ready", .operator_name = "CMCC", .imei = "861234567890123",
	  .imsi = "460001234567890", .signal_dbm = -71,
	  .last_contact = NOW - 5 * CLOCK_MINUTE, .since = NOW - 3 * CLOCK_HOUR,
	  .sent_minute = 6, .per_minute = 6, .sent_hour = 81, .per_hour = 100,
	  .sent_day = 120, .per_day = 0, .sim_used = 2, .sim_size = 20,
	  .fault = "" },
	{ .name = "spare", .line = "hotline", .number = "", .state = "down",
	  .operator_name = "", .imei = "", .imsi = "", .restarts = 7,
	  .answers_much = TRUE, .replied_day = 61, .heard_day = 20,
	  .fault = "the device is unplugged" },
};
static struct engine_view view = {
	.version = "0.1.0", .started_at = NOW - 3 * CLOCK_DAY,
	.config_path = "/etc/xiangyin/xiangyin.conf",
	.database_path = ":memory:", .menus_path = "/etc/xiangyin/menus",
	.modems = modems, .modem_count = 2, .lines = lines,
};

/* How a command is asked in a test. */
struct terminal {
	const char *language;
	int	 columns;
	gboolean colour;
};

static void
must(gboolean ok, GError *error)
{
	ck_assert_msg(ok, "%s", error == NULL ? "no" : error->message);
}

static void
add_ticket(const char *phone, const char *text, enum ticket_urgency urgency,
    char *number)
{
	struct ticket ticket = {
		.line = (char *)"hotline", .phone = (char *)phone,
		.topic = (char *)"水电路", .place = (char *)"大坝村三组",
		.urgency = urgency, .hold_until = NOW,
	};
	struct inbox_msg msg = { 0 };
	GError *error = NULL;
	gboolean done;

	must(inbox_add_text(db, BEARER_CONSOLE, "hotline", phone, text, &msg,
	    &error), error);
	must(ticket_open(db, &ticket, NOW - 3 * CLOCK_HOUR, &error), error);
	must(ticket_add_text(db, ticket.id, msg.id, NOW, 0, &error), error);
	must(ticket_move(db, ticket.id, TICKET_EVENT_REGISTER, ACTOR_SYSTEM,
	    "system", "", NOW, &done, &error) && done, error);
	must(inbox_end(db, msg.id, INBOX_ANSWERED, "", "matter", 90,
	    ticket.number, &error), error);
	g_strlcpy(number, ticket.number, 16);
	g_free(ticket.number);
	inbox_msg_clear(&msg);
}

static void
add_message(const char *phone, const char *text, enum lane lane, const char *key)
{
	const struct outbox_msg msg = {
		.key = (char *)key, .bearer = BEARER_SMS, .line = (char *)"hotline",
		.modem = (char *)"hotline1", .lane = lane, .phone = (char *)phone,
		.text = (char *)text, .not_before = NOW, .error = (char *)"",
	};
	GError *error = NULL;
	gboolean added;
	gint64 id;

	must(outbox_add(db, &msg, &id, &added, &error) && added, error);
}

static void
setup(void)
{
	const char *srcdir = g_getenv("srcdir");
	g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *directory = g_path_get_dirname(self);
	g_autofree char *po = g_build_filename(directory, "..", "po", NULL);
	g_autofree char *menus = g_build_filename(srcdir == NULL ? "." : srcdir,
	    "etc", "menus", NULL);
	GError *error = NULL;
	gboolean fresh;

	g_setenv("XIANGYIN_LOCALEDIR", po, TRUE);
	clock_stop_at(NOW);
	db = db_open(":memory:", &error);
	must(db != NULL, error);
	menu = menu_load(menus, services, &error);
	must(menu != NULL, error);
	must(db_begin(db, &error), error);
	add_ticket(WANG, "村口水管坏了三天，没有人来修，老人孩子都没有水喝", TICKET_P3,
	    wang_ticket);
	add_ticket(LI, NASTY, TICKET_P1, li_ticket);
	add_message(WANG, "您的事已登记，工单号30482171。", LANE_REPLY, "a");
	add_message(LI, NASTY, LANE_ALERT, "b");
	must(callback_ask(db, WANG, "hotline", "asked", "", NOW - CLOCK_HOUR,
	    &fresh, &error), error);
	must(db_commit(db, &error), error);
}

static void
teardown(void)
{
	menu_free(menu);
	db_close(db);
}

static struct answer_text
ask_as(const char *words, const struct terminal *terminal)
{
	const struct command_call as = {
		.db = db, .menu = menu, .view = &view, .peer = clerk_root,
		.language = terminal->language, .columns = terminal->columns,
		.colour = terminal->colour,
	};

	return clerk_asks(&as, words);
}

static struct answer_text
ask(const char *words)
{
	return ask_as(words, &(struct terminal){ .columns = 0 });
}

#define expect_in(text, part)						\
	ck_assert_msg(strstr(text, part) != NULL, "no \"%s\" in:\n%s", part, text)
#define expect_not_in(text, part)					\
	ck_assert_msg(strstr(text, part) == NULL, "\"%s\" in:\n%s", part, text)

/* --- is it JSON? (RFC 8259) -------------------------------------------------- */

static const char *json_value(const char *p);

static const char *
json_blank(const char *p)
{
	return p + strspn(p, " \t\r\n");
}

static const char *
json_text(const char *p)
{
	if (*p++ != '"')
		return NULL;
	for (; *p != '"'; p++) {
		if ((guchar)*p < 0x20)
			return NULL;
		if (*p == '\\' && strchr("\"\\/bfnrtu", *++p) == NULL)
			return NULL;
	}
	return p + 1;
}

static const char *
json_members(const char *p, char end)
{
	for (p = json_blank(p); *p != end; p = json_blank(p + 1)) {
		if (end == '}') {
			p = json_text(p);
			if (p == NULL || *(p = json_blank(p)) != ':')
				return NULL;
			p++;
		}
		p = json_value(json_blank(p));
		if (p == NULL)
			return NULL;
		p = json_blank(p);
		if (*p == end)
			break;
		if (*p != ',')
			return NULL;
	}
	return p + 1;
}

static const char *
json_value(const char *p)
{
	static const char *const words[] = { "true", "false", "null" };
	gsize digits;

	if (*p == '{' || *p == '[')
		return json_members(p + 1, *p == '{' ? '}' : ']');
	if (*p == '"')
		return json_text(p);
	for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
		if (g_str_has_prefix(p, words[i]))
			return p + strlen(words[i]);
	}
	digits = strspn(p, "-0123456789");
	return digits == 0 ? NULL : p + digits;
}

static void
expect_json(const char *text)
{
	const char *end = json_value(json_blank(text));

	ck_assert_msg(end != NULL && *json_blank(end) == '\0',
	    "this is not JSON:\n%s", text);
}

/* --- every command that prints -------------------------------------------------- */

static const char *const printing[] = {
	"status", "inbox", "outbox", "ticket list", "ticket list --urgent",
	"ticket show %s", "callback list", "callback list --all", "menu check", "menu words",
	"check", "audit verify",
};

static char *
printing_words(int i, const char *more)
{
	g_autofree char *words = g_strdup(printing[i]);
	char *number = strstr(words, "%s");

	if (number == NULL)
		return g_strconcat(words, more, NULL);
	*number = '\0';
	return g_strconcat(words, li_ticket, more, NULL);
}

START_TEST(every_command_fits_every_terminal_in_both_languages)
{
	static const int widths[] = { 40, 80, 132 };
	static const char *const languages[] = { NULL, "zh_CN.UTF-8" };
	g_autofree char *words = printing_words(_i, "");

	for (int l = 0; l < 2; l++) {
		for (int w = 0; w < 3; w++) {
			const struct terminal terminal = {
				.language = languages[l], .columns = widths[w],
			};
			struct answer_text answer = ask_as(words, &terminal);
			g_auto(GStrv) rows = g_strsplit(answer.out, "\n", -1);

			ck_assert_msg(answer.status == COMMAND_DONE, "%s",
			    answer.err);
			ck_assert_str_eq(answer.err, "");
			expect_not_in(answer.out, "\033");
			expect_not_in(answer.out, "\u202E");
			for (int i = 0; rows[i] != NULL; i++)
				ck_assert_msg(display_width(rows[i]) <= widths[w],
				    "%s at %d:\n%s", words, widths[w],
				    answer.out);
			answer_clear(&answer);
		}
	}
}
END_TEST

START_TEST(every_command_speaks_chinese)
{
	const struct terminal terminal = { .language = "zh_CN.UTF-8" };
	g_autofree char *words = printing_words(_i, "");
	struct answer_text english = ask(words);
	struct answer_text chinese = ask_as(words, &terminal);

	ck_assert_str_ne(english.out, chinese.out);
	answer_clear(&english);
	answer_clear(&chinese);
}
END_TEST

START_TEST(every_command_prints_json_that_no_text_can_break)
{
	const struct terminal terminal = {
		.language = "zh_CN.UTF-8", .columns = 40, .colour = TRUE,
	};
	g_autofree char *words = printing_words(_i, " --json");
	struct answer_text plain = ask(words);
	struct answer_text dressed = ask_as(words, &terminal);

	expect_json(plain.out);
	expect_not_in(plain.out, "\033");
	expect_not_in(plain.out, "****");
	expect_json(dressed.out);
	expect_not_in(dressed.out, "\033");
	answer_clear(&plain);
	answer_clear(&dressed);
}
END_TEST

/* --- one by one ------------------------------------------------------------------ */

START_TEST(status_shows_modems_queues_and_what_needs_a_person)
{
	struct answer_text answer = ask("status");

	ck_assert_int_eq(answer.status, COMMAND_DONE);
	expect_in(answer.out, "Xiangyin 0.1.0, started 11-20 14:05 (3 days)");
	expect_in(answer.out, "hotline1");
	expect_in(answer.out, "good -71");
	expect_in(answer.out, "6/6");
	expect_in(answer.out, "81/100");
	expect_in(answer.out, "5 min");
	expect_in(answer.out, "Modem spare: the device is unplugged");
	expect_in(answer.out, "Modem spare sent 61 replies to 20 texts in a day");
	expect_in(answer.out, "1 urgent ticket, the newest is ");
	expect_in(answer.out, li_ticket);
	expect_in(answer.out, "1 person waits for a call (60 min)");
	expect_in(answer.out, "survey");
	answer_clear(&answer);
}
END_TEST

START_TEST(a_ticket_is_shown_by_its_number_however_it_is_typed)
{
	g_autofree char *apart = g_strdup_printf("ticket show %.4s-%s", li_ticket,
	    li_ticket + 4);
	g_autofree char *swapped = g_strdup_printf("ticket show %s", li_ticket);
	struct answer_text answer = ask(apart);
	char *last = swapped + strlen(swapped) - 1;

	ck_assert_int_eq(answer.status, COMMAND_DONE);
	expect_in(answer.out, li_ticket);
	answer_clear(&answer);
	*last = *last == '9' ? '0' : (char)(*last + 1);
	answer = ask(swapped);
	ck_assert_int_eq(answer.status, COMMAND_USAGE);
	expect_in(answer.err, "check digit");
	answer_clear(&answer);
}
END_TEST

START_TEST(status_colours_what_is_wrong)
{
	const struct terminal terminal = { .columns = 100, .colour = TRUE };
	struct answer_text answer = ask_as("status", &terminal);

	expect_in(answer.out, "\033[32mready");
	expect_in(answer.out, "\033[1;31mdown");
	expect_in(answer.out, "\033[1;31m6/6");
	expect_in(answer.out, "\033[33m81/100");
	answer_clear(&answer);
}
END_TEST

START_TEST(status_without_modems_says_how_to_try)
{
	struct answer_text answer;

	view.modem_count = 0;
	answer = ask("status");
	expect_in(answer.out, "xiangyin talk NUMBER");
	answer_clear(&answer);
	answer = ask("status --json");
	expect_in(answer.out, "\"modems\": []");
	answer_clear(&answer);
}
END_TEST

START_TEST(lists_mask_numbers_and_programs_get_them_in_full)
{
	static const char *const lists[] = { "inbox", "outbox", "ticket list" };
	g_autofree char *json = g_strconcat(lists[_i], " --json", NULL);
	struct answer_text people = ask(lists[_i]), program = ask(json);

	expect_in(people.out, "138****5678");
	expect_not_in(people.out, "13812345678");
	expect_in(program.out, "\"+8613812345678\"");
	answer_clear(&people);
	answer_clear(&program);
}
END_TEST

START_TEST(a_filter_lets_through_what_it_names)
{
	static const struct {
		const char *words, *in, *out;
	} cases[] = {
		{ "inbox --phone 13812345678", "村口水管", "火" },
		{ "inbox --phone 139-8765-4321", "火", "村口水管" },
		{ "inbox --state answered", "村口水管", "No such text" },
		{ "inbox --state ignored", "No such text was received.", "村口" },
		{ "inbox --limit 1", "火", "村口水管" },
		{ "outbox --phone 13812345678", "30482171", "火" },
		{ "outbox --state queued", "alert", "There is no" },
		{ "outbox --state sent", "There is no such text.", "queued" },
		{ "ticket list --phone 13812345678", "村口水管", "火" },
		{ "ticket list --urgent", "火", "村口水管" },
		{ "ticket list --state open", "村口水管", "There is no" },
		{ "ticket list --state withdrawn", "There is no such ticket.", "火" },
		{ "ticket list --limit 1", "火", "村口水管" },
		{ "ticket list --urgent --limit 1", "urgent", "村口水管" },
	};
	struct answer_text answer = ask(cases[_i].words);

	ck_assert_msg(answer.status == COMMAND_DONE, "%s", answer.err);
	expect_in(answer.out, cases[_i].in);
	expect_not_in(answer.out, cases[_i].out);
	answer_clear(&answer);
}
END_TEST

START_TEST(nothing_found_is_an_empty_list_for_programs)
{
	struct answer_text answer = ask("inbox --state ignored --json");

	ck_assert_str_eq(answer.out, "[]\n");
	answer_clear(&answer);
}
END_TEST

START_TEST(what_is_looked_for_is_found_among_many)
{
	static const struct {
		const char *words, *out;
	} cases[] = {
		{ "inbox --state ignored", "No such text was received." },
		{ "inbox --state filed --limit 3", "text 0" },
		{ "inbox --limit 3", "text 4999" },
		{ "inbox --phone 13812345678", "村口" },
		{ "outbox --state failed", "There is no such text." },
		{ "ticket list", "村口" },
	};
	struct answer_text answer;
	GError *error = NULL;

	must(db_begin(db, &error), error);
	for (int i = 0; i < 5000; i++) {
		g_autofree char *text = g_strdup_printf("text %d", i);
		struct inbox_msg msg = { 0 };

		must(inbox_add_text(db, BEARER_CONSOLE, "hotline", LI, text, &msg,
		    &error) && inbox_end(db, msg.id, i == 0 ? INBOX_FILED :
		    INBOX_ANSWERED, "", "", 90, "", &error), error);
		inbox_msg_clear(&msg);
	}
	must(db_commit(db, &error), error);
	answer = ask(cases[_i].words);
	expect_in(answer.out, cases[_i].out);
	answer_clear(&answer);
	answer = ask("check");
	expect_in(answer.out, "5002 texts, each in a named end.");
	answer_clear(&answer);
}
END_TEST

START_TEST(a_ticket_is_shown_in_full)
{
	g_autofree char *words = g_strdup_printf("ticket show %s", wang_ticket);
	struct answer_text answer = ask(words);

	ck_assert_int_eq(answer.status, COMMAND_DONE);
	expect_in(answer.out, wang_ticket);
	expect_in(answer.out, "registered");
	expect_in(answer.out, WANG);
	expect_in(answer.out, "水电路");
	expect_in(answer.out, "大坝村三组");
	expect_in(answer.out, "村口水管坏了三天");
	expect_in(answer.out, "2026-11-23 11:05 (3 h)");
	expect_in(answer.out, "has not been told the number");
	expect_in(answer.out, "system");
	answer_clear(&answer);
}
END_TEST

START_TEST(a_ticket_s_words_are_never_cut)
{
	const struct terminal terminal = { .columns = 40 };
	g_autofree char *words = g_strdup_printf("ticket show %s", wang_ticket);
	struct answer_text answer = ask_as(words, &terminal);

	expect_in(answer.out, "  村口水管坏了三天，没有人来修，老人孩子\n"
	    "  都没有水喝\n");
	answer_clear(&answer);
}
END_TEST

START_TEST(a_ticket_that_is_not_there_is_a_no)
{
	char digits[9] = "1000000";
	g_autofree char *words = NULL;
	struct answer_text answer;

	digits[7] = damm_digit(digits);
	words = g_strdup_printf("ticket show %s", digits);
	answer = ask(words);
	ck_assert_int_eq(answer.status, COMMAND_NO);
	expect_in(answer.err, "there is no ticket 1000000");
	expect_in(answer.err, "xiangyin ticket list");
	ck_assert_str_eq(answer.out, "");
	answer_clear(&answer);
}
END_TEST

START_TEST(the_call_list_is_there_to_be_called_and_crossed_off)
{
	struct answer_text answer = ask("callback list");

	expect_in(answer.out, "+8613812345678");
	expect_in(answer.out, "asked");
	answer_clear(&answer);
	answer = ask("callback done 1 reached");
	ck_assert_msg(answer.status == COMMAND_DONE, "%s", answer.err);
	answer_clear(&answer);
	answer = ask("callback done 1 reached");
	ck_assert_int_eq(answer.status, COMMAND_NO);
	expect_in(answer.err, "xiangyin callback list");
	answer_clear(&answer);
	answer = ask("callback list");
	expect_in(answer.out, "Nobody waits for a call.");
	answer_clear(&answer);
	answer = ask("callback list --all");
	expect_in(answer.out, "reached");
	expect_in(answer.out, "uid 0 (root)");
	answer_clear(&answer);
}
END_TEST

START_TEST(menus_are_measured_and_drawn)
{
	struct answer_text answer = ask("menu check");

	expect_in(answer.out, "main");
	expect_in(answer.out, "complaint.conf");
	expect_in(answer.out, "screens.");
	answer_clear(&answer);
	answer = ask("menu words");
	expect_in(answer.out, "acknowledged");
	expect_in(answer.out, "call-out order");
	answer_clear(&answer);
	answer = ask("menu words --json");
	ck_assert_msg(strstr(answer.out, "\"line\": 0}") == NULL,
	    "a word has no place: %s", answer.out);
	answer_clear(&answer);
	answer = ask("menu draw");
	ck_assert_int_eq(answer.status, COMMAND_DONE);
	expect_in(answer.out, "digraph");
	answer_clear(&answer);
}
END_TEST

START_TEST(check_counts_what_is_there_and_finds_nothing_lost)
{
	struct answer_text answer = ask("check");

	ck_assert_msg(answer.status == COMMAND_DONE, "%s\n%s", answer.out,
	    answer.err);
	expect_in(answer.out, "Nothing is lost: 2 texts, each in a named end.");
	expect_in(answer.out, "The database is sound");
	ck_assert_int_ge(answer.steps, 5);
	answer_clear(&answer);
}
END_TEST

START_TEST(check_finds_who_was_forgotten)
{
	struct answer_text answer;

	clock_turn(25 * CLOCK_HOUR);
	answer = ask("check");
	ck_assert_int_eq(answer.status, COMMAND_NO);
	expect_in(answer.out, "callback:1");
	expect_in(answer.out, "has waited for a call for 26 h");
	expect_in(answer.err, "wrong");
	answer_clear(&answer);
	answer = ask("check --json");
	ck_assert_int_eq(answer.status, COMMAND_NO);
	expect_in(answer.out, "\"ok\": false");
	expect_json(answer.out);
	answer_clear(&answer);
}
END_TEST

START_TEST(the_audit_trail_is_proved_and_every_look_is_in_it)
{
	struct answer_text before = ask("audit verify --json"), after;
	g_autofree char *words = g_strdup_printf("ticket show %s", wang_ticket);
	gint64 rows = g_ascii_strtoll(strstr(before.out, "\"rows\": ") + 8, NULL, 10);
	static const char *const looks[] = {
		"inbox", "outbox", "ticket list", "callback list",
	};

	expect_in(before.out, "\"holds\": true");
	for (gsize i = 0; i < G_N_ELEMENTS(looks); i++) {
		struct answer_text look = ask(looks[i]);

		answer_clear(&look);
	}
	after = ask(words);
	expect_not_in(after.out, "ticket.show");
	answer_clear(&after);
	after = ask("audit verify --json");
	ck_assert_int_eq(g_ascii_strtoll(strstr(after.out, "\"rows\": ") + 8, NULL,
	    10), rows + 5);
	answer_clear(&before);
	answer_clear(&after);
}
END_TEST

START_TEST(a_backup_is_whole_private_and_never_written_over)
{
	g_autofree char *directory = g_dir_make_tmp("backup-XXXXXX", NULL);
	g_autofree char *file = g_build_filename(directory, "copy.db", NULL);
	g_autofree char *words = g_strdup_printf("backup %s", file);
	struct answer_text answer = ask(words);
	struct ticket ticket = { 0 };
	struct db *copy;
	gboolean found;
	GStatBuf st;

	ck_assert_msg(answer.status == COMMAND_DONE, "%s", answer.err);
	expect_in(answer.out, "verified");
	answer_clear(&answer);
	ck_assert_int_eq(g_stat(file, &st), 0);
	ck_assert_int_eq(st.st_mode & 07777, 0600);
	copy = db_open(file, NULL);
	ck_assert_ptr_nonnull(copy);
	ck_assert(ticket_by_number(copy, wang_ticket, &found, &ticket, NULL));
	ck_assert(found);
	ticket_clear(&ticket);
	db_close(copy);

	answer = ask(words);
	ck_assert_int_eq(answer.status, COMMAND_NO);
	expect_in(answer.err, "already exists");
	answer_clear(&answer);
	ck_assert_int_eq(g_unlink(file), 0);
	ck_assert_int_eq(g_rmdir(directory), 0);
}
END_TEST

START_TEST(a_backup_given_up_leaves_nothing_behind)
{
	g_autofree char *directory = g_dir_make_tmp("backup-XXXXXX", NULL);
	g_autofree char *file = g_build_filename(directory, "copy.db", NULL);
	char *argv[] = { g_strdup("backup"), file, NULL };
	struct command_call call = {
		.db = db, .reads = TRUE,
	};

	ck_assert_int_eq(command_start(&call, argv, 2), COMMAND_MORE);
	if (_i == 1)
		ck_assert_int_eq(command_step(&call), COMMAND_MORE);
	command_clear(&call);
	ck_assert_int_eq(g_rmdir(directory), 0);
	g_free(argv[0]);
}
END_TEST

START_TEST(a_backup_where_nobody_may_write_is_a_no)
{
	struct answer_text answer = ask("backup /nowhere/copy.db");

	ck_assert_int_eq(answer.status, COMMAND_NO);
	expect_in(answer.err, "/nowhere/copy.db");
	expect_in(answer.err, "choose a directory");
	answer_clear(&answer);
	answer = ask("backup copy.db");
	ck_assert_int_eq(answer.status, COMMAND_USAGE);
	answer_clear(&answer);
}
END_TEST

/* FIELD: nobody could tell what staff typed from what a phone sent. */
START_TEST(what_staff_typed_is_marked_where_it_is_read)
{
	static const char *const marked[] = { "inbox", "inbox --json",
	    "ticket show ", "ticket show " };
	static const char *const marks[] = {
		"[typed by s1 赵敏 (zhao)] 还没修", "\"typed_by\": \"s1 赵敏 (zhao)\"",
		", typed by s1 赵敏 (zhao)", "\"typed_by\": \"s1 赵敏 (zhao)\"",
	};
	struct inbox_msg msg = { 0 };
	GError *error = NULL;

	must(db_begin(db, &error) && inbox_add_typed(db, BEARER_CONSOLE, "hotline",
	    WANG, "还没修", "s1 赵敏 (zhao)", "clerk", &msg, &error) &&
	    inbox_end(db, msg.id, INBOX_FILED, "", "", 90, wang_ticket, &error) &&
	    db_commit(db, &error), error);
	inbox_msg_clear(&msg);
	for (int i = 0; i < 4; i++) {
		g_autofree char *words = g_strconcat(marked[i],
		    i >= 2 ? wang_ticket : "", i == 3 ? " --json" : "", NULL);
		struct answer_text answer = ask(words);

		expect_in(answer.out, marks[i]);
		answer_clear(&answer);
	}
}
END_TEST

START_TEST(what_a_phone_sent_is_not_marked)
{
	struct answer_text answer = ask("inbox");

	expect_not_in(answer.out, "typed by");
	answer_clear(&answer);
}
END_TEST

START_TEST(the_engine_trusts_no_client_s_words)
{
	static const char *const wrong[] = {
		"", "bogus", "ticket", "ticket show", "ticket show 1",
		"inbox --limit 0", "inbox --limit x", "inbox --state sent",
		"outbox --state open", "talk", "talk x", "backup",
		"callback done", "callback done 1", "callback done x y",
		"check now", "status --bogus", "menu", "audit", "audit verify x",
	};
	struct answer_text answer = ask(wrong[_i]);

	ck_assert_int_eq(answer.status, COMMAND_USAGE);
	ck_assert_str_eq(answer.out, "");
	ck_assert_str_ne(answer.err, "");
	answer_clear(&answer);
}
END_TEST

/* Moves the row to `state` behind the engine's back. */
static void
put_in_state(gint64 id, enum outbox_state state)
{
	const struct outbox_want want = {
		.line = "hotline", .modem = "hotline1", .now = NOW,
		.lanes = LANES_ALL,
	};
	struct outbox_msg msg = { 0 };
	GError *error = NULL;
	gboolean done = TRUE;

	must(db_begin(db, &error), error);
	while (state != OUTBOX_CANCELLED && done && msg.id != id) {
		outbox_msg_clear(&msg);
		must(outbox_next_due(db, &want, &done, &msg, &error), error);
	}
	if (state == OUTBOX_CANCELLED)
		must(outbox_cancel(db, id, &done, &error), error);
	else if (state == OUTBOX_SENT)
		must(outbox_part_sent(db, id, "hotline1", 0, 7, NOW, &error) &&
		    outbox_sent(db, id, NOW, &error), error);
	else if (state == OUTBOX_FAILED)
		must(outbox_failed(db, id, SMS_FAILURE_PERMANENT, 1, NOW,
		    &error), error);
	must(db_commit(db, &error), error);
	outbox_msg_clear(&msg);
}

START_TEST(a_text_that_waits_can_be_taken_back)
{
	struct answer_text answer = ask("outbox cancel 1"), again;
	struct outbox_msg msg;
	GError *error = NULL;
	gboolean found;

	ck_assert_int_eq(answer.status, COMMAND_DONE);
	expect_in(answer.out, "Text 1 is cancelled.");
	must(outbox_get(db, 1, &found, &msg, &error) && found, error);
	ck_assert_int_eq(msg.state, OUTBOX_CANCELLED);
	outbox_msg_clear(&msg);
	again = ask("outbox cancel 1");
	ck_assert_int_eq(again.status, COMMAND_NO);
	expect_in(again.err, "cancelled already");
	answer_clear(&answer);
	answer_clear(&again);
	answer = ask("outbox cancel 4711");
	ck_assert_int_eq(answer.status, COMMAND_NO);
	expect_in(answer.err, "there is no text 4711");
	answer_clear(&answer);
}
END_TEST

START_TEST(a_text_that_does_not_wait_cannot)
{
	static const struct {
		enum outbox_state state;
		const char *err;
	} cases[] = {
		{ OUTBOX_HANDED, "a modem is sending it" },
		{ OUTBOX_SENT, "it has left" },
		{ OUTBOX_FAILED, "refused for good" },
		{ OUTBOX_CANCELLED, "cancelled already" },
	};
	struct answer_text answer;

	put_in_state(1, cases[_i].state);
	answer = ask("outbox cancel 1");
	ck_assert_int_eq(answer.status, COMMAND_NO);
	ck_assert_str_eq(answer.out, "");
	expect_in(answer.err, cases[_i].err);
	answer_clear(&answer);
}
END_TEST

START_TEST(what_was_lost_since_yesterday_is_said_and_listed)
{
	struct answer_text answer = ask("status");

	expect_not_in(answer.out, "could not be sent");
	answer_clear(&answer);
	put_in_state(1, OUTBOX_FAILED);
	answer = ask("status");
	expect_in(answer.out, "1 text could not be sent since yesterday, or not "
	    "for certain: xiangyin outbox --lost");
	answer_clear(&answer);
	answer = ask("outbox --lost");
	expect_in(answer.out, "30482171");
	expect_not_in(answer.out, "alert");
	answer_clear(&answer);
	answer = ask("outbox --lost --phone 13812345678");
	expect_in(answer.out, "30482171");
	answer_clear(&answer);
	answer = ask("outbox --lost --phone 13987654321");
	expect_in(answer.out, "There is no such text.");
	answer_clear(&answer);
	clock_turn(CLOCK_DAY + CLOCK_SECOND);
	answer = ask("status");
	expect_not_in(answer.out, "could not be sent");
	answer_clear(&answer);
	answer = ask("status --json");
	expect_in(answer.out, "\"texts_lost_day\": 0");
	answer_clear(&answer);
}
END_TEST

START_TEST(many_that_were_lost_are_listed_once_each)
{
	struct answer_text answer;
	GError *error = NULL;
	int count = 0, expired = 1;
	gint64 next;

	must(db_begin(db, &error), error);
	for (int i = 0; i < 5000; i++) {
		g_autofree char *key = g_strdup_printf("many:%d", i);

		add_message(WANG, "迟了", LANE_SURVEY, key);
	}
	for (; expired > 0; count += expired)
		must(outbox_expire(db, NOW + 30 * CLOCK_DAY, &expired, &next, &error),
		    error);
	must(db_commit(db, &error), error);
	answer = ask("outbox --lost --limit 10000 --json");
	for (const char *s = answer.out; (s = strstr(s, "\"id\": ")) != NULL; s++)
		count--;
	ck_assert_int_eq(count, 0);
	answer_clear(&answer);
}
END_TEST

START_TEST(talk_is_left_to_the_engine)
{
	struct answer_text answer = ask("talk 13812345678 --bearer ussd");

	ck_assert_int_eq(answer.status, COMMAND_TALKS);
	answer_clear(&answer);
	answer = ask("talk --help");
	ck_assert_int_eq(answer.status, COMMAND_DONE);
	expect_in(answer.out, "--bearer");
	answer_clear(&answer);
}
END_TEST

static void
command_tests(Suite *suite)
{
	TCase *every = tcase_create("every"), *each = tcase_create("each");
	const int count = G_N_ELEMENTS(printing);

	tcase_set_timeout(each, 60);
	tcase_add_checked_fixture(every, setup, teardown);
	tcase_add_loop_test(every,
	    every_command_fits_every_terminal_in_both_languages, 0, count);
	tcase_add_loop_test(every, every_command_speaks_chinese, 0, count);
	tcase_add_loop_test(every,
	    every_command_prints_json_that_no_text_can_break, 0, count);
	suite_add_tcase(suite, every);

	tcase_add_checked_fixture(each, setup, teardown);
	tcase_add_test(each, status_shows_modems_queues_and_what_needs_a_person);
	tcase_add_test(each,
	    a_ticket_is_shown_by_its_number_however_it_is_typed);
	tcase_add_test(each, status_colours_what_is_wrong);
	tcase_add_test(each, status_without_modems_says_how_to_try);
	tcase_add_loop_test(each,
	    lists_mask_numbers_and_programs_get_them_in_full, 0, 3);
	tcase_add_loop_test(each, a_filter_lets_through_what_it_names, 0, 14);
	tcase_add_test(each, nothing_found_is_an_empty_list_for_programs);
	tcase_add_loop_test(each,
	    what_is_looked_for_is_found_among_many, 0, 6);
	tcase_add_test(each, a_ticket_is_shown_in_full);
	tcase_add_test(each, a_ticket_s_words_are_never_cut);
	tcase_add_test(each, a_ticket_that_is_not_there_is_a_no);
	tcase_add_test(each, the_call_list_is_there_to_be_called_and_crossed_off);
	tcase_add_test(each, menus_are_measured_and_drawn);
	tcase_add_test(each, check_counts_what_is_there_and_finds_nothing_lost);
	tcase_add_test(each, check_finds_who_was_forgotten);
	tcase_add_test(each, the_audit_trail_is_proved_and_every_look_is_in_it);
	tcase_add_test(each, a_backup_is_whole_private_and_never_written_over);
	tcase_add_loop_test(each, a_backup_given_up_leaves_nothing_behind, 0, 2);
	tcase_add_test(each, a_backup_where_nobody_may_write_is_a_no);
	tcase_add_test(each, what_staff_typed_is_marked_where_it_is_read);
	tcase_add_test(each, what_a_phone_sent_is_not_marked);
	tcase_add_loop_test(each, the_engine_trusts_no_client_s_words, 0, 20);
	tcase_add_test(each, a_text_that_waits_can_be_taken_back);
	tcase_add_loop_test(each, a_text_that_does_not_wait_cannot, 0, 4);
	tcase_add_test(each, what_was_lost_since_yesterday_is_said_and_listed);
	tcase_add_test(each, many_that_were_lost_are_listed_once_each);
	tcase_add_test(each, talk_is_left_to_the_engine);
	suite_add_tcase(suite, each);
}

SUITE_MAIN("command", command_tests)
