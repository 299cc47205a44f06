/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside config*.c: a file being read.
 */
#ifndef SMSD_CONFIG_LOADER_H
#define SMSD_CONFIG_LOADER_H

#include <libconfig.h>

#include "smsd/config_option.h"

struct loader {
	struct config *config;
	const char *path;
	char	*directory;
	GError	**error;
};

/* Sets the error "FILE:LINE: …"; always FALSE. */
gboolean config_refuse(const struct loader *loader,
	    const config_setting_t *at, const char *format, ...)
	    G_GNUC_PRINTF(3, 4);

/* What one option alone cannot tell: names used twice, lines nobody knows,
 * menus nobody can read.  Fills what follows from the rest. */
gboolean config_check(struct loader *loader, config_setting_t *root);

#endif
