/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xiangyin-sim: a GSM network in a box.  See xiangyin-sim(1).
 */
#include <glib-unix.h>
#include <glib.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/phone.h"
#include "sim/client.h"
#include "sim/knob.h"
#include "sim/network.h"
#include "sim/phone.h"

#define EXIT_USAGE	2
#define MODEMS_MAX	256
#define FIRST_NUMBER	G_GINT64_CONSTANT(8613900000000)
/* A part over a link that is still open, in hundredths of one that is not
 * (GSM: about 2.3 s in place of 3.5). */
#define LINKED_PERCENT	65

static int	main_network(int argc, char **argv);
static int	main_phone(int argc, char **argv);
static int	main_tell(int argc, char **argv);
static int	main_tell_lines(struct sim_client *client);
static int	main_tell_one(struct sim_client *client, const char *words);

static const struct {
	const char *name, *arguments;
	int	 (*run)(int argc, char **argv);
} mains[] = {
	{ "network", "DIR [--modems N] [--number NUMBER]... "
	    "[--set NAME=VALUE]...", main_network },
	{ "phone", "DIR NUMBER [--to NUMBER] [--wait SECONDS]", main_phone },
	{ "tell", "DIR WORD...|-", main_tell },
};

/* Options of `network`. */
struct network_options {
	int	 modems, command_ms, baud;
	double	 air_s;
	gboolean no_ledger;
	char	**numbers, **settings;
};

static gboolean	main_parse(const GOptionEntry *entries, const char *name,
		    int *argc, char ***argv, int least, int most);
static struct network *main_build(const char *folder,
		    const struct network_options *options, GError **error);
static gboolean	main_turn(struct modem *modem,
		    const struct network_options *options, GError **error);
static gboolean	main_stop(gpointer user);
static int	main_failed(const GError *error);

int
main(int argc, char **argv)
{
	setlocale(LC_ALL, "");
	log_open("xiangyin-sim", FALSE);
	for (gsize i = 0; argc > 1 && i < G_N_ELEMENTS(mains); i++) {
		if (strcmp(argv[1], mains[i].name) == 0)
			return mains[i].run(argc - 1, argv + 1);
	}
	for (gsize i = 0; i < G_N_ELEMENTS(mains); i++)
		fprintf(stderr, "%s xiangyin-sim %s %s\n",
		    i == 0 ? "usage:" : "      ", mains[i].name,
		    mains[i].arguments);
	return EXIT_USAGE;
}

static int
main_network(int argc, char **argv)
{
	struct network_options options = { .modems = 1 };
	const GOptionEntry entries[] = {
		{ "modems", 'm', 0, G_OPTION_ARG_INT, &options.modems,
		    "number of modems (1)", "N" },
		{ "number", 'n', 0, G_OPTION_ARG_STRING_ARRAY,
		    &options.numbers, "number of the next modem "
		    "(+8613900000000 and on)", "NUMBER" },
		{ "command-ms", 0, 0, G_OPTION_ARG_INT, &options.command_ms,
		    "time before each answer (0)", "MS" },
		{ "air", 0, 0, G_OPTION_ARG_DOUBLE, &options.air_s,
		    "time to send a part (0)", "SECONDS" },
		{ "baud", 0, 0, G_OPTION_ARG_INT, &options.baud,
		    "speed of the serial lines (0: no time at all)", "RATE" },
		{ "set", 's', 0, G_OPTION_ARG_STRING_ARRAY, &options.settings,
		    "a setting of every modem, as told by `set`",
		    "NAME=VALUE" },
		{ "no-ledger", 0, 0, G_OPTION_ARG_NONE, &options.no_ledger,
		    "remember no events (long measurements)", NULL },
		G_OPTION_ENTRY_NULL
	};
	g_autoptr(GMainLoop) loop = NULL;
	g_autoptr(GError) error = NULL;
	struct network *network;

	if (!main_parse(entries, "network", &argc, &argv, 1, 1))
		return EXIT_USAGE;
	network = main_build(argv[1], &options, &error);
	g_strfreev(options.numbers);
	g_strfreev(options.settings);
	if (network == NULL)
		return main_failed(error);
	for (guint i = 0; i < network->modems->len; i++) {
		const struct modem *modem = g_ptr_array_index(network->modems,
		    i);

		printf("%s %s %s/%s\n", modem->name, modem->number,
		    network->folder, modem->name);
	}
	fflush(stdout);
	loop = g_main_loop_new(NULL, FALSE);
	g_unix_signal_add(SIGINT, main_stop, loop);
	g_unix_signal_add(SIGTERM, main_stop, loop);
	g_main_loop_run(loop);
	network_free(network);
	return EXIT_SUCCESS;
}

