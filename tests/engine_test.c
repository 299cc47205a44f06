/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The real engine with fake modems: what comes is stored, answered and only
 * then acknowledged, whoever is killed, whatever is said to it, and with no
 * room on the disk.
 */
#include <config.h>

#include <grp.h>
#include <pty.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/message.h"
#include "db/audit.h"
#include "db/inbox.h"
#include "db/outbox.h"
#include "tests/suite.h"
#include "tests/engine_fixture.h"

#define KILLS		100	/* every second one of the modem process */
#define KILL_PHONES	20
#define KILL_TEXTS	1000

/* What an engine that has ended has in its database. */
struct ledger {
	GHashTable *texts;	/* each once */
	GHashTable *rows;	/* outbox id -> struct row */
	int	inbox, outbox, queued;
};

struct row {
	enum outbox_state state;
	int	parts, attempts;
};

static void	spoil(struct box *box, const char *more);
static gboolean	modem_runs(struct box *box);
static gboolean	modem_was_restarted(struct box *box);
static gboolean	modem_lacks_its_pin(struct box *box);
static gboolean	modem_is_paused(struct box *box);
static struct ledger *ledger_read(const struct box *box);
static void	ledger_free(struct ledger *ledger);
static int	ledger_repeats(const struct ledger *ledger, char **air);
static long	resident_kb(GPid pid);
static pid_t	modem_pid(const struct box *box);

START_TEST(a_text_is_stored_answered_and_then_deleted)
{
	struct box *box = box_new(NULL);
	g_auto(GStrv) air = NULL;
	struct ledger *ledger;

	box_start(box);
	box_text(box, 1, "+8613812345678", "水管漏水三天没人管了");
	box_wait(box, 20, box_sim_is_empty);
	box_wait(box, 20, box_all_has_left);
	box_stop(box, SIGTERM);
	ledger = ledger_read(box);
	air = box_air(box);
	ck_assert_int_eq(ledger->inbox, 1);
	ck_assert_int_eq(ledger->outbox, 1);
	ck_assert_int_ge(g_strv_length(air), 1);
	ledger_free(ledger);
	box_free(box);
}
END_TEST

static gboolean
typed_note(const struct inbox_msg *msg, void *user)
{
	g_string_append_printf(user, "%s ", msg->typed_by);
	return TRUE;
}

static gboolean
talk_note(const struct audit_row *row, void *user)
{
	if (g_str_has_prefix(row->action, "talk"))
		g_string_append_printf(user, "%s %s %s ", row->action,
		    row->object, row->actor);
	return TRUE;
}

/* Whoever typed it is on record: whom the kernel named, and the text's mark. */
static void
expect_typed(struct box *box)
{
	struct db *db = box_database(box);
	const struct passwd *me = getpwuid(geteuid());
	g_autofree char *actor = g_strdup_printf("uid %u (%s)",
	    (unsigned)geteuid(), me->pw_name);
	g_autoptr(GString) noted = g_string_new(NULL);
	const struct inbox_filter all = { 0 };
	GError *error = NULL;

	ck_assert(inbox_each(db, &all, typed_note, noted, &error));
	ck_assert_msg(g_str_has_prefix(noted->str, actor), "%s", noted->str);
	g_string_truncate(noted, 0);
	ck_assert(audit_each(db, NULL, 0, talk_note, noted, &error));
	ck_assert_msg(strstr(noted->str, "talk.text inbox:1 uid") != NULL &&
	    strstr(noted->str, "talk phone:+8613812345678 uid") != NULL, "%s",
	    noted->str);
	db_close(db);
}

START_TEST(a_console_is_answered_like_a_phone)
{
	static const char *const argv[] = { "talk", "13812345678", NULL };
	static const char *const lines[] = { "水管漏水三天没人管了", NULL };
	struct box *box = box_new("modems = ( );\n");
	g_autofree char *out = NULL;
	g_autofree char *err = NULL;

	box_start(box);
	ck_assert_int_eq(box_ask(box, argv, lines, &out, &err), 0);
	ck_assert_str_eq(err, "");
	ck_assert_msg(strlen(out) > 10 && strchr(out, '\n') != NULL, "%s",
	    out);
	box_stop(box, SIGTERM);
	expect_typed(box);
	box_free(box);
}
END_TEST

