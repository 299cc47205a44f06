/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See csv_write.h.
 */
#include "tools/csv_write.h"

#include <csv.h>
#include <string.h>

#define CSV_GUARD	'\''

static gboolean	field_is_formula(const char *field);

void
csv_write_field(GString *out, int column, const char *field)
{
	g_autofree char *guarded = field_is_formula(field) ?
	    g_strdup_printf("%c%s", CSV_GUARD, field) : g_strdup(field);
	gsize len = strlen(guarded), begin, room;

	if (column > 0)
		g_string_append_c(out, CSV_COMMA);
	begin = out->len;
	room = csv_write(NULL, 0, guarded, len);
	g_string_set_size(out, begin + room);
	csv_write(out->str + begin, room, guarded, len);
}

void
csv_write_end(GString *out)
{
	g_string_append_c(out, '\n');
}

const char *
csv_unguarded(const char *field)
{
	return field[0] == CSV_GUARD && field_is_formula(field + 1) ? field + 1 :
	    field;
}

/* What makes a spreadsheet calculate, also in its full-width form; tabs and carriage
 * returns are skipped by it. */
static gboolean
field_is_formula(const char *field)
{
	static const char *const begins[] = {
		"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(begins); i++) {
		if (g_str_has_prefix(field, begins[i]))
			return TRUE;
	}
	return FALSE;
}
