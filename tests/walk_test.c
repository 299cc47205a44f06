/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whatever is typed, in whatever order: thousands of texts of a few phones,
 * drawn at random from what people, machines and mischief send, with the clock
 * turned at random.  Every text must find its end, no reply may be longer than
 * two texts, nothing may be said to a number that is not to be answered, and no
 * state may be moved where its table does not go.
 */
#include "menus/dialog.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/phone.h"
#include "base/text.h"
#include "db/orphan.h"
#include "db/outbox.h"
#include "db/ticket.h"
#include "services/services.h"
#include "tests/suite.h"

#define WALK_LINE	"hotline"
#define WALK_MODEM	"hotline1"
#define WALK_STEPS	3000

static const char *const walk_texts[] = {
	"1", "2", "3", "7", "0", "9", "10", "11", "二", "②", "1反映事情", "2不满意",
	"1查进度", "选2", "好", "好的", "嗯", "谢谢", "收到", "你好", "在吗", "菜单", "帮助",
	"?", "?", ",", "   ", "", "查", "查进度", "反映", "我要投诉", "人工", "T",
	"退订", "别发了", "开", "你打错了", "不是我", "水管", "爆了", "三组", "洞河镇四组",
	"我们四组路灯坏了一个多月没人管", "高桥二组的水渠垮了一大段没人修",
	"停水三天了", "停电", "取消低保凭什么", "还有电表也坏了", "补充一下,是三组的",
	"不要给我发信息了,路上坑也没人补", "着火了", "救命", "我不想活了", "快来人",
	"老汉昏倒了叫不醒", "【自动回复】我正在开车", "正在开会,稍后联系", "12345678",
	"查12345678", "30482171 修好没", "laoban qian wo 3 ge yue gongzi", "shui",
	"👍", "😀😀😀😀", "代2", "干部", "低保", "1 2 3", "３", "壹", "两", "l",
	"\xef\xbf\xbd\xef\xbf\xbd", "a\nb\nc", "{number}", "{service}{", "%s%n%d",
	"x=1\\n=y", "'; DROP TABLE inbox; --", "村", "组", "…", "。。。",
};

static const char *const walk_phones[] = {
	"+8613812345678", "+8613812345679", "+8613987654321", "+8613711111111",
	"+8691588888888", "+85212345678", "10086", "1069012345678", "CMCC",
	"+8613700000000", "12306", "+861064812345678",
};

/* A walk under way. */
struct walk {
	struct db *db;
	struct menu *menu;
	struct dialog *dialog;
	struct agenda_runner *agenda;
	struct dialog_options options;
	GRand	*rand;
	GPtrArray *numbers;	/* of tickets, as they were told */
};

static int walk_faults;

/* Only words of danger may be warned of. */
static GLogWriterOutput
walk_log(GLogLevelFlags level, const GLogField *fields, gsize count,
    gpointer user)
{
	for (gsize i = 0; i < count; i++) {
		const char *message = fields[i].value;

		if (strcmp(fields[i].key, "MESSAGE") != 0 ||
		    level > G_LOG_LEVEL_WARNING ||
		    strstr(message, "words of danger") != NULL)
			continue;
		fprintf(stderr, "%s\n", message);
		walk_faults++;
	}
	return G_LOG_WRITER_HANDLED;
}

static void
walk_check(gboolean ok, GError *error)
{
	ck_assert_msg(ok, "%s", error != NULL ? error->message : "no error set");
}

static void
walk_heard(struct walk *w, const struct outbox_msg *msg)
{
	const char *digits = strpbrk(msg->text, "0123456789");

	ck_assert_int_le(text_measure(msg->text).parts, 2);
	ck_assert_msg(phone_may_answer(msg->phone), "said to %s", msg->phone);
	ck_assert_ptr_null(strchr(msg->text, '{'));
	while (digits != NULL && *digits != '\0') {
		gsize len = strspn(digits, "0123456789");

		if (len == 8 && strncmp(digits, "12110915", 8) != 0)
			g_ptr_array_add(w->numbers, g_strndup(digits, len));
		digits = strpbrk(digits + len, "0123456789");
	}
}

