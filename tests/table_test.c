/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reports on a terminal, as JSON, as CSV and as a page, and text that strangers wrote.
 */
#include <stddef.h>
#include <string.h>

#include "base/clock.h"
#include "tests/suite.h"
#include "tools/catalog.h"
#include "tools/dispatch.h"
#include "tools/csv_write.h"
#include "tools/json.h"
#include "tools/report.h"

/* 2026-11-23 14:05:00 in Shanghai. */
#define NOW	(G_GINT64_CONSTANT(1795413900) * CLOCK_SECOND)

/* A text that came. */
struct row {
	int	 id, count;
	gint64	 came;
	const char *phone, *ticket, *line, *text, *why;
};

static void
end_cell(const void *row, struct cell *cell)
{
	cell_words(cell, "已答复", "answered", TONE_GOOD);
}

#define AT(field)	offsetof(struct row, field)

static const struct report_column columns[] = {
	{ "id", NULL, REPORT_INT, AT(id) },
	{ "came", N_("CAME"), REPORT_TIME, AT(came), .spare = 1 },
	{ "phone", N_("FROM"), REPORT_PHONE, AT(phone) },
	{ "end", N_("END"), .cell = end_cell },
	{ "ticket", N_("TICKET"), REPORT_TEXT, AT(ticket), .spare = 2 },
	{ "line", N_("LINE"), REPORT_TEXT, AT(line), .spare = 4 },
	{ "count", "COUNT", REPORT_INT, AT(count), .spare = 3, .bars = TRUE },
	{ "text", N_("TEXT"), REPORT_TEXT, AT(text), .least = 12 },
	{ "why", N_("WHY"), REPORT_TEXT, AT(why), .least = 8, .spare = 3 },
};

