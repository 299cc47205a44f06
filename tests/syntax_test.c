/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What may be typed: read, refused with a sentence, explained; the manual and the
 * catalogue say the same; where the client finds the engine.
 */
#include <glib/gstdio.h>
#include <string.h>

#include "tests/suite.h"
#include "tools/catalog.h"
#include "tools/control_path.h"
#include "tools/syntax.h"

#define WORDS_MAX	8

/* A command line, a word that its refusal must contain. */
static const struct {
	const char *words[WORDS_MAX];
	const char *said;
} wrong[] = {
	{ { NULL }, "no command" },
	{ { "" }, "no command" },
	{ { "inbx" }, "\"inbx\"" },
	{ { "status", "now" }, "unexpected argument \"now\"" },
	{ { "status", "--jsn" }, "no option --jsn" },
	{ { "status", "-j" }, "no option -j" },
	{ { "status", "--json=yes" }, "no option --json" },
	{ { "ticket" }, "list, show" },
	{ { "ticket", "delete", "30482171" }, "list, show" },
	{ { "menu" }, "check, draw" },
	{ { "import", "foo", "x.csv" }, "kind is one of area|" },
	{ { "audit", "--json" }, "verify" },
	{ { "status", "--csv" }, "no option --csv" },
	{ { "inbox", "--csv", "--json" }, "--csv" },
	{ { "ticket", "show", "30482171", "--html" }, "no option --html" },
	{ { "callback" }, "list, done" },
	{ { "talk" }, "NUMBER is missing" },
	{ { "talk", "abc" }, "13812345678" },
	{ { "talk", "" }, "not a telephone number" },
	{ { "talk", "+86138;x" }, "not a telephone number" },
	{ { "talk", "13812345678", "--bearer", "fax" }, "sms|ussd" },
	{ { "talk", "13812345678", "--line" }, "--line requires a value" },
	{ { "talk", "13812345678", "--line=" }, "--line is empty" },
	{ { "talk", "13812345678", "--json" }, "no option --json" },
	{ { "inbox", "--limit", "0" }, "from 1 to 10000" },
	{ { "inbox", "--limit", "10001" }, "from 1 to 10000" },
	{ { "inbox", "--limit", "-1" }, "from 1 to 10000" },
	{ { "inbox", "--limit", "5x" }, "from 1 to 10000" },
	{ { "inbox", "--limit", "99999999999999999999" }, "from 1 to 10000" },
	{ { "inbox", "--limit" }, "--limit requires a value" },
	{ { "inbox", "--limit", "5", "--limit", "6" }, "given twice" },
	{ { "inbox", "--state", "sent" }, "open|answered" },
	{ { "inbox", "--phone", "" }, "--phone is empty" },
	{ { "inbox", "13812345678" }, "usage: xiangyin inbox" },
	{ { "outbox", "--state", "answered" }, "queued|handed" },
	{ { "outbox", "--state", "queued|handed" }, "queued|handed" },
	{ { "ticket", "list", "--state", "closed" }, "open|draft" },
	{ { "ticket", "list", "--urgent=1" }, "takes no value" },
	{ { "ticket", "show" }, "TICKET is missing" },
	{ { "ticket", "show", "30482172" }, "two are swapped" },
	{ { "ticket", "show", "3048-2117" }, "two are swapped" },
	{ { "ticket", "show", "3048217" }, "not a ticket number" },
	{ { "ticket", "show", "3048217l" }, "not a ticket number" },
	{ { "ticket", "show", "30482171", "30482171" }, "unexpected argument" },
	{ { "callback", "done" }, "ID is missing" },
	{ { "callback", "done", "3" }, "RESULT is missing" },
	{ { "callback", "done", "x", "reached" }, "ID is a whole number" },
	{ { "callback", "done", "3", "" }, "RESULT is empty" },
	{ { "callback", "done", "3", "no", "answer" }, "unexpected argument" },
	{ { "backup" }, "FILE is missing" },
	{ { "backup", "a", "b" }, "unexpected argument" },
	{ { "check", "\xff\xfe" }, "not valid UTF-8" },
	{ { "--json", "inbox" }, "\"--json\"" },
};

