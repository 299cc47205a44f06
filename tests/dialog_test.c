/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Conversations: each tests/dialogs/NAME.chat is played through an engine in
 * memory, whose clock is turned by the file: dialogues, and all that the engine
 * does by itself in time.  Written so that the office that owns the words can
 * read and write them; tests/dialogs/README.zh.md tells what the signs mean.
 *
 * Everything that is said, to any phone, must stand in the file, in order; where
 * nothing stands, nothing may be said.  At the end no text may be left without
 * an end.  CHAT=NAME in the environment plays only the files so named.
 */
#include "tests/county_fixture.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/phone.h"
#include "db/callback.h"
#include "db/duty_tag.h"
#include "db/contact.h"
#include "db/held.h"
#include "db/orphan.h"
#include "db/outbox.h"
#include "db/statement.h"
#include "db/ticket.h"
#include "db/ticket_list.h"
#include "services/services.h"
#include "smsd/modem.h"
#include "tests/suite.h"

#define CHAT_LINE	"hotline"
#define CHAT_START	"2026-11-23T09:00:00+08:00"

/* A conversation under way. */
struct chat {
	char	*file;		/* name, for messages */
	int	 line;
	struct county county;
	struct db *db;		/* the county's */
	struct dialog_options *options;	/* the county's */
	char	**preset_own, **preset_probes;	/* its own, while it has ours */
	const char *to_line;	/* what is texted comes in by */
	GPtrArray *duty, *own, *probes;	/* char*, NULL-terminated for the
					 * configuration */
	GPtrArray *unseen;	/* char*, phones whose texts need not stand */
	enum bearer bearer;
	gboolean stuck;		/* what is said does not leave yet */
	char	*phone;		/* of the last text, stored form */
	char	*end;		/* "answered registered" of the last text */
	GQueue	said;		/* struct saying_out *, not yet expected */
	GPtrArray *all;		/* struct saying_out *, ever said; owned */
	GHashTable *numbers;	/* "甲" -> "30482171" */
};

struct saying_out {
	char	*phone, *text;	/* line ends as ⏎ */
	char	*modem;		/* that sent it */
	gint64	 id;		/* of its row in the outbox */
};

typedef void (*chat_fn)(struct chat *c, char *rest);

static GPtrArray *chat_files;
static char *chat_dir;

static G_GNUC_PRINTF(2, 3) void
chat_fail(struct chat *c, const char *format, ...)
{
	g_autofree char *what = NULL;
	va_list ap;

	va_start(ap, format);
	what = g_strdup_vprintf(format, ap);
	va_end(ap);
	ck_abort_msg("%s:%d: %s", c->file, c->line, what);
}

static void
chat_check(struct chat *c, gboolean ok, GError *error)
{
	if (!ok)
		chat_fail(c, "database: %s", error != NULL ? error->message :
		    "failed without an error");
}

/* The next word of a line; what is left stays in *rest. */
static char *
chat_word(char **rest)
{
	char *word = *rest + strspn(*rest, " ");
	gsize len = strcspn(word, " ");

	*rest = word + len + (word[len] != '\0');
	word[len] = '\0';
	return word;
}

/* --- what was said -------------------------------------------------------------- */

static void
chat_hear(struct chat *c, struct outbox_msg *msg)
{
	struct saying_out *out = g_new0(struct saying_out, 1);
	GString *text = g_string_new(msg->text);

	g_string_replace(text, "\n", "⏎", 0);
	out->phone = g_steal_pointer(&msg->phone);
	out->modem = g_steal_pointer(&msg->modem);
	out->id = msg->id;
	out->text = g_string_free(text, FALSE);
	outbox_msg_clear(msg);
	g_ptr_array_add(c->all, out);
	if (!g_ptr_array_find_with_equal_func(c->unseen, out->phone, g_str_equal,
	    NULL))
		g_queue_push_tail(&c->said, out);
}

