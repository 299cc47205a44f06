/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See harness.h.  Two sockets go to the network: one asks and is answered, the
 * other only listens to events, so that neither waits for the other.  Programs
 * are those of the directory the test is run from.
 */
#include "tests/harness.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sim/client.h"

#define HARNESS_WAIT_S	60	/* for what must come in the end */

struct harness {
	char	*dir, *conf, *log;
	char	*clock;
	int	 modems;
	pid_t	 network, engine;
	struct sim_client *ask, *events;
	GHashTable *watched;	/* phones somebody looks at */
	char	**fields;
};

static void	harness_write_conf(struct harness *harness,
		    const struct harness_options *options);
static pid_t	harness_spawn(struct harness *harness, const char *program,
		    char **argv, const char *clock);
static struct sim_client *harness_connect(struct harness *harness);
static gboolean	harness_is_child(pid_t pid, pid_t parent, const char *name);
static void	harness_check_log(struct harness *harness);
static void	harness_die(struct harness *harness, const char *format, ...)
		    G_GNUC_PRINTF(2, 3) G_GNUC_NORETURN;

struct harness *
harness_new(const struct harness_options *options)
{
	struct harness *harness = g_new0(struct harness, 1);
	g_autofree char *modems = g_strdup_printf("%d", options->modems);
	g_autofree char *net = NULL;

	signal(SIGPIPE, SIG_IGN);
	harness->dir = g_dir_make_tmp("xiangyin-e2e.XXXXXX", NULL);
	harness->conf = g_build_filename(harness->dir, "xiangyin.conf", NULL);
	harness->log = g_build_filename(harness->dir, "log", NULL);
	harness->clock = g_strdup(options->clock);
	harness->modems = options->modems;
	harness_write_conf(harness, options);
	net = g_build_filename(harness->dir, "net", NULL);
	harness->network = harness_spawn(harness, "xiangyin-sim",
	    (char *[]){ (char *)"xiangyin-sim", (char *)"network", net,
	    (char *)"--modems", modems, NULL }, NULL);
	harness->ask = harness_connect(harness);
	harness->events = harness_connect(harness);
	harness->watched = g_hash_table_new_full(g_str_hash, g_str_equal,
	    g_free, NULL);
	g_free(sim_client_tell(harness->events, NULL, "subscribe *"));
	harness_start_engine(harness);
	harness_wait_ready(harness);
	return harness;
}

void
harness_free(struct harness *harness)
{
	g_autofree char *rm = g_strdup_printf("rm -rf '%s'", harness->dir);

	if (harness->engine != 0)
		harness_end_engine(harness);
	kill(harness->network, SIGTERM);
	waitpid(harness->network, NULL, 0);
	harness_check_log(harness);
	sim_client_free(harness->ask);
	sim_client_free(harness->events);
	g_hash_table_unref(harness->watched);
	if (g_getenv("XIANGYIN_KEEP") == NULL && system(rm) != 0)
		fprintf(stderr, "harness: %s stays\n", harness->dir);
	g_strfreev(harness->fields);
	g_free(harness->dir);
	g_free(harness->conf);
	g_free(harness->log);
	g_free(harness->clock);
	g_free(harness);
}

