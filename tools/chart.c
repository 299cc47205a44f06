/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Coordinates are whole numbers: no locale writes them with a comma.
 */
#include "tools/chart.h"

#include "base/calendar.h"

#define CHART_WIDTH	640
#define BAR_HEIGHT	22	/* a row */
#define BAR_LEFT	160	/* for the label */
#define BAR_RIGHT	70	/* for the figure */
#define LINE_HEIGHT	200
#define LINE_MARGIN	20

struct bar {
	char	*label;
	gint64	 number;
};

struct chart {
	char	*title;
	int	 column;
	gboolean days;		/* all labels are days, so far */
	GArray	*bars;
	gint64	 most;
};

static void	bar_clear(gpointer bar);
static void	chart_text(GString *out, int x, int y, const char *anchor,
		    const char *text);
static void	chart_bars(const struct chart *chart, GString *out);
static void	chart_line(const struct chart *chart, GString *out);

struct chart *
chart_new(const char *title, int column)
{
	struct chart *chart = g_new0(struct chart, 1);

	chart->title = g_strdup(title);
	chart->column = column;
	chart->days = TRUE;
	chart->bars = g_array_new(FALSE, FALSE, sizeof(struct bar));
	g_array_set_clear_func(chart->bars, bar_clear);
	return chart;
}

static void
bar_clear(gpointer bar)
{
	g_free(((struct bar *)bar)->label);
}

void
chart_free(gpointer data)
{
	struct chart *chart = data;

	g_array_unref(chart->bars);
	g_free(chart->title);
	g_free(chart);
}

void
chart_add(struct chart *chart, const char *label, const struct cell *cells)
{
	const struct cell *cell = &cells[chart->column];
	struct bar bar = { .label = g_strdup(label != NULL ? label : "") };

	if (cell->value != CELL_NUMBER || cell->number < 0 ||
	    chart->bars->len == CHART_ROWS_MAX) {
		bar_clear(&bar);
		return;
	}
	bar.number = cell->number;
	chart->most = MAX(chart->most, bar.number);
	chart->days = chart->days && calendar_day_read(bar.label) != 0;
	g_array_append_val(chart->bars, bar);
}

void
chart_draw(const struct chart *chart, GString *out)
{
	g_autofree char *title = g_markup_escape_text(chart->title, -1);
	gboolean line = chart->days && chart->bars->len > 1;

	if (chart->most == 0)
		return;
	g_string_append_printf(out, "<figure><figcaption>%s</figcaption>"
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
	    "font-size=\"13\">\n", title, CHART_WIDTH, line ? LINE_HEIGHT :
	    (int)chart->bars->len * BAR_HEIGHT);
	if (line)
		chart_line(chart, out);
	else
		chart_bars(chart, out);
	g_string_append(out, "</svg></figure>\n");
}

static void
chart_bars(const struct chart *chart, GString *out)
{
	for (guint i = 0; i < chart->bars->len; i++) {
		const struct bar *bar = &g_array_index(chart->bars, struct bar, i);
		g_autofree char *figure = g_strdup_printf("%" G_GINT64_FORMAT,
		    bar->number);
		int y = (int)i * BAR_HEIGHT;
		int width = (int)(bar->number * (CHART_WIDTH - BAR_LEFT - BAR_RIGHT) /
		    chart->most);

		chart_text(out, BAR_LEFT - 8, y + BAR_HEIGHT - 6, "end", bar->label);
		g_string_append_printf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" "
		    "height=\"%d\" fill=\"#3465a4\"/>", BAR_LEFT, y + 3, width,
		    BAR_HEIGHT - 6);
		chart_text(out, BAR_LEFT + width + 6, y + BAR_HEIGHT - 6, "start", figure);
	}
}

static void
chart_line(const struct chart *chart, GString *out)
{
	const struct bar *bars = &g_array_index(chart->bars, struct bar, 0);
	int last = (int)chart->bars->len - 1, height = LINE_HEIGHT - 2 * LINE_MARGIN;
	g_autofree char *most = g_strdup_printf("%" G_GINT64_FORMAT, chart->most);

	g_string_append(out, "<polyline fill=\"none\" stroke=\"#3465a4\" "
	    "stroke-width=\"2\" points=\"");
	for (int i = 0; i <= last; i++)
		g_string_append_printf(out, "%d,%d ",
		    LINE_MARGIN + i * (CHART_WIDTH - 2 * LINE_MARGIN) / last,
		    LINE_MARGIN + (int)(height - bars[i].number * height / chart->most));
	g_string_append(out, "\"/>");
	chart_text(out, 0, LINE_MARGIN - 6, "start", most);
	chart_text(out, LINE_MARGIN, LINE_HEIGHT - 4, "start", bars[0].label);
	chart_text(out, CHART_WIDTH - LINE_MARGIN, LINE_HEIGHT - 4, "end",
	    bars[last].label);
}

static void
chart_text(GString *out, int x, int y, const char *anchor, const char *text)
{
	g_autofree char *escaped = g_markup_escape_text(text, -1);

	g_string_append_printf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s"
	    "</text>", x, y, anchor, escaped);
}
