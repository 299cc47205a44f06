/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What needs a second person: a proposal that somebody else approves or rejects
 * (DOMAIN 6.2).
 *
 *	           ,-> approved    by somebody else, in the transaction that does it
 *	 open -----+-> rejected    by somebody else
 *	           +-> withdrawn   by whoever proposed it
 *	           +-> expired     nobody answered in time
 *	           `-> void        when it was approved it could not be done any more
 *
 * Every move is written to the audit trail here.  Settled is settled: of two who
 * approve at the same time the second is told APPROVAL_SETTLED, and whatever they
 * have written in their transaction is undone with it.
 *
 * Somebody else: no code of staff, UNIX user or login of theirs is one of the
 * proposer's, nor is either the one in whose name the other acts.  root is nobody
 * in particular, so that root approves nothing, and root's own proposals count only
 * where it is known who logged in.
 */
#ifndef DB_APPROVAL_H
#define DB_APPROVAL_H

#include "db/agenda.h"

/* Who proposes or answers. No string is NULL. */
struct approval_person {
	const char *actor, *role;	/* for the audit */
	const char *code;	/* of the staff; "" on no list */
	const char *in_name_of;	/* code of the person they stand in for; "" */
	const char *user;	/* UNIX user */
	const char *login;	/* whom they logged in as; "" not known */
	gboolean owner;		/* root, or the engine's own user */
};

struct approval {
	gint64	 id;
	char	*kind;		/* "duty.close" */
	char	*object;	/* "month:2026-10" */
	char	*words;		/* what exactly, for people */
	char	*arguments;	/* what exactly, for the kind: approval_write() */
	char	*by, *by_code, *by_for, *by_user, *by_login;
	gint64	 at, expires_at;	/* us */
	char	*state;		/* "open", "approved", … */
	char	*settled_by;
	gint64	 settled_at;
	char	*reason;
};
void	approval_clear(struct approval *approval);

/* Arguments as text, from pairs of a name and a value ended by NULL; the value of
 * one, "" when there is none. Caller frees. */
char	*approval_write(const char *name, ...) G_GNUC_NULL_TERMINATED;
char	*approval_value(const struct approval *approval, const char *name);

enum approval_answer {
	APPROVAL_OK,
	APPROVAL_NONE,		/* there is no such proposal */
	APPROVAL_SETTLED,	/* it is not open any more */
	APPROVAL_EXPIRED,	/* nor is this */
	APPROVAL_OWN,		/* nobody approves what they propose */
	APPROVAL_OWNER		/* root is nobody's second person */
};

/* Proposes: kind, object, words, arguments, expires_at are read. APPROVAL_OWNER: it
 * is not known who root is; APPROVAL_SETTLED: the same is open already. */
gboolean approval_propose(struct db *db, const struct approval *approval,
	    const struct approval_person *by, gint64 now,
	    enum approval_answer *answer, gint64 *id, GError **error);

/* *found FALSE when there is none; clear `approval` in any case. approval_open()
 * finds the open one of exactly this. */
gboolean approval_get(struct db *db, gint64 id, gboolean *found,
	    struct approval *approval, GError **error);
gboolean approval_open(struct db *db, const char *kind, const char *object,
	    const char *arguments, gint64 now, gboolean *found,
	    struct approval *approval, GError **error);

/* Could they approve it now? Changes nothing. */
enum approval_answer approval_look(const struct approval *approval,
	    const struct approval_person *who, gint64 now);

/* Did they propose it, or whom they stand in for, or who stood in for them? */
gboolean approval_is_of(const struct approval *approval,
	    const struct approval_person *who);

/* Settles it; changes nothing unless the answer is APPROVAL_OK. Whoever proposed it
 * withdraws it by rejecting it. */
gboolean approval_approve(struct db *db, gint64 id,
	    const struct approval_person *who, gint64 now,
	    enum approval_answer *answer, GError **error);
gboolean approval_reject(struct db *db, gint64 id,
	    const struct approval_person *who, const char *reason, gint64 now,
	    enum approval_answer *answer, GError **error);

/* Somebody approved it, but it cannot be done: `reason` says why. */
gboolean approval_void(struct db *db, gint64 id,
	    const struct approval_person *who, const char *reason, gint64 now,
	    enum approval_answer *answer, GError **error);

/* Agenda kind "approval.expiry", planned by whatever is proposed; its context is the
 * database. */
extern const struct agenda_kind approval_kinds[];

/* Settles those whose time is over. *next: when the next one's is, us; 0 none
 * waits. */
gboolean approval_expire(struct db *db, gint64 now, gint64 *next, GError **error);

/* Those that are open, whose time is over first; with `settled` all, newest first.
 * FALSE from `row` ends it. */
gboolean approval_each(struct db *db, gboolean settled,
	    gboolean (*row)(const struct approval *approval, void *user),
	    void *user, GError **error);

/* How many are open at `now`. */
gboolean approval_count(struct db *db, gint64 now, int *count, GError **error);

#endif
