/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The obligation rule, row by row of tests/duty/obligation.zh.md.
 */
#include "tests/suite.h"

#include <glib.h>

#include "base/calendar.h"
#include "db/duty_tag.h"

#define ROWS_LEAST	60	/* of the table */
#define SEVERAL		8	/* leaves or contacts of a row */

enum { WHAT, MONTH, TODAY, HIS, TAGS, LEAVE, CONTACTS, EXPECTED, FIELDS };

struct row {
	char	**field;
	struct obligation_facts facts;
	struct duty_leave leaves[SEVERAL];
	struct duty_contact contacts[SEVERAL];
};

static const struct word {
	const char *word;
	int value;
} kinds[] = {
	{ "访", DUTY_VISIT }, { "电", DUTY_PHONE }, { "来", DUTY_CAME },
	{ "记", DUTY_UNSTATED }, { "空", DUTY_TRIED }, { NULL }
}, states[] = {
	{ "不欠", OBLIGATION_NONE }, { "该办", OBLIGATION_DUE },
	{ "已办", OBLIGATION_DONE }, { "逾期", OBLIGATION_LATE },
	{ "未遇", OBLIGATION_TRIED }, { "免", OBLIGATION_EXEMPT }, { NULL }
};

static GPtrArray *rows;		/* char **, the fields of each */

/* Takes `word` off the front of *text. */
static gboolean
begins(const char **text, const char *word)
{
	if (!g_str_has_prefix(*text, word))
		return FALSE;
	*text += strlen(word);
	return TRUE;
}

static int
value_of(const struct word *words, const char **text)
{
	for (; words->word != NULL; words++) {
		if (begins(text, words->word))
			return words->value;
	}
	ck_abort_msg("what is %s?", *text);
	return 0;
}

/* "11.3" or "25.12.31", taken off the front. */
static int
day_of(const char **text)
{
	int numbers[3] = { 0 }, count = 0, day;

	while (g_ascii_isdigit(**text) && count < 3) {
		char *end;

		numbers[count++] = (int)g_ascii_strtoll(*text, &end, 10);
		*text = end;
		begins(text, ".");
	}
	day = count == 3 ? (2000 + numbers[0]) * 10000 + numbers[1] * 100 +
	    numbers[2] : 20260000 + numbers[0] * 100 + numbers[1];
	ck_assert_msg(calendar_is_day(day), "no day before %s", *text);
	return day;
}

static void
read_his(struct row *row, const char *word)
{
	struct obligation_facts *f = &row->facts;

	if (begins(&word, "接手"))
		f->taken_over = TRUE;
	else if (begins(&word, "替"))
		f->as_deputy = TRUE;
	else if (begins(&word, "交"))
		f->handed_on = day_of(&word);
	else if (begins(&word, "丧"))
		f->died_on = day_of(&word);
	else if (begins(&word, "销"))
		f->closed_on = day_of(&word);
	else {
		f->from = day_of(&word);
		ck_assert(begins(&word, "-"));
		f->to = *word != '\0' ? day_of(&word) : 0;
	}
}

static void
read_leave(struct row *row, const char *word)
{
	struct duty_leave *leave = &row->leaves[row->facts.leave_count++];

	leave->from = day_of(&word);
	ck_assert(begins(&word, "-"));
	leave->to = day_of(&word);
	leave->deputy = begins(&word, "替");
}

static void
read_contact(struct row *row, const char *word)
{
	struct duty_contact *contact =
	    &row->contacts[row->facts.contact_count++];

	contact->counts = !begins(&word, "他");
	contact->kind = (enum duty_kind)value_of(kinds, &word);
	contact->day = day_of(&word);
}

static void
each_word(struct row *row, int field,
    void (*read)(struct row *row, const char *word))
{
	g_auto(GStrv) words = g_strsplit(row->field[field], " ", -1);

	for (int i = 0; words[i] != NULL; i++) {
		if (*words[i] != '\0')
			read(row, words[i]);
	}
}

/* "低保;大户", and what they were: "原纠纷@11.10". */
static void
read_tags(struct row *row)
{
	g_auto(GStrv) words = g_strsplit(row->field[TAGS], " ", -1);
	const char *now = "";
	g_autofree char *before = g_strdup("");
	int changed_on = 0;

	for (int i = 0; words[i] != NULL; i++) {
		const char *word = words[i];
		const char *at = strchr(word, '@');

		if (at == NULL) {
			now = word;
			continue;
		}
		ck_assert(begins(&word, "原"));
		g_free(before);
		before = g_strndup(word, (gsize)(at - word));
		word = at + 1;
		changed_on = day_of(&word);
	}
	duty_rule_of(duty_tags_usual, now, before, changed_on,
	    row->facts.month, &row->facts.rule);
}