static void
saying_out_free(gpointer data)
{
	struct saying_out *out = data;

	g_free(out->phone);
	g_free(out->text);
	g_free(out->modem);
	g_free(out);
}

static void
chat_drain(void *user)
{
	struct chat *c = user;
	const GArray *lines = c->county.config->lines;

	for (guint i = 0; i < lines->len && !c->stuck; i++) {
		const char *line = g_array_index(lines, struct line_config,
		    i).name;
		struct outbox_msg msg = { 0 };

		while (county_send(&c->county, line, c->bearer, c->phone, &msg))
			chat_hear(c, &msg);
	}
}

static void
chat_silent(struct chat *c)
{
	struct saying_out *out = g_queue_peek_head(&c->said);

	if (out != NULL)
		chat_fail(c, "before this line was said to %s, but does not "
		    "stand here:\n◀ %s", out->phone, out->text);
}

/* Does `got` read like `want`?  {甲} stands for the same 8 digits throughout. */
static gboolean
chat_matches(struct chat *c, const char *want, const char *got)
{
	while (*want != '\0') {
		const char *close = *want == '{' ? strchr(want, '}') : NULL;
		g_autofree char *name = NULL;
		const char *number;

		if (close == NULL) {
			if (*want++ != *got++)
				return FALSE;
			continue;
		}
		name = g_strndup(want + 1, (gsize)(close - want - 1));
		number = g_hash_table_lookup(c->numbers, name);
		if (number == NULL) {
			if (strspn(got, "0123456789") < 8)
				return FALSE;
			number = g_strndup(got, 8);
			g_hash_table_insert(c->numbers, g_strdup(name),
			    (gpointer)number);
		}
		if (strncmp(got, number, strlen(number)) != 0)
			return FALSE;
		got += strlen(number);
		want = close + 1;
	}
	return *got == '\0';
}

/* A telephone number before a blank, in stored form, and what comes after it;
 * NULL when the line does not begin with one. */
static char *
chat_phone(char **rest)
{
	gsize digits;
	char *phone;

	*rest += strspn(*rest, " ");
	digits = strspn(*rest, "+0123456789");
	if ((digits < 11 && !g_str_has_prefix(*rest, "10086")) ||
	    ((*rest)[digits] != ' ' && (*rest)[digits] != '\0'))
		return NULL;
	phone = chat_word(rest);
	return phone_normalise(phone);
}

/* ◀ 文字 | ◀ 13900000001 文字 */
static void
chat_expect(struct chat *c, char *rest)
{
	struct saying_out *out = g_queue_pop_head(&c->said);
	g_autofree char *to = chat_phone(&rest);

	if (to == NULL)
		to = g_strdup(c->phone);
	if (out == NULL)
		chat_fail(c, "expected, but nothing was said:\n◀ %s", rest);
	if (strcmp(out->phone, to) != 0)
		chat_fail(c, "expected to %s, got to %s:\n◀ %s", to, out->phone,
		    out->text);
	if (!chat_matches(c, rest, out->text))
		chat_fail(c, "\nexpected ◀ %s\n     got ◀ %s", rest, out->text);
}

/* --- what happens ------------------------------------------------------------------ */

/* {甲} in a text of ours. */
static char *
chat_put_numbers(struct chat *c, const char *text)
{
	GString *out = g_string_new(text);
	GHashTableIter iter;
	gpointer name, number;

	g_hash_table_iter_init(&iter, c->numbers);
	while (g_hash_table_iter_next(&iter, &name, &number)) {
		g_autofree char *hole = g_strdup_printf("{%s}", (char *)name);

		g_string_replace(out, hole, number, 0);
	}
	g_string_replace(out, "⏎", "\n", 0);
	return g_string_free(out, FALSE);
}

static gboolean
chat_seen(const struct inbox_msg *msg, void *user)
{
	struct chat *c = user;

	g_free(c->end);
	c->end = g_strdup_printf("%s %s", inbox_end_name(msg->end), msg->reason);
	return FALSE;
}

