/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A database in memory begins as a copy of one whose schema is made already.
 *
 * Making it takes a tenth of a second, and each test is a process of its own that wants
 * one.  The copy is made before the first test, in the process that all others are
 * forked from.  Databases in files are not touched: those migrate as in life.
 */
#include <sqlite3.h>

#include "db/statement.h"

static struct db *template;

static int
template_copy(sqlite3 *sql, const char **why, const void *unused)
{
	const char *file = sqlite3_db_filename(sql, "main");
	sqlite3_backup *copy;

	if (file != NULL && *file != '\0')
		return SQLITE_OK;
	copy = sqlite3_backup_init(sql, "main", template->sql, "main");
	if (copy == NULL)
		return sqlite3_errcode(sql);
	sqlite3_backup_step(copy, -1);
	return sqlite3_backup_finish(copy);
}

static void __attribute__((constructor))
template_make(void)
{
	template = db_open(":memory:", NULL);
	if (template != NULL)
		sqlite3_auto_extension((void (*)(void))template_copy);
}
