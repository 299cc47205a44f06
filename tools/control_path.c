/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reads the one key with the library the engine reads the file with.
 */
#include "tools/control_path.h"

#include <libconfig.h>

#include "tools/catalog.h"

static char	*path_of(const char *text, GError **error);

char *
control_path_of_file(const char *file, GError **error)
{
	g_autofree char *text = NULL, *path = NULL, *directory = NULL;
	g_autofree char *absolute = g_canonicalize_filename(file, NULL);
	g_autoptr(GError) wrong = NULL;

	if (!g_file_get_contents(file, &text, NULL, error))
		return NULL;
	path = path_of(text, &wrong);
	if (wrong != NULL) {
		g_propagate_prefixed_error(error, g_steal_pointer(&wrong), "%s, ", file);
		return NULL;
	}
	if (path == NULL)
		return g_strdup(CONTROL_PATH_DEFAULT);
	directory = g_path_get_dirname(absolute);
	return g_canonicalize_filename(path, directory);
}

char *
control_path_of_text(const char *text)
{
	return path_of(text, NULL);
}

/* NULL without `error`: there is no such key. */
static char *
path_of(const char *text, GError **error)
{
	config_t config;
	const char *value;
	char *path = NULL;

	config_init(&config);
	if (!config_read_string(&config, text))
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, _("line %d: %s"),
		    config_error_line(&config), config_error_text(&config));
	else if (config_lookup_string(&config, "control", &value))
		path = g_strdup(value);
	config_destroy(&config);
	return path;
}