static void
walk_drain(struct walk *w)
{
	const struct outbox_want want = {
		.line = WALK_LINE, .modem = WALK_MODEM, .now = clock_now(),
		.lanes = LANES_ALL,
	};
	GError *error = NULL;
	gboolean found = TRUE;

	while (found) {
		struct outbox_msg msg = { 0 };

		walk_check(outbox_next_due(w->db, &want, &found, &msg, &error),
		    error);
		if (!found)
			break;
		walk_heard(w, &msg);
		walk_check(outbox_sent(w->db, msg.id, want.now, &error), error);
		outbox_msg_clear(&msg);
	}
}

static char *
walk_text(struct walk *w)
{
	guint kind = g_rand_int_range(w->rand, 0, 20);
	GString *text;

	if (kind == 0 && w->numbers->len > 0)
		return g_strdup_printf("%s%s", (char *)w->numbers->pdata[
		    g_rand_int_range(w->rand, 0, (int)w->numbers->len)],
		    g_rand_boolean(w->rand) ? "" : "今天来人看了但是没修好");
	if (kind > 1)
		return g_strdup(walk_texts[g_rand_int_range(w->rand, 0,
		    G_N_ELEMENTS(walk_texts))]);
	text = g_string_new(NULL);
	for (int n = g_rand_int_range(w->rand, 1, 60); n > 0; n--)
		g_string_append_unichar(text, g_rand_boolean(w->rand) ?
		    (gunichar)g_rand_int_range(w->rand, 0x4E00, 0x9FA0) :
		    (gunichar)g_rand_int_range(w->rand, 1, 0xD7FF));
	return g_string_free(text, FALSE);
}

static void
walk_step(struct walk *w)
{
	static const enum bearer bearers[] = {
		BEARER_SMS, BEARER_SMS, BEARER_SMS, BEARER_SMS, BEARER_SMS,
		BEARER_SMS, BEARER_SMS, BEARER_CALL
	};
	const char *phone = walk_phones[g_rand_int_range(w->rand, 0,
	    G_N_ELEMENTS(walk_phones))];
	g_autofree char *text = walk_text(w);
	struct inbox_msg msg = { 0 };
	GError *error = NULL;

	walk_check(inbox_add_text(w->db, bearers[g_rand_int_range(w->rand, 0,
	    G_N_ELEMENTS(bearers))], WALK_LINE, phone, text, &msg, &error), error);
	msg.sent_at -= g_rand_int_range(w->rand, 0, 4) == 0 ?
	    g_rand_int_range(w->rand, 0, 120) * (gint64)CLOCK_SECOND : 0;
	msg.incomplete = g_rand_int_range(w->rand, 0, 40) == 0;
	walk_check(dialog_step(w->dialog, &msg, &error), error);
	inbox_msg_clear(&msg);
	if (g_rand_int_range(w->rand, 0, 30) == 0)
		walk_check(dialog_hang_up(w->dialog, phone, WALK_LINE,
		    &error), error);
}

static void
walk_turn_clock(struct walk *w)
{
	static const gint64 turns[] = {
		0, CLOCK_SECOND, 20 * (gint64)CLOCK_SECOND, CLOCK_MINUTE,
		3 * CLOCK_MINUTE, CLOCK_HOUR, 25 * CLOCK_HOUR, 40 * CLOCK_DAY
	};
	gint64 next;
	GError *error = NULL;

	/* Long turns are rare. */
	clock_turn(turns[g_rand_int_range(w->rand, 0, 1 + g_rand_int_range(w->rand,
	    0, G_N_ELEMENTS(turns)))]);
	walk_check(agenda_runner_run(w->agenda, clock_now(), &next, &error), error);
	ck_assert_msg(next == 0 || next > clock_now(), "due again at once");
}

