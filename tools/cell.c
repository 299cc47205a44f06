/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A cell keeps its value as it is; how it looks is made when it is written.
 */
#include "tools/cell.h"

#include <string.h>

#include "base/calendar.h"
#include "base/phone.h"
#include "tools/catalog.h"

void
cell_clear(struct cell *cell)
{
	g_free(cell->text);
	g_free(cell->words);
	memset(cell, 0, sizeof(*cell));
}

void
cell_nothing(struct cell *cell)
{
	cell->value = CELL_NOTHING;
}

void
cell_text(struct cell *cell, const char *text, enum tone tone)
{
	cell->value = CELL_TEXT;
	cell->text = g_strdup(text != NULL ? text : "");
	cell->tone = tone;
}

void
cell_number(struct cell *cell, gint64 number, enum tone tone)
{
	cell->value = CELL_NUMBER;
	cell->number = number;
	cell->tone = tone;
}

void
cell_boolean(struct cell *cell, gboolean value)
{
	cell->value = CELL_BOOLEAN;
	cell->number = value;
}

void
cell_time(struct cell *cell, gint64 wall, enum tone tone)
{
	cell->value = CELL_MOMENT;
	cell->number = wall;
	cell->tone = tone;
}

void
cell_age(struct cell *cell, gint64 wall, enum tone tone)
{
	cell->value = CELL_AGE;
	cell->number = wall;
	cell->tone = tone;
}

void
cell_phone(struct cell *cell, const char *stored)
{
	cell->value = CELL_PHONE;
	cell->text = g_strdup(stored);
}

void
cell_day(struct cell *cell, int day, enum tone tone)
{
	g_autofree char *written = day == 0 ? NULL : calendar_day_write(day);

	cell_text(cell, written, tone);
}

void
cell_words(struct cell *cell, const char *words, const char *machine,
    enum tone tone)
{
	cell_text(cell, machine, tone);
	cell->words = g_strdup(words);
}

char *
cell_shown(const struct cell *cell, gint64 now, GTimeZone *zone)
{
	g_autofree char *masked = NULL;

	if (cell->words != NULL)
		return display_clean(cell->words);
	switch (cell->value) {
	case CELL_NOTHING:
		break;
	case CELL_TEXT:
		return display_clean(cell->text);
	case CELL_PHONE:
		masked = phone_mask(cell->text);
		return display_clean(masked);
	case CELL_NUMBER:
		return g_strdup_printf("%" G_GINT64_FORMAT, cell->number);
	case CELL_BOOLEAN:
		return g_strdup(cell->number ? _("yes") : "");
	case CELL_MOMENT:
		return display_time(cell->number, now, zone);
	case CELL_AGE:
		return cell->number == 0 ? g_strdup("") :
		    display_span(now - cell->number);
	}
	return g_strdup("");
}
