/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A modem on a pty that says exactly what a test wants: every answer can be
 * replaced, every command is counted.  For the exact faults of single commands; the
 * network in a box (sim/) is for whole conversations.
 */
#ifndef TESTS_PTY_MODEM_H
#define TESTS_PTY_MODEM_H

#include <glib.h>

#define PTY_SLOTS	30	/* of a new one */
#define PTY_SLOTS_MAX	300

struct pty_modem {
	int	 fd, slave;
	char	*path;
	guint	 source;
	GString	*in;
	gboolean echo, prompted, text_mode;
	GHashTable *answers;	/* beginning of a command -> answer, "" none */
	GHashTable *counts;	/* beginning up to '=' or '?' -> how often */
	guint	 commands;
	char	*slots[PTY_SLOTS_MAX + 1];	/* hex, from 1 */
	int	 size;		/* slots in use, at most so many */
	GPtrArray *sent;	/* hex of PDUs */
	guint	 reference;
	char	*final;		/* answer to a PDU; NULL +CMGS and OK, "" none */
};

struct pty_modem *pty_modem_new(void);
void	pty_modem_free(struct pty_modem *modem);

/* The answer to commands that begin so: whole lines, "" for none, NULL the
 * usual one again. */
void	pty_modem_answer(struct pty_modem *modem, const char *command,
	    const char *answer);
void	pty_modem_say(struct pty_modem *modem, const char *line);

/* A PDU into a free slot, which is told when `tell`. The slot. */
int	pty_modem_store(struct pty_modem *modem, const char *hex,
	    gboolean tell);
int	pty_modem_used(const struct pty_modem *modem);
guint	pty_modem_count(struct pty_modem *modem, const char *command);

/* As it comes out of a restart. */
void	pty_modem_forget(struct pty_modem *modem);

/* The device goes away; and comes back under the same path. */
void	pty_modem_unplug(struct pty_modem *modem);

#endif
