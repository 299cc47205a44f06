/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the engine listens: the one key of xiangyin.conf(5) that a client needs.
 */
#ifndef TOOLS_CONTROL_PATH_H
#define TOOLS_CONTROL_PATH_H

#include <glib.h>

#define CONTROL_PATH_DEFAULT	"/run/xiangyin/control"

/*
 * Returns the path in a configuration file, made absolute from the file's directory as
 * the engine does; the default when the file has no such key.  NULL and `error` when the
 * file cannot be read or is not libconfig's language.  Caller frees.
 */
char	*control_path_of_file(const char *file, GError **error);

/* Returns the value of the key `control`, NULL when there is none or the text is not
 * libconfig's language.  Leaves it to the engine to check the other keys.  Caller
 * frees. */
char	*control_path_of_text(const char *text);

#endif