static void
chat_step(struct chat *c, enum bearer bearer, const char *typed,
    const char *text, gint64 ago, gboolean incomplete)
{
	struct inbox_filter last = { .limit = 1 };
	struct inbox_msg msg = { 0 };
	GError *error = NULL;

	g_free(c->phone);
	c->phone = phone_normalise(typed);
	last.phone = c->phone;
	county_receive(&c->county, bearer, c->to_line, c->phone, text, ago,
	    incomplete, &msg);
	chat_check(c, inbox_each(c->db, &last, chat_seen, c, &error), error);
	inbox_msg_clear(&msg);
	chat_drain(c);
}

/* ▶ 13812345678 [@-30s] [缺] 文字 */
static void
chat_text(struct chat *c, char *rest)
{
	g_autofree char *text = NULL;
	gboolean incomplete = FALSE;
	gint64 ago = 0;
	char *phone;

	chat_silent(c);
	phone = chat_word(&rest);
	if (g_str_has_prefix(rest, "@-"))
		ago = g_ascii_strtoll(chat_word(&rest) + 2, NULL, 10) *
		    CLOCK_SECOND;
	if (g_str_has_prefix(rest, "缺 ")) {
		chat_word(&rest);
		incomplete = TRUE;
	}
	text = chat_put_numbers(c, rest);
	chat_step(c, c->bearer, phone, text, ago, incomplete);
}

/* ☎ 13812345678 */
static void
chat_call(struct chat *c, char *rest)
{
	chat_silent(c);
	chat_step(c, BEARER_CALL, chat_word(&rest), "", 0, FALSE);
}

/* ⏏ 13812345678 */
static void
chat_hang_up(struct chat *c, char *rest)
{
	GError *error = NULL;

	chat_silent(c);
	g_free(c->phone);
	c->phone = phone_normalise(chat_word(&rest));
	chat_check(c, db_begin(c->db, &error), error);
	chat_check(c, dialog_hang_up(c->county.dialog, c->phone, CHAT_LINE,
	    &error), error);
	chat_check(c, db_commit(c->db, &error), error);
	chat_drain(c);
}

/* 25h */
static gint64
chat_span(struct chat *c, char *rest)
{
	gint64 n = g_ascii_strtoll(rest, &rest, 10);
	gint64 unit = *rest == 's' ? CLOCK_SECOND : *rest == 'm' ? CLOCK_MINUTE :
	    *rest == 'h' ? CLOCK_HOUR : *rest == 'd' ? CLOCK_DAY : 0;

	if (n <= 0 || unit == 0)
		chat_fail(c, "expected @+ and a number with s, m, h or d");
	return n * unit;
}

/* @+25h: moment by moment, so that everything happens when it is due. */
static void
chat_turn(struct chat *c, char *rest)
{
	gint64 span = chat_span(c, rest);

	chat_silent(c);
	county_turn(&c->county, clock_now() + span, chat_drain, c);
}

/* ✗ @+25h | ✗ 13812345678 | ✗ 13812345678 文字: what must not be said. */
static void
chat_unsaid(struct chat *c, char *rest)
{
	const struct saying_out *out;
	g_autofree char *phone = NULL;

	if (g_str_has_prefix(rest, "@+")) {
		chat_turn(c, rest + strlen("@+"));
		out = g_queue_peek_head(&c->said);
		if (out != NULL)
			chat_fail(c, "nothing may be said in this time, but to "
			    "%s was:\n◀ %s", out->phone, out->text);
		return;
	}
	phone = chat_phone(&rest);
	if (phone == NULL)
		chat_fail(c, "expected ✗ and a number, or ✗ @+ and how long");
	for (guint i = 0; i < c->all->len; i++) {
		out = g_ptr_array_index(c->all, i);
		if (strcmp(out->phone, phone) == 0 &&
		    strstr(out->text, rest) != NULL)
			chat_fail(c, "must not be said to %s, but was:\n◀ %s",
			    phone, out->text);
	}
}

