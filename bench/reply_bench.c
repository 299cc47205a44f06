/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a reply costs: texts from many phones over one pty modem, through
 * libgammu, the engine and its database, and back.
 *
 *	latency		MO stored on the SIM -> last MT part accepted, by the
 *			network's own clock
 *	throughput	texts answered a second, with WINDOW phones waiting
 *	memory		resident set of each of our processes at the end
 *	processor	user and system time of each per 1,000 texts
 *
 * Latency is taken with one phone at a time, throughput with the window.
 *
 *	reply_bench [--texts N] [--window N] [--air MS] [--command MS]
 *	    [--baud N] [--modems N]
 */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/harness.h"

static int	bench_texts = 2000, bench_window = 50, bench_modems = 1;
static int	bench_air, bench_command, bench_baud;

static const GOptionEntry bench_options[] = {
	{ "texts", 0, 0, G_OPTION_ARG_INT, &bench_texts, "texts in each run",
	    "N" },
	{ "window", 0, 0, G_OPTION_ARG_INT, &bench_window,
	    "phones that wait at a time", "N" },
	{ "modems", 0, 0, G_OPTION_ARG_INT, &bench_modems, "modems", "N" },
	{ "air", 0, 0, G_OPTION_ARG_INT, &bench_air, "air time of a part",
	    "MS" },
	{ "command", 0, 0, G_OPTION_ARG_INT, &bench_command,
	    "time a modem takes for a command", "MS" },
	{ "baud", 0, 0, G_OPTION_ARG_INT, &bench_baud,
	    "speed of the serial line, 0 none", "N" },
	{ NULL }
};

/* A text under way. */
struct flight {
	gint64	stored;		/* us: on the SIM */
	gint64	accepted;	/* us: last part of its answer */
};

struct run {
	struct harness *harness;
	GHashTable *flights;	/* phone -> struct flight */
	GArray	*latency;	/* gint64 us */
	int	 sent, answered;
	gint64	 first, last;
};

static void
run_send(struct run *run)
{
	char *phone = g_strdup_printf("+8613500%06d", run->sent);
	g_autofree char *story = g_strdup_printf(
	    "石桥村三组第%d户的水管爆了半个月没人管", run->sent);

	harness_text(run->harness, phone, run->sent % bench_modems, story);
	g_hash_table_insert(run->flights, phone, g_new0(struct flight, 1));
	run->sent++;
}

static void
run_hear(struct run *run, const struct harness_event *event)
{
	gint64 us = g_ascii_strtoll(event->field[2], NULL, 10);
	struct flight *flight;

	if (strcmp(event->field[0], "store") == 0) {
		flight = g_hash_table_lookup(run->flights, event->field[5]);
		if (flight != NULL)
			flight->stored = us;
		if (run->first == 0)
			run->first = us;
	} else if (strcmp(event->field[0], "submit") == 0) {
		gint64 latency;

		flight = g_hash_table_lookup(run->flights, event->field[4]);
		/* SEQ is MAX at the last part; both are 0 in a single one. */
		if (flight == NULL || flight->accepted != 0 ||
		    strcmp(event->field[6], event->field[7]) != 0)
			return;
		flight->accepted = us;
		latency = us - flight->stored;
		g_array_append_val(run->latency, latency);
		run->last = us;
		run->answered++;
	}
}

static void
run_all(struct run *run, int texts, int window)
{
	struct harness_event event;
	int until = run->sent + texts;

	run->first = 0;
	g_array_set_size(run->latency, 0);
	while (run->answered < until) {
		while (run->sent < until && run->sent - run->answered < window)
			run_send(run);
		if (!harness_event(run->harness, 60, &event)) {
			fprintf(stderr, "reply_bench: %d texts were never "
			    "answered\n", run->sent - run->answered);
			exit(EXIT_FAILURE);
		}
		run_hear(run, &event);
	}
}

