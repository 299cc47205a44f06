/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A short command shows nothing: the first line comes after half a second.
 */
#include "tools/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "tools/catalog.h"

#define PROGRESS_FIRST	(CLOCK_SECOND / 2)
#define PROGRESS_EVERY	(CLOCK_SECOND / 5)

static struct {
	gboolean open, shown;
	gint64	 octets, read;
	gint64	 next;		/* us elapsed */
} progress;

static gboolean	progress_due(void);
static void	progress_show(const char *words);

void
progress_open(gint64 octets)
{
	progress.open = isatty(STDERR_FILENO);
	progress.octets = MAX(octets, 1);
	progress.read = 0;
	progress.next = clock_elapsed() + PROGRESS_FIRST;
}

void
progress_read(gssize octets)
{
	g_autofree char *words = NULL;

	progress.read += octets;
	if (!progress_due())
		return;
	words = progress.read < progress.octets ?
	    g_strdup_printf(_("reading the file: %d %%"),
	    (int)(progress.read * 100 / progress.octets)) :
	    g_strdup(_("checking the rows"));
	progress_show(words);
}

void
progress_takes(guint done, guint of)
{
	g_autofree char *words = NULL;

	if (!progress_due())
		return;
	words = g_strdup_printf(_("importing: %u of %u rows"), done, of);
	progress_show(words);
}

void
progress_close(void)
{
	if (progress.shown)
		fputs("\r\033[K", stderr);
	progress.shown = progress.open = FALSE;
}

/* The end of the file is always shown: it lasts. */
static gboolean
progress_due(void)
{
	gint64 now = clock_elapsed();
	gboolean due = now >= progress.next ||
	    (progress.shown && progress.read >= progress.octets);

	if (!progress.open || !due)
		return FALSE;
	progress.next = now + PROGRESS_EVERY;
	return TRUE;
}

static void
progress_show(const char *words)
{
	fprintf(stderr, "\r\033[K%s", words);
	fflush(stderr);
	progress.shown = TRUE;
}
