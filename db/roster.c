/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See roster.h.
 */
#include "db/roster.h"

#include <string.h>

#include "db/statement.h"

enum { ROSTER_ON, ROSTER_OFF, ROSTER_EACH, ROSTER_FIND, ROSTER_KEPT, ROSTER_IS_ON };

static const struct statement_source roster_sources[] = {
	[ROSTER_ON] = { "roster.on",
	    "INSERT OR IGNORE INTO roster (day, cadre_id) VALUES (?, ?)" },
	[ROSTER_OFF] = { "roster.off",
	    "DELETE FROM roster WHERE day = ? AND cadre_id = ?" },
	[ROSTER_EACH] = { "roster.each",
	    "SELECT r.day, r.cadre_id FROM roster AS r "
	    "WHERE r.day BETWEEN ? AND ? ORDER BY r.day, r.cadre_id" },
	[ROSTER_FIND] = { "roster.find",
	    "SELECT r.cadre_id FROM roster AS r JOIN cadre AS c "
	    "ON c.id = r.cadre_id WHERE r.day = ?1 AND c.area = ?2 "
	    "AND c.gone_on = 0 AND NOT EXISTS (SELECT 1 FROM callout_asked AS a "
	    "WHERE a.cadre_id = c.id AND a.callout_id = ?3) ORDER BY c.id LIMIT 1" },
	[ROSTER_KEPT] = { "roster.kept",
	    "SELECT 1 FROM roster AS r JOIN cadre AS c ON c.id = r.cadre_id "
	    "WHERE r.day = ? AND c.area = ? LIMIT 1" },
	[ROSTER_IS_ON] = { "roster.is_on",
	    "SELECT 1 FROM roster WHERE day = ? AND cadre_id = ?" },
};
const struct statement_table roster_statements =
    STATEMENT_TABLE(roster_sources);

/* One day's place. */
struct place {
	int	 day;
	gint64	 cadre_id;
};

gboolean
roster_put(struct db *db, int day, gint64 cadre_id, gboolean on,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_ROSTER, on ? ROSTER_ON :
	    ROSTER_OFF);

	statement_int(s, day);
	statement_int(s, cadre_id);
	return statement_run(s, error);
}

gboolean
roster_each(struct db *db, int from, int to,
    gboolean (*row)(int day, const struct cadre *cadre, void *user), void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_ROSTER, ROSTER_EACH);
	g_autoptr(GArray) places = g_array_new(FALSE, FALSE,
	    sizeof(struct place));
	gboolean ok, go_on = TRUE;

	statement_int(s, from);
	statement_int(s, to);
	while (statement_row(s, &ok, error)) {
		struct place place;

		place.day = (int)column_int(s);
		place.cadre_id = column_int(s);
		g_array_append_val(places, place);
	}
	for (guint i = 0; ok && i < places->len && go_on; i++) {
		const struct place *place = &g_array_index(places, struct place, i);
		struct cadre cadre;
		gboolean found;

		ok = cadre_by_id(db, place->cadre_id, &found, &cadre, error);
		go_on = !found || row(place->day, &cadre, user);
		cadre_clear(&cadre);
	}
	return ok;
}

gboolean
roster_find(struct db *db, int day, const char *area, gint64 callout_id,
    gboolean *found, struct cadre *cadre, GError **error)
{
	struct statement *s = statement_use(db, MODULE_ROSTER, ROSTER_FIND);
	gint64 id = 0;

	*found = FALSE;
	memset(cadre, 0, sizeof(*cadre));
	statement_int(s, day);
	statement_text(s, area);
	statement_int(s, callout_id);
	if (!statement_value(s, &id, error))
		return FALSE;
	return id == 0 || cadre_by_id(db, id, found, cadre, error);
}

gboolean
roster_is_off(struct db *db, int day, const struct cadre *cadre, gboolean *off,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_ROSTER, ROSTER_KEPT);
	gboolean kept, on;

	statement_int(s, day);
	statement_text(s, cadre->area);
	if (!statement_is(s, &kept, error))
		return FALSE;
	s = statement_use(db, MODULE_ROSTER, ROSTER_IS_ON);
	statement_int(s, day);
	statement_int(s, cadre->id);
	if (!statement_is(s, &on, error))
		return FALSE;
	*off = kept && !on;
	return TRUE;
}
