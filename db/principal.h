/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who speaks: all that a number tells of whoever texts with it, found once a text.
 *
 * Roles are several where they are: a cadre who lives in the county is a villager of
 * his household too.  Without any it is a stranger.  Staff and leaders are known to the
 * control socket alone (staff.h): they have no telephones there, and no rule of a text
 * asks for them.
 */
#ifndef DB_PRINCIPAL_H
#define DB_PRINCIPAL_H

#include "db/cadre.h"

enum principal_role {
	PRINCIPAL_VILLAGER = 1 << 0,	/* of the households */
	PRINCIPAL_CADRE = 1 << 1,	/* of contact duty, and there */
	PRINCIPAL_UNIT = 1 << 2,	/* the number of a unit, or of its head */
	PRINCIPAL_SERVICE = 1 << 3	/* no person: 10086, a bank */
};

struct principal {
	guint	 roles;		/* of enum principal_role */
	gint64	*households;	/* ids, ascending */
	int	 household_count;
	/* id 0: none; gone_on set: they were one, and the number is still theirs, as far
	 * as anybody has said. */
	struct cadre cadre;
	char	*unit;		/* code; "" none */
	gint64	 owner_since;	/* us: nothing made before is theirs (person.h) */
	/* us: nothing made before is told to them.  Later than owner_since when nobody
	 * knows yet whether it is still the same person. */
	gint64	 told_since;
};
void	principal_clear(struct principal *who);

/* Of `phone`; doubted_at is the contact's (contact.h).  Clear it in any case. */
gboolean principal_find(struct db *db, const char *phone, gint64 doubted_at,
	    struct principal *who, GError **error);

gboolean principal_is(const struct principal *who, enum principal_role role);

#endif
