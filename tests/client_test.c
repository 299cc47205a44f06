/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The client against an engine that says what the test wants: real program, real
 * socket.
 */
#include <errno.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/channel.h"
#include "tests/suite.h"

/* How the engine of a test behaves. */
struct engine {
	char	*directory, *path;
	int	 fd;
	struct channel *channel;
	GMainLoop *loop;
	GString	*heard;		/* words, settings and input, one a line */
	const char *out, *err;	/* said at once */
	int	 status;
	gboolean echo;		/* each line of input is said back; ends with it */
	gboolean leave;		/* closes without an end */
	int	 flood;		/* so many long packets of output */
	/* of the client */
	char	*client_out, *client_err;
	int	 client_status, client_signal;
	gboolean client_ended;
};

static char *
program(void)
{
	g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *directory = g_path_get_dirname(self);

	return g_build_filename(directory, "..", "xiangyin", NULL);
}

static void
engine_end(struct engine *engine)
{
	channel_send(engine->channel, MESSAGE_COMMAND_END,
	    g_variant_new("(i)", engine->status));
}

static void
engine_command(struct engine *engine, GVariant *payload)
{
	g_autoptr(GVariantIter) settings = NULL;
	g_auto(GStrv) argv = NULL;
	const char *key, *value;

	g_variant_get(payload, "(^asa{ss})", &argv, &settings);
	for (int i = 0; argv[i] != NULL; i++)
		g_string_append_printf(engine->heard, "word %s\n", argv[i]);
	while (g_variant_iter_next(settings, "{&s&s}", &key, &value))
		g_string_append_printf(engine->heard, "%s=%s\n", key, value);
	if (engine->out != NULL)
		channel_send(engine->channel, MESSAGE_COMMAND_OUT,
		    g_variant_new("(s)", engine->out));
	if (engine->err != NULL)
		channel_send(engine->channel, MESSAGE_COMMAND_ERR,
		    g_variant_new("(s)", engine->err));
	for (int i = 0; i < engine->flood; i++) {
		g_autofree char *text = g_strnfill(30000, 'x');

		channel_send(engine->channel, MESSAGE_COMMAND_OUT,
		    g_variant_new("(s)", text));
	}
	if (!engine->echo && !engine->leave)
		engine_end(engine);
}

static void
engine_message(struct channel *channel, enum message_type type,
    GVariant *payload, void *user)
{
	struct engine *engine = user;
	g_autofree char *said = NULL;
	const char *line;

	switch (type) {
	case MESSAGE_COMMAND:
		engine_command(engine, payload);
		if (engine->leave) {
			channel_free(channel);
			engine->channel = NULL;
		}
		break;
	case MESSAGE_COMMAND_IN:
		g_variant_get(payload, "(&s)", &line);
		g_string_append_printf(engine->heard, "in %s\n", line);
		said = g_strdup_printf("> %s\n", line);
		channel_send(channel, MESSAGE_COMMAND_OUT,
		    g_variant_new("(s)", said));
		break;
	default:
		g_string_append(engine->heard, "end\n");
		engine_end(engine);
	}
}

static void
engine_closed(struct channel *channel, const char *why, void *user)
{
	struct engine *engine = user;

	channel_free(channel);
	engine->channel = NULL;
	if (engine->client_ended)
		g_main_loop_quit(engine->loop);
}

static gboolean
engine_accept(int fd, GIOCondition condition, gpointer user)
{
	struct engine *engine = user;

	engine->channel = channel_new(accept(fd, NULL, NULL), SIDE_CLIENT,
	    G_PRIORITY_DEFAULT, engine_message, engine_closed, engine);
	return G_SOURCE_REMOVE;
}

static void
engine_open(struct engine *engine)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	engine->directory = g_dir_make_tmp("client-XXXXXX", NULL);
	ck_assert_ptr_nonnull(engine->directory);
	engine->path = g_build_filename(engine->directory, "control", NULL);
	engine->heard = g_string_new(NULL);
	engine->loop = g_main_loop_new(NULL, FALSE);
	g_strlcpy(address.sun_path, engine->path, sizeof(address.sun_path));
	engine->fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	ck_assert_int_eq(bind(engine->fd, (struct sockaddr *)&address,
	    sizeof(address)), 0);
	ck_assert_int_eq(listen(engine->fd, 1), 0);
	g_unix_fd_add(engine->fd, G_IO_IN, engine_accept, engine);
}

