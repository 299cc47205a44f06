/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables on a terminal and as JSON, and text that strangers wrote.
 */
#include <string.h>

#include "base/clock.h"
#include "tests/suite.h"
#include "tools/table.h"

/* 2026-11-23 14:05:00 in Shanghai. */
#define NOW	(G_GINT64_CONSTANT(1795413900) * CLOCK_SECOND)

static const struct column columns[] = {
	{ "id", NULL, TRUE },
	{ "came", "CAME", FALSE, 0, 1 },
	{ "phone", "FROM" },
	{ "end", "END" },
	{ "ticket", "TICKET", FALSE, 0, 2 },
	{ "line", "LINE", FALSE, 0, 4 },
	{ "count", "COUNT", TRUE, 0, 3 },
	{ "text", "TEXT", FALSE, 12 },
	{ "why", "WHY", FALSE, 8, 3 },
};

static const struct {
	const char *text, *clean;
	int width;
} cleaned[] = {
	{ "", "", 0 },
	{ "hello", "hello", 5 },
	{ "村口水管坏了", "村口水管坏了", 12 },
	{ "a\nb", "a⏎b", 3 },
	{ "a\r\nb", "a⏎b", 3 },
	{ "a\tb", "a b", 3 },
	{ "\033[2J\033]0;x\007", "\uFFFD[2J\uFFFD]0;x\uFFFD", 10 },
	{ "\x7f", "\uFFFD", 1 },
	{ "\xc2\x9b" "2J", "\uFFFD2J", 3 },		/* CSI in one octet of Latin-1 */
	{ "\xff\xfe", "\uFFFD\uFFFD", 2 },
	{ "\xe6\xb0", "\uFFFD\uFFFD", 2 },		/* half a character */
	{ "a\u202Eb\u2066c", "abc", 3 },		/* nothing turns the line round */
	{ "\u200Bx\uFEFF", "x", 1 },
	{ "e\u0301", "e\u0301", 1 },
	{ "好\U0001F600", "好\U0001F600", 4 },
	{ "ＡＢ", "ＡＢ", 4 },
};

static const struct {
	const char *text;
	int width;
	const char *cut;
} cuts[] = {
	{ "水管坏了", 8, "水管坏了" },
	{ "水管坏了", 7, "水管坏…" },
	{ "水管坏了", 6, "水管…" },
	{ "水管坏了", 2, "…" },
	{ "水管坏了", 1, "…" },
	{ "abcdef", 6, "abcdef" },
	{ "abcdef", 5, "abcd…" },
	{ "a水b管", 4, "a水…" },
	{ "a水b管", 3, "a…" },
	{ "e\u0301e\u0301e\u0301", 2, "e\u0301…" },
};

static const struct {
	const char *text;
	int indent, columns;
	const char *lines;
} wraps[] = {
	{ "", 0, 10, "\n" },
	{ "one two three", 0, 0, "one two three\n" },
	{ "one two three", 0, 7, "one two\nthree\n" },
	{ "one two three", 2, 9, "  one two\n  three\n" },
	{ "abcdefghij", 0, 4, "abcd\nefgh\nij\n" },
	{ "村口水管坏了", 0, 5, "村口\n水管\n坏了\n" },
	{ "村口水管坏了", 1, 5, " 村口\n 水管\n 坏了\n" },
	{ "村", 8, 4, "        村\n" },
};

static const struct {
	const char *text, *json;
} quotes[] = {
	{ "", "\"\"" },
	{ "村口", "\"村口\"" },
	{ "a\"b\\c/d", "\"a\\\"b\\\\c/d\"" },
	{ "a\nb\rc\td", "\"a\\nb\\u000dc\\u0009d\"" },
	{ "\001\033[0m\037\177", "\"\\u0001\\u001b[0m\\u001f\\u007f\"" },
	{ "\xff", "\"\uFFFD\"" },
	{ "</script>\u2028", "\"</script>\u2028\"" },
	{ "'; DROP TABLE inbox;--", "\"'; DROP TABLE inbox;--\"" },
};

static const struct {
	gint64 us;
	const char *words;
} spans[] = {
	{ -CLOCK_HOUR, "now" },
	{ 0, "now" },
	{ 59 * CLOCK_SECOND, "now" },
	{ CLOCK_MINUTE, "1 min" },
	{ 99 * CLOCK_MINUTE, "99 min" },
	{ 100 * CLOCK_MINUTE, "1 h" },
	{ 47 * CLOCK_HOUR, "47 h" },
	{ 48 * CLOCK_HOUR, "2 days" },
	{ 400 * CLOCK_DAY, "400 days" },
};

static GTimeZone *
shanghai(void)
{
	static GTimeZone *zone;

	if (zone == NULL)
		zone = g_time_zone_new_identifier("Asia/Shanghai");
	ck_assert_ptr_nonnull(zone);
	return zone;
}

