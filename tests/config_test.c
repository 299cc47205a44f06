/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xiangyin.conf in and out: the defaults, the broken files of
 * tests/config-broken/, the print-back, the manual and the sample.
 */
#include "smsd/config.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/suite.h"

static char	*source_path(const char *name);
static char	*without_comments(const char *text);
static struct config *parse(const char *text);

/* Menus stand in the root: the checks only ask for a directory. */
static const char whole[] =
	"menus = \"/\"; timezone = \"Asia/Shanghai\";\n"
	"lines = ( { name = \"hotline\"; }, { name = \"duty\"; } );\n"
	"duty_phones = ( \"138 1234 5678\" );\n"
	"dialogue = { hold = 60; }; quiet_hours = { from = \"19:30\"; };\n"
	"modems = ( { name = \"h1\"; device = \"/dev/ttyUSB0\";\n"
	"  line = \"duty\"; number = \"13812345679\"; pin = \"4321\";\n"
	"  per_minute = 0; keep_link = true; } );\n";

START_TEST(what_is_left_out_has_its_default)
{
	struct config *config = parse("menus = \"/\";");

	ck_assert_str_eq(config->timezone, "Asia/Shanghai");
	ck_assert_str_eq(config->control, "/run/xiangyin/control");
	ck_assert_int_eq(config->lines->len, 1);
	ck_assert(config_has_line(config, "hotline"));
	ck_assert_int_eq(config->modems->len, 0);
	ck_assert_int_eq(config->dialog.story_chars, 6);
	ck_assert_int_eq(config->dialog.hold_s, 180);
	ck_assert_int_eq(config->dialog.hold_max_s, 900);
	ck_assert_int_eq(config->dialog.replies_per_hour, 10);
	ck_assert_int_eq(config->dialog.replies_per_day, 30);
	ck_assert_int_eq(config->dialog.identical_limit, 3);
	ck_assert_int_eq(config->dialog.menu_every_s, 86400);
	ck_assert_int_eq(config->quiet_from, 20 * 60);
	ck_assert_int_eq(config->quiet_to, 8 * 60);
	ck_assert_int_eq(config->parts_wait_s, 600);
	ck_assert_ptr_null(config->duty_phones[0]);
	config_free(config);
}
END_TEST

START_TEST(every_value_arrives_in_its_field)
{
	struct config *config = parse(whole);
	struct modem_config *modem =
	    &g_array_index(config->modems, struct modem_config, 0);

	ck_assert_str_eq(config->duty_phones[0], "+8613812345678");
	ck_assert_int_eq(config->dialog.hold_s, 60);
	ck_assert_int_eq(config->quiet_from, 19 * 60 + 30);
	ck_assert_str_eq(modem->line, "duty");
	ck_assert_str_eq(modem->number, "+8613812345679");
	ck_assert_str_eq(modem->pin, "4321");
	ck_assert_str_eq(modem->connection, "at115200");
	ck_assert_int_eq(modem->per_minute, 0);
	ck_assert_int_eq(modem->per_hour, 100);
	ck_assert(modem->keep_link);
	ck_assert_str_eq(config->dialog.own_numbers[0], "+8613812345679");
	ck_assert_ptr_null(config->dialog.own_numbers[1]);
	config_free(config);
}
END_TEST

START_TEST(a_line_may_be_its_bare_name)
{
	struct config *config =
	    parse("menus = \"/\"; lines = ( \"hotline\", \"survey\" );");

	ck_assert(config_has_line(config, "survey"));
	config_free(config);
}
END_TEST

START_TEST(a_relative_path_starts_at_the_file)
{
	struct config *config =
	    parse("menus = \"/\"; database = \"town.db\";");

	ck_assert_str_eq(config->database, "/town/town.db");
	config_free(config);
}
END_TEST

START_TEST(what_is_printed_back_parses_to_itself)
{
	struct config *config = parse(whole);
	g_autofree char *first = config_print(config);
	g_autofree char *bare = without_comments(first);
	struct config *again = parse(first);
	g_autofree char *second = config_print(again);

	ck_assert_str_eq(bare, second);
	ck_assert_ptr_nonnull(strstr(first, "pin is set"));
	ck_assert_ptr_null(strstr(first, "4321"));
	config_free(config);
	config_free(again);
}
END_TEST