static void
expect_word(const struct row *row, const struct obligation *o,
    const char *word, gboolean *visit, gboolean *near)
{
	int need, have;

	if (strcmp(word, "登门") == 0)
		*visit = TRUE;
	else if (strcmp(word, "近") == 0)
		*near = TRUE;
	else if (strcmp(word, "户有") == 0)
		ck_assert_msg(o->covered, "%s: nobody was there",
		    row->field[WHAT]);
	else if (strcmp(word, "户无") == 0)
		ck_assert_msg(!o->covered, "%s: somebody was there",
		    row->field[WHAT]);
	else if (sscanf(word, "%d/%d", &need, &have) == 2)
		ck_assert_msg(o->need == need && o->have == have, "%s: %d/%d",
		    row->field[WHAT], o->need, o->have);
	else
		ck_assert_msg((int)o->state == value_of(states, &word),
		    "%s: %s", row->field[WHAT],
		    obligation_state_name(o->state));
}

static void
expect(const struct row *row, const struct obligation *o)
{
	g_auto(GStrv) words = g_strsplit(row->field[EXPECTED], " ", -1);
	gboolean visit = FALSE, near = FALSE;

	for (int i = 0; words[i] != NULL; i++)
		expect_word(row, o, words[i], &visit, &near);
	ck_assert_msg(o->visit == visit, "%s: in person %d", row->field[WHAT],
	    o->visit);
	ck_assert_msg(o->short_interval == near, "%s: near %d",
	    row->field[WHAT], o->short_interval);
}

START_TEST(a_row_of_the_table_is_judged_as_it_says)
{
	struct row row = { .field = g_ptr_array_index(rows, (guint)_i) };
	const char *today = row.field[TODAY];
	struct obligation o;
	int year, month;

	ck_assert_int_eq(sscanf(row.field[MONTH], "%d-%d", &year, &month), 2);
	row.facts.month = year * 100 + month;
	row.facts.today = day_of(&today);
	row.facts.leaves = row.leaves;
	row.facts.contacts = row.contacts;
	each_word(&row, HIS, read_his);
	each_word(&row, LEAVE, read_leave);
	each_word(&row, CONTACTS, read_contact);
	read_tags(&row);
	obligation_judge(&row.facts, &o);
	expect(&row, &o);
}
END_TEST

START_TEST(the_table_is_long_enough_and_says_each_thing_once)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

	ck_assert_int_ge(rows->len, ROWS_LEAST);
	for (guint i = 0; i < rows->len; i++) {
		char **field = g_ptr_array_index(rows, i);

		ck_assert_msg(g_hash_table_add(seen, field[WHAT]) ||
		    g_str_has_prefix(field[WHAT], "同上"), "%s", field[WHAT]);
	}
}
END_TEST

/* The lines of the one table whose first field is no heading and no rule. */
static void
read_table(void)
{
	const char *srcdir = g_getenv("srcdir");
	g_autofree char *path = g_build_filename(srcdir == NULL ? "." : srcdir,
	    "tests", "duty", "obligation.zh.md", NULL);
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	if (!g_file_get_contents(path, &text, NULL, NULL))
		g_error("%s cannot be read", path);
	rows = g_ptr_array_new();
	lines = g_strsplit(text, "\n", -1);
	for (int i = 0; lines[i] != NULL; i++) {
		g_auto(GStrv) field = g_strsplit(lines[i], "|", -1);

		if (g_strv_length(field) != FIELDS + 2 ||
		    g_str_has_prefix(field[1], "---") ||
		    strcmp(g_strstrip(field[1]), "情形") == 0)
			continue;
		for (int f = 0; f < FIELDS + 2; f++)
			g_strstrip(field[f]);
		g_ptr_array_add(rows, g_strdupv(field + 1));
	}
}

static void
obligation_tests(Suite *suite)
{
	TCase *tc = tcase_create("obligation");

	read_table();
	tcase_add_loop_test(tc, a_row_of_the_table_is_judged_as_it_says, 0,
	    (int)rows->len);
	tcase_add_test(tc, the_table_is_long_enough_and_says_each_thing_once);
	suite_add_tcase(suite, tc);
}

SUITE_MAIN("obligation", obligation_tests)
