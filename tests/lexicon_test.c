/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Below understanding: folding, numerals, weights, and what the loader of the
 * lexicon refuses.
 */
#include "tests/suite.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "understand/normalise.h"
#include "understand/summary.h"
#include "understand/lexicon.h"
#include "understand/numeral.h"
#include "understand/understand.h"

/* libconfig 1.5 forgets the string it was reading at a syntax error. */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libconfig";
}

static char *
lexicon_path(void)
{
	const char *top = g_getenv("srcdir");

	return g_build_filename(top != NULL ? top : ".", "etc", "menus",
	    "lexicon.conf", NULL);
}

static struct lexicon *
load(void)
{
	g_autofree char *path = lexicon_path();
	g_autoptr(GError) error = NULL;
	struct lexicon *lexicon = lexicon_load(path, &error);

	if (lexicon == NULL)
		ck_abort_msg("%s", error->message);
	return lexicon;
}

START_TEST(a_text_is_folded_to_one_spelling)
{
	static const char *const rows[][2] = {
		{ "ＡＢＣ１２３", "abc123" },
		{ "  满　意  ", "满意" },
		{ "满意\r\n一般", "满意一般" },
		{ "2 \t\n 好", "2 好" },
		{ "我選二", "我选二" },
		{ "①②", "1 2" },
		{ "①2", "1 2" },
		{ "2①", "2 1" },
		{ "⑩⑳", "10 20" },
		{ "⑴", "1" },
		{ "❿", "10" },
		{ "㈩", "十" },
		{ "1️⃣2️⃣", "12" },
		{ "tóu sù", "tou su" },
		{ "LÜ", "lu" },
		{ "((2))", "2" },
		{ "“满意”。", "满意" },
		{ "【2】", "2" },
		{ "(【2】)", "2" },
		{ "2【王秀英】", "2" },
		{ "2【王秀英】。", "2" },
		{ "2【李】【王】", "2" },
		{ "路灯坏了【四组王秀英】", "路灯坏了" },
		{ "【求助】路灯坏了", "求助】路灯坏了" },
		{ "回复:2", "2" },
		{ "回复：2", "2" },
		{ "Re: 回复: 2", "2" },
		{ "回复:", "回复" },
		{ "2 发自我的iPhone", "2" },
		{ "发自我的iPhone", "发自我的iphone" },
		{ "？？", "?" },
		{ "。？", "" },
		{ "", "" },
		{ "\xef\xbb\xbf\xe2\x80\x8b", "" },
		{ "👍🏽", "👍" },
		{ "好👍", "好👍" },
		{ "好😀", "好" },
		{ "|", "|" },
		{ "○", "〇" },
		{ "停水,  没人管!!", "停水, 没人管" },
	};
	struct lexicon *lexicon = load();

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *normal = understand_normalise(lexicon, rows[i][0]);

		ck_assert_str_eq(normal, rows[i][1]);
	}
	lexicon_free(lexicon);
}
END_TEST

START_TEST(folding_works_without_a_lexicon)
{
	g_autofree char *normal = normalise_chars(NULL, "選 ２ 👍");

	ck_assert_str_eq(normal, "選 2 👍");
	normalise_trim(NULL, normal);
	ck_assert_str_eq(normal, "選 2");
}
END_TEST

START_TEST(numerals_are_read_by_place_and_by_digit)
{
	static const char *const rows[][2] = {
		{ "0", "0" }, { "007", "007" }, { "十", "10" }, { "十二", "12" },
		{ "一十二", "12" }, { "二十", "20" }, { "廿三", "23" },
		{ "廿", "20" }, { "卅一", "31" }, { "卌", "40" },
		{ "一百", "100" }, { "一百零五", "105" }, { "一百一十", "110" },
		{ "一百二十三", "123" }, { "两千", "2000" },
		{ "两千零三", "2003" }, { "一千零五十", "1050" },
		{ "九万九千九百九十九", "99999" }, { "贰佰", "200" },
		{ "拾贰", "12" }, { "三零四八", "3048" }, { "二〇二六", "2026" },
		{ "幺二〇", "120" }, { "零", "0" }, { "999999999999999999",
		"999999999999999999" },
		{ "", NULL }, { "百", NULL }, { "十十", NULL }, { "一百二", NULL },
		{ "两千三", NULL }, { "一百零", NULL }, { "一百零零五", NULL },
		{ "十二个", NULL }, { "1十", NULL }, { "1a", NULL },
		{ "二廿", NULL }, { "廿十", NULL }, { "十万", NULL },
		{ "9999999999999999999", NULL }, { "一一十", NULL },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *digits = numeral_read(rows[i][0]);

		ck_assert_msg(g_strcmp0(digits, rows[i][1]) == 0,
		    "%s: %s in place of %s", rows[i][0],
		    digits != NULL ? digits : "none",
		    rows[i][1] != NULL ? rows[i][1] : "none");
	}
}
END_TEST