static void
engine_close(struct engine *engine)
{
	if (engine->channel != NULL)
		channel_free(engine->channel);
	if (engine->fd >= 0)
		close(engine->fd);
	g_unlink(engine->path);
	g_rmdir(engine->directory);
	g_free(engine->directory);
	g_free(engine->path);
	g_free(engine->client_out);
	g_free(engine->client_err);
	g_string_free(engine->heard, TRUE);
	g_main_loop_unref(engine->loop);
}

static void
client_done(GObject *source, GAsyncResult *result, gpointer user)
{
	g_autoptr(GBytes) out = NULL, err = NULL;
	GSubprocess *client = G_SUBPROCESS(source);
	struct engine *engine = user;

	ck_assert(g_subprocess_communicate_finish(client, result, &out, &err, NULL));
	engine->client_out = g_strndup(g_bytes_get_data(out, NULL) == NULL ? "" :
	    g_bytes_get_data(out, NULL), g_bytes_get_size(out));
	engine->client_err = g_strndup(g_bytes_get_data(err, NULL) == NULL ? "" :
	    g_bytes_get_data(err, NULL), g_bytes_get_size(err));
	if (g_subprocess_get_if_exited(client))
		engine->client_status = g_subprocess_get_exit_status(client);
	else
		engine->client_signal = g_subprocess_get_term_sig(client);
	engine->client_ended = TRUE;
	g_main_loop_quit(engine->loop);
}

static gboolean
too_late(gpointer user)
{
	ck_abort_msg("the client did not end");
	return G_SOURCE_REMOVE;
}

/* Runs the client to its end; words ended by NULL. */
static void
client_run(struct engine *engine, const char *input, gsize len,
    const char *const *words)
{
	g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(
	    G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
	    G_SUBPROCESS_FLAGS_STDERR_PIPE);
	g_autoptr(GBytes) octets = g_bytes_new(input, len);
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	g_autoptr(GSubprocess) client = NULL;
	g_autoptr(GError) error = NULL;
	g_autofree char *path = program();
	guint guard;

	g_ptr_array_add(argv, path);
	for (; words != NULL && *words != NULL; words++)
		g_ptr_array_add(argv, (gpointer)*words);
	g_ptr_array_add(argv, NULL);
	g_subprocess_launcher_setenv(launcher, "XIANGYIN_CONTROL", engine->path, TRUE);
	g_subprocess_launcher_setenv(launcher, "LC_ALL", "C", TRUE);
	client = g_subprocess_launcher_spawnv(launcher,
	    (const char *const *)argv->pdata, &error);
	ck_assert_msg(client != NULL, "%s: %s", path,
	    error == NULL ? "" : error->message);
	g_subprocess_communicate_async(client, octets, NULL, client_done, engine);
	guard = g_timeout_add_seconds(20, too_late, NULL);
	g_main_loop_run(engine->loop);
	g_source_remove(guard);
}

START_TEST(words_reach_the_engine_and_its_answer_is_printed)
{
	const char *const words[] = { "inbox", "--limit", "5", NULL };
	struct engine engine = { .out = "one\n", .err = "two", .status = 1 };

	engine_open(&engine);
	client_run(&engine, "ignored\n", 8, words);
	ck_assert_str_eq(engine.heard->str, "word inbox\nword --limit\nword 5\n");
	ck_assert_str_eq(engine.client_out, "one\n");
	ck_assert_str_eq(engine.client_err, "xiangyin: two\n");
	ck_assert_int_eq(engine.client_status, 1);
	engine_close(&engine);
}
END_TEST