START_TEST(what_a_console_holds_back_is_answered_at_its_end)
{
	static const char *const argv[] = { "talk", "13812345678", NULL };
	static const char *const lines[] = { "水管", NULL };
	struct box *box = box_new("modems = ( );\n");
	g_autofree char *out = NULL;

	box_start(box);
	ck_assert_int_eq(box_ask(box, argv, lines, &out, NULL), 0);
	ck_assert_int_gt(strlen(out), 10);
	box_stop(box, SIGTERM);
	box_free(box);
}
END_TEST

/* argv, and a word that must stand in the error. */
static const struct {
	const char *argv[6];
	int	status;
	const char *word;
} wrong_talks[] = {
	{ { "talk", "nobody" }, 2, "nobody" },
	{ { "talk" }, 2, "NUMBER" },
	{ { "talk", "13812345678", "--line", "nowhere" }, 2, "nowhere" },
	{ { "talk", "13812345678", "--bearer", "pigeon" }, 2, "pigeon" },
	{ { "dance" }, 2, "dance" },
};

START_TEST(a_wrong_command_ends_with_2_and_a_sentence)
{
	struct box *box = box_new("modems = ( );\n");
	g_autofree char *out = NULL;
	g_autofree char *err = NULL;

	box_start(box);
	ck_assert_int_eq(box_ask(box, wrong_talks[_i].argv, NULL, &out,
	    &err), wrong_talks[_i].status);
	ck_assert_msg(strstr(err, wrong_talks[_i].word) != NULL, "%s", err);
	box_free(box);
}
END_TEST

/* What is asked, its exit status, and a word of the answer. */
static const struct {
	const char *argv[4];
	int	status;
	const char *word;
} long_reads[] = {
	{ { "check" }, 0, "Nothing is lost: 1 text" },
	{ { "check", "--json" }, 0, "\"ok\": true" },
	{ { "audit", "verify" }, 0, "The audit trail holds" },
	{ { "backup", "/nowhere/copy.db" }, 1, "/nowhere/copy.db" },
	{ { "backup", "copy.db" }, 2, "does not begin with /" },
	{ { "check", "now" }, 2, "now" },
	{ { "duty", "sheet", "王秀英" }, 1, "no cadre \"王秀英\"" },
};

START_TEST(a_long_read_is_done_beside_the_engine)
{
	struct box *box = box_new("modems = ( );\n");
	const char *talk[] = { "talk", "13812345678", NULL };
	const char *lines[] = { "菜单", NULL };
	g_autofree char *out = NULL, *err = NULL, *all = NULL;

	box_start(box);
	ck_assert_int_eq(box_ask(box, talk, lines, NULL, NULL), 0);
	ck_assert_int_eq(box_ask(box, long_reads[_i].argv, NULL, &out,
	    &err), long_reads[_i].status);
	all = g_strconcat(out, err, NULL);
	ck_assert_msg(strstr(all, long_reads[_i].word) != NULL, "%s", all);
	box_free(box);
}
END_TEST

static const struct {
	const char *config;
	gboolean said;
} duties[] = {
	{ "modems = ( );\n", TRUE },
	{ "modems = ( );\nduty_phones = ( \"+8613800000000\" );\n", FALSE },
};

START_TEST(status_says_that_nobody_is_on_duty)
{
	struct box *box = box_new(duties[_i].config);
	const char *look[] = { "status", NULL };
	g_autofree char *said = NULL;

	box_start(box);
	ck_assert_int_eq(box_ask(box, look, NULL, &said, NULL), 0);
	ck_assert_msg((strstr(said, "duty_phones is empty") != NULL) ==
	    duties[_i].said, "%s", said);
	box_free(box);
}
END_TEST

START_TEST(a_backup_is_on_record_and_whole)
{
	struct box *box = box_new("modems = ( );\n");
	g_autofree char *copy = g_build_filename(box->dir, "copy.db", NULL);
	const char *backup[] = { "backup", copy, NULL };
	g_autofree char *err = NULL;
	struct db *db;
	gint64 rows, broken_at;

	box_start(box);
	ck_assert_int_eq(box_ask(box, backup, NULL, NULL, &err), 0);
	ck_assert_int_eq(box_ask(box, backup, NULL, NULL, NULL), 1);
	box_stop(box, SIGTERM);
	db = db_open_to_read(copy, NULL);
	ck_assert_ptr_nonnull(db);
	ck_assert(audit_verify(db, &rows, &broken_at, NULL));
	ck_assert_int_eq(rows, 1);
	ck_assert(!db_begin(db, NULL));
	db_close(db);
	box_free(box);
}
END_TEST