static const struct {
	const char *words[WORDS_MAX];
	const char *row;	/* the words of the row */
	const char *name, *value;	/* one value, NULL: not given */
	enum syntax_format format;
} right[] = {
	{ { "status" }, "status", NULL, NULL, FALSE },
	{ { "status", "--json" }, "status", NULL, NULL, FORMAT_JSON },
	{ { "inbox", "--limit", "5", "--json" }, "inbox", "limit", "5", FORMAT_JSON },
	{ { "inbox", "--limit=5" }, "inbox", "limit", "5", FORMAT_PEOPLE },
	{ { "inbox" }, "inbox", "limit", NULL, FORMAT_PEOPLE },
	{ { "outbox", "--phone", "138 1234 5678" }, "outbox", "phone",
	    "138 1234 5678", FORMAT_PEOPLE },
	{ { "ticket", "list", "--urgent" }, "ticket list", "urgent", "", FORMAT_PEOPLE },
	{ { "ticket", "show", "３０４８ ２１７１" }, "ticket show", "ticket",
	  "３０４８ ２１７１", FORMAT_PEOPLE },
	{ { "ticket", "show", "--json", "30482171" }, "ticket show", "ticket",
	    "30482171", FORMAT_JSON },
	{ { "talk", "--bearer", "ussd", "13812345678" }, "talk", "number",
	    "13812345678", FORMAT_PEOPLE },
	{ { "talk", "--", "13812345678" }, "talk", "number", "13812345678", FORMAT_PEOPLE },
	{ { "callback", "done", "3", "--", "--nobody--" }, "callback done",
	    "result", "--nobody--", FORMAT_PEOPLE },
	{ { "callback", "done", "3", "-" }, "callback done", "result", "-", FORMAT_PEOPLE },
	{ { "backup", "a.db" }, "backup", "file", "a.db", FORMAT_PEOPLE },
};

static const struct {
	const char *text, *path;
} configurations[] = {
	{ "", NULL },
	{ "control = \"/run/x\";", "/run/x" },
	{ "control=\"/run/x\"", "/run/x" },
	{ "control : \"/run/x\";", "/run/x" },
	{ "database = \"/a\";\n\tcontrol\t=\n \"/run/x\" ;", "/run/x" },
	{ "control = \"/run\" \"/x\";", "/run/x" },
	{ "control = /* why */ \"/run/x\"; # y\n", "/run/x" },
	{ "# control = \"/a\";\ncontrol = \"/run/x\";", "/run/x" },
	{ "// control = \"/a\";\ncontrol = \"/run/x\";", "/run/x" },
	{ "/* control = \"/a\"; */ control = \"/run/x\";", "/run/x" },
	{ "name = \"control = \\\"/a\\\"\"; control = \"/run/x\";", "/run/x" },
	{ "group : { control = \"/a\"; }; control = \"/run/x\";", "/run/x" },
	{ "modems = ( { control = \"/a\"; } ); lines = [ \"control\" ];", NULL },
	{ "control_group = \"staff\";", NULL },
	{ "my-control = \"/a\";", NULL },
	{ "control = 5; name = \"/a\";", NULL },
	{ "control = \"a\\x20b\\\\c\\td\";", "a b\\c\td" },
	{ "control = \"unfinished", NULL },
	{ "control = \"/a\"; control = \"/b\";", NULL },
	{ "control = ", NULL },
	{ "/* unfinished control = \"/a\";", NULL },
	{ "\\\"", NULL },
	{ "}}} control = \"/a\";", NULL },
};

static int
words_count(const char *const *words)
{
	int count = 0;

	while (count < WORDS_MAX && words[count] != NULL)
		count++;
	return count;
}

