/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading a libconfig file of this room: menus and lexicon.
 */
#ifndef UNDERSTAND_CONF_H
#define UNDERSTAND_CONF_H

#include <glib.h>
#include <libconfig.h>

#define CONF_ERROR	(g_quark_from_static_string("xiangyin-conf"))

/*
 * Fills `config` (initialised by the caller, who destroys it) from a file.
 * FALSE and an error "FILE:LINE: what was expected" when it is no libconfig
 * file, is not UTF-8, or includes others: libconfig ends the process when an
 * included file cannot be read.
 */
gboolean conf_read(config_t *config, const char *path, GError **error);

/* Fills `error` with "FILE:LINE: …"; always FALSE. */
gboolean conf_fail(GError **error, const char *path, int line,
	    const char *format, ...) G_GNUC_PRINTF(4, 5);

#endif
