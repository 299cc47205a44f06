/*
 * xiangyin: what staff type.  Carries the words of a command to the engine's control
 * socket, standard input with them when the command talks, and prints what comes
 * back as it comes.  Knows nothing itself but where the engine listens and what
 * may be typed.
 *
 * Interrupting it closes the socket, by which the engine knows; so does a
 * reader of our output who goes away.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/channel.h"
#include "tools/catalog.h"
#include "tools/control_path.h"
#include "tools/input.h"
#include "tools/progress.h"
#include "tools/syntax.h"
#include "tools/watch.h"

#define CONFIG_DEFAULT	"/etc/xiangyin/xiangyin.conf"

/* Exit status when the engine cannot be reached (DESIGN 8). */
#define EXIT_NO		1
#define EXIT_USAGE	2
#define EXIT_UNREACHABLE 3

/* A hung engine does not accept; then we say so. */
#define CONNECT_WAIT_S	5

/* A longer line of input is cut here, and goes on as the next text. */
#define LINE_MAX_OCTETS	(32 * 1024)

/* Lines of a file leave together when they are so long. */
#define BUNDLE_OCTETS	(16 * 1024)

/* Words of a command, in all; a packet holds little more. */
#define WORDS_MAX_OCTETS (MESSAGE_MAX - 4096)

#define READ_OCTETS	(16 * 1024)

/* Input that waits for the engine to read it; beyond, reading rests. */
#define QUEUE_MAX	(256 * 1024)
#define QUEUE_LOOK_MS	20

#define WATCH_LOOK_MS	200

struct client {
	GMainLoop *loop;
	struct channel *channel;
	int	 input_fd;	/* what is read for the command; -1 nothing */
	gboolean file;		/* it is one: lines go in bundles */
	GString	*input;		/* the line that has begun */
	GString	*bundle;	/* lines not yet sent */
	int	 bundled;
	guint	 input_source;
	int	 status;
	gboolean ended;
	gboolean says;		/* a line on standard error has begun */
};

static int	client_options(int argc, char **argv, char **config,
		    char **control);
static char	*client_control(const char *config, const char *control);
static int	client_check(char **words, int count, struct client *client,
		    gboolean *watch);
static gboolean	client_input(const struct command_line *line,
		    struct client *client);
static int	client_connect(const char *path);
static void	client_explain(const char *path, int error);
static int	client_watch(const char *path, char **words);
static int	client_run(int fd, char **words, struct client *client);
static gboolean	client_look(gpointer user);
static GVariant	*client_command(char **words);
static void	client_message(struct channel *channel, enum message_type type,
		    GVariant *payload, void *user);
static void	client_err(struct client *client, const char *text);
static void	client_closed(struct channel *channel, const char *why, void *user);
static gboolean	client_readable(int fd, GIOCondition condition, gpointer user);
static gboolean	client_resume(gpointer user);
static void	client_lines(struct client *client, gboolean last);
static void	client_line(struct client *client, const char *octets, gsize len);
static void	client_bundle(struct client *client);
static gboolean	client_print(int fd, const char *text);
static void	client_help(void);
static void	client_say(const char *format, ...) G_GNUC_PRINTF(1, 2);
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
			    _("%s wants a path"), argv[i]);
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
	enum syntax_result result = syntax_read(words, count, &line, say);
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
	client_say(_("%s; say where the engine listens with --control PATH"),
	    error->message);
	return NULL;
}

static int
client_connect(const char *path)
{
	const struct timeval wait = { .tv_sec = CONNECT_WAIT_S };
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd, error;

	if (strlen(path) >= sizeof(address.sun_path)) {
		client_say(_("%s is too long for a socket"), path);
		return -1;
	}
	strcpy(address.sun_path, path);
	fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (fd >= 0) {
		setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait));
		if (connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
			return fd;
	}
	error = errno;
	if (fd >= 0)
		close(fd);
	client_explain(path, error);
	return -1;
}

