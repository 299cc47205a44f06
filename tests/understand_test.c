/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Understanding: the tables of tests/understand (one row: screen, what was
 * typed, what it must mean, and by which rule where that matters), and what holds for
 * every text whatever.
 */
#include "tests/suite.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "understand/rule.h"
#include "understand/lexicon.h"
#include "understand/understand.h"

#define ROWS_MIN	350
#define SCREENS_MIN	8

struct screen_row {
	struct expectation expect;
	GArray	*answers;	/* struct answer */
};

static struct lexicon *lexicon;
static GHashTable *screens;	/* name -> struct screen_row; lives with the program */

static char *
source_path(const char *name)
{
	const char *top = g_getenv("srcdir");

	return g_build_filename(top != NULL ? top : ".", name, NULL);
}

static char **
read_lines(const char *name)
{
	g_autofree char *path = source_path(name);
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;

	if (!g_file_get_contents(path, &text, NULL, &error))
		ck_abort_msg("%s", error->message);
	return g_strsplit(text, "\n", -1);
}

static void
read_option(struct screen_row *screen, char *column)
{
	struct answer answer = { 0 };
	char *sense = strstr(column, " =");
	g_auto(GStrv) parts = NULL;
	char **words;

	if (sense != NULL) {
		*sense = '\0';
		sense += strlen(" =");
		answer.sense = strcmp(sense, "yes") == 0 ? SENSE_YES :
		    strcmp(sense, "no") == 0 ? SENSE_NO : SENSE_UNKNOWN;
	}
	parts = g_strsplit(column, " ", 2);
	words = g_strsplit(parts[1], "/", -1);
	answer.digit = g_strdup(parts[0]);
	answer.label = words[0];
	answer.words = (const char *const *)(words + 1);
	g_array_append_val(screen->answers, answer);
}

static void
read_screens(void)
{
	g_auto(GStrv) lines = read_lines("tests/understand/screens.tsv");
	struct screen_row *screen;

	screens = g_hash_table_new(g_str_hash, g_str_equal);
	for (int i = 0; lines[i] != NULL; i++) {
		g_auto(GStrv) columns = g_strsplit(lines[i], "\t", -1);

		if (lines[i][0] == '#' || lines[i][0] == '\0')
			continue;
		screen = g_new0(struct screen_row, 1);
		screen->answers = g_array_new(FALSE, FALSE,
		    sizeof(struct answer));
		for (int j = 2; columns[j] != NULL; j++)
			read_option(screen, columns[j]);
		screen->expect = (struct expectation){
			(void *)screen->answers->data,
			(int)screen->answers->len,
			strstr(columns[1], "ack_ok") != NULL,
			strstr(columns[1], "letters") != NULL,
			strstr(columns[1], "free_text") != NULL,
			strstr(columns[1], "number") != NULL,
			strstr(columns[1], "code") != NULL,
			strstr(columns[1], "opt_out") != NULL,
		};
		g_hash_table_insert(screens, g_strdup(columns[0]), screen);
	}
}

static const struct expectation *
screen_expects(const char *name)
{
	struct screen_row *screen = g_hash_table_lookup(screens, name);

	ck_assert_msg(screen != NULL, "no screen %s in screens.tsv", name);
	return strcmp(name, "没有问题") == 0 ? NULL : &screen->expect;
}

static void
setup(void)
{
	g_autofree char *path = source_path("etc/menus/lexicon.conf");
	g_autoptr(GError) error = NULL;

	lexicon = lexicon_load(path, &error);
	if (lexicon == NULL)
		ck_abort_msg("%s", error->message);
	read_screens();
}

static void
teardown(void)
{
	GHashTableIter iter;
	void *name, *value;

	g_hash_table_iter_init(&iter, screens);
	while (g_hash_table_iter_next(&iter, &name, &value)) {
		struct screen_row *screen = value;

		for (guint i = 0; i < screen->answers->len; i++) {
			struct answer *answer = &g_array_index(screen->answers,
			    struct answer, i);

			g_strfreev((char **)answer->words - 1);
			g_free((char *)answer->digit);
		}
		g_array_free(screen->answers, TRUE);
		g_free(screen);
		g_free(name);
	}
	g_hash_table_destroy(screens);
	lexicon_free(lexicon);
}

/* What a row says: "3", "story 3", "number 15", then " !" or " !!" for words
 * of danger, " proxy" for 代. */
static char *
outcome(const struct expectation *expect, const struct understanding *u)
{
	static const char *const dangers[] = { "", " !", " !!" };
	GString *said = g_string_new(NULL);

	if (u->meaning != MEANING_ANSWER)
		g_string_append(said, meaning_name(u->meaning));
	if (u->index >= 0)
		g_string_append_printf(said, "%s%s", said->len > 0 ? " " : "",
		    expect->answers[u->index].digit);
	if (u->value != NULL)
		g_string_append_printf(said, " %s", u->value);
	g_string_append(said, dangers[u->emergency]);
	if (u->proxy)
		g_string_append(said, " proxy");
	return g_string_free(said, FALSE);
}