static gboolean
walk_has_end(const struct inbox_msg *msg, void *user)
{
	ck_abort_msg("\"%s\" of %s has no end", msg->text, msg->phone);
	return FALSE;
}

static void
walk_orphan(const char *object, const char *what, void *user)
{
	ck_abort_msg("orphan: %s: %s", object, what);
}

static void
walk_open(struct walk *w, guint32 seed)
{
	static char *own[] = { (char *)"+8613700000000", NULL };
	static char *duty[] = { (char *)"+8613900000001", NULL };
	const char *top = g_getenv("srcdir");
	g_autofree char *menus = g_build_filename(top != NULL ? top : ".", "etc",
	    "menus", NULL);
	GError *error = NULL;

	g_log_set_writer_func(walk_log, NULL, NULL);
	clock_stop_at(1795395600 * (gint64)CLOCK_SECOND);
	w->rand = g_rand_new_with_seed(seed);
	w->numbers = g_ptr_array_new_with_free_func(g_free);
	w->options = (struct dialog_options){
		.story_chars = 6, .hold_s = 180, .hold_max_s = 900,
		.replies_per_hour = seed % 2 == 0 ? 10 : 0,
		.replies_per_day = seed % 2 == 0 ? 30 : 0,
		.identical_limit = seed % 2 == 0 ? 3 : 0,
		.menu_every_s = seed % 2 == 0 ? 86400 : 0,
		.duty_phones = seed % 3 == 0 ? duty : NULL,
		.own_numbers = own,
		.zone = g_time_zone_new_identifier("Asia/Shanghai"),
	};
	w->menu = menu_load(menus, services, &error);
	walk_check(w->menu != NULL, error);
	w->db = db_open(":memory:", &error);
	walk_check(w->db != NULL, error);
	w->dialog = dialog_new(w->db, w->menu, &w->options);
	w->agenda = agenda_runner_new(w->db);
	dialog_agenda(w->dialog, w->agenda);
}

static void
walk_close(struct walk *w)
{
	agenda_runner_free(w->agenda);
	dialog_free(w->dialog);
	db_close(w->db);
	menu_free(w->menu);
	g_time_zone_unref(w->options.zone);
	g_ptr_array_free(w->numbers, TRUE);
	g_rand_free(w->rand);
}

START_TEST(every_text_finds_its_end_whatever_is_typed)
{
	const struct inbox_filter open = { .state = "open" };
	GError *error = NULL;
	struct walk w;
	gint64 next;

	walk_open(&w, (guint32)_i);
	for (int i = 0; i < WALK_STEPS; i++) {
		walk_check(db_begin(w.db, &error), error);
		walk_step(&w);
		if (g_rand_int_range(w.rand, 0, 5) != 0)
			walk_drain(&w);
		walk_turn_clock(&w);
		walk_check(db_commit(w.db, &error), error);
	}
	walk_check(db_begin(w.db, &error), error);
	clock_turn(2 * CLOCK_DAY);
	walk_check(agenda_runner_run(w.agenda, clock_now(), &next, &error), error);
	walk_drain(&w);
	walk_check(db_commit(w.db, &error), error);
	walk_check(inbox_each(w.db, &open, walk_has_end, NULL, &error), error);
	walk_check(orphan_each(w.db, clock_now(), walk_orphan, NULL, &error),
	    error);
	ck_assert_int_eq(walk_faults, 0);
	walk_close(&w);
}
END_TEST

static void
walk_tests(Suite *suite)
{
	TCase *walks = tcase_create("walks");

	tcase_set_timeout(walks, 300);
	tcase_add_loop_test(walks, every_text_finds_its_end_whatever_is_typed, 0, 6);
	suite_add_tcase(suite, walks);
}

SUITE_MAIN("walk", walk_tests)
