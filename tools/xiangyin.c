/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xiangyin: what staff type.  Carries the words of a command to the engine's control socket
 * (client.c) and prints what comes back.  Knows nothing itself but where the engine listens
 * and what may be typed.
 */
#include "config.h"

#include <fcntl.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

#include "base/channel.h"
#include "tools/catalog.h"
#include "tools/client.h"
#include "tools/control_path.h"
#include "tools/input.h"
#include "tools/progress.h"
#include "tools/syntax.h"
#include "tools/watch.h"

#define CONFIG_DEFAULT	"/etc/xiangyin/xiangyin.conf"

/* Words of a command, in all; a packet holds little more. */
#define WORDS_MAX_OCTETS (MESSAGE_MAX - 4096)

static int	client_options(int argc, char **argv, char **config,
		    char **control);
static char	*client_control(const char *config, const char *control);
static int	client_check(char **words, int count, struct client *client,
		    gboolean *watch);
static gboolean	client_input(const struct command_line *line,
		    struct client *client);
static int	client_watch(const char *path, char **words);
static void	client_help(void);
static void	descriptors_open(void);

int
main(int argc, char **argv)
{
	g_autofree char *config = NULL, *control = NULL, *path = NULL;
	struct client client = { .input_fd = -1 };
	int first, status, fd;
	gboolean watch;

	descriptors_open();
	setlocale(LC_ALL, "");
	catalog_choose(catalog_locale());
	first = client_options(argc, argv, &config, &control);
	if (first < 0)
		return -first - 1;
	status = client_check(argv + first, argc - first, &client, &watch);
	if (status >= 0)
		return status;
	path = client_control(config, control);
	if (path == NULL)
		return EXIT_UNREACHABLE;
	if (watch)
		return client_watch(path, argv + first);
	fd = client_connect(path);
	if (fd < 0)
		return EXIT_UNREACHABLE;
	return client_run(fd, argv + first, &client);
}

/* Reads what stands before the command. Returns where that begins, or
 * -1 - status when there is nothing more to do. */
static int
client_options(int argc, char **argv, char **config, char **control)
{
	const struct { const char *name; char **value; } values[] = {
		{ "-c", config }, { "--config", config }, { "--control", control },
	};
	int i;

	for (i = 1; i < argc && argv[i][0] == '-'; i++) {
		char **value = NULL;

		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
			client_help();
			return -1 - EXIT_SUCCESS;
		}
		if (strcmp(argv[i], "--version") == 0) {
			client_print(STDOUT_FILENO, PACKAGE_STRING "\n");
			return -1 - EXIT_SUCCESS;
		}
		for (gsize v = 0; v < G_N_ELEMENTS(values); v++) {
			if (strcmp(argv[i], values[v].name) == 0)
				value = values[v].value;
		}
		if (value == NULL || i + 1 == argc) {
			client_say(value == NULL ?
			    _("there is no option %s here; see xiangyin --help") :
			    _("%s requires a path"), argv[i]);
			return -1 - EXIT_USAGE;
		}
		g_free(*value);
		*value = g_strdup(argv[++i]);
	}
	return i;
}

/* Status to exit with, -1 to go on; the client gets what is to be read for the
 * command; *watch is whether it is to be repeated. Paths become absolute: the
 * engine stands in another directory. */
static int
client_check(char **words, int count, struct client *client, gboolean *watch)
{
	g_autoptr(GString) say = g_string_new(NULL);
	struct command_line line;
	enum syntax_result result = syntax_read(syntax_rows, words, count, &line,
	    say);
	gsize octets = 0;

	if (result == SYNTAX_HELP) {
		client_print(STDOUT_FILENO, say->str);
		return EXIT_SUCCESS;
	}
	if (result == SYNTAX_WRONG) {
		client_say("%s", say->str);
		return EXIT_USAGE;
	}
	*watch = command_line_value(&line, "watch") != NULL;
	if (*watch && (line.format != FORMAT_PEOPLE || !isatty(STDOUT_FILENO))) {
		client_say(_("--watch is for a terminal"));
		command_line_clear(&line);
		return EXIT_USAGE;
	}
	if (!client_input(&line, client)) {
		command_line_clear(&line);
		return EXIT_USAGE;
	}
	for (int a = 0; line.row->args != NULL && line.row->args[a].name != NULL; a++) {
		for (int i = 0; i < count; i++) {
			if (line.row->args[a].kind == PARAM_PATH &&
			    words[i] == line.args[a])
				words[i] = g_canonicalize_filename(words[i], NULL);
		}
	}
	command_line_clear(&line);
	for (int i = 0; i < count; i++)
		octets += strlen(words[i]) + 1;
	if (octets <= WORDS_MAX_OCTETS)
		return -1;
	client_say(_("the command is longer than %d octets"), WORDS_MAX_OCTETS);
	return EXIT_USAGE;
}

/* Opens what the command reads, by our rights and not by the engine's. */
static gboolean
client_input(const struct command_line *line, struct client *client)
{
	const char *file = command_line_input(line);
	g_autoptr(GString) say = g_string_new(NULL);
	gint64 octets;

	if ((line->row->flags & SYNTAX_TALKS) != 0)
		client->input_fd = STDIN_FILENO;
	if (file == NULL)
		return TRUE;
	client->input_fd = input_open(file, &octets, say);
	client->file = TRUE;
	if (client->input_fd < 0)
		client_say("%s", say->str);
	else
		progress_open(octets);
	return client->input_fd >= 0;
}

/* --control, -c, $XIANGYIN_CONTROL, the usual file, the usual place. */
static char *
client_control(const char *config, const char *control)
{
	const char *environment = g_getenv("XIANGYIN_CONTROL");
	g_autoptr(GError) error = NULL;
	char *path;

	if (control != NULL)
		return g_strdup(control);
	if (config == NULL && environment != NULL && *environment != '\0')
		return g_strdup(environment);
	path = control_path_of_file(config == NULL ? CONFIG_DEFAULT : config,
	    &error);
	if (path != NULL)
		return path;
	if (config == NULL)
		return g_strdup(CONTROL_PATH_DEFAULT);
	client_say(_("%s; give the engine's socket with --control PATH"),
	    error->message);
	return NULL;
}

/* Also while the engine is away: it may come back. */
static int
client_watch(const char *path, char **words)
{
	int status = EXIT_SUCCESS;

	watch_open();
	while (watch_again()) {
		int fd = client_connect(path);

		struct client client = { .input_fd = -1 };

		status = fd < 0 ? EXIT_UNREACHABLE :
		    client_run(fd, words, &client);
	}
	watch_close();
	return status;
}

static void
client_help(void)
{
	g_autoptr(GString) help = g_string_new(
	    _("Usage: xiangyin [-c FILE] COMMAND ...\n"
	    "Asks the engine of the text-message service.\n\n"));

	syntax_overview(syntax_rows, help);
	g_string_append(help,
	    _("\n"
	    "  -c, --config FILE  the engine's configuration, to find it\n"
	    "  --control PATH     the engine's control socket itself\n"
	    "  --help, --version\n"
	    "\n"
	    "xiangyin COMMAND --help says more. Exit status: 0 done, 1 the answer is no,\n"
	    "2 the command was not understood, 3 the engine could not be reached.\n"));
	client_print(STDOUT_FILENO, help->str);
}

/* A descriptor that was closed before we began must not become the socket. */
static void
descriptors_open(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}
