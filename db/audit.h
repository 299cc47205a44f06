/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The audit trail: who did what to which object, chained so that nothing can be
 * taken out or changed unseen (DOMAIN 6.4).  hash = SHA-256(previous hash,
 * canonical record); sequence numbers have no gaps; triggers forbid UPDATE and
 * DELETE.
 */
#ifndef DB_AUDIT_H
#define DB_AUDIT_H

#include "db/db.h"

struct audit_row {
	gint64	 seq;
	gint64	 at;		/* us */
	const char *actor;	/* "system", "+86138…", "uid 0 (root)" */
	const char *role;	/* system, villager, clerk, … */
	const char *action;	/* "ticket.register" */
	const char *object;	/* "ticket:30482171" */
	const char *before, *after, *reason;	/* may be "" */
};

/* seq is filled by the module. */
gboolean audit_add(struct db *db, const struct audit_row *row, GError **error);

/* Walks the chain: *broken_at is the first wrong seq, 0 when it holds. */
gboolean audit_verify(struct db *db, gint64 *rows, gint64 *broken_at,
	    GError **error);

gboolean audit_each(struct db *db, const char *object, int limit,
	    gboolean (*row)(const struct audit_row *row, void *user),
	    void *user, GError **error);

#endif