static void
use_build_tree(void)
{
	g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *directory = g_path_get_dirname(self);
	g_autofree char *po = g_build_filename(directory, "..", "po", NULL);

	g_setenv("XIANGYIN_LOCALEDIR", po, TRUE);
}

static enum syntax_result
read_words(const char *const *words, int count, struct command_line *line, GString *say)
{
	return syntax_read(syntax_rows, (char **)words, count, line, say);
}

START_TEST(a_mistake_is_refused_with_a_sentence_in_every_language)
{
	static const char *const locales[] = { NULL, "zh_CN.UTF-8" };

	use_build_tree();
	for (gsize l = 0; l < G_N_ELEMENTS(locales); l++) {
		g_autoptr(GString) say = g_string_new(NULL);
		struct command_line line;

		catalog_choose(locales[l]);
		ck_assert_int_eq(read_words(wrong[_i].words,
		    words_count(wrong[_i].words), &line, say), SYNTAX_WRONG);
		ck_assert_ptr_null(line.row);
		if (l == 0)
			ck_assert_msg(strstr(say->str, wrong[_i].said) != NULL,
			    "said: %s", say->str);
		else
			ck_assert_msg(!g_str_is_ascii(say->str), "said: %s",
			    say->str);
		ck_assert_ptr_null(strchr(say->str, '\n'));
	}
}
END_TEST

START_TEST(words_options_and_values_are_read_in_any_order)
{
	g_autoptr(GString) say = g_string_new(NULL);
	struct command_line line;

	ck_assert_msg(read_words(right[_i].words,
	    words_count(right[_i].words), &line, say) == SYNTAX_OK, "said: %s",
	    say->str);
	ck_assert_str_eq(line.row->words, right[_i].row);
	ck_assert_int_eq(line.format, right[_i].format);
	if (right[_i].name != NULL)
		ck_assert_pstr_eq(command_line_value(&line, right[_i].name),
		    right[_i].value);
	command_line_clear(&line);
}
END_TEST

START_TEST(a_number_not_given_is_the_usual_one)
{
	const char *words[] = { "inbox", "--limit", "7" };
	g_autoptr(GString) say = g_string_new(NULL);
	struct command_line line;

	ck_assert_int_eq(read_words(words, 3, &line, say), SYNTAX_OK);
	ck_assert_int_eq(command_line_number(&line, "limit", 20), 7);
	command_line_clear(&line);
	ck_assert_int_eq(read_words(words, 1, &line, say), SYNTAX_OK);
	ck_assert_int_eq(command_line_number(&line, "limit", 20), 20);
	command_line_clear(&line);
}
END_TEST

START_TEST(every_command_and_family_explains_itself)
{

	for (int i = 0; syntax_rows[i] != NULL; i++) {
		g_auto(GStrv) words = g_strsplit(syntax_rows[i]->words, " ", -1);
		const char *argv[] = { words[0], words[1], NULL, NULL };
		g_autoptr(GString) say = g_string_new(NULL);
		struct command_line line;
		int argc = g_strv_length(words);

		argv[argc++] = "--help";
		ck_assert_int_eq(read_words(argv, argc, &line, say), SYNTAX_HELP);
		ck_assert_ptr_nonnull(strstr(say->str, syntax_rows[i]->words));
		ck_assert_ptr_nonnull(strstr(say->str, syntax_rows[i]->help));
		argv[1] = "--help";
		ck_assert_int_eq(read_words(argv, 2, &line, say), SYNTAX_HELP);
	}
}
END_TEST

START_TEST(every_word_of_help_is_translated)
{

	use_build_tree();
	catalog_choose("zh_CN.UTF-8");
	for (int i = 0; syntax_rows[i] != NULL; i++) {
		const struct param *both[] = { syntax_rows[i]->args, syntax_rows[i]->options };

		ck_assert_ptr_ne(_(syntax_rows[i]->help), syntax_rows[i]->help);
		for (int b = 0; b < 2; b++) {
			for (const struct param *p = both[b];
			    p != NULL && p->name != NULL; p++)
				ck_assert_ptr_ne(_(p->help), p->help);
		}
	}
}
END_TEST

