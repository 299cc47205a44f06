/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See unit.h.
 */
#include "db/unit.h"

#include "db/statement.h"

enum { UNIT_IS, UNIT_NAME, UNIT_NAMED, UNIT_OF_HEAD };

static const struct statement_source unit_sources[] = {
	[UNIT_IS] = { "unit.is", "SELECT 1 FROM department WHERE code = ?" },
	[UNIT_NAME] = { "unit.name", "SELECT name FROM department WHERE code = ?" },
	[UNIT_NAMED] = { "unit.named",
	    "SELECT code, phone FROM department WHERE name = ? "
	    "ORDER BY code LIMIT 1" },
	[UNIT_OF_HEAD] = { "unit.of_head",
	    "SELECT code FROM department WHERE head = ? AND head <> '' "
	    "ORDER BY code LIMIT 1" },
};
const struct statement_table unit_statements = STATEMENT_TABLE(unit_sources);

gboolean
unit_named(struct db *db, const char *name, char **code, char **phone,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_UNIT, UNIT_NAMED);
	gboolean ok;

	*code = *phone = NULL;
	statement_text(s, name);
	if (statement_row(s, &ok, error)) {
		*code = column_text(s);
		*phone = column_text(s);
	}
	statement_end(s);
	return ok;
}

gboolean
unit_is(struct db *db, const char *code, gboolean *is, GError **error)
{
	struct statement *s = statement_use(db, MODULE_UNIT, UNIT_IS);

	statement_text(s, code);
	return statement_is(s, is, error);
}

char *
unit_name(struct db *db, const char *code, GError **error)
{
	struct statement *s = statement_use(db, MODULE_UNIT, UNIT_NAME);
	char *name;

	statement_text(s, code);
	if (!statement_string(s, &name, error))
		return NULL;
	return name != NULL ? name : g_strdup(code);
}

char *
unit_of_head(struct db *db, const char *cadre, GError **error)
{
	struct statement *s = statement_use(db, MODULE_UNIT, UNIT_OF_HEAD);
	char *code;

	statement_text(s, cadre);
	if (!statement_string(s, &code, error))
		return NULL;
	return code != NULL ? code : g_strdup("");
}
