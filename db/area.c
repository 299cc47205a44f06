/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See area.h.  Four levels, so walking up is four reads.
 */
#include "db/area.h"

#include <string.h>

#include "db/statement.h"

#define AREA_LEVELS	4

enum { AREA_CODE, AREA_NAMED };

static const struct statement_source area_sources[] = {
	[AREA_CODE] = { "area.code",
	    "SELECT code, parent, level, name FROM area WHERE code = ?" },
	[AREA_NAMED] = { "area.named",
	    "SELECT code, parent, level, name FROM area WHERE name = ? "
	    "ORDER BY code" },
};
const struct statement_table area_statements = STATEMENT_TABLE(area_sources);

static void	area_load(struct statement *s, void *value);

void
area_clear(struct area *area)
{
	g_free(area->code);
	g_free(area->parent);
	g_free(area->level);
	g_free(area->name);
	memset(area, 0, sizeof(*area));
}

gboolean
area_by_code(struct db *db, const char *code, gboolean *found,
    struct area *area, GError **error)
{
	struct statement *s = statement_use(db, MODULE_AREA, AREA_CODE);

	statement_text(s, code);
	return statement_find(s, area_load, area, sizeof(*area), found, error);
}

static void
area_load(struct statement *s, void *value)
{
	struct area *area = value;

	area->code = column_text(s);
	area->parent = column_text(s);
	area->level = column_text(s);
	area->name = column_text(s);
}

gboolean
area_each_named(struct db *db, const char *name,
    gboolean (*row)(const struct area *area, void *user), void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_AREA, AREA_NAMED);
	gboolean ok = TRUE, go_on = TRUE;

	statement_text(s, name);
	while (go_on && statement_row(s, &ok, error)) {
		struct area area;

		area_load(s, &area);
		go_on = row(&area, user);
		area_clear(&area);
	}
	statement_end(s);
	return ok;
}

char *
area_town(struct db *db, const char *code, GError **error)
{
	g_autofree char *at = g_strdup(code);

	for (int i = 0; i < AREA_LEVELS; i++) {
		struct area area;
		gboolean found, there;

		if (!area_by_code(db, at, &found, &area, error))
			return NULL;
		there = found && (strcmp(area.level, "town") == 0 ||
		    *area.parent == '\0');
		g_free(at);
		at = g_strdup(!found ? "" : there ? area.code : area.parent);
		area_clear(&area);
		if (!found || there)
			break;
	}
	return g_steal_pointer(&at);
}

char *
area_place(struct db *db, const char *code, GError **error)
{
	g_autoptr(GString) place = g_string_new(NULL);
	g_autofree char *at = g_strdup(code);

	for (int i = 0; i < AREA_LEVELS; i++) {
		struct area area;
		gboolean found, low;

		if (!area_by_code(db, at, &found, &area, error))
			return NULL;
		low = found && (strcmp(area.level, "village") == 0 ||
		    strcmp(area.level, "group") == 0);
		if (low || (found && place->len == 0))
			g_string_prepend(place, area.name);
		g_free(at);
		at = g_strdup(found ? area.parent : "");
		area_clear(&area);
		if (!low)
			break;
	}
	return g_strdup(place->str);
}

gboolean
area_is_within(struct db *db, const char *code, const char *above,
    gboolean *is, GError **error)
{
	g_autofree char *at = g_strdup(code);

	*is = strcmp(code, above) == 0;
	for (int i = 0; i < AREA_LEVELS && !*is && *at != '\0'; i++) {
		struct area area;
		gboolean found;

		if (!area_by_code(db, at, &found, &area, error))
			return FALSE;
		g_free(at);
		at = g_strdup(found ? area.parent : "");
		area_clear(&area);
		*is = *at != '\0' && strcmp(at, above) == 0;
	}
	return TRUE;
}