START_TEST(each_line_of_input_is_a_text)
{
	static const struct {
		const char *input;
		const char *heard;
	} cases[] = {
		{ "", "end\n" },
		{ "水管坏了\n", "in 水管坏了\nend\n" },
		{ "a\nb", "in a\nin b\nend\n" },
		{ "a\r\n\nb\n", "in a\nin \nin b\nend\n" },
		{ "\xff\xfe\n", "in \uFFFD\uFFFD\nend\n" },
		{ "\033[2J\n", "in \033[2J\nend\n" },
	};
	const char *const words[] = { "talk", "13812345678", NULL };
	g_autofree char *heard = g_strconcat("word talk\nword 13812345678\n",
	    cases[_i].heard, NULL);
	struct engine engine = { .echo = TRUE };

	engine_open(&engine);
	client_run(&engine, cases[_i].input, strlen(cases[_i].input), words);
	ck_assert_str_eq(engine.heard->str, heard);
	ck_assert_int_eq(engine.client_status, 0);
	engine_close(&engine);
}
END_TEST

START_TEST(a_file_is_read_by_the_client_whatever_its_characters)
{
	static const char gb[] = "1,\xCB\xAE\n2,\xB5\xE7\n";
	struct engine engine = { .echo = TRUE };
	g_autofree char *file = NULL, *heard = NULL;
	const char *words[] = { "send", "--file", NULL, NULL };

	engine_open(&engine);
	file = g_build_filename(engine.directory, "texts.csv", NULL);
	ck_assert(g_file_set_contents(file, "1,水\r\n2,电", -1, NULL));
	if (_i == 2)
		ck_assert(g_file_set_contents(file, gb, -1, NULL));
	words[2] = _i == 1 ? "-" : file;
	client_run(&engine, "1,水\n2,电\n", strlen("1,水\n2,电\n"), words);
	heard = g_strdup_printf(
	    "word send\nword --file\nword %s\nin 1,水\n2,电\nend\n", words[2]);
	ck_assert_str_eq(engine.heard->str, heard);
	ck_assert_int_eq(engine.client_status, 0);
	g_unlink(file);
	engine_close(&engine);
}
END_TEST

START_TEST(a_file_that_cannot_be_read_is_named)
{
	const char *const words[] = { "send", "--file", "/nowhere/x.csv", NULL };
	struct engine engine = { 0 };

	engine_open(&engine);
	client_run(&engine, "", 0, words);
	ck_assert_str_eq(engine.heard->str, "");
	ck_assert_int_eq(engine.client_status, 2);
	ck_assert_ptr_nonnull(strstr(engine.client_err, "/nowhere/x.csv"));
	engine_close(&engine);
}
END_TEST

START_TEST(a_line_longer_than_a_packet_goes_on_as_the_next_text)
{
	const char *const words[] = { "talk", "13812345678", NULL };
	g_autoptr(GString) input = g_string_new(NULL);
	struct engine engine = { .echo = TRUE };
	g_auto(GStrv) lines = NULL;
	gsize octets = 0;

	for (int i = 0; i < 30000; i++)
		g_string_append(input, "水");
	engine_open(&engine);
	client_run(&engine, input->str, input->len, words);
	ck_assert_int_eq(engine.client_status, 0);
	lines = g_strsplit(engine.heard->str, "\n", -1);
	for (int i = 2; lines[i] != NULL; i++) {
		if (!g_str_has_prefix(lines[i], "in "))
			continue;
		ck_assert_ptr_null(strstr(lines[i], "\uFFFD"));
		octets += strlen(lines[i]) - 3;
	}
	ck_assert_uint_eq(octets, input->len);
	engine_close(&engine);
}
END_TEST

START_TEST(much_input_is_not_piled_up_and_none_is_lost)
{
	const char *const words[] = { "talk", "13812345678", NULL };
	g_autoptr(GString) input = g_string_new(NULL);
	struct engine engine = { .echo = TRUE };

	for (int i = 0; i < 5000; i++)
		g_string_append_printf(input, "line %d\n", i);
	engine_open(&engine);
	client_run(&engine, input->str, input->len, words);
	ck_assert_int_eq(engine.client_status, 0);
	ck_assert_ptr_nonnull(strstr(engine.client_out, "> line 0\n"));
	ck_assert(g_str_has_suffix(engine.client_out, "> line 4999\n"));
	engine_close(&engine);
}
END_TEST

START_TEST(much_output_is_printed_to_its_end)
{
	const char *const words[] = { "menu", "draw", NULL };
	struct engine engine = { .flood = 100 };

	engine_open(&engine);
	client_run(&engine, "", 0, words);
	ck_assert_int_eq(engine.client_status, 0);
	ck_assert_uint_eq(strlen(engine.client_out), 3000000);
	engine_close(&engine);
}
END_TEST

