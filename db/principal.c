/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See principal.h.  One statement for a stranger, two for a villager, three for a
 * cadre.
 */
#include "db/principal.h"

#include <string.h>

#include "base/calendar.h"
#include "base/phone.h"
#include "db/person.h"
#include "db/unit.h"

static gboolean	principal_households(struct db *db, const char *phone,
		    struct principal *who, GError **error);
static gboolean	principal_hold(gint64 household_id, void *user);
static gboolean	principal_gave_up(const struct principal *who);
static gboolean	principal_cadre(struct db *db, gint64 cadre_id,
		    struct principal *who, GError **error);

void
principal_clear(struct principal *who)
{
	g_free(who->households);
	g_free(who->unit);
	cadre_clear(&who->cadre);
	memset(who, 0, sizeof(*who));
}

gboolean
principal_find(struct db *db, const char *phone, gint64 doubted_at,
    struct principal *who, GError **error)
{
	struct person_signs signs = { 0 };
	gboolean ok;

	memset(who, 0, sizeof(*who));
	ok = person_signs(db, phone, &signs, error);
	who->owner_since = signs.since;
	who->told_since = MAX(signs.since, doubted_at);
	who->unit = signs.unit != NULL ? signs.unit : g_strdup("");
	if (phone_kind(phone) == PHONE_SERVICE)
		who->roles |= PRINCIPAL_SERVICE;
	ok = ok && (!signs.registered ||
	    principal_households(db, phone, who, error)) &&
	    (signs.cadre_id == 0 ||
	    principal_cadre(db, signs.cadre_id, who, error));
	if (*who->unit != '\0')
		who->roles |= PRINCIPAL_UNIT;
	return ok;
}

static gboolean
principal_households(struct db *db, const char *phone, struct principal *who,
    GError **error)
{
	GArray *ids = g_array_new(FALSE, FALSE, sizeof(gint64));
	gboolean ok = person_each_household(db, phone, principal_hold, ids, error);

	who->household_count = (int)ids->len;
	who->households = (gint64 *)g_array_free(ids, FALSE);
	if (who->household_count > 0)
		who->roles |= PRINCIPAL_VILLAGER;
	return ok;
}

static gboolean
principal_hold(gint64 household_id, void *user)
{
	g_array_append_val((GArray *)user, household_id);
	return TRUE;
}

static gboolean
principal_cadre(struct db *db, gint64 cadre_id, struct principal *who,
    GError **error)
{
	gboolean found;

	if (!cadre_by_id(db, cadre_id, &found, &who->cadre, error))
		return FALSE;
	/* Whoever has the number since is somebody else. */
	if (found && principal_gave_up(who))
		cadre_clear(&who->cadre);
	if (!found || who->cadre.id == 0 || who->cadre.gone_on != 0)
		return TRUE;
	who->roles |= PRINCIPAL_CADRE;
	if (*who->unit != '\0')
		return TRUE;
	g_free(who->unit);
	who->unit = unit_of_head(db, who->cadre.code, error);
	return who->unit != NULL;
}

/* Has the number got a new owner since its cadre left? */
static gboolean
principal_gave_up(const struct principal *who)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();

	return who->cadre.gone_on != 0 && who->owner_since >
	    calendar_moment(who->cadre.gone_on, 0, utc);
}

gboolean
principal_is(const struct principal *who, enum principal_role role)
{
	return (who->roles & (guint)role) != 0;
}
