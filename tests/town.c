/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See town.h.
 */
#include <config.h>

#include "tests/town.h"

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

#define TOWN_LOOK_US	(2 * 1000)

static void	town_copy(const char *from, const char *to);
static char	*town_program(const char *name);
static char	**town_environment(const struct town *town);
static void	town_limit(gpointer user);
static gboolean	town_listens(struct town *town);
static int	town_remove(const char *path, const struct stat *st, int type,
	    struct FTW *at);
static void	town_say(int fd, enum message_type type, GVariant *payload);
static void	town_printed(GString *printed, char **to);

struct town *
town_new(const char *more)
{
	struct town *town = g_new0(struct town, 1);
	const char *top = g_getenv("srcdir");
	g_autofree char *beside = g_build_filename(top != NULL ? top : ".",
	    "etc", "menus", NULL);
	g_autofree char *modem = town_program("tests/fake_modem");
	g_autofree char *sim = NULL;
	GString *text = g_string_new(NULL);

	town->dir = g_dir_make_tmp("xiangyin-town-XXXXXX", NULL);
	ck_assert_ptr_nonnull(town->dir);
	town->config = g_build_filename(town->dir, "xiangyin.conf", NULL);
	town->database = g_build_filename(town->dir, "town.db", NULL);
	town->control = g_build_filename(town->dir, "control", NULL);
	town->menus = g_build_filename(town->dir, "menus", NULL);
	town_copy(beside, town->menus);
	sim = g_build_filename(town->dir, "sim", NULL);
	ck_assert_int_eq(g_mkdir(sim, 0700), 0);
	g_string_append_printf(text,
	    "database = \"%s\";\ncontrol = \"%s\";\nmenus = \"%s\";\n"
	    "modem_program = \"%s\";\n", town->database, town->control,
	    town->menus, modem);
	if (more == NULL || strstr(more, "modems") == NULL)
		g_string_append(text, "modems = ( { name = \"fake\"; "
		    "device = \"/dev/null\"; line = \"hotline\"; "
		    "per_minute = 0; per_hour = 0; per_day = 0; } );\n");
	g_string_append(text, more != NULL ? more : "");
	ck_assert(g_file_set_contents(town->config, text->str, -1, NULL));
	g_string_free(text, TRUE);
	return town;
}

void
town_free(struct town *town)
{
	if (town->engine != 0)
		town_stop(town, SIGKILL);
	nftw(town->dir, town_remove, 16, FTW_DEPTH | FTW_PHYS);
	g_free(town->dir);
	g_free(town->config);
	g_free(town->database);
	g_free(town->control);
	g_free(town->menus);
	g_free(town);
}

void
town_start(struct town *town)
{
	g_autofree char *program = town_program("xiangyind");
	const char *argv[] = { program, "-c", town->config, NULL };
	g_auto(GStrv) environment = town_environment(town);
	g_autoptr(GError) error = NULL;

	ck_assert_msg(g_spawn_async(NULL, (char **)argv, environment,
	    G_SPAWN_DO_NOT_REAP_CHILD, town_limit, town, &town->engine,
	    &error), "%s", error != NULL ? error->message : "");
	town_wait(town, 20, town_listens);
}

int
town_start_badly(struct town *town, char **said)
{
	static const char *const none[] = { NULL };
	g_autofree char *out = NULL;

	return town_check(town, none, &out, said);
}

int
town_check(struct town *town, const char *const *words, char **out,
    char **err)
{
	g_autoptr(GStrvBuilder) argv = g_strv_builder_new();
	g_autofree char *program = town_program("xiangyind");
	g_auto(GStrv) environment = town_environment(town);
	g_auto(GStrv) all = NULL;
	int status;

	g_strv_builder_add_many(argv, program, "-c", town->config, NULL);
	g_strv_builder_addv(argv, (const char **)words);
	all = g_strv_builder_end(argv);
	ck_assert(g_spawn_sync(NULL, all, environment, G_SPAWN_DEFAULT, NULL,
	    NULL, out, err, &status, NULL));
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void
town_stop(struct town *town, int signal)
{
	int status;

	ck_assert_int_eq(kill(town->engine, signal), 0);
	while (waitpid(town->engine, &status, 0) < 0 && errno == EINTR)
		continue;
	if (signal == SIGTERM)
		ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0,
		    "the engine ended with %#x", status);
	town->engine = 0;
}

void
town_text(struct town *town, int number, const char *phone,
    const char *words)
{
	g_autofree char *name = g_strdup_printf("%06d", number);
	g_autofree char *hidden = g_strdup_printf(".%06d", number);
	g_autofree char *from = g_build_filename(town->dir, "sim", hidden,
	    NULL);
	g_autofree char *to = g_build_filename(town->dir, "sim", name, NULL);
	g_autofree char *text = g_strdup_printf("%s\n%s", phone, words);

	ck_assert(g_file_set_contents_full(from, text, -1,
	    G_FILE_SET_CONTENTS_NONE, 0600, NULL));
	ck_assert_int_eq(g_rename(from, to), 0);
}

int
town_waiting(const struct town *town)
{
	g_autofree char *sim = g_build_filename(town->dir, "sim", NULL);
	GDir *dir = g_dir_open(sim, 0, NULL);
	int count = 0;

	while (g_dir_read_name(dir) != NULL)
		count++;
	g_dir_close(dir);
	return count;
}