/* Why the engine is not there, and what to do. */
static void
client_explain(const char *path, int error)
{
	switch (error) {
	case ENOENT:
	case ENOTDIR:
		client_say(_("the engine does not run: there is no %s. Start it with "
		    "\"systemctl start xiangyind\", or name its configuration "
		    "with -c FILE"), path);
		break;
	case ECONNREFUSED:
		client_say(_("the engine has ended: nobody listens on %s. See "
		    "\"journalctl -u xiangyind -e\" for why, then "
		    "\"systemctl start xiangyind\""), path);
		break;
	case EACCES:
	case EPERM:
		client_say(_("you may not reach the engine at %s: you are not in group "
		    "xiangyin. Ask for \"usermod -aG xiangyin %s\" and log in again"),
		    path, g_get_user_name());
		break;
	case EAGAIN:
		client_say(_("the engine does not answer at %s. See \"systemctl status "
		    "xiangyind\""), path);
		break;
	default:
		client_say(_("the engine cannot be reached at %s: %s"), path,
		    g_strerror(error));
	}
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

static int
client_run(int fd, char **words, struct client *client)
{
	guint look = 0;

	client->status = EXIT_UNREACHABLE;
	client->loop = g_main_loop_new(NULL, FALSE);
	client->input = g_string_new(NULL);
	client->bundle = g_string_new(NULL);
	client->channel = channel_new(fd, SIDE_ENGINE, G_PRIORITY_DEFAULT,
	    client_message, client_closed, client);
	channel_send(client->channel, MESSAGE_COMMAND, client_command(words));
	if (client->input_fd >= 0) {
		if (isatty(client->input_fd))
			client_say(_("each line is a text; Ctrl-D ends"));
		client_resume(client);
	}
	if (watch_is_open())
		look = g_timeout_add(WATCH_LOOK_MS, client_look, client);
	if (!client->ended)
		g_main_loop_run(client->loop);
	progress_close();
	g_clear_handle_id(&look, g_source_remove);
	if (client->input_source != 0)
		g_source_remove(client->input_source);
	channel_free(client->channel);
	g_main_loop_unref(client->loop);
	g_string_free(client->input, TRUE);
	g_string_free(client->bundle, TRUE);
	return client->status;
}

/* Ctrl-C while a watched engine says nothing. */
static gboolean
client_look(gpointer user)
{
	struct client *client = user;

	if (watch_is_over())
		g_main_loop_quit(client->loop);
	return G_SOURCE_CONTINUE;
}

/* The words, and what the engine must know to dress its answer. */
static GVariant *
client_command(char **words)
{
	g_auto(GVariantBuilder) argv = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("as"));
	g_auto(GVariantBuilder) dress =
	    G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("a{ss}"));
	const char *no_color = g_getenv("NO_COLOR"), *term = g_getenv("TERM");
	const char *locale = catalog_locale();
	g_autofree char *language = locale == NULL ? NULL :
	    g_utf8_make_valid(locale, -1);
	struct winsize size = { 0 };

	for (; *words != NULL; words++)
		g_variant_builder_add(&argv, "s", *words);
	if (language != NULL)
		g_variant_builder_add(&dress, "{ss}", "language", language);
	if (isatty(STDOUT_FILENO) &&
	    ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
		char columns[16];

		g_snprintf(columns, sizeof(columns), "%u", size.ws_col);
		g_variant_builder_add(&dress, "{ss}", "columns", columns);
	}
	if (isatty(STDOUT_FILENO) && (no_color == NULL || *no_color == '\0') &&
	    (term == NULL || strcmp(term, "dumb") != 0))
		g_variant_builder_add(&dress, "{ss}", "colour", "1");
	return g_variant_new("(asa{ss})", &argv, &dress);
}

static void
client_message(struct channel *channel, enum message_type type,
    GVariant *payload, void *user)
{
	struct client *client = user;
	const char *text;

	if (type == MESSAGE_COMMAND_PROGRESS) {
		guint done, of;

		g_variant_get(payload, "(uu)", &done, &of);
		progress_takes(done, of);
		return;
	}
	progress_close();
	switch (type) {
	case MESSAGE_COMMAND_OUT:
		g_variant_get(payload, "(&s)", &text);
		if (client_print(STDOUT_FILENO, text))
			return;
		client->status = EXIT_NO;
		break;
	case MESSAGE_COMMAND_ERR:
		g_variant_get(payload, "(&s)", &text);
		client_err(client, text);
		return;
	case MESSAGE_COMMAND_END:
		client_err(client, NULL);
		g_variant_get(payload, "(i)", &client->status);
		break;
	default:
		return;
	}
	client->ended = TRUE;
	g_main_loop_quit(client->loop);
}

/* What the engine says on standard error: with our name before it, and a line of its
 * own. NULL ends it. */
static void
client_err(struct client *client, const char *text)
{
	if (text != NULL && *text == '\0')
		return;
	if (text != NULL && !client->says)
		client_print(STDERR_FILENO, "xiangyin: ");
	if (text != NULL)
		client_print(STDERR_FILENO, text);
	else if (client->says)
		client_print(STDERR_FILENO, "\n");
	client->says = text != NULL && !g_str_has_suffix(text, "\n");
}

