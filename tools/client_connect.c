/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding the engine, or saying why it cannot be found.
 */
#include "tools/client.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "tools/catalog.h"

/* A hung engine does not accept; then we say so. */
#define CONNECT_WAIT_S	5

static void	client_explain(const char *path, int error);

int
client_connect(const char *path)
{
	const struct timeval wait = { .tv_sec = CONNECT_WAIT_S };
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd, error;

	if (strlen(path) >= sizeof(address.sun_path)) {
		client_say(_("%s is too long for a socket"), path);
		return -1;
	}
	strcpy(address.sun_path, path);
	fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (fd >= 0) {
		setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait));
		if (connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
			return fd;
	}
	error = errno;
	if (fd >= 0)
		close(fd);
	client_explain(path, error);
	return -1;
}

/* Why the engine is not there, and what to do. */
static void
client_explain(const char *path, int error)
{
	switch (error) {
	case ENOENT:
	case ENOTDIR:
		client_say(_("the engine does not run: there is no %s. Start it with "
		    "\"systemctl start xiangyind\", or name its configuration "
		    "with -c FILE"), path);
		break;
	case ECONNREFUSED:
		client_say(_("the engine has ended: nobody listens on %s. See "
		    "\"journalctl -u xiangyind -e\" for why, then "
		    "\"systemctl start xiangyind\""), path);
		break;
	case EACCES:
	case EPERM:
		client_say(_("you may not reach the engine at %s: you are not in group "
		    "xiangyin. Ask for \"usermod -aG xiangyin %s\" and log in again"),
		    path, g_get_user_name());
		break;
	case EAGAIN:
		client_say(_("the engine does not answer at %s. See \"systemctl status "
		    "xiangyind\""), path);
		break;
	default:
		client_say(_("the engine cannot be reached at %s: %s"), path,
		    g_strerror(error));
	}
}
