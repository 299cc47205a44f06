/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * import and export with the real programs: the county's registers go in whole
 * or not at all, and come out as they went in.
 */
#include "tests/suite.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/import.h"
#include "tests/engine_fixture.h"

#define MANY	100000
#define FEWER	20000	/* ten commits of an import */

#define AREAS								\
	"code,parent,level,name\n"					\
	"6109,,county,紫阳县\n"						\
	"610901,6109,town,洞河镇\n"					\
	"61090101,610901,village,红岩村\n"
#define HOUSEHOLDS							\
	"code,area,head,tags\n"						\
	"h1,61090101,李大山,低保;防汛\n"					\
	"h2,61090101,赵永福,\n"

static struct box *box;
static char *out, *err;
static const char *locale = "C.UTF-8";	/* of the client */

static void
county_open(void)
{
	box = box_new("");
	box_start(box);
}

static void
county_close(void)
{
	g_clear_pointer(&out, g_free);
	g_clear_pointer(&err, g_free);
	box_free(box);
}

static char *
file_of(const char *octets, gssize len)
{
	char *path = g_build_filename(box->dir, "file.csv", NULL);

	ck_assert(g_file_set_contents(path, octets, len, NULL));
	return path;
}

/* The client, started; ends with a NULL word. */
static GPid
client_start(const char *path, gboolean dry, const char *command,
    const char *kind, int *said_out, int *said_err)
{
	g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *directory = g_path_get_dirname(self);
	g_autofree char *program = g_build_filename(directory, "..", "xiangyin",
	    NULL);
	const char *const argv[] = {
		program, "-c", box->config, command, kind,
		path != NULL ? path : NULL, dry ? "--dry-run" : NULL, NULL
	};
	g_auto(GStrv) env = g_environ_setenv(g_get_environ(), "LC_ALL", locale,
	    TRUE);
	GError *error = NULL;
	GPid pid;

	ck_assert_msg(g_spawn_async_with_pipes(NULL, (char **)argv, env,
	    G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL, said_out,
	    said_err, &error), "%s", error != NULL ? error->message : "");
	return pid;
}

static char *
read_all(int fd)
{
	GString *all = g_string_new(NULL);
	char octets[4096];
	ssize_t len;

	while ((len = read(fd, octets, sizeof(octets))) > 0)
		g_string_append_len(all, octets, len);
	close(fd);
	return g_string_free(all, FALSE);
}