void
town_wait(struct town *town, int seconds, gboolean (*until)(struct town *))
{
	gint64 end = g_get_monotonic_time() + seconds * G_USEC_PER_SEC;

	while (!until(town)) {
		ck_assert_msg(g_get_monotonic_time() < end,
		    "it did not come true in %d s", seconds);
		g_usleep(TOWN_LOOK_US);
	}
}

int
town_ask(struct town *town, const char *const *argv,
    const char *const *lines, char **out, char **err)
{
	int fd = town_connect(town), status = -1;
	g_autofree guint8 *packet = g_malloc(MESSAGE_MAX);
	GString *printed = g_string_new(NULL), *wrong = g_string_new(NULL);
	GVariantBuilder settings;
	ssize_t len;

	g_variant_builder_init(&settings, G_VARIANT_TYPE("a{ss}"));
	town_say(fd, MESSAGE_COMMAND, g_variant_new("(^asa{ss})", argv,
	    &settings));
	for (; lines != NULL && *lines != NULL; lines++)
		town_say(fd, MESSAGE_COMMAND_IN, g_variant_new("(s)", *lines));
	town_say(fd, MESSAGE_COMMAND_IN_END, g_variant_new("()"));
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
	town_printed(printed, out);
	town_printed(wrong, err);
	return status;
}

static void
town_printed(GString *printed, char **to)
{
	char *words = g_string_free(printed, FALSE);

	if (to != NULL)
		*to = words;
	else
		g_free(words);
}

char *
town_status(struct town *town)
{
	static const char *const argv[] = { "status", "--json", NULL };
	char *out;

	ck_assert_int_eq(town_ask(town, argv, NULL, &out, NULL), 0);
	return out;
}

gboolean
town_sim_is_empty(struct town *town)
{
	return town_waiting(town) == 0;
}

gboolean
town_all_has_left(struct town *town)
{
	static const char *const states[] = { "queued", "handed" };

	for (gsize i = 0; i < G_N_ELEMENTS(states); i++) {
		const char *argv[] = { "outbox", "--state", states[i],
			"--json", NULL };
		g_autofree char *out = NULL;

		ck_assert_int_eq(town_ask(town, argv, NULL, &out, NULL), 0);
		if (strchr(out, '{') != NULL)
			return FALSE;
	}
	return TRUE;
}

int
town_connect(const struct town *town)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct timeval wait = { 60, 0 };
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

	g_strlcpy(address.sun_path, town->control, sizeof(address.sun_path));
	ck_assert_int_eq(connect(fd, (struct sockaddr *)&address,
	    sizeof(address)), 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
	return fd;
}

char **
town_air(const struct town *town)
{
	g_autofree char *path = g_build_filename(town->dir, "air", NULL);
	g_autofree char *text = NULL;
	gsize len;

	if (!g_file_get_contents(path, &text, &len, NULL))
		return g_new0(char *, 1);
	if (len > 0)
		text[len - 1] = '\0';
	return g_strsplit(text, "\n", -1);
}

struct db *
town_database(const struct town *town)
{
	g_autoptr(GError) error = NULL;
	struct db *db = db_open(town->database, &error);

	ck_assert_msg(db != NULL, "%s", error != NULL ? error->message : "");
	return db;
}

static void
town_copy(const char *from, const char *to)
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
town_program(const char *name)
{
	return g_canonicalize_filename(name, NULL);
}

static char **
town_environment(const struct town *town)
{
	char **environment = g_environ_setenv(g_get_environ(),
	    "FAKE_MODEM_DIR", town->dir, TRUE);

	if (town->mode != NULL)
		environment = g_environ_setenv(environment, "FAKE_MODEM_MODE",
		    town->mode, TRUE);
	if (town->clock != NULL)
		environment = g_environ_setenv(environment, "XIANGYIN_CLOCK",
		    town->clock, TRUE);
	if (town->imsi != NULL)
		environment = g_environ_setenv(environment, "FAKE_MODEM_IMSI",
		    town->imsi, TRUE);
	return environment;
}

static void
town_limit(gpointer user)
{
	const struct town *town = user;
	struct rlimit limit = { town->file_size_max, RLIM_INFINITY };

	if (town->file_size_max != 0)
		setrlimit(RLIMIT_FSIZE, &limit);
}

static gboolean
town_listens(struct town *town)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	gboolean listens;

	ck_assert_msg(waitpid(town->engine, NULL, WNOHANG) == 0,
	    "the engine ended at its start");
	g_strlcpy(address.sun_path, town->control, sizeof(address.sun_path));
	listens = connect(fd, (struct sockaddr *)&address,
	    sizeof(address)) == 0;
	close(fd);
	return listens;
}

static int
town_remove(const char *path, const struct stat *st, int type,
    struct FTW *at)
{
	return remove(path);
}

static void
town_say(int fd, enum message_type type, GVariant *payload)
{
	g_autoptr(GBytes) packet = message_pack(type, payload);
	gsize len;
	const void *data = g_bytes_get_data(packet, &len);

	ck_assert_int_eq(send(fd, data, len, MSG_NOSIGNAL), len);
}
