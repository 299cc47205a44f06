/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of words crossed with every screen that waits for something (DESIGN 5.4):
 * whatever is asked, a word means what its row says, to whom it says, while what it
 * says is open.  The rows are those of the services and of the teaching service, the
 * screens those of etc/menus and its own; a new word or screen is crossed without being
 * told.
 *
 * What must be meant is reckoned here again, from the order in DESIGN: danger; of the
 * rows for this sender what is about something open, then the first service's; then
 * what the question offers.
 */
#include "tests/teaching_county.h"

#include <string.h>

#include "base/clock.h"
#include "db/question.h"
#include "menus/dialog.h"
#include "menus/fill.h"
#include "menus/turn.h"
#include "menus/word.h"
#include "tests/suite.h"

#define MONDAY	(G_GINT64_CONSTANT(1795395600) * CLOCK_SECOND)
#define LINE	"hotline"
#define CODE	"10373"	/* of a task, as long as they are */

/* Who sends, and what is open for them. */
static const struct sender {
	const char *phone;
	guint	 roles;
	struct {
		const char *phone, *text;
	} before[2];		/* what is texted before */
	struct {
		const char *name;
		int	 count;
	} open[2];
} senders[] = {
	{ "+8613899999999", ROLE_STRANGER },
	{ "+8613911111112", ROLE_VILLAGER },
	{ "+8613700000037", ROLE_CADRE },
	{ "+8613700000037", ROLE_CADRE, { { "+8613911111112", "丧" } },
	    { { "call-out order", 1 } } },
	{ "+8613700000037", ROLE_CADRE, { { "+8613911111112", "丧" },
	    { "+8613911111106", "看看老人" } }, { { "call-out order", 2 } } },
	{ "+8613700000037", ROLE_CADRE, { { "+8613911111112", "丧" },
	    { "+8613700000037", "访 1" } }, { { "call-out order", 1 },
	    { "own reports", 1 } } },
	{ "+8613700000039", ROLE_LEFT },
	{ "+8613711111111", ROLE_UNIT },
};

/* What follows a word that is not the whole text, so that its row holds. */
static const struct {
	const char *list, *rest;
} rests[] = {
	{ "directory", "民政局" },
	{ "renumber_change", " 13922222299" },
	{ "report_matter", " 1 灯坏了" },
	{ "report_for", " 访 1" },
	{ NULL, " 1" },		/* any other */
};

/* Lists whose row holds only after something else was texted: tests/dialogs has them. */
static const char *const not_alone[] = { "renumber_back", NULL };

static struct county county;
static const struct sender *sender;
static const struct screen *asked;
static int crossed;

static void
words_open(void)
{
	teaching_county_open(&county, NULL, MONDAY);
	county_register(&county);
	county_sql(&county, "UPDATE department SET phone = '+8613711111111'");
}

static void
words_close(void)
{
	county_close(&county);
}

/* What a text was understood as, asked this screen; nothing of it stays.  "" when it
 * was danger; NULL when nothing says. */
static char *
meant(const char *text)
{
	struct question q = {
		.phone = (char *)sender->phone, .line = (char *)LINE,
		.screen = (char *)asked->name,
		.priority = (enum question_priority)asked->priority,
		.asked_at = clock_now() - CLOCK_MINUTE,
		.expires_at = clock_now() + asked->valid_s * (gint64)CLOCK_SECOND,
		.data = fill_new(),
	};
	struct inbox_msg msg = { 0 };
	GError *error = NULL;
	char *rule;

	county_must(db_begin(county.db, &error), error);
	county_must(question_open(county.db, &q, QUESTION_DROPPED, &error) &&
	    question_sent(county.db, q.id, q.asked_at, &error) &&
	    inbox_add_text(county.db, BEARER_SMS, LINE, sender->phone, text, &msg,
	    &error) && dialog_step(county.dialog, &msg, &error), error);
	rule = county_lines(&county, "SELECT iif(reason = 'words of danger', '', rule) "
	    "FROM inbox WHERE id = %" G_GINT64_FORMAT, msg.id);
	g_strchomp(rule);
	inbox_msg_clear(&msg);
	g_hash_table_destroy(q.data);
	db_rollback(county.db);
	crossed++;
	return rule;
}

static int
open_count(const struct word_open *open)
{
	for (gsize i = 0; i < G_N_ELEMENTS(sender->open); i++)
		if (g_strcmp0(sender->open[i].name, open->name) == 0)
			return sender->open[i].count;
	return strcmp(open->name, "a question that offers it") == 0 &&
	    asked->expect.opt_out;
}