/* ✓ 13900000002: the last text to it has arrived. */
static void
chat_arrive(struct chat *c, char *rest)
{
	g_autofree char *phone = chat_phone(&rest);

	for (guint i = c->all->len; i-- > 0;) {
		const struct saying_out *out = g_ptr_array_index(c->all, i);

		if (g_strcmp0(out->phone, phone) == 0) {
			county_arrives(&c->county, out->modem, phone, out->id);
			return;
		}
	}
	chat_fail(c, "expected ✓ and a number that was texted");
}

/* --- options ------------------------------------------------------------------------ */

static void
chat_add_phone(GPtrArray *phones, char *rest)
{
	g_ptr_array_set_size(phones, (int)phones->len - 1);
	g_ptr_array_add(phones, phone_normalise(chat_word(&rest)));
	g_ptr_array_add(phones, NULL);
}

static void
chat_set_duty(struct chat *c, char *rest)
{
	chat_add_phone(c->duty, rest);
	c->options->duty_phones = (char **)c->duty->pdata;
}

static void
chat_set_own(struct chat *c, char *rest)
{
	chat_add_phone(c->own, rest);
	c->options->own_numbers = (char **)c->own->pdata;
}

static void
chat_set_hour(struct chat *c, char *rest)
{
	c->options->replies_per_hour = atoi(rest);
}

static void
chat_set_per_day(struct chat *c, char *rest)
{
	c->options->replies_per_day = atoi(rest);
}

static void
chat_set_time(struct chat *c, char *rest)
{
	int hour = 0, minute = 0;
	gint64 now;

	if (sscanf(rest, "%d:%d", &hour, &minute) != 2)
		chat_fail(c, "expected 时间 08:30");
	now = calendar_minute_of_day(clock_now(), c->options->zone);
	clock_turn((hour * 60 + minute - now) * CLOCK_MINUTE);
}

static void
chat_set_bearer(struct chat *c, char *rest)
{
	c->bearer = strcmp(chat_word(&rest), "ussd") == 0 ? BEARER_USSD :
	    BEARER_CONSOLE;
}

static void
chat_set_registry(struct chat *c, char *rest)
{
	county_register(&c->county);
}

/* 试卡 13900000002: a telephone of the office's own that every modem tries. */
static void
chat_set_probe(struct chat *c, char *rest)
{
	chat_add_phone(c->probes, rest);
	c->county.config->probe_phones = (char **)c->probes->pdata;
}

/* 回查: the survey centre's line asks households, always the same. */
static void
chat_set_backcheck(struct chat *c, char *rest)
{
	g_free(c->county.config->check_line);
	c->county.config->check_line = g_strdup("survey");
	c->county.config->dialog.check_line = c->county.config->check_line;
	county_sql(&c->county, "UPDATE backcheck_seed SET seed = zeroblob(32)");
}

/* 话费 10086: hotline1 asks its operator for its credit. */
static void
chat_set_balance(struct chat *c, char *rest)
{
	struct modem_config *modem = &g_array_index(c->county.config->modems,
	    struct modem_config, 0);

	g_free(modem->balance_ask);
	g_free(modem->balance_number);
	modem->balance_ask = g_strdup("YE");
	modem->balance_number = g_strdup(chat_word(&rest));
}

/* 坏 hotline1 | 好 hotline1 */
static void
chat_set_broken(struct chat *c, char *rest)
{
	county_modem_works(&c->county, chat_word(&rest), FALSE);
}

static void
chat_set_well(struct chat *c, char *rest)
{
	county_modem_works(&c->county, chat_word(&rest), TRUE);
}

/* 停 hotline1: by a person. */
static void
chat_set_held(struct chat *c, char *rest)
{
	struct modem *modem = county_modem(&c->county, chat_word(&rest));

	modem->held_at = clock_now();
	modem->unable_since = clock_elapsed();
}

