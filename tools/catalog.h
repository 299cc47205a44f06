/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words for staff in their own language.  The catalogues are gettext's (po/NAME.po,
 * compiled by msgfmt), but they are read here: the engine speaks to each client in the
 * client's language, while gettext(3) knows only the process's own, and only where the
 * machine has that locale.
 *
 * The source is in English, and so is whatever has no translation.
 */
#ifndef TOOLS_CATALOG_H
#define TOOLS_CATALOG_H

#include <glib.h>

#include "base/words.h"

/* Marks words for xgettext, as N_() does, and translates them; P_() by number. */
#define _(text)			catalog_text(text)
#define P_(one, many, n)	catalog_plural(one, many, n)

/*
 * Switches to the language of a locale name ("zh_CN.UTF-8"); NULL, "C" or one without
 * a catalogue is English.  Looks for the file in $XIANGYIN_LOCALEDIR, in po/ beside the
 * program (a build tree), and where it is installed, and reads it once.
 */
void	catalog_choose(const char *locale);

/* Is there a language other than English? */
gboolean catalog_is_chosen(void);

/* Returns the locale name this process was started with: LANGUAGE, LC_ALL, LC_MESSAGES,
 * LANG by gettext's rules; NULL: none.  Do not free it. */
const char *catalog_locale(void);

const char *catalog_text(const char *text) G_GNUC_FORMAT(1);
const char *catalog_plural(const char *one, const char *many, gint64 n)
	    __attribute__((format_arg(1), format_arg(2)));

#endif