static const struct report_rows listed = {
	.columns = columns, .count = G_N_ELEMENTS(columns),
	.none = "None.",
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

static const struct row usual = {
	.came = NOW, .phone = "+8613812345678", .ticket = "30482171", .line = "hotline",
	.text = "村口水管坏了三天，没有人来修，老人孩子都没有水喝，请你们赶快派人来看一看",
	.why = "",
};

/* As many rows as these are, written in a form. */
static char *
written(const struct row *rows, int count, enum syntax_format format, int width,
    gboolean colour)
{
	static const struct syntax syntax = { "inbox", "List texts." };
	struct command_call call = {
		.zone = shanghai(), .columns = width, .colour = colour,
		.out = g_string_new(NULL),
		.line = { .row = &syntax, .format = format },
	};
	struct report *report;

	clock_stop_at(NOW);
	report = report_new(&call, REPORT_ARRAY);
	report_begin(report, &listed);
	for (int i = 0; i < count; i++)
		report_row(report, &rows[i]);
	report_end(report);
	ck_assert_int_eq(report_count(report), count);
	report_free(report);
	return g_string_free(call.out, FALSE);
}

static char *
usual_rows(int count, enum syntax_format format, int width, gboolean colour)
{
	g_autofree struct row *rows = g_new(struct row, count + 1);

	for (int i = 0; i < count; i++) {
		rows[i] = usual;
		rows[i].id = i + 1;
		rows[i].came = NOW - i * 30 * CLOCK_HOUR;
		rows[i].count = i * 100;
	}
	return written(rows, count, format, width, colour);
}

static char *
printed(int count, int width, gboolean colour)
{
	return usual_rows(count, FORMAT_PEOPLE, width, colour);
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
	g_autofree char *text = printed(3, widths[_i], FALSE);
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
	g_autofree char *text = printed(2, 0, FALSE);
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
	g_autofree char *text = printed(2, 0, FALSE);

	ck_assert_ptr_nonnull(strstr(text, "hotline      0  村"));
	ck_assert_ptr_nonnull(strstr(text, "hotline    100  村"));
}
END_TEST

START_TEST(a_narrow_terminal_loses_the_least_wanted_columns_first)
{
	g_autofree char *wide = printed(1, 132, FALSE);
	g_autofree char *middle = printed(1, 60, FALSE);
	g_autofree char *narrow = printed(1, 40, FALSE);

	ck_assert_ptr_nonnull(strstr(wide, "LINE"));
	ck_assert_ptr_null(strstr(middle, "LINE"));
	ck_assert_ptr_nonnull(strstr(middle, "TICKET"));
	ck_assert_ptr_null(strstr(narrow, "TICKET"));
	ck_assert_ptr_nonnull(strstr(narrow, "TEXT"));
}
END_TEST

START_TEST(an_empty_column_is_not_shown)
{
	g_autofree char *text = printed(2, 0, FALSE);

	ck_assert_ptr_null(strstr(text, "WHY"));
}
END_TEST

START_TEST(without_a_terminal_nothing_is_cut_and_nothing_is_coloured)
{
	g_autofree char *text = printed(1, 0, FALSE);

	ck_assert_ptr_null(strstr(text, "…"));
	ck_assert_ptr_null(strchr(text, '\033'));
	ck_assert_ptr_nonnull(strstr(text, "看一看"));
}
END_TEST

START_TEST(colour_says_what_a_state_means_and_ends)
{
	g_autofree char *text = printed(1, 0, TRUE);

	ck_assert_ptr_nonnull(strstr(text, "\033[32m已答复\033[0m"));
}
END_TEST

START_TEST(json_has_every_column_in_full)
{
	g_autofree char *text = usual_rows(2, FORMAT_JSON, 40, TRUE);

	ck_assert_str_eq(text,
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
	struct json json;

	json_start(&json, out);
	json_begin(&json, NULL, '{');
	json_boolean(&json, "ok", TRUE);
	json_time(&json, "never", 0, shanghai());
	json_begin(&json, "empty", '[');
	json_end(&json, ']');
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
	ck_assert_str_eq(out->str,
	    "{\n"
	    "  \"ok\": true,\n"
	    "  \"never\": null,\n"
	    "  \"empty\": [],\n"
	    "  \"list\": [\n"
	    "    {\"a\": \"b\", \"c\": [1, -2]}\n"
	    "  ]\n"
	    "}\n");
}
END_TEST

START_TEST(a_list_without_rows_is_a_list)
{
	g_autofree char *people = usual_rows(0, FORMAT_PEOPLE, 0, FALSE);
	g_autofree char *json = usual_rows(0, FORMAT_JSON, 0, FALSE);
	g_autofree char *csv = usual_rows(0, FORMAT_CSV, 0, FALSE);
	g_autofree char *page = usual_rows(0, FORMAT_HTML, 0, FALSE);

	ck_assert_str_eq(people, "None.\n");
	ck_assert_str_eq(json, "[]\n");
	ck_assert_str_eq(csv, CSV_BYTE_ORDER_MARK "\"id\",\"came\",\"phone\",\"end\","
	    "\"ticket\",\"line\",\"count\",\"text\",\"why\"\n");
	ck_assert_ptr_nonnull(strstr(page, "<p>None.</p>"));
	ck_assert_ptr_null(strstr(page, "<table>"));
	ck_assert_ptr_null(strstr(page, "<svg"));
}
END_TEST

START_TEST(a_long_list_says_its_titles_once_a_layout)
{
	struct row rows[401];
	g_autofree char *text = NULL;
	const char *second;

	for (int i = 0; i <= 400; i++)
		rows[i] = usual;
	text = written(rows, 401, FORMAT_PEOPLE, 80, FALSE);
	ck_assert_ptr_nonnull(strstr(text, "CAME"));
	ck_assert_ptr_null(strstr(strstr(text, "CAME") + 1, "CAME"));
	g_free(text);
	rows[400].why = "late";
	text = written(rows, 401, FORMAT_PEOPLE, 0, FALSE);
	second = strstr(strstr(text, "CAME") + 1, "CAME");
	ck_assert_ptr_nonnull(second);
	ck_assert_ptr_nonnull(strstr(second, "WHY"));
	ck_assert_ptr_null(strstr(second + 1, "CAME"));
}
END_TEST

START_TEST(a_spreadsheet_gets_numbers_in_full_and_no_formula)
{
	static const struct row nasty = {
		.id = 1, .came = NOW, .phone = "+85212345678", .ticket = "=1+1",
		.line = "@SUM(A1)", .count = -5, .text = "a \"b\", c\nd", .why = "－1",
	};
	g_autofree char *text = written(&nasty, 1, FORMAT_CSV, 40, TRUE);
	g_autofree char *known = usual_rows(1, FORMAT_CSV, 40, TRUE);

	ck_assert_str_eq(strchr(text, '\n') + 1,
	    "1,\"2026-11-23 14:05:00\",\"'+85212345678\",\"answered\",\"'=1+1\","
	    "\"'@SUM(A1)\",-5,\"a \"\"b\"\", c\nd\",\"'－1\"\n");
	ck_assert_ptr_nonnull(strstr(known, ",\"13812345678\","));
}
END_TEST

START_TEST(a_guarded_cell_is_read_back_as_it_was)
{
	static const char *const fields[] = { "=1", "+86", "-", "@x", "'", "a'b", "", "'a" };

	for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
		g_autoptr(GString) out = g_string_new(NULL);

		csv_write_field(out, 0, fields[i]);
		ck_assert_uint_ge(out->len, 2);
		g_string_truncate(out, out->len - 1);
		ck_assert_str_eq(csv_unguarded(out->str + 1), fields[i]);
	}
}
END_TEST

/* Every tag that is opened is closed, and nothing is fetched. */
static void
expect_page(const char *page)
{
	static const char *const never[] = { "<script", "http://a", "src=", "href=" };

	ck_assert(g_str_has_prefix(page, "<!DOCTYPE html>\n"));
	ck_assert(g_str_has_suffix(page, "</body></html>\n"));
	ck_assert(g_utf8_validate(page, -1, NULL));
	for (gsize i = 0; i < G_N_ELEMENTS(never); i++)
		ck_assert_ptr_null(strstr(page, never[i]));
}

START_TEST(nothing_a_stranger_texted_is_markup)
{
	static const struct row nasty = {
		.came = NOW, .phone = "</td><script>alert(1)</script>", .ticket = "\"'&",
		.line = "<svg onload=x>", .count = 7, .text = "<!-- \x1b]0;", .why = "a\nb",
	};
	g_autofree char *page = written(&nasty, 1, FORMAT_HTML, 0, FALSE);

	expect_page(page);
	ck_assert_ptr_nonnull(strstr(page, "&quot;&apos;&amp;"));
	ck_assert_ptr_nonnull(strstr(page, "&lt;svg onload=x&gt;"));
	ck_assert_ptr_null(strstr(page, "<svg onload"));
	ck_assert_ptr_null(strstr(page, "\x1b"));
}
END_TEST

START_TEST(a_page_has_a_bar_for_each_row_and_masks_numbers)
{
	g_autofree char *page = usual_rows(3, FORMAT_HTML, 0, FALSE);
	int bars = 0;

	expect_page(page);
	for (const char *p = page; (p = strstr(p, "<rect ")) != NULL; p++)
		bars++;
	ck_assert_int_eq(bars, 3);
	ck_assert_ptr_nonnull(strstr(page, "<h1>List texts.</h1>"));
	ck_assert_ptr_nonnull(strstr(page, "<figcaption>COUNT</figcaption>"));
	ck_assert_ptr_nonnull(strstr(page, "138****5678"));
	ck_assert_ptr_null(strstr(page, "13812345678"));
}
END_TEST

/* Passes on what there is, as the process for long reads does. */
static gsize passed_on, most_at_once;

static void
pass_on(struct command_call *call)
{
	passed_on += call->out->len;
	most_at_once = MAX(most_at_once, call->out->len);
	g_string_truncate(call->out, 0);
}

START_TEST(a_list_of_any_length_is_written_as_it_comes)
{
	static const struct syntax syntax = { "inbox", "List texts." };
	struct command_call call = {
		.zone = shanghai(), .out = g_string_new(NULL), .flush = pass_on,
		.line = { .row = &syntax, .format = (enum syntax_format)_i },
	};
	struct report *report;

	clock_stop_at(NOW);
	passed_on = most_at_once = 0;
	report = report_new(&call, REPORT_ARRAY);
	report_begin(report, &listed);
	for (int i = 0; i < 20000; i++)
		report_row(report, &usual);
	report_end(report);
	report_free(report);
	g_string_free(call.out, TRUE);
	ck_assert_uint_gt(passed_on, 2000000);
	ck_assert_uint_lt(most_at_once, 100000);
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
	tcase_add_test(tables, a_list_without_rows_is_a_list);
	tcase_add_test(tables, a_long_list_says_its_titles_once_a_layout);
	tcase_add_test(tables, a_spreadsheet_gets_numbers_in_full_and_no_formula);
	tcase_add_test(tables, a_guarded_cell_is_read_back_as_it_was);
	tcase_add_test(tables, nothing_a_stranger_texted_is_markup);
	tcase_add_test(tables, a_page_has_a_bar_for_each_row_and_masks_numbers);
	tcase_add_loop_test(tables, a_list_of_any_length_is_written_as_it_comes, 0,
	    FORMAT_COUNT);
	suite_add_tcase(suite, tables);
}

SUITE_MAIN("table", table_tests)
