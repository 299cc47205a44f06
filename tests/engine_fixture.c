/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See engine_fixture.h.
 */
#include <config.h>

#include "tests/engine_fixture.h"

#include <check.h>
#include <errno.h>
#include <ftw.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/message.h"

#define BOX_LOOK_US	(2 * 1000)

static void	box_copy(const char *from, const char *to);
static char	*box_program(const char *name);
static char	**box_environment(const struct box *box);
static void	box_limit(gpointer user);
static gboolean	box_listens(struct box *box);
static int	box_remove(const char *path, const struct stat *st, int type,
	    struct FTW *at);
static void	box_say(int fd, enum message_type type, GVariant *payload);
static void	box_printed(GString *printed, char **to);

struct box *
box_new(const char *more)
{
	struct box *box = g_new0(struct box, 1);
	const char *top = g_getenv("srcdir");
	g_autofree char *beside = g_build_filename(top != NULL ? top : ".",
	    "etc", "menus", NULL);
	g_autofree char *modem = box_program("tests/fake_modem");
	g_autofree char *sim = NULL;
	GString *text = g_string_new(NULL);

	box->dir = g_dir_make_tmp("xiangyin-box-XXXXXX", NULL);
	ck_assert_ptr_nonnull(box->dir);
	box->config = g_build_filename(box->dir, "xiangyin.conf", NULL);
	box->database = g_build_filename(box->dir, "box.db", NULL);
	box->control = g_build_filename(box->dir, "control", NULL);
	box->menus = g_build_filename(box->dir, "menus", NULL);
	box_copy(beside, box->menus);
	sim = g_build_filename(box->dir, "sim", NULL);
	ck_assert_int_eq(g_mkdir(sim, 0700), 0);
	g_string_append_printf(text,
	    "database = \"%s\";\ncontrol = \"%s\";\nmenus = \"%s\";\n"
	    "modem_program = \"%s\";\n", box->database, box->control,
	    box->menus, modem);
	if (more == NULL || strstr(more, "modems") == NULL)
		g_string_append(text, "modems = ( { name = \"fake\"; "
		    "device = \"/dev/null\"; line = \"hotline\"; "
		    "per_minute = 0; per_hour = 0; per_day = 0; } );\n");
	g_string_append(text, more != NULL ? more : "");
	ck_assert(g_file_set_contents(box->config, text->str, -1, NULL));
	g_string_free(text, TRUE);
	return box;
}

void
box_free(struct box *box)
{
	if (box->engine != 0)
		box_stop(box, SIGKILL);
	nftw(box->dir, box_remove, 16, FTW_DEPTH | FTW_PHYS);
	g_free(box->dir);
	g_free(box->config);
	g_free(box->database);
	g_free(box->control);
	g_free(box->menus);
	g_free(box);
}

void
box_start(struct box *box)
{
	g_autofree char *program = box_program("xiangyind");
	const char *argv[] = { program, "-c", box->config, NULL };
	g_auto(GStrv) environment = box_environment(box);
	g_autoptr(GError) error = NULL;

	ck_assert_msg(g_spawn_async(NULL, (char **)argv, environment,
	    G_SPAWN_DO_NOT_REAP_CHILD, box_limit, box, &box->engine,
	    &error), "%s", error != NULL ? error->message : "");
	box_wait(box, 20, box_listens);
}

int
box_start_badly(struct box *box, char **said)
{
	static const char *const none[] = { NULL };
	g_autofree char *out = NULL;

	return box_check(box, none, &out, said);
}

