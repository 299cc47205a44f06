/*
 * A cell keeps what people see (clean, one line) and what programs read (a
 * fragment of JSON).  Widths are made when everything is there: first each column's
 * own, then spare columns are dropped while even the narrowest form is too wide, then
 * the widest column that may be cut gives way, cell by cell.  A column that is
 * empty in every row is not shown.
 */
#include "tools/table.h"

#include <string.h>

#include "base/phone.h"
#include "tools/catalog.h"

#define GAP	2	/* cells between columns */

struct cell {
	char	*shown;
	char	*json;
	enum tone tone;
};

struct table {
	const struct column *columns;
	int	 count;
	struct table_look look;
	GArray	*cells;		/* struct cell, row by row */
	int	*widths;	/* -1: not shown */
};

static void	cell_clear(gpointer cell);
static void	table_add(struct table *table, char *shown, char *json,
		    enum tone tone);
static char	*json_of_time(const struct table *table, gint64 wall);
static void	table_measure(struct table *table);
static int	table_width(const struct table *table, gboolean narrowest);
static gboolean	table_drop_spare(struct table *table);
static gboolean	table_give_way(struct table *table);
static void	table_print_line(const struct table *table, const struct cell *cells,
		    GString *out);
static void	table_print_cell(const struct table *table, int column,
		    const struct cell *cell, gboolean last, GString *out);

struct table *
table_new(const struct column *columns, int count, const struct table_look *look)
{
	struct table *table = g_new0(struct table, 1);

	table->columns = columns;
	table->count = count;
	table->look = *look;
	table->cells = g_array_new(FALSE, FALSE, sizeof(struct cell));
	g_array_set_clear_func(table->cells, cell_clear);
	table->widths = g_new0(int, count);
	return table;
}

void
table_free(struct table *table)
{
	g_array_unref(table->cells);
	g_free(table->widths);
	g_free(table);
}

int
table_rows(const struct table *table)
{
	return table->cells->len / table->count;
}

void
table_text(struct table *table, const char *text, enum tone tone)
{
	table_words(table, text, text, tone);
}

void
table_number(struct table *table, gint64 number, enum tone tone)
{
	char *digits = g_strdup_printf("%" G_GINT64_FORMAT, number);

	table_add(table, digits, g_strdup(digits), tone);
}

void
table_nothing(struct table *table)
{
	table_add(table, g_strdup(""), g_strdup("null"), TONE_PLAIN);
}

void
table_boolean(struct table *table, gboolean value)
{
	table_add(table, g_strdup(value ? _("yes") : ""),
	    g_strdup(value ? "true" : "false"), TONE_PLAIN);
}

void
table_time(struct table *table, gint64 wall, enum tone tone)
{
	table_add(table, display_time(wall, table->look.now, table->look.zone),
	    json_of_time(table, wall), tone);
}

void
table_age(struct table *table, gint64 wall, enum tone tone)
{
	table_add(table, wall == 0 ? g_strdup("") :
	    display_span(table->look.now - wall), json_of_time(table, wall), tone);
}

void
table_phone(struct table *table, const char *phone)
{
	g_autofree char *masked = phone_mask(phone);

	table_words(table, masked, phone, TONE_PLAIN);
}

void
table_words(struct table *table, const char *words, const char *machine,
    enum tone tone)
{
	GString *json = g_string_new(NULL);

	json_quote(json, machine);
	table_add(table, display_clean(words), g_string_free(json, FALSE), tone);
}

void
table_print(struct table *table, GString *out)
{
	g_autofree struct cell *titles = g_new0(struct cell, table->count);
	int rows = table_rows(table);

	table_measure(table);
	for (int i = 0; i < table->count; i++) {
		titles[i].shown = (char *)(table->columns[i].title == NULL ? "" :
		    _(table->columns[i].title));
		titles[i].tone = TONE_TITLE;
	}
	table_print_line(table, titles, out);
	for (int r = 0; r < rows; r++)
		table_print_line(table, &g_array_index(table->cells, struct cell,
		    r * table->count), out);
}

