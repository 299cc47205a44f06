/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many dialogue turns a second: texts stored, understood, acted on, answered
 * and committed, 200 to a commit, on a database in a file; and what a turn costs in
 * user time, statements and allocations, its answer's way out included.
 *
 *	turn_bench [--turns N] [--stored N] [--phones N] [--waiting N] [--file F]
 *
 * --stored first fills the inbox with that many older texts, to show that the cost
 * of a turn does not grow with them.  Prints one line of name=value; bench/compare.sh
 * runs two builds of it in turns.
 */
#include <glib.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "bench/count.h"
#include "db/inbox.h"
#include "db/outbox.h"
#include "menus/dialog.h"
#include "services/services.h"

#define BENCH_LINE	"hotline"
#define BENCH_MODEM	"hotline1"

/* A villager's day: what he types, over and over. {n} makes words his own. */
static const char *const bench_texts[] = {
	"高桥%d组第%d根电杆上的路灯坏了一个多月没人管", "还有一根快倒了", "菜单", "2",
	"菜单", "1", "水", "洞河镇%d组", "第%d家的水管爆了半个月没人修", "0",
};

struct bench {
	struct db *db;
	struct dialog *dialog;
	struct agenda_runner *agenda;
	int	 turns, stored, phones, waiting;
	gint64	 turn_us, drain_us, commit_us, commits;
	guint64	 replies;
};

static void
bench_check(gboolean ok, GError *error)
{
	if (ok)
		return;
	fprintf(stderr, "turn_bench: %s\n", error->message);
	exit(1);
}

static void
bench_commit(struct bench *b)
{
	gint64 start = clock_elapsed();
	GError *error = NULL;

	bench_check(db_commit(b->db, &error), error);
	b->commit_us += clock_elapsed() - start;
	b->commits++;
}

/* Older texts, of people who will not text again and of those who will. */
static void
bench_store(struct bench *b)
{
	GError *error = NULL;

	for (int i = 0; i < b->stored; i++) {
		g_autofree char *phone = g_strdup_printf("+8613%09d",
		    i % (b->phones * 10));
		g_autofree char *text = g_strdup_printf("这是从前的第%d条短信", i);
		struct inbox_msg msg = { 0 };

		if (i % 5000 == 0)
			bench_check(db_begin(b->db, &error), error);
		bench_check(inbox_add_text(b->db, BEARER_SMS, BENCH_LINE, phone,
		    text, &msg, &error) && inbox_end(b->db, msg.id,
		    INBOX_ANSWERED, "", "story", 90, "", &error), error);
		inbox_msg_clear(&msg);
		if (i % 5000 == 4999 || i == b->stored - 1)
			bench_check(db_commit(b->db, &error), error);
	}
}

static void
bench_turn(struct bench *b, int i)
{
	g_autofree char *phone = g_strdup_printf("+8613%09d", i % b->phones);
	int round = i / b->phones;
	const char *format = bench_texts[(i + round) %
	    (int)G_N_ELEMENTS(bench_texts)];
	g_autoptr(GString) text = g_string_new(format);
	g_autofree char *number = g_strdup_printf("%d", i);
	struct inbox_msg msg = { 0 };
	GError *error = NULL;
	gint64 start;

	g_string_replace(text, "%d", number, 0);
	start = clock_elapsed();
	bench_check(db_save(b->db, &error), error);
	bench_check(inbox_add_text(b->db, BEARER_SMS, BENCH_LINE, phone, text->str,
	    &msg, &error), error);
	bench_check(dialog_step(b->dialog, &msg, &error), error);
	bench_check(db_release(b->db, &error), error);
	b->turn_us += clock_elapsed() - start;
	inbox_msg_clear(&msg);
}

/* What was said leaves at once, so that questions count as asked. */
static void
bench_drain(struct bench *b)
{
	const struct outbox_want want = {
		.line = BENCH_LINE, .modem = BENCH_MODEM, .now = clock_now(),
		.lanes = LANES_ALL,
	};
	gint64 start = clock_elapsed();
	GError *error = NULL;
	gboolean found = TRUE;

	while (found) {
		struct outbox_msg msg = { 0 };

		bench_check(outbox_next_due(b->db, &want, &found, &msg, &error),
		    error);
		if (!found)
			break;
		bench_check(outbox_sent(b->db, msg.id, want.now, &error), error);
		outbox_msg_clear(&msg);
		b->replies++;
	}
	b->drain_us += clock_elapsed() - start;
}

