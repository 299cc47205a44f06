/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libgammu sleeps 0.7 s in every text it sends (LIBGAMMU 4.2), and no setting
 * stops it.  This program has its own usleep(), which the library calls in
 * place of the C library's: sleeps of 100 ms and more are capped, shorter ones stay.
 */
#ifndef MODEM_PAUSE_H
#define MODEM_PAUSE_H

#include <glib.h>

void	pause_cap(guint ms);

#endif
