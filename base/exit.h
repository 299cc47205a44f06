/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Exit statuses of xiangyin-modem (and, where the modem has gone, of
 * xiangyin-at): what the supervisor may conclude (LIBGAMMU 9).
 */
#ifndef BASE_EXIT_H
#define BASE_EXIT_H

enum modem_exit {
	MODEM_EXIT_OK = 0,		/* the engine closed the channel */
	MODEM_EXIT_UNPLUGGED = 10,	/* device not there, or gone */
	MODEM_EXIT_DEADLINE = 11,	/* the modem is deaf, or libgammu
					 * hangs */
	MODEM_EXIT_PIN = 12,		/* wrong PIN, or none given: a person
					 * must look, no retry */
	MODEM_EXIT_NO_SIM = 13,
	MODEM_EXIT_PUK = 14,		/* SIM locked */
	MODEM_EXIT_INIT = 15,		/* does not speak as a modem */
	MODEM_EXIT_REBOOT = 16		/* restarted: settings lost */
};

#endif