static int
latency_order(gconstpointer a, gconstpointer b)
{
	gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;

	return x < y ? -1 : x > y;
}

static double
percentile(GArray *latency, double share)
{
	guint i = (guint)(share * (latency->len - 1));

	return g_array_index(latency, gint64, i) / 1000.0;
}

/* Processor seconds and resident KiB of a process. */
static void
usage_of(pid_t pid, double *cpu, long *kib)
{
	g_autofree char *path = g_strdup_printf("/proc/%d/stat", pid);
	g_autofree char *text = NULL;
	unsigned long user = 0, system = 0;
	long pages = 0;

	*cpu = 0;
	*kib = 0;
	if (!g_file_get_contents(path, &text, NULL, NULL))
		return;
	if (sscanf(strrchr(text, ')'), ") %*c %*d %*d %*d %*d %*d %*u %*u "
	    "%*u %*u %*u %lu %lu %*d %*d %*d %*d %*d %*d %*u %*u %ld", &user,
	    &system, &pages) != 3)
		return;
	*cpu = (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
	*kib = pages * (sysconf(_SC_PAGESIZE) / 1024);
}

static void
print_usage(struct harness *harness, int texts)
{
	const struct { const char *name; pid_t pid; } processes[] = {
		{ "xiangyind", harness_engine(harness) },
		{ "xiangyin-modem", harness_child(harness, "xiangyin-modem",
		    0) },
		{ "xiangyin-at", harness_child(harness, "xiangyin-at", 0) },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(processes); i++) {
		double cpu;
		long kib;

		usage_of(processes[i].pid, &cpu, &kib);
		printf("  %-16s %6.1f MiB resident   %6.2f s of processor per "
		    "1,000 texts\n", processes[i].name, (double)kib / 1024,
		    cpu * 1000 / texts);
	}
}

int
main(int argc, char **argv)
{
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);
	g_autoptr(GError) error = NULL;
	struct harness_options options = {
		.config = "guards = { replies_per_hour = 0; "
		    "replies_per_day = 0; identical = 0; "
		    "parts_per_day = 0; replies_per_text = 0; };\n",
	};
	struct run run = { 0 };
	int alone;

	g_option_context_add_main_entries(context, bench_options, NULL);
	if (!g_option_context_parse(context, &argc, &argv, &error)) {
		fprintf(stderr, "reply_bench: %s\n", error->message);
		return 2;
	}
	options.modems = bench_modems;
	run.harness = harness_new(&options);
	run.flights = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
	    g_free);
	run.latency = g_array_new(FALSE, FALSE, sizeof(gint64));
	for (int i = 0; i < bench_modems; i++) {
		g_free(harness_tell(run.harness, "set modem%d command_ms %d",
		    i, bench_command));
		g_free(harness_tell(run.harness, "set modem%d air_ms %d", i,
		    bench_air));
		g_free(harness_tell(run.harness, "set modem%d linked_ms %d", i,
		    bench_air));
		g_free(harness_tell(run.harness, "set modem%d baud %d", i,
		    bench_baud));
	}
	alone = MAX(bench_texts / 4, 10);
	run_all(&run, alone, 1);
	g_array_sort(run.latency, latency_order);
	printf("reply latency, %d texts one at a time: p50 %.2f ms, p95 %.2f "
	    "ms, p99 %.2f ms\n", alone, percentile(run.latency, 0.50),
	    percentile(run.latency, 0.95), percentile(run.latency, 0.99));
	run_all(&run, bench_texts, bench_window);
	printf("throughput, %d texts, %d waiting: %.1f texts answered a "
	    "second\n", bench_texts, bench_window, bench_texts /
	    ((double)(run.last - run.first) / G_USEC_PER_SEC));
	print_usage(run.harness, alone + bench_texts);
	harness_free(run.harness);
	g_hash_table_unref(run.flights);
	g_array_unref(run.latency);
	return 0;
}
