/*
 * Where the engine listens, for a client that does not link libconfig: the one
 * key `control` of xiangyin.conf(5).
 */
#ifndef TOOLS_CONTROL_PATH_H
#define TOOLS_CONTROL_PATH_H

#include <glib.h>

#define CONTROL_PATH_DEFAULT	"/run/xiangyin/control"

/*
 * The path in a configuration file, made absolute from the file's directory as
 * the engine does; the default when the file has no such key.  NULL and `error` when
 * the file cannot be read.  Caller frees.
 */
char	*control_path_of_file(const char *file, GError **error);

/* The value of the key in libconfig's language, NULL when it is not there.  Whether the
 * rest makes sense is the engine's business.  Caller frees. */
char	*control_path_of_text(const char *text);

#endif
