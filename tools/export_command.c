/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * export KIND: a register of the county as CSV, as import reads it back.  Somebody who has
 * chosen Chinese gets the names of its columns in Chinese.
 */
#include "tools/family.h"

#include "db/import.h"
#include "tools/catalog.h"
#include "tools/csv_write.h"
#include "tools/import_column.h"

#define EXPORT_FLUSH	(16 * 1024)

struct export {
	struct command_call *call;
	const struct import_column *columns;
};

static gboolean	export_row(const char *const *fields, int count, void *user);

enum command_status
export_run(struct command_call *call)
{
	struct export export = { .call = call };
	g_autoptr(GError) error = NULL;
	enum import_kind kind;
	int count;

	import_kind_named(command_line_value(&call->line, "kind"), &kind);
	export.columns = import_columns_exported(kind, &count);
	g_string_append(call->out, CSV_BYTE_ORDER_MARK);
	for (int i = 0; i < count; i++)
		csv_write_field(call->out, i, catalog_is_chosen() ?
		    export.columns[i].chinese : export.columns[i].name);
	csv_write_end(call->out);
	return import_each(call->db, kind, export_row, &export, &error) ?
	    COMMAND_DONE : command_failed(call, error);
}

static gboolean
export_row(const char *const *fields, int count, void *user)
{
	struct export *export = user;
	GString *out = export->call->out;

	for (int i = 0; i < count; i++) {
		g_autofree char *field = import_column_write(
		    export->columns[i].type, fields[i]);

		csv_write_field(out, i, field);
	}
	csv_write_end(out);
	if (export->call->flush != NULL && out->len >= EXPORT_FLUSH)
		export->call->flush(export->call);
	return TRUE;
}
