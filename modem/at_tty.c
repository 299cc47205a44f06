/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * HUPCL is off: closing must not drop DTR, some modems restart on that.
 */
#include "modem/at_tty.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#define TTY_TRIES	40
#define TTY_TRY_US	50000
#define TTY_SPEED	115200

static const struct {
	long	 baud;
	speed_t	 speed;
} tty_speeds[] = {
	{ 4800, B4800 }, { 9600, B9600 }, { 19200, B19200 },
	{ 38400, B38400 }, { 57600, B57600 }, { 115200, B115200 },
	{ 230400, B230400 }, { 460800, B460800 }, { 921600, B921600 }
};

static int	tty_lock(int fd);
static gboolean	tty_set(int fd, const char *connection);
static int	tty_fail(int fd, const char *device, const char *what,
		    int code, GError **error);

int
at_tty_open(const char *device, const char *connection, GError **error)
{
	int bits = TIOCM_DTR | TIOCM_RTS;
	int fd;

	for (int i = 0; i < TTY_TRIES; i++) {
		fd = open(device, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
		if (fd >= 0 || errno != EBUSY)
			break;
		g_usleep(TTY_TRY_US);
	}
	if (fd < 0)
		return tty_fail(fd, device, "open", errno, error);
	if (tty_lock(fd) != 0)
		return tty_fail(fd, device, "lock", errno, error);
	if (!isatty(fd))
		return tty_fail(fd, device, "is no terminal", ENOTTY, error);
	if (!tty_set(fd, connection))
		return tty_fail(fd, device, "set", errno, error);
	ioctl(fd, TIOCEXCL);
	ioctl(fd, TIOCMBIS, &bits);	/* ptys have no such lines */
	tcflush(fd, TCIFLUSH);
	return fd;
}

/* A process that was killed lets go of it a little after its end. */
static int
tty_lock(int fd)
{
	for (int i = 0; i < TTY_TRIES; i++) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			return 0;
		if (errno != EWOULDBLOCK && errno != EINTR)
			return -1;
		g_usleep(TTY_TRY_US);
	}
	return -1;
}

static gboolean
tty_set(int fd, const char *connection)
{
	long baud = TTY_SPEED;
	struct termios tty;

	if (strlen(connection) > 2)
		baud = strtol(connection + 2, NULL, 10);
	if (tcgetattr(fd, &tty) != 0)
		return FALSE;
	cfmakeraw(&tty);
	tty.c_cflag |= CLOCAL | CREAD;
	tty.c_cflag &= ~(tcflag_t)(HUPCL | CRTSCTS | CSTOPB);
	tty.c_cc[VMIN] = 1;
	tty.c_cc[VTIME] = 0;
	errno = EINVAL;
	for (gsize i = 0; i < G_N_ELEMENTS(tty_speeds); i++) {
		if (tty_speeds[i].baud == baud)
			return cfsetspeed(&tty, tty_speeds[i].speed) == 0 &&
			    tcsetattr(fd, TCSANOW, &tty) == 0;
	}
	return FALSE;
}

static int
tty_fail(int fd, const char *device, const char *what, int code,
    GError **error)
{
	g_set_error(error, G_IO_ERROR, g_io_error_from_errno(code),
	    "%s: %s: %s", device, what, g_strerror(code));
	if (fd >= 0)
		close(fd);
	return -1;
}