/* 线路 survey */
static void
chat_set_line(struct chat *c, char *rest)
{
	c->to_line = strcmp(chat_word(&rest), "survey") == 0 ? "survey" :
	    CHAT_LINE;
}

/* 不看 13700000037 13700000038 */
static void
chat_set_unseen(struct chat *c, char *rest)
{
	while (*rest != '\0')
		g_ptr_array_add(c->unseen, phone_normalise(chat_word(&rest)));
}

/* 看 13700000037 */
static void
chat_set_seen(struct chat *c, char *rest)
{
	while (*rest != '\0') {
		g_autofree char *phone = phone_normalise(chat_word(&rest));
		guint i;

		if (!g_ptr_array_find_with_equal_func(c->unseen, phone,
		    g_str_equal, &i))
			chat_fail(c, "%s is looked at already", phone);
		g_ptr_array_remove_index(c->unseen, i);
	}
}

/* 数据 INSERT INTO … : what no other line can make true. */
static void
chat_set_row(struct chat *c, char *rest)
{
	county_sql(&c->county, "%s", rest);
}

/* 请假 k37 2026-11-15 2026-11-30 [k40] */
static void
chat_set_leave(struct chat *c, char *rest)
{
	const char *code = chat_word(&rest), *from = chat_word(&rest);
	const char *to = chat_word(&rest), *deputy = chat_word(&rest);

	county_sql(&c->county, "INSERT INTO leave (cadre_id, from_day, to_day, "
	    "deputy_id) SELECT id, %d, %d, "
	    "(SELECT id FROM cadre WHERE code = '%s') FROM cadre "
	    "WHERE code = '%s'", calendar_day_read(from), calendar_day_read(to),
	    deputy, code);
}

/* 调走 k37 2026-11-20 */
static void
chat_set_gone(struct chat *c, char *rest)
{
	const char *code = chat_word(&rest);

	county_sql(&c->county, "UPDATE cadre SET gone_on = %d "
	    "WHERE code = '%s'", calendar_day_read(chat_word(&rest)), code);
}

/* 值班表 2026-11-28 k42 */
static void
chat_set_roster(struct chat *c, char *rest)
{
	int day = calendar_day_read(chat_word(&rest));

	county_sql(&c->county, "INSERT INTO roster SELECT %d, id FROM cadre "
	    "WHERE code = '%s'", day, chat_word(&rest));
}

/* 日期 2026-12-02 */
static void
chat_set_day(struct chat *c, char *rest)
{
	int day = calendar_day_read(chat_word(&rest));

	if (day == 0)
		chat_fail(c, "expected 日期 2026-12-02");
	clock_turn(calendar_moment(day, calendar_minute_of_day(clock_now(),
	    c->options->zone), c->options->zone) - clock_now());
}

static void
chat_set_stuck(struct chat *c, char *rest)
{
	c->stuck = TRUE;
}

static void
chat_set_leaving(struct chat *c, char *rest)
{
	c->stuck = FALSE;
	chat_drain(c);
}

/* The usual menus, with some files in place of theirs. */
static struct menu *
chat_load_menu(struct chat *c, const char *overlay)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = county_menus_with(overlay);
	struct menu *menu = menu_load(folder, services, &error);

	county_menus_remove(folder);
	if (menu == NULL)
		chat_fail(c, "%s", error->message);
	return menu;
}

static void
chat_set_menu(struct chat *c, char *rest)
{
	g_autofree char *overlay = g_build_filename(chat_dir, chat_word(&rest),
	    NULL);
	struct menu *menu = chat_load_menu(c, overlay);

	dialog_set_menu(c->county.dialog, menu);
	menu_free(c->county.menu);
	c->county.engine.menu = c->county.menu = menu;
}