/* Each file's first line is a comment that says what must be said of it. */
START_TEST(a_broken_file_is_refused_with_line_and_expectation)
{
	g_autofree char *path = source_path("tests/config-broken");
	GDir *dir = g_dir_open(path, 0, NULL);
	const char *name;
	int files = 0;

	ck_assert_ptr_nonnull(dir);
	while ((name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *file = g_build_filename(path, name, NULL);
		g_autofree char *absolute = NULL;
		g_autofree char *text = NULL;
		g_autofree char *expected = NULL;
		g_autoptr(GError) error = NULL;
		char *end;

		if (!g_str_has_suffix(name, ".conf"))
			continue;
		files++;
		ck_assert(g_file_get_contents(file, &text, NULL, NULL));
		end = strchr(text, '\n');
		ck_assert_msg(end != NULL && g_str_has_prefix(text, "# "),
		    "%s has no expectation", name);
		*end = '\0';
		absolute = g_canonicalize_filename(file, NULL);
		expected = g_strdup_printf("%s:%s", absolute, text + 2);
		ck_assert_msg(config_load(file, &error) == NULL,
		    "%s was taken", name);
		ck_assert_str_eq(error->message, expected);
		ck_assert_msg(strstr(error->message, ", expected ") != NULL,
		    "%s", error->message);
	}
	g_dir_close(dir);
	ck_assert_int_ge(files, 15);
}
END_TEST

START_TEST(a_missing_file_is_named)
{
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(config_load("/nowhere/xiangyin.conf", &error));
	ck_assert(g_str_has_prefix(error->message, "/nowhere/xiangyin.conf: "));
}
END_TEST

START_TEST(the_manual_says_what_the_table_says)
{
	g_autofree char *path = source_path("man/xiangyin.conf.5");
	g_autofree char *manual = NULL;
	const struct option *options;
	int count;

	ck_assert(g_file_get_contents(path, &manual, NULL, NULL));
	options = config_options(&count);
	for (int i = 0; i < count; i++) {
		g_autofree char *words = config_option_describe(&options[i]);
		g_autofree char *item = g_strdup_printf(
		    ".It Ic %s\n.Pq %s\n%s\n", options[i].name, words,
		    options[i].sentence);

		ck_assert_msg(strstr(manual, item) != NULL,
		    "xiangyin.conf(5) lacks:\n%s", item);
	}
}
END_TEST

/* As it is shipped, and with every example in it taken for earnest. */
START_TEST(the_sample_is_a_configuration)
{
	g_autofree char *path = source_path("etc/xiangyin.conf");
	g_autofree char *text = NULL;
	g_autofree char *earnest = NULL;
	g_autoptr(GRegex) example =
	    g_regex_new("^#(?=\t|[a-z_]+ = |\\};)", G_REGEX_MULTILINE, 0, NULL);
	char *menus;
	struct config *config;

	ck_assert(g_file_get_contents(path, &text, NULL, NULL));
	menus = strstr(text, "/etc/xiangyin/menus\"");
	ck_assert_ptr_nonnull(menus);
	memmove(menus + 1, menus + strlen("/etc/xiangyin/menus"),
	    strlen(menus + strlen("/etc/xiangyin/menus")) + 1);
	config = parse(text);
	ck_assert_int_eq(config->modems->len, 0);
	config_free(config);

	earnest = g_regex_replace(example, text, -1, 0, "", 0, NULL);
	config = parse(earnest);
	ck_assert_int_eq(config->modems->len, 1);
	ck_assert_ptr_nonnull(config->duty_phones[0]);
	config_free(config);
}
END_TEST

static char *
source_path(const char *name)
{
	const char *top = g_getenv("srcdir");

	return g_build_filename(top != NULL ? top : ".", name, NULL);
}

static struct config *
parse(const char *text)
{
	g_autoptr(GError) error = NULL;
	struct config *config =
	    config_parse(text, "/town/xiangyin.conf", &error);

	ck_assert_msg(config != NULL, "%s",
	    error != NULL ? error->message : "no error");
	return config;
}

static char *
without_comments(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	GString *out = g_string_new(NULL);

	for (char **line = lines; *line != NULL; line++) {
		if (strchr(*line, '#') == NULL)
			g_string_append_printf(out, "%s%s",
			    line == lines ? "" : "\n", *line);
	}
	return g_string_free(out, FALSE);
}

static void
config_tests(Suite *suite)
{
	TCase *tc = tcase_create("config");

	tcase_add_test(tc, what_is_left_out_has_its_default);
	tcase_add_test(tc, every_value_arrives_in_its_field);
	tcase_add_test(tc, a_line_may_be_its_bare_name);
	tcase_add_test(tc, a_relative_path_starts_at_the_file);
	tcase_add_test(tc, what_is_printed_back_parses_to_itself);
	tcase_add_test(tc, a_broken_file_is_refused_with_line_and_expectation);
	tcase_add_test(tc, a_missing_file_is_named);
	tcase_add_test(tc, the_manual_says_what_the_table_says);
	tcase_add_test(tc, the_sample_is_a_configuration);
	suite_add_tcase(suite, tc);
}

SUITE_MAIN("config", config_tests)
