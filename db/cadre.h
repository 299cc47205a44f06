/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cadres: who they are, how they are reached, whom they call on.  They come from
 * imports (import.h) and leave by cadre_leave(); nothing here is a secret of
 * theirs but what is not public.
 */
#ifndef DB_CADRE_H
#define DB_CADRE_H

#include "db/db.h"

struct cadre {
	gint64	 id;
	char	*code, *name;
	char	*area, *department;	/* codes; "" */
	char	*title, *mobile, *office_phone, *duties;
	char	*supervisor, *deputy;	/* codes; "" */
	gboolean public;		/* their numbers may be told */
	int	 gone_on;		/* day; 0 they are there */
};
void	cadre_clear(struct cadre *cadre);

/* *found FALSE when there is none; clear `cadre` in any case.  Whose mobile a number
 * is, or was, tells the principal (principal.h). */
gboolean cadre_by_id(struct db *db, gint64 id, gboolean *found,
	    struct cadre *cadre, GError **error);
gboolean cadre_by_code(struct db *db, const char *code, gboolean *found,
	    struct cadre *cadre, GError **error);

/* Is it the mobile of one who is there? */
gboolean cadre_has_mobile(struct db *db, const char *mobile, gboolean *has,
	    GError **error);

/* Or was it of one who has left on or after `since`? */
gboolean cadre_had_mobile(struct db *db, const char *mobile, int since, gboolean *had,
	    GError **error);

/* Every one that is there, in the order of their ids, from beyond `past` on. FALSE
 * from `row` ends it. */
gboolean cadre_each(struct db *db, gint64 past,
	    gboolean (*row)(const struct cadre *cadre, void *user), void *user,
	    GError **error);

/* The same, with those who left in or after a month that begins on `first`: whose
 * figures of it count. */
gboolean cadre_each_of_month(struct db *db, gint64 past, int first,
	    gboolean (*row)(const struct cadre *cadre, void *user), void *user,
	    GError **error);

/* Who works in an area, in a department, or is called so, in the order of their
 * ids. */
gboolean cadre_each_of_area(struct db *db, const char *area,
	    gboolean (*row)(const struct cadre *cadre, void *user), void *user,
	    GError **error);
gboolean cadre_each_of_department(struct db *db, const char *department,
	    gboolean (*row)(const struct cadre *cadre, void *user), void *user,
	    GError **error);
gboolean cadre_each_named(struct db *db, const char *name,
	    gboolean (*row)(const struct cadre *cadre, void *user), void *user,
	    GError **error);

/* Who has this one for a supervisor. */
gboolean cadre_each_under(struct db *db, const char *code,
	    gboolean (*row)(const struct cadre *cadre, void *user), void *user,
	    GError **error);

/* Who calls on a household on `day`, in the order of their ids. */
gboolean cadre_each_of_household(struct db *db, gint64 household_id, int day,
	    gboolean (*row)(const struct cadre *cadre, void *user), void *user,
	    GError **error);

/* Leave of a cadre that touches [from, to], 20261123. */
struct cadre_leave {
	gint64	 cadre_id;
	int	 from, to;
	gint64	 deputy_id;	/* 0 none */
	gint64	 deputy_before;	/* until the day before deputy_since; 0 nobody */
	int	 deputy_since;
};
gboolean cadre_each_leave(struct db *db, gint64 cadre_id, int from, int to,
	    gboolean (*row)(const struct cadre_leave *leave, void *user),
	    void *user, GError **error);
/* Same of all for whom `deputy_id` stands in. */
gboolean cadre_each_stood_for(struct db *db, gint64 deputy_id, int from, int to,
	    gboolean (*row)(const struct cadre_leave *leave, void *user),
	    void *user, GError **error);
/* A leave from the same day is replaced. */
gboolean cadre_put_leave(struct db *db, const struct cadre_leave *leave,
	    GError **error);

#endif