START_TEST(a_second_engine_on_a_database_is_refused)
{
	struct box *box = box_new("modems = ( );\n");
	g_autofree char *said = NULL;

	box_start(box);
	ck_assert_int_eq(box_start_badly(box, &said), 1);
	ck_assert_msg(strstr(said, "another xiangyind has it") != NULL, "%s",
	    said);
	box_free(box);
}
END_TEST

START_TEST(a_socket_nobody_listens_on_is_replaced)
{
	struct box *box = box_new("modems = ( );\n");

	box_start(box);
	box_stop(box, SIGKILL);
	box_start(box);
	box_stop(box, SIGTERM);
	ck_assert_int_ne(access(box->control, F_OK), 0);
	box_free(box);
}
END_TEST

/* Words, exit status, what stands in the output or the error. */
static const struct {
	const char *words[4];
	const char *menu;	/* added to a menu file */
	int	status;
	const char *out, *err;
} checks[] = {
	{ { "-n" }, "", 0, "", "" },
	{ { "-n", "-v" }, "", 0, "modem_program = ", "" },
	{ { "-nv" }, "", 0, "story_chars = 6;", "" },
	{ { "-n" }, "nonsense = 3;", 1, "", "main.conf:" },
	{ { "--dance" }, "", 2, "", "--help" },
	{ { "dance" }, "", 2, "", "--help" },
};

START_TEST(a_check_ends_with_its_answer)
{
	struct box *box = box_new(NULL);
	g_autofree char *out = NULL;
	g_autofree char *err = NULL;

	spoil(box, checks[_i].menu);
	ck_assert_int_eq(box_check(box, checks[_i].words, &out, &err),
	    checks[_i].status);
	ck_assert_msg(strstr(out, checks[_i].out) != NULL, "%s", out);
	ck_assert_msg(strstr(err, checks[_i].err) != NULL, "%s", err);
	box_free(box);
}
END_TEST

START_TEST(what_nv_prints_is_a_configuration)
{
	static const char *const words[] = { "-nv", NULL };
	struct box *box = box_new(NULL);
	g_autofree char *first = NULL;
	g_autofree char *second = NULL;
	g_autofree char *err = NULL;
	g_autofree char *err2 = NULL;

	ck_assert_int_eq(box_check(box, words, &first, &err), 0);
	ck_assert(g_file_set_contents(box->config, first, -1, NULL));
	ck_assert_int_eq(box_check(box, words, &second, &err2), 0);
	ck_assert_str_eq(first, second);
	box_free(box);
}
END_TEST

/* Reads the terminal until `words` have come. */
static void
terminal_shows(int fd, GString *seen, const char *words)
{
	char octets[4096];
	ssize_t len = 1;

	while (strstr(seen->str, words) == NULL && len > 0) {
		len = read(fd, octets, sizeof(octets));
		g_string_append_len(seen, octets, MAX(len, 0));
	}
	ck_assert_msg(strstr(seen->str, words) != NULL, "never \"%s\" in: %s",
	    words, seen->str);
	g_string_erase(seen, 0, strstr(seen->str, words) + strlen(words) -
	    seen->str);
}

START_TEST(a_watched_status_comes_again_until_ctrl_c)
{
	struct box *box = box_new(NULL);
	g_autofree char *program = g_canonicalize_filename("xiangyin", NULL);
	g_autoptr(GString) seen = g_string_new(NULL);
	struct winsize window = { .ws_row = 24, .ws_col = 80 };
	int fd, status;
	pid_t pid;

	box_start(box);
	pid = forkpty(&fd, NULL, NULL, &window);
	if (pid == 0) {
		execl(program, "xiangyin", "-c", box->config, "status",
		    "--watch", NULL);
		_exit(127);
	}
	terminal_shows(fd, seen, "\033[?1049h");	/* the other screen */
	terminal_shows(fd, seen, "Xiangyin ");
	terminal_shows(fd, seen, "hotline");
	/* It goes on while the engine is away. */
	box_stop(box, SIGTERM);
	terminal_shows(fd, seen, "the engine ");
	box_start(box);
	terminal_shows(fd, seen, "Xiangyin ");
	ck_assert_int_eq(write(fd, "\003", 1), 1);	/* Ctrl-C */
	terminal_shows(fd, seen, "\033[?1049l");
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	close(fd);
	box_free(box);
}
END_TEST