START_TEST(an_engine_that_leaves_is_told_apart_from_a_no)
{
	const char *const words[] = { "status", NULL };
	struct engine engine = { .leave = TRUE };

	engine_open(&engine);
	client_run(&engine, "", 0, words);
	ck_assert_int_eq(engine.client_status, 3);
	ck_assert_ptr_nonnull(strstr(engine.client_err, "the connection to the engine was lost"));
	engine_close(&engine);
}
END_TEST

START_TEST(an_engine_that_has_ended_is_explained)
{
	const char *const words[] = { "status", NULL };
	struct engine engine = { 0 };

	engine_open(&engine);
	g_source_remove_by_user_data(&engine);
	close(engine.fd);
	engine.fd = -1;
	client_run(&engine, "", 0, words);
	ck_assert_int_eq(engine.client_status, 3);
	ck_assert_ptr_nonnull(strstr(engine.client_err, "journalctl"));
	engine_close(&engine);
}
END_TEST

START_TEST(an_engine_that_never_ran_is_explained)
{
	const char *const words[] = { "--control", "/nowhere/control", "status",
	    NULL };
	struct engine engine = { 0 };

	engine_open(&engine);
	client_run(&engine, "", 0, words);
	ck_assert_int_eq(engine.client_status, 3);
	ck_assert_ptr_nonnull(strstr(engine.client_err, "systemctl start"));
	engine_close(&engine);
}
END_TEST

START_TEST(the_configuration_says_where_the_engine_listens)
{
	struct engine engine = { .out = "here\n" };
	g_autofree char *file = NULL;
	const char *words[] = { "-c", NULL, "status", NULL };

	engine_open(&engine);
	file = g_build_filename(engine.directory, "xiangyin.conf", NULL);
	words[1] = file;
	ck_assert(g_file_set_contents(file,
	    "# control = \"/a\";\ncontrol = \"control\";\n", -1, NULL));
	client_run(&engine, "", 0, words);
	ck_assert_str_eq(engine.client_out, "here\n");
	ck_assert_int_eq(engine.client_status, 0);
	g_unlink(file);
	engine_close(&engine);
}
END_TEST

START_TEST(a_configuration_that_cannot_be_read_is_named)
{
	const char *const words[] = { "-c", "/nowhere/x.conf", "status", NULL };
	struct engine engine = { 0 };

	engine_open(&engine);
	client_run(&engine, "", 0, words);
	ck_assert_int_eq(engine.client_status, 3);
	ck_assert_ptr_nonnull(strstr(engine.client_err, "/nowhere/x.conf"));
	engine_close(&engine);
}
END_TEST

START_TEST(a_configuration_that_makes_no_sense_is_named_with_its_line)
{
	struct engine engine = { 0 };
	g_autofree char *file = NULL;
	const char *words[] = { "-c", NULL, "status", NULL };

	engine_open(&engine);
	file = g_build_filename(engine.directory, "xiangyin.conf", NULL);
	words[1] = file;
	ck_assert(g_file_set_contents(file, "control = \"/a\";\n}\n", -1, NULL));
	client_run(&engine, "", 0, words);
	ck_assert_int_eq(engine.client_status, 3);
	ck_assert_ptr_nonnull(strstr(engine.client_err, "xiangyin.conf, line 2: "));
	g_unlink(file);
	engine_close(&engine);
}
END_TEST

START_TEST(a_mistake_is_refused_without_an_engine)
{
	static const struct {
		const char *const words[4];
		int status;
		const char *out, *err;
	} cases[] = {
		{ { NULL }, 2, NULL, "--help" },
		{ { "--bogus", NULL }, 2, NULL, "--bogus" },
		{ { "-c", NULL }, 2, NULL, "-c requires a path" },
		{ { "inbox", "--limit", "x", NULL }, 2, NULL, "whole number" },
		{ { "--help", NULL }, 0, "ticket show", NULL },
		{ { "talk", "--help", NULL }, 0, "--bearer", NULL },
		{ { "--version", NULL }, 0, "xiangyin ", NULL },
	};
	struct engine engine = { 0 };

	engine_open(&engine);
	client_run(&engine, "", 0, cases[_i].words);
	ck_assert_str_eq(engine.heard->str, "");
	ck_assert_int_eq(engine.client_status, cases[_i].status);
	if (cases[_i].out != NULL)
		ck_assert_ptr_nonnull(strstr(engine.client_out, cases[_i].out));
	if (cases[_i].err != NULL)
		ck_assert_ptr_nonnull(strstr(engine.client_err, cases[_i].err));
	engine_close(&engine);
}
END_TEST