static struct table *
table_of(int rows, int width, gboolean colour)
{
	const struct table_look look = {
		.zone = shanghai(), .now = NOW, .columns = width,
		.colour = colour,
	};
	struct table *table = table_new(columns, G_N_ELEMENTS(columns), &look);

	for (int i = 0; i < rows; i++) {
		table_number(table, i + 1, TONE_PLAIN);
		table_time(table, NOW - i * 30 * CLOCK_HOUR, TONE_PLAIN);
		table_phone(table, "+8613812345678");
		table_words(table, "已答复", "answered", TONE_GOOD);
		table_text(table, "30482171", TONE_PLAIN);
		table_text(table, "hotline", TONE_PLAIN);
		table_number(table, i * 100, TONE_PLAIN);
		table_text(table, "村口水管坏了三天，没有人来修，老人孩子都没有水喝，"
		    "请你们赶快派人来看一看", TONE_PLAIN);
		table_text(table, "", TONE_PLAIN);
	}
	return table;
}

static char *
printed(struct table *table)
{
	GString *out = g_string_new(NULL);

	table_print(table, out);
	table_free(table);
	return g_string_free(out, FALSE);
}

START_TEST(what_a_stranger_texted_moves_no_cursor)
{
	g_autofree char *clean = display_clean(cleaned[_i].text);

	ck_assert_str_eq(clean, cleaned[_i].clean);
	ck_assert_int_eq(display_width(clean), cleaned[_i].width);
}
END_TEST

START_TEST(a_cut_text_fits_and_shows_that_it_was_cut)
{
	g_autoptr(GString) out = g_string_new(NULL);
	int used = display_cut(out, cuts[_i].text, cuts[_i].width);

	ck_assert_str_eq(out->str, cuts[_i].cut);
	ck_assert_int_eq(used, display_width(out->str));
	ck_assert_int_le(used, cuts[_i].width);
}
END_TEST

START_TEST(a_long_text_is_broken_where_it_may_be)
{
	g_autoptr(GString) out = g_string_new(NULL);

	display_wrap(out, wraps[_i].text, wraps[_i].indent, wraps[_i].columns);
	ck_assert_str_eq(out->str, wraps[_i].lines);
}
END_TEST

START_TEST(any_text_is_valid_json)
{
	g_autoptr(GString) out = g_string_new(NULL);

	json_quote(out, quotes[_i].text);
	ck_assert_str_eq(out->str, quotes[_i].json);
	ck_assert(g_utf8_validate(out->str, -1, NULL));
}
END_TEST

START_TEST(an_age_is_said_in_words)
{
	g_autofree char *words = display_span(spans[_i].us);

	ck_assert_str_eq(words, spans[_i].words);
}
END_TEST

START_TEST(a_moment_is_as_short_as_its_day_allows)
{
	g_autofree char *today = display_time(NOW - CLOCK_HOUR, NOW, shanghai());
	g_autofree char *before = display_time(NOW - 20 * CLOCK_DAY, NOW,
	    shanghai());
	g_autofree char *last = display_time(NOW - 400 * CLOCK_DAY, NOW,
	    shanghai());
	g_autofree char *never = display_time(0, NOW, shanghai());

	ck_assert_str_eq(today, "13:05");
	ck_assert_str_eq(before, "11-03 14:05");
	ck_assert_str_eq(last, "2025-10-19");
	ck_assert_str_eq(never, "");
}
END_TEST

START_TEST(a_table_fits_every_terminal)
{
	static const int widths[] = { 40, 60, 80, 100, 132, 200 };
	g_autofree char *text = printed(table_of(3, widths[_i], FALSE));
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	ck_assert_uint_eq(g_strv_length(lines), 5);
	for (int i = 0; lines[i] != NULL; i++)
		ck_assert_int_le(display_width(lines[i]), widths[_i]);
	ck_assert_ptr_nonnull(strstr(text, "138****5678"));
	ck_assert_ptr_nonnull(strstr(text, "村口水"));
}
END_TEST

START_TEST(columns_line_up_in_cells_not_in_characters)
{
	g_autofree char *text = printed(table_of(2, 0, FALSE));
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	int title, row;

	*strstr(lines[0], "TICKET") = '\0';
	*strstr(lines[1], "30482171") = '\0';
	title = display_width(lines[0]);
	row = display_width(lines[1]);
	ck_assert_int_eq(title, row);
}
END_TEST

START_TEST(numbers_stand_at_the_right)
{
	g_autofree char *text = printed(table_of(2, 0, FALSE));

	ck_assert_ptr_nonnull(strstr(text, "hotline      0  村"));
	ck_assert_ptr_nonnull(strstr(text, "hotline    100  村"));
}
END_TEST

START_TEST(a_narrow_terminal_loses_the_least_wanted_columns_first)
{
	g_autofree char *wide = printed(table_of(1, 132, FALSE));
	g_autofree char *middle = printed(table_of(1, 60, FALSE));
	g_autofree char *narrow = printed(table_of(1, 40, FALSE));

	ck_assert_ptr_nonnull(strstr(wide, "LINE"));
	ck_assert_ptr_null(strstr(middle, "LINE"));
	ck_assert_ptr_nonnull(strstr(middle, "TICKET"));
	ck_assert_ptr_null(strstr(narrow, "TICKET"));
	ck_assert_ptr_nonnull(strstr(narrow, "TEXT"));
}
END_TEST