static void
client_closed(struct channel *channel, const char *why, void *user)
{
	struct client *client = user;

	if (!client->ended)
		client_say(_("the engine has gone before it was done (%s); look with "
		    "xiangyin status whether it is back, then try again"), why);
	client->ended = TRUE;
	g_main_loop_quit(client->loop);
}

static gboolean
client_readable(int fd, GIOCondition condition, gpointer user)
{
	struct client *client = user;
	char octets[READ_OCTETS];
	ssize_t len;

	if (channel_queued(client->channel) > QUEUE_MAX) {
		client->input_source = g_timeout_add(QUEUE_LOOK_MS, client_resume,
		    client);
		return G_SOURCE_REMOVE;
	}
	len = read(fd, octets, sizeof(octets));
	if (len < 0 && (errno == EINTR || errno == EAGAIN))
		return G_SOURCE_CONTINUE;
	if (len > 0) {
		progress_read(len);
		g_string_append_len(client->input, octets, len);
		client_lines(client, FALSE);
		return G_SOURCE_CONTINUE;
	}
	client_lines(client, TRUE);
	client_bundle(client);
	channel_send(client->channel, MESSAGE_COMMAND_IN_END, g_variant_new("()"));
	client->input_source = 0;
	return G_SOURCE_REMOVE;
}

static gboolean
client_resume(gpointer user)
{
	struct client *client = user;

	client->input_source = g_unix_fd_add(client->input_fd,
	    G_IO_IN | G_IO_HUP | G_IO_ERR, client_readable, client);
	return G_SOURCE_REMOVE;
}

/* Sends the lines that are whole; at the end also one that is not. */
static void
client_lines(struct client *client, gboolean last)
{
	GString *input = client->input;
	gsize from = 0;

	while (from < input->len) {
		const char *line = input->str + from;
		gsize rest = input->len - from;
		const char *end = memchr(line, '\n', rest);
		gsize len = end == NULL ? rest : (gsize)(end - line);

		if (end == NULL && !last && rest <= LINE_MAX_OCTETS)
			break;
		if (len > LINE_MAX_OCTETS) {
			len = LINE_MAX_OCTETS;
			/* Not inside a character. */
			while (len > 1 && ((guchar)line[len] & 0xC0) == 0x80)
				len--;
			end = NULL;
		}
		client_line(client, line, len);
		from += len + (end == NULL ? 0 : 1);
	}
	g_string_erase(input, 0, from);
}

static void
client_line(struct client *client, const char *octets, gsize len)
{
	g_autofree char *line = NULL;

	if (len > 0 && octets[len - 1] == '\r')
		len--;
	line = g_utf8_make_valid(octets, len);
	if (!client->file) {
		channel_send(client->channel, MESSAGE_COMMAND_IN,
		    g_variant_new("(s)", line));
		return;
	}
	if (client->bundled > 0)
		g_string_append_c(client->bundle, '\n');
	g_string_append(client->bundle, line);
	client->bundled++;
	if (client->bundle->len >= BUNDLE_OCTETS)
		client_bundle(client);
}

/* Sends the lines that wait. */
static void
client_bundle(struct client *client)
{
	if (client->bundled == 0)
		return;
	channel_send(client->channel, MESSAGE_COMMAND_IN,
	    g_variant_new("(s)", client->bundle->str));
	g_string_truncate(client->bundle, 0);
	client->bundled = 0;
}

static gboolean
client_print(int fd, const char *text)
{
	gsize len = strlen(text);

	while (len > 0) {
		ssize_t written = write(fd, text, len);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0) {
			if (fd == STDOUT_FILENO)
				client_say(_("nothing can be written: %s"),
				    g_strerror(errno));
			return FALSE;
		}
		text += written;
		len -= written;
	}
	return TRUE;
}

static void
client_help(void)
{
	g_autoptr(GString) help = g_string_new(
	    _("Usage: xiangyin [-c FILE] COMMAND ...\n"
	    "Asks the engine of the text-message service.\n\n"));

	syntax_overview(help);
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

static void
client_say(const char *format, ...)
{
	g_autofree char *text = NULL, *line = NULL;
	va_list arguments;

	va_start(arguments, format);
	text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	line = g_strdup_printf("xiangyin: %s\n", text);
	client_print(STDERR_FILENO, line);
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