/* ~ 值班 13900000001 */
static void
chat_option(struct chat *c, char *rest)
{
	static const struct {
		const char *name;
		chat_fn set;
	} options[] = {
		{ "值班", chat_set_duty },
		{ "本机", chat_set_own },
		{ "每小时", chat_set_hour },
		{ "每天", chat_set_per_day },
		{ "名册", chat_set_registry },
		{ "日期", chat_set_day },
		{ "请假", chat_set_leave },
		{ "值班表", chat_set_roster },
		{ "调走", chat_set_gone },
		{ "时间", chat_set_time },
		{ "通道", chat_set_bearer },
		{ "发不出", chat_set_stuck },
		{ "发出", chat_set_leaving },
		{ "菜单", chat_set_menu },
		{ "回查", chat_set_backcheck },
		{ "试卡", chat_set_probe },
		{ "话费", chat_set_balance },
		{ "坏", chat_set_broken },
		{ "好", chat_set_well },
		{ "停", chat_set_held },
		{ "线路", chat_set_line },
		{ "不看", chat_set_unseen },
		{ "看", chat_set_seen },
		{ "数据", chat_set_row },
	};
	const char *name;

	chat_silent(c);
	name = chat_word(&rest);
	for (gsize i = 0; i < G_N_ELEMENTS(options); i++) {
		if (strcmp(options[i].name, name) == 0) {
			options[i].set(c, rest);
			return;
		}
	}
	chat_fail(c, "unknown option %s", name);
}

/* --- what must be true -------------------------------------------------------------- */

static void
chat_is_end(struct chat *c, char *rest)
{
	if (strcmp(c->end, rest) != 0)
		chat_fail(c, "the last text ended \"%s\", expected \"%s\"", c->end,
		    rest);
}

/* = 工单 {甲} registered P3 2条 */
static void
chat_is_ticket(struct chat *c, char *rest)
{
	g_autofree char *number = chat_put_numbers(c, chat_word(&rest));
	g_autofree char *got = NULL;
	struct ticket t = { 0 };
	GError *error = NULL;
	gboolean found;

	chat_check(c, ticket_by_number(c->db, number, &found, &t, &error), error);
	if (!found)
		chat_fail(c, "there is no ticket %s", number);
	got = g_strdup_printf("%s P%d %d条%s%s%s%s%s", ticket_state_name(t.state),
	    (int)t.urgency, t.texts, t.topic[0] != '\0' ? " " : "", t.topic,
	    t.place[0] != '\0' ? " " : "", t.place, t.confidential ? " 保密" : "");
	ticket_clear(&t);
	if (strcmp(got, rest) != 0)
		chat_fail(c, "ticket %s is \"%s\", expected \"%s\"", number, got,
		    rest);
}

static gboolean
chat_count_ticket(const struct ticket *t, void *user)
{
	++*(int *)user;
	return TRUE;
}

/* = 工单数 13812345678 2 */
static void
chat_is_count(struct chat *c, char *rest)
{
	g_autofree char *phone = phone_normalise(chat_word(&rest));
	const struct ticket_filter filter = { .phone = phone, .state = "open" };
	GError *error = NULL;
	int count = 0;

	chat_check(c, ticket_each(c->db, &filter, chat_count_ticket, &count,
	    &error), error);
	if (count != atoi(rest))
		chat_fail(c, "%s has %d open tickets, expected %s", phone, count,
		    rest);
}

struct chat_callback {
	const char *phone;
	gboolean with_ticket;
	char	*reason;	/* and the ticket it is about */
};

static gboolean
chat_find_callback(const struct callback *callback, void *user)
{
	struct chat_callback *find = user;

	if (strcmp(callback->phone, find->phone) == 0 && find->reason == NULL)
		find->reason = find->with_ticket ? g_strdup_printf("%s %s",
		    callback->reason, callback->ticket) :
		    g_strdup(callback->reason);
	return TRUE;
}