START_TEST(a_language_is_chosen_for_each_client)
{
	static const char sentence[] = "There is no such ticket.";

	use_build_tree();
	catalog_choose(NULL);
	ck_assert_str_eq(_(sentence), sentence);
	catalog_choose("zh_CN.UTF-8");
	ck_assert_str_ne(_(sentence), sentence);
	ck_assert_str_eq(P_("%d screen", "%d screens", 2), "%d screens");
	catalog_choose("../../../etc/passwd");
	ck_assert_str_eq(_(sentence), sentence);
	catalog_choose("zh:en");
	ck_assert_str_ne(_(sentence), sentence);
	catalog_choose("de_DE.UTF-8");
	ck_assert_str_eq(_(sentence), sentence);
	ck_assert_str_eq(P_("%d day", "%d days", 1), "%d day");
}
END_TEST

START_TEST(the_language_is_that_of_the_environment)
{
	static const struct {
		const char *all, *messages, *lang, *language, *locale;
	} cases[] = {
		{ NULL, NULL, NULL, NULL, NULL },
		{ NULL, NULL, "zh_CN.UTF-8", NULL, "zh_CN.UTF-8" },
		{ NULL, "C", "zh_CN.UTF-8", NULL, NULL },
		{ "POSIX", NULL, "zh_CN.UTF-8", "zh_CN", NULL },
		{ "C.UTF-8", NULL, NULL, "zh_CN:en", "zh_CN:en" },
		{ "", "", "zh_CN.UTF-8", "", "zh_CN.UTF-8" },
		{ NULL, NULL, NULL, "zh_CN", NULL },
	};
	const char *names[] = { "LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE" };
	const char *values[] = { cases[_i].all, cases[_i].messages,
	    cases[_i].lang, cases[_i].language };

	for (int i = 0; i < 4; i++) {
		if (values[i] == NULL)
			g_unsetenv(names[i]);
		else
			g_setenv(names[i], values[i], TRUE);
	}
	ck_assert_pstr_eq(catalog_locale(), cases[_i].locale);
}
END_TEST

START_TEST(a_broken_catalogue_is_not_used)
{
	g_autofree char *directory = g_dir_make_tmp("catalog-XXXXXX", NULL);
	g_autofree char *place = g_build_filename(directory, "zh_CN",
	    "LC_MESSAGES", NULL);
	g_autofree char *broken = g_build_filename(place, "xiangyin.mo", NULL);
	g_autofree char *sound = NULL, *octets = NULL;
	gsize len;

	use_build_tree();
	sound = g_build_filename(g_getenv("XIANGYIN_LOCALEDIR"), "zh_CN",
	    "LC_MESSAGES", "xiangyin.mo", NULL);
	ck_assert(g_file_get_contents(sound, &octets, &len, NULL));
	ck_assert_int_eq(g_mkdir_with_parents(place, 0700), 0);
	/* One turned octet of the head or the tables, or a missing end. */
	if (_i < 100)
		octets[_i] ^= 0x55;
	else
		len -= len * (_i - 99) / 12;
	ck_assert(g_file_set_contents(broken, octets, len, NULL));
	g_setenv("XIANGYIN_LOCALEDIR", directory, TRUE);
	catalog_choose("zh_CN");
	ck_assert(g_utf8_validate(_("There is no such ticket."), -1, NULL));
	g_remove(broken);
	for (; strlen(place) >= strlen(directory); *strrchr(place, '/') = '\0')
		ck_assert_int_eq(g_rmdir(place), 0);
}
END_TEST

START_TEST(the_control_socket_is_found_in_the_configuration)
{
	g_autofree char *path = control_path_of_text(configurations[_i].text);

	ck_assert_pstr_eq(path, configurations[_i].path);
}
END_TEST