int
box_check(struct box *box, const char *const *words, char **out,
    char **err)
{
	g_autoptr(GStrvBuilder) argv = g_strv_builder_new();
	g_autofree char *program = box_program("xiangyind");
	g_auto(GStrv) environment = box_environment(box);
	g_auto(GStrv) all = NULL;
	int status;

	g_strv_builder_add_many(argv, program, "-c", box->config, NULL);
	g_strv_builder_addv(argv, (const char **)words);
	all = g_strv_builder_end(argv);
	ck_assert(g_spawn_sync(NULL, all, environment, G_SPAWN_DEFAULT, NULL,
	    NULL, out, err, &status, NULL));
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void
box_stop(struct box *box, int signal)
{
	int status;

	ck_assert_int_eq(kill(box->engine, signal), 0);
	while (waitpid(box->engine, &status, 0) < 0 && errno == EINTR)
		continue;
	if (signal == SIGTERM)
		ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0,
		    "the engine ended with %#x", status);
	box->engine = 0;
}

void
box_text(struct box *box, int number, const char *phone,
    const char *words)
{
	g_autofree char *name = g_strdup_printf("%06d", number);
	g_autofree char *hidden = g_strdup_printf(".%06d", number);
	g_autofree char *from = g_build_filename(box->dir, "sim", hidden,
	    NULL);
	g_autofree char *to = g_build_filename(box->dir, "sim", name, NULL);
	g_autofree char *text = g_strdup_printf("%s\n%s", phone, words);

	ck_assert(g_file_set_contents_full(from, text, -1,
	    G_FILE_SET_CONTENTS_NONE, 0600, NULL));
	ck_assert_int_eq(g_rename(from, to), 0);
}

int
box_waiting(const struct box *box)
{
	g_autofree char *sim = g_build_filename(box->dir, "sim", NULL);
	GDir *dir = g_dir_open(sim, 0, NULL);
	int count = 0;

	while (g_dir_read_name(dir) != NULL)
		count++;
	g_dir_close(dir);
	return count;
}

void
box_wait(struct box *box, int seconds, gboolean (*until)(struct box *))
{
	gint64 end = g_get_monotonic_time() + seconds * G_USEC_PER_SEC;

	while (!until(box)) {
		ck_assert_msg(g_get_monotonic_time() < end,
		    "it did not come true in %d s", seconds);
		g_usleep(BOX_LOOK_US);
	}
}

int
box_ask(struct box *box, const char *const *argv,
    const char *const *lines, char **out, char **err)
{
	int fd = box_connect(box), status = -1;
	g_autofree guint8 *packet = g_malloc(MESSAGE_MAX);
	GString *printed = g_string_new(NULL), *wrong = g_string_new(NULL);
	GVariantBuilder settings;
	ssize_t len;

	g_variant_builder_init(&settings, G_VARIANT_TYPE("a{ss}"));
	box_say(fd, MESSAGE_COMMAND, g_variant_new("(^asa{ss})", argv,
	    &settings));
	for (; lines != NULL && *lines != NULL; lines++)
		box_say(fd, MESSAGE_COMMAND_IN, g_variant_new("(s)", *lines));
	box_say(fd, MESSAGE_COMMAND_IN_END, g_variant_new("()"));
	while (status < 0 && (len = recv(fd, packet, MESSAGE_MAX, 0)) > 0) {
		g_autoptr(GVariant) payload = NULL;
		enum message_type type;
		const char *words;

		payload = message_unpack(packet, (gsize)len, SIDE_ENGINE,
		    &type, NULL);
		ck_assert_ptr_nonnull(payload);
		if (type == MESSAGE_COMMAND_END) {
			g_variant_get(payload, "(i)", &status);
			continue;
		}
		g_variant_get(payload, "(&s)", &words);
		g_string_append(type == MESSAGE_COMMAND_OUT ? printed : wrong,
		    words);
	}
	close(fd);
	box_printed(printed, out);
	box_printed(wrong, err);
	return status;
}

static void
box_printed(GString *printed, char **to)
{
	char *words = g_string_free(printed, FALSE);

	if (to != NULL)
		*to = words;
	else
		g_free(words);
}

char *
box_status(struct box *box)
{
	static const char *const argv[] = { "status", "--json", NULL };
	char *out;

	ck_assert_int_eq(box_ask(box, argv, NULL, &out, NULL), 0);
	return out;
}

gboolean
box_sim_is_empty(struct box *box)
{
	return box_waiting(box) == 0;
}