/* A row that may take the word of another: for this sender, with the same behind it. */
struct rival {
	const struct word_entry *entry, *first;
};

static gboolean
holds(const struct word_entry *entry)
{
	return (entry->row->roles & sender->roles) != 0 &&
	    (entry->row->open == NULL || open_count(entry->row->open) > 0);
}

static guint
behind(const struct word_entry *entry)
{
	guint shape = entry->row->shape;

	return (shape & SHAPE_READ) != 0 ? (guint)SHAPE_ALONE : shape;
}

static void
take_rival(const struct word_entry *entry, void *user)
{
	struct rival *rival = user;
	const struct word_entry *first = rival->first;

	if (holds(entry) && strcmp(entry->word, rival->entry->word) == 0 &&
	    (behind(entry) & behind(rival->entry)) != 0 && (first == NULL ||
	    (entry->row->open != NULL && first->row->open == NULL)))
		rival->first = entry;
}

/* Is the whole of it something the question offers?  A label that the menus give to the
 * same action as the word's row means the same. */
static gboolean
is_label(const char *text)
{
	gboolean label = FALSE;

	for (int i = 0; i < asked->count; i++) {
		const struct answer *answer = &asked->options[i].answer;

		label |= strcmp(answer->label, text) == 0 || (answer->words != NULL &&
		    g_strv_contains(answer->words, text));
	}
	return label;
}

static char *
text_of(const struct word_entry *entry)
{
	gsize i = 0;

	if ((behind(entry) & SHAPE_ALONE) != 0)
		return g_strdup(entry->word);
	if (entry->row->shape == SHAPE_NUMBER)
		return g_strconcat(entry->word, " " CODE, NULL);
	while (rests[i].list != NULL && strcmp(rests[i].list, entry->row->list) != 0)
		i++;
	return g_strconcat(entry->word, rests[i].rest, NULL);
}

static void
cross(const struct word_entry *entry, void *user)
{
	struct rival rival = { entry, NULL };
	g_autofree char *text = NULL, *got = NULL;
	struct understanding u;
	const char *want;

	if (!holds(entry) || (entry->row->shape & SHAPE_ANYWHERE) != 0 ||
	    g_strv_contains(not_alone, entry->row->list))
		return;
	text = text_of(entry);
	word_each(county.menu, take_rival, &rival);
	understand(menu_lexicon(county.menu), text, NULL, &u);
	want = u.emergency == EMERGENCY_STRONG ? "" : rival.first->rule;
	understanding_clear(&u);
	got = meant(text);
	/* 开始 at the screen that offers it; ? asks how it works. */
	if ((is_label(text) && strcmp(got, "label") == 0 &&
	    (entry->row->shape & SHAPE_READ) != 0) ||
	    strcmp(got, "dialogue: help") == 0)
		return;
	ck_assert_msg(strcmp(got, want) == 0, "\"%s\" from %s, asked %s, is taken as "
	    "\"%s\"; expected \"%s\"", text, sender->phone, asked->name, got, want);
}

static void
begin(int index)
{
	sender = &senders[index];
	for (gsize i = 0; i < G_N_ELEMENTS(sender->before); i++) {
		struct inbox_msg msg = { 0 };

		if (sender->before[i].phone == NULL)
			continue;
		county_receive(&county, BEARER_SMS, LINE, sender->before[i].phone,
		    sender->before[i].text, 0, FALSE, &msg);
		inbox_msg_clear(&msg);
	}
	crossed = 0;
}

START_TEST(every_word_means_the_same_on_every_screen)
{
	const struct screen *const *screens;
	int count;

	begin(_i);
	screens = menu_screens(county.menu, &count);
	for (int i = 0; i < count; i++) {
		asked = screens[i];
		if (screen_asks(asked))
			word_each(county.menu, cross, NULL);
	}
	ck_assert_int_gt(crossed, 1000);
}
END_TEST

/* Also from a cadre who has a household of that number. */
START_TEST(a_digit_the_question_offers_answers_it)
{
	const struct screen *const *screens;
	int count;

	begin(_i);
	screens = menu_screens(county.menu, &count);
	for (int i = 0; i < count; i++) {
		asked = screens[i];
		for (int o = 0; o < asked->count; o++) {
			g_autofree char *got = meant(asked->options[o].answer.digit);

			ck_assert_msg(strcmp(got, "digit") == 0, "%s from %s, asked %s, "
			    "is taken as \"%s\"", asked->options[o].answer.digit,
			    sender->phone, asked->name, got);
		}
	}
	ck_assert_int_gt(crossed, 10);
}
END_TEST

