/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The people of the office: who they are to the machine, what they may do, how far that
 * reaches, and who stands in for them.
 *
 * A person leaves by staff_remove() and is never deleted; their code is never given to
 * anybody else.  Until somebody is added, whoever reaches the control socket has every
 * right (tools/right.h).
 */
#ifndef DB_STAFF_H
#define DB_STAFF_H

#include "db/scope.h"

/* Stored by name. */
enum staff_role {
	STAFF_CLERK,		/* hears people, keeps tickets and call-backs */
	STAFF_SUPERVISOR,	/* 督办: sees that things are done */
	STAFF_UNIT,		/* an officer of a unit or an area */
	STAFF_REGISTRAR,	/* keeps the registers */
	STAFF_SURVEY,		/* the survey centre */
	STAFF_LEADER,
	STAFF_AUDITOR,		/* reads the audit trail, changes nothing */
	STAFF_ADMIN,		/* modems, backups, staff */
	STAFF_ROLE_COUNT
};
#define STAFF_BIT(role)	(1u << (role))
#define STAFF_ALL	(STAFF_BIT(STAFF_ROLE_COUNT) - 1)

const char *staff_role_name(enum staff_role role);
/* STAFF_ROLE_COUNT when there is no such role. */
enum staff_role staff_role_named(const char *name);
/* "clerk, admin"; caller frees. */
char	*staff_roles_words(guint roles);

struct staff {
	gint64	 id;
	char	*code, *name;
	char	*user;			/* UNIX user; "" none */
	guint	 roles;			/* STAFF_BIT()s */
	enum scope_kind scope_kind;
	char	*scope;			/* code of an area or a department; "" */
	int	 away_from, away_to;	/* days, both within; 0 none is noted */
	char	*deputy;		/* code of who stands in meanwhile; "" */
	int	 gone_on;		/* day; 0 they are there */
};
void	staff_clear(struct staff *staff);

/* Was anybody ever added? */
gboolean staff_any(struct db *db, gboolean *any, GError **error);

/* *found FALSE when there is none; clear `staff` in any case.  staff_by_user() finds only
 * those who have not left. */
gboolean staff_by_code(struct db *db, const char *code, gboolean *found,
	    struct staff *staff, GError **error);
gboolean staff_by_user(struct db *db, const char *user, gboolean *found,
	    struct staff *staff, GError **error);

/* Calls `row` for each, by code, including those who have left only with `gone`.  FALSE
 * from `row` ends it. */
gboolean staff_each(struct db *db, gboolean gone,
	    gboolean (*row)(const struct staff *staff, void *user), void *user,
	    GError **error);

/* Calls `row` for each person who is away on `day` and has this one as their deputy. */
gboolean staff_each_stood_for(struct db *db, gint64 deputy_id, int day,
	    gboolean (*row)(const struct staff *staff, void *user), void *user,
	    GError **error);

/* Adds somebody; reads code, name, user, roles and scope.  *added FALSE: the code is
 * taken, or the user is somebody else's. */
gboolean staff_add(struct db *db, const struct staff *staff, gboolean *added,
	    GError **error);

gboolean staff_set_roles(struct db *db, gint64 id, guint roles, GError **error);
gboolean staff_set_scope(struct db *db, gint64 id, enum scope_kind kind,
	    const char *code, GError **error);
/* Sets an absence; from 0 ends it, deputy_id 0 is nobody. */
gboolean staff_set_absence(struct db *db, gint64 id, int from, int to,
	    gint64 deputy_id, GError **error);
gboolean staff_remove(struct db *db, gint64 id, int day, GError **error);

#endif
