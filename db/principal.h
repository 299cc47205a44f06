/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who is texting: everything a number tells about its user, found once for each text.
 *
 * One principal may have several roles: a cadre who lives in the county is also a
 * villager of their own household.  One with none is a stranger.  Staff and leaders are
 * known to the control socket only (staff.h): the list of staff has no telephones, and
 * no rule for texts asks for them.
 */
#ifndef DB_PRINCIPAL_H
#define DB_PRINCIPAL_H

#include "db/cadre.h"

enum principal_role {
	PRINCIPAL_VILLAGER = 1 << 0,	/* of the households */
	PRINCIPAL_CADRE = 1 << 1,	/* of contact duty, and has not left */
	PRINCIPAL_UNIT = 1 << 2,	/* the number of a unit, or of its head */
	PRINCIPAL_SERVICE = 1 << 3	/* no person: 10086, a bank */
};

struct principal {
	guint	 roles;		/* of enum principal_role */
	gint64	*households;	/* ids, ascending */
	int	 household_count;
	/* id 0: none; gone_on set: they were one, and as far as we know the number is
	 * still theirs. */
	struct cadre cadre;
	char	*unit;		/* code; "" none */
	gint64	 owner_since;	/* us: nothing made before is theirs (person.h) */
	/* us: nothing made before is told to them.  Later than owner_since when nobody
	 * knows yet whether it is still the same person. */
	gint64	 told_since;
};
void	principal_clear(struct principal *who);

/* Finds who has `phone`; doubted_at is the contact's (contact.h).  Clear it in any
 * case. */
gboolean principal_find(struct db *db, const char *phone, gint64 doubted_at,
	    struct principal *who, GError **error);

gboolean principal_is(const struct principal *who, enum principal_role role);

#endif