/* = 回电 13812345678 not understood | = 回电 13812345678 missed call {甲} */
static void
chat_is_callback(struct chat *c, char *rest)
{
	g_autofree char *phone = phone_normalise(chat_word(&rest));
	g_autofree char *about = chat_put_numbers(c, rest);
	struct chat_callback find = {
		.phone = phone, .with_ticket = strchr(rest, '{') != NULL,
	};
	GError *error = NULL;

	chat_check(c, callback_each(c->db, TRUE, chat_find_callback, &find,
	    &error), error);
	if (g_strcmp0(find.reason, *about != '\0' ? about : NULL) != 0)
		chat_fail(c, "the call-back of %s is \"%s\", expected \"%s\"",
		    phone, find.reason != NULL ? find.reason : "none", about);
	g_free(find.reason);
}

/* = 退订 13812345678 survey | = 没退订 13812345678 survey */
static gboolean
chat_out(struct chat *c, char *rest)
{
	g_autofree char *phone = phone_normalise(chat_word(&rest));
	GError *error = NULL;
	gboolean out;

	chat_check(c, contact_opted_out(c->db, phone, rest, &out, &error), error);
	return out;
}

/* A text of this screen that was held back. */
struct chat_held {
	const char *screen, *why;
};

static void
chat_is_out(struct chat *c, char *rest)
{
	if (!chat_out(c, rest))
		chat_fail(c, "has not opted out");
}

static void
chat_is_in(struct chat *c, char *rest)
{
	if (chat_out(c, rest))
		chat_fail(c, "has opted out");
}

/* Keeps the first reason there is. */
static gboolean
chat_find_held(const struct held *held, void *user)
{
	struct chat_held *find = user;

	if (strcmp(held->screen, find->screen) == 0)
		find->why = held_why_name(held->why);
	return find->why == NULL;
}

/* = 压下 13812345678 callout.coming unverified */
static void
chat_is_held(struct chat *c, char *rest)
{
	g_autofree char *phone = phone_normalise(chat_word(&rest));
	struct chat_held find = { .screen = chat_word(&rest) };
	GError *error = NULL;

	chat_check(c, held_each(c->db, phone, chat_find_held, &find, &error), error);
	if (g_strcmp0(find.why, rest) != 0)
		chat_fail(c, "%s to %s is held back: %s, expected %s", find.screen,
		    phone, find.why != NULL ? find.why : "no", rest);
}

static void
chat_truth(struct chat *c, char *rest)
{
	static const struct {
		const char *name;
		chat_fn check;
	} truths[] = {
		{ "结局", chat_is_end },
		{ "工单", chat_is_ticket },
		{ "工单数", chat_is_count },
		{ "回电", chat_is_callback },
		{ "退订", chat_is_out },
		{ "没退订", chat_is_in },
		{ "压下", chat_is_held },
	};
	const char *name = chat_word(&rest);

	for (gsize i = 0; i < G_N_ELEMENTS(truths); i++) {
		if (strcmp(truths[i].name, name) == 0) {
			truths[i].check(c, rest);
			return;
		}
	}
	chat_fail(c, "unknown truth %s", name);
}

/* --- one file ------------------------------------------------------------------------- */

static void
chat_play_line(struct chat *c, char *line)
{
	static const struct {
		const char *sign;
		chat_fn play;
	} signs[] = {
		{ "▶ ", chat_text },
		{ "◀ ", chat_expect },
		{ "@+", chat_turn },
		{ "✗ ", chat_unsaid },
		{ "✓ ", chat_arrive },
		{ "☎ ", chat_call },
		{ "⏏ ", chat_hang_up },
		{ "~ ", chat_option },
		{ "= ", chat_truth },
	};

	if (*line == '\0' || *line == '#')
		return;
	for (gsize i = 0; i < G_N_ELEMENTS(signs); i++) {
		if (g_str_has_prefix(line, signs[i].sign)) {
			signs[i].play(c, line + strlen(signs[i].sign));
			return;
		}
	}
	chat_fail(c, "a line begins with ▶ ◀ ✗ ✓ @+ ☎ ⏏ ~ = or #: %s", line);
}

