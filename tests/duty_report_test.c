/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reports of cadres, as people type them.
 */
#include "tests/suite.h"

#include "services/duty_report.h"
#include "services/services.h"

static struct menu *menu;

/* What a report says, in one line: "visit 7 12 31困 day=12 words=…", or "-" when it
 * is none. */
static const struct {
	const char *text, *read;
} rows[] = {
	/* separators, digits and numerals as they come */
	{ "访 07 12 31", "visit 7 12 31" },
	{ "访07,12,31", "visit 7 12 31" },
	{ "访07，12、31。", "visit 7 12 31" },
	{ "访７．12+31", "visit 7 12 31" },
	{ "访 07\n12\n31", "visit 7 12 31" },
	{ "访６、12，十五", "visit 6 12 15" },
	{ "访 七 和 十二", "visit 7 12" },
	{ "访⑦⑫", "visit 7 12" },
	{ "访 7号 12号户 31户", "visit 7 12 31" },
	{ "登门 7 12", "visit 7 12" },
	{ "fang 7 12", "visit 7 12" },
	{ "电 07", "phone 7" },
	{ "电话 07 08", "phone 7 8" },
	{ "来 5", "came 5" },
	{ "没人 5 6", "tried 5 6" },
	{ "07 12 31", "bare unstated 7 12 31" },
	{ "7", "bare unstated 7" },
	{ "十二", "bare unstated 12" },
	{ "访 7 7 07", "visit 7" },
	{ "访 100", "visit 100" },
	/* ranges */
	{ "电 20-25", "phone 20 21 22 23 24 25" },
	{ "电20到25 31", "phone 20 21 22 23 24 25 31" },
	{ "电 20~22,5", "phone 20 21 22 5" },
	{ "电 7-12-31", "phone 7 12 31" },
	{ "电 12-7", "phone 12 7" },
	{ "电 1-40", "phone fault=many" },
	{ "电 1-15", "phone 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15" },
	{ "电 1-16", "phone fault=many" },
	/* what is run together is asked about */
	{ "访 071231", "visit fault=glued 071231" },
	{ "071231", "bare unstated fault=glued 071231" },
	{ "0712", "bare unstated fault=glued 0712" },
	{ "访 七十二三十一", "visit fault=glued 七十二三十一" },
	{ "访 七十二 三十一", "visit 72 31" },
	{ "登门 一 二　三", "visit 1 2 3" },
	{ "十二 十五", "bare unstated 12 15" },
	/* codes, telephones and other numbers are none */
	{ "30482171", "-" },
	{ "13812345678", "-" },
	{ "3.14元", "-" },
	{ "2组", "-" },
	{ "", "-" },
	{ "。", "-" },
	/* who needs help */
	{ "访 7 12困 31", "visit 7 12困 31" },
	{ "07困", "bare unstated 7困" },
	{ "访 7 困难", "visit 7困" },
	{ "访 7困困", "visit 7困" },
	/* other days */
	{ "访 07 12日", "visit 7 day=12" },
	{ "访 12日 07 08", "visit 7 8 day=12" },
	{ "电 7 11月3日", "phone 7 day=11.3" },
	{ "电 7 11月3号", "phone 7 day=11.3" },
	{ "电 7 昨天", "phone 7 ago=1" },
	{ "昨天访 7", "-" },
	{ "访 7 40日", "visit fault=day 7" },
	{ "访 7 13月1日", "visit fault=day 7" },
	/* words behind are kept */
	{ "访 12 老人身体好", "visit 12 words=老人身体好" },
	{ "访 12 13,都好", "visit 12 13 words=都好" },
	/* nothing behind */
	{ "访", "visit fault=numbers" },
	{ "电", "phone fault=numbers" },
	/* taking back, the list, matters */
	{ "撤 07", "undo 7" },
	{ "撤7 8", "undo 7 8" },
	{ "撤", "undo" },
	{ "撤点干什么", "-" },
	{ "查", "sheet page=1" },
	{ "查2", "sheet page=2" },
	{ "查 2", "sheet page=2" },
	{ "我", "sheet page=1" },
	{ "我的名单", "sheet page=1" },
	{ "查进度", "-" },
	{ "查30482171", "-" },
	{ "事 07 屋后的沟堵了", "matter 7 words=屋后的沟堵了" },
	{ "事 07", "-" },
	{ "事情没人管", "-" },
	/* of another's card */
	{ "替 访 07", "for visit 7" },
	{ "替王明 访 07 12", "for王明 visit 7 12" },
	{ "替王明07", "for王明 bare unstated 7" },
	{ "替访 7", "for visit 7" },
	{ "替李四 访 7", "for李四 visit 7" },
	{ "代 电 7", "for phone 7" },
	{ "替我谢谢他", "-" },
	{ "帮我修一下路", "-" },
	/* words of their own */
	{ "电坏了三天", "-" },
	{ "访问团什么时候来", "-" },
	{ "来人看看路", "-" },
	{ "我们组停水了", "-" },
	{ "不在家", "-" },
	{ "空调坏了", "-" },
	{ "错了", "-" },
	{ "difang", "-" },
};