START_TEST(menus_that_do_not_hold_leave_the_old_ones)
{
	static const char *const argv[] = { "menu", "check", NULL };
	struct box *box = box_new("modems = ( );\n");
	g_autofree char *before = NULL;
	g_autofree char *after = NULL;

	box_start(box);
	ck_assert_int_eq(box_ask(box, argv, NULL, &before, NULL), 0);
	spoil(box, "nonsense = 3;");
	ck_assert_int_eq(kill(box->engine, SIGHUP), 0);
	ck_assert_int_eq(box_ask(box, argv, NULL, &after, NULL), 0);
	ck_assert_str_eq(before, after);
	box_stop(box, SIGTERM);
	box_free(box);
}
END_TEST

/* As nobody: first the file's mode says no; where that is opened, the engine
 * does. */
START_TEST(a_stranger_does_not_get_in)
{
	struct box *box = box_new("modems = ( );\n");
	const struct passwd *nobody = getpwnam("nobody");
	struct stat st;
	int status;

	if (geteuid() != 0 || nobody == NULL) {
		box_free(box);
		return;
	}
	box_start(box);
	ck_assert_int_eq(stat(box->control, &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0660);
	ck_assert_int_eq(chmod(box->control, 0666), 0);
	ck_assert_int_eq(chmod(box->dir, 0755), 0);
	if (fork() == 0) {
		char octet;

		if (setgroups(0, NULL) < 0 || setgid(nobody->pw_gid) < 0 ||
		    setuid(nobody->pw_uid) < 0)
			_exit(2);
		_exit(recv(box_connect(box), &octet, 1, 0) == 0 ? 0 : 1);
	}
	wait(&status);
	ck_assert_int_eq(status, 0);
	box_free(box);
}
END_TEST

/* Octets no client may say. */
START_TEST(nonsense_from_a_client_closes_it_and_nothing_else)
{
	static const char *const nonsense[] = {
		"x", "\1\0\0\0\377\0\0\0", "\2\0\0\0\0\0\0\0", "\1\0\0\0\0\0\0\0"
	};
	struct box *box = box_new("modems = ( );\n");
	g_autofree char *status = NULL;

	box_start(box);
	for (gsize i = 0; i < G_N_ELEMENTS(nonsense); i++) {
		int fd = box_connect(box);
		char octet;

		ck_assert_int_gt(send(fd, nonsense[i], i == 0 ? 1 : 8, 0), 0);
		ck_assert_int_eq(recv(fd, &octet, 1, 0), 0);
		close(fd);
	}
	status = box_status(box);
	ck_assert_ptr_nonnull(strstr(status, "\"commits\""));
	box_stop(box, SIGTERM);
	box_free(box);
}
END_TEST

static const char *const bad_modes[] = { "exit", "junk", "forge" };

START_TEST(a_modem_process_that_misbehaves_is_started_again)
{
	struct box *box = box_new(NULL);

	box->mode = bad_modes[_i];
	box_start(box);
	box_wait(box, 20, modem_was_restarted);
	box_stop(box, SIGTERM);
	box_free(box);
}
END_TEST

START_TEST(a_wrong_pin_is_not_tried_again)
{
	struct box *box = box_new(NULL);
	g_autofree char *status = NULL;

	box->mode = "pin";
	box_start(box);
	box_wait(box, 20, modem_lacks_its_pin);
	status = box_status(box);
	ck_assert(g_regex_match_simple("\"restarts\": *0", status, 0, 0));
	box_stop(box, SIGTERM);
	box_free(box);
}
END_TEST

START_TEST(a_sim_the_network_refuses_is_paused)
{
	struct box *box = box_new(NULL);

	box->mode = "refuse";
	box_start(box);
	for (int i = 0; i < 3; i++) {
		g_autofree char *phone = g_strdup_printf("+861381234567%d", i);

		box_text(box, i, phone, "水管漏水三天没人管了");
	}
	box_wait(box, 20, modem_is_paused);
	box_stop(box, SIGTERM);
	box_free(box);
}
END_TEST

/* Kills the engine, or the modem process, again and again under traffic. */
START_TEST(whoever_is_killed_nothing_is_lost)
{
	struct box *box = box_new("guards = { replies_per_hour = 0; "
	    "replies_per_day = 0; identical = 0; };\n");
	g_autoptr(GRand) rand = g_rand_new_with_seed(7636);
	g_auto(GStrv) air = NULL;
	struct ledger *ledger;
	int texts = 0, repeats;

	/* So that a modem process is soon started again. */
	box->clock = "+0x10";
	box_start(box);
	for (int kills = 0; kills < KILLS; kills++) {
		int goal = KILL_TEXTS * (kills + 1) / KILLS;

		for (; texts < goal; texts++) {
			g_autofree char *phone = g_strdup_printf(
			    "+86138123456%02d", texts % KILL_PHONES);
			g_autofree char *words = g_strdup_printf(
			    "第%d次说:水管漏水没人管", texts);

			box_text(box, texts, phone, words);
		}
		g_usleep((gulong)g_rand_int_range(rand, 0, 60 * 1000));
		if (kills % 2 == 0) {
			box_stop(box, SIGKILL);
			box_start(box);
		} else {
			box_wait(box, 20, modem_runs);
			ck_assert_int_eq(kill(modem_pid(box), SIGKILL), 0);
		}
	}
	box_wait(box, 60, box_sim_is_empty);
	box_wait(box, 60, box_all_has_left);
	box_stop(box, SIGTERM);
	ledger = ledger_read(box);
	air = box_air(box);
	ck_assert_int_eq(ledger->inbox, KILL_TEXTS);
	ck_assert_int_eq(g_hash_table_size(ledger->texts), KILL_TEXTS);
	ck_assert_int_eq(ledger->queued, 0);
	repeats = ledger_repeats(ledger, air);
	printf("engine killed %d times, modem process %d times: %d texts, "
	    "0 lost, %d parts left twice, all of texts in state unknown\n",
	    KILLS / 2, KILLS / 2, KILL_TEXTS, repeats);
	ledger_free(ledger);
	box_free(box);
}
END_TEST

START_TEST(a_full_disk_delays_and_never_loses)
{
	struct box *box = box_new("guards = { replies_per_hour = 0; "
	    "replies_per_day = 0; identical = 0; };\n");
	const char *look[] = { "status", NULL };
	struct ledger *ledger;
	g_autofree char *status = NULL, *said = NULL;
	int texts = 0, acknowledged;

	box_start(box);
	box_stop(box, SIGTERM);
	box->file_size_max = 400 * 1024;
	box_start(box);
	/* Until nothing more is taken for a while. */
	for (int still = 0, before = 0; still < 100 && texts < 5000;) {
		g_autofree char *phone = g_strdup_printf("+8613812%06d",
		    texts);

		if (box_waiting(box) < 20)
			box_text(box, texts++, phone,
			    "屋后的山坡裂了缝,下雨就往下掉石头");
		g_usleep(5 * 1000);
		still = texts == before ? still + 1 : 0;
		before = texts;
	}
	acknowledged = texts - box_waiting(box);
	ck_assert_int_gt(box_waiting(box), 0);
	status = box_status(box);
	ck_assert_ptr_nonnull(strstr(status, "\"waiting\""));
	ck_assert_msg(strstr(status, "\"unwritable_since\": null") == NULL, "%s", status);
	ck_assert_int_eq(box_ask(box, look, NULL, &said, NULL), 0);
	ck_assert_msg(strstr(said, "nothing can be stored") != NULL, "%s", said);
	box_stop(box, SIGKILL);
	ledger = ledger_read(box);
	ck_assert_int_ge(ledger->inbox, acknowledged);
	ledger_free(ledger);

	box->file_size_max = 0;
	box_start(box);
	box_wait(box, 60, box_sim_is_empty);
	box_wait(box, 60, box_all_has_left);
	box_stop(box, SIGTERM);
	ledger = ledger_read(box);
	ck_assert_int_eq(ledger->inbox, texts);
	ledger_free(ledger);
	box_free(box);
}
END_TEST

START_TEST(the_engine_stays_small)
{
	struct box *box = box_new(NULL);
	long kb;

	box_start(box);
	for (int i = 0; i < 100; i++) {
		g_autofree char *phone = g_strdup_printf("+8613812%06d", i);

		box_text(box, i, phone, "屋后的山坡裂了缝,下雨就掉石头");
	}
	box_wait(box, 60, box_sim_is_empty);
	kb = resident_kb(box->engine);
#if !defined(__SANITIZE_ADDRESS__)
	ck_assert_int_le(kb, 24 * 1024);
#endif
	printf("%ld KiB resident after 100 texts\n", kb);
	box_stop(box, SIGTERM);
	box_free(box);
}
END_TEST

/* Adds words to the end of a menu file. */
static void
spoil(struct box *box, const char *more)
{
	g_autofree char *path = g_build_filename(box->menus, "main.conf",
	    NULL);
	g_autofree char *text = NULL;
	g_autofree char *spoilt = NULL;

	ck_assert(g_file_get_contents(path, &text, NULL, NULL));
	spoilt = g_strconcat(text, more, NULL);
	ck_assert(g_file_set_contents(path, spoilt, -1, NULL));
}

static gboolean
modem_runs(struct box *box)
{
	return modem_pid(box) > 0;
}

static gboolean
modem_was_restarted(struct box *box)
{
	g_autofree char *status = box_status(box);

	return g_regex_match_simple("\"restarts\": *[1-9]", status, 0, 0);
}

static gboolean
modem_lacks_its_pin(struct box *box)
{
	g_autofree char *status = box_status(box);

	return strstr(status, "PIN is wrong") != NULL;
}

static gboolean
modem_is_paused(struct box *box)
{
	g_autofree char *status = box_status(box);

	return strstr(status, "\"paused\"") != NULL;
}

static gboolean
ledger_text(const struct inbox_msg *msg, void *user)
{
	struct ledger *ledger = user;

	ledger->inbox++;
	g_hash_table_add(ledger->texts, g_strdup(msg->text));
	ck_assert_msg(msg->end != INBOX_OPEN || *msg->ticket != '\0',
	    "a text has no end");
	return TRUE;
}

static gboolean
ledger_row(const struct outbox_msg *msg, void *user)
{
	struct ledger *ledger = user;
	struct row *row = g_new0(struct row, 1);

	ledger->outbox++;
	ledger->queued += msg->state == OUTBOX_QUEUED ||
	    msg->state == OUTBOX_HANDED;
	row->state = msg->state;
	row->parts = msg->parts;
	row->attempts = msg->attempts;
	g_hash_table_insert(ledger->rows, g_strdup_printf("%" G_GINT64_FORMAT,
	    msg->id), row);
	return TRUE;
}

static struct ledger *
ledger_read(const struct box *box)
{
	struct ledger *ledger = g_new0(struct ledger, 1);
	struct db *db = box_database(box);
	struct inbox_filter texts = { 0 };
	struct outbox_filter rows = { 0 };

	ledger->texts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
	    NULL);
	ledger->rows = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
	    g_free);
	ck_assert(inbox_each(db, &texts, ledger_text, ledger, NULL));
	ck_assert(outbox_each(db, &rows, ledger_row, ledger, NULL));
	db_close(db);
	return ledger;
}