void
table_json(struct table *table, struct json *json, const char *key)
{
	int rows = table_rows(table);

	json_begin(json, key, '[');
	for (int r = 0; r < rows; r++) {
		const struct cell *cells = &g_array_index(table->cells,
		    struct cell, r * table->count);

		json_row(json);
		for (int i = 0; i < table->count; i++) {
			if (table->columns[i].key != NULL)
				json_raw(json, table->columns[i].key,
				    cells[i].json);
		}
		json_end(json, '}');
	}
	json_end(json, ']');
}

static void
cell_clear(gpointer data)
{
	struct cell *cell = data;

	g_free(cell->shown);
	g_free(cell->json);
}

static void
table_add(struct table *table, char *shown, char *json, enum tone tone)
{
	struct cell cell = { .shown = shown, .json = json, .tone = tone };

	g_array_append_val(table->cells, cell);
}

static char *
json_of_time(const struct table *table, gint64 wall)
{
	GString *text = g_string_new(NULL);

	json_moment(text, wall, table->look.zone);
	return g_string_free(text, FALSE);
}

static void
table_measure(struct table *table)
{
	for (int i = 0; i < table->count; i++)
		table->widths[i] = -1;
	for (guint i = 0; i < table->cells->len; i++) {
		const struct cell *cell =
		    &g_array_index(table->cells, struct cell, i);
		const struct column *column = &table->columns[i % table->count];
		int *width = &table->widths[i % table->count];

		if (column->title == NULL || *cell->shown == '\0')
			continue;
		if (*width < 0)
			*width = display_width(_(column->title));
		*width = MAX(*width, display_width(cell->shown));
	}
	if (table->look.columns == 0)
		return;
	while (table_width(table, TRUE) > table->look.columns &&
	    table_drop_spare(table))
		continue;
	while (table_width(table, FALSE) > table->look.columns &&
	    table_give_way(table))
		continue;
}

static int
table_width(const struct table *table, gboolean narrowest)
{
	int width = -GAP;

	for (int i = 0; i < table->count; i++) {
		const struct column *column = &table->columns[i];

		if (table->widths[i] < 0)
			continue;
		width += GAP + (narrowest && column->least > 0 ?
		    MIN(column->least, table->widths[i]) : table->widths[i]);
	}
	return width;
}

static gboolean
table_drop_spare(struct table *table)
{
	int drop = -1;

	for (int i = 0; i < table->count; i++) {
		if (table->widths[i] >= 0 && table->columns[i].spare > 0 &&
		    (drop < 0 || table->columns[i].spare > table->columns[drop].spare))
			drop = i;
	}
	if (drop < 0)
		return FALSE;
	table->widths[drop] = -1;
	return TRUE;
}

static gboolean
table_give_way(struct table *table)
{
	int widest = -1;

	for (int i = 0; i < table->count; i++) {
		if (table->columns[i].least == 0 ||
		    table->widths[i] <= table->columns[i].least)
			continue;
		if (widest < 0 || table->widths[i] > table->widths[widest])
			widest = i;
	}
	if (widest < 0)
		return FALSE;
	table->widths[widest]--;
	return TRUE;
}

static void
table_print_line(const struct table *table, const struct cell *cells, GString *out)
{
	int last = -1;

	for (int i = 0; i < table->count; i++) {
		if (table->widths[i] >= 0)
			last = i;
	}
	for (int i = 0; i <= last; i++) {
		if (table->widths[i] >= 0)
			table_print_cell(table, i, &cells[i], i == last, out);
	}
	while (out->len > 0 && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
	g_string_append_c(out, '\n');
}

static void
table_print_cell(const struct table *table, int column, const struct cell *cell,
    gboolean last, GString *out)
{
	int width = table->widths[column];
	int blank = MAX(0, width - display_width(cell->shown));
	int used;

	if (table->columns[column].right)
		g_string_append_printf(out, "%*s", blank, "");
	display_tone(out, cell->tone, table->look.colour);
	used = display_cut(out, cell->shown, width);
	display_plain(out, cell->tone, table->look.colour);
	if (!table->columns[column].right)
		g_string_append_printf(out, "%*s", width - used, "");
	if (!last)
		g_string_append_printf(out, "%*s", GAP, "");
}
