/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See principal.h.  One statement for a stranger, two for a villager, three for a
 * cadre.
 */
#include "db/principal.h"

#include <string.h>

#include "base/phone.h"
#include "db/person.h"
#include "db/unit.h"

static gboolean	principal_households(struct db *db, const char *phone,
		    struct principal *who, GError **error);
static gboolean	principal_hold(gint64 household_id, void *user);
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
	if (!found || who->cadre.gone_on != 0)
		return TRUE;
	who->roles |= PRINCIPAL_CADRE;
	if (*who->unit != '\0')
		return TRUE;
	g_free(who->unit);
	who->unit = unit_of_head(db, who->cadre.code, error);
	return who->unit != NULL;
}

gboolean
principal_is(const struct principal *who, enum principal_role role)
{
	return (who->roles & (guint)role) != 0;
}
