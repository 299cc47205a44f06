/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The serial device: raw, at its speed, ours alone.
 */
#ifndef MODEM_AT_TTY_H
#define MODEM_AT_TTY_H

#include <glib.h>

/*
 * Opens `device`; `connection` is "at" or "at115200", a speed the terminal
 * driver knows.  Waits up to two seconds for another process to let go of it.
 * -1 and `error` when it cannot be had.
 */
int	at_tty_open(const char *device, const char *connection, GError **error);

#endif