/* The rest of the order, once for each screen. */
START_TEST(danger_comes_first_and_a_matter_is_no_word)
{
	static const struct {
		const char *text, *rule, *text_rule;
	} rows[] = {
		{ "丧 救命 我家着火了", "", "" },
		{ "0", "contact: call me", "contact: call me" },
		{ "收", "callout: acknowledged", "callout: acknowledged" },
		{ "吵架了请你们来看看", "matter", "text" },
		{ "找不到红岩村的路灯开关在哪里", "matter", "text" },
	};
	const struct screen *const *screens;
	int count;

	begin(3);
	screens = menu_screens(county.menu, &count);
	for (int i = 0; i < count; i++) {
		asked = screens[i];
		for (gsize r = 0; screen_asks(asked) && r < G_N_ELEMENTS(rows); r++) {
			g_autofree char *got = meant(rows[r].text);

			ck_assert_msg(strcmp(got, asked->expect.free_text ?
			    rows[r].text_rule : rows[r].rule) == 0,
			    "\"%s\", asked %s, is taken as \"%s\"", rows[r].text,
			    asked->name, got);
		}
	}
}
END_TEST

/* --- two services with one letter ---------------------------------------------- */

static int parcels;		/* open of the second service's */

static gboolean
count_parcels(struct turn *turn, int *count, GError **error)
{
	*count = parcels;
	return TRUE;
}

static gboolean
take_parcel(struct turn *turn, const struct word_heard *heard, gboolean *taken,
    GError **error)
{
	*taken = TRUE;
	return turn_say(turn, "callout.over", error);
}

static const struct word_open parcel = { "parcel", count_parcels, "callout.which" };
static const struct saying parcel_says[] = {
	{ "callout.which", "count code" }, { NULL, NULL, SAY_REPLY }
};
static const struct service_word parcel_heard[] = {
	{ "callout_seen", SHAPE_ALONE, ROLE_ANYBODY, "received", .open = &parcel,
	    .single = TRUE, .take = take_parcel },
	{ .list = NULL }
};
static const struct service parcel_service = {
	.name = "parcel", .heard = parcel_heard, .says = parcel_says,
};

static void
parcels_open(void)
{
	const char *top = g_getenv("srcdir");
	g_autofree char *folder = g_build_filename(top != NULL ? top : ".", "etc",
	    "menus", NULL);

	county_open_with(&county, &parcel_service, folder, NULL, MONDAY);
	county_register(&county);
}

START_TEST(one_letter_counts_where_one_is_open_over_all_services)
{
	static const struct {
		int	 sender;	/* of the table above: 0, 1, 2 orders */
		int	 parcels;
		const char *rule, *reason;
	} rows[] = {
		{ 2, 0, "fragment", "no order open" },
		{ 2, 1, "parcel: received", "" },
		{ 3, 0, "callout: acknowledged", "task answered" },
		{ 3, 1, "callout: acknowledged", "which of several" },
		{ 2, 2, "parcel: received", "which of several" },
		{ 4, 0, "callout: acknowledged", "which of several" },
	};
	struct inbox_msg msg = { 0 };
	g_autofree char *got = NULL, *want = g_strdup_printf("%s|%s", rows[_i].rule,
	    rows[_i].reason);

	begin(rows[_i].sender);
	parcels = rows[_i].parcels;
	county_receive(&county, BEARER_SMS, LINE, sender->phone, "收", 0, FALSE, &msg);
	got = county_lines(&county, "SELECT rule || '|' || reason FROM inbox "
	    "WHERE id = %" G_GINT64_FORMAT, msg.id);
	ck_assert_str_eq(g_strchomp(got), want);
	inbox_msg_clear(&msg);
}
END_TEST

static void
word_tests(Suite *suite)
{
	TCase *two = tcase_create("two services");
	TCase *tc = tcase_create("words");

	tcase_add_checked_fixture(tc, words_open, words_close);
	tcase_set_timeout(tc, 300);
	tcase_add_loop_test(tc, every_word_means_the_same_on_every_screen, 0,
	    (int)G_N_ELEMENTS(senders));
	tcase_add_loop_test(tc, a_digit_the_question_offers_answers_it, 0,
	    (int)G_N_ELEMENTS(senders));
	tcase_add_test(tc, danger_comes_first_and_a_matter_is_no_word);
	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(two, parcels_open, words_close);
	tcase_add_loop_test(two, one_letter_counts_where_one_is_open_over_all_services,
	    0, 6);
	suite_add_tcase(suite, two);
}

SUITE_MAIN("word", word_tests)