START_TEST(a_path_is_the_client_s_not_the_engine_s)
{
	const char *const words[] = { "backup", "copy.db", NULL };
	g_autofree char *here = g_canonicalize_filename("copy.db", NULL);
	g_autofree char *heard = g_strdup_printf("word backup\nword %s\n", here);
	struct engine engine = { 0 };

	engine_open(&engine);
	client_run(&engine, "", 0, words);
	ck_assert_str_eq(engine.heard->str, heard);
	engine_close(&engine);
}
END_TEST

/* `xiangyin … | head -1`, and a standard output that was never open. */
START_TEST(an_output_that_closes_ends_the_client_and_nothing_else)
{
	static const char *const scripts[] = {
		"\"$0\" menu draw | head -c 1 >/dev/null",
		"\"$0\" menu draw >&-",
		"\"$0\" menu draw 0<&- >&- 2>&-",
		"\"$0\" menu draw >/dev/full",
	};
	g_autofree char *path = program();
	const char *argv[] = { "/bin/sh", "-c", scripts[_i], path, NULL };
	struct engine engine = { .flood = 100 };
	g_autoptr(GBytes) nothing = g_bytes_new("", 0);
	g_autoptr(GSubprocess) shell = NULL;

	engine_open(&engine);
	g_setenv("XIANGYIN_CONTROL", engine.path, TRUE);
	shell = g_subprocess_newv(argv, G_SUBPROCESS_FLAGS_STDIN_PIPE |
	    G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, NULL);
	ck_assert_ptr_nonnull(shell);
	g_subprocess_communicate_async(shell, nothing, NULL, client_done, &engine);
	g_timeout_add_seconds(20, too_late, NULL);
	while (!engine.client_ended || engine.channel != NULL)
		g_main_context_iteration(NULL, TRUE);
	ck_assert_ptr_null(strstr(engine.heard->str, "xxxx"));
	if (_i == 3) {
		ck_assert_int_eq(engine.client_status, 1);
		ck_assert_ptr_nonnull(strstr(engine.client_err, "No space"));
	}
	engine_close(&engine);
}
END_TEST

static void
client_tests(Suite *suite)
{
	TCase *engine = tcase_create("engine");

	tcase_set_timeout(engine, 30);
	tcase_add_test(engine, words_reach_the_engine_and_its_answer_is_printed);
	tcase_add_loop_test(engine, each_line_of_input_is_a_text, 0, 6);
	tcase_add_loop_test(engine,
	    a_file_is_read_by_the_client_whatever_its_characters, 0, 3);
	tcase_add_test(engine, a_file_that_cannot_be_read_is_named);
	tcase_add_test(engine,
	    a_line_longer_than_a_packet_goes_on_as_the_next_text);
	tcase_add_test(engine, much_input_is_not_piled_up_and_none_is_lost);
	tcase_add_test(engine, much_output_is_printed_to_its_end);
	tcase_add_test(engine, an_engine_that_leaves_is_told_apart_from_a_no);
	tcase_add_test(engine, an_engine_that_has_ended_is_explained);
	tcase_add_test(engine, an_engine_that_never_ran_is_explained);
	tcase_add_test(engine, the_configuration_says_where_the_engine_listens);
	tcase_add_test(engine, a_configuration_that_cannot_be_read_is_named);
	tcase_add_test(engine,
	    a_configuration_that_makes_no_sense_is_named_with_its_line);
	tcase_add_loop_test(engine, a_mistake_is_refused_without_an_engine, 0, 7);
	tcase_add_test(engine, a_path_is_the_client_s_not_the_engine_s);
	tcase_add_loop_test(engine,
	    an_output_that_closes_ends_the_client_and_nothing_else, 0, 4);
	suite_add_tcase(suite, engine);
}

SUITE_MAIN("client", client_tests)
