/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A report as one page that stands by itself: no script, nothing fetched, charts as inline
 * SVG.  It shows what the terminal shows, numbers masked.  page_text() is the only way in
 * for what is not markup of ours, and it escapes.
 */
#include "base/calendar.h"
#include "tools/catalog.h"
#include "tools/chart.h"
#include "tools/report_format.h"

static const char *const tone_classes[] = {
	[TONE_PLAIN] = "", [TONE_GOOD] = "good", [TONE_CARE] = "care",
	[TONE_BAD] = "bad", [TONE_FAINT] = "faint", [TONE_TITLE] = "title",
};

#define PAGE_STYLE							\
	"body{font:16px/1.5 sans-serif;margin:2em;color:#222}"		\
	"table{border-collapse:collapse}"				\
	"th,td{padding:.2em .8em;border-bottom:1px solid #ccc;"		\
	"text-align:left;vertical-align:top}"				\
	".right{text-align:right}.good{color:#17692b}.care{color:#8a5a00}"	\
	".bad{color:#b00020;font-weight:bold}.faint{color:#666}"	\
	"dt{font-weight:bold}figure{margin:1.5em 0}"			\
	"@media print{body{margin:0}}"

struct page {
	GString	*out;
	gboolean headed;	/* there is an <h1> */
	GPtrArray *charts;	/* struct chart, of these rows; one a column with bars */
};

static void	page_text(struct page *page, const char *text);
static void	page_cell(struct page *page, const char *tag, gboolean right,
		    enum tone tone, const char *text);
static void	page_titles(struct report *report, struct page *page);
static void	page_facts(struct report *report, const struct cell *cells);
static const char *page_title(const struct report_rows *rows, int column);

static void
html_open(struct report *report)
{
	struct page *page = g_new0(struct page, 1);
	g_autofree char *made = calendar_format(report->now, report->call->zone,
	    "%Y-%m-%d %H:%M");

	report->state = page;
	page->out = report->call->out;
	page->charts = g_ptr_array_new_with_free_func(chart_free);
	g_string_append(page->out, "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">"
	    "<title>");
	page_text(page, report->call->line.row->words);
	g_string_append(page->out, " ");
	page_text(page, made);
	g_string_append(page->out, "</title><style>" PAGE_STYLE "</style></head><body>\n");
}

static void
html_head(struct report *report, enum tone tone, const char *words)
{
	struct page *page = report->state;

	g_string_append(page->out, page->headed ? "<h2>" : "<h1>");
	page_text(page, words);
	g_string_append(page->out, page->headed ? "</h2>\n" : "</h1>\n");
	page->headed = TRUE;
}

static void
html_begin(struct report *report)
{
	struct page *page = report->state;
	const struct report_rows *rows = report->rows;

	if (!page->headed)
		html_head(report, TONE_TITLE, _(report->call->line.row->help));
	for (int i = 0; i < rows->count; i++) {
		if (rows->columns[i].bars)
			g_ptr_array_add(page->charts,
			    chart_new(_(page_title(rows, i)), i));
	}
}

static void
html_row(struct report *report, const struct cell *cells)
{
	const struct report_rows *rows = report->rows;
	struct page *page = report->state;
	g_autofree char *label = NULL;

	if (rows->layout == REPORT_FACTS) {
		page_facts(report, cells);
		return;
	}
	if (report->count == 0)
		page_titles(report, page);
	g_string_append(page->out, "<tr>");
	for (int i = 0; i < rows->count; i++) {
		g_autofree char *shown = NULL;

		if (rows->columns[i].title == NULL)
			continue;
		shown = report_shown(report, &cells[i]);
		page_cell(page, "td", report_is_right(&rows->columns[i]),
		    cells[i].tone, shown);
		if (label == NULL && *shown != '\0')
			label = g_steal_pointer(&shown);
	}
	g_string_append(page->out, "</tr>\n");
	for (guint i = 0; i < page->charts->len; i++)
		chart_add(g_ptr_array_index(page->charts, i), label, cells);
}

static void
html_end(struct report *report)
{
	const struct report_rows *rows = report->rows;
	struct page *page = report->state;

	if (report->count > 0 && rows->layout != REPORT_FACTS)
		g_string_append(page->out, "</table>\n");
	if (report->count == 0 && rows->none != NULL) {
		g_string_append(page->out, "<p>");
		page_text(page, _(rows->none));
		g_string_append(page->out, "</p>\n");
	}
	for (guint i = 0; i < page->charts->len; i++)
		chart_draw(g_ptr_array_index(page->charts, i), page->out);
	g_ptr_array_set_size(page->charts, 0);
}

static void
html_say(struct report *report, enum tone tone, const char *words)
{
	struct page *page = report->state;

	g_string_append_printf(page->out, "<p class=\"%s\">", tone_classes[tone]);
	page_text(page, words);
	g_string_append(page->out, "</p>\n");
}

static void
html_close(struct report *report)
{
	struct page *page = report->state;

	g_string_append(page->out, "</body></html>\n");
	g_ptr_array_unref(page->charts);
	g_free(page);
}

const struct report_format report_html_format = {
	.open = html_open,
	.close = html_close,
	.begin = html_begin,
	.row = html_row,
	.end = html_end,
	.head = html_head,
	.say = html_say,
};

static void
page_text(struct page *page, const char *text)
{
	g_autofree char *clean = display_clean(text);
	g_autofree char *escaped = g_markup_escape_text(clean, -1);

	g_string_append(page->out, escaped);
}

static void
page_cell(struct page *page, const char *tag, gboolean right, enum tone tone,
    const char *text)
{
	const char *class = tone_classes[tone];

	g_string_append_printf(page->out, "<%s", tag);
	if (right || *class != '\0')
		g_string_append_printf(page->out, " class=\"%s%s%s\"",
		    right ? "right" : "", right && *class != '\0' ? " " : "", class);
	g_string_append_c(page->out, '>');
	page_text(page, text);
	g_string_append_printf(page->out, "</%s>", tag);
}

static const char *
page_title(const struct report_rows *rows, int column)
{
	const struct report_column *c = &rows->columns[column];

	return c->title != NULL ? c->title : c->key;
}

static void
page_titles(struct report *report, struct page *page)
{
	const struct report_rows *rows = report->rows;

	g_string_append(page->out, "<table><tr>");
	for (int i = 0; i < rows->count; i++) {
		if (rows->columns[i].title == NULL)
			continue;
		page_cell(page, "th", report_is_right(&rows->columns[i]), TONE_PLAIN,
		    _(rows->columns[i].title));
	}
	g_string_append(page->out, "</tr>\n");
}

static void
page_facts(struct report *report, const struct cell *cells)
{
	const struct report_rows *rows = report->rows;
	struct page *page = report->state;

	g_string_append(page->out, "<dl>\n");
	for (int i = 0; i < rows->count; i++) {
		g_autofree char *shown = NULL;

		if (rows->columns[i].fact == NULL)
			continue;
		shown = report_shown(report, &cells[i]);
		if (*shown == '\0')
			continue;
		g_string_append(page->out, "<dt>");
		page_text(page, catalog_text(rows->columns[i].fact));
		g_string_append(page->out, "</dt><dd>");
		page_text(page, shown);
		g_string_append(page->out, "</dd>\n");
	}
	g_string_append(page->out, "</dl>\n");
}
