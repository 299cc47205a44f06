/*
 * The schema, brought up to date one numbered file of db/schema/ at a time.
 * Each file is one transaction and sets user_version in it: a power cut leaves
 * the old schema or the new one.
 */
#include "db/statement.h"

#define SCHEMA_APPLICATION_ID	0x58594958	/* set by the first file */

struct migration {
	int	 version;
	const char *sql;
};

/* Made from db/schema/NNN-*.sql by the Makefile, in order. */
static const struct migration schema_migrations[] = {
#include "db/schema.inc"
};

static gboolean	schema_number(sqlite3 *sql, const char *question, int *value,
		    GError **error);
static gboolean	schema_is_ours(sqlite3 *sql, GError **error);
static gboolean	schema_apply(sqlite3 *sql, const struct migration *migration,
		    GError **error);

int
schema_newest(void)
{
	return schema_migrations[G_N_ELEMENTS(schema_migrations) - 1].version;
}

gboolean
schema_migrate(sqlite3 *sql, GError **error)
{
	int version;

	if (!schema_is_ours(sql, error) ||
	    !schema_number(sql, "PRAGMA user_version", &version, error))
		return FALSE;
	if (version > schema_newest()) {
		g_set_error(error, DB_ERROR, DB_ERROR_SCHEMA,
		    "made by a newer xiangyin: its schema is number %d, this "
		    "program knows up to %d; install the newer program again",
		    version, schema_newest());
		return FALSE;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(schema_migrations); i++) {
		if (schema_migrations[i].version > version &&
		    !schema_apply(sql, &schema_migrations[i], error))
			return FALSE;
	}
	return TRUE;
}

/* An empty file is to become ours; any other must be. */
static gboolean
schema_is_ours(sqlite3 *sql, GError **error)
{
	int id, objects;

	if (!schema_number(sql, "PRAGMA application_id", &id, error) ||
	    !schema_number(sql, "SELECT count(*) FROM sqlite_schema", &objects,
	    error))
		return FALSE;
	if (id == SCHEMA_APPLICATION_ID || (id == 0 && objects == 0))
		return TRUE;
	g_set_error(error, DB_ERROR, DB_ERROR_SCHEMA,
	    "a database of another program, not of xiangyin");
	return FALSE;
}

static gboolean
schema_number(sqlite3 *sql, const char *question, int *value, GError **error)
{
	sqlite3_stmt *stmt = NULL;
	gboolean ok;

	ok = sqlite3_prepare_v2(sql, question, -1, &stmt, NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW;
	if (ok)
		*value = sqlite3_column_int(stmt, 0);
	else
		g_set_error(error, DB_ERROR, DB_ERROR_SQL, "%s: %s", question,
		    sqlite3_errmsg(sql));
	sqlite3_finalize(stmt);
	return ok;
}

static gboolean
schema_apply(sqlite3 *sql, const struct migration *migration, GError **error)
{
	g_autofree char *all = g_strconcat("BEGIN IMMEDIATE;\n",
	    migration->sql, "COMMIT;", NULL);
	char *why = NULL;

	if (sqlite3_exec(sql, all, NULL, NULL, &why) == SQLITE_OK)
		return TRUE;
	g_set_error(error, DB_ERROR, DB_ERROR_SQL, "schema %03d: %s",
	    migration->version, why != NULL ? why : sqlite3_errmsg(sql));
	sqlite3_free(why);
	if (!sqlite3_get_autocommit(sql))
		sqlite3_exec(sql, "ROLLBACK", NULL, NULL, NULL);
	return FALSE;
}