START_TEST(the_manual_has_every_command_and_option_and_no_other)
{
	const char *srcdir = g_getenv("srcdir");
	g_autofree char *file = g_build_filename(srcdir == NULL ? "." : srcdir,
	    "man", "xiangyin.1", NULL);
	g_autofree char *manual = NULL;
	g_auto(GStrv) entries = NULL;
	guint count = 0;

	ck_assert_msg(g_file_get_contents(file, &manual, NULL, NULL), "%s", file);
	entries = g_strsplit(manual, "\n.It Cm ", -1);
	while (syntax_rows[count] != NULL)
		count++;
	ck_assert_int_eq(g_strv_length(entries), count + 1);
	for (guint i = 0; i < count; i++) {
		g_autofree char *entry = g_strdup(entries[i + 1]);
		char *end = strstr(entry, "\n.Sh ");
		g_auto(GStrv) flags = NULL;
		guint options = (syntax_rows[i]->flags & SYNTAX_ROWS) != 0;

		if (end != NULL)
			*end = '\0';
		ck_assert_msg(g_str_has_prefix(entry, syntax_rows[i]->words),
		    "expected %s: %s", syntax_rows[i]->words, entry);
		for (const struct param *p = syntax_rows[i]->options;
		    p != NULL && p->name != NULL; p++, options++) {
			g_autofree char *flag = g_strdup_printf(
			    "\n.It Fl Fl %s%s", p->name,
			    p->kind == PARAM_SWITCH ? "\n" : " Ar ");

			ck_assert_msg(strstr(entry, flag) != NULL, "%s:%s",
			    syntax_rows[i]->words, flag);
		}
		for (const struct param *p = syntax_rows[i]->args;
		    p != NULL && p->name != NULL; p++) {
			g_autofree char *low = g_ascii_strdown(p->kind ==
			    PARAM_CHOICE ? p->name : p->value, -1);
			g_autofree char *ar = g_strdup_printf("Ar %s", low);

			ck_assert_msg(strstr(entry, ar) != NULL, "%s: %s",
			    syntax_rows[i]->words, ar);
		}
		flags = g_strsplit(entry, "\n.It Fl Fl ", -1);
		ck_assert_msg(g_strv_length(flags) == options + 1,
		    "%s: %u options, expected %u", syntax_rows[i]->words,
		    g_strv_length(flags) - 1, options);
	}
}
END_TEST

static void
syntax_tests(Suite *suite)
{
	TCase *words = tcase_create("words"), *catalog = tcase_create("catalogue");
	TCase *manual = tcase_create("manual"), *control = tcase_create("control");

	tcase_add_loop_test(words,
	    a_mistake_is_refused_with_a_sentence_in_every_language, 0,
	    G_N_ELEMENTS(wrong));
	tcase_add_loop_test(words, words_options_and_values_are_read_in_any_order,
	    0, G_N_ELEMENTS(right));
	tcase_add_test(words, a_number_not_given_is_the_usual_one);
	tcase_add_test(words, every_command_and_family_explains_itself);
	suite_add_tcase(suite, words);
	tcase_add_test(catalog, every_word_of_help_is_translated);
	tcase_add_test(catalog, a_language_is_chosen_for_each_client);
	tcase_add_loop_test(catalog, the_language_is_that_of_the_environment, 0, 7);
	tcase_add_loop_test(catalog, a_broken_catalogue_is_not_used, 0, 112);
	suite_add_tcase(suite, catalog);
	tcase_add_test(manual,
	    the_manual_has_every_command_and_option_and_no_other);
	suite_add_tcase(suite, manual);
	tcase_add_loop_test(control,
	    the_control_socket_is_found_in_the_configuration, 0,
	    G_N_ELEMENTS(configurations));
	suite_add_tcase(suite, control);
}

SUITE_MAIN("syntax", syntax_tests)
