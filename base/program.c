/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Beside this program first, so that a build tree runs its own.
 */
#include "base/program.h"

#include <glib.h>
#include <unistd.h>

char *
program_path(const char *name)
{
	g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *directory = NULL;
	char *beside;

	if (self != NULL) {
		directory = g_path_get_dirname(self);
		beside = g_build_filename(directory, name, NULL);
		if (access(beside, X_OK) == 0)
			return beside;
		g_free(beside);
	}
	return g_build_filename(PKGLIBEXECDIR, name, NULL);
}