static void
check_row(const char *file, int line, char **columns, GString *wrong)
{
	const struct expectation *expect = screen_expects(columns[0]);
	g_autofree char *typed = g_strcompress(columns[1]);
	g_autofree char *got = NULL;
	struct understanding u;

	understand(lexicon, typed, expect, &u);
	got = outcome(expect, &u);
	if (strcmp(got, columns[2]) != 0 || (columns[3] != NULL &&
	    strcmp(columns[3], u.rule) != 0))
		g_string_append_printf(wrong,
		    "\n%s:%d: on %s \"%s\" must mean %s%s%s, got %s by %s",
		    file, line, columns[0], columns[1], columns[2],
		    columns[3] != NULL ? " by " : "",
		    columns[3] != NULL ? columns[3] : "", got, u.rule);
	understanding_clear(&u);
}

/* Runs `row` over every row of every table; returns how many there are. */
static int
each_row(void (*row)(const char *file, int line, char **columns,
    GString *out), GString *out, GHashTable *seen)
{
	static const char *const files[] = {
		"choices.tsv", "commands.tsv", "digits.tsv", "matters.tsv",
		"words.tsv"
	};
	int rows = 0;

	for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *name = g_strconcat("tests/understand/",
		    files[i], NULL);
		g_auto(GStrv) lines = read_lines(name);

		for (int j = 0; lines[j] != NULL; j++) {
			g_auto(GStrv) columns = g_strsplit(lines[j], "\t", -1);
			char *key;

			if (lines[j][0] == '#' || lines[j][0] == '\0')
				continue;
			ck_assert_msg(g_strv_length(columns) >= 3 &&
			    g_strv_length(columns) <= 4,
			    "%s:%d: expected 3 or 4 columns", name, j + 1);
			row(name, j + 1, columns, out);
			rows++;
			if (seen == NULL)
				continue;
			key = g_strconcat(columns[0], "\t", columns[1], NULL);
			ck_assert_msg(g_hash_table_add(seen, key),
			    "%s:%d: the row is there twice", name, j + 1);
		}
	}
	return rows;
}

START_TEST(every_row_means_what_the_table_says)
{
	g_autoptr(GString) wrong = g_string_new(NULL);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash,
	    g_str_equal, g_free, NULL);
	int rows = each_row(check_row, wrong, seen);

	ck_assert_msg(wrong->len == 0, "%s", wrong->str);
	ck_assert_int_ge(rows, ROWS_MIN);
	ck_assert_uint_ge(g_hash_table_size(screens), SCREENS_MIN);
}
END_TEST

/* What a text means must not hang on how it is dressed. */
static void
check_dress(const char *file, int line, char **columns, GString *wrong)
{
	static const char *const dresses[][2] = {
		{ "", "。" }, { " ", " " }, { "\n", "\r\n" }, { "　", "　" },
		{ "", "！！" }, { "(", ")" }, { "\xef\xbb\xbf", "" },
		{ "\xe2\x80\x8b", "\xe2\x80\x8b" },
	};
	const struct expectation *expect = screen_expects(columns[0]);
	g_autofree char *typed = g_strcompress(columns[1]);
	g_autofree char *normal = understand_normalise(lexicon, typed);

	if (strcmp(normal, "?") == 0)
		return;
	for (gsize i = 0; i < G_N_ELEMENTS(dresses); i++) {
		g_autofree char *dressed = g_strconcat(dresses[i][0], typed,
		    dresses[i][1], NULL);
		g_autofree char *got = NULL;
		struct understanding u;

		understand(lexicon, dressed, expect, &u);
		got = outcome(expect, &u);
		if (strcmp(got, columns[2]) != 0)
			g_string_append_printf(wrong,
			    "\n%s:%d: \"%s\" must mean %s, got %s by %s", file,
			    line, dressed, columns[2], got, u.rule);
		understanding_clear(&u);
	}
}

START_TEST(points_blanks_and_brackets_change_nothing)
{
	g_autoptr(GString) wrong = g_string_new(NULL);

	each_row(check_dress, wrong, NULL);
	ck_assert_msg(wrong->len == 0, "%s", wrong->str);
}
END_TEST

/* Danger is danger on every screen, question or none. */
static void
check_danger(const char *file, int line, char **columns, GString *wrong)
{
	g_autofree char *typed = g_strcompress(columns[1]);
	struct understanding here, nowhere;

	understand(lexicon, typed, screen_expects(columns[0]), &here);
	understand(lexicon, typed, NULL, &nowhere);
	if (here.emergency != nowhere.emergency ||
	    here.weight != nowhere.weight)
		g_string_append_printf(wrong, "\n%s:%d", file, line);
	understanding_clear(&here);
	understanding_clear(&nowhere);
}