static void
ledger_free(struct ledger *ledger)
{
	g_hash_table_unref(ledger->texts);
	g_hash_table_unref(ledger->rows);
	g_free(ledger);
}

/* Parts that left more than once: only of rows that were tried again.  Every
 * row that counts as sent has left. */
static int
ledger_repeats(const struct ledger *ledger, char **air)
{
	g_autoptr(GHashTable) seen =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) left =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GHashTableIter iter;
	gpointer id, value;
	int repeats = 0;

	for (; *air != NULL; air++) {
		g_auto(GStrv) fields = g_strsplit(*air, " ", 3);
		const struct row *row =
		    g_hash_table_lookup(ledger->rows, fields[0]);

		ck_assert_ptr_nonnull(row);
		g_hash_table_add(left, g_strdup(fields[0]));
		if (g_hash_table_add(seen, g_strdup(*air)))
			continue;
		repeats++;
		ck_assert_msg(row->attempts > 1 ||
		    row->state == OUTBOX_UNKNOWN, "row %s left twice, but was "
		    "tried once", fields[0]);
	}
	g_hash_table_iter_init(&iter, ledger->rows);
	while (g_hash_table_iter_next(&iter, &id, &value)) {
		const struct row *row = value;

		if (row->state == OUTBOX_SENT || row->state == OUTBOX_DELIVERED)
			ck_assert_msg(g_hash_table_contains(left, id),
			    "row %s counts as sent and never left",
			    (char *)id);
	}
	return repeats;
}