gboolean
box_all_has_left(struct box *box)
{
	static const char *const states[] = { "queued", "handed" };

	for (gsize i = 0; i < G_N_ELEMENTS(states); i++) {
		const char *argv[] = { "outbox", "--state", states[i],
			"--json", NULL };
		g_autofree char *out = NULL;

		ck_assert_int_eq(box_ask(box, argv, NULL, &out, NULL), 0);
		if (strchr(out, '{') != NULL)
			return FALSE;
	}
	return TRUE;
}

int
box_connect(const struct box *box)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct timeval wait = { 60, 0 };
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

	g_strlcpy(address.sun_path, box->control, sizeof(address.sun_path));
	ck_assert_int_eq(connect(fd, (struct sockaddr *)&address,
	    sizeof(address)), 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
	return fd;
}

char **
box_air(const struct box *box)
{
	g_autofree char *path = g_build_filename(box->dir, "air", NULL);
	g_autofree char *text = NULL;
	gsize len;

	if (!g_file_get_contents(path, &text, &len, NULL))
		return g_new0(char *, 1);
	if (len > 0)
		text[len - 1] = '\0';
	return g_strsplit(text, "\n", -1);
}

struct db *
box_database(const struct box *box)
{
	g_autoptr(GError) error = NULL;
	struct db *db = db_open(box->database, &error);

	ck_assert_msg(db != NULL, "%s", error != NULL ? error->message : "");
	return db;
}

static void
box_copy(const char *from, const char *to)
{
	GDir *dir = g_dir_open(from, 0, NULL);
	const char *name;

	ck_assert_ptr_nonnull(dir);
	ck_assert_int_eq(g_mkdir(to, 0700), 0);
	while ((name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *source = g_build_filename(from, name, NULL);
		g_autofree char *copy = g_build_filename(to, name, NULL);
		g_autofree char *text = NULL;
		gsize len;

		ck_assert(g_file_get_contents(source, &text, &len, NULL));
		ck_assert(g_file_set_contents(copy, text, (gssize)len, NULL));
	}
	g_dir_close(dir);
}

/* Programs stand in the directory the tests are run from. */
static char *
box_program(const char *name)
{
	return g_canonicalize_filename(name, NULL);
}

static char **
box_environment(const struct box *box)
{
	char **environment = g_environ_setenv(g_get_environ(),
	    "FAKE_MODEM_DIR", box->dir, TRUE);

	if (box->mode != NULL)
		environment = g_environ_setenv(environment, "FAKE_MODEM_MODE",
		    box->mode, TRUE);
	if (box->clock != NULL)
		environment = g_environ_setenv(environment, "XIANGYIN_CLOCK",
		    box->clock, TRUE);
	if (box->imsi != NULL)
		environment = g_environ_setenv(environment, "FAKE_MODEM_IMSI",
		    box->imsi, TRUE);
	return environment;
}

static void
box_limit(gpointer user)
{
	const struct box *box = user;
	struct rlimit limit = { box->file_size_max, RLIM_INFINITY };

	if (box->file_size_max != 0)
		setrlimit(RLIMIT_FSIZE, &limit);
}

static gboolean
box_listens(struct box *box)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	gboolean listens;

	ck_assert_msg(waitpid(box->engine, NULL, WNOHANG) == 0,
	    "the engine ended at its start");
	g_strlcpy(address.sun_path, box->control, sizeof(address.sun_path));
	listens = connect(fd, (struct sockaddr *)&address,
	    sizeof(address)) == 0;
	close(fd);
	return listens;
}

static int
box_remove(const char *path, const struct stat *st, int type,
    struct FTW *at)
{
	return remove(path);
}

static void
box_say(int fd, enum message_type type, GVariant *payload)
{
	g_autoptr(GBytes) packet = message_pack(type, payload);
	gsize len;
	const void *data = g_bytes_get_data(packet, &len);

	ck_assert_int_eq(send(fd, data, len, MSG_NOSIGNAL), len);
}