/* Whatever the test was about: nobody's number has come into the log. */
static void
harness_check_log(struct harness *harness)
{
	g_autofree char *log = NULL;
	g_autoptr(GRegex) mobile = g_regex_new(
	    "(?<!\\d)(86|0086)?1[3-9]\\d{9}(?!\\d)", 0, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	int from, to;

	if (!g_file_get_contents(harness->log, &log, NULL, NULL))
		return;
	if (!g_regex_match(mobile, log, 0, &match))
		return;
	g_match_info_fetch_pos(match, 0, &from, &to);
	while (from > 0 && log[from - 1] != '\n')
		from--;
	harness_die(harness, "a number stands in the log: %.*s",
	    (int)strcspn(log + from, "\n"), log + from);
}

char *
harness_number(int i)
{
	return g_strdup_printf("+86%" G_GINT64_FORMAT,
	    G_GINT64_CONSTANT(13900000000) + i);
}

/* --- the processes ------------------------------------------------------------ */

void
harness_start_engine(struct harness *harness)
{
	harness->engine = harness_spawn(harness, "xiangyind",
	    (char *[]){ (char *)"xiangyind", (char *)"-v", (char *)"-c",
	    harness->conf, NULL }, harness->clock);
}

void
harness_wait_ready(struct harness *harness)
{
	for (int left = HARNESS_WAIT_S * 50; left > 0; left--) {
		g_autofree char *status = harness_run(harness,
		    "status --json", NULL, NULL);
		int ready = 0;

		for (const char *p = status;
		    (p = strstr(p, "\"ready\"")) != NULL; p++)
			ready++;
		if (ready >= harness->modems)
			return;
		g_usleep(20 * 1000);
	}
	harness_die(harness, "the modems are not ready");
}

void
harness_kill_engine(struct harness *harness)
{
	kill(harness->engine, SIGKILL);
	waitpid(harness->engine, NULL, 0);
	harness->engine = 0;
}

int
harness_end_engine(struct harness *harness)
{
	int status = 0;

	kill(harness->engine, SIGTERM);
	waitpid(harness->engine, &status, 0);
	harness->engine = 0;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

pid_t
harness_engine(const struct harness *harness)
{
	return harness->engine;
}

void
harness_set_clock(struct harness *harness, const char *clock)
{
	g_free(harness->clock);
	harness->clock = g_strdup(clock);
}

char *
harness_path(const struct harness *harness, const char *name)
{
	return g_build_filename(harness->dir, name, NULL);
}

pid_t
harness_child(struct harness *harness, const char *name, int i)
{
	g_autoptr(GDir) proc = g_dir_open("/proc", 0, NULL);
	const char *entry;

	while ((entry = g_dir_read_name(proc)) != NULL) {
		pid_t pid = atoi(entry);

		if (pid > 0 && harness_is_child(pid, harness->engine, name) &&
		    i-- == 0)
			return pid;
	}
	return 0;
}

pid_t
harness_modem(struct harness *harness, int i)
{
	g_autofree char *name = g_strdup_printf("m%d", i);
	pid_t pid;

	for (int n = 0; (pid = harness_child(harness, "xiangyin-modem", n)) !=
	    0; n++) {
		g_autofree char *path = g_strdup_printf("/proc/%d/cmdline",
		    pid);
		g_autofree char *words = NULL;
		gsize len;

		/* Its words end in NULs: the name is the second. */
		if (g_file_get_contents(path, &words, &len, NULL) &&
		    strlen(words) + 1 < len &&
		    strcmp(words + strlen(words) + 1, name) == 0)
			return pid;
	}
	return 0;
}

char *
harness_run(struct harness *harness, const char *words, const char *input,
    int *status)
{
	g_autofree char *program = g_canonicalize_filename("xiangyin", NULL);
	g_autofree char *in = g_build_filename(harness->dir, "input", NULL);
	g_autofree char *command = NULL;
	g_autoptr(GError) error = NULL;
	const char *shell[] = { "/bin/sh", "-c", NULL, NULL };
	char *out = NULL;
	int ended = 0;

	g_file_set_contents(in, input != NULL ? input : "", -1, NULL);
	command = g_strdup_printf("'%s' -c '%s' %s <'%s' 2>>'%s'", program,
	    harness->conf, words, in, harness->log);
	shell[2] = command;
	if (!g_spawn_sync(NULL, (char **)shell, NULL, G_SPAWN_DEFAULT, NULL,
	    NULL, &out, NULL, &ended, &error))
		harness_die(harness, "%s", error->message);
	if (status != NULL)
		*status = WIFEXITED(ended) ? WEXITSTATUS(ended) : -1;
	return out;
}

/* --- the network ---------------------------------------------------------------- */

char *
harness_tell(struct harness *harness, const char *format, ...)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *words = NULL;
	char *answer;
	va_list args;

	va_start(args, format);
	words = g_strdup_vprintf(format, args);
	va_end(args);
	answer = sim_client_tell(harness->ask, &error, "%s", words);
	if (answer == NULL)
		harness_die(harness, "network, '%s': %s", words,
		    error->message);
	return answer;
}

void
harness_watch(struct harness *harness, const char *phone)
{
	if (g_hash_table_add(harness->watched, g_strdup(phone)))
		g_free(sim_client_tell(harness->events, NULL, "subscribe %s",
		    phone));
}

void
harness_text(struct harness *harness, const char *from, int modem,
    const char *text)
{
	g_autofree char *to = harness_number(modem);

	harness_watch(harness, from);
	g_free(harness_tell(harness, "text %s %s %s", from, to, text));
}

gboolean
harness_event(struct harness *harness, int seconds,
    struct harness_event *event)
{
	g_clear_pointer(&harness->fields, g_strfreev);
	harness->fields = sim_client_event(harness->events, seconds * 1000);
	if (harness->fields == NULL)
		return FALSE;
	event->field = harness->fields;
	event->count = (int)g_strv_length(harness->fields);
	return TRUE;
}

gboolean
harness_event_of(struct harness *harness, const char *kind, int seconds,
    struct harness_event *event)
{
	while (harness_event(harness, seconds, event)) {
		if (strcmp(event->field[0], kind) == 0)
			return TRUE;
	}
	return FALSE;
}

/* --- inside ----------------------------------------------------------------------- */

static void
harness_write_conf(struct harness *harness,
    const struct harness_options *options)
{
	g_autoptr(GString) conf = g_string_new(NULL);
	const char *source = g_getenv("srcdir");
	g_autofree char *menus = g_canonicalize_filename(
	    source != NULL ? source : ".", NULL);

	g_string_append_printf(conf,
	    "database = \"%s/xiangyin.db\";\ncontrol = \"%s/control\";\n"
	    "menus = \"%s/etc/menus\";\ntimezone = \"Asia/Shanghai\";\n"
	    "lines = ( { name = \"hotline\"; } );\n%s\nmodems = (\n",
	    harness->dir, harness->dir, menus,
	    options->config != NULL ? options->config : "");
	for (int i = 0; i < options->modems; i++) {
		g_autofree char *number = harness_number(i);

		g_string_append_printf(conf, "%s{ name = \"m%d\"; "
		    "device = \"%s/net/modem%d\"; connection = \"at115200\"; "
		    "line = \"hotline\"; number = \"%s\"; per_minute = 0; "
		    "per_hour = 0; per_day = 0; %s }\n", i > 0 ? ", " : "", i,
		    harness->dir, i, number, options->modem_config != NULL ?
		    options->modem_config : "");
	}
	g_string_append(conf, ");\n");
	g_file_set_contents(harness->conf, conf->str, -1, NULL);
}

static pid_t
harness_spawn(struct harness *harness, const char *program, char **argv,
    const char *clock)
{
	g_autofree char *path = g_canonicalize_filename(program, NULL);
	pid_t pid = fork();

	if (pid < 0)
		harness_die(harness, "fork: %s", g_strerror(errno));
	if (pid > 0)
		return pid;
	if (freopen(harness->log, "a", stderr) == NULL ||
	    freopen("/dev/null", "w", stdout) == NULL)
		_exit(126);
	if (clock != NULL)
		g_setenv("XIANGYIN_CLOCK", clock, TRUE);
	execv(path, argv);
	_exit(127);
}

static struct sim_client *
harness_connect(struct harness *harness)
{
	g_autofree char *net = g_build_filename(harness->dir, "net", NULL);

	for (int left = HARNESS_WAIT_S * 50; left > 0; left--) {
		struct sim_client *client = sim_client_new(net, NULL);

		if (client != NULL)
			return client;
		g_usleep(20 * 1000);
	}
	harness_die(harness, "no network at %s", net);
}

/* Is `pid` a descendant of `parent` running `name`? */
static gboolean
harness_is_child(pid_t pid, pid_t parent, const char *name)
{
	g_autofree char *path = g_strdup_printf("/proc/%d/stat", pid);
	g_autofree char *stat = NULL, *comm = NULL;
	const char *rest;
	int ppid = 0;

	if (!g_file_get_contents(path, &stat, NULL, NULL))
		return FALSE;
	rest = strrchr(stat, ')');
	if (rest == NULL || sscanf(rest, ") %*c %d", &ppid) != 1)
		return FALSE;
	/* The kernel keeps 15 characters of a name. */
	comm = g_strdup_printf("(%.15s)", name);
	if (strstr(stat, comm) == NULL)
		return FALSE;
	return ppid == parent || (ppid > 1 && parent != 0 &&
	    harness_is_child(ppid, parent, "xiangyin-modem"));
}

static void
harness_die(struct harness *harness, const char *format, ...)
{
	va_list args;
	g_autofree char *tail = g_strdup_printf("tail -n 30 '%s' >&2",
	    harness->log);

	fprintf(stderr, "harness: ");
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fprintf(stderr, "\n");
	if (system(tail) != 0)
		fprintf(stderr, "harness: no log\n");
	if (harness->engine != 0)
		kill(harness->engine, SIGKILL);
	if (harness->network != 0)
		kill(harness->network, SIGKILL);
	exit(EXIT_FAILURE);
}