static long
resident_kb(GPid pid)
{
	g_autofree char *path = g_strdup_printf("/proc/%d/status", pid);
	g_autofree char *text = NULL;
	char *at;

	ck_assert(g_file_get_contents(path, &text, NULL, NULL));
	at = strstr(text, "VmRSS:");
	return at != NULL ? strtol(at + strlen("VmRSS:"), NULL, 10) : 0;
}

/* The engine's first child. */
static pid_t
modem_pid(const struct box *box)
{
	g_autofree char *path = g_strdup_printf("/proc/%d/task/%d/children",
	    box->engine, box->engine);
	g_autofree char *text = NULL;

	if (!g_file_get_contents(path, &text, NULL, NULL))
		return 0;
	return (pid_t)strtol(text, NULL, 10);
}

static void
engine_tests(Suite *suite)
{
	TCase *tc = tcase_create("engine"), *kills = tcase_create("kills");
	TCase *bad = tcase_create("bad"), *disk = tcase_create("disk");

	tcase_set_timeout(tc, 180);
	tcase_set_timeout(kills, 180);
	tcase_set_timeout(bad, 180);
	tcase_set_timeout(disk, 180);
	tcase_add_test(tc, a_text_is_stored_answered_and_then_deleted);
	tcase_add_test(tc, a_console_is_answered_like_a_phone);
	tcase_add_test(tc, what_a_console_holds_back_is_answered_at_its_end);
	tcase_add_loop_test(tc, a_wrong_command_ends_with_2_and_a_sentence, 0,
	    G_N_ELEMENTS(wrong_talks));
	tcase_add_loop_test(tc, a_long_read_is_done_beside_the_engine, 0,
	    G_N_ELEMENTS(long_reads));
	tcase_add_loop_test(tc, status_says_that_nobody_is_on_duty, 0,
	    G_N_ELEMENTS(duties));
	tcase_add_test(tc, a_backup_is_on_record_and_whole);
	tcase_add_test(tc, a_second_engine_on_a_database_is_refused);
	tcase_add_test(tc, a_socket_nobody_listens_on_is_replaced);
	tcase_add_loop_test(tc, a_check_ends_with_its_answer, 0,
	    G_N_ELEMENTS(checks));
	tcase_add_test(tc, what_nv_prints_is_a_configuration);
	tcase_add_test(bad, a_watched_status_comes_again_until_ctrl_c);
	tcase_add_test(bad, menus_that_do_not_hold_leave_the_old_ones);
	tcase_add_test(tc, a_stranger_does_not_get_in);
	tcase_add_test(bad, nonsense_from_a_client_closes_it_and_nothing_else);
	tcase_add_loop_test(bad, a_modem_process_that_misbehaves_is_started_again,
	    0, G_N_ELEMENTS(bad_modes));
	tcase_add_test(bad, a_wrong_pin_is_not_tried_again);
	tcase_add_test(bad, a_sim_the_network_refuses_is_paused);
	tcase_add_test(kills, whoever_is_killed_nothing_is_lost);
	tcase_add_test(disk, a_full_disk_delays_and_never_loses);
	tcase_add_test(tc, the_engine_stays_small);
	suite_add_tcase(suite, tc);
	suite_add_tcase(suite, kills);
	suite_add_tcase(suite, bad);
	suite_add_tcase(suite, disk);
}

SUITE_MAIN_BESIDE("engine", engine_tests, "engine", "kills", "bad", "disk")