START_TEST(an_empty_column_is_not_shown)
{
	g_autofree char *text = printed(table_of(2, 0, FALSE));

	ck_assert_ptr_null(strstr(text, "WHY"));
}
END_TEST

START_TEST(without_a_terminal_nothing_is_cut_and_nothing_is_coloured)
{
	g_autofree char *text = printed(table_of(1, 0, FALSE));

	ck_assert_ptr_null(strstr(text, "…"));
	ck_assert_ptr_null(strchr(text, '\033'));
	ck_assert_ptr_nonnull(strstr(text, "看一看"));
}
END_TEST

START_TEST(colour_says_what_a_state_means_and_ends)
{
	g_autofree char *text = printed(table_of(1, 0, TRUE));

	ck_assert_ptr_nonnull(strstr(text, "\033[32m已答复\033[0m"));
}
END_TEST

START_TEST(json_has_every_column_in_full)
{
	g_autoptr(GString) out = g_string_new(NULL);
	struct table *table = table_of(2, 40, TRUE);
	struct json json;

	json_start(&json, out);
	table_json(table, &json, NULL);
	table_free(table);
	ck_assert_str_eq(out->str,
	    "[\n"
	    "  {\"id\": 1, \"came\": \"2026-11-23T14:05:00+08:00\", "
	    "\"phone\": \"+8613812345678\", \"end\": \"answered\", "
	    "\"ticket\": \"30482171\", \"line\": \"hotline\", \"count\": 0, "
	    "\"text\": \"村口水管坏了三天，没有人来修，老人孩子都没有水喝，"
	    "请你们赶快派人来看一看\", \"why\": \"\"},\n"
	    "  {\"id\": 2, \"came\": \"2026-11-22T08:05:00+08:00\", "
	    "\"phone\": \"+8613812345678\", \"end\": \"answered\", "
	    "\"ticket\": \"30482171\", \"line\": \"hotline\", \"count\": 100, "
	    "\"text\": \"村口水管坏了三天，没有人来修，老人孩子都没有水喝，"
	    "请你们赶快派人来看一看\", \"why\": \"\"}\n"
	    "]\n");
}
END_TEST

START_TEST(json_nests_objects_and_arrays)
{
	g_autoptr(GString) out = g_string_new(NULL);
	struct table *rows = table_of(0, 0, FALSE);
	struct json json;

	json_start(&json, out);
	json_begin(&json, NULL, '{');
	json_boolean(&json, "ok", TRUE);
	json_time(&json, "never", 0, shanghai());
	json_begin(&json, "empty", '[');
	json_end(&json, ']');
	table_json(rows, &json, "rows");
	json_begin(&json, "list", '[');
	json_row(&json);
	json_string(&json, "a", "b");
	json_begin(&json, "c", '[');
	json_number(&json, NULL, 1);
	json_number(&json, NULL, -2);
	json_end(&json, ']');
	json_end(&json, '}');
	json_end(&json, ']');
	json_end(&json, '}');
	table_free(rows);
	ck_assert_str_eq(out->str,
	    "{\n"
	    "  \"ok\": true,\n"
	    "  \"never\": null,\n"
	    "  \"empty\": [],\n"
	    "  \"rows\": [],\n"
	    "  \"list\": [\n"
	    "    {\"a\": \"b\", \"c\": [1, -2]}\n"
	    "  ]\n"
	    "}\n");
}
END_TEST

static void
table_tests(Suite *suite)
{
	TCase *texts = tcase_create("texts"), *tables = tcase_create("tables");

	tcase_add_loop_test(texts, what_a_stranger_texted_moves_no_cursor, 0,
	    G_N_ELEMENTS(cleaned));
	tcase_add_loop_test(texts, a_cut_text_fits_and_shows_that_it_was_cut, 0,
	    G_N_ELEMENTS(cuts));
	tcase_add_loop_test(texts, a_long_text_is_broken_where_it_may_be, 0,
	    G_N_ELEMENTS(wraps));
	tcase_add_loop_test(texts, any_text_is_valid_json, 0,
	    G_N_ELEMENTS(quotes));
	tcase_add_loop_test(texts, an_age_is_said_in_words, 0,
	    G_N_ELEMENTS(spans));
	tcase_add_test(texts, a_moment_is_as_short_as_its_day_allows);
	suite_add_tcase(suite, texts);

	tcase_add_loop_test(tables, a_table_fits_every_terminal, 0, 6);
	tcase_add_test(tables, columns_line_up_in_cells_not_in_characters);
	tcase_add_test(tables, numbers_stand_at_the_right);
	tcase_add_test(tables,
	    a_narrow_terminal_loses_the_least_wanted_columns_first);
	tcase_add_test(tables, an_empty_column_is_not_shown);
	tcase_add_test(tables,
	    without_a_terminal_nothing_is_cut_and_nothing_is_coloured);
	tcase_add_test(tables, colour_says_what_a_state_means_and_ends);
	tcase_add_test(tables, json_has_every_column_in_full);
	tcase_add_test(tables, json_nests_objects_and_arrays);
	suite_add_tcase(suite, tables);
}

SUITE_MAIN("table", table_tests)