static void
bench_run(struct bench *b)
{
	GError *error = NULL;
	gint64 next;

	for (int i = 0; i < b->turns;) {
		bench_check(db_begin(b->db, &error), error);
		for (int n = 0; n < b->waiting && i < b->turns; n++)
			bench_turn(b, i++);
		bench_commit(b);
		bench_check(db_begin(b->db, &error), error);
		bench_drain(b);
		bench_check(agenda_runner_run(b->agenda, clock_now(), &next, &error),
		    error);
		bench_check(db_commit(b->db, &error), error);
		clock_turn(7 * CLOCK_SECOND);
	}
}

static gint64
bench_user_us(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_utime.tv_sec * G_USEC_PER_SEC + usage.ru_utime.tv_usec;
}

static void
bench_print(const struct bench *b, gint64 user_us, const struct count *count)
{
	double turns = b->turns;

	printf("turns=%d stored=%d phones=%d waiting=%d turns_per_s=%.0f "
	    "turn_us=%.1f commit_us=%.0f commits=%" G_GINT64_FORMAT
	    " replies=%" G_GUINT64_FORMAT " send_us=%.1f user_us=%.1f "
	    "statements=%.1f sorters=%.1f syncs=%.3f writes=%.2f "
	    "allocations=%.0f bytes=%.0f\n",
	    b->turns, b->stored, b->phones, b->waiting,
	    turns * 1e6 / (double)(b->turn_us + b->commit_us),
	    (double)b->turn_us / turns, (double)b->commit_us /
	    (double)b->commits, b->commits, b->replies,
	    (double)b->drain_us / (double)MAX(b->replies, 1),
	    (double)user_us / turns, (double)count->statements / turns,
	    (double)count->sorters / turns, (double)count->syncs / turns,
	    (double)count->writes / turns, (double)count->allocations / turns,
	    (double)count->bytes / turns);
}

int
main(int argc, char **argv)
{
	struct bench b = { .turns = 10000, .phones = 2000, .waiting = 200 };
	struct dialog_options options = {
		.story_chars = 6, .hold_s = 180, .hold_max_s = 900,
		.menu_every_s = 86400,
	};
	const char *menus = "etc/menus";
	g_autofree char *file = NULL;
	const GOptionEntry entries[] = {
		{ "turns", 0, 0, G_OPTION_ARG_INT, &b.turns, "texts to handle", "N" },
		{ "stored", 0, 0, G_OPTION_ARG_INT, &b.stored, "older texts", "N" },
		{ "phones", 0, 0, G_OPTION_ARG_INT, &b.phones, "who text", "N" },
		{ "waiting", 0, 0, G_OPTION_ARG_INT, &b.waiting, "texts a commit", "N" },
		{ "menus", 0, 0, G_OPTION_ARG_STRING, &menus, "etc/menus", "DIR" },
		{ "file", 0, 0, G_OPTION_ARG_FILENAME, &file, "database, kept", "F" },
		{ NULL }
	};
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);
	g_autofree char *temp = NULL, *path = NULL;
	GError *error = NULL;
	struct menu *menu;
	struct count before, after;
	gint64 user_us;

	setlocale(LC_ALL, "");
	g_option_context_add_main_entries(context, entries, NULL);
	bench_check(g_option_context_parse(context, &argc, &argv, &error), error);
	temp = file == NULL ? g_dir_make_tmp("turn-bench-XXXXXX", NULL) : NULL;
	path = temp != NULL ? g_build_filename(temp, "bench.db", NULL) :
	    g_strdup(file);
	options.zone = g_time_zone_new_identifier("Asia/Shanghai");
	menu = menu_load(menus, services, &error);
	bench_check(menu != NULL, error);
	b.db = db_open(path, &error);
	bench_check(b.db != NULL, error);
	b.dialog = dialog_new(b.db, menu, &options);
	b.agenda = agenda_runner_new(b.db);
	dialog_agenda(b.dialog, b.agenda);
	bench_store(&b);
	count_now(&before);
	user_us = bench_user_us();
	bench_run(&b);
	user_us = bench_user_us() - user_us;
	count_now(&after);
	count_since(&after, &before);
	bench_print(&b, user_us, &after);
	agenda_runner_free(b.agenda);
	dialog_free(b.dialog);
	db_close(b.db);
	menu_free(menu);
	g_time_zone_unref(options.zone);
	if (temp != NULL) {
		static const char *const tails[] = { "", "-wal", "-shm" };

		for (gsize i = 0; i < G_N_ELEMENTS(tails); i++) {
			g_autofree char *part = g_strconcat(path, tails[i], NULL);

			g_unlink(part);
		}
		g_rmdir(temp);
	}
	return 0;
}