START_TEST(a_text_weighs_what_it_tells)
{
	static const struct {
		const char *text;
		int	 weight;
	} rows[] = {
		{ "", 0 }, { "。。。", 0 }, { "你好", 0 }, { "你好，谢谢", 0 },
		{ "水管", 2 }, { "你好，水管爆了", 4 }, { "爆了半个月", 5 },
		{ "地里的茶苗也蔫了", 8 }, { "申请低保", 4 },
		{ "啊啊啊啊啊", 2 }, { "laoban qian wo 3 ge yue gongzi", 7 },
		{ "4组路灯坏了", 6 }, { "300", 0 }, { "3 4 5", 0 },
		{ "😀😀😀", 0 }, { "路灯😀坏了", 4 },
	};
	struct lexicon *lexicon = load();

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
		ck_assert_msg(understand_weight(lexicon, rows[i].text) ==
		    rows[i].weight, "%s weighs %d", rows[i].text,
		    understand_weight(lexicon, rows[i].text));
	lexicon_free(lexicon);
}
END_TEST

START_TEST(latin_words_match_whole_and_chinese_ones_anywhere)
{
	struct lexicon *lexicon = load();

	ck_assert_uint_eq(summary_cover(lexicon, "t,t", WORD_OPT_OUT, 0),
	    WORD_OPT_OUT);
	ck_assert_uint_eq(summary_cover(lexicon, "tt", WORD_OPT_OUT, 0), 0);
	ck_assert_uint_eq(summary_cover(lexicon, "退订,谢谢", WORD_OPT_OUT,
	    WORD_COURTESY), WORD_OPT_OUT);
	ck_assert_uint_eq(summary_cover(lexicon, "谢谢", WORD_OPT_OUT,
	    WORD_COURTESY), 0);
	ck_assert_uint_eq(summary_cover(lexicon, "退订吗", WORD_OPT_OUT,
	    WORD_COURTESY), 0);
	ck_assert_uint_eq(summary_cover(lexicon, "", WORD_OPT_OUT, 0), 0);
	lexicon_free(lexicon);
}
END_TEST

/* One thing in the real file changed, so that one thing is wrong. `at` is in the line
 * the error names. */
static const struct broken {
	const char *find, *with, *at, *says;
} broken_files[] = {
	{ "greeting = [", "greetings = [", "greetings = [",
	    "expected a list of the lexicon, got \"greetings\"" },
	{ "emergency = {", "emergency = {\n  strange = [ \"x\" ];", "strange",
	    "expected a list of the lexicon, got \"emergency.strange\"" },
	{ "opt_in = [", "opt_in = [ 3 ]; x = [", "opt_in",
	    "expected a list of the lexicon, got \"x\"" },
	{ "opt_out_offered = [ \"n\" ]", "opt_out_offered = \"n\"",
	    "opt_out_offered", "opt_out_offered: expected a list [ \"…\", \"…\" ]" },
	{ "opt_out_offered = [ \"n\" ]", "opt_out_offered = [ 5 ]",
	    "opt_out_offered",
	    "opt_out_offered: expected a text in quotes, got something else" },
	{ "opt_out_offered = [ \"n\" ]", "opt_out_offered = [ \"\" ]",
	    "opt_out_offered",
	    "opt_out_offered: expected a word that can be seen, got \"\"" },
	{ "opt_out_offered = [ \"n\" ]",
	    "opt_out_offered = [ \"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三\" ]",
	    "opt_out_offered",
	    "opt_out_offered: expected a word of at most 32 characters" },
	{ "opt_out_offered = [ \"n\" ]", "opt_out_offered = [ \"n\", \"Ｎ\" ]",
	    "opt_out_offered",
	    "opt_out_offered: expected every word once, got \"Ｎ\"" },
	{ "opt_out_offered = [ \"n\" ];\n", "", NULL,
	    "expected a list \"opt_out_offered\"" },
	{ "no = [\n", "no = [\n  \"是的\",\n", "  \"是的\",\n",
	    "no: expected no word in both yes and no, got \"是的\"" },
	{ "opt_out = [\n", "opt_out = [\n  \"不要\",\n", "  \"不要\",\n",
	    "opt_out: expected no word in both opt_out and another command" },
	{ "  weak = [\n", "  weak = [\n  \"救命\",\n", "  \"救命\",\n",
	    "emergency.weak: expected no word in both emergency.strong and" },
	{ "\"er=2\"", "\"er\"", "\"er\"",
	    "spelt_digits: expected \"typed=digit\", got \"er\"" },
	{ "\"er=2\"", "\"er=12\"", "\"er=12\"",
	    "spelt_digits: expected \"typed=digit\", got \"er=12\"" },
	{ "\"er=2\"", "\"tousu=2\"", "\"tousu=2\"",
	    "spelt_digits: expected every typed form once" },
	{ "\"來来\"", "\"來来了\"", "\"來来了\"",
	    "simplified: expected two characters, the traditional one first" },
	{ "\"來来\"", "\"來来\", \"来錯\"", "\"來来\"",
	    "simplified: expected every traditional character once" },
	{ "emergency = {", "emergency = [ 1 ]; x = {", "emergency = [",
	    "emergency: expected a group { … }" },
	{ "greeting = [", "greeting = [[", "greeting = [[", "syntax error" },
	{ "greeting = [", "@include \"/etc\"\ngreeting = [", "@include",
	    "expected a setting, got @include" },
	{ "greeting = [", "greeting = [ \"\xff\", ", "greeting = [",
	    "expected UTF-8 text, got octet 0xff" },
};