static void
chat_open(struct chat *c, const char *file)
{
	g_autoptr(GDateTime) start = g_date_time_new_from_iso8601(CHAT_START, NULL);

	memset(c, 0, sizeof(*c));
	c->file = g_path_get_basename(file);
	c->numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	c->duty = g_ptr_array_new_with_free_func(g_free);
	c->own = g_ptr_array_new_with_free_func(g_free);
	c->probes = g_ptr_array_new_with_free_func(g_free);
	c->unseen = g_ptr_array_new_with_free_func(g_free);
	c->all = g_ptr_array_new_with_free_func(saying_out_free);
	g_ptr_array_add(c->duty, NULL);
	g_ptr_array_add(c->own, NULL);
	g_ptr_array_add(c->probes, NULL);
	g_queue_init(&c->said);
	c->to_line = CHAT_LINE;
	county_open(&c->county, NULL, g_date_time_to_unix(start) * CLOCK_SECOND);
	c->db = c->county.db;
	c->options = &c->county.config->dialog;
	c->preset_own = c->options->own_numbers;
	c->preset_probes = c->county.config->probe_phones;
}

static void
chat_close(struct chat *c)
{
	c->options->own_numbers = c->preset_own;
	c->county.config->probe_phones = c->preset_probes;
	county_close(&c->county);
	g_queue_clear(&c->said);
	g_ptr_array_free(c->duty, TRUE);
	g_ptr_array_free(c->own, TRUE);
	g_ptr_array_free(c->probes, TRUE);
	g_ptr_array_free(c->unseen, TRUE);
	g_ptr_array_free(c->all, TRUE);
	g_hash_table_destroy(c->numbers);
	g_free(c->phone);
	g_free(c->end);
	g_free(c->file);
}

static gboolean
chat_left_open(const struct inbox_msg *msg, void *user)
{
	chat_fail(user, "at the end \"%s\" has no end", msg->text);
	return TRUE;
}

static void
chat_orphan(const char *object, const char *what, void *user)
{
	chat_fail(user, "orphan at the end: %s: %s", object, what);
}

/* Two days later everything has found its end. */
static void
chat_all_ended(struct chat *c)
{
	const struct inbox_filter open = { .state = "open" };
	char later[] = "2d";
	GError *error = NULL;

	chat_turn(c, later);
	g_queue_clear(&c->said);
	chat_check(c, inbox_each(c->db, &open, chat_left_open, c, &error), error);
	chat_check(c, orphan_each(c->db, clock_now(), chat_orphan, c, &error),
	    error);
}

START_TEST(a_conversation_goes_as_written)
{
	const char *file = chat_files->pdata[_i];
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;
	struct chat c;

	ck_assert(g_file_get_contents(file, &text, NULL, NULL));
	lines = g_strsplit(text, "\n", -1);
	chat_open(&c, file);
	for (int i = 0; lines[i] != NULL; i++) {
		c.line = i + 1;
		chat_play_line(&c, lines[i]);
	}
	chat_all_ended(&c);
	chat_close(&c);
}
END_TEST

static int
chat_order(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
dialog_tests(Suite *suite)
{
	const char *top = g_getenv("srcdir"), *only = g_getenv("CHAT");
	TCase *chats = tcase_create("conversations");
	g_autoptr(GDir) dir = NULL;
	const char *name;

	chat_dir = g_build_filename(top != NULL ? top : ".", "tests", "dialogs",
	    NULL);
	chat_files = g_ptr_array_new();
	dir = g_dir_open(chat_dir, 0, NULL);
	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
		if (g_str_has_suffix(name, ".chat") &&
		    (only == NULL || strstr(name, only) != NULL))
			g_ptr_array_add(chat_files, g_build_filename(chat_dir,
			    name, NULL));
	g_ptr_array_sort(chat_files, chat_order);
	g_assert(chat_files->len > 0);
	tcase_set_timeout(chats, 60);
	tcase_add_loop_test(chats, a_conversation_goes_as_written, 0,
	    (int)chat_files->len);
	suite_add_tcase(suite, chats);
}

SUITE_MAIN("dialog", dialog_tests)
