/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Menus: what stands in etc/menus fits, and every file of tests/menus-broken,
 * added to it, is refused with the sentence of its first line.  A second line
 * "# in place of NAME" leaves that file out; "there" stands for the directory.
 */
#include "menus/menu.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "menus/action.h"
#include "menus/fill.h"
#include "services/complaint.h"
#include "services/services.h"
#include "tests/suite.h"

static char *menus_dir, *broken_dir;
static GPtrArray *broken_names;

static char *
below(const char *first, const char *second)
{
	const char *top = g_getenv("srcdir");

	return g_build_filename(top != NULL ? top : ".", first, second, NULL);
}

static void
copy(const char *from, const char *name, const char *to, const char *as)
{
	g_autofree char *old = g_build_filename(from, name, NULL);
	g_autofree char *new = g_build_filename(to, as, NULL);
	g_autofree char *text = NULL;
	gsize len;

	ck_assert(g_file_get_contents(old, &text, &len, NULL));
	ck_assert(g_file_set_contents(new, text, (gssize)len, NULL));
}

static void
remove_all(const char *path)
{
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	const char *name;

	while ((name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *file = g_build_filename(path, name, NULL);

		g_unlink(file);
	}
	g_rmdir(path);
}

/* Loads etc/menus with one file more, or in place of another. */
static struct menu *
load_with(const char *name, const char *instead, GError **error)
{
	g_autofree char *temp = g_dir_make_tmp("menus-XXXXXX", NULL);
	g_autoptr(GDir) dir = g_dir_open(menus_dir, 0, NULL);
	struct menu *menu;
	const char *file;

	while ((file = g_dir_read_name(dir)) != NULL)
		if (g_str_has_suffix(file, ".conf") &&
		    g_strcmp0(file, instead) != 0)
			copy(menus_dir, file, temp, file);
	copy(broken_dir, name, temp, instead != NULL ? instead : name);
	menu = menu_load(temp, services, error);
	remove_all(temp);
	return menu;
}

START_TEST(a_broken_file_is_refused_with_file_line_and_sentence)
{
	const char *name = broken_names->pdata[_i];
	g_autofree char *path = g_build_filename(broken_dir, name, NULL);
	g_autofree char *text = NULL, *want = NULL;
	g_autoptr(GError) error = NULL;
	g_auto(GStrv) lines = NULL;
	const char *instead = NULL;
	struct menu *menu;

	ck_assert(g_file_get_contents(path, &text, NULL, NULL));
	lines = g_strsplit(text, "\n", 3);
	ck_assert_msg(g_str_has_prefix(lines[0], "# "), "%s: no sentence", name);
	want = g_str_has_prefix(lines[0], "# there: ") ?
	    g_strdup(lines[0] + strlen("# there: ")) :
	    g_strconcat("/", lines[0] + 2, NULL);
	if (g_str_has_prefix(lines[1], "# in place of "))
		instead = lines[1] + strlen("# in place of ");
	menu = load_with(name, instead, &error);
	ck_assert_msg(menu == NULL, "%s was loaded", name);
	ck_assert_msg(strstr(error->message, want) != NULL,
	    "%s\nexpected …%s…\ngot\n%s", name, want, error->message);
}
END_TEST

START_TEST(all_faults_are_told_at_once)
{
	g_autoptr(GError) error = NULL;
	struct menu *menu = load_with("two-faults.conf", NULL, &error);

	ck_assert_ptr_null(menu);
	ck_assert_ptr_nonnull(strstr(error->message,
	    "two-faults.conf:6: screen \"x\": option 1 leads nowhere"));
	ck_assert_ptr_nonnull(strstr(error->message,
	    "two-faults.conf:10: screen \"y\": text holds a link"));
}
END_TEST

static void
count_long(const struct screen *screen, int units, int parts, int options,
    void *user)
{
	ck_assert_int_le(parts, screen->parts);
	ck_assert_int_eq(options, screen->count);
	if (screen_asks(screen))
		ck_assert_msg(units <= 70, "%s asks in %d characters",
		    screen->name, units);
	++*(int *)user;
}

START_TEST(the_menus_we_ship_fit)
{
	g_autoptr(GError) error = NULL;
	struct menu *menu = menu_load(menus_dir, services, &error);
	int rows = 0, count;

	ck_assert_msg(menu != NULL, "%s", error != NULL ? error->message : "");
	menu_check(menu, count_long, &rows);
	menu_screens(menu, &count);
	ck_assert_int_eq(rows, count);
	ck_assert_int_gt(count, 30);
	menu_free(menu);
}
END_TEST

START_TEST(the_words_fixed_elsewhere_are_kept)
{
	static const struct {
		const char *screen, *text;
	} fixed[] = {
		/* DOMAIN 1.6, 5.3, 1.2, 5.1 */
		{ "emergency.told", "紧急请马上打110(警)119(火)120(病)。不能打电话"
		    "可发短信到12110915。我们已通知值班员" },
		{ "expired", "这个问题过期了。回1重新开始,回0请人给您打电话" },
		{ "complaint.topic", "您要反映哪方面?回数字:1水电路 2房子土地 "
		    "3补贴低保医保 4邻里纠纷 5干部作风 6工钱 7其他 0人工" },
		{ "wrong.hint", "没看懂您的回复。请按住数字键不放,或按#换成123再打"
		    "数字。回{first}到{last},找人工回0" },
	};
	struct menu *menu = menu_load(menus_dir, services, NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(fixed); i++)
		ck_assert_str_eq(menu_screen(menu, fixed[i].screen)->text,
		    fixed[i].text);
	menu_free(menu);
}
END_TEST

START_TEST(another_county_changes_one_line)
{
	g_autofree char *temp = g_dir_make_tmp("menus-XXXXXX", NULL);
	g_autoptr(GDir) dir = g_dir_open(menus_dir, 0, NULL);
	g_autofree char *path = g_build_filename(temp, "main.conf", NULL);
	g_autofree char *text = NULL;
	g_autoptr(GString) other = NULL;
	struct menu *menu;
	const char *file;

	while ((file = g_dir_read_name(dir)) != NULL)
		if (g_str_has_suffix(file, ".conf"))
			copy(menus_dir, file, temp, file);
	ck_assert(g_file_get_contents(path, &text, NULL, NULL));
	other = g_string_new(text);
	ck_assert_uint_eq(g_string_replace(other, "紫阳热线", "石泉热线", 0), 1);
	ck_assert(g_file_set_contents(path, other->str, -1, NULL));
	menu = menu_load(temp, services, NULL);
	remove_all(temp);
	ck_assert_ptr_nonnull(menu);
	ck_assert_str_eq(menu_service(menu), "石泉热线");
	ck_assert(g_str_has_prefix(menu_screen(menu, "main")->text, "石泉热线"));
	menu_free(menu);
}
END_TEST

START_TEST(a_menu_is_drawn_for_graphviz)
{
	struct menu *menu = menu_load(menus_dir, services, NULL);
	g_autofree char *drawn = menu_draw(menu);

	ck_assert(g_str_has_prefix(drawn, "digraph menus {\n"));
	ck_assert_ptr_nonnull(strstr(drawn,
	    "\"main\" -> \"complaint.topic\" [label = \"1反映事情\"];"));
	ck_assert_ptr_nonnull(strstr(drawn, "\"main\" -> \"()ticket.mine\""));
	ck_assert(g_str_has_suffix(drawn, "}\n"));
	menu_free(menu);
}
END_TEST

START_TEST(the_manual_tells_every_key_action_and_placeholder)
{
	g_autofree char *path = below("man", "xiangyin-menus.5");
	g_autofree char *manual = NULL, *holes = fill_names();
	g_autoptr(GError) error = NULL;
	g_auto(GStrv) keys = NULL, names = g_strsplit(holes, " ", -1);
	const char *known;

	ck_assert(g_file_get_contents(path, &manual, NULL, NULL));
	ck_assert_ptr_null(load_with("unknown-key.conf", NULL, &error));
	known = strstr(error->message, "expected one of: ");
	ck_assert_ptr_nonnull(known);
	known += strlen("expected one of: ");
	keys = g_strsplit_set(known, " \n", -1);
	for (int i = 0; keys[i] != NULL && keys[i][0] != '/'; i++) {
		g_autofree char *item = g_strdup_printf(".It Ic %s\n", keys[i]);

		ck_assert_msg(strstr(manual, item) != NULL, "key %s", keys[i]);
	}
	for (int i = 0; names[i] != NULL; i++) {
		g_autofree char *item = fill_units(names[i]) == 0 ?
		    g_strdup_printf(".It %s Ta its own", names[i]) :
		    g_strdup_printf(".It %s Ta %d Ta", names[i],
		    fill_units(names[i]));

		ck_assert_msg(strstr(manual, item) != NULL, "%s", item);
	}
	for (int i = 0; services[i] != NULL; i++) {
		for (const struct action *a = services[i]->actions;
		    a != NULL && a->name != NULL; a++) {
			g_autofree char *item = g_strdup_printf(".It Cm %s\n",
			    a->name);

			ck_assert_msg(strstr(manual, item) != NULL, "%s", item);
		}
	}
}
END_TEST

START_TEST(a_place_is_a_place_only_when_it_names_one)
{
	static const struct {
		const char *text;
		gboolean place;
	} rows[] = {
		{ "我们四组路灯坏了", TRUE }, { "洞河镇的路塌了", TRUE },
		{ "高桥村水渠", TRUE }, { "城关社区楼道灯", TRUE },
		{ "小学门口路口没红绿灯", TRUE },
		{ "停水三天了", FALSE }, { "我是焕古的", FALSE },
		{ "村干部不办事", FALSE }, { "村主任收钱", FALSE },
		{ "镇政府没人上班", FALSE }, { "谁组织的", FALSE },
		{ "路灯坏了", FALSE }, { "", FALSE },
	};
	struct menu *menu = menu_load(menus_dir, services, NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
		ck_assert_msg(complaint_names_place(menu, rows[i].text) ==
		    rows[i].place, "%s", rows[i].text);
	menu_free(menu);
}
END_TEST

START_TEST(a_placeholder_is_cut_to_its_length)
{
	g_autoptr(GHashTable) fill = g_hash_table_new_full(g_str_hash,
	    g_str_equal, g_free, g_free);
	g_autofree char *text = NULL, *missing = NULL;

	fill_set(fill, "state", "正在办理");
	fill_set(fill, "number", "123456789");
	fill_set(fill, "summary", "路灯\a坏了");
	text = fill_text("{state}|{number}|{summary}|{0}{", fill);
	ck_assert_str_eq(text, "正在办理|1234567…|路灯 坏了|{0}{");
	missing = fill_text("有{count}件", fill);
	ck_assert_str_eq(missing, "有件");
}
END_TEST

START_TEST(what_is_repeated_carries_no_number_and_no_link)
{
	static const struct {
		const char *text, *summary;
	} rows[] = {
		{ "四组路灯坏了", "四组路灯坏了" },
		{ "请打13900001111领补贴", "请打139领补贴" },
		{ "看www.a.cn有奖", "看有奖" },
		{ "加我微信abc123456", "加我微信123" },
		{ "kan kan", "" },
		{ "1234", "" },
		{ "😀😀", "" },
		{ "一二三四五六七八九十一二", "一二三四五六七八九…" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *summary = fill_summary(rows[i].text, 10);

		ck_assert_str_eq(summary, rows[i].summary);
	}
}
END_TEST

static int
name_order(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
menu_tests(Suite *suite)
{
	TCase *broken = tcase_create("broken files");
	TCase *shipped = tcase_create("the menus we ship");
	TCase *fills = tcase_create("placeholders");
	g_autoptr(GDir) dir = NULL;
	const char *name;

	menus_dir = below("etc", "menus");
	broken_dir = below("tests", "menus-broken");
	broken_names = g_ptr_array_new();
	dir = g_dir_open(broken_dir, 0, NULL);
	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
		if (g_str_has_suffix(name, ".conf"))
			g_ptr_array_add(broken_names, g_strdup(name));
	g_ptr_array_sort(broken_names, name_order);
	g_assert(broken_names->len >= 30);
	tcase_add_loop_test(broken,
	    a_broken_file_is_refused_with_file_line_and_sentence, 0,
	    (int)broken_names->len);
	tcase_add_test(broken, all_faults_are_told_at_once);
	suite_add_tcase(suite, broken);
	tcase_add_test(shipped, the_menus_we_ship_fit);
	tcase_add_test(shipped, the_words_fixed_elsewhere_are_kept);
	tcase_add_test(shipped, another_county_changes_one_line);
	tcase_add_test(shipped, a_menu_is_drawn_for_graphviz);
	tcase_add_test(shipped,
	    the_manual_tells_every_key_action_and_placeholder);
	tcase_add_test(shipped, a_place_is_a_place_only_when_it_names_one);
	suite_add_tcase(suite, shipped);
	tcase_add_test(fills, a_placeholder_is_cut_to_its_length);
	tcase_add_test(fills, what_is_repeated_carries_no_number_and_no_link);
	suite_add_tcase(suite, fills);
}

SUITE_MAIN("menu", menu_tests)