static const char *const faults[] = {
	[DUTY_REPORT_FINE] = "", [DUTY_REPORT_NO_NUMBERS] = "numbers",
	[DUTY_REPORT_GLUED] = "glued", [DUTY_REPORT_TOO_MANY] = "many",
	[DUTY_REPORT_NO_DAY] = "day",
};

static void
describe_verb(const struct duty_report *r, GString *out)
{
	static const char *const verbs[] = {
		[DUTY_REPORT_UNDO] = "undo", [DUTY_REPORT_SHEET] = "sheet",
		[DUTY_REPORT_MATTER] = "matter",
	};

	if (r->stands_in)
		g_string_append_printf(out, "for%s ",
		    r->whose != NULL ? r->whose : "");
	if (r->bare)
		g_string_append(out, "bare ");
	g_string_append(out, r->verb == DUTY_REPORT_CONTACT ?
	    duty_kind_name(r->kind) : verbs[r->verb]);
	if (r->verb == DUTY_REPORT_SHEET)
		g_string_append_printf(out, " page=%d", r->page);
	if (r->fault != DUTY_REPORT_FINE)
		g_string_append_printf(out, " fault=%s", faults[r->fault]);
	if (r->glued != NULL)
		g_string_append_printf(out, " %s", r->glued);
}

static char *
describe(const char *text)
{
	GString *out = g_string_new(NULL);
	struct duty_report r;

	if (!duty_report_read(menu, text, &r)) {
		g_string_append_c(out, '-');
		return g_string_free(out, FALSE);
	}
	describe_verb(&r, out);
	for (int i = 0; i < r.count && r.verb != DUTY_REPORT_SHEET &&
	    r.fault != DUTY_REPORT_TOO_MANY; i++)
		g_string_append_printf(out, " %d%s", r.numbers[i],
		    r.trouble[i] ? "困" : "");
	if (r.fault == DUTY_REPORT_FINE && r.month != 0)
		g_string_append_printf(out, " day=%d.%d", r.month, r.day);
	else if (r.fault == DUTY_REPORT_FINE && r.day != 0)
		g_string_append_printf(out, " day=%d", r.day);
	if (r.days_ago != 0)
		g_string_append_printf(out, " ago=%d", r.days_ago);
	if (r.words != NULL)
		g_string_append_printf(out, " words=%s", r.words);
	duty_report_clear(&r);
	return g_string_free(out, FALSE);
}

START_TEST(a_report_is_read_as_it_was_meant)
{
	g_autofree char *read = describe(rows[_i].text);

	ck_assert_msg(strcmp(read, rows[_i].read) == 0, "%s: %s, not %s",
	    rows[_i].text, read, rows[_i].read);
}
END_TEST

START_TEST(a_day_is_the_latest_that_has_come)
{
	static const struct {
		struct duty_report report;
		int today, day;
	} days[] = {
		{ { 0 }, 20261125, 20261125 },
		{ { .days_ago = 1 }, 20261201, 20261130 },
		{ { .day = 20 }, 20261125, 20261120 },
		{ { .day = 25 }, 20261125, 20261125 },
		{ { .day = 28 }, 20261202, 20261128 },
		{ { .day = 31 }, 20261202, 0 },
		{ { .day = 30, .month = 11 }, 20261202, 20261130 },
		{ { .day = 31, .month = 12 }, 20270102, 20261231 },
		{ { .day = 30, .month = 2 }, 20260301, 0 },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(days); i++)
		ck_assert_int_eq(duty_report_day(&days[i].report, days[i].today),
		    days[i].day);
}
END_TEST

static void
report_tests(Suite *suite)
{
	TCase *tc = tcase_create("report");
	const char *srcdir = g_getenv("srcdir");
	g_autofree char *dir = g_build_filename(srcdir == NULL ? "." : srcdir,
	    "etc", "menus", NULL);
	g_autoptr(GError) error = NULL;

	menu = menu_load(dir, services, &error);
	if (menu == NULL)
		g_error("%s", error->message);
	tcase_add_loop_test(tc, a_report_is_read_as_it_was_meant, 0,
	    (int)G_N_ELEMENTS(rows));
	tcase_add_test(tc, a_day_is_the_latest_that_has_come);
	suite_add_tcase(suite, tc);
}

SUITE_MAIN("report", report_tests)
