/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xiangyind: the engine's process.  Options, signals, exit status: 0 ended when
 * it was asked to, 1 it cannot run, 2 usage.
 */
#include <config.h>

#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/log.h"
#include "services/services.h"
#include "smsd/config.h"
#include "smsd/daemon.h"
#include "smsd/house.h"
#include "smsd/reader.h"

enum { MAIN_DONE = 0, MAIN_FAILED = 1, MAIN_USAGE = 2 };

struct arguments {
	char	*config;
	gboolean check, verbose;
	gboolean read;		/* started by ourselves, see smsd/reader */
	char	**words;
};

static volatile sig_atomic_t main_asked_to_end, main_asked_to_reload;
static int main_wakeup = -1;	/* eventfd: a signal has come */

static gboolean	main_read(int argc, char **argv, struct arguments *arguments);
static int	main_check(const struct config *config, gboolean print);
static int	main_run(struct config *config);
static gboolean	main_catch(void);
static void	main_signal(int number);
static gboolean	main_signalled(int fd, GIOCondition condition, gpointer user);

int
main(int argc, char **argv)
{
	struct arguments arguments = { 0 };
	g_autoptr(GError) error = NULL;
	struct config *config;
	int status;

	if (!main_read(argc, argv, &arguments)) {
		g_free(arguments.config);
		return MAIN_USAGE;
	}
	log_open("xiangyind", arguments.verbose);
	if (arguments.read) {
		status = reader_main(arguments.words);
		g_strfreev(arguments.words);
		return status;
	}
	config = config_load(arguments.config != NULL ? arguments.config :
	    CONFIG_PATH, &error);
	g_free(arguments.config);
	if (config == NULL) {
		fprintf(stderr, "xiangyind: %s\n", error->message);
		return MAIN_FAILED;
	}
	if (arguments.check) {
		status = main_check(config, arguments.verbose);
		config_free(config);
		return status;
	}
	return main_run(config);
}

static gboolean
main_read(int argc, char **argv, struct arguments *arguments)
{
	const GOptionEntry entries[] = {
		{ "config", 'c', 0, G_OPTION_ARG_FILENAME, &arguments->config,
		  "Read FILE in place of " CONFIG_PATH, "FILE" },
		{ "check", 'n', 0, G_OPTION_ARG_NONE, &arguments->check,
		  "Check configuration and menus, and end", NULL },
		{ "verbose", 'v', 0, G_OPTION_ARG_NONE, &arguments->verbose,
		  "Log each message; with -n print the configuration", NULL },
		{ "read", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE,
		  &arguments->read, NULL, NULL },
		/* As they are: a string would be converted from the locale's charset,
		 * and systemd starts us with none. */
		{ G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY,
		  &arguments->words, NULL, NULL },
		G_OPTION_ENTRY_NULL
	};
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);
	g_autoptr(GError) error = NULL;

	g_option_context_set_summary(context,
	    "The engine of the county's text-message service, see "
	    "xiangyind(8).");
	g_option_context_add_main_entries(context, entries, NULL);
	if (!g_option_context_parse(context, &argc, &argv, &error)) {
		fprintf(stderr, "xiangyind: %s; try --help\n",
		    error->message);
		return FALSE;
	}
	if (arguments->words != NULL && !arguments->read) {
		fprintf(stderr, "xiangyind: what is %s? Try --help\n",
		    arguments->words[0]);
		g_strfreev(arguments->words);
		return FALSE;
	}
	return TRUE;
}

static int
main_check(const struct config *config, gboolean print)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *words = NULL;
	g_autofree const struct service **all = house_services(services);
	struct menu *menu = menu_load(config->menus, all, &error);

	if (menu == NULL) {
		fprintf(stderr, "xiangyind: %s\n", error->message);
		return MAIN_FAILED;
	}
	if (print) {
		words = config_print(config);
		fputs(words, stdout);
	}
	menu_free(menu);
	return MAIN_DONE;
}

static int
main_run(struct config *config)
{
	g_autoptr(GError) error = NULL;
	struct engine *engine;

	if (!main_catch()) {
		log_warning("engine: cannot hear signals: %s",
		    g_strerror(errno));
		config_free(config);
		return MAIN_FAILED;
	}
	engine = daemon_new(config, &error);
	if (engine == NULL) {
		fprintf(stderr, "xiangyind: %s\n", error->message);
		return MAIN_FAILED;
	}
	g_unix_fd_add(main_wakeup, G_IO_IN, main_signalled, engine);
	daemon_run(engine);
	daemon_free(engine);
	return MAIN_DONE;
}

/* Signals wake the loop through a descriptor: GLib's own way would start a
 * thread.  SIGXFSZ ignored, a full quota is an error like a full disk. */
static gboolean
main_catch(void)
{
	struct sigaction action = { .sa_handler = main_signal };

	main_wakeup = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	sigemptyset(&action.sa_mask);
	action.sa_flags = SA_RESTART;
	if (main_wakeup < 0 || sigaction(SIGTERM, &action, NULL) < 0 ||
	    sigaction(SIGINT, &action, NULL) < 0 ||
	    sigaction(SIGHUP, &action, NULL) < 0)
		return FALSE;
	action.sa_handler = SIG_IGN;
	return sigaction(SIGPIPE, &action, NULL) == 0 &&
	    sigaction(SIGXFSZ, &action, NULL) == 0;
}

static void
main_signal(int number)
{
	static const guint64 one = 1;
	int kept = errno;
	ssize_t written;

	if (number == SIGHUP)
		main_asked_to_reload = 1;
	else
		main_asked_to_end = 1;
	written = write(main_wakeup, &one, sizeof(one));
	(void)written;
	errno = kept;
}

static gboolean
main_signalled(int fd, GIOCondition condition, gpointer user)
{
	struct engine *engine = user;
	guint64 count;

	while (read(fd, &count, sizeof(count)) > 0)
		continue;
	if (main_asked_to_reload) {
		main_asked_to_reload = 0;
		daemon_reload(engine);
	}
	if (main_asked_to_end)
		daemon_stop(engine);
	return G_SOURCE_CONTINUE;
}