static int
main_phone(int argc, char **argv)
{
	g_autofree char *to = NULL, *number = NULL;
	struct phone_options options = { .wait_s = -1 };
	const GOptionEntry entries[] = {
		{ "to", 't', 0, G_OPTION_ARG_STRING, &to,
		    "whom to text (modem0)", "NUMBER" },
		{ "wait", 'w', 0, G_OPTION_ARG_DOUBLE, &options.wait_s,
		    "go on so long after the last arrival when input is over "
		    "(3; 0 on a terminal)", "SECONDS" },
		G_OPTION_ENTRY_NULL
	};

	if (!main_parse(entries, "phone", &argc, &argv, 2, 2))
		return EXIT_USAGE;
	number = phone_normalise(argv[2]);
	options.folder = argv[1];
	options.number = number;
	options.to = to != NULL ? to : "modem0";
	return phone_run(&options);
}

static int
main_tell(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *words = NULL;
	struct sim_client *client;
	int status = EXIT_SUCCESS;

	if (argc < 3) {
		fprintf(stderr, "usage: xiangyin-sim tell DIR WORD...|-\n");
		return EXIT_USAGE;
	}
	client = sim_client_new(argv[1], &error);
	if (client == NULL)
		return main_failed(error);
	words = g_strjoinv(" ", argv + 2);
	if (strcmp(words, "-") != 0)
		status = main_tell_one(client, words);
	else
		status = main_tell_lines(client);
	sim_client_free(client);
	return status;
}

/* One command a line of standard input; ends at the first that is refused. */
static int
main_tell_lines(struct sim_client *client)
{
	char *line = NULL;
	size_t room = 0;
	int status = EXIT_SUCCESS;

	while (status == EXIT_SUCCESS && getline(&line, &room, stdin) > 0) {
		g_strchomp(line);
		if (*line != '\0')
			status = main_tell_one(client, line);
	}
	free(line);
	return status;
}

static int
main_tell_one(struct sim_client *client, const char *words)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *answer = sim_client_tell(client, &error, "%s", words);

	if (answer == NULL)
		return main_failed(error);
	if (*answer != '\0')
		puts(answer);
	return EXIT_SUCCESS;
}

static gboolean
main_parse(const GOptionEntry *entries, const char *name, int *argc,
    char ***argv, int least, int most)
{
	g_autoptr(GOptionContext) context = g_option_context_new("DIR");
	g_autoptr(GError) error = NULL;

	g_option_context_add_main_entries(context, entries, NULL);
	if (!g_option_context_parse(context, argc, argv, &error)) {
		fprintf(stderr, "xiangyin-sim %s: %s\n", name, error->message);
		return FALSE;
	}
	if (*argc - 1 >= least && *argc - 1 <= most)
		return TRUE;
	fprintf(stderr, "xiangyin-sim %s: expected %d words, not %d\n", name,
	    least, *argc - 1);
	return FALSE;
}

static struct network *
main_build(const char *folder, const struct network_options *options,
    GError **error)
{
	struct network *network;
	guint given = options->numbers == NULL ? 0 :
	    g_strv_length(options->numbers);

	if (options->modems < 0 || options->modems > MODEMS_MAX) {
		g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
		    "--modems: expected 0 to %d, not %d", MODEMS_MAX,
		    options->modems);
		return NULL;
	}
	network = network_new(folder, error);
	if (network == NULL)
		return NULL;
	network->keep_ledger = !options->no_ledger;
	for (guint i = 0; i < (guint)options->modems; i++) {
		g_autofree char *number = i < given ?
		    g_strdup(options->numbers[i]) :
		    g_strdup_printf("+%" G_GINT64_FORMAT, FIRST_NUMBER + i);
		struct modem *modem = network_add_modem(network, number,
		    error);

		if (modem == NULL || !main_turn(modem, options, error)) {
			network_free(network);
			return NULL;
		}
	}
	return network;
}

static gboolean
main_turn(struct modem *modem, const struct network_options *options,
    GError **error)
{
	modem->knobs.command_ms = options->command_ms;
	modem->knobs.air_ms = (int)(options->air_s * 1000);
	modem->knobs.linked_ms = modem->knobs.air_ms * LINKED_PERCENT / 100;
	modem->knobs.baud = options->baud;
	for (guint i = 0; options->settings != NULL &&
	    options->settings[i] != NULL; i++) {
		g_auto(GStrv) pair = g_strsplit(options->settings[i], "=", 2);

		if (g_strv_length(pair) != 2) {
			g_set_error(error, G_OPTION_ERROR,
			    G_OPTION_ERROR_BAD_VALUE,
			    "--set: expected NAME=VALUE, not '%s'",
			    options->settings[i]);
			return FALSE;
		}
		if (!knob_set(modem, pair[0], pair[1], error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
main_stop(gpointer user)
{
	g_main_loop_quit(user);
	return G_SOURCE_CONTINUE;
}

static int
main_failed(const GError *error)
{
	fprintf(stderr, "xiangyin-sim: %s\n", error->message);
	return EXIT_FAILURE;
}