static int
line_of(const char *text, const char *at)
{
	const char *end = at != NULL ? strstr(text, at) : text;
	int line = 1;

	ck_assert_ptr_nonnull(end);
	for (; text < end; text++)
		line += *text == '\n';
	return line;
}

START_TEST(a_broken_lexicon_is_refused_with_its_line)
{
	const struct broken *row = &broken_files[_i];
	g_autofree char *path = lexicon_path();
	g_autofree char *dir = g_dir_make_tmp("lexicon-XXXXXX", NULL);
	g_autofree char *copy = g_build_filename(dir, "broken.conf", NULL);
	g_autofree char *text = NULL, *want = NULL;
	g_autoptr(GString) broken = NULL;
	g_autoptr(GError) error = NULL;

	ck_assert(g_file_get_contents(path, &text, NULL, NULL));
	broken = g_string_new(text);
	ck_assert_uint_ge(g_string_replace(broken, row->find, row->with, 1), 1);
	ck_assert(g_file_set_contents(copy, broken->str, -1, NULL));
	want = g_strdup_printf("%s:%d: %s", copy,
	    line_of(broken->str, row->at), row->says);
	ck_assert_ptr_null(lexicon_load(copy, &error));
	ck_assert_msg(g_str_has_prefix(error->message, want), "got %s, not %s",
	    error->message, want);
	g_unlink(copy);
	g_rmdir(dir);
}
END_TEST

START_TEST(a_lexicon_that_is_not_there_is_an_error_with_its_name)
{
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(lexicon_load("/nowhere/lexicon.conf", &error));
	ck_assert_ptr_nonnull(strstr(error->message, "/nowhere/lexicon.conf"));
	g_clear_error(&error);
	ck_assert_ptr_null(lexicon_load("/", &error));
	ck_assert_ptr_nonnull(error);
}
END_TEST

static void
lexicon_tests(Suite *suite)
{
	TCase *fold = tcase_create("fold");
	TCase *loader = tcase_create("loader");

	tcase_add_test(fold, a_text_is_folded_to_one_spelling);
	tcase_add_test(fold, folding_works_without_a_lexicon);
	tcase_add_test(fold, numerals_are_read_by_place_and_by_digit);
	tcase_add_test(fold, a_text_weighs_what_it_tells);
	tcase_add_test(fold,
	    latin_words_match_whole_and_chinese_ones_anywhere);
	suite_add_tcase(suite, fold);

	tcase_add_loop_test(loader, a_broken_lexicon_is_refused_with_its_line,
	    0, G_N_ELEMENTS(broken_files));
	tcase_add_test(loader,
	    a_lexicon_that_is_not_there_is_an_error_with_its_name);
	suite_add_tcase(suite, loader);
}

SUITE_MAIN("lexicon", lexicon_tests)