static int
ask(const char *path, gboolean dry, const char *command, const char *kind)
{
	int said_out, said_err, status;
	GPid pid = client_start(path, dry, command, kind, &said_out, &said_err);

	g_free(out);
	g_free(err);
	out = read_all(said_out);
	err = read_all(said_err);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static int
import(const char *kind, const char *csv)
{
	g_autofree char *path = file_of(csv, -1);

	return ask(path, FALSE, "import", kind);
}

static void
goes_in(const char *kind, const char *csv)
{
	int status = import(kind, csv);

	ck_assert_msg(status == 0, "%d %s%s", status, out, err);
}

static const char *
export(const char *kind)
{
	ck_assert_int_eq(ask(NULL, FALSE, "export", kind), 0);
	return out;
}

/* Without the byte order mark and the quotes that every field stands in. */
static char *
plain(const char *csv)
{
	g_autoptr(GString) text = g_string_new(NULL);

	ck_assert(g_str_has_prefix(csv, "\xEF\xBB\xBF\""));
	g_string_append(text, csv + 3);
	g_string_replace(text, "\"", "", 0);
	return g_strdup(text->str);
}

/* As export writes them: what went in is what comes out. */
static const struct {
	const char *kind, *csv;
} county[] = {
	{ "area", AREAS },
	{ "department", "code,name,phone,head\nmz,民政局,0915-4420000,c1\n" },
	{ "cadre", "code,name,area,department,title,mobile,office_phone,duties,"
	  "supervisor,deputy,public\n"
	  "c1,王明,610901,,干事,13800000001,,\"民政,低保\",c2,,1\n"
	  "c2,陈云,6109,mz,局长,13800000002,09154420000,,,c1,0\n" },
	{ "household", HOUSEHOLDS },
	{ "phone", "number,household,person,main,source,confirmed_on,wrong_on\n"
	  "13911111111,h1,李大山,1,村登记,2026-09-01,\n"
	  "13911111111,h2,赵永福,1,村登记,,\n" },
	{ "assignment", "cadre,household,no,from,to\n"
	  "c1,h1,1,2026-01-01,\nc1,h2,2,2026-01-01,2026-12-31\n"
	  "c2,h1,1,2026-01-01,\n" },
	{ "holiday", "date,kind\n2026-10-01,off\n2026-10-10,works\n" },
};

static void
expect_households(void)
{
	g_autofree char *without = plain(export("household"));

	ck_assert_str_eq(without, HOUSEHOLDS);
}

START_TEST(every_register_comes_out_as_it_went_in)
{
	for (gsize i = 0; i < G_N_ELEMENTS(county); i++)
		goes_in(county[i].kind, county[i].csv);
	for (gsize i = 0; i < G_N_ELEMENTS(county); i++) {
		g_autofree char *first = g_strdup(export(county[i].kind));

		g_autofree char *without = plain(first);
		g_auto(GStrv) with = g_strsplit(county[i].csv, "\"", -1);
		g_autofree char *expected = g_strjoinv("", with);

		if (strcmp(county[i].kind, "department") != 0)
			ck_assert_str_eq(without, expected);
		goes_in(county[i].kind, first);
		ck_assert_ptr_nonnull(strstr(out, " 0 new, 0 changed"));
	}
}
END_TEST

START_TEST(an_office_that_speaks_chinese_gets_chinese_names_of_columns)
{
	g_autofree char *first = NULL;

	goes_in("area", AREAS);
	locale = "zh_CN.UTF-8";
	ck_assert(g_str_has_prefix(export("area"), "\xEF\xBB\xBF"
	    "\"编号\",\"上级\",\"层级\",\"名称\"\n"));
	locale = "C.UTF-8";
	first = g_strdup(out);
	goes_in("area", first);
	ck_assert_str_eq(out, "area: 3 rows, 0 new, 0 changed\n");
}
END_TEST

START_TEST(no_cell_of_an_export_is_a_formula_and_each_comes_back)
{
	g_autofree char *first = NULL;

	goes_in("area", "code,parent,level,name\n6109,,county,=1+1\n");
	first = g_strdup(export("area"));
	ck_assert_ptr_nonnull(strstr(first, "\"'=1+1\""));
	goes_in("area", first);
	ck_assert_str_eq(out, "area: 1 rows, 0 new, 0 changed\n");
}
END_TEST

START_TEST(what_an_office_program_saves_is_read)
{
	static const char chinese[] =
	    "编号,上级,层级,名称\n6109,,县,紫阳县\n610902,6109,镇,向阳镇\n";
	static const char windows[] = "\xEF\xBB\xBF" "name;code;level;parent\r\n"
	    "\"紫阳县\";6109;county;\r\n向阳镇;610902;town;6109\r\n;;;\r\n";
	gsize len;
	g_autofree char *gb = g_convert(chinese, -1, "GB18030", "UTF-8", NULL,
	    &len, NULL);
	g_autofree char *path = file_of(gb, (gssize)len);

	ck_assert_int_eq(ask(path, FALSE, "import", "area"), 0);
	ck_assert_str_eq(out, "area: 2 rows, 2 new, 0 changed\n");
	goes_in("area", windows);
	ck_assert_str_eq(out, "area: 2 rows, 0 new, 0 changed\n");
}
END_TEST

START_TEST(a_dry_run_takes_nothing_over)
{
	g_autofree char *path = file_of(AREAS, -1);

	ck_assert_int_eq(ask(path, TRUE, "import", "area"), 0);
	ck_assert_ptr_nonnull(strstr(out, "3 rows, 3 new, 0 changed"));
	ck_assert_str_eq(export("area"), "\xEF\xBB\xBF"
	    "\"code\",\"parent\",\"level\",\"name\"\n");
}
END_TEST

static const struct {
	const char *kind, *csv, *said;
} wrong_files[] = {
	{ "area", "", "line 1: the first row names the columns: "
	  "code,parent,level,name" },
	{ "area", "code,parent,name\n1,,a\n", "line 1, column level: the first" },
	{ "area", "code,parent,level,name\n1,,county,\"a\n", "line 2: unbalanced "
	  "quotation mark" },
	{ "area", "code,parent,level,name\n1,,county,a,b\n", "line 2: more fields than" },
	{ "area", "code,parent,level,name\n1,,county,a\n\n2,1,hamlet,b\n",
	  "line 4, column level: \"hamlet\" is not county, town" },
	{ "area", "code,parent,level,name\n1 2,,county,a\n",
	  "line 2, column code: \"1 2\" is not a code" },
	{ "area", "code,parent,level,name\n1,,county,\n",
	  "line 2, column name: \"\" is not one line of 1 to 60" },
	{ "area", "code,parent,level,name\n1,9,town,a\n",
	  "line 2, column parent: there is no area \"9\"" },
	{ "area", "code,parent,level,name\n1,,county,a\n1,,county,b\n",
	  "line 3: the same as line 2: 1" },
	{ "cadre", "code,name,area,department,title,mobile,office_phone,duties,"
	  "supervisor,deputy,public\nc1,王,,,,1380000000,,,,,1\n",
	  "line 2, column mobile: \"1380000000\" is not a mobile number" },
	{ "cadre", "code,name,area,department,title,mobile,office_phone,duties,"
	  "supervisor,deputy,public\nc1,王,,,,13800000000,,,,,1\n",
	  "line 2, column area: neither an area nor a department" },
	{ "phone", "number,household,person,main,source,confirmed_on\n"
	  "10086,h1,李,1,,\n", "column number: \"10086\" is not a person's" },
	{ "phone", "number,household,person,main,source,confirmed_on\n"
	  "13911111111,h1,李,1,,2026-02-30\n",
	  "column confirmed_on: \"2026-02-30\" is not a day" },
	{ "assignment", "cadre,household,no,from,to\nc1,h1,0,2026-01-01,\n",
	  "column no: \"0\" is not a number from 1 to 999" },
	{ "assignment", "cadre,household,no,from,to\nc1,h1,1,2026-01-01,\n",
	  "line 2, column cadre: there is no cadre \"c1\"; import the cadres" },
	{ "holiday", "date,kind\n2026-10-01,holiday\n",
	  "column kind: \"holiday\" is not off, works or expected" },
};

START_TEST(a_file_with_a_wrong_row_says_where_and_takes_nothing)
{
	g_autofree char *before = g_strdup(export(wrong_files[_i].kind));

	ck_assert_int_eq(import(wrong_files[_i].kind, wrong_files[_i].csv), 1);
	ck_assert_msg(strstr(err, wrong_files[_i].said) != NULL, "%s", err);
	ck_assert_ptr_nonnull(strstr(err, "nothing was imported"));
	ck_assert_str_eq(export(wrong_files[_i].kind), before);
}
END_TEST

static GString *
many_households(int count, int wrong)
{
	GString *csv = g_string_new("code,area,head,tags\n");

	for (int i = 0; i < count; i++)
		g_string_append_printf(csv, "h%d,%s,李大山,低保\n", i,
		    i == wrong ? "nowhere" : "61090101");
	return csv;
}

START_TEST(one_bad_row_in_100000_is_named_and_changes_nothing)
{
	g_autoptr(GString) csv = many_households(MANY, 76543);

	goes_in("area", AREAS);
	goes_in("household", HOUSEHOLDS);
	ck_assert_int_eq(import("household", csv->str), 1);
	ck_assert_msg(strstr(err, "line 76545, column area: there is no area "
	    "\"nowhere\"") != NULL, "%s", err);
	expect_households();
}
END_TEST

static gboolean
count_row(const char *const *fields, int count, void *user)
{
	++*(int *)user;
	return TRUE;
}

static int
households(void)
{
	struct db *db = db_open_to_read(box->database, NULL);
	int count = 0;

	ck_assert_ptr_nonnull(db);
	ck_assert(import_each(db, IMPORT_HOUSEHOLD, count_row, &count, NULL));
	db_close(db);
	return count;
}

static gboolean
some_are_in(struct box *unused)
{
	return households() > 0;
}

static gboolean
all_are_in(struct box *unused)
{
	return households() == FEWER;
}

/* Both the engine's end and the client's leave a decided import to be finished. */
START_TEST(a_decided_import_is_finished_whoever_dies)
{
	g_autoptr(GString) csv = many_households(FEWER, -1);
	g_autofree char *path = NULL, *stage = NULL;
	int said_out, said_err, status;
	GPid pid;

	goes_in("area", AREAS);
	path = file_of(csv->str, (gssize)csv->len);
	pid = client_start(path, FALSE, "import", "household", &said_out,
	    &said_err);
	box_wait(box, 60, some_are_in);
	if (_i == 0) {
		box_stop(box, SIGKILL);
		ck_assert_int_lt(households(), FEWER);
	} else {
		kill(pid, SIGKILL);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	close(said_out);
	close(said_err);
	if (_i == 0)
		box_start(box);
	box_wait(box, 60, all_are_in);
	stage = g_strconcat(box->database, "-import", NULL);
	while (g_file_test(stage, G_FILE_TEST_EXISTS))
		g_usleep(1000);
	goes_in("household", HOUSEHOLDS);
}
END_TEST

START_TEST(an_import_whose_client_goes_early_leaves_nothing)
{
	g_autoptr(GString) csv = many_households(FEWER, -1);
	g_autofree char *path = NULL;
	int said_out, said_err, status;
	GPid pid;

	goes_in("area", AREAS);
	path = file_of(csv->str, (gssize)csv->len);
	pid = client_start(path, FALSE, "import", "household", &said_out,
	    &said_err);
	kill(pid, SIGKILL);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	close(said_out);
	close(said_err);
	/* The engine may be busy with it for a moment yet. */
	while (import("household", HOUSEHOLDS) == 1)
		ck_assert_ptr_nonnull(strstr(err, "another import"));
	expect_households();
}
END_TEST

static void
register_tests(Suite *suite)
{
	TCase *tc = tcase_create("register"), *wrong = tcase_create("wrong");
	TCase *many = tcase_create("many");

	tcase_set_timeout(tc, 180);
	tcase_set_timeout(wrong, 180);
	tcase_set_timeout(many, 180);
	tcase_add_checked_fixture(tc, county_open, county_close);
	tcase_add_checked_fixture(wrong, county_open, county_close);
	tcase_add_checked_fixture(many, county_open, county_close);
	tcase_add_test(tc, every_register_comes_out_as_it_went_in);
	tcase_add_test(tc, what_an_office_program_saves_is_read);
	tcase_add_test(tc,
	    an_office_that_speaks_chinese_gets_chinese_names_of_columns);
	tcase_add_test(tc,
	    no_cell_of_an_export_is_a_formula_and_each_comes_back);
	tcase_add_test(tc, a_dry_run_takes_nothing_over);
	tcase_add_loop_test(wrong, a_file_with_a_wrong_row_says_where_and_takes_nothing,
	    0, (int)G_N_ELEMENTS(wrong_files));
	tcase_add_test(many, one_bad_row_in_100000_is_named_and_changes_nothing);
	tcase_add_loop_test(many, a_decided_import_is_finished_whoever_dies, 0, 2);
	tcase_add_test(many, an_import_whose_client_goes_early_leaves_nothing);
	suite_add_tcase(suite, tc);
	suite_add_tcase(suite, wrong);
	suite_add_tcase(suite, many);
}

SUITE_MAIN_BESIDE("register", register_tests, "register", "wrong", "many")
