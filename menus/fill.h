/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Placeholders: what stands between { and } in a screen's text, how long it
 * can get, and how it is put in.
 */
#ifndef MENUS_FILL_H
#define MENUS_FILL_H

#include <glib.h>

/* The most UCS-2 units `name` takes, 0 when there is no such placeholder. */
int	fill_units(const char *name);
/* All names, separated by blanks, for messages. */
char	*fill_names(void);

/* An empty table for fill_set(). */
GHashTable *fill_new(void);

/* Puts a value in, cut to its units with "…" at the end, control characters
 * blanked. */
void	fill_set(GHashTable *fill, const char *name, const char *value);

/* The same for a number. */
void	fill_number(GHashTable *fill, const char *name, int number);

/* `text` with its placeholders put in; what nobody filled is left out and logged.
 * Caller frees. */
char	*fill_text(const char *text, GHashTable *fill);

/* Calls `each` for every placeholder of a text; FALSE when a bracket is not
 * closed. */
gboolean fill_each(const char *text,
	    void (*each)(const char *name, void *user), void *user);

/*
 * What a question shows is kept with its stored answers, under names that begin with
 * '.', so that it can be said again.
 *
 * fill_keep() puts what `text` shows of `fill` into `data`; fill_kept() makes a fill of
 * it; fill_stored() copies all else of `data` into `into`.  NULL is empty.
 */
void	fill_keep(const char *text, GHashTable *fill, GHashTable *data);
GHashTable *fill_kept(GHashTable *data);
void	fill_stored(GHashTable *data, GHashTable *into);

/*
 * A villager's words as we repeat them: Chinese characters, their
 * punctuation and numbers of at most three digits, at most `units` long.  The
 * number we answer may be forged, so nothing that could carry an
 * address, a telephone number or a code goes back out.  "" when nothing is left
 * to say.  Caller frees.
 */
char	*fill_summary(const char *text, int units);

#endif