START_TEST(danger_is_seen_on_every_screen)
{
	g_autoptr(GString) wrong = g_string_new(NULL);

	each_row(check_danger, wrong, NULL);
	ck_assert_msg(wrong->len == 0, "%s", wrong->str);
}
END_TEST

/* Reads a text on a screen; what must hold whatever it is. */
static void
check_on(const char *text, const char *screen)
{
	g_autofree char *normal = understand_normalise(lexicon, text);
	g_autofree char *again = understand_normalise(lexicon, normal);
	const struct expectation *expect = screen_expects(screen);
	struct understanding u;

	ck_assert_str_eq(normal, again);
	understand(lexicon, text, expect, &u);
	ck_assert_ptr_nonnull(u.rule);
	ck_assert_ptr_nonnull(meaning_name(u.meaning));
	ck_assert_int_gt(u.confidence, 0);
	ck_assert_int_le(u.confidence, 100);
	ck_assert_int_lt(u.index, expect != NULL ? expect->count : 0);
	ck_assert(u.meaning != MEANING_ANSWER || u.index >= 0);
	ck_assert((u.meaning == MEANING_BLANK) == (*normal == '\0'));
	understanding_clear(&u);
}

static void
check_any(const char *text)
{
	GHashTableIter iter;
	void *name;

	g_hash_table_iter_init(&iter, screens);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		check_on(text, name);
}

START_TEST(every_single_character_is_understood_as_something)
{
	static const char *const on[] = { "满意度", "问卷", "没有问题", "单号" };

	for (gunichar c = 1; c < 0x110000; c++) {
		char text[8] = "";

		if (!g_unichar_isdefined(c))
			continue;
		g_unichar_to_utf8(c, text);
		check_on(text, on[c % G_N_ELEMENTS(on)]);
	}
}
END_TEST

START_TEST(random_octets_are_understood_as_something)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(7);

	for (int i = 0; i < 400; i++) {
		char octets[96];
		gssize len = g_rand_int_range(rand, 0, sizeof octets);
		g_autofree char *text = NULL;

		for (gssize j = 0; j < len; j++)
			octets[j] = (char)g_rand_int(rand);
		text = g_utf8_make_valid(octets, len);
		check_any(text);
	}
}
END_TEST

/* Pieces of every kind, repeated to 10,000 characters: what is not linear here
 * does not end within the test's limit. */
START_TEST(ten_thousand_characters_of_anything_are_read)
{
	static const char *const pieces[] = {
		"(", "】", "【", "发自我的", "回复:", "不", "没有", "1 ", "12", "①", "。",
		"谢谢", "你好", "t", "bu", "不满意", "代", "救命", "塌实", "哈", "👍", "ﷺ", "é",
		"自动回复", " ", "?", "?。", "再", "一二", "|"
	};

	for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
		GString *text = g_string_new(NULL);

		while (g_utf8_strlen(text->str, -1) < 10000 &&
		    text->len < 60000)
			for (int j = 0; j < 100; j++)
				g_string_append(text, pieces[i]);
		check_any(text->str);
		g_string_append(text, "2");
		check_any(text->str);
		g_string_free(text, TRUE);
	}
}
END_TEST

static void
note_rule(const char *file, int line, char **columns, GString *out)
{
	g_autofree char *typed = g_strcompress(columns[1]);
	struct understanding u;

	understand(lexicon, typed, screen_expects(columns[0]), &u);
	g_string_append_printf(out, "%s\n", u.rule);
	understanding_clear(&u);
}

START_TEST(every_rule_speaks_in_some_row)
{
	static const char *const rules[] = {
#define X(name, rule, meaning, confidence)	rule,
		VERDICT_LIST(X)
#undef X
	};
	g_autoptr(GString) spoke = g_string_new("\n");

	each_row(note_rule, spoke, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(rules); i++) {
		g_autofree char *line = g_strconcat("\n", rules[i], "\n", NULL);

		ck_assert_msg(strstr(spoke->str, line) != NULL,
		    "no row for rule %s", rules[i]);
	}
}
END_TEST

static void
understand_tests(Suite *suite)
{
	TCase *tables = tcase_create("tables");
	TCase *anything = tcase_create("anything");

	tcase_add_unchecked_fixture(tables, setup, teardown);
	tcase_add_test(tables, every_row_means_what_the_table_says);
	tcase_add_test(tables, every_rule_speaks_in_some_row);
	tcase_add_test(tables, points_blanks_and_brackets_change_nothing);
	tcase_add_test(tables, danger_is_seen_on_every_screen);
	suite_add_tcase(suite, tables);

	tcase_set_timeout(anything, 120);
	tcase_add_unchecked_fixture(anything, setup, teardown);
	tcase_add_test(anything,
	    every_single_character_is_understood_as_something);
	tcase_add_test(anything, random_octets_are_understood_as_something);
	tcase_add_test(anything, ten_thousand_characters_of_anything_are_read);
	suite_add_tcase(suite, anything);
}

SUITE_MAIN("understand", understand_tests)
